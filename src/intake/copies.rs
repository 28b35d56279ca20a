//! Sheets of one workbook that list the same things. A sheet is copied with a click («PL1 (2)»), and then every row of it is
//! there twice: that is one fault, not one a row. A copy that says the same counts once; of two that differ, be it in what some
//! rows say or in some of the rows, nobody can tell which is right. Two that hold different columns of the same rows are two halves of
//! one table, of which none is to be deleted.

use std::collections::BTreeSet;

use super::Table;
use super::rowset::RowSet;
use crate::bilingual;
use crate::cell::{Location, layout_of};
use crate::finding::{Finding, Rule, Severity};
use crate::intake::rules;
use crate::schema::{Form, Kind};
use crate::text::Bilingual;
use crate::text::hashed::HashMap;
use crate::workbook::Workbook;

/// Why an older sheet does not count beside a fuller one.
const FULLER_SHEET: Bilingual = Bilingual::new(
    "Một trang tính khác có mọi dòng của trang này và nhiều hơn",
    "Another sheet has all rows of this one and more",
);
/// One row that is repeated proves no copied sheet where nothing tells rows apart, but beside other sheets that a list of all holds.
const FEWEST_ROWS: usize = 2;
/// A list of all holds those of so many others.
const FEWEST_PARTS: usize = 2;

/// Of the tables of a form in one workbook, with their rows (see [`RowSet::of`]): whether each stays, and what is to be said.
/// `judged` leaves out tables whose text cannot be read.
pub fn find(
    workbook: &Workbook,
    form: &Form,
    tables: &[&Table],
    sets: &[(RowSet, RowSet)],
    judged: &[bool],
) -> (Vec<bool>, Vec<Finding>) {
    let mut stays = vec![true; tables.len()];
    let mut findings = Vec::new();
    let mut told = |rule: &'static Rule, copy: usize, of: usize| {
        let same = tables[copy].sheet == tables[of].sheet;
        let name = |at: usize| named(tables[at], same);
        let place = Location::sheet(&workbook.path, tables[copy].sheet.as_ref(), Some(tables[copy].header.first));
        let finding = Finding::new(rule, place)
            .with_words("sheet", name(copy).capital())
            .with("count", sets[copy].0.shared(&sets[of].0).to_string())
            .with_words("why", FULLER_SHEET)
            .with_words("other", name(of))
            .with("document", "")
            .as_bad_as(rule.severity.max(Severity::Warning));
        findings.push(finding);
    };
    let largest = sets.iter().max_by_key(|(set, _)| set.len());
    let is_part = |(set, said): &&(RowSet, RowSet)| {
        largest.is_some_and(|(all, of_all)| all.len() > set.len() && all.holds(set) && of_all.holds(said))
    };
    let has_parts = || sets.iter().filter(is_part).count() >= FEWEST_PARTS;
    let has_key = form.fields.iter().any(|field| field.unique);
    let fewest = if has_key || has_parts() { 1 } else { FEWEST_ROWS };
    // By each row the tables before that list it: what holds a table or is held by it is among them.
    let mut lists: HashMap<u64, Vec<usize>> = HashMap::default();
    for (at, (set, said)) in sets.iter().enumerate() {
        if !judged[at] || set.len() < fewest {
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
            } else if earlier.len().min(set.len()) >= FEWEST_ROWS && earlier.is_mostly(set) {
                let are_halves = are_halves(form, tables[at], tables[other]);
                told(if are_halves { &rules::COLUMNS_APART } else { &rules::SHEETS_DIFFER }, at, other);
                stays[at] = false;
            }
        }
        if stays[at] {
            set.iter().for_each(|name| lists.entry(name).or_default().push(at));
        }
    }
    (stays, findings)
}

/// What people call a table beside another: by its sheet, or, where both stand on one, by its place.
pub(super) fn named(table: &Table, on_one_sheet: bool) -> Bilingual {
    let first = table.header.first;
    match layout_of(table.sheet.as_ref()).map(|layout| layout.row(first.row).0) {
        Some(Some(number)) => bilingual!("bảng {number}", "table {number}"),
        _ if on_one_sheet => bilingual!("bảng ở ô {first}", "the table at {first}"),
        _ => {
            let sheet = table.sheet.as_deref().unwrap_or_default();
            bilingual!("trang tính «{sheet}»", "sheet “{sheet}”")
        }
    }
}

/// Whether two tables hold different columns, each some that must be filled and are not in the other.
fn are_halves(form: &Form, one: &Table, other: &Table) -> bool {
    let fields = |table: &Table| -> Vec<usize> {
        let fields = table.columns.iter().filter_map(|column| column.field);
        fields.filter(|&at| form.fields[at].kind != Kind::Ordinal && !form.fields[at].unique).collect()
    };
    let (one, other) = (fields(one), fields(other));
    let has_required = |fields: &[usize]| fields.iter().any(|&at| form.fields[at].required);
    one.iter().all(|at| !other.contains(at)) && has_required(&one) && has_required(&other)
}
