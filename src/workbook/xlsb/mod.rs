//! Reads xlsb: the parts of an xlsx package as records (BIFF12, MS-XLSB). Only the parts that are asked for are taken for records,
//! for a package may hold others of the same ending (toolbars, signatures of macros).

use std::sync::Arc;

use self::records::{Records, wide_text};
use super::binary::{u16_at, u32_at};
use super::grid::FileBuilder;
use super::number_format::{Formats, Run, Strike, Style};
use super::package::{Package, Relations, sheet_part};
use super::refusal::Fault;
use super::sheets::Sheets;
use super::{Aside, AsideKind, Sheet, Visibility};
use crate::cell::Cell;

mod records;
mod sheet;

/// What the cells of all sheets refer to.
struct Book {
    strings: Vec<(String, Strike)>,
    /// By the number of a style.
    styles: Vec<Style>,
    /// Whether days count from 1904.
    is_1904: bool,
}

/// Reads a package that has passed no guard yet.
pub(super) fn read(mut package: Package<'_>, file: &mut FileBuilder) -> Result<Vec<Sheet>, Fault> {
    package.guard()?;
    let workbook = package.workbook_path()?.unwrap_or_else(|| "xl/workbook.bin".to_owned());
    let relations = package.relations_of(&workbook)?;
    let (listed, is_1904) = sheets(&package.part(&workbook)?.unwrap_or_default(), &relations)?;
    let of_kind = |kind: &str| relations.values().find(|relation| relation.kind == kind).map(|it| it.target.clone());
    let strings = package.part(&of_kind("sharedStrings").unwrap_or_else(|| "xl/sharedstrings.bin".to_owned()))?;
    let styles = package.part(&of_kind("styles").unwrap_or_else(|| "xl/styles.bin".to_owned()))?;
    let (styles, fonts) = styles.map_or_else(|| Ok(Default::default()), |part| styles_of(&part))?;
    let strings = strings.map_or_else(|| Ok(Vec::new()), |part| strings_of(&part, &fonts))?;
    let book = Book { strings, styles, is_1904 };
    listed.read(|sheet| {
        let part = package.part(&sheet.place)?.ok_or_else(|| Fault::missing_sheet(&sheet.name))?;
        file.hold_part(part.len())?;
        // They tell of what stands beside the cells; a sheet whose relations are broken still has its cells.
        let relations = package.relations_of(&sheet.place).unwrap_or_default();
        let mut reader = sheet::Reader::new(&book, &relations, file.sheet(Some(Arc::clone(&sheet.name))));
        reader.frame.asides = comments(&mut package, &relations);
        reader.read(&part, sheet.visibility)
    })
}

/// The sheets that hold cells, by the path of their parts, and whether days count from 1904.
fn sheets(workbook: &[u8], relations: &Relations) -> Result<(Sheets<String>, bool), Fault> {
    let (mut sheets, mut is_1904) = (Sheets::new(), false);
    let mut records = Records::new(workbook);
    while let Some((kind, data)) = records.next()? {
        match kind {
            // BrtWbProp, f1904
            0x0099 if !data.is_empty() => is_1904 = data[0] & 1 != 0,
            // BrtBundleSh: state, identifier, relation, name.
            0x009c if data.len() > 8 => {
                let mut rest = &data[8..];
                let (Some(relation), Some(name)) = (wide_text(&mut rest), wide_text(&mut rest)) else { continue };
                let name: Arc<str> = name.into();
                let place = sheet_part(Some(&relation), relations).ok_or_else(|| Fault::missing_sheet(&name))?;
                sheets.add(name, Visibility::numbered(u32_at(data, 0)), place)?;
            }
            _ => {}
        }
    }
    Ok((sheets, is_1904))
}

/// The shared strings, and how much of each is struck through.
fn strings_of(part: &[u8], fonts: &[bool]) -> Result<Vec<(String, Strike)>, Fault> {
    let mut strings = Vec::new();
    let mut records = Records::new(part);
    while let Some((kind, data)) = records.next()? {
        // BrtSSTItem
        if kind == 0x0013 {
            strings.push(rich_text(data, fonts).unwrap_or_default());
        }
    }
    Ok(strings)
}

