//! The grid of a table. Word keeps a column for every border that any row has: borders that were dragged by a hair's breadth make
//! columns that nobody sees, and cells that span them. What people take for columns is found again: borders that lie closer together
//! than a letter is wide are one, and one that only a few rows have gives way where nothing is lost by it.

use std::collections::{BTreeMap, BTreeSet};

use super::run::Paragraph;

/// A table with the columns that people see.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub(super) rows: Vec<Vec<Placed>>,
    /// Which of them are hidden, from 0.
    pub(super) hidden: Vec<u32>,
    /// How many columns it has.
    pub(super) columns: u32,
}

/// A cell in its column.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    /// From 0.
    pub(super) column: u32,
    /// How many columns it takes; at least one.
    pub(super) span: u32,
    pub(super) merge: Merge,
    pub(super) content: Paragraph,
}

/// Whether a cell is merged with those above and below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Merge {
    #[default]
    None,
    /// The first of a merged region.
    Restart,
    /// Merged with the one above, whose text is that of both.
    Continue,
}

/// A row as written.
#[derive(Clone, Debug, Default)]
pub(super) struct Written {
    /// How many columns of the grid are left free before it.
    pub(super) before: u32,
    pub(super) cells: Vec<WrittenCell>,
    pub(super) is_hidden: bool,
}

impl Written {
    /// Of a row that says nothing but in hidden letters, says that: it is a hidden row, as a worksheet has them.
    pub(super) fn show_hidden(&mut self) {
        let is_blank = |text: &str| text.trim().is_empty();
        let hidden = self.cells.iter().filter(|cell| !is_blank(&cell.content.hidden)).count();
        if hidden > 1 && self.cells.iter().all(|cell| is_blank(&cell.content.text)) {
            self.is_hidden = true;
            for Paragraph { text, hidden, .. } in self.cells.iter_mut().map(|cell| &mut cell.content) {
                *text = std::mem::take(hidden);
            }
        }
    }
}

/// A cell as written.
#[derive(Clone, Debug, Default)]
pub(super) struct WrittenCell {
    /// How many columns of the grid it takes.
    pub(super) span: u32,
    pub(super) merge: Merge,
    pub(super) content: Paragraph,
}

/// Borders that are no further apart are one: 2.5 mm, in twentieths of a point. A column for ordinals takes three times as much.
const ONE_BORDER: u64 = 142;
/// More columns than any table of Word has (63).
pub(super) const COLUMNS: u32 = 1_024;

impl Table {
    /// The table with these widths of its grid's columns.
    pub(super) fn new(widths: &[u64], written: Vec<Written>) -> Self {
        let mut edges: Vec<Vec<(u32, u32)>> = written.iter().map(edges).collect();
        let hidden = (0..).zip(&written).filter(|(_, row)| row.is_hidden).map(|(at, _)| at).collect();
        if let Some(borders) = borders(widths, &edges) {
            edges.iter_mut().flatten().for_each(|(from, to)| {
                (*from, *to) = (borders[*from as usize], borders[*to as usize]);
            });
        }
        drop_rare(&mut edges);
        let starts: BTreeSet<u32> = edges.iter().flatten().map(|(from, _)| *from).collect();
        let starts: Vec<u32> = starts.into_iter().collect();
        let column = |edge: u32| u32::try_from(starts.partition_point(|start| *start < edge)).unwrap_or(u32::MAX);
        let rows = written.into_iter().zip(edges).map(|(row, edges)| {
            let cells = row.cells.into_iter().zip(edges);
            cells
                .map(|(cell, (from, to))| Placed {
                    column: column(from),
                    span: (column(to) - column(from)).max(1),
                    merge: cell.merge,
                    content: cell.content,
                })
                .collect()
        });
        Self { rows: rows.collect(), hidden, columns: u32::try_from(starts.len()).unwrap_or(u32::MAX) }
    }

    /// The texts of its cells, row by row.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().flatten().map(|cell| cell.content.text.as_str())
    }
}

/// From which border to which each cell of a row goes.
fn edges(row: &Written) -> Vec<(u32, u32)> {
    let mut at = row.before.min(COLUMNS);
    let mut edges = Vec::with_capacity(row.cells.len());
    for cell in &row.cells {
        let from = at;
        at = at.saturating_add(cell.span.clamp(1, COLUMNS));
        edges.push((from, at));
    }
    edges
}

/// For each border of the grid the first of those that lie as good as upon it. Nothing where the widths say nothing, or where a cell
/// would be lost between two borders that are taken for one.
fn borders(widths: &[u64], edges: &[Vec<(u32, u32)>]) -> Option<Vec<u32>> {
    let last = edges.iter().flatten().map(|(_, to)| *to as usize).max()?;
    if last > widths.len() || widths.contains(&0) {
        return None;
    }
    let (mut borders, mut first, mut since) = (vec![0], 0u32, 0u64);
    for (at, width) in (1u32..).zip(widths) {
        since = since.saturating_add(*width);
        if since > ONE_BORDER {
            (first, since) = (at, 0);
        }
        borders.push(first);
    }
    let is_kept = |(from, to): &(u32, u32)| borders[*from as usize] < borders[*to as usize];
    edges.iter().flatten().all(is_kept).then_some(borders)
}

/// Moves borders that hardly any row has to the nearest that most have, unless two cells would fall together.
fn drop_rare(edges: &mut [Vec<(u32, u32)>]) {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for (from, _) in edges.iter().flatten() {
        *counts.entry(*from).or_default() += 1;
    }
    let rows = edges.len();
    let is_rare = |count: usize| rows > RARE && count * RARE <= rows;
    let common: Vec<u32> = counts.iter().filter(|(_, count)| !is_rare(**count)).map(|(edge, _)| *edge).collect();
    if common.len() == counts.len() || common.is_empty() {
        return;
    }
    let nearest = |edge: u32| {
        let above = common.partition_point(|common| *common < edge);
        let near = [above.checked_sub(1).map(|at| common[at]), common.get(above).copied()];
        near.into_iter().flatten().min_by_key(|common| common.abs_diff(edge)).unwrap_or(edge)
    };
    for row in edges.iter_mut().filter(|row| row.iter().any(|(from, _)| common.binary_search(from).is_err())) {
        let moved: Vec<u32> = row.iter().map(|(from, _)| nearest(*from)).collect();
        if moved.windows(2).all(|pair| pair[0] < pair[1]) {
            let ends = moved[1..].iter().copied().chain(row.last().map(|(_, to)| *to));
            *row = moved.iter().copied().zip(ends).map(|(from, to)| (from, to.max(from + 1))).collect();
        }
    }
}

/// A border that one row in so many has, or fewer, is rare.
const RARE: usize = 5;
