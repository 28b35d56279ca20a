//! The order of the modules and who may open what, as the crate's documentation promises.

use std::fs;
use std::path::{Path, PathBuf};

const ORDER: &[&str] = &[
    "text", "cell", "value", "finding", "workbook", "schema", "intake", "rules", "store", "verdict", "ledger",
    "summary", "report", "design", "render", "run", "cli", "commands",
];

pub fn sources() -> Vec<(PathBuf, String)> {
    let mut sources: Vec<(PathBuf, String)> = walkdir::WalkDir::new("src")
        .into_iter()
        .map(|entry| entry.expect("src can be walked").into_path())
        // Tests in files of their own may use what they like, as those within a module may.
        .filter(|path| {
            !path.ends_with("tests.rs")
                && !path.ends_with("ledger/sample.rs")
                && !path.components().any(|part| part.as_os_str() == "tests")
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            (
                path.strip_prefix("src").expect("below src").to_owned(),
                fs::read_to_string(path).expect("a source file is text"),
            )
        })
        .collect();
    sources.sort();
    sources
}

fn module(path: &Path) -> String {
    let first = path.components().next().expect("a path has a part").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// The code without what is there for tests alone, which may use what it likes: each such item goes to its `;`, or to the brace that
/// closes it at its own indentation.
pub fn code(source: &str) -> String {
    let mut parts = source.split("#[cfg(test)]\n");
    let mut kept = parts.next().expect("split gives at least one part").to_owned();
    for part in parts {
        let indent = &kept[kept.rfind('\n').map_or(0, |at| at + 1)..];
        let ends = [format!("\n{indent}}}\n"), ";\n".to_owned()].map(|end| part.find(&end).map(|at| at + end.len()));
        let first = part.lines().next().unwrap_or_default();
        let end = if first.ends_with(';') { ends[1] } else { ends[0] };
        kept.push_str(&part[end.unwrap_or(part.len())..]);
    }
    kept
}

/// The notices that go with the program know every crate of the lock file: `.ci/third-party` makes them anew.
#[test]
fn the_notices_name_every_crate() {
    let lock = fs::read_to_string("Cargo.lock").expect("the lock file is there");
    let value = |line: &str| line.split('"').nth(1).unwrap_or_default().to_owned();
    let mut locked: Vec<String> = lock
        .split("[[package]]")
        .filter(|package| package.contains("\nsource = "))
        .map(|package| {
            let of = |key: &str| package.lines().find(|line| line.starts_with(key)).map(value).unwrap_or_default();
            format!("{} {}", of("name = "), of("version = "))
        })
        .collect();
    let notices = fs::read_to_string("THIRD-PARTY.md").expect("the notices are there");
    let listed = notices.lines().filter_map(|line| line.strip_prefix("- "));
    let mut named: Vec<String> = listed.map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect();
    for names in [&mut locked, &mut named] {
        names.sort_unstable();
        names.dedup();
    }
    let missing: Vec<&String> = locked.iter().filter(|name| !named.contains(name)).collect();
    let gone: Vec<&String> = named.iter().filter(|name| !locked.contains(name)).collect();
    assert!(missing.is_empty() && gone.is_empty(), "run .ci/third-party: missing {missing:?}, gone {gone:?}");
}

#[test]
fn a_module_uses_only_those_before_it() {
    let mut wrong = Vec::new();
    for (path, source) in sources() {
        let Some(own) = ORDER.iter().position(|name| *name == module(&path)) else { continue };
        for used in code(&source).split("crate::").skip(1) {
            let name: String =
                used.chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect();
            if let Some(other) = ORDER.iter().position(|known| *known == name)
                && other > own
            {
                wrong.push(format!("{} uses {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let lib = fs::read_to_string("src/lib.rs").expect("src/lib.rs is text");
    let listed: Vec<&str> =
        lib.lines().filter_map(|line| line.strip_prefix("pub mod ")).map(|name| name.trim_end_matches(';')).collect();
    assert_eq!(listed, ORDER, "src/lib.rs lists the modules in their order");
}

#[test]
fn one_file_knows_each_library_and_few_touch_the_disk() {
    let knows = |word: &str, allowed: &[&str]| {
        let strangers: Vec<String> = sources()
            .into_iter()
            .filter(|(path, source)| {
                let path = path.to_string_lossy().replace('\\', "/");
                code(source).contains(word) && !allowed.iter().any(|prefix| path.starts_with(prefix))
            })
            .map(|(path, _)| path.display().to_string())
            .collect();
        assert!(strangers.is_empty(), "{word} is used in {strangers:?}");
    };
    knows("calamine::", &[]);
    knows("rust_xlsxwriter::", &["render/xlsx"]);
    knows("comfy_table::", &["render/"]);
    knows("clap::", &["cli", "commands/", "main.rs"]);
    knows("std::fs", &["workbook/", "schema/load", "store.rs", "commands/"]);
    knows("tempfile::", &["store.rs", "commands/"]);
    knows("std::env", &["commands/", "main.rs"]);
    knows("::now()", &["commands/", "workbook/"]);
}

/// Lines of a function, and of a file: beyond that it is two subjects.
const LONGEST: (usize, usize) = (60, 500);

#[test]
fn no_function_and_no_file_is_too_long() {
    let mut long = Vec::new();
    for (path, source) in sources() {
        let lines = source.lines().count();
        if lines > LONGEST.1 {
            long.push(format!("{}: {lines} lines", path.display()));
        }
        let code = code(&source);
        let lines: Vec<&str> = code.lines().collect();
        for (start, line) in lines.iter().enumerate() {
            let indent = &line[..line.len() - line.trim_start().len()];
            let words = line.trim_start();
            let is_function = ["fn ", "pub fn ", "const fn "].iter().any(|head| words.starts_with(head))
                || words.starts_with("pub(") && words.contains(") fn ");
            // What ends on its own line is short.
            if !is_function || words.ends_with('}') || words.ends_with(';') {
                continue;
            }
            let end = lines[start..].iter().position(|line| *line == format!("{indent}}}")).unwrap_or_default();
            if end + 1 > LONGEST.0 {
                let name = words.split('(').next().unwrap_or_default();
                long.push(format!("{}: {name} has {} lines", path.display(), end + 1));
            }
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}
