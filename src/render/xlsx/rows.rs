//! The sheet of a form: every accepted row, whose it is in front, the headings as printed on the form, and where it came from at the
//! end. A period stands as its sender wrote it, beside it the year and the last day (of a beginning the first), for sorting and
//! counting; what a form does not want printed stands to the right of what is.

use std::borrow::Cow;

use super::Result;
use jiff::civil::Date;
use rust_xlsxwriter::Workbook;

use super::grid::{Grid, ListCell, ListColumn};
use super::links::{Links, MOST_LINKED};
use crate::intake::{Entry, Remark};
use crate::render::{Results, words};
use crate::schema::{Field, Form, Kind, Level};
use crate::summary::{MergedForm, MergedRow};
use crate::text::{Language, tidy};
use crate::value::Value;

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Code,
    Agency,
    Level,
    Field(usize),
    /// Of the period or day in a field.
    Year(usize),
    Day(usize),
    File,
    Sheet,
    Row,
}

/// The widest that a name, what is not printed, and where a row came from may be, in characters: most rows take one line then.
const NAME: usize = 50;
const UNPRINTED: usize = 70;
const ORIGIN: usize = 60;

/// The sheet of a form.
pub struct FormSheet<'a> {
    pub merged: &'a MergedForm<'a>,
    pub name: &'a str,
    /// Its columns.
    all: Vec<What>,
    /// How many of them are printed.
    printed: usize,
}

impl<'a> FormSheet<'a> {
    pub fn new(merged: &'a MergedForm<'a>, name: &'a str) -> Self {
        let form = &merged.form;
        // The running number of a row is not kept: it means nothing once forms stand below one another.
        let fields = || (0..form.fields.len()).filter(|&index| form.fields[index].is_kept());
        let mut all = vec![What::Code, What::Agency];
        all.extend(fields().filter(|&index| form.fields[index].printed).map(What::Field));
        let printed = all.len();
        let timed = fields().filter(|&index| has_year(&form.fields[index].kind));
        all.extend(timed.flat_map(|index| [What::Year(index), What::Day(index)]));
        all.extend(fields().filter(|&index| !form.fields[index].printed).map(What::Field));
        all.extend([What::Level, What::File, What::Sheet, What::Row]);
        Self { merged, name, all, printed }
    }

    /// The place of a column, from 0.
    pub fn place(&self, what: What) -> Option<u32> {
        self.all.iter().position(|it| *it == what).map(|at| at as u32)
    }

    /// The row of the headings, from 0: below groups, if the form has any.
    pub fn header(&self) -> u32 {
        if self.merged.form.fields.iter().any(|field| field.group.is_some()) { 4 } else { 3 }
    }

    /// Writes it.
    pub fn write(&self, workbook: &mut Workbook, results: &Results<'_>, links: &Links<'_>) -> Result {
        let language = results.language;
        let Self { merged, name, .. } = *self;
        let form = &merged.form;
        let subtitle = format!(
            "{} · {}",
            super::as_of(results),
            words::counted(merged.count(), "dòng được tính", "accepted row", language)
        );
        let grid = Grid {
            name,
            title: form.title.get(language),
            subtitle: &subtitle,
            columns: self.headings(results),
            frozen: 2,
            language,
            printed: self.printed as u16,
            table: Some(table_name(&form.name)),
            ..Grid::default()
        };
        debug_assert_eq!(grid.header_row(), self.header(), "tables of counts look from this row on");
        let is_linked = merged.count() <= MOST_LINKED;
        let rows = merged.rows().map(|merged| {
            let cells = self.all.iter().map(|what| cell(*what, &merged, (language, form), links, is_linked));
            cells.collect()
        });
        grid.write(workbook, merged.count(), rows, |_, _| Ok(()))
    }

