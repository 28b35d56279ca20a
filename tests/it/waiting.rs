//! Rows wait on disk until the last file is read: what is written is the same whatever the number of threads, nothing stays
//! behind, and a folder for temporary files that cannot be written ends the run.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::run::{bieumau, json, run};

const HEADER: &str = "STT,Tên cơ sở dữ liệu,Mục đích,\"Phạm vi, nội dung dữ liệu\",Đơn vị chủ trì,\"Nguồn dữ liệu, cơ chế thu thập, \
                      cập nhật\",Hình thức chia sẻ,Hiện trạng,Bắt đầu,Hoàn thành";
const AGENCIES: [&str; 4] = ["Hà Giang", "Vĩnh Long", "Quảng Bình", "Tiền Giang"];

/// A form of the agency with these rows; the rows of one in seven files have a fault.
fn form(folder: &Path, at: usize, rows: std::ops::Range<usize>) {
    let agency = AGENCIES[at % AGENCIES.len()];
    let mut text = format!(
        "UBND TỈNH {},,,,,,,,,\n(Kèm theo Quyết định số 613/QĐ-UBND ngày 15/5/2023 của Ủy ban nhân dân tỉnh {agency}),,,,,,,,,\n{HEADER}\n",
        agency.to_uppercase()
    );
    for (ordinal, row) in rows.enumerate() {
        let sharing = if at % 7 == 6 { "Chia theo ý" } else { "Chia sẻ mặc định" };
        let finish = if row.is_multiple_of(3) { "" } else { "2025" };
        text.push_str(&format!(
            "{},Cơ sở dữ liệu {row},Mục đích {row},Phạm vi,Sở Nội vụ,Cập nhật hằng năm,{sharing},Đang xây dựng,2023,{finish}\n",
            ordinal + 1
        ));
    }
    fs::write(folder.join(format!("{at:03} {agency}.csv")), text).expect("there is room");
}

/// Forty short forms, a long one of several blocks, and a copy of another agency's rows.
fn inbox(folder: &Path) {
    (0..40).for_each(|at| form(folder, at, at * 20..at * 20 + 20));
    form(folder, 40, 5_000..6_100);
    form(folder, 41, 5_000..5_030);
}

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|it| it.file_type().is_file());
    files.map(|it| (it.path().display().to_string(), fs::read(it.path()).expect("it was written"))).collect()
}

#[test]
fn any_number_of_threads_writes_the_same_bytes_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (sent, waiting, out) = (folder.path().join("in"), folder.path().join("waiting"), folder.path().join("out"));
    for folder in [&sent, &waiting, &out] {
        fs::create_dir(folder).expect("a folder can be made");
    }
    inbox(&sent);
    let mut written = Vec::new();
    for jobs in ["1", "2", "5"] {
        let mut merge = bieumau();
        merge.current_dir(&out).env("TMPDIR", &waiting).args([
            "merge",
            "../in",
            "--as-of",
            "2023-06-23",
            "--jobs",
            jobs,
        ]);
        merge.args(["-o", "o.xlsx", "--data", "data", "--report", "r.json", "--report", "r.html"]);
        run(&mut merge, 0);
        written.push(contents(&out));
    }
    assert!(written.windows(2).all(|pair| pair[0] == pair[1]), "{:?}", written[0].keys());
    assert_eq!(contents(&waiting).len(), 0);
    let report = json(&fs::read(out.join("r.json")).expect("it was written"));
    let rows = report["agencies"].as_array().expect("a list").iter();
    let rows: u64 = rows.filter_map(|agency| agency["obligations"]["catalogue"]["rows"].as_u64()).sum();
    // Rejected parts are rows of an answer, too.
    assert!(rows >= 40 * 20 + 1_100, "{rows}");
}

#[test]
fn without_room_for_rows_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sent = folder.path().join("in");
    fs::create_dir(&sent).expect("a folder can be made");
    // Rows of short tables are held in memory.
    form(&sent, 0, 0..300);
    let mut merge = bieumau();
    merge
        .current_dir(folder.path())
        .env("TMPDIR", folder.path().join("not there"))
        .args(["merge", "in", "--data", "data"]);
    let told = run(&mut merge, 2);
    assert!(String::from_utf8_lossy(&told.stderr).contains("TMPDIR"), "{told:?}");
    assert!(!folder.path().join("data").exists());
}
