//! Headings that stand above others on the form itself, as «Lộ trình xây dựng, triển khai» above «Bắt đầu» and «Hoàn
//! thành». The child's words come first; the group decides whose «Bắt đầu» it is.

use std::sync::{Arc, Mutex, PoisonError};

use super::key::{Key, Reading};
use super::labels::same_but_for_a_slip;
use super::weights::{BEGINS_LIKE_IT, COMPARED_AND_KEPT, OWN_GROUP};
use crate::schema::{Form, Language};
use crate::text::hashed::{HashMap, HashSet};
use crate::text::strip_marks;

/// A group of a form.
#[derive(Debug)]
pub struct Group {
    /// As printed.
    pub title: String,
    /// Its heading.
    pub key: Key,
    /// Other headings of it, without diacritics.
    aliases: Vec<String>,
    /// The words of that, without diacritics.
    words: Vec<String>,
    /// Words that say nothing of what stands below them.
    general: Arc<HashSet<String>>,
    /// The fields below it.
    pub fields: Vec<usize>,
    /// What headings that were met are to it, without diacritics: nearly all files have the same ones.
    met: Mutex<HashMap<Box<str>, Kinship>>,
}

/// What a heading above a column is to the form's group.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kinship {
    /// It is that group, by so much of its words.
    Own(f64),
    /// Its words say nothing of what is below: «Kế hoạch».
    Open,
    /// It is about something else.
    Foreign,
}

/// Words that say nothing of what stands below them, without diacritics.
fn general(language: &Language) -> HashSet<String> {
    let lists = [&language.fillers, &language.neutral, &language.times];
    lists.into_iter().flatten().map(|word| strip_marks(word)).collect()
}

impl Group {
    /// The groups of a form, in its order.
    pub fn all(form: &Form) -> Vec<Self> {
        let general = Arc::new(general(&form.language));
        let mut groups: Vec<Self> = Vec::new();
        for (index, field) in form.fields.iter().enumerate() {
            let Some(title) = &field.group else { continue };
            match groups.iter_mut().find(|group| group.title == *title) {
                Some(group) => group.fields.push(index),
                None => {
                    let key = Key::new(title);
                    let words = key.bare.split(' ').map(str::to_owned).collect();
                    let general = Arc::clone(&general);
                    let aliases = form.groups.get(title).into_iter().flatten().map(|alias| Key::new(alias).bare);
                    let (title, aliases) = (title.clone(), aliases.collect());
                    let (fields, met) = (vec![index], Mutex::default());
                    groups.push(Self { title, key, aliases, words, general, fields, met });
                }
            }
        }
        groups
    }

    /// Whether one of the readings is this group's heading, or near enough to it.
    pub fn is_named(&self, readings: &[Reading]) -> bool {
        let printed = &self.words;
        let is_it = |key: &Key| {
            if !matches!(self.kinship(key), Kinship::Own(share) if share >= OWN_GROUP) {
                return false;
            }
            let shared = |own: &&String| key.bare.split(' ').any(|word| same_but_for_a_slip(word, own));
            let begins = printed.iter().take(2).filter(shared).count() == printed.len().min(2);
            begins || printed.iter().filter(shared).count() * 2 >= printed.len()
        };
        readings.iter().any(|reading| reading.group.is_none() && reading.cut_off.is_none() && is_it(&reading.key))
    }

    /// Whether one of the readings is another heading of it as the form has that.
    pub fn is_called(&self, readings: &[Reading]) -> bool {
        let whole = readings.iter().filter(|reading| reading.group.is_none() && reading.cut_off.is_none());
        whole.into_iter().any(|reading| self.aliases.contains(&reading.key.bare))
    }

    /// How much a heading below these may score for a field of this group, and how much of the group they are.
    pub fn over(&self, above: &[&[Reading]]) -> (f64, f64) {
        let (mut own, mut foreign) = (0.0_f64, false);
        for readings in above {
            let kin =
                readings.iter().filter(|reading| reading.cut_off.is_none()).map(|reading| self.kinship(&reading.key));
            let share = kin
                .clone()
                .fold(0.0, |most: f64, kin| if let Kinship::Own(share) = kin { most.max(share) } else { most });
            own = own.max(share);
            foreign |= share == 0.0 && kin.clone().all(|kin| kin == Kinship::Foreign);
        }
        match own {
            _ if own >= OWN_GROUP => (1.0, own),
            _ if own > 0.0 => (BEGINS_LIKE_IT, own),
            _ if foreign => (0.0, 0.0),
            _ => (1.0, 0.0),
        }
    }

    fn kinship(&self, key: &Key) -> Kinship {
        if key.bare == self.key.bare {
            return Kinship::Own(1.0);
        }
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = met.get(key.bare.as_str()) {
            return *known;
        }
        if met.len() >= COMPARED_AND_KEPT {
            met.clear();
        }
        let kinship = self.compared(key);
        met.insert(key.bare.as_str().into(), kinship);
        kinship
    }

    fn compared(&self, key: &Key) -> Kinship {
        let printed = &self.words;
        let of_it = |word: &str| printed.iter().any(|own| same_but_for_a_slip(word, own));
        let telling: Vec<&str> =
            key.bare.split(' ').filter(|word| of_it(word) || !self.general.contains(*word)).collect();
        if telling.is_empty() {
            return Kinship::Open;
        }
        let share = telling.iter().filter(|word| of_it(word)).count() as f64 / telling.len() as f64;
        let begins = printed.iter().take(2).all(|own| telling.iter().any(|word| same_but_for_a_slip(word, own)));
        if share >= OWN_GROUP || begins { Kinship::Own(share) } else { Kinship::Foreign }
    }
}
