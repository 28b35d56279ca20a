//! What a row below a header is. Decided by what the row holds, never by its ordinal alone: ordinals restart, are missing on
//! real rows and stand on empty ones, and people put sections, totals, notes and signatures between and below the data.
//!
//! First come the [`signals`], which decide nothing; then one table, [`LINES`], read from the top: the first line whose
//! condition holds says what the row is and why. What the structure tells stands before what words tell, for words deceive:
//! «Chủ tịch xã qua các thời kỳ» is a database, «Cộng tác viên» no total.

use crate::cell::Content;
use crate::text::Bilingual;

pub use column_numbers::{counts_all_columns, is_number_row, numbers_few_columns};
pub use kind::{CellsAre, CountsAs, RowKind};

mod alone;
mod column_numbers;
pub(in crate::intake) mod declared;
mod kind;
mod merges;
pub(in crate::intake) mod nothing;
mod ordinal;
mod shape;
mod signals;
mod sums;
pub(crate) mod told;
mod walk;
pub mod why;

pub use merges::Merges;
pub use ordinal::{Ordinal, ordinal_of};
pub(in crate::intake) use shape::text_of;
pub use shape::{Before, Columns};
pub use signals::Signals;
pub use sums::Sum;
pub use walk::walk;

/// After so many blank rows a row must be clearly a record to be one: people leave a dozen rows for signatures, and stray cells
/// stand hundreds of rows below.
const FAR_BELOW: u32 = 20;
/// A name alone so many rows below a table, with blank rows between, may be its last one, torn off; signatures and other lists stand
/// as near but hold more.
const NEAR: u32 = 6;
/// A longer text, in bytes, is neither a heading nor the label of a total: the longest seen had 120 characters.
const LONGEST_HEADING: usize = 300;
/// A shorter text, in characters, is a tick or a mark: «Mã,» is the shortest part of a broken sentence that was seen.
const SHORTEST_PART: usize = 3;
/// A longer text, in characters, is no owner's name but a sentence.
const LONGEST_OWNER: usize = 60;
/// A longer text is no name: the longest of 5,000 in the inboxes has 190 characters.
const LONGEST_NAME: usize = 250;

/// A line of the table: when it holds, what the row is, and why.
pub struct Line {
    /// Whether it holds.
    when: fn(&Signals<'_>) -> bool,
    /// What the row is.
    pub kind: RowKind,
    /// Why; each line has a reason of its own, by which `--trace` names it.
    pub why: &'static Bilingual,
}

/// Writes the table: condition, kind, reason.
macro_rules! lines {
    ($($when:ident => $kind:ident, $why:ident;)*) => {
        /// From the top; the last one always holds.
        static LINES: &[Line] =
            &[$(Line { when: |signals| signals.$when(), kind: RowKind::$kind, why: &why::$why }),*];
    };
}

lines! {
    is_empty => Blank, NOTHING;
    is_ordinal_alone => Blank, ORDINAL_ALONE;
    says_there_is_nothing => Note, NOTHING_TO_REPORT;
    labels_a_value => Note, LABELS_A_VALUE;
    is_plain => Record, PLAIN;
    // Headings, by what they are made of.
    numbers_the_columns => ColumnNumbers, COLUMN_NUMBERS;
    repeats_the_header => RepeatedHeader, HEADER_AGAIN;
    explains_the_headings => RepeatedHeader, EXPLAINS_THE_HEADINGS;
    begins_another_list => OtherList, ANOTHER_LIST;
    titles_another_list => OtherList, ANOTHER_TITLE;
    is_elsewhere => OtherList, IN_ANOTHER_LIST;
    // Rows that a template prepares.
    holds_formulas_and_zeros => Blank, FORMULAS_AND_ZEROS;
    is_prefilled => Blank, PREFILLED;
    // Data, by what is filled; but for what only a few bare words tell.
    is_merged_with_the_record_above => Joined, NAME_MERGED;
    shares_its_name_with_the_record_above => Joined, NAME_SHARED;
    is_total_with_counts => Total, TOTAL;
    goes_on_below_a_total => Total, BELOW_A_TOTAL;
    is_example => Sample, EXAMPLE;
    goes_on_in_lower_case => Joined, LOWER_CASE;
    fills_the_form => Record, FILLS_THE_FORM;
    bears_a_code => Record, BEARS_A_CODE;
    goes_on_in_the_count => Record, ORDINAL_GOES_ON;
    // Words.
    begins_as_a_total => Total, TOTAL_IN_WORDS;
    is_signature => Signature, SIGNATURE;
    is_below_a_signature => Signature, BELOW_SIGNATURE;
    begins_as_a_note => Note, NOTE;
    goes_on_with_a_note => Note, NOTE_GOES_ON;
    // What is left: sections, parts, and what cannot be told.
    is_beside => Stray, BESIDE;
    is_far_below => Stray, FAR_BELOW;
    is_merged_across => Section, MERGED_ACROSS;
    is_text_for_an_ordinal => Section, WORDS_FOR_AN_ORDINAL;
    is_part_of_the_record_above => Stray, PART;
    is_part_behind_a_dash => Stray, DASHED_PART;
    stands_for_the_ordinal_between => Record, ORDINAL_BETWEEN;
    is_named_where_an_ordinal_is_missing => Stray, ORDINAL_MISSING;
    heads_a_list => Section, HEADS_A_LIST;
    goes_on_below_texts => Joined, BELOW_TEXTS;
    goes_on_with_a_capital => Joined, BELOW_CAPITALS;
    is_lone_number => Stray, LONE_NUMBER;
    begins_a_count => Record, BEGINS_A_COUNT;
    is_lone_text => Section, LONE_TEXT;
    is_lone_text_elsewhere => Stray, LONE_TEXT_ELSEWHERE;
    fills_nothing_required => Stray, NOTHING_REQUIRED;
    holds_numbers_alone => Stray, NUMBERS_ALONE;
    is_anything => Record, SEVERAL_FILLED;
}

/// The line that decides what the row is.
pub fn decide(signals: &Signals<'_>) -> &'static Line {
    LINES.iter().find(|line| (line.when)(signals)).unwrap_or(&LINES[0])
}

/// Whether the cell says nothing: spaces, dots, dashes.
pub fn is_blank(content: &Content) -> bool {
    match content {
        Content::Text(text) => text.is_blank(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_has_a_reason_of_its_own() {
        for (at, line) in LINES.iter().enumerate() {
            assert!(LINES[..at].iter().all(|other| !std::ptr::eq(other.why, line.why)), "{}", line.why.en);
        }
    }
}
