//! What a run leaves behind that was killed: files and folders under temporary names, and, where a file system cannot let two
//! folders change places in one step, an old folder that had stepped aside and was never put back.
//!
//! A run that lives holds a lock on what it writes, so that one which starts meanwhile leaves it alone.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::listing;
use crate::text::Language;
use crate::workbook::ASIDE;

/// The end of the name of a folder into which the old one steps aside.
pub const OLD: &str = ".old";
const TEMPORARY: &str = ".tmp";

/// Holds a file that is being written.
pub fn hold(file: &File) {
    // A file system without locks has no second run that could ask for one either.
    let _ = file.try_lock();
}

/// Holds a folder as long as what is given back lives.
#[cfg(unix)]
pub fn hold_folder(folder: &Path) -> Option<File> {
    let opened = File::open(folder).ok()?;
    hold(&opened);
    Some(opened)
}

#[cfg(not(unix))]
pub fn hold_folder(_: &Path) -> Option<File> {
    None
}

/// Puts back and cleans up in a folder. `wanted` are the outputs of this run in it. Whatever cannot be mended is left as it
/// is: it does no harm beside the outputs.
pub fn mend(folder: &Path, wanted: &[&Path], language: Language) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut left: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    left.retain(|path| is_of_a_run(path) && is_dead(path));
    left.sort();
    for path in &left {
        if path.extension().is_some_and(|ending| ending == &OLD[1..]) {
            put_back(folder, path, wanted, language);
        }
    }
    for path in &left {
        remove(path);
    }
}

/// Whether the name is one that a run gives: `.bieumau-`, six letters or figures, and an ending.
fn is_of_a_run(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let drawn = name.strip_prefix(ASIDE).and_then(|rest| rest.strip_suffix(OLD).or(rest.strip_suffix(TEMPORARY)));
    drawn.is_some_and(|drawn| drawn.len() == 6 && drawn.chars().all(|letter| letter.is_ascii_alphanumeric()))
}

/// Whether no run that lives holds it.
fn is_dead(path: &Path) -> bool {
    let opened = if path.is_dir() { open_folder(path) } else { File::options().write(true).open(path) };
    match opened {
        Ok(file) => match file.try_lock() {
            Ok(()) => true,
            Err(TryLockError::WouldBlock) => false,
            // Without locks nothing can be said; what is old enough was left.
            Err(TryLockError::Error(_)) => is_old(path),
        },
        Err(_) => is_old(path),
    }
}

#[cfg(unix)]
fn open_folder(path: &Path) -> io::Result<File> {
    File::open(path)
}

#[cfg(not(unix))]
fn open_folder(_: &Path) -> io::Result<File> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Older than any run takes.
fn is_old(path: &Path) -> bool {
    const DAY: std::time::Duration = std::time::Duration::from_secs(24 * 60 * 60);
    let modified = fs::symlink_metadata(path).and_then(|file| file.modified());
    modified.is_ok_and(|time| time.elapsed().is_ok_and(|age| age > DAY))
}

/// An old folder whose place is empty goes back there. Earlier versions did not write down its name: then it is the one output
/// of this run that is missing and holds what such a folder holds.
fn put_back(folder: &Path, old: &Path, wanted: &[&Path], language: Language) {
    let Ok(entries) = fs::read_dir(old) else { return };
    for entry in entries.flatten() {
        let named = folder.join(entry.file_name());
        let nameless = entry.file_name() == "old" && !wanted.contains(&&*named);
        let place = match nameless {
            true => wanted.iter().find(|place| !place.exists()).map(|place| place.to_path_buf()),
            false => Some(named),
        };
        let Some(place) = place.filter(|place| !place.exists()) else { continue };
        if fs::rename(entry.path(), &place).is_ok() {
            crate::commands::notice(&language.say(
                format!("đã khôi phục {} mà lần chạy trước bỏ dở khi đang thay", place.display()),
                format!("{} was restored: an earlier run was stopped while replacing it", place.display()),
            ));
        }
    }
}

/// Deletes what is known to be ours: a file under such a name; a folder that bears our list, or is empty, or, for one that
/// stepped aside, holds only such folders.
fn remove(path: &Path) {
    let is_ours = |folder: &Path| {
        listing::is_there(folder)
            || ["data", "letters"].iter().any(|kind| listing::refuse_foreign(folder, folder, kind).is_ok())
    };
    let inner = || fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_old = path.extension().is_some_and(|ending| ending == &OLD[1..]);
    let removed = match () {
        () if !path.is_dir() => fs::remove_file(path),
        () if is_ours(path) => listing::delete(path),
        () if is_old && inner().all(|inner| inner.is_dir() && is_ours(&inner)) => {
            inner().try_for_each(|inner| listing::delete(&inner)).and_then(|()| fs::remove_dir(path))
        }
        () => fs::remove_dir(path),
    };
    // What cannot be removed is left out of every run by its name.
    let _ = removed;
}
