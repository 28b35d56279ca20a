//! Addresses as sheets write them: `C7`, `B2:D9`.

use crate::cell::{Area, Cell, GRID_COLUMNS, GRID_ROWS};

/// The longest address in the grid is `XFD1048576`.
pub(super) const LONGEST: usize = 10;

/// The cell at an address in any case, if it lies within the grid.
pub(super) fn cell(written: &str) -> Option<Cell> {
    if written.len() > LONGEST {
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
    inside.then(|| Cell::new(row - 1, column - 1))
}

/// The area between two corners, as `B2:D9`, or of one cell.
pub(super) fn area(written: &str) -> Option<Area> {
    match written.split_once(':') {
        Some((first, last)) => Some(Area::new(cell(first)?, cell(last)?)),
        None => cell(written).map(|it| Area::new(it, it)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_grid() {
        assert_eq!(cell("XFD1048576"), Some(Cell::new(GRID_ROWS - 1, GRID_COLUMNS - 1)));
        assert_eq!(cell("c7"), Some(Cell::new(6, 2)));
        for written in ["XFE1", "A0", "A01", "", "7", "B", "ÁB1", "A1048577", "A99999999999999999999", "A1B", "AAAA1"]
        {
            assert_eq!(cell(written), None, "{written}");
        }
        assert_eq!(area("B2:D9").map(|area| area.to_string()).as_deref(), Some("B2:D9"));
        assert_eq!([area("A1:ZZZ9"), area("A:C")], [None; 2]);
    }
}
