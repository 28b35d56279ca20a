//! Where the value of a label stands: behind it in its cell, beside it, or below it where labels stand side by side. A label may be
//! written over the blank columns beside it; what stands farther away belongs to something else.

use std::collections::HashMap;

use super::labels::Labels;
use super::{Apart, COLUMNS, Given, content, taken};
use crate::cell::{Area, Cell, Content};
use crate::intake::rows::{is_blank, text_of};
use crate::schema::{Field, Language};
use crate::text::{bare, fold, is_placeholder, words};
use crate::workbook::{Row, Sheet};

/// So many letters of a label are written over a column of the usual width.
const LETTERS_A_COLUMN: usize = 8;
/// One blank column may always stand between a label and its value.
const LEAST_REACH: u32 = 2;
/// A label that is none of the form's has so many words before its colon at most: «Đơn vị tính: triệu đồng».
const WORDS_OF_A_LABEL: usize = 5;

/// What stands beside a label: behind it in its cell, else to the right of it where that is no label itself, else below.
pub(super) fn beside(
    (language, field): (&Language, &Field),
    (sheet, row, heads): (&Sheet, &Row, &mut Heads),
    (label, inline): (Cell, Option<&str>),
    labels: &Labels,
    areas: &[Area],
) -> Given {
    if let Some(text) = inline.filter(|text| !is_placeholder(text)) {
        return taken(language, field, sheet, label, Some(&Content::Text(text.into())));
    }
    let merged = sheet.merges.iter().find(|area| area.contains(label));
    let last = merged.map_or(label.column, |area| area.last.column);
    let words = row.content(label.column).and_then(text_of).unwrap_or_default();
    let is_free = |cell: Cell, content: &Content| {
        let is_other = labels.named(content).is_some() || areas.iter().any(|area| area.contains(cell));
        !is_blank(content) && !is_other && !are_signatures(language, words, content)
    };
    let right = row.cells.iter().filter(|(column, _)| (last + 1..=last + COLUMNS).contains(column));
    let mut right = right.filter(|(_, content)| !is_blank(content));
    let below = Cell::new(merged.map_or(label.row, |area| area.last.row) + 1, label.column);
    let under = content(sheet, below).filter(|content| is_free(below, content));
    let is_headed = heads.stand_over(sheet, row, below.row, labels, areas);
    let mut apart = None;
    if let Some((column, content)) = right.next()
        && is_free(Cell::new(row.number, column), content)
        && !is_headed
    {
        let (cell, distance) = (Cell::new(row.number, column), column - last);
        let read = || taken(language, field, sheet, cell, Some(content));
        let is_its_own = speaks_for_itself(language, content, distance);
        if distance <= reach(words, label, last) && !is_its_own {
            return read();
        }
        apart = (!is_its_own).then(|| Apart::Far { read: Box::new(read().entry), distance });
    }
    // A label that heads another one's row heads no value.
    let heads_a_row = sheet.row(below.row).is_some_and(|row| row.cells.iter().any(|(column, _)| column > below.column));
    let to_be_filled = if inline.is_some_and(|text| !text.is_empty()) { label.column } else { last + 1 };
    match under.filter(|_| is_headed || !heads_a_row && apart.is_none()) {
        Some(under) => taken(language, field, sheet, below, Some(under)),
        None if is_headed => taken(language, field, sheet, below, None),
        None => Given { apart, ..taken(language, field, sheet, Cell::new(label.row, to_be_filled), None) },
    }
}

/// So many columns to the right of a label its value may stand: those over which it is written.
fn reach(words: &str, label: Cell, last: u32) -> u32 {
    if last > label.column {
        return 1;
    }
    let covered = words.chars().count().div_ceil(LETTERS_A_COLUMN);
    u32::try_from(covered).unwrap_or(COLUMNS).clamp(LEAST_REACH, COLUMNS)
}

/// Whether a text beside a label is another label with its value, a form's number or, away from the label, an office that signs.
fn speaks_for_itself(language: &Language, content: &Content, distance: u32) -> bool {
    let Some(text) = text_of(content) else { return false };
    let folded = fold(text);
    let bare = bare(text);
    let is_form_number = || language.documents.template_beginnings.iter().any(|words| bare.starts_with(words));
    if language.rows.notes.begin(&folded) && folded.contains(':') || is_form_number() {
        return true;
    }
    let is_label = || {
        let Some((before, behind)) = folded.split_once(':') else { return false };
        let is_address = behind.starts_with("//") || before.ends_with(|last: char| last.is_ascii_digit());
        !is_address && (1..=WORDS_OF_A_LABEL).contains(&words(before).count())
    };
    distance > 1 && (is_label() || language.rows.is_signature(&folded))
}

/// Whether a label and what stands beside or below it are of the lines for signatures: «Người lập biểu», «Thủ trưởng đơn vị».
fn are_signatures(language: &Language, label: &str, beside: &Content) -> bool {
    let is_signature = |text: &str| language.rows.is_signature(&fold(text));
    text_of(beside).is_some_and(is_signature) && is_signature(label)
}

/// What is known of the labels of a row. It is worked out once, however many labels there are.
#[derive(Default)]
pub(super) struct Heads {
    /// Their columns, none if no two of them follow each other; `None` before it is asked.
    side_by_side: Option<Vec<u32>>,
    /// By the row below in which values may stand.
    over: HashMap<u32, bool>,
}

impl Heads {
    /// Whether labels stand side by side in a row, with their values in the row below: two of them follow each other, and below no
    /// label stands, but values below most of them. What stands between them is then a label that the form does not have.
    fn stand_over(&mut self, sheet: &Sheet, row: &Row, below: u32, labels: &Labels, areas: &[Area]) -> bool {
        let columns = self.side_by_side.get_or_insert_with(|| side_by_side(row, labels));
        *self.over.entry(below).or_insert_with(|| {
            let Some(values) = sheet.row(below).filter(|_| !columns.is_empty()) else { return false };
            if values.cells.iter().any(|(_, content)| labels.named(content).is_some()) {
                return false;
            }
            let has_value = |column: &&u32| {
                let is_within = areas.iter().any(|area| area.contains(Cell::new(below, **column)));
                !is_within && values.content(**column).is_some_and(|content| !is_blank(content))
            };
            columns.iter().filter(has_value).count() * 2 > columns.len()
        })
    }
}

/// The columns of the labels of a row, if two of them follow each other.
fn side_by_side(row: &Row, labels: &Labels) -> Vec<u32> {
    let filled = row.cells.iter().filter(|(_, content)| !is_blank(content));
    let is_label = |content: &Content| labels.named(content).is_some_and(|(_, inline)| inline.is_none());
    let told: Vec<(u32, bool)> = filled.map(|(column, content)| (column, is_label(content))).collect();
    if !told.windows(2).any(|two| two[0].1 && two[1].1) {
        return Vec::new();
    }
    told.into_iter().filter(|(_, is_label)| *is_label).map(|(column, _)| column).collect()
}
