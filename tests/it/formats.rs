//! One sample report in every format, side by side in `fixtures/formats/expected.txt`: `UPDATE_EXPECTED=1` writes it, read it. One
//! of its files holds cells that try to harm whatever shows them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use bieumau::intake::read;
use bieumau::workbook;
use serde_json::Value;

use crate::run::{bieumau, json, json_file, run};

const SAMPLE: &str = "fixtures/formats";

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// What `check` gives for the sample in a format, on its standard output.
fn printed(arguments: &[&str]) -> String {
    let inputs = crate::cases::inputs(Path::new(SAMPLE));
    let output = run(bieumau().arg("check").arg(inputs.path()).args(arguments), 1);
    String::from_utf8(output.stdout).expect("the output is text")
}

/// The workbook of findings as lines of cells.
fn workbook_lines() -> String {
    let inputs = crate::cases::inputs(Path::new(SAMPLE));
    let target = tempfile::tempdir().expect("a temporary folder");
    let path = target.path().join("ket-qua.xlsx");
    run(bieumau().arg("check").arg(inputs.path()).arg("-o").arg(&path), 1);
    let collected = workbook::collect(&[path], &[], false).expect("it was written");
    let book = workbook::read(&collected.sources[0]).workbook.expect("it is a workbook");
    let mut lines = String::new();
    for sheet in &book.sheets {
        for row in &sheet.rows {
            let cells: Vec<String> = row.cells.iter().map(|(_, content)| read::shown(content).into_owned()).collect();
            let _ = writeln!(lines, "{}", cells.join(" | ").replace('\n', "↵"));
        }
    }
    lines
}

#[test]
fn one_report_in_every_format() {
    let mut all = String::new();
    let mut add = |name: &str, text: &str| {
        let _ = writeln!(all, "════════ {name}\n{}", text.trim_end());
    };
    add("text", &printed(&["--format", "text"]));
    add("text, English", &printed(&["--lang", "en"]));
    for format in ["json", "jsonl", "csv", "markdown", "sarif", "junit", "github"] {
        // Whoever changes a schema need not come here.
        add(format, &printed(&["--format", format]).replace(&bieumau::schema::load::edition(), "EDITION"));
    }
    // One element a line reads better, and the style sheet is a file of its own.
    let page = printed(&["--format", "html"]);
    let (head, body) = page.split_once("</style>").expect("the page has its style");
    let head = head.split("<style>").next().unwrap_or_default();
    let body = body.split("<footer>").next().unwrap_or_default();
    add("html", &format!("{head}{body}").replace("><", ">\n<"));
    add("xlsx", &workbook_lines());
    let expected = Path::new(SAMPLE).join("expected.txt");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&expected, &all).expect("the snapshot can be written");
    }
    let wanted = fs::read_to_string(&expected).unwrap_or_default();
    let differs = all.lines().zip(wanted.lines()).find(|(found, wanted)| found != wanted);
    assert!(all == wanted, "{} is not current; first at {differs:#?}", expected.display());
}

/// Holds a document against a JSON Schema.
fn assert_valid(schema: &Value, document: &Value, what: &str) {
    let validator = jsonschema::validator_for(schema).expect("the schema is one");
    let faults: Vec<String> =
        validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(faults.is_empty(), "{what}:\n{}", faults.join("\n"));
}

#[test]
fn json_is_as_its_published_schema_says() {
    let schema = json_file(Path::new("schemas/report.schema.json"));
    for arguments in [&["--format", "json"][..], &["--format", "json", "--only", "V301", "--max-findings", "2"]] {
        assert_valid(&schema, &json(printed(arguments).as_bytes()), "check");
    }
    let target = tempfile::tempdir().expect("a temporary folder");
    let path = target.path().join("report.json");
    run(bieumau().args(["merge", "fixtures/inbox-2023-06-23", "--as-of", "2023-06-23", "--report"]).arg(&path), 0);
    let report = json_file(&path);
    assert_valid(&schema, &report, "merge");
    let mut wrong = report;
    wrong["counts"]["error"] = Value::from("many");
    assert!(!jsonschema::is_valid(&schema, &wrong), "the schema refuses what is wrong");
}

