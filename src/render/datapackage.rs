//! The results as a [Data Package](https://datapackage.org): `agencies.csv`, `standings.csv`, `files.csv`, `findings.csv`
//! and one CSV a form, described by `datapackage.json`. Valid on arrival: `frictionless validate datapackage.json` finds nothing.
//!
//! A form's CSV follows the form's own schema, with the columns `_agency,_file,_sheet,_row` in front. Where the schema speaks
//! of one submission it is loosened for the whole country: two provinces may well have a database of one name, so `unique`
//! goes, and keys hold together with the agency. What the rows contradict all the same is left out and told, see `held`. The running
//! number of a row is not kept and has no column.
//!
//! Spreadsheets run a cell that begins with `=` as a formula, also one from a CSV file. Such cells get an apostrophe in
//! front, see [`neutral`]; `datapackage.json` says so and how to undo it.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, Write};

use anyhow::Context;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use columns::{
    AGENCY_COLUMNS, FILE_COLUMNS, FINDING_COLUMNS, FixedColumn, PROVENANCE, STANDING_COLUMNS, VALUE_COLUMNS,
    agencies_schema, fields, schema_of, standings_schema,
};

use super::Results;
use crate::bilingual;
use crate::report::{AgencyRow, FileRow, FindingRow, ObligationCell};
use crate::schema::{Field, Form, Kind};
use crate::summary::MergedForm;
use crate::text::trouble::Because;
use crate::text::{hex, picture};
use crate::value::Value;
use crate::verdict::Outcome;
use crate::workbook::mark::{AUTHOR, Mark, Output, PACKAGE};

mod columns;
mod held;

/// What every resource's description says about apostrophes.
const NEUTRALISED: &str = "A cell whose text, after any leading apostrophes, begins with =, +, -, @ (or a wide form of these), a tab or a line end has one \
     apostrophe (') more in front than the original, so that no spreadsheet runs it as a formula. To undo: take one leading \
     apostrophe off every cell whose text, after all leading apostrophes, begins with one of these characters. Control characters other than tabs and line ends stand as their pictures (U+2400 to U+2421), those without one as U+FFFD.";

/// Writes all files of the package; `create` opens each by its name within the folder.
///
/// # Errors
/// When a file cannot be created or written.
pub fn write(
    results: &Results<'_>,
    create: &mut dyn FnMut(&str) -> anyhow::Result<Box<dyn Write>>,
) -> anyhow::Result<()> {
    let mut resources = Vec::new();
    let mut table = |name: &str, title: String, schema: Json, fill: &mut dyn FnMut(&mut Rows) -> csv::Result<()>| {
        resources.push(resource(name, &title, schema, create, fill)?);
        anyhow::Ok(())
    };
    let language = results.language;
    let report = results.report;
    let say = |vi: &str, en: &str| language.say(vi.to_owned(), en.to_owned());
    table("agencies", say("Cơ quan", "Agencies"), agencies_schema(), &mut |rows| {
        rows.header(&AGENCY_COLUMNS)?;
        let agencies = report.agencies.iter().chain(&report.unlisted);
        agencies.clone().try_for_each(|it| rows.write([text(&it.code), text(&it.name), word(&it.level)]))
    })?;
    table("standings", say("Tình trạng từng nhiệm vụ", "Standings"), standings_schema(), &mut |rows| {
        rows.header(&STANDING_COLUMNS)?;
        report.agencies.iter().chain(&report.unlisted).try_for_each(|agency| standing_rows(rows, agency))
    })?;
    table("files", say("Các tệp đã nhận", "Files received"), schema_of(&FILE_COLUMNS), &mut |rows| {
        rows.header(&FILE_COLUMNS)?;
        report.review.files.iter().try_for_each(|file| file_rows(rows, file))
    })?;
    table("findings", say("Lỗi và lưu ý", "Findings"), schema_of(&FINDING_COLUMNS), &mut |rows| {
        rows.header(&FINDING_COLUMNS)?;
        report.review.findings.iter().try_for_each(|finding| finding_row(rows, finding))
    })?;
    if results.summary.forms.iter().any(|merged| !merged.form.values.is_empty()) {
        let title = say("Giá trị ngoài bảng", "Values outside the tables");
        table("outside-values", title, schema_of(&VALUE_COLUMNS), &mut |rows| {
            rows.header(&VALUE_COLUMNS)?;
            report.review.files.iter().try_for_each(|file| value_rows(rows, file))
        })?;
    }
    for merged in &results.summary.forms {
        let form = &merged.form;
        let title = form.title.get(language).to_owned();
        let mut schema = form_schema(form);
        let untold = held::keys(merged, &results.summary.forms, &mut schema);
        table(&form.name, title, schema, &mut |rows| {
            rows.untold.clone_from(&untold);
            form_rows(rows, merged)
        })?;
    }

    let package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": format!("bieumau-{}", slug(&report.campaign)),
        "title": results.campaign.title.get(language),
        "description": format!("{} {}", results.campaign.basis, report.as_of),
        AUTHOR: Mark::of(Output::Data).to_string(),
        "resources": resources,
    });
    let mut file = create(PACKAGE)?;
    serde_json::to_writer_pretty(&mut file, &package).context("writing datapackage.json")?;
    file.write_all(b"\n").and_then(|()| file.flush()).context("writing datapackage.json")
}

