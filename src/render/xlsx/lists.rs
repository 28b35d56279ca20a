//! The sheet *Tệp*: what became of every file.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_xlsxwriter::Workbook;

use super::grid::{Grid, ListCell, columns, linked_count};
use super::links::Links;
use super::{Result, SheetNames};
use crate::finding::Severity;
use crate::render::{Results, terms, words};
use crate::report::{FileRow, TableRow};
use crate::text::Language;
use crate::verdict::Outcome;

/// The columns. What stands behind the notes is for programs and formulas, and is not printed.
const FILES: [(&str, &str, usize); 14] = [
    ("Tệp", "File", 60),
    ("Kết quả", "Outcome", 16),
    ("Cơ quan", "Agency", 30),
    ("Biểu mẫu", "Form", 24),
    ("Biểu được tính?", "Submission", 14),
    ("Văn bản ban hành", "Decision", 20),
    ("Dòng dữ liệu", "Rows", 8),
    ("Dòng khác", "Other rows", 8),
    ("Số lỗi", "Errors", 6),
    ("Cảnh báo", "Warnings", 6),
    ("Lưu ý", "Notes", 6),
    ("Số biểu", "Forms", 6),
    ("Biểu bị trả lại", "Forms rejected", 8),
    ("SHA-256", "SHA-256", 66),
];
const PRINTED: u16 = 11;
/// The row of their headings, from 0, see [`Grid::header_row`].
pub const FILES_HEADER: u32 = 3;

/// What the overview counts on the sheet.
#[derive(Clone, Copy, Debug)]
pub enum Counted {
    /// What became of each file.
    Outcome,
    /// How many forms it holds.
    Forms,
    /// How many of them were rejected.
    Rejected,
}

impl Counted {
    /// Its column, as an absolute address; `files` is how many there are.
    pub fn range(self, files: usize) -> String {
        let heading = match self {
            Self::Outcome => "Outcome",
            Self::Forms => "Forms",
            Self::Rejected => "Forms rejected",
        };
        let column = FILES.iter().position(|(_, en, _)| *en == heading).unwrap_or_default();
        terms::column(column as u32, (FILES_HEADER + 2, FILES_HEADER + 1 + files.max(1) as u32))
    }
}

/// How many submissions a file holds, and how many of them were rejected. Tables of one form are parts of one submission.
pub fn form_counts(file: &FileRow) -> (usize, usize) {
    let forms: BTreeMap<&str, Outcome> = file.tables.iter().map(|table| (table.form.as_str(), table.outcome)).collect();
    (forms.len(), forms.values().filter(|outcome| **outcome == Outcome::Rejected).count())
}

/// Every file, one a row.
pub fn files(workbook: &mut Workbook, results: &Results<'_>, names: &SheetNames, links: &Links<'_>) -> Result {
    let language = results.language;
    let files = &results.report.review.files;
    let agencies = agency_names(results);
    let mut notes: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in results.report.review.open().filter(|finding| finding.severity() == Severity::Info) {
        *notes.entry(&**finding.file()).or_default() += 1;
    }
    let subtitle = format!("{} · {}", super::as_of(results), words::counted(files.len(), "tệp", "file", language));
    let grid = Grid {
        name: &names.files,
        title: results.language.say("Các tệp đã nhận", "Files received"),
        subtitle: &subtitle,
        columns: columns(language, &FILES),
        frozen: 1,
        language,
        printed: PRINTED,
        ..Grid::default()
    };
    debug_assert_eq!(grid.header_row(), FILES_HEADER, "the overview counts from this row");
    let row = |file| file_row(file, results, &agencies, &notes, links);
    grid.write(workbook, files.len(), files.iter().map(row), |_, _| Ok(()))
}

fn file_row<'f>(
    file: &'f FileRow,
    results: &Results<'_>,
    agencies: &BTreeMap<&str, &str>,
    notes: &BTreeMap<&str, usize>,
    links: &Links<'_>,
) -> Vec<ListCell<'f>> {
    let language = results.language;
    let joined = |of: &dyn Fn(&TableRow) -> String| {
        let mut all: Vec<String> = file.tables.iter().map(of).filter(|text| !text.is_empty()).collect();
        all.dedup();
        if all.is_empty() { ListCell::Blank } else { ListCell::Text(Cow::Owned(all.join("; "))) }
    };
    let title = |name: &str| {
        let form = results.summary.forms.iter().find(|merged| merged.form.name == name);
        form.map_or(name.to_owned(), |merged| merged.form.short.get(language).to_owned())
    };
    let records: usize = file.tables.iter().map(|table| table.rows.records).sum();
    let seen: usize = file.tables.iter().map(|table| table.rows.seen).sum();
    let counted = |count: usize| if file.tables.is_empty() { ListCell::Blank } else { ListCell::Count(count) };
    let (forms, rejected) = form_counts(file);
    vec![
        ListCell::text(&file.path),
        ListCell::Text(Cow::Owned(words::file_outcome(file.outcome).get(language).to_owned())),
        match (&file.agency, &file.probable_agency) {
            (None, Some(probable)) => probably(probable, agencies, language),
            (agency_of, _) => agency(agency_of.as_deref(), agencies, links),
        },
        match &file.duplicate_of {
            Some(other) => ListCell::Text(Cow::Owned(format!("= {other}"))),
            None => joined(&|table| title(&table.form)),
        },
        joined(&|table| words::outcome(table.outcome).get(language).to_owned()),
        joined(&|table| table.decision.as_ref().map(|decision| decision.number.clone()).unwrap_or_default()),
        counted(records),
        counted(seen - records),
        linked_count(file.errors, links.error(&file.path).filter(|_| file.errors > 0)),
        linked_count(file.warnings, links.error(&file.path).filter(|_| file.warnings > 0)),
        linked_count(notes.get(&*file.path).copied().unwrap_or_default(), links.note(&file.path)),
        ListCell::Count(forms),
        ListCell::Count(rejected),
        ListCell::text(&file.sha256),
    ]
}

/// The agency with this code, by code and name, leading to how it stands.
fn agency<'c>(code: Option<&str>, agencies: &BTreeMap<&str, &str>, links: &Links<'_>) -> ListCell<'c> {
    let Some(code) = code else { return ListCell::Blank };
    let name = agencies.get(code).filter(|name| **name != code);
    let shown = name.map_or(code.to_owned(), |name| format!("{code} {name}"));
    ListCell::linked(shown, links.agency(code))
}

/// The agency with this code, from which the file probably is: nothing counts for it.
fn probably<'c>(code: &str, agencies: &BTreeMap<&str, &str>, language: Language) -> ListCell<'c> {
    let shown = agencies.get(code).map_or(code.to_owned(), |name| format!("{code} {name}"));
    let probably = language.say("có thể", "probably");
    ListCell::Text(Cow::Owned(format!("{shown} ({probably})")))
}

/// Names by code.
pub fn agency_names<'a>(results: &Results<'a>) -> BTreeMap<&'a str, &'a str> {
    let report = results.report;
    report.agencies.iter().chain(&report.unlisted).map(|agency| (agency.code.as_str(), agency.shown.as_str())).collect()
}
