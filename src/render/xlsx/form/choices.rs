//! What a spreadsheet program offers and refuses while a form is filled in: drop-down lists, lengths, days, and a hint at every
//! column. The checks stay the judge: a value that is pasted passes by all of this.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Formula, Workbook, Worksheet,
};

use crate::intake::companion::MARK;
use crate::render::xlsx::{Result, cut};
use crate::render::{asked, terms};
use crate::schema::{Field, Form, Kind, Listing, Offer};
use crate::text::{Language, capital};

/// The most characters of a list within a validation, of a hint, and of a hint's title (Excel specifications and limits).
const LIST_LENGTH: usize = 255;
const HINT_LENGTH: usize = 255;
const HINT_TITLE_LENGTH: usize = 32;
/// The first row (from 0) of values on the hidden sheet, below the sentence that tells whose sheet it is.
const FIRST: u32 = 3;

/// The lists that do not fit into a validation: too long, or with a comma in a value, which parts the values there; and those that
/// formulas ask. They stand on a hidden sheet.
pub(in crate::render::xlsx) struct Choices<'a> {
    sheet: String,
    lists: Vec<Cow<'a, [String]>>,
}

/// The columns of a form, and what stands outside its table.
fn fields(form: &Form) -> impl Iterator<Item = &Field> {
    form.fields.iter().chain(form.values.iter().map(|value| &value.field))
}

impl<'a> Choices<'a> {
    /// Those of these forms; the hidden sheet will have this name.
    pub fn new<'f: 'a>(forms: impl IntoIterator<Item = &'f Form>, sheet: String) -> Self {
        let mut choices = Self { sheet, lists: Vec::new() };
        for listing in forms.into_iter().flat_map(fields).filter_map(|field| field.kind.listing()) {
            if !fits(&listing.values) {
                choices.list(Cow::Borrowed(&listing.values));
            }
        }
        choices
    }

    /// Puts a list on the sheet, and gives the place of its values there, as formulas have it.
    pub fn list(&mut self, values: Cow<'a, [String]>) -> String {
        let column = self.lists.iter().position(|list| *list == values).unwrap_or_else(|| {
            self.lists.push(values);
            self.lists.len() - 1
        });
        self.range(column)
    }

    /// Adds the hidden sheet, if there is anything to put on it.
    pub fn write(&self, workbook: &mut Workbook, language: Language) -> Result {
        if self.lists.is_empty() {
            return Ok(());
        }
        let sheet = workbook.add_worksheet();
        sheet.set_name(&self.sheet)?;
        sheet.write_string(0, 0, MARK.get(language))?;
        for (column, values) in self.lists.iter().enumerate() {
            for (row, value) in values.iter().enumerate() {
                sheet.write_string(FIRST + row as u32, column as u16, value)?;
            }
        }
        sheet.set_hidden(true);
        Ok(())
    }

    fn source(&self, values: &[String]) -> Option<Formula> {
        let column = self.lists.iter().position(|list| **list == *values)?;
        Some(Formula::new(format!("={}", self.range(column))))
    }

    fn range(&self, column: usize) -> String {
        let last = FIRST + self.lists[column].len() as u32;
        terms::sheet(&self.sheet) + &terms::column(column as u32, (FIRST + 1, last))
    }
}

fn fits(values: &[String]) -> bool {
    let length: usize = values.iter().map(|value| value.encode_utf16().count() + 1).sum();
    length <= LIST_LENGTH && !values.iter().any(|value| value.contains(','))
}

