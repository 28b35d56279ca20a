//! What the data package says of its rows: the keys of the forms, as keys of all agencies together, and nothing that rows contradict
//! which a run allows to break a rule.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::national::python;
use crate::run::{bieumau, json_file, run};

/// Programmes, and projects that refer to them.
fn schemas(folder: &Path) {
    let words = |text: &str| json!({ "vi": text, "en": text });
    let mut programs = json!({
        "name": "programs", "title": "Chương trình", "primaryKey": "code",
        "fields": [
            { "name": "code", "title": "Mã chương trình", "type": "string" },
            { "name": "title", "title": "Tên chương trình", "type": "string", "constraints": { "required": true } },
        ],
    });
    let mut projects = json!({
        "name": "projects", "title": "Dự án", "primaryKey": ["id"], "uniqueKeys": [["name", "zip"], ["kind", "zip", "money"]],
        "foreignKeys": [{ "fields": "program", "reference": { "resource": "programs", "fields": "code" } }],
        "fields": [
            { "name": "id", "title": "Mã dự án", "type": "string" },
            { "name": "name", "title": "Tên dự án", "type": "string",
              "constraints": { "required": true, "minLength": 3, "maxLength": 12 } },
            { "name": "program", "title": "Chương trình của dự án", "type": "string" },
            { "name": "kind", "title": "Loại hình đầu tư", "type": "string", "constraints": { "required": true, "enum": ["A", "B"] } },
            { "name": "zip", "title": "Mã bưu chính", "type": "string", "constraints": { "pattern": "[0-9]{5}" } },
            { "name": "money", "title": "Kinh phí được giao", "type": "number", "constraints": { "required": true, "minimum": 0 } },
            { "name": "day", "title": "Ngày khởi công", "type": "date", "format": "%d/%m/%Y" },
            { "name": "year", "title": "Năm kế hoạch", "type": "year" },
            { "name": "open", "title": "Đã nghiệm thu", "type": "boolean" },
            { "name": "site", "title": "Địa chỉ trang", "type": "string", "format": "uri" },
            { "name": "when", "title": "Thời gian thực hiện", "type": "string", "format": "%d/%m/%Y", "form": { "kind": "period" } },
        ],
    });
    for form in [&mut programs, &mut projects] {
        let title = form["title"].as_str().expect("text").to_owned();
        form["form"] = json!({ "title": words(&title), "basis": "Công văn số 1", "rows": "plain" });
    }
    let owed = ["programs", "projects"].map(|name| {
        json!({ "name": name, "title": words(name), "form": name, "met": "accepted", "words": words("Biểu không lỗi"), "deed": words("gửi biểu") })
    });
    let campaign = json!({
        "name": "week", "title": words("Tuần"), "basis": "Công văn số 1", "roster": "offices", "forms": ["programs", "projects"],
        "deadline": null, "target": null, "obligations": owed,
    });
    let roster = "code,kind,level,name,name_en,aliases\nV01,don-vi,Khối,Vụ Một,One,\nV02,don-vi,Khối,Vụ Hai,Two,\n";
    for (name, text) in [
        ("forms/programs.json", programs.to_string()),
        ("forms/projects.json", projects.to_string()),
        ("campaigns/week.json", campaign.to_string()),
        ("rosters/offices.csv", roster.to_owned()),
    ] {
        write(&folder.join("schemas").join(name), &text);
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder can be made");
    fs::write(path, text).expect("a file can be written");
}

fn programs(rows: &str) -> String {
    format!("CHƯƠNG TRÌNH\nMã chương trình,Tên chương trình\n{rows}")
}

fn projects(rows: &str) -> String {
    let headings = "Mã dự án,Tên dự án,Chương trình của dự án,Loại hình đầu tư,Mã bưu chính,Kinh phí được giao,Ngày khởi công,\
                    Năm kế hoạch,Đã nghiệm thu,Địa chỉ trang,Thời gian thực hiện";
    format!("DỰ ÁN\n{headings}\n{rows}")
}

/// The schemas of the two forms in the package of these files, and the ends of their descriptions; another program finds it valid.
fn packed(files: &[(&str, String)], allowed: &str) -> [(Value, String); 2] {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    schemas(folder.path());
    files.iter().for_each(|(name, text)| write(&at("inbox").join(name), text));
    let mut merge = bieumau();
    merge.arg("merge").arg(at("inbox")).args(["--as-of", "2024-08-01", "--schemas"]).arg(at("schemas"));
    merge.args(allowed.split_whitespace().flat_map(|rule| ["--allow", rule]));
    run(merge.arg("--data").arg(at("data")), 0);
    let path = at("data/datapackage.json");
    let told = python("frictionless", &["-m".as_ref(), "frictionless".as_ref(), "validate".as_ref(), path.as_os_str()]);
    assert!(told.is_none_or(|told| told.contains("VALID") && !told.contains("INVALID")));
    let package = json_file(&path);
    ["programs", "projects"].map(|name| {
        let mut resources = package["resources"].as_array().expect("resources").iter();
        let of_form = resources.find(|it| it["name"] == name).expect("a table of the form");
        let description = of_form["description"].as_str().expect("text");
        (of_form["schema"].clone(), description.rsplit_once("U+FFFD.").expect("of cells").1.trim().to_owned())
    })
}

const ROW: &str = ",CT1,A,10000,5,15/6/2023,2023,có,https://a.vn,15/6/2023\n";

#[test]
fn keys_of_a_submission_are_keys_of_all_together_with_the_agency() {
    let of = |agency: u8| {
        [
            (format!("V0{agency} ct.csv"), programs(&format!("CT1,Cầu {agency}\nCT2,Đường\n"))),
            (format!("V0{agency} da.csv"), projects(&format!("D1,Cầu {agency}{ROW}"))),
        ]
    };
    let files = [of(1), of(2)].concat();
    let files: Vec<(&str, String)> = files.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let [(programs, no_word), (projects, none_either)] = packed(&files, "");
    assert_eq!([no_word, none_either], ["", ""]);
    assert_eq!(programs["primaryKey"], json!(["_agency", "code"]));
    assert_eq!(projects["primaryKey"], json!(["_agency", "id"]));
    assert_eq!(projects["uniqueKeys"], json!([["_agency", "name", "zip"], ["_agency", "kind", "zip", "money"]]));
    let of_agency = json!({ "fields": ["_agency"], "reference": { "resource": "agencies", "fields": ["code"] } });
    let of_program = json!({ "fields": ["_agency", "program"], "reference": { "resource": "programs", "fields": ["_agency", "code"] } });
    assert_eq!(programs["foreignKeys"], json!([of_agency]));
    assert_eq!(projects["foreignKeys"], json!([of_agency, of_program]));
    // What was asked of the values is there as well.
    assert_eq!(projects["fields"][9]["constraints"], json!({ "required": true, "minimum": 0 }));
}

#[test]
fn a_key_that_the_merged_rows_do_not_hold_is_left_out_and_told() {
    // Only one of the two forms counts: the other has an error.
    let files = [("V01 ct.csv", programs("CT1,\n")), ("V01 da.csv", projects(&format!("D1,Cầu{ROW}")))];
    let [_, (schema, told)] = packed(&files, "");
    assert_eq!(schema["foreignKeys"].as_array().map(Vec::len), Some(1));
    assert_eq!(schema["primaryKey"], json!(["_agency", "id"]));
    let left_out = "The form's schema says more than these rows hold; left out: foreignKeys \
                    {\"fields\":\"program\",\"reference\":{\"resource\":\"programs\",\"fields\":\"code\"}} \
                    (a row refers to none of its agency's accepted rows there).";
    assert_eq!(told, left_out);
}

#[test]
fn what_allowed_rows_break_is_not_said_of_them() {
    let bad = "D1,Cầu lớn và dài,CT1,C,1000,x,khi nào,sắp,chưa rõ,trang web,bao giờ\n\
               D1,Ca,CT9,B,10001,-5,16/6/2023,2024,không,https://b.vn,Quý II/2024\n\
               D3,Đường,,B,10001,-5,16/6/2023,2024,không,https://b.vn,Quý II/2024\n";
    let files = [("V01 ct.csv", programs("CT1,\nCT1,Đường\n")), ("V01 da.csv", projects(bad))];
    let allowed = "R401 R404 R406 R407 V301 V302 V303 V304 V305 V306 V322";
    let [(programs, of_programs), (projects, of_projects)] = packed(&files, allowed);
    assert!(programs.get("primaryKey").is_none() && projects.get("primaryKey").is_none());
    assert_eq!(projects["uniqueKeys"], json!([["_agency", "name", "zip"]]), "nobody broke this one");
    assert!(of_programs.contains("primaryKey \"code\" (two rows of one agency hold the same)"), "{of_programs}");
    assert!(of_programs.ends_with("title: required (a row is blank)."), "{of_programs}");
    for gone in [
        "name: maxLength 12",
        "name: minLength 3",
        "kind: enum",
        "zip: pattern",
        "money: type \"number\"",
        "day: type",
        "year: type",
        "open: type",
        "site: format \"uri\"",
        "uniqueKeys [\"kind\",\"zip\",\"money\"]",
    ] {
        assert!(of_projects.contains(gone), "{gone}: {of_projects}");
    }
    // What every row holds is said all the same.
    assert_eq!(projects["fields"][5]["constraints"], json!({ "required": true }));
    assert!(!of_projects.contains("required"), "{of_projects}");
}

#[test]
fn an_apostrophe_is_no_breach_of_a_schema() {
    // A code that begins as a formula does is written with an apostrophe in front, which no pattern knows.
    let row = "D1,-Cầu,CT1,A,10000,5,15/6/2023,2023,có,https://a.vn,15/6/2023\n";
    let files = [("V01 ct.csv", programs("CT1,Cầu\n")), ("V01 da.csv", projects(row))];
    let [_, (schema, told)] = packed(&files, "");
    assert_eq!((&schema["fields"][5]["constraints"]["maxLength"], &*told), (&json!(13), ""));
}

/// Beside the package, the workbook: what officials read says yes and no, and days and periods as they write them.
#[test]
fn a_workbook_says_yes_and_no_and_periods_as_officials_do() {
    use calamine::{Reader, Xlsx, open_workbook};
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    schemas(folder.path());
    let form = fs::read_to_string(at("schemas/forms/programs.json")).expect("it was written");
    let mut form: Value = serde_json::from_str(&form).expect("JSON");
    form["form"]["values"] = json!([
        { "name": "period", "title": "Kỳ báo cáo", "type": "string", "form": { "kind": "period" } },
        { "name": "final", "title": "Số liệu chính thức", "type": "boolean" },
        { "name": "made", "title": "Ngày lập", "type": "date" },
    ]);
    write(&at("schemas/forms/programs.json"), &form.to_string());
    let above = "Kỳ báo cáo: Quý 1 năm 2024\nSố liệu chính thức: không\nNgày lập: 2024-06-05\n";
    write(&at("inbox/V01 ct.csv"), &programs("CT1,Cầu\n").replacen('\n', &format!("\n{above}"), 1));
    write(&at("inbox/V01 da.csv"), &projects(&format!("D1,Cầu{ROW}")));
    let mut merge = bieumau();
    merge.arg("merge").arg(at("inbox")).args(["--as-of", "2024-08-01", "--schemas"]).arg(at("schemas"));
    run(merge.arg("-o").arg(at("s.xlsx")).arg("--data").arg(at("data")), 0);
    let mut book: Xlsx<_> = open_workbook(at("s.xlsx")).expect("it can be read");
    let mut column = |sheet: &str, heading: &str| -> Vec<String> {
        let range = book.worksheet_range(sheet).expect("it is there");
        let mut rows = range.rows().skip_while(|row| !row.iter().any(|cell| *cell == heading));
        let place = rows.next().expect("headings").iter().position(|cell| *cell == heading).expect("one");
        rows.map(|row| row[place].to_string()).collect()
    };
    assert_eq!(column("Dự án", "Đã nghiệm thu"), ["có"]);
    let values = book.sheet_names().into_iter().find(|name| name == "Ngoài bảng").expect("values have a sheet");
    let range = book.worksheet_range(&values).expect("it is there");
    let values: Vec<String> = range.rows().skip(4).map(|row| row[4].to_string()).collect();
    assert_eq!(values, ["Quý I/2024", "không", "5/6/2024"]);
    // Programs read them as before.
    let stored = fs::read_to_string(at("data/outside-values.csv")).expect("it was written");
    assert!(
        stored.contains(",2024-Q1\n") && stored.contains(",false\n") && stored.contains(",2024-06-05\n"),
        "{stored}"
    );
}

#[test]
fn the_mapping_to_a_catalogue_is_missed_by_its_name() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    schemas(folder.path());
    write(&at("inbox/V01 ct.csv"), &programs("CT1,Cầu\n"));
    let mut merge = bieumau();
    merge.current_dir(folder.path()).args([
        "merge",
        "inbox",
        "--as-of",
        "2024-08-01",
        "--schemas",
        "schemas",
        "--lang",
        "en",
    ]);
    let told = run(merge.args(["--dcat", "dcat.jsonld"]), 2).stderr;
    let told = String::from_utf8(told).expect("text").replace('\\', "/");
    assert!(
        told.contains(
            "there is no schemas/dcat.json, and the mapping that ships with the program is not for these forms"
        ),
        "{told}"
    );
    assert!(told.contains("unknown form `open-data-plan`"), "{told}");
}
