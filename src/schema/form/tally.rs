//! Tallies: sums, counts and the like over the rows of a submission, perhaps by the values of some fields. They are taken while the
//! rows are at hand, so that rules about the whole table need no second look at them.

use crate::text::trouble::{Because, Trouble};
use crate::{bilingual, insist, trouble};
use std::collections::{BTreeMap, HashSet};

use super::Field;
use super::file::{OneOrSeveral, TallyFile};
use super::outside::Outside;
use crate::cell::Cell;
use crate::schema::expression::{Condition, Nameable, Row, Surroundings, Unanswered, Vocabulary};
use crate::schema::{Form, Kind};
use crate::text::fold;
use crate::value::Value;

/// So many different keys are kept of a tally, with [`MOST_BYTES`] of text at most: of more nothing is said.
const MOST_KEYS: usize = 250_000;
const MOST_BYTES: usize = 16 << 20;
/// Sums are kept to so many parts of one, so that ten times 0.1 is 1.
const PARTS: f64 = 1e6;
/// What stands between the parts of a key of several fields.
const JOINT: &str = "|";

/// A sum, count or the like.
#[derive(Debug)]
pub struct Tally {
    /// As rules name it.
    pub name: String,
    /// What is taken.
    pub what: What,
    /// The index of the field of which it is taken; `None` for a count of rows.
    pub of: Option<usize>,
    /// The indexes of the fields by whose values it is taken apart.
    pub by: Vec<usize>,
    /// Which rows count.
    condition: Option<Condition>,
}

impl Tally {
    /// Whether it is of some rows only.
    pub(super) fn is_of_some(&self) -> bool {
        self.condition.is_some()
    }
}

/// What is taken of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The sum of its numbers.
    Sum,
    /// How many rows fill it.
    Count,
    /// How many different values it has.
    Distinct,
    /// Its least number.
    Least,
    /// Its greatest number.
    Greatest,
}

/// What a tally comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Tallied {
    /// Over all rows.
    One(f64),
    /// By the folded key; what no row has is 0.
    ByKey(BTreeMap<String, OfKey>),
    /// It has more keys than are kept.
    TooMany,
    /// A value of which it is taken is missing or could not be understood, which is told as such.
    Unknown,
}

/// What a tally comes to for one key.
#[derive(Clone, Debug, PartialEq)]
pub struct OfKey {
    /// What it comes to, as far as that is known.
    pub number: f64,
    /// The first cell of which it is taken, with the index of its table.
    pub at: Option<(usize, Cell)>,
    /// The key as it is written there.
    pub written: Box<str>,
    /// Nothing of which it is taken is missing or could not be understood, and the key is sound.
    pub is_known: bool,
}

impl Default for Tallied {
    fn default() -> Self {
        Self::One(0.0)
    }
}

impl Tallied {
    /// What it comes to for a key; `None` if that is not known.
    pub fn of_key(&self, key: &str) -> Option<f64> {
        match self {
            Self::ByKey(keys) => match keys.get(&fold(key)) {
                Some(of) => of.is_known.then_some(of.number),
                None => Some(0.0),
            },
            Self::One(_) | Self::TooMany | Self::Unknown => None,
        }
    }

    /// Whether it is not known what it comes to for some key.
    pub fn has_gaps(&self) -> bool {
        matches!(self, Self::ByKey(keys) if keys.values().any(|of| !of.is_known))
    }

    /// Both together, of a tally of this kind.
    #[must_use]
    pub fn with(self, other: &Self, what: What) -> Self {
        let both = |one: f64, other: f64| match what {
            What::Sum | What::Count | What::Distinct => rounded(one + other),
            What::Least => one.min(other),
            What::Greatest => one.max(other),
        };
        match (self, other) {
            (Self::One(one), Self::One(other)) => Self::One(both(one, *other)),
            (Self::ByKey(mut keys), Self::ByKey(others)) => {
                for (key, of) in others {
                    keys.entry(key.clone())
                        .and_modify(|known| {
                            known.number = both(known.number, of.number);
                            known.is_known &= of.is_known;
                        })
                        .or_insert_with(|| of.clone());
                }
                Self::ByKey(keys)
            }
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            _ => Self::TooMany,
        }
    }
}

fn rounded(number: f64) -> f64 {
    let parts = number * PARTS;
    if parts.abs() < 9e15 { parts.round() / PARTS } else { number }
}

