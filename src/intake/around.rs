//! The texts around a table: above and below it, beside it, and in the names of its sheet and file.

use std::ops::Range;
use std::sync::Arc;

use super::{Line, decision, read};
use crate::cell::{Cell, Content, Location, SheetName, layout_of};
use crate::finding::{Finding, Severity};
use crate::intake::rules;
use crate::schema::Form;
use crate::schema::versions::Versions;
use crate::text::lists::BareWords;
use crate::text::{Bilingual, tidy};
use crate::workbook::rules::too_large;
use crate::workbook::{AsideKind, Sheet, Workbook};

/// The name of a file without its folders and its extension.
pub(super) fn stem(path: &str) -> &str {
    let file = path.rsplit(['/', '›']).next().unwrap_or_default();
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// The folders that it lies in, an archive being one, the nearest first.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.rsplit(['/', '›']).skip(1).map(str::trim)
}

/// What the properties of the file say, or the message that it came with.
pub(super) fn said_of_file(workbook: &Workbook, kind: AsideKind) -> Vec<String> {
    let asides = workbook.sheets.iter().flat_map(|sheet| &sheet.asides);
    asides.filter(|aside| aside.kind == kind).map(|aside| tidy(&aside.text)).collect()
}

/// The texts of a sheet that stand in no cell, as lines at the cell that they lie upon. Comments on rows of data are not among
/// them: people discuss other documents there.
pub(super) fn beside(workbook: &Workbook, name: Option<&SheetName>) -> Vec<Line> {
    let sheets = workbook.sheets.iter().filter(|sheet| sheet.name.as_ref() == name);
    let asides = sheets.flat_map(|sheet| sheet.asides.iter().map(move |aside| (sheet, aside)));
    asides
        .filter(|(_, aside)| match aside.kind {
            AsideKind::Comment => aside.cell.is_some_and(|cell| cell.row < COMMENTED_ROWS),
            AsideKind::Property | AsideKind::Message => false,
            AsideKind::Header | AsideKind::Footer | AsideKind::TextBox => true,
        })
        .map(|(sheet, aside)| Line {
            sheet: sheet.name.clone(),
            cell: aside.cell.unwrap_or(Cell::new(0, 0)),
            text: tidy(&aside.text),
        })
        .filter(|line| !line.text.is_empty() && line.text.len() <= MAX_LINE_BYTES)
        .take(MAX_LINES)
        .collect()
}

/// Comments further down are about rows of data.
const COMMENTED_ROWS: u32 = 8;

/// More lines around a table are no title block.
const MAX_LINES: usize = 400;
/// A longer text is no line of a title block.
const MAX_LINE_BYTES: usize = 2_000;

/// Bytes of all lines of a file that are searched for agencies and decisions: to search one costs a thousand times what reading it
/// does. A workbook with forty sheets of data beside its form has 800,000.
const LINE_BYTES_IN_FILE: usize = 2 << 20;

/// How much is left to search in the lines of a file.
#[derive(Debug)]
pub(super) struct Room {
    left: usize,
    is_over: bool,
    /// More lines stand above a table than are searched.
    is_cut: bool,
}

impl Default for Room {
    fn default() -> Self {
        Self { left: LINE_BYTES_IN_FILE, is_over: false, is_cut: false }
    }
}

impl Room {
    /// Counts so many bytes; `false` if there is no room for them.
    fn takes(&mut self, bytes: usize) -> bool {
        match self.left.checked_sub(bytes) {
            Some(left) if !self.is_over => self.left = left,
            _ => self.is_over = true,
        }
        !self.is_over
    }

    /// What there is to say of the file, if there was more than is searched. The rows of its tables are all read.
    pub(super) fn told(&self, path: &Arc<str>) -> Vec<Finding> {
        let bytes = Bilingual::new(
            "Số byte chữ ngoài biểu phải tìm tên cơ quan và quyết định",
            "The number of bytes of text outside the tables to be searched for agencies and decisions",
        );
        let above = Bilingual::new(
            "Số ô chữ phía trên biểu phải tìm tên cơ quan và quyết định",
            "The number of cells of text above a table to be searched for agencies and decisions",
        );
        let all = [(self.is_over, bytes, LINE_BYTES_IN_FILE), (self.is_cut, above, MAX_LINES)];
        let more = all.into_iter().filter(|(is_more, ..)| *is_more);
        let told = more.map(|(_, what, limit)| {
            too_large(Location::file(path), what, format!("> {limit}"), limit).as_bad_as(Severity::Warning)
        });
        told.collect()
    }
}

/// The same of the rows above a table; it is told if there are more than are searched.
pub(super) fn lines_above(sheet: &Sheet, numbers: Range<u32>, room: &mut Room) -> Vec<Line> {
    let lines = lines(sheet, numbers.clone(), room);
    let is_last = |last: &Line| texts(sheet, last.cell.row..numbers.end).any(|(cell, _)| cell > last.cell);
    room.is_cut |= lines.len() == MAX_LINES && lines.last().is_some_and(is_last);
    lines
}

