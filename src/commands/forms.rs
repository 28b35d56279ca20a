//! `bieumau forms`: which forms are known, and what the columns of one are; and how a form is made in Excel.

use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;

use super::output::{OutputKind, Outputs, Wanted};
use super::{FOUND, colours, given, print, print_json};
use crate::cli::{Common, Forms, FormsCommand, ListFormat};
use crate::design::{Design, Sheets, canonical, compose, export, import, infer};
use crate::render::{audit, forms, text as terminal, words, xlsx};
use crate::report;
use crate::schema::load::{self, Ground};
use crate::text::trouble::Because;
use crate::text::{self, Language};
use crate::workbook::{self, Source, offers};
use crate::{bilingual, trouble};

mod new;
mod replace;

/// Lists the forms, or the columns of one; or does what else can be done with forms.
///
/// # Errors
/// When the schemas or a file cannot be read, there is no form of this name, or the result cannot be written.
pub fn run(arguments: &Forms) -> anyhow::Result<ExitCode> {
    let common = &arguments.common;
    match &arguments.command {
        None => tell(arguments),
        Some(FormsCommand::Infer { template, output, sheet }) => infer_from(template, output, sheet.as_deref(), common),
        Some(FormsCommand::Export { form, output }) => export_to(form, output, common),
        Some(FormsCommand::Import { workbook, output, campaign }) => {
            import_from(workbook, [output.as_deref(), campaign.as_deref()], common)
        }
        Some(FormsCommand::Check { folder }) => check(folder, common),
        Some(FormsCommand::New { folder }) => new::run(folder, common.language()),
    }
}

