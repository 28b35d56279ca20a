//! A whole inbox as the checks leave it, made from the truth about `fixtures/inbox-2023-06-23`, so that everything after
//! the checks can be tested on realistic figures without reading a single workbook.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::{Date, date};
use serde_json::Value as Json;

use crate::cell::{Area, Cell, Location, SheetName};
use crate::finding::{Finding, Group, Rule, RuleRef, Severity, placeholders};
use crate::intake::rowset::{self, RowSet};
use crate::intake::{CellCounts, Decision, Entry, Record, RowCounts, Submission, Table};
use crate::rules;
use crate::schema::{Campaign, Field, Form, Kind, Obligation, Roster, Schemas, embedded};
use crate::text::Bilingual;
use crate::value::{Period, Value};
use crate::verdict::{FileOutcome, Judged, Outcome, Verdict};

/// The day of letter 2389.
pub const AS_OF: Date = date(2023, 6, 23);

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn schemas() -> Schemas {
    embedded().expect("the embedded schemas are sound")
}

pub fn roster() -> Arc<Roster> {
    schemas().roster("2023").expect("it is embedded")
}

pub fn forms() -> Vec<Arc<Form>> {
    schemas().forms
}

pub fn campaign() -> Arc<Campaign> {
    Arc::clone(schemas().campaign(Some("2389")).expect("it is embedded"))
}

/// The four obligations' rules, as the campaign's expressions say them.
pub fn met(obligation: &Obligation, parts: &[&Judged]) -> Result<bool, String> {
    let form = &parts[0].submission.form;
    let value = |record: &Record, name: &str| {
        form.field(name).map(|index| record.entries[index].value.clone()).unwrap_or_default()
    };
    let mut records = parts.iter().flat_map(|part| &part.rows).flat_map(|rows| rows.iter());
    match obligation.name.as_str() {
        "catalogue" | "open-data-plan" => Ok(true),
        "roadmap" => {
            Ok(records
                .all(|record| value(&record, "status").stored() == "Đã có" || !value(&record, "finish").is_empty()))
        }
        "first-release" => Ok(records.any(|record| !value(&record, "access_url").is_empty())),
        other => Err(format!("unknown obligation {other}")),
    }
}

/// Puts other rows in the place of those of its only table.
pub fn put(judged: &mut Judged, records: Vec<Record>) {
    let form = &judged.submission.form;
    judged.names = records.iter().flat_map(|record| rowset::names(form, record)).collect();
    judged.rows = vec![records.into_iter().collect()];
}

/// The inbox as the checks leave it: nothing is later, superseded or duplicate yet.
pub fn inbox() -> Vec<Verdict> {
    let truth: Json = serde_json::from_str(&read("fixtures/inbox-2023-06-23.truth.json")).expect("the truth is JSON");
    let forms = forms();
    let mut reviewed: Vec<Verdict> = truth["files"]
        .as_object()
        .expect("files are an object")
        .iter()
        .map(|(path, file)| reviewed_file(path, file, &forms))
        .collect();
    for path in truth["ignored"].as_array().expect("ignored files are a list") {
        let path: Arc<str> = path.as_str().expect("a path is text").into();
        let sha256 = path.to_string();
        let outcome = FileOutcome::Skipped;
        reviewed.push(Verdict {
            path,
            sha256,
            outcome,
            agency: None,
            probable_agency: None,
            sent: None,
            submissions: vec![],
            findings: vec![],
            untouched: None,
            made_from: None,
        });
    }
    reviewed.sort_by(|one, other| one.path.cmp(&other.path));
    reviewed
}

/// What the truth says about each agency and obligation.
pub fn expected_standings() -> BTreeMap<String, BTreeMap<String, String>> {
    let truth: Json = serde_json::from_str(&read("fixtures/inbox-2023-06-23.truth.json")).expect("the truth is JSON");
    serde_json::from_value(truth["agencies"].clone()).expect("agencies are an object of objects")
}

/// A finding of this rule with every placeholder filled.
pub fn finding(rule: &str, location: Location, field: Option<(&Field, &str)>) -> Finding {
    let rule = rules::all().find(|known| known.name == rule).map_or_else(|| form_rule(rule), RuleRef::Builtin);
    let mut finding = Finding::new(rule.clone(), location);
    if let Some((field, value)) = field {
        finding = finding.about(field.name.clone(), value).with("heading", field.title.clone());
    }
    let templates = [&rule.message.vi, &rule.message.en, &rule.help.vi, &rule.help.en];
    for placeholder in templates.into_iter().flat_map(|template| placeholders(template)) {
        let name = FILLED.iter().find(|(name, _)| *name == placeholder);
        let (name, text) = name.unwrap_or_else(|| panic!("placeholder {placeholder} is not known"));
        if finding.arguments.get(name).is_none() {
            finding = finding.with(*name, *text);
        }
    }
    finding
}

/// A rule between columns, as a form's schema brings it.
fn form_rule(name: &str) -> RuleRef {
    RuleRef::Form(Arc::new(Rule {
        code: "S1".into(),
        group: Group::Relation,
        name: name.to_owned().into(),
        severity: Severity::Error,
        message: Bilingual::new("Thời gian hoàn thành trước thời gian bắt đầu.", "The finish is before the start."),
        help: Bilingual::new("Sửa một trong hai thời gian", "Correct one of the two"),
        explanation: Bilingual::default(),
    }))
}

