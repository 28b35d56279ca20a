//! Builds a sheet from cells as a reader hands them out, in whatever order and number. It keeps what later modules count
//! on: rows and columns rise, each cell stands once, inside Excel's grid, with a content that is allowed.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::num::NonZeroU8;
use std::sync::Arc;

use super::cells::Shapes;
use super::limits;
use super::number_format::{Shows, Style};
use super::refusal::{Fault, words};
use super::turns;
use super::worded::Worded;
use super::{Aside, DateShown, Look, Row, Sheet, Visibility};
use crate::cell::{Area, Cell, Content, GRID_COLUMNS, GRID_ROWS, Layout, Location, SheetName};
use crate::finding::{Finding, Severity};
use crate::text::Bilingual;
use crate::text::texts::{Text, Texts};
use crate::workbook::rules;

/// A file while it is read: what was used up of its limits, and what was found.
#[derive(Debug)]
pub(super) struct FileBuilder {
    /// The path as shown.
    pub(super) path: Arc<str>,
    /// What there is to say about the cells so far.
    pub(super) findings: Vec<Finding>,
    /// The first lines of a document that gives no cells.
    pub(super) says: Vec<String>,
    texts: Texts,
    cells: usize,
    text_bytes: usize,
    bad_cells: usize,
    /// About how much memory the file and what was read of it take.
    memory: usize,
    /// The largest part of it that was held whole so far: one is at a time.
    largest_part: usize,
}

/// A sheet while it is read.
#[derive(Debug)]
pub(super) struct SheetBuilder<'file> {
    file: &'file mut FileBuilder,
    name: Option<SheetName>,
    rows: Vec<Row>,
    /// The row that is being read: its number, and its cells so far.
    row: u32,
    cells: Vec<(u32, Content)>,
    shapes: Shapes,
    /// Cells that came after one that stands behind or upon them, in the order they came.
    late: Vec<(Cell, Content)>,
}

/// What a row takes besides its cells, here and while it is told what it is.
const ROW_BYTES: usize = 128;

/// Rows and columns of an area with one address behind it, but for the first: merged cells with a link span a few.
const LINKED_ROWS: u32 = 15;
const LINKED_COLUMNS: u32 = 15;

/// What a sheet has besides cells.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    pub(super) merges: Vec<Area>,
    pub(super) hidden_rows: Vec<u32>,
    pub(super) hidden_columns: Vec<u32>,
    pub(super) looks: Vec<(Cell, Look)>,
    pub(super) worded: Vec<Arc<Worded>>,
    pub(super) links: BTreeMap<Cell, Arc<str>>,
    pub(super) asides: Vec<Aside>,
    pub(super) pictures: Vec<Area>,
}

impl FileBuilder {
    pub(super) fn new(path: &Arc<str>) -> Self {
        Self {
            path: Arc::clone(path),
            findings: Vec::new(),
            says: Vec::new(),
            texts: Texts::default(),
            cells: 0,
            text_bytes: 0,
            bad_cells: 0,
            memory: 0,
            largest_part: 0,
        }
    }

    /// Reckons that so many bytes more are held while the file is read, or as long as its sheets are. Errs when that is too much.
    pub(super) fn hold(&mut self, bytes: usize) -> Result<(), Fault> {
        self.memory = self.memory.saturating_add(bytes);
        if self.memory > turns::HEAVY {
            turns::wait();
        }
        if self.memory > limits::MEMORY {
            let what = Bilingual::new("Bộ nhớ cần để đọc tệp", "The memory that it takes to read the file");
            return Err(Fault::too_many_bytes(what, self.memory as u64, limits::MEMORY as u64));
        }
        Ok(())
    }

    /// Reckons that a part of so many bytes is held while a sheet is read from it.
    pub(super) fn hold_part(&mut self, bytes: usize) -> Result<(), Fault> {
        let more = bytes.saturating_sub(self.largest_part);
        self.largest_part += more;
        self.hold(more)
    }

