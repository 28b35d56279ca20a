//! Maps and sets by hash. The hash of the standard library withstands whoever can measure each look-up over a network; nobody can
//! here, and it took a tenth of what checking a form took. This one takes a quarter, and is seeded anew in each process, so that
//! no file can be made for it beforehand.

use std::hash::{DefaultHasher, Hash, Hasher};

pub use foldhash::fast::RandomState;

/// A map.
pub type HashMap<K, V> = std::collections::HashMap<K, V, RandomState>;

/// A set.
pub type HashSet<K> = std::collections::HashSet<K, RandomState>;

/// A number that stands for this: the same for what is equal, hardly ever for anything else. It takes less memory than what it
/// stands for.
pub fn number(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}
