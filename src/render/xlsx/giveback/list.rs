//! The first sheet of a returned workbook: what is to be corrected, in words, each with a link to its cell; errors first.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{Format, Url, Worksheet};

use super::plan::Plan;
use super::writer::Made;
use super::{Part, Returned, in_new_places};
use crate::cell::Cell;
use crate::finding::{Finding, Severity};
use crate::intake::companion::{HOW_TO_SAY_SO, LOOKED_THROUGH, MADE_FROM, MARK};
use crate::render::terms;
use crate::render::words;
use crate::render::xlsx::form::{Look, Tint, height};
use crate::render::xlsx::{Result, grid};
use crate::report::most::{self, Common, Told};
use crate::rules;
use crate::text::{Language, capital};
use crate::workbook::mark::Mark;

/// Excel refuses a sheet with more links (Excel specifications and limits).
const MOST_LINKS: usize = 60_000;
/// Nobody reads more, and each takes a row; the totals above stay exact.
const MOST_ROWS: usize = 100_000;

/// Of the columns, in characters.
const WIDTHS: [f64; 8] = [5.0, 11.0, 20.0, 8.0, 24.0, 56.0, 50.0, 8.0];

/// A line of the list.
struct Item<'a> {
    tint: Tint,
    level: String,
    what: What<'a>,
    /// The sheet where it stands now, and the cell there.
    sheet: Option<&'a str>,
    cell: Option<Cell>,
}

/// What a line tells.
enum What<'a> {
    /// Something that is to be mended or known.
    Found(Cow<'a, Finding>),
    /// Something that the change to Unicode has settled.
    Settled(Cow<'a, Finding>),
    /// What the tool has corrected.
    Made(Made),
}

impl What<'_> {
    fn message(&self, language: Language) -> String {
        match self {
            Self::Found(finding) | Self::Settled(finding) => finding.message(language),
            Self::Made(made) => made.told.clone(),
        }
    }

    fn value(&self) -> &str {
        match self {
            Self::Found(finding) | Self::Settled(finding) => finding.value.as_deref().unwrap_or_default(),
            Self::Made(made) => &made.typed,
        }
    }

    fn help(&self, language: Language) -> String {
        let say = |vi: &str, en: &str| if language == Language::English { en.to_owned() } else { vi.to_owned() };
        match self {
            Self::Found(finding) => finding.help(language),
            Self::Settled(_) => say(
                "Cả trang đã được chuyển sang Unicode; đề nghị đọc lại",
                "The whole sheet was changed to Unicode; please read it through",
            ),
            Self::Made(_) => say("Đề nghị xem lại", "Please look at it"),
        }
    }

    fn code(&self) -> &str {
        match self {
            Self::Found(finding) | Self::Settled(finding) => &finding.rule.code,
            Self::Made(_) => "",
        }
    }

    fn rule(&self) -> &str {
        match self {
            Self::Found(finding) | Self::Settled(finding) => &finding.rule.name,
            Self::Made(_) => "",
        }
    }
}

/// Everything that the list tells.
pub struct Listed<'a> {
    items: Vec<Item<'a>>,
    /// How many records each sheet has.
    records: BTreeMap<&'a str, usize>,
    errors: usize,
    warnings: usize,
    /// How many cells were corrected.
    made: usize,
}

