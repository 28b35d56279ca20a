//! What lies in the inbox beside an agency's accepted submission: corrected files are done with, missing parts are not.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::run::{bieumau, json_file, package, run};

const HEADINGS: &str = "STT,Tên cơ sở dữ liệu,Mục đích,\"Phạm vi, nội dung dữ liệu\",Đơn vị chủ trì,\"Nguồn dữ liệu, cơ chế thu \
                        thập, cập nhật\",Hình thức chia sẻ,Hiện trạng";
const FAULT: &str = "Cột «Mục đích» chưa điền";

/// A catalogue of Hà Giang with these databases; of the one that is `faulty` the purpose is not filled in.
fn catalogue(decision: &str, databases: &[&str], faulty: Option<&str>) -> String {
    let mut text = format!(
        "UBND TỈNH HÀ GIANG\nDANH MỤC CƠ SỞ DỮ LIỆU DÙNG CHUNG\n(Kèm theo Quyết định số {decision} của UBND tỉnh Hà Giang)\n{HEADINGS}\n"
    );
    for (index, name) in databases.iter().enumerate() {
        let purpose = if faulty == Some(name) { "" } else { "Quản lý nhà nước" };
        let number = index + 1;
        text.push_str(&format!(
            "{number},Cơ sở dữ liệu {name},{purpose},Hồ sơ {name},Sở Nội vụ,Cập nhật hằng ngày,Chia sẻ mặc định,Đã có\n"
        ));
    }
    text
}

const EARLIER: &str = "500/QĐ-UBND ngày 1/5/2023";
const LATER: &str = "613/QĐ-UBND ngày 15/5/2023";

fn write(folder: &Path, files: &[(&str, String)]) {
    for (name, content) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder can be made");
        fs::write(path, content).expect("a file can be written");
    }
}

/// Everything that a run shows to people, in one text each.
fn shown(folder: &Path, code: i32) -> Vec<(&'static str, String)> {
    let at = |name: &str| folder.join(name);
    let mut command = bieumau();
    command.arg("merge").arg(at("inbox")).args(["--as-of", "2023-06-23", "--fail-on", "error"]);
    for report in ["r.json", "r.html", "r.md", "r.csv", "r.sarif", "r.xml"] {
        command.arg("--report").arg(at(report));
    }
    let output = run(command.arg("-o").arg(at("x.xlsx")).arg("--return").arg(at("back")), code);
    let read = |name: &str| fs::read_to_string(at(name)).expect("it was written");
    let workbook = package(&at("x.xlsx")).into_iter().map(|(_, text)| text).collect();
    vec![
        ("terminal", String::from_utf8(output.stdout).expect("it is text")),
        ("html", read("r.html")),
        ("markdown", read("r.md")),
        ("csv", read("r.csv")),
        ("sarif", read("r.sarif")),
        ("junit", read("r.xml")),
        ("workbook", workbook),
    ]
}

fn returned(folder: &Path) -> usize {
    let files = fs::read_dir(folder.join("back")).expect("a folder").flatten();
    files.filter(|file| file.file_name() != ".bieumau.json").count()
}

#[test]
fn whoever_has_corrected_is_done() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let inbox = folder.path().join("inbox");
    write(&inbox, &[("H22/cu.csv", catalogue(EARLIER, &["đất đai", "hộ tịch"], Some("hộ tịch")))]);
    for (kind, text) in shown(folder.path(), 1) {
        let says = if ["terminal", "html", "markdown"].contains(&kind) { "H22/cu.csv" } else { FAULT };
        assert!(text.contains(says), "{kind}: {text}");
    }
    assert_eq!(returned(folder.path()), 1);

    write(&inbox, &[("H22/moi.csv", catalogue(LATER, &["đất đai", "hộ tịch"], None))]);
    for (kind, text) in shown(folder.path(), 0) {
        assert!(!text.contains(FAULT), "{kind}: {text}");
        // The sheet of files and the lists for programs name it; the lists of faulty files do not.
        if ["terminal", "html", "markdown"].contains(&kind) {
            assert!(!text.contains("H22/cu.csv"), "{kind}: {text}");
        }
    }
    assert_eq!(returned(folder.path()), 0);
    let report = json_file(&folder.path().join("r.json"));
    assert_eq!(report["files"][0]["tables"][0]["outcome"], "superseded");
    assert_eq!(report["counts"]["error"], 0);
    let findings = report["findings"].as_array().expect("a list");
    let of = |rule: &str| findings.iter().find(|finding| finding["rule"] == rule).expect("it is kept");
    assert_eq!(of("missing-value")["settled"], true);
    assert_eq!(of("superseded")["settled"], Value::Null);
    let settled = findings.iter().filter(|finding| finding["settled"] == true).count();
    assert_eq!(report["counts"]["settled"], settled);
}

/// How Hà Giang stands to the catalogue.
fn standing(files: &[(&str, String)]) -> Value {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let inbox = folder.path().join("inbox");
    write(&inbox, files);
    let report = folder.path().join("r.json");
    run(bieumau().arg("merge").arg(&inbox).args(["--as-of", "2023-06-23"]).arg("--report").arg(&report), 0);
    let report = json_file(&report);
    let agencies = report["agencies"].as_array().expect("a list");
    let agency = agencies.iter().find(|agency| agency["code"] == "H22").expect("it is in the roster");
    agency["obligations"]["catalogue"].clone()
}

#[test]
fn a_document_with_a_rejected_part_is_not_whole() {
    let first = ("H22/PL1.csv", catalogue(LATER, &["đất đai", "hộ tịch"], None));
    let part = |faulty| ("H22/PL2.csv", catalogue(LATER, &["nhà ở", "chợ", "cầu"], faulty));
    let broken = standing(&[first.clone(), part(Some("chợ"))]);
    assert_eq!(broken["status"], "defective", "{broken}");
    assert_eq!(broken["files"], serde_json::json!(["H22/PL1.csv", "H22/PL2.csv"]));
    let said = broken["reasons"][0]["message"].as_str().unwrap_or_default();
    assert!(said.contains("H22/PL2.csv"), "{broken}");
    assert!(broken["reasons"].to_string().contains(FAULT), "{broken}");
    let mended = standing(&[first.clone(), part(None)]);
    assert_eq!((&mended["status"], &mended["rows"]), (&"complied".into(), &5.into()), "{mended}");
    // An older file with a fault about the same things was corrected.
    let corrected =
        standing(&[first.clone(), ("H22/ban dau.csv", catalogue(LATER, &["đất đai", "hộ tịch"], Some("hộ tịch")))]);
    assert_eq!((&corrected["status"], &corrected["rows"]), (&"complied".into(), &2.into()), "{corrected}");
    // Another document that is later and has faults takes nothing from the one that counts.
    let next = ("H22/bo sung.csv", catalogue("700/QĐ-UBND ngày 1/6/2023", &["nhà ở", "chợ"], Some("chợ")));
    assert_eq!(standing(&[first, next])["status"], "complied");
}
