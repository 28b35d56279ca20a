//! Makes a header of some rows: assigns the columns, and says where the header ends and what of it could not be read.

use std::rc::Rc;

use super::headings::{FormHeadings, Headings, Score};
use super::key::Readings;
use super::parts::{self, Part};
use super::stacks::{Stack, stack_columns};
use super::weights::{
    A_CELL_THAT_COMPLETES, A_GROUP_ABOVE, A_ROW_MORE, AS_PRINTED, FILLS_FIELDS, LOOKED_AT_BELOW, MAX_HEADER_ROWS,
};
use super::{Header, HeaderColumn, Unread, begins_with_number, heading_text};
use crate::cell::{Area, Cell, Content};
use crate::intake::rows::{Ordinal, is_blank, ordinal_of};
use crate::schema::Kind;
use crate::workbook::{Row, Sheet};

/// Rows that may be a form's header together.
pub struct Window<'s> {
    /// The sheet they stand on.
    pub sheet: &'s Sheet,
    /// The index of the form.
    pub form: usize,
    /// The first row.
    pub top: u32,
    /// How many rows there are.
    pub height: u32,
    /// The headings in them.
    pub stacks: Rc<[Stack]>,
    /// The ways to read the sheet's headings.
    pub readings: &'s Readings<'s>,
}

/// How many of the form's fields are headed as printed.
pub fn fields_as_printed(headings: &Headings, form: usize, stacks: &[Stack]) -> usize {
    let readings =
        stacks.iter().flat_map(|stack| stack.own.iter().chain(stack.groups.iter().flat_map(|group| &*group.readings)));
    let printed = readings.filter(|reading| reading.cut_off.is_none());
    let known = printed.flat_map(|reading| headings.known(&reading.key));
    let mut fields: Vec<usize> = known.filter(|(known, _)| *known == form).map(|(_, field)| *field).collect();
    fields.sort_unstable();
    fields.dedup();
    fields.len()
}

/// What a column was taken for.
#[derive(Clone)]
struct Taken {
    field: usize,
    part: Part,
    score: Score,
}

