//! How many rows an agency says that it sent: «Tổng cộng: 24 cơ sở dữ liệu», «(Danh mục gồm 24 cơ sở dữ liệu)», and ordinals that go on
//! from 5 to 24. Where fewer were read, a page may have been left out.

use std::sync::Arc;

use super::{Ordinal, is_blank, ordinal_of};
use crate::bilingual;
use crate::cell::{Cell, Location, called_rows, layout_of};
use crate::finding::Finding;
use crate::intake::rules;
use crate::intake::{Line, RowKind, Table};
use crate::schema::{Form, Kind, Language};
use crate::text::{Bilingual, fold, words};
use crate::workbook::Sheet;

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
