//! What an agency sees before it sends: by file and sheet, each fault once with its cells and what to do, and at the end whether
//! the form can be sent. It can be read aloud: nothing is said by colour or position alone.

use std::fmt::Write as _;
use std::io::Write;

use super::{Colours, plain, shortened, wrapped};
use crate::finding::Severity;
use crate::render::Checked;
use crate::render::format::{Format, Writer};
use crate::render::places::listed;
use crate::render::words::{self, counted, thousands};
use crate::report::{self, Counts, FileRow, Group, OfFile, Review, Saying, TableRow};
use crate::text::Language;
use crate::text::hashed::HashSet;
use crate::verdict::FileOutcome;
use crate::workbook::mark::{Mark, Output};

/// Longest message in characters; a cell may hold a whole page.
const LONGEST: usize = 400;
/// How many different sentences are told for one rule and column; the other cells are listed.
const SAYINGS: usize = 3;
/// How many groups are told unless the user asks for more: a screen or two.
const GROUPS: usize = 20;

/// How much is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// How many groups of like findings at most; by default a screen or two.
    pub groups: Option<usize>,
    /// Only the totals and the verdict.
    pub quiet: bool,
}

/// The format.
pub static FORMAT: Format = Format {
    screen: Some(|checked, colours| check(checked.review, checked.extent, checked.language, colours)),
    ..Format::plain("text", ["Để đọc", "for people"], &["txt"], Writer::Stream(write))
};

fn write(checked: &Checked<'_>, writer: &mut dyn Write) -> anyhow::Result<()> {
    writer.write_all(check(checked.review, checked.extent, checked.language, Colours::No).as_bytes())?;
    Ok(writeln!(writer, "[{}]", Mark::of(Output::Findings))?)
}

/// The findings grouped by file and sheet, then the totals and the verdict.
pub fn check(review: &Review, extent: Extent, language: Language, colours: Colours) -> String {
    let files: Vec<OfFile<'_>> = report::by_file(review).collect();
    let told = told(&files, extent.groups.unwrap_or(GROUPS));
    let mut out = String::new();
    if !extent.quiet {
        out = listed_files(&files, &told, language, colours);
    }
    out.push_str(&counts(review, language));
    if !extent.quiet {
        out.push_str(&capped(review, &files, &told, language));
    }
    if let Some(selection) = words::selection(review, language) {
        out.push_str(&wrapped(&selection, "", ""));
    }
    let (bad, verdict) = words::verdict(review, language);
    let verdict = wrapped(&verdict, "", "");
    match bad {
        Some(severity) => out.push_str(&colours.severity(severity, verdict.trim_end())),
        None => out.push_str(&colours.strong(verdict.trim_end())),
    }
    out.push('\n');
    out
}

/// All findings grouped by file and sheet, without a verdict.
pub fn findings(review: &Review, language: Language, colours: Colours) -> String {
    let files: Vec<OfFile<'_>> = report::by_file(review).collect();
    listed_files(&files, &told(&files, usize::MAX), language, colours) + &counts(review, language)
}

fn listed_files(files: &[OfFile<'_>], told: &Told<'_>, language: Language, colours: Colours) -> String {
    files.iter().map(|file| of_file(file, told, language, colours)).collect()
}

/// The groups that are told, by their addresses in memory: the worst of all files.
struct Told<'a> {
    groups: Vec<&'a Group<'a>>,
    places: HashSet<usize>,
}

impl Told<'_> {
    fn holds(&self, group: &Group<'_>) -> bool {
        self.places.contains(&place_of(group))
    }
}

fn place_of(group: &Group<'_>) -> usize {
    std::ptr::from_ref(group).addr()
}

