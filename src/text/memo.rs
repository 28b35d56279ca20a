//! What was worked out of texts, kept for a run. Files repeat each other's texts (headings, listed values, names of bodies, the words of
//! a title), and to find one again costs far less than to work out once more what it means.
//!
//! What is kept follows from the text alone, so it makes no difference which file or thread was first. The same holds of other bytes.

use std::sync::{Mutex, PoisonError};

use super::hashed::HashMap;

/// Longer texts, in bytes, are hardly ever met again.
const LONGEST: usize = 256;

/// The texts stand in so many maps, by their length: threads hardly ever wait for each other.
const MAPS: usize = 8;

/// What texts come to.
#[derive(Debug)]
pub struct Memo<V> {
    maps: [Mutex<HashMap<Box<[u8]>, V>>; MAPS],
    /// So many are kept in a map: where texts hardly repeat, more would only take memory.
    most: usize,
    /// What is longer, in bytes, is not kept.
    longest: usize,
}

impl<V: Clone> Default for Memo<V> {
    fn default() -> Self {
        Self::of_up_to(4_096)
    }
}

impl<V: Clone> Memo<V> {
    /// Of so many texts at most.
    pub fn of_up_to(most: usize) -> Self {
        Self { maps: Default::default(), most: most / MAPS, longest: LONGEST }
    }

    /// The same, but for this length in bytes.
    pub fn no_longer_than(self, longest: usize) -> Self {
        Self { longest, ..self }
    }

    /// What the text comes to.
    pub fn of(&self, text: impl AsRef<[u8]>, work_out: impl FnOnce() -> V) -> V {
        let text = text.as_ref();
        if text.len() > self.longest {
            return work_out();
        }
        let map = &self.maps[text.len() % MAPS];
        let known = map.lock().unwrap_or_else(PoisonError::into_inner).get(text).cloned();
        known.unwrap_or_else(|| {
            let found = work_out();
            let mut map = map.lock().unwrap_or_else(PoisonError::into_inner);
            if map.len() < self.most {
                map.insert(text.into(), found.clone());
            }
            found
        })
    }
}
