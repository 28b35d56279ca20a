//! Zip packages: xlsx, xlsb, ods and whatever else is packed that way. This is the guard that stands before the reader:
//! what a part unpacks to is declared in the package, and the zip crate fails a part that goes beyond it, so that limits
//! on what is declared bound what is read. The parts that the reader never opens (pictures, thumbnails) are not counted.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Seek};
use std::sync::{Arc, LazyLock};

use flate2::{Decompress, FlushDecompress, Status};
use zip::read::ZipFile;
use zip::{CompressionMethod, ZipArchive};

use super::limits;
use super::pieces::Pieces;
use super::refusal::{Fault, words};
use super::xml::{self, Token, Tokens};
use crate::text::Bilingual;
use crate::text::memo::Memo;

/// A zip package in memory.
pub(super) struct Package<'bytes> {
    bytes: &'bytes [u8],
    archive: ZipArchive<Cursor<&'bytes [u8]>>,
    /// Positions by name, in lower case and with `/`: so does the reader look them up.
    parts: BTreeMap<String, usize>,
    /// What was read so far. A part may be named by many sheets, and would be read for each.
    read: u64,
}

/// Where the bytes of a part lie that is packed as all programs do it, and what it says of itself.
struct Packed {
    start: u64,
    packed: u64,
    size: u64,
    sum: u32,
}

/// What a part says of another one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Relation {
    /// The last part of its kind, such as `worksheet`: the strict form of the format differs in what stands before.
    pub(super) kind: String,
    /// The path of the other part, for [`Package::part`]; an address as it is.
    pub(super) target: String,
}

/// What a part says of others, by identifier.
pub(super) type Relations = BTreeMap<String, Relation>;

impl<'bytes> Package<'bytes> {
    /// Opens the package and reads its directory; `None` if there is none that could be read.
    ///
    /// The directory takes some 300 bytes of memory for each of the 46 that an entry has in the file, so one that claims far
    /// too many entries is not read at all; see [`claims_too_many_parts`].
    pub(super) fn open(bytes: &'bytes [u8]) -> Option<Self> {
        let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut parts = BTreeMap::new();
        for (at, name) in archive.file_names_raw().enumerate() {
            parts.insert(part_name(&String::from_utf8_lossy(name)), at);
        }
        Some(Self { bytes, archive, parts, read: 0 })
    }

    /// Whether the package has this part; the path in lower case.
    pub(super) fn has(&self, path: &str) -> bool {
        self.parts.contains_key(path)
    }

    /// Whether any part lies below this folder, written in lower case with its slash.
    pub(super) fn has_folder(&self, folder: &str) -> bool {
        self.parts.range(folder.to_owned()..).next().is_some_and(|(name, _)| name.starts_with(folder))
    }

