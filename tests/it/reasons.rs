//! Why an agency has not complied: every kind of reason on a form that has it, beside a neighbour that has not; and that no standing
//! is without a reason.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::run::{bieumau, json_file, run};

const HEADINGS: &str = "STT,Tên cơ sở dữ liệu,Mục đích,\"Phạm vi, nội dung dữ liệu\",Đơn vị chủ trì,\"Nguồn dữ liệu, cơ chế thu \
                        thập, cập nhật\",Hình thức chia sẻ,Hiện trạng,Bắt đầu,Hoàn thành";

/// A catalogue of Hà Giang, as text: the document that issues it, and for each database its status and its finish.
pub fn catalogue(decision: &str, databases: &[(&str, &str)]) -> String {
    let mut text = format!("UBND TỈNH HÀ GIANG\nDANH MỤC CƠ SỞ DỮ LIỆU DÙNG CHUNG\n{decision}\n{HEADINGS}\n");
    for (index, (status, finish)) in databases.iter().enumerate() {
        let name = ["đất đai", "hộ tịch", "giáo viên", "nhà ở", "chợ", "cầu đường"][index % 6];
        let number = index + 1;
        text.push_str(&format!(
            "{number},CSDL {name},Quản lý nhà nước,Hồ sơ,Sở Nội vụ,Cập nhật hằng ngày,Chia sẻ mặc định,{status},,{finish}\n"
        ));
    }
    text
}

pub const ISSUED: &str = "Kèm theo Quyết định số 613/QĐ-UBND ngày 15/5/2023 của UBND tỉnh Hà Giang";
const DONE: &[(&str, &str)] = &[("Đã có", ""), ("Chưa có", "2024")];

