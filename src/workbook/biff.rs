//! The binary formats before they are read: the records of xls (BIFF, MS-XLS) and of xlsb (BIFF12, MS-XLSB). The readers
//! believe lengths, counts and extents in them and allocate accordingly; here they are checked, and what the readers do
//! not tell is taken along.

use std::collections::BTreeMap;

use super::grid::Frame;
use super::limits;
use super::refusal::Fault;
use crate::cell::GRID_ROWS;
use crate::text::Bilingual;

/// Goes through the records of an xls workbook stream. Gives the frames of the sheets in the order of the workbook; the
/// merged regions are left to the reader.
pub(super) fn check_xls(stream: &[u8]) -> Result<Vec<Frame>, Fault> {
    let mut order = Vec::new();
    let mut frames: BTreeMap<usize, Frame> = BTreeMap::new();
    let mut start = 0;
    let mut extent: Option<[u64; 4]> = None;
    let mut at = 0;
    while let Some((header, rest)) = stream[at..].split_at_checked(4) {
        let (kind, length) = (u16_at(header, 0), usize::from(u16_at(header, 2)));
        // A record that is cut short is told by the reader, with the words for it.
        let Some(data) = rest.get(..length) else { break };
        match kind {
            // FILEPASS; a zero stands for no encryption.
            0x002f if length >= 2 && u16_at(data, 0) != 0 => return Err(Fault::protected()),
            // BOUNDSHEET: where the sheet's records begin.
            0x0085 if length >= 4 => order.push(u32_at(data, 0) as usize),
            // BOF
            0x0809 => (start, extent) = (at, None),
            // DIMENSIONS of BIFF8: the reader reserves room for all of it.
            0x0200 if length >= 14 => {
                let (first, last) = (u64::from(u32_at(data, 0)), u64::from(u32_at(data, 4)));
                if last > 65_536 || first > last && last > 0 {
                    return Err(Fault::damaged(
                        format!("trang tính khai {last} dòng, định dạng xls chỉ có 65536"),
                        format!("a sheet claims {last} rows, the xls format has 65536"),
                    ));
                }
            }
            // ROW, fDyZero
            0x0208 if length >= 14 && data[12] & 0x20 != 0 => {
                frames.entry(start).or_default().hidden_rows.push(u32::from(u16_at(data, 0)));
            }
            // COLINFO, fHidden
            0x007d if length >= 10 && data[8] & 1 != 0 => {
                let (first, last) = (u32::from(u16_at(data, 0)), u32::from(u16_at(data, 2)).min(255));
                frames.entry(start).or_default().hide_columns(first, last);
            }
            // FORMULA, NUMBER, LABEL, BOOLERR, RK, LABELSST, RSTRING, MULRK: cells with content.
            0x0006 | 0x0203 | 0x0204 | 0x0205 | 0x027e | 0x00fd | 0x00d6 | 0x00bd if length >= 6 => {
                let (row, column) = (u64::from(u16_at(data, 0)), u64::from(u16_at(data, 2)));
                let last = if kind == 0x00bd { u64::from(u16_at(data, length - 2)).max(column) } else { column };
                let [top, bottom, left, right] = extent.unwrap_or([row, row, column, last]);
                let grown = [top.min(row), bottom.max(row), left.min(column), right.max(last)];
                let span = (grown[1] - grown[0] + 1) * (grown[3] - grown[2] + 1);
                if span > limits::SPAN {
                    return Err(too_wide(span));
                }
                extent = Some(grown);
            }
            _ => {}
        }
        at += 4 + length;
    }
    Ok(order.iter().map(|start| frames.remove(start).unwrap_or_default()).collect())
}

/// The rectangle that a sheet's cells span passes the limit: a cell far away makes it so.
pub(super) fn too_wide(span: u64) -> Fault {
    let what = Bilingual::new(
        "Vùng ô mà dữ liệu trải ra trên một trang tính",
        "The range of cells that the data on one sheet span",
    );
    Fault::too_large(what, span, limits::SPAN)
}

/// A sheet as the workbook part of an xlsb package lists it.
pub(super) struct BoundSheet {
    pub(super) name: String,
    pub(super) relation: String,
}

