//! Files that the operator names, beside the inbox: configurations, reports, templates. They are read as far as an honest one goes, for
//! what was named by a slip (a device, a disk image) may have no end.

use std::io::{BufReader, Read};
use std::path::Path;

use crate::schema::load::opened::opened;
use crate::trouble;

/// Bytes of a configuration or a template in Markdown. They have some thousand.
pub const SMALL: u64 = 1 << 20;
/// Bytes of a template in Word, a form, a history. A history of ten years, run every day, has 2 MB.
pub const MIDDLING: u64 = 32 << 20;
/// Bytes of a report: one of 5,000 files with 430,000 findings has 197 MB.
pub const REPORT: u64 = 512 << 20;

/// The text of a file that may have at most so many bytes.
///
/// # Errors
/// When it cannot be read, is larger, or is no text.
pub fn text(path: &Path, most: u64) -> anyhow::Result<String> {
    let mut text = String::new();
    read(path, most, |file| Ok(file.read_to_string(&mut text)?))?;
    Ok(text)
}

/// The same of any bytes.
///
/// # Errors
/// When it cannot be read or is larger.
pub fn bytes(path: &Path, most: u64) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    read(path, most, |file| Ok(file.read_to_end(&mut bytes)?))?;
    Ok(bytes)
}

/// What is made of a file that may have at most so many bytes while it is read.
///
/// # Errors
/// When it cannot be read, is larger, or nothing can be made of it.
pub fn read<T>(path: &Path, most: u64, make: impl FnOnce(&mut dyn Read) -> anyhow::Result<T>) -> anyhow::Result<T> {
    let opened = opened(path)?;
    let is_pipe = !opened.metadata()?.is_file();
    let mut file = BufReader::new(opened.take(most + 1));
    let made = make(&mut file);
    let left = file.get_ref().limit();
    if left == 0 {
        let most = most >> 20;
        trouble!(
            "tệp lớn hơn {most} MB; hãy xem có đúng là tệp cần dùng không",
            "it is larger than {most} MB; see whether it is the file that was meant"
        );
    }
    if is_pipe && left > most && path != Path::new("/dev/null") {
        trouble!(
            "đây là đường ống hoặc thiết bị và không có gì trong đó",
            "it is a pipe or a device, and nothing comes from it"
        );
    }
    made
}
