//! Text that is not Unicode, or was Unicode once: TCVN3 and VNI, known from the time of `.VnTime` and `VNI-Times`; UTF-8 read
//! as Windows-1252; letters replaced by `?`. Told by content alone, for font names stay behind when text is converted.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memchr2;

use super::hashed::HashMap;
use super::syllable::is_syllable;
use super::words;

/// A word of fewer bytes without small letters is an acronym.
const LONGEST_ACRONYM: usize = 8;

/// An encoding that text can be left in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Legacy {
    /// TCVN 5712:1993, one byte a letter, fonts named `.Vn…`.
    Tcvn3,
    /// VNI for Windows, a letter and its mark, fonts named `VNI-…`.
    Vni,
    /// UTF-8 whose bytes were read as Windows-1252, Windows-1258 or Latin-1.
    Mojibake,
}

const ALL: [Legacy; 3] = [Legacy::Mojibake, Legacy::Tcvn3, Legacy::Vni];

impl Legacy {
    /// Whether decoding makes another word of this one.
    fn changes(self, typed: &str) -> bool {
        self.decode(typed) != typed
    }

    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3",
            Self::Vni => "VNI",
            Self::Mojibake => "UTF-8 → ANSI",
        }
    }

    /// The text in Unicode as people see it: capital letters with marks are drawn by a font of their own in TCVN3 and are small ones in
    /// the text, so that in a text of capitals all are.
    pub fn written(self, text: &str) -> String {
        let decoded = self.decode(text);
        let is_capital = |word: &str| word.bytes().filter(u8::is_ascii_uppercase).count() > 1;
        let are_drawn = self == Self::Tcvn3
            && !decoded.bytes().any(|letter| letter.is_ascii_lowercase())
            && decoded.split_whitespace().any(is_capital);
        if are_drawn { decoded.to_uppercase() } else { decoded }
    }

    /// The text in Unicode; letters that the encoding does not have stay as they are.
    pub fn decode(self, text: &str) -> String {
        if text.is_ascii() {
            return text.to_owned();
        }
        match self {
            Self::Tcvn3 => {
                let letters = &**TCVN3;
                text.chars().map(|character| *letters.get(character as usize).unwrap_or(&character)).collect()
            }
            Self::Vni => decode_vni(text),
            Self::Mojibake => decode_mojibake(text).unwrap_or_else(|| text.to_owned()),
        }
    }
}

/// The tables, one line a letter: the surface in Windows-1252, its bytes, the Unicode letter. From the public converters
/// listed in the facts of the domain.
///
/// TCVN3 by the number of the character, all of which are of Latin-1.
static TCVN3: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut letters: Vec<char> = ('\0'..=LAST_LATIN).collect();
    for (from, to) in table(include_str!("tcvn3.tsv")) {
        if let (Some(from), Some(to)) = (from.chars().next(), to.chars().next()) {
            letters[from as usize] = to;
        }
    }
    letters
});
static VNI: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| table(include_str!("vni.tsv")).collect());

fn table(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    text.lines().skip(1).filter_map(|line| {
        let mut columns = line.split('\t');
        Some((columns.next()?, columns.nth(1)?))
    })
}

fn decode_vni(text: &str) -> String {
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let mut decoded = String::with_capacity(text.len());
    let mut at = 0;
    while at < characters.len() {
        let (_, letter) = characters[at];
        // No letter of VNI is made of ASCII alone.
        if letter.is_ascii() && characters.get(at + 1).is_none_or(|(_, mark)| mark.is_ascii()) {
            decoded.push(letter);
            at += 1;
            continue;
        }
        let end = |count: usize| characters.get(at + count).map_or(text.len(), |(offset, _)| *offset);
        let pair = (at + 1 < characters.len()).then(|| &text[characters[at].0..end(2)]).and_then(|pair| VNI.get(pair));
        match pair.or_else(|| VNI.get(&text[characters[at].0..end(1)])) {
            Some(letter) => {
                decoded.push_str(letter);
                at += if pair.is_some() { 2 } else { 1 };
            }
            None => {
                decoded.push(characters[at].1);
                at += 1;
            }
        }
    }
    decoded
}

fn decode_mojibake(text: &str) -> Option<String> {
    let of_page = |page: &'static encoding_rs::Encoding, text: &str| {
        let (bytes, _, lossy) = page.encode(text);
        (!lossy).then(|| bytes.into_owned())
    };
    // Latin-1 has controls where Windows-1252 has signs.
    let of_latin = |mut bytes: Vec<u8>, letter: char| {
        match u8::try_from(letter) {
            Ok(byte) => bytes.push(byte),
            Err(_) => bytes.extend(of_page(encoding_rs::WINDOWS_1252, letter.encode_utf8(&mut [0; 4]))?),
        }
        Some(bytes)
    };
    let latin = || text.chars().try_fold(Vec::with_capacity(text.len()), of_latin);
    let bytes = latin().or_else(|| of_page(encoding_rs::WINDOWS_1258, text))?;
    String::from_utf8(bytes).ok()
}

