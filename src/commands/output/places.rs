//! Where outputs go, settled before anything is read. Two names may mean one place (a link, a detour, capitals on a system that
//! does not tell them apart), and then one output would silently be lost, or an input with it. So every path is resolved, and
//! a run whose outputs could harm anything does not begin.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};

use unicode_normalization::UnicodeNormalization;
use walkdir::WalkDir;

use super::{folder_of, leftovers, listing, temporary};
use crate::intake::companion;
use crate::text::trouble::{Because, Trouble};
use crate::text::{Bilingual, Language};
use crate::workbook::mark::Mark;
use crate::workbook::{Source, Written};
use crate::{bilingual, trouble, workbook};

/// Outputs of a run, each of which is held against all others and all inputs. There are ten formats.
const OUTPUTS: usize = 100;
/// As many links may lead to one another, as on Linux.
const MOST_LINKS: usize = 40;

/// An output that a command wants to write.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// As typed.
    pub path: PathBuf,
    /// What it is.
    pub shape: OutputKind,
}

/// What an output is.
#[derive(Clone, Debug)]
pub enum OutputKind {
    /// A file with one of these endings, in lower case; with any, if there are none.
    File(&'static [&'static str]),
    /// The same; what is there is read, and goes on in what is written.
    Continued(&'static [&'static str]),
    /// A folder of this kind; one of another kind is never replaced by it.
    Folder(&'static str),
}

/// An output whose place is settled.
#[derive(Clone, Debug)]
pub struct Place {
    /// As typed.
    pub typed: PathBuf,
    /// Without links and detours.
    pub path: PathBuf,
    /// What it is.
    pub shape: OutputKind,
}

impl Place {
    /// Whether it is a device or a pipe, which is written into and never replaced.
    pub fn is_stream(&self) -> bool {
        // Of `NUL`, which every folder of Windows has, nothing can be asked.
        let is_nul = cfg!(windows) && self.typed.file_stem().is_some_and(|name| name.eq_ignore_ascii_case("nul"));
        is_nul || fs::metadata(&self.path).is_ok_and(|there| !there.is_file() && !there.is_dir())
    }
}

/// See [`super::Outputs::settle`].
pub fn settle(wanted: Vec<Wanted>, inputs: &[PathBuf], language: Language) -> anyhow::Result<Vec<Place>> {
    let mut places = Vec::new();
    if wanted.len() > OUTPUTS {
        trouble!(
            "có hơn {OUTPUTS} kết quả phải ghi; hãy bớt --report",
            "more than {OUTPUTS} outputs are to be written; leave some --report out"
        );
    }
    for Wanted { path: typed, shape } in wanted {
        let path = resolved(&typed, MOST_LINKS).because(|| super::writing(&typed))?;
        places.push(Place { typed, path, shape });
    }
    for place in &places {
        refuse_ending(place)?;
        refuse_name(place)?;
    }
    let inputs: Vec<Input> = inputs.iter().filter_map(Input::new).collect();
    // As far as can be known without writing; once more when the folders have been tried.
    refuse_clashes(&places, &inputs, false)?;
    let mut by_folder: BTreeMap<PathBuf, Vec<&Place>> = BTreeMap::new();
    for place in places.iter().filter(|place| !place.is_stream()) {
        by_folder.entry(folder_of(&place.path).to_owned()).or_default().push(place);
    }
    let mut folds = false;
    for (folder, places) in &by_folder {
        folds |= try_folder(folder, places[0])?;
        let wanted: Vec<&Path> = places.iter().map(|place| &*place.path).collect();
        leftovers::mend(folder, &wanted, language);
    }
    if folds {
        refuse_clashes(&places, &inputs, true)?;
    }
    for place in &places {
        try_place(place)?;
        refuse_foreign(place, &inputs)?;
    }
    Ok(places)
}

/// A path that is read.
struct Input {
    typed: PathBuf,
    path: PathBuf,
}

