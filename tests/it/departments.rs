//! A ministry's departments and their own form, which no document issues: what was silently wrong in such an inbox.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::run::{bieumau, json_file, run};

const FORM: &str = r#"{
  "name": "systems", "title": "Báo cáo hệ thống thông tin",
  "fields": [
    { "name": "ordinal", "title": "STT", "type": "string", "form": { "kind": "ordinal" } },
    { "name": "code", "title": "Mã hệ thống", "type": "string", "constraints": { "required": true, "unique": true, "pattern": "HT-[0-9]{3}" } },
    { "name": "name", "title": "Tên hệ thống thông tin", "type": "string", "constraints": { "required": true } },
    { "name": "given", "title": "Được giao (triệu đồng)", "type": "number", "constraints": { "required": true } },
    { "name": "spent", "title": "Đã giải ngân (triệu đồng)", "type": "number" },
    { "name": "share", "title": "Tỷ lệ giải ngân (%)", "type": "number", "constraints": { "maximum": 100 } },
    { "name": "users", "title": "Số người dùng", "type": "integer" }
  ],
  "form": {
    "title": { "vi": "Báo cáo hệ thống thông tin", "en": "Report on information systems" },
    "basis": "Công văn số 12/BTNMT-CĐS", "dated_by": "period", "none": true,
    "values": [{ "name": "period", "title": "Kỳ báo cáo", "type": "string", "form": { "kind": "period" } }],
    "rules": [{ "name": "share-is-right", "at": "share", "severity": "error", "within": 0.1,
                "equals": "given == null || spent == null ? null : spent / given * 100.0" }]
  }
}"#;

const CAMPAIGN: &str = r#"{
  "name": "q1", "title": { "vi": "Quý I", "en": "Q1" }, "basis": "Công văn số 1", "roster": "departments", "forms": ["systems"],
  "deadline": "2024-04-15", "target": null,
  "obligations": [{ "name": "systems", "title": { "vi": "Báo cáo hệ thống", "en": "Report on systems" }, "form": "systems", "met": "accepted",
                    "words": { "vi": "Biểu không lỗi", "en": "Without an error" }, "deed": { "vi": "gửi biểu", "en": "sent the form" } }]
}"#;

const ROSTER: &str = "code,kind,level,name,name_en,aliases\n\
                      V02,don-vi,Khối vụ,Vụ Pháp chế,Legal Department,Vụ PC\n\
                      V03,don-vi,Khối vụ,Văn phòng Bộ,Office of the Ministry,VP Bộ\n\
                      C01,don-vi,Khối cục,Cục Chuyển đổi số,Department of Digital Transformation,Cục CĐS\n\
                      C02,don-vi,Khối cục,Tổng cục Khí tượng Thủy văn,Hydrometeorological Administration,Tổng cục KTTV\n\
                      D03,don-vi,Đơn vị sự nghiệp,Báo Tài nguyên và Môi trường,Newspaper,\n";

const C02: &str = "TỔNG CỤC KHÍ TƯỢNG THỦY VĂN";
const ROWS: &str = "1,HT-001,Quản lý văn bản,1000,500,50,1200\n2,HT-002,Cổng thông tin,400,100,25,300\n";

/// The form as this department fills it in, with lines between its period and its headings.
fn form(department: &str, above: &str, rows: &str) -> String {
    let headings = "STT,Mã hệ thống,Tên hệ thống thông tin,Được giao (triệu đồng),Đã giải ngân (triệu đồng),Tỷ lệ giải ngân (%),Số người dùng";
    format!("{department}\nBÁO CÁO HỆ THỐNG THÔNG TIN\nKỳ báo cáo: Quý I/2024\n{above}{headings}\n{rows}")
}

/// What becomes of these files.
fn merged(files: &[(&str, &str)]) -> Value {
    said(files, "en").0
}

/// The same, and the sentence for the letter.
fn said(files: &[(&str, &str)], language: &str) -> (Value, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    in_week(folder.path(), files, ["2024-06-30", language], &[])
}

