//! From a workbook to submissions: where the tables stand, what their rows are, whose they are and what issues them.

use std::sync::Arc;

use arcstr::ArcStr;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::cell::{Area, Cell, Location, SheetName};
use crate::finding::{Finding, Severity};
use crate::schema::{Agency, Form};
use crate::text::{Bilingual, fold};
use crate::value::Value;

mod around;
pub(crate) mod companion;
mod continued;
pub(crate) mod copies;
pub mod damage;
pub mod decision;
pub(crate) mod extract;
pub(crate) mod header;
pub mod identify;
pub mod names;
mod other_list;
pub mod outside;
pub mod read;
mod readings;
mod record;
mod records;
pub mod rowset;
pub(crate) mod rows;
pub(crate) mod rules;
mod take;

pub use header::{Part, Unit};
pub use identify::Claims;
pub use records::{Records, TEXT_BYTES, Unread};
pub use rows::{
    CellsAre, CountsAs, Ordinal, RowKind, Sum, counts_all_columns, is_blank, is_number_row, numbers_few_columns,
    ordinal_of, why,
};
pub use take::{Intake, Knowledge, take};

/// One agency's answer to one form: the tables of that form in one file, whatever the sheet, with their decision.
#[derive(Clone, Debug)]
pub struct Submission {
    /// The form.
    pub form: Arc<Form>,
    /// The document that issues it.
    pub decision: Option<Decision>,
    /// In the order of the file; never empty.
    pub tables: Vec<Table>,
    /// What the form's values outside the table hold, in its order.
    pub values: Vec<outside::Given>,
    /// Who sent it, if that is certain.
    pub sender: Option<Arc<Agency>>,
    /// The name of the agency that issued it, if that has been merged into the one whose it is.
    pub former: Option<String>,
    /// What it is by its own words.
    pub told_to_be: ToldToBe,
    /// That its document is no longer in force, if it says so itself.
    pub lapse: Option<Lapse>,
    /// Its text is damaged as a whole: no value of it is judged.
    pub damaged: bool,
    /// What there is to say about it.
    pub findings: Vec<Finding>,
}

impl Submission {
    /// The value outside the table by which it names its sender, where the form has one and it is filled in.
    pub fn names_sender(&self) -> Option<&outside::Given> {
        self.form.sender.and_then(|at| self.values.get(at)).filter(|given| !given.entry.typed().is_empty())
    }

    /// Whether there is an error in it.
    pub fn has_error(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// What a submission says that it is, if it is no plain list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ToldToBe {
    /// Its title or its decision says that it adds to another list («bổ sung»).
    pub supplement: bool,
    /// Its title surely says so.
    pub amends: bool,
    /// The name of its file, folder or sheet says that it is a draft.
    pub draft: bool,
    /// Its title says that it lists what is wanted from others.
    pub wanted: bool,
}

/// That a form says itself that its document is no longer in force.
#[derive(Clone, Debug)]
pub struct Lapse {
    /// Where and how it says so.
    pub finding: Finding,
    /// The first day on which it is so, if it tells one.
    pub since: Option<Date>,
}

/// The document that issues a form: «Quyết định số 1029/QĐ-UBND ngày 15/5/2023».
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// As listed in the form, such as «Quyết định».
    pub kind: String,
    /// Number and symbol, such as `1029/QĐ-UBND`.
    pub number: String,
    /// The day of issue.
    pub date: Date,
    /// Where it stands.
    pub place: Location,
}

/// A form found on a sheet.
#[derive(Clone, Debug)]
pub struct Table {
    /// The sheet's name; `None` for a text file.
    pub sheet: Option<SheetName>,
    /// The header, with all its rows. Where it stands on another sheet, the first row of data stands for it.
    pub header: Area,
    /// The first row below the header, which is the first row of data where that stands on another sheet.
    pub top: u32,
    /// From the header's first cell to the last row that belongs to the table, over its columns.
    pub area: Area,
    /// From left to right.
    pub columns: Vec<Column>,
    /// What became of every row below the header.
    pub rows: RowCounts,
    /// What became of every cell, to the last record.
    pub cells: CellCounts,
    /// The rows, one by one, for people who ask why.
    pub trace: Vec<RowTrace>,
    /// The rows that add up others.
    pub sums: Vec<Sum>,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its number on the sheet, from 0.
    pub column: u32,
    /// The heading as typed, with the group's heading before it, as `Lộ trình - Bắt đầu`.
    pub heading: String,
    /// The cell to be changed if the heading is wrong.
    pub cell: Cell,
    /// The index of the form's field that it was taken for.
    pub field: Option<usize>,
    /// How sure that is, from 0 to 1.
    pub score: f64,
    /// What of the field it holds.
    pub part: Part,
    /// The index of the field that its heading names as well, had not another column been taken for that.
    pub duplicates: Option<usize>,
}

/// A line of text near a table: one cell of the title block above it, or of the notes below.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The sheet's name; `None` for a text file.
    pub sheet: Option<SheetName>,
    /// Where it stands.
    pub cell: Cell,
    /// What it says, [`crate::text::tidy`].
    pub text: String,
}

