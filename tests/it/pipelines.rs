//! What a weekly pipeline relies on: `bieumau.toml` stands in for flags and gives way to them, and an inbox that was lost is told.

use std::fs;
use std::path::Path;
use std::process::Command;

use bieumau::cli::Cli;
use clap::CommandFactory;

use crate::run::{bieumau, json_file, run};

/// A campaign's folder with a small inbox: two provinces, one of which names a national database of the other's.
pub fn campaign(folder: &Path) {
    for (agency, name) in [("H14 Cao Bằng", "PL1.csv"), ("H03 Bắc Kạn", "PL1.csv")] {
        let target = folder.join("hop-thu").join(agency);
        fs::create_dir_all(&target).expect("a folder can be made");
        fs::copy(Path::new("fixtures/week-2").join(agency).join(name), target.join(name)).expect("it can be copied");
    }
}

#[test]
fn the_configuration_beside_the_inbox_gives_way_to_flags() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    campaign(folder.path());
    let toml = folder.path().join("bieumau.toml");
    fs::write(folder.path().join("hop-thu/x.xlsx"), "no workbook").expect("written");
    let merge = || {
        let mut command = bieumau();
        command.arg("merge").arg(folder.path().join("hop-thu"));
        command
    };
    fs::write(&toml, "as-of = 2023-06-20\nreport = [\"a.json\", \"a.md\"]\nlang = \"en\"\nfail-on = \"error\"\n")
        .expect("written");
    let output = run(&mut merge(), 1);
    assert!(String::from_utf8_lossy(&output.stdout).contains("As of 20 June 2023"));
    assert_eq!(json_file(&folder.path().join("a.json"))["as_of"], "2023-06-20");
    assert!(folder.path().join("a.md").is_file());
    run(merge().args(["--as-of", "2023-06-21"]), 1);
    assert_eq!(json_file(&folder.path().join("a.json"))["as_of"], "2023-06-21", "flags win");

    fs::write(&toml, "as_off = 2023-06-20\n").expect("written");
    let output = run(&mut merge(), 2);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("dòng 1: không có khóa `as_off`; có phải là `as-of`?"), "{told}");
    fs::write(&toml, "allow = [\"mising-value\"]\n").expect("written");
    let output = run(&mut merge(), 2);
    assert!(String::from_utf8_lossy(&output.stderr).contains("có phải là missing-value?"));
}

#[test]
fn a_later_report_or_one_of_another_ending_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    campaign(folder.path());
    let (inbox, earlier) = (folder.path().join("hop-thu"), folder.path().join("1.json"));
    let merge = |as_of: &str| {
        let mut command = bieumau();
        command.arg("merge").arg(&inbox).args(["--as-of", as_of]);
        command
    };
    run(merge("2023-06-23").arg("--report").arg(&earlier), 0);
    run(merge("2023-06-22").arg("--previous").arg(&earlier), 2);
    run(merge("2023-06-23").arg("--report").arg(folder.path().join("r.pdf")), 2);
    run(merge("2023-06-23").env("SOURCE_DATE_EPOCH", "soon"), 0);
    let mut undated = bieumau();
    undated.arg("merge").arg(&inbox).env("SOURCE_DATE_EPOCH", "soon");
    let told = String::from_utf8(run(&mut undated, 2).stderr).expect("it is text");
    assert!(told.contains("không phải số giây") && !told.contains("number of seconds"), "one language: {told}");
}

/// What an earlier report does not say was not nothing.
#[test]
fn what_the_earlier_report_does_not_say_is_unknown() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    campaign(folder.path());
    let at = |name: &str| folder.path().join(name);
    let merge = |report: &str| {
        let mut command = bieumau();
        command.arg("merge").arg(at("hop-thu")).args(["--as-of", "2023-06-23", "--report"]).arg(at(report));
        command
    };
    run(&mut merge("1.json"), 0);
    let mut earlier = json_file(&at("1.json"));
    let totals = earlier["totals"].as_array_mut().expect("a list");
    totals.retain(|total| total["obligation"] != "roadmap");
    fs::write(at("1.json"), earlier.to_string()).expect("there is room");
    run(merge("2.json").arg("--previous").arg(at("1.json")), 0);
    let report = json_file(&at("2.json"));
    let totals = report["trend"]["totals"].as_array().expect("a list");
    let before = |obligation: &str| {
        totals.iter().find(|it| it["obligation"] == obligation && it["level"] == "all").expect("a total")["before"]
            .clone()
    };
    assert!(before("roadmap").is_null() && before("catalogue").is_u64(), "{totals:?}");
}

