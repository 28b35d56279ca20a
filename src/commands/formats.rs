//! Which format a result is written in, and to where.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::{Context, bail};
use serde::Serialize;

use super::print;
use crate::cli::Format;
use crate::render::text::{self, Colours, Extent};
use crate::render::{Checked, csv, github, html, json, jsonl, junit, markdown, sarif, xlsx};
use crate::text::Language;
use crate::workbook::mark::{Mark, Output};

/// The format that a file's name asks for.
///
/// # Errors
/// When it asks for none that is known.
pub fn of_file(path: &Path, language: Language) -> anyhow::Result<Format> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    Ok(match ending.as_str() {
        "txt" => Format::Text,
        "json" => Format::Json,
        "jsonl" | "ndjson" => Format::Jsonl,
        "csv" => Format::Csv,
        "xlsx" => Format::Xlsx,
        "html" | "htm" => Format::Html,
        "md" | "markdown" => Format::Markdown,
        "sarif" => Format::Sarif,
        "xml" => Format::Junit,
        _ => bail!(match language {
            Language::Vietnamese =>
                format!("{}: đuôi tệp phải là txt, json, jsonl, csv, xlsx, html, md, sarif hoặc xml", path.display()),
            Language::English =>
                format!("{}: the name must end in txt, json, jsonl, csv, xlsx, html, md, sarif or xml", path.display()),
        }),
    })
}

/// The endings that a file of this format may have; none for what has no ending of its own.
pub fn endings(format: Format) -> &'static [&'static str] {
    match format {
        Format::Text => &["txt"],
        Format::Json => &["json"],
        Format::Jsonl => &["jsonl", "ndjson"],
        Format::Csv => &["csv"],
        Format::Xlsx => &["xlsx"],
        Format::Html => &["html", "htm"],
        Format::Markdown => &["md", "markdown"],
        Format::Sarif => &["sarif", "json"],
        Format::Junit => &["xml"],
        Format::Github => &[],
    }
}

/// Writes the result to a file. `report` is what JSON shows.
///
/// # Errors
/// When the file cannot be written.
pub fn to_file(
    file: &mut File,
    format: Format,
    checked: &Checked<'_>,
    report: &impl Serialize,
    extent: Extent,
) -> anyhow::Result<()> {
    if format == Format::Xlsx {
        return xlsx::write_findings(checked, file);
    }
    let mut writer = BufWriter::new(file);
    write(format, checked, report, extent, &mut writer)?;
    writer.flush().context("writing the result")
}

/// Prints the result.
///
/// # Errors
/// When nothing can be printed, or the format is for files only.
pub fn to_screen(format: Format, checked: &Checked<'_>, report: &impl Serialize, extent: Extent) -> anyhow::Result<()> {
    if format == Format::Text {
        return print(&text::check(checked.review, extent, checked.language, super::colours()));
    }
    let mut stdout = BufWriter::new(io::stdout().lock());
    write(format, checked, report, extent, &mut stdout)?;
    Ok(stdout.flush()?)
}

fn write(
    format: Format,
    checked: &Checked<'_>,
    report: &impl Serialize,
    extent: Extent,
    mut writer: impl Write,
) -> anyhow::Result<()> {
    match format {
        Format::Text => {
            let text = text::check(checked.review, extent, checked.language, Colours::No);
            writer.write_all(text.as_bytes())?;
            writeln!(writer, "[{}]", Mark::of(Output::Findings))?;
        }
        Format::Json => json::write_report(report, writer)?,
        Format::Jsonl => jsonl::write(checked, writer)?,
        Format::Csv => csv::write(checked, writer)?,
        Format::Html => html::write(checked, writer)?,
        Format::Markdown => markdown::write(checked, writer)?,
        Format::Sarif => sarif::write(checked, writer)?,
        Format::Junit => junit::write(checked, writer)?,
        Format::Github => github::write(checked, writer)?,
        Format::Xlsx => bail!(match checked.language {
            Language::Vietnamese => "xlsx phải ghi vào tệp: thêm -o ket-qua.xlsx",
            Language::English => "xlsx goes to a file: add -o result.xlsx",
        }),
    }
    Ok(())
}
