//! The rows of data of a table, as many as there are. A record takes ten times the memory of its row, so records are read from
//! the sheet when they are asked for, some hundreds at a time, judged and put by.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::readings::Readings;
use super::record::{Before, points, record};
use super::rows::{Merges, Ordinal, ordinal_of};
use super::{Entry, Record, RowKind, Table};
use crate::cell::Content;
use crate::schema::{Form, Kind};
use crate::text::hashed::HashMap;
use crate::workbook::{Row, Sheet};

/// Records that are shown at a time, and the bytes of text from which on a block is full.
const BLOCK: usize = 256;
const BLOCK_BYTES: usize = 4 << 20;
/// Bytes of text in the records of a submission, all its tables together. A merged cell, or one that `-nt-` refers to, is copied to
/// every row that it stands for, so a small file can stand for much text: this is twice what the cells of a file may hold themselves.
pub const TEXT_BYTES: usize = 256 << 20;

/// The records of a table.
#[derive(Debug)]
pub struct Records<'s> {
    /// The sheet that it stands on.
    sheet: Cow<'s, Sheet>,
    /// The row before which it ends.
    end: u32,
    readings: &'s Readings,
}

/// From where on the records of a table are not read, for they have too much text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The row, from 0.
    pub row: u32,
    /// How many records are read.
    pub read: usize,
}

impl<'s> Records<'s> {
    /// The records of a table on this sheet that ends before this row.
    pub(super) fn new(sheet: Cow<'s, Sheet>, end: u32, readings: &'s Readings) -> Self {
        Self { sheet, end, readings }
    }

    /// The sheet that the table stands on.
    pub(super) fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    /// The rows below the table's header; one for each of its trace.
    pub(super) fn rows(sheet: &Sheet, top: u32, end: u32) -> &[Row] {
        let first = sheet.rows.partition_point(|row| row.number < top);
        let last = sheet.rows.partition_point(|row| row.number < end);
        &sheet.rows[first..last]
    }

    /// Shows all records of the table, in their order, as long as their text finds room in what is `left`, see [`TEXT_BYTES`].
    /// Returns what is not read.
    pub fn each(&self, form: &Form, table: &Table, left: &mut usize, mut see: impl FnMut(&[Record])) -> Option<Unread> {
        let top = table.top;
        let rows = Self::rows(&self.sheet, top, self.end);
        let merges = Merges::new(&self.sheet, form, &table.columns, top);
        let (mut block, mut block_bytes): (Vec<Record>, usize) = (Vec::new(), 0);
        let mut section = None;
        // What «as above» means: not across a section.
        let mut above: Option<Record> = None;
        let mut stands_first = true;
        let mut read = 0;
        let numbers = Numbers::new(form, table, rows);
        let points = points(form, table, rows);
        for (at, (row, traced)) in rows.iter().zip(&table.trace).enumerate() {
            match traced.kind {
                RowKind::Record => {
                    if *left == 0 {
                        see(&block);
                        return Some(Unread { row: row.number, read });
                    }
                    if block.len() == BLOCK || block_bytes >= BLOCK_BYTES {
                        see(&block);
                        above = block.pop();
                        block.clear();
                        block_bytes = 0;
                    }
                    let above = block.last().or(above.as_ref()).filter(|_| !stands_first);
                    let numbered = |number| numbers.rows_of(number, at);
                    let before = Before { above, numbered: &numbered, points: &points };
                    let rows = &rows[at..=at + joined(table, at)];
                    let record = record((form, self.readings), &table.columns, rows, &merges, section.clone(), &before);
                    let section_bytes = section.as_ref().map_or(0, String::len);
                    let text_bytes = section_bytes + record.entries.iter().map(Entry::text_bytes).sum::<usize>();
                    *left = left.saturating_sub(text_bytes);
                    block_bytes += text_bytes;
                    read += 1;
                    stands_first = false;
                    block.push(record);
                }
                RowKind::Section => {
                    let texts = row.cells.iter().filter_map(|(_, content)| section_text(content));
                    section = texts.max_by_key(|text| text.chars().count());
                    stands_first = true;
                }
                _ => {}
            }
        }
        if !block.is_empty() {
            see(&block);
        }
        None
    }

    /// The last record, as far as it says anything by itself.
    pub(super) fn last(&self, form: &Form, table: &Table) -> Option<Record> {
        let at = table.trace.iter().rposition(|row| row.kind == RowKind::Record)?;
        let top = table.top;
        let rows = &Self::rows(&self.sheet, top, self.end)[at..];
        let merges = Merges::new(&self.sheet, form, &table.columns, top);
        let (rows, before) = (&rows[..=joined(table, at)], Before { above: None, numbered: &|_| None, points: &[] });
        Some(record((form, self.readings), &table.columns, rows, &merges, None, &before))
    }
}

/// How many rows are joined to the record of a row.
fn joined(table: &Table, at: usize) -> usize {
    table.trace[at + 1..].iter().take_while(|row| row.kind == RowKind::Joined).count()
}

/// The records of a table by their ordinals, looked up once somebody refers to one.
struct Numbers<'a> {
    table: &'a Table,
    rows: &'a [Row],
    /// The column of the ordinals.
    column: Option<u32>,
    /// The places of the rows, rising: a count may begin anew in each section.
    known: OnceCell<HashMap<u32, Vec<usize>>>,
}

impl<'a> Numbers<'a> {
    fn new(form: &Form, table: &'a Table, rows: &'a [Row]) -> Self {
        let is_ordinal = |field: usize| form.fields[field].kind == Kind::Ordinal;
        let column = table.columns.iter().find(|column| column.field.is_some_and(is_ordinal));
        Self { table, rows, column: column.map(|column| column.column), known: OnceCell::new() }
    }

    /// The rows of the record with this ordinal: the nearest above a row, or the only one.
    fn rows_of(&self, number: u32, at: usize) -> Option<&'a [Row]> {
        let places = self.known.get_or_init(|| self.all()).get(&number)?;
        let above = places.partition_point(|place| *place < at).checked_sub(1).map(|last| places[last]);
        let place = above
            .or_else(|| <[usize; 1]>::try_from(&places[..]).ok().map(|[only]| only))
            .filter(|place| *place != at)?;
        Some(&self.rows[place..=place + joined(self.table, place)])
    }

    fn all(&self) -> HashMap<u32, Vec<usize>> {
        let mut known: HashMap<u32, Vec<usize>> = HashMap::default();
        let records = self.table.trace.iter().enumerate().filter(|(_, row)| row.kind == RowKind::Record);
        for (at, _) in records {
            let ordinal = self.column.and_then(|column| self.rows[at].content(column)).map(ordinal_of);
            if let Some(Ordinal::Number(number)) = ordinal {
                known.entry(number).or_default().push(at);
            }
        }
        known
    }
}

fn section_text(content: &Content) -> Option<String> {
    match content {
        Content::Text(text) => Some(text.decoded().into_owned()).filter(|text| !text.is_empty()),
        _ => None,
    }
}