/// The same in this folder, on a day.
fn in_week(folder: &Path, files: &[(&str, &str)], [day, language]: [&str; 2], more: &[&Path]) -> (Value, String) {
    let at = |name: &str| folder.join(name);
    let write = |path: &Path, text: &str| {
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    };
    write(&at("schemas/forms/systems.json"), FORM);
    write(&at("schemas/campaigns/q1.json"), CAMPAIGN);
    write(&at("schemas/rosters/departments.csv"), ROSTER);
    for (name, text) in files {
        write(&at("inbox").join(name), text);
    }
    let mut merge = bieumau();
    merge.arg("merge").arg(at("inbox")).args(["--as-of", day, "--lang", language, "--schemas"]);
    let printed = run(merge.arg(at("schemas")).args(more).arg("--report").arg(at("r.json")).arg("-q"), 0).stdout;
    let printed = String::from_utf8(printed).expect("it is text");
    (json_file(&at("r.json")), printed.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Code and message of what is told, but for what only informs.
fn told(report: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().expect("findings").iter().filter(|it| it["severity"] != "info");
    findings.map(|it| format!("{} {} {}", text(&it["code"]), text(&it["file"]), text(&it["message"]))).collect()
}

#[test]
fn a_blank_form_does_not_count_in_place_of_the_filled_one() {
    let (filled, blank) = (form(C02, "", ROWS), form(C02, "", ""));
    for (one, other) in [("a.csv", "b.csv"), ("b.csv", "a.csv"), ("bieu (1).csv", "bieu (2).csv")] {
        let report = merged(&[(one, &filled), (other, &blank)]);
        let outcome = |name: &str| {
            let files = report["files"].as_array().expect("files");
            files.iter().find(|it| it["path"] == name).expect("it was read")["tables"][0]["outcome"].clone()
        };
        assert_eq!((outcome(one), outcome(other)), ("accepted".into(), "superseded".into()), "{one}, {other}");
        let said = "This one has no row of data, and another one of the same agency has";
        assert!(told(&report).iter().any(|it| it.starts_with("S601") && it.contains(said)), "{:?}", told(&report));
    }
    // Where its name or its day says that it is the later one, it counts, and what is lost is told.
    let report = merged(&[("bieu.csv", &filled), ("bieu ban cuoi.csv", &blank)]);
    let fewer = "S603 bieu ban cuoi.csv This one has 0 rows of data, fewer than the one before: 2 rows, bieu.csv";
    assert!(told(&report).iter().any(|it| it.starts_with(fewer) && !it.contains('–')), "{:?}", told(&report));
}

#[test]
fn a_name_that_goes_on_is_another_bodys() {
    let of =
        |department: &str, name: &str| merged(&[(name, &form(department, "", ROWS))])["files"][0]["agency"].clone();
    for (department, is) in [
        ("VĂN PHÒNG BỘ", Some("V03")),
        ("VĂN PHÒNG BỘ CÔNG AN", None),
        ("\"VĂN PHÒNG BỘ - BỘ TÀI CHÍNH\"", None),
        ("Văn phòng Bộ Tài nguyên và Môi trường", Some("V03")),
        ("\"Vụ Pháp chế, Bộ Tài nguyên và Môi trường\"", Some("V02")),
        ("Vụ Pháp chế Bộ Tư pháp", None),
        ("\"VỤ PHÁP CHẾ\nBỘ TƯ PHÁP\"", None),
        ("BỘ TƯ PHÁP\nVỤ PHÁP CHẾ", None),
        ("BỘ TÀI NGUYÊN VÀ MÔI TRƯỜNG\nVỤ PHÁP CHẾ", Some("V02")),
        ("Cục Chuyển đổi số quốc gia", None),
        ("Cục Chuyển đổi số", Some("C01")),
        ("Báo Tài nguyên và Môi trường điện tử", None),
        ("(Ban hành kèm theo công văn của Bộ trưởng; Cục Chuyển đổi số hướng dẫn)", None),
        ("Đơn vị tổng hợp: Văn phòng Bộ", None),
    ] {
        assert_eq!(of(department, "a.csv"), is.map_or(Value::Null, Value::from), "{department}");
    }
    for (name, is) in [
        ("Văn phòng Bộ quý I.csv", Some("V03")),
        ("Van phong Bo Cong an.csv", None),
        ("Vu Phap che bo sung.csv", Some("V02")),
        ("V02 bieu 01.csv", Some("V02")),
        ("V02 - V03 bieu 01.csv", None),
    ] {
        assert_eq!(of("BIỂU 01", name), is.map_or(Value::Null, Value::from), "{name}");
    }
}

#[test]
fn what_a_name_is_said_to_be_is_what_a_form_would_be() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let name = "Văn phòng Bộ Công an";
    let (report, _) = in_week(folder.path(), &[("a.csv", &form(name, "", ROWS))], ["2024-06-30", "en"], &[]);
    let unknown = "I501 a.csv The sending agency could not be determined; “Văn phòng Bộ Công an” is not in the roster \
                   (not Office of the Ministry).";
    assert_eq!(told(&report), [unknown]);
    let resolved = |name: &str, code: i32| {
        let mut resolve = bieumau();
        resolve.args(["agencies", "resolve", name, "--lang", "en", "--schemas"]).arg(folder.path().join("schemas"));
        String::from_utf8(run(&mut resolve, code).stdout).expect("it is text")
    };
    let said = resolved(name, 1);
    assert!(said.starts_with("Names no agency of the roster departments.\n"), "{said}");
    assert!(
        said.contains("“Văn phòng Bộ Công an”: V03, the name of something else, does not count, not Office"),
        "{said}"
    );
    assert!(resolved("Văn phòng Bộ", 0).starts_with("V03 Office of the Ministry\n"));
}

#[test]
fn nothing_is_said_of_issuing_where_no_document_issues_anything() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let page = folder.path().join("r.html");
    in_week(folder.path(), &[("a.csv", &form(C02, "", ROWS))], ["2024-06-30", "en"], &["--report".as_ref(), &page]);
    let mut merge = bieumau();
    merge.arg("merge").arg(folder.path().join("inbox")).args(["--as-of", "2024-06-30", "--lang", "en", "--schemas"]);
    let printed = run(merge.arg(folder.path().join("schemas")), 0).stdout;
    let printed = String::from_utf8(printed).expect("it is text");
    assert!(printed.contains("Complied") && !printed.contains("Issued"), "{printed}");
    let page = fs::read_to_string(page).expect("it was written");
    assert!(page.contains("Complied") && !page.contains("Issued"), "{page}");
}

