//! What must matter: one wrong cell is one error, there.

use std::collections::BTreeMap;

use bieumau::cell::Cell;
use bieumau::finding::Severity;
use bieumau::intake::Record;
use bieumau::schema::{Field, Kind};

use super::grid;
use super::origins::{KNOWLEDGE, Origin, Placed, described, review};

/// A way to fill a cell wrongly.
pub struct Fault {
    /// The rule that must tell it.
    pub rule: &'static str,
    /// What to write into the cell of this field and record (`None`: nothing), if the fault can be made there.
    write: fn(&Field, usize, &Record, &Placed) -> Option<Option<String>>,
}

pub const ALL: &[Fault] = &[
    Fault { rule: "missing-value", write: |field, _, _, _| field.required.then_some(None) },
    Fault {
        rule: "not-in-list",
        write: |field, at, record, _| match &field.kind {
            Kind::Listed(listing) if listing.otherwise.is_none() => {
                let value = record.entries[at].value.stored();
                (!value.is_empty()).then(|| Some(format!("{value} qx")))
            }
            _ => None,
        },
    },
    Fault {
        rule: "bad-period",
        write: |field, _, _, _| matches!(field.kind, Kind::Period { .. }).then(|| Some("13/2023".to_owned())),
    },
    Fault {
        rule: "bad-url",
        write: |field, _, _, _| (field.kind == Kind::Url).then(|| Some("sẽ bổ sung sau".to_owned())),
    },
    Fault {
        rule: "duplicate-value",
        write: |field, at, record, placed| {
            let first = placed.table.records.first()?;
            (field.unique && first.row != record.row).then(|| Some(first.entries[at].typed().to_owned()))
        },
    },
];

/// Makes the fault in one record of the table, in every field where it can be made, and says where the errors are others
/// than the one wanted.
pub fn differences(fault: &Fault, origin: &Origin, placed: &Placed) -> Vec<Result<(), String>> {
    let form = &KNOWLEDGE.forms[placed.form];
    let Some(record) = placed.table.records.last() else { return Vec::new() };
    let merged = |cell: Cell| origin.workbook.sheets[placed.sheet].merges.iter().any(|area| area.contains(cell));
    let mut results = Vec::new();
    for (at, field) in form.fields.iter().enumerate() {
        let Some(cell) = record.entries[at].cell.filter(|cell| !merged(*cell)) else { continue };
        let Some(written) = (fault.write)(field, at, record, placed) else { continue };
        let mut workbook = origin.workbook.clone();
        let sheet = &mut workbook.sheets[placed.sheet];
        match &written {
            Some(text) => grid::put(sheet, cell.row, cell.column, grid::text(text.clone())),
            None => grid::clear(sheet, cell.row, cell.column),
        }
        let reviewed = review(workbook);
        let mut found: BTreeMap<(&str, Option<Cell>), String> = BTreeMap::new();
        for finding in reviewed.all_findings().filter(|finding| finding.severity == Severity::Error) {
            found.insert((&finding.rule.name, finding.location.cell), described(finding));
        }
        // A value that several columns hold is missing in all of them, and told at the first.
        let columns = || placed.table.columns.iter().filter(|column| column.field == Some(at)).map(|it| it.column);
        let place = match (&written, columns().min()) {
            (None, Some(first)) if columns().count() > 1 => Cell::new(cell.row, first),
            _ => cell,
        };
        let right = found.len() == 1 && found.contains_key(&(fault.rule, Some(place)));
        results.push(if right {
            Ok(())
        } else {
            Err(format!("{} {} in {cell} of {}: {:?}", fault.rule, field.name, origin.path, found.values()))
        });
    }
    results
}
