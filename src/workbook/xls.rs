//! Reads xls with calamine, and is the only file that knows it. Its ranges, which begin at the first used cell, are made absolute
//! at once. What the cells' neighbours look like is nobody's business here.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::sync::Arc;

use calamine::{
    CellErrorType, Data, ExcelDateTime, ExcelDateTimeType, Range, Reader, SheetType, SheetVisible, Xls, XlsError,
    open_workbook_from_rs,
};

use super::grid::{FileBuilder, SheetBuilder, cut};
use super::refusal::{Fault, words};
use super::{Sheet, Visibility, biff, limits, serial};
use crate::cell::{Cell, Content};
use crate::text::Bilingual;

/// Reads an xls file, whose container was found to be sound.
pub(super) fn read(bytes: &[u8], file: &mut FileBuilder) -> Result<Vec<Sheet>, Fault> {
    let sectors = biff::container(bytes);
    let mut container = cfb::CompoundFile::open(Cursor::new(&*sectors)).map_err(|error| Fault::broken(&error))?;
    let mut stream = Vec::new();
    let name = if container.exists("Workbook") { "Workbook" } else { "Book" };
    container
        .open_stream(name)
        .and_then(|mut part| part.read_to_end(&mut stream))
        .map_err(|error| Fault::broken(&error))?;
    let frames = biff::check_xls(&stream)?;
    drop(stream);
    let mut workbook: Xls<Cursor<&[u8]>> = open_workbook_from_rs(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => Fault::protected(),
        error => Fault::broken(&error),
    })?;
    let listed: Vec<String> = workbook.sheet_names();
    let mut sheets = Vec::new();
    for (name, visibility) in worksheets(workbook.sheets_metadata())? {
        let broken = |error: XlsError| Fault::broken(&error).on_sheet(&name);
        let at = listed.iter().position(|listed| **listed == *name);
        let mut frame = at.and_then(|at| frames.get(at).cloned()).unwrap_or_default();
        for region in workbook.merge_cells_by_sheet_name(&name).map_err(broken)? {
            frame.merge(region.start, region.end).map_err(|fault| fault.on_sheet(&name))?;
        }
        let range = workbook.worksheet_range(&name).map_err(broken)?;
        let mut sheet = file.sheet(Some(Arc::clone(&name)));
        put_range(&mut sheet, &range).map_err(|fault| fault.on_sheet(&name))?;
        sheets.push(sheet.finish(visibility, frame).map_err(|fault| fault.on_sheet(&name))?);
    }
    Ok(sheets)
}

/// The sheets that hold cells; those of charts, macros and dialogs are left out. Errs if there are none, too many, or two
/// of one name: they are read by name, so one would be read twice and the other never.
fn worksheets(listed: &[calamine::Sheet]) -> Result<Vec<(Arc<str>, Visibility)>, Fault> {
    if listed.len() > limits::SHEETS {
        let what = Bilingual::new("Số trang tính", "The number of sheets");
        return Err(Fault::too_large(what, listed.len(), limits::SHEETS));
    }
    let mut names = BTreeSet::new();
    if let Some(twice) = listed.iter().find(|sheet| !names.insert(&sheet.name)) {
        return Err(Fault::two_sheets_of_one_name(&twice.name));
    }
    let sheets: Vec<_> = listed
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| {
            let visibility = match sheet.visible {
                SheetVisible::Visible => Visibility::Visible,
                SheetVisible::Hidden => Visibility::Hidden,
                SheetVisible::VeryHidden => Visibility::VeryHidden,
            };
            (sheet.name.as_str().into(), visibility)
        })
        .collect();
    if sheets.is_empty() { Err(Fault::no_sheets()) } else { Ok(sheets) }
}

/// Puts the cells of a range, which begins at the first used cell, at their absolute addresses.
fn put_range(sheet: &mut SheetBuilder<'_>, range: &Range<Data>) -> Result<(), Fault> {
    let Some((top, left)) = range.start() else { return Ok(()) };
    for (row, column, value) in range.used_cells() {
        // Excel's grid, and the guards before, keep both far below the end of the type.
        let (row, column) = (top + row as u32, left + column as u32);
        match content(value) {
            Ok(Some(content)) => sheet.put(row, column, content)?,
            Ok(None) => {}
            Err(reason) => sheet.bad_cell(Some(Cell::new(row, column)), reason)?,
        }
    }
    Ok(())
}

fn content(value: &Data) -> Result<Option<Content>, Bilingual> {
    Ok(Some(match value {
        Data::Empty => return Ok(None),
        // A text of megabytes that many cells share is cut before it is copied.
        Data::String(text) => Content::Text(cut(text).to_owned()),
        Data::Int(number) => Content::Number(*number as f64),
        Data::Float(number) if number.is_finite() => Content::Number(*number),
        Data::Float(number) => {
            return Err(words(format!("«{number}» không phải là số"), format!("“{number}” is no number")));
        }
        Data::Bool(flag) => Content::Flag(*flag),
        Data::Error(CellErrorType::GettingData) => Content::Error("#GETTING_DATA".to_owned()),
        Data::Error(error) => Content::Error(error.to_string()),
        Data::DateTime(moment) => date_content(*moment)?,
        // Only formats that are read otherwise hold these.
        Data::DateTimeIso(text) | Data::DurationIso(text) => Content::Text(cut(text).to_owned()),
    }))
}

/// A day number as a date; a time of day or a length of time is a number, for it names no day.
fn date_content(moment: ExcelDateTime) -> Result<Content, Bilingual> {
    let number = moment.as_f64();
    // Whether days count from 1904 is a private field, but two values that differ in it are not equal.
    let is_1904 = moment == ExcelDateTime::new(number, ExcelDateTimeType::DateTime, true);
    if moment.is_duration() && number.is_finite() || !is_1904 && (0.0..1.0).contains(&number) {
        return Ok(Content::Number(number));
    }
    let day = serial::date_time(number, is_1904);
    day.map(Content::Date).ok_or_else(|| serial::not_a_date(&format_args!("{number:?}")))
}
