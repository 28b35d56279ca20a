//! The names in a submission, whatever the sheet: the values of unique fields. Each is compared with those before it while its record
//! is at hand; of those before it numbers are kept, for a form may have hundreds of thousands.

use std::collections::hash_map::Entry;
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
    /// The first of those that are the same to a rule, by a number for the rule and what it compares them by. Of a name that is the same
    /// to the last rule as one before, all rules keep it; of any other the last alone, for to the others it is another one too.
    first: HashMap<u64, First>,
}

/// For so many at most there is room from the beginning.
const RESERVED: usize = 1 << 20;

#[derive(Clone, Copy)]
struct First {
    table: u32,
    cell: Cell,
    /// Half a number for what it says, as people see it.
    said: u32,
}

impl<'a> Names<'a> {
    /// Before the first of them.
    pub(super) fn new(form: &'a Form, tables: &'a [Table]) -> Self {
        let unique = form.fields.iter().filter(|field| field.unique).count();
        let rows: usize = tables.iter().map(|table| table.rows.records).sum();
        // Once, for while it grows a map takes half as much again.
        let first = HashMap::with_capacity_and_hasher((rows * unique).min(RESERVED), Default::default());
        Self { form, tables, first }
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
                let own = First { table: at as u32, cell, said: *said as u32 };
                for (order, rule, first) in self.same_before(by, own) {
                    let other = &self.tables[first.table as usize];
                    // One merged cell over several rows is one value, not several; and what is equal is told as such alone.
                    let is_same_cell = first.cell == cell && other.sheet == table.sheet;
                    let is_told = first.said == own.said && !std::ptr::eq(rule, &duplicate_value::RULE);
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

    /// The first names that are the same as this one, each with the rule to which they are and its place. `by` is what the rules compare
    /// it by; they stand from the strictest on, and what is the same to one is so to those behind it.
    fn same_before(&mut self, by: &[Option<u64>], own: First) -> Vec<(usize, &'static Rule, First)> {
        let mut asked: Vec<_> =
            rules().zip(by).filter_map(|((order, rule, _), by)| Some((order, rule, (*by)?))).collect();
        let Some((last, loosest, by)) = asked.pop() else { return Vec::new() };
        let first = match self.first.entry(by) {
            Entry::Occupied(first) => *first.get(),
            Entry::Vacant(place) => {
                place.insert(own);
                return Vec::new();
            }
        };
        let stricter = asked.into_iter().map(|(order, rule, by)| match first.said == own.said {
            true => (order, rule, first),
            false => (order, rule, *self.first.entry(by).or_insert(own)),
        });
        stricter.chain([(last, loosest, first)]).collect()
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
