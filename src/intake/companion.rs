//! Sheets that the tool itself adds to a form: instructions, the list of what is to be corrected, the values behind drop-down
//! lists. They come back with the form, and they quote headings, agencies and decisions, so they must never be taken for a
//! form or for evidence of anything. They are known by a sentence in their first rows, which survives a change of format;
//! a sheet's name does not tell, for people use the same names.

use std::borrow::Cow;

use crate::cell::Content;
use crate::text::{Bilingual, fold};
use crate::workbook::{Sheet, Workbook};

/// The sentence that stands in the first rows of such a sheet.
pub const MARK: Bilingual = Bilingual::new(
    "Trang này do bieumau lập, không thuộc biểu mẫu.",
    "This sheet was made by bieumau and is no part of the form.",
);

/// The sentence stands in one of so many first rows.
const ROWS: u32 = 3;

/// Whether the tool itself made the sheet.
pub fn is_companion(sheet: &Sheet) -> bool {
    let first_rows = sheet.rows.iter().take_while(|row| row.number < ROWS);
    let mut texts = first_rows.flat_map(|row| &row.cells).filter_map(|(_, content)| match content {
        Content::Text(text) => Some(text),
        _ => None,
    });
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