impl Window<'_> {
    /// The header that the rows make for this form; `None` if they hold too little of it, or begin above it.
    pub fn header(&self, headings: &FormHeadings) -> Option<Header> {
        let mut scores = headings.all_scores(&self.stacks);
        let parts = parts::find(headings, &self.stacks, self.readings, &|column| self.first_cells(column));
        let apart: Vec<usize> = parts.iter().flatten().map(|(field, _)| *field).collect();
        for (scores, part) in scores.iter_mut().zip(&parts) {
            match part {
                Some(_) => scores.fill(Score::default()),
                None => apart.iter().for_each(|field| scores[*field] = Score::default()),
            }
        }
        let assigned = headings
            .assign(&scores)
            .into_iter()
            .map(|it| it.map(|(field, score)| Taken { field, part: Part::Whole, score }));
        let mut taken: Vec<Option<Taken>> = assigned.collect();
        for ((taken, part), stack) in taken.iter_mut().zip(parts).zip(&*self.stacks) {
            let Some((field, part)) = part else { continue };
            let rows = stack.own.iter().chain(stack.groups.iter().flat_map(|group| &*group.readings));
            let rows = rows.fold(0, |rows, reading| rows | reading.rows);
            *taken = Some(Taken { field, part, score: Score { score: 1.0, rows, ..Score::default() } });
        }
        self.leave_those_above_others(&mut taken);
        let duplicates = self.duplicates(headings, &taken, &scores);
        self.take_stretches(headings, &mut taken);
        if !headings.suffices(fields_of(&taken).into_iter()) || !self.begins_here(headings, &taken) {
            return None;
        }
        let in_groups = taken.iter().flatten().any(|taken| taken.score.in_group > 0.0);
        let other_group = |stack: &Stack, taken: &Taken| {
            let is_open = taken.part == Part::Whole && taken.score.in_group == 0.0;
            let other = if is_open { headings.of_another_group(taken.field, &stack.own) } else { None };
            other.map(|other| (other, in_groups))
        };
        let columns: Vec<HeaderColumn> = (self.stacks.iter().zip(&taken).zip(duplicates))
            .map(|((stack, taken), duplicates)| HeaderColumn {
                column: stack.column,
                cell: stack.cell,
                heading: stack.heading.clone(),
                field: taken.as_ref().map(|taken| (taken.field, taken.score.score)),
                part: taken.as_ref().map(|taken| taken.part.clone()).unwrap_or_default(),
                duplicates,
                other_unit: taken
                    .as_ref()
                    .and_then(|it| headings.notes[it.field].other_unit(&stack.heading, self.readings.language)),
                other_group: taken.as_ref().and_then(|taken| other_group(stack, taken)),
            })
            .collect();
        Some(self.finish(headings, columns, &taken))
    }

    /// The cells that stand below others of their own column.
    pub(super) fn lower_cells(&self) -> u32 {
        let rows = |stack: &Stack| stack.own.iter().fold(0, |rows, reading| rows | reading.rows);
        self.stacks.iter().map(|stack| rows(stack).count_ones().saturating_sub(1)).sum()
    }

    /// The columns that stand below a heading of several.
    pub(super) fn grouped(&self) -> usize {
        self.stacks.iter().filter(|stack| !stack.groups.is_empty()).count()
    }

    /// The field that each column left over is headed by as printed, though another was taken for it.
    fn duplicates(
        &self,
        headings: &FormHeadings,
        taken: &[Option<Taken>],
        scores: &[Vec<Score>],
    ) -> Vec<Option<usize>> {
        let fields = fields_of(taken);
        let again = |stack: &Stack, scores: &[Score]| {
            fields.iter().copied().find(|field| {
                // What says more than the form's heading is another column, where that stands beside it.
                let read = taken.iter().flatten().find(|it| it.field == *field);
                if scores[*field].is_more && read.is_some_and(|it| !it.score.is_more && it.part == Part::Whole) {
                    return false;
                }
                // Where the field's columns hold parts of it, its scores are gone.
                scores[*field].score >= AS_PRINTED
                    || scores[*field] == Score::default()
                        && headings.printed_fields(&stack.own).contains(field)
                        && stack.groups.is_empty()
            })
        };
        let all = self.stacks.iter().zip(taken).zip(scores);
        all.map(|((stack, taken), scores)| if taken.is_some() { None } else { again(stack, scores) }).collect()
    }

    /// A column headed by a group alone holds beginning and end, if no other column does.
    fn take_stretches(&self, headings: &FormHeadings, taken: &mut [Option<Taken>]) {
        for group in &headings.groups {
            let Some((start, finish)) = parts::stretch(&headings.form, &group.fields) else { continue };
            let is_alone = |stack: &Stack| stack.groups.is_empty() && !self.stands_above_others(stack);
            // What the form calls the group is no heading of one of its fields, however like that it is.
            let called: Vec<bool> =
                self.stacks.iter().map(|stack| group.is_called(&stack.own) && is_alone(stack)).collect();
            let others = taken.iter().zip(&called).filter(|(_, called)| !**called).filter_map(|(it, _)| it.as_ref());
            if others.into_iter().any(|it| group.fields.contains(&it.field)) {
                continue;
            }
            let is_free =
                |at: usize| taken[at].as_ref().is_none_or(|it| group.fields.contains(&it.field) && called[at]);
            let is_it = |(at, stack): &(usize, &Stack)| {
                is_free(*at) && is_alone(stack) && (called[*at] || group.is_named(&stack.own))
            };
            let found: Vec<(usize, &Stack)> = self.stacks.iter().enumerate().filter(is_it).collect();
            if let [(at, stack)] = found[..] {
                let rows = stack.own.iter().fold(0, |rows, reading| rows | reading.rows);
                let score = Score { score: 1.0, in_group: 1.0, rows, is_more: false };
                taken[at] = Some(Taken { field: start, part: Part::Stretch(finish), score });
            }
        }
    }

    /// A heading with headings below it that the form does not know is no column: «Hiện trạng» above «Số lượng» and «Tỷ lệ».
    fn leave_those_above_others(&self, taken: &mut [Option<Taken>]) {
        let Some(below) = self.sheet.row(self.top + self.height).filter(|row| !begins_with_number(row)) else { return };
        let filled = |column: u32| below.content(column).is_some_and(|content| !is_blank(content));
        let texts: Vec<u32> = below
            .cells
            .iter()
            .filter(|(_, content)| heading_text(content).is_some())
            .map(|(column, _)| column)
            .collect();
        // A form has few fields: they are gone through for each heading, never the row's cells.
        let mut data: Vec<u32> =
            self.stacks.iter().zip(&*taken).filter(|it| it.1.is_some()).map(|it| it.0.column).collect();
        data.retain(|column| filled(*column));
        for (stack, taken) in self.stacks.iter().zip(taken) {
            if taken.as_ref().is_none_or(|it| it.part != Part::Whole) {
                continue;
            }
            let under = stack.column..=self.last_below(stack);
            let below = texts.partition_point(|column| column <= under.end())
                - texts.partition_point(|column| column < under.start());
            let beside = data.iter().filter(|column| !under.contains(column)).count();
            if below >= 2 && beside < FILLS_FIELDS {
                *taken = None;
                data.retain(|column| *column != stack.column);
            }
        }
    }

    /// The last column that a heading stands above, if the columns to its right have none of their own.
    fn last_below(&self, stack: &Stack) -> u32 {
        let merged = self.sheet.merges.iter().find(|area| area.contains(stack.cell)).map(|area| area.last.column);
        let next = self.stacks.iter().map(|other| other.column).find(|column| *column > stack.column);
        merged.unwrap_or_else(|| next.map_or(stack.column + 1, |next| next - 1)).max(stack.column)
    }

    /// Whether the heading stands above columns that have none of their own: merged over them, or with filled cells in the
    /// column to its right.
    fn stands_above_others(&self, stack: &Stack) -> bool {
        let next = stack.column + 1;
        let merged =
            self.sheet.merges.iter().any(|area| area.contains(stack.cell) && area.last.column > area.first.column);
        let from = self.sheet.rows.partition_point(|row| row.number <= stack.cell.row);
        let headed = self.stacks.iter().any(|other| other.column == next);
        let filled = |row: &Row| row.content(next).is_some_and(|content| !is_blank(content));
        merged || !headed && self.sheet.rows[from..].iter().take(3).any(filled)
    }

    /// Whether the first row says what two columns are at least (or all, if the form has fewer): a title says nothing of them.
    fn begins_here(&self, headings: &FormHeadings, taken: &[Option<Taken>]) -> bool {
        let from_first = |(taken, stack): (&Option<Taken>, &Stack)| {
            let heads = |field: usize| {
                let mut over = stack.groups.iter().filter(|group| group.cell.row == self.top);
                over.any(|group| headings.in_group(field, &[&group.readings]).1 > 0.0)
            };
            taken
                .as_ref()
                .is_some_and(|taken| taken.score.rows & 1 == 1 || taken.score.in_group > 0.0 && heads(taken.field))
        };
        let told = taken.iter().zip(&*self.stacks).filter(|it| from_first(*it)).count();
        told >= headings.form.fields.len().min(2)
    }

    fn finish(&self, headings: &FormHeadings, mut columns: Vec<HeaderColumn>, taken: &[Option<Taken>]) -> Header {
        let read = self.top + self.height - 1;
        let bottom = self.bottom(&columns);
        if bottom > read {
            name_by_lower_rows(
                &mut columns,
                &stack_columns(self.sheet, self.readings, self.top, bottom - self.top + 1),
            );
        }
        self.add_ordinals(headings, &mut columns, bottom);
        let (first, last) = (columns.first().map_or(0, |it| it.column), columns.last().map_or(0, |it| it.column));
        let area = Area::new(Cell::new(self.top, first), Cell::new(bottom, last));
        let scores = taken.iter().flatten().map(|taken| taken.score.score.powi(4)).sum::<f64>();
        // Each cell below the first of those that make one heading.
        let completing = |taken: &Taken| taken.score.rows.count_ones().saturating_sub(1);
        let whole = taken.iter().flatten().filter(|taken| taken.part == Part::Whole);
        let completed = f64::from(whole.map(completing).sum::<u32>());
        let grouped = taken.iter().flatten().filter(|taken| taken.score.in_group > 0.0).count() as f64;
        let worth = scores + A_CELL_THAT_COMPLETES * completed + A_GROUP_ABOVE * grouped
            - A_ROW_MORE * f64::from(self.height - 1);
        let unread = self.unread(headings, &columns, last);
        Header { form: self.form, area, top: bottom + 1, columns, repeats: Vec::new(), unread, side: None, worth }
    }

    /// The last row of the header: merged cells may reach below the rows that were read, and a row of sub-headings that the
    /// form does not know stands only under columns that have no field. A row that fills fields is no header.
    fn bottom(&self, columns: &[HeaderColumn]) -> u32 {
        let read = self.top + self.height - 1;
        let mut bottom = read;
        for merge in &self.sheet.merges {
            let starts_here = (self.top..=read).contains(&merge.first.row);
            let heads = columns.iter().any(|column| column.field.is_some() && column.cell == merge.first);
            if starts_here && heads {
                bottom = bottom.max(merge.last.row.min(self.top + MAX_HEADER_ROWS));
            }
        }
        let fills = |number: u32| self.fills_fields(number, columns);
        if let Some(data) = (read + 1..=bottom).find(|number| fills(*number)) {
            bottom = data - 1;
        }
        let next = self.sheet.row(bottom + 1);
        if next.is_some_and(|next| is_row_of_subheadings(next, columns)) { bottom + 1 } else { bottom }
    }

    /// The first filled cells of a column below the rows of the header.
    fn first_cells(&self, column: u32) -> Vec<&Content> {
        let from = self.sheet.rows.partition_point(|row| row.number < self.top + self.height);
        let rows = self.sheet.rows[from..].iter().take(LOOKED_AT_BELOW);
        rows.filter_map(|row| row.content(column).filter(|content| !is_blank(content))).collect()
    }

    fn fills_fields(&self, number: u32, columns: &[HeaderColumn]) -> bool {
        let Some(row) = self.sheet.row(number) else { return false };
        let has_field = |number: u32| columns.iter().any(|column| column.column == number && column.field.is_some());
        let filled = row.cells.iter().filter(|(_, content)| !is_blank(content));
        filled.filter(|(column, _)| has_field(*column)).count() >= FILLS_FIELDS
    }

    /// A column without a heading that holds the rows' numbers is the column of ordinals, if no other is.
    fn add_ordinals(&self, headings: &FormHeadings, columns: &mut Vec<HeaderColumn>, bottom: u32) {
        let fields = &headings.form.fields;
        let Some(ordinal) = fields.iter().position(|field| field.kind == Kind::Ordinal) else { return };
        let named = columns.iter().find(|column| column.field.is_some()).map(|column| column.column);
        let Some(column) = named.and_then(|first| first.checked_sub(1)) else { return };
        let known = columns.iter().any(|it| it.field.is_some_and(|(field, _)| field == ordinal) || it.column == column);
        let cells = self.first_cells(column);
        let numbers = cells.iter().filter(|content| matches!(ordinal_of(content), Ordinal::Number(_))).count();
        if known || numbers == 0 || numbers * 2 <= cells.len() {
            return;
        }
        let cell = Cell::new(bottom, column);
        let added = HeaderColumn {
            column,
            cell,
            heading: String::new(),
            field: Some((ordinal, 1.0)),
            part: Part::Whole,
            duplicates: None,
            other_unit: None,
            other_group: None,
        };
        let at = columns.partition_point(|other| other.column < column);
        columns.insert(at, added);
    }

    /// The form's groups, and fields whose heading stands above several columns, of which no column could be read.
    fn unread(&self, headings: &FormHeadings, columns: &[HeaderColumn], end: u32) -> Vec<Unread> {
        let mut read: Vec<usize> = columns.iter().filter_map(|column| Some(column.field?.0)).collect();
        read.extend(columns.iter().filter_map(|column| match column.part {
            Part::Stretch(finish) => Some(finish),
            _ => None,
        }));
        let mut unread: Vec<Unread> = Vec::new();
        let mut tell = |cell: Cell, last: u32, heading: String, fields: Vec<usize>| {
            let told = unread.iter().any(|other| other.fields.iter().any(|field| fields.contains(field)));
            if !told && fields.iter().all(|field| !read.contains(field)) {
                unread.push(Unread { cell, heading, fields, columns: (cell.column, last) });
            }
        };
        for stack in &*self.stacks {
            let over = stack.groups.iter().map(|group| (group.cell, group.last, &group.readings));
            // «Tình trạng xây dựng» is no «Lộ trình xây dựng» where it is read as its column's.
            let is_read = columns
                .iter()
                .any(|it| it.column == stack.column && it.field.is_some_and(|(_, score)| score >= AS_PRINTED));
            let own = (!is_read).then(|| (stack.cell, self.last_below(stack), &stack.own));
            for (cell, last, readings) in over.chain(own) {
                for group in headings.groups.iter().filter(|group| group.is_named(readings)) {
                    tell(cell, self.until_next(last, end), group.title.clone(), group.fields.clone());
                }
                let field = if last > cell.column { headings.named(readings) } else { None };
                if let Some(field) = field {
                    tell(cell, last, headings.form.fields[field].title.clone(), vec![field]);
                }
            }
        }
        unread
    }

    /// The last column before the next heading beside this one, if it is merged over none.
    fn until_next(&self, last: u32, end: u32) -> u32 {
        let beside = |stack: &&Stack| stack.column > last && stack.own.iter().any(|reading| reading.rows & 1 == 1);
        let next = self.stacks.iter().find(beside).map(|stack| stack.column);
        next.map_or(last.max(end), |next| last.max(next - 1))
    }
}

