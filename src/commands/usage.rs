//! The command line as people meet it: headings in both languages, the edition of the schemas behind `--version`, and slips in
//! Vietnamese with what to type instead. clap's own words are English, and a first-time user's first message is often one
//! of these.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::OnceLock;

use anstream::adapter::strip_str;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, FromArgMatches};
use unicode_width::UnicodeWidthStr;

use crate::cli::Cli;
use crate::render::text::{WIDTH, plain, wrapped};
use crate::schema::load;
use crate::text::Language;
use crate::text::trouble::said;

/// The command line as it was understood.
static ARGUMENTS: OnceLock<Vec<OsString>> = OnceLock::new();

/// The command line, with the command that bare paths stand for.
pub fn arguments() -> &'static [OsString] {
    ARGUMENTS.get().map_or(&[], Vec::as_slice)
}

/// Reads a command line. When it asks for help or the version, or has a slip, that is told and the exit code given back.
///
/// # Errors
/// The exit code: 0 after help, 2 after a slip.
pub fn understood(arguments: Vec<OsString>, command: Command) -> Result<Cli, ExitCode> {
    let arguments = ARGUMENTS.get_or_init(|| arguments);
    // Nothing but the full version needs the schemas.
    let wants_edition = arguments.iter().any(|argument| argument == "--version");
    let command = if wants_edition { command.long_version(edition()) } else { command };
    let parsed = command.try_get_matches_from(arguments).and_then(|matches| Cli::from_arg_matches(&matches));
    parsed.map_err(|error| {
        if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
            // A reader that goes away early is no failure.
            let _ = anstream::stdout().lock().write_all(in_both(&error.render().ansi().to_string()).as_bytes());
            return ExitCode::SUCCESS;
        }
        let told = match slip(&error) {
            Some(slip) if language(arguments) == Language::Vietnamese => {
                let slip = format!("bieumau: {} Xem hướng dẫn: {} --help.", plain(&slip), used(arguments));
                io::stderr().lock().write_all(wrapped(&slip, "", "  ").as_bytes())
            }
            _ => {
                let own = error.render().to_string();
                let help = format!("'{} --help'", used(arguments));
                anstream::stderr().lock().write_all(own.replace("'--help'", &help).as_bytes())
            }
        };
        // With standard error gone there is nobody left to tell.
        let _ = told;
        ExitCode::from(super::FAILED)
    })
}

/// What was typed. The shells of Windows leave names with `*` to the programs.
pub fn given() -> Vec<OsString> {
    #[cfg(windows)]
    return wild::args_os().collect();
    #[cfg(not(windows))]
    std::env::args_os().collect()
}

/// clap's own words within help, with the Vietnamese before them.
fn in_both(help: &str) -> String {
    let words = [
        ("Possible values:", "Nhận một trong / possible values:"),
        ("[possible values: ", "[nhận một trong / possible values: "),
        ("[default: ", "[mặc định / default: "),
        ("[alias: ", "[tên khác / alias: "),
        ("[aliases: ", "[tên khác / aliases: "),
    ];
    let both = words.into_iter().fold(help.to_owned(), |help, (own, both)| help.replace(own, both));
    both.split('\n').map(narrowed).collect::<Vec<_>>().join("\n")
}

/// A line of help in lines that fit a terminal: clap would wrap them before its own words have the Vietnamese before them.
fn narrowed(line: &str) -> String {
    let text = strip_str(line).to_string();
    let no_space = |text: &str| text.find(|sign| sign != ' ');
    // What goes on stands below what it explains.
    let start = no_space(&text).unwrap_or(0);
    let end = text[start..].find("  ").map_or(text.len(), |gap| start + gap);
    let indent = " ".repeat(no_space(&text[end..]).map_or(start, |gap| text[..end].width() + gap));
    let options = textwrap::Options::new(WIDTH).subsequent_indent(&indent).break_words(false);
    textwrap::fill(line, options.word_separator(textwrap::WordSeparator::AsciiSpace))
}

/// The language that a command line asks for, as far as that can be told when it cannot be read as a whole.
pub fn language(arguments: &[OsString]) -> Language {
    let asks = |pair: &[OsString]| pair[0] == "--lang" && pair[1] == "en";
    match arguments.windows(2).any(asks) || arguments.iter().any(|argument| argument == "--lang=en") {
        true => Language::English,
        false => Language::Vietnamese,
    }
}

