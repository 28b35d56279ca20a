//! A form is data: one that the program has never heard of, with its own roster and campaign, is checked, merged and counted
//! from a folder of schemas alone; also one of a single column.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::run::{bieumau, json, json_file, run};

#[test]
fn a_third_form_needs_no_rust() {
    let target = tempfile::tempdir().expect("a temporary folder");
    let (report, data) = (target.path().join("report.json"), target.path().join("data"));
    let mut command = bieumau();
    command.args([
        "merge",
        "fixtures/third-form/inbox",
        "--schemas",
        "fixtures/third-form/schemas",
        "--as-of",
        "2023-06-23",
    ]);
    command.arg("--report").arg(&report).arg("--data").arg(&data);
    let output = run(&mut command, 0);
    let printed = String::from_utf8(output.stdout).expect("the table is text");
    assert!(printed.contains("Kiểm kê máy chủ"), "{printed}");
    let report = json_file(&report);
    assert_eq!(report["campaign"], "may-chu");
    let statuses: Vec<&str> = report["agencies"]
        .as_array()
        .expect("agencies")
        .iter()
        .map(|agency| agency["obligations"]["inventory"]["status"].as_str().expect("a status"))
        .collect();
    assert_eq!(statuses, ["complied", "defective"], "the rule asks for backups, and Nam Định has none");
    let rules: Vec<&str> = report["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|finding| finding["rule"].as_str().expect("a rule"))
        .collect();
    assert_eq!(rules, ["too-little-memory"]);
    let rows = fs::read_to_string(data.join("servers.csv")).expect("the form has its rows");
    assert_eq!(
        rows,
        "\u{feff}_agency,_file,_sheet,_row,name,cores,memory,backup,installed\n\
         H22,Hà Giang.csv,,5,web,8,1024.5,true,2020-02-01\n\
         H22,Hà Giang.csv,,6,thư,16,64,true,\n\
         H40,Nam Định.csv,,5,web,4,0.5,false,2021-06-15\n"
    );
}

#[test]
fn a_wrong_key_is_refused_with_the_nearest_known_one() {
    let schemas = tempfile::tempdir().expect("a temporary folder");
    for entry in walkdir::WalkDir::new("fixtures/third-form/schemas") {
        let entry = entry.expect("the schemas can be walked");
        let copy =
            schemas.path().join(entry.path().strip_prefix("fixtures/third-form/schemas").expect("below the folder"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(&copy).expect("a folder can be made");
        } else {
            let text = fs::read_to_string(entry.path()).expect("a schema is text");
            fs::write(&copy, text.replace("\"assert\"", "\"asert\"")).expect("a schema can be written");
        }
    }
    let mut command = bieumau();
    command.args(["merge", "fixtures/third-form/inbox", "--schemas"]).arg(schemas.path());
    let output = run(&mut command, 2);
    let told = String::from_utf8(output.stderr).expect("errors are text");
    assert!(told.contains("servers.json") && told.contains("`asert`") && told.contains("`assert`"), "{told}");
}

/// A folder of schemas with a form of one column of text.
fn one_column(folder: &Path) -> PathBuf {
    let schemas = folder.join("schemas");
    for part in ["campaigns", "forms", "rosters"] {
        fs::create_dir_all(schemas.join(part)).expect("a folder can be made");
    }
    let title = serde_json::json!({"vi": "Ý kiến góp ý", "en": "Opinions"});
    let form = serde_json::json!({
        "name": "opinions", "title": "Ý kiến góp ý",
        "fields": [{"name": "opinion", "title": "Nội dung góp ý", "type": "string", "constraints": {"required": true}}],
        "form": {"title": title, "basis": "Công văn số 1/STTTT, 02/01/2023", "decision": ["Quyết định"]},
    });
    let campaign = serde_json::json!({
        "name": "y-kien", "title": title, "basis": "Công văn số 1/STTTT, 02/01/2023", "roster": "tinh",
        "forms": ["opinions"], "deadline": null, "target": null,
        "obligations": [{
            "name": "opinions", "title": title, "form": "opinions", "met": "accepted",
            "words": {"vi": "Đã gửi ý kiến", "en": "Opinions were sent"}, "deed": {"vi": "gửi ý kiến", "en": "sent opinions"},
        }],
    });
    fs::write(schemas.join("forms/opinions.json"), form.to_string()).expect("a schema can be written");
    fs::write(schemas.join("campaigns/y-kien.json"), campaign.to_string()).expect("a schema can be written");
    let roster = "fixtures/third-form/schemas/rosters/tinh.csv";
    fs::copy(roster, schemas.join("rosters/tinh.csv")).expect("the roster can be copied");
    schemas
}

/// The rules of the findings about a file, and how many records it has.
fn checked(schemas: &Path, path: &Path) -> (Vec<String>, usize) {
    let mut command = bieumau();
    let output = command.arg("check").arg(path).args(["--format", "json", "--schemas"]).arg(schemas).output();
    let report = json(&output.expect("it starts").stdout);
    let findings = report["findings"].as_array().expect("findings");
    let rules = findings.iter().map(|finding| finding["rule"].as_str().expect("a rule").to_owned()).collect();
    let tables = report["files"][0]["tables"].as_array().expect("tables");
    assert_eq!(tables.len(), 1, "{report:#}");
    (rules, tables[0]["rows"]["records"].as_u64().expect("a count") as usize)
}

#[test]
fn a_form_may_have_a_single_column() {
    let target = tempfile::tempdir().expect("a temporary folder");
    let schemas = one_column(target.path());
    let (blank, filled) = (target.path().join("blank.xlsx"), target.path().join("filled.xlsx"));
    let mut command = bieumau();
    command.args(["template", "opinions", "--agency", "H22", "-o"]).arg(&blank).arg("--schemas").arg(&schemas);
    run(&mut command, 0);
    let (rules, records) = checked(&schemas, &blank);
    assert_eq!((rules, records), (vec!["missing-decision".to_owned(), "empty-table".to_owned()], 0));
    let mut package = zip::ZipWriter::new(fs::File::create(&filled).expect("a file can be written"));
    for (name, mut text) in crate::run::package(&blank) {
        if name == "xl/worksheets/sheet1.xml" {
            for (row, words) in [
                (4, "(Kèm theo Quyết định số 5/QĐ-UBND ngày 01/3/2023)"),
                (8, "Nhất trí"),
                (9, "Bổ sung cột mã cơ quan"),
            ] {
                text = crate::template::put(&text, row, 0, words);
            }
        }
        package.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part can be begun");
        package.write_all(text.as_bytes()).expect("a part can be written");
    }
    package.finish().expect("the package can be closed");
    assert_eq!(checked(&schemas, &filled), (Vec::new(), 2));
}
