//! Takes the rows below a header apart into records and everything else, and accounts for each of them.

use std::sync::Arc;

use super::header::Header;
use super::record::record;
use super::rows::{Merges, is_blank, walk, why};
use super::{CellCounts, Column, Entry, Records, RowCounts, RowKind, RowTrace, Table};
use crate::cell::{Area, Cell, Content};
use crate::schema::Form;
use crate::text::{Bilingual, markup, tidy};
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
            part: column.part.clone(),
            duplicates: column.duplicates,
        })
        .collect();
    let top = header.area.last.row + 1;
    let first = sheet.rows.partition_point(|row| row.number < top);
    let last = sheet.rows.partition_point(|row| row.number < end);
    let rows: Vec<&Row> = sheet.rows[first..last].iter().collect();
    let merges = Merges::new(sheet, form, &columns, top);
    let mut trace = walk(form, &columns, header, &rows, &merges);
    let records = read_records(form, &columns, &rows, &merges, &mut trace);
    let seen = rows
        .iter()
        .rev()
        .find(|row| row.cells.iter().any(|(_, content)| !is_blank(content)))
        .map_or(0, |row| row.number + 1 - top);
    trace.shrink_to_fit();
    let counts = count(&trace, top, seen as usize);
    let last = trace.iter().rev().find(|row| matches!(row.kind, RowKind::Record | RowKind::Joined));
    let bottom = last.map_or(header.area.last.row, |row| row.row);
    let area = Area::new(header.area.first, Cell::new(bottom, header.area.last.column));
    let cells = count_cells(sheet, &columns, header, area, &trace);
    Table { sheet: sheet.name.clone(), header: header.area, area, columns, records, rows: counts, cells, trace }
}

/// The records, each read from its row and those that are joined to it. Rows beyond what a table may hold are marked so in the
/// trace.
fn read_records(
    form: &Form,
    columns: &[Column],
    rows: &[&Row],
    merges: &Merges<'_>,
    trace: &mut [RowTrace],
) -> Records {
    let mut records = Records::default();
    let mut section = None;
    // From which record on «as above» may look: not across a section.
    let mut since = 0;
    let mut text_bytes = 0;
    for (at, row) in rows.iter().enumerate() {
        match trace[at].kind {
            RowKind::Record if records.len() >= MAX_RECORDS => {
                (trace[at].kind, trace[at].why) = (RowKind::Stray, &why::TOO_MANY_ROWS);
            }
            RowKind::Record if text_bytes > MAX_TEXT_BYTES => {
                (trace[at].kind, trace[at].why) = (RowKind::Stray, &why::TOO_MUCH_TEXT);
            }
            RowKind::Record => {
                let above = records.last().filter(|_| records.len() > since);
                let joined = trace[at + 1..].iter().take_while(|row| row.kind == RowKind::Joined).count();
                let record = record(form, columns, &rows[at..=at + joined], merges, section.clone(), above);
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
    records
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
        Content::Text(text) => {
            let text = markup::decode(text).map_or_else(|| tidy(text), |text| tidy(&text));
            Some(text).filter(|text| !text.is_empty())
        }
        _ => None,
    }
}

fn count(trace: &[RowTrace], top: u32, seen: usize) -> RowCounts {
    let mut counts = RowCounts { seen, ..RowCounts::default() };
    for row in trace.iter().filter(|row| ((row.row - top) as usize) < seen) {
        match row.kind {
            RowKind::Record => counts.records += 1,
            RowKind::Section | RowKind::ColumnNumbers | RowKind::RepeatedHeader => counts.heading += 1,
            RowKind::Total
            | RowKind::Note
            | RowKind::Signature
            | RowKind::Stray
            | RowKind::Joined
            | RowKind::Sample
            | RowKind::OtherList => counts.other += 1,
            RowKind::Blank => {}
        }
    }
    // Rows that the file does not hold at all are blank, too.
    counts.blank = seen - counts.records - counts.heading - counts.other;
    counts
}

/// What became of the cells that say something in the rows of `area`, which begins with the header.
fn count_cells(sheet: &Sheet, columns: &[Column], header: &Header, area: Area, trace: &[RowTrace]) -> CellCounts {
    let mut counts = CellCounts::default();
    let filled = |row: &&Row| row.cells.iter().filter(|(_, content)| !is_blank(content)).count();
    let from = sheet.rows.partition_point(|row| row.number < area.first.row);
    let to = sheet.rows.partition_point(|row| row.number <= header.area.last.row);
    counts.headings = sheet.rows[from..to].iter().map(|row| filled(&row)).sum();
    let below = sheet.rows[to..].iter().take_while(|row| row.number <= area.last.row);
    for (row, traced) in below.zip(trace) {
        match traced.kind {
            RowKind::Record | RowKind::Joined => {
                let is_read = |column: u32| columns.iter().any(|it| it.column == column && it.field.is_some());
                let own = row.cells.iter().filter(|(column, content)| is_read(*column) && !is_blank(content)).count();
                counts.entries += own;
                counts.unread += filled(&row) - own;
            }
            RowKind::Section | RowKind::ColumnNumbers | RowKind::RepeatedHeader => counts.headings += filled(&row),
            RowKind::Blank | RowKind::Total | RowKind::Note | RowKind::Signature | RowKind::Sample => {
                counts.told += filled(&row);
            }
            RowKind::Stray | RowKind::OtherList => counts.unread += filled(&row),
        }
    }
    counts.seen = counts.entries + counts.headings + counts.told + counts.unread;
    counts
}
