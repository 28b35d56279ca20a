//! A sheet that goes back while it is written.

use rust_xlsxwriter::Worksheet;

use super::Returned;
use super::marks::Marks;
use super::plain::Merger;
use super::plan::Plan;
use crate::render::xlsx::cut;
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
    pub(super) made: Vec<Made>,
}

/// A cell that was corrected.
pub struct Made {
    pub place: (u32, u16),
    /// As it was sent.
    pub typed: String,
    /// What was done.
    pub told: String,
}

/// What there is to say of a correction.
pub(super) fn made_note(typed: &str, corrected: &str, language: Language) -> String {
    let (typed, corrected) = (cut(typed.trim(), 200), cut(corrected, 200));
    language.say(format!("Đã sửa: «{typed}» → «{corrected}»"), format!("Corrected: “{typed}” → “{corrected}”"))
}

impl Writer<'_, '_> {
    pub(super) fn language(&self) -> Language {
        self.returned.language
    }
}
