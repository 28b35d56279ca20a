//! The words by which rows of a table that are no data are told: totals, signatures, notes, guidance, examples. A part of
//! `schemas/languages/*.json`. All are compared with folded text, whose marks are kept: «Công nhiên» is not «cộng».

use serde::Deserialize;

use crate::text::lists::{Beginnings, Words};

/// What stands in rows that are no data.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RowWords {
    /// What the row of a total is called.
    pub totals: Totals,
    /// How recipients, offices and names below a form begin.
    pub signatures: Beginnings,
    /// Words that the line of place and day above a signature holds, all of one list, besides a comma.
    pub signed: Vec<Vec<String>>,
    /// How lines below a table, or between its parts, begin.
    pub notes: Beginnings,
    /// What stands before the number of a printed page.
    pub pages: Beginnings,
    /// How an order to the one who fills the form begins.
    pub orders: Beginnings,
    /// What stands in place of an ordinal where a template shows how to fill a row.
    pub examples: Words,
    /// How what stands in place of a name there begins.
    pub example_beginnings: Beginnings,
    /// How a remark in any cell of such a row begins: «Dòng mẫu, xóa khi nộp».
    pub example_notes: Beginnings,
    /// Headings of a list of people to ask, below a table: «Họ và tên», «Chức vụ».
    pub contacts: Words,
    /// What stands before the number of a column, in a row that numbers the columns.
    pub columns: Beginnings,
}

/// What the row of a total is called.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Totals {
    /// Alone, or with a count behind it.
    pub labels: Beginnings,
    /// Alone.
    pub alone: Words,
    /// With anything behind it.
    pub beginnings: Beginnings,
    /// With a colon and a count at its end: «Cộng Sở Y tế: 3 CSDL».
    pub counted: Beginnings,
    /// Alone behind the number of what is added up: «I Cộng».
    pub numbered: Words,
    /// The same, with anything behind it.
    pub numbered_beginnings: Beginnings,
    /// How names of rows begin that sum up others where nothing but numbers stands beside them, and no ordinal: «Toàn tỉnh».
    pub likely: Beginnings,
    /// What says how many rows there are, before the number: «gồm 24 cơ sở dữ liệu».
    pub counting: Words,
}

/// A longer line names no place and day.
const LONGEST_SIGNING: usize = 120;

impl RowWords {
    /// Whether the folded text begins as the label of a total.
    pub fn is_total(&self, text: &str) -> bool {
        let totals = &self.totals;
        let text = text.trim_start_matches(|character: char| {
            matches!(character, '*' | '-' | '+' | '(') || character.is_whitespace()
        });
        totals.alone.holds(text)
            || totals.beginnings.begin(text)
            || {
                let is_count =
                    |(_, count): (&str, &str)| count.trim_start().starts_with(|first: char| first.is_ascii_digit());
                totals.counted.begin(text) && text.rsplit_once(':').is_some_and(is_count)
            }
            || {
                let number = |character: char| "ivx.0123456789".contains(character);
                let behind = text.trim_start_matches(number).trim_start();
                behind.len() < text.len() && (totals.numbered.holds(behind) || totals.numbered_beginnings.begin(behind))
            }
    }

    /// Whether the folded text is the bare label of a total, perhaps with its count: no name is that short.
    pub fn is_total_label(&self, text: &str) -> bool {
        let text = text.trim_matches(|character: char| !character.is_alphanumeric() && character != ')');
        self.totals.labels.behind(text).any(|rest| {
            let rest = rest.trim_start();
            rest.is_empty() || rest.starts_with([':', '(']) || rest.starts_with(|first: char| first.is_ascii_digit())
        })
    }

    /// Recipients, offices and names below a form, and the line of place and day above them.
    pub fn is_signature(&self, text: &str) -> bool {
        let names_place_and_day = || {
            text.len() < LONGEST_SIGNING
                && text.contains(',')
                && self.signed.iter().any(|words| words.iter().all(|word| text.contains(word.as_str())))
        };
        self.signatures.begin(text) || names_place_and_day()
    }

    /// Lines below a table, or between its parts.
    pub fn is_note(&self, text: &str) -> bool {
        // The marks of footnotes, of whatever language.
        const MARKS: &[&str] = &["(*)", "(**)", "(1)", "* ", "*)"];
        let is_number = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'/');
        // The number of a printed page, «Trang 2/3».
        let page = self.pages.behind(text).any(is_number);
        // «(Tiếp theo trang trước)»
        let in_brackets = text.starts_with('(') && text.ends_with(')') && text.matches('(').count() == 1;
        // «Đầu mối liên hệ:» announces what stands beside it; no value of a form ends so.
        page || in_brackets
            || MARKS.iter().any(|mark| text.starts_with(mark))
            || self.notes.begin(text)
            || text.ends_with(':')
    }

    /// What templates write below a heading: a remark in brackets, or an order to the one who fills the form.
    pub fn is_guidance(&self, text: &str) -> bool {
        text.starts_with(['(', '[']) && text.ends_with([')', ']']) || self.orders.begin(text)
    }

    /// What stands in place of an ordinal where a template shows how to fill a row.
    pub fn is_example(&self, text: &str) -> bool {
        self.examples.holds(text.trim_end_matches([':', '.', ' ']))
    }

    /// Takes the words of another language as well.
    pub(super) fn extend(&mut self, other: &Self) {
        self.totals.labels.extend(&other.totals.labels);
        self.totals.alone.extend(&other.totals.alone);
        self.totals.beginnings.extend(&other.totals.beginnings);
        self.totals.counted.extend(&other.totals.counted);
        self.totals.numbered.extend(&other.totals.numbered);
        self.totals.numbered_beginnings.extend(&other.totals.numbered_beginnings);
        self.totals.likely.extend(&other.totals.likely);
        self.totals.counting.extend(&other.totals.counting);
        self.signatures.extend(&other.signatures);
        self.signed.extend(other.signed.iter().cloned());
        self.notes.extend(&other.notes);
        self.pages.extend(&other.pages);
        self.orders.extend(&other.orders);
        self.examples.extend(&other.examples);
        self.example_beginnings.extend(&other.example_beginnings);
        self.example_notes.extend(&other.example_notes);
        self.contacts.extend(&other.contacts);
        self.columns.extend(&other.columns);
    }
}
