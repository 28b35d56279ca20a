//! A line above the table that gives the unit of its amounts: «Đơn vị tính: triệu đồng». It counts for columns whose own headings say
//! none, and that count in the same: a unit of money says nothing of hectares. Where all headings say the form's unit, one of the two is
//! wrong, and that is told.

use super::HeaderColumn;
use super::headings::FormHeadings;
use super::notes::{Note, unit_of};
use crate::cell::{Area, Cell, Content};
use crate::intake::rows::is_blank;
use crate::schema::Language;
use crate::text::{fold, tidy};
use crate::workbook::Sheet;

/// The line stands right above the headings, or some rows higher among the titles, none of which fills so many cells as a row of data.
const ROWS: u32 = 8;
const CELLS_OF_A_TITLE: usize = 3;

/// A line that gives a unit, and columns that count in another one by the form.
pub struct Stated {
    /// Where it stands.
    pub cell: Cell,
    /// What it says.
    pub line: String,
    /// The unit, as the language calls it.
    pub typed: String,
    /// The form's unit, and the fields of the columns that have it, from left to right.
    pub printed: Vec<(String, Vec<usize>)>,
    /// The headings of these columns say the form's unit.
    pub is_contradicted: bool,
}

/// The nearest line above these headings that gives a unit, if it is not the form's.
pub fn above(sheet: &Sheet, headings: &FormHeadings, header: Area, columns: &[HeaderColumn]) -> Option<Stated> {
    let (language, notes) = (&*headings.form.language, &headings.notes);
    // Most forms count in none.
    let mut fields = columns.iter().filter_map(|column| column.field);
    if !fields.any(|(field, _)| notes[field].unit().is_some()) {
        return None;
    }
    let (cell, line, units) = nearest(sheet, header, language)?;
    let other = |own: &str| units.iter().find(|typed| language.measures.are_alike(own, typed));
    let mut found = [Vec::new(), Vec::new()];
    for column in columns {
        let Some((field, _)) = column.field else { continue };
        let Some(own) = notes[field].unit().filter(|own| units.iter().all(|typed| typed != own)) else { continue };
        let Some(typed) = other(own) else { continue };
        match unit_of(&column.heading, language) {
            None => found[0].push((typed, own, field)),
            Some(unit) if unit == own => found[1].push((typed, own, field)),
            Some(_) => {}
        }
    }
    let is_contradicted = found[0].is_empty();
    let [silent, saying] = found;
    let mut printed: Vec<(String, Vec<usize>)> = Vec::new();
    let mut counting = if is_contradicted { saying } else { silent }.into_iter().peekable();
    let typed = counting.peek()?.0.clone();
    for (_, own, field) in counting.filter(|(other, ..)| **other == typed) {
        match printed.iter_mut().find(|(unit, _)| unit == own) {
            Some((_, fields)) => fields.push(field),
            None => printed.push((own.to_owned(), vec![field])),
        }
    }
    Some(Stated { cell, line, typed, printed, is_contradicted })
}

fn nearest(sheet: &Sheet, header: Area, language: &Language) -> Option<(Cell, String, Vec<String>)> {
    let first = header.first.row.saturating_sub(ROWS);
    let [from, end] = [first, header.first.row].map(|row| sheet.rows.partition_point(|it| it.number < row));
    let mut titles = sheet.rows[from..end]
        .iter()
        .rev()
        .take_while(|row| row.cells.iter().filter(|(_, content)| !is_blank(content)).count() <= CELLS_OF_A_TITLE);
    titles.find_map(|row| {
        let texts = row.cells.iter().filter_map(|(column, content)| match content {
            Content::Text(text) if !text.is_blank() => Some((Cell::new(row.number, column), tidy(text))),
            _ => None,
        });
        let texts: Vec<(Cell, String)> = texts.collect();
        let alone = texts.iter().find_map(|(cell, text)| Some((*cell, text.clone(), said(text, language)?)));
        // «Đơn vị tính:» and the unit in the next cell.
        alone.or_else(|| {
            texts.windows(2).find_map(|pair| {
                let text = format!("{} {}", pair[0].1, pair[1].1);
                let unit = if pair[0].1.ends_with(':') { said(&text, language) } else { None };
                Some((pair[1].0, text, unit?))
            })
        })
    })
}

/// The units that a line is, or that stand in its brackets.
fn said(text: &str, language: &Language) -> Option<Vec<String>> {
    let bare = fold(text.trim_matches(['(', ')', '[', ']', ' ', '.', '*']));
    let whole = language.measures.listed(&bare);
    let units = if whole.is_empty() { Note::of(text, language).map(|note| note.units(language)) } else { Some(whole) };
    units.filter(|units| !units.is_empty())
}
