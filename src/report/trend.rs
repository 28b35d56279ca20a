//! What changed since an earlier report: by agency, and in the totals. Every change is told with both sides, so that a
//! reader can check it against the two reports.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use super::earlier::{EarlierReason, EarlierReport};
use super::{AgencyRow, Report};
use crate::ledger::{Code, Status};
use crate::schema::Level;
use crate::trouble;

/// What changed since an earlier report.
#[derive(Clone, Debug, Serialize)]
pub struct Trend {
    /// The earlier report's as-of date.
    pub since: Date,
    /// One for each total of the report, in its order.
    pub totals: Vec<TotalChange>,
    /// By obligation in the campaign's order, then by kind, then in the roster's order.
    pub changes: Vec<Change>,
    /// Codes of agencies that the earlier report does not have.
    pub joined: Vec<String>,
    /// Codes of agencies that only the earlier report has.
    pub left: Vec<String>,
    /// How every agency stood, by its code and the obligation's name.
    #[serde(skip)]
    pub stood: BTreeMap<(String, String), Stood>,
}

/// How an agency stood to an obligation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stood {
    /// By its status.
    pub status: Status,
    /// Whether it was missing because nothing had come.
    pub nothing_came: bool,
}

/// How many have complied, before and now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TotalChange {
    /// The obligation's name.
    pub obligation: String,
    /// The level, or all.
    pub level: Arc<Level>,
    /// How many had complied; `null` if the earlier report does not say.
    pub before: Option<usize>,
    /// How many have complied now.
    pub now: usize,
    /// How many had issued it; `null` if the earlier report does not say.
    pub issued_before: Option<usize>,
    /// How many have issued it now, whatever the form is like; `null` where no document issues it.
    pub issued_now: Option<usize>,
}

impl TotalChange {
    /// How many more comply than before; negative if fewer do, nothing if that is not known.
    pub fn difference(&self) -> Option<i64> {
        self.before.map(|before| self.now as i64 - before as i64)
    }
}

/// An agency whose standing changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The agency's code.
    pub agency: String,
    /// Its name in the run's language.
    #[serde(skip)]
    pub shown: String,
    /// What it counts in.
    pub level: Arc<Level>,
    /// The obligation's name.
    pub obligation: String,
    /// What kind of change.
    pub kind: ChangeKind,
    /// How it stood.
    pub before: Status,
    /// How it stands.
    pub now: Status,
}

/// Kinds of change, in the order of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// It complies and did not before.
    NewlyComplied,
    /// It complied, or had sent something, and no longer does.
    FallenBack,
    /// It had sent nothing and now sent something that is not enough.
    NewlySent,
    /// The deadline passed in between and it has not complied.
    NewlyLate,
}

impl ChangeKind {
    /// In the order of reports.
    pub const EACH: [Self; 4] = [Self::NewlyComplied, Self::FallenBack, Self::NewlySent, Self::NewlyLate];
}

