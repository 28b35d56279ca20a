//! What there is to say about rows: those that were read in a way of their own, and those that were not read. Rows of one
//! kind that follow each other are told once.

use std::cell::LazyCell;
use std::sync::Arc;

use super::shape::text_of;
use super::{Columns, Merges, Ordinal, Sum, is_blank, ordinal_of, why};
use crate::bilingual;
use crate::cell::{Cell, Content, Location, called, called_rows, layout_of};
use crate::finding::{Finding, Rule, Severity};
use crate::intake::read::shown;
use crate::intake::rules;
use crate::intake::{RowKind, RowTrace, Table};
use crate::schema::{Form, Kind, written};
use crate::text::hashed::HashSet;
use crate::text::{Bilingual, capital, fold, tidy, words};
use crate::workbook::{Row, Sheet, Worded};

/// Findings of one rule about one table that are told one by one. Of rows the last of them stands for all that follow, of cells it is
/// told how many there are.
const TOLD: usize = 200;
/// So much of a row is quoted.
const QUOTED: usize = 80;

/// Rows that follow each other and are told together.
struct Run<'a> {
    first: &'a RowTrace,
    last: u32,
    count: usize,
}

/// Tells what is remarkable about the rows of a table.
pub fn check(path: &Arc<str>, form: &Form, sheet: &Sheet, table: &Table, findings: &mut Vec<Finding>) {
    let shape = Columns::new(form, &table.columns);
    let place = |cell| Location::sheet(path, table.sheet.as_ref(), Some(cell));
    let begins = |run: &Run<'_>, rule: &'static Rule| {
        let row = sheet.row(run.first.row)?;
        let (cell, words) = speaking(&shape, row)?;
        Some(Finding::new(rule, place(cell)).typed(words).with_words("rows", span(table, run)))
    };
    let is_lost = |row: &RowTrace| row.row > table.area.last.row && is_alone(sheet, row.row);
    let records = LazyCell::new(|| rows_of_records(table));
    let stray = |row: &&RowTrace| match row.kind {
        RowKind::Stray => is_told(&shape, sheet, table, row) || is_lost(row),
        kind => may_be_a_record(kind) && is_like_a_record(&shape, sheet, &records, row),
    };
    for run in runs(table, stray, true) {
        let severity = match std::ptr::eq(run.first.why, &why::NAME_ALONE) && run.first.row > table.area.last.row {
            _ if is_lost(run.first) => Severity::Info,
            true => Severity::Error,
            false => Severity::Warning,
        };
        findings.extend(
            begins(&run, &rules::STRAY_ROW)
                .map(|finding| finding.with_words("why", run.first.why.clone()).as_bad_as(severity)),
        );
    }
    for run in runs(table, |row| row.kind == RowKind::Joined, true) {
        let record = table.trace.iter().rev().find(|row| row.row < run.first.row && row.kind == RowKind::Record);
        let first = record.map_or(table.header.last.row, |record| record.row);
        let first = called_rows(layout_of(table.sheet.as_ref()), first, first);
        // Whether they are one or several only their sender knows.
        let severity = if std::ptr::eq(run.first.why, &why::NAME_SHARED) { Severity::Warning } else { Severity::Info };
        findings.extend(begins(&run, &rules::JOINED_ROW).map(|finding| {
            let finding = finding.with_words("first", first.clone()).with_words("why", run.first.why.clone());
            finding.as_bad_as(severity)
        }));
    }
    for run in runs(table, |row| row.kind == RowKind::Sample, false) {
        findings.extend(begins(&run, &rules::SAMPLE_ROW));
    }
    for run in runs(table, |row| row.kind == RowKind::OtherList, true) {
        let holds_data = |row: &&RowTrace| {
            let cells = sheet.row(row.row).map_or(0, |row| row.cells.iter().filter(|(_, it)| !is_blank(it)).count());
            (run.first.row + 1..=run.last).contains(&row.row) && row.kind == RowKind::OtherList && cells >= 2
        };
        let count = table.trace.iter().filter(holds_data).count().to_string();
        findings.extend(begins(&run, &rules::OTHER_LIST).map(|finding| finding.with("count", count)));
    }
    findings.extend(table.sums.iter().take(TOLD).filter_map(|sum| subtotal(sheet, table, &shape, sum, place)));
    findings.extend(super::declared::gaps(form, sheet, table, place));
    let hidden = |row: &&RowTrace| is_data(row) && sheet.hidden_rows.binary_search(&row.row).is_ok();
    findings.extend(runs(table, hidden, true).iter().filter_map(|run| begins(run, &rules::HIDDEN_ROW)));
    findings.extend(out_of_sight(form, sheet, table, place));
    findings.extend(under_merges(form, sheet, table, place));
    if sheet.looks.iter().any(|(_, look)| look.is_struck || look.is_partly_struck) {
        struck_through((form, sheet, table), &shape, begins, place, findings);
    }
}

