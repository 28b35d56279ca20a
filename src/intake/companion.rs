//! Sheets that the tool itself adds to a form: instructions, the list of what is to be corrected, the values behind drop-down
//! lists. They come back with the form, and they quote headings, agencies and decisions, so they must never be taken for a
//! form or for evidence of anything. They are known by a sentence in their first rows, which survives a change of format;
//! a sheet's name does not tell, for people use the same names.

use std::borrow::Cow;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::cell::Content;
use crate::schema::Language;
use crate::text::{Bilingual, bare, fold, is_placeholder, tidy, words};
use crate::workbook::mark::{DIGITS, Mark, Output};
use crate::workbook::{Row, Sheet, Workbook};

/// The sentence that stands in the first rows of such a sheet.
pub const MARK: Bilingual = Bilingual::new(
    "Trang này do bieumau lập, không thuộc biểu mẫu.",
    "This sheet was made by bieumau and is no part of the form.",
);

/// The sentence stands in one of so many first rows.
const ROWS: u32 = 3;

/// What stands before the cell of a returned form in which its sender says that it was looked through.
pub const LOOKED_THROUGH: Bilingual = Bilingual::new("Đã rà soát", "Looked through");
/// What stands behind that cell.
pub const HOW_TO_SAY_SO: Bilingual = Bilingual::new(
    "← ghi «x» vào ô này nếu đã xem lại mà không có gì phải sửa; chưa sửa giá trị nào và chưa ghi ô này thì biểu không được tính",
    "← write “x” in this cell if it was looked through and nothing is to be changed; with no value changed and nothing written here, the form does not count",
);

/// What stands before the path of the file that a returned form was made of.
pub const MADE_FROM: Bilingual = Bilingual::new("Lập lại từ tệp: ", "Made from the file: ");

/// The path of the file that a returned form was made of, as it was called then.
pub fn made_from(workbook: &Workbook) -> Option<String> {
    let ours = workbook.sheets.iter().filter(|sheet| is_companion(sheet));
    let mut texts = ours.flat_map(|sheet| &sheet.rows).flat_map(texts);
    texts.find_map(|text| {
        let path = [MADE_FROM.vi, MADE_FROM.en].iter().find_map(|before| text.strip_prefix(&**before));
        path.map(str::to_owned)
    })
}

/// Whether the tool itself made the sheet.
pub fn is_companion(sheet: &Sheet) -> bool {
    let first_rows = sheet.rows.iter().take_while(|row| row.number < ROWS);
    let mut texts = first_rows.flat_map(texts);
    texts.any(|text| text.contains("bieumau") && [&MARK.vi, &MARK.en].iter().any(|mark| fold(text) == fold(mark)))
}

/// The workbook without such sheets.
pub fn without_companions(workbook: &Workbook) -> Cow<'_, Workbook> {
    if !workbook.sheets.iter().any(is_companion) {
        return Cow::Borrowed(workbook);
    }
    let sheets = workbook.sheets.iter().filter(|sheet| !is_companion(sheet)).cloned().collect();
    Cow::Owned(Workbook { path: workbook.path.clone(), sheets })
}

/// What of ours the file is that nobody has worked on: a form of the tool's own in which no value is another than the tool has
/// written, and which is not marked as looked through. `mark` is what its properties say; some programs drop them, so that the
/// mark stands on the first of our sheets as well.
///
/// A form without a digest is of an earlier version; of such a one nothing is known.
pub fn untouched(workbook: &Workbook, mark: Option<&Mark>, language: &Language) -> Option<Output> {
    let ours: Vec<&Sheet> = workbook.sheets.iter().filter(|sheet| is_companion(sheet)).collect();
    let stamp = || ours.iter().find_map(|sheet| stamp(sheet));
    let mark = mark.cloned().or_else(stamp).filter(|mark| mark.output.is_form())?;
    let is_as_written = mark.values? == digest(workbook);
    (is_as_written && !ours.iter().any(|sheet| says_looked_through(sheet, language))).then_some(mark.output)
}

