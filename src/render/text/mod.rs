//! What the terminal shows. Everything that comes from a file is made harmless first, see [`plain`]: a cell may hold escape
//! sequences that recolour or rewrite the screen, or marks that turn the direction of what follows.

use std::borrow::Cow;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::finding::Severity;

mod agencies;
mod check;
mod merge;
mod trace;

pub use agencies::{agencies, resolved};
pub use check::{Extent, FORMAT, check, findings};
pub use merge::{merge, sentence};
pub use trace::trace;

/// How wide the output is, in columns.
pub const WIDTH: usize = 80;

/// Whether to colour. The caller knows what it writes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// Letters only.
    No,
    /// With ANSI escape sequences.
    Yes,
}

impl Colours {
    fn paint(self, style: Style, text: &str) -> String {
        match self {
            Self::No => text.to_owned(),
            Self::Yes => format!("{style}{text}{style:#}"),
        }
    }

    pub(in crate::render) fn severity(self, severity: Severity, text: &str) -> String {
        let colour = match severity {
            Severity::Error => AnsiColor::Red,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Info => AnsiColor::Cyan,
        };
        self.paint(colour.on_default().bold(), text)
    }

    pub(in crate::render) fn strong(self, text: &str) -> String {
        self.paint(Style::new().bold(), text)
    }
}

/// The text with everything that a terminal would obey written out: a line break is `↵`, other controls and marks of
/// direction are `\u{1b}`.
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(is_active) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '\n' => plain.push('↵'),
            _ if is_active(character) => {
                // Writing to a string cannot fail.
                let _ = write!(plain, "\\u{{{:x}}}", u32::from(character));
            }
            _ => plain.push(character),
        }
    }
    Cow::Owned(plain)
}

/// Controls, the marks that reorder text (Unicode Standard Annex 9) or part lines, and what no XML may hold.
fn is_active(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
}

/// [`plain`], in lines of at most [`WIDTH`] columns, the first and the others each after an indent, a line end after each. Words
/// are kept whole but for those that are longer than a line; wide characters count as two columns.
pub fn wrapped(text: &str, first: &str, others: &str) -> String {
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(first)
        .subsequent_indent(others)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit)
        // A break at every hyphen would tear names such as 613/QĐ-UBND.
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .word_separator(textwrap::WordSeparator::AsciiSpace);
    let mut out = String::new();
    for line in textwrap::wrap(&plain(text), options) {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// [`plain`], and no longer than so many characters.
pub(in crate::render) fn shortened(text: &str, longest: usize) -> String {
    let plain = plain(text);
    if plain.chars().count() <= longest {
        return plain.into_owned();
    }
    let kept: String = plain.chars().take(longest.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_shows_that_it_is_cut() {
        assert_eq!(shortened("một hai ba", 10), "một hai ba");
        assert_eq!(shortened("một hai ba bốn", 9), "một hai…");
    }
}
