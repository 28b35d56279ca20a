//! A sheet that goes on with a table of another sheet and has no headings: rows that do not fit in one sheet are put in the
//! next one, as printed pages do. Where that is sure they are read; else they are told.

use std::sync::Arc;

use super::extract::extract;
use super::header::Header;
use super::read::{Beside, read};
use super::rows::{Ordinal, is_blank, ordinal_of};
use super::{Records, Remark, Table, rules};
use crate::cell::{Cell, Content, Location};
use crate::finding::Finding;
use crate::schema::{Form, Kind};
use crate::workbook::{Row, Sheet, Visibility};

/// Rows of a table on a sheet without its header.
pub struct Continued {
    /// The first cell of the first of them.
    pub cell: Cell,
    /// How many there are.
    pub rows: usize,
    /// The sheet begins with them where the table has them, with the ordinal that is next, and what they hold is such as the form asks
    /// for.
    is_sure: bool,
}

/// What reads the rows of a sheet right behind the table's: its own header, if they surely go on with it and every cell is read so.
pub fn header(
    sheet: &Sheet,
    form: &Arc<Form>,
    header: &Header,
    (table, records): (&Table, &Records<'_>),
) -> Option<Header> {
    if header.side.is_some() || sheet.visibility != Visibility::Visible {
        return None;
    }
    let rows = find(sheet, form, table, records).filter(|rows| rows.is_sure)?;
    let mut header = header.moved_to(rows.cell.row, rows.cell.row);
    header.top = rows.cell.row;
    let read = extract(sheet, form, &header, u32::MAX);
    (read.rows.records >= rows.rows && read.cells.unread == 0).then_some(header)
}

/// That a table was read by the header of the one before it.
pub fn told(path: &Arc<str>, table: &Table, before: &Table) -> Finding {
    let name = |table: &Table| table.sheet.as_deref().unwrap_or_default().to_owned();
    Finding::new(&rules::SHEET_GOES_ON, Location::sheet(path, table.sheet.as_ref(), Some(table.header.first)))
        .with("sheet", name(table))
        .with("count", table.rows.records.to_string())
        .with("range", table.area.to_string())
        .with("before", name(before))
}

/// So many columns the rows may stand to the left or to the right of where the table has them.
const SHIFTED: i64 = 3;

/// Rows that fill so many required columns in each are a table's, whatever stands in them.
const WHOLE: usize = 4;

/// The rows of a sheet that belong to this table: each has a name where the table has it, or all of them so many columns beside.
/// Besides, the ordinals go on, or most values are such as the form lists.
pub fn find(sheet: &Sheet, form: &Form, table: &Table, records: &Records<'_>) -> Option<Continued> {
    let last = sheet_number(form, table, records);
    let shifts = (1..=SHIFTED).flat_map(|shift| [shift, -shift]);
    std::iter::once(0).chain(shifts).find_map(|shift| shifted(sheet, form, table, (shift, last)))
}

/// The rows this many columns beside, where less speaks for them; `last` is the ordinal of the table's last record.
fn shifted(sheet: &Sheet, form: &Form, table: &Table, (shift, last): (i64, Option<u32>)) -> Option<Continued> {
    let columns = Columns::new(form, table, shift)?;
    let is_there = shift == 0;
    let number = |row: &Row| match row.content(columns.ordinal?).map(ordinal_of) {
        Some(Ordinal::Number(number)) => Some(number),
        _ => None,
    };
    let rows: Vec<&Row> = sheet.rows.iter().filter(|row| columns.fit(row, is_there)).collect();
    let counted: Vec<&Row> = rows.iter().copied().filter(|row| number(row).is_some()).collect();
    let goes_on = counted.first().is_some_and(|first| last.is_some() && number(first) == last.map(|last| last + 1));
    let agree = |rows: &[&Row], least: usize| {
        let (agree, all) = columns.agreement(rows);
        agree >= least && if is_there { agree * 2 > all } else { agree == all }
    };
    let begins = |least: usize| sheet.rows.iter().find(|row| filled(row).nth(least).is_some()).map(|row| row.number);
    let is_whole =
        || is_there && begins(2) == Some(counted[0].number) && counted.iter().all(|row| columns.is_whole(row));
    let is_sure = is_there && goes_on && begins(0) == Some(counted[0].number) && agree(&counted, 1);
    let found = match counted.len() {
        0 if rows.len() > 1 && agree(&rows, 1) => rows,
        1 if goes_on && (is_there || agree(&counted, 1)) || is_there && agree(&counted, 2) => counted,
        2.. if goes_on && is_there || agree(&counted, 1) || is_whole() => counted,
        _ => return None,
    };
    let (top, is_counted) = (found[0], number(found[0]).is_some());
    let is_one = |row: &&Row| columns.is_named(row) && (!is_counted || number(row).is_some());
    let first = filled(top).next().map_or(0, |(column, _)| column);
    let rows = sheet.rows.iter().filter(|row| row.number >= top.number).filter(is_one).count();
    Some(Continued { cell: Cell::new(top.number, first), rows, is_sure })
}

fn filled(row: &Row) -> impl Iterator<Item = (u32, &Content)> {
    row.cells.iter().filter(|(_, content)| !is_blank(content))
}

fn is_filled(row: &Row, column: u32) -> bool {
    row.content(column).is_some_and(|content| !is_blank(content))
}

/// The ordinal of the table's last record.
fn sheet_number(form: &Form, table: &Table, records: &Records<'_>) -> Option<u32> {
    let field = form.fields.iter().position(|field| field.kind == Kind::Ordinal)?;
    match ordinal_of(&Content::Text(records.last(form, table)?.entries[field].typed().into())) {
        Ordinal::Number(number) => Some(number),
        _ => None,
    }
}

/// The columns of a table, as far as they tell its rows.
struct Columns<'a> {
    form: &'a Form,
    ordinal: Option<u32>,
    /// Of the required fields, with the field.
    required: Vec<(u32, usize)>,
    /// Of the fields in which not every text is a value.
    telling: Vec<(u32, usize)>,
    last: u32,
}

