//! Forms, rosters and campaigns: what is known about who owes what on which form. All of it is data, embedded in the
//! program and replaceable as a whole with a folder of the same shape.

use std::sync::Arc;

pub mod campaign;
pub mod form;
pub mod load;
pub mod roster;

pub use campaign::{Campaign, Obligation};
pub use form::{Field, Form, FormRule, Kind};
pub use roster::{Agency, AgencyKind, Level, Roster};

/// Everything that was loaded.
#[derive(Debug)]
pub struct Schemas {
    /// By name.
    pub forms: Vec<Arc<Form>>,
    /// By name.
    pub rosters: Vec<Arc<Roster>>,
    /// By name.
    pub campaigns: Vec<Arc<Campaign>>,
}
