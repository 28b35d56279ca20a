//! A failed output leaves the old one, and only what is ours is replaced.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::bail;

use super::{OutputKind, Outputs, Wanted};
use crate::text::Language;
use crate::workbook::mark::{Mark, Output};

fn settled(path: &Path, shape: OutputKind) -> anyhow::Result<Outputs> {
    Outputs::settle(vec![Wanted { path: path.to_owned(), shape }], &[], Language::English)
}

fn package(path: &Path, content: &str) -> anyhow::Result<()> {
    let mut outputs = settled(path, OutputKind::Folder("data"))?;
    outputs.folder(path, |create| Ok(create("a.csv")?.write_all(content.as_bytes())?))?;
    outputs.put_in_place()
}

fn names(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).expect("readable").map(|entry| entry.expect("an entry").path()).collect()
}

#[test]
fn a_failed_output_leaves_the_old_one() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("report.json");
    let old = Mark::of(Output::Report).to_string();
    fs::write(&path, &old).expect("a file can be written");
    let mut outputs = settled(&path, OutputKind::File(&["json"])).expect("it can be written");
    let failed = outputs.file(&path, |file| {
        file.write_all(b"half")?;
        bail!("disk full")
    });
    assert!(failed.is_err());
    assert_eq!(fs::read_to_string(&path).expect("it is there"), old);
    assert_eq!(names(folder.path()).len(), 1, "nothing is left lying about");

    outputs.file(&path, |file| Ok(file.write_all(b"new")?)).expect("it can be written");
    outputs.put_in_place().expect("it can be renamed");
    assert_eq!(fs::read_to_string(&path).expect("it is there"), "new");
    assert_eq!(names(folder.path()).len(), 1, "nothing is left lying about");
}

#[test]
fn a_folder_of_ours_is_replaced_and_no_other() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let path = parent.path().join("data");
    for content in ["one", "two"] {
        package(&path, content).expect("it is ours");
        assert_eq!(fs::read_to_string(path.join("a.csv")).expect("it is there"), content);
    }
    assert_eq!(names(parent.path()).len(), 1);
    let told = settled(&path, OutputKind::Folder("letters")).expect_err("these are data").to_string();
    assert!(told.contains("another kind (data)"), "{told}");
    // What the system leaves there is nobody's.
    fs::write(path.join("Thumbs.db"), "x").expect("a file can be written");
    package(&path, "three").expect("it is ours");
    fs::write(path.join("signed.pdf"), "x").expect("a file can be written");
    let told = package(&path, "four").expect_err("there is more in it").to_string();
    assert!(told.contains("signed.pdf was not written by bieumau"), "{told}");
    fs::remove_file(path.join("signed.pdf")).expect("it is ours");
    fs::write(path.join("a.csv"), "corrected").expect("a file can be written");
    let told = package(&path, "five").expect_err("it was changed").to_string();
    assert!(told.contains("a.csv was changed since"), "{told}");
    assert_eq!(fs::read_to_string(path.join("a.csv")).expect("it is there"), "corrected");
}
