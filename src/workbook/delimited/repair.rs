//! Lines that a program wrote without the quotation marks they need, put together as they were meant, and told: a line break
//! within a cell tore a record in two, a comma within a cell made two of it, or a whole line became one cell in quotes.

use std::borrow::Cow;

use csv::StringRecord;

use super::super::grid::SheetBuilder;
use super::super::refusal::Fault;
use super::plan::{Mend, Plan};
use super::{builder, likely_delimiter};
use crate::bilingual;
use crate::cell::Cell;
use crate::text::Bilingual;

/// Why every line stands in quotes is known: its program quoted what was quoted already.
pub(super) const WRAPPED: Bilingual = Bilingual::new(
    "mỗi dòng của tệp nằm trong một cặp dấu nháy; đã đọc phần trong dấu nháy như một dòng",
    "each line of the file stands in one pair of quotation marks; what is within was read as the line",
);

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
    let filled = text.lines().filter(|line| !line.is_empty()).count();
    let tabled = text.lines().filter(|line| inner(line).is_some_and(|line| line.contains([',', ';', '\t'])));
    if tabled.count() * 5 < filled * 4 || filled < 3 {
        return None;
    }
    let text: String = text.lines().map(|line| inner(line).unwrap_or_else(|| line.to_owned()) + "\n").collect();
    // Sentences in quotation marks are cells of a list.
    let (_, width, rows, of) = likely_delimiter(&text);
    (width >= 3 && rows >= 3 && rows * 3 >= of).then_some(text)
}

/// Puts records into a sheet, mended as planned.
pub(super) struct Lines<'file> {
    sheet: SheetBuilder<'file>,
    delimiter: u8,
    plan: Plan,
    /// How many records have come.
    count: usize,
    /// The cells of a torn record, the row of its first piece, and how many pieces are to come of how many.
    torn: Vec<String>,
    first: u32,
    missing: usize,
    pieces: usize,
    /// How many broken lines were left as they are.
    left: usize,
}

impl<'file> Lines<'file> {
    pub(super) fn new(sheet: SheetBuilder<'file>, delimiter: u8, plan: Plan) -> Self {
        Self { sheet, delimiter, plan, count: 0, torn: Vec::new(), first: 0, missing: 0, pieces: 0, left: 0 }
    }

    /// Takes a record; `row` goes back where it is the rest of the one before.
    pub(super) fn put(&mut self, row: &mut u32, record: &StringRecord) -> Result<(), Fault> {
        let mend = self.plan.mends.get(&self.count).copied();
        self.count += 1;
        if self.missing > 0 {
            return self.go_on(row, record);
        }
        match mend {
            None => write(&mut self.sheet, *row, record),
            Some(Mend::Join(pieces)) => {
                self.torn = record.iter().map(str::to_owned).collect();
                (self.first, self.missing, self.pieces) = (*row, pieces - 1, pieces);
                Ok(())
            }
            Some(Mend::Glue) => self.glue(*row, record),
            Some(Mend::Split(at)) => self.split(row, record, at),
            Some(Mend::Long) => {
                let (length, width) = (record.len(), self.plan.width);
                let how = bilingual!(
                    "dòng có {length} ô thay vì {width}; không rõ ô nào bị tách nên không ghép",
                    "the line has {length} cells instead of {width}; which belong together is not known, so none were joined"
                );
                self.leave(*row, how);
                write(&mut self.sheet, *row, record)
            }
            Some(Mend::Foreign(delimiter)) => self.cut(*row, record, delimiter),
            Some(Mend::Torn) => {
                let how = Bilingual::new(
                    "dòng này và dòng dưới có vẻ là một bản ghi bị ngắt giữa ô; chưa chắc chắn nên không ghép",
                    "this line and the next seem to be one record, broken within a cell; that is not certain, so they were not joined",
                );
                self.leave(*row, how);
                write(&mut self.sheet, *row, record)
            }
        }
    }

    /// Says that a line is broken and is read as it stands.
    fn leave(&mut self, row: u32, how: Bilingual) {
        self.left += 1;
        if self.left <= TOLD {
            self.sheet.broken_line(Some(Cell::new(row, 0)), how);
        }
    }

    /// Takes the next piece of a torn record.
    fn go_on(&mut self, row: &mut u32, record: &StringRecord) -> Result<(), Fault> {
        let mut cells = record.iter();
        if let (Some(last), Some(rest)) = (self.torn.last_mut(), cells.next()) {
            *last = format!("{last}\n{rest}");
        }
        self.torn.extend(cells.map(str::to_owned));
        self.missing -= 1;
        if self.missing > 0 {
            return Ok(());
        }
        let count = self.pieces;
        *row = self.first;
        let how = bilingual!(
            "{count} dòng của tệp là một bản ghi bị ngắt giữa ô; đã ghép lại",
            "{count} lines of the file are one record, broken within a cell; they were joined"
        );
        self.sheet.broken_line(Some(Cell::new(self.first, 0)), how);
        write(&mut self.sheet, self.first, &StringRecord::from(std::mem::take(&mut self.torn)))
    }

