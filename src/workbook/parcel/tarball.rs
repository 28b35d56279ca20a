//! Tar archives, and what gzip has packed: most of it tar archives.

use std::io::{Cursor, Read};

use flate2::read::MultiGzDecoder;
use tar::{Archive, EntryType};

use super::super::refusal::Fault;
use super::super::{archive, limits};
use super::{Give, Room};
use crate::text::Bilingual;

/// How gzip begins (RFC 1952).
pub(super) const GZIP: &[u8] = b"\x1f\x8b";

/// Whether the mark of a tar archive stands in its first header (POSIX.1-1988).
pub(super) fn is_tar(bytes: &[u8]) -> bool {
    bytes.get(257..262) == Some(b"ustar".as_slice())
}

/// Gives every file of the archive.
pub(super) fn each(bytes: &[u8], room: &Room, give: &mut Give<'_>) -> Result<(), Fault> {
    let mut archive = Archive::new(Cursor::new(bytes));
    // Archives are joined by writing one behind the other, each with an end of zeros.
    archive.set_ignore_zeros(true);
    let entries = archive.entries().map_err(|error| Fault::broken(&error))?;
    for entry in entries {
        let mut entry = entry.map_err(|error| Fault::broken(&error))?;
        let kind = entry.header().entry_type();
        if kind == EntryType::Directory || kind == EntryType::XGlobalHeader {
            continue;
        }
        let name = archive::member_path(&entry.path_bytes(), None);
        if kind.is_symlink() || kind.is_hard_link() {
            room.take(0)?;
            give(&name, Err(archive::is_a_link()), None);
            continue;
        }
        let size = entry.size();
        room.take(size.min(limits::FILE_BYTES))?;
        if size > limits::FILE_BYTES {
            let what = Bilingual::new("Tệp", "The file");
            give(&name, Err(Fault::too_many_bytes(what, size, limits::FILE_BYTES)), None);
            continue;
        }
        let mut content = Vec::new();
        entry.read_to_end(&mut content).map_err(|error| Fault::broken(&error))?;
        let is_whole = content.len() as u64 == size;
        give(&name, if is_whole { Ok(content) } else { Err(cut_short()) }, None);
    }
    Ok(())
}

fn cut_short() -> Fault {
    Fault::incomplete("tệp nén bị cắt cụt giữa tệp này", "the archive is cut short within this file")
}

/// Gives every file of a packed tar archive, or the one file that is packed.
pub(super) fn each_zipped(name: &str, bytes: &[u8], room: &Room, give: &mut Give<'_>) -> Result<(), Fault> {
    let most = room.bytes();
    let mut content = Vec::new();
    let unpacked = MultiGzDecoder::new(bytes).take(most + 1).read_to_end(&mut content);
    unpacked.map_err(|error| Fault::broken(&error))?;
    if content.len() as u64 > most {
        let what = Bilingual::new("Tệp nén khi giải nén", "The archive when unpacked");
        return Err(Fault::too_many_bytes(what, content.len() as u64, most));
    }
    room.take(content.len() as u64)?;
    if is_tar(&content) {
        return each(&content, room, give);
    }
    let inner = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".GZ")).unwrap_or(name);
    give(inner, Ok(content), None);
    Ok(())
}