/// That a row adds up others, or is called as if it did.
fn subtotal(
    sheet: &Sheet,
    table: &Table,
    shape: &Columns<'_>,
    sum: &Sum,
    place: impl Fn(Cell) -> Location,
) -> Option<Finding> {
    let layout = layout_of(table.sheet.as_ref());
    let (_, said) = speaking(shape, sheet.row(sum.row)?)?;
    let rows = called_together(table, (sum.row, sum.row), 1);
    let why = match &sum.proof {
        Some(proof) => {
            let Bilingual { vi: number, en: number_en } = written(proof.number);
            let Bilingual { vi, en } = called_rows(layout, proof.first, proof.last);
            match (proof.rows, (proof.last - proof.first) as usize + 1) {
                (1, _) => bilingual!("{number} = {vi}", "{number_en} = {en}"),
                (rows, all) if rows == all => bilingual!("{number} = tổng {vi}", "{number_en} = the sum of {en}"),
                (rows, _) => {
                    bilingual!("{number} = tổng {rows} dòng trong {vi}", "{number_en} = the sum of {rows} among {en}")
                }
            }
        }
        None => Bilingual::new(
            "không có số thứ tự, tên gọi như dòng tổng hợp",
            "it has no ordinal and is called as such rows are",
        ),
    };
    let (counts, hint) = match sum.counts {
        true => (
            Bilingual::new("vẫn được tính", "it counts all the same"),
            Bilingual::new(
                "Nếu là dòng cộng, ghi «Tổng cộng» trước tên hoặc xóa dòng; nếu là dữ liệu thì không phải làm gì",
                "If it is a total, begin its name with “Tổng cộng” or delete the row; if it is data, nothing",
            ),
        ),
        false => (
            Bilingual::new("không được tính là dữ liệu", "it is not taken for data"),
            Bilingual::new(
                "Không phải làm gì nếu đúng; nếu là dữ liệu, ghi số thứ tự như các dòng khác",
                "Nothing if that is right; if it is data, give it an ordinal as the other rows have",
            ),
        ),
    };
    let finding = Finding::new(&rules::SUBTOTAL, place(Cell::new(sum.row, sum.column))).typed(said);
    Some(finding.with_words("rows", rows).with_words("why", why).with_words("counts", counts).with_words("hint", hint))
}

