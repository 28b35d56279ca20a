//! Reads docx (ECMA-376, part 1, 17): a text document as one sheet, its paragraphs and tables one below the other in their order. What
//! people see is what counts: text that was struck out by tracked changes is left out and text that was put in is read, lists are
//! numbered as Word numbers them, fields say what they said when the document was saved, and text boxes stand as lines behind the
//! paragraph that holds them. Tables that a page or section break cuts apart follow each other without a gap, as one.
//!
//! The rows of the sheet are no numbers that anybody could find: the sheet's name tells how its cells are called, see [`Layout`].

use std::collections::BTreeMap;

use self::lists::Lists;
use self::run::Paragraph;
use self::table::{Merge, Table};
use self::text::{Block, Reader};
use super::grid::{FileBuilder, Frame, SheetBuilder};
use super::package::{Package, Relations};
use super::refusal::Fault;
use super::{Aside, AsideKind, Look, Sheet, Visibility, limits, rules};
use crate::cell::{Area, Cell, Layout, Location};
use crate::finding::Finding;
use crate::text::Bilingual;

mod lists;
mod run;
mod table;
mod text;

/// Reads a package that has passed no guard yet.
pub(super) fn read(mut package: Package<'_>, file: &mut FileBuilder) -> Result<Vec<Sheet>, Fault> {
    package.guard()?;
    let document = package.workbook_path()?.unwrap_or_else(|| "word/document.xml".to_owned());
    let relations = package.relations_of(&document)?;
    let mut small = |kind: &str| {
        let relation = relations.values().find(|relation| relation.kind == kind)?;
        package.small_text(&relation.target)
    };
    // A list that cannot be numbered costs its numbers, no more.
    let mut lists = Lists::read(&small("numbering").unwrap_or_default(), &small("styles").unwrap_or_default());
    let Some(body) = package.text(&document)? else {
        return Err(Fault::damaged("thiếu phần nội dung của văn bản", "the part with the document's text is missing"));
    };
    let mut reader = Reader::new(&body, &mut lists, &relations);
    let blocks = reader.document()?;
    let (changes, has_open_field) = (reader.changes, reader.has_open_field);
    let Printed { asides, holds_table } = printed(&mut package, &relations);
    let sheet = laid_out(&blocks, asides, file)?;
    if holds_table {
        file.findings.push(rules::part_not_read(&file.path, PRINTED_TABLE, INTO_THE_BODY));
    }
    if relations.values().any(|relation| matches!(&*relation.kind, "aFChunk" | "subDocument")) {
        file.findings.push(rules::part_not_read(&file.path, INSERTED, AS_ONE));
    }
    if has_open_field {
        file.findings.push(rules::part_not_read(&file.path, OPEN_FIELD, AS_ONE));
    }
    if changes.deleted + changes.inserted > 0 {
        let place = Location::sheet(&file.path, sheet.name.as_ref(), None);
        file.findings.push(
            Finding::new(&rules::TRACKED_CHANGES, place)
                .with("deleted", changes.deleted.to_string())
                .with("inserted", changes.inserted.to_string()),
        );
    }
    Ok(vec![sheet])
}

/// What stands above and below the text of every page.
#[derive(Debug, Default)]
struct Printed {
    /// Lines of headers and footers.
    asides: Vec<Aside>,
    /// There, or in notes, stands a table that may hold rows of a form.
    holds_table: bool,
}

/// The table that is told must have as many columns as the shortest of forms, and a row below its headings.
const PRINTED_TABLE_SIZE: (u32, usize) = (4, 2);

const PRINTED_TABLE: Bilingual = Bilingual::new(
    "bảng nằm trong đầu trang, chân trang hoặc cước chú",
    "a table in the header, the footer or the notes of its pages",
);

const INSERTED: Bilingual = Bilingual::new("phần nội dung chèn từ tệp khác", "text that is inserted from another file");

const OPEN_FIELD: Bilingual = Bilingual::new(
    "trường (field) của Word không có phần kết thúc, che chữ đứng sau nó trong ô hoặc đoạn",
    "a field of Word without its end, which hides the text behind it in its cell or paragraph",
);

const AS_ONE: Bilingual = Bilingual::new(
    "Mở tệp bằng Word, kiểm tra mọi bảng đều hiện, lưu lại dạng .docx rồi gửi",
    "Open the file in Word, see that all tables are there, save it as .docx and send it",
);

const INTO_THE_BODY: Bilingual = Bilingual::new(
    "Nếu các dòng đó thuộc biểu, chuyển bảng vào phần thân của văn bản rồi gửi lại",
    "If its rows belong to the form, move the table into the text itself and send it again",
);

/// What is printed above and below every page, as far as the parts are sound.
fn printed(package: &mut Package<'_>, relations: &Relations) -> Printed {
    let mut printed = Printed::default();
    for relation in relations.values() {
        let kind = match &*relation.kind {
            "header" => Some(AsideKind::Header),
            "footer" => Some(AsideKind::Footer),
            "footnotes" | "endnotes" => None,
            _ => continue,
        };
        let Some(part) = package.small_text(&relation.target) else { continue };
        let (mut lists, none) = (Lists::default(), BTreeMap::new());
        for block in Reader::new(&part, &mut lists, &none).document().unwrap_or_default() {
            let (columns, rows) = PRINTED_TABLE_SIZE;
            let texts: Vec<&str> = match &block {
                Block::Paragraph(paragraph) => vec![&paragraph.text],
                Block::Table(table) => {
                    printed.holds_table |= table.columns >= columns && table.rows.len() >= rows;
                    table.texts().collect()
                }
            };
            let Some(kind) = kind else { continue };
            for line in texts.into_iter().flat_map(|text| text.split(['\n', '\t'])) {
                Aside::push(&mut printed.asides, kind, None, line);
            }
        }
    }
    printed
}

