//! `bieumau.toml`: what a campaign repeats every week, so that the weekly command is `bieumau merge hop-thu` and nothing more.
//!
//! Its keys are the long flags of `merge`, and each stands in as that flag's default; `check` takes from it what concerns it.
//! Flags win, and a value is read by the same rules wherever it is written. Paths in the file are relative to its folder.
//! `schemas/bieumau.schema.json` gives editors completion, `docs/bieumau.toml` is a sample.
//!
//! Submissions are data and never configuration: what lies at or below an input is never obeyed, for anyone can send a file of
//! that name, and it says which files are overwritten and which faults are forgiven.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::{CommandFactory, FromArgMatches};
use serde::Deserialize;

use super::belt::Reading;
use super::{given, usage};
use crate::cli::{Check, Cli, Command, Input, Merge};
use crate::schema::slips::reworded;
use crate::text::trouble::{Because, Trouble};
use crate::text::{Bilingual, Language};
use crate::{bilingual, trouble};

/// The file's name.
const NAME: &str = "bieumau.toml";

/// The flags of `check` that the file stands in for: what a form is judged by, not what a ministry writes.
const OF_CHECK: [&str; 7] = ["campaign", "roster", "schemas", "allow", "lang", "jobs", "follow_links"];

/// What to write for a path of Windows.
const BACKSLASH_VI: &str =
    "trong dấu nháy kép, \\ là ký tự đặc biệt của TOML; hãy viết / hoặc dùng nháy đơn: 'ra\\tong.xlsx'";
const BACKSLASH_EN: &str = "within double quotes \\ is special in TOML; write /, or use single quotes: 'ra\\tong.xlsx'";

/// What the file holds, each key for the flag of that name.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Configuration {
    campaign: Option<String>,
    roster: Option<String>,
    schemas: Option<PathBuf>,
    manifest: Option<PathBuf>,
    as_of: Option<Day>,
    output: Option<PathBuf>,
    report: Option<OneOrMore>,
    format: Option<String>,
    data: Option<PathBuf>,
    dcat: Option<PathBuf>,
    #[serde(rename = "return")]
    give_back: Option<PathBuf>,
    letters: Option<PathBuf>,
    previous: Option<PathBuf>,
    history: Option<PathBuf>,
    allow: Option<Vec<String>>,
    fail_on: Option<String>,
    lang: Option<String>,
    jobs: Option<usize>,
    follow_links: Option<bool>,
}

/// A path, or a list of paths.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(PathBuf),
    More(Vec<PathBuf>),
}

/// The arguments of `merge` with the file's values where no flag was given. The file is the one named by `--config`, else the one
/// in the folder that holds the inbox. `config` is then the file that was used.
///
/// # Errors
/// When the file cannot be read, has an unknown key, or a value that its flag does not take.
pub fn of_merge(given: &Merge) -> anyhow::Result<Option<Merge>> {
    let beside = || given.input.paths.first().and_then(|inbox| holder(inbox));
    let Some(path) = given.config.clone().or_else(|| found(beside(), &given.input)) else { return Ok(None) };
    match completed("merge", &path, &given.input, |_| true)? {
        Command::Merge(merge) => Ok(Some(Merge { config: Some(path), ..merge })),
        _ => Err(anyhow!("the command line is no longer merge")),
    }
}

/// The same for `check`, whose file lies in the working directory.
///
/// # Errors
/// As for `merge`.
pub fn of_check(given: &Check) -> anyhow::Result<Option<Check>> {
    let here = || Some(PathBuf::from("."));
    let Some(path) = given.config.clone().or_else(|| found(here(), &given.input)) else { return Ok(None) };
    match completed("check", &path, &given.input, |flag| OF_CHECK.contains(&flag))? {
        Command::Check(check) => Ok(Some(Check { config: Some(path), ..check })),
        _ => Err(anyhow!("the command line is no longer check")),
    }
}

/// Whether the configuration that a run on this inbox would use says what to write.
pub fn says_outputs(inbox: &Path) -> bool {
    let file = holder(inbox).map(|folder| folder.join(NAME));
    let text = file.and_then(|file| given::text(&file, given::SMALL).ok());
    text.and_then(|text| parse(&text).ok()).is_some_and(|it| it.output.is_some() || it.report.is_some())
}

