//! Keeps two runs from going on with one file at a time: each would read it before the other has written it, and what one of them
//! adds would be lost. The file itself is replaced, so that a lock on it would be one on what is no more; a file beside it is held.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::commands::interrupt;
use crate::text::Language;

/// One that other runs leave out of what they read, and clear away if its run was killed, see [`super::leftovers`].
const NAME: &str = ".bieumau-shared.tmp";

/// A folder in which no other run goes on with a file.
#[derive(Debug)]
pub struct Held {
    path: PathBuf,
    _locked: File,
}

impl Held {
    /// Waits for it; `None` where the file system knows no locks. `typed` is what is to be gone on with.
    pub fn new(folder: &Path, typed: &Path, language: Language) -> Option<Self> {
        let path = folder.join(NAME);
        loop {
            let file = open(&path).ok()?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    tell(typed, language);
                    file.lock().ok()?;
                }
                Err(TryLockError::Error(_)) => {
                    let _ = fs::remove_file(&path);
                    return None;
                }
            }
            // Who held it has deleted it at the end, and another may have made one anew.
            if is_there(&file, &path) {
                interrupt::begun(&path);
                return Some(Self { path, _locked: file });
            }
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // It is still locked. What stays is cleared away by the next run.
        let _ = fs::remove_file(&self.path);
    }
}

/// Another person's can be held without being written.
fn open(path: &Path) -> io::Result<File> {
    let opened = File::options().write(true).create(true).truncate(false).open(path);
    opened.or_else(|_| File::open(path))
}

#[cfg(unix)]
fn is_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let (held, there) = (file.metadata().map(id), fs::metadata(path).map(id));
    held.is_ok_and(|held| there.is_ok_and(|there| held == there))
}

#[cfg(not(unix))]
fn is_there(_: &File, path: &Path) -> bool {
    path.exists()
}

fn tell(typed: &Path, language: Language) {
    let typed = typed.display();
    crate::commands::notice(&language.say(
        format!("đang chờ một lần chạy khác ghi xong {typed}"),
        format!("waiting for another run to write {typed}"),
    ));
}
