//! Zip archives in an inbox: their members are read as if they lay beside it, one level deep. Nothing is ever unpacked to
//! disk, so that a member's name can do no harm.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use encoding_rs::WINDOWS_1258;
use unicode_normalization::UnicodeNormalization;
use zip::ZipArchive;

use super::limits;
use super::mark::{PACKAGE, PACKAGE_BYTES};
use super::names::extension;
use super::package::{claims_too_many_parts, joined};
use super::parcel::{Give, Room};
use super::pretends_to_be_a_spreadsheet;
use super::refusal::Fault;
use super::sniff::DIRECTORY_REACH;
use crate::text::{Bilingual, name_as_text};

/// A file in an archive.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Member {
    /// Its path within the archive, `/` between parts, NFC.
    pub(super) path: String,
    /// Its place in the archive's directory.
    pub(super) index: usize,
    /// How many bytes it says that it holds.
    pub(super) bytes: u64,
}

/// Of a longer path the middle is left out. File systems allow some 4,000 bytes, and what people send has some 100; archives
/// allow 65,535.
const LONGEST_NAME: usize = 1_000;
/// So many characters of its end are kept.
const ENDING: usize = 100;

/// What is shown of a member whose name is nothing but strokes.
const NAMELESS: &str = "?";

/// The files in the archive, in the order of its directory; and what is wrong where another archive stands before it.
#[cfg(feature = "cli")]
pub(super) fn members(path: &Path) -> Result<(Vec<Member>, Option<Fault>), Fault> {
    let archive = open(path)?;
    Ok((listed(&archive)?, joined(&archive)))
}

/// Gives the members of an archive in memory, each with its own bytes or what is wrong with it, and a table with what describes the
/// data package that may lie in its folder.
pub(super) fn each_member(bytes: &[u8], room: &Room, give: &mut Give<'_>) -> Result<(), Fault> {
    let mut archive = opened(io::Cursor::new(bytes))?;
    for member in listed(&archive)? {
        room.take(member.bytes)?;
        let bytes = unpacked(&mut archive, member.index);
        let is_table = extension(&member.path).as_deref() == Some("csv");
        let description = if is_table { beside(&mut archive, member.index, PACKAGE, PACKAGE_BYTES) } else { None };
        give(&member.path, bytes, description);
    }
    joined(&archive).map_or(Ok(()), Err)
}

fn listed<R: Read + Seek>(archive: &ZipArchive<R>) -> Result<Vec<Member>, Fault> {
    if archive.len() > limits::ARCHIVE_MEMBERS {
        let what = Bilingual::new("Số tệp trong tệp nén", "The number of files in the archive");
        return Err(Fault::too_large(what, archive.len(), limits::ARCHIVE_MEMBERS));
    }
    if archive.has_duplicate_names() {
        return Err(Fault::damaged(
            "trong tệp nén có hai tệp trùng tên",
            "two files in the archive have the same name",
        ));
    }
    let (mut members, mut total) = (Vec::new(), 0u64);
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index).map_err(|error| Fault::broken(&error))?;
        // A folder holds nothing; what is named like one and holds something is told.
        if entry.is_dir() && entry.size() == 0 {
            continue;
        }
        total = total.saturating_add(entry.size());
        let path = member_path(entry.name_raw(), entry.name().ok().as_deref());
        members.push(Member { path, index, bytes: entry.size() });
    }
    if total > limits::ARCHIVE_BYTES {
        let what = Bilingual::new("Tệp nén khi giải nén", "The archive when unpacked");
        return Err(Fault::too_many_bytes(what, total, limits::ARCHIVE_BYTES));
    }
    Ok(members)
}

/// The bytes of a member.
pub(super) fn read_member(path: &Path, index: usize) -> Result<Vec<u8>, Fault> {
    with_archive(path, |archive| unpacked(archive, index))?
}

fn unpacked<R: Read + Seek>(archive: &mut ZipArchive<R>, index: usize) -> Result<Vec<u8>, Fault> {
    let entry = archive.by_index_data(index).map_err(|error| Fault::broken(&error))?;
    let size = entry.size();
    if entry.is_symlink() {
        return Err(is_a_link());
    }
    if entry.encrypted() {
        return Err(Fault::protected());
    }
    if size > limits::FILE_BYTES {
        return Err(Fault::too_many_bytes(Bilingual::new("Tệp", "The file"), size, limits::FILE_BYTES));
    }
    let mut bytes = Vec::new();
    let mut member = archive.by_index(index).map_err(|error| Fault::broken(&error))?;
    // The zip crate fails a member that goes beyond its declared size, which was just bounded.
    member.read_to_end(&mut bytes).map_err(|error| Fault::broken(&error))?;
    Ok(bytes)
}

/// The bytes of the file with this name in the folder of a member, if it is there and no larger than `most`.
pub(super) fn read_beside(path: &Path, index: usize, name: &str, most: u64) -> Option<Vec<u8>> {
    with_archive(path, |archive| beside(archive, index, name, most)).ok()?
}