/// Checks the lengths and counts in the records of any part of an xlsb package, and lists the sheets if it is the
/// workbook part.
pub(super) fn check_xlsb_part(part: &[u8]) -> Result<Vec<BoundSheet>, Fault> {
    let mut sheets = Vec::new();
    each_record(part, |kind, data| {
        match kind {
            // BrtExternSheet: the reader reserves room for as many as it says.
            0x016a if data.len() < 4 || u64::from(u32_at(data, 0)) > data.len() as u64 / 12 => {
                return Err(damaged_records());
            }
            // BrtBundleSh: state, identifier, relation, name.
            0x009c if data.len() > 8 => {
                let mut rest = &data[8..];
                if let (Some(relation), Some(name)) = (wide_text(&mut rest), wide_text(&mut rest)) {
                    sheets.push(BoundSheet { name, relation });
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(sheets)
}

/// The frame of a sheet of an xlsb package.
pub(super) fn xlsb_frame(part: &[u8]) -> Result<Frame, Fault> {
    let mut frame = Frame::default();
    each_record(part, |kind, data| {
        match kind {
            // BrtMergeCell: first and last row, first and last column.
            0x00b0 if data.len() >= 16 => {
                frame.merge((u32_at(data, 0), u32_at(data, 8)), (u32_at(data, 4), u32_at(data, 12)))?
            }
            // BrtRowHdr, fDyZero
            0x0000 if data.len() >= 12 && data[11] & 0x10 != 0 && u32_at(data, 0) < GRID_ROWS => {
                frame.hidden_rows.push(u32_at(data, 0));
            }
            // BrtColInfo, fHidden
            0x003c if data.len() >= 18 && data[16] & 1 != 0 => frame.hide_columns(u32_at(data, 0), u32_at(data, 4)),
            _ => {}
        }
        Ok(())
    })?;
    Ok(frame)
}

/// Calls for each record of a BIFF12 part with its kind and data. Errs when one says it is longer than the part.
fn each_record(part: &[u8], mut each: impl FnMut(u16, &[u8]) -> Result<(), Fault>) -> Result<(), Fault> {
    let mut at = 0;
    while at < part.len() {
        let mut next = || {
            let byte = part.get(at).copied().ok_or_else(damaged_records)?;
            at += 1;
            Ok::<_, Fault>(byte)
        };
        let low = next()?;
        let high = if low & 0x80 != 0 { next()? & 0x7f } else { 0 };
        let kind = u16::from(low & 0x7f) | u16::from(high) << 7;
        // Seven bits a byte, the lowest first: kind 0x016A is written EA 02.
        let mut length = 0;
        for place in 0..4 {
            let byte = next()?;
            length |= usize::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        let data = part.get(at..at + length).ok_or_else(damaged_records)?;
        each(kind, data)?;
        at += length;
    }
    Ok(())
}

fn damaged_records() -> Fault {
    Fault::damaged("một bản ghi dài hơn phần dữ liệu chứa nó", "a record is longer than the part that holds it")
}

/// A text with its length in UTF-16 units before it; moves on behind it.
fn wide_text(rest: &mut &[u8]) -> Option<String> {
    let (length, after) = rest.split_at_checked(4)?;
    let (text, after) = after.split_at_checked(usize::try_from(u32_at(length, 0)).ok()?.checked_mul(2)?)?;
    *rest = after;
    let units: Vec<u16> = text.chunks_exact(2).map(|unit| u16_at(unit, 0)).collect();
    Some(String::from_utf16_lossy(&units))
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

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
    }

    fn number(row: u16, column: u16) -> Vec<u8> {
        record(0x0203, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 10]].concat())
    }

    #[test]
    fn refuses_an_xls_sheet_that_spans_too_many_cells() {
        let near = [record(0x0809, &[0; 16]), number(0, 0), number(40, 13)].concat();
        assert!(check_xls(&near).is_ok());
        let far = [record(0x0809, &[0; 16]), number(0, 0), number(65_535, 255)].concat();
        assert!(check_xls(&far).is_err());
        // On two sheets each spans one cell.
        let apart = [record(0x0809, &[0; 16]), number(0, 0), record(0x0809, &[0; 16]), number(65_535, 255)].concat();
        assert!(check_xls(&apart).is_ok());
    }

    #[test]
    fn tells_hidden_columns_by_sheet() {
        let bound = record(0x0085, &[12, 0, 0, 0, 0, 0, 0, 0]);
        let stream = [bound, record(0x0809, &[]), record(0x007d, &[1, 0, 2, 0, 0, 0, 0, 0, 1, 0])].concat();
        let frames = check_xls(&stream).expect("nothing is too large");
        assert_eq!(frames[0].hidden_columns, [1, 2]);
    }

    #[test]
    fn finds_merges_in_xlsb_and_refuses_overlong_records() {
        let merge: Vec<u8> = [2u32, 3, 1, 4].iter().flat_map(|number| number.to_le_bytes()).collect();
        let part = [&[0xb0, 0x01, 16][..], &merge].concat();
        let frame = xlsb_frame(&part).expect("the record is whole");
        assert_eq!(frame.merges[0].to_string(), "B3:E4");
        assert!(xlsb_frame(&[0xb0, 0x01, 0xff, 0xff, 0xff, 0x7f]).is_err());
    }
}
