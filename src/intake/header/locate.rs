//! Walks over the rows of a sheet and finds the headers on it.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::headings::Headings;
use super::key::{Key, Reading, Readings, is_marked};
use super::sides::beside_each_other;
use super::stacks::{Stack, stack_columns};
use super::weights::{
    A_CELL_THAT_COMPLETES, A_GROUP_ABOVE, A_ROW_MORE, FEW_TEXTS, FIRST_TEXTS, LIKENESS_ROWS, LOOKED_AT,
    LOOKS_LIKE_A_FORM, MAX_COMPARED_BYTES, MAX_HEADER_COLUMNS, MAX_HEADER_ROWS,
};
use super::window::{Window, fields_as_printed};
use super::{Header, Looked, begins_with_number, heading_text};
use crate::cell::Content;
use crate::intake::rows::{is_blank, is_number_row};
use crate::schema::Kind;
use crate::workbook::{Row, Sheet};

/// The headers on a sheet, from top to bottom. Likeness, which is slow, is asked where no table is headed as printed, or
/// where letters were lost.
pub fn locate(sheet: &Sheet, headings: &Headings, lost: bool, looked: &mut Looked) -> Vec<Header> {
    let readings = Readings::new(&headings.language, &headings.met);
    let headers = if lost { Vec::new() } else { scan(sheet, headings, &readings, false, looked) };
    if headers.is_empty() { scan(sheet, headings, &readings, true, looked) } else { headers }
}

fn scan(
    sheet: &Sheet,
    headings: &Headings,
    readings: &Readings<'_>,
    by_likeness: bool,
    looked: &mut Looked,
) -> Vec<Header> {
    let mut headers: Vec<Header> = Vec::new();
    let (mut below, mut looked_at) = (0, 0);
    let rows = if by_likeness { LIKENESS_ROWS } else { usize::MAX };
    for (at, row) in sheet.rows.iter().enumerate().take(rows) {
        if row.number < below {
            continue;
        }
        let none = headers.is_empty();
        let may_be = if by_likeness {
            may_resemble_header(row, headings, readings, looked)
        } else {
            let shortened = (none && at < LIKENESS_ROWS).then_some(readings);
            may_be_header(row, headings, if none { FIRST_TEXTS } else { FEW_TEXTS }, shortened)
        };
        if !may_be {
            continue;
        }
        let cells = row.cells.len().min(MAX_HEADER_COLUMNS);
        looked_at += cells;
        if looked_at > LOOKED_AT
            || !looked.at(if by_likeness { ways_to_read(&sheet.rows[at..], readings) } else { cells })
        {
            break;
        }
        let Some(header) = best_header(sheet, headings, readings, at, below, by_likeness) else { continue };
        below = header.area.last.row + 1;
        for header in beside_each_other(sheet, headings, readings, header, looked) {
            add(&mut headers, header);
        }
    }
    headers
}

/// How many headings of which form (by index) the best row holds, for a sheet where no table was found.
pub fn nearest(sheet: &Sheet, headings: &Headings) -> Option<(usize, usize)> {
    sheet.rows.iter().take(LIKENESS_ROWS).fold(None, |best, row| {
        let (form, count) = most_headings(row, headings, |_, _| true)?;
        if count >= 2 && best.is_none_or(|(_, most)| count > most) { Some((form, count)) } else { best }
    })
}

/// The form (by index) that a sheet looks like on which no table was found: headings of it in one row, rows of data below.
pub fn looks_like(sheet: &Sheet, headings: &Headings) -> Option<usize> {
    let telling = |form: usize, field: usize| headings.forms[form].form.fields[field].kind != Kind::Ordinal;
    sheet.rows.iter().take(LIKENESS_ROWS).enumerate().find_map(|(at, row)| {
        let (form, count) = most_headings(row, headings, telling).filter(|(_, count)| *count >= LOOKS_LIKE_A_FORM)?;
        let is_filled =
            |row: &&Row| row.cells.iter().filter(|(_, content)| !is_blank(content)).count() >= LOOKS_LIKE_A_FORM;
        (sheet.rows[at + 1..].iter().filter(is_filled).count() >= 1 && count > 0).then_some(form)
    })
}

/// The same for a text document. Letters and plans are full of tables with tasks, offices and days; one that looks like a form names
/// what the form is a list of as well.
pub fn document_looks_like(sheet: &Sheet, headings: &Headings) -> Option<usize> {
    let form = looks_like(sheet, headings)?;
    let listed = |other: usize, field: usize| other == form && headings.forms[form].form.fields[field].unique;
    let names =
        |row: &Row| most_headings(row, headings, listed).is_some_and(|(found, count)| found == form && count > 0);
    sheet.rows.iter().take(LIKENESS_ROWS).any(names).then_some(form)
}

