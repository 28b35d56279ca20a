//! The national summary from week to week: two consecutive inboxes and the trend between them, the reports, the history, the
//! data package and the DCAT catalogue read by other programs, and the totals computed a second way.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Command;

use bieumau::report::history::{self, HistoryRow};
use serde_json::Value;

use crate::run::{bieumau, json_file, run};

const INBOX: &str = "fixtures/inbox-2023-06-23";
/// What came in the week after, and `removed.txt`: paths of the first week that are gone.
const WEEK_2: &str = "fixtures/week-2";

/// Assembles the second week's inbox: the first one, less what was removed, and with what came.
pub fn second_week(target: &Path) {
    let copy = |from: &str, skip: &BTreeSet<String>| {
        for entry in walkdir::WalkDir::new(from).sort_by_file_name() {
            let entry = entry.expect("a fixture can be walked");
            let path = entry.path().strip_prefix(from).expect("below the folder").to_owned();
            if entry.file_type().is_file() && !skip.contains(&path.to_string_lossy().into_owned()) {
                let to = target.join(&path);
                fs::create_dir_all(to.parent().expect("it has a folder")).expect("a folder can be made");
                if let Some(stem) = path.to_str().and_then(|path| path.strip_suffix(".book.json")) {
                    crate::book::write(entry.path(), &target.join(format!("{stem}.xlsx")));
                } else {
                    fs::copy(entry.path(), to).expect("a file can be copied");
                }
            }
        }
    };
    let removed = fs::read_to_string(format!("{WEEK_2}/removed.txt")).expect("the list is there");
    let removed: BTreeSet<String> = removed.lines().map(str::to_owned).collect();
    for path in &removed {
        assert!(Path::new(INBOX).join(path).is_file(), "{path} is not in the first week");
    }
    copy(INBOX, &removed);
    copy(WEEK_2, &BTreeSet::from(["removed.txt".to_owned(), "about.md".to_owned()]));
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[test]
fn the_trend_names_just_what_changed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    let mut first = bieumau();
    first.args(["merge", INBOX, "--as-of", "2023-06-23"]).arg("--report").arg(at("1.json"));
    first.arg("--history").arg(at("history.csv"));
    run(&mut first, 0);
    second_week(&at("inbox"));
    let mut second = bieumau();
    second.arg("merge").arg(at("inbox")).args(["--as-of", "2023-06-27"]).arg("--previous").arg(at("1.json"));
    second.arg("--report").arg(at("2.json")).arg("--report").arg(at("2.md")).arg("--report").arg(at("2.html"));
    second.arg("--history").arg(at("history.csv")).arg("-o").arg(at("2.xlsx"));
    let printed = String::from_utf8(run(&mut second, 0).stdout).expect("text");

    let report = json_file(&at("2.json"));
    let mut changes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for change in report["trend"]["changes"].as_array().expect("changes") {
        if change["obligation"] == "catalogue" {
            changes.entry(text(&change["kind"])).or_default().insert(text(&change["agency"]));
        }
    }
    // Five added (Cao Bằng, Bắc Kạn, Tuyên Quang, Lai Châu, Sơn La), two mended (Bộ Ngoại giao, Vĩnh Phúc), one withdrawn (Lào Cai).
    let expected = BTreeMap::from([
        ("newly-complied", BTreeSet::from(["H14", "H03", "H60", "H35", "H52", "G08", "H62"])),
        ("fallen-back", BTreeSet::from(["H38"])),
    ]);
    assert_eq!(changes, expected);
    let total = report["trend"]["totals"].as_array().expect("totals").iter();
    let total = total.clone().find(|it| it["obligation"] == "catalogue" && it["level"] == "all").expect("a total");
    assert_eq!((&total["before"], &total["now"]), (&Value::from(41), &Value::from(47)));
    for place in
        [printed, fs::read_to_string(at("2.md")).expect("text"), fs::read_to_string(at("2.html")).expect("text")]
    {
        for name in ["Cao Bằng", "Lào Cai", "Mới hoàn thành", "Lùi so với lần trước"] {
            assert!(place.contains(name), "{name} is missing in {place}");
        }
    }
    let history = fs::read_to_string(at("history.csv")).expect("text");
    assert_eq!(history.lines().count(), 1 + 2 * 4, "{history}");
    assert!(history.contains("2023-06-27,2389,catalogue,47,"), "{history}");
    // A repeated run changes nothing.
    run(&mut second, 0);
    assert_eq!(fs::read_to_string(at("history.csv")).expect("text"), history);
}

