//! Columns that hold a field's value together, or one that holds two fields': ticks under a field's values, quarter and year
//! of a time apart, a whole roadmap in one column.

use std::borrow::Cow;
use std::sync::Arc;

use super::headings::FormHeadings;
use super::key::{Key, Reading, Readings};
use super::stacks::Stack;
use super::weights::ACCEPTED;
use crate::cell::Content;
use crate::intake::read::shown;
use crate::schema::{Form, Kind, Language, Listing};
use crate::text::lists::Words;
use crate::text::{fold, strip_marks, tidy};
use crate::value::Period;

/// What a column holds of its field.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Part {
    /// All of it.
    #[default]
    Whole,
    /// A tick where the field has this value.
    Tick(String),
    /// The part of a period.
    Of(Unit),
    /// A stretch of time: its beginning is the field, its end this other field.
    Stretch(usize),
}

/// A part of a period, as a column of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is what it is called")]
pub enum Unit {
    Day,
    Month,
    Quarter,
    Year,
}

/// For each column the field of which it holds a part, and which part, if it does.
///
/// `cells` gives the first filled cells below a column's heading.
pub fn find<'c>(
    headings: &FormHeadings,
    stacks: &[Stack],
    readings: &Readings<'_>,
    cells: &dyn Fn(u32) -> Vec<&'c Content>,
) -> Vec<Option<(usize, Part)>> {
    let mut parts: Vec<Option<(usize, Part)>> = vec![None; stacks.len()];
    // Hardly any header is made of values or of the parts of a time.
    let may_be_value = |stack: &&Stack| headings.values.of(&stack.lowest, || is_value(&headings.form, &folded(stack)));
    let may_tick = stacks.iter().filter(may_be_value).take(2).count() == 2;
    let begins_with_unit = |reading: &Reading| reading.cut_off.is_none() && unit_and_rest(readings, reading).is_some();
    let may_be_units = stacks.iter().filter(|stack| stack.own.iter().any(begins_with_unit)).take(2).count() == 2;
    // Each list is asked for the same headings.
    let lowest: Vec<(String, Option<String>)> = if may_tick { stacks.iter().map(folded).collect() } else { Vec::new() };
    for (field, of) in headings.form.fields.iter().enumerate() {
        let found: Vec<Option<Part>> = match &of.kind {
            Kind::Listed(_) | Kind::List(_) if may_tick => ticks(headings, field, (stacks, &lowest), cells),
            Kind::Period { .. } | Kind::Date { .. } if may_be_units => units(headings, field, stacks, readings),
            _ => continue,
        };
        for (part, found) in parts.iter_mut().zip(found) {
            if part.is_none() {
                *part = found.map(|found| (field, found));
            }
        }
    }
    parts
}

/// Whether a lowest heading is a value of one of the form's lists.
fn is_value(form: &Form, (lowest, behind): &(String, Option<String>)) -> bool {
    let is_of = |listing: &Listing| {
        listing.find_folded(lowest).is_some() || behind.as_ref().is_some_and(|it| listing.find_folded(it).is_some())
    };
    form.fields.iter().any(|field| match &field.kind {
        Kind::Listed(listing) | Kind::List(listing) => is_of(listing),
        _ => false,
    })
}

/// The lowest heading without its note, folded, and what stands in it behind a sign.
fn folded(stack: &Stack) -> (String, Option<String>) {
    let lowest = stack.lowest.split('(').next().unwrap_or_default();
    let behind = lowest.rsplit_once(" - ").or_else(|| lowest.rsplit_once(':')).map(|(_, rest)| rest);
    (fold(lowest), behind.map(fold))
}