/// The form (by index) whose headings stand below each other, each with its value behind it, and how many: a card for each record, or
/// a table turned on its side. What the form is a list of must be among them.
pub fn turned(sheet: &Sheet, headings: &Headings) -> Option<(usize, usize)> {
    let mut found = BTreeSet::new();
    for row in sheet.rows.iter().take(LIKENESS_ROWS) {
        let mut filled = row.cells.iter().filter(|(_, content)| !is_blank(content));
        let (Some((_, first)), Some(_)) = (filled.next(), filled.next()) else { continue };
        found.extend(heading_text(first).iter().flat_map(|text| headings.known(&Key::new(text))).copied());
    }
    let is_listed = |form: usize| {
        found.iter().any(|(other, field)| *other == form && headings.forms[form].form.fields[*field].unique)
    };
    let counts = (0..headings.forms.len()).map(|form| found.iter().filter(|(other, _)| *other == form).count());
    let most = first_with_most(counts)?;
    (most.1 >= LOOKS_LIKE_A_FORM && is_listed(most.0)).then_some(most)
}

/// The form of which the row holds the most headings as printed, and how many of the fields that count.
fn most_headings(row: &Row, headings: &Headings, counts: impl Fn(usize, usize) -> bool) -> Option<(usize, usize)> {
    let keys = row.cells.iter().filter_map(|(_, content)| heading_text(content)).take(MAX_HEADER_COLUMNS).map(Key::new);
    let mut found = vec![0; headings.forms.len()];
    for key in keys {
        let known = headings.known(&key).iter().filter(|(form, field)| counts(*form, *field));
        let mut forms: Vec<usize> = known.map(|(form, _)| *form).collect();
        forms.dedup();
        forms.into_iter().for_each(|form| found[form] += 1);
    }
    first_with_most(found.into_iter())
}

/// The place of the largest of these counts, and how many that is; of equal ones the first.
fn first_with_most(counts: impl Iterator<Item = usize>) -> Option<(usize, usize)> {
    counts.enumerate().max_by_key(|(at, count)| (*count, usize::MAX - at))
}

fn add(headers: &mut Vec<Header>, header: Header) {
    // «Kinh phí (nghìn đồng)» below «Kinh phí (triệu đồng)» heads another table.
    fn read(header: &Header) -> impl Iterator<Item = (u32, usize, Option<&[String; 2]>)> {
        header.columns.iter().filter_map(|it| Some((it.column, it.field?.0, it.other_unit.as_ref())))
    }
    let same = |other: &Header| other.form == header.form && read(other).eq(read(&header));
    // Two tables beside each other are repeated by turns.
    let from = headers.len().saturating_sub(if header.side.is_some() { 2 } else { 1 });
    match headers[from..].iter_mut().find(|other| same(other)) {
        // The same header again, as on every printed page: one table goes on.
        Some(last) => last.repeats.push((header.area.first.row, header.area.last.row)),
        None => headers.push(header),
    }
}

/// Whether one of the row's first texts, so many of them, is a heading as printed; `shortened`: or is once it is written out.
fn may_be_header(row: &Row, headings: &Headings, count: usize, shortened: Option<&Readings<'_>>) -> bool {
    if begins_with_number(row) {
        return false;
    }
    let texts = row.cells.iter().filter_map(|(_, content)| heading_text(content));
    let is_known = |key: &Key| !key.is_empty() && !headings.known(key).is_empty();
    texts.take(count).any(|text| match shortened {
        None => headings.may_be_known(text) && is_known(&Key::new(text)),
        Some(readings) => {
            headings.may_hold(text) && {
                let as_it_stands = || is_marked(text) && is_known(&Key::new(text));
                readings.of(text, 1).iter().any(|reading| is_known(&reading.key)) || as_it_stands()
            }
        }
    })
}

/// Whether the row's numbers are all years, with a heading of a form beside them: «2023», «2024», «Bắt đầu», «Hoàn thành».
fn is_row_of_years(row: &Row, headings: &Headings, readings: &Readings<'_>) -> bool {
    let is_year = |number: f64| number.fract() == 0.0 && HEADING_YEARS.contains(&number);
    let mut headed = false;
    row.cells.iter().map(|(_, content)| content).filter(|content| !is_blank(content)).all(|content| match content {
        Content::Text(text) => {
            // «2022 (*)», «12. Bắt đầu»
            let readings = readings.of(text, 1);
            let known = readings.iter().any(|reading| !headings.known(&reading.key).is_empty());
            headed |= known;
            known
                || !text.trim().starts_with(|first: char| first.is_ascii_digit())
                || readings.iter().any(|reading| reading.key.bare.parse().is_ok_and(is_year))
        }
        Content::Number(number) => is_year(*number),
        _ => false,
    }) && headed
}

/// Whether the row numbers so many columns, or nearly all of them, from the letter A on: «A», «B», «1», «2». Some of them may be grades.
fn letters_the_columns(row: &Row, headings: &Headings, columns: usize) -> bool {
    let mut filled = row.cells.iter().filter(|(_, content)| !is_blank(content)).peekable();
    let begins = matches!(filled.peek(), Some((_, Content::Text(text))) if text.tidied() == "A");
    begins && {
        let filled: Vec<(u32, &Content)> = filled.collect();
        filled.len() * 4 >= columns * 3 && is_number_row(&headings.language.rows, &filled)
    }
}

