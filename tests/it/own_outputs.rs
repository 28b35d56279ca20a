//! What the tool has written lies in the inbox of the next run: nothing of it may count, all of it is told. A form that was given
//! back counts once somebody has worked on it, whatever program saved it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use bieumau::workbook::mark::{Mark, Output};
use serde_json::Value;

use crate::run::{bieumau, json, json_file, package, run};
use crate::template::{put, saved_by_office};

const INBOX: &str = "fixtures/inbox-2023-06-23";
const AS_OF: [&str; 2] = ["--as-of", "2023-06-23"];

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().map(|entry| entry.expect("it can be walked")) {
        let target = to.join(entry.path().strip_prefix(from).expect("it lies below"));
        match entry.file_type().is_dir() {
            true => fs::create_dir_all(target).expect("a folder can be made"),
            false => drop(fs::copy(entry.path(), target).expect("a file can be copied")),
        }
    }
}

fn merge(inbox: &Path, report: &Path) -> Value {
    run(bieumau().arg("merge").arg(inbox).args(AS_OF).arg("--report").arg(report), 0);
    json_file(report)
}

/// Files by their paths: what became of each, and the rules told of it.
fn fates(report: &Value) -> BTreeMap<String, (String, Vec<String>)> {
    let mut fates: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
    for file in list(&report["files"]) {
        fates.insert(text(&file["path"]).to_owned(), (text(&file["outcome"]).to_owned(), Vec::new()));
    }
    for finding in list(&report["findings"]) {
        let rule = text(&finding["rule"]).to_owned();
        fates.get_mut(text(&finding["file"])).expect("every finding is about a file of the list").1.push(rule);
    }
    fates
}

/// How the agencies stand, and why; that a form given back came as well is one more thing that was received.
fn agencies(report: &Value) -> Value {
    let mut agencies = report["agencies"].clone();
    for agency in agencies.as_array_mut().expect("a list") {
        for (_, standing) in agency["obligations"].as_object_mut().expect("an object") {
            if let Some(reasons) = standing["reasons"].as_array_mut() {
                reasons.retain(|reason| reason["code"] != "own-output");
            }
        }
    }
    agencies
}

/// One of every kind of output, in both languages where words differ, in a folder.
fn write_everything(folder: &Path) {
    for lang in ["vi", "en"] {
        let folder = folder.join(lang);
        fs::create_dir_all(&folder).expect("a folder can be made");
        let at = |name: &str| folder.join(name);
        let mut command = bieumau();
        command.args(["merge", INBOX, "--lang", lang]).args(AS_OF).arg("-o").arg(at("tong hop.xlsx"));
        for ending in ["json", "jsonl", "csv", "xlsx", "html", "md", "sarif", "xml", "txt"] {
            command.arg("--report").arg(at(&format!("r.{ending}")));
        }
        command.arg("--data").arg(at("data")).arg("--return").arg(at("tra lai")).arg("--dcat").arg(at("dcat.json"));
        run(command.arg("--history").arg(at("history.csv")), 0);
        for format in ["md", "docx"] {
            let mut command = bieumau();
            command.arg("remind").arg(at("r.json")).args(["--lang", lang, "--format", format, "-o"]);
            run(command.arg(at(&format!("letters {format}"))), 0);
        }
        for form in ["shared-databases", "open-data-plan"] {
            let mut command = bieumau();
            run(command.args(["template", form, "--lang", lang, "-o"]).arg(at(&format!("{form}.xlsx"))), 0);
        }
        for ending in ["json", "jsonl", "csv", "xlsx", "html", "md", "sarif", "xml", "txt"] {
            let mut command = bieumau();
            command.args(["check", INBOX, "--lang", lang, "-o"]).arg(at(&format!("check.{ending}")));
            if ending == "json" {
                command.arg("--return").arg(at("tra lai nguoi gui"));
            }
            run(&mut command, 1);
        }
    }
}

