//! Finds the files to read: walks folders, looks into archives, and leaves out what is no submission. Devices and pipes are
//! never opened, links never followed in circles, and what cannot be reached is told instead of stopping the run.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use super::parcel::Parcel;
use super::refusal::Fault;
use super::{ASIDE, Loaded, Refusal, Source, archive, limits};
use crate::cell::Location;
use crate::text::hashed::HashSet;
use crate::text::trouble::{Because, Trouble};
use crate::text::{Bilingual, composed, name_as_text};
use crate::workbook::rules;
use crate::{bilingual, trouble};

/// What an inbox holds.
#[derive(Clone, Debug, Default)]
pub struct Collected {
    /// To be [`super::read`], by their paths as shown.
    pub sources: Vec<Source>,
    /// What is not read at all, and why: broken archives, links to nothing, folders without permission, pipes.
    pub refused: Vec<Loaded>,
}

/// Something found on the way, not yet shown under its final path.
struct Encountered {
    /// Which of the given paths it was found under.
    root: usize,
    /// Relative to that, as a list of names would show it.
    shown: String,
    file: PathBuf,
    fate: Fate,
}

enum Fate {
    Read,
    Link,
    Refused(Refusal, Option<Fault>),
}

/// Finds all files under the given files and folders. `outputs` are the paths that this run writes; whatever lies at them
/// or below them now was written by an earlier run, and is no submission. What a link leads to that lies outside the given
/// paths is read only if `follow_links` says so.
///
/// Errors are the operator's: a given path that does not exist or cannot be looked at.
pub fn collect(paths: &[PathBuf], outputs: &[PathBuf], follow_links: bool) -> anyhow::Result<Collected> {
    let outputs: Vec<PathBuf> = outputs.iter().filter_map(|output| canonical(output)).collect();
    let roots: Vec<PathBuf> = paths.iter().filter_map(|path| fs::canonicalize(path).ok()).collect();
    let mut found = Vec::new();
    for (root, path) in paths.iter().enumerate() {
        let shown = path.display();
        let metadata = match fs::metadata(path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Trouble::error(not_there(path))),
            Err(error) => return Err(error).because(|| bilingual!("xem {shown}", "looking at {shown}")),
        };
        if metadata.is_dir() {
            // A folder that cannot be listed is not an empty one.
            fs::read_dir(path).because(|| bilingual!("xem thư mục {shown}", "looking into {shown}"))?;
            walk(root, path, path, &mut found);
        } else if metadata.is_file() {
            let shown = path.file_name().map(shown_name).unwrap_or_default();
            found.push(Encountered { root, shown, file: path.clone(), fate: Fate::Read });
        } else {
            trouble!("{shown} không phải tệp hay thư mục", "{shown} is neither a file nor a folder");
        }
    }
    let is_output = |file: PathBuf| outputs.iter().any(|output| file.starts_with(output));
    found.retain(|found| outputs.is_empty() || !canonical(&found.file).is_some_and(is_output));
    if follow_links {
        follow(&mut found, paths, &roots);
    }
    settle_links(&mut found, &roots, follow_links);
    name_roots(&mut found, paths);
    let mut collected = Collected::default();
    for found in found {
        expand(found, &mut collected);
    }
    tell_apart(&mut collected);
    collected.sources.sort_by(|one, other| one.path.cmp(&other.path));
    collected.refused.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(collected)
}

/// Finds what a folder holds; `root` is the place among the given paths of `given`, relative to which names are shown.
fn walk(root: usize, given: &Path, folder: &Path, found: &mut Vec<Encountered>) {
    let entries =
        WalkDir::new(folder).follow_links(false).sort_by_file_name().min_depth(1).max_depth(limits::FOLDER_DEPTH);
    let mut entries = entries.into_iter();
    while let Some(entry) = entries.next() {
        // Folders that an earlier run was killed over hold half a summary.
        let is_aside = entry.as_ref().is_ok_and(is_aside);
        if is_aside {
            entries.skip_current_dir();
        }
        let (path, fate) = match entry {
            Ok(entry) => {
                let kind = entry.file_type();
                let fate = if is_aside {
                    Fate::Refused(Refusal::Skipped, Some(Fault::unfinished()))
                } else if kind.is_file() {
                    Fate::Read
                } else if kind.is_symlink() {
                    Fate::Link
                } else if !kind.is_dir() {
                    // A pipe would wait for a writer for ever.
                    let format = Bilingual::new("thiết bị hoặc đường ống", "a device or a pipe");
                    Fate::Refused(Refusal::Skipped, Some(Fault::other(&rules::OTHER_FILE, format)))
                } else if entry.depth() == limits::FOLDER_DEPTH {
                    let what = Bilingual::new("Số cấp thư mục lồng nhau", "The depth of folders");
                    let depth = format!("> {}", limits::FOLDER_DEPTH);
                    Fate::Refused(Refusal::Unreadable, Some(Fault::too_large(what, depth, limits::FOLDER_DEPTH)))
                } else {
                    continue;
                };
                (entry.into_path(), fate)
            }
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                let fault = match error.io_error() {
                    Some(error) => super::snapshot::io_fault(error),
                    None => Fault::broken(&error),
                };
                (path, Fate::Refused(Refusal::Unreadable, Some(fault)))
            }
        };
        let relative = path.strip_prefix(given).unwrap_or(&path);
        let names: Vec<String> = relative.components().map(|part| shown_name(part.as_os_str())).collect();
        // The given folder itself cannot be entered.
        let shown = if names.is_empty() {
            given.file_name().map(shown_name).unwrap_or_else(|| ".".into())
        } else {
            names.join("/")
        };
        found.push(Encountered { root, shown, file: path, fate });
    }
}