#[test]
fn json_lines_are_what_the_report_holds() {
    let report = json(printed(&["--format", "json"]).as_bytes());
    let lines: Vec<Value> = printed(&["--format", "jsonl"]).lines().map(|line| json(line.as_bytes())).collect();
    let of_kind = |kind: &str| -> Vec<Value> {
        let own = lines.iter().filter(|line| line["kind"] == kind).cloned();
        own.map(|mut line| {
            let object = line.as_object_mut().expect("an object");
            object.remove("kind");
            object.remove("bieumau");
            line
        })
        .collect()
    };
    assert_eq!(Value::from(of_kind("file")), report["files"]);
    assert_eq!(Value::from(of_kind("finding")), report["findings"]);
    assert_eq!(of_kind("counts"), [report["counts"].clone()]);
}

#[test]
fn sarif_is_as_the_official_schema_says_and_names_the_cell() {
    let mut schema = json_file(Path::new("fixtures/sarif/sarif-schema-2.1.0.json"));
    // A lone bracket is itself in ECMA 262, which the schema is written for; the validator wants it escaped.
    for holder in ["run", "toolComponent"] {
        let pattern = &mut schema["definitions"][holder]["properties"]["language"]["pattern"];
        *pattern = Value::from(text(pattern).replace("}]?$", "}\\]?$"));
    }
    let log = json(printed(&["--format", "sarif"]).as_bytes());
    assert_valid(&schema, &log, "check");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let blank = results.iter().find(|result| result["ruleId"] == "V301").expect("a missing value");
    assert_eq!(blank["locations"][0]["logicalLocations"][0]["fullyQualifiedName"], "PL1!C5");
    let rule = blank["ruleIndex"].as_u64().expect("an index") as usize;
    assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][rule]["name"], "missing-value");
    let hostile = results.iter().map(|result| &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]);
    assert!(
        hostile.clone().any(|uri| uri == "H22%20hi%E1%BB%83m%20%C4%91%E1%BB%99c.csv"),
        "{:?}",
        hostile.collect::<Vec<_>>()
    );
}

#[test]
fn nothing_in_a_cell_is_obeyed() {
    let page = printed(&["--format", "html"]);
    assert!(!page.contains("<script>") && !page.contains("<img") && page.contains("&lt;img src=x"), "{page}");
    assert!(!page.contains("http://") || !page.contains("href"), "nothing is linked or fetched");
    for format in ["text", "markdown", "github", "html", "junit"] {
        let text = printed(&["--format", format]);
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{format}");
        if format == "markdown" {
            assert!(text.contains("a\\|b \\`c\\` \\[d\\](e) \\*f\\* &#64;g"), "{text}");
        }
        if format == "github" {
            let odd = text.lines().filter(|line| line.starts_with("::") && !line.contains(" file=")).count();
            assert_eq!(odd, 0, "{text}");
            assert!(text.contains("100%25"), "{text}");
        }
        if format == "junit" {
            quick_junit::Report::deserialize_from_str(&text).expect("it is JUnit XML");
        }
    }
    let list = printed(&["--format", "csv"]);
    let mut rows = csv::Reader::from_reader(list.trim_start_matches('\u{feff}').as_bytes());
    for row in rows.records() {
        for cell in &row.expect("it is CSV") {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
        }
    }
}

#[test]
fn a_capped_list_keeps_the_worst_and_exact_totals() {
    let whole = json(printed(&["--format", "json"]).as_bytes());
    let capped = json(printed(&["--format", "json", "--max-findings", "3"]).as_bytes());
    assert_eq!(capped["findings"].as_array().map(Vec::len), Some(3));
    assert_eq!(capped["counts"]["listed"], 3);
    assert_eq!(capped["counts"]["error"], whole["counts"]["error"]);
    assert!(capped["findings"].as_array().expect("a list").iter().all(|finding| finding["severity"] == "error"));
    for format in ["html", "markdown"] {
        let text = printed(&["--format", format, "--max-findings", "3"]);
        assert!(text.contains("Hiện 3 trong"), "{format}: {text}");
    }
}

