//! A form made in Excel: written as a workbook, read back, and everything that is wrong told; and the schemas to start from.

use std::fs;
use std::path::Path;

use crate::run::{bieumau, run};

fn said(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_form_goes_through_excel_and_comes_back_byte_for_byte() {
    let place = tempfile::tempdir().expect("a temporary folder");
    for form in ["shared-databases", "open-data-plan"] {
        let (book, schema) = (place.path().join(format!("{form}.xlsx")), place.path().join(format!("{form}.json")));
        run(bieumau().args(["forms", "export", form, "-o"]).arg(&book), 0);
        let told = said(&run(bieumau().args(["forms", "import"]).arg(&book).arg("-o").arg(&schema), 0));
        assert!(told.starts_with(&format!("Biểu «{form}», ")), "{told}");
        let before = fs::read_to_string(format!("schemas/forms/{form}.json")).expect("it ships with the program");
        assert_eq!(fs::read_to_string(&schema).expect("it was written"), before);
        // A workbook in an inbox is no submission.
        let checked = said(&run(bieumau().arg("check").arg(&book), 1));
        assert!(checked.contains("sổ soạn biểu mẫu"), "{checked}");
    }
}

#[test]
fn the_schemas_to_start_from_are_sound_and_a_slip_is_told_with_all_others() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("bieu-mau");
    run(bieumau().args(["forms", "new"]).arg(&folder), 0);
    let told = said(&run(bieumau().args(["forms", "check"]).arg(&folder), 0));
    for expected in [
        "quy tắc R411 finish-before-start: dùng «Bắt đầu», «Hoàn thành»; dòng trống: đúng",
        "nghĩa vụ roadmap",
        "Không có lỗi",
    ] {
        assert!(told.split_whitespace().collect::<Vec<_>>().join(" ").contains(expected), "{expected}: {told}");
    }
    // Nothing is written over.
    run(bieumau().args(["forms", "new"]).arg(&folder), 2);
    spoil(
        &folder.join("forms/shared-databases.json"),
        &[("\"maxLength\": 500", "\"maxLenght\": 500"), ("status == null", "statu == null")],
    );
    spoil(&folder.join("forms/open-data-plan.json"), &[("\"enum\": [\"Tải về\"", "\"enum\": [\"API\", \"Tải về\"")]);
    spoil(&folder.join("rosters/2023.csv"), &[("H22,", ",")]);
    let told = said(&run(bieumau().args(["forms", "check", "--lang", "en"]).arg(&folder), 1));
    for expected in ["maxLenght", "statu", "API", "2023.csv", "2389.json"] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
}

fn spoil(path: &Path, slips: &[(&str, &str)]) {
    let mut text = fs::read_to_string(path).expect("it was written");
    for (right, wrong) in slips {
        assert!(text.contains(right), "{right}");
        text = text.replacen(right, wrong, 1);
    }
    fs::write(path, text).expect("it can be written");
}
