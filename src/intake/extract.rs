//! Takes the rows below a header apart into records and everything else, and accounts for each of them.

use std::sync::Arc;

use super::locate::Header;
use super::read::{is_ditto, read, shown};
use super::rows::{Before, Ordinal, Shape, classify, is_blank, ordinal_of, why};
use super::{Column, Entry, Record, Records, Remark, RowCounts, RowKind, RowTrace, Table};
use crate::cell::{Area, Cell, Content};
use crate::schema::{Form, Kind};
use crate::text::{Bilingual, tidy};
use crate::value::Value;
use crate::workbook::{Row, Sheet};

/// Records of a table: ten times the largest honest form. A record takes a kilobyte or two with all its fields, so a sheet that
/// is filled to its last row would take gigabytes.
const MAX_RECORDS: usize = 50_000;
/// Bytes of text in the records of a table. A merged cell, or one that `-nt-` refers to, is copied to every row that it stands
/// for, so a small file can stand for much text. The largest honest form holds about 10 MB.
const MAX_TEXT_BYTES: usize = 48 << 20;

/// The table below a header. `end` is the row (from 0) before which it ends: where the next header stands, or the end of the
/// grid.
pub fn extract(sheet: &Sheet, form: &Arc<Form>, header: &Header, end: u32) -> Table {
    let columns: Vec<Column> = header
        .columns
        .iter()
        .map(|column| Column {
            column: column.column,
            heading: tidy(&column.heading),
            cell: column.cell,
            field: column.field.map(|(field, _)| field),
            score: column.field.map_or(0.0, |(_, score)| score),
            duplicates: column.duplicates,
        })
        .collect();
    let top = header.area.last.row + 1;
    let first = sheet.rows.partition_point(|row| row.number < top);
    let last = sheet.rows.partition_point(|row| row.number < end);
    let rows: Vec<&Row> = sheet.rows[first..last].iter().collect();
    let merges = Merges::new(sheet, &columns, top);
    let mut trace = classify_rows(form, &columns, header, &rows, &merges);
    settle_the_end(&mut trace);
    let mut records = Records::default();
    let mut section = None;
    // From which record on «as above» may look: not across a section.
    let mut since = 0;
    let mut text_bytes = 0;
    for (row, traced) in rows.iter().zip(&mut trace) {
        match traced.kind {
            RowKind::Record if records.len() >= MAX_RECORDS => {
                (traced.kind, traced.why) = (RowKind::Stray, &why::TOO_MANY_ROWS);
            }
            RowKind::Record if text_bytes > MAX_TEXT_BYTES => {
                (traced.kind, traced.why) = (RowKind::Stray, &why::TOO_MUCH_TEXT);
            }
            RowKind::Record => {
                let above = records.last().filter(|_| records.len() > since);
                let record = record(form, &columns, row, &merges, section.clone(), above);
                let section_bytes = section.as_ref().map_or(0, String::len);
                text_bytes += section_bytes + record.entries.iter().map(Entry::text_bytes).sum::<usize>();
                records.push(record);
            }
            RowKind::Section => {
                section = row
                    .cells
                    .iter()
                    .filter_map(|(_, content)| section_text(content))
                    .max_by_key(|text| text.chars().count());
                since = records.len();
            }
            _ => {}
        }
    }
    let seen = rows
        .iter()
        .rev()
        .find(|row| row.cells.iter().any(|(_, content)| !is_blank(content)))
        .map_or(0, |row| row.number + 1 - top);
    trace.shrink_to_fit();
    let counts = count(&trace, top, seen as usize);
    let bottom = records.last().map_or(header.area.last.row, |record| record.row);
    let area = Area::new(header.area.first, Cell::new(bottom, header.area.last.column));
    Table { sheet: sheet.name.clone(), header: header.area, area, columns, records, rows: counts, trace }
}

/// What keeps rows of a table from being read, with how many records there would be; `None` if all are.
pub fn left_out(table: &Table) -> Option<(u32, usize, &'static Bilingual)> {
    let mut left = table
        .trace
        .iter()
        .filter(|row| [&why::TOO_MANY_ROWS, &why::TOO_MUCH_TEXT].iter().any(|&it| std::ptr::eq(it, row.why)));
    let first = left.next()?;
    Some((first.row, table.records.len() + 1 + left.count(), first.why))
}

fn section_text(content: &Content) -> Option<String> {
    match content {
        Content::Text(text) => Some(tidy(text)).filter(|text| !text.is_empty()),
        _ => None,
    }
}

fn classify_rows(form: &Form, columns: &[Column], header: &Header, rows: &[&Row], merges: &Merges) -> Vec<RowTrace> {
    let shape = Shape::new(form, columns);
    let ordinal =
        columns.iter().find(|column| column.field.is_some_and(|field| form.fields[field].kind == Kind::Ordinal));
    let mut before = Before::default();
    let mut previous = header.area.last.row;
    let mut trace = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        before.gap += row.number - previous - 1;
        previous = row.number;
        let (kind, why) = if header.repeats.iter().any(|(first, last)| (*first..=*last).contains(&row.number)) {
            (RowKind::RepeatedHeader, &why::HEADER_AGAIN)
        } else {
            let covered = merges.covered(row.number);
            let next =
                rows[at + 1..].iter().find(|next| next.cells.iter().any(|(_, content)| !is_blank(content))).copied();
            classify(&shape, row, &covered, merges.wide(row.number), next, &before)
        };
        match kind {
            RowKind::Blank => before.gap += 1,
            _ => before.gap = 0,
        }
        match kind {
            RowKind::Signature => before.signed = true,
            RowKind::Note => before.noted = true,
            RowKind::Section => before.ordinal = None,
            RowKind::Record => {
                (before.recorded, before.noted) = (true, false);
                let number = ordinal.and_then(|column| row.content(column.column)).map(ordinal_of);
                before.ordinal = match number {
                    Some(Ordinal::Number(number)) => Some(number),
                    _ => before.ordinal.map(|last| last + 1),
                };
            }
            _ => {}
        }
        let words =
            if matches!(kind, RowKind::Record | RowKind::Blank) { Box::default() } else { first_words(row).into() };
        trace.push(RowTrace { row: row.number, kind, why, words });
    }
    trace
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

