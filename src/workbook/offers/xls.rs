//! The offers of xls: DV records (MS-XLS 2.4.89).

use std::sync::Arc;

use super::super::ole::Container;
use super::super::xls::records::{Pieces, Records};
use super::{Offer, Offered, bounds, values_of};
use crate::cell::{Area, Cell};
use crate::finding::Severity;

const BOUND_SHEET: u16 = 0x0085;
const EXTERN_SHEET: u16 = 0x0017;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;
const VALIDATION: u16 = 0x01be;

/// The offers of all sheets, as far as the records are sound. Workbooks older than Excel 97 have none.
pub(super) fn offers(bytes: &[u8]) -> Vec<Offer> {
    let mut offers = Vec::new();
    let Ok(mut container) = Container::open(bytes) else { return offers };
    let Ok(Some(stream)) = container.stream("Workbook") else { return offers };
    let book = Book::read(&stream);
    for (start, name) in &book.sheets {
        let sheet: Arc<str> = name.as_str().into();
        let mut records = Records::new(&stream, *start);
        let mut depth = 0usize;
        while let Ok(Some((kind, data))) = records.next() {
            match kind {
                BEGIN => depth += 1,
                END if depth <= 1 => break,
                END => depth -= 1,
                VALIDATION if offers.len() < super::MOST => {
                    offers.extend(validation(data, &mut records, &sheet, &book));
                }
                _ => {}
            }
        }
    }
    offers
}

/// What validations refer to.
#[derive(Default)]
struct Book {
    /// Where each sheet's records begin, and its name.
    sheets: Vec<(usize, String)>,
    /// The index of the sheet that each reference to one means.
    references: Vec<usize>,
}

impl Book {
    fn read(stream: &[u8]) -> Self {
        let mut book = Self::default();
        let mut records = Records::new(stream, 0);
        while let Ok(Some((kind, data))) = records.next() {
            match kind {
                BOUND_SHEET => {
                    let mut pieces = Pieces::new(data, &mut records);
                    let (Some(low), Some(high)) = (pieces.u16(), pieces.u16()) else { continue };
                    let name = (|| {
                        pieces.skip(2)?;
                        let count = pieces.byte()?;
                        pieces.object_text(count.into())
                    })();
                    let start = usize::from(low) | usize::from(high) << 16;
                    book.sheets.push((start, name.unwrap_or_default()));
                }
                EXTERN_SHEET => {
                    let numbers: Vec<u16> =
                        data.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
                    book.references = numbers.iter().skip(2).step_by(3).map(|sheet| usize::from(*sheet)).collect();
                }
                END => break,
                _ => {}
            }
        }
        book
    }
}

fn validation<'s>(data: &'s [u8], records: &mut Records<'s>, sheet: &Arc<str>, book: &Book) -> Option<Offer> {
    let mut pieces = Pieces::new(data, records);
    let flags = u32::from(pieces.u16()?) | u32::from(pieces.u16()?) << 16;
    let mut texts = Vec::new();
    for _ in 0..4 {
        let count = pieces.u16()?;
        texts.push(pieces.object_text(count.into())?.trim_matches('\0').to_owned());
    }
    let (mut formulas, mut areas) = (Vec::new(), Vec::new());
    for _ in 0..2 {
        let length = pieces.u16()?;
        pieces.skip(2)?;
        formulas.push((0..length).map(|_| pieces.byte()).collect::<Option<Vec<u8>>>()?);
    }
    for _ in 0..pieces.u16()?.min(1_000) {
        let [top, bottom, left, right] = [pieces.u16()?, pieces.u16()?, pieces.u16()?, pieces.u16()?].map(u32::from);
        areas.push(Area::new(Cell::new(top, left), Cell::new(bottom, right)));
    }
    const OPERATORS: [&str; 8] = [
        "between",
        "notBetween",
        "equal",
        "notEqual",
        "greaterThan",
        "lessThan",
        "greaterThanOrEqual",
        "lessThanOrEqual",
    ];
    let operator = OPERATORS.get((flags >> 20 & 0xf) as usize).copied().unwrap_or_default();
    let (minimum, maximum) = bounds(operator, number(&formulas[0]), number(&formulas[1]));
    let offered = match flags & 0xf {
        1 => Offered::Number { whole: true, minimum, maximum },
        2 => Offered::Number { whole: false, minimum, maximum },
        3 => list(&formulas[0], book),
        4 => Offered::Day,
        6 => Offered::Length(maximum.filter(|most| *most >= 1.0).map(|most| most as usize)),
        _ => Offered::Anything,
    };
    let refuses = match flags >> 4 & 0x7 {
        _ if flags & 1 << 19 == 0 => None,
        1 => Some(Severity::Warning),
        2 => Some(Severity::Info),
        _ => Some(Severity::Error),
    };
    let hint = texts.swap_remove(2);
    let is_nothing = offered == Offered::Anything && hint.is_empty();
    (!areas.is_empty() && !is_nothing).then(|| Offer { sheet: Arc::clone(sheet), areas, offered, refuses, hint })
}

/// The number that a formula of one token is.
fn number(formula: &[u8]) -> Option<f64> {
    match formula {
        [0x1e, low, high] => Some(f64::from(u16::from_le_bytes([*low, *high]))),
        [0x1f, bytes @ ..] => Some(f64::from_le_bytes(bytes.try_into().ok()?)),
        _ => None,
    }
}

/// The list that a formula of one token is: a text whose values are parted by zeros, or cells.
fn list(formula: &[u8], book: &Book) -> Offered {
    let u16_at = |at: usize| Some(u16::from_le_bytes([*formula.get(at)?, *formula.get(at + 1)?]));
    let area = |at: usize| {
        let column = |at: usize| Some(u32::from(u16_at(at)? & 0x3fff));
        let first = Cell::new(u32::from(u16_at(at)?), column(at + 4)?);
        Some(Area::new(first, Cell::new(u32::from(u16_at(at + 2)?), column(at + 6)?)))
    };
    let known = match formula.first() {
        Some(0x17) => text(&formula[1..]).map(|text| values_of(&text, '\0')),
        Some(0x25 | 0x45 | 0x65) => area(1).map(|area| Offered::Cells(None, area)),
        Some(0x3b | 0x5b | 0x7b) => area(3).and_then(|area| {
            let sheet = *book.references.get(usize::from(u16_at(1)?))?;
            Some(Offered::Cells(Some(book.sheets.get(sheet)?.1.clone()), area))
        }),
        _ => None,
    };
    known.unwrap_or_else(|| Offered::Unknown(String::new()))
}

/// A text within a formula: its length, whether its characters take two bytes, and they.
fn text(bytes: &[u8]) -> Option<String> {
    let (&count, &flags, rest) = (bytes.first()?, bytes.get(1)?, bytes.get(2..)?);
    let count = usize::from(count);
    Some(match flags & 1 {
        0 => rest.get(..count)?.iter().map(|byte| char::from(*byte)).collect(),
        _ => {
            let units = rest.get(..2 * count)?.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
    })
}
