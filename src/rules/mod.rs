//! The rules that ship with the tool, and how they are asked: one file a rule holds its words and its check. Rules that an
//! earlier stage tells stand in that stage's `rules`, for only there is it known what was met; of those that the ledger tells,
//! the words are here.

use std::sync::Arc;

use anyhow::bail;
use serde::Serialize;

use crate::cell::Cell;
use crate::finding::{Finding, Rule, Severity};
use crate::intake::{self, Claims, Entry, Knowledge, Record, Submission, Table, companion};
use crate::schema::{Field, Form, Schemas};
use crate::workbook::{Loaded, Refusal};

mod address_behind_text;
mod ambiguous_number;
mod bad_period;
mod bad_url;
mod closed_format;
mod ditto;
mod duplicate_value;
mod facts;
mod form_rules;
mod formula_error;
mod missing_value;
mod near_duplicate;
pub mod normalised;
mod not_all_told;
mod not_in_list;
pub mod own_output;
mod several_names;
mod sink;
mod submissions;
mod too_long;
mod web_markup;
mod wrong_type;
mod year_in_date_cell;

pub use crate::intake::rules::*;
pub use crate::workbook::rules::*;
pub use own_output::Untouched;
pub use submissions::*;

use Asked::{Names, Otherwise, Parts, Records, Remark, Value};
use facts::Facts;
use sink::Sink;

/// The rules of this module and how each is asked, in the order of work.
static ASKED: &[(Option<&Rule>, Asked)] = &[
    (Some(&formula_error::RULE), Remark(formula_error::facts)),
    (Some(&missing_value::RULE), Value(missing_value::facts)),
    (Some(&not_in_list::RULE), Parts(not_in_list::facts)),
    (Some(&bad_period::RULE), Remark(bad_period::facts)),
    (Some(&bad_url::RULE), Remark(bad_url::facts)),
    (Some(&wrong_type::RULE), Remark(wrong_type::facts)),
    (Some(&too_long::RULE), Value(too_long::facts)),
    (Some(&several_names::RULE), Value(several_names::facts)),
    (Some(&closed_format::RULE), Parts(closed_format::facts)),
    (None, Records(form_rules::check)),
    (Some(&ditto::RULE), Remark(ditto::facts)),
    (Some(&normalised::RULE), Remark(normalised::facts)),
    (Some(&year_in_date_cell::RULE), Remark(year_in_date_cell::facts)),
    (Some(&web_markup::RULE), Remark(web_markup::facts)),
    (Some(&address_behind_text::RULE), Remark(address_behind_text::facts)),
    (Some(&ambiguous_number::RULE), Remark(ambiguous_number::facts)),
    (Some(&duplicate_value::RULE), Names(duplicate_value::check)),
    (Some(&near_duplicate::RULE), Names(near_duplicate::check)),
    (Some(&not_all_told::RULE), Otherwise),
    (Some(&own_output::RULE), Otherwise),
];

/// How a rule is asked.
enum Asked {
    /// Of an entry with a remark: it is what the rule translates.
    Remark(fn(&Field, &Entry) -> Option<Facts>),
    /// Of every entry.
    Value(fn(&Field, &Entry) -> Option<Facts>),
    /// Of every entry, and it may be broken several times.
    Parts(fn(&Field, &Entry) -> Vec<Facts>),
    /// Of some records of a table.
    Records(fn(&Form, &Table, &[Record], &mut Sink<'_>)),
    /// Of all names in the submission, after its tables.
    Names(fn(&Form, &[Name<'_>], &mut Sink<'_>)),
    /// Where what it is about comes about.
    Otherwise,
}

/// Every rule that ships with the tool, in the order of work.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let stages = std::iter::once(IN_WORKBOOK).chain(IN_INTAKE).chain([IN_LEDGER]);
    let own = ASKED.iter().filter_map(|(rule, _)| *rule);
    stages.flatten().copied().chain(own)
}

/// That no form brings a rule with the name or code of one of these.
///
/// # Errors
/// Which does.
pub fn refuse_taken(schemas: &Schemas) -> anyhow::Result<()> {
    for form in &schemas.forms {
        for own in form.rules.iter().map(|rule| &rule.rule) {
            if let Some(other) = all().find(|rule| rule.name == own.name || rule.code == own.code) {
                bail!(
                    "form `{}`: rule `{}`: `{}` {} is one of the tool's own rules",
                    form.name,
                    own.name,
                    other.code,
                    other.name
                );
            }
        }
    }
    Ok(())
}

/// Asks the rules of some records of a table.
fn ask(form: &Form, table: &Table, records: &[Record], sink: &mut Sink<'_>) {
    for record in records {
        for (field, entry) in form.fields.iter().zip(&record.entries) {
            if let Some(cell) = entry.cell {
                ask_of_entry((field, entry), (table, cell), sink);
            }
        }
    }
    for (order, (_, asked)) in ASKED.iter().enumerate() {
        if let Records(check) = asked {
            sink.order = order;
            check(form, table, records, sink);
        }
    }
    sink.settle();
}

fn ask_of_entry((field, entry): (&Field, &Entry), place: (&Table, Cell), sink: &mut Sink<'_>) {
    for (order, (rule, asked)) in ASKED.iter().enumerate() {
        let facts = match asked {
            Remark(_) if entry.remark.is_none() => continue,
            Remark(facts) | Value(facts) => Vec::from_iter(facts(field, entry)),
            Parts(facts) => facts(field, entry),
            Records(_) | Names(_) | Otherwise => continue,
        };
        sink.order = order;
        for (fact, rule) in facts.into_iter().zip(rule.iter().cycle()) {
            fact.tell(rule, (field, entry), place, sink);
        }
    }
}

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
        let mut sink = Sink::new(path);
        let mut names = Vec::new();
        for table in &submission.tables {
            for records in table.records.blocks() {
                ask(&submission.form, table, &records, &mut sink);
                names.extend(Name::of(&submission.form, table, &records));
            }
        }
        for (order, (_, asked)) in ASKED.iter().enumerate() {
            if let Names(check) = asked {
                sink.order = order;
                check(&submission.form, &names, &mut sink);
            }
        }
        if let Some(table) = submission.tables.first() {
            submission.findings.extend(sink.finish(&submission.form, table));
        }
    }
    let rejected = rejected || submission.findings.iter().any(|finding| finding.severity == Severity::Error);
    Judged { submission, outcome: if rejected { Outcome::Rejected } else { Outcome::Accepted } }
}
