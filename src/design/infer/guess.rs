//! What the values of a column tell of its kind, and how sure that is.

use std::collections::HashMap;

use super::header::Heading;
use crate::bilingual;
use crate::cell::{Cell, Content};
use crate::intake::Remark;
use crate::intake::header::notes::unit_of;
use crate::intake::read::number::is_code;
use crate::intake::read::{numbers_of_day, read_text};
use crate::intake::rows::{Ordinal, ordinal_of};
use crate::schema::{Figures, Kind, Language, Range};
use crate::text::{Bilingual, fold, is_placeholder};
use crate::value::{Unit, Value};

/// How sure a guess is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Sureness {
    /// Nothing speaks for it but that nothing speaks for anything else.
    #[default]
    Unknown,
    /// Its heading, or a few values.
    Perhaps,
    /// Many values.
    Likely,
    /// The template says so.
    Certain,
}

impl Sureness {
    /// For people.
    pub fn words(self) -> Bilingual {
        match self {
            Self::Unknown => Bilingual::new("chưa rõ, cần xem lại", "not known, please look"),
            Self::Perhaps => Bilingual::new("đoán, cần xem lại", "a guess, please look"),
            Self::Likely => Bilingual::new("khá chắc", "fairly sure"),
            Self::Certain => Bilingual::new("chắc chắn", "certain"),
        }
    }
}

/// What was made of values.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Guess {
    pub kind: &'static str,
    pub sureness: Sureness,
    /// Of a list.
    pub values: Vec<String>,
    pub why: Bilingual,
}

/// From so many values on they say much.
const MANY: usize = 10;
/// Values that a list has at most, and how long they are at most.
const MOST_VALUES: usize = 15;
const LONGEST_VALUE: usize = 60;

/// Kinds that values tell, by name, and what such cells are called.
fn kinds() -> [(&'static str, Kind, [&'static str; 2]); 6] {
    let number = |whole| Kind::Number { whole, range: Range::default(), figures: Figures::default() };
    [
        ("flag", Kind::Flag { yes: Vec::new(), no: Vec::new(), shown: None }, ["có hoặc không", "yes or no"]),
        ("integer", number(true), ["số nguyên", "whole numbers"]),
        ("number", number(false), ["số", "numbers"]),
        ("date", Kind::Date { format: None, range: Range::default() }, ["ngày", "days"]),
        ("period", Kind::Period { concrete: false, since: false, unit: None }, ["thời gian", "periods"]),
        ("url", Kind::Url, ["địa chỉ mạng", "web addresses"]),
    ]
}

/// Whether there are values, and no more than half of them are of the kind of this name.
pub(super) fn contradict(language: &Language, name: &str, values: &[&Content]) -> bool {
    let name = if matches!(name, "year" | "yearmonth") { "period" } else { name };
    let Some((_, kind, _)) = kinds().into_iter().find(|(known, _, _)| *known == name) else { return false };
    let is_one = |content: &Content| {
        matches!((name, content), ("date" | "period", Content::Date(_))) || fits(language, &kind, content)
    };
    let says = |content: &&&Content| !matches!(content, Content::Text(text) if is_placeholder(text.as_str()));
    let filled: Vec<&&Content> = values.iter().filter(says).collect();
    !filled.is_empty() && filled.iter().filter(|content| is_one(content)).count() * 2 <= filled.len()
}

/// Whether running numbers stand below marks, or below numbers: A, I, 1, 1.1.
pub(super) fn tell_levels(values: &[&Content]) -> bool {
    let is = |content: &&&Content, wanted: fn(&Ordinal) -> bool| wanted(&ordinal_of(content));
    let is_number = |ordinal: &Ordinal| matches!(ordinal, Ordinal::Number(_));
    let is_other = |ordinal: &Ordinal| matches!(ordinal, Ordinal::Sub(..) | Ordinal::Mark | Ordinal::Letter);
    values.iter().any(|it| is(&it, is_number)) && values.iter().any(|it| is(&it, is_other))
}

