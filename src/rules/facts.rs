//! What a rule finds out about an entry. The rest of a finding is the same for all: place, column, value as typed.

use super::Sink;
use crate::cell::Cell;
use crate::finding::{Argument, Finding, Rule, Severity};
use crate::intake::{Entry, Table};
use crate::schema::Field;
use crate::text::Bilingual;

/// That a rule is broken, and what fills its sentences beside the column's heading and the value.
#[derive(Default)]
pub(super) struct Facts {
    /// The value to be quoted, if it is not the one as typed.
    value: Option<String>,
    /// How bad it is, if the field says so.
    pub(super) severity: Option<Severity>,
    arguments: Vec<(&'static str, Argument)>,
    cells: Vec<(&'static str, Cell)>,
}

impl Facts {
    /// About this part of what was typed.
    pub(super) fn of(value: impl Into<String>) -> Self {
        Self { value: Some(value.into()), ..Self::default() }
    }

    /// As [`Finding::with`].
    pub(super) fn with(mut self, placeholder: &'static str, text: impl AsRef<str>) -> Self {
        self.arguments.push((placeholder, Argument::text(text)));
        self
    }

    /// As [`Finding::with_words`].
    pub(super) fn with_words(mut self, placeholder: &'static str, words: Bilingual) -> Self {
        self.arguments.push((placeholder, Argument::words(words)));
        self
    }

    /// Names another cell of the table.
    pub(super) fn with_cell(mut self, placeholder: &'static str, cell: Cell) -> Self {
        self.cells.push((placeholder, cell));
        self
    }

    /// Tells it of the entry that stands in this cell.
    pub(super) fn tell(
        self,
        rule: &'static Rule,
        (field, entry): (&Field, &Entry),
        (table, cell): (&Table, Cell),
        sink: &mut Sink<'_>,
    ) {
        let value = self.value.as_deref().unwrap_or_else(|| entry.typed());
        let mut finding =
            Finding::new(rule, sink.at(table, cell)).about(&field.name, value).with("heading", &field.called);
        finding.severity = self.severity.unwrap_or(finding.severity);
        finding.arguments.extend(self.arguments.into_iter().map(|(placeholder, it)| (placeholder.into(), it)));
        for (placeholder, other) in self.cells {
            let place = sink.at(table, other);
            let shown = place.called().unwrap_or_default();
            finding = finding.with_place(placeholder, place, shown);
        }
        sink.push(finding);
    }
}
