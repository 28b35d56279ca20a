//! `closed-format`: a value that the form knows and discourages, such as a closed file format.

use super::Sink;
use crate::finding::Finding;
use crate::finding::rules::CLOSED_FORMAT;
use crate::intake::{Record, Table};
use crate::schema::{Form, Kind};
use crate::text::fold;
use crate::value::Value;

/// Tells every discouraged value.
pub fn check(form: &Form, table: &Table, records: &[Record], sink: &mut Sink<'_>) {
    for record in records {
        for (field, entry) in form.fields.iter().zip(&record.entries) {
            let (Kind::Listed(listing) | Kind::List(listing)) = &field.kind else { continue };
            let Some(cell) = entry.cell.filter(|_| !listing.discouraged.is_empty()) else { continue };
            let stored: &[String] = match &entry.value {
                Value::List(items) => items,
                Value::Text(text) => std::slice::from_ref(text),
                _ => continue,
            };
            for item in stored.iter().filter(|item| listing.discouraged.iter().any(|other| fold(other) == fold(item))) {
                let finding = Finding::new(&CLOSED_FORMAT, sink.at(table, cell));
                sink.push(finding.about(&field.name, item).with("heading", &field.title));
            }
        }
    }
}
