//! What tells rows apart: what a row holds, how its ordinal stands to those before, and what stands around it. Nothing is
//! decided here.

use super::column_numbers::{counts_all_columns, is_number_row, numbers_few_columns, numbers_in_brackets};
use super::nothing::says_nothing;
use super::ordinal::{Ordinal, ordinal_of};
use super::shape::{Before, Columns, text_of};
use super::{FAR_BELOW, LONGEST_HEADING, is_blank};
use crate::cell::Content;
use crate::intake::RowKind;
use crate::intake::read::shown;
use crate::schema::row_words::RowWords;
use crate::text::{bare, fold};
use crate::workbook::Row;

mod going_on;
mod other_lists;
mod parents;

pub(super) use parents::begins_with_a_dash;

/// How a row's ordinal stands to those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// There is none.
    None,
    /// One more than the last record's.
    GoesOn,
    /// Any other whole number.
    Number(u32),
    /// Below a number, such as `3.1`.
    Sub(u32),
    /// `a)`.
    Letter,
    /// `I`, `A`.
    Mark,
    /// Words.
    Words,
}

/// What a row shows.
pub struct Signals<'a> {
    shape: &'a Columns<'a>,
    before: &'a Before<'a>,
    row: &'a Row,
    /// The cells that say something.
    filled: Vec<(u32, &'a Content)>,
    /// How many of them stand in columns of fields other than the ordinal.
    in_fields: usize,
    /// How many stand in no column of a field.
    beside: usize,
    /// How many required fields are filled, here or from above by a merged cell.
    required: usize,
    /// The name, if one stands here.
    leading: Option<&'a Content>,
    /// The name is merged down from a row above.
    leading_covered: bool,
    mark: Option<Ordinal>,
    /// How many columns the widest merged region that begins here spans.
    span: usize,
    /// The next row that holds anything.
    next: Option<&'a Row>,
    /// The next ordinal that is a number, or counts below one.
    next_number: Option<Ordinal>,
}

