//! `formula-error`: a formula that failed or was never calculated. It is not taken for a blank cell.

use super::Sink;
use crate::finding::Finding;
use crate::finding::rules::FORMULA_ERROR;
use crate::intake::{Record, Remark, Table};
use crate::schema::{Form, Kind};
use crate::text::Bilingual;

/// Tells every cell whose formula has no value. Ordinals are not kept, so theirs does not matter.
pub fn check(form: &Form, table: &Table, records: &[Record], sink: &mut Sink<'_>) {
    for record in records {
        for (field, entry) in form.fields.iter().zip(&record.entries) {
            let problem = match entry.remark {
                Some(Remark::Error) => Bilingual::new("bị lỗi", "failed"),
                Some(Remark::Uncalculated) => Bilingual::new("chưa được tính", "was never calculated"),
                _ => continue,
            };
            let Some(cell) = entry.cell.filter(|_| field.kind != Kind::Ordinal) else { continue };
            let finding = Finding::new(&FORMULA_ERROR, sink.at(table, cell))
                .about(&field.name, entry.typed())
                .with("heading", &field.title)
                .with_words("problem", problem);
            sink.push(finding);
        }
    }
}