/// The last letter of Latin-1.
const LAST_LATIN: char = '\u{ff}';

/// Whether the text holds a letter of Latin-1 that Vietnamese does not use, or two letters side by side that it never has so:
/// only then it can be in a legacy encoding. Signs that Vietnamese text holds too (`«`, `·`) count only beside letters of TCVN3.
pub fn may_be_legacy(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let (mut strange, mut sign, mut tcvn3) = (false, false, false);
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character.is_ascii() || character > LAST_LATIN && character != '‘' {
            before = character;
            continue;
        }
        // A letter and its mark in VNI, where the mark is a letter of Vietnamese, too. «Oá», «uâ» are Vietnamese.
        strange |= match before.to_ascii_lowercase() {
            'a' => matches!(character, 'ù' | 'â' | 'á' | 'à' | 'ã' | 'ê' | 'é' | 'è' | 'ú' | 'õ'),
            'e' => matches!(character, 'ù' | 'â' | 'á' | 'à' | 'ã' | 'õ'),
            'o' => matches!(character, 'ù' | 'â' | 'õ'),
            'u' | 'y' => matches!(character, 'ù' | 'õ'),
            'ô' => character == 'ù' || character == 'õ',
            // A capital behind a small letter is a letter of TCVN3.
            'b'..='z' => matches!(character, 'À'..='Ý'),
            _ => false,
        };
        let next = characters.peek().copied().unwrap_or(' ');
        strange |= match character {
            // «Kh«ng», «n\u{ad}íc», «H»ng»: no sign stands between two letters.
            '«' | '»' | '·' | '\u{ad}' | '‘' => before.is_alphabetic() && next.is_alphabetic(),
            // «§· cã», «§ang»
            '§' => next.is_alphabetic() || next == '·',
            _ => false,
        };
        before = character;
        match character {
            '\u{a0}' | '°' | '²' | '³' | '»' | '§' => {}
            'à' | 'á' | 'â' | 'è' | 'é' | 'ê' | 'ì' | 'í' | 'ò' | 'ó' | 'ô' | 'õ' | 'ù' | 'ú' | 'ý' | 'ã' =>
                {}
            'À' | 'Á' | 'Â' | 'È' | 'É' | 'Ê' | 'Ì' | 'Í' | 'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ù' | 'Ú' | 'Ý' => {}
            'Ã' => tcvn3 = true,
            '‘' | '\u{ad}' | '«' | '·' => sign = true,
            '\u{80}'..='\u{ff}' => strange = true,
            _ => {}
        }
    }
    strange || sign && tcvn3
}

/// Which legacy encoding the text is in, if nearly all its words become Vietnamese by decoding and hardly one of those that
/// change was Vietnamese before. Needs three words that change, or two of a text that is Vietnamese throughout, or one that no
/// language spells so.
pub fn detect<'t>(words: &mut Words<'t>, texts: impl Iterator<Item = &'t str> + Clone) -> Option<Legacy> {
    let odd: Vec<&str> = texts.clone().flat_map(str::split_whitespace).filter(is_odd).collect();
    let found = ALL.into_iter().filter_map(|legacy| {
        if !odd.iter().any(|typed| legacy.changes(typed)) {
            return None;
        }
        let tally = words.tally(legacy, texts.clone());
        tally.proves(legacy).then_some((tally.after * 1000 / tally.changed.max(1), legacy))
    });
    found.max_by_key(|(share, _)| *share).map(|(_, legacy)| legacy)
}

/// Whether a text has what [`detect`] asks for first: a word that is not Vietnamese, and is changed by decoding. Most suspects have none.
pub fn is_odd_text(text: &str) -> bool {
    text.split_whitespace().filter(is_odd).any(|typed| ALL.into_iter().any(|legacy| legacy.changes(typed)))
}

/// Whether a word beyond ASCII is not Vietnamese as it stands. A number with the raised mark of a note is no word, nor is «1990÷2022».
fn is_odd(typed: &&str) -> bool {
    let is_noted = |typed: &str| {
        typed
            .chars()
            .all(|sign| if sign.is_ascii() { !sign.is_alphabetic() } else { sign == '÷' || super::is_raised(sign) })
    };
    !typed.is_ascii() && !is_noted(typed) && (!is_vietnamese(typed) || has_inner_capital(typed))
}

