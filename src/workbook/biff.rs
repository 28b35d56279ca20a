//! The records of xls (BIFF, MS-XLS) before they are read. The reader believes lengths, counts and extents in them and allocates
//! accordingly; here they are checked, and what the reader does not tell is taken along.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::grid::Frame;
use super::limits;
use super::number_format::{Shows, built_in, shows};
use super::refusal::Fault;
use crate::cell::Cell;
use crate::text::Bilingual;

/// An OLE container as the `cfb` crate wants it. SheetJS fills its table of sectors (FAT) up with ends of chains; the crate
/// takes what stands in it behind the last sector of the file for sectors that were cut off, unless it is said to be free. What
/// is part of a chain is left, so that a file that was really cut is still found out.
pub(super) fn container(bytes: &[u8]) -> Cow<'_, [u8]> {
    const END_OF_CHAIN: [u8; 4] = [0xfe, 0xff, 0xff, 0xff];
    let mut container = Cow::Borrowed(bytes);
    let Some(header) = bytes.get(..512) else { return container };
    let size = match u16_at(header, 0x1e) {
        9 => 512,
        12 => 4_096,
        _ => return container,
    };
    let sectors = bytes.len().div_ceil(size).saturating_sub(1);
    // The header lists the sectors of the table up to 7 MB; in longer files what the last of them has to spare is rarely there.
    for (part, place) in header[0x4c..].chunks_exact(4).enumerate() {
        let place = u32_at(place, 0) as usize;
        let start = place.saturating_add(1).saturating_mul(size);
        for entry in sectors.saturating_sub(part * size / 4)..size / 4 {
            let at = start.saturating_add(4 * entry);
            if bytes.get(at..).is_some_and(|entry| entry.starts_with(&END_OF_CHAIN)) {
                container.to_mut()[at] = 0xff;
            }
        }
    }
    container
}

/// Goes through the records of an xls workbook stream as the reader does: the workbook's own up to its end, then for every
/// sheet those from the place that the workbook gives for it. Gives the frames of the sheets in the order of the workbook; the
/// merged regions are left to the reader.
pub(super) fn check_xls(stream: &[u8]) -> Result<Vec<Frame>, Fault> {
    let mut places = Vec::new();
    let mut strings = Vec::new();
    let mut formats = BTreeMap::new();
    let mut styles = Vec::new();
    let mut at = 0;
    while let Some((kind, data, next)) = record(stream, at) {
        match kind {
            // FORMAT: its number and its code as text, in one byte or two a character.
            0x041e if data.len() > 5 => {
                let wide = data[4] & 1 != 0;
                let code: String = match wide {
                    true => data[5..].chunks_exact(2).map(|pair| char::from(pair[0])).collect(),
                    false => data[5..].iter().map(|&byte| char::from(byte)).collect(),
                };
                formats.insert(u16_at(data, 0), shows(&code));
            }
            // XF: what a cell's style number stands for.
            0x00e0 if data.len() >= 4 => {
                let id = u16_at(data, 2);
                styles.push(formats.get(&id).copied().unwrap_or_else(|| built_in(id.into())));
            }
            // FILEPASS; a zero stands for no encryption.
            0x002f if data.len() >= 2 && u16_at(data, 0) != 0 => return Err(Fault::protected()),
            // BOUNDSHEET: where the sheet's records begin.
            0x0085 if data.len() >= 4 => places.push(u32_at(data, 0) as usize),
            // SST
            0x00fc => strings = string_lengths(stream, at),
            // EOF
            0x000a => break,
            _ => {}
        }
        at = next;
    }
    if places.len() > limits::SHEETS {
        let what = Bilingual::new("Số trang tính", "The number of sheets");
        return Err(Fault::too_large(what, places.len(), limits::SHEETS));
    }
    let mut totals = Totals::default();
    places.into_iter().map(|place| check_xls_sheet(stream, place, &strings, &styles, &mut totals)).collect()
}

/// What all sheets of an xls file stand for so far: the reader holds them in memory together.
#[derive(Default)]
struct Totals {
    span: u64,
    cells: u64,
    /// Bytes of shared strings, as often as cells refer to them.
    text: u64,
    formulas: usize,
}

