//! One fault, one finding: what most records of a column have in common is told once, with a count and examples. Whatever is read
//! by people asks here; formats for programs keep an entry a cell.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::cell::Cell;
use crate::text::hashed;

/// Two records may err alike by chance.
const LEAST: usize = 3;

/// Findings that are told as one.
#[derive(Debug)]
pub struct Told<'a, F> {
    /// The first of them; it says what all say.
    pub first: &'a F,
    /// Their cells, in order, and how many records the table has; `None` for a finding that stands alone.
    pub most: Option<(Vec<Cell>, usize)>,
}

/// What findings must have in common to be one: file, sheet, rule, the sentence, and the column of the cell.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Common<'a> {
    /// As shown.
    pub file: &'a str,
    /// `None` for the one sheet of a text file.
    pub sheet: Option<&'a str>,
    /// The rule's name.
    pub rule: &'a str,
    /// What is said.
    pub message: Cow<'a, str>,
}

/// Whether so many cells of a column are most of a table's records.
pub fn are_most(cells: usize, records: usize) -> bool {
    cells >= LEAST && cells * 2 > records && cells <= records
}

/// The findings in their order, those put together that say the same of most records of a column. `records` is how many
/// records the tables of a sheet have.
pub fn told<'a, F>(
    findings: impl Iterator<Item = &'a F>,
    common: impl Fn(&'a F) -> (Common<'a>, Option<Cell>),
    records: impl Fn(&Common<'a>) -> usize,
) -> Vec<Told<'a, F>> {
    let findings: Vec<&'a F> = findings.collect();
    // By numbers that stand for what they have in common: of hundreds of thousands hardly any are alike.
    let mut alike: Vec<(u64, usize)> = Vec::with_capacity(findings.len());
    for (index, finding) in findings.iter().copied().enumerate() {
        let (common, cell) = common(finding);
        let number = cell.map(|cell| hashed::number((common, cell.column)));
        alike.extend(number.map(|number| (number, index)));
    }
    alike.sort_unstable();
    let mut most: BTreeMap<usize, (Vec<Cell>, usize)> = BTreeMap::new();
    let mut told_with_others = vec![false; findings.len()];
    for group in alike.chunk_by(|one, other| one.0 == other.0).filter(|group| group.len() >= LEAST) {
        let first = group[0].1;
        let (own, _) = common(findings[first]);
        let records = records(&own);
        if are_most(group.len(), records) {
            group[1..].iter().for_each(|&(_, index)| told_with_others[index] = true);
            most.insert(first, (group.iter().filter_map(|&(_, index)| common(findings[index]).1).collect(), records));
        }
    }
    let first = findings.into_iter().enumerate().filter(|(index, _)| !told_with_others[*index]);
    first.map(|(index, first)| Told { first, most: most.remove(&index) }).collect()
}
