//! What lies in the inbox beside an agency's accepted submission: corrected files are done with, missing parts are not.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use proptest::prelude::*;
use serde_json::Value;

use crate::run::{bieumau, draw, json_file, package, run};

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
        // The lists of all files name it; those of faulty ones do not.
        if ["terminal", "markdown"].contains(&kind) {
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

#[test]
fn what_adds_to_a_rejected_list_is_no_answer_by_itself() {
    let base = |faulty| ("H22/1.csv", catalogue(EARLIER, &["đất đai", "hộ tịch", "nhà ở"], faulty));
    let title = ("DANH MỤC CƠ SỞ", "DANH MỤC BỔ SUNG CƠ SỞ");
    let added = ("H22/2.csv", catalogue(LATER, &["chợ", "cầu"], None).replace(title.0, title.1));
    let broken = standing(&[base(Some("hộ tịch")), added.clone()]);
    assert_eq!((&broken["status"], &broken["rows"]), (&"defective".into(), &5.into()), "{broken}");
    assert!(broken["reasons"].to_string().contains("mới có bản bổ sung danh mục đó được tính"), "{broken}");
    assert!(broken["reasons"].to_string().contains(FAULT), "{broken}");
    let mended = standing(&[base(None), added]);
    assert_eq!((&mended["status"], &mended["rows"]), (&"complied".into(), &5.into()), "{mended}");
    // It may say so of a plan, and may replace a part of it.
    for said in ["Sửa đổi Kế hoạch số 5/KH-UBND", "Sửa đổi, thay thế một số nội dung của Kế hoạch số 5/KH-UBND"]
    {
        let plan = catalogue(LATER, &["chợ", "cầu"], None).replace("(Kèm theo", &format!("\"{said}\"\n(Kèm theo"));
        assert_eq!(standing(&[base(Some("hộ tịch")), ("H22/2.csv", plan)])["status"], "defective", "{said}");
    }
    // A supplement that takes all of it up again corrects it.
    let whole = catalogue(LATER, &["đất đai", "hộ tịch", "nhà ở", "chợ"], None).replace(title.0, title.1);
    assert_eq!(standing(&[base(Some("hộ tịch")), ("H22/2.csv", whole)])["status"], "complied");
}

/// What Phú Thọ, of which Hòa Bình and Vĩnh Phúc are a part now, has and hears with these lists.
fn of_phu_tho(files: &[(&str, String)]) -> (Value, Vec<String>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (inbox, report) = (folder.path().join("inbox"), folder.path().join("r.json"));
    write(&inbox, files);
    let mut command = bieumau();
    command.arg("merge").arg(&inbox).args(["--as-of", "2025-12-31", "--roster", "2025", "--lang", "en"]);
    run(command.arg("--report").arg(&report), 0);
    let report = json_file(&report);
    let mut agencies = report["agencies"].as_array().expect("a list").iter();
    let agency = agencies.find(|agency| agency["name"] == "Tỉnh Phú Thọ").expect("it is on the roster");
    let told = report["findings"].as_array().expect("a list").iter();
    (agency["obligations"]["catalogue"].clone(), told.map(|it| format!("{} {}", it["rule"], it["message"])).collect())
}

#[test]
fn lists_of_two_former_agencies_count_together_each_by_its_own_documents() {
    const DATABASES: &[&str] = &["đất đai", "hộ tịch", "giáo viên"];
    let of = |former: &str, decision: &str, databases: &[&str]| {
        let list = catalogue(decision, databases, None).replace("tỉnh Hà Giang", &format!("tỉnh {former}"));
        list.replace("HÀ GIANG", &former.to_uppercase()).replace("Sở Nội vụ", &format!("Sở Nội vụ tỉnh {former}"))
    };
    let first = ("HB.csv", of("Hòa Bình", "101/QĐ-UBND ngày 15/3/2025", DATABASES));
    for number in [101, 202] {
        let second = of("Vĩnh Phúc", &format!("{number}/QĐ-UBND ngày 20/4/2025"), DATABASES);
        let (standing, mut told) = of_phu_tho(&[first.clone(), ("VP.csv", second)]);
        told.retain(|it| !it.contains("issued-before-merger"));
        assert_eq!((&standing["rows"], told.len()), (&6.into(), 1), "{standing} {told:?}");
        assert!(
            told[0].contains("two agencies that are one now issued the two lists (Tỉnh Vĩnh Phúc, Tỉnh Hòa Bình)"),
            "{told:?}"
        );
    }
    // The later list of one of them takes the place of its own earlier one only.
    let second = ("VP.csv", of("Vĩnh Phúc", "202/QĐ-UBND ngày 20/4/2025", DATABASES));
    let later = ("HB2.csv", of("Hòa Bình", "150/QĐ-UBND ngày 1/5/2025", &["đất đai", "hộ tịch", "giáo viên", "nhà ở"]));
    let (standing, told) = of_phu_tho(&[first, second, later]);
    assert_eq!(standing["rows"], 7, "{standing} {told:?}");
    // What bore the name before the others joined it is but a part, too.
    let own = |decision: &str| of_phu_tho(&[("PT.csv", of("Phú Thọ", decision, DATABASES))]).1;
    let before = "Phu Tho Province (before 2025-07-01) issued this (A3: “77/QĐ-UBND”)";
    let told = own("77/QĐ-UBND ngày 20/5/2023");
    assert!(matches!(&told[..], [only] if only.contains(before)), "{told:?}");
    assert!(own("77/QĐ-UBND ngày 1/7/2025").is_empty());
}

#[test]
fn one_file_in_the_folders_of_two_agencies_is_told_at_both() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let inbox = folder.path().join("inbox");
    let nobody =
        catalogue(LATER, &["đất đai"], None).replace("UBND TỈNH HÀ GIANG\n", "").replace(" của UBND tỉnh Hà Giang", "");
    write(
        &inbox,
        &[
            ("H14/PL1.csv", nobody.clone()),
            ("H22/PL1.csv", nobody),
            ("H22/cu/PL1.csv", catalogue(EARLIER, &["chợ"], None)),
            ("H22/PL2.csv", catalogue(EARLIER, &["chợ"], None)),
        ],
    );
    let report = folder.path().join("r.json");
    run(
        bieumau().arg("merge").arg(&inbox).args(["--as-of", "2023-06-23", "--lang", "en"]).arg("--report").arg(&report),
        0,
    );
    let report = json_file(&report);
    let findings = report["findings"].as_array().expect("a list").iter();
    let copies = findings.filter(|finding| finding["rule"] == "duplicate-file");
    let told: Vec<String> =
        copies.map(|it| format!("{} {}: {}", it["severity"], it["file"], it["message"]).replace('"', "")).collect();
    let contested = "and counts once for H14, not for H22; only names of files or folders say whose it is.";
    assert_eq!(
        told,
        [
            format!("warning H14/PL1.csv: The file is identical to “H22/PL1.csv” {contested}"),
            format!("warning H22/PL1.csv: The file is identical to “H14/PL1.csv” {contested}"),
            "info H22/cu/PL1.csv: The file is identical to “H22/PL2.csv” and counts once.".to_owned(),
        ]
    );
}

