//! The result as one HTML file for a browser, a phone or paper: the verdict, what to do, and the form's own table with its faulty
//! cells marked. Nothing is fetched from elsewhere and there is no script, so it can be sent by e-mail and opened anywhere.
//!
//! A marked cell carries the severity and code of each of its findings, so that the marks can be read on paper without colours.

use std::collections::BTreeMap;
use std::io::Write;

use minijinja::{Value, context};

use super::engine::{Markup, page};
use super::format::{Format, Writer};
use super::places::listed;
use super::{Checked, summary_page, words};
use crate::finding::Severity;
use crate::report::{self, FindingRow, Group, OfFile, OfSheet, PrintedCell, PrintedRow, PrintedTable, TableRow};
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
    Ok(writer.write_all(page(Markup::Html, checked.language, template, facts(checked))?.as_bytes())?)
}

/// What the template can name.
fn facts(checked: &Checked<'_>) -> Value {
    let (review, language) = (checked.review, checked.language);
    let (worst, verdict) = words::verdict(review, language);
    let files = words::counted(review.files.len(), "tệp", "file", language);
    let counts = format!("{files}: {}.", words::counts(review, language));
    let more = [words::capped(review, language), words::selection(review, language)];
    let mut printed: BTreeMap<&str, Vec<&PrintedTable>> = BTreeMap::new();
    for table in checked.tables {
        printed.entry(&table.file).or_default().push(table);
    }
    let of_file = |of: OfFile<'_>| {
        let printed = printed.get(&*of.file.path).into_iter().flatten();
        context! {
            path => &of.file.path,
            result => words::file_outcome(of.file.outcome).get(language),
            tables => Value::from_iter(of.file.tables.iter().map(|it| found(it, language))),
            sheets => Value::from_iter(of.sheets.iter().filter_map(|it| sheet(it, Severity::Info, SAYINGS, language))),
            printed => Value::from_iter(printed.map(|table| as_sent(table, checked))),
        }
    };
    context! {
        language => language.code(),
        author => AUTHOR,
        mark => Mark::of(Output::Findings).to_string(),
        style => include_str!("templates/check.css"),
        version => env!("CARGO_PKG_VERSION"),
        day => words::day(checked.as_of, language),
        // `error` or `warning`.
        worst => worst.map(class),
        verdict,
        // How many there are, and what was not asked or is not listed.
        lines => Value::from_iter([counts].into_iter().chain(more.into_iter().flatten())),
        files => Value::from_iter(report::by_file(review).map(of_file)),
    }
}

/// A form that was found.
fn found(table: &TableRow, language: Language) -> Value {
    context! {
        sheet => table.sheet.as_deref(),
        title => &table.title,
        rows => words::counted(table.rows.records, "dòng dữ liệu", "row", language),
        range => &table.range,
    }
}

/// What is to be mended in a sheet and is as bad as this or worse, each thing with at most so many sentences; `None` for nothing.
pub(super) fn sheet(of: &OfSheet<'_>, from: Severity, longest: usize, language: Language) -> Option<Value> {
    let mut groups = of.groups.iter().filter(|group| group.first.severity() >= from).peekable();
    groups.peek()?;
    let groups = Value::from_iter(groups.map(|it| group(it, longest, language)));
    Some(context! { name => of.sheet.map(|name| &**name), groups })
}

fn group(group: &Group<'_>, longest: usize, language: Language) -> Value {
    let first = group.first;
    let help = Some(first.help()).filter(|help| first.severity() > Severity::Info && !help.trim().is_empty());
    let sayings = group.sayings.iter().take(longest).map(|saying| {
        context! {
            cells => listed(&saying.cells, first.layout(), language),
            text => words::saying(saying, language),
        }
    });
    let more: usize = group.sayings.iter().skip(longest).map(|saying| saying.cells.len().max(1)).sum();
    let of_the_kind = if language == Language::English { "more of the kind" } else { "ô nữa tương tự" };
    context! {
        class => class(first.severity()),
        severity => words::severity(first.severity()).get(language),
        code => first.code(),
        // Where readers know it.
        rule => words::rule_name(first.rule(), language),
        sayings => Value::from_iter(sayings),
        // How many more cells there are.
        more => (more > 0).then(|| format!("{} {of_the_kind}", words::thousands(more, language))),
        help => help.map(|help| words::after_colon(&help)),
    }
}

/// The form's table; numbers of rows and letters of columns as in Excel.
fn as_sent(table: &PrintedTable, checked: &Checked<'_>) -> Value {
    let language = checked.language;
    let cell = |it: &PrintedCell| cell(it, &checked.review.findings, language);
    let column = |(letters, heading): &(String, PrintedCell)| context! { letters, heading => cell(heading) };
    let row = |row: &PrintedRow| {
        context! {
            number => row.number,
            is_marked => row.cells.iter().any(|cell| !cell.findings.is_empty()),
            cells => Value::from_iter(row.cells.iter().map(cell)),
        }
    };
    context! {
        sheet => table.sheet.as_deref(),
        title => &table.title,
        left_out => (table.left_out > 0).then(|| words::counted(table.left_out, "dòng", "row", language)),
        columns => Value::from_iter(table.columns.iter().map(column)),
        rows => Value::from_iter(table.rows.iter().map(row)),
    }
}

fn cell(cell: &PrintedCell, findings: &[FindingRow], language: Language) -> Value {
    let about = || cell.findings.iter().filter_map(|&index| findings.get(index));
    let mark =
        |finding: &FindingRow| format!("{} {}", words::severity(finding.severity()).get(language), finding.code());
    context! {
        text => &cell.text,
        class => about().map(FindingRow::severity).max().map(class),
        said => about().map(FindingRow::message).collect::<Vec<_>>().join("\n"),
        marks => Value::from_iter(about().map(mark)),
    }
}

fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}