    /// The names of the parts, in lower case and in their order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().map(String::as_str)
    }

    /// Whether any part's name, in lower case, ends so.
    pub(super) fn has_part_ending(&self, ending: &str) -> bool {
        self.parts.keys().any(|name| name.ends_with(ending))
    }

    /// Checks the number of parts, their names and their declared sizes.
    pub(super) fn guard(&mut self) -> Result<(), Fault> {
        if self.archive.len() > limits::PARTS {
            let what = Bilingual::new("Số thành phần trong tệp", "The number of parts in the file");
            return Err(Fault::too_large(what, self.archive.len(), limits::PARTS));
        }
        // What has something else before it, such as the head of a web answer, is read as it is.
        if let Some(fault) = joined(&self.archive).filter(|_| self.bytes.starts_with(b"PK")) {
            return Err(fault);
        }
        // Two programs that read a package with two parts of one name may read two different things.
        if self.archive.has_duplicate_names() || self.parts.len() != self.archive.len() {
            return Err(Fault::damaged(
                "trong tệp có hai thành phần trùng tên",
                "two parts in the file have the same name",
            ));
        }
        let mut total = 0;
        for (name, &at) in &self.parts {
            let Some(kind) = PartKind::of(name) else { continue };
            let size = self.archive.by_index_data(at).map_err(|error| Fault::broken(&error))?.size();
            if size > kind.limit() {
                return Err(Fault::too_many_bytes(kind.called(name), size, kind.limit()));
            }
            total += size;
        }
        if total > limits::PACKAGE_BYTES {
            let what = Bilingual::new("Dữ liệu giải nén của tệp", "The file when unpacked");
            return Err(Fault::too_many_bytes(what, total, limits::PACKAGE_BYTES));
        }
        Ok(())
    }

    /// The bytes of a part, by its path in any case; `None` if there is no such part. Held to its limit here as well: what
    /// kind of package it is must be known before [`Package::guard`].
    pub(super) fn part(&mut self, path: &str) -> Result<Option<Vec<u8>>, Fault> {
        let path = part_name(path);
        let Some(&at) = self.parts.get(&path) else { return Ok(None) };
        let part = self.archive.by_index(at).map_err(|error| Fault::broken(&error))?;
        let (size, packed) = (part.size(), Packed::of(&part));
        drop(part);
        let kind = PartKind::of(&path).unwrap_or(PartKind::Any);
        let limit = kind.limit().min(limits::PART_BYTES);
        if size > limit {
            return Err(Fault::too_many_bytes(kind.called(&path), size, limit));
        }
        self.count(size)?;
        if let Some(bytes) = packed.and_then(|packed| self.unpacked(&packed)) {
            return Ok(Some(bytes));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size.min(limits::PART_BYTES)).unwrap_or(0));
        let mut part = self.archive.by_index(at).map_err(|error| Fault::broken(&error))?;
        part.read_to_end(&mut bytes).map_err(|error| Fault::broken(&error))?;
        Ok(Some(bytes))
    }

    /// Counts what is read of all parts.
    fn count(&mut self, size: u64) -> Result<(), Fault> {
        self.read += size;
        if self.read > limits::READ_BYTES {
            let what = Bilingual::new(
                "Dữ liệu đọc từ tệp, tính cả phần lặp lại,",
                "What is read of the file, with what is repeated,",
            );
            return Err(Fault::too_many_bytes(what, self.read, limits::READ_BYTES));
        }
        Ok(())
    }

    /// The text of a part as [`Pieces`], each of which ends behind an element of this name; all of it in one where it is not large.
    pub(super) fn pieces(&mut self, path: &str, element: &'static str) -> Result<Option<Pieces<'_>>, Fault> {
        let Some(&at) = self.parts.get(&part_name(path)) else { return Ok(None) };
        let size = self.archive.by_index_data(at).map_err(|error| Fault::broken(&error))?.size();
        if size <= 2 * limits::PIECE_BYTES as u64 || !self.is_plain(at)? {
            return Ok(self.text(path)?.map(Pieces::whole));
        }
        let kind = PartKind::of(&part_name(path)).unwrap_or(PartKind::Any);
        if size > kind.limit() {
            return Err(Fault::too_many_bytes(kind.called(path), size, kind.limit()));
        }
        self.count(size)?;
        let part = self.archive.by_index(at).map_err(|error| Fault::broken(&error))?;
        Ok(Some(Pieces::of(part, size, element)))
    }

    /// Whether a part begins as UTF-8 without a byte-order mark.
    fn is_plain(&mut self, at: usize) -> Result<bool, Fault> {
        let mut head = Vec::with_capacity(HEAD_BYTES);
        let part = self.archive.by_index(at).map_err(|error| Fault::broken(&error))?;
        part.take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(|error| Fault::broken(&error))?;
        let is_utf_8 = std::str::from_utf8(&head).map_or_else(|error| error.error_len().is_none(), |_| true);
        Ok(is_utf_8 && head.starts_with(b"<") && !head.contains(&0))
    }

    /// The bytes of a part, unpacked in one go, which takes half the time that a stream does. `None` where anything is not as it
    /// says: what is wrong then, the zip crate tells.
    fn unpacked(&mut self, part: &Packed) -> Option<Vec<u8>> {
        let from = usize::try_from(part.start).ok()?;
        let packed = self.bytes.get(from..from.checked_add(usize::try_from(part.packed).ok()?)?)?;
        if packed.len() > SMALL_PACKED || part.size > SMALL_UNPACKED {
            return part.unpack(packed);
        }
        let all = [packed, &part.size.to_le_bytes(), &part.sum.to_le_bytes()].concat();
        let known = MET.of(&all, || part.unpack(packed).map(Arc::from));
        known.map(|bytes: Arc<[u8]>| bytes.to_vec())
    }

    /// The bytes of a part that is no larger than this; `None` if it is not there, larger, or cannot be unpacked.
    pub(super) fn small_part(&mut self, path: &str, most: u64) -> Option<Vec<u8>> {
        let &at = self.parts.get(path)?;
        let part = self.archive.by_index(at).ok().filter(|part| part.size() <= most)?;
        let (size, packed) = (part.size(), Packed::of(&part));
        drop(part);
        self.read += size;
        (self.read <= limits::READ_BYTES).then_some(())?;
        packed.and_then(|packed| self.unpacked(&packed)).or_else(|| {
            let mut bytes = Vec::new();
            self.archive.by_index(at).ok()?.read_to_end(&mut bytes).ok()?;
            Some(bytes)
        })
    }

    /// The same as text.
    pub(super) fn text(&mut self, path: &str) -> Result<Option<String>, Fault> {
        Ok(self.part(path)?.map(xml::decoded).transpose()?)
    }

    /// The text of a part that is of use only if it is sound and not large; `None` otherwise.
    pub(super) fn small_text(&mut self, path: &str) -> Option<String> {
        xml::decoded(self.small_part(&part_name(path), limits::SMALL_PART_BYTES)?).ok()
    }

    /// The path of the workbook part, such as `xl/workbook.xml`.
    pub(super) fn workbook_path(&mut self) -> Result<Option<String>, Fault> {
        let relations = self.relations_of("")?;
        let mut all = relations.values();
        Ok(all.find(|relation| relation.kind == "officeDocument").map(|relation| relation.target.clone()))
    }

    /// What the part at this path says of others, by identifier; of the whole package, where the path is empty.
    pub(super) fn relations_of(&mut self, path: &str) -> Result<Arc<Relations>, Fault> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let beside =
            if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
        let Some(text) = self.text(&beside)? else { return Ok(Arc::default()) };
        RELATED.of([folder, &text].join("\n"), || relations(folder, &text).map(Arc::new))
    }
}