/// Something that lies in the inbox and is no later submission, part, fuller copy or supplement of the agency's own.
#[derive(Clone, Debug)]
enum Thing {
    /// Another body of or below the province, with a list of its own, later: the title, the symbol, and the «của …».
    Body(usize),
    /// The province's title above the decision of another body.
    ForeignDecision(usize),
    /// A draft of the next list.
    Draft(usize),
    /// An earlier list of the agency, with a fault or without.
    Older { faulty: bool, same_rows: bool },
    /// The list as it was before it was corrected, under the same decision.
    Uncorrected,
    /// Dated after the as-of date.
    NotYet,
    /// The same bytes once more.
    Copy,
    /// The same bytes in an archive.
    Zipped,
    /// The same rows, written anew.
    Rewritten,
    /// A configuration file.
    Configuration(usize),
    /// What an earlier run wrote, by the place in its folder.
    Output(usize),
    /// Another province's list in this place.
    Neighbour,
    /// A list for another form, a text, an empty file.
    Litter(usize),
}

const BODIES: [(&str, &str, &str); 9] = [
    ("UBND HUYỆN ĐỒNG VĂN", "QĐ-UBND", "UBND huyện Đồng Văn"),
    ("UBND TỈNH HÀ GIANG\nSỞ Y TẾ", "QĐ-SYT", "Sở Y tế tỉnh Hà Giang"),
    ("CÔNG AN TỈNH HÀ GIANG", "QĐ-CAT", "Công an tỉnh Hà Giang"),
    ("BỆNH VIỆN ĐA KHOA TỈNH HÀ GIANG", "QĐ-BVĐK", "Bệnh viện đa khoa tỉnh Hà Giang"),
    ("TỈNH ỦY HÀ GIANG", "QĐ-TU", "Tỉnh ủy Hà Giang"),
    ("UBND THÀNH PHỐ HÀ GIANG", "QĐ-UBND", "UBND thành phố Hà Giang"),
    ("TRƯỜNG CAO ĐẲNG SƯ PHẠM HÀ GIANG", "QĐ-CĐSP", "Trường Cao đẳng Sư phạm Hà Giang"),
    ("CỤC THUẾ TỈNH HÀ GIANG", "QĐ-CTHGI", "Cục Thuế tỉnh Hà Giang"),
    ("UBND XÃ PHƯƠNG THIỆN, THÀNH PHỐ HÀ GIANG", "QĐ-UBND", "UBND xã Phương Thiện"),
];
const PLACES: [&str; 6] = ["H22", "Ha Giang", "", "H22/ban gui lai", "Tinh Ha Giang/phu luc", "khac"];
const NAMES: [&str; 5] = ["PL1", "Danh muc CSDL", "Danh mục (2)", "H22 bao cao", "gui Bo TTTT"];
const OWN: &[&str] = &["đất đai", "hộ tịch", "giáo viên", "nhà ở"];

