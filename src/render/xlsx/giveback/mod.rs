//! The form given back: the sender's own values in the official layout, every faulty cell coloured and with a note, what could
//! be corrected safely corrected and marked, and in front a list of everything with links. Nothing of the sender's is
//! left out: columns that the form does not know stand at the end, rows that are no records stay where they were, sheets
//! without a form are copied.
//!
//! Sent back as it is, it gives the same errors, for values that are faulty are never touched.

use std::borrow::Cow;
use std::collections::BTreeSet;

use anyhow::Context;
use rust_xlsxwriter::{ExcelDateTime, Workbook};

use super::form::{Choices, Look};
use super::{NAME_LENGTH, cut, marked, sheet_name, with_digest};
use crate::cell::{Cell, Location, SheetName, called_column, column_letters, layout_of};
use crate::finding::{Argument, Finding, Group};
use crate::intake::companion::without_companions;
use crate::schema::Agency;
use crate::text::Language;
use crate::verdict::{Judged, Verdict};
use crate::workbook::mark::{Mark, Output};
use crate::workbook::{self, Sheet};

mod content;
mod corrections;
mod joint;
mod list;
mod marks;
mod plain;
mod plan;
mod rows;
mod writer;

use marks::Marks;
use plan::Plan;

/// What goes back.
#[derive(Clone, Copy, Debug)]
pub struct Returned<'a> {
    /// The file as read; in Unicode, if it came in a legacy encoding.
    pub workbook: &'a workbook::Workbook,
    /// The file as it was sent, where that is not the same: what differs is marked.
    pub sent: Option<&'a workbook::Workbook>,
    /// What was found out about it.
    pub reviewed: &'a Verdict,
    /// Findings that the change to Unicode has settled.
    pub settled: &'a [Finding],
    /// Whose it is, if that is known.
    pub agency: Option<&'a Agency>,
    /// In which language to speak; the form itself is Vietnamese.
    pub language: Language,
}

/// A sheet of the returned workbook.
enum Part<'a> {
    Form(Box<Plan<'a>>),
    Plain { name: String, sheet: &'a Sheet },
}

impl Part<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Form(plan) => &plan.name,
            Self::Plain { name, .. } => name,
        }
    }

    /// How many records its table has.
    fn records(&self) -> usize {
        match self {
            Self::Form(plan) => plan.table.rows.records,
            Self::Plain { .. } => 0,
        }
    }

    /// Where a place of the sent file stands now, if it is in this sheet.
    fn place(&self, finding: &Finding) -> Option<(u32, u16)> {
        match self {
            Self::Form(plan) => plan.place(finding),
            Self::Plain { sheet, .. } => {
                let cell = finding.location.cell.filter(|_| finding.location.sheet == sheet.name)?;
                Some((cell.row, u16::try_from(cell.column).ok()?))
            }
        }
    }

    /// Where a cell of the sent file stands now, if it is in this sheet.
    fn cell(&self, location: &Location) -> Option<Cell> {
        let cell = location.cell?;
        match self {
            Self::Form(plan) if plan.table.sheet == location.sheet => {
                plan.cell(cell).map(|(row, column)| Cell::new(row, u32::from(column)))
            }
            Self::Plain { sheet, .. } if sheet.name == location.sheet => Some(cell),
            _ => None,
        }
    }

    /// Where the other one stands of two that may not say the same, if it is in this sheet.
    fn twin(&self, finding: &Finding, argument: &Argument) -> Option<(u32, u16)> {
        let Argument::Place(place) = argument else { return None };
        let cell = self.cell(&place.location).filter(|_| finding.rule.group == Group::Relation)?;
        Some((cell.row, u16::try_from(cell.column).ok()?))
    }

    /// Whether it holds the sheet of this place.
    fn is_of(&self, location: &Location) -> bool {
        let sheet = match self {
            Self::Form(plan) => &plan.table.sheet,
            Self::Plain { sheet, .. } => &sheet.name,
        };
        *sheet == location.sheet
    }
}

/// The workbook's bytes.
///
/// # Errors
/// When the content does not fit into a sheet in the official layout, or the writer fails.
pub fn give_back(returned: &Returned<'_>) -> anyhow::Result<Vec<u8>> {
    with_digest(Output::Returned, |mark| written(returned, mark))
}

