//! Judges what intake understood: one file a rule, in the order of work.

use std::sync::Arc;

use serde::Serialize;

use crate::finding::{Finding, Severity};
use crate::intake::Submission;

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
    /// The forms in it, in the order of the file.
    pub submissions: Vec<Judged>,
    /// What concerns the file as a whole; an error here rejects all its submissions.
    pub findings: Vec<Finding>,
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
