//! A sheet that goes back while it is written.

use rust_xlsxwriter::Worksheet;

use super::Returned;
use super::marks::Marks;
use super::plain::Merger;
use super::plan::Plan;
use crate::render::xlsx::form::Look;
use crate::text::Language;

/// The sheet and what is written into it.
pub(super) struct Writer<'w, 'a> {
    pub(super) sheet: &'w mut Worksheet,
    pub(super) plan: &'w Plan<'a>,
    pub(super) returned: &'w Returned<'a>,
    pub(super) marks: &'w mut Marks,
    pub(super) look: &'w Look,
    pub(super) merger: Merger,
    /// How many cells were corrected.
    pub(super) made: usize,
}

impl Writer<'_, '_> {
    pub(super) fn language(&self) -> Language {
        self.returned.language
    }
}
