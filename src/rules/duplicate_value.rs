//! `duplicate-value`: the same value twice where each may stand once in a submission, whatever the sheet.

use super::{Name, Sink};
use crate::finding::{Group, Rule, Severity};
use crate::schema::Form;
use crate::text::hashed::HashMap;

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

/// Compares the names of a submission as people see them.
pub(super) fn check(form: &Form, names: &[Name<'_>], sink: &mut Sink<'_>) {
    let mut first: HashMap<(usize, &str), &Name<'_>> = HashMap::default();
    for name in names {
        let other = *first.entry((name.field, &name.folded)).or_insert(name);
        // One merged cell over several rows is one value, not several.
        if other.cell == name.cell && other.table.sheet == name.table.sheet {
            continue;
        }
        name.tell(&RULE, other, form, sink);
    }
}
