//! The words of periods: `periods` in `schemas/languages/*.json`, made ready once. They are compared without diacritics, for no two
//! words of a period differ by their marks alone.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::text::bare;
use crate::text::hashed::HashMap;

/// What a word does in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sense {
    /// Nothing but what its [`Roles`] say.
    #[default]
    Other,
    /// «năm»
    Year,
    /// «tháng»
    Month,
    /// The same in one letter or two, right before a number: `T6`.
    ShortMonth,
    /// The same as programs show it: `Thg6`.
    ShownMonth,
    /// «quý»
    Quarter,
    /// «ngày»
    Day,
    /// A fiscal year: `FY 2023`.
    Fiscal,
    /// Before the number of a quarter: «quý thứ II».
    Which,
    /// «đầu»
    First,
    /// «cuối»
    Last,
    /// «nửa»
    Half,
    /// «của»
    Of,
    /// «từ»
    From,
    /// «nay»
    Now,
    /// «đến»
    To,
    /// «sang»
    Into,
    /// «và»
    And,
    /// «trước»
    Before,
    /// Up to the end of what is named: `by`.
    By,
    /// «sau»
    After,
    /// «hết»
    Ends,
    /// «giữa»
    Middle,
}

/// In which lists a word stands, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Roles(u8);

impl Roles {
    /// May stand before a period and change nothing about which one it is.
    pub(super) const LEAD: Self = Self(1);
    /// May stand behind one, mostly in brackets: «12/2024 (dự kiến)».
    pub(super) const TRAIL: Self = Self(1 << 1);
    /// A number behind it counts phases.
    pub(super) const PHASE: Self = Self(1 << 2);
    /// Such a one stands behind it: «giai» of «giai đoạn».
    pub(super) const BEFORE_PHASE: Self = Self(1 << 3);
    /// Stands before the end of a range.
    pub(super) const UNTIL: Self = Self(1 << 4);
    /// Of «và những năm tiếp theo» and its kin.
    pub(super) const ONWARD: Self = Self(1 << 5);
    /// One of these must be among them.
    pub(super) const ONWARD_CORE: Self = Self(1 << 6);

    pub(super) fn has(self, role: Self) -> bool {
        self.0 & role.0 != 0
    }
}

/// All that is known of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Meaning {
    pub(super) sense: Sense,
    pub(super) roles: Roles,
    /// Which quarter it numbers; 0 for none.
    pub(super) ordinal: i8,
    /// The month that it names; 0 for none.
    pub(super) month: i8,
}

/// The words of periods in one language, or in several side by side.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(from = "PeriodFile")]
pub struct PeriodWords {
    known: HashMap<Box<str>, Meaning>,
    /// Names of quarters that a number may be written to: «QuýII».
    pub(super) quarters: Vec<Box<str>>,
    /// Behind the word for a month, the longer before the shorter.
    pub(super) numbered_months: Vec<(Phrase, i8)>,
    /// Parts of a year by their names, with their first and last months.
    pub(super) parts: Vec<(Phrase, (i8, i8))>,
    pub(super) lead_phrases: Vec<Phrase>,
    pub(super) trail_phrases: Vec<Phrase>,
    pub(super) emphatic: Emphatic,
    pub(super) outlooks: Vec<Phrase>,
    recurring: HashMap<Box<str>, Box<str>>,
    /// What may stand before a recurring period.
    tasks: Vec<Box<str>>,
    /// As people write them.
    pub(super) written: Written,
    /// The month in which a fiscal year begins, 1 to 12.
    pub fiscal_year: i8,
    /// Whether days in numbers begin with their month, as in the United States.
    pub is_month_first: bool,
}

/// Words without diacritics, and numbers as they are.
pub(super) type Phrase = Vec<Box<str>>;

/// Words that change nothing right before some others: «ngay trong», «ngay từ».
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Emphatic {
    pub(super) words: Vec<Box<str>>,
    pub(super) before: Vec<Box<str>>,
}

/// How periods are written that have words: each holds `{}` for the year or the period, and `{n}` for the number before it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Written {
    /// «Tháng {n}/{}»
    pub month: String,
    /// «Quý {n}/{}», with a Roman number where `{roman}` stands.
    pub quarter: String,
    /// «Trước {}»
    pub before: String,
    /// «{} và những năm tiếp theo»
    pub onward: String,
}