#[test]
fn what_a_cell_has_to_be_is_not_asked_where_it_was_not_read() {
    let report = merged(&[("C02.csv", &form(C02, "", "1,HT-001,Quản lý văn bản,1000,500,15/03/2021,12\n"))]);
    assert!(matches!(&told(&report)[..], [only] if only.starts_with("V305")), "{:?}", told(&report));
    let report = merged(&[("C02.csv", &form(C02, "", "1,HT-001,Quản lý văn bản,1000,500,51,12\n"))]);
    assert!(matches!(&told(&report)[..], [only] if only.contains("is 51, should be 50")), "{:?}", told(&report));
}

#[test]
fn a_numbered_row_that_adds_up_others_is_told_where_each_bears_a_code() {
    let rows =
        "1,HT-001,Hệ thống A,300,150,50,24\n1.1,HT-002,Phân hệ A1,100,50,50,12\n1.2,HT-003,Phân hệ A2,200,100,50,12\n";
    for rows in [rows.to_owned(), rows.replace("\n1.", "\n").replacen("1,", "I,", 1)] {
        let report = merged(&[("C02.csv", &form(C02, "", &rows))]);
        let told = told(&report);
        assert!(
            matches!(&told[..], [only] if only.starts_with("L240") && only.contains("it counts all the same")),
            "{told:?}"
        );
        assert_eq!(report["files"][0]["tables"][0]["rows"]["records"], 3);
    }
    let report = merged(&[("C02.csv", &form(C02, "", &rows.replace(",200,", ",150,").replace(",100,", ",90,")))]);
    assert!(!told(&report).iter().any(|it| it.starts_with("L240")), "{:?}", told(&report));
}

