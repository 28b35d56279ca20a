//! Where everything of a sent table stands in the returned sheet: columns in the form's order, those that it does not know
//! behind them, rows in theirs. Decided once, so that values, colours, notes and links agree.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use anyhow::bail;

use super::Returned;
use crate::cell::{Cell, Content, GRID_COLUMNS, GRID_ROWS};
use crate::finding::Finding;
use crate::intake::{self, Column, Line, Part, RowKind, Submission, Table, decision, rows::is_blank};
use crate::render::xlsx::form::{Heading, headings, middle};
use crate::rules;
use crate::schema::Form;
use crate::store::KeptRow;
use crate::text::tidy;
use crate::verdict::Judged;
use crate::workbook::Sheet;

/// So many blank rows are kept between two rows above the table; more only part them.
const GAP_ABOVE: u32 = 3;
/// The same below its header. Intake takes a row far below as no data; that must stay so.
const GAP_BELOW: u32 = 22;
/// In so many rows above the table what stands beside each other has a half each.
const HALVES: usize = 4;
/// The rows of a title block of our own, see `write_title`.
const OWN_TITLE: u32 = 6;

/// Where everything stands.
pub struct Plan<'a> {
    pub name: String,
    pub sheet: &'a Sheet,
    pub form: &'a Form,
    pub table: &'a Table,
    pub decision: Option<&'a intake::Decision>,
    /// Letters are missing from its text: what looks like a slip may be what is left of a word.
    pub damaged: bool,
    pub headings: Vec<Heading<'a>>,
    /// By column of the sent sheet.
    pub columns: BTreeMap<u32, u16>,
    /// By row of the sent sheet; rows that the official header replaces are not there.
    pub rows: BTreeMap<u32, u32>,
    pub kinds: HashMap<u32, RowKind>,
    pub records: HashMap<u32, KeptRow>,
    /// Whether the sender's own title block stands above; if not, the official one does.
    pub titled: bool,
    /// The columns (the last one included) that lines above the table run across, by their cells of the sent sheet: as the form has
    /// them, in the middle.
    pub above: BTreeMap<Cell, (u16, u16)>,
    /// Where the issuing document is to be named, if it is not.
    pub decision_row: Option<(u32, u16)>,
    /// Whether a line for it is added.
    pub decision_added: bool,
    pub header: u32,
    /// The first row below the header and its numbers.
    pub first: u32,
    /// The rows (from 0) of the sent sheet that belong here, end excluded.
    span: Range<u32>,
    /// The columns of the sent sheet that are this table's, if another stands beside it.
    side: Range<u32>,
}

/// The rows of a sheet in which values outside the table stand, or may have their labels.
fn value_rows(submission: &Submission, sheet: &Sheet) -> BTreeSet<u32> {
    let here = submission.values.iter().filter(|given| given.sheet == sheet.name);
    let rows = here.filter_map(|given| given.entry.cell).map(|cell| cell.row);
    rows.flat_map(|row| row.saturating_sub(1)..=row).collect()
}

/// The text of a cell that holds one.
pub fn text_of(content: &Content) -> Option<&str> {
    match content {
        Content::Text(text) => Some(text.as_str()),
        _ => None,
    }
}

