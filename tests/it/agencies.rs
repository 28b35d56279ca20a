//! `bieumau agencies`, `--manifest` and `check --trace`: whose a file is and what a row was taken for, with the reasons.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::run::{bieumau, json, json_file, run};

fn printed(arguments: &[&str], code: i32) -> String {
    String::from_utf8(run(bieumau().args(arguments), code).stdout).expect("the output is text")
}

#[test]
fn the_roster_is_listed_with_its_levels() {
    let list = printed(&["agencies"], 0);
    assert!(list.contains("H22") && list.ends_with("93 cơ quan: 30 cấp bộ, 63 cấp tỉnh.\n"), "{list}");
    assert!(list.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 80), "{list}");
    let later = printed(&["agencies", "--roster", "2025", "--lang", "en"], 0);
    assert!(later.ends_with("56 agencies: 22 at ministry level, 34 at province level.\n"), "{later}");
}

/// The grants' schemas with a roster of these codes.
fn with_codes(folder: &Path, codes: &[&str]) {
    let grants = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/grants/schemas");
    for kind in ["campaigns", "countries", "forms", "lists", "rosters"] {
        fs::create_dir_all(folder.join(kind)).expect("a folder can be made");
        for entry in fs::read_dir(grants.join(kind)).expect("it can be listed") {
            let path = entry.expect("it can be listed").path();
            fs::copy(&path, folder.join(kind).join(path.file_name().expect("a name"))).expect("it can be copied");
        }
    }
    let rows = codes
        .iter()
        .enumerate()
        .map(|(at, code)| format!("{code},state,State of {}\n", ["A", "B"][at % 2].repeat(at + 3)));
    let roster = format!("code,kind,name\n{}", rows.collect::<String>());
    fs::write(folder.join("rosters/states.csv"), roster).expect("it can be written");
}

#[test]
fn the_codes_of_any_roster_are_known_as_whole_words() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let codes = ["OH-001", "01004", "1004", "039", "OH", "06", "N12", "OH_7", "2010", "2A004", "LK KY 4"];
    with_codes(folder.path(), &codes);
    let schemas = folder.path().to_str().expect("a path");
    for (text, code) in [
        ("OH-001", "OH-001"),
        ("OH-001 report", "OH-001"),
        ("report_OH_001", "OH-001"),
        ("q2-oh001-2023", "OH-001"),
        ("report 01004", "01004"),
        ("report 1004", "1004"),
        ("039 report", "039"),
        ("OH report", "OH"),
        ("OH-2023", "OH"),
        ("06 blank rows", "06"),
        ("report_N12", "N12"),
        ("OH-7 report", "OH_7"),
        ("2010", "2010"),
        ("2A004", "2A004"),
        ("report LK_KY_4", "LK KY 4"),
    ] {
        let told = printed(&["agencies", "resolve", text, "--schemas", schemas], 0);
        assert!(told.starts_with(&format!("{code} State of ")), "{text}: {told}");
    }
    // Parts of longer ones, days, numbers of files and words are no codes.
    for text in [
        "OH-0012",
        "xOH-001",
        "report 039",
        "06-30-2023",
        "report 06",
        "2010-12 x",
        "report 2010",
        "OH FINAL",
        "oh dear",
        "report OH",
        "0100",
        "010041",
    ] {
        let told = printed(&["agencies", "resolve", text, "--schemas", schemas, "--lang", "en"], 1);
        assert!(told.starts_with("Names no agency"), "{text}: {told}");
    }
}

#[test]
fn the_help_names_a_code_that_is_known_or_none() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let schemas = folder.path().to_str().expect("a path");
    let file = folder.path().join("programs.csv");
    fs::write(&file, "Program name,Awarded,Awards made\nRoads,5,1\n").expect("it can be written");
    for (codes, help) in [(&["oh", "039"][..], "such as 039"), (&["oh", "…"], "above the table or in the file's name")]
    {
        with_codes(folder.path(), codes);
        let campaign = folder.path().join("campaigns/grants.json");
        let closed = fs::read_to_string(&campaign).expect("it is there").replace("\"open\": true", "\"open\": false");
        fs::write(&campaign, closed).expect("it can be written");
        let file = file.to_str().expect("a path");
        let told = printed(&["check", file, "--schemas", schemas, "--lang", "en"], 1);
        assert!(told.replace("\n  ", " ").contains(help), "{told}");
        // Programmes are held against awards, which nobody gave.
        assert!(told.contains("form-not-given"), "{told}");
    }
}

