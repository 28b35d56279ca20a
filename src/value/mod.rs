//! What a field of a record holds once it is understood, and how it is stored.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

mod days;

pub(crate) mod period;

pub use period::{Period, PeriodWords, Phrasing, Unit};

/// A typed value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// Nothing was filled in, or only dots and dashes.
    #[default]
    Empty,
    /// Text, [`crate::text::tidy`]; also a listed value in its listed spelling, and whatever could not be understood as the
    /// field's kind (a finding tells so; its submission is rejected, unless the finding is a warning).
    Text(String),
    /// A number, finite.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A calendar day.
    Date(Date),
    /// A period, as officials write deadlines.
    Period(Period),
    /// Several values in their order; listed values in their listed spelling.
    List(Vec<String>),
}

impl Value {
    /// Whether nothing was filled in.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// The bytes of text that the value holds.
    pub fn text_bytes(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Period(period) => period.text.len(),
            Self::List(items) => items.iter().map(String::len).sum(),
            Self::Empty | Self::Number(_) | Self::Flag(_) | Self::Date(_) => 0,
        }
    }

    /// The value as stored in a data package: empty text for [`Value::Empty`], ISO 8601 dates, EDTF-like periods, list items
    /// separated by `; `.
    pub fn stored(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Flag(flag) => Cow::Owned(flag.to_string()),
            Self::Date(date) => Cow::Owned(date.to_string()),
            Self::Period(period) => Cow::Borrowed(&period.text),
            Self::List(items) => Cow::Owned(items.join("; ")),
        }
    }
}
