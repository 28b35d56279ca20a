//! What stands in the brackets of a heading. Most of it explains, and a form without any takes what is written there; where the form
//! itself has brackets, as in «Số người (nam)» and «Kinh phí (triệu đồng)», they are part of the heading.

use super::key::{Key, without_markup};
use super::weights::LIKE_AT_MOST;
use crate::schema::measures::SHARE;
use crate::schema::{Field, Form, Kind, Language};
use crate::text::fold;

/// What stands in the brackets of a heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Each bracket's text, folded; the sign `%`, which is read wherever it stands, is one.
    pub texts: Vec<String>,
    /// Those that are no mere sign, number or explanation of how to fill the column.
    telling: Vec<String>,
    /// The unit among them, as the language calls it.
    unit: Option<String>,
}

impl Note {
    /// The note of a heading as typed; `None` if it has none.
    pub fn of(heading: &str, language: &Language) -> Option<Self> {
        let brackets = heading.split(['(', '[']).skip(1).filter_map(|rest| rest.split([')', ']']).next());
        let texts: Vec<String> = brackets.chain(heading.contains(SHARE).then_some(SHARE)).map(fold).collect();
        if texts.is_empty() {
            return None;
        }
        let tells = |text: &&String| {
            let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
            let digits = text.chars().filter(char::is_ascii_digit).count();
            *text == SHARE || (letters > 0 || digits > 2) && !language.is_guidance(text)
        };
        let plain = |text: &String| language.measures.of(text).map_or_else(|| Key::new(text).folded, str::to_owned);
        let telling: Vec<String> = texts.iter().filter(tells).map(plain).filter(|text| !text.is_empty()).collect();
        let unit = texts.iter().find_map(|text| language.measures.of(text)).map(str::to_owned);
        Some(Self { texts, telling, unit })
    }

    /// All units in its brackets.
    pub(super) fn units(&self, language: &Language) -> Vec<String> {
        self.texts.iter().filter(|text| *text != SHARE).flat_map(|text| language.measures.listed(text)).collect()
    }
}

/// The unit that a heading says, in its brackets or as its first or last words, as the language calls it.
pub fn unit_of(heading: &str, language: &Language) -> Option<String> {
    let heading = &*without_markup(heading);
    let note = Note::of(heading, language).and_then(|note| note.unit);
    note.or_else(|| language.measures.beside(&fold(heading)).map(str::to_owned))
}

/// What stands in the brackets of a field's headings.
#[derive(Debug)]
pub struct OwnNotes {
    /// Of its title, as far as it tells something; of its other headings.
    title: Vec<String>,
    others: Vec<Vec<String>>,
    /// Of fields beside it that have the same heading but for that.
    twins: Vec<Vec<String>>,
    /// Of its title or its group.
    unit: Option<String>,
    is_number: bool,
}

/// How a heading's note fits a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// What the heading may score at most.
    pub most: f64,
    /// Whether it says what the form's heading does not.
    pub is_more: bool,
}

impl Fit {
    /// It says what the form's heading says.
    pub const SAME: Self = Self { most: 1.0, is_more: false };
}

impl OwnNotes {
    /// Of each field of a form.
    pub fn all(form: &Form) -> Vec<Self> {
        let telling = |label: &String| Note::of(label, &form.language).map(|note| note.telling).unwrap_or_default();
        let has_notes = form.fields.iter().any(|field| field.title.contains(['(', '[']));
        let beside = |field: &Field| -> Vec<Vec<String>> {
            if !has_notes {
                return Vec::new();
            }
            let (bare, own) = (Key::new(&field.title).bare, telling(&field.title));
            let others = form.fields.iter().filter(|other| other.group == field.group && other.name != field.name);
            let twins = others.filter(|other| Key::new(&other.title).bare == bare).map(|other| telling(&other.title));
            twins.filter(|note| *note != own).collect()
        };
        let unit = |field: &Field, is_number: bool| {
            let headings = std::iter::once(&field.title).chain(&field.group);
            let mut said = headings.filter(|heading| is_number || heading.contains(['(', '[']));
            said.find_map(|heading| unit_of(heading, &form.language))
        };
        let of_field = |field: &Field| {
            let is_number = matches!(field.kind, Kind::Number { .. });
            Self {
                title: telling(&field.title),
                others: field.aliases.iter().map(telling).filter(|note| !note.is_empty()).collect(),
                twins: beside(field),
                unit: unit(field, is_number),
                is_number,
            }
        };
        form.fields.iter().map(of_field).collect()
    }

    /// The unit that the form says.
    pub(super) fn unit(&self) -> Option<&str> {
        self.unit.as_deref()
    }

    /// The unit that a column's headings say, and the form's, if they are two.
    pub fn other_unit(&self, heading: &str, language: &Language) -> Option<[String; 2]> {
        let own = self.unit.as_ref()?;
        let typed = unit_of(heading, language).filter(|typed| typed != own)?;
        Some([typed, own.clone()])
    }

    /// How a heading with this note fits the field.
    pub fn fit(&self, note: Option<&Note>) -> Fit {
        let Some(note) = note.filter(|note| !note.telling.is_empty()) else {
            // Which of the two would only be told by their order.
            return if self.twins.is_empty() || self.title.is_empty() {
                Fit::SAME
            } else {
                Fit { most: 0.0, ..Fit::SAME }
            };
        };
        let holds = |own: &Vec<String>| own.iter().all(|text| note.telling.contains(text));
        if !self.title.is_empty() && holds(&self.title) || self.others.iter().any(holds) {
            return Fit::SAME;
        }
        let most = if self.title.is_empty() {
            let share = note.texts.iter().any(|text| text == SHARE) && self.unit != note.unit;
            if self.twins.iter().any(holds) {
                0.0
            } else if self.is_number && (note.unit.is_none() || share) {
                LIKE_AT_MOST
            } else {
                1.0
            }
        } else if !self.twins.is_empty() {
            0.0
        } else if note.unit.is_some() && self.unit.is_some() {
            // Another unit is told as that.
            1.0
        } else if self.is_number {
            0.0
        } else {
            LIKE_AT_MOST
        };
        Fit { most, is_more: true }
    }
}