#[test]
fn the_outputs_of_a_run_in_the_next_inbox_change_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let inbox = folder.path().join("inbox");
    copy(Path::new(INBOX), &inbox);
    let before = merge(&inbox, &folder.path().join("before.json"));
    write_everything(&inbox.join("tuan truoc"));
    let after = merge(&inbox, &folder.path().join("after.json"));
    assert_eq!(before["totals"], after["totals"]);
    assert_eq!(agencies(&before), agencies(&after));
    let (sent, now) = (fates(&before), fates(&after));
    let mut wrong = Vec::new();
    for (path, (outcome, rules)) in &now {
        match sent.get(path) {
            Some(fate) => assert_eq!(fate, &(outcome.clone(), rules.clone()), "{path}"),
            None if outcome == "skipped" && rules == &["own-output"] => {}
            // The list in a folder of what was written there is passed over like litter.
            None if outcome == "skipped" && path.ends_with("/.bieumau.json") => {}
            None => wrong.push(format!("{path}: {outcome} {rules:?}")),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(now.len() > sent.len() + 500, "only {} files", now.len());

    // A folder that was sent as an archive is known as well.
    let archive = fs::File::create(inbox.join("du lieu.zip")).expect("a file can be written");
    let mut archive = zip::ZipWriter::new(archive);
    for entry in fs::read_dir(inbox.join("tuan truoc/vi/data")).expect("it can be listed") {
        let path = entry.expect("it can be listed").path();
        let name = format!("data/{}", path.file_name().expect("it has a name").to_string_lossy());
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("a member can be begun");
        std::io::Write::write_all(&mut archive, &fs::read(&path).expect("it can be read")).expect("it is written");
    }
    archive.finish().expect("the archive can be closed");
    let zipped = merge(&inbox, &folder.path().join("zipped.json"));
    assert_eq!(before["totals"], zipped["totals"]);
    for (path, (outcome, rules)) in
        fates(&zipped).iter().filter(|(path, _)| path.contains(".zip › ") && path.ends_with("csv"))
    {
        assert!(outcome == "skipped" && rules == &["own-output"], "{path}: {outcome} {rules:?}");
    }
}

/// A form of Yên Bái that came in TCVN3 and was given back: its text was changed, so that it has no error of its own any more.
fn given_back(folder: &Path) -> PathBuf {
    let (inbox, back) = (folder.join("inbox"), folder.join("back"));
    crate::cases::lay_out(Path::new("fixtures/cases/legacy-encoding/tcvn3"), {
        fs::create_dir_all(&inbox).expect("a folder can be made");
        &inbox
    });
    run(bieumau().arg("merge").arg(&inbox).args(AS_OF).arg("--return").arg(&back), 0);
    let mut returned: Vec<PathBuf> =
        fs::read_dir(&back).expect("it is there").map(|entry| entry.expect("it can be listed").path()).collect();
    returned.retain(|path| path.extension().is_some_and(|extension| extension == "xlsx"));
    assert_eq!(returned.len(), 1, "{returned:?}");
    returned.remove(0)
}

/// The workbook with one part changed.
fn changed(path: &Path, part: &str, target: &Path, change: impl Fn(&str) -> String) {
    let mut writer = zip::ZipWriter::new(fs::File::create(target).expect("a file can be written"));
    for (name, text) in package(path) {
        let text = if name == part { change(&text) } else { text };
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part can be begun");
        std::io::Write::write_all(&mut writer, text.as_bytes()).expect("a part can be written");
    }
    writer.finish().expect("the package can be closed");
}

fn outcome_alone(path: &Path, folder: &Path) -> (String, Vec<String>) {
    let report = merge(path, &folder.join("alone.json"));
    let fates = fates(&report);
    assert_eq!(fates.len(), 1);
    fates.into_values().next().expect("there is one")
}

/// The row (from 0) of the cell that asks whether the form was looked through: the one that an ordinary cell of the list is
/// left blank for.
fn asking_row(path: &Path) -> u32 {
    let source =
        bieumau::workbook::Source { path: "x.xlsx".into(), file: path.to_owned(), member: None, unpacked: None };
    let workbook = bieumau::workbook::read(&source).workbook.expect("it can be read");
    let asks = |content: &bieumau::cell::Content| matches!(content, bieumau::cell::Content::Text(text) if *text == "Đã rà soát");
    let rows = &workbook.sheets[0].rows;
    rows.iter().find(|row| row.cells.iter().any(|(_, content)| asks(content))).expect("the first sheet asks").number
}

#[test]
fn a_form_that_was_given_back_counts_once_somebody_has_worked_on_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let returned = given_back(folder.path());
    let (outcome, rules) = outcome_alone(&returned, folder.path());
    assert_eq!((outcome.as_str(), rules.as_slice()), ("skipped", ["own-output".to_owned()].as_slice()));

    // Check reads it all the same, and says that it will not count.
    let mut command = bieumau();
    let output = command.arg("check").arg(&returned).args(["--format", "json"]).output().expect("it starts");
    let report = json(&output.stdout);
    assert_eq!(report["files"][0]["outcome"], "read");
    let told: BTreeSet<&str> = list(&report["findings"]).iter().map(|finding| text(&finding["rule"])).collect();
    let errs = list(&report["findings"]).iter().any(|finding| finding["severity"] == "error");
    assert!(errs || told.contains("own-output"), "{told:?}");

    let row = asking_row(&returned);
    let looked_through = folder.path().join("looked through.xlsx");
    changed(&returned, "xl/worksheets/sheet1.xml", &looked_through, |sheet| put(sheet, row, 3, "x"));
    assert_eq!(outcome_alone(&looked_through, folder.path()).0, "read");
    for no in ["chưa", "Không", "chưa rà soát", "…"] {
        changed(&returned, "xl/worksheets/sheet1.xml", &looked_through, |sheet| put(sheet, row, 3, no));
        assert_eq!(outcome_alone(&looked_through, folder.path()).0, "skipped", "{no}");
    }

    let corrected = folder.path().join("corrected.xlsx");
    changed(&returned, "xl/sharedStrings.xml", &corrected, |strings| {
        assert!(strings.contains("Quản lý nhà nước"), "the case holds this value");
        strings.replacen("Quản lý nhà nước", "Quản lý đất đai", 1)
    });
    assert_eq!(outcome_alone(&corrected, folder.path()).0, "read");

    // A program that drops the properties leaves what stands on the first sheet.
    let dropped = folder.path().join("dropped.xlsx");
    changed(&returned, "docProps/custom.xml", &dropped, |_| "<Properties/>".to_owned());
    assert_eq!(outcome_alone(&dropped, folder.path()).0, "skipped");

    // Of an earlier version: no digest.
    let earlier = folder.path().join("earlier.xlsx");
    changed(&dropped, "xl/sharedStrings.xml", &earlier, |strings| strings.replace("bieumau-output:", "x"));
    assert_eq!(outcome_alone(&earlier, folder.path()).0, "read");
}

