//! Columns that hold a field together, and one that holds two: they go back as the official columns, each with the value that
//! was understood, and a note that says what it was made of.

use super::content::{numbered, put};
use super::corrections::correction;
use super::writer::{Made, Writer};
use crate::cell::Content;
use crate::intake::read::shown;
use crate::intake::rows::is_blank;
use crate::intake::{Column, Part, Record};
use crate::render::xlsx::form::Tint;
use crate::render::xlsx::{Result, cut};
use crate::text::Language;
use crate::value::Value;
use crate::workbook::{Look, Row};

/// A cell as it was sent: what its column is called, and what it holds.
type Piece<'p> = (&'p str, &'p Content);

/// The fields of a record in columns of this kind.
pub fn write(writer: &mut Writer<'_, '_>, row: &Row, target: u32, record: &Record) -> Result {
    let plan = writer.plan;
    let mut written: Vec<usize> = Vec::new();
    for column in &plan.table.columns {
        let Some(field) = column.field.filter(|field| column.part != Part::Whole && !written.contains(field)) else {
            continue;
        };
        written.push(field);
        let pieces: Vec<Piece<'_>> =
            plan.table.columns.iter().filter(|it| it.field == Some(field)).filter_map(|it| piece(it, row)).collect();
        match column.part {
            Part::Stretch(finish) => stretch(writer, (target, field, finish), record, &pieces)?,
            _ => {
                let content = together(record.entries[field].typed(), &pieces);
                value(writer, (target, field), record, content, &pieces)?;
            }
        }
    }
    Ok(())
}

fn piece<'p>(column: &'p Column, row: &'p Row) -> Option<Piece<'p>> {
    let content = row.content(column.column).filter(|content| !is_blank(content))?;
    let heading = column.heading.rsplit_once(" - ").map_or(column.heading.as_str(), |(_, lowest)| lowest);
    Some((heading, content))
}

/// What was read from the pieces, as a cell; an error stays one, and what stands alone is what it was.
fn together(read: &str, pieces: &[Piece<'_>]) -> Content {
    let is_error = |content: &&Content| matches!(content, Content::Error(_) | Content::Uncalculated(_));
    let contents = || pieces.iter().map(|(_, content)| *content);
    let same = || contents().find(|content| shown(content) == read);
    contents().find(is_error).or_else(same).cloned().unwrap_or_else(|| Content::Text(read.into()))
}

/// Beginning and end of what stands in one cell; where it cannot be told which is which, it stays as typed.
fn stretch(
    writer: &mut Writer<'_, '_>,
    (target, start, finish): (u32, usize, usize),
    record: &Record,
    pieces: &[Piece<'_>],
) -> Result {
    let end = |field: usize| match &record.entries[field].value {
        Value::Period(period) if !period.text.contains('/') => Some(Content::Text(
            period.written(&writer.plan.form.language.periods).unwrap_or_else(|| period.text.clone()).into(),
        )),
        _ => None,
    };
    let first = end(start);
    // A time that does not begin anywhere is the end, however it is written.
    let last = first.as_ref().and_then(|_| end(finish));
    let last = last.unwrap_or_else(|| together(record.entries[finish].typed(), pieces));
    if let Some(first) = first {
        value(writer, (target, start), record, first, pieces)?;
    }
    value(writer, (target, finish), record, last, pieces)
}

/// Writes a field's value, marked if that is not just what one cell said.
fn value(
    writer: &mut Writer<'_, '_>,
    (target, field): (u32, usize),
    record: &Record,
    content: Content,
    pieces: &[Piece<'_>],
) -> Result {
    let place = (target, field as u16);
    let certain = !writer.plan.damaged && !writer.marks.is_faulty(place);
    let entry = &record.entries[field];
    let corrected = certain
        .then(|| correction(&writer.plan.form.language, &writer.plan.form.fields[field], entry, &content))
        .flatten();
    let content = corrected.map_or(content, |text| Content::Text(text.into()));
    let text = shown(&content).into_owned();
    let as_sent = matches!(pieces, [(_, sent)] if shown(sent) == text);
    if !as_sent && !pieces.is_empty() {
        let note = note(pieces, &text, writer.language());
        writer.marks.add(place, Tint::Made, note.clone());
        let typed: Vec<_> = pieces.iter().map(|(_, content)| shown(content)).collect();
        writer.made.push(Made { place, typed: typed.join("; "), told: note });
    }
    let format = writer.marks.tinted(place, &writer.look.centred);
    if text.is_empty() {
        writer.sheet.write_blank(place.0, place.1, &format)?;
        return Ok(());
    }
    put(writer.sheet, place, &content, &numbered(Some(&content), (Look::default(), None), &format), writer.language())
}

/// What was made of what.
fn note(pieces: &[Piece<'_>], made: &str, language: Language) -> String {
    let made = cut(made, 200);
    match language {
        Language::Vietnamese => {
            let sent = pieces.iter().map(|(heading, content)| {
                format!("«{}» ở cột «{}»", cut(shown(content).trim(), 200), cut(heading, 100))
            });
            let sent = sent.collect::<Vec<_>>().join(", ");
            if made.is_empty() { format!("Đã bỏ: {sent}") } else { format!("Đã sửa: {sent} → «{made}»") }
        }
        Language::English => {
            let sent = pieces.iter().map(|(heading, content)| {
                format!("“{}” in the column “{}”", cut(shown(content).trim(), 200), cut(heading, 100))
            });
            let sent = sent.collect::<Vec<_>>().join(", ");
            if made.is_empty() { format!("Left out: {sent}") } else { format!("Corrected: {sent} → “{made}”") }
        }
    }
}
