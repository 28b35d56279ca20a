//! Values outside the table: a label, and what is filled in beside or below it. People move them about as they do tables, so they are
//! looked for by the words of the label: on the table's own sheet, then on sheets that hold no table, then on the others; within a
//! table never.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::read::{Beside, read, shown};
use super::rows::is_blank;
use super::{Entry, Table};
use crate::cell::{Area, Cell, Content, Location, SheetName};
use crate::finding::{Finding, Severity};
use crate::schema::{Field, Form, Language, Outside};
use crate::text::{Bilingual, bare};
use crate::value::Value;
use crate::workbook::rules::too_large;
use crate::workbook::{Row, Sheet, Visibility};

/// So many cells outside the tables of a workbook are looked at for the labels of a form. The fullest workbook of all inboxes and cases
/// has 743 cells in all; one with forty sheets of notes would have some 10,000.
const CELLS: usize = 50_000;
/// A longer text, in bytes, is no label.
pub(super) const LONGEST_LABEL: usize = 400;
/// In letters: «VNĐ», «%», «USD».
const LONGEST_UNIT: usize = 4;
/// So many columns to the right of its label a value may stand.
pub(super) const COLUMNS: u32 = 8;

/// What a value outside the table holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given {
    /// The sheet's name; `None` for a text file.
    pub sheet: Option<SheetName>,
    /// What stands there; without a cell if the label was not found.
    pub entry: Entry,
}

/// The sheets of a workbook, with the tables on them.
pub(super) struct Sheets<'s, 'w> {
    /// As they can be read.
    pub(super) sheets: Vec<&'s Cow<'w, Sheet>>,
    /// The sheet and area of each table.
    pub(super) tables: Vec<(Option<SheetName>, Area)>,
}

impl Sheets<'_, '_> {
    /// What the values of a form hold, in its order, with what there is to say if not all cells were looked at. `own` are its tables.
    pub(super) fn given(&self, path: &Arc<str>, form: &Form, own: &[&Table]) -> (Vec<Given>, Option<Finding>) {
        if form.values.is_empty() {
            return (Vec::new(), None);
        }
        let labels = Labels::new(form);
        let mut given: Vec<Option<Given>> =
            form.values.iter().map(|value| self.at_its_cell(&form.language, value, own)).collect();
        let mut left = CELLS;
        for sheet in self.in_order(own) {
            self.look_on(sheet, form, &labels, &mut given, &mut left);
        }
        let is_over = left == 0 && given.iter().any(|given| !is_filled(given.as_ref()));
        (given.into_iter().map(Option::unwrap_or_default).collect(), is_over.then(|| not_all_looked_at(path)))
    }

    /// The tables' own sheets, then those without a table, then the others; hidden ones last.
    fn in_order(&self, own: &[&Table]) -> Vec<&Sheet> {
        let mut sheets: Vec<&Sheet> = self.sheets.iter().map(|sheet| &***sheet).collect();
        sheets.sort_by_key(|sheet| {
            let is_own = own.iter().any(|table| table.sheet == sheet.name);
            let has_table = self.tables.iter().any(|(name, _)| *name == sheet.name);
            (sheet.visibility != Visibility::Visible, !is_own, has_table)
        });
        sheets
    }

    /// What stands in the cell that the form fixes, on one of its sheets.
    fn at_its_cell(&self, language: &Language, value: &Outside, own: &[&Table]) -> Option<Given> {
        let cell = value.cell?;
        let mut sheets = self.in_order(own).into_iter().filter(|sheet| may_stand_on(value, sheet));
        let filled = sheets.find_map(|sheet| {
            let content = content(sheet, cell).filter(|content| !is_blank(content))?;
            Some(taken(language, &value.field, sheet, cell, Some(content)))
        });
        filled.or_else(|| {
            let sheet = self.in_order(own).into_iter().find(|sheet| may_stand_on(value, sheet))?;
            Some(taken(language, &value.field, sheet, cell, None))
        })
    }

