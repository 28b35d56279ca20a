//! Who has done what: agency × obligation → complied, defective or missing. The three always add up to the roster.
//!
//! Which submission counts is decided here and nowhere else, because it can only be decided when all files are known: of
//! identical files one is read, what was issued after the as-of date does not count yet (so that the figures of any past
//! date can be computed again), and of several answers to one form [`which`] says what stands.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::cell::Location;
use crate::finding::{Finding, Rule, Severity};
use crate::intake::Submission;
use crate::rules;
use crate::schema::{Agency, At, Campaign, Level, Obligation, Roster};
use crate::text::{Bilingual, day};
use crate::value::Value;
use crate::verdict::{self, Judged, Outcome, Verdict};

mod alike;
mod aside;
pub(crate) mod between;
mod duplicates;
mod lacking;
mod reason;
mod reasons;
mod tell;
pub mod which;

pub use duplicates::set_aside as set_aside_duplicates;
pub use tell::says_what_counts;
pub use which::Answer;

pub use reason::{Code, Reason};

/// How an agency stands to an obligation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The obligation's rule holds for the submission that stands.
    Complied,
    /// Something was sent, but the rule does not hold for it or cannot be asked of it, or every answer was rejected.
    Defective,
    /// Nothing was sent that counts on the as-of date.
    Missing,
}

/// All agencies of the roster with how they stand, and the totals.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// The last day that counts.
    pub as_of: Date,
    /// One entry for each agency, in the roster's order; in it one for each obligation, in the campaign's order.
    pub standings: Vec<Vec<Standing>>,
    /// Obligation by obligation in the campaign's order, in each of [`Roster::scopes`].
    pub totals: Vec<TotalRow>,
    /// Senders that are on no roster, by name, with how they would stand; they count in no total.
    pub unlisted: Vec<(Arc<Agency>, Vec<Standing>)>,
    /// What counts of what each agency sent.
    pub answers: Answers,
}

/// How one agency stands to one obligation, and what makes it so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How it stands.
    pub status: Status,
    /// The submissions that make it so, the main one first: the others are further parts of it, and the rows of those that were
    /// accepted count with its own. Empty only if nothing was sent that counts.
    pub submissions: Vec<SubmissionIndex>,
    /// The submission whose document was read and is dated on or before the as-of date, whatever the form is like.
    pub issued: Option<SubmissionIndex>,
    /// Why it is not [`Status::Complied`]; empty only if it is.
    pub reasons: Vec<Reason>,
}

/// A submission among the reviewed files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubmissionIndex {
    /// Index of the file.
    pub file: usize,
    /// Index of the submission in it.
    pub submission: usize,
}

impl SubmissionIndex {
    /// The submission itself.
    pub fn of(self, reviewed: &[Verdict]) -> &Submission {
        &self.judged(reviewed).submission
    }

    /// The submission with what becomes of it.
    pub fn judged(self, reviewed: &[Verdict]) -> &Judged {
        &reviewed[self.file].submissions[self.submission]
    }
}

/// How many agencies of a level stand how to an obligation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TotalRow {
    /// The obligation's name.
    pub obligation: String,
    /// The level, or all.
    pub level: Arc<Level>,
    /// How many have complied.
    pub complied: usize,
    /// How many sent something that is not enough.
    pub defective: usize,
    /// How many sent nothing that counts.
    pub missing: usize,
    /// The sum of the three.
    pub total: usize,
    /// How many have issued it, whatever the form is like: the document was read and is dated on or before the as-of date.
    /// `null` where no document issues it.
    pub issued: Option<usize>,
}

