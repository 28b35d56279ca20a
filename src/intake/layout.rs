//! Which of the form's columns a table has: each fault once a table, never once a row.

use std::sync::Arc;

use super::headings::AS_PRINTED;
use super::{Column, Table, extract};
use crate::cell::{Cell, Location, column_letters};
use crate::finding::Finding;
use crate::finding::rules::{DUPLICATE_COLUMN, MISSING_COLUMN, RENAMED_COLUMN, TOO_LARGE, UNKNOWN_COLUMN};
use crate::schema::Form;
use crate::text::Bilingual;

/// Tells required columns that are missing, and headings that are unknown, near, or there twice.
pub fn check(path: &Arc<str>, form: &Form, table: &Table, findings: &mut Vec<Finding>) {
    let at = |cell| Location::sheet(path, table.sheet.as_ref(), Some(cell));
    for (index, field) in form.fields.iter().enumerate().filter(|(_, field)| field.required) {
        if table.columns.iter().all(|column| column.field != Some(index)) {
            let finding = Finding::new(&MISSING_COLUMN, at(table.header.first)).with("heading", printed(form, index));
            findings.push(Finding { field: Some(field.name.clone()), ..finding });
        }
    }
    if let Some((row, records, why)) = extract::left_out(table) {
        let what = Bilingual {
            vi: format!("Bảng từ dòng này trở đi ({}; số dòng dữ liệu)", why.vi).into(),
            en: format!("The table from this row on ({}; rows of data)", why.en).into(),
        };
        let finding = Finding::new(&TOO_LARGE, at(Cell::new(row, table.header.first.column)))
            .with_words("what", what)
            .with("size", records.to_string())
            .with("limit", table.records.len().to_string());
        findings.push(finding);
    }
    for column in &table.columns {
        match (column.field, column.duplicates) {
            (Some(field), _) if column.score < AS_PRINTED => {
                let finding = Finding::new(&RENAMED_COLUMN, at(column.cell))
                    .about(&form.fields[field].name, &column.heading)
                    .with("heading", &column.heading)
                    .with("column", printed(form, field))
                    .with("score", format!("{:.0}", column.score * 100.0));
                findings.push(finding);
            }
            (Some(_), _) => {}
            (None, Some(field)) => {
                if let Some(finding) = duplicate(form, table, column, field) {
                    findings.push(Finding { location: at(column.cell), ..finding });
                }
            }
            (None, None) => {
                let mut finding = Finding::new(&UNKNOWN_COLUMN, at(column.cell)).with("heading", &column.heading);
                finding.value = Some(column.heading.clone());
                findings.push(finding);
            }
        }
    }
}

/// The heading as the form prints it, with its group.
fn printed(form: &Form, field: usize) -> String {
    let field = &form.fields[field];
    match &field.group {
        Some(group) => format!("{group} - {}", field.title),
        None => field.title.clone(),
    }
}

fn duplicate(form: &Form, table: &Table, column: &Column, field: usize) -> Option<Finding> {
    let taken = table.columns.iter().find(|other| other.field == Some(field))?;
    let finding = Finding::new(&DUPLICATE_COLUMN, Location { file: "".into(), sheet: None, cell: None })
        .about(&form.fields[field].name, &column.heading)
        .with("column", printed(form, field))
        .with("first", column_letters(taken.column))
        .with("second", column_letters(column.column));
    // A second remark column costs nothing but its content; a second required one leaves open which is meant.
    Some(if form.fields[field].required { finding } else { finding.as_bad_as(crate::finding::Severity::Warning) })
}
