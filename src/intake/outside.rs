//! Values outside the table: a label, and what is filled in beside or below it. People move them about as they do tables, so they are
//! looked for by the words of the label: on the table's own sheet, then on sheets that hold no table, then on the others; within a
//! table never.

mod labels;
mod place;

use std::borrow::Cow;
use std::sync::Arc;

use super::read::{Beside, read, shown};
use super::rows::{is_blank, why};
use super::{Entry, Table};
use crate::cell::{Area, Cell, Content, Location, SheetName};
use crate::finding::{Finding, Severity};
use crate::schema::{Field, Form, Language, Outside};
use crate::text::{Bilingual, fold};
use crate::value::Value;
use crate::workbook::rules::too_large;
use crate::workbook::{Sheet, Visibility};

pub(super) use labels::{Labels, label_of};
use place::{Heads, beside};

/// So many cells outside the tables of a workbook are looked at for the labels of a form. The fullest workbook of all inboxes and cases
/// has 743 cells in all; one with forty sheets of notes would have some 10,000.
const CELLS: usize = 50_000;
/// A longer text, in bytes, is no label.
pub(super) const LONGEST_LABEL: usize = 400;
/// So many columns to the right of its label a value may stand.
pub(super) const COLUMNS: u32 = 8;

/// What a value outside the table holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given {
    /// The sheet's name; `None` for a text file.
    pub sheet: Option<SheetName>,
    /// What stands there; without a cell if the label was not found.
    pub entry: Entry,
    /// What stands elsewhere and was not taken.
    pub apart: Option<Apart>,
    /// Where its label stands, if it was found by that.
    label: Option<Cell>,
}

impl Given {
    /// The columns of its label and of what stands beside it in its row.
    fn columns(&self, beside: Option<Cell>) -> Option<(u32, u32)> {
        let (label, beside) = (self.label?, beside?);
        (beside.row == label.row && beside.column > label.column).then_some((label.column, beside.column))
    }
}

/// What may be meant for a value and was not taken.
#[derive(Clone, Debug, PartialEq)]
pub enum Apart {
    /// It stands too far from the label, so many columns.
    Far {
        /// What it would be.
        read: Box<Entry>,
        /// From the label's last column.
        distance: u32,
    },
    /// The label stands again, with another value.
    Again {
        /// The other sheet, or the same one.
        sheet: Option<SheetName>,
        /// What stands there.
        entry: Box<Entry>,
    },
}

impl Apart {
    /// Where it stands.
    pub fn cell(&self) -> Option<Cell> {
        match self {
            Self::Far { read, .. } => read.cell,
            Self::Again { entry, .. } => entry.cell,
        }
    }
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
            self.look_on((sheet, own), form, &labels, &mut given, &mut left);
        }
        take_aligned(&mut given);
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

    /// Whether a label that was read before is looked at once more: it may stand there with another value. Sheets of other forms have
    /// values of their own, and instructions name what is to be filled in.
    fn is_asked_again(&self, value: &Outside, known: Option<&Given>, sheet: &Sheet, own: &[&Table]) -> bool {
        let is_of_form =
            own.iter().any(|table| table.sheet == sheet.name) || known.is_some_and(|it| it.sheet == sheet.name);
        value.cell.is_none() && sheet.visibility == Visibility::Visible && is_of_form
    }

    fn look_on(
        &self,
        (sheet, own): (&Sheet, &[&Table]),
        form: &Form,
        labels: &Labels,
        given: &mut [Option<Given>],
        left: &mut usize,
    ) {
        let areas: Vec<Area> =
            self.tables.iter().filter(|(name, _)| *name == sheet.name).map(|(_, area)| *area).collect();
        let labelling = labelling(sheet, own);
        let mut at = 0;
        while let Some(row) = sheet.rows.get(at) {
            at += 1;
            let areas = if labelling.contains(&row.number) { &[][..] } else { &*areas };
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
                if let Some((value, inline)) = labels.named(content)
                    && may_stand_on(&form.values[value], sheet)
                    && (!is_filled(given[value].as_ref())
                        || self.is_asked_again(&form.values[value], given[value].as_ref(), sheet, own))
                {
                    let at = (&*form.language, &form.values[value].field);
                    let found = beside(at, (sheet, row, &mut heads), (cell, inline), labels, areas);
                    note(&mut given[value], Given { label: Some(cell), ..found });
                }
            }
            if let Some(area) =
                within.filter(|area| row.cells.iter().all(|(it, _)| area.contains(Cell::new(row.number, it))))
            {
                let rest = &sheet.rows[at..];
                // Looked at again at its last row, and where one of them labels a value.
                let next = labelling.iter().find(|labelling| **labelling > row.number).unwrap_or(&area.last.row);
                at += rest.partition_point(|row| row.number < area.last.row.min(*next));
            }
        }
    }
}

/// The rows among those of the tables on a sheet that label a value, as a period does above headings that stand again; rising.
fn labelling(sheet: &Sheet, own: &[&Table]) -> Vec<u32> {
    let rows = own.iter().filter(|table| table.sheet == sheet.name).flat_map(|table| &table.trace);
    let mut rows: Vec<u32> = rows.filter(|row| *row.why == why::LABELS_A_VALUE).map(|row| row.row).collect();
    rows.sort_unstable();
    rows
}

/// Takes what stands far from its label where another label of that column has its value in the same column; in a text file, which does
/// not tell what was merged, also where two stand so.
fn take_aligned(given: &mut [Option<Given>]) {
    let place = |given: &Given, beside: Option<Cell>| Some((given.sheet.clone(), given.columns(beside)?));
    let far = |given: &Given| match &given.apart {
        Some(Apart::Far { read, .. }) => place(given, read.cell),
        _ => None,
    };
    let found = || given.iter().flatten();
    let taken: Vec<_> = found().filter(|it| is_filled(Some(*it))).filter_map(|it| place(it, it.entry.cell)).collect();
    let apart: Vec<_> = found().filter_map(far).collect();
    for given in given.iter_mut().flatten() {
        let Some(here) = far(given) else { continue };
        let are_two = || given.sheet.is_none() && apart.iter().filter(|other| **other == here).count() > 1;
        if (taken.contains(&here) || are_two())
            && let Some(Apart::Far { read, .. }) = given.apart.take()
        {
            given.entry = *read;
        }
    }
}

/// Keeps what was found beside a label: the first that is filled counts, and the first that says something else is kept beside it.
fn note(known: &mut Option<Given>, found: Given) {
    match known {
        Some(known) if is_filled(Some(&*known)) => {
            let text = |entry: &Entry| fold(&entry.value.stored());
            let differs = !found.entry.value.is_empty() && text(&found.entry) != text(&known.entry);
            if differs && known.apart.is_none() {
                known.apart = Some(Apart::Again { sheet: found.sheet, entry: Box::new(found.entry) });
            }
        }
        Some(_) if found.entry.value.is_empty() => {}
        _ => *known = Some(found),
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
    value.sheets.is_empty() || sheet.name.as_deref().is_none_or(|name| value.sheets.contains(&fold(name)))
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
    Given { sheet: sheet.name.clone(), entry: Entry::new(Some(cell), &typed, value, remark), apart: None, label: None }
}
