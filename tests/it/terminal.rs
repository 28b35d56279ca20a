//! What a user of `check` sees on the terminal, and what the options change.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use unicode_width::UnicodeWidthStr;

use crate::run::{bieumau, json, run};

const BLANK: &str = "fixtures/cases/missing-value/blank/PL1.csv";

fn printed(arguments: &[&str], code: i32) -> String {
    String::from_utf8(run(bieumau().args(arguments), code).stdout).expect("the output is text")
}

/// A form of so many rows, each with faults of its own: a long name in wide letters, a wrong value, a blank cell.
fn form(rows: usize) -> String {
    let blank = fs::read_to_string(BLANK).expect("the case is there");
    let mut form: String = blank.lines().take(4).map(|line| format!("{line}\n")).collect();
    for row in 0..rows {
        let _ = writeln!(
            form,
            "{row},CSDL {row} 漢字,,Hồ sơ,Sở Nội vụ,Hằng ngày,Kiểu {row} {},Đã có,,",
            "chữ rất dài ".repeat(row % 9)
        );
    }
    form
}

#[test]
fn a_usual_form_takes_a_screen_and_no_line_is_too_wide() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("PL1.csv");
    fs::write(&path, form(60)).expect("it can be written");
    for lang in ["vi", "en"] {
        let output = run(bieumau().arg("check").arg(&path).args(["--lang", lang]), 1);
        let said = String::from_utf8(output.stdout).expect("text");
        for line in said.lines() {
            assert!(line.width() <= 80, "{} columns: {line}", line.width());
        }
        assert!(said.lines().count() <= 24, "{said}");
        assert!(said.contains("C5–C64") && said.contains("120"), "{said}");
    }
}

#[test]
fn the_totals_are_exact_when_not_all_is_told() {
    let sample = crate::cases::inputs(Path::new("fixtures/formats"));
    let folder = sample.path().to_str().expect("a plain path");
    let said = printed(&["check", folder, "--max-findings", "2"], 1);
    let report = json(printed(&["check", folder, "--format", "json"], 1).as_bytes());
    let errors = &report["counts"]["error"];
    assert!(said.contains(&format!(" trong {errors} lỗi")), "{said}");
    assert_eq!(said.lines().filter(|line| line.starts_with("  lỗi ") || line.starts_with("  cảnh báo ")).count(), 2);
    let all = said.split("--max-findings ").nth(1).and_then(|rest| rest.split('.').next()).expect("it says how many");
    let whole = printed(&["check", folder, "--max-findings", all], 1);
    assert!(!whole.contains("xem tất cả"), "{whole}");
    let quiet = printed(&["check", folder, "--quiet"], 1);
    assert_eq!(quiet.lines().count(), 2, "{quiet}");
}

#[test]
fn rules_can_be_picked() {
    let only = printed(&["check", BLANK, "--only", "not-in-list,V303"], 0);
    assert!(!only.contains("CÓ THỂ GỬI") && only.contains("Chạy lại không có --only"), "{only}");
    printed(&["check", BLANK, "--only", "missing-value"], 1);
    let note = "fixtures/cases/normalised/spelling";
    printed(&["check", note, "--fail-on", "error"], 0);
    printed(&["check", note, "--fail-on", "info"], 1);
}

