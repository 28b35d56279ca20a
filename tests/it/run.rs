//! Runs the binary as a user would.

use std::path::Path;
use std::process::{Command, Output};

use proptest::test_runner::{Config, RngSeed};

/// How a property is tried: the same draws on every run, so that the gate depends on the code alone. With
/// `PROPTEST_CASES=20000` as many are drawn anew.
pub fn draw(cases: u32) -> Config {
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => Config { failure_persistence: None, ..Config::default() },
        None => Config { cases, rng_seed: RngSeed::Fixed(0), failure_persistence: None, ..Config::default() },
    }
}

/// The binary under test, with a neutral environment.
pub fn bieumau() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bieumau"));
    command.env_remove("NO_COLOR").env_remove("SOURCE_DATE_EPOCH").env("COLUMNS", "80");
    command
}

/// Runs it and says what it printed when the exit code is another than wanted.
pub fn run(command: &mut Command, wanted: i32) -> Output {
    let output = command.output().expect("the binary can be started");
    let code = output.status.code();
    assert_eq!(
        code,
        Some(wanted),
        "{command:?}\nstdout:\n{}\nstderr:\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// The output of a run as JSON.
pub fn json(output: &[u8]) -> serde_json::Value {
    serde_json::from_slice(output).expect("the output is JSON")
}

/// A file as JSON.
pub fn json_file(path: &Path) -> serde_json::Value {
    json(&std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// The parts of a workbook's package that are XML, by their names.
pub fn package(path: &Path) -> Vec<(String, String)> {
    let file = std::fs::File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut package = zip::ZipArchive::new(file).expect("a workbook is a package");
    let mut parts = Vec::new();
    for index in 0..package.len() {
        let mut part = package.by_index(index).expect("the part is there");
        let name = part.name().expect("a part has a name").into_owned();
        let mut text = String::new();
        if std::io::Read::read_to_string(&mut part, &mut text).is_ok() {
            parts.push((name, text));
        }
    }
    parts
}