impl<'a> Signals<'a> {
    /// What this row shows. `covered` are the columns whose cell here belongs to a cell merged from a row above; `span` is
    /// how many columns the widest merged region that begins here has; `next` is the next row that holds anything, and the next
    /// ordinal that is a number.
    pub fn of(
        shape: &'a Columns<'a>,
        before: &'a Before<'a>,
        row: &'a Row,
        covered: &[u32],
        span: usize,
        (next, next_number): (Option<&'a Row>, Option<Ordinal>),
    ) -> Self {
        let filled = filled(row);
        let at = |wanted: Option<u32>| filled.iter().find(|(column, _)| Some(*column) == wanted).map(|(_, it)| *it);
        let is_filled = |column: &&u32| filled.iter().any(|(number, _)| number == *column);
        let in_fields = filled.iter().filter(|(column, _)| shape.fields.contains(column)).count();
        let ordinals = filled.iter().filter(|(column, _)| Some(*column) == shape.ordinal).count();
        Self {
            in_fields,
            beside: filled.len() - in_fields - ordinals,
            required: shape.required.iter().filter(|column| covered.contains(column) || is_filled(column)).count(),
            leading: at(shape.leading),
            leading_covered: shape.leading.is_some_and(|column| covered.contains(&column)),
            mark: at(shape.ordinal).map(ordinal_of),
            span,
            next,
            next_number,
            filled,
            shape,
            before,
            row,
        }
    }

    /// Nothing but spaces, dots and dashes.
    pub fn is_empty(&self) -> bool {
        self.filled.is_empty()
    }

    /// An ordinal and nothing else.
    pub fn is_ordinal_alone(&self) -> bool {
        self.in_fields == 0 && self.beside == 0 && self.mark != Some(Ordinal::Words)
    }

    /// Each cell but the ordinal says that there is nothing to report.
    pub fn says_there_is_nothing(&self) -> bool {
        let none = self.shape.none;
        let mut cells = self.filled.iter().filter(|(column, _)| Some(*column) != self.shape.ordinal).peekable();
        !none.is_empty() && cells.peek().is_some() && cells.all(|(_, content)| says_nothing(none, content))
    }

    /// It begins with the label of a value outside the table, and holds no more than such labels and a cell beside each; or it goes on
    /// below such a row with a text and a cell beside it.
    pub fn labels_a_value(&self) -> bool {
        let goes_on = || {
            let is_text = self.filled.first().is_some_and(|(_, first)| text_of(first).is_some());
            self.before.labelled && is_text && self.filled.len() <= 2 && !self.shape.fills_half(self.row)
        };
        self.shape.labels_a_value(self.row) || goes_on()
    }

    /// The form says that every row is data.
    pub fn is_plain(&self) -> bool {
        let numbers = || self.before.below_header && numbers_in_brackets(&self.filled);
        self.shape.plain && self.in_fields > 0 && !numbers()
    }

    /// Column numbers, where they can stand: below a header, or as they stood there, or one for each column.
    pub fn numbers_the_columns(&self) -> bool {
        let few = || numbers_few_columns(&self.filled, self.shape.columns.len());
        self.before.below_header && (is_number_row(self.words(), &self.filled) || few())
            || self.before.numbers.is_some_and(|numbers| numbers.cells == self.row.cells)
            || counts_all_columns(self.words(), &self.filled, self.shape.columns.len())
    }

    /// At least three cells (or all, if there are two) say what their column's heading says.
    pub fn repeats_the_header(&self) -> bool {
        let mut repeated = 0;
        for (at, (column, content)) in self.filled.iter().enumerate() {
            repeated += usize::from(self.shape.is_heading(Some(*column), content));
            // Three misses and no hit: data.
            if at >= 2 && repeated == 0 {
                return false;
            }
        }
        repeated >= 3 && repeated * 2 >= self.filled.len() || repeated == self.filled.len() && repeated == 2
    }

    /// A code of the kind that every record has.
    pub fn bears_a_code(&self) -> bool {
        self.shape.code.zip(self.leading).is_some_and(|(code, content)| code.fits(shown(content).trim()))
    }

    /// Before any record: the cells tell how to fill the columns («(bắt buộc)», «Ghi rõ …»), or divide columns that the form
    /// does not have by years, as templates do in a row of their own below the headings; or the columns are numbered right below, where
    /// data cannot stand before: the headings in another language.
    pub fn explains_the_headings(&self) -> bool {
        if self.before.recorded {
            return false;
        }
        if self.before.below_header && self.stands_above_column_numbers() {
            return true;
        }
        let cells: Vec<(u32, &Content)> =
            self.filled.iter().filter(|(column, _)| Some(*column) != self.shape.ordinal).copied().collect();
        let explains = |content: &Content| text_of(content).is_some_and(|text| self.words().is_guidance(&fold(text)));
        let divides = |column: u32, content: &Content| !self.shape.fields.contains(&column) && self.is_year(content);
        cells.len() >= 3 && cells.iter().all(|(_, content)| explains(content))
            || cells.len() >= 2 && cells.iter().all(|(column, content)| divides(*column, content))
    }

    /// Texts alone, and the next row numbers the columns.
    fn stands_above_column_numbers(&self) -> bool {
        let is_text = |content: &Content| text_of(content).is_some() && ordinal_of(content) == Ordinal::Words;
        let numbers = |row: &Row| row.number == self.row.number + 1 && is_number_row(self.words(), &filled(row));
        self.filled.len() >= 3 && self.filled.iter().all(|(_, it)| is_text(it)) && self.next.is_some_and(numbers)
    }

    /// Formulas without a result, and zeros.
    pub fn holds_formulas_and_zeros(&self) -> bool {
        let nothing = |content: &Content| match content {
            Content::Uncalculated(_) => true,
            Content::Number(number) => *number == 0.0,
            Content::Text(text) => text.trim() == "0",
            _ => false,
        };
        let mut fields = self.filled.iter().filter(|(column, _)| Some(*column) != self.shape.ordinal);
        let zeros = self.filled.iter().any(|(_, content)| !matches!(content, Content::Uncalculated(_)));
        // Formulas alone are a record whose values are yet to be calculated.
        self.in_fields > 0 && (zeros || self.leading.is_none()) && fields.all(|(_, content)| nothing(content))
    }

    /// An ordinal and listed values alone, and the same in the row above or below, or nothing below.
    pub fn is_prefilled(&self) -> bool {
        let rest = |row: &'a Row| -> Vec<(u32, &'a Content)> {
            row.cells.iter().filter(|(column, it)| Some(*column) != self.shape.ordinal && !is_blank(it)).collect()
        };
        let is_default = |column: &u32| self.shape.listed.contains(column);
        matches!(self.mark, Some(Ordinal::Number(_)))
            && self.leading.is_none()
            && !self.leading_covered
            && self.filled.iter().all(|(column, _)| Some(*column) == self.shape.ordinal || is_default(column))
            && (self.next.is_none_or(|next| rest(next) == rest(self.row))
                || self.before.row.is_some_and(|above| rest(above) == rest(self.row)))
    }

