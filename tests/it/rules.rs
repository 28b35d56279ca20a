//! What holds of rules whoever brings them: the tool or a form.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::run::{bieumau, json, json_file, run};

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
    assert!(told.contains("missing-value là quy tắc sẵn có"), "{told}");
}

/// What `check` or `merge` says of the third form's inbox when its rule, or the campaign's obligation, is another.
fn asked(command: &str, from: &str, to: &str, code: i32) -> String {
    let schemas = schemas(|text| text.replace(from, to));
    let output = run(bieumau().args([command, INBOX, "--lang", "en", "--schemas"]).arg(schemas.path()), code);
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    // However wide the lines are.
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

const INBOX: &str = "fixtures/third-form/inbox";
const RULE: &str = "memory >= 1.0";
const OBLIGATION: &str = "record.backup)";

#[test]
fn what_is_certain_to_fail_stops_the_run_at_its_start() {
    for (rule, why) in [
        ("memory >= \\\"much\\\"", "compares a number with text"),
        // What the filled record that it is tried on does not come to.
        ("memory >= 1.0 || name > 1", "compares text with a number"),
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
    assert!(told.contains("obligation `inventory`") && told.contains("compares text with a number"), "{told}");
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
    let nested = |list: &str, depth: usize| {
        (0..depth).fold("true".to_owned(), |rule, level| format!("{list}.all(x{level}, {rule})"))
    };
    // That it takes too long is certain, or seen at the record with the long list.
    let told = asked("check", RULE, &format!("memory < 0.0 || {}", nested(digits, 12)), 2);
    assert!(told.contains("expression `assert` ← its condition takes more than 1000000 steps"), "{told}");
    let some = format!("{digits}.filter(digit, double(digit) < memory)");
    let told = asked("check", RULE, &nested(&some, 6), 0);
    assert!(told.contains("could not be asked of this row: its condition takes more than 20000 steps"), "{told}");
    assert_eq!(told.matches("rule-not-asked").count(), 1, "of the other file the list is short");
    // What builds lists is counted too.
    for (step, item) in [("map", "true"), ("filter", "true"), ("exists_one", "x == 3")] {
        let rule = (0..6).fold("x == 0".to_owned(), |rule, _| format!("{some}.{step}(x, {rule} && {item}) != []"));
        let rule = if step == "exists_one" { rule.replace(" != []", "") } else { rule };
        let told = asked("check", RULE, &format!("{rule} || true"), 0);
        assert!(told.contains("takes more than 20000 steps"), "{step}: {told}");
    }
    let condition = nested("records", 21);
    let told = asked("merge", "records.all(record, record.backup)", &condition, 2);
    assert!(told.contains("obligation `inventory` ← its condition takes more than 1003000 steps"), "{told}");
}

#[test]
fn texts_that_double_end_with_a_message() {
    let doubled = |text: &str, times: usize, item: &str| {
        (0..times).fold(format!("[{text}]"), |list, _| format!("{list}.map(it, {item})"))
    };
    // Forty times that is a million megabytes, in forty steps.
    for item in ["it + it", "[it, it]", "{0: it, 1: it}"] {
        let told = asked("check", RULE, &format!("size({}) > 0", doubled("name", 40, item)), 2);
        assert!(told.contains("rule `too-little-memory`"), "{told}");
        assert!(told.contains("its condition puts together more than 64 MB of text"), "{item}: {told}");
    }
    let of_one = doubled("(memory > 1000.0 ? name : \\\"\\\")", 22, "it + it");
    let told = asked("check", RULE, &format!("size({of_one}) > 0"), 0);
    assert!(told.contains("could not be asked of this row: its condition puts together more than 4 MB"), "{told}");
    assert!(told.contains("too-little-memory") && told.matches("rule-not-asked").count() == 1, "{told}");
    // What is long and does not grow is no fault.
    let told = asked("check", RULE, &format!("size({}) > 0", doubled("name + name", 40, "it")), 0);
    assert!(!told.contains("rule-not-asked"), "{told}");
}

#[test]
fn a_tally_whose_condition_has_no_answer_is_no_number() {
    // Of the one server with more memory; without its row the tally would be wrong, and the rule would say so of the sender.
    let of_one =
        (0..22).fold("[memory > 1000.0 ? name : \\\"\\\"]".to_owned(), |list, _| format!("{list}.map(it, it + it)"));
    for condition in [format!("size({of_one}) > 0"), "int(memory) / int(cores - 4.0) >= -1000".to_owned()] {
        let tally = format!(
            "\"tallies\": [{{\"name\": \"large\", \"count\": \"name\", \"where\": \"{condition}\"}}], \"rules\": ["
        );
        let schemas = schemas(|text| text.replace("\"rules\": [", &tally).replace(RULE, "large >= 2.0"));
        let output = run(bieumau().args(["check", INBOX, "--lang", "en", "--schemas"]).arg(schemas.path()), 0);
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        let why = "its condition has no answer (as where it divides by zero) or costs too much";
        assert!(told.contains("Hà Giang.csv") && told.contains(why), "{told}");
        assert_eq!(told.matches("rule-not-asked").count(), 1, "{told}");
    }
}

#[test]
fn a_condition_without_an_answer_for_one_agency_does_not_stop_the_others() {
    let condition = "records.all(a, records.filter(b, b.name == a.name).size() == 1)";
    let schemas = schemas(|text| text.replace("records.all(record, record.backup)", condition));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (inbox, report) = (folder.path().join("inbox"), folder.path().join("report.json"));
    fs::create_dir(&inbox).expect("a folder");
    let list = fs::read_to_string(Path::new(INBOX).join("Nam Định.csv")).expect("the inbox is there");
    fs::write(inbox.join("Nam Định.csv"), &list).expect("written");
    let own = fs::read_to_string(Path::new(INBOX).join("Hà Giang.csv")).expect("the inbox is there");
    let row = own.lines().last().expect("it has rows");
    let (_, rest) = row.split_once(',').and_then(|(_, row)| row.split_once(',')).expect("it has columns");
    let rows = (3..1_503).map(|number| format!("{number},máy {number},{rest}\n"));
    fs::write(inbox.join("Hà Giang.csv"), own.clone() + &rows.collect::<String>()).expect("written");
    let mut command = bieumau();
    command.arg("merge").arg(&inbox).args(["--as-of", "2023-06-23", "--lang", "en", "--schemas"]).arg(schemas.path());
    let told = String::from_utf8_lossy(&run(command.arg("--report").arg(&report), 0).stderr).into_owned();
    assert!(told.contains("warning: Servers: 1 agency cannot be asked about"), "{told}");
    assert!(told.contains("H22") && told.contains("takes more than"), "{told}");
    let report = json_file(&report);
    assert_eq!(report["warnings"][0]["code"], "obligation-not-asked");
    let [many, few] = [0, 1].map(|at| &report["agencies"][at]["obligations"]["inventory"]);
    assert_eq!((&many["status"], &many["reasons"][0]["code"]), (&Value::from("defective"), &Value::from("not-asked")));
    assert_eq!(few["status"], "complied");
    // Nobody is reminded of what the condition does not know.
    let (from, letters) = (folder.path().join("report.json"), folder.path().join("letters"));
    let mut command = bieumau();
    command.arg("remind").arg(&from).arg("-o").arg(&letters).arg("--schemas").arg(schemas.path());
    run(&mut command, 0);
    let written = fs::read_dir(&letters).map(|entries| entries.count()).unwrap_or_default();
    assert!(
        fs::read_dir(&letters)
            .into_iter()
            .flatten()
            .all(|it| { !it.expect("an entry").file_name().to_string_lossy().starts_with("H22") }),
        "{written}"
    );
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

const BLANK: &str = "fixtures/cases/missing-value/blank";

/// The severity of each finding of missing values, the outcome of the one submission, and which rules are allowed.
fn of_blank(report: &Value) -> (Vec<&str>, &str, &Value) {
    let findings = report["findings"].as_array().expect("a list of findings");
    let missing = findings.iter().filter(|finding| finding["code"] == "V301");
    let severities = missing.map(|finding| finding["severity"].as_str().expect("a severity")).collect();
    let outcome = report["files"][0]["tables"][0]["outcome"].as_str().expect("an outcome");
    (severities, outcome, &report["selection"]["allow"])
}

#[test]
fn what_is_allowed_is_told_as_a_note_and_rejects_nothing() {
    let target = tempfile::tempdir().expect("a temporary folder");
    let path = target.path().join("report.json");
    for typed in ["V301", "v301", "missing-value", "missing_value"] {
        let checked = json(&run(bieumau().args(["check", BLANK, "--format", "json", "--allow", typed]), 0).stdout);
        assert_eq!(of_blank(&checked), (vec!["info"], "accepted", &serde_json::json!(["missing-value"])), "{typed}");
        assert_eq!(checked["selection"]["left_out"], 0);
        run(bieumau().args(["merge", BLANK, "--as-of", "2023-06-23", "--allow", typed, "--report"]).arg(&path), 0);
        let merged = json_file(&path);
        assert_eq!(of_blank(&merged), (vec!["info"], "accepted", &serde_json::json!(["missing-value"])), "{typed}");
    }
    let said = String::from_utf8(run(bieumau().args(["check", BLANK, "--allow", "V301"]), 0).stdout).expect("text");
    assert!(said.contains("Được phép bỏ qua, chỉ nêu để biết: missing-value."), "{said}");
    assert!(said.ends_with("CÓ THỂ GỬI: không có lỗi.\n"), "{said}");
}

#[test]
fn the_configuration_allows_what_the_flag_allows() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let inbox = folder.path().join("hop-thu");
    fs::create_dir(&inbox).expect("a folder");
    fs::copy(Path::new(BLANK).join("PL1.csv"), inbox.join("PL1.csv")).expect("copied");
    fs::write(folder.path().join("bieumau.toml"), "allow = [\"V301\"]\n").expect("written");
    let report = folder.path().join("report.json");
    let mut merge = bieumau();
    merge.current_dir(folder.path()).args(["merge", "hop-thu", "--as-of", "2023-06-23", "--report", "report.json"]);
    run(&mut merge, 0);
    assert_eq!(of_blank(&json_file(&report)).0, ["info"]);
    let mut check = bieumau();
    check.current_dir(folder.path()).args(["check", "hop-thu", "--format", "json"]);
    assert_eq!(of_blank(&json(&run(&mut check, 0).stdout)).0, ["info"]);
}

#[test]
fn what_cannot_be_allowed_is_refused_and_a_slip_told_with_the_nearest() {
    for command in ["check", "merge"] {
        for (typed, wanted) in [
            ("mising-value", "there is no rule “mising-value”; did you mean missing-value?"),
            ("V3O1", "did you mean V301?"),
            ("xyzzy", "list them: bieumau explain"),
            ("missing-decision", "missing-decision cannot be allowed: such a file cannot be merged"),
            ("F101", "unreadable-file cannot be allowed"),
        ] {
            let output = run(bieumau().args([command, BLANK, "--lang", "en", "--allow", typed]), 2);
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(told.contains(wanted) && !told.contains("không"), "{command} {typed}: {told}");
            assert!(told.lines().count() <= 4, "the nearest is named, not all: {told}");
        }
        let told = String::from_utf8(run(bieumau().args([command, BLANK, "--allow", "mising-value"]), 2).stderr);
        let told = told.expect("text");
        assert!(told.contains("có phải là missing-value?") && !told.contains("did you mean"), "{told}");
    }
    // What is a warning can be told as a note, whatever it is about.
    let renamed = "fixtures/cases/renamed-column";
    run(bieumau().args(["merge", renamed, "--as-of", "2023-06-23", "--allow", "renamed-column"]), 0);
}

#[test]
fn what_is_not_told_one_by_one_stands_at_its_own_table() {
    let list = fs::read_to_string(Path::new(BLANK).join("PL1.csv")).expect("the case is there");
    let rows: Vec<Vec<String>> = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(list.as_bytes())
        .records()
        .map(|row| row.expect("a row").iter().map(str::to_owned).collect())
        .collect();
    // The first of its two records is blank in a column.
    let [above @ .., blank, whole] = rows.as_slice() else { panic!("it has two records") };
    let record = |number: usize, filled: bool| -> Vec<String> {
        let mut row = if filled { whole.clone() } else { blank.clone() };
        (row[0], row[1]) = (number.to_string(), format!("CSDL số {number}"));
        row
    };
    let sheet = |name: &str, numbers: std::ops::Range<usize>, filled: bool| {
        let records = numbers.map(|number| record(number, filled));
        serde_json::json!({ "name": name, "rows": above.iter().cloned().chain(records).collect::<Vec<_>>() })
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (description, book) = (folder.path().join("book.json"), folder.path().join("PL1.xlsx"));
    let sheets = serde_json::json!({ "sheets": [sheet("A", 1..3, true), sheet("B", 3..1_103, false)] });
    fs::write(&description, sheets.to_string()).expect("written");
    crate::book::write(&description, &book);
    let report = json(&run(bieumau().arg("check").arg(&book).args(["--format", "json"]), 1).stdout);
    let findings = report["findings"].as_array().expect("a list of findings");
    let untold: Vec<&Value> = findings.iter().filter(|finding| finding["rule"] == "not-all-told").collect();
    assert!(!untold.is_empty() && untold.iter().all(|finding| finding["sheet"] == "B"), "{untold:?}");
}
