//! Where things stand in a workbook, and what a cell holds.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::bilingual;
use crate::text::Bilingual;
use crate::text::texts::Text;

/// Rows of the Excel grid: the last row is 1,048,576 (Excel specifications and limits).
pub const GRID_ROWS: u32 = 1_048_576;
/// Columns of the Excel grid: the last column is XFD.
pub const GRID_COLUMNS: u32 = 16_384;

/// The longest address in the grid is `XFD1048576`.
pub const LONGEST_ADDRESS: usize = 10;

/// The address of a cell; both numbers count from 0, as written it counts from 1 (`C7`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cell {
    /// From 0.
    pub row: u32,
    /// From 0: `A` is 0.
    pub column: u32,
}

impl Cell {
    /// The cell in this row and column, both counted from 0.
    pub fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }

    /// The cell at an address as sheets write it, in any case: `C7`. `None` for what is none or lies outside Excel's grid.
    pub fn parse(written: &str) -> Option<Self> {
        if written.len() > LONGEST_ADDRESS {
            return None;
        }
        let (mut column, mut row, mut letters) = (0u32, 0u32, 0u32);
        for byte in written.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                    column = column * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1;
                    letters += 1;
                    if letters > 3 {
                        return None;
                    }
                }
                b'0'..=b'9' if letters > 0 && (row > 0 || byte != b'0') => row = row * 10 + u32::from(byte - b'0'),
                _ => return None,
            }
        }
        let inside = (1..=GRID_COLUMNS).contains(&column) && (1..=GRID_ROWS).contains(&row);
        inside.then(|| Self::new(row - 1, column - 1))
    }

    /// Whether it is a cell of Excel's grid.
    pub fn is_in_grid(&self) -> bool {
        self.row < GRID_ROWS && self.column < GRID_COLUMNS
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&column_letters(self.column))?;
        fmt::Display::fmt(&(self.row + 1), f)
    }
}

/// The letters of a column counted from 0: 0 is `A`, 27 is `AB`.
pub fn column_letters(column: u32) -> String {
    let (mut rest, mut letters) = (column + 1, String::new());
    while rest > 0 {
        letters.insert(0, char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters
}

/// A rectangle of cells, both corners included; written `B2:D9`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Area {
    /// The upper left corner.
    pub first: Cell,
    /// The lower right corner.
    pub last: Cell,
}

impl Area {
    /// The rectangle between two corners, upper left and lower right.
    pub fn new(first: Cell, last: Cell) -> Self {
        Self { first, last }
    }

    /// Whether the cell lies inside.
    pub fn contains(&self, cell: Cell) -> bool {
        (self.first.row..=self.last.row).contains(&cell.row)
            && (self.first.column..=self.last.column).contains(&cell.column)
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.first, self.last)
    }
}

/// A place: a file, or a sheet in it, or a cell on that. A run holds hundreds of thousands, so those on one sheet share what they have in
/// common, see [`Self::share`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    on: Arc<Surface>,
    /// `None` for the whole sheet or file.
    pub cell: Option<Cell>,
}

/// A file, or a sheet in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Surface {
    /// The file's path as shown: relative to the inbox, `/` between parts, NFC; a member of an archive as
    /// `archive.zip › member.xlsx`.
    pub file: Arc<str>,
    /// The sheet's name; `None` for the whole file and for text files, which have no sheets.
    pub sheet: Option<SheetName>,
}

impl Deref for Location {
    type Target = Surface;

    fn deref(&self) -> &Surface {
        &self.on
    }
}

impl Location {
    /// The whole file.
    pub fn file(path: &Arc<str>) -> Self {
        Self::sheet(path, None, None)
    }

    /// A sheet (or the one nameless sheet of a text file) and perhaps a cell on it.
    pub fn sheet(path: &Arc<str>, sheet: Option<&SheetName>, cell: Option<Cell>) -> Self {
        Self { on: Arc::new(Surface { file: Arc::clone(path), sheet: sheet.cloned() }), cell }
    }

    /// Holds file and sheet together with the other place, if they are the same.
    pub fn share(&mut self, other: &Self) {
        if self.on == other.on {
            self.on = Arc::clone(&other.on);
        }
    }