/// The sheet with the blocks one below the other.
fn laid_out(blocks: &[Block], asides: Vec<Aside>, file: &mut FileBuilder) -> Result<Sheet, Fault> {
    let (layout, starts) = layout(blocks);
    let mut sheet = file.document(layout);
    let mut frame = Frame { asides, ..Frame::default() };
    for (block, row) in blocks.iter().zip(starts) {
        match block {
            Block::Paragraph(paragraph) => put_line(paragraph, row, &mut sheet, &mut frame)?,
            Block::Table(table) => put_table(table, row, &mut sheet, &mut frame)?,
        }
    }
    sheet.finish(Visibility::Visible, frame)
}

/// How the rows are called, and on which row each block begins. Blank paragraphs take no row.
fn layout(blocks: &[Block]) -> (Layout, Vec<u32>) {
    let (mut layout, mut starts) = (Layout::default(), Vec::with_capacity(blocks.len()));
    let (mut row, mut paragraphs, mut tables) = (0u32, 0u32, 0u32);
    let mut before: Option<&Block> = None;
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) if paragraph.text.trim().is_empty() => {
                starts.push(row);
                continue;
            }
            Block::Paragraph(_) => {
                paragraphs += 1;
                // What follows a table stands apart from it.
                row += u32::from(matches!(before, Some(Block::Table(_))));
                if !matches!(before, Some(Block::Paragraph(_))) {
                    layout.paragraphs(row, paragraphs);
                }
                starts.push(row);
                row += 1;
            }
            Block::Table(table) => {
                tables += 1;
                let goes_on = matches!(before, Some(Block::Table(above)) if above.columns == table.columns);
                row += u32::from(before.is_some() && !goes_on);
                layout.table(row, tables, 1);
                starts.push(row);
                row = row.saturating_add(u32::try_from(table.rows.len()).unwrap_or(u32::MAX));
            }
        }
        before = Some(block);
    }
    (layout, starts)
}

/// A paragraph as a row: what tabs keep apart stands in cells of its own.
fn put_line(paragraph: &Paragraph, row: u32, sheet: &mut SheetBuilder<'_>, frame: &mut Frame) -> Result<(), Fault> {
    let pieces = paragraph.text.split('\t').map(str::trim).filter(|piece| !piece.is_empty());
    for (column, piece) in pieces.enumerate() {
        put(paragraph, piece, Cell::new(row, u32::try_from(column).unwrap_or(u32::MAX)), sheet, frame)?;
    }
    Ok(())
}

fn put_table(table: &Table, top: u32, sheet: &mut SheetBuilder<'_>, frame: &mut Frame) -> Result<(), Fault> {
    frame.hidden_rows.extend(table.hidden.iter().map(|row| top.saturating_add(*row)));
    // For each column the region that goes on downwards: its first row and last column.
    let mut open: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
    for (row, cells) in (top..).zip(&table.rows) {
        let mut still = BTreeMap::new();
        for cell in cells {
            let (first, last) = (cell.column, cell.column + cell.span - 1);
            match (cell.merge, open.get(&first)) {
                (Merge::Continue, Some(&(from, to))) => {
                    still.insert(first, (from, to));
                    continue;
                }
                (Merge::Restart, _) => _ = still.insert(first, (row, last)),
                (Merge::Continue | Merge::None, _) => frame.merge((row, first), (row, last))?,
            }
            put(&cell.content, &cell.content.text.replace('\t', " "), Cell::new(row, first), sheet, frame)?;
        }
        close(&mut open, &still, row, frame)?;
        open = still;
    }
    let end = top.saturating_add(u32::try_from(table.rows.len()).unwrap_or(u32::MAX));
    close(&mut open, &BTreeMap::new(), end, frame)
}

/// Ends the regions that do not go on in this row.
fn close(
    open: &mut BTreeMap<u32, (u32, u32)>,
    still: &BTreeMap<u32, (u32, u32)>,
    row: u32,
    frame: &mut Frame,
) -> Result<(), Fault> {
    for (first, (from, last)) in open.iter() {
        if still.get(first).is_none_or(|(still, _)| still != from) {
            frame.merge((*from, *first), (row.saturating_sub(1), *last))?;
        }
    }
    Ok(())
}

fn put(
    paragraph: &Paragraph,
    text: &str,
    cell: Cell,
    sheet: &mut SheetBuilder<'_>,
    frame: &mut Frame,
) -> Result<(), Fault> {
    let text = text.trim();
    if text.is_empty() || !cell.is_in_grid() {
        return Ok(());
    }
    if let Some(target) = &paragraph.link {
        frame.link(Area::new(cell, cell), target);
    }
    if paragraph.struck > 0 && frame.looks.len() < limits::CELLS {
        let (is_struck, is_partly_struck) = (paragraph.is_struck(), paragraph.is_partly_struck());
        frame.looks.push((cell, Look { is_struck, is_partly_struck, ..Look::default() }));
    }
    let content = sheet.text(text);
    sheet.put(cell.row, cell.column, content)
}