    /// Begins a sheet; `None` names the one sheet of a text file.
    pub(super) fn sheet(&mut self, name: Option<Arc<str>>) -> SheetBuilder<'_> {
        self.named(name.map(SheetName::from))
    }

    /// Begins the one sheet that a text document is read as.
    pub(super) fn document(&mut self, layout: Layout) -> SheetBuilder<'_> {
        self.named(Some(SheetName::of_document(layout)))
    }

    fn named(&mut self, name: Option<SheetName>) -> SheetBuilder<'_> {
        SheetBuilder {
            file: self,
            name,
            rows: Vec::new(),
            row: 0,
            cells: Vec::new(),
            shapes: Shapes::default(),
            late: Vec::new(),
        }
    }
}

impl SheetBuilder<'_> {
    /// A content of this text, of which one copy is enough for the file.
    pub(super) fn text(&mut self, typed: &str) -> Content {
        // What is too long is cut where it is put, and told; no more of it than shows that is kept.
        let end = Some(typed).filter(|typed| typed.len() > limits::CELL_CHARACTERS);
        let end = end.and_then(|typed| typed.char_indices().nth(limits::CELL_CHARACTERS + 1));
        Content::Text(self.file.texts.of(end.map_or(typed, |(end, _)| &typed[..end])))
    }

    /// See [`FileBuilder::hold`].
    pub(super) fn hold(&mut self, bytes: usize) -> Result<(), Fault> {
        self.file.hold(bytes)
    }

    /// Puts a content into a cell, both numbers from 0 and unchecked as yet. Empty text is no content.
    pub(super) fn put(&mut self, row: u32, column: u32, mut content: Content) -> Result<(), Fault> {
        let mut length = match &content {
            Content::Text(text) | Content::Uncalculated(text) | Content::Error(text) => text.len(),
            _ => 0,
        };
        if length == 0 && matches!(content, Content::Text(_)) {
            return Ok(());
        }
        if row >= GRID_ROWS || column >= GRID_COLUMNS {
            let address = format!("{},{}", u64::from(row) + 1, u64::from(column) + 1);
            return self.bad_cell(
                None,
                words(
                    format!("ô ở dòng, cột {address} nằm ngoài trang tính (XFD1048576)"),
                    format!("the cell in row, column {address} lies outside the sheet (XFD1048576)"),
                ),
            );
        }
        let cell = Cell::new(row, column);
        if length > limits::CELL_CHARACTERS
            && let Content::Text(text) | Content::Uncalculated(text) | Content::Error(text) = &mut content
            && let Some((end, _)) = text.char_indices().nth(limits::CELL_CHARACTERS)
        {
            *text = Text::from(&text[..end]);
            length = end;
            let limit = limits::CELL_CHARACTERS;
            self.bad_cell(
                Some(cell),
                words(
                    format!("ô có hơn {limit} ký tự, mức tối đa của Excel; phần sau bị bỏ"),
                    format!("it has more than {limit} characters, the most that Excel allows; the rest is left out"),
                ),
            )?;
        }
        self.file.text_bytes += length;
        self.file.cells += 1;
        if self.file.cells > limits::CELLS {
            let what = Bilingual::new("Số ô có dữ liệu", "The number of cells with content");
            return Err(Fault::too_large(what, format!("> {}", limits::CELLS), limits::CELLS));
        }
        if self.file.text_bytes > limits::TEXT_BYTES {
            let what = Bilingual::new("Văn bản trong các ô", "The text in all cells");
            return Err(Fault::too_many_bytes(what, self.file.text_bytes as u64, limits::TEXT_BYTES as u64));
        }
        let own = match &content {
            // Others hold it as well, and have reckoned with it.
            Content::Text(text) if !text.is_shared() => text.memory(),
            _ => 0,
        };
        self.file.hold(size_of::<(u32, Content)>() + own)?;
        self.place(cell, content)
    }

    /// Puts a content where it belongs among those that came before.
    fn place(&mut self, cell: Cell, content: Content) -> Result<(), Fault> {
        let Cell { row, column } = cell;
        let is_late = match self.cells.last() {
            None => false,
            Some((before, _)) if self.row == row => *before >= column,
            Some(_) => self.row > row,
        };
        if is_late {
            self.late.push((cell, content));
            return Ok(());
        }
        if self.row != row || self.cells.is_empty() {
            self.end_row();
            self.row = row;
            self.file.hold(ROW_BYTES)?;
        }
        self.cells.push((column, content));
        Ok(())
    }

    /// Puts the row that was read behind the others.
    fn end_row(&mut self) {
        if self.cells.is_empty() {
            return;
        }
        let cells = self.shapes.row(&mut self.cells);
        self.rows.push(Row { number: self.row, cells });
    }

    /// Says that a cell cannot be read, or that something about it is wrong. Errs when that is so of too many.
    pub(super) fn bad_cell(&mut self, cell: Option<Cell>, reason: Bilingual) -> Result<(), Fault> {
        self.bad_cell_as(cell, reason, Severity::Error)
    }

    fn bad_cell_as(&mut self, cell: Option<Cell>, reason: Bilingual, severity: Severity) -> Result<(), Fault> {
        let place = Location::sheet(&self.file.path, self.name.as_ref(), cell);
        let finding = Finding::new(&rules::BAD_CELL, place).with_words("reason", reason).as_bad_as(severity);
        self.file.findings.push(finding);
        self.file.bad_cells += 1;
        if self.file.bad_cells > limits::BAD_CELLS {
            let count = limits::BAD_CELLS;
            return Err(Fault::damaged(
                format!("hơn {count} ô bị hỏng"),
                format!("more than {count} cells are damaged"),
            ));
        }
        Ok(())
    }

    /// Says that a line of a text file was broken, and what was made of it.
    pub(super) fn broken_line(&mut self, cell: Option<Cell>, how: Bilingual) {
        let place = Location::sheet(&self.file.path, self.name.as_ref(), cell);
        self.file.findings.push(Finding::new(&rules::BROKEN_LINE, place).with_words("how", how));
    }

    /// The sheet, with its rows in order. Of a cell that came twice the first content is kept, and that is said.
    pub(super) fn finish(mut self, visibility: Visibility, frame: Frame) -> Result<Sheet, Fault> {
        self.end_row();
        if !self.late.is_empty() {
            let late = std::mem::take(&mut self.late);
            let mut cells: BTreeMap<Cell, Content> = BTreeMap::new();
            for row in std::mem::take(&mut self.rows) {
                cells.extend(row.cells.into_iter().map(|(column, content)| (Cell::new(row.number, column), content)));
            }
            // What is on time came before what is late upon the same cell, so the first content wins either way.
            for (cell, content) in late {
                match cells.entry(cell) {
                    Entry::Vacant(place) => _ = place.insert(content),
                    Entry::Occupied(_) => {
                        let reason = Bilingual::new(
                            "ô xuất hiện hai lần trong tệp; giá trị đầu được giữ",
                            "the cell stands twice in the file; the first value is kept",
                        );
                        self.bad_cell_as(Some(cell), reason, Severity::Warning)?;
                    }
                }
            }
            for (cell, content) in cells {
                if self.row != cell.row {
                    self.end_row();
                    self.row = cell.row;
                }
                self.cells.push((cell.column, content));
            }
            self.end_row();
        }
        let Frame { merges, mut hidden_rows, mut hidden_columns, mut looks, worded, links, asides, pictures } = frame;
        for hidden in [&mut hidden_rows, &mut hidden_columns] {
            hidden.sort_unstable();
            hidden.dedup();
        }
        looks.sort_by_key(|(cell, _)| *cell);
        looks.dedup_by_key(|(cell, _)| *cell);
        Ok(Sheet {
            name: self.name,
            visibility,
            rows: self.rows,
            merges,
            hidden_rows,
            hidden_columns,
            looks,
            worded,
            links,
            asides,
            pictures,
        })
    }
}

