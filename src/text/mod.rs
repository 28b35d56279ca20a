//! What people see as equal: composition, spacing, letter case, the placement of the tone mark. Everything that compares
//! words goes through here, so that one idea of sameness holds for headings, listed values and names alike.

use std::borrow::Cow;

use jiff::civil::Date;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization, is_nfc};

mod bilingual;
pub(crate) mod hashed;
pub(crate) mod memo;
pub mod legacy;
mod letters;
pub mod lists;
pub(crate) mod markup;
pub mod syllable;
pub mod texts;
pub mod trouble;

pub(crate) use letters::Letter;
use letters::{ASCII, Letters, UNTIDY};

pub use bilingual::{Bilingual, Language};

/// The text as it is stored: composed (NFC), no-break and odd spaces made plain, zero-width characters, soft hyphens and
/// other controls dropped, runs of spaces made one, ends trimmed. Line breaks stay, one for a run of them.
pub fn tidy(text: &str) -> String {
    if is_tidy(text) { text.to_owned() } else { made_tidy(text) }
}

/// The same of a text that is not tidy.
fn made_tidy(text: &str) -> String {
    let composed = composed(text);
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

/// The text as NFC.
pub fn composed(text: &str) -> Cow<'_, str> {
    // Below the marks that stand apart, and among the letters of Vietnamese and the common signs, all is composed.
    let is_composed =
        |letter: char| matches!(letter, '\0'..'\u{300}' | '\u{1ea0}'..'\u{1f00}' | '\u{2002}'..'\u{2070}');
    match text.chars().all(is_composed) || is_nfc(text) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.nfc().collect()),
    }
}

/// The picture of a control character: `␛` of U+001B; U+FFFD of one that has none.
pub fn picture(control: char) -> char {
    match u32::from(control) {
        code @ 0..0x20 => char::from_u32(0x2400 + code).unwrap_or(char::REPLACEMENT_CHARACTER),
        0x7f => '\u{2421}',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

/// Bytes as small hexadecimal digits, two each.
pub fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
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
    let letters = Letters::all();
    let mut after_space = true;
    for character in text.chars() {
        match character {
            ' ' if after_space => return false,
            ' ' => after_space = true,
            '!'..='~' => after_space = false,
            _ => match letters.get(character) {
                Some(letter) if letter.is_tidy => after_space = false,
                _ => return false,
            },
        }
    }
    !after_space || text.is_empty()
}

/// The text as it is compared: [`tidy`], one line, lower case, the tone mark on one agreed letter (`hoá` is `hóa`,
/// `thuỷ` is `thủy`), dashes and quotation marks of one kind.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if !push_folded::<true>(text, &mut folded) {
        folded.clear();
        push_folded::<false>(&in_latin(tidy(text)), &mut folded);
    }
    folded
}

/// Letters of other scripts that nobody can tell from Latin ones: a keyboard or a table of another country typed them.
const LOOK_ALIKES: &str = "АAВBЕEКKМMНHОOРPСCТTУYХXЅSІIЈJаaеeоoрpсcуyхxѕsіiјjԁdԛqԝwһhΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοo";

/// The text with Latin letters for those that look like them, where it has Latin letters as well.
fn in_latin(text: String) -> String {
    let is_foreign = |letter: char| ('\u{370}'..='\u{52f}').contains(&letter);
    // «Đã сó» has no letter of ASCII.
    let is_latin = |letter: char| letter.is_alphabetic() && !is_foreign(letter);
    if !text.contains(is_foreign) || !text.contains(is_latin) {
        return text;
    }
    let latin = |letter: char| {
        let mut pairs = LOOK_ALIKES.chars();
        while let (Some(foreign), Some(latin)) = (pairs.next(), pairs.next()) {
            if foreign == letter {
                return latin;
            }
        }
        letter
    };
    // Marks stand apart on Cyrillic letters, for none is composed with them, and are part of Greek ones.
    text.nfd().map(latin).nfc().collect()
}

