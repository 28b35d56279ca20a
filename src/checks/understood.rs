//! What was understood although it was written in a way that hides it: `year-in-date-cell`, `web-markup`,
//! `address-behind-text`, `ambiguous-number`.

use super::Sink;
use crate::finding::Finding;
use crate::finding::rules::{ADDRESS_BEHIND_TEXT, AMBIGUOUS_NUMBER, WEB_MARKUP, YEAR_IN_DATE_CELL};
use crate::intake::{Record, Remark, Table};
use crate::schema::Form;
use crate::value::Value;

/// Tells what each such cell was taken for.
pub fn check(form: &Form, table: &Table, records: &[Record], sink: &mut Sink<'_>) {
    for record in records {
        for (field, entry) in form.fields.iter().zip(&record.entries) {
            let rule = match entry.remark {
                Some(Remark::YearInDateCell) => &YEAR_IN_DATE_CELL,
                Some(Remark::WebMarkup) => &WEB_MARKUP,
                Some(Remark::AddressBehindText) => &ADDRESS_BEHIND_TEXT,
                Some(Remark::AmbiguousNumber(_)) => &AMBIGUOUS_NUMBER,
                _ => continue,
            };
            let Some(cell) = entry.cell else { continue };
            let mut finding = Finding::new(rule, sink.at(table, cell))
                .about(&field.name, entry.typed())
                .with("heading", &field.title)
                .with("stored", entry.value.stored());
            if let (Some(Remark::AmbiguousNumber(other)), Value::Number(number)) = (&entry.remark, &entry.value) {
                finding = finding.with("read", in_vietnamese(*number)).with("other", in_vietnamese(*other));
            }
            sink.push(finding);
        }
    }
}

/// A number as Vietnamese write it, without signs between thousands: those are what is in doubt.
fn in_vietnamese(number: f64) -> String {
    number.to_string().replace('.', ",")
}
