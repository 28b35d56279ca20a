//! Excel's day numbers. A date cell holds the number of days since the end of 1899, or since 1904-01-01 in workbooks of
//! old Macs; the hour is the fraction. Excel believes that 1900 was a leap year, so day 60 never was.

use jiff::SignedDuration;
use jiff::civil::{DateTime, date};

use crate::bilingual;
use crate::text::Bilingual;

/// The number after the last day that Excel knows, 9999-12-31.
const END_1900: f64 = 2_958_466.0;
/// The days between the two ways of counting.
const SHIFT_1904: f64 = 1_462.0;
const DAY_MILLISECONDS: f64 = 86_400_000.0;

/// The date and time of a day number, to the millisecond; `None` outside Excel's range of 1900-01-01 to 9999-12-31, and
/// for the day that never was.
pub(super) fn date_time(number: f64, is_1904: bool) -> Option<DateTime> {
    let number = if is_1904 { number + SHIFT_1904 } else { number };
    // NaN is in no range.
    if !(1.0..END_1900).contains(&number) || (!is_1904 && (60.0..61.0).contains(&number)) {
        return None;
    }
    let epoch = if number < 60.0 { date(1899, 12, 31) } else { date(1899, 12, 30) };
    let milliseconds = (number * DAY_MILLISECONDS).round() as i64;
    let moment = epoch.at(0, 0, 0, 0).checked_add(SignedDuration::from_millis(milliseconds)).ok()?;
    in_range(moment).then_some(moment)
}

/// The date and time of an ISO 8601 text, as OpenDocument and Strict Open XML write it, with or without a time.
pub(super) fn iso_date_time(text: &str) -> Option<DateTime> {
    let text = text.trim();
    let moment = text.strip_suffix('Z').unwrap_or(text).parse::<DateTime>().ok()?;
    in_range(moment).then_some(moment)
}

/// The fraction of a day that an ISO 8601 duration lasts, as Excel counts hours: `PT12H00M00S` is 0.5.
pub(super) fn iso_days(text: &str) -> Option<f64> {
    text.trim().parse::<SignedDuration>().ok().map(|duration| duration.as_secs_f64() / 86_400.0)
}

/// Why a cell that should hold a date cannot be read.
pub(super) fn not_a_date(shown: &dyn std::fmt::Display) -> Bilingual {
    bilingual!("«{shown}» không phải là ngày trong khoảng 1900-9999", "“{shown}” is no day between 1900 and 9999")
}

fn in_range(moment: DateTime) -> bool {
    (1900..=9999).contains(&moment.year())
}
