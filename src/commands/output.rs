//! Outputs are written whole or not at all, and together: each beside its place first, under a temporary name in the same
//! folder, then all of them put in place, see [`together`]. Renaming within a folder is the one step that file systems do at
//! once. What is no file, such as `/dev/stdout` or a pipe, cannot be replaced and is written into, when everything is known to
//! be well.
//!
//! Where they go is settled before anything is read, see [`places`]: a slip in a file's name must not cost an hour of reading,
//! and never what lies at that place.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use tempfile::{NamedTempFile, TempDir};

pub use self::held::Held;
use self::places::Place;
pub use self::places::{OutputKind, Wanted};
use super::interrupt;
use crate::bilingual;
use crate::text::trouble::Because;
use crate::text::{Bilingual, Language};
use crate::workbook::ASIDE;

mod held;
mod leftovers;
mod listing;
mod places;
mod together;

/// Opens a file of a folder by its name.
pub type Create<'a> = dyn FnMut(&str) -> anyhow::Result<Box<dyn Write>> + 'a;

/// All that a run writes: where it goes, and what of it is complete and waits to be put in place.
#[derive(Debug)]
pub struct Outputs {
    places: Vec<Place>,
    pending: Vec<Pending>,
    language: Language,
}

/// An output that is complete.
#[derive(Debug)]
struct Pending {
    /// As typed, for messages.
    typed: PathBuf,
    /// Without links and detours.
    path: PathBuf,
    aside: Aside,
}

#[derive(Debug)]
enum Aside {
    File(NamedTempFile),
    Folder(AsideFolder),
    /// For a device or a pipe: the content, to be copied.
    Stream(File),
}

/// A folder under its temporary name.
#[derive(Debug)]
struct AsideFolder {
    folder: TempDir,
    kind: &'static str,
    /// Held as long as this run lives, see [`leftovers`].
    _lock: Option<File>,
}

impl Outputs {
    /// Settles where everything goes, before anything is read, and mends what an earlier run left behind there. `inputs` are
    /// all files and folders that the run reads.
    ///
    /// # Errors
    /// When an output would overwrite another, an input, or what this program did not write, has an ending that is not its
    /// format's, or its place cannot be written. The path is named as typed.
    pub fn settle(wanted: Vec<Wanted>, inputs: &[PathBuf], language: Language) -> anyhow::Result<Self> {
        interrupt::watch()?;
        Ok(Self { places: places::settle(wanted, inputs, language)?, pending: Vec::new(), language })
    }

    /// Where everything goes, without links and detours.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.places.iter().map(|place| place.path.clone()).collect()
    }

    /// Writes a file aside; `path` as it was wanted.
    ///
    /// # Errors
    /// When its folder cannot be written, or `write` fails.
    pub fn file(&mut self, path: &Path, write: impl FnOnce(&mut File) -> anyhow::Result<()>) -> anyhow::Result<()> {
        let place = self.place(path)?;
        let writing = || writing(path);
        let aside = if place.is_stream() {
            let mut stream = tempfile::tempfile().because(writing)?;
            write(&mut stream).because(writing)?;
            Aside::Stream(stream)
        } else {
            let mut builder = temporary(".tmp");
            readable_by_others(&mut builder);
            let mut aside = builder.tempfile_in(folder_of(&place.path)).because(writing)?;
            interrupt::begun(aside.path());
            leftovers::hold(aside.as_file());
            write(aside.as_file_mut()).because(writing)?;
            aside.as_file().sync_all().because(writing)?;
            Aside::File(aside)
        };
        self.pending.push(Pending { typed: path.to_owned(), path: place.path.clone(), aside });
        Ok(())
    }

    /// Writes a folder aside; `path` as it was wanted. `write` is given a function that opens a file in it by name. The folder
    /// gets a list of what was written, so that a later run knows what it may replace.
    ///
    /// # Errors
    /// When its folder cannot be written, or `write` fails.
    pub fn folder(
        &mut self,
        path: &Path,
        write: impl FnOnce(&mut Create<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let place = self.place(path)?;
        let OutputKind::Folder(kind) = place.shape else {
            return Err(anyhow!("{} was wanted as a file", path.display()));
        };
        let writing = || writing(path);
        let folder = temporary(".tmp").tempdir_in(folder_of(&place.path)).because(writing)?;
        interrupt::begun(folder.path());
        let lock = leftovers::hold_folder(folder.path());
        listing::begin(folder.path(), kind).because(writing)?;
        let mut create = |name: &str| -> anyhow::Result<Box<dyn Write>> {
            let file = folder.path().join(name);
            if let Some(holder) = file.parent() {
                let shown = holder.display();
                std::fs::create_dir_all(holder).because(|| bilingual!("tạo {shown}", "creating {shown}"))?;
            }
            let opened = File::create(&file).because(|| {
                let file = file.display();
                bilingual!("tạo {file}", "creating {file}")
            })?;
            Ok(Box::new(BufWriter::new(opened)))
        };
        write(&mut create).because(writing)?;
        listing::complete(folder.path(), kind).because(writing)?;
        let aside = Aside::Folder(AsideFolder { folder, kind, _lock: lock });
        self.pending.push(Pending { typed: path.to_owned(), path: place.path.clone(), aside });
        Ok(())
    }

    /// Waits until no other run goes on with what is to be continued here, and keeps others from it as long as what is given back
    /// lives; nothing is given back of a stream, nor where the file system has no locks. `path` as it was wanted.
    ///
    /// # Errors
    /// When nothing was wanted there.
    pub fn hold(&self, path: &Path) -> anyhow::Result<Option<Held>> {
        let place = self.place(path)?;
        Ok(if place.is_stream() { None } else { Held::new(folder_of(&place.path), path, self.language) })
    }

    /// Puts everything in its place, over what stood there: all of it, or nothing.
    ///
    /// # Errors
    /// When the operating system refuses; then what stood there is put back.
    pub fn put_in_place(self) -> anyhow::Result<()> {
        together::put(self.pending, self.language)
    }

    fn place(&self, path: &Path) -> anyhow::Result<&Place> {
        let place = self.places.iter().find(|place| place.typed == path);
        place.with_context(|| format!("{} was not settled", path.display()))
    }
}

/// A name that a run writes under before it puts something in its place.
fn temporary(ending: &str) -> tempfile::Builder<'_, '_> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(ASIDE).suffix(ending);
    builder
}

/// Temporary files are for their owner alone; an output is as readable as any other file.
#[cfg(unix)]
fn readable_by_others(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    // The process's mask is taken off by the operating system.
    builder.permissions(std::fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn readable_by_others(_: &mut tempfile::Builder<'_, '_>) {}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn writing(path: &Path) -> Bilingual {
    let path = path.display();
    bilingual!("không ghi được {path}", "{path} cannot be written")
}
