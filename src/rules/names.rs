//! The names in a submission, whatever the sheet: the values of unique fields. Each is compared with those before it while its record
//! is at hand; of those before it numbers are kept, for a form may have hundreds of thousands.

use std::sync::Arc;

use super::{ASKED, Asked, ComparedBy, Sink, duplicate_value};
use crate::bilingual;
use crate::cell::{Cell, Location};
use crate::finding::{Finding, Rule};
use crate::intake::{Record, Table};
use crate::schema::{Field, Form};
use crate::text::fold;
use crate::text::hashed::{HashMap, number};

/// The names so far.
pub(super) struct Names<'a> {
    form: &'a Form,
    tables: &'a [Table],
    /// The first of those that are the same to a rule, by a number for the rule and what it compares them by.
    first: HashMap<u64, First>,
}

struct First {
    table: u32,
    cell: Cell,
    /// Half a number for what it says, as people see it.
    said: u32,
}

impl<'a> Names<'a> {
    /// Before the first of them.
    pub(super) fn new(form: &'a Form, tables: &'a [Table]) -> Self {
        Self { form, tables, first: HashMap::default() }
    }

    /// What a name in this field says as people see it, and for each rule what it compares it by, in numbers.
    fn compared(&self, index: usize, name: &str) -> Arc<[Option<u64>]> {
        let mut key = String::with_capacity(name.len() + 4);
        key.extend(char::from_u32(index as u32));
        key.push_str(name);
        self.form.names.of(&key, || {
            let (form, field, folded) = (self.form, &self.form.fields[index], fold(name));
            let by = |(order, _, compared_by): (usize, _, ComparedBy)| {
                compared_by(form, field, &folded).map(|by| number((order, index, by)))
            };
            std::iter::once(Some(number(&folded))).chain(rules().map(by)).collect()
        })
    }

    /// The names in some records of a table.
    pub(super) fn see(&mut self, (at, table): (usize, &Table), records: &[Record], sink: &mut Sink<'_>) {
        for (index, field) in self.form.fields.iter().enumerate().filter(|(_, field)| field.unique) {
            for entry in records.iter().map(|record| &record.entries[index]) {
                let Some(cell) = entry.cell.filter(|_| !entry.value.is_empty()) else { continue };
                let compared = self.compared(index, &entry.value.stored());
                let Some((Some(said), by)) = compared.split_first() else { continue };
                let said = *said as u32;
                for ((order, rule, _), by) in rules().zip(by) {
                    let Some(by) = by else { continue };
                    let own = First { table: at as u32, cell, said };
                    let first = self.first.entry(*by).or_insert(own);
                    let other = &self.tables[first.table as usize];
                    // One merged cell over several rows is one value, not several; and what is equal is told as such alone.
                    let is_same_cell = first.cell == cell && other.sheet == table.sheet;
                    let is_told = first.said == said && !std::ptr::eq(rule, &duplicate_value::RULE);
                    if is_same_cell || is_told {
                        continue;
                    }
                    let (place, before) = (sink.at(table, cell), sink.at(other, first.cell));
                    sink.order = order;
                    sink.push(repeated(rule, (field, entry.typed()), place, before));
                }
            }
        }
    }
}

/// The rules that compare names, each with its place in the order of work.
fn rules() -> impl Iterator<Item = (usize, &'static Rule, ComparedBy)> {
    ASKED.iter().enumerate().filter_map(|(order, (rule, asked))| match asked {
        Asked::Name(compared_by) => Some((order, *rule, *compared_by)),
        _ => None,
    })
}

/// That a name says the same as one before, in the sense of the rule. That one is named with its sheet, if it is another one.
fn repeated(rule: &'static Rule, (field, typed): (&Field, &str), place: Location, before: Location) -> Finding {
    let mut shown = before.called().unwrap_or_default();
    if let Some(sheet) = before.sheet.as_ref().filter(|_| before.sheet != place.sheet) {
        shown = bilingual!("{sheet}!{}", "{sheet}!{}", shown);
    }
    Finding::new(rule, place)
        .about(&field.name, typed)
        .with("heading", &field.called)
        .with_place("first", before, shown)
}
