//! What holds other files: archives, and messages with what is attached to them. What is within is read as if it lay beside the others,
//! and shown under the way to it (`thu.eml › Phu luc.zip › PL1.xlsx`). Nothing is ever written to disk. Archives lie in messages and
//! messages in archives, so the limits are those of the whole tree: [`Room`] is used up by whatever is unpacked, at whatever depth.

use std::cell::Cell as Slot;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::handed::marked;
use super::names::{WITHIN, file_name, is_no_submission, pretends_to_be_a_spreadsheet};
use super::refusal::Fault;
use super::{Loaded, Refusal, archive, limits, read_bytes, sniff, without_panic};
use crate::text::Bilingual;

mod mail;
mod mailbox;
mod outlook;
mod seven;
mod tarball;

use mail::Letter;
pub use mail::Sender;

/// What is left of the limits of a tree.
#[derive(Debug)]
pub(super) struct Room {
    members: Slot<usize>,
    bytes: Slot<u64>,
}

impl Room {
    /// That of a whole tree.
    pub(super) fn new() -> Self {
        Self { members: Slot::new(limits::ARCHIVE_MEMBERS), bytes: Slot::new(limits::ARCHIVE_BYTES) }
    }

    /// Takes room for one more file of so many bytes. Errs when there is none left.
    pub(super) fn take(&self, bytes: u64) -> Result<(), Fault> {
        let Some(members) = self.members.get().checked_sub(1) else {
            let limit = limits::ARCHIVE_MEMBERS;
            return Err(Fault::too_large(MEMBERS, format!("> {limit}"), limit));
        };
        let Some(rest) = self.bytes.get().checked_sub(bytes) else {
            let what = Bilingual::new("Tệp nén khi giải nén", "The archive when unpacked");
            return Err(Fault::too_many_bytes(what, limits::ARCHIVE_BYTES + 1, limits::ARCHIVE_BYTES));
        };
        self.members.set(members);
        self.bytes.set(rest);
        Ok(())
    }

    /// How many bytes one more file may have.
    fn bytes(&self) -> u64 {
        self.bytes.get().min(limits::FILE_BYTES)
    }
}

const MEMBERS: Bilingual = Bilingual::new("Số tệp trong tệp nén", "The number of files in the archive");

/// What is given for each file within: its name, its bytes or what is wrong with it, and what describes the data package in its folder.
pub(super) type Give<'g> = dyn FnMut(&str, Result<Vec<u8>, Fault>, Option<Vec<u8>>) + 'g;

/// A kind of file that holds others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parcel {
    Zip,
    SevenZip,
    Tar,
    Gzip,
    Mail,
    Outlook,
    /// Several messages in one file.
    Mailbox,
}

impl Parcel {
    /// What these bytes are, if they hold other files. What has the name of a spreadsheet is for the reader to judge.
    pub(super) fn of(name: &str, bytes: &[u8]) -> Option<Self> {
        if pretends_to_be_a_spreadsheet(name) || is_no_submission(name) {
            return None;
        }
        if archive::is_archive(name, std::io::Cursor::new(bytes)) {
            return Some(Self::Zip);
        }
        if bytes.starts_with(seven::MAGIC) {
            return Some(Self::SevenZip);
        }
        if bytes.starts_with(tarball::GZIP) {
            return Some(Self::Gzip);
        }
        if tarball::is_tar(bytes) {
            return Some(Self::Tar);
        }
        match sniff::message(bytes)? {
            // A draft of ours is told as a whole: what is attached to it is no answer.
            sniff::MessageKind::Mail if is_ours(bytes) => None,
            sniff::MessageKind::Mail if mailbox::messages(bytes).nth(1).is_some() => Some(Self::Mailbox),
            sniff::MessageKind::Mail => Some(Self::Mail),
            sniff::MessageKind::Outlook => Some(Self::Outlook),
        }
    }

    /// Whether a file of this name is most likely one.
    #[cfg(feature = "cli")]
    pub(super) fn is_named(name: &str) -> bool {
        const ENDINGS: [&str; 10] = ["zip", "7z", "tar", "tgz", "gz", "eml", "mbox", "msg", "rar", "zipx"];
        super::names::extension(name).is_some_and(|extension| ENDINGS.contains(&&*extension))
    }
}

/// Whether the headers of a message bear the mark of what this program writes. What is quoted or attached says nothing.
fn is_ours(message: &[u8]) -> bool {
    let end =
        ["\r\n\r\n", "\n\n"].into_iter().filter_map(|blank| memchr::memmem::find(message, blank.as_bytes())).min();
    super::mark::Mark::find(&message[..end.unwrap_or(message.len())]).is_some()
}

/// Where in a tree a file stands.
#[derive(Clone, Copy, Debug)]
struct Within<'t> {
    room: &'t Room,
    /// How many archives and messages it lies in.
    depth: usize,
    /// What the message says that it came with, if it came with one.
    sender: Option<&'t Arc<Sender>>,
}

/// Reads a file, or each file within it, and hands them on one by one. `path` is the path as shown; `is_member` says that it came out
/// of an archive, `description` is the `datapackage.json` in its folder.
pub(super) fn read_each(
    path: &Arc<str>,
    bytes: &[u8],
    (is_member, description): (bool, Option<Vec<u8>>),
    take: &mut dyn FnMut(Loaded),
) {
    let room = Room::new();
    open(path, bytes, description, Within { room: &room, depth: usize::from(is_member), sender: None }, take);
}

