//! The offers of ods: `table:content-validation` (OpenDocument 1.3, part 3, 9.4.5), which cells name.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::package::Package;
use super::super::xml::{Broken, Tag, Token, Tokens, unescaped};
use super::{Offer, Offered};
use crate::cell::{Area, Cell, GRID_COLUMNS, GRID_ROWS};
use crate::finding::Severity;
use crate::text::tidy;

/// A validation, with the cells that name it on each sheet.
struct Known {
    offered: Offered,
    refuses: Option<Severity>,
    hint: String,
}

/// The offers of all sheets, as far as the document is sound.
pub(super) fn offers(mut package: Package<'_>) -> Vec<Offer> {
    let Ok(Some(content)) = package.text("content.xml") else { return Vec::new() };
    let mut offers: Vec<Offer> = Vec::new();
    // What was read before it broke off is there to be read.
    let _ = read(&content, &mut offers);
    offers
}

fn read(content: &str, offers: &mut Vec<Offer>) -> Result<(), Broken> {
    let mut tokens = Tokens::new(content);
    let mut known: BTreeMap<String, Known> = BTreeMap::new();
    let (mut sheet, mut row, mut column, mut rows): (Arc<str>, u32, u32, u32) = ("".into(), 0, 0, 1);
    let (mut current, mut in_help) = (None::<String>, false);
    while let Some(token) = tokens.next()? {
        match token {
            Token::Start(tag) => match tag.name {
                "content-validation" => {
                    let name = text(&tag, "name");
                    let offered = condition(&text(&tag, "condition"));
                    known.insert(name.clone(), Known { offered, refuses: None, hint: String::new() });
                    current = Some(name);
                }
                "help-message" => in_help = true,
                "error-message" => {
                    if let Some(known) = current.as_ref().and_then(|name| known.get_mut(name))
                        && text(&tag, "display") == "true"
                    {
                        known.refuses = Some(severity(&text(&tag, "message-type")));
                    }
                }
                "table" => (sheet, row) = (text(&tag, "name").into(), 0),
                "table-row" => {
                    (column, rows) = (0, count(&tag, "number-rows-repeated"));
                    if tag.is_empty {
                        row = row.saturating_add(rows);
                    }
                }
                "table-cell" | "covered-table-cell" => {
                    let columns = count(&tag, "number-columns-repeated");
                    if let Some(known) = known.get(&text(&tag, "content-validation-name"))
                        && row < GRID_ROWS
                        && column < GRID_COLUMNS
                    {
                        let last = Cell::new((row + rows).min(GRID_ROWS) - 1, (column + columns).min(GRID_COLUMNS) - 1);
                        add(offers, &sheet, Area::new(Cell::new(row, column), last), known);
                    }
                    column = column.saturating_add(columns);
                }
                _ => {}
            },
            Token::Text(written) if in_help => {
                if let Some(known) = current.as_ref().and_then(|name| known.get_mut(name)) {
                    known.hint.push_str(&unescaped(written)?);
                }
            }
            Token::End("help-message") => in_help = false,
            Token::End("content-validation") => current = None,
            Token::End("table-row") => row = row.saturating_add(rows),
            _ => {}
        }
    }
    Ok(())
}

fn severity(message: &str) -> Severity {
    match message {
        "warning" => Severity::Warning,
        "information" => Severity::Info,
        _ => Severity::Error,
    }
}

/// Adds cells to what is known of the same offer on the sheet.
fn add(offers: &mut Vec<Offer>, sheet: &Arc<str>, area: Area, known: &Known) {
    let same = |offer: &&mut Offer| offer.sheet == *sheet && offer.offered == known.offered && offer.hint == known.hint;
    let columns = |area: &Area| (area.first.column, area.last.column);
    let has_room = offers.len() < super::MOST;
    match offers.iter_mut().rev().take(64).find(same) {
        Some(offer) => match offer.areas.iter_mut().find(|it| columns(it) == columns(&area)) {
            Some(it) => it.last.row = it.last.row.max(area.last.row),
            None => offer.areas.push(area),
        },
        None if has_room => offers.push(Offer {
            sheet: Arc::clone(sheet),
            areas: vec![area],
            offered: known.offered.clone(),
            refuses: known.refuses,
            hint: known.hint.trim().to_owned(),
        }),
        None => {}
    }
}

fn text(tag: &Tag<'_>, name: &str) -> String {
    tag.attribute(name).map(Cow::into_owned).unwrap_or_default()
}

fn count(tag: &Tag<'_>, name: &str) -> u32 {
    text(tag, name).parse().unwrap_or(1).max(1)
}

/// What a condition such as `of:cell-content-is-in-list("a";"b")` offers.
fn condition(written: &str) -> Offered {
    let condition = written.split_once("cell-content").map_or(written, |(_, rest)| rest);
    let within = |text: &str| text.split_once('(').and_then(|(_, rest)| Some(rest.rsplit_once(')')?.0.to_owned()));
    let (minimum, maximum) = between(condition);
    let bounds = |whole| Offered::Number { whole, minimum, maximum };
    if condition.starts_with("-is-in-list") {
        let list = within(condition).unwrap_or_default();
        return match list.starts_with('"') {
            true => {
                let values = list.split("\";\"").map(|value| tidy(value.trim_matches('"')));
                Offered::Values(values.filter(|value| !value.is_empty()).take(super::MOST_VALUES).collect())
            }
            false => cells(&list).map_or(Offered::Unknown(list), |(sheet, area)| Offered::Cells(sheet, area)),
        };
    }
    match condition {
        _ if condition.starts_with("-is-whole-number") => bounds(true),
        _ if condition.starts_with("-is-decimal-number") => bounds(false),
        _ if condition.starts_with("-is-date") => Offered::Day,
        _ if condition.starts_with("-text-length") => {
            let most = maximum.or(condition.rsplit_once('=').and_then(|(_, number)| number.trim().parse().ok()));
            Offered::Length(most.filter(|most| *most >= 1.0).map(|most| most as usize))
        }
        _ => Offered::Anything,
    }
}

/// The bounds in a condition on numbers.
fn between(condition: &str) -> (Option<f64>, Option<f64>) {
    if let Some((_, rest)) = condition.rsplit_once("-is-between(") {
        let mut numbers = rest.trim_end_matches(')').split([',', ';']).map(|number| number.trim().parse().ok());
        return (numbers.next().flatten(), numbers.next().flatten());
    }
    let after = |sign: &str| condition.rsplit_once(sign).and_then(|(_, number)| number.trim().parse::<f64>().ok());
    (after(">=").or_else(|| after(">")), after("<=").or_else(|| after("<")))
}

/// A range as OpenDocument writes it: `[$'Danh mục'.$A$1:.$A$4]`.
fn cells(written: &str) -> Option<(Option<String>, Area)> {
    let range = written.trim_matches(['[', ']']).replace('$', "");
    let (first, last) = range.rsplit_once(':').unwrap_or((&range, &range));
    let (sheet, first) = first.rsplit_once('.').unwrap_or(("", first));
    let last = last.rsplit_once('.').map_or(last, |(_, cell)| cell);
    let sheet = sheet.trim_matches('\'').replace("''", "'");
    let area = Area::new(Cell::parse(first)?, Cell::parse(last)?);
    Some((Some(sheet).filter(|sheet| !sheet.is_empty()), area))
}
