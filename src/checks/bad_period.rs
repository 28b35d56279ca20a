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
                Some(Remark::NotAPeriod) => not_a_period(entry.typed()),
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

/// What a text that is no time may have been before a program changed it.
fn not_a_period(typed: &str) -> Bilingual {
    // The number of a day, in a cell that lost its format.
    if let Some(day) = Period::day_of_number(typed).and_then(|day| day.written()) {
        return Bilingual {
            vi: format!("là số đếm ngày của Excel, tức ngày {day}").into(),
            en: format!("is Excel's number of a day, {day}").into(),
        };
    }
    // The year 2022, typed into a cell formatted as a date and saved as text.
    if let Some(year) = Period::of_year_in_text(typed).and_then(|year| year.written()) {
        return Bilingual {
            vi: format!("không đọc được thành thời gian; có thể là năm {year} gõ vào ô định dạng ngày").into(),
            en: format!("cannot be read as a time; it may be the year {year} typed into a cell formatted as a date")
                .into(),
        };
    }
    Bilingual::new("không đọc được thành thời gian", "cannot be read as a time")
}
