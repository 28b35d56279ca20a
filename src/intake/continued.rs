//! A sheet that goes on with a table of another sheet and has no headings: rows that do not fit in one sheet are put in the
//! next one, as printed pages do.

use super::Table;
use super::rows::{Ordinal, is_blank, ordinal_of};
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

/// The rows of a sheet that belong to this table: each has an ordinal, a name and half of the required columns where the
/// table has them, none is wider, and the ordinals go on or the values are those that the form lists.
pub fn find(sheet: &Sheet, form: &Form, table: &Table) -> Option<Continued> {
    let columns = Columns::new(form, table);
    let ordinal = columns.ordinal?;
    let number = |row: &Row| match row.content(ordinal).map(ordinal_of) {
        Some(Ordinal::Number(number)) => Some(number),
        _ => None,
    };
    let rows: Vec<&Row> = sheet.rows.iter().filter(|row| number(row).is_some() && columns.fit(row)).collect();
    let first = rows.first()?;
    let last = sheet_number(form, table);
    let goes_on = last.is_some() && number(first) == last.map(|last| last + 1);
    let as_listed = columns.as_listed(&rows);
    let enough = if rows.len() > 1 { goes_on || as_listed } else { goes_on && as_listed };
    enough.then(|| Continued { cell: Cell::new(first.number, ordinal), rows: rows.len() })
}

/// The ordinal of the table's last record.
fn sheet_number(form: &Form, table: &Table) -> Option<u32> {
    let field = form.fields.iter().position(|field| field.kind == Kind::Ordinal)?;
    match ordinal_of(&Content::Text(table.records.last()?.entries[field].typed().to_owned())) {
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
    fn new(form: &'a Form, table: &Table) -> Self {
        let of = |wanted: &dyn Fn(usize) -> bool| -> Vec<(u32, usize)> {
            let fields = table.columns.iter().filter_map(|column| Some((column.column, column.field?)));
            fields.filter(|(_, field)| wanted(*field)).collect()
        };
        let is_ordinal = |field: usize| form.fields[field].kind == Kind::Ordinal;
        Self {
            form,
            ordinal: of(&is_ordinal).first().map(|(column, _)| *column),
            required: of(&|field| form.fields[field].required && !is_ordinal(field)),
            listed: of(&|field| matches!(form.fields[field].kind, Kind::Listed(_))),
            last: table.area.last.column,
        }
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
            && row.cells.iter().all(|(column, content)| *column <= self.last || is_blank(content))
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