/// Whether it is a folder under a name that this program gives to what is not in its place yet.
fn is_aside(entry: &DirEntry) -> bool {
    entry.file_type().is_dir() && entry.file_name().to_string_lossy().starts_with(ASIDE)
}

/// Walks the folders outside the given ones that links lead to, each once, and those that links in them lead to.
fn follow(found: &mut Vec<Encountered>, paths: &[PathBuf], roots: &[PathBuf]) {
    let mut walked: Vec<PathBuf> = roots.to_vec();
    let mut next = 0;
    while next < found.len() {
        let Encountered { root, ref file, ref fate, .. } = found[next];
        next += 1;
        let Some(target) = fs::canonicalize(file).ok().filter(|_| matches!(fate, Fate::Link)) else { continue };
        // A link to a folder that holds the inbox goes in a circle.
        let is_met = |walked: &PathBuf| target.starts_with(walked) || walked.starts_with(&target);
        if target.is_dir() && !walked.iter().any(is_met) {
            walked.push(target);
            let folder = file.clone();
            next -= 1;
            found.remove(next);
            walk(root, &paths[root], &folder, found);
        }
    }
}

/// A name as shown: NFC; bytes that are no UTF-8 become U+FFFD.
fn shown_name(name: &std::ffi::OsStr) -> String {
    composed(&name_as_text(&name.to_string_lossy())).into_owned()
}

/// What a link leads to that is read anyway.
const KNOWN_TARGET: Bilingual =
    Bilingual::new("liên kết đến nội dung đã đọc trong thư mục này", "a link to what is read in this folder anyway");

/// Decides on links, now that all real files are known, and drops what was given twice. A link to a file that is not
/// found otherwise is read; any other leads to something that is read already, or out of the inbox, or nowhere.
fn settle_links(found: &mut Vec<Encountered>, roots: &[PathBuf], follow_links: bool) {
    let mut seen: HashSet<PathBuf> = HashSet::default();
    found.retain(|found| match (&found.fate, canonical(&found.file)) {
        (Fate::Read, Some(file)) => seen.insert(file),
        _ => true,
    });
    for found in found.iter_mut().filter(|found| matches!(found.fate, Fate::Link)) {
        found.fate = match fs::canonicalize(&found.file) {
            Ok(target) if !follow_links && !roots.iter().any(|root| target.starts_with(root)) => {
                Fate::Refused(Refusal::Skipped, Some(Fault::leads_outside()))
            }
            Ok(target) if target.is_file() && seen.insert(target.clone()) => Fate::Read,
            Ok(_) => Fate::Refused(Refusal::Skipped, Some(Fault::other(&rules::OTHER_FILE, KNOWN_TARGET))),
            Err(_) => {
                let reason = Bilingual::new("liên kết không dẫn đến tệp nào", "the link leads to no file");
                let remedy =
                    Bilingual::new("Thay liên kết bằng chính tệp cần gửi", "Put the file itself in place of the link");
                Fate::Refused(Refusal::Unreadable, Some(Fault::unavailable(reason, remedy)))
            }
        };
    }
}

/// Where files found under different given paths would be shown alike, shows what tells these apart too: the ends of their paths, as
/// short as may be, and never from the root on.
fn name_roots(found: &mut [Encountered], paths: &[PathBuf]) {
    let mut roots_of: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for found in found.iter() {
        roots_of.entry(&found.shown).or_default().insert(found.root);
    }
    let clashing: BTreeSet<usize> = roots_of.into_values().filter(|roots| roots.len() > 1).flatten().collect();
    let names: BTreeMap<usize, Vec<String>> = clashing.into_iter().map(|root| (root, folders(&paths[root]))).collect();
    let end = |names: &[String], length: usize| names[names.len().saturating_sub(length)..].join("/");
    let tells_apart = |length: &usize| {
        let ends: BTreeSet<String> = names.values().map(|names| end(names, *length)).collect();
        ends.len() == names.len()
    };
    let deepest = names.values().map(Vec::len).max().unwrap_or_default();
    let length = (1..deepest).find(tells_apart).unwrap_or(deepest);
    for found in found {
        if let Some(end) = names.get(&found.root).map(|names| end(names, length)).filter(|end| !end.is_empty()) {
            found.shown = format!("{end}/{}", found.shown);
        }
    }
}

