//! All accepted rows in one place, form by form, each with where it came from.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::cell::{SheetName, layout_of};

use crate::schema::{Agency, Form, Roster};
use crate::store::{Kept, KeptRow};
use crate::verdict::{Outcome, Verdict};

/// The accepted rows of all forms.
#[derive(Clone, Debug)]
pub struct Summary<'a> {
    /// In the campaign's order; then forms that it does not ask for but that were sent all the same.
    pub forms: Vec<MergedForm<'a>>,
}

/// The accepted rows of one form.
#[derive(Clone, Debug)]
pub struct MergedForm<'a> {
    /// The form.
    pub form: Arc<Form>,
    /// In the roster's order of agencies, behind them senders that are on no roster, by name, then by file and table. Of an agency its answer, with the parts and supplements that count together with it.
    pub tables: Vec<MergedTable<'a>>,
}

/// The rows of one table.
#[derive(Clone, Copy, Debug)]
pub struct MergedTable<'a> {
    agency: Option<&'a Agency>,
    file: &'a Arc<str>,
    sheet: Option<&'a SheetName>,
    rows: &'a Kept,
}

impl<'a> MergedForm<'a> {
    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.tables.iter().map(|table| table.rows.len()).sum()
    }

    /// All rows, table by table.
    pub fn rows(&self) -> impl Iterator<Item = MergedRow<'a>> {
        self.tables.iter().flat_map(|&MergedTable { agency, file, sheet, rows }| {
            rows.iter().map(move |record| {
                let number = layout_of(sheet).map_or(record.row + 1, |layout| layout.row(record.row).1);
                MergedRow { agency, file, sheet: sheet.and_then(SheetName::shown), number, record }
            })
        })
    }
}

/// A row and where it came from.
#[derive(Clone, Debug)]
pub struct MergedRow<'a> {
    /// Whose it is. `None` only where a run accepts files of unknown agencies.
    pub agency: Option<&'a Agency>,
    /// The file's path as shown.
    pub file: &'a Arc<str>,
    /// `None` for a text file.
    pub sheet: Option<&'a Arc<str>>,
    /// The row's number as Excel shows it, of a text document that in its table, from 1.
    pub number: u32,
    /// The row itself.
    pub record: KeptRow,
}

/// Gathers what is [`Outcome::Accepted`], so [`crate::ledger::reconcile`] must have been there before. Forms without any row
/// are listed too.
pub fn summarize<'a>(reviewed: &'a [Verdict], roster: &'a Roster, forms: &[Arc<Form>]) -> Summary<'a> {
    let order: BTreeMap<&str, usize> =
        roster.agencies.iter().enumerate().map(|(index, agency)| (agency.code.as_str(), index)).collect();
    let mut merged: Vec<MergedForm<'a>> =
        forms.iter().map(|form| MergedForm { form: Arc::clone(form), tables: Vec::new() }).collect();
    for file in reviewed {
        let listed = file.agency.as_deref().and_then(|code| order.get(code)).map(|index| &roster.agencies[*index]);
        let agency = listed.or_else(|| file.unlisted().map(|agency| &**agency));
        for judged in file.submissions.iter().filter(|judged| judged.outcome == Outcome::Accepted) {
            let form = &judged.submission.form;
            let at = merged.iter().position(|known| known.form.name == form.name).unwrap_or_else(|| {
                merged.push(MergedForm { form: Arc::clone(form), tables: Vec::new() });
                merged.len() - 1
            });
            for (table, rows) in judged.submission.tables.iter().zip(&judged.rows) {
                let sheet = table.sheet.as_ref();
                merged[at].tables.push(MergedTable { agency, file: &file.path, sheet, rows });
            }
        }
    }
    for form in &mut merged {
        // Stable: within an agency the order of files and tables stays.
        form.tables.sort_by_key(|table| {
            let code = table.agency.map_or("", |agency| agency.code.as_str());
            let place = order.get(code).copied().unwrap_or(usize::MAX);
            (place, if place == usize::MAX { code } else { "" })
        });
    }
    Summary { forms: merged }
}
