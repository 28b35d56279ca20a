//! The headings above each other, column by column. People merge a heading over those below it, or leave the cells to its
//! right blank; they break one heading over several cells; they put a title above all of it.

use std::sync::Arc;

use super::heading_text;
use super::key::{Key, Reading, Readings, without_markup};
use super::weights::{A_TITLE, MAX_HEADER_COLUMNS};
use crate::cell::{Area, Cell};
use crate::intake::rows::is_blank;
use crate::text::markup;
use crate::workbook::{Row, Sheet};

/// The headings above each other in one column.
#[derive(Debug, Clone, PartialEq)]
pub struct Stack {
    /// From 0.
    pub column: u32,
    /// The cell of the lowest heading.
    pub cell: Cell,
    /// All of them joined by ` - `, as typed.
    pub heading: String,
    /// The lowest heading alone, as typed.
    pub lowest: String,
    /// The ways to read those that are the column's own.
    pub own: Arc<[Reading]>,
    /// Those that stand above several columns, from the top.
    pub groups: Vec<Over>,
}

/// A heading above several columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Over {
    /// Its first cell.
    pub cell: Cell,
    /// The last column that it stands above.
    pub last: u32,
    /// As typed.
    pub text: String,
    /// The ways to read it.
    pub readings: Arc<[Reading]>,
}

impl Stack {
    /// The readings of each heading above.
    pub fn above(&self) -> Vec<&[Reading]> {
        self.groups.iter().map(|group| &*group.readings).collect()
    }

    /// The heading right above the lowest, if it stands above several columns.
    pub fn nearest_group(&self) -> Option<&Over> {
        self.groups.last()
    }
}

/// For every column that has a text in these rows: the headings above each other.
pub fn stack_columns(sheet: &Sheet, readings: &Readings<'_>, top: u32, height: u32) -> Vec<Stack> {
    let window = Window::new(sheet, readings, top, height);
    window.columns.iter().filter_map(|column| window.stack(*column)).collect()
}

/// Some rows of a sheet.
struct Window<'a> {
    readings: &'a Readings<'a>,
    top: u32,
    rows: Vec<Option<&'a Row>>,
    /// Regions of several columns that touch the rows.
    merges: Vec<&'a Area>,
    /// The columns that have a text in them.
    columns: Vec<u32>,
}

impl<'a> Window<'a> {
    fn new(sheet: &'a Sheet, readings: &'a Readings<'a>, top: u32, height: u32) -> Self {
        let rows: Vec<Option<&Row>> = (top..top + height).map(|number| sheet.row(number)).collect();
        let merges = sheet.merges.iter().filter(|merge| {
            merge.first.row < top + height && merge.last.row >= top && merge.last.column > merge.first.column
        });
        let texts = rows.iter().flatten().flat_map(|row| &row.cells);
        let mut columns: Vec<u32> =
            texts.filter(|(_, content)| heading_text(content).is_some()).map(|(column, _)| column).collect();
        columns.sort_unstable();
        columns.dedup();
        columns.truncate(MAX_HEADER_COLUMNS);
        Self { readings, top, rows, merges: merges.collect(), columns }
    }