/// What the text of a part of relations says of others, which it names as seen from this folder.
fn relations(folder: &str, text: &str) -> Result<Relations, Fault> {
    let (mut relations, mut tokens) = (Relations::new(), Tokens::new(text));
    while let Some(token) = tokens.next()? {
        let Token::Start(tag) = token else { continue };
        if tag.name != "Relationship" || relations.len() > limits::PARTS {
            continue;
        }
        if let (Some(id), Some(kind), Some(target)) =
            (tag.attribute("Id"), tag.attribute("Type"), tag.attribute("Target"))
        {
            let is_outside = tag.attribute("TargetMode").is_some_and(|mode| mode == "External");
            let target = if is_outside { target.into_owned() } else { resolve(folder, &target) };
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            let relation = Relation { kind, target };
            // Of two with one identifier nobody knows which is meant.
            if relations.insert(id.into_owned(), relation.clone()).is_some_and(|other| other != relation) {
                return Err(Fault::damaged("hai quan hệ cùng một mã", "two relations have one identifier"));
            }
        }
    }
    Ok(relations)
}

/// The same of those so far: programs write the same into nearly all files.
static RELATED: LazyLock<Memo<Result<Arc<Relations>, Fault>>> =
    LazyLock::new(|| Memo::of_up_to(64).no_longer_than(4 << 10));

