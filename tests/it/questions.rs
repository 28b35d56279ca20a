//! The ten questions of the guide (`guide/en/ministry.md`): where it says that an answer stands in the workbook, it stands there, and it
//! is what follows from the data package and the reports alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use calamine::{Data, Range, Reader, Xlsx, open_workbook};
use serde_json::Value;

use crate::national::second_week;
use crate::run::{bieumau, json_file, package, run};

type Row = BTreeMap<String, String>;

/// The rows of a table of the data package.
fn table(path: &Path) -> Vec<Row> {
    let text = fs::read_to_string(path).expect("readable");
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headings = reader.headers().expect("headings").clone();
    let row = |row: csv::StringRecord| headings.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect();
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

/// The year of a period as it is stored: of its end, or of its beginning where it has none.
fn year(period: &str) -> Option<String> {
    let (_, end) = period.split_once('/').unwrap_or((period, period));
    // Of what has no end nobody knows the year.
    if end == ".." {
        return None;
    }
    end.get(..4).filter(|year| year.parse::<u16>().is_ok()).map(str::to_owned)
}

/// The sheets of a workbook, and what is looked for in them.
struct Book(BTreeMap<String, Range<Data>>);

impl Book {
    fn open(path: &Path) -> Self {
        let mut workbook: Xlsx<_> = open_workbook(path).expect("the workbook can be read");
        Self(workbook.worksheets().into_iter().collect())
    }

    fn rows(&self, sheet: &str) -> Vec<Vec<String>> {
        self.0[sheet].rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
    }

    /// The rows below a line with this title, by heading, up to one that is empty.
    fn below(&self, sheet: &str, title: &str) -> Vec<Row> {
        let rows = self.rows(sheet);
        let at = rows.iter().position(|row| row[0].contains(title)).unwrap_or_else(|| panic!("{title} is on {sheet}"));
        listed(&rows[at + 1..])
    }

    /// A list, whose headings stand in the row (from 0).
    fn list(&self, sheet: &str, header: usize) -> Vec<Row> {
        listed(&self.rows(sheet)[header..])
    }
}

fn listed(rows: &[Vec<String>]) -> Vec<Row> {
    let (headings, rows) = rows.split_first().expect("headings");
    let rows = rows.iter().take_while(|row| !row[0].is_empty());
    rows.map(|row| {
        headings.iter().cloned().zip(row.iter().cloned()).filter(|(heading, _)| !heading.is_empty()).collect()
    })
    .collect()
}

fn counted<'a>(keys: impl Iterator<Item = &'a str>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key.to_owned()).or_default() += 1;
    }
    counts
}

#[test]
fn the_answers_stand_where_the_guide_says() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    let mut first = bieumau();
    run(first.args(["merge", "fixtures/inbox-2023-06-23", "--as-of", "2023-06-23", "--report"]).arg(at("1.json")), 0);
    second_week(&at("inbox"));
    let mut second = bieumau();
    second.arg("merge").arg(at("inbox")).args(["--as-of", "2023-06-30"]).arg("--previous").arg(at("1.json"));
    run(second.arg("--report").arg(at("2.json")).arg("-o").arg(at("2.xlsx")).arg("--data").arg(at("data")), 0);
    let (before, now) = (json_file(&at("1.json")), json_file(&at("2.json")));
    let book = Book::open(&at("2.xlsx"));
    standings(&book, &before, &now);
    databases(&book, &table(&at("data/shared-databases.csv")), &now);
    open_data(&book, &table(&at("data/open-data-plan.csv")));
    findings(&book, &now);
    // A list of rows is a table of Excel, so that a PivotTable is two clicks.
    assert_eq!(package(&at("2.xlsx")).iter().filter(|(name, _)| name.starts_with("xl/tables/")).count(), 2);
}

