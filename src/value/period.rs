//! Periods, as officials write deadlines, and how they are stored (EDTF, ISO 8601-2). One column of a roadmap holds
//! «6/2025», «Quý II/2025», «Giai đoạn 2023-2025», «2025 và những năm tiếp theo» and «Thường xuyên» side by side, so a
//! period is read by a small grammar over words and numbers rather than by a list of formats.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

mod grammar;
mod named;
mod numeric;
mod point;
mod recurring;
mod tokens;
mod words;

pub use words::PeriodWords;
use words::Written;

/// A stretch of time that someone named.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Period {
    /// As stored: `2023`, `2023-06`, `2023-Q2`, `2023-06-15`, `2023/2025`, `2025/..`, `../2024-06-30`, or the listed
    /// words for a recurring one, such as `Hằng năm`.
    pub text: String,
    /// Its first day; `None` for a recurring one, and for a deadline alone («trước»).
    #[serde(with = "super::days")]
    pub start: Option<Date>,
    /// Its last day; `None` for an open or recurring one.
    #[serde(with = "super::days")]
    pub end: Option<Date>,
    /// It has a beginning and no end: «2025 và những năm tiếp theo».
    pub open: bool,
    /// It has neither: «Thường xuyên», «Hằng năm».
    pub recurring: bool,
}

/// How a period was named, as far as more was said or less than is stored.
#[derive(Clone, Debug, PartialEq)]
pub enum Phrasing {
    /// As it is stored.
    Plain,
    /// By what it begins with, this: «Từ 6/2023», «Từ 2021 đến nay».
    From(Period),
    /// As a list that leaves out what lies between: «2024 và 2026».
    Gaps,
}

/// A length of time with a name in the calendar, of which a field may take no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A year.
    Year,
    /// A month.
    Month,
}

/// The day before the first that Excel counts, from March 1900 on.
const EXCEL_EPOCH: Date = jiff::civil::date(1899, 12, 30);

impl Period {
    /// Reads a period in the words of a form's languages, with or without diacritics, as programs show days, or in ISO 8601. `None` for whatever is
    /// not one beyond doubt: years outside 1945–2100, months and days that the calendar does not have, ends before their
    /// beginning, words that no period is made of.
    ///
    /// | as written | stored |
    /// |---|---|
    /// | `2023`, «Trong năm 2023», «Cuối năm 2023», «Đến hết 2023», «Hoàn thành năm 2023», «2023 (đã xong)», `2023.0` | `2023` |
    /// | `6/2023`, «Tháng 6 năm 2023», «tháng sáu năm 2023», `T6/2023`, `6/2023 (dự kiến)`, `Jun-23`, `Thg6-23` | `2023-06` |
    /// | «Quý II/2023», «Quí 2 năm 2023», `Q2/23`, «2023 (quý II)», «Hết quý II/2023» | `2023-Q2` |
    /// | `15/6/2023`, `15/6/23`, `15-Jun-23`, `6/15/2023` (only one order makes a day), `2023-06-15 00:00:00` | `2023-06-15` |
    /// | `2023-2025`, `2023/2025`, «GĐ 2023-2025», «2023, 2024, 2025», «2023-2025, tầm nhìn 2030» | `2023/2025` |
    /// | «Quý 1,2,3/2024», «Quý I, II và III/2024» | `2024-Q1/2024-Q3` |
    /// | «Giai đoạn 1: 2023; giai đoạn 2: 2024», «trong 2 năm 2023-2024», «Hằng năm (2023-2024)» | `2023/2024` |
    /// | «Từ quý II đến hết năm 2024» | `2024-Q2/2024` |
    /// | «6 tháng đầu năm 2023», «nửa đầu năm 2023» | `2023-01/2023-06` |
    /// | «2025 và những năm tiếp theo», «Từ 2025», «2025 trở đi» | `2025/..` |
    /// | «Sau năm 2025» | `2026/..` |
    /// | «Trước 30/6/2024» (the day itself, as deadlines are meant) | `../2024-06-30` |
    /// | «Trước năm 2025», «Trước cuối năm 2024», «Từ nay đến 2024» | `../2024` |
    /// | «Thường xuyên», «Hằng năm», «Hàng quí», «1 lần/năm», «Trước 31/12 hằng năm» | as listed |
    ///
    /// A year of two digits is read from 18 on, and only where the rest leaves no doubt: `6/23` may be a day, `24-06-25` may
    /// begin with its year. A list is stored as the range that it covers. Words that only say how sure or how far something is
    /// («dự kiến», «đã xong») do not count; any other word, such as «chưa» or «nếu», leaves the whole untold.
    pub fn parse(text: &str, words: &PeriodWords) -> Option<Self> {
        Self::named(text, words).map(|(period, _)| period)
    }

    /// The same, and how it was named.
    pub fn named(text: &str, words: &PeriodWords) -> Option<(Self, Phrasing)> {
        grammar::parse(text, words)
    }

