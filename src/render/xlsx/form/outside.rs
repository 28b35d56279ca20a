//! Where the values outside the table are filled in: a label and a cell, above the table or on a sheet of the name that the form asks
//! for.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Workbook, Worksheet};

use super::title::across;
use super::{Choices, Look, offer};
use crate::render::xlsx::{Result, sheet_name};
use crate::schema::{Form, Outside};
use crate::text::{Language, capital, fold};

/// The column of labels on a sheet of their own, and of what is filled in beside them; and their widths.
const COLUMNS: [(u16, f64); 2] = [(0, 40.0), (1, 40.0)];

/// The values that stand above the table: those that are looked for anywhere, or on its sheet.
pub(super) fn above<'f>(form: &'f Form, own: &str) -> Vec<&'f Outside> {
    let own = fold(own);
    let is_here = |value: &&Outside| value.cell.is_none() && (value.sheets.is_empty() || value.sheets.contains(&own));
    form.values.iter().filter(is_here).collect()
}

/// Writes them from this row on: the label over the columns before `split`, what is filled in behind it.
pub(super) fn write_above(
    sheet: &mut Worksheet,
    values: &[&Outside],
    (row, split, last): (u32, u16, u16),
    look: &Look,
    (choices, language): (&Choices<'_>, Language),
) -> Result {
    for (row, value) in (row..).zip(values) {
        across(sheet, row, 0, split - 1, &label(value), &look.line)?;
        across(sheet, row, split, last, "", look.of(Some(&value.field.kind)))?;
        offer(sheet, (row, row), split, &value.field, choices, language)?;
    }
    Ok(())
}

/// Writes the sheets on which the other values stand.
pub(super) fn write_sheets(
    workbook: &mut Workbook,
    (form, own): (&Form, &str),
    taken: &mut BTreeSet<String>,
    look: &Look,
    (choices, language): (&Choices<'_>, Language),
) -> Result {
    let above: Vec<&str> = above(form, own).iter().map(|value| value.field.name.as_str()).collect();
    let others = || form.values.iter().filter(|value| !above.contains(&value.field.name.as_str()));
    let mut names: Vec<&str> = Vec::new();
    for name in others().filter_map(|value| value.sheets.first()).filter(|name| **name != fold(own)) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    for name in names {
        let here: Vec<&Outside> = others().filter(|value| value.sheets.first().is_some_and(|it| it == name)).collect();
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(&capital(name), taken))?;
        for (column, width) in COLUMNS {
            sheet.set_column_width(column, width)?;
        }
        let mut free = here.iter().filter_map(|value| value.cell).map(|cell| cell.row + 1).max().unwrap_or(0);
        for value in here {
            let (row, column) = match value.cell {
                Some(cell) => (cell.row, cell.column as u16),
                None => {
                    free += 1;
                    (free - 1, COLUMNS[1].0)
                }
            };
            if let Some(beside) = column.checked_sub(1) {
                sheet.write_string_with_format(row, beside, label(value), &look.line)?;
            }
            sheet.write_blank(row, column, look.of(Some(&value.field.kind)))?;
            offer(sheet, (row, row), column, &value.field, choices, language)?;
        }
    }
    Ok(())
}

/// As printed; the mark is no part of it when the form is read.
fn label(value: &Outside) -> String {
    if value.field.required { format!("{} *", value.field.title) } else { value.field.title.clone() }
}
