//! The history of a campaign: one line a run and obligation, in a CSV file that grows by a few lines a week. A run on a day
//! that is there already replaces that day's lines, so that a run can be repeated without counting twice.

use std::collections::BTreeSet;

use anyhow::{Context, ensure};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Report;
use crate::text::Bilingual;
use crate::text::trouble::{Because, Trouble};
use crate::{bilingual, trouble};

/// How all agencies stood to an obligation on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryRow {
    /// The as-of date, as `2023-06-23`.
    pub as_of: String,
    /// The campaign's name.
    pub campaign: String,
    /// The obligation's name.
    pub obligation: String,
    /// How many had complied.
    pub complied: usize,
    /// How many had sent something that is not enough.
    pub defective: usize,
    /// How many had sent nothing that counts.
    pub missing: usize,
    /// The sum of the three.
    pub total: usize,
    /// How many had issued it, whatever the form is like; empty in lines that earlier versions wrote.
    #[serde(default)]
    pub issued: Option<usize>,
}

/// The columns of a history; the last one, `issued`, is not in those of earlier versions.
const COLUMNS: [&str; 8] = ["as_of", "campaign", "obligation", "complied", "defective", "missing", "total", "issued"];

fn no_history() -> Bilingual {
    let columns = COLUMNS.join(",");
    bilingual!(
        "đây không phải tệp diễn biến nên không ghi đè; cột phải là {columns}",
        "this is no history and is not overwritten; its columns would be {columns}"
    )
}

/// Reads the lines of a history.
///
/// # Errors
/// Names the line that cannot be read: the file is the operator's, and is never overwritten unless it was understood.
pub fn parse(text: &str) -> anyhow::Result<Vec<HistoryRow>> {
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    // Without a line of figures it is still a history only by its columns: any one-line file has a first line.
    let columns: BTreeSet<&str> = reader.headers().because(no_history)?.iter().collect();
    let is_history = |known: &[&str]| columns == known.iter().copied().collect();
    if !columns.is_empty() && !is_history(&COLUMNS) && !is_history(&COLUMNS[..COLUMNS.len() - 1]) {
        return Err(Trouble::error(no_history()));
    }
    let mut rows = Vec::new();
    for row in reader.deserialize() {
        let row: HistoryRow = row.because(no_history)?;
        let day = &row.as_of;
        if day.parse::<Date>().is_err() {
            trouble!(
                "as_of «{day}» không phải ngày ghi như 2023-06-23; có thể tệp đã được lưu lại bằng Excel",
                "as_of “{day}” is no day such as 2023-06-23; Excel may have saved the file"
            );
        }
        let HistoryRow { as_of, obligation, complied, defective, missing, total, .. } = &row;
        ensure!(
            complied + defective + missing == *total,
            "{as_of} {obligation}: complied + defective + missing ≠ total"
        );
        rows.push(row);
    }
    Ok(rows)
}

/// The history with this report's lines in it, in the order of days; within a day in the campaign's order.
pub fn extended(mut rows: Vec<HistoryRow>, report: &Report) -> Vec<HistoryRow> {
    let as_of = report.as_of.to_string();
    rows.retain(|row| row.as_of != as_of || row.campaign != report.campaign);
    rows.extend(report.totals.iter().filter(|total| total.level.is_all()).map(|total| HistoryRow {
        as_of: as_of.clone(),
        campaign: report.campaign.clone(),
        obligation: total.obligation.clone(),
        complied: total.complied,
        defective: total.defective,
        missing: total.missing,
        total: total.total,
        issued: total.issued,
    }));
    rows.sort_by(|one, other| one.as_of.cmp(&other.as_of));
    rows
}

/// The history as CSV.
///
/// # Errors
/// When memory cannot be written, which does not happen.
pub fn csv(rows: &[HistoryRow]) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row).context("writing the history")?;
    }
    writer.into_inner().map_err(|error| error.into_error()).context("writing the history")
}
