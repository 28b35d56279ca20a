//! `duplicate-value`: the same value twice where each may stand once in a submission, whatever the sheet.

use std::collections::HashMap;

use super::{Name, Sink};
use crate::finding::rules::DUPLICATE_VALUE;
use crate::schema::Form;

/// Compares the names of a submission as people see them.
pub fn check(form: &Form, names: &[Name<'_>], sink: &mut Sink<'_>) {
    let mut first: HashMap<(usize, &str), &Name<'_>> = HashMap::new();
    for name in names {
        let other = *first.entry((name.field, &name.folded)).or_insert(name);
        // One merged cell over several rows is one value, not several.
        if other.cell == name.cell && other.table.sheet == name.table.sheet {
            continue;
        }
        name.tell(&DUPLICATE_VALUE, other, form, sink);
    }
}
