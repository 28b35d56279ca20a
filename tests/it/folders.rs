//! What an inbox may hold besides files: links in circles, pipes, names of any bytes. Unix only, where such things can be made.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;

use serde_json::Value;

use crate::run::{bieumau, json};

fn report(folder: &Path) -> Value {
    let output = bieumau().args(["check", "--format", "json"]).arg(folder).output().expect("the binary can be started");
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    json(&output.stdout)
}

/// Path and outcome of every file.
fn files(report: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let files = report["files"].as_array().expect("a list").iter();
    files.map(|file| (text(&file["path"]), text(&file["outcome"]))).collect()
}

#[test]
fn links_and_pipes_neither_hang_nor_go_in_circles() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("sub")).expect("a folder");
    fs::create_dir(at("folder.xlsx")).expect("a folder");
    fs::write(at("sub/a.csv"), "a,b\n1,2\n").expect("a file");
    symlink(folder.path(), at("sub/loop")).expect("a link");
    symlink(at("self.csv"), at("self.csv")).expect("a link");
    symlink(at("nowhere"), at("dangling.csv")).expect("a link");
    let made = std::process::Command::new("mkfifo").arg(at("pipe.csv")).status().expect("it is part of every Unix");
    assert!(made.success());
    let expected = [
        ("dangling.csv", "unreadable"),
        ("pipe.csv", "skipped"),
        ("self.csv", "unreadable"),
        ("sub/a.csv", "not-a-form"),
        ("sub/loop", "skipped"),
    ];
    assert_eq!(files(&report(folder.path())), expected.map(|(path, outcome)| (path.to_owned(), outcome.to_owned())));
}

#[test]
fn control_characters_of_names_are_shown_and_never_obeyed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let names: [&[u8]; 6] = [
        b"line\nbreak.csv",
        b"escape\x1b[31m.csv",
        "bidi\u{202e}vsc.csv".as_bytes(),
        b"bytes\xff\xfe.csv",
        "Ha\u{300}.csv".as_bytes(),
        "H\u{e0}.csv".as_bytes(),
    ];
    for name in names {
        fs::write(folder.path().join(OsStr::from_bytes(name)), "a,b\n1,2\n").expect("a file");
    }
    let report = report(folder.path());
    let paths: Vec<String> = files(&report).into_iter().map(|(path, _)| path).collect();
    let expected = [
        "Hà [2].csv",
        "Hà.csv",
        "bidi\u{fffd}vsc.csv",
        "bytes\u{fffd}\u{fffd}.csv",
        "escape␛[31m.csv",
        "line␊break.csv",
    ];
    assert_eq!(paths, expected);

    let output = bieumau().arg("check").arg(folder.path()).output().expect("the binary can be started");
    let printed = String::from_utf8(output.stdout).expect("it is text");
    assert!(!printed.contains(['\u{1b}', '\u{202e}']), "{printed:?}");
    for shown in ["escape␛[31m.csv", "bidi\u{fffd}vsc.csv", "line␊break.csv"] {
        assert!(printed.contains(shown), "{shown}: {printed}");
    }
}

#[test]
fn folders_may_be_deep_but_not_endless() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let deep = |levels: usize| {
        let path = (0..levels).fold(folder.path().to_owned(), |path, _| path.join("d"));
        fs::create_dir_all(&path).expect("folders");
        path
    };
    fs::write(deep(60).join("a.csv"), "a,b\n1,2\n").expect("a file");
    fs::write(deep(70).join("b.csv"), "a,b\n1,2\n").expect("a file");
    let outcomes: Vec<String> = files(&report(folder.path())).into_iter().map(|(_, outcome)| outcome).collect();
    assert_eq!(outcomes, ["not-a-form", "unreadable"], "what lies too deep is told by its folder");
}

#[test]
fn what_may_not_be_read_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("closed.csv");
    fs::write(&file, "a,b\n1,2\n").expect("a file");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).expect("it is ours");
    // The administrator may read everything.
    let expected = if fs::File::open(&file).is_ok() { "not-a-form" } else { "unreadable" };
    assert_eq!(files(&report(folder.path())), [("closed.csv".to_owned(), expected.to_owned())]);
}

/// Files come, grow and go while the run goes on: each run ends well and every finding is about a file of the list.
#[test]
fn files_that_change_or_vanish_cost_themselves() {
    use std::sync::atomic::{AtomicBool, Ordering};
    let folder = tempfile::tempdir().expect("a temporary folder");
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let rows = "1,2,3\n".repeat(20_000);
            while !is_over.load(Ordering::Relaxed) {
                for number in 0..8 {
                    let path = folder.path().join(format!("{number}.csv"));
                    fs::write(&path, &rows[..rows.len() / (number + 1)]).expect("there is room");
                    if number % 2 == 0 {
                        fs::remove_file(&path).expect("it is ours");
                    }
                }
            }
        });
        for _ in 0..6 {
            let report = report(folder.path());
            let paths: Vec<String> = files(&report).into_iter().map(|(path, _)| path).collect();
            for finding in report["findings"].as_array().expect("a list") {
                assert!(paths.iter().any(|path| finding["file"] == path.as_str()), "{finding}");
            }
        }
        is_over.store(true, Ordering::Relaxed);
    });
}

#[test]
fn links_out_of_the_inbox_are_read_only_if_asked_for() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    for made in ["inbox", "store/sub", "far"] {
        fs::create_dir_all(at(made)).expect("a folder");
    }
    for (file, content) in
        [("store/sub/a.csv", "a,b\n1,2\n"), ("far/b.csv", "a,b\n3,4\n"), ("inbox/c.csv", "a,b\n5,6\n")]
    {
        fs::write(at(file), content).expect("a file");
    }
    symlink(at("far/b.csv"), at("inbox/b.csv")).expect("a link");
    symlink(at("store"), at("inbox/store")).expect("a link");
    symlink(at("far"), at("store/far")).expect("a link");
    // In a circle, and to what is there already.
    symlink(at("inbox"), at("store/back")).expect("a link");
    symlink("/", at("inbox/everything")).expect("a link");
    symlink(at("inbox/c.csv"), at("inbox/d.csv")).expect("a link");
    let expected = [
        ("b.csv", "skipped"),
        ("c.csv", "not-a-form"),
        ("d.csv", "skipped"),
        ("everything", "skipped"),
        ("store", "skipped"),
    ];
    let report = report(&at("inbox"));
    assert_eq!(files(&report), expected.map(|(path, outcome)| (path.to_owned(), outcome.to_owned())));
    let told: Vec<&str> = report["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|finding| finding["rule"] == "outside-link")
        .map(|finding| finding["file"].as_str().expect("a path"))
        .collect();
    assert_eq!(told, ["b.csv", "everything", "store"]);

    let output =
        bieumau().args(["check", "--format", "json", "--follow-links"]).arg(at("inbox")).output().expect("it starts");
    let followed = json(&output.stdout);
    let read: Vec<String> =
        files(&followed).into_iter().filter(|(_, outcome)| outcome == "not-a-form").map(|(path, _)| path).collect();
    assert_eq!(read, ["c.csv", "store/far/b.csv", "store/sub/a.csv"]);
}