/// The names of a given folder and of those that hold it, or of those that hold a given file; the outermost first.
fn folders(path: &Path) -> Vec<String> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = if path.is_dir() { Some(path.as_path()) } else { path.parent() };
    let parts = folder.into_iter().flat_map(Path::components);
    parts.filter(|part| matches!(part, Component::Normal(_))).map(|part| shown_name(part.as_os_str())).collect()
}

/// Makes a source, or the sources within an archive, or a refusal.
fn expand(found: Encountered, collected: &mut Collected) {
    let path: Arc<str> = found.shown.into();
    let members = match found.fate {
        Fate::Read if is_archive(&found.file) => archive::members(&found.file),
        Fate::Read | Fate::Link => {
            collected.sources.push(Source { path, file: found.file, member: None, unpacked: None });
            return;
        }
        Fate::Refused(refusal, fault) => {
            collected.refused.push(Loaded::refused(&path, refusal, fault));
            return;
        }
    };
    let refused = |fault| Loaded::refused(&path, Refusal::Unreadable, Some(fault));
    match members {
        // Within one that may hold others, the limits are those of all of it.
        Ok((members, _)) if is_tree(&found.file, &members) => {
            collected.sources.push(Source { path, file: found.file, member: None, unpacked: None });
        }
        Ok((members, joined)) => {
            let is_empty = members.is_empty() && joined.is_none();
            collected.refused.extend(joined.or_else(|| is_empty.then(archive::holds_nothing)).map(refused));
            collected.sources.extend(members.into_iter().map(|member| Source {
                path: format!("{path} › {}", member.path).into(),
                file: found.file.clone(),
                member: Some(member.index),
                unpacked: Some(member.bytes),
            }));
        }
        Err(fault) => collected.refused.push(refused(fault)),
    }
}

/// Whether what is in the archive is most likely packed again, and the archive can be read as a whole.
fn is_tree(file: &Path, members: &[archive::Member]) -> bool {
    members.iter().any(|member| Parcel::is_named(&member.path))
        && fs::metadata(file).is_ok_and(|file| file.len() <= limits::FILE_BYTES)
}

/// Whether the file is a zip archive and no document.
fn is_archive(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    File::open(file).is_ok_and(|opened| archive::is_archive(&name, std::io::BufReader::new(opened)))
}

/// Gives names that are still alike a number: of twins that differ only in composition, or in bytes that are no UTF-8.
fn tell_apart(collected: &mut Collected) {
    let mut seen: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    let sources = collected.sources.iter_mut().map(|source| &mut source.path);
    let refused = collected.refused.iter_mut();
    let mut number = |path: &mut Arc<str>| {
        let count = seen.entry(Arc::clone(path)).or_default();
        *count += 1;
        if *count > 1 {
            // Before the extension, which tells people and this program what to expect.
            let dot = path.rfind('.').filter(|dot| !path[*dot..].contains('/')).unwrap_or(path.len());
            *path = format!("{} [{count}]{}", &path[..dot], &path[dot..]).into();
        }
    };
    sources.for_each(&mut number);
    for loaded in refused {
        number(&mut loaded.path);
        for finding in &mut loaded.findings {
            finding.location = Location::file(&loaded.path);
        }
    }
}

/// The path without links and detours; of one that does not exist yet, that of its folder with the name.
fn canonical(path: &Path) -> Option<PathBuf> {
    fs::canonicalize(path).ok().or_else(|| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some(fs::canonicalize(folder).ok()?.join(path.file_name()?))
    })
}

/// Says that a path does not exist, with the most similar name that does.
fn not_there(path: &Path) -> Bilingual {
    let wanted = path.file_name().map(shown_name).unwrap_or_default();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let names = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
    let nearest = names
        .map(|name| (strsim::jaro_winkler(&wanted.to_lowercase(), &shown_name(&name).to_lowercase()), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|one, other| one.0.total_cmp(&other.0).then_with(|| other.1.cmp(&one.1)));
    match nearest {
        Some((_, name)) => {
            let meant = folder.join(name);
            let (path, meant) = (path.display(), meant.display());
            bilingual!("không có {path}; có phải là {meant}?", "{path} does not exist; is {meant} meant?")
        }
        // On Windows `"C:\thu muc\" --flag` is one word: the mark behind a backslash does not close it.
        None if path.to_string_lossy().contains('"') => {
            let path = path.display();
            bilingual!(
                "không có {path}; trong tên có dấu nháy kép: hãy bỏ dấu \\ ở cuối tên thư mục trong dấu nháy (\"C:\\thư mục\")",
                "{path} does not exist; there is a quotation mark in it: leave out the \\ at the end of a quoted folder (\"C:\\folder\")"
            )
        }
        None => {
            let path = path.display();
            bilingual!(
                "không có {path}; kiểm tra lại tên và thư mục, tên có dấu cách thì đặt trong dấu nháy",
                "{path} does not exist"
            )
        }
    }
}
