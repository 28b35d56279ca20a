//! Reads xlsb, xls and ods with calamine, and is the only file that knows it. Cells stream in from xlsb with their own
//! addresses; the ranges of xls and ods, which begin at the first used cell, are made absolute at once. What the cells'
//! neighbours look like is nobody's business here.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::sync::Arc;

use calamine::{
    CellErrorType, Data, DataRef, ExcelDateTime, ExcelDateTimeType, Ods, OdsError, Range, Reader, SheetType,
    SheetVisible, Xls, XlsError, Xlsb, XlsbError, open_workbook_from_rs,
};

use super::grid::{FileBuilder, SheetBuilder};
use super::package::Package;
use super::refusal::{Fault, no_such_error, words};
use super::{Sheet, Visibility, biff, limits, opendocument, serial};
use crate::cell::{Cell, Content};
use crate::text::Bilingual;

type Bytes<'bytes> = Cursor<&'bytes [u8]>;

/// Reads an xlsb package that has passed no guard yet.
pub(super) fn read_xlsb(bytes: &[u8], mut package: Package<'_>, file: &mut FileBuilder) -> Result<Vec<Sheet>, Fault> {
    package.guard()?;
    let workbook_path = package.workbook_path()?.unwrap_or_else(|| "xl/workbook.bin".to_owned());
    let relations = package.relations_of(&workbook_path)?;
    let mut strings = 0;
    let mut found = BTreeMap::new();
    let mut rewritten = BTreeMap::new();
    // All of them: the reader looks for some under fixed names, wherever the workbook part is said to be.
    for path in package.read_parts(".bin") {
        if let Some(part) = package.part(&path)? {
            biff::check_xlsb_part(&part)?;
            if path == "xl/sharedstrings.bin" {
                strings = biff::xlsb_strings(&part)?;
            }
        }
    }
    for bound in package.part(&workbook_path)?.map(|part| biff::check_xlsb_part(&part)).transpose()?.unwrap_or_default()
    {
        if let Some(path) = relations.get(&bound.relation).map(|relation| relation.target.clone())
            && let Some(part) = package.part(&path)?
        {
            let name: Arc<str> = bound.name.into();
            let mut sheet = biff::xlsb_sheet(&part, strings).map_err(|fault| fault.on_sheet(&name))?;
            rewritten.extend(sheet.rewritten.take().map(|part| (path, part)));
            found.insert(name, sheet);
        }
    }
    let bytes = match rewritten.is_empty() {
        true => Cow::Borrowed(bytes),
        false => Cow::Owned(package.with_parts(&rewritten)?),
    };
    drop(rewritten);
    let mut workbook: Xlsb<Bytes<'_>> = open_workbook_from_rs(Cursor::new(&*bytes)).map_err(xlsb_fault)?;
    let mut sheets = Vec::new();
    for (name, visibility) in worksheets(workbook.sheets_metadata())? {
        let mut sheet = file.sheet(Some(Arc::clone(&name)));
        let mut stream = || {
            let mut cells = workbook.worksheet_cells_reader(&name).map_err(xlsb_fault)?;
            loop {
                match cells.next_cell() {
                    Ok(Some(cell)) => {
                        let (row, column) = cell.get_position();
                        put(&mut sheet, row, column, cell.get_value().clone())?;
                    }
                    Ok(None) => return Ok(()),
                    // The record has been taken off the stream; where it stood is not told.
                    Err(XlsbError::CellError(code)) => sheet.bad_cell(None, no_such_error(code))?,
                    Err(error) => return Err(xlsb_fault(error)),
                }
            }
        };
        stream().map_err(|fault| fault.on_sheet(&name))?;
        let (frame, bad) = found.remove(&name).map(|sheet| (sheet.frame, sheet.bad)).unwrap_or_default();
        for (cell, reason) in bad {
            sheet.bad_cell(cell, reason).map_err(|fault| fault.on_sheet(&name))?;
        }
        sheets.push(sheet.finish(visibility, frame).map_err(|fault| fault.on_sheet(&name))?);
    }
    Ok(sheets)
}

