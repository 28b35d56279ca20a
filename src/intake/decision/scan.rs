//! Finds numbers, days and words in a text without diacritics, sign by sign. Each of these searches runs once or twice a form;
//! compiled as regular expressions they cost as much as all else that a small form does. The tests hold each against the
//! expression that says the same.

use std::ops::Range;

use crate::schema::document_words::DocumentWords;
use crate::text::lists::BareWords;

mod days;

pub(super) use days::{Day, begins_with_day, day, misread, with_days};

/// A place in a text. What passes something moves on only if that stands there.
#[derive(Clone, Copy)]
pub(super) struct Scan<'t> {
    text: &'t str,
    pub(super) at: usize,
}

/// Whether a byte is part of a word, which is asked of each byte several times.
static WORD: [bool; 256] = {
    let mut all = [false; 256];
    let mut byte = 0;
    while byte < all.len() {
        all[byte] = (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'_';
        byte += 1;
    }
    all
};

fn is_word(byte: u8) -> bool {
    WORD[usize::from(byte)]
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte == b'?'
}

impl<'t> Scan<'t> {
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        Self { text, at }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Whether a word or number begins or ends here.
    pub(super) fn is_edge(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|before| self.text.as_bytes().get(before));
        before.copied().is_some_and(is_word) != self.byte().is_some_and(is_word)
    }

    /// Whether the text ends here, or what stands here is no part of a word.
    fn is_beyond(&self) -> bool {
        !self.byte().is_some_and(is_word)
    }

    /// Passes all such signs.
    fn all(&mut self, is: impl Fn(u8) -> bool) -> Range<usize> {
        let start = self.at;
        while self.byte().is_some_and(&is) {
            self.at += 1;
        }
        start..self.at
    }

    fn spaces(&mut self) -> bool {
        !self.all(|byte| byte.is_ascii_whitespace()).is_empty()
    }

    /// Passes one such sign.
    fn one(&mut self, is: impl Fn(u8) -> bool) -> bool {
        let passes = self.byte().is_some_and(is);
        self.at += usize::from(passes);
        passes
    }

    /// Passes these words, of which letters may have been lost to a `?`: those that have diacritics in the middle of words.
    pub(super) fn words(&mut self, words: &str) -> bool {
        let mut scan = *self;
        let passes = words.bytes().all(|wanted| match wanted {
            b' ' => scan.spaces(),
            b'a' | b'd' | b'e' | b'i' | b'o' | b'u' | b'y' => scan.one(|byte| byte == wanted || byte == b'?'),
            _ => scan.one(|byte| byte == wanted),
        });
        if passes {
            *self = scan;
        }
        passes
    }

    /// The place behind these whole words, if they stand here.
    fn behind(mut self, words: &str) -> Option<usize> {
        (self.words(words) && self.is_edge()).then_some(self.at)
    }

    /// Passes one of these phrases.
    fn any(&mut self, phrases: &BareWords) -> bool {
        phrases.iter().any(|phrase| self.words(phrase))
    }

    /// Passes as many digits as there are, up to `most`.
    pub(super) fn digits(&mut self, most: usize) -> Range<usize> {
        let start = self.at;
        while self.at - start < most && self.one(|byte| byte.is_ascii_digit()) {}
        start..self.at
    }

    fn exactly(&mut self, count: usize) -> bool {
        self.digits(count).len() == count
    }
}

