//! One JSON object a line, for programs that read as it comes: files, findings, and at the end the counts. The objects are those
//! of the JSON report, each with its kind in front; `schemas/report.schema.json` describes them.

use std::io::Write;

use serde::Serialize;

use super::Checked;
use super::format::{Format, Writer};
use crate::report::{Counts, FileRow, FindingRow, SelectionRow};
use crate::workbook::mark::{Mark, Output};

/// The format.
pub static FORMAT: Format = Format::plain(
    "jsonl",
    ["Mỗi dòng một đối tượng JSON", "a JSON object a line"],
    &["jsonl", "ndjson"],
    Writer::Stream(write),
);

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line<'a> {
    File(&'a FileRow),
    Finding(&'a FindingRow),
    Counts {
        #[serde(flatten)]
        counts: Counts,
        #[serde(skip_serializing_if = "Option::is_none")]
        selection: Option<&'a SelectionRow>,
        bieumau: String,
    },
}

/// Writes the lines.
///
/// # Errors
/// When the writer fails.
fn write(checked: &Checked<'_>, mut writer: &mut dyn Write) -> anyhow::Result<()> {
    let review = checked.review;
    let files = review.files.iter().map(Line::File);
    let findings = review.findings.iter().map(Line::Finding);
    let bieumau = Mark::of(Output::Findings).to_string();
    let counts = Line::Counts { counts: review.counts, selection: review.selection.as_ref(), bieumau };
    for line in files.chain(findings).chain([counts]) {
        serde_json::to_writer(&mut writer, &line)?;
        writer.write_all(b"\n")?;
    }
    Ok(())
}
