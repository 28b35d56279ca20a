//! The result as one HTML file for a browser, a phone or paper: the verdict, what to do, and the form's own table with its faulty
//! cells marked. Nothing is fetched from elsewhere and there is no script, so it can be sent by e-mail and opened anywhere.
//!
//! A marked cell carries the severity and code of each of its findings, so that the marks can be read on paper without colours.

use std::collections::BTreeMap;
use std::io::Write;

use serde::Serialize;

use super::engine::{Markup, page};
use super::format::{Format, Writer};
use super::places::listed;
use super::{Checked, summary_page, words};
use crate::finding::Severity;
use crate::report::{self, FindingRow, Group, OfFile, OfSheet, PrintedCell, PrintedTable};
use crate::text::Language;
use crate::workbook::mark::{AUTHOR, Mark, Output};

/// A thing that is to be mended is told with so many sentences; the others are counted. Each stands in the formats of lists.
const SAYINGS: usize = 100;
/// What [`FINDINGS`] is called in templates.
pub(super) const FINDINGS: (&str, &str) = ("findings.html", include_str!("templates/findings.html"));

/// The format.
pub static FORMAT: Format = Format {
    summary: Some(summary_page::html),
    shows_tables: true,
    is_dated: true,
    ..Format::plain(
        "html",
        ["Trang web để đọc, in, gửi kèm", "a page to read, print or send"],
        &["html", "htm"],
        Writer::Stream(write),
    )
};

fn write(checked: &Checked<'_>, writer: &mut dyn Write) -> anyhow::Result<()> {
    let template = (include_str!("templates/check.html"), &[FINDINGS][..]);
    Ok(writer.write_all(page(Markup::Html, checked.language, template, &Facts::new(checked))?.as_bytes())?)
}

/// What the template can name.
#[derive(Serialize)]
struct Facts<'a> {
    language: &'static str,
    author: &'static str,
    mark: String,
    style: &'static str,
    version: &'static str,
    day: String,
    /// `error` or `warning`.
    worst: Option<&'static str>,
    verdict: String,
    /// How many there are, and what was not asked or is not listed.
    lines: Vec<String>,
    files: Vec<FileFacts<'a>>,
}

#[derive(Serialize)]
struct FileFacts<'a> {
    path: &'a str,
    result: String,
    tables: Vec<TableFacts<'a>>,
    sheets: Vec<SheetFacts<'a>>,
    printed: Vec<PrintedFacts<'a>>,
}

/// A form that was found.
#[derive(Serialize)]
struct TableFacts<'a> {
    sheet: Option<&'a str>,
    title: &'a str,
    rows: String,
    range: &'a str,
}

/// What is to be mended in a sheet.
#[derive(Serialize)]
pub(super) struct SheetFacts<'a> {
    name: Option<&'a str>,
    groups: Vec<GroupFacts<'a>>,
}

#[derive(Serialize)]
struct GroupFacts<'a> {
    class: &'static str,
    severity: String,
    code: &'a str,
    /// The rule's name, where readers know it.
    rule: String,
    sayings: Vec<SayingFacts>,
    /// How many more cells there are.
    more: Option<String>,
    help: Option<String>,
}

#[derive(Serialize)]
struct SayingFacts {
    cells: String,
    text: String,
}

/// The form's table; numbers of rows and letters of columns as in Excel.
#[derive(Serialize)]
struct PrintedFacts<'a> {
    sheet: Option<&'a str>,
    title: &'a str,
    left_out: Option<String>,
    columns: Vec<ColumnFacts<'a>>,
    rows: Vec<RowFacts<'a>>,
}

#[derive(Serialize)]
struct ColumnFacts<'a> {
    letters: &'a str,
    heading: CellFacts<'a>,
}

#[derive(Serialize)]
struct RowFacts<'a> {
    number: u32,
    is_marked: bool,
    cells: Vec<CellFacts<'a>>,
}

#[derive(Serialize)]
struct CellFacts<'a> {
    text: &'a str,
    class: Option<&'static str>,
    said: String,
    marks: Vec<String>,
}

fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

