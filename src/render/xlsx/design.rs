//! A form as a workbook that officials edit, see [`crate::design`]: a sheet each for settings, columns, lists and rules, with
//! drop-down lists, hints at every cell and a line that says what the sheet is for.

use std::collections::BTreeSet;
use std::io::Write;

use anyhow::Context;
use rust_xlsxwriter::{Color, DataValidation, ExcelDateTime, Format, Formula, Workbook, Worksheet};

use super::form::{Choices, Look, headings, height, offer};
use super::{Result, grid, marked, sheet_name};
use crate::design::export::{NO, YES, number};
use crate::design::{Design, DesignSheet, SheetKind};
use crate::render::terms;
use crate::schema::{Field, Kind};
use crate::text::{Bilingual, Language};
use crate::workbook::mark::{Mark, Output};

/// The row of the headings, from 0; title and explanation stand above.
const HEADER: u32 = 3;
/// Rows with lines below the last one that is filled in, and rows that have lists and hints.
const LINED: usize = 12;
const OFFERED: u32 = 500;
/// How narrow and how wide a column is, in characters.
const WIDTHS: (usize, usize) = (11, 46);
/// A sheet of more columns is printed on several pages beside each other.
const WIDE: usize = 10;
/// The widths of the sheet of settings.
const SETTINGS: [f64; 3] = [30.0, 64.0, 64.0];

/// What a sheet is for.
fn purpose(kind: SheetKind) -> Bilingual {
    match kind {
        SheetKind::Settings => Bilingual::new(
            "Trang này nói biểu tên là gì và do đâu ban hành. Ghi vào cột «Nội dung»; mục có dấu (*) là bắt buộc.",
            "This sheet says what the form is called and what prescribes it. Write into the column “Content”; what is marked (*) is required.",
        ),
        SheetKind::Columns => Bilingual::new(
            "Mỗi dòng là một cột của biểu, theo đúng thứ tự in. Cột có dấu (*) là bắt buộc; các cột khác để trống nếu không cần. Chọn ô nào cũng hiện lời giải thích.",
            "Each row is a column of the form, in the order in which it is printed. What is marked (*) is required; leave the rest blank unless needed. Every cell explains itself when it is chosen.",
        ),
        SheetKind::Values => Bilingual::new(
            "Mỗi dòng là một giá trị của cột được chọn trong danh sách; các giá trị của một cột ghi liền nhau, theo thứ tự muốn hiện. Để trống trang này nếu biểu không có danh sách.",
            "Each row is a value of a column that is chosen from a list; keep those of a column together, in the order to be shown. Leave this sheet blank if the form has no list.",
        ),
        SheetKind::Outside => Bilingual::new(
            "Mỗi dòng là một mục phải điền ở ngoài bảng, cạnh một nhãn: kỳ báo cáo, tổng số, người liên hệ… Để trống trang này nếu biểu chỉ có bảng.",
            "Each row is something to be filled in outside the table, beside a label: a period, a total, a contact… Leave this sheet blank if the form is only a table.",
        ),
        SheetKind::Tallies => Bilingual::new(
            "Mỗi dòng là một phép tính trên các dòng số liệu, đặt tên để quy tắc dùng: tổng kinh phí, số dòng đã xong… Để trống trang này nếu không có quy tắc nào cần.",
            "Each row is a sum or count over the rows of data, with a name for rules to use: the total of amounts, how many are done… Leave this sheet blank if no rule needs one.",
        ),
        SheetKind::Rules => Bilingual::new(
            "Mỗi dòng là một quy tắc giữa các cột của cùng một dòng số liệu: điều kiện phải đúng, nếu sai thì báo câu nào, ở cột nào. Để trống trang này nếu biểu không có quy tắc.",
            "Each row is a rule between the columns of one row of data: what must hold, and what is told, at which column, if it does not. Leave this sheet blank if the form has no rule.",
        ),
    }
}

/// Above the first column that few forms need.
const RARE: Bilingual =
    Bilingual::new("Từ đây sang phải: chỉ điền khi cần →", "From here on: only where it is needed →");
const ITEM: Bilingual = Bilingual::new("Mục", "Item");
const CONTENT: Bilingual = Bilingual::new("Nội dung", "Content");
const MEANING: Bilingual = Bilingual::new("Giải thích", "Explanation");

