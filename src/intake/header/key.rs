//! A heading as it is compared, and the ways in which what stands in its cell may be read: with its notes or without, its
//! short forms written out, an explanation behind it cut off.

use std::borrow::Cow;
use std::cell::RefCell;
use std::sync::Arc;

use super::losses::damaged;
use super::notes::Note;
use super::weights::{LABEL_AND_MORE, LONG_REST, MOST_WAYS, SHORTEST_WORD, WRITTEN_OUT};
use crate::schema::Language;
use crate::text::hashed::HashMap;
use crate::text::legacy::may_have_lost_letters;
use crate::text::memo::Memo;
use crate::text::{bare_letter, fold, is_raised, joined_words, markup};

/// A heading as it is compared: folded, without notes in brackets and punctuation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Key {
    /// Words with one space between them.
    pub(super) folded: String,
    /// The same without diacritics.
    pub(super) bare: String,
    /// Letters that were lost are kept here as `?`; empty when none was.
    pub(super) damaged: String,
    pub(super) letters: [u8; 26],
}

/// Above running numbers.
const NUMBER_SIGN: &str = "#";

impl Key {
    /// The key of a heading as typed.
    pub fn new(heading: &str) -> Self {
        let heading = &*without_markup(heading);
        let folded_text = fold(heading);
        let lost = may_have_lost_letters(heading) && heading.contains(['?', '\u{fffd}']);
        let damaged = if lost { damaged(heading) } else { String::new() };
        let is_note_sign = |byte: u8| matches!(byte, b'(' | b'[' | b'{' | b')' | b']' | b'}');
        let (mut folded, mut bare) = match folded_text.bytes().any(is_note_sign) {
            true => joined_words(&without_notes(&folded_text)),
            false => joined_words(&folded_text),
        };
        if folded.is_empty() {
            (folded, bare) = joined_words(&folded_text);
        }
        // The one sign that heads a column by itself.
        if folded.is_empty() && folded_text.trim() == NUMBER_SIGN {
            (folded, bare) = (NUMBER_SIGN.to_owned(), NUMBER_SIGN.to_owned());
        }
        let letters = letter_counts(&bare);
        Self { folded, bare, damaged, letters }
    }

    /// The key of a heading whose brackets say what is meant, as in «Lộ trình (bắt đầu)»; `None` if it has none.
    pub fn with_notes(heading: &str) -> Option<Self> {
        if !heading.contains(['(', '[']) {
            return None;
        }
        Some(Self::new(&heading.replace(['(', ')', '[', ']'], " ")))
    }

    /// See [`may_have`].
    pub fn may_begin(&self, text: &str) -> bool {
        may_have(&self.bare, text)
    }

    /// Whether the heading says nothing.
    pub fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// The same with its short forms written out, in each way that they may be meant; none if it has none.
    fn written_out(&self, language: &Language) -> Vec<Self> {
        if !self.may_be_short(language) {
            return Vec::new();
        }
        let (folded, bare): (Vec<&str>, Vec<&str>) = (self.folded.split(' ').collect(), self.bare.split(' ').collect());
        let mut texts = vec![String::new()];
        let (mut at, mut short) = (0, false);
        while at < bare.len() {
            let pair = bare.get(at..at + 2).and_then(|pair| language.abbreviations.get(&pair.join(" ")));
            let (long, taken) = match pair {
                Some(long) => (Some(long), 2),
                None => (language.abbreviations.get(bare[at]), 1),
            };
            match long {
                Some(long) => {
                    short = true;
                    texts = texts
                        .iter()
                        .flat_map(|text| long.iter().map(move |long| format!("{text} {long}")))
                        .take(MOST_WAYS)
                        .collect();
                }
                None => texts.iter_mut().for_each(|text| *text = format!("{text} {}", folded[at])),
            }
            at += taken;
        }
        if short { texts.iter().map(|text| Self::new(text)).collect() } else { Vec::new() }
    }

