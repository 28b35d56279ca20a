//! What the words of a text say of the names behind them: that they are receivers, or authors of what is cited. It is worked out once
//! for a text, whose names may be as many as its words.

use std::ops::Range;

use super::vocabulary::{Phrase, Vocabulary};
use super::words::Word;
use crate::text::lists::BareWords;

/// What a template calls itself has no more words.
const MOST_WORDS: usize = 4;

/// What the words of one text say. Places and ends are numbers of words, from its first.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) unit: usize,
    /// The number of its first word among those of all texts.
    pub(super) begin: usize,
    /// The text before it only announces who receives: «Kính gửi:».
    pub(super) is_announced: bool,
    /// Where what says that a template is cited ends: «Mẫu số».
    pub(super) template: Option<usize>,
    /// Where what says who receives first ends.
    pub(super) received: Option<usize>,
    /// The words before those that begin a statement of the own committee in a new clause: «…, UBND».
    pub(super) own: Vec<usize>,
    rests_on: Vec<Cites>,
    cites: Vec<Cites>,
}

/// A word that cites another document.
#[derive(Debug)]
struct Cites {
    at: usize,
    /// It does so for what begins behind these words, and not for what begins behind more of them than these.
    behind: Range<usize>,
    /// Only a ministry is cited by it.
    ministry: bool,
}

impl Said {
    /// Of the text that this word stands in.
    pub(super) fn of(words: &[Word], word: usize, vocabulary: &Vocabulary) -> Self {
        let unit = words[word].unit;
        let begin_of = |unit: usize| words.partition_point(|word| word.unit < unit);
        let (begin, end) = (begin_of(unit), begin_of(unit + 1));
        let before = &words[begin_of(unit.saturating_sub(1))..begin];
        let is_announced = announces(before, &vocabulary.receiver_headings);
        let (own_words, text) = (&words[begin..end], bare(&words[begin..end]));
        let documents = vocabulary.documents();
        let all = || (0..text.len()).filter(|at| own_words[*at].may_set_aside);
        let begins_own = |pair: &[Word]| pair[0].clause != pair[1].clause && is_committee(&pair[1], vocabulary);
        let rests_on = |at: usize| {
            let end = end_of_words(&text, at, &documents.rests_on)?;
            Some(Cites { at, behind: end..usize::MAX, ministry: false })
        };
        Self {
            unit,
            begin,
            is_announced,
            template: end_of_words(&text, 0, &documents.template_beginnings),
            received: all().filter_map(|at| end_of(&text, at, &vocabulary.receiver_lines)).min(),
            own: own_words.windows(2).enumerate().filter(|(_, pair)| begins_own(pair)).map(|(at, _)| at).collect(),
            rests_on: all().filter_map(rests_on).collect(),
            cites: all().filter_map(|at| cites(&text, at, vocabulary)).collect(),
        }
    }

    /// The last word that cites what begins behind so many words.
    pub(super) fn cites(&self, behind: usize, is_ministry: bool) -> Option<usize> {
        let last = |all: &[Cites]| {
            let counts = |cites: &&Cites| cites.behind.contains(&behind) && (is_ministry || !cites.ministry);
            all.iter().rev().find(counts).map(|cites| cites.at)
        };
        last(&self.rests_on).or_else(|| last(&self.cites))
    }
}

/// Whether a word cites what stands behind it.
fn cites(text: &[&str], at: usize, vocabulary: &Vocabulary) -> Option<Cites> {
    let documents = vocabulary.documents();
    let is_enclosed = |at: usize| documents.enclosed.holds(text[at]);
    let ends_in = |phrase: &str| {
        let length = if phrase.ends_with(text[at]) { phrase.split(' ').count() } else { return false };
        (at + 1).checked_sub(length).is_some_and(|start| starts_with(&text[start..=at], phrase))
    };
    if documents.by.holds(text[at]) {
        let is_by = at == 0 || !is_enclosed(at - 1);
        return is_by.then_some(Cites { at, behind: at + 1..usize::MAX, ministry: false });
    }
    if is_enclosed(at) {
        // What a letter brings along is a template as often as the sender's own: a ministry's never counts.
        if !text.get(at + 1).is_some_and(|next| documents.by.holds(next)) {
            return None;
        }
        let own = end_of_words(text, at + 2, &documents.own).unwrap_or(usize::MAX);
        let end = end_of(text, at + 2, &vocabulary.cited)?;
        return Some(Cites { at, behind: end..own, ministry: true });
    }
    let end =
        if documents.carries_out.iter().any(ends_in) { end_of(text, at + 1, &vocabulary.cited)? } else { return None };
    Some(Cites { at, behind: end..usize::MAX, ministry: false })
}

/// Whether a text only announces who receives: «Kính gửi:», «Đơn vị nhận báo cáo».
pub(super) fn announces(words: &[Word], headings: &[Phrase]) -> bool {
    let begins = |at: usize| headings.iter().any(|phrase| phrase.begins_bare(&bare(&words[at..])));
    words.len() <= 3 && (0..words.len()).any(begins) || headings.iter().any(|phrase| phrase.is(words))
}

/// Whether a text begins as a template calls itself: «Mẫu số 01», «Mẫu biểu kèm theo …».
pub(super) fn begins_template(words: &[Word], vocabulary: &Vocabulary) -> bool {
    let text = bare(&words[..words.len().min(MOST_WORDS)]);
    end_of_words(&text, 0, &vocabulary.documents().template_beginnings).is_some()
}

/// «UBND» in one word, which begins a new statement.
pub(super) fn is_committee(word: &Word, vocabulary: &Vocabulary) -> bool {
    vocabulary.committee.iter().any(|phrase| phrase.is(std::slice::from_ref(word)))
}

fn bare(words: &[Word]) -> Vec<&str> {
    words.iter().map(|word| word.bare.as_str()).collect()
}

pub(super) fn starts_with(words: &[&str], phrase: &str) -> bool {
    let mut words = words.iter();
    words.as_slice().first().is_some_and(|first| phrase.starts_with(first))
        && phrase.split(' ').all(|own| words.next() == Some(&own))
}

/// Where the shortest of these phrases ends that begins at a word.
fn end_of(text: &[&str], at: usize, phrases: &[Phrase]) -> Option<usize> {
    let rest = text.get(at..)?;
    phrases.iter().filter(|phrase| phrase.begins_bare(rest)).map(|phrase| at + phrase.len()).min()
}

fn end_of_words(text: &[&str], at: usize, phrases: &BareWords) -> Option<usize> {
    let rest = text.get(at..)?;
    phrases.iter().filter(|phrase| starts_with(rest, phrase)).map(|phrase| at + phrase.split(' ').count()).min()
}