/// Compares a report with an earlier one of the same campaign. `deadline` is the campaign's.
///
/// # Errors
/// When the earlier report is of another campaign or of a later day: the operator named the wrong file.
pub fn trend(report: &Report, earlier: &EarlierReport, deadline: Option<Date>) -> anyhow::Result<Trend> {
    refuse_another(report, earlier)?;
    let passed = deadline.is_some_and(|deadline| earlier.as_of <= deadline && deadline < report.as_of);
    let before: BTreeMap<&str, _> = earlier.agencies.iter().map(|agency| (agency.code.as_str(), agency)).collect();
    let mut changes = Vec::new();
    let mut order = Vec::new();
    for agency in &report.agencies {
        let Some(old) = before.get(agency.code.as_str()) else { continue };
        for (index, (obligation, cell)) in agency.obligations.iter().enumerate() {
            let Some(standing) = old.obligations.get(obligation) else { continue };
            if let Some(kind) = kind(standing.status, cell.status, passed) {
                order.push((index, kind));
                changes.push(change(agency, obligation, kind, standing.status, cell.status));
            }
        }
    }
    let mut sorted: Vec<_> = order.into_iter().zip(changes).collect();
    // Stable: within an obligation and kind the roster's order stays.
    sorted.sort_by_key(|(place, _)| *place);
    let totals = report.totals.iter().map(|total| {
        let old = earlier.totals.iter().find(|old| old.obligation == total.obligation && old.level == total.level.name);
        TotalChange {
            obligation: total.obligation.clone(),
            level: Arc::clone(&total.level),
            before: old.map(|old| old.complied),
            now: total.complied,
            issued_before: old.and_then(|old| old.issued),
            issued_now: total.issued,
        }
    });
    let is_known = |code: &str| report.agencies.iter().any(|agency| agency.code == code);
    Ok(Trend {
        since: earlier.as_of,
        totals: totals.collect(),
        changes: sorted.into_iter().map(|(_, change)| change).collect(),
        joined: report
            .agencies
            .iter()
            .filter(|agency| !before.contains_key(agency.code.as_str()))
            .map(|agency| agency.code.clone())
            .collect(),
        left: earlier
            .agencies
            .iter()
            .filter(|agency| !is_known(&agency.code))
            .map(|agency| agency.code.clone())
            .collect(),
        stood: stood(earlier),
    })
}

fn stood(earlier: &EarlierReport) -> BTreeMap<(String, String), Stood> {
    let of_agency = earlier.agencies.iter().flat_map(|agency| {
        agency.obligations.iter().map(|(obligation, standing)| {
            let is_nothing = |reason: &EarlierReason| reason.code == Code::NothingReceived.name();
            // Reports of earlier versions give no reasons.
            let nothing_came = !standing.reasons.is_empty() && standing.reasons.iter().all(is_nothing);
            let stood = Stood { status: standing.status, nothing_came };
            ((agency.code.clone(), obligation.clone()), stood)
        })
    });
    of_agency.collect()
}

fn refuse_another(report: &Report, earlier: &EarlierReport) -> anyhow::Result<()> {
    let (one, other) = (&earlier.campaign, &report.campaign);
    if one != other {
        trouble!(
            "báo cáo trước thuộc đợt «{one}», không phải «{other}»",
            "the earlier report is of campaign {one}, not {other}"
        );
    }
    let (one, other) = (earlier.as_of, report.as_of);
    if one > other {
        let [(one_vi, one), (other_vi, other)] = [one, other].map(|day| (crate::text::day(day).vi, day));
        trouble!(
            "báo cáo trước tính đến {one_vi}, sau thời điểm tổng hợp {other_vi}; hãy đổi --previous hoặc --as-of",
            "the earlier report is as of {one}, later than {other}; change --previous or --as-of"
        );
    }
    Ok(())
}

fn kind(before: Status, now: Status, deadline_passed: bool) -> Option<ChangeKind> {
    match (before, now) {
        (Status::Defective | Status::Missing, Status::Complied) => Some(ChangeKind::NewlyComplied),
        (Status::Complied, Status::Defective | Status::Missing) | (Status::Defective, Status::Missing) => {
            Some(ChangeKind::FallenBack)
        }
        (Status::Missing, Status::Defective) => Some(ChangeKind::NewlySent),
        (Status::Complied, Status::Complied) => None,
        (Status::Defective, Status::Defective) | (Status::Missing, Status::Missing) => {
            deadline_passed.then_some(ChangeKind::NewlyLate)
        }
    }
}

fn change(agency: &AgencyRow, obligation: &str, kind: ChangeKind, before: Status, now: Status) -> Change {
    Change {
        agency: agency.code.clone(),
        shown: agency.shown.clone(),
        level: Arc::clone(&agency.level),
        obligation: obligation.to_owned(),
        kind,
        before,
        now,
    }
}
