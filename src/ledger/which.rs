//! Which of an agency's answers to one form count. The rows tell most, then the names of the files, then the decisions; the
//! order of paths decides only where nothing else does, and then it is said.
//!
//! Under one decision: lists about different things are parts of one answer; of lists about the same things the one counts
//! whose name says that it is later («sửa», «bản cuối»), else the one that holds the other, else nobody can tell. Between
//! decisions: the later one counts, unless it says that it adds to the earlier («bổ sung») and its rows are new and fewer.
//! Whatever was rejected stands aside once there is an accepted answer that is not older. A returned form that comes back says itself
//! of which file it was made, and stands in the place of that one whatever their names say.

use std::cmp::Reverse;
use std::collections::HashMap;

use jiff::civil::Date;

use super::SubmissionIndex;
use crate::intake::rowset::{self, RowSet};
use crate::intake::{Decision, Submission};
use crate::schema::versions::{Lateness, NamedDay};
use crate::text::bare;
use crate::verdict::{Judged, Verdict};

mod beside;
mod bodies;
mod lesser;
mod within;

use lesser::Lesser;
use within::{Decided, within};

/// What counts of an agency's answers to one form, and what became of the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// What counts, all together; the list that the others are added to first.
    pub parts: Vec<SubmissionIndex>,
    /// What does not count, for another does.
    pub replaced: Vec<Replaced>,
    /// Parts behind the first, each with why it counts beside it.
    pub joined: Vec<(SubmissionIndex, Join)>,
    /// Rejected parts of a document of which others count, and rejected lists to which what counts only adds: the answer is not whole
    /// without them.
    pub faulty: Vec<SubmissionIndex>,
    /// Rejected, and not done with: it is newer than what counts, or about other things, or nothing was accepted.
    pub still_rejected: Vec<SubmissionIndex>,
    /// The accepted parts that counted before the last change, to compare with.
    pub before: Vec<SubmissionIndex>,
    /// Accepted submissions that give one document another day than the other one does.
    pub two_days: Vec<(SubmissionIndex, SubmissionIndex)>,
}

impl Answer {
    /// All submissions, those that count first.
    pub fn all(&self) -> impl Iterator<Item = SubmissionIndex> {
        let replaced = self.replaced.iter().map(|replaced| replaced.index);
        self.parts.iter().chain(&self.faulty).chain(&self.still_rejected).copied().chain(replaced)
    }
}

/// A submission that does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// That submission.
    pub index: SubmissionIndex,
    /// The one that counts in its place.
    pub by: SubmissionIndex,
    /// Why that one.
    pub why: Why,
}

/// Why another submission counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Its decision is later.
    Later,
    /// Its decision is later, and not one row of this one stands in it.
    Other,
    /// Its decision is later and says that it adds to another list, but rows of this one do not stand in it.
    Supplement,
    /// Its decision is later, and another agency issued it, both being merged into one now.
    Merged,
    /// This one is a draft.
    Draft,
    /// This one says that it is no longer in force.
    Lapsed,
    /// This one lists what is wanted from others.
    Wanted,
    /// The name of this one may say that it is not the right one.
    Doubtful,
    /// Its decision is of the same day and comes later by its number.
    SameDay,
    /// It was accepted.
    Accepted,
    /// It is the form that was made of this one to be corrected.
    Corrected,
    /// It says the same.
    Copy,
    /// Its name says that it is later.
    Name,
    /// The message that it came with was sent later.
    Sent,
    /// It holds all rows of this one, and more.
    Fuller,
    /// Nothing tells; it has more rows.
    MoreRows,
    /// Its rows say the same under other names.
    OtherNames,
    /// Nothing tells; its path is the first.
    Path,
    /// No document issues the form and nothing else tells; its path is the last.
    LastPath,
    /// No document issues the form; this one has no row, and nothing tells that it is the later one.
    Blank,
}

/// Why a part counts beside the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// One decision issued both.
    SameDecision,
    /// It stands in the same file, under a document of its own.
    SameFile,
    /// It says that it adds to the other.
    Supplement,
    /// The same, and it is the longer one.
    LongSupplement,
    /// Another agency issued it, both being merged into one now.
    Merged,
}

