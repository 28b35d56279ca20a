//! `bieumau agencies`: who is on the roster, and which agency a text names, for whoever wonders why a file was given to one
//! agency or to none.

use std::process::ExitCode;

use super::{print, print_json};
use crate::cli::{Agencies, AgenciesCommand, ListFormat};
use crate::intake::names::Names;
use crate::render::{agencies, text};
use crate::run;

/// Lists the roster, or tells what a text names. A text that names no agency, or several, gives exit code 1.
///
/// # Errors
/// When the schemas cannot be read, there is no such roster, or the result cannot be written.
pub fn run(arguments: &Agencies) -> anyhow::Result<ExitCode> {
    let language = arguments.common.language();
    let schemas = super::schemas(arguments.common.schemas.as_deref())?;
    let (campaign, roster) = run::campaign_and_roster(&schemas, &arguments.chosen.names())?;
    let Some(AgenciesCommand::Resolve { text }) = &arguments.command else {
        match arguments.format {
            ListFormat::Text => print(&text::agencies(&roster, language))?,
            ListFormat::Json => print_json(&agencies::listed(&roster))?,
        }
        return Ok(ExitCode::SUCCESS);
    };
    // As a form's sender is looked for: whoever asks for the forms has other departments than another ministry.
    let names = Names::new(&roster.agencies, &roster.country).asking_for(&schemas.forms_of(&campaign)?);
    match arguments.format {
        ListFormat::Text => print(&text::resolved(text, &names, &roster, language))?,
        ListFormat::Json => print_json(&agencies::Resolved::new(text, &names))?,
    }
    let is_certain = names.resolve(text).strongest().len() == 1;
    Ok(if is_certain { ExitCode::SUCCESS } else { ExitCode::from(super::FOUND) })
}