    /// Whether one of its words, or two that stand together, are a short form.
    fn may_be_short(&self, language: &Language) -> bool {
        let is_short = |words: &str| language.abbreviations.contains_key(words);
        let mut before = None;
        let mut start = 0;
        self.bare.split(' ').any(|word| {
            let end = start + word.len();
            let found = is_short(word) || before.is_some_and(|before| is_short(&self.bare[before..end]));
            before = Some(start);
            start = end + 1;
            found
        })
    }
}

/// Whether the key of a text may be these words, which are without diacritics: a cheap question before the key is made, mostly answered by
/// its first letters.
pub(super) fn may_have(bare: &str, text: &str) -> bool {
    let mut own = bare.chars();
    for letter in text.chars().map(bare_letter) {
        match letter {
            Some(letter) if letter.is_ascii_alphanumeric() && own.next() != Some(letter) => return false,
            Some(letter) if letter.is_ascii_alphanumeric() || letter == ' ' && own.next() == Some(' ') => {}
            // What else a text holds may be left out, or change.
            _ => break,
        }
    }
    true
}

/// One way to read what stands in a heading's cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// What it says.
    pub key: Arc<Key>,
    /// What stands before it in the cell as its group: «Lộ trình - Bắt đầu».
    pub group: Option<Arc<Key>>,
    /// Whether it may be taken for a field by likeness; if not, only as printed.
    pub by_likeness: bool,
    /// What it may score at most: less where short forms were written out, or words were cut off.
    pub most: f64,
    /// What was cut off behind it without a sign that says so: it is no explanation if it names another column.
    pub cut_off: Option<Arc<Key>>,
    /// What stood in brackets, or its unit `%`: most explain, some make it another heading.
    pub note: Option<Arc<Note>>,
    /// The rows that it was read from, as bits from the header's first.
    pub rows: u8,
}

/// The bit of a header's first row, see [`Reading::rows`].
const FIRST_ROW: u8 = 1;

impl Reading {
    /// A text as it stands.
    pub(super) fn new(key: impl Into<Arc<Key>>, by_likeness: bool) -> Self {
        Self { key: key.into(), group: None, by_likeness, most: 1.0, cut_off: None, note: None, rows: FIRST_ROW }
    }
}

/// The ways to read the headings that were met, kept for all files of a run: nearly all have the same ones.
#[derive(Debug)]
pub struct Met {
    of_texts: Memo<Arc<[Reading]>>,
    /// By what stands above each other in a column.
    of_columns: Memo<Arc<[Reading]>>,
}

/// So many headings are kept for a run.
const KEPT: usize = 2_048;

impl Default for Met {
    fn default() -> Self {
        Self { of_texts: Memo::of_up_to(KEPT), of_columns: Memo::of_up_to(KEPT) }
    }
}

/// The ways to read the headings of a sheet, each worked out once: a header is tried with one row, with two and with three.
#[derive(Debug)]
pub struct Readings<'h> {
    /// The words of the language in which they are.
    pub language: &'h Language,
    of_run: &'h Met,
    /// Those that were worked out for this sheet: the run does not keep all.
    of_sheet: RefCell<HashMap<String, Arc<[Reading]>>>,
}

impl<'h> Readings<'h> {
    /// Of headings of a sheet in this language; none is worked out yet but those that the run has met, all in that language.
    pub fn new(language: &'h Language, of_run: &'h Met) -> Self {
        Self { language, of_run, of_sheet: RefCell::default() }
    }

    /// The ways to read a heading that stands in these rows.
    pub fn of(&self, heading: &str, rows: u8) -> Arc<[Reading]> {
        let known = self.of_run.of_texts.of(heading, || {
            let known = self.of_sheet.borrow().get(heading).cloned();
            known.unwrap_or_else(|| {
                let readings: Arc<[Reading]> = readings(heading, self.language).into();
                self.of_sheet.borrow_mut().insert(heading.to_owned(), Arc::clone(&readings));
                readings
            })
        });
        if rows == FIRST_ROW { known } else { known.iter().map(|it| Reading { rows, ..it.clone() }).collect() }
    }

