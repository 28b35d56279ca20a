//! Puts all outputs of a run in their places, or none: what stood there is kept until the last one is in place, and put back if
//! one fails. Streams come last, for what was written into a pipe cannot be taken back.

use std::fs::{self, File};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::{TempDir, TempPath};

use super::{Aside, AsideFolder, Pending, folder_of, leftovers, listing, temporary, writing};
use crate::bilingual;
use crate::commands::{fault, interrupt};
use crate::text::Language;
use crate::text::trouble::{Because, Trouble};

/// An output that is in its place, and how it is taken back.
enum Done {
    /// Nothing stood there.
    Created(PathBuf),
    /// What stood there has a second name.
    Replaced { path: PathBuf, old: TempPath },
    /// What stood there lies under the temporary name of the new folder.
    Exchanged { path: PathBuf, old: TempDir },
    /// What stood there has stepped aside, into `old`.
    SteppedAside { path: PathBuf, new: PathBuf, old: PathBuf },
    /// Written into a stream.
    Written,
}

/// Puts everything in place. Someone who stops the program while files and folders change places waits for the end; a stream
/// may wait for its reader for ever, and can be stopped.
///
/// # Errors
/// When the operating system refuses; everything is as it was then.
pub fn put(pending: Vec<Pending>, language: Language) -> anyhow::Result<()> {
    let (streams, others): (Vec<_>, Vec<_>) =
        pending.into_iter().partition(|pending| matches!(pending.aside, Aside::Stream(_)));
    let mut done = Vec::new();
    let put = interrupt::undisturbed(|| put_each(others, &mut done));
    let put = put.and_then(|()| put_each(streams, &mut done));
    interrupt::undisturbed(|| match put {
        Ok(()) => {
            done.into_iter().for_each(|one| forget_the_old(one, language));
            Ok(())
        }
        Err(error) => Err(done.into_iter().rev().fold(error, |error, one| undo(one, error))),
    })
}

fn put_each(pending: Vec<Pending>, done: &mut Vec<Done>) -> anyhow::Result<()> {
    for pending in pending {
        let typed = pending.typed.clone();
        done.push(put_one(pending).because(|| writing(&typed))?);
    }
    Ok(())
}

fn put_one(pending: Pending) -> anyhow::Result<Done> {
    let Pending { typed, path, aside } = pending;
    fault::at("place", &path)?;
    match aside {
        Aside::File(file) => {
            let old = path.is_file().then(|| second_name(&path)).transpose()?;
            file.persist(&path)?;
            Ok(match old {
                Some(old) => Done::Replaced { path, old },
                None => Done::Created(path),
            })
        }
        Aside::Folder(folder) => {
            // What lies there may have been changed while the run went on.
            listing::refuse_foreign(&path, &typed, folder.kind)?;
            put_folder(folder, path)
        }
        Aside::Stream(mut content) => {
            content.rewind()?;
            let mut target = File::options().write(true).open(&path)?;
            io::copy(&mut content, &mut target)?;
            target.flush()?;
            Ok(Done::Written)
        }
    }
}

/// A second name for a file; a copy of it where the file system gives each only one.
fn second_name(path: &Path) -> anyhow::Result<TempPath> {
    let make = |make: &dyn Fn(&Path) -> io::Result<()>| temporary(".tmp").make_in(folder_of(path), make);
    let made = make(&|name| fs::hard_link(path, name)).or_else(|_| make(&|name| fs::copy(path, name).map(drop)))?;
    Ok(made.into_temp_path())
}

fn put_folder(folder: AsideFolder, path: PathBuf) -> anyhow::Result<Done> {
    let AsideFolder { folder: new, kind: _, _lock: _held } = folder;
    widen(new.path())?;
    if !path.exists() {
        fs::rename(new.path(), &path)?;
        // It has moved away: there is nothing left to delete.
        let _ = new.keep();
        return Ok(Done::Created(path));
    }
    let exchanged = fault::at("exchange", &path).and_then(|()| exchange(new.path(), &path));
    fault::at("exchanged", &path)?;
    if exchanged.is_ok() {
        return Ok(Done::Exchanged { path, old: new });
    }
    step_aside(new, path)
}

