//! The lines of a title block as one text, in which every place leads back to its cell and to what was typed there.

use std::ops::Range;

use crate::intake::Line;
use crate::schema::document_words::DocumentWords;
use crate::text;

/// The lines in reading order: sheet by sheet as given, row by row, from left to right.
pub(super) struct Reading<'a> {
    lines: Vec<&'a Line>,
    /// The span of each line in [`Reading::bare`].
    spans: Vec<Range<usize>>,
    /// Letters without diacritics, in small ones, and signs as they are; one ASCII character for each typed one, `~` for
    /// what has none, and a line break between lines.
    pub(super) bare: String,
    /// What was typed, with the same line breaks.
    typed: String,
    /// Where each character of `bare` stands in `typed`, and the end.
    offsets: Vec<usize>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(lines: &'a [Line]) -> Self {
        let mut ordered: Vec<&Line> = lines.iter().collect();
        let mut sheets: Vec<Option<&str>> = Vec::new();
        for line in lines {
            if !sheets.contains(&line.sheet.as_deref()) {
                sheets.push(line.sheet.as_deref());
            }
        }
        ordered.sort_by_key(|line| (sheets.iter().position(|sheet| *sheet == line.sheet.as_deref()), line.cell));
        let bytes = ordered.iter().map(|line| line.text.len() + 1).sum();
        let (mut bare_lines, mut typed) = (String::with_capacity(bytes), String::with_capacity(bytes));
        let (mut spans, mut offsets) = (Vec::with_capacity(ordered.len()), Vec::with_capacity(bytes + 1));
        for line in &ordered {
            let (start, before) = (bare_lines.len(), typed.len());
            offsets.extend(line.text.char_indices().map(|(at, _)| before + at));
            bare_lines.extend(line.text.chars().map(bare));
            typed.push_str(&line.text);
            spans.push(start..bare_lines.len());
            offsets.push(typed.len());
            typed.push('\n');
            bare_lines.push('\n');
        }
        offsets.push(typed.len());
        Self { lines: ordered, spans, bare: bare_lines, typed, offsets }
    }

    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// What was typed at these places of [`Reading::bare`].
    pub(super) fn original(&self, range: Range<usize>) -> &str {
        &self.typed[self.offsets[range.start]..self.offsets[range.end]]
    }

    /// The number of the line at a place.
    pub(super) fn index(&self, at: usize) -> usize {
        self.spans.partition_point(|span| span.end < at).min(self.spans.len().saturating_sub(1))
    }

    pub(super) fn line(&self, at: usize) -> &'a Line {
        self.lines[self.index(at)]
    }

    pub(super) fn span(&self, index: usize) -> Range<usize> {
        self.spans[index].clone()
    }

    pub(super) fn same_sheet(&self, one: usize, other: usize) -> bool {
        self.lines[one].sheet == self.lines[other].sheet
    }

    /// What stands before a place in a cell that holds no more than «(Theo Quyết định số …)», behind its «theo».
    pub(super) fn behind_by(&self, words: &DocumentWords, at: usize) -> Option<&str> {
        let span = self.spans.get(self.index(at))?.clone();
        let cell = self.bare[span.clone()].trim_end_matches(['.', ' ']);
        let inner = cell.strip_prefix('(')?.strip_suffix(')')?;
        let behind = words.by.iter().find_map(|by| inner.trim_start().strip_prefix(by)?.strip_prefix(' '))?;
        let start = span.start + cell.len() - ")".len() - behind.len();
        self.bare.get(start..at)
    }

    /// What stands before a place, not beyond the floor: its own cell, and the cells before it as long as they only lead
    /// up to it («Kèm theo Quyết định» | «số» | «1029/QĐ-UBND»).
    pub(super) fn before(&self, words: &DocumentWords, at: usize, floor: usize) -> &str {
        let mut index = self.index(at);
        let mut start = self.spans[index].start.max(floor);
        for _ in 0..2 {
            let leads_up = self.bare[start..at].split(|character: char| !character.is_ascii_alphanumeric());
            let only = leads_up.filter(|word| !word.is_empty()).all(|word| words.leads_up.holds(word));
            if !only || index == 0 || start == floor || !self.same_sheet(index - 1, index) {
                break;
            }
            // Text that ends, or a heading far above, does not lead up to anything.
            let previous = &self.bare[self.spans[index - 1].clone()];
            let near = self.lines[index].cell.row - self.lines[index - 1].cell.row <= 1;
            if !near
                || previous.ends_with(['.', ';', ')'])
                || !words.goes_on.iter().any(|lead| previous.trim_end_matches([':', ' ']).ends_with(lead))
            {
                break;
            }
            index -= 1;
            start = self.spans[index].start.max(floor);
        }
        &self.bare[start..at]
    }
}

/// The one ASCII character that stands for a typed one.
fn bare(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    match character {
        '…' => '.',
        '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
        'Ð' | 'ð' => 'd',
        '“' | '”' | '«' | '»' => '"',
        _ => {
            let bare =
                text::bare_letter(character).or_else(|| text::bare(character.encode_utf8(&mut [0; 4])).chars().next());
            bare.filter(char::is_ascii).unwrap_or('~')
        }
    }
}