#[test]
fn colours_are_for_terminals_that_want_them() {
    let escape = '\u{1b}';
    assert!(!printed(&["check", BLANK], 1).contains(escape), "a pipe is no terminal");
    let forced = run(bieumau().args(["check", BLANK]).env("CLICOLOR_FORCE", "1"), 1);
    assert!(String::from_utf8_lossy(&forced.stdout).contains(escape));
    let refused = run(bieumau().args(["check", BLANK]).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1"), 1);
    assert!(!String::from_utf8_lossy(&refused.stdout).contains(escape));
    assert!(
        printed(&["check", BLANK, "--color", "always"], 1).contains(escape),
        "what is asked for goes before the pipe"
    );
    let never = run(bieumau().args(["check", BLANK, "--color", "never"]).env("CLICOLOR_FORCE", "1"), 1);
    assert!(!String::from_utf8_lossy(&never.stdout).contains(escape), "and before the environment");
}

#[test]
fn standard_input_quiet_merges_and_annotations() {
    let piped = |arguments: &[&str], code: i32| {
        let mut command = bieumau();
        let form = fs::File::open(BLANK).expect("the case is there");
        let output = run(command.args(arguments).stdin(form), code);
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    assert!(piped(&["check", "-"], 1).contains("CHƯA THỂ GỬI"));
    assert!(piped(&["merge", "-", "--as-of", "2023-06-23"], 0).contains("Đã nhận 1 tệp"));
    assert!(piped(&["check", "-", "--fail-on", "never"], 0).contains("CHƯA THỂ GỬI"));
    let quiet = printed(&["merge", "-q", "fixtures/cases/normalised/spelling", "--as-of", "2023-06-23"], 0);
    assert!(quiet.starts_with("Tính đến ngày 23/6/2023") && quiet.lines().count() < 10, "{quiet}");
    // In both languages the totals fit, and no word of theirs is torn.
    let totals = printed(&["merge", "fixtures/week-2", "--as-of", "2023-06-30", "--lang", "en"], 0);
    assert!(totals.contains("Complied") && totals.contains("Ministry") && totals.contains("Defective"), "{totals}");
    assert!(totals.lines().all(|line| line.width() <= 80), "{totals}");
    let notes = printed(&["check", "fixtures/inbox-2023-06-23/PL_81.xlsx", "--format", "github"], 1);
    let kinds: Vec<&str> = notes.lines().filter_map(|line| line.strip_prefix("::")?.split(' ').next()).collect();
    assert!(kinds.contains(&"error") && kinds.contains(&"warning"), "{notes}");
    let place = |kind: &str| ["error", "warning", "notice"].iter().position(|it| *it == kind);
    assert!(kinds.is_sorted_by_key(|kind| place(kind)), "errors come first: {kinds:?}");
}

#[test]
fn two_folders_keep_their_paths_short() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["tuan-1", "tuan-2"] {
        fs::create_dir(folder.path().join(name)).expect("a folder can be made");
        fs::copy(BLANK, folder.path().join(name).join("PL1.csv")).expect("the case is there");
    }
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let told = printed(&["check", &at("tuan-1"), &at("tuan-2"), "--format", "json"], 1);
    let report = json(told.as_bytes());
    let paths: Vec<&str> =
        report["files"].as_array().expect("files").iter().map(|file| file["path"].as_str().expect("text")).collect();
    assert_eq!(paths, ["tuan-1/PL1.csv", "tuan-2/PL1.csv"]);
}

#[test]
fn commands_have_vietnamese_names() {
    assert_eq!(printed(&["kiem-tra", BLANK], 1), printed(&["check", BLANK], 1));
    assert_eq!(printed(&["giai-thich", "V301"], 0), printed(&["explain", "V301"], 0));
    assert_eq!(printed(&["bieu-mau", "shared-databases"], 0), printed(&["forms", "shared-databases"], 0));
    assert!(printed(&["tong-hop", "--help"], 0).contains("bieumau merge"));
}

#[test]
fn a_slip_is_told_with_what_to_type_instead() {
    for (arguments, hint) in [
        (&["chek", "a"][..], "Có phải là check?"),
        (&["check", BLANK, "--max-finding", "3"], "--max-findings"),
        (&["check", BLANK, "--format", "jsno"], "Ghi một trong: text, json"),
        (&["check"], "còn thiếu: <PATH>..."),
        (&["kiemtra"], "không có lệnh «kiemtra». Có phải là kiem-tra?"),
        (&["check", "a", "--formt", "json"], "Có phải là --format?"),
        (&["check", "a", "--format", "jsn"], "không nhận «jsn»"),
        (&["check", "a", "--format", "jsn"], "junit"),
        (&["merge", "a", "--as-of", "31/2/2023"], "23/6/2023"),
        (&["check", "fixtures/cases/missing-value/blank/PL2.csv"], "PL1.csv"),
        (&["check", BLANK, "--agency", "H222"], "H22"),
        (&["forms", "shared-database"], "shared-databases"),
    ] {
        let output = run(bieumau().args(arguments), 2);
        let told = String::from_utf8(output.stderr).expect("text").split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.starts_with("bieumau: ") && told.contains(hint), "{arguments:?}: {told}");
    }
    let english = run(bieumau().args(["check", "--lang", "en", "--formt", "json", BLANK]), 2);
    assert!(String::from_utf8_lossy(&english.stderr).contains("unexpected argument"));
}

