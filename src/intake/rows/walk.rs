//! Goes through the rows below a header, from the first to the last, each looked at once.

use arcstr::ArcStr;

use super::alone::settle_lone_texts;
use super::signals::begins_with_a_dash;
use super::{Before, Columns, Merges, Ordinal, Signals, Sum, decide, is_blank, ordinal_of, sums, why};
use crate::intake::header::Header;
use crate::intake::read::shown;
use crate::intake::{Column, RowKind, RowTrace};
use crate::schema::Form;
use crate::workbook::Row;

/// What each of these rows below a header is, and which of them add up others.
pub fn walk(
    form: &Form,
    columns: &[Column],
    header: &Header,
    rows: &[&Row],
    merges: &Merges<'_>,
) -> (Vec<RowTrace>, Vec<Sum>) {
    let shape = Columns::new(form, columns);
    let mut ahead = Ahead { rows, filled: 0, numbered: 0 };
    let mut before = Before { below_header: true, ..Before::default() };
    let mut next = header.top;
    let mut trace = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        before.gap += row.number - next;
        next = row.number + 1;
        let (kind, why) = if header.repeats.iter().any(|(first, last)| (*first..=*last).contains(&row.number)) {
            (RowKind::RepeatedHeader, &why::HEADER_AGAIN)
        } else {
            let span = merges.wide(row.number).map_or(1, |area| (area.last.column - area.first.column + 1) as usize);
            let covered = merges.covered(row.number);
            let signals = Signals::of(&shape, &before, row, &covered, span, ahead.of(&shape, at));
            let line = decide(&signals);
            if std::ptr::eq(line.why, &why::ANOTHER_TITLE) {
                before.marked_elsewhere = signals.is_marked_title();
            }
            (line.kind, line.why)
        };
        let words = match kind {
            RowKind::Record | RowKind::Blank => ArcStr::new(),
            _ => first_words(row).into(),
        };
        trace.push(RowTrace { row: row.number, kind, why, words });
        before.take_note_of(&shape, row, kind);
    }
    settle_lone_texts(&shape, &mut trace, rows);
    let sums = sums::settle(&shape, &mut trace, rows, merges, first_words);
    (trace, sums)
}

/// What stands below a row.
struct Ahead<'r, 'a> {
    rows: &'r [&'a Row],
    /// The first row below the one that was asked for last that holds anything, and the first with an ordinal that is a number.
    filled: usize,
    numbered: usize,
}

impl<'a> Ahead<'_, 'a> {
    /// The next row that holds anything, and the next ordinal that is a number. Rows are asked for from the first on.
    fn of(&mut self, shape: &Columns<'_>, at: usize) -> (Option<&'a Row>, Option<Ordinal>) {
        let number = |row: &Row| {
            let mark = shape.ordinal.and_then(|column| row.content(column)).map(ordinal_of);
            mark.filter(|mark| matches!(mark, Ordinal::Number(_) | Ordinal::Sub(..)))
        };
        let below = |from: usize, is_wanted: &dyn Fn(&Row) -> bool| {
            (from.max(at + 1)..self.rows.len()).find(|row| is_wanted(self.rows[*row])).unwrap_or(self.rows.len())
        };
        self.filled = below(self.filled, &|row| row.cells.iter().any(|(_, content)| !is_blank(content)));
        self.numbered = below(self.numbered, &|row| number(row).is_some());
        (self.rows.get(self.filled).copied(), self.rows.get(self.numbered).and_then(|row| number(row)))
    }
}

impl<'a> Before<'a> {
    /// What the row was taken for, for those below it.
    fn take_note_of(&mut self, shape: &Columns<'_>, row: &'a Row, kind: RowKind) {
        let mark = shape.ordinal.and_then(|column| row.content(column)).filter(|it| !is_blank(it)).map(ordinal_of);
        self.gap = if kind == RowKind::Blank { self.gap + 1 } else { 0 };
        if row.cells.iter().any(|(_, content)| !is_blank(content)) {
            self.row = Some(row);
        }
        match kind {
            RowKind::Blank => return,
            // A page goes on: what a note or a signature at the end of the last one said is over.
            RowKind::RepeatedHeader => {
                (self.below_header, self.elsewhere) = (true, false);
                (self.noted, self.signed) = (false, false);
            }
            RowKind::ColumnNumbers => self.numbers = self.numbers.or(Some(row)),
            RowKind::OtherList => self.elsewhere = true,
            RowKind::Signature => self.signed = true,
            RowKind::Note => {
                self.noted = true;
                self.labelled |= shape.labels_a_value(row);
            }
            RowKind::Section => {
                self.elsewhere = false;
                self.dashed |= shape.leading.and_then(|column| row.content(column)).is_some_and(begins_with_a_dash);
                self.ordinal = None;
                self.section = match mark {
                    Some(Ordinal::Number(number) | Ordinal::Sub(number, _)) => Some(number),
                    _ => None,
                };
            }
            RowKind::Record => {
                (self.recorded, self.noted, self.labelled, self.signed) = (true, false, false, false);
                self.record = Some(row);
                self.records.push(row);
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