/// The old folder steps aside, then the new one takes its place. A run that is killed between the two is mended by the next
/// one, which finds the name that the old folder had.
fn step_aside(new: TempDir, path: PathBuf) -> anyhow::Result<Done> {
    let aside = temporary(leftovers::OLD).tempdir_in(folder_of(&path))?;
    let _held = leftovers::hold_folder(aside.path());
    let old = aside.path().join(path.file_name().context("a folder has a name")?);
    fs::rename(&path, &old)?;
    // From here on it holds what must not be lost.
    let aside = aside.keep();
    let placed = fault::at("between", &path).and_then(|()| fs::rename(new.path(), &path));
    if let Err(error) = placed {
        fs::rename(&old, &path).with_context(|| format!("{} ← {}", path.display(), old.display()))?;
        let _ = fs::remove_dir(&aside);
        return Err(error.into());
    }
    Ok(Done::SteppedAside { path, new: new.keep(), old })
}

/// Two folders change places in one step.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Takes an output back, and adds to the error what cannot be.
fn undo(done: Done, error: anyhow::Error) -> anyhow::Error {
    let (path, undone) = match done {
        Done::Created(path) if path.is_dir() => (path.clone(), fs::remove_dir_all(&path)),
        Done::Created(path) => (path.clone(), fs::remove_file(&path)),
        Done::Replaced { path, old } => (path.clone(), old.persist(&path).map_err(|error| error.error)),
        Done::Exchanged { path, old } => {
            let undone = exchange(old.path(), &path);
            if undone.is_err() {
                let _ = old.keep();
            }
            (path, undone)
        }
        Done::SteppedAside { path, new, old } => {
            let undone = fs::rename(&path, &new).and_then(|()| fs::rename(&old, &path));
            if undone.is_ok() {
                let _ = fs::remove_dir_all(&new);
                let _ = fs::remove_dir(folder_of(&old));
            }
            (path, undone)
        }
        Done::Written => return error,
    };
    let Err(why) = undone else { return error };
    let path = path.display();
    let told =
        bilingual!("không đưa lại được bản cũ của {path} ({why})", "the old {path} could not be put back ({why})");
    Trouble::with(told, error)
}

/// Deletes what stood in an output's place. The new one is there, so a failure is only told.
fn forget_the_old(done: Done, language: Language) {
    let (path, removed) = match done {
        Done::Created(_) | Done::Written => return,
        Done::Replaced { path, old } => (path, old.close()),
        Done::Exchanged { path, old } => {
            let old = old.keep();
            (path.clone(), fault::at("remove", &path).and_then(|()| listing::delete(&old)))
        }
        Done::SteppedAside { path, old, .. } => {
            let removed = fault::at("remove", &path).and_then(|()| listing::delete(&old));
            (path, removed.and_then(|()| fs::remove_dir(folder_of(&old))))
        }
    };
    let Err(error) = removed else { return };
    let path = path.display();
    crate::commands::notice(&language.say(
        format!("cảnh báo: {path} đã ghi xong, nhưng bản cũ bên cạnh chưa xóa được ({error})"),
        format!("warning: {path} was written, but the old one beside it could not be deleted ({error})"),
    ));
}

/// Temporary folders are for their owner alone; this one gets the mask that its files were created under.
#[cfg(unix)]
fn widen(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let of_a_file = fs::metadata(folder.join(listing::NAME))?.permissions().mode();
    let readable = of_a_file & 0o666;
    // Who may read a file of it may enter the folder.
    fs::set_permissions(folder, fs::Permissions::from_mode(readable | ((readable & 0o444) >> 2)))
}

#[cfg(not(unix))]
fn widen(_: &Path) -> io::Result<()> {
    Ok(())
}