impl<'a> Facts<'a> {
    fn new(checked: &Checked<'a>) -> Self {
        let (review, language) = (checked.review, checked.language);
        let (worst, verdict) = words::verdict(review, language);
        let files = words::counted(review.files.len(), "tệp", "file", language);
        let counts = format!("{files}: {}.", words::counts(review, language));
        let more = [words::capped(review, language), words::selection(review, language)];
        let mut printed: BTreeMap<&str, Vec<&PrintedTable>> = BTreeMap::new();
        for table in checked.tables {
            printed.entry(&table.file).or_default().push(table);
        }
        let of_file = |file: OfFile<'a>| {
            let printed = printed.get(&*file.file.path).map_or(&[][..], |tables| tables);
            FileFacts::new(&file, printed, checked)
        };
        Self {
            language: language.code(),
            author: AUTHOR,
            mark: Mark::of(Output::Findings).to_string(),
            style: include_str!("templates/check.css"),
            version: env!("CARGO_PKG_VERSION"),
            day: words::day(checked.as_of, language),
            worst: worst.map(class),
            verdict,
            lines: [counts].into_iter().chain(more.into_iter().flatten()).collect(),
            files: report::by_file(review).map(of_file).collect(),
        }
    }
}

impl<'a> FileFacts<'a> {
    fn new(of_file: &OfFile<'a>, printed: &[&'a PrintedTable], checked: &Checked<'a>) -> Self {
        let language = checked.language;
        let file = of_file.file;
        let tables = file.tables.iter().map(|table| TableFacts {
            sheet: table.sheet.as_deref(),
            title: &table.title,
            rows: words::counted(table.rows.records, "dòng dữ liệu", "row", language),
            range: &table.range,
        });
        Self {
            path: &file.path,
            result: words::file_result(file.outcome).get(language).to_owned(),
            tables: tables.collect(),
            sheets: of_file
                .sheets
                .iter()
                .map(|sheet| SheetFacts::new(sheet, Severity::Info, SAYINGS, language))
                .collect(),
            printed: printed.iter().map(|table| PrintedFacts::new(table, checked)).collect(),
        }
    }
}

impl<'a> SheetFacts<'a> {
    /// What is as bad as this or worse, each thing with at most so many sentences.
    pub(super) fn new(of_sheet: &OfSheet<'a>, from: Severity, longest: usize, language: Language) -> Self {
        let groups = of_sheet.groups.iter().filter(|group| group.first.severity() >= from);
        Self {
            name: of_sheet.sheet.map(|name| &**name),
            groups: groups.map(|group| GroupFacts::new(group, longest, language)).collect(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

impl<'a> GroupFacts<'a> {
    fn new(group: &Group<'a>, longest: usize, language: Language) -> Self {
        let first = group.first;
        let help = Some(first.help()).filter(|help| first.severity() > Severity::Info && !help.trim().is_empty());
        let help = help.map(|help| words::after_colon(&help));
        let sayings = group.sayings.iter().take(longest).map(|saying| SayingFacts {
            cells: listed(&saying.cells, first.layout(), language),
            text: words::saying(saying, language).into_owned(),
        });
        let more: usize = group.sayings.iter().skip(longest).map(|saying| saying.cells.len().max(1)).sum();
        Self {
            class: class(first.severity()),
            severity: words::severity(first.severity()).get(language).to_owned(),
            code: first.code(),
            rule: words::rule_name(first.rule(), language),
            sayings: sayings.collect(),
            more: (more > 0).then(|| {
                format!(
                    "{} {}",
                    words::thousands(more, language),
                    if language == Language::English { "more of the kind" } else { "ô nữa tương tự" }
                )
            }),
            help,
        }
    }
}

impl<'a> PrintedFacts<'a> {
    fn new(table: &'a PrintedTable, checked: &Checked<'a>) -> Self {
        let language = checked.language;
        let cell = |cell: &'a PrintedCell| CellFacts::new(cell, &checked.review.findings, language);
        let columns = table.columns.iter().map(|(letters, heading)| ColumnFacts { letters, heading: cell(heading) });
        let rows = table.rows.iter().map(|row| RowFacts {
            number: row.number,
            is_marked: row.cells.iter().any(|cell| !cell.findings.is_empty()),
            cells: row.cells.iter().map(cell).collect(),
        });
        Self {
            sheet: table.sheet.as_deref(),
            title: &table.title,
            left_out: (table.left_out > 0).then(|| words::counted(table.left_out, "dòng", "row", language)),
            columns: columns.collect(),
            rows: rows.collect(),
        }
    }
}

impl<'a> CellFacts<'a> {
    fn new(cell: &'a PrintedCell, findings: &[FindingRow], language: Language) -> Self {
        let about = || cell.findings.iter().filter_map(|&index| findings.get(index));
        let mark =
            |finding: &FindingRow| format!("{} {}", words::severity(finding.severity()).get(language), finding.code());
        Self {
            text: &cell.text,
            class: about().map(FindingRow::severity).max().map(class),
            said: about().map(FindingRow::message).collect::<Vec<_>>().join("\n"),
            marks: about().map(mark).collect(),
        }
    }
}
