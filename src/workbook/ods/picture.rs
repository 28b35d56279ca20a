//! A picture upon the cells: its frame tells how large it is and, where it is bound to cells, in which one it ends.

use super::super::pictures::{self, Size};
use super::super::xml::Tag;
use crate::cell::{Area, Cell};

/// Adds the picture in a frame that begins in this cell, if rows may stand in it. One that is bound to the page begins nowhere.
pub(super) fn add(found: &mut Vec<Area>, frame: &Tag<'_>, first: Option<Cell>) {
    let last = frame.attribute("end-cell-address").and_then(|written| {
        let cell = written.rsplit('.').next()?.replace('$', "");
        Cell::parse(&cell)
    });
    pictures::add(found, first.unwrap_or(Cell::new(0, 0)), first.and(last), size(frame));
}

fn size(frame: &Tag<'_>) -> Size {
    let side = |name: &str| centimetres(&frame.attribute(name)?);
    side("width").zip(side("height"))
}

/// A length as OpenDocument writes it: `15.2cm`.
fn centimetres(written: &str) -> Option<f64> {
    let unit = written.find(|character: char| character.is_ascii_alphabetic())?;
    let per_centimetre = match &written[unit..] {
        "cm" => 1.0,
        "mm" => 10.0,
        "in" => 1.0 / 2.54,
        "pt" => 72.0 / 2.54,
        _ => return None,
    };
    Some(written[..unit].parse::<f64>().ok()? / per_centimetre)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_in_centimetres() {
        assert_eq!(centimetres("15.2cm"), Some(15.2));
        assert_eq!(centimetres("152mm"), Some(15.2));
        assert_eq!(centimetres("2in").map(f64::round), Some(5.0));
        assert_eq!(centimetres("100%"), None);
        assert_eq!(centimetres("cm"), None);
    }
}
