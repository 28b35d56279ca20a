//! What is said about which cell of a returned sheet: its colour, and the text of its note.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, Note, Worksheet};

use super::{Part, Returned, in_new_places};
use crate::cell::Cell;
use crate::finding::{Finding, Severity};
use crate::render::words;
use crate::render::xlsx::form::Tint;
use crate::render::xlsx::{Result, cut};
use crate::rules;
use crate::text::{Language, capital};

/// A note is for reading at a glance; the list has the rest.
const LONGEST_NOTE: usize = 1_500;

/// The marks of one sheet.
pub struct Marks {
    language: Language,
    cells: BTreeMap<(u32, u16), (Tint, Vec<String>)>,
}

impl Marks {
    /// Those that the findings make.
    pub fn new(returned: &Returned<'_>, parts: &[Part<'_>], part: &Part<'_>) -> Self {
        let mut marks = Self { language: returned.language, cells: BTreeMap::new() };
        for finding in returned.reviewed.all_findings() {
            if let Some(place) = part.place(finding) {
                marks.tell(place, &in_new_places(finding, parts, returned.language));
            }
            for place in finding.arguments.iter().filter_map(|argument| part.twin(finding, argument)) {
                marks.tell_twin(place, finding, parts);
            }
        }
        for finding in returned.settled {
            if let Some(place) = part.place(finding) {
                let text = finding.message(returned.language);
                let text = returned.language.say(
                    format!("Đã đổi cả trang sang Unicode. {text}"),
                    format!("The whole sheet was changed to Unicode. {text}"),
                );
                marks.add(place, Tint::Made, text);
            }
        }
        marks
    }

    fn tell(&mut self, place: (u32, u16), finding: &Finding) {
        // What was normalised is told as a correction, with what was typed.
        if finding.severity == Severity::Info && finding.rule.is(&rules::normalised::RULE) {
            return;
        }
        let level = capital(words::severity(finding.severity).get(self.language));
        let (message, help) = (finding.message(self.language), finding.help(self.language));
        let remedy = self.language.say("Cách sửa", "What to do");
        let help = help.trim_end_matches('.');
        self.add(place, finding.severity.into(), format!("{level}: {message}\n{remedy}: {help}."));
    }

    /// Of two cells that may not say the same, the one that was there first.
    fn tell_twin(&mut self, place: (u32, u16), finding: &Finding, parts: &[Part<'_>]) {
        let other = parts.iter().find_map(|part| Some((part.name(), part.place(finding)?)));
        let Some((sheet, (row, column))) = other else { return };
        let cell = Cell::new(row, u32::from(column));
        let level = capital(words::severity(finding.severity).get(self.language));
        let text = self.language.say(
            format!("{level}: trùng với ô {cell} của trang «{sheet}»; xem cách sửa ở ô đó."),
            format!("{level}: the same as {cell} on the sheet “{sheet}”; what to do is said there."),
        );
        self.add(place, finding.severity.into(), text);
    }

    /// Says something about a cell.
    pub fn add(&mut self, place: (u32, u16), tint: Tint, text: String) {
        let (strongest, texts) = self.cells.entry(place).or_default();
        *strongest = tint.max(*strongest);
        if !text.is_empty() && !texts.contains(&text) {
            texts.push(text);
        }
    }

    /// The format with the colour of what was said about the cell.
    pub fn tinted(&self, place: (u32, u16), format: &Format) -> Format {
        self.cells.get(&place).map_or_else(|| format.clone(), |(tint, _)| tint.over(format))
    }

    /// Whether the cell must be corrected by its sender.
    pub fn is_faulty(&self, place: (u32, u16)) -> bool {
        self.cells.get(&place).is_some_and(|(tint, _)| *tint == Tint::Error)
    }

    /// The cells that something was said about.
    pub fn places(&self) -> impl Iterator<Item = (u32, u16)> {
        self.cells.keys().copied()
    }

    /// Writes the notes.
    pub fn write_notes(&self, sheet: &mut Worksheet) -> Result {
        for ((row, column), (_, texts)) in &self.cells {
            if texts.is_empty() {
                continue;
            }
            let text = cut(&texts.join("\n\n"), LONGEST_NOTE);
            // About 44 characters fit into a line of 300 pixels.
            let lines: usize = text.lines().map(|line| line.chars().count() / 44 + 1).sum();
            let height = (lines as u32 * 15 + 12).clamp(60, 420);
            let note = Note::new(text).add_author_prefix(false).set_author("bieumau").set_width(300).set_height(height);
            sheet.insert_note(*row, *column, &note)?;
        }
        Ok(())
    }
}
