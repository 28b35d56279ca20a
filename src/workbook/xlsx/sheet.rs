//! A sheet's part, gone through once: cells with their addresses, merged regions, what is hidden and what is struck through.
//! What is wrong with a cell is told at the cell, and the rest is read.

use std::borrow::Cow;
use std::collections::hash_map::Entry;

use super::super::grid::{Frame, SheetBuilder, cut};
use super::super::number_format::{Shows, Strike, number_content};
use super::super::package::Relations;
use super::super::pieces::{Piece, Pieces};
use super::super::refusal::{Fault, NO_SUCH_STRING, words};
use super::super::xml::{Broken, Tag, Token, Tokens, unescaped};
use super::super::{Aside, AsideKind, Sheet, Visibility, serial};
use super::strings::{RichText, decoded, trimmed};
use super::{Book, address, damaged, is_true};
use crate::cell::{Area, Cell, Content, GRID_ROWS, LONGEST_ADDRESS};
use crate::text::Bilingual;
use crate::text::hashed::{HashMap, RandomState};
use crate::text::texts::Text;

/// A sheet while its part goes by.
pub(super) struct Reader<'b, 'file> {
    book: &'b Book,
    relations: &'b Relations,
    sheet: SheetBuilder<'file>,
    /// What the sheet has besides cells.
    pub(super) frame: Frame,
    /// Where a cell stands that does not say so.
    row: u32,
    column: u32,
    /// The text of formulas that several cells share, as written, by their number.
    shared: HashMap<Box<str>, Box<str>>,
    rich: RichText,
    is_worksheet: bool,
    /// The pieces so far end within the rows.
    is_within_rows: bool,
    has_end: bool,
}

/// A piece of the part while it goes by.
struct Passage<'x, 'r, 'b, 'file> {
    tokens: Tokens<'x>,
    is_last: bool,
    /// Texts in cells by what is written for them: a sheet repeats its texts.
    texts: HashMap<&'x str, Text>,
    to: &'r mut Reader<'b, 'file>,
}

/// So many texts in cells are kept; longer ones than these bytes are hardly ever repeated.
const KEPT: usize = 16_384;
const LONGEST_KEPT: usize = 1_024;
/// A small form has hardly more.
const FEW: usize = 256;

/// The attributes of a cell's tag: its address, its style and its kind.
const CELL: [u8; 3] = *b"rst";

/// What a cell element holds.
#[derive(Default)]
struct Parts<'x> {
    value: Option<Cow<'x, str>>,
    formula: Option<Formula<'x>>,
    /// The text in the cell itself, and how much of it is struck through.
    inline: Option<(Text, Strike)>,
}

