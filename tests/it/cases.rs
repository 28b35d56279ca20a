//! Every folder `fixtures/cases/<rule>/<case>` is a test: `about.md` says in a sentence what it shows, the files beside it are
//! the submission (`.csv` as it is, `.book.json` made into an xlsx), and `expected.txt` lists every finding, so that a false
//! alarm fails as well as a missed fault. `UPDATE_EXPECTED=1 cargo test cases` writes the lists anew: read them.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::run::{bieumau, json, json_file, run};

/// The folders in a folder, in order.
pub fn folders(path: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        .map(|entry| entry.expect("a folder can be listed").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

/// Lays the inputs of a case out in a folder. `x.csv.link` becomes a link `x.csv` to what it says, seen from the case;
/// `x.body.xml` a Word document `x.docx` with that body, and with the header of `x.header.xml` if that is there.
pub fn lay_out(case: &Path, folder: &Path) {
    for entry in fs::read_dir(case).expect("the case can be listed") {
        let path = entry.expect("the case can be listed").path();
        let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        if let Some(stem) = name.strip_suffix(".book.json") {
            crate::book::write(&path, &folder.join(format!("{stem}.xlsx")));
        } else if let Some(name) = name.strip_suffix(".body.xml") {
            let body = fs::read_to_string(&path).expect("the body of a document can be read");
            let header = fs::read_to_string(case.join(format!("{name}.header.xml"))).ok();
            let document = crate::word::of_body(&body, header.as_deref());
            fs::write(folder.join(format!("{name}.docx")), document).expect("it can be written");
        } else if let Some(link) = name.strip_suffix(".link").filter(|link| *link != "schemas") {
            let target = fs::read_to_string(&path).expect("it says where it leads");
            let target = match target.trim().strip_prefix("./") {
                Some(within) => folder.join(within),
                None => fs::canonicalize(case.join(target.trim())).expect("it leads somewhere"),
            };
            make_link(&target, &folder.join(link));
        } else if path.is_dir() && name != "schemas" {
            fs::create_dir(folder.join(&name)).expect("a folder can be made");
            lay_out(&path, &folder.join(&name));
        } else if path.is_file()
            && !name.ends_with(".header.xml")
            && name != "about.md"
            && !matches!(&*name, "expected.txt" | "schemas.link")
        {
            fs::copy(&path, folder.join(&name)).expect("an input can be copied");
        }
    }
}

#[cfg(unix)]
fn make_link(target: &Path, link: &Path) {
    std::os::unix::fs::symlink(target, link).expect("a link can be made");
}

#[cfg(not(unix))]
fn make_link(target: &Path, link: &Path) {
    fs::copy(target, link).expect("it can be copied");
}

/// The schemas of a case, if it has its own: a folder `schemas`, or one that `schemas.link` leads to.
pub fn schemas(case: &Path) -> Option<PathBuf> {
    let own = case.join("schemas");
    if own.is_dir() {
        return Some(own);
    }
    let link = fs::read_to_string(case.join("schemas.link")).ok()?;
    Some(fs::canonicalize(case.join(link.trim())).expect("it leads to a folder of schemas"))
}

/// The inputs of a case in a folder of their own.
pub fn inputs(case: &Path) -> tempfile::TempDir {
    let inputs = tempfile::tempdir().expect("a temporary folder");
    lay_out(case, inputs.path());
    inputs
}

/// All findings of the case, one a line: severity, rule, place, field, message.
fn findings(case: &Path) -> String {
    let inputs = inputs(case);
    let target = tempfile::tempdir().expect("a temporary folder");
    let report = target.path().join("report.json");
    let mut command = bieumau();
    command
        .arg("merge")
        .arg(inputs.path())
        .args(["--as-of", "2023-06-23", "--lang", "vi"])
        .arg("--report")
        .arg(&report);
    if let Some(schemas) = schemas(case) {
        command.arg("--schemas").arg(schemas);
    }
    run(&mut command, 0);
    let report = json_file(&report);
    let mut lines = String::new();
    for file in report["files"].as_array().expect("the report lists files") {
        for table in file["tables"].as_array().expect("a file lists its tables") {
            let rows = &table["rows"];
            let _ = writeln!(
                lines,
                "{} › {} {}: {} records, {} blank, {} heading, {} other",
                text(&file["path"]),
                text(&table["form"]),
                text(&table["range"]),
                rows["records"],
                rows["blank"],
                rows["heading"],
                rows["other"]
            );
        }
    }
    for finding in report["findings"].as_array().expect("the report lists findings") {
        let place: Vec<&str> =
            ["file", "sheet", "cell"].iter().map(|key| text(&finding[*key])).filter(|part| !part.is_empty()).collect();
        let _ = writeln!(
            lines,
            "{} {} {} | {}",
            text(&finding["severity"]),
            text(&finding["rule"]),
            place.join(" › "),
            text(&finding["message"])
        );
    }
    lines
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[test]
fn every_case_gives_its_findings_and_no_other() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for rule in folders(Path::new("fixtures/cases")) {
        for case in folders(&rule) {
            count += 1;
            assert!(case.join("about.md").is_file(), "{} says what it shows in about.md", case.display());
            let found = findings(&case);
            let expected = case.join("expected.txt");
            if std::env::var_os("UPDATE_EXPECTED").is_some() {
                fs::write(&expected, &found).expect("the expected list can be written");
            }
            let wanted = fs::read_to_string(&expected).unwrap_or_default();
            if found != wanted {
                wrong.push(format!("{}\n--- expected\n{wanted}+++ found\n{found}", case.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count} cases:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 40, "only {count} cases were found");
}

#[test]
fn every_rule_has_a_case_that_fires_and_one_that_does_not() {
    let output = run(bieumau().args(["explain", "--format", "json"]), 0);
    let rules = json(&output.stdout);
    let mut missing = Vec::new();
    // Of a form that is made in Excel nobody sends a case, and another form than asked for is told by `check --form`, one that
    // is not given by `check`: `design`, `alone`, `between`.
    let of_cases = |rule: &&Value| {
        !text(&rule["code"]).starts_with("M7") && !["other-form", "form-not-given"].contains(&text(&rule["name"]))
    };
    for rule in rules.as_array().expect("explain lists the rules").iter().filter(of_cases) {
        let name = text(&rule["name"]);
        let lists: Vec<String> = match Path::new("fixtures/cases").join(name) {
            folder if folder.is_dir() => {
                folders(&folder).iter().filter_map(|case| fs::read_to_string(case.join("expected.txt")).ok()).collect()
            }
            _ => Vec::new(),
        };
        let fires = |list: &String| list.lines().any(|line| line.split(' ').nth(1) == Some(name));
        if !lists.iter().any(fires) || lists.iter().all(fires) {
            missing.push(name.to_owned());
        }
    }
    assert!(missing.is_empty(), "no case that fires, or no neighbour that does not: {missing:?}");
}
