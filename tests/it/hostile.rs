//! Hostile, broken and odd files, made here: what becomes of each, and that none costs more than itself. And the second belt, with
//! faults made on purpose.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use serde_json::Value;

use crate::replay::inputs::Target;
use crate::run::{bieumau, json, run};

/// `check` over a folder: by path the outcome and the rules of its findings, each once.
pub fn outcomes(folder: &Path) -> BTreeMap<String, String> {
    let output = bieumau().args(["check", "--format", "json"]).arg(folder).output().expect("the binary can be started");
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    let report = json(&output.stdout);
    let list = |key: &str| report[key].as_array().expect("a list").clone();
    let mut outcomes: BTreeMap<String, String> =
        list("files").iter().map(|file| (text(&file["path"]), text(&file["outcome"]))).collect();
    for finding in list("findings") {
        let told = outcomes.get_mut(&text(&finding["file"])).expect("a finding is about a file of the list");
        let rule = text(&finding["rule"]);
        // Every file here is a form of nobody; that is not the point.
        if !told.split(' ').any(|known| known == rule) && !matches!(&*rule, "no-form-found" | "unknown-agency") {
            told.push(' ');
            told.push_str(&rule);
        }
    }
    outcomes
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn xlsx(parts: &str) -> Vec<u8> {
    Target::Xlsx.file(parts.as_bytes())
}

/// An xlsx file with these rows and these shared strings.
fn rows(rows: &str) -> Vec<u8> {
    xlsx(&format!("=== xl/worksheets/sheet1.xml\n<worksheet><sheetData>{rows}</sheetData></worksheet>"))
}

fn ods(tables: &str) -> Vec<u8> {
    Target::Ods.file(format!("=== content.xml\n<office:document-content>{tables}</office:document-content>").as_bytes())
}

/// An xlsx file whose sheet unpacks to so many spaces.
fn bomb(part: &str, bytes: usize) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    let block = vec![b' '; 1 << 20];
    for name in ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"] {
        if name != part {
            writer.start_file(name, options).expect("the name is new");
        }
    }
    writer.start_file(part, options).expect("the name is new");
    (0..bytes >> 20).for_each(|_| writer.write_all(&block).expect("memory takes it"));
    writer.finish().expect("memory takes it").into_inner()
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

/// The workbook stream of an xls file with one sheet of these records.
fn xls(records: &[u8]) -> Vec<u8> {
    let bof = record(0x0809, &[0, 6, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let end = record(0x000a, &[]);
    let place = (bof.len() + 4 + 9 + end.len()) as u32;
    let bound = record(0x0085, &[&place.to_le_bytes()[..], &[0, 0, 1, 0, b'A']].concat());
    Target::Xls.file(&[bof.clone(), bound, end.clone(), bof, records.to_vec(), end].concat())
}

fn number(row: u16, column: u16) -> Vec<u8> {
    record(0x0203, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 10]].concat())
}

