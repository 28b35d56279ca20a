//! The sheet that tells how to fill a form in, made from the descriptions of its fields.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::{Look, height};
use crate::intake::companion::MARK;
use crate::render::xlsx::grid;
use crate::schema::{Field, Form};
use crate::text::{Bilingual, Language};
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

/// What to do, in order.
const STEPS: [Bilingual; 4] = [
    Bilingual::new(
        "1. Ghi tên cơ quan, số và ngày của văn bản ban hành vào các dòng có dấu chấm ở đầu biểu.",
        "1. Write the agency, and the issuing document's number and day, where the dots are at the top of the form.",
    ),
    Bilingual::new(
        "2. Điền mỗi dòng một mục; cột có dấu (*) là bắt buộc. Cần thêm dòng thì ghi tiếp xuống dưới hoặc chèn dòng.",
        "2. One entry a row; columns marked (*) are required. For more rows write on below, or insert rows.",
    ),
    Bilingual::new(
        "3. Ô có mũi tên ở góc là ô chọn trong danh sách. Không đổi tên, không xóa các cột của biểu.",
        "3. Where a cell has an arrow, choose from its list. Do not rename or delete the form's columns.",
    ),
    Bilingual::new(
        "4. Trước khi gửi, kiểm tra bằng lệnh: bieumau check TÊN-TỆP",
        "4. Before you send it, check it with: bieumau check FILE",
    ),
];

/// Adds the sheet.
pub(super) fn write(
    workbook: &mut Workbook,
    form: &Form,
    name: &str,
    look: &Look,
    (language, mark): (Language, &Mark),
) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet();
    sheet.set_name(name)?;
    for (column, width) in WIDTHS.into_iter().enumerate() {
        sheet.set_column_width(column as u16, width)?;
    }
    let title = match language {
        Language::Vietnamese => format!("Hướng dẫn điền biểu «{}»", form.title.vi),
        Language::English => format!("How to fill in the form “{}”", form.title.en),
    };
    sheet.write_string_with_format(0, 0, &title, &look.bold.clone().set_font_size(14))?;
    sheet.write_string_with_format(1, 0, MARK.get(language), &look.grey)?;
    // For programs that drop the properties.
    sheet.write_string_with_format(1, WIDTHS.len() as u16 - 1, mark.to_string(), &look.grey)?;
    let mut row = 3;
    for step in &STEPS {
        sheet.write_string_with_format(row, 0, step.get(language), &look.line)?;
        row += 1;
    }
    row += 1;
    let header = row;
    for (column, heading) in COLUMNS.iter().enumerate() {
        sheet.write_string_with_format(header, column as u16, heading.get(language), &look.header)?;
    }
    let centred = look.centred.clone().set_locked();
    let text = look.cell.clone().set_locked();
    for (index, field) in form.fields.iter().enumerate() {
        row += 1;
        let [heading, what, how] = told(field, language);
        let texts = [(heading.as_str(), WIDTHS[1]), (what.as_str(), WIDTHS[3]), (how.as_str(), WIDTHS[4])];
        sheet.set_row_height(row, height(texts.into_iter()))?;
        sheet.write_string_with_format(row, 0, format!("({})", index + 1), &centred)?;
        sheet.write_string_with_format(row, 1, &heading, &text)?;
        sheet.write_string_with_format(row, 2, if field.required { "(*)" } else { "" }, &centred)?;
        sheet.write_string_with_format(row, 3, &what, &text)?;
        sheet.write_string_with_format(row, 4, &how, &text)?;
    }
    let basis = match language {
        Language::Vietnamese => format!("Căn cứ: {}", form.basis),
        Language::English => format!("Basis: {}", form.basis),
    };
    sheet.write_string_with_format(row + 2, 0, &basis, &look.grey)?;
    grid::print_set_up(sheet, &title);
    sheet.set_repeat_rows(header, header)?;
    sheet.protect();
    Ok(())
}

/// A field's heading, what it is and how it is written.
fn told(field: &Field, language: Language) -> [String; 3] {
    let say = |vi: &'static str, en: &'static str| match language {
        Language::Vietnamese => vi,
        Language::English => en,
    };
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
        how = format!("{how}\n{label}: {}", listing.values.join("; "));
    }
    if let Some(limit) = field.max_length {
        how = match language {
            Language::Vietnamese => format!("{how}\nKhông quá {limit} ký tự"),
            Language::English => format!("{how}\n{limit} characters at most"),
        };
    }
    let what = words(&field.description);
    [heading, what, how]
}
