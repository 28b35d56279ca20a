//! The result as Markdown, for a wiki, an e-mail or a comment on a change: the verdict, then file by file and sheet by sheet a table of
//! what to mend.

use std::io::Write;

use minijinja::{Value, context};

use super::engine::{Markup, page};
use super::format::{Format, Writer};
use super::places::listed;
use super::{Checked, summary_page, words};
use crate::report::{self, Group, OfFile, OfSheet};
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
    let of_file = |of: OfFile<'_>| {
        let sheets = Value::from_iter(of.sheets.iter().map(|it| sheet(it, language)));
        context! { path => &of.file.path, sheets }
    };
    let facts = context! {
        verdict => words::verdict(review, language).1,
        counts => words::counts(review, language),
        // How many are not listed.
        capped => words::capped(review, language),
        files => Value::from_iter(report::by_file(review).map(of_file)),
        mark => Mark::of(Output::Findings).to_string(),
    };
    let template = (include_str!("templates/check.md"), &[][..]);
    Ok(writer.write_all(page(Markup::Markdown, language, template, facts)?.as_bytes())?)
}

fn sheet(of: &OfSheet<'_>, language: Language) -> Value {
    let rows = of.groups.iter().flat_map(|group| rows(group, language));
    context! { name => of.sheet.map(|name| &**name), rows => Value::from_iter(rows) }
}

/// Each sentence and the cells that it holds for.
fn rows(group: &Group<'_>, language: Language) -> impl Iterator<Item = Value> {
    let first = group.first;
    group.sayings.iter().map(move |saying| {
        context! {
            severity => words::severity(first.severity()).get(language),
            code => first.code(),
            // Where readers know it.
            rule => words::rule_name(first.rule(), language),
            cells => listed(&saying.cells, first.layout(), language),
            text => words::saying(saying, language),
            help => first.help(),
        }
    })
}
