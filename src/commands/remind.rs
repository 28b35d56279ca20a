//! `bieumau remind`: letters to the agencies that owe something, from a report of `merge`.

use std::fs;
use std::process::ExitCode;

use super::output::{OutputKind, Outputs, Wanted};
use super::print;
use crate::bilingual;
use crate::cli::{LetterFormat, Remind};
use crate::render::reminder;
use crate::report::earlier::EarlierReport;
use crate::run::letters::{self, INDEX};
use crate::text::Language;
use crate::text::trouble::Because;

/// Writes the letters and an index of them. The folder is replaced as a whole, so that no letter of last week stays behind for
/// an agency that has answered since.
///
/// # Errors
/// When the report, the schemas or the template cannot be read, or the folder cannot be written.
pub fn run(arguments: &Remind) -> anyhow::Result<ExitCode> {
    let language = arguments.common.language();
    let mut outputs = settle(arguments, language)?;
    let shown = arguments.report.display();
    let reading = || bilingual!("đọc báo cáo {shown}", "reading report {shown}");
    let text = fs::read_to_string(&arguments.report).because(reading)?;
    let report = EarlierReport::parse(&text).because(reading)?;
    let schemas = super::schemas(arguments.common.schemas.as_deref())?;
    let campaign = schemas.campaign(Some(&report.campaign)).because(reading)?;
    let roster = schemas.roster(arguments.roster.as_deref().unwrap_or(&campaign.roster))?;
    let own = arguments.template.as_ref().map(|path| {
        let shown = path.display();
        fs::read_to_string(path).because(|| bilingual!("đọc mẫu công văn {shown}", "reading template {shown}"))
    });
    let own = own.transpose()?;
    let template = own.as_deref().unwrap_or_else(|| reminder::template(language));
    let written = reminder::letters(&report, campaign, &roster, template, language).because(|| {
        match arguments.template.as_ref().map(|path| path.display()) {
            Some(path) => bilingual!("dùng mẫu công văn {path}", "using template {path}"),
            None => bilingual!("dùng mẫu công văn có sẵn", "using the template that ships"),
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
    let wanted = Wanted { path: arguments.output.clone(), shape: OutputKind::Folder("letters") };
    let inputs = [Some(&arguments.report), arguments.template.as_ref(), arguments.common.schemas.as_ref()];
    Outputs::settle(vec![wanted], &inputs.into_iter().flatten().cloned().collect::<Vec<_>>(), language)
}