/// Columns headed by values of the field: below its own heading, or below none while no column is headed by the field. They
/// hold ticks; counts of something are another table's.
fn ticks<'c>(
    headings: &FormHeadings,
    field: usize,
    (stacks, lowest): (&[Stack], &[(String, Option<String>)]),
    cells: &dyn Fn(u32) -> Vec<&'c Content>,
) -> Vec<Option<Part>> {
    let language = &headings.form.language;
    let none = vec![None; stacks.len()];
    let (Kind::Listed(listing) | Kind::List(listing)) = &headings.form.fields[field].kind else { return none };
    let value = |(lowest, behind): &(String, Option<String>)| -> Option<String> {
        let found = listing.find_folded(lowest).or_else(|| listing.find_folded(behind.as_deref()?));
        found.filter(|value| !listing.is_discouraged(value)).map(str::to_owned)
    };
    let values: Vec<Option<Part>> = lowest.iter().map(|lowest| value(lowest).map(Part::Tick)).collect();
    if !are_several(&values) {
        return none;
    }
    let parts = |wanted: &dyn Fn(&Stack) -> bool| -> Vec<Option<Part>> {
        let all = stacks.iter().zip(&values);
        all.map(|(stack, value)| value.clone().filter(|_| wanted(stack))).collect()
    };
    let filled = |parts: &[Option<Part>]| -> Vec<&'c Content> {
        let columns = stacks.iter().zip(parts).filter(|(_, part)| part.is_some()).map(|(stack, _)| stack.column);
        columns.flat_map(cells).collect()
    };
    let below_it = |stack: &Stack| match stack.nearest_group() {
        Some(group) => headings.named(&group.readings) == Some(field),
        None => {
            stack.own.iter().filter_map(|reading| reading.group.as_ref()).any(|group| names(headings, group, field))
        }
    };
    let below = parts(&below_it);
    if are_several(&below) {
        return if are_ticks(language, &filled(&below)) { below } else { none };
    }
    let free = parts(&|stack| stack.groups.is_empty() && headings.printed_fields(&stack.own).is_empty());
    let cells = filled(&free);
    let numbers = cells.iter().any(|content| matches!(content, Content::Number(_)));
    if numbers || cells.is_empty() || !are_several(&free) || !are_ticks(language, &cells) {
        return none;
    }
    // Asked last, for likeness costs more than all before.
    let mut others = stacks.iter().zip(&values).filter(|(_, value)| value.is_none());
    let headed = others.any(|(stack, _)| headings.named(&stack.own) == Some(field));
    if headed { none } else { free }
}

/// Whether the cells hold ticks: one that is no number, for counts of something hold none, or numbers that are all yes or no.
/// What else stands there may be guidance, numbers of columns or a total.
fn are_ticks(language: &Language, cells: &[&Content]) -> bool {
    let is_in = |words: &Words, content: &Content| words.holds(&fold(&shown(content)));
    let is_number = |content: &Content| shown(content).trim().parse::<f64>().is_ok();
    cells.iter().any(|content| is_in(&language.ticks, content) && !is_number(content))
        || cells.iter().all(|content| is_in(&language.ticks, content) || is_in(&language.crosses, content))
}

fn names(headings: &FormHeadings, key: &Arc<Key>, field: usize) -> bool {
    let reading = Reading::new(Arc::clone(key), true);
    headings.named(&[reading]) == Some(field)
}

/// Whether the parts are two different ones at least.
fn are_several(parts: &[Option<Part>]) -> bool {
    let mut found = parts.iter().flatten();
    found.next().is_some_and(|first| found.any(|other| other != first))
}

/// Columns headed «Quý» and «Năm» below the field's heading, or «Quý bắt đầu» and «Năm bắt đầu».
fn units(headings: &FormHeadings, field: usize, stacks: &[Stack], readings: &Readings<'_>) -> Vec<Option<Part>> {
    let part = |stack: &Stack| -> Option<Part> {
        let unit = stack.own.iter().filter(|reading| reading.cut_off.is_none()).find_map(|reading| {
            let (unit, rest) = unit_and_rest(readings, reading)?;
            let named = match (rest, stack.nearest_group(), &reading.group) {
                ("", Some(group), _) => {
                    let above: Vec<&[Reading]> = stack.above();
                    let scores = headings.scores(&group.readings, &above[..above.len() - 1]);
                    scores[field].score >= ACCEPTED && scores.iter().all(|other| other.score <= scores[field].score)
                }
                ("", None, Some(group)) => names(headings, group, field),
                ("", None, None) => false,
                (rest, ..) => headings.scores(&readings.of(rest, 1), &stack.above())[field].score >= ACCEPTED,
            };
            named.then_some(unit)
        })?;
        Some(Part::Of(unit))
    };
    let parts: Vec<Option<Part>> = stacks.iter().map(part).collect();
    let has_year = parts.iter().flatten().any(|part| *part == Part::Of(Unit::Year));
    if has_year && are_several(&parts) { parts } else { vec![None; stacks.len()] }
}

/// The part of a time that a heading begins with, and what stands behind it.
fn unit_and_rest<'r>(readings: &Readings<'_>, reading: &'r Reading) -> Option<(Unit, &'r str)> {
    let (first, rest) = reading.key.bare.split_once(' ').unwrap_or((&reading.key.bare, ""));
    Some((unit_of(readings.language, first)?, rest))
}

fn unit_of(language: &Language, word: &str) -> Option<Unit> {
    let units = &language.units;
    let all = [
        (Unit::Day, &units.day),
        (Unit::Month, &units.month),
        (Unit::Quarter, &units.quarter),
        (Unit::Year, &units.year),
    ];
    all.into_iter().find(|(_, words)| words.holds(word)).map(|(unit, _)| unit)
}

