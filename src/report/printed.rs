//! The forms as they were sent, for renderings that show the table with its faulty cells. A long table is shown around its
//! faults only: what is left out is counted.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Review;
use crate::cell::{Cell, SheetName, called_column, layout_of};
use crate::intake::{Column, Record, Table};
use crate::store::Kept;
use crate::text::Language;
use crate::verdict::Verdict;

/// Tables of at most so many rows are shown whole.
const WHOLE: usize = 60;
/// No more rows of a table are shown, however many of them have faults.
const MOST: usize = 300;

/// A table as it was sent.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintedTable {
    /// The file's path as shown.
    pub file: Arc<str>,
    /// The sheet's name.
    pub sheet: Option<Arc<str>>,
    /// The form's title.
    pub title: String,
    /// The letters of the columns and their headings as typed.
    pub columns: Vec<(String, PrintedCell)>,
    /// The rows that are shown.
    pub rows: Vec<PrintedRow>,
    /// How many rows of data are not shown, for nothing is wrong near them or there are too many.
    pub left_out: usize,
}

/// A row of data.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintedRow {
    /// The number of the sheet's row, of a text document that in its table, from 1.
    pub number: u32,
    /// One for each column.
    pub cells: Vec<PrintedCell>,
}

/// A cell as typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PrintedCell {
    /// As typed.
    pub text: String,
    /// The indexes of the findings about it, in [`Review::findings`].
    pub findings: Vec<usize>,
}

/// The findings of a sheet by their cells.
type Marks<'a> = BTreeMap<(&'a str, Option<&'a str>, Cell), Vec<usize>>;

/// The tables of all files, in their order.
pub fn printed(reviewed: &[Verdict], review: &Review, language: Language) -> Vec<PrintedTable> {
    let mut marks: Marks<'_> = BTreeMap::new();
    for (index, finding) in review.findings.iter().enumerate() {
        if let Some(cell) = finding.place() {
            marks.entry((&**finding.file(), finding.sheet().map(|name| &**name), cell)).or_default().push(index);
        }
    }
    let submissions = reviewed.iter().flat_map(|file| file.submissions.iter().map(move |judged| (file, judged)));
    submissions
        .flat_map(|(file, judged)| {
            judged.submission.tables.iter().zip(&judged.rows).map(move |table| (file, judged, table))
        })
        .map(|(file, judged, table)| {
            let title = judged.submission.form.title.get(language).to_owned();
            printed_table(&file.path, title, table, &marks)
        })
        .collect()
}

fn printed_table(file: &Arc<str>, title: String, (table, kept): (&Table, &Kept), marks: &Marks<'_>) -> PrintedTable {
    let sheet = table.sheet.as_ref().and_then(SheetName::shown);
    let found = |cell: Cell| marks.get(&(&**file, sheet.map(|name| &**name), cell)).cloned().unwrap_or_default();
    let columns = table.columns.iter().map(|column| {
        let heading = PrintedCell { text: column.heading.clone(), findings: found(column.cell) };
        (called_column(layout_of(table.sheet.as_ref()), column.column).vi.into_owned(), heading)
    });
    let shown = shown(table, kept, &found);
    let rows = kept.iter().enumerate().filter(|(index, _)| shown.contains(index));
    PrintedTable {
        file: Arc::clone(file),
        sheet: sheet.cloned(),
        title,
        columns: columns.collect(),
        rows: rows.map(|(_, record)| printed_row(&record, table, &found)).collect(),
        left_out: kept.len() - shown.len(),
    }
}

fn printed_row(record: &Record, table: &Table, found: &impl Fn(Cell) -> Vec<usize>) -> PrintedRow {
    let cells = table.columns.iter().map(|column| {
        let entry = column.field.map(|field| &record.entries[field]);
        PrintedCell {
            text: entry.map(|entry| entry.typed().to_owned()).unwrap_or_default(),
            findings: found(place(record, column)),
        }
    });
    let number = layout_of(table.sheet.as_ref()).map_or(record.row + 1, |layout| layout.row(record.row).1);
    PrintedRow { number, cells: cells.collect() }
}

/// A value in a merged cell belongs to every row that it covers: its place is the first of them.
fn place(record: &Record, column: &Column) -> Cell {
    let entry = column.field.map(|field| &record.entries[field]);
    entry.and_then(|entry| entry.cell).unwrap_or(Cell::new(record.row, column.column))
}

/// Which rows are shown, by index: all of a short table, else those with a fault and their neighbours.
fn shown(table: &Table, kept: &Kept, found: &impl Fn(Cell) -> Vec<usize>) -> BTreeSet<usize> {
    let count = kept.len();
    if count <= WHOLE {
        return (0..count).collect();
    }
    let is_faulty = |record: &Record| table.columns.iter().any(|column| !found(place(record, column)).is_empty());
    let faulty = kept.iter().enumerate().filter(|(_, record)| is_faulty(record));
    let around: BTreeSet<usize> =
        faulty.flat_map(|(index, _)| index.saturating_sub(1)..=(index + 1).min(count - 1)).collect();
    around.into_iter().take(MOST).collect()
}
