//! What the operator is told when a run cannot do its work: in the language of `--lang`, never in both at once and never in
//! English alone where Vietnamese is spoken.

use std::fs;
use std::path::Path;

use crate::run::{bieumau, json_file, run};

/// Files that are wrong for what they are named for, in a folder to stand in.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let put = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("the folder can be made");
        fs::write(path, text).expect("it can be written");
    };
    put("inbox/a.csv", "STT,Tên\n1,A\n");
    fs::create_dir(folder.path().join("empty")).expect("the folder can be made");
    put("report.json", "{\"version\": 99}");
    put("history.csv", "a,b\n1,2\n");
    put("manifest.csv", "path,office\n");
    put("manifest-path.csv", "path,agency\nb.csv,H22\n");
    put("bieumau.toml.wrong", "as_off = \"2023-06-23\"\n");
    put("bieumau.toml.value", "format = \"pdf\"\n");
    put("large.toml", &"# nothing to see here\n".repeat(60_000));
    put("no-schemas/readme.txt", "");
    put("schemas/forms/a.json", "{ \"nam\": \"a\" }");
    put("roster/forms/a.json", include_str!("../../fixtures/third-form/schemas/forms/servers.json"));
    put("roster/rosters/a.csv", "code,kind,name\n");
    put("roster/campaigns/a.json", "{}");
    folder
}

/// Command lines that cannot do their work.
const FAILING: &[&[&str]] = &[
    &["check", "missing.csv"],
    &["check", "inbox/b.csv"],
    &["check", "inbox", "--campaign", "238"],
    &["check", "inbox", "--roster", "2024"],
    &["check", "inbox", "--agency", "H99"],
    &["check", "inbox", "--only", "V999"],
    &["check", "inbox", "--allow", "missing-valu"],
    &["check", "inbox", "--manifest", "missing.csv"],
    &["check", "inbox", "--manifest", "manifest.csv"],
    &["check", "inbox", "--manifest", "manifest-path.csv"],
    &["check", "inbox", "--schemas", "missing"],
    &["check", "inbox", "--schemas", "report.json"],
    &["check", "inbox", "--schemas", "no-schemas"],
    &["check", "inbox", "--schemas", "schemas"],
    &["check", "inbox", "--schemas", "roster"],
    &["check", "inbox", "--config", "missing.toml"],
    &["check", "inbox", "--config", "bieumau.toml.wrong"],
    &["merge", "inbox", "--config", "bieumau.toml.value"],
    &["merge", "inbox", "--config", "large.toml"],
    &["check", "inbox", "-o", "a.pdf"],
    &["check", "inbox", "-o", "missing/a.json"],
    &["check", "inbox", "-o", "inbox"],
    &["check", "inbox", "--format", "xlsx"],
    &["check", "inbox", "--return", "report.json"],
    &["merge", "empty"],
    &["merge", "inbox", "--report", "a.pdf"],
    &["merge", "inbox", "-o", "a.xlsx", "--report", "a.xlsx"],
    &["merge", "inbox", "--previous", "missing.json"],
    &["merge", "inbox", "--previous", "report.json"],
    &["merge", "inbox", "--previous", "inbox/a.csv"],
    &["merge", "inbox", "--history", "history.csv"],
    &["merge", "inbox", "--allow", "missing-valu"],
    &["merge", "inbox", "--allow", "no-form-found"],
    &["remind", "missing.json", "-o", "letters"],
    &["remind", "report.json", "-o", "letters"],
    &["explain", "V999"],
    &["explain", "missing-valu"],
    &["forms", "shared"],
    &["forms", "shared-database"],
    &["template", "shared", "-o", "a.xlsx"],
    &["template", "shared-databases", "-o", "a.xlsx", "--agency", "H99"],
    &["agencies", "--roster", "2024"],
    &["agencies", "--campaign", "2390"],
];

/// What is wrong on the command line itself.
const SLIPS: &[&[&str]] = &[
    &["check"],
    &["check", "inbox", "--formt", "json"],
    &["check", "inbox", "--format", "jsn"],
    &["merge", "inbox", "--as-of", "31/2/2023"],
    &["check", "inbox", "--watch", "-o", "a.json"],
    &["explain", "--lang"],
];

