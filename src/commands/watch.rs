//! `bieumau check --watch`: checks again whenever a file is saved, until it is stopped with Ctrl+C.
//!
//! Spreadsheet programs do not write into the file: they write another one beside it and rename it over the old one, with a lock
//! file (`~$…`, `.~lock…`) coming and going. So it is the folder that is watched, by name, and after the last event there is a
//! short wait until all is quiet.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecursiveMode, Watcher};

use crate::bilingual;
use crate::render::text::WIDTH;
use crate::text::Language;
use crate::text::trouble::{Because, Trouble};

/// So long nothing may happen before a file is taken to be saved.
const QUIET: Duration = Duration::from_millis(300);

/// Checks once, then again after each change of the paths. Never returns while all goes well.
///
/// # Errors
/// When the folders cannot be watched, or `check` fails at first; later its errors are told, for a file that is being replaced
/// may be away for a moment.
pub fn run(
    paths: &[PathBuf],
    language: Language,
    mut check: impl FnMut() -> anyhow::Result<ExitCode>,
) -> anyhow::Result<ExitCode> {
    let paths: Vec<PathBuf> = paths
        .iter()
        .map(|path| {
            let shown = path.display();
            path.canonicalize().because(|| bilingual!("xem {shown}", "looking at {shown}"))
        })
        .collect::<anyhow::Result<_>>()?;
    let (sender, events) = channel();
    let mut watcher =
        notify::recommended_watcher(sender).because(|| bilingual!("bắt đầu theo dõi", "starting to watch"))?;
    for path in &paths {
        // A file's own watch would end when it is renamed away.
        let (folder, mode) = match path.parent() {
            Some(folder) if !path.is_dir() => (folder, RecursiveMode::NonRecursive),
            _ => (&**path, RecursiveMode::Recursive),
        };
        let shown = folder.display();
        watcher.watch(folder, mode).because(|| bilingual!("theo dõi {shown}", "watching {shown}"))?;
    }
    check()?;
    loop {
        tell(language)?;
        wait(&paths, &events)?;
        part(language)?;
        match check() {
            Ok(_) => {}
            Err(error) if super::is_broken_pipe(&error) => return Ok(ExitCode::SUCCESS),
            Err(error) => super::tell(&error, language).because(|| bilingual!("báo lỗi", "telling what went wrong"))?,
        }
    }
}

fn tell(language: Language) -> io::Result<()> {
    let text = language.say(
        "Đang theo dõi; lưu tệp để kiểm tra lại, nhấn Ctrl+C để dừng.",
        "Watching; save the file to check it again, press Ctrl+C to stop.",
    );
    writeln!(io::stderr().lock(), "{text}")
}

/// A line between one run and the next, with the time: what stands above it is no longer so.
fn part(language: Language) -> io::Result<()> {
    let time = jiff::ZonedDateTime::now().strftime("%H:%M:%S").to_string();
    let text =
        language.say(format!(" {time}, tệp đã thay đổi, kiểm tra lại "), format!(" {time}, changed, checking again "));
    writeln!(io::stderr().lock(), "\n{text:─^WIDTH$}\n")
}

/// Returns when one of the paths has changed and nothing has happened for a while.
fn wait(paths: &[PathBuf], events: &Receiver<notify::Result<Event>>) -> anyhow::Result<()> {
    let mut changed = false;
    loop {
        let event = if changed {
            match events.recv_timeout(QUIET) {
                // Between renaming away and renaming in place there is no file.
                Err(RecvTimeoutError::Timeout) if paths.iter().all(|path| path.exists()) => return Ok(()),
                Err(RecvTimeoutError::Timeout) => {
                    changed = false;
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return Err(ended()),
                Ok(event) => event,
            }
        } else {
            events.recv().map_err(|_| ended())?
        };
        changed |= concerns(&event.because(|| bilingual!("theo dõi", "watching"))?, paths);
    }
}

fn ended() -> anyhow::Error {
    Trouble::error(bilingual!(
        "hệ điều hành không còn báo thay đổi; hãy chạy lại",
        "the operating system no longer tells of changes; start again"
    ))
}

/// Whether the event may have changed what is to be checked. Reading a file is an event too, and it is we who read.
fn concerns(event: &Event, paths: &[PathBuf]) -> bool {
    let writes = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    };
    let is_ours = |changed: &Path| {
        let passing = changed.file_name().is_some_and(comes_and_goes);
        paths.iter().any(|path| changed == path || (!passing && path.is_dir() && changed.starts_with(path)))
    };
    // Without paths the system says that it lost count: then anything may have changed.
    writes && (event.paths.is_empty() || event.paths.iter().any(|path| is_ours(path)))
}

/// Lock files and half-written ones.
fn comes_and_goes(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with("~$") || name.starts_with('.') || name.to_lowercase().ends_with(".tmp")
}
