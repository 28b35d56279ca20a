//! The merged regions over a table's columns. They are looked up, never expanded cell by cell: a file may merge a million
//! cells.

use super::super::read::Beside;
use super::is_blank;
use crate::cell::{Area, Cell, Content};
use crate::intake::Column;
use crate::schema::Form;
use crate::workbook::Sheet;

/// The merged regions below a header.
pub struct Merges<'a> {
    sheet: &'a Sheet,
    /// For each column of the table: the regions over it that hold a value for it, by their first row.
    by_column: Vec<(u32, Vec<Area>)>,
    /// The others over it, which begin in another column and hide what it holds.
    across: Vec<(u32, Vec<Area>)>,
    /// Regions of several columns, by their first row.
    wide: Vec<Area>,
}

impl<'a> Merges<'a> {
    /// Those over these columns, from the row `top` on.
    pub fn new(sheet: &'a Sheet, form: &Form, columns: &[Column], top: u32) -> Self {
        let mut below: Vec<Area> = sheet.merges.iter().filter(|area| area.first.row >= top).copied().collect();
        below.sort_unstable();
        let (mut by_column, mut across) = (Vec::new(), Vec::new());
        for column in columns.iter().filter(|column| column.field.is_some()) {
            let over = below.iter().filter(|area| (area.first.column..=area.last.column).contains(&column.column));
            let speaks = |area: &Area| speaks_for(form, columns, area.first.column, column);
            let (own, others): (Vec<Area>, Vec<Area>) = over.copied().partition(speaks);
            for (all, areas) in [(&mut by_column, own), (&mut across, others)] {
                if !areas.is_empty() {
                    all.push((column.column, areas));
                }
            }
        }
        let wide = below.into_iter().filter(|area| area.last.column > area.first.column).collect();
        Self { sheet, by_column, across, wide }
    }

    fn area(&self, row: u32, column: u32) -> Option<&Area> {
        over(&self.by_column, Cell::new(row, column))
    }

    /// The cell that holds the value of the merged region over this cell, if it holds any.
    pub fn anchor(&self, row: u32, column: u32) -> Option<(Cell, &'a Content)> {
        let area = self.area(row, column)?;
        let content = self.sheet.content(area.first).filter(|content| !is_blank(content))?;
        Some((area.first, content))
    }

    /// The cell that is shown in the place of this one, which lies below a merged region, and what it holds.
    pub fn shown_over(&self, cell: Cell) -> Option<(Cell, &'a Content)> {
        self.anchor(cell.row, cell.column).filter(|(anchor, _)| *anchor != cell)
    }

    /// The cell that is shown over this one, which a region that begins in another column hides and whose value counts all the same.
    pub fn hides(&self, cell: Cell) -> Option<(Cell, &'a Content)> {
        let area = over(&self.across, cell)?;
        Some((area.first, self.sheet.content(area.first).filter(|content| !is_blank(content))?))
    }

    /// Over how many rows the region goes that begins in this cell.
    pub fn rows(&self, cell: Cell) -> Option<u32> {
        self.area(cell.row, cell.column).map(|area| area.last.row - area.first.row + 1)
    }

    /// What the sheet knows of a cell besides its content.
    pub fn beside(&self, cell: Cell) -> Beside<'a> {
        let link = self.sheet.links.get(&cell).map(|address| &**address);
        let look = self.sheet.look(cell);
        Beside { link, look, worded: self.sheet.worded(look) }
    }

    /// The table's columns whose cell in this row takes its value from a row above.
    pub fn covered(&self, row: u32) -> Vec<u32> {
        let columns = self.by_column.iter().map(|(column, _)| *column);
        columns.filter(|column| self.anchor(row, *column).is_some_and(|(cell, _)| cell.row < row)).collect()
    }

    /// The widest region of several columns that begins in this row.
    pub fn wide(&self, row: u32) -> Option<&Area> {
        let from = self.wide.partition_point(|area| area.first.row < row);
        self.wide[from..]
            .iter()
            .take_while(|area| area.first.row == row)
            .max_by_key(|area| area.last.column - area.first.column)
    }
}

/// The region over a cell, of those over its column.
fn over(by_column: &[(u32, Vec<Area>)], cell: Cell) -> Option<&Area> {
    let (_, areas) = by_column.iter().find(|(column, _)| *column == cell.column)?;
    let at = areas.partition_point(|area| area.first.row <= cell.row);
    // Sound files have no regions that overlap, so the one that starts last is the one.
    areas[..at].last().filter(|area| area.contains(cell))
}

/// Whether a region that begins in column `first` fills this column, too. A name merged with the next column is no purpose;
/// a time merged over start and finish is both, for one group heads them.
fn speaks_for(form: &Form, columns: &[Column], first: u32, column: &Column) -> bool {
    let group = |field: usize| form.fields[field].group.as_deref();
    first == column.column
        || column.field.and_then(group).is_some_and(|own| {
            let other = columns.iter().find(|other| other.column == first).and_then(|other| other.field);
            other.and_then(group) == Some(own)
        })
}
