//! Of which period each table of a form is («Quý I», «Quý II»). Where nothing tells their rows apart, what
//! two periods say of one thing would be added up.

use std::cell::LazyCell;

use super::Framed;
use crate::finding::{Finding, Severity};
use crate::intake::outside::LONGEST_LABEL;
use crate::intake::rows::text_of;
use crate::intake::rowset::RowSet;
use crate::intake::{Line, RowKind, RowTrace, copies, rules};
use crate::schema::{Field, Form, Kind, Outside};
use crate::text::{fold, hashed};
use crate::value::{Period, PeriodWords};
use crate::workbook::Workbook;

/// A quarter or a month without its year is compared as if it were of this one.
const ANY_YEAR: &str = "/2000";

/// Whether a form is of one period: nothing tells its rows apart, or it counts by the day of one.
pub(super) fn is_of_one(form: &Form) -> bool {
    let tells_apart = |field: &Field| field.unique || matches!(field.kind, Kind::Period { .. } | Kind::Date { .. });
    form.dated_by.is_some() || form.keys.unique.is_empty() && !form.fields.iter().any(tells_apart)
}

/// The period that the lines above a table name, the nearest first, with the line that does.
pub(super) fn named<'l>(form: &Form, lines: &'l [Line]) -> Option<(Period, &'l str)> {
    let is_line =
        |line: &&Line| line.text.len() <= LONGEST_LABEL && !form.language.rows.is_signature(&fold(&line.text));
    lines.iter().rev().filter(is_line).find_map(|line| Some((at_end(&form.language.periods, &line.text)?, &*line.text)))
}

/// The period with which a line ends; days stand there for other reasons, and what has no word of a period may be a number.
fn at_end(words: &PeriodWords, line: &str) -> Option<Period> {
    let line = line.trim_matches(|sign: char| !sign.is_alphanumeric());
    let behind = line.match_indices([' ', '(', ':', '\n']).map(|(at, sign)| &line[at + sign.len()..]);
    let behind = behind.filter(|behind| behind.contains(char::is_alphabetic));
    let mut read = std::iter::once(line).chain(behind).filter_map(|text| Period::parse(text, words));
    read.next().filter(|period| period.is_concrete() && period.end != period.start)
}

/// The same of what a sheet is called, which may leave out the year.
fn in_name<'n>(form: &Form, name: &'n str) -> Option<(Period, &'n str)> {
    let words = &form.language.periods;
    let of_no_year =
        || Period::parse(&format!("{name}{ANY_YEAR}"), words).filter(|_| name.contains(char::is_alphabetic));
    Some((at_end(words, name).or_else(of_no_year)?, name))
}

/// Tells of each table that is of another period than the first, and about the same things: parts of one list have rows of their own.
pub(super) fn tell(workbook: &Workbook, form: &Form, found: &mut [Framed<'_>]) {
    if found.len() < 2 || !is_of_one(form) {
        return;
    }
    let is_asked = |value: &Outside| matches!(value.field.kind, Kind::Period { .. });
    let severity = match form.dated_by.is_some() || form.values.iter().any(is_asked) {
        true => Severity::Error,
        false => Severity::Warning,
    };
    let mut filled = found.iter_mut().filter(|found| found.table.rows.records > 0);
    let Some(first) = filled.next() else { return };
    let (of_first, rows_of_first) = (said(form, first), LazyCell::new(|| listed(form, first)));
    for other in filled {
        let mut pairs = of_first.iter().zip(said(form, other));
        let Some(((period, words), (of_other, value))) = pairs.find_map(|(first, it)| first.as_ref().zip(it)) else {
            continue;
        };
        if *period != of_other && are_about_the_same(&rows_of_first, &listed(form, other)) {
            let finding = Finding::new(&rules::OTHER_PERIOD, other.place(workbook))
                .with("count", other.table.rows.records.to_string())
                .with("value", value)
                .with("first", words)
                .with_words("other", copies::named(&first.table, first.table.sheet == other.table.sheet));
            other.findings.push(finding.as_bad_as(severity));
        }
    }
}

/// Whether at least half of what the shorter table lists stands in the other one as well.
fn are_about_the_same(one: &RowSet, other: &RowSet) -> bool {
    let in_both = one.shared(other);
    in_both > 0 && in_both * 2 >= one.len().min(other.len())
}

/// What a table lists: what its first column of texts or listed values says in its records.
fn listed(form: &Form, found: &Framed<'_>) -> RowSet {
    let is_text = |field: usize| matches!(form.fields[field].kind, Kind::Text | Kind::Listed(_));
    let column = found.table.columns.iter().find(|column| column.field.is_some_and(is_text));
    let rows = found.table.trace.iter().filter(|row| row.kind == RowKind::Record);
    let row = |row: &RowTrace| found.records.sheet().row(row.row);
    let text = rows.filter_map(|it| row(it)?.content(column?.column)).filter_map(text_of);
    text.map(|text| hashed::number(fold(text))).collect()
}

/// The periods that a table is of by the lines above it and by the name of its sheet, with the words.
fn said(form: &Form, found: &Framed<'_>) -> [Option<(Period, String)>; 2] {
    let name = found.table.sheet.as_deref().and_then(|name| in_name(form, name));
    [named(form, &found.above), name].map(|said| said.map(|(period, words)| (period, words.replace('\n', " "))))
}