#[test]
fn saved_again_by_another_program_it_is_still_untouched() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let returned = given_back(folder.path());
    let template = folder.path().join("template.xlsx");
    run(bieumau().args(["template", "shared-databases", "-o"]).arg(&template), 0);
    let summary = folder.path().join("summary.xlsx");
    run(bieumau().args(["merge", "fixtures/week-2"]).args(AS_OF).arg("-o").arg(&summary), 0);
    for path in [&returned, &template, &summary] {
        for format in ["xlsx", "xls", "ods"] {
            let Some(saved) = saved_by_office(path, format, folder.path()) else { return };
            let (outcome, rules) = outcome_alone(&saved, folder.path());
            let wanted = ("skipped", ["own-output".to_owned()]);
            assert_eq!((outcome.as_str(), rules.as_slice()), (wanted.0, wanted.1.as_slice()), "{}", saved.display());
        }
    }
}

#[test]
fn a_summary_of_an_earlier_version_is_known_by_its_sheets() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let summary = folder.path().join("summary.xlsx");
    run(bieumau().args(["merge", "fixtures/week-2"]).args(AS_OF).arg("-o").arg(&summary), 0);
    let earlier = folder.path().join("earlier.xlsx");
    changed(&summary, "docProps/custom.xml", &earlier, |_| "<Properties/>".to_owned());
    assert_eq!(outcome_alone(&earlier, folder.path()).0, "skipped");
    // Sheets of these names made by somebody else are somebody else's.
    let foreign = folder.path().join("foreign.xlsx");
    changed(&earlier, "docProps/core.xml", &foreign, |core| core.replace(">bieumau<", ">Văn thư<"));
    assert_ne!(outcome_alone(&foreign, folder.path()).0, "skipped");
}