#[test]
fn every_kind_of_hostile_file_is_told_for_what_it_is() {
    let float = r#"<table:table-cell office:value-type="float" office:value="1"/>"#;
    let table = |rows: &str| format!(r#"<table:table table:name="A">{rows}</table:table>"#);
    let repeated =
        |times: u32| format!(r#"<table:table-row table:number-rows-repeated="{times}">{float}</table:table-row>"#);
    let long = format!(
        r#"<table:table-row><table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>{}</text:p></table:table-cell></table:table-row>"#,
        "x".repeat(10_000)
    );
    let header = "STT,Tên cơ sở dữ liệu,Mục đích,\"Phạm vi, nội dung dữ liệu\",Đơn vị chủ trì,Hiện trạng\n";
    let kinds: Vec<(&str, Vec<u8>, &str)> = vec![
        // Addresses and values.
        ("outside.xlsx", rows(r#"<row r="1"><c r="XFE1"><v>1</v></c></row>"#), "not-a-form bad-cell"),
        (
            "overflow.xlsx",
            rows(r#"<row r="1"><c r="A99999999999999999999"><v>1</v></c></row>"#),
            "unreadable unreadable-file",
        ),
        ("row-zero.xlsx", rows(r#"<row r="0"><c r="A0"><v>1</v></c></row>"#), "not-a-form bad-cell"),
        ("string-index.xlsx", rows(r#"<row r="1"><c r="A1" t="s"><v>-1</v></c></row>"#), "not-a-form bad-cell"),
        ("unknown-type.xlsx", rows(r#"<row r="1"><c r="A1" t="zz"><v>1</v></c></row>"#), "not-a-form bad-cell"),
        ("spill.xlsx", rows(r#"<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c></row>"#), "not-a-form"),
        (
            "corners.xlsx",
            rows(r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#),
            "not-a-form",
        ),
        // What is claimed, and what unpacks.
        (
            "strings.xlsx",
            xlsx("=== xl/sharedStrings.xml\n<sst uniqueCount=\"1000000000000\"/>"),
            "unreadable unreadable-file",
        ),
        (
            "strings-64.xlsx",
            xlsx("=== xl/sharedStrings.xml\n<sst uniqueCount=\"18446744073709551615\"/>"),
            "unreadable unreadable-file",
        ),
        ("sheet-bomb.xlsx", bomb("xl/worksheets/sheet1.xml", 200 << 20), "unreadable too-large"),
        ("styles-bomb.xlsx", bomb("xl/styles.xml", 16 << 20), "unreadable too-large"),
        ("strings-bomb.xlsx", bomb("xl/sharedStrings.xml", 80 << 20), "unreadable too-large"),
        (
            "entities.xlsx",
            rows(
                "<!DOCTYPE x [<!ENTITY a \"b\">]><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&a;</t></is></c></row>",
            ),
            "unreadable unreadable-file",
        ),
        ("no-sheets.xlsx", xlsx("=== xl/workbook.xml\n<workbook/>"), "unreadable unreadable-file"),
        // Repeats of ods, one by one and together.
        ("honest.ods", ods(&table(&repeated(9))), "not-a-form"),
        ("rows.ods", ods(&table(&repeated(1_048_576).repeat(2))), "not-a-form"),
        (
            "tables.ods",
            ods(&["\"A\"", "\"B\"", "\"C\""].map(|name| table(&repeated(700_000)).replace("\"A\"", name)).concat()),
            "unreadable too-large",
        ),
        ("texts.ods", ods(&table(&long)), "unreadable too-large"),
        (
            "nested.ods",
            ods(&table(&format!(
                "<table:table-row><table:table-cell>{}</table:table-cell></table:table-row>",
                table("")
            ))),
            "unreadable unreadable-file",
        ),
        // As LibreOffice writes one with a password since 24.8.
        ("whole.ods", Target::Ods.file(b"=== encrypted-package\nxyz"), "unreadable password-protected"),
        (
            "cut.ods",
            Target::Ods
                .file(b"=== content.xml\n<office:document-content><table:table table:name=\"A\"><table:table-row/>"),
            "unreadable unreadable-file",
        ),
        // Binary workbooks.
        ("honest.xls", xls(&[number(0, 0), number(9, 3)].concat()), "not-a-form"),
        ("corners.xls", xls(&[number(0, 0), number(65_535, 255)].concat()), "not-a-form"),
        ("claims.xls", xls(&record(0x0200, &[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff, 0, 0])), "not-a-form"),
        ("outside.xls", xls(&record(0x00fd, &[0, 0, 0, 0, 0, 0, 9, 0, 0, 0])), "not-a-form bad-cell"),
        ("cut.xls", xls(&[number(0, 0), vec![0x03, 0x02, 0xff, 0x7f]].concat()), "unreadable unreadable-file"),
        ("zeros.xls", [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 8_000]].concat(), "unreadable unreadable-file"),
        // Text.
        ("commas.csv", ",".repeat(100_000).into_bytes(), "unreadable too-large"),
        ("line.csv", "a ".repeat(3 << 20).into_bytes(), "unreadable too-large"),
        // The mark opens a cell that would hold the rest of the file.
        ("open.csv", ["a,b\n1,\"x\n", &"2,y\n".repeat(2 << 20)].concat().into_bytes(), "unreadable too-large"),
        (
            "quote.csv",
            [header, "1,\"a,b\n2,c,d,e,f,g\n"].concat().into_bytes(),
            // The line below the open mark is whole: its status «g» is not listed.
            "read bad-cell missing-column missing-decision missing-value not-in-list",
        ),
        ("nothing.csv", Vec::new(), "unreadable unreadable-file"),
        ("mark.csv", b"\xef\xbb\xbf".to_vec(), "unreadable unreadable-file"),
        // What is named for something else.
        ("page.xls", b"<html><table><tr><td>1</td></tr></table></html>".to_vec(), "unreadable unsupported-format"),
        ("text.xls", b"a,b\n1,2\n".to_vec(), "not-a-form"),
        ("book.xls", rows(""), "not-a-form"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n".to_vec(), "unreadable unsupported-format"),
        ("packed.xlsx", b"Rar!\x1a\x07\x01\x00".to_vec(), "unreadable unsupported-format"),
        ("cut.xlsx", rows("")[..200].to_vec(), "unreadable unreadable-file"),
        // Every file left aside is told.
        ("scan.pdf", b"%PDF-1.7".to_vec(), "skipped not-a-spreadsheet"),
        ("~$owner.xlsx", b"\x05owner".to_vec(), "skipped"),
        (".bieumau-half.tmp", rows(""), "skipped"),
    ];
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes, _) in &kinds {
        fs::write(folder.path().join(name), bytes).expect("there is room");
    }
    let found = outcomes(folder.path());
    let wanted: BTreeMap<String, String> =
        kinds.iter().map(|(name, _, wanted)| ((*name).to_owned(), (*wanted).to_owned())).collect();
    let sorted = |outcomes: &BTreeMap<String, String>| -> Vec<String> {
        let line = |(path, told): (&String, &String)| {
            let mut words: Vec<&str> = told.split(' ').collect();
            words[1..].sort_unstable();
            format!("{path}: {}", words.join(" "))
        };
        outcomes.iter().map(line).collect()
    };
    assert_eq!(sorted(&found), sorted(&wanted));
}

/// Written one behind the other, the first is read by no program.
#[test]
fn of_two_archives_in_one_file_the_first_is_told() {
    let member = |name: &str, bytes: &[u8]| crate::parcels::zip(name, bytes);
    let joined = [member("a.csv", b"a,b\n"), member("b.csv", b"a,b\n")].concat();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = [
        ("joined.xlsx", [rows(""), rows("")].concat()),
        ("joined.zip", joined.clone()),
        ("outer.zip", member("joined.zip", &joined)),
    ];
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("there is room");
    }
    let found: Vec<String> = outcomes(folder.path()).iter().map(|(path, told)| format!("{path}: {told}")).collect();
    assert_eq!(
        found,
        [
            "joined.xlsx: unreadable unreadable-file",
            "joined.zip: unreadable unreadable-file",
            "joined.zip › b.csv: not-a-form",
            "outer.zip › joined.zip: unreadable unreadable-file",
            "outer.zip › joined.zip › b.csv: not-a-form",
        ]
    );
}

#[test]
fn a_long_table_is_read_to_its_end() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let header = "STT,Tên cơ sở dữ liệu,Mục đích,\"Phạm vi, nội dung dữ liệu\",Đơn vị chủ trì,Hiện trạng\n";
    let rows: String = (0..50_010).map(|row| format!("{row},Tên {row},a,b,c,Đã xây\n")).collect();
    fs::write(folder.path().join("a.csv"), format!("{header}{rows}")).expect("there is room");
    let report = json(&run(bieumau().args(["check", "--format", "json"]).arg(folder.path()), 1).stdout);
    let counts = &report["files"][0]["tables"][0]["rows"];
    assert_eq!((&counts["seen"], &counts["records"], &counts["other"]), (&50_010.into(), &50_010.into(), &0.into()));
    let findings = report["findings"].as_array().expect("a list");
    let of = |rule: &str| -> Vec<String> {
        findings.iter().filter(|finding| finding["rule"] == rule).map(|finding| text(&finding["message"])).collect()
    };
    let not_all_told = of("not-all-told");
    assert!(of("too-large").is_empty(), "{report}");
    assert_eq!(of("not-in-list").len(), 1_000);
    assert!(
        not_all_told.iter().any(|message| message.contains("not-in-list") && message.contains("50010")),
        "{not_all_told:?}"
    );
}

/// Of cells that are told one by one it is said how many more there are.
#[test]
fn more_struck_cells_than_are_told_are_counted() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let header =
        serde_json::json!(["STT", "Tên cơ sở dữ liệu", "Mục đích", "Phạm vi, nội dung dữ liệu", "Đơn vị chủ trì"]);
    let row =
        |number: usize| serde_json::json!([number, format!("Dữ liệu số {number}"), "a", "b", {"struck": "Sở Y tế"}]);
    let rows: Vec<Value> = std::iter::once(header).chain((1..=203).map(row)).collect();
    let description = folder.path().join("PL1.book.json");
    fs::write(&description, serde_json::json!({"sheets": [{"name": "PL1", "rows": rows}]}).to_string()).expect("room");
    let inbox = folder.path().join("inbox");
    fs::create_dir(&inbox).expect("a folder can be made");
    crate::book::write(&description, &inbox.join("PL1.xlsx"));
    let report = honest_report(&inbox);
    let of =
        |rule: &str| report["findings"].as_array().expect("a list").iter().filter(|it| it["rule"] == rule).collect();
    let (told, more): (Vec<&Value>, Vec<&Value>) = (of("struck-row"), of("not-all-told"));
    assert_eq!(told.len(), 200);
    let more: Vec<String> = more.iter().map(|finding| text(&finding["message"])).collect();
    assert!(more.iter().any(|message| message.contains("struck-row") && message.contains("203")), "{more:?}");
}

#[test]
fn a_list_in_two_halves_under_one_decision_counts_whole() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("in")).expect("a folder can be made");
    let half = |first: usize| -> String {
        let form = form_with("Chia sẻ mặc định");
        let (head, _) = form.split_once("\n1,").expect("its rows are numbered");
        let rows = (first..first + 300)
            .map(|row| format!("{row},CSDL số {row},Quản lý,Hồ sơ,Sở Nội vụ,Hằng ngày,Chia sẻ mặc định,Đã có\n"));
        format!("{head}\n{}", rows.collect::<String>())
    };
    for (name, first) in [("PL1 (1).csv", 1), ("PL1 (2).csv", 301)] {
        fs::write(folder.path().join("in").join(name), half(first)).expect("there is room");
    }
    let path = folder.path().join("r.json");
    let mut command = bieumau();
    command.arg("merge").arg(folder.path().join("in")).args(["--as-of", "2023-06-23", "--report"]).arg(&path);
    run(&mut command, 0);
    let report = crate::run::json_file(&path);
    let outcomes: Vec<&Value> =
        report["files"].as_array().expect("a list").iter().map(|file| &file["tables"][0]["outcome"]).collect();
    assert_eq!(outcomes, ["accepted", "accepted"]);
    let agencies = report["agencies"].as_array().expect("a list");
    let sender = agencies.iter().find(|agency| agency["code"] == "H38").expect("it is in the roster");
    assert_eq!(sender["obligations"]["catalogue"]["status"], "complied");
}

/// The report of `check` over the files of this folder, in JSON.
fn honest_report(folder: &Path) -> Value {
    json(&bieumau().args(["check", "--format", "json"]).arg(folder).output().expect("the binary can be started").stdout)
}

#[test]
fn hostile_neighbours_change_nothing_for_honest_files() {
    let (alone, mixed) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    for name in ["00.00.G16-295-QD-2023-PL1.csv", "00.00.H22-613-QD-2023-PL1.xls", "00.00.H46-892-QD-2023-PL1.xlsx"] {
        for folder in [&alone, &mixed] {
            fs::copy(Path::new("fixtures/inbox-2023-06-23").join(name), folder.path().join(name)).expect("a copy");
        }
    }
    fs::write(mixed.path().join("bomb.xlsx"), bomb("xl/worksheets/sheet1.xml", 200 << 20)).expect("there is room");
    fs::write(mixed.path().join("zeros.xls"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").expect("there is room");
    let honest = |report: &Value, key: &str, path: &str| -> Vec<Value> {
        let all = report[key].as_array().expect("a list").iter();
        all.filter(|row| !matches!(row[path].as_str(), Some("bomb.xlsx" | "zeros.xls"))).cloned().collect()
    };
    let (alone, mixed) = (honest_report(alone.path()), honest_report(mixed.path()));
    for (key, path) in [("files", "path"), ("findings", "file")] {
        assert_eq!(honest(&alone, key, path), honest(&mixed, key, path));
    }
    assert_eq!(mixed["files"].as_array().map(Vec::len), Some(5));
}

/// Faults are only in builds for development.
#[cfg(debug_assertions)]
#[test]
fn what_cannot_be_caught_costs_one_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["00.00.G16-295-QD-2023-PL1.csv", "00.00.H46-892-QD-2023-PL1.xlsx"] {
        fs::copy(Path::new("fixtures/inbox-2023-06-23").join(name), folder.path().join(name)).expect("a copy");
    }
    let faults: &[&str] = if cfg!(target_os = "linux") {
        &["panic", "abort", "overflow", "allocate", "hang"]
    } else {
        &["panic", "abort", "overflow"]
    };
    for fault in faults {
        let mut command = bieumau();
        command.args(["check", "--format", "json"]).arg(folder.path());
        command.env("BIEUMAU_FAULT", format!("{fault}:PL1.csv"));
        let report = json(&run(&mut command, 1).stdout);
        let files: Vec<&str> =
            report["files"].as_array().expect("a list").iter().filter_map(|file| file["outcome"].as_str()).collect();
        assert_eq!(files, ["unreadable", "read"], "{fault}");
        let told = report["findings"].as_array().expect("a list").iter();
        let rules: Vec<&str> = told
            .filter(|finding| finding["file"] == "00.00.G16-295-QD-2023-PL1.csv")
            .filter_map(|finding| finding["rule"].as_str())
            .collect();
        assert_eq!(rules, ["unreadable-file"], "{fault}");
    }
}

/// An archive with these members.
fn archive(path: &Path, members: &[(&str, &[u8])]) {
    let mut archive = zip::ZipWriter::new(fs::File::create(path).expect("a file can be written"));
    for (name, bytes) in members {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a member can be begun");
        archive.write_all(bytes).expect("a member can be written");
    }
    archive.finish().expect("the archive can be closed");
}

/// A form with a value that is in no list.
fn form_with(value: &str) -> String {
    format!(
        "UBND TỈNH LÀO CAI\nDANH MỤC CƠ SỞ DỮ LIỆU DÙNG CHUNG\n(Kèm theo Quyết định số 7/QĐ-UBND ngày 15/5/2023)\n\
         STT,Tên cơ sở dữ liệu,Mục đích,\"Phạm vi, nội dung dữ liệu\",Đơn vị chủ trì,\
         \"Nguồn dữ liệu, cơ chế thu thập, cập nhật\",Hình thức chia sẻ,Hiện trạng\n\
         1,CSDL đất đai,Quản lý,Hồ sơ,Sở Nội vụ,Hằng ngày,{value},Đã có\n"
    )
}

#[test]
fn no_name_breaks_the_second_belt() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::copy("fixtures/inbox-2023-06-23/00.00.G16-295-QD-2023-PL1.csv", folder.path().join("PL1.csv"))
        .expect("a file can be copied");
    let form = form_with("Chia sẻ mặc định");
    let long = format!("{}.csv", "Lào Cai ".repeat(6_000));
    let members = [("Lao Cai\0.csv", form.as_bytes()), (&long, b"x,y\n"), ("a=b\n.csv", b"x,y\n")];
    archive(&folder.path().join("a.zip"), &members);
    for fault in ["abort", "start"] {
        let mut command = bieumau();
        command.args(["check", "--format", "json"]).arg(folder.path());
        command.env("BIEUMAU_FAULT", format!("{fault}:PL1.csv"));
        let report = json(&run(&mut command, 1).stdout);
        let files = report["files"].as_array().expect("a list");
        assert_eq!(files.len(), 4);
        for file in files {
            let is_faulty = file["path"] == "PL1.csv";
            assert_eq!(file["outcome"] == "unreadable", is_faulty, "{fault}: {:.80}", text(&file["path"]));
        }
        assert!(files.iter().any(|file| file["path"] == "a.zip › Lao Cai␀.csv" && file["outcome"] == "read"));
    }
}

#[test]
fn names_and_values_are_text_in_every_output() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("in")).expect("a folder can be made");
    let name = "Lào Cai».\n\n# CÔNG VĂN GIẢ\n\n[đây](javascript:alert(1)) <img src=x> @all\u{202e}\n\n- x.csv";
    archive(&at("in/a.zip"), &[(name, form_with("xyz\u{1b}[31m\u{7}\u{fffe}").as_bytes())]);
    let mut command = bieumau();
    command.arg("merge").arg(at("in")).args(["--as-of", "2023-06-23"]).arg("--data").arg(at("data"));
    for ending in ["json", "md", "xml", "csv", "html", "txt", "jsonl", "xlsx"] {
        command.arg("--report").arg(at(&format!("r.{ending}")));
    }
    run(&mut command, 0);
    for format in ["md", "docx"] {
        run(bieumau().arg("remind").arg(at("r.json")).args(["--format", format, "-o"]).arg(at(format)), 0);
    }
    let read = |path: &str| fs::read_to_string(at(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let letter = |format: &str| {
        let mut letters = fs::read_dir(at(format)).expect("it is there").map(|it| it.expect("it can be listed").path());
        let letter = letters.find(|path| path.to_string_lossy().contains("H38")).expect("Lào Cai gets a letter");
        if letter.is_dir() { letter.join("Công văn H38.docx") } else { letter }
    };
    let markdown = fs::read_to_string(letter("md")).expect("it can be read");
    assert!(markdown.contains("CÔNG VĂN GIẢ"), "the file is named");
    for (of, text) in [("letter", &markdown), ("summary", &read("r.md"))] {
        assert!(!text.lines().any(|line| line.trim_start().starts_with("# CÔNG")), "{of}: {text}");
        for mark in ["[đây]", "<img", " @all", "\u{202e}"] {
            assert!(!text.contains(mark), "{of}: {mark}");
        }
    }
    let (_, document) = crate::run::package(&letter("docx"))
        .into_iter()
        .find(|(name, _)| name == "word/document.xml")
        .expect("a document has one");
    assert!(!document.contains(">CÔNG VĂN GIẢ<"), "it is no paragraph of its own");
    let is_obeyed = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t');
    for path in ["r.csv", "r.md", "r.xml", "r.txt", "data/findings.csv", "data/files.csv", "data/shared-databases.csv"]
    {
        let text = read(path);
        assert!(!text.contains(is_obeyed), "{path}");
    }
    assert!(!read("r.xml").contains(['\u{fffe}', '\u{ffff}']), "no XML may hold these");
}