impl Input {
    /// What is not there is told by whoever reads it.
    fn new(typed: &PathBuf) -> Option<Self> {
        Some(Self { typed: typed.clone(), path: fs::canonicalize(typed).ok()? })
    }
}

/// The path without links and detours; of what does not exist yet, as typed after the last folder that does.
fn resolved(path: &Path, links: usize) -> io::Result<PathBuf> {
    let mut resolved = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::CurDir => {}
            // What stands before is resolved, so its parent is the one that is meant.
            Component::ParentDir => drop(resolved.pop()),
            part => {
                resolved.push(part);
                if let Ok(canonical) = fs::canonicalize(&resolved) {
                    resolved = canonical;
                } else if let Ok(target) = fs::read_link(&resolved) {
                    // The link leads to what is not there yet, and would be made there.
                    let links = links.checked_sub(1).ok_or(io::ErrorKind::InvalidInput)?;
                    resolved = self::resolved(&folder_of(&resolved).join(target), links)?;
                }
            }
        }
    }
    Ok(resolved)
}

fn refuse_ending(place: &Place) -> anyhow::Result<()> {
    let (OutputKind::File(endings) | OutputKind::Continued(endings)) = place.shape else { return Ok(()) };
    let ending = place.typed.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    if endings.is_empty() || endings.contains(&&*ending) || place.path.is_dir() || place.is_stream() {
        return Ok(());
    }
    let typed = place.typed.display();
    let wanted = endings.iter().map(|ending| format!(".{ending}")).collect::<Vec<_>>();
    let (vi, en) = (wanted.join(" hoặc "), wanted.join(" or "));
    trouble!("{typed}: tên tệp phải có đuôi {vi}", "{typed}: the name must end in {en}")
}

/// Refuses outputs that equal, hold or lie in another, and those that equal or hold an input. One that lies in an input folder
/// is allowed: it bears a mark and is no submission.
fn refuse_clashes(places: &[Place], inputs: &[Input], folds: bool) -> anyhow::Result<()> {
    let key = |path: &Path| match folds {
        true => PathBuf::from(path.to_string_lossy().nfc().collect::<String>().to_lowercase()),
        false => path.to_owned(),
    };
    for (index, place) in places.iter().enumerate() {
        let own = key(&place.path);
        for other in &places[..index] {
            if let Some(clash) = Clash::between(&own, &key(&other.path)) {
                return Err(Trouble::error(clash.of_outputs(&place.typed, &other.typed)));
            }
        }
        for input in inputs {
            match Clash::between(&own, &key(&input.path)) {
                None | Some(Clash::LiesIn) => {}
                Some(clash) => return Err(Trouble::error(clash.with_input(&place.typed, &input.typed))),
            }
        }
    }
    Ok(())
}

/// Refuses a file that is there and was not written by this program, or not left as it was written. Of an empty file nothing is
/// lost, nor of what is continued: its command refuses what it does not know.
fn refuse_foreign(place: &Place, inputs: &[Input]) -> anyhow::Result<()> {
    let OutputKind::File(_) = place.shape else { return Ok(()) };
    if !fs::metadata(&place.path).is_ok_and(|there| there.is_file() && there.len() > 0) {
        return Ok(());
    }
    let is_in_an_inbox = inputs.iter().any(|input| place.path.starts_with(&input.path));
    let typed = place.typed.display();
    match Written::of(&place.path).because(|| super::writing(&place.typed))? {
        // In an inbox a form was sent by somebody.
        Written::Here(Some(mark)) if mark.output.is_form() && (is_in_an_inbox || is_filled_in(&place.path, &mark)) => {}
        Written::Here(_) => return Ok(()),
        Written::Changed if !is_in_an_inbox => trouble!(
            "{typed} đã được lưu bằng chương trình khác sau khi bieumau ghi; ghi đè sẽ mất những gì đã sửa ở đó. Hãy \
             chuyển tệp đó đi, hoặc ghi kết quả với tên khác",
            "{typed} was saved by another program since it was written, and what was corrected there would be lost. Move \
             it away, or write the output under another name"
        ),
        Written::Changed | Written::Elsewhere => {}
    }
    match is_in_an_inbox {
        true => trouble!(
            "{typed} là tệp trong thư mục nhận, không phải do bieumau ghi; hãy ghi kết quả vào chỗ khác",
            "{typed} is a file of the inbox that was not written by bieumau; write the output elsewhere"
        ),
        false => trouble!(
            "{typed} đã có và không phải do bieumau ghi, nên không ghi đè; hãy chuyển tệp đó đi, hoặc ghi kết quả với tên khác",
            "{typed} is there and was not written by bieumau, so it is not overwritten; move it away, or write the output \
             under another name"
        ),
    }
}

