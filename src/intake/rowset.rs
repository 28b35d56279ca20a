//! What the rows of a list say, in a form that is quickly compared with another's: which list holds which, and how much two
//! have in common. A row is known by its unique fields (the name of the database), as people see them.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Entry, Record, Records, Table};
use crate::schema::{Field, Form, Kind};
use crate::text::{fold, hashed, words};

/// The rows of a list, by numbers that stand for them: equal ones for equal rows, hardly ever for others. Rising, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowSet(Box<[u64]>);

impl RowSet {
    /// The rows of a table: by what each is known by, and by all that each says. As many as find room, see [`Records::each`].
    pub fn of(form: &Form, table: &Table, records: &Records<'_>, left: &mut usize) -> (Self, Self) {
        let (mut known_by, mut said) = (Vec::new(), Vec::new());
        records.each(form, table, left, |block| {
            known_by.extend(block.iter().flat_map(|record| names(form, record)));
            said.extend(block.iter().map(|record| contents(form, record)));
        });
        (known_by.into_iter().collect(), said.into_iter().collect())
    }

    /// How many different rows there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The numbers of the rows, rising.
    pub fn iter(&self) -> impl Iterator<Item = u64> {
        self.0.iter().copied()
    }

    /// Whether this row is one of them.
    pub fn contains(&self, row: u64) -> bool {
        self.0.binary_search(&row).is_ok()
    }

    /// How many rows stand in both.
    pub fn shared(&self, other: &Self) -> usize {
        let (few, many) = if self.len() <= other.len() { (self, other) } else { (other, self) };
        few.iter().filter(|&row| many.contains(row)).count()
    }

    /// Whether every row of the other stands here too.
    pub fn holds(&self, other: &Self) -> bool {
        !other.is_empty() && self.shared(other) == other.len()
    }

    /// Whether the two are about different things: at most a quarter of the shorter one stands in the other.
    pub fn is_apart_from(&self, other: &Self) -> bool {
        self.shared(other) * 4 <= self.len().min(other.len())
    }

    /// Whether the two are mostly about the same things: two rows at least, and more than half of the shorter one, stand in both.
    pub fn is_mostly(&self, other: &Self) -> bool {
        let shared = self.shared(other);
        shared >= 2 && shared * 2 > self.len().min(other.len())
    }

    /// The rows of both.
    pub fn with(&self, other: &Self) -> Self {
        self.iter().chain(other.iter()).collect()
    }
}

impl FromIterator<u64> for RowSet {
    fn from_iter<I: IntoIterator<Item = u64>>(rows: I) -> Self {
        let mut rows: Vec<u64> = rows.into_iter().collect();
        rows.sort_unstable();
        rows.dedup();
        Self(rows.into())
    }
}

/// What a row is known by: a number for each unique field, or one for all that it says if none is filled in.
pub fn names(form: &Form, record: &Record) -> Vec<u64> {
    let unique = form.fields.iter().zip(&record.entries).enumerate().filter(|(_, (field, _))| field.unique);
    let filled = unique.filter(|(_, (_, entry))| !entry.value.is_empty());
    let names: Vec<u64> = filled.map(|(at, (_, entry))| known_by(form, at, &fold(&entry.value.stored()))).collect();
    if names.is_empty() { vec![contents(form, record)] } else { names }
}

/// A number for what a row is known by in a unique field, which is [`fold`]ed: equal for names that differ only in words that say
/// nothing («CSDL đất đai», «Cơ sở dữ liệu về đất đai»), or in the order of words.
pub fn known_by(form: &Form, field: usize, folded: &str) -> u64 {
    let telling = if form.fields[field].kind == Kind::Text {
        form.language.telling_words(folded).fold(0, |sum: u64, word| sum.wrapping_add(hashed::number((field, word))))
    } else {
        0
    };
    if telling == 0 { number(field, folded) } else { telling }
}

/// A number for all that a row says but for what it is known by.
pub fn rest(form: &Form, record: &Record) -> u64 {
    let said = form.fields.iter().zip(&record.entries).enumerate();
    summed(said.filter(|(_, (field, _))| !field.unique))
}

/// A number for all that a row says; its ordinal says nothing.
pub fn contents(form: &Form, record: &Record) -> u64 {
    summed(form.fields.iter().zip(&record.entries).enumerate())
}

fn summed<'a>(said: impl Iterator<Item = (usize, (&'a Field, &'a Entry))>) -> u64 {
    let said = said.filter(|(_, (field, entry))| field.kind != Kind::Ordinal && !entry.value.is_empty());
    said.fold(0, |sum: u64, (field, (_, entry))| {
        sum.rotate_left(7).wrapping_add(number(field, &fold(&entry.value.stored())))
    })
}

/// A number for what a field holds; it is [`fold`]ed.
pub fn number(field: usize, folded: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    field.hash(&mut hasher);
    words(folded).for_each(|word| word.hash(&mut hasher));
    hasher.finish()
}
