//! Corrections that change nothing about what a value means: spacing and composition, the listed spelling, one way to write
//! periods. A value with a fault is left as typed, for only its sender knows what it should be.

use crate::cell::Content;
use crate::intake::{Entry, Remark};
use crate::schema::{Field, Kind, Language};
use crate::text::tidy;
use crate::value::Value;

/// What the cell should say instead, if that is certain and not what it says.
pub fn correction(language: &Language, field: &Field, entry: &Entry, content: &Content) -> Option<String> {
    // A month that Excel made a date, a year that it made a day of 1905: as text they stay what they are.
    if let (Content::Date(_), Kind::Period { .. }, Value::Period(period)) = (content, &field.kind, &entry.value) {
        return period.written(&language.periods).filter(|_| period.start != period.end);
    }
    let Content::Text(typed) = content else { return None };
    let corrected = match (&entry.remark, &field.kind, &entry.value) {
        (None | Some(Remark::Normalised), Kind::Period { .. }, Value::Period(period)) => {
            period.written(&language.periods).unwrap_or_else(|| tidy(typed))
        }
        (None | Some(Remark::Normalised), Kind::Text | Kind::Url, Value::Text(_)) => tidy(typed),
        // However the parts of a list are set apart, it reads the same: only another spelling is worth a change.
        (None, Kind::List(_), Value::List(_)) => tidy(typed),
        (None | Some(Remark::Normalised), Kind::Listed(_) | Kind::List(_), value) => value.stored().into_owned(),
        (Some(Remark::AddressBehindText | Remark::WebMarkup), Kind::Period { .. }, Value::Period(period)) => {
            period.written(&language.periods)?
        }
        (Some(Remark::AddressBehindText | Remark::WebMarkup), _, value) => value.stored().into_owned(),
        _ => return None,
    };
    (*typed != *corrected && !corrected.is_empty()).then_some(corrected)
}

/// Whether a reader sees a difference at all: spaces at an end, and how letters are encoded, are none.
pub fn is_seen(typed: &str, corrected: &str) -> bool {
    tidy(typed) != corrected
}