/// Rows that stand above the header and are data, as where someone sorted the header in among them: they are not read.
pub fn above(path: &Arc<str>, form: &Form, sheet: &Sheet, table: &Table) -> Option<Finding> {
    let top = sheet.rows.partition_point(|row| row.number < table.header.first.row);
    // A title fills one cell, a letterhead two.
    let mut wide = sheet.rows[..top].iter().filter(|row| row.cells.len() > 2).peekable();
    wide.peek()?;
    let shape = Columns::new(form, &table.columns);
    let number = |row: &Row| match row.content(shape.ordinal?).map(ordinal_of) {
        Some(Ordinal::Number(number)) => Some(number),
        _ => None,
    };
    let numbers: HashSet<u32> =
        rows_of_records(table).iter().filter_map(|record| number(sheet.row(*record)?)).collect();
    // The count leaves it out at one of its ends.
    let is_left_out = |number: u32| {
        !numbers.contains(&number) && (numbers.contains(&(number + 1)) || number > 0 && numbers.contains(&(number - 1)))
    };
    let is_data = |row: &&Row| {
        let has = |column: Option<u32>, is_it: fn(char) -> bool| {
            column.is_none_or(|column| row.content(column).is_some_and(|it| tidy(&shown(it)).contains(is_it)))
        };
        let is_heading = || row.cells.iter().any(|(column, content)| shape.is_heading(Some(column), content));
        // Values outside the table stand in rows of their own.
        (shape.ordinal.is_some() || shape.labels.is_none())
            && has(shape.ordinal, |letter| letter.is_ascii_digit())
            && has(shape.leading, char::is_alphabetic)
            && (shape.fills_half(row) || number(row).is_some_and(is_left_out))
            && shape.fields.iter().filter(|column| row.content(**column).is_some_and(|it| !is_blank(it))).count() > 2
            && !is_heading()
    };
    let rows: Vec<&Row> = wide.filter(is_data).collect();
    let (first, last) = (rows.first()?, rows.last()?);
    let (cell, words) = speaking(&shape, first)?;
    let place = Location::sheet(path, table.sheet.as_ref(), Some(cell));
    let rows = called_together(table, (first.number, last.number), rows.len());
    Some(Finding::new(&rules::ROW_ABOVE_HEADER, place).typed(words).with_words("rows", rows))
}

/// As many of these findings of a rule about a table as are told, and how many there are where these are more.
fn told(rule: &'static Rule, form: &Form, head: Location, mut all: impl Iterator<Item = Finding>) -> Vec<Finding> {
    let mut told: Vec<Finding> = all.by_ref().take(TOLD).collect();
    let more = all.count();
    if more > 0 {
        let rest = rules::not_all_told(rule, "", (TOLD + more, TOLD), head);
        told.push(rest.with_words("heading", form.title.clone()));
    }
    told
}

/// Tells what is struck through of the data: rows, and cells of rows that stay.
fn struck_through(
    (form, sheet, table): (&Form, &Sheet, &Table),
    shape: &Columns<'_>,
    begins: impl Fn(&Run<'_>, &'static Rule) -> Option<Finding>,
    place: impl Fn(Cell) -> Location,
    findings: &mut Vec<Finding>,
) {
    let struck = |row: &&RowTrace| is_data(row) && sheet.row(row.row).is_some_and(|row| is_struck(sheet, shape, row));
    findings.extend(runs(table, struck, true).iter().filter_map(|run| begins(run, &rules::STRUCK_ROW)));
    let cells = cells(rows_of_data(sheet, table).filter(|row| !is_struck(sheet, shape, row)));
    let struck = cells.filter_map(|(cell, content)| {
        let look = sheet.look(cell);
        let of_number = || {
            let field = table.columns.iter().find(|column| column.column == cell.column)?.field?;
            Some(matches!(form.fields[field].kind, Kind::Number { .. }))
        };
        // A number of which a part is struck through is none, and told as such.
        let is_part = look.is_partly_struck && of_number() != Some(true);
        (look.is_struck || is_part).then_some((cell, content, look.is_struck))
    });
    let cells = struck.map(|(cell, content, whole)| struck_cell(place(cell), content, whole));
    findings.extend(told(&rules::STRUCK_ROW, form, place(table.header.first), cells));
}

fn is_data(row: &&RowTrace) -> bool {
    matches!(row.kind, RowKind::Record | RowKind::Joined)
}

/// The rows of a table that hold data.
fn rows_of_data<'s>(sheet: &'s Sheet, table: &Table) -> impl Iterator<Item = &'s Row> {
    table.trace.iter().filter(is_data).filter_map(|traced| sheet.row(traced.row))
}

/// The cells of rows that say something.
fn cells<'s>(rows: impl Iterator<Item = &'s Row>) -> impl Iterator<Item = (Cell, &'s Content)> {
    let all = rows.flat_map(|row| row.cells.iter().map(|(column, content)| (Cell::new(row.number, column), content)));
    all.filter(|(_, content)| !is_blank(content))
}

