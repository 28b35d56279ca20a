//! The workflows, the action and the hook that we give others: each command of theirs is run as they run it, in a copy of the repository that
//! their first lines describe, with our own program where they install it. `.ci/workflows` checks their syntax.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::pipelines::campaign;
use crate::run::json_file;

const ARCHIVE: &str = "bieumau-0.1.0-x86_64-linux";

/// The commands of a file: of `run:` in its steps, or of the list below `script:`.
fn commands(file: &str) -> Vec<String> {
    let text = fs::read_to_string(file).expect("the file is there");
    let mut commands: Vec<String> = Vec::new();
    let mut lines = text.lines().filter(|line| !line.trim_start().starts_with('#')).peekable();
    let indent = |line: &str| line.len() - line.trim_start().len();
    while let Some(line) = lines.next() {
        let item = line.trim_start().trim_start_matches("- ");
        if let Some(command) = item.strip_prefix("run: ") {
            let mut whole = if command == "|" { String::new() } else { command.to_owned() };
            while command == "|"
                && let Some(next) = lines.next_if(|next| next.trim().is_empty() || indent(next) > indent(line))
            {
                whole.push_str(next.trim_start());
                whole.push('\n');
            }
            commands.push(whole);
        } else if item == "script:" {
            let mut whole = String::new();
            while let Some(next) = lines.next_if(|next| indent(next) > indent(line)) {
                whole.push_str(next.trim_start().trim_start_matches("- "));
                whole.push('\n');
            }
            commands.push(whole);
        }
    }
    commands
}

fn program() -> PathBuf {
    fs::canonicalize(env!("CARGO_BIN_EXE_bieumau")).expect("the program is built")
}

/// Runs a command as a runner does, and says whether it went well.
fn shell(command: &str, folder: &Path, variables: &[(&str, &Path)]) -> Result<(), String> {
    let mut shell = Command::new("bash");
    shell.args(["-eo", "pipefail", "-c", command]).current_dir(folder).env("SOURCE_DATE_EPOCH", "1687478400");
    // What a machine has set up for git is none of a runner's.
    shell.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let output = shell.envs(variables.iter().copied()).output().expect("bash can be started");
    match output.status.success() {
        true => Ok(()),
        false => Err(format!("{command}\n{}", String::from_utf8_lossy(&output.stderr))),
    }
}

/// A repository with an inbox and the archive, and where it is pushed to.
fn repository(folder: &Path) -> PathBuf {
    let place = folder.join("kho");
    fs::create_dir(&place).expect("a folder");
    campaign(&place);
    let tools = place.join("cong-cu");
    fs::create_dir_all(tools.join(ARCHIVE)).expect("a folder");
    #[cfg(unix)]
    std::os::unix::fs::symlink(program(), tools.join(ARCHIVE).join("bieumau")).expect("a link to the program");
    let made = format!(
        "cd cong-cu; tar -czf {ARCHIVE}.tar.gz {ARCHIVE}; rm -r {ARCHIVE}; sha256sum {ARCHIVE}.tar.gz > SHA256SUMS; cd ..
         git init -q --bare ../xa.git; git init -q -b main; git remote add origin ../xa.git; git config push.autoSetupRemote true
         git add -A; git -c user.name=a -c user.email=a@localhost commit -qm begin; git push -q"
    );
    shell(&made, &place, &[]).expect("a repository can be made");
    place
}

