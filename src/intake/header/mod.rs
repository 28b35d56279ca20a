//! Where the forms' tables stand on a sheet, and which column is which field. People insert title rows and columns, merge
//! headers, split them over two rows or flatten them into one, so headings are looked for by their words, never in fixed
//! cells.
//!
//! `locate` walks over the rows and tries windows of up to three; `stacks` reads the headings above each other in a window;
//! `key` says how each may be read, `notes` what its brackets add, `labels` what a form's own are made of, `headings` how near a
//! heading is to them, `groups` what the headings above it make of it; `parts` finds columns that hold a field together; `window` makes a header of all that; `sides` parts two tables
//! beside each other; `looked` bounds the work; `units` finds the unit that a line above it gives; `layout` tells what is wrong with it. `weights` holds every threshold, with what it was measured on.

use crate::cell::{Area, Cell, Content};
use crate::intake::rows::is_blank;
use crate::workbook::Row;

mod groups;
pub(crate) mod headings;
pub(crate) mod key;
mod labels;
pub(crate) mod layout;
pub(crate) mod locate;
mod looked;
mod losses;
pub(crate) mod notes;
pub(crate) mod parts;
pub(crate) mod sides;
mod stacks;
mod units;
pub(crate) mod weights;
mod window;
mod years;

pub use headings::Headings;
pub use key::Key;
pub use looked::Looked;
pub use parts::{Part, Unit};

/// A header found on a sheet.
#[derive(Debug, Clone)]
pub struct Header {
    /// The index of the form in [`Headings::forms`].
    pub form: usize,
    /// All rows of the header (from 0), over its columns.
    pub area: Area,
    /// The first row below it: the header's own where it stands on another sheet, and there are only rows of data here.
    pub top: u32,
    /// From left to right; those that have a heading, and one of ordinals that has none.
    pub columns: Vec<HeaderColumn>,
    /// Rows further down (first and last) where the same header stands again.
    pub repeats: Vec<(u32, u32)>,
    /// Headings of the form that stand above columns of which none could be read.
    pub unread: Vec<Unread>,
    /// The columns (first and last) that are its own, if another table stands beside it.
    pub side: Option<(u32, u32)>,
    /// The sum of the headings' scores, less what its rows cost.
    worth: f64,
}

impl Header {
    /// The same header where it stands again, in these rows (first and last).
    pub fn moved_to(&self, first: u32, last: u32) -> Self {
        let moved = |cell: Cell| Cell::new((cell.row + first - self.area.first.row).min(last), cell.column);
        let columns = self.columns.iter().map(|it| HeaderColumn { cell: moved(it.cell), ..it.clone() });
        let unread = self.unread.iter().map(|it| Unread { cell: moved(it.cell), ..it.clone() });
        let area = Area::new(moved(self.area.first), Cell::new(last, self.area.last.column));
        let (columns, unread) = (columns.collect(), unread.collect());
        Self { area, top: last + 1, columns, unread, repeats: Vec::new(), ..*self }
    }
}

/// A column of a header.
#[derive(Debug, Clone)]
pub struct HeaderColumn {
    /// From 0.
    pub column: u32,
    /// The cell of its lowest heading.
    pub cell: Cell,
    /// The headings above each other, joined by ` - `, as typed.
    pub heading: String,
    /// The field it was assigned to, and the score.
    pub field: Option<(usize, f64)>,
    /// What of the field it holds.
    pub part: Part,
    /// The field that it would be as printed, had not another column been taken for that.
    pub duplicates: Option<usize>,
    /// The unit that it says, where the form says another, and that.
    pub other_unit: Option<[String; 2]>,
    /// The field of another group that it may be as well, and whether other columns stand below groups.
    pub other_group: Option<(usize, bool)>,
}

/// A heading of the form above columns that could not be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Unread {
    /// Where it stands.
    pub cell: Cell,
    /// As the form prints it.
    pub heading: String,
    /// The fields that it stands for.
    pub fields: Vec<usize>,
    /// The columns below it, first and last.
    pub columns: (u32, u32),
}

fn heading_text(content: &Content) -> Option<&str> {
    match content {
        Content::Text(text) if text.len() <= weights::MAX_HEADING_BYTES && !text.trim().is_empty() => Some(text),
        _ => None,
    }
}

/// Whether the row's first filled cell is a number, or a text that begins with one: most rows of data do, and no heading.
fn begins_with_number(row: &Row) -> bool {
    match row.cells.iter().map(|(_, content)| content).find(|content| !is_blank(content)) {
        Some(Content::Text(text)) => {
            text.trim_start_matches(['(', '-', ' ']).starts_with(|first: char| first.is_ascii_digit())
        }
        Some(_) => true,
        None => false,
    }
}