/// A tally while the rows are seen.
#[derive(Debug)]
pub struct Tallying<'f> {
    form: &'f Form,
    tally: &'f Tally,
    one: Sum,
    keys: BTreeMap<String, Sum>,
    bytes: usize,
    is_whole: bool,
}

/// A number as it grows.
#[derive(Debug, Default)]
struct Sum {
    number: Option<f64>,
    /// What a plain sum of floating point numbers has lost.
    lost: f64,
    values: HashSet<String>,
    at: Option<(usize, Cell)>,
    written: Box<str>,
    has_gap: bool,
}

impl Tally {
    /// The key of a row as it is written.
    fn written(&self, values: &[&Value]) -> Box<str> {
        let parts: Vec<_> = self.by.iter().map(|field| values[*field].stored()).collect();
        parts.join(JOINT).into()
    }

    /// What it might come to, for trying rules out.
    pub(in crate::schema) fn sample(&self) -> Tallied {
        if self.by.is_empty() { Tallied::One(1.0) } else { Tallied::ByKey(BTreeMap::new()) }
    }
}

impl<'f> Tallying<'f> {
    /// The tallies of a form, before the first row.
    pub fn all(form: &'f Form) -> Vec<Self> {
        let begun = |tally| Self { form, tally, one: Sum::default(), keys: BTreeMap::new(), bytes: 0, is_whole: true };
        form.tallies.iter().map(begun).collect()
    }

    /// A further row; `around` is what its condition can name beside the row, `cell` tells where a field of it stands, with the index
    /// of its table, and `is_faulty` whether what stands there is missing or could not be understood.
    pub fn see(
        &mut self,
        row: usize,
        values: &[&Value],
        around: &Surroundings<'_>,
        cell: impl Fn(usize) -> Option<(usize, Cell)>,
        is_faulty: impl Fn(usize) -> bool,
    ) {
        let is_counted = self.counts((row, values), around, &is_faulty);
        if is_counted == Ok(Some(false)) {
            return;
        }
        // Without this row it would be a wrong number.
        let Ok(is_counted) = is_counted else {
            self.is_whole = false;
            return;
        };
        let mut has_gap = is_counted.is_none() || self.tally.by.iter().any(|field| is_faulty(*field));
        let value = self.tally.of.map(|field| values[field]);
        let is_filled = !value.is_some_and(Value::is_empty);
        if self.tally.what != What::Count {
            has_gap |= self.tally.of.is_some_and(&is_faulty);
        }
        if !is_filled && !has_gap {
            return;
        }
        let at = self.tally.of.or(self.tally.by.first().copied()).and_then(cell);
        let key = (!self.tally.by.is_empty()).then(|| self.key(values));
        let (sum, room) = match key {
            None => (&mut self.one, MOST_KEYS),
            Some(key) => {
                if !self.keys.contains_key(&key) {
                    self.bytes += 2 * key.len();
                    if self.keys.len() >= MOST_KEYS || self.bytes > MOST_BYTES {
                        self.is_whole = false;
                        return;
                    }
                }
                let written = || Sum { written: self.tally.written(values), ..Sum::default() };
                (self.keys.entry(key).or_insert_with(written), MOST_KEYS)
            }
        };
        sum.at = sum.at.or(at);
        sum.has_gap |= has_gap;
        if !is_filled {
            return;
        }
        if self.tally.what == What::Distinct {
            let text = fold(&value.map(|value| value.stored()).unwrap_or_default());
            if !sum.values.contains(&text) {
                self.bytes += text.len();
                self.is_whole &= sum.values.len() < room && self.bytes <= MOST_BYTES;
                if self.is_whole {
                    sum.values.insert(text);
                }
            }
            return;
        }
        sum.take(self.tally.what, value);
    }

    fn key(&self, values: &[&Value]) -> String {
        let parts: Vec<String> = self.tally.by.iter().map(|field| fold(&values[*field].stored())).collect();
        parts.join(JOINT)
    }

    /// Whether a row counts; `None` if something by which that is told could not be understood. Errs if its condition has no answer.
    fn counts(
        &self,
        (place, values): (usize, &[&Value]),
        around: &Surroundings<'_>,
        is_faulty: &dyn Fn(usize) -> bool,
    ) -> Result<Option<bool>, Unanswered> {
        let Some(condition) = &self.tally.condition else { return Ok(Some(true)) };
        let known = Nameable { tallies: &[], ..self.form.nameable() };
        let Ok(compiled) = condition.compiled(Vocabulary::Record(known)) else { return Ok(Some(false)) };
        if compiled.fields.iter().any(|field| is_faulty(*field)) {
            return Ok(None);
        }
        match compiled.holds_of(&Row { known, values, around: *around, place }) {
            Err(why) if !why.is_of_types() => Err(why),
            answer => Ok(Some(answer.unwrap_or(false))),
        }
    }

