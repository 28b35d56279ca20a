//! Which of the form's columns a table has: each fault once a table, never once a row.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::headings::FormHeadings;
use super::parts::Part;
use super::units;
use super::weights::AS_PRINTED;
use super::years::{self, Stray, Years};
use super::{Header, HeaderColumn, Unread};
use crate::bilingual;
use crate::cell::{Cell, Content, Location, called_column, layout_of};
use crate::finding::{Finding, Severity};
use crate::intake::rows::is_blank;
use crate::intake::rules::{
    COLUMN_WITHOUT_HEADING, DUPLICATE_COLUMN, GROUP_NOT_TOLD, JOINT_COLUMN, MISSING_COLUMN, OTHER_UNIT, RENAMED_COLUMN,
    SHOWN_OTHERWISE, UNKNOWN_COLUMN,
};
use crate::intake::{Column, RowKind, RowTrace, Table};
use crate::schema::{Kind, written};
use crate::text::{Bilingual, fold, tidy};
use crate::workbook::Sheet;

/// A header with the table below it.
pub struct Layout<'a> {
    /// The file.
    pub path: &'a Arc<str>,
    /// The sheet, as far as it is this table's.
    pub sheet: &'a Sheet,
    /// The form's headings.
    pub headings: &'a FormHeadings,
    /// Where its headings stand.
    pub header: &'a Header,
    /// What was read below it.
    pub table: &'a Table,
}