/// Merges an inbox of these files and reads the report in a language.
pub fn merged(files: &[(&str, &[u8])], language: &str) -> Value {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let inbox = folder.path().join("inbox");
    fs::create_dir(&inbox).expect("a folder can be made");
    for (name, bytes) in files {
        let path = inbox.join(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder can be made");
        fs::write(path, bytes).expect("a file can be written");
    }
    let report = folder.path().join("r.json");
    let mut command = bieumau();
    command.arg("merge").arg(&inbox).args(["--as-of", "2023-06-23", "--lang", language]).arg("--report").arg(&report);
    run(&mut command, 0);
    let report = json_file(&report);
    explained(&report);
    report
}

/// Every standing that is not complied has reasons, with words, at places that are there; no other has any.
fn explained(report: &Value) {
    let files: BTreeSet<&str> = list(&report["files"]).iter().map(|file| text(&file["path"])).collect();
    for agency in list(&report["agencies"]) {
        for (name, standing) in agency["obligations"].as_object().expect("obligations") {
            let reasons = standing["reasons"].as_array().cloned().unwrap_or_default();
            let is_complied = standing["status"] == "complied";
            assert_eq!(reasons.is_empty(), is_complied, "{} {name}: {standing}", agency["code"]);
            for reason in &reasons {
                assert!(!text(&reason["message"]).is_empty() && !text(&reason["code"]).is_empty(), "{reason}");
                let places = list(&reason["places"]);
                assert!(places.len() <= 10 && reason["count"].as_u64() >= Some(places.len() as u64), "{reason}");
                for place in places {
                    assert!(files.contains(text(&place["file"])), "{place} is not listed");
                }
                let is_nothing = reason["code"] == "nothing-received";
                assert_eq!(places.is_empty(), is_nothing, "{reason}");
                assert!(is_nothing || !text(&reason["message"]).contains("hưa nhận được"), "{reason}");
            }
        }
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// How Hà Giang stands to an obligation.
pub fn standing(report: &Value, obligation: &str) -> Value {
    let agencies = list(&report["agencies"]);
    let agency = agencies.iter().find(|agency| agency["code"] == "H22").expect("Hà Giang is in the roster");
    agency["obligations"][obligation].clone()
}

fn codes(report: &Value, obligation: &str) -> Vec<String> {
    list(&standing(report, obligation)["reasons"]).iter().map(|reason| text(&reason["code"]).to_owned()).collect()
}

fn of_one(name: &str, bytes: &[u8], obligation: &str) -> Vec<String> {
    codes(&merged(&[(name, bytes)], "vi"), obligation)
}

const NAME: &str = "H22 Ha Giang/PL1.csv";

#[test]
fn nothing_received_is_said_only_where_nothing_came() {
    let form = catalogue(ISSUED, DONE);
    let report = merged(&[(NAME, form.as_bytes())], "vi");
    assert_eq!(standing(&report, "catalogue")["status"], "complied");
    assert_eq!(codes(&report, "open-data-plan"), ["nothing-received"]);
    assert!(text(&standing(&report, "open-data-plan")["reasons"][0]["message"]).contains("tệp khác của cơ quan"));
    let other = list(&report["agencies"]).iter().find(|agency| agency["code"] == "H14").expect("Cao Bằng").clone();
    let message = text(&other["obligations"]["catalogue"]["reasons"][0]["message"]).to_owned();
    assert_eq!(message, "Chưa nhận được tệp nào của cơ quan.");
}

#[test]
fn databases_without_a_finish_are_named_with_their_cells() {
    let form = catalogue(ISSUED, &[("Đang xây dựng", ""), ("Đã có", ""), ("Chưa có", ""), ("Chưa có", "2025")]);
    let report = merged(&[(NAME, form.as_bytes())], "en");
    assert_eq!(standing(&report, "catalogue")["status"], "complied");
    let roadmap = standing(&report, "roadmap");
    assert_eq!(codes(&report, "roadmap"), ["no-finish"]);
    let message = text(&roadmap["reasons"][0]["message"]);
    assert_eq!(message, "2 databases without a finish: J5, J7 (column “Hoàn thành”).");
    let cells: Vec<&str> = list(&roadmap["reasons"][0]["places"]).iter().map(|place| text(&place["cell"])).collect();
    assert_eq!(cells, ["J5", "J7"]);
    // All have one: the neighbour.
    let report = merged(&[(NAME, catalogue(ISSUED, DONE).as_bytes())], "en");
    assert_eq!(standing(&report, "roadmap")["status"], "complied");
}

#[test]
fn what_is_to_be_released_later_is_not_released() {
    let plan = |times: [&str; 2]| {
        let rows = [("trạm y tế", times[0], "https://data.hagiang.gov.vn/tram"), ("nhà thuốc", times[1], "")];
        let row = |(name, time, address): (&str, &str, &str)| {
            format!("1,Y tế,Danh sách {name},Tên và địa chỉ,Sở Y tế,CSV,Hằng năm,{time},{address}\n")
        };
        let rows = rows.map(row).concat();
        let headings = "STT,Lĩnh vực,Tên tập dữ liệu mở,Mô tả,Cơ quan chủ trì cung cấp,Định dạng,Tần suất cập nhật,Thời gian cung cấp lần đầu,Địa chỉ công bố";
        format!("UBND TỈNH HÀ GIANG\nKẾ HOẠCH DỮ LIỆU MỞ\n{ISSUED}\n{headings}\n{rows}")
    };
    let stands = |times: [&str; 2]| {
        let report = merged(&[(NAME, plan(times).as_bytes())], "en");
        assert_eq!(standing(&report, "open-data-plan")["status"], "complied");
        standing(&report, "first-release")
    };
    // What has begun to be may have been, a year too.
    for times in [["2023", "12/2024"], ["6/2023", "2025"], ["23/6/2023", "2025"]] {
        assert_eq!(stands(times)["status"], "complied", "{times:?}");
    }
    for times in [["12/2024", "6/2023"], ["24/6/2023", "2023"]] {
        let standing = stands(times);
        assert_eq!(standing["status"], "defective", "{times:?}");
        let message = text(&standing["reasons"][0]["message"]);
        assert!(
            message.starts_with("No data set has an address where it is released and a first release that has come"),
            "{message}"
        );
    }
}

#[test]
fn what_cannot_be_understood_is_no_blank() {
    // The finish is filled, and is an error of its own.
    let form = catalogue(ISSUED, &[("Chưa có", "31/02/2024")]);
    assert_eq!(of_one(NAME, form.as_bytes(), "roadmap"), ["rejected"]);
    // A required field that is blank is an error of its own, too.
    let form = catalogue(ISSUED, &[("", "")]);
    assert_eq!(of_one(NAME, form.as_bytes(), "roadmap"), ["rejected"]);
    // With one that is fine but for its finish, both are told.
    let form = catalogue(ISSUED, &[("Chưa có", "31/02/2024"), ("Chưa có", "")]);
    assert_eq!(of_one(NAME, form.as_bytes(), "roadmap"), ["rejected", "no-finish"]);
}

#[test]
fn many_places_are_bounded_and_counted() {
    let databases = [("Chưa có", "31/02/2024"); 24];
    let report = merged(&[(NAME, catalogue(ISSUED, &databases).as_bytes())], "vi");
    let standing = standing(&report, "catalogue");
    let reasons = list(&standing["reasons"]);
    let periods = reasons.iter().find(|reason| text(&reason["message"]).contains("31/02/2024")).expect("it is told");
    assert_eq!((&periods["count"], list(&periods["places"]).len()), (&Value::from(24), 10));
    assert!(text(&periods["message"]).contains("và 18 ô khác"), "{periods}");
}

#[test]
fn a_form_without_its_document_says_so() {
    let form = catalogue("Kèm theo Quyết định số ..../QĐ-UBND ngày ..../..../2023", DONE);
    let report = merged(&[(NAME, form.as_bytes())], "vi");
    assert_eq!(codes(&report, "catalogue"), ["no-decision"]);
    assert_eq!(standing(&report, "catalogue").get("issued"), None);
    let all = list(&report["totals"]).iter().find(|total| total["level"] == "all").expect("a total").clone();
    assert_eq!((&all["issued"], &all["defective"]), (&Value::from(0), &Value::from(1)));
}

#[test]
fn a_draft_is_called_one() {
    let form = format!("DỰ THẢO\n{}", catalogue(ISSUED, DONE));
    let report = merged(&[(NAME, form.as_bytes())], "vi");
    assert_eq!(codes(&report, "catalogue"), ["draft"]);
    assert_eq!(standing(&report, "catalogue").get("issued"), None);
}

#[test]
fn what_says_that_it_is_no_longer_in_force_counts_until_the_day_that_it_tells() {
    let form =
        format!("{}\nDanh mục này đã bị bãi bỏ theo Quyết định số 9/QĐ-UBND ngày 20/6/2023\n", catalogue(ISSUED, DONE));
    let report = merged(&[(NAME, form.as_bytes())], "vi");
    assert_eq!(codes(&report, "catalogue"), ["out-of-force"]);
    assert_eq!(standing(&report, "catalogue").get("issued"), None);
    let form = form.replace("20/6/2023", "24/6/2023");
    let report = merged(&[(NAME, form.as_bytes())], "vi");
    assert_eq!(standing(&report, "catalogue")["status"], "complied");
}

#[test]
fn a_blank_form_that_came_back_is_no_form_and_is_told() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let blank = folder.path().join("H22 PL1.xlsx");
    run(bieumau().args(["template", "shared-databases", "-o"]).arg(&blank), 0);
    let blank = fs::read(&blank).expect("it was written");
    let report = merged(&[("H22 PL1.xlsx", &blank)], "vi");
    assert_eq!(codes(&report, "catalogue"), ["own-output"]);
    assert!(!text(&standing(&report, "catalogue")["reasons"][0]["help"]).is_empty());
}

#[test]
fn issued_is_whoever_has_issued_whatever_the_form_is_like() {
    let form = catalogue(ISSUED, &[("Chưa có", "31/02/2024")]);
    let report = merged(&[(NAME, form.as_bytes())], "vi");
    let catalogue_of = standing(&report, "catalogue");
    assert_eq!(
        (&catalogue_of["status"], &catalogue_of["issued"]),
        (&Value::from("defective"), &Value::from("2023-05-15"))
    );
    for level in ["province", "all"] {
        let totals = list(&report["totals"]).iter();
        let mut totals = totals.filter(|total| total["level"] == level && total["obligation"] == "catalogue");
        let total = totals.next().expect("a total");
        assert_eq!((&total["issued"], &total["complied"]), (&Value::from(1), &Value::from(0)), "{level}");
    }
    // A list without a row issues nothing.
    let report = merged(&[(NAME, catalogue(ISSUED, &[]).as_bytes())], "vi");
    let blank = standing(&report, "catalogue");
    assert_eq!((&blank["status"], blank.get("issued")), (&Value::from("defective"), None));
    // Dated later it is not issued yet.
    let later = catalogue(&ISSUED.replace("15/5/2023", "24/6/2023"), DONE);
    let report = merged(&[(NAME, later.as_bytes())], "vi");
    assert_eq!(standing(&report, "catalogue").get("issued"), None);
}

#[test]
fn what_is_dated_later_is_received() {
    let later = ISSUED.replace("15/5/2023", "24/6/2023");
    let report = merged(&[(NAME, catalogue(&later, DONE).as_bytes())], "vi");
    assert_eq!(standing(&report, "catalogue")["status"], "missing");
    assert_eq!(codes(&report, "catalogue"), ["dated-later"]);
    // With errors, it is later all the same.
    let form = catalogue(&later, &[("Chưa có", "31/02/2024")]);
    let report = merged(&[(NAME, form.as_bytes())], "vi");
    assert_eq!(codes(&report, "catalogue"), ["dated-later"]);
    assert!(text(&standing(&report, "catalogue")["reasons"][0]["message"]).contains("còn 1 lỗi"));
}

#[test]
fn a_file_that_cannot_be_read_is_received() {
    let locked = fs::read("fixtures/cases/password-protected/encrypted/PL1.xlsx").expect("the fixture is there");
    let report = merged(&[("H22 Ha Giang/PL1.xlsx", &locked)], "vi");
    for obligation in ["catalogue", "roadmap", "open-data-plan", "first-release"] {
        assert_eq!(codes(&report, obligation), ["unreadable"], "{obligation}");
    }
    let standing = standing(&report, "catalogue");
    assert!(text(&standing["reasons"][0]["message"]).contains("mật khẩu"), "{standing}");
    assert!(text(&standing["reasons"][0]["help"]).contains("Bỏ mật khẩu"), "{standing}");
    assert_eq!(of_one("Tỉnh Hà Giang/PL1.xlsx", b"PK\x03\x04cut short", "catalogue"), ["unreadable"]);
    // Beside a form that counts, it does not matter.
    let form = catalogue(ISSUED, DONE);
    let report = merged(&[(NAME, form.as_bytes()), ("H22 Ha Giang/PL1 cu.xlsx", &locked)], "vi");
    assert_eq!(codes(&report, "catalogue"), Vec::<String>::new());
}

#[test]
fn a_table_that_is_not_the_form_is_received() {
    let budget = "UBND TỈNH HÀ GIANG\nDỰ TOÁN KINH PHÍ\nSTT,Nội dung,Số tiền\n1,Máy chủ,100\n2,Phần mềm,200\n";
    assert_eq!(of_one("H22 Ha Giang/Du toan.csv", budget.as_bytes(), "catalogue"), ["not-on-the-form"]);
    // What stands above its table tells whose it is; a table names many.
    assert_eq!(of_one("Bieu.csv", budget.as_bytes(), "catalogue"), ["not-on-the-form"]);
    let provinces = "DANH SÁCH CÁC TỈNH\nSTT,Tỉnh,Số xã\n1,Tỉnh Hà Giang,193\n2,Tỉnh Cà Mau,101\n";
    assert_eq!(of_one("Bieu.csv", provinces.as_bytes(), "catalogue"), ["nothing-received"]);
}

#[test]
fn a_file_that_names_two_agencies_is_a_matter_of_both() {
    let report = merged(&[("Tỉnh Cà Mau/PL1.csv", catalogue(ISSUED, DONE).as_bytes())], "vi");
    assert_eq!(report["files"][0]["agency"], Value::Null);
    assert_eq!(codes(&report, "catalogue"), ["conflicting-sender"]);
    let other = list(&report["agencies"]).iter().find(|agency| agency["name"] == "Tỉnh Cà Mau").expect("Cà Mau");
    assert_eq!(other["obligations"]["catalogue"]["reasons"][0]["code"], "conflicting-sender");
    assert_eq!(other["obligations"]["open-data-plan"]["reasons"][0]["code"], "nothing-received");
}

#[test]
fn an_accepted_earlier_list_that_met_more_is_named() {
    let newer = ISSUED.replace("613/QĐ-UBND ngày 15/5/2023", "700/QĐ-UBND ngày 1/6/2023");
    let newer = catalogue(&newer, &[("Chưa có", ""), ("Đang xây dựng", "2025")]);
    let report = merged(&[("H22/a.csv", catalogue(ISSUED, DONE).as_bytes()), ("H22/b.csv", newer.as_bytes())], "vi");
    assert_eq!(codes(&report, "catalogue"), Vec::<String>::new());
    assert_eq!(codes(&report, "roadmap"), ["no-finish", "superseded"]);
}

#[test]
fn the_inbox_is_explained_in_both_languages() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut both = Vec::new();
    for language in ["vi", "en"] {
        let report = folder.path().join(format!("{language}.json"));
        let mut command = bieumau();
        command.args(["merge", "fixtures/inbox-2023-06-23", "--as-of", "2023-06-23", "--lang", language]);
        run(command.arg("--report").arg(&report), 0);
        let report = json_file(&report);
        explained(&report);
        let schema = json_file(Path::new("schemas/report.schema.json"));
        let errors: Vec<String> = jsonschema::validator_for(&schema)
            .expect("the schema is one")
            .iter_errors(&report)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:?}");
        both.push(report);
    }
    let all = |report: &Value| -> Vec<(String, String)> {
        let reasons = list(&report["agencies"]).iter().flat_map(|agency| agency["obligations"].as_object()).flatten();
        let reasons = reasons.flat_map(|(_, standing)| standing["reasons"].as_array().cloned().unwrap_or_default());
        reasons.map(|reason| (text(&reason["code"]).to_owned(), text(&reason["message"]).to_owned())).collect()
    };
    let (vietnamese, english) = (all(&both[0]), all(&both[1]));
    assert_eq!(vietnamese.len(), english.len());
    for ((code, vi), (other, en)) in vietnamese.iter().zip(&english) {
        assert_eq!(code, other);
        assert_ne!(vi, en, "{code} is said in one language only");
    }
    let minorities = list(&both[1]["agencies"]).iter().find(|agency| agency["code"] == "G21").expect("it is there");
    let roadmap = &minorities["obligations"]["roadmap"];
    assert_eq!(roadmap["errors"], 0);
    assert!(text(&roadmap["reasons"][0]["message"]).starts_with("2 databases without a finish: K9, K11 "), "{roadmap}");
}