    /// A year alone, if it is one that forms speak of.
    pub fn of_year(year: i16) -> Option<Self> {
        point::YEARS.contains(&year).then(|| Span::Year(year).period())
    }

    /// The day of an Excel date; `None` outside the years that [`Period::parse`] knows.
    pub fn from_date(date: DateTime) -> Option<Self> {
        point::YEARS.contains(&date.year()).then(|| Span::Day(date.date()).period())
    }

    /// The year that somebody typed into a cell formatted as a date: 2024 days after the end of 1899 Excel shows 16/07/1905.
    pub fn of_year_in_date(date: DateTime) -> Option<Self> {
        let days = (date.date() - EXCEL_EPOCH).get_days();
        let year = i16::try_from(days).ok().filter(|year| point::YEARS.contains(year))?;
        (date.time() == jiff::civil::Time::midnight()).then(|| Span::Year(year).period())
    }

    /// The same from a text that was a date once: «14/07/1905».
    pub fn of_year_in_text(text: &str) -> Option<Self> {
        let mut parts = text.trim().split(['/', '-', '.']).map(|part| part.parse::<i16>().ok());
        let (day, month, year) = (parts.next()??, parts.next()??, parts.next()??);
        let date = Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
        Self::of_year_in_date(date.at(0, 0, 0, 0)).filter(|_| parts.next().is_none())
    }

    /// The day that a number alone stands for in Excel, such as `45473`, if it is one that a plan may name.
    pub fn day_of_number(text: &str) -> Option<Self> {
        let number: i32 = text.trim().parse().ok().filter(|_| text.trim().len() == 5)?;
        let date = EXCEL_EPOCH.checked_add(i64::from(number).days()).ok()?;
        (1990..=2050).contains(&date.year()).then(|| Self::from_date(date.at(0, 0, 0, 0)))?
    }

    /// As an official writes it: `2023`, `6/2023`, `Quý II/2023`, `15/6/2023`, `2023-2025`, `6/2023 - 12/2024`,
    /// `2025 và những năm tiếp theo`. [`Period::parse`] reads it as the same period, but for rare ones without a short name
    /// in words (and deadlines other than a day), of which `None` is returned.
    pub fn written(&self, words: &PeriodWords) -> Option<String> {
        let as_in = &words.written;
        let part = |stored: &str| written_part(stored, as_in);
        let written = match self.text.split_once('/') {
            _ if self.recurring => self.text.clone(),
            Some(("..", last)) => as_in.before.replace("{}", &part(last)),
            Some((first, "..")) => as_in.onward.replace("{}", &part(first)),
            Some((first, last)) if first.len() == 4 && last.len() == 4 => format!("{first}-{last}"),
            Some((first, last)) => format!("{} - {}", part(first), part(last)),
            None => part(&self.text),
        };
        (Self::parse(&written, words).as_ref() == Some(self)).then_some(written)
    }

    /// The year or the month in which it lies, if it has a name of its own in the calendar: a day, a month, a quarter of a year.
    pub fn within(&self, unit: Unit) -> Option<Self> {
        let day = self.start.filter(|_| !self.open && !self.text.contains('/'))?;
        match unit {
            Unit::Year => Some(Span::Year(day.year()).period()),
            Unit::Month if self.text.len() > 4 && !self.text.contains('Q') => {
                Some(Span::Month(day.year(), day.month()).period())
            }
            Unit::Month => None,
        }
    }

    /// Whether it ends on a day that is known.
    pub fn is_concrete(&self) -> bool {
        !self.open && !self.recurring
    }
}

/// One end of a period in words: `2023-Q2` is `Quý II/2023`, `2023-06` is `6/2023`, `2023-06-15` is `15/6/2023`.
fn written_part(stored: &str, as_in: &Written) -> String {
    let parts: Vec<&str> = stored.split('-').collect();
    let number = |part: &str| part.trim_start_matches('0').to_owned();
    let quarter = |year: &str, number: &str, roman: &str| {
        as_in.quarter.replace("{n}", number).replace("{roman}", roman).replace("{}", year)
    };
    match parts[..] {
        [year, "Q1"] => quarter(year, "1", "I"),
        [year, "Q2"] => quarter(year, "2", "II"),
        [year, "Q3"] => quarter(year, "3", "III"),
        [year, "Q4"] => quarter(year, "4", "IV"),
        [year, month] => format!("{}/{year}", number(month)),
        [year, month, day] => format!("{}/{}/{year}", number(day), number(month)),
        _ => stored.to_owned(),
    }
}

impl PeriodWords {
    /// A month of a year, both as typed, in words that are read as such.
    pub fn month_of(&self, month: &str, year: &str) -> String {
        self.written.month.replace("{n}", month).replace("{}", year)
    }

    /// The same of a quarter.
    pub fn quarter_of(&self, quarter: &str, year: &str) -> String {
        self.written.quarter.replace("{n}", quarter).replace("{roman}", quarter).replace("{}", year)
    }
}

