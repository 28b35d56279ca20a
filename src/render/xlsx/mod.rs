//! The summary workbook for people: totals with a chart, who stands how, whom to remind, all accepted rows, what to send back,
//! and what became of every file. The only part that knows rust_xlsxwriter.
//!
//! Data is always written as strings, numbers or dates, never as formulas, so a cell `=…` of a submission stays text. The only
//! formulas are our own: counts, which look at the sheets that they count over, so that figures, the sentence and the list of who owes
//! what follow when someone corrects a status by hand; and links from sheet to sheet, with their words in quotation marks.
//!
//! The bytes depend only on the results: the creation date is the as-of date.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Seek, Write};

use anyhow::Context;
use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use self::findings::FindingList;
use self::links::Links;
use self::rows::FormSheet;
use super::format::{Format, Seekable, Writer};
use super::{Checked, Results, terms, words};
use crate::intake::companion;
use crate::text::Bilingual;
use crate::workbook;
use crate::workbook::mark::{AUTHOR, Mark, Output};

mod analysis;
mod changes;
mod design;
mod findings;
mod form;
mod giveback;
mod grid;
mod links;
mod list_cell;
mod lists;
mod outstanding;
mod overview;
mod rows;
mod style;
mod tracking;
mod values;

pub use design::design;
pub use form::{Template, template};
pub use giveback::{Returned, give_back};

/// What writing a part of a workbook gives.
type Result<T = ()> = std::result::Result<T, rust_xlsxwriter::XlsxError>;

/// The longest sheet name that Excel takes.
const NAME_LENGTH: usize = 31;

/// Writes the workbook.
///
/// # Errors
/// When the writer fails, or temporary space for a very large sheet cannot be had.
pub fn write(results: &Results<'_>, writer: impl Write + Seek + Send) -> anyhow::Result<()> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(results)?);
    let names = SheetNames::new(results);
    let links = Links::new(results, &names);
    let statuses = overview::write(&mut workbook, results, &names).context("writing the overview sheet")?;
    tracking::write(&mut workbook, results, &names, &links).context("writing the tracking sheet")?;
    if !results.report.unlisted.is_empty() {
        tracking::unlisted(&mut workbook, results, &names, &links).context("writing the sheet of unlisted senders")?;
    }
    if let Some(trend) = &results.report.trend {
        changes::changes(&mut workbook, results, trend, &names).context("writing the sheet of changes")?;
    }
    if !results.report.history.is_empty() {
        changes::history(&mut workbook, results, &names).context("writing the sheet of the history")?;
    }
    outstanding::write(&mut workbook, results, &names, &links).context("writing the sheet of outstanding agencies")?;
    let forms = results.summary.forms.iter().zip(&names.forms);
    let forms: Vec<FormSheet<'_>> = forms.map(|(merged, name)| FormSheet::new(merged, name)).collect();
    analysis::write(&mut workbook, results, &names, &forms).context("writing the sheet of counts")?;
    for sheet in &forms {
        sheet
            .write(&mut workbook, results, &links)
            .with_context(|| format!("writing the rows of form {}", sheet.merged.form.name))?;
    }
    if values::is_wanted(results) {
        values::write(&mut workbook, results, &names, &links).context("writing the values outside the tables")?;
    }
    write_lists(&mut workbook, results, &names, &links).context("writing the sheets of findings")?;
    lists::files(&mut workbook, results, &names, &links).context("writing the sheet of files")?;
    define_names(&mut workbook, results, &names, &statuses).context("naming the ranges that are counted over")?;
    workbook.save_to_writer(writer).context("packing the summary workbook")?;
    Ok(())
}

/// Writes the sheets of errors and of notes.
fn write_lists(workbook: &mut Workbook, results: &Results<'_>, names: &SheetNames, links: &Links<'_>) -> Result {
    let (review, language) = (&results.report.review, results.language);
    let counts = words::counts(review, language);
    let subtitle = format!("{} · {counts}", as_of(results));
    let list = |name, title, tells_help| FindingList {
        tells_help,
        agencies: lists::agency_names(results),
        name,
        title,
        subtitle: &subtitle,
        language: results.language,
        links: Some(links),
    };
    let title =
        results.language.say("Lỗi và cảnh báo cần gửi lại cơ quan", "Errors and warnings to send back to the agencies");
    list(&names.findings, title, true).write(workbook, links.count_of_errors, findings::errors(review))?;
    let title = results.language.say("Lưu ý, không phải sửa", "Notes, nothing to mend");
    list(&names.notes, title, false).write(workbook, links.count_of_notes, findings::notes(review))
}

/// «Tính đến ngày 23/6/2023».
pub fn as_of(results: &Results<'_>) -> String {
    let day = words::day(results.report.as_of, results.language);
    format!("{} {day} · {}", results.language.say("Tính đến ngày", "As of"), results.campaign.basis)
}