    fn headings(&self, results: &Results<'_>) -> Vec<ListColumn> {
        let (form, language) = (&self.merged.form, results.language);
        let (agency, origin) = (results.language.say("Cơ quan", "Agency"), results.language.say("Nguồn", "Origin"));
        let has_groups = self.header() == 4;
        let under = |column: ListColumn, group: Option<&str>| match group.filter(|_| has_groups) {
            Some(group) => column.under(group),
            None => column,
        };
        let column = |what: &What| {
            let (heading, widest, group): (Cow<'_, str>, usize, Option<&str>) = match what {
                What::Code => (results.language.say("Mã cơ quan", "Agency code").into(), 6, Some(agency)),
                What::Agency => (results.language.say("Cơ quan", "Agency").into(), 24, Some(agency)),
                What::Level => (results.language.say("Cấp", "Level").into(), 9, Some(origin)),
                What::File => (results.language.say("Tệp", "File").into(), ORIGIN, Some(origin)),
                What::Sheet => (results.language.say("Trang tính", "Sheet").into(), 16, Some(origin)),
                What::Row => (results.language.say("Dòng", "Row").into(), 6, Some(origin)),
                What::Field(index) => {
                    let field = &form.fields[*index];
                    let widest = match (&field.kind, field.printed) {
                        (_, false) => UNPRINTED,
                        (Kind::Text, _) if field.unique => NAME,
                        (kind, _) => kind.treatment().width_in_list,
                    };
                    ((&field.title).into(), widest, field.group.as_deref())
                }
                What::Year(index) | What::Day(index) => {
                    let field = &form.fields[*index];
                    let (vi, en) = if matches!(what, What::Year(_)) { ("năm", "year") } else { ("ngày", "day") };
                    let of = if language == Language::English { en } else { vi };
                    (
                        format!("{}: {of}", field.title).into(),
                        10,
                        Some(results.language.say("Năm và ngày", "Years and days")),
                    )
                }
            };
            under(ListColumn::new(&heading, widest), group)
        };
        let mut columns: Vec<ListColumn> = self.all.iter().map(column).collect();
        // A table of Excel has no two columns of one name.
        for index in 0..columns.len() {
            let same =
                |heading: &str, before: &[ListColumn]| before.iter().any(|it| it.heading.eq_ignore_ascii_case(heading));
            let (mut heading, mut number) = (columns[index].heading.clone(), 1);
            while same(&heading, &columns[..index]) {
                number += 1;
                heading = format!("{} ({number})", columns[index].heading);
            }
            columns[index].heading = heading;
        }
        columns
    }
}

/// Whether a year and a day can be told of its values.
pub fn has_year(kind: &Kind) -> bool {
    matches!(kind, Kind::Period { .. } | Kind::Date { .. })
}

/// The day that a value of a field is sorted and counted by: its last, of a beginning its first. What is open or recurring has none.
pub fn day(field: &Field, value: &Value) -> Option<Date> {
    match value {
        Value::Date(date) => Some(*date),
        Value::Period(period) if field.begins => period.start,
        Value::Period(period) => period.end,
        _ => None,
    }
}

/// The agency's name in the run's language.
pub fn agency<'a>(merged: &MergedRow<'a>, language: Language) -> &'a str {
    merged.agency.map_or("", |agency| match language {
        Language::English if !agency.name_en.is_empty() => &agency.name_en,
        _ => &agency.name,
    })
}

/// The agency's level.
pub fn level<'a>(merged: &MergedRow<'a>) -> Option<&'a Level> {
    merged.agency.map(|agency| &*agency.level)
}

/// A name that Excel takes for a table: `bieu_shared_databases`.
fn table_name(form: &str) -> String {
    format!("bieu_{}", form.replace(|letter: char| !letter.is_ascii_alphanumeric(), "_"))
}

fn cell(
    what: What,
    merged: &MergedRow<'_>,
    (language, form): (Language, &Form),
    links: &Links<'_>,
    is_linked: bool,
) -> ListCell<'static> {
    let text = |text: &str| if text.is_empty() { ListCell::Blank } else { ListCell::Text(Cow::Owned(text.to_owned())) };
    match what {
        What::Code => merged.agency.map_or(ListCell::Blank, |agency| ListCell::Centred(agency.code.clone().into())),
        What::Agency => text(agency(merged, language)),
        What::Level => level(merged).map_or(ListCell::Blank, |level| text(level.title.get(language))),
        What::Field(index) => content(&merged.record.entries[index], &form.fields[index].kind, (language, form)),
        What::Year(index) => {
            let day = day(&form.fields[index], &merged.record.entries[index].value);
            day.map_or(ListCell::Blank, |day| ListCell::Number(f64::from(day.year())))
        }
        What::Day(index) => ListCell::day(day(&form.fields[index], &merged.record.entries[index].value)),
        What::File => match links.file(merged.file).filter(|_| is_linked) {
            Some(target) => ListCell::PlainLink(Cow::Owned(merged.file.to_string()), target),
            None => text(merged.file),
        },
        What::Sheet => text(merged.sheet.map_or("", |sheet| sheet)),
        What::Row => ListCell::Count(merged.number as usize),
    }
}

/// A period as its sender wrote it, everything else as people write it in such a column.
fn content(entry: &Entry, kind: &Kind, (language, form): (Language, &Form)) -> ListCell<'static> {
    let written = || kind.written(&entry.value, &form.language.periods, language).into_owned();
    match &entry.value {
        Value::Empty => ListCell::Blank,
        Value::Number(number) => ListCell::Number(*number),
        Value::Date(date) => ListCell::Day(*date),
        Value::Period(period) => {
            let typed = tidy(entry.typed());
            let is_above = matches!(entry.remark, Some(Remark::Ditto(_)));
            // A cell that holds a day shows it as the machine stores it; «nt» means what stands above.
            let is_plain = typed.is_empty() || is_above || typed.starts_with(&*period.text) && period.text.len() == 10;
            ListCell::Centred(Cow::Owned(if is_plain { written() } else { typed }))
        }
        Value::Text(_) | Value::Flag(_) | Value::List(_) => ListCell::Text(Cow::Owned(written())),
    }
}
