//! The sheet *Theo dõi*: every agency of the roster, one status an obligation, beside it how it stood last time, the reason in words,
//! and for each form what makes it so. The overview counts on it and the list of who owes what looks at it, so the addresses of its
//! columns are told here.

use std::borrow::Cow;

use rust_xlsxwriter::{ConditionalFormatFormula, DataValidation, Format, Workbook, Worksheet};

use super::grid::{Grid, ListCell, ListColumn, colour};
use super::links::Links;
use super::{Result, SheetNames, style};
use crate::cell::column_letters;
use crate::ledger::Status;
use crate::render::{Results, terms, words};
use crate::report::AgencyRow;

/// Columns before the statuses: number, code, agency, level.
const BEFORE: usize = 4;
/// The place of the code among them.
const CODE: usize = 1;
/// The row of the headings, from 0: there are groups above them.
pub const HEADER_ROW: u32 = 4;
/// Columns of a group of [`forms`], and the place of the day among them.
const OF_FORM: usize = 5;
const DAY: usize = 1;

/// The absolute addresses that the overview counts over.
pub struct Ranges {
    /// Each agency's code.
    pub codes: String,
    /// Each agency's level.
    pub level: String,
    /// Each agency's status, one for each obligation.
    pub statuses: Vec<String>,
    /// The day of each agency's document, one for each obligation; blank if it has issued none.
    pub issued: Vec<String>,
}

/// Where the columns stand.
struct Layout {
    /// The obligations that are the first about their form: all that are about one look at one submission.
    forms: Vec<usize>,
    obligations: usize,
    /// Whether each status has the last one beside it.
    compares: bool,
}

impl Layout {
    fn new(results: &Results<'_>) -> Self {
        let obligations = &results.campaign.obligations;
        let is_first =
            |index: &usize| obligations[..*index].iter().all(|before| before.form != obligations[*index].form);
        let forms = (0..obligations.len()).filter(is_first).collect();
        Self { forms, obligations: obligations.len(), compares: results.report.trend.is_some() }
    }

    fn status(&self, obligation: usize) -> usize {
        BEFORE + obligation * (1 + usize::from(self.compares))
    }

    fn reason(&self, form: usize) -> usize {
        self.status(self.obligations) + form
    }

    fn of_form(&self, form: usize) -> usize {
        self.reason(self.forms.len()) + OF_FORM * form
    }
}

/// Where the columns stand that are counted over.
pub fn ranges(results: &Results<'_>, names: &SheetNames) -> Ranges {
    let layout = Layout::new(results);
    let first = HEADER_ROW + 2;
    let last = HEADER_ROW + 1 + results.report.agencies.len().max(1) as u32;
    let range = |column: usize| terms::sheet(&names.tracking) + &terms::column(column as u32, (first, last));
    let obligations = &results.campaign.obligations;
    let statuses = (0..obligations.len()).map(|index| range(layout.status(index))).collect();
    let issued = obligations.iter().map(|obligation| {
        let form = layout.forms.iter().position(|&form| obligations[form].form == obligation.form).unwrap_or_default();
        range(layout.of_form(form) + DAY)
    });
    Ranges { codes: range(CODE), level: range(BEFORE - 1), statuses, issued: issued.collect() }
}

/// Writes the sheet.
pub fn write(workbook: &mut Workbook, results: &Results<'_>, names: &SheetNames, links: &Links<'_>) -> Result {
    let followed = results.language.say(
        "Sửa tình trạng ở đây thì trang Tổng hợp và Chưa hoàn thành tính lại theo.",
        "A status corrected here is followed by the sheets Overview and Outstanding.",
    );
    let title = results.language.say("Theo dõi từng cơ quan", "Agency by agency");
    sheet(workbook, results, (&names.tracking, title, followed), &results.report.agencies, links)
}

/// Writes the sheet of senders that are on no roster.
pub fn unlisted(workbook: &mut Workbook, results: &Results<'_>, names: &SheetNames, links: &Links<'_>) -> Result {
    let apart = results.language.say(
        "Các nơi gửi này không tính vào số cơ quan của trang Tổng hợp; dòng của họ có trong trang của từng biểu.",
        "These senders are in no figure of the sheet Overview; their rows stand on the sheets of the forms.",
    );
    let title = results.language.say("Nơi gửi ngoài danh sách cơ quan", "Senders that are not on the roster");
    sheet(workbook, results, (&names.unlisted, title, apart), &results.report.unlisted, links)
}