#[test]
fn a_unit_above_the_table_is_read_however_it_is_said() {
    let headings = |text: &str| text.replace(" (triệu đồng)", "");
    let units = |line: &str, is_silent: bool| {
        let form = form(C02, &format!("\"{line}\"\n"), ROWS);
        told(&merged(&[("C02.csv", &if is_silent { headings(&form) } else { form })]))
    };
    for (line, unit) in [
        ("ĐVT: tỷ đồng", "tỷ đồng"),
        ("Đơn vị tính: nghìn đồng, %", "nghìn đồng"),
        ("(Số liệu tính bằng tỷ đồng)", "tỷ đồng"),
        ("Đơn vị tiền: tỷ đồng", "tỷ đồng"),
        ("ĐVT: tỷ đồng/ năm", "tỷ đồng"),
        ("Đơn vị tính: USD", "USD"),
        ("Unit: billion VND", "tỷ đồng"),
    ] {
        let said = format!("says the unit “{unit}”, the form says “triệu đồng”");
        assert!(
            matches!(&units(line, true)[..], [only] if only.starts_with("L241") && only.contains(&said)),
            "{line}: {:?}",
            units(line, true)
        );
    }
    for line in [
        "Đơn vị tính: triệu đồng; %",
        "Đơn vị tính: người",
        "Đơn vị: Phòng Tổng hợp",
        "Kèm theo công văn số 5, tỷ lệ 50%",
        "Đơn vị tính: ha, m2",
    ] {
        assert!(units(line, true).is_empty() && units(line, false).is_empty(), "{line}: {:?}", units(line, true));
    }
    // The headings say the form's own unit: one of the two is wrong.
    let both = units("Đơn vị tính: nghìn đồng", false);
    assert!(matches!(&both[..], [only] if only.starts_with("L241")), "{both:?}");
    let report = merged(&[("C02.csv", &form(C02, "Đơn vị tính: nghìn đồng\n", ROWS))]);
    assert_eq!(report["files"][0]["tables"][0]["outcome"], "accepted");
}

#[test]
fn headings_that_say_another_unit_head_another_table() {
    let told = |from: &str, to: &str| {
        let page = form(C02, "", ROWS);
        let headings = page.lines().find(|line| line.starts_with("STT")).expect("it has headings").replace(from, to);
        let rows = "3,HT-003,Cơ sở dữ liệu,100,50,50,20\n";
        told(&merged(&[("C02.csv", &format!("{page}\n{headings}\n{rows}"))]))
    };
    for to in ["(nghìn đồng)", "(đồng)"] {
        let told = told("(triệu đồng)", to);
        assert!(told.iter().any(|it| it.starts_with("L241")), "{to}: {told:?}");
    }
    // A slip, other brackets and the same once more are the header of the next page.
    for (from, to) in [("", ""), ("Tên hệ thống", "Tên hệ thóngg"), ("(triệu đồng)", "[triệu đồng]:"), ("STT", "stt")]
    {
        let told = told(from, to);
        assert!(told.is_empty(), "{to}: {told:?}");
    }
}

