//! The bytes of a file as they are at one moment, and why there are none: it is held, changed or gone, or larger than any that is read.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::time::Duration;

use super::names::{extension, file_name};
use super::refusal::Fault;
use super::{Source, archive, limits};
use crate::bilingual;
use crate::text::Bilingual;

/// How often a file is tried that another program holds, and how long apart: two seconds in all.
const ATTEMPTS: usize = 9;
const PAUSE: Duration = Duration::from_millis(250);

/// How many bytes of a file of this name are read: a text file holds nothing but its text.
pub(super) fn most_bytes(name: &str) -> u64 {
    match extension(name).as_deref() {
        Some("csv" | "tsv" | "txt") => limits::DELIMITED_BYTES.max(limits::FILE_BYTES),
        _ => limits::FILE_BYTES,
    }
}

/// Why there are no bytes.
pub(super) enum Unread {
    /// So many bytes.
    TooLarge(u64),
    Unavailable(Fault),
}

/// The bytes of the file, all of one moment.
pub(super) fn snapshot(source: &Source) -> Result<Vec<u8>, Unread> {
    if let Some(index) = source.member {
        return archive::read_member(&source.file, index).map_err(Unread::Unavailable);
    }
    let unavailable = |error: io::Error| Unread::Unavailable(io_fault(&error));
    // Looked at before it is opened: a pipe in its place would wait for a writer for ever.
    if !std::fs::metadata(&source.file).map_err(unavailable)?.is_file() {
        let error = io::Error::other("no regular file");
        return Err(unavailable(error));
    }
    let mut file = opened(&source.file).map_err(unavailable)?;
    let before = file.metadata().map_err(unavailable)?;
    let most = most_bytes(file_name(&source.path));
    if before.len() > most {
        return Err(Unread::TooLarge(before.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(before.len()).unwrap_or(0) + 1);
    file.by_ref().take(most + 1).read_to_end(&mut bytes).map_err(unavailable)?;
    let after = file.metadata().map_err(unavailable)?;
    let is_same = after.len() == before.len() && after.modified().ok() == before.modified().ok();
    if !is_same || bytes.len() as u64 != before.len() {
        let reason = Bilingual::new("tệp bị thay đổi trong lúc đọc", "it was changed while it was read");
        let remedy =
            Bilingual::new("Chạy lại khi không còn ai ghi vào tệp", "Run again when nobody writes to it any more");
        return Err(Unread::Unavailable(Fault::unavailable(reason, remedy)));
    }
    Ok(bytes)
}

/// Opens a file. One that another program holds is tried again: most are let go in a moment.
fn opened(path: &Path) -> io::Result<File> {
    for _ in 1..ATTEMPTS {
        match File::open(path) {
            Err(error) if is_held(&error) => std::thread::sleep(PAUSE),
            opened => return opened,
        }
    }
    File::open(path)
}

/// Whether another program holds the file: on Windows by a sharing violation or a lock.
pub fn is_held(error: &io::Error) -> bool {
    const ERROR_SHARING_VIOLATION: i32 = 32;
    const ERROR_LOCK_VIOLATION: i32 = 33;
    let of_windows = || matches!(error.raw_os_error(), Some(ERROR_SHARING_VIOLATION | ERROR_LOCK_VIOLATION));
    error.kind() == io::ErrorKind::ResourceBusy || cfg!(windows) && of_windows()
}

/// What the operating system says when it does not hand over a file.
pub(super) fn io_fault(error: &io::Error) -> Fault {
    let (reason, remedy) = match error.kind() {
        _ if is_held(error) => (
            Bilingual::new("chương trình khác đang giữ tệp", "another program holds it"),
            Bilingual::new(
                "Đóng tệp ở chương trình khác (Excel, phần mềm đồng bộ, diệt vi-rút) rồi chạy lại",
                "Close it in the other program (Excel, synchronisation, virus scanner) and run again",
            ),
        ),
        io::ErrorKind::NotFound => (
            Bilingual::new("tệp không còn ở đó", "it is no longer there"),
            Bilingual::new(
                "Chạy lại; nếu vẫn thiếu, đề nghị gửi lại tệp",
                "Run again; if it is still missing, ask for it again",
            ),
        ),
        io::ErrorKind::PermissionDenied => (
            Bilingual::new("không có quyền đọc", "permission to read it is denied"),
            Bilingual::new("Cấp quyền đọc cho người chạy chương trình", "Allow whoever runs the program to read it"),
        ),
        _ => (
            bilingual!("hệ điều hành báo lỗi ({error})", "the operating system reports an error ({error})"),
            Bilingual::new("Kiểm tra ổ đĩa hoặc mạng rồi chạy lại", "Check the disk or the network and run again"),
        ),
    };
    Fault::unavailable(reason, remedy)
}
