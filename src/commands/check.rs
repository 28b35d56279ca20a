//! `bieumau check`: what an agency runs before it sends a form.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use super::{colours, exit_code, inbox, print};
use crate::cli::{Check, Format};
use crate::render::{json, text};
use crate::report::{self, CheckReport};
use crate::text::Language;

/// Checks the files and tells what was found.
///
/// # Errors
/// When the schemas or a path cannot be read, or the result cannot be written.
pub fn run(arguments: &Check) -> anyhow::Result<ExitCode> {
    let language = Language::from(arguments.input.lang);
    let setting = inbox::Setting::load(&arguments.input, arguments.agency.as_deref())?;
    let reviewed = inbox::review(&arguments.input, &setting, &[])?;
    let review = report::review(&reviewed, language);
    let code = exit_code(&review, Some(arguments.fail_on.into()));
    match arguments.format {
        Format::Text if arguments.trace => {
            let trace = text::trace(&reviewed, language);
            print(&format!("{trace}{}", text::check(&review, language, colours())))?;
        }
        Format::Text => print(&text::check(&review, language, colours()))?,
        Format::Json => {
            let mut stdout = BufWriter::new(io::stdout().lock());
            json::write(&CheckReport { version: report::VERSION, review }, &mut stdout)?;
            stdout.flush()?;
        }
    }
    Ok(code)
}
