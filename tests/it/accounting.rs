//! No row disappears: for any workbook what is seen is the sum of records, blank rows, headings and others; every record is
//! merged, or its submission is rejected, superseded or later; and the ledger adds up to the roster.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::Value;

use crate::run::{bieumau, draw, json_file, run};

/// A row below the header, as people fill forms in.
#[derive(Clone, Debug)]
enum Row {
    Record { fault: bool },
    Blank,
    Section,
    Numbers,
    Header,
    Total,
    Note,
    Stray,
    Ditto,
}

/// A file: whose it is, when it was issued, and its rows.
#[derive(Clone, Debug)]
struct Sent {
    agency: usize,
    day: u32,
    month: u32,
    rows: Vec<Row>,
}

const HEADER: &str = "STT,Tên cơ sở dữ liệu,Mục đích,\"Phạm vi, nội dung dữ liệu\",Đơn vị chủ trì,\"Nguồn dữ liệu, cơ chế thu thập, cập nhật\",Hình thức chia sẻ,Hiện trạng";
const AGENCIES: [&str; 4] = ["Hà Giang", "Cao Bằng", "Lào Cai", "Sơn La"];
/// The header stands in this row, counted from 1.
const HEADER_ROW: usize = 4;

fn row() -> impl Strategy<Value = Row> {
    prop_oneof![
        12 => Just(Row::Record { fault: false }),
        1 => Just(Row::Record { fault: true }),
        2 => Just(Row::Blank),
        2 => Just(Row::Section),
        1 => Just(Row::Numbers),
        1 => Just(Row::Header),
        1 => Just(Row::Total),
        1 => Just(Row::Note),
        1 => Just(Row::Stray),
        1 => Just(Row::Ditto),
    ]
}

fn sent() -> impl Strategy<Value = Sent> {
    (0..AGENCIES.len(), 1..28u32, 5..8u32, prop::collection::vec(row(), 0..24))
        .prop_map(|(agency, day, month, rows)| Sent { agency, day, month, rows })
}

fn written(sent: &Sent, number: usize) -> String {
    let agency = AGENCIES[sent.agency];
    let mut text = format!(
        "ỦY BAN NHÂN DÂN TỈNH {agency}\nDANH MỤC CƠ SỞ DỮ LIỆU DÙNG CHUNG\n(Kèm theo Quyết định số {}/QĐ-UBND ngày {}/{}/2023 của Ủy ban nhân dân tỉnh {agency})\n{HEADER}\n",
        100 + number,
        sent.day,
        sent.month
    );
    for (index, row) in sent.rows.iter().enumerate() {
        text.push_str(&match row {
            Row::Record { fault: false } => {
                format!("{index},Cơ sở dữ liệu {number}-{index},Quản lý,Toàn tỉnh,Sở Tư pháp,Nhập tay,Chia sẻ mặc định,Đã có\n")
            }
            Row::Record { fault: true } => {
                format!("{index},Cơ sở dữ liệu {number}-{index},Quản lý,Toàn tỉnh,Sở Tư pháp,Nhập tay,Gửi thư,Đã có\n")
            }
            Row::Blank => ",,,,,,,\n".to_owned(),
            Row::Section => format!("II,Sở số {index},,,,,,\n"),
            Row::Numbers => "(1),(2),(3),(4),(5),(6),(7),(8)\n".to_owned(),
            Row::Header => format!("{HEADER}\n"),
            Row::Total => "Tổng cộng,12,,,,,,\n".to_owned(),
            Row::Note => ",Ghi chú: số liệu đến hết quý I,,,,,,\n".to_owned(),
            Row::Stray => ",,,,,x,,\n".to_owned(),
            Row::Ditto => format!("{index},Cơ sở dữ liệu {number}-{index},-nt-,-nt-,-nt-,-nt-,-nt-,-nt-\n"),
        });
    }
    text
}

fn count(value: &Value) -> usize {
    value.as_u64().expect("a count") as usize
}

/// How many rows of each file were merged.
fn merged(path: &Path) -> BTreeMap<String, usize> {
    let mut reader = csv::Reader::from_path(path).expect("the data package has the form's rows");
    let mut merged = BTreeMap::new();
    for row in reader.records() {
        *merged.entry(row.expect("a row is CSV")[1].to_owned()).or_default() += 1;
    }
    merged
}

proptest! {
    #![proptest_config(draw(24))]

    #[test]
    fn every_row_is_accounted_for(inbox in prop::collection::vec(sent(), 1..7)) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let files = folder.path().join("inbox");
        fs::create_dir(&files).expect("a folder");
        for (number, sent) in inbox.iter().enumerate() {
            fs::write(files.join(format!("{number}.csv")), written(sent, number)).expect("there is room");
        }
        let (report, data) = (folder.path().join("report.json"), folder.path().join("data"));
        let mut command = bieumau();
        command.args(["merge", "--as-of", "2023-06-23"]).arg(&files).arg("--report").arg(&report).arg("--data").arg(&data);
        run(&mut command, 0);
        let report = json_file(&report);
        let mut merged = merged(&data.join("shared-databases.csv"));

        prop_assert_eq!(report["files"].as_array().map(Vec::len), Some(inbox.len()));
        for (number, sent) in inbox.iter().enumerate() {
            let file = &report["files"][number];
            let path = file["path"].as_str().expect("a path");
            prop_assert_eq!(path, format!("{number}.csv"));
            // What was written, told without asking the tool: all rows down to the last one that holds anything.
            let written = sent.rows.iter().rposition(|row| !matches!(row, Row::Blank)).map_or(0, |last| last + 1);
            let tables = file["tables"].as_array().expect("a list");
            prop_assert_eq!(tables.len(), 1, "{}", file);
            let rows = &tables[0]["rows"];
            prop_assert_eq!(count(&rows["seen"]), written, "{}", file);
            let sum = ["records", "blank", "heading", "other"].iter().map(|kind| count(&rows[*kind])).sum::<usize>();
            prop_assert_eq!(sum, written, "{}", file);
            let cells = &tables[0]["cells"];
            let sum = ["entries", "headings", "told", "unread"].iter().map(|kind| count(&cells[*kind])).sum::<usize>();
            prop_assert_eq!(count(&cells["seen"]), sum, "{}", file);
            let full = sent.rows.iter().filter(|row| matches!(row, Row::Record { .. })).count();
            prop_assert!(count(&rows["records"]) >= full, "{} of {full} records: {file}", rows["records"]);
            let corner = format!("A{HEADER_ROW}:");
            prop_assert!(tables[0]["range"].as_str().is_some_and(|range| range.starts_with(&corner)));

            let arrived = merged.remove(path).unwrap_or(0);
            match tables[0]["outcome"].as_str() {
                Some("accepted") => prop_assert_eq!(arrived, count(&rows["records"])),
                Some("rejected" | "later" | "superseded") => prop_assert_eq!(arrived, 0),
                other => prop_assert!(false, "{:?} is no outcome", other),
            }
        }
        prop_assert!(merged.is_empty(), "rows of no file: {:?}", merged);

        let agencies = report["agencies"].as_array().expect("a list");
        for total in report["totals"].as_array().expect("a list") {
            let level = total["level"].as_str().expect("a level");
            let owed = agencies.iter().filter(|agency| level == "all" || agency["level"] == level).count();
            let sum = ["complied", "defective", "missing"].iter().map(|status| count(&total[*status])).sum::<usize>();
            prop_assert_eq!(sum, owed);
            prop_assert_eq!(count(&total["total"]), owed);
        }
    }
}
