//! `normalised`: a value stored in its listed spelling.

use super::Sink;
use crate::finding::Finding;
use crate::finding::rules::NORMALISED;
use crate::intake::{Record, Remark, Table};
use crate::schema::Form;

/// Tells what was stored for what was typed, where a reader can see the difference.
pub fn check(form: &Form, table: &Table, records: &[Record], sink: &mut Sink<'_>) {
    for record in records {
        for (field, entry) in form.fields.iter().zip(&record.entries) {
            if let (Some(cell), Some(Remark::Normalised)) = (entry.cell, &entry.remark) {
                let finding = Finding::new(&NORMALISED, sink.at(table, cell))
                    .about(&field.name, entry.typed())
                    .with("heading", &field.title)
                    .with("stored", entry.value.stored());
                sink.push(finding);
            }
        }
    }
}
