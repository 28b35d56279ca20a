//! Replays the corpus of the fuzz targets in `fuzz/`, and every input that once was a crash, with the stable toolchain: each
//! is read, taken in and checked, and the rows add up.

use std::fs;
use std::path::PathBuf;

#[path = "../../fuzz/src/inputs.rs"]
pub mod inputs;
#[path = "../../fuzz/src/outputs.rs"]
mod outputs;

use inputs::Target;

/// The inputs of a target: its corpus and its past crashes.
fn inputs_of(name: &str) -> Vec<PathBuf> {
    let folders = ["fuzz/corpus", "fuzz/crashes"].map(|folder| PathBuf::from(folder).join(name));
    let files = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    let mut files: Vec<PathBuf> = files.map(|entry| entry.expect("a folder can be listed").path()).collect();
    files.sort();
    files
}

#[test]
fn the_corpus_and_past_crashes_come_to_an_end() {
    for (name, target) in Target::EACH {
        let files = inputs_of(name);
        assert!(!files.is_empty(), "{name} has a corpus");
        for path in files {
            let input = fs::read(&path).expect("an input can be read");
            let reviewed = target.review(&input);
            let is_form = path.file_name().is_some_and(|name| name == "form");
            assert!(
                !is_form
                    || reviewed
                        .iter()
                        .flat_map(|it| &it.findings)
                        .all(|finding| finding.rule.name != "unreadable-file"),
                "{path:?}"
            );
        }
    }
}

/// What an inbox holds stays text in every output, and every output can be opened.
#[test]
fn outputs_of_the_corpus_can_be_opened() {
    for path in inputs_of("outputs") {
        outputs::merge(&fs::read(&path).expect("an input can be read"));
    }
}

/// What fuzzing does in a small way: every input is cut at many places, and bytes of it are changed.
#[test]
fn damaged_inputs_come_to_an_end() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move || {
        // Xorshift (Marsaglia 2003): the same numbers on every run.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as usize
    };
    for (name, target) in Target::EACH {
        for path in inputs_of(name) {
            let input = fs::read(&path).expect("an input can be read");
            for _ in 0..24 {
                drop(target.load(&input[..next() % (input.len() + 1)]));
                let mut changed = input.clone();
                for _ in 0..1 + next() % 4 {
                    let at = next() % changed.len();
                    changed[at] = next() as u8;
                }
                drop(target.load(&changed));
            }
        }
    }
}