fn told(folder: &Path, arguments: &[&str], language: &str) -> String {
    let mut command = bieumau();
    command.current_dir(folder).args(arguments);
    if !arguments.contains(&"--lang") {
        command.args(["--lang", language]);
    }
    String::from_utf8(run(&mut command, 2).stderr).expect("it is text")
}

/// Whether a line has letters that only Vietnamese has.
fn is_vietnamese(line: &str) -> bool {
    line.to_lowercase()
        .chars()
        .any(|letter| matches!(letter, 'ă' | 'đ' | 'ơ' | 'ư' | '\u{1ea0}'..='\u{1eff}' | 'à'..='ý'))
}

/// The line without what is named in it.
fn bare(line: &str) -> String {
    let mut bare = String::new();
    let mut depth = 0;
    for letter in line.chars() {
        match letter {
            '«' | '“' => depth += 1,
            '»' | '”' => depth -= 1,
            _ if depth == 0 => bare.push(letter),
            _ => {}
        }
    }
    bare
}

/// What the help of a command says, and of those below it.
fn helps(command: &[&str], all: &mut Vec<(String, String)>) {
    for flag in ["-h", "--help"] {
        let printed = run(bieumau().args(command).arg(flag), 0).stdout;
        all.push((format!("{command:?} {flag}"), String::from_utf8(printed).expect("it is text")));
    }
    let help = all[all.len() - 2].1.clone();
    let below = help.split("Lệnh / commands:\n").nth(1).unwrap_or_default().lines().take_while(|line| !line.is_empty());
    for line in below.filter(|line| line.starts_with("  ") && !line.starts_with("   ")) {
        let name = line.split_whitespace().next().expect("a name");
        helps(&[command, &[name]].concat(), all);
    }
}

#[test]
fn no_help_is_wider_than_a_terminal() {
    let mut all = Vec::new();
    helps(&[], &mut all);
    assert!(all.len() > 2 * 14, "commands below others are found: {}", all.len());
    for (command, help) in &all {
        let wide: Vec<&str> = help.lines().filter(|line| unicode_width::UnicodeWidthStr::width(*line) > 80).collect();
        assert_eq!(wide, [""; 0], "{command}");
        assert!(!help.contains("[possible values") && !help.contains("[default:"), "{command}: {help}");
    }
}

#[test]
fn no_more_files_are_read_at_a_time_than_the_help_says() {
    let folder = folder();
    let merged = |jobs: &str, code: i32| {
        let mut command = bieumau();
        command.current_dir(folder.path()).args(["merge", "inbox", "--jobs", jobs, "--lang", "en"]);
        String::from_utf8(run(&mut command, code).stderr).expect("it is text")
    };
    merged("256", 0);
    for jobs in ["257", "0", "-1", "many"] {
        assert!(merged(jobs, 2).contains("from 1 to 256") || jobs == "-1", "{jobs}");
    }
}

#[test]
fn help_is_that_of_the_command_that_was_used() {
    let told = |arguments: &[&str]| {
        let said = String::from_utf8(run(bieumau().args(arguments), 2).stderr).expect("it is text");
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for (arguments, command) in [
        (&["merge", "a", "--formt"][..], "bieumau merge"),
        (&["kiem-tra"], "bieumau kiem-tra"),
        (&["kiemtra"], "bieumau"),
        (&["agencies", "resolve"], "bieumau agencies resolve"),
    ] {
        let told = told(arguments);
        assert!(told.contains(&format!(" {command} --help")), "{arguments:?}: {told}");
    }
}

#[test]
fn words_that_a_form_lacks_are_told_with_their_places() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let form = r#"{ "name": "grants", "fields": [], "form": { "title": { "en": "Grants" }, "basis": "Terms", "rules": [
        { "name": "sum", "message": { "en": "a", "vi": "b" } }, { "name": "late", "message": { "en": "a", "fr": "c" } } ] } }"#;
    fs::create_dir_all(folder.path().join("schemas/forms")).expect("a folder can be made");
    let told = |form: &str| {
        fs::write(folder.path().join("schemas/forms/grants.json"), form).expect("it can be written");
        let mut check = bieumau();
        check.args(["forms", "check", "--lang", "en"]).arg(folder.path().join("schemas"));
        let said = String::from_utf8(run(&mut check, 1).stdout).expect("it is text");
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let said = told(form);
    let lacking = [
        "No “fr”, another language is used: form.title, form.rules.sum.message",
        "No “vi”, another language is used: form.title, form.rules.late.message",
    ];
    let places: Vec<usize> = lacking.iter().filter_map(|words| said.find(words)).collect();
    assert!(places.len() == 2 && places.is_sorted(), "{said}");
    assert!(!told("{").contains("another language is used"));
}

