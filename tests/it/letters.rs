//! The letters of the sample inbox: who gets one, why, and what goes with it, held against the report; and whether other programs open
//! them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Command;

use crate::run::{bieumau, json_file, run};

/// Says of every message in a folder what Python reads in it, or what it finds wrong.
const READS: &str = r#"
import email, json, pathlib, sys
from email import policy
told = {}
for path in sorted(pathlib.Path(sys.argv[1]).glob('*/*.eml')):
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    attached = {part.get_filename(): part.get_payload(decode=True) == (path.parent / part.get_filename()).read_bytes()
                for part in message.iter_attachments()}
    told[path.parent.name] = [message['Subject'], message.get_body().get_content(), attached, len(message.defects)]
print(json.dumps(told))
"#;

#[test]
fn every_agency_that_owes_something_gets_a_letter_with_what_goes_with_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    let mut command = bieumau();
    command.args(["merge", "fixtures/inbox-2023-06-23", "--as-of", "2023-06-23", "--report"]).arg(at("r.json"));
    run(command.arg("--letters").arg(at("letters")).arg("--return").arg(at("back")), 0);
    let report = json_file(&at("r.json"));
    let mut expected = BTreeMap::new();
    let returned: Vec<String> = names(&at("back"));
    for agency in report["agencies"].as_array().expect("agencies") {
        let (code, name) = (agency["code"].as_str().expect("text"), agency["name"].as_str().expect("text"));
        let standings = agency["obligations"].as_object().expect("an object");
        // The sender writes none to itself.
        if code == "G14" || standings.values().all(|standing| standing["status"] == "complied") {
            continue;
        }
        let mut files: BTreeSet<String> =
            returned.iter().filter(|file| file.starts_with(&format!("{code} "))).cloned().collect();
        let nothing = |owed: &str| standings[owed]["reasons"][0]["code"] == "nothing-received";
        let forms =
            [("catalogue", "Danh mục cơ sở dữ liệu dùng chung"), ("open-data-plan", "Kế hoạch cung cấp dữ liệu mở")];
        let blank = forms.into_iter().filter(|(owed, _)| nothing(owed));
        files.extend(blank.map(|(_, title)| format!("Biểu mẫu trống - {title}.xlsx")));
        files.extend([format!("Công văn {code}.docx"), format!("Thư gửi {code}.eml")]);
        expected.insert(format!("{code} {name}"), files);
    }
    let letters = at("letters");
    let folders = names(&letters).into_iter().filter(|name| letters.join(name).is_dir());
    let written: BTreeMap<String, BTreeSet<String>> =
        folders.map(|name| (name.clone(), names(&letters.join(name)).into_iter().collect())).collect();
    assert_eq!(written, expected);
    listed(&letters, &expected);
    as_the_truth_has_it(&letters);
    let letter = document(&letters.join("H48 Tỉnh Quảng Ngãi/Công văn H48.docx"));
    for part in
        ["Kính gửi: ", "Ủy ban nhân dân tỉnh Quảng Ngãi", "Công văn số 2389/BTTTT-CĐSQG", "1540/QĐ-UBND", "3/7/2023"]
    {
        assert!(letter.contains(part), "{part} is missing in {letter}");
    }
    let all = document(&letters.join("Tất cả công văn.docx"));
    assert_eq!(all.matches("Kính gửi: ").count(), expected.len());
    read_by_python(&letters, &expected);
    // `remind` writes the same from the report and the folder of returned forms.
    let mut command = bieumau();
    run(command.arg("don-doc").arg(at("r.json")).arg("-o").arg(at("again")).arg("--returned").arg(at("back")), 0);
    let name = "H48 Tỉnh Quảng Ngãi/Thư gửi H48.eml";
    assert!(fs::read(letters.join(name)).expect("readable") == fs::read(at("again").join(name)).expect("readable"));
    what_is_done_since_is_not_sent_back(&at, report, &returned);
}

/// With a newer report the folder of returned forms holds what has been sent right since.
fn what_is_done_since_is_not_sent_back(
    at: &dyn Fn(&str) -> std::path::PathBuf,
    mut report: serde_json::Value,
    returned: &[String],
) {
    let is_catalogue = |name: &&String| name.ends_with(" - Danh mục cơ sở dữ liệu dùng chung.xlsx");
    let done = returned.iter().find(is_catalogue).expect("a catalogue went back");
    let code = done.split(' ').next().expect("it begins with the code");
    let agencies = report["agencies"].as_array_mut().expect("agencies").iter_mut();
    let agency = agencies.into_iter().find(|agency| agency["code"] == code).expect("it is on the roster");
    for owed in ["catalogue", "roadmap"] {
        agency["obligations"][owed] = serde_json::json!({ "status": "complied" });
    }
    fs::write(at("r2.json"), report.to_string()).expect("there is room");
    let mut command = bieumau();
    run(command.arg("remind").arg(at("r2.json")).arg("-o").arg(at("newer")).arg("--returned").arg(at("back")), 0);
    let list = fs::read_to_string(at("newer/letters.csv")).expect("it was written");
    assert!(!list.contains(done) && returned.iter().any(|other| other != done && list.contains(other)), "{done}");
}

/// The list for mail merge begins with a byte-order mark and names every letter.
fn listed(letters: &Path, expected: &BTreeMap<String, BTreeSet<String>>) {
    let bytes = fs::read(letters.join("letters.csv")).expect("readable");
    assert!(bytes.starts_with("\u{feff}agency,name,owed,file,".as_bytes()));
    let mut reader = csv::Reader::from_reader(&bytes[..]);
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), expected.len());
    assert!(rows.iter().all(|row| letters.join(&row[3]).is_file() && !row[4].is_empty() && !row[5].is_empty()));
}