#[test]
fn of_a_form_without_a_document_nobody_says_that_it_was_issued() {
    let good = ("C02.csv", &*form(C02, "", ROWS));
    let faulty = ("C01.csv", &*form("CỤC CHUYỂN ĐỔI SỐ", "", "1,,Quản lý văn bản,1000,500,50,12\n"));
    for (files, language, expected) in [
        (
            &[good, faulty][..],
            "en",
            "has sent the form with a valid form, of 2 that have sent it (1 with a form still to be mended: 1 at Khối cục level)",
        ),
        (
            &[good, faulty],
            "vi",
            "đã gửi biểu với biểu hợp lệ, trong tổng số 2 cơ quan đã gửi (1 cơ quan, gồm 1 cấp Khối cục, có biểu còn phải sửa)",
        ),
        (&[good], "en", "1 agency (1 at Khối cục level) has sent the form."),
        (&[faulty], "en", "1 agency (1 at Khối cục level) has sent the form, with a form still to be mended."),
        (&[], "vi", "chưa có cơ quan nào gửi biểu"),
    ] {
        let files = [files, &[("ghi chu.txt", "gửi các đơn vị")]].concat();
        let (report, sentence) = said(&files, language);
        assert!(report["totals"].as_array().expect("totals").iter().all(|total| total["issued"].is_null()), "{report}");
        assert!(sentence.contains(expected), "{expected}: {sentence}");
    }
}

#[test]
fn rows_of_two_periods_are_not_added_up() {
    let first = form(C02, "", ROWS);
    let again = &form(C02, "", "1,HT-003,Cơ sở dữ liệu,20,10,50,5\n").replace("Quý I/2024", "Quý IV/2023");
    let second = again.split_once("Kỳ").expect("it has a period").1;
    let both = format!("{first}\nKỳ{second}");
    let report = merged(&[("C02.csv", &both)]);
    assert_eq!(report["files"][0]["tables"][0]["outcome"], "rejected");
    let said = "“Kỳ báo cáo”: “Quý IV/2023” differs from “Quý I/2024”";
    assert!(
        matches!(&told(&report)[..], [only] if only.starts_with("V321") && only.contains(said)),
        "{:?}",
        told(&report)
    );
    // The same period twice is one list.
    let report = merged(&[("C02.csv", &both.replace("Quý IV/2023", "Quý 1 năm 2024"))]);
    assert_eq!((told(&report), &report["files"][0]["tables"][0]["rows"]["records"]), (Vec::new(), &3.into()));
}

#[test]
fn a_change_is_of_one_kind() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let good = |department: &str| form(department, "", ROWS);
    let faulty = |department: &str| form(department, "", "1,,Quản lý văn bản,1000,500,50,12\n");
    let (law, digital, paper) = ("VỤ PHÁP CHẾ", "CỤC CHUYỂN ĐỔI SỐ", "BÁO TÀI NGUYÊN VÀ MÔI TRƯỜNG");
    let before = [("V02.csv", &*good(law)), ("C02.csv", &good(C02)), ("D03.csv", &faulty(paper))];
    let (first, second) = (folder.path().join("1"), folder.path().join("2"));
    in_week(&first, &before, ["2024-04-10", "en"], &[]);
    let now = [("V02.csv", &*good(law)), ("C02.csv", &faulty(C02)), ("C01.csv", &faulty(digital))];
    let of = |now: &[(&str, &str)], day: &str, at: &Path| -> Vec<String> {
        let (report, _) = in_week(at, now, [day, "en"], &[Path::new("--previous"), &first.join("r.json")]);
        let changes = report["trend"]["changes"].as_array().expect("changes").iter();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut all: Vec<String> = changes.map(|it| format!("{} {}", text(&it["agency"]), text(&it["kind"]))).collect();
        all.sort();
        all
    };
    // The deadline passed on 15 April.
    let all = ["C01 newly-sent", "C02 fallen-back", "D03 fallen-back", "V03 newly-late"];
    assert_eq!(of(&now, "2024-06-30", &second), all);
    assert_eq!(of(&now, "2024-04-11", &folder.path().join("3")), all[..3]);
    let mended = [("V02.csv", &*good(law)), ("C02.csv", &good(C02)), ("D03.csv", &good(paper))];
    assert_eq!(of(&mended, "2024-04-11", &folder.path().join("4")), ["D03 newly-complied"]);
}
