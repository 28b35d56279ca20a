//! How much of a file is believed. A limit keeps one broken or hostile file from stopping the whole run: some of what is
//! limited would otherwise end in a failed allocation, which Rust cannot catch. Each number stands with the greatest honest
//! one it was checked against; a form of 5,000 rows and 20 columns counts as the largest honest form.

/// Bytes of a file, or of a member of an archive. Genuine submissions with scanned pages pasted in reach some 20 MB.
pub(super) const FILE_BYTES: u64 = 64 << 20;
/// Bytes of all members of one archive together, unpacked. An inbox of 93 agencies takes about 2 MB.
pub(super) const ARCHIVE_BYTES: u64 = 512 << 20;
/// Members of an archive. An inbox of 93 agencies has some 120.
pub(super) const ARCHIVE_MEMBERS: usize = 1_000;
/// Kilobytes for the directory of a 7-Zip archive, and for the dictionary by which it is unpacked: both say themselves how much they
/// take. 7-Zip's best setting has a dictionary of 64 MB.
pub(super) const SEVEN_ZIP_MEMORY: usize = 80 << 10;
/// Archives and messages within each other. A message is forwarded with an archive of archives.
pub(super) const PARCEL_DEPTH: usize = 5;
/// Parts of a package. A workbook with many pictures has a few hundred.
pub(super) const PARTS: usize = 4_096;
/// Entries in the directory of a package or an archive, before it is read: it takes six times as much memory as it has bytes.
/// Far above the two numbers that really hold, so that those are told in their own words.
pub(super) const DIRECTORY_ENTRIES: usize = 20_000;
/// Bytes of one part that is held in memory whole while it is read. The largest honest form takes about 6 MB; a sheet with whole columns
/// formatted 13 MB.
pub(super) const PART_BYTES: u64 = 64 << 20;
/// Bytes of one sheet's part, unpacked: 200,000 rows of 14 columns take about 100 MB. What is larger than [`PIECE_BYTES`] is read piece by
/// piece where the format allows it, else [`PART_BYTES`] hold.
pub(super) const SHEET_BYTES: u64 = 192 << 20;
/// Bytes of a piece of a large part.
pub(super) const PIECE_BYTES: usize = 4 << 20;
/// Bytes of all parts that are read, unpacked.
pub(super) const PACKAGE_BYTES: u64 = 384 << 20;
/// Bytes of all parts as often as they are read. Each is read once in any honest package; the relations of a sheet may name any of
/// them again.
pub(super) const READ_BYTES: u64 = PACKAGE_BYTES;
/// Bytes of the stream of an xls workbook, pictures and all: it is held in memory beside the file. Genuine files with scanned pages
/// reach some 20 MB.
pub(super) const STREAM_BYTES: u64 = 48 << 20;
/// Bytes of the shared strings, unpacked; they are read piece by piece as well. 200,000 rows of texts of their own take 90 MB.
pub(super) const STRINGS_BYTES: u64 = 160 << 20;
/// Bytes of the styles, unpacked. Workbooks that were copied together for years reach 2 MB.
pub(super) const STYLES_BYTES: u64 = 8 << 20;
/// Bytes of every other part that is read (workbook, relations, theme). They take a few kilobytes.
pub(super) const SMALL_PART_BYTES: u64 = 8 << 20;
/// Sheets of a workbook. An agency that gave each of its units one sheet had 40.
pub(super) const SHEETS: usize = 256;
/// Cells with content in a file: 200,000 rows of 15 columns. They are all in memory as long as the file is read, for a table is looked for in
/// the whole sheet.
pub(super) const CELLS: usize = 3_200_000;
/// Bytes of memory that a file may take while it is read, as its readers reckon: its bytes, its rows and cells, and each text once. No
/// file may take more than 300 MB of a run in all: `merge` of a form of 200,000 rows and 14 columns took 173 MB as a workbook of 12 MB and
/// 231 MB as a text file of 97 MB, as released.
pub(super) const MEMORY: usize = 270 << 20;
/// Bytes of text in all cells of a file together, each as often as it stands there. 200,000 rows hold about 100 MB.
pub(super) const TEXT_BYTES: usize = 128 << 20;
/// Characters in one cell (Excel specifications and limits).
pub(super) const CELL_CHARACTERS: usize = 32_767;
/// Merged regions of a sheet: ten for each row of the largest honest form.
pub(super) const MERGES: usize = 50_000;
/// Bytes of a text file. 200,000 records of a form take 80 to 100 MB.
pub(super) const DELIMITED_BYTES: u64 = 112 << 20;
/// Separators in one line of a text file, four for each column of the grid: the reader keeps a number for each.
pub(super) const LINE_SEPARATORS: usize = 65_536;
/// Bytes of one record of a text file: fourteen cells of a page of text each take a third of this. What is longer is
/// taken for a quotation mark that was never closed.
pub(super) const RECORD_BYTES: usize = 128 << 10;
/// Bytes of one record of a text file as it is written, with all its separators: thirty times the last. It is held whole, and behind a
/// quotation mark that stays open it would be the rest of the file.
pub(super) const LINE_BYTES: usize = 4 << 20;
/// Damaged cells of a file. Above this the file is damaged, not some of its cells, and a list helps nobody.
pub(super) const BAD_CELLS: usize = 100;
/// Folders within folders below a given one. Inboxes have three or four.
#[cfg(feature = "cli")]
pub(super) const FOLDER_DEPTH: usize = 64;
/// Quotation marks that were never closed, before the rest of a text file is read as if it had none: each costs another
/// look at the rest of the file.
pub(super) const OPEN_QUOTES: usize = 16;
/// Addresses behind the cells of a sheet: ten for each row of the largest honest form.
pub(super) const LINKS: usize = 50_000;
/// How often a digest is repeated to make the key of an encrypted package. Excel writes 100,000.
pub(super) const SPINS: u32 = 1_000_000;
/// Texts of a sheet beside its cells (comments, text boxes), and characters of each. A form that was passed around a department
/// for comments had 60, the longest with 900 characters.
pub(super) const ASIDES: usize = 1_000;
/// See [`ASIDES`].
pub(super) const ASIDE_CHARACTERS: usize = 2_000;
