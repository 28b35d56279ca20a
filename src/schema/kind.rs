//! The kinds of field, and everything that is so of all fields of a kind: what it is called, what is said where something else stands,
//! how a form offers it in Excel, how wide it is and how it stands there. What a text means for a kind is read in
//! the intake, in one place too.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::Date;

use super::range::{Range, WORDS_OF_NUMBERS, day_expected, day_named, day_shown, plain};
use super::{Figures, Language, Listing};
use crate::bilingual;
use crate::finding::Severity;
use crate::text::{self, Bilingual};
use crate::value::{Period, PeriodWords, Unit, Value};

/// How a field's values are read.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Any text.
    Text,
    /// The running number of a row; may be missing or restart, and is not kept.
    Ordinal,
    /// A number, as Vietnamese or English write it.
    Number {
        /// Only whole numbers.
        whole: bool,
        /// What it may be.
        range: Range<f64>,
        /// How it is written, as the form or its language says.
        figures: Figures,
    },
    /// Yes or no.
    Flag {
        /// What says yes in this column, folded; the language's words if the form gives none.
        yes: Vec<String>,
        /// What says no.
        no: Vec<String>,
        /// A word for yes and one for no, as they are written.
        shown: Option<[String; 2]>,
    },
    /// A calendar day.
    Date {
        /// How it is written, as `strptime` has it; in the language's ways if the form does not say.
        format: Option<String>,
        /// What it may be.
        range: Range<Date>,
    },
    /// A period.
    Period {
        /// Neither open (`2025 và những năm tiếp theo`) nor recurring (`Hằng năm`).
        concrete: bool,
        /// Where only its beginning is named it is kept as that: «Từ 6/2023» as `6/2023`.
        since: bool,
        /// How long the only periods are that it takes, if it takes but one length.
        unit: Option<Unit>,
    },
    /// One of a list.
    Listed(Listing),
    /// Several of a list, with any separator.
    List(Listing),
    /// An http or https address.
    Url,
}

/// How fields of a kind are treated wherever they are shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Treatment<'a> {
    /// What may be filled in; of a list, the words before its values.
    pub named: Bilingual,
    /// The rest of the sentence «‹value› không phải …».
    pub expected: Bilingual,
    /// How wide its column is in a form, in characters: fourteen columns have to fit across an A4 page and stay legible.
    pub width: usize,
    /// The same where it must be filled.
    pub width_if_required: usize,
    /// The most that its column takes in a list of records, in characters: narrow where the form asks for one word, wide where it
    /// asks for sentences.
    pub width_in_list: usize,
    /// How it stands in its cell.
    pub stands: Stands,
    /// What Excel lets people fill in.
    pub offer: Offer<'a>,
}

/// How a value stands in its cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// At the left, for there may be much of it.
    Left,
    /// In the middle.
    Middle,
    /// In the middle, in a cell that is text whatever is typed, so that no program makes a day of «6/2024».
    MiddleAsText,
}

/// What Excel lets people fill in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Offer<'a> {
    /// Any text, up to the field's length.
    Text,
    /// Values to choose from.
    Listed(&'a Listing),
    /// Values to choose from, several of which may stand in one cell.
    List(&'a Listing),
    /// A day between these.
    Day {
        /// The first, if any.
        least: Option<Date>,
        /// The last, if any.
        most: Option<Date>,
    },
    /// A number between these.
    Number {
        /// Only whole numbers.
        whole: bool,
        /// The least value, if any.
        minimum: Option<f64>,
        /// The greatest value, if any.
        maximum: Option<f64>,
    },
}

impl Treatment<'_> {
    fn of_text() -> Self {
        Treatment {
            named: Bilingual::new("Chữ", "Text"),
            expected: Bilingual::new("kiểu của cột", "of the column's kind"),
            width: 15,
            width_if_required: 20,
            width_in_list: 36,
            stands: Stands::Left,
            offer: Offer::Text,
        }
    }

    fn short(width: usize) -> Self {
        Treatment { width, width_if_required: width, width_in_list: 14, stands: Stands::Middle, ..Self::of_text() }
    }
}

