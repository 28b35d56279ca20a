//! Puts a cell's content into a sheet as the sender had it: text as text, numbers, days and yes or no as such. A value that
//! could not be computed stays an error, or it would pass for a text that somebody wrote.

use jiff::civil::{DateTime, Time};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Worksheet};

use crate::cell::{Cell, Content};
use crate::render::xlsx::{Result, grid};
use crate::text::Language;
use crate::workbook::{DateShown, Digits, Look, Sheet, Worded};

/// The errors that may be written as a formula of their own.
const LITERALS: [&str; 7] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];

/// Writes the content.
pub fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    content: &Content,
    format: &Format,
    language: Language,
) -> Result {
    match content {
        Content::Text(text) => {
            sheet.write_string_with_format(row, column, grid::fitted(text, language), format)?;
        }
        Content::Number(number) => {
            sheet.write_number_with_format(row, column, *number, format)?;
        }
        Content::Flag(flag) => {
            sheet.write_boolean_with_format(row, column, *flag, format)?;
        }
        Content::Date(date) => put_date(sheet, (row, column), *date, format)?,
        Content::Error(error) => {
            let literal = LITERALS.iter().find(|literal| error == *literal).unwrap_or(&"#VALUE!");
            put_error(sheet, (row, column), literal, format)?;
        }
        // The formula itself would look at cells that have moved.
        Content::Uncalculated(_) => put_error(sheet, (row, column), "#N/A", format)?,
    }
    Ok(())
}

/// The format with the digits, the words or the sign that the sender's wrote around the number in a cell: 5 that shows as `005` is that.
pub fn as_shown(sheet: &Sheet, cell: Cell, content: Option<&Content>, format: &Format) -> Format {
    let look = sheet.look(cell);
    numbered(content, (look, sheet.worded(look)), format)
}

/// The format with these digits or words around a number, and with those of a date.
pub fn numbered(content: Option<&Content>, (look, worded): (Look, Option<&Worded>), format: &Format) -> Format {
    let code = match content {
        Some(Content::Number(number)) => {
            let worded = worded.filter(|worded| worded.of(*number).is_some()).map(|worded| worded.code(""));
            worded.or_else(|| look.digits.map(Digits::code))
        }
        Some(Content::Date(date)) => {
            let code = match look.shown {
                DateShown::Year => "yyyy",
                DateShown::Month => "mm/yyyy",
                DateShown::Day if date.time() == Time::midnight() => "dd/mm/yyyy",
                DateShown::Day => "dd/mm/yyyy hh:mm",
            };
            Some(worded.filter(|it| it.around_date("").is_some()).map_or_else(|| code.to_owned(), |it| it.code(code)))
        }
        _ => None,
    };
    match code {
        // The number of a format goes before its code.
        Some(code) => format.clone().set_num_format_index(0).set_num_format(code),
        None => format.clone(),
    }
}

/// Writes an error that stays one when the sheet is calculated.
pub fn put_error(sheet: &mut Worksheet, (row, column): (u32, u16), literal: &str, format: &Format) -> Result {
    let formula = Formula::new(format!("={literal}")).set_result(literal);
    sheet.write_formula_with_format(row, column, formula, format)?;
    Ok(())
}

fn put_date(sheet: &mut Worksheet, (row, column): (u32, u16), date: DateTime, format: &Format) -> Result {
    let day = grid::excel_day(date.date())
        .map(|day| day.and_hms(date.hour() as u16, date.minute() as u8, f64::from(date.second())));
    let written: ExcelDateTime = match day {
        Some(Ok(day)) => day,
        _ => {
            sheet.write_string_with_format(row, column, date.to_string(), format)?;
            return Ok(());
        }
    };
    sheet.write_datetime_with_format(row, column, &written, format)?;
    Ok(())
}
