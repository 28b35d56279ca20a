//! What is kept of a file once it is judged. A run holds this of every file until the last one has told which of them count:
//! findings, the decision, numbers that stand for the rows, what the campaign's obligations ask of them, and where those lie
//! that may count. The rows themselves are judged while they are at hand and let go.
//!
//! Sums and key sets that a rule over a table or between forms needs belong to [`Judged`], beside the numbers of its rows.

use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use crate::cell::Location;
use crate::finding::{Finding, RuleRef, Severity, Shared};
use crate::intake::identify::probable::{Heard, probable};
use crate::intake::rowset::{self, RowSet};
use crate::intake::{self, Claims, Knowledge, Record, Records, Submission, companion};
use crate::rules::{self, own_output};
use crate::schema::{At, Form, Obligation, Tallied};
use crate::store::{Kept, Store};
use crate::value::Value;
use crate::workbook::mark::Output;
use crate::workbook::{Loaded, Refusal};

mod absent;
mod asked;
mod between;
pub mod links;
mod senders;
mod unlisted;

pub use absent::tell_not_given;
pub use asked::{Asked, Lacking, met};
pub use between::between;
use links::{Linking, Links};

use asked::{Asking, Outside};

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileOutcome {
    /// It holds at least one form.
    Read,
    /// It should be a workbook and cannot be read.
    Unreadable,
    /// It can be read and holds no form.
    NotAForm,
    /// Byte for byte the same as another file.
    Duplicate,
    /// No spreadsheet, or a lock file.
    Skipped,
}

impl FileOutcome {
    /// In the order of reports.
    pub const EACH: [Self; 5] = [Self::Read, Self::Unreadable, Self::NotAForm, Self::Duplicate, Self::Skipped];
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
    /// The same agency sent another answer that counts in its place.
    Superseded,
}

/// A file with everything that was found out about it.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The path as shown.
    pub path: Arc<str>,
    /// In lower-case hexadecimal; empty when the bytes could not be read.
    pub sha256: String,
    /// What became of it.
    pub outcome: FileOutcome,
    /// The file that is read in its place, for a duplicate.
    pub duplicate_of: Option<Arc<str>>,
    /// The code of the agency it belongs to.
    pub agency: Option<String>,
    /// The code of the agency that it is probably from, where `agency` is `None`: what its name, its folder, a manifest or a
    /// body below an agency say, also of a file that could not be read.
    pub probable_agency: Option<String>,
    /// The forms in it, in the order of the file.
    pub submissions: Vec<Judged>,
    /// What concerns the file as a whole; an error here rejects all its submissions.
    pub findings: Vec<Finding>,
    /// The day of the message that it came with, where it was sent.
    pub sent: Option<Date>,
    /// The form of the tool's own that it is, if nobody has worked on it; see `own_output`.
    pub untouched: Option<Untouched>,
    /// The path of the file that it was made of, if it is a form that went back to its sender.
    pub made_from: Option<String>,
}

/// A form of ours that nobody has worked on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untouched {
    /// Which of our forms.
    pub output: Output,
    /// The names of the forms in it, once it is set aside.
    pub forms: Vec<String>,
}

/// A submission and what becomes of it.
#[derive(Clone, Debug)]
pub struct Judged {
    /// As taken in, with all its findings. Its tables keep their columns and traces only if the run asks for [`Keep::All`].
    pub submission: Submission,
    /// [`Outcome::Accepted`] or [`Outcome::Rejected`] after the checks; the ledger may make it later or superseded.
    pub outcome: Outcome,
    /// The latest day in the field by which the form says which of two answers is the later one.
    pub dated: Option<Date>,
    /// What its rows are known by.
    pub names: RowSet,
    /// What ties it to the other forms of its sender.
    pub links: Links,
    /// What the form's tallies come to.
    pub tallies: Vec<Tallied>,
    /// What the obligations about its form ask of its rows, in the campaign's order.
    pub asked: Vec<Asked>,
    /// Where the rows of its tables lie, one for each table; none once they cannot count any more.
    pub rows: Vec<Kept>,
}

