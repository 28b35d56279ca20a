//! The words of a title block or a file's name, each with its place, so that what was matched can be quoted as typed.
//! Names are typed with every separator there is (`Ha_Giang`, `HaGiang`, `TP.HCM`, `LĐ-TB&XH`), so words end where a
//! letter follows something else than a letter, and also at the humps of `HaGiang`. What matters more is where a
//! *clause* ends: a word before it says nothing about the words behind it.

use std::ops::{Deref, Range};
use std::sync::Arc;

use crate::text::{self, letter};

/// A word.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Which of the texts it stands in.
    pub(super) unit: usize,
    /// Its bytes in that text.
    pub(super) span: Range<usize>,
    /// Clauses are numbered through all texts.
    pub(super) clause: usize,
    /// It begins a line, or what a dash, a bracket or an underscore sets apart.
    pub(super) opens: bool,
    /// A full stop stands right behind it, as behind «H.» or «TP.».
    pub(super) dotted: bool,
    /// `&` stands right behind it.
    pub(super) goes_on: bool,
    /// What it says wherever it stands.
    typed: Arc<Typed>,
}

/// A word as it is typed anywhere.
#[derive(Debug)]
pub(super) struct Typed {
    /// [`text::fold`]ed.
    pub(super) folded: String,
    /// Without diacritics.
    pub(super) bare: String,
    /// Typed without a small letter.
    pub(super) upper: bool,
    /// The first name of an agency that may begin with it, see `Names::entries`.
    pub(super) first_name: Option<usize>,
    /// The name of a body, or its abbreviation, may.
    pub(super) may_begin_body: bool,
    /// It may say of names behind it that they receive, or are cited.
    pub(super) may_set_aside: bool,
}

impl Typed {
    /// Of a word that begins no name.
    pub(super) fn new(typed: &str) -> Self {
        let folded = text::fold(typed);
        Self {
            bare: text::strip_marks(&folded),
            upper: !typed.chars().any(|character| letter(character).is_small),
            first_name: None,
            may_begin_body: false,
            may_set_aside: false,
            folded,
        }
    }
}

impl Deref for Word {
    type Target = Typed;

    fn deref(&self) -> &Typed {
        &self.typed
    }
}

/// The words of several texts, in their order; `of` gives those of one alone.
pub(super) fn together(texts: &[&str], of: impl Fn(&str) -> Arc<[Word]>) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut clauses = 0;
    for (unit, text) in texts.iter().enumerate() {
        let own = of(text);
        words.extend(own.iter().map(|word| Word { unit, clause: clauses + word.clause, ..word.clone() }));
        clauses += own.last().map_or(1, |last| last.clause);
    }
    words
}

/// The words of a text, in their order. The text is [`text::tidy`]; `typed` tells what a word says.
pub(super) fn split(text: &str, typed: impl Fn(&str) -> Arc<Typed>) -> Arc<[Word]> {
    let (mut clause, mut end_of_last) = (1, 0);
    let word = |span: Range<usize>| {
        let between = &text[end_of_last..span.start];
        // As between most words: nothing to ask.
        let is_space = between == " ";
        if !is_space && breaks_clause(between) {
            clause += 1;
        }
        let opens = end_of_last == 0 || !is_space && opens_line(between);
        end_of_last = span.end;
        let (dotted, typed) = (text[span.end..].starts_with('.'), typed(&text[span.clone()]));
        let goes_on = text[span.end..].starts_with('&');
        Word { unit: 0, clause, opens, dotted, goes_on, typed, span }
    };
    spans(text).into_iter().map(word).collect()
}

/// Whether what stands between two words separates two statements.
fn breaks_clause(between: &str) -> bool {
    between.contains(['\n', ';', ':', '(', ')', '[', ']', '"', '«', '»', '“', '”', ',', '_', '/', '›', '|', '•', '+'])
        || [" -", "- ", " –", "– ", "—"].iter().any(|dash| between.contains(dash))
}

/// Whether a line begins behind what stands between two words; a comma goes on with the same one.
fn opens_line(between: &str) -> bool {
    between.contains(['\n', '(', '[', '"', '«', '“', '_', '›', '|', '•', '+', ':'])
        || [" -", "- ", " –", "– ", "—"].iter().any(|dash| between.contains(dash))
}

/// The spans of runs of letters and of runs of digits, with `HaGiang` cut before its second capital.
fn spans(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut start: Option<usize> = None;
    let mut before = letter(' ');
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let own = letter(character);
        let last = std::mem::replace(&mut before, own);
        if !own.is_of_word {
            if let Some(start) = start.take() {
                spans.push(start..at);
            }
            continue;
        }
        let Some(begun) = start else {
            start = Some(at);
            continue;
        };
        let hump = own.is_capital
            && (last.is_small || last.is_capital && characters.peek().is_some_and(|(_, next)| letter(*next).is_small));
        if hump || last.is_numeric != own.is_numeric {
            spans.push(begun..at);
            start = Some(at);
        }
    }
    if let Some(start) = start {
        spans.push(start..text.len());
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_clauses() {
        let of = |text: &str| split(text, |typed| Arc::new(Typed::new(typed)));
        let clauses: Vec<usize> = together(&["a b - c", "d"], of).into_iter().map(|word| word.clause).collect();
        assert_eq!(clauses, [1, 1, 2, 3]);
    }
}
