//! The rules between submissions, in inboxes of a few lines: what they tell, at both places, and what they must not tell.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::run::{bieumau, json_file, run};

const HEADER: &str = "STT,Tên cơ sở dữ liệu,Mục đích,\"Phạm vi, nội dung dữ liệu\",Đơn vị chủ trì,\"Nguồn dữ liệu, cơ chế thu thập, cập nhật\",Hình thức chia sẻ,Hiện trạng";

/// Writes a catalogue with these names and responsible units.
fn catalogue(folder: &Path, path: &str, decision: &str, rows: &[(&str, &str)]) {
    let mut text = format!("(Kèm theo Quyết định số {decision})\n{HEADER}\n");
    for (index, (name, owner)) in rows.iter().enumerate() {
        text.push_str(&format!(
            "{},{name},Quản lý nhà nước,Thông tin cơ bản,{owner},Cập nhật thường xuyên,Chia sẻ mặc định,Đã có\n",
            index + 1
        ));
    }
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder can be made");
    fs::write(path, text).expect("it can be written");
}

/// Rule, file and cell of every finding of these rules.
fn told(inbox: &Path, extra: &[&str]) -> Vec<String> {
    let report = tempfile::tempdir().expect("a temporary folder");
    let path = report.path().join("r.json");
    run(bieumau().arg("merge").arg(inbox).args(["--as-of", "2023-06-23"]).args(extra).arg("--report").arg(&path), 0);
    let report = json_file(&path);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().expect("findings").iter();
    findings
        .filter(|it| ["same-database", "fewer-rows", "near-duplicate"].contains(&text(&it["rule"]).as_str()))
        .map(|it| {
            format!("{} {} {} {}", text(&it["severity"]), text(&it["rule"]), text(&it["file"]), text(&it["cell"]))
        })
        .collect()
}

#[test]
fn one_database_of_two_agencies_is_told_at_both_places() {
    let inbox = tempfile::tempdir().expect("a temporary folder");
    let at = inbox.path();
    catalogue(
        at,
        "H14/a.csv",
        "1/QĐ-UBND ngày 1/6/2023 của UBND tỉnh Cao Bằng",
        &[
            ("Cơ sở dữ liệu quốc gia về dân cư", "Công an tỉnh"),
            ("Cơ sở dữ liệu đất đai", "Sở Tài nguyên và Môi trường"),
            ("Cơ sở dữ liệu hộ tịch", "Bộ Tư pháp"),
        ],
    );
    catalogue(
        at,
        "G01/a.csv",
        "2/QĐ-BCA ngày 1/6/2023 của Bộ Công an",
        &[("Cơ sở dữ liệu Quốc gia  về dân cư", "Cục Cảnh sát quản lý hành chính về trật tự xã hội")],
    );
    catalogue(at, "G15/a.csv", "3/QĐ-BTP ngày 1/6/2023 của Bộ Tư pháp", &[("Cơ sở dữ liệu hộ tịch", "Cục Hộ tịch")]);
    catalogue(
        at,
        "H03/a.csv",
        "4/QĐ-UBND ngày 1/6/2023 của UBND tỉnh Bắc Kạn",
        &[("Cơ sở dữ liệu đất đai", "Sở Tài nguyên và Môi trường")],
    );
    // Every province has a land database, so nothing is told of the two.
    let expected = ["G01/a.csv B3", "G15/a.csv B3", "H14/a.csv B3", "H14/a.csv B5"];
    assert_eq!(told(at, &[]), expected.map(|place| format!("warning same-database {place}")));
}

#[test]
fn an_answer_with_fewer_rows_than_the_one_before_is_told() {
    let inbox = tempfile::tempdir().expect("a temporary folder");
    let at = inbox.path();
    let rows = [("Cơ sở dữ liệu đất đai", "Sở A"), ("Cơ sở dữ liệu hộ tịch", "Sở B")];
    catalogue(at, "H14/cu.csv", "1/QĐ-UBND ngày 1/5/2023 của UBND tỉnh Cao Bằng", &rows);
    catalogue(at, "H14/moi.csv", "2/QĐ-UBND ngày 1/6/2023 của UBND tỉnh Cao Bằng", &rows[..1]);
    catalogue(at, "H03/cu.csv", "3/QĐ-UBND ngày 1/5/2023 của UBND tỉnh Bắc Kạn", &rows[..1]);
    catalogue(at, "H03/moi.csv", "4/QĐ-UBND ngày 1/6/2023 của UBND tỉnh Bắc Kạn", &rows);
    assert_eq!(told(at, &[]), ["warning fewer-rows H14/moi.csv A1"]);
    // The same against the report of last week, when the older file is no longer there.
    let earlier = at.join("earlier.json");
    run(bieumau().arg("merge").arg(at).args(["--as-of", "2023-05-20"]).arg("--report").arg(&earlier), 0);
    fs::remove_file(at.join("H14/cu.csv")).expect("it can be removed");
    let found = told(at, &["--previous", earlier.to_str().expect("a temporary path is text")]);
    assert_eq!(found, ["warning fewer-rows H14/moi.csv A1"]);
    let allowed = told(at, &["--previous", earlier.to_str().expect("text"), "--allow", "fewer-rows"]);
    assert_eq!(allowed, ["info fewer-rows H14/moi.csv A1"]);
}

/// What `check` says of these files of the grants: rule and words, in English.
fn checked(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut command = bieumau();
    command.arg("check");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("it can be written");
        command.arg(path);
    }
    command.args(["--schemas", "fixtures/grants/schemas", "--lang", "en", "--format", "json"]);
    let report = crate::run::json(&run(&mut command, 0).stdout);
    let findings = report["findings"].as_array().expect("the report lists findings");
    findings
        .iter()
        .map(|it| {
            format!("{} {}", it["severity"].as_str().unwrap_or_default(), it["message"].as_str().unwrap_or_default())
        })
        .collect()
}

#[test]
fn a_form_that_is_tied_to_what_is_checked_and_not_given_is_told() {
    let plans = ("OH plans.csv", "Plan number,Action to be taken,Closed,Closed on\nP-1,Hire an accountant,N,\n");
    let findings = ("OH findings.csv", "Fiscal year,Finding number,Plan reference,Topics\n2022,1,P-1,\n");
    let tracts = ("OH tracts.csv", "Census tract\n39000000037\n");
    assert_eq!(checked(&[plans]), ["info The campaign also asks for “Audit findings”; it is not in these files."]);
    assert_eq!(
        checked(&[findings]),
        [
            "warning Column “Plan reference” could not be looked up in the form “Corrective action plans”: it is not in these files."
        ]
    );
    // What nothing ties to the others may be sent alone.
    assert_eq!(checked(&[tracts]), [""; 0]);
    let both = checked(&[plans, findings]);
    assert!(both.iter().all(|it| it.starts_with("info The campaign also asks for ")), "{both:?}");
}
