//! Rows that go on with the record above: its name is merged down over them, or its texts run on, as tables pasted from Word break
//! them off.

use super::super::alone::is_whole;
use super::super::shape::{first_word, text_of};
use super::super::{LONGEST_OWNER, SHORTEST_PART, is_blank};
use super::{Signals, begins_with_a_dash};
use crate::cell::Content;
use crate::intake::RowKind;

impl Signals<'_> {
    /// The name is merged down from the record above, and no ordinal of its own stands here.
    pub fn is_merged_with_the_record_above(&self) -> bool {
        self.leading_covered && self.leading.is_none() && self.mark.is_none() && self.follows_a_record()
    }

    /// The name, which no other record may have, is merged down from the record above, though an ordinal stands here.
    pub fn shares_its_name_with_the_record_above(&self) -> bool {
        self.shape.is_named && self.leading_covered && self.leading.is_none() && self.follows_a_record()
    }

    /// Right below a record: texts that go on in the middle of a sentence, without an ordinal.
    pub fn goes_on_in_lower_case(&self) -> bool {
        let counted = || {
            let ordinal = self.shape.ordinal.and_then(|column| self.before.record?.content(column));
            ordinal.is_some_and(|content| !is_blank(content))
        };
        self.continues_texts()
            && self.filled.iter().all(|(_, content)| text_of(content).is_some_and(begins_in_lower_case))
            && !self.leading.is_some_and(begins_with_a_dash)
            && (self.leading.is_none() || counted())
            && !self.filled.iter().any(|(column, _)| self.shape.listed.contains(column) && self.leading.is_some())
    }

    /// Right below a record: texts in columns of texts, with neither ordinal nor name, each below a text.
    pub fn goes_on_below_texts(&self) -> bool {
        let above = |column: &u32| self.before.record.and_then(|row| row.content(*column)).is_some();
        self.shape.leading.is_some()
            // Where records have codes, a text that begins anew is a record whose code was forgotten.
            && self.shape.code.is_none()
            && self.leading.is_none()
            && self.continues_texts()
            && self.filled.iter().all(|(column, _)| self.shape.texts.contains(column) && above(column))
    }

    fn continues_texts(&self) -> bool {
        let is_text = |column: &u32| self.shape.texts.contains(column) || self.shape.listed.contains(column);
        self.mark.is_none()
            && self.beside == 0
            && self.follows_a_record()
            && self.span <= 1
            // A lone `x` ticks something; it goes on with nothing.
            && self.filled.iter().all(|(column, content)| {
                is_text(column) && text_of(content).is_some_and(is_part_of_a_sentence)
            })
    }

    /// Right below a record with an ordinal: texts alone, without an ordinal, where the name begins otherwise than that of the
    /// record and each other text stands below a text: what a table pasted from Word breaks off at a capital letter.
    pub fn goes_on_with_a_capital(&self) -> bool {
        let above = |column: u32| self.before.record.and_then(|row| row.content(column)).filter(|it| !is_blank(it));
        let is_counted = self.shape.ordinal.and_then(above).is_some();
        let begins_otherwise = || {
            let name = self.shape.leading.and_then(above).and_then(first_word);
            self.leading.and_then(first_word) != name && name.is_some()
        };
        is_counted
            && self.leading.is_some()
            && self.in_fields >= 2
            && self.continues_texts()
            && self.filled.iter().all(|(column, _)| self.shape.texts.contains(column) && above(*column).is_some())
            && begins_otherwise()
            && !self.is_named_and_owned()
    }

    /// A whole name, and in another required column (the owner's) a short text that begins as that of some record does
    /// («Sở …»): no part of a sentence.
    fn is_named_and_owned(&self) -> bool {
        let owned = |column: u32, content: &Content| {
            let short = text_of(content)
                .is_some_and(|text| text.chars().count() <= LONGEST_OWNER && text.split_whitespace().nth(1).is_some());
            Some(column) != self.shape.leading
                && short
                && first_word(content).is_some_and(|word| self.before.has_begun(self.shape, (column, word)))
        };
        self.leading.and_then(text_of).is_some_and(|text| is_whole(self.shape.language, text))
            && self.filled.iter().any(|(column, content)| owned(*column, content))
    }

    fn follows_a_record(&self) -> bool {
        self.before.gap == 0 && matches!(self.before.kind, Some(RowKind::Record | RowKind::Joined))
    }
}

/// Whether a text may go on with another: it is long enough, and no number.
fn is_part_of_a_sentence(text: &str) -> bool {
    text.trim().chars().count() >= SHORTEST_PART && text.contains(char::is_alphabetic)
}

fn begins_in_lower_case(text: &str) -> bool {
    text.trim_start().chars().next().is_some_and(char::is_lowercase)
}
