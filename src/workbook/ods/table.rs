//! A sheet while its elements go by.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::super::grid::{Frame, SheetBuilder};
use super::super::number_format::{Strike, Style};
use super::super::refusal::Fault;
use super::super::worded::Worded;
use super::super::xml::{Broken, Tag, Token, Tokens, unescaped};
use super::super::{Aside, AsideKind, Sheet, Visibility, limits, serial};
use super::styles::Styles;
use super::{number, picture, wanted};
use crate::bilingual;
use crate::cell::{Area, Cell, Content, GRID_COLUMNS, GRID_ROWS};
use crate::text::Bilingual;
use crate::text::texts::Text;

/// A sheet while its elements go by.
pub(super) struct Table<'styles, 'file> {
    styles: &'styles Styles,
    sheet: SheetBuilder<'file>,
    /// What the sheet has besides cells.
    pub(super) frame: Frame,
    /// Where the next row and column begin; at most behind the grid.
    row: u32,
    column: u32,
    /// The styles of columns for cells that name none: behind the last column of each.
    columns: Vec<(u32, Style)>,
    /// How often the row is repeated, and its cells with content: first column, how many, what.
    repeated: u32,
    cells: Vec<(u32, u32, Result<Content, Bilingual>, Style)>,
    /// Hidden rows, first and behind the last; cut to the rows with content at the end.
    hidden: Vec<(u32, u32)>,
    last_row: u32,
}

/// How a percentage is written whose style is not there: the cell says itself that it is one.
static PERCENTAGE: LazyLock<Arc<Worded>> = LazyLock::new(|| Arc::new(Worded::percentage()));

/// What paragraphs say.
#[derive(Default)]
pub(super) struct Said {
    pub(super) text: String,
    /// The first address behind them.
    link: Option<String>,
    /// Whether some of the text is struck through, and some is not.
    struck: bool,
    plain: bool,
}

impl<'styles, 'file> Table<'styles, 'file> {
    pub(super) fn new(styles: &'styles Styles, sheet: SheetBuilder<'file>) -> Self {
        Self {
            styles,
            sheet,
            frame: Frame::default(),
            row: 0,
            column: 0,
            columns: Vec::new(),
            repeated: 1,
            cells: Vec::new(),
            hidden: Vec::new(),
            last_row: 0,
        }
    }

    /// Reads the element that has just begun.
    pub(super) fn read(&mut self, tokens: &mut Tokens<'_>, element: &Tag<'_>) -> Result<(), Fault> {
        if element.is_empty {
            return Ok(());
        }
        loop {
            match wanted(tokens)? {
                Token::Start(tag) => match tag.name {
                    // No spreadsheet program writes one, and whose its rows are could not be told.
                    "table" => {
                        return Err(Fault::damaged(
                            "có bảng lồng trong một bảng khác",
                            "a table stands within another table",
                        ));
                    }
                    "table-column" => self.add_columns(&tag)?,
                    "table-row" => {
                        self.begin_row(&tag)?;
                        if tag.is_empty {
                            self.end_row()?;
                        }
                    }
                    "table-cell" | "covered-table-cell" => self.cell(tokens, &tag)?,
                    "shapes" if !tag.is_empty => self.shapes(tokens, &tag)?,
                    _ => {}
                },
                Token::End("table-row") => self.end_row()?,
                Token::End("table") => return Ok(()),
                _ => {}
            }
        }
    }

    /// The sheet as read.
    pub(super) fn finish(mut self, visibility: Visibility) -> Result<Sheet, Fault> {
        for (first, end) in std::mem::take(&mut self.hidden) {
            self.frame.hidden_rows.extend(first..end.min(self.last_row));
        }
        self.sheet.finish(visibility, self.frame)
    }

    fn add_columns(&mut self, tag: &Tag<'_>) -> Result<(), Fault> {
        let found = attributes(tag);
        let first = self.columns.last().map_or(0, |(end, _)| *end);
        let end = first.saturating_add(number(&found, "number-columns-repeated")?).min(GRID_COLUMNS);
        if is_hidden(&found) && end > first {
            self.frame.hide_columns(first, end - 1);
        }
        if self.columns.len() < GRID_COLUMNS as usize {
            self.columns.push((end, self.styles.cell(found.get("default-cell-style-name"))));
        }
        Ok(())
    }

    fn begin_row(&mut self, tag: &Tag<'_>) -> Result<(), Fault> {
        let found = attributes(tag);
        self.repeated = number(&found, "number-rows-repeated")?;
        self.column = 0;
        if is_hidden(&found) && self.hidden.len() < limits::CELLS {
            self.hidden.push((self.row, self.row.saturating_add(self.repeated)));
        }
        Ok(())
    }

