//! What a sheet says elsewhere than in its cells: it may name the sender or the decision.

use super::limits;
use crate::cell::Cell;

/// A text of a sheet that stands in no cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Aside {
    /// What it is.
    pub kind: AsideKind,
    /// The cell that it is about or lies upon, if any.
    pub cell: Option<Cell>,
    /// Its lines, as typed.
    pub text: String,
}

/// Where a text stands that is in no cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsideKind {
    /// Printed above every page.
    Header,
    /// Printed below every page.
    Footer,
    /// A box upon the cells.
    TextBox,
    /// A comment on a cell.
    Comment,
    /// A property of the file: its title, author or company. Stands with the first sheet.
    Property,
    /// Who sent the message that the file was attached to, and what the message says it is about. Stands with the first sheet.
    Message,
}

impl Aside {
    /// Keeps a text, if it says anything.
    pub(super) fn push(asides: &mut Vec<Self>, kind: AsideKind, cell: Option<Cell>, text: &str) {
        let text = text.trim();
        if !text.is_empty() && asides.len() < limits::ASIDES {
            asides.push(Self { kind, cell, text: text.chars().take(limits::ASIDE_CHARACTERS).collect() });
        }
    }

    /// Keeps the lines of a print header or footer.
    pub(super) fn push_printed(asides: &mut Vec<Self>, kind: AsideKind, written: &str) {
        for line in printed(written).lines() {
            Self::push(asides, kind, None, line);
        }
    }
}

/// The text of a print header or footer, without the codes for fonts, page numbers and the like (ECMA-376, 18.3.1.46).
fn printed(written: &str) -> String {
    let mut text = String::new();
    let mut characters = written.chars().peekable();
    while let Some(letter) = characters.next() {
        if letter != '&' {
            text.push(letter);
            continue;
        }
        match characters.next() {
            Some('&') => text.push('&'),
            // The three parts stand beside each other.
            Some('L' | 'C' | 'R') => text.push('\n'),
            Some('"') => _ = characters.by_ref().find(|letter| *letter == '"'),
            Some('K') => (0..6).for_each(|_| _ = characters.next_if(char::is_ascii_hexdigit)),
            Some(digit) if digit.is_ascii_digit() => while characters.next_if(char::is_ascii_digit).is_some() {},
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_without_codes() {
        let written = "&L&\"Times New Roman,Bold\"&14UBND tỉnh Hà Giang&CA && B&R&K01+000Trang &P/&N";
        assert_eq!(printed(written).trim(), "UBND tỉnh Hà Giang\nA & B\n+000Trang /");
        assert_eq!(printed("&\"unclosed"), "");
    }
}
