//! What a heading, a row and a sheet must reach to be taken for what they seem: all of it in one place, each with what it was
//! measured on.

/// Below this a heading is not taken for a field. Checked against the headings of all inboxes and cases: the true ones that
/// are not exact score 0.74 and more, the nearest wrong ones 0.66.
pub const ACCEPTED: f64 = 0.72;

/// From here on a heading is as printed as makes no difference (case, spacing, diacritics left out, notes in brackets).
pub const AS_PRINTED: f64 = 0.97;

/// A heading that is as printed once its short forms are written out («ĐV chủ trì») or its lost letters are filled in: taken,
/// with a word about it.
pub const WRITTEN_OUT: f64 = 0.95;

/// A label behind part of its own group's heading: «Lộ trình - Bắt đầu».
pub const BEHIND_ITS_GROUP: f64 = 0.95;

/// A label of two words or more with up to [`MORE_WORDS`] more behind it, none of which is foreign: «Mục đích xây dựng CSDL».
/// Next above [`ACCEPTED`], so that it never outweighs a heading as printed.
pub const LABEL_AND_MORE: f64 = 0.75;

/// So many words may follow a label; a longer heading is about something else.
pub const MORE_WORDS: usize = 3;

/// Headings that differ in letters alone must be so alike: one slip in five letters, as «Mục đich» and «Đơn vị chủ chì».
pub const SAME_LETTERS: f64 = 0.8;

/// A heading of as many words as a label and so near in letters has a slip in a short word («nội dug»), not a foreign one:
/// «Phạm vi đầu tư» and «Phạm vi dữ liệu» are 0.67 alike.
pub const NOTHING_FOREIGN: f64 = 0.85;

/// A longer heading is compared with the printed ones only for being the same: likeness is for slips and added words.
pub const MAX_COMPARED_BYTES: usize = 160;

/// Of the words above a column so many must be the form's group's own for it to be that group: «Kế hoạch xây dựng, triển
/// khai» has four of six, «Thời gian kết nối» two of four.
pub const OWN_GROUP: f64 = 0.6;

/// What a word that changes nothing («của», «các») weighs where the form's heading has it, and where it has not. Other words of
/// the form weigh from 0.7 (in every heading) to 2.7 (in one of fourteen).
pub const A_FILLER: f64 = 0.3;
/// See [`A_FILLER`].
pub const A_FOREIGN_FILLER: f64 = 0.1;

/// A word that the form does not have weighs so much of one that stands in a single heading of it: «Tên của các cơ sở dữ liệu
/// chuyên ngành» is still the name.
pub const A_FOREIGN_WORD: f64 = 0.6;

/// A word with a slip counts so much of the word that was meant.
pub const MISTYPED: f64 = 0.85;

/// Likeness, however great, is less than a heading as printed.
pub const LIKE_AT_MOST: f64 = 0.96;

/// Of two columns with the same heading the one without words of its own in brackets wins by so much: more than the columns that
/// may stand to its left, less than a part of the form's group.
pub const SAYS_NO_MORE: i64 = 1_000;

/// A column below a heading that only begins like the form's group («Lộ trình kết nối») scores this much at most, so that it
/// is told when it is taken for the form's.
pub const BEGINS_LIKE_IT: f64 = 0.9;

/// Short forms that may be meant in several ways are written out in so many at most.
pub const MOST_WAYS: usize = 8;

/// A text in another language has so many letters; fewer are a column's letter.
pub const SHORTEST_WORD: usize = 3;

/// The words behind a heading may be so many before they are an explanation, however they begin.
pub const LONG_REST: usize = 5;

/// A row of a header costs this much of a heading: a further row must bring a heading of its own.
pub const A_ROW_MORE: f64 = 0.4;

/// A cell in a lower row that makes a heading whole («Tên cơ sở» above «dữ liệu») speaks for its row, though the cell above
/// it was a heading already: three rows of broken headings have two such cells and more.
pub const A_CELL_THAT_COMPLETES: f64 = 0.3;

/// A column below the group that the form has there speaks so much for the row of the group: two of them outweigh what the row
/// costs that stands above all headings, so that «Bắt đầu» below «Kết nối, chia sẻ» is not taken for the one below «Lộ trình».
pub const A_GROUP_ABOVE: f64 = 0.5;

/// Two tables stand side by side if both together hold so many headings more than one table over all columns: a second
/// table has three at least.
pub const A_SECOND_TABLE: f64 = 2.0;

/// A row that fills so many columns of the form is no header, though a heading is merged down beside it.
pub const FILLS_FIELDS: usize = 2;

/// A title may stand over columns, merged; a heading over more than this part of them is one.
pub const A_TITLE: f64 = 0.7;

/// The rows of a header: a group row, a row below it, and one to spare.
pub const MAX_HEADER_ROWS: u32 = 3;

/// Columns that are looked at; a form has some fifteen, and a stray cell at XFD must not cost time.
pub const MAX_HEADER_COLUMNS: usize = 256;

/// A longer text is no heading: the longest seen on a genuine form had 120 characters.
pub const MAX_HEADING_BYTES: usize = 600;

/// How many of a row's texts are looked at to see whether it may be a header, until one is found: agencies put columns of their
/// own before those of the form.
pub const FIRST_TEXTS: usize = 12;

/// The same below a header, where most rows are data, and where likeness is asked, which costs more.
pub const FEW_TEXTS: usize = 4;

/// How many rows are compared by likeness on a sheet where no row holds a heading as printed.
pub const LIKENESS_ROWS: usize = 60;

/// How many cells of rows that may be headers are looked at on a sheet: to compare a row with the forms takes a thousand times as
/// long as to read it. A form printed on two hundred pages, with its header on each, has 3,000.
pub const LOOKED_AT: usize = 10_000;

/// The same for all sheets of a file together, counted again for each way to part two tables that stand beside each other: some
/// 25 ways on each of fifty printed pages make 36,000.
pub const LOOKED_AT_IN_FILE: usize = 50_000;

/// Ways to read what stands in the first cells of a sheet's first rows that are compared by likeness to see whether one is a header's,
/// in all sheets of a file together. Forty sheets of data without a header have 20,000.
pub const RESEMBLING_IN_FILE: usize = 60_000;

/// So many headings are remembered with what they are like; one row has up to 256 cells, each read in some ways.
pub const COMPARED_AND_KEPT: usize = 8_192;

/// Rows below a header that are looked at to see what its columns hold.
pub const LOOKED_AT_BELOW: usize = 30;

/// So many headings of a form in one row, with rows of data below, make a sheet look like that form. A list of what an agency
/// wants from others has two («Tên CSDL», «Cơ quan chủ quản»), a summary by unit one.
pub const LOOKS_LIKE_A_FORM: usize = 3;
