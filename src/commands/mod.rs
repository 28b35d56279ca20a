//! What the program does, one short file a command. Only here are files written and the clock is asked.

use std::cell::Cell;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anstream::ColorChoice;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use self::belt::Reading;
use crate::cli::{Cli, Colour, Command, Input};
use crate::finding::Severity;
use crate::render::json;
use crate::render::text::Colours;
use crate::report::Review;
use crate::rules;
use crate::schema::{Schemas, load};
use crate::text::Language;
use crate::text::trouble::{Because, is_bilingual, said};
use crate::{bilingual, trouble};

mod agencies;
mod bare;
mod belt;
mod check;
mod completions;
mod configuration;
mod death;
mod explain;
mod fault;
mod formats;
mod forms;
mod giveback;
mod given;
mod inbox;
mod interrupt;
mod manifest;
mod manual;
mod merge;
mod output;
mod remind;
mod selection;
mod stdin;
mod template;
mod usage;
mod watch;

/// The findings are as bad as `--fail-on` says, or worse.
const FOUND: u8 = 1;
/// The tool could not do its work.
const FAILED: u8 = 2;

/// Reads the command line. When it asks for help or the version, or has a slip, that is told and the exit code given back.
///
/// # Errors
/// The exit code: 0 after help, 2 after a slip.
pub fn parse() -> Result<Cli, ExitCode> {
    // What was told would be gone with the window.
    understood().inspect_err(|_| bare::wait())
}

fn understood() -> Result<Cli, ExitCode> {
    let (given, command) = (stdin::with_file(usage::given()), usage::command());
    match bare::completed(given.clone(), &command) {
        Ok(arguments) if bare::invites(&arguments) => Err(ExitCode::SUCCESS),
        Ok(arguments) => usage::understood(arguments, command),
        Err(error) => {
            // With standard error gone there is nobody left to tell.
            let _ = tell(&error, usage::language(&given));
            Err(ExitCode::from(FAILED))
        }
    }
}

/// Runs a command and tells how it went: 0 done, 1 findings at or above `--fail-on`, 2 the tool could not do its work, with
/// the reasons on standard error. A reader that goes away early (`| head`) is no failure.
pub fn run(cli: &Cli) -> ExitCode {
    // The configuration may name another.
    let language = Cell::new(cli.language());
    match cli.common().map_or(Colour::Auto, |common| common.color) {
        // What it finds out by itself heeds `NO_COLOR` and its kin.
        Colour::Auto => {}
        Colour::Always => ColorChoice::Always.write_global(),
        Colour::Never => ColorChoice::Never.write_global(),
    }
    let result = match &cli.command {
        Command::Merge(given) => configuration::of_merge(given).and_then(|completed| {
            let arguments = completed.as_ref().unwrap_or(given);
            language.set(arguments.input.common.language());
            reading(&arguments.input, None, || merge::run(arguments))
        }),
        Command::Check(given) => configuration::of_check(given).and_then(|completed| {
            let arguments = completed.as_ref().unwrap_or(given);
            language.set(arguments.input.common.language());
            let form = arguments.form.as_deref().map(inbox::FormAsked::of);
            reading(&arguments.input, form.as_ref(), || check::run(arguments))
        }),
        Command::Remind(arguments) => remind::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Forms(arguments) => forms::run(arguments),
        Command::Template(arguments) => template::run(arguments),
        Command::Completions(arguments) => completions::shell(arguments),
        Command::Man(arguments) => manual::write(arguments),
        Command::Agencies(arguments) => agencies::run(arguments),
    };
    let code = match result {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // With standard error gone there is nobody left to tell.
            let _ = tell(&error, language.get());
            ExitCode::from(FAILED)
        }
    };
    if matches!(Reading::wanted(), Reading::Supervised) {
        bare::wait();
    }
    code
}

/// Says something beside the results, on standard error. What a terminal would obey in it is written out, for it may name files.
pub fn notice(words: &str) {
    anstream::eprintln!("bieumau: {}", crate::render::text::plain(words));
}

