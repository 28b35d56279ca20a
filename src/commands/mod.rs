//! What the program does, one short file a command. Only here are files written and the clock is asked.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anstream::ColorChoice;
use anyhow::Context;

use self::belt::Reading;
use crate::cli::{Cli, Command, Input};
use crate::finding::Severity;
use crate::render::text::Colours;
use crate::report::Review;
use crate::rules;
use crate::schema::{Schemas, load};
use crate::text::Language;

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
mod inbox;
mod interrupt;
mod merge;
mod output;
mod remind;
mod selection;
mod template;
mod usage;
mod watch;

pub use usage::parse;

/// The findings are as bad as `--fail-on` says, or worse.
const FOUND: u8 = 1;
/// The tool could not do its work.
const FAILED: u8 = 2;

/// Runs a command and tells how it went: 0 done, 1 findings at or above `--fail-on`, 2 the tool could not do its work, with
/// the reasons on standard error. A reader that goes away early (`| head`) is no failure.
pub fn run(cli: &Cli) -> ExitCode {
    let result = match &cli.command {
        Command::Merge(given) => configuration::of_merge(given).and_then(|completed| {
            let arguments = completed.as_ref().unwrap_or(given);
            reading(&arguments.input, || merge::run(arguments))
        }),
        Command::Check(given) => configuration::of_check(given).and_then(|completed| {
            let arguments = completed.as_ref().unwrap_or(given);
            reading(&arguments.input, || check::run(arguments))
        }),
        Command::Remind(arguments) => remind::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Forms(arguments) => forms::run(arguments),
        Command::Template(arguments) => template::run(arguments),
        Command::Completions(arguments) => completions::shell(arguments),
        Command::Man(arguments) => completions::man(arguments),
        Command::Agencies(arguments) => agencies::run(arguments),
    };
    let code = match result {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // With standard error gone there is nobody left to tell.
            let _ = tell(&error);
            ExitCode::from(FAILED)
        }
    };
    if matches!(Reading::wanted(), Reading::Supervised) {
        bare::wait();
    }
    code
}

/// Runs a command that reads files behind the second belt, see [`belt`].
fn reading(input: &Input, command: impl FnOnce() -> anyhow::Result<ExitCode>) -> anyhow::Result<ExitCode> {
    let reading = Reading::wanted();
    reading.begin();
    match reading {
        Reading::Supervised => belt::supervise(input.lang.into()),
        Reading::Together | Reading::Apart => command(),
        Reading::Alone(source) => inbox::attempt(input, &source).map(|()| ExitCode::SUCCESS),
    }
}

/// The error, then each reason for it on a line of its own.
fn tell(error: &anyhow::Error) -> io::Result<()> {
    let mut stderr = io::stderr().lock();
    writeln!(stderr, "bieumau: {}", crate::render::text::plain(&error.to_string()))?;
    for reason in error.chain().skip(1) {
        writeln!(stderr, "  ← {}", crate::render::text::plain(&reason.to_string()))?;
    }
    Ok(())
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
fn opened(path: &Path, language: Language) -> anyhow::Result<()> {
    open::that_detached(path).with_context(|| match language {
        Language::Vietnamese => format!("không mở được {} trong trình duyệt; hãy tự mở tệp đó", path.display()),
        Language::English => format!("{} cannot be opened in a browser; please open it yourself", path.display()),
    })
}

/// The schemas in this folder, or the built-in ones.
fn schemas(folder: Option<&Path>) -> anyhow::Result<Schemas> {
    let Some(folder) = folder else { return load::embedded() };
    let schemas = load::from_folder(folder)?;
    rules::refuse_taken(&schemas).with_context(|| format!("reading schemas {}", folder.display()))?;
    Ok(schemas)
}

/// Writes to standard output.
fn print(text: &str) -> anyhow::Result<()> {
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()?;
    Ok(())
}