#[test]
fn every_command_of_the_example_workflows_works() {
    for (workflow, count) in [("docs/ci/github.yml", 6), ("docs/ci/gitlab.yml", 1)] {
        let commands = commands(workflow);
        assert_eq!(commands.len(), count, "{commands:#?}");
        assert!(commands.iter().all(|command| !command.contains("cargo install")), "no crate is published");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = repository(folder.path());
        for week in 1..=2 {
            let home = folder.path().join(format!("week-{week}"));
            fs::create_dir(&home).expect("a folder");
            let (paths, summary) = (home.join("path"), home.join("summary"));
            let mut path = std::env::var_os("PATH").unwrap_or_default();
            for command in &commands {
                let variables: &[(&str, &Path)] = &[
                    ("HOME", &home),
                    ("RUNNER_TEMP", &home),
                    ("GITHUB_PATH", &paths),
                    ("GITHUB_STEP_SUMMARY", &summary),
                    ("PATH", Path::new(&path)),
                ];
                shell(command, &place, variables).unwrap_or_else(|said| panic!("{workflow}, week {week}: {said}"));
                // A runner puts what a step has added in front for those after it.
                if let Ok(added) = fs::read_to_string(&paths) {
                    let added = added.lines().map(PathBuf::from).chain(std::env::split_paths(&path));
                    path = std::env::join_paths(added).expect("the paths can be joined");
                    fs::remove_file(&paths).expect("it was read");
                }
            }
            assert_eq!(summary.is_file(), count > 1, "{workflow}: the summary of the job");
        }
        for made in [
            "tong-hop.xlsx",
            "report.html",
            "summary.md",
            "data/datapackage.json",
            "open-data.jsonld",
            "don-doc/letters.csv",
        ] {
            assert!(place.join(made).is_file(), "{workflow} makes no {made}");
        }
        assert_eq!(json_file(&place.join("report.json"))["as_of"], "2023-06-23", "SOURCE_DATE_EPOCH is the day");
        let mut git = Command::new("git");
        git.args(["-C", "xa.git", "ls-tree", "--name-only", "main"]).current_dir(folder.path());
        let kept = git.output().expect("git can be started").stdout;
        assert_eq!(String::from_utf8_lossy(&kept).contains("report.json"), count > 1, "{workflow}: pushed");
    }
}

#[test]
fn the_action_checks_and_fails_as_it_is_told() {
    let commands = commands("action.yml");
    let [_, build, check] = commands.as_slice() else { panic!("{commands:#?}") };
    assert!(build.contains("cargo install --locked --path"), "built from the commit that is named: {build}");
    let folder = tempfile::tempdir().expect("a temporary folder");
    campaign(folder.path());
    fs::copy("fixtures/inbox-2023-06-23/G08_DM_CSDL_dung_chung.xlsx", folder.path().join("G08 co loi.xlsx"))
        .expect("copied");
    let tools = folder.path().join("bieumau/bin");
    fs::create_dir_all(&tools).expect("a folder");
    #[cfg(unix)]
    std::os::unix::fs::symlink(program(), tools.join("bieumau")).expect("a link to the program");
    let run = |command: &str, paths: &str, fail_on: &str| {
        let variables: &[(&str, &Path)] = &[
            ("RUNNER_TEMP", folder.path()),
            ("PATHS", Path::new(paths)),
            ("FAIL_ON", Path::new(fail_on)),
            ("TOLD_IN", Path::new("en")),
        ];
        shell(command, folder.path(), variables)
    };
    run(build, ".", "error").expect("what is there is not built again");
    run(check, "hop-thu\n\n", "error").expect("forms without errors pass");
    run(check, "hop-thu\nG08 co loi.xlsx", "error").expect_err("errors fail the step");
    run(check, "hop-thu\nG08 co loi.xlsx", "never").expect("unless they are not to");
}

#[test]
fn the_hook_takes_the_files_that_are_read() {
    let hook = fs::read_to_string(".pre-commit-hooks.yaml").expect("the hook is there");
    let value = |key: &str| {
        let line = hook.lines().find_map(|line| line.trim().strip_prefix(key)).unwrap_or_else(|| panic!("no {key}"));
        line.trim().to_owned()
    };
    assert_eq!(value("language:"), "rust", "pre-commit builds it from the commit that is named");
    let files = regex::Regex::new(&value("files:")).expect("a pattern");
    for (name, taken) in [("a/PL1.xlsx", true), ("b.csv", true), ("c.ods", true), ("d.pdf", false), ("xlsx", false)] {
        assert_eq!(files.is_match(name), taken, "{name}");
    }
    let entry = value("entry:");
    let form = fs::canonicalize("fixtures/inbox-2023-06-23/G08_DM_CSDL_dung_chung.xlsx").expect("it is there");
    let path = std::env::join_paths(
        std::iter::once(program().parent().expect("a folder").to_owned())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    );
    let path = path.expect("the paths can be joined");
    let command = format!("{entry} '{}'", form.display());
    let variables: &[(&str, &Path)] = &[("PATH", Path::new(&path))];
    shell(&command, Path::new("."), variables).expect_err("a form with errors is not committed");
}