/// Whether all words of a text that decoding changes become Vietnamese, and not all of them were before: it proves little, but is
/// no accident where the rest of the sheet is in that encoding.
pub fn fits<'t>(words: &mut Words<'t>, legacy: Legacy, text: &'t str) -> bool {
    let tally = words.tally(legacy, std::iter::once(text));
    tally.before < tally.changed && tally.after == tally.changed
}

/// Of the words of a sheet, which repeats them: whether they were Vietnamese before decoding and are after it; nothing of those that stay.
#[derive(Default)]
pub struct Words<'t>(HashMap<(Legacy, &'t str), Option<(bool, bool)>>);

impl<'t> Words<'t> {
    fn tally(&mut self, legacy: Legacy, texts: impl Iterator<Item = &'t str>) -> Tally {
        let mut tally = Tally::default();
        for typed in texts.flat_map(str::split_whitespace) {
            let judged = self.0.entry((legacy, typed)).or_insert_with(|| {
                let decoded = legacy.decode(typed);
                (decoded != typed).then(|| (is_vietnamese(typed), is_vietnamese(&decoded)))
            });
            match judged {
                Some((before, after)) => tally.change(legacy, typed, *before, *after),
                None => tally.leave(typed),
            }
        }
        tally
    }
}

/// What becomes of the words of a text by decoding it.
#[derive(Default)]
struct Tally {
    /// Words that decoding changes; how many of them were Vietnamese before it, how many are after.
    changed: usize,
    before: usize,
    after: usize,
    /// Words that it leaves, and how many of them are Vietnamese.
    left: usize,
    valid: usize,
    /// Words that can be no others than of this encoding.
    certain: usize,
    /// Words of VNI with an `ï` behind a vowel.
    dotted: usize,
    /// One of VNI has a mark behind an `a`, where no other language has it: «thaùng», «naêm».
    behind_a: bool,
}

impl Tally {
    fn leave(&mut self, typed: &str) {
        // «CSV», «CSDL» are of no language.
        let is_acronym = typed.len() < LONGEST_ACRONYM && !typed.contains(|letter: char| letter.is_lowercase());
        for word in words(&typed.to_lowercase()).filter(|word| word.chars().all(char::is_alphabetic)) {
            let valid = is_syllable(word);
            if valid || !is_acronym {
                self.left += 1;
                self.valid += usize::from(valid);
            }
        }
    }

    fn change(&mut self, legacy: Legacy, typed: &str, before: bool, after: bool) {
        self.changed += 1;
        self.before += usize::from(before && !has_inner_capital(typed));
        self.after += usize::from(after);
        if before || !after {
            return;
        }
        let certain = is_certain(legacy, typed);
        self.certain += usize::from(certain);
        if legacy == Legacy::Vni {
            self.dotted += usize::from(has_marked(typed, VNI_VOWELS, "ï"));
            self.behind_a |= certain && has_marked(typed, "a", VNI_MARKS);
        }
    }

    fn proves(&self, legacy: Legacy) -> bool {
        let Self { changed, before, after, left, valid, .. } = *self;
        let of_many = changed >= 3
            && after * 10 >= changed * 8
            && before * 10 <= changed * 4
            && (valid + after) * 10 >= (left + changed) * 5;
        // «Kh«ng chia sÎ», «Ñôn vò chuû triø»: two words that were not Vietnamese prove it where all become so.
        let of_few = changed == 2 && before == 0 && left + self.certain > 0 || changed >= 3 && changed - before >= 2;
        // One word of TCVN3 proves it: of three million words of eleven languages none looks so. «Poäng» looks like VNI.
        let of_one = match legacy {
            Legacy::Tcvn3 => self.certain > 0,
            Legacy::Vni => self.certain > 1 || self.certain > 0 && left > 0 || self.dotted > 1 || self.behind_a,
            Legacy::Mojibake => false,
        };
        of_many || (of_few || of_one) && after == changed && valid == left
    }
}

/// Whether a word that becomes Vietnamese, and was not, can be no other than one of this encoding: it has signs for letters («®Êt»,
/// «c¬»), a capital within («cÊp»), or a vowel with a mark of VNI behind it («coù»).
fn is_certain(legacy: Legacy, typed: &str) -> bool {
    let core: Vec<char> = typed.trim_matches(|character: char| character.is_ascii_punctuation()).chars().collect();
    match legacy {
        Legacy::Mojibake => false,
        Legacy::Tcvn3 => {
            let small = core.iter().any(|letter| letter.is_ascii_lowercase());
            let is_sign = |(at, sign): (usize, &char)| match sign {
                // Capitals, which no word has within: «ch£» is of another code page.
                '¡'..='§' => at == 0 || !small,
                'µ' | 'ª' => true,
                sign => !sign.is_ascii() && !sign.is_alphabetic(),
            };
            let signs = core.iter().enumerate().filter(|it| is_sign(*it)).count();
            signs > 1 || core.len() > 2 && (signs > 0 || has_inner_capital(typed))
        }
        // No Vietnamese word begins with a p that no h follows, but the Swedish «poäng».
        Legacy::Vni => {
            let p = matches!(core[..], ['p' | 'P', next, ..] if !next.eq_ignore_ascii_case(&'h'));
            core.len() > 2 && !p && has_marked(typed, VNI_VOWELS, VNI_MARKS)
        }
    }
}