fn sheet(
    workbook: &mut Workbook,
    results: &Results<'_>,
    (name, title, note): (&str, &str, &str),
    agencies: &[AgencyRow],
    links: &Links<'_>,
) -> Result {
    let language = results.language;
    let layout = Layout::new(results);
    let grid = Grid {
        name,
        title,
        subtitle: &super::as_of(results),
        hint: note,
        columns: headings(results, &layout),
        frozen: 3,
        language,
        printed: layout.of_form(0) as u16,
        ..Grid::default()
    };
    debug_assert_eq!(grid.header_row(), HEADER_ROW, "the overview counts from this row");
    grid.write(
        workbook,
        agencies.len(),
        (0..agencies.len()).map(|index| row(index, &agencies[index], &layout, results, links)),
        |sheet, last| finish(sheet, results, &layout, last),
    )
}

/// Colours, the words that a status may be corrected to, and reasons that a correction has done away with.
fn finish(sheet: &mut Worksheet, results: &Results<'_>, layout: &Layout, last: u32) -> Result {
    if layout.obligations == 0 {
        return Ok(());
    }
    let language = results.language;
    let first = HEADER_ROW + 1;
    let statuses = (layout.status(0) as u16, (layout.reason(0) - 1) as u16);
    colour(sheet, (first, statuses.0, last, statuses.1), style::standings(language))?;
    offer_statuses(sheet, results, layout, (first, last))?;
    let done = words::status(Status::Complied);
    for (index, &form) in layout.forms.iter().enumerate() {
        let name = &results.campaign.obligations[form].form;
        let of_form = results.campaign.obligations.iter().enumerate().filter(|(_, owed)| owed.form == *name);
        let all: Vec<String> = of_form
            .map(|(owed, _)| {
                let status = column_letters(layout.status(owed) as u32);
                format!("${status}{}={}", first + 1, terms::text(done.get(language)))
            })
            .collect();
        let settled = ConditionalFormatFormula::new()
            .set_rule(format!("=AND({})", all.join(",")).as_str())
            .set_format(Format::new().set_font_color(0xA6A6A6).set_font_strikethrough());
        let column = layout.reason(index) as u16;
        sheet.add_conditional_format(first, column, last, column, &settled)?;
    }
    Ok(())
}

/// The words that a status may be corrected to; whatever else gets there is seen.
fn offer_statuses(sheet: &mut Worksheet, results: &Results<'_>, layout: &Layout, (first, last): (u32, u32)) -> Result {
    let known = super::statuses_name(results);
    let choice = DataValidation::new().allow_list_formula(format!("={known}").as_str().into());
    for obligation in 0..layout.obligations {
        let column = layout.status(obligation);
        let cell = format!("${}{}", column_letters(column as u32), first + 1);
        let stray = ConditionalFormatFormula::new()
            .set_rule(format!("=ISNA(MATCH({cell},{known},0))").as_str())
            .set_format(Format::new().set_background_color(0xC00000).set_font_color(0xFFFFFF));
        let column = column as u16;
        sheet.add_data_validation(first, column, last, column, &choice)?;
        sheet.add_conditional_format(first, column, last, column, &stray)?;
    }
    Ok(())
}

/// The columns: whose they are, the statuses, why they are so form by form, and what makes them so.
fn headings(results: &Results<'_>, layout: &Layout) -> Vec<ListColumn> {
    let language = results.language;
    let obligations = &results.campaign.obligations;
    let agency = results.language.say("Cơ quan", "Agency");
    let standing = results.language.say("Tình trạng", "Status");
    let mut columns = vec![
        ListColumn::new(results.language.say("TT", "No."), 4).under(agency),
        ListColumn::new(results.language.say("Mã", "Code"), 6).under(agency),
        ListColumn::new(results.language.say("Tên cơ quan", "Name"), 30).under(agency),
        ListColumn::new(results.language.say("Cấp", "Level"), 9).under(agency),
    ];
    for owed in obligations {
        let width = if layout.compares { 14 } else { 15 };
        columns.push(ListColumn::new(owed.title.get(language), width).under(standing));
        if layout.compares {
            columns.push(ListColumn::new(results.language.say("Lần trước", "Last time"), 12).under(standing));
        }
    }
    let title = |form: usize| {
        let name = &obligations[form].form;
        let form = results.summary.forms.iter().find(|merged| merged.form.name == *name);
        form.map_or(name.as_str(), |merged| merged.form.short.get(language))
    };
    let why = words::WHY;
    columns.extend(layout.forms.iter().map(|&form| ListColumn::new(title(form), 48).under(why.get(language))));
    for &form in &layout.forms {
        let title = title(form);
        let group: [ListColumn; OF_FORM] = [
            ListColumn::new(results.language.say("Văn bản ban hành", "Decision"), 18).under(title),
            ListColumn::new(results.language.say("Ngày", "Date"), 10).under(title),
            ListColumn::new(results.language.say("Số dòng", "Rows"), 6).under(title),
            ListColumn::new(results.language.say("Số lỗi", "Errors"), 6).under(title),
            ListColumn::new(results.language.say("Tệp", "File"), 60).under(title),
        ];
        columns.extend(group);
    }
    columns
}