/// The digest of a workbook's values, our own sheets left out, as a [`Mark`] keeps it. It is of what is read, not of bytes: saved
/// again by whatever program, in whatever format, it is the same as long as nobody changed a value. Blank rows do not count, nor
/// does spacing within a text.
pub fn digest(workbook: &Workbook) -> String {
    let mut hash = Sha256::new();
    let mut line = String::new();
    for sheet in workbook.sheets.iter().filter(|sheet| !is_companion(sheet)) {
        hash.update("sheet\n");
        for row in &sheet.rows {
            line.clear();
            for (column, content) in &row.cells {
                let value = value(content);
                if !value.is_empty() {
                    // Writing to a string cannot fail.
                    let _ = write!(line, "{column}\t{value}\t");
                }
            }
            if !line.is_empty() {
                line.push('\n');
                hash.update(&line);
            }
        }
    }
    let mut digits = crate::text::hex(&hash.finalize());
    digits.truncate(DIGITS);
    digits
}

/// A value as every program keeps it.
fn value(content: &Content) -> Cow<'_, str> {
    match content {
        Content::Text(text) => tidy(text).into(),
        // Programs keep 15 digits of the 17 that a number may have.
        Content::Number(number) => format!("{number:.11e}").into(),
        Content::Flag(flag) => flag.to_string().into(),
        // They keep days as fractions, so that the last second may differ.
        Content::Date(date) => date.strftime("%Y-%m-%d %H:%M").to_string().into(),
        // An error may come back as a formula that nobody calculated.
        Content::Error(_) | Content::Uncalculated(_) => "#".into(),
    }
}

/// The mark in a sheet of ours.
fn stamp(sheet: &Sheet) -> Option<Mark> {
    let first_rows = sheet.rows.iter().take_while(|row| row.number < ROWS);
    first_rows.flat_map(texts).find_map(|text| Mark::find(text.as_bytes()))
}

/// Whether anything but a no is written in the cell that asks for it, or beside its label.
fn says_looked_through(sheet: &Sheet, language: &Language) -> bool {
    let labels = [&LOOKED_THROUGH.vi, &LOOKED_THROUGH.en].map(|label| fold(label));
    let hints = [&HOW_TO_SAY_SO.vi, &HOW_TO_SAY_SO.en].map(|hint| fold(hint));
    let is_label = |text: &str| labels.iter().any(|label| fold(text.trim_end_matches(':')) == *label);
    sheet.rows.iter().filter(|row| texts(row).any(&is_label)).any(|row| {
        row.cells.iter().any(|(_, content)| match content {
            Content::Text(text) => {
                let folded = fold(text);
                !folded.is_empty() && !is_label(text) && !hints.contains(&folded) && !is_no(language, &folded)
            }
            Content::Flag(flag) => *flag,
            Content::Number(number) => *number != 0.0,
            Content::Error(_) | Content::Uncalculated(_) => false,
            Content::Date(_) => true,
        })
    })
}

/// Whether what is written there says that it was not looked through: «không», «chưa rà soát», a line of dots.
fn is_no(language: &Language, folded: &str) -> bool {
    let denies = |word: &str| language.negations.holds(word);
    let bare_text = bare(folded);
    let label = format!("{} {}", bare(&LOOKED_THROUGH.vi), bare(&LOOKED_THROUGH.en));
    let is_of_label = |word: &str| words(&label).any(|known| known == word);
    let is_denied =
        words(&bare_text).next().is_some_and(denies) && words(&bare_text).all(|word| denies(word) || is_of_label(word));
    is_placeholder(folded)
        || is_denied
        || [&language.no, &language.crosses, &language.unsaid].iter().any(|known| known.holds(folded))
}

fn texts(row: &Row) -> impl Iterator<Item = &str> {
    row.cells.iter().filter_map(|(_, content)| match content {
        Content::Text(text) => Some(text.as_str()),
        _ => None,
    })
}
