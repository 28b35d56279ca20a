//! What came out, as typed tables: the one source that every format is rendered from, so that the terminal, the JSON, the
//! data package and the workbook cannot disagree. `schemas/report.schema.json` describes the JSON of it.
//!
//! Fields marked `skip` are for the renderers; they are either repeated elsewhere in the JSON or only of use for layout.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::finding::{RuleRef, Severity};
use crate::intake::{CellCounts, Decision, RowCounts};
use crate::ledger::{Code, Status};
use crate::schema::Level;
use crate::verdict::{FileOutcome, Outcome};

mod build;
pub mod earlier;
pub mod history;
pub mod most;
mod groups;
mod row;
mod printed;
mod totals;
pub mod trend;
mod values;
pub mod warnings;

pub use crate::ledger::TotalRow;
pub use build::{Findings, reconciled, review, review_and_let_go};
pub use groups::{Group, OfFile, OfSheet, Saying, by_file, by_file_from};
pub use most::Told;
pub use printed::{PrintedCell, PrintedRow, PrintedTable, printed};
pub use row::FindingRow;
pub use values::ValueRow;

/// The version of the report's shape; it changes when a reader of the old one would be misled.
pub const VERSION: u32 = 1;

/// What `merge` reports.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// [`VERSION`].
    pub version: u32,
    /// The campaign's name.
    pub campaign: String,
    /// The last day that counts.
    pub as_of: Date,
    /// The roster's levels, and what stands for all of them.
    #[serde(skip)]
    pub levels: Vec<Arc<Level>>,
    /// All agencies.
    #[serde(skip)]
    pub whole: Arc<Level>,
    /// Obligation by obligation, in each level by level, and all.
    pub totals: Vec<TotalRow>,
    /// In the roster's order.
    pub agencies: Vec<AgencyRow>,
    /// Senders that are on no roster, by name, with how they would stand; they count in no total.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unlisted: Vec<AgencyRow>,
    /// What changed since an earlier report, if one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trend: Option<trend::Trend>,
    /// What the operator should look at before the figures are used.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<warnings::Warning>,
    /// How the campaign went from run to run, if a history is kept.
    #[serde(skip)]
    pub history: Vec<history::HistoryRow>,
    /// Files and findings.
    #[serde(flatten)]
    pub review: Review,
}

/// What `check` reports.
#[derive(Clone, Debug, Serialize)]
pub struct CheckReport {
    /// [`VERSION`].
    pub version: u32,
    /// Files and findings.
    #[serde(flatten)]
    pub review: Review,
}

/// The files and what was found in them.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Review {
    /// In the order of their paths.
    pub files: Vec<FileRow>,
    /// By file, sheet, row, column and code; the worst of them when the list is capped.
    pub findings: Vec<FindingRow>,
    /// How many there are, whatever is listed.
    pub counts: Counts,
    /// Which rules were asked about, when not all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selection: Option<SelectionRow>,
}

/// How many findings there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Notes.
    pub info: usize,
    /// How many of all these, and of those that are settled, are listed.
    pub listed: usize,
    /// How many stand against submissions in whose place another one counts; none of the others is one of these.
    #[serde(skip_serializing_if = "is_zero")]
    pub settled: usize,
}

/// Which rules were asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SelectionRow {
    /// The names of the only rules that were asked about; all rules if empty.
    pub only: Vec<String>,
    /// The names of the rules whose findings are allowed: they are notes.
    pub allow: Vec<String>,
    /// How many findings were left out because others only were asked about, of whatever severity.
    pub left_out: usize,
}

impl SelectionRow {
    /// All rules, with these allowed.
    pub fn allowing(rules: &[RuleRef]) -> Self {
        Self { allow: rules.iter().map(|rule| rule.name.to_string()).collect(), ..Self::default() }
    }
}

/// An agency and how it stands.
#[derive(Clone, Debug, Serialize)]
pub struct AgencyRow {
    /// Such as `H22`.
    pub code: String,
    /// In full, in Vietnamese.
    pub name: String,
    /// In full, in the run's language.
    #[serde(skip)]
    pub shown: String,
    /// What it counts in.
    pub level: Arc<Level>,
    /// By the obligation's name, in the campaign's order.
    #[serde(serialize_with = "as_map")]
    pub obligations: Vec<(String, ObligationCell)>,
}

/// How an agency stands to an obligation, and what makes it so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ObligationCell {
    /// How it stands.
    pub status: Status,
    /// The file that makes it so; absent when nothing was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Arc<str>>,
    /// All files that make it so, the one above first, where they are several: parts of one answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Arc<str>>,
    /// The number of its decision, if it names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
    /// The day of that decision, if it is the agency's own and not later than the as-of date: then it has issued the form,
    /// whatever that is like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<Date>,
    /// How many rows of data it holds, all parts together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<usize>,
    /// How many errors stand against it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<usize>,
    /// Why it has not complied; empty only if it has.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<ReasonRow>,
}

/// Why an agency has not complied, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReasonRow {
    /// Stable, such as `rejected` or `no-finish`.
    pub code: String,
    /// What is so, in the run's language.
    pub message: String,
    /// What the agency can do, in the run's language; empty where there is nothing.
    pub help: String,
    /// The first places that show it.
    pub places: Vec<PlaceRow>,
    /// How many there are in all.
    pub count: usize,
}