/// Writes a table as CSV and describes it.
fn resource(
    name: &str,
    title: &str,
    schema: Json,
    create: &mut dyn FnMut(&str) -> anyhow::Result<Box<dyn Write>>,
    fill: &mut dyn FnMut(&mut Rows) -> csv::Result<()>,
) -> anyhow::Result<Json> {
    let path = format!("{name}.csv");
    let writing = || bilingual!("ghi {path}", "writing {path}");
    let mut file = Counting { inner: create(&path)?, bytes: 0, hash: Sha256::new() };
    // Without a byte-order mark Excel takes UTF-8 for a code page; it is part of what is hashed.
    file.write_all("\u{feff}".as_bytes()).because(writing)?;
    let writer = csv::Writer::from_writer(file);
    let mut rows = Rows { writer, lengthened: BTreeSet::new(), broken: BTreeSet::new(), untold: Vec::new() };
    fill(&mut rows).because(writing)?;
    let Rows { writer, lengthened, broken, mut untold } = rows;
    let mut file = writer.into_inner().map_err(|error| error.into_error()).because(writing)?;
    file.flush().because(writing)?;
    let mut schema = allow_apostrophes(schema, &lengthened);
    untold.extend(held::loosen(&mut schema, &broken));
    let description = match untold.as_slice() {
        [] => NEUTRALISED.to_owned(),
        untold => {
            format!("{NEUTRALISED} The form's schema says more than these rows hold; left out: {}.", untold.join("; "))
        }
    };
    Ok(json!({
        "name": name,
        "type": "table",
        "path": path,
        "title": title,
        "description": description,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": format!("sha256:{}", hex(&file.hash.finalize())),
        "schema": schema,
    }))
}

fn standing_rows(rows: &mut Rows, agency: &AgencyRow) -> csv::Result<()> {
    agency.obligations.iter().try_for_each(|(obligation, cell)| {
        rows.write([
            text(&agency.code),
            text(obligation),
            word(&cell.status),
            text(cell.file.as_deref().unwrap_or_default()),
            typed(files(cell)),
            text(cell.decision.as_deref().unwrap_or_default()),
            typed(cell.issued.map(|date| date.to_string()).unwrap_or_default()),
            typed(cell.rows.map(|count| count.to_string()).unwrap_or_default()),
            typed(cell.errors.map(|count| count.to_string()).unwrap_or_default()),
            text(&codes(cell)),
            text(&cell.why()),
        ])
    })
}

/// The codes of the reasons, each once.
fn codes(cell: &ObligationCell) -> String {
    let mut codes: Vec<&str> = cell.reasons.iter().map(|reason| reason.code.as_str()).collect();
    codes.dedup();
    codes.join(" ")
}

/// All files of an answer, as a JSON array: a path may hold any sign that could stand between two. Empty if there is none.
fn files(cell: &ObligationCell) -> String {
    let single: Vec<&str> = cell.file.as_deref().into_iter().collect();
    let files = if cell.files.is_empty() { json!(single) } else { json!(cell.files) };
    if files.as_array().is_some_and(Vec::is_empty) { String::new() } else { files.to_string() }
}

/// The text with an apostrophe in front if a spreadsheet could run it as a formula.
///
/// Apostrophes that are there already are counted, so that one can always be taken off again: `'=1` becomes `''=1`.
pub fn neutral(text: &str) -> Cow<'_, str> {
    match text.trim_start_matches('\'').chars().next() {
        // The wide forms too: spreadsheets of East Asia take them for the narrow ones.
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => {
            Cow::Owned(format!("'{text}"))
        }
        _ => Cow::Borrowed(text),
    }
}