/// A submission that may count.
struct Candidate<'a> {
    index: SubmissionIndex,
    judged: &'a Judged,
    submission: &'a Submission,
    rows: &'a RowSet,
    /// The part of the path that not all have in common.
    name: String,
    lateness: Lateness,
    weakly: u32,
    is_doubtful: bool,
    /// The part of an answer that its name says that it is.
    part: Option<u32>,
    /// The document, one for all that give the same number in one year.
    issue: Issue,
    /// The day of the message that it came with.
    sent: Option<Date>,
    /// Most of its rows stand in a list more than twice as long, so its name does not make it the later one of the two.
    is_excerpt: bool,
}

/// Decides between these submissions of one agency for one form, all of which count on the as-of date.
pub fn decide(reviewed: &[Verdict], accepted: &[SubmissionIndex], rejected: &[SubmissionIndex]) -> Answer {
    if let ([only], []) = (accepted, rejected) {
        return Answer { parts: vec![*only], ..Answer::default() };
    }
    let mut names = names(reviewed, accepted.iter().chain(rejected));
    let days = days(reviewed, &names);
    let mut candidate = |index: &SubmissionIndex| {
        let judged = index.judged(reviewed);
        let name = names.remove(index).unwrap_or_default();
        let versions = &judged.submission.form.language.versions;
        let (mut lateness, weakly) = (versions.lateness(&name), versions.weakly(&name));
        if let Some(day) = days.get(index) {
            lateness = lateness.on(*day);
        }
        let (submission, rows) = (&judged.submission, &judged.names);
        let (sent, is_doubtful) = (reviewed[index.file].sent, versions.is_doubtful(&name));
        let (issue, part) = (issued_by(judged), versions.part(&name));
        let index = *index;
        Candidate {
            index,
            judged,
            submission,
            rows,
            name,
            lateness,
            weakly,
            is_doubtful,
            part,
            issue,
            sent,
            is_excerpt: false,
        }
    };
    let accepted: Vec<Candidate<'_>> = accepted.iter().map(&mut candidate).collect();
    let rejected: Vec<Candidate<'_>> = rejected.iter().map(candidate).collect();
    let mut standing = Standing::default();
    for body in bodies::each(reviewed, accepted, rejected) {
        standing.join(body);
    }
    if standing.parts.is_empty() {
        let rejected = &mut standing.only_rejected;
        rejected.sort_by_key(|it| (Reverse(it.date()), Reverse(it.lateness), Reverse(it.weakly), it.index));
        let mut indexes = rejected.iter().map(|it| it.index);
        let parts = indexes.next().into_iter().collect();
        return Answer { parts, still_rejected: indexes.collect(), ..Answer::default() };
    }
    standing.answer()
}

/// Makes one document of those with the same number in one year: its day is the latest that they give. Those accepted that give
/// another day are told, with one that gives that.
fn one_day_each<'a>(
    accepted: &mut [Candidate<'a>],
    rejected: &mut [Candidate<'a>],
) -> Vec<(SubmissionIndex, SubmissionIndex)> {
    let mut latest: HashMap<(i16, String), (Date, SubmissionIndex)> = HashMap::new();
    for it in &*accepted {
        if let Some((date, _, number)) = &it.issue {
            let found = latest.entry((date.year(), number.clone())).or_insert((*date, it.index));
            *found = if *date > found.0 { (*date, it.index) } else { *found };
        }
    }
    let mut two_days = Vec::new();
    let is_accepted = accepted.len();
    for (at, it) in accepted.iter_mut().chain(rejected).enumerate() {
        let Some((date, _, number)) = it.issue.as_mut().filter(|(_, _, number)| !number.is_empty()) else { continue };
        let Some((day, index)) = latest.get(&(date.year(), number.clone())) else { continue };
        if *date != *day {
            *date = *day;
            two_days.extend((at < is_accepted).then_some((it.index, *index)));
        }
    }
    two_days
}

/// The path of each from the first folder on that not all have in common, without the ending.
fn names<'a>(
    reviewed: &[Verdict],
    indexes: impl Iterator<Item = &'a SubmissionIndex>,
) -> HashMap<SubmissionIndex, String> {
    let paths: Vec<(SubmissionIndex, Vec<&str>)> =
        indexes.map(|index| (*index, reviewed[index.file].path.split(['/', '›']).map(str::trim).collect())).collect();
    let Some((_, first)) = paths.first() else { return HashMap::new() };
    let common =
        (0..first.len()).take_while(|&at| paths.iter().all(|(_, path)| path.get(at) == Some(&first[at]))).count();
    let name = |path: &[&str]| {
        let name = path.get(common..).unwrap_or_default().join("/");
        name.rsplit_once('.').map_or(name.clone(), |(stem, _)| stem.to_owned())
    };
    paths.into_iter().map(|(index, path)| (index, name(&path))).collect()
}