    /// What people call the cell; `None` for the whole sheet or file.
    pub fn called(&self) -> Option<Bilingual> {
        self.cell.map(|cell| called(layout_of(self.sheet.as_ref()), cell))
    }
}

/// How the cells of a sheet are called, if not by letters and numbers.
pub fn layout_of(sheet: Option<&SheetName>) -> Option<&Arc<Layout>> {
    sheet?.layout.as_ref()
}

/// What people call a cell.
pub fn called(layout: Option<&Arc<Layout>>, cell: Cell) -> Bilingual {
    match layout {
        Some(layout) => layout.called(cell),
        None => both(cell),
    }
}

/// What people call rows that follow each other: «dòng 7», «các dòng 7-9»; in a text document «dòng 4 của bảng 1», «đoạn 5».
pub fn called_rows(layout: Option<&Arc<Layout>>, first: u32, last: u32) -> Bilingual {
    let Some(layout) = layout else {
        let (first, last) = (first + 1, last + 1);
        return match first == last {
            true => bilingual!("dòng {first}", "row {first}"),
            false => bilingual!("các dòng {first}-{last}", "the rows {first}-{last}"),
        };
    };
    let ((table, from), (other, to)) = (layout.row(first), layout.row(last));
    match table {
        Some(table) if first == last => bilingual!("dòng {from} của bảng {table}", "row {from} of table {table}"),
        Some(table) if other == Some(table) => {
            bilingual!("các dòng {from}-{to} của bảng {table}", "the rows {from}-{to} of table {table}")
        }
        None if first == last => bilingual!("đoạn {from}", "paragraph {from}"),
        _ => {
            let (first, last) = (called_rows(Some(layout), first, first), called_rows(Some(layout), last, last));
            Bilingual {
                vi: format!("các dòng từ {} đến {}", first.vi, last.vi).into(),
                en: format!("the rows from {} to {}", first.en, last.en).into(),
            }
        }
    }
}

/// What people call a column.
pub fn called_column(layout: Option<&Arc<Layout>>, column: u32) -> Bilingual {
    both(match layout {
        Some(_) => (column + 1).to_string(),
        None => column_letters(column),
    })
}

/// What people call a rectangle of cells.
pub fn called_area(layout: Option<&Arc<Layout>>, area: Area) -> Bilingual {
    match layout {
        Some(layout) => layout.called_area(area),
        None => both(area),
    }
}

fn both(shown: impl fmt::Display) -> Bilingual {
    let shown = shown.to_string();
    Bilingual { vi: Cow::Owned(shown.clone()), en: Cow::Owned(shown) }
}

/// The name of a sheet, and how its cells are called where they have no letters and numbers. Two are the same if their names are.
#[derive(Clone, Debug)]
pub struct SheetName {
    name: Arc<str>,
    layout: Option<Arc<Layout>>,
}

impl SheetName {
    /// The one sheet that a text document is read as. It has no name that anybody would know.
    pub fn of_document(layout: Layout) -> Self {
        Self { name: Arc::from(""), layout: Some(Arc::new(layout)) }
    }

    /// As people know it; `None` for a text document, which has no sheets.
    pub fn shown(&self) -> Option<&Arc<str>> {
        Some(&self.name).filter(|_| self.layout.is_none())
    }

    /// Whether it is a text document, which has no sheets.
    pub fn is_document(&self) -> bool {
        self.layout.is_some()
    }
}

impl From<Arc<str>> for SheetName {
    fn from(name: Arc<str>) -> Self {
        Self { name, layout: None }
    }
}

impl From<&str> for SheetName {
    fn from(name: &str) -> Self {
        Arc::<str>::from(name).into()
    }
}

impl From<String> for SheetName {
    fn from(name: String) -> Self {
        Arc::<str>::from(name).into()
    }
}

impl Deref for SheetName {
    type Target = str;

    fn deref(&self) -> &str {
        &self.name
    }
}

impl Borrow<str> for SheetName {
    fn borrow(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for SheetName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name.fmt(f)
    }
}

