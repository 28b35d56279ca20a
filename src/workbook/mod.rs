//! Reads files as they really come into sheets of cells with absolute addresses. Nothing is judged here but whether the
//! file can be read: what a cell means is for the modules after this one.

use std::path::PathBuf;
use std::sync::Arc;

use crate::cell::{Area, Cell, Content};
use crate::finding::Finding;

/// A file as read.
#[derive(Clone, Debug)]
pub struct Workbook {
    /// The path as shown, see [`crate::cell::Location::file`].
    pub path: Arc<str>,
    /// In the order of the file. A text file has one, nameless.
    pub sheets: Vec<Sheet>,
}

/// Whether a sheet is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// As usual.
    Visible,
    /// Hidden; Excel's menu shows it again.
    Hidden,
    /// Hidden so that only a program shows it again.
    VeryHidden,
}

/// A sheet: its cells, row by row, empty ones left out.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// `None` for the one sheet of a text file.
    pub name: Option<Arc<str>>,
    /// Whether it is shown.
    pub visibility: Visibility,
    /// Rows that hold a cell, in rising order of their numbers.
    pub rows: Vec<Row>,
    /// Merged regions of more than one cell that lie within the grid, in the order of the file.
    pub merges: Vec<Area>,
    /// Rows and columns (from 0) that are hidden, where the format tells.
    pub hidden_rows: Vec<u32>,
    /// See `hidden_rows`.
    pub hidden_columns: Vec<u32>,
}

/// The cells of one row.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// From 0.
    pub number: u32,
    /// Column (from 0) and content, in rising order of the columns, each column once.
    pub cells: Vec<(u32, Content)>,
}

impl Sheet {
    /// The content of a cell, if it holds any.
    pub fn content(&self, cell: Cell) -> Option<&Content> {
        self.row(cell.row)?.content(cell.column)
    }

    /// The row with this number (from 0), if it holds any cell.
    pub fn row(&self, number: u32) -> Option<&Row> {
        let at = self.rows.binary_search_by_key(&number, |row| row.number).ok()?;
        Some(&self.rows[at])
    }
}

impl Row {
    /// The content in a column, if any.
    pub fn content(&self, column: u32) -> Option<&Content> {
        let at = self.cells.binary_search_by_key(&column, |(column, _)| *column).ok()?;
        Some(&self.cells[at].1)
    }
}

/// A file to be read, or a member of an archive, as [`collect`] found it.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path as shown, see [`crate::cell::Location::file`].
    pub path: Arc<str>,
    /// Where it is on disk.
    pub file: PathBuf,
}

/// What became of reading a file.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The path as shown.
    pub path: Arc<str>,
    /// In lower-case hexadecimal; empty when the bytes could not be read.
    pub sha256: String,
    /// The workbook, or why there is none.
    pub workbook: Result<Workbook, Refusal>,
    /// What there is to say about the file and its cells.
    pub findings: Vec<Finding>,
}

/// Why a file gives no workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It should be one and cannot be read: the findings say why.
    Unreadable,
    /// It is no spreadsheet and does not pretend to be, or it is a lock file or such of a program: listed, no more.
    Skipped,
}
