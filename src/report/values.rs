//! What stands outside the tables of forms.

use std::sync::Arc;

use serde::Serialize;

use crate::verdict::Outcome;

/// A value outside the table of a form.
#[derive(Clone, Debug, Serialize)]
pub struct ValueRow {
    /// The form's name.
    pub form: String,
    /// The value's name in the form.
    pub name: String,
    /// Its label.
    #[serde(skip)]
    pub title: String,
    /// The sheet's name; `null` for a text file.
    pub sheet: Option<Arc<str>>,
    /// Where it stands.
    pub cell: Option<String>,
    /// As it is stored.
    pub value: String,
    /// As people write it.
    #[serde(skip)]
    pub written: String,
    /// What becomes of the submission that it is part of.
    #[serde(skip)]
    pub outcome: Outcome,
}
