//! Reads files as they really come into sheets of cells with absolute addresses. Nothing is judged here but whether the
//! file can be read: what a cell means is for the modules after this one.
//!
//! An inbox holds anything: pages of a web browser named `.xls`, archives, lock files, bombs. So a file is read in this
//! order, and each step may end it with a finding: one snapshot of the bytes up to a cap (`mod`), what they are by their
//! content (`sniff`), a guard against what would exhaust the machine (`package`, `ole`, with the numbers in `limits`), the
//! reader (`xlsx`, `xlsb`, `ods`, `xls`, `docx`, `delimited`), and the sheet in its final order (`grid`). A panic within a reader
//! is caught as a last belt; an allocation that fails cannot be caught, which is why there is a guard.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::num::NonZeroU8;
use std::path::PathBuf;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::bilingual;
use crate::cell::{Area, Cell, Content, SheetName};
use crate::finding::Finding;
use crate::text::{Bilingual, hex};

mod archive;
mod aside;
mod binary;
mod cells;
#[cfg(feature = "cli")]
mod collect;
mod delimited;
mod docx;
mod embedded;
mod encoding;
mod grid;
pub mod handed;
mod limits;
pub mod mark;
mod names;
mod number_format;
mod ods;
pub mod offers;
mod ole;
mod other;
mod package;
mod panics;
mod pdf;
mod parcel;
mod pictures;
mod pieces;
mod refusal;
mod says;
pub(crate) mod rules;
mod serial;
mod sheets;
mod snapshot;
mod sniff;
mod turns;
mod unlock;
mod worded;
#[cfg(feature = "cli")]
mod written;
mod xls;
mod xlsb;
mod xlsx;
mod xml;

pub use aside::{Aside, AsideKind};
pub use cells::Cells;
#[cfg(feature = "cli")]
pub use collect::{Collected, collect};
use grid::FileBuilder;
use mark::{Mark, Properties};
pub use names::{ASIDE, LISTING, WITHIN, is_litter};
use names::{
    extension, file_name, half_loaded, is_no_submission, pretends_to_be_a_spreadsheet, pretends_to_hold_tables,
};
pub use number_format::{Digits, WHOLE_DIGITS};
pub use panics::without_panic;
use parcel::Parcel;
pub use parcel::Sender;
use refusal::Fault;
pub use snapshot::is_held;
use snapshot::{Unread, most_bytes, snapshot};
use sniff::Sniffed;
use turns::Turn;
pub use worded::Worded;
#[cfg(feature = "cli")]
pub use written::Written;

/// A file as read.
#[derive(Clone, Debug)]
pub struct Workbook {
    /// The path as shown, see [`crate::cell::Location::file`].
    pub path: Arc<str>,
    /// In the order of the file. A text file has one, nameless.
    pub sheets: Vec<Sheet>,
}

/// Whether a sheet is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Visibility {
    /// As usual.
    #[default]
    Visible,
    /// Hidden; Excel's menu shows it again.
    Hidden,
    /// Hidden so that only a program shows it again.
    VeryHidden,
}

/// A sheet: its cells, row by row, empty ones left out.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// `None` for the one sheet of a text file.
    pub name: Option<SheetName>,
    /// Whether it is shown.
    pub visibility: Visibility,
    /// Rows that hold a cell, in rising order of their numbers.
    pub rows: Vec<Row>,
    /// Merged regions of more than one cell that lie within the grid, in the order of the file.
    pub merges: Vec<Area>,
    /// Rows and columns (from 0) that are hidden, where the format tells.
    pub hidden_rows: Vec<u32>,
    /// See `hidden_rows`.
    pub hidden_columns: Vec<u32>,
    /// What the styles of cells tell, in rising order, of those of which they tell something.
    pub looks: Vec<(Cell, Look)>,
    /// What the formats of numbers write beside their digits, see [`Look::worded`].
    pub worded: Vec<Arc<Worded>>,
    /// Addresses behind cells, where the format tells.
    pub links: BTreeMap<Cell, Arc<str>>,
    /// Texts that stand in no cell, where the format tells: in the order of their cells, then print header and footer.
    pub asides: Vec<Aside>,
    /// The cells upon which pictures lie that are large enough for rows to stand in them, where the format tells.
    pub pictures: Vec<Area>,
}