/// Writes the workbook.
///
/// # Errors
/// When the writer fails.
pub fn design(design: &Design, language: Language, writer: impl Write) -> anyhow::Result<()> {
    let mut workbook = Workbook::new();
    // The clock is not asked: the same form gives the same bytes.
    let epoch = ExcelDateTime::from_ymd(2000, 1, 1).context("setting the workbook's creation date")?;
    let properties = marked(&Mark::of(Output::Design)).set_title(&design.title).set_creation_datetime(&epoch);
    workbook.set_properties(&properties);
    write(&mut workbook, design, language).context("writing the form workbook")?;
    let bytes = workbook.save_to_buffer().context("packing the form workbook")?;
    let mut writer = writer;
    writer.write_all(&bytes).context("writing the form workbook")
}

fn write(workbook: &mut Workbook, design: &Design, language: Language) -> Result {
    let values_name = Bilingual::new("Giá trị chọn", "Choices");
    let mut taken = BTreeSet::from([values_name.get(language).to_lowercase()]);
    let look = Look::new();
    let choices = Choices::new(design.sheets.iter().map(|sheet| &sheet.form), values_name.get(language).to_owned());
    let names: Vec<String> =
        design.sheets.iter().map(|sheet| sheet_name(sheet.form.title.get(language), &mut taken)).collect();
    let columns = design.sheets.iter().zip(&names).find(|(sheet, _)| sheet.kind == SheetKind::Columns);
    let columns = columns.and_then(|(sheet, name)| {
        let column = terms::column(sheet.form.field("name")? as u32, (HEADER + 2, HEADER + 1 + OFFERED));
        Some(format!("={}{column}", terms::sheet(name)))
    });
    let page = Page { design, look: &look, choices: &choices, columns: columns.as_deref(), language };
    for (of, name) in design.sheets.iter().zip(&names) {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        page.head(sheet, of)?;
        match of.kind {
            SheetKind::Settings => page.settings(sheet, of)?,
            _ => page.table(sheet, of)?,
        }
        grid::print_set_up(sheet, &format!("{} · {name}", design.title));
        if of.form.fields.len() > WIDE && of.kind != SheetKind::Settings {
            // The names of columns on every page.
            sheet.set_print_fit_to_pages(3, 0).set_repeat_columns(0, 0)?;
        }
    }
    choices.write(workbook, language)
}

/// What all sheets are written with.
struct Page<'a> {
    design: &'a Design,
    look: &'a Look,
    choices: &'a Choices<'a>,
    /// Where the names of the form's columns stand.
    columns: Option<&'a str>,
    language: Language,
}