/// Outcome of a file, and the rules of its findings with their severities.
fn file(report: &Value, path: &str) -> (String, Vec<(String, String)>) {
    let file = list(&report["files"]).iter().find(|file| file["path"] == path);
    let file = file.unwrap_or_else(|| panic!("{path} is not listed: {}", report["files"]));
    let own = list(&report["findings"]).iter().filter(|finding| finding["file"] == path);
    let told = own.map(|finding| (text(&finding["rule"]).to_owned(), text(&finding["severity"]).to_owned()));
    (text(&file["outcome"]).to_owned(), told.collect())
}

/// A zip archive with these members, stored.
fn archive(members: &[&str]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for member in members {
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        writer.start_file(*member, options).expect("memory can be written");
    }
    writer.finish().expect("memory can be written").into_inner()
}

/// The header of a tar archive.
fn tar() -> Vec<u8> {
    let mut bytes = vec![0; 1024];
    bytes[..8].copy_from_slice(b"PL1.xlsx");
    bytes[257..262].copy_from_slice(b"ustar");
    bytes
}

#[test]
fn every_file_is_listed_with_a_word() {
    let numbers = archive(&["Index/Document.iwa", "Metadata/Properties.plist", "preview.jpg"]);
    let tar = tar();
    let files: &[(&str, &[u8], &str, &str)] = &[
        ("H22 a.tar", &tar, "unreadable", "unreadable-file"),
        ("H22 b.numbers", &numbers, "unreadable", "unsupported-format"),
        ("H22 c.pages", &numbers, "skipped", "not-a-spreadsheet"),
        ("H22 d.rar", b"Rar!\x1a\x07\x01\x00", "unreadable", "unsupported-format"),
        ("H22 e.pdf", b"%PDF-1.7", "skipped", "not-a-spreadsheet"),
        ("H22 f.jpg", b"\xff\xd8\xff\xe0", "skipped", "not-a-spreadsheet"),
        ("H22 g.bin", b"\x00\x01\x02\x03\xff\xfe", "skipped", "other-file"),
        ("H22 h.docx", b"", "skipped", "not-a-spreadsheet"),
        ("H22 i.gif", b"GIF89a", "skipped", "other-file"),
        (
            "H22 j.eml",
            b"From: a\nTo: b\n\n--x\nContent-Disposition: attachment; filename=a.xlsx\n",
            "skipped",
            "message",
        ),
        ("H22 k.7z", b"7z\xbc\xaf\x27\x1c", "unreadable", "unreadable-file"),
    ];
    let inbox: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes, ..)| (*name, *bytes)).collect();
    let report = merged(&inbox, "vi");
    for (name, _, outcome, rule) in files {
        let (found, told) = file(&report, name);
        let rules: Vec<&str> = told.iter().map(|(rule, _)| rule.as_str()).collect();
        assert_eq!((found.as_str(), &rules[..]), (*outcome, &[*rule][..]), "{name}");
    }
    let all = codes(&report, "catalogue");
    let kinds: BTreeSet<&str> = all.iter().map(String::as_str).collect();
    assert_eq!(kinds, BTreeSet::from(["unreadable", "not-a-spreadsheet"]));
}

