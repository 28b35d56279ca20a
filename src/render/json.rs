//! The report as JSON, for programs; `schemas/report.schema.json` describes it.

use std::io::{self, BufWriter, Write};

use serde::Serialize;

use super::format::{Format, Writer};
use super::{Checked, Document};
use crate::workbook::mark::{AUTHOR, Mark, Output};

/// The format.
pub static FORMAT: Format =
    Format::plain("json", ["Để máy xử lý", "for programs"], &["json"], Writer::Stream(write_report));

/// A report with the mark of what the tool writes, last, where it is in nobody's way.
#[derive(Serialize)]
struct Marked<'a> {
    #[serde(flatten)]
    report: &'a Document<'a>,
    /// What wrote it, and by which forms.
    tool: Tool,
    bieumau: String,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
    schemas: String,
    /// In which the texts are.
    language: &'static str,
}

fn write_report(checked: &Checked<'_>, writer: &mut dyn Write) -> anyhow::Result<()> {
    let schemas = checked.schemas.edition();
    let tool = Tool { name: AUTHOR, version: env!("CARGO_PKG_VERSION"), schemas, language: checked.language.code() };
    let marked = Marked { report: &checked.document, tool, bieumau: Mark::of(Output::Report).to_string() };
    Ok(write(&marked, writer)?)
}

/// Writes a value, indented, with a line end at its end.
///
/// # Errors
/// When the writer fails.
pub fn write(value: &impl Serialize, writer: impl Write) -> io::Result<()> {
    // A report is written in pieces of a few bytes.
    let mut writer = BufWriter::new(writer);
    serde_json::to_writer_pretty(&mut writer, value)?;
    writer.write_all(b"\n")?;
    writer.flush()
}