impl Judged {
    /// All that its kept rows say, each in a number. They are read from where they lie.
    pub fn contents(&self) -> RowSet {
        let rows = self.rows.iter().flat_map(|rows| rows.iter());
        rows.map(|record| rowset::contents(&self.submission.form, &record)).collect()
    }
}

/// Which rows are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// None: all is said of them while they are at hand.
    Nothing,
    /// Those of submissions without an error, which may be merged.
    WhatMayCount,
    /// All, with columns and traces: somebody looks at them, or says which errors are to be allowed.
    All,
}

/// What files are judged by; prepared once a run.
#[derive(Clone, Debug)]
pub struct Judge<'a> {
    /// The forms and agencies.
    pub knowledge: &'a Knowledge,
    /// What is asked of the rows beside the rules; nothing where no ledger is drawn up.
    pub obligations: &'a [Obligation],
    /// The day for which the ledger is drawn up.
    pub as_of: Date,
    /// Which rows are kept.
    pub keep: Keep,
    /// Where they are kept.
    pub store: Arc<Store>,
    /// What the findings of all files have in common.
    pub shared: Arc<Shared>,
}

impl<'a> Judge<'a> {
    /// One by whom nothing is kept but what is found.
    pub fn of_findings(knowledge: &'a Knowledge) -> Self {
        Self {
            knowledge,
            obligations: &[],
            as_of: Date::ZERO,
            keep: Keep::Nothing,
            store: Store::in_memory(),
            shared: Arc::default(),
        }
    }

    /// One by whom all rows are kept, in memory.
    pub fn of_all(knowledge: &'a Knowledge) -> Self {
        Self { keep: Keep::All, ..Self::of_findings(knowledge) }
    }

    /// Takes a file in and judges it.
    pub fn review(&self, loaded: Loaded, claims: &Claims) -> Verdict {
        let Loaded { path, sha256, workbook, mut findings, mark, sender, says } = loaded;
        let mut verdict = Verdict {
            path,
            sha256,
            outcome: FileOutcome::Skipped,
            duplicate_of: None,
            agency: None,
            probable_agency: None,
            submissions: Vec::new(),
            findings: Vec::new(),
            sent: sender.as_ref().and_then(|sender| sender.date),
            untouched: None,
            made_from: None,
        };
        if let Some(mark) = mark.as_ref().filter(|mark| !mark.output.is_form()) {
            verdict.findings.push(own_output::no_form(&verdict.path, mark.output));
            return verdict;
        }
        verdict.outcome = match &workbook {
            Ok(_) => FileOutcome::Read,
            Err(Refusal::Unreadable) => FileOutcome::Unreadable,
            Err(Refusal::Skipped) => FileOutcome::Skipped,
        };
        let Ok(workbook) = workbook else {
            let message = sender.as_ref().map(|sender| sender.sayings()).unwrap_or_default();
            let names = &self.knowledge.names;
            let probable = probable(names, &verdict.path, claims, Heard { message: &message, text: &says });
            let whose = probable.as_ref().map(|probable| probable.told(names)).unwrap_or_default();
            verdict.findings = findings.into_iter().map(|finding| finding.with_words("whose", whose.clone())).collect();
            verdict.probable_agency = probable.map(|probable| probable.agency);
            return verdict;
        };
        let workbook = match &sender {
            Some(sender) => sender.told_with(workbook),
            None => workbook,
        };
        let untouched = companion::untouched(&workbook, mark.as_ref(), &self.knowledge.names.country().language);
        verdict.made_from = companion::made_from(&workbook);
        verdict.untouched = untouched.map(|output| Untouched { output, forms: Vec::new() });
        let is_rejected = findings.iter().any(|finding| finding.severity == Severity::Error);
        let taken = intake::take(&workbook, self.knowledge, claims, |submission, records, of_workbook| {
            self.judge(&verdict.path, submission, records, is_rejected || of_workbook)
        });
        findings.extend(taken.findings);
        if taken.submissions.is_empty() {
            verdict.outcome = FileOutcome::NotAForm;
            // A letter or a decision: what is odd about its text is of no interest.
            if findings.last().is_some_and(|finding| finding.rule.is(&rules::DOCUMENT_WITHOUT_FORM)) {
                verdict.outcome = FileOutcome::Skipped;
                let kept = [&rules::DOCUMENT_WITHOUT_FORM, &rules::PART_NOT_READ];
                findings.retain(|finding| kept.iter().any(|rule| finding.rule.is(rule)));
            }
        }
        (verdict.agency, verdict.probable_agency) = (taken.agency, taken.probable_agency);
        (verdict.submissions, verdict.findings) = (taken.submissions, findings);
        rules::outside::tell_once(verdict.submissions.iter_mut().map(|judged| &mut judged.submission));
        self.shared.share(verdict.submissions.iter_mut().flat_map(|judged| &mut judged.submission.findings));
        verdict
    }