#[test]
fn a_text_is_resolved_with_its_reasons() {
    for (text, code) in [
        ("UBND tỉnh TT-Huế", "H57"),
        ("TP.HCM", "H29"),
        ("BR-VT", "H06"),
        ("Bộ TN&MT", "G13"),
        ("Viện Hàn lâm Khoa học và Công nghệ Việt Nam", "VHL"),
        ("000.00.00.H22", "H22"),
        ("danh muc csdl tinh ha giang", "H22"),
    ] {
        let told = printed(&["agencies", "resolve", text], 0);
        assert!(told.starts_with(&format!("{code} ")), "{text}: {told}");
    }
    for (text, part) in [
        ("Sở Y tế", "Không nêu cơ quan nào"),
        ("Hà Nam Ninh", "tên của nơi khác"),
        ("Tinh Ha Gian", "gần giống: H22 Tỉnh Hà Giang"),
        ("Bộ Y tế, Bộ Nội vụ", "Nêu 2 cơ quan"),
        ("", "Không nêu cơ quan nào"),
    ] {
        let told = printed(&["agencies", "resolve", text], 1);
        assert!(told.contains(part), "{text}: {told}");
    }
    let merged = printed(&["agencies", "resolve", "Hà Giang", "--roster", "2025", "--lang", "en"], 0);
    assert!(merged.contains("now part of Tỉnh Tuyên Quang"), "{merged}");
    run(bieumau().args(["agencies", "--roster", "2030"]), 2);
    assert!(printed(&["agencies", "resolve", "Bảo hiểm XH VN"], 0).starts_with("G24 "));
    for (text, near) in [("Ha Giag", "H22"), ("Bo Cong Thong", "G02")] {
        assert!(printed(&["agencies", "resolve", text], 1).contains(&format!("gần giống: {near} ")), "{text}");
    }
    let found = json(printed(&["agencies", "resolve", "Ha Giag", "--format", "json"], 1).as_bytes());
    assert_eq!((&found["agency"], &found["nearest"][0]["code"]), (&Value::Null, &Value::from("H22")));
    let roster = json(printed(&["agencies", "--format", "json"], 0).as_bytes());
    assert_eq!(roster.as_array().map(Vec::len), Some(93));
}

