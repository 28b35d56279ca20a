//! The sheet of what stands outside the tables of the accepted forms: periods, totals, contacts, one a row.

use std::borrow::Cow;

use rust_xlsxwriter::Workbook;

use super::grid::{Grid, ListCell, columns};
use super::links::Links;
use super::{Result, SheetNames, lists};
use crate::render::Results;
use crate::report::{FileRow, ValueRow};
use crate::verdict::Outcome;

const VALUES: [(&str, &str, usize); 7] = [
    ("Mã cơ quan", "Agency code", 10),
    ("Cơ quan", "Agency", 30),
    ("Biểu mẫu", "Form", 24),
    ("Mục", "Label", 36),
    ("Giá trị", "Value", 30),
    ("Tệp", "File", 50),
    ("Ô", "Cell", 16),
];

/// The values of what was accepted, in the order of the files.
fn accepted<'r>(results: &Results<'r>) -> impl Iterator<Item = (&'r FileRow, &'r ValueRow)> + use<'r> {
    let values = |file: &'r FileRow| file.values.iter().map(move |value| (file, value));
    results.report.review.files.iter().flat_map(values).filter(|(_, value)| value.outcome == Outcome::Accepted)
}

/// Whether there is anything to list.
pub fn is_wanted(results: &Results<'_>) -> bool {
    accepted(results).next().is_some()
}

/// Writes the sheet.
pub fn write(workbook: &mut Workbook, results: &Results<'_>, names: &SheetNames, links: &Links<'_>) -> Result {
    let language = results.language;
    let agencies = lists::agency_names(results);
    let all: Vec<_> = accepted(results).collect();
    let subtitle = super::as_of(results);
    let grid = Grid {
        name: &names.values,
        title: results.language.say(
            "Giá trị khai ngoài bảng trong các biểu được tính",
            "Values outside the tables of the forms that count",
        ),
        subtitle: &subtitle,
        columns: columns(language, &VALUES),
        frozen: 2,
        language,
        ..Grid::default()
    };
    let form = |name: &str| {
        let merged = results.summary.forms.iter().find(|merged| merged.form.name == name);
        merged.map_or(name.to_owned(), |merged| merged.form.short.get(language).to_owned())
    };
    let row = |(file, value): &(&'_ FileRow, &'_ ValueRow)| {
        let code = file.agency.clone().unwrap_or_default();
        let name = agencies.get(&*code).copied().unwrap_or_default().to_owned();
        let sheet = value.sheet.as_deref().map(|sheet| format!("{sheet}!")).unwrap_or_default();
        let cell = format!("{sheet}{}", value.cell.as_deref().unwrap_or_default());
        vec![
            ListCell::Centred(Cow::Owned(code)),
            ListCell::Text(Cow::Owned(name)),
            ListCell::Text(Cow::Owned(form(&value.form))),
            ListCell::Text(Cow::Owned(value.title.clone())),
            ListCell::Text(Cow::Owned(value.written.clone())),
            ListCell::linked(file.path.to_string(), links.file(&file.path)),
            ListCell::Text(Cow::Owned(cell)),
        ]
    };
    grid.write(workbook, all.len(), all.iter().map(row), |_, _| Ok(()))
}
