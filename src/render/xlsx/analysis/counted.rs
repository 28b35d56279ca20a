//! The figures of a table, and in which order its rows and columns stand.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;

use crate::render::Results;
use crate::render::xlsx::rows::{self, FormSheet};
use crate::schema::Count;
use crate::schema::Level;
use crate::schema::tables::{Across, Axis, Group};
use crate::summary::{MergedForm, MergedRow};
use crate::text::hashed::{HashMap, HashSet, RandomState};
use crate::value::Value;

/// So many names are listed that several agencies claim.
const LISTED: usize = 300;

/// What one row or column of a table is about, in the order in which they stand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// With its place among those listed.
    Text(usize, String),
    Year(i16),
    /// A group of values, or all others.
    Group(usize),
    /// A time of no certain year: open, or again and again.
    Yearless,
    Blank,
}

/// The figures of a table.
pub struct Counted {
    pub rows: Vec<Key>,
    pub columns: Vec<Key>,
    counts: BTreeMap<(Key, Key), usize>,
    /// For names: the agencies that have each.
    pub claims: BTreeMap<Key, BTreeSet<usize>>,
    pub codes: Vec<String>,
    /// How many names are not listed.
    pub unlisted: usize,
}

/// The figures of these tables. The rows of a form are looked through once for all tables that count them, and once more for names
/// that several agencies have.
pub fn all(results: &Results<'_>, forms: &[FormSheet<'_>], tables: &[(&Count, &FormSheet<'_>)]) -> Vec<Counted> {
    let mut counting: Vec<Counting<'_>> =
        tables.iter().map(|(table, sheet)| Counting::new(results, table, sheet.merged)).collect();
    for merged in forms.iter().map(|sheet| sheet.merged) {
        let of_form = counting.iter_mut().filter(|table| std::ptr::eq(table.keys.merged, merged));
        let (mut names, mut others): (Vec<_>, Vec<_>) = of_form.partition(|table| table.claimed.is_some());
        if names.is_empty() && others.is_empty() {
            continue;
        }
        for row in merged.rows() {
            others.iter_mut().for_each(|table| table.see(&row));
            names.iter_mut().for_each(|table| table.hear(&row));
        }
        names.retain(|table| table.claimed.as_ref().is_some_and(|claimed| !claimed.several.is_empty()));
        if names.is_empty() {
            continue;
        }
        for row in merged.rows() {
            names.iter_mut().for_each(|table| table.see(&row));
        }
    }
    counting.into_iter().map(Counting::finish).collect()
}

/// A table while the rows that it counts go by.
struct Counting<'a> {
    keys: Keys<'a>,
    table: &'a Count,
    /// Of a table of names.
    claimed: Option<Claimed<'a>>,
    rows: BTreeSet<Key>,
    columns: BTreeSet<Key>,
    counted: Counted,
}

impl<'a> Counting<'a> {
    fn new(results: &'a Results<'_>, table: &'a Count, merged: &'a MergedForm<'a>) -> Self {
        let counted = Counted {
            rows: Vec::new(),
            columns: Vec::new(),
            counts: BTreeMap::new(),
            claims: BTreeMap::new(),
            codes: results.report.agencies.iter().map(|agency| agency.code.clone()).collect(),
            unlisted: 0,
        };
        let keys = Keys { results, merged, groups: &table.groups };
        let rows = keys.fixed(table.rows);
        let columns = match table.across {
            Across::Axis(axis) => keys.fixed(axis),
            Across::Filled | Across::Claims => BTreeSet::new(),
        };
        let claimed = (table.across == Across::Claims).then(Claimed::default);
        Self { keys, table, claimed, rows, columns, counted }
    }

    /// Takes note of whose names a row holds.
    fn hear(&mut self, row: &MergedRow<'a>) {
        let names = self.keys.of(row, self.table.rows);
        let owner = row.agency.map(|agency| agency.code.as_str());
        if let Some(claimed) = &mut self.claimed {
            names.iter().filter(|name| **name != Key::Blank).for_each(|name| claimed.hear(name, owner));
        }
    }

    fn see(&mut self, row: &MergedRow<'_>) {
        let mut own = self.keys.of(row, self.table.rows);
        if let Some(claimed) = &self.claimed {
            own.retain(|key| claimed.holds(key));
        }
        let across = match self.table.across {
            Across::Axis(axis) => self.keys.of(row, axis),
            Across::Filled => {
                let filled = row.record.entries.iter().enumerate().filter(|(_, entry)| !entry.value.is_empty());
                filled.map(|(field, _)| Key::Text(field, String::new())).chain([Key::Blank]).collect()
            }
            Across::Claims => vec![Key::Blank],
        };
        let counted = &mut self.counted;
        for one in own {
            if self.claimed.is_some() {
                let place = row.agency.and_then(|it| counted.codes.iter().position(|code| *code == it.code));
                counted.claims.entry(one.clone()).or_default().extend(place);
            }
            for other in &across {
                self.columns.insert(other.clone());
                *counted.counts.entry((one.clone(), other.clone())).or_default() += 1;
            }
            self.rows.insert(one);
        }
    }

