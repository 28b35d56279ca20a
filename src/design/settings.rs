//! The sheet of settings stands upright: a setting a row, its name at the left. Turned on its side it is a form with one record, and
//! is read as such; what is found in it is told at the cells as they stand.

use std::collections::HashSet;
use std::sync::Arc;

use crate::cell::Cell;
use crate::finding::{Argument, Finding, Place};
use crate::schema::Form;
use crate::text::fold;
use crate::workbook::{Row, Sheet, Workbook};

/// Names of settings that must stand below each other for a sheet to be taken for that of settings.
const ENOUGH: usize = 3;

/// Where the settings stand in a workbook.
#[derive(Debug)]
pub(super) struct Settings {
    /// The index of the sheet.
    pub sheet: usize,
    /// The first name of a setting.
    first: Cell,
    /// The last row that holds one.
    last: u32,
}

impl Settings {
    /// Looks for the names of settings in every sheet: the column in which most of them stand.
    pub fn find(workbook: &Workbook, form: &Form) -> Option<Self> {
        let names: HashSet<String> = form
            .fields
            .iter()
            .flat_map(|field| field.aliases.iter().chain([&field.title]))
            .map(|it| fold(it))
            .collect();
        let mut best: Option<(usize, Self)> = None;
        for (index, sheet) in workbook.sheets.iter().enumerate() {
            let columns: HashSet<u32> = sheet.rows.iter().flat_map(|row| row.cells.iter().map(|cell| cell.0)).collect();
            for column in columns {
                let texts = sheet.rows.iter().filter_map(|row| Some((row.number, text(row, column)?)));
                let named: Vec<u32> =
                    texts.filter(|(_, text)| names.contains(&fold(&without_mark(text)))).map(|(row, _)| row).collect();
                let (Some(first), Some(last)) = (named.first(), sheet.rows.last().map(|row| row.number)) else {
                    continue;
                };
                if named.len() >= ENOUGH && best.as_ref().is_none_or(|(count, _)| named.len() > *count) {
                    let found = Self { sheet: index, first: Cell::new(*first, column), last };
                    best = Some((named.len(), found));
                }
            }
        }
        best.map(|(_, found)| found)
    }

    /// A workbook with the settings alone, on their side: names in the first row, what they are in the second.
    pub fn turned(&self, workbook: &Workbook) -> Workbook {
        let sheet = &workbook.sheets[self.sheet];
        let turned = (0..2).map(|number| {
            let cells = sheet.rows.iter().filter(|row| (self.first.row..=self.last).contains(&row.number));
            let cells = cells.filter(|row| text(row, self.first.column).is_some());
            let cells = cells.filter_map(|row| {
                Some((row.number - self.first.row, row.content(self.first.column + number)?.clone()))
            });
            Row { number, cells: cells.collect() }
        });
        let turned = Sheet { name: sheet.name.clone(), rows: turned.collect(), ..Sheet::default() };
        Workbook { path: Arc::clone(&workbook.path), sheets: vec![turned] }
    }

    /// The finding at the cells as they stand on the sheet.
    pub fn upright(&self, mut finding: Finding) -> Finding {
        finding.location.cell = finding.location.cell.map(|cell| self.cell(cell));
        for argument in finding.arguments.iter_mut() {
            if let Argument::Place(place) = argument {
                let Place { location, .. } = &**place;
                let mut location = location.clone();
                location.cell = location.cell.map(|cell| self.cell(cell));
                let shown = location.called().unwrap_or_default();
                *argument = Argument::Place(Arc::new(Place { location, shown }));
            }
        }
        finding
    }

    /// Where a cell of the turned sheet stands.
    pub fn cell(&self, turned: Cell) -> Cell {
        Cell::new(self.first.row + turned.column, self.first.column + turned.row)
    }
}

fn text(row: &Row, column: u32) -> Option<&str> {
    match row.content(column)? {
        crate::cell::Content::Text(text) if !text.is_blank() => Some(text.as_str()),
        _ => None,
    }
}

/// A name without the mark of what is required.
fn without_mark(name: &str) -> String {
    name.trim_end().trim_end_matches("(*)").trim_end_matches('*').trim_end().to_owned()
}
