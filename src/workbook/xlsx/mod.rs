//! Reads xlsx and xlsm: the workbook part says which sheets there are, the styles what a number in a cell means, and each
//! sheet's part is gone through once ([`sheet`]). Parts are found through their relations, never by fixed names, for programs
//! other than Excel put them elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use self::strings::Strings;
use self::styles::Styles;
use super::grid::FileBuilder;
use super::package::{Package, Relation};
use super::refusal::{Fault, words};
use super::xml::{Token, Tokens};
use super::{Sheet, Visibility, limits};
use crate::text::Bilingual;

mod address;
mod beside;
mod sheet;
mod strings;
mod styles;

/// What the cells of all sheets refer to.
struct Book {
    strings: Strings,
    styles: Styles,
    /// Whether days count from 1904.
    is_1904: bool,
}

/// A sheet as the workbook part lists it.
struct Listed {
    name: Arc<str>,
    visibility: Visibility,
    /// The path of its part.
    path: String,
}

/// Reads a package that has passed no guard yet.
pub(super) fn read(mut package: Package<'_>, file: &mut FileBuilder) -> Result<Vec<Sheet>, Fault> {
    package.guard()?;
    let workbook = package.workbook_path()?.unwrap_or_else(|| "xl/workbook.xml".to_owned());
    let relations = package.relations_of(&workbook)?;
    let text = package.text(&workbook)?.unwrap_or_default();
    let (listed, is_1904) = sheets(&text, &relations)?;
    let of_kind = |kind: &str| relations.values().find(|relation| relation.kind == kind).map(|it| it.target.clone());
    let strings = match package.text(&of_kind("sharedStrings").unwrap_or_else(|| "xl/sharedStrings.xml".to_owned()))? {
        Some(part) => Strings::read(&part)?,
        None => Strings::default(),
    };
    let styles = match package.text(&of_kind("styles").unwrap_or_else(|| "xl/styles.xml".to_owned()))? {
        Some(part) => Styles::read(&part)?,
        None => Styles::default(),
    };
    let book = Book { strings, styles, is_1904 };
    let mut read = Vec::with_capacity(listed.len());
    for Listed { name, visibility, path } in listed {
        let part = package.text(&path).map_err(|fault| fault.on_sheet(&name))?;
        let Some(part) = part else { return Err(Fault::missing_sheet(&name)) };
        // They tell of what stands beside the cells; a sheet whose relations are broken still has its cells.
        let relations = package.relations_of(&path).unwrap_or_default();
        let asides = beside::read(&mut package, &relations);
        let builder = file.sheet(Some(Arc::clone(&name)));
        let mut reader = sheet::Reader::new(&part, &book, &relations, builder);
        reader.frame.asides = asides;
        read.push(reader.read(visibility).map_err(|fault| fault.on_sheet(&name))?);
    }
    Ok(read)
}

/// The sheets that hold cells, in their order, and whether days count from 1904. Sheets of charts, macros, modules and dialogs
/// are left out, and such as have no part (Excel lists modules of old macros so, with an empty identifier). Errs if there are
/// none, too many, or two of one name: places in reports are told by it.
fn sheets(workbook: &str, relations: &BTreeMap<String, Relation>) -> Result<(Vec<Listed>, bool), Fault> {
    let (mut listed, mut names, mut is_1904, mut count) = (Vec::new(), BTreeSet::new(), false, 0);
    let mut tokens = Tokens::new(workbook);
    while let Some(token) = tokens.next()? {
        let Token::Start(tag) = token else { continue };
        match tag.name {
            // Excel's extensions have an element of this name without the attribute.
            "workbookPr" => is_1904 |= tag.attribute("date1904").is_some_and(|it| is_true(&it)),
            "sheet" => {
                count += 1;
                if count > limits::SHEETS {
                    continue;
                }
                let name: Arc<str> = tag.attribute("name").unwrap_or_default().into();
                if !names.insert(Arc::clone(&name)) {
                    return Err(Fault::two_sheets_of_one_name(&name));
                }
                let visibility = match tag.attribute("state").as_deref() {
                    Some("hidden") => Visibility::Hidden,
                    Some("veryHidden") => Visibility::VeryHidden,
                    _ => Visibility::Visible,
                };
                let relation = tag.attribute("id").and_then(|id| relations.get(&*id));
                if let Some(relation) = relation.filter(|relation| relation.kind == "worksheet") {
                    listed.push(Listed { name, visibility, path: relation.target.clone() });
                }
            }
            _ => {}
        }
    }
    if count > limits::SHEETS {
        let what = Bilingual::new("Số trang tính", "The number of sheets");
        return Err(Fault::too_large(what, count, limits::SHEETS));
    }
    if listed.is_empty() {
        return Err(Fault::no_sheets());
    }
    Ok((listed, is_1904))
}

/// A yes as XML Schema writes it.
fn is_true(value: &str) -> bool {
    matches!(value.trim(), "1" | "true" | "on")
}

/// Why the content of a cell is damaged.
fn damaged(shown: &str) -> Bilingual {
    words(format!("nội dung ô bị hỏng («{shown}»)"), format!("its content is damaged (“{shown}”)"))
}
