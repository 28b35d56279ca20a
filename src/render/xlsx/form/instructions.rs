//! The sheet that tells how to fill a form in, made from the descriptions of its fields.

use rust_xlsxwriter::{Workbook, Worksheet};

use super::{Look, height, live};
use crate::intake::companion::MARK;
use crate::render::asked;
use crate::render::xlsx::{Result, grid};
use crate::schema::{At, Field, Form, Kind};
use crate::text::{Bilingual, Language, capital};
use crate::workbook::mark::Mark;

/// The columns.
const COLUMNS: [Bilingual; 5] = [
    Bilingual::new("Cột số", "Column"),
    Bilingual::new("Tên cột", "Heading"),
    Bilingual::new("Bắt buộc", "Required"),
    Bilingual::new("Nội dung", "What it is"),
    Bilingual::new("Cách ghi", "How to write it"),
];
/// Their widths, in characters.
const WIDTHS: [f64; 5] = [8.0, 30.0, 11.0, 46.0, 60.0];

/// What to do first; of a form that no document issues, the second.
const TITLE_BLOCK: [Bilingual; 2] = [
    Bilingual::new(
        "1. Ghi tên cơ quan, số và ngày của văn bản ban hành vào các dòng có dấu chấm ở đầu biểu.",
        "1. Write the agency, and the issuing document's number and day, where the dots are at the top of the form.",
    ),
    Bilingual::new(
        "1. Ghi tên cơ quan vào dòng có dấu chấm ở đầu biểu.",
        "1. Write the agency where the dots are at the top of the form.",
    ),
];

/// What to do then, in order.
const STEPS: [Bilingual; 5] = [
    Bilingual::new(
        "2. Điền mỗi dòng một mục; cột có dấu (*) là bắt buộc. Cần thêm dòng thì ghi tiếp xuống dưới hoặc chèn dòng.",
        "2. One entry a row; columns marked (*) are required. For more rows write on below, or insert rows.",
    ),
    Bilingual::new(
        "3. Ô có mũi tên ở góc là ô chọn trong danh sách. Không đổi tên, không xóa các cột của biểu.",
        "3. Where a cell has an arrow, choose from its list. Do not rename or delete the form's columns.",
    ),
    Bilingual::new(
        "4. Ô tô đỏ là ô còn phải điền hoặc phải sửa, ô tô vàng là ô nên xem lại. Dòng ngay trên bảng cho biết còn bao nhiêu ô phải điền.",
        "4. Red cells are still to be filled in or to be corrected, yellow ones to be looked at. The line above the table counts what is still to be filled in.",
    ),
    Bilingual::new(
        "5. Trước khi gửi, mở trang bieumau.html bằng trình duyệt và thả tệp này vào để kiểm tra đầy đủ; tệp không rời khỏi máy.",
        "5. Before you send it, open the page bieumau.html in a browser and drop this file there for the full check; the file does not leave your machine.",
    ),
    Bilingual::new(
        "6. Gửi chính tệp bảng tính này; ảnh chụp hoặc bản PDF không thay được.",
        "6. Send this very spreadsheet; a picture or a PDF does not stand in for it.",
    ),
];

/// Who shows where a rule between columns is not kept.
const SHOWN_HERE: Bilingual = Bilingual::new("Biểu tự tô màu ô phải sửa", "The form itself colours the cell");
const SHOWN_BY_THE_CHECK: Bilingual =
    Bilingual::new("Chỉ trang kiểm tra (bieumau.html) báo", "Only the full check (bieumau.html) tells");