impl<'a> Listed<'a> {
    /// The findings in the order of the list. What was normalised is told as it was corrected, see [`Self::add_made`].
    pub fn new(returned: &Returned<'a>, parts: &'a [Part<'_>]) -> Self {
        let language = returned.language;
        let converted = language.say("Đã chuyển mã", "Converted");
        let item = |finding: &'a Finding, tint: Tint, level: String, what: fn(Cow<'a, Finding>) -> What<'a>| {
            let place = parts.iter().find_map(|part| Some((part.name(), part.place(finding)?)));
            let sheet = place.map(|(name, _)| name).or_else(|| {
                finding.location.sheet.as_ref()?;
                parts.iter().find(|part| part.is_of(&finding.location)).map(Part::name)
            });
            let cell = place.map(|(_, (row, column))| Cell::new(row, u32::from(column)));
            Item { tint, level, what: what(in_new_places(finding, parts, language)), sheet, cell }
        };
        let found = returned.reviewed.all_findings().filter(|finding| !finding.rule.is(&rules::normalised::RULE));
        let found = found.map(|finding| {
            let level = capital(words::severity(finding.severity).get(language));
            item(finding, finding.severity.into(), level, What::Found)
        });
        let settled =
            returned.settled.iter().map(|finding| item(finding, Tint::Made, converted.to_owned(), What::Settled));
        let mut items: Vec<Item<'a>> = found.chain(settled).collect();
        items.sort_by_key(|item| std::cmp::Reverse(rank(item)));
        let count = |severity| returned.reviewed.all_findings().filter(|finding| finding.severity == severity).count();
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            made: 0,
            records: parts.iter().map(|part| (part.name(), part.records())).collect(),
            items,
        }
    }

    /// Lists what was corrected in a sheet, behind all else.
    pub fn add_made(&mut self, plan: &'a Plan<'_>, made: Vec<Made>, language: Language) {
        let level = language.say("Đã sửa", "Corrected");
        self.made += made.len();
        self.items.extend(made.into_iter().map(|made| {
            let (row, column) = made.place;
            Item {
                tint: Tint::Made,
                level: level.to_owned(),
                what: What::Made(made),
                sheet: Some(&plan.name),
                cell: Some(Cell::new(row, u32::from(column))),
            }
        }));
    }

    /// The lines; what most records of a column have is one.
    fn told(&self, language: Language) -> Vec<Told<'_, Item<'a>>> {
        let common = |item| common(item, language);
        most::told(self.items.iter(), common, |common| {
            common.sheet.and_then(|sheet| self.records.get(sheet)).copied().unwrap_or_default()
        })
    }
}

/// What lines have in common that are one; what was corrected is no fault.
fn common<'i>(item: &'i Item<'_>, language: Language) -> (Common<'i>, Option<Cell>) {
    let message = Cow::Owned(item.what.message(language));
    let rule = item.what.rule();
    (Common { file: &item.level, sheet: item.sheet, rule, message }, item.cell)
}

/// Errors, warnings, notes, what was corrected; within one the order of the file stays.
fn rank(item: &Item<'_>) -> u8 {
    match item.tint {
        Tint::Error => 3,
        Tint::Warning => 2,
        Tint::Plain => 1,
        Tint::Made => 0,
    }
}

/// Writes the list.
pub fn write(sheet: &mut Worksheet, listed: &Listed<'_>, returned: &Returned<'_>, mark: &Mark, look: &Look) -> Result {
    let language = returned.language;
    let say = |vi: &'static str, en: &'static str| language.say(vi, en);
    for (column, width) in WIDTHS.into_iter().enumerate() {
        sheet.set_column_width(column as u16, width)?;
    }
    let title = say("Những điểm cần sửa", "What is to be corrected");
    sheet.write_string_with_format(0, 0, title, &look.bold.clone().set_font_size(15))?;
    sheet.write_string_with_format(1, 0, MARK.get(language), &look.grey)?;
    // For programs that drop the properties.
    sheet.write_string_with_format(1, WIDTHS.len() as u16 - 2, mark.to_string(), &look.grey)?;
    let mut row = write_head(sheet, listed, returned, look)?;
    let header = row;
    let columns = [
        say("TT", "No."),
        say("Mức độ", "Level"),
        say("Trang tính", "Sheet"),
        say("Ô", "Cell"),
        say("Giá trị", "Value"),
        say("Nội dung", "What is so"),
        say("Cách sửa", "What to do"),
        say("Mã", "Rule"),
    ];
    for (column, heading) in columns.into_iter().enumerate() {
        sheet.write_string_with_format(header, column as u16, heading, &look.header)?;
    }
    sheet.set_row_height(header, 22)?;
    let mut links = 0;
    let told = listed.told(language);
    for (index, told) in told.iter().take(MOST_ROWS).enumerate() {
        row += 1;
        sheet.write_number_with_format(row, 0, (index + 1) as f64, &look.centred)?;
        write_item(sheet, row, told, &mut links, (language, look))?;
    }
    if told.len() > MOST_ROWS {
        let count = words::thousands(MOST_ROWS, language);
        let total = words::thousands(told.len(), language);
        let text = language.say(format!("Hiện {count} trong {total} điểm."), format!("Shown are {count} of {total}."));
        sheet.write_string_with_format(row + 1, 0, text, &look.bold)?;
    }
    if !listed.items.is_empty() {
        sheet.autofilter(header, 0, row, 7)?;
    }
    sheet.set_freeze_panes(header + 1, 0)?;
    grid::print_set_up(sheet, title);
    sheet.set_repeat_rows(header, header)?;
    Ok(())
}

