//! Where things stand in a workbook, and what a cell holds.

use std::fmt;
use std::sync::Arc;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::text::texts::Text;

/// Rows of the Excel grid: the last row is 1,048,576 (Excel specifications and limits).
pub const GRID_ROWS: u32 = 1_048_576;
/// Columns of the Excel grid: the last column is XFD.
pub const GRID_COLUMNS: u32 = 16_384;

/// The longest address in the grid is `XFD1048576`.
pub const LONGEST_ADDRESS: usize = 10;

/// The address of a cell; both numbers count from 0, as written it counts from 1 (`C7`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cell {
    /// From 0.
    pub row: u32,
    /// From 0: `A` is 0.
    pub column: u32,
}

impl Cell {
    /// The cell in this row and column, both counted from 0.
    pub fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }

    /// The cell at an address as sheets write it, in any case: `C7`. `None` for what is none or lies outside Excel's grid.
    pub fn parse(written: &str) -> Option<Self> {
        if written.len() > LONGEST_ADDRESS {
            return None;
        }
        let (mut column, mut row, mut letters) = (0u32, 0u32, 0u32);
        for byte in written.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                    column = column * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1;
                    letters += 1;
                    if letters > 3 {
                        return None;
                    }
                }
                b'0'..=b'9' if letters > 0 && (row > 0 || byte != b'0') => row = row * 10 + u32::from(byte - b'0'),
                _ => return None,
            }
        }
        let inside = (1..=GRID_COLUMNS).contains(&column) && (1..=GRID_ROWS).contains(&row);
        inside.then(|| Self::new(row - 1, column - 1))
    }

    /// Whether it is a cell of Excel's grid.
    pub fn is_in_grid(&self) -> bool {
        self.row < GRID_ROWS && self.column < GRID_COLUMNS
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.column), self.row + 1)
    }
}

/// The letters of a column counted from 0: 0 is `A`, 27 is `AB`.
pub fn column_letters(column: u32) -> String {
    let (mut rest, mut letters) = (column + 1, String::new());
    while rest > 0 {
        letters.insert(0, char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters
}

/// A rectangle of cells, both corners included; written `B2:D9`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Area {
    /// The upper left corner.
    pub first: Cell,
    /// The lower right corner.
    pub last: Cell,
}

impl Area {
    /// The rectangle between two corners, upper left and lower right.
    pub fn new(first: Cell, last: Cell) -> Self {
        Self { first, last }
    }

    /// Whether the cell lies inside.
    pub fn contains(&self, cell: Cell) -> bool {
        (self.first.row..=self.last.row).contains(&cell.row)
            && (self.first.column..=self.last.column).contains(&cell.column)
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.first, self.last)
    }
}

/// A place: a file, or a sheet in it, or a cell on that.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file's path as shown: relative to the inbox, `/` between parts, NFC; a member of an archive as
    /// `archive.zip › member.xlsx`.
    pub file: Arc<str>,
    /// The sheet's name; `None` for the whole file and for text files, which have no sheets.
    pub sheet: Option<Arc<str>>,
    /// `None` for the whole sheet or file.
    pub cell: Option<Cell>,
}

impl Location {
    /// The whole file.
    pub fn file(path: &Arc<str>) -> Self {
        Self { file: Arc::clone(path), sheet: None, cell: None }
    }

    /// A sheet (or the one nameless sheet of a text file) and perhaps a cell on it.
    pub fn sheet(path: &Arc<str>, sheet: Option<&Arc<str>>, cell: Option<Cell>) -> Self {
        Self { file: Arc::clone(path), sheet: sheet.cloned(), cell }
    }
}

/// What a cell holds, as the file says it: sixteen bytes, for a sheet may have a million of them. A cell that holds nothing is not
/// there at all.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// As typed: never trimmed, composed or otherwise mended here.
    Text(Text),
    /// A number that is not shown as a date; finite.
    Number(f64),
    /// TRUE or FALSE.
    Flag(bool),
    /// A date or a date with time, within Excel's range (1900-01-01 to 9999-12-31).
    Date(DateTime),
    /// An error such as `#DIV/0!` or `#SPILL!`, as shown.
    Error(Text),
    /// A formula that the writing program never calculated: there is no value to read. Holds the formula's text.
    Uncalculated(Text),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_count_from_one_and_use_letters() {
        assert_eq!(Cell::new(6, 2).to_string(), "C7");
        assert_eq!(Cell::new(0, 26).to_string(), "AA1");
        assert_eq!(Cell::new(GRID_ROWS - 1, GRID_COLUMNS - 1).to_string(), "XFD1048576");
        assert_eq!(Area::new(Cell::new(1, 1), Cell::new(8, 3)).to_string(), "B2:D9");
    }
}