/// A rich text (MS-XLSB 2.5.121): flags, the text, and its runs if the flags say so; and how much of it is struck through.
fn rich_text(data: &[u8], fonts: &[bool]) -> Option<(String, Strike)> {
    let (flags, mut rest) = data.split_first()?;
    let text = wide_text(&mut rest)?;
    let runs = if flags & 1 != 0 { rest.get(4..).unwrap_or_default() } else { &[] };
    let count = rest.get(..4).map_or(0, |count| u32_at(count, 0) as usize);
    let runs = runs.chunks_exact(4).take(count).map(|run| Run { from: u16_at(run, 0), font: u16_at(run, 2) });
    let runs: Vec<Run> = runs.collect();
    let strike = Strike::by_runs(&text, &runs, |font| fonts.get(usize::from(font)).copied().unwrap_or(false));
    Some((text, strike))
}

/// The styles of cells, and of each font whether it strikes through.
fn styles_of(part: &[u8]) -> Result<(Vec<Style>, Vec<bool>), Fault> {
    let mut formats = Formats::default();
    let (mut fonts, mut styles, mut within_cells) = (Vec::new(), Vec::new(), false);
    let mut records = Records::new(part);
    while let Some((kind, data)) = records.next()? {
        match kind {
            // BrtFmt
            0x002c if data.len() > 2 => {
                let code = wide_text(&mut &data[2..]).unwrap_or_default();
                formats.add(u16_at(data, 0).into(), &code);
            }
            // BrtFont, fStrikeout
            0x002b if data.len() > 4 => fonts.push(data[2] & 0x08 != 0),
            // BrtBeginCellXFs, BrtEndCellXFs
            0x0269 => within_cells = true,
            0x026a => within_cells = false,
            // BrtXF
            0x002f if within_cells && data.len() >= 6 => {
                let is_struck = fonts.get(usize::from(u16_at(data, 4))).copied().unwrap_or(false);
                styles.push(formats.style(u16_at(data, 2).into(), is_struck));
            }
            _ => {}
        }
    }
    Ok((styles, fonts))
}

/// The comments of a sheet with these relations, as far as their part is sound: nothing but the sender depends on them.
fn comments(package: &mut Package<'_>, relations: &Relations) -> Vec<Aside> {
    let mut asides = Vec::new();
    for relation in relations.values().filter(|relation| relation.kind == "comments") {
        let Some(part) = package.part(&relation.target).ok().flatten() else { continue };
        let mut records = Records::new(&part);
        let mut cell = None;
        while let Ok(Some((kind, data))) = records.next() {
            match kind {
                // BrtBeginComment: author, then the area.
                0x027b if data.len() >= 20 => cell = Some(Cell::new(u32_at(data, 4), u32_at(data, 12))),
                // BrtCommentText: flags, then the text.
                0x027d if data.len() > 1 => {
                    let text = wide_text(&mut &data[1..]).unwrap_or_default();
                    Aside::push(&mut asides, AsideKind::Comment, cell.filter(Cell::is_in_grid), &text);
                }
                _ => {}
            }
        }
    }
    asides
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_a_text_are_struck_through_by_the_fonts_of_its_runs() {
        let text: Vec<u8> = "bỏ cũ".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let runs = |runs: &[[u8; 4]]| {
            let count = (runs.len() as u32).to_le_bytes();
            [&[1, 5, 0, 0, 0][..], &text, &count, &runs.concat()].concat()
        };
        let strike = |data: &[u8]| rich_text(data, &[false, true]).expect("it is whole").1;
        assert_eq!(strike(&runs(&[[0, 0, 1, 0], [3, 0, 0, 0]])), Strike::Part);
        assert_eq!(strike(&runs(&[[0, 0, 1, 0]])), Strike::All);
        assert_eq!(strike(&runs(&[[3, 0, 0, 0]])), Strike::None);
        assert_eq!(strike(&[&[0, 5, 0, 0, 0][..], &text].concat()), Strike::None);
        // A count that nothing stands behind.
        assert_eq!(strike(&[&[1, 5, 0, 0, 0][..], &text, &[0xff; 4]].concat()), Strike::None);
    }
}
