//! The lines above a form's table: the agency at the left, the state's heading at the right (NĐ 30/2020/NĐ-CP, Annex I), the
//! form's title, and the line that names the document which issues it, with dots where its number and day are to be written.

use crate::render::xlsx::Result;
use rust_xlsxwriter::{Format, Worksheet};

use super::{Heading, Look, width};
use crate::schema::{Agency, Form};
use crate::text::{self, lower_first};

/// What the title block says.
pub(in crate::render::xlsx) struct Title<'a> {
    pub form: &'a Form,
    /// Whose form it is, if that is known.
    pub agency: Option<&'a Agency>,
    /// The line that names the issuing document; blank where none issues the form.
    pub decision: String,
}

/// The rows (from 0) of a title block.
pub(in crate::render::xlsx) struct TitleRows {
    /// Where the decision is named.
    pub decision: u32,
    /// Where the header begins.
    pub header: u32,
}

/// «(Kèm theo Quyết định số ...../QĐ-..... ngày ..... tháng ..... năm ..... của …)», to be filled in.
pub(in crate::render::xlsx) fn decision_line(form: &Form, agency: Option<&Agency>) -> String {
    let Some(kind) = form.decision.first() else { return String::new() };
    let initials = text::initials(&text::fold(kind)).to_uppercase();
    let (symbol, issuer) = match (agency, agency.and_then(|agency| agency.level.authority.as_ref())) {
        (Some(agency), Some(authority)) => {
            (&*authority.symbol, format!("{} {}", authority.name, lower_first(&agency.name)))
        }
        (Some(agency), None) => (".....", agency.name.clone()),
        (None, _) => (".....", "………………".to_owned()),
    };
    let line = form.letterhead.decision.replace("{kind}", kind).replace("{initials}", &initials);
    line.replace("{symbol}", symbol).replace("{issuer}", &issuer)
}

/// Writes the title block from the first row on.
pub(in crate::render::xlsx) fn write_title(
    sheet: &mut Worksheet,
    title: &Title<'_>,
    headings: &[Heading<'_>],
    look: &Look,
) -> Result<TitleRows> {
    let last = headings.len().max(2) as u16 - 1;
    let split = middle(headings).clamp(1, last);
    let (above, name) = match (title.agency, title.agency.and_then(|agency| agency.level.authority.as_ref())) {
        (Some(agency), Some(authority)) => (authority.name.to_uppercase(), agency.name.to_uppercase()),
        (Some(agency), None) => (agency.name.to_uppercase(), String::new()),
        (None, _) => ("………………………………".to_owned(), String::new()),
    };
    across(sheet, 0, 0, split - 1, &above, &look.agency)?;
    across(sheet, 1, 0, split - 1, &name, &look.agency)?;
    for (row, (line, format)) in (0..).zip(title.form.letterhead.state.iter().zip([&look.state, &look.motto])) {
        across(sheet, row, split, last, line, format)?;
    }
    across(sheet, 3, 0, last, &title.form.title.vi.to_uppercase(), &look.title)?;
    sheet.set_row_height(3, 24)?;
    if !title.decision.is_empty() {
        across(sheet, 4, 0, last, &title.decision, &look.decision)?;
    }
    Ok(TitleRows { decision: 4, header: 6 })
}

/// The first column of the right half.
pub(in crate::render::xlsx) fn middle(headings: &[Heading<'_>]) -> u16 {
    let whole: f64 = headings.iter().map(width).sum();
    let mut used = 0.0;
    let left = headings.iter().take_while(|heading| {
        used += width(heading);
        used <= whole * 0.45
    });
    left.count() as u16
}

/// One text over several columns.
pub(super) fn across(sheet: &mut Worksheet, row: u32, first: u16, last: u16, text: &str, format: &Format) -> Result {
    if first == last {
        sheet.write_string_with_format(row, first, text, format)?;
    } else {
        sheet.merge_range(row, first, row, last, text, format)?;
    }
    Ok(())
}
