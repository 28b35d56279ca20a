//! Every rule speaks both languages, has an example that really produces it, and stands on the pages in `docs/`. The examples that
//! `explain` shows are embedded from one file, and this test makes that file anew from the cases: `UPDATE_EXPECTED=1` writes it
//! and the pages.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use bieumau::cell::Cell;
use bieumau::finding::{Rule, placeholders};
use bieumau::intake::read;
use bieumau::render::explain::Example;
use bieumau::rules;
use bieumau::text::Bilingual;
use bieumau::workbook;
use serde_json::Value;

use crate::cases::{folders, inputs};
use crate::run::{bieumau, json, json_file, run};

const EXAMPLES: &str = "src/render/examples.json";

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The first case in which the rule fires, by its list of expected findings.
fn first_case(name: &str) -> Option<PathBuf> {
    let folder = Path::new("fixtures/cases").join(name);
    let fires = |case: &PathBuf| {
        let list = fs::read_to_string(case.join("expected.txt")).unwrap_or_default();
        list.lines().any(|line| line.split(' ').nth(1) == Some(name))
    };
    folder.is_dir().then(|| folders(&folder).into_iter().find(fires)).flatten()
}

/// The findings of a case in a language.
fn report(case: &Path, inputs: &Path, lang: &str) -> Value {
    let target = tempfile::tempdir().expect("a temporary folder");
    let path = target.path().join("report.json");
    let mut command = bieumau();
    command.arg("merge").arg(inputs).args(["--as-of", "2023-06-23", "--lang", lang]).arg("--report").arg(&path);
    if let Some(schemas) = crate::cases::schemas(case) {
        command.arg("--schemas").arg(schemas);
    }
    run(&mut command, 0);
    json_file(&path)
}

fn example(rule: &str, case: &Path) -> Example {
    let inputs = inputs(case);
    let (vi, en) = (report(case, inputs.path(), "vi"), report(case, inputs.path(), "en"));
    let of_rule = |report: &Value| -> Value {
        let findings = report["findings"].as_array().expect("a list of findings");
        findings.iter().find(|finding| finding["rule"] == rule).expect("the rule fires").clone()
    };
    let (said, said_in_english) = (of_rule(&vi), of_rule(&en));
    let both = |key: &str| Bilingual {
        vi: text(&said[key]).to_owned().into(),
        en: text(&said_in_english[key]).to_owned().into(),
    };
    let place: Vec<&str> =
        ["file", "sheet", "cell"].iter().map(|key| text(&said[*key])).filter(|part| !part.is_empty()).collect();
    Example {
        case: case.strip_prefix("fixtures/cases").expect("below the cases").to_string_lossy().replace('\\', "/"),
        place: place.join(" › "),
        cells: cells(inputs.path(), &vi, &said),
        message: both("message"),
        help: both("help"),
    }
}

/// The heading and value of the cell in question, after those of the row's first two cells, which tell people what row it is.
fn cells(inputs: &Path, report: &Value, finding: &Value) -> Vec<(String, String)> {
    let Some(place) = finding["cell"].as_str().map(address) else { return Vec::new() };
    let collected = workbook::collect(&[inputs.to_owned()], &[], false).expect("the inputs are there");
    let source = collected.sources.iter().find(|source| *source.path == *text(&finding["file"])).expect("its file");
    let Ok(book) = workbook::read(source).workbook else { return Vec::new() };
    let sheet = book.sheets.iter().find(|sheet| sheet.name.as_deref() == finding["sheet"].as_str()).expect("its sheet");
    let shown = |cell: Cell| {
        let text = sheet.content(cell).map(read::shown).unwrap_or_default().into_owned();
        if text.chars().count() > 90 { format!("{}…", text.chars().take(89).collect::<String>()) } else { text }
    };
    let files = report["files"].as_array().expect("a list of files");
    let tables = files.iter().filter(|file| file["path"] == finding["file"]).flat_map(|file| file["tables"].as_array());
    let header = tables
        .flatten()
        .filter(|table| table["sheet"] == finding["sheet"])
        .map(|table| address(text(&table["range"]).split(':').next().unwrap_or_default()))
        .rfind(|first| first.row < place.row);
    let Some(header) = header else { return vec![(text(&finding["cell"]).to_owned(), shown(place))] };
    let mut columns = vec![header.column, header.column + 1, place.column];
    columns.sort_unstable();
    columns.dedup();
    columns
        .into_iter()
        .map(|column| (shown(Cell::new(header.row, column)), shown(Cell::new(place.row, column))))
        .collect()
}

