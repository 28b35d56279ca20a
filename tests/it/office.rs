//! What LibreOffice makes of the summary workbook: it calculates every formula anew, and each gives the result that we had
//! written beside it. Runs where LibreOffice is installed; with `CI` set its absence is a failure.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Reader, Xlsx, open_workbook};

use crate::run::{bieumau, run};

/// Tells LibreOffice to calculate on loading, whoever wrote the file; otherwise it would give our own results back.
const ALWAYS_CALCULATE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"#;

/// Converts a workbook to xlsx in the folder `out`; `None` where LibreOffice is not installed.
fn recalculated(workbook: &Path, out: &Path) -> Option<PathBuf> {
    let profile = out.join("profile");
    fs::create_dir_all(profile.join("user")).expect("a folder can be made");
    fs::write(profile.join("user/registrymodifications.xcu"), ALWAYS_CALCULATE).expect("a file can be written");
    let installation = format!("-env:UserInstallation=file://{}", profile.display());
    let started = Command::new("soffice")
        .args([&installation, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .arg(out)
        .arg(workbook)
        .output();
    let Ok(output) = started else {
        assert!(std::env::var_os("CI").is_none(), "CI installs LibreOffice");
        return None;
    };
    let converted = out.join(workbook.file_name().expect("a workbook has a name"));
    assert!(converted.is_file(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(converted)
}

/// Every formula of a workbook with its result, by sheet and cell.
fn results(path: &Path) -> BTreeMap<(String, u32, u32), (String, String)> {
    let mut workbook: Xlsx<_> = open_workbook(path).expect("the workbook can be read");
    let mut results = BTreeMap::new();
    for sheet in workbook.sheet_names() {
        let formulas = workbook.worksheet_formula(&sheet).expect("the sheet can be read");
        let values = workbook.worksheet_range(&sheet).expect("the sheet can be read");
        let (top, left) = formulas.start().unwrap_or_default();
        for (row, column, formula) in formulas.used_cells().filter(|(_, _, formula)| !formula.is_empty()) {
            let at = (top + row as u32, left + column as u32);
            let value = values.get_value(at).map(ToString::to_string).unwrap_or_default();
            results.insert((sheet.clone(), at.0, at.1), (formula.clone(), value));
        }
    }
    results
}

#[test]
fn every_formula_gives_its_cached_result() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (ours, out) = (folder.path().join("tong-hop.xlsx"), folder.path().join("out"));
    fs::create_dir(&out).expect("a folder can be made");
    let mut command = bieumau();
    command.args(["merge", "fixtures/inbox-2023-06-23", "--as-of", "2023-06-23"]).arg("-o").arg(&ours);
    run(&mut command, 0);
    let written = results(&ours);
    assert!(written.len() >= 5_000, "only {} formulas", written.len());
    let Some(converted) = recalculated(&ours, &out) else { return };
    let calculated = results(&converted);
    for ((sheet, row, column), (formula, value)) in &written {
        let (_, anew) = calculated
            .get(&(sheet.clone(), *row, *column))
            .unwrap_or_else(|| panic!("{sheet} {row},{column} {formula} is no formula any more"));
        let same = match (value.parse::<f64>(), anew.parse::<f64>()) {
            (Ok(value), Ok(anew)) => (value - anew).abs() < 1e-9,
            _ => value == anew,
        };
        assert!(same, "{sheet} {row},{column} {formula}: {value} became {anew}");
    }
}

/// The workbook with the status in `E6` of the second sheet, the first agency's, as it is in `E11`, and one in `E8` that is none.
fn corrected_by_hand(workbook: &Path, to: &Path) {
    let mut archive = zip::ZipArchive::new(fs::File::open(workbook).expect("readable")).expect("a package");
    let mut writer = zip::ZipWriter::new(fs::File::create(to).expect("it can be written"));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("readable");
        if name == "xl/worksheets/sheet2.xml" {
            let text = String::from_utf8(content).expect("UTF-8");
            let value = |cell: &str| {
                let start = text.find(&format!("<c r=\"{cell}\" ")).expect("the cell");
                let start = start + text[start..].find("<v>").expect("a value");
                start..start + text[start..].find("</v>").expect("its end")
            };
            let other = text[value("E11")].to_owned();
            let mut corrected = text.clone();
            let name = text[value("C8")].to_owned();
            corrected.replace_range(value("E8"), &name);
            corrected.replace_range(value("E6"), &other);
            content = corrected.into_bytes();
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        writer.write_all(&content).expect("it can be written");
    }
    writer.finish().expect("it can be finished");
}

#[test]
fn a_status_corrected_by_hand_changes_the_sentence_and_the_list() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (ours, corrected, out) =
        (folder.path().join("a.xlsx"), folder.path().join("tong-hop.xlsx"), folder.path().join("out"));
    fs::create_dir(&out).expect("a folder can be made");
    let mut command = bieumau();
    command.args(["merge", "fixtures/inbox-2023-06-23", "--as-of", "2023-06-23"]).arg("-o").arg(&ours);
    run(&mut command, 0);
    corrected_by_hand(&ours, &corrected);
    let Some(converted) = recalculated(&corrected, &out) else { return };
    let results = results(&converted);
    let at = |sheet: &str, row: u32, column: u32| results[&(sheet.to_owned(), row, column)].1.clone();
    let sentence = at("Tổng hợp", 3, 0);
    assert!(sentence.contains("có 42 cơ quan (7 cơ quan cấp bộ và 35 cơ quan cấp tỉnh)"), "{sentence}");
    assert_eq!(at("Tổng hợp", 7, 1), "42");
    // What is no status is told, and every agency is still one of all.
    assert!(at("Tổng hợp", 4, 0).starts_with("1 ô tình trạng ở trang Theo dõi"), "{}", at("Tổng hợp", 4, 0));
    assert_eq!(at("Tổng hợp", 7, 4), "93");
    // The first of the list is the second of the roster now, and one row less is filled.
    assert_eq!(
        (at("Chưa hoàn thành", 4, 2), at("Chưa hoàn thành", 4, 4)),
        ("G01".to_owned(), "Chưa có bản tính được".to_owned())
    );
    let filled = |row: &u32| !at("Chưa hoàn thành", *row, 2).is_empty();
    assert_eq!((4..376).filter(filled).count(), 4 * 93 - 41 - 29 - 15 - 9 - 1);
}

#[test]
fn a_wrong_cached_result_would_be_seen() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (wrong, out) = (folder.path().join("wrong.xlsx"), folder.path().join("out"));
    fs::create_dir(&out).expect("a folder can be made");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let formula = rust_xlsxwriter::Formula::new("=1+1").set_result("7");
    workbook.add_worksheet().write_formula(0, 0, formula).expect("it can be written");
    workbook.save(&wrong).expect("it can be saved");
    let Some(converted) = recalculated(&wrong, &out) else { return };
    let values: Vec<String> = results(&converted).into_values().map(|(_, value)| value).collect();
    assert_eq!(values, ["2"]);
}
