//! `missing-value`: a cell that the form requires is blank.

use super::Facts;
use crate::finding::{Group, Rule, Severity};
use crate::intake::{Entry, Remark};
use crate::schema::Field;
use crate::text::Bilingual;

/// A cell that must be filled is blank.
pub static RULE: Rule = Rule::builtin(
    "V301",
    Group::Value,
    "missing-value",
    Severity::Error,
    ["Cột «{heading}» chưa điền.", "The column “{heading}” is not filled in."],
    ["{hint}", "{hint}"],
    [
        "Biểu mẫu yêu cầu điền cột này ở mọi dòng. Ô chỉ có dấu cách, dấu chấm hoặc gạch ngang được coi là trống.",
        "The form asks for this column in every row. A cell with nothing but spaces, dots or dashes counts as blank.",
    ],
);

/// Of every required field that is not filled. A cell with an error is not blank: that is told as such.
pub(super) fn facts(field: &Field, entry: &Entry) -> Option<Facts> {
    let told = matches!(entry.remark, Some(Remark::Error | Remark::Uncalculated));
    (field.required && entry.value.is_empty() && !told).then(|| Facts::default().with_words("hint", hint(field)))
}

fn hint(field: &Field) -> Bilingual {
    field.help.clone().unwrap_or_else(|| Bilingual {
        vi: format!("Điền cột «{}» cho dòng này", field.called).into(),
        en: format!("Fill in the column “{}” of this row", field.called).into(),
    })
}
