//! The result as Markdown, for a wiki, an e-mail or a comment on a change: the verdict, then file by file and sheet by sheet a table of
//! what to mend.

use std::io::Write;

use serde::Serialize;

use super::engine::{Markup, page};
use super::format::{Format, Writer};
use super::places::listed;
use super::{Checked, summary_page, words};
use crate::report::{self, Group, OfSheet};
use crate::text::Language;
use crate::workbook::mark::{Mark, Output};

/// The format.
pub static FORMAT: Format = Format {
    alias: Some("md"),
    summary: Some(summary_page::markdown),
    ..Format::plain(
        "markdown",
        ["Cho wiki, thư, trang dự án", "for wikis and mail"],
        &["md", "markdown"],
        Writer::Stream(write),
    )
};

fn write(checked: &Checked<'_>, writer: &mut dyn Write) -> anyhow::Result<()> {
    let (review, language) = (checked.review, checked.language);
    let files = report::by_file(review).map(|of_file| FileFacts {
        path: &of_file.file.path,
        sheets: of_file.sheets.iter().map(|sheet| SheetFacts::new(sheet, language)).collect(),
    });
    let facts = Facts {
        verdict: words::verdict(review, language).1,
        counts: words::counts(review, language),
        capped: words::capped(review, language),
        files: files.collect(),
        mark: Mark::of(Output::Findings).to_string(),
    };
    let template = (include_str!("templates/check.md"), &[][..]);
    Ok(writer.write_all(page(Markup::Markdown, language, template, &facts)?.as_bytes())?)
}

/// What the template can name.
#[derive(Serialize)]
struct Facts<'a> {
    verdict: String,
    counts: String,
    /// How many are not listed.
    capped: Option<String>,
    files: Vec<FileFacts<'a>>,
    mark: String,
}

#[derive(Serialize)]
struct FileFacts<'a> {
    path: &'a str,
    sheets: Vec<SheetFacts<'a>>,
}

#[derive(Serialize)]
struct SheetFacts<'a> {
    name: Option<&'a str>,
    rows: Vec<RowFacts>,
}

/// A sentence and the cells that it holds for.
#[derive(Serialize)]
struct RowFacts {
    severity: String,
    code: String,
    /// The rule's name, where readers know it.
    rule: String,
    cells: String,
    text: String,
    help: String,
}

impl<'a> SheetFacts<'a> {
    fn new(of_sheet: &OfSheet<'a>, language: Language) -> Self {
        let rows = of_sheet.groups.iter().flat_map(|group| rows(group, language));
        Self { name: of_sheet.sheet.map(|name| &**name), rows: rows.collect() }
    }
}

fn rows(group: &Group<'_>, language: Language) -> Vec<RowFacts> {
    let first = group.first;
    let row = |saying: &report::Saying| RowFacts {
        severity: words::severity(first.severity()).get(language).to_owned(),
        code: first.code().to_owned(),
        rule: words::rule_name(first.rule(), language),
        cells: listed(&saying.cells, first.layout(), language),
        text: words::saying(saying, language).into_owned(),
        help: first.help(),
    };
    group.sayings.iter().map(row).collect()
}