impl Frame {
    /// Keeps what the style of a cell with this content tells.
    pub(super) fn tell_style(&mut self, cell: Cell, style: &Style, content: &Content) {
        let shown = match style.shows {
            Shows::Month if matches!(content, Content::Date(_)) => DateShown::Month,
            Shows::Year if matches!(content, Content::Date(_)) => DateShown::Year,
            _ => DateShown::Day,
        };
        let digits = match (style.shows, content) {
            (Shows::Digits(digits), Content::Number(number)) => digits.of(*number).map(|_| digits),
            _ => None,
        };
        let worded = match (&style.worded, content) {
            (Some(worded), content) if worded.is_of(content) => self.number_of(worded),
            _ => None,
        };
        let is_partly_struck = style.is_partly_struck;
        let look = Look { is_struck: style.is_struck, is_partly_struck, shown, digits, worded };
        if look != Look::default() {
            self.looks.push((cell, look));
        }
    }

    /// The number of a format among those of the sheet, counted from 1. More than a byte can count nobody makes.
    fn number_of(&mut self, worded: &Arc<Worded>) -> Option<NonZeroU8> {
        let known = self.worded.iter().position(|known| Arc::ptr_eq(known, worded));
        let at = known.unwrap_or(self.worded.len());
        let number = u8::try_from(at + 1).ok().and_then(NonZeroU8::new)?;
        if known.is_none() {
            self.worded.push(Arc::clone(worded));
        }
        Some(number)
    }

