//! `docs/mess.md` lists the kinds of mess that are read, each with the test that keeps it read: here those names are kept true.

use std::fs;
use std::path::Path;

fn sources(folder: &str) -> String {
    let files =
        walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("the folder can be walked").into_path());
    let rust = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    rust.map(|path| fs::read_to_string(path).expect("a source file is text")).collect()
}

#[test]
fn every_test_that_the_table_of_messes_names_is_there() {
    let table = fs::read_to_string("docs/mess.md").expect("the table is there");
    let (metamorphic, units) = (sources("tests/it/metamorphic"), sources("src") + &sources("tests/it"));
    let (mut named, mut missing) = (0, Vec::new());
    for row in table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| mess")) {
        let kept = row.trim_end_matches(" |").rsplit(" | ").next().unwrap_or_default();
        // `change `shifted down`, case `a/b``: kinds and names take turns between the backquotes.
        let parts: Vec<&str> = kept.split('`').collect();
        assert!(parts.len() >= 3, "{row}: names no test");
        for pair in parts.chunks_exact(2) {
            let (kind, name) = (pair[0].trim_matches([',', ' ']), pair[1]);
            let is_there = match kind {
                "case" => Path::new("fixtures/cases").join(name).join("expected.txt").is_file(),
                "change" | "format" => metamorphic.contains(&format!("\"{name}\":")),
                "fault" => metamorphic.contains(&format!("rule: \"{name}\"")),
                "unit" => units.contains(&format!("fn {name}()")),
                _ => false,
            };
            named += 1;
            if !is_there {
                missing.push(format!("{kind} {name}"));
            }
        }
    }
    assert!(missing.is_empty(), "named and not there: {missing:?}");
    assert!(named >= 60, "only {named} tests are named");
}
