//! A period's text as words, numbers and signs.

use super::words::{Meaning, PeriodWords, Roles, Sense};

/// No period is made of more; a text that is longer is prose.
const MOST_TOKENS: usize = 24;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token<'a> {
    /// Value and number of digits.
    Number(i16, usize),
    /// What it does, and the rest of it.
    Word(Sense, Word<'a>),
    /// One of `/ - . , ; ~ & +`.
    Sign(char),
}

/// A word with what is known of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    pub(super) meaning: Meaning,
}

impl Word<'_> {
    pub(super) fn has(self, role: Roles) -> bool {
        self.meaning.roles.has(role)
    }
}

impl Token<'_> {
    /// Whether it is this word or number.
    pub(super) fn is(&self, part: &str) -> bool {
        match self {
            Self::Word(_, word) => word.text == part,
            Self::Number(number, digits) => part.len() == *digits && part.parse() == Ok(*number),
            Self::Sign(_) => false,
        }
    }
}

/// Runs of letters, runs of digits, signs. Brackets and quotation marks around a period say nothing. `None` for what no
/// period holds.
pub(super) fn tokens<'a>(bare: &'a str, words: &PeriodWords) -> Option<Vec<Token<'a>>> {
    let mut tokens = Vec::with_capacity(8);
    let mut rest = bare;
    while let Some(character) = rest.chars().next() {
        let is_of_run: fn(char) -> bool = if character.is_ascii_digit() {
            |character| character.is_ascii_digit()
        } else if character.is_alphabetic() {
            char::is_alphabetic
        } else {
            let arrow = rest.starts_with("->") || rest.starts_with("=>");
            rest = &rest[if arrow { 2 } else { character.len_utf8() }..];
            match character {
                _ if arrow => tokens.push(Token::Sign('~')),
                '÷' | '→' => tokens.push(Token::Sign('~')),
                '/' | '-' | '.' | ',' | ';' | '~' | '&' | '+' => tokens.push(Token::Sign(character)),
                '(' | ')' | '[' | ']' | '"' | '\'' | ':' => {}
                _ if character.is_whitespace() => {}
                _ => return None,
            }
            continue;
        };
        let length = rest.find(|character| !is_of_run(character)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(length);
        rest = after;
        tokens.push(if character.is_ascii_digit() {
            Token::Number(run.parse().ok()?, run.len())
        } else {
            let meaning = words.meaning(run);
            Token::Word(meaning.sense, Word { text: run, meaning })
        });
        if tokens.len() > MOST_TOKENS {
            return None;
        }
    }
    // Dots behind it leave something out.
    if let [.., Token::Sign('.'), Token::Sign('.')] = tokens[..] {
        return None;
    }
    // A full stop after a sentence.
    while let Some(Token::Sign('.' | ',' | ';')) = tokens.last() {
        tokens.pop();
    }
    Some(tokens)
}

/// The text without the time of day that a program put behind a day: `2024-06-30 00:00:00`.
pub(super) fn without_time(bare: &str) -> &str {
    let Some((day, time)) = bare.trim_end().rsplit_once([' ', 't', '\n']) else { return bare };
    let time = time.strip_suffix('z').unwrap_or(time);
    let time = time.split_once('.').map_or(time, |(seconds, _)| seconds);
    let parts: Vec<&str> = time.split(':').collect();
    let is_time = matches!(parts.len(), 2 | 3)
        && parts.iter().zip([24, 60, 60]).all(|(part, limit)| {
            (1..=2).contains(&part.len()) && part.parse::<u8>().is_ok_and(|number| number < limit)
        });
    if is_time && day.ends_with(|last: char| last.is_ascii_digit()) { day } else { bare }
}