    /// Adds an address behind the cells of an area. Of a large area only the first cells are of interest: nobody links a column.
    pub(super) fn link(&mut self, area: Area, target: &str) {
        if self.links.len() >= limits::LINKS {
            return;
        }
        let target: Arc<str> = target.into();
        for row in area.first.row..=area.last.row.min(area.first.row.saturating_add(LINKED_ROWS)) {
            for column in area.first.column..=area.last.column.min(area.first.column.saturating_add(LINKED_COLUMNS)) {
                if self.links.len() < limits::LINKS {
                    self.links.entry(Cell::new(row, column)).or_insert_with(|| Arc::clone(&target));
                }
            }
        }
    }

    /// Adds a merged region by its corners (row, column from 0). One outside the grid, upside down or of one cell is no
    /// region. Errs when there are too many.
    pub(super) fn merge(&mut self, first: (u32, u32), last: (u32, u32)) -> Result<(), Fault> {
        let inside = last.0 < GRID_ROWS && last.1 < GRID_COLUMNS;
        if !inside || first.0 > last.0 || first.1 > last.1 || first == last {
            return Ok(());
        }
        if self.merges.len() >= limits::MERGES {
            let what = Bilingual::new("Số vùng gộp ô", "The number of merged regions");
            return Err(Fault::too_large(what, format!("> {}", limits::MERGES), limits::MERGES));
        }
        self.merges.push(Area::new(Cell::new(first.0, first.1), Cell::new(last.0, last.1)));
        Ok(())
    }

    /// Adds hidden columns, both ends included, from 0. Ends outside the grid are cut off: Excel itself writes them.
    pub(super) fn hide_columns(&mut self, first: u32, last: u32) {
        // Each column is kept once, so a hostile list cannot grow beyond the grid; one that says the same again is passed over.
        let last = last.min(GRID_COLUMNS - 1);
        let from = self.hidden_columns.partition_point(|&column| column < first);
        let to = self.hidden_columns.partition_point(|&column| column <= last);
        if first <= last && to - from < (last - first + 1) as usize {
            self.hidden_columns.splice(from..to, first..=last);
        }
    }
}

/// As much of a text as a cell can hold, and one character more so that the cut is noticed.
pub(super) fn cut(text: &str) -> &str {
    if text.len() <= limits::CELL_CHARACTERS {
        return text;
    }
    text.char_indices().nth(limits::CELL_CHARACTERS + 1).map_or(text, |(end, _)| &text[..end])
}
