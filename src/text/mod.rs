//! What people see as equal: composition, spacing, letter case, the placement of the tone mark. Everything that compares
//! words goes through here, so that one idea of sameness holds for headings, listed values and names alike.

use std::borrow::Cow;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization, is_nfc};

pub mod legacy;
pub mod markup;
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
    if is_tidy(text) {
        return text.to_owned();
    }
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

/// The picture of a control character: `␛` of U+001B; U+FFFD of one that has none.
pub fn picture(control: char) -> char {
    match u32::from(control) {
        code @ 0..0x20 => char::from_u32(0x2400 + code).unwrap_or(char::REPLACEMENT_CHARACTER),
        0x7f => '\u{2421}',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

/// A name on one line, in the order in which it is written: control characters, line breaks and the marks that reorder text (Unicode
/// Standard Annex 9) stand as their [`picture`]. Whoever names a file or a member can else write into what names it.
pub fn name_as_text(name: &str) -> Cow<'_, str> {
    let is_active = |character: char| {
        character.is_control()
            || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || matches!(character, '\u{fffe}' | '\u{ffff}')
    };
    if !name.contains(is_active) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(
        name.chars().map(|character| if is_active(character) { picture(character) } else { character }).collect(),
    )
}

/// Whether the text is surely tidy: single spaces, and nothing but ASCII, the letters of Vietnamese and everyday
/// punctuation, all of which are composed. Most cells are; the others take the longer way.
fn is_tidy(text: &str) -> bool {
    let mut after_space = true;
    for character in text.chars() {
        match tidiness(character) {
            Some(is_space) if !(is_space && after_space) => after_space = is_space,
            _ => return false,
        }
    }
    !after_space || text.is_empty()
}

/// Whether the character is a space, if it is one of those that tidy texts consist of.
#[inline]
fn tidiness(character: char) -> Option<bool> {
    match character {
        ' ' => Some(true),
        '!'..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{24f}' | '\u{1ea0}'..='\u{1eff}' => Some(false),
        '\u{2013}' | '\u{2014}' | '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}' | '\u{2026}' => Some(false),
        _ => None,
    }
}

/// The text as it is compared: [`tidy`], one line, lower case, the tone mark on one agreed letter (`hoá` is `hóa`,
/// `thuỷ` is `thủy`), dashes and quotation marks of one kind.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if !push_folded::<true>(text, &mut folded) {
        folded.clear();
        push_folded::<false>(&tidy(text), &mut folded);
    }
    folded
}

/// Folds a text that is tidy. If that is not known (`DOUBTED`), it is looked at on the way: `false` if it may be untidy.
fn push_folded<const DOUBTED: bool>(text: &str, folded: &mut String) -> bool {
    // The last three letters of the word so far, the last one last.
    let mut word = ['\0'; 3];
    let mut after_space = true;
    for character in text.chars() {
        if DOUBTED {
            match tidiness(character) {
                Some(is_space) if !(is_space && after_space) => after_space = is_space,
                _ => return false,
            }
        }
        let character = match character {
            '\n' => ' ',
            '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' | '´' | '`' => '\'',
            // The Icelandic letter stands where a wrong table was used (facts 4.23).
            'ð' | 'Ð' => 'đ',
            other => lower(other),
        };
        if is_word_letter(character) {
            word = [word[1], word[2], character];
        } else {
            place_tone(folded, word);
            word = ['\0'; 3];
        }
        folded.push(character);
    }
    place_tone(folded, word);
    !DOUBTED || !after_space || text.is_empty()
}

/// The small letter; for the letters of Vietnamese without a look into Unicode's tables.
fn lower(character: char) -> char {
    match character {
        '\0'..='\u{7f}' => character.to_ascii_lowercase(),
        '\u{e0}'..='\u{ff}' | 'ơ' | 'ư' => character,
        'Đ' => 'đ',
        'Ơ' => 'ơ',
        'Ư' => 'ư',
        // Capital and small letter alternate, the capital on the even number.
        '\u{1ea0}'..='\u{1eff}' => char::from_u32(u32::from(character) | 1).unwrap_or(character),
        _ => {
            let mut small = character.to_lowercase();
            match (small.next(), small.next()) {
                (Some(small), None) => small,
                _ => character,
            }
        }
    }
}

/// Whether the character is a letter or digit of a word.
fn is_word_letter(character: char) -> bool {
    match character {
        '\0'..='\u{7f}' => character.is_ascii_alphanumeric(),
        '\u{c0}'..='\u{24f}' => !matches!(character, '×' | '÷'),
        '\u{1ea0}'..='\u{1eff}' => true,
        _ => character.is_alphanumeric(),
    }
}

