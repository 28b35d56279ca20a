//! What there is to say of a file that can be read and holds no form.

use std::borrow::Cow;

use super::super::around::{Room, lines, said_of_file};
use super::super::damage::Damage;
use super::super::header::{Headings, locate};
use super::super::identify::Claims;
use super::super::identify::probable::{Heard, Probable, probable};
use super::super::rows::is_blank;
use super::super::rules;
use super::Knowledge;
use crate::bilingual;
use crate::cell::Location;
use crate::finding::Finding;
use crate::text::Bilingual;
use crate::workbook::rules::DOCUMENT_WITHOUT_FORM;
use crate::workbook::{AsideKind, Row, Sheet, Workbook};

/// Rows that may say whose a file is.
const FIRST_ROWS: u32 = 40;

/// What there is to say of a file without a form, and whose it probably is: of a letter no more than that.
pub(super) fn nothing_found(
    workbook: &Workbook,
    sheets: &[(Cow<'_, Sheet>, Option<Damage>)],
    knowledge: &Knowledge,
    claims: &Claims,
) -> (Finding, Option<Probable>) {
    let message = said_of_file(workbook, AsideKind::Message);
    let mut room = Room::default();
    let first = sheets.iter().flat_map(|(sheet, _)| {
        let rows = if workbook.is_document() { FIRST_ROWS } else { above_any_table(sheet) };
        lines(sheet, 0..rows, &mut room)
    });
    let text: Vec<String> = first.map(|line| line.text).collect();
    let heard = Heard { message: &message, text: &text };
    let probable = probable(&knowledge.names, &workbook.path, claims, heard);
    let is_letter = workbook.is_document()
        && !sheets.iter().any(|(sheet, _)| {
            locate::document_looks_like(sheet, &knowledge.headings).is_some()
                || locate::turned(sheet, &knowledge.headings).is_some()
        });
    if !is_letter {
        return (no_form_found(workbook, sheets, knowledge), probable);
    }
    let whose = probable.as_ref().map(|probable| probable.told(&knowledge.names)).unwrap_or_default();
    (letter(workbook).with_words("whose", whose), probable)
}

/// The first row of a sheet that is no title block any more: what stands in a table may name any agency. A letterhead has two cells
/// in a row, the sender's and the national motto.
fn above_any_table(sheet: &Sheet) -> u32 {
    let is_of_table = |row: &&Row| row.cells.iter().filter(|(_, content)| !is_blank(content)).nth(2).is_some();
    sheet.rows.iter().find(is_of_table).map_or(FIRST_ROWS, |row| row.number.min(FIRST_ROWS))
}

/// A text document that holds no form, as most do.
fn letter(workbook: &Workbook) -> Finding {
    let format = Bilingual::new("tài liệu Word", "a Word document");
    Finding::new(&DOCUMENT_WITHOUT_FORM, Location::file(&workbook.path)).with_words("format", format)
}

fn no_form_found(workbook: &Workbook, sheets: &[(Cow<'_, Sheet>, Option<Damage>)], knowledge: &Knowledge) -> Finding {
    let best = |likeness: fn(&Sheet, &Headings) -> Option<(usize, usize)>| {
        let found = sheets.iter().filter_map(|(sheet, _)| likeness(sheet, &knowledge.headings));
        found.max_by_key(|(_, count)| *count)
    };
    let (near, turned) = (best(locate::nearest), best(locate::turned));
    let is_turned = turned.map(|(_, count)| count) > near.map(|(_, count)| count);
    let nearest = if is_turned { turned } else { near }.map_or_else(Bilingual::default, |(form, count)| {
        let title = &knowledge.forms[form].title;
        let (vi, en) = match is_turned {
            true => (
                "tiêu đề cột, nhưng chúng đứng dưới nhau ở đầu các dòng",
                "headings, which stand below each other at the beginning of rows",
            ),
            false => ("tiêu đề cột", "headings"),
        };
        bilingual!("; gần nhất là «{}», khớp {count} {vi}", "; the nearest is “{}”, with {count} {en}", title)
    });
    Finding::new(&rules::NO_FORM_FOUND, Location::file(&workbook.path)).with_words("nearest", nearest)
}
