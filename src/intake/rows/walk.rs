//! Goes through the rows below a header, from the first to the last, each looked at once.

use std::collections::HashSet;

use super::shape::{first_word, text_of};
use super::{Before, LONGEST_NAME, Merges, Ordinal, Shape, Signals, decide, is_blank, ordinal_of, why};
use crate::intake::header::Header;
use crate::intake::read::shown;
use crate::intake::{Column, RowKind, RowTrace};
use crate::schema::{Form, Language};
use crate::text::{Bilingual, bare, fold};
use crate::workbook::Row;

/// What each of these rows below a header is.
pub fn walk(form: &Form, columns: &[Column], header: &Header, rows: &[&Row], merges: &Merges<'_>) -> Vec<RowTrace> {
    let shape = Shape::new(form, columns);
    let next = next_filled(&shape, rows);
    let mut before = Before { below_header: true, ..Before::default() };
    let mut previous = header.area.last.row;
    let mut trace = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        before.gap += row.number - previous - 1;
        previous = row.number;
        let (kind, why) = if header.repeats.iter().any(|(first, last)| (*first..=*last).contains(&row.number)) {
            (RowKind::RepeatedHeader, &why::HEADER_AGAIN)
        } else {
            let span = merges.wide(row.number).map_or(1, |area| (area.last.column - area.first.column + 1) as usize);
            let covered = merges.covered(row.number);
            let signals = Signals::of(&shape, &before, row, &covered, span, next[at]);
            let line = decide(&signals);
            (line.kind, line.why)
        };
        let words = match kind {
            RowKind::Record | RowKind::Blank => Box::default(),
            _ => first_words(row).into(),
        };
        trace.push(RowTrace { row: row.number, kind, why, words });
        before.take_note_of(&shape, row, kind);
    }
    settle_names_alone(&shape, &mut trace, rows);
    trace
}

/// For each row the next one that holds anything, and the next ordinal that is a number.
fn next_filled<'a>(shape: &Shape<'_>, rows: &[&'a Row]) -> Vec<(Option<&'a Row>, Option<Ordinal>)> {
    let mut next = vec![(None, None); rows.len()];
    let (mut below, mut number) = (None, None);
    for (at, row) in rows.iter().enumerate().rev() {
        next[at] = (below, number);
        if row.cells.iter().any(|(_, content)| !is_blank(content)) {
            below = Some(*row);
        }
        let mark = shape.ordinal.and_then(|column| row.content(column)).map(ordinal_of);
        number = mark.filter(|mark| matches!(mark, Ordinal::Number(_) | Ordinal::Sub(..))).or(number);
    }
    next
}

impl<'a> Before<'a> {
    /// What the row was taken for, for those below it.
    fn take_note_of(&mut self, shape: &Shape<'_>, row: &'a Row, kind: RowKind) {
        let mark = shape.ordinal.and_then(|column| row.content(column)).filter(|it| !is_blank(it)).map(ordinal_of);
        self.gap = if kind == RowKind::Blank { self.gap + 1 } else { 0 };
        if row.cells.iter().any(|(_, content)| !is_blank(content)) {
            self.row = Some(row);
        }
        match kind {
            RowKind::Blank => return,
            RowKind::RepeatedHeader => (self.below_header, self.elsewhere) = (true, false),
            RowKind::ColumnNumbers => self.numbers = self.numbers.or(Some(row)),
            RowKind::OtherList => self.elsewhere = true,
            RowKind::Signature => self.signed = true,
            RowKind::Note => self.noted = true,
            RowKind::Section => {
                self.ordinal = None;
                self.section = match mark {
                    Some(Ordinal::Number(number) | Ordinal::Sub(number, _)) => Some(number),
                    _ => None,
                };
            }
            RowKind::Record => {
                (self.recorded, self.noted, self.signed) = (true, false, false);
                self.record = Some(row);
                for column in shape.required.iter().filter(|column| shape.texts.contains(column)) {
                    let word = row.content(*column).and_then(first_word).map(|word| (*column, word));
                    self.beginnings.extend(word);
                }
                self.ordinal = match mark {
                    Some(Ordinal::Number(number)) => Some(number),
                    Some(Ordinal::Sub(..)) => self.ordinal,
                    _ => self.ordinal.map(|last| last + 1),
                };
            }
            _ => {}
        }
        self.below_header &= matches!(kind, RowKind::RepeatedHeader | RowKind::ColumnNumbers);
        self.kind = Some(kind);
    }
}

/// So many characters of a row are kept for those who ask what it was taken for.
const WORDS_KEPT: usize = 60;

/// What the cells of a row say, from the first on, as far as a line holds it.
fn first_words(row: &Row) -> String {
    let mut words = String::new();
    for (_, content) in row.cells.iter().filter(|(_, content)| !is_blank(content)) {
        if !words.is_empty() {
            words.push_str(" | ");
        }
        words.extend(shown(content).chars().take(WORDS_KEPT));
        if words.len() >= WORDS_KEPT {
            break;
        }
    }
    words
}

