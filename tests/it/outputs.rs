//! Outputs appear whole or not at all, and nothing in them runs: a full disk, a folder that cannot be written, a run that is
//! stopped, and cells that would be formulas.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::run::{bieumau, run};

const FORM: &str = "00.00.H46-892-QD-2023-PL1.xlsx";

fn merge(folder: &Path) -> Command {
    let inbox = folder.join("inbox");
    fs::create_dir_all(&inbox).expect("a folder");
    fs::copy(Path::new("fixtures/inbox-2023-06-23").join(FORM), inbox.join(FORM)).expect("a copy");
    let mut command = bieumau();
    command.args(["merge", "--as-of", "2023-06-23"]).arg(inbox);
    command
}

/// The error of a run that must end with 2.
fn failure(command: &mut Command) -> String {
    String::from_utf8(run(command, 2).stderr).expect("it is text")
}

#[test]
fn what_cannot_be_written_is_told_with_its_path() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let missing = folder.path().join("missing/tong-hop.xlsx");
    for option in ["-o", "--report", "--data"] {
        let told = failure(merge(folder.path()).arg(option).arg(&missing));
        assert!(told.contains("missing"), "{told}");
    }
    let told = failure(merge(folder.path()).arg("-o").arg(folder.path()));
    assert!(told.contains(&*folder.path().to_string_lossy()), "{told}");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "only the inbox is there");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_no_half_written_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let report = folder.path().join("report.json");
    fs::write(&report, "old").expect("a file");
    let told = failure(merge(folder.path()).args(["-o", "/dev/full"]));
    assert!(told.contains("/dev/full"), "{told}");
    let devices = tempfile::tempdir().expect("a temporary folder");
    let link = |device: &str| {
        let link = devices.path().join(device).with_extension("json");
        std::os::unix::fs::symlink(Path::new("/dev").join(device), &link).expect("a link");
        link
    };
    let told = failure(merge(folder.path()).arg("--report").arg(link("full")));
    assert!(told.contains("full.json"), "{told}");
    run(merge(folder.path()).arg("--report").arg(link("null")), 0);
    for device in ["/dev/full", "/dev/null"] {
        assert!(!fs::metadata(device).expect("it is there").is_file(), "a device is written into, not replaced");
    }

    // A limit on the size of files stands for a disk that fills up: 8 blocks of 1,024 bytes.
    let whole = merge(folder.path());
    let mut limited = Command::new("bash");
    limited.args(["-c", "ulimit -f 8; exec \"$@\"", "bash"]).arg(whole.get_program()).args(whole.get_args());
    let told = failure(limited.arg("--report").arg(&report));
    assert!(told.contains("report.json"), "{told}");
    assert_eq!(fs::read_to_string(&report).expect("it is there"), "old");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2, "nothing is left lying about");
}

/// Faults are only in builds for development.
#[cfg(all(debug_assertions, target_os = "linux"))]
#[test]
fn a_run_that_is_stopped_leaves_the_old_outputs() {
    use std::time::{Duration, Instant};
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (report, data) = (folder.path().join("report.json"), folder.path().join("data"));
    let mut command = merge(folder.path());
    command.arg("--report").arg(&report).arg("--data").arg(&data);
    run(&mut command, 0);
    let before = (fs::read(&report).expect("a report"), fs::read(data.join("datapackage.json")).expect("a package"));
    let asides = || {
        let names = fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("an entry").file_name());
        names.filter(|name| name.to_string_lossy().starts_with(".bieumau-")).count()
    };
    let wait_for = |count: usize| {
        let start = Instant::now();
        while asides() != count {
            assert!(start.elapsed() < Duration::from_secs(60), "{} instead of {count}", asides());
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    for signal in ["-TERM", "-KILL"] {
        let mut running = command.env("BIEUMAU_FAULT", "wait:").spawn().expect("the binary can be started");
        wait_for(2);
        let pid = running.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().expect("it is part of every Unix").success());
        assert!(!running.wait().expect("it was started here").success());
        wait_for(0);
        let after = (fs::read(&report).expect("a report"), fs::read(data.join("datapackage.json")).expect("a package"));
        assert!(before == after, "{signal}");
    }
}

/// A cell of a CSV file as it was before it was made harmless, as `datapackage.json` tells to undo it.
fn undone(cell: &str) -> &str {
    let is_active =
        cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if is_active { cell.strip_prefix('\'').expect("it has an apostrophe") } else { cell }
}

#[test]
fn no_cell_of_the_data_package_runs_and_each_can_be_undone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let names =
        ["=1+1", "+84 24", "-5", "@SUM(A1)", "'=1", "''@x", "＝1+1", "plain", "'quoted'", "=HYPERLINK(\"http://x\")"];
    let mut csv = String::from(
        "UBND TỈNH HÀ GIANG\n(Kèm theo Quyết định số 613/QĐ-UBND ngày 15/5/2023 của Ủy ban nhân dân tỉnh Hà Giang)\nSTT,Tên cơ sở dữ liệu,Mục đích,\"Phạm vi, nội dung dữ liệu\",Đơn vị chủ trì,\"Nguồn dữ liệu, cơ chế thu thập, cập nhật\",Hình thức chia sẻ,Hiện trạng,Ghi chú\n",
    );
    for (index, name) in names.iter().enumerate() {
        let quoted = name.replace('"', "\"\"");
        csv.push_str(&format!("{},\"{quoted}\",a,b,c,d,Chia sẻ mặc định,Đã có,<script>alert(1)</script>\n", index + 1));
    }
    let inbox = folder.path().join("=cmd");
    fs::create_dir(&inbox).expect("a folder");
    fs::write(inbox.join("=a.csv"), csv).expect("a file");
    let data = folder.path().join("data");
    run(bieumau().args(["merge", "--as-of", "2023-06-23"]).arg(&inbox).arg("--data").arg(&data), 0);
    let mut found = Vec::new();
    for entry in fs::read_dir(&data).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "csv") {
            continue;
        }
        let mut reader = csv::Reader::from_path(&path).expect("it is CSV");
        let name_column = reader.headers().expect("a header").iter().position(|name| name == "name");
        let is_form = path.file_name().is_some_and(|name| name == "shared-databases.csv");
        for row in reader.records() {
            let row = row.expect("a row is CSV");
            for cell in &row {
                assert!(!cell.starts_with(['=', '+', '-', '@', '＝']), "{}: {cell}", path.display());
            }
            if is_form {
                found.push(undone(&row[name_column.expect("a name")]).to_owned());
                assert_eq!(undone(&row[1]), "=a.csv");
            }
        }
    }
    assert_eq!(found, names);
    let package = fs::read_to_string(data.join("datapackage.json")).expect("it is text");
    assert!(package.contains("To undo"));
}
