//! The blank official form, to be handed out.

use std::collections::BTreeSet;
use std::io::Write;

use anyhow::Context;
use rust_xlsxwriter::{
    ConditionalFormatFormula, ExcelDateTime, Format, FormatBorder, ProtectionOptions, Workbook, Worksheet,
};

use super::title::TitleRows;
use super::{
    Choices, Look, Title, decision_line, headings, instructions, keep_periods_text, live, middle, offer, outside,
    print_set_up, write_header, write_title,
};
use crate::cell::column_letters;
use crate::render::xlsx::{Result, marked, sheet_name, with_digest};
use crate::schema::{Agency, Form};
use crate::text::Language;
use crate::workbook::mark::{Mark, Output};

/// Rows that are lined from the start; those below get their lines when they are filled in.
const LINED_ROWS: u32 = 15;
/// Rows that have lists and hints.
const OFFERED_ROWS: u32 = 5_000;

/// Values above the table that may stay in sight with its header.
const FROZEN_VALUES: usize = 3;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Template<'a> {
    /// The form.
    pub form: &'a Form,
    /// The agency whose name is filled in, if any.
    pub agency: Option<&'a Agency>,
    /// The language of hints and instructions; the form itself is Vietnamese.
    pub language: Language,
}

/// Writes the blank form.
///
/// # Errors
/// When the writer fails.
pub fn template(template: &Template<'_>, mut writer: impl Write) -> anyhow::Result<()> {
    let bytes = with_digest(Output::Template, |mark| written(template, mark))?;
    writer.write_all(&bytes).context("writing the template")
}

fn written(template: &Template<'_>, mark: &Mark) -> anyhow::Result<Workbook> {
    let mut workbook = Workbook::new();
    // The clock is not asked: the same form gives the same bytes.
    let epoch = ExcelDateTime::from_ymd(2000, 1, 1).context("setting the template's creation date")?;
    let title = template.form.title.get(template.language);
    let properties = marked(mark).set_title(title).set_subject(&template.form.basis).set_creation_datetime(&epoch);
    workbook.set_properties(&properties);
    write(&mut workbook, template, mark).with_context(|| format!("writing the template of {}", template.form.name))?;
    Ok(workbook)
}

fn write(workbook: &mut Workbook, template: &Template<'_>, mark: &Mark) -> Result {
    let Template { form, agency, language } = *template;
    let (instructions_name, values_name) =
        language.say(("Hướng dẫn", "Danh sách giá trị"), ("Instructions", "Listed values"));
    let mut taken = BTreeSet::from([instructions_name.to_lowercase(), values_name.to_lowercase()]);
    let look = Look::new();
    let mut choices = Choices::new([form], values_name.to_owned());
    let headings = headings(form);
    let last_column = headings.len() as u16 - 1;

    let sheet = workbook.add_worksheet();
    let name = sheet_name(&form.title.vi, &mut taken);
    sheet.set_name(&name)?;
    // Everything may be written in but the headings, so that people can go on below the lined rows.
    for column in 0..=last_column {
        sheet.set_column_format(column, &look.open)?;
    }
    let rows = write_title(sheet, &Title { form, agency, decision: decision_line(form, agency) }, &headings, &look)?;
    let values = outside::above(form, &name);
    let rows = TitleRows { header: rows.header + values.len() as u32, ..rows };
    let split = middle(&headings).clamp(1, last_column.max(1));
    let place = (rows.decision + 1, split, last_column.max(split));
    outside::write_above(sheet, &values, place, &look, (&choices, language))?;
    let first = write_header(sheet, rows.header, &headings, &look)?;
    for (column, heading) in headings.iter().enumerate() {
        let column = column as u16;
        let Some(field) = heading.field else { continue };
        let format = look.of(Some(&field.kind));
        for row in first..first + LINED_ROWS {
            sheet.write_blank(row, column, format)?;
            sheet.set_row_height(row, 26)?;
        }
        offer(sheet, (first, first + OFFERED_ROWS - 1), column, field, &choices, language)?;
    }
    keep_periods_text(sheet, (first, first + OFFERED_ROWS - 1), &headings, &look)?;
    let offered = (first, first + OFFERED_ROWS - 1);
    live::mark(sheet, form, offered, &mut choices)?;
    live::count(sheet, form, (rows.header - 1, last_column), offered, (&look, language))?;
    if !form.decision.is_empty() {
        live::decision(sheet, form, (rows.decision, last_column), offered)?;
    }
    line_what_is_filled(sheet, (first + LINED_ROWS, first + OFFERED_ROWS - 1), last_column)?;
    print_set_up(sheet, &form.title.vi, rows.header, first)?;
    if values.len() > FROZEN_VALUES {
        // The screen would hold nothing else.
        sheet.set_freeze_panes(0, 0)?;
    }
    sheet.set_selection(first, 0, first, 0)?;
    protect(sheet);

    outside::write_sheets(workbook, (form, &name), &mut taken, &look, (&choices, language))?;
    instructions::write(workbook, form, instructions_name, &look, (language, mark))?;
    choices.write(workbook, language)
}

/// Headings are kept from slips, not from people: there is no password.
fn protect(sheet: &mut Worksheet) {
    sheet.protect_with_options(&ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        insert_rows: true,
        insert_links: true,
        delete_rows: true,
        sort: true,
        ..ProtectionOptions::default()
    });
}

/// Gives rows below the lined ones (from 0) lines once something stands in them.
fn line_what_is_filled(sheet: &mut Worksheet, (first, last): (u32, u32), last_column: u16) -> Result {
    let filled = format!("=COUNTA($A{0}:${1}{0})>0", first + 1, column_letters(u32::from(last_column)));
    let lines = ConditionalFormatFormula::new()
        .set_rule(filled.as_str())
        .set_format(Format::new().set_border(FormatBorder::Thin));
    sheet.add_conditional_format(first, 0, last, last_column, &lines)?;
    Ok(())
}
