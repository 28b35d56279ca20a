//! Goes through the text of a document once and gives its paragraphs and tables. Everything that may stand within something of its own
//! kind (tables in cells, boxes in paragraphs, fields in fields) is followed to a depth, and what lies deeper is passed over.

use super::super::limits;
use super::super::package::Relations;
use super::super::refusal::Fault;
use super::super::xml::{Tag, Token, Tokens, unescaped};
use super::lists::{Lists, Numbered};
use super::run::{Paragraph, Run, address, is_on, is_restart, number, symbol};
use super::table::{COLUMNS, Merge, Table, Written, WrittenCell};
use crate::text::Bilingual;

/// A part of a document.
#[derive(Clone, Debug)]
pub(super) enum Block {
    Paragraph(Paragraph),
    Table(Table),
}

/// Pieces of text that were changed while changes were tracked.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Changes {
    pub(super) deleted: usize,
    pub(super) inserted: usize,
}

/// A document while its elements go by.
pub(super) struct Reader<'x, 'd> {
    tokens: Tokens<'x>,
    lists: &'d mut Lists,
    relations: &'d Relations,
    pub(super) changes: Changes,
    /// For each field that is open, whether it still tells what it is, rather than what it says.
    fields: Vec<bool>,
    /// A field that hides what stands behind it has no end.
    pub(super) has_open_field: bool,
    /// What the boxes and large tables within the element at hand hold: it follows that.
    pending: Vec<Block>,
    cells: usize,
    bytes: usize,
    depth: usize,
}

/// Tables in cells and boxes in paragraphs are followed so deep.
const DEPTH: usize = 12;
/// Fields within fields.
const FIELDS: usize = 64;
/// A table within a cell that has fewer columns or rows belongs to the text of the cell.
const OWN_TABLE: (u32, usize) = (4, 2);

impl<'x, 'd> Reader<'x, 'd> {
    pub(super) fn new(part: &'x str, lists: &'d mut Lists, relations: &'d Relations) -> Self {
        Self {
            tokens: Tokens::new(part),
            lists,
            relations,
            changes: Changes::default(),
            fields: Vec::new(),
            has_open_field: false,
            pending: Vec::new(),
            cells: 0,
            bytes: 0,
            depth: 0,
        }
    }

    /// All of the part: its root element is the body, or that of a header, a footer or notes.
    pub(super) fn document(&mut self) -> Result<Vec<Block>, Fault> {
        while let Some(token) = self.tokens.next()? {
            if let Token::Start(tag) = token
                && matches!(tag.name, "body" | "hdr" | "ftr" | "footnotes" | "endnotes")
                && !tag.is_empty
            {
                let blocks = self.blocks(tag.name)?;
                self.end_fields(0);
                return Ok(blocks);
            }
        }
        Err(Fault::damaged("văn bản Word không có phần nội dung", "the Word document has no body"))
    }

    /// The blocks up to the end of the element of this name, which has just begun.
    fn blocks(&mut self, end: &str) -> Result<Vec<Block>, Fault> {
        let (mut blocks, mut placeholder) = (Vec::new(), false);
        loop {
            match self.wanted()? {
                Token::Start(tag) => match tag.name {
                    "p" => {
                        let paragraph = self.paragraph(&tag)?;
                        blocks.push(Block::Paragraph(paragraph));
                        blocks.append(&mut self.pending);
                    }
                    "tbl" if self.depth < DEPTH => {
                        let outside = std::mem::take(&mut self.pending);
                        let table = self.deeper(|reader| reader.table(&tag))?;
                        blocks.push(Block::Table(table));
                        blocks.append(&mut self.pending);
                        self.pending = outside;
                    }
                    "tbl" | "sectPr" | "tcPr" | "Fallback" => self.tokens.skip(&tag)?,
                    "sdtPr" => placeholder = self.shows_placeholder(&tag)?,
                    "sdtContent" if std::mem::take(&mut placeholder) => self.tokens.skip(&tag)?,
                    _ => self.changed(&tag)?,
                },
                Token::End(name) if name == end => return Ok(blocks),
                _ => {}
            }
        }
    }

