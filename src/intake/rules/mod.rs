//! The rules that are told while a file is taken in: what its sheets, tables and rows are, whose it is and what issues it.

use crate::finding::Rule;

mod identity;
mod layout;
mod rows;
mod sheets;

pub use identity::*;
pub use layout::*;
pub use rows::*;
pub use sheets::*;

/// All of them.
pub(crate) static IN_INTAKE: [&[&Rule]; 4] = [IN_SHEETS, IN_LAYOUT, IN_ROWS, IN_IDENTITY];
