//! A form is data: one that the program has never heard of, with its own roster and campaign, is checked, merged and counted
//! from a folder of schemas alone.

use std::fs;

use crate::run::{bieumau, json_file, run};

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
        "_agency,_file,_sheet,_row,name,cores,memory,backup,installed\n\
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