fn told<'a>(files: &'a [OfFile<'a>], most: usize) -> Told<'a> {
    let groups = files.iter().flat_map(|file| &file.sheets).flat_map(|sheet| &sheet.groups);
    let mut told: Vec<&Group<'_>> = groups.collect();
    told.sort_by_key(|group| std::cmp::Reverse(group.first.severity()));
    told.truncate(most);
    Told { places: told.iter().map(|group| place_of(group)).collect(), groups: told }
}

fn of_file(file: &OfFile<'_>, told: &Told<'_>, language: Language, colours: Colours) -> String {
    let FileRow { path, tables, outcome, .. } = file.file;
    let groups = || file.sheets.iter().flat_map(|sheet| &sheet.groups);
    let mut out = wrapped(path, "", "  ");
    out = colours.strong(out.trim_end());
    out.push('\n');
    // An unreadable file says why itself, if that is told.
    if tables.is_empty() && (*outcome != FileOutcome::Unreadable || !groups().any(|group| told.holds(group))) {
        out.push_str(&wrapped(words::file_outcome(*outcome).get(language), "  ", "  "));
    }
    let mut shown = vec![false; tables.len()];
    for sheet in &file.sheets {
        for (table, shown) in tables.iter().zip(&mut shown) {
            if table.sheet.as_ref() == sheet.sheet && !*shown {
                out.push_str(&read(table, language));
                *shown = true;
            }
        }
        if let Some(name) = sheet.sheet.filter(|_| !tables.iter().any(|table| table.sheet.as_ref() == sheet.sheet)) {
            out.push_str(&wrapped(&format!("{} «{name}»", words::SHEET.get(language)), "  ", "  "));
        }
        for group in sheet.groups.iter().filter(|group| told.holds(group)) {
            out.push('\n');
            out.push_str(&of_group(group, language, colours));
        }
    }
    for (table, _) in tables.iter().zip(shown).filter(|(_, shown)| !shown) {
        out.push_str(&read(table, language));
    }
    let untold: usize = groups().filter(|group| !told.holds(group)).map(Group::count).sum();
    if untold > 0 {
        let untold = counted(untold, "phát hiện", "finding", language);
        out.push_str(&language.say(
            format!("  (còn {untold} của tệp này chưa hiện)\n"),
            format!("  ({untold} of this file not shown)\n"),
        ));
    }
    out.push('\n');
    out
}

/// What was read, so that silence is never taken for approval: sheet, form, range and rows.
fn read(table: &TableRow, language: Language) -> String {
    let sheet = table.sheet.as_ref().map(|sheet| format!("{} «{sheet}», ", words::SHEET.get(language)));
    let rows = counted(table.rows.records, "dòng dữ liệu", "row", language);
    wrapped(&format!("{}{}: {rows} ({})", sheet.unwrap_or_default(), table.title, table.range), "  ", "  ")
}

/// ```text
///   lỗi V301  C12, C15–C19
///     Cột «Mục đích» chưa điền.
///     Cách sửa: ghi mục đích của cơ sở dữ liệu.
/// ```
fn of_group(group: &Group<'_>, language: Language, colours: Colours) -> String {
    let finding = group.first;
    let label = format!("{} {}", words::severity(finding.severity()).get(language), plain(finding.code()));
    let places = listed(&group.cells(), finding.layout(), language);
    let line = wrapped(&format!("{label}{}  {places}", words::rule_name(finding.rule(), language)), "  ", "      ");
    // The label is at the very start, and short enough to be whole.
    let mut out = line.replacen(&label, &colours.severity(finding.severity(), &label), 1);
    let single = group.sayings.len() == 1;
    for saying in group.sayings.iter().take(if single { 1 } else { SAYINGS }) {
        let Saying { message, cells, most_of } = saying;
        let message = shortened(message, LONGEST);
        let message = match most_of {
            Some(records) => words::of_most(&message, (cells, None), *records, false, language),
            None => message.to_string(),
        };
        let place = if single { String::new() } else { format!("{}: ", listed(cells, finding.layout(), language)) };
        out.push_str(&wrapped(&format!("{place}{message}"), "    ", "    "));
    }
    let rest: usize = group.sayings.iter().skip(SAYINGS).map(|saying| saying.cells.len()).sum();
    if !single && rest > 0 {
        let rest = language.say(
            format!("… và {} nữa tương tự.", counted(rest, "ô", "cell", language)),
            format!("… and {} more of this kind.", counted(rest, "ô", "cell", language)),
        );
        out.push_str(&wrapped(&rest, "    ", "    "));
    }
    // For a note there is nothing to do.
    if finding.severity() > Severity::Info && !finding.help().trim().is_empty() {
        let help = words::after_colon(&shortened(&finding.help(), LONGEST));
        out.push_str(&wrapped(&format!("{}: {help}", words::TO_DO.get(language)), "    ", "    "));
    }
    out
}

fn counts(review: &Review, language: Language) -> String {
    let files = counted(review.files.len(), "tệp", "file", language);
    format!("{files}: {}.\n", words::counts(review, language))
}

/// «Hiện 20 trong 143 lỗi; …», when not all is told.
fn capped(review: &Review, files: &[OfFile<'_>], told: &Told<'_>, language: Language) -> String {
    let all = files.iter().flat_map(|file| &file.sheets).map(|sheet| sheet.groups.len()).sum::<usize>();
    if told.groups.len() == all {
        return String::new();
    }
    let count = |severity| {
        told.groups.iter().filter(|group| group.first.severity() == severity).map(|group| group.count()).sum()
    };
    let shown = Counts {
        error: count(Severity::Error),
        warning: count(Severity::Warning),
        info: count(Severity::Info),
        ..Counts::default()
    };
    let parts: Vec<String> = [
        (shown.error, review.counts.error, words::severity(Severity::Error)),
        (shown.warning, review.counts.warning, words::severity(Severity::Warning)),
        (shown.info, review.counts.info, words::severity(Severity::Info)),
    ]
    .into_iter()
    .filter(|(shown, all, _)| shown < all)
    .map(|(shown, all, word)| {
        let (shown, all) = (thousands(shown, language), thousands(all, language));
        language.say(format!("{shown} trong {all} {}", word.vi), format!("{shown} of {all} {}s", word.en))
    })
    .collect();
    let mut out = String::new();
    let _ = match language {
        Language::Vietnamese => write!(out, "Hiện {}; xem tất cả: thêm --max-findings {all}.", parts.join(", ")),
        Language::English => write!(out, "Shown: {}; to see all, add --max-findings {all}.", parts.join(", ")),
    };
    wrapped(&out, "", "")
}
