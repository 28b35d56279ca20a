//! Where another list begins below or within a table: by headings of its own, or by its title.

use super::super::LONGEST_HEADING;
use super::super::ordinal::{Ordinal, ordinal_of};
use super::super::shape::text_of;
use super::{Signals, filled};
use crate::cell::Content;
use crate::intake::header::Key;
use crate::intake::{RowKind, other_list};
use crate::text::fold;

impl<'a> Signals<'a> {
    /// The header of another list: it has fewer columns (else it is this one's with other words), «STT» stands where ordinals
    /// do, or headings stand in other columns, and below it a count begins.
    pub fn begins_another_list(&self) -> bool {
        if !self.before.recorded || self.filled.len() < 3 || self.filled.iter().any(|(_, it)| text_of(it).is_none()) {
            return false;
        }
        let contacts = &self.words().contacts;
        let texts = self.filled.iter().filter_map(|(_, content)| text_of(content));
        let texts = texts.filter(|text| contacts.may_begin(text));
        if texts.filter(|text| contacts.holds(&fold(text))).count() >= 2 {
            return true;
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
        let is_narrow = self.filled.len() * 4 <= self.shape.columns.len() * 3;
        counts_anew() && (is_narrow && (over_ordinals() || moved()) || over_ordinals() && self.heads_other_columns())
    }

    /// Headings of the form's that head no column of this table: the columns of a wide form go on below, as on another page.
    fn heads_other_columns(&self) -> bool {
        let fields = self.shape.form.fields.iter();
        let titles = fields.flat_map(|field| std::iter::once(&field.title).chain(&field.aliases));
        let titles: Vec<Key> = titles.map(|title| Key::new(title)).collect();
        let is_other = |content: &Content| {
            let key = text_of(content).filter(|text| text.len() <= LONGEST_HEADING).map(Key::new);
            key.is_some_and(|key| titles.contains(&key)) && !self.shape.is_heading(None, content)
        };
        self.filled.iter().filter(|(_, content)| is_other(content)).count() >= 3
    }

    /// The title of a list that is not what the form asks for, above rows that have its columns: «B. NHU CẦU KHAI THÁC».
    pub fn titles_another_list(&self) -> bool {
        let apart = |text: &str| other_list::is_section(self.shape.form, text, self.mark == Some(Ordinal::Mark));
        self.before.recorded && self.title().is_some_and(apart) && self.stands_above_data()
    }

    /// Below the header or the title of another list, and no section of the form's own.
    pub fn is_elsewhere(&self) -> bool {
        let goes_on = || self.before.marked_elsewhere && self.is_marked_title() && self.stands_above_data();
        self.before.elsewhere && !goes_on()
    }

    /// A title with the mark of a section.
    pub fn is_marked_title(&self) -> bool {
        let is_marked = |text: &str| self.mark == Some(Ordinal::Mark) || other_list::has_mark(text);
        self.title().is_some_and(is_marked)
    }

    /// The one text beside the mark of a section, or alone.
    fn title(&self) -> Option<&'a str> {
        let others = self.filled.len() - usize::from(matches!(self.mark, Some(Ordinal::Mark)));
        let few = self.filled.iter().filter(|_| others == 1);
        let mut texts = few.filter(|(_, content)| ordinal_of(content) == Ordinal::Words);
        let (_, text) = texts.next().filter(|_| texts.next().is_none())?;
        text_of(text).filter(|text| text.len() <= LONGEST_HEADING)
    }

    /// The next row that holds anything fills columns, and is no header.
    fn stands_above_data(&self) -> bool {
        let Some(next) = self.next else { return false };
        let cells = filled(next);
        let is_heading = |(column, content): &(u32, &Content)| self.shape.is_heading(Some(*column), content);
        cells.len() >= 3 && !cells.iter().any(is_heading)
    }
}