fn check_xls_sheet(
    stream: &[u8],
    place: usize,
    strings: &[u32],
    styles: &[Shows],
    totals: &mut Totals,
) -> Result<Frame, Fault> {
    let mut frame = Frame::default();
    let mut extent: Option<[u64; 4]> = None;
    let (mut at, mut depth) = (place, 0usize);
    // Where the reader puts the text that a formula gives: at the last formula, or in A1 if there was none.
    let mut formula = (0, 0);
    // A record that is cut short is told by the reader, with the words for it.
    while let Some((kind, data, next)) = record(stream, at) {
        at = next;
        match kind {
            // BOF and EOF: an embedded chart has its own, between those of the sheet.
            0x0809 => depth += 1,
            0x000a if depth > 1 => depth -= 1,
            0x000a => break,
            _ if depth > 1 => {}
            // DIMENSIONS: the reader reserves room for all of it. In BIFF5 the numbers are shorter.
            0x0200 if data.len() >= 10 => {
                let [first, last, _, right] = match data.len() {
                    10 => [0, 2, 4, 6].map(|at| u64::from(u16_at(data, at))),
                    ..14 => continue,
                    _ => [u32_at(data, 0), u32_at(data, 4), u16_at(data, 8).into(), u16_at(data, 10).into()]
                        .map(u64::from),
                };
                if last > 65_536 || right > 256 || first > last && last > 0 {
                    return Err(Fault::damaged(
                        format!("trang tính khai {last} dòng và {right} cột, định dạng xls chỉ có 65536 và 256"),
                        format!("a sheet claims {last} rows and {right} columns, the xls format has 65536 and 256"),
                    ));
                }
            }
            // ROW, fDyZero
            0x0208 if data.len() >= 14 && data[12] & 0x20 != 0 => frame.hidden_rows.push(u16_at(data, 0).into()),
            // COLINFO, fHidden
            0x007d if data.len() >= 10 && data[8] & 1 != 0 => {
                frame.hide_columns(u16_at(data, 0).into(), u32::from(u16_at(data, 2)).min(255));
            }
            // FORMULA, NUMBER, LABEL, BOOLERR, RK, LABELSST, RSTRING, MULRK, STRING: cells with content.
            0x0006 | 0x0203 | 0x0204 | 0x0205 | 0x027e | 0x00fd | 0x00d6 | 0x00bd | 0x0207
                if data.len() >= 6 || kind == 0x0207 =>
            {
                let (row, column) = match kind {
                    0x0207 => formula,
                    _ => (u64::from(u16_at(data, 0)), u64::from(u16_at(data, 2))),
                };
                let last = if kind == 0x00bd { u64::from(u16_at(data, data.len() - 2)).max(column) } else { column };
                let [top, bottom, left, right] = extent.unwrap_or([row, row, column, last]);
                let grown = [top.min(row), bottom.max(row), left.min(column), right.max(last)];
                extent = Some(grown);
                totals.cells += last - column + 1;
                // A file may write one cell many times over.
                let span = (totals.span + area(grown)).max(totals.cells);
                if span > limits::SPAN {
                    return Err(too_wide(span));
                }
                // Of NUMBER, RK and FORMULA; a row of numbers in one record is no roadmap.
                if matches!(kind, 0x0006 | 0x0203 | 0x027e)
                    && let Some(shows) = styles.get(usize::from(u16_at(data, 4)))
                {
                    frame.shown_as(Cell::new(row as u32, column as u32), *shows);
                }
                if kind == 0x0006 {
                    formula = (row, column);
                    totals.formulas += data.len();
                } else if kind == 0x00fd && data.len() >= 10 {
                    let length = strings.get(u32_at(data, 6) as usize).copied().unwrap_or(0);
                    totals.text += u64::from(length);
                }
                if totals.text > limits::COPIED_BYTES {
                    return Err(too_much_text(totals.text));
                }
                if totals.formulas > limits::FORMULA_BYTES {
                    let what = Bilingual::new("Các công thức trong tệp", "The formulas in the file");
                    let limit = limits::FORMULA_BYTES as u64;
                    return Err(Fault::too_many_bytes(what, totals.formulas as u64, limit));
                }
            }
            _ => {}
        }
    }
    totals.span += extent.map_or(0, area);
    Ok(frame)
}

