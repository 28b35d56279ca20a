//! Text that was taken out of a web page as it stood in its source: `&amp;`, `&#432;`, `&ocirc;`, `<br/>`. Who copies a table
//! from a web system sends these; nobody types them.

use memchr::{memchr, memchr2};
use unicode_normalization::UnicodeNormalization;

/// Named characters besides letters with a mark.
const NAMED: [(&str, char); 18] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("bull", '•'),
    ("middot", '·'),
    ("copy", '©'),
];

/// The marks that HTML names a letter with.
const MARKS: [(&str, char); 4] =
    [("grave", '\u{300}'), ("acute", '\u{301}'), ("circ", '\u{302}'), ("tilde", '\u{303}')];

/// Elements that say how text looks or where a line ends. Others may be what somebody wrote about.
const ELEMENTS: [&str; 16] =
    ["br", "p", "div", "span", "b", "i", "u", "strong", "em", "font", "li", "ul", "ol", "sup", "sub", "td"];

/// No reference to a character, and no element that people have in their tables, is longer.
const LONGEST: usize = 200;

/// Whether a sign stands in the text with which a mark of the web begins.
fn may_stand_in(text: &str) -> bool {
    memchr2(b'&', b'<', text.as_bytes()).is_some()
}

/// The text without marks of the web, if it holds any.
pub fn decode(text: &str) -> Option<String> {
    if !may_stand_in(text) {
        return None;
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find(['&', '<']) {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let read = if rest.starts_with('&') { reference(rest) } else { element(rest) };
        match read {
            Some((meaning, length)) => {
                decoded.extend(meaning);
                rest = &rest[length..];
                found = true;
            }
            None => {
                decoded.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    found.then_some(decoded)
}

/// As much of the text as may belong to the mark at its start.
fn near(text: &str) -> &[u8] {
    &text.as_bytes()[..text.len().min(LONGEST)]
}

/// A reference at the start of the text: the character, and how long the reference is.
fn reference(text: &str) -> Option<(Option<char>, usize)> {
    let end = memchr(b';', near(text))?;
    let name = text.get(1..end)?;
    let character = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|character| !character.is_control() || character.is_whitespace())?
        }
        None => NAMED.iter().find(|(known, _)| *known == name).map(|(_, character)| *character).or_else(|| {
            let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
            let mark = MARKS.iter().find(|(mark, _)| *mark == &name[1..])?.1;
            let mut composed = [letter, mark].into_iter().nfc();
            composed.next().filter(|_| composed.next().is_none())
        })?,
    };
    Some((Some(character), end + 1))
}

/// An element's tag at the start of the text: a line end or nothing, and how long the tag is.
fn element(text: &str) -> Option<(Option<char>, usize)> {
    let end = memchr(b'>', near(text))?;
    let tag = text.get(1..end)?;
    let (name, rest) = {
        let tag = tag.trim_start_matches('/');
        tag.split_at(tag.find([' ', '/', '\n']).unwrap_or(tag.len()))
    };
    let name = name.to_ascii_lowercase();
    // «A<B và C>D» compares.
    let is_tag = rest.trim_matches(['/', ' ', '\n']).is_empty() || rest.contains('=');
    if !is_tag || !ELEMENTS.contains(&name.as_str()) {
        return None;
    }
    let ends_line = matches!(name.as_str(), "br" | "p" | "div" | "li" | "td");
    Some((ends_line.then_some('\n'), end + 1))
}
