//! A form that comes by standard input: `… | bieumau check -`. The readers want files, and a run may have to read twice, so it is put
//! into one for as long as the run takes; the processes that read are told where.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::cli::Input;
use crate::text::trouble::Because;
use crate::workbook::handed::MOST_BYTES;
use crate::{bilingual, trouble};

/// Tells a process where standard input was put.
pub const PLACE: &str = "BIEUMAU_STDIN";
/// What stands for it, and what the file is called.
const SIGN: &str = "-";
const NAME: &str = "stdin";
/// Behind these it is the name of a file.
const OUTPUTS: [&str; 4] = ["-o", "--output", "--report", "--history"];

/// What came by standard input, until this is dropped.
#[derive(Debug)]
pub struct Handed {
    _folder: TempDir,
    path: PathBuf,
}

impl Handed {
    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Takes standard input if a path asks for it.
///
/// # Errors
/// When it cannot be read, or written to the folder for such files.
pub fn taken(input: &Input) -> anyhow::Result<Option<Handed>> {
    match input.paths.iter().filter(|path| path.as_os_str() == SIGN).count() {
        0 => return Ok(None),
        1 => {}
        _ => trouble!("chỉ đọc đầu vào chuẩn (-) được một lần", "standard input (-) can be read once only"),
    }
    let putting = || bilingual!("đọc đầu vào chuẩn", "reading standard input");
    let folder = TempDir::new().because(putting)?;
    let path = folder.path().join(NAME);
    // One byte more tells that it is too large.
    let mut bytes = io::stdin().lock().take(MOST_BYTES + 1);
    io::copy(&mut bytes, &mut File::create(&path).because(putting)?).because(putting)?;
    Ok(Some(Handed { _folder: folder, path }))
}

/// The command line with the file that standard input was put into, if this process was told of one.
pub fn with_file(arguments: Vec<OsString>) -> Vec<OsString> {
    let Some(file) = std::env::var_os(PLACE) else { return arguments };
    let mut before = OsString::new();
    let put = arguments.into_iter().map(|argument| {
        let is_output = OUTPUTS.iter().any(|flag| before == OsStr::new(flag));
        let put = if argument == SIGN && !is_output { file.clone() } else { argument.clone() };
        before = argument;
        put
    });
    put.collect()
}
