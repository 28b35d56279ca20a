//! `bieumau man`: the man pages, a page a command, in each language by itself, laid out as `/usr/share/man` is: `man1` and `vi/man1`.
//!
//! Help on a screen says everything in both languages, since it cannot know which is wanted; `man` does, from the reader's locale. So the
//! pages are made from the same definition, of which each text gives up one of its halves.

use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use clap::Command;
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap_mangen::Man;

use super::usage;
use crate::cli;
use crate::text::Language;
use crate::text::trouble::Because;
use crate::{bilingual, trouble};

/// What clap and its manual say by themselves.
const OWN_WORDS: &[(&str, &str)] = &[
    (".SH NAME", ".SH TÊN"),
    (".SH SYNOPSIS", ".SH \"CÚ PHÁP\""),
    (".SH DESCRIPTION", ".SH \"MÔ TẢ\""),
    (".SH EXTRA", ".SH \"THAM KHẢO\""),
    (".SH VERSION", ".SH \"PHIÊN BẢN\""),
    ("\\fIPossible values:\\fR", "\\fINhận một trong:\\fR"),
];

/// Writes the pages of the program and of each command.
///
/// # Errors
/// When the folder is not there or cannot be written.
pub fn write(arguments: &cli::Man) -> anyhow::Result<ExitCode> {
    let folder = &arguments.output;
    if !folder.is_dir() {
        let folder = folder.display();
        trouble!("{folder} không phải thư mục đã có; hãy tạo trước", "{folder} is no folder; create it first");
    }
    for (language, below) in [(Language::English, "man1"), (Language::Vietnamese, "vi/man1")] {
        pages(language, &folder.join(below)).because(|| {
            let folder = folder.display();
            bilingual!("ghi trang hướng dẫn vào {folder}", "writing man pages to {folder}")
        })?;
    }
    Ok(ExitCode::SUCCESS)
}

fn pages(language: Language, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut command = in_one(usage::command(), language);
    command.build();
    page(&command, language, folder)
}

/// The page of a command, then those of the commands below it.
fn page(command: &Command, language: Language, folder: &Path) -> io::Result<()> {
    // Where other pages have a day stands the version: a day would differ from build to build.
    let manual = language.say("Hướng dẫn bieumau", "bieumau Manual");
    let man = Man::new(command.clone()).date(env!("CARGO_PKG_VERSION")).source("bieumau").manual(manual);
    let mut text = Vec::new();
    man.render(&mut text)?;
    let mut text = String::from_utf8(text).map_err(io::Error::other)?;
    // clap_mangen's word for what stands below the options: examples and exit codes.
    match language {
        Language::English => text = text.replace(".SH EXTRA", ".SH NOTES"),
        Language::Vietnamese => {
            for (own, ours) in OWN_WORDS {
                text = text.replace(own, ours);
            }
            text = text.replace("[default: ", "[mặc định: ").replace("[aliases: ", "[tên khác: ");
        }
    }
    fs::write(folder.join(man.get_filename()), text)?;
    command.get_subcommands().try_for_each(|below| page(below, language, folder))
}

/// The command line with its words in one language.
fn in_one(command: Command, language: Language) -> Command {
    let one = |text: String| half(&text, language);
    let aliases: Vec<&str> = command.get_visible_aliases().collect();
    let aliases = if aliases.is_empty() { String::new() } else { format!(" ({})", aliases.join(", ")) };
    let about = command.get_about().map(|it| one(it.to_string()) + &aliases);
    let examples = command.get_after_help().map(|it| one(it.to_string()));
    let heading = command.get_subcommand_help_heading().map(|it| one(it.to_owned()).to_uppercase());
    let mut command = command.mut_subcommands(|below| in_one(below, language)).mut_args(|arg| {
        let help = arg.get_help().map(|it| one(it.to_string()));
        let heading = arg.get_help_heading().map(|it| one(it.to_owned()));
        let values = arg.get_possible_values().into_iter().map(|value| {
            let help = value.get_help().map(|it| one(it.to_string()));
            let shown = PossibleValue::new(value.get_name().to_owned()).hide(value.is_hide_set());
            help.into_iter().fold(shown, PossibleValue::help)
        });
        let values: Vec<PossibleValue> = values.collect();
        let arg = help.into_iter().fold(arg, clap::Arg::help);
        let arg = heading.into_iter().fold(arg, clap::Arg::help_heading);
        // A flag has values of its own, which nobody types.
        match arg.get_action().takes_values() && !values.is_empty() {
            true => arg.value_parser(PossibleValuesParser::new(values)),
            false => arg,
        }
    });
    command = about.into_iter().fold(command, Command::about);
    command = examples.into_iter().fold(command, Command::after_help);
    heading.into_iter().fold(command, Command::subcommand_help_heading)
}

/// One half of a text whose lines are in Vietnamese and, after a stroke, English: `1: có lỗi / findings` is `1: findings`. A line without a
/// stroke, an example, belongs to both.
fn half(text: &str, language: Language) -> String {
    let lines = text.lines().map(|line| {
        let Some((vietnamese, english)) = line.split_once(" / ") else { return line.to_owned() };
        match language {
            Language::Vietnamese => {
                let ends = if english.ends_with(':') { ":" } else { "" };
                format!("{vietnamese}{ends}")
            }
            Language::English => match vietnamese.split_once(": ") {
                Some((code, _)) if code.trim().parse::<u8>().is_ok() => format!("{code}: {english}"),
                _ => english.to_owned(),
            },
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}
