//! `normalised`: a value stored in its listed spelling.

use super::Facts;
use crate::finding::{Group, Rule, Severity};
use crate::intake::{Entry, Remark};
use crate::schema::Field;

/// A value stored in its listed spelling.
pub static RULE: Rule = Rule::builtin(
    "V308",
    Group::Value,
    "normalised",
    Severity::Info,
    ["Cột «{heading}»: «{value}» được ghi là «{stored}».", "Column “{heading}”: “{value}” is stored as “{stored}”."],
    ["Không phải làm gì", "Nothing needs to be done"],
    [
        "Cách viết khác của một giá trị trong danh sách được đưa về cách viết của danh sách.",
        "Another spelling of a listed value is stored as listed.",
    ],
);

/// What was stored for what was typed, where a reader can see the difference.
pub(super) fn facts(_: &Field, entry: &Entry) -> Option<Facts> {
    (entry.remark == Some(Remark::Normalised)).then(|| Facts::default().with("stored", entry.value.stored()))
}