#[test]
fn a_manifest_says_whose_a_file_is_and_is_refused_when_wrong() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let inbox = folder.path().join("inbox");
    fs::create_dir(&inbox).expect("a folder can be made");
    fs::copy("fixtures/cases/unknown-agency/company/PL1.csv", inbox.join("PL1.csv")).expect("the case is there");
    let (manifest, report) = (folder.path().join("manifest.csv"), folder.path().join("report.json"));
    let merge = |lines: &str, code: i32| {
        fs::write(&manifest, lines).expect("the manifest can be written");
        let mut command = bieumau();
        command.arg("merge").arg(&inbox).arg("--manifest").arg(&manifest).arg("--report").arg(&report);
        String::from_utf8(run(command.args(["--as-of", "2023-06-23"]), code).stderr).expect("errors are text")
    };
    // As Excel writes it here: with semicolons, in Vietnamese, with names.
    let good = [
        "path,agency\nPL1.csv,H22\n",
        "\u{feff}Tệp;Cơ quan\nPL1.csv;UBND tỉnh Hà Giang\n",
        "Mã\tĐường dẫn\nH22\tPL1.csv\n",
    ];
    for lines in good {
        merge(lines, 0);
        assert_eq!(json_file(&report)["files"][0]["agency"], "H22", "{lines}");
    }
    // A workbook, its list below a title.
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, column, text) in [
        (0, 0, "Danh sách tệp nhận"),
        (2, 0, "STT"),
        (2, 1, "Tệp"),
        (2, 2, "Cơ quan"),
        (3, 1, "PL1.csv"),
        (3, 2, "Tỉnh Hà Giang"),
    ] {
        sheet.write_string(row, column, text).expect("it can be written");
    }
    let listed = folder.path().join("cua-ai.xlsx");
    workbook.save(&listed).expect("it can be saved");
    let mut command = bieumau();
    command.arg("merge").arg(&inbox).arg("--manifest").arg(&listed).arg("--report").arg(&report);
    run(command.args(["--as-of", "2023-06-23"]), 0);
    assert_eq!(json_file(&report)["files"][0]["agency"], "H22");
    for (lines, part) in [
        ("hồ sơ,agency\nPL1.csv,H22\n", "path"),
        ("path,agency\nPL1.csv,H99\n", "H99"),
        ("path,agency\nPL1.csv,Ha Giag\n", "H22 (Tỉnh Hà Giang)"),
        ("path,agency\nPL1.csv,Tien Giangg\n", "H58 (Tỉnh Tiền Giang)"),
        ("path,agency\nPL2.csv,H22\n", "PL1.csv"),
        ("path,agency\nPL1.csv,H22\nPL1.csv,H23\n", "PL1.csv"),
        ("path,agency\nPL1.csv\n", "manifest"),
    ] {
        let told = merge(lines, 2);
        assert!(told.contains(part), "{lines}: {told}");
    }
}

#[test]
fn a_file_that_holds_no_form_is_probably_that_of_its_name_folder_or_manifest() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let inbox = folder.path().join("inbox");
    for (path, text) in [
        ("Hà Giang/Danh muc.xlsx", "no workbook"),
        ("Tinh Cao Bang.pdf", "%PDF-1.7"),
        ("Bắc Kạn/ghi chu.csv", "a,b\n1,2\n"),
        ("Bắc Kạn/Tinh Cao Bang.pdf", "%PDF-1.7 too"),
        ("scan001.pdf", "%PDF-1.7 three"),
        ("scan002.pdf", "%PDF-1.7 four"),
    ] {
        let path = inbox.join(path);
        fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("a folder can be made");
        fs::write(path, text).expect("the file can be written");
    }
    let (manifest, report) = (folder.path().join("manifest.csv"), folder.path().join("report.json"));
    fs::write(&manifest, "path,agency\nscan001.pdf,H25\n").expect("the manifest can be written");
    let mut command = bieumau();
    command.arg("merge").arg(&inbox).arg("--manifest").arg(&manifest).arg("--report").arg(&report);
    run(command.args(["--as-of", "2023-06-23"]), 0);
    let report = json_file(&report);
    let probable: Vec<String> = report["files"]
        .as_array()
        .expect("files are a list")
        .iter()
        .map(|file| format!("{}: {} {}", file["path"], file["agency"], file["probable_agency"]).replace('"', ""))
        .collect();
    assert_eq!(
        probable,
        [
            "Bắc Kạn/Tinh Cao Bang.pdf: null null",
            "Bắc Kạn/ghi chu.csv: null H03",
            "Hà Giang/Danh muc.xlsx: null H22",
            "Tinh Cao Bang.pdf: null H14",
            "scan001.pdf: null H25",
            "scan002.pdf: null null",
        ]
    );
}

#[test]
fn the_trace_tells_every_row_and_why() {
    let form = "fixtures/cases/missing-value/sections-totals-signatures/PL1.csv";
    assert!(Path::new(form).is_file());
    for (lang, words) in [
        ("vi", ["số cột", "mục", "dữ liệu", "tổng cộng", "ghi chú", "phần ký"]),
        ("en", ["column numbers", "section", "record", "total", "note", "signature"]),
    ] {
        let told = printed(&["check", "--trace", form, "--lang", lang], 0);
        for word in words {
            assert!(told.contains(word), "{word}: {told}");
        }
        assert!(told.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 80), "{told}");
    }
}
