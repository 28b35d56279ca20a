//! What a campaign's obligations ask of the rows of a submission, found out while they are at hand, so that the ledger need
//! not look at any row again: which rule a row decides, and what rows lack.
//!
//! Nothing is known here of the rules. Each is tried on one record at a time. Records that say the same in the fields that a
//! rule names get the same answer, which is remembered.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::Judged;
use crate::cell::{Cell, Location};
use crate::intake::{Record, Submission, Table};
use crate::schema::{Agency, Form, Obligation, ObligationFacts, Surroundings, Tallied};
use crate::text::Bilingual;
use crate::value::Value;

/// Answers that are remembered; of a rule about addresses no two records may say the same.
const REMEMBERED: usize = 1_024;
/// Places of one kind that are kept of a table: more are not listed. All are counted.
const PLACES: usize = 10;

/// What one obligation asks of the rows of one submission.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The obligation's name.
    obligation: String,
    /// What the fields that the rule names hold in the first row of which it says otherwise than of no row.
    decisive: Option<Box<[Value]>>,
    /// Whether it could be asked of every row.
    is_certain: bool,
    /// Whether the rule holds for no row: then it is about every one.
    pub of_every: bool,
    /// Whether it holds for one of the rows alone, were it accepted and issued in time.
    pub one_does: bool,
    /// How many rows there are.
    pub rows: usize,
    /// What rows lack, one for each set of fields.
    pub lacking: Vec<Lacking>,
}

/// Rows that lack the same fields: it would hold for each of them alone if one of these were filled.
#[derive(Clone, Debug)]
pub struct Lacking {
    /// Indexes in the form.
    pub fields: Vec<usize>,
    /// How many rows.
    pub count: usize,
    /// Where the value would stand, in the first rows of each table.
    pub places: Vec<Location>,
}

impl Judged {
    /// What this obligation asks of its rows; `None` if it is about another form.
    pub fn asked(&self, obligation: &Obligation) -> Option<&Asked> {
        self.asked.iter().find(|asked| asked.obligation == obligation.name)
    }
}

/// Whether an obligation's rule holds for the rows of an accepted submission, all its parts together. The main part, which
/// stands first, says when it was issued.
///
/// # Errors
/// When the rule cannot be evaluated, with the rest of a sentence.
pub fn met(obligation: &Obligation, parts: &[&Judged], as_of: Date) -> Result<bool, Bilingual> {
    let Some(main) = parts.first() else { return Ok(false) };
    let form = &*main.submission.form;
    let issued = |part: &Judged| part.submission.decision.as_ref().map(|decision| decision.date);
    let asked: Option<Vec<&Asked>> = parts.iter().map(|part| part.asked(obligation)).collect();
    let is_known = |asked: &Vec<&Asked>| {
        obligation.asks_of_each()
            && asked.iter().all(|asked| asked.is_certain)
            && parts.iter().all(|part| issued(part) == issued(main))
    };
    let projections: Vec<Box<[Value]>> = match asked.filter(is_known) {
        Some(asked) => asked.iter().find_map(|asked| asked.decisive.clone()).into_iter().collect(),
        None => {
            let rows = parts.iter().flat_map(|part| &part.rows).flat_map(|rows| rows.iter());
            rows.map(|record| projected(obligation, &record)).collect()
        }
    };
    let outside = Outside::of(&main.submission);
    let mut tallies = main.tallies.clone();
    for part in &parts[1..] {
        let both = tallies.into_iter().zip(&part.tallies).zip(&form.tallies);
        tallies = both.map(|((own, other), tally)| own.with(other, tally.what)).collect();
    }
    let facts = |records: &[Vec<&Value>]| {
        let around = outside.around(&tallies);
        obligation.met(&ObligationFacts { form, accepted: true, issued: issued(main), as_of, records, around })
    };
    let empty = Value::Empty;
    let records: Vec<Vec<&Value>> =
        projections.iter().map(|values| unfolded(obligation, form, values, &empty)).collect();
    facts(&records)
}

/// What a record holds in the fields that the rule names.
fn projected(obligation: &Obligation, record: &Record) -> Box<[Value]> {
    obligation.fields().iter().map(|&field| record.entries[field].value.clone()).collect()
}

/// A record that holds this in the fields that the rule names, and nothing else.
fn unfolded<'a>(obligation: &Obligation, form: &Form, values: &'a [Value], empty: &'a Value) -> Vec<&'a Value> {
    let mut record = vec![empty; form.fields.len()];
    for (&field, value) in obligation.fields().iter().zip(values) {
        record[field] = value;
    }
    record
}

/// What stands beside the rows of a submission.
#[derive(Clone, Debug, Default)]
pub(super) struct Outside {
    values: Vec<Value>,
    sender: Option<Arc<Agency>>,
}

impl Outside {
    pub(super) fn of(submission: &Submission) -> Self {
        let values = submission.values.iter().map(|given| given.entry.value.clone()).collect();
        Self { values, sender: submission.sender.clone() }
    }

    fn around<'a>(&'a self, tallies: &'a [Tallied]) -> Surroundings<'a> {
        Surroundings { values: &self.values, tallies, sender: self.sender.as_deref() }
    }
}

