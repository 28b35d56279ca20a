//! Files of one agency for a form that no document issues, which count beside each other.

use super::Candidate;

impl Candidate<'_> {
    /// Whether it stands beside these, which no document issues either: the names say that they are parts of one answer. Lists without a
    /// row in common may be those of two quarters, of which the later one counts.
    pub(super) fn stands_beside(&self, parts: &[Self]) -> bool {
        let is_other = |other: &Self| self.part.zip(other.part).is_some_and(|(own, other)| own != other);
        !self.is_issued() && parts.iter().all(is_other)
    }
}
