//! A path without a command: a file is checked, a folder merged; and what was written is told and can be opened.

use std::fs;
use std::path::Path;

use tempfile::{TempDir, tempdir};

use crate::run::{bieumau, run};

const FORM: &str = "fixtures/cases/not-in-list/near-miss/PL1.csv";

fn said(output: &[u8]) -> String {
    String::from_utf8(output.to_vec()).expect("it is text")
}

/// A folder with an inbox of one form in it.
fn place() -> TempDir {
    let place = tempdir().expect("there is room");
    fs::create_dir(place.path().join("nhan")).expect("a folder can be made");
    fs::copy(FORM, place.path().join("nhan/PL1.csv")).expect("the form can be copied");
    place
}

#[test]
fn a_file_is_checked() {
    let bare = run(bieumau().args([FORM, "--lang", "en"]), 1);
    let full = run(bieumau().args(["check", FORM, "--lang", "en"]), 1);
    assert_eq!(said(&bare.stdout), said(&full.stdout));
    assert!(said(&run(bieumau().args([FORM, FORM]), 1).stdout).contains("CHƯA THỂ GỬI"));
}

#[test]
fn a_folder_is_merged_beside_itself() {
    let place = place();
    let names = || {
        let mut names: Vec<String> = fs::read_dir(place.path())
            .expect("it can be listed")
            .map(|entry| entry.expect("it can be listed").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    // The second run writes over what the first has written.
    for _ in 0..2 {
        let output = run(bieumau().arg("nhan").current_dir(place.path()), 0);
        assert!(said(&output.stdout).contains("Đã ghi: tong-hop.xlsx, tong-hop.html"), "{}", said(&output.stdout));
        assert_eq!(names(), ["nhan", "tong-hop.html", "tong-hop.xlsx"]);
        assert_eq!(fs::read_dir(place.path().join("nhan")).expect("it is there").count(), 1);
    }
    // From within, they lie beside it all the same.
    fs::remove_file(place.path().join("tong-hop.html")).expect("it is there");
    run(bieumau().arg(".").current_dir(place.path().join("nhan")), 0);
    assert_eq!(names(), ["nhan", "tong-hop.html", "tong-hop.xlsx"]);
}

#[test]
fn what_is_not_ours_stays() {
    let place = place();
    let own = place.path().join("tong-hop.html");
    fs::write(&own, "<p>Của tôi</p>").expect("there is room");
    let output = run(bieumau().arg("nhan").current_dir(place.path()), 2);
    assert!(said(&output.stderr).contains("tong-hop.html đã có và không phải do bieumau ghi"));
    assert_eq!(fs::read_to_string(&own).expect("it stays"), "<p>Của tôi</p>");
    assert!(!place.path().join("tong-hop.xlsx").exists());
    // Where it goes is said: then nothing is added.
    run(bieumau().args(["nhan", "-o", "khac.xlsx"]).current_dir(place.path()), 0);
    assert!(place.path().join("khac.xlsx").exists());
}

#[test]
fn files_and_folders_together_are_refused() {
    let place = place();
    let output = run(bieumau().args(["nhan", "nhan/PL1.csv"]).current_dir(place.path()), 2);
    assert!(said(&output.stderr).contains("không đưa cả hai"));
    let output = run(bieumau().args(["nhan/PL1.csv", "--lang", "vi", "nhan"]).current_dir(place.path()), 2);
    assert!(said(&output.stderr).contains("không đưa cả hai"));
    let output = run(bieumau().args(["nhan", "nhan", "--lang", "en"]).current_dir(place.path()), 2);
    assert!(said(&output.stderr).contains("nor several folders"));
}

#[test]
fn a_path_that_is_not_there_is_told_as_such() {
    let output = run(bieumau().arg("Hà Giang/PL1.xlsx"), 2);
    assert!(said(&output.stderr).contains("không có tệp hay thư mục «Hà Giang/PL1.xlsx»"));
    let output = run(bieumau().args(["PL1.xlsx", "--lang", "en"]), 2);
    assert!(said(&output.stderr).contains("there is no file or folder “PL1.xlsx”"));
    assert!(said(&run(bieumau().arg("kiemtra"), 2).stderr).contains("không có lệnh «kiemtra»"));
}

#[test]
fn a_commands_name_wins_over_a_files() {
    let place = place();
    fs::write(place.path().join("forms"), "x").expect("there is room");
    let output = run(bieumau().arg("forms").current_dir(place.path()), 0);
    assert!(said(&output.stdout).contains("shared-databases"));
}

#[test]
fn a_configuration_beside_the_folder_says_where_it_goes() {
    let place = place();
    fs::write(place.path().join("bieumau.toml"), "output = \"tuan.xlsx\"\n").expect("there is room");
    run(bieumau().arg("nhan").current_dir(place.path()), 0);
    assert!(place.path().join("tuan.xlsx").exists() && !place.path().join("tong-hop.xlsx").exists());
}

#[test]
fn a_result_in_a_file_is_told_with_its_verdict() {
    let place = place();
    let output = run(bieumau().args(["nhan/PL1.csv", "-o", "ket-qua.html"]).current_dir(place.path()), 1);
    let said = said(&output.stdout);
    assert!(said.contains("CHƯA THỂ GỬI") && said.contains("ket-qua.html"), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_page_is_opened() {
    use std::os::unix::fs::PermissionsExt;
    let place = place();
    let bin = place.path().join("bin");
    fs::create_dir(&bin).expect("a folder can be made");
    let opener = bin.join("xdg-open");
    let told = place.path().join("opened");
    fs::write(&opener, format!("#!/bin/sh\necho \"$1\" >{}.part && mv {0}.part {0}\n", told.display()))
        .expect("there is room");
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).expect("it is ours");
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = bieumau();
    command.args(["nhan", "--open"]).current_dir(place.path()).env("PATH", format!("{}:{path}", bin.display()));
    run(&mut command, 0);
    // It is started and left to itself.
    let mut looks = 0;
    while !told.exists() && looks < 500 {
        std::thread::sleep(std::time::Duration::from_millis(20));
        looks += 1;
    }
    let opened = fs::read_to_string(Path::new(&told)).expect("it was opened");
    assert!(opened.trim().ends_with("tong-hop.html"), "{opened}");
    let output = run(bieumau().args(["merge", "nhan", "--open"]).current_dir(place.path()), 2);
    assert!(said(&output.stderr).contains("--open cần một báo cáo HTML"));
}
