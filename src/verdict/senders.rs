//! The files of each sender.

use std::collections::HashMap;

use super::Verdict;

/// Files by who sent them, so that what belongs together is found without looking through all. Those of which no sender is known stand
/// together.
pub(super) struct Senders<'v> {
    /// All of them.
    pub(super) verdicts: &'v [Verdict],
    files: HashMap<Option<&'v str>, Vec<usize>>,
}

impl<'v> Senders<'v> {
    /// Of these files.
    pub(super) fn of(verdicts: &'v [Verdict]) -> Self {
        let mut files: HashMap<Option<&str>, Vec<usize>> = HashMap::new();
        for (at, verdict) in verdicts.iter().enumerate() {
            files.entry(verdict.agency.as_deref()).or_default().push(at);
        }
        Self { verdicts, files }
    }

    /// The indexes of those of the sender of one of them, itself among them, in order.
    pub(super) fn beside(&self, file: usize) -> &[usize] {
        self.files.get(&self.verdicts[file].agency.as_deref()).map_or(&[], Vec::as_slice)
    }
}
