//! `missing-value`: a cell that the form requires is blank.

use super::Facts;
use crate::bilingual;
use crate::finding::{Group, Rule, Severity};
use crate::intake::{Entry, Remark};
use crate::schema::Field;
use crate::text::{Bilingual, is_placeholder};

/// A cell that must be filled is blank.
pub static RULE: Rule = Rule::builtin(
    "V301",
    Group::Value,
    "missing-value",
    Severity::Error,
    ["Cột «{heading}» chưa điền{typed}.", "The column “{heading}” is not filled in{typed}."],
    ["{hint}", "{hint}"],
    [
        "Biểu mẫu yêu cầu điền cột này ở mọi dòng. Ô chỉ có dấu cách, dấu chấm, gạch ngang, hoặc chỉ ghi điều mà biểu mẫu coi là trống (như 0, x, N/A), được coi là trống.",
        "The form asks for this column in every row. A cell with nothing but spaces, dots or dashes, or with what the form takes for blank (such as 0, x, N/A), counts as blank.",
    ],
);

/// Every required field.
pub(super) fn concerns(field: &Field) -> bool {
    field.required
}

/// Of every required field that is not filled. A cell with an error is not blank: that is told as such.
pub(super) fn facts(field: &Field, entry: &Entry) -> Option<Facts> {
    let told = matches!(entry.remark, Some(Remark::Error | Remark::Uncalculated));
    (field.required && entry.value.is_empty() && !told)
        .then(|| Facts::default().with_words("hint", hint(field)).with_words("typed", typed(entry)))
}

/// What stands in the cell all the same, if it is more than dots and dashes.
fn typed(entry: &Entry) -> Bilingual {
    match entry.typed().trim() {
        typed if is_placeholder(typed) => Bilingual::default(),
        typed => bilingual!(" (ô chỉ ghi «{typed}»)", " (the cell says no more than “{typed}”)"),
    }
}

fn hint(field: &Field) -> Bilingual {
    let called = &field.called;
    field
        .help
        .clone()
        .unwrap_or_else(|| bilingual!("Điền cột «{called}» cho dòng này", "Fill in the column “{called}” of this row"))
}
