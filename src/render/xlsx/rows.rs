//! The sheet of a form: every accepted row, with where it came from in front and the headings as printed on the form.

use std::borrow::Cow;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::grid::{Grid, ListCell, ListColumn};
use super::say;
use crate::render::{Results, words};
use crate::schema::{Field, Kind};
use crate::summary::MergedForm;
use crate::text::Language;
use crate::value::{Period, Value};

/// Writes the sheet.
pub fn write(
    workbook: &mut Workbook,
    results: &Results<'_>,
    merged: &MergedForm<'_>,
    name: &str,
) -> Result<(), XlsxError> {
    let language = results.language;
    let form = &merged.form;
    let origin = say(results, "Nguồn", "Origin");
    let has_groups = form.fields.iter().any(|field| field.group.is_some());
    let grouped = |column: ListColumn, group: &str| if has_groups { column.under(group) } else { column };
    let mut columns = vec![
        grouped(ListColumn::new(say(results, "Mã cơ quan", "Agency code"), 8), origin),
        grouped(ListColumn::new(say(results, "Cơ quan", "Agency"), 26), origin),
        grouped(ListColumn::new(say(results, "Tệp", "File"), 30), origin),
        grouped(ListColumn::new(say(results, "Trang tính", "Sheet"), 16), origin),
        grouped(ListColumn::new(say(results, "Dòng", "Row"), 6), origin),
    ];
    // The running number of a row is not kept: it means nothing once forms stand below one another.
    let kept: Vec<(usize, &Field)> =
        form.fields.iter().enumerate().filter(|(_, field)| field.kind != Kind::Ordinal).collect();
    columns.extend(kept.iter().map(|(_, field)| {
        let column = ListColumn::new(&field.title, field.kind.treatment().width_in_list);
        match &field.group {
            Some(group) => column.under(group),
            None => column,
        }
    }));
    let title = form.title.get(language);
    let subtitle = format!(
        "{} · {}",
        super::as_of(results),
        words::counted(merged.count(), "dòng được tính", "accepted row", language)
    );
    let grid = Grid { name, title, subtitle: &subtitle, columns, frozen: 2, language, last_row: super::grid::LAST_ROW };
    let kept = &kept;
    let rows = || {
        merged.rows().map(move |merged| {
            let name = merged.agency.map_or("", |agency| match language {
                Language::English if !agency.name_en.is_empty() => &agency.name_en,
                _ => &agency.name,
            });
            let mut row = vec![
                ListCell::centred(merged.agency.map_or("", |agency| &agency.code)),
                ListCell::text(name),
                ListCell::text(merged.file),
                ListCell::text(merged.sheet.map_or("", |sheet| sheet)),
                ListCell::Count(merged.number as usize),
            ];
            row.extend(kept.iter().map(|(index, _)| content(&merged.record.entries[*index].value)));
            row
        })
    };
    grid.write(workbook, merged.count(), rows, |_, _| Ok(()))
}

/// A full date becomes a real one; a month, a quarter or a range stays the text it is.
fn content(value: &Value) -> ListCell<'static> {
    match value {
        Value::Empty => ListCell::Blank,
        Value::Number(number) => ListCell::Number(*number),
        Value::Date(date) => ListCell::Day(*date),
        Value::Period(Period { start: Some(start), end: Some(end), .. }) if start == end => ListCell::Day(*start),
        Value::Text(_) | Value::Flag(_) | Value::List(_) | Value::Period(_) => {
            ListCell::Text(Cow::Owned(value.stored().into_owned()))
        }
    }
}
