//! A sheet's part, gone through once: rows, cells in their long and short forms, merged regions, what is hidden, addresses
//! behind cells, print header and footer.

use super::super::binary::{error_name, f64_at, rk, u32_at};
use super::super::grid::{Frame, SheetBuilder, cut};
use super::super::number_format::{Shows, Strike, number_content};
use super::super::package::Relations;
use super::super::refusal::{CUT_SHORT, Fault, NO_SUCH_STRING, no_such_error};
use super::super::{Aside, AsideKind, Sheet, Visibility};
use super::Book;
use super::records::{Records, damaged, wide_text};
use crate::bilingual;
use crate::cell::{Area, Cell, Content, GRID_COLUMNS, GRID_ROWS};
use crate::text::Bilingual;

/// A sheet while its records go by.
pub(super) struct Reader<'book, 'file> {
    book: &'book Book,
    relations: &'book Relations,
    sheet: SheetBuilder<'file>,
    /// What the sheet has besides cells.
    pub(super) frame: Frame,
    row: u32,
    /// Where a cell in the short form stands.
    next_column: u32,
}

impl<'book, 'file> Reader<'book, 'file> {
    /// Begins to read a sheet with these relations.
    pub(super) fn new(book: &'book Book, relations: &'book Relations, sheet: SheetBuilder<'file>) -> Self {
        Self { book, relations, sheet, frame: Frame::default(), row: 0, next_column: 0 }
    }

    /// Reads its part.
    pub(super) fn read(mut self, part: &[u8], visibility: Visibility) -> Result<Sheet, Fault> {
        let mut records = Records::new(part);
        while let Some((kind, data)) = records.next()? {
            match kind {
                0x0000 => self.begin_row(data)?,
                // BrtCellBlank to BrtFmlaError, and BrtCellRString: column and style take eight bytes.
                0x0001..=0x000b | 0x003e => {
                    let column = data.get(..4).map(|column| u32_at(column, 0)).ok_or_else(damaged)?;
                    self.cell(kind, column, data.get(4..8), data.get(8..))?;
                }
                // BrtShortBlank to BrtShortIsst stand in the order of what they are short for. SheetJS and Aspose write them for
                // every cell but the first of a row.
                0x000c..=0x0012 => self.cell(kind - 0x000b, self.next_column, data.get(..4), data.get(4..))?,
                // BrtMergeCell: first and last row, first and last column.
                0x00b0 if data.len() >= 16 => {
                    self.frame.merge((u32_at(data, 0), u32_at(data, 8)), (u32_at(data, 4), u32_at(data, 12)))?;
                }
                // BrtColInfo, fHidden
                0x003c if data.len() >= 18 && data[16] & 1 != 0 => {
                    self.frame.hide_columns(u32_at(data, 0), u32_at(data, 4));
                }
                // BrtHLink: the area as for merged cells, then the relation.
                0x01ee if data.len() > 16 => {
                    let relation = wide_text(&mut &data[16..]).and_then(|id| self.relations.get(&id));
                    let first = Cell::new(u32_at(data, 0), u32_at(data, 8));
                    let last = Cell::new(u32_at(data, 4), u32_at(data, 12));
                    if let Some(relation) = relation.filter(|_| first.is_in_grid() && last.is_in_grid()) {
                        self.frame.link(Area::new(first, last), &relation.target);
                    }
                }
                // BrtBeginHeaderFooter: flags, then header and footer three times.
                0x01df if data.len() > 2 => {
                    let mut rest = &data[2..];
                    for kind in [AsideKind::Header, AsideKind::Footer].into_iter().cycle().take(6) {
                        let Some(written) = wide_text(&mut rest) else { break };
                        Aside::push_printed(&mut self.frame.asides, kind, &written);
                    }
                }
                _ => {}
            }
        }
        self.sheet.finish(visibility, self.frame)
    }

    fn begin_row(&mut self, data: &[u8]) -> Result<(), Fault> {
        self.row = data.get(..4).map(|row| u32_at(row, 0)).ok_or_else(damaged)?;
        self.next_column = 0;
        if self.row >= GRID_ROWS {
            return Err(Fault::damaged(
                format!("có dòng số {}, nằm ngoài trang tính", u64::from(self.row) + 1),
                format!("there is a row {}, outside the sheet", u64::from(self.row) + 1),
            ));
        }
        // fDyZero
        if data.len() >= 12 && data[11] & 0x10 != 0 {
            self.frame.hidden_rows.push(self.row);
        }
        Ok(())
    }

    fn cell(&mut self, kind: u16, column: u32, style: Option<&[u8]>, value: Option<&[u8]>) -> Result<(), Fault> {
        self.next_column = column.saturating_add(1);
        let (row, cell) = (self.row, (column < GRID_COLUMNS).then(|| Cell::new(self.row, column)));
        let (Some(style), Some(value)) = (style, value) else { return self.sheet.bad_cell(cell, CUT_SHORT) };
        let style = self.book.styles.get((u32_at(style, 0) & 0x00ff_ffff) as usize).cloned().unwrap_or_default();
        let (content, style) = match self.content(kind, value, style.shows) {
            Ok(Some(content)) => (content, style.with(self.strike(kind, value))),
            Ok(None) => return Ok(()),
            Err(reason) => return self.sheet.bad_cell(cell, reason),
        };
        if let Some(cell) = cell {
            self.frame.tell_style(cell, &style, &content);
        }
        self.sheet.put(row, column, content)
    }

    /// How much of a text from the shared strings is struck through.
    fn strike(&self, kind: u16, value: &[u8]) -> Strike {
        let number = value.get(..4).filter(|_| kind == 0x0007).map(|number| u32_at(number, 0) as usize);
        number.and_then(|number| self.book.strings.get(number)).map_or(Strike::None, |(_, strike)| *strike)
    }

    /// What a cell of this kind holds, in the long form's numbering; or why that cannot be said.
    fn content(&self, kind: u16, value: &[u8], shows: Shows) -> Result<Option<Content>, Bilingual> {
        let first = |count: usize| value.get(..count).ok_or(CUT_SHORT);
        let number = |number: f64| number_content(number, shows, self.book.is_1904).map(Some);
        match kind {
            0x0001 => Ok(None),
            0x0002 => number(rk(u32_at(first(4)?, 0))),
            0x0003 | 0x000b => match error_name(first(1)?[0]) {
                Some(name) => Ok(Some(Content::Error(name.into()))),
                None => Err(no_such_error(value[0])),
            },
            0x0004 | 0x000a => Ok(Some(Content::Flag(first(1)?[0] != 0))),
            0x0005 | 0x0009 => number(f64_at(first(8)?, 0)),
            0x0007 => match self.book.strings.get(u32_at(first(4)?, 0) as usize) {
                Some((text, _)) => Ok(Some(Content::Text(cut(text).into()))),
                None => Err(NO_SUCH_STRING),
            },
            // A rich text begins with its flags.
            0x003e => wide_text(&mut value.get(1..).ok_or(CUT_SHORT)?)
                .map(|text| Some(Content::Text(text.into())))
                .ok_or(CUT_SHORT),
            0x0006 | 0x0008 => wide_text(&mut &*value).map(|text| Some(Content::Text(text.into()))).ok_or(CUT_SHORT),
            other => Err(bilingual!("kiểu ô {other} không có trong Excel", "Excel has no cells of type {other}")),
        }
    }
}
