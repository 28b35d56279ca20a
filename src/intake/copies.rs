//! Sheets of one workbook that list the same things. A sheet is copied with a click («PL1 (2)»), and then every row of it is
//! there twice: that is one fault, not one a row. A copy that says the same counts once; of two that differ, be it in what some
//! rows say or in some of the rows, nobody can tell which is right.

use std::collections::BTreeSet;

use super::Table;
use super::rowset::RowSet;
use crate::cell::Location;
use crate::finding::{Finding, Rule, Severity};
use crate::intake::rules;
use crate::text::Bilingual;
use crate::text::hashed::HashMap;
use crate::workbook::Workbook;

/// Why an older sheet does not count beside a fuller one.
const FULLER_SHEET: Bilingual = Bilingual::new(
    "Một trang tính khác có mọi dòng của trang này và nhiều hơn",
    "Another sheet has all rows of this one and more",
);
/// One row that is repeated is a repeated row, no copied sheet.
const FEWEST_ROWS: usize = 2;

/// Of the tables of a form in one workbook, with their rows (see [`RowSet::of`]): whether each stays, and what is to be said.
/// `judged` leaves out tables whose text cannot be read.
pub fn find(
    workbook: &Workbook,
    tables: &[&Table],
    sets: &[(RowSet, RowSet)],
    judged: &[bool],
) -> (Vec<bool>, Vec<Finding>) {
    let mut stays = vec![true; tables.len()];
    let mut findings = Vec::new();
    let mut told = |rule: &'static Rule, copy: usize, of: usize| {
        let same = tables[copy].sheet == tables[of].sheet;
        let name = |at: usize| {
            let sheet = tables[at].sheet.as_deref().unwrap_or_default();
            if same { format!("{sheet} ({})", tables[at].header.first) } else { sheet.to_owned() }
        };
        let place = Location::sheet(&workbook.path, tables[copy].sheet.as_ref(), Some(tables[copy].header.first));
        let finding = Finding::new(rule, place)
            .with("sheet", name(copy))
            .with("count", sets[copy].0.shared(&sets[of].0).to_string())
            .with_words("why", FULLER_SHEET)
            .with("other", name(of))
            .with("document", "")
            .as_bad_as(rule.severity.max(Severity::Warning));
        findings.push(finding);
    };
    // By each row the tables before that list it: what holds a table or is held by it is among them.
    let mut lists: HashMap<u64, Vec<usize>> = HashMap::default();
    for (at, (set, said)) in sets.iter().enumerate() {
        if !judged[at] || set.len() < FEWEST_ROWS {
            continue;
        }
        let before: BTreeSet<usize> = set.iter().filter_map(|name| lists.get(&name)).flatten().copied().collect();
        for other in before {
            let (earlier, said_earlier) = &sets[other];
            if !stays[other] || !stays[at] {
                continue;
            }
            if earlier.holds(set) && said_earlier.holds(said) {
                told(if earlier.len() > set.len() { &rules::SUPERSEDED } else { &rules::COPIED_SHEET }, at, other);
                stays[at] = false;
            } else if set.holds(earlier) && said.holds(said_earlier) {
                told(&rules::SUPERSEDED, other, at);
                stays[other] = false;
            } else if earlier.is_mostly(set) {
                told(&rules::SHEETS_DIFFER, at, other);
                stays[at] = false;
            }
        }
        if stays[at] {
            set.iter().for_each(|name| lists.entry(name).or_default().push(at));
        }
    }
    (stays, findings)
}
