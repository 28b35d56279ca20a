//! What the cell reader does not tell about a sheet of an xlsx file: merged regions, hidden rows and columns, and where the
//! cells stand that it could not read. All of it comes from the sheet's part as bytes, mostly by looking for rare words,
//! so that it costs a fraction of reading the cells; only a damaged sheet is gone through element by element.

use std::collections::BTreeMap;

use memchr::memmem;
use quick_xml::events::Event;

use super::grid::Frame;
use super::package::{attributes, each_element};
use super::refusal::Fault;
use crate::cell::{Cell, GRID_COLUMNS, GRID_ROWS};

/// A sheet's frame, and whether the cells need an [`audit`] although the reader may be content with them.
pub(super) fn scan(part: &[u8]) -> Result<(Frame, bool), Fault> {
    let mut frame = Frame::default();
    let start = memmem::find(part, b"sheetData").unwrap_or(part.len());
    let end = memmem::rfind(part, b"sheetData").map_or(part.len(), |at| at.max(start));
    let (head, body, tail) = (&part[..start], &part[start..end], &part[end..]);
    if memmem::find(head, b"hidden").is_some() {
        each_element(head, |element| {
            if element.local_name().as_ref() == "col" {
                let column: BTreeMap<String, String> = attributes(element).collect();
                let number = |name: &str| column.get(name)?.parse::<u32>().ok()?.checked_sub(1);
                if let (Some(first), Some(last)) = (number("min"), number("max"))
                    && column.get("hidden").is_some_and(|hidden| is_true(hidden))
                {
                    frame.hide_columns(first, last);
                }
            }
            true
        });
    }
    for at in memmem::find_iter(body, b" hidden=") {
        let Some(tag) = tag_around(body, at).filter(|tag| local_name(tag) == "row") else { continue };
        if attribute(tag, " hidden=").is_some_and(is_true)
            && let Some(row) = attribute(tag, " r=").and_then(|row| row.parse::<u32>().ok()?.checked_sub(1))
            && row < GRID_ROWS
        {
            frame.hidden_rows.push(row);
        }
    }
    let mut fault = None;
    if memmem::find(tail, b"mergeCell").is_some() {
        // The tail begins within the closing tag of the cells; from its end on it is whole.
        let after = memchr::memchr(b'>', tail).map_or(tail.len(), |at| at + 1);
        each_element(&tail[after..], |element| {
            if element.local_name().as_ref() == "mergeCell"
                && let Some((_, area)) = attributes(element).find(|(name, _)| name == "ref")
                && let Some((first, last)) = area.split_once(':')
                && let (Some(first), Some(last)) = (address(first), address(last))
            {
                fault = frame.merge((first.row, first.column), (last.row, last.column)).err();
            }
            fault.is_none()
        });
    }
    match fault {
        Some(fault) => Err(fault),
        None => check_addresses(body).map(|()| (frame, has_negative_string(body))),
    }
}

/// Whether a cell refers to a shared string with a negative number, which the reader takes for the first string.
fn has_negative_string(body: &[u8]) -> bool {
    memmem::find_iter(body, b"v>-").any(|at| {
        let before = &body[at.saturating_sub(256)..at];
        memmem::rfind(before, b"t=\"s\"").is_some_and(|kind| memmem::find(&before[kind..], b"/").is_none())
    })
}

/// Refuses addresses that are longer than any in the grid: the reader's arithmetic would wrap, and the cell would turn up
/// somewhere else.
fn check_addresses(body: &[u8]) -> Result<(), Fault> {
    for at in memmem::find_iter(body, b" r=\"") {
        let value = &body[at + 4..];
        // XFD1048576 has ten characters.
        if value.iter().take(11).any(|&byte| byte == b'"') {
            continue;
        }
        let in_tag = body[..at].iter().rev().take(4_096).find(|byte| matches!(byte, b'<' | b'>')) == Some(&b'<');
        if in_tag {
            let shown = String::from_utf8_lossy(&value[..value.len().min(40)]);
            let shown = shown.split('"').next().unwrap_or_default();
            return Err(Fault::damaged(
                format!("địa chỉ ô «{shown}» nằm ngoài trang tính"),
                format!("the cell address “{shown}” lies outside the sheet"),
            ));
        }
    }
    Ok(())
}

/// A cell that the reader could not read, as it stands in the part.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Suspect {
    /// Its address as written, or where it stands by its order if none is written.
    pub(super) address: String,
    /// The same, if it is a place in the grid.
    pub(super) cell: Option<Cell>,
    /// It refers to a shared string by something else than a number.
    pub(super) is_bad_string: bool,
}