/// A lone text below the last record heads no section: it is a note.
fn settle_the_end(trace: &mut [RowTrace]) {
    let after_last = trace.iter().rposition(|row| row.kind == RowKind::Record).map_or(0, |at| at + 1);
    for row in &mut trace[after_last..] {
        if row.kind == RowKind::Section {
            row.kind = RowKind::Note;
            row.why = &why::BELOW_DATA;
        }
    }
}

fn count(trace: &[RowTrace], top: u32, seen: usize) -> RowCounts {
    let mut counts = RowCounts { seen, ..RowCounts::default() };
    for row in trace.iter().filter(|row| ((row.row - top) as usize) < seen) {
        match row.kind {
            RowKind::Record => counts.records += 1,
            RowKind::Section | RowKind::ColumnNumbers | RowKind::RepeatedHeader => counts.heading += 1,
            RowKind::Total | RowKind::Note | RowKind::Signature | RowKind::Stray => counts.other += 1,
            RowKind::Blank => {}
        }
    }
    // Rows that the file does not hold at all are blank, too.
    counts.blank = seen - counts.records - counts.heading - counts.other;
    counts
}

fn record(
    form: &Form,
    columns: &[Column],
    row: &Row,
    merges: &Merges,
    section: Option<String>,
    above: Option<&Record>,
) -> Record {
    let mut entries: Vec<Entry> = vec![Entry::default(); form.fields.len()];
    for column in columns {
        let Some(field) = column.field else { continue };
        let own = row.content(column.column).filter(|content| !is_blank(content));
        let (cell, content) = match own {
            Some(content) => (Cell::new(row.number, column.column), Some(content)),
            None => match merges.anchor(row.number, column.column) {
                Some((cell, content)) => (cell, Some(content)),
                None => (Cell::new(row.number, column.column), row.content(column.column)),
            },
        };
        let ditto = matches!(content, Some(Content::Text(text)) if is_ditto(text));
        entries[field] = if ditto && form.fields[field].kind != Kind::Ordinal {
            let typed = content.map(shown).unwrap_or_default();
            let from = above.map(|record| &record.entries[field]).filter(|entry| !entry.value.is_empty());
            match from.and_then(|entry| Some((entry.cell?, entry.value.clone()))) {
                Some((from, value)) => Entry::new(Some(cell), &typed, value, Some(Remark::Ditto(from))),
                None => Entry::new(Some(cell), &typed, Value::Empty, Some(Remark::DittoOfNothing)),
            }
        } else {
            let (typed, value, remark) = read(&form.fields[field], content);
            Entry::new(Some(cell), &typed, value, remark)
        };
    }
    Record { row: row.number, section, entries }
}

/// The merged regions over a table's columns. They are looked up, never expanded cell by cell: a file may merge a million
/// cells.
struct Merges<'a> {
    sheet: &'a Sheet,
    /// For each column of the table: the regions over it, by their first row.
    by_column: Vec<(u32, Vec<Area>)>,
    /// Regions of several columns, by their first row.
    wide: Vec<Area>,
}

impl<'a> Merges<'a> {
    fn new(sheet: &'a Sheet, columns: &[Column], top: u32) -> Self {
        let below: Vec<Area> = sheet.merges.iter().filter(|area| area.first.row >= top).copied().collect();
        let by_column = columns
            .iter()
            .filter(|column| column.field.is_some())
            .map(|column| {
                let over = |area: &&Area| (area.first.column..=area.last.column).contains(&column.column);
                let mut areas: Vec<Area> = below.iter().filter(over).copied().collect();
                areas.sort_unstable();
                (column.column, areas)
            })
            .filter(|(_, areas)| !areas.is_empty())
            .collect();
        let mut wide: Vec<Area> = below.into_iter().filter(|area| area.last.column > area.first.column).collect();
        wide.sort_unstable();
        Self { sheet, by_column, wide }
    }

    fn area(&self, row: u32, column: u32) -> Option<&Area> {
        let (_, areas) = self.by_column.iter().find(|(number, _)| *number == column)?;
        let at = areas.partition_point(|area| area.first.row <= row);
        // Sound files have no regions that overlap, so the one that starts last is the one.
        areas[..at].last().filter(|area| area.contains(Cell::new(row, column)))
    }

    /// The cell that holds the value of the merged region over this cell, if it holds any.
    fn anchor(&self, row: u32, column: u32) -> Option<(Cell, &'a Content)> {
        let area = self.area(row, column)?;
        let content = self.sheet.content(area.first).filter(|content| !is_blank(content))?;
        Some((area.first, content))
    }

    /// The table's columns whose cell in this row takes its value from a row above.
    fn covered(&self, row: u32) -> Vec<u32> {
        let columns = self.by_column.iter().map(|(column, _)| *column);
        columns.filter(|column| self.anchor(row, *column).is_some_and(|(cell, _)| cell.row < row)).collect()
    }

    /// The widest region of several columns that begins in this row.
    fn wide(&self, row: u32) -> Option<&Area> {
        let from = self.wide.partition_point(|area| area.first.row < row);
        self.wide[from..]
            .iter()
            .take_while(|area| area.first.row == row)
            .max_by_key(|area| area.last.column - area.first.column)
    }
}
