//! Lines that a program wrote without the quotation marks they need, put together as they were meant, and told: a line break
//! within a cell tore a record in two, a comma within a cell made two of it, or a whole line became one cell in quotes.

use csv::StringRecord;

use super::super::grid::SheetBuilder;
use super::super::refusal::{Fault, words};
use crate::cell::{Cell, Content};
use crate::text::Bilingual;

/// Why every line stands in quotes is known: its program quoted what was quoted already.
pub(super) const WRAPPED: Bilingual = Bilingual::new(
    "mỗi dòng của tệp nằm trong một cặp dấu nháy; đã đọc phần trong dấu nháy như một dòng",
    "each line of the file stands in one pair of quotation marks; what is within was read as the line",
);

/// So many lines are mended; of more the file is something else than it seems.
const MENDED: usize = 1_000;

/// The text without the one pair of quotation marks around each of its lines, if nearly all lines have one.
pub(super) fn unwrapped(text: &str) -> Option<String> {
    let inner = |line: &str| -> Option<String> {
        let inner = line.strip_prefix('"')?.strip_suffix('"')?;
        // Any mark within is doubled, or it ends a cell.
        (!inner.replace("\"\"", "").contains('"')).then(|| inner.replace("\"\"", "\""))
    };
    if !text.starts_with('"') {
        return None;
    }
    let lines: Vec<&str> = text.lines().collect();
    let filled = lines.iter().filter(|line| !line.is_empty()).count();
    let tabled = lines.iter().filter(|line| inner(line).is_some_and(|line| line.contains([',', ';', '\t'])));
    if tabled.count() * 5 < filled * 4 || filled < 3 {
        return None;
    }
    Some(lines.iter().map(|line| inner(line).unwrap_or_else(|| (*line).to_owned()) + "\n").collect())
}

/// Puts records into a sheet, mended where they are broken.
pub(super) struct Lines<'file> {
    sheet: SheetBuilder<'file>,
    delimiter: u8,
    /// How many cells a record of the table has, where that is known.
    width: Option<usize>,
    /// A record of that width was met: the table has begun.
    has_begun: bool,
    /// Records that are too short, and the row of the first.
    pending: Vec<StringRecord>,
    first: u32,
    mended: usize,
}

impl<'file> Lines<'file> {
    pub(super) fn new(sheet: SheetBuilder<'file>, delimiter: u8, width: Option<usize>) -> Self {
        let width = width.filter(|width| *width >= 3);
        Self { sheet, delimiter, width, has_begun: false, pending: Vec::new(), first: 0, mended: 0 }
    }

    /// Takes a record; `row` goes back where it is the rest of the one before.
    pub(super) fn put(&mut self, row: &mut u32, record: &StringRecord) -> Result<(), Fault> {
        let Some(width) = self.width else { return write(&mut self.sheet, *row, record) };
        let length = self.pending.iter().map(StringRecord::len).sum::<usize>() + record.len() - self.pending.len();
        if !self.pending.is_empty() {
            if record.len() < width && length <= width && goes_on(record) {
                self.pending.push(record.clone());
                if length == width {
                    self.join(row)?;
                }
                return Ok(());
            }
            self.flush()?;
        }
        if record.len() == width {
            self.has_begun = true;
        } else if self.has_begun && self.mended < MENDED && (2..width).contains(&record.len()) {
            self.first = *row;
            self.pending.push(record.clone());
            return Ok(());
        } else if record.len() > width && self.mended < MENDED && self.delimiter == b',' {
            return self.put_long(*row, record, width);
        }
        write(&mut self.sheet, *row, record)
    }

    fn join(&mut self, row: &mut u32) -> Result<(), Fault> {
        let mut cells: Vec<String> = Vec::new();
        for record in &self.pending {
            for (at, cell) in record.iter().enumerate() {
                match cells.last_mut().filter(|_| at == 0) {
                    Some(last) => *last = format!("{last}\n{cell}"),
                    None => cells.push(cell.to_owned()),
                }
            }
        }
        let count = self.pending.len();
        self.pending.clear();
        *row = self.first;
        self.mended += 1;
        let how = words(
            format!("{count} dòng của tệp là một bản ghi bị ngắt giữa ô; đã ghép lại"),
            format!("{count} lines of the file are one record, broken within a cell; they were joined"),
        );
        self.sheet.broken_line(Some(Cell::new(self.first, 0)), how);
        write(&mut self.sheet, self.first, &StringRecord::from(cells))
    }

    /// A record with too many cells: a comma followed by a space stands within a cell.
    fn put_long(&mut self, row: u32, record: &StringRecord, width: usize) -> Result<(), Fault> {
        let mut cells: Vec<String> = Vec::new();
        for cell in record {
            match cells.last_mut().filter(|_| cell.starts_with(' ') && !cell.trim().is_empty()) {
                Some(last) => *last = format!("{last},{cell}"),
                None => cells.push(cell.to_owned()),
            }
        }
        if cells.len() != width {
            return write(&mut self.sheet, row, record);
        }
        self.mended += 1;
        self.has_begun = true;
        let how = words(
            format!(
                "dòng có {} ô thay vì {width}, vì dấu phẩy trong ô không nằm trong dấu nháy; đã ghép lại",
                record.len()
            ),
            format!(
                "the line has {} cells instead of {width}, for a comma within a cell is not in quotation marks; they were joined",
                record.len()
            ),
        );
        self.sheet.broken_line(Some(Cell::new(row, 0)), how);
        write(&mut self.sheet, row, &StringRecord::from(cells))
    }

    /// Puts what could not be joined as it stands.
    pub(super) fn flush(&mut self) -> Result<(), Fault> {
        for (row, record) in (self.first..).zip(std::mem::take(&mut self.pending)) {
            write(&mut self.sheet, row, &record)?;
        }
        Ok(())
    }

    pub(super) fn bad_cell(&mut self, cell: Cell, reason: Bilingual) -> Result<(), Fault> {
        self.flush()?;
        self.sheet.bad_cell(Some(cell), reason)
    }

    /// The sheet with all records.
    pub(super) fn finish(mut self) -> Result<SheetBuilder<'file>, Fault> {
        self.flush()?;
        Ok(self.sheet)
    }
}

/// Whether a short line can be the rest of a cell and what follows: it begins with words, not with the number of a row.
fn goes_on(record: &StringRecord) -> bool {
    let first = record.get(0).unwrap_or_default().trim();
    let marks_a_row = first.chars().all(|character| character.is_ascii_digit() || "IVXivx.()".contains(character));
    !marks_a_row && first.chars().filter(|character| character.is_alphabetic()).count() > 1
}

fn write(sheet: &mut SheetBuilder<'_>, row: u32, record: &StringRecord) -> Result<(), Fault> {
    for (column, text) in (0u32..).zip(record) {
        sheet.put(row, column, Content::Text(shown(text)))?;
    }
    Ok(())
}

/// A value as Excel shows it: `="007"` is how programs keep the zeros of 007.
fn shown(text: &str) -> String {
    let inner =
        text.strip_prefix("=\"").and_then(|text| text.strip_suffix('"')).map(|inner| inner.replace("\"\"", "\u{0}"));
    match inner {
        Some(inner) if !inner.contains('"') => inner.replace('\u{0}', "\""),
        _ => text.to_owned(),
    }
}