impl PeriodWords {
    pub(super) fn meaning(&self, word: &str) -> Meaning {
        match self.known.get(word) {
            Some(meaning) => *meaning,
            // As periods are stored.
            None if word == STORED_QUARTER => Meaning { sense: Sense::Quarter, ..Meaning::default() },
            None => Meaning::default(),
        }
    }

    /// How a recurring period is stored, by its words with one space between them.
    pub(super) fn recurring(&self, phrase: &str) -> Option<&str> {
        let task = self.tasks.iter().find_map(|task| phrase.strip_prefix(&**task)?.strip_prefix(' '));
        self.recurring.get(task.unwrap_or(phrase)).map(|stored| &**stored)
    }

    /// The words of all recurring periods, without diacritics, in the order of their letters.
    pub fn recurrences(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.recurring.keys().map(|phrase| &**phrase).collect();
        all.sort_unstable();
        all
    }

    /// Takes the words of another language as well: what a word does in both, it does as the first says.
    pub fn extend(&mut self, other: &Self) {
        for (word, meaning) in &other.known {
            let own = self.known.entry(word.clone()).or_default();
            own.sense = if own.sense == Sense::Other { meaning.sense } else { own.sense };
            own.roles = Roles(own.roles.0 | meaning.roles.0);
            own.ordinal = if own.ordinal == 0 { meaning.ordinal } else { own.ordinal };
            own.month = if own.month == 0 { meaning.month } else { own.month };
        }
        self.quarters.extend(other.quarters.iter().cloned());
        self.numbered_months.extend(other.numbered_months.iter().cloned());
        self.numbered_months.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        self.parts.extend(other.parts.iter().cloned());
        self.lead_phrases.extend(other.lead_phrases.iter().cloned());
        self.trail_phrases.extend(other.trail_phrases.iter().cloned());
        self.emphatic.words.extend(other.emphatic.words.iter().cloned());
        self.emphatic.before.extend(other.emphatic.before.iter().cloned());
        self.outlooks.extend(other.outlooks.iter().cloned());
        for (phrase, stored) in &other.recurring {
            self.recurring.entry(phrase.clone()).or_insert_with(|| stored.clone());
        }
        self.tasks.extend(other.tasks.iter().cloned());
        if self.written == Written::default() {
            self.written = other.written.clone();
        }
        self.fiscal_year = self.fiscal_year.max(other.fiscal_year);
        self.is_month_first |= other.is_month_first;
    }
}

/// The letter of a quarter in a period as it is stored: `2023-Q2`.
pub(super) const STORED_QUARTER: &str = "q";

/// The words as they stand in the file.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct PeriodFile {
    year: Vec<String>,
    month: Vec<String>,
    month_short: Vec<String>,
    month_shown: Vec<String>,
    quarter: Vec<String>,
    day: Vec<String>,
    fiscal: Vec<String>,
    which: Vec<String>,
    ordinals: Vec<Vec<String>>,
    numbered_months: Vec<Vec<String>>,
    month_names: Vec<Vec<String>>,
    parts: BTreeMap<String, (i8, i8)>,
    first: Vec<String>,
    last: Vec<String>,
    half: Vec<String>,
    of: Vec<String>,
    from: Vec<String>,
    now: Vec<String>,
    to: Vec<String>,
    into: Vec<String>,
    and: Vec<String>,
    before: Vec<String>,
    by: Vec<String>,
    after: Vec<String>,
    ends: Vec<String>,
    middle: Vec<String>,
    leads: Vec<String>,
    emphatic: EmphaticFile,
    trails: Vec<String>,
    phases: Vec<String>,
    until: Vec<String>,
    outlooks: Vec<String>,
    onward: Vec<String>,
    onward_core: Vec<String>,
    recurring: BTreeMap<String, Vec<String>>,
    tasks: Vec<String>,
    written: Written,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct EmphaticFile {
    words: Vec<String>,
    before: Vec<String>,
}

impl PeriodFile {
    /// The words that do one thing each.
    fn senses(&self) -> [(Sense, &Vec<String>); 22] {
        [
            (Sense::Year, &self.year),
            (Sense::Month, &self.month),
            (Sense::ShortMonth, &self.month_short),
            (Sense::ShownMonth, &self.month_shown),
            (Sense::Quarter, &self.quarter),
            (Sense::Day, &self.day),
            (Sense::Fiscal, &self.fiscal),
            (Sense::Which, &self.which),
            (Sense::First, &self.first),
            (Sense::Last, &self.last),
            (Sense::Half, &self.half),
            (Sense::Of, &self.of),
            (Sense::From, &self.from),
            (Sense::Now, &self.now),
            (Sense::To, &self.to),
            (Sense::Into, &self.into),
            (Sense::And, &self.and),
            (Sense::Before, &self.before),
            (Sense::By, &self.by),
            (Sense::After, &self.after),
            (Sense::Ends, &self.ends),
            (Sense::Middle, &self.middle),
        ]
    }
}

