//! Turns the report's tables into what people and programs read: one file a format. Nothing is computed here that another
//! format would have to compute again.

use jiff::civil::Date;
use serde::Serialize;

use crate::finding::RuleRef;
use crate::report::{CheckReport, FindingRow, PrintedTable, Report, Review};
use crate::schema::{Campaign, Schemas};
use crate::summary::Summary;
use crate::text::Language;

pub mod agencies;
mod asked;
#[cfg(feature = "cli")]
pub(crate) mod audit;
pub(crate) mod csv;
pub mod datapackage;
pub mod dcat;
mod engine;
pub mod explain;
pub mod format;
pub mod formats;
pub mod forms;
pub(crate) mod github;
pub(crate) mod html;
pub(crate) mod json;
pub(crate) mod jsonl;
pub(crate) mod junit;
pub mod letter;
pub mod reminder;
pub mod summary_page;
pub(crate) mod markdown;
mod places;
pub(crate) mod sarif;
mod terms;
mod unmarked;
pub mod text;
pub mod words;
pub mod xlsx;

/// Everything that a run of `merge` has to show.
#[derive(Clone, Copy, Debug)]
pub struct Results<'a> {
    /// The tables.
    pub report: &'a Report,
    /// The accepted rows.
    pub summary: &'a Summary<'a>,
    /// What was asked for, for its titles and words.
    pub campaign: &'a Campaign,
    /// In which language to speak.
    pub language: Language,
}

/// Everything that a run of `check` has to show; `merge` shows the same part of itself in the formats for findings.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    /// Files and findings.
    pub review: &'a Review,
    /// The forms as they were sent; empty for formats that do not show them.
    pub tables: &'a [PrintedTable],
    /// What is known of the rules, for formats that describe them.
    pub rules: &'a [RuleRef],
    /// By what the files were judged.
    pub schemas: &'a Schemas,
    /// The day to which dates in the output belong, for no clock is asked here.
    pub as_of: Date,
    /// In which language to speak.
    pub language: Language,
    /// All that there is to tell, for programs.
    pub document: Document<'a>,
    /// How much of it people are told.
    pub extent: text::Extent,
}

/// All that there is to tell.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(untagged)]
pub enum Document<'a> {
    /// By `check`.
    Check(&'a CheckReport),
    /// By `merge`.
    Merge(&'a Report),
}

/// Where a finding is, for formats that show it in one piece: sheet and cell, as `PL1!C12`; empty for the whole file.
fn place(finding: &FindingRow) -> String {
    match (finding.sheet(), finding.cell()) {
        (Some(sheet), Some(cell)) => format!("{sheet}!{cell}"),
        (Some(sheet), None) => sheet.to_string(),
        (None, Some(cell)) => cell,
        (None, None) => String::new(),
    }
}