/// Asks an obligation of the rows of a submission, one after the other.
pub(super) struct Asking<'a> {
    obligation: &'a Obligation,
    form: &'a Form,
    issued: Option<Date>,
    as_of: Date,
    outside: Outside,
    /// What the rule says of no row, issued as it is.
    of_none: Result<bool, Bilingual>,
    answers: HashMap<Vec<u8>, Answer>,
    asked: Asked,
}

/// What the rule says of one record.
#[derive(Clone, Debug)]
struct Answer {
    /// Issued as it is.
    met: Result<bool, Bilingual>,
    /// Issued in time; what cannot be asked, because a blank field is compared, does not hold.
    holds: bool,
    /// The fields that are blank and would make it hold if one of them were filled.
    blamed: Option<Vec<usize>>,
}

impl<'a> Asking<'a> {
    pub(super) fn new(
        obligation: &'a Obligation,
        form: &'a Form,
        issued: Option<Date>,
        as_of: Date,
        outside: Outside,
    ) -> Self {
        let asked = Asked {
            obligation: obligation.name.clone(),
            decisive: None,
            is_certain: true,
            of_every: false,
            one_does: false,
            rows: 0,
            lacking: Vec::new(),
        };
        let answers = HashMap::new();
        let mut asking = Self { obligation, form, issued, as_of, outside, of_none: Ok(false), answers, asked };
        asking.of_none = asking.met(&[]);
        asking.asked.is_certain = asking.of_none.is_ok() && !obligation.names_tallies();
        asking.asked.of_every = asking.holds(&[]);
        asking
    }

    /// Asks it of some rows of a table.
    pub(super) fn see(&mut self, path: &Arc<str>, table: &Table, records: &[Record]) {
        self.asked.rows += records.len();
        for record in records {
            let Answer { met, holds, blamed } = self.answer(record);
            self.asked.one_does |= holds;
            match met {
                Ok(met) if self.asked.decisive.is_none() && self.of_none.as_ref().ok() != Some(&met) => {
                    self.asked.decisive = Some(projected(self.obligation, record));
                }
                Ok(_) => {}
                Err(_) => self.asked.is_certain = false,
            }
            if let Some(fields) = blamed {
                let place = place(table, record, fields[0]);
                self.lacks(fields, Location::sheet(path, table.sheet.as_ref(), Some(place)));
            }
        }
    }

    fn lacks(&mut self, fields: Vec<usize>, place: Location) {
        let lacking = match self.asked.lacking.iter_mut().find(|lacking| lacking.fields == fields) {
            Some(lacking) => lacking,
            None => {
                self.asked.lacking.push(Lacking { fields, count: 0, places: Vec::new() });
                self.asked.lacking.last_mut().expect("one was just added")
            }
        };
        lacking.count += 1;
        let of_table = lacking.places.iter().rev().take(PLACES).filter(|it| it.sheet == place.sheet).count();
        if of_table < PLACES {
            lacking.places.push(place);
        }
    }

    pub(super) fn finish(mut self) -> Asked {
        self.asked.lacking.iter_mut().for_each(|lacking| lacking.places.shrink_to_fit());
        self.asked.lacking.shrink_to_fit();
        self.asked
    }

    fn answer(&mut self, record: &Record) -> Answer {
        let named = || self.obligation.fields().iter().map(|&field| &record.entries[field]);
        let said: Vec<(&Value, bool)> = named().map(|entry| (&entry.value, entry.typed().is_empty())).collect();
        let said = postcard::to_stdvec(&said).expect("values hold nothing but numbers, texts and lists");
        if let Some(answer) = self.answers.get(&said) {
            return answer.clone();
        }
        let values: Vec<&Value> = record.entries.iter().map(|entry| &entry.value).collect();
        let holds = self.holds(std::slice::from_ref(&values));
        let answer = Answer {
            met: self.met(std::slice::from_ref(&values)),
            holds,
            blamed: if holds { None } else { self.blamed(record, &values) },
        };
        if self.answers.len() < REMEMBERED {
            self.answers.insert(said, answer.clone());
        }
        answer
    }

    /// What is filled and was not understood is an error of its own, and so is a field that must be filled: then the question
    /// is not asked.
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

    fn met(&self, records: &[Vec<&Value>]) -> Result<bool, Bilingual> {
        let (form, issued, as_of) = (self.form, self.issued, self.as_of);
        let around = self.outside.around(&[]);
        self.obligation.met(&ObligationFacts { form, accepted: true, issued, as_of, records, around })
    }

    fn holds(&self, records: &[Vec<&Value>]) -> bool {
        let (form, issued, as_of) = (self.form, Some(self.as_of), self.as_of);
        let around = self.outside.around(&[]);
        self.obligation.met(&ObligationFacts { form, accepted: true, issued, as_of, records, around }).unwrap_or(false)
    }
}

/// Where the value would stand: its cell, else its column in the row, else the row's first cell of the table.
fn place(table: &Table, record: &Record, field: usize) -> Cell {
    let column = table.columns.iter().find(|column| column.field == Some(field));
    let first = Cell::new(record.row, table.area.first.column);
    record.entries[field].cell.or(column.map(|column| Cell::new(record.row, column.column))).unwrap_or(first)
}
