//! How many rows an agency says that it sent: «Tổng cộng: 24 cơ sở dữ liệu», «(Danh mục gồm 24 cơ sở dữ liệu)», and ordinals that go on
//! from 5 to 24. Where fewer were read, a page may have been left out, as it
//! may where «Tổng cộng» says more of a column than its rows add up to.

use std::sync::Arc;

use super::sums::number_at;
use super::{Columns, Ordinal, is_blank, ordinal_of};
use crate::bilingual;
use crate::cell::{Cell, Location, called_rows, layout_of};
use crate::finding::Finding;
use crate::intake::rules;
use crate::intake::{Line, RowKind, Table};
use crate::schema::{Form, Kind, Language, written};
use crate::text::{Bilingual, fold, words};
use crate::workbook::{Row, Sheet};

/// No list has more rows.
const MOST: usize = 100_000;

/// Tells where a total, or a line above, gives another number of rows than were read, in all tables of the form or in one of them.
pub fn check(path: &Arc<str>, form: &Form, tables: &[(&Table, &[Line])]) -> Vec<Finding> {
    let all: usize = tables.iter().map(|(table, _)| table.rows.records).sum();
    let has_numbers = form.fields.iter().any(|field| matches!(field.kind, Kind::Number { .. }));
    let mut findings = Vec::new();
    for (table, above) in tables {
        let told = findings.len();
        let mut tell = |place: Location, number: usize, said: &str| {
            let problem = bilingual!(
                "ở đây ghi {number}, nhưng đọc được {all} dòng dữ liệu",
                "it says {number} here, but {all} rows of data were read"
            );
            let finding = Finding::new(&rules::COUNT_CONTRADICTED, place).typed(said);
            findings.push(finding.with_words("problem", problem));
        };
        let own = table.rows.records;
        for line in *above {
            match counted(&form.language, &line.text, false) {
                Some(number) if number != own && number != all => {
                    tell(Location::sheet(path, line.sheet.as_ref(), Some(line.cell)), number, &line.text);
                }
                _ => {}
            }
        }
        // Records since the last section, since the last total, and from the first on.
        let (mut of_section, mut of_total, mut so_far) = (0, 0, 0);
        for row in &table.trace {
            match row.kind {
                RowKind::Record => (of_section, of_total, so_far) = (of_section + 1, of_total + 1, so_far + 1),
                RowKind::Section => of_section = 0,
                RowKind::Total => {
                    let fits = |number: usize| [of_section, of_total, so_far, own, all].contains(&number);
                    let number = counted(&form.language, &row.words, !has_numbers);
                    if let Some(number) = number.filter(|number| !fits(*number)) {
                        let cell = Cell::new(row.row, table.header.first.column);
                        tell(Location::sheet(path, table.sheet.as_ref(), Some(cell)), number, &row.words);
                    }
                    of_total = 0;
                }
                _ => {}
            }
        }
        // One fault, wherever else it shows.
        findings.truncate(told + 1);
    }
    findings
}

/// The number of rows that a text gives: the only number in it, with what the form is about behind it, or alone.
fn counted(language: &Language, said: &str, may_be_alone: bool) -> Option<usize> {
    if !said.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let folded = fold(said);
    let words: Vec<&str> = words(&folded).collect();
    let is_number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    let mut numbers = words.iter().enumerate().filter(|(_, word)| word.starts_with(|it: char| it.is_ascii_digit()));
    let (at, number) = numbers.next().filter(|(_, word)| is_number(word))?;
    if numbers.next().is_some() {
        return None;
    }
    let is_named = language.things.begin(&words[at + 1..]).is_some()
        && at.checked_sub(1).is_some_and(|before| language.rows.totals.counting.holds(words[before]));
    let is_alone = may_be_alone && at + 1 == words.len();
    number.parse().ok().filter(|number| (is_named || is_alone) && (1..MOST).contains(number))
}