/// What the cells of a record's columns that hold parts of one field say together, and which of them is its cell; `None` if
/// all are blank.
pub fn together<'c>(language: &Language, parts: &[(&Part, &'c Content)]) -> Option<(usize, Cow<'c, Content>)> {
    let filled: Vec<(usize, &Part, &Content)> = parts
        .iter()
        .enumerate()
        .filter(|(_, (_, content))| says_something(content))
        .map(|(at, (part, content))| (at, *part, *content))
        .collect();
    let first = filled.first()?.0;
    if let [(at, Part::Of(_), content @ Content::Date(_))] = filled[..] {
        return Some((at, Cow::Borrowed(content)));
    }
    if let Some((at, _, content)) =
        filled.iter().find(|(_, _, it)| matches!(it, Content::Error(_) | Content::Uncalculated(_)))
    {
        return Some((*at, Cow::Borrowed(content)));
    }
    let (at, text) = match filled[0].1 {
        Part::Of(_) => period(language, &filled),
        _ => (first, ticked(language, &filled)),
    };
    (!text.is_empty()).then_some((at, Cow::Owned(Content::Text(text.into()))))
}

fn says_something(content: &Content) -> bool {
    !matches!(content, Content::Text(text) if text.is_blank())
}

/// The ticked values; what is no tick stands as it is, to be told as what it is.
fn ticked(language: &Language, filled: &[(usize, &Part, &Content)]) -> String {
    let is = |words: &Words, text: &str| words.holds(&fold(text));
    let values = filled.iter().filter_map(|(_, part, content)| {
        let text = shown(content);
        match part {
            Part::Tick(value) if is(&language.ticks, &text) => Some(value.clone()),
            _ if is(&language.crosses, &text) => None,
            _ => Some(text.into_owned()),
        }
    });
    values.collect::<Vec<_>>().join("; ")
}

/// «II» and «2024» are «Quý II/2024», as are «Q2» and «Quý II/2024» beside «2024». What makes no period stands as it is, with
/// its place.
fn period(language: &Language, filled: &[(usize, &Part, &Content)]) -> (usize, String) {
    let of = |unit: Unit| {
        let part = filled.iter().find(|(_, part, _)| **part == Part::Of(unit));
        part.map(|(at, _, content)| (*at, tidy(&shown(content))))
    };
    let bare = |(_, text): &(usize, String)| {
        let first = text.split_once(' ').filter(|(word, _)| unit_of(language, &strip_marks(&fold(word))).is_some());
        first.map_or(text.clone(), |(_, rest)| rest.to_owned())
    };
    let first = filled[0].0;
    let (day, month, quarter) = (of(Unit::Day), of(Unit::Month), of(Unit::Quarter));
    let parts: Vec<&(usize, String)> = [&day, &month, &quarter].into_iter().flatten().collect();
    let Some(year) = of(Unit::Year) else {
        return (first, parts.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" "));
    };
    let years = bare(&year);
    let together = match (&day, &month, &quarter) {
        (Some(day), Some(month), _) => format!("{}/{}/{years}", bare(day), bare(month)),
        (None, Some(month), _) => language.periods.month_of(&bare(month), &years),
        (None, None, Some(quarter)) => language.periods.quarter_of(&bare(quarter), &years),
        (Some(day), None, _) => format!("{}/{years}", bare(day)),
        (None, None, None) => years.clone(),
    };
    let ([(at, text)], Some(whole)) = (&parts[..], Period::parse(&years, &language.periods)) else {
        return (first, together);
    };
    if Period::parse(&together, &language.periods).is_some() {
        return (first, together);
    }
    let with_year = format!("{text}/{years}");
    match Period::parse(text, &language.periods) {
        Some(period) if period.text.starts_with(&whole.text) => (first, text.clone()),
        Some(_) => (first, format!("{text} {years}")),
        // «Q1»; the quarter 12 is no month.
        None if text.starts_with(char::is_alphabetic) && Period::parse(&with_year, &language.periods).is_some() => {
            (first, with_year)
        }
        None => (*at, text.clone()),
    }
}

/// Beginning and end of a stretch of time in one cell, each as its own text; a time that has only one is the end.
pub fn ends(period: &Period) -> (Option<&str>, &str) {
    match period.text.split_once('/') {
        Some((start, "..")) => (Some(start), &period.text),
        Some((start, end)) if start != ".." => (Some(start), end),
        _ => (None, &period.text),
    }
}

/// Whether the columns of this form's group stand in one column headed by the group: its two fields, if they are times.
pub fn stretch(form: &Form, fields: &[usize]) -> Option<(usize, usize)> {
    match fields {
        [start, finish] => {
            let is_time = |field: usize| matches!(form.fields[field].kind, Kind::Period { .. });
            (is_time(*start) && is_time(*finish)).then_some((*start, *finish))
        }
        _ => None,
    }
}
