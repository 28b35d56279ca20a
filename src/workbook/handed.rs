//! Files that are handed over as bytes, where there is no file system: in a browser.

use std::io::Cursor;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::mark::{self, PACKAGE, PACKAGE_BYTES};
use super::{Loaded, Refusal, archive, extension, file_name, is_no_submission, limits, read_bytes};
use crate::text::name_as_text;

/// No file of more bytes need be handed over: [`too_large`] is what there is to say of it.
pub const MOST_BYTES: u64 = limits::ARCHIVE_BYTES;

/// What there is to say of a file of more than [`MOST_BYTES`]. `path` is relative to the inbox, with `/`.
pub fn too_large(path: &str, bytes: u64) -> Loaded {
    super::too_large(&shown(path), bytes)
}

/// Reads a file, or each member if it is an archive, and hands them on one by one. `path` is relative to the inbox, with `/`; what is
/// shown of it is what [`super::collect()`] and [`super::read`] show. `description` is the `datapackage.json` in the file's folder, if one
/// lies there.
pub fn read_each(path: &str, bytes: &[u8], description: Option<&[u8]>, mut take: impl FnMut(Loaded)) {
    let shown = shown(path);
    let name = file_name(&shown);
    if is_no_submission(name) {
        return take(Loaded::refused(&shown, Refusal::Skipped, None));
    }
    if !archive::is_archive(name, Cursor::new(bytes)) {
        if bytes.len() as u64 > limits::FILE_BYTES {
            return take(super::too_large(&shown, bytes.len() as u64));
        }
        return take(marked(read_bytes(&shown, bytes, false), || {
            description.filter(|bytes| bytes.len() as u64 <= PACKAGE_BYTES).map(<[u8]>::to_vec)
        }));
    }
    let members = archive::each_member(bytes, |member, bytes, beside| {
        let path: Arc<str> = format!("{shown} › {member}").into();
        take(match bytes {
            _ if is_no_submission(file_name(&path)) => Loaded::refused(&path, Refusal::Skipped, None),
            Ok(bytes) => marked(read_bytes(&path, &bytes, true), || beside(PACKAGE, PACKAGE_BYTES)),
            Err(fault) => Loaded::refused(&path, Refusal::Unreadable, Some(fault)),
        });
    });
    let fault = match members {
        Ok(1..) => return,
        Ok(0) => archive::holds_nothing(),
        Err(fault) => fault,
    };
    take(Loaded::refused(&shown, Refusal::Unreadable, Some(fault)));
}

/// The path as it is shown.
fn shown(path: &str) -> Arc<str> {
    path.split('/').map(name_as_text).collect::<Vec<_>>().join("/").nfc().collect::<String>().into()
}

/// The file with its mark, if it is a table of a data package of this program.
fn marked(mut loaded: Loaded, description: impl FnOnce() -> Option<Vec<u8>>) -> Loaded {
    let name = file_name(&loaded.path);
    if loaded.mark.is_none() && extension(name).as_deref() == Some("csv") {
        loaded.mark = description().and_then(|description| mark::of_listed(&description, name, &loaded.sha256));
    }
    loaded
}