#[test]
fn the_totals_follow_from_the_csv_files_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (report, data) = (folder.path().join("r.json"), folder.path().join("data"));
    let mut command = bieumau();
    command.args(["merge", INBOX, "--as-of", "2023-06-23"]).arg("--report").arg(&report).arg("--data").arg(&data);
    run(&mut command, 0);
    let rows = |name: &str| -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_path(data.join(name)).expect("the file is there");
        reader.deserialize().map(|row| row.expect("a row is CSV")).collect()
    };
    let roster: BTreeMap<String, String> =
        rows("agencies.csv").into_iter().map(|row| (row["code"].clone(), row["level"].clone())).collect();
    let (databases, plans) = (rows("shared-databases.csv"), rows("open-data-plan.csv"));
    let agencies = |rows: &[BTreeMap<String, String>]| -> BTreeSet<String> {
        rows.iter().map(|row| row["_agency"].clone()).collect()
    };
    let mut roadmap = agencies(&databases);
    for row in databases.iter().filter(|row| row["status"] != "Đã có" && row["finish"].is_empty()) {
        roadmap.remove(&row["_agency"]);
    }
    let released: Vec<_> = plans.iter().filter(|row| !row["access_url"].is_empty()).cloned().collect();
    let complied = [
        ("catalogue", "shared-databases", agencies(&databases)),
        ("roadmap", "shared-databases", roadmap),
        ("open-data-plan", "open-data-plan", agencies(&plans)),
        ("first-release", "open-data-plan", agencies(&released)),
    ];
    // Who sent anything that counts on the day: dates in ISO 8601 are in the order of their letters.
    let files = rows("files.csv");
    let sent = |form: &str| -> BTreeSet<String> {
        let of_form = files.iter().filter(|row| row["form"] == form && !row["agency"].is_empty());
        of_form.filter(|row| *row["decision_date"] <= *"2023-06-23").map(|row| row["agency"].clone()).collect()
    };
    let totals = json_file(&report)["totals"].clone();
    for (obligation, form, codes) in complied {
        let sent = sent(form);
        assert!(codes.is_subset(&sent), "{obligation}");
        for level in ["ministry", "province", "all"] {
            let counts = |code: &String| level == "all" || roster[code] == level;
            let found = totals.as_array().expect("totals").iter();
            let mut found = found.filter(|total| total["obligation"] == obligation && total["level"] == level);
            let total = found.next().expect("a total");
            assert_eq!(total["complied"], codes.iter().filter(|code| counts(code)).count(), "{obligation} {level}");
            let defective = sent.difference(&codes).filter(|code| counts(code)).count();
            assert_eq!(total["defective"], defective, "{obligation} {level}");
            let missing = roster.keys().filter(|code| counts(code) && !sent.contains(*code)).count();
            assert_eq!(total["missing"], missing, "{obligation} {level}");
            assert_eq!(total["total"], roster.keys().filter(|code| counts(code)).count(), "{obligation} {level}");
        }
    }
}

/// Runs Python; `None` where it or the module is not installed, which is a failure with `CI` set.
pub fn python(module: &str, arguments: &[&std::ffi::OsStr]) -> Option<String> {
    let has = Command::new("python3").args(["-c", &format!("import {module}")]).output();
    if !has.is_ok_and(|output| output.status.success()) {
        assert!(std::env::var_os("CI").is_none(), "CI installs Python and {module}");
        return None;
    }
    let output = Command::new("python3").args(arguments).env("PYTHONIOENCODING", "utf-8").output().expect("it starts");
    let all = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{all}");
    Some(all)
}

