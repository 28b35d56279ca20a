//! Which format a result is written in, and to where.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::Context;

use super::{colours, print};
use crate::render::Checked;
use crate::render::format::{Format, Writer};
use crate::render::formats::{endings, of_ending};
use crate::trouble;

/// The format that a file's name asks for.
///
/// # Errors
/// When it asks for none that is known.
pub fn of_file(path: &Path) -> anyhow::Result<&'static Format> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    if let Some(format) = of_ending(&ending) {
        return Ok(format);
    }
    let (path, known) = (path.display(), endings());
    let (vi, en) = (one_of(&known, "hoặc"), one_of(&known, "or"));
    trouble!("{path}: đuôi tệp phải là {vi}", "{path}: the name must end in {en}")
}

/// `txt, json or xml`.
fn one_of(words: &[&str], or: &str) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} {or} {last}", most.join(", ")),
    }
}

/// Writes the result to a file.
///
/// # Errors
/// When the file cannot be written.
pub fn to_file(file: &mut File, format: &Format, checked: &Checked<'_>) -> anyhow::Result<()> {
    let mut writer = BufWriter::new(file);
    format.write(checked, &mut writer)?;
    writer.flush().context("writing the result")
}

/// Prints the result.
///
/// # Errors
/// When nothing can be printed, or the format is for files only.
pub fn to_screen(format: &Format, checked: &Checked<'_>) -> anyhow::Result<()> {
    match (format.screen, format.writer) {
        (Some(shown), _) => print(&shown(checked, colours())),
        (None, Writer::Stream(write)) => {
            let mut stdout = BufWriter::new(io::stdout().lock());
            write(checked, &mut stdout)?;
            Ok(stdout.flush()?)
        }
        (None, Writer::File(_)) => refuse_unprintable(format, "-o"),
    }
}

/// Refuses to print what is for files only, before anything is read. `option` names such a file.
///
/// # Errors
/// When that is so.
pub fn refuse_unprintable(format: &Format, option: &str) -> anyhow::Result<()> {
    let (None, Writer::File(_)) = (format.screen, format.writer) else { return Ok(()) };
    let (name, ending) = (format.name, format.endings.first().unwrap_or(&format.name));
    trouble!(
        "{name} không in ra màn hình được; bỏ --format và ghi vào tệp: {option} danh-sach.{ending}",
        "{name} cannot be printed; leave out --format and write a file: {option} findings.{ending}"
    )
}