impl<'a> Columns<'a> {
    /// So many columns to the right of where they stand; `None` if a column of a field would stand before the first.
    fn new(form: &'a Form, table: &Table, shift: i64) -> Option<Self> {
        let moved = |column: u32| u32::try_from(i64::from(column) + shift).ok();
        let (mut ordinal, mut required, mut telling) = (None, Vec::new(), Vec::new());
        for (column, field) in table.columns.iter().filter_map(|column| Some((column.column, column.field?))) {
            if form.fields[field].kind == Kind::Ordinal {
                ordinal = moved(column);
                continue;
            }
            let column = moved(column)?;
            if form.fields[field].required {
                required.push((column, field));
            }
            // Numbers stand in lists of any kind.
            if !matches!(form.fields[field].kind, Kind::Text | Kind::Url | Kind::Number { .. }) {
                telling.push((column, field));
            }
        }
        Some(Self { form, ordinal, required, telling, last: moved(table.area.last.column)? })
    }

    /// Whether the row has a name and three required columns; beside where the table has them, half of these and nothing more. People
    /// write a remark behind a row.
    fn fit(&self, row: &Row, is_there: bool) -> bool {
        let count = self.required.iter().filter(|(column, _)| is_filled(row, *column)).count();
        let beside = filled(row).filter(|(column, _)| *column > self.last).count();
        self.is_named(row)
            && count >= 3.min(self.required.len())
            && filled(row).count() - beside >= 3
            && (count * 2 >= self.required.len() || is_there)
            && beside <= usize::from(is_there)
    }

    fn is_named(&self, row: &Row) -> bool {
        let mut named = self.required.iter().filter(|(_, field)| self.form.fields[*field].unique).peekable();
        let is_text = |column| is_filled(row, column) && matches!(row.content(column), Some(Content::Text(_)));
        named.peek().is_some() && named.all(|(column, _)| is_text(*column))
    }

    fn is_whole(&self, row: &Row) -> bool {
        self.required.len() >= WHOLE && self.required.iter().all(|(column, _)| is_filled(row, *column))
    }

    /// How many cells hold what their column asks for, of those that could hold something else.
    fn agreement(&self, rows: &[&Row]) -> (usize, usize) {
        let cells = rows.iter().flat_map(|row| {
            self.telling.iter().filter_map(|(column, field)| Some((row.content(*column)?, &self.form.fields[*field])))
        });
        let said = cells.map(|(content, field)| read(&self.form.language, field, Some(content), Beside::default()));
        said.filter(|(_, value, _)| !value.is_empty()).fold((0, 0), |(agree, all), (.., remark)| {
            let is_other = remark.is_some_and(|it| it.is_unread() || matches!(it, Remark::NotInList(..)));
            (agree + usize::from(!is_other), all + 1)
        })
    }
}