/// The cells that hold text in these rows, in reading order, as far as there is room for them. Days count too: a decision's day may
/// stand in a cell of its own.
pub(super) fn lines(sheet: &Sheet, numbers: Range<u32>, room: &mut Room) -> Vec<Line> {
    let lines = texts(sheet, numbers).map(|(cell, text)| Line { sheet: sheet.name.clone(), cell, text });
    lines.take(MAX_LINES).take_while(|line| room.takes(line.text.len())).collect()
}

fn texts(sheet: &Sheet, numbers: Range<u32>) -> impl Iterator<Item = (Cell, String)> + '_ {
    let from = sheet.rows.partition_point(|row| row.number < numbers.start);
    let rows = sheet.rows[from..].iter().take_while(move |row| row.number < numbers.end);
    let cells = rows.flat_map(|row| row.cells.iter().map(|(column, content)| (Cell::new(row.number, column), content)));
    cells.filter_map(move |(cell, content)| {
        let text = match content {
            Content::Number(number) if !sheet.worded.is_empty() => {
                let worded = sheet.worded(sheet.look(cell)).and_then(|worded| worded.of(*number));
                worded.unwrap_or_else(|| read::shown(content).into_owned())
            }
            Content::Date(_) | Content::Number(_) => read::shown(content).into_owned(),
            content => said(content)?,
        };
        Some((cell, text))
    })
}

/// What a cell of text says, unless it is too long for a line.
pub(super) fn said(content: &Content) -> Option<String> {
    match content {
        Content::Text(text) if text.len() <= MAX_LINE_BYTES => Some(text.decoded().into_owned()),
        _ => None,
    }
    .filter(|text| !text.is_empty())
}

/// That the form is a draft: one of its lines says so, or only the name of its file, of its folder or of a sheet, beside a document that
/// is named in full.
pub(super) fn draft(
    path: &Arc<str>,
    told: &decision::Citation,
    sheets: &[&SheetName],
    (form, drafts): (&Form, &BareWords),
) -> Option<Finding> {
    let (place, value, whose) = match told {
        decision::Citation::Incomplete(line, decision::Gap::Draft) => {
            let place = Location::sheet(path, line.sheet.as_ref(), Some(line.cell));
            (place, &*line.text, Bilingual::new("Biểu", "The form"))
        }
        _ => {
            let file = stem(path);
            match sheets.iter().copied().find(|name| decision::names_draft(drafts, name)) {
                Some(name) => {
                    let place = Location::sheet(path, Some(name), None);
                    (place, &**name, Bilingual::new("Tên trang tính", "The name of the sheet"))
                }
                None if decision::names_draft(drafts, file) => {
                    (Location::file(path), file, Bilingual::new("Tên tệp", "The name of the file"))
                }
                None => {
                    let folder = folders(path).find(|folder| decision::names_draft(drafts, folder))?;
                    (Location::file(path), folder, Bilingual::new("Tên thư mục", "The name of the folder"))
                }
            }
        }
    };
    let so = match told {
        _ if !form.is_issued() => Bilingual::new("; biểu vẫn được tính", "; it counts all the same"),
        decision::Citation::Decision(_) => Bilingual::new(
            "; biểu đã có số và ngày văn bản nên vẫn tính là đã ban hành",
            "; the form names its document in full, so it counts as issued all the same",
        ),
        _ => Bilingual::new(", nên chưa tính là đã ban hành", ", so it does not count as issued"),
    };
    let finding = Finding::new(&rules::DRAFT, place).with_words("where", whose).with_words("so", so);
    Some(finding.with("value", value.replace('\n', " ")).typed(value))
}

/// That the name of the file, or of the folder it lies in, says that it is not what is to be sent.
pub(super) fn unsent(path: &Arc<str>, versions: &Versions) -> Option<Finding> {
    let file = Some(stem(path)).filter(|name| versions.is_unsent(name));
    let file = file.map(|name| (name, Bilingual::new("Tên tệp", "The name of the file")));
    let (name, whose) = file.or_else(|| {
        let folder = folders(path).find(|folder| versions.is_unsent(folder))?;
        Some((folder, Bilingual::new("Tên thư mục", "The name of the folder")))
    })?;
    Some(Finding::new(&rules::NAMED_UNSENT, Location::file(path)).with_words("where", whose).typed(name))
}

/// Where the rows end that may be those of a table which begins in one row, if the next header stands in another: in a text document
/// the title of a form may stand within its table.
pub(super) fn end_before(sheet: &Sheet, top: u32, next: u32) -> u32 {
    let Some(layout) = layout_of(sheet.name.as_ref()) else { return next };
    let table = layout.row(next).0;
    if table.is_none() || layout.row(top).0 == table {
        return next;
    }
    (top + 1..=next).rev().take_while(|row| layout.row(*row).0 == table).last().unwrap_or(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_find_no_room_are_told_once_and_nothing_after_them_is_searched() {
        let mut room = Room::default();
        assert!(room.takes(LINE_BYTES_IN_FILE));
        assert!(room.told(&"a.xlsx".into()).is_empty());
        assert!(!room.takes(1) && !room.takes(0));
        let told = room.told(&"a.xlsx".into());
        let told: Vec<_> = told.iter().map(|told| (&*told.rule.name, told.severity)).collect();
        assert_eq!(told, [("too-large", Severity::Warning)]);
    }
}
