//! Reads a record from its row, and from the rows that are joined to it.

use std::borrow::Cow;

use super::header::{Part, parts};
use super::read::number::decimal_sign;
use super::read::{means_above, read, read_text, row_meant, shown};
use super::readings::Readings;
use super::rows::{Merges, is_blank};
use super::{Column, Entry, Record, Remark, RowKind, Table};
use crate::cell::{Cell, Content};
use crate::schema::{Form, Kind, Language};
use crate::text::{fold, tidy};
use crate::value::Value;
use crate::workbook::Row;

/// What a record may refer to.
pub(super) struct Before<'a> {
    /// The record that «as above» means.
    pub(super) above: Option<&'a Record>,
    /// The rows of the record with an ordinal that «như STT 1» means.
    pub(super) numbered: &'a dyn Fn(u32) -> Option<&'a [Row]>,
    /// The columns with decimal points.
    pub(super) points: &'a [Point<'a>],
}

/// A column of numbers that has a decimal point somewhere.
pub(super) struct Point<'a> {
    field: usize,
    /// Where it has one.
    proof: &'a str,
    /// Whether it has a decimal comma, too.
    is_mixed: bool,
}

/// The columns of numbers in which a text can only have a decimal point.
pub(super) fn points<'a>(form: &Form, table: &Table, rows: &'a [Row]) -> Vec<Point<'a>> {
    let of_column = |column: &Column| {
        let field = column.field.filter(|_| column.part == Part::Whole)?;
        // A comma within a whole number is no decimal one anyhow.
        let Kind::Number { figures, whole: false, .. } = &form.fields[field].kind else { return None };
        // Where the form or its language says the signs, no number reads in two ways.
        if figures.decimal.is_some() || figures.group.is_some() {
            return None;
        }
        let records = rows.iter().zip(&table.trace).filter(|(_, traced)| traced.kind == RowKind::Record);
        let texts = records.filter_map(|(row, _)| match row.content(column.column)? {
            Content::Text(text) => Some((text.tidied(), decimal_sign(text.tidied(), figures)?)),
            _ => None,
        });
        let of_sign = |sign| texts.clone().find(|(_, other)| *other == sign).map(|(text, _)| text);
        Some(Point { field, proof: of_sign('.')?, is_mixed: of_sign(',').is_some() })
    };
    table.columns.iter().filter_map(of_column).collect()
}

impl Point<'_> {
    /// Has a number of this column that reads in two ways say so, and reads its comma as the column's others.
    fn settle(&self, entry: &mut Entry) {
        let (Value::Number(number), Some(Remark::AmbiguousNumber(other, proof))) =
            (&mut entry.value, &mut entry.remark)
        else {
            return;
        };
        *proof = Some(self.proof.into());
        if !self.is_mixed && number.abs() < other.abs() {
            std::mem::swap(number, other);
        }
    }
}

/// The record of these rows, of which all but the first are joined to it.
pub(super) fn record(
    (form, readings): (&Form, &Readings),
    columns: &[Column],
    rows: &[Row],
    merges: &Merges<'_>,
    section: Option<String>,
    before: &Before<'_>,
) -> Record {
    let mut entries: Vec<Entry> = std::iter::repeat_with(Entry::default).take(form.fields.len()).collect();
    // The fields whose columns hold a part each, with the cells of their parts.
    let mut apart: Vec<(usize, Vec<Piece>)> = Vec::new();
    let row = &rows[0];
    for column in columns {
        let Some(field) = column.field else { continue };
        let (cell, content) = content_of(&form.language, (column.column, form.fields[field].unique), rows, merges);
        match column.part {
            Part::Whole => {}
            Part::Stretch(finish) => {
                (entries[field], entries[finish]) = stretch(form, (field, finish), (cell, content.as_deref()), merges);
                continue;
            }
            Part::Tick(_) | Part::Of(_) => {
                let piece = (&column.part, cell, content.map_or_else(|| Content::Text("".into()), Cow::into_owned));
                match apart.iter_mut().find(|(other, _)| *other == field) {
                    Some((_, pieces)) => pieces.push(piece),
                    None => apart.push((field, vec![piece])),
                }
                continue;
            }
        }
        let at = (field, column.column);
        entries[field] = whole((form, readings), at, (cell, content.as_deref()), merges, before);
        if cell.row < row.number && matches!(entries[field].value, Value::Number(_)) {
            entries[field].remark = of_several_rows(cell, field, merges, before);
        }
    }
    for (field, pieces) in apart {
        entries[field] = together(form, field, &pieces, merges);
    }
    let begins_here = |at: usize| form.fields[at].begins && matches!(form.fields[at + 1].kind, Kind::Period { .. });
    for at in 1..entries.len() {
        // One cell merged over both says when it begins and when it ends.
        if entries[at].cell.is_some() && entries[at].cell == entries[at - 1].cell && begins_here(at - 1) {
            let of = |field| columns.iter().find(|it| it.field == Some(field) && it.part == Part::Whole);
            let Some((start, _)) = of(at - 1).zip(of(at)) else { continue };
            let (cell, content) = content_of(&form.language, (start.column, false), rows, merges);
            (entries[at - 1], entries[at]) = stretch(form, (at - 1, at), (cell, content.as_deref()), merges);
        }
    }
    Record { row: row.number, section, entries }
}

