//! What people do to a form without changing what it says must not change what is read, and what they do wrong must give
//! exactly one error, at its cell. Every accepted file of the inbox and of the cases is changed in every way of [`changes`] and
//! of [`formats`], and in random combinations; the same records, the same agency, the same decision and no error are asked of
//! the library's own pipeline. `cargo test metamorphic -- --nocapture` prints how many were compared.

mod changes;
mod faults;
mod formats;
mod grid;
mod origins;
mod words;

use proptest::prelude::*;
use proptest::test_runner::{FileFailurePersistence, TestRunner};
use rayon::prelude::*;

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
const COMBINATIONS: u32 = 96;

/// Random combinations of three changes, each upon the outcome of the one before. Combinations that once failed are kept
/// beside this file and tried first.
#[test]
fn combinations_do_not_matter_either() {
    let origins = origins();
    let config = ProptestConfig {
        cases: COMBINATIONS,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(
            "tests/it/metamorphic.proptest-regressions",
        ))),
        ..ProptestConfig::default()
    };
    let count = changes::ALL.len();
    let chosen = (0..origins.len(), proptest::collection::vec(0..count, 3));
    let outcome = TestRunner::new(config).run(&chosen, |(at, chosen)| {
        let origin = &origins[at];
        let mut workbook = origin.workbook.clone();
        let mut names = Vec::new();
        for change in chosen {
            let now = review(workbook.clone());
            let tables = origins::tables(&workbook, &now);
            let change = &changes::ALL[change];
            names.push(change.name);
            (change.apply)(&mut workbook, &tables);
        }
        origin
            .compare(&review(workbook))
            .map_err(|difference| TestCaseError::fail(format!("{names:?} on {}: {difference}", origin.path)))
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    println!("{COMBINATIONS} combinations of 3 out of {count} changes: all equal");
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