/// Folds a text that is tidy. If that is not known (`DOUBTED`), it is looked at on the way: `false` if it may be untidy.
fn push_folded<const DOUBTED: bool>(text: &str, folded: &mut String) -> bool {
    let letters = Letters::all();
    // The word so far ends in two letters whose tone may have to move.
    let mut is_open = false;
    let mut after_space = true;
    for character in text.chars() {
        // Most are ASCII, which takes one byte.
        if character.is_ascii() {
            let known = ASCII[character as usize];
            let byte = known & !UNTIDY;
            if DOUBTED {
                match known {
                    b'!'..UNTIDY => after_space = false,
                    // A line ends as a word does.
                    _ if !after_space && (known == b' ' || character == '\n') => after_space = true,
                    _ => return false,
                }
            }
            if is_open && !byte.is_ascii_alphanumeric() {
                place_tone(folded);
            }
            is_open = false;
            folded.push(char::from(byte));
            continue;
        }
        let letter = match letters.get(character) {
            Some(letter) => letter,
            None if DOUBTED => return false,
            None => &Letter::of(character),
        };
        if DOUBTED {
            if !letter.is_tidy {
                return false;
            }
            after_space = false;
        }
        if is_open && !letter.is_of_word {
            place_tone(folded);
        }
        is_open = letter.is_of_word && !letter.folded.is_ascii() && has_open_vowel(folded);
        folded.push(letter.folded);
    }
    if is_open {
        place_tone(folded);
    }
    !DOUBTED || !after_space || text.is_empty()
}

/// What there is to know of a character.
#[inline]
pub(crate) fn letter(character: char) -> Letter {
    Letters::all().of(character)
}

/// Whether the character is a letter or digit of a word.
#[inline]
pub fn is_word_letter(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric();
    }
    Letters::all().get(character).map_or_else(|| Letter::of(character).is_of_word, |letter| letter.is_of_word)
}

/// Whether a word that goes on here has an `o` or `u` at its end that its tone may have to move to. `quý` keeps its place: there the
/// `u` belongs to the consonant.
#[inline]
fn has_open_vowel(folded: &str) -> bool {
    match folded.as_bytes() {
        [.., before, b'o' | b'u'] => *before != b'q',
        [b'o' | b'u'] => true,
        _ => false,
    }
}

/// Moves the tone of a word that ends here to its agreed letter: `oá` → `óa` and its kin, the open syllables oa, oe, uy, where
/// schools differ.
fn place_tone(folded: &mut String) {
    const MOVES: [(char, &str, &str, char); 3] =
        [('o', "áàảãạ", "óòỏõọ", 'a'), ('o', "éèẻẽẹ", "óòỏõọ", 'e'), ('u', "ýỳỷỹỵ", "úùủũụ", 'y')];
    let mut last = folded.chars().rev();
    let (Some(second), Some(first)) = (last.next(), last.next()) else { return };
    let moved = MOVES.iter().find_map(|(vowel, marked, moved, plain)| {
        let at = (first == *vowel).then(|| marked.chars().position(|letter| letter == second))??;
        Some((moved.chars().nth(at)?, *plain))
    });
    if let Some((moved, plain)) = moved {
        folded.truncate(folded.len() - second.len_utf8() - first.len_utf8());
        folded.push(moved);
        folded.push(plain);
    }
}

/// The folded text without diacritics: `đ` is `d`, `ữ` is `u`.
pub fn bare(text: &str) -> String {
    let folded = fold(text);
    if folded.is_ascii() { folded } else { strip_marks(&folded) }
}

/// Takes the marks off the letters of a text that is [`fold`]ed already.
pub fn strip_marks(folded: &str) -> String {
    if folded.is_ascii() {
        return folded.to_owned();
    }
    let mut bare = String::with_capacity(folded.len());
    push_bare(folded, &mut bare);
    bare
}

fn push_bare(folded: &str, bare: &mut String) {
    let letters = Letters::all();
    for character in folded.chars() {
        if character.is_ascii() {
            bare.push(char::from(ASCII[character as usize] & !UNTIDY));
            continue;
        }
        match letters.get(character) {
            Some(letter) => bare.push(letter.bare),
            None => bare.extend(std::iter::once(character).nfd().filter(|part| !is_combining_mark(*part))),
        }
    }
}

/// The letter as it is compared without diacritics; `None` of one that few Vietnamese texts hold.
#[inline]
pub fn bare_letter(character: char) -> Option<char> {
    if character.is_ascii() {
        let known = ASCII[character as usize];
        return (known & UNTIDY == 0).then(|| char::from(known));
    }
    Letters::all().get(character).filter(|letter| letter.is_tidy).map(|letter| letter.bare)
}

