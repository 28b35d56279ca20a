//! Rows that head others, and rows that are a part of the record above.

use super::super::shape::text_of;
use super::super::{Ordinal, is_blank};
use super::{Signals, Step};
use crate::cell::Content;
use crate::intake::RowKind;
use crate::text::fold;

impl Signals<'_> {
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

    /// Below a record: a name behind a dash or a letter (`a)`), with nothing else: a part of it. Where such a text stands above the records, those
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

    /// A name alone, and right below it a record without an ordinal whose name stands behind a dash, or whose ordinal (`1.1`) the
    /// spreadsheet program took for a day.
    fn is_above_parts(&self, number: u32) -> bool {
        let Some(next) = self.next.filter(|next| self.in_fields == 1 && self.shape.fills_half(next)) else {
            return false;
        };
        let ordinal = self.shape.ordinal.and_then(|column| next.content(column)).filter(|it| !is_blank(it));
        self.leading.is_some()
            && match ordinal {
                None => self.shape.leading.and_then(|column| next.content(column)).is_some_and(begins_with_a_dash),
                Some(Content::Date(day)) => [day.day(), day.month()].iter().any(|it| u32::try_from(*it) == Ok(number)),
                Some(_) => false,
            }
    }

    /// A section may say whose it is, how much it holds or when it is due; its rows follow. It bears the mark of a section
    /// (`I`, `A`), or the row below it starts counting anew (`1`, `a)`, or `3.1` below `3`).
    pub fn heads_a_list(&self) -> bool {
        match (self.mark, self.next_number) {
            (Some(Ordinal::Mark | Ordinal::Letter), _) => true,
            (Some(Ordinal::Number(_)), _) if self.is_above_letters() => true,
            (Some(Ordinal::Number(number)), _) if self.is_above_parts(number) => true,
            (Some(Ordinal::Number(_)), Some(Ordinal::Number(1))) => self.next_mark() == Some(Ordinal::Number(1)),
            (Some(Ordinal::Number(number)), Some(Ordinal::Sub(above, _))) => above == number,
            (Some(Ordinal::Sub(first, depth)), Some(Ordinal::Sub(above, deeper))) => first == above && deeper > depth,
            _ => false,
        }
    }
}

/// Marks that stand before the parts of a list.
const DASHES: [char; 10] = ['-', '–', '—', '+', '•', '·', '▪', '●', '◦', '*'];

/// Whether a text begins as the parts of a list do: «- Phân hệ hồ sơ», «a) Phân hệ hồ sơ».
pub fn begins_with_a_dash(content: &Content) -> bool {
    let is_letter = |text: &str| {
        let mut characters = text.trim_start_matches('(').chars();
        characters.next().is_some_and(|first| first.is_ascii_lowercase())
            && matches!(characters.next(), Some('.' | ')'))
            && characters.next().is_none_or(char::is_whitespace)
    };
    text_of(content).map(str::trim_start).is_some_and(|text| text.starts_with(DASHES) || is_letter(text))
}

/// Whether the letters `a)`, `b)` begin here, or are counted in another way below a number: `1a`, `i.`.
fn begins_letters(content: &Content) -> bool {
    text_of(content).is_some_and(|text| matches!(fold(text).trim_matches(['(', ')', '.', '/', ' ', '-']), "a" | "i"))
}