/// The day that each name tells, where all do, and all with the year or none.
fn days(reviewed: &[Verdict], names: &HashMap<SubmissionIndex, String>) -> HashMap<SubmissionIndex, NamedDay> {
    let told = names.iter().filter_map(|(index, name)| {
        let versions = &index.judged(reviewed).submission.form.language.versions;
        Some((*index, versions.day(name)?))
    });
    let days: HashMap<SubmissionIndex, NamedDay> = told.collect();
    let years = days.values().filter(|day| day.has_year()).count();
    let all_named = days.len() == names.len() && (years == 0 || years == days.len());
    if all_named { days } else { HashMap::new() }
}

/// A name in the order in which people number files: `part-10` comes after `part-9`.
fn natural(name: &str) -> Vec<(String, u64)> {
    let mut parts: Vec<(String, u64)> = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let words = rest.find(|sign: char| sign.is_ascii_digit()).unwrap_or(rest.len());
        let behind = &rest[words..];
        let digits = behind.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(behind.len());
        parts.push((rest[..words].to_lowercase(), behind[..digits].parse().unwrap_or(u64::MAX)));
        rest = &behind[digits..];
    }
    parts
}

/// Day, number and words of a decision, in the order in which decisions follow upon each other; none is before all.
type Issue = Option<(Date, u64, String)>;

fn issue(decision: &Decision) -> (Date, u64, String) {
    let number = bare(&decision.number).replace(' ', "");
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    (decision.date, digits.parse().unwrap_or_default(), number.trim_start_matches('0').to_owned())
}

/// Whether one document issued both.
pub(super) fn are_of_one_document(one: &Submission, other: &Submission) -> bool {
    one.decision.as_ref().map(issue) == other.decision.as_ref().map(issue)
}

/// The document by which it counts; without one, the day that it tells itself.
fn issued_by(judged: &Judged) -> Issue {
    let dated = || judged.dated.map(|date| (date, 0, String::new()));
    judged.submission.decision.as_ref().map(issue).or_else(dated)
}

impl Candidate<'_> {
    /// Whether a document has to issue it.
    fn is_issued(&self) -> bool {
        self.submission.form.is_issued()
    }

    /// Whether it says itself that its document is no longer in force.
    fn is_lapsed(&self) -> bool {
        self.submission.lapse.is_some()
    }

    fn date(&self) -> Option<Date> {
        self.submission.decision.as_ref().map(|decision| decision.date).or(self.judged.dated)
    }

    /// Whether it says that it adds to another list.
    fn says_supplement(&self) -> bool {
        self.submission.told_to_be.supplement
            || self.submission.form.language.versions.is_supplement(&bare(&self.name), &self.name)
    }

    /// What its rows say but for their names; nothing where that tells few of them apart.
    fn rests(&self) -> RowSet {
        let rows = self.judged.rows.iter().flat_map(|rows| rows.iter());
        let rests: RowSet = rows.map(|record| rowset::rest(&self.submission.form, &record)).collect();
        if rests.len() * 4 >= self.rows.len() * 3 { rests } else { RowSet::default() }
    }

    /// Whether their names do not tell which is the later one.
    fn is_named_as_late_as(&self, other: &Self) -> bool {
        (self.lateness, self.weakly) == (other.lateness, other.weakly)
    }

    /// Why the other one counts, which is about the same things under the same decision. `held`: all rows of this one stand
    /// in what counts.
    fn why(&self, other: &Self, held: bool) -> Why {
        let sent = self.sent.zip(other.sent).filter(|_| self.is_named_as_late_as(other) && !self.is_excerpt);
        if other.rows == self.rows && other.judged.contents() == self.judged.contents() {
            Why::Copy
        } else if other.lateness > self.lateness || !self.is_issued() && other.weakly > self.weakly {
            Why::Name
        } else if sent.is_some_and(|(own, other)| own < other) {
            Why::Sent
        } else if self.is_doubtful && !other.is_doubtful {
            Why::Doubtful
        } else if self.date() < other.date() {
            Why::Later
        } else if !self.is_issued() {
            if self.is_blank() && !other.is_blank() { Why::Blank } else { Why::LastPath }
        } else if held
            && self.lateness <= other.lateness
            && other.rows.len() > self.rows.len()
            && other.judged.contents().holds(&self.judged.contents())
        {
            Why::Fuller
        } else if other.rows.len() > self.rows.len() {
            Why::MoreRows
        } else if other.weakly > self.weakly && self.lateness <= other.lateness {
            Why::Name
        } else {
            Why::Path
        }
    }
}

