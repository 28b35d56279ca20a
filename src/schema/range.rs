//! What a number or a day may be, and how that is said.

use jiff::civil::Date;

use crate::text::Bilingual;

/// Between which values a number or a day may be, or which it may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Range<T> {
    /// The least value, if any.
    pub least: Option<T>,
    /// The greatest value, if any.
    pub most: Option<T>,
    /// It must be more than this.
    pub above: Option<T>,
    /// It must be less than this.
    pub below: Option<T>,
    /// The only values that it may have; any if there are none.
    pub listed: Vec<T>,
}

impl<T> Default for Range<T> {
    fn default() -> Self {
        Self { least: None, most: None, above: None, below: None, listed: Vec::new() }
    }
}

impl<T: PartialOrd> Range<T> {
    /// Whether a value is within it.
    pub fn contains(&self, value: &T) -> bool {
        self.least.as_ref().is_none_or(|least| value >= least)
            && self.most.as_ref().is_none_or(|most| value <= most)
            && self.above.as_ref().is_none_or(|above| value > above)
            && self.below.as_ref().is_none_or(|below| value < below)
            && (self.listed.is_empty() || self.listed.contains(value))
    }

    /// Whether anything is said of it.
    pub fn is_open(&self) -> bool {
        self.least.is_none()
            && self.most.is_none()
            && self.above.is_none()
            && self.below.is_none()
            && self.listed.is_empty()
    }

    /// Whether nothing is within it.
    pub(super) fn is_empty(&self) -> bool {
        let more = |one: &Option<T>, other: &Option<T>| matches!((one, other), (Some(one), Some(other)) if one > other);
        let not_less =
            |one: &Option<T>, other: &Option<T>| matches!((one, other), (Some(one), Some(other)) if one >= other);
        more(&self.least, &self.most)
            || not_less(&self.above, &self.below)
            || not_less(&self.above, &self.most)
            || not_less(&self.least, &self.below)
    }

    /// The rest of the sentence «‹value› không phải …»: `a number from 1 to 1,024`.
    pub(super) fn expected(
        &self,
        what: [&str; 2],
        [at_most, at_least]: [[&str; 2]; 2],
        shown: impl Fn(&T) -> [String; 2],
    ) -> Bilingual {
        let mut said = what.map(str::to_owned);
        let mut say = |words: [&str; 2], value: &Option<T>| {
            if let Some(value) = value {
                for ((said, word), shown) in said.iter_mut().zip(words).zip(shown(value)) {
                    said.push_str(&format!(" {word} {shown}"));
                }
            }
        };
        match (&self.least, &self.most) {
            (None, most) => say(at_most, most),
            (least, None) => say(at_least, least),
            (least, most) => {
                say(["từ", "from"], least);
                say(["đến", "to"], most);
            }
        }
        say(["lớn hơn", "above"], &self.above);
        say(["nhỏ hơn", "below"], &self.below);
        if !self.listed.is_empty() {
            let all: Vec<[String; 2]> = self.listed.iter().map(shown).collect();
            for (language, said) in said.iter_mut().enumerate() {
                let values: Vec<&str> = all.iter().map(|value| value[language].as_str()).collect();
                said.push_str(&format!("{} {}", [" trong các số", " of"][language], values.join("; ")));
            }
        }
        let [vi, en] = said;
        Bilingual { vi: vi.into(), en: en.into() }
    }
}

/// How a range of numbers that is open on one side is said: at most, at least.
pub(super) const WORDS_OF_NUMBERS: [[&str; 2]; 2] = [["không quá", "of at most"], ["từ", "of at least"]];
/// The same of days.
const WORDS_OF_DAYS: [[&str; 2]; 2] = [["không sau", "not after"], ["từ", "not before"]];

/// A number of a range: with signs between thousands unless it may be a year.
pub(super) fn plain(number: f64) -> [String; 2] {
    if number.abs() < 10_000.0 && number.fract() == 0.0 {
        return [number.to_string(), number.to_string()];
    }
    grouped(number)
}

/// A number with signs between thousands, in Vietnamese and in English.
pub(crate) fn grouped(number: f64) -> [String; 2] {
    [('.', ','), (',', '.')].map(|(group, decimal)| {
        let plain = format!("{number:.6}");
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let digits = whole.trim_start_matches('-');
        let mut shown = String::from(if whole.starts_with('-') { "-" } else { "" });
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at) % 3 == 0 {
                shown.push(group);
            }
            shown.push(digit);
        }
        let fraction = fraction.trim_end_matches('0');
        if !fraction.is_empty() {
            shown.push(decimal);
            shown.push_str(fraction);
        }
        shown
    })
}

/// The same, as words of both languages.
pub(crate) fn written(number: f64) -> Bilingual {
    let [vi, en] = grouped(number);
    Bilingual { vi: vi.into(), en: en.into() }
}

/// What a column of days is called.
pub(super) fn day_named(format: Option<&str>) -> Bilingual {
    match format {
        None => Bilingual::new("Ngày, như 15/6/2023", "Day, such as 15/6/2023"),
        Some(format) => {
            let [vi, en] = ["Ngày, như", "Day, such as"].map(|words| format!("{words} {}", example(format)));
            Bilingual { vi: vi.into(), en: en.into() }
        }
    }
}

/// A day as a column of this format has it; without one as Vietnamese write it, and as in ISO 8601.
pub(crate) fn day_shown(day: &Date, format: Option<&str>) -> [String; 2] {
    let written = format.map(|format| day.strftime(format).to_string());
    let own = format!("{}/{}/{}", day.day(), day.month(), day.year());
    [written.clone().unwrap_or(own), written.unwrap_or_else(|| day.to_string())]
}

/// What is expected of a day.
pub(super) fn day_expected(format: Option<&str>, range: &Range<Date>) -> Bilingual {
    let shown = |day: &Date| day_shown(day, format);
    match format {
        None => range.expected(["ngày, tháng, năm", "a day, month and year"], WORDS_OF_DAYS, shown),
        Some(format) => {
            let [vi, en] = ["ngày như", "a day such as"].map(|words| format!("{words} {}", example(format)));
            range.expected([&vi, &en], WORDS_OF_DAYS, shown)
        }
    }
}

fn example(format: &str) -> String {
    jiff::civil::date(2023, 6, 15).strftime(format).to_string()
}