/// Years that columns are headed by.
const HEADING_YEARS: std::ops::RangeInclusive<f64> = 1990.0..=2050.0;

/// What it costs to compare the first of these rows by likeness, with those below that may belong to its header: each cell, and each
/// way in which it may be read.
fn ways_to_read(rows: &[Row], readings: &Readings<'_>) -> usize {
    let ways = |content: &Content| heading_text(content).map_or(0, |text| weighed(text, &readings.of(text, 1)));
    let of_row = |row: &Row| row.cells.iter().take(MAX_HEADER_COLUMNS).map(|(_, it)| 1 + ways(it)).sum::<usize>();
    rows.iter().take(MAX_HEADER_ROWS as usize).map(of_row).sum()
}

/// The ways to read a heading; long ones count several times, for each is folded anew.
fn weighed(heading: &str, readings: &[Reading]) -> usize {
    readings.len() * (1 + heading.len() / MAX_COMPARED_BYTES)
}

/// Whether the row holds three texts or more and one of the first is near enough to a heading.
fn may_resemble_header(row: &Row, headings: &Headings, readings: &Readings<'_>, looked: &mut Looked) -> bool {
    let texts: Vec<&str> = row.cells.iter().filter_map(|(_, content)| heading_text(content)).collect();
    let resembles = |text: &&str| {
        let readings = readings.of(text, 1);
        looked.compares(weighed(text, &readings)) && headings.forms.iter().any(|form| form.named(&readings).is_some())
    };
    texts.len() >= 3 && texts.iter().take(FEW_TEXTS).any(resembles)
}

/// The best header that has this row, at its top or next to it. Which rows belong to it is told by the headings as printed;
/// only then, which costs more, the other headings are compared by likeness.
fn best_header(
    sheet: &Sheet,
    headings: &Headings,
    readings: &Readings<'_>,
    at: usize,
    below: u32,
    by_likeness: bool,
) -> Option<Header> {
    let row = sheet.rows[at].number;
    let windows = windows(sheet, headings, readings, row, below, by_likeness);
    let mut best: Option<Header> = None;
    for (expected, window) in windows {
        // What is a whole heading behind cannot win by likeness, unless likeness is all there is; nor by cells that complete one, nor
        // by groups.
        let most = expected
            + 1.0
            + A_CELL_THAT_COMPLETES * f64::from(window.lower_cells())
            + A_GROUP_ABOVE * window.grouped() as f64;
        if !by_likeness && best.as_ref().is_some_and(|best| most < best.worth) {
            continue;
        }
        let Some(mut header) = window.header(&headings.forms[window.form]) else { continue };
        header.worth -= if window.top < row { A_ROW_MORE } else { 0.0 };
        if best.as_ref().is_none_or(|best| header.worth > best.worth) {
            best = Some(header);
        }
    }
    best
}

/// The rows that may be a header together, for each form, with how much the headings that are as printed speak for them; the
/// likeliest first.
fn windows<'s>(
    sheet: &'s Sheet,
    headings: &Headings,
    readings: &'s Readings<'s>,
    row: u32,
    below: u32,
    by_likeness: bool,
) -> Vec<(f64, Window<'s>)> {
    // A row of groups above has its texts over the columns; a single text at their left is a title.
    let first_column = |number: u32| sheet.row(number)?.cells.first().map(|(column, _)| column);
    let heads_columns = |number: u32| {
        let texts = |row: &Row| row.cells.iter().filter(|(_, content)| heading_text(content).is_some()).count();
        sheet.row(number).is_some_and(|above| texts(above) >= 2) || first_column(number) > first_column(row)
    };
    let above = row.checked_sub(1).filter(|above| *above >= below && heads_columns(*above));
    let mut windows: Vec<(f64, Window)> = Vec::new();
    for top in [Some(row), above].into_iter().flatten() {
        let mut lower: Rc<[Stack]> = Rc::default();
        for height in (1..=MAX_HEADER_ROWS).filter(|height| top + height > row) {
            // Numbers end a header: they are ordinals of data, or number the columns.
            let ends = |row: &Row| match begins_with_number(row) {
                true => !is_row_of_years(row, headings, readings),
                false => letters_the_columns(row, headings, lower.len()),
            };
            if height > 1 && sheet.row(top + height - 1).is_some_and(ends) {
                break;
            }
            let stacks: Rc<[Stack]> = stack_columns(sheet, readings, top, height).into();
            if stacks == lower {
                continue;
            }
            for form in 0..headings.forms.len() {
                let printed = fields_as_printed(headings, form, &stacks);
                if printed >= headings.forms[form].form.fields.len().min(2) || by_likeness {
                    let rows = height - 1 + u32::from(top < row);
                    let expected = printed as f64 - A_ROW_MORE * f64::from(rows);
                    windows.push((expected, Window { sheet, form, top, height, stacks: Rc::clone(&stacks), readings }));
                }
            }
            lower = stacks;
        }
    }
    windows.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    windows
}
