//! Forms that go back to their senders. For every rejected submission of the inbox and of the cases: sent back as it is, the
//! returned workbook gives the same errors; nothing of the sender's is lost; and corrected as the notes say, it is accepted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bieumau::cell::{Area, Cell, Content, layout_of};
use bieumau::text::{fold, is_placeholder, tidy};
use bieumau::value::Period;
use bieumau::workbook::{self, Sheet, Source, Visibility, WITHIN, Workbook};
use serde_json::Value;

use crate::metamorphic::grid::put;
use crate::run::{bieumau, json, json_file, run};

const INBOX: &str = "fixtures/inbox-2023-06-23";
const ORIGIN: &str = "Lập lại từ tệp: ";

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn read(path: &Path) -> Workbook {
    let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
    let source = Source { path: Arc::from(name), file: path.to_owned(), member: None, unpacked: None };
    workbook::read(&source).workbook.unwrap_or_else(|refusal| panic!("{}: {refusal:?}", path.display()))
}

/// Reads a file, or the one within it that is shown so: `thu.eml › PL1.csv`.
fn read_within(path: &Path, shown: &str) -> Workbook {
    let Some((_, within)) = shown.split_once(WITHIN) else { return read(path) };
    let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
    let source = Source { path: Arc::from(name), file: path.to_owned(), member: None, unpacked: None };
    let mut found = None;
    workbook::read_all(&source, |file| {
        if file.path.split_once(WITHIN).is_some_and(|(_, path)| path == within) {
            found = file.workbook.ok();
        }
    });
    found.unwrap_or_else(|| panic!("{shown} was sent"))
}

fn texts(sheet: &Sheet) -> impl Iterator<Item = (Cell, &str)> {
    sheet.rows.iter().flat_map(|row| {
        row.cells.iter().filter_map(|(column, content)| match content {
            Content::Text(text) => Some((Cell::new(row.number, column), text.as_str())),
            _ => None,
        })
    })
}

/// What is found in a file, but for that a form which nobody has changed does not count.
fn check(path: &Path, options: &[&str]) -> Value {
    let mut command = bieumau();
    let output = command.arg("check").arg(path).args(["--format", "json"]).args(options).output().expect("it starts");
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    let mut report = json(&output.stdout);
    report["findings"].as_array_mut().expect("a list").retain(|finding| finding["rule"] != "own-output");
    report
}

/// The errors about a file, counted: rule, field and value.
///
/// A column that is missing comes back empty, so each record then lacks its value; both are written alike here. A formula that was
/// never calculated, and a cell that could not be read, come back as an error value. What was not Unicode comes back decoded.
fn errors(report: &Value, file: Option<&str>) -> BTreeMap<(String, String, String), usize> {
    let mut errors = BTreeMap::new();
    for finding in list(&report["findings"]) {
        let concerned = file.is_none_or(|file| finding["file"] == file);
        if !concerned || finding["severity"] != "error" {
            continue;
        }
        let field = text(&finding["field"]).to_owned();
        let value = text(&finding["value"]).to_owned();
        let key = match text(&finding["rule"]) {
            "legacy-encoding" => continue,
            "missing-column" => ("missing-value".to_owned(), field, String::new()),
            "formula-error" | "bad-cell" => ("formula-error".to_owned(), String::new(), String::new()),
            "lost-characters" => ("lost-characters".to_owned(), String::new(), String::new()),
            "missing-value" => ("missing-value".to_owned(), field, String::new()),
            rule => (rule.to_owned(), field, value),
        };
        *errors.entry(key).or_default() += 1;
    }
    errors
}

/// A file that was sent, what was said about it, and what went back.
struct Returned {
    sent: PathBuf,
    shown: String,
    report: Arc<Value>,
    returned: PathBuf,
}

impl Returned {
    fn has(&self, rule: &str) -> bool {
        list(&self.report["findings"]).iter().any(|finding| finding["file"] == self.shown && finding["rule"] == rule)
    }
}