    /// Judges a submission: everything that looks at its rows does so here. `is_rejected` says that the file has an error.
    fn judge(&self, path: &Arc<str>, mut submission: Submission, records: &[Records<'_>], is_rejected: bool) -> Judged {
        let form = Arc::clone(&submission.form);
        let issued = submission.decision.as_ref().map(|decision| decision.date);
        let about = self.obligations.iter().filter(|obligation| obligation.form == form.name);
        let mut asking: Vec<Asking<'_>> = about
            .map(|obligation| Asking::new(obligation, &form, issued, self.as_of, Outside::of(&submission)))
            .collect();
        let known = if self.keep == Keep::Nothing { &[][..] } else { &submission.tables };
        let records_in = known.iter().map(|table| table.rows.records).sum();
        let (mut names, mut dated) = (Vec::with_capacity(records_in), None);
        let mut rows: Vec<Kept> = submission.tables.iter().map(|_| Kept::new(&self.store)).collect();
        let damaged = submission.damaged;
        if let Some(At::Value(value)) = form.dated_by {
            dated = submission.values.get(value).and_then(|given| day(&given.entry.value));
        }
        let mut linking = Linking::new(path, &form, &submission, &self.knowledge.forms);
        let tallies = rules::judge(path, &mut submission, records, |(at, table), block, has_error| {
            if self.keep != Keep::Nothing {
                names.extend(block.iter().flat_map(|record| rowset::names(&form, record)));
            }
            if let Some(At::Field(field)) = form.dated_by {
                dated = latest(field, block).max(dated);
            }
            linking.see(table, block);
            if !damaged {
                asking.iter_mut().for_each(|asking| asking.see(path, table, block));
            }
            if self.keep == Keep::All || self.keep == Keep::WhatMayCount && !has_error && !is_rejected {
                rows[at].push(block);
            }
        });
        let is_rejected = is_rejected || submission.has_error();
        if self.keep != Keep::All {
            for table in &mut submission.tables {
                (table.columns, table.trace) = (Vec::new(), Vec::new());
            }
            if is_rejected {
                rows = Vec::new();
            }
        }
        submission.findings.shrink_to_fit();
        submission.tables.shrink_to_fit();
        Judged {
            submission,
            outcome: if is_rejected { Outcome::Rejected } else { Outcome::Accepted },
            dated,
            names: names.into_iter().collect(),
            links: linking.finish(),
            tallies,
            asked: asking.into_iter().map(Asking::finish).collect(),
            rows,
        }
    }
}

/// The latest day in this field of some records.
fn latest(field: usize, records: &[Record]) -> Option<Date> {
    records.iter().filter_map(|record| day(&record.entries[field].value)).max()
}

/// The day that a value tells, of a period its last one.
fn day(value: &Value) -> Option<Date> {
    match value {
        Value::Date(day) => Some(*day),
        Value::Period(period) => period.end.or(period.start),
        _ => None,
    }
}

impl Verdict {
    /// All findings about the file and its submissions, in that order.
    pub fn all_findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().chain(self.submissions.iter().flat_map(|judged| &judged.submission.findings))
    }