impl Kind {
    /// All that is so of fields of this kind.
    pub fn treatment(&self) -> Treatment<'_> {
        let short = Treatment::short;
        match self {
            Self::Text => Treatment::of_text(),
            Self::Ordinal => Treatment { named: Bilingual::new("Số thứ tự", "Running number"), ..short(6) },
            Self::Number { whole, range, .. } => {
                let (named, [vi, en]) = if *whole { WHOLE_NUMBER } else { NUMBER };
                let expected = range.expected([vi, en], WORDS_OF_NUMBERS, |number| plain(*number));
                let offer = Offer::Number { whole: *whole, minimum: range.least, maximum: range.most };
                Treatment { named, expected, offer, ..short(11) }
            }
            Self::Flag { shown, .. } => Treatment {
                named: Bilingual::new("Có hoặc không", "Yes or no"),
                expected: match shown {
                    Some([yes, no]) => bilingual!("«{yes}» hoặc «{no}»", "“{yes}” or “{no}”"),
                    None => Bilingual::new("«có» hoặc «không»", "“có” (yes) or “không” (no)"),
                },
                ..short(11)
            },
            Self::Date { format, range } => Treatment {
                named: day_named(format.as_deref()),
                expected: day_expected(format.as_deref(), range),
                offer: Offer::Day { least: range.least, most: range.most },
                ..short(12)
            },
            Self::Period { concrete, unit, .. } => {
                let [named, expected] = match unit {
                    Some(Unit::Year) => YEAR,
                    Some(Unit::Month) => MONTH,
                    None if *concrete => [DEFINITE_TIME, Treatment::of_text().expected],
                    None => [TIME, Treatment::of_text().expected],
                };
                Treatment { named, expected, stands: Stands::MiddleAsText, width_in_list: 20, ..short(12) }
            }
            Self::Listed(listing) => Treatment {
                named: Bilingual::new("Một trong", "One of"),
                width_in_list: 28,
                offer: Offer::Listed(listing),
                ..short(13)
            },
            Self::List(listing) => Treatment {
                named: Bilingual::new("Một hoặc nhiều trong", "One or several of"),
                width_in_list: 24,
                offer: Offer::List(listing),
                ..short(13)
            },
            Self::Url => Treatment {
                named: Bilingual::new("Địa chỉ http hoặc https", "Address, http or https"),
                width: 22,
                width_if_required: 22,
                ..Treatment::of_text()
            },
        }
    }

    /// A value as people write it in such a column: yes and no in its words, a period and a day as officials do.
    pub fn written<'v>(&self, value: &'v Value, periods: &PeriodWords, language: text::Language) -> Cow<'v, str> {
        match (self, value) {
            (Self::Flag { shown: Some(words), .. }, Value::Flag(flag)) => words[usize::from(!flag)].clone().into(),
            (_, Value::Flag(flag)) => if *flag { "có" } else { "không" }.into(),
            (Self::Date { format, .. }, Value::Date(day)) => {
                let [vi, en] = day_shown(day, format.as_deref());
                language.say(vi, en).into()
            }
            (_, Value::Period(period)) => period.written(periods).map_or_else(|| value.stored(), Cow::Owned),
            _ => value.stored(),
        }
    }

    /// The values to choose from, if it has any.
    pub fn listing(&self) -> Option<&Listing> {
        match self {
            Self::Listed(listing) | Self::List(listing) => Some(listing),
            _ => None,
        }
    }

    /// Takes the words by which what is filled in is understood.
    pub(super) fn speak(&mut self, language: &Arc<Language>) {
        match self {
            Self::Listed(listing) | Self::List(listing) => listing.language = Arc::clone(language),
            Self::Number { figures, .. } => figures.speak(&language.figures),
            Self::Flag { shown, .. } if shown.is_none() => shown.clone_from(&language.answers),
            _ => {}
        }
    }

    /// Whether values outside its list are as good as any.
    pub fn is_lenient(&self) -> bool {
        self.listing().is_some_and(|listing| listing.otherwise.is_some_and(|severity| severity < Severity::Error))
    }

    /// A value as this kind gives it, for trying rules out.
    pub fn sample(&self) -> Value {
        match self {
            Self::Text | Self::Ordinal | Self::Url => Value::Text("https://data.gov.vn".to_owned()),
            Self::Number { range, .. } => Value::Number(range.listed.first().copied().or(range.least).unwrap_or(1.0)),
            Self::Flag { .. } => Value::Flag(true),
            Self::Date { .. } => Value::Date(jiff::civil::date(2000, 1, 1)),
            Self::Period { .. } => Period::of_year(2000).map_or(Value::Empty, Value::Period),
            Self::Listed(listing) => Value::Text(listing.values.first().cloned().unwrap_or_default()),
            Self::List(listing) => Value::List(listing.values.first().cloned().into_iter().collect()),
        }
    }
}

/// What a number is called, and what is expected of one.
const NUMBER: (Bilingual, [&str; 2]) = (Bilingual::new("Số", "Number"), ["số", "a number"]);
const WHOLE_NUMBER: (Bilingual, [&str; 2]) =
    (Bilingual::new("Số nguyên", "Whole number"), ["số nguyên", "a whole number"]);
const YEAR: [Bilingual; 2] =
    [Bilingual::new("Năm, như 2025", "Year, such as 2025"), Bilingual::new("năm như 2025", "a year such as 2025")];
const MONTH: [Bilingual; 2] = [
    Bilingual::new("Tháng và năm, như 6/2025", "Month and year, such as 6/2025"),
    Bilingual::new("tháng và năm như 6/2025", "a month and year such as 6/2025"),
];
const TIME: Bilingual = Bilingual::new(
    "Thời gian, như 2025; Quý II/2025; 2025-2026; Thường xuyên",
    "Time, such as 2025; Q2/2025; 2025-2026",
);
const DEFINITE_TIME: Bilingual = Bilingual::new(
    "Thời gian cụ thể, như 2025; 6/2025; Quý II/2025; 15/6/2025",
    "Definite time, such as 2025; 6/2025; Q2/2025; 15/6/2025",
);
