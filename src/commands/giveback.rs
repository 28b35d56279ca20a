//! What `--return DIR` asks for: a workbook for every file that is sent back, or a short text where there is nothing that could
//! be sent back. Files are read a second time for it, for a run keeps no workbook in memory.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::inbox;
use super::output::Outputs;
use crate::bilingual;
use crate::cli::Input;
use crate::render::words::counted;
use crate::run::Setting;
use crate::run::letters::Enclosure;
use crate::run::returned::{self, Manner, ReturnedFile, Returns};
use crate::text::trouble::{Because, Trouble};
use crate::text::{Bilingual, Language};
use crate::verdict::{FileOutcome, Verdict};
use crate::workbook::{self, Source, WITHIN};

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
        each(manner, input, setting, reviewed, left_out, &mut |ReturnedFile { name, bytes, is_workbook, .. }| {
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

/// Where forms that go with letters lie until their letter is written, in a temporary file without a name.
pub struct Aside {
    file: Rc<RefCell<File>>,
    end: u64,
}

impl Aside {
    /// None yet.
    ///
    /// # Errors
    /// When there is no place for temporary files.
    pub fn new() -> anyhow::Result<Self> {
        let file = tempfile::tempfile().because(Self::keeping)?;
        Ok(Self { file: Rc::new(RefCell::new(file)), end: 0 })
    }

    /// Puts one by.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put_by(&mut self, returned: ReturnedFile) -> anyhow::Result<Enclosure> {
        let (at, length) = (self.end, returned.bytes.len());
        let kept = self.file.borrow_mut().write_all(&returned.bytes);
        kept.because(Self::keeping)?;
        self.end += length as u64;
        let file = Rc::clone(&self.file);
        Ok(Enclosure::later(returned.name, returned.of, move || {
            let (mut file, mut bytes) = (file.borrow_mut(), vec![0; length]);
            file.seek(SeekFrom::Start(at)).and_then(|_| file.read_exact(&mut bytes)).because(Self::keeping)?;
            Ok(bytes)
        }))
    }

    fn keeping() -> Bilingual {
        bilingual!(
            "giữ biểu trả lại trong tệp tạm (TMPDIR cho biết ở đâu)",
            "keeping returned forms in a temporary file (TMPDIR says where)"
        )
    }
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
    let mut returns = Returns { setting, manner, language, taken: BTreeSet::new() };
    let by_path: BTreeMap<&str, &Source> = sources.iter().map(|source| (&*source.path, source)).collect();
    let going: Vec<&Verdict> = reviewed.iter().filter(|file| returned::goes_back(file, manner)).collect();
    // Files of one archive or message stand side by side; it is read once for all of them.
    for files in going.chunk_by(|one, other| origin(&by_path, one) == origin(&by_path, other)) {
        let (read, others): (Vec<&Verdict>, Vec<&Verdict>) =
            files.iter().partition(|file| file.outcome == FileOutcome::Read);
        let mut waiting: BTreeMap<&str, &Verdict> = read.into_iter().map(|file| (&*file.path, file)).collect();
        let mut done = Ok(());
        if let Some(source) = waiting.values().next().and_then(|file| by_path.get(origin(&by_path, file))) {
            workbook::read_all(source, |loaded| {
                if let (Ok(()), Some(file)) = (&done, waiting.remove(&*loaded.path)) {
                    done = match loaded.sha256 == file.sha256 {
                        true => take(returns.of(file, Some(loaded))),
                        false => Err(Trouble::error(changed(file))),
                    };
                }
            });
        }
        done?;
        if let Some(file) = waiting.into_values().next() {
            return Err(Trouble::error(changed(file)));
        }
        others.into_iter().try_for_each(|file| take(returns.of(file, None)))?;
    }
    Ok(())
}

/// The path of the source that a file was read from: its own, or that of the archive or message that it is within.
fn origin<'f>(by_path: &BTreeMap<&str, &Source>, file: &'f Verdict) -> &'f str {
    let within = file.path.match_indices(WITHIN).map(|(at, _)| &file.path[..at]);
    std::iter::once(&*file.path).chain(within).find(|path| by_path.contains_key(path)).unwrap_or(&file.path)
}

fn changed(file: &Verdict) -> Bilingual {
    let path = &file.path;
    bilingual!("{path}: tệp vừa thay đổi; hãy chạy lại", "{path}: the file has just changed; run again")
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
            let forms = counted(workbooks, "biểu", "form", language);
            let texts = match texts {
                0 => String::new(),
                texts => format!(" and {}", counted(texts, "giải thích", "explanation", language)),
            };
            let were = if workbooks == 1 && texts.is_empty() { "was" } else { "were" };
            format!("{forms} to be sent back{texts} {were} written to {folder}\n")
        }
    }
}
