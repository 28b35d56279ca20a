//! `bad-period`: a time that cannot be read, or not of the kind that the form asks for.

use super::Sink;
use crate::finding::Finding;
use crate::finding::rules::BAD_PERIOD;
use crate::intake::{Record, Remark, Table};
use crate::schema::Form;
use crate::text::Bilingual;
use crate::value::Period;

/// Tells every period that was not understood, and open or recurring ones where the form wants a definite time.
pub fn check(form: &Form, table: &Table, records: &[Record], sink: &mut Sink<'_>) {
    for record in records {
        for (field, entry) in form.fields.iter().zip(&record.entries) {
            let problem = match entry.remark {
                Some(Remark::NotAPeriod) => match Period::day_of_number(entry.typed()).and_then(|day| day.written()) {
                    // The number of a day, in a cell that lost its format.
                    Some(day) => Bilingual {
                        vi: format!("là số đếm ngày của Excel, tức ngày {day}").into(),
                        en: format!("is Excel's number of a day, {day}").into(),
                    },
                    None => Bilingual::new("không đọc được thành thời gian", "cannot be read as a time"),
                },
                Some(Remark::NotConcrete) => Bilingual::new("không phải thời gian cụ thể", "is not a definite time"),
                _ => continue,
            };
            let Some(cell) = entry.cell else { continue };
            let finding = Finding::new(&BAD_PERIOD, sink.at(table, cell))
                .about(&field.name, entry.typed())
                .with("heading", &field.title)
                .with_words("problem", problem);
            sink.push(finding);
        }
    }
}
