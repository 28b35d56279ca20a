//! Rows that hold nothing but a text where names stand. Such a text may head a section, be a name without its data, or a remark;
//! which of them, only the rows around it tell, so this is settled when all rows are known.

use super::shape::{first_word, text_of};
use super::{Columns, LONGEST_NAME, NEAR, Ordinal, is_blank, ordinal_of, why};
use crate::cell::Content;
use crate::intake::{RowKind, RowTrace};
use crate::schema::Language;
use crate::text::hashed::HashSet;
use crate::text::{Bilingual, bare, fold};
use crate::workbook::Row;

/// A lone text may head a section. Below the last record it heads nothing and is a note. If it is like the names of the
/// records, and stands right below the last one or where the count goes on across it, it is a name without its data. Any other
/// between records is a section only if something says so, else it is told.
pub(super) fn settle_lone_texts(shape: &Columns<'_>, trace: &mut [RowTrace], rows: &[&Row]) {
    let Some(last) = trace.iter().rposition(|row| row.kind == RowKind::Record) else {
        for row in trace.iter_mut().filter(|row| row.kind == RowKind::Section) {
            (row.kind, row.why) = (RowKind::Note, &why::BELOW_DATA);
        }
        return;
    };
    let strays = Texts::new(shape, trace, rows).that_head_nothing();
    for (at, why) in strays {
        (trace[at].kind, trace[at].why) = (RowKind::Stray, why);
    }
    for row in trace[last + 1..].iter_mut().filter(|row| row.kind == RowKind::Section) {
        (row.kind, row.why) = (RowKind::Note, &why::BELOW_DATA);
    }
}

/// The lone texts of a table, with what stands around them.
struct Texts<'a> {
    shape: &'a Columns<'a>,
    trace: &'a [RowTrace],
    rows: &'a [&'a Row],
    /// The rows with a lone text and without a number.
    lone: Vec<usize>,
    records: Vec<usize>,
    /// How the names of the records begin.
    names: HashSet<String>,
    /// The first words of what stands in their other texts, as of owners.
    beginnings: HashSet<String>,
}

impl<'a> Texts<'a> {
    fn new(shape: &'a Columns<'a>, trace: &'a [RowTrace], rows: &'a [&'a Row]) -> Self {
        let reasons = [&why::LONE_TEXT, &why::HEADS_A_LIST, &why::WORDS_FOR_AN_ORDINAL];
        let is_lone = |row: &RowTrace| reasons.iter().any(|&it| std::ptr::eq(it, row.why));
        let lone: Vec<usize> = (0..trace.len()).filter(|&at| is_lone(&trace[at])).collect();
        let mut texts = Self {
            shape,
            trace,
            rows,
            lone,
            records: Vec::new(),
            names: HashSet::default(),
            beginnings: HashSet::default(),
        };
        let lone = texts.lone.iter().copied().filter(|&at| texts.text(at).is_some() && texts.number(at).is_none());
        texts.lone = lone.collect();
        if texts.lone.is_empty() {
            return texts;
        }
        texts.records = (0..trace.len()).filter(|&at| trace[at].kind == RowKind::Record).collect();
        texts.names =
            texts.records.iter().filter_map(|&at| name_begins(shape.language, texts.at(at, shape.leading)?)).collect();
        let others = shape.required.iter().filter(|it| shape.texts.contains(it) && Some(**it) != shape.leading);
        let begins =
            others.flat_map(|column| texts.records.iter().filter_map(|&at| first_word(rows[at].content(*column)?)));
        texts.beginnings = begins.collect();
        texts
    }

    fn at(&self, at: usize, column: Option<u32>) -> Option<&'a str> {
        self.rows[at].content(column?).filter(|content| !is_blank(content)).and_then(text_of)
    }

