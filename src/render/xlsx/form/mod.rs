//! A form as a workbook in the official layout: title block, header in one or two rows, a row of column numbers, rows for the
//! data with drop-down lists and hints. Blank it is the template; with a sender's own values it is the form given back.
//! All of it comes from the form's schema, so that a form corrected there is corrected here.

use crate::render::xlsx::Result;
use rust_xlsxwriter::{IgnoreError, Worksheet};
use unicode_width::UnicodeWidthStr;

use super::grid;
use crate::schema::{Field, Form, Kind, Stands};

mod choices;
mod formula;
mod instructions;
mod live;
mod look;
mod outside;
mod template;
mod title;

pub(super) use choices::{Choices, offer};
pub(super) use look::{Look, Tint};
pub use template::{Template, template};
pub(super) use title::{Title, decision_line, middle, write_title};

/// The column of a form, or one more that a sender has added.
pub(super) struct Heading<'a> {
    /// As printed.
    pub title: String,
    /// The heading above, shared with its neighbours.
    pub group: Option<String>,
    /// The field, of a column that the form knows.
    pub field: Option<&'a Field>,
}

/// The form's own columns, in its order.
pub(super) fn headings(form: &Form) -> Vec<Heading<'_>> {
    let fields = form.fields.iter();
    fields
        .map(|field| {
            // The mark stands in brackets, so that it is no part of the heading when the form is read.
            let title = if field.required { format!("{} (*)", field.title) } else { field.title.clone() };
            Heading { title, group: field.group.clone(), field: Some(field) }
        })
        .collect()
}

/// How wide a column of the form is, in characters.
pub(super) fn width(heading: &Heading<'_>) -> f64 {
    let by_kind = heading.field.map_or(Kind::Text.treatment().width, |field| {
        let treatment = field.kind.treatment();
        if field.required { treatment.width_if_required } else { treatment.width }
    });
    let longest_word = heading.title.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0);
    by_kind.max(longest_word + 2) as f64
}

/// Writes the header and the row of column numbers, and sets the widths. Gives the row below them.
pub(super) fn write_header(sheet: &mut Worksheet, row: u32, headings: &[Heading<'_>], look: &Look) -> Result<u32> {
    let two_rows = headings.iter().any(|heading| heading.group.is_some());
    let leaf = row + u32::from(two_rows);
    let mut column = 0;
    while column < headings.len() {
        let heading = &headings[column];
        let at = column as u16;
        let same = match &heading.group {
            Some(group) => headings[column..].iter().take_while(|next| next.group.as_ref() == Some(group)).count(),
            None => 1,
        };
        match &heading.group {
            Some(group) if same > 1 => {
                sheet.merge_range(row, at, row, at + same as u16 - 1, group, &look.header)?;
            }
            Some(group) => {
                sheet.write_string_with_format(row, at, group, &look.header)?;
            }
            None if two_rows => {
                sheet.merge_range(row, at, leaf, at, &heading.title, &look.header)?;
            }
            None => {
                sheet.write_string_with_format(row, at, &heading.title, &look.header)?;
            }
        }
        if heading.group.is_some() {
            for (offset, heading) in headings[column..column + same].iter().enumerate() {
                sheet.write_string_with_format(leaf, at + offset as u16, &heading.title, &look.header)?;
            }
        }
        column += same;
    }
    let mut lines = 1;
    for (column, heading) in headings.iter().enumerate() {
        let width = width(heading);
        sheet.set_column_width(column as u16, width)?;
        lines = lines.max(grid::lines(&heading.title, (width - MARGIN) * BOLD));
        sheet.write_string_with_format(leaf + 1, column as u16, format!("({})", column + 1), &look.numbers)?;
    }
    let rows = if two_rows { 2.0 } else { 1.0 };
    for header_row in row..=leaf {
        sheet.set_row_height(header_row, (16.0 * lines as f64 / rows + 4.0).max(20.0))?;
    }
    Ok(leaf + 2)
}

/// How high a row must be for its texts, each with the width of its column; in points. Spreadsheet programs do not agree on
/// who finds that out.
pub(super) fn height<'t>(texts: impl Iterator<Item = (&'t str, f64)>) -> f64 {
    let lines = texts.map(|(text, width)| text.lines().map(|line| grid::lines(line, width - MARGIN)).sum::<usize>());
    (lines.max().unwrap_or(1).max(1) as f64 * 14.4 + 4.0).min(HIGHEST)
}

/// What a column's width has beside the text, in characters, and how much of it is left for bold letters.
const MARGIN: f64 = 1.0;
const BOLD: f64 = 0.9;
/// The greatest height of a row, in points (Excel specifications and limits).
const HIGHEST: f64 = 409.0;

/// Gives the columns of periods the format of text, also where nothing stands yet, so that no program makes a day of «6/2024»;
/// and says that «2024» is meant to be text.
pub(super) fn keep_periods_text(
    sheet: &mut Worksheet,
    (first, last): (u32, u32),
    headings: &[Heading<'_>],
    look: &Look,
) -> Result {
    for (column, heading) in (0u16..).zip(headings) {
        if heading.field.is_some_and(|field| field.kind.treatment().stands == Stands::MiddleAsText) {
            sheet.set_column_format(column, &look.open_period)?;
            sheet.ignore_error_range(first, column, last, column, IgnoreError::NumberStoredAsText)?;
        }
    }
    Ok(())
}

/// A4 across, as wide as the paper, the header on every page and in sight.
pub(super) fn print_set_up(sheet: &mut Worksheet, title: &str, header: u32, first: u32) -> Result {
    grid::print_set_up(sheet, title);
    sheet.set_repeat_rows(header, first - 1)?;
    sheet.set_freeze_panes(first, 0)?;
    Ok(())
}