#[test]
fn help_version_forms_completions_and_manual() {
    for command in ["check", "merge", "explain", "forms", "completions"] {
        let help = printed(&[command, "--help"], 0);
        assert!(help.contains("Ví dụ / examples:") && !help.contains("Options:"), "{command}: {help}");
    }
    let version = printed(&["--version"], 0);
    assert!(version.starts_with("bieumau ") && version.contains("5752/BTTTT-CĐSQG") && version.contains("edition"));
    for lang in ["vi", "en"] {
        let list = printed(&["forms", "--lang", lang], 0);
        assert!(list.contains("shared-databases") && list.contains("open-data-plan"), "{list}");
        let form = printed(&["forms", "open-data-plan", "--lang", lang], 0);
        assert!(form.contains("Tần suất cập nhật") && form.contains("Hằng quý"), "{form}");
        assert!(form.lines().all(|line| line.width() <= 80), "{form}");
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(printed(&["completions", shell], 0).contains("max-findings"), "{shell}");
    }
}

#[test]
fn man_pages_are_in_one_language_each() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    run(bieumau().args(["man", "-o"]).arg(folder.path()), 0);
    let page = |path: &str| fs::read_to_string(folder.path().join(path)).expect("a page a command");
    let named = ["bieumau", "bieumau-check", "bieumau-merge", "bieumau-forms-import", "bieumau-agencies-resolve"];
    for name in named {
        let (english, vietnamese) = (page(&format!("man1/{name}.1")), page(&format!("vi/man1/{name}.1")));
        assert!(english.contains(&format!(".TH {name} 1")) && vietnamese.contains(&format!(".TH {name} 1")), "{name}");
        assert!(english.contains(".SH SYNOPSIS") && vietnamese.contains(".SH \"CÚ PHÁP\""), "{name}");
        for page in [&english, &vietnamese] {
            assert!(!page.contains(" / "), "{name} is in both languages: {page}");
        }
        let without_examples = english.lines().filter(|line| !line.contains("bieumau "));
        let foreign = without_examples.filter(|line| line.contains(['ế', 'ộ', 'ư', 'ơ', 'ệ', 'đ'])).collect::<Vec<_>>();
        assert!(foreign.is_empty(), "{name}: {foreign:#?}");
        let foreign = [" the ", " of ", "Possible", "default:", " and "];
        assert!(!foreign.iter().any(|words| vietnamese.contains(words)), "{name}: {vietnamese}");
    }
    // Each line gives up a half of its own; an example, which has none, stands in both.
    let example = "\n  bieumau merge hop\\-thu \\-o tong\\-hop.xlsx\n";
    let (english, vietnamese) = (page("man1/bieumau-merge.1"), page("vi/man1/bieumau-merge.1"));
    assert!(english.contains("\nexit codes:\n  0: written\n") && english.contains(example), "{english}");
    assert!(vietnamese.contains("\nMã thoát:\n  0: đã ghi xong\n") && vietnamese.contains(example), "{vietnamese}");
    let after_colon = "take this form only, another one is an error; a JSON file: try that form alone";
    assert!(page("man1/bieumau-check.1").contains(after_colon));
    run(bieumau().args(["man", "-o"]).arg(folder.path().join("nowhere")), 2);
}

#[test]
fn a_cell_cannot_command_the_terminal() {
    use bieumau::render::text::plain;
    assert_eq!(plain("a\u{1b}[31mb\u{202e}c\n\u{9b}d"), "a\\u{1b}[31mb\\u{202e}c↵\\u{9b}d");
    assert_eq!(plain("Cơ sở dữ liệu <b>"), "Cơ sở dữ liệu <b>");
}