#[test]
fn frictionless_finds_nothing_in_the_data_package() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut command = bieumau();
    command.args(["merge", INBOX, "--as-of", "2023-06-23"]).arg("--data").arg(folder.path().join("data"));
    run(&mut command, 0);
    let path = folder.path().join("data/datapackage.json");
    let package = json_file(&path);
    let keys = package["resources"].as_array().expect("resources").iter();
    let keys = keys.filter(|resource| !resource["schema"]["foreignKeys"].is_null()).count();
    assert_eq!(keys, 5, "all but agencies refer to agencies");
    python("frictionless", &["-m".as_ref(), "frictionless".as_ref(), "validate".as_ref(), path.as_os_str()]);
    // And it would find a row of an agency that is not there.
    let standings = folder.path().join("data/standings.csv");
    let broken = fs::read_to_string(&standings).expect("text").replacen("\nG11,", "\nG99,", 1);
    fs::write(&standings, broken).expect("it can be written");
    let script = "import frictionless,sys; sys.exit(0 if not frictionless.validate(sys.argv[1]).valid else 1)";
    python("frictionless", &["-c".as_ref(), script.as_ref(), path.as_os_str()]);
}

#[test]
fn an_rdf_library_finds_every_data_set_in_the_catalogue() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (catalogue, data) = (folder.path().join("dcat.jsonld"), folder.path().join("data"));
    let mut command = bieumau();
    command.args(["merge", INBOX, "--as-of", "2023-06-23"]).arg("--dcat").arg(&catalogue).arg("--data").arg(&data);
    run(&mut command, 0);
    let rows =
        csv::Reader::from_path(data.join("open-data-plan.csv")).expect("the file is there").into_records().count();
    assert!(rows > 100, "only {rows} data sets");
    let script = "import rdflib,sys\n\
        g = rdflib.Graph().parse(sys.argv[1], format='json-ld')\n\
        D = rdflib.Namespace('http://www.w3.org/ns/dcat#')\n\
        sets = set(g.subjects(rdflib.RDF.type, D.Dataset))\n\
        listed = set(g.objects(None, D.dataset))\n\
        assert sets == listed, 'the catalogue lists its data sets'\n\
        T = rdflib.DCTERMS\n\
        assert all(g.value(s, T.title) and g.value(s, T.publisher) and g.value(s, T.accrualPeriodicity) for s in sets)\n\
        assert all(g.value(g.value(s, T.publisher), rdflib.RDF.type) for s in sets)\n\
        print(len(sets))";
    if let Some(printed) = python("rdflib", &["-c".as_ref(), script.as_ref(), catalogue.as_os_str()]) {
        assert_eq!(printed.trim(), rows.to_string());
    }
}

#[test]
fn the_page_refers_to_nothing_outside() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let page = folder.path().join("r.html");
    let mut command = bieumau();
    command.args(["merge", INBOX, "--as-of", "2023-06-23", "--lang", "en"]).arg("--report").arg(&page);
    run(&mut command, 0);
    let page = fs::read_to_string(page).expect("text");
    for outside in ["\"http", "src=", "href=", "@import", "url(h", "fetch("] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert_eq!(page.matches("<details data-level=").count(), 93);
    assert!(page.contains("41 agencies (6 at ministry level and 35 at province level)"));
}