    fn look_on(&self, sheet: &Sheet, form: &Form, labels: &Labels, given: &mut [Option<Given>], left: &mut usize) {
        let areas: Vec<Area> =
            self.tables.iter().filter(|(name, _)| *name == sheet.name).map(|(_, area)| *area).collect();
        let mut at = 0;
        while let Some(row) = sheet.rows.get(at) {
            at += 1;
            // The rows of a table are passed over at once where nothing stands beside it.
            let within = areas.iter().find(|area| (area.first.row..=area.last.row).contains(&row.number));
            let mut heads = Heads::default();
            for (column, content) in &row.cells {
                let cell = Cell::new(row.number, column);
                if areas.iter().any(|area| area.contains(cell)) {
                    continue;
                }
                *left = left.saturating_sub(1);
                if *left == 0 {
                    return;
                }
                let named = labels.named(content).filter(|(value, _)| {
                    may_stand_on(&form.values[*value], sheet) && !is_filled(given[*value].as_ref())
                });
                if let Some((value, inline)) = named {
                    let found = beside(
                        (&form.language, &form.values[value].field),
                        (sheet, row, &mut heads),
                        (cell, inline),
                        labels,
                        &areas,
                    );
                    if given[value].is_none() || !found.entry.value.is_empty() {
                        given[value] = Some(found);
                    }
                }
            }
            if let Some(area) =
                within.filter(|area| row.cells.iter().all(|(it, _)| area.contains(Cell::new(row.number, it))))
            {
                let rest = &sheet.rows[at..];
                // Looked at again at its last row only.
                at += rest.partition_point(|row| row.number < area.last.row);
            }
        }
    }
}

/// That values may stand in cells that were not looked at.
fn not_all_looked_at(path: &Arc<str>) -> Finding {
    let what = Bilingual::new(
        "Số ô ngoài biểu phải tìm các giá trị khai ngoài bảng",
        "The number of cells outside the tables to be searched for values",
    );
    too_large(Location::file(path), what, format!("> {CELLS}"), CELLS).as_bad_as(Severity::Warning)
}

fn is_filled(given: Option<&Given>) -> bool {
    given.is_some_and(|given| !given.entry.value.is_empty() || given.entry.remark.is_some())
}

fn may_stand_on(value: &Outside, sheet: &Sheet) -> bool {
    value.sheets.is_empty() || sheet.name.as_deref().is_none_or(|name| value.sheets.contains(&crate::text::fold(name)))
}

/// The labels of a form's values.
#[derive(Debug)]
pub(super) struct Labels(HashMap<String, usize>);

impl Labels {
    pub(super) fn new(form: &Form) -> Self {
        let labels = form.values.iter().enumerate().flat_map(|(at, value)| {
            std::iter::once(&value.field.title).chain(&value.field.aliases).map(move |label| (label_of(label), at))
        });
        Self(labels.collect())
    }

    /// The value that a cell is the label of, with what follows the label in the cell itself.
    pub(super) fn named<'c>(&self, content: &'c Content) -> Option<(usize, Option<&'c str>)> {
        let Content::Text(text) = content else { return None };
        if text.len() > LONGEST_LABEL || is_blank(content) {
            return None;
        }
        let known = |label: &str| self.0.get(&label_of(label)).copied();
        let nearly = || without_unit(text).and_then(known).or_else(|| without_number(text).and_then(known));
        if let Some(value) = known(text).or_else(nearly) {
            return Some((value, None));
        }
        let (label, rest) = text.split_once(':')?;
        let value = self.0.get(&label_of(label))?;
        Some((*value, Some(rest.trim())))
    }
}

/// The label without the unit behind it: «Total Allocation ($)». A longer text in brackets may make it another one.
fn without_unit(text: &str) -> Option<&str> {
    let (label, unit) = text.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    (unit.chars().count() <= LONGEST_UNIT).then_some(label)
}

/// The label without the number before it: «1. Number of Projects».
fn without_number(text: &str) -> Option<&str> {
    let (number, label) = text.trim_start().split_once(['.', ')'])?;
    (number.len() <= 2 && number.bytes().all(|digit| digit.is_ascii_digit()) && !number.is_empty()).then_some(label)
}

/// A label as people see it: without what marks it as required, or ends it.
pub(super) fn label_of(text: &str) -> String {
    let bare = bare(text);
    bare.trim_matches(|sign: char| !sign.is_alphanumeric() && !matches!(sign, '(' | ')' | '%')).to_owned()
}