/// The returned workbooks of a folder, each with the file that its first sheet names.
fn pairs(folder: &Path, sent: &Path, report: Value) -> Vec<Returned> {
    let report = Arc::new(report);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be listed").path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "xlsx"));
    paths.sort();
    let origin = |path: &PathBuf| {
        let workbook = read(path);
        texts(&workbook.sheets[0]).find_map(|(_, text)| text.strip_prefix(ORIGIN).map(str::to_owned))
    };
    paths
        .into_iter()
        .map(|returned| {
            let shown = origin(&returned).unwrap_or_else(|| panic!("{} names its origin", returned.display()));
            let file = shown.split(WITHIN).next().unwrap_or_default();
            let sent = walkdir::WalkDir::new(sent)
                .into_iter()
                .map(|entry| entry.expect("it can be walked").into_path())
                .find(|path| fold(&path.to_string_lossy().replace('\\', "/")).ends_with(&fold(&format!("/{file}"))))
                .unwrap_or_else(|| panic!("{shown} was sent"));
            Returned { sent, shown, report: Arc::clone(&report), returned }
        })
        .collect()
}

fn of_the_inbox(target: &Path) -> Vec<Returned> {
    let (report, folder) = (target.join("report.json"), target.join("tra lai"));
    let mut command = bieumau();
    command.args(["merge", INBOX, "--as-of", "2023-06-23"]).arg("--report").arg(&report).arg("--return").arg(&folder);
    run(&mut command, 0);
    let report = json_file(&report);
    let rejected: BTreeSet<&str> = list(&report["files"])
        .iter()
        .filter(|file| list(&file["tables"]).iter().any(|table| table["outcome"] == "rejected"))
        .map(|file| text(&file["path"]))
        .collect();
    let rejected: BTreeSet<String> = rejected.into_iter().map(str::to_owned).collect();
    let pairs = pairs(&folder, Path::new(INBOX), report);
    let returned: BTreeSet<String> = pairs.iter().map(|pair| pair.shown.clone()).collect();
    assert_eq!(returned, rejected, "what was rejected goes back, and nothing else");
    assert!(returned.len() >= 19, "only {} are rejected", returned.len());
    pairs
}

