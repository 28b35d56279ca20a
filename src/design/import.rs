//! From a form workbook to a form's schema, with everything that is wrong told at its cell.

use std::sync::Arc;

use serde_json::Value as Json;

use super::compose::path;
use super::faults::{Part, faults};
use super::settings::Settings;
use super::{Rows, SheetKind, Sheets, patch, rules};
use crate::bilingual;
use crate::cell::{Cell, Location, SheetName};
use crate::finding::{Finding, Group, Rule, Severity};
use crate::intake::{self, Claims, Knowledge, Record};
use crate::text::{Bilingual, Language, nearest};
use crate::value::Value;
use crate::verdict::{FileOutcome, Judge, Verdict};
use crate::workbook::{Loaded, Refusal};

/// What was made of a form workbook.
#[derive(Debug)]
pub struct Imported {
    /// The form's schema, as far as it could be read.
    pub schema: Option<Json>,
    /// Whether it can be used: there is no error.
    pub is_sound: bool,
    /// What was found, as of any form.
    pub verdict: Verdict,
}

/// Reads a form workbook; what is wrong with it is a finding.
pub fn import(sheets: &Sheets, loaded: Loaded) -> Imported {
    // That it is ours is no reason to leave it aside.
    let loaded = Loaded { mark: None, ..loaded };
    let workbook =
        loaded.workbook.as_ref().ok().map(|workbook| intake::companion::without_companions(workbook).into_owned());
    let settings = workbook.as_ref().and_then(|it| Settings::find(it, sheets.form(SheetKind::Settings)));
    let (of_settings, rest) = match (workbook, &settings) {
        (Some(mut workbook), Some(settings)) => {
            let turned = settings.turned(&workbook);
            workbook.sheets.remove(settings.sheet);
            (Some(turned), Ok(workbook))
        }
        (Some(workbook), None) => (None, Ok(workbook)),
        (None, _) => (None, Err(loaded.workbook.as_ref().err().copied().unwrap_or(Refusal::Unreadable))),
    };
    let tables = &SheetKind::EACH[1..];
    let mut reading = Reading { sheets, path: Arc::clone(&loaded.path), places: Vec::new(), rows: Rows::default() };
    let mut verdict = reading.read(Loaded { workbook: rest, ..loaded.clone() }, tables);
    if let (Some(turned), Some(settings)) = (of_settings, &settings) {
        let of_settings = Loaded { workbook: Ok(turned), findings: Vec::new(), ..loaded };
        let turned = reading.read(of_settings, &[SheetKind::Settings]);
        let told = turned.all_findings().cloned().map(|finding| settings.upright(finding));
        verdict.findings.splice(0..0, told);
        reading.places.iter_mut().filter(|place| place.kind == SheetKind::Settings).for_each(|place| {
            place.cells.iter_mut().flatten().for_each(|cell| *cell = settings.cell(*cell));
        });
    }
    if verdict.outcome == FileOutcome::Unreadable || verdict.outcome == FileOutcome::Skipped {
        return Imported { schema: None, is_sound: false, verdict };
    }
    keep_what_matters(&mut verdict);
    let schema = reading.schema(&mut verdict);
    let is_sound = !verdict.all_findings().any(|finding| finding.severity == Severity::Error);
    Imported { schema: Some(schema), is_sound, verdict }
}

/// Nobody sends a form workbook, so nobody asks whose it is; and lists and rules may be left out.
fn keep_what_matters(verdict: &mut Verdict) {
    let is_of_no_use = |finding: &Finding| {
        finding.rule.group == Group::Identity
            || finding.severity == Severity::Info
            || finding.rule.is(&intake::rules::NO_FORM_FOUND)
    };
    verdict.findings.retain(|finding| !is_of_no_use(finding));
    for judged in &mut verdict.submissions {
        let may_be_empty = judged.submission.form.name != SheetKind::Columns.name();
        judged
            .submission
            .findings
            .retain(|finding| !(is_of_no_use(finding) || may_be_empty && finding.rule.is(&intake::rules::EMPTY_TABLE)));
    }
}

/// A row of the workbook: where it stands.
struct Placed {
    kind: SheetKind,
    sheet: Option<SheetName>,
    cells: Vec<Option<Cell>>,
}

/// What is read of a workbook.
struct Reading<'s> {
    sheets: &'s Sheets,
    path: Arc<str>,
    rows: Rows,
    /// Where the rows stand, in the order of reading.
    places: Vec<Placed>,
}

