//! The inbox in `fixtures/`, measured against the truth about it: who has complied, whose every file is, what issues it, which
//! rows are merged with which values, and which errors are told. And the same bytes on every run.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use crate::run::{bieumau, json_file, run};

const INBOX: &str = "fixtures/inbox-2023-06-23";

fn merge(target: &Path, jobs: &str) -> String {
    let mut command = bieumau();
    command.args(["merge", INBOX, "--as-of", "2023-06-23", "--jobs", jobs]);
    command.arg("-o").arg(target.join("tong-hop.xlsx"));
    command.arg("--report").arg(target.join("report.json")).arg("--data").arg(target.join("data"));
    String::from_utf8(run(&mut command, 0).stdout).expect("the table is text")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// What no person would see as different: composition, spacing, tone placement.
fn seen(value: &str) -> String {
    bieumau::text::fold(value)
}

fn composed(path: &str) -> String {
    path.nfc().collect()
}

/// Counts what is right and keeps what is wrong.
#[derive(Default)]
struct Score {
    right: BTreeMap<&'static str, usize>,
    wrong: Vec<String>,
}

impl Score {
    fn mark(&mut self, measure: &'static str, holds: bool, what: impl FnOnce() -> String) {
        if holds {
            *self.right.entry(measure).or_default() += 1;
        } else {
            self.wrong.push(format!("{measure}: {}", what()));
        }
    }
}

#[test]
fn the_inbox_is_read_as_the_truth_tells() {
    let target = tempfile::tempdir().expect("a temporary folder");
    let printed = merge(target.path(), "2");
    assert!(printed.contains("41") && printed.contains("35"), "{printed}");
    let (truth, report) =
        (json_file(Path::new(&format!("{INBOX}.truth.json"))), json_file(&target.path().join("report.json")));
    let mut score = Score::default();
    ledger(&truth, &report, &mut score);
    files(&truth, &report, &mut score);
    errors(&truth, &report, &mut score);
    rows(&truth, &target.path().join("data"), &mut score);
    workbook(&target.path().join("tong-hop.xlsx"), &report);
    assert!(score.wrong.is_empty(), "{} wrong:\n{}", score.wrong.len(), score.wrong.join("\n"));
    for (measure, least) in [
        ("totals", 36),
        ("ledger", 372),
        ("agency", 65),
        ("decision", 70),
        ("outcome", 70),
        ("merged rows", 1000),
        ("values", 10_000),
    ] {
        let right = score.right.get(measure).copied().unwrap_or_default();
        assert!(right >= least, "{measure}: only {right} were compared");
    }
}

/// The summary lists every agency, obligation and file, and says how many have complied.
fn workbook(path: &Path, report: &Value) {
    let mut workbook: Xlsx<_> = open_workbook(path).expect("the workbook can be read");
    let expected = [
        "Tổng hợp",
        "Theo dõi",
        "Chưa hoàn thành",
        "Phân tích",
        "CSDL dùng chung",
        "Dữ liệu mở",
        "Lỗi",
        "Lưu ý",
        "Tệp",
    ];
    assert_eq!(workbook.sheet_names(), expected);
    let mut sheet = |name: &str| workbook.worksheet_range(name).expect("it is there");
    assert_eq!(sheet("Theo dõi").height(), 5 + 93);
    // Room for every agency and obligation, should statuses be corrected.
    assert_eq!(sheet("Chưa hoàn thành").height(), 4 + 4 * 93);
    assert_eq!(sheet("Tệp").height(), 4 + report["files"].as_array().expect("files").len());
    let overview = sheet("Tổng hợp");
    let sentence = overview.get_value((3, 0)).expect("it is there").to_string();
    let told = "có 41 cơ quan (6 cơ quan cấp bộ và 35 cơ quan cấp tỉnh) đã ban hành danh mục";
    assert!(sentence.contains(told), "{sentence}");
    assert_eq!(overview.get_value((7, 1)), Some(&Data::Float(41.0)), "the cached result of the first count");
}

fn ledger(truth: &Value, report: &Value, score: &mut Score) {
    let agencies = report["agencies"].as_array().expect("agencies");
    for (code, obligations) in truth["agencies"].as_object().expect("agencies") {
        let agency = agencies.iter().find(|agency| agency["code"] == code.as_str());
        for (obligation, status) in obligations.as_object().expect("obligations") {
            let found = agency.map_or(&Value::Null, |agency| &agency["obligations"][obligation]["status"]);
            score.mark("ledger", found == status, || format!("{code} {obligation}: {found}, expected {status}"));
        }
    }
    for (key, counts) in truth["totals"].as_object().expect("totals") {
        let (obligation, level) = key.split_once('/').expect("obligation/level");
        let totals = report["totals"].as_array().expect("totals");
        let total = totals.iter().find(|total| total["obligation"] == obligation && total["level"] == level);
        for (status, count) in counts.as_object().expect("counts") {
            let found = total.map_or(&Value::Null, |total| &total[status]);
            score.mark("totals", found == count, || format!("{key} {status}: {found}, expected {count}"));
        }
    }
}

fn files(truth: &Value, report: &Value, score: &mut Score) {
    let found: BTreeMap<String, &Value> =
        report["files"].as_array().expect("files").iter().map(|file| (composed(text(&file["path"])), file)).collect();
    for path in truth["ignored"].as_array().expect("ignored") {
        let outcome = found.get(&composed(text(path))).map_or("skipped", |file| text(&file["outcome"]));
        score.mark("ignored", outcome == "skipped", || format!("{path}: {outcome}"));
    }
    for (path, wanted) in truth["files"].as_object().expect("files") {
        let Some(file) = found.get(&composed(path)) else {
            score.mark("listed", false, || path.clone());
            continue;
        };
        let outcome = text(&file["outcome"]);
        let forms = wanted["forms"].as_array().expect("forms");
        let expected = if wanted["read"] == Value::Bool(false) {
            "unreadable"
        } else if wanted.get("duplicate_of").is_some_and(|other| !other.is_null()) {
            "duplicate"
        } else if forms.is_empty() {
            "not-a-form"
        } else {
            "read"
        };
        score.mark("file", outcome == expected, || format!("{path}: {outcome}, expected {expected}"));
        if expected == "read" {
            score.mark("agency", file["agency"] == wanted["agency"], || {
                format!("{path}: {}, expected {}", file["agency"], wanted["agency"])
            });
            tables(path, forms, file, text(&truth["as_of"]), score);
        }
    }
}

fn is_damaged(form: &Value) -> bool {
    form["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .any(|error| matches!(text(&error["rule"]), "lost-characters" | "legacy-encoding"))
}

fn tables(path: &str, forms: &[Value], file: &Value, as_of: &str, score: &mut Score) {
    let tables = file["tables"].as_array().expect("tables");
    score.mark("tables", tables.len() == forms.len(), || format!("{path}: {} tables", tables.len()));
    for table in tables {
        let rows = table["rows"].as_object().expect("rows");
        let count = |key: &str| rows[key].as_u64().expect("a count");
        let sum = count("records") + count("blank") + count("heading") + count("other");
        score.mark("rows accounted for", count("seen") == sum, || format!("{path}: {rows:?}"));
    }
    for form in forms.iter().filter(|form| !is_damaged(form)) {
        let csv = form["sheet"].is_null();
        let Some(table) =
            tables.iter().find(|table| table["form"] == form["form"] && (csv || table["sheet"] == form["sheet"]))
        else {
            score.mark("tables", false, || format!("{path}: no {} on {}", form["form"], form["sheet"]));
            continue;
        };
        let same = match form["decision"].is_null() {
            true => table["decision"].is_null(),
            false => ["number", "date"].iter().all(|key| table["decision"][*key] == form["decision"][*key]),
        };
        score.mark("decision", same, || format!("{path}: {}, expected {}", table["decision"], form["decision"]));
        let records = form["records"].as_array().expect("records").len();
        score.mark("records", table["rows"]["records"] == records, || {
            format!("{path}: {}, expected {records}", table["rows"])
        });
        let expected = if form.get("superseded_by").is_some_and(|other| !other.is_null()) {
            "superseded"
        } else if !form["errors"].as_array().expect("errors").is_empty() {
            "rejected"
        } else if text(&form["decision"]["date"]) > as_of {
            "later"
        } else {
            "accepted"
        };
        score.mark("outcome", table["outcome"] == expected, || {
            format!("{path}: {}, expected {expected}", table["outcome"])
        });
    }
}

/// Rules that are told of a cell; of the others only the file counts.
const OF_A_CELL: &[&str] =
    &["missing-value", "not-in-list", "bad-period", "duplicate-value", "bad-url", "finish-before-start"];

fn errors(truth: &Value, report: &Value, score: &mut Score) {
    let mut found: BTreeSet<(String, String, String)> = BTreeSet::new();
    let mut wanted: BTreeSet<(String, String, String)> = BTreeSet::new();
    for finding in
        report["findings"].as_array().expect("findings").iter().filter(|finding| finding["severity"] == "error")
    {
        let rule = text(&finding["rule"]);
        let cell = if OF_A_CELL.contains(&rule) { text(&finding["cell"]) } else { "" };
        found.insert((composed(text(&finding["file"])), cell.to_owned(), rule.to_owned()));
    }
    for (path, file) in truth["files"].as_object().expect("files") {
        let forms = file["forms"].as_array().expect("forms");
        if forms.is_empty() || forms.iter().any(is_damaged) {
            // Of files that are no form, and of damaged ones, only the outcome is compared.
            found.retain(|(other, ..)| *other != composed(path));
            continue;
        }
        for error in forms.iter().flat_map(|form| form["errors"].as_array().expect("errors")) {
            wanted.insert((composed(path), text(&error["cell"]).to_owned(), text(&error["rule"]).to_owned()));
        }
    }
    for error in &wanted {
        score.mark("errors found", found.contains(error), || format!("{error:?} was not told"));
    }
    for error in &found {
        score.mark("errors true", wanted.contains(error), || format!("{error:?} is a false alarm"));
    }
}

/// A row of the data package.
struct Merged {
    form: &'static str,
    values: BTreeMap<String, String>,
}

fn rows(truth: &Value, data: &Path, score: &mut Score) {
    let mut merged: BTreeMap<(String, String, u64), Merged> = BTreeMap::new();
    for form in ["shared-databases", "open-data-plan"] {
        let mut reader =
            csv::Reader::from_path(data.join(format!("{form}.csv"))).expect("the data package has the form's rows");
        for row in reader.deserialize::<BTreeMap<String, String>>() {
            let row = row.expect("a row is CSV");
            let key = (composed(&row["_file"]), row["_sheet"].clone(), row["_row"].parse().expect("a row number"));
            merged.insert(key, Merged { form, values: row });
        }
    }
    for (path, file) in truth["files"].as_object().expect("files") {
        for form in file["forms"].as_array().expect("forms") {
            let later = text(&form["decision"]["date"]) > text(&truth["as_of"]);
            let superseded = form.get("superseded_by").is_some_and(|other| !other.is_null());
            if later || superseded || !form["errors"].as_array().expect("errors").is_empty() || file["agency"].is_null()
            {
                continue;
            }
            for record in form["records"].as_array().expect("records") {
                let row = record["row"].as_u64().expect("a row number");
                let found = merged.remove(&(composed(path), text(&form["sheet"]).to_owned(), row));
                score.mark(
                    "merged rows",
                    found.as_ref().is_some_and(|found| found.form == text(&form["form"])),
                    || format!("{path} row {row} is missing"),
                );
                let Some(Merged { values, .. }) = found else { continue };
                score.mark("row agency", values["_agency"] == text(&file["agency"]), || {
                    format!("{path} row {row}: {}", values["_agency"])
                });
                for (field, value) in record["fields"].as_object().expect("fields") {
                    let found = values.get(field).map_or("", String::as_str);
                    score.mark("values", seen(found) == seen(text(value)), || {
                        format!("{path} row {row} {field}: {found:?}, expected {value}")
                    });
                }
            }
        }
    }
    for key in merged.keys() {
        score.mark("merged rows", false, || format!("{key:?} should not be merged"));
    }
}

#[test]
fn the_same_bytes_on_one_thread_and_on_two() {
    let (one, two) =
        (tempfile::tempdir().expect("a temporary folder"), tempfile::tempdir().expect("a temporary folder"));
    merge(one.path(), "1");
    merge(two.path(), "2");
    let mut names: Vec<_> = walkdir::WalkDir::new(one.path())
        .into_iter()
        .map(|entry| entry.expect("the outputs can be walked"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().strip_prefix(one.path()).expect("below the folder").to_owned())
        .collect();
    names.sort();
    assert!(names.len() >= 8, "{names:?}");
    for name in names {
        let bytes =
            |folder: &Path| fs::read(folder.join(&name)).unwrap_or_else(|error| panic!("{}: {error}", name.display()));
        assert!(bytes(one.path()) == bytes(two.path()), "{} differs", name.display());
    }
}
