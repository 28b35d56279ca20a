//! Turns the report's tables into what people and programs read: one file a format. Nothing is computed here that another
//! format would have to compute again.

use crate::report::Report;
use crate::schema::Campaign;
use crate::summary::Summary;
use crate::text::Language;

pub mod datapackage;
pub mod explain;
pub mod json;
pub mod letter;
pub mod markdown;
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