#[test]
fn a_format_goes_where_it_can() {
    let target = tempfile::tempdir().expect("a temporary folder");
    let case = "fixtures/cases/missing-value/blank/PL1.csv";
    for (name, begins) in [
        ("a.txt", "PL1.csv\n"),
        ("a.json", "{"),
        ("a.jsonl", "{\"kind\""),
        ("a.csv", "\u{feff}Mức độ,"),
        ("a.html", "<!DOCTYPE html>"),
        ("a.md", "# Kết quả"),
        ("a.sarif", "{"),
        ("a.xml", "<?xml"),
    ] {
        let path = target.path().join(name);
        run(bieumau().args(["check", case, "-o"]).arg(&path), 1);
        let text = fs::read_to_string(&path).expect("it was written");
        assert!(text.starts_with(begins), "{name}: {text}");
    }
    let refused = run(bieumau().args(["check", case, "--format", "xlsx"]), 2);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("-o danh-sach.xlsx"));
    let refused = run(bieumau().args(["check", case, "-o"]).arg(target.path().join("a.pdf")), 2);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("sarif"));
    // As HTML and Markdown a merge shows the national summary, which is a page of its own.
    for name in ["m.sarif", "m.xml", "m.jsonl", "m.csv"] {
        let path = target.path().join(name);
        run(
            bieumau()
                .args(["merge", "fixtures/cases/missing-value/blank", "--as-of", "2023-06-23", "--report"])
                .arg(&path),
            0,
        );
        assert!(fs::read_to_string(&path).expect("it was written").contains("missing-value"), "{name}");
    }
    let annotated = run(
        bieumau().args(["merge", "fixtures/cases/missing-value/blank", "--as-of", "2023-06-23", "--format", "github"]),
        0,
    );
    assert!(String::from_utf8_lossy(&annotated.stdout).starts_with("::error file=PL1.csv,title=V301"));
}

/// Nor can the name of its file.
#[test]
#[cfg(unix)]
fn a_cell_cannot_give_commands_to_github() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let form = "UBND TỈNH HÀ GIANG\nSTT,Tên cơ sở dữ liệu,Mục đích,Phạm vi dữ liệu,Đơn vị chủ trì,Nguồn dữ liệu,Hình thức chia sẻ,Hiện trạng\n\
                1,CSDL đất đai,a,b,c,d,\"100%\n::set-env name=x::y\",Đã có\n";
    fs::write(folder.path().join("a,b: c.csv"), form).expect("it can be written");
    let mut check = bieumau();
    check.current_dir(folder.path()).args(["check", "a,b: c.csv", "--format", "github", "--lang", "en"]);
    let printed = String::from_utf8(run(&mut check, 1).stdout).expect("it is text");
    assert!(
        printed.contains("“100%25↵::set-env name=x::y”") && printed.lines().all(|line| !line.starts_with("::set-env")),
        "{printed}"
    );
    assert!(printed.contains("file=a%2Cb%3A c.csv,"), "{printed}");
}

#[test]
fn a_file_cannot_write_markdown() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let row = |number: usize, sharing: &str| format!("{number},CSDL số {number},a,b,c,d,\"{sharing}\",Đã có\n");
    let typed = ["a|b <img> [x](y) _z_", "x\n# y @z", "https://a.vn www.a.vn"];
    let rows: String = typed.iter().enumerate().map(|(at, typed)| row(at + 1, typed)).collect();
    let headings =
        "STT,Tên cơ sở dữ liệu,Mục đích,Phạm vi dữ liệu,Đơn vị chủ trì,Nguồn dữ liệu,Hình thức chia sẻ,Hiện trạng";
    fs::create_dir(folder.path().join("Hà Giang")).expect("a folder can be made");
    fs::write(folder.path().join("Hà Giang/PL1.csv"), format!("{headings}\n{rows}")).expect("it can be written");
    let mut check = bieumau();
    check.current_dir(folder.path()).args(["check", ".", "--format", "markdown", "--lang", "en"]);
    let printed = String::from_utf8(run(&mut check, 1).stdout).expect("it is text");
    for escaped in [
        "“a\\|b &lt;img&gt; \\[x\\](y) \\_z\\_”",
        "“x↵\\# y &#64;z”",
        "“https:&#47;/a.vn www&#46;a.vn”",
        "Hà Giang/PL1.csv",
    ] {
        assert!(printed.contains(escaped), "{escaped}: {printed}");
    }
}
