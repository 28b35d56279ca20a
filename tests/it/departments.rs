//! A ministry's departments and their own form, which no document issues: what was silently wrong in such an inbox.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::run::{bieumau, json_file, run};

const FORM: &str = r#"{
  "name": "systems", "title": "Báo cáo hệ thống thông tin",
  "fields": [
    { "name": "ordinal", "title": "STT", "type": "string", "form": { "kind": "ordinal" } },
    { "name": "code", "title": "Mã hệ thống", "type": "string", "constraints": { "required": true, "unique": true } },
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

const ROWS: &str = "1,HT-001,Quản lý văn bản,1000,500,50,1200\n2,HT-002,Cổng thông tin,400,100,25,300\n";

/// The form as this department fills it in, with lines between its period and its headings.
fn form(department: &str, above: &str, rows: &str) -> String {
    let headings = "STT,Mã hệ thống,Tên hệ thống thông tin,Được giao (triệu đồng),Đã giải ngân (triệu đồng),Tỷ lệ giải ngân (%),Số người dùng";
    format!("{department}\nBÁO CÁO HỆ THỐNG THÔNG TIN\nKỳ báo cáo: Quý I/2024\n{above}{headings}\n{rows}")
}

/// What becomes of these files.
fn merged(files: &[(&str, &str)]) -> Value {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
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
    merge.arg("merge").arg(at("inbox")).args(["--as-of", "2024-06-30", "--lang", "en", "--schemas"]);
    run(merge.arg(at("schemas")).arg("--report").arg(at("r.json")), 0);
    json_file(&at("r.json"))
}

/// Code and message of what is told, but for what only informs.
fn told(report: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().expect("findings").iter().filter(|it| it["severity"] != "info");
    findings.map(|it| format!("{} {} {}", text(&it["code"]), text(&it["file"]), text(&it["message"]))).collect()
}

#[test]
fn a_blank_form_does_not_count_in_place_of_the_filled_one() {
    let (filled, blank) = (form("TỔNG CỤC KHÍ TƯỢNG THỦY VĂN", "", ROWS), form("TỔNG CỤC KHÍ TƯỢNG THỦY VĂN", "", ""));
    for (one, other) in
        [("a.csv", "b.csv"), ("b.csv", "a.csv"), ("bieu (1).csv", "bieu (2).csv"), ("bieu.csv", "bieu bo sung.csv")]
    {
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
    assert!(told(&report).iter().any(|it| it.starts_with("S603 bieu ban cuoi.csv")), "{:?}", told(&report));
}
