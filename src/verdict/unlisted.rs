//! Senders that are on no roster are known by what they are called, and people call one sender in several ways.

use std::collections::HashMap;
use std::sync::Arc;

use super::Verdict;
use crate::schema::Agency;
use crate::text::bare;

/// Has all files of an unlisted sender bear its name as the first of them writes it: «CITY OF SPRINGFIELD» is «City of Springfield».
pub(super) fn known_as_one(verdicts: &mut [Verdict]) {
    let mut known: HashMap<String, Arc<Agency>> = HashMap::new();
    for verdict in verdicts {
        let senders = verdict.submissions.iter_mut().filter_map(|judged| judged.submission.sender.as_mut());
        for sender in senders.filter(|sender| sender.is_unlisted()) {
            let one = known.entry(bare(&sender.name)).or_insert_with(|| Arc::clone(sender));
            *sender = Arc::clone(one);
            verdict.agency = Some(one.code.clone());
        }
    }
}

impl Verdict {
    /// Who sent it, where that is on no roster.
    pub fn unlisted(&self) -> Option<&Arc<Agency>> {
        self.submissions.iter().filter_map(|judged| judged.submission.sender.as_ref()).find(|it| it.is_unlisted())
    }
}