/// What the cell of a field in a column says, or the one that it refers to.
fn whole(
    (form, readings): (&Form, &Readings),
    (field, column): (usize, u32),
    (cell, content): (Cell, Option<&Content>),
    merges: &Merges<'_>,
    before: &Before<'_>,
) -> Entry {
    let of = &form.fields[field];
    let read = |cell: Cell, content: Option<&Content>| {
        let (typed, value, remark) = readings.read((form, field), content, merges.beside(cell));
        let mut entry = Entry::new(Some(cell), &typed, value, remark);
        before.points.iter().filter(|point| point.field == field).for_each(|point| point.settle(&mut entry));
        entry
    };
    let Some(Content::Text(text)) = content else { return read(cell, content) };
    if means_above(&form.language, &of.kind, text.tidied()) {
        return as_above(cell, text, before.above.map(|record| &record.entries[field]));
    }
    let row_of = |text: &str| row_meant(&form.language, &of.kind, text);
    let Some(number) = row_of(text) else { return read(cell, content) };
    let other = (before.numbered)(number).map(|rows| {
        let (cell, content) = content_of(&form.language, (column, of.unique), rows, merges);
        read(cell, content.as_deref())
    });
    // One that refers to a third row says nothing by itself.
    as_above(cell, text, other.as_ref().filter(|other| row_of(other.typed()).is_none()))
}

/// That a merged number counts once a row; told at the first row that it is carried down to.
fn of_several_rows(cell: Cell, field: usize, merges: &Merges<'_>, before: &Before<'_>) -> Option<Remark> {
    let is_told = before.above.is_some_and(|above| above.row > cell.row && above.entries[field].cell == Some(cell));
    merges.rows(cell).filter(|_| !is_told).map(Remark::OfSeveralRows)
}

/// What stands for a record in this column, and where: in its first row, or in the cell merged over that, with what the rows joined
/// to it add.
fn content_of<'a>(
    language: &Language,
    (column, is_name): (u32, bool),
    rows: &'a [Row],
    merges: &Merges<'a>,
) -> (Cell, Option<Cow<'a, Content>>) {
    let row = &rows[0];
    // What lies below a merged region nobody sees; but records that have names of their own are told by these.
    let is_seen = || is_name || merges.shown_over(Cell::new(row.number, column)).is_none();
    let own = row.content(column).filter(|content| !is_blank(content) && is_seen());
    let (cell, content) = match own {
        Some(content) => (Cell::new(row.number, column), Some(content)),
        None => match merges.anchor(row.number, column) {
            Some((cell, content)) => (cell, Some(content)),
            None => (Cell::new(row.number, column), row.content(column)),
        },
    };
    match &rows[1..] {
        [] => None,
        more => joined(language, (column, is_name), more, cell, content),
    }
    .map_or((cell, content.map(Cow::Borrowed)), |(cell, content)| (cell, Some(Cow::Owned(content))))
}