/// The folder that directly holds an inbox; of a file there is none, for the folder that holds it is the inbox.
pub fn holder(inbox: &Path) -> Option<PathBuf> {
    if !inbox.is_dir() {
        return None;
    }
    match (inbox.file_name(), inbox.parent()) {
        (Some(_), Some(parent)) if parent.as_os_str().is_empty() => Some(PathBuf::from(".")),
        (Some(_), Some(parent)) => Some(parent.to_owned()),
        // `merge .` has its parent only once it is resolved.
        _ => fs::canonicalize(inbox).ok()?.parent().map(Path::to_owned),
    }
}

/// The file in this folder, unless it is a submission itself: a named file lies directly in the folder, or the folder lies in
/// or below a named one. A file that lies in a named folder and is not obeyed is told, for earlier versions did obey it.
fn found(folder: Option<PathBuf>, input: &Input) -> Option<PathBuf> {
    let named = || input.paths.iter().filter_map(|path| fs::canonicalize(path).ok());
    for stray in input.paths.iter().map(|path| path.join(NAME)).filter(|stray| stray.is_file()) {
        say(input.common.language(), |language| {
            language.say(format!(
                "{} nằm trong thư mục nhận nên không được dùng làm cấu hình; hãy để bên cạnh thư mục, hoặc dùng --config",
                stray.display()
            ), format!(
                "{} lies in the inbox and is not used as configuration; put it beside the folder, or use --config",
                stray.display()
            ))
        });
    }
    let folder = folder?;
    let place = fs::canonicalize(&folder).ok()?;
    let is_of_the_inbox = |named: PathBuf| match named.is_dir() {
        true => place.starts_with(&named),
        false => named.parent() == Some(&place),
    };
    let file = if folder == Path::new(".") { PathBuf::from(NAME) } else { folder.join(NAME) };
    (file.is_file() && !named().any(is_of_the_inbox)).then_some(file)
}

/// Says something once: not again by the process that does the run.
fn say(language: Language, words: impl FnOnce(Language) -> String) {
    if matches!(Reading::wanted(), Reading::Supervised) {
        super::notice(&words(language));
    }
}

/// The command line read again, with the file's values as defaults of the flags that are wanted.
fn completed(name: &str, path: &Path, input: &Input, wanted: impl Fn(&str) -> bool) -> anyhow::Result<Command> {
    let shown = path.display();
    let reading = || bilingual!("đọc cấu hình {shown}", "reading configuration {shown}");
    let text = given::text(path, given::SMALL).because(reading)?;
    let configuration = parse(&text).because(reading)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let defaults: Vec<_> = configuration.defaults(folder).into_iter().filter(|(flag, _)| wanted(flag)).collect();
    let mut command = Cli::command().mut_subcommand(name, |mut command| {
        for (argument, values) in defaults {
            command = command.mut_arg(argument, |argument| argument.default_values(values));
        }
        command
    });
    let parsed = command.try_get_matches_from_mut(usage::arguments()).and_then(|it| Cli::from_arg_matches(&it));
    // The command line alone was fine, so it is a value of the file that is not.
    let slip = |error: clap::Error| {
        let en = error.to_string().trim().to_owned();
        let vi = usage::slip(&error).unwrap_or_else(|| en.clone());
        Trouble::error(bilingual!("{vi}", "{en}"))
    };
    let command = parsed.map_err(slip).because(reading)?.command;
    let language = match &command {
        Command::Merge(merge) => merge.input.common.language(),
        Command::Check(check) => check.input.common.language(),
        _ => input.common.language(),
    };
    say(language, |language| {
        language.say(format!("dùng cấu hình {}", path.display()), format!("using the configuration {}", path.display()))
    });
    Ok(command)
}

fn parse(text: &str) -> anyhow::Result<Configuration> {
    let text = text.trim_start_matches('\u{feff}');
    let configuration = toml::from_str(text).map_err(|error| {
        let before = error.span().map_or(0, |span| span.start).min(text.len());
        let line = text.as_bytes()[..before].iter().filter(|byte| **byte == b'\n').count() + 1;
        let message = error.message();
        // What is a word or a value of ours is told in both languages; the rest is TOML's own grammar.
        let words = match reworded(message) {
            told if told.en == message => of_grammar(message),
            told => told,
        };
        let at_fault = text.lines().nth(line - 1).unwrap_or_default();
        if at_fault.contains('\\') && at_fault.contains('"') {
            return Trouble::error(bilingual!(
                "dòng {line}: {}; {BACKSLASH_VI}",
                "line {line}: {}; {BACKSLASH_EN}",
                words
            ));
        }
        Trouble::error(bilingual!("dòng {line}: {}", "line {line}: {}", words))
    })?;
    refuse_escapes(&configuration)?;
    Ok(configuration)
}