/// The text with every control character but tabs and line ends as its picture: a terminal obeys them, and other programs stop
/// at them.
pub fn visible(text: &str) -> Cow<'_, str> {
    let is_control = |character: char| character.is_control() && !matches!(character, '\t' | '\n' | '\r');
    if !text.contains(is_control) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars().map(|character| if is_control(character) { picture(character) } else { character }).collect(),
    )
}

/// A CSV file in the making.
struct Rows {
    writer: csv::Writer<Counting>,
    /// The columns in which a cell grew by an apostrophe.
    lengthened: BTreeSet<usize>,
    /// Columns with what a cell contradicts of their description.
    broken: BTreeSet<(usize, &'static str)>,
    /// What the schema does not say for other reasons.
    untold: Vec<String>,
}

impl Rows {
    fn header(&mut self, columns: &[FixedColumn]) -> csv::Result<()> {
        self.writer.write_record(columns.iter().map(|column| column.name))
    }

    fn write<'c>(&mut self, cells: impl IntoIterator<Item = CsvCell<'c>>) -> csv::Result<()> {
        for (index, cell) in cells.into_iter().enumerate() {
            let CsvCell { text, is_typed } = cell;
            let text = visible(&text);
            let written = if is_typed { Cow::Borrowed(&*text) } else { neutral(&text) };
            if written.len() != text.len() {
                self.lengthened.insert(index);
            }
            self.writer.write_field(&*written)?;
        }
        self.writer.write_record(None::<&[u8]>)
    }
}

/// A cell. Typed ones (numbers, dates) are written as they are: a number may begin with a minus.
struct CsvCell<'a> {
    text: Cow<'a, str>,
    is_typed: bool,
}

fn text(text: &str) -> CsvCell<'_> {
    CsvCell { text: Cow::Borrowed(text), is_typed: false }
}

fn typed(text: String) -> CsvCell<'static> {
    CsvCell { text: Cow::Owned(text), is_typed: true }
}

/// A word of the report, as the JSON says it.
fn word(word: &impl serde::Serialize) -> CsvCell<'static> {
    let text = match serde_json::to_value(word) {
        Ok(Json::String(text)) => text,
        _ => String::new(),
    };
    typed(text)
}

/// Counts and hashes what goes through.
struct Counting {
    inner: Box<dyn Write>,
    bytes: u64,
    hash: Sha256,
}

