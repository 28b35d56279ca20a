//! The files that are changed: all of the inbox and of the cases that are accepted as they are.

use std::path::PathBuf;
use std::sync::LazyLock;

use bieumau::finding::Severity;
use bieumau::intake::why;
use bieumau::intake::{Claims, Knowledge, Record, RowKind, RowTrace, Table};
use bieumau::rules;
use bieumau::schema::load;
use bieumau::verdict::{Judge, Outcome, Verdict};
use bieumau::workbook::{self, Workbook};

use crate::book::loaded;

/// A file as it is, and what was read from it.
pub struct Origin {
    pub path: String,
    pub workbook: Workbook,
    pub tables: Vec<Placed>,
    said: Said,
}

/// A table and the index of its sheet.
#[derive(Clone)]
pub struct Placed {
    pub sheet: usize,
    pub form: usize,
    pub table: Laid,
}

/// A table with its records.
#[derive(Clone)]
pub struct Laid {
    pub table: Table,
    pub records: Vec<Record>,
}

impl std::ops::Deref for Laid {
    type Target = Table;

    fn deref(&self) -> &Table {
        &self.table
    }
}

/// What must stay the same.
#[derive(Debug, PartialEq)]
struct Said {
    agency: Option<String>,
    /// For each submission: form, decision, records.
    submissions: Vec<(String, Option<String>, Vec<Vec<String>>)>,
    errors: Vec<String>,
}

pub static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| {
    let schemas = load::embedded().expect("the embedded schemas are sound");
    let campaign = schemas.campaign(None).expect("there is one campaign");
    let roster = schemas.roster(&campaign.roster).expect("the campaign's roster is there");
    Knowledge::new(schemas.forms_of(campaign).expect("the campaign's forms are there"), &roster)
});

/// Reviews a workbook as if it had just been read.
pub fn review(workbook: Workbook) -> Verdict {
    Judge::of_all(&KNOWLEDGE).review(loaded(workbook), &Claims::default())
}

impl Said {
    fn of(reviewed: &Verdict) -> Self {
        let submissions = reviewed.submissions.iter().map(|judged| {
            let submission = &judged.submission;
            let fields = &submission.form.fields;
            let records = judged.rows.iter().flat_map(|rows| rows.iter()).map(|record| {
                let values = fields.iter().zip(&record.entries);
                let kept = values.filter(|(field, _)| field.kind != bieumau::schema::Kind::Ordinal);
                kept.map(|(_, entry)| bieumau::text::fold(&entry.value.stored())).collect()
            });
            let decision =
                submission.decision.as_ref().map(|decision| format!("{} {}", decision.number, decision.date));
            (submission.form.name.clone(), decision, records.collect())
        });
        let mut submissions: Vec<_> = submissions.collect();
        submissions.sort();
        let errors = reviewed.all_findings().filter(|finding| finding.severity == Severity::Error);
        Self { agency: reviewed.agency.clone(), submissions, errors: errors.map(described).collect() }
    }
}

/// A finding as a line.
pub fn described(finding: &bieumau::finding::Finding) -> String {
    let cell = finding.location.cell.map(|cell| cell.to_string()).unwrap_or_default();
    format!("{} {cell} {}", finding.rule.name, finding.message(bieumau::text::Language::Vietnamese))
}

impl Origin {
    /// Says how a changed file differs from this one, if it does.
    pub fn compare(&self, changed: &Verdict) -> Result<(), String> {
        let now = Said::of(changed);
        if now == self.said {
            return Ok(());
        }
        if now.errors != self.said.errors {
            return Err(format!("errors {:?}", now.errors));
        }
        if now.agency != self.said.agency {
            return Err(format!("agency {:?}, was {:?}", now.agency, self.said.agency));
        }
        for (was, is) in self.said.submissions.iter().zip(&now.submissions) {
            if (&was.0, &was.1) != (&is.0, &is.1) {
                return Err(format!("{} {:?}, was {} {:?}", is.0, is.1, was.0, was.1));
            }
            if was.2.len() != is.2.len() {
                return Err(format!("{}: {} records, were {}", is.0, is.2.len(), was.2.len()));
            }
            if let Some(at) = (0..was.2.len()).find(|&at| was.2[at] != is.2[at]) {
                return Err(format!("{} record {at}: {:?}, was {:?}", is.0, is.2[at], was.2[at]));
            }
        }
        Err(format!("{} submissions, were {}", now.submissions.len(), self.said.submissions.len()))
    }
}