/// What the reader of TOML says of its grammar, by how its sentences begin.
fn of_grammar(message: &str) -> Bilingual {
    const KNOWN: [(&str, &str); 7] = [
        ("invalid date", "không có ngày này trong lịch"),
        ("duplicate key", "khóa này đã có ở dòng trên"),
        ("invalid basic string", "thiếu dấu \" đóng chuỗi"),
        ("invalid literal string", "thiếu dấu ' đóng chuỗi"),
        ("unclosed table", "thiếu dấu ] đóng tên nhóm"),
        ("unclosed array", "thiếu dấu ] đóng danh sách"),
        ("string values must be quoted", "chuỗi phải đặt trong dấu ngoặc kép"),
    ];
    let known = KNOWN.iter().find(|(begins, _)| message.starts_with(begins)).map(|(_, vi)| *vi);
    let vi = known.map_or_else(|| format!("không đúng cú pháp TOML ({message})"), ToOwned::to_owned);
    bilingual!("{vi}", "{message}")
}

/// `"ra\tong.xlsx"` holds a tab: no path does, and nobody meant one.
fn refuse_escapes(configuration: &Configuration) -> anyhow::Result<()> {
    let given = configuration.paths();
    let Some((key, path)) = given.into_iter().find(|(_, path)| path.to_string_lossy().contains(char::is_control))
    else {
        return Ok(());
    };
    let path = format!("{path:?}");
    trouble!("{key} = {path}: {BACKSLASH_VI}", "{key} = {path}: {BACKSLASH_EN}")
}

/// A day as TOML has it: `as-of = 2023-06-23` needs no quotation marks.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Day {
    Day(toml::value::Datetime),
    Text(String),
}

impl Configuration {
    /// All paths, with their keys.
    fn paths(&self) -> Vec<(&'static str, &Path)> {
        let one = [
            ("schemas", &self.schemas),
            ("manifest", &self.manifest),
            ("output", &self.output),
            ("data", &self.data),
            ("dcat", &self.dcat),
            ("return", &self.give_back),
            ("letters", &self.letters),
            ("previous", &self.previous),
            ("history", &self.history),
        ];
        let mut paths: Vec<_> = one.into_iter().filter_map(|(key, path)| Some((key, path.as_deref()?))).collect();
        match &self.report {
            Some(OneOrMore::One(path)) => paths.push(("report", path)),
            Some(OneOrMore::More(more)) => paths.extend(more.iter().map(|path| ("report", path.as_path()))),
            None => {}
        }
        paths
    }

    /// Values by the name that clap knows each flag by.
    fn defaults(self, folder: &Path) -> Vec<(&'static str, Vec<OsString>)> {
        let path = |path: PathBuf| folder.join(path).into_os_string();
        let one = |path_given: Option<PathBuf>| path_given.map(|it| vec![path(it)]);
        let word = |word: Option<String>| word.map(|word| vec![OsString::from(word)]);
        let as_of = self.as_of.map(|day| match day {
            Day::Text(text) => text,
            Day::Day(day) => day.to_string(),
        });
        let report = self.report.map(|report| match report {
            OneOrMore::One(one) => vec![path(one)],
            OneOrMore::More(more) => more.into_iter().map(path).collect(),
        });
        let given = [
            ("campaign", word(self.campaign)),
            ("roster", word(self.roster)),
            ("schemas", one(self.schemas)),
            ("manifest", one(self.manifest)),
            ("as_of", word(as_of)),
            ("output", one(self.output)),
            ("report", report),
            ("format", word(self.format)),
            ("data", one(self.data)),
            ("dcat", one(self.dcat)),
            ("give_back", one(self.give_back)),
            ("letters", one(self.letters)),
            ("previous", one(self.previous)),
            ("history", one(self.history)),
            ("allow", self.allow.map(|rules| rules.into_iter().map(OsString::from).collect())),
            ("fail_on", word(self.fail_on)),
            ("lang", word(self.lang)),
            ("jobs", word(self.jobs.map(|jobs| jobs.to_string()))),
            ("follow_links", word(self.follow_links.map(|follow| follow.to_string()))),
        ];
        given.into_iter().filter_map(|(name, values)| Some((name, values?))).collect()
    }
}
