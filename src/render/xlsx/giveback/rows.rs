//! Writes a sent table in the official layout: lines above it, header, rows, lines below it.

use std::collections::BTreeMap;

use crate::render::xlsx::Result;
use rust_xlsxwriter::{Format, Worksheet};

use super::content::{as_shown, put, put_error};
use super::corrections::{correction, is_seen};
use super::marks::Marks;
use super::plain::Merger;
use super::plan::{Plan, text_of};
use super::writer::{Made, Writer, made_note};
use super::{Returned, joint};
use crate::cell::{Area, Cell, Content};
use crate::intake::RowKind;
use crate::intake::rows::is_blank;
use crate::render::xlsx::form::{
    Choices, Look, Tint, Title, decision_line, height, keep_periods_text, offer, print_set_up, width, write_header,
    write_title,
};
use crate::rules;
use crate::text::Language;
use crate::workbook::Row;

/// Rows below the last one that have lists and hints, for what is added.
const ROWS_TO_ADD: u32 = 200;

/// Writes the sheet and tells which cells were corrected.
pub fn write(
    sheet: &mut Worksheet,
    plan: &Plan<'_>,
    returned: &Returned<'_>,
    marks: &mut Marks,
    choices: &Choices<'_>,
    look: &Look,
) -> Result<Vec<Made>> {
    let mut writer = Writer { sheet, plan, returned, marks, look, merger: Merger::default(), made: Vec::new() };
    writer.above()?;
    let first = write_header(writer.sheet, plan.header, &plan.headings, look)?;
    let missing: Vec<u16> = plan.missing().collect();
    for row in plan.sheet.rows.iter().filter(|row| row.number >= plan.table.top) {
        if let Some(target) = plan.rows.get(&row.number) {
            writer.row(row, *target, &missing)?;
        }
    }
    writer.merges()?;
    writer.tint_what_was_not_written()?;
    let made = writer.made;
    let last = plan.rows.values().max().copied().unwrap_or(first).max(first) + ROWS_TO_ADD;
    let last = last.min(crate::cell::GRID_ROWS - 1);
    for (column, heading) in plan.headings.iter().enumerate() {
        if let Some(field) = heading.field {
            offer(sheet, (first, last), column as u16, field, choices, returned.language)?;
        }
    }
    keep_periods_text(sheet, (first, last), &plan.headings, look)?;
    marks.write_notes(sheet)?;
    print_set_up(sheet, &plan.form.title.vi, plan.header, first)?;
    Ok(made)
}

impl Writer<'_, '_> {
    /// The sender's own lines; the official title block where there are none.
    fn above(&mut self) -> Result {
        let plan = self.plan;
        if !plan.titled {
            let decision = match plan.decision {
                Some(decision) => format!(
                    "(Kèm theo {} số {} ngày {}/{}/{})",
                    decision.kind,
                    decision.number,
                    decision.date.day(),
                    decision.date.month(),
                    decision.date.year()
                ),
                None => decision_line(plan.form, self.returned.agency),
            };
            let title = Title { form: plan.form, agency: self.returned.agency, decision: decision.clone() };
            let rows = write_title(self.sheet, &title, &plan.headings, self.look)?;
            debug_assert_eq!(rows.header, plan.header, "the plan counts on these rows");
            if let Some(place) = plan.decision_row {
                let format = self.marks.tinted(place, &self.look.decision);
                self.sheet.write_string_with_format(rows.decision, place.1, &decision, &format)?;
            }
            return Ok(());
        }
        for row in plan.sheet.rows.iter().take_while(|row| row.number < plan.table.header.first.row) {
            let Some(target) = plan.rows.get(&row.number) else { continue };
            for (column, content) in &row.cells {
                let cell = Cell::new(row.number, column);
                match plan.above.get(&cell) {
                    Some(span) => self.across(*target, *span, cell, content)?,
                    None => {
                        let is_capital = text_of(content).is_some_and(|text| text.to_uppercase() == text);
                        let format = if is_capital { self.look.bold.clone() } else { self.look.line.clone() };
                        self.put((*target, column as u16), cell, content, &format)?;
                    }
                }
            }
        }
        if plan.decision_added
            && let Some(place @ (row, _)) = plan.decision_row
        {
            let format = self.marks.tinted(place, &self.look.decision);
            let last = plan.headings.len().max(2) as u32 - 1;
            let text = Content::Text(decision_line(plan.form, self.returned.agency).into());
            let area = Area::new(Cell::new(row, 0), Cell::new(row, last));
            self.merger.merge(self.sheet, area, Some(&text), &format, self.returned.language)?;
        }
        Ok(())
    }

