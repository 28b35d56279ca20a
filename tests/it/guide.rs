//! What documents promise: links lead somewhere, the guide is the same in both languages, its commands are commands of the program and
//! its pictures are made by its script. What their terminal sessions show is played by `readme`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::run::bieumau;

/// The pages of the guide in a language, by name.
pub fn pages(language: &str) -> Vec<PathBuf> {
    let folder = Path::new("guide").join(language);
    let entries =
        fs::read_dir(&folder).expect("the guide is there").map(|entry| entry.expect("it can be listed").path());
    let mut pages: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect();
    pages.sort();
    pages
}

/// Every document for people.
fn documents() -> Vec<PathBuf> {
    let mut documents: Vec<PathBuf> =
        ["README.md", "README.vi.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md", "SECURITY.md"]
            .iter()
            .map(PathBuf::from)
            .collect();
    for folder in ["docs", "guide"] {
        let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
        let entries = entries.map(|entry| entry.expect("it can be walked").into_path());
        documents.extend(entries.filter(|path| path.extension().is_some_and(|ending| ending == "md")));
    }
    documents
}

/// A document with what it includes, as the book shows it.
fn whole(document: &Path) -> String {
    let text = fs::read_to_string(document).unwrap_or_else(|error| panic!("{}: {error}", document.display()));
    let mut whole = String::new();
    for line in text.lines() {
        match line.strip_prefix("{{#include ").and_then(|rest| rest.strip_suffix("}}")) {
            Some(path) => {
                let path = document.parent().expect("a file lies in a folder").join(path);
                whole
                    .push_str(&fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())));
            }
            None => whole.push_str(line),
        }
        whole.push('\n');
    }
    whole
}

/// What stands outside blocks of code.
fn prose(text: &str) -> String {
    let mut fenced = false;
    let lines = text.lines().filter(|line| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        !fenced && !fence
    });
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// A heading as addresses name it, as GitHub and mdBook make it.
pub fn anchor(heading: &str) -> String {
    let mut anchor = String::new();
    for character in heading.trim().chars() {
        match character {
            ' ' => anchor.push('-'),
            '-' | '_' => anchor.push(character),
            other if other.is_alphanumeric() => anchor.extend(other.to_lowercase()),
            _ => {}
        }
    }
    anchor
}

fn anchors(text: &str) -> BTreeSet<String> {
    let prose = prose(text);
    let headings = prose.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| anchor(line.trim_start_matches('#'))).collect()
}

/// The text between two marks, wherever they stand on one line.
fn between<'a>(text: &'a str, open: &'a str, close: char) -> impl Iterator<Item = &'a str> {
    text.split(open)
        .skip(1)
        .filter_map(move |rest| rest.split_once(close))
        .map(|(within, _)| within)
        .filter(|within| !within.contains('\n'))
}

/// What links of a document lead to, without pieces of code.
fn links(text: &str) -> Vec<String> {
    let prose = prose(text);
    let without_code: String =
        prose.split('`').enumerate().map(|(at, part)| if at % 2 == 0 { part } else { "code" }).collect();
    between(&without_code, "](", ')').map(str::to_owned).collect()
}