/// The cells in a rectangle of first and last row, first and last column.
fn area([top, bottom, left, right]: [u64; 4]) -> u64 {
    (bottom - top + 1) * (right - left + 1)
}

/// The record at this place: its kind, its data, and where the next one stands.
fn record(stream: &[u8], at: usize) -> Option<(u16, &[u8], usize)> {
    let (header, rest) = stream.get(at..)?.split_at_checked(4)?;
    let length = usize::from(u16_at(header, 2));
    Some((u16_at(header, 0), rest.get(..length)?, at + 4 + length))
}

/// The bytes that each shared string takes in memory at most, from the SST record at this place and those that continue it
/// (MS-XLS 2.4.265). Ends where the table is damaged: the reader refuses it there.
fn string_lengths(stream: &[u8], at: usize) -> Vec<u32> {
    let Some((_, data, mut next)) = record(stream, at) else { return Vec::new() };
    let mut rest = data.get(8..).unwrap_or_default();
    let mut more = || {
        let (_, data, behind) = record(stream, next).filter(|(kind, ..)| *kind == 0x003c)?;
        next = behind;
        Some(data)
    };
    let mut lengths = Vec::new();
    loop {
        while rest.is_empty() {
            let Some(data) = more() else { return lengths };
            rest = data;
        }
        // Number of characters, flags; then the numbers of formatting runs and of bytes of phonetics, if flagged.
        let Some((header, behind)) = rest.split_at_checked(3) else { return lengths };
        let (mut characters, flags) = (usize::from(u16_at(header, 0)), header[2]);
        let (runs, behind) = match flags & 0x08 {
            0 => (0, Some(behind)),
            _ => (behind.get(..2).map_or(0, |runs| u16_at(runs, 0)), behind.get(2..)),
        };
        let (phonetics, behind) = match flags & 0x04 {
            0 => (0, behind),
            _ => (
                behind.and_then(|behind| behind.get(..4)).map_or(0, |bytes| u32_at(bytes, 0)),
                behind.and_then(|behind| behind.get(4..)),
            ),
        };
        let Some(behind) = behind else { return lengths };
        rest = behind;
        // Two or three bytes of UTF-8 a character.
        lengths.push(3 * characters as u32);
        let mut width = 1 + usize::from(flags & 1);
        loop {
            let here = characters.min(rest.len() / width);
            (characters, rest) = (characters - here, &rest[here * width..]);
            if characters == 0 {
                break;
            }
            // Within a text, what continues it begins with flags of its own.
            let Some((flags, behind)) = more().and_then(<[u8]>::split_first) else { return lengths };
            (width, rest) = (1 + usize::from(flags & 1), behind);
        }
        let mut skipped = 4 * usize::from(runs) + phonetics as usize;
        while skipped > rest.len() {
            skipped -= rest.len();
            let Some(data) = more() else { return lengths };
            rest = data;
        }
        rest = &rest[skipped..];
    }
}

/// The cells stand for more text than the reader can copy.
pub(super) fn too_much_text(bytes: u64) -> Fault {
    let what =
        Bilingual::new("Văn bản trong các ô, tính cả phần lặp lại,", "The text in all cells, with what is repeated,");
    Fault::too_many_bytes(what, bytes, limits::COPIED_BYTES)
}

/// The rectangle that a sheet's cells span passes the limit: a cell far away makes it so.
pub(super) fn too_wide(span: u64) -> Fault {
    let what = Bilingual::new(
        "Vùng ô mà dữ liệu trải ra trên một trang tính",
        "The range of cells that the data on one sheet span",
    );
    Fault::too_large(what, span, limits::SPAN)
}

/// Little-endian; the caller has checked the length.
fn u16_at(data: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([data[at], data[at + 1]])
}

