//! Answers of several bodies that are one agency now. Each has an answer of its own, and none takes the place of another's: a number
//! is one document only with the body that issued it, and an equal name of a row says nothing, for each of them had such a thing.

use std::collections::{BTreeMap, BTreeSet};

use super::lesser::{corrected, without_lesser};
use super::{Candidate, Issue, Join, Standing, Why, one_day_each};
use crate::intake::rowset::RowSet;
use crate::verdict::Verdict;

/// What stands of each body, those that were later last. Where one former agency is named, or none, all is of one body: what
/// names none may well be its own.
pub(super) fn each<'a>(
    reviewed: &[Verdict],
    accepted: Vec<Candidate<'a>>,
    rejected: Vec<Candidate<'a>>,
) -> Vec<Standing<'a>> {
    let formers: BTreeSet<&str> =
        accepted.iter().chain(&rejected).filter_map(|it| it.submission.former.as_deref()).collect();
    let body = |it: &Candidate<'a>| it.submission.former.as_deref().filter(|_| formers.len() > 1);
    let mut bodies: BTreeMap<Option<&str>, [Vec<Candidate<'a>>; 2]> = BTreeMap::new();
    for (of, candidates) in [accepted, rejected].into_iter().enumerate() {
        for it in candidates {
            bodies.entry(body(&it)).or_default()[of].push(it);
        }
    }
    let mut each: Vec<Standing<'a>> =
        bodies.into_values().map(|[accepted, rejected]| stand(reviewed, accepted, rejected)).collect();
    each.sort_by_key(|standing| standing.parts.iter().map(|part| part.issue.clone()).max());
    each
}

/// What stands of one body.
fn stand<'a>(reviewed: &[Verdict], mut accepted: Vec<Candidate<'a>>, mut rejected: Vec<Candidate<'a>>) -> Standing<'a> {
    let two_days = one_day_each(&mut accepted, &mut rejected);
    let corrected = corrected(reviewed, &accepted, &rejected);
    let (accepted, mut lesser) = without_lesser(accepted);
    let (originals, accepted): (Vec<_>, Vec<_>) =
        accepted.into_iter().partition(|it| corrected.contains_key(&it.index));
    lesser.extend(originals.iter().map(|it| (it.index, corrected.get(&it.index).copied(), Why::Corrected)));
    let mut decisions: BTreeMap<Issue, Vec<Candidate<'a>>> = BTreeMap::new();
    for candidate in accepted {
        decisions.entry(candidate.issue.clone()).or_default().push(candidate);
    }
    let mut standing = Standing { two_days, lesser, ..Standing::default() };
    for (_, candidates) in decisions {
        standing.meet(candidates);
    }
    if standing.parts.is_empty() {
        standing.only_rejected = rejected;
    } else {
        standing.set_aside(&rejected, &corrected);
    }
    standing
}

impl<'a> Standing<'a> {
    /// Adds what stands of another body.
    pub(super) fn join(&mut self, mut other: Self) {
        if self.parts.is_empty() {
            other.only_rejected.append(&mut self.only_rejected);
            *self = other;
            return;
        }
        if other.are_of_another_body(self) {
            let before = |standing: &Self| match standing.before.is_empty() {
                true => standing.parts.iter().map(|part| part.index).collect(),
                false => standing.before.clone(),
            };
            if !(self.before.is_empty() && other.before.is_empty()) {
                self.before = [before(self), before(&other)].concat();
            }
            self.joined.extend(other.parts.iter().map(|part| (part.index, Join::Merged)));
            self.rows = self.rows.with(&other.rows);
            self.parts.append(&mut other.parts);
        } else if !other.parts.is_empty() {
            self.take(other.parts, other.before);
        }
        self.replaced.append(&mut other.replaced);
        self.faulty.append(&mut other.faulty);
        self.still_rejected.append(&mut other.still_rejected);
        self.settled.append(&mut other.settled);
        self.two_days.append(&mut other.two_days);
        self.lesser.append(&mut other.lesser);
        self.only_rejected.append(&mut other.only_rejected);
    }

    /// Whether both are of former agencies and do not say the same: one list may have been sent under both names.
    fn are_of_another_body(&self, other: &Self) -> bool {
        let of_former = |standing: &Self| standing.parts.iter().all(|part| part.submission.former.is_some());
        let contents = |standing: &Self| -> RowSet {
            let contents: Vec<RowSet> = standing.parts.iter().map(|part| part.judged.contents()).collect();
            contents.iter().flat_map(RowSet::iter).collect()
        };
        let is_known = !self.parts.is_empty() && of_former(self) && of_former(other);
        is_known && contents(self).is_apart_from(&contents(other))
    }
}
