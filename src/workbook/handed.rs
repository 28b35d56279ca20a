//! Files that are handed over as bytes, where there is no file system: in a browser.

use std::io::Cursor;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::{Loaded, Refusal, archive, file_name, is_no_submission, read_bytes};
use crate::text::name_as_text;

/// Reads a file, or each member if it is an archive, and hands them on one by one. `path` is relative to the inbox, with `/`; what is
/// shown of it is what [`super::collect()`] and [`super::read`] show.
pub fn read_each(path: &str, bytes: &[u8], mut take: impl FnMut(Loaded)) {
    let shown: String = path.split('/').map(name_as_text).collect::<Vec<_>>().join("/").nfc().collect();
    let shown: Arc<str> = shown.into();
    let name = file_name(&shown);
    if is_no_submission(name) {
        return take(Loaded::refused(&shown, Refusal::Skipped, None));
    }
    if !archive::is_archive(name, Cursor::new(bytes)) {
        return take(read_bytes(&shown, bytes, false));
    }
    let members = archive::each_member(bytes, |member, bytes| {
        let path: Arc<str> = format!("{shown} › {member}").into();
        take(match bytes {
            _ if is_no_submission(file_name(&path)) => Loaded::refused(&path, Refusal::Skipped, None),
            Ok(bytes) => read_bytes(&path, &bytes, true),
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
