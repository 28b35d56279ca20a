//! `closed-format`: a value that the form knows and discourages, such as a closed file format.

use super::Facts;
use crate::finding::{Group, Rule, Severity};
use crate::intake::Entry;
use crate::schema::Field;
use crate::value::Value;

/// A file format that is not open.
pub static RULE: Rule = Rule::builtin(
    "V310",
    Group::Value,
    "closed-format",
    Severity::Warning,
    ["Cột «{heading}»: «{value}» không phải định dạng mở.", "Column “{heading}”: “{value}” is not an open format."],
    [
        "Cung cấp thêm bằng định dạng mở như CSV, JSON hoặc XML",
        "Provide it in an open format too, such as CSV, JSON or XML",
    ],
    [
        "Dữ liệu mở phải ở định dạng mở, máy xử lý được (NĐ 47/2020, Điều 17.1).",
        "Open data must be in an open, machine-processable format (NĐ 47/2020, Article 17.1).",
    ],
);

/// Lists that name values to be avoided.
pub(super) fn concerns(field: &Field) -> bool {
    field.kind.listing().is_some_and(|listing| !listing.discouraged.is_empty())
}

/// Of every discouraged value.
pub(super) fn facts(field: &Field, entry: &Entry) -> Vec<Facts> {
    let Some(listing) = field.kind.listing() else { return Vec::new() };
    if listing.discouraged.is_empty() {
        return Vec::new();
    }
    let stored: &[String] = match &entry.value {
        Value::List(items) => items,
        Value::Text(text) => std::slice::from_ref(text),
        _ => &[],
    };
    let is_discouraged = |item: &&String| listing.find(item).is_some_and(|value| listing.is_discouraged(value));
    stored.iter().filter(is_discouraged).map(|item| Facts::of(&**item)).collect()
}