/// Adds the sheet.
pub(super) fn write(
    workbook: &mut Workbook,
    form: &Form,
    name: &str,
    look: &Look,
    (language, mark): (Language, &Mark),
) -> Result {
    let sheet = workbook.add_worksheet();
    sheet.set_name(name)?;
    (0..).zip(WIDTHS).try_for_each(|(column, width)| sheet.set_column_width(column, width).map(drop))?;
    let title = language.say(
        format!("Hướng dẫn điền biểu «{}»", form.title.vi),
        format!("How to fill in the form “{}”", form.title.en),
    );
    sheet.write_string_with_format(0, 0, &title, &look.bold.clone().set_font_size(14))?;
    sheet.write_string_with_format(1, 0, MARK.get(language), &look.grey)?;
    // For programs that drop the properties.
    sheet.write_string_with_format(1, WIDTHS.len() as u16 - 1, mark.to_string(), &look.grey)?;
    let mut row = 3;
    let first = &TITLE_BLOCK[usize::from(!form.is_issued())];
    for step in std::iter::once(first).chain(&STEPS) {
        sheet.write_string_with_format(row, 0, step.get(language), &look.line)?;
        row += 1;
    }
    row += 1;
    let header = row;
    for (column, heading) in COLUMNS.iter().enumerate() {
        sheet.write_string_with_format(header, column as u16, heading.get(language), &look.header)?;
    }
    for (index, field) in form.fields.iter().enumerate() {
        row += 1;
        let [heading, what, how] = told(field, language);
        line(sheet, row, look, Some(index), [&heading, if field.required { "(*)" } else { "" }, &what, &how])?;
    }
    row = around(sheet, row, (form, look), language)?;
    let basis = language.say(format!("Căn cứ: {}", form.basis), format!("Basis: {}", form.basis));
    sheet.write_string_with_format(row + 2, 0, &basis, &look.grey)?;
    grid::print_set_up(sheet, &title);
    sheet.set_repeat_rows(header, header)?;
    sheet.protect();
    Ok(())
}

/// Tells of the values outside the table and of the rules, below the row; returns the last row.
fn around(sheet: &mut Worksheet, mut row: u32, (form, look): (&Form, &Look), language: Language) -> Result<u32> {
    let section = |sheet: &mut Worksheet, row: u32, words: &Bilingual| {
        let format = look.section.clone().set_locked();
        sheet.merge_range(row, 0, row, WIDTHS.len() as u16 - 1, words.get(language), &format).map(drop)
    };
    if !form.values.is_empty() {
        row += 1;
        section(sheet, row, &asked::OUTSIDE)?;
    }
    for value in &form.values {
        row += 1;
        let [heading, what, how] = told(&value.field, language);
        line(sheet, row, look, None, [&heading, if value.field.required { "(*)" } else { "" }, &what, &how])?;
    }
    if !form.rules.is_empty() {
        row += 1;
        section(sheet, row, &asked::RULES)?;
    }
    for rule in &form.rules {
        row += 1;
        let who = if live::shows(form, rule) { SHOWN_HERE } else { SHOWN_BY_THE_CHECK };
        // What is told at a value outside the table stands in no column.
        let (column, heading) = match rule.at {
            At::Field(field) => (Some(field), &form.fields[field].title),
            At::Value(value) => (None, &form.values[value].field.title),
        };
        line(sheet, row, look, column, [heading, "", rule.rule.explanation.get(language), who.get(language)])?;
    }
    Ok(row)
}

/// Writes what there is to say of a column: its heading, whether it is required, what it is, how it is written.
fn line(sheet: &mut Worksheet, row: u32, look: &Look, column: Option<usize>, texts: [&str; 4]) -> Result {
    let (centred, text) = (look.centred.clone().set_locked(), look.cell.clone().set_locked());
    let widths = texts.into_iter().zip(WIDTHS.into_iter().skip(1));
    sheet.set_row_height(row, height(widths))?;
    let number = column.map(|column| format!("({})", column + 1)).unwrap_or_default();
    sheet.write_string_with_format(row, 0, number, &centred)?;
    for (at, (words, format)) in (1..).zip(texts.into_iter().zip([&text, &centred, &text, &text])) {
        sheet.write_string_with_format(row, at, words, format)?;
    }
    Ok(())
}

/// A field's heading, what it is and how it is written.
fn told(field: &Field, language: Language) -> [String; 3] {
    let say = |vi: &'static str, en: &'static str| language.say(vi, en);
    let heading = match &field.group {
        Some(group) => format!("{group} – {}", field.title),
        None => field.title.clone(),
    };
    let words =
        |words: &Option<Bilingual>| words.as_ref().map(|words| words.get(language).to_owned()).unwrap_or_default();
    let mut how = words(&field.help);
    if let Some(listing) = field.kind.listing()
        && !listing.values.iter().all(|value| how.contains(value.as_str()))
    {
        let label = say("Các giá trị", "Values");
        how = format!("{how}\n{label}: {}", listing.shown().get(language));
    }
    if how.is_empty() && field.kind != Kind::Text {
        how = asked::kind(field, language);
    }
    for phrase in asked::phrases(field, language) {
        how = format!("{how}\n{}", capital(&phrase));
    }
    let how = how.trim_start().to_owned();
    let what = words(&field.description);
    [heading, what, how]
}
