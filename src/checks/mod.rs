//! Judges what intake understood: one file a rule, in the order of work.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use serde::Serialize;

use crate::cell::{Cell, Location};
use crate::finding::rules::NOT_ALL_TOLD;
use crate::finding::{Finding, Rule, Severity};
use crate::intake::{self, Claims, Knowledge, Record, Submission, Table, companion};
use crate::schema::Form;
use crate::workbook::{Loaded, Refusal};

mod bad_period;
mod bad_url;
mod closed_format;
mod ditto;
mod duplicate_value;
mod form_rules;
mod formula_error;
mod missing_value;
mod near_duplicate;
mod normalised;
mod not_in_list;
pub mod own_output;
mod several_names;
mod too_long;
mod understood;
mod wrong_type;

pub use own_output::Untouched;

type TableCheck = fn(&Form, &Table, &[Record], &mut Sink<'_>);

/// The checks of a table's records, in the order of work.
const TABLE_CHECKS: &[TableCheck] = &[
    formula_error::check,
    missing_value::check,
    not_in_list::check,
    bad_period::check,
    bad_url::check,
    wrong_type::check,
    too_long::check,
    several_names::check,
    closed_format::check,
    form_rules::check,
    ditto::check,
    normalised::check,
    understood::check,
];

type NameCheck = fn(&Form, &[Name<'_>], &mut Sink<'_>);

/// The checks of all names in a submission, after those of its tables.
const NAME_CHECKS: &[NameCheck] = &[duplicate_value::check, near_duplicate::check];

/// A value of a unique field.
struct Name<'a> {
    /// The field's index in the form.
    field: usize,
    table: &'a Table,
    cell: Cell,
    typed: String,
    /// See [`intake::Entry::folded`].
    folded: String,
}

impl<'a> Name<'a> {
    /// The names in these records of a table, field by field.
    fn of(form: &'a Form, table: &'a Table, records: &[Record]) -> Vec<Self> {
        let unique = form.fields.iter().enumerate().filter(|(_, field)| field.unique);
        let names = unique.flat_map(|(field, _)| {
            records.iter().filter_map(move |record| {
                let entry = &record.entries[field];
                let (cell, folded) = entry.folded()?;
                Some(Self { field, table, cell, typed: entry.typed().to_owned(), folded })
            })
        });
        names.collect()
    }

    /// Tells that it says the same as the first one, in the sense of the rule. The first is named with its sheet, if that is
    /// another one.
    fn tell(&self, rule: &'static Rule, first: &Self, form: &Form, sink: &mut Sink<'_>) {
        let place = match &first.table.sheet {
            Some(sheet) if first.table.sheet != self.table.sheet => format!("{sheet}!{}", first.cell),
            _ => first.cell.to_string(),
        };
        let field = &form.fields[self.field];
        let finding = Finding::new(rule, sink.at(self.table, self.cell))
            .about(&field.name, &*self.typed)
            .with("heading", &field.title)
            .with_place("first", sink.at(first.table, first.cell), place);
        sink.push(finding);
    }
}

/// Findings of one rule about one field that a submission is told one by one. Whoever filled in a column wrongly a thousand times
/// does not read on; and a hostile form could have millions.
const TOLD_OF_A_FIELD: usize = 1_000;

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileOutcome {
    /// It holds at least one form.
    Read,
    /// It should be a workbook and cannot be read.
    Unreadable,
    /// It can be read and holds no form.
    NotAForm,
    /// Byte for byte the same as the file named here.
    Duplicate(Arc<str>),
    /// No spreadsheet, or a lock file.
    Skipped,
}

/// What becomes of a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Its rows are merged.
    Accepted,
    /// It has an error.
    Rejected,
    /// Issued after the as-of date: counts as not sent yet.
    Later,
    /// The same agency sent the same form with a later decision.
    Superseded,
}

/// A file with everything that was found out about it.
#[derive(Clone, Debug)]
pub struct Reviewed {
    /// The path as shown.
    pub path: Arc<str>,
    /// In lower-case hexadecimal; empty when the bytes could not be read.
    pub sha256: String,
    /// What became of it.
    pub outcome: FileOutcome,
    /// The code of the agency it belongs to.
    pub agency: Option<String>,
    /// The code of the agency that it is probably from, where `agency` is `None`: what its name, its folder, a manifest or a
    /// body below an agency say, also of a file that could not be read.
    pub probable_agency: Option<String>,
    /// The forms in it, in the order of the file.
    pub submissions: Vec<Judged>,
    /// What concerns the file as a whole; an error here rejects all its submissions.
    pub findings: Vec<Finding>,
    /// The form of the tool's own that it is, if nobody has worked on it; see [`own_output`].
    pub untouched: Option<Untouched>,
}

/// A submission and what becomes of it.
#[derive(Clone, Debug)]
pub struct Judged {
    /// As taken in, with all its findings.
    pub submission: Submission,
    /// [`Outcome::Accepted`] or [`Outcome::Rejected`] after the checks; the ledger may make it later or superseded.
    pub outcome: Outcome,
}

impl Reviewed {
    /// All findings about the file and its submissions, in that order.
    pub fn all_findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().chain(self.submissions.iter().flat_map(|judged| &judged.submission.findings))
    }

    /// Whether the file as a whole has an error.
    pub fn is_rejected(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// Collects the findings of one submission.
pub struct Sink<'a> {
    path: &'a Arc<str>,
    findings: Vec<Finding>,
    /// The rules told at cells that stand for several rows, so that a merged cell is told once.
    told: HashSet<(String, Location)>,
    /// How often each rule was met in each field.
    counts: BTreeMap<(String, Option<String>), usize>,
}

