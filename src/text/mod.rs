//! What people see as equal: composition, spacing, letter case, the placement of the tone mark. Everything that compares
//! words goes through here, so that one idea of sameness holds for headings, listed values and names alike.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use unicode_normalization::{UnicodeNormalization, is_nfc};

pub mod legacy;
pub mod syllable;

/// A language that the tool speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Vietnamese, for people, by default.
    #[default]
    Vietnamese,
    /// English.
    English,
}

/// Words in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Vietnamese.
    pub vi: Cow<'static, str>,
    /// English.
    pub en: Cow<'static, str>,
}

impl Bilingual {
    /// Both from constants.
    pub const fn new(vi: &'static str, en: &'static str) -> Self {
        Self { vi: Cow::Borrowed(vi), en: Cow::Borrowed(en) }
    }

    /// The words in this language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Vietnamese => &self.vi,
            Language::English => &self.en,
        }
    }
}

/// The text as it is stored: composed (NFC), no-break and odd spaces made plain, zero-width characters, soft hyphens and
/// other controls dropped, runs of spaces made one, ends trimmed. Line breaks stay, one for a run of them.
pub fn tidy(text: &str) -> String {
    let composed: Cow<'_, str> = if is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) };
    let mut tidied = String::with_capacity(composed.len());
    let mut gap = None;
    for character in composed.chars() {
        match character {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{85}' => gap = Some('\n'),
            // A zero-width character hides between letters that people see as one word; it separates nothing.
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => {}
            _ if character.is_whitespace() => gap = gap.or(Some(' ')),
            _ if character.is_control() => {}
            _ => {
                if let Some(space) = gap.take()
                    && !tidied.is_empty()
                {
                    tidied.push(space);
                }
                tidied.push(character);
            }
        }
    }
    tidied
}

/// The text as it is compared: [`tidy`], one line, lower case, the tone mark on one agreed letter (`hoá` is `hóa`,
/// `thuỷ` is `thủy`), dashes and quotation marks of one kind.
pub fn fold(text: &str) -> String {
    let lower = tidy(text).to_lowercase();
    let lower: String = if is_nfc(&lower) { lower } else { lower.nfc().collect() };
    let characters: Vec<char> = lower
        .chars()
        .map(|character| match character {
            '\n' => ' ',
            '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' | '´' | '`' => '\'',
            // The Icelandic letter stands where a wrong table was used (facts 4.23).
            'ð' => 'đ',
            other => other,
        })
        .collect();
    let mut folded = String::with_capacity(lower.len());
    let mut at = 0;
    while at < characters.len() {
        let moved = characters.get(at + 1).and_then(|&second| {
            let ends_word = characters.get(at + 2).is_none_or(|next| !next.is_alphabetic());
            // `quý` keeps its place: there the `u` belongs to the consonant.
            let after_q = at > 0 && characters[at - 1] == 'q';
            if ends_word && !after_q { tone_on_first(characters[at], second) } else { None }
        });
        match moved {
            Some((first, second)) => {
                folded.push(first);
                folded.push(second);
                at += 2;
            }
            None => {
                folded.push(characters[at]);
                at += 1;
            }
        }
    }
    folded
}

/// `oá` → `óa` and its kin: the open syllables oa, oe, uy, where schools place the tone differently.
fn tone_on_first(first: char, second: char) -> Option<(char, char)> {
    const MOVES: [(char, &str, &str, char); 3] =
        [('o', "áàảãạ", "óòỏõọ", 'a'), ('o', "éèẻẽẹ", "óòỏõọ", 'e'), ('u', "ýỳỷỹỵ", "úùủũụ", 'y')];
    MOVES.iter().find_map(|(vowel, marked, moved, plain)| {
        let at = (first == *vowel).then(|| marked.chars().position(|letter| letter == second))??;
        Some((moved.chars().nth(at)?, *plain))
    })
}

/// The folded text without diacritics: `đ` is `d`, `ữ` is `u`.
pub fn bare(text: &str) -> String {
    strip_marks(&fold(text))
}

/// Takes the marks off the letters of a text that is [`fold`]ed already.
pub fn strip_marks(folded: &str) -> String {
    if folded.is_ascii() {
        return folded.to_owned();
    }
    folded
        .nfd()
        .filter(|character| !unicode_normalization::char::is_combining_mark(*character))
        .map(|character| if character == 'đ' { 'd' } else { character })
        .collect()
}

/// The words of a folded text: runs of letters and digits.
pub fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether the text says nothing: only spaces, dots, dashes and underscores, as `…………`, `-`, `___`, `.....`.
pub fn is_placeholder(tidied: &str) -> bool {
    tidied.chars().all(|character| {
        character.is_whitespace()
            || matches!(character, '.' | '…' | '-' | '–' | '—' | '−' | '_' | '·' | '‐' | '‑' | '‒')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_what_no_reader_can_see() {
        assert_eq!(fold("Khánh Hoà"), fold("KHÁNH  HÒA"));
        assert_eq!(fold("thuỷ sản"), fold("thủy\u{a0}sản"));
        assert_eq!(fold("Hie\u{302}\u{323}n tra\u{323}ng"), fold("Hiện trạng"));
        assert_eq!(fold("Hi\u{ea}\u{323}n"), fold("Hiện"));
        assert_eq!(fold("Quý II"), "quý ii");
        assert_ne!(fold("hoàn thành"), fold("hòan thành"));
    }

    #[test]
    fn bares_letters_of_their_marks() {
        assert_eq!(bare("Đắk Lắk – Uỷ ban"), "dak lak - uy ban");
    }

    #[test]
    fn tidies_without_losing_lines() {
        assert_eq!(tidy("  a\u{a0}\u{200b}b \r\n\n c\u{ad} "), "a b\nc");
        assert!(is_placeholder("…………") && is_placeholder("-") && is_placeholder("") && !is_placeholder("-nt-"));
    }
}
