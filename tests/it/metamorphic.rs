//! What people do to a form without changing what it says must not change what is read, and what they do wrong must give
//! exactly one error, at its cell. Every accepted file of the inbox and of the cases is changed in every way of [`changes`] and
//! of [`formats`], and in random combinations; the same records, the same agency, the same decision and no error are asked of
//! the library's own pipeline. `cargo test metamorphic -- --nocapture` prints how many were compared.

mod changes;
mod faults;
mod formats;
pub mod grid;
pub mod origins;
mod word;
mod words;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use rayon::prelude::*;

use crate::run::draw;
use origins::{Origin, origins, review};

/// Applies one change to one origin. `None` if the change has nothing to change there.
fn difference(change: &changes::Change, origin: &Origin) -> Option<Result<(), String>> {
    let mut workbook = origin.workbook.clone();
    if !(change.apply)(&mut workbook, &origin.tables) {
        return None;
    }
    let told = origin.compare(&review(workbook));
    Some(told.map_err(|difference| format!("{} on {}: {difference}", change.name, origin.path)))
}

#[test]
fn what_must_not_matter_does_not() {
    let origins = origins();
    let mut wrong = Vec::new();
    let mut compared = 0;
    for change in changes::ALL {
        let results: Vec<Result<(), String>> =
            origins.par_iter().filter_map(|origin| difference(change, origin)).collect();
        assert!(results.len() >= 20, "{} applies to {} files only", change.name, results.len());
        compared += results.len();
        wrong.extend(results.into_iter().filter_map(Result::err));
    }
    println!(
        "{} changes × {} files ({} tables): {compared} compared, {} differ",
        changes::ALL.len(),
        origins.len(),
        origins.iter().map(|origin| origin.tables.len()).sum::<usize>(),
        wrong.len()
    );
    assert!(origins.len() >= 80, "only {} accepted files were found", origins.len());
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// How many combinations are tried.
const COMBINATIONS: u32 = 200;

/// Combinations that once failed: the file and the changes.
const ONCE_FAILED: &[(&str, &[&str])] = &[
    (
        "fixtures-cases-missing-column-fixtures-cases-missing-column-optional-left-out/PL1.csv",
        &["columns in another order", "shifted down", "notes below"],
    ),
    ("inbox-2023-06-23/H55_Phu_luc.xlsx", &["notes below", "columns in another order", "a section merged across"]),
    (
        "fixtures-cases-renamed-column-fixtures-cases-renamed-column-no-diacritics/PL1.csv",
        &["columns of one's own", "columns of one's own", "columns in another order"],
    ),
];

/// The origin and the changes of one combination, by their indexes.
type Combination = (usize, Vec<usize>);

/// Applies changes to an origin, each upon the outcome of the one before.
fn combined(origin: &Origin, chosen: &[usize]) -> Result<(), String> {
    let mut workbook = origin.workbook.clone();
    for change in chosen {
        let now = review(workbook.clone());
        let tables = origins::tables(&workbook, &now);
        (changes::ALL[*change].apply)(&mut workbook, &tables);
    }
    let told = origin.compare(&review(workbook));
    told.map_err(|difference| {
        let names: Vec<&str> = chosen.iter().map(|change| changes::ALL[*change].name).collect();
        format!("{names:?} on {}: {difference}", origin.path)
    })
}

/// Combinations of three changes, and those that once failed.
#[test]
fn combinations_do_not_matter_either() {
    let origins = origins();
    let config = draw(COMBINATIONS);
    let count = config.cases;
    let mut runner = TestRunner::new(config);
    let any = (0..origins.len(), proptest::collection::vec(0..changes::ALL.len(), 3));
    let mut drawn = || any.new_tree(&mut runner).expect("a combination can be drawn").current();
    let mut combinations: Vec<Combination> = (0..count).map(|_| drawn()).collect();
    combinations.extend(ONCE_FAILED.iter().map(|(path, names)| {
        let origin = origins.iter().position(|origin| origin.path == *path);
        let change = |name: &&str| changes::ALL.iter().position(|change| change.name == *name);
        let chosen: Option<Vec<usize>> = names.iter().map(change).collect();
        origin.zip(chosen).unwrap_or_else(|| panic!("{path} or one of {names:?} is not there any more"))
    }));
    let wrong: Vec<String> =
        combinations.par_iter().filter_map(|(at, chosen)| combined(&origins[*at], chosen).err()).collect();
    println!(
        "{} combinations of up to 3 out of {} changes: {} differ",
        combinations.len(),
        changes::ALL.len(),
        wrong.len()
    );
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn any_format_gives_the_same_records() {
    let origins = origins();
    let (mut compared, mut wrong) = (0, Vec::new());
    for format in formats::ALL {
        let (count, differences) = formats::compare(format, &origins);
        println!("{}: {count} compared, {} differ", format.name, differences.len());
        compared += count;
        wrong.extend(differences);
    }
    assert!(wrong.is_empty(), "{} of {compared} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(compared >= 1_000, "only {compared} files were compared");
}

#[test]
fn one_fault_is_one_error_at_its_cell() {
    let origins = origins();
    let mut told = 0;
    let mut wrong = Vec::new();
    for fault in faults::ALL {
        let results: Vec<Result<(), String>> = origins
            .par_iter()
            .flat_map_iter(|origin| origin.tables.iter().map(move |placed| (origin, placed)))
            .flat_map_iter(|(origin, placed)| faults::differences(fault, origin, placed))
            .collect();
        assert!(results.len() >= 8, "{} applies to {} cells only", fault.rule, results.len());
        println!("{}: {} cells", fault.rule, results.len());
        told += results.len();
        wrong.extend(results.into_iter().filter_map(Result::err));
    }
    println!("{told} faults, each one error at its cell, but for {}", wrong.len());
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
