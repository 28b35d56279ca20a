//! `ditto`: «-nt-», taken from the row above.

use super::Sink;
use crate::finding::Finding;
use crate::finding::rules::DITTO;
use crate::intake::{Record, Remark, Table};
use crate::schema::Form;

/// Tells what each «-nt-» was taken for. One with nothing above it is a blank cell, which is another rule's.
pub fn check(form: &Form, table: &Table, records: &[Record], sink: &mut Sink<'_>) {
    for record in records {
        for (field, entry) in form.fields.iter().zip(&record.entries) {
            if let (Some(cell), Some(Remark::Ditto(above))) = (entry.cell, &entry.remark) {
                let finding = Finding::new(&DITTO, sink.at(table, cell))
                    .about(&field.name, entry.typed())
                    .with("heading", &field.title)
                    .with("stored", entry.value.stored())
                    .with_place("above", sink.at(table, *above), above.to_string());
                sink.push(finding);
            }
        }
    }
}
