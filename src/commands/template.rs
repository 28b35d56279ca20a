//! `bieumau template`: the blank official form, to be handed out.

use std::io::Write;
use std::process::ExitCode;

use super::output::{OutputKind, Outputs, Wanted};
use super::{inbox, print};
use crate::bilingual;
use crate::cli::Template;
use crate::render::reminder::Docx;
use crate::render::xlsx;
use crate::run::{ClaimedAgencies, letters};
use crate::text::Language;
use crate::text::trouble::Because;

/// What is no form: the template of letters.
const LETTER: [&str; 2] = ["cong-van", "letter"];

/// Writes the template of letters, to be changed in Word.
fn letter(arguments: &Template, language: Language) -> anyhow::Result<ExitCode> {
    let path = &arguments.output;
    let wanted = Wanted { path: path.clone(), shape: OutputKind::File(&["docx"]) };
    let inputs: Vec<_> = arguments.common.schemas.iter().cloned().collect();
    let mut outputs = Outputs::settle(vec![wanted], &inputs, language)?;
    let setting = inbox::chosen(&arguments.common, &arguments.chosen, ClaimedAgencies::default())?;
    // The clock is not asked: the same template gives the same bytes.
    let about = letters::about(&setting.campaign, jiff::civil::date(2000, 1, 1), language);
    let bytes = Docx::shipped(language).itself(&about)?;
    outputs.file(path, |file| Ok(file.write_all(&bytes)?))?;
    outputs.put_in_place()?;
    print(&language.say(
        format!("Đã ghi mẫu công văn vào {}\n", path.display()),
        format!("The template of letters was written to {}\n", path.display()),
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the blank form.
///
/// # Errors
/// When there is no such form or agency, or the file cannot be written.
pub fn run(arguments: &Template) -> anyhow::Result<ExitCode> {
    let Template { form, output: path, agency, chosen, common } = arguments;
    let language = common.language();
    if LETTER.contains(&form.as_str()) {
        return letter(arguments, language);
    }
    let wanted = Wanted { path: path.clone(), shape: OutputKind::File(&["xlsx"]) };
    let inputs: Vec<_> = common.schemas.iter().cloned().collect();
    let mut outputs = Outputs::settle(vec![wanted], &inputs, language)?;
    let setting = inbox::chosen(common, chosen, ClaimedAgencies { all: agency.clone(), ..ClaimedAgencies::default() })?;
    let known: Vec<&str> = setting.forms.iter().map(|form| form.name.as_str()).collect();
    let found = setting.forms.iter().find(|known| known.name == *form).cloned();
    let known = known.join(", ");
    let form = found.because(|| {
        bilingual!(
            "không có biểu mẫu «{form}»; các biểu hiện có: {known}",
            "there is no form “{form}”; there are: {known}"
        )
    })?;
    let agency = agency.as_deref().and_then(|code| setting.agency(code));
    let template = xlsx::Template { form: &form, agency, language };
    outputs.file(path, |file| xlsx::template(&template, file))?;
    outputs.put_in_place()?;
    print(&language.say(
        format!("Đã ghi biểu mẫu trống «{}» vào {}\n", form.title.vi, path.display()),
        format!("The blank form “{}” was written to {}\n", form.title.en, path.display()),
    ))?;
    Ok(ExitCode::SUCCESS)
}