/// The first thing that is found from a place on, which is where it begins. `find` is asked of every place where a word or number begins
/// or ends, or of `ANY`, and tells where it ends.
fn first<const ANY: bool, T>(
    text: &str,
    from: usize,
    find: impl Fn(Scan<'_>) -> Option<(usize, T)>,
) -> Option<(Range<usize>, T)> {
    let bytes = text.as_bytes();
    let is_word_at = |at: usize| bytes.get(at).copied().is_some_and(is_word);
    let mut is_within = from.checked_sub(1).is_some_and(is_word_at);
    let mut at = from;
    while at <= bytes.len() {
        let was_within = std::mem::replace(&mut is_within, is_word_at(at));
        if (ANY || was_within != is_within)
            && let Some((end, found)) = find(Scan::new(text, at))
        {
            return Some((at..end, found));
        }
        at += 1;
        if !ANY {
            // On to the next edge.
            let rest = bytes.get(at..).unwrap_or_default();
            at += rest.iter().take_while(|byte| is_word(**byte) == is_within).count();
        }
    }
    None
}

/// All that is found, none within another.
fn all<const ANY: bool, T>(text: &str, find: impl Fn(Scan<'_>) -> Option<(usize, T)>) -> Vec<(Range<usize>, T)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(next) = first::<ANY, _>(text, from, &find) {
        from = next.0.end.max(next.0.start + 1);
        found.push(next);
    }
    found
}

/// The last of these whole words or phrases.
pub(super) fn last_of(text: &str, phrases: &BareWords) -> Option<Range<usize>> {
    let phrase = |scan: Scan<'_>| Some((phrases.iter().find_map(|phrase| scan.behind(phrase))?, ()));
    Some(all::<false, _>(text, phrase).pop()?.0)
}

/// Where these whole phrases stand, the longest where several do.
pub(super) fn places(text: &str, phrases: &BareWords) -> Vec<Range<usize>> {
    let longest = |scan: Scan<'_>| Some((phrases.iter().filter_map(|phrase| scan.behind(phrase)).max()?, ()));
    all::<false, _>(text, longest).into_iter().map(|(span, ())| span).collect()
}

/// Where one of these whole words first begins.
pub(super) fn word(text: &str, words: &BareWords) -> Option<usize> {
    let found = first::<false, _>(text, 0, |mut scan| (scan.any(words) && scan.is_edge()).then_some((scan.at, ())));
    Some(found?.0.start)
}

/// Whether a part of a symbol begins the sentence behind it: «1029/QĐ - ngày …».
pub(super) fn begins_sentence(words: &DocumentWords, part: &str) -> bool {
    let is = |list: &BareWords| {
        list.iter().any(|word| {
            let mut scan = Scan::new(part, 0);
            scan.words(word) && scan.at == part.len()
        })
    };
    is(&words.day) || words.of.holds(part)
}

/// Whether the text begins with one of these phrases.
pub(super) fn begins(text: &str, phrases: &BareWords) -> bool {
    let mut scan = Scan::new(text.trim_start(), 0);
    scan.any(phrases) && scan.is_edge()
}

/// Whether the text ends with one of these phrases and space behind it.
pub(super) fn ends_with(text: &str, phrases: &BareWords) -> bool {
    let stem = text.trim_end_matches(|sign: char| sign.is_ascii_whitespace());
    stem.len() < text.len()
        && (0..stem.len()).any(|at| {
            let scan = Scan::new(stem, at);
            scan.is_edge()
                && phrases.iter().any(|phrase| {
                    let mut scan = scan;
                    scan.words(phrase) && scan.at == stem.len()
                })
        })
}

/// A number with its symbol: `1029/QĐ-UBND`, `20/2020/QĐ-TTg`, `5752/BTTTT-CĐSQG`, `1029 QĐ-UBND`, `1029/QĐ`; and
/// `QĐ-UBND-1029`, which few write.
pub(super) struct Symbolised {
    pub(super) span: Range<usize>,
    pub(super) digits: Range<usize>,
    pub(super) symbol: Range<usize>,
}

pub(super) fn numbers(words: &DocumentWords, text: &str) -> Vec<Symbolised> {
    let may_begin = |byte: u8| words.symbols.iter().any(|symbol| symbol.as_bytes().first() == Some(&byte));
    let found = all::<true, _>(text, |scan| match scan.byte()? {
        b'0'..=b'9' => full(words, scan).or_else(|| short(words, scan)),
        byte if may_begin(byte) => turned(words, scan),
        _ => None,
    });
    found.into_iter().map(|(span, (digits, symbol))| Symbolised { span, digits, symbol }).collect()
}

type Number = (Range<usize>, Range<usize>);

/// `1.029` or `1,029`, or up to six digits with a letter behind them.
fn running(scan: &mut Scan<'_>) -> bool {
    if !scan.is_edge() || !scan.byte().is_some_and(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let mut thousands = *scan;
    thousands.digits(3);
    if thousands.one(|byte| matches!(byte, b'.' | b',')) && thousands.exactly(3) {
        *scan = thousands;
    } else {
        scan.digits(6);
        scan.one(|byte| byte.is_ascii_lowercase());
    }
    true
}

/// Letters of whose a document is behind a sign that is no dash. «15-KH/TU» is how the Party numbers, and nothing of the kind.
const ODD_ISSUER: usize = 3;
/// Letters of a unit behind a dash, or behind a dot, where most texts begin a sentence.
const LONGEST_UNIT: usize = 15;
const LONGEST_DOTTED_UNIT: usize = 4;

fn full(words: &DocumentWords, mut scan: Scan<'_>) -> Option<(usize, Number)> {
    let start = scan.at;
    if !running(&mut scan) {
        return None;
    }
    let slash = |byte: u8| byte == b'/';
    let mut with_year = scan;
    with_year.spaces();
    let has_year = with_year.one(slash) && {
        with_year.spaces();
        with_year.exactly(4)
    };
    if has_year {
        scan = with_year;
    }
    let digits = start..scan.at;
    let spaced = scan.spaces();
    if !scan.one(|byte| matches!(byte, b'/' | b'-')) && !spaced {
        return None;
    }
    scan.spaces();
    let symbol = scan.at;
    let kind = scan.all(is_letter);
    // «812/QĐ.UBND», «812-QĐ/UBND»: another sign than the dash, right between a known symbol and whose it is.
    let mut symbols = Scan::new(&scan.text[..kind.end], kind.start);
    let is_known = symbols.any(&words.symbols) && symbols.at == kind.end;
    let odd = is_known && scan.one(|byte| matches!(byte, b'.' | b'/' | b'_'));
    scan.one(|byte| !odd && byte.is_ascii_whitespace());
    if !(1..=8).contains(&kind.len()) || !odd && !scan.one(|byte| byte == b'-') {
        return None;
    }
    scan.one(|byte| !odd && byte.is_ascii_whitespace());
    let letters = |scan: &mut Scan<'_>, most: usize| {
        let start = scan.at;
        while scan.at - start < most && scan.one(|byte| is_letter(byte) || byte == b'&') {}
        scan.at - start
    };
    let issuer = letters(&mut scan, 16);
    if issuer < if odd { ODD_ISSUER } else { 2 } {
        return None;
    }
    scan.digits(2);
    for _ in 0..3 {
        let mut unit = scan;
        if unit.one(|byte| byte == b'-') && is_unit(&mut unit, LONGEST_UNIT) {
            scan = unit;
        } else {
            break;
        }
    }
    // «613/QĐ-UBND.HC»
    let mut unit = scan;
    if unit.one(|byte| byte == b'.') && is_unit(&mut unit, LONGEST_DOTTED_UNIT) && unit.is_edge() {
        scan = unit;
    }
    Some((scan.at, (digits, symbol..scan.at)))
}

/// Passes the letters of a unit, among which digits may stand: `CNTT`, `C06`, `K2ĐT`.
fn is_unit(scan: &mut Scan<'_>, most: usize) -> bool {
    let start = scan.at;
    let begins = scan.one(is_letter);
    let goes_on = |byte: u8| is_letter(byte) || byte == b'&' || byte.is_ascii_digit();
    while begins && scan.at - start < most && scan.one(goes_on) {}
    begins
}

fn turned(words: &DocumentWords, mut scan: Scan<'_>) -> Option<(usize, Number)> {
    let start = scan.at;
    let dash = |byte: u8| byte == b'-';
    if !scan.any(&words.symbols) || !scan.one(dash) {
        return None;
    }
    let issuer = scan.all(|byte| byte.is_ascii_lowercase());
    let symbol = start..scan.at;
    if !(2..=16).contains(&issuer.len()) || !scan.one(dash) {
        return None;
    }
    let digits = scan.digits(6);
    (!digits.is_empty() && scan.is_edge()).then_some((scan.at, (digits, symbol)))
}

fn short(words: &DocumentWords, mut scan: Scan<'_>) -> Option<(usize, Number)> {
    let start = scan.at;
    if !running(&mut scan) {
        return None;
    }
    let digits = start..scan.at;
    scan.spaces();
    if !scan.one(|byte| byte == b'/') {
        return None;
    }
    scan.spaces();
    let symbol = scan.at;
    (scan.any(&words.symbols) && scan.is_edge()).then_some((scan.at, (digits, symbol..scan.at)))
}

/// The words for a kind of document.
pub(super) struct Wording<'k> {
    /// In full, without diacritics.
    pub(super) full: &'k str,
    pub(super) abbreviation: &'k str,
    /// What stands around it.
    pub(super) words: &'k DocumentWords,
}