/// Addressees, reasons and attachments, held against the truth about the inbox and not against the report.
fn as_the_truth_has_it(letters: &Path) {
    let truth = json_file(Path::new("fixtures/inbox-2023-06-23.truth.json"));
    let forms = [
        ("catalogue", "shared-databases", "Danh mục cơ sở dữ liệu dùng chung"),
        ("open-data-plan", "open-data-plan", "Kế hoạch cung cấp dữ liệu mở"),
    ];
    let sent: Vec<(&str, &serde_json::Value)> = truth["files"]
        .as_object()
        .expect("files")
        .values()
        .filter(|file| file["read"] != false && file["duplicate_of"].is_null())
        .flat_map(|file| {
            file["forms"]
                .as_array()
                .expect("forms")
                .iter()
                .map(|form| (file["agency"].as_str().unwrap_or_default(), form))
        })
        .collect();
    let mut reader = csv::Reader::from_path(letters.join("letters.csv")).expect("readable");
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let agencies = truth["agencies"].as_object().expect("agencies");
    let owing = agencies.iter().filter(|(code, owed)| {
        *code != "G14" && owed.as_object().expect("an object").values().any(|status| status != "complied")
    });
    assert_eq!(rows.iter().map(|row| &row[0]).collect::<BTreeSet<_>>(), owing.map(|(code, _)| code.as_str()).collect());
    for row in &rows {
        let (code, name) = (&row[0], &row[1]);
        let is_province = code.starts_with('H');
        let lower = name.replacen("Tỉnh", "tỉnh", 1).replacen("Thành phố", "thành phố", 1);
        assert_eq!(row[4], if is_province { format!("Ủy ban nhân dân {lower}") } else { name.to_owned() });
        let letter = document(&letters.join(&row[3]));
        let mut attached = BTreeSet::new();
        for (owed, form, title) in forms {
            let status = &agencies[code][owed];
            let own: Vec<&serde_json::Value> =
                sent.iter().filter(|(agency, it)| *agency == code && it["form"] == form).map(|(_, it)| *it).collect();
            let errors = || own.iter().flat_map(|it| it["errors"].as_array().expect("errors"));
            if status == "defective" {
                attached.insert(format!("{code} {name} - {title}.xlsx"));
                assert!(errors().next().is_some(), "{code} {form}");
                for cell in errors().filter_map(|error| error["cell"].as_str()).filter(|cell| !cell.is_empty()) {
                    assert!(letter.contains(&format!(" {cell}: ")), "{code}: {cell} is not in {letter}");
                }
            } else if status == "missing" && own.is_empty() {
                attached.insert(format!("Biểu mẫu trống - {title}.xlsx"));
            }
            assert_eq!(row[2].contains(title), status != "complied", "{code} {form}");
        }
        let told: BTreeSet<String> = row[7].split("; ").filter(|name| !name.is_empty()).map(str::to_owned).collect();
        assert_eq!(told, attached, "{code}");
    }
}

fn read_by_python(letters: &Path, expected: &BTreeMap<String, BTreeSet<String>>) {
    let Ok(output) = Command::new("python3").args(["-c", READS]).arg(letters).output() else { return };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let told = told.as_object().expect("an object");
    assert_eq!(told.len(), expected.len());
    for (folder, files) in expected {
        let attached = told[folder][2].as_object().expect("an object");
        let own: BTreeSet<&String> = files.iter().filter(|name| !name.ends_with(".eml")).collect();
        assert_eq!(attached.keys().collect::<BTreeSet<_>>(), own, "{folder}");
        assert!(attached.values().all(|same| same == true) && told[folder][3] == 0, "{folder}: {}", told[folder]);
        assert!(told[folder][0].as_str().is_some_and(|subject| subject.starts_with("V/v đôn đốc: ")), "{folder}");
    }
}

#[test]
fn a_template_in_word_is_the_users_own() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    let mut command = bieumau();
    command.args(["merge", "fixtures/inbox-2023-06-23", "--as-of", "2023-06-23", "--report"]).arg(at("r.json"));
    run(&mut command, 0);
    run(bieumau().args(["template", "cong-van", "-o"]).arg(at("mau.docx")), 0);
    let remind = |out: &str, code: i32| {
        let mut command = bieumau();
        command.arg("remind").arg(at("r.json")).arg("--template").arg(at("mau.docx")).arg("-o").arg(at(out));
        run(&mut command, code)
    };
    remind("own", 0);
    run(bieumau().arg("remind").arg(at("r.json")).args(["--format", "docx", "-o"]).arg(at("shipped")), 0);
    let name = "H14 Tỉnh Cao Bằng/Công văn H14.docx";
    let texts = ["own", "shipped"].map(|out| document(&at(out).join(name)));
    assert_eq!(texts[0], texts[1]);
    fs::write(at("mau.docx"), "no document").expect("it can be written");
    let told = String::from_utf8_lossy(&remind("none", 2).stderr).into_owned();
    assert!(told.contains("không phải tài liệu Word"), "{told}");
}

/// The text of a document of Word, without what is between it.
fn document(path: &Path) -> String {
    let mut archive = zip::ZipArchive::new(fs::File::open(path).expect("readable")).expect("it is a package");
    let mut xml = String::new();
    archive.by_name("word/document.xml").expect("its text").read_to_string(&mut xml).expect("UTF-8");
    let mut text = String::new();
    for piece in xml.split('<').skip(1) {
        text.push_str(piece.split_once('>').map_or("", |(_, text)| text.trim_matches('\n')));
    }
    text
}

/// What lies in a folder, without what begins with a dot.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("readable").map(|entry| entry.expect("readable").file_name());
    let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    names
}
