//! A sheet that goes on with a table of another sheet and has no headings: rows that do not fit in one sheet are put in the
//! next one, as printed pages do.

use super::rows::{Ordinal, is_blank, ordinal_of};
use super::{Records, Table};
use crate::cell::{Cell, Content};
use crate::schema::{Form, Kind};
use crate::text::tidy;
use crate::workbook::{Row, Sheet};

/// Rows of a table on a sheet without its header.
pub struct Continued {
    /// The first cell of the first of them.
    pub cell: Cell,
    /// How many there are.
    pub rows: usize,
}

/// So many columns the rows may stand to the left or to the right of where the table has them.
const SHIFTED: i64 = 3;

/// The rows of a sheet that belong to this table: each has a name and half of the required columns where the table has them, or
/// all of them so many columns beside, and none is wider. Besides, the ordinals go on or the values are those that the form lists.
pub fn find(sheet: &Sheet, form: &Form, table: &Table, records: &Records<'_>) -> Option<Continued> {
    let last = sheet_number(form, table, records);
    let shifts = (1..=SHIFTED).flat_map(|shift| [shift, -shift]);
    std::iter::once(0).chain(shifts).find_map(|shift| shifted(sheet, form, table, (shift, last)))
}

/// The rows this many columns beside; `last` is the ordinal of the table's last record.
fn shifted(sheet: &Sheet, form: &Form, table: &Table, (shift, last): (i64, Option<u32>)) -> Option<Continued> {
    let columns = Columns::new(form, table, shift)?;
    let number = |row: &Row| match row.content(columns.ordinal?).map(ordinal_of) {
        Some(Ordinal::Number(number)) => Some(number),
        _ => None,
    };
    let rows: Vec<&Row> = sheet.rows.iter().filter(|row| columns.fit(row)).collect();
    let counted: Vec<&Row> = rows.iter().copied().filter(|row| number(row).is_some()).collect();
    let goes_on = counted.first().is_some_and(|first| last.is_some() && number(first) == last.map(|last| last + 1));
    let as_listed = |rows: &[&Row]| columns.as_listed(rows);
    let found = match counted.len() {
        0 if rows.len() > 1 && as_listed(&rows) => rows,
        0 => return None,
        1 if goes_on && as_listed(&counted) => counted,
        1 => return None,
        _ if goes_on && shift == 0 || as_listed(&counted) => counted,
        _ => return None,
    };
    let first = found[0].cells.iter().find(|(_, content)| !is_blank(content)).map_or(0, |(column, _)| column);
    Some(Continued { cell: Cell::new(found[0].number, first), rows: found.len() })
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
    listed: Vec<(u32, usize)>,
    last: u32,
}

impl<'a> Columns<'a> {
    /// So many columns to the right of where they stand; `None` if a column of a field would stand before the first.
    fn new(form: &'a Form, table: &Table, shift: i64) -> Option<Self> {
        let moved = |column: u32| u32::try_from(i64::from(column) + shift).ok();
        let is_ordinal = |field: usize| form.fields[field].kind == Kind::Ordinal;
        let (mut ordinal, mut required, mut listed) = (None, Vec::new(), Vec::new());
        for (column, field) in table.columns.iter().filter_map(|column| Some((column.column, column.field?))) {
            if is_ordinal(field) {
                ordinal = moved(column);
                continue;
            }
            let column = moved(column)?;
            if form.fields[field].required {
                required.push((column, field));
            }
            if matches!(form.fields[field].kind, Kind::Listed(_)) {
                listed.push((column, field));
            }
        }
        Some(Self { form, ordinal, required, listed, last: moved(table.area.last.column)? })
    }

    /// Whether the row has a name and half of the required columns, and nothing beside the table's.
    fn fit(&self, row: &Row) -> bool {
        let filled = |column: u32| row.content(column).filter(|content| !is_blank(content));
        let named = self.required.iter().filter(|(_, field)| self.form.fields[*field].unique);
        let count = self.required.iter().filter(|(column, _)| filled(*column).is_some()).count();
        named.clone().count() > 0
            && named.clone().all(|(column, _)| matches!(filled(*column), Some(Content::Text(_))))
            && count >= 3.min(self.required.len())
            && count * 2 >= self.required.len()
            && row.cells.iter().all(|(column, content)| column <= self.last || is_blank(content))
    }

    /// Whether the columns of listed values hold such, and nothing else.
    fn as_listed(&self, rows: &[&Row]) -> bool {
        let cells = rows.iter().flat_map(|row| {
            self.listed
                .iter()
                .filter_map(|(column, field)| Some((row.content(*column)?, &self.form.fields[*field].kind)))
        });
        let mut cells = cells.filter(|(content, _)| !is_blank(content)).peekable();
        let is_listed = |(content, kind): (&Content, &Kind)| match (content, kind) {
            (Content::Text(text), Kind::Listed(listing)) => listing.find(&tidy(text)).is_some(),
            _ => false,
        };
        cells.peek().is_some() && cells.all(is_listed)
    }
}