/// The cells of rows of data of which their format shows nothing.
fn out_of_sight(form: &Form, sheet: &Sheet, table: &Table, place: impl Fn(Cell) -> Location) -> Vec<Finding> {
    if !sheet.worded.iter().any(|worded| worded.hides()) {
        return Vec::new();
    }
    let cells = cells(rows_of_data(sheet, table));
    let hidden = cells.filter(|(cell, _)| sheet.worded(sheet.look(*cell)).is_some_and(Worded::hides));
    let of_cell = Bilingual::new("Nội dung ô này", "What this cell holds");
    let all = hidden.map(|(cell, content)| of_a_cell(&rules::HIDDEN_ROW, place(cell), content, &of_cell));
    told(&rules::HIDDEN_ROW, form, place(table.header.first), all)
}

/// What cells below merged regions hold that differs from what these show. Spreadsheet programs empty such cells or keep what they
/// held, as they are asked.
fn under_merges(form: &Form, sheet: &Sheet, table: &Table, place: impl Fn(Cell) -> Location) -> Vec<Finding> {
    if !sheet.merges.iter().any(|area| area.first.row >= table.top) {
        return Vec::new();
    }
    let merges = Merges::new(sheet, form, &table.columns, table.top);
    let hidden = cells(rows_of_data(sheet, table)).filter_map(|(cell, content)| {
        let across = merges.hides(cell);
        let (over, seen) = merges.shown_over(cell).or(across)?;
        let field = table.columns.iter().find(|column| column.column == cell.column)?.field?;
        let field = &form.fields[field];
        let (held, seen) = (tidy(&shown(content)), tidy(&shown(seen)));
        if held == seen || field.kind == Kind::Ordinal {
            return None;
        }
        let counts = match field.unique || across.is_some() {
            true => Bilingual::new("nội dung bị che vẫn được tính", "what is hidden counts"),
            false => Bilingual::new("nội dung đang hiện được tính", "what is shown counts"),
        };
        let over = (place(over), called(layout_of(table.sheet.as_ref()), over));
        let finding = Finding::new(&rules::UNDER_MERGE, place(cell)).typed(quoted(&held)).with("shown", quoted(&seen));
        Some(finding.with_place("over", over.0, over.1).with_words("counts", counts))
    });
    told(&rules::UNDER_MERGE, form, place(table.header.first), hidden)
}

/// The beginning of what a cell says.
fn quoted(said: &str) -> String {
    let words: String = said.chars().take(QUOTED).collect();
    if words.len() < said.len() { words + "…" } else { words }
}

/// That the line by which a document issues the form is struck through.
pub fn struck_decision(sheets: &[Sheet], place: &Location) -> Option<Finding> {
    let cell = place.cell?;
    let sheet = sheets.iter().find(|sheet| sheet.name == place.sheet)?;
    let content = sheet.content(cell).filter(|_| sheet.look(cell).is_struck)?;
    Some(struck_cell(place.clone(), content, true))
}

/// Of a cell in a row that stays in which all words are struck through, or some are and others are not: nobody can know which are meant.
fn struck_cell(place: Location, content: &Content, whole: bool) -> Finding {
    let part = match whole {
        true => Bilingual::new("Toàn bộ chữ trong ô", "All text in this cell"),
        false => Bilingual::new("Một phần chữ trong ô", "Part of the text in this cell"),
    };
    of_a_cell(&rules::STRUCK_ROW, place, content, &part)
}

/// A finding of a rule about rows that is of one cell.
fn of_a_cell(rule: &'static Rule, place: Location, content: &Content, part: &Bilingual) -> Finding {
    Finding::new(rule, place).typed(quoted(&tidy(&shown(content)))).with_words("rows", part.clone())
}

/// Whether a row is struck through: its name, or at least half of its cells.
fn is_struck(sheet: &Sheet, shape: &Columns<'_>, row: &Row) -> bool {
    let is = |column: u32| sheet.look(Cell::new(row.number, column)).is_struck;
    let filled: Vec<u32> = row.cells.iter().filter(|(_, it)| !is_blank(it)).map(|(column, _)| column).collect();
    let struck = filled.iter().filter(|column| is(**column)).count();
    shape.leading.is_some_and(is) || struck > 0 && struck * 2 >= filled.len()
}

