//! What stands where an output is to go: something of the tool's own, as it was written, or what somebody would miss. It must be known
//! of a file of any size before a run begins, so that of a package only its properties are read, and a text is gone through in pieces.
//!
//! A workbook or document of ours says that it was changed when it was made. Whatever program saves it later says the day on which it
//! did so, also where nobody has changed a cell: that it was saved is all that can be known without reading it.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use zip::ZipArchive;

use super::archive::claims_too_many_members;
use super::mark::{self, AUTHOR, LONGEST, Mark, PROPERTIES_BYTES};
use super::xml::{self, Token, Tokens};

/// A text is searched in pieces of so many bytes.
const PIECE: usize = 1 << 20;

/// What is known of a file before it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// By the tool, and it is as it was written; of an earlier version it may have no mark.
    Here(Option<Mark>),
    /// By the tool, and another program has saved it since.
    Changed,
    /// By somebody else.
    Elsewhere,
}

impl Written {
    /// Of the file at this path.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let mut start = Vec::new();
        file.by_ref().take(14).read_to_end(&mut start)?;
        file.seek(SeekFrom::Start(0))?;
        if start.starts_with(b"PK\x03\x04") {
            // Of the first part: midnight of the first day that the format knows, for no clock was asked.
            let is_timeless = start.get(10..) == Some(&[0, 0, 0x21, 0]);
            return Ok(match of_package(file) {
                Some(Self::Here(_)) if !is_timeless => Self::Changed,
                known => known.unwrap_or(Self::Elsewhere),
            });
        }
        Ok(match of_text(file)? {
            Some(mark) => Self::Here(Some(mark)),
            None => Self::Elsewhere,
        })
    }
}

/// Of a package of Office Open XML: the tool writes no other.
fn of_package(mut file: File) -> Option<Written> {
    if claims_too_many_members(&mut file).ok()? {
        return None;
    }
    let mut archive = ZipArchive::new(BufReader::new(file)).ok()?;
    let mut part = |name: &str| {
        let part = archive.by_name(name).ok().filter(|part| part.size() <= PROPERTIES_BYTES)?;
        let mut bytes = Vec::new();
        part.take(PROPERTIES_BYTES).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    };
    let mark = part("docProps/custom.xml").and_then(|bytes| Mark::find(&bytes));
    let core = xml::decoded(part("docProps/core.xml")?).ok()?;
    let [creator, saver, created, modified] =
        ["creator", "lastModifiedBy", "created", "modified"].map(|name| said(&core, name));
    if mark.is_none() && creator.as_deref() != Some(AUTHOR) {
        return None;
    }
    let is_as_written = created.is_some() && created == modified && creator == saver;
    Some(if is_as_written { Written::Here(mark) } else { Written::Changed })
}

/// What stands in the first element of this name.
fn said(part: &str, name: &str) -> Option<String> {
    let mut tokens = Tokens::new(part);
    let mut within = false;
    while let Ok(Some(token)) = tokens.next() {
        match token {
            Token::Start(tag) => within = !tag.is_empty && tag.name == name,
            Token::Text(text) if within => return Some(xml::unescaped(text).ok()?.into_owned()),
            _ => within = false,
        }
    }
    None
}

/// The mark in a text; a table is known by its first line.
fn of_text(mut file: File) -> io::Result<Option<Mark>> {
    let mut piece = Vec::with_capacity(PIECE + LONGEST);
    let mut is_first = true;
    loop {
        let kept = piece.len().saturating_sub(LONGEST);
        piece.drain(..kept);
        if file.by_ref().take(PIECE as u64).read_to_end(&mut piece)? == 0 {
            return Ok(None);
        }
        let table = if is_first { mark::of_table(&piece) } else { None };
        if let Some(mark) = table.or_else(|| Mark::find(&piece)) {
            return Ok(Some(mark));
        }
        is_first = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> Written {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("x");
        std::fs::write(&path, bytes).expect("there is room");
        Written::of(&path).expect("it can be read")
    }

    #[test]
    fn a_mark_is_found_wherever_it_stands_in_a_text() {
        let mark = Mark::of(mark::Output::Report);
        for before in [0, PIECE - LONGEST, PIECE - 9, PIECE, 2 * PIECE - 20, 3 * PIECE] {
            let text = format!("{}\"{mark}\"", " ".repeat(before));
            assert_eq!(of(text.as_bytes()), Written::Here(Some(mark.clone())), "{before}");
        }
        assert_eq!(of(&vec![b' '; 3 * PIECE]), Written::Elsewhere);
        assert_eq!(of(b"PK\x03\x04 cut short"), Written::Elsewhere);
    }
}