/// Whether a form of ours holds other values than those that it was written with.
fn is_filled_in(path: &Path, mark: &Mark) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let source = Source { path: name.into(), file: path.to_owned(), member: None, unpacked: None };
    let digest = workbook::read(&source).workbook.ok().map(|workbook| companion::digest(&workbook));
    digest.is_none() || digest != mark.values
}

/// How one path stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Clash {
    Equals,
    LiesIn,
    Holds,
}

impl Clash {
    fn between(one: &Path, other: &Path) -> Option<Self> {
        match (one.starts_with(other), other.starts_with(one)) {
            (true, true) => Some(Self::Equals),
            (true, false) => Some(Self::LiesIn),
            (false, true) => Some(Self::Holds),
            (false, false) => None,
        }
    }

    fn of_outputs(self, one: &Path, other: &Path) -> Bilingual {
        let (inner, outer) = if self == Self::Holds { (other, one) } else { (one, other) };
        let (inner, outer) = (inner.display(), outer.display());
        match self {
            Self::Equals => bilingual!(
                "hai kết quả cùng ghi vào một chỗ: {outer} và {inner}; hãy ghi mỗi kết quả vào một chỗ riêng",
                "two outputs go to one place: {outer} and {inner}; give each a place of its own"
            ),
            _ => bilingual!(
                "kết quả {inner} nằm trong kết quả {outer}; hãy ghi mỗi kết quả vào một chỗ riêng",
                "the output {inner} lies in the output {outer}; give each a place of its own"
            ),
        }
    }

    fn with_input(self, output: &Path, input: &Path) -> Bilingual {
        let (output, input) = (output.display(), input.display());
        match self {
            Self::Equals => bilingual!(
                "{output} vừa là đầu vào vừa là kết quả; hãy ghi kết quả vào chỗ khác",
                "{output} is both an input and an output; write the output elsewhere"
            ),
            _ => bilingual!(
                "kết quả {output} là thư mục chứa đầu vào {input}; hãy ghi kết quả vào chỗ khác",
                "the output {output} is a folder that holds the input {input}; write it elsewhere"
            ),
        }
    }
}

/// Refuses a name that the file system cannot hold, before an hour is spent on what would go there.
fn refuse_name(place: &Place) -> anyhow::Result<()> {
    match fs::symlink_metadata(&place.path) {
        Err(error) if error.kind() == io::ErrorKind::InvalidFilename => {
            Err(error).because(|| super::writing(&place.typed))
        }
        _ => Ok(()),
    }
}

/// Tries to write into a folder, and tells whether it takes `A` and `a` for one name.
fn try_folder(folder: &Path, place: &Place) -> anyhow::Result<bool> {
    let tried = temporary(".tmp").tempfile_in(folder).map_err(|error| refused(folder, place, error))?;
    let name = tried.path().file_name().unwrap_or_default().to_string_lossy().to_uppercase();
    Ok(folder.join(name).exists())
}

