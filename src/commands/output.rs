//! Outputs are written whole or not at all: beside their place first, under a temporary name in the same folder, then renamed.
//! Renaming within a folder is the one step that file systems do at once. What is no file, such as `/dev/stdout` or a pipe,
//! cannot be replaced and is written into, when everything is known to be well.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use tempfile::{NamedTempFile, TempDir};

use super::interrupt;
use crate::workbook::ASIDE;

/// An output that is complete and waits to be put in place.
#[derive(Debug)]
pub struct Pending {
    path: PathBuf,
    aside: Aside,
}

#[derive(Debug)]
enum Aside {
    File(NamedTempFile),
    Folder(TempDir, &'static str),
    /// For a device or a pipe: the content, to be copied.
    Stream(File),
}

/// Writes a file aside.
///
/// # Errors
/// When its folder does not exist or cannot be written, or `write` fails.
pub fn file(path: &Path, write: impl FnOnce(&mut File) -> anyhow::Result<()>) -> anyhow::Result<Pending> {
    if path.is_dir() {
        bail!("{} là thư mục; hãy ghi tên tệp / is a folder; give a file's name", path.display());
    }
    let writing = || format!("writing {}", path.display());
    if path.exists() && !path.is_file() {
        let mut stream = tempfile::tempfile().context("creating a temporary file")?;
        write(&mut stream).with_context(writing)?;
        return Ok(Pending { path: path.to_owned(), aside: Aside::Stream(stream) });
    }
    // A link stays one: what it leads to is replaced.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    interrupt::watch()?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(ASIDE).suffix(".tmp");
    readable_by_others(&mut builder);
    let mut aside = builder.tempfile_in(folder_of(path)).with_context(|| unwritable(path))?;
    interrupt::begun(aside.path());
    write(aside.as_file_mut()).with_context(writing)?;
    aside.as_file().sync_all().with_context(writing)?;
    Ok(Pending { path: path.to_owned(), aside: Aside::File(aside) })
}

/// Writes a folder aside. `marker` is the file that shows that a folder is ours: only such a folder is replaced. `write` is given a function that opens a file in it by name.
///
/// # Errors
/// When the place is taken by something that is no data package, its folder cannot be written, or `write` fails.
pub fn folder(
    path: &Path,
    marker: &'static str,
    write: impl FnOnce(&mut dyn FnMut(&str) -> anyhow::Result<Box<dyn Write>>) -> anyhow::Result<()>,
) -> anyhow::Result<Pending> {
    // What stands there is going to be deleted, so it must be ours.
    let is_empty = || fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none());
    if path.exists() && !path.join(marker).is_file() && !(path.is_dir() && is_empty()) {
        bail!(
            "{} đã có và không có {marker}; hãy chọn thư mục khác / exists and has no {marker}; choose another folder",
            path.display()
        );
    }
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    interrupt::watch()?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(ASIDE).suffix(".tmp");
    let aside = builder.tempdir_in(folder_of(path)).with_context(|| unwritable(path))?;
    interrupt::begun(aside.path());
    let mut create = |name: &str| -> anyhow::Result<Box<dyn Write>> {
        let file = aside.path().join(name);
        let opened = File::create(&file).with_context(|| format!("creating {}", file.display()))?;
        Ok(Box::new(BufWriter::new(opened)))
    };
    write(&mut create).with_context(|| format!("writing {}", path.display()))?;
    Ok(Pending { path: path.to_owned(), aside: Aside::Folder(aside, marker) })
}

impl Pending {
    /// Puts the output in its place, over what stood there.
    ///
    /// # Errors
    /// When the operating system refuses; for a folder what stood there is put back.
    pub fn put_in_place(self) -> anyhow::Result<()> {
        let Self { path, aside } = self;
        let context = || format!("putting {} in place", path.display());
        match aside {
            Aside::File(file) => {
                let before = file.path().to_owned();
                file.persist(&path).with_context(context)?;
                interrupt::ended(&before);
            }
            Aside::Folder(folder, marker) => {
                let before = folder.path().to_owned();
                swap(folder, marker, &path).with_context(context)?;
                interrupt::ended(&before);
            }
            Aside::Stream(mut content) => {
                let writing = || format!("writing {}", path.display());
                content.rewind().with_context(writing)?;
                let mut target = File::options().write(true).open(&path).with_context(writing)?;
                io::copy(&mut content, &mut target).with_context(writing)?;
                target.flush().with_context(writing)?;
            }
        }
        Ok(())
    }
}

