//! What there is to know of a character, in one table for those that Vietnamese texts consist of: to fold texts, to take their marks
//! off and to cut them into words is what a run does most.

use std::sync::LazyLock;

use unicode_normalization::char::decompose_canonical;

/// What there is to know of a character.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Letter {
    /// As it is compared.
    pub(crate) folded: char,
    /// The same without diacritics.
    pub(crate) bare: char,
    /// It is a letter or digit of a word.
    pub(crate) is_of_word: bool,
    /// It is composed, and shows.
    pub(crate) is_tidy: bool,
    pub(crate) is_small: bool,
    pub(crate) is_capital: bool,
    pub(crate) is_numeric: bool,
}

/// The characters of ASCII and the Latin ones up to those of Vietnamese, then those with its marks. All others are looked up in
/// Unicode's tables each time.
static LETTERS: LazyLock<Vec<Letter>> =
    LazyLock::new(|| ('\0'..LATIN_END).chain(MARKED..MARKED_END).map(Letter::of).collect());

/// ASCII as it is compared, which most of a text is; the highest bit tells what is not tidy.
pub(super) static ASCII: [u8; 128] = {
    let mut all = [0; 128];
    let mut at = 0;
    while at < all.len() {
        let letter = Letter::of_ascii(at as u8 as char);
        all[at] = letter.folded as u8 | if letter.is_tidy { 0 } else { UNTIDY };
        at += 1;
    }
    all
};

/// See [`ASCII`].
pub(super) const UNTIDY: u8 = 0x80;

/// Behind `ư`, the last of them that Vietnamese has.
const LATIN_END: char = '\u{1b1}';
const MARKED: char = '\u{1ea0}';
const MARKED_END: char = '\u{1f00}';

static DASH: Letter = Letter::sign('-');
static QUOTE: Letter = Letter::sign('"');
static APOSTROPHE: Letter = Letter::sign('\'');
static ELLIPSIS: Letter = Letter::sign('…');

/// The table, to be asked for many characters.
#[derive(Clone, Copy)]
pub(super) struct Letters(&'static [Letter]);

impl Letters {
    pub(super) fn all() -> Self {
        Self(&LETTERS)
    }

    /// What is known of the character without a look into Unicode's tables.
    #[inline]
    pub(super) fn get(self, character: char) -> Option<&'static Letter> {
        let code = character as usize;
        match character {
            '\0'..LATIN_END => self.0.get(code),
            MARKED..MARKED_END => self.0.get(code - MARKED as usize + LATIN_END as usize),
            '–' | '—' => Some(&DASH),
            '“' | '”' => Some(&QUOTE),
            '‘' | '’' => Some(&APOSTROPHE),
            '…' => Some(&ELLIPSIS),
            _ => None,
        }
    }

    /// What is known of any character.
    #[inline]
    pub(super) fn of(self, character: char) -> Letter {
        self.get(character).copied().unwrap_or_else(|| Letter::of(character))
    }
}

impl Letter {
    const fn of_ascii(character: char) -> Self {
        let folded = match character {
            '\n' => ' ',
            '`' => '\'',
            other => other.to_ascii_lowercase(),
        };
        Self {
            folded,
            bare: folded,
            is_of_word: character.is_ascii_alphanumeric(),
            is_tidy: matches!(character, ' '..='~'),
            is_small: character.is_ascii_lowercase(),
            is_capital: character.is_ascii_uppercase(),
            is_numeric: character.is_ascii_digit(),
        }
    }

    /// Everyday punctuation that is compared as this.
    const fn sign(folded: char) -> Self {
        Self {
            folded,
            bare: folded,
            is_of_word: false,
            is_tidy: true,
            is_small: false,
            is_capital: false,
            is_numeric: false,
        }
    }

    /// What Unicode says of a character.
    pub(super) fn of(character: char) -> Self {
        if character.is_ascii() {
            return Self::of_ascii(character);
        }
        let folded = match character {
            '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' | '´' => '\'',
            // The Icelandic letter stands where a wrong table was used (facts 4.23).
            'ð' | 'Ð' => 'đ',
            other => small(other),
        };
        let is_tidy = matches!(character, '\u{a1}'..='\u{ac}' | '\u{ae}'..LATIN_END | MARKED..MARKED_END);
        Self {
            folded,
            bare: plain(folded),
            is_of_word: folded.is_alphanumeric(),
            is_tidy,
            is_small: character.is_lowercase(),
            is_capital: character.is_uppercase(),
            is_numeric: character.is_numeric(),
        }
    }
}

/// The small letter, if it is one.
fn small(character: char) -> char {
    let mut small = character.to_lowercase();
    match (small.next(), small.next()) {
        (Some(small), None) => small,
        _ => character,
    }
}

/// The letter without its marks.
fn plain(character: char) -> char {
    match character {
        'đ' => 'd',
        _ => {
            let mut first = None;
            decompose_canonical(character, |part| first = first.or(Some(part)));
            first.unwrap_or(character)
        }
    }
}
