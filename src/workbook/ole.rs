//! OLE containers (MS-CFB) as the `cfb` crate wants them: what others open without a word is mended before it sees it.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use super::binary::{u16_at, u32_at};
use super::limits;
use super::refusal::Fault;
use crate::text::Bilingual;

/// A container in memory.
pub(super) struct Container<'bytes> {
    file: cfb::CompoundFile<Cursor<Cow<'bytes, [u8]>>>,
}

impl<'bytes> Container<'bytes> {
    /// Opens it. The crate checks the chains of sectors, so that none is followed without end.
    pub(super) fn open(bytes: &'bytes [u8]) -> std::io::Result<Self> {
        Ok(Self { file: cfb::CompoundFile::open(Cursor::new(mended(bytes)))? })
    }

    /// Whether it holds this stream or folder.
    pub(super) fn has(&self, name: &str) -> bool {
        self.file.exists(name)
    }

    /// The folders in this one, which is named with its `/`, in their order.
    pub(super) fn folders(&self, folder: &str) -> Vec<String> {
        let within = format!("/{}", folder.trim_end_matches('/'));
        let Ok(entries) = self.file.read_storage(within) else { return Vec::new() };
        entries.filter(|entry| entry.is_storage()).map(|entry| entry.name().to_owned()).collect()
    }

    /// The bytes of a stream; `None` if there is none of this name. Errs on one that is too large to be a workbook's.
    pub(super) fn stream(&mut self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        if !self.file.is_stream(name) {
            return Ok(None);
        }
        let length = self.file.entry(name).map_or(0, |entry| entry.len());
        if length > limits::STREAM_BYTES {
            let what = Bilingual::new("Phần dữ liệu của bảng tính", "The data of the workbook");
            return Err(Fault::too_many_bytes(what, length, limits::STREAM_BYTES));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        let read = self.file.open_stream(name).and_then(|mut stream| stream.read_to_end(&mut bytes));
        read.map(|_| Some(bytes)).map_err(|error| Fault::broken(&error))
    }
}

/// SheetJS fills its table of sectors (FAT) up with ends of chains; the crate takes what stands in it behind the last sector of
/// the file for sectors that were cut off, unless it is said to be free. What is part of a chain is left, so that a file that was
/// really cut is still found out. And some programs write the mark of the byte order the other way round: all of it is
/// little-endian nevertheless.
fn mended(bytes: &[u8]) -> Cow<'_, [u8]> {
    const END_OF_CHAIN: [u8; 4] = [0xfe, 0xff, 0xff, 0xff];
    let mut container = Cow::Borrowed(bytes);
    let Some(header) = bytes.get(..512) else { return container };
    if header[0x1c..0x1e] == [0xff, 0xfe] {
        container.to_mut()[0x1c..0x1e].copy_from_slice(&[0xfe, 0xff]);
    }
    let size = match u16_at(header, 0x1e) {
        9 => 512,
        12 => 4_096,
        _ => return container,
    };
    let sectors = bytes.len().div_ceil(size).saturating_sub(1);
    // The header lists the sectors of the table up to 7 MB; in longer files what the last of them has to spare is rarely there.
    for (part, place) in header[0x4c..].chunks_exact(4).enumerate() {
        let place = u32_at(place, 0) as usize;
        let start = place.saturating_add(1).saturating_mul(size);
        for entry in sectors.saturating_sub(part * size / 4)..size / 4 {
            let at = start.saturating_add(4 * entry);
            if bytes.get(at..).is_some_and(|entry| entry.starts_with(&END_OF_CHAIN)) {
                container.to_mut()[at] = 0xff;
            }
        }
    }
    container
}
