//! What stands in the ordinal column: a number, a number below a number, the mark of a section, or words.

use crate::cell::Content;

/// What stands in the ordinal column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ordinal {
    /// `7`, `7.`, `7)`.
    Number(u32),
    /// `3.1`, `3a`, `3.a`: its first number, and how many parts follow that.
    Sub(u32, u8),
    /// `a)`: counts within what stands above.
    Letter,
    /// `I`, `A.`: the mark of a section.
    Mark,
    /// Anything longer, such as «II. Sở Tư pháp».
    Words,
}

/// What kind of ordinal a cell holds.
pub fn ordinal_of(content: &Content) -> Ordinal {
    let text = match content {
        Content::Number(number) if number.fract() == 0.0 && (0.0..1e6).contains(number) => {
            return Ordinal::Number(*number as u32);
        }
        Content::Number(number) => return Ordinal::Sub(number.abs() as u32, 1),
        Content::Text(text) => text,
        Content::Date(_) | Content::Flag(_) | Content::Error(_) | Content::Uncalculated(_) => return Ordinal::Mark,
    };
    let text = text.tidied();
    let core = text.trim_matches(|character: char| {
        matches!(character, '.' | ')' | '(' | '/' | ':' | '-') || character.is_whitespace()
    });
    if let Ok(number) = core.parse::<u32>() {
        return Ordinal::Number(number);
    }
    if let Some(below) = below_a_number(core) {
        return below;
    }
    let is_roman = || core.bytes().all(|byte| b"IVXLCivxlc".contains(&byte));
    let is_part = |part: &str| part.len() <= 4 && part.chars().all(char::is_alphanumeric);
    let is_dotted_mark = || core.contains('.') && core.split('.').map(str::trim).all(is_part);
    match core.as_bytes() {
        [b'a'..=b'h'] => Ordinal::Letter,
        _ if core.chars().nth(1).is_none() || is_roman() || is_dotted_mark() => Ordinal::Mark,
        _ => Ordinal::Words,
    }
}

/// `3.1`, `3.1.2`, `3a`, `3.a`: what counts below a number.
fn below_a_number(core: &str) -> Option<Ordinal> {
    let digits = core.find(|character: char| !character.is_ascii_digit())?;
    let first = core[..digits].parse().ok()?;
    let rest = core[digits..].trim_start_matches('.').trim();
    let parts: Vec<&str> = rest.split('.').map(str::trim).collect();
    let counts = |part: &&str| {
        part.parse::<u32>().is_ok() || matches!(part.as_bytes(), [letter] if letter.is_ascii_alphabetic())
    };
    parts.iter().all(counts).then_some(Ordinal::Sub(first, parts.len() as u8))
}