/// What stands after some decisions.
#[derive(Default)]
struct Standing<'a> {
    parts: Vec<Candidate<'a>>,
    /// The rows of all parts.
    rows: RowSet,
    replaced: Vec<(Candidate<'a>, SubmissionIndex, Why)>,
    joined: Vec<(SubmissionIndex, Join)>,
    faulty: Vec<SubmissionIndex>,
    still_rejected: Vec<SubmissionIndex>,
    settled: Vec<(SubmissionIndex, SubmissionIndex, Why)>,
    before: Vec<SubmissionIndex>,
    two_days: Vec<(SubmissionIndex, SubmissionIndex)>,
    /// What stands aside for those that count.
    lesser: Vec<Lesser>,
    /// All that was sent, where nothing of it was accepted.
    only_rejected: Vec<Candidate<'a>>,
}

impl<'a> Standing<'a> {
    /// What the submissions under the next decision change.
    fn meet(&mut self, candidates: Vec<Candidate<'a>>) {
        let Decided { parts, lost, before } = within(candidates);
        self.take(parts, before);
        self.replaced.extend(lost);
    }

    /// What these parts of the next answer change.
    fn take(&mut self, mut parts: Vec<Candidate<'a>>, before: Vec<SubmissionIndex>) {
        let rows: RowSet = parts.iter().flat_map(|part| part.rows.iter()).collect();
        let same_day = self.parts.first().is_some_and(|part| part.date() == parts[0].date());
        let shared = rows.shared(&self.rows);
        let new = rows.len() - shared;
        let says_supplement = parts.iter().all(Candidate::says_supplement);
        let is_merged = self.parts.first().is_some_and(|part| part.submission.former != parts[0].submission.former);
        if self.parts.is_empty() {
            self.joined = parts.iter().skip(1).map(|part| (part.index, Join::SameDecision)).collect();
            (self.parts, self.rows, self.before) = (parts, rows, before);
        } else if same_day && self.rows.holds(&rows) && self.rows.len() > rows.len() {
            let by = self.parts[0].index;
            self.replaced.extend(parts.drain(..).map(|part| (part, by, Why::Fuller)));
        } else if self.parts.iter().chain(&parts).all(|part| part.index.file == parts[0].index.file)
            && rows.is_apart_from(&self.rows)
        {
            self.joined.extend(parts.iter().map(|part| (part.index, Join::SameFile)));
            self.rows = self.rows.with(&rows);
            self.parts.append(&mut parts);
        } else if says_supplement && rows.len() < self.rows.len() && new * 2 >= rows.len()
            || (says_supplement || is_merged) && rows.is_apart_from(&self.rows)
        {
            let join = match rows.len() < self.rows.len() {
                _ if is_merged => Join::Merged,
                true => Join::Supplement,
                false => Join::LongSupplement,
            };
            self.joined.extend(parts.iter().map(|part| (part.index, join)));
            self.rows = self.rows.with(&rows);
            self.parts.append(&mut parts);
        } else {
            let why = match parts[0].is_issued() {
                true if is_merged => Why::Merged,
                true if says_supplement && shared < self.rows.len() => Why::Supplement,
                true if shared == 0 && !self.rows.is_empty() && !rows.is_empty() => Why::Other,
                _ if same_day => Why::SameDay,
                _ => Why::Later,
            };
            let by = parts[0].index;
            self.before = self.parts.iter().map(|part| part.index).collect();
            self.replaced.extend(self.parts.drain(..).map(|part| (part, by, why)));
            self.joined = parts.iter().skip(1).map(|part| (part.index, Join::SameDecision)).collect();
            (self.parts, self.rows) = (parts, rows);
        }
    }