/// Writes a point but for its number.
fn write_item(
    sheet: &mut Worksheet,
    row: u32,
    Told { first: item, most }: &Told<'_, Item<'_>>,
    links: &mut usize,
    (language, look): (Language, &Look),
) -> Result {
    sheet.write_string_with_format(row, 1, &item.level, &item.tint.over(&look.centred))?;
    sheet.write_string_with_format(row, 2, item.sheet.unwrap_or_default(), &look.cell)?;
    write_link(sheet, (row, 3), item, links, look)?;
    let (value, help, message) = (item.what.value(), item.what.help(language), item.what.message(language));
    let message = match most {
        Some((cells, records)) => words::of_most(&message, (cells, None), *records, true, language),
        None => message,
    };
    let texts = [value, &message, &help, item.what.code()];
    let widths = [item.sheet.unwrap_or_default()].into_iter().chain(texts).zip([2, 4, 5, 6, 7].map(|at| WIDTHS[at]));
    sheet.set_row_height(row, height(widths))?;
    let formats: [&Format; 4] = [&look.cell, &look.cell, &look.cell, &look.centred];
    for (column, (text, format)) in texts.into_iter().zip(formats).enumerate() {
        sheet.write_string_with_format(row, column as u16 + 4, grid::fitted(text, language), format)?;
    }
    Ok(())
}

/// Writes what stands above the list: whose it is, why it comes back, what the colours mean, what to do. Gives the row of the
/// list's header.
fn write_head(sheet: &mut Worksheet, listed: &Listed<'_>, returned: &Returned<'_>, look: &Look) -> Result<u32> {
    let language = returned.language;
    let say = |vi: &'static str, en: &'static str| language.say(vi, en);
    let mut row = 2;
    let agency = returned
        .agency
        .map(|agency| language.say(format!("Cơ quan: {}", agency.name), format!("Agency: {}", agency.name_en)));
    let path = &returned.reviewed.path;
    let file = format!("{}{path}", MADE_FROM.get(language));
    for line in agency.iter().chain([&file]) {
        sheet.write_string_with_format(row, 0, line, &look.line)?;
        row += 1;
    }
    for line in reasons(listed, returned).iter().chain([&totals(listed, language)]) {
        sheet.write_string_with_format(row, 0, line, &look.bold)?;
        row += 1;
    }
    row += 1;
    let legend = [
        (Tint::Error, say("phải sửa thì biểu mới được nhận", "must be corrected before the form is accepted")),
        (
            Tint::Warning,
            say("nên xem lại; biểu vẫn được nhận", "should be looked at; the form is accepted all the same"),
        ),
        (Tint::Made, say("đã được sửa sẵn, đề nghị xem lại", "was corrected already; please look at it")),
    ];
    for (tint, meaning) in legend {
        sheet.write_blank(row, 1, &tint.over(&look.cell))?;
        sheet.write_string_with_format(row, 2, meaning, &look.line)?;
        row += 1;
    }
    let how = say(
        "Sửa ngay trong các trang sau của tệp này (di chuột lên ô có màu để xem cách sửa), lưu lại rồi gửi chính tệp này.",
        "Correct the next sheets of this file (rest the pointer on a coloured cell to see how), save it and send this very file.",
    );
    sheet.write_string_with_format(row, 0, how, &look.line)?;
    row += 1;
    sheet.write_string_with_format(row, 2, LOOKED_THROUGH.get(language), &look.bold)?;
    sheet.write_blank(row, 3, &look.centred)?;
    sheet.write_string_with_format(row, 4, HOW_TO_SAY_SO.get(language), &look.line)?;
    Ok(row + 2)
}