/// A folder cannot be renamed over one that is not empty, so the old one steps aside first.
fn swap(new: TempDir, marker: &str, path: &Path) -> anyhow::Result<()> {
    widen(new.path(), marker)?;
    if !path.exists() {
        fs::rename(new.path(), path)?;
        // It has moved away: there is nothing left to delete.
        let _ = new.keep();
        return Ok(());
    }
    let old = tempfile::Builder::new().prefix(ASIDE).suffix(".old").tempdir_in(folder_of(path))?;
    let stepped_aside = old.path().join("old");
    fs::rename(path, &stepped_aside)?;
    if let Err(error) = fs::rename(new.path(), path) {
        fs::rename(&stepped_aside, path).context("putting the old folder back")?;
        return Err(error.into());
    }
    let _ = new.keep();
    old.close().context("deleting the old folder")
}

/// Temporary files are for their owner alone; an output is as readable as any other file.
#[cfg(unix)]
fn readable_by_others(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    // The process's mask is taken off by the operating system.
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn readable_by_others(_: &mut tempfile::Builder<'_, '_>) {}

/// The same for a folder, with the mask that its files were created under.
#[cfg(unix)]
fn widen(folder: &Path, marker: &str) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let of_a_file = fs::metadata(folder.join(marker))?.permissions().mode();
    let readable = of_a_file & 0o666;
    // Who may read a file of it may enter the folder.
    fs::set_permissions(folder, fs::Permissions::from_mode(readable | ((readable & 0o444) >> 2)))?;
    Ok(())
}

#[cfg(not(unix))]
fn widen(_: &Path, _: &str) -> anyhow::Result<()> {
    Ok(())
}

/// Refuses outputs that would overwrite one another or an input that was named.
///
/// # Errors
/// Names the path and what to do.
pub fn refuse_clashes(outputs: &[PathBuf], inputs: &[PathBuf]) -> anyhow::Result<()> {
    for (index, output) in outputs.iter().enumerate() {
        let same = |other: &PathBuf| same_place(other, output);
        if outputs[..index].iter().any(same) {
            bail!("hai kết quả cùng ghi vào {0} / two outputs go to {0}", output.display());
        }
        if inputs.iter().any(same) {
            bail!("{0} vừa là đầu vào vừa là kết quả / {0} is both an input and an output", output.display());
        }
    }
    Ok(())
}

fn same_place(one: &Path, other: &Path) -> bool {
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn unwritable(path: &Path) -> String {
    format!("creating a file in {}: kiểm tra thư mục đã có chưa / does the folder exist?", folder_of(path).display())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACKAGE: &str = "datapackage.json";

    #[test]
    fn a_failed_output_leaves_the_old_one() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("report.json");
        fs::write(&path, "old").expect("a file can be written");
        let failed = file(&path, |file| {
            file.write_all(b"half")?;
            bail!("disk full")
        });
        assert!(failed.is_err());
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "old");
        assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1, "nothing is left lying about");

        let pending = file(&path, |file| Ok(file.write_all(b"new")?)).expect("it can be written");
        pending.put_in_place().expect("it can be renamed");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "new");
    }

    #[test]
    fn a_package_replaces_a_package_and_nothing_else() {
        let folder_for_test = tempfile::tempdir().expect("a temporary folder");
        let path = folder_for_test.path().join("data");
        for content in ["one", "two"] {
            let pending = folder(&path, PACKAGE, |create| Ok(create(PACKAGE)?.write_all(content.as_bytes())?));
            pending.expect("it can be written").put_in_place().expect("it can be renamed");
            assert_eq!(fs::read_to_string(path.join(PACKAGE)).expect("it is there"), content);
        }
        assert_eq!(fs::read_dir(folder_for_test.path()).expect("readable").count(), 1);

        let photos = folder_for_test.path().join("photos");
        fs::create_dir(&photos).expect("a folder can be made");
        fs::write(photos.join("a.jpg"), "x").expect("a file can be written");
        assert!(folder(&photos, PACKAGE, |_| Ok(())).is_err());
        assert!(photos.join("a.jpg").exists());
    }
}
