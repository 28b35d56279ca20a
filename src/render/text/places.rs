//! Cells as people list them: `C12, C15–C19`.

use crate::cell::Cell;

/// The cells, column by column, with runs of rows joined. Each cell is listed once.
pub fn listed(cells: &[Cell]) -> String {
    let mut sorted: Vec<Cell> = cells.to_vec();
    sorted.sort_by_key(|cell| (cell.column, cell.row));
    sorted.dedup();
    let mut runs: Vec<(Cell, Cell)> = Vec::new();
    for cell in sorted {
        match runs.last_mut() {
            Some((_, last)) if last.column == cell.column && last.row + 1 == cell.row => *last = cell,
            _ => runs.push((cell, cell)),
        }
    }
    let written: Vec<String> = runs
        .into_iter()
        .map(|(first, last)| match last.row - first.row {
            0 => first.to_string(),
            1 => format!("{first}, {last}"),
            _ => format!("{first}–{last}"),
        })
        .collect();
    written.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_runs_of_three_and_more() {
        let cells: Vec<Cell> = [11, 16, 14, 15, 17, 18, 14].into_iter().map(|row| Cell::new(row, 2)).collect();
        assert_eq!(listed(&cells), "C12, C15–C19");
        assert_eq!(listed(&[Cell::new(1, 1), Cell::new(0, 1), Cell::new(0, 0)]), "A1, B1, B2");
    }
}