/// Says what keeps an output from being written into its folder.
pub fn refused(folder: &Path, place: &Place, error: io::Error) -> anyhow::Error {
    // A link that leads nowhere has its folder, and means another.
    let shown = if folder_of(&place.typed).is_dir() { folder } else { folder_of(&place.typed) };
    let (typed, folder_shown) = (place.typed.display(), shown.display());
    let is_missing = error.kind() == io::ErrorKind::NotFound && !folder.is_dir();
    let told = match is_missing {
        true => bilingual!(
            "không ghi được {typed}: chưa có thư mục {folder_shown}; hãy tạo thư mục đó hoặc sửa lại tên",
            "{typed} cannot be written: there is no folder {folder_shown}; make it, or mend the name"
        ),
        false => bilingual!(
            "không ghi được {typed}: thư mục {folder_shown} có nhưng không ghi được vào; kiểm tra quyền ghi, ổ đĩa",
            "{typed} cannot be written: the folder {folder_shown} is there and cannot be written to; check its \
             permissions and the disk"
        ),
    };
    Trouble::with(told, error)
}

/// Tries to write what is there already: on some systems a program that has it open keeps it from being replaced.
fn try_place(place: &Place) -> anyhow::Result<()> {
    let typed = place.typed.display();
    match place.shape {
        OutputKind::File(_) | OutputKind::Continued(_) if place.path.is_dir() => {
            trouble!("{typed} là thư mục; hãy ghi tên tệp", "{typed} is a folder; give a file's name")
        }
        OutputKind::File(_) | OutputKind::Continued(_) if place.path.is_file() => try_file(&place.path, &place.typed),
        OutputKind::File(_) | OutputKind::Continued(_) => Ok(()),
        OutputKind::Folder(_) if place.path.exists() && !place.path.is_dir() => {
            trouble!("{typed} là tệp; hãy ghi tên thư mục", "{typed} is a file; give a folder's name")
        }
        OutputKind::Folder(kind) => {
            listing::refuse_foreign(&place.path, &place.typed, kind)?;
            // A folder cannot step aside while a program holds a file of it.
            for entry in WalkDir::new(&place.path).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
                let within = entry.path().strip_prefix(&place.path).unwrap_or(entry.path());
                try_file(entry.path(), &place.typed.join(within))?;
            }
            Ok(())
        }
    }
}

fn try_file(path: &Path, typed: &Path) -> anyhow::Result<()> {
    let typed = typed.display();
    match File::options().write(true).open(path) {
        Ok(_) => Ok(()),
        Err(error) if workbook::is_held(&error) => trouble!(
            "{typed} đang mở trong Excel hoặc chương trình khác; hãy đóng lại rồi chạy lại",
            "{typed} is open in Excel or another program; close it and run again"
        ),
        Err(error) => Err(error).because(|| {
            bilingual!(
                "không ghi được {typed}; hãy kiểm tra quyền ghi",
                "{typed} cannot be written; check its permissions"
            )
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(path: &str) -> Place {
        Place { typed: path.into(), path: path.into(), shape: OutputKind::File(&[]) }
    }

    #[test]
    fn a_system_that_does_not_tell_capitals_apart_takes_two_names_for_one() {
        let places = [place("/a/Report.json"), place("/a/report.json")];
        assert!(refuse_clashes(&places, &[], false).is_ok());
        assert!(refuse_clashes(&places, &[], true).is_err());
        // The same letters, composed and not.
        let places = [place("/a/Hà/x"), place("/a/ha\u{300}")];
        assert!(refuse_clashes(&places, &[], true).is_err());
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_not_told_as_missing() {
        let there = tempfile::tempdir().expect("a temporary folder");
        let output = there.path().join("r.json");
        let place = place(&output.to_string_lossy());
        for (kind, missing) in [(io::ErrorKind::PermissionDenied, false), (io::ErrorKind::ReadOnlyFilesystem, false)] {
            let told = refused(there.path(), &place, kind.into()).to_string();
            assert_eq!(told.contains("there is no folder"), missing, "{told}");
        }
        let gone = there.path().join("gone");
        let told = refused(&gone, &place, io::ErrorKind::NotFound.into()).to_string();
        assert!(told.contains("there is no folder"), "{told}");
    }
}
