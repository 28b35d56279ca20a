//! Makes workbooks from a description that a colleague can read:
//!
//! ```json
//! { "sheets": [ { "name": "PL1", "rows": [["STT", "Tên cơ sở dữ liệu"], [1, "…"]], "merges": ["A1:B1"], "hidden": true } ] }
//! ```
//!
//! A cell is a text, a number, true or false, null (blank), `{"date": "2023-06-15"}` (perhaps with a `"format"`),
//! `{"link": "https://…", "text": "…"}`, `{"formula": "=1/0", "result": "#DIV/0!"}`, `{"struck": "…"}`, `{"number": 0.85, "format": "0%"}`.
//! `"hidden_rows": [7]` and `"struck_rows": [7]` (counted from 1) hide rows and strike them through; `"blank_sheets": 300` adds
//! as many, `"boxes": {"B9": "…"}` puts text boxes upon cells. `{"text": "Quản lý, ", "times": 100}` is a long text, and `"numbered": 1600` adds as many rows below the others, with
//! their number and a name.

use std::path::Path;

use bieumau::workbook::Loaded;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook};
use serde_json::Value;

/// A workbook as if it had just been read, without anything to say about its file.
pub fn loaded(workbook: bieumau::workbook::Workbook) -> Loaded {
    let path = workbook.path.clone();
    Loaded {
        path,
        sha256: String::new(),
        workbook: Ok(workbook),
        findings: Vec::new(),
        mark: None,
        sender: None,
        says: Vec::new(),
    }
}

/// Writes the workbook that the description tells of.
pub fn write(description: &Path, target: &Path) {
    let description = crate::run::json_file(description);
    let mut workbook = Workbook::new();
    // Else the bytes, and with them the hash in a report, would be others every second.
    let created = ExcelDateTime::parse_from_str("2023-05-15").expect("a day");
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    for sheet in description["sheets"].as_array().expect("sheets is a list") {
        fill(workbook.add_worksheet(), sheet);
    }
    for number in 0..description["blank_sheets"].as_u64().unwrap_or_default() {
        workbook.add_worksheet().set_name(format!("Trống {number}")).expect("the name is legal");
    }
    workbook.save(target).expect("the workbook can be written");
}

fn fill(worksheet: &mut rust_xlsxwriter::Worksheet, sheet: &Value) {
    worksheet.set_name(sheet["name"].as_str().expect("a sheet has a name")).expect("the name is legal");
    let plain = Format::new();
    for area in sheet["merges"].as_array().into_iter().flatten() {
        let (first, last) = area.as_str().and_then(|area| area.split_once(':')).expect("a merge is written B2:D9");
        let ((top, left), (bottom, right)) = (address(first), address(last));
        worksheet.merge_range(top, left, bottom, right, "", &plain).expect("the cells can be merged");
    }
    let numbers = |key: &str| -> Vec<u64> {
        sheet[key].as_array().into_iter().flatten().map(|row| row.as_u64().expect("a row is a number")).collect()
    };
    let struck = numbers("struck_rows");
    for (row, cells) in sheet["rows"].as_array().expect("rows is a list").iter().enumerate() {
        for (column, cell) in cells.as_array().expect("a row is a list").iter().enumerate() {
            match cell {
                Value::String(text) if struck.contains(&(row as u64 + 1)) => {
                    let format = Format::new().set_font_strikethrough();
                    let written = worksheet.write_string_with_format(row as u32, column as u16, text, &format);
                    written.expect("the cell can be written");
                }
                _ => put(worksheet, row as u32, column as u16, cell),
            }
        }
    }
    let above = sheet["rows"].as_array().map_or(0, Vec::len) as u32;
    for number in 0..sheet["numbered"].as_u64().unwrap_or_default() as u32 {
        put(worksheet, above + number, 0, &Value::from(number + 1));
        put(worksheet, above + number, 1, &Value::from(format!("CSDL số {}", number + 1)));
    }
    for (cell, text) in sheet["boxes"].as_object().into_iter().flatten() {
        let ((row, column), text) = (address(cell), text.as_str().expect("a box holds a text"));
        let shape = rust_xlsxwriter::Shape::textbox().set_text(text);
        worksheet.insert_shape(row, column, &shape).expect("the box can be put there");
    }
    for row in numbers("hidden_rows") {
        worksheet.set_row_hidden(row as u32 - 1).expect("the row can be hidden");
    }
    if sheet["hidden"] == Value::Bool(true) {
        worksheet.set_hidden(true);
    }
}

fn put(worksheet: &mut rust_xlsxwriter::Worksheet, row: u32, column: u16, cell: &Value) {
    let written = match cell {
        Value::Null => return,
        Value::String(text) => worksheet.write_string(row, column, text),
        Value::Number(number) => worksheet.write_number(row, column, number.as_f64().expect("a number")),
        Value::Bool(flag) => worksheet.write_boolean(row, column, *flag),
        Value::Object(object) if object.contains_key("date") => {
            let date = ExcelDateTime::parse_from_str(object["date"].as_str().expect("a date is a text"))
                .expect("a date is ISO");
            let format = object.get("format").and_then(Value::as_str).unwrap_or("dd/mm/yyyy");
            worksheet.write_datetime_with_format(row, column, &date, &Format::new().set_num_format(format))
        }
        Value::Object(object) if object.contains_key("times") => {
            let (text, times) = (object["text"].as_str(), object["times"].as_u64());
            let long = text.expect("it has a text").repeat(times.expect("it is a number") as usize);
            worksheet.write_string(row, column, long)
        }
        Value::Object(object) if object.contains_key("struck") => {
            let text = object["struck"].as_str().expect("it is a text");
            worksheet.write_string_with_format(row, column, text, &Format::new().set_font_strikethrough())
        }
        Value::Object(object) if object.contains_key("number") => {
            let format = object["format"].as_str().expect("a format is a text");
            let number = object["number"].as_f64().expect("it is a number");
            worksheet.write_number_with_format(row, column, number, &Format::new().set_num_format(format))
        }
        Value::Object(object) if object.contains_key("link") => {
            let (link, text) = (object["link"].as_str(), object["text"].as_str());
            worksheet.write_url_with_text(row, column, link.expect("a link is a text"), text.expect("it has a text"))
        }
        Value::Object(object) => {
            let formula = Formula::new(object["formula"].as_str().expect("a formula is a text"));
            let result = object["result"].as_str().unwrap_or_default();
            worksheet.write_formula(row, column, formula.set_result(result))
        }
        Value::Array(_) => panic!("a cell is no list"),
    };
    written.expect("the cell can be written");
}

fn address(cell: &str) -> (u32, u16) {
    let letters = cell.chars().take_while(char::is_ascii_alphabetic);
    let column = letters.fold(0, |column, letter| column * 26 + (letter as u16 - 'A' as u16 + 1));
    let row: u32 = cell
        .trim_start_matches(|letter: char| letter.is_ascii_alphabetic())
        .parse()
        .expect("an address ends in a number");
    (row - 1, column - 1)
}