/// Names the ranges that the overview counts over, so that its formulas read as what they count, and the list of statuses.
fn define_names(workbook: &mut Workbook, results: &Results<'_>, names: &SheetNames, statuses: &str) -> Result {
    workbook.define_name(statuses_name(results), &format!("={statuses}"))?;
    let ranges = tracking::ranges(results, names);
    workbook.define_name(level_name(results), &format!("={}", ranges.level))?;
    workbook.define_name(codes_name(results), &format!("={}", ranges.codes))?;
    for (obligation, range) in results.campaign.obligations.iter().zip(&ranges.statuses) {
        workbook.define_name(status_name(results, &obligation.name), &format!("={range}"))?;
    }
    for (obligation, range) in results.campaign.obligations.iter().zip(&ranges.issued) {
        workbook.define_name(issued_name(results, &obligation.name), &format!("={range}"))?;
    }
    Ok(())
}

/// The name of the list of statuses.
fn statuses_name(results: &Results<'_>) -> &'static str {
    results.language.say("Cac_tinh_trang", "All_statuses")
}

/// The name of the column of codes.
fn codes_name(results: &Results<'_>) -> &'static str {
    results.language.say("Ma_co_quan", "Agency_code")
}

/// The status of an agency, wherever its row stands: people sort that sheet.
fn status_formula(results: &Results<'_>, obligation: usize, code: &str) -> String {
    let statuses = status_name(results, &results.campaign.obligations[obligation].name);
    format!("INDEX({statuses},MATCH({},{},0))", terms::text(code), codes_name(results))
}

/// The name of the column of levels.
fn level_name(results: &Results<'_>) -> &'static str {
    results.language.say("Cap_co_quan", "Agency_level")
}

/// The name of the column of statuses of an obligation; in names no dash may stand.
fn status_name(results: &Results<'_>, obligation: &str) -> String {
    format!("{}_{}", results.language.say("Tinh_trang", "Status"), obligation.replace('-', "_"))
}

/// The name of the column of the days on which an obligation's form was issued.
fn issued_name(results: &Results<'_>, obligation: &str) -> String {
    format!("{}_{}", results.language.say("Ngay_ban_hanh", "Issued"), obligation.replace('-', "_"))
}

/// The format.
pub static FORMAT: Format = Format {
    is_dated: true,
    ..Format::plain(
        "xlsx",
        ["Danh sách trong Excel, cần -o", "a list in Excel, needs -o"],
        &["xlsx"],
        Writer::File(write_findings),
    )
};

/// Writes the findings alone, as a list that can be filtered.
fn write_findings(checked: &Checked<'_>, writer: &mut dyn Seekable) -> anyhow::Result<()> {
    let mut workbook = Workbook::new();
    let title = checked.language.say("Kết quả kiểm tra biểu mẫu", "Result of the check");
    workbook.set_properties(&document(title, "", checked.as_of, &Mark::of(Output::Findings))?);
    let (_, verdict) = words::verdict(checked.review, checked.language);
    let mut subtitle = format!("{verdict} {}.", words::counts(checked.review, checked.language));
    for more in [words::capped(checked.review, checked.language), words::selection(checked.review, checked.language)] {
        subtitle.extend(more.iter().flat_map(|more| [" ", more]));
    }
    let rows = || findings::errors(checked.review).chain(findings::notes(checked.review));
    let list = FindingList {
        agencies: BTreeMap::new(),
        name: checked.language.say("Lỗi", "Findings"),
        title,
        subtitle: &subtitle,
        language: checked.language,
        tells_help: true,
        links: None,
    };
    list.write(&mut workbook, rows().count(), rows()).context("writing the sheet of findings")?;
    workbook.save_to_writer(writer).context("packing the workbook of findings")?;
    Ok(())
}

/// What the sheets are called: legal, unlike one another, the same on every run.
struct SheetNames {
    overview: String,
    tracking: String,
    unlisted: String,
    changes: String,
    history: String,
    outstanding: String,
    analysis: String,
    /// One for each form of the summary.
    forms: Vec<String>,
    values: String,
    findings: String,
    notes: String,
    files: String,
}

impl SheetNames {
    fn new(results: &Results<'_>) -> Self {
        let mut taken = BTreeSet::new();
        let mut name =
            |vi: &'static str, en: &'static str| sheet_name(Bilingual::new(vi, en).get(results.language), &mut taken);
        let overview = name("Tổng hợp", "Overview");
        let tracking = name("Theo dõi", "Tracking");
        let unlisted = name("Ngoài danh sách", "Not on the roster");
        let changes = name("Thay đổi", "Changes");
        let history = name("Diễn biến", "History");
        let outstanding = name("Chưa hoàn thành", "Outstanding");
        let analysis = name("Phân tích", "Analysis");
        let values = name("Ngoài bảng", "Outside the tables");
        let findings = name("Lỗi", "Findings");
        let notes = name("Lưu ý", "Notes");
        let files = name("Tệp", "Files");
        let titles = results.summary.forms.iter().map(|merged| merged.form.short.get(results.language));
        let forms = titles.map(|title| sheet_name(title, &mut taken)).collect();
        Self {
            overview,
            tracking,
            unlisted,
            changes,
            history,
            outstanding,
            analysis,
            forms,
            values,
            findings,
            notes,
            files,
        }
    }
}

/// A legal sheet name for this title: without `[]:*?/\`, no apostrophe at its ends, at most 31 characters cut between words,
/// and unlike those taken (Excel does not tell capitals apart).
fn sheet_name(title: &str, taken: &mut BTreeSet<String>) -> String {
    let legal: String = crate::text::tidy(title)
        .chars()
        .map(|letter| if "[]:*?/\\\n".contains(letter) { ' ' } else { letter })
        .collect();
    let legal = legal.trim_matches(['\'', ' ']);
    let legal = if legal.is_empty() { "-" } else { legal };
    let mut number = 1;
    loop {
        let ending = if number == 1 { String::new() } else { format!(" ({number})") };
        let room = NAME_LENGTH - ending.chars().count();
        let name = format!("{}{ending}", cut(legal, room));
        if taken.insert(name.to_lowercase()) {
            return name;
        }
        number += 1;
    }
}

/// The text in so many UTF-16 units, cut between words if it can be, with `…` where it was cut.
fn cut(text: &str, longest: usize) -> String {
    if text.encode_utf16().count() <= longest {
        return text.to_owned();
    }
    // What is kept, and the sign behind it.
    let mut units = 1;
    let is_kept = |letter: &char| {
        units += letter.len_utf16();
        units <= longest
    };
    let bytes: usize = text.chars().take_while(is_kept).map(char::len_utf8).sum();
    let kept = &text[..bytes];
    let whole_words = kept.rfind(' ').filter(|&at| at * 2 > kept.len()).map_or(kept, |at| &kept[..at]);
    format!("{}…", whole_words.trim_end())
}

fn properties(results: &Results<'_>) -> anyhow::Result<DocProperties> {
    let title = results.campaign.title.get(results.language);
    document(title, &results.campaign.basis, results.report.as_of, &Mark::of(Output::Summary))
}

fn document(title: &str, subject: &str, as_of: Date, mark: &Mark) -> anyhow::Result<DocProperties> {
    // Excel knows no day before 1900; whoever asks for one gets a workbook all the same.
    let created = ExcelDateTime::from_ymd(as_of.year().max(1900) as u16, as_of.month() as u8, as_of.day() as u8)
        .context("setting the workbook's creation date")?;
    Ok(marked(mark).set_title(title).set_subject(subject).set_company("").set_creation_datetime(&created))
}

/// The properties that tell our workbooks from those of agencies.
fn marked(mark: &Mark) -> DocProperties {
    DocProperties::new().set_author(AUTHOR).set_custom_property(AUTHOR, mark.to_string())
}

/// A workbook that is a form of ours, with the digest of its values in its mark. What a value is when it is read is known once
/// it was written, so it is written twice. `write` makes the workbook that bears a mark.
fn with_digest(output: Output, write: impl Fn(&Mark) -> anyhow::Result<Workbook>) -> anyhow::Result<Vec<u8>> {
    let mut mark = Mark::of(output);
    let draft = write(&mark)?.save_to_buffer().context("packing the workbook")?;
    let Ok(read) = workbook::read_bytes(&"draft.xlsx".into(), &draft, false).workbook else {
        // Beyond what is read; without a digest it is a submission whatever is done to it.
        return Ok(draft);
    };
    drop(draft);
    mark.values = Some(companion::digest(&read));
    drop(read);
    write(&mark)?.save_to_buffer().context("packing the workbook")
}

#[cfg(test)]
mod name_tests {
    use super::*;

    #[test]
    fn sheet_names_are_legal_and_unlike_one_another() {
        let mut taken = BTreeSet::new();
        assert_eq!(sheet_name("Danh mục cơ sở dữ liệu dùng chung", &mut taken), "Danh mục cơ sở dữ liệu dùng…");
        assert_eq!(sheet_name("Danh mục cơ sở dữ liệu dùng riêng", &mut taken), "Danh mục cơ sở dữ liệu… (2)");
        assert_eq!(sheet_name("'a/b'", &mut taken), "a b");
        assert_eq!(sheet_name("A B", &mut taken), "A B (2)");
        assert_eq!(sheet_name("", &mut taken), "-");
    }
}