#[test]
fn a_letter_matters_only_where_there_is_no_form() {
    let form = catalogue(ISSUED, DONE);
    let note = |severity: &str| vec![("not-a-spreadsheet".to_owned(), severity.to_owned())];
    let pdf: &[u8] = b"%PDF-1.7";
    let report = merged(&[("H22/PL1.csv", form.as_bytes()), ("H22/cong van.pdf", pdf)], "vi");
    assert_eq!(file(&report, "H22/cong van.pdf").1, note("info"));
    // By the agency's name, wherever it lies.
    let report = merged(&[("PL1.csv", form.as_bytes()), ("Tỉnh Hà Giang - QĐ 613.pdf", pdf)], "vi");
    assert_eq!(file(&report, "Tỉnh Hà Giang - QĐ 613.pdf").1, note("info"));
    let report = merged(&[("PL1.csv", form.as_bytes()), ("Tỉnh Cao Bằng - danh mục.pdf", pdf)], "vi");
    assert_eq!(file(&report, "Tỉnh Cao Bằng - danh mục.pdf").1, note("warning"));
    // Nobody's.
    let report = merged(&[("PL1.csv", form.as_bytes()), ("scan0001.pdf", pdf)], "vi");
    assert_eq!(file(&report, "scan0001.pdf").1, note("info"));
}