/// A place, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlaceRow {
    /// The file's path as shown.
    pub file: Arc<str>,
    /// `null` for the whole file and for text files.
    pub sheet: Option<Arc<str>>,
    /// As `C12`, of a text document as «bảng 1, dòng 4, cột 3»; `null` for the whole sheet or file.
    pub cell: Option<String>,
}

impl ObligationCell {
    /// Whether it is missing because nothing came that could be it.
    pub fn nothing_came(&self) -> bool {
        let is_nothing = |reason: &ReasonRow| reason.code == Code::NothingReceived.name();
        self.status == Status::Missing && self.reasons.iter().all(is_nothing)
    }

    /// All reasons in one text, as they follow each other.
    pub fn why(&self) -> String {
        self.reasons.iter().map(|reason| reason.message.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// What is to be done about them, each thing once.
    pub fn to_do(&self) -> String {
        let mut all: Vec<&str> = Vec::new();
        for help in self.reasons.iter().map(|reason| reason.help.trim_end_matches('.')) {
            if !help.is_empty() && !all.contains(&help) {
                all.push(help);
            }
        }
        if all.is_empty() { String::new() } else { format!("{}.", all.join(". ")) }
    }
}

/// A file and what became of it.
#[derive(Clone, Debug, Serialize)]
pub struct FileRow {
    /// Relative to the inbox, `/` between parts, NFC.
    pub path: Arc<str>,
    /// In lower-case hexadecimal; empty when the bytes could not be read.
    pub sha256: String,
    /// What became of it.
    pub outcome: FileOutcome,
    /// The file that is read in its place, for a duplicate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<Arc<str>>,
    /// The code of the agency it belongs to, if that is known.
    pub agency: Option<String>,
    /// The code of the agency that it is probably from, where `agency` is `null`.
    pub probable_agency: Option<String>,
    /// The forms found in it, in its order.
    pub tables: Vec<TableRow>,
    /// What stands outside the tables of its forms, form by form.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ValueRow>,
    /// How many findings there are about it that are not settled: errors.
    #[serde(skip)]
    pub errors: usize,
    /// How many findings there are about it that are not settled: warnings.
    #[serde(skip)]
    pub warnings: usize,
}

impl FileRow {
    /// How many records the tables of a sheet have.
    pub fn records(&self, sheet: Option<&str>) -> usize {
        let tables = self.tables.iter().filter(|table| table.sheet.as_deref() == sheet);
        tables.map(|table| table.rows.records).sum()
    }
}

/// A form found on a sheet.
#[derive(Clone, Debug, Serialize)]
pub struct TableRow {
    /// The form's name.
    pub form: String,
    /// The form's title, in the run's language.
    #[serde(skip)]
    pub title: String,
    /// The sheet's name; `null` for a text file.
    pub sheet: Option<Arc<str>>,
    /// Header and rows, as `A7:N40`.
    pub range: String,
    /// `null` when none was found.
    pub decision: Option<DecisionRow>,
    /// What becomes of the submission that the table is part of.
    pub outcome: Outcome,
    /// What became of the rows below the header.
    pub rows: RowCounts,
    /// What became of the cells from the header to the last record.
    pub cells: CellCounts,
}

/// The document that issues a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DecisionRow {
    /// Such as «Quyết định».
    pub kind: String,
    /// Such as `613/QĐ-UBND`.
    pub number: String,
    /// The day of issue.
    pub date: Date,
}

impl From<&Decision> for DecisionRow {
    fn from(decision: &Decision) -> Self {
        Self { kind: decision.kind.clone(), number: decision.number.clone(), date: decision.date }
    }
}

impl Review {
    /// The findings about which something is to be done or known: all that are not settled.
    pub fn open(&self) -> impl Iterator<Item = &FindingRow> {
        self.findings.iter().filter(|finding| !finding.settled)
    }

    /// How many findings are as bad as this or worse.
    pub fn count_from(&self, severity: Severity) -> usize {
        [Severity::Info, Severity::Warning, Severity::Error]
            .into_iter()
            .filter(|level| *level >= severity)
            .map(|level| self.count(level))
            .sum()
    }

    /// How many findings are just as bad as this.
    pub fn count(&self, severity: Severity) -> usize {
        match severity {
            Severity::Error => self.counts.error,
            Severity::Warning => self.counts.warning,
            Severity::Info => self.counts.info,
        }
    }

    /// Lists at most so many findings, the worst first to stay; their order and the counts do not change.
    pub fn cap(&mut self, longest: usize) {
        let mut worst: Vec<usize> = (0..self.findings.len()).collect();
        worst.sort_by_key(|&index| std::cmp::Reverse(self.findings[index].severity()));
        let mut stays = vec![false; self.findings.len()];
        for index in worst.into_iter().take(longest) {
            stays[index] = true;
        }
        let mut stays = stays.into_iter();
        self.findings.retain(|_| stays.next().unwrap_or_default());
        self.counts.listed = self.findings.len();
    }

    /// Of how many files this became.
    pub fn files_with(&self, outcome: FileOutcome) -> usize {
        self.files.iter().filter(|file| file.outcome == outcome).count()
    }
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

fn as_map<S: Serializer>(pairs: &[(String, ObligationCell)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(name, cell)| (name, cell)))
}
