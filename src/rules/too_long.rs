//! `too-long`: more characters than the form allows.

use super::Facts;
use crate::finding::{Group, Rule, Severity};
use crate::intake::Entry;
use crate::schema::Field;
use crate::value::Value;

/// More characters than the form allows.
pub static RULE: Rule = Rule::builtin(
    "V306",
    Group::Value,
    "too-long",
    Severity::Error,
    [
        "Cột «{heading}» dài {length} ký tự, biểu mẫu cho phép {limit}.",
        "The column “{heading}” holds {length} characters, the form allows {limit}.",
    ],
    [
        "Rút gọn; chi tiết ghi ở cột khác hoặc văn bản kèm theo",
        "Shorten it; put details in another column or an enclosed document",
    ],
    ["Giới hạn là của biểu mẫu, tính theo ký tự.", "The limit is the form's, counted in characters."],
);

/// How much of a long value a message quotes, in characters.
const QUOTED: usize = 60;

/// Every field that has a limit.
pub(super) fn concerns(field: &Field) -> bool {
    field.max_length.is_some()
}

/// Counts the characters of a text that has a limit.
pub(super) fn facts(field: &Field, entry: &Entry) -> Option<Facts> {
    let (Some(limit), Value::Text(text)) = (field.max_length, &entry.value) else { return None };
    // Bytes are never fewer than characters, so most texts need no counting.
    let length = if text.len() > limit { text.chars().count() } else { 0 };
    (length > limit).then(|| {
        let quoted: String = text.chars().take(QUOTED).chain("…".chars()).collect();
        Facts::of(quoted).with("length", length.to_string()).with("limit", limit.to_string())
    })
}
