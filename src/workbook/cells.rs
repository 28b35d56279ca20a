//! The cells of a row. A file may hold millions, so the numbers of their columns stand once for all rows that have the same.

use std::iter::Zip;
use std::slice;
use std::sync::Arc;

use crate::cell::Content;
use crate::text::hashed::HashSet;

/// The contents of a row's cells with their columns (from 0), in rising order of these, each column once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cells {
    columns: Arc<[u32]>,
    contents: Box<[Content]>,
}

/// Columns and contents.
pub type Iter<'c> = Zip<std::iter::Copied<slice::Iter<'c, u32>>, slice::Iter<'c, Content>>;

impl Cells {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.contents.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.contents.is_empty()
    }

    /// From left to right.
    pub fn iter(&self) -> Iter<'_> {
        self.columns.iter().copied().zip(&self.contents)
    }

    /// The first of them.
    pub fn first(&self) -> Option<(u32, &Content)> {
        self.iter().next()
    }

    /// What stands in a column.
    pub fn content(&self, column: u32) -> Option<&Content> {
        // Most rows have a cell in each column from their first one on; where some are left out, it stands further to the left.
        let furthest = column.checked_sub(*self.columns.first()?)? as usize;
        let at = match self.columns.get(furthest) {
            Some(there) if *there == column => furthest,
            _ => self.columns[..furthest.min(self.columns.len())].binary_search(&column).ok()?,
        };
        Some(&self.contents[at])
    }

    /// What stands in them, to be changed.
    pub fn contents_mut(&mut self) -> impl Iterator<Item = &mut Content> {
        self.contents.iter_mut()
    }
}

/// The columns of rows so far: a form has few kinds of rows, but these follow each other in no order.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    known: HashSet<Arc<[u32]>>,
    /// Those of the row before, which most rows have.
    last: Arc<[u32]>,
    /// Those of the row that is being made.
    columns: Vec<u32>,
}

/// So many are kept in mind: more have only rows that somebody made up.
const KEPT: usize = 4_096;

impl Shapes {
    /// The cells of a row, which rise by their columns.
    pub(super) fn row(&mut self, cells: &mut Vec<(u32, Content)>) -> Cells {
        self.columns.clear();
        self.columns.extend(cells.iter().map(|(column, _)| *column));
        if self.last[..] != self.columns[..] {
            self.last = match self.known.get(&self.columns[..]) {
                Some(known) => Arc::clone(known),
                None => self.made(),
            };
        }
        Cells { columns: Arc::clone(&self.last), contents: cells.drain(..).map(|(_, content)| content).collect() }
    }

    fn made(&mut self) -> Arc<[u32]> {
        let made: Arc<[u32]> = self.columns[..].into();
        if self.known.len() < KEPT {
            self.known.insert(Arc::clone(&made));
        }
        made
    }
}

impl<'c> IntoIterator for &'c Cells {
    type Item = (u32, &'c Content);
    type IntoIter = Iter<'c>;

    fn into_iter(self) -> Iter<'c> {
        self.iter()
    }
}

impl IntoIterator for Cells {
    type Item = (u32, Content);
    type IntoIter = std::vec::IntoIter<(u32, Content)>;

    fn into_iter(self) -> Self::IntoIter {
        self.columns.iter().copied().zip(self.contents).collect::<Vec<_>>().into_iter()
    }
}

impl FromIterator<(u32, Content)> for Cells {
    fn from_iter<I: IntoIterator<Item = (u32, Content)>>(cells: I) -> Self {
        let (columns, contents): (Vec<u32>, Vec<Content>) = cells.into_iter().unzip();
        Self { columns: columns.into(), contents: contents.into() }
    }
}

impl<const N: usize> PartialEq<[(u32, Content); N]> for Cells {
    fn eq(&self, other: &[(u32, Content); N]) -> bool {
        self.iter().eq(other.iter().map(|(column, content)| (*column, content)))
    }
}