/// Whether all values are years, in whose column nothing else may stand.
pub(super) fn are_years(language: &Language, values: &[&Content]) -> bool {
    let years = Kind::Period { concrete: true, since: false, unit: Some(Unit::Year) };
    values.iter().all(|content| fits(language, &years, content))
}

/// The kind that the values of a column below this heading are of; `None` without values.
pub(super) fn of_values(language: &Language, heading: &Heading, values: &[&Content]) -> Option<Guess> {
    let texts: Vec<String> =
        values.iter().map(|content| crate::intake::read::shown(content).trim().to_owned()).collect();
    if texts.is_empty() {
        return None;
    }
    let count = texts.len();
    let sureness = if count >= MANY { Sureness::Likely } else { Sureness::Perhaps };
    let guess = |kind, values: Vec<String>, vi: &str, en: &str| {
        let why = Bilingual { vi: vi.to_owned().into(), en: en.to_owned().into() };
        Some(Guess { kind, sureness, values, why })
    };
    if values.iter().all(|content| matches!(content, Content::Date(_))) {
        return guess("date", Vec::new(), &format!("{count} ô đều là ngày"), &format!("all {count} cells are days"));
    }
    let has_fractions = |text: &String| unit_of(text, language).is_some_and(|it| language.measures.has_fractions(&it));
    let is_measured = std::iter::once(&heading.text).chain(&heading.groups).any(has_fractions);
    let share = |kind: &Kind| values.iter().filter(|content| fits(language, kind, content)).count();
    for (name, kind, [vi, en]) in &kinds() {
        // Years are numbers too, and few values may be anything.
        let is_years = matches!(*name, "integer" | "number")
            && texts.iter().all(|text| text.len() == 4 && text.starts_with(['1', '2']));
        let fits = share(kind);
        let is_number = matches!(*name, "integer" | "number");
        // A column of 1 alone says neither yes nor no.
        let is_flag = || count >= 3 && distinct(&texts).len() <= 2 && !texts.iter().all(|text| is_digits(text));
        if is_number && are_codes(values, &texts) {
            let [vi, en] = ["ô là mã: có số 0 ở đầu hoặc cuối", "cells are codes, with zeros that a number loses"];
            return guess("text", Vec::new(), &format!("{count} {vi}"), &format!("{count} {en}"));
        }
        let is_kind = match *name {
            "flag" => is_flag(),
            "integer" => !is_measured && !is_years,
            _ => !is_years,
        };
        if fits * 10 >= count * 9 && is_kind {
            return guess(
                name,
                Vec::new(),
                &format!("{fits}/{count} ô là {vi}"),
                &format!("{fits} of {count} cells are {en}"),
            );
        }
    }
    let listed = distinct(&texts);
    let is_list = count >= 6 && listed.len() <= MOST_VALUES && listed.len() * 3 <= count && listed.len() >= 2;
    if is_list && listed.iter().all(|value| value.chars().count() <= LONGEST_VALUE) {
        let found = listed.len();
        let why = [format!("{count} ô chỉ có {found} giá trị"), format!("{count} cells hold {found} values")];
        // That no other value came up does not say that none is allowed.
        return guess("listed", listed, &why[0], &why[1]).map(|guess| Guess { sureness: Sureness::Perhaps, ..guess });
    }
    guess("text", Vec::new(), &format!("{count} ô là chữ"), &format!("{count} cells are text"))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit())
}