/// The rows that are wanted, those that follow each other together if so asked.
fn runs(table: &Table, wanted: impl Fn(&&RowTrace) -> bool, together: bool) -> Vec<Run<'_>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    for row in table.trace.iter().filter(wanted) {
        let full = runs.len() == TOLD;
        match runs.last_mut() {
            Some(run) if full || together && run.last + 1 == row.row && std::ptr::eq(run.first.why, row.why) => {
                (run.last, run.count) = (row.row, run.count + 1);
            }
            Some(run) if together && row.kind == RowKind::OtherList && !std::ptr::eq(row.why, &why::ANOTHER_TITLE) => {
                (run.last, run.count) = (row.row, run.count + 1);
            }
            _ => runs.push(Run { first: row, last: row.row, count: 1 }),
        }
    }
    runs
}

/// «Dòng 7», or «Các dòng 7-9 (3 dòng)».
fn span(table: &Table, run: &Run<'_>) -> Bilingual {
    called_together(table, (run.first.row, run.last), run.count)
}

/// The same of so many rows from a first to a last one.
fn called_together(table: &Table, (first, last): (u32, u32), count: usize) -> Bilingual {
    let rows = called_rows(layout_of(table.sheet.as_ref()), first, last);
    let Bilingual { vi, en } = &rows;
    match first == last {
        true => rows.capital(),
        false => Bilingual {
            vi: format!("{} ({count} dòng)", capital(vi)).into(),
            en: format!("Each of {en} ({count} rows)").into(),
        },
    }
}

/// The cell that speaks for a row (its name, or the first text that is no ordinal), and what the row says.
fn speaking(shape: &Columns<'_>, row: &Row) -> Option<(Cell, String)> {
    let filled = || row.cells.iter().filter(|(_, content)| !is_blank(content));
    let name = filled().find(|(column, _)| Some(*column) == shape.leading);
    let field = filled().find(|(column, _)| shape.fields.contains(column));
    let (column, _) = name.or(field).or_else(|| filled().next())?;
    let cells = filled().filter(|(column, _)| Some(*column) != shape.ordinal || filled().count() == 1);
    let words: Vec<String> = cells.map(|(_, content)| tidy(&shown(content))).collect();
    Some((Cell::new(row.number, column), quoted(&words.join(" | "))))
}

/// So many blank rows stand above no note or signature; what stands below them was typed by a slip, and nobody sees it.
const LOST_BELOW: u32 = 1_000;

/// Whether a row stands below so many blank ones.
fn is_alone(sheet: &Sheet, number: u32) -> bool {
    let at = sheet.rows.partition_point(|row| row.number < number);
    let above = sheet.rows[..at].iter().rev().find(|row| row.cells.iter().any(|(_, content)| !is_blank(content)));
    above.is_none_or(|above| number - above.number > LOST_BELOW)
}

/// Notes and lists of values beside a table have fewer cells in a row.
const RECORD_BESIDE: usize = 4;

/// Whether a stray row is to be told: all that stand between records are; below the last one it must look like data, for
/// people put anything below a table. What fills only columns that are told as a whole is told with them.
fn is_told(shape: &Columns<'_>, sheet: &Sheet, table: &Table, traced: &RowTrace) -> bool {
    let is = |reason| std::ptr::eq(traced.why, reason);
    let Some(row) = sheet.row(traced.row) else { return false };
    let filled = || row.cells.iter().filter(|(_, content)| !is_blank(content));
    if is(&why::BESIDE) {
        // As many as a record has: it was pasted beside the table.
        return filled().count() >= RECORD_BESIDE.max(shape.fields.len().div_ceil(2));
    }
    if traced.row < table.area.last.row
        || is(&why::NAME_ALONE)
        || is(&why::HEADS_NOTHING)
        || is(&why::PART)
        || is(&why::DASHED_PART)
    {
        return true;
    }
    let in_fields = filled().filter(|(column, _)| shape.fields.contains(column));
    !is(&why::FAR_BELOW) && in_fields.clone().count() >= 2 && in_fields.clone().any(|(_, it)| text_of(it).is_some())
}

