//! `bad-period`: a time that cannot be read, or not of the kind that the form asks for.

use super::Facts;
use crate::bilingual;
use crate::finding::{Group, Rule, Severity};
use crate::intake::{Entry, Remark};
use crate::schema::Field;
use crate::text::Bilingual;
use crate::value::{Period, PeriodWords};

/// A time that cannot be read, or not of the kind that the form asks for.
pub static RULE: Rule = Rule::builtin(
    "V303",
    Group::Value,
    "bad-period",
    Severity::Error,
    ["Cột «{heading}»: «{value}» {problem}.", "Column “{heading}”: “{value}” {problem}."],
    [
        "Ghi theo một trong các cách: 2025; 6/2025; Quý II/2025; 15/6/2025; 2025-2026",
        "Write it as one of: 2025; 6/2025; Q2/2025; 15/6/2025; 2025-2026",
    ],
    [
        "Thời gian phải đọc được thành năm, tháng, quý, ngày hoặc khoảng. Có cột chỉ nhận thời gian cụ thể, không nhận «thường xuyên» hay «những năm tiếp theo».",
        "A time must be readable as a year, month, quarter, day or range. Some columns take only a definite time, neither “regularly” nor “and the years after”.",
    ],
);

/// Of every period that was not understood, and of open or recurring ones where the form wants a definite time.
pub(super) fn facts(_: &Field, entry: &Entry) -> Option<Facts> {
    let problem = match entry.remark {
        Some(Remark::NotAPeriod) => not_a_period(entry.typed()),
        Some(Remark::NotConcrete) => Bilingual::new("không phải thời gian cụ thể", "is not a definite time"),
        _ => return None,
    };
    Some(Facts::default().with_words("problem", problem))
}

/// What a text that is no time may have been before a program changed it.
fn not_a_period(typed: &str) -> Bilingual {
    // The number of a day, in a cell that lost its format.
    if let Some(day) = Period::day_of_number(typed).and_then(|day| day.written(&PeriodWords::default())) {
        return bilingual!("là số đếm ngày của Excel, tức ngày {day}", "is Excel's number of a day, {day}");
    }
    // The year 2022, typed into a cell formatted as a date and saved as text.
    if let Some(year) = Period::of_year_in_text(typed).and_then(|year| year.written(&PeriodWords::default())) {
        return bilingual!(
            "không đọc được thành thời gian; có thể là năm {year} gõ vào ô định dạng ngày",
            "cannot be read as a time; it may be the year {year} typed into a cell formatted as a date"
        );
    }
    no_such(typed).unwrap_or(Bilingual::new("không đọc được thành thời gian", "cannot be read as a time"))
}

/// What is wrong with numbers that stand where those of a day, a month or two years do.
fn no_such(typed: &str) -> Option<Bilingual> {
    let parts: Vec<&str> = typed.trim().split(['/', '-', '.']).map(str::trim).collect();
    let numbers: Vec<i16> = parts.iter().map_while(|part| part.parse().ok()).collect();
    let is_year = |number: i16| (1900..2200).contains(&number);
    match numbers[..] {
        _ if numbers.len() < parts.len() => None,
        [day, month, year] if is_year(year) && (1..=31).contains(&day) && (1..=12).contains(&month) => {
            Some(Bilingual::new("không có ngày này", "is no day of the calendar"))
        }
        [month, year] if is_year(year) && (13..=99).contains(&month) => {
            Some(bilingual!("không đọc được: không có tháng {month}", "cannot be read: there is no month {month}"))
        }
        [first, last] if is_year(first) && is_year(last) && first > last => {
            Some(Bilingual::new("có năm đầu sau năm cuối", "begins after it ends"))
        }
        _ => None,
    }
}