#[test]
fn a_document_alone_is_received_and_the_letter_says_what_to_send() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (inbox, report, letters) = (folder.path().join("i"), folder.path().join("r.json"), folder.path().join("l"));
    fs::create_dir(&inbox).expect("a folder can be made");
    fs::write(inbox.join("Tỉnh Hà Giang - danh mục.pdf"), "%PDF-1.7").expect("a file can be written");
    run(bieumau().arg("merge").arg(&inbox).args(["--as-of", "2023-06-23"]).arg("--report").arg(&report), 0);
    let read = json_file(&report);
    explained(&read);
    assert_eq!(codes(&read, "catalogue"), ["not-a-spreadsheet"]);
    run(bieumau().arg("remind").arg(&report).arg("-o").arg(&letters), 0);
    let letter = fs::read_to_string(letters.join("H22 Tỉnh Hà Giang.md")).expect("there is one");
    assert!(letter.contains("Tỉnh Hà Giang - danh mục.pdf") && letter.contains(".xlsx"), "{letter}");
    assert!(!letter.contains("chưa nhận được"), "{letter}");
    let other = fs::read_to_string(letters.join("H14 Tỉnh Cao Bằng.md")).expect("there is one");
    assert!(other.contains("chưa nhận được"), "{other}");
}

#[test]
fn a_manifest_says_whose_an_unreadable_file_is() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (inbox, report) = (folder.path().join("i"), folder.path().join("r.json"));
    fs::create_dir(&inbox).expect("a folder can be made");
    fs::write(inbox.join("scan.xlsx"), "%PDF-1.7").expect("a file can be written");
    fs::write(folder.path().join("m.csv"), "path,agency\nscan.xlsx,H22\n").expect("a file can be written");
    let mut command = bieumau();
    command.arg("merge").arg(&inbox).args(["--as-of", "2023-06-23"]).arg("--manifest").arg(folder.path().join("m.csv"));
    run(command.arg("--report").arg(&report), 0);
    assert_eq!(codes(&json_file(&report), "catalogue"), ["unreadable"]);
}

