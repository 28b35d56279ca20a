//! The pictures of a drawing part: each stands in an anchor that tells upon which cells it lies, or where it begins and how large it is.

use super::super::pictures;
use super::super::xml::{Broken, Token, Tokens};
use crate::cell::{Area, Cell};

/// English metric units in a centimetre.
const CENTIMETRE: f64 = 360_000.0;

/// Adds the pictures in which rows may stand.
pub(super) fn pictures(part: &str, found: &mut Vec<Area>) -> Result<(), Broken> {
    let mut tokens = Tokens::new(part);
    let mut anchor = Anchor::default();
    while let Some(token) = tokens.next()? {
        match token {
            Token::Start(tag) => match tag.name {
                "twoCellAnchor" | "oneCellAnchor" => anchor = Anchor::default(),
                "from" | "to" => anchor.is_end = tag.name == "to",
                "row" | "col" => anchor.within = tag.name,
                "pic" => anchor.holds_picture = true,
                "ext" => {
                    let side = |name: &str| tag.attribute(name)?.parse::<f64>().ok();
                    let size = side("cx").zip(side("cy"));
                    anchor.size = size.map(|(x, y)| (x / CENTIMETRE, y / CENTIMETRE)).or(anchor.size);
                }
                _ => {}
            },
            Token::Text(written) => anchor.number(written),
            Token::End("twoCellAnchor" | "oneCellAnchor") => anchor.end(found),
            Token::End(_) => anchor.within = "",
            Token::Data(_) => {}
        }
    }
    Ok(())
}

/// Where a drawing lies.
#[derive(Default)]
struct Anchor<'x> {
    /// Its corners: row and column.
    corners: [(Option<u32>, Option<u32>); 2],
    size: pictures::Size,
    holds_picture: bool,
    /// The corner and the number that are being read.
    is_end: bool,
    within: &'x str,
}

impl Anchor<'_> {
    fn number(&mut self, written: &str) {
        let number = written.trim().parse().ok();
        let (row, column) = &mut self.corners[usize::from(self.is_end)];
        match self.within {
            "row" => *row = row.or(number),
            "col" => *column = column.or(number),
            _ => {}
        }
    }

    fn end(&self, found: &mut Vec<Area>) {
        let [first, last] = self.corners.map(|(row, column)| Some(Cell::new(row?, column?)));
        if let Some(first) = first.filter(|_| self.holds_picture) {
            pictures::add(found, first, last, self.size);
        }
    }
}
