//! The report as JSON, for programs; `schemas/report.schema.json` describes it.

use std::io::{self, Write};

use serde::Serialize;

use crate::workbook::mark::{Mark, Output};

/// A report with the mark of what the tool writes, last, where it is in nobody's way.
#[derive(Serialize)]
struct Marked<'a, T> {
    #[serde(flatten)]
    report: &'a T,
    bieumau: String,
}

/// Writes a report, indented, with a line end at its end.
///
/// # Errors
/// When the writer fails.
pub fn write_report(report: &impl Serialize, writer: impl Write) -> io::Result<()> {
    write(&Marked { report, bieumau: Mark::of(Output::Report).to_string() }, writer)
}

/// Writes a value, indented, with a line end at its end.
///
/// # Errors
/// When the writer fails.
pub fn write(value: &impl Serialize, mut writer: impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut writer, value)?;
    writer.write_all(b"\n")
}
