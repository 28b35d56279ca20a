//! The terminal sessions in README, guide and docs stay true: every line `$ …` of a ```` ```console ```` block is run in a folder that holds
//! `fixtures`, `schemas` and `docs`, one folder a page, and what it prints must be what the block shows. `UPDATE_README=1` writes it.
//! A line `…` stands for any lines.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rayon::prelude::*;

/// Runs the commands of a block and gives the block as it ought to be.
fn played(block: &str, folder: &Path) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_bieumau"));
    let mut paths = vec![binary.parent().expect("a file lies in a folder").to_owned()];
    paths.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let path = std::env::join_paths(paths).expect("the paths can be joined");
    let mut played = String::new();
    let mut shown: Vec<&str> = Vec::new();
    let mut lines = block.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(typed) = line.strip_prefix("$ ") else { continue };
        shown.clear();
        while let Some(next) = lines.next_if(|next| !next.starts_with("$ ")) {
            shown.push(next);
        }
        let output = Command::new("sh")
            .args(["-c", &format!("{{ {typed}\n}} 2>&1")])
            .current_dir(folder)
            .env("PATH", &path)
            .env("COLUMNS", "80")
            .env_remove("NO_COLOR")
            .output()
            .expect("a shell can be started");
        let printed = String::from_utf8(output.stdout).expect("the output is text");
        played.push_str(line);
        played.push('\n');
        if fits(&shown, &printed.lines().collect::<Vec<_>>()) {
            shown.iter().for_each(|line| played.push_str(&format!("{line}\n")));
        } else {
            printed.lines().for_each(|line| played.push_str(&format!("{}\n", line.trim_end())));
        }
    }
    played
}

/// Whether the shown lines are the printed ones, a line `…` standing for any number of them.
fn fits(shown: &[&str], printed: &[&str]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((&"…", rest)) => (0..=printed.len()).any(|skipped| fits(rest, &printed[skipped..])),
        Some((line, rest)) => {
            printed.split_first().is_some_and(|(first, after)| line.trim_end() == first.trim_end() && fits(rest, after))
        }
    }
}

/// The text with every console block played anew.
fn current(readme: &str, folder: &Path) -> String {
    let mut current = String::new();
    let mut rest = readme;
    while let Some((before, after)) = rest.split_once("```console\n") {
        let Some((block, after)) = after.split_once("```") else { break };
        current.push_str(before);
        current.push_str("```console\n");
        current.push_str(&played(block, folder));
        current.push_str("```");
        rest = after;
    }
    current + rest
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.expect("the folder can be walked");
        let target = to.join(entry.path().strip_prefix(from).expect("below the folder"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).expect("a folder can be made");
        } else {
            fs::copy(entry.path(), &target).expect("a file can be copied");
        }
    }
}

/// A folder in which the commands of a README may do what they like.
fn playground() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for part in ["fixtures", "schemas", "docs"] {
        copy(Path::new(part), &folder.path().join(part));
    }
    folder
}

#[test]
#[cfg(unix)]
fn the_sessions_in_readme_and_guide_are_true() {
    let mut pages: Vec<PathBuf> =
        ["README.md", "README.vi.md", "docs/forms.md", "docs/forms.vi.md"].map(PathBuf::from).into();
    pages.extend(["vi", "en"].into_iter().flat_map(crate::guide::pages));
    pages.par_iter().for_each(|page| {
        let text = fs::read_to_string(page).expect("the page is there");
        if !text.contains("```console\n") {
            return;
        }
        let (current, page) = (current(&text, playground().path()), page.display());
        if std::env::var_os("UPDATE_README").is_some() {
            fs::write(page.to_string(), &current).expect("the page can be written");
        } else {
            assert!(text == current, "{page} is not current; UPDATE_README=1 cargo test readme writes\n{current}");
        }
    });
}

#[test]
#[cfg(unix)]
fn a_session_that_is_not_true_is_noticed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let block = |shown: &str| format!("# A\n```console\n$ echo một; echo hai\n{shown}```\nend\n");
    for kept in [block("một\nhai\n"), block("…\nhai\n"), block("…\n")] {
        assert_eq!(current(&kept, folder.path()), kept);
    }
    assert_eq!(current(&block("ba\n"), folder.path()), block("một\nhai\n"));
    let with_tool = current("```console\n$ bieumau check nothing.xlsx; echo $?\n```\n", folder.path());
    assert!(with_tool.contains("nothing.xlsx") && with_tool.ends_with("2\n```\n"), "{with_tool}");
}