/// Whether a row of this kind was told from records by its words or by how little is filled.
fn may_be_a_record(kind: RowKind) -> bool {
    matches!(kind, RowKind::Section | RowKind::Note | RowKind::Signature | RowKind::Total)
}

/// The numbers of the rows that are records.
fn rows_of_records(table: &Table) -> Vec<u32> {
    table.trace.iter().filter(|row| row.kind == RowKind::Record).map(|row| row.row).collect()
}

/// Whether a row that was taken for a section, a note, a signature or a total looks as much like a record: it bears the ordinal that its
/// place in the count leaves for it and a name, or fills more columns than such rows do.
/// `records` are the numbers of the rows that are, see [`rows_of_records`].
fn is_like_a_record(shape: &Columns<'_>, sheet: &Sheet, records: &[u32], traced: &RowTrace) -> bool {
    let Some(row) = sheet.row(traced.row) else { return false };
    let is_name = |content: &Content| text_of(content).is_some() && ordinal_of(content) == Ordinal::Words;
    let name = shape.leading.and_then(|column| row.content(column)).filter(|it| is_name(it)).and_then(text_of);
    let Some(name) = name else { return false };
    let filled = |columns: &[u32]| columns.iter().filter(|it| row.content(**it).is_some_and(is_name)).count();
    let (texts, all) = (filled(&shape.required), filled(&shape.fields));
    let count = Count::around(shape, sheet, records, traced.row);
    let rows = &shape.language.rows;
    match traced.kind {
        RowKind::Section => count.has_place() || texts >= MORE_THAN_A_HEADING || texts >= 2 && all > 2,
        RowKind::Note => {
            let is_long =
                || rows.notes.behind(&fold(name)).any(|rest| !rest.contains(':') && words(rest).nth(2).is_some());
            let is_right_below = || records.binary_search(&(traced.row - 1)).is_ok();
            count.goes_on() || texts >= MORE_THAN_A_HEADING || texts >= 2 && is_right_below() && is_long()
        }
        RowKind::Signature => {
            // Beside one signature another stands.
            let signs = |(_, it): &(u32, &Content)| text_of(it).is_some_and(|text| rows.is_signature(&fold(text)));
            let is_between = || records.last().is_some_and(|last| *last > traced.row);
            count.goes_on()
                || texts >= MORE_THAN_A_HEADING && is_between() && row.cells.iter().filter(signs).count() == 1
        }
        _ => {
            count.own.is_some() && texts >= 2 || std::ptr::eq(traced.why, &why::BELOW_A_TOTAL) && shape.fills_half(row)
        }
    }
}

/// A section, a note or a total has words in fewer required columns.
const MORE_THAN_A_HEADING: usize = 3;

/// The numbers in the column of ordinals: of a row, of the record above it and of the one below.
struct Count {
    own: Option<u32>,
    above: Option<u32>,
    below: Option<u32>,
}

impl Count {
    fn around(shape: &Columns<'_>, sheet: &Sheet, records: &[u32], number: u32) -> Self {
        let of = |number: u32| match shape.ordinal.and_then(|column| sheet.row(number)?.content(column)).map(ordinal_of)
        {
            Some(Ordinal::Number(number)) => Some(number),
            _ => None,
        };
        let (above, below) = records.split_at(records.partition_point(|row| *row < number));
        let at = |row: Option<&u32>| row.and_then(|row| of(*row));
        Self { own: of(number), above: at(above.last()), below: at(below.first()) }
    }

    /// The row has the next number.
    fn goes_on(&self) -> bool {
        self.own.is_some() && self.own == self.above.map(|above| above + 1)
    }

    /// The row bears a number, and between those around it there is just one more.
    fn has_place(&self) -> bool {
        self.own.is_some() && self.above.is_some() && self.below == self.above.map(|above| above + 2)
    }
}
