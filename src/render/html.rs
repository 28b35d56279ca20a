//! The result as one HTML file for a browser, a phone or paper: the verdict, what to do, and the form's own table with its faulty
//! cells marked. Nothing is fetched from elsewhere and there is no script, so it can be sent by e-mail and opened anywhere.
//!
//! A marked cell carries the severity and code of each of its findings, so that the marks can be read on paper without colours.

use std::io::Write;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::format::{Format, Writer};
use super::places::listed;
use super::text::plain;
use super::{Checked, summary_html, words};
use crate::finding::Severity;
use crate::report::{self, FindingRow, Group, OfFile, PrintedCell, PrintedTable};
use crate::text::Language;
use crate::workbook::mark::{AUTHOR, Mark, Output};

const STYLE: &str = include_str!("html.css");

/// The format.
pub static FORMAT: Format = Format {
    summary: Some(summary_html::page),
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
    writer.write_all(page(checked).into_string().as_bytes())?;
    Ok(writer.write_all(b"\n")?)
}

fn page(checked: &Checked<'_>) -> Markup {
    let (review, language) = (checked.review, checked.language);
    let (bad, verdict) = words::verdict(review, language);
    let title = checked.say("Kết quả kiểm tra biểu mẫu", "Result of the check");
    let code = if language == Language::English { "en" } else { "vi" };
    html! {
        (DOCTYPE)
        html lang=(code) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name=(AUTHOR) content=(Mark::of(Output::Findings));
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (title) }
                    p.verdict.(bad.map_or("good", class)) { (verdict) }
                    p { (words::counted(review.files.len(), "tệp", "file", language)) ": " (words::counts(review, language)) "." }
                    @if let Some(capped) = words::capped(review, language) { p { (capped) } }
                    @if let Some(selection) = words::selection(review, language) { p { (shown(&selection)) } }
                }
                main {
                    @for file in report::by_file(review) { (of_file(&file, checked)) }
                }
                footer { "bieumau " (env!("CARGO_PKG_VERSION")) " · " (words::day(checked.as_of, language)) }
            }
        }
    }
}

fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// Text from a file, its line breaks kept, without what would reorder what follows it.
fn shown(text: &str) -> String {
    text.lines().map(plain).collect::<Vec<_>>().join("\n")
}

fn of_file(of_file: &OfFile<'_>, checked: &Checked<'_>) -> Markup {
    let language = checked.language;
    let file = of_file.file;
    let tables = checked.tables.iter().filter(|table| table.file == file.path);
    html! {
        section {
            h2 { (shown(&file.path)) }
            @if file.tables.is_empty() { p { (words::file_result(file.outcome).get(language)) "." } }
            @for table in &file.tables {
                p {
                    @if let Some(sheet) = &table.sheet { (words::SHEET.get(language)) " «" (shown(sheet)) "», " }
                    (table.title) ": " (words::counted(table.rows.records, "dòng dữ liệu", "row", language)) " (" (table.range) ")"
                }
            }
            @for sheet in &of_file.sheets {
                @if let Some(name) = sheet.sheet { h3 { (words::SHEET.get(language)) " «" (shown(name)) "»" } }
                ol {
                    @for group in &sheet.groups { (of_group(group, language)) }
                }
            }
            @for table in tables { (of_table(table, checked)) }
        }
    }
}

fn of_group(group: &Group<'_>, language: Language) -> Markup {
    let first = group.first;
    html! {
        li.(class(first.severity)) {
            p.label { b { (words::severity(first.severity).get(language)) " " (first.code) } (words::rule_name(&first.rule, language)) }
            @for saying in &group.sayings {
                p {
                    @if !saying.cells.is_empty() { span.cells { (listed(&saying.cells, first.layout.as_ref(), language)) } " " }
                    (shown(&words::saying(saying, language)))
                }
            }
            @if first.severity > Severity::Info && !first.help.trim().is_empty() {
                p.help { (words::TO_DO.get(language)) ": " (words::after_colon(&shown(&first.help))) }
            }
        }
    }
}

/// The form's table; numbers of rows and letters of columns as in Excel.
fn of_table(table: &PrintedTable, checked: &Checked<'_>) -> Markup {
    let language = checked.language;
    let findings = &checked.review.findings;
    let rows = words::counted(table.left_out, "dòng", "row", language);
    html! {
        // It scrolls sideways, with the keyboard too.
        div.table tabindex="0" {
            table {
                caption {
                    @if let Some(sheet) = &table.sheet { (shown(sheet)) " · " }
                    (table.title)
                    @if table.left_out > 0 { " — " (checked.say("không in", "not shown")) " " (rows) }
                }
                thead {
                    tr { th {} @for (letters, _) in &table.columns { th { (letters) } } }
                    tr { th {} @for (_, heading) in &table.columns { (of_cell(heading, true, findings, language)) } }
                }
                tbody {
                    @for row in &table.rows {
                        tr { th { (row.number) } @for cell in &row.cells { (of_cell(cell, false, findings, language)) } }
                    }
                }
            }
        }
    }
}

fn of_cell(cell: &PrintedCell, heading: bool, findings: &[FindingRow], language: Language) -> Markup {
    let about = || cell.findings.iter().filter_map(|&index| findings.get(index));
    let worst = about().map(|finding| finding.severity).max();
    let said: Vec<&str> = about().map(|finding| &*finding.message).collect();
    let content = html! {
        (shown(&cell.text))
        @for finding in about() {
            " " span.mark { (words::severity(finding.severity).get(language)) " " (finding.code) }
        }
    };
    let said = shown(&said.join("\n"));
    let class = worst.map(class);
    html! {
        @if heading { th class=[class] title=[worst.map(|_| &said)] { (content) } }
        @else { td class=[class] title=[worst.map(|_| &said)] { (content) } }
    }
}
