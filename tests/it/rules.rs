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

/// What `check` or `merge` says of the third form's inbox when its rule, or the campaign's obligation, is another.
fn asked(command: &str, from: &str, to: &str, code: i32) -> String {
    let schemas = schemas(|text| text.replace(from, to));
    let output = run(bieumau().args([command, INBOX, "--lang", "en", "--schemas"]).arg(schemas.path()), code);
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

const INBOX: &str = "fixtures/third-form/inbox";
const RULE: &str = "memory >= 1.0";
const OBLIGATION: &str = "record.backup)";

#[test]
fn what_is_certain_to_fail_stops_the_run_at_its_start() {
    for (rule, why) in [
        ("memory >= \\\"much\\\"", "no matching overload"),
        // What the filled record that it is tried on does not come to.
        ("memory >= 1.0 || name > 1", "no matching overload"),
        ("[1, 2].all(x, x > 0 || x == name + 1)", "Unsupported binary operator"),
        ("memory >= 1.0 || 1 / 0 > 1", "divides by zero"),
        ("memory >= 1.0 || name.matches(\\\"[\\\")", "the function matches"),
        ("memory", "gives float instead of true or false"),
        ("memory >= 1.0 || mmemory > 1", "unknown field `mmemory`"),
    ] {
        let told = asked("check", RULE, rule, 2);
        assert!(told.contains("rule `too-little-memory`") && told.contains(why), "{rule}: {told}");
    }
    let told = asked("merge", OBLIGATION, "record.backup || record.name > 1)", 2);
    assert!(told.contains("obligation `inventory`") && told.contains("no matching overload"), "{told}");
}

#[test]
fn a_rule_that_fails_at_some_records_is_told_once_for_each_reason() {
    let told = asked("check", RULE, "int(memory) / int(cores - 4.0) >= -1000", 0);
    assert!(told.contains("could not be asked of this row: its condition divides by zero"), "{told}");
    let told = asked("check", RULE, "int(name) > 0", 0);
    assert!(told.contains("of 2 rows, of which this is the first: the function int cannot take"), "{told}");
}

#[test]
fn loops_in_loops_end_with_a_message() {
    let digits = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";
    let mut rule = "true".to_owned();
    for variable in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"] {
        rule = format!("{digits}.all({variable}, {rule})");
    }
    let told = asked("check", RULE, &format!("memory > 0.0 && {rule}"), 0);
    assert!(told.contains("takes more than 20000 steps"), "{told}");
    // `map` and `filter` look at the gauge elsewhere.
    for (variable, step) in [("a", "map"), ("b", "filter"), ("c", "exists_one")] {
        let mut rule = format!("{digits}.exists({variable}, {variable} > 10)");
        for _ in 0..9 {
            let item = if step == "map" { rule.clone() } else { format!("{rule} || true") };
            rule = format!("{digits}.{step}({variable}, {item}) == {digits}");
        }
        let told = asked("check", RULE, &format!("memory > 0.0 && ({rule} || true)"), 0);
        assert!(told.contains("takes more than 20000 steps"), "{step}: {told}");
    }
    // Over all records, and the list of them named again and again without a step.
    for condition in [
        "records.all(a, records.all(b, records.all(c, records.all(d, records.all(e, records.all(f, records.all(g, records.all(h, records.all(i, records.all(j, records.all(k, records.all(l, records.all(m, records.all(n, records.all(o, records.all(p, records.all(q, records.all(r, records.all(s, records.all(t, records.all(u, true)))))))))))))))))))))",
    ] {
        let told = asked("merge", "records.all(record, record.backup)", condition, 2);
        assert!(told.contains("obligation `inventory`: its condition takes more than 1000200 steps"), "{told}");
    }
}

#[test]
fn a_template_of_letters_that_does_not_end_is_stopped() {
    let target = tempfile::tempdir().expect("a temporary folder");
    let (report, template) = (target.path().join("report.json"), target.path().join("letter.md"));
    run(bieumau().args(["merge", "fixtures/inbox-2023-06-23", "--as-of", "2023-06-23", "--report"]).arg(&report), 0);
    let template_text = "{% for a in range(10000) %}{% for b in range(10000) %}{% endfor %}{% endfor %}";
    fs::write(&template, template_text).expect("written");
    let mut command = bieumau();
    command.arg("remind").arg(&report).arg("--template").arg(&template).arg("-o").arg(target.path().join("letters"));
    let told = String::from_utf8_lossy(&run(&mut command, 2).stderr).into_owned();
    assert!(told.contains("out of fuel"), "{told}");
}