/// The part that holds the cells of a sheet with this identifier, if it is one of cells. `None` if there is no knowing where they are.
pub(super) fn sheet_part(id: Option<&str>, relations: &Relations) -> Option<Option<String>> {
    let id = id?;
    // A module of old macros.
    if id.is_empty() {
        return Some(None);
    }
    let relation = relations.get(id)?;
    match &*relation.kind {
        "worksheet" => Some(Some(relation.target.clone())),
        kind => WITHOUT_CELLS.contains(&kind).then_some(None),
    }
}

/// The kinds of sheets that hold no cells of data: charts, dialogs, macros of Excel 4 (ECMA-376, part 1, section 12.3; MS-OFFMACRO2).
const WITHOUT_CELLS: [&str; 4] = ["chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"];

/// So many bytes tell how a part is encoded.
const HEAD_BYTES: usize = 4_096;

/// What small parts of the files so far unpacked to, by how they are packed and what is said of them: what programs write beside the
/// sheets (relations, styles, properties) is the same in nearly all files.
static MET: LazyLock<Memo<Option<Arc<[u8]>>>> = LazyLock::new(|| Memo::of_up_to(256).no_longer_than(SMALL_PACKED + 12));

/// How many bytes a small part has, packed and unpacked.
const SMALL_PACKED: usize = 1 << 10;
const SMALL_UNPACKED: u64 = 16 << 10;

thread_local! {
    /// Each has 64 KB of its own to fill.
    static INFLATE: RefCell<Decompress> = RefCell::new(Decompress::new(false));
}

/// Room behind the last byte: while there is some, bytes are copied many at a time.
const BEYOND: usize = 512;

impl Packed {
    fn of<R: Read>(part: &ZipFile<'_, R>) -> Option<Self> {
        let is_plain = part.compression() == CompressionMethod::Deflated && !part.encrypted();
        let (start, packed) = (part.data_start().filter(|_| is_plain)?, part.compressed_size());
        Some(Self { start, packed, size: part.size(), sum: part.crc32() })
    }

    /// What these bytes unpack to, if they are what this says of them.
    fn unpack(&self, packed: &[u8]) -> Option<Vec<u8>> {
        let size = usize::try_from(self.size.min(limits::PART_BYTES)).ok()?;
        let mut bytes = Vec::with_capacity(size + BEYOND);
        let end = INFLATE.with_borrow_mut(|inflate| {
            inflate.reset(false);
            inflate.decompress_vec(packed, &mut bytes, FlushDecompress::Finish).ok()
        })?;
        let is_sound =
            end == Status::StreamEnd && bytes.len() as u64 == self.size && crc32fast::hash(&bytes) == self.sum;
        is_sound.then_some(bytes)
    }
}

/// How parts are looked up: `\` is `/`, letters in lower case.
fn part_name(name: &str) -> String {
    name.replace('\\', "/").to_ascii_lowercase()
}