impl Reading<'_> {
    /// Reads the sheets of these kinds.
    fn read(&mut self, loaded: Loaded, kinds: &[SheetKind]) -> Verdict {
        let forms = kinds.iter().map(|kind| Arc::clone(self.sheets.form(*kind))).collect();
        let knowledge = Knowledge::new(forms, &self.sheets.nobody);
        let verdict = Judge::of_all(&knowledge).review(loaded, &Claims::default());
        for judged in &verdict.submissions {
            let kind = kinds.iter().find(|kind| kind.name() == judged.submission.form.name);
            for (table, rows) in judged.submission.tables.iter().zip(&judged.rows) {
                for (kind, record) in kind.iter().flat_map(|kind| rows.iter().map(|record| (**kind, record))) {
                    self.take(kind, table.sheet.clone(), &record);
                }
            }
        }
        verdict
    }

    fn take(&mut self, kind: SheetKind, sheet: Option<SheetName>, record: &Record) {
        let cells = record.entries.iter().map(|entry| entry.cell).collect();
        let values: Vec<Value> = record.entries.iter().map(|entry| entry.value.clone()).collect();
        let is_second = kind == SheetKind::Settings && !self.rows.of(kind).is_empty();
        if values.iter().all(Value::is_empty) || is_second {
            return;
        }
        self.rows.push(kind, values);
        self.places.push(Placed { kind, sheet, cells });
    }

    /// The schema, with what is wrong with it among the findings.
    fn schema(&self, verdict: &mut Verdict) -> Json {
        for kind in [SheetKind::Settings, SheetKind::Columns] {
            let is_there = self.places.iter().any(|place| place.kind == kind);
            let is_told = verdict.submissions.iter().any(|judged| judged.submission.form.name == kind.name());
            if !is_there && !is_told {
                let finding = Finding::new(&rules::MISSING_SHEET, Location::file(&self.path));
                verdict.findings.push(finding.with_words("sheet", self.sheets.form(kind).title.clone()));
            }
        }
        verdict.findings.extend(self.lists());
        let mut told = Vec::new();
        let mut whole = self.sheets.settings(self.rows.of(SheetKind::Settings).first().map_or(&[], Vec::as_slice));
        self.rest(SheetKind::Settings, 0, &mut whole, &mut told);
        whole["fields"] = self.parts(SheetKind::Columns, &mut told).into();
        for (kind, key) in
            [(SheetKind::Outside, "values"), (SheetKind::Tallies, "tallies"), (SheetKind::Rules, "rules")]
        {
            let parts = self.parts(kind, &mut told);
            if !parts.is_empty() {
                whole["form"][key] = parts.into();
            }
        }
        verdict.findings.extend(told);
        let unsound: Vec<Finding> = self.unsound(&whole, verdict);
        verdict.findings.extend(unsound);
        whole
    }

    /// What each row of a sheet says.
    fn parts(&self, kind: SheetKind, told: &mut Vec<Finding>) -> Vec<Json> {
        let part = |(at, row): (usize, &Vec<Value>)| {
            let mut part = match kind {
                SheetKind::Columns | SheetKind::Outside => self.sheets.column(kind, row, &self.rows),
                SheetKind::Tallies => self.sheets.tally(row),
                SheetKind::Settings | SheetKind::Values | SheetKind::Rules => self.sheets.rule(row),
            };
            self.rest(kind, at, &mut part, told);
            part
        };
        self.rows.of(kind).iter().enumerate().map(part).collect()
    }

    /// Makes a part of the schema what the column of other keys says.
    fn rest(&self, kind: SheetKind, at: usize, part: &mut Json, told: &mut Vec<Finding>) {
        let row = self.rows.of(kind).get(at);
        let Some(Value::Text(text)) = row.map(|row| self.sheets.field(kind, "other", row)) else { return };
        match serde_json::from_str::<Json>(text) {
            Ok(rest) if rest.is_object() => patch::apply(part, &rest),
            read => {
                let reason = read.err().map_or_else(|| "{…}".to_owned(), |error| error.to_string());
                let finding = self.finding(&rules::NO_JSON, kind, at, "other").with("reason", reason);
                told.push(finding.about("other", text.as_str()));
            }
        }
    }

    /// What is wrong between the sheets: a list without its column, a column without its list.
    fn lists(&self) -> Vec<Finding> {
        let of = |kind: SheetKind| self.rows.of(kind).iter().enumerate().map(move |(at, row)| (kind, at, row));
        let columns = || of(SheetKind::Columns).chain(of(SheetKind::Outside));
        let names = || {
            columns().filter_map(|(kind, _, row)| match self.sheets.field(kind, "name", row) {
                Value::Text(name) => Some(name.as_str()),
                _ => None,
            })
        };
        let mut findings = Vec::new();
        for (_, at, row) in of(SheetKind::Values) {
            let Value::Text(column) = self.sheets.field(SheetKind::Values, "column", row) else { continue };
            if !names().any(|name| name == column) {
                let near = nearest(column, names());
                let near = near.map_or_else(Bilingual::default, |near| {
                    bilingual!("; có phải là «{near}»?", "; is “{near}” meant?")
                });
                let finding = self.finding(&rules::NO_SUCH_COLUMN, SheetKind::Values, at, "column");
                findings.push(finding.about("column", column.as_str()).with_words("nearest", near));
            }
        }
        for (kind, at, row) in columns() {
            let field = |name: &str| self.sheets.field(kind, name, row);
            let is_listed = matches!(field("kind"), Value::Text(kind) if kind == "listed" || kind == "list");
            let is_its_own =
                |(of, _, row): (SheetKind, usize, &Vec<Value>)| self.sheets.field(of, "column", row) == field("name");
            let has_values = of(SheetKind::Values).any(is_its_own) || !field("list_file").is_empty();
            if is_listed && !has_values && field("other").is_empty() {
                let finding = self.finding(&rules::NO_VALUES, kind, at, "kind");
                findings.push(finding.about("kind", field("kind").stored()).with("heading", field("title").stored()));
            }
        }
        findings
    }

    /// What is wrong with the form as a whole, each at the cell to be changed; silent about rows in which an error was told.
    fn unsound(&self, schema: &Json, verdict: &Verdict) -> Vec<Finding> {
        let errors: Vec<&Location> = verdict
            .all_findings()
            .filter(|finding| finding.severity == Severity::Error)
            .map(|finding| &finding.location)
            .collect();
        let mut findings = Vec::new();
        for fault in faults(&self.sheets.ground, schema) {
            let (kind, at) = match fault.part {
                Part::Whole => (SheetKind::Settings, 0),
                Part::Field(at) => (SheetKind::Columns, at),
                Part::Value(at) => (SheetKind::Outside, at),
                Part::Tally(at) => (SheetKind::Tallies, at),
                Part::Rule(at) => (SheetKind::Rules, at),
            };
            let (vi, en) = (fault.said(Language::Vietnamese), fault.said(Language::English));
            let words = bilingual!("{vi}", "{en}");
            let finding = self.finding(&rules::UNSOUND, kind, at, self.column_of(kind, &en));
            let row = |location: &Location| match kind {
                SheetKind::Settings => None,
                _ => location.cell.map(|cell| cell.row),
            };
            let is_told = errors
                .iter()
                .any(|error| error.sheet == finding.location.sheet && row(error) == row(&finding.location));
            // An error at a list is one of its column, whose row is another.
            let of_lists = errors.iter().any(|error| self.is_on(SheetKind::Values, error));
            if !(is_told || of_lists && matches!(kind, SheetKind::Columns | SheetKind::Outside)) {
                findings.push(finding.with_words("reason", words));
            }
        }
        findings
    }

    fn is_on(&self, kind: SheetKind, location: &Location) -> bool {
        self.places.iter().any(|place| place.kind == kind && place.sheet == location.sheet)
    }

    /// The column of a sheet that an error names by its key; else the one with the name.
    fn column_of(&self, kind: SheetKind, error: &str) -> &str {
        let quoted: Vec<&str> = error.split('`').skip(1).step_by(2).collect();
        let form = self.sheets.form(kind);
        let last = |field: &str| {
            self.sheets.key(kind, field).map(|key| path(key).rsplit('.').next().unwrap_or(key).to_owned())
        };
        let named = form
            .fields
            .iter()
            .find(|field| last(&field.name).is_some_and(|key| key != "name" && quoted.iter().any(|word| *word == key)));
        named.map_or("name", |field| field.name.as_str())
    }

    /// A finding at the cell of a row, or the nearest that there is.
    fn finding(&self, rule: &'static Rule, kind: SheetKind, at: usize, column: &str) -> Finding {
        let form = self.sheets.form(kind);
        let place = self.places.iter().filter(|place| place.kind == kind).nth(at);
        let Some(place) = place else { return Finding::new(rule, Location::file(&self.path)) };
        let cell = |name: &str| form.field(name).and_then(|field| *place.cells.get(field)?);
        let cell = cell(column).or_else(|| cell("name")).or_else(|| place.cells.iter().flatten().next().copied());
        Finding::new(rule, Location::sheet(&self.path, place.sheet.as_ref(), cell))
    }
}