    /// The ways to read what stands above each other in a column, by a key for that.
    pub(super) fn of_column(&self, key: &str, work_out: impl FnOnce() -> Arc<[Reading]>) -> Arc<[Reading]> {
        self.of_run.of_columns.of(key, work_out)
    }
}

/// The ways to read a heading.
fn readings(heading: &str, language: &Language) -> Vec<Reading> {
    let whole = &*without_markup(heading);
    let unnumbered = without_number(whole);
    let heading = unnumbered.trim_end_matches(is_raised);
    let mut all = vec![Reading::new(Key::new(heading), true)];
    if unnumbered.len() < whole.len() {
        all.push(Reading::new(Key::new(whole), false));
    }
    all.extend(Key::with_notes(heading).map(|key| Reading::new(key, true)));
    all.extend(translated(heading).map(|own| Reading::new(Key::new(own), false)));
    for (first, rest, explained) in parted(heading, language) {
        let first = Arc::new(Key::new(first));
        if explained {
            all.push(Reading::new(Arc::clone(&first), false));
        }
        // «Lộ trình - Bắt đầu»: which of the two it is depends on the form.
        let group = Some(first).filter(|key| !key.is_empty());
        all.push(Reading { group, ..Reading::new(Key::new(rest), true) });
    }
    all.extend(cut_off(heading, language).map(|(first, rest)| Reading {
        most: LABEL_AND_MORE,
        cut_off: Some(Arc::new(Key::new(rest))),
        ..Reading::new(Key::new(first), false)
    }));
    let written_out: Vec<Reading> = all
        .iter()
        .flat_map(|reading| {
            let keys = reading.key.written_out(language);
            let most = reading.most.min(WRITTEN_OUT);
            keys.into_iter().map(move |key| Reading { key: Arc::new(key), most, ..reading.clone() })
        })
        .collect();
    all.extend(written_out);
    if let Some(note) = Note::of(heading, language).map(Arc::new) {
        all.iter_mut().for_each(|reading| reading.note = Some(Arc::clone(&note)));
    }
    all.retain(|reading| !reading.key.is_empty());
    all
}

/// The heading without the marks of a web page: «H&igrave;nh thức<br/>chia sẻ».
pub(super) fn without_markup(heading: &str) -> Cow<'_, str> {
    markup::decode(heading).map_or(Cow::Borrowed(heading), Cow::Owned)
}

/// Whether a heading is read without something at its beginning or end.
pub(super) fn is_marked(heading: &str) -> bool {
    without_number(heading).len() < heading.len() || heading.ends_with(is_raised) || heading.contains(['&', '<'])
}

/// Leaves out the number of the column or question: «1. Tên cơ sở dữ liệu».
pub(super) fn without_number(heading: &str) -> &str {
    let heading = heading.trim_start();
    let rest = heading.trim_start_matches(|first: char| first.is_ascii_digit());
    match rest.strip_prefix(['.', ')', '/', ':']) {
        Some(rest) if heading.starts_with(|first: char| first.is_ascii_digit()) && !rest.trim().is_empty() => rest,
        _ => heading,
    }
}

/// The heading parted at each sign that may end it, and whether what is behind explains it: «Tên CSDL: ghi đầy đủ …»,
/// «Mục đích / Purpose», but not «Mục đích - Chia sẻ».
fn parted<'h>(heading: &'h str, language: &Language) -> Vec<(&'h str, &'h str, bool)> {
    if !heading.contains([':', '\n', '-', '–', '—', '/', ';']) {
        return Vec::new();
    }
    let signs = [":", "\n", " - ", " – ", " — ", " / ", ";"];
    // To see that a sign is not there costs less than to look where it is.
    let signs = signs.into_iter().filter(|sign| heading.contains(sign));
    let parts = signs.filter_map(|sign| Some((sign, heading.split_once(sign)?)));
    // «Lộ trình - Bắt đầu - Quý» ends in two groups.
    let groups = heading.matches(" - ").count();
    let lowest = heading.rsplit_once(" - ").filter(|_| groups > 1).map(|parted| (" - ", parted));
    parts
        .chain(lowest)
        .filter(|(_, (first, rest))| !first.trim().is_empty() && !rest.trim().is_empty())
        .map(|(sign, (first, rest))| {
            let noted = without_notes(rest);
            let words = if noted.trim().is_empty() { rest.trim() } else { noted.trim() };
            let explained = sign == ":"
                || language.is_guidance(rest.trim_start_matches(['-', '(', '*', ' ']))
                || words.split_whitespace().count() >= LONG_REST
                // In another language.
                || words.is_ascii()
                    && words.len() >= SHORTEST_WORD
                    && (sign == " / " || sign == "\n" && !first.is_ascii());
            (first, rest, explained)
        })
        .collect()
}

