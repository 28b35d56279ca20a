//! What `--return DIR` asks for: a workbook for every file that is sent back, or a short text where there is nothing that could
//! be sent back. Files are read a second time for it, for a run keeps no workbook in memory.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::bail;

use super::inbox;
use super::output::Outputs;
use crate::bilingual;
use crate::cli::Input;
use crate::intake::Knowledge;
use crate::run::Setting;
use crate::run::returned::{self, Manner, ReturnedFile, Returns};
use crate::text::Language;
use crate::text::trouble::Because;
use crate::verdict::{FileOutcome, Verdict};
use crate::workbook::{self, Loaded, Source, WITHIN};

/// What a folder of returned forms is called in its list.
pub const FOLDER: &str = "return";

/// Prepares what goes back, in `folder`, which is one of the outputs, and tells in a line what was written. `left_out` is what
/// was no submission.
///
/// # Errors
/// When the folder cannot be written, or a file has changed since it was checked.
pub fn prepare(
    outputs: &mut Outputs,
    folder: &Path,
    manner: Manner,
    input: &Input,
    setting: &Setting,
    reviewed: &[Verdict],
    left_out: &[PathBuf],
) -> anyhow::Result<String> {
    let language = input.common.language();
    let (mut workbooks, mut texts) = (0, 0);
    outputs.folder(folder, |create| {
        each(manner, input, setting, reviewed, left_out, &mut |ReturnedFile { name, bytes, is_workbook }| {
            *if is_workbook { &mut workbooks } else { &mut texts } += 1;
            let mut target = create(&name)?;
            target
                .write_all(&bytes)
                .and_then(|()| target.flush())
                .because(|| bilingual!("ghi {name}", "writing {name}"))
        })
    })?;
    Ok(told(folder, workbooks, texts, language))
}

/// Hands over what goes back, file by file.
///
/// # Errors
/// When a file has changed since it was checked, or what is handed over cannot be taken.
pub fn each(
    manner: Manner,
    input: &Input,
    setting: &Setting,
    reviewed: &[Verdict],
    left_out: &[PathBuf],
    take: &mut dyn FnMut(ReturnedFile) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let language = input.common.language();
    let sources = inbox::sources(input, left_out)?.sources;
    let knowledge = Knowledge::new(setting.forms.clone(), &setting.roster);
    let mut returns = Returns { setting, knowledge: &knowledge, manner, language, taken: BTreeSet::new() };
    for file in reviewed.iter().filter(|file| returned::goes_back(file, manner)) {
        let loaded = match sources.iter().find(|source| holds(source, file)) {
            Some(source) if file.outcome == FileOutcome::Read => {
                let loaded = again(source, file);
                refuse_changed(loaded.as_ref(), file, language)?;
                loaded
            }
            _ => None,
        };
        take(returns.of(file, loaded))?;
    }
    Ok(())
}

/// Whether the file was read from this source: as such, or out of the archive or message that it is.
fn holds(source: &Source, file: &Verdict) -> bool {
    file.path.strip_prefix(&*source.path).is_some_and(|rest| rest.is_empty() || rest.starts_with(WITHIN))
}

/// Reads the file once more.
fn again(source: &Source, file: &Verdict) -> Option<Loaded> {
    if source.path == file.path {
        return Some(workbook::read(source));
    }
    let mut found = None;
    workbook::read_all(source, |loaded| {
        if loaded.path == file.path {
            found = Some(loaded);
        }
    });
    found
}

fn refuse_changed(loaded: Option<&Loaded>, file: &Verdict, language: Language) -> anyhow::Result<()> {
    if loaded.is_some_and(|loaded| loaded.sha256 == file.sha256) {
        return Ok(());
    }
    bail!(match language {
        Language::Vietnamese => format!("{}: tệp vừa thay đổi; hãy chạy lại", file.path),
        Language::English => format!("{}: the file has just changed; run again", file.path),
    })
}

fn told(folder: &Path, workbooks: usize, texts: usize, language: Language) -> String {
    let folder = folder.display();
    match (language, workbooks + texts) {
        (Language::Vietnamese, 0) => "Không có biểu nào phải trả lại.\n".to_owned(),
        (Language::English, 0) => "There is nothing to be sent back.\n".to_owned(),
        (Language::Vietnamese, _) => {
            let texts = if texts == 0 {
                String::new()
            } else {
                format!(", {texts} tệp giải thích (không lập lại được biểu)")
            };
            format!("Đã ghi {workbooks} biểu trả lại{texts} vào {folder}\n")
        }
        (Language::English, _) => {
            let texts = if texts == 0 { String::new() } else { format!(" and {texts} explanations") };
            format!("{workbooks} forms to be sent back{texts} were written to {folder}\n")
        }
    }
}
