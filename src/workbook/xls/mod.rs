//! Reads xls of Excel 5 to 2003: one stream of records (BIFF5 and BIFF8, MS-XLS), the workbook's own first, then those of each
//! sheet from the place that the workbook gives for it. What a record says of counts and extents is never believed: memory goes to
//! what is there.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use self::records::{CodePage, Pieces, Records, cut_short};
use super::binary::{u16_at, u32_at};
use super::grid::FileBuilder;
use super::number_format::{Formats, Strike, Style};
use super::ole::Container;
use super::refusal::Fault;
use super::sheets::Sheets;
use super::{Sheet, Visibility, limits, unlock};

mod formula;
pub(super) mod records;
mod sheet;

/// What the cells of all sheets refer to.
struct Book {
    strings: Vec<String>,
    /// How much is struck through of those of which something is.
    struck: BTreeMap<usize, Strike>,
    /// By the number of a style.
    styles: Vec<Style>,
    /// Whether days count from 1904.
    is_1904: bool,
    wording: Wording,
}

/// How the workbook writes text.
#[derive(Clone, Copy, Debug)]
struct Wording {
    /// Whether each text says itself how wide its characters are, as since Excel 97.
    is_unicode: bool,
    /// For those that do not.
    page: CodePage,
}

/// BOF
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;

/// Reads an xls file.
pub(super) fn read(bytes: &[u8], file: &mut FileBuilder) -> Result<Vec<Sheet>, Fault> {
    let mut container = Container::open(bytes).map_err(|error| Fault::broken(&error))?;
    // A file may hold the workbook twice, for Excel 97 and for Excel 95.
    let name = if container.has("Workbook") { "Workbook" } else { "Book" };
    let stream = container.stream(name)?.unwrap_or_default();
    let stream = unlocked(&stream)?;
    file.hold(stream.len())?;
    let (book, sheets) = globals(&stream)?;
    let (mut places, mut left) = (BTreeSet::new(), stream.len());
    sheets.read(|listed| {
        let start = listed.place;
        let builder = file.sheet(Some(listed.name.clone()));
        let mut records = Records::new(&stream, start);
        let sheet = sheet::Reader::new(&book, builder).read(&mut records, listed.visibility)?;
        // No part of the stream is gone through twice.
        left = left.checked_sub(records.at - start).filter(|_| places.insert(start)).ok_or_else(|| {
            Fault::damaged("hai trang tính dùng chung một phần dữ liệu", "two sheets share one part of the data")
        })?;
        Ok(sheet)
    })
}

/// The stream as it can be read: decrypted, if it is encrypted with the password that Excel tries by itself.
fn unlocked(stream: &[u8]) -> Result<Cow<'_, [u8]>, Fault> {
    let mut records = Records::new(stream, 0);
    while let Some((kind, data)) = records.next()? {
        match kind {
            // FILEPASS; what is all zero protects nothing.
            0x002f if data.iter().any(|&byte| byte != 0) => {
                return unlock::records(stream, data).map(Cow::Owned).ok_or_else(Fault::protected);
            }
            // What stands behind the first sheet's name would be encrypted.
            0x0085 | END => break,
            _ => {}
        }
    }
    Ok(Cow::Borrowed(stream))
}

/// The workbook's own records: what cells refer to, and where the sheets begin.
fn globals(stream: &[u8]) -> Result<(Book, Sheets<usize>), Fault> {
    let mut sheets = Sheets::new();
    let mut styles = Styles::default();
    let wording = Wording { is_unicode: true, page: CodePage::numbered(1252) };
    let mut book = Book { strings: Vec::new(), struck: BTreeMap::new(), styles: Vec::new(), is_1904: false, wording };
    let mut records = Records::new(stream, 0);
    while let Some((kind, data)) = records.next()? {
        match kind {
            // Excel 97 and later have version 6.
            BEGIN if data.len() >= 2 => book.wording.is_unicode = u16_at(data, 0) >= 0x0600,
            0x0042 if data.len() >= 2 => book.wording.page = CodePage::numbered(u16_at(data, 0)),
            0x0022 if data.len() >= 2 => book.is_1904 = u16_at(data, 0) == 1,
            0x0031 | 0x041e | 0x00e0 => styles.add(kind, data, book.wording),
            // BOUNDSHEET: the place, whether it is hidden, the kind, the name.
            0x0085 if data.len() >= 7 => {
                let name = book.wording.short_text(&data[6..]).unwrap_or_default();
                let visibility = Visibility::numbered(u32::from(data[4] & 3));
                let place = (data[5] == 0).then_some(u32_at(data, 0) as usize);
                sheets.add(name.into(), visibility, place)?;
            }
            // SST: two counts, then the texts.
            0x00fc => {
                let mut pieces = Pieces::new(data.get(8..).unwrap_or_default(), &mut records);
                // A table that breaks off is told at the cells that refer to what is gone.
                let room = limits::CELLS.saturating_sub(book.strings.len());
                for (text, runs) in std::iter::from_fn(|| pieces.rich_text()).take(room) {
                    let strike = Strike::by_runs(&text, &runs, |font| styles.strikes(font));
                    if strike != Strike::None {
                        book.struck.insert(book.strings.len(), strike);
                    }
                    book.strings.push(text);
                }
            }
            END => {
                book.styles = styles.cells;
                return Ok((book, sheets));
            }
            _ => {}
        }
    }
    Err(cut_short())
}

impl Wording {
    /// A text behind its length in one byte.
    fn short_text(self, data: &[u8]) -> Option<String> {
        let (&count, rest) = data.split_first()?;
        self.text_of(count.into(), rest)
    }

    /// A text behind its length in two bytes.
    fn long_text(self, data: &[u8]) -> Option<String> {
        let (count, rest) = data.split_at_checked(2)?;
        self.text_of(u16_at(count, 0).into(), rest)
    }

    /// So many characters, in one record.
    fn text_of(self, count: usize, data: &[u8]) -> Option<String> {
        match self.is_unicode {
            true => Pieces::new(data, &mut Records::new(&[], 0)).text_of(count),
            false => data.get(..count).map(|bytes| self.page.decode(bytes)),
        }
    }
}

/// The styles of cells while they are read.
#[derive(Default)]
struct Styles {
    formats: Formats,
    /// Whether each font strikes through.
    fonts: Vec<bool>,
    cells: Vec<Style>,
}

impl Styles {
    fn add(&mut self, kind: u16, data: &[u8], wording: Wording) {
        match kind {
            // FONT, fStrikeOut
            0x0031 if data.len() >= 4 => self.fonts.push(u16_at(data, 2) & 0x08 != 0),
            // FORMAT: its number and its code.
            0x041e if data.len() >= 4 => {
                let code =
                    if wording.is_unicode { wording.long_text(&data[2..]) } else { wording.short_text(&data[2..]) };
                self.formats.add(u16_at(data, 0).into(), &code.unwrap_or_default());
            }
            // XF: its font and its format.
            0x00e0 if data.len() >= 4 => {
                let is_struck = self.strikes(u16_at(data, 0));
                self.cells.push(self.formats.style(u16_at(data, 2).into(), is_struck));
            }
            _ => {}
        }
    }

    /// Whether the font of this number strikes through. There is none of number 4.
    fn strikes(&self, font: u16) -> bool {
        let at = usize::from(if font > 4 { font - 1 } else { font });
        self.fonts.get(at).copied().unwrap_or(false)
    }
}