    /// A cell is the label of a total, and all others are counts.
    pub fn is_total_with_counts(&self) -> bool {
        let label = self.label_of_counts().filter(|text| text.len() <= LONGEST_HEADING);
        label.map(fold).is_some_and(|text| {
            self.words().is_total_label(&text) || self.words().is_total(&text) && self.step() != Step::GoesOn
        })
    }

    /// The one text where all other cells are counts.
    fn label_of_counts(&self) -> Option<&'a str> {
        let mut words = self.filled.iter().filter(|(_, content)| !counts_something(content));
        let (Some((_, label)), None) = (words.next(), words.next()) else { return None };
        text_of(label)
    }

    /// Right below a total, and a text with counts alone: what the total is made up of. Below one on top stand the rows themselves.
    pub fn goes_on_below_a_total(&self) -> bool {
        self.before.kind == Some(RowKind::Total)
            && (self.before.recorded || !self.fills_the_form())
            && self.before.gap == 0
            && self.filled.len() >= 2
            && self.label_of_counts().is_some()
            && self.mark.is_none_or(|mark| mark == Ordinal::Words)
    }

    /// «VD» stands in place of the ordinal, «Ví dụ: …» in place of a name, or «Dòng mẫu, …» in any cell.
    pub fn is_example(&self) -> bool {
        let ordinal = self.filled.iter().find(|(column, _)| Some(*column) == self.shape.ordinal);
        let stands_for_it = |text: &str| self.words().examples.may_begin(text) && self.words().is_example(&fold(text));
        ordinal.and_then(|(_, content)| text_of(content)).is_some_and(stands_for_it)
            || self.in_fields >= 2
                && self
                    .leading
                    .and_then(text_of)
                    .filter(|text| self.words().example_beginnings.may_begin_text(text))
                    .is_some_and(|text| self.words().example_beginnings.begin(&fold(text)))
            || self.in_fields >= 2
                && self.filled.iter().filter_map(|(_, content)| text_of(content)).any(|text| {
                    text.len() <= LONGEST_HEADING
                        && self.words().example_notes.may_begin_text(text)
                        && self.words().example_notes.begin(&fold(text))
                })
    }

    /// At least half of the required columns are filled, and two (or all, if there is one). Where hardly any is required and rows are
    /// counted, three columns must be, or half of fewer than six: sections and signatures fill one or two.
    pub fn fills_the_form(&self) -> bool {
        let (all, fields) = (self.shape.required.len(), self.shape.fields.len());
        let is_full = all > 1 || self.shape.ordinal.is_none() || self.in_fields * 2 >= fields.min(6);
        self.in_fields >= 1 && self.required >= 2.min(all) && self.required * 2 >= all && is_full
    }

    /// A name; where the form asks for none, a text in the first of its columns.
    fn has_name(&self) -> bool {
        let is_first = |(column, _): &(u32, &Content)| self.shape.fields.first() == Some(column);
        self.leading.is_some() || self.shape.required.is_empty() && self.filled.iter().any(is_first)
    }

    /// A name, with the next ordinal in the count.
    pub fn goes_on_in_the_count(&self) -> bool {
        let follows = self.step() == Step::GoesOn || self.is_sub_of_the_section();
        follows
            && self.has_name()
            && !self.before.signed
            && !self.before.noted
            && !self.heads_a_list()
            && !self.is_merged_across()
    }

    /// A cell or more and the ordinal between that of the record right above and that of the row right below.
    pub fn stands_for_the_ordinal_between(&self) -> bool {
        self.in_fields >= 1 && self.step() == Step::GoesOn && self.before.gap == 0 && self.has_place_in_the_count()
    }

    /// A name alone, without an ordinal, between a record and a row whose ordinals leave out one.
    pub fn is_named_where_an_ordinal_is_missing(&self) -> bool {
        self.in_fields == 1 && self.leading.is_some() && self.mark.is_none() && self.has_place_in_the_count()
    }

    /// Between the ordinal of the record above and that of the row below there is just one more.
    fn has_place_in_the_count(&self) -> bool {
        self.before.kind == Some(RowKind::Record)
            && self.before.ordinal.is_some_and(|last| self.next_mark() == Some(Ordinal::Number(last + 2)))
            && !self.is_merged_across()
    }

    fn is_sub_of_the_section(&self) -> bool {
        matches!(self.step(), Step::Sub(first) if self.before.section == Some(first))
    }

    /// A number and a name, where a count begins.
    pub fn begins_a_count(&self) -> bool {
        let Step::Number(number) = self.step() else { return false };
        // A row below that counts otherwise belongs to another count.
        let fits_below = match self.next_mark() {
            Some(Ordinal::Number(below)) => below == number + 1,
            _ => true,
        };
        self.in_fields == 1
            && self.has_name()
            && self.lone().is_some_and(|(_, content)| text_of(content).is_some())
            && (self.before.ordinal.is_none() || number == 1)
            && fits_below
    }

    /// The first words are those of a total.
    pub fn begins_as_a_total(&self) -> bool {
        self.first_words().is_some_and(|text| self.words().is_total(&fold(text)))
    }

    /// Recipients, a signature, place and day.
    pub fn is_signature(&self) -> bool {
        self.filled
            .iter()
            .filter_map(|(_, content)| text_of(content))
            .any(|text| self.words().is_signature(&fold(text)))
    }

    /// Below a signature.
    pub fn is_below_a_signature(&self) -> bool {
        self.before.signed
    }

    /// Begins as notes do.
    pub fn begins_as_a_note(&self) -> bool {
        self.filled
            .iter()
            .find_map(|(_, content)| text_of(content))
            .is_some_and(|text| self.words().is_note(&fold(text)))
    }

    /// Below a note, and a single cell, or a number and a text.
    pub fn goes_on_with_a_note(&self) -> bool {
        let numbered_line = || {
            let [(_, mark), (_, words)] = self.filled[..] else { return false };
            ordinal_of(mark) != Ordinal::Words && ordinal_of(words) == Ordinal::Words
        };
        self.before.noted && (self.in_fields <= 1 || self.mark.is_none() && numbered_line())
    }

    /// All cells stand beside the form's columns.
    pub fn is_beside(&self) -> bool {
        self.in_fields == 0 && self.mark != Some(Ordinal::Words)
    }

    /// Below many blank rows.
    pub fn is_far_below(&self) -> bool {
        self.before.gap >= FAR_BELOW
    }

    /// One cell is merged across half of the table.
    pub fn is_merged_across(&self) -> bool {
        self.span * 2 >= self.shape.columns.len() && self.span > 1
    }

    /// Words in the ordinal column and nothing else in the form's.
    pub fn is_text_for_an_ordinal(&self) -> bool {
        self.mark == Some(Ordinal::Words) && self.in_fields == 0
    }

    /// A single cell of the form's that holds no text.
    pub fn is_lone_number(&self) -> bool {
        self.in_fields == 1 && self.lone().is_some_and(|(_, content)| text_of(content).is_none())
    }

    /// A single text where names, ordinals or the first column are.
    pub fn is_lone_text(&self) -> bool {
        let heads = |column: u32| {
            self.shape.leading.is_none_or(|leading| column <= leading)
                || self.shape.columns.first().is_some_and(|first| column <= first.column)
        };
        self.in_fields == 1 && self.lone().is_some_and(|(column, _)| heads(column))
    }

    /// A single text elsewhere.
    pub fn is_lone_text_elsewhere(&self) -> bool {
        self.in_fields == 1 && self.mark.is_none()
    }

    /// Numbers, and neither a name nor an ordinal: `2021`, `2022`.
    pub fn holds_numbers_alone(&self) -> bool {
        let has_letters = |content: &Content| text_of(content).is_some_and(|text| text.contains(char::is_alphabetic));
        self.mark.is_none() && self.leading.is_none() && !self.filled.iter().any(|(_, content)| has_letters(content))
    }

    /// Neither a number nor a required column is filled.
    pub fn fills_nothing_required(&self) -> bool {
        self.required == 0
            && !self.shape.required.is_empty()
            && !matches!(self.mark, Some(Ordinal::Number(_) | Ordinal::Sub(..)))
    }

    /// Anything else in the form's columns.
    pub fn is_anything(&self) -> bool {
        true
    }

    fn lone(&self) -> Option<(u32, &'a Content)> {
        self.filled.iter().find(|(column, _)| self.shape.fields.contains(column)).copied()
    }

    fn step(&self) -> Step {
        match self.mark {
            None => Step::None,
            Some(Ordinal::Number(number)) if self.before.ordinal.is_some_and(|last| number == last + 1) => Step::GoesOn,
            Some(Ordinal::Number(number)) => Step::Number(number),
            Some(Ordinal::Sub(first, _)) => Step::Sub(first),
            Some(Ordinal::Letter) => Step::Letter,
            Some(Ordinal::Mark) => Step::Mark,
            Some(Ordinal::Words) => Step::Words,
        }
    }

    fn next_mark(&self) -> Option<Ordinal> {
        let content = self.shape.ordinal.and_then(|column| self.next?.content(column))?;
        (!is_blank(content)).then(|| ordinal_of(content))
    }

    /// The first words: «Tổng cộng» may stand behind an ordinal, or behind `x` and counts.
    fn first_words(&self) -> Option<&'a str> {
        let words = self.filled.iter().map(|(_, content)| (text_of(content), ordinal_of(content)));
        words.filter(|(_, ordinal)| *ordinal == Ordinal::Words).find_map(|(text, _)| text)
    }

    /// The words by which rows are told apart.
    fn words(&self) -> &'a RowWords {
        &self.shape.language.rows
    }

    fn is_year(&self, content: &Content) -> bool {
        match content {
            Content::Number(number) => number.fract() == 0.0 && (2000.0..=2100.0).contains(number),
            Content::Text(text) => {
                let bare = bare(text);
                let word = |year: &&str| bare.starts_with(*year);
                let digits =
                    self.shape.language.units.year.iter().find(word).map_or(&*bare, |year| &bare[year.len()..]);
                let digits = digits.trim();
                digits.len() == 4 && digits.starts_with("20") && digits.bytes().all(|digit| digit.is_ascii_digit())
            }
            _ => false,
        }
    }
}

/// The cells of a row that say something.
fn filled(row: &Row) -> Vec<(u32, &Content)> {
    let mut filled = Vec::with_capacity(row.cells.len());
    filled.extend(row.cells.iter().filter(|(_, content)| !is_blank(content)));
    filled
}

/// In a row of totals the other cells hold counts, `x` or `0`.
fn counts_something(content: &Content) -> bool {
    match content {
        Content::Text(text) => {
            let text = text.trim();
            text.len() <= 8 && text.chars().count() <= 2 || text.starts_with(|first: char| first.is_ascii_digit())
        }
        _ => true,
    }
}
