//! What a cell's style tells about its value: whether a number is a date, a month or a length of time, and whether the cell is
//! struck through. A style is a few bytes, for a workbook may have hundreds of thousands.

use std::sync::{Arc, LazyLock};

use super::super::number_format::{Formats, Style};
use super::super::refusal::Fault;
use super::super::xml::{Tag, Token, Tokens};
use super::is_true;
use crate::text::memo::Memo;

/// The styles of cells, by their number.
#[derive(Debug, Default)]
pub(super) struct Styles {
    cells: Vec<Style>,
}

/// Those of the files so far, by what is written of them: many files were made of one that was handed out.
static MET: LazyLock<Memo<Option<Arc<Styles>>>> = LazyLock::new(|| Memo::of_up_to(64).no_longer_than(16 << 10));

impl Styles {
    /// The styles in this part, read once for all files that have the same.
    pub(super) fn of(part: &str) -> Result<Arc<Self>, Fault> {
        let met = MET.of(part, || Self::read(part).ok().map(Arc::new));
        // What is wrong with them is told where they are read.
        met.map_or_else(|| Self::read(part).map(Arc::new), Ok)
    }

    fn read(part: &str) -> Result<Self, Fault> {
        let mut styles = Self::default();
        let mut formats = Formats::default();
        let mut fonts: Vec<bool> = Vec::new();
        let mut within = "";
        let mut tokens = Tokens::new(part);
        while let Some(token) = tokens.next()? {
            let tag = match token {
                Token::Start(tag) => tag,
                Token::End("numFmts" | "fonts" | "cellXfs") => {
                    within = "";
                    continue;
                }
                _ => continue,
            };
            match (within, tag.name) {
                (_, "numFmts" | "fonts" | "cellXfs") => within = if tag.is_empty { "" } else { tag.name },
                // Styles of tables and of conditions have formats of their own, which no cell refers to.
                (_, "dxfs" | "cellStyleXfs") => tokens.skip(&tag)?,
                ("numFmts", "numFmt") => {
                    if let (Some(id), Some(code)) = (number(&tag, "numFmtId"), tag.attribute("formatCode")) {
                        formats.add(id, &code);
                    }
                }
                ("fonts", "font") => fonts.push(false),
                ("fonts", "strike") => {
                    if let Some(font) = fonts.last_mut() {
                        *font = tag.attribute("val").is_none_or(|value| is_true(&value));
                    }
                }
                ("cellXfs", "xf") => {
                    let id = number(&tag, "numFmtId").unwrap_or(0);
                    let font = number(&tag, "fontId").and_then(|font| fonts.get(font as usize));
                    styles.cells.push(formats.style(id, font.copied().unwrap_or(false)));
                }
                _ => {}
            }
        }
        Ok(styles)
    }

    /// The style of this number; the plain one if there is none.
    pub(super) fn get(&self, number: usize) -> Style {
        self.cells.get(number).cloned().unwrap_or_default()
    }
}

fn number(tag: &Tag<'_>, name: &str) -> Option<u32> {
    tag.attribute(name)?.trim().parse().ok()
}
