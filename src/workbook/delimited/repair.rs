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

/// So many lines that could not be mended are told one by one.
const TOLD: usize = 100;

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
    /// The record of full width before this one: its last cell may go on.
    full: Option<Full>,
    mended: usize,
    told: usize,
    /// Broken lines that were neither mended nor told one by one.
    rest: usize,
}

/// A record of full width, and of how many lines it was put together.
struct Full {
    row: u32,
    record: StringRecord,
    lines: usize,
}

impl Full {
    /// What ends in an empty cell was not broken in it.
    fn may_go_on(&self) -> bool {
        self.record.iter().next_back().is_some_and(|last| !last.trim().is_empty())
    }
}

impl<'file> Lines<'file> {
    pub(super) fn new(sheet: SheetBuilder<'file>, delimiter: u8, width: Option<usize>) -> Self {
        let width = width.filter(|width| *width >= 3);
        let (pending, full) = (Vec::new(), None);
        Self { sheet, delimiter, width, has_begun: false, pending, first: 0, full, mended: 0, told: 0, rest: 0 }
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
            if record.len() < width && goes_on_in_a_sentence(record) {
                self.told_unmended(self.first, torn());
            }
            self.flush()?;
        }
        let may_go_on = self.full.as_ref().is_some_and(Full::may_go_on);
        if record.len() == 1 && may_go_on && goes_on_in_a_sentence(record) {
            return self.lengthen(row, record);
        }
        self.flush()?;
        if record.len() == width {
            self.has_begun = true;
            self.full = Some(Full { row: *row, record: record.clone(), lines: 1 });
            return Ok(());
        }
        if self.has_begun && (2..width).contains(&record.len()) {
            self.first = *row;
            self.pending.push(record.clone());
            return Ok(());
        }
        if record.len() > width {
            return self.put_long(*row, record, width);
        }
        write(&mut self.sheet, *row, record)
    }

    /// The last cell of the record before goes on in this line.
    fn lengthen(&mut self, row: &mut u32, record: &StringRecord) -> Result<(), Fault> {
        if self.mended >= MENDED {
            self.rest += 1;
            self.flush()?;
            return write(&mut self.sheet, *row, record);
        }
        if let Some(full) = &mut self.full {
            let last = full.record.len().saturating_sub(1);
            let cells = full.record.iter().enumerate().map(|(at, cell)| match record.get(0).filter(|_| at == last) {
                Some(more) => format!(
                    "{cell}
{more}"
                ),
                None => cell.to_owned(),
            });
            full.record = cells.collect();
            full.lines += 1;
            *row = full.row;
        }
        Ok(())
    }

    /// Says that a line is broken and was read as it stands.
    fn told_unmended(&mut self, row: u32, how: Bilingual) {
        if self.told < TOLD {
            self.told += 1;
            self.sheet.broken_line(Some(Cell::new(row, 0)), how);
        } else {
            self.rest += 1;
        }
    }

    fn join(&mut self, row: &mut u32) -> Result<(), Fault> {
        if self.mended >= MENDED {
            self.rest += 1;
            return self.flush();
        }
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
        self.sheet.broken_line(Some(Cell::new(self.first, 0)), broken_within(count));
        write(&mut self.sheet, self.first, &StringRecord::from(cells))
    }

    /// A record with too many cells: a comma followed by a space stands within a cell. Where that does not explain it, it is told
    /// if it is a row of the table, by its number.
    fn put_long(&mut self, row: u32, record: &StringRecord, width: usize) -> Result<(), Fault> {
        let mut cells: Vec<String> = Vec::new();
        for cell in record {
            let within = self.delimiter == b',' && cell.starts_with(' ') && !cell.trim().is_empty();
            match cells.last_mut().filter(|_| within) {
                Some(last) => *last = format!("{last},{cell}"),
                None => cells.push(cell.to_owned()),
            }
        }
        if cells.len() != width || self.mended >= MENDED {
            let is_row =
                self.has_begun && record.get(0).is_some_and(|first| !first.trim().is_empty() && marks_a_row(first));
            if cells.len() == width {
                self.rest += 1;
            } else if is_row && record.iter().skip(width).any(|cell| !cell.trim().is_empty()) {
                let count = record.len();
                let how = words(
                    format!("dòng có {count} ô thay vì {width}; không biết ghép ô nào, đã đọc như nguyên trạng"),
                    format!(
                        "the line has {count} cells instead of {width}; which belong together is not known, it was read as it stands"
                    ),
                );
                self.told_unmended(row, how);
            }
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
        if let Some(Full { row, record, lines }) = self.full.take() {
            if lines > 1 {
                self.mended += 1;
                self.sheet.broken_line(Some(Cell::new(row, 0)), broken_within(lines));
            }
            write(&mut self.sheet, row, &record)?;
        }
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
        if self.rest > 0 {
            let how = words(
                format!("còn {} dòng khác cũng hỏng, đã đọc như nguyên trạng", self.rest),
                format!("{} more lines are broken as well and were read as they stand", self.rest),
            );
            self.sheet.broken_line(None, how);
        }
        Ok(self.sheet)
    }
}

/// Whether a short line can be the rest of a cell and what follows: it begins with words, not with the number of a row.
fn goes_on(record: &StringRecord) -> bool {
    let first = record.get(0).unwrap_or_default().trim();
    !marks_a_row(first) && first.chars().filter(|character| character.is_alphabetic()).count() > 1
}

/// Whether a cell is empty or holds the number of a row.
fn marks_a_row(first: &str) -> bool {
    first.trim().chars().all(|character| character.is_ascii_digit() || "IVXivx.()".contains(character))
}

/// Whether a line begins in the middle of a sentence: with a word in small letters. Sections, notes and signatures do not, and
/// «a) » marks a section.
fn goes_on_in_a_sentence(record: &StringRecord) -> bool {
    let first = record.get(0).unwrap_or_default().trim();
    goes_on(record) && first.chars().take(2).filter(|letter| letter.is_lowercase()).count() == 2
}

fn broken_within(count: usize) -> Bilingual {
    words(
        format!("{count} dòng của tệp là một bản ghi bị ngắt giữa ô; đã ghép lại"),
        format!("{count} lines of the file are one record, broken within a cell; they were joined"),
    )
}

fn torn() -> Bilingual {
    words(
        "bản ghi có vẻ bị ngắt giữa ô, nhưng ghép các dòng lại không đúng số cột; đã đọc như nguyên trạng",
        "the record seems to be broken within a cell, but its lines joined do not make the columns; they were read as they stand",
    )
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
