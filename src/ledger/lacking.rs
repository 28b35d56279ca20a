//! What an obligation asks of the records and some of them do not have. Nothing is known here of the rules: a rule is tried on one
//! record at a time, as if the answer were accepted and issued in time, and the blank fields are to blame that it would be
//! content with if they were filled.

use std::sync::Arc;

use jiff::civil::Date;

use super::reason::{Code, Reason, both, named};
use crate::cell::{Cell, Location};
use crate::intake::{Record, Submission, Table};
use crate::schema::{Form, Obligation, ObligationFacts};
use crate::text::{Bilingual, Language};
use crate::value::Value;

/// Records that lack the same fields.
struct Lacking {
    /// Indexes in the form.
    fields: Vec<usize>,
    /// A place for each record.
    places: Vec<Location>,
}

/// The reasons, one for each set of fields that records lack; none if the rule holds for these submissions, or if it asks
/// nothing of records.
pub(super) fn find(obligation: &Obligation, parts: &[(&Arc<str>, &Submission)], as_of: Date) -> Vec<Reason> {
    let Some((_, main)) = parts.first() else { return Vec::new() };
    if obligation.fields().is_empty() {
        return Vec::new();
    }
    let rule = Rule { obligation, form: &main.form, as_of };
    // A rule about every record holds for none; one that asks for a record that does so does not.
    let asks_of_every = rule.holds(&[]);
    let mut found: Vec<Lacking> = Vec::new();
    let mut records = 0;
    for (path, table) in parts.iter().flat_map(|(path, part)| part.tables.iter().map(move |table| (*path, table))) {
        for record in table.records.iter() {
            records += 1;
            let values: Vec<&Value> = record.entries.iter().map(|entry| &entry.value).collect();
            if rule.holds(std::slice::from_ref(&values)) {
                if asks_of_every {
                    continue;
                }
                return Vec::new();
            }
            let Some(fields) = rule.blamed(&record, &values) else { continue };
            let place = Location::sheet(path, table.sheet.as_ref(), Some(place(table, &record, fields[0])));
            match found.iter_mut().find(|lacking| lacking.fields == fields) {
                Some(lacking) => lacking.places.push(place),
                None => found.push(Lacking { fields, places: vec![place] }),
            }
        }
    }
    found.into_iter().map(|lacking| rule.reason(lacking, (!asks_of_every).then_some(records))).collect()
}

/// Where the value would stand: its cell, else its column in the row, else the row's first cell of the table.
fn place(table: &Table, record: &Record, field: usize) -> Cell {
    let column = table.columns.iter().find(|column| column.field == Some(field));
    let first = Cell::new(record.row, table.area.first.column);
    record.entries[field].cell.or(column.map(|column| Cell::new(record.row, column.column))).unwrap_or(first)
}

struct Rule<'a> {
    obligation: &'a Obligation,
    form: &'a Form,
    as_of: Date,
}

impl Rule<'_> {
    /// Whether it holds for just these records. One that has no answer, because a blank field is compared, does not.
    fn holds(&self, records: &[Vec<&Value>]) -> bool {
        let facts =
            ObligationFacts { form: self.form, accepted: true, issued: Some(self.as_of), as_of: self.as_of, records };
        self.obligation.met(&facts).unwrap_or(false)
    }

    /// The fields that are blank and would make it hold if one of them were filled. What is filled and was not understood
    /// is an error of its own, and so is a field that must be filled: then the question is not asked.
    fn blamed(&self, record: &Record, values: &[&Value]) -> Option<Vec<usize>> {
        let would_do = |field: &usize| {
            let entry = &record.entries[*field];
            let sample = self.form.fields[*field].kind.sample();
            let mut filled = values.to_vec();
            filled[*field] = &sample;
            entry.value.is_empty() && entry.typed().is_empty() && self.holds(&[filled])
        };
        let fields: Vec<usize> = self.obligation.fields().iter().copied().filter(would_do).collect();
        let is_told = fields.iter().any(|field| self.form.fields[*field].required);
        (!fields.is_empty() && !is_told).then_some(fields)
    }

    /// In words; `of` is the number of all records where one of them would have been enough.
    fn reason(&self, lacking: Lacking, of: Option<usize>) -> Reason {
        let Lacking { fields, places } = lacking;
        let fields: Vec<_> = fields.iter().map(|field| &self.form.fields[*field]).collect();
        let code = Code::Lacking(fields.iter().map(|field| field.name.clone()).collect());
        let count = places.len();
        let message = both(|language| {
            let titles: Vec<&str> = fields.iter().map(|field| field.title.as_str()).collect();
            let said = match (&self.obligation.lacking, of) {
                (Some(words), None) => {
                    let noun = if count == 1 { &words.one } else { &words.many };
                    format!("{count} {}", noun.get(language))
                }
                (Some(words), Some(_)) => words.many.get(language).to_owned(),
                (None, None) => match language {
                    Language::Vietnamese => format!("{count} dòng chưa điền"),
                    Language::English if count == 1 => "1 row is not filled in".to_owned(),
                    Language::English => format!("{count} rows are not filled in"),
                },
                (None, Some(_)) => match language {
                    Language::Vietnamese => "chưa có dòng nào được điền".to_owned(),
                    Language::English => "no row is filled in".to_owned(),
                },
            };
            match (of, language) {
                (None, Language::Vietnamese) => {
                    format!("{said}: {} (cột «{}»).", named(&places, count, language), titles.join("» hoặc «"))
                }
                (None, Language::English) => {
                    format!("{said}: {} (column «{}»).", named(&places, count, language), titles.join("» or «"))
                }
                (Some(all), Language::Vietnamese) => {
                    format!("{said}: cột «{}» trống ở cả {all} dòng.", titles.join("» hoặc «"))
                }
                (Some(all), Language::English) => {
                    format!("{said}: column «{}» is blank in all {all} rows.", titles.join("» or «"))
                }
            }
        });
        let help = Bilingual {
            vi: format!("Điền cột «{}»", fields[0].title).into(),
            en: format!("Fill in the column «{}»", fields[0].title).into(),
        };
        Reason::at(code, message, help, places)
    }
}