impl Wording<'_> {
    /// Asks of a place right behind the kind's words, in full or abbreviated, which begin where a word does.
    fn behind<T>(&self, scan: Scan<'_>, found: impl Fn(Scan<'_>) -> Option<T>) -> Option<T> {
        let begins = |words: &str, byte: u8| words.bytes().next().is_none_or(|first| first == byte || byte == b'?');
        let is_other = |byte: u8| !begins(self.full, byte) && !begins(self.abbreviation, byte);
        if scan.byte().is_some_and(is_other) {
            return None;
        }
        [self.full, self.abbreviation].into_iter().find_map(|words| {
            let mut scan = scan;
            if scan.words(words) { found(scan) } else { None }
        })
    }

    /// Where it is last named.
    pub(super) fn last(&self, text: &str) -> Option<usize> {
        let named =
            |scan: Scan<'_>| self.behind(scan, |scan| scan.is_beyond().then_some(((scan.at + 1).min(text.len()), ())));
        Some(all::<false, _>(text, named).pop()?.0.start)
    }

    /// The places where it is named, and then «số» with dots, or the date at once; or «số» with dots and then its abbreviation.
    pub(super) fn blanks(&self, text: &str) -> Vec<Range<usize>> {
        let has_slash = text.contains('/');
        let found = all::<false, _>(text, |scan| {
            let named = self.behind(scan, |scan| self.blank(scan));
            let mut numbered = scan;
            let mut alone = || {
                let is_number = has_slash && numbered.any(&self.words.number);
                if is_number { self.abbreviated(dots(&mut numbered).1) } else { None }
            };
            named.or_else(&mut alone).map(|end| (end, ()))
        });
        found.into_iter().map(|(span, ())| span).collect()
    }

    /// Where the blank ends that begins behind the kind's words.
    fn blank(&self, mut scan: Scan<'_>) -> Option<usize> {
        scan.all(is_colon);
        scan.any(&self.words.number);
        let (last_pair, behind) = dots(&mut scan);
        let dated = || {
            let mut scan = behind;
            scan.one(|byte| byte == b',');
            scan.spaces();
            (scan.any(&self.words.day) && scan.is_edge()).then_some(scan.at)
        };
        self.abbreviated(behind).or_else(dated).or(last_pair)
    }

    /// Where `/QĐ`, `/2023/QĐ` ends.
    fn abbreviated(&self, mut scan: Scan<'_>) -> Option<usize> {
        if !scan.one(|byte| byte == b'/') {
            return None;
        }
        scan.spaces();
        let mut with_year = scan;
        let has_year = with_year.exactly(4) && {
            with_year.spaces();
            with_year.one(|byte| byte == b'/')
        };
        if has_year {
            with_year.spaces();
            scan = with_year;
        }
        (scan.words(self.abbreviation) && scan.is_edge()).then_some(scan.at)
    }

    /// The digits of «Quyết định số 1029 ngày …», without a symbol.
    pub(super) fn plain(&self, text: &str) -> Vec<Range<usize>> {
        let is_between = |byte: u8| is_colon(byte) || byte == b'.';
        let plain = |mut scan: Scan<'_>| {
            scan.all(is_between);
            if !scan.any(&self.words.number) {
                return None;
            }
            scan.all(is_between);
            let digits = scan.digits(6);
            scan.spaces();
            scan.one(|byte| byte == b',');
            scan.spaces();
            (!digits.is_empty() && scan.any(&self.words.day) && scan.is_edge()).then_some((scan.at, digits))
        };
        all::<false, _>(text, |scan| self.behind(scan, plain)).into_iter().map(|(_, digits)| digits).collect()
    }
}

