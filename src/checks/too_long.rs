//! `too-long`: more characters than the form allows.

use super::Sink;
use crate::finding::Finding;
use crate::finding::rules::TOO_LONG;
use crate::intake::{Record, Table};
use crate::schema::Form;
use crate::value::Value;

/// How much of a long value a message quotes, in characters.
const QUOTED: usize = 60;

/// Counts the characters of every text that has a limit.
pub fn check(form: &Form, table: &Table, records: &[Record], sink: &mut Sink<'_>) {
    for record in records {
        for (field, entry) in form.fields.iter().zip(&record.entries) {
            let (Some(cell), Some(limit), Value::Text(text)) = (entry.cell, field.max_length, &entry.value) else {
                continue;
            };
            // Bytes are never fewer than characters, so most texts need no counting.
            let length = if text.len() > limit { text.chars().count() } else { 0 };
            if length > limit {
                let quoted: String = text.chars().take(QUOTED).chain("…".chars()).collect();
                let finding = Finding::new(&TOO_LONG, sink.at(table, cell))
                    .about(&field.name, quoted)
                    .with("heading", &field.title)
                    .with("length", length.to_string())
                    .with("limit", limit.to_string());
                sink.push(finding);
            }
        }
    }
}
