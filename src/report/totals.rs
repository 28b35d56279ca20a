//! The figures of a report: obligation by obligation, level by level and over all agencies.

use std::sync::Arc;

use super::Report;
use crate::ledger::TotalRow;
use crate::schema::Level;

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
