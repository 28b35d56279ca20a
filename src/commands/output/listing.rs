//! The list that every folder bears which this program wrote: its files with their digests. A folder is replaced as a whole,
//! so that no letter of last week stays behind for an agency that has answered since; what would be lost by that, a signed
//! letter beside ours or a returned form that is half corrected, is told by this list.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use walkdir::WalkDir;

use crate::text::Bilingual;
use crate::text::trouble::{Because, Trouble};
use crate::{bilingual, trouble};

/// The list's name within its folder.
pub const NAME: &str = crate::workbook::LISTING;

/// What systems leave in a folder that somebody looked into; nobody misses it.
const LITTER: [&str; 3] = [".ds_store", "thumbs.db", "desktop.ini"];

/// So much later than its index a letter may have been written: file systems keep whole, some of them even, seconds.
const SAME_RUN: Duration = Duration::from_secs(4);

/// What the list holds.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Listing {
    /// What the folder is, such as `data`.
    kind: String,
    /// SHA-256 in lower-case hexadecimal by the file's name.
    files: BTreeMap<String, String>,
}

/// Writes an empty list: a folder that was begun and never completed is known by it.
pub fn begin(folder: &Path, kind: &str) -> anyhow::Result<()> {
    write(folder, &Listing { kind: kind.to_owned(), files: BTreeMap::new() })
}

/// Writes the list of all files that are in the folder. What a data package was found to be while it was written is not read again.
pub fn complete(folder: &Path, kind: &str) -> anyhow::Result<()> {
    let known = package(folder).map(|package| package.files).unwrap_or_default();
    let mut files = BTreeMap::new();
    for path in entries(folder)?.into_iter().filter(|path| path != Path::new(NAME)) {
        let name = path.to_string_lossy().into_owned();
        let digest = match known.get(&name).filter(|digest| !digest.is_empty()) {
            Some(digest) => digest.clone(),
            None => digest(&folder.join(&path))?,
        };
        files.insert(name, digest);
    }
    write(folder, &Listing { kind: kind.to_owned(), files })
}

fn write(folder: &Path, listing: &Listing) -> anyhow::Result<()> {
    let path = folder.join(NAME);
    let mut json = serde_json::to_vec_pretty(listing).context("writing the list of files")?;
    json.push(b'\n');
    let shown = path.display();
    fs::write(&path, json).because(|| bilingual!("ghi {shown}", "writing {shown}"))
}

/// Refuses to replace a folder that holds what this program did not write, or what was changed since. `typed` is how it was
/// named. A folder that is not there, or empty, may be written.
///
/// # Errors
/// Names the file.
pub fn refuse_foreign(folder: &Path, typed: &Path, kind: &str) -> anyhow::Result<()> {
    if fs::symlink_metadata(folder).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        return Ok(());
    }
    let shown = typed.display();
    let reading = || bilingual!("không xem được thư mục {shown}", "the folder {shown} cannot be looked into");
    let found = entries(folder).because(reading)?;
    if found.is_empty() {
        return Ok(());
    }
    let known = known(folder, &found);
    if let Some(other) = known.as_ref().map(|known| &*known.kind).filter(|other| *other != kind) {
        trouble!(
            "{shown}: thư mục này chứa kết quả loại khác ({other}), không phải {kind}; hãy chọn thư mục khác",
            "{shown}: this folder holds an output of another kind ({other}), not {kind}; choose another folder"
        );
    }
    for path in found.iter().filter(|path| **path != Path::new(NAME)) {
        let listed = known.as_ref().and_then(|known| known.files.get(&*path.to_string_lossy()));
        let is_ours = match listed {
            None => false,
            // A list of an earlier version tells no digest.
            Some(digest) if digest.is_empty() => true,
            Some(listed) => digest(&folder.join(path)).because(reading)? == *listed,
        };
        if !is_ours {
            return Err(Trouble::error(kept(typed, path, listed.is_some())));
        }
    }
    Ok(())
}

/// Deletes a folder of ours, its list last: if the run is killed meanwhile, the next one still knows what is left of it.
pub fn delete(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        match entry.file_type()?.is_dir() {
            _ if entry.file_name() == NAME => {}
            true => fs::remove_dir_all(entry.path())?,
            false => fs::remove_file(entry.path())?,
        }
    }
    fs::remove_dir_all(folder)
}