#[test]
fn days_are_read_in_both_orders() {
    let folder = folder();
    let merged = |typed: &str, code: i32| {
        let mut command = bieumau();
        command.current_dir(folder.path()).args([
            "merge",
            "inbox",
            "--allow-empty",
            "--report",
            "days.json",
            "--as-of",
            typed,
        ]);
        run(&mut command, code);
    };
    for typed in ["2023-06-03", "3/6/2023", "03/06/2023", "3.6.2023"] {
        merged(typed, 0);
        assert_eq!(json_file(&folder.path().join("days.json"))["as_of"], "2023-06-03", "{typed}");
    }
    for typed in ["31/2/2023", "6/2023", "23/6/23", "hôm nay", ""] {
        merged(typed, 2);
    }
}

#[test]
fn what_went_wrong_is_told_in_one_language() {
    let folder = folder();
    let mut wrong = Vec::new();
    for arguments in FAILING {
        let (vi, en) = (told(folder.path(), arguments, "vi"), told(folder.path(), arguments, "en"));
        let is_wrong = |line: &&str| !is_vietnamese(line) && line.split_whitespace().count() > 4;
        wrong.extend(vi.lines().filter(is_wrong).map(|line| format!("{arguments:?} in Vietnamese: {line}")));
        // The roster's names are Vietnamese in any language.
        let spoken = |line: &&str| is_vietnamese(bare(line).split(" the nearest is").next().unwrap_or_default());
        wrong.extend(en.lines().filter(spoken).map(|line| format!("{arguments:?} in English: {line}")));
        let both = |text: &str| text.lines().any(|line| line.contains(" / "));
        wrong.extend((both(&vi) || both(&en)).then(|| format!("{arguments:?}: {vi}{en}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is named by a slip may be a device without an end, or a pipe to which nobody writes.
#[cfg(unix)]
#[test]
fn a_device_or_a_silent_pipe_ends_the_run_with_a_word() {
    let folder = folder();
    let made =
        std::process::Command::new("mkfifo").arg(folder.path().join("pipe")).status().expect("part of every Unix");
    assert!(made.success());
    fs::create_dir_all(folder.path().join("piped/forms")).expect("the folder can be made");
    fs::rename(folder.path().join("pipe"), folder.path().join("piped/forms/a.json")).expect("it can be moved");
    let options: [(&[&str], &[&str]); 6] = [
        (&["merge", "inbox", "--previous"], &[]),
        (&["merge", "inbox", "--history"], &[]),
        (&["merge", "inbox", "--config"], &[]),
        (&["check", "inbox", "--config"], &[]),
        (&["check", "inbox", "--manifest"], &[]),
        (&["remind"], &["-o", "letters"]),
    ];
    for (before, after) in options {
        for named in ["piped/forms/a.json", "/dev/zero"] {
            for (language, word) in [("vi", "đọc"), ("en", "read")] {
                let said = told(folder.path(), &[before, &[named], after].concat(), language);
                assert!(said.contains(word) && said.lines().count() < 6, "{before:?} {named}: {said}");
            }
        }
    }
    for language in ["vi", "en"] {
        let said = told(folder.path(), &["check", "inbox", "--schemas", "piped"], language);
        assert!(said.contains("a.json"), "{said}");
    }
}

#[test]
fn a_slip_points_to_the_help_of_its_command() {
    let folder = folder();
    for arguments in SLIPS {
        let vi = told(folder.path(), arguments, "vi").split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(vi.contains(&format!("Xem hướng dẫn: bieumau {} --help.", arguments[0])), "{arguments:?}: {vi}");
        assert!(!vi.contains(" / "), "{arguments:?}: {vi}");
    }
    let vi = told(folder.path(), &["kiemtra"], "vi").split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(vi.contains("bieumau --help"), "{vi}");
}
