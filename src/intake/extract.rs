//! Takes the rows below a header apart into records and everything else, and accounts for each of them.

use std::sync::Arc;

use super::header::Header;
use super::rows::{CellsAre, CountsAs, Merges, is_blank, walk};
use super::{CellCounts, Column, Records, RowCounts, RowKind, RowTrace, Table};
use crate::cell::{Area, Cell};
use crate::schema::Form;
use crate::text::tidy;
use crate::workbook::{Row, Sheet};

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
    let top = header.top;
    let rows: Vec<&Row> = Records::rows(sheet, top, end).iter().collect();
    let merges = Merges::new(sheet, form, &columns, top);
    let (mut trace, sums) = walk(form, &columns, header, &rows, &merges);
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
    Table { sheet: sheet.name.clone(), header: header.area, top, area, columns, rows: counts, cells, trace, sums }
}

fn count(trace: &[RowTrace], top: u32, seen: usize) -> RowCounts {
    let mut counts = RowCounts { seen, ..RowCounts::default() };
    for row in trace.iter().filter(|row| ((row.row - top) as usize) < seen) {
        match row.kind.counts_as() {
            CountsAs::Record => counts.records += 1,
            CountsAs::Heading => counts.heading += 1,
            CountsAs::Other => counts.other += 1,
            CountsAs::Blank => {}
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
    let to = sheet.rows.partition_point(|row| row.number < header.top);
    counts.headings = sheet.rows[from..to].iter().map(|row| filled(&row)).sum();
    let fields: Vec<u32> = columns.iter().filter(|it| it.field.is_some()).map(|it| it.column).collect();
    let below = sheet.rows[to..].iter().take_while(|row| row.number <= area.last.row);
    for (row, traced) in below.zip(trace) {
        match traced.kind.cells_are() {
            CellsAre::Entries => {
                let is_read = |column: &u32| fields.binary_search(column).is_ok();
                let own = row.cells.iter().filter(|(column, content)| is_read(column) && !is_blank(content)).count();
                counts.entries += own;
                counts.unread += filled(&row) - own;
            }
            CellsAre::Headings => counts.headings += filled(&row),
            CellsAre::Told => counts.told += filled(&row),
            CellsAre::Unread => counts.unread += filled(&row),
        }
    }
    counts.seen = counts.entries + counts.headings + counts.told + counts.unread;
    counts
}