    /// A line above the table, in the middle of its columns.
    fn across(&mut self, target: u32, (first, last): (u16, u16), cell: Cell, content: &Content) -> Result {
        let text = text_of(content).unwrap_or_default();
        let is_whole = first == 0 && usize::from(last) + 1 >= self.plan.form.fields.len();
        let format = match text.trim_start() {
            text if text.starts_with('(') => &self.look.decision,
            text if text.to_uppercase() != text => &self.look.middle,
            _ if is_whole => &self.look.title,
            _ => &self.look.state,
        };
        let area = Area::new(Cell::new(target, u32::from(first)), Cell::new(target, u32::from(last)));
        if self.merger.takes(area) {
            self.sheet.merge_range(target, first, target, last, "", format)?;
        }
        let room: f64 = self.plan.headings[usize::from(first)..=usize::from(last)].iter().map(width).sum();
        self.sheet.set_row_height(target, height([(text, room)].into_iter()).max(20.0))?;
        self.put((target, first), cell, content, &format.clone())
    }

    fn row(&mut self, row: &Row, target: u32, missing: &[u16]) -> Result {
        let plan = self.plan;
        match plan.kind(row.number) {
            RowKind::Record => self.record(row, target, missing),
            RowKind::Blank => {
                self.lined(target, &[])?;
                self.cells(row, target, &self.look.cell.clone())
            }
            RowKind::Section => {
                let format = self.look.section.clone();
                for column in 0..plan.headings.len() as u16 {
                    self.sheet.write_blank(target, column, &format)?;
                }
                self.cells(row, target, &format)?;
                // A section's name runs across what stands free behind it, however it was sent.
                let placed = row.cells.iter().filter(|(_, content)| !is_blank(content));
                let last = placed
                    .filter_map(|(column, content)| Some((*plan.columns.get(&column)?, content)))
                    .max_by_key(|(at, _)| *at);
                if let Some((at, content)) = last {
                    let end = plan.headings.len() as u32 - 1;
                    let area = Area::new(Cell::new(target, u32::from(at)), Cell::new(target, end));
                    let tinted = self.marks.tinted((target, at), &format);
                    self.merger.merge(self.sheet, area, Some(content), &tinted, self.returned.language)?;
                }
                Ok(())
            }
            RowKind::RepeatedHeader => {
                for (column, heading) in plan.headings.iter().enumerate() {
                    self.sheet.write_string_with_format(target, column as u16, &heading.title, &self.look.header)?;
                }
                Ok(())
            }
            RowKind::Total => {
                self.lined(target, &[])?;
                self.cells(row, target, &self.look.section.clone())
            }
            _ => self.cells(row, target, &self.look.line.clone()),
        }
    }