    /// Sets aside what was rejected, as far as what counts is not older and about the same things.
    fn set_aside(&mut self, rejected: &[Candidate<'a>], corrected: &HashMap<SubmissionIndex, SubmissionIndex>) {
        let last = self.parts.iter().filter_map(|part| part.issue.clone()).max();
        let lateness = self.parts.iter().map(|part| (part.lateness, part.weakly)).max().unwrap_or_default();
        let only_supplements = self.parts.iter().all(Candidate::says_supplement);
        for it in rejected {
            if let Some(by) = corrected.get(&it.index) {
                self.settled.push((it.index, *by, Why::Corrected));
                continue;
            }
            let known = !it.submission.damaged && !it.rows.is_empty();
            let is_apart = known && it.rows.is_apart_from(&self.rows);
            let is_later_by_name = (it.lateness, it.weakly) > lateness
                || !it.is_issued() && self.parts.iter().all(|part| it.path_order() > part.path_order());
            let is_of_one_document = is_apart && self.parts.iter().any(|part| part.issue == it.issue);
            // What is added to a list that does not count is no answer by itself.
            let is_added_to = known && only_supplements && it.rows.shared(&self.rows) * 2 < it.rows.len();
            let is_added_to = is_added_to && it.issue < last && !it.says_supplement() && !it.is_lapsed();
            if it.issue.is_some() && (is_of_one_document || is_added_to) {
                self.faulty.push(it.index);
                continue;
            }
            if it.is_lapsed() {
                self.settled.push((it.index, self.parts[0].index, Why::Lapsed));
                continue;
            }
            let is_done = match (&it.issue, &last) {
                (Some(own), Some(last)) if own < last => !(only_supplements && is_apart),
                (Some(own), Some(last)) if own > last => false,
                _ => !is_apart && !is_later_by_name,
            };
            if is_done {
                self.settled.push((it.index, self.parts[0].index, Why::Accepted));
            } else {
                self.still_rejected.push(it.index);
            }
        }
    }

    fn answer(self) -> Answer {
        let parts: Vec<SubmissionIndex> = self.parts.iter().map(|part| part.index).collect();
        let main = &self.parts[0];
        let replaced = self.replaced.iter().map(|(candidate, by, why)| {
            // What replaced it may have been replaced itself, by what counts now.
            let (by, why) = match parts.contains(by) {
                true => (*by, *why),
                false if main.is_issued() && !candidate.rows.is_empty() && candidate.rows.shared(&self.rows) == 0 => {
                    (main.index, Why::Other)
                }
                false if candidate.date() < main.date() => (main.index, Why::Later),
                false => (main.index, Why::SameDay),
            };
            Replaced { index: candidate.index, by, why }
        });
        let only_rejected = self.only_rejected.iter().map(|it| it.index);
        let counts = |by: SubmissionIndex| if parts.contains(&by) { by } else { main.index };
        let lesser = self.lesser.iter();
        let lesser = lesser.map(|&(index, by, why)| Replaced { index, by: counts(by.unwrap_or(main.index)), why });
        let settled = self.settled.iter().map(|&(index, by, why)| Replaced { index, by: counts(by), why });
        Answer {
            replaced: replaced.chain(lesser).chain(settled).collect(),
            parts,
            joined: self.joined,
            faulty: self.faulty,
            still_rejected: self.still_rejected.into_iter().chain(only_rejected).collect(),
            before: self.before,
            two_days: self.two_days,
        }
    }
}
