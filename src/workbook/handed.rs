//! Files that are handed over as bytes, where there is no file system: in a browser.

use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::mark::{self, PACKAGE_BYTES};
use super::parcel::{self, Parcel};
use super::refusal::Fault;
use super::{Loaded, Refusal, extension, file_name, limits};
use crate::text::{Bilingual, name_as_text};

/// No file of more bytes need be handed over: [`too_large`] is what there is to say of it.
pub const MOST_BYTES: u64 = limits::ARCHIVE_BYTES;

/// What there is to say of a file of more than [`MOST_BYTES`]. `path` is relative to the inbox, with `/`.
pub fn too_large(path: &str, bytes: u64) -> Loaded {
    super::too_large(&shown(path), bytes)
}

/// What there is to say of a file whose bytes the browser could not get: it changed or went away, or may not be read. `path` as there.
pub fn unavailable(path: &str) -> Loaded {
    let reason = Bilingual::new(
        "tệp vừa thay đổi, không còn ở đó, hoặc không được phép đọc",
        "it has just changed, is gone, or may not be read",
    );
    let remedy = Bilingual::new(
        "Chọn lại thư mục khi không còn ai ghi vào tệp",
        "Choose the folder again when nobody writes to it any more",
    );
    Loaded::refused(&shown(path), Refusal::Unreadable, Some(Fault::unavailable(reason, remedy)))
}

/// Reads a file, or each file within it if it is an archive or a message, and hands them on one by one. `path` is relative to the
/// inbox, with `/`; what is shown of it is what [`super::collect()`] and [`super::read_all`] show. `description` is the
/// `datapackage.json` in the file's folder, if one lies there.
pub fn read_each(path: &str, bytes: &[u8], description: Option<&[u8]>, mut take: impl FnMut(Loaded)) {
    let shown = shown(path);
    let is_large = bytes.len() as u64 > limits::FILE_BYTES;
    if is_large && Parcel::of(file_name(&shown), bytes) != Some(Parcel::Zip) {
        return take(super::too_large(&shown, bytes.len() as u64));
    }
    let description = description.filter(|bytes| bytes.len() as u64 <= PACKAGE_BYTES).map(<[u8]>::to_vec);
    parcel::read_each(&shown, bytes, (false, description), &mut take);
}

/// The path as it is shown.
pub fn shown(path: &str) -> Arc<str> {
    path.split('/').map(name_as_text).collect::<Vec<_>>().join("/").nfc().collect::<String>().into()
}

/// The file with its mark, if it is a table of a data package of this program.
pub(super) fn marked(mut loaded: Loaded, description: impl FnOnce() -> Option<Vec<u8>>) -> Loaded {
    let name = file_name(&loaded.path);
    if loaded.mark.is_none() && extension(name).as_deref() == Some("csv") {
        loaded.mark = description().and_then(|description| mark::of_listed(&description, name, &loaded.sha256));
    }
    loaded
}
