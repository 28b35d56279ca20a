//! What ties a submission to the other forms of the same sender: the keys by which it refers to their rows, and those by which they
//! refer to its own. Both are gathered while the rows are at hand.

use std::collections::HashSet;
use std::sync::Arc;

use crate::cell::Location;
use crate::intake::{Record, Submission, Table};
use crate::rules::keys::number;
use crate::schema::Form;
use crate::text::Bilingual;

/// So many different keys are kept of a form: with more, what refers to them is not looked up, which is told.
pub(super) const KEYS: usize = 250_000;
/// Why they are not.
pub(super) const TOO_MANY: Bilingual =
    Bilingual::new("có hơn 250.000 giá trị khác nhau", "there are more than 250,000 different values");

/// What ties a submission to others.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// For each foreign key of the form: what it refers to, each once.
    pub refers: Vec<Vec<Reference>>,
    /// What other forms may refer to.
    pub offers: Vec<Offer>,
    /// Of what it refers to more was there than is kept.
    pub is_cut: bool,
    /// Where the first table begins.
    pub head: Option<Location>,
}

/// A key that a form refers to.
#[derive(Clone, Debug)]
pub struct Reference {
    /// A number that stands for it.
    pub number: u64,
    /// Where it stands first.
    pub place: Location,
    /// As typed.
    pub typed: Box<str>,
}

/// The keys that others may refer to.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The names of the fields that hold them.
    pub fields: Vec<String>,
    /// Numbers that stand for them.
    pub keys: HashSet<u64>,
    /// The heading of the last of the fields.
    pub head: Location,
    /// More keys were there than are kept.
    pub is_cut: bool,
}

/// Gathers the links of a submission.
pub(super) struct Linking<'f> {
    path: &'f Arc<str>,
    form: &'f Form,
    known: Vec<HashSet<u64>>,
    offered: Vec<Vec<usize>>,
    links: Links,
}

impl<'f> Linking<'f> {
    /// Before the first row; `forms` are all that there are.
    pub(super) fn new(path: &'f Arc<str>, form: &'f Form, submission: &Submission, forms: &[Arc<Form>]) -> Self {
        let mut linking = Self { path, form, known: Vec::new(), offered: Vec::new(), links: Links::default() };
        let Some(table) = submission.tables.first() else { return linking };
        let at = |cell| Location::sheet(path, table.sheet.as_ref(), Some(cell));
        linking.links.head = Some(at(table.header.first));
        linking.known = form.keys.foreign.iter().map(|_| HashSet::new()).collect();
        linking.links.refers = form.keys.foreign.iter().map(|_| Vec::new()).collect();
        let foreign = forms.iter().flat_map(|other| &other.keys.foreign).filter(|key| key.form == form.name);
        for key in foreign {
            if linking.links.offers.iter().any(|offer| offer.fields == key.to) {
                continue;
            }
            let Some(fields) = key.to.iter().map(|name| form.field(name)).collect::<Option<Vec<usize>>>() else {
                continue;
            };
            let head = fields.last().and_then(|field| table.columns.iter().find(|column| column.field == Some(*field)));
            let head = at(head.map_or(table.header.first, |column| column.cell));
            linking.links.offers.push(Offer { fields: key.to.clone(), keys: HashSet::new(), head, is_cut: false });
            linking.offered.push(fields);
        }
        linking
    }

    /// Some records of a table.
    pub(super) fn see(&mut self, table: &Table, records: &[Record]) {
        for record in records {
            for (at, key) in self.form.keys.foreign.iter().enumerate() {
                let entries = || key.fields.iter().map(|field| &record.entries[*field]);
                let Some(cell) = entries().next_back().and_then(|entry| entry.cell) else { continue };
                let number = number(record, &key.fields);
                if entries().any(|entry| entry.value.is_empty()) || self.known[at].contains(&number) {
                    continue;
                }
                if self.known[at].len() == KEYS {
                    self.links.is_cut = true;
                    continue;
                }
                self.known[at].insert(number);
                let typed: Vec<&str> = entries().map(|entry| entry.typed()).collect();
                let place = Location::sheet(self.path, table.sheet.as_ref(), Some(cell));
                self.links.refers[at].push(Reference { number, place, typed: typed.join("; ").into() });
            }
            for (offer, fields) in self.links.offers.iter_mut().zip(&self.offered) {
                let number = number(record, fields);
                match offer.keys.len() < KEYS {
                    true => drop(offer.keys.insert(number)),
                    false => offer.is_cut |= !offer.keys.contains(&number),
                }
            }
        }
    }

    pub(super) fn finish(self) -> Links {
        self.links
    }
}
