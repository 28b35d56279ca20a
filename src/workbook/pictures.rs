//! Pictures that lie upon cells. Rows of a form may stand in one, as a scan that was pasted in, and nobody reads them; a seal, a signature
//! or an emblem is small, and no part of the form.

use crate::cell::{Area, Cell};

/// The sides of a picture in centimetres, as far as the file tells.
pub(super) type Size = Option<(f64, f64)>;

/// A table that can be read in a picture takes so many centimetres: a seal with the signature beside it takes eight by five.
const WIDTH: f64 = 12.0;
const HEIGHT: f64 = 4.0;
/// The same in columns and rows, where the file does not tell its size.
const COLUMNS: u32 = 6;
const ROWS: u32 = 6;

/// More pictures on a sheet are told no further.
const PICTURES: usize = 20;

/// Adds a picture that lies upon these cells, if rows of a form may stand in it. Where only the first cell is known, the area is that.
pub(super) fn add(pictures: &mut Vec<Area>, first: Cell, last: Option<Cell>, size: Size) {
    let last = last.filter(|last| last.row >= first.row && last.column >= first.column && last.is_in_grid());
    let area = Area::new(first, last.unwrap_or(first));
    let is_large = match size.filter(|(width, height)| *width > 0.0 && *height > 0.0) {
        Some((width, height)) => width >= WIDTH && height >= HEIGHT,
        None => area.last.column - first.column + 1 >= COLUMNS && area.last.row - first.row + 1 >= ROWS,
    };
    if is_large && first.is_in_grid() && pictures.len() < PICTURES && !pictures.contains(&area) {
        pictures.push(area);
    }
}