/// What counts later stays so, whatever is allowed.
#[test]
fn what_is_allowed_makes_no_later_form_count() {
    let form = "fixtures/week-2/H14 Cao Bằng/PL1.csv";
    let outcome = |more: &[&str]| {
        let mut command = bieumau();
        command.args(["check", "--format", "json", "--as-of", "2020-01-01"]).args(more).arg(form);
        let report = crate::run::json(&command.output().expect("it starts").stdout);
        report["files"][0]["tables"][0]["outcome"].clone()
    };
    assert_eq!(outcome(&[]), "later");
    assert_eq!(outcome(&["--allow", "missing-value"]), "later");
}

/// What a run says on standard error.
fn told(command: &mut Command, code: i32) -> String {
    String::from_utf8(run(command, code).stderr).expect("it is text")
}

#[test]
fn what_lies_in_the_inbox_configures_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    campaign(folder.path());
    let at = |name: &str| folder.path().join(name);
    let precious = at("profile.txt");
    fs::write(&precious, "mine").expect("written");
    let attack = "report = \"../profile.txt\"\nallow = [\"missing-value\"]\nlang = \"en\"\n";
    fs::write(at("hop-thu/bieumau.toml"), attack).expect("written");
    fs::write(at("hop-thu/H14 Cao Bằng/bieumau.toml"), attack).expect("written");
    let inbox = at("hop-thu");
    let merge = |inbox: &Path, from: &Path| {
        let mut command = bieumau();
        command.current_dir(from).args(["merge", "--as-of", "2023-06-23", "--report"]).arg(at("r.json")).arg(inbox);
        command
    };
    let said = told(&mut merge(&inbox, folder.path()), 0);
    assert!(said.contains("không được dùng làm cấu hình"), "{said}");
    // From within, by a detour, folder by folder, file by file: it is an inbox all the same.
    told(&mut merge(Path::new("."), &inbox), 0);
    told(&mut merge(Path::new("hop-thu/../hop-thu/"), folder.path()), 0);
    told(&mut merge(Path::new("H14 Cao Bằng/PL1.csv"), &inbox), 0);
    told(merge(Path::new("H14 Cao Bằng"), &inbox).arg("bieumau.toml"), 0);
    told(merge(Path::new("H14 Cao Bằng"), &inbox).arg("."), 0);
    #[cfg(unix)]
    {
        // Where the link lies, not where it leads, is the operator's.
        fs::create_dir(at("campaign")).expect("a folder");
        std::os::unix::fs::symlink(at("hop-thu/H14 Cao Bằng"), at("campaign/link")).expect("a link");
        told(&mut merge(&at("campaign/link"), folder.path()), 0);
    }
    let check = |path: &str, from: &Path| {
        let mut command = bieumau();
        command.current_dir(from).args(["check", "--format", "json"]).arg(path);
        let output = command.output().expect("it starts");
        assert!(matches!(output.status.code(), Some(0 | 1)));
        String::from_utf8(output.stderr).expect("it is text")
    };
    let forms = at("hop-thu/H14 Cao Bằng");
    for (path, from) in [("PL1.csv", &*forms), (".", &*forms), ("..", &*forms), (".", &*inbox)] {
        let said = check(path, from);
        assert!(!said.contains("dùng cấu hình"), "{path}: {said}");
    }
    assert_eq!(fs::read_to_string(&precious).expect("it is there"), "mine");
    // It is listed like everything else that was sent.
    told(&mut merge(&inbox, folder.path()), 0);
    let report = json_file(&at("r.json"));
    let files = report["files"].as_array().expect("a list").iter();
    assert_eq!(files.filter(|file| file["path"].as_str().is_some_and(|path| path.ends_with(".toml"))).count(), 2);
}

