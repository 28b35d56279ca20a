//! Which of an agency's files stand aside whatever their rows say: drafts, lists of what is wanted from others, and files that came
//! back corrected.

use std::collections::HashMap;

use super::{Candidate, Why};
use crate::ledger::SubmissionIndex;
use crate::verdict::Verdict;

/// What stands aside, for which one if that is known, and why.
pub(super) type Lesser = (SubmissionIndex, Option<SubmissionIndex>, Why);

/// The files of which an accepted form was made to be corrected, each with the one that was: it may have gone to and fro several
/// times. What bears a later document is another file under the same name.
pub(super) fn corrected(
    reviewed: &[Verdict],
    accepted: &[Candidate<'_>],
    rejected: &[Candidate<'_>],
) -> HashMap<SubmissionIndex, SubmissionIndex> {
    let mut corrected = HashMap::new();
    let all = || accepted.iter().chain(rejected);
    for last in accepted {
        if corrected.contains_key(&last.index) {
            continue;
        }
        let mut from = last;
        while let Some(origin) = reviewed[from.index.file].made_from.as_deref() {
            let path = |it: &&Candidate<'_>| &*reviewed[it.index.file].path;
            let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
            let original = all().find(|it| path(it) == origin);
            let original = original.or_else(|| all().find(|it| name(path(it)) == name(origin)));
            let original = original.filter(|it| it.index.file != last.index.file && it.issue <= last.issue);
            match original {
                Some(original) if !corrected.contains_key(&original.index) => {
                    corrected.insert(original.index, last.index);
                    from = original;
                }
                _ => break,
            }
        }
    }
    corrected
}

/// Those that count, and those that stand aside for them: a list of what is wanted from others, and a draft where what has been issued
/// is about the same things or has another decision.
pub(super) fn without_lesser(accepted: Vec<Candidate<'_>>) -> (Vec<Candidate<'_>>, Vec<Lesser>) {
    let is = |it: &Candidate<'_>| it.submission.told_to_be;
    let has_own = accepted.iter().any(|it| !is(it).wanted);
    let why = |it: &Candidate<'_>| {
        let is_issued_without = |other: &Candidate<'_>| {
            let counts = !(is(other).draft || has_own && is(other).wanted);
            counts && !(other.issue == it.issue && other.rows.is_apart_from(it.rows))
        };
        match is(it) {
            told if told.wanted && has_own => Some(Why::Wanted),
            told if told.draft && accepted.iter().any(is_issued_without) => Some(Why::Draft),
            _ if it.is_lapsed() && accepted.iter().any(|it| !it.is_lapsed() && is_issued_without(it)) => {
                Some(Why::Lapsed)
            }
            _ => None,
        }
    };
    let whys: Vec<Option<Why>> = accepted.iter().map(why).collect();
    let mut lesser = Vec::new();
    let mut counts = Vec::with_capacity(accepted.len());
    for (it, why) in accepted.into_iter().zip(whys) {
        match why {
            Some(why) => lesser.push((it.index, None, why)),
            None => counts.push(it),
        }
    }
    (counts, lesser)
}
