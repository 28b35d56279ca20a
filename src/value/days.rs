//! Days as numbers where rows are packed: a run puts by millions, and a rule's answers are found by the days that it was asked about.

use jiff::civil::Date;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub(super) fn serialize<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    day.map(|day| (day.year(), day.month(), day.day())).serialize(serializer)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let day: Option<(i16, i8, i8)> = Deserialize::deserialize(deserializer)?;
    day.map(|(year, month, day)| Date::new(year, month, day).map_err(D::Error::custom)).transpose()
}