/// Tells where the ordinals of records leave numbers out, if they rise everywhere: one finding a table.
pub fn gaps(form: &Form, sheet: &Sheet, table: &Table, place: impl Fn(Cell) -> Location) -> Option<Finding> {
    let is_ordinal = |field: usize| form.fields[field].kind == Kind::Ordinal;
    let column = table.columns.iter().find(|column| column.field.is_some_and(is_ordinal))?.column;
    let mut last: Option<(u32, u32)> = None;
    let mut unnumbered = 0;
    let mut found = None;
    for traced in &table.trace {
        let content = sheet.row(traced.row).and_then(|row| row.content(column)).filter(|content| !is_blank(content));
        let counts = matches!(
            traced.kind,
            RowKind::Record | RowKind::Blank | RowKind::Stray | RowKind::Joined | RowKind::Sample
        );
        match content.map(ordinal_of) {
            Some(Ordinal::Number(number)) if counts => {
                match last {
                    // They stand in no order, or begin anew.
                    Some((above, _)) if number <= above && number != 1 => return None,
                    Some((above, row)) if number > above + 1 + unnumbered => {
                        found = found.or(Some((above, row, number, traced.row)));
                    }
                    _ => {}
                }
                (last, unnumbered) = (Some((number, traced.row)), 0);
            }
            _ if traced.kind == RowKind::Record => unnumbered += 1,
            _ if traced.kind == RowKind::Section => (last, unnumbered) = (None, 0),
            _ => {}
        }
    }
    let (above, from, number, row) = found?;
    let Bilingual { vi, en } = called_rows(layout_of(table.sheet.as_ref()), from, from);
    let problem = bilingual!(
        "số thứ tự nhảy từ {above} ({vi}) lên {number}",
        "the ordinals go on from {above} ({en}) to {number}"
    );
    let finding = Finding::new(&rules::COUNT_CONTRADICTED, place(Cell::new(row, column))).typed(number.to_string());
    Some(finding.with_words("problem", problem))
}

/// Tells where the only total of a form's only table says something else than its rows. An average or a share lies among the numbers of
/// the rows and is not doubted; nor is anything in a table with sections, or rows below others (1, 1.1).
pub fn totals(form: &Form, sheet: &Sheet, table: &Table, place: impl Fn(Cell) -> Location) -> Vec<Finding> {
    let mut totals = table.trace.iter().filter(|row| row.kind == RowKind::Total);
    let (Some(total), None) = (totals.next(), totals.next()) else { return Vec::new() };
    let label =
        total.words.split(" | ").find(|words| words.contains(char::is_alphabetic)).map(fold).unwrap_or_default();
    let mut behind = form.language.rows.totals.labels.behind(&label);
    let shape = Columns::new(form, &table.columns);
    let records = table.trace.iter().filter(|row| row.kind == RowKind::Record);
    let records: Vec<&Row> = records.filter_map(|row| sheet.row(row.row)).collect();
    let is_plain = |row: &&Row| {
        let ordinal = shape.ordinal.and_then(|column| row.content(column)).map(ordinal_of);
        matches!(ordinal, Some(Ordinal::Number(_))) && sheet.hidden_rows.binary_search(&row.number).is_err()
    };
    let adds = |kind| matches!(kind, RowKind::Section | RowKind::Stray | RowKind::Joined | RowKind::OtherList);
    if !behind.any(|rest| !rest.contains(char::is_alphanumeric))
        || !table.sums.is_empty()
        || table.trace.iter().any(|row| adds(row.kind))
        || records.len() < 2
        || !records.iter().all(is_plain)
    {
        return Vec::new();
    }
    let told = table.columns.iter().filter_map(|column| {
        let Kind::Number { whole, .. } = form.fields[column.field?].kind else { return None };
        let stated = number_at(&shape, sheet.row(total.row)?, column.column)?;
        let numbers: Vec<f64> = records.iter().filter_map(|row| number_at(&shape, row, column.column)).collect();
        let sum: f64 = numbers.iter().sum();
        let is_among = numbers.iter().any(|low| *low <= stated) && numbers.iter().any(|high| *high >= stated);
        // Each of them may have been rounded.
        let places = stated.to_string().split_once('.').map_or(0, |(_, behind)| behind.len().min(6));
        let rounded = if whole { 0.0 } else { 0.5 * 0.1_f64.powi(places as i32) * (numbers.len() + 1) as f64 };
        if is_among || stated == 0.0 || (sum - stated).abs() <= rounded + 1e-6 * sum.abs() {
            return None;
        }
        let (heading, stated, Bilingual { vi, en }) = (&column.heading, written(stated), written(sum));
        let problem = bilingual!(
            "dòng cộng ghi {} ở cột «{heading}», còn các dòng dữ liệu cộng lại là {vi}",
            "the total says {} under “{heading}”, and the rows of data add up to {en}",
            stated
        );
        let finding = Finding::new(&rules::COUNT_CONTRADICTED, place(Cell::new(total.row, column.column)));
        Some(finding.typed(&stated.vi).with_words("problem", problem))
    });
    told.collect()
}