/// A stretch with a name of its own in the calendar.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Span {
    Year(i16),
    /// Year and quarter, 1 to 4.
    Quarter(i16, i8),
    /// Year and month, 1 to 12.
    Month(i16, i8),
    Day(Date),
    /// Year, first and last month: «6 tháng đầu năm 2023». The last one may be in the year after: it is above 12 then.
    Months(i16, i8, i8),
}

impl Span {
    fn first(self) -> Date {
        match self {
            Self::Year(year) => jiff::civil::date(year, 1, 1),
            Self::Quarter(year, quarter) => jiff::civil::date(year, quarter * 3 - 2, 1),
            Self::Month(year, month) | Self::Months(year, month, _) => jiff::civil::date(year, month, 1),
            Self::Day(date) => date,
        }
    }

    /// The last of several months, or what it is.
    fn last_month(self) -> Self {
        match self {
            Self::Months(year, _, last) if last > 12 => Self::Month(year + 1, last - 12),
            Self::Months(year, _, last) => Self::Month(year, last),
            span => span,
        }
    }

    fn last(self) -> Date {
        match self {
            Self::Year(year) => jiff::civil::date(year, 12, 31),
            Self::Quarter(year, quarter) => jiff::civil::date(year, quarter * 3, 1).last_of_month(),
            Self::Month(year, month) => jiff::civil::date(year, month, 1).last_of_month(),
            Self::Months(..) => self.last_month().last(),
            Self::Day(date) => date,
        }
    }

    /// EDTF, but for the quarter, which EDTF numbers 33 to 36 and people write `Q1` to `Q4`.
    fn text(self) -> String {
        match self {
            Self::Year(year) => year.to_string(),
            Self::Quarter(year, quarter) => format!("{year}-Q{quarter}"),
            Self::Month(year, month) => format!("{year}-{month:02}"),
            Self::Day(date) => date.to_string(),
            Self::Months(year, first, _) => format!("{year}-{first:02}/{}", self.last_month().text()),
        }
    }

    fn period(self) -> Period {
        Period { text: self.text(), start: Some(self.first()), end: Some(self.last()), open: false, recurring: false }
    }

    fn to(self, last: Self) -> Option<Period> {
        if self == last {
            return Some(self.period());
        }
        let (first_name, last_name) = match (self, last) {
            (Self::Months(year, month, _), Self::Months(..)) => (Self::Month(year, month), last.last_month()),
            (Self::Months(year, month, _), _) => (Self::Month(year, month), last),
            (_, Self::Months(..)) => (self, last.last_month()),
            _ => (self, last),
        };
        (self.last() <= last.last()).then(|| Period {
            text: format!("{}/{}", first_name.text(), last_name.text()),
            start: Some(self.first()),
            end: Some(last.last()),
            open: false,
            recurring: false,
        })
    }

    fn onward(self) -> Period {
        if let Self::Months(year, first, _) = self {
            return Self::Month(year, first).onward();
        }
        Period {
            text: format!("{}/..", self.text()),
            start: Some(self.first()),
            end: None,
            open: true,
            recurring: false,
        }
    }

    /// What «trước» it means: up to the last of its kind before it, but up to the day itself where a day is given.
    fn before(self) -> Option<Period> {
        let last = match self {
            Self::Day(date) => Self::Day(date),
            Self::Year(year) => Self::Year(year - 1),
            Self::Quarter(year, 1) => Self::Quarter(year - 1, 4),
            Self::Quarter(year, quarter) => Self::Quarter(year, quarter - 1),
            Self::Month(year, 1) | Self::Months(year, 1, _) => Self::Month(year - 1, 12),
            Self::Month(year, month) | Self::Months(year, month, _) => Self::Month(year, month - 1),
        };
        Some(last.until())
    }

    /// What «từ nay đến» it means: up to its end.
    fn until(self) -> Period {
        let last = match self {
            Self::Months(..) => self.last_month(),
            span => span,
        };
        let text = format!("../{}", last.text());
        Period { text, start: None, end: Some(last.last()), open: false, recurring: false }
    }

    /// Whether the other lies in it.
    fn holds(self, other: Self) -> bool {
        self.first() <= other.first() && other.last() <= self.last()
    }

    /// What «sau» it means: open, from the next of its kind.
    fn after(self) -> Option<Period> {
        let next = match self {
            Self::Year(year) => Self::Year(year + 1),
            Self::Quarter(year, 4) => Self::Quarter(year + 1, 1),
            Self::Quarter(year, quarter) => Self::Quarter(year, quarter + 1),
            Self::Month(year, 12) => Self::Month(year + 1, 1),
            Self::Month(year, month) => Self::Month(year, month + 1),
            Self::Months(..) => return self.last_month().after(),
            Self::Day(date) => Self::Day(date.checked_add(1.day()).ok()?),
        };
        Some(next.onward())
    }
}

fn recurring(text: &str) -> Period {
    Period { text: text.to_owned(), start: None, end: None, open: false, recurring: true }
}