fn beside<R: Read + Seek>(archive: &mut ZipArchive<R>, index: usize, name: &str, most: u64) -> Option<Vec<u8>> {
    let member = archive.by_index_data(index).ok()?.name_raw().to_vec();
    let folder = member.iter().rposition(|&byte| byte == b'/').map_or(0, |at| at + 1);
    let wanted = [&member[..folder], name.as_bytes()].concat();
    let at = archive.file_names_raw().position(|name| *name == *wanted)?;
    let mut beside = archive.by_index(at).ok().filter(|beside| beside.size() <= most)?;
    let mut bytes = Vec::new();
    beside.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

type OnDisk = ZipArchive<BufReader<File>>;

/// An archive as it was found: where, how long and of when.
type Stamp = (PathBuf, u64, Option<SystemTime>);

thread_local! {
    /// The archive that was read last: its directory is gone through once, not for each of its members.
    static LAST: RefCell<Option<(Stamp, OnDisk)>> = const { RefCell::new(None) };
}

fn with_archive<T>(path: &Path, work: impl FnOnce(&mut OnDisk) -> T) -> Result<T, Fault> {
    let there = std::fs::metadata(path).map_err(|error| super::snapshot::io_fault(&error))?;
    let found = (path.to_owned(), there.len(), there.modified().ok());
    let last = LAST.take().filter(|(last, _)| *last == found);
    let mut archive = match last {
        Some((_, archive)) => archive,
        None => open(path)?,
    };
    let done = work(&mut archive);
    LAST.set(Some((found, archive)));
    Ok(done)
}

fn open(path: &Path) -> Result<OnDisk, Fault> {
    opened(BufReader::new(File::open(path).map_err(|error| super::snapshot::io_fault(&error))?))
}

fn opened<R: Read + Seek>(mut file: R) -> Result<ZipArchive<R>, Fault> {
    if claims_too_many_members(&mut file).map_err(|error| super::snapshot::io_fault(&error))? {
        let what = Bilingual::new("Số tệp trong tệp nén", "The number of files in the archive");
        let limit = limits::ARCHIVE_MEMBERS;
        return Err(Fault::too_large(what, format!("> {}", limits::DIRECTORY_ENTRIES), limit));
    }
    ZipArchive::new(file).map_err(|_| {
        Fault::incomplete(
            "tệp nén bị cắt cụt hoặc hỏng (không có mục lục ở cuối tệp)",
            "the archive is cut short or damaged (the directory at its end is missing)",
        )
    })
}

/// What there is to say of a member that leads elsewhere.
pub(super) fn is_a_link() -> Fault {
    Fault::unreadable(
        Bilingual::new("đây là một liên kết, không phải tệp", "it is a link, not a file"),
        Bilingual::new("Nén lại với chính tệp đó rồi gửi lại", "Pack the file itself and send it again"),
    )
}

/// What there is to say of an archive without members.
pub(super) fn holds_nothing() -> Fault {
    Fault::incomplete("tệp nén không chứa tệp nào", "the archive holds no files")
}

/// Whether the file of this name is a zip archive and no document. One with a spreadsheet's name is for the reader to judge; so is
/// one that cannot be opened here.
pub(super) fn is_archive(name: &str, mut file: impl Read + Seek) -> bool {
    if pretends_to_be_a_spreadsheet(name) || super::is_no_submission(name) {
        return false;
    }
    let mut start = [0; 4];
    if file.read_exact(&mut start).is_err() || !matches!(&start, b"PK\x03\x04" | b"PK\x05\x06") {
        return false;
    }
    if claims_too_many_members(&mut file).unwrap_or(false) {
        // Told by the listing of its members, or by the reader.
        return name.to_lowercase().ends_with(".zip");
    }
    let Ok(package) = ZipArchive::new(file) else {
        // A document that is cut short is not to be taken for an archive.
        return name.to_lowercase().ends_with(".zip");
    };
    !package.file_names_raw().any(|name| {
        matches!(name, b"[Content_Types].xml" | b"_rels/.rels" | b"mimetype" | b"index.apxl") || name.ends_with(b".iwa")
    })
}

/// [`claims_too_many_parts`] of an archive on disk, which may be larger than what is read into memory.
pub(super) fn claims_too_many_members(file: &mut (impl Read + Seek)) -> io::Result<bool> {
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(DIRECTORY_REACH as u64)))?;
    let mut end = Vec::new();
    file.by_ref().take(DIRECTORY_REACH as u64).read_to_end(&mut end)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(claims_too_many_parts(&end))
}

/// A member's path as shown. Names are UTF-8 in most archives, with or without the flag that says so; Windows in Vietnamese
/// writes code page 1258; what neither explains is left to the code page 437 of the format's beginnings.
pub(super) fn member_path(raw: &[u8], decoded: Option<&str>) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => {
            let vietnamese: String = WINDOWS_1258.decode_without_bom_handling(raw).0.nfc().collect();
            let is_plausible = vietnamese.chars().all(|character| character.is_alphanumeric() || character.is_ascii());
            match decoded {
                Some(decoded) if !is_plausible => decoded.to_owned(),
                _ => vietnamese,
            }
        }
    };
    let name: String = name_as_text(&name.replace('\\', "/")).trim_matches('/').nfc().collect();
    let name = if name.is_empty() { NAMELESS.to_owned() } else { name };
    let letters = name.chars().count();
    if letters <= LONGEST_NAME {
        return name;
    }
    // Its end tells what the file is.
    let start: String = name.chars().take(LONGEST_NAME - ENDING).collect();
    let end: String = name.chars().skip(letters - ENDING).collect();
    format!("{start}…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_names() {
        assert_eq!(member_path("Hà Giang/PL1.xlsx".as_bytes(), None), "Hà Giang/PL1.xlsx");
        assert_eq!(member_path("Ha\u{300} Giang\\PL1.xlsx".as_bytes(), None), "Hà Giang/PL1.xlsx");
        assert_eq!(member_path(b"S\xf5\xd2 T\xfd ph\xe1p.xlsx", Some("S╒ T² phßp.xlsx")), "Sở Tư pháp.xlsx");
    }
}
