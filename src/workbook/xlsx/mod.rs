//! Reads xlsx and xlsm: the workbook part says which sheets there are, the styles what a number in a cell means, and each
//! sheet's part is gone through once ([`sheet`]). Parts are found through their relations, never by fixed names, for programs
//! other than Excel put them elsewhere.

use std::sync::Arc;

use self::strings::Strings;
use self::styles::Styles;
use super::grid::FileBuilder;
use super::package::{Package, Relations, sheet_part};
use super::refusal::{Fault, words};
use super::sheets::Sheets;
use super::xml::{Token, Tokens};
use super::{Sheet, Visibility};
use crate::text::Bilingual;

mod address;
mod beside;
mod drawing;
mod sheet;
mod strings;
mod styles;

/// What the cells of all sheets refer to.
struct Book {
    strings: Strings,
    styles: Arc<Styles>,
    /// Whether days count from 1904.
    is_1904: bool,
}

/// Reads a package that has passed no guard yet.
pub(super) fn read(mut package: Package<'_>, file: &mut FileBuilder) -> Result<Vec<Sheet>, Fault> {
    package.guard()?;
    let workbook = package.workbook_path()?.unwrap_or_else(|| "xl/workbook.xml".to_owned());
    let relations = package.relations_of(&workbook)?;
    let text = package.text(&workbook)?.unwrap_or_default();
    let (listed, is_1904) = sheets(&text, &relations)?;
    let of_kind = |kind: &str| relations.values().find(|relation| relation.kind == kind).map(|it| it.target.clone());
    let strings = of_kind("sharedStrings").unwrap_or_else(|| "xl/sharedStrings.xml".to_owned());
    let strings = match package.pieces(&strings, "si")? {
        Some(part) => Strings::read(part, file)?,
        None => Strings::default(),
    };
    let styles = match package.text(&of_kind("styles").unwrap_or_else(|| "xl/styles.xml".to_owned()))? {
        Some(part) => Styles::of(&part)?,
        None => Arc::default(),
    };
    let book = Book { strings, styles, is_1904 };
    listed.read(|sheet| {
        // They tell of what stands beside the cells; a sheet whose relations are broken still has its cells.
        let relations = package.relations_of(&sheet.place).unwrap_or_default();
        let (asides, pictures) = beside::read(&mut package, &relations);
        let part = package.pieces(&sheet.place, "row")?.ok_or_else(|| Fault::missing_sheet(&sheet.name))?;
        file.hold_part(part.held())?;
        let mut reader = sheet::Reader::new(&book, &relations, file.sheet(Some(Arc::clone(&sheet.name))));
        (reader.frame.asides, reader.frame.pictures) = (asides, pictures);
        reader.read(part, sheet.visibility)
    })
}

/// The sheets that hold cells, by the path of their parts, and whether days count from 1904. Excel lists modules of old macros
/// with an empty identifier.
fn sheets(workbook: &str, relations: &Relations) -> Result<(Sheets<String>, bool), Fault> {
    let (mut sheets, mut is_1904) = (Sheets::new(), false);
    let mut tokens = Tokens::new(workbook);
    while let Some(token) = tokens.next()? {
        let Token::Start(tag) = token else { continue };
        match tag.name {
            // Excel's extensions have an element of this name without the attribute.
            "workbookPr" => is_1904 |= tag.attribute("date1904").is_some_and(|it| is_true(&it)),
            "sheet" => {
                let visibility = match tag.attribute("state").as_deref() {
                    Some("hidden") => Visibility::Hidden,
                    Some("veryHidden") => Visibility::VeryHidden,
                    _ => Visibility::Visible,
                };
                let name: Arc<str> = tag.attribute("name").unwrap_or_default().into();
                let place = sheet_part(tag.attribute("id").as_deref(), relations);
                let place = place.ok_or_else(|| Fault::missing_sheet(&name))?;
                sheets.add(name, visibility, place)?;
            }
            _ => {}
        }
    }
    Ok((sheets, is_1904))
}

/// A yes as XML Schema writes it.
fn is_true(value: &str) -> bool {
    matches!(value.trim(), "1" | "true" | "on")
}

/// Why the content of a cell is damaged.
fn damaged(shown: &str) -> Bilingual {
    words(format!("nội dung ô bị hỏng («{shown}»)"), format!("its content is damaged (“{shown}”)"))
}