fn tell(arguments: &Forms) -> anyhow::Result<ExitCode> {
    let language = arguments.common.language();
    let schemas = super::schemas(arguments.common.schemas.as_deref())?;
    let Some(typed) = &arguments.form else {
        match arguments.format {
            ListFormat::Text => print(&forms::list(&schemas.forms, language))?,
            ListFormat::Json => print_json(&forms::listed(&schemas.forms, language))?,
        }
        return Ok(ExitCode::SUCCESS);
    };
    let Some(form) = schemas.forms.iter().find(|form| form.name == *typed) else {
        let names = || schemas.forms.iter().map(|form| form.name.as_str());
        let all = names().collect::<Vec<_>>().join(", ");
        match text::nearest(typed, names()) {
            Some(name) => trouble!(
                "không có biểu mẫu «{typed}»; có phải là {name}?",
                "there is no form “{typed}”; did you mean {name}?"
            ),
            None => {
                trouble!("không có biểu mẫu «{typed}»; đang có: {all}", "there is no form “{typed}”; there are: {all}")
            }
        }
    };
    match arguments.format {
        ListFormat::Text => print(&forms::one(form, language, colours()))?,
        // The form as its schema says it, which other tools read as well.
        ListFormat::Json => print_json(&serde_json::from_str::<Value>(&form.source)?)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// What form workbooks are written and read by.
fn sheets(common: &Common) -> anyhow::Result<Sheets> {
    Sheets::new(Ground::new(common.schemas.as_deref())?)
}

/// Writes a form workbook and says so.
fn write_design(design: &Design, inputs: &[&Path], path: &Path, language: Language) -> anyhow::Result<()> {
    let wanted = Wanted { path: path.to_owned(), shape: OutputKind::File(&["xlsx"]) };
    let inputs: Vec<_> = inputs.iter().map(|path| (*path).to_owned()).collect();
    let mut outputs = Outputs::settle(vec![wanted], &inputs, language)?;
    outputs.file(path, |file| xlsx::design(design, language, file))?;
    outputs.put_in_place()?;
    let path = path.display();
    print(
        &language
            .say(format!("Đã ghi sổ soạn biểu mẫu vào {path}\n"), format!("The form workbook was written to {path}\n")),
    )
}

/// `bieumau forms export`: a form of a name, or a file.
fn export_to(form: &str, output: &Path, common: &Common) -> anyhow::Result<ExitCode> {
    let language = common.language();
    let path = Path::new(form);
    let is_file = path.extension().is_some_and(|ending| ending == "json") && path.is_file();
    let schema = match is_file {
        true => given::text(path, given::MIDDLING).because(|| bilingual!("đọc {form}", "reading {form}"))?,
        false => super::schemas(common.schemas.as_deref())?.form(form)?.source.clone(),
    };
    let design = export(&sheets(common)?, schema.trim_start_matches('\u{feff}'), language);
    let design = design.because(|| bilingual!("đọc biểu mẫu {form}", "reading form {form}"))?;
    let inputs: Vec<&Path> = common.schemas.as_deref().into_iter().chain(is_file.then_some(path)).collect();
    write_design(&design, &inputs, output, language)?;
    Ok(ExitCode::SUCCESS)
}

/// The workbook at this path.
fn loaded(path: &Path) -> anyhow::Result<workbook::Loaded> {
    let shown = path.display().to_string();
    std::fs::metadata(path).because(|| bilingual!("mở {shown}", "opening {shown}"))?;
    let shown = path.file_name().map_or(shown, |name| name.to_string_lossy().into_owned());
    Ok(workbook::read(&Source { path: shown.into(), file: path.to_owned(), member: None, unpacked: None }))
}

/// `bieumau forms infer`.
fn infer_from(path: &Path, output: &Path, sheet: Option<&str>, common: &Common) -> anyhow::Result<ExitCode> {
    let language = common.language();
    let loaded = loaded(path)?;
    let Ok(workbook) = &loaded.workbook else {
        let shown = path.display();
        let why = loaded.findings.iter().map(|finding| finding.message(language)).collect::<Vec<_>>().join(" ");
        trouble!("không đọc được {shown}: {why}", "{shown} cannot be read: {why}");
    };
    let shown = path.display();
    let bytes = given::bytes(path, 2 * given::MIDDLING).because(|| bilingual!("đọc {shown}", "reading {shown}"))?;
    let inferred = infer(&sheets(common)?, workbook, &offers::offers(&bytes), sheet, language)?;
    write_design(&inferred.design, &[path], output, language)?;
    print(&forms::inferred(&inferred, language, colours()))?;
    Ok(ExitCode::SUCCESS)
}

/// `bieumau forms import`.
fn import_from(path: &Path, [output, campaign]: [Option<&Path>; 2], common: &Common) -> anyhow::Result<ExitCode> {
    let language = common.language();
    let wanted = output
        .into_iter()
        .chain(campaign)
        .map(|path| Wanted { path: path.to_owned(), shape: OutputKind::Continued(&["json"]) });
    let mut outputs = Outputs::settle(wanted.collect(), &[path.to_owned()], language)?;
    let imported = import(&sheets(common)?, loaded(path)?);
    if imported.verdict.all_findings().next().is_some() {
        let review = report::review(std::slice::from_ref(&imported.verdict), language);
        print(&terminal::findings(&review, language, colours()))?;
    }
    let Some(schema) = imported.schema.filter(|_| imported.is_sound) else {
        print(language.say(
            "Chưa dùng được: sửa các lỗi trên rồi chạy lại. Chưa ghi tệp nào.\n",
            "It cannot be used: mend these errors and run again. Nothing was written.\n",
        ))?;
        return Ok(ExitCode::from(FOUND));
    };
    let mut replaced = Vec::new();
    if let Some(path) = output {
        replaced = replace::of_form(path, &schema)?;
        outputs.file(path, |file| Ok(std::io::Write::write_all(file, canonical::text(&schema).as_bytes())?))?;
        if let Some(path) = campaign {
            let schemas = super::schemas(common.schemas.as_deref())?;
            let campaign = compose::campaign(&schema, schemas.campaigns.first().map(|campaign| &**campaign));
            replace::of_campaign(path, &campaign)?;
            let asking = canonical::text(&campaign);
            outputs.file(path, |file| Ok(std::io::Write::write_all(file, asking.as_bytes())?))?;
        }
        outputs.put_in_place()?;
    }
    let name = schema["name"].as_str().unwrap_or_default();
    let columns = schema["fields"].as_array().map_or(0, Vec::len);
    let rules = schema.pointer("/form/rules").and_then(|rules| rules.as_array()).map_or(0, Vec::len);
    let to = output.map(|path| path.display().to_string());
    let columns = words::counted(columns, "cột", "column", language);
    let rules = words::counted(rules, "quy tắc", "rule", language);
    print(&match (language, to) {
        (Language::Vietnamese, Some(to)) => format!("Biểu «{name}», {columns}, {rules}: đã ghi vào {to}\n"),
        (Language::English, Some(to)) => format!("Form “{name}”, {columns}, {rules}: written to {to}\n"),
        (Language::Vietnamese, None) => format!("Biểu «{name}», {columns}, {rules}: dùng được.\n"),
        (Language::English, None) => format!("Form “{name}”, {columns}, {rules}: it can be used.\n"),
    })?;
    print(&replace::told(&replaced, language))?;
    if let Some(path) = campaign {
        let path = path.display();
        print(&language.say(format!(
                "Đợt báo cáo: đã ghi vào {path}; trước khi viết công văn, điền phần «letter» (cơ quan gửi, số, nơi, người ký) và thời hạn\n"
            ), format!(
                "The campaign was written to {path}; before letters are written, fill in its “letter” (sender, number, place, signer) and \
                 the deadline\n"
            )))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// `bieumau forms check`.
fn check(folder: &Path, common: &Common) -> anyhow::Result<ExitCode> {
    let shown = folder.display();
    let opening = || bilingual!("mở thư mục biểu mẫu {shown}", "opening schema folder {shown}");
    if !std::fs::metadata(folder).because(opening)?.is_dir() {
        trouble!("{shown} không phải thư mục biểu mẫu", "{shown} is not a folder of schemas");
    }
    let (page, faults) = audit::audit(&load::audit::audit(folder)?, common.language(), colours());
    print(&page)?;
    Ok(if faults == 0 { ExitCode::SUCCESS } else { ExitCode::from(FOUND) })
}
