//! A form made in Excel: written as a workbook, read back, and everything that is wrong told; and the schemas to start from.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::run::{bieumau, json_file, run};

fn said(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_form_goes_through_excel_and_comes_back_byte_for_byte() {
    let place = tempfile::tempdir().expect("a temporary folder");
    for form in ["shared-databases", "open-data-plan"] {
        let (book, schema) = (place.path().join(format!("{form}.xlsx")), place.path().join(format!("{form}.json")));
        run(bieumau().args(["forms", "export", form, "-o"]).arg(&book), 0);
        let told = said(&run(bieumau().args(["forms", "import"]).arg(&book).arg("-o").arg(&schema), 0));
        assert!(told.starts_with(&format!("Biểu «{form}», ")), "{told}");
        let before = fs::read_to_string(format!("schemas/forms/{form}.json")).expect("it ships with the program");
        assert_eq!(fs::read_to_string(&schema).expect("it was written"), before);
        // A workbook in an inbox is no submission.
        let checked = said(&run(bieumau().arg("check").arg(&book), 1));
        assert!(checked.contains("sổ soạn biểu mẫu"), "{checked}");
    }
}

/// A family that uses all that the language of schemas can say: what has no column goes with the rest.
#[test]
fn no_key_of_another_family_is_lost() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let schemas = Path::new("fixtures/grants/schemas");
    for form in fs::read_dir(schemas.join("forms")).expect("the forms are there") {
        let form = form.expect("it can be listed").path();
        let name = form.file_stem().expect("a name").to_string_lossy().into_owned();
        let (book, back) = (place.path().join(format!("{name}.xlsx")), place.path().join(format!("{name}.json")));
        run(bieumau().args(["forms", "export", "--lang", "en"]).arg(&form).arg("-o").arg(&book), 0);
        run(bieumau().args(["forms", "import"]).arg(&book).arg("-o").arg(&back).arg("--schemas").arg(schemas), 0);
        assert_eq!(json_file(&back), json_file(&form), "{name}");
    }
}

#[test]
fn the_schemas_to_start_from_are_sound_and_a_slip_is_told_with_all_others() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("bieu-mau");
    run(bieumau().args(["forms", "new"]).arg(&folder), 0);
    let told = said(&run(bieumau().args(["forms", "check"]).arg(&folder), 0));
    for expected in [
        "quy tắc R411 finish-before-start: dùng «Bắt đầu», «Hoàn thành»; dòng trống: đúng",
        "nghĩa vụ roadmap",
        "Không có lỗi",
    ] {
        assert!(told.split_whitespace().collect::<Vec<_>>().join(" ").contains(expected), "{expected}: {told}");
    }
    // Nothing is written over.
    run(bieumau().args(["forms", "new"]).arg(&folder), 2);
    spoil(
        &folder.join("forms/shared-databases.json"),
        &[("\"maxLength\": 500", "\"maxLenght\": 500"), ("status == null", "statu == null")],
    );
    spoil(&folder.join("forms/open-data-plan.json"), &[("\"enum\": [\"Tải về\"", "\"enum\": [\"API\", \"Tải về\"")]);
    spoil(&folder.join("rosters/2023.csv"), &[("H22,", ",")]);
    let told = said(&run(bieumau().args(["forms", "check", "--lang", "en"]).arg(&folder), 1));
    for expected in ["maxLenght", "statu", "API", "2023.csv", "2389.json"] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
}

/// The tool's own blank templates, as if nobody had described them: every column, group, list and required mark is found.
#[test]
fn blank_templates_are_understood_without_their_schema() {
    let place = tempfile::tempdir().expect("a temporary folder");
    for form in ["shared-databases", "open-data-plan"] {
        let [template, book] = ["t.xlsx", "b.xlsx"].map(|name| place.path().join(format!("{form}-{name}")));
        run(bieumau().args(["template", form, "-o"]).arg(&template), 0);
        run(bieumau().args(["forms", "infer"]).arg(&template).arg("-o").arg(&book), 0);
        let read = bieumau::workbook::read_bytes(&"b.xlsx".into(), &fs::read(&book).expect("it was written"), false);
        let ground = bieumau::schema::load::Ground::new(None).expect("it ships with the program");
        let sheets = bieumau::design::Sheets::new(ground).expect("they ship with the program");
        let found = bieumau::design::import(&sheets, read).schema.expect("it can be read");
        let known = json_file(Path::new(&format!("schemas/forms/{form}.json")));
        let told = |schema: &Value| -> Vec<[Value; 4]> {
            let fields = schema["fields"].as_array().expect("a list of fields");
            let of = |field: &Value| {
                let listed = &field["constraints"]["enum"];
                let listed = if listed.is_null() { &field["form"]["values"] } else { listed };
                let required = field["constraints"]["required"] == true;
                [field["title"].clone(), field["form"]["group"].clone(), required.into(), listed.clone()]
            };
            fields.iter().map(of).collect()
        };
        assert_eq!(told(&found), told(&known), "{form}");
    }
}

/// What is found in templates of many kinds, column by column; `UPDATE_EXPECTED=1` writes it.
#[test]
fn templates_of_other_kinds_say_what_was_found() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let mut templates: Vec<_> = fs::read_dir("fixtures/templates")
        .expect("the templates are there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file() && path.extension().is_some_and(|ending| ending != "txt"))
        .collect();
    templates.sort();
    let mut found = String::new();
    for template in templates {
        let name = template.file_name().expect("a file").to_string_lossy().into_owned();
        let book = place.path().join(format!("{name}.xlsx"));
        let told = said(&run(bieumau().args(["forms", "infer"]).arg(&template).arg("-o").arg(&book), 0));
        // The first line names a temporary folder, the last says what to do.
        let lines: Vec<&str> = told.lines().collect();
        let from = lines.iter().position(|line| line.starts_with('«')).expect("the title is told");
        found.push_str(&format!("== {name}\n{}\n\n", lines[from..lines.len() - 2].join("\n").trim_end()));
    }
    let expected = Path::new("fixtures/templates/expected.txt");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(expected, &found).expect("it can be written");
    }
    assert_eq!(fs::read_to_string(expected).unwrap_or_default(), found);
}

fn spoil(path: &Path, slips: &[(&str, &str)]) {
    let mut text = fs::read_to_string(path).expect("it was written");
    for (right, wrong) in slips {
        assert!(text.contains(right), "{right}");
        text = text.replacen(right, wrong, 1);
    }
    fs::write(path, text).expect("it can be written");
}