impl Sink<'_> {
    /// The place of a cell of this table.
    fn at(&self, table: &Table, cell: Cell) -> Location {
        Location::sheet(self.path, table.sheet.as_ref(), Some(cell))
    }

    fn push(&mut self, finding: Finding) {
        let key = (finding.rule.name.to_string(), finding.field.clone());
        let count = self.counts.entry(key).or_default();
        if *count >= TOLD_OF_A_FIELD {
            *count += 1;
            return;
        }
        let value = finding.value.as_deref().unwrap_or_default();
        if self.told.insert((format!("{} {value}", finding.rule.name), finding.location.clone())) {
            *count += 1;
            self.findings.push(finding);
        }
    }

    /// The findings, with one more for each rule and field of which not all are told.
    fn finish(self, form: &Form, table: &Table) -> Vec<Finding> {
        let mut findings = self.findings;
        for ((rule, field), count) in self.counts.into_iter().filter(|(_, count)| *count > TOLD_OF_A_FIELD) {
            let index = field.as_ref().and_then(|name| form.field(name));
            let title = index.map_or(&form.name, |index| &form.fields[index].title);
            let column = index.and_then(|index| table.columns.iter().find(|column| column.field == Some(index)));
            let place = Location::sheet(self.path, table.sheet.as_ref(), column.map(|column| column.cell));
            let mut finding = Finding::new(&NOT_ALL_TOLD, place)
                .with("heading", title)
                .with("rule", rule)
                .with("count", count.to_string())
                .with("limit", TOLD_OF_A_FIELD.to_string());
            finding.field = field;
            findings.push(finding);
        }
        findings
    }
}

/// Takes a file in and judges it.
pub fn review(loaded: Loaded, knowledge: &Knowledge, claims: &Claims) -> Reviewed {
    let Loaded { path, sha256, workbook, mut findings, mark } = loaded;
    if let Some(mark) = mark.as_ref().filter(|mark| !mark.output.is_form()) {
        return own_output::reviewed(path, sha256, mark.output);
    }
    let outcome = match &workbook {
        Ok(_) => FileOutcome::Read,
        Err(Refusal::Unreadable) => FileOutcome::Unreadable,
        Err(Refusal::Skipped) => FileOutcome::Skipped,
    };
    let Ok(workbook) = workbook else {
        let probable_agency = intake::identify::probable(&knowledge.names, &path, claims);
        return Reviewed {
            path,
            sha256,
            outcome,
            agency: None,
            probable_agency,
            submissions: Vec::new(),
            findings,
            untouched: None,
        };
    };
    let untouched = companion::untouched(&workbook, mark.as_ref()).map(Untouched::from);
    let taken = intake::take(&workbook, knowledge, claims);
    // A large one takes more memory than the checks do.
    drop(workbook);
    findings.extend(taken.findings);
    let rejected = findings.iter().any(|finding| finding.severity == Severity::Error);
    let submissions: Vec<Judged> =
        taken.submissions.into_iter().map(|submission| judge(&path, submission, rejected)).collect();
    let outcome = if submissions.is_empty() { FileOutcome::NotAForm } else { outcome };
    let (agency, probable_agency) = (taken.agency, taken.probable_agency);
    Reviewed { path, sha256, outcome, agency, probable_agency, submissions, findings, untouched }
}

/// Makes the findings of the rules with these names notes that reject nothing, and judges the submissions anew.
pub fn allow(reviewed: &mut [Reviewed], rules: &[String]) {
    allow_notes(reviewed, rules);
    for file in reviewed.iter_mut().filter(|_| !rules.is_empty()) {
        let file_rejects = file.is_rejected();
        for judged in &mut file.submissions {
            let findings = &judged.submission.findings;
            let rejected = file_rejects || findings.iter().any(|finding| finding.severity == Severity::Error);
            judged.outcome = if rejected { Outcome::Rejected } else { Outcome::Accepted };
        }
    }
}

/// The same without judging anew, for findings that came after the ledger.
pub fn allow_notes(reviewed: &mut [Reviewed], rules: &[String]) {
    for file in reviewed {
        let of_submissions = file.submissions.iter_mut().flat_map(|judged| &mut judged.submission.findings);
        for finding in file.findings.iter_mut().chain(of_submissions) {
            if rules.iter().any(|rule| finding.rule.name == **rule) {
                finding.severity = Severity::Info;
            }
        }
    }
}

/// Runs all checks over a submission. `rejected` says that the file as a whole has an error.
fn judge(path: &Arc<str>, mut submission: Submission, rejected: bool) -> Judged {
    if !submission.damaged {
        let mut sink = Sink { path, findings: Vec::new(), told: HashSet::new(), counts: BTreeMap::new() };
        let mut names = Vec::new();
        for table in &submission.tables {
            for records in table.records.blocks() {
                for check in TABLE_CHECKS {
                    check(&submission.form, table, &records, &mut sink);
                }
                names.extend(Name::of(&submission.form, table, &records));
            }
        }
        for check in NAME_CHECKS {
            check(&submission.form, &names, &mut sink);
        }
        if let Some(table) = submission.tables.first() {
            submission.findings.extend(sink.finish(&submission.form, table));
        }
    }
    let rejected = rejected || submission.findings.iter().any(|finding| finding.severity == Severity::Error);
    Judged { submission, outcome: if rejected { Outcome::Rejected } else { Outcome::Accepted } }
}