fn fields_of(taken: &[Option<Taken>]) -> Vec<usize> {
    taken.iter().flatten().map(|taken| taken.field).collect()
}

/// Columns that only the lower rows give a heading get it; those without a field are named in full.
fn name_by_lower_rows(columns: &mut Vec<HeaderColumn>, stacks: &[Stack]) {
    for stack in stacks {
        match columns.iter_mut().find(|column| column.column == stack.column) {
            Some(column) if column.field.is_none() => {
                (column.heading, column.cell) = (stack.heading.clone(), stack.cell);
            }
            Some(_) => {}
            None => columns.push(HeaderColumn {
                column: stack.column,
                cell: stack.cell,
                heading: stack.heading.clone(),
                field: None,
                part: Part::Whole,
                duplicates: None,
                other_unit: None,
                other_group: None,
            }),
        }
    }
    columns.sort_by_key(|column| column.column);
}

/// Whether the row holds nothing but texts, two at least, below columns that have no field.
fn is_row_of_subheadings(row: &Row, columns: &[HeaderColumn]) -> bool {
    let with_field = |number: u32| columns.iter().any(|column| column.column == number && column.field.is_some());
    let texts: Vec<u32> =
        row.cells.iter().filter(|(_, content)| heading_text(content).is_some()).map(|(column, _)| column).collect();
    let filled =
        row.cells.iter().filter(|(_, content)| !matches!(content, Content::Text(text) if text.trim().is_empty()));
    let grouped = |number: &u32| {
        let before = columns.iter().rev().find(|column| column.column <= *number);
        before.is_some_and(|it| it.column == *number || it.field.is_none() && number - it.column <= 6)
    };
    texts.len() >= 2
        && filled.count() == texts.len()
        && texts.iter().all(|number| !with_field(*number) && grouped(number))
}
