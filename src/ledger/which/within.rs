//! Which of an agency's files under one decision count: parts of it about different things all do, of versions of one list one does.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::{Candidate, Why};
use crate::intake::rowset::RowSet;
use crate::ledger::SubmissionIndex;
use crate::schema::versions::Lateness;

/// What counts of the submissions under one decision.
pub(super) struct Decided<'a> {
    /// In the order of paths; never empty.
    pub(super) parts: Vec<Candidate<'a>>,
    pub(super) lost: Vec<(Candidate<'a>, SubmissionIndex, Why)>,
    /// Those that a later name has replaced.
    pub(super) before: Vec<SubmissionIndex>,
}

/// Decides between submissions under one decision. Each is asked how many of its rows are counted already, through an index of
/// the rows that count, so that a thousand files take no longer than their rows.
pub(super) fn within(mut candidates: Vec<Candidate<'_>>) -> Decided<'_> {
    // Of most agencies there is one: its rows need not be read again.
    if candidates.len() == 1 {
        return Decided { parts: candidates, lost: Vec::new(), before: Vec::new() };
    }
    mark_excerpts(&mut candidates);
    let lateness = |it: &Candidate<'_>| if it.is_excerpt { Lateness::default() } else { it.lateness };
    // Where no name tells, the days of their messages do.
    let all_sent = candidates.iter().all(|it| it.sent.is_some() && it.is_named_as_late_as(&candidates[0]));
    let sent = |it: &Candidate<'_>| it.sent.filter(|_| all_sent && !it.is_excerpt);
    candidates.sort_by_cached_key(|it| {
        // Of a form that no document issues the last one with rows counts: it may well be the one from which wrong rows were taken out.
        let length = if it.is_issued() { it.rows.len() } else { usize::from(!it.is_blank()) };
        (
            Reverse(lateness(it)),
            Reverse(sent(it)),
            it.is_doubtful,
            Reverse(it.date().filter(|_| !it.is_excerpt)),
            Reverse(length),
            Reverse(it.weakly),
            Reverse(it.path_order()),
            it.index,
        )
    });
    let undated = candidates.iter().any(|it| it.submission.decision.is_none());
    let mut parts: Vec<Candidate<'_>> = Vec::new();
    let (mut counted, mut counted_rests) = (Counted::default(), Counted::default());
    let (mut lost, mut before) = (Vec::new(), BTreeMap::new());
    for it in candidates {
        let (all, nearest) = counted.shared(it.rows);
        let is_shared = |(part, count): (usize, usize)| all * 4 > it.rows.len() || count * 4 > parts[part].rows.len();
        let overlaps = nearest.is_some_and(is_shared);
        // Names may be spelled out in one and not in the other: what else the rows say tells that they are the same.
        let rests = it.rests();
        let like = counted_rests.shared(&rests).1;
        let like = like.filter(|(part, count)| *count > 2 && count * 2 > it.rows.len().max(parts[*part].rows.len()));
        if overlaps || like.is_some() || undated && !parts.is_empty() && !it.stands_beside(&parts) {
            let at = match (overlaps, like) {
                (false, Some((part, _))) => part,
                _ => nearest.map_or(0, |(part, _)| part),
            };
            let other = &parts[at];
            let why = it.why(other, all == it.rows.len());
            if matches!(why, Why::Name | Why::Sent | Why::Later) {
                // The nearest before it: those that follow are older.
                before.entry(at).or_insert(it.index);
            }
            let tells = matches!(why, Why::Path | Why::MoreRows | Why::Name | Why::Later);
            let why = if tells && !overlaps && like.is_some() { Why::OtherNames } else { why };
            lost.push((other.index, why, it));
        } else {
            counted.add(parts.len(), it.rows);
            counted_rests.add(parts.len(), &rests);
            parts.push(it);
        }
    }
    parts.sort_by_key(|part| part.index);
    let lost = lost.into_iter().map(|(by, why, it)| (it, by, why)).collect();
    Decided { parts, lost, before: before.into_values().collect() }
}

/// The rows that count, by the part in which they stand.
#[derive(Default)]
struct Counted(HashMap<u64, usize>);

impl Counted {
    fn add(&mut self, part: usize, rows: &RowSet) {
        self.0.extend(rows.iter().map(|row| (row, part)));
    }

    /// How many of these rows count, and in which part most of them, with how many.
    fn shared(&self, rows: &RowSet) -> (usize, Option<(usize, usize)>) {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for part in rows.iter().filter_map(|row| self.0.get(&row)) {
            *shared.entry(*part).or_default() += 1;
        }
        let nearest = shared.iter().max_by_key(|(part, count)| (**count, Reverse(**part)));
        (shared.values().sum(), nearest.map(|(part, count)| (*part, *count)))
    }
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
