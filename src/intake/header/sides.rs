//! Two tables beside each other, as departments put theirs on one sheet: each has a header of its own, and both are read.

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use super::headings::Headings;
use super::key::{Key, Readings};
use super::stacks::{Stack, stack_columns};
use super::weights::{A_SECOND_TABLE, LOOKED_AT_BELOW, LOOKS_LIKE_A_FORM, MAX_HEADER_ROWS};
use super::window::Window;
use super::{Header, Looked};
use crate::cell::Area;
use crate::workbook::{Row, Sheet};

/// The header, or the headers of the tables that stand beside each other in its rows.
pub fn beside_each_other(
    sheet: &Sheet,
    headings: &Headings,
    readings: &Readings<'_>,
    header: Header,
    looked: &mut Looked,
) -> Vec<Header> {
    let mut left_to_part = Some((header, 0_u32));
    let mut parted = Vec::new();
    while let Some((header, from)) = left_to_part.take() {
        match part(sheet, headings, readings, &header, from, looked) {
            Some((left, right, at)) => {
                parted.push(left);
                left_to_part = Some((right, at));
            }
            None => parted.push(header),
        }
    }
    parted
}

/// The header's columns from this one on as two tables, with the column where the second begins.
fn part(
    sheet: &Sheet,
    headings: &Headings,
    readings: &Readings<'_>,
    header: &Header,
    from: u32,
    looked: &mut Looked,
) -> Option<(Header, Header, u32)> {
    // Headings of a form that were left over.
    let is_known = |heading: &str| !headings.known(&Key::new(heading)).is_empty();
    let over = header.columns.iter().filter(|column| column.field.is_none() && is_known(&column.heading)).count();
    if over < LOOKS_LIKE_A_FORM {
        return None;
    }
    let sheet = &near(sheet, header);
    // What stands behind its last heading is the last table's.
    let last = u32::MAX;
    let mut best: Option<(Header, Header, u32)> = None;
    for at in header.columns.iter().skip(LOOKS_LIKE_A_FORM).filter(|it| is_known(&it.heading)).map(|it| it.column) {
        if !looked.at(header.columns.len()) {
            return None;
        }
        let side = |columns| side(sheet, headings, readings, header, columns);
        let sides = side((from, at - 1)).zip(side((at, last)));
        let Some((left, right)) = sides else { continue };
        let worth = left.worth + right.worth;
        let most = best.as_ref().map_or(header.worth + A_SECOND_TABLE, |(left, right, _)| left.worth + right.worth);
        if worth > most {
            best = Some((left, right, at));
        }
    }
    best
}

/// The best header that these columns hold in the header's rows.
fn side(
    sheet: &Sheet,
    headings: &Headings,
    readings: &Readings<'_>,
    header: &Header,
    columns: (u32, u32),
) -> Option<Header> {
    let sheet = &*only(sheet, columns, 0..u32::MAX);
    let (top, height) = (header.area.first.row, header.area.last.row - header.area.first.row + 1);
    let stacks: Rc<[Stack]> = stack_columns(sheet, readings, top, height).into();
    let of_form = |form: usize| {
        let header =
            Window { sheet, form, top, height, stacks: Rc::clone(&stacks), readings }.header(&headings.forms[form])?;
        Some(Header { side: Some(columns), ..header })
    };
    (0..headings.forms.len()).filter_map(of_form).max_by(|one, other| one.worth.total_cmp(&other.worth))
}

/// The rows of a header and those below it that tell what its columns hold: there is a way to part it at each of its columns, and
/// a sheet may be long.
fn near(sheet: &Sheet, header: &Header) -> Sheet {
    let (first, last) = (header.area.first.row, header.area.last.row);
    let from = sheet.rows.partition_point(|row| row.number < first);
    let below = sheet.rows.partition_point(|row| row.number <= last);
    let to = sheet.rows.len().min(below + MAX_HEADER_ROWS as usize + LOOKED_AT_BELOW);
    let reaches_in = |area: &&Area| area.first.row <= last + MAX_HEADER_ROWS && area.last.row >= first;
    Sheet {
        name: sheet.name.clone(),
        rows: sheet.rows[from..to].to_vec(),
        merges: sheet.merges.iter().filter(reaches_in).copied().collect(),
        ..Sheet::default()
    }
}

/// The sheet with these columns (first and last) and rows alone.
pub fn only(sheet: &Sheet, (first, last): (u32, u32), numbers: Range<u32>) -> Cow<'_, Sheet> {
    let is_in = |column: u32| (first..=last).contains(&column);
    let rows = sheet.rows.iter().filter(|row| numbers.contains(&row.number)).map(|row| {
        let cells = row
            .cells
            .iter()
            .filter(|(column, _)| is_in(*column))
            .map(|(column, content)| (column, content.clone()))
            .collect();
        Row { number: row.number, cells }
    });
    let merges: Vec<Area> =
        sheet.merges.iter().filter(|area| is_in(area.first.column) && is_in(area.last.column)).copied().collect();
    Cow::Owned(Sheet {
        name: sheet.name.clone(),
        visibility: sheet.visibility,
        rows: rows.collect(),
        merges,
        hidden_rows: sheet.hidden_rows.clone(),
        hidden_columns: sheet.hidden_columns.clone(),
        looks: sheet.looks.clone(),
        worded: sheet.worded.clone(),
        links: sheet.links.clone(),
        asides: sheet.asides.clone(),
        pictures: sheet.pictures.clone(),
    })
}