/// Why the form comes back.
fn reasons(listed: &Listed<'_>, returned: &Returned<'_>) -> Vec<String> {
    let language = returned.language;
    let say = |vi: String, en: String| if language == Language::English { en } else { vi };
    let mut reasons = Vec::new();
    let encodings: BTreeSet<&str> = returned
        .settled
        .iter()
        .filter_map(|finding| finding.arguments.get("encoding"))
        .map(|encoding| encoding.get(language))
        .collect();
    if !encodings.is_empty() {
        let encodings = encodings.into_iter().collect::<Vec<_>>().join(", ");
        reasons.push(say(
            format!(
                "Lý do trả lại: chữ trong tệp dùng bảng mã {encodings}, không phải Unicode, nên biểu chưa được nhận. Chữ đã được chuyển sẵn \
                 sang Unicode; đề nghị đọc lại toàn bộ, sửa chỗ sai, ghi ô «Đã rà soát» dưới đây rồi gửi lại."
            ),
            format!(
                "Why it comes back: the text of the file is encoded in {encodings}, not Unicode, so the form was not accepted. It was \
                 changed to Unicode here; please read it through, correct it, fill the cell “Looked through” below and send it again."
            ),
        ));
    }
    if listed.errors > 0 {
        let errors = words::counted(listed.errors, "lỗi", "error", language);
        reasons.push(say(
            format!("Lý do trả lại: biểu có {errors} phải sửa mới được nhận, liệt kê dưới đây."),
            format!(
                "Why it comes back: the form has {errors}, listed below, and is not accepted before they are corrected."
            ),
        ));
    } else if reasons.is_empty() {
        reasons.push(say(
            "Lý do trả lại: biểu không có lỗi; đề nghị xem lại các điểm liệt kê dưới đây.".to_owned(),
            "Why it comes back: the form has no errors; please look at the points listed below.".to_owned(),
        ));
    }
    reasons
}

fn write_link(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    item: &Item<'_>,
    links: &mut usize,
    look: &Look,
) -> Result {
    let text = item.cell.map(|cell| cell.to_string()).unwrap_or_default();
    match item.sheet.filter(|_| *links < MOST_LINKS && item.cell.is_some()) {
        Some(name) => {
            *links += 1;
            let url = Url::new(format!("internal:{}{text}", terms::sheet(name))).set_text(text);
            sheet.write_url_with_format(row, column, url, &look.link)?;
        }
        None => {
            sheet.write_string_with_format(row, column, text, &look.centred)?;
        }
    }
    Ok(())
}

fn totals(listed: &Listed<'_>, language: Language) -> String {
    let errors = words::counted(listed.errors, "lỗi", "error", language);
    let warnings = words::counted(listed.warnings, "cảnh báo", "warning", language);
    let made = words::counted(listed.made, "ô đã sửa sẵn", "cell", language);
    language.say(
        format!("{errors} phải sửa, {warnings}; {made}."),
        format!("{errors} to correct, {warnings}; {made} corrected already."),
    )
}
