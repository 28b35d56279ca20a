//! What tells rows apart besides the row itself: the table's columns, and the rows that came before.

use std::cell::{OnceCell, RefCell};

use super::{LONGEST_HEADING, is_blank};
use crate::cell::Content;
use crate::intake::header::Key;
use crate::intake::outside::Labels;
use crate::intake::{Column, RowKind};
use crate::schema::form::Pattern;
use crate::schema::{Figures, Form, Kind, Language};
use crate::text::fold;
use crate::text::hashed::HashSet;
use crate::workbook::Row;

/// The columns of a table, as far as they tell rows apart.
#[derive(Debug)]
pub struct Columns<'a> {
    pub(super) columns: &'a [Column],
    pub(super) ordinal: Option<u32>,
    /// The column of the first field that every record must fill: mostly the name.
    pub(super) leading: Option<u32>,
    /// What every text there is like, where it is a code.
    pub(super) code: Option<&'a Pattern>,
    /// No two records may have the same there.
    pub(super) is_named: bool,
    /// The columns of required fields.
    pub(super) required: Vec<u32>,
    /// The columns of all fields but the ordinal.
    pub(super) fields: Vec<u32>,
    /// Of these, those of texts, and those of listed values.
    pub(super) texts: Vec<u32>,
    pub(super) listed: Vec<u32>,
    /// The columns of numbers, and how these are written.
    pub(super) numbers: Vec<(u32, &'a Figures)>,
    /// The form, with its fields by their index in a column.
    pub(super) form: &'a Form,
    /// Headings by column, for headers that are repeated.
    keys: Vec<OnceCell<Vec<Key>>>,
    /// What an answer says that has nothing to report, folded.
    pub(super) none: &'a [String],
    /// The words of the form's languages.
    pub(super) language: &'a Language,
    /// The form says that every row is data.
    pub(super) plain: bool,
    /// The labels of the form's values outside the table, where it has any.
    pub(super) labels: Option<Labels>,
}

impl<'a> Columns<'a> {
    /// The shape of a table with these columns.
    pub fn new(form: &'a Form, columns: &'a [Column]) -> Self {
        let with = |wanted: &dyn Fn(usize) -> bool| -> Vec<u32> {
            columns.iter().filter(|column| column.field.is_some_and(wanted)).map(|column| column.column).collect()
        };
        let is_ordinal = |field: usize| form.fields[field].kind == Kind::Ordinal;
        let wanted = form
            .fields
            .iter()
            .position(|field| field.required && field.unique)
            .or_else(|| form.fields.iter().position(|field| field.required && field.kind != Kind::Ordinal));
        let leading = wanted
            .and_then(|wanted| columns.iter().find(|column| column.field == Some(wanted)))
            .map(|column| column.column);
        Self {
            columns,
            ordinal: with(&is_ordinal).first().copied(),
            leading,
            code: wanted.and_then(|wanted| form.fields[wanted].pattern.as_ref()),
            is_named: wanted.is_some_and(|wanted| form.fields[wanted].unique),
            required: with(&|field| form.fields[field].required && !is_ordinal(field)),
            fields: with(&|field| !is_ordinal(field)),
            texts: with(&|field| form.fields[field].kind == Kind::Text),
            listed: with(&|field| {
                matches!(form.fields[field].kind, Kind::Listed(_) | Kind::List(_) | Kind::Flag { .. })
            }),
            numbers: columns.iter().filter_map(|column| Some((column.column, figures(form, column.field?)?))).collect(),
            form,
            keys: columns.iter().map(|_| OnceCell::new()).collect(),
            none: form.none.as_ref().map_or(&[], |none| &none.words),
            language: &form.language,
            plain: form.plain_rows,
            labels: (!form.values.is_empty()).then(|| Labels::new(form)),
        }
    }

