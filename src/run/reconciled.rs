//! What a run of `merge` makes of the files it has judged.

use anyhow::Context;
use jiff::civil::Date;

use super::Setting;
use crate::finding::RuleRef;
use crate::ledger::{self, between};
use crate::report::earlier::EarlierReport;
use crate::report::history::{self, HistoryRow};
use crate::report::{self, Findings, Report, SelectionRow, trend, warnings};
use crate::schema::Campaign;
use crate::text::Language;
use crate::verdict::{self, Verdict};

/// What is known of earlier runs.
#[derive(Debug, Default)]
pub struct Past {
    /// The report to compare with.
    pub earlier: Option<EarlierReport>,
    /// The figures of all runs so far; `None` if no history is kept.
    pub history: Option<Vec<HistoryRow>>,
}

/// Holds the files against the roster, as of a day. What they are told as a consequence is added to their findings; those of the
/// rules in `allowed` reject nothing.
///
/// # Errors
/// When the earlier report is of another campaign.
pub fn reconcile(
    reviewed: &mut [Verdict],
    setting: &Setting,
    as_of: Date,
    allowed: &[RuleRef],
    past: &Past,
    (language, then): (Language, Findings),
) -> anyhow::Result<Report> {
    let (roster, campaign) = (&*setting.roster, &*setting.campaign);
    verdict::set_aside_untouched(reviewed);
    ledger::set_lapsed_aside(reviewed, as_of);
    verdict::allow(reviewed, allowed);
    ledger::set_aside_duplicates(reviewed);
    let ledger = ledger::reconcile(reviewed, roster, campaign, as_of);
    let answers = past.earlier.as_ref().map(|earlier| earlier_answers(earlier, campaign)).unwrap_or_default();
    between::compare(reviewed, &ledger, roster, &answers);
    verdict::allow_notes(reviewed, allowed);
    let mut report = report::reconciled(reviewed, &ledger, roster, campaign, language, then);
    report.review.selection = (!allowed.is_empty()).then(|| SelectionRow::allowing(allowed));
    if let Some(earlier) = &past.earlier {
        let compared = trend::trend(&report, earlier, campaign.deadline);
        report.trend = Some(compared.context("--previous")?);
    }
    report.warnings = warnings::of(&report, past.earlier.as_ref(), past.history.as_deref(), (campaign, language));
    report.history = past.history.clone().map(|rows| history::extended(rows, &report)).unwrap_or_default();
    Ok(report)
}

/// What each agency had sent for each form by the earlier report. Two obligations about one form look at one answer.
fn earlier_answers(earlier: &EarlierReport, campaign: &Campaign) -> between::EarlierAnswers {
    let mut answers = between::EarlierAnswers::new();
    for agency in &earlier.agencies {
        for obligation in &campaign.obligations {
            let Some(standing) = agency.obligations.get(&obligation.name) else { continue };
            if let (Some(rows), Some(file)) = (standing.rows, &standing.file) {
                let answer = between::EarlierAnswer { rows, file: file.clone(), decision: standing.decision.clone() };
                answers.insert((agency.code.clone(), obligation.form.clone()), answer);
            }
        }
    }
    answers
}
