//! A sheet's records, gone through once: cells, merged regions, what is hidden, addresses behind cells, comments, text boxes,
//! print header and footer.

use std::collections::BTreeMap;

use super::super::binary::{error_name, f64_at, rk, u16_at, u32_at, wide};
use super::super::grid::{Frame, SheetBuilder, cut};
use super::super::number_format::{Style, number_content};
use super::super::refusal::{CUT_SHORT, Fault, NO_SUCH_STRING, no_such_error};
use super::super::{Aside, AsideKind, Sheet, Visibility, limits, pictures};
use super::formula::is_never_empty;
use super::records::{Pieces, Records, cut_short};
use super::{BEGIN, Book, END};
use crate::cell::{Area, Cell, Content};
use crate::text::Bilingual;

/// A sheet while its records go by.
pub(super) struct Reader<'book, 'file> {
    book: &'book Book,
    sheet: SheetBuilder<'file>,
    frame: Frame,
    /// The cell of a formula whose text stands in a record to come.
    pending: Option<(Cell, u16)>,
    /// The kind and the number of the object that has just gone by.
    object: (u16, u16),
    /// The first and the last cell of the drawing that has just gone by.
    anchor: Option<(Cell, Cell)>,
    /// The texts of comments by the number of their object: which cell they are about stands behind all of them.
    comments: BTreeMap<u16, String>,
}

/// What a cell holds; or why that cannot be said.
type Held = Result<Option<Content>, Bilingual>;

/// A comment, as the kind of an object.
const NOTE: u16 = 0x19;
/// A picture, likewise.
const PICTURE: u16 = 0x08;
/// The grid of this format.
const COLUMNS: u16 = 256;

impl<'book, 'file> Reader<'book, 'file> {
    pub(super) fn new(book: &'book Book, sheet: SheetBuilder<'file>) -> Self {
        let frame = Frame::default();
        Self { book, sheet, frame, pending: None, object: (0, 0), anchor: None, comments: BTreeMap::new() }
    }

    /// Reads from the beginning of the sheet to its end, behind which the records then stand.
    pub(super) fn read(mut self, records: &mut Records<'_>, visibility: Visibility) -> Result<Sheet, Fault> {
        if records.next()?.is_none_or(|(kind, _)| kind != BEGIN) {
            return Err(Fault::damaged(
                "phần dữ liệu của trang tính không ở chỗ đã khai",
                "the data of the sheet are not where the workbook says",
            ));
        }
        // An embedded chart begins and ends within the sheet.
        let mut depth = 1usize;
        loop {
            let (kind, data) = records.next()?.ok_or_else(cut_short)?;
            match kind {
                BEGIN => depth += 1,
                END if depth == 1 => break,
                END => depth -= 1,
                _ if depth > 1 => {}
                _ => self.record(kind, data, records)?,
            }
        }
        self.without_text()?;
        // Comments and boxes before what is printed, in the order of their cells.
        let is_printed = |aside: &Aside| matches!(aside.kind, AsideKind::Header | AsideKind::Footer);
        self.frame.asides.sort_by_key(|aside| (is_printed(aside), aside.cell));
        self.sheet.finish(visibility, self.frame)
    }

