//! `duplicate-value`: the same value twice where each may stand once in a submission, whatever the sheet.

use std::collections::HashMap;

use super::Sink;
use crate::cell::Cell;
use crate::finding::Finding;
use crate::finding::rules::DUPLICATE_VALUE;
use crate::intake::Table;
use crate::schema::Form;
use crate::text::fold;

/// Compares the values of unique fields over all tables of a submission, as people see them: case, spacing and tone
/// placement make no difference.
pub fn check(form: &Form, tables: &[Table], sink: &mut Sink<'_>) {
    for (index, field) in form.fields.iter().enumerate().filter(|(_, field)| field.unique) {
        let mut first: HashMap<String, (&Table, Cell)> = HashMap::new();
        for table in tables {
            for entry in table.records.iter().map(|record| &record.entries[index]) {
                let Some(cell) = entry.cell.filter(|_| !entry.value.is_empty()) else { continue };
                match first.get(&fold(&entry.value.stored())) {
                    // One merged cell over several rows is one value, not several.
                    Some((other, at)) if *at == cell && other.sheet == table.sheet => {}
                    Some((other, at)) => {
                        let earlier = match &other.sheet {
                            Some(sheet) if other.sheet != table.sheet => format!("{sheet}!{at}"),
                            _ => at.to_string(),
                        };
                        let finding = Finding::new(&DUPLICATE_VALUE, sink.at(table, cell))
                            .about(&field.name, &entry.typed)
                            .with("heading", &field.title)
                            .with("first", earlier);
                        sink.push(finding);
                    }
                    None => {
                        first.insert(fold(&entry.value.stored()), (table, cell));
                    }
                }
            }
        }
    }
}
