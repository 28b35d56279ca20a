//! Which format a result is written in, and to where.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::{Context, bail};
use serde::Serialize;

use super::{output, print};
use crate::cli::Format;
use crate::render::text::{self, Colours, Extent};
use crate::render::{Checked, csv, github, html, json, jsonl, junit, markdown, sarif, xlsx};

/// The format that a file's name asks for.
///
/// # Errors
/// When it asks for none that is known.
pub fn of_file(path: &Path) -> anyhow::Result<Format> {
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
        _ => bail!(
            "{}: đuôi tệp phải là txt, json, jsonl, csv, xlsx, html, md, sarif hoặc xml / the name must end in one of these",
            path.display()
        ),
    })
}

/// Writes the result to a file, whole or not at all. `report` is what JSON shows.
///
/// # Errors
/// When the file cannot be written.
pub fn to_file(
    path: &Path,
    format: Format,
    checked: &Checked<'_>,
    report: &impl Serialize,
    extent: Extent,
) -> anyhow::Result<output::Pending> {
    output::file(path, |file: &mut File| {
        if format == Format::Xlsx {
            return xlsx::write_findings(checked, file);
        }
        let mut writer = BufWriter::new(file);
        write(format, checked, report, extent, &mut writer)?;
        writer.flush().context("writing the result")
    })
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
        }
        Format::Json => json::write(report, writer)?,
        Format::Jsonl => jsonl::write(checked, writer)?,
        Format::Csv => csv::write(checked, writer)?,
        Format::Html => html::write(checked, writer)?,
        Format::Markdown => markdown::write(checked, writer)?,
        Format::Sarif => sarif::write(checked, writer)?,
        Format::Junit => junit::write(checked, writer)?,
        Format::Github => github::write(checked, writer)?,
        Format::Xlsx => bail!("xlsx phải ghi vào tệp: thêm -o ket-qua.xlsx / xlsx goes to a file: add -o result.xlsx"),
    }
    Ok(())
}