    fn record(&mut self, row: &Row, target: u32, missing: &[u16]) -> Result {
        let plan = self.plan;
        self.lined(target, missing)?;
        let record = plan.records.get(&row.number);
        let mut highest = height(std::iter::empty());
        for (column, content) in &row.cells {
            let cell = Cell::new(row.number, column);
            let Some(at) = plan.column(cell).filter(|_| !plan.is_part(column)) else { continue };
            let heading = &plan.headings[usize::from(at)];
            let entry = record.filter(|_| !plan.damaged).zip(heading.field).and_then(|(record, field)| {
                let entry = &record.entries[plan.form.field(&field.name)?];
                // What other rows add to a record stays in those rows.
                let is_own = || entry.typed() == crate::intake::read::shown(content);
                (entry.cell == Some(cell) && is_own()).then_some((field, entry))
            });
            let format = self.look.of(heading.field.map(|field| &field.kind)).clone();
            let place = (target, at);
            if let Content::Text(text) = content {
                highest = height([(text.as_str(), width(heading))].into_iter()).max(highest);
            }
            let certain = entry.filter(|_| !self.marks.is_faulty(place));
            match certain.and_then(|(field, entry)| correction(&plan.form.language, field, entry, content)) {
                Some(corrected) => {
                    let typed = crate::intake::read::shown(content);
                    // What no eye can see is no news.
                    if is_seen(&typed, &corrected) {
                        let note = made_note(&typed, &corrected, self.language());
                        self.marks.add(place, Tint::Made, note.clone());
                        self.made.push(Made { place, typed: typed.into_owned(), told: note });
                    }
                    let format = self.marks.tinted(place, &format);
                    put(self.sheet, place, &Content::Text(corrected.into()), &format, self.language())?;
                }
                None => self.put(place, cell, content, &format)?,
            }
        }
        self.sheet.set_row_height(target, highest)?;
        if let Some(record) = record {
            joint::write(self, row, target, record)?;
        }
        Ok(())
    }

    /// The cells of a row, each in its column.
    fn cells(&mut self, row: &Row, target: u32, format: &Format) -> Result {
        let plan = self.plan;
        // What several columns say that have become one.
        let mut together: BTreeMap<u16, (Cell, Vec<&Content>)> = BTreeMap::new();
        for (column, content) in &row.cells {
            let cell = Cell::new(row.number, column);
            match plan.column(cell) {
                // What it adds to a record was read with that.
                Some(_) if plan.is_part(column) && plan.kind(row.number) == RowKind::Joined => {}
                Some(at) if plan.is_part(column) && !plan.keeps_columns(row.number) => {
                    together.entry(at).or_insert((cell, Vec::new())).1.push(content);
                }
                Some(at) => self.put((target, at), cell, content, format)?,
                None => {}
            }
        }
        for (at, (cell, mut contents)) in together {
            contents.retain(|content| !is_blank(content));
            match contents[..] {
                [] => {}
                [content] => self.put((target, at), cell, content, format)?,
                _ => {
                    let texts: Vec<_> = contents.into_iter().map(crate::intake::read::shown).collect();
                    let format = self.marks.tinted((target, at), format);
                    put(self.sheet, (target, at), &Content::Text(texts.join("; ").into()), &format, self.language())?;
                }
            }
        }
        Ok(())
    }

    /// A row of empty cells, coloured where something is missing.
    fn lined(&mut self, target: u32, missing: &[u16]) -> Result {
        for column in 0..self.plan.headings.len() as u16 {
            let field = self.plan.headings[usize::from(column)].field;
            let format = self.look.of(field.map(|field| &field.kind));
            let format = if missing.contains(&column) { Tint::Error.over(format) } else { format.clone() };
            self.sheet.write_blank(target, column, &self.marks.tinted((target, column), &format))?;
        }
        Ok(())
    }

    /// A content as it was sent; in another colour if its letters were changed to Unicode.
    fn put(&mut self, place: (u32, u16), cell: Cell, content: &Content, format: &Format) -> Result {
        if let Some(sent) = self.returned.sent {
            let sent = sent.sheets.iter().find(|sheet| sheet.name == self.plan.table.sheet);
            if sent.and_then(|sheet| sheet.content(cell)).is_some_and(|sent| sent != content) {
                self.marks.add(place, Tint::Made, String::new());
            }
        }
        if let Content::Uncalculated(formula) = content {
            let text = match self.language() {
                Language::Vietnamese => format!("Công thức đã gửi: {formula}"),
                Language::English => format!("The formula as sent: {formula}"),
            };
            self.marks.add(place, Tint::Error, text);
        }
        let format = as_shown(self.plan.sheet, cell, Some(content), &self.marks.tinted(place, format));
        put(self.sheet, place, content, &format, self.language())
    }

