//! The text of a large part of a package, piece by piece: a sheet of 200,000 rows is 100 MB as XML, and would be held beside the cells
//! that are read from it. A piece ends where an element does, so that whoever reads it never stands within one.

use std::io::Read;

use super::limits;
use super::refusal::{Fault, words};
use super::xml::Broken;

/// A part that is handed on piece by piece, or in one.
pub(super) struct Pieces<'p> {
    from: Origin<'p>,
    /// The bytes of the part.
    pub(super) size: u64,
}

enum Origin<'p> {
    Whole {
        text: String,
        is_given: bool,
    },
    Packed {
        part: Box<dyn Read + 'p>,
        /// With the end of what element a piece ends.
        element: &'static str,
        bytes: Vec<u8>,
        /// How many of these were handed on.
        given: usize,
        is_over: bool,
    },
}

/// A piece of a part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Piece<'t> {
    pub(super) text: &'t str,
    pub(super) is_last: bool,
}

impl<'p> Pieces<'p> {
    /// A part that is held whole.
    pub(super) fn whole(text: String) -> Self {
        Self { size: text.len() as u64, from: Origin::Whole { text, is_given: false } }
    }

    /// A part of so many bytes while it is unpacked, in pieces that end behind an element of this name.
    pub(super) fn of(part: impl Read + 'p, size: u64, element: &'static str) -> Self {
        Self {
            size,
            from: Origin::Packed { part: Box::new(part), element, bytes: Vec::new(), given: 0, is_over: false },
        }
    }

    /// How many bytes are held at a time.
    pub(super) fn held(&self) -> usize {
        match &self.from {
            Origin::Whole { text, .. } => text.len(),
            Origin::Packed { .. } => 2 * limits::PIECE_BYTES,
        }
    }

    /// The next piece; `None` behind the last.
    pub(super) fn next(&mut self) -> Result<Option<Piece<'_>>, Fault> {
        match &mut self.from {
            Origin::Whole { is_given: true, .. } | Origin::Packed { is_over: true, .. } => Ok(None),
            Origin::Whole { text, is_given } => {
                *is_given = true;
                Ok(Some(Piece { text, is_last: true }))
            }
            Origin::Packed { part, element, bytes, given, is_over } => {
                bytes.drain(..*given);
                let mut wanted = limits::PIECE_BYTES;
                loop {
                    let missing = wanted.saturating_sub(bytes.len()) as u64;
                    let read = part.by_ref().take(missing).read_to_end(bytes).map_err(|error| Fault::broken(&error))?;
                    *is_over = (read as u64) < missing;
                    let end = if *is_over { Some(bytes.len()) } else { last_end(bytes, element) };
                    if let Some(end) = end {
                        *given = end;
                        let text = std::str::from_utf8(&bytes[..end]).map_err(|_| Broken)?;
                        return Ok(Some(Piece { text, is_last: *is_over }));
                    }
                    // One element is larger than a piece.
                    wanted *= 2;
                    if wanted as u64 > limits::PART_BYTES {
                        let what = words("Một dòng của trang tính", "One row of the sheet");
                        return Err(Fault::too_many_bytes(what, wanted as u64, limits::PART_BYTES));
                    }
                }
            }
        }
    }
}

/// Behind the last end tag of this name, whatever its prefix.
fn last_end(xml: &[u8], element: &str) -> Option<usize> {
    memchr::memmem::rfind_iter(xml, b"</").find_map(|at| {
        let length = memchr::memchr(b'>', &xml[at..])?;
        let name = xml[at + 2..at + length].rsplit(|&byte| byte == b':').next()?;
        (name.trim_ascii_end() == element.as_bytes()).then_some(at + length + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_none_of_a_beginning() {
        for (xml, end) in [("<si/></si><si>", Some(10)), ("</x:si ></sis><si>", Some(8)), ("<si><t>si></", None)] {
            assert_eq!(last_end(xml.as_bytes(), "si"), end, "{xml}");
        }
    }

    #[test]
    fn ends_behind_an_element_and_loses_nothing() {
        let row = |at: usize| format!("<row r=\"{at}\"><c>{}</c></row>", "ữ".repeat(at % 977));
        let part: String = (0..10_000).map(row).chain([String::from("</sheetData>")]).collect();
        assert!(part.len() > 3 * limits::PIECE_BYTES);
        let mut pieces = Pieces::of(part.as_bytes(), part.len() as u64, "row");
        let (mut all, mut count) = (String::new(), 0);
        while let Some(Piece { text, is_last }) = pieces.next().expect("it is sound") {
            assert!(text.ends_with(if is_last { "</sheetData>" } else { "</row>" }));
            all.push_str(text);
            count += 1;
        }
        assert!(all == part && count > 3, "{count}");
    }
}