impl Write for Counting {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(buffer)?;
        self.bytes += written as u64;
        self.hash.update(&buffer[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

fn file_rows(rows: &mut Rows, file: &FileRow) -> csv::Result<()> {
    let own = || {
        [
            text(&file.path),
            text(&file.sha256),
            word(&file.outcome),
            text(file.duplicate_of.as_deref().unwrap_or_default()),
            text(file.agency.as_deref().unwrap_or_default()),
            text(file.probable_agency.as_deref().unwrap_or_default()),
        ]
    };
    if file.tables.is_empty() {
        let nothing = (0..FILE_COLUMNS.len() - own().len()).map(|_| text(""));
        return rows.write(own().into_iter().chain(nothing));
    }
    for table in &file.tables {
        let decision = table.decision.as_ref();
        let counts = [table.rows.seen, table.rows.records, table.rows.blank, table.rows.heading, table.rows.other];
        let described = [
            text(&table.form),
            text(table.sheet.as_deref().unwrap_or_default()),
            text(&table.range),
            text(decision.map_or("", |decision| &decision.kind)),
            text(decision.map_or("", |decision| &decision.number)),
            typed(decision.map(|decision| decision.date.to_string()).unwrap_or_default()),
            word(&table.outcome),
        ];
        let counts = counts.into_iter().map(|count| typed(count.to_string()));
        rows.write(own().into_iter().chain(described).chain(counts))?;
    }
    Ok(())
}

/// The values outside the tables of what was accepted.
fn value_rows(rows: &mut Rows, file: &FileRow) -> csv::Result<()> {
    let accepted = file.values.iter().filter(|value| value.outcome == Outcome::Accepted);
    accepted.into_iter().try_for_each(|value| {
        rows.write([
            text(file.agency.as_deref().unwrap_or_default()),
            text(&file.path),
            text(value.sheet.as_deref().unwrap_or_default()),
            text(value.cell.as_deref().unwrap_or_default()),
            text(&value.form),
            text(&value.name),
            text(&value.title),
            text(&value.value),
        ])
    })
}

fn finding_row(rows: &mut Rows, finding: &FindingRow) -> csv::Result<()> {
    rows.write([
        text(finding.code()),
        text(finding.rule()),
        word(&finding.severity()),
        text(finding.agency.as_deref().unwrap_or_default()),
        text(finding.file()),
        text(finding.sheet().map_or("", |name| name)),
        text(&finding.cell().unwrap_or_default()),
        text(finding.field().unwrap_or_default()),
        text(finding.value().unwrap_or_default()),
        text(&finding.message()),
        text(&finding.help()),
        typed(finding.settled.to_string()),
    ])
}

fn form_rows(rows: &mut Rows, merged: &MergedForm<'_>) -> csv::Result<()> {
    let kept: Vec<(usize, &Field)> = kept_fields(&merged.form).collect();
    let names = PROVENANCE.iter().map(|column| column.name).chain(kept.iter().map(|(_, field)| field.name.as_str()));
    rows.writer.write_record(names)?;
    for row in merged.rows() {
        let provenance = [
            text(row.agency.map_or("", |agency| agency.code.as_str())),
            text(row.file),
            text(row.sheet.map_or("", |sheet| sheet)),
            typed(row.number.to_string()),
        ];
        for (column, (index, field)) in (PROVENANCE.len()..).zip(&kept) {
            let keys = held::contradicted(field, &row.record.entries[*index].value);
            rows.broken.extend(keys.into_iter().map(|key| (column, key)));
        }
        let values = kept.iter().map(|(index, _)| {
            let value = &row.record.entries[*index].value;
            let is_typed = matches!(value, Value::Number(_) | Value::Flag(_) | Value::Date(_));
            CsvCell { text: value.stored(), is_typed }
        });
        rows.write(provenance.into_iter().chain(values))?;
    }
    Ok(())
}

/// The fields that are merged.
fn kept_fields(form: &Form) -> impl Iterator<Item = (usize, &Field)> {
    form.fields.iter().enumerate().filter(|(_, field)| field.is_kept())
}

/// The form's own schema, with the columns of provenance in front and without what holds only within one submission.
fn form_schema(form: &Form) -> Json {
    // It was read before, so it is JSON.
    let source: Json = serde_json::from_str(&form.source).unwrap_or_default();
    let own = source["fields"].as_array().cloned().unwrap_or_default();
    let kept = kept_fields(form).map(|(_, field)| {
        let found = own.iter().find(|described| described["name"] == field.name.as_str());
        let mut described = found.cloned().unwrap_or_else(|| json!({ "name": field.name, "type": "string" }));
        if let Some(constraints) = described.get_mut("constraints").and_then(Json::as_object_mut) {
            constraints.remove("unique");
            if field.kind.is_lenient() {
                constraints.remove("enum");
            }
        }
        // Numbers and days are stored as computers write them, however they were typed.
        if let Some(described) = described.as_object_mut() {
            let format = matches!(field.kind, Kind::Date { .. } | Kind::Period { .. }).then_some("format");
            let typed = ["decimalChar", "groupChar", "bareNumber", "missingValues", "trueValues", "falseValues"];
            typed.into_iter().chain(format).for_each(|key| drop(described.shift_remove(key)));
        }
        if matches!(field.kind, Kind::List(_)) && described["type"] == "list" {
            // As `Value::stored` joins the items.
            described["delimiter"] = json!("; ");
        }
        described
    });
    let mut schema = source.as_object().cloned().unwrap_or_default();
    let all: Vec<Json> = fields(&PROVENANCE).into_iter().chain(kept).collect();
    // The address of the editor's schema is relative to the schema file and leads nowhere from here.
    // And what stands for blank is stored as blank.
    for key in ["$schema", "missingValues"] {
        schema.shift_remove(key);
    }
    schema.insert("fields".to_owned(), Json::Array(all));
    Json::Object(schema)
}

/// Leaves room for the apostrophe in columns where one was put.
fn allow_apostrophes(mut schema: Json, lengthened: &BTreeSet<usize>) -> Json {
    for &index in lengthened {
        let longest = schema["fields"][index].get_mut("constraints").and_then(|it| it.get_mut("maxLength"));
        if let Some(longest) = longest
            && let Some(length) = longest.as_u64()
        {
            *longest = json!(length + 1);
        }
    }
    schema
}

/// A name as Data Packages allow them: lower-case letters, digits, dots, dashes and underscores.
fn slug(name: &str) -> String {
    let bare = crate::text::bare(name);
    bare.chars()
        .map(|letter| if letter.is_ascii_alphanumeric() || "._-".contains(letter) { letter } else { '-' })
        .collect()
}
