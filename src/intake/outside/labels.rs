//! The labels of a form's values, as people write them: with a colon, a number before them, a unit or a remark behind them, in brackets.

use std::collections::HashMap;
use std::sync::Arc;

use super::LONGEST_LABEL;
use crate::cell::Content;
use crate::intake::rows::is_blank;
use crate::schema::{Form, Language};
use crate::text::{bare, fold, words};

/// In letters: «VNĐ», «%», «USD».
const LONGEST_UNIT: usize = 4;

/// The labels of a form's values.
#[derive(Debug)]
pub(in crate::intake) struct Labels {
    values: HashMap<String, usize>,
    language: Arc<Language>,
}

impl Labels {
    pub(in crate::intake) fn new(form: &Form) -> Self {
        let labels = form.values.iter().enumerate().flat_map(|(at, value)| {
            std::iter::once(&value.field.title).chain(&value.field.aliases).map(move |label| (label_of(label), at))
        });
        Self { values: labels.collect(), language: Arc::clone(&form.language) }
    }

    /// The value that a cell is the label of, with what follows the label in the cell itself.
    pub(in crate::intake) fn named<'c>(&self, content: &'c Content) -> Option<(usize, Option<&'c str>)> {
        let Content::Text(text) = content else { return None };
        if text.len() > LONGEST_LABEL || is_blank(content) {
            return None;
        }
        let text = without_brackets(text);
        if let Some(value) = self.of(text) {
            return Some((value, None));
        }
        let (label, rest) = text.split_once(':')?;
        Some((self.of(label)?, Some(rest.trim())))
    }

    /// The value that a text is the label of, perhaps with a number before it or a remark behind it.
    fn of(&self, text: &str) -> Option<usize> {
        let known = |label: &str| self.values.get(&label_of(label)).copied();
        let text = text.trim().trim_end_matches(':').trim_end();
        let unnumbered = without_number(text);
        let short = self.without_remark(text);
        known(text)
            .or_else(|| short.and_then(known))
            .or_else(|| unnumbered.and_then(known))
            .or_else(|| unnumbered.and_then(|text| self.without_remark(text)).and_then(known))
    }

    /// The label without the unit or the remark on how to fill it in behind it: «Total Allocation ($)», «Kỳ báo cáo (quý, năm)». Other
    /// words in brackets may make it another one.
    fn without_remark<'t>(&self, text: &'t str) -> Option<&'t str> {
        let (label, remark) = text.strip_suffix(')')?.rsplit_once('(')?;
        let folded = fold(remark);
        let is_time = || words(&folded).all(|word| self.language.times.iter().any(|time| time == word));
        let explains = remark.chars().count() <= LONGEST_UNIT
            || self.language.measures.of(&folded).is_some()
            || self.language.is_guidance(remark)
            || is_time();
        explains.then_some(label)
    }
}

/// What stands within brackets that hold all of a text: «(Kỳ báo cáo: Quý I/2023)».
fn without_brackets(text: &str) -> &str {
    let within = text.trim().strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    within.filter(|within| !within.contains(['(', ')'])).unwrap_or(text)
}

/// The label without the number before it: «1. Number of Projects».
fn without_number(text: &str) -> Option<&str> {
    let (number, label) = text.trim_start().split_once(['.', ')'])?;
    (number.len() <= 2 && number.bytes().all(|digit| digit.is_ascii_digit()) && !number.is_empty()).then_some(label)
}

/// A label as people see it: without what marks it as required, or ends it.
pub(in crate::intake) fn label_of(text: &str) -> String {
    let bare = bare(text);
    bare.trim_matches(|sign: char| !sign.is_alphanumeric() && !matches!(sign, '(' | ')' | '%')).to_owned()
}
