//! What a weekly pipeline relies on: the commands of the example workflows work as written, `bieumau.toml` stands in for flags
//! and gives way to them, and the date can be pinned from outside.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::run::{bieumau, json_file, run};

/// A campaign's folder with a small inbox: two provinces, one of which names a national database of the other's.
fn campaign(folder: &Path) {
    for (agency, name) in [("H14 Cao Bằng", "PL1.csv"), ("H03 Bắc Kạn", "PL1.csv")] {
        let target = folder.join("hop-thu").join(agency);
        fs::create_dir_all(&target).expect("a folder can be made");
        fs::copy(Path::new("fixtures/week-2").join(agency).join(name), target.join(name)).expect("it can be copied");
    }
}

/// The lines of a workflow that run bieumau.
fn commands(workflow: &str) -> Vec<String> {
    let text = fs::read_to_string(workflow).expect("the workflow is there");
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    let lines = lines.filter(|line| line.contains("bieumau merge") || line.contains("bieumau remind"));
    lines.map(|line| line.trim().trim_start_matches("- ").trim_start_matches("run: ").to_owned()).collect()
}

#[cfg(unix)]
#[test]
fn every_command_of_the_example_workflows_works() {
    let binary = Path::new(env!("CARGO_BIN_EXE_bieumau")).parent().expect("it lies in a folder");
    for workflow in ["docs/ci/github.yml", "docs/ci/gitlab.yml"] {
        let commands = commands(workflow);
        assert_eq!(commands.len(), 3, "{commands:#?}");
        let folder = tempfile::tempdir().expect("a temporary folder");
        campaign(folder.path());
        for week in 1..=2 {
            for command in &commands {
                let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap_or_default());
                let output = Command::new("sh")
                    .args(["-ec", command])
                    .current_dir(folder.path())
                    .env("PATH", path)
                    .env("SOURCE_DATE_EPOCH", "1687478400")
                    .output()
                    .expect("sh can be started");
                assert!(
                    output.status.success(),
                    "{workflow}, week {week}: {command}\n{}",
                    String::from_utf8_lossy(&output.stderr)
                );
            }
        }
        for made in [
            "tong-hop.xlsx",
            "report.html",
            "summary.md",
            "data/datapackage.json",
            "open-data.jsonld",
            "don-doc/letters.csv",
        ] {
            assert!(folder.path().join(made).is_file(), "{workflow} makes no {made}");
        }
        let report = json_file(&folder.path().join("report.json"));
        assert_eq!(report["as_of"], "2023-06-23", "SOURCE_DATE_EPOCH is the day");
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
    assert!(told.contains("line 1: unknown key `as_off`; did you mean `as-of`?"), "{told}");
    fs::write(&toml, "allow = [\"mising-value\"]\n").expect("written");
    let output = run(&mut merge(), 2);
    assert!(String::from_utf8_lossy(&output.stderr).contains("did you mean `missing-value`?"));
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
    run(&mut undated, 2);
}
