//! What is half written when someone stops the program is deleted; and a limit on the size of files is an error like a full
//! disk, not a death.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, Once, PoisonError};
use std::time::Duration;

use anyhow::Context;

/// How often a folder that is still written into is tried, and how long apart: a second in all.
const ATTEMPTS: usize = 100;
const PAUSE: Duration = Duration::from_millis(10);

static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn unfinished() -> std::sync::MutexGuard<'static, Vec<PathBuf>> {
    // Single paths come and go, so the list is whole after a panic.
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Begins to watch over what [`begun`] tells of.
///
/// # Errors
/// When the operating system refuses to say who stops the program.
pub fn watch() -> anyhow::Result<()> {
    static ONCE: Once = Once::new();
    let mut outcome = Ok(());
    ONCE.call_once(|| outcome = begin());
    outcome.context("preparing for interruptions")
}

#[cfg(unix)]
fn begin() -> std::io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
    // By default it kills; with a handler the write fails, and the error names the path.
    signal_hook::flag::register(SIGXFSZ, std::sync::Arc::default())?;
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    std::thread::spawn(move || {
        for signal in signals.forever() {
            clear_away(|| {
                // Ends the process, as the signal does with those that do not listen.
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            });
        }
    });
    Ok(())
}

/// Ctrl+C, a window that is closed, the end of a session.
#[cfg(windows)]
fn begin() -> Result<(), ctrlc::Error> {
    ctrlc::set_handler(|| clear_away(|| std::process::exit(i32::from(super::death::STOPPED))))
}

#[cfg(not(any(unix, windows)))]
fn begin() -> std::io::Result<()> {
    Ok(())
}

/// Deletes what is unfinished, then ends the process. What is deleted is not let go any more meanwhile: nothing may be put in place
/// from now on.
#[cfg(any(unix, windows))]
fn clear_away(end: impl FnOnce()) {
    let paths = unfinished();
    for path in paths.iter() {
        delete(path);
    }
    end();
}

/// Deletes a file or folder. The run may still be writing into the folder, so that it is not empty when its turn comes: then it is
/// tried again. Whatever cannot be deleted is left out of the next run by its name.
#[cfg(any(unix, windows))]
fn delete(path: &Path) {
    for _ in 0..ATTEMPTS {
        let deleted = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        if deleted.is_ok() || !path.exists() {
            return;
        }
        std::thread::sleep(PAUSE);
    }
}

/// A file or folder that is to be deleted on an interruption, until it is put in place, see [`undisturbed`].
pub fn begun(path: &Path) {
    unfinished().push(path.to_owned());
}

/// Puts in place what was begun. Who stops the program meanwhile waits: between two outputs nothing is whole.
pub fn undisturbed<T>(work: impl FnOnce() -> T) -> T {
    let mut paths = unfinished();
    let done = work();
    // Each is in its place by now, or deleted.
    paths.clear();
    done
}