/// Whether one of these marks of VNI stands behind one of these vowels.
fn has_marked(typed: &str, vowels: &str, marks: &str) -> bool {
    let lower = typed.to_lowercase();
    lower.chars().zip(lower.chars().skip(1)).any(|(vowel, mark)| vowels.contains(vowel) && marks.contains(mark))
}

/// The vowels that marks stand behind in VNI.
const VNI_VOWELS: &str = "aeouyöô";

/// The letters that stand for marks in VNI, but for `ï`, which French and Catalan have behind vowels.
const VNI_MARKS: &str = "áàâãäåèéêëõöøúùûüñ";

/// «cÊp»: nobody writes a capital within a word. (Decoded, capitals of TCVN3 become small letters, so this is asked before.)
fn has_inner_capital(typed: &str) -> bool {
    let mut pairs = typed.chars().zip(typed.chars().skip(1));
    pairs.any(|(one, next)| one.is_lowercase() && next.is_uppercase())
}

fn is_vietnamese(typed: &str) -> bool {
    let is_small = !typed.contains(char::is_uppercase);
    let lower = if is_small { Cow::Borrowed(typed) } else { Cow::Owned(typed.to_lowercase()) };
    let core = lower
        .trim_matches(|character: char| character.is_ascii_punctuation() || matches!(character, '“' | '”' | '–' | '…'));
    let mut parts = core.split(['-', '/', ',', '.', '(', ')', ';', ':']).filter(|part| !part.is_empty()).peekable();
    parts.peek().is_some() && parts.all(|part| is_syllable(part) || part.chars().all(|letter| letter.is_ascii_digit()))
}

/// How many places of the text look as if a letter had been replaced by `?` or U+FFFD: a question mark right before a letter,
/// inside or at the front of a word. The question mark behind a word is punctuation, and addresses hold some of their own.
pub fn lost_letters(text: &str) -> usize {
    if !may_have_lost_letters(text) || !text.contains(['?', '\u{fffd}']) || text.contains("://") {
        return 0;
    }
    let words = text.split_whitespace().filter(|word| !is_query(word));
    with_stumps(words).map(|(word, is_stump)| lost_in_word(word) + usize::from(is_stump)).sum()
}

/// Whether a text with lost letters leaves no doubt: nobody types U+FFFD, and no question is asked behind «S?» of «S? Nội vụ».
pub fn has_surely_lost(text: &str) -> bool {
    text.contains('\u{fffd}') || with_stumps(text.split_whitespace()).any(|(_, is_stump)| is_stump)
}

/// Words, and whether each is the stump of one: the last may be a question.
fn with_stumps<'t>(words: impl Iterator<Item = &'t str>) -> impl Iterator<Item = (&'t str, bool)> {
    let mut words = words.peekable();
    std::iter::from_fn(move || words.next().map(|word| (word, words.peek().is_some() && is_stump(word))))
}

/// Whether the word is what is left of one that ends in a vowel: `S?`, `Th?`.
fn is_stump(word: &str) -> bool {
    let Some(left) = word.strip_suffix('?') else { return false };
    let mut letters = left.chars();
    letters.next().is_some_and(is_consonant)
        && letters.clone().count() <= 1
        && letters.next().is_none_or(|second| second.is_ascii_lowercase() && is_consonant(second))
}

fn is_consonant(letter: char) -> bool {
    letter.is_ascii_alphabetic() && !"aeiouy".contains(letter.to_ascii_lowercase())
}

/// Whether the text may hold a question mark or U+FFFD, of which the first byte is one that hardly any text holds.
pub fn may_have_lost_letters(text: &str) -> bool {
    memchr2(b'?', 0xef, text.as_bytes()).is_some()
}

fn lost_in_word(word: &str) -> usize {
    let (mut lost, mut run) = (0, false);
    for character in word.chars() {
        match character {
            '\u{fffd}' => lost += 1,
            '?' => run = true,
            _ => {
                lost += usize::from(run && character.is_alphabetic());
                run = false;
            }
        }
    }
    lost
}

/// Whether the word is an address with a query, with or without its scheme: `csdl.hagiang.gov.vn/tra-cuu?ma=0`.
fn is_query(word: &str) -> bool {
    let Some((address, query)) = word.split_once('?') else { return false };
    word.is_ascii() && query.contains('=') && !query.contains('?') && address.contains(['.', '/'])
}