/// Decides which submissions count and how every agency stands on the as-of date.
///
/// Accepted submissions issued later become [`Outcome::Later`], and what another one of the agency takes the place of becomes
/// [`Outcome::Superseded`]; both get their finding. A submission that was rejected and is dated after the as-of date counts as not
/// sent yet as well.
///
/// A rule may have no answer for some submission, though it had one when it was tried: all pairs of ten thousand rows are more than it may
/// ask. That is the campaign's fault and no submitter's; nobody has complied by such a rule, and the reason says why.
pub fn reconcile(reviewed: &mut [Verdict], roster: &Roster, campaign: &Campaign, as_of: Date) -> Ledger {
    put_off_later(reviewed, as_of);
    aside::weigh(reviewed);
    let answers = answers(reviewed, as_of);
    for answer in answers.values() {
        tell::tell(reviewed, answer);
    }
    let stand = |agency: &Agency| -> Vec<Standing> {
        let of_obligation = |obligation: &Obligation| {
            let answer = answers.get(&(agency.code.clone(), obligation.form.clone()));
            let submissions = answer.map(|answer| [&*answer.parts, &*answer.faulty].concat()).unwrap_or_default();
            let (status, unanswered) = match status(reviewed, obligation, &submissions, as_of) {
                Ok(status) => (status, None),
                Err(why) => (Status::Defective, Some(why)),
            };
            let not_asked = unanswered.zip(submissions.first());
            let reasons = not_asked.map(|(why, main)| reasons::not_asked(&why, &reviewed[main.file].path));
            let mut sent = answer.into_iter().flat_map(Answer::all);
            let issued = sent.find(|&index| is_issued(&reviewed[index.file], index));
            Standing { status, submissions, issued, reasons: reasons.into_iter().collect() }
        };
        campaign.obligations.iter().map(of_obligation).collect()
    };
    let standings: Vec<Vec<Standing>> = roster.agencies.iter().map(stand).collect();
    let unlisted: BTreeMap<&str, &Arc<Agency>> =
        reviewed.iter().filter_map(Verdict::unlisted).map(|agency| (&*agency.name, agency)).collect();
    let unlisted = unlisted.into_values().map(|agency| (Arc::clone(agency), stand(agency))).collect();
    let totals = totals(&standings, roster, campaign);
    let mut ledger = Ledger { as_of, standings, totals, unlisted, answers };
    reasons::explain(&mut ledger, reviewed, roster, campaign);
    ledger
}

/// Whether a submission's document was read and is the agency's own. That it is not dated later is known, and one of a draft
/// is not taken for one. A list without a row is none.
fn is_issued(file: &Verdict, index: SubmissionIndex) -> bool {
    let submission = &file.submissions[index.submission].submission;
    const NOT_ISSUED: [&Rule; 3] = [&rules::FOREIGN_DECISION, &rules::EMPTY_TABLE, &rules::OUT_OF_FORCE];
    let says_not =
        |finding: &Finding| finding.severity == Severity::Error && NOT_ISSUED.iter().any(|rule| finding.rule.is(rule));
    // A form that no document issues is issued by sending it.
    let is_there = submission.decision.is_some() || !submission.form.is_issued();
    is_there && !file.findings.iter().chain(&submission.findings).any(says_not)
}

/// How an agency stands with these parts of its answer.
fn status(
    reviewed: &[Verdict],
    obligation: &Obligation,
    parts: &[SubmissionIndex],
    as_of: Date,
) -> Result<Status, Bilingual> {
    if parts.is_empty() {
        return Ok(Status::Missing);
    }
    let accepted = parts.iter().all(|part| part.judged(reviewed).outcome == Outcome::Accepted);
    let judged: Vec<&Judged> = parts.iter().map(|part| part.judged(reviewed)).collect();
    Ok(if accepted && verdict::met(obligation, &judged, as_of)? { Status::Complied } else { Status::Defective })
}

/// What counts of the answers, by the agency's code and the form's name.
pub type Answers = BTreeMap<(String, String), Answer>;

/// What was accepted and is issued after the day counts later, and that is told.
pub fn put_off_later(reviewed: &mut [Verdict], as_of: Date) {
    for file in reviewed {
        for judged in &mut file.submissions {
            let submission = &mut judged.submission;
            if judged.outcome != Outcome::Accepted {
                continue;
            }
            submission.findings.extend(period_to_come(&file.path, submission, as_of));
            let Some(decision) = submission.decision.as_ref().filter(|decision| decision.date > as_of) else {
                continue;
            };
            let finding = Finding::new(&rules::ISSUED_AFTER_AS_OF, decision.place.clone())
                .with("number", decision.number.clone())
                .with_words("date", day(decision.date))
                .with_words("as_of", day(as_of));
            submission.findings.push(finding);
            judged.outcome = Outcome::Later;
        }
    }
}