fn thing() -> impl Strategy<Value = Thing> {
    prop_oneof![
        4 => (0..BODIES.len()).prop_map(Thing::Body),
        2 => (1..BODIES.len() - 1).prop_map(Thing::ForeignDecision),
        2 => (0..3usize).prop_map(Thing::Draft),
        3 => (any::<bool>(), any::<bool>()).prop_map(|(faulty, same_rows)| Thing::Older { faulty, same_rows }),
        1 => Just(Thing::Uncorrected),
        1 => Just(Thing::NotYet),
        1 => Just(Thing::Copy),
        1 => Just(Thing::Zipped),
        1 => Just(Thing::Rewritten),
        1 => (0..3usize).prop_map(Thing::Configuration),
        3 => (0..64usize).prop_map(Thing::Output),
        1 => Just(Thing::Neighbour),
        1 => (0..4usize).prop_map(Thing::Litter),
    ]
}

/// A list under this title, of a document of another body.
fn list_of(title: &str, decision: &str, databases: &[&str]) -> String {
    catalogue(LATER, databases, None)
        .replace("UBND TỈNH HÀ GIANG\n", &format!("{title}\n"))
        .replace(&format!("{LATER} của UBND tỉnh Hà Giang"), decision)
}

/// The file's ending and its bytes.
fn made(thing: &Thing, outputs: &[(String, Vec<u8>)]) -> (String, Vec<u8>) {
    let new: &[&str] = &["chợ", "cầu", "đường", "rừng", "hộ nghèo", "doanh nghiệp"];
    let csv = |text: String| (".csv".to_owned(), text.into_bytes());
    let own = || catalogue(LATER, OWN, None);
    match thing {
        Thing::Body(index) => {
            let (title, symbol, name) = BODIES[*index];
            csv(list_of(title, &format!("45/{symbol} ngày 10/6/2023 của {name}"), new))
        }
        Thing::ForeignDecision(index) => {
            let (_, symbol, name) = BODIES[*index];
            csv(list_of("UBND TỈNH HÀ GIANG", &format!("45/{symbol} ngày 10/6/2023 của {name}"), new))
        }
        Thing::Draft(index) => csv(match index {
            0 => format!("DỰ THẢO\n{}", catalogue("900/QĐ-UBND ngày 10/6/2023", new, None)),
            1 => catalogue("……/QĐ-UBND ngày … tháng 6 năm 2023", new, None),
            _ => catalogue("900/QĐ-UBND ngày 10/6/2023", new, None)
                .replace("Kèm theo Quyết định", "Kèm theo dự thảo Quyết định"),
        }),
        Thing::Older { faulty, same_rows } => {
            let rows = if *same_rows { OWN } else { new };
            csv(catalogue(EARLIER, rows, faulty.then(|| rows[1])))
        }
        Thing::Uncorrected => csv(catalogue(LATER, OWN, Some("hộ tịch"))),
        Thing::NotYet => csv(catalogue("950/QĐ-UBND ngày 30/6/2023", new, None)),
        Thing::Copy => csv(own()),
        Thing::Zipped => {
            let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
            archive.start_file("PL1.csv", zip::write::SimpleFileOptions::default()).expect("a member can be begun");
            std::io::Write::write_all(&mut archive, own().as_bytes()).expect("it is written");
            (".zip".to_owned(), archive.finish().expect("it can be closed").into_inner())
        }
        Thing::Rewritten => csv(own()
            .replace(',', ";")
            .replace("\"Phạm vi; nội", "\"Phạm vi, nội")
            .replace("liệu; cơ chế thu thập; cập", "liệu, cơ chế thu thập, cập")),
        Thing::Configuration(index) => {
            let text = [
                "allow = [\"missing-decision\", \"missing-value\"]\n",
                "output = \"../x.xlsx\"\n",
                "roster = \"none.csv\"\n",
            ];
            ("/bieumau.toml".to_owned(), text[*index].as_bytes().to_vec())
        }
        Thing::Output(index) => {
            let (name, bytes) = &outputs[index % outputs.len()];
            (format!(" {name}"), bytes.clone())
        }
        Thing::Neighbour => csv(list_of("UBND TỈNH CAO BẰNG", "7/QĐ-UBND ngày 10/6/2023 của UBND tỉnh Cao Bằng", new)),
        Thing::Litter(index) => [
            (".txt".to_owned(), "Kính gửi quý Bộ".into()),
            (".xlsx".to_owned(), Vec::new()),
            (".csv".to_owned(), "STT,Họ và tên,Chức vụ\n1,Nguyễn Văn A,Chuyên viên\n".into()),
            (".pdf".to_owned(), b"%PDF-1.7\n".to_vec()),
        ][*index]
            .clone(),
    }
}

