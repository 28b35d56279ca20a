//! Which of an agency's answers to one form count. The rows tell most, then the names of the files, then the decisions; the
//! order of paths decides only where nothing else does, and then it is said.
//!
//! Under one decision: lists about different things are parts of one answer; of lists about the same things the one counts
//! whose name says that it is later («sửa», «bản cuối»), else the one that holds the other, else nobody can tell. Between
//! decisions: the later one counts, unless it says that it adds to the earlier («bổ sung») and its rows are new and fewer.
//! Whatever was rejected stands aside once there is an accepted answer that is not older.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::SubmissionIndex;
use crate::intake::rowset::{self, RowSet};
use crate::intake::{Decision, Submission};
use crate::schema::versions::{Lateness, NamedDay};
use crate::verdict::{Judged, Verdict};

/// What counts of an agency's answers to one form, and what became of the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// What counts, all together; the list that the others are added to first.
    pub parts: Vec<SubmissionIndex>,
    /// What does not count, for another does.
    pub replaced: Vec<Replaced>,
    /// Parts behind the first, each with why it counts beside it.
    pub joined: Vec<(SubmissionIndex, Join)>,
    /// Rejected parts of a document of which others count: the answer is not whole without them.
    pub faulty: Vec<SubmissionIndex>,
    /// Rejected, and not done with: it is newer than what counts, or about other things, or nothing was accepted.
    pub still_rejected: Vec<SubmissionIndex>,
    /// The accepted parts that counted before the last change, to compare with.
    pub before: Vec<SubmissionIndex>,
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
    /// Its decision is of the same day and comes later by its number.
    SameDay,
    /// It was accepted.
    Accepted,
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
    /// Nothing tells; its path is the first.
    Path,
    /// No document issues the form and nothing else tells; its path is the last.
    LastPath,
}

/// Why a part counts beside the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// One decision issued both.
    SameDecision,
    /// It says that it adds to the other.
    Supplement,
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
    let days: HashMap<SubmissionIndex, NamedDay> = names
        .iter()
        .filter_map(|(index, name)| {
            let versions = &index.judged(reviewed).submission.form.language.versions;
            Some((*index, versions.day(name)?))
        })
        .collect();
    let years = days.values().filter(|day| day.has_year()).count();
    let all_named = days.len() == names.len() && (years == 0 || years == days.len());
    let mut candidate = |index: &SubmissionIndex| {
        let judged = index.judged(reviewed);
        let name = names.remove(index).unwrap_or_default();
        let versions = &judged.submission.form.language.versions;
        let (mut lateness, weakly) = (versions.lateness(&name), versions.weakly(&name));
        if let Some(day) = days.get(index).filter(|_| all_named) {
            lateness = lateness.on(*day);
        }
        let (submission, rows) = (&judged.submission, &judged.names);
        let sent = reviewed[index.file].sent;
        Candidate { index: *index, judged, submission, rows, name, lateness, weakly, sent, is_excerpt: false }
    };
    let mut decisions: BTreeMap<Issue, Vec<Candidate<'_>>> = BTreeMap::new();
    for candidate in accepted.iter().map(&mut candidate) {
        decisions.entry(candidate.issue()).or_default().push(candidate);
    }
    let mut rejected: Vec<Candidate<'_>> = rejected.iter().map(candidate).collect();
    let mut standing = Standing::default();
    for (_, candidates) in decisions {
        standing.meet(candidates);
    }
    if standing.parts.is_empty() {
        rejected.sort_by_key(|it| (Reverse(it.date()), Reverse(it.lateness), Reverse(it.weakly), it.index));
        let mut indexes = rejected.iter().map(|it| it.index);
        let parts = indexes.next().into_iter().collect();
        return Answer { parts, still_rejected: indexes.collect(), ..Answer::default() };
    }
    standing.set_aside(&rejected);
    standing.answer()
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
    let number = crate::text::bare(&decision.number).replace(' ', "");
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    (decision.date, digits.parse().unwrap_or_default(), number.trim_start_matches('0').to_owned())
}