    /// Two records whose lines are one: the end of the first was lost.
    fn split(&mut self, row: &mut u32, record: &StringRecord, at: usize) -> Result<(), Fault> {
        let how = Bilingual::new(
            "dòng này là hai bản ghi liền nhau, vì mất dấu xuống dòng giữa hai bản ghi; đã tách làm hai",
            "the line is two records, for the line break between them was lost; it was cut in two",
        );
        self.sheet.broken_line(Some(Cell::new(*row, 0)), how);
        let half = |cells: &mut dyn Iterator<Item = &str>| StringRecord::from(cells.collect::<Vec<_>>());
        write(&mut self.sheet, *row, &half(&mut record.iter().take(at)))?;
        *row += 1;
        write(&mut self.sheet, *row, &half(&mut record.iter().skip(at)))
    }

    /// A record whose cells are kept apart by another delimiter than those of the file.
    fn cut(&mut self, row: u32, record: &StringRecord, delimiter: u8) -> Result<(), Fault> {
        let whole: Vec<&str> = record.iter().collect();
        let whole = whole.join(&char::from(self.delimiter).to_string());
        let mut cut = StringRecord::new();
        let is_read = builder(delimiter, true).from_reader(whole.as_bytes()).read_record(&mut cut).unwrap_or(false);
        let is_whole = is_read && cut.len() == self.plan.width;
        let (vi, en) = match is_whole {
            true => ("đã tách theo dấu đó", "it was cut by that"),
            false => ("chưa tách được nên để nguyên", "it could not be cut and stays as it is"),
        };
        let how = bilingual!(
            "các ô của dòng này ngăn cách bằng dấu khác các dòng còn lại; {vi}",
            "its cells are kept apart by another sign than those of the other lines; {en}"
        );
        self.leave(row, how);
        write(&mut self.sheet, row, if is_whole { &cut } else { record })
    }

    /// A record with too many cells: a comma followed by a space stands within a cell.
    fn glue(&mut self, row: u32, record: &StringRecord) -> Result<(), Fault> {
        let (length, width) = (record.len(), self.plan.width);
        let mut cells: Vec<String> = Vec::new();
        for cell in record {
            match cells
                .last_mut()
                .filter(|last| cell.starts_with(' ') && !cell.trim().is_empty() && !last.trim().is_empty())
            {
                Some(last) => *last = format!("{last},{cell}"),
                None => cells.push(cell.to_owned()),
            }
        }
        let how = bilingual!(
            "dòng có {length} ô thay vì {width}, vì dấu phẩy trong ô không nằm trong dấu nháy; đã ghép lại",
            "the line has {length} cells instead of {width}, for a comma within a cell is not in quotation marks; they were joined"
        );
        self.sheet.broken_line(Some(Cell::new(row, 0)), how);
        write(&mut self.sheet, row, &StringRecord::from(cells))
    }

    pub(super) fn bad_cell(&mut self, cell: Cell, reason: Bilingual) -> Result<(), Fault> {
        self.sheet.bad_cell(Some(cell), reason)
    }

    /// The sheet with all records.
    pub(super) fn finish(mut self) -> SheetBuilder<'file> {
        if let Some(more) = self.left.checked_sub(TOLD).filter(|more| *more > 0) {
            let how = bilingual!(
                "còn {more} dòng khác cũng hỏng, đã đọc như nguyên trạng",
                "{more} more lines are broken as well and were read as they stand"
            );
            self.sheet.broken_line(None, how);
        }
        self.sheet
    }
}

fn write(sheet: &mut SheetBuilder<'_>, row: u32, record: &StringRecord) -> Result<(), Fault> {
    for (column, text) in (0u32..).zip(record) {
        let content = sheet.text(&shown(text));
        sheet.put(row, column, content)?;
    }
    Ok(())
}

/// A value as Excel shows it: `="007"` is how programs keep the zeros of 007.
fn shown(text: &str) -> Cow<'_, str> {
    let inner =
        text.strip_prefix("=\"").and_then(|text| text.strip_suffix('"')).map(|inner| inner.replace("\"\"", "\u{0}"));
    match inner {
        Some(inner) if !inner.contains('"') => inner.replace('\u{0}', "\"").into(),
        _ => text.into(),
    }
}