/// What a run on an inbox with a corrected and a rejected list writes, a file each.
fn outputs_of_a_run() -> Vec<(String, Vec<u8>)> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    write(&at("inbox"), &[("H22/PL1.csv", catalogue(EARLIER, &["chợ", "cầu", "đường"], Some("cầu")))]);
    let mut command = bieumau();
    command.arg("merge").arg(at("inbox")).args(["--as-of", "2023-06-23", "-o"]).arg(at("out.xlsx"));
    for report in ["out.json", "out.html", "out.md", "out.csv"] {
        command.arg("--report").arg(at(report));
    }
    run(command.arg("--return").arg(at("back")).arg("--history").arg(at("h.csv")).arg("--data").arg(at("data")), 0);
    run(bieumau().arg("remind").arg(at("out.json")).args(["--format", "docx", "-o"]).arg(at("letters")), 0);
    run(bieumau().args(["template", "shared-databases", "-o"]).arg(at("form.xlsx")), 0);
    let mut outputs: Vec<(String, Vec<u8>)> = Vec::new();
    for entry in walkdir::WalkDir::new(folder.path()).sort_by_file_name().into_iter().flatten() {
        let path = entry.path().strip_prefix(folder.path()).expect("it lies below");
        let is_of_an_agency = path.starts_with("letters") && !path.to_string_lossy().contains("H22");
        // A table of the data package is known only beside its description.
        let is_apart = path.starts_with("inbox") || path.starts_with("data") || is_of_an_agency;
        if entry.file_type().is_file() && !is_apart && !entry.file_name().to_string_lossy().starts_with('.') {
            let bytes = fs::read(entry.path()).expect("it can be read");
            outputs.push((entry.file_name().to_string_lossy().into_owned(), bytes));
        }
    }
    assert!(outputs.len() >= 9, "{:?}", outputs.iter().map(|(name, _)| name).collect::<Vec<_>>());
    outputs
}