    /// What the row says: where names stand, or words in place of an ordinal.
    fn text(&self, at: usize) -> Option<&'a str> {
        let ordinal = || self.at(at, self.shape.ordinal).filter(|_| self.is(at, &why::WORDS_FOR_AN_ORDINAL));
        self.at(at, self.shape.leading).or_else(ordinal)
    }

    fn is(&self, at: usize, why: &'static Bilingual) -> bool {
        std::ptr::eq(self.trace[at].why, why)
    }

    fn number(&self, at: usize) -> Option<u32> {
        match self.shape.ordinal.and_then(|column| self.rows[at].content(column)).map(ordinal_of) {
            Some(Ordinal::Number(number)) => Some(number),
            _ => None,
        }
    }

    /// Whether the text begins as the name of some record.
    fn is_name(&self, at: usize) -> bool {
        self.text(at)
            .and_then(|text| name_begins(self.shape.language, text))
            .is_some_and(|begins| self.names.contains(&begins))
    }

    /// The rows that head nothing, with what tells so.
    fn that_head_nothing(&self) -> Vec<(usize, &'static Bilingual)> {
        let Some(&last) = self.records.last() else { return Vec::new() };
        let mut end = last + self.trace[last + 1..].iter().take_while(|row| row.kind == RowKind::Joined).count();
        let mut alone: Vec<(usize, &'static Bilingual)> = Vec::new();
        for &at in &self.lone {
            let right_below = || at == end + 1 && self.rows[at].number == self.rows[end].number + 1;
            let is_whole_name =
                || self.at(at, self.shape.leading).is_some_and(|text| is_whole(self.shape.language, text));
            let why = match (self.is_name(at), at > last) {
                (true, true) if right_below() => &why::NAME_ALONE,
                (true, true) if self.is_near(at, end) && is_whole_name() => &why::HEADS_NOTHING,
                (true, false) if self.goes_on_across(at) => &why::NAME_ALONE,
                (false, true) if right_below() && self.number(last).is_some() && is_whole_name() => &why::HEADS_NOTHING,
                (_, false) if !self.heads_something(at, &alone) => &why::HEADS_NOTHING,
                _ => continue,
            };
            alone.push((at, why));
            end = end.max(at);
        }
        alone
    }

    /// Whether nothing but a few blank rows stands between a row and the last one of the table, and nothing below it.
    fn is_near(&self, at: usize, end: usize) -> bool {
        let is_blank = |rows: &[RowTrace]| rows.iter().all(|row| row.kind == RowKind::Blank);
        let gap = self.rows[at].number - self.rows[end].number;
        let text = self.text(at).unwrap_or_default();
        gap <= NEAR && is_blank(&self.trace[end + 1..at]) && is_blank(&self.trace[at + 1..]) && !is_in_capitals(text)
    }

    /// The ordinals of the records above and below; `None` before the first record.
    fn around(&self, at: usize) -> Option<(Option<u32>, Option<u32>)> {
        let below = self.records.partition_point(|&record| record < at);
        let above = below.checked_sub(1)?;
        Some((self.number(self.records[above]), self.number(self.records[below])))
    }

    /// Whether the count goes on across the row. Where nothing is counted a text between records heads a section, unless it is
    /// the only one; what heads the first records has others like it between them.
    fn goes_on_across(&self, at: usize) -> bool {
        let headed = || self.lone.iter().any(|at| Some(at) < self.records.first() && self.is_name(*at));
        match self.around(at) {
            Some((Some(above), Some(below))) => below == above + 1 && !headed(),
            Some((None, None)) => self.trace.iter().filter(|row| row.kind == RowKind::Section).count() == 1,
            _ => false,
        }
    }

    /// Whether something says that a text above or between records heads a section: its mark or place, how it is written, the
    /// count that begins anew below it, or others like it.
    fn heads_something(&self, at: usize, strays: &[(usize, &'static Bilingual)]) -> bool {
        let Some((above, below)) = self.around(at) else { return true };
        let Some(text) = self.text(at).filter(|_| self.is(at, &why::LONE_TEXT)) else { return true };
        let first = first_word_of(text);
        let is_section =
            |row: usize| self.trace[row].kind == RowKind::Section && strays.iter().all(|(stray, _)| *stray != row);
        let is_like_it = |other: &usize| {
            *other != at
                && self.is(*other, &why::LONE_TEXT)
                && self.text(*other).is_some_and(|text| first_word_of(text) == first)
        };
        let above_it = (0..at).rev().find(|row| self.trace[*row].kind != RowKind::Blank);
        let is_first = |row: &usize| Some(row) < self.records.first() && self.is(*row, &why::LONE_TEXT);
        matches!((above, below), (Some(above), Some(below)) if below != above + 1)
            || above.is_some() != below.is_some()
            || is_written_as_a_heading(self.shape.language, text)
            || first.as_ref().is_some_and(|first| self.beginnings.contains(first))
            || above_it.is_some_and(is_section)
            || self.lone.iter().any(is_first)
            || self.lone.iter().any(is_like_it)
    }
}

/// A mark before it («I. Đất đai»), capitals, or words with which headings of sections begin.
fn is_written_as_a_heading(language: &Language, text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let is_marked = || {
        let core = first.trim_end_matches(['.', ')', ':', '/', '-']);
        core.len() < first.len() && ordinal_of(&Content::Text(core.into())) != Ordinal::Words
    };
    is_marked() || is_in_capitals(text) || language.is_section(text)
}

fn is_in_capitals(text: &str) -> bool {
    let letters = || text.chars().filter(|character| character.is_alphabetic());
    letters().nth(1).is_some() && letters().all(char::is_uppercase)
}

fn first_word_of(text: &str) -> Option<String> {
    text.split_whitespace().next().map(fold)
}

/// Whether a text may be a name of its own: it begins with a capital and is neither a sentence nor a word or two.
pub(super) fn is_whole(language: &Language, text: &str) -> bool {
    let begins = text.trim_start().chars().next().is_some_and(char::is_uppercase);
    begins && text.split_whitespace().count() >= 3 && name_begins(language, text).is_some()
}

/// How a name begins: with its abbreviation («CNTT»), or with two words («cơ sở», also of «CSDL»). `None` for what is no name: a sentence, a
/// label, a long text.
fn name_begins(language: &Language, text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > LONGEST_NAME || text.ends_with(['.', ';', ':', '!', '?']) {
        return None;
    }
    let mut words = text.split_whitespace();
    let first = words.next()?;
    if first.chars().count() < 3 || !first.chars().all(char::is_uppercase) {
        return Some(fold(&[first, words.next()?].join(" ")));
    }
    match language.abbreviations.get(&bare(first)).and_then(|long| long.first()) {
        Some(long) if long.contains(' ') => name_begins(language, long),
        _ => Some(fold(first)),
    }
}
