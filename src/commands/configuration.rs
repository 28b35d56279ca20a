//! `bieumau.toml`: what a campaign repeats every week, so that the weekly command is `bieumau merge hop-thu` and nothing more.
//!
//! Its keys are the long flags of `merge`, and each stands in as that flag's default. Flags therefore win, and a value is read
//! by the same rules wherever it is written. Paths in the file are relative to its folder. `schemas/bieumau.schema.json`
//! gives editors completion.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use clap::{CommandFactory, FromArgMatches};
use serde::Deserialize;

use crate::cli::{Cli, Command, Merge};
use crate::schema::load::reworded;

/// The file's name.
pub const NAME: &str = "bieumau.toml";

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
    data: Option<PathBuf>,
    dcat: Option<PathBuf>,
    previous: Option<PathBuf>,
    history: Option<PathBuf>,
    allow: Option<Vec<String>>,
    fail_on: Option<String>,
    lang: Option<String>,
    jobs: Option<usize>,
}

/// A path, or a list of paths.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(PathBuf),
    More(Vec<PathBuf>),
}

/// The arguments of `merge` with the file's values where no flag was given; as they are when there is no file. The file is
/// the one named by `--config`, else the one beside the first path (or in it, if it is a folder).
///
/// # Errors
/// When the file cannot be read, has an unknown key, or a value that its flag does not take.
pub fn completed(given: &Merge) -> anyhow::Result<Option<Merge>> {
    let Some(path) = given.config.clone().or_else(|| given.input.paths.first().and_then(|first| beside(first))) else {
        return Ok(None);
    };
    let reading = || format!("reading configuration {}", path.display());
    let text = std::fs::read_to_string(&path).with_context(reading)?;
    let configuration = parse(&text).with_context(reading)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let defaults = configuration.defaults(folder);
    let mut command = Cli::command().mut_subcommand("merge", |mut merge| {
        for (argument, values) in defaults {
            merge = merge.mut_arg(argument, |argument| argument.default_values(values));
        }
        merge
    });
    let parsed = command.try_get_matches_from_mut(std::env::args_os()).and_then(|it| Cli::from_arg_matches(&it));
    match parsed {
        Ok(Cli { command: Command::Merge(merge), .. }) => Ok(Some(merge)),
        Ok(_) => Err(anyhow!("the command line is no longer merge")).with_context(reading),
        // The command line alone was fine, so it is a value of the file that is not.
        Err(error) => Err(anyhow!("{}", error.to_string().trim())).with_context(reading),
    }
}

/// The file beside an inbox, or in it.
fn beside(inbox: &Path) -> Option<PathBuf> {
    let parent = inbox.parent().map(|parent| if parent.as_os_str().is_empty() { Path::new(".") } else { parent });
    // `merge .` has its parent only once it is resolved; the folder itself is looked at first.
    let folders = inbox.is_dir().then_some(inbox).into_iter().chain(parent);
    folders.map(|folder| folder.join(NAME)).find(|path| path.is_file())
}

fn parse(text: &str) -> anyhow::Result<Configuration> {
    toml::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        let before = error.span().map_or(0, |span| span.start).min(text.len());
        let line = text.as_bytes()[..before].iter().filter(|byte| **byte == b'\n').count() + 1;
        anyhow!("line {line}: {}", reworded(error.message()))
    })
}

/// A day as TOML has it: `as-of = 2023-06-23` needs no quotation marks.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Day {
    Day(toml::value::Datetime),
    Text(String),
}

impl Configuration {
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
            ("data", one(self.data)),
            ("dcat", one(self.dcat)),
            ("previous", one(self.previous)),
            ("history", one(self.history)),
            ("allow", self.allow.map(|rules| rules.into_iter().map(OsString::from).collect())),
            ("fail_on", word(self.fail_on)),
            ("lang", word(self.lang)),
            ("jobs", word(self.jobs.map(|jobs| jobs.to_string()))),
        ];
        given.into_iter().filter_map(|(name, values)| Some((name, values?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_refused_with_the_nearest() {
        let error = parse("campaign = \"2389\"\nas_off = \"2023-06-23\"\n").expect_err("no such key");
        assert_eq!(error.to_string(), "line 2: unknown key `as_off`; did you mean `as-of`?");
    }

    #[test]
    fn every_key_is_a_flag_of_merge_and_is_described() {
        let schema: serde_json::Value =
            serde_json::from_str(include_str!("../../schemas/bieumau.schema.json")).expect("it is JSON");
        let described: Vec<&String> = schema["properties"].as_object().expect("it lists keys").keys().collect();
        let command = Cli::command();
        let merge = command.find_subcommand("merge").expect("it is there");
        for key in &described {
            assert!(merge.get_arguments().any(|it| it.get_long() == Some(key)), "merge has no --{key}");
            let text = format!("{key} = {{}}\n");
            let error = parse(&text).expect_err("a table is no value of any key").to_string();
            assert!(!error.contains("unknown key"), "{key} is described and not read: {error}");
        }
        assert_eq!(described.len(), 15);
        // What the tool reads, editors find nothing wrong with, and what it refuses they mark.
        let validator = jsonschema::validator_for(&schema).expect("a sound JSON Schema");
        for (text, is_right) in [
            ("campaign = \"2389\"\nas-of = 2023-06-23\nreport = [\"a.json\", \"a.md\"]\njobs = 2\n", true),
            ("report = \"a.html\"\nallow = [\"too-long\"]\nlang = \"en\"\nfail-on = \"error\"\n", true),
            ("as_of = \"2023-06-23\"\n", false),
            ("allow = \"too-long\"\n", false),
            ("jobs = \"two\"\n", false),
        ] {
            let document: serde_json::Value = toml::from_str(text).expect("it is TOML");
            assert_eq!((validator.is_valid(&document), parse(text).is_ok()), (is_right, is_right), "{text}");
        }
    }
}