    fn record<'s>(&mut self, kind: u16, data: &'s [u8], records: &mut Records<'s>) -> Result<(), Fault> {
        match kind {
            // ROW, fDyZero; COLINFO, fHidden.
            0x0208 if data.len() >= 14 && data[12] & 0x20 != 0 => self.frame.hidden_rows.push(u16_at(data, 0).into()),
            0x007d if data.len() >= 10 && data[8] & 1 != 0 => {
                self.frame.hide_columns(u16_at(data, 0).into(), u16_at(data, 2).min(COLUMNS - 1).into());
            }
            // MERGEDCELLS: a count, then first and last row, first and last column of each.
            0x00e5 => {
                for area in data.get(2..).unwrap_or_default().chunks_exact(8) {
                    let [top, bottom, left, right] = corners(area);
                    self.frame.merge((top, left), (bottom, right))?;
                }
            }
            // MULRK: a row of numbers from some column on, and the last column behind them.
            0x00bd if data.len() >= 12 => {
                self.without_text()?;
                let (row, first) = (u16_at(data, 0), u16_at(data, 2));
                for (column, held) in (first..COLUMNS).zip(data[4..].chunks_exact(6)) {
                    self.number(Cell::new(row.into(), column.into()), u16_at(held, 0), rk(u32_at(held, 2)))?;
                }
            }
            // The text that a formula gives.
            0x0207 => {
                let text = match self.book.wording.is_unicode {
                    true => Pieces::new(data, records).text(),
                    false => self.book.wording.long_text(data),
                };
                if let Some((cell, style)) = self.pending.take() {
                    self.put(cell, style, text.map(text_content).ok_or(CUT_SHORT))?;
                }
            }
            // FORMULA (of Excel 97, and in the forms of Excel 3 and 4), NUMBER, LABEL, BOOLERR, RK, RSTRING, LABELSST.
            0x0006 | 0x0206 | 0x0406 | 0x0203 | 0x0204 | 0x0205 | 0x027e | 0x00d6 | 0x00fd => {
                self.cell(kind, data, records)?
            }
            _ => self.beside(kind, data, records),
        }
        Ok(())
    }

    /// The formula before has a text that stands nowhere: it was not calculated.
    fn without_text(&mut self) -> Result<(), Fault> {
        match self.pending.take() {
            Some((cell, style)) => self.put(cell, style, Ok(uncalculated())),
            None => Ok(()),
        }
    }

    /// A record with one cell: its row, its column, its style, what it holds.
    fn cell<'s>(&mut self, kind: u16, data: &'s [u8], records: &mut Records<'s>) -> Result<(), Fault> {
        self.without_text()?;
        let cell = data.get(..4).map(|place| Cell::new(u16_at(place, 0).into(), u16_at(place, 2).into()));
        let (Some(cell), Some(held)) = (cell, data.get(6..)) else { return self.sheet.bad_cell(cell, CUT_SHORT) };
        let style = u16_at(data, 4);
        let has = |count: usize| held.len() >= count;
        match kind {
            0x0203 if has(8) => self.number(cell, style, f64_at(held, 0)),
            0x027e if has(4) => self.number(cell, style, rk(u32_at(held, 0))),
            0x0006 | 0x0206 | 0x0406 if has(8) && held[6..8] != [0xff, 0xff] => {
                self.number(cell, style, f64_at(held, 0))
            }
            0x0006 | 0x0206 | 0x0406 if has(8) => match held[0] {
                0 => {
                    self.pending = Some((cell, style));
                    Ok(())
                }
                1 => self.put(cell, style, Ok(Some(Content::Flag(held[2] != 0)))),
                2 => self.put(cell, style, error(held[2])),
                // An empty text, as the file says.
                _ if self.book.wording.is_unicode && tokens(held).is_some_and(is_never_empty) => {
                    self.put(cell, style, Ok(uncalculated()))
                }
                _ => Ok(()),
            },
            0x0205 if has(2) && held[1] == 0 => self.put(cell, style, Ok(Some(Content::Flag(held[0] != 0)))),
            0x0205 if has(2) => self.put(cell, style, error(held[0])),
            0x00fd if has(4) => {
                let number = u32_at(held, 0) as usize;
                // A text of megabytes that many cells share is cut before it is copied.
                let text = self.book.strings.get(number).map(|text| text_content(cut(text).to_owned()));
                let strike = self.book.struck.get(&number).copied().unwrap_or_default();
                self.put_styled(cell, self.style(style).with(strike), text.ok_or(NO_SUCH_STRING))
            }
            0x0204 | 0x00d6 => {
                let text = match self.book.wording.is_unicode {
                    true => Pieces::new(held, records).text(),
                    false => self.book.wording.long_text(held),
                };
                self.put(cell, style, text.map(text_content).ok_or(CUT_SHORT))
            }
            _ => self.sheet.bad_cell(Some(cell), CUT_SHORT),
        }
    }

    fn number(&mut self, cell: Cell, style: u16, number: f64) -> Result<(), Fault> {
        let shows = self.style(style).shows;
        self.put(cell, style, number_content(number, shows, self.book.is_1904).map(Some))
    }

    fn put(&mut self, cell: Cell, style: u16, held: Held) -> Result<(), Fault> {
        self.put_styled(cell, self.style(style), held)
    }

    fn put_styled(&mut self, cell: Cell, style: Style, held: Held) -> Result<(), Fault> {
        match held {
            Ok(Some(content)) => {
                self.frame.tell_style(cell, &style, &content);
                self.sheet.put(cell.row, cell.column, content)
            }
            Ok(None) => Ok(()),
            Err(reason) => self.sheet.bad_cell(Some(cell), reason),
        }
    }

    fn style(&self, number: u16) -> Style {
        self.book.styles.get(usize::from(number)).cloned().unwrap_or_default()
    }

    /// What stands beside the cells. It may name the sender or the decision, and nothing else depends on it: what is broken is
    /// passed over.
    fn beside(&mut self, kind: u16, data: &[u8], records: &mut Records<'_>) {
        let wording = self.book.wording;
        match kind {
            // HEADER, FOOTER
            0x0014 | 0x0015 => {
                let kind = if kind == 0x0014 { AsideKind::Header } else { AsideKind::Footer };
                let written = if wording.is_unicode { wording.long_text(data) } else { wording.short_text(data) };
                Aside::push_printed(&mut self.frame.asides, kind, &written.unwrap_or_default());
            }
            // HLINK
            0x01b8 => {
                if let Some((area, target)) = link(data) {
                    self.frame.link(area, &target);
                }
            }
            // MSODRAWING: where the object that follows lies.
            0x00ec => self.anchor = anchor(data),
            // OBJ begins with its kind and number (FtCmo).
            0x005d if data.len() >= 8 => {
                self.object = (u16_at(data, 4), u16_at(data, 6));
                if let Some((first, last)) = self.anchor.take().filter(|_| self.object.0 == PICTURE) {
                    pictures::add(&mut self.frame.pictures, first, Some(last), None);
                }
            }
            // TXO: the text stands in the record that continues it, the number of its characters at 10.
            0x01b6 if data.len() >= 12 => {
                let count = u16_at(data, 10).into();
                let text = Pieces::new(&[], records).object_text(count).unwrap_or_default();
                match self.object {
                    (NOTE, number) if self.comments.len() < limits::ASIDES => _ = self.comments.insert(number, text),
                    (NOTE, _) => {}
                    _ => Aside::push(&mut self.frame.asides, AsideKind::TextBox, None, &text),
                }
            }
            // NOTE: row, column, flags, the number of its object; in Excel 95 the text in place of these.
            0x001c if data.len() >= 6 => {
                let cell = Cell::new(u16_at(data, 0).into(), u16_at(data, 2).into());
                let text = match wording.is_unicode {
                    true => data.get(6..8).and_then(|number| self.comments.remove(&u16_at(number, 0))),
                    false => wording.long_text(&data[4..]),
                };
                Aside::push(&mut self.frame.asides, AsideKind::Comment, Some(cell), &text.unwrap_or_default());
            }
            _ => {}
        }
    }
}