#[test]
fn letters_go_to_those_who_owe_something_and_to_no_one_else() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (report, letters) = (folder.path().join("r.json"), folder.path().join("letters"));
    let mut command = bieumau();
    command.args(["merge", INBOX, "--as-of", "2023-06-23"]).arg("--report").arg(&report);
    run(&mut command, 0);
    let owing = json_file(&report)["agencies"]
        .as_array()
        .expect("agencies")
        .iter()
        .filter(|agency| {
            agency["obligations"].as_object().expect("obligations").values().any(|cell| cell["status"] != "complied")
        })
        // The sender writes none to itself.
        .filter(|agency| agency["code"] != "G14")
        .count();
    let remind = || {
        let mut command = bieumau();
        command.arg("remind").arg(&report).arg("-o").arg(&letters);
        command
    };
    run(&mut remind(), 0);
    // Beside the letters lie their index and the list of what was written.
    assert_eq!(fs::read_dir(&letters).expect("readable").count(), owing + 2);
    let letter = fs::read_to_string(letters.join("H48 Tỉnh Quảng Ngãi.md")).expect("there is one");
    for part in
        ["1540/QĐ-UBND ngày 4/3/2023", "› Phụ lục › B11", "chưa nhận được", "Kính gửi: Ủy ban nhân dân tỉnh Quảng Ngãi"]
    {
        assert!(letter.contains(part), "{part} is missing in {letter}");
    }
    run(remind().args(["--format", "docx", "--lang", "en"]), 0);
    // And all of them in one document.
    assert_eq!(fs::read_dir(&letters).expect("readable").count(), owing + 3, "last week's letters are gone");
    let folders = fs::read_dir(&letters).expect("readable").map(|entry| entry.expect("readable").path());
    let english = folders.into_iter().find(|path| path.to_string_lossy().contains("H48")).expect("there is one");
    let english = english.join("Letter H48.docx");
    let mut document = String::new();
    let mut archive = zip::ZipArchive::new(fs::File::open(english).expect("readable")).expect("it is a package");
    archive.by_name("word/document.xml").expect("its text").read_to_string(&mut document).expect("UTF-8");
    for part in ["1540/QĐ-UBND", "› Phụ lục › B11", "Quang Ngai"] {
        assert!(document.contains(part), "{part} is missing in {document}");
    }

    let template = folder.path().join("mau.md");
    fs::write(&template, "{{ agency.code }}: {{ owed|length }}\n").expect("it can be written");
    run(remind().arg("--template").arg(&template), 0);
    let letter = fs::read_to_string(letters.join("H48 Tỉnh Quảng Ngãi.md")).expect("there is one");
    assert_eq!(letter, "H48: 4\n\n<!-- bieumau-output:letter -->\n");
    fs::write(&template, "{{ agncy.code }}").expect("it can be written");
    let output = run(remind().arg("--template").arg(&template), 2);
    assert!(String::from_utf8_lossy(&output.stderr).contains("mau.md"));
    // A folder of somebody else's is not replaced.
    let others = folder.path().join("others");
    fs::create_dir(&others).expect("a folder can be made");
    fs::write(others.join("a.txt"), "x").expect("it can be written");
    run(bieumau().arg("remind").arg(&report).arg("-o").arg(&others), 2);
    assert!(others.join("a.txt").is_file());
}

#[test]
fn a_history_is_read_back_and_nonsense_is_refused() {
    let row = HistoryRow {
        as_of: "2023-06-23".to_owned(),
        campaign: "2389".to_owned(),
        obligation: "catalogue".to_owned(),
        complied: 41,
        defective: 11,
        missing: 41,
        total: 93,
        issued: Some(49),
    };
    let text = String::from_utf8(history::csv(std::slice::from_ref(&row)).expect("memory")).expect("UTF-8");
    assert_eq!(history::parse(&text).expect("it is a history"), std::slice::from_ref(&row));
    assert!(history::parse(&text.replace("41,11", "40,11")).is_err());
    assert!(history::parse("x,y\n1,2\n").is_err());
    // A history that an earlier version began goes on.
    let old = "as_of,campaign,obligation,complied,defective,missing,total\n2023-06-23,2389,catalogue,41,11,41,93\n";
    assert_eq!(history::parse(old).expect("it is a history"), [HistoryRow { issued: None, ..row }]);
    // One line is a header, and not of a history.
    assert!(history::parse("shopping: milk, eggs\n").is_err());
    assert_eq!(history::parse("").expect("nothing is lost with it"), []);
    assert_eq!(history::parse(text.lines().next().expect("a header")).expect("it was begun"), []);
}
