//! Whether an answer says that there is nothing to report, in the form's own words: in a row of the table or beside it.

use std::sync::Arc;

use super::super::{Line, RowKind, Table};
use super::{LONGEST_HEADING, why};
use crate::bilingual;
use crate::cell::{Cell, Content, Location};
use crate::finding::Finding;
use crate::intake::rules;
use crate::schema::{Form, NothingToReport};
use crate::text::{Bilingual, fold};

/// Whether a cell says one of these folded phrases and nothing else.
pub(super) fn says_nothing(phrases: &[String], content: &Content) -> bool {
    matches!(content, Content::Text(text) if is_said(phrases, text))
}

fn is_said(phrases: &[String], text: &str) -> bool {
    if text.len() > LONGEST_HEADING {
        return false;
    }
    let folded = fold(text);
    let signs = |sign: char| sign.is_whitespace() || matches!(sign, '.' | '!' | '-' | '(' | ')' | '*' | ':');
    let said = folded.trim_matches(signs);
    phrases.iter().any(|phrase| phrase == said || *phrase == folded)
}

/// A table with the lines around it.
pub(in crate::intake) struct Around<'a> {
    /// The table.
    pub table: &'a Table,
    /// Above its header and below its last row.
    pub lines: [&'a [Line]; 2],
}

/// What there is to say about an answer that may be an empty one: that it has no rows, that it says so itself, or that it says so
/// and has rows all the same.
pub(in crate::intake) fn told(path: &Arc<str>, form: &Form, tables: &[Around<'_>]) -> Option<Finding> {
    let first = tables.first()?;
    let records: usize = tables.iter().map(|around| around.table.rows.records).sum();
    let said = form.none.as_ref().and_then(|none| tables.iter().find_map(|around| place(none, around, path)));
    let header = || Location::sheet(path, first.table.sheet.as_ref(), Some(first.table.header.first));
    match (said, &form.none) {
        (Some((place, _)), _) if records > 0 => {
            Some(Finding::new(&rules::NONE_AND_ROWS, place).with("count", records.to_string()))
        }
        (Some((place, words)), _) => Some(nothing(place, Some(words))),
        (None, _) if records > 0 => None,
        (None, Some(none)) if none.words.is_empty() => Some(nothing(header(), None)),
        (None, _) => Some(Finding::new(&rules::EMPTY_TABLE, header())),
    }
}

fn nothing(place: Location, words: Option<String>) -> Finding {
    let words = words.map(|words| words.trim_end_matches('.').to_owned());
    let said = words.map_or_else(Bilingual::default, |words| bilingual!(": «{words}»", ": “{words}”"));
    Finding::new(&rules::NOTHING_TO_REPORT, place).with_words("said", said)
}

/// Where one of the phrases stands, and what it says.
fn place(none: &NothingToReport, around: &Around<'_>, path: &Arc<str>) -> Option<(Location, String)> {
    let table = around.table;
    let row =
        table.trace.iter().find(|row| row.kind == RowKind::Note && std::ptr::eq(row.why, &why::NOTHING_TO_REPORT));
    let in_table = row.map(|row| {
        let cell = Cell::new(row.row, table.header.first.column);
        (Location::sheet(path, table.sheet.as_ref(), Some(cell)), row.words.to_string())
    });
    let mut lines = around.lines.iter().flat_map(|lines| lines.iter());
    in_table.or_else(|| {
        let line = lines.find(|line| is_said(&none.words, &line.text))?;
        Some((Location::sheet(path, line.sheet.as_ref(), Some(line.cell)), line.text.clone()))
    })
}
