//! What LibreOffice makes of the summary workbook: it calculates every formula anew, and each gives the result that we had
//! written beside it. Runs where LibreOffice is installed; with `CI` set its absence is a failure.

use std::collections::BTreeMap;
use std::fs;
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
    assert!(written.len() >= 60, "only {} formulas", written.len());
    let Some(converted) = recalculated(&ours, &out) else { return };
    let calculated = results(&converted);
    for ((sheet, row, column), (formula, value)) in &written {
        let (_, anew) = calculated
            .get(&(sheet.clone(), *row, *column))
            .unwrap_or_else(|| panic!("{sheet} {row},{column} {formula} is no formula any more"));
        let number =
            |text: &str| text.parse::<f64>().unwrap_or_else(|_| panic!("{sheet} {row},{column} {formula}: {text}"));
        assert!((number(value) - number(anew)).abs() < 1e-9, "{sheet} {row},{column} {formula}: {value} became {anew}");
    }
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