/// A relation's target as seen from the folder of its part, without `.` and `..` (RFC 3986, section 5.2.4).
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let (base, target) = match target.strip_prefix('/') {
        Some(absolute) => ("", absolute),
        None => (folder, target.as_str()),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in base.split('/').chain(target.split('/')) {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// What a part is by its name, as far as that tells how large it may be.
#[derive(Clone, Copy)]
enum PartKind {
    Styles,
    Strings,
    /// All sheets, of OpenDocument.
    Content,
    Sheet,
    /// One that has a name of its own and is small.
    Small,
    /// A sheet may lie anywhere; only what has a name of its own can be held to less.
    Any,
}

impl PartKind {
    /// That of the part with this name, which is in lower case; `None` of parts that are never read.
    fn of(name: &str) -> Option<Self> {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        if !(file.ends_with(".xml") || file.ends_with(".rels") || file.ends_with(".bin")) {
            return None;
        }
        // Binary parts other than those of xlsb (printer settings, macros, embedded objects) are never read.
        let unread = ["/media", "/embeddings", "/printersettings", "/drawings", "/charts", "/activex", "/ctrlprops"];
        if unread.iter().any(|unread| folder.ends_with(unread)) || file == "vbaproject.bin" {
            return None;
        }
        Some(match file {
            "styles.xml" | "styles.bin" => Self::Styles,
            "sharedstrings.xml" | "sharedstrings.bin" => Self::Strings,
            "content.xml" => Self::Content,
            _ if folder.ends_with("sheets") => Self::Sheet,
            "workbook.xml" | "workbook.bin" | "manifest.xml" | "[content_types].xml" => Self::Small,
            _ if file.ends_with(".rels") || file.starts_with("theme") => Self::Small,
            _ => Self::Any,
        })
    }

    /// Bytes that it may have.
    fn limit(self) -> u64 {
        match self {
            Self::Styles => limits::STYLES_BYTES,
            Self::Strings => limits::STRINGS_BYTES,
            Self::Content | Self::Sheet | Self::Any => limits::SHEET_BYTES,
            Self::Small => limits::SMALL_PART_BYTES,
        }
    }

    /// What it is called, where it has this name.
    fn called(self, name: &str) -> Bilingual {
        let file = name.rsplit('/').next().unwrap_or(name);
        match self {
            Self::Styles => Bilingual::new("Phần định dạng", "The styles part"),
            Self::Strings => Bilingual::new("Bảng chuỗi dùng chung", "The table of shared strings"),
            Self::Content => Bilingual::new("Dữ liệu giải nén của các trang tính", "The sheets when unpacked"),
            Self::Sheet => words(format!("Trang tính {file} khi giải nén"), format!("The sheet {file} when unpacked")),
            Self::Small => words(format!("Thành phần {file}"), format!("The part {file}")),
            Self::Any => words(format!("Thành phần {file} khi giải nén"), format!("The part {file} when unpacked")),
        }
    }
}

/// What is wrong with two archives written one behind the other: programs read the last alone. A file that begins as an archive does and
/// holds something before the archive that its end describes is such a file.
pub(super) fn joined<R: Read + Seek>(archive: &ZipArchive<R>) -> Option<Fault> {
    let reason = Bilingual::new(
        "trong tệp có hai tệp nén nối liền nhau; tệp nén đứng trước không được đọc",
        "the file is two archives, one behind the other; the first of them is not read",
    );
    let remedy = Bilingual::new("Gửi riêng từng tệp nén", "Send each archive by itself");
    (archive.offset() > 0).then(|| Fault::unreadable(reason, remedy))
}

/// Whether a record at the end of a zip archive, somewhere within these last bytes of it, claims more entries than any honest
/// archive has. All that look like one are asked: which of them is believed is for the zip crate to say.
pub(super) fn claims_too_many_parts(end: &[u8]) -> bool {
    let number = |at: usize, length: usize| {
        let bytes = end.get(at..at + length)?;
        Some(bytes.iter().rev().fold(0u64, |number, &byte| number << 8 | u64::from(byte)))
    };
    let (mut short, mut long, mut is_long) = (Vec::new(), Vec::new(), false);
    for at in memchr::memmem::find_iter(end, b"PK") {
        match end.get(at + 2..at + 4) {
            Some([5, 6]) => short.extend(number(at + 10, 2)),
            // The record of an archive in the 64-bit form; only there are more than 65,535.
            Some([6, 6]) => long.extend(number(at + 32, 8)),
            Some([6, 7]) => is_long = true,
            _ => {}
        }
    }
    let believed = short.iter().filter(|&&count| !is_long || count < 0xffff);
    let most = long.iter().chain(believed).max();
    most.is_some_and(|&count| count > limits::DIRECTORY_ENTRIES as u64) || is_long && long.is_empty()
}