/// What the style of a cell tells beside its content, where the format keeps it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// All of its text is struck through.
    pub is_struck: bool,
    /// Some of its text is, and some is not.
    pub is_partly_struck: bool,
    /// How much is shown of a date.
    pub shown: DateShown,
    /// The digits with which a number is shown beyond those that it needs.
    pub digits: Option<Digits>,
    /// Which of the sheet's formats writes this number with more than digits, counted from 1.
    pub worded: Option<NonZeroU8>,
}

/// How much a cell's number format shows of a date; the rest is the program's, not the sender's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateShown {
    /// The day, or the format is not known.
    #[default]
    Day,
    /// Month and year.
    Month,
    /// The year.
    Year,
}

/// The cells of one row.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// From 0.
    pub number: u32,
    /// Those that hold something.
    pub cells: Cells,
}

impl Workbook {
    /// Whether it is a text document: most of these are letters, and hold no form.
    pub fn is_document(&self) -> bool {
        self.sheets.iter().any(|sheet| sheet.name.as_ref().is_some_and(SheetName::is_document))
    }
}

impl Sheet {
    /// The content of a cell, if it holds any.
    pub fn content(&self, cell: Cell) -> Option<&Content> {
        self.row(cell.row)?.content(cell.column)
    }

    /// What the style of a cell tells.
    pub fn look(&self, cell: Cell) -> Look {
        let at = self.looks.binary_search_by_key(&cell, |(cell, _)| *cell);
        at.map_or_else(|_| Look::default(), |at| self.looks[at].1)
    }

    /// What the format of a cell's number writes beside its digits.
    pub fn worded(&self, look: Look) -> Option<&Worded> {
        let number = usize::from(look.worded?.get());
        self.worded.get(number - 1).map(|worded| &**worded)
    }

    /// The row with this number (from 0), if it holds any cell.
    pub fn row(&self, number: u32) -> Option<&Row> {
        let at = self.rows.binary_search_by_key(&number, |row| row.number).ok()?;
        Some(&self.rows[at])
    }
}

impl Row {
    /// The content in a column, if any.
    pub fn content(&self, column: u32) -> Option<&Content> {
        self.cells.content(column)
    }
}

/// A file to be read, or a member of an archive, as [`collect()`] found it.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path as shown, see [`crate::cell::Location::file`].
    pub path: Arc<str>,
    /// Where it is on disk; for a member of an archive, where the archive is.
    pub file: PathBuf,
    /// The place of a member in the directory of its archive.
    pub member: Option<usize>,
    /// How many bytes a member says that it holds.
    pub unpacked: Option<u64>,
}

/// What became of reading a file.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The path as shown.
    pub path: Arc<str>,
    /// In lower-case hexadecimal; empty when the bytes could not be read.
    pub sha256: String,
    /// The workbook, or why there is none.
    pub workbook: Result<Workbook, Refusal>,
    /// What there is to say about the file and its cells. A cell that could not be read is not among the cells.
    pub findings: Vec<Finding>,
    /// What the tool says of it, if it has written the file itself.
    pub mark: Option<Mark>,
    /// What the message says that it came with, or that it is.
    pub sender: Option<Arc<Sender>>,
    /// The first lines of a document from which no workbook is read.
    pub says: Vec<String>,
}

/// Why a file gives no workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It should be one and cannot be read: the findings say why.
    Unreadable,
    /// It is no spreadsheet and does not pretend to be, or it is a lock file or such of a program: listed, no more.
    Skipped,
}

impl Loaded {
    /// A file of which nothing was read.
    fn refused(path: &Arc<str>, refusal: Refusal, fault: Option<Fault>) -> Self {
        let findings = fault.map(|fault| fault.finding(path)).into_iter().collect();
        Self {
            path: Arc::clone(path),
            sha256: String::new(),
            workbook: Err(refusal),
            findings,
            mark: None,
            sender: None,
            says: Vec::new(),
        }
    }
}

/// Reads a file, or all that it holds if it is an archive or a message, whatever it is: nothing in it stops the run. What is read is
/// handed on one by one.
pub fn read_all(source: &Source, mut take: impl FnMut(Loaded)) {
    let _turn = Turn::begin();
    let name = file_name(&source.path);
    // Most are no parcels, and are read at once.
    match bytes_of(source) {
        Ok(bytes) if Parcel::of(name, &bytes).is_some() => {
            parcel::read_each(&source.path, &bytes, (source.member.is_some(), None), &mut take);
        }
        Ok(bytes) => take(of_bytes(source, name, bytes)),
        Err(refused) => take(*refused),
    }
}