impl Page<'_> {
    /// Title and purpose.
    fn head(&self, sheet: &mut Worksheet, of: &DesignSheet) -> Result {
        let name = of.form.title.get(self.language);
        let title = match (self.language, self.design.title.is_empty()) {
            (_, true) => name.to_owned(),
            (Language::Vietnamese, _) => format!("{name} – «{}»", self.design.title),
            (Language::English, _) => format!("{name} – “{}”", self.design.title),
        };
        sheet.write_string_with_format(0, 0, title, &self.look.bold.clone().set_font_size(14))?;
        sheet.write_string_with_format(1, 0, purpose(of.kind).get(self.language), &self.look.grey)?;
        Ok(())
    }

    /// A setting a row.
    fn settings(&self, sheet: &mut Worksheet, of: &DesignSheet) -> Result {
        for (column, (words, width)) in [ITEM, CONTENT, MEANING].iter().zip(SETTINGS).enumerate() {
            sheet.set_column_width(column as u16, width)?;
            sheet.write_string_with_format(HEADER, column as u16, words.get(self.language), &self.look.header)?;
        }
        let label = self.look.header.clone().set_align(rust_xlsxwriter::FormatAlign::Left);
        let texts = of.rows.first().cloned().unwrap_or_default();
        for (row, (heading, field)) in (HEADER + 1..).zip(headings(&of.form).iter().zip(&of.form.fields)) {
            let text = texts.get((row - HEADER - 1) as usize).map_or("", String::as_str);
            let meaning = field.description.as_ref().map_or("", |words| words.get(self.language));
            let lines = [(text, SETTINGS[1]), (meaning, SETTINGS[2]), (&*heading.title, SETTINGS[0])];
            sheet.set_row_height(row, height(lines.into_iter()))?;
            sheet.write_string_with_format(row, 0, &heading.title, &label)?;
            sheet.write_string_with_format(row, 1, text, &self.look.cell)?;
            sheet.write_string_with_format(row, 2, meaning, &muted(&self.look.cell))?;
            self.offer(sheet, (row, row), 1, field)?;
        }
        sheet.set_freeze_panes(HEADER + 1, 0)?;
        Ok(())
    }

    /// A column, value or rule a row.
    fn table(&self, sheet: &mut Worksheet, of: &DesignSheet) -> Result {
        let first = HEADER + 1;
        let fields = &of.form.fields;
        let widths: Vec<f64> = fields
            .iter()
            .enumerate()
            .map(|(at, field)| self.width(field, of.rows.iter().map(|row| &*row[at])))
            .collect();
        for (column, (heading, field)) in headings(&of.form).iter().zip(fields).enumerate() {
            let column = column as u16;
            sheet.set_column_width(column, widths[usize::from(column)])?;
            let header =
                if of.usual.contains(&field.name) { self.look.header.clone() } else { rare(&self.look.header) };
            sheet.write_string_with_format(HEADER, column, &heading.title, &header)?;
            self.offer(sheet, (first, first + OFFERED - 1), column, field)?;
        }
        sheet.set_row_height(HEADER, 34)?;
        if let Some(column) = fields.iter().position(|field| !of.usual.contains(&field.name)) {
            sheet.write_string_with_format(HEADER - 1, column as u16, RARE.get(self.language), &self.look.grey)?;
        }
        for (row, at) in (first..).zip(0..of.rows.len() + LINED) {
            let texts = of.rows.get(at);
            if let Some(texts) = texts {
                sheet.set_row_height(row, height(texts.iter().map(String::as_str).zip(widths.iter().copied())))?;
            }
            for (column, field) in fields.iter().enumerate() {
                let format = self.look.of(Some(&field.kind));
                let text = texts.map_or("", |texts| texts[column].as_str());
                match number(field, text) {
                    Some(number) => sheet.write_number_with_format(row, column as u16, number, format)?,
                    None if text.is_empty() => sheet.write_blank(row, column as u16, format)?,
                    None => sheet.write_string_with_format(row, column as u16, text, format)?,
                };
            }
        }
        sheet.set_repeat_rows(HEADER, HEADER)?;
        sheet.set_freeze_panes(first, 1)?;
        sheet.set_selection(first, 0, first, 0)?;
        Ok(())
    }

    /// As wide as its longest line, within bounds.
    fn width<'t>(&self, field: &Field, texts: impl Iterator<Item = &'t str>) -> f64 {
        let longest_word = field.title.split(' ').map(|word| word.chars().count()).max().unwrap_or(0) + 3;
        let lines = texts.flat_map(str::lines).map(|line| line.chars().count() + 2);
        let longest = lines.max().unwrap_or(0).max(longest_word).max(field.title.chars().count() / 2 + 2);
        longest.clamp(WIDTHS.0, WIDTHS.1) as f64
    }

    /// The drop-down list and the hint of a field.
    fn offer(&self, sheet: &mut Worksheet, rows: (u32, u32), column: u16, field: &Field) -> Result {
        let words = [YES.get(self.language), NO.get(self.language)];
        let validation = match (&field.kind, self.columns) {
            (Kind::Flag { .. }, _) => DataValidation::new().allow_list_strings(&words)?,
            (_, Some(columns)) if matches!(field.name.as_str(), "column" | "at" | "of" | "dated_by") => {
                DataValidation::new().allow_list_formula(Formula::new(columns)).show_error_message(false)
            }
            _ => return offer(sheet, rows, column, field, self.choices, self.language),
        };
        let hint = [&field.description, &field.help].into_iter().flatten().map(|words| words.get(self.language));
        let hint = hint.collect::<Vec<_>>().join(". ");
        let validation =
            validation.set_input_title(super::cut(&field.title, 32))?.set_input_message(super::cut(&hint, 255))?;
        sheet.add_data_validation(rows.0, column, rows.1, column, &validation)?;
        Ok(())
    }
}

fn rare(header: &Format) -> Format {
    header.clone().set_background_color(Color::RGB(0xF2F2F2)).set_font_color(Color::RGB(0x595959))
}

fn muted(cell: &Format) -> Format {
    cell.clone().set_italic().set_font_color(Color::RGB(0x595959)).set_locked()
}
