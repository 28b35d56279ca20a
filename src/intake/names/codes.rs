//! The codes of a roster in a text. Those that the country's identifiers look like (`H22`, `00.00.H22`) are told by their letter and two
//! digits; every other code is known as a whole word, whatever its signs are (`OH-001`, `39049`): whoever makes a roster chooses them.

use std::ops::Range;

use super::words::Word;
use super::{How, Manner, Mention, Names, Weight};
use crate::schema::{Agency, Naming};
use crate::text;
use crate::text::hashed::HashMap;

/// A code with a digit of so many letters and digits is told from other words in the name of a file.
const TOLD: usize = 4;
/// And of so many anywhere.
const LONG: usize = 8;
/// Numbers of four digits that are years in most names of files.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2099;

/// The codes of a roster that no country has a rule for.
#[derive(Debug, Default)]
pub(super) struct Codes {
    /// By their letters and digits.
    own: HashMap<String, Vec<usize>>,
    /// The longest of those, in bytes.
    longest: usize,
    /// All, in small letters.
    all: HashMap<String, usize>,
}

impl Codes {
    pub(super) fn new(agencies: &[Agency], is_of_country: impl Fn(&str) -> bool) -> Self {
        let mut codes = Self::default();
        for (at, agency) in agencies.iter().enumerate() {
            codes.all.entry(agency.code.to_ascii_lowercase()).or_insert(at);
            // A ministry's symbol is one of its names.
            let is_symbol = !has_digit(&agency.code) && agency.names != Naming::Plain;
            let key = signs(&agency.code);
            if !key.is_empty() && !is_symbol && !is_of_country(&agency.code) {
                codes.longest = codes.longest.max(key.len());
                codes.own.entry(key).or_default().push(at);
            }
        }
        codes
    }

    /// The agency with this code, in any letter case.
    pub(super) fn exact(&self, code: &str) -> Option<usize> {
        self.all.get(&code.trim().to_ascii_lowercase()).copied()
    }
}

/// The letters and digits of a code, without diacritics.
fn signs(code: &str) -> String {
    text::words(&text::bare(code)).collect()
}

fn has_digit(code: &str) -> bool {
    code.bytes().any(|byte| byte.is_ascii_digit())
}

/// What a code is like, which decides where it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Length {
    /// Up to three signs, or a year: it may as well be a number, a word or a day.
    Short,
    Told,
    Long,
}

impl Length {
    fn of(code: &str) -> Self {
        let signs = signs(code);
        match signs.chars().count() {
            _ if is_year(&signs) => Self::Short,
            ..TOLD => Self::Short,
            LONG.. if has_digit(code) => Self::Long,
            _ => Self::Told,
        }
    }
}

/// Whether the two words stand side by side, in one piece.
pub(super) fn joined(words: &[Word], one: usize, other: usize) -> bool {
    words.get(one).zip(words.get(other)).is_some_and(|(one, other)| {
        one.unit == other.unit && one.span.end == other.span.start && one.clause == other.clause
    })
}

impl Names {
    /// An identifier as an example that is known at the beginning of a file's name: the one that the country gives, if the roster has
    /// it, else the first of those that the roster begins with. `None` if none is.
    pub fn example_code(&self) -> Option<&str> {
        /// Codes that are tried.
        const TRIED: usize = 20;
        let given = self.agency(&self.country().names.example_code);
        let works =
            |agency: &&Agency| self.resolve(&format!("{} a", agency.code)).strongest() == [agency.code.as_str()];
        given.into_iter().chain(self.agencies.iter().take(TRIED)).find(works).map(|agency| &*agency.code)
    }

    /// The agency with just this code, in any letter case.
    pub fn by_code(&self, code: &str) -> Option<&Agency> {
        self.codes.exact(code).map(|at| &self.agencies[at])
    }

    /// The codes of this roster that the country has no rule for, none of which overlap. In a title block only those count that nothing
    /// else looks like.
    pub(super) fn own_codes(&self, words: &[Word], units: &[&str], manner: Manner) -> Vec<(Range<usize>, Mention)> {
        let mut found: Vec<(Range<usize>, Mention)> = Vec::new();
        if self.codes.own.is_empty() {
            return found;
        }
        let mut at = 0;
        while at < words.len() {
            let longest = self.codes_from(words, at).rev().find_map(|(end, owners)| {
                let follows = found.last().is_some_and(|(before, _)| before.end == at);
                let (code, weight) = self.meant((&(at..end), follows), words, units, manner, owners)?;
                Some((at..end, Mention::new(Some(code), code, How::Code, weight)))
            });
            at = longest.as_ref().map_or(at + 1, |(range, _)| range.end);
            found.extend(longest);
        }
        found
    }