    fn finish(self) -> Counted {
        let Self { keys, table, rows, columns, mut counted, .. } = self;
        counted.rows = rows.into_iter().collect();
        match table.across {
            Across::Axis(_) => counted.columns = columns.into_iter().collect(),
            Across::Filled => {
                let fields = keys.merged.form.fields.iter().enumerate();
                let kept = fields.filter(|(_, field)| field.is_kept());
                counted.columns = kept.map(|(field, _)| Key::Text(field, String::new())).collect();
            }
            Across::Claims => counted.keep_claimed(),
        }
        counted
    }
}

impl Counted {
    /// Only names that several agencies have, those of most agencies first.
    fn keep_claimed(&mut self) {
        let count = |key: &Key| self.claims.get(key).map_or(0, BTreeSet::len);
        let mut rows: Vec<Key> =
            self.rows.iter().filter(|key| count(key) > 1 && **key != Key::Blank).cloned().collect();
        rows.sort_by_key(|key| std::cmp::Reverse(count(key)));
        self.unlisted = rows.len().saturating_sub(LISTED);
        rows.truncate(LISTED);
        self.rows = rows;
    }

    pub fn of(&self, row: &Key, column: &Key) -> usize {
        self.counts.get(&(row.clone(), column.clone())).copied().unwrap_or_default()
    }
}

/// How rows are told apart.
struct Keys<'a> {
    results: &'a Results<'a>,
    merged: &'a MergedForm<'a>,
    groups: &'a [Group],
}

/// Which names several agencies have, by hashes alone: of a hundred thousand names hardly any is. One may be among them by chance.
#[derive(Default)]
struct Claimed<'a> {
    hasher: RandomState,
    owners: HashMap<u64, Option<&'a str>>,
    several: HashSet<u64>,
}

impl<'a> Claimed<'a> {
    fn hear(&mut self, name: &Key, owner: Option<&'a str>) {
        let hash = self.hasher.hash_one(name);
        if *self.owners.entry(hash).or_insert(owner) != owner {
            self.several.insert(hash);
        }
    }

    fn holds(&self, name: &Key) -> bool {
        self.several.contains(&self.hasher.hash_one(name))
    }
}

impl Keys<'_> {
    /// Those that stand in a table whether any row is so or not.
    fn fixed(&self, axis: Axis) -> BTreeSet<Key> {
        match axis {
            Axis::Level => {
                let levels = self.results.report.levels.iter().enumerate();
                levels.map(|(place, level)| Key::Text(place, self.level(level))).collect()
            }
            Axis::Field(_) if !self.groups.is_empty() => (0..self.groups.len()).map(Key::Group).collect(),
            Axis::Field(field) => {
                let listing = self.merged.form.fields[field].kind.listing();
                let values = listing.map(|listing| &listing.values[..]).unwrap_or_default();
                values.iter().enumerate().map(|(place, value)| Key::Text(place, value.clone())).collect()
            }
            Axis::Year(_) | Axis::Agency => BTreeSet::new(),
        }
    }

    fn level(&self, level: &Level) -> String {
        level.title.get(self.results.language).to_owned()
    }

    /// What a row is; of a list, all that it holds.
    fn of(&self, row: &MergedRow<'_>, axis: Axis) -> Vec<Key> {
        match axis {
            Axis::Agency => {
                let name = rows::agency(row, self.results.language);
                let code = row.agency.map_or("", |agency| &agency.code);
                let place = self.results.report.agencies.iter().position(|it| it.code == code);
                vec![Key::Text(place.unwrap_or(usize::MAX), name.to_owned())]
            }
            Axis::Level => {
                let place = self.results.report.levels.iter().position(|it| Some(&**it) == rows::level(row));
                let level = rows::level(row).map(|level| self.level(level));
                vec![place.zip(level).map_or(Key::Blank, |(place, level)| Key::Text(place, level))]
            }
            Axis::Year(field) => {
                let value = &row.record.entries[field].value;
                let day = rows::day(&self.merged.form.fields[field], value);
                let none = if value.is_empty() { Key::Blank } else { Key::Yearless };
                vec![day.map_or(none, |day| Key::Year(day.year()))]
            }
            Axis::Field(field) => {
                let value = &row.record.entries[field].value;
                if value.is_empty() {
                    return vec![Key::Blank];
                }
                let texts: Vec<String> = match value {
                    Value::List(items) => items.clone(),
                    // As it stands in the list of rows, whose cells are counted.
                    Value::Flag(_) => {
                        let form = &self.merged.form;
                        let kind = &form.fields[field].kind;
                        vec![kind.written(value, &form.language.periods, self.results.language).into_owned()]
                    }
                    _ => vec![value.stored().into_owned()],
                };
                texts.into_iter().map(|text| self.of_text(field, text)).collect()
            }
        }
    }

    fn of_text(&self, field: usize, text: String) -> Key {
        if !self.groups.is_empty() {
            let small = text.to_lowercase();
            let begins = |group: &Group| group.begins.iter().any(|begin| small.starts_with(&begin.to_lowercase()));
            return Key::Group(self.groups.iter().position(begins).unwrap_or(self.groups.len()));
        }
        match self.merged.form.fields[field].kind.listing() {
            Some(listing) => {
                let place = listing.values.iter().position(|value| *value == text);
                Key::Text(place.unwrap_or(listing.values.len()), text)
            }
            // Formulas do not tell capitals apart.
            None => Key::Text(0, text.to_lowercase()),
        }
    }
}
