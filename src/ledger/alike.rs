//! Two agencies with one list: a neighbour's form of which only the title was changed, or the wrong file. One row in common is nothing,
//! for every province has a land database; what people write in all columns of a row is hardly ever the same twice. In the inbox that the
//! tool was tried on, 41 agencies gave 840 databases with up to 30 names in common, and not one row that says the same in all its cells.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::SubmissionIndex;
use super::between::{Known, accepted};
use super::tell::{place, shown};
use crate::finding::Finding;
use crate::intake::Record;
use crate::intake::rowset::{self, RowSet};
use crate::rules;
use crate::schema::{Form, Kind};
use crate::verdict::{Judged, Verdict};

/// Rows that two lists must have in common, cell by cell.
const FEWEST_ROWS: usize = 3;

/// Of both lists at least so many parts in so many.
const MOST: (usize, usize) = (4, 5);

/// A row tells its author only by what it says in so many columns of text beside its name.
const TEXTS: usize = 3;

/// And each of these texts has so many letters.
const LETTERS: usize = 8;

/// Lists are compared that have one of so many names in common, those with the smallest numbers: of lists that are alike some are.
const SAMPLED: usize = 4;

/// More lists with one name are not compared, or ten thousand equal ones would take the square.
const MOST_WITH_NAME: usize = 100;

/// A finding at each of two lists of different agencies that are one list.
pub(super) fn same_lists(reviewed: &[Verdict], known: &Known<'_>) -> Vec<(SubmissionIndex, Finding)> {
    let lists: Vec<(SubmissionIndex, &str, &Judged)> =
        accepted(reviewed).filter(|(_, _, judged)| judged.names.len() >= FEWEST_ROWS).collect();
    let mut by_name: BTreeMap<(&str, u64), Vec<usize>> = BTreeMap::new();
    for (at, (_, _, judged)) in lists.iter().enumerate() {
        for name in judged.names.iter().take(SAMPLED) {
            by_name.entry((&judged.submission.form.name, name)).or_default().push(at);
        }
    }
    let mut pairs = BTreeSet::new();
    for of_name in by_name.values() {
        let of_name = &of_name[..of_name.len().min(MOST_WITH_NAME)];
        for (at, one) in of_name.iter().enumerate() {
            pairs.extend(of_name[at + 1..].iter().map(|other| (*one, *other)));
        }
    }
    let mut said: HashMap<usize, RowSet> = HashMap::new();
    let mut found = Vec::new();
    for (one, other) in pairs {
        let ((index, agency, judged), (other_index, other_agency, other_judged)) = (lists[one], lists[other]);
        if agency == other_agency || !are_most(judged.names.shared(&other_judged.names), judged, other_judged) {
            continue;
        }
        for at in [one, other] {
            said.entry(at).or_insert_with(|| telling_rows(lists[at].2));
        }
        let shared = said[&one].shared(&said[&other]);
        if shared >= FEWEST_ROWS && are_most(shared, judged, other_judged) {
            let tell = |index: SubmissionIndex, other: SubmissionIndex, agency: &str| {
                Finding::new(&rules::SAME_LIST, place(reviewed, index))
                    .with("count", shared.to_string())
                    .with_words("agency", known.title(agency))
                    .with_words("other", shown(&place(reviewed, other)))
            };
            found.push((index, tell(index, other_index, other_agency)));
            found.push((other_index, tell(other_index, index, agency)));
        }
    }
    found
}

fn are_most(shared: usize, one: &Judged, other: &Judged) -> bool {
    shared * MOST.1 >= one.names.len().max(other.names.len()) * MOST.0
}

/// The rows of a list that say enough to tell who wrote them.
fn telling_rows(judged: &Judged) -> RowSet {
    let form = &judged.submission.form;
    let rows = judged.rows.iter().flat_map(|rows| rows.iter());
    rows.filter(|record| tells(form, record)).map(|record| rowset::contents(form, &record)).collect()
}

fn tells(form: &Form, record: &Record) -> bool {
    let texts = form.fields.iter().zip(&record.entries).filter(|(field, entry)| {
        field.kind == Kind::Text && !field.unique && entry.value.stored().chars().count() >= LETTERS
    });
    texts.count() >= TEXTS
}