impl Layout<'_> {
    /// Tells required columns that are missing, and headings that are unknown, near, there twice or not there at all.
    pub fn check(&self, findings: &mut Vec<Finding>) {
        let filled = self.filled();
        self.missing(findings);
        let headed = |column: &u32| self.table.columns.iter().any(|other| other.column == *column);
        let bare: Vec<u32> =
            filled.keys().copied().filter(|column| !headed(column) && !self.is_unread(*column)).collect();
        let years = self.years(&bare);
        let is_year = |column: u32| years.iter().any(|years| years.columns.contains(&column));
        for column in self.table.columns.iter().filter(|column| !is_year(column.column)) {
            self.column(column, &filled, findings);
        }
        self.header.columns.iter().for_each(|column| self.doubts(column, findings));
        self.unit_above(findings);
        if self.sheet.worded.iter().any(|worded| worded.shown(1.0).is_some()) {
            findings.extend(self.table.columns.iter().filter_map(|column| self.shown_otherwise(column)));
        }
        for Years { columns, cell, heading } in &years {
            let count: usize = columns.clone().filter_map(|column| filled.get(&column)).sum();
            findings.push(self.unknown(*cell, heading, count));
        }
        for (column, count) in filled.iter().filter(|(column, _)| bare.contains(column) && !is_year(**column)) {
            let cell = Cell::new(self.header.area.last.row, *column);
            let finding = Finding::new(&COLUMN_WITHOUT_HEADING, self.at(cell))
                .with_words("letters", self.called_column(*column))
                .with("count", count.to_string());
            findings.push(finding);
        }
    }

    /// Columns of years that no field has, some without a heading of their own.
    fn years(&self, bare: &[u32]) -> Vec<Years> {
        let unknown =
            |column: &&Column| column.field.is_none() && column.duplicates.is_none() && !self.is_unread(column.column);
        let headed = self.table.columns.iter().filter(unknown);
        let headed = headed.map(|it| Stray { column: it.column, heading: Some((&*it.heading, it.cell)) });
        let mut strays: Vec<Stray<'_>> =
            headed.chain(bare.iter().map(|column| Stray { column: *column, heading: None })).collect();
        strays.sort_by_key(|stray| stray.column);
        years::find(self.sheet, self.header.area.last.row, &strays)
    }

    fn unknown(&self, cell: Cell, heading: &str, count: usize) -> Finding {
        let finding = Finding::new(&UNKNOWN_COLUMN, self.at(cell)).with("heading", heading).typed(heading);
        finding.with("count", count.to_string())
    }

    fn called_column(&self, column: u32) -> Bilingual {
        called_column(layout_of(self.table.sheet.as_ref()), column)
    }

    fn at(&self, cell: Cell) -> Location {
        Location::sheet(self.path, self.table.sheet.as_ref(), Some(cell))
    }

    /// How many cells of records are filled in each column.
    fn filled(&self) -> BTreeMap<u32, usize> {
        let is_data = |row: &&RowTrace| matches!(row.kind, RowKind::Record | RowKind::Joined);
        let records: Vec<u32> = self.table.trace.iter().filter(is_data).map(|row| row.row).collect();
        // By column.
        let mut filled: Vec<usize> = Vec::new();
        // Of its own rows alone: a sheet may hold many tables.
        let (top, end) = (self.table.top, self.table.area.last.row);
        let from = self.sheet.rows.partition_point(|row| row.number < top);
        let own = self.sheet.rows[from..].iter().take_while(|row| row.number <= end);
        let rows = own.filter(|row| records.binary_search(&row.number).is_ok());
        for (column, _) in rows.flat_map(|row| &row.cells).filter(|(_, content)| !is_blank(content)) {
            let at = column as usize;
            if filled.len() <= at {
                filled.resize(at + 1, 0);
            }
            filled[at] += 1;
        }
        (0..).zip(filled).filter(|(_, count)| *count > 0).collect()
    }

    /// That cells of a column of numbers show other numbers than they hold, or another unit than the form's.
    fn shown_otherwise(&self, column: &Column) -> Option<Finding> {
        let form = &*self.headings.form;
        let field = column.field.filter(|field| matches!(form.fields[*field].kind, Kind::Number { .. }))?;
        let (own, measures) = (self.headings.notes[field].unit(), &form.language.measures);
        let of_cell = |row: &RowTrace| {
            let cell = Cell::new(row.row, column.column);
            let Content::Number(number) = self.sheet.row(row.row)?.content(column.column)? else { return None };
            let (before, shown, behind) = self.sheet.worded(self.sheet.look(cell))?.shown(*number)?;
            let unit = measures.of(&fold(&tidy(&format!("{before} {behind}"))));
            let is_other = |unit: &str| own.is_some_and(|own| own != unit);
            // «1,2 tỷ» of 1 200 000 000 is right in a column of đồng.
            let tells = match shown == *number {
                true => unit.is_some_and(is_other) || *number > 0.0 && before.ends_with(['-', '−', '–']),
                false => !unit.is_some_and(is_other),
            };
            tells.then_some((cell, before, shown, behind, *number))
        };
        let is_data = |row: &&RowTrace| row.kind == RowKind::Record;
        let mut all = self.table.trace.iter().filter(is_data).filter_map(of_cell);
        let (cell, before, shown, behind, number) = all.next()?;
        let unit = own.map(|own| format!(" {own}")).unwrap_or_default();
        let [shown, taken] = [shown, number].map(written);
        let finding = Finding::new(&SHOWN_OTHERWISE, self.at(cell))
            .with("heading", &form.fields[field].called)
            .with_words("shown", bilingual!("{before}{}{behind}", "{before}{}{behind}", shown))
            .with_words("taken", bilingual!("{}{unit}", "{}{unit}", taken))
            .with("count", (1 + all.count()).to_string());
        Some(Finding { field: Some(form.fields[field].name.as_str().into()), ..finding })
    }

    fn is_unread(&self, column: u32) -> bool {
        self.header.unread.iter().any(|unread| (unread.columns.0..=unread.columns.1).contains(&column))
    }

    fn missing(&self, findings: &mut Vec<Finding>) {
        let form = &*self.headings.form;
        for (index, field) in form.fields.iter().enumerate().filter(|(_, field)| field.required) {
            let told = self.header.unread.iter().any(|unread| unread.fields.contains(&index));
            if !told && self.table.columns.iter().all(|column| column.field != Some(index)) {
                let finding = Finding::new(&MISSING_COLUMN, self.at(self.table.header.first));
                let finding = finding.with("heading", form.fields[index].printed_heading());
                findings.push(Finding { field: Some(field.name.as_str().into()), ..finding });
            }
        }
        for Unread { cell, heading, fields, .. } in &self.header.unread {
            let titles: Vec<&str> = fields.iter().map(|field| form.fields[*field].title.as_str()).collect();
            let whole =
                if titles == [heading] { heading.clone() } else { format!("{heading} - {}", titles.join(", ")) };
            let finding = Finding::new(&MISSING_COLUMN, self.at(*cell)).with("heading", whole);
            let field = fields.first().map(|field| form.fields[*field].name.as_str().into());
            findings.push(Finding { field, ..finding });
        }
    }

    fn column(&self, column: &Column, filled: &BTreeMap<u32, usize>, findings: &mut Vec<Finding>) {
        let form = &*self.headings.form;
        match (column.field, column.duplicates) {
            (Some(field), _) if column.score < AS_PRINTED => {
                let finding = Finding::new(&RENAMED_COLUMN, self.at(column.cell))
                    .about(&form.fields[field].name, &column.heading)
                    .with("heading", &column.heading)
                    .with("column", form.fields[field].printed_heading())
                    .with("score", format!("{:.0}", column.score * 100.0));
                findings.push(finding);
            }
            (Some(field), _) => {
                if let Part::Stretch(finish) = column.part {
                    let finding = Finding::new(&JOINT_COLUMN, self.at(column.cell))
                        .about(&form.fields[field].name, &column.heading)
                        .with("heading", &column.heading)
                        .with("first", &form.fields[field].title)
                        .with("second", &form.fields[finish].title);
                    findings.push(finding);
                }
            }
            (None, Some(field)) => findings.extend(self.duplicate(column, field)),
            (None, None) if self.is_unread(column.column) => {}
            (None, None) => {
                let count = filled.get(&column.column).copied().unwrap_or_default();
                findings.push(self.unknown(column.cell, &column.heading, count));
            }
        }
    }

    /// Another unit than the form's, and a group that is not told where several have such a column.
    fn doubts(&self, column: &HeaderColumn, findings: &mut Vec<Finding>) {
        let Some((field, _)) = column.field else { return };
        let field = &self.headings.form.fields[field];
        if let Some([typed, printed]) = &column.other_unit {
            let finding = Finding::new(&OTHER_UNIT, self.at(column.cell))
                .about(&field.name, &column.heading)
                .with_words("what", Bilingual::new("Tiêu đề", "The heading"))
                .with("heading", &column.heading)
                .with("typed", typed)
                .with("printed", printed)
                .with_words("columns", Bilingual::default());
            findings.push(finding);
        }
        if let Some((other, in_groups)) = column.other_group {
            let finding = Finding::new(&GROUP_NOT_TOLD, self.at(column.cell))
                .about(&field.name, &column.heading)
                .with("heading", &column.heading)
                .with("column", field.printed_heading())
                .with("other", self.headings.form.fields[other].printed_heading());
            // The form's order may be meant where no group is named; where others are, one was put over the wrong column.
            findings.push(if in_groups { finding } else { finding.as_bad_as(Severity::Warning) });
        }
    }

    /// A line above the table that gives another unit than the form's.
    fn unit_above(&self, findings: &mut Vec<Finding>) {
        let header = self.header;
        let Some(stated) = units::above(self.sheet, self.headings, header.area, &header.columns) else { return };
        for (printed, fields) in &stated.printed {
            let titles: Vec<_> =
                fields.iter().map(|field| self.headings.form.fields[*field].printed_heading()).collect();
            let (vi, en) = (titles.join("», «"), titles.join("”, “"));
            let columns = bilingual!(" ở cột «{vi}»", " for “{en}”");
            let finding = Finding::new(&OTHER_UNIT, self.at(stated.cell))
                .about(&self.headings.form.fields[fields[0]].name, &stated.line)
                .with_words("what", Bilingual::new("Dòng phía trên bảng", "The line above the table"))
                .with("heading", &stated.line)
                .with("typed", &stated.typed)
                .with("printed", printed)
                .with_words("columns", columns);
            findings.push(if stated.is_contradicted { finding.as_bad_as(Severity::Warning) } else { finding });
        }
    }

    fn duplicate(&self, column: &Column, field: usize) -> Option<Finding> {
        let taken = self.table.columns.iter().find(|other| other.field == Some(field))?;
        let field = &self.headings.form.fields[field];
        let finding = Finding::new(&DUPLICATE_COLUMN, self.at(column.cell))
            .about(&field.name, &column.heading)
            .with("column", field.printed_heading())
            .with_place("first", self.at(taken.cell), self.called_column(taken.column))
            .with_place("second", self.at(column.cell), self.called_column(column.column));
        // A second remark column costs nothing but its content; a second required one leaves open which is meant.
        Some(if field.required { finding } else { finding.as_bad_as(Severity::Warning) })
    }
}