/// How many have complied? How does this agency stand, and why? Whom to remind of what? Who improved?
fn standings(book: &Book, before: &Value, now: &Value) {
    let mut totals = now["totals"].as_array().expect("totals").iter();
    let total = totals.find(|it| it["obligation"] == "catalogue" && it["level"] == "all").expect("it is there");
    let overview = book.rows("Tổng hợp");
    assert_eq!(overview[7][1], total["complied"].to_string());
    assert!(overview[3][0].contains(&format!("có {} cơ quan", total["complied"])), "{}", overview[3][0]);
    let agencies = now["agencies"].as_array().expect("agencies");
    let stood: BTreeMap<&str, &Value> = before["agencies"]
        .as_array()
        .expect("agencies")
        .iter()
        .map(|it| (it["code"].as_str().expect("text"), it))
        .collect();
    let tracking = book.list("Theo dõi", 4);
    assert_eq!(tracking.len(), agencies.len());
    let (mut open, mut improved) = (BTreeSet::new(), BTreeSet::new());
    for (agency, row) in agencies.iter().zip(&tracking) {
        let code = agency["code"].as_str().expect("text");
        assert_eq!(row["Mã"], code);
        let catalogue = &agency["obligations"]["catalogue"];
        let complied = catalogue["status"] == "complied";
        assert_eq!(row["Danh mục cơ sở dữ liệu dùng chung"] == "Đã hoàn thành", complied, "{code}");
        let why = catalogue["reasons"][0]["message"].as_str().unwrap_or_default();
        assert!(row["CSDL dùng chung"].contains(why), "{code}: {why}");
        for (owed, standing) in agency["obligations"].as_object().expect("an object") {
            if standing["status"] != "complied" {
                open.insert((code.to_owned(), owed.clone()));
            } else if stood[code]["obligations"][owed]["status"] != "complied" {
                improved.insert((code.to_owned(), owed.clone()));
            }
        }
    }
    let owed = |row: &Row| {
        let name = match row["Nhiệm vụ"].as_str() {
            "Danh mục cơ sở dữ liệu dùng chung" => "catalogue",
            "Lộ trình xây dựng cơ sở dữ liệu dùng chung" => "roadmap",
            "Kế hoạch cung cấp dữ liệu mở" => "open-data-plan",
            _ => "first-release",
        };
        (row["Mã"].clone(), name.to_owned())
    };
    assert_eq!(book.list("Chưa hoàn thành", 3).iter().map(owed).collect::<BTreeSet<_>>(), open);
    let changes = book.list("Thay đổi", 3);
    let better = changes.iter().filter(|row| row["Thay đổi"] == "Mới hoàn thành").map(owed);
    assert_eq!(better.collect::<BTreeSet<_>>(), improved);
    assert!(improved.len() > 10 && improved.contains(&("H62".to_owned(), "catalogue".to_owned())));
}