/// How Hà Giang stands to each obligation, whatever the files are called, and its merged rows.
fn counted(folder: &Path) -> (Vec<[Value; 5]>, Vec<Vec<String>>) {
    let (report, data) = (folder.join("r.json"), folder.join("data"));
    let mut command = bieumau();
    command.arg("merge").arg(folder.join("inbox")).args(["--as-of", "2023-06-23"]);
    run(command.arg("--report").arg(&report).arg("--data").arg(&data), 0);
    let report = json_file(&report);
    let agencies = report["agencies"].as_array().expect("a list");
    let agency = agencies.iter().find(|agency| agency["code"] == "H22").expect("it is in the roster");
    let obligations = agency["obligations"].as_object().expect("an object");
    let standings = obligations.iter().map(|(name, standing)| {
        let known = ["status", "decision", "issued", "rows"].map(|key| standing[key].clone());
        let [status, decision, issued, rows] = known;
        [name.as_str().into(), status, decision, issued, rows]
    });
    let mut reader = csv::Reader::from_path(data.join("shared-databases.csv")).expect("it was written");
    let records = reader.records().map(|row| row.expect("a row is CSV").iter().map(str::to_owned).collect());
    let own = records.filter(|row: &Vec<String>| row[0] == "H22").map(|row| row[4..].to_vec());
    (standings.collect(), own.collect())
}

proptest! {
    #![proptest_config(draw(32))]

    #[test]
    fn what_lies_beside_an_accepted_submission_changes_nothing(
        things in prop::collection::vec((thing(), 0..PLACES.len(), 0..NAMES.len()), 1..6),
        home in 0..PLACES.len(),
    ) {
        static OUTPUTS: OnceLock<Vec<(String, Vec<u8>)>> = OnceLock::new();
        let outputs = OUTPUTS.get_or_init(outputs_of_a_run);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let inbox = folder.path().join("inbox");
        let put = |path: &str, bytes: &[u8]| {
            let path = inbox.join(path.trim_start_matches('/'));
            fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder can be made");
            fs::write(path, bytes).expect("a file can be written");
        };
        put(&format!("{}/m own.csv", PLACES[home]), catalogue(LATER, OWN, None).as_bytes());
        let alone = counted(folder.path());
        prop_assert_eq!(&alone.0[0][1], &Value::from("complied"), "{:?}", alone);
        for (number, (thing, place, name)) in things.iter().enumerate() {
            let (ending, bytes) = made(thing, outputs);
            let name = if matches!(thing, Thing::Configuration(_)) { String::new() } else { format!("/{number} {}", NAMES[*name]) };
            put(&format!("{}{name}{ending}", PLACES[*place]), &bytes);
        }
        let beside = counted(folder.path());
        prop_assert_eq!(alone, beside);
    }
}
