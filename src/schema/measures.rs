//! Units of figures as headings say them: «(triệu đồng)», «(ĐVT: ha)».

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::text::fold;
use crate::text::hashed::HashMap;
use crate::trouble;

/// The units of a language.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(from = "Written")]
pub struct Measures {
    /// What stands before a unit: «ĐVT», the longest first.
    labels: Vec<String>,
    /// By what is written for it, as [`plain`] has it: the unit.
    units: HashMap<String, Box<str>>,
    /// What is written for a unit in words, folded, with the unit; the longest first.
    words: Vec<(String, Box<str>)>,
    /// The units of money, folded.
    money: Vec<String>,
}

/// As the data has them.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    labels: Vec<String>,
    units: BTreeMap<String, Vec<String>>,
    money: Vec<String>,
}

/// The unit of shares: its words stand first in a heading, «Tỷ lệ hộ nghèo».
pub const SHARE: &str = "%";

impl From<Written> for Measures {
    fn from(written: Written) -> Self {
        let [labels, money] = [&written.labels, &written.money].map(|words| words.iter().map(|it| fold(it)).collect());
        let mut measures = Self { labels, money, ..Self::default() };
        for (unit, ways) in &written.units {
            for way in ways.iter().chain([unit]) {
                measures.units.entry(plain(&fold(way))).or_insert_with(|| unit.as_str().into());
                measures.words.push((fold(way), unit.as_str().into()));
            }
        }
        measures.put_in_order();
        measures
    }
}

impl Measures {
    /// # Errors
    /// When one way of writing stands for two units.
    pub(super) fn refuse_two_units(&self) -> anyhow::Result<()> {
        for (way, unit) in &self.words {
            let other = &self.units[&plain(way)];
            if other != unit {
                trouble!("`{way}` là cả đơn vị `{other}` và `{unit}`", "`{way}` is both unit `{other}` and `{unit}`");
            }
        }
        Ok(())
    }

    /// The unit that a folded text is, but for a label before it.
    pub fn of(&self, folded: &str) -> Option<&str> {
        let rest = self.labels.iter().find_map(|label| folded.strip_prefix(label.as_str()));
        let rest = rest.map(|rest| rest.trim_start_matches([':', ' ']));
        let named = |text: &str| self.units.get(&plain(text)).map(|unit| &**unit);
        named(folded).or_else(|| rest.and_then(named))
    }

    /// The units that a folded line gives behind a label: «đơn vị tính: nghìn đồng, %», «số liệu tính bằng tỷ đồng».
    pub fn listed(&self, folded: &str) -> Vec<String> {
        if let Some(unit) = self.of(folded) {
            return vec![unit.to_owned()];
        }
        let behind = |label: &String| {
            let (before, rest) = folded.split_once(label.as_str())?;
            let begins = before.is_empty() || before.ends_with([' ', '(']);
            let rest = rest.strip_prefix([' ', ':']).filter(|_| begins)?.trim_start_matches([':', ' ']);
            let parts = rest.split([',', ';', '/']).map(|part| self.units.get(&plain(part)));
            // Within a sentence a unit stands right behind the label.
            let told = before.is_empty() || parts.clone().next()?.is_some();
            let units: Vec<String> = parts.flatten().filter(|_| told).map(|unit| unit.to_string()).collect();
            (!units.is_empty()).then_some(units)
        };
        self.labels.iter().find_map(behind).unwrap_or_default()
    }

    /// The unit that a folded heading begins or ends with: «Kinh phí triệu đồng», «Tỷ lệ hộ nghèo».
    pub fn beside(&self, folded: &str) -> Option<&str> {
        // «Số hợp đồng» is not in đồng: one word may be part of another.
        let is_plain = |way: &str| way.contains(|letter: char| letter == ' ' || letter.is_ascii_digit());
        let is_there = |(way, unit): &&(String, Box<str>)| {
            let ends = is_plain(way) && folded.strip_suffix(way.as_str()).is_some_and(|rest| rest.ends_with(' '));
            let begins = || folded.strip_prefix(way.as_str()).is_some_and(|rest| rest.starts_with(' '));
            ends || **unit == *SHARE && begins()
        };
        self.words.iter().find(is_there).map(|(_, unit)| &**unit)
    }

    /// Whether both count in the same: «đồng» and «triệu đồng» do, «USD» is money as well, and «ha» is not.
    pub fn are_alike(&self, one: &str, other: &str) -> bool {
        let bases = self.base(one).zip(self.base(other));
        bases.is_some_and(|(one, other)| one == other || self.is_base_of_money(&one) && self.is_base_of_money(&other))
    }

    /// Whether what it counts is whole by chance only: a share, or money.
    pub fn has_fractions(&self, unit: &str) -> bool {
        unit == SHARE || self.base(unit).is_some_and(|base| self.is_base_of_money(&base))
    }

    /// The word in it that is a unit by itself.
    fn base(&self, unit: &str) -> Option<String> {
        let is_unit = |word: &&str| self.units.get(&plain(&fold(word))).is_some_and(|unit| **unit == **word);
        unit.split(' ').find(is_unit).map(fold)
    }

    fn is_base_of_money(&self, base: &str) -> bool {
        self.money.iter().any(|unit| unit == base)
    }

    /// Takes those of another language as well.
    pub(super) fn extend(&mut self, other: &Self) {
        self.labels.extend(other.labels.iter().cloned());
        self.money.extend(other.money.iter().cloned());
        self.words.extend(other.words.iter().cloned());
        for (way, unit) in &other.units {
            self.units.entry(way.clone()).or_insert_with(|| unit.clone());
        }
        self.put_in_order();
    }

    fn put_in_order(&mut self) {
        let longest_first = |one: &String, other: &String| other.len().cmp(&one.len()).then_with(|| one.cmp(other));
        self.labels.sort_by(longest_first);
        self.labels.dedup();
        self.words.sort_by(|one, other| longest_first(&one.0, &other.0));
        self.words.dedup();
    }
}

/// Without blanks and points: «tr. đ» is «trđ», «1.000 đồng» «1000đồng».
fn plain(folded: &str) -> String {
    folded.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '.' | ',')).collect()
}
