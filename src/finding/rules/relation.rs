//! Rules between rows of a submission; a form may bring its own rules between columns.

use super::super::Rule;
use super::super::Severity::{Error, Warning};

/// In the order of their codes.
pub(super) static ALL: &[&Rule] = &[&DUPLICATE_VALUE, &NEAR_DUPLICATE];

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

/// Two names that differ only in words that say nothing.
pub static NEAR_DUPLICATE: Rule = Rule::builtin(
    "R402",
    "near-duplicate",
    Warning,
    [
        "Cột «{heading}»: «{value}» gần như trùng với ô {first}.",
        "Column “{heading}”: “{value}” is nearly the same as {first}.",
    ],
    [
        "Nếu là một, bỏ một dòng; nếu khác nhau, ghi tên để phân biệt được",
        "If they are one, delete one row; if not, write names that can be told apart",
    ],
    [
        "Hai tên chỉ khác nhau ở những từ không có nghĩa phân biệt («cơ sở dữ liệu», «CSDL», «về», «của», «các») hoặc ở thứ tự từ thường là một, và sẽ bị tính hai lần khi tổng hợp. Ví dụ: «CSDL đất đai» và «Cơ sở dữ liệu về đất đai».",
        "Two names that differ only in words that tell nothing apart, or in the order of words, are mostly one thing, which the summary would count twice. Example: “CSDL đất đai” and “Cơ sở dữ liệu về đất đai”.",
    ],
);
