//! Forms of another country, as people there fill them: codes with their zeros, months before days, values around the table.

use std::path::Path;

use rust_xlsxwriter::{Format, Workbook};
use serde_json::{Value, json};

use crate::run::{self, bieumau};

/// A family of one form, with what the tests below need of it.
fn schemas(folder: &Path) {
    let words = |text: &str| json!({ "en": text });
    let value = |name: &str, title: &str, kind: Value| {
        let mut value = json!({ "name": name, "title": title, "constraints": { "required": true } });
        value.as_object_mut().expect("an object").extend(kind.as_object().expect("an object").clone());
        value
    };
    let form = json!({
        "name": "projects",
        "primaryKey": "id",
        "fields": [
            { "name": "id", "title": "Project ID", "type": "string", "constraints": { "required": true } },
            { "name": "zip", "title": "ZIP code", "type": "string", "constraints": { "required": true, "pattern": "[0-9]{5}" } },
            { "name": "category", "title": "Category", "type": "string", "constraints": { "required": true, "enum": ["1.1", "1.10"] } },
            { "name": "started", "title": "Start", "type": "date", "format": "%m/%d/%Y", "constraints": { "required": true } },
            { "name": "planned", "title": "Amount", "type": "number", "constraints": { "required": true }, "form": { "group": "Planned" } },
            { "name": "spent", "title": "Amount", "type": "number", "form": { "group": "Spent" } },
        ],
        "form": {
            "title": words("Projects"), "basis": "Terms", "languages": ["en"], "rows": "plain",
            "values": [
                value("period", "Reporting period", json!({ "form": { "kind": "period" } })),
                value("total", "Total planned", json!({ "type": "number" })),
            ],
            "rules": [{
                "name": "spent-too-much", "at": "spent", "severity": "error", "message": words("More is spent than planned."),
                "assert": "planned - (spent == null ? 0 : spent) >= 0",
            }],
        },
    });
    let campaign = json!({
        "name": "week", "title": words("Week"), "basis": "Terms", "roster": "states", "forms": ["projects"],
        "obligations": [{ "name": "projects", "title": words("Projects"), "form": "projects", "met": "accepted", "words": words("Accepted"), "deed": words("sent") }],
    });
    let shipped = Path::new("fixtures/grants/schemas");
    for (name, text) in [
        ("forms/projects.json", form.to_string()),
        ("campaigns/week.json", campaign.to_string()),
        ("rosters/states.csv", "code,kind,name,aliases\nOH,state,State of Ohio,Ohio\n".to_owned()),
        ("countries/us.json", std::fs::read_to_string(shipped.join("countries/us.json")).expect("it is there")),
    ] {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("written");
    }
}

const HEADER: &str = "Project ID,ZIP code,Category,Start,Planned - Amount,Spent - Amount\n";

/// The findings above notes of a file, each `rule cell`, and the records that were read of it.
fn checked(name: &str, bytes: &[u8]) -> (Vec<String>, Vec<Value>) {
    let folder = tempfile::tempdir().expect("a folder");
    schemas(&folder.path().join("schemas"));
    let inbox = folder.path().join("inbox/Ohio");
    std::fs::create_dir_all(&inbox).expect("a folder");
    std::fs::write(inbox.join(name), bytes).expect("written");
    let run = |arguments: &[&str]| {
        let mut command = bieumau();
        command.current_dir(folder.path()).args(arguments).args(["--schemas", "schemas", "--lang", "en"]);
        command.output().expect("it runs").stdout
    };
    let report = run::json(&run(&["check", "inbox", "--format", "json"]));
    let findings = report["findings"].as_array().expect("findings").iter();
    let told = findings.filter(|finding| finding["severity"] != "info").map(|finding| {
        format!("{} {}", finding["rule"].as_str().unwrap_or_default(), finding["cell"].as_str().unwrap_or_default())
    });
    let told = told.collect();
    run(&["merge", "inbox", "--as-of", "2023-08-01", "--data", "data"]);
    let mut rows = Vec::new();
    if let Ok(mut table) = csv::Reader::from_path(folder.path().join("data/projects.csv")) {
        let heads = table.headers().expect("heads").clone();
        for row in table.records().map_while(Result::ok) {
            rows.push(
                heads
                    .iter()
                    .zip(row.iter())
                    .map(|(head, cell)| (head.trim_start_matches('\u{feff}').to_owned(), json!(cell)))
                    .collect(),
            );
        }
    }
    (told, rows)
}

#[test]
fn a_code_is_what_its_cell_shows() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(HEADER.trim().split(',')) {
        sheet.write_string(2, column, heading).expect("written");
    }
    sheet.write_string(0, 0, "Reporting period").expect("written");
    sheet.write_string(0, 1, "04/01/2023 - 06/30/2023").expect("written");
    sheet.write_string(1, 0, "Total planned ($)").expect("written");
    sheet.write_number(1, 1, 5).expect("written");
    sheet.write_string(3, 0, "P1").expect("written");
    sheet.write_number_with_format(3, 1, 2115, &Format::new().set_num_format("00000")).expect("written");
    sheet.write_number_with_format(3, 2, 1.1, &Format::new().set_num_format("0.00")).expect("written");
    sheet.write_string(3, 3, "07/08/2021").expect("written");
    sheet.write_number_with_format(3, 4, 5, &Format::new().set_num_format("0.00")).expect("written");
    let (told, rows) = checked("a.xlsx", &book.save_to_buffer().expect("a workbook"));
    assert_eq!(told, [""; 0]);
    let [row] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!([&row["zip"], &row["category"], &row["started"], &row["planned"]], ["02115", "1.10", "2021-07-08", "5"]);
}

#[test]
fn values_stand_beside_below_or_under_their_labels() {
    let row = "P1,02115,1.1,07/08/2021,5,\n";
    for text in [
        format!("Reporting period,Q2 2023\nTotal planned,5\n{HEADER}{row}"),
        // A transmittal line, with a label that the form does not have.
        format!("Reporting period,Total planned,Contact\nQ2 2023,5,Jane Doe\n\n{HEADER}{row}"),
        format!("{HEADER}{row}\n1. Reporting period,Q2 2023\nContact,Jane Doe\nTotal planned,5\n"),
    ] {
        let (told, rows) = checked("a.csv", text.as_bytes());
        assert_eq!(told, [""; 0], "{text}");
        assert_eq!(rows.len(), 1, "{text}");
    }
}

#[test]
fn days_and_amounts_are_read_as_programs_and_people_write_them() {
    let values = "Reporting period,Q2 2023\nTotal planned,5\n";
    let row = |day: &str| format!("{values}{HEADER}P1,02115,1.1,\"{day}\",$ -,\n");
    for day in ["7/8/21", "July 8, 2021", "8-Jul-2021", "2021-07-08", "07/08/2021"] {
        let (told, rows) = checked("a.csv", row(day).as_bytes());
        assert_eq!(told, [""; 0], "{day}");
        assert_eq!([&rows[0]["started"], &rows[0]["planned"]], ["2021-07-08", "0"], "{day}");
    }
    let (told, _) = checked("a.csv", row("13/45/2021").as_bytes());
    assert_eq!(told, ["wrong-type D4"]);
}

#[test]
fn a_blank_that_counts_as_nothing_leaves_no_rule_unasked() {
    let values = "Reporting period,Q2 2023\nTotal planned,5\n";
    let (told, _) = checked("a.csv", format!("{values}{HEADER}P1,02115,1.1,07/08/2021,-5,\n").as_bytes());
    let [told] = &told[..] else { panic!("{told:?}") };
    assert_eq!(told, "spent-too-much F4");
}
