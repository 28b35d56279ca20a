//! What the rows of a list say, in a form that is quickly compared with another's: which list holds which, and how much two
//! have in common. A row is known by its unique fields (the name of the database), as people see them.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Record, Submission, Table};
use crate::schema::{Form, Kind};
use crate::text::{fold, words};

/// The rows of a list, by numbers that stand for them: equal ones for equal rows, hardly ever for others.
#[derive(Clone, Debug, Default)]
pub struct RowSet {
    /// What each row is known by.
    names: HashSet<u64>,
    /// All that each row says.
    contents: HashSet<u64>,
}

impl RowSet {
    /// The rows of a submission.
    pub fn of(submission: &Submission) -> Self {
        Self::of_tables(&submission.form, &submission.tables)
    }

    /// The rows of these tables.
    pub fn of_tables<'a>(form: &Form, tables: impl IntoIterator<Item = &'a Table>) -> Self {
        let mut set = Self::default();
        for record in tables.into_iter().flat_map(|table| table.records.iter()) {
            set.names.extend(names(form, &record));
            set.contents.insert(contents(form, &record));
        }
        set
    }

    /// How many different rows there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The numbers of the rows, in no order.
    pub fn names(&self) -> impl Iterator<Item = u64> {
        self.names.iter().copied()
    }

    /// How many rows stand in both.
    pub fn shared(&self, other: &Self) -> usize {
        let (few, many) = if self.len() <= other.len() { (self, other) } else { (other, self) };
        few.names.iter().filter(|name| many.names.contains(name)).count()
    }

    /// Whether every row of the other stands here too.
    pub fn holds(&self, other: &Self) -> bool {
        !other.is_empty() && self.shared(other) == other.len()
    }

    /// Whether every row of the other stands here too, the same in every field.
    pub fn holds_word_for_word(&self, other: &Self) -> bool {
        self.holds(other) && self.contents.is_superset(&other.contents)
    }

    /// Whether the two say the same in every field.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        self.names == other.names && self.contents == other.contents
    }

    /// Whether the two are mostly about the same things: two rows at least, and more than half of the shorter one, stand in both.
    pub fn is_mostly(&self, other: &Self) -> bool {
        let shared = self.shared(other);
        shared >= 2 && shared * 2 > self.len().min(other.len())
    }

    /// Whether the two are about different things: at most a quarter of the shorter one stands in the other.
    pub fn is_apart_from(&self, other: &Self) -> bool {
        self.shared(other) * 4 <= self.len().min(other.len())
    }

    /// Takes in the rows of another list.
    pub fn extend(&mut self, other: &Self) {
        self.names.extend(&other.names);
        self.contents.extend(&other.contents);
    }
}

/// What a row is known by: a number for each unique field, or one for all that it says if none is filled in.
pub fn names(form: &Form, record: &Record) -> Vec<u64> {
    let unique = form.fields.iter().zip(&record.entries).enumerate().filter(|(_, (field, _))| field.unique);
    let filled = unique.filter(|(_, (_, entry))| !entry.value.is_empty());
    let names: Vec<u64> = filled.map(|(field, (_, entry))| number(field, &fold(&entry.value.stored()))).collect();
    if names.is_empty() { vec![contents(form, record)] } else { names }
}

/// A number for all that a row says; its ordinal says nothing.
fn contents(form: &Form, record: &Record) -> u64 {
    let said = form.fields.iter().zip(&record.entries).enumerate();
    let said = said.filter(|(_, (field, entry))| field.kind != Kind::Ordinal && !entry.value.is_empty());
    said.fold(0, |sum: u64, (field, (_, entry))| {
        sum.rotate_left(7).wrapping_add(number(field, &fold(&entry.value.stored())))
    })
}

fn number(field: usize, folded: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    field.hash(&mut hasher);
    words(folded).for_each(|word| word.hash(&mut hasher));
    hasher.finish()
}