fn is_colon(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b':'
}

/// Passes what stands for a number that nobody filled in. Returns where its last two dots, lines or waves in a row end, and the
/// place behind all.
fn dots<'t>(scan: &mut Scan<'t>) -> (Option<usize>, Scan<'t>) {
    let is_dot = |byte: u8| matches!(byte, b'.' | b'_' | b'~');
    scan.all(is_colon);
    let run = scan.all(|byte| is_dot(byte) || byte == b'-' || byte.is_ascii_whitespace());
    let bytes = &scan.text.as_bytes()[run.clone()];
    let pair = bytes.windows(2).rposition(|pair| pair.iter().all(|byte| is_dot(*byte)));
    (pair.map(|at| run.start + at + 2), *scan)
}

/// The one to three digits that stand between «số» and the end of a text, which is a space: the thousands of a number.
pub(super) fn thousands(words: &DocumentWords, text: &str) -> Option<usize> {
    let stem = text.strip_suffix(' ')?;
    let before = stem.trim_end_matches(|sign: char| sign.is_ascii_digit());
    let digits = &stem[before.len()..];
    if !(1..=3).contains(&digits.len()) || digits.starts_with('0') {
        return None;
    }
    let number = before.trim_end_matches(|sign: char| sign.is_ascii() && is_colon(sign as u8));
    let says = |word: &str| {
        let at = number.len().checked_sub(word.len()).filter(|at| number.is_char_boundary(*at))?;
        let mut scan = Scan::new(number, at);
        Some(scan.is_edge() && scan.words(word))
    };
    words.number.iter().any(|word| says(word) == Some(true)).then_some(before.len())
}

#[cfg(test)]
mod tests;