impl<'a> Plan<'a> {
    /// Plans the sheet of one table, which stands in these rows with what is above and below it, and in these columns.
    pub fn new(
        name: String,
        sheet: &'a Sheet,
        (judged, at): (&'a Judged, usize),
        (span, side): (Range<u32>, Range<u32>),
        returned: &Returned<'_>,
    ) -> anyhow::Result<Self> {
        let submission = &judged.submission;
        let (form, table) = (&*submission.form, &submission.tables[at]);
        let headings = headings(form);
        let two_rows = headings.iter().any(|heading| heading.group.is_some());
        let mut plan = Self {
            name,
            sheet,
            form,
            table,
            decision: submission.decision.as_ref(),
            damaged: submission.damaged,
            headings,
            columns: BTreeMap::new(),
            rows: BTreeMap::new(),
            kinds: table.trace.iter().map(|row| (row.row, row.kind)).collect(),
            records: judged.rows[at].iter().map(|record| (record.row, record)).collect(),
            titled: false,
            above: BTreeMap::new(),
            decision_row: None,
            decision_added: false,
            header: OWN_TITLE,
            first: 0,
            span,
            side,
        };
        let lacks_decision = at == 0 && form.is_issued() && submission.decision.is_none() && !submission.damaged;
        plan.place_above(lacks_decision, returned, &value_rows(submission, sheet));
        plan.first = plan.header + if two_rows { 3 } else { 2 };
        plan.place_below()?;
        plan.place_columns()?;
        Ok(plan)
    }

    fn rows_of(&self, range: Range<u32>) -> impl Iterator<Item = &'a crate::workbook::Row> + use<'a> {
        let from = self.sheet.rows.partition_point(|row| row.number < range.start);
        self.sheet.rows[from..].iter().take_while(move |row| row.number < range.end)
    }

    fn place_above(&mut self, lacks_decision: bool, returned: &Returned<'_>, values: &BTreeSet<u32>) {
        let start = self.span.start;
        let mut next = 0;
        let mut previous = start;
        let mut lines = Vec::new();
        for row in self.rows_of(start..self.table.header.first.row) {
            next += (row.number - previous).min(GAP_ABOVE);
            self.rows.insert(row.number, next);
            previous = row.number;
            for (column, content) in &row.cells {
                if let Content::Text(text) = content {
                    let cell = Cell::new(row.number, column);
                    lines.push(Line { sheet: self.sheet.name.clone(), cell, text: tidy(text) });
                }
            }
        }
        self.titled = !lines.is_empty();
        if !self.titled {
            self.rows.clear();
            self.decision_row = lacks_decision.then_some((OWN_TITLE - 2, 0));
            return;
        }
        self.header = next + 2;
        self.lay_out_above(values);
        if lacks_decision {
            match decision::find(&returned.workbook.path, &decision::Kinds::new(self.form), &lines) {
                decision::Citation::Incomplete(line, _) => {
                    let row = self.rows.get(&line.cell.row).copied().unwrap_or_default();
                    self.decision_row = Some((row, self.column(line.cell).unwrap_or_default()));
                }
                _ => {
                    self.decision_row = Some((next + 1, 0));
                    self.decision_added = true;
                    self.header = next + 3;
                }
            }
        }
    }

    /// A line of its own runs across the table; of two, as the agency and the state's heading are, each has its half, and what stands
    /// alone below the right one, as the motto does, is still its. Values outside the table stay beside their labels.
    fn lay_out_above(&mut self, values: &BTreeSet<u32>) {
        let has_heading = !self.form.letterhead.state.is_empty();
        let last = self.headings.len().max(2) as u16 - 1;
        let split = middle(&self.headings).clamp(1, last);
        let mut right = None;
        for (index, row) in self.rows_of(self.span.start..self.table.header.first.row).enumerate() {
            let said: Vec<_> = row.cells.iter().filter(|(_, content)| !is_blank(content)).collect();
            let texts: Vec<&str> = said.iter().filter_map(|(_, content)| text_of(content)).collect();
            let is_label = |text: &&str| text.contains(':') && !text.trim_start().starts_with('(');
            if texts.len() != said.len() || texts.iter().any(is_label) || values.contains(&row.number) {
                continue;
            }
            let spans: &[(u16, u16)] = match said[..] {
                [(column, _)] if index < HALVES && right == Some(column) => &[(split, last)],
                [_] => &[(0, last)],
                [_, (column, _)] if index < HALVES && has_heading => {
                    right = Some(column);
                    &[(0, split - 1), (split, last)]
                }
                _ => &[],
            };
            let cells = said.iter().map(|(column, _)| Cell::new(row.number, *column));
            self.above.extend(cells.zip(spans.iter().copied()));
        }
    }

    fn place_below(&mut self) -> anyhow::Result<()> {
        let top = self.table.top;
        let mut next = self.first;
        let mut previous: Option<u32> = None;
        let mut below = self.rows_of(top..self.span.end).peekable();
        while let Some(row) = below.next() {
            let gap = row.number - previous.map_or(top, |previous| previous + 1);
            previous = Some(row.number);
            // The official row of column numbers takes the place of the sender's; of a header repeated over several rows
            // one is enough.
            let next_is_repeat = below.peek().is_some_and(|next| self.kind(next.number) == RowKind::RepeatedHeader);
            match self.kind(row.number) {
                RowKind::ColumnNumbers => continue,
                RowKind::RepeatedHeader if next_is_repeat => continue,
                _ => {}
            }
            next += gap.min(GAP_BELOW);
            if next >= GRID_ROWS {
                bail!("the rows do not fit below the official header");
            }
            self.rows.insert(row.number, next);
            next += 1;
        }
        Ok(())
    }

    fn place_columns(&mut self) -> anyhow::Result<()> {
        for column in &self.table.columns {
            if let Some(field) = column.field {
                self.columns.insert(column.column, field as u16);
            }
        }
        let unknown = self.table.columns.iter().filter(|column| column.field.is_none());
        let mut extra: Vec<(u32, String)> = unknown.map(|column| (column.column, column.heading.clone())).collect();
        let top = self.table.top;
        for row in self.rows_of(top..self.span.end) {
            if self.kind(row.number) == RowKind::Signature {
                continue;
            }
            for (column, content) in &row.cells {
                let known = !self.side.contains(&column)
                    || self.columns.contains_key(&column)
                    || extra.iter().any(|(other, _)| *other == column);
                if !known && !is_blank(content) {
                    extra.push((column, String::new()));
                }
            }
        }
        extra.sort();
        if self.headings.len() + extra.len() > GRID_COLUMNS as usize {
            bail!("the columns do not fit behind those of the official form");
        }
        for (column, title) in extra {
            self.columns.insert(column, self.headings.len() as u16);
            self.headings.push(Heading { title, group: None, field: None });
        }
        Ok(())
    }

    /// What a row below the header is.
    pub fn kind(&self, row: u32) -> RowKind {
        self.kinds.get(&row).copied().unwrap_or(RowKind::Stray)
    }

    /// Whether the row keeps its cells in their columns: lines above the table, and signatures below it.
    pub fn keeps_columns(&self, row: u32) -> bool {
        row < self.table.header.first.row || self.kind(row) == RowKind::Signature
    }

    /// The column where a cell of this row stands now.
    pub fn column(&self, cell: Cell) -> Option<u16> {
        if self.keeps_columns(cell.row) {
            let middle = self.above.get(&cell).map(|(first, _)| *first);
            return middle.or_else(|| u16::try_from(cell.column).ok());
        }
        self.columns.get(&cell.column).copied()
    }

    /// Where a cell of the sent sheet stands now; of a heading, where the official one does.
    pub fn cell(&self, cell: Cell) -> Option<(u32, u16)> {
        if (self.table.header.first.row..self.table.top).contains(&cell.row) {
            let column = self.columns.get(&cell.column).copied()?;
            return Some(self.heading_cell(column));
        }
        if !self.span.contains(&cell.row) {
            return None;
        }
        Some((self.rows.get(&cell.row).copied()?, self.column(cell)?))
    }

    /// The cell of a column's heading: with a group above it, the lower one.
    pub fn heading_cell(&self, column: u16) -> (u32, u16) {
        let grouped = self.headings.get(usize::from(column)).is_some_and(|heading| heading.group.is_some());
        (self.header + u32::from(grouped), column)
    }

    /// Where what a finding is about stands now.
    pub fn place(&self, finding: &Finding) -> Option<(u32, u16)> {
        if finding.location.sheet != self.table.sheet {
            return None;
        }
        if finding.rule.is(&rules::MISSING_DECISION) {
            return self.decision_row;
        }
        let cell = finding.location.cell?;
        let field = || finding.field.as_deref().and_then(|name| self.form.field(name));
        if finding.rule.is(&rules::MISSING_COLUMN) && self.side.contains(&cell.column) {
            return Some(self.heading_cell(field()? as u16));
        }
        let place = self.cell(cell)?;
        // The end of a stretch of time stands in a column of its own now.
        let ends = self.table.columns.iter().filter(|it| it.column == cell.column).find_map(|it| match it.part {
            Part::Stretch(finish) => Some(finish),
            _ => None,
        });
        match ends.filter(|finish| field() == Some(*finish)) {
            Some(finish) => Some((place.0, finish as u16)),
            None => Some(place),
        }
    }

    /// Whether the column holds a part of its field, or more than that.
    pub fn is_part(&self, column: u32) -> bool {
        self.table.columns.iter().any(|it| it.column == column && it.field.is_some() && it.part != Part::Whole)
    }

    /// The fields that every record must fill and that the sent table had no column for.
    pub fn missing(&self) -> impl Iterator<Item = u16> {
        let required = self.form.fields.iter().enumerate().filter(|(_, field)| field.required);
        let has = |field: usize| {
            let holds = |column: &Column| column.field == Some(field) || column.part == Part::Stretch(field);
            self.table.columns.iter().any(holds)
        };
        required.map(|(field, _)| field).filter(move |field| !has(*field)).map(|field| field as u16)
    }
}