    /// Writes the cells of the row out, as often as it is repeated.
    fn end_row(&mut self) -> Result<(), Fault> {
        let cells = std::mem::take(&mut self.cells);
        let end = self.row.saturating_add(self.repeated).min(GRID_ROWS);
        for row in self.row..end {
            if cells.is_empty() {
                break;
            }
            self.last_row = row + 1;
            for (first, count, content, style) in &cells {
                for column in *first..*first + *count {
                    match content {
                        Ok(content) => {
                            self.frame.tell_style(Cell::new(row, column), style, content);
                            self.sheet.put(row, column, content.clone())?;
                        }
                        Err(reason) => self.sheet.bad_cell(Some(Cell::new(row, column)), reason.clone())?,
                    }
                }
            }
        }
        self.row = end;
        Ok(())
    }

    fn cell(&mut self, tokens: &mut Tokens<'_>, tag: &Tag<'_>) -> Result<(), Fault> {
        let found = attributes(tag);
        let repeated = number(&found, "number-columns-repeated")?.min(GRID_COLUMNS.saturating_sub(self.column));
        let (across, down) = (number(&found, "number-columns-spanned")?, number(&found, "number-rows-spanned")?);
        let cell = Cell::new(self.row, self.column);
        if across > 1 || down > 1 {
            let last = (self.row.saturating_add(down) - 1, self.column.saturating_add(across) - 1);
            self.frame.merge((cell.row, cell.column), last)?;
        }
        let mut inside = self.inside(tokens, tag, cell)?;
        if let Some(target) = inside.link.take().filter(|target| !target.starts_with('#') && cell.is_in_grid()) {
            self.frame.link(Area::new(cell, cell), &target);
        }
        if let Some(content) = content(&found, std::mem::take(&mut inside.text))? {
            let of_column = || {
                let at = self.columns.partition_point(|(end, _)| *end <= self.column);
                self.columns.get(at).map(|(_, style)| style.clone())
            };
            let style = match found.get("style-name") {
                Some(name) => self.styles.cell(Some(name)),
                None => of_column().unwrap_or_default(),
            };
            let mut style = style.with(Strike::of(inside.struck, inside.plain));
            if found.get("value-type") == Some(&"percentage") && style.worded.is_none() {
                style.worded = Some(Arc::clone(&PERCENTAGE));
            }
            self.cells.push((self.column, repeated, content, style));
        }
        self.column += repeated;
        Ok(())
    }

    /// What stands in the cell element: its paragraphs; comments and boxes are kept apart.
    fn inside(&mut self, tokens: &mut Tokens<'_>, element: &Tag<'_>, cell: Cell) -> Result<Said, Fault> {
        let mut inside = Said::default();
        if element.is_empty {
            return Ok(inside);
        }
        let mut is_first = true;
        loop {
            match wanted(tokens)? {
                Token::Start(tag) => match tag.name {
                    "p" | "h" => {
                        if !std::mem::take(&mut is_first) {
                            inside.text.push('\n');
                        }
                        paragraph(tokens, &tag, self.styles, &mut inside)?;
                    }
                    "table" => {
                        return Err(Fault::damaged(
                            "có bảng lồng trong một bảng khác",
                            "a table stands within another table",
                        ));
                    }
                    // What they hold are paragraphs.
                    "list" | "list-item" | "list-header" | "section" => {}
                    _ if tag.is_empty => {}
                    name => {
                        let kind = if name == "annotation" { AsideKind::Comment } else { AsideKind::TextBox };
                        let mut text = String::new();
                        if paragraphs(tokens, &tag, &mut text)? {
                            picture::add(&mut self.frame.pictures, &tag, Some(cell));
                        }
                        Aside::push(&mut self.frame.asides, kind, Some(cell).filter(Cell::is_in_grid), &text);
                    }
                },
                Token::End(name) if name == element.name => return Ok(inside),
                _ => {}
            }
        }
    }

    /// The boxes that lie upon the sheet.
    fn shapes(&mut self, tokens: &mut Tokens<'_>, element: &Tag<'_>) -> Result<(), Fault> {
        loop {
            match wanted(tokens)? {
                Token::Start(tag) if !tag.is_empty => {
                    let mut text = String::new();
                    if paragraphs(tokens, &tag, &mut text)? {
                        picture::add(&mut self.frame.pictures, &tag, None);
                    }
                    Aside::push(&mut self.frame.asides, AsideKind::TextBox, None, &text);
                }
                Token::End(name) if name == element.name => return Ok(()),
                _ => {}
            }
        }
    }
}

/// The attributes by their local names, as written.
fn attributes<'x>(tag: &Tag<'x>) -> BTreeMap<&'x str, &'x str> {
    let mut found = BTreeMap::new();
    for (name, value) in tag.attributes() {
        match name.rsplit_once(':') {
            // LibreOffice's own kind knows errors, which the standard's does not.
            Some(("calcext", local)) => _ = (local == "value-type").then(|| found.insert("calcext:value-type", value)),
            Some((_, local)) => _ = found.entry(local).or_insert(value),
            None => _ = found.entry(name).or_insert(value),
        }
    }
    found
}

