//! The offers of xlsx: `dataValidation` in the sheet's part (ECMA-376, 18.3.1.32), and those that Excel writes behind it for lists on
//! other sheets.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::package::Package;
use super::super::xml::{Tag, Token, Tokens, unescaped};
use super::{Offer, Offered, bounds, cells, list};
use crate::cell::Area;
use crate::finding::Severity;

/// The offers of all sheets, as far as their parts are sound.
pub(super) fn offers(mut package: Package<'_>) -> Vec<Offer> {
    let mut offers = Vec::new();
    let Ok(Some(workbook)) = package.workbook_path() else { return offers };
    let relations = package.relations_of(&workbook).unwrap_or_default();
    let Some(part) = package.small_text(&workbook) else { return offers };
    let (sheets, names) = contents(&part);
    for (name, id) in sheets {
        let Some(relation) = relations.get(&id) else { continue };
        if let Ok(Some(part)) = package.text(&relation.target) {
            let sheet: Arc<str> = name.into();
            // What was read before the part broke off is there to be read.
            let _ = read(&part, &sheet, &names, &mut offers);
        }
    }
    offers
}

/// Names and relations of the sheets, and what defined names stand for.
fn contents(part: &str) -> (Vec<(String, String)>, BTreeMap<String, String>) {
    let (mut sheets, mut names, mut within) = (Vec::new(), BTreeMap::new(), None);
    let mut tokens = Tokens::new(part);
    while let Ok(Some(token)) = tokens.next() {
        match token {
            Token::Start(tag) if tag.name == "sheet" => {
                let of = |name: &str| tag.attribute(name).map(Cow::into_owned).unwrap_or_default();
                sheets.push((of("name"), of("id")));
            }
            Token::Start(tag) if tag.name == "definedName" => within = tag.attribute("name").map(Cow::into_owned),
            Token::Text(text) => {
                if let (Some(name), Ok(text)) = (within.take(), unescaped(text)) {
                    names.insert(name.to_lowercase(), text.into_owned());
                }
            }
            _ => {}
        }
    }
    (sheets, names)
}

/// A validation that is being read.
#[derive(Default)]
struct Pending {
    kind: String,
    operator: String,
    refuses: Option<Severity>,
    hint: String,
    formulas: [String; 2],
    areas: String,
}

fn read(
    part: &str,
    sheet: &Arc<str>,
    names: &BTreeMap<String, String>,
    offers: &mut Vec<Offer>,
) -> Result<(), super::super::xml::Broken> {
    let mut tokens = Tokens::new(part);
    let (mut pending, mut within) = (None::<Pending>, "");
    while let Some(token) = tokens.next()? {
        match token {
            Token::Start(tag) if tag.name == "dataValidation" => {
                let begun = Pending::of(&tag);
                match tag.is_empty {
                    true => offers.extend(begun.finish(sheet, names)),
                    false => pending = Some(begun),
                }
            }
            Token::Start(tag) => {
                if matches!(tag.name, "formula1" | "formula2" | "sqref") {
                    within = tag.name;
                }
            }
            Token::Text(text) => {
                if let Some(pending) = &mut pending {
                    let text = unescaped(text)?;
                    match within {
                        "formula1" => pending.formulas[0].push_str(&text),
                        "formula2" => pending.formulas[1].push_str(&text),
                        "sqref" => pending.areas.push_str(&text),
                        _ => {}
                    }
                }
            }
            Token::End("dataValidation") => {
                offers.extend(pending.take().and_then(|pending| pending.finish(sheet, names)));
            }
            Token::End("formula1" | "formula2" | "sqref") => within = "",
            _ => {}
        }
    }
    Ok(())
}

impl Pending {
    fn of(tag: &Tag<'_>) -> Self {
        let of = |name: &str| tag.attribute(name).map(Cow::into_owned).unwrap_or_default();
        let is_shown = |name: &str| matches!(of(name).as_str(), "1" | "true");
        let refuses = match of("errorStyle").as_str() {
            _ if !is_shown("showErrorMessage") => None,
            "warning" => Some(Severity::Warning),
            "information" => Some(Severity::Info),
            _ => Some(Severity::Error),
        };
        let operator = Some(of("operator")).filter(|it| !it.is_empty()).unwrap_or_else(|| "between".to_owned());
        // Line breaks in attributes are written as `_x000a_` by some programs.
        let hint = of("prompt").replace("_x000a_", "\n");
        Self { kind: of("type"), operator, refuses, hint, areas: of("sqref"), ..Self::default() }
    }

    fn finish(self, sheet: &Arc<str>, names: &BTreeMap<String, String>) -> Option<Offer> {
        let areas: Vec<Area> = self.areas.split_whitespace().filter_map(|written| Some(cells(written)?.1)).collect();
        let number = |at: usize| self.formulas[at].trim().parse::<f64>().ok();
        let (minimum, maximum) = bounds(&self.operator, number(0), number(1));
        let offered = match self.kind.as_str() {
            "list" => list(&self.formulas[0], &|name| names.get(&name.to_lowercase()).cloned()),
            "whole" => Offered::Number { whole: true, minimum, maximum },
            "decimal" => Offered::Number { whole: false, minimum, maximum },
            "date" => Offered::Day,
            "textLength" => Offered::Length(maximum.filter(|most| *most >= 1.0).map(|most| most as usize)),
            _ => Offered::Anything,
        };
        let is_nothing = offered == Offered::Anything && self.hint.is_empty();
        (!areas.is_empty() && !is_nothing).then(|| Offer {
            sheet: Arc::clone(sheet),
            areas,
            offered,
            refuses: self.refuses,
            hint: self.hint,
        })
    }
}