/// The formula of a cell as written, see [`unescaped`].
#[derive(Clone, Copy)]
enum Formula<'x> {
    Own(&'x str),
    /// That of other cells, by its number.
    Shared(&'x str),
}

impl<'b, 'file> Reader<'b, 'file> {
    /// Begins to read the part of a worksheet, which has these relations, into this sheet.
    pub(super) fn new(book: &'b Book, relations: &'b Relations, sheet: SheetBuilder<'file>) -> Self {
        Self {
            book,
            relations,
            sheet,
            frame: Frame::default(),
            row: 0,
            column: 0,
            shared: HashMap::default(),
            rich: RichText::default(),
            is_worksheet: false,
            is_within_rows: false,
            has_end: false,
        }
    }

    /// Reads all of it.
    pub(super) fn read(mut self, mut part: Pieces<'_>, visibility: Visibility) -> Result<Sheet, Fault> {
        while let Some(Piece { text, is_last }) = part.next()? {
            let texts = HashMap::with_capacity_and_hasher(FEW, RandomState::default());
            let mut piece = Passage { tokens: Tokens::new(text), is_last, texts, to: &mut self };
            piece.read()?;
        }
        if !self.is_worksheet {
            return Err(Fault::damaged("trang tính không có nội dung", "the sheet has no content"));
        }
        if !self.has_end {
            return Err(cut_short());
        }
        self.sheet.finish(visibility, self.frame)
    }

    /// The text of a formula.
    fn formula<'f>(&'f self, formula: Formula<'f>) -> &'f str {
        match formula {
            Formula::Own(text) => text,
            Formula::Shared(number) => self.shared.get(number).map_or("", |text| text),
        }
    }
}

fn cut_short() -> Fault {
    Fault::incomplete("phần dữ liệu của trang tính bị cắt cụt", "the data of the sheet is cut short")
}

impl<'x> Passage<'x, '_, '_, '_> {
    fn read(&mut self) -> Result<(), Fault> {
        if self.to.is_within_rows {
            self.rows()?;
        }
        while let Some(token) = self.tokens.next()? {
            match token {
                Token::Start(tag) => match tag.name {
                    "worksheet" => self.to.is_worksheet = true,
                    "col" => self.columns(&tag),
                    // A second one is no valid sheet, but its rows are there.
                    "sheetData" if !tag.is_empty => self.rows()?,
                    "mergeCell" => {
                        if let Some(area) = tag.attribute("ref").and_then(|area| address::area(&area)) {
                            let (first, last) = (area.first, area.last);
                            self.to.frame.merge((first.row, first.column), (last.row, last.column))?;
                        }
                    }
                    "hyperlink" => self.link(&tag),
                    "oddHeader" | "evenHeader" | "firstHeader" => self.printed(&tag, AsideKind::Header)?,
                    "oddFooter" | "evenFooter" | "firstFooter" => self.printed(&tag, AsideKind::Footer)?,
                    _ => {}
                },
                Token::End("worksheet") => self.to.has_end = true,
                _ => {}
            }
        }
        Ok(())
    }

    fn columns(&mut self, tag: &Tag<'_>) {
        if !tag.attribute("hidden").is_some_and(|it| is_true(&it)) {
            return;
        }
        let number = |name: &str| tag.attribute(name)?.trim().parse::<u32>().ok()?.checked_sub(1);
        if let (Some(first), Some(last)) = (number("min"), number("max")) {
            self.to.frame.hide_columns(first, last);
        }
    }

    /// An address behind cells. One within the workbook is none that others could open.
    fn link(&mut self, tag: &Tag<'_>) {
        let target =
            tag.attribute("id").and_then(|id| self.to.relations.get(&*id)).map(|relation| relation.target.as_str());
        if let (Some(area), Some(target)) = (tag.attribute("ref").and_then(|area| address::area(&area)), target) {
            self.to.frame.link(area, target);
        }
    }

    fn printed(&mut self, tag: &Tag<'x>, kind: AsideKind) -> Result<(), Fault> {
        let written = self.tokens.text_of(tag)?;
        Aside::push_printed(&mut self.to.frame.asides, kind, &written);
        Ok(())
    }

    fn rows(&mut self) -> Result<(), Fault> {
        loop {
            if let Some((written, is_empty)) = self.tokens.plain_tag(b'c', CELL) {
                self.cell(written, is_empty)?;
                continue;
            }
            match self.tokens.next()? {
                None if self.is_last => return Err(cut_short()),
                None => {
                    self.to.is_within_rows = true;
                    return Ok(());
                }
                Some(Token::Start(tag)) => match tag.name {
                    "c" => {
                        let written = |wanted: u8| tag.attributes().filter(|it| it.0.as_bytes() == [wanted]).last();
                        self.cell(CELL.map(|name| written(name).map(|(_, value)| value)), tag.is_empty)?;
                    }
                    "row" => {
                        self.begin_row(&tag)?;
                        if tag.is_empty {
                            self.end_row();
                        }
                    }
                    _ => {}
                },
                Some(Token::End("row")) => self.end_row(),
                Some(Token::End("sheetData")) => {
                    self.to.is_within_rows = false;
                    return Ok(());
                }
                Some(_) => {}
            }
        }
    }

    fn begin_row(&mut self, tag: &Tag<'_>) -> Result<(), Fault> {
        let mut hidden = false;
        for (name, value) in tag.attributes() {
            match name {
                "r" => match value.parse::<u32>().ok().and_then(|row| row.checked_sub(1)) {
                    Some(row) => self.to.row = row,
                    None => self.to.sheet.bad_cell(None, no_address(value))?,
                },
                "hidden" => hidden = is_true(value),
                _ => {}
            }
        }
        if hidden && self.to.row < GRID_ROWS {
            self.to.frame.hidden_rows.push(self.to.row);
        }
        Ok(())
    }

    fn end_row(&mut self) {
        self.to.row = self.to.row.saturating_add(1);
        self.to.column = 0;
    }

    /// Reads a cell whose tag has these attributes.
    fn cell(&mut self, [written, style, kind]: [Option<&'x str>; 3], is_empty: bool) -> Result<(), Fault> {
        let kind = kind.unwrap_or_default();
        let parts = if is_empty { Parts::default() } else { self.parts()? };
        let cell = match written {
            None => Some(Cell::new(self.to.row, self.to.column)),
            Some(written) => Cell::parse(written),
        };
        let Some(cell) = cell else { return self.misplaced(written.unwrap_or_default()) };
        self.to.column = cell.column + 1;
        if let Some(target) = parts.formula.and_then(|formula| linked(self.to.formula(formula))) {
            self.to.frame.link(Area::new(cell, cell), &target);
        }
        let style = style.map_or_else(Default::default, |style| {
            self.to.book.styles.get(style.parse::<usize>().unwrap_or(usize::MAX))
        });
        let (content, strike) = match self.content(kind, parts, style.shows)? {
            Ok(Some(content)) => content,
            Ok(None) => return Ok(()),
            Err(reason) => return self.to.sheet.bad_cell(Some(cell), reason),
        };
        let style = style.with(strike);
        self.to.frame.tell_style(cell, &style, &content);
        self.to.sheet.put(cell.row, cell.column, content)
    }

    /// An address outside the grid, or none at all.
    fn misplaced(&mut self, written: &str) -> Result<(), Fault> {
        if written.len() > LONGEST_ADDRESS {
            // Nobody's program writes one: such a file wants a reader's arithmetic to wrap.
            let shown: String = written.chars().take(40).collect();
            return Err(Fault::damaged(
                format!("địa chỉ ô «{shown}» nằm ngoài trang tính"),
                format!("the cell address “{shown}” lies outside the sheet"),
            ));
        }
        self.to.sheet.bad_cell(None, no_address(written))
    }

    /// What stands in the cell element that has just begun.
    fn parts(&mut self) -> Result<Parts<'x>, Fault> {
        let mut parts = Parts::default();
        // As most cells are written.
        if let Some(written) = self.tokens.between("<is><t>", "</t></is></c>") {
            parts.inline = Some((self.text(written)?, Strike::None));
            return Ok(parts);
        }
        if let Some(written) = self.tokens.between("<v>", "</v></c>") {
            parts.value = Some(unescaped(written)?);
            return Ok(parts);
        }
        loop {
            match self.tokens.next()?.ok_or(Broken)? {
                Token::Start(tag) => match tag.name {
                    "v" => parts.value = Some(self.tokens.text_of(&tag)?),
                    "f" => parts.formula = self.formula(&tag)?.or(parts.formula),
                    "is" => {
                        self.to.rich.read(&mut self.tokens, &tag)?;
                        parts.inline = Some((cut(&self.to.rich.text).into(), self.to.rich.strike));
                    }
                    _ => self.tokens.skip(&tag)?,
                },
                Token::End("c") => return Ok(parts),
                _ => {}
            }
        }
    }

    /// A text in a cell, of which this is written.
    fn text(&mut self, written: &'x str) -> Result<Text, Broken> {
        let read = || {
            let read = || Some(Text::look_at(cut(&decoded(trimmed(&unescaped(written).ok()?)))));
            Text::of_written(written, read).ok_or(Broken)
        };
        if written.len() > LONGEST_KEPT {
            return read();
        }
        let has_room = self.texts.len() < KEPT;
        match self.texts.entry(written) {
            Entry::Occupied(known) => Ok(known.get().clone()),
            Entry::Vacant(place) if has_room => Ok(place.insert(read()?).clone()),
            Entry::Vacant(_) => read(),
        }
    }

    /// The formula in an `f` element; that of the first cell for one that cells share.
    fn formula(&mut self, element: &Tag<'x>) -> Result<Option<Formula<'x>>, Fault> {
        let mut text = "";
        if !element.is_empty {
            loop {
                match self.tokens.next()?.ok_or(Broken)? {
                    Token::Text(written) | Token::Data(written) if text.is_empty() => text = written,
                    Token::End(name) if name == element.name => break,
                    _ => {}
                }
            }
        }
        let number = element.attributes().find(|(name, _)| *name == "si").map(|(_, number)| number);
        Ok(Some(match (number, text) {
            (Some(number), "") => Formula::Shared(number),
            (Some(number), text) => {
                self.to.sheet.hold(text.len())?;
                self.to.shared.insert(number.into(), text.into());
                Formula::Own(text)
            }
            (None, text) => Formula::Own(text),
        }))
    }

    /// What a cell of this kind holds, and how much of its text is struck through; or why that cannot be said.
    fn content(&self, kind: &str, parts: Parts<'x>, shows: Shows) -> Result<Held, Fault> {
        if let Some((text, strike)) = parts.inline {
            return Ok(Ok(Some((Content::Text(text), strike))));
        }
        match (parts.value, parts.formula) {
            // An empty text is a value that the formula has; an empty number is none.
            (Some(value), _) if !value.is_empty() || kind == "str" => Ok(self.valued(kind, value, shows)),
            (_, Some(formula)) => Ok(plain(Content::Uncalculated(unescaped(self.to.formula(formula))?.into()))),
            (_, None) => Ok(Ok(None)),
        }
    }

    fn valued(&self, kind: &str, value: Cow<'x, str>, shows: Shows) -> Held {
        match kind {
            "s" => match value.parse::<usize>().ok().and_then(|number| self.to.book.strings.get(number)) {
                Some((text, strike)) => Ok(Some((Content::Text(text), strike))),
                None => Err(NO_SUCH_STRING),
            },
            "" | "n" => match value.parse::<f64>() {
                Ok(number) => plain(number_content(number, shows, self.to.book.is_1904)?),
                // Some programs leave the kind out.
                Err(_) if kind.is_empty() => plain(Content::Text(value.into())),
                Err(_) => Err(damaged(&value)),
            },
            // Some programs say that the text stands in the cell and write it as a value.
            "str" | "inlineStr" | "is" => plain(Content::Text(decoded(&value).into())),
            "b" => match value.trim().to_ascii_lowercase().as_str() {
                "" => Ok(None),
                "0" | "false" => plain(Content::Flag(false)),
                "1" | "true" => plain(Content::Flag(true)),
                _ => Err(damaged(&value)),
            },
            "e" if value.starts_with('#') => plain(Content::Error(value.into())),
            "e" => Err(damaged(&value)),
            "d" => match serial::iso_date_time(&value) {
                Some(moment) => plain(Content::Date(moment)),
                None => Err(serial::not_a_date(&value)),
            },
            other => Err(words(
                format!("kiểu ô «{other}» không có trong Excel"),
                format!("Excel has no cells of type “{other}”"),
            )),
        }
    }
}

/// What a cell holds, and how much of its text is struck through; or why that cannot be said.
type Held = Result<Option<(Content, Strike)>, Bilingual>;

fn plain(content: Content) -> Held {
    Ok(Some((content, Strike::None)))
}

/// The address in a formula such as `HYPERLINK("https://…","Xem tại đây")`.
fn linked(formula: &str) -> Option<String> {
    let formula = unescaped(formula.trim_start().strip_prefix("HYPERLINK(")?).ok()?;
    let (target, _) = formula.trim_start().strip_prefix('"')?.split_once('"')?;
    (!target.is_empty() && !target.starts_with('#')).then(|| target.to_owned())
}

fn no_address(written: &str) -> Bilingual {
    words(format!("địa chỉ «{written}» không phải của một ô"), format!("the address “{written}” is not one of a cell"))
}
