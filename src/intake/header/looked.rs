//! How much of a file may still be looked at for headers. To compare a row with the forms costs a thousand times what reading
//! it does, and a file may be full of rows that look like headers: what it may cost is counted, so that it is the same on every
//! machine.

use std::sync::Arc;

use super::weights::{LOOKED_AT_IN_FILE, RESEMBLING_IN_FILE};
use crate::cell::Location;
use crate::finding::Finding;
use crate::text::Bilingual;
use crate::workbook::rules::too_large;

/// What is left to look at in a file.
#[derive(Debug)]
pub struct Looked {
    left: usize,
    /// See [`RESEMBLING_IN_FILE`].
    resembling: usize,
    is_over: bool,
}

impl Default for Looked {
    fn default() -> Self {
        Self { left: LOOKED_AT_IN_FILE, resembling: RESEMBLING_IN_FILE, is_over: false }
    }
}

impl Looked {
    /// Counts so many cells; `false` if there is no room for them.
    pub fn at(&mut self, cells: usize) -> bool {
        match self.left.checked_sub(cells) {
            Some(left) if !self.is_over => self.left = left,
            _ => self.is_over = true,
        }
        !self.is_over
    }

    /// The same for ways to read a text that is compared only to see whether its row may be a header.
    pub fn compares(&mut self, ways: usize) -> bool {
        match self.resembling.checked_sub(ways) {
            Some(left) if !self.is_over => self.resembling = left,
            _ => self.is_over = true,
        }
        !self.is_over
    }

    /// What there is to say of the file, if more was wanted than there is.
    pub fn told(&self, path: &Arc<str>) -> Option<Finding> {
        let what = Bilingual::new("Số ô giống tiêu đề cột phải so", "The number of cells like headings to be compared");
        let size = format!("> {LOOKED_AT_IN_FILE}");
        self.is_over.then(|| too_large(Location::file(path), what, size, LOOKED_AT_IN_FILE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_finds_no_room_is_told_once_and_nothing_after_it_is_looked_at() {
        let mut looked = Looked::default();
        assert!(looked.at(LOOKED_AT_IN_FILE));
        assert!(looked.told(&"a.xlsx".into()).is_none());
        assert!(!looked.at(1) && !looked.at(0));
        let told = looked.told(&"a.xlsx".into()).expect("it is over");
        assert_eq!(told.rule.name, "too-large");
    }

    #[test]
    fn what_is_compared_to_find_a_header_has_a_bound_of_its_own() {
        let mut looked = Looked::default();
        assert!(looked.compares(RESEMBLING_IN_FILE) && looked.at(1));
        assert!(looked.told(&"a.xlsx".into()).is_none());
        assert!(!looked.compares(1) && !looked.at(1));
        assert!(looked.told(&"a.xlsx".into()).is_some());
    }
}