    /// The kind of the field in a column.
    pub(super) fn kind_of(&self, column: u32) -> Option<&'a Kind> {
        let field = self.columns.iter().find(|it| it.column == column)?.field?;
        Some(&self.form.fields[field].kind)
    }

    /// Whether the row itself fills two required columns at least, and half of them.
    pub(super) fn fills_half(&self, row: &Row) -> bool {
        let is_filled = |column: &&u32| row.content(**column).is_some_and(|content| !is_blank(content));
        let filled = self.required.iter().filter(is_filled).count();
        filled >= 2.min(self.required.len()) && filled * 2 >= self.required.len()
    }

    /// Whether the row begins with the label of a value outside the table, and holds no more than such labels and a cell beside each.
    pub(super) fn labels_a_value(&self, row: &Row) -> bool {
        let Some(labels) = &self.labels else { return false };
        let filled = || row.cells.iter().map(|(_, content)| content).filter(|content| !is_blank(content));
        let is_label = |content: &&Content| labels.named(content).is_some();
        filled().next().is_some_and(|first| is_label(&first))
            && filled().count() <= 2 * filled().filter(is_label).count()
    }

    /// The heading of one of the columns, in full and in its parts.
    fn keys(&self, at: usize) -> &[Key] {
        self.keys[at].get_or_init(|| {
            let heading = self.columns[at].heading.as_str();
            let whole = heading.contains(" - ").then_some(heading);
            heading.split(" - ").chain(whole).map(Key::new).collect()
        })
    }

    /// Whether the text is a heading of this column, or of any if none is given.
    pub(super) fn is_heading(&self, column: Option<u32>, content: &Content) -> bool {
        // Headings are short; a longer text is none.
        let Some(text) = text_of(content).filter(|text| text.len() <= LONGEST_HEADING) else { return false };
        if !text.trim_start().starts_with(|first: char| first.is_alphabetic() || matches!(first, '(' | '[' | '*')) {
            return false;
        }
        let at = |column: u32| self.columns.partition_point(|it| it.column < column);
        let of = column.map_or(0..self.columns.len(), |column| at(column)..at(column + 1));
        let mut keys = of.flat_map(|at| self.keys(at));
        if !keys.clone().any(|heading| heading.may_begin(text)) {
            return false;
        }
        let key = Key::new(text);
        keys.any(|heading| !key.is_empty() && *heading == key)
    }
}

/// What the rows before this one tell about it.
#[derive(Debug, Default)]
pub struct Before<'a> {
    /// A signature or the like has come: what follows is no data unless it clearly is.
    pub signed: bool,
    /// The ordinal of the last record, if it is a whole number.
    pub ordinal: Option<u32>,
    /// The ordinal of the last section, if it is a whole number, and no record of that number came after it.
    pub section: Option<u32>,
    /// How many rows without anything stand right above.
    pub gap: u32,
    /// A record has come.
    pub recorded: bool,
    /// A note has come, and no record after it: what follows goes on with it unless it clearly is data.
    pub noted: bool,
    /// A value outside the table has come, beside its label, and no record after it.
    pub labelled: bool,
    /// Nothing but headings and blank rows has come since a header.
    pub below_header: bool,
    /// The header of another list has come, and none of this form after it.
    pub elsewhere: bool,
    /// That list began with a title that has the mark of a section.
    pub marked_elsewhere: bool,
    /// What the last row that is not blank was taken for.
    pub kind: Option<RowKind>,
    /// The last row that holds anything.
    pub row: Option<&'a Row>,
    /// The first row of the last record.
    pub record: Option<&'a Row>,
    /// A text behind a dash heads a section.
    pub dashed: bool,
    /// The records' first rows.
    pub records: Vec<&'a Row>,
    /// How the texts begin in the required columns of the records so far that were looked at: hardly anybody asks.
    pub beginnings: RefCell<(usize, HashSet<(u32, String)>)>,
    /// The first row of column numbers.
    pub numbers: Option<&'a Row>,
}

impl Before<'_> {
    /// Whether the text of a record so far begins with this word in a required column of texts.
    pub(super) fn has_begun(&self, shape: &Columns<'_>, begun: (u32, String)) -> bool {
        let (seen, beginnings) = &mut *self.beginnings.borrow_mut();
        let columns = || shape.required.iter().filter(|column| shape.texts.contains(column));
        let words = |row: &&Row| {
            let row = *row;
            columns().filter_map(|column| Some((*column, first_word(row.content(*column)?)?))).collect::<Vec<_>>()
        };
        beginnings.extend(self.records[*seen..].iter().flat_map(words));
        *seen = self.records.len();
        beginnings.contains(&begun)
    }
}

/// How numbers of a field are written, if it is one of numbers.
fn figures(form: &Form, field: usize) -> Option<&Figures> {
    match &form.fields[field].kind {
        Kind::Number { figures, .. } => Some(figures),
        _ => None,
    }
}

/// The text of a cell that holds one, as it is stored: it is folded again and again.
pub(in crate::intake) fn text_of(content: &Content) -> Option<&str> {
    match content {
        Content::Text(text) => Some(text.tidied()),
        _ => None,
    }
}

/// The first word of a text, folded.
pub(super) fn first_word(content: &Content) -> Option<String> {
    text_of(content).and_then(|text| text.split_whitespace().next().map(fold))
}