/// Reads a file that is no archive and no message.
pub fn read(source: &Source) -> Loaded {
    match bytes_of(source) {
        Ok(bytes) => of_bytes(source, file_name(&source.path), bytes),
        Err(refused) => *refused,
    }
}

/// The bytes of a file, or what is to be said of one that is not read.
fn bytes_of(source: &Source) -> Result<Vec<u8>, Box<Loaded>> {
    let path = &source.path;
    let name = file_name(path);
    if is_no_submission(name) {
        return Err(Box::new(Loaded::refused(path, Refusal::Skipped, None)));
    }
    let refused = match snapshot(source) {
        Ok(bytes) => return Ok(bytes),
        Err(Unread::TooLarge(bytes)) => too_large(path, bytes),
        Err(Unread::Unavailable(fault)) => Loaded::refused(path, Refusal::Unreadable, Some(fault)),
    };
    Err(Box::new(refused))
}

fn of_bytes(source: &Source, name: &str, bytes: Vec<u8>) -> Loaded {
    let mut loaded = read_held(&source.path, Cow::Owned(bytes), source.member.is_some());
    if loaded.mark.is_none() && extension(name).as_deref() == Some("csv") {
        loaded.mark = mark::of_package_file(source, name, &loaded.sha256);
    }
    loaded
}

/// What there is to say of a file with so many bytes, which are more than are ever read of one.
fn too_large(path: &Arc<str>, bytes: u64) -> Loaded {
    let name = file_name(path);
    // Films and disk images are larger than any limit, and nobody's spreadsheets.
    if extension(name).is_some() && !pretends_to_hold_tables(name) {
        let format = Bilingual::new("tệp rất lớn", "a very large file");
        return Loaded::refused(path, Refusal::Skipped, Some(Fault::other(&rules::OTHER_FILE, format)));
    }
    let what = Bilingual::new("Tệp", "The file");
    let fault = Fault::too_many_bytes(what, bytes, most_bytes(name));
    Loaded::refused(path, Refusal::Unreadable, Some(fault))
}

/// Reads the bytes of a file that was to be found at this path, whatever they are. `is_member` says that they come out of an
/// archive.
pub fn read_bytes(path: &Arc<str>, bytes: &[u8], is_member: bool) -> Loaded {
    read_held(path, Cow::Borrowed(bytes), is_member)
}

/// The same of bytes that nobody else need hold: a text file becomes its own text.
fn read_held(path: &Arc<str>, bytes: Cow<'_, [u8]>, is_member: bool) -> Loaded {
    let sha256 = hex(&Sha256::digest(&bytes));
    let mut file = FileBuilder::new(path);
    // What is known to panic and cannot be told beforehand without reading formulas as the reader does: damaged formulas in xls
    // (tafia/calamine #703, #721).
    let mut mark = None;
    let opened = without_panic(|| open(file_name(path), bytes, is_member, &mut file, &mut mark)).unwrap_or_else(|| {
        Err(Some(Fault::damaged("tệp có nội dung làm bộ đọc bị lỗi", "its content makes the reader fail")))
    });
    let (workbook, findings) = match opened {
        Ok(sheets) => (Ok(Workbook { path: Arc::clone(path), sheets }), file.findings),
        // What was found on the way to a fault that ends the reading is no longer of interest.
        Err(Some(fault)) => {
            let refusal = if fault.is_left_aside() { Refusal::Skipped } else { Refusal::Unreadable };
            (Err(refusal), vec![fault.finding(path)])
        }
        Err(None) => (Err(Refusal::Skipped), Vec::new()),
    };
    Loaded { path: Arc::clone(path), sha256, workbook, findings, mark, sender: None, says: file.says }
}

/// What there is to say of a file on which the reader, or what comes after it, failed in a way that it could not tell.
pub fn stopped(path: &Arc<str>) -> Loaded {
    let fault = Fault::damaged(
        "nội dung tệp làm bộ đọc dừng đột ngột hoặc chạy quá lâu",
        "its content makes the reader stop, or run without an end",
    );
    Loaded::refused(path, Refusal::Unreadable, Some(fault))
}

