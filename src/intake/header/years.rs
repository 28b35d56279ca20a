//! Columns beside each other that differ only in the year they are headed with, such as what a plan costs in 2023, 2024 and 2025.
//! Nothing is read from them, and that is one thing to say.

use crate::cell::{Cell, Content};
use crate::value::Period;
use crate::workbook::Sheet;

/// A column that no field has.
#[derive(Clone, Copy)]
pub(super) struct Stray<'t> {
    pub(super) column: u32,
    /// Its heading and the cell of that, if it has one.
    pub(super) heading: Option<(&'t str, Cell)>,
}

/// Columns of years beside each other.
pub(super) struct Years {
    pub(super) columns: std::ops::RangeInclusive<u32>,
    /// Where the first is headed.
    pub(super) cell: Cell,
    /// «Kinh phí: 2023, 2024, 2025»
    pub(super) heading: String,
}

/// The runs of years among these columns, which are in the order of the sheet; `last` is the header's last row.
pub(super) fn find(sheet: &Sheet, last: u32, strays: &[Stray<'_>]) -> Vec<Years> {
    let read: Vec<Option<(String, i16)>> = strays.iter().map(|stray| year_of(sheet, last, stray)).collect();
    let mut runs = Vec::new();
    let mut from = 0;
    while from < strays.len() {
        let Some((heading, first)) = &read[from] else {
            from += 1;
            continue;
        };
        let mut years = vec![first.to_string()];
        let mut end = from + 1;
        let mut before = *first;
        while let Some(Some((own, year))) = read.get(end) {
            // Under a merged group only the first column bears its name.
            let same = own == heading || own.is_empty() && strays[end].heading.is_none();
            if strays[end].column != strays[end - 1].column + 1 || !same || *year <= before {
                break;
            }
            years.push(year.to_string());
            (before, end) = (*year, end + 1);
        }
        if end - from > 1 {
            let years = years.join(", ");
            runs.push(Years {
                columns: strays[from].column..=strays[end - 1].column,
                cell: strays[from].heading.map_or(Cell::new(last, strays[from].column), |(_, cell)| cell),
                heading: if heading.is_empty() { years } else { format!("{heading}: {years}") },
            });
        }
        from = end;
    }
    runs
}

fn year_in(number: f64) -> Option<i16> {
    (number.fract() == 0.0).then_some(number as i16).filter(|year| Period::of_year(*year).is_some())
}

/// The year that heads a column, and what else its heading says.
fn year_of(sheet: &Sheet, last: u32, stray: &Stray<'_>) -> Option<(String, i16)> {
    let row = sheet.rows.iter().find(|row| row.number == last)?;
    let content = row.cells.iter().find(|(column, _)| *column == stray.column).map(|(_, content)| content);
    let heading = stray.heading.map_or("", |(heading, _)| heading);
    if let Some(Content::Number(number)) = content {
        let year = year_in(*number)?;
        let own = heading.trim_end_matches(char::is_numeric).trim_end_matches([' ', '-', '–', ':']);
        return Some((own.to_owned(), year));
    }
    let digits = |character: char| character.is_ascii_digit();
    let mut runs = heading.match_indices(digits).map(|(at, _)| at);
    let at = runs.find(|at| {
        let run = &heading[*at..];
        let length = run.find(|character| !digits(character)).unwrap_or(run.len());
        length == 4
            && !heading[..*at].ends_with(digits)
            && run[..4].parse().is_ok_and(|year| Period::of_year(year).is_some())
    })?;
    let year = heading[at..at + 4].parse().ok()?;
    let rest = format!("{}{}", &heading[..at], &heading[at + 4..]);
    Some((
        rest.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches([' ', '-', '–', ':']).to_owned(),
        year,
    ))
}