fn address(cell: &str) -> Cell {
    let letters = cell.chars().take_while(char::is_ascii_uppercase);
    let column = letters.clone().fold(0, |column, letter| column * 26 + u32::from(letter) - u32::from('A') + 1);
    let row: u32 = cell[letters.count()..].parse().expect("an address ends in a number");
    Cell::new(row - 1, column - 1)
}

/// Compares with a file, or writes it when asked to.
fn keep(path: &str, wanted: &str) {
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(path, wanted).expect("the file can be written");
    }
    let found = fs::read_to_string(path).unwrap_or_default();
    assert!(
        found == wanted,
        "{path} is not current: UPDATE_EXPECTED=1 cargo test --test it explain, build, and once more"
    );
}

#[test]
fn every_rule_has_an_example_that_produces_it_and_the_pages_are_current() {
    let rules = json(&run(bieumau().args(["explain", "--format", "json"]), 0).stdout);
    let mut examples: BTreeMap<String, Example> = BTreeMap::new();
    let mut without = Vec::new();
    // Of a form that is made in Excel nobody sends a case, and what is asked for of
    // files that belong together is told by `check` alone: `design`, `alone`, `agencies`.
    let of_check = ["other-form", "form-not-given"];
    let of_cases = |rule: &&Value| !text(&rule["code"]).starts_with("M7") && !of_check.contains(&text(&rule["name"]));
    for rule in rules.as_array().expect("a list of rules").iter().filter(of_cases) {
        let name = text(&rule["name"]);
        match first_case(name) {
            Some(case) => {
                examples.insert(name.to_owned(), example(name, &case));
            }
            None => without.push(name),
        }
    }
    assert!(without.is_empty(), "no case fires for {without:?}");
    keep(EXAMPLES, &(serde_json::to_string_pretty(&examples).expect("it can be written") + "\n"));
    for (page, lang) in [("docs/rules.vi.md", "vi"), ("docs/rules.md", "en")] {
        let printed = run(bieumau().args(["explain", "--format", "markdown", "--lang", lang]), 0);
        keep(page, &String::from_utf8(printed.stdout).expect("the page is text"));
    }
}

fn every_text(rule: &Rule) -> [(&'static str, &Bilingual); 3] {
    [("message", &rule.message), ("help", &rule.help), ("explanation", &rule.explanation)]
}

#[test]
fn every_rule_speaks_both_languages_with_the_same_facts() {
    let schemas = bieumau::schema::embedded().expect("the built-in schemas are right");
    let of_forms = schemas.forms.iter().flat_map(|form| &form.rules).map(|rule| &*rule.rule);
    let mut all: Vec<&Rule> = rules::all().collect();
    all.extend(of_forms);
    let (mut names, mut codes) = (Vec::new(), Vec::new());
    for rule in all {
        for (what, words) in every_text(rule) {
            let (mut vi, mut en) = (placeholders(&words.vi), placeholders(&words.en));
            vi.sort_unstable();
            en.sort_unstable();
            assert_eq!(vi, en, "{}: {what}", rule.name);
            assert!(!words.vi.trim().is_empty() && !words.en.trim().is_empty(), "{}: {what} is empty", rule.name);
            let alone = words.vi.trim().starts_with('{') && words.vi.trim().ends_with('}');
            assert!(words.vi != words.en || alone || words.vi.contains('«'), "{}: {what} is not translated", rule.name);
        }
        assert!(rule.message.vi.ends_with(['.', '}']), "{}: the message is a sentence", rule.name);
        names.push(rule.name.to_string());
        codes.push(rule.code.to_string());
    }
    for list in [&mut names, &mut codes] {
        let count = list.len();
        list.sort();
        list.dedup();
        assert_eq!(list.len(), count, "a name or code is there twice: {list:?}");
    }
}

#[test]
fn explain_knows_codes_and_names_and_says_what_was_meant() {
    for typed in ["V301", "v301", "missing-value", "missing_value"] {
        let output = run(bieumau().args(["giai-thich", typed]), 0);
        let said = String::from_utf8(output.stdout).expect("text");
        assert!(said.starts_with("lỗi V301 missing-value\n"), "{said}");
        assert!(said.contains("Ví dụ") && said.lines().all(|line| line.chars().count() <= 80), "{said}");
    }
    let output = run(bieumau().args(["explain", "mising-value"]), 2);
    assert!(String::from_utf8_lossy(&output.stderr).contains("có phải là missing-value?"));
}