/// A lone text may head a section. Below the last record it heads nothing and is a note. If it is like the names of the
/// records, and stands right below the last one or where the count goes on across it, it is a name without its data.
fn settle_names_alone(shape: &Shape<'_>, trace: &mut [RowTrace], rows: &[&Row]) {
    let Some(last) = trace.iter().rposition(|row| row.kind == RowKind::Record) else {
        for row in trace.iter_mut().filter(|row| row.kind == RowKind::Section) {
            (row.kind, row.why) = (RowKind::Note, &why::BELOW_DATA);
        }
        return;
    };
    for (at, why) in names_alone(shape, trace, rows, last) {
        (trace[at].kind, trace[at].why) = (RowKind::Stray, why);
    }
    for row in trace[last + 1..].iter_mut().filter(|row| row.kind == RowKind::Section) {
        (row.kind, row.why) = (RowKind::Note, &why::BELOW_DATA);
    }
}

/// The rows that hold nothing but a name and head nothing, with what tells so: it is like those of the records, or a table
/// that counts its rows ended right above. `last` is the last record.
fn names_alone(shape: &Shape<'_>, trace: &[RowTrace], rows: &[&Row], last: usize) -> Vec<(usize, &'static Bilingual)> {
    let name = |at: usize| shape.leading.and_then(|column| rows[at].content(column)).and_then(text_of);
    let number = |at: usize| match shape.ordinal.and_then(|column| rows[at].content(column)).map(ordinal_of) {
        Some(Ordinal::Number(number)) => Some(number),
        _ => None,
    };
    let is_lone = |row: &RowTrace| [&why::LONE_TEXT, &why::HEADS_A_LIST].iter().any(|&it| std::ptr::eq(it, row.why));
    let candidates: Vec<usize> = (0..trace.len()).filter(|&at| is_lone(&trace[at]) && name(at).is_some()).collect();
    let records: Vec<usize> = (0..trace.len()).filter(|&at| trace[at].kind == RowKind::Record).collect();
    let names: HashSet<String> = match candidates.is_empty() {
        true => HashSet::new(),
        false => records.iter().filter_map(|&at| name_begins(name(at)?)).collect(),
    };
    let is_name = |at: usize| name(at).and_then(name_begins).is_some_and(|begins| names.contains(&begins));
    let sections = trace.iter().filter(|row| row.kind == RowKind::Section).count();
    // What heads the first records has others like it between them.
    let headed = candidates.iter().any(|at| Some(at) < records.first() && is_name(*at));
    let mut end = last + trace[last + 1..].iter().take_while(|row| row.kind == RowKind::Joined).count();
    let mut alone: Vec<(usize, &'static Bilingual)> = Vec::new();
    for at in candidates.into_iter().filter(|at| number(*at).is_none()) {
        let right_below = || at == end + 1 && rows[at].number == rows[end].number + 1;
        // Where nothing is counted a text between records heads a section, unless it is the only one.
        let goes_on_across = || {
            let below = records.partition_point(|&record| record < at);
            let around = below.checked_sub(1).map(|above| (number(records[above]), number(records[below])));
            match around {
                Some((Some(above), Some(below))) => below == above + 1 && !headed,
                Some((None, None)) => sections == 1,
                _ => false,
            }
        };
        let why = match (is_name(at), at > last) {
            (true, true) if right_below() => &why::NAME_ALONE,
            (true, false) if goes_on_across() => &why::NAME_ALONE,
            (false, true) if right_below() && number(last).is_some() && name(at).is_some_and(is_whole) => {
                &why::HEADS_NOTHING
            }
            _ => continue,
        };
        alone.push((at, why));
        end = end.max(at);
    }
    alone
}

/// Whether a text may be a name of its own: it begins with a capital and is neither a sentence nor a word or two.
pub(super) fn is_whole(text: &str) -> bool {
    let begins = text.trim_start().chars().next().is_some_and(char::is_uppercase);
    begins && text.split_whitespace().count() >= 3 && name_begins(text).is_some()
}

/// How a name begins: with its abbreviation («CNTT»), or with two words («cơ sở», also of «CSDL»). `None` for what is no name: a sentence, a
/// label, a long text.
fn name_begins(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > LONGEST_NAME || text.ends_with(['.', ';', ':', '!', '?']) {
        return None;
    }
    let mut words = text.split_whitespace();
    let first = words.next()?;
    let is_abbreviation = first.chars().count() >= 3 && first.chars().all(char::is_uppercase);
    let written_out = || Language::vietnamese().abbreviations.get(&bare(first))?.first();
    if let Some(long) = written_out().filter(|long| is_abbreviation && long.contains(' ')) {
        return name_begins(long);
    }
    if is_abbreviation { Some(fold(first)) } else { Some(fold(&format!("{first} {}", words.next()?))) }
}