impl From<PeriodFile> for PeriodWords {
    fn from(file: PeriodFile) -> Self {
        let mut words = Self { fiscal_year: 1, ..Self::default() };
        for (sense, list) in file.senses() {
            list.iter().for_each(|word| words.of(word).sense = sense);
        }
        words.quarters = file.quarter.iter().map(|word| bare(word).into()).collect();
        let roles =
            [(Roles::UNTIL, &file.until), (Roles::ONWARD, &file.onward), (Roles::ONWARD_CORE, &file.onward_core)];
        for (role, list) in roles {
            list.iter().for_each(|word| words.give(word, role));
        }
        words.lead_phrases = words.list(&file.leads, Roles::LEAD);
        words.trail_phrases = words.list(&file.trails, Roles::TRAIL);
        for phase in &file.phases {
            let parts = phrase(phase);
            let Some((last, before)) = parts.split_last() else { continue };
            words.give(last, Roles::PHASE);
            before.iter().for_each(|word| words.give(word, Roles::BEFORE_PHASE));
        }
        for (number, list) in (1..).zip(&file.ordinals) {
            list.iter().for_each(|word| words.of(word).ordinal = number);
        }
        for (number, list) in (1..).zip(&file.month_names) {
            list.iter().for_each(|word| words.of(word).month = number);
        }
        for (number, list) in (1..).zip(&file.numbered_months) {
            words.numbered_months.extend(list.iter().map(|month| (phrase(month), number)));
        }
        words.parts = file.parts.iter().map(|(part, months)| (phrase(part), *months)).collect();
        let all = |list: &[String]| list.iter().map(|word| bare(word).into()).collect();
        words.emphatic = Emphatic { words: all(&file.emphatic.words), before: all(&file.emphatic.before) };
        words.outlooks = file.outlooks.iter().map(|outlook| phrase(outlook)).collect();
        words.tasks = all(&file.tasks);
        for (stored, phrases) in &file.recurring {
            words.recurring.extend(phrases.iter().map(|words| (bare(words).into(), stored.as_str().into())));
        }
        words.written = file.written;
        let mut whole = Self::default();
        whole.extend(&words);
        whole
    }
}

impl PeriodWords {
    fn of(&mut self, word: &str) -> &mut Meaning {
        self.known.entry(bare(word).into()).or_default()
    }

    fn give(&mut self, word: &str, role: Roles) {
        let own = self.of(word);
        own.roles = Roles(own.roles.0 | role.0);
    }

    /// Gives single words this role, and returns what consists of several.
    fn list(&mut self, list: &[String], role: Roles) -> Vec<Phrase> {
        let (single, several): (Vec<Phrase>, Vec<Phrase>) =
            list.iter().map(|words| phrase(words)).partition(|phrase| phrase.len() == 1);
        single.iter().flatten().for_each(|word| self.give(word, role));
        several
    }
}

fn phrase(words: &str) -> Phrase {
    bare(words).split_whitespace().map(Into::into).collect()
}

/// The number of a quarter in Roman numerals.
fn roman_quarter(word: &str) -> Option<i8> {
    match word {
        "i" => Some(1),
        "ii" => Some(2),
        "iii" => Some(3),
        "iv" | "iiii" => Some(4),
        _ => None,
    }
}

/// The number of a month in Roman numerals.
pub(super) fn roman_month(word: &str) -> Option<i8> {
    const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    (1..).zip(ROMAN).find(|(_, roman)| *roman == word).map(|(number, _)| number)
}

/// The number of a quarter in Roman numerals or words.
pub(super) fn ordinal(word: &str, meaning: Meaning) -> Option<i8> {
    if meaning.ordinal > 0 { Some(meaning.ordinal) } else { roman_quarter(word) }
}

/// The same behind «quý», where a small l is typed for a Roman I.
pub(super) fn quarter(word: &str, meaning: Meaning) -> Option<i8> {
    ordinal(word, meaning).or_else(|| roman_quarter(&word.replace('l', "i")))
}