const FILLED: &[(&str, &str)] = &[
    ("reason", "tệp chưa tải hết"),
    ("remedy", "Mở bằng Excel và lưu lại dạng .xlsx"),
    ("format", "trang HTML"),
    ("count", "12"),
    ("typed", ""),
    ("value", "?"),
    ("heading", "Mục đích"),
    ("encoding", "TCVN3"),
    ("decoded", "Cơ sở dữ liệu"),
    ("send", "Ghi đúng tên cơ quan"),
    ("issuer", "; do «Sở Y tế» ban hành"),
    ("nearest", ""),
    ("kinds", "Quyết định, Kế hoạch"),
    ("unfilled", ""),
    ("first", "C9"),
    ("first_place", "A1"),
    ("second", "tỉnh An Giang"),
    ("second_place", "A4"),
    ("hint", "Ghi nội dung của cột; nếu chưa xác định, ghi rõ lý do ở cột «Ghi chú»"),
    ("suggestion", ""),
    ("listed", "Đã có; Đang xây dựng; Chưa có"),
    ("problem", "không đọc được thành thời gian"),
];

fn reviewed_file(path: &str, file: &Json, forms: &[Arc<Form>]) -> Verdict {
    let path: Arc<str> = path.into();
    let submissions: Vec<Judged> = file["forms"]
        .as_array()
        .expect("forms are a list")
        .iter()
        .map(|described| judged(&path, described, forms))
        .collect();
    let is_read = file["read"].as_bool().expect("read is a flag");
    let same_as = file["duplicate_of"].as_str();
    let outcome = match (is_read, submissions.is_empty() && same_as.is_none()) {
        (false, _) => FileOutcome::Unreadable,
        (true, true) => FileOutcome::NotAForm,
        (true, false) => FileOutcome::Read,
    };
    let findings = file["expect"].as_str().map(|rule| finding(rule, Location::file(&path), None)).into_iter().collect();
    let agency = file["agency"].as_str().map(str::to_owned);
    let sha256 = same_as.unwrap_or(&path).to_owned();
    Verdict {
        sha256,
        path,
        outcome,
        agency,
        probable_agency: None,
        submissions,
        findings,
        sent: None,
        untouched: None,
        made_from: None,
    }
}

fn judged(path: &Arc<str>, described: &Json, forms: &[Arc<Form>]) -> Judged {
    let form = forms.iter().find(|form| form.name == described["form"]).expect("the form is known");
    let sheet: Option<SheetName> = described["sheet"].as_str().map(Into::into);
    let header_row = described["header_row"].as_u64().expect("a row number") as u32 - 1;
    let records: Vec<Record> =
        described["records"].as_array().expect("records").iter().map(|it| record(form, it)).collect();
    let last_row = records.last().map_or(header_row, |record| record.row);
    let decision = described["decision"].as_object().map(|decision| Decision {
        kind: "Quyết định".to_owned(),
        number: decision["number"].as_str().expect("a number").to_owned(),
        date: decision["date"].as_str().expect("a date").parse().expect("an ISO date"),
        place: Location::sheet(path, sheet.as_ref(), Some(Cell::new(3, 0))),
    });
    let findings: Vec<Finding> = described["errors"]
        .as_array()
        .expect("errors are a list")
        .iter()
        .map(|error| {
            let cell = error["cell"].as_str().map(|text| {
                let (letter, number) = text.split_at(1);
                let column = u32::from(letter.as_bytes()[0] - b'A');
                Cell::new(number.parse::<u32>().expect("a row number") - 1, column)
            });
            let field =
                error["field"].as_str().and_then(|name| form.field(name)).map(|index| (&form.fields[index], ""));
            finding(error["rule"].as_str().expect("a rule"), Location::sheet(path, sheet.as_ref(), cell), field)
        })
        .collect();
    let outcome = if findings.is_empty() { Outcome::Accepted } else { Outcome::Rejected };
    let seen = (last_row - header_row) as usize;
    let rows = RowCounts { seen, records: records.len(), blank: 0, heading: seen - records.len(), other: 0 };
    let last_column = form.fields.len() as u32 - 1;
    let table = Table {
        sheet,
        header: Area::new(Cell::new(header_row, 0), Cell::new(header_row, last_column)),
        area: Area::new(Cell::new(header_row, 0), Cell::new(last_row, last_column)),
        columns: Vec::new(),
        rows,
        cells: CellCounts::default(),
        trace: Vec::new(),
    };
    let submission = Submission {
        form: Arc::clone(form),
        decision,
        tables: vec![table],
        values: Vec::new(),
        sender: None,
        former: None,
        told_to_be: crate::intake::ToldToBe::default(),
        damaged: false,
        findings,
    };
    let mut judged = Judged {
        submission,
        outcome,
        dated: None,
        names: RowSet::default(),
        links: crate::verdict::links::Links::default(),
        tallies: Vec::new(),
        asked: Vec::new(),
        rows: Vec::new(),
    };
    put(&mut judged, records);
    judged
}

fn record(form: &Form, described: &Json) -> Record {
    let entries = form
        .fields
        .iter()
        .map(|field| {
            let typed = described["fields"][&field.name].as_str().unwrap_or_default().to_owned();
            let value = match &field.kind {
                _ if typed.is_empty() => Value::Empty,
                Kind::Period { .. } => {
                    let day: Option<Date> = (typed.len() == 10).then(|| typed.parse().ok()).flatten();
                    Value::Period(Period { text: typed.clone(), start: day, end: day, open: false, recurring: false })
                }
                Kind::List(_) => Value::List(typed.split("; ").map(str::to_owned).collect()),
                _ => Value::Text(typed.clone()),
            };
            Entry::new(None, &typed, value, None)
        })
        .collect();
    Record { row: described["row"].as_u64().expect("a row number") as u32 - 1, section: None, entries }
}