impl Candidate<'_> {
    fn issue(&self) -> Issue {
        let dated = || self.judged.dated.map(|date| (date, 0, String::new()));
        self.submission.decision.as_ref().map(issue).or_else(dated)
    }

    /// Whether a document has to issue it.
    fn is_issued(&self) -> bool {
        self.submission.form.is_issued()
    }

    /// How late its path is, where nothing else tells.
    fn path_order(&self) -> Vec<(String, u64)> {
        if self.is_issued() { Vec::new() } else { natural(&self.name) }
    }

    fn date(&self) -> Option<Date> {
        self.submission.decision.as_ref().map(|decision| decision.date).or(self.judged.dated)
    }

    /// Whether it says that it adds to another list.
    fn says_supplement(&self) -> bool {
        self.submission.supplement || self.submission.form.language.versions.is_supplement(&self.name)
    }

    /// All that its rows say.
    fn contents(&self) -> RowSet {
        let rows = self.judged.rows.iter().flat_map(|rows| rows.iter());
        rows.map(|record| rowset::contents(&self.submission.form, &record)).collect()
    }

    /// Whether their names do not tell which is the later one.
    fn is_named_as_late_as(&self, other: &Self) -> bool {
        (self.lateness, self.weakly) == (other.lateness, other.weakly)
    }

    /// Why the other one counts, which is about the same things under the same decision. `held`: all rows of this one stand
    /// in what counts.
    fn why(&self, other: &Self, held: bool) -> Why {
        let sent = self.sent.zip(other.sent).filter(|_| self.is_named_as_late_as(other) && !self.is_excerpt);
        if other.rows == self.rows && other.contents() == self.contents() {
            Why::Copy
        } else if other.lateness > self.lateness || !self.is_issued() && other.weakly > self.weakly {
            Why::Name
        } else if sent.is_some_and(|(own, other)| own < other) {
            Why::Sent
        } else if !self.is_issued() {
            Why::LastPath
        } else if held && self.lateness <= other.lateness && other.rows.len() > self.rows.len() {
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
    settled: Vec<(SubmissionIndex, SubmissionIndex)>,
    before: Vec<SubmissionIndex>,
}

impl<'a> Standing<'a> {
    /// What the submissions under the next decision change.
    fn meet(&mut self, candidates: Vec<Candidate<'a>>) {
        let Decided { mut parts, lost, before } = within(candidates);
        let rows: RowSet = parts.iter().flat_map(|part| part.rows.iter()).collect();
        let same_day = self.parts.first().is_some_and(|part| part.date() == parts[0].date());
        let new = rows.len() - rows.shared(&self.rows);
        if self.parts.is_empty() {
            self.joined = parts.iter().skip(1).map(|part| (part.index, Join::SameDecision)).collect();
            (self.parts, self.rows, self.before) = (parts, rows, before);
        } else if same_day && self.rows.holds(&rows) && self.rows.len() > rows.len() {
            let by = self.parts[0].index;
            self.replaced.extend(parts.drain(..).map(|part| (part, by, Why::Fuller)));
        } else if parts.iter().all(Candidate::says_supplement) && rows.len() < self.rows.len() && new * 2 >= rows.len()
        {
            self.joined.extend(parts.iter().map(|part| (part.index, Join::Supplement)));
            self.rows = self.rows.with(&rows);
            self.parts.append(&mut parts);
        } else {
            let (by, why) = (parts[0].index, if same_day { Why::SameDay } else { Why::Later });
            self.before = self.parts.iter().map(|part| part.index).collect();
            self.replaced.extend(self.parts.drain(..).map(|part| (part, by, why)));
            self.joined = parts.iter().skip(1).map(|part| (part.index, Join::SameDecision)).collect();
            (self.parts, self.rows) = (parts, rows);
        }
        self.replaced.extend(lost);
    }

    /// Sets aside what was rejected, as far as what counts is not older and about the same things.
    fn set_aside(&mut self, rejected: &[Candidate<'a>]) {
        let last = self.parts.iter().filter_map(Candidate::issue).max();
        let lateness = self.parts.iter().map(|part| (part.lateness, part.weakly)).max().unwrap_or_default();
        let only_supplements = self.parts.iter().all(Candidate::says_supplement);
        for it in rejected {
            let known = !it.submission.damaged && !it.rows.is_empty();
            let is_apart = known && it.rows.is_apart_from(&self.rows);
            let is_later_by_name = (it.lateness, it.weakly) > lateness
                || !it.is_issued() && self.parts.iter().all(|part| it.path_order() > part.path_order());
            if is_apart && it.issue().is_some() && self.parts.iter().any(|part| part.issue() == it.issue()) {
                self.faulty.push(it.index);
                continue;
            }
            let is_done = match (it.issue(), &last) {
                (Some(own), Some(last)) if own < *last => !(only_supplements && is_apart),
                (Some(own), Some(last)) if own > *last => false,
                _ => !is_apart && !is_later_by_name,
            };
            if is_done {
                self.settled.push((it.index, self.parts[0].index));
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
                false if candidate.date() < main.date() => (main.index, Why::Later),
                false => (main.index, Why::SameDay),
            };
            Replaced { index: candidate.index, by, why }
        });
        let settled = self.settled.iter().map(|&(index, by)| Replaced { index, by, why: Why::Accepted });
        Answer {
            replaced: replaced.chain(settled).collect(),
            parts,
            joined: self.joined,
            faulty: self.faulty,
            still_rejected: self.still_rejected,
            before: self.before,
        }
    }
}

/// What counts of the submissions under one decision.
struct Decided<'a> {
    /// In the order of paths; never empty.
    parts: Vec<Candidate<'a>>,
    lost: Vec<(Candidate<'a>, SubmissionIndex, Why)>,
    /// Those that a later name has replaced.
    before: Vec<SubmissionIndex>,
}

/// Decides between submissions under one decision. Each is asked how many of its rows are counted already, through an index of
/// the rows that count, so that a thousand files take no longer than their rows.
fn within(mut candidates: Vec<Candidate<'_>>) -> Decided<'_> {
    mark_excerpts(&mut candidates);
    let lateness = |it: &Candidate<'_>| if it.is_excerpt { Lateness::default() } else { it.lateness };
    // Where no name tells, the days of their messages do.
    let all_sent = candidates.iter().all(|it| it.sent.is_some() && it.is_named_as_late_as(&candidates[0]));
    let sent = |it: &Candidate<'_>| it.sent.filter(|_| all_sent && !it.is_excerpt);
    candidates.sort_by_cached_key(|it| {
        // Of a form that no document issues the last one counts: it may well be the one from which wrong rows were taken out.
        let length = if it.is_issued() { it.rows.len() } else { 0 };
        (
            Reverse(lateness(it)),
            Reverse(sent(it)),
            Reverse(length),
            Reverse(it.weakly),
            Reverse(it.path_order()),
            it.index,
        )
    });
    let undated = candidates.iter().any(|it| it.submission.decision.is_none());
    let mut parts: Vec<Candidate<'_>> = Vec::new();
    let mut counted: HashMap<u64, usize> = HashMap::new();
    let mut lost = Vec::new();
    let mut before = Vec::new();
    for it in candidates {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for part in it.rows.iter().filter_map(|name| counted.get(&name)) {
            *shared.entry(*part).or_default() += 1;
        }
        let all: usize = shared.values().sum();
        let nearest =
            shared.iter().max_by_key(|(part, count)| (**count, Reverse(**part))).map(|(part, count)| (*part, *count));
        let overlaps =
            nearest.is_some_and(|(part, count)| all * 4 > it.rows.len() || count * 4 > parts[part].rows.len());
        if overlaps || undated && !parts.is_empty() {
            let other = &parts[nearest.map_or(0, |(part, _)| part)];
            let why = it.why(other, all == it.rows.len());
            if why == Why::Name {
                before.push(it.index);
            }
            lost.push((other.index, why, it));
        } else {
            counted.extend(it.rows.iter().map(|name| (name, parts.len())));
            parts.push(it);
        }
    }
    parts.sort_by_key(|part| part.index);
    let lost = lost.into_iter().map(|(by, why, it)| (it, by, why)).collect();
    Decided { parts, lost, before }
}

fn mark_excerpts(candidates: &mut [Candidate<'_>]) {
    let mut longest: HashMap<u64, usize> = HashMap::new();
    for it in &*candidates {
        for name in it.rows.iter() {
            let length = longest.entry(name).or_default();
            *length = it.rows.len().max(*length);
        }
    }
    for it in candidates {
        let within = it.rows.iter().filter(|name| longest[name] > 2 * it.rows.len()).count();
        it.is_excerpt = within * 2 > it.rows.len();
    }
}