#[test]
fn the_configuration_that_is_used_is_told_and_check_takes_its_part() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    campaign(folder.path());
    let at = |name: &str| folder.path().join(name);
    fs::write(
        at("bieumau.toml"),
        "lang = \"en\"\nformat = \"jsonl\"\nreturn = \"back\"\nreport = [\"a.csv\", \"a.xml\", \"a.xlsx\"]\nfail-on = \"never\"\nas-of = 2023-06-23\n",
    )
    .expect("written");
    fs::write(at("hop-thu/x.xlsx"), "no workbook").expect("written");
    let mut merge = bieumau();
    let output = run(merge.arg("merge").arg(at("hop-thu")), 0);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(said.matches("using the configuration").count(), 1, "{said}");
    assert!(said.contains("bieumau.toml"), "{said}");
    assert!(output.stdout.starts_with(b"{"), "format is known");
    for made in ["a.csv", "a.xml", "a.xlsx", "back"] {
        assert!(at(made).exists(), "{made}");
    }
    run(bieumau().args(["merge", "--fail-on", "error"]).arg(at("hop-thu")), 1);

    // check: from the working directory, what concerns it, and by --config from anywhere.
    let check = |from: &Path, arguments: &[&str]| {
        let mut command = bieumau();
        command.current_dir(from).arg("check").args(arguments);
        command
    };
    fs::remove_dir_all(at("back")).expect("it was written");
    let output = run(&mut check(folder.path(), &["hop-thu/x.xlsx"]), 1);
    assert!(String::from_utf8_lossy(&output.stderr).contains("using the configuration bieumau.toml"));
    assert!(String::from_utf8_lossy(&output.stdout).contains("What to do"), "in English, as text, exit 1 on errors");
    assert!(!at("back").exists(), "what a ministry writes is not for check");
    let said = told(&mut check(&at("hop-thu"), &["x.xlsx", "--config", "../bieumau.toml"]), 1);
    assert!(said.contains("using the configuration ../bieumau.toml"), "{said}");
    assert!(!told(&mut check(&at("hop-thu"), &["x.xlsx"]), 1).contains("configuration"));
    // A form with errors is a success when none are to count; that nothing could be checked never is.
    let form = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/inbox-2023-06-23/G08_DM_CSDL_dung_chung.xlsx");
    run(check(folder.path(), &["--fail-on", "never"]).arg(&form), 0);
    run(check(folder.path(), &[]).arg(&form), 1);
    run(&mut check(folder.path(), &["hop-thu/x.xlsx", "--fail-on", "never"]), 1);
}

#[test]
fn an_inbox_without_a_file_is_no_work_done() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    let inbox = at("hop-thu");
    fs::create_dir_all(inbox.join("H14")).expect("a folder");
    let old = r#"{ "bieumau": "bieumau-output:report" }"#;
    fs::write(at("r.json"), old).expect("written");
    let merge = || {
        let mut command = bieumau();
        command.args(["merge", "--as-of", "2023-06-23", "--lang", "en", "--report"]).arg(at("r.json")).arg(&inbox);
        command
    };
    for litter in ["~$PL1.xlsx", ".~lock.PL1.ods#", "Thumbs.db", ".DS_Store", "H14/desktop.ini", "H14/._PL1.xlsx"] {
        let said = told(&mut merge(), 2);
        assert!(said.contains("--allow-empty") && !said.contains("không"), "{said}");
        assert_eq!(fs::read_to_string(at("r.json")).expect("it is there"), old);
        fs::write(inbox.join(litter), "x").expect("written");
    }
    told(&mut merge(), 2);
    told(merge().arg("--allow-empty"), 0);
    // A file that cannot be read is a file.
    fs::write(inbox.join("PL1.xlsx"), "no workbook").expect("written");
    let words = "none could be read as a form";
    let mut command = merge();
    command.arg("--report").arg(at("r.html")).arg("--report").arg(at("r.md")).arg("-o").arg(at("x.xlsx"));
    let said = told(&mut command, 0);
    assert!(said.contains(words), "{said}");
    for report in ["r.html", "r.md"] {
        assert!(fs::read_to_string(at(report)).expect("it was written").contains(words), "{report}");
    }
    assert!(crate::run::package(&at("x.xlsx")).iter().any(|(_, text)| text.contains(words)));
    assert_eq!(json_file(&at("r.json"))["warnings"][0]["code"], "nothing-read");
}

#[test]
fn half_an_inbox_is_a_warning() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    campaign(folder.path());
    let at = |name: &str| folder.path().join(name);
    let merge = |report: &str| {
        let mut command = bieumau();
        command.args(["merge", "--as-of", "2023-06-23", "--lang", "en", "--report"]).arg(at(report));
        command.arg("--history").arg(at("h.csv")).arg(at("hop-thu"));
        command
    };
    let codes = |report: &str| -> Vec<String> {
        let report = json_file(&at(report));
        let warnings = report["warnings"].as_array().cloned().unwrap_or_default();
        warnings.iter().map(|warning| warning["code"].as_str().expect("a code").to_owned()).collect()
    };
    told(&mut merge("1.json"), 0);
    // Under another name it is still there.
    fs::rename(at("hop-thu/H03 Bắc Kạn/PL1.csv"), at("hop-thu/H03 Bắc Kạn/PL2.csv")).expect("renamed");
    assert!(!told(merge("2.json").arg("--previous").arg(at("1.json")), 0).contains("warning"));
    assert_eq!(codes("2.json"), [""; 0]);
    fs::remove_file(at("hop-thu/H03 Bắc Kạn/PL2.csv")).expect("removed");
    let said = told(merge("3.json").arg("--previous").arg(at("1.json")), 0);
    assert!(said.contains("1 of the 2 files of the earlier report"), "{said}");
    assert!(said.contains("Catalogue of shared databases: 1 agencies have sent something, and by 2023-06-23 2 had (by the earlier report, those of H03 "), "{said}");
    assert_eq!(codes("3.json"), ["files-gone", "answers-gone"]);
    let schema = json_file(Path::new("schemas/report.schema.json"));
    assert!(jsonschema::is_valid(&schema, &json_file(&at("3.json"))));
}

