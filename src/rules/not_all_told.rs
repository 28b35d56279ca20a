//! `not-all-told`: more findings of one rule in one field than are told one by one.

use std::sync::Arc;

use arcstr::ArcStr;

use crate::cell::Location;
use crate::finding::{Finding, Rule};
use crate::intake::{Table, rules};
use crate::schema::Form;

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
    let mut finding = rules::not_all_told(rule, title, (count, TOLD_OF_A_FIELD), place);
    finding.field = field;
    finding
}
