//! Rules between rows of a submission; a form may bring its own rules between columns.

use super::super::Rule;
use super::super::Severity::Error;

/// In the order of their codes.
pub(super) static ALL: &[&Rule] = &[&DUPLICATE_VALUE];

/// The same value twice where each may stand once.
pub static DUPLICATE_VALUE: Rule = Rule::builtin(
    "R401",
    "duplicate-value",
    Error,
    ["Cột «{heading}»: «{value}» trùng với ô {first}.", "Column “{heading}”: “{value}” repeats {first}."],
    ["Bỏ dòng trùng, hoặc ghi tên để phân biệt được", "Delete the repeated row, or write names that can be told apart"],
    [
        "Mỗi tên chỉ được dùng một lần trong một biểu, kể cả khi khác chữ hoa, dấu cách hay cách đặt dấu thanh.",
        "Each name may be used once in a form, also when case, spacing or tone placement differ.",
    ],
);
