//! `check --form`: the form that is asked for, by name or as a file that is tried alone.

use std::fs;

use crate::run::{bieumau, json, run};

/// What is told of a file: severity, rule, cell.
fn told(arguments: &[&str], code: i32) -> Vec<String> {
    let output = run(bieumau().arg("check").args(arguments).args(["--format", "json", "--lang", "en"]), code);
    let report = json(&output.stdout);
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().expect("findings").iter();
    findings.map(|it| format!("{} {} {}", text(&it["severity"]), text(&it["rule"]), text(&it["cell"]))).collect()
}

/// A plan of open data of Hà Giang.
const PLAN: &str = "UBND TỈNH HÀ GIANG\n(Kèm theo Quyết định số 613/QĐ-UBND ngày 15/5/2023 của UBND tỉnh Hà Giang)\n\
    STT,Lĩnh vực,Tên tập dữ liệu mở,Mô tả,Cơ quan chủ trì cung cấp,Định dạng,Tần suất cập nhật,Thời gian cung cấp lần đầu\n\
    1,Y tế,Cơ sở y tế,Danh sách cơ sở y tế,Sở Y tế,CSV,Hằng năm,2023\n";

#[test]
fn another_form_than_asked_for_is_an_error() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("H22.csv");
    fs::write(&file, PLAN).expect("it can be written");
    let file = file.to_str().expect("a plain path");
    let errors = |told: Vec<String>| told.into_iter().filter(|it| it.starts_with("error")).collect::<Vec<_>>();
    assert!(errors(told(&[file, "--form", "open-data-plan"], 0)).is_empty());
    assert_eq!(errors(told(&[file, "--form", "shared-databases"], 1)), ["error other-form A3"]);
    let slip = run(bieumau().args(["check", file, "--form", "open-data", "--lang", "en"]), 2);
    let said = String::from_utf8_lossy(&slip.stderr).into_owned();
    assert!(said.contains("no form “open-data”; did you mean open-data-plan?"), "{said}");
}

#[test]
fn a_form_is_tried_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name).to_str().expect("a plain path").to_owned();
    let form = r#"{ "name": "trees", "title": "Cây", "fields": [
        { "name": "species", "title": "Species", "type": "string", "constraints": { "required": true } },
        { "name": "code", "title": "Code", "type": "string", "form": { "kind": "listed", "values": { "file": "codes.csv", "column": "code" } } },
        { "name": "height", "title": "Height", "type": "number", "constraints": { "minimum": 0 } } ],
        "form": { "title": { "vi": "Cây", "en": "Trees" }, "basis": "-", "languages": ["en"] } }"#;
    fs::write(at("trees.json"), form).expect("it can be written");
    fs::write(at("codes.csv"), "code\nQ1\nQ2\n").expect("it can be written");
    fs::write(at("sound.csv"), "Species,Code,Height\nOak,Q1,12\nElm,Q2,9\n").expect("it can be written");
    fs::write(at("faulty.csv"), "Species,Code,Height\nOak,Q9,-1\n").expect("it can be written");
    // No roster: nobody asks who sent it.
    assert!(told(&[&at("sound.csv"), "--form", &at("trees.json")], 0).is_empty());
    let expected = ["error not-in-list B2", "error wrong-type C2"];
    assert_eq!(told(&[&at("faulty.csv"), "--form", &at("trees.json")], 1), expected);
    for more in [["--campaign", "2389"], ["--roster", "2023"]] {
        let slip = run(bieumau().args(["check", &at("sound.csv"), "--form", &at("trees.json")]).args(more), 2);
        assert!(String::from_utf8_lossy(&slip.stderr).contains(more[0]));
    }
}
