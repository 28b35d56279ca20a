//! A form: an official template, described by a Table Schema (Data Package v2) with one extra key, `form`.

use std::sync::Arc;

use super::expression::{Condition, RecordView, Unanswered, Vocabulary};
pub use super::listing::Listing;
use super::{Kind, Language};
use crate::finding::Rule;
use crate::text::Bilingual;
use crate::value::Value;

mod parse;

pub(super) use parse::{check_name, parse, try_out};

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
    /// The index of the field whose latest day says which of two answers is the later one.
    pub dated_by: Option<usize>,
    /// How an answer says that there is nothing to report, where that is an answer.
    pub none: Option<NothingToReport>,
    /// The words of the languages in which it is filled in: those of the country, unless it names its own.
    pub language: Arc<Language>,
    /// Every row with content is data, whatever it looks like.
    pub plain_rows: bool,
    /// The columns, in the form's order.
    pub fields: Vec<Field>,
    /// Rules between columns.
    pub rules: Vec<FormRule>,
    /// The schema file as it was, for the data package: JSON.
    pub source: String,
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
    /// In characters.
    pub max_length: Option<usize>,
    /// What to do about a value that is missing or wrong: one imperative sentence, without its full stop.
    pub help: Option<Bilingual>,
    /// Whether it is printed with the accepted rows of all agencies; what is not stands to the right of what is.
    pub printed: bool,
}

/// A rule between the columns of a record.
#[derive(Debug)]
pub struct FormRule {
    /// Its name, severity and words.
    pub rule: Arc<Rule>,
    /// The index of the field whose cell is to be changed.
    pub at: usize,
    /// True when all is well.
    condition: Condition,
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
}

impl FormRule {
    /// The expression, as the form has it.
    pub fn source(&self) -> &str {
        self.condition.source()
    }

    /// Whether the rule holds for a record, whose values come in the form's order. `None` if it has no answer because a
    /// field that it names is blank, or a period in it has no end, and the expression does not allow for that: then nothing is to be
    /// told. Errors: it has no answer although nothing is blank, or for another reason.
    ///
    /// The caller does not ask when a field in [`FormRule::uses`] has no column or could not be read.
    pub fn holds(&self, form: &Form, values: &[&Value]) -> Result<Option<bool>, Unanswered> {
        let compiled = self.condition.compiled(Vocabulary::Record(&form.fields)).map_err(Unanswered::Types)?;
        match compiled.holds_of(&RecordView { fields: &form.fields, values }) {
            Ok(answer) => Ok(Some(answer)),
            Err(why) if why.is_of_types() && compiled.fields.iter().any(|field| has_a_gap(values[*field])) => Ok(None),
            Err(why) => Err(why),
        }
    }

    /// The indexes of the fields that the rule names. If one of them could not be read, or has no column, the rule is not
    /// asked.
    pub fn uses(&self, form: &Form) -> &[usize] {
        self.condition.compiled(Vocabulary::Record(&form.fields)).map_or(&[], |compiled| &compiled.fields)
    }
}

/// Whether a rule sees `null` in a value.
fn has_a_gap(value: &Value) -> bool {
    match value {
        Value::Empty => true,
        Value::Period(period) => period.start.is_none() || period.end.is_none(),
        _ => false,
    }
}