/// What is said of a configuration that cannot be read.
fn refused(text: &str) -> Option<String> {
    let folder = tempfile::tempdir().expect("there is room");
    fs::write(folder.path().join("c.toml"), text).expect("there is room");
    let mut command = bieumau();
    command.args(["merge", "khong-co", "--config", "c.toml", "--lang", "en"]).current_dir(folder.path());
    let told = String::from_utf8(run(&mut command, 2).stderr).expect("it is text");
    told.contains("reading configuration c.toml").then_some(told)
}

/// What editors hold a configuration against.
fn described() -> serde_json::Value {
    json_file(Path::new("schemas/bieumau.schema.json"))
}

#[test]
fn what_is_wrong_in_a_configuration_is_told() {
    let told = refused("campaign = \"2389\"\nas_off = \"2023-06-23\"\n").expect("no such key");
    assert!(told.contains("line 2: unknown key `as_off`; did you mean `as-of`?"), "{told}");
    for (text, line) in [("output = \"ra\\qua.xlsx\"\n", "line 1: "), ("output = \"ra\\tong.xlsx\"\n", "output = ")] {
        let told = refused(text).expect("it is no path");
        assert!(told.contains(line) && told.contains("single quotes: 'ra\\tong.xlsx'"), "{told}");
    }
    assert_eq!(refused("output = 'ra\\tong.xlsx'\n"), None);
}

#[test]
fn every_key_of_a_configuration_is_a_flag_of_merge_and_is_described() {
    let schema = described();
    let described: Vec<&String> = schema["properties"].as_object().expect("it lists keys").keys().collect();
    let command = Cli::command();
    command.clone().debug_assert();
    let merge = command.find_subcommand("merge").expect("it is there");
    for key in &described {
        assert!(merge.get_arguments().any(|it| it.get_long() == Some(key)), "merge has no --{key}");
        let told = refused(&format!("{key} = {{}}\n")).expect("a table is no value of any key");
        assert!(!told.contains("unknown key"), "{key} is described and not read: {told}");
    }
    assert_eq!(described.len(), 19);
    // What the tool reads, editors find nothing wrong with, and what it refuses they mark.
    let validator = jsonschema::validator_for(&schema).expect("a sound JSON Schema");
    for (text, is_right) in [
        ("campaign = \"2389\"\nas-of = 2023-06-23\nreport = [\"a.json\", \"a.md\"]\njobs = 2\n", true),
        ("return = \"tra-lai\"\nformat = \"jsonl\"\nfail-on = \"never\"\nfollow-links = true\n", true),
        ("report = [\"a.jsonl\", \"a.csv\", \"a.xlsx\", \"a.sarif\", \"a.xml\", \"a.txt\", \"a.htm\"]\n", true),
        ("report = \"a.html\"\nallow = [\"too-long\"]\nlang = \"en\"\nfail-on = \"error\"\n", true),
        ("as_of = \"2023-06-23\"\n", false),
        ("allow = \"too-long\"\n", false),
        ("jobs = \"two\"\n", false),
    ] {
        let document: serde_json::Value = toml::from_str(text).expect("it is TOML");
        assert_eq!((validator.is_valid(&document), refused(text).is_none()), (is_right, is_right), "{text}");
    }
    // Words that their flags refuse, editors mark too.
    for text in ["report = \"a.pdf\"\n", "format = \"pdf\"\n", "fail-on = \"sometimes\"\n", "output = \"a.xls\"\n"] {
        let document: serde_json::Value = toml::from_str(text).expect("it is TOML");
        assert!(!validator.is_valid(&document), "{text}");
    }
}

#[test]
fn the_sample_configuration_names_every_key_and_is_right_with_all_of_them() {
    let sample = fs::read_to_string("docs/bieumau.toml").expect("the sample is there");
    let is_setting = |line: &&str| line.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '));
    let settings: Vec<&str> =
        sample.lines().map(|line| line.strip_prefix("# ").unwrap_or(line)).filter(is_setting).collect();
    let text = settings.join("\n");
    assert_eq!(refused(&text), None, "every value is right");
    let schema = described();
    let document: serde_json::Value = toml::from_str(&text).expect("it is TOML");
    assert!(jsonschema::is_valid(&schema, &document), "{text}");
    let keys = schema["properties"].as_object().expect("it lists keys").keys();
    assert_eq!(keys.filter(|key| document.get(key).is_none()).collect::<Vec<_>>(), [""; 0]);
}