/// Reads an xls file, whose container was found to be sound.
pub(super) fn read_xls(bytes: &[u8], file: &mut FileBuilder) -> Result<Vec<Sheet>, Fault> {
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
    let mut workbook: Xls<Bytes<'_>> = open_workbook_from_rs(Cursor::new(bytes)).map_err(|error| match error {
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
        put_range(&mut sheet, range, None).map_err(|fault| fault.on_sheet(&name))?;
        sheets.push(sheet.finish(visibility, frame).map_err(|fault| fault.on_sheet(&name))?);
    }
    Ok(sheets)
}

/// Reads an ods package that has passed no guard yet.
pub(super) fn read_ods(bytes: &[u8], mut package: Package<'_>, file: &mut FileBuilder) -> Result<Vec<Sheet>, Fault> {
    package.guard()?;
    let content = package.part("content.xml")?.unwrap_or_default();
    // What is encrypted is no XML.
    let (mut frames, gaps) = match opendocument::check(&content) {
        Ok(checked) => checked,
        Err(fault) => {
            let manifest = package.part("META-INF/manifest.xml")?.unwrap_or_default();
            let is_encrypted = memchr::memmem::find(&manifest, b"encryption-data").is_some();
            return Err(if is_encrypted { Fault::protected() } else { fault });
        }
    };
    let bytes = match gaps.is_empty() {
        true => Cow::Borrowed(bytes),
        false => {
            let closed = opendocument::without(content, &gaps);
            Cow::Owned(package.with_parts(&BTreeMap::from([("content.xml".to_owned(), closed)]))?)
        }
    };
    let mut workbook: Ods<Bytes<'_>> = open_workbook_from_rs(Cursor::new(&*bytes)).map_err(ods_fault)?;
    let mut sheets = Vec::new();
    for (name, visibility) in worksheets(workbook.sheets_metadata())? {
        let range = workbook.worksheet_range(&name).map_err(ods_fault)?;
        // Both are copies, and formulas are rarely asked for.
        let has_errors =
            range.used_cells().any(|(.., value)| matches!(value, Data::String(text) if is_error_text(text)));
        let formulas = has_errors.then(|| workbook.worksheet_formula(&name)).transpose().map_err(ods_fault)?;
        let mut sheet = file.sheet(Some(Arc::clone(&name)));
        put_range(&mut sheet, range, formulas.as_ref()).map_err(|fault| fault.on_sheet(&name))?;
        let frame = frames.remove(&*name).unwrap_or_default();
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
    for sheet in listed {
        let name = &sheet.name;
        if !names.insert(name) {
            return Err(Fault::damaged(
                format!("có hai trang tính cùng tên «{name}»"),
                format!("two sheets have the name “{name}”"),
            ));
        }
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
    if sheets.is_empty() {
        return Err(Fault::damaged("tệp không có trang tính nào", "the file has no sheets"));
    }
    Ok(sheets)
}

/// Puts the cells of a range, which begins at the first used cell, at their absolute addresses.
fn put_range(sheet: &mut SheetBuilder<'_>, range: Range<Data>, formulas: Option<&Range<String>>) -> Result<(), Fault> {
    let Some((top, left)) = range.start() else { return Ok(()) };
    for (row, column, value) in range.used_cells() {
        // Excel's grid, and the guards before, keep both far below the end of the type.
        let (row, column) = (top + row as u32, left + column as u32);
        let is_formula =
            || formulas.is_some_and(|formulas| formulas.get_value((row, column)).is_some_and(|it| !it.is_empty()));
        let value = match value {
            // LibreOffice stores an error as its text.
            Data::String(shown) if is_error_text(shown) && is_formula() => {
                sheet.put(row, column, Content::Error(shown.clone()))?;
                continue;
            }
            Data::String(text) => DataRef::SharedString(text),
            Data::Int(number) => DataRef::Int(*number),
            Data::Float(number) => DataRef::Float(*number),
            Data::Bool(flag) => DataRef::Bool(*flag),
            Data::DateTime(moment) => DataRef::DateTime(*moment),
            Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
            Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
            Data::Error(error) => DataRef::Error(error.clone()),
            Data::Empty => continue,
        };
        put(sheet, row, column, value)?;
    }
    Ok(())
}

/// `#DIV/0!`, `Err:502` and the like, as LibreOffice writes them.
fn is_error_text(text: &str) -> bool {
    text.strip_prefix("Err:").is_some_and(|code| code.bytes().all(|byte| byte.is_ascii_digit()))
        || text.starts_with('#') && text.ends_with(['!', '?', 'A']) && !text.contains(' ')
}

/// Puts a value as calamine gives it.
fn put(sheet: &mut SheetBuilder<'_>, row: u32, column: u32, value: DataRef<'_>) -> Result<(), Fault> {
    let content = match value {
        DataRef::Empty => return Ok(()),
        DataRef::String(text) => Ok(Content::Text(text)),
        // A text of megabytes that many cells share is cut before it is copied.
        DataRef::SharedString(text) => Ok(Content::Text(cut(text).to_owned())),
        DataRef::Int(number) => Ok(Content::Number(number as f64)),
        DataRef::Float(number) if number.is_finite() => Ok(Content::Number(number)),
        DataRef::Float(number) => {
            Err(words(format!("«{number}» không phải là số"), format!("“{number}” is no number")))
        }
        DataRef::Bool(flag) => Ok(Content::Flag(flag)),
        DataRef::Error(error) => Ok(Content::Error(match error {
            CellErrorType::GettingData => "#GETTING_DATA".to_owned(),
            error => error.to_string(),
        })),
        DataRef::DateTime(moment) => date_content(moment),
        DataRef::DateTimeIso(text) => match serial::iso_date_time(&text) {
            Some(moment) => Ok(Content::Date(moment)),
            None => Err(serial::not_a_date(&text)),
        },
        DataRef::DurationIso(text) => match serial::iso_days(&text) {
            Some(days) => Ok(Content::Number(days)),
            None => Ok(Content::Text(text)),
        },
    };
    match content {
        Ok(content) => sheet.put(row, column, content),
        Err(reason) => sheet.bad_cell(Some(Cell::new(row, column)), reason),
    }
}

/// A day number as a date; a time of day or a length of time is a number, for it names no day.
fn date_content(moment: ExcelDateTime) -> Result<Content, Bilingual> {
    let number = moment.as_f64();
    // Whether days count from 1904 is a private field, but two values that differ in it are not equal.
    let is_1904 = moment == ExcelDateTime::new(number, ExcelDateTimeType::DateTime, true);
    if moment.is_duration() && number.is_finite() || !is_1904 && (0.0..1.0).contains(&number) {
        return Ok(Content::Number(number));
    }
    serial::date_time(number, is_1904).map(Content::Date).ok_or_else(|| serial::not_a_date(&format_args!("{number:?}")))
}

/// As much of a text as a cell can hold, and one character more so that the cut is noticed.
fn cut(text: &str) -> &str {
    if text.len() <= limits::CELL_CHARACTERS {
        return text;
    }
    text.char_indices().nth(limits::CELL_CHARACTERS + 1).map_or(text, |(end, _)| &text[..end])
}

fn xlsb_fault(error: XlsbError) -> Fault {
    match error {
        XlsbError::Password => Fault::protected(),
        error => Fault::broken(&error),
    }
}

fn ods_fault(error: OdsError) -> Fault {
    match error {
        OdsError::Password => Fault::protected(),
        error => Fault::broken(&error),
    }
}
