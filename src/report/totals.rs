//! The figures of a report: obligation by obligation, level by level and over all agencies.

use std::sync::Arc;

use serde::Serialize;

use super::Report;
use crate::schema::Level;

/// How many agencies of a level stand how to an obligation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TotalRow {
    /// The obligation's name.
    pub obligation: String,
    /// The level, or all.
    pub level: Arc<Level>,
    /// How many have complied.
    pub complied: usize,
    /// How many sent something that is not enough.
    pub defective: usize,
    /// How many sent nothing that counts.
    pub missing: usize,
    /// The sum of the three.
    pub total: usize,
    /// How many have issued it, whatever the form is like: the document was read and is dated on or before the as-of date.
    /// `null` where no document issues it.
    pub issued: Option<usize>,
}

impl Report {
    /// The numbers of an obligation over the agencies of a level.
    pub fn total(&self, obligation: &str, level: &Level) -> Option<&TotalRow> {
        self.totals.iter().find(|total| total.obligation == obligation && *total.level == *level)
    }

    /// Its levels in their order, behind the whole.
    pub fn scopes(&self) -> impl Iterator<Item = &Arc<Level>> {
        std::iter::once(&self.whole).chain(&self.levels)
    }
}
