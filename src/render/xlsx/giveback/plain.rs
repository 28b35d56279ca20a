//! Sheets that hold no form go back as they came: values, merged cells, hidden or not.

use crate::render::xlsx::Result;
use rust_xlsxwriter::{Format, Worksheet};

use super::content::{as_shown, put};
use super::marks::Marks;
use crate::cell::{Area, Cell, Content};
use crate::render::xlsx::form::Look;
use crate::text::Language;
use crate::workbook::{Sheet, Visibility};

/// Larger regions, and more of them, are nobody's layout; each cell of a region takes memory.
const LARGEST_MERGE: u64 = 10_000;
const MOST_MERGES: usize = 5_000;

/// Merges regions as long as they lie apart: sound files have no others, and Excel refuses to open a file that has.
#[derive(Default)]
pub struct Merger {
    done: Vec<Area>,
}

impl Merger {
    /// Whether the region can be merged; if so it counts as merged from now on.
    pub fn takes(&mut self, area: Area) -> bool {
        let (rows, columns) = (area.last.row - area.first.row + 1, area.last.column - area.first.column + 1);
        let size = u64::from(rows) * u64::from(columns);
        let apart = |other: &Area| {
            other.last.row < area.first.row
                || area.last.row < other.first.row
                || other.last.column < area.first.column
                || area.last.column < other.first.column
        };
        let fits = size > 1 && size <= LARGEST_MERGE && self.done.len() < MOST_MERGES && self.done.iter().all(apart);
        if fits {
            self.done.push(area);
        }
        fits
    }

    /// Merges the region and writes the content into it, if it can be merged.
    pub fn merge(
        &mut self,
        sheet: &mut Worksheet,
        area: Area,
        content: Option<&Content>,
        format: &Format,
        language: Language,
    ) -> Result<bool> {
        let (Ok(first), Ok(last)) = (u16::try_from(area.first.column), u16::try_from(area.last.column)) else {
            return Ok(false);
        };
        if !self.takes(area) {
            return Ok(false);
        }
        sheet.merge_range(area.first.row, first, area.last.row, last, "", format)?;
        if let Some(content) = content {
            put(sheet, (area.first.row, first), content, format, language)?;
        }
        Ok(true)
    }
}

/// Copies the sheet.
pub fn write(target: &mut Worksheet, source: &Sheet, marks: &Marks, look: &Look) -> Result {
    let mut merger = Merger::default();
    for row in &source.rows {
        for (column, content) in &row.cells {
            let place = (row.number, column as u16);
            let format =
                as_shown(source, Cell::new(row.number, column), Some(content), &marks.tinted(place, &look.line));
            put(target, place, content, &format, Language::Vietnamese)?;
        }
    }
    for area in &source.merges {
        let covers_more = source.rows[source.rows.partition_point(|row| row.number < area.first.row)..]
            .iter()
            .take_while(|row| row.number <= area.last.row)
            .flat_map(|row| row.cells.iter().map(|(column, _)| Cell::new(row.number, column)))
            .any(|cell| cell != area.first && area.contains(cell));
        if !covers_more {
            let place = (area.first.row, area.first.column as u16);
            let content = source.content(area.first);
            let format = as_shown(source, area.first, content, &marks.tinted(place, &look.line));
            merger.merge(target, *area, content, &format, Language::Vietnamese)?;
        }
    }
    let filled = |number: &&u32| source.row(**number).is_some();
    for row in source.hidden_rows.iter().filter(filled) {
        target.set_row_hidden(*row)?;
    }
    for column in source.hidden_columns.iter().filter_map(|column| u16::try_from(*column).ok()).take(256) {
        target.set_column_hidden(column)?;
    }
    match source.visibility {
        Visibility::Visible => {}
        Visibility::Hidden => {
            target.set_hidden(true);
        }
        Visibility::VeryHidden => {
            target.set_very_hidden(true);
        }
    }
    marks.write_notes(target)
}
