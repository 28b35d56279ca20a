//! `bieumau remind`: letters to the agencies that owe something, from a report of `merge`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::output::{OutputKind, Outputs, Wanted};
use super::{given, print};
use crate::cli::{LetterFormat, Remind};
use crate::render::reminder::{Docx, Template};
use crate::render::words::counted;
use crate::report::earlier::EarlierReport;
use crate::run::letters::{self, Enclosure, INDEX, Mailing};
use crate::text::Language;
use crate::text::trouble::Because;
use crate::{bilingual, trouble};

/// Writes the letters and an index of them. The folder is replaced as a whole, so that no letter of last week stays behind for
/// an agency that has answered since.
///
/// # Errors
/// When the report, the schemas or the template cannot be read, or the folder cannot be written.
pub fn run(arguments: &Remind) -> anyhow::Result<ExitCode> {
    let mut outputs = settle(arguments, arguments.common.language())?;
    let shown = arguments.report.display();
    let reading = || bilingual!("đọc báo cáo {shown}", "reading report {shown}");
    let report = given::read(&arguments.report, given::REPORT, |file| EarlierReport::read(file)).because(reading)?;
    let language = language(arguments, &report);
    let schemas = super::schemas(arguments.common.schemas.as_deref())?;
    let campaign = schemas.campaign(Some(&report.campaign)).because(reading)?;
    let roster = schemas.roster(arguments.roster.as_deref().unwrap_or(&campaign.roster))?;
    let forms = schemas.forms_of(campaign)?;
    let template = template(arguments, language)?;
    let mut returned = match &arguments.returned {
        Some(folder) => returned(folder)?,
        None => Vec::new(),
    };
    let count = returned.len();
    let strangers = letters::told_by_name(&mut returned, &report, &forms);
    if let Some(folder) = &arguments.returned {
        tell_of_strangers(folder, &strangers, count, language);
    }
    // A letter in Markdown goes alone.
    let enclosed = match &template {
        Template::Markdown(_) => letters::Enclosed::new(),
        Template::Word(_) => letters::enclosed(&report, campaign, &forms, returned, language)?,
    };
    let mailing = Mailing {
        report: &report,
        campaign,
        roster: &roster,
        template: &template,
        forms: &forms,
        enclosed: &enclosed,
        language,
    };
    let mut count = 0;
    outputs.folder(&arguments.output, |create| {
        count = letters::write(&mailing, create).because(|| {
            match arguments.template.as_ref().map(|path| path.display()) {
                Some(path) => bilingual!("dùng mẫu công văn {path}", "using template {path}"),
                None => bilingual!("dùng mẫu công văn có sẵn", "using the template that ships"),
            }
        })?;
        Ok(())
    })?;
    outputs.put_in_place()?;
    let folder = arguments.output.display();
    print(&language.say(
        format!("Đã ghi {count} công văn đôn đốc vào {folder} (danh sách: {INDEX}).\n"),
        format!("Wrote {count} letters to {folder} (listed in {INDEX}).\n"),
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// The language that is asked for, else the report's. What was found is told in the report's words: a letter in another language says so.
fn language(arguments: &Remind, report: &EarlierReport) -> Language {
    let (asked, written) = (arguments.common.lang.map(Language::from), report.language());
    let language = asked.or(written).unwrap_or(Language::Vietnamese);
    if let Some(written) = written.filter(|written| *written != language) {
        let code = written.code();
        super::notice(&language.say(format!(
                "cảnh báo: báo cáo lập bằng ngôn ngữ khác (--lang {code}) nên lý do và lỗi trong công văn giữ nguyên ngôn ngữ đó; chạy lại \
                 merge với --lang {} để có báo cáo cùng ngôn ngữ",
                language.code()
            ), format!(
                "warning: the report is in another language (--lang {code}), and reasons and errors in the letters stay in it; run merge \
                 with --lang {} for a report in this one",
                language.code()
            )));
    }
    language
}

/// Says which of so many files in the folder go with no letter, for their names are not those of returned forms. If none does, it is
/// most likely another folder that was meant.
fn tell_of_strangers(folder: &Path, strangers: &[String], count: usize, language: Language) {
    let folder = folder.display();
    if strangers.len() == count {
        return super::notice(&language.say(
            format!("cảnh báo: không thấy biểu trả lại nào trong {folder}; không gửi kèm gì"),
            format!("warning: there is no returned form in {folder}, and none is enclosed"),
        ));
    }
    if strangers.is_empty() {
        return;
    }
    let named = strangers.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join("; ");
    let more = if strangers.len() > NAMED { "; …" } else { "" };
    let files = counted(strangers.len(), "tệp", "file", language);
    super::notice(&language.say(format!(
            "cảnh báo: {files} trong {folder} không mang tên của biểu trả lại (mã cơ quan ở đầu), không gửi kèm: {named}{more}"
        ), format!(
            "warning: {files} in {folder} without the name of a returned form (the agency's code first), not enclosed: \
             {named}{more}"
        )));
}

/// So many of them are named.
const NAMED: usize = 3;

/// The template that is asked for, or the one that ships.
fn template(arguments: &Remind, language: Language) -> anyhow::Result<Template> {
    let is_word = |path: &PathBuf| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("docx"));
    let as_template = arguments.template.as_ref().map(is_word);
    let is_wanted = arguments.format.map(|format| format == LetterFormat::Docx);
    let word = is_wanted.or(as_template).unwrap_or(arguments.returned.is_some());
    if as_template.is_some_and(|is_word| is_word != word) {
        trouble!(
            "mẫu công văn phải cùng dạng với công văn: --format docx cần mẫu .docx, --format md cần mẫu Markdown",
            "a template is of the form of its letters: --format docx needs a .docx, --format md a text in Markdown"
        );
    }
    let Some(path) = &arguments.template else {
        return Ok(if word { Template::word(language) } else { Template::markdown(language) });
    };
    let shown = path.display();
    let reading = || bilingual!("đọc mẫu công văn {shown}", "reading template {shown}");
    if word {
        Ok(Template::Word(Box::new(
            Docx::parse(&given::bytes(path, given::MIDDLING).because(reading)?).because(reading)?,
        )))
    } else {
        Ok(Template::Markdown(given::text(path, given::SMALL).because(reading)?))
    }
}

/// The files of a folder of returned forms, in order.
fn returned(folder: &Path) -> anyhow::Result<Vec<Enclosure>> {
    let shown = folder.display();
    let reading = || bilingual!("đọc thư mục {shown}", "reading folder {shown}");
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).because(reading)? {
        let entry = entry.because(reading)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type().because(reading)?;
        if kind.is_symlink() {
            // It may lead anywhere, and what it leads to would be sent.
            let shown = entry.path().display().to_string();
            trouble!(
                "{shown} là liên kết; chỉ gửi kèm tệp nằm ngay trong thư mục: hãy chép tệp vào đó hoặc bỏ liên kết",
                "{shown} is a link; only files that lie in the folder are enclosed: copy the file there or take the link away"
            );
        }
        if kind.is_file() && !name.starts_with('.') {
            let path = entry.path();
            files.push(Enclosure::later(name, None, move || given::bytes(&path, given::MIDDLING)));
        }
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(files)
}

/// A signed letter beside ours, or one that was edited, stops the run.
fn settle(arguments: &Remind, language: Language) -> anyhow::Result<Outputs> {
    let wanted = Wanted { path: arguments.output.clone(), shape: OutputKind::Folder("letters") };
    let inputs = [
        Some(&arguments.report),
        arguments.template.as_ref(),
        arguments.returned.as_ref(),
        arguments.common.schemas.as_ref(),
    ];
    Outputs::settle(vec![wanted], &inputs.into_iter().flatten().cloned().collect::<Vec<_>>(), language)
}