#[test]
fn check_that_checked_nothing_is_no_success() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    run(bieumau().arg("check").arg(folder.path()), 1);
    fs::write(at("to-trinh.pdf"), "%PDF-1.7").expect("a file can be written");
    run(bieumau().arg("check").arg(folder.path()), 1);
    let output = run(bieumau().arg("check").arg(at("to-trinh.pdf")), 1);
    let printed = String::from_utf8(output.stdout).expect("text");
    assert!(printed.contains("PDF") && printed.contains(".xlsx") && printed.contains("lỗi"), "{printed}");
    fs::write(at("PL1.csv"), catalogue(ISSUED, DONE)).expect("a file can be written");
    // In a folder it is the letter beside the form; named beside it, it was meant to be checked.
    run(bieumau().arg("check").arg(folder.path()), 0);
    run(bieumau().arg("check").arg(at("PL1.csv")), 0);
    run(bieumau().arg("check").arg(at("PL1.csv")).arg(at("to-trinh.pdf")), 1);
}

#[cfg(unix)]
#[test]
fn a_link_to_another_folder_is_told() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (inbox, elsewhere) = (folder.path().join("i"), folder.path().join("elsewhere"));
    fs::create_dir_all(inbox.join("H22")).expect("a folder can be made");
    fs::create_dir(&elsewhere).expect("a folder can be made");
    symlink(&elsewhere, inbox.join("H14")).expect("a link can be made");
    symlink(inbox.join("H22"), inbox.join("Ha Giang")).expect("a link can be made");
    let report = folder.path().join("r.json");
    fs::write(inbox.join("H22/PL1.csv"), catalogue(ISSUED, DONE)).expect("a file can be written");
    run(bieumau().arg("merge").arg(&inbox).args(["--as-of", "2023-06-23"]).arg("--report").arg(&report), 0);
    let report = json_file(&report);
    let told = |rule: &str, severity: &str| ("skipped".to_owned(), vec![(rule.to_owned(), severity.to_owned())]);
    assert_eq!(file(&report, "H14"), told("outside-link", "warning"));
    assert_eq!(file(&report, "Ha Giang"), told("other-file", "info"));
}