    /// Hands out what was found, in the order of [`Self::all_findings`]; that its submissions are rejected stays.
    pub fn take_findings(&mut self) -> Vec<Finding> {
        let mut all = std::mem::take(&mut self.findings);
        for judged in &mut self.submissions {
            all.append(&mut judged.submission.findings);
            judged.submission.findings = Vec::new();
        }
        all
    }

    /// Accepts those of its submissions that were rejected for errors that are no more. What counts later, or
    /// is superseded, stays so.
    pub fn judge_anew(&mut self) {
        let is_rejected = self.is_rejected();
        for judged in self.submissions.iter_mut().filter(|judged| judged.outcome == Outcome::Rejected) {
            if !is_rejected && !judged.submission.has_error() {
                judged.outcome = Outcome::Accepted;
            }
        }
    }

    /// Whether the file as a whole has an error.
    pub fn is_rejected(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// Makes the findings of these rules notes that reject nothing, and judges the submissions anew.
pub fn allow(verdicts: &mut [Verdict], rules: &[RuleRef]) {
    allow_notes(verdicts, rules);
    verdicts.iter_mut().filter(|_| !rules.is_empty()).for_each(Verdict::judge_anew);
}

/// The same without judging anew, for findings that came after the ledger.
pub fn allow_notes(verdicts: &mut [Verdict], rules: &[RuleRef]) {
    for file in verdicts {
        let of_submissions = file.submissions.iter_mut().flat_map(|judged| &mut judged.submission.findings);
        for finding in file.findings.iter_mut().chain(of_submissions) {
            if rules.contains(&finding.rule) {
                finding.severity = Severity::Info;
            }
        }
    }
}

/// Makes an error of every form that is not the one asked for, in a file that holds that one of a note.
pub fn refuse_others(verdicts: &mut [Verdict], asked: &Form) {
    for file in verdicts {
        let is_there = file.submissions.iter().any(|judged| judged.submission.form.name == asked.name);
        let severity = if is_there { Severity::Info } else { Severity::Error };
        for judged in file.submissions.iter_mut().filter(|judged| judged.submission.form.name != asked.name) {
            let Submission { form, tables, findings, .. } = &mut judged.submission;
            let Some(table) = tables.first() else { continue };
            let place = Location::sheet(&file.path, table.sheet.as_ref(), Some(table.header.first));
            let told = Finding::new(&rules::OTHER_FORM, place)
                .with_words("form", form.title.clone())
                .with_words("asked", asked.title.clone());
            findings.push(told.as_bad_as(severity));
            if severity == Severity::Error {
                judged.outcome = Outcome::Rejected;
            }
        }
    }
}

/// Sets aside the forms of ours that nobody has worked on: they are no submissions.
pub fn set_aside_untouched(verdicts: &mut [Verdict]) {
    for file in verdicts {
        if let Some(of) = &mut file.untouched {
            file.outcome = FileOutcome::Skipped;
            of.forms = file.submissions.drain(..).map(|judged| judged.submission.form.name.clone()).collect();
            file.findings = vec![own_output::untouched(&file.path, of.output)];
        }
    }
}

/// Says of returned forms in which there is no error that as they are they will not count; of one with errors that is known.
pub fn tell_untouched(verdicts: &mut [Verdict]) {
    for file in verdicts {
        let errs = file.all_findings().any(|finding| finding.severity == Severity::Error);
        if let Some(of) = file.untouched.as_ref().filter(|_| !errs) {
            // Whoever would send it as it is has to know that before all else.
            file.findings.push(own_output::untouched(&file.path, of.output).as_bad_as(Severity::Error));
        }
    }
}