#[test]
fn links_lead_somewhere() {
    let mut wrong = Vec::new();
    for document in documents() {
        let text = whole(&document);
        for link in links(&text) {
            if ["http://", "https://", "mailto:"].iter().any(|scheme| link.starts_with(scheme)) {
                continue;
            }
            let (path, section) = link.split_once('#').unwrap_or((&link, ""));
            let target = match path {
                "" => document.clone(),
                path => document.parent().expect("a file lies in a folder").join(path),
            };
            if !target.exists() {
                wrong.push(format!("{}: nothing is at {link}", document.display()));
            } else if !section.is_empty() && !anchors(&whole(&target)).contains(section) {
                wrong.push(format!("{}: no heading is {link}", document.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_guide_is_there_in_both_languages() {
    let names = |language: &str| -> Vec<String> {
        pages(language)
            .iter()
            .filter_map(|page| page.file_name())
            .map(|name| name.to_string_lossy().into_owned())
            .collect()
    };
    assert_eq!(names("vi"), names("en"));
    for (language, other) in [("vi", "en"), ("en", "vi")] {
        let contents = fs::read_to_string(Path::new("guide").join(language).join("SUMMARY.md")).expect("its contents");
        for page in pages(language) {
            let name = page.file_name().expect("a name").to_string_lossy().into_owned();
            if name == "SUMMARY.md" {
                continue;
            }
            assert!(contents.contains(&format!("]({name})")), "{language}/SUMMARY.md does not name {name}");
            let text = fs::read_to_string(&page).expect("a page is text");
            assert!(
                text.contains(&format!("](../{other}/{name})")),
                "{} does not lead to the other language",
                page.display()
            );
        }
    }
}

#[test]
fn pictures_are_there_and_made_by_the_script() {
    let script = fs::read_to_string("guide/pictures").expect("the script is there");
    let mut shown = BTreeSet::new();
    for document in documents() {
        let text = prose(&fs::read_to_string(&document).expect("a document is text"));
        for picture in text.split("![").skip(1).filter_map(|rest| rest.split_once("](")?.1.split(')').next()) {
            let path = document.parent().expect("a file lies in a folder").join(picture);
            assert!(path.is_file(), "{}: no picture {picture}", document.display());
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            assert!(script.contains(&format!("\"{name}\"")), "guide/pictures does not make {picture}");
            shown.insert(fs::canonicalize(path).expect("it is there"));
        }
    }
    for language in ["vi", "en"] {
        for entry in fs::read_dir(Path::new("guide").join(language).join("pictures")).expect("pictures") {
            let path = fs::canonicalize(entry.expect("it can be listed").path()).expect("it is there");
            assert!(shown.contains(&path), "{} is shown nowhere", path.display());
        }
    }
}

/// What `--help` of a command says, if there is such a command.
fn help(command: &str) -> Option<String> {
    let output = bieumau().args(command.split(' ')).arg("--help").output().expect("it can be started");
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Commands in running text, such as `bieumau explain V301`, cannot be played; their names and flags can be looked up.
#[test]
fn commands_in_the_text_are_commands_of_the_program() {
    let mut known: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for document in documents() {
        let text = prose(&whole(&document));
        for code in text.split('`').skip(1).step_by(2).filter(|code| !code.contains('\n')) {
            let Some(typed) = code.strip_prefix("bieumau ") else { continue };
            let command = typed.split(' ').next().unwrap_or_default();
            // A path alone, and the program's own flags.
            if !command.starts_with(|first: char| first.is_ascii_lowercase()) {
                continue;
            }
            let help = known.entry(command.to_owned()).or_insert_with(|| help(command));
            let Some(help) = help else {
                wrong.push(format!("{}: `{code}`: no such command", document.display()));
                continue;
            };
            for flag in typed.split(' ').filter(|word| word.starts_with("--")) {
                if !help.contains(flag.split('=').next().unwrap_or_default()) {
                    wrong.push(format!("{}: `{code}`: no {flag}", document.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(known.len() > 5, "they are found: {known:?}");
}

/// What stands between single backquotes, and the lines of blocks for a shell.
fn pieces_of_code(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = prose(text).split('`').skip(1).step_by(2).map(str::to_owned).collect();
    for block in text.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()) {
        pieces.extend(block.lines().map(|line| line.split("  #").next().unwrap_or_default().trim().to_owned()));
    }
    pieces
}

/// Files, scripts and modules of tests that those who carry on are sent to.
#[test]
fn what_documents_name_in_the_repository_is_there() {
    let modules = fs::read_to_string("tests/it/main.rs").expect("the list of modules");
    let more = fs::read_to_string(".ci/more").expect("the script is there");
    let mut wrong = Vec::new();
    for document in documents() {
        let text = fs::read_to_string(&document).expect("a document is text");
        let mut no = |what: &str| wrong.push(format!("{}: no {what}", document.display()));
        for piece in pieces_of_code(&text) {
            let words: Vec<&str> = piece.split_whitespace().filter(|word| !word.contains('=')).collect();
            for module in words.iter().filter_map(|word| word.strip_suffix("::")).filter(|it| !it.contains("::")) {
                if !modules.contains(&format!("mod {module};")) {
                    no(&format!("tests {module}::"));
                }
            }
            if let [".ci/more", part, ..] = words[..]
                && !more.contains(&format!("\n{part}() {{"))
            {
                no(&piece);
            }
            let Some(path) = words.first().map(|word| word.trim_matches(['"', ',', ':'])) else { continue };
            let is_ours = [
                "src/",
                "tests/",
                "schemas/",
                "fixtures/",
                "guide/",
                "docs/",
                "page/",
                "fuzz/",
                "benches/",
                ".ci/",
                ".github/",
            ]
            .iter()
            .any(|folder| path.starts_with(folder));
            let is_pattern = path.contains(['*', '…']) || path.chars().filter(char::is_ascii_uppercase).count() > 3;
            if is_ours && !is_pattern && !Path::new(path).exists() {
                no(path);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The main job as README and CONTRIBUTING have it typed.
#[test]
fn what_is_run_by_cargo_works() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut ran = BTreeSet::new();
    for document in ["README.md", "README.vi.md", "CONTRIBUTING.md"] {
        for piece in pieces_of_code(&fs::read_to_string(document).expect("a document is text")) {
            let Some((_, arguments)) = piece.strip_prefix("cargo run ").and_then(|rest| rest.split_once("-- ")) else {
                continue;
            };
            let output = folder.path().join("tong-hop.xlsx");
            let arguments: Vec<String> =
                arguments.split(' ').map(|it| it.replace("tong-hop.xlsx", &output.to_string_lossy())).collect();
            if ran.insert(arguments.clone()) {
                crate::run::run(bieumau().args(&arguments), 0);
            }
        }
    }
    assert!(!ran.is_empty(), "the main job stands there");
}
