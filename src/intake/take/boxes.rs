//! Text boxes in which rows of a form stand: a box is no cell, so they are not read. Titles, signatures and guidance stand in boxes as
//! well, and nobody need know.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::Knowledge;
use super::pictures::shown;
use crate::bilingual;
use crate::cell::Location;
use crate::finding::Finding;
use crate::intake::damage::Damage;
use crate::text::Bilingual;
use crate::workbook::rules::not_read_at;
use crate::workbook::{AsideKind, Sheet};

const INTO_CELLS: Bilingual = Bilingual::new(
    "Nếu đó là các dòng của biểu, gõ vào ô của bảng rồi gửi lại",
    "If these are rows of the form, type them into the cells of the table and send it again",
);

/// So many lines must look like rows: one may be anything.
const ROWS: usize = 2;
/// A row has so many cells, as the shortest of forms; one that begins with an ordinal may have fewer, or others between.
const CELLS: usize = 4;
const CELLS_BEHIND_ORDINAL: usize = 3;

/// Tells of each box on the sheets that are shown whose lines look like rows.
pub(super) fn told(
    path: &Arc<str>,
    sheets: &[(Cow<'_, Sheet>, Option<Damage>)],
    knowledge: &Knowledge,
) -> Vec<Finding> {
    let mut told = Vec::new();
    for sheet in shown(sheets, knowledge) {
        // Some programs write a box twice, for older programs.
        let mut seen = BTreeSet::new();
        for aside in sheet.asides.iter().filter(|aside| aside.kind == AsideKind::TextBox) {
            let lines: Vec<&str> = aside.text.lines().filter(|line| !line.trim().is_empty()).collect();
            if lines.iter().filter(|line| is_row(line)).count() < ROWS || !seen.insert(&aside.text) {
                continue;
            }
            let count = lines.len();
            let what = bilingual!(
                "một hộp chữ {count} dòng trông như dòng của bảng",
                "a text box of {count} lines that look like rows of a table"
            );
            told.push(not_read_at(Location::sheet(path, sheet.name.as_ref(), aside.cell), what, INTO_CELLS));
        }
    }
    told
}

/// Whether a line looks like cells beside each other: parted by tabs, bars or wide gaps; behind an ordinal also by dashes.
fn is_row(line: &str) -> bool {
    let count = |line: &str, marks: &[&str]| {
        let parted = marks.iter().fold(line.to_owned(), |line, mark| line.replace(mark, "\t"));
        parted.split('\t').filter(|cell| !cell.trim().is_empty()).count()
    };
    let digits = line.trim_start().trim_start_matches(|digit: char| digit.is_ascii_digit());
    let is_numbered = digits.len() < line.trim_start().len() && digits.starts_with(['.', ')', ' ', '\t']);
    count(line, &["|", "   "]) >= CELLS
        || is_numbered && count(line, &["|", "   ", " - ", " – "]) >= CELLS_BEHIND_ORDINAL
}