/// What stands in the brackets behind words of another language: «Database name (Tên cơ sở dữ liệu)».
fn translated(heading: &str) -> Option<&str> {
    let (foreign, own) = heading.trim_end().strip_suffix(')')?.split_once('(')?;
    (foreign.is_ascii() && foreign.trim().len() >= SHORTEST_WORD && !own.is_ascii()).then_some(own)
}

/// The heading cut at each comma, and before words that begin an explanation without a sign: «Mục đích, yêu cầu», «Hiện trạng
/// tính đến tháng 5/2023».
fn cut_off<'h>(heading: &'h str, language: &'h Language) -> impl Iterator<Item = (&'h str, &'h str)> {
    let places = heading.match_indices([',', ' ', '\n']).filter(move |(at, sign)| {
        let rest = &heading[at + 1..];
        *sign == "," || language.is_addition(rest)
    });
    places.take(MOST_WAYS).filter_map(|(at, _)| {
        let (first, rest) = (heading[..at].trim(), heading[at + 1..].trim());
        let within_note = first.matches('(').count() > first.matches(')').count();
        (!first.is_empty() && !rest.is_empty() && !within_note).then_some((first, rest))
    })
}

/// Leaves out what stands in brackets: `(*)`, `(nếu có)`, `[bắt buộc]`.
fn without_notes(folded: &str) -> String {
    let mut kept = String::with_capacity(folded.len());
    let mut depth = 0_usize;
    for character in folded.chars() {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => {
                depth = depth.saturating_sub(1);
                kept.push(' ');
            }
            _ if depth == 0 => kept.push(character),
            _ => {}
        }
    }
    kept
}

/// How often each letter stands in a text without diacritics: texts that differ much in this differ in more than slips.
fn letter_counts(bare: &str) -> [u8; 26] {
    let mut counts = [0_u8; 26];
    for byte in bare.bytes().filter(u8::is_ascii_lowercase) {
        let count = &mut counts[usize::from(byte - b'a')];
        *count = count.saturating_add(1);
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_and_punctuation_do_not_count() {
        assert_eq!(Key::new("Hình thức  chia sẻ (*)").folded, Key::new("HÌNH THỨC CHIA SẺ:").folded);
        assert_eq!(Key::new("Ghi\nchú").folded, "ghi chú");
        assert_eq!(Key::new("(1)").folded, "1");
        assert_eq!(Key::new("M&#7909;c<br/>đích &amp; mục tiêu"), Key::new("Mục đích & mục tiêu"));
    }

    #[test]
    fn short_forms_are_written_out_and_explanations_cut_off() {
        let keys = |heading: &str| -> Vec<String> {
            let own = readings(heading, &Language::shipped()).into_iter().filter(|reading| reading.group.is_none());
            own.map(|reading| reading.key.folded.clone()).collect()
        };
        assert!(keys("T/gian h.thành").contains(&"thời gian hoàn thành".to_owned()));
        assert!(keys("HT chia sẻ").contains(&"hình thức chia sẻ".to_owned()));
        assert!(keys("Mục đích\nGhi rõ mục đích").contains(&"mục đích".to_owned()));
        assert!(keys("Mục đích / Purpose").contains(&"mục đích".to_owned()));
        assert!(!keys("Mục đích\nchia sẻ").contains(&"mục đích".to_owned()));
    }
}
