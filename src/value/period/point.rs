//! A point in time as far as it was written, and what its neighbour says of it.

use jiff::civil::Date;

use super::Span;
use super::words::PeriodWords;

/// A tested range of years: the state's own, and as far as plans go.
pub(super) const YEARS: std::ops::RangeInclusive<i16> = 1945..=2100;

/// The last two digits of a year, where only plans of these years can be meant. Earlier ones look like days.
pub(super) const SHORT_YEARS: std::ops::RangeInclusive<i16> = 18..=49;

/// A point as far as it was written.
#[derive(Clone, Copy)]
pub(super) struct Point {
    pub(super) year: Option<i16>,
    pub(super) part: Part,
    /// The year is a fiscal one.
    pub(super) fiscal: bool,
}

#[derive(Clone, Copy)]
pub(super) enum Part {
    Whole,
    Quarter(i8),
    Month(i8),
    /// Day and month.
    Day(i8, i8),
    /// A number alone, which takes its unit from its neighbour.
    Bare(i8),
    /// The first or last months of a year, first and last month.
    Months(i8, i8),
}

impl Point {
    pub(super) fn of(year: Option<i16>, part: Part) -> Self {
        Self { year, part, fiscal: false }
    }

    pub(super) fn year(year: i16) -> Self {
        Self::of(Some(year), Part::Whole)
    }

    pub(super) fn completed_by(self, later: Self) -> Self {
        let year = self.year.or(later.year);
        let part = match (self.part, later.part) {
            (Part::Bare(number), Part::Quarter(_)) => Part::Quarter(number),
            (Part::Bare(number), Part::Month(_)) => Part::Month(number),
            (Part::Bare(number), Part::Day(_, month)) => Part::Day(number, month),
            (part, _) => part,
        };
        let fiscal = if self.year.is_some() { self.fiscal } else { later.fiscal };
        Self { year, part, fiscal }
    }

    pub(super) fn span(self, words: &PeriodWords) -> Option<Span> {
        let year = self.year.filter(|year| YEARS.contains(year))?;
        let begins = words.fiscal_year;
        if self.fiscal && (2..=12).contains(&begins) {
            let (first, last) = match self.part {
                Part::Whole => (1, 12),
                Part::Quarter(quarter @ 1..=4) => (quarter * 3 - 2, quarter * 3),
                Part::Months(first, last) => (first, last),
                _ => return None,
            };
            // The year in which it begins is the one before.
            let (first, last) = (first + begins - 1, last + begins - 1);
            let (year, first, last) = if first > 12 { (year, first - 12, last - 12) } else { (year - 1, first, last) };
            let is_quarter = last - first == 2 && last % 3 == 0 && last <= 12;
            return Some(if is_quarter { Span::Quarter(year, last / 3) } else { Span::Months(year, first, last) });
        }
        match self.part {
            Part::Whole => Some(Span::Year(year)),
            Part::Quarter(quarter) => (1..=4).contains(&quarter).then_some(Span::Quarter(year, quarter)),
            Part::Month(month) => (1..=12).contains(&month).then_some(Span::Month(year, month)),
            Part::Day(day, month) => Date::new(year, month, day).ok().map(Span::Day),
            Part::Bare(_) => None,
            Part::Months(first, last) => (1..=12).contains(&first).then_some(Span::Months(year, first, last)),
        }
    }
}

/// A day as written, the month first where that is the order, or where only that order makes a day: `6/30/2024`.
pub(super) fn day_part(first: i16, second: i16, is_month_first: bool) -> Part {
    let is_month = |number: i16| (1..=12).contains(&number);
    let is_turned = is_month(first) && (!is_month(second) || is_month_first);
    let (day, month) = if is_turned { (second, first) } else { (first, second) };
    Part::Day(day as i8, month as i8)
}

/// A year of four digits, or of two that can be nothing else.
pub(super) fn full_year(year: i16, digits: usize) -> Option<i16> {
    match digits {
        4 => Some(year),
        2 if SHORT_YEARS.contains(&year) => Some(2000 + year),
        _ => None,
    }
}
