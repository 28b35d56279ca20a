//! Files that the operator names, beside the inbox: configurations, reports, templates. They are read as far as an honest one goes, for
//! what was named by a slip (a device, a disk image) may have no end.

use std::fs::File;
use std::io::Read;
use std::path::Path;

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
    File::open(path)?.take(most + 1).read_to_string(&mut text)?;
    refuse_larger(text.len(), most)?;
    Ok(text)
}

/// The same of any bytes.
///
/// # Errors
/// When it cannot be read or is larger.
pub fn bytes(path: &Path, most: u64) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    refuse_larger(bytes.len(), most)?;
    Ok(bytes)
}

fn refuse_larger(bytes: usize, most: u64) -> anyhow::Result<()> {
    let most = most >> 20;
    if bytes as u64 > most << 20 {
        trouble!(
            "tệp lớn hơn {most} MB; hãy xem có đúng là tệp cần dùng không",
            "it is larger than {most} MB; see whether it is the file that was meant"
        );
    }
    Ok(())
}
