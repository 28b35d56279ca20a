//! `duplicate-value`: the same value twice where each may stand once in a submission, whatever the sheet.

use std::borrow::Cow;

use crate::finding::{Group, Rule, Severity};
use crate::schema::{Field, Form};

/// The same value twice where each may stand once.
pub static RULE: Rule = Rule::builtin(
    "R401",
    Group::Relation,
    "duplicate-value",
    Severity::Error,
    ["Cột «{heading}»: «{value}» trùng với ô {first}.", "Column “{heading}”: “{value}” repeats {first}."],
    ["Bỏ dòng trùng, hoặc ghi tên để phân biệt được", "Delete the repeated row, or write names that can be told apart"],
    [
        "Mỗi tên chỉ được dùng một lần trong một biểu, kể cả khi khác chữ hoa, dấu cách hay cách đặt dấu thanh.",
        "Each name may be used once in a form, also when case, spacing or tone placement differ.",
    ],
);

/// As people see it.
pub(super) fn compared_by<'n>(_: &Form, _: &Field, folded: &'n str) -> Option<Cow<'n, str>> {
    Some(Cow::Borrowed(folded))
}
