//! Reads ods (OpenDocument 1.3, part 3): all sheets stand in one document, which is gone through once. Cells and rows may be
//! repeated by a number; those with content are written out, up to the limits that hold for any file, and blank ones cost
//! nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use self::styles::Styles;
use self::table::Table;
use super::grid::FileBuilder;
use super::package::Package;
use super::refusal::Fault;
use super::sheets::Sheets;
use super::xml::{Broken, Token, Tokens};
use super::{Aside, AsideKind, Sheet};

mod picture;
mod styles;
mod table;

/// Reads a package that has passed no guard yet.
pub(super) fn read(mut package: Package<'_>, file: &mut FileBuilder) -> Result<Vec<Sheet>, Fault> {
    package.guard()?;
    match document(&mut package, file) {
        Ok(sheets) => Ok(sheets),
        // What is encrypted is no XML.
        Err(fault) => {
            let manifest = package.part("META-INF/manifest.xml")?.unwrap_or_default();
            let is_encrypted = memchr::memmem::find(&manifest, b"encryption-data").is_some();
            Err(if is_encrypted { Fault::protected() } else { fault })
        }
    }
}

fn document(package: &mut Package<'_>, file: &mut FileBuilder) -> Result<Vec<Sheet>, Fault> {
    let content = package.text("content.xml")?.unwrap_or_default();
    file.hold_part(content.len())?;
    let common = package.small_text("styles.xml").unwrap_or_default();
    let printed = printed(&common);
    let mut styles = Styles::default();
    styles.read_common(&common);
    let (mut sheets, mut listed, mut has_end) = (Vec::new(), Sheets::new(), false);
    let mut tokens = Tokens::new(&content);
    while let Some(token) = tokens.next()? {
        match token {
            Token::Start(tag) => match tag.name {
                "automatic-styles" if !tag.is_empty => styles.read(&mut tokens, &tag)?,
                // Of changes that were made and undone: not what people see.
                "tracked-changes" => tokens.skip(&tag)?,
                "table" => {
                    // What has no name is no sheet.
                    let Some(name) = tag.attribute("name") else {
                        tokens.skip(&tag)?;
                        continue;
                    };
                    let (name, visibility): (Arc<str>, _) = (name.into(), styles.visibility(&tag));
                    listed.add(Arc::clone(&name), visibility, Some(()))?;
                    let mut table = Table::new(&styles, file.sheet(Some(Arc::clone(&name))));
                    table.frame.asides = printed.clone();
                    let read = table.read(&mut tokens, &tag).and_then(|()| table.finish(visibility));
                    sheets.push(read.map_err(|fault| fault.on_sheet(&name))?);
                }
                _ => {}
            },
            Token::End("document-content") => has_end = true,
            _ => {}
        }
    }
    if !has_end {
        return Err(Fault::incomplete("phần dữ liệu bị cắt cụt", "its content is cut short"));
    }
    if sheets.is_empty() {
        return Err(Fault::no_sheets());
    }
    Ok(sheets)
}

/// The lines of print headers and footers, as far as the part with the styles of pages is sound: nothing but the sender depends on
/// them.
fn printed(part: &str) -> Vec<Aside> {
    let mut asides = Vec::new();
    let mut tokens = Tokens::new(part);
    while let Ok(Some(token)) = tokens.next() {
        let Token::Start(tag) = token else { continue };
        let kind = match tag.name {
            "header" | "header-left" | "header-first" => AsideKind::Header,
            "footer" | "footer-left" | "footer-first" => AsideKind::Footer,
            _ => continue,
        };
        let is_shown = tag.attribute("display").is_none_or(|display| display != "false");
        let mut text = String::new();
        if !tag.is_empty && table::paragraphs(&mut tokens, &tag, &mut text).is_ok() && is_shown {
            text.lines().for_each(|line| Aside::push(&mut asides, kind, None, line));
        }
    }
    asides
}

/// A count in an attribute, 1 if it is missing. Errs on what is no positive number.
fn number(attributes: &BTreeMap<&str, &str>, name: &str) -> Result<u32, Fault> {
    let Some(written) = attributes.get(name) else { return Ok(1) };
    match written.trim().parse::<u64>() {
        // More than the grid holds is as good as all of it.
        Ok(number) if number > 0 => Ok(u32::try_from(number).unwrap_or(u32::MAX)),
        _ => Err(Fault::damaged(
            format!("số lần lặp «{written}» không hợp lệ"),
            format!("the repeat “{written}” is no number"),
        )),
    }
}

/// What [`Tokens::next`] gives where something must come.
fn wanted<'x>(tokens: &mut Tokens<'x>) -> Result<Token<'x>, Fault> {
    match tokens.next() {
        Ok(Some(token)) => Ok(token),
        Ok(None) => Err(Fault::incomplete("phần dữ liệu bị cắt cụt", "its content is cut short")),
        Err(Broken) => Err(Broken.into()),
    }
}
