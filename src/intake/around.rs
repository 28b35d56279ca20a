//! The texts around a table: above and below it, beside it, and in the names of its sheet and file.

use std::ops::Range;
use std::sync::Arc;

use super::{Line, decision, read};
use crate::cell::{Cell, Content, Location};
use crate::finding::Finding;
use crate::intake::rules;
use crate::text::{Bilingual, tidy};
use crate::workbook::{AsideKind, Sheet, Workbook};

/// The name of a file without its folders and its extension.
pub(super) fn stem(path: &str) -> &str {
    let file = path.rsplit(['/', '›']).next().unwrap_or_default();
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// What the properties of the file say.
pub(super) fn properties(workbook: &Workbook) -> Vec<String> {
    let asides = workbook.sheets.iter().flat_map(|sheet| &sheet.asides);
    asides.filter(|aside| aside.kind == AsideKind::Property).map(|aside| tidy(&aside.text)).collect()
}

/// The texts of a sheet that stand in no cell, as lines at the cell that they lie upon. Comments on rows of data are not among
/// them: people discuss other documents there.
pub(super) fn beside(workbook: &Workbook, name: Option<&Arc<str>>) -> Vec<Line> {
    let sheets = workbook.sheets.iter().filter(|sheet| sheet.name.as_ref() == name);
    let asides = sheets.flat_map(|sheet| sheet.asides.iter().map(move |aside| (sheet, aside)));
    asides
        .filter(|(_, aside)| match aside.kind {
            AsideKind::Comment => aside.cell.is_some_and(|cell| cell.row < COMMENTED_ROWS),
            AsideKind::Property => false,
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
pub(super) const LINE_BYTES_IN_FILE: usize = 2 << 20;

/// The cells that hold text in these rows, in reading order, as far as there is room for them. Days count too: a decision's day may
/// stand in a cell of its own.
pub(super) fn lines(sheet: &Sheet, numbers: Range<u32>, room: &mut usize) -> Vec<Line> {
    let from = sheet.rows.partition_point(|row| row.number < numbers.start);
    let rows = sheet.rows[from..].iter().take_while(|row| row.number < numbers.end);
    let cells =
        rows.flat_map(|row| row.cells.iter().map(|(column, content)| (Cell::new(row.number, *column), content)));
    let texts = cells.filter_map(|(cell, content)| {
        let text = match content {
            Content::Text(text) if text.len() <= MAX_LINE_BYTES => text.decoded().into_owned(),
            Content::Date(_) | Content::Number(_) => read::shown(content).into_owned(),
            _ => return None,
        };
        (!text.is_empty()).then(|| Line { sheet: sheet.name.clone(), cell, text })
    });
    let mut lines = Vec::new();
    for line in texts.take(MAX_LINES) {
        let Some(left) = room.checked_sub(line.text.len()) else { break };
        *room = left;
        lines.push(line);
    }
    lines
}

/// That the form is a draft: one of its lines says so, or only the name of its file or of a sheet, beside a document that is named in
/// full.
pub(super) fn draft(
    path: &Arc<str>,
    told: &decision::Citation,
    sheets: &[&Arc<str>],
    drafts: &[String],
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
                None => return None,
            }
        }
    };
    let so = match told {
        decision::Citation::Decision(_) => Bilingual::new(
            "; biểu đã có số và ngày văn bản nên vẫn tính là đã ban hành",
            "; the form names its document in full, so it counts as issued all the same",
        ),
        _ => Bilingual::new(", nên chưa tính là đã ban hành", ", so it does not count as issued"),
    };
    let mut finding = Finding::new(&rules::DRAFT, place)
        .with_words("where", whose)
        .with_words("so", so)
        .with("value", value.replace('\n', " "));
    finding.value = Some(value.into());
    Some(finding)
}
