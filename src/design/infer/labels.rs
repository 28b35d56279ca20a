//! What a template asks for outside its table: labels with a colon at their end and nothing, or dots, behind it, above the table or on
//! a sheet that holds none.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::header::{Header, one_line, text_of};
use super::words::Words;
use crate::bilingual;
use crate::cell::Cell;
use crate::intake::companion::is_companion;
use crate::text::{Bilingual, fold, is_placeholder};
use crate::workbook::{Sheet, Visibility, Workbook};

/// A label beside which something is to be filled in.
#[derive(Clone, Debug)]
pub struct Label {
    /// Without its colon.
    pub title: String,
    /// The kind that its words speak of, by its name in `schemas/workbook/keys.json`.
    pub kind: String,
    /// Where it stands, as `Cover!A2`.
    pub place: String,
}

/// So many labels are taken; a template with more is no form with a few lines above its table.
const MOST: usize = 12;
/// Labels have so many characters.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=60;
/// So many rows of another sheet are looked at; one with more holds something else.
const ROWS: usize = 60;

impl Label {
    /// What it rests on.
    pub fn why(&self) -> Bilingual {
        let place = &self.place;
        bilingual!(
            "Nhãn ở {place}, chưa rõ có bắt buộc không; xóa dòng này nếu không cần",
            "Label in {place}, not known whether it is required; delete the row if it is not needed"
        )
    }

    /// The field of a schema.
    pub(super) fn field(&self, names: &mut BTreeSet<String>) -> Json {
        super::fields::of_kind(&self.title, &self.kind, names)
    }
}

/// The labels of a template, in their order.
pub(super) fn find(workbook: &Workbook, header: &Header, words: &Words) -> Vec<Label> {
    let headings: BTreeSet<String> = header.columns.iter().map(|it| fold(&words.without_marks(&it.text))).collect();
    let mut seen = headings;
    let mut labels = Vec::new();
    for (index, sheet) in workbook.sheets.iter().enumerate() {
        let is_own = index == header.sheet;
        if !is_own && (sheet.visibility != Visibility::Visible || is_companion(sheet) || sheet.rows.len() > ROWS) {
            continue;
        }
        let rows = sheet.rows.iter().filter(|row| !is_own || row.number < header.rows.0);
        for (row, (column, content)) in rows.flat_map(|row| row.cells.iter().map(move |cell| (row.number, cell))) {
            let cell = Cell::new(row, column);
            let Some(title) = text_of(content).and_then(|text| label(text, sheet, cell)) else { continue };
            if words.is_no_title_of(&title) || !seen.insert(fold(&title)) {
                continue;
            }
            let name = sheet.name.as_deref().map(|name| format!("{name}!")).unwrap_or_default();
            let kind = words.kind(&title).filter(|kind| *kind != "ordinal").unwrap_or("text").to_owned();
            labels.push(Label { title, kind, place: format!("{name}{cell}") });
        }
    }
    if labels.len() > MOST { Vec::new() } else { labels }
}

/// The label in a text that ends in a colon, behind which dots may stand for what is to be filled in; beside it stands nothing.
fn label(text: &str, sheet: &Sheet, cell: Cell) -> Option<String> {
    let (title, behind) = text.split_once(':')?;
    let title = one_line(title);
    let is_open = behind.trim().is_empty() || is_placeholder(behind);
    let right = sheet.content(Cell::new(cell.row, cell.column + 1)).and_then(text_of);
    let is_label = LENGTHS.contains(&title.chars().count()) && !title.starts_with(['(', '-', '*']);
    (is_open && is_label && right.is_none()).then_some(title)
}