/// What became of the rows below a header. `seen` is always the sum of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RowCounts {
    /// All rows from below the header to the last row that holds anything.
    pub seen: usize,
    /// Rows of data.
    pub records: usize,
    /// Rows without anything, or with an ordinal alone.
    pub blank: usize,
    /// Section rows, rows of column numbers, the header repeated.
    pub heading: usize,
    /// Totals, notes, signatures, rows joined to a record and what else is no record.
    pub other: usize,
}

/// What became of the cells that say something, from the header's first row to the last record. `seen` is always the sum of
/// the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CellCounts {
    /// All of them.
    pub seen: usize,
    /// In the columns of the form's fields, and part of a record.
    pub entries: usize,
    /// In the header, or in a row that repeats or explains it, numbers the columns or names a section.
    pub headings: usize,
    /// In a row that is told as something else: a total, a note, a signature, a sample, values filled in beforehand.
    pub told: usize,
    /// Not read, which a finding says: of columns that the form does not have, or in a row that is none of all these.
    pub unread: usize,
}

/// A row and what it was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowTrace {
    /// From 0.
    pub row: u32,
    /// What it was taken for.
    pub kind: RowKind,
    /// Why.
    pub why: &'static Bilingual,
    /// Its first words; empty for a record, which keeps them in its entries.
    pub words: ArcStr,
}

/// A row of data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The sheet's row, from 0.
    pub row: u32,
    /// The heading of the section it stands in, if any.
    pub section: Option<String>,
    /// One entry for each field of the form, in the form's order.
    pub entries: Vec<Entry>,
}

/// What a record holds in one field.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Where it stands; `None` if the table has no such column.
    pub cell: Option<Cell>,
    /// As typed, if it is not just the value's text: most values are, and a run holds millions.
    typed: Option<Box<str>>,
    /// As understood.
    pub value: Value,
    /// What was remarkable in understanding it.
    pub remark: Option<Remark>,
}

impl Entry {
    /// What was typed in a cell and how it was understood.
    pub fn new(cell: Option<Cell>, typed: &str, value: Value, remark: Option<Remark>) -> Self {
        let typed = (typed != plain(&value)).then(|| typed.into());
        Self { cell, typed, value, remark }
    }

    /// As typed.
    pub fn typed(&self) -> &str {
        self.typed.as_deref().unwrap_or_else(|| plain(&self.value))
    }

    /// Where it stands and what it says as people see it: case, spacing and tone placement make no difference. `None` if
    /// nothing is filled in.
    pub fn folded(&self) -> Option<(Cell, String)> {
        let cell = self.cell.filter(|_| !self.value.is_empty())?;
        Some((cell, fold(&self.value.stored())))
    }

    /// The bytes of text that it holds.
    pub fn text_bytes(&self) -> usize {
        self.typed.as_ref().map_or(0, |typed| typed.len()) + self.value.text_bytes()
    }
}

/// A value that is a text, as such.
fn plain(value: &Value) -> &str {
    match value {
        Value::Text(text) => text,
        _ => "",
    }
}

/// What there is to say about how a cell was understood. The checks turn it into findings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Remark {
    /// Stored in another spelling than the typed one.
    Normalised,
    /// The same, and what stood in brackets behind it speaks against it.
    InDoubt,
    /// «-nt-»: taken from the cell above, given here.
    Ditto(Cell),
    /// «-nt-» with nothing above it in its section.
    DittoOfNothing,
    /// Parts that are not in the list, each with the listed value that it is nearest to, if any is near; and how many more
    /// such parts there are.
    NotInList(Vec<(String, Option<String>)>, usize),
    /// A day of which its cell shows the month or the year alone, and which is the first of it.
    DayNotShown,
    /// A year that was typed into a cell formatted as a date, which shows a day of 1905 now.
    YearInDateCell,
    /// Held marks of the web such as `&amp;` or `<br/>`, which were read as what they stand for.
    WebMarkup,
    /// The address stood behind other words.
    AddressBehindText,
    /// A number that reads differently in the English way, or was read so; what it would be otherwise, and the first value of its
    /// column that has a decimal point.
    AmbiguousNumber(f64, Option<Box<str>>),
    /// A percentage in a column that does not say that it counts in percent: a hundredth of it.
    Percent,
    /// A number in a cell merged over so many rows, which stands for each of them.
    OfSeveralRows(u32),
    /// A code that a spreadsheet took for a number and cut: «1,05E+11».
    DigitsLost,
    /// A day that only makes one with the month before it, in a form that writes the day first.
    MonthFirst,
    /// Not a period that can be read.
    NotAPeriod,
    /// A period, but open or recurring where the form asks for one that ends.
    NotConcrete,
    /// Not an http or https address.
    NotAUrl,
    /// Not of the field's kind (number, day, yes or no).
    WrongType,
    /// An error such as `#DIV/0!`.
    Error,
    /// A formula that was never calculated.
    Uncalculated,
    /// A text that is no answer, where the form asks for one: «Đang cập nhật».
    SaysNothing,
}

impl Remark {
    /// Whether the value could not be understood at all.
    pub fn is_unread(&self) -> bool {
        matches!(self, Self::NotAPeriod | Self::NotAUrl | Self::WrongType | Self::Error | Self::Uncalculated)
    }
}
