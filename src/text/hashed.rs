//! Maps and sets by hash. The hash of the standard library withstands whoever can measure each look-up over a network; nobody can
//! here, and it took a tenth of what checking a form took. This one takes a quarter, and is seeded anew in each process, so that
//! no file can be made for it beforehand.

pub use foldhash::fast::RandomState;

/// A map.
pub type HashMap<K, V> = std::collections::HashMap<K, V, RandomState>;

/// A set.
pub type HashSet<K> = std::collections::HashSet<K, RandomState>;