    /// Whose codes have the letters and digits of the whole words from this one on: where they end, the longest last.
    fn codes_from(&self, words: &[Word], start: usize) -> std::vec::IntoIter<(usize, &[usize])> {
        let (mut typed, mut ends) = (String::new(), Vec::new());
        if start == 0 || !joined(words, start - 1, start) {
            for end in start + 1..=words.len() {
                let word = &words[end - 1];
                typed.push_str(&word.bare);
                if typed.len() > self.codes.longest || word.unit != words[start].unit {
                    break;
                }
                if !joined(words, end - 1, end)
                    && let Some(owners) = self.codes.own.get(&typed)
                {
                    ends.push((end, owners.as_slice()));
                }
            }
        }
        ends.into_iter()
    }

    /// The one code of these that the words are, and what that weighs here.
    fn meant(
        &self,
        (range, follows): (&Range<usize>, bool),
        words: &[Word],
        units: &[&str],
        manner: Manner,
        owners: &[usize],
    ) -> Option<(&str, Weight)> {
        let unit = units[words[range.start].unit];
        let typed = &unit[words[range.start].span.start..words[range.end - 1].span.end];
        let codes = || owners.iter().map(|&at| self.agencies[at].code.as_str());
        let same = |code: &&str| text::bare(code) == text::bare(typed);
        let mut alike = codes().filter(|code| is_like(code, typed));
        let code = codes().find(same).or_else(|| alike.next().filter(|_| alike.next().is_none()))?;
        let weight = match (Length::of(code), manner) {
            (Length::Long, _) | (Length::Told, Manner::Label) => Weight::Strong,
            (Length::Told, Manner::Title) | (Length::Short, Manner::Title) => return None,
            (Length::Short, Manner::Label) => short((range, follows), words, unit, code == typed)?,
        };
        Some((code, weight))
    }
}

/// Whether what was typed is the code but for the signs between its parts: `OH_001` or `OH001` for `OH-001`.
fn is_like(code: &str, typed: &str) -> bool {
    let parts = |text: &str| -> Vec<String> {
        text::bare(text).split(|sign: char| !sign.is_alphanumeric()).map(str::to_owned).collect()
    };
    let may_part = |sign: char| matches!(sign, '-' | '_' | '.' | '–' | '/') || sign == ' ' && code.contains(' ');
    let is_joined = typed.chars().all(char::is_alphanumeric) && has_digit(code) && code.contains(char::is_alphabetic);
    is_joined || parts(code) == parts(typed) && typed.chars().all(|sign| sign.is_alphanumeric() || may_part(sign))
}

/// What a short code weighs in the name of a file or folder: it counts at the beginning, where it is all that is said and where it follows
/// another code, and never against a name.
fn short((range, follows): (&Range<usize>, bool), words: &[Word], unit: &str, is_exact: bool) -> Option<Weight> {
    let next = words.get(range.end).filter(|next| next.unit == words[range.start].unit);
    let typed = &words[range.clone()];
    let is_number = typed.iter().all(is_digits);
    let is_word = typed.iter().all(|word| word.bare.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let of_clause = |at: Option<usize>| at.and_then(|at| words.get(at)).is_some_and(|it| it.clause == typed[0].clause);
    let stands_alone = !of_clause(range.start.checked_sub(1)) && !of_clause(Some(range.end));
    let begins = range.start == 0;
    let gap = next.map_or("", |next| &unit[typed[typed.len() - 1].span.end..next.span.start]);
    let counts = match next {
        None if begins => true,
        None if is_number => false,
        // `06-30-2023` is a day, `2023 12` a month.
        Some(next) if is_number => begins && (typed[0].bare.len() == 3 || !is_digits(next)),
        // `OK FINAL`, `in progress`; `OH-0012` is another code, unless it is a year.
        Some(next) if is_word => {
            let is_part = if is_digits(next) { gap != " " && !is_year(&next.bare) } else { gap == " " && next.upper };
            begins && is_exact && typed[0].upper && !is_part
        }
        _ => begins || follows || stands_alone && !is_word,
    };
    counts.then_some(Weight::Weak)
}

fn is_digits(word: &Word) -> bool {
    word.bare.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_year(digits: &str) -> bool {
    digits.parse().is_ok_and(|number| YEARS.contains(&number))
}