/// What a cell with these attributes and this text holds; or why that cannot be said.
fn content(found: &BTreeMap<&str, &str>, text: String) -> Result<Option<Result<Content, Bilingual>>, Fault> {
    let decoded = |name: &str| found.get(name).map(|value| unescaped(value)).transpose();
    let is_error = found.get("calcext:value-type").is_some_and(|kind| *kind == "error");
    let has_formula = found.get("formula").is_some_and(|formula| !formula.is_empty());
    // LibreOffice stores an error as its text.
    if (is_error || has_formula) && is_error_text(&text) {
        return Ok(Some(Ok(Content::Error(text.into()))));
    }
    Ok(Some(match found.get("value-type").copied() {
        Some("float" | "percentage" | "currency") => {
            let written = decoded("value")?.unwrap_or_default();
            match written.trim().parse::<f64>() {
                Ok(number) if number.is_finite() => Ok(Content::Number(number)),
                _ => Err(bilingual!("«{written}» không phải là số", "“{written}” is no number")),
            }
        }
        Some("date") => {
            let written = decoded("date-value")?.unwrap_or_default();
            serial::iso_date_time(&written).map(Content::Date).ok_or_else(|| serial::not_a_date(&written))
        }
        Some("time") => {
            let written = decoded("time-value")?.unwrap_or_default();
            Ok(serial::iso_days(&written).map_or_else(|| Content::Text(written.into()), Content::Number))
        }
        Some("boolean") => {
            Ok(Content::Flag(found.get("boolean-value").is_some_and(|value| *value == "true" || *value == "TRUE")))
        }
        Some("string") => Ok(Content::Text(decoded("string-value")?.map_or_else(|| text.into(), Text::from))),
        _ if has_formula => Ok(Content::Uncalculated(decoded("formula")?.unwrap_or_default().into())),
        // Programs that write no kind write texts; LibreOffice shows them.
        _ if !text.trim().is_empty() => Ok(Content::Text(text.into())),
        _ => return Ok(None),
    }))
}

/// `#DIV/0!`, `Err:502` and the like, as LibreOffice writes them.
fn is_error_text(text: &str) -> bool {
    text.strip_prefix("Err:").is_some_and(|code| !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit()))
        || text.starts_with('#') && text.ends_with(['!', '?', 'A']) && !text.contains(' ')
}

fn is_hidden(found: &BTreeMap<&str, &str>) -> bool {
    found.get("visibility").is_some_and(|visibility| matches!(*visibility, "collapse" | "filter"))
}

/// Adds what a paragraph that has just begun says.
pub(super) fn paragraph(
    tokens: &mut Tokens<'_>,
    element: &Tag<'_>,
    styles: &Styles,
    said: &mut Said,
) -> Result<(), Fault> {
    if element.is_empty {
        return Ok(());
    }
    // Of the paragraph and of each span that is open, whether it is struck through.
    let mut strikes = vec![styles.strikes(element)];
    loop {
        let from = said.text.len();
        match wanted(tokens)? {
            Token::Text(text) => said.text.push_str(&unescaped(text)?),
            Token::Data(text) => said.text.push_str(text),
            Token::Start(tag) => match tag.name {
                "span" if !tag.is_empty => strikes.push(styles.strikes(&tag)),
                "s" => {
                    let count = tag.attribute("c").and_then(|count| count.trim().parse().ok()).unwrap_or(1usize);
                    // No more than a cell can hold, and one more so that the cut is noticed.
                    let room = (limits::CELL_CHARACTERS + 1).saturating_sub(from);
                    said.text.extend(std::iter::repeat_n(' ', count.min(room)));
                }
                "tab" => said.text.push('\t'),
                "line-break" => said.text.push('\n'),
                "a" => said.link = said.link.take().or_else(|| tag.attribute("href").map(Cow::into_owned)),
                "annotation" => tokens.skip(&tag)?,
                _ => {}
            },
            Token::End(name) if name == element.name => return Ok(()),
            Token::End("span") => _ = strikes.pop(),
            Token::End(_) => {}
        }
        // A line through blanks is nothing that anybody sees.
        if !said.text[from..].trim().is_empty() {
            *(if strikes.contains(&true) { &mut said.struck } else { &mut said.plain }) = true;
        }
    }
}

/// Adds all paragraphs within the element that has just begun, a line each, and tells whether it is a frame with a picture. The picture
/// of an object, such as a chart, is none.
pub(super) fn paragraphs(tokens: &mut Tokens<'_>, element: &Tag<'_>, into: &mut String) -> Result<bool, Fault> {
    let (mut depth, mut said, styles) = (1usize, Said::default(), Styles::default());
    let (mut is_picture, mut is_object) = (false, false);
    loop {
        match tokens.next()?.ok_or(Broken)? {
            Token::Start(tag) if tag.name == "p" => {
                paragraph(tokens, &tag, &styles, &mut said)?;
                said.text.push('\n');
            }
            Token::Start(tag) => {
                depth += usize::from(tag.name == element.name && !tag.is_empty);
                is_picture |= tag.name == "image";
                is_object |= matches!(tag.name, "object" | "object-ole");
            }
            Token::End(name) if name == element.name => {
                depth -= 1;
                if depth == 0 {
                    into.push_str(&said.text);
                    return Ok(is_picture && !is_object && element.name == "frame");
                }
            }
            _ => {}
        }
    }
}
