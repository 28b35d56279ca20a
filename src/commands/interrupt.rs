//! What is half written when someone stops the program is deleted; and a limit on the size of files is an error like a full
//! disk, not a death.

#[cfg(unix)]
mod unix {
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::sync::atomic::AtomicBool;
    use std::sync::{Arc, Mutex, Once, PoisonError};
    use std::time::Duration;

    use anyhow::Context;
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
    use signal_hook::iterator::Signals;

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

    fn begin() -> std::io::Result<()> {
        // By default it kills; with a handler the write fails, and the error names the path.
        signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)))?;
        let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM])?;
        std::thread::spawn(move || {
            for signal in signals.forever() {
                // Not let go any more: nothing may be put in place from now on.
                let paths = unfinished();
                for path in paths.iter() {
                    delete(path);
                }
                // Ends the process, as the signal does with those that do not listen.
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
        });
        Ok(())
    }

    /// Deletes a file or folder. The run may still be writing into the folder, so that it is not empty when its turn comes: then it is
    /// tried again. Whatever cannot be deleted is left out of the next run by its name.
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
}

#[cfg(unix)]
pub use unix::{begun, undisturbed, watch};

#[cfg(not(unix))]
mod elsewhere {
    use std::path::Path;

    pub fn watch() -> anyhow::Result<()> {
        Ok(())
    }

    pub fn begun(_: &Path) {}

    pub fn undisturbed<T>(work: impl FnOnce() -> T) -> T {
        work()
    }
}

#[cfg(not(unix))]
pub use elsewhere::{begun, undisturbed, watch};
