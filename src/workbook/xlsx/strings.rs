//! The shared strings: texts that cells refer to by number, and texts in runs of letters of different looks.

use std::borrow::Cow;

use super::super::grid::{FileBuilder, cut};
use super::super::number_format::Strike;
use super::super::pieces::{Piece, Pieces};
use super::super::refusal::Fault;
use super::super::xml::{Broken, Tag, Token, Tokens};
use super::is_true;
use crate::text::hashed::HashMap;
use crate::text::texts::Text;

/// All shared strings, and how much is struck through of those of which something is.
#[derive(Debug, Default)]
pub(super) struct Strings {
    texts: Vec<Text>,
    struck: HashMap<usize, Strike>,
}

/// The text of an `si` or `is` element.
#[derive(Debug, Default, PartialEq)]
pub(super) struct RichText {
    pub(super) text: String,
    pub(super) strike: Strike,
}

impl Strings {
    /// Reads the part. Errs on a table that claims more strings than it could hold: nobody's program writes one.
    pub(super) fn read(mut part: Pieces<'_>, file: &mut FileBuilder) -> Result<Self, Fault> {
        let (mut strings, mut rich, size) = (Self::default(), RichText::default(), part.size);
        let nothing = Text::from("");
        file.hold_part(part.held())?;
        while let Some(Piece { text, .. }) = part.next()? {
            let mut tokens = Tokens::new(text);
            while let Some(token) = tokens.next()? {
                match token {
                    Token::Start(tag) if tag.name == "si" => {
                        rich.read(&mut tokens, &tag)?;
                        // A text of megabytes is cut before it is copied.
                        let text = cut(&rich.text);
                        let text = if text.is_empty() { nothing.clone() } else { Text::from(text) };
                        let own = if text.is_shared() { 0 } else { text.memory() };
                        file.hold(size_of::<Text>() + own)?;
                        if rich.strike != Strike::None {
                            strings.struck.insert(strings.texts.len(), rich.strike);
                        }
                        strings.texts.push(text);
                    }
                    Token::Start(tag) if tag.name == "sst" => {
                        let claimed = tag.attribute("uniqueCount").unwrap_or_default();
                        let most = size / "<si/>".len() as u64;
                        if !claimed.is_empty() && claimed.trim().parse().map_or(true, |count: u64| count > most) {
                            return Err(Fault::damaged(
                                format!("bảng chuỗi dùng chung khai {claimed} mục, nhiều hơn phần dữ liệu có thể chứa"),
                                format!("the shared strings claim {claimed} entries, more than their part can hold"),
                            ));
                        }
                    }
                    _ => {}
                }
            }
        }
        Ok(strings)
    }

    /// The string of this number, and how much of it is struck through.
    pub(super) fn get(&self, number: usize) -> Option<(Text, Strike)> {
        let strike = self.struck.get(&number).copied().unwrap_or(Strike::None);
        self.texts.get(number).map(|text| (text.clone(), strike))
    }
}

impl RichText {
    /// Reads what stands in this element, which has just begun, in place of what was here.
    pub(super) fn read(&mut self, tokens: &mut Tokens<'_>, element: &Tag<'_>) -> Result<(), Broken> {
        self.text.clear();
        self.strike = Strike::None;
        let (mut struck, mut plain) = (false, false);
        let (mut run_is_struck, mut run_is_raised) = (false, false);
        if element.is_empty {
            return Ok(());
        }
        loop {
            match tokens.next()?.ok_or(Broken)? {
                Token::Start(tag) => match tag.name {
                    "r" => (run_is_struck, run_is_raised) = (false, false),
                    "vertAlign" => run_is_raised = tag.attribute("val").is_some_and(|value| value == "superscript"),
                    // Double strike-through is Word's.
                    "strike" => run_is_struck = tag.attribute("val").is_none_or(|value| is_true(&value)),
                    // How East Asian words are pronounced.
                    "rPh" => tokens.skip(&tag)?,
                    "t" if !tag.is_empty => {
                        let from = self.text.len();
                        read_text(tokens, &tag, &mut self.text)?;
                        if run_is_raised {
                            raise(&mut self.text, from);
                        }
                        // A line through blanks is nothing that anybody sees.
                        if !self.text[from..].trim().is_empty() {
                            *(if run_is_struck { &mut struck } else { &mut plain }) = true;
                        }
                    }
                    _ => {}
                },
                Token::End(name) if name == element.name => {
                    self.strike = Strike::of(struck, plain);
                    return Ok(());
                }
                _ => {}
            }
        }
    }
}

/// Puts raised digits for those of a text from here on: «2024» with the mark of a note is not 20242.
fn raise(text: &mut String, from: usize) {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let raised = |letter: char| letter.to_digit(10).map_or(letter, |digit| RAISED[digit as usize]);
    let raised: String = text[from..].chars().map(raised).collect();
    text.truncate(from);
    text.push_str(&raised);
}

/// Adds the text of a `t` element. Spaces around it count only where it says so, as in Excel.
fn read_text(tokens: &mut Tokens<'_>, element: &Tag<'_>, into: &mut String) -> Result<(), Broken> {
    let whole = tokens.text_of(element)?;
    let keeps_spaces = element.attributes().any(|(name, value)| name == "xml:space" && value == "preserve");
    into.push_str(&decoded(if keeps_spaces { &whole } else { trimmed(&whole) }));
    Ok(())
}

/// The text of a `t` element that does not say that spaces count.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r', '\n'])
}

/// A text in which letters that XML cannot hold are written as `_x000D_`, by their number in UTF-16 (ECMA-376, 22.9.2.19).
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'_', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut into = String::with_capacity(text.len());
    let (mut rest, mut from) = (text, 0);
    while let Some(at) = memchr::memchr(b'_', &rest.as_bytes()[from..]).map(|at| from + at) {
        let Some(first) = escape(&rest[at..]) else {
            from = at + 1;
            continue;
        };
        into.push_str(&rest[..at]);
        from = 0;
        rest = &rest[at + ESCAPE_BYTES..];
        let second = escape(rest).filter(|_| (0xD800..0xDC00).contains(&first));
        let units = [first, second.unwrap_or_default()];
        let units = if second.is_some_and(|low| (0xDC00..0xE000).contains(&low)) {
            rest = &rest[ESCAPE_BYTES..];
            &units[..]
        } else {
            &units[..1]
        };
        into.extend(char::decode_utf16(units.iter().copied()).map(|it| it.unwrap_or(char::REPLACEMENT_CHARACTER)));
    }
    into.push_str(rest);
    Cow::Owned(into)
}

const ESCAPE_BYTES: usize = "_x000D_".len();

/// The unit of UTF-16 that the text begins with, if it does.
fn escape(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("_x")?.get(..4)?;
    let is_escape = digits.bytes().all(|digit| digit.is_ascii_hexdigit()) && text.as_bytes().get(6) == Some(&b'_');
    if is_escape { u16::from_str_radix(digits, 16).ok() } else { None }
}