/// The tables of a workbook as reviewed, with the indexes of their sheets.
pub fn tables(workbook: &Workbook, reviewed: &Verdict) -> Vec<Placed> {
    let all = reviewed.submissions.iter().flat_map(|judged| {
        let form = KNOWLEDGE.forms.iter().position(|form| form.name == judged.submission.form.name);
        judged.submission.tables.iter().zip(&judged.rows).map(move |table| (form, table))
    });
    all.filter_map(|(form, (table, rows))| {
        let sheet = workbook.sheets.iter().position(|sheet| sheet.name == table.sheet)?;
        Some(Placed {
            sheet,
            form: form?,
            table: Laid { table: table.clone(), records: rows.iter().map(|row| (*row).clone()).collect() },
        })
    })
    .collect()
}

/// Whether a row is what it is by the rows around it, so that one row more between them may change what it is: what goes on
/// with the record above, parts of it, another list, rows prepared for values to come, a counted heading over parts with marks.
fn is_told_by_its_place(row: &RowTrace) -> bool {
    let is_counted = row.words.starts_with(|first: char| first.is_ascii_digit());
    matches!(row.kind, RowKind::Joined | RowKind::OtherList | RowKind::Stray)
        || std::ptr::eq(row.why, &why::PREFILLED)
        || is_counted && std::ptr::eq(row.why, &why::HEADS_A_LIST)
}

/// Cases that hold by what a change takes away: a title row beside which other headings stand, entities that capitals spoil, years
/// that belong together only in their order, tables that only a text document has apart, formats that write words around a number.
const LEANING: &[&str] = &[
    "missing-value-titles-within-word-tables",
    "missing-decision-beside-words-like-headings",
    "web-markup-headings-and-title",
    "unknown-column-years-under-a-group",
    "year-in-date-cell-written-by-the-number-format",
    "other-list-of-other-things",
];

/// Every file of the inbox and of the cases that is accepted as it is, but for those with rows that others explain.
pub fn origins() -> Vec<Origin> {
    let target = tempfile::tempdir().expect("a temporary folder");
    let mut folders = vec![PathBuf::from("fixtures/inbox-2023-06-23")];
    for rule in crate::cases::folders("fixtures/cases".as_ref()) {
        for case in crate::cases::folders(&rule) {
            if case.join("schemas").is_dir() {
                continue;
            }
            let name = format!("{}-{}", rule.display(), case.display()).replace('/', "-");
            let folder = target.path().join(name);
            std::fs::create_dir(&folder).expect("a folder can be made");
            crate::cases::lay_out(&case, &folder);
            folders.push(folder);
        }
    }
    let mut origins = Vec::new();
    for folder in folders {
        let collected = workbook::collect(std::slice::from_ref(&folder), &[], false).expect("the folder can be listed");
        for source in collected.sources {
            let Ok(workbook) = workbook::read(&source).workbook else { continue };
            let reviewed = review(workbook.clone());
            let accepted = reviewed.submissions.iter().all(|judged| judged.outcome == Outcome::Accepted);
            if reviewed.submissions.is_empty() || !accepted {
                continue;
            }
            if LEANING.iter().any(|case| folder.to_string_lossy().ends_with(case)) {
                continue;
            }
            // Whose it is must not stand in the file's name alone: formats are written under another one.
            let unnamed = review(Workbook { path: "PL1.csv".into(), ..workbook.clone() });
            if unnamed.agency != reviewed.agency {
                continue;
            }
            let tables = tables(&workbook, &reviewed);
            if tables.iter().any(|placed| placed.table.trace.iter().any(is_told_by_its_place)) {
                continue;
            }
            // What is inserted for one of two tables beside each other cuts the other.
            let place = |placed: &Placed| (placed.sheet, placed.table.header.first.row);
            if tables.windows(2).any(|pair| place(&pair[0]) == place(&pair[1])) {
                continue;
            }
            // What is changed on one of two sheets that are copies makes them differ.
            let copies = [&rules::COPIED_SHEET, &rules::SUPERSEDED];
            if reviewed.all_findings().any(|finding| copies.iter().any(|rule| finding.rule.name == rule.name)) {
                continue;
            }
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            let path = format!("{name}/{}", source.path);
            origins.push(Origin { path, tables, said: Said::of(&reviewed), workbook });
        }
    }
    origins
}