/// How many databases finish in which year, by agency? Which names do several claim? Which columns are left empty? Where is this row?
fn databases(book: &Book, rows: &[Row], now: &Value) {
    let names: BTreeMap<&str, &str> = now["agencies"]
        .as_array()
        .expect("agencies")
        .iter()
        .map(|it| (it["code"].as_str().expect("text"), it["name"].as_str().expect("text")))
        .collect();
    let finish = book.below("Phân tích", "Cơ sở dữ liệu theo năm hoàn thành, từng cơ quan");
    for year_asked in ["2024", "2025"] {
        let mut told: BTreeMap<String, usize> = finish
            .iter()
            .map(|row| (row["Cơ quan"].clone(), row[year_asked].parse::<f64>().expect("a number") as usize))
            .collect();
        let all = told.remove("Tổng").expect("a sum");
        told.retain(|_, count| *count > 0);
        let of_year = rows.iter().filter(|row| year(&row["finish"]).as_deref() == Some(year_asked));
        let counted = counted(of_year.map(|row| names[row["_agency"].as_str()]));
        assert_eq!((told, all), (counted.clone(), counted.values().sum()));
    }
    let mut claims: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for row in rows {
        claims.entry(row["name"].to_lowercase()).or_default().insert(&row["_agency"]);
    }
    claims.retain(|_, agencies| agencies.len() > 1);
    let told = book.below("Phân tích", "Tên cơ sở dữ liệu do nhiều cơ quan cùng kê");
    let told: Vec<&Row> = told.iter().filter(|row| !row["Tên cơ sở dữ liệu"].starts_with('…')).collect();
    assert!(told.len() >= 30 && told.len() <= claims.len());
    for row in told {
        let agencies = &claims[&row["Tên cơ sở dữ liệu"].to_lowercase()];
        assert_eq!(row["Số cơ quan"], agencies.len().to_string());
        assert_eq!(row["Các cơ quan"].split(", ").collect::<BTreeSet<_>>(), *agencies);
    }
    let filled = book.below("Phân tích", "Tỷ lệ ô đã điền của danh mục, từng cơ quan");
    for row in &filled {
        let own: Vec<&Row> = rows.iter().filter(|it| names[it["_agency"].as_str()] == row["Cơ quan"]).collect();
        let share = own.iter().filter(|it| !it["partners"].is_empty()).count() as f64 / own.len() as f64;
        assert!((row["Đơn vị phối hợp"].parse::<f64>().expect("a number") - share).abs() < 1e-9, "{row:?}");
    }
    let listed = book.list("CSDL dùng chung", 4);
    assert_eq!(listed.len(), rows.len());
    for (told, row) in listed.iter().zip(rows) {
        let place = [&told["Mã cơ quan"], &told["Tên cơ sở dữ liệu"], &told["Tệp"], &told["Dòng"]];
        assert_eq!(place, [&row["_agency"], &row["name"], &row["_file"], &row["_row"]]);
    }
}

/// Open data: which theme, format, year?
fn open_data(book: &Book, rows: &[Row]) {
    let told = |title: &str, label: &str| -> BTreeMap<String, usize> {
        let rows =
            book.below("Phân tích", title).into_iter().filter(|row| row[label] != "Tổng" && row[label] != "(chưa ghi)");
        rows.map(|row| (row[label].clone(), row["Tổng"].parse::<f64>().expect("a number") as usize))
            .filter(|(_, count)| *count > 0)
            .collect()
    };
    let themes = rows.iter().map(|row| row["theme"].as_str()).filter(|theme| !theme.is_empty());
    assert_eq!(told("Tập dữ liệu mở theo lĩnh vực", "Lĩnh vực"), counted(themes));
    let formats = rows.iter().flat_map(|row| row["format"].split("; "));
    assert_eq!(told("Tập dữ liệu mở theo định dạng", "Định dạng"), counted(formats));
    let years: Vec<String> = rows.iter().filter_map(|row| year(&row["first_release"])).collect();
    let label = "Thời gian cung cấp lần đầu";
    assert_eq!(told("Tập dữ liệu mở theo năm", label), counted(years.iter().map(String::as_str)));
}

/// What goes back to whom? What became of this file?
fn findings(book: &Book, now: &Value) {
    let all = now["findings"].as_array().expect("findings");
    let errors = all.iter().filter(|it| it["severity"] == "error").map(|it| it["file"].as_str().expect("text"));
    let told = book.list("Lỗi", 3);
    let of_errors = told.iter().filter(|row| row["Mức độ"] == "lỗi");
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for row in of_errors {
        *count.entry(row["Tệp"].clone()).or_default() += row["Số ô"].parse::<f64>().expect("a number") as usize;
    }
    assert_eq!(count, counted(errors));
    let first_warning = told.iter().position(|row| row["Mức độ"] != "lỗi").expect("a warning");
    assert!(told[first_warning..].iter().all(|row| row["Mức độ"] != "lỗi"), "errors come first");
    let files = book.list("Tệp", 3);
    let paths: Vec<&str> =
        now["files"].as_array().expect("files").iter().map(|it| it["path"].as_str().expect("text")).collect();
    assert_eq!(files.iter().map(|row| row["Tệp"].as_str()).collect::<Vec<_>>(), paths);
}