/// Whether texts of digits are no numbers: `01500`, or `1.10` beside `1.1`.
fn are_codes(values: &[&Content], texts: &[String]) -> bool {
    let typed = || values.iter().zip(texts).filter(|(it, _)| matches!(it, Content::Text(_))).map(|(_, text)| text);
    let fractions =
        || typed().filter_map(|text| text.split_once('.')).filter(|(whole, rest)| is_digits(whole) && is_digits(rest));
    let are_of_one_length = fractions().all(|(_, rest)| Some(rest.len()) == fractions().next().map(|(_, it)| it.len()));
    typed().any(|text| text.len() > 1 && text.starts_with('0') && is_digits(text))
        || typed().any(|text| is_code(text) && text.bytes().all(|sign| sign.is_ascii_digit() || sign == b'.'))
        || !are_of_one_length && fractions().any(|(_, rest)| rest.ends_with('0'))
}

/// The days that only make one if the month stands first, and whether all are written so: half of them are such at least, as is to be
/// expected of any days, and none makes one otherwise.
pub(super) fn month_first<'v>(values: &[&'v Content]) -> (Vec<&'v Content>, bool) {
    let numbers = |content: &Content| {
        let Content::Text(text) = content else { return None };
        numbers_of_day(text.as_str().trim())
    };
    let days: Vec<(&Content, [u8; 2])> =
        values.iter().filter_map(|content| Some((*content, numbers(content)?))).collect();
    let turned: Vec<&Content> =
        days.iter().filter(|(_, [_, day])| (13..=31).contains(day)).map(|(content, _)| *content).collect();
    let are_all =
        !turned.is_empty() && turned.len() * 2 >= days.len() && days.iter().all(|(_, [month, _])| *month <= 12);
    (turned, are_all)
}

/// What is said of a day with its month first where the form has the day first.
pub(super) fn slip_at(cell: Cell) -> Bilingual {
    bilingual!(
        "cần xem lại ô {cell}: chỉ đọc được là tháng trước ngày, còn biểu ghi ngày trước tháng",
        "look at {cell}: it can only be read month first, and the form has the day first"
    )
}

/// The signs of numbers as `12,500.00`: before the fraction, and between thousands.
pub(super) fn has_commas_between(values: &[&Content]) -> bool {
    let is_so = |content: &&Content| {
        let Content::Text(text) = content else { return false };
        let (whole, fraction) = text.as_str().trim().rsplit_once('.').unwrap_or(("", ""));
        let mut groups = whole.split(',');
        let is_digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
        whole.contains(',')
            && is_digits(fraction)
            && groups.next().is_some_and(is_digits)
            && groups.all(|group| group.len() == 3 && is_digits(group))
    };
    values.iter().any(is_so)
}

/// Whether a cell is of a kind. What it holds as a number is one, however it is shown; and so is a text that may be two numbers.
fn fits(language: &Language, kind: &Kind, content: &Content) -> bool {
    if let (Kind::Number { whole, .. }, Content::Number(number)) = (kind, content) {
        return !whole || number.fract() == 0.0;
    }
    let (value, remark) = read_text(language, kind, crate::intake::read::shown(content).trim());
    let is_plain = remark
        .as_ref()
        .is_none_or(|remark| matches!(remark, Remark::AmbiguousNumber(..) | Remark::Percent | Remark::MonthFirst));
    is_plain && !matches!(value, Value::Text(_) if *kind != Kind::Url) && value != Value::Empty
}

/// The values in the order in which they first stand, each as it is written most often.
fn distinct(texts: &[String]) -> Vec<String> {
    let mut counts: HashMap<String, HashMap<&String, usize>> = HashMap::new();
    let mut order: Vec<String> = Vec::new();
    for text in texts {
        let folded = fold(text);
        if !counts.contains_key(&folded) {
            order.push(folded.clone());
        }
        *counts.entry(folded).or_default().entry(text).or_default() += 1;
    }
    let usual = |folded: &String| {
        let spellings = counts.get(folded)?;
        let best = spellings.iter().max_by(|one, other| one.1.cmp(other.1).then_with(|| other.0.cmp(one.0)))?;
        Some((*best.0).clone())
    };
    order.iter().filter_map(usual).collect()
}
