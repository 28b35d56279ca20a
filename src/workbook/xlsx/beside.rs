//! What a sheet says elsewhere than in its cells: comments, text boxes and pictures. It may name the sender or the
//! decision, and nothing else depends on it: a part that is broken or too large is passed over.

use super::super::package::{Package, Relations};
use super::super::xml::{Broken, Token, Tokens, unescaped};
use super::super::{Aside, AsideKind};
use super::drawing;
use super::strings::RichText;
use crate::cell::{Area, Cell, GRID_COLUMNS, GRID_ROWS};

/// The comments, text boxes and large pictures of a sheet with these relations.
pub(super) fn read(package: &mut Package<'_>, relations: &Relations) -> (Vec<Aside>, Vec<Area>) {
    let (mut asides, mut pictures) = (Vec::new(), Vec::new());
    for relation in relations.values() {
        let read = match &*relation.kind {
            "comments" => comments,
            "drawing" => text_boxes,
            _ => continue,
        };
        if let Some(part) = package.small_text(&relation.target) {
            // What was read before the part broke off is there to be read.
            let _ = read(&part, &mut asides);
            if relation.kind == "drawing" {
                let _ = drawing::pictures(&part, &mut pictures);
            }
        }
    }
    asides.sort_by_key(|aside| aside.cell);
    (asides, pictures)
}

fn comments(part: &str, asides: &mut Vec<Aside>) -> Result<(), Broken> {
    let mut tokens = Tokens::new(part);
    let mut rich = RichText::default();
    let mut cell = None;
    while let Some(token) = tokens.next()? {
        match token {
            Token::Start(tag) if tag.name == "comment" => {
                cell = tag.attribute("ref").and_then(|written| Cell::parse(&written));
            }
            Token::Start(tag) if tag.name == "text" => {
                rich.read(&mut tokens, &tag)?;
                Aside::push(asides, AsideKind::Comment, cell, &rich.text);
            }
            _ => {}
        }
    }
    Ok(())
}

fn text_boxes(part: &str, asides: &mut Vec<Aside>) -> Result<(), Broken> {
    let mut tokens = Tokens::new(part);
    let (mut row, mut column) = (None, None);
    let mut text = String::new();
    let mut within = "";
    while let Some(token) = tokens.next()? {
        match token {
            Token::Start(tag) => match tag.name {
                "from" => (row, column) = (None, None),
                "row" | "col" | "t" => within = tag.name,
                "txBody" => text.clear(),
                "br" => text.push('\n'),
                _ => {}
            },
            Token::Text(written) => match within {
                // The corner that comes first is the upper left one.
                "row" => row = row.or(written.trim().parse::<u32>().ok().filter(|row| *row < GRID_ROWS)),
                "col" => column = column.or(written.trim().parse::<u32>().ok().filter(|it| *it < GRID_COLUMNS)),
                "t" => text.push_str(&unescaped(written)?),
                _ => {}
            },
            Token::End("p") => text.push('\n'),
            Token::End("txBody") => {
                let cell = row.zip(column).map(|(row, column)| Cell::new(row, column));
                Aside::push(asides, AsideKind::TextBox, cell, &text);
            }
            Token::End(_) => within = "",
            Token::Data(_) => {}
        }
    }
    Ok(())
}
