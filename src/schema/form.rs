//! A form: an official template, described by a Table Schema (Data Package v2) with one extra key, `form`.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::country::FormHead;
use super::expression::Nameable;
pub use super::listing::Listing;
use super::{Kind, Language};
use crate::text::{Bilingual, memo};

mod file;
mod keys;
mod kinds;
mod outside;
mod parse;
mod rules;
mod tally;
mod worded;

pub(super) use keys::index;
pub use keys::{ForeignKey, Keys, Sequence};
pub use outside::Outside;
pub(super) use parse::{check_name, parse};
pub(super) use rules::try_out;
pub use rules::{At, FormRule, Held, has_a_gap};
pub(super) use rules::{NEAR, check_closed, rule_code};
pub use tally::{OfKey, Tallied, Tally, Tallying, What};

/// An official template.
#[derive(Debug)]
pub struct Form {
    /// The schema's name, such as `shared-databases`; the data package's resource is named for it.
    pub name: String,
    /// As printed.
    pub title: Bilingual,
    /// The same in few words, for the names of sheets; the title where the schema gives none.
    pub short: Bilingual,
    /// The letter or decree that prescribes it.
    pub basis: String,
    /// The kinds of document that may issue it, such as «Quyết định»; none for a form that no document issues.
    pub decision: Vec<String>,
    /// The day before which no such document can have been issued.
    pub not_before: Option<Date>,
    /// The field whose latest day, or the value outside the table that, says which of two answers is the later one.
    pub dated_by: Option<At>,
    /// Other headings of its groups, by the group's title.
    pub groups: BTreeMap<String, Vec<String>>,
    /// The value outside the table that names who sends it.
    pub sender: Option<usize>,
    /// How an answer says that there is nothing to report, where that is an answer.
    pub none: Option<NothingToReport>,
    /// The words of the languages in which it is filled in: those of the country, unless it names its own.
    pub language: Arc<Language>,
    /// What stands above it: the country's, unless it is in other languages only.
    pub letterhead: FormHead,
    /// Every row with content is data, whatever it looks like.
    pub plain_rows: bool,
    /// The columns, in the form's order.
    pub fields: Vec<Field>,
    /// What stands beside a label outside the table.
    pub values: Vec<Outside>,
    /// Sums, counts and the like over the rows, which rules and obligations can name.
    pub tallies: Vec<Tally>,
    /// Its keys.
    pub keys: Keys,
    /// Rules between columns.
    pub rules: Vec<FormRule>,
    /// What the names that were met come to for the rules that compare them, in numbers.
    pub names: memo::Memo<Arc<[Option<u64>]>>,
    /// The schema file as it was, for the data package: JSON.
    pub source: String,
}

/// Reads a file of values by its name, as a form gives it.
pub(super) type Lists<'a> = dyn Fn(&str) -> anyhow::Result<String> + 'a;

/// A regular expression for whole texts.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// As the form writes it.
    pub source: String,
    pub(super) whole: regex::Regex,
}

impl Pattern {
    /// Whether a text is like that from its beginning to its end.
    pub fn fits(&self, text: &str) -> bool {
        self.whole.is_match(text)
    }
}

/// That an empty form is an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NothingToReport {
    /// What such an answer says, folded; without any a form without rows says it by itself.
    pub words: Vec<String>,
}

/// A column of a form.
#[derive(Debug)]
pub struct Field {
    /// The Table Schema name, such as `owner`.
    pub name: String,
    /// The heading as printed on the form.
    pub title: String,
    /// What it is called in a sentence: the heading, with its group where another column has the same.
    pub called: String,
    /// What is to be filled in.
    pub description: Option<Bilingual>,
    /// Other headings that mean the same.
    pub aliases: Vec<String>,
    /// The heading above this one in a two-row header.
    pub group: Option<String>,
    /// How its values are read.
    pub kind: Kind,
    /// Whether every record must fill it.
    pub required: bool,
    /// Whether its values differ between the records of a submission.
    pub unique: bool,
    /// Whether its values are things of which each belongs to one agency: that two have the same is told.
    pub claims: bool,
    /// Whether its periods are beginnings, which are counted by their first day and not by their last.
    pub begins: bool,
    /// In characters.
    pub min_length: Option<usize>,
    /// In characters.
    pub max_length: Option<usize>,
    /// What the whole text has to be like.
    pub pattern: Option<Pattern>,
    /// What counts as blank beside what always does, as typed.
    pub missing: Vec<String>,
    /// How many bytes the longest of these has.
    pub longest_missing: usize,
    /// What to do about a value that is missing or wrong: one imperative sentence, without its full stop.
    pub help: Option<Bilingual>,
    /// Whether it is printed with the accepted rows of all agencies; what is not stands to the right of what is.
    pub printed: bool,
}

impl Field {
    /// Whether it stands among the rows of all agencies: not a running number, which means nothing there, unless the form says that it is
    /// printed, as where it tells the levels of a budget.
    pub fn is_kept(&self) -> bool {
        self.kind != Kind::Ordinal || self.printed
    }

    /// The heading as the form prints it, with its group.
    pub fn printed_heading(&self) -> String {
        match &self.group {
            Some(group) => format!("{group} - {}", self.title),
            None => self.title.clone(),
        }
    }
}

impl Form {
    /// Whether a document has to issue it.
    pub fn is_issued(&self) -> bool {
        !self.decision.is_empty()
    }

    /// The index of the field with this name.
    pub fn field(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// The index of the value outside the table with this name.
    pub fn value(&self, name: &str) -> Option<usize> {
        self.values.iter().position(|value| value.field.name == name)
    }

    /// What its expressions can name.
    pub(super) fn nameable(&self) -> Nameable<'_> {
        Nameable { fields: &self.fields, values: &self.values, tallies: &self.tallies }
    }
}