fn open(path: &Arc<str>, bytes: &[u8], description: Option<Vec<u8>>, within: Within<'_>, take: &mut dyn FnMut(Loaded)) {
    let name = file_name(path);
    if is_no_submission(name) {
        return take(Loaded::refused(path, Refusal::Skipped, None));
    }
    let Some(parcel) = Parcel::of(name, bytes) else {
        let loaded = marked(read_bytes(path, bytes, within.depth > 0), || description);
        return take(Loaded { sender: within.sender.cloned(), ..loaded });
    };
    if within.depth >= limits::PARCEL_DEPTH {
        return take(Loaded::refused(path, Refusal::Unreadable, Some(too_deep())));
    }
    let letter = match contained(|| letter(parcel, bytes)) {
        Ok(letter) => letter,
        Err(fault) => return take(Loaded::refused(path, Refusal::Unreadable, Some(fault))),
    };
    let sender =
        letter.as_ref().map(|letter: &Letter| Arc::new(Sender { path: Arc::clone(path), ..letter.sender.clone() }));
    let inner = Within { depth: within.depth + 1, sender: sender.as_ref().or(within.sender), ..within };
    let (mut names, mut count) = (BTreeMap::new(), 0usize);
    let mut give = |member: &str, bytes: Result<Vec<u8>, Fault>, description: Option<Vec<u8>>| {
        count += 1;
        let path: Arc<str> = format!("{path}{WITHIN}{}", told_apart(&mut names, member)).into();
        match bytes {
            Ok(bytes) => open(&path, &bytes, description, inner, take),
            Err(_) if is_no_submission(file_name(&path)) => take(Loaded::refused(&path, Refusal::Skipped, None)),
            Err(fault) => {
                let refusal = if fault.is_left_aside() { Refusal::Skipped } else { Refusal::Unreadable };
                let refused = Loaded::refused(&path, refusal, Some(fault));
                take(Loaded { sender: inner.sender.cloned(), ..refused });
            }
        }
    };
    let mut each = || match (parcel, &letter) {
        (Parcel::Zip, _) => archive::each_member(bytes, within.room, &mut give),
        (Parcel::SevenZip, _) => seven::each(bytes, within.room, &mut give),
        (Parcel::Tar, _) => tarball::each(bytes, within.room, &mut give),
        (Parcel::Gzip, _) => tarball::each_zipped(name, bytes, within.room, &mut give),
        (Parcel::Mailbox, _) => mailbox::each(bytes, within.room, &mut give),
        (Parcel::Mail | Parcel::Outlook, Some(letter)) => letter.attached.each(within.room, &mut give),
        (Parcel::Mail | Parcel::Outlook, None) => Ok(()),
    };
    let done = contained(&mut each);
    let fault = match (done, letter) {
        (Err(fault), _) => fault,
        (Ok(()), Some(letter)) => {
            let mut told = Loaded::refused(path, Refusal::Skipped, Some(letter.told(count)));
            told.findings.extend(letter.table(path));
            return take(Loaded { sender, ..told });
        }
        (Ok(()), None) if count == 0 => archive::holds_nothing(),
        (Ok(()), None) => return,
    };
    take(Loaded::refused(path, Refusal::Unreadable, Some(fault)));
}

/// What there is to say of an archive or a message that lies too deep within others.
fn too_deep() -> Fault {
    let what = Bilingual::new("Số cấp tệp nén, thư lồng nhau", "The depth of archives and messages");
    Fault::too_large(what, format!("> {}", limits::PARCEL_DEPTH), limits::PARCEL_DEPTH)
}

/// What comes of unpacking; a fault if the libraries that do so fail in a way that they do not tell.
fn contained<T>(unpack: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    without_panic(unpack).unwrap_or_else(|| {
        Err(Fault::damaged("tệp có nội dung làm bộ đọc bị lỗi", "its content makes the reader fail"))
    })
}

/// What a message says; nothing for an archive.
fn letter(parcel: Parcel, bytes: &[u8]) -> Result<Option<Letter>, Fault> {
    match parcel {
        Parcel::Mail => mail::letter(bytes).map(Some),
        Parcel::Outlook => outlook::letter(bytes).map(Some),
        Parcel::Zip | Parcel::SevenZip | Parcel::Tar | Parcel::Gzip | Parcel::Mailbox => Ok(None),
    }
}

/// The name of one more file in an archive, with a number if another has it. `names` counts the files by the names that they have.
fn told_apart(names: &mut BTreeMap<String, usize>, name: &str) -> String {
    let dot = name.rfind('.').filter(|dot| !name[*dot..].contains('/')).unwrap_or(name.len());
    let mut count = names.get(name).copied().unwrap_or_default();
    loop {
        count += 1;
        let told = if count == 1 { name.to_owned() } else { format!("{} [{count}]{}", &name[..dot], &name[dot..]) };
        if !names.contains_key(&told) {
            names.insert(told.clone(), 1);
            names.insert(name.to_owned(), count);
            return told;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_files_within_have_one_name() {
        let mut names = BTreeMap::new();
        let told = ["a.csv", "a [2].csv", "a.csv", "a.csv", "a [2].csv"].map(|name| told_apart(&mut names, name));
        assert_eq!(told, ["a.csv", "a [2].csv", "a [3].csv", "a [4].csv", "a [2] [2].csv"]);
    }
}
