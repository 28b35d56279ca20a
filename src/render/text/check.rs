//! What an agency sees before it sends: each fault once, with its cells and what to do, and at the end whether the form can
//! be sent.

use super::places::listed;
use super::{Colours, plain, shortened};
use crate::cell::Cell;
use crate::finding::Severity;
use crate::render::words::{self, counted};
use crate::report::{FileResult, FindingRow, Review};
use crate::text::Language;

/// Longest message in characters; a cell may hold a whole page.
const LONGEST: usize = 400;

/// The findings grouped by file and sheet, the same fault in many cells told once, then the totals and the verdict.
pub fn check(review: &Review, language: Language, colours: Colours) -> String {
    let mut out = String::new();
    for group in groups(&review.findings) {
        out.push_str(&told(&group, language, colours));
        out.push('\n');
    }
    out.push_str(&tables(review, language));
    out.push_str(&counts(review, language));
    out.push('\n');
    out.push_str(&verdict(review, language, colours));
    out.push('\n');
    out
}

/// Findings that say the same of several cells of one sheet.
struct Group<'a> {
    first: &'a FindingRow,
    cells: Vec<Cell>,
}

fn groups(findings: &[FindingRow]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    // Findings come sorted by file, so only the groups of the last file can still grow.
    let mut of_this_file = 0;
    let mut known = std::collections::BTreeMap::new();
    for finding in findings {
        if groups.get(of_this_file).is_some_and(|group| group.first.file != finding.file) {
            of_this_file = groups.len();
            known.clear();
        }
        let key = (&finding.sheet, &finding.code, finding.severity, &finding.message, &finding.help);
        match (finding.place, known.get(&key)) {
            (Some(cell), Some(&at)) => {
                let group: &mut Group<'_> = &mut groups[at];
                group.cells.push(cell);
            }
            (place, _) => {
                if place.is_some() {
                    known.insert(key, groups.len());
                }
                groups.push(Group { first: finding, cells: place.into_iter().collect() });
            }
        }
    }
    groups
}

/// ```text
/// lỗi V301 missing-value  Hà Giang/PL1.xlsx › PL1 › C12
///   Cột «Mục đích» chưa điền.
///   Cách sửa: ghi mục đích của cơ sở dữ liệu.
/// ```
fn told(group: &Group<'_>, language: Language, colours: Colours) -> String {
    let finding = group.first;
    let severity = words::severity(finding.severity);
    let mut place = plain(&finding.file).into_owned();
    if let Some(sheet) = &finding.sheet {
        place.push_str(" › ");
        place.push_str(&plain(sheet));
    }
    if !group.cells.is_empty() {
        place.push_str(" › ");
        place.push_str(&listed(&group.cells));
    }
    let label = colours.severity(finding.severity, &format!("{} {}", severity.get(language), plain(&finding.code)));
    let mut told = format!("{label} {}  {place}\n", plain(&finding.rule));
    told.push_str(&format!("  {}\n", shortened(&finding.message, LONGEST)));
    // For a note there is nothing to do.
    if finding.severity > Severity::Info && !finding.help.trim().is_empty() {
        let help = sentence(&shortened(&finding.help, LONGEST));
        let label = if language == Language::English { "What to do" } else { "Cách sửa" };
        told.push_str(&format!("  {label}: {help}\n"));
    }
    told
}

/// Help that follows a colon: begins with a small letter, unless the word is written with capitals, and ends with a stop.
fn sentence(help: &str) -> String {
    let mut letters = help.chars();
    let Some(first) = letters.next() else { return String::new() };
    let is_acronym = letters.clone().next().is_some_and(char::is_uppercase);
    let start = if is_acronym { first.to_string() } else { first.to_lowercase().to_string() };
    let stop = if help.ends_with(['.', '!', '?', '…', '/']) { "" } else { "." };
    format!("{start}{}{stop}", letters.as_str())
}

/// What was read, so that silence is never taken for approval: form, sheet, range and rows of every table.
fn tables(review: &Review, language: Language) -> String {
    let mut out = String::new();
    for file in &review.files {
        for table in &file.tables {
            let sheet = table.sheet.as_ref().map(|sheet| format!(" › {}", plain(sheet))).unwrap_or_default();
            let rows = counted(table.rows.records, "dòng dữ liệu", "row", language);
            let read = if language == Language::English { "read" } else { "đã đọc" };
            out.push_str(&format!(
                "{read} {}{sheet} › {}: {}, {rows}\n",
                plain(&file.path),
                table.range,
                plain(&table.form)
            ));
        }
    }
    out
}

fn counts(review: &Review, language: Language) -> String {
    let files = counted(review.files.len(), "tệp", "file", language);
    let errors = counted(review.count(Severity::Error), "lỗi", "error", language);
    let warnings = counted(review.count(Severity::Warning), "cảnh báo", "warning", language);
    let notes = counted(review.count(Severity::Info), "lưu ý", "note", language);
    format!("{files}: {errors}, {warnings}, {notes}.")
}

fn verdict(review: &Review, language: Language, colours: Colours) -> String {
    let errors = review.count(Severity::Error);
    let forms = review.files_with(FileResult::Read);
    let say = |vi: String, en: String| if language == Language::English { en } else { vi };
    if errors > 0 {
        let text = match forms + review.files_with(FileResult::Unreadable) + review.files_with(FileResult::NotAForm) {
            0 | 1 => say(
                format!("Chưa thể gửi: phải sửa {} nêu trên.", counted(errors, "lỗi", "error", language)),
                format!("Cannot be sent yet: {} above must be mended.", counted(errors, "lỗi", "error", language)),
            ),
            files => {
                let faulty = review.files.iter().filter(|file| file.errors > 0).count();
                say(
                    format!("Chưa thể gửi {faulty} trong {files} tệp: phải sửa các lỗi nêu trên."),
                    format!("{faulty} of {files} files cannot be sent yet: the errors above must be mended."),
                )
            }
        };
        colours.severity(Severity::Error, &text)
    } else if forms == 0 {
        let text = say("Không có biểu mẫu nào để gửi.".to_owned(), "There is no form to send.".to_owned());
        colours.severity(Severity::Warning, &text)
    } else {
        let warnings = review.count(Severity::Warning);
        let rest = match (warnings, language) {
            (0, _) => ".",
            (_, Language::Vietnamese) => "; nên xem lại các cảnh báo.",
            (_, Language::English) => "; better look at the warnings first.",
        };
        let can = say("Biểu có thể gửi".to_owned(), "The form can be sent".to_owned());
        colours.strong(&format!("{can}{rest}"))
    }
}
