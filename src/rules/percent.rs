//! `percent`: «90%» in a column of numbers whose heading does not say that it counts in percent.

use super::Facts;
use crate::finding::{Group, Rule, Severity};
use crate::intake::{Entry, Remark};
use crate::schema::{Field, written};
use crate::value::Value;

/// «90%» in a column of numbers that does not say that it counts in percent.
pub static RULE: Rule = Rule::builtin(
    "V333",
    Group::Value,
    "percent",
    Severity::Info,
    ["Cột «{heading}»: «{value}» được hiểu là {read}.", "Column “{heading}”: “{value}” was taken for {read}."],
    [
        "Nếu cột tính theo phần trăm thì ghi số, không ghi dấu %",
        "If the column counts in percent, write the number without the sign",
    ],
    [
        "Ở cột số, «90%» là 0,9 như trong bảng tính; nếu tên cột hoặc tên nhóm cột có dấu % thì là 90. Chương trình nêu từng ô đã đổi như vậy, vì ô bên cạnh có thể ghi 85 và nghĩa là 85%.",
        "In a column of numbers “90%” is 0.9, as in a spreadsheet; where the heading, or the one above it, has the sign, it is 90. Each cell that was so changed is told, for the one beside it may say 85 and mean 85%.",
    ],
);

/// What each percentage was taken for.
pub(super) fn facts(_: &Field, entry: &Entry) -> Option<Facts> {
    let (Some(Remark::Percent), Value::Number(number)) = (&entry.remark, &entry.value) else { return None };
    Some(Facts::default().with_words("read", written(*number)))
}