fn of_the_cases(target: &Path) -> Vec<Returned> {
    let mut all = Vec::new();
    let cases = walkdir::WalkDir::new("fixtures/cases").min_depth(2).max_depth(2).sort_by_file_name();
    for case in cases.into_iter().map(|entry| entry.expect("it can be walked").into_path()) {
        if crate::cases::schemas(&case).is_some() {
            continue;
        }
        let name = case.strip_prefix("fixtures/cases").expect("below").to_string_lossy().replace(['/', '\\'], " ");
        let (sent, folder) = (target.join(&name), target.join(format!("{name} tra lai")));
        fs::create_dir_all(&sent).expect("a folder can be made");
        crate::cases::lay_out(&case, &sent);
        let mut command = bieumau();
        let output = command.arg("check").arg(&sent).args(["--format", "json"]).arg("--return").arg(&folder);
        let output = output.output().expect("it starts");
        assert!(matches!(output.status.code(), Some(0 | 1)), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        all.extend(pairs(&folder, &sent, json(&output.stdout)));
    }
    assert!(all.len() >= 30, "only {} cases have something to give back", all.len());
    all
}

#[test]
fn sent_back_unchanged_it_gives_the_same_errors() {
    let target = tempfile::tempdir().expect("a temporary folder");
    let mut wrong = Vec::new();
    for pair in of_the_inbox(target.path()).iter().chain(&of_the_cases(target.path())) {
        let again = check(&pair.returned, &[]);
        let (before, mut after) = (errors(&pair.report, Some(&pair.shown)), errors(&again, None));
        for (key, count) in &before {
            // One missing column is a missing value in each of its rows.
            if pair.has("missing-column") && key.0 == "missing-value" && after.contains_key(key) {
                after.insert(key.clone(), *count);
            }
        }
        // A group that may be left blank comes back blank, and the columns that stood below it as the sender's own.
        let mut before = before;
        if errors_named(&again, "unknown-column") {
            before.retain(|key, _| key.0 != "missing-value" || after.contains_key(key) || !is_optional(&key.1));
        }
        // Only the sheets that were read come back.
        for findings in [&mut before, &mut after] {
            findings.retain(|key, _| key.0 != "sheet-not-read");
        }
        // Each of two parts of a table comes back as a sheet with all columns of the form, and as such they differ.
        if pair.has("columns-apart") {
            before.retain(|key, _| key.0 != "columns-apart");
            after.retain(|key, _| key.0 != "sheets-differ");
        }
        // A folder's name and the file's are one name on the way back, and of such the first counts.
        before.retain(|key, _| key.0 != "unknown-agency" || after.contains_key(key) || !pair.shown.contains('/'));
        // Who sent it stood in the message alone, which does not come back with it.
        if pair.shown.contains(WITHIN) && pair.has("unnamed-sender") {
            after.retain(|(rule, ..), _| rule != "unknown-agency");
        }
        // Only in Unicode could the values be judged at all.
        let same = if pair.has("legacy-encoding") {
            before.keys().all(|key| after.contains_key(key)) && !errors_named(&again, "legacy-encoding")
        } else {
            before == after
        };
        if !same {
            wrong.push(format!("{}\n  before {before:?}\n  after {after:?}", pair.returned.display()));
        }
        let tables = |report: &Value, file: Option<&str>| -> usize {
            let files = list(&report["files"]).iter().filter(|entry| file.is_none_or(|file| entry["path"] == file));
            files.map(|file| list(&file["tables"]).len()).sum()
        };
        // A sheet that was not read for want of a heading is found on the sheet that comes back, or not at all.
        if !pair.has("sheet-not-read") {
            let (sent, back) = (tables(&pair.report, Some(&pair.shown)), tables(&again, None));
            assert_eq!(sent, back, "{}", pair.returned.display());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn errors_named(report: &Value, rule: &str) -> bool {
    list(&report["findings"]).iter().any(|finding| finding["rule"] == rule)
}

/// Whether every form that has this field lets it be blank.
fn is_optional(field: &str) -> bool {
    let fields = crate::metamorphic::origins::KNOWLEDGE.forms.iter().flat_map(|form| &form.fields);
    fields.filter(|it| it.name == field).all(|it| !it.required)
}

#[test]
fn nothing_of_the_sender_is_lost() {
    let target = tempfile::tempdir().expect("a temporary folder");
    let mut lost = Vec::new();
    let mut compared = 0;
    let periods = &crate::metamorphic::origins::KNOWLEDGE.forms[0].language.periods;
    for pair in of_the_inbox(target.path()).iter().chain(&of_the_cases(target.path())) {
        if pair.has("legacy-encoding") || pair.has("bad-cell") {
            continue;
        }
        let back = read(&pair.returned);
        let kept: BTreeSet<String> =
            back.sheets.iter().flat_map(|sheet| texts(sheet).map(|(_, text)| tidy(text)).collect::<Vec<_>>()).collect();
        // What became part of another cell's value is told by its note.
        let asides = || back.sheets.iter().flat_map(|sheet| &sheet.asides).map(|aside| aside.text.as_str());
        let made_into = |text: &str| {
            let notes =
                asides().flat_map(str::lines).filter(|it| it.starts_with("Đã sửa: ") || it.starts_with("Đã bỏ: "));
            notes.into_iter().any(|line| line.contains(&format!("«{}» ở cột «", text.trim())))
        };
        let normalised: BTreeSet<&str> = list(&pair.report["findings"])
            .iter()
            .filter(|finding| finding["rule"] == "normalised")
            .map(|finding| text(&finding["value"]))
            .collect();
        for sheet in &read_within(&pair.sent, &pair.shown).sheets {
            for (cell, text) in texts(sheet) {
                let tidied = tidy(text);
                let rewritten = || Period::parse(&tidied, periods).and_then(|period| period.written(periods));
                compared += 1;
                let is_kept = kept.contains(&tidied)
                    || normalised.contains(text)
                    || made_into(text)
                    || is_placeholder(&tidied)
                    || rewritten().is_some_and(|period| kept.contains(&period))
                    || is_furniture(pair, sheet, cell);
                if !is_kept {
                    lost.push(format!("{} {:?} {cell}: {text}", pair.shown, sheet.name));
                }
            }
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
    assert!(compared > 4_000, "only {compared} texts were compared");
}

/// Headings and the numbers of columns are the form's own, and come back as printed.
fn is_furniture(pair: &Returned, sheet: &Sheet, cell: Cell) -> bool {
    let row = sheet.row(cell.row).expect("the cell stands in a row");
    let numbers = row.cells.iter().filter(|(_, content)| match content {
        Content::Text(text) => text.trim().trim_matches(['(', ')', '[', ']']).chars().count() <= 2,
        Content::Number(_) => true,
        _ => false,
    });
    if numbers.count() >= row.cells.len().max(3) {
        return true;
    }
    let files = list(&pair.report["files"]).iter().filter(|file| file["path"] == pair.shown.as_str());
    let mut headings = Vec::new();
    for table in files.flat_map(|file| list(&file["tables"])) {
        let range = text(&table["range"]);
        // Rows of a text document are counted in their table: «bảng 1, dòng 1–4, cột 1–14».
        let (table, address) = match range.split_once(", dòng ") {
            Some((table, rows)) => (table.rsplit(' ').next().and_then(|number| number.parse().ok()), rows),
            None => (None, range.trim_start_matches(|letter: char| letter.is_ascii_alphabetic())),
        };
        let first: String = address.chars().take_while(char::is_ascii_digit).collect();
        let first: u32 = first.parse().expect("a range begins with an address");
        let layout = layout_of(sheet.name.as_ref());
        headings.extend(sheet.rows.iter().filter(|row| {
            let (of, number) = layout.map_or((None, row.number + 1), |layout| layout.row(row.number));
            of == table && (first..first + 3).contains(&number)
        }));
    }
    // The header again, further down.
    let Content::Text(own) = row.content(cell.column).expect("the cell is there") else { return false };
    headings.iter().any(|heading| {
        heading.number == cell.row
            || heading
                .cells
                .iter()
                .any(|(_, content)| matches!(content, Content::Text(text) if fold(text) == fold(own)))
    })
}

#[test]
fn corrected_it_is_accepted() {
    let target = tempfile::tempdir().expect("a temporary folder");
    let mut wrong = Vec::new();
    for (index, pair) in of_the_inbox(target.path()).iter().chain(&of_the_cases(target.path())).enumerate() {
        // Two parts of one table are joined by copying columns, and headings are moved, not cells corrected.
        if pair.has("columns-apart") || pair.has("row-above-header") {
            continue;
        }
        let mut options: Vec<&str> = Vec::new();
        let mut path = pair.returned.clone();
        let mut report = check(&path, &options);
        // Correcting one thing may bring another to light, as it does for people.
        for round in 0..4 {
            let errors: Vec<Value> =
                list(&report["findings"]).iter().filter(|finding| finding["severity"] == "error").cloned().collect();
            if errors.is_empty() {
                break;
            }
            let mut workbook = read(&path);
            for error in &errors {
                if error["rule"] == "sheets-differ" {
                    // Which of the two is right only people know; the other goes.
                    workbook.sheets.retain(|sheet| sheet.name.as_deref() != error["sheet"].as_str());
                    continue;
                }
                // A sheet named after another agency is that one's.
                let message = text(&error["message"]);
                let is_named = |sheet: &Sheet| {
                    sheet.name.as_deref().is_some_and(|name| message.contains(&format!("tên trang tính «{name}»")))
                };
                if error["rule"] == "conflicting-agency" && workbook.sheets.iter().any(is_named) {
                    workbook.sheets.retain(|sheet| !is_named(sheet));
                    continue;
                }
                if matches!(text(&error["rule"]), "unknown-agency" | "conflicting-agency") {
                    options = vec!["--agency", "H22"];
                } else {
                    mend(&mut workbook, error);
                }
            }
            path = target.path().join(format!("{index} {round}.xlsx"));
            write(&workbook, &path);
            report = check(&path, &options);
        }
        let left: Vec<String> = list(&report["findings"])
            .iter()
            .filter(|finding| finding["severity"] == "error")
            .map(|finding| {
                format!("  {} {} {}", text(&finding["rule"]), text(&finding["cell"]), text(&finding["message"]))
            })
            .collect();
        if !left.is_empty() {
            wrong.push(format!("{}\n{}", pair.returned.display(), left.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Corrects one error as its help says, as far as a value can be made up.
fn mend(workbook: &mut Workbook, error: &Value) {
    let (rule, field) = (text(&error["rule"]), text(&error["field"]));
    if rule == "lost-characters" {
        for sheet in &mut workbook.sheets {
            for content in sheet.rows.iter_mut().flat_map(|row| row.cells.contents_mut()) {
                if let Content::Text(text) = content {
                    *text = text.replace(['?', '\u{fffd}'], "a").into();
                }
            }
        }
        return;
    }
    let sheet = workbook.sheets.iter_mut().find(|sheet| sheet.name.as_deref() == error["sheet"].as_str());
    let sheet = sheet.expect("an error names its sheet");
    if rule == "missing-decision" {
        let unfilled = texts(sheet).find(|(_, text)| text.contains("Kèm theo") || text.contains("kèm theo"));
        let cell = unfilled.map_or(Cell::new(0, 0), |(cell, _)| cell);
        let draft = text(&error["message"]).contains("dự thảo");
        let cell = if draft { address(text(&error["cell"])) } else { cell };
        put(sheet, cell.row, cell.column, Content::Text("(Kèm theo Quyết định số 12/QĐ-UBND ngày 15/5/2023)".into()));
        return;
    }
    let cell = address(text(&error["cell"]));
    if rule == "foreign-decision" {
        let agency = text(&error["message"]).split("văn bản của ").nth(1).expect("the message names the agency");
        let agency = agency.split([';', '.']).next().unwrap_or_default();
        let mended = format!("(Kèm theo Quyết định số 12/QĐ ngày 15/5/2023 của {agency})");
        put(sheet, cell.row, cell.column, Content::Text(mended.into()));
        return;
    }
    let value = text(&error["value"]);
    let mended = match (rule, field) {
        ("duplicate-value", _) => format!("{value} (dòng {})", cell.row),
        ("too-long", _) => value.chars().take(100).collect(),
        ("duplicate-column", _) => "Cột thêm".to_owned(),
        ("empty-table", _) => {
            let filled = ["1", "Tên", "Mục đích", "Phạm vi", "Sở Y tế", "", "", "Nguồn", "Không chia sẻ", "Đã có"];
            let below = sheet.rows.last().map_or(0, |row| row.number) + 1;
            for (column, text) in filled.into_iter().enumerate() {
                put(sheet, below, column as u32, Content::Text(text.into()));
            }
            return;
        }
        (_, "sharing") => "Không chia sẻ".to_owned(),
        (_, "status") => "Đã có".to_owned(),
        (_, "format") => "CSV".to_owned(),
        (_, "delivery") => "API".to_owned(),
        (_, "frequency") => "Hằng năm".to_owned(),
        (_, "access_url") => "https://example.vn/a".to_owned(),
        (_, "start") => "2020".to_owned(),
        (_, "finish" | "first_release") => "2030".to_owned(),
        _ => format!("Nội dung {}", cell.row),
    };
    put(sheet, cell.row, cell.column, Content::Text(mended.into()));
}

fn address(cell: &str) -> Cell {
    let digits = cell.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let letters = &cell[..cell.len() - digits.len()];
    let column = letters.bytes().fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1);
    Cell::new(digits.parse::<u32>().unwrap_or_else(|_| panic!("{cell} is no address")) - 1, column - 1)
}

/// Writes a workbook as read.
fn write(workbook: &Workbook, path: &Path) {
    let plain = rust_xlsxwriter::Format::new();
    let mut target = rust_xlsxwriter::Workbook::new();
    for sheet in &workbook.sheets {
        let written = target.add_worksheet();
        written.set_name(sheet.name.as_deref().expect("a sheet has a name")).expect("the name is legal");
        for Area { first, last } in &sheet.merges {
            let (left, right) = (first.column as u16, last.column as u16);
            written.merge_range(first.row, left, last.row, right, "", &plain).expect("it can be merged");
        }
        for row in &sheet.rows {
            for (column, content) in &row.cells {
                let (number, column) = (row.number, column as u16);
                let done = match content {
                    Content::Text(text) => written.write_string(number, column, text.as_str()),
                    Content::Number(value) => written.write_number(number, column, *value),
                    Content::Flag(flag) => written.write_boolean(number, column, *flag),
                    Content::Date(date) => {
                        let day = rust_xlsxwriter::ExcelDateTime::from_ymd(
                            date.year() as u16,
                            date.month() as u8,
                            date.day() as u8,
                        );
                        let format = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
                        written.write_datetime_with_format(number, column, day.expect("a day"), &format)
                    }
                    Content::Error(error) | Content::Uncalculated(error) => {
                        let formula = rust_xlsxwriter::Formula::new(format!("={error}")).set_result(error.as_str());
                        written.write_formula(number, column, formula)
                    }
                };
                done.expect("the cell can be written");
            }
        }
        written.set_hidden(sheet.visibility != Visibility::Visible);
    }
    target.save(path).expect("the workbook can be written");
}

#[test]
fn a_returned_workbook_has_colours_notes_links_and_lists() {
    let target = tempfile::tempdir().expect("a temporary folder");
    let pairs = of_the_inbox(target.path());
    let pair = pairs.iter().find(|pair| pair.has("not-in-list")).expect("the inbox has such a fault");
    let parts = crate::run::package(&pair.returned);
    let has = |name: &str, words: &[&str]| {
        let found =
            parts.iter().any(|(part, text)| part.contains(name) && words.iter().all(|word| text.contains(word)));
        assert!(found, "{name} holds {words:?}");
    };
    has("comments", &["không thuộc danh sách cho phép", "Cách sửa: "]);
    has("comments", &["Đã sửa: "]);
    has("worksheets/sheet1.xml", &["<hyperlink ", "location=\"'"]);
    has("worksheets/sheet2.xml", &["type=\"list\"", "Chia sẻ mặc định"]);
    // Error, warning and correction each have a colour of their own.
    has("styles", &["FFF8CDC7", "FFFFEDB8", "FFDCEFD5"]);
}

#[test]
fn numbers_go_back_with_the_zeros_the_words_and_the_sign_that_they_showed() {
    let target = tempfile::tempdir().expect("a temporary folder");
    let (description, sent) = (target.path().join("book.json"), target.path().join("PL1.xlsx"));
    let shown =
        [("000", 5.0, "005"), ("0%", 0.7, "70%"), ("\"Số \"0\"/QĐ\"", 613.0, "Số 613/QĐ"), ("0.00", 1.5, "1.50")];
    let mut rows = vec![
        serde_json::json!(["UBND TỈNH HÀ GIANG"]),
        serde_json::json!(["Kèm theo Quyết định số 613/QĐ-UBND ngày 15/5/2023 của UBND tỉnh Hà Giang"]),
        serde_json::json!([
            "STT",
            "Tên cơ sở dữ liệu",
            "Mục đích",
            "Phạm vi dữ liệu",
            "Đơn vị chủ trì",
            "Nguồn dữ liệu",
            "Hình thức chia sẻ",
            "Hiện trạng",
            "Ghi chú"
        ]),
    ];
    for (at, (format, number, _)) in shown.iter().enumerate() {
        let note = serde_json::json!({ "number": number, "format": format });
        rows.push(serde_json::json!([
            at + 1,
            format!("CSDL {format}"),
            null,
            "Hồ sơ",
            "Sở Nội vụ",
            "Hằng ngày",
            "Không chia sẻ",
            "Đã có",
            note
        ]));
    }
    fs::write(&description, serde_json::json!({ "sheets": [{ "name": "PL1", "rows": rows }] }).to_string())
        .expect("written");
    crate::book::write(&description, &sent);
    let folder = target.path().join("tra lai");
    run(bieumau().arg("check").arg(&sent).arg("--return").arg(&folder), 1);
    let mut back = fs::read_dir(&folder).expect("it was written").map(|it| it.expect("an entry").path());
    let back = back.find(|path| path.extension().is_some_and(|it| it == "xlsx")).expect("a workbook");
    let workbook = read(&back);
    let sheet = workbook.sheets.last().expect("the form");
    let notes =
        sheet.rows.iter().flat_map(|row| row.cells.iter().map(move |(column, content)| (row.number, column, content)));
    let notes = notes.filter_map(|(row, column, content)| match content {
        Content::Number(number) if column > 1 => {
            let look = sheet.look(Cell::new(row, column));
            let worded = sheet.worded(look).and_then(|worded| worded.of(*number));
            worded.or_else(|| look.digits?.of(*number))
        }
        _ => None,
    });
    assert_eq!(notes.collect::<Vec<_>>(), shown.map(|(_, _, text)| text));
}

#[test]
fn what_cannot_be_given_back_is_explained() {
    let target = tempfile::tempdir().expect("a temporary folder");
    let sent = target.path().join("PL1.xlsx");
    fs::write(&sent, b"PK\x03\x04 no workbook").expect("a file can be written");
    let folder = target.path().join("tra lai");
    let output = run(bieumau().arg("check").arg(&sent).arg("--return").arg(&folder), 1);
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 tệp giải thích"));
    let explanation = fs::read_to_string(folder.join("PL1 - trả lại.txt")).expect("it was written");
    assert!(explanation.contains("Không lập lại được biểu") && explanation.contains("Cách sửa: "), "{explanation}");
    // As it was written it may be written again; what may be half corrected by now is not overwritten.
    run(bieumau().arg("check").arg(&sent).arg("--return").arg(&folder), 1);
    fs::write(folder.join("PL1 - trả lại.txt"), "đang sửa").expect("a file can be written");
    let output = run(bieumau().arg("check").arg(&sent).arg("--return").arg(&folder), 2);
    assert!(String::from_utf8_lossy(&output.stderr).contains("đã được sửa sau khi bieumau ghi"));
}

#[test]
fn two_runs_give_the_same_bytes() {
    let target = tempfile::tempdir().expect("a temporary folder");
    let (one, two) = (target.path().join("one"), target.path().join("two"));
    for folder in [&one, &two] {
        fs::create_dir(folder).expect("a folder can be made");
    }
    for (first, second) in of_the_inbox(&one).iter().zip(&of_the_inbox(&two)) {
        let bytes = |pair: &Returned| fs::read(&pair.returned).expect("it can be read");
        assert!(bytes(first) == bytes(second), "{}", first.returned.display());
    }
}
