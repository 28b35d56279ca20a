//! `wrong-type`: not a number, a day or a yes or no, where the form asks for one.

use super::Sink;
use crate::finding::Finding;
use crate::finding::rules::WRONG_TYPE;
use crate::intake::{Record, Remark, Table};
use crate::schema::{Form, Kind};
use crate::text::Bilingual;

/// Tells every value that is not of its column's kind.
pub fn check(form: &Form, table: &Table, records: &[Record], sink: &mut Sink<'_>) {
    for record in records {
        for (field, entry) in form.fields.iter().zip(&record.entries) {
            if let (Some(cell), Some(Remark::WrongType)) = (entry.cell, &entry.remark) {
                let finding = Finding::new(&WRONG_TYPE, sink.at(table, cell))
                    .about(&field.name, entry.typed())
                    .with("heading", &field.title)
                    .with_words("expected", expected(&field.kind));
                sink.push(finding);
            }
        }
    }
}

fn expected(kind: &Kind) -> Bilingual {
    match kind {
        Kind::Number { whole: true, .. } => {
            Bilingual::new("số nguyên trong phạm vi cho phép", "a whole number within the range allowed")
        }
        Kind::Number { .. } => Bilingual::new("số trong phạm vi cho phép", "a number within the range allowed"),
        Kind::Flag => Bilingual::new("«có» hoặc «không»", "“có” (yes) or “không” (no)"),
        Kind::Date => Bilingual::new("ngày, tháng, năm", "a day, month and year"),
        Kind::Text | Kind::Ordinal | Kind::Period { .. } | Kind::Listed(_) | Kind::List(_) | Kind::Url => {
            Bilingual::new("kiểu của cột", "of the column's kind")
        }
    }
}
