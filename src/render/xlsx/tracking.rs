//! The sheet *Theo dõi*: every agency of the roster, one status an obligation, and for each form what makes it so. The overview
//! counts on it, so the addresses of its columns are told here.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::grid::{Grid, ListCell, ListColumn, colour};
use super::{SheetNames, say, style};
use crate::cell::column_letters;
use crate::render::{Results, words};
use crate::report::AgencyRow;

/// Columns before the statuses: number, code, agency, level.
const BEFORE: usize = 4;
/// The row of the headings, from 0: there are groups above them.
const HEADER_ROW: u32 = 4;

/// The absolute addresses that the overview counts over.
pub struct Ranges {
    /// Each agency's level.
    pub level: String,
    /// Each agency's status, one for each obligation.
    pub statuses: Vec<String>,
    /// The day of each agency's document, one for each obligation; blank if it has issued none.
    pub issued: Vec<String>,
}

/// One group of columns a form, filled from the first obligation that is about it: all of them look at one submission.
/// These are the indexes of those obligations.
fn forms(results: &Results<'_>) -> Vec<usize> {
    let obligations = &results.campaign.obligations;
    let is_first = |index: &usize| obligations[..*index].iter().all(|before| before.form != obligations[*index].form);
    (0..obligations.len()).filter(is_first).collect()
}

/// Columns of a group of [`forms`], and the place of the day among them.
const OF_FORM: usize = 5;
const DAY: usize = 1;

/// Where the columns stand.
pub fn ranges(results: &Results<'_>, names: &SheetNames) -> Ranges {
    let first = HEADER_ROW + 2;
    let last = HEADER_ROW + 1 + results.report.agencies.len().max(1) as u32;
    let sheet = names.tracking.replace('\'', "''");
    let range = |column: usize| {
        let letters = column_letters(column as u32);
        format!("'{sheet}'!${letters}${first}:${letters}${last}")
    };
    let obligations = &results.campaign.obligations;
    let statuses = (0..obligations.len()).map(|index| range(BEFORE + index)).collect();
    let forms = forms(results);
    let issued = obligations.iter().map(|obligation| {
        let group = forms.iter().position(|&form| obligations[form].form == obligation.form).unwrap_or_default();
        range(BEFORE + obligations.len() + OF_FORM * group + DAY)
    });
    Ranges { level: range(BEFORE - 1), statuses, issued: issued.collect() }
}

/// Writes the sheet.
pub fn write(workbook: &mut Workbook, results: &Results<'_>, names: &SheetNames) -> Result<(), XlsxError> {
    let language = results.language;
    let obligations = &results.campaign.obligations;
    let forms = forms(results);
    let subtitle = super::as_of(results);
    let grid = Grid {
        name: &names.tracking,
        title: say(results, "Theo dõi từng cơ quan", "Agency by agency"),
        subtitle: &subtitle,
        columns: headings(results, &forms),
        frozen: 3,
        language,
        last_row: super::grid::LAST_ROW,
    };
    debug_assert_eq!(grid.header_row(), HEADER_ROW, "the overview counts from this row");
    let agencies = &results.report.agencies;
    let files: BTreeMap<&str, usize> =
        results.report.review.files.iter().enumerate().map(|(index, file)| (&*file.path, index)).collect();
    let row = |index: usize| {
        row(index, &agencies[index], &forms, results, |path| {
            super::lists::link_to_file(path, files.get(path).copied(), names)
        })
    };
    let last_status = (BEFORE + obligations.len().max(1) - 1) as u16;
    grid.write(
        workbook,
        agencies.len(),
        || (0..agencies.len()).map(row),
        |sheet, last| {
            if obligations.is_empty() {
                return Ok(());
            }
            colour(sheet, (HEADER_ROW + 1, BEFORE as u16, last, last_status), style::standings(language))
        },
    )
}

/// The columns: whose they are, the statuses, what makes them so form by form, and why.
fn headings(results: &Results<'_>, forms: &[usize]) -> Vec<ListColumn> {
    let language = results.language;
    let obligations = &results.campaign.obligations;
    let agency = say(results, "Cơ quan", "Agency");
    let standing = say(results, "Tình trạng", "Status");
    let mut columns = vec![
        ListColumn::new(say(results, "TT", "No."), 4).under(agency),
        ListColumn::new(say(results, "Mã", "Code"), 8).under(agency),
        ListColumn::new(say(results, "Tên cơ quan", "Name"), 34).under(agency),
        ListColumn::new(say(results, "Cấp", "Level"), 14).under(agency),
    ];
    columns.extend(obligations.iter().map(|owed| ListColumn::new(owed.title.get(language), 14).under(standing)));
    for &index in forms {
        let name = &obligations[index].form;
        let form = results.summary.forms.iter().find(|merged| merged.form.name == *name);
        let title = form.map_or(name.as_str(), |merged| merged.form.title.get(language));
        let group: [ListColumn; OF_FORM] = [
            ListColumn::new(say(results, "Văn bản ban hành", "Decision"), 18).under(title),
            ListColumn::new(say(results, "Ngày", "Date"), 10).under(title),
            ListColumn::new(say(results, "Số dòng", "Rows"), 6).under(title),
            ListColumn::new(say(results, "Số lỗi", "Errors"), 6).under(title),
            ListColumn::new(say(results, "Tệp", "File"), 34).under(title),
        ];
        columns.extend(group);
    }
    let why = words::WHY;
    columns
        .extend(obligations.iter().map(|owed| ListColumn::new(owed.title.get(language), 60).under(why.get(language))));
    columns
}

/// The cells of an agency; `link` leads to a file.
fn row<'r>(
    index: usize,
    agency: &'r AgencyRow,
    forms: &[usize],
    results: &Results<'_>,
    link: impl Fn(&'r str) -> ListCell<'r>,
) -> Vec<ListCell<'r>> {
    let language = results.language;
    let mut row = vec![
        ListCell::Count(index + 1),
        ListCell::centred(&agency.code),
        ListCell::text(&agency.shown),
        ListCell::Text(Cow::Owned(words::level(agency.level).get(language).to_owned())),
    ];
    let statuses = agency.obligations.iter().map(|(_, cell)| words::standing(cell).get(language).to_owned());
    row.extend(statuses.map(|status| ListCell::Centred(Cow::Owned(status))));
    for &obligation in forms {
        let (_, cell) = &agency.obligations[obligation];
        row.extend([
            ListCell::text(cell.decision.as_deref().unwrap_or_default()),
            ListCell::day(cell.issued),
            ListCell::count(cell.rows),
            ListCell::count(cell.errors),
            cell.file.as_deref().map_or(ListCell::Blank, &link),
        ]);
    }
    row.extend(agency.obligations.iter().map(|(_, cell)| ListCell::Text(Cow::Owned(cell.why()))));
    row
}