/// Moves the tone of a word that ends here to its agreed letter: `oá` → `óa` and its kin, the open syllables oa, oe, uy, where
/// schools differ. `quý` keeps its place: there the `u` belongs to the consonant.
#[inline]
fn place_tone(folded: &mut String, word: [char; 3]) {
    if matches!(word[1], 'o' | 'u') && !word[2].is_ascii() && word[0] != 'q' {
        move_tone(folded, word[1], word[2]);
    }
}

fn move_tone(folded: &mut String, first: char, second: char) {
    const MOVES: [(char, &str, &str, char); 3] =
        [('o', "áàảãạ", "óòỏõọ", 'a'), ('o', "éèẻẽẹ", "óòỏõọ", 'e'), ('u', "ýỳỷỹỵ", "úùủũụ", 'y')];
    let moved = MOVES.iter().find_map(|(vowel, marked, moved, plain)| {
        let at = (first == *vowel).then(|| marked.chars().position(|letter| letter == second))??;
        Some((moved.chars().nth(at)?, *plain))
    });
    if let Some((first, second)) = moved {
        folded.truncate(folded.len() - last_two(folded));
        folded.push(first);
        folded.push(second);
    }
}

/// The length in bytes of the last two characters.
fn last_two(text: &str) -> usize {
    text.chars().rev().take(2).map(char::len_utf8).sum()
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
    let (latin, vietnamese) = (&**PLAIN_LATIN, &**PLAIN_VIETNAMESE);
    let mut bare = String::with_capacity(folded.len());
    for character in folded.chars() {
        match character {
            '\0'..='\u{7f}' => bare.push(character),
            '\u{e0}'..='\u{1b0}' => bare.push(latin[(u32::from(character) - 0xe0) as usize]),
            '\u{1ea0}'..='\u{1eff}' => bare.push(vietnamese[(u32::from(character) - 0x1ea0) as usize]),
            _ => bare.extend(std::iter::once(character).nfd().filter(|part| !is_combining_mark(*part))),
        }
    }
    bare
}

/// Whether the text begins with these words (which are without diacritics, with one space between them), whatever its case and
/// diacritics. `None` if it must be made tidy before that can be said.
pub fn begins_bare(text: &str, words: &str) -> Option<bool> {
    let (latin, vietnamese) = (&**PLAIN_LATIN, &**PLAIN_VIETNAMESE);
    let mut rest = text.chars();
    let mut before = ' ';
    for letter in words.chars() {
        let Some(character) = rest.next() else { return Some(false) };
        tidiness(character)?;
        let plain = match lower(character) {
            small @ '\0'..='\u{7f}' => small,
            small @ '\u{e0}'..='\u{1b0}' => latin[(u32::from(small) - 0xe0) as usize],
            small @ '\u{1ea0}'..='\u{1eff}' => vietnamese[(u32::from(small) - 0x1ea0) as usize],
            other => return if other.is_alphabetic() { None } else { Some(false) },
        };
        if plain != letter {
            return if plain == ' ' && before == ' ' { None } else { Some(false) };
        }
        before = plain;
    }
    rest.next().map_or(Some(true), |next| tidiness(next).map(|_| !next.is_alphanumeric()))
}

/// The letters without their marks, from U+00E0 and U+1EA0 on.
static PLAIN_LATIN: LazyLock<Vec<char>> = LazyLock::new(|| ('\u{e0}'..='\u{1b0}').map(plain).collect());
static PLAIN_VIETNAMESE: LazyLock<Vec<char>> = LazyLock::new(|| ('\u{1ea0}'..='\u{1eff}').map(plain).collect());

fn plain(character: char) -> char {
    match character {
        'đ' => 'd',
        _ => std::iter::once(character).nfd().next().unwrap_or(character),
    }
}

/// The words of a folded text: runs of letters and digits.
pub fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|character: char| !is_word_letter(character)).filter(|word| !word.is_empty())
}

/// At or above this likeness, from 0 to 1, a known name is suggested for one that is not known.
const LIKENESS: f64 = 0.6;

/// The known name that a mistyped one is nearest to, if it is near any, whatever the case and diacritics; of equals the first.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = bare(typed);
    let mut best: Option<(f64, &str)> = None;
    for name in known {
        let likeness = strsim::normalized_damerau_levenshtein(&typed, &bare(name));
        if likeness >= LIKENESS && best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Whether the text says nothing: only spaces, dots, dashes and underscores, as `…………`, `-`, `___`, `.....`, or one `/`.
pub fn is_placeholder(tidied: &str) -> bool {
    tidied == "/"
        || tidied.chars().all(|character| {
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
