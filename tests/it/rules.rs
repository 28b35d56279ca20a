//! What holds of rules whoever brings them: the tool or a form.

use std::fs;
use std::path::Path;

use crate::run::{bieumau, run};

/// A folder with the schemas of the third form, changed.
fn schemas(change: impl Fn(String) -> String) -> tempfile::TempDir {
    let target = tempfile::tempdir().expect("a temporary folder");
    for folder in ["forms", "rosters", "campaigns"] {
        let (from, to) = (Path::new("fixtures/third-form/schemas").join(folder), target.path().join(folder));
        fs::create_dir(&to).expect("a folder");
        for entry in fs::read_dir(from).expect("the schemas are there") {
            let entry = entry.expect("an entry");
            let text = fs::read_to_string(entry.path()).expect("a schema is text");
            fs::write(to.join(entry.file_name()), change(text)).expect("written");
        }
    }
    target
}

#[test]
fn a_form_cannot_bring_a_rule_by_the_name_of_one_of_the_tools() {
    let taken = schemas(|text| text.replace("\"too-little-memory\"", "\"missing-value\""));
    let output = run(bieumau().args(["forms", "--schemas"]).arg(taken.path()), 2);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("missing-value is one of the tool's own rules"), "{told}");
}