fn written(returned: &Returned<'_>, mark: &Mark) -> anyhow::Result<Workbook> {
    let language = returned.language;
    let (list_name, values_name) = language.say(("Cần sửa", "Danh sách giá trị"), ("To correct", "Listed values"));
    let mut taken = BTreeSet::from([list_name.to_lowercase(), values_name.to_lowercase()]);
    let source = without_companions(returned.workbook);
    let parts = parts(returned, &source, &mut taken)?;
    let look = Look::new();
    let forms = returned.reviewed.submissions.iter().map(|judged| &*judged.submission.form);
    let choices = Choices::new(forms, values_name.to_owned());

    let mut workbook = Workbook::new();
    // The clock is not asked: the same file gives the same bytes.
    let epoch = ExcelDateTime::from_ymd(2000, 1, 1).context("setting the workbook's creation date")?;
    workbook.set_properties(&marked(mark).set_creation_datetime(&epoch));
    workbook.add_worksheet().set_name(list_name)?;
    let mut listed = list::Listed::new(returned, &parts);
    for part in &parts {
        let sheet = workbook.add_worksheet();
        sheet.set_name(part.name())?;
        match part {
            Part::Form(plan) => {
                let mut marks = Marks::new(returned, &parts, part);
                let made = rows::write(sheet, plan, returned, &mut marks, &choices, &look)?;
                listed.add_made(plan, made, language);
            }
            Part::Plain { sheet: source, .. } => {
                plain::write(sheet, source, &Marks::new(returned, &parts, part), &look)?
            }
        }
    }
    choices.write(&mut workbook, language)?;
    let sheet = workbook.worksheet_from_index(0)?;
    list::write(sheet, &listed, returned, mark, &look)?;
    sheet.set_active(true);
    Ok(workbook)
}

/// The finding with the places in its words as they are in the returned workbook. Of a place that has no counterpart there it is
/// said that it is one of the file as sent.
fn in_new_places<'f>(finding: &'f Finding, parts: &[Part<'_>], language: Language) -> Cow<'f, Finding> {
    if !finding.arguments.iter().any(|argument| matches!(argument, Argument::Place(_))) {
        return Cow::Borrowed(finding);
    }
    let own = parts.iter().find(|part| part.is_of(&finding.location)).map(Part::name);
    let mut moved = finding.clone();
    for argument in moved.arguments.iter_mut() {
        let Argument::Place(place) = argument else { continue };
        let layout = layout_of(place.location.sheet.as_ref());
        let is_column = place.location.cell.is_some_and(|cell| called_column(layout, cell.column) == place.shown);
        let now = parts.iter().find_map(|part| Some((part.name(), part.cell(&place.location)?)));
        *argument = Argument::text(match (now, language) {
            (Some((_, cell)), _) if is_column => column_letters(cell.column),
            (Some((sheet, cell)), _) if Some(sheet) == own || parts.len() == 1 => cell.to_string(),
            (Some((sheet, cell)), _) => format!("{sheet}!{cell}"),
            (None, Language::Vietnamese) => format!("{} của tệp đã gửi", place.shown.vi),
            (None, Language::English) => format!("{} of the file as sent", place.shown.en),
        });
    }
    Cow::Owned(moved)
}

/// One sheet for each table, and one for each sheet without any, in the order of the file.
fn parts<'a>(
    returned: &Returned<'a>,
    source: &'a Cow<'a, workbook::Workbook>,
    taken: &mut BTreeSet<String>,
) -> anyhow::Result<Vec<Part<'a>>> {
    let mut parts = Vec::new();
    for sheet in &source.sheets {
        let mut tables: Vec<(&Judged, usize)> = Vec::new();
        for judged in &returned.reviewed.submissions {
            let own = judged.submission.tables.iter().enumerate().filter(|(_, table)| table.sheet == sheet.name);
            tables.extend(own.map(|(at, _)| (judged, at)));
        }
        let header = |(judged, at): &(&Judged, usize)| judged.submission.tables[*at].header.first;
        tables.sort_by_key(|table| (header(table).row, header(table).column));
        if tables.is_empty() {
            parts.push(Part::Plain { name: name(sheet.name.as_ref(), "Sheet", taken), sheet });
        }
        let mut start = 0;
        // Tables that stand beside each other have their rows in common.
        for beside in tables.chunk_by(|one, other| header(one).row == header(other).row) {
            let top = header(&beside[0]).row;
            let next = tables.iter().map(|table| header(table).row).find(|row| *row > top);
            // The letterhead of the next form is the next one's: it is no row of this table.
            let last =
                |(judged, at): &(&Judged, usize)| judged.submission.tables[*at].trace.last().map(|row| row.row + 1);
            let own = beside.iter().filter_map(last).max().unwrap_or(top + 1);
            let end = next.map_or(u32::MAX, |next| next.min(own));
            for (index, (judged, at)) in beside.iter().enumerate() {
                let left = if index == 0 { 0 } else { header(&beside[index]).column };
                let right = beside.get(index + 1).map_or(u32::MAX, |next| header(next).column);
                let name = name(sheet.name.as_ref(), &judged.submission.form.title.vi, taken);
                let plan = Plan::new(name, sheet, (judged, *at), (start..end, left..right), returned)?;
                parts.push(Part::Form(Box::new(plan)));
            }
            let last = beside.iter().map(|(judged, at)| judged.submission.tables[*at].area.last.row).max();
            start = last.map_or(start, |last| last + 1);
        }
    }
    Ok(parts)
}

fn name(name: Option<&SheetName>, otherwise: &str, taken: &mut BTreeSet<String>) -> String {
    let name = name.and_then(SheetName::shown).map_or(otherwise, |name| name);
    // A name as sent is kept to the letter where it can be.
    sheet_name(&cut(name, NAME_LENGTH), taken)
}
