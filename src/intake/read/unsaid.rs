//! Texts that stand where an answer is asked for and are none: «Đang cập nhật», «[điền tên]», or what the form itself says is to be
//! written there.

use crate::schema::{Field, Kind, Language};
use crate::text::{fold, is_word_letter, letter, words};
use crate::value::Value;

/// No text that says nothing is longer, in bytes.
const LONGEST: usize = 64;

/// Whether a value is a tidy text that is no answer, in a column of texts that must be filled.
pub(super) fn says_nothing(language: &Language, field: &Field, value: &Value) -> bool {
    let Value::Text(text) = value else { return false };
    if !field.required || !matches!(field.kind, Kind::Text) || text.len() > LONGEST {
        return false;
    }
    let core = text.trim_start_matches(is_sign);
    // «Xem Phụ lục 2»
    let end = |character: char| is_sign(character) || character.is_ascii_digit();
    language.unsaid.may_begin(core) && language.unsaid.holds(&fold(core.trim_end_matches(end)))
        || is_open(text)
        || field.help.as_ref().is_some_and(|help| [&help.vi, &help.en].iter().any(|help| is_asked(help, core)))
}

fn is_sign(character: char) -> bool {
    !is_word_letter(character)
}

/// Whether the whole text stands in brackets that mark what is to be filled in: «[điền tên]», «<Tên đơn vị>».
fn is_open(text: &str) -> bool {
    let within = [('[', ']'), ('<', '>'), ('{', '}')]
        .iter()
        .find_map(|(opens, closes)| text.strip_prefix(*opens)?.strip_suffix(*closes));
    within.is_some_and(|within| {
        within.contains(char::is_alphabetic) && !within.contains(['[', ']', '<', '>', '{', '}', ':', '='])
    })
}

/// Whether the text, without signs before it, is how the form's own help for the column begins: «Ghi tên đơn vị».
fn is_asked(help: &str, core: &str) -> bool {
    // Hardly any text begins as an order does, so nearly all are told by their first letters.
    let first = |text: &str| text.chars().next().map(|first| letter(first).folded);
    if first(help) != first(core) || !head(help).eq(head(core)) {
        return false;
    }
    let core = core.trim_end_matches(is_sign);
    if !core.contains(' ') {
        return false;
    }
    let (help, core) = (fold(help), fold(core));
    let mut asked = words(&help);
    words(&core).all(|word| asked.next() == Some(word))
}

fn head(text: &str) -> impl Iterator<Item = char> {
    text.chars().take(3).flat_map(char::to_lowercase)
}
