//! What people see as equal: composition, spacing, letter case, the placement of the tone mark. Everything that compares
//! words goes through here, so that one idea of sameness holds for headings, listed values and names alike.

use std::borrow::Cow;
use std::sync::LazyLock;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization, is_nfc};

mod bilingual;
pub mod hashed;
pub mod legacy;
pub mod lists;
pub mod markup;
pub mod syllable;
pub mod texts;
pub mod trouble;

pub use bilingual::{Bilingual, Language};

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

/// Bytes as small hexadecimal digits, two each.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
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
    let letters = &*LETTERS;
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

/// What there is to know of a character.
#[derive(Clone, Copy, Debug)]
struct Letter {
    /// As it is compared.
    folded: char,
    /// The same without diacritics.
    bare: char,
    /// It is a letter or digit of a word.
    is_of_word: bool,
    /// It is composed, and shows.
    is_tidy: bool,
    is_small: bool,
    is_capital: bool,
}

/// The characters that Vietnamese texts consist of but for ASCII: those of Latin, and those with the marks of Vietnamese. All
/// others are looked up in Unicode's tables each time.
#[derive(Debug)]
struct Letters {
    latin: Vec<Letter>,
    vietnamese: Vec<Letter>,
}

static LETTERS: LazyLock<Letters> = LazyLock::new(|| Letters {
    latin: ('\u{80}'..='\u{24f}').map(Letter::of).collect(),
    vietnamese: ('\u{1ea0}'..='\u{1eff}').map(Letter::of).collect(),
});

impl Letters {
    /// What is known of the character without a look into Unicode's tables.
    #[inline]
    fn get(&self, character: char) -> Option<Letter> {
        let code = character as usize;
        match character {
            '\0'..='\u{7f}' => Some(Letter::of_ascii(character)),
            '\u{80}'..='\u{24f}' => self.latin.get(code - 0x80).copied(),
            '\u{1ea0}'..='\u{1eff}' => self.vietnamese.get(code - 0x1ea0).copied(),
            '–' | '—' => Some(Letter::sign('-')),
            '“' | '”' => Some(Letter::sign('"')),
            '‘' | '’' => Some(Letter::sign('\'')),
            '…' => Some(Letter::sign('…')),
            _ => None,
        }
    }
}

impl Letter {
    #[inline]
    fn of_ascii(character: char) -> Self {
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
        }
    }

    /// Everyday punctuation that is compared as this.
    fn sign(folded: char) -> Self {
        Self { folded, bare: folded, is_of_word: false, is_tidy: true, is_small: false, is_capital: false }
    }

    /// What Unicode says of any other character.
    fn of(character: char) -> Self {
        let folded = match character {
            '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' | '´' => '\'',
            // The Icelandic letter stands where a wrong table was used (facts 4.23).
            'ð' | 'Ð' => 'đ',
            other => small(other),
        };
        let is_tidy = matches!(character, '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{24f}' | '\u{1ea0}'..='\u{1eff}');
        Self {
            folded,
            bare: plain(folded),
            is_of_word: folded.is_alphanumeric(),
            is_tidy,
            is_small: character.is_lowercase(),
            is_capital: character.is_uppercase(),
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
        _ => std::iter::once(character).nfd().next().unwrap_or(character),
    }
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
    if !text.contains(is_foreign) || !text.contains(|letter: char| letter.is_ascii_alphabetic()) {
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
    // Their marks may stand apart: no Cyrillic letter is composed with them.
    text.chars().map(latin).nfc().collect()
}

/// Folds a text that is tidy. If that is not known (`DOUBTED`), it is looked at on the way: `false` if it may be untidy.
fn push_folded<const DOUBTED: bool>(text: &str, folded: &mut String) -> bool {
    let letters = &*LETTERS;
    // The last three letters of the word so far, the last one last.
    let mut word = ['\0'; 3];
    let mut after_space = true;
    for character in text.chars() {
        let letter = match letters.get(character) {
            Some(letter) => letter,
            None if DOUBTED => return false,
            None => Letter::of(character),
        };
        if DOUBTED {
            let is_space = character == ' ';
            if !letter.is_tidy || is_space && after_space {
                return false;
            }
            after_space = is_space;
        }
        if letter.is_of_word {
            word = [word[1], word[2], letter.folded];
        } else {
            place_tone(folded, word);
            word = ['\0'; 3];
        }
        folded.push(letter.folded);
    }
    place_tone(folded, word);
    !DOUBTED || !after_space || text.is_empty()
}

fn letter(character: char) -> Letter {
    LETTERS.get(character).unwrap_or_else(|| Letter::of(character))
}

/// Whether the character is a letter or digit of a word.
pub fn is_word_letter(character: char) -> bool {
    letter(character).is_of_word
}

/// Whether it is a small letter.
pub fn is_small(character: char) -> bool {
    letter(character).is_small
}

/// Whether it is a capital.
pub fn is_capital(character: char) -> bool {
    letter(character).is_capital
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
    let mut bare = String::with_capacity(folded.len());
    push_bare(folded, &mut bare);
    bare
}

fn push_bare(folded: &str, bare: &mut String) {
    let letters = &*LETTERS;
    for character in folded.chars() {
        match letters.get(character) {
            Some(letter) => bare.push(letter.bare),
            None => bare.extend(std::iter::once(character).nfd().filter(|part| !is_combining_mark(*part))),
        }
    }
}

/// The letter as it is compared without diacritics; `None` of one that few Vietnamese texts hold.
pub fn bare_letter(character: char) -> Option<char> {
    LETTERS.get(character).filter(|letter| letter.is_tidy).map(|letter| letter.bare)
}

/// Whether two words without diacritics differ by one slip of the finger: a letter too many, too few, another, or two in the wrong
/// order.
pub fn is_one_slip(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (mut one, mut other) = (&one[..], &other[..]);
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
    let letters = &*LETTERS;
    let (mut joined, mut bare) = (String::with_capacity(folded.len()), String::with_capacity(folded.len()));
    let mut is_within = true;
    for character in folded.chars() {
        let known = letters.get(character);
        if !known.unwrap_or_else(|| Letter::of(character)).is_of_word {
            is_within = false;
            continue;
        }
        if !is_within && !joined.is_empty() {
            joined.push(' ');
            bare.push(' ');
        }
        is_within = true;
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
    let letters = &*LETTERS;
    let mut rest = text.chars();
    let mut before = ' ';
    for wanted in words.chars() {
        let Some(character) = rest.next() else { return Some(false) };
        let bare = letters.get(character).filter(|letter| letter.is_tidy)?.bare;
        if bare != wanted {
            return if bare == ' ' && before == ' ' { None } else { Some(false) };
        }
        before = bare;
    }
    match rest.next() {
        Some(next) => letters.get(next).filter(|letter| letter.is_tidy).map(|letter| !letter.is_of_word),
        None => Some(true),
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
    fn one_slip_is_one_edit() {
        let words = [
            "pham", "phan", "pham vi", "phma", "hpam", "phm", "phham", "phamm", "mahp", "", "p", "ph", "hp", "aa",
            "aaa",
        ];
        for one in words {
            for other in words {
                let expected = strsim::damerau_levenshtein(one, other) == 1;
                assert_eq!(is_one_slip(one, other), expected, "{one} {other}");
            }
        }
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