    /// Whether the rows seen leave it open what it comes to.
    fn is_open(&self) -> bool {
        self.tally.by.is_empty() && self.one.has_gap
    }

    /// What it comes to.
    pub fn finish(self) -> Tallied {
        if !self.is_whole {
            return Tallied::TooMany;
        }
        if self.is_open() {
            return Tallied::Unknown;
        }
        let what = self.tally.what;
        match self.tally.by.is_empty() {
            true => Tallied::One(self.one.finish(what)),
            false => {
                let keys = self.keys.into_iter().map(|(key, mut sum)| {
                    let (at, written, is_known) = (sum.at, std::mem::take(&mut sum.written), !sum.has_gap);
                    (key, OfKey { number: sum.finish(what), at, written, is_known })
                });
                Tallied::ByKey(keys.collect())
            }
        }
    }
}

impl Sum {
    fn take(&mut self, what: What, value: Option<&Value>) {
        let number = match (what, value) {
            (What::Count, _) => 1.0,
            (_, Some(Value::Number(number))) => *number,
            _ => return,
        };
        let before = self.number;
        self.number = Some(match (what, before) {
            (_, None) => number,
            (What::Least, Some(before)) => before.min(number),
            (What::Greatest, Some(before)) => before.max(number),
            // Neumaier's sum.
            (_, Some(before)) => {
                let sum = before + number;
                self.lost += if before.abs() >= number.abs() { before - sum + number } else { number - sum + before };
                sum
            }
        });
    }

    fn finish(self, what: What) -> f64 {
        match what {
            What::Distinct => self.values.len() as f64,
            _ => rounded(self.number.unwrap_or_default() + self.lost),
        }
    }
}

/// The tallies of a form's file.
pub(super) fn parse_tallies(files: Vec<TallyFile>, fields: &[Field], values: &[Outside]) -> anyhow::Result<Vec<Tally>> {
    let mut tallies: Vec<Tally> = Vec::with_capacity(files.len());
    for file in files {
        let name = file.name.clone();
        insist!(
            !tallies.iter().any(|known| known.name == name),
            "phép tính `{name}` có hai lần",
            "tally `{name}` stands twice"
        );
        let tally = parse_tally(file, fields, values).because(|| bilingual!("phép tính `{name}`", "tally `{name}`"))?;
        tallies.push(tally);
    }
    Ok(tallies)
}

fn parse_tally(file: TallyFile, fields: &[Field], values: &[Outside]) -> anyhow::Result<Tally> {
    super::parse::check_field_name(&file.name)?;
    let find = |name: &str| super::keys::index(name, fields);
    let of: Vec<(What, String)> = [
        (What::Sum, file.sum),
        (What::Count, file.count),
        (What::Distinct, file.distinct),
        (What::Least, file.least),
        (What::Greatest, file.greatest),
    ]
    .into_iter()
    .filter_map(|(what, of)| Some((what, of?)))
    .collect();
    let [(what, of)] = of.as_slice() else {
        trouble!(
            "cần đúng một trong các khóa `sum`, `count`, `distinct`, `least`, `greatest`",
            "exactly one of `sum`, `count`, `distinct`, `least`, `greatest` is needed"
        )
    };
    let field = match (what, of.as_str()) {
        (What::Count, "rows") if !fields.iter().any(|field| field.name == "rows") => None,
        (_, of) => Some(find(of)?),
    };
    if let Some(field) = field.map(|at| &fields[at])
        && !matches!(what, What::Count | What::Distinct)
        && !matches!(field.kind, Kind::Number { .. })
    {
        let name = &field.name;
        trouble!("trường `{name}` không phải số", "field `{name}` is no number")
    }
    let by = file.by.map(OneOrSeveral::into_vec).unwrap_or_default();
    let by = by.iter().map(|name| find(name)).collect::<anyhow::Result<Vec<usize>>>()?;
    let condition = file.condition.map(Condition::new);
    if let Some(condition) = &condition {
        let known = Nameable { fields, values, tallies: &[] };
        condition
            .compiled(Vocabulary::Record(known))
            .map_err(Trouble::error)
            .because(|| bilingual!("biểu thức `where`", "expression `where`"))?;
    }
    Ok(Tally { name: file.name, what: *what, of: field, by, condition })
}