    fn text_at(&self, row: u32, column: u32) -> Option<&'a str> {
        let text = (*self.rows.get((row - self.top) as usize)?)?.content(column).and_then(heading_text)?;
        (!self.is_title(row, column)).then_some(text)
    }

    /// Whether the cell says anything; a day or a number does, and is no heading.
    fn is_filled(&self, row: u32, column: u32) -> bool {
        let row = self.rows.get((row - self.top) as usize).copied().flatten();
        row.and_then(|row| row.content(column)).is_some_and(|content| !is_blank(content))
    }

    fn merge_over(&self, row: u32, column: u32) -> Option<&'a Area> {
        self.merges.iter().find(|merge| merge.contains(Cell::new(row, column))).copied()
    }

    /// Whether the cell is merged over most of the columns.
    fn is_title(&self, row: u32, column: u32) -> bool {
        let Some(merge) = self.merge_over(row, column) else { return false };
        let below = (merge.first.column..=merge.last.column).filter(|column| self.columns.contains(column)).count();
        below > 3 && below as f64 > A_TITLE * self.columns.len() as f64
    }

    /// The heading that stands above this column and others in this row: its first and last column.
    fn span(&self, row: u32, column: u32) -> Option<(u32, u32)> {
        if let Some(merge) = self.merge_over(row, column) {
            return (merge.first.row == row).then_some((merge.first.column, merge.last.column));
        }
        // Without merges (a text file): a heading, blanks to its right, and headings below all of them.
        let free = |column: u32| !self.is_filled(row, column) && self.text_at(row + 1, column).is_some();
        let first = (column.saturating_sub(12)..=column).rev().find(|left| self.text_at(row, *left).is_some())?;
        if self.text_at(row + 1, first).is_none() || !(first + 1..=column).all(free) {
            return None;
        }
        let last = (first + 1..).take_while(|right| free(*right)).last()?;
        Some((first, last))
    }

    fn stack(&self, column: u32) -> Option<Stack> {
        let (mut own, mut groups, mut texts): (Vec<(u32, &str)>, Vec<Over>, Vec<&str>) = Default::default();
        let rows = self.top..self.top + self.rows.len() as u32;
        for row in rows.clone() {
            match self.span(row, column) {
                Some((first, last)) if (row + 1..rows.end).any(|below| self.text_at(below, column).is_some()) => {
                    let Some(text) = self.text_at(row, first) else { continue };
                    texts.push(text);
                    let readings = self.readings.of(text, self.bit(row));
                    groups.push(Over { cell: Cell::new(row, first), last, text: text.to_owned(), readings });
                    // Without a merge it may as well be this column's alone.
                    if first == column && self.merge_over(row, column).is_none() {
                        own.push((row, text));
                    }
                }
                _ => {
                    let Some(text) = self.text_at(row, column) else { continue };
                    texts.push(text);
                    own.push((row, text));
                }
            }
        }
        let (lowest_row, lowest) = *own.last()?;
        let joined = texts.join(" - ");
        let heading = markup::decode(&joined).unwrap_or(joined);
        let lowest = without_markup(lowest).into_owned();
        let own = self.own_readings(&own, &groups);
        Some(Stack { column, cell: Cell::new(lowest_row, column), heading, lowest, own, groups })
    }

    fn own_readings(&self, own: &[(u32, &str)], groups: &[Over]) -> Arc<[Reading]> {
        match own {
            [(row, text)] if groups.is_empty() => self.readings.of(text, self.bit(*row)),
            own => self.readings.of_column(&self.key(own, groups), || self.read_together(own, groups).into()),
        }
    }

    /// All that the ways to read a column's headings come from: the texts with their rows.
    fn key(&self, own: &[(u32, &str)], groups: &[Over]) -> String {
        let own = own.iter().map(|(row, text)| ('=', *row, *text));
        let groups = groups.iter().map(|group| ('^', group.cell.row, &*group.text));
        let mut key = String::new();
        for (sign, row, text) in own.chain(groups) {
            key.push(sign);
            key.push(char::from(self.bit(row)));
            key.push_str(&text.len().to_string());
            key.push(':');
            key.push_str(text);
        }
        key
    }

    fn read_together(&self, own: &[(u32, &str)], groups: &[Over]) -> Vec<Reading> {
        let Some((lowest_row, lowest)) = own.last() else { return Vec::new() };
        let mut all = self.readings.of(lowest, self.bit(*lowest_row)).to_vec();
        let bits = own.iter().fold(0, |bits, (row, _)| bits | self.bit(*row));
        if own.len() > 1 {
            // One heading broken over several cells, or one with an explanation below it.
            let texts: Vec<&str> = own.iter().map(|(_, text)| *text).collect();
            let first = own.first().map_or(0, |(row, _)| self.bit(*row));
            let joined = self.readings.of(&texts.join("\n"), bits);
            // What is behind an explanation or in brackets adds nothing to the heading above it.
            let above = Key::new(texts[0]);
            let adds = |it: &Reading| *it.key != above && (it.by_likeness || it.group.is_some());
            // What may be a group is not part of a heading but for being printed so.
            let is_group = groups.iter().any(|group| own.iter().any(|(row, _)| group.cell.row == *row));
            all.extend(joined.iter().cloned().map(|it| Reading {
                rows: if adds(&it) { bits } else { first },
                by_likeness: it.by_likeness && !is_group,
                ..it
            }));
        }
        // «Đơn vị» above «chủ trì» and «phối hợp»; by likeness the group's words would speak for any column below it.
        for from in 0..groups.len() {
            let above: Vec<&str> = groups[from..].iter().map(|group| group.text.as_str()).collect();
            let bits = groups[from..].iter().fold(bits, |bits, group| bits | self.bit(group.cell.row));
            let joined = self.readings.of(&format!("{} {lowest}", above.join(" ")), bits);
            all.extend(joined.iter().cloned().map(|reading| Reading { by_likeness: false, group: None, ..reading }));
        }
        all
    }

    /// The bit of a row, see [`Reading::rows`].
    fn bit(&self, row: u32) -> u8 {
        1 << (row - self.top).min(7)
    }
}