fn text_content(text: String) -> Option<Content> {
    Some(Content::Text(text.into()))
}

/// Its formula is not written out: the file holds it as tokens.
fn uncalculated() -> Option<Content> {
    Some(Content::Uncalculated("…".into()))
}

/// What a formula of Excel 97 is made of, behind its length.
fn tokens(held: &[u8]) -> Option<&[u8]> {
    let (length, rest) = held.get(14..)?.split_at_checked(2)?;
    rest.get(..u16_at(length, 0).into())
}

fn error(code: u8) -> Held {
    error_name(code).map(|name| Some(Content::Error(name.into()))).ok_or_else(|| no_such_error(code))
}

/// First and last row, first and last column.
fn corners(area: &[u8]) -> [u32; 4] {
    [0, 2, 4, 6].map(|at| u16_at(area, at).into())
}

/// The cells in which a drawing begins and ends: the record that tells it (OfficeArtClientAnchorSheet, MS-XLS 2.5.193) holds flags, then
/// column, row and how far into them for each end.
fn anchor(data: &[u8]) -> Option<(Cell, Cell)> {
    const HEAD: [u8; 8] = [0, 0, 0x10, 0xf0, 0x12, 0, 0, 0];
    let at = memchr::memmem::rfind(data, &HEAD)? + HEAD.len();
    let ends = data.get(at + 2..at + 18)?;
    let [left, top, right, bottom] = [0, 4, 8, 12].map(|at| u16_at(ends, at).into());
    Some((Cell::new(top, left), Cell::new(bottom, right)))
}

/// An address on the web behind cells: the area, a class, a version, flags; then texts as flagged, and the address (MS-OSHARED
/// 2.3.7.1).
fn link(data: &[u8]) -> Option<(Area, String)> {
    const URL: [u8; 16] =
        [0xe0, 0xc9, 0xea, 0x79, 0xf9, 0xba, 0xce, 0x11, 0x8c, 0x82, 0x00, 0xaa, 0x00, 0x4b, 0xa9, 0x0b];
    let [top, bottom, left, right] = corners(data.get(..8)?);
    let flags = u32_at(data.get(28..32)?, 0);
    let mut rest = &data[32..];
    let mut text = || {
        let (count, behind) = rest.split_at_checked(4)?;
        let (bytes, behind) = behind.split_at_checked((u32_at(count, 0) as usize).checked_mul(2)?)?;
        rest = behind;
        Some(wide(bytes))
    };
    // The text shown, and the name of a frame.
    for flag in [0x10, 0x80] {
        if flags & flag != 0 {
            text()?;
        }
    }
    let target = match flags & 0x101 {
        0x101 => text()?,
        0x001 if rest.starts_with(&URL) => {
            let (length, bytes) = rest.get(16..)?.split_at_checked(4)?;
            wide(bytes.get(..u32_at(length, 0) as usize)?)
        }
        _ => return None,
    };
    // It ends with a zero, behind which more may stand.
    let target = target.split('\0').next().filter(|target| !target.is_empty())?.to_owned();
    Some((Area::new(Cell::new(top, left), Cell::new(bottom, right)), target))
}