/// Puts a column's list, limits and hint over the rows from `first` to `last`.
pub(in crate::render::xlsx) fn offer(
    sheet: &mut Worksheet,
    (first, last): (u32, u32),
    column: u16,
    field: &Field,
    choices: &Choices<'_>,
    language: Language,
) -> Result {
    let say = |vi: &'static str, en: &'static str| language.say(vi, en);
    let hint = hint(field, language);
    let listed = |listing: &Listing| match choices.source(&listing.values) {
        Some(source) => Ok(DataValidation::new().allow_list_formula(source)),
        None => DataValidation::new().allow_list_strings(&listing.values),
    };
    let mut validation = match field.kind.treatment().offer {
        // Several values may stand in one cell, and synonyms are understood: a list that refuses is for neither.
        Offer::List(listing) => listed(listing)?.show_error_message(false),
        Offer::Listed(listing) if field.kind.is_lenient() => {
            listed(listing)?.set_error_style(DataValidationErrorStyle::Warning)
        }
        Offer::Listed(listing) => listed(listing)?.set_error_style(DataValidationErrorStyle::Stop),
        Offer::Day { least, most } => days(least, most)?,
        Offer::Number { whole, minimum, maximum } => number(whole, minimum, maximum),
        Offer::Text => match field.max_length {
            Some(limit) => DataValidation::new()
                .allow_text_length(DataValidationRule::LessThanOrEqualTo(u32::try_from(limit).unwrap_or(u32::MAX)))
                .set_error_style(DataValidationErrorStyle::Stop),
            None => DataValidation::new().allow_any_value(),
        },
    };
    if !hint.is_empty() {
        validation = validation
            .set_input_title(cut(&field.title, HINT_TITLE_LENGTH))?
            .set_input_message(cut(&hint, HINT_LENGTH))?
            .set_error_title(cut(&field.title, HINT_TITLE_LENGTH))?
            .set_error_message(cut(
                &field.max_length.map_or(hint.clone(), |limit| {
                    language.say(format!("Ghi không quá {limit} ký tự."), format!("Write {limit} characters at most."))
                }),
                225,
            ))?;
    } else {
        validation = validation.set_error_message(say("Giá trị không hợp lệ.", "The value is not valid."))?;
    }
    sheet.add_data_validation(first, column, last, column, &validation)?;
    Ok(())
}

fn days(least: Option<Date>, most: Option<Date>) -> Result<DataValidation> {
    let day = |day: Date| {
        let part = |number: i8| u8::try_from(number).unwrap_or(1);
        match u16::try_from(day.year()) {
            Ok(year @ 1900..) => ExcelDateTime::from_ymd(year, part(day.month()), part(day.day())),
            // Excel knows no earlier day.
            _ => ExcelDateTime::from_ymd(1900, 1, 1),
        }
    };
    let first = least.map_or_else(|| ExcelDateTime::from_ymd(1900, 1, 1), day)?;
    let rule = match most.map(day).transpose()? {
        Some(last) => DataValidationRule::Between(first, last),
        None => DataValidationRule::GreaterThanOrEqualTo(first),
    };
    Ok(DataValidation::new().allow_date(rule).set_error_style(DataValidationErrorStyle::Warning))
}

fn number(whole: bool, minimum: Option<f64>, maximum: Option<f64>) -> DataValidation {
    let (least, most) = (minimum.unwrap_or(-1e15), maximum.unwrap_or(1e15));
    let style = DataValidationErrorStyle::Stop;
    let fits = |value: f64| value >= f64::from(i32::MIN) && value <= f64::from(i32::MAX);
    match (whole, fits(least) && fits(most)) {
        (true, true) => DataValidation::new()
            .allow_whole_number(DataValidationRule::Between(least as i32, most as i32))
            .set_error_style(style),
        _ => {
            DataValidation::new().allow_decimal_number(DataValidationRule::Between(least, most)).set_error_style(style)
        }
    }
}

/// What to write, and how: the field's description and help, as sentences.
fn hint(field: &Field, language: Language) -> String {
    let sentence = |words: &Option<crate::text::Bilingual>| {
        words.as_ref().map(|words| words.get(language).trim_end_matches('.').to_owned()).filter(|text| !text.is_empty())
    };
    let mut parts: Vec<String> = [&field.description, &field.help].into_iter().filter_map(sentence).collect();
    if field.help.is_none() {
        let kind =
            Some(asked::kind(field, language)).filter(|_| field.kind != Kind::Text && field.kind.listing().is_none());
        parts.extend(kind.into_iter().chain(asked::phrases(field, language).iter().map(|phrase| capital(phrase))));
    }
    if field.required {
        parts.push(language.say("Bắt buộc", "Required").to_owned());
    }
    parts.iter().map(|part| format!("{part}.")).collect::<Vec<_>>().join(" ")
}