/// Runs a command that reads files behind the second belt, see [`belt`].
fn reading(
    input: &Input,
    form: Option<&inbox::FormAsked>,
    command: impl FnOnce() -> anyhow::Result<ExitCode>,
) -> anyhow::Result<ExitCode> {
    let reading = Reading::wanted();
    reading.begin();
    match reading {
        Reading::Supervised => {
            let handed = stdin::taken(input)?;
            belt::supervise(handed.as_ref().map(stdin::Handed::path), input.common.language())
        }
        Reading::Together | Reading::Apart => command(),
        Reading::Alone(source) => inbox::attempt(input, form, &source).map(|()| ExitCode::SUCCESS),
    }
}

/// The error, then each reason for it on a line of its own.
fn tell(error: &anyhow::Error, language: Language) -> io::Result<()> {
    let mut stderr = io::stderr().lock();
    let mut start = "bieumau: ";
    for cause in told(error, language) {
        writeln!(stderr, "{start}{}", crate::render::text::plain(&said(cause, language)))?;
        start = "  ← ";
    }
    Ok(())
}

/// The causes that are told: in Vietnamese what a library says in English stands for itself only where nothing of ours comes behind it.
fn told(error: &anyhow::Error, language: Language) -> Vec<&(dyn std::error::Error + 'static)> {
    let all: Vec<_> = error.chain().collect();
    let last = all.iter().rposition(|cause| is_bilingual(*cause)).unwrap_or_default();
    let is_told = |at: usize| language == Language::English || at >= last || is_bilingual(all[at]);
    (0..all.len()).filter(|at| is_told(*at)).map(|at| all[at]).collect()
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
            || cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind)
                == Some(io::ErrorKind::BrokenPipe)
    })
}

/// 1 if there are findings this bad or worse.
fn exit_code(review: &Review, fail_on: Option<Severity>) -> ExitCode {
    match fail_on {
        Some(severity) if review.count_from(severity) > 0 => ExitCode::from(FOUND),
        _ => ExitCode::SUCCESS,
    }
}

/// Colours only for a terminal that wants them; `NO_COLOR` and its kin are heeded.
fn colours() -> Colours {
    match anstream::AutoStream::choice(&io::stdout()) {
        ColorChoice::Never => Colours::No,
        _ => Colours::Yes,
    }
}

/// Opens a page that was written in the browser, or whatever opens such files on this machine.
fn opened(path: &Path) -> anyhow::Result<()> {
    let shown = path.display();
    // Which launcher of the system failed and how helps nobody to open the page.
    if open::that_detached(path).is_err() {
        trouble!(
            "không mở được {shown} trong trình duyệt; hãy tự mở tệp đó",
            "{shown} cannot be opened in a browser; please open it yourself"
        );
    }
    Ok(())
}

/// The day up to which is counted, by default that of the run. Pipelines that want the same bytes tomorrow set `SOURCE_DATE_EPOCH`
/// (reproducible-builds.org/specs/source-date-epoch), in seconds.
fn as_of(input: &Input) -> anyhow::Result<Date> {
    if let Some(day) = input.as_of {
        return Ok(day);
    }
    let Some(epoch) = std::env::var_os("SOURCE_DATE_EPOCH") else { return Ok(jiff::ZonedDateTime::now().date()) };
    let text = epoch.to_string_lossy();
    let Ok(seconds) = text.trim().parse::<i64>() else {
        trouble!(
            "SOURCE_DATE_EPOCH là «{text}», không phải số giây",
            "SOURCE_DATE_EPOCH is “{text}”, not a number of seconds"
        );
    };
    let moment = Timestamp::from_second(seconds);
    let moment = moment.because(|| bilingual!("đọc SOURCE_DATE_EPOCH", "reading SOURCE_DATE_EPOCH"))?;
    Ok(TimeZone::UTC.to_datetime(moment).date())
}

/// The schemas in this folder, or the built-in ones.
fn schemas(folder: Option<&Path>) -> anyhow::Result<Schemas> {
    let Some(folder) = folder else { return load::embedded() };
    let schemas = load::from_folder(folder)?;
    let shown = folder.display();
    rules::refuse_taken(&schemas).because(|| bilingual!("đọc biểu mẫu {shown}", "reading schemas {shown}"))?;
    Ok(schemas)
}

/// Writes to standard output.
fn print(text: &str) -> anyhow::Result<()> {
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()?;
    Ok(())
}

/// Writes a list for programs to standard output.
fn print_json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    Ok(json::write(value, io::stdout().lock())?)
}
