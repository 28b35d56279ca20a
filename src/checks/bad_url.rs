//! `bad-url`: not an address that a browser can open.

use super::Sink;
use crate::finding::Finding;
use crate::finding::rules::BAD_URL;
use crate::intake::{Record, Remark, Table};
use crate::schema::Form;

/// Tells every address that is none.
pub fn check(form: &Form, table: &Table, records: &[Record], sink: &mut Sink<'_>) {
    for record in records {
        for (field, entry) in form.fields.iter().zip(&record.entries) {
            if let (Some(cell), Some(Remark::NotAUrl)) = (entry.cell, &entry.remark) {
                let finding = Finding::new(&BAD_URL, sink.at(table, cell));
                sink.push(finding.about(&field.name, entry.typed()).with("heading", &field.title));
            }
        }
    }
}
