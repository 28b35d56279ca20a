//! Addresses as sheets write them: `C7`, `B2:D9`.

use crate::cell::{Area, Cell};

/// The area between two corners, as `B2:D9`, or of one cell.
pub(super) fn area(written: &str) -> Option<Area> {
    match written.split_once(':') {
        Some((first, last)) => Some(Area::new(Cell::parse(first)?, Cell::parse(last)?)),
        None => Cell::parse(written).map(|it| Area::new(it, it)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::{GRID_COLUMNS, GRID_ROWS};

    #[test]
    fn knows_the_grid() {
        assert_eq!(Cell::parse("XFD1048576"), Some(Cell::new(GRID_ROWS - 1, GRID_COLUMNS - 1)));
        assert_eq!(Cell::parse("c7"), Some(Cell::new(6, 2)));
        for written in ["XFE1", "A0", "A01", "", "7", "B", "ÁB1", "A1048577", "A99999999999999999999", "A1B", "AAAA1"]
        {
            assert_eq!(Cell::parse(written), None, "{written}");
        }
        assert_eq!(area("B2:D9").map(|area| area.to_string()).as_deref(), Some("B2:D9"));
        assert_eq!([area("A1:ZZZ9"), area("A:C")], [None; 2]);
    }
}
