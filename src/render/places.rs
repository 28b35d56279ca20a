//! Cells as people list them: `C12, C15–C19`.

use std::sync::Arc;

use super::words::{counted, thousands};
use crate::cell::{Cell, Layout, called};
use crate::text::Language;

/// More runs of cells are counted, not listed.
const RUNS: usize = 12;

/// The cells, column by column, with runs of rows joined. Each cell is listed once; of very many the last are only counted.
pub fn listed(cells: &[Cell], layout: Option<&Arc<Layout>>, language: Language) -> String {
    let mut sorted: Vec<Cell> = cells.to_vec();
    sorted.sort_by_key(|cell| (cell.column, cell.row));
    sorted.dedup();
    // A run that goes from one table of a document to the next has no name.
    let is_one_table =
        |one: Cell, other: Cell| layout.is_none_or(|layout| layout.row(one.row).0 == layout.row(other.row).0);
    let mut runs: Vec<(Cell, Cell)> = Vec::new();
    for cell in sorted {
        match runs.last_mut() {
            Some((_, last)) if last.column == cell.column && last.row + 1 == cell.row && is_one_table(*last, cell) => {
                *last = cell;
            }
            _ => runs.push((cell, cell)),
        }
    }
    let more: usize = runs.iter().skip(RUNS).map(|(first, last)| (last.row - first.row) as usize + 1).sum();
    let mut written: Vec<String> = runs
        .into_iter()
        .take(RUNS)
        .map(|(first, last)| match (layout, last.row - first.row) {
            (_, 0) => called(layout, first).get(language).to_owned(),
            (Some(layout), _) => layout.called_rows(first, last).get(language).to_owned(),
            (None, 1) => format!("{first}, {last}"),
            (None, _) => format!("{first}–{last}"),
        })
        .collect();
    if more > 0 {
        written.push(language.say(
            format!("và {} khác", counted(more, "ô", "cell", language)),
            format!("and {} more", thousands(more, language)),
        ));
    }
    written.join(if layout.is_some() { "; " } else { ", " })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_runs_of_three_and_more() {
        let cells: Vec<Cell> = [11, 16, 14, 15, 17, 18, 14].into_iter().map(|row| Cell::new(row, 2)).collect();
        assert_eq!(listed(&cells, None, Language::Vietnamese), "C12, C15–C19");
        assert_eq!(listed(&[Cell::new(1, 1), Cell::new(0, 1), Cell::new(0, 0)], None, Language::English), "A1, B1, B2");

        let scattered: Vec<Cell> = (0..20).map(|row| Cell::new(2 * row, 0)).collect();
        assert!(listed(&scattered, None, Language::Vietnamese).ends_with("A21, A23, và 8 ô khác"));
        assert!(listed(&scattered, None, Language::English).ends_with("A21, A23, and 8 more"));
    }
}
