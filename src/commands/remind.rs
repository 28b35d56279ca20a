//! `bieumau remind`: letters to the agencies that owe something, from a report of `merge`.

use std::fs;
use std::process::ExitCode;

use anyhow::Context;

use super::output::{Outputs, Shape, Wanted};
use super::print;
use crate::cli::{LetterFormat, Remind};
use crate::render::reminder;
use crate::report::earlier::EarlierReport;
use crate::run::letters::{self, INDEX};
use crate::text::Language;

/// Writes the letters and an index of them. The folder is replaced as a whole, so that no letter of last week stays behind for
/// an agency that has answered since.
///
/// # Errors
/// When the report, the schemas or the template cannot be read, or the folder cannot be written.
pub fn run(arguments: &Remind) -> anyhow::Result<ExitCode> {
    let language = Language::from(arguments.lang);
    let mut outputs = settle(arguments, language)?;
    let reading = || format!("reading report {}", arguments.report.display());
    let text = fs::read_to_string(&arguments.report).with_context(reading)?;
    let report = EarlierReport::parse(&text).with_context(reading)?;
    let schemas = super::schemas(arguments.schemas.as_deref())?;
    let campaign = schemas.campaign(Some(&report.campaign)).with_context(reading)?;
    let roster = schemas.roster(arguments.roster.as_deref().unwrap_or(&campaign.roster))?;
    let own = match &arguments.template {
        Some(path) => Some(fs::read_to_string(path).with_context(|| format!("reading template {}", path.display()))?),
        None => None,
    };
    let template = own.as_deref().unwrap_or_else(|| reminder::template(language));
    let written =
        reminder::letters(&report, campaign, &roster, template, language).with_context(|| {
            match &arguments.template {
                Some(path) => format!("using template {}", path.display()),
                None => "using the template that ships".to_owned(),
            }
        })?;

    let form = match arguments.format {
        LetterFormat::Md => letters::Form::Markdown,
        LetterFormat::Docx => letters::Form::Word,
    };
    outputs.folder(&arguments.output, |create| letters::write(&written, form, create))?;
    outputs.put_in_place()?;
    let count = written.len();
    let folder = arguments.output.display();
    print(&match language {
        Language::Vietnamese => format!("Đã ghi {count} công văn đôn đốc vào {folder} (danh sách: {INDEX}).\n"),
        Language::English => format!("Wrote {count} letters to {folder} (listed in {INDEX}).\n"),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// A signed letter beside ours, or one that was edited, stops the run.
fn settle(arguments: &Remind, language: Language) -> anyhow::Result<Outputs> {
    let wanted = Wanted { path: arguments.output.clone(), shape: Shape::Folder("letters") };
    let inputs = [Some(&arguments.report), arguments.template.as_ref(), arguments.schemas.as_ref()];
    Outputs::settle(vec![wanted], &inputs.into_iter().flatten().cloned().collect::<Vec<_>>(), language)
}
