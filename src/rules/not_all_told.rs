//! `not-all-told`: more findings of one rule in one field than are told one by one.

use std::sync::Arc;

use arcstr::ArcStr;

use crate::cell::Location;
use crate::finding::{Finding, Group, Rule, Severity};
use crate::intake::Table;
use crate::schema::Form;

/// More findings of one rule in one field than are told one by one.
pub static RULE: Rule = Rule::builtin(
    "V311",
    Group::Value,
    "not-all-told",
    Severity::Info,
    [
        "Cột «{heading}»: {rule} gặp {count} lần, chỉ nêu {limit} lần đầu.",
        "Column “{heading}”: {rule} was met {count} times; only the first {limit} are told.",
    ],
    [
        "Sửa các ô đã nêu và các ô cùng loại trong cột rồi kiểm tra lại",
        "Mend the cells that are told and others like them in the column, and check again",
    ],
    [
        "Cùng một lỗi lặp lại hàng nghìn lần trong một cột thường do một nguyên nhân; nêu hết sẽ che các lỗi khác.",
        "A thousand times the same mistake in a column mostly has one cause; to tell them all would hide other mistakes.",
    ],
);

/// Findings of one rule about one field that a submission is told one by one. Whoever filled in a column wrongly a thousand times
/// does not read on; and a hostile form could have millions.
pub(super) const TOLD_OF_A_FIELD: usize = 1_000;

/// That this rule was met so many times in a field, or in the form as a whole.
pub(super) fn finding(
    rule: &Rule,
    field: Option<ArcStr>,
    count: usize,
    form: &Form,
    path: &Arc<str>,
    table: &Table,
) -> Finding {
    let index = field.as_ref().and_then(|name| form.field(name));
    let title = index.map_or(&form.name, |index| &form.fields[index].called);
    let column = index.and_then(|index| table.columns.iter().find(|column| column.field == Some(index)));
    let place = Location::sheet(path, table.sheet.as_ref(), column.map(|column| column.cell));
    let mut finding = Finding::new(&RULE, place)
        .with("heading", title)
        .with("rule", &*rule.name)
        .with("count", count.to_string())
        .with("limit", TOLD_OF_A_FIELD.to_string());
    finding.field = field;
    finding
}
