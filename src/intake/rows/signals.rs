//! What tells rows apart: what a row holds, how its ordinal stands to those before, and what stands around it. Nothing is
//! decided here.

use super::alone::is_whole;
use super::column_numbers::{counts_all_columns, is_number_row, numbers_few_columns};
use super::ordinal::{Ordinal, ordinal_of};
use super::shape::{Before, Shape, first_word, text_of};

use super::words::{counts_something, is_example, is_guidance, is_note, is_signature, is_total, is_total_label};
use super::{FAR_BELOW, LONGEST_HEADING, LONGEST_OWNER, SHORTEST_PART, is_blank};
use crate::cell::Content;
use crate::intake::RowKind;
use crate::text::fold;
use crate::workbook::Row;

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
    shape: &'a Shape<'a>,
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
        shape: &'a Shape<'a>,
        before: &'a Before<'a>,
        row: &'a Row,
        covered: &[u32],
        span: usize,
        (next, next_number): (Option<&'a Row>, Option<Ordinal>),
    ) -> Self {
        let filled: Vec<(u32, &Content)> =
            row.cells.iter().filter(|(_, content)| !is_blank(content)).map(|(column, it)| (*column, it)).collect();
        let at = |wanted: Option<u32>| filled.iter().find(|(column, _)| Some(*column) == wanted).map(|(_, it)| *it);
        let is_filled = |column: &&u32| filled.iter().any(|(number, _)| number == *column);
        Self {
            in_fields: filled.iter().filter(|(column, _)| shape.fields.contains(column)).count(),
            beside: filled
                .iter()
                .filter(|(column, _)| !shape.fields.contains(column) && Some(*column) != shape.ordinal)
                .count(),
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

    /// The form says that every row is data.
    pub fn is_plain(&self) -> bool {
        self.shape.plain && self.in_fields > 0
    }

    /// Column numbers, where they can stand: below a header, or as they stood there, or one for each column.
    pub fn numbers_the_columns(&self) -> bool {
        let few = || numbers_few_columns(&self.filled, self.shape.columns.len());
        self.before.below_header && (is_number_row(&self.filled) || few())
            || self.before.numbers.is_some_and(|numbers| numbers.cells == self.row.cells)
            || counts_all_columns(&self.filled, self.shape.columns.len())
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

    /// Before any record: the cells tell how to fill the columns («(bắt buộc)», «Ghi rõ …»), or divide columns that the form
    /// does not have by years, as templates do in a row of their own below the headings.
    pub fn explains_the_headings(&self) -> bool {
        if self.before.recorded {
            return false;
        }
        let cells: Vec<(u32, &Content)> =
            self.filled.iter().filter(|(column, _)| Some(*column) != self.shape.ordinal).copied().collect();
        let explains = |content: &Content| text_of(content).is_some_and(|text| is_guidance(&fold(text)));
        let divides = |column: u32, content: &Content| !self.shape.fields.contains(&column) && is_year(content);
        cells.len() >= 3 && cells.iter().all(|(_, content)| explains(content))
            || cells.len() >= 2 && cells.iter().all(|(column, content)| divides(*column, content))
    }

    /// The header of another list: it has fewer columns (else it is this one's with other words), «STT» stands where ordinals
    /// do, or headings stand in other columns, and below it a count begins.
    pub fn begins_another_list(&self) -> bool {
        if !self.before.recorded || self.filled.len() < 3 || self.filled.iter().any(|(_, it)| text_of(it).is_none()) {
            return false;
        }
        let counts_anew = || self.next_mark().is_none_or(|mark| matches!(mark, Ordinal::Number(1) | Ordinal::Mark));
        let over_ordinals = || {
            let ordinal = self.filled.iter().find(|(column, _)| Some(*column) == self.shape.ordinal);
            ordinal.is_some_and(|(column, content)| self.shape.is_heading(Some(*column), content))
        };
        let moved = || {
            let apart = self.before.gap > 0 || self.before.kind != Some(RowKind::Record);
            apart && self.filled.iter().filter(|(_, content)| self.shape.is_heading(None, content)).count() >= 2
        };
        self.filled.len() * 4 <= self.shape.columns.len() * 3 && counts_anew() && (over_ordinals() || moved())
    }

    /// Below the header of another list.
    pub fn is_elsewhere(&self) -> bool {
        self.before.elsewhere
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
        let rest = |row: &Row| -> Vec<(u32, Content)> {
            row.cells
                .iter()
                .filter(|(column, it)| Some(*column) != self.shape.ordinal && !is_blank(it))
                .cloned()
                .collect()
        };
        let is_default = |column: &u32| self.shape.listed.contains(column);
        matches!(self.mark, Some(Ordinal::Number(_)))
            && self.leading.is_none()
            && !self.leading_covered
            && self.filled.iter().all(|(column, _)| Some(*column) == self.shape.ordinal || is_default(column))
            && (self.next.is_none_or(|next| rest(next) == rest(self.row))
                || self.before.row.is_some_and(|above| rest(above) == rest(self.row)))
    }

    /// The name is merged down from the record above, and no ordinal of its own stands here.
    pub fn is_merged_with_the_record_above(&self) -> bool {
        self.leading_covered && self.leading.is_none() && self.mark.is_none() && self.follows_a_record()
    }

    /// The name, which no other record may have, is merged down from the record above, though an ordinal stands here.
    pub fn shares_its_name_with_the_record_above(&self) -> bool {
        self.shape.is_named && self.leading_covered && self.leading.is_none() && self.follows_a_record()
    }

    /// A cell is the label of a total, and all others are counts.
    pub fn is_total_with_counts(&self) -> bool {
        let mut words = self.filled.iter().filter(|(_, content)| !counts_something(content));
        let (Some((_, label)), None) = (words.next(), words.next()) else { return false };
        text_of(label)
            .filter(|text| text.len() <= LONGEST_HEADING)
            .map(fold)
            .is_some_and(|text| is_total_label(&text) || is_total(&text) && self.step() != Step::GoesOn)
    }

    /// «VD» stands in place of the ordinal, or «Ví dụ: …» in place of a name.
    pub fn is_example(&self) -> bool {
        let ordinal = self.filled.iter().find(|(column, _)| Some(*column) == self.shape.ordinal);
        ordinal.and_then(|(_, content)| text_of(content)).is_some_and(|text| is_example(&fold(text)))
            || self.in_fields >= 2
                && self.leading.and_then(text_of).filter(|text| may_begin_an_example(text)).is_some_and(|text| {
                    let text = fold(text);
                    ["ví dụ:", "vd:", "ví dụ -", "(ví dụ", "vi du:"].iter().any(|start| text.starts_with(start))
                })
    }

    /// Right below a record: texts that go on in the middle of a sentence, without an ordinal.
    pub fn goes_on_in_lower_case(&self) -> bool {
        let counted = || {
            let ordinal = self.shape.ordinal.and_then(|column| self.before.record?.content(column));
            ordinal.is_some_and(|content| !is_blank(content))
        };
        self.continues_texts()
            && self.filled.iter().all(|(_, content)| text_of(content).is_some_and(begins_in_lower_case))
            && (self.leading.is_none() || counted())
            && !self.filled.iter().any(|(column, _)| self.shape.listed.contains(column) && self.leading.is_some())
    }

    /// Right below a record: texts in columns of texts, with neither ordinal nor name, each below a text.
    pub fn goes_on_below_texts(&self) -> bool {
        let above = |column: &u32| self.before.record.and_then(|row| row.content(*column)).is_some();
        self.shape.leading.is_some()
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
                is_text(column) && text_of(content).is_some_and(|text| text.trim().chars().count() >= SHORTEST_PART)
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
                && first_word(content).is_some_and(|word| self.before.beginnings.contains(&(column, word)))
        };
        self.leading.and_then(text_of).is_some_and(is_whole)
            && self.filled.iter().any(|(column, content)| owned(*column, content))
    }

    fn follows_a_record(&self) -> bool {
        self.before.gap == 0 && matches!(self.before.kind, Some(RowKind::Record | RowKind::Joined))
    }

    /// At least half of the required columns are filled, and two (or all, if there is one).
    pub fn fills_the_form(&self) -> bool {
        let all = self.shape.required.len();
        self.in_fields >= 1 && self.required >= 2.min(all) && self.required * 2 >= all
    }

    /// A name, with the next ordinal in the count.
    pub fn goes_on_in_the_count(&self) -> bool {
        let follows = self.step() == Step::GoesOn || self.is_sub_of_the_section();
        follows
            && self.leading.is_some()
            && !self.before.signed
            && !self.before.noted
            && !self.heads_a_list()
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
            && self.leading.is_some_and(|content| text_of(content).is_some())
            && (self.before.ordinal.is_none() || number == 1)
            && fits_below
    }

    /// The first words are those of a total.
    pub fn begins_as_a_total(&self) -> bool {
        self.first_words().is_some_and(|text| is_total(&fold(text)))
    }

    /// Recipients, a signature, place and day.
    pub fn is_signature(&self) -> bool {
        self.filled.iter().filter_map(|(_, content)| text_of(content)).any(|text| is_signature(&fold(text)))
    }

    /// Below a signature.
    pub fn is_below_a_signature(&self) -> bool {
        self.before.signed
    }

    /// Begins as notes do.
    pub fn begins_as_a_note(&self) -> bool {
        self.filled.iter().find_map(|(_, content)| text_of(content)).is_some_and(|text| is_note(&fold(text)))
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

    /// A name that counts below a record (`3.1` or `a)` below `3`), with nothing else: a part of it.
    pub fn is_part_of_the_record_above(&self) -> bool {
        let below = match self.step() {
            Step::Sub(first) => self.before.ordinal == Some(first),
            Step::Letter => matches!(self.before.kind, Some(RowKind::Record | RowKind::Stray)),
            _ => false,
        };
        let heads = self.step() != Step::Letter && self.heads_a_list();
        below && self.in_fields == 1 && self.leading.is_some() && !heads
    }

    /// Below a record: a name behind a dash, with nothing else: a part of it. Where such a text stands above the records, those
    /// between them head sections.
    pub fn is_part_behind_a_dash(&self) -> bool {
        let below = matches!(self.before.kind, Some(RowKind::Record | RowKind::Joined | RowKind::Stray));
        let ordinal = self.shape.ordinal.and_then(|column| self.row.content(column));
        let is_dashed = || [ordinal, self.leading].into_iter().flatten().any(begins_with_a_dash);
        below
            && self.before.gap == 0
            && self.in_fields == 1
            && self.leading.is_some()
            && self.span <= 1
            && !self.before.dashed
            && is_dashed()
    }

    /// A name with neither purpose nor the like, and right below it a record that counts within it: `a)`, also where that stands in
    /// a column of its own.
    fn is_above_letters(&self) -> bool {
        let Some(next) = self.next.filter(|next| self.shape.fills_half(next)) else { return false };
        let ordinal = self.shape.ordinal.and_then(|column| next.content(column)).filter(|it| !is_blank(it));
        let letter = match ordinal {
            Some(content) => Some(content),
            None => {
                let before_name = |column: u32| {
                    !self.shape.fields.contains(&column) && self.shape.leading.is_some_and(|leading| column < leading)
                };
                let beside = next.cells.iter().filter(|(column, it)| before_name(*column) && !is_blank(it));
                beside.map(|(_, content)| content).next_back()
            }
        };
        letter.is_some_and(begins_letters) && self.leading.is_some() && !self.shape.fills_half(self.row)
    }

    /// A section may say whose it is, how much it holds or when it is due; its rows follow. It bears the mark of a section
    /// (`I`, `A`), or the row below it starts counting anew (`1`, `a)`, or `3.1` below `3`).
    pub fn heads_a_list(&self) -> bool {
        match (self.mark, self.next_number) {
            (Some(Ordinal::Mark | Ordinal::Letter), _) => true,
            (Some(Ordinal::Number(_)), _) if self.is_above_letters() => true,
            (Some(Ordinal::Number(_)), Some(Ordinal::Number(1))) => self.next_mark() == Some(Ordinal::Number(1)),
            (Some(Ordinal::Number(number)), Some(Ordinal::Sub(above, _))) => above == number,
            (Some(Ordinal::Sub(first, depth)), Some(Ordinal::Sub(above, deeper))) => first == above && deeper > depth,
            _ => false,
        }
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

    /// Neither a number nor a required column is filled.
    pub fn fills_nothing_required(&self) -> bool {
        self.required == 0 && !matches!(self.mark, Some(Ordinal::Number(_) | Ordinal::Sub(..)))
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
}

fn is_year(content: &Content) -> bool {
    match content {
        Content::Number(number) => number.fract() == 0.0 && (2000.0..=2100.0).contains(number),
        Content::Text(text) => {
            let bare = fold(text);
            let digits = bare.strip_prefix("năm").unwrap_or(&bare).trim();
            digits.len() == 4 && digits.starts_with("20") && digits.bytes().all(|digit| digit.is_ascii_digit())
        }
        _ => false,
    }
}

/// A cheap question before the text is folded: most begin with another letter.
fn may_begin_an_example(text: &str) -> bool {
    text.chars().next().is_none_or(|first| !first.is_alphanumeric() || matches!(first, 'v' | 'V'))
}

fn begins_in_lower_case(text: &str) -> bool {
    text.trim_start().chars().next().is_some_and(char::is_lowercase)
}

/// Marks that stand before the parts of a list.
const DASHES: [char; 10] = ['-', '–', '—', '+', '•', '·', '▪', '●', '◦', '*'];

pub(super) fn begins_with_a_dash(content: &Content) -> bool {
    text_of(content).is_some_and(|text| text.trim_start().starts_with(DASHES))
}

/// Whether the letters `a)`, `b)` begin here, or are counted in another way below a number: `1a`, `i.`.
fn begins_letters(content: &Content) -> bool {
    text_of(content).is_some_and(|text| matches!(fold(text).trim_matches(['(', ')', '.', '/', ' ', '-']), "a" | "i"))
}
