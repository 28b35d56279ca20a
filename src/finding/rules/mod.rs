//! The rules that ship with the tool, one file a group. Codes: `F1xx` file, `L2xx` layout, `V3xx` value, `R4xx` relation,
//! `I5xx` identity, `S6xx` between submissions.

use super::Rule;

mod file;
mod identity;
mod layout;
mod relation;
mod rows;
mod submissions;
mod value;

pub use file::*;
pub use identity::*;
pub use layout::*;
pub use relation::*;
pub use rows::*;
pub use submissions::*;
pub use value::*;

/// Every rule that ships with the tool, in the order of their codes.
pub static ALL: &[&[&Rule]] =
    &[file::ALL, layout::ALL, rows::ALL, value::ALL, relation::ALL, identity::ALL, submissions::ALL];

/// Every rule that ships with the tool, in the order of their codes.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    ALL.iter().flat_map(|group| group.iter().copied())
}
