//! 7-Zip archives. What is packed with a password, or in a way that hardly anybody uses, is told.

use std::io::{Cursor, Read};

use sevenz_rust2::{ArchiveReader, Error, Password};

use super::super::refusal::Fault;
use super::super::{archive, limits};
use super::{Give, MEMBERS, Room};
use crate::bilingual;
use crate::text::Bilingual;

/// How such an archive begins.
pub(super) const MAGIC: &[u8] = b"7z\xbc\xaf\x27\x1c";

/// Gives every file of the archive.
pub(super) fn each(bytes: &[u8], room: &Room, give: &mut Give<'_>) -> Result<(), Fault> {
    if !has_its_directory(bytes) {
        return Err(Fault::incomplete(
            "tệp nén bị cắt cụt hoặc hỏng (không có mục lục ở cuối tệp)",
            "the archive is cut short or damaged (the directory at its end is missing)",
        ));
    }
    let opened = ArchiveReader::new_with_memory_limit(Cursor::new(bytes), Password::empty(), limits::SEVEN_ZIP_MEMORY);
    let mut reader = opened.map_err(|error| fault(&error))?;
    reader.set_thread_count(1);
    let files = &reader.archive().files;
    if files.len() > limits::ARCHIVE_MEMBERS {
        return Err(Fault::too_large(MEMBERS, files.len(), limits::ARCHIVE_MEMBERS));
    }
    let total = files.iter().fold(0u64, |total, file| total.saturating_add(file.size()));
    if total > limits::ARCHIVE_BYTES {
        let what = Bilingual::new("Tệp nén khi giải nén", "The archive when unpacked");
        return Err(Fault::too_many_bytes(what, total, limits::ARCHIVE_BYTES));
    }
    let mut full = None;
    let read = reader.for_each_entries(|entry, content| {
        if entry.is_directory() {
            return Ok(true);
        }
        if let Err(fault) = room.take(entry.size()) {
            full = Some(fault);
            return Ok(false);
        }
        let name = archive::member_path(entry.name().as_bytes(), None);
        let mut bytes = Vec::new();
        // What is in one block is packed as one: to pass over a file is to unpack it.
        content.take(entry.size()).read_to_end(&mut bytes).map_err(|error| Error::Io(error, "".into()))?;
        if entry.size() > limits::FILE_BYTES {
            let what = Bilingual::new("Tệp", "The file");
            give(&name, Err(Fault::too_many_bytes(what, entry.size(), limits::FILE_BYTES)), None);
        } else {
            give(&name, Ok(bytes), None);
        }
        Ok(true)
    });
    match (full, read) {
        (Some(fault), _) => Err(fault),
        (None, Err(error)) => Err(fault(&error)),
        (None, Ok(())) => Ok(()),
    }
}

/// Whether the directory lies within the file, where its first header says: as much memory is taken for it as it says.
fn has_its_directory(bytes: &[u8]) -> bool {
    let number = |at: usize| {
        let bytes = bytes.get(at..at + 8)?;
        Some(bytes.iter().rev().fold(0u64, |number, &byte| number << 8 | u64::from(byte)))
    };
    let end = number(12).zip(number(20)).and_then(|(offset, size)| offset.checked_add(size)?.checked_add(32));
    end.is_some_and(|end| end <= bytes.len() as u64)
}

fn fault(error: &Error) -> Fault {
    /// AES-256 with SHA-256, by which 7-Zip encrypts.
    const ENCRYPTED: &str = "[6, 241, 7, 1]";
    match error {
        Error::PasswordRequired | Error::MaybeBadPassword(_) => Fault::protected(),
        Error::UnsupportedCompressionMethod(method) if method.contains(ENCRYPTED) || method.contains("AES") => {
            Fault::protected()
        }
        Error::UnsupportedCompressionMethod(method) => Fault::unsupported(
            bilingual!(
                "tệp nén 7-Zip theo cách nén không đọc được ({method})",
                "a 7-Zip archive packed in a way that is not read ({method})"
            ),
            Bilingual::new("Nén lại dạng .zip rồi gửi lại", "Pack it as .zip and send it again"),
        ),
        Error::MaxMemLimited { max_kb, .. } => {
            let what = Bilingual::new("Bộ nhớ cần để giải nén (KB)", "The memory needed to unpack it (KB)");
            Fault::too_large(what, format!("> {max_kb}"), *max_kb)
        }
        _ => Fault::incomplete("tệp nén bị hỏng hoặc bị cắt cụt", "the archive is damaged or cut short"),
    }
}