/// Whether two words without diacritics differ by one slip of the finger: a letter too many, too few, another, or two in the wrong
/// order.
pub fn is_one_slip(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return is_one_slip_in(one.as_bytes(), other.as_bytes());
    }
    let letters = |word: &str| word.chars().collect::<Vec<char>>();
    is_one_slip_in(&letters(one), &letters(other))
}

fn is_one_slip_in<Letter: PartialEq>(mut one: &[Letter], mut other: &[Letter]) -> bool {
    while let ([first, rest @ ..], [same, others @ ..]) = (one, other)
        && first == same
    {
        (one, other) = (rest, others);
    }
    while let ([rest @ .., last], [others @ .., same]) = (one, other)
        && last == same
    {
        (one, other) = (rest, others);
    }
    match (one, other) {
        ([_], [] | [_]) | ([], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

/// The words of a folded text with one space between them, as they are and without diacritics.
pub fn joined_words(folded: &str) -> (String, String) {
    let letters = Letters::all();
    let (mut joined, mut bare) = (String::with_capacity(folded.len()), String::with_capacity(folded.len()));
    let mut is_within = true;
    for character in folded.chars() {
        let is_ascii = character.is_ascii();
        let known = if is_ascii { None } else { letters.get(character) };
        let is_of_word = match known {
            Some(letter) => letter.is_of_word,
            None if is_ascii => character.is_ascii_alphanumeric(),
            None => Letter::of(character).is_of_word,
        };
        if !is_of_word {
            is_within = false;
            continue;
        }
        if !is_within && !joined.is_empty() {
            joined.push(' ');
            bare.push(' ');
        }
        is_within = true;
        if is_ascii {
            let byte = char::from(character as u8 & !UNTIDY);
            joined.push(byte);
            bare.push(byte);
            continue;
        }
        joined.push(character);
        match known {
            Some(letter) => bare.push(letter.bare),
            None => bare.extend(std::iter::once(character).nfd().filter(|part| !is_combining_mark(*part))),
        }
    }
    (joined, bare)
}

/// Whether the text begins with these words (which are without diacritics, with one space between them), whatever its case and
/// diacritics. `None` if it must be made tidy before that can be said.
pub fn begins_bare(text: &str, words: &str) -> Option<bool> {
    let Some(rest) = behind_bare(text, words)? else { return Some(false) };
    match rest.chars().next() {
        Some(next) => Letters::all().get(next).filter(|letter| letter.is_tidy).map(|letter| !letter.is_of_word),
        None => Some(true),
    }
}

/// What stands behind these letters, which are without diacritics, if the text begins with them, whatever its case and diacritics. `None`
/// if it must be made tidy before that can be said.
fn behind_bare<'t>(text: &'t str, start: &str) -> Option<Option<&'t str>> {
    let letters = Letters::all();
    let mut rest = text.chars();
    let mut before = ' ';
    for wanted in start.chars() {
        let Some(character) = rest.next() else { return Some(None) };
        let bare = letters.get(character).filter(|letter| letter.is_tidy)?.bare;
        if bare != wanted {
            return if bare == ' ' && before == ' ' { None } else { Some(None) };
        }
        before = bare;
    }
    Some(Some(rest.as_str()))
}

/// The text with its first letter small: «Danh mục» within a sentence is «danh mục».
pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The text with its first letter large.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A day as the language writes it: `23/6/2023`, `2023-06-23`.
pub fn day(date: Date) -> Bilingual {
    let vi = format!("{}/{}/{}", date.day(), date.month(), date.year());
    Bilingual { vi: vi.into(), en: date.to_string().into() }
}

/// The words of a folded text: runs of letters and digits.
pub fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|character: char| !is_word_letter(character)).filter(|word| !word.is_empty())
}

/// The first letters of its words.
pub fn initials(folded: &str) -> String {
    words(folded).filter_map(|word| word.chars().next()).collect()
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

/// Whether the sign is a raised digit, as those that lead to notes are.
pub fn is_raised(sign: char) -> bool {
    matches!(sign, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// Whether the text says nothing: only spaces, dots, dashes and underscores, as `…………`, `-`, `___`, `.....`, or one `/`.
pub fn is_placeholder(tidied: &str) -> bool {
    tidied == "/"
        || tidied.chars().all(|character| {
            character.is_whitespace()
                || matches!(character, '.' | '…' | '-' | '–' | '—' | '−' | '_' | '·' | '‐' | '‑' | '‒')
        })
}