/// That an answer without a document is of a period that begins more than a year after the day.
fn period_to_come(path: &Arc<str>, submission: &Submission, as_of: Date) -> Option<Finding> {
    let Some(At::Value(value)) = submission.form.dated_by.filter(|_| !submission.form.is_issued()) else { return None };
    let given = submission.values.get(value)?;
    let first = match &given.entry.value {
        Value::Period(period) => period.start?,
        Value::Date(day) => *day,
        _ => return None,
    };
    let is_far = as_of.checked_add(1.year()).is_ok_and(|next| first > next);
    is_far.then(|| {
        let place = Location::sheet(path, given.sheet.as_ref(), given.entry.cell);
        let field = &submission.form.values[value].field;
        let finding = Finding::new(&rules::PERIOD_TO_COME, place).about(&field.name, given.entry.typed());
        finding.with("label", &field.title).with_words("as_of", day(as_of))
    })
}

/// What says itself that its document is no longer in force on the day does not count, and that is told: somebody has to ask for the one
/// that is. On an earlier day it was in force.
pub fn set_lapsed_aside(reviewed: &mut [Verdict], as_of: Date) {
    for judged in reviewed.iter_mut().flat_map(|file| &mut file.submissions) {
        let submission = &mut judged.submission;
        submission.lapse.take_if(|lapse| lapse.since.is_some_and(|since| since > as_of));
        let Some(lapse) = &submission.lapse else { continue };
        submission.findings.push(lapse.finding.clone());
        if judged.outcome == Outcome::Accepted {
            judged.outcome = Outcome::Rejected;
        }
    }
}

/// What counts of what was sent by whom for which form until the as-of date.
fn answers(reviewed: &[Verdict], as_of: Date) -> Answers {
    let mut sent: BTreeMap<(String, String), [Vec<SubmissionIndex>; 2]> = BTreeMap::new();
    for (file_index, file) in reviewed.iter().enumerate() {
        let Some(agency) = &file.agency else { continue };
        for (submission, judged) in file.submissions.iter().enumerate() {
            let issued_later = judged.submission.decision.as_ref().is_some_and(|decision| decision.date > as_of);
            if issued_later || judged.outcome == Outcome::Later {
                continue;
            }
            let key = (agency.clone(), judged.submission.form.name.clone());
            let [accepted, rejected] = sent.entry(key).or_default();
            let same = if judged.outcome == Outcome::Accepted { accepted } else { rejected };
            same.push(SubmissionIndex { file: file_index, submission });
        }
    }
    let decided = |[accepted, rejected]: &[Vec<SubmissionIndex>; 2]| which::decide(reviewed, accepted, rejected);
    sent.iter().map(|(key, sent)| (key.clone(), decided(sent))).collect()
}

fn totals(standings: &[Vec<Standing>], roster: &Roster, campaign: &Campaign) -> Vec<TotalRow> {
    let mut totals = Vec::with_capacity(campaign.obligations.len() * (roster.levels.len() + 1));
    for obligation in 0..campaign.obligations.len() {
        for level in roster.scopes() {
            let is_of = |agency: &Agency| level.is_all() || agency.level == *level;
            let count = |status: Status| {
                let agencies = roster.agencies.iter().zip(standings);
                agencies.filter(|(agency, row)| is_of(agency) && row[obligation].status == status).count()
            };
            let issued = || {
                let agencies = roster.agencies.iter().zip(standings);
                agencies.filter(|(agency, row)| is_of(agency) && row[obligation].issued.is_some()).count()
            };
            let [complied, defective, missing] = [Status::Complied, Status::Defective, Status::Missing].map(count);
            totals.push(TotalRow {
                obligation: campaign.obligations[obligation].name.clone(),
                level: Arc::clone(level),
                complied,
                defective,
                missing,
                total: complied + defective + missing,
                issued: campaign.obligations[obligation].is_of_document().then(issued),
            });
        }
    }
    totals
}

/// How many rows of data a submission holds, over all its tables.
pub fn rows(submission: &Submission) -> usize {
    submission.tables.iter().map(|table| table.rows.records).sum()
}

/// How many errors stand against a submission, those of its file included.
pub fn errors(file: &Verdict, submission: &Submission) -> usize {
    let findings = file.findings.iter().chain(&submission.findings);
    findings.filter(|finding| finding.severity == Severity::Error).count()
}
