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

#[cfg(test)]
mod tests {
    use super::*;

    /// An anchor with the upper left corner in A9.
    fn anchor(kind: &str, to: &str, what: &str) -> String {
        let from = "<from><col>0</col><colOff>0</colOff><row>8</row></from>";
        format!("<wsDr><{kind}>{from}{to}<{what}/><clientData/></{kind}></wsDr>")
    }

    fn found(part: &str) -> Vec<String> {
        let mut found = Vec::new();
        pictures(part, &mut found).expect("it is sound");
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn large_pictures_are_found_and_seals_are_not() {
        let to = |row: u32, column: u32| format!("<to><col>{column}</col><row>{row}</row></to>");
        assert_eq!(found(&anchor("twoCellAnchor", &to(40, 13), "pic")), ["A9:N41"]);
        assert!(found(&anchor("twoCellAnchor", &to(40, 13), "sp")).is_empty(), "a text box");
        assert!(found(&anchor("twoCellAnchor", &to(16, 3), "pic")).is_empty(), "a seal");
        let ext = |x: u32, y: u32| format!(r#"<ext cx="{}" cy="{}"/>"#, x * 360_000, y * 360_000);
        assert_eq!(found(&anchor("oneCellAnchor", &ext(20, 12), "pic")), ["A9:A9"]);
        assert!(found(&anchor("oneCellAnchor", &ext(5, 5), "pic")).is_empty());
        let nothing = format!("{}{}", to(40, 13), ext(0, 0));
        assert_eq!(found(&anchor("twoCellAnchor", &nothing, "pic")), ["A9:N41"], "a size that nobody filled in");
    }
}
