//! What Excel does to a sheet when people insert, move and copy: cells and merged regions move together.

use bieumau::cell::{Area, Cell, Content};
use bieumau::workbook::{Row, Sheet};

pub fn text(text: impl Into<String>) -> Content {
    Content::Text(text.into().into())
}

/// Puts a content into a cell, in place of what was there.
pub fn put(sheet: &mut Sheet, row: u32, column: u32, content: Content) {
    sheet.links.remove(&Cell::new(row, column));
    let at = match sheet.rows.binary_search_by_key(&row, |row| row.number) {
        Ok(at) => at,
        Err(at) => {
            sheet.rows.insert(at, Row { number: row, ..Row::default() });
            at
        }
    };
    change(&mut sheet.rows[at], |cells| {
        cells.retain(|(number, _)| *number != column);
        cells.push((column, content));
    });
}

/// Changes the cells of a row; they are put in order afterwards.
fn change(row: &mut Row, change: impl FnOnce(&mut Vec<(u32, Content)>)) {
    let mut cells: Vec<_> = std::mem::take(&mut row.cells).into_iter().collect();
    change(&mut cells);
    cells.sort_by_key(|(column, _)| *column);
    row.cells = cells.into_iter().collect();
}

/// Empties a cell.
pub fn clear(sheet: &mut Sheet, row: u32, column: u32) {
    if let Ok(at) = sheet.rows.binary_search_by_key(&row, |row| row.number) {
        change(&mut sheet.rows[at], |cells| cells.retain(|(number, _)| *number != column));
    }
}

/// Moves what is told of single cells.
fn move_cells(sheet: &mut Sheet, to: impl Fn(Cell) -> Cell) {
    sheet.looks.iter_mut().for_each(|(cell, _)| *cell = to(*cell));
    sheet.looks.sort_by_key(|(cell, _)| *cell);
    sheet.links = std::mem::take(&mut sheet.links).into_iter().map(|(cell, target)| (to(cell), target)).collect();
}

/// Inserts blank rows before a row; merged regions over that place grow.
pub fn insert_rows(sheet: &mut Sheet, before: u32, count: u32) {
    for row in &mut sheet.rows {
        if row.number >= before {
            row.number += count;
        }
    }
    for area in &mut sheet.merges {
        area.first.row += if area.first.row >= before { count } else { 0 };
        area.last.row += if area.last.row >= before { count } else { 0 };
    }
    move_cells(sheet, |cell| Cell::new(cell.row + if cell.row >= before { count } else { 0 }, cell.column));
}

/// Inserts blank columns before a column; merged regions over that place grow.
pub fn insert_columns(sheet: &mut Sheet, before: u32, count: u32) {
    for row in &mut sheet.rows {
        let moved = |(column, _): &mut (u32, Content)| *column += if *column >= before { count } else { 0 };
        change(row, |cells| cells.iter_mut().for_each(moved));
    }
    for area in &mut sheet.merges {
        area.first.column += if area.first.column >= before { count } else { 0 };
        area.last.column += if area.last.column >= before { count } else { 0 };
    }
    move_cells(sheet, |cell| Cell::new(cell.row, cell.column + if cell.column >= before { count } else { 0 }));
}

/// Writes a row of texts from a column on; empty ones are left out.
pub fn write(sheet: &mut Sheet, row: u32, column: u32, texts: &[&str]) {
    for (at, written) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
        put(sheet, row, column + at as u32, text(*written));
    }
}

/// Inserts a row of texts.
pub fn insert_row(sheet: &mut Sheet, before: u32, column: u32, texts: &[&str]) {
    insert_rows(sheet, before, 1);
    write(sheet, before, column, texts);
}

/// Changes every text in these rows (both included).
pub fn change_texts(sheet: &mut Sheet, first: u32, last: u32, change: impl Fn(&str) -> String) {
    for row in sheet.rows.iter_mut().filter(|row| (first..=last).contains(&row.number)) {
        for content in row.cells.contents_mut() {
            if let Content::Text(text) = content {
                *text = change(text).into();
            }
        }
    }
}

/// The number of the row below the last one that holds anything.
pub fn end(sheet: &Sheet) -> u32 {
    sheet.rows.last().map_or(0, |row| row.number + 1)
}

/// Moves the columns of an area: the cells and regions of column `order[i]` go to the i-th column.
pub fn reorder(sheet: &mut Sheet, area: &Area, rows: impl Fn(u32) -> bool, order: &[u32]) {
    let first = area.first.column;
    let target = |column: u32| order.iter().position(|from| *from == column).map_or(column, |at| first + at as u32);
    for row in sheet.rows.iter_mut().filter(|row| rows(row.number)) {
        change(row, |cells| cells.iter_mut().for_each(|(column, _)| *column = target(*column)));
    }
    for merge in sheet.merges.iter_mut().filter(|merge| rows(merge.first.row)) {
        let columns: Vec<u32> = (merge.first.column..=merge.last.column).map(target).collect();
        let (Some(left), Some(right)) = (columns.iter().min(), columns.iter().max()) else { continue };
        *merge = Area::new(Cell::new(merge.first.row, *left), Cell::new(merge.last.row, *right));
    }
    move_cells(sheet, |cell| if rows(cell.row) { Cell::new(cell.row, target(cell.column)) } else { cell });
}