    /// Merged cells of the sender's: those that lie within neighbouring columns stay merged, others say in each of their columns
    /// what they said in all.
    fn merges(&mut self) -> Result {
        let plan = self.plan;
        for area in &plan.sheet.merges {
            if plan.above.contains_key(&area.first) {
                continue;
            }
            let is_header = area.last.row >= plan.table.header.first.row && area.first.row < plan.table.top;
            let kind = plan.kind(area.first.row);
            let below = area.first.row >= plan.table.top;
            let single_section = below && kind == RowKind::Section && area.first.row == area.last.row;
            if is_header || single_section || below && kind == RowKind::RepeatedHeader {
                continue;
            }
            let Some(top) = plan.rows.get(&area.first.row).copied() else { continue };
            let Some(bottom) = plan.rows.range(area.first.row..=area.last.row).next_back().map(|(_, row)| *row) else {
                continue;
            };
            let in_parts = below && plan.is_part(area.first.column) && !plan.keeps_columns(area.first.row);
            if in_parts || self.covers_more(area) {
                continue;
            }
            let content = plan.sheet.content(area.first);
            let format = match kind {
                _ if !below => self.look.line.clone(),
                RowKind::Record | RowKind::Blank | RowKind::Total => self.look.cell.clone(),
                _ => self.look.line.clone(),
            };
            let mut columns: Vec<u32> = if plan.keeps_columns(area.first.row) {
                (area.first.column..=area.last.column).collect()
            } else {
                let mapped = plan.columns.range(area.first.column..=area.last.column);
                mapped.map(|(_, column)| u32::from(*column)).collect()
            };
            columns.sort_unstable();
            columns.dedup();
            let (Some(least), Some(most)) = (columns.iter().min().copied(), columns.iter().max().copied()) else {
                continue;
            };
            let anchor = plan.column(area.first).map(|column| (top, column));
            let tinted = |marks: &Marks| anchor.map_or_else(|| format.clone(), |place| marks.tinted(place, &format));
            let format = as_shown(plan.sheet, area.first, content, &tinted(self.marks));
            if (most - least) as usize + 1 == columns.len() {
                let target = Area::new(Cell::new(top, least), Cell::new(bottom, most));
                self.merger.merge(self.sheet, target, content, &format, self.returned.language)?;
            } else {
                for column in columns {
                    let target = Area::new(Cell::new(top, column), Cell::new(bottom, column));
                    let merged = self.merger.merge(self.sheet, target, content, &format, self.returned.language)?;
                    if let Some(content) = content.filter(|_| !merged) {
                        put(self.sheet, (top, column as u16), content, &format, self.returned.language)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether something stands under the merged region, which would be lost.
    fn covers_more(&self, area: &Area) -> bool {
        let rows = &self.plan.sheet.rows;
        let from = rows.partition_point(|row| row.number < area.first.row);
        rows[from..].iter().take_while(|row| row.number <= area.last.row).any(|row| {
            row.cells.iter().any(|(column, content)| {
                let cell = Cell::new(row.number, column);
                cell != area.first && area.contains(cell) && !is_blank(content)
            })
        })
    }

    /// Headings and cells that could not be read have no content of their own to colour.
    fn tint_what_was_not_written(&mut self) -> Result {
        let plan = self.plan;
        let places: Vec<(u32, u16)> = self.marks.places().collect();
        for place in places {
            let (row, column) = place;
            if (plan.header..plan.first).contains(&row)
                && let Some(heading) = plan.headings.get(usize::from(column))
            {
                let format = self.marks.tinted(place, &self.look.header);
                self.sheet.write_string_with_format(row, column, &heading.title, &format)?;
            }
        }
        for finding in self.returned.reviewed.all_findings() {
            // A cell that could not be read must not pass for one that was left blank.
            if finding.rule.is(&rules::BAD_CELL)
                && let Some(cell) = finding.location.cell.filter(|_| finding.location.sheet == plan.table.sheet)
                && plan.sheet.content(cell).is_none()
                && let Some(place) = plan.cell(cell)
            {
                put_error(self.sheet, place, "#N/A", &self.marks.tinted(place, &self.look.cell))?;
            }
        }
        Ok(())
    }
}
