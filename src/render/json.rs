//! The report as JSON, for programs; `schemas/report.schema.json` describes it.

use std::io::{self, Write};

use serde::Serialize;

/// Writes a report, indented, with a line end at its end.
///
/// # Errors
/// When the writer fails.
pub fn write(report: &impl Serialize, mut writer: impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut writer, report)?;
    writer.write_all(b"\n")
}