/// Whether the folder bears a list, so that it was written by this program, whole or in part.
pub fn is_there(folder: &Path) -> bool {
    folder.join(NAME).is_file()
}

fn kept(folder: &Path, file: &Path, was_ours: bool) -> Bilingual {
    let path = folder.join(file);
    let path = path.display();
    match was_ours {
        true => bilingual!(
            "{path} đã được sửa sau khi bieumau ghi; ghi đè sẽ mất bản sửa. Hãy chuyển tệp đó đi hoặc chọn thư mục khác",
            "{path} was changed since it was written, and would be lost. Move it away or choose another folder"
        ),
        false => bilingual!(
            "{path} không phải do bieumau ghi; ghi đè cả thư mục sẽ mất tệp đó. Hãy chuyển đi hoặc chọn thư mục khác",
            "{path} was not written by bieumau, and would be lost with the folder. Move it away or choose another folder"
        ),
    }
}

/// All that is in the folder, relative to it, in order; what systems leave there is not counted.
fn entries(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in WalkDir::new(folder).min_depth(1).sort_by_file_name() {
        let entry = entry?;
        let is_litter = LITTER.contains(&&*entry.file_name().to_string_lossy().to_lowercase());
        if !(is_litter && entry.file_type().is_file()) {
            found.push(entry.path().strip_prefix(folder).unwrap_or(entry.path()).to_owned());
        }
    }
    Ok(found)
}

/// What the folder should hold: by its list, or by the index that earlier versions of this program wrote.
fn known(folder: &Path, found: &[PathBuf]) -> Option<Listing> {
    if is_there(folder) {
        return serde_json::from_slice(&fs::read(folder.join(NAME)).ok()?).ok();
    }
    package(folder).or_else(|| letters(folder, found))
}

/// A data package names its files and their digests; of an earlier version that is all there is.
fn package(folder: &Path) -> Option<Listing> {
    const INDEX: &str = "datapackage.json";
    let package: serde_json::Value = serde_json::from_slice(&fs::read(folder.join(INDEX)).ok()?).ok()?;
    package["name"].as_str().filter(|name| name.starts_with("bieumau-"))?;
    let mut files = BTreeMap::from([(INDEX.to_owned(), String::new())]);
    for resource in package["resources"].as_array()? {
        let digest = resource["hash"].as_str()?.strip_prefix("sha256:")?;
        files.insert(resource["path"].as_str()?.to_owned(), digest.to_owned());
    }
    Some(Listing { kind: "data".to_owned(), files })
}

/// A folder of letters of an earlier version names its files only; one that was written later than the index was changed.
fn letters(folder: &Path, found: &[PathBuf]) -> Option<Listing> {
    const INDEX: &str = "letters.csv";
    let index = folder.join(INDEX);
    let mut reader = csv::Reader::from_path(&index).ok()?;
    let at = reader.headers().ok()?.iter().position(|column| column == "file")?;
    let mut files = BTreeMap::from([(INDEX.to_owned(), String::new())]);
    for row in reader.records() {
        files.insert(row.ok()?.get(at)?.to_owned(), String::new());
    }
    let written = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
    let last = written(&index)? + SAME_RUN;
    for changed in found.iter().filter(|path| written(&folder.join(path)).is_none_or(|time| time > last)) {
        // No file has this digest, so it is told as changed.
        files.insert(changed.to_string_lossy().into_owned(), "-".to_owned());
    }
    Some(Listing { kind: "letters".to_owned(), files })
}

fn digest(path: &Path) -> anyhow::Result<String> {
    if path.is_dir() {
        return Ok(String::new());
    }
    let shown = path.display();
    let reading = || bilingual!("đọc {shown}", "reading {shown}");
    let mut file = File::open(path).because(reading)?;
    let mut hash = Sha256::new();
    let mut block = vec![0; 1 << 16];
    loop {
        match io::Read::read(&mut file, &mut block).because(reading)? {
            0 => break,
            count => hash.update(&block[..count]),
        }
    }
    Ok(crate::text::hex(&hash.finalize()))
}
