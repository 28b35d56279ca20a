//! Files of one agency for a form that no document issues, which count beside each other.

use super::{Candidate, natural};
use crate::ledger::rows;

impl Candidate<'_> {
    /// Whether it has no row: it may say that there is nothing to report, or be the form as it was sent out, left beside the filled one.
    pub(super) fn is_blank(&self) -> bool {
        rows(self.submission) == 0
    }

    /// How late its path is, where nothing else tells.
    pub(super) fn path_order(&self) -> Vec<(String, u64)> {
        if self.is_issued() { Vec::new() } else { natural(&self.name) }
    }

    /// Whether it stands beside these, which no document issues either: the names say that they are parts of one answer. Lists without a
    /// row in common may be those of two quarters, of which the later one counts.
    pub(super) fn stands_beside(&self, parts: &[Self]) -> bool {
        let is_other = |other: &Self| self.part.zip(other.part).is_some_and(|(own, other)| own != other);
        !self.is_issued() && parts.iter().all(is_other)
    }
}