/// The command that was used, as typed; the program alone if there is none of that name.
fn used(arguments: &[OsString]) -> String {
    let mut command = &Cli::command();
    let mut used = "bieumau".to_owned();
    for typed in arguments.iter().skip(1).filter_map(|argument| argument.to_str()) {
        if let Some(below) = command.find_subcommand(typed) {
            command = below;
            used.push_str(&format!(" {typed}"));
        }
    }
    used
}

/// The definition of the command line with headings in both languages.
pub fn command() -> Command {
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .help("In phiên bản chương trình và biểu mẫu / print the version of the program and its schemas");
    let command = Cli::command().disable_version_flag(true).arg(version).term_width(0);
    bilingual(command).help_template(
        "{about}\n\nCách dùng / usage: {usage}\n\n{all-args}\n\nXem thêm / more: bieumau kiem-tra --help",
    )
}

fn bilingual(command: Command) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("Xem hướng dẫn / print this help");
    command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .arg(help)
        .mut_args(|arg| {
            let heading = if arg.is_positional() { "Đối số / arguments" } else { "Tùy chọn / options" };
            arg.help_heading(heading)
        })
        .mut_subcommands(bilingual)
        .subcommand_help_heading("Lệnh / commands")
        .help_template("{about}\n\nCách dùng / usage: {usage}\n\n{all-args}{after-help}")
}

/// `0.1.0`, then which forms and campaigns are built in.
pub fn edition() -> String {
    let mut text = format!("{}\n", env!("CARGO_PKG_VERSION"));
    // The built-in schemas are tested to be readable; if they were not, every command would say why.
    if let Ok(schemas) = load::embedded() {
        for form in &schemas.forms {
            text.push_str(&format!("biểu mẫu / form {} ({})\n", form.name, form.basis));
        }
        for campaign in &schemas.campaigns {
            text.push_str(&format!("đợt / campaign {} ({})\n", campaign.name, campaign.basis));
        }
    }
    text + &format!("bản biểu mẫu / edition of the schemas {}", load::edition())
}

/// What is wrong with the command line and what to type instead, in Vietnamese; `None` where clap's own words have to do.
pub fn slip(error: &clap::Error) -> Option<String> {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => Some(texts.join(", ")),
        _ => None,
    };
    let first = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => texts.first().cloned(),
        _ => None,
    };
    let perhaps = |kind| first(kind).map(|word| format!(" Có phải là {word}?")).unwrap_or_default();
    let argument = text(ContextKind::InvalidArg);
    let slip = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let typed = text(ContextKind::InvalidSubcommand)?;
            format!("không có lệnh «{typed}».{}", perhaps(ContextKind::SuggestedSubcommand))
        }
        ErrorKind::UnknownArgument => {
            format!("không có tùy chọn «{}».{}", argument?, perhaps(ContextKind::SuggestedArg))
        }
        ErrorKind::InvalidValue => {
            let (argument, typed) = (argument?, text(ContextKind::InvalidValue)?);
            let valid = text(ContextKind::ValidValue).map(|valid| format!(" Ghi một trong: {valid}."));
            let missing =
                if typed.is_empty() { "thiếu giá trị".to_owned() } else { format!("không nhận «{typed}»") };
            let perhaps = perhaps(ContextKind::SuggestedValue);
            format!("{argument}: {missing}.{perhaps}{}", valid.unwrap_or_default())
        }
        ErrorKind::ValueValidation => {
            let reason = std::error::Error::source(error).map(|source| said(source, Language::Vietnamese));
            let reason = reason.map(|reason| format!(": {reason}")).unwrap_or_default();
            format!("{}: không nhận «{}»{reason}.", argument?, text(ContextKind::InvalidValue)?)
        }
        ErrorKind::MissingRequiredArgument => format!("còn thiếu: {}.", argument?),
        ErrorKind::ArgumentConflict => {
            format!("{} và {} không dùng cùng nhau.", argument?, text(ContextKind::PriorArg)?)
        }
        _ => return None,
    };
    Some(slip)
}