/// What «as above» means: the value of the record above. What could not be understood there is not understood here either.
fn as_above(cell: Cell, typed: &str, above: Option<&Entry>) -> Entry {
    let from = above.filter(|entry| !entry.value.is_empty());
    match from.and_then(|entry| Some((entry, entry.cell?))) {
        Some((above, _)) if above.remark.as_ref().is_some_and(Remark::is_unread) => {
            Entry { cell: Some(cell), ..above.clone() }
        }
        Some((above, from)) => Entry::new(Some(cell), typed, above.value.clone(), Some(Remark::Ditto(from))),
        None => Entry::new(Some(cell), typed, Value::Empty, Some(Remark::DittoOfNothing)),
    }
}

/// A cell that holds a part of a field.
type Piece<'a> = (&'a Part, Cell, Content);

/// What the cells that hold parts of a field say together.
fn together(form: &Form, field: usize, pieces: &[Piece<'_>], merges: &Merges<'_>) -> Entry {
    let contents: Vec<(&Part, &Content)> = pieces.iter().map(|(part, _, content)| (*part, content)).collect();
    let together = parts::together(&form.language, &contents);
    let cell = pieces[together.as_ref().map_or(0, |(at, _)| *at)].1;
    let content = together.as_ref().map(|(_, content)| &**content);
    let (typed, value, remark) = read(&form.language, &form.fields[field], content, merges.beside(cell));
    Entry::new(Some(cell), &typed, value, remark)
}

/// Beginning and end of what stands in one cell.
fn stretch(
    form: &Form,
    (start, finish): (usize, usize),
    (cell, content): (Cell, Option<&Content>),
    merges: &Merges<'_>,
) -> (Entry, Entry) {
    let (typed, value, remark) = read(&form.language, &form.fields[finish], content, merges.beside(cell));
    let entry = |field: usize, text: &str| {
        let (value, remark) = read_text(&form.language, &form.fields[field].kind, text);
        Entry::new(Some(cell), &typed, value, remark)
    };
    match &value {
        Value::Period(period) => {
            let (first, last) = parts::ends(period);
            let finish = if last == period.text {
                Entry::new(Some(cell), &typed, value.clone(), remark)
            } else {
                entry(finish, last)
            };
            (entry(start, first.unwrap_or_default()), finish)
        }
        _ => (Entry::new(Some(cell), "", Value::Empty, None), Entry::new(Some(cell), &typed, value, remark)),
    }
}

/// What the rows that are joined to a record add in this column, behind what it holds: a sentence goes on behind a space, as does a
/// name, for a record has only one; what begins anew stands behind a semicolon. `None` if they add nothing.
fn joined(
    language: &Language,
    (column, is_name): (u32, bool),
    rows: &[Row],
    cell: Cell,
    content: Option<&Content>,
) -> Option<(Cell, Content)> {
    let content = content.filter(|content| !is_blank(content));
    let more = rows.iter().filter_map(|row| {
        let added = row.content(column).filter(|added| !is_blank(added) && Some(*added) != content)?;
        Some((Cell::new(row.number, column), added))
    });
    let mut parts: Vec<(Cell, &Content)> = more.collect();
    match content {
        _ if parts.is_empty() => return None,
        Some(content) => parts.insert(0, (cell, content)),
        // Alone it is what it is: a number, a day.
        None if parts.len() == 1 => return parts.pop().map(|(cell, content)| (cell, content.clone())),
        None => {}
    }
    let mut text = String::new();
    for (_, part) in &parts {
        let part = tidy(&shown(part));
        let goes_on = is_name
            || part.chars().next().is_some_and(char::is_lowercase)
            || text.ends_with([';', ',', ':', '-'])
            || ends_within_a_sentence(language, &text);
        if !text.is_empty() {
            text.push_str(if goes_on { " " } else { "; " });
        }
        text.push_str(&part);
    }
    Some((parts[0].0, Content::Text(text.into())))
}

/// Whether the last word is one that no sentence ends with: «của», «và».
fn ends_within_a_sentence(language: &Language, text: &str) -> bool {
    let last = text.split_whitespace().next_back().map(fold);
    last.is_some_and(|last| language.fillers.contains(&last))
}