/// What stands beside a label: behind it in its cell, else in the first filled cell to the right that is no label itself, else below.
fn beside(
    (language, field): (&Language, &Field),
    (sheet, row, heads): (&Sheet, &Row, &mut Heads),
    (label, inline): (Cell, Option<&str>),
    labels: &Labels,
    areas: &[Area],
) -> Given {
    if let Some(text) = inline.filter(|text| !text.is_empty()) {
        return taken(language, field, sheet, label, Some(&Content::Text(text.into())));
    }
    let merged = sheet.merges.iter().find(|area| area.contains(label));
    let last = merged.map_or(label.column, |area| area.last.column);
    let is_free = |cell: Cell, content: &Content| {
        !is_blank(content) && labels.named(content).is_none() && !areas.iter().any(|area| area.contains(cell))
    };
    let right = row.cells.iter().filter(|(column, _)| (last + 1..=last + COLUMNS).contains(column));
    let mut right = right.filter(|(_, content)| !is_blank(content));
    let below = Cell::new(merged.map_or(label.row, |area| area.last.row) + 1, label.column);
    let under = content(sheet, below).filter(|content| is_free(below, content));
    let is_headed = heads.stand_over(sheet, row, below.row, labels, areas);
    if let Some((column, content)) = right.next()
        && is_free(Cell::new(row.number, column), content)
        && !is_headed
    {
        return taken(language, field, sheet, Cell::new(row.number, column), Some(content));
    }
    // A label that heads another one's row heads no value.
    let heads_a_row = sheet.row(below.row).is_some_and(|row| row.cells.iter().any(|(column, _)| column > below.column));
    match under.filter(|_| is_headed || !heads_a_row) {
        Some(under) => taken(language, field, sheet, below, Some(under)),
        None if is_headed => taken(language, field, sheet, below, None),
        None => taken(language, field, sheet, Cell::new(label.row, last + 1), None),
    }
}

/// What is known of the labels of a row. It is worked out once, however many labels there are.
#[derive(Default)]
struct Heads {
    /// Their columns, none if no two of them follow each other; `None` before it is asked.
    side_by_side: Option<Vec<u32>>,
    /// By the row below in which values may stand.
    over: HashMap<u32, bool>,
}

impl Heads {
    /// Whether labels stand side by side in a row, with their values in the row below: two of them follow each other, and below no
    /// label stands, but values below most of them. What stands between them is then a label that the form does not have.
    fn stand_over(&mut self, sheet: &Sheet, row: &Row, below: u32, labels: &Labels, areas: &[Area]) -> bool {
        let columns = self.side_by_side.get_or_insert_with(|| side_by_side(row, labels));
        *self.over.entry(below).or_insert_with(|| {
            let Some(values) = sheet.row(below).filter(|_| !columns.is_empty()) else { return false };
            if values.cells.iter().any(|(_, content)| labels.named(content).is_some()) {
                return false;
            }
            let has_value = |column: &&u32| {
                let is_within = areas.iter().any(|area| area.contains(Cell::new(below, **column)));
                !is_within && values.content(**column).is_some_and(|content| !is_blank(content))
            };
            columns.iter().filter(has_value).count() * 2 > columns.len()
        })
    }
}

/// The columns of the labels of a row, if two of them follow each other.
fn side_by_side(row: &Row, labels: &Labels) -> Vec<u32> {
    let filled = row.cells.iter().filter(|(_, content)| !is_blank(content));
    let is_label = |content: &Content| labels.named(content).is_some_and(|(_, inline)| inline.is_none());
    let told: Vec<(u32, bool)> = filled.map(|(column, content)| (column, is_label(content))).collect();
    if !told.windows(2).any(|two| two[0].1 && two[1].1) {
        return Vec::new();
    }
    told.into_iter().filter(|(_, is_label)| *is_label).map(|(column, _)| column).collect()
}

fn content(sheet: &Sheet, cell: Cell) -> Option<&Content> {
    sheet.row(cell.row)?.content(cell.column)
}

fn taken(language: &Language, field: &Field, sheet: &Sheet, cell: Cell, content: Option<&Content>) -> Given {
    let look = sheet.look(cell);
    let link = sheet.links.get(&cell).map(|link| &**link);
    let beside = Beside { link, look, worded: sheet.worded(look) };
    let (typed, value, remark) = read(language, field, content, beside);
    let typed = if matches!(value, Value::Empty) { content.map_or(typed, shown) } else { typed };
    Given { sheet: sheet.name.clone(), entry: Entry::new(Some(cell), &typed, value, remark) }
}
