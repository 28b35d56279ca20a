//! `missing-value`: a cell that the form requires is blank.

use super::Sink;
use crate::finding::Finding;
use crate::finding::rules::MISSING_VALUE;
use crate::intake::{Record, Remark, Table};
use crate::schema::{Field, Form};
use crate::text::Bilingual;

/// Asks of every record whether its required fields are filled. A cell with an error is not blank: that is told as such.
pub fn check(form: &Form, table: &Table, records: &[Record], sink: &mut Sink<'_>) {
    for record in records {
        for (field, entry) in form.fields.iter().zip(&record.entries) {
            let Some(cell) = entry.cell else { continue };
            let told = matches!(entry.remark, Some(Remark::Error | Remark::Uncalculated));
            if field.required && entry.value.is_empty() && !told {
                let finding = Finding::new(&MISSING_VALUE, sink.at(table, cell))
                    .about(&field.name, entry.typed())
                    .with("heading", &field.title)
                    .with_words("hint", hint(field));
                sink.push(finding);
            }
        }
    }
}

fn hint(field: &Field) -> Bilingual {
    field.help.clone().unwrap_or_else(|| Bilingual {
        vi: format!("Điền cột «{}» cho dòng này", field.title).into(),
        en: format!("Fill in the column “{}” of this row", field.title).into(),
    })
}
