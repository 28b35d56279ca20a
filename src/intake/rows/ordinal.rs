//! What stands in the ordinal column: a number, a number below a number, the mark of a section, or words.

use crate::cell::Content;
use crate::text::tidy;

/// What stands in the ordinal column.
#[derive(Debug, PartialEq)]
pub enum Ordinal {
    /// `7`, `7.`, `7)`.
    Number(u32),
    /// `3.1`, with its first number.
    Sub(u32),
    /// `I`, `A.`, `a)`: the mark of a section.
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
        Content::Number(number) => return Ordinal::Sub(number.abs() as u32),
        Content::Text(text) => text,
        Content::Date(_) | Content::Flag(_) | Content::Error(_) | Content::Uncalculated(_) => return Ordinal::Mark,
    };
    let text = tidy(text);
    let core = text.trim_matches(|character: char| {
        matches!(character, '.' | ')' | '(' | '/' | ':' | '-') || character.is_whitespace()
    });
    if let Ok(number) = core.parse::<u32>() {
        return Ordinal::Number(number);
    }
    let parts: Vec<&str> = core.split('.').map(str::trim).collect();
    if let Some(Ok(first)) = parts.first().map(|part| part.parse::<u32>())
        && parts.iter().all(|part| part.parse::<u32>().is_ok())
    {
        return Ordinal::Sub(first);
    }
    let roman = !core.is_empty() && core.chars().all(|character| "IVXLCivxlc".contains(character));
    let dotted_mark =
        parts.len() > 1 && parts.iter().all(|part| part.len() <= 4 && part.chars().all(char::is_alphanumeric));
    if roman || core.chars().count() <= 1 || dotted_mark { Ordinal::Mark } else { Ordinal::Words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_of_all_kinds() {
        let text = |text: &str| Content::Text(text.to_owned());
        assert_eq!(ordinal_of(&Content::Number(7.0)), Ordinal::Number(7));
        assert_eq!(ordinal_of(&text("7.")), Ordinal::Number(7));
        assert_eq!(ordinal_of(&text("3.1")), Ordinal::Sub(3));
        assert_eq!(ordinal_of(&text("XIII")), Ordinal::Mark);
        assert_eq!(ordinal_of(&text("A.")), Ordinal::Mark);
        assert_eq!(ordinal_of(&text("II. Sở Tư pháp")), Ordinal::Words);
        assert_eq!(ordinal_of(&text("Tổng cộng")), Ordinal::Words);
    }
}
