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

/// A form of these fields, with more keys at each place.
fn form_with(place: &str, key: &str) -> serde_json::Value {
    let mut form = serde_json::json!({ "name": "trees", "fields": [{ "name": "species", "title": "Species", "constraints": {} }],
        "form": { "title": { "en": "Trees" }, "basis": "-" } });
    let object = match place {
        "form" => &mut form,
        "field" => &mut form["fields"][0],
        "constraints" => &mut form["fields"][0]["constraints"],
        "type" => {
            form["fields"][0]["type"] = key.into();
            return form;
        }
        other => panic!("{other}"),
    };
    object[key] = serde_json::Value::Bool(true);
    form
}

#[test]
fn the_page_of_the_language_names_the_keys_that_are_known() {
    let schema = crate::run::json_file(std::path::Path::new("schemas/form.schema.json"));
    let field = &schema["$defs"]["field"];
    let keys = |value: &serde_json::Value| -> Vec<String> {
        let keys =
            value["properties"].as_object().expect("keys").keys().filter(|key| !["$schema", "form"].contains(&&***key));
        keys.cloned().collect()
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (path, sheet) = (folder.path().join("trees.json"), folder.path().join("a.csv"));
    fs::write(&sheet, "Species\nOak\n").expect("it can be written");
    for page in ["guide/en/language.md", "guide/vi/language.md"] {
        let text = fs::read_to_string(page).expect("the page is there");
        let rows: Vec<Vec<&str>> =
            text.lines().filter(|line| line.starts_with("| ")).map(|line| line.split('|').collect()).collect();
        for (place, row) in ["form", "field", "constraints", "type"].iter().zip(&rows[1..]) {
            let named =
                |at: usize| -> Vec<String> { row[at].split('`').skip(1).step_by(2).map(str::to_owned).collect() };
            let known = match *place {
                "form" => keys(&schema),
                "field" => keys(field),
                "constraints" => keys(&field["properties"]["constraints"]),
                _ => named(2),
            };
            assert_eq!(named(2), known, "{page}: {place}");
            for key in named(3) {
                fs::write(&path, form_with(place, &key).to_string()).expect("it can be written");
                let told = run(bieumau().arg("check").arg(&sheet).arg("--form").arg(&path), 2);
                let said = String::from_utf8_lossy(&told.stderr).into_owned();
                assert!(said.contains(&key), "{page}: {place}: {key}: {said}");
            }
        }
    }
}

#[test]
fn what_the_page_of_the_language_says_of_rows_and_rules_holds() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name).to_str().expect("a plain path").to_owned();
    let check = |rows: &str, of_form: serde_json::Value, csv: &str| -> (u64, Vec<String>) {
        let mut form = serde_json::json!({ "name": "works", "fields": [
            { "name": "name", "title": "Work", "constraints": { "required": true, "unique": true } },
            { "name": "start", "title": "Begins", "type": "integer", "constraints": { "required": true } },
            { "name": "finish", "title": "Ends", "type": "integer" },
            { "name": "share", "title": "Share", "type": "integer" } ],
            "form": { "title": { "en": "Works" }, "basis": "-", "languages": ["en"], "rows": rows } });
        let part = form["form"].as_object_mut().expect("an object");
        part.extend(of_form.as_object().expect("an object").clone());
        fs::write(at("works.json"), form.to_string()).expect("it can be written");
        fs::write(at("a.csv"), csv).expect("it can be written");
        let arguments = [
            "check",
            &at("a.csv"),
            "--form",
            &at("works.json"),
            "--format",
            "json",
            "--lang",
            "en",
            "--fail-on",
            "never",
        ];
        let report = json(&run(bieumau().args(arguments), 0).stdout);
        let records = report["files"][0]["tables"][0]["rows"]["records"].as_u64().expect("a count");
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let findings = report["findings"].as_array().expect("findings").iter();
        (records, findings.map(|it| format!("{} {}", text(&it["rule"]), text(&it["cell"]))).collect())
    };
    let rule = |assert: &str| {
        serde_json::json!({ "values": [{ "name": "year", "title": "Year", "type": "integer" }], "rules": [{ "name": "order", "at": "finish",
            "severity": "error", "assert": assert, "message": { "en": "Not so." } }] })
    };
    let none = || serde_json::json!({});
    const HEAD: &str = "Work,Begins,Ends,Share\n";
    // Half of the required columns and two of them; plain: any.
    assert_eq!(check("mixed", none(), &format!("{HEAD}Road,2020,2021,5\nBridge,2021,,\n")).0, 2);
    assert_eq!(check("plain", none(), &format!("{HEAD}(1),(2),(3),(4)\nRoad,2020,2021,5\nTotal,,,5\n")).0, 2);
    assert_eq!(check("mixed", none(), &format!("{HEAD}Road,2020,2021,5\nTotal,,,5\n")).0, 1);
    // A blank is not compared, unless the rule says so.
    let blank = format!("{HEAD}Road,2020,,5\n");
    assert!(check("mixed", rule("finish >= start"), &blank).1.is_empty());
    assert_eq!(check("mixed", rule("finish != null && finish >= start"), &blank).1, ["order C2"]);
    // What could not be read is told once; what has no answer is said.
    assert_eq!(check("mixed", rule("finish >= start"), &format!("{HEAD}Road,2020,soon,5\n")).1, ["wrong-type C2"]);
    assert_eq!(
        check("mixed", rule("finish % share >= 0"), &format!("{HEAD}Road,2020,2021,0\n")).1,
        ["rule-not-asked C2"]
    );
    // Compared with a value outside that is wrong.
    let rows = "Road,2020,2021,5\nBridge,2020,2021,5\nDam,2020,2021,5\n";
    let all = check("mixed", rule("finish == year"), &format!("Year,2022\n\n{HEAD}{rows}"));
    assert_eq!(all.1, ["order C4"]);
    let two = check("mixed", rule("finish == year"), &format!("Year,2021\n\n{HEAD}{rows}Weir,2020,2022,5\n"));
    assert_eq!(two.1, ["order C7"]);
}