/// The cells of an agency.
fn row<'r>(
    index: usize,
    agency: &'r AgencyRow,
    layout: &Layout,
    results: &Results<'_>,
    links: &Links<'_>,
) -> Vec<ListCell<'r>> {
    let language = results.language;
    let mut row = vec![
        ListCell::Count(index + 1),
        ListCell::centred(&agency.code),
        ListCell::text(&agency.shown),
        ListCell::Text(Cow::Owned(agency.level.title.get(language).to_owned())),
    ];
    for (obligation, cell) in &agency.obligations {
        row.push(ListCell::Centred(Cow::Owned(words::standing(cell).get(language).to_owned())));
        if layout.compares {
            row.push(before(results, agency, obligation));
        }
    }
    row.extend(layout.forms.iter().map(|&form| reason(results, agency, form, links)));
    for &form in &layout.forms {
        let (_, cell) = &agency.obligations[form];
        let file = cell.file.as_deref();
        let errors = cell.errors.map_or(ListCell::Blank, |errors| {
            let target = file.filter(|_| errors > 0).and_then(|file| links.error(file));
            super::grid::linked_count(errors, target)
        });
        row.extend([
            ListCell::text(cell.decision.as_deref().unwrap_or_default()),
            ListCell::day(cell.issued),
            ListCell::count(cell.rows),
            errors,
            file.map_or(ListCell::Blank, |file| ListCell::linked(file, links.file(file))),
        ]);
    }
    row
}

/// How the agency stood by the earlier report; an agency that was not in it is blank.
fn before(results: &Results<'_>, agency: &AgencyRow, obligation: &str) -> ListCell<'static> {
    let stood = results.report.trend.as_ref().map(|trend| &trend.stood);
    let stood = stood.and_then(|stood| stood.get(&(agency.code.clone(), obligation.to_owned())));
    stood.map_or(ListCell::Blank, |stood| {
        ListCell::Centred(Cow::Owned(words::stood(stood).get(results.language).to_owned()))
    })
}

/// Why the obligations about a form are not complied with: once if it is the same for all, else behind the title of each. It leads to
/// the first error of the file, or to where the file is listed.
fn reason<'r>(results: &Results<'_>, agency: &AgencyRow, form: usize, links: &Links<'_>) -> ListCell<'r> {
    let obligations = &results.campaign.obligations;
    let mut told: Vec<(String, Vec<&str>)> = Vec::new();
    let mut open = 0;
    for (owed, (_, cell)) in obligations.iter().zip(&agency.obligations) {
        if owed.form != obligations[form].form || cell.status == Status::Complied {
            continue;
        }
        open += 1;
        let (why, title) = (cell.why(), owed.title.get(results.language));
        match told.iter_mut().find(|(known, _)| *known == why) {
            Some((_, titles)) => titles.push(title),
            None => told.push((why, vec![title])),
        }
    }
    let of_form = obligations.iter().filter(|owed| owed.form == obligations[form].form).count();
    let text = match &told[..] {
        [] => return ListCell::Blank,
        [(why, _)] if open == of_form => why.clone(),
        _ => {
            let lines = told.iter().map(|(why, titles)| format!("{}: {why}", titles.join("; ")));
            lines.collect::<Vec<_>>().join("\n")
        }
    };
    let file = agency.obligations[form].1.file.as_deref();
    ListCell::linked(text, file.and_then(|file| links.error(file).or_else(|| links.file(file))))
}