impl PartialEq for SheetName {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for SheetName {}

impl PartialOrd for SheetName {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for SheetName {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.name.cmp(&other.name)
    }
}

impl Hash for SheetName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

/// How the rows of a text document lie on the one sheet that it is read as: its paragraphs and tables one below the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// In rising order of their rows.
    blocks: Vec<Block>,
}

/// Rows of a document that follow each other on the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Block {
    /// The first row on the sheet, from 0.
    row: u32,
    /// Which table it is, from 1; `None` for paragraphs.
    table: Option<u32>,
    /// The number of that row in the table, or of that paragraph in the document, from 1.
    number: u32,
}

impl Layout {
    /// Says that the rows from this one on are those of a table, by its number in the document, from its row with this number on.
    pub fn table(&mut self, row: u32, table: u32, number: u32) {
        self.blocks.push(Block { row, table: Some(table), number });
    }

    /// Says that the rows from this one on are paragraphs, the first with this number.
    pub fn paragraphs(&mut self, row: u32, number: u32) {
        self.blocks.push(Block { row, table: None, number });
    }

    /// The number of the table that a row of the sheet is in, `None` for a paragraph, and its own number in that table, or among the
    /// paragraphs; both from 1.
    pub fn row(&self, row: u32) -> (Option<u32>, u32) {
        let at = self.blocks.partition_point(|block| block.row <= row);
        let block = at.checked_sub(1).map_or(Block { row: 0, table: None, number: 1 }, |at| self.blocks[at]);
        (block.table, block.number + (row - block.row))
    }

    /// What people call a cell: «bảng 1, dòng 4, cột 3», or «đoạn 5».
    pub fn called(&self, cell: Cell) -> Bilingual {
        self.called_rows(cell, cell)
    }

    /// What people call the cells of a column from the first to the last row: «bảng 1, dòng 4–9, cột 3».
    pub fn called_rows(&self, first: Cell, last: Cell) -> Bilingual {
        self.within(Area::new(first, last))
    }

    /// What people call a rectangle: «bảng 1, dòng 4–9, cột 1–14», or its corners where it goes from one table to the next.
    pub fn called_area(&self, area: Area) -> Bilingual {
        if self.row(area.first.row).0 == self.row(area.last.row).0 {
            return self.within(area);
        }
        let (first, last) = (self.called(area.first), self.called(area.last));
        Bilingual {
            vi: format!("{} – {}", first.vi, last.vi).into(), en: format!("{} – {}", first.en, last.en).into()
        }
    }

    /// The same within one table, or among paragraphs.
    fn within(&self, Area { first, last }: Area) -> Bilingual {
        let several =
            |first: u32, last: u32| if first == last { first.to_string() } else { format!("{first}–{last}") };
        let plural = |first: u32, last: u32| if first == last { "" } else { "s" };
        let ((table, from), (_, to)) = (self.row(first.row), self.row(last.row));
        let (rows, columns) = (several(from, to), several(first.column + 1, last.column + 1));
        let (of_rows, of_columns) = (plural(from, to), plural(first.column, last.column));
        let (vi, en) = match table {
            Some(table) => (
                format!("bảng {table}, dòng {rows}, cột {columns}"),
                format!("table {table}, row{of_rows} {rows}, column{of_columns} {columns}"),
            ),
            None => (format!("đoạn {rows}"), format!("paragraph{of_rows} {rows}")),
        };
        Bilingual { vi: vi.into(), en: en.into() }
    }
}

/// What a cell holds, as the file says it: sixteen bytes, for a sheet may have a million of them. A cell that holds nothing is not
/// there at all.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// As typed: never trimmed, composed or otherwise mended here.
    Text(Text),
    /// A number that is not shown as a date; finite.
    Number(f64),
    /// TRUE or FALSE.
    Flag(bool),
    /// A date or a date with time, within Excel's range (1900-01-01 to 9999-12-31).
    Date(DateTime),
    /// An error such as `#DIV/0!` or `#SPILL!`, as shown.
    Error(Text),
    /// A formula that the writing program never calculated: there is no value to read. Holds the formula's text.
    Uncalculated(Text),
}