    /// Follows an element of its own kind.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        self.depth += 1;
        let done = read(self);
        self.depth -= 1;
        done
    }

    /// Counts a tracked change; passes over what is deleted, and goes into what is inserted or anything else.
    fn changed(&mut self, tag: &Tag<'_>) -> Result<(), Fault> {
        match tag.name {
            "del" | "moveFrom" => {
                self.changes.deleted += 1;
                self.tokens.skip(tag)?;
            }
            "ins" | "moveTo" => self.changes.inserted += 1,
            _ => {}
        }
        Ok(())
    }

    /// Whether a content control shows no more than what is to be filled in.
    fn shows_placeholder(&mut self, properties: &Tag<'_>) -> Result<bool, Fault> {
        let mut shows = false;
        self.each_within(properties, |tag| shows |= tag.name == "showingPlcHdr" && is_on(tag))?;
        Ok(shows)
    }

    /// Shows each start tag within the element that has just begun. What it was before a tracked change is passed over.
    fn each_within(&mut self, element: &Tag<'_>, mut see: impl FnMut(&Tag<'_>)) -> Result<(), Fault> {
        if element.is_empty {
            return Ok(());
        }
        loop {
            match self.wanted()? {
                Token::Start(tag) if tag.name.ends_with("PrChange") => self.tokens.skip(&tag)?,
                Token::Start(tag) => see(&tag),
                Token::End(name) if name == element.name => return Ok(()),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, element: &Tag<'_>) -> Result<Paragraph, Fault> {
        let (mut paragraph, mut numbered) = (Paragraph::default(), Numbered::default());
        let mut run = Run::default();
        let mut placeholder = false;
        if element.is_empty {
            return Ok(paragraph);
        }
        loop {
            match self.wanted()? {
                Token::Start(tag) => match tag.name {
                    "pPr" => self.properties(&tag, &mut paragraph, &mut numbered)?,
                    "r" => run = Run::default(),
                    "rPr" => self.each_within(&tag, |tag| run.take(tag))?,
                    "sdtPr" => placeholder = self.shows_placeholder(&tag)?,
                    "sdtContent" if std::mem::take(&mut placeholder) => self.tokens.skip(&tag)?,
                    "hyperlink" => self.link(&tag, &mut paragraph),
                    "drawing" | "pict" | "object" => self.boxes(&tag)?,
                    "t" | "instrText" | "tab" | "ptab" | "br" | "cr" | "noBreakHyphen" | "sym" => {
                        self.piece(&tag, run, &mut paragraph)?;
                    }
                    "fldChar" => self.field(&tag, run, &mut paragraph)?,
                    "rt" | "Fallback" | "delText" => self.tokens.skip(&tag)?,
                    _ => self.changed(&tag)?,
                },
                Token::End("p") => break,
                _ => {}
            }
        }
        if let Some(label) = self.lists.number(&numbered) {
            paragraph.text = format!("{label} {}", paragraph.text).trim_end().to_owned();
        }
        Ok(paragraph)
    }

    /// The properties of a paragraph: its list, and whether its end was deleted.
    fn properties(
        &mut self,
        element: &Tag<'_>,
        paragraph: &mut Paragraph,
        numbered: &mut Numbered,
    ) -> Result<(), Fault> {
        let mut changes = Changes::default();
        self.each_within(element, |tag| match tag.name {
            "del" | "moveFrom" => changes.deleted += 1,
            "ins" | "moveTo" => changes.inserted += 1,
            _ => numbered.take(tag),
        })?;
        paragraph.runs_on = changes.deleted > 0;
        self.changes.deleted += changes.deleted;
        self.changes.inserted += changes.inserted;
        Ok(())
    }

    /// A piece of a run.
    fn piece(&mut self, tag: &Tag<'_>, run: Run, paragraph: &mut Paragraph) -> Result<(), Fault> {
        let mut text = String::new();
        match tag.name {
            "tab" | "ptab" => text.push('\t'),
            "br" | "cr" => text.push('\n'),
            "noBreakHyphen" => text.push('-'),
            "sym" => text.push_str(symbol(tag)),
            _ if tag.is_empty => {}
            name => loop {
                match self.wanted()? {
                    Token::Text(written) => text.push_str(&unescaped(written)?),
                    Token::Data(written) => text.push_str(written),
                    Token::End(end) if end == name => break,
                    _ => {}
                }
            },
        }
        if tag.name == "instrText" {
            paragraph.link = paragraph.link.take().or_else(|| address(&text));
            return Ok(());
        }
        self.say(&text, run, paragraph)
    }

    fn say(&mut self, text: &str, run: Run, paragraph: &mut Paragraph) -> Result<(), Fault> {
        if self.fields.contains(&true) {
            return Ok(());
        }
        self.bytes += text.len();
        if self.bytes > limits::TEXT_BYTES {
            let what = Bilingual::new("Văn bản trong tệp", "The text in the file");
            return Err(Fault::too_many_bytes(what, self.bytes as u64, limits::TEXT_BYTES as u64));
        }
        if run.is_hidden {
            paragraph.hidden.push_str(text);
            return Ok(());
        }
        paragraph.text.push_str(text);
        let said = text.trim().len();
        if run.is_struck {
            paragraph.struck += said;
        } else {
            paragraph.plain += said;
        }
        Ok(())
    }

    /// The begin, the middle or the end of a field; what a field to be filled in says stands in its begin.
    fn field(&mut self, tag: &Tag<'_>, run: Run, paragraph: &mut Paragraph) -> Result<(), Fault> {
        let (mut choices, mut chosen, mut ticked) = (Vec::new(), 0usize, None);
        self.each_within(tag, |tag| {
            let value = tag.attribute("val").unwrap_or_default();
            match tag.name {
                "listEntry" if choices.len() < COLUMNS as usize => choices.push(value.into_owned()),
                "result" => chosen = value.parse().unwrap_or(0),
                "checkBox" => ticked = Some(false),
                "default" | "checked" if ticked.is_some() => ticked = Some(is_on(tag)),
                _ => {}
            }
        })?;
        let ticked = ticked.map(|ticked| if ticked { "☒" } else { "☐" });
        if let Some(text) = choices.get(chosen).map(String::as_str).or(ticked) {
            self.say(text, run, paragraph)?;
        }
        match tag.attribute("fldCharType").as_deref() {
            Some("begin") if self.fields.len() < FIELDS => self.fields.push(true),
            Some("separate") => _ = self.fields.last_mut().map(|tells| *tells = false),
            Some("end") => _ = self.fields.pop(),
            _ => {}
        }
        Ok(())
    }

    /// Ends the fields beyond so many: one without its end would hide all that follows.
    fn end_fields(&mut self, kept: usize) {
        self.has_open_field |= self.fields.iter().skip(kept).any(|tells| *tells);
        self.fields.truncate(kept);
    }

    fn link(&mut self, tag: &Tag<'_>, paragraph: &mut Paragraph) {
        let target = tag.attribute("id").and_then(|id| self.relations.get(&*id)).map(|relation| &relation.target);
        if let Some(target) = target.filter(|_| paragraph.link.is_none()) {
            paragraph.link = Some(target.clone());
        }
    }

    /// What stands in the boxes of a drawing; a picture has none.
    fn boxes(&mut self, element: &Tag<'_>) -> Result<(), Fault> {
        if element.is_empty {
            return Ok(());
        }
        loop {
            match self.wanted()? {
                Token::Start(tag) => match tag.name {
                    "txbxContent" if !tag.is_empty && self.depth < DEPTH => {
                        let before = std::mem::take(&mut self.pending);
                        let fields = std::mem::take(&mut self.fields);
                        let blocks = self.deeper(|reader| reader.blocks("txbxContent"))?;
                        (self.pending, self.fields) = (before, fields);
                        self.pending.extend(blocks);
                    }
                    "txbxContent" | "Fallback" => self.tokens.skip(&tag)?,
                    _ => {}
                },
                Token::End(name) if name == element.name => return Ok(()),
                _ => {}
            }
        }
    }

    fn table(&mut self, element: &Tag<'_>) -> Result<Table, Fault> {
        let (mut widths, mut rows) = (Vec::new(), Vec::new());
        if element.is_empty {
            return Ok(Table::default());
        }
        loop {
            match self.wanted()? {
                Token::Start(tag) => match tag.name {
                    "tblPr" => self.tokens.skip(&tag)?,
                    "tblGrid" => self.each_within(&tag, |tag| {
                        if tag.name == "gridCol" && widths.len() < COLUMNS as usize {
                            widths.push(tag.attribute("w").and_then(|width| width.parse().ok()).unwrap_or(0));
                        }
                    })?,
                    "tr" => rows.extend(self.row(&tag)?),
                    _ => self.changed(&tag)?,
                },
                Token::End("tbl") => return Ok(Table::new(&widths, rows)),
                _ => {}
            }
        }
    }

    /// A row, unless it was deleted.
    fn row(&mut self, element: &Tag<'_>) -> Result<Option<Written>, Fault> {
        let (mut row, mut is_deleted, mut placeholder) = (Written::default(), false, false);
        if element.is_empty {
            return Ok(None);
        }
        loop {
            match self.wanted()? {
                Token::Start(tag) => match tag.name {
                    "trPr" => {
                        let mut changes = Changes::default();
                        self.each_within(&tag, |tag| match tag.name {
                            "gridBefore" => row.before = number(tag),
                            "hidden" => row.is_hidden = is_on(tag),
                            "del" => changes.deleted += 1,
                            "ins" => changes.inserted += 1,
                            _ => {}
                        })?;
                        is_deleted = changes.deleted > 0;
                        self.changes.deleted += changes.deleted;
                        self.changes.inserted += changes.inserted;
                    }
                    "tblPrEx" => self.tokens.skip(&tag)?,
                    "sdtPr" => placeholder = self.shows_placeholder(&tag)?,
                    "tc" => {
                        let mut cell = self.cell(&tag, &mut row)?;
                        if let Some(cell) = cell.as_mut().filter(|_| std::mem::take(&mut placeholder)) {
                            cell.content = Paragraph::default();
                        }
                        row.cells.extend(cell);
                    }
                    _ => self.changed(&tag)?,
                },
                Token::End("tr") => {
                    row.show_hidden();
                    return Ok(Some(row).filter(|_| !is_deleted));
                }
                _ => {}
            }
        }
    }

    /// A cell; nothing for one that only makes the one before it wider.
    fn cell(&mut self, element: &Tag<'_>, row: &mut Written) -> Result<Option<WrittenCell>, Fault> {
        self.cells += 1;
        if self.cells > limits::CELLS {
            let what = Bilingual::new("Số ô trong các bảng", "The number of cells in all tables");
            return Err(Fault::too_large(what, format!("> {}", limits::CELLS), limits::CELLS));
        }
        let mut cell = WrittenCell { span: 1, ..WrittenCell::default() };
        if element.is_empty {
            return Ok(Some(cell));
        }
        let (mut widens, mut is_deleted) = (false, false);
        let fields = self.fields.len();
        let properties = self.tokens.clone();
        match self.cell_start()? {
            Some(tag) => self.each_within(&tag, |tag| match tag.name {
                "gridSpan" => cell.span = number(tag).clamp(1, COLUMNS),
                "vMerge" => cell.merge = if is_restart(tag) { Merge::Restart } else { Merge::Continue },
                "hMerge" => widens = !is_restart(tag),
                "cellDel" => is_deleted = true,
                _ => {}
            })?,
            None => self.tokens = properties,
        }
        for block in self.blocks("tc")? {
            match block {
                Block::Paragraph(paragraph) => cell.content.add(paragraph),
                Block::Table(table) if table.columns >= OWN_TABLE.0 && table.rows.len() >= OWN_TABLE.1 => {
                    self.pending.push(Block::Table(table));
                }
                Block::Table(table) => {
                    for cells in table.rows {
                        let mut line = Paragraph::default();
                        for placed in cells {
                            line.runs_on = true;
                            let apart = !line.text.is_empty() && !placed.content.text.is_empty();
                            line.text.push_str(if apart { " " } else { "" });
                            line.add(placed.content);
                        }
                        line.runs_on = false;
                        cell.content.add(line);
                    }
                }
            }
        }
        self.end_fields(fields);
        cell.content.text.truncate(cell.content.text.trim_end().len());
        if is_deleted {
            self.changes.deleted += 1;
            cell.content = Paragraph::default();
        }
        match row.cells.last_mut().filter(|_| widens) {
            Some(before) => {
                before.span = before.span.saturating_add(cell.span).min(COLUMNS);
                Ok(None)
            }
            None => Ok(Some(cell)),
        }
    }

    /// The properties of the cell that has just begun, if they come first, as they must.
    fn cell_start(&mut self) -> Result<Option<Tag<'x>>, Fault> {
        loop {
            match self.wanted()? {
                Token::Start(tag) => return Ok(Some(tag).filter(|tag| tag.name == "tcPr")),
                Token::Text(text) if text.trim().is_empty() => {}
                _ => return Ok(None),
            }
        }
    }

    /// What [`Tokens::next`] gives where something must come.
    fn wanted(&mut self) -> Result<Token<'x>, Fault> {
        let cut = || Fault::incomplete("phần nội dung của văn bản bị cắt cụt", "the text of the document is cut short");
        self.tokens.next()?.ok_or_else(cut)
    }
}
