//! A line above the table that gives the unit of its amounts: «Đơn vị tính: triệu đồng». It counts for columns whose own headings say
//! none, and that count in the same: a unit of money says nothing of hectares.

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
}

/// The nearest line above these headings that gives a unit, if it is not the form's.
pub fn above(sheet: &Sheet, headings: &FormHeadings, header: Area, columns: &[HeaderColumn]) -> Option<Stated> {
    let (language, notes) = (&*headings.form.language, &headings.notes);
    // Most forms count in none.
    let mut fields = columns.iter().filter_map(|column| column.field);
    if !fields.any(|(field, _)| notes[field].unit().is_some()) {
        return None;
    }
    let (cell, line, typed) = nearest(sheet, header, language)?;
    let mut printed: Vec<(String, Vec<usize>)> = Vec::new();
    for column in columns {
        let Some((field, _)) = column.field else { continue };
        let Some(own) = notes[field].unit() else { continue };
        let counts =
            own != typed && language.measures.are_alike(own, &typed) && unit_of(&column.heading, language).is_none();
        if !counts {
            continue;
        }
        match printed.iter_mut().find(|(unit, _)| unit == own) {
            Some((_, fields)) => fields.push(field),
            None => printed.push((own.to_owned(), vec![field])),
        }
    }
    (!printed.is_empty()).then_some(Stated { cell, line, typed, printed })
}

fn nearest(sheet: &Sheet, header: Area, language: &Language) -> Option<(Cell, String, String)> {
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

/// The unit that a line is, or that stands in its brackets.
fn said(text: &str, language: &Language) -> Option<String> {
    let bare = fold(text.trim_matches(['(', ')', '[', ']', ' ', '.', '*']));
    let whole = language.measures.of(&bare).map(str::to_owned);
    whole.or_else(|| Note::of(text, language)?.unit().map(str::to_owned))
}
