//! What a run costs and what it says of that: the same on a busy machine as on a quiet one.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::run::{bieumau, json, run};

/// A form of five records with so many rows of a dash below.
fn form_with_dashes(rows: usize) -> String {
    let records: String = (1..=5)
        .map(|at| format!("{at},CSDL số {at},Quản lý,Hồ sơ,Sở Nội vụ,Cập nhật hằng ngày,Chia sẻ mặc định,Đã có\n"))
        .collect();
    format!(
        "UBND TỈNH LÀO CAI\nDANH MỤC CƠ SỞ DỮ LIỆU DÙNG CHUNG\n(Kèm theo Quyết định số 7/QĐ-UBND ngày 15/5/2023)\n\
         STT,Tên cơ sở dữ liệu,Mục đích,\"Phạm vi, nội dung dữ liệu\",Đơn vị chủ trì,\
         \"Nguồn dữ liệu, cơ chế thu thập, cập nhật\",Hình thức chia sẻ,Hiện trạng\n{records}{}",
        ",-,,,,,,\n".repeat(rows)
    )
}

/// Path and outcome of every file.
fn outcomes(report: &[u8]) -> Vec<(String, String)> {
    let report = json(report);
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    let files = report["files"].as_array().expect("a list").iter();
    files.map(|file| (text(&file["path"]), text(&file["outcome"]))).collect()
}

#[test]
fn a_busy_machine_says_the_same() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("a.csv"), form_with_dashes(60_000)).expect("there is room");
    let report = || run(bieumau().args(["check", "--format", "json"]).arg(folder.path()), 0).stdout;
    let quiet = report();
    let is_over = AtomicBool::new(false);
    let busy = std::thread::scope(|scope| {
        for _ in 0..2 * std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            });
        }
        let busy = report();
        is_over.store(true, Ordering::Relaxed);
        busy
    });
    assert_eq!(outcomes(&quiet), [("a.csv".to_owned(), "read".to_owned())]);
    assert!(quiet == busy, "the same bytes");
}

/// Faults are only in builds for development.
#[cfg(debug_assertions)]
#[test]
fn a_file_that_waits_is_read_and_one_without_an_end_is_not() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("a.csv"), form_with_dashes(0)).expect("there is room");
    let check = |fault: &str, code| {
        let mut command = bieumau();
        command.args(["check", "--format", "json"]).arg(folder.path()).env("BIEUMAU_FAULT", fault);
        outcomes(&run(&mut command, code).stdout)
    };
    let is = |outcome: &str| vec![("a.csv".to_owned(), outcome.to_owned())];
    // The watch lets the processor work a second here; the file waits for three.
    assert_eq!(check("sleep:a.csv", 0), is("read"));
    if cfg!(unix) {
        assert_eq!(check("hang:a.csv", 1), is("unreadable"));
    }
}

#[cfg(all(debug_assertions, unix))]
#[test]
fn ten_files_without_an_end_cost_themselves() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for at in 0..10 {
        fs::write(folder.path().join(format!("{at}-bad.csv")), form_with_dashes(at)).expect("there is room");
    }
    fs::write(folder.path().join("good.csv"), form_with_dashes(0)).expect("there is room");
    let mut command = bieumau();
    command.args(["check", "--format", "json"]).arg(folder.path()).env("BIEUMAU_FAULT", "hang:-bad.csv");
    for (path, outcome) in outcomes(&run(&mut command, 1).stdout) {
        assert_eq!(outcome, if path == "good.csv" { "read" } else { "unreadable" }, "{path}");
    }
}

#[test]
fn the_file_that_used_up_its_time_is_not_tried_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["a.csv", "b.csv"] {
        fs::write(folder.path().join(name), form_with_dashes(0)).expect("there is room");
    }
    let mut told = tempfile::NamedTempFile::new().expect("a temporary file");
    told.write_all(b"b.csv").expect("there is room");
    let again = |stuck: &Path| {
        let mut command = bieumau();
        command.args(["check", "--format", "json"]).arg(folder.path());
        command.env("BIEUMAU_READING", "apart").env("BIEUMAU_STUCK", stuck);
        command.output().expect("the binary can be started").stdout
    };
    let is = |path: &str, outcome: &str| (path.to_owned(), outcome.to_owned());
    assert_eq!(outcomes(&again(told.path())), [is("a.csv", "read"), is("b.csv", "unreadable")]);
    assert_eq!(outcomes(&again(Path::new("nowhere"))), [is("a.csv", "read"), is("b.csv", "read")]);
}

/// So long a list goes through a temporary file.
#[test]
fn a_sheet_of_low_memory_reads_like_any_other() {
    use calamine::{Reader, Xlsx, open_workbook};
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    let count = 5_001;
    let headings =
        "STT,Tên cơ sở dữ liệu,Mục đích,Phạm vi dữ liệu,Đơn vị chủ trì,Nguồn dữ liệu,Hình thức chia sẻ,Hiện trạng";
    let row = |number: usize| format!("{number},Dòng {},a,b,c,d,Mặc định,Đã có\n", number * 7);
    let rows: String = (1..=count).map(row).collect();
    let above = "UBND TỈNH HÀ GIANG\n(Kèm theo Quyết định số 613/QĐ-UBND ngày 15/5/2023 của UBND tỉnh Hà Giang)\n";
    fs::create_dir(at("inbox")).expect("a folder can be made");
    fs::write(at("inbox/a.csv"), format!("{above}{headings}\n{rows}")).expect("there is room");
    let mut merge = bieumau();
    run(merge.arg("merge").arg(at("inbox")).args(["--as-of", "2023-06-23"]).arg("-o").arg(at("s.xlsx")), 0);
    let mut book: Xlsx<_> = open_workbook(at("s.xlsx")).expect("it can be read");
    let name = book.sheet_names().into_iter().find(|name| name.contains("CSDL")).expect("the form has a sheet");
    let range = book.worksheet_range(&name).expect("it is there");
    let title = range.get_value((0, 0)).map(ToString::to_string);
    assert_eq!(title.as_deref(), Some("Danh mục cơ sở dữ liệu dùng chung"), "what stands above is there too");
    let last: Vec<String> = range.rows().next_back().expect("there are rows").iter().map(ToString::to_string).collect();
    assert!(last.contains(&format!("Dòng {}", count * 7)) && last.contains(&"H22".to_owned()), "{last:?}");
    // Its row in the file is a number.
    assert!(last.contains(&(count + 3).to_string()), "{last:?}");
    assert_eq!(range.height(), count + 5);
}