/// Little-endian; the caller has checked the length.
fn u32_at(data: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([data[at], data[at + 1], data[at + 2], data[at + 3]])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
    }

    fn number(row: u16, column: u16) -> Vec<u8> {
        written(0x0203, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 10]].concat())
    }

    /// A stream with sheets of these records.
    fn workbook(globals: &[u8], sheets: &[Vec<u8>]) -> Vec<u8> {
        let length = 4 + globals.len() + 12 * sheets.len() + 4;
        let mut places = vec![length];
        sheets.iter().for_each(|sheet| places.push(places[places.len() - 1] + 8 + sheet.len()));
        let bound = |place: &usize| written(0x0085, &[&(*place as u32).to_le_bytes()[..], &[0; 4]].concat());
        let mut stream = [written(0x0809, &[]), globals.to_vec()].concat();
        stream.extend(places[..sheets.len()].iter().flat_map(bound));
        stream.extend(written(0x000a, &[]));
        let whole = |sheet: &Vec<u8>| [written(0x0809, &[]), sheet.clone(), written(0x000a, &[])].concat();
        stream.extend(sheets.iter().flat_map(whole));
        stream
    }

    #[test]
    fn refuses_xls_sheets_that_span_too_many_cells() {
        let near = [number(0, 0), number(40, 13)].concat();
        assert!(check_xls(&workbook(&[], &[near])).is_ok());
        let far = [number(0, 0), number(65_535, 255)].concat();
        assert!(check_xls(&workbook(&[], &[far])).is_err());
        // On two sheets each spans one cell.
        assert!(check_xls(&workbook(&[], &[number(0, 0), number(65_535, 255)])).is_ok());
        let tall = [number(0, 0), number(65_535, 9)].concat();
        assert!(check_xls(&workbook(&[], std::slice::from_ref(&tall))).is_ok());
        assert!(check_xls(&workbook(&[], &[tall.clone(), tall])).is_err(), "together they do");
        // The text of a formula that is not there goes into A1.
        let stray = [number(65_535, 255), written(0x0207, &[1, 0, 0, b'x'])].concat();
        assert!(check_xls(&workbook(&[], &[stray])).is_err());
        let claims = written(0x0200, &[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff, 0, 0]);
        assert!(check_xls(&workbook(&[], &[claims])).is_err());
    }

    #[test]
    fn counts_a_shared_string_as_often_as_it_is_used() {
        let text = [&[1, 0, 0, 0, 1, 0, 0, 0, 0x40, 0x1f, 0][..], &[b'x'; 8_000]].concat();
        let label = |row: u16| written(0x00fd, &[&row.to_le_bytes()[..], &[0; 8]].concat());
        let sheet = |rows: u16| (0..rows).flat_map(label).collect::<Vec<u8>>();
        assert!(check_xls(&workbook(&written(0x00fc, &text), &[sheet(1_000)])).is_ok());
        assert!(check_xls(&workbook(&written(0x00fc, &text), &[sheet(2_000)])).is_err());
    }

    #[test]
    fn follows_shared_strings_over_records() {
        // «ab», then «Tên» cut behind its first letter, then «c» with a formatting run.
        let first = [&[0; 8][..], &[2, 0, 0, b'a', b'b', 3, 0, 0, b'T']].concat();
        let rest = [&[1, 0xea, 0, b'n', 0][..], &[1, 0, 8, 1, 0, b'c', 0, 0, 0, 0]].concat();
        let stream = [written(0x00fc, &first), written(0x003c, &rest)].concat();
        assert_eq!(string_lengths(&stream, 0), [6, 9, 3]);
    }

    #[test]
    fn tells_hidden_columns_by_sheet() {
        let hidden = written(0x007d, &[1, 0, 2, 0, 0, 0, 0, 0, 1, 0]);
        let frames = check_xls(&workbook(&[], &[hidden, Vec::new()])).expect("nothing is too large");
        assert_eq!(frames[0].hidden_columns, [1, 2]);
        assert!(frames[1].hidden_columns.is_empty());
    }
}