/// Goes through the cells in the order in which the reader hands them out, and describes those that are `wanted` or refer
/// to no shared string. A row whose number is no number counts as one, as it does for the reader.
pub(super) fn audit(part: &[u8], wanted: impl Fn(usize) -> bool) -> BTreeMap<usize, Suspect> {
    let mut suspects = BTreeMap::new();
    let Ok(text) = std::str::from_utf8(part) else { return suspects };
    let mut reader = quick_xml::Reader::from_str(text);
    let settings = reader.config_mut();
    settings.check_end_names = false;
    settings.expand_empty_elements = true;
    let (mut ordinal, mut row, mut column) = (0, 0u32, 0u32);
    let mut string_at: Option<(String, Option<Cell>)> = None;
    let mut in_value = false;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "row" => {
                    if let Some((_, number)) = attributes(&element).find(|(name, _)| name == "r") {
                        match number.parse::<u32>().ok().and_then(|number| number.checked_sub(1)) {
                            Some(number) => row = number,
                            None => {
                                if wanted(ordinal) {
                                    suspects
                                        .insert(ordinal, Suspect { address: number, cell: None, is_bad_string: false });
                                }
                                ordinal += 1;
                            }
                        }
                    }
                }
                "c" => {
                    let found: BTreeMap<String, String> = attributes(&element).collect();
                    let written = found.get("r");
                    let cell = match written {
                        Some(written) => address(written),
                        None => Some(Cell::new(row, column)),
                    };
                    column = cell.map_or(column, |cell| cell.column) + 1;
                    let shown = written.cloned().or(cell.map(|cell| cell.to_string())).unwrap_or_default();
                    if wanted(ordinal) {
                        suspects.insert(ordinal, Suspect { address: shown.clone(), cell, is_bad_string: false });
                    }
                    string_at = (found.get("t").map(String::as_str) == Some("s")).then_some((shown, cell));
                    ordinal += 1;
                }
                "v" => in_value = true,
                _ => {}
            },
            Event::Text(value) if in_value => {
                if let Some((address, cell)) = string_at.take()
                    && value.parse::<u32>().is_err()
                {
                    suspects.insert(ordinal - 1, Suspect { address, cell, is_bad_string: true });
                }
            }
            Event::End(element) => match element.local_name().as_ref() {
                "v" => in_value = false,
                "row" => (row, column) = (row.saturating_add(1), 0),
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    suspects
}

/// The cell at an address such as `C7`, in any case, if it lies within the grid.
fn address(written: &str) -> Option<Cell> {
    let digits = written.find(|character: char| character.is_ascii_digit())?;
    let (letters, digits) = written.split_at(digits);
    if !(1..=3).contains(&letters.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut column = 0;
    for letter in letters.bytes() {
        let letter = letter.to_ascii_uppercase();
        letter.is_ascii_uppercase().then_some(())?;
        column = column * 26 + u32::from(letter - b'A') + 1;
    }
    let row = digits.parse::<u32>().ok()?.checked_sub(1)?;
    (row < GRID_ROWS && column <= GRID_COLUMNS).then(|| Cell::new(row, column - 1))
}

/// The start tag that this position lies in, without its brackets.
fn tag_around(body: &[u8], at: usize) -> Option<&str> {
    let from = memchr::memrchr(b'<', &body[at.saturating_sub(1_024)..at])? + at.saturating_sub(1_024) + 1;
    let to = at + memchr::memchr(b'>', &body[at..(at + 1_024).min(body.len())])?;
    std::str::from_utf8(&body[from..to]).ok()
}

fn local_name(tag: &str) -> &str {
    let name = tag.split_ascii_whitespace().next().unwrap_or_default();
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The value of an attribute in a tag, by its name with the space before and the sign behind it.
fn attribute<'tag>(tag: &'tag str, name: &str) -> Option<&'tag str> {
    let value = &tag[tag.find(name)? + name.len()..];
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split(quote).next()
}

fn is_true(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = concat!(
        r#"<worksheet><cols><col min="2" max="3" hidden="1"/><col min="5" max="5"/></cols><sheetData>"#,
        r#"<row r="1"><c r="A1" t="s"><v>-1</v></c><c r="B1"><v>-1</v></c></row>"#,
        r#"<row r="2" ht="3" hidden="1"><c><v>1</v></c></row><row r="0"/><row r="4"><c t="zz"><v>1</v></c></row></sheetData>"#,
        r#"<mergeCells count="3"><mergeCell ref="A1:B2"/><mergeCell ref="C1:C1"/><mergeCell ref="A1:ZZZ9"/></mergeCells></worksheet>"#,
    );

    #[test]
    fn finds_merges_and_what_is_hidden() {
        let (frame, needs_audit) = scan(SHEET.as_bytes()).expect("one merged region is not too many");
        assert_eq!(frame.merges.iter().map(ToString::to_string).collect::<Vec<_>>(), ["A1:B2"]);
        assert_eq!(frame.hidden_columns, [1, 2]);
        assert_eq!(frame.hidden_rows, [1]);
        assert!(needs_audit);
    }

    #[test]
    fn finds_the_places_of_cells_by_their_order() {
        let suspects = audit(SHEET.as_bytes(), |ordinal| ordinal >= 2);
        let places: Vec<_> = suspects.iter().map(|(at, it)| (*at, it.address.as_str(), it.is_bad_string)).collect();
        assert_eq!(places, [(0, "A1", true), (2, "A2", false), (3, "0", false), (4, "A4", false)]);
    }

    #[test]
    fn refuses_addresses_that_would_wrap() {
        let sheet = r#"<sheetData><row r="1"><c r="A99999999999999999999"><v>1</v></c></row></sheetData>"#;
        assert!(scan(sheet.as_bytes()).is_err());
        let text = r#"<sheetData><row r="1"><c r="A1"><is><t>say r="AAAAAAAAAAAAAAAA"</t></is></c></row></sheetData>"#;
        assert!(scan(text.as_bytes()).is_ok());
        assert_eq!(address("XFD1048576"), Some(Cell::new(GRID_ROWS - 1, GRID_COLUMNS - 1)));
        assert_eq!([address("XFE1"), address("A0"), address(""), address("7"), address("ÁB1")], [None; 5]);
    }
}