#[test]
fn a_returned_form_says_why_it_comes_back_and_names_its_own_cells() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let texts = |path: &Path| -> Vec<String> {
        let source =
            bieumau::workbook::Source { path: "x.xlsx".into(), file: path.to_owned(), member: None, unpacked: None };
        let workbook = bieumau::workbook::read(&source).workbook.expect("it can be read");
        let cells = workbook.sheets[0].rows.iter().flat_map(|row| row.cells.clone());
        cells
            .filter_map(|(_, content)| match content {
                bieumau::cell::Content::Text(text) => Some(text.to_string()),
                _ => None,
            })
            .collect()
    };
    let decoded = texts(&given_back(folder.path()));
    assert!(decoded.iter().any(|text| text.starts_with("Lý do trả lại:") && text.contains("TCVN3")), "{decoded:#?}");

    // Columns and rows stand elsewhere than in the file that was sent.
    let sent = folder.path().join("PL1.csv");
    fs::write(
        &sent,
        "UBND TỈNH HÀ GIANG\n(Kèm theo Quyết định số 613/QĐ-UBND ngày 15/5/2023)\n\
         STT,Mục đích,Tên cơ sở dữ liệu,\"Phạm vi, nội dung dữ liệu\",Đơn vị chủ trì,\
         \"Nguồn dữ liệu, cơ chế thu thập, cập nhật\",Hình thức chia sẻ,Hiện trạng,Ghi chú,Ghi chú\n\
         1,Quản lý,CSDL đất đai,Hồ sơ,Sở Nội vụ,Hằng ngày,Chia sẻ mặc định,Đã có,a,b\n\
         2,-nt-,CSDL đất đai,Hồ sơ,Sở Nội vụ,Hằng ngày,Chia sẻ mặc định,Đã có,,\n",
    )
    .expect("a file can be written");
    let back = folder.path().join("own");
    run(bieumau().arg("check").arg(&sent).arg("--return").arg(&back), 1);
    let mut returned = fs::read_dir(&back).expect("it is there").map(|entry| entry.expect("it can be listed").path());
    let returned = returned.find(|path| path.extension().is_some_and(|ending| ending == "xlsx"));
    let told = texts(&returned.expect("it was given back"));
    let says = |words: &str| told.iter().any(|text| text.contains(words));
    assert!(says("«CSDL đất đai» trùng với ô B7."), "{told:#?}");
    assert!(says("theo ô C7."), "{told:#?}");
    assert!(says("(N và O); chỉ cột N"), "{told:#?}");
    assert!(says("Lý do trả lại: biểu có 1 lỗi"), "{told:#?}");
}

#[test]
fn a_mark_is_read_as_it_was_written() {
    for output in Output::EACH {
        let mark = Mark { output, values: output.is_form().then(|| "0123456789abcdef".repeat(2)) };
        let narrow = format!("<vt:lpwstr>{mark}</vt:lpwstr>");
        assert_eq!(Mark::find(narrow.as_bytes()), Some(mark.clone()));
        let wide: Vec<u8> = format!("x {mark} ").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(Mark::find(&wide), Some(mark));
    }
    assert_eq!(Mark::find(b"bieumau-output:photograph"), None);
    assert_eq!(Mark::find(b"bieumau-output:"), None);
    assert_eq!(Mark::find(b"bieumau"), None);
}

#[test]
fn a_table_of_an_agency_is_none_of_ours() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("inbox")).expect("a folder can be made");
    let write =
        |name: &str, text: &str| fs::write(folder.path().join("inbox").join(name), text).expect("there is room");
    write("ours.csv", "\u{feff}_agency,_file,_sheet,_row,name\n");
    write("theirs.csv", "STT,Tên cơ sở dữ liệu,Mục đích\n");
    let fates = fates(&merge(&folder.path().join("inbox"), &folder.path().join("r.json")));
    assert_eq!(fates["ours.csv"], ("skipped".to_owned(), vec!["own-output".to_owned()]));
    assert!(!fates["theirs.csv"].1.contains(&"own-output".to_owned()), "{fates:?}");
}