/// What there is to say of a file that could not be tried, when a run is done again because one file made it stop.
pub fn untried(path: &Arc<str>, error: &anyhow::Error) -> Loaded {
    let reason = bilingual!(
        "chưa đọc được tệp này vì máy báo lỗi ({error:#})",
        "the machine could not begin to read it ({error:#})"
    );
    let remedy = Bilingual::new("Chạy lại khi máy bớt tải", "Run again when the machine is less busy");
    Loaded::refused(path, Refusal::Unreadable, Some(Fault::unavailable(reason, remedy)))
}

/// The sheets in these bytes; or the fault; or what they are, if they are no spreadsheet and
/// their name does not say so either; or nothing, if this program has written them.
/// `mark` is set where they bear one.
fn open(
    name: &str,
    bytes: Cow<'_, [u8]>,
    is_member: bool,
    file: &mut FileBuilder,
    mark: &mut Option<Mark>,
) -> Result<Vec<Sheet>, Option<Fault>> {
    file.hold(bytes.len()).map_err(Some)?;
    let mut kind = sniff::sniff(&bytes);
    if matches!(kind, Sniffed::Text) {
        drop(kind);
        return text(name, bytes, file, mark);
    }
    let bytes = &*bytes;
    let (properties, embedded) = match &mut kind {
        Sniffed::Xlsx(package) | Sniffed::Xlsb(package) | Sniffed::Ods(package) | Sniffed::Docx(package) => {
            (Properties::of(package), embedded::of(package))
        }
        Sniffed::Xls => (Properties::of_xls(bytes), embedded::of_xls(bytes)),
        _ => Default::default(),
    };
    mark.clone_from(&properties.mark);
    let sheets = match kind {
        Sniffed::Xlsx(package) => xlsx::read(package, file),
        Sniffed::Xlsb(package) => xlsb::read(package, file),
        Sniffed::Ods(package) => ods::read(package, file),
        Sniffed::Xls => xls::read(bytes, file),
        Sniffed::Docx(package) => docx::read(package, file),
        Sniffed::Protected => match unlock::package(bytes) {
            Some(package) => return open(name, Cow::Owned(package), is_member, file, mark),
            None => return Err(other::refusal(Sniffed::Protected, name, is_member)),
        },
        mut kind if kind.is_document() => {
            // Pages and letters; whatever their names say, they are ours.
            *mark = if bytes.starts_with(b"PK") { mark::of_document(bytes) } else { Mark::find(bytes) };
            file.says = kind.lines();
            if file.says.is_empty() && mark.is_none() {
                file.says = says::lines(bytes);
            }
            return Err(if mark.is_some() { None } else { other::refusal(kind, name, is_member) });
        }
        kind => return Err(other::refusal(kind, name, is_member)),
    };
    let mut sheets = sheets.map_err(Some)?;
    *mark = properties.mark(&sheets);
    file.findings.extend(embedded::told(&file.path, &embedded));
    for saying in properties.sayings.iter().filter(|_| mark.is_none()) {
        let first = sheets.first_mut().map(|sheet| &mut sheet.asides);
        first.into_iter().for_each(|asides| Aside::push(asides, AsideKind::Property, None, saying));
    }
    Ok(sheets)
}

/// The one sheet of a text file, if it may be a table.
fn text(
    name: &str,
    bytes: Cow<'_, [u8]>,
    file: &mut FileBuilder,
    mark: &mut Option<Mark>,
) -> Result<Vec<Sheet>, Option<Fault>> {
    // Its first lines would be a table of their own.
    if half_loaded(name).is_some_and(pretends_to_hold_tables) {
        return Err(Some(other::half()));
    }
    let may_be_a_table = match extension(name).as_deref() {
        None | Some("txt") => delimited::is_table(&bytes),
        _ => pretends_to_be_a_spreadsheet(name),
    };
    *mark = if may_be_a_table { mark::of_table(&bytes) } else { Mark::find(&bytes) };
    if mark.is_some() {
        return Err(None);
    }
    if !may_be_a_table {
        file.says = says::lines(&bytes);
    }
    let sheet = match may_be_a_table {
        true => delimited::read(bytes, file),
        false => Err(Fault::other(&rules::OTHER_FILE, Bilingual::new("tệp văn bản", "a text file"))),
    };
    sheet.map(|sheet| vec![sheet]).map_err(Some)
}
