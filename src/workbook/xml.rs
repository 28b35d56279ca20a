//! Goes through an XML document tag by tag, borrowing everything from it. quick-xml does the same with more care for what the
//! parts of a workbook do not need (end tags that must match, entities as events); on the cells of a sheet, which are
//! nearly all tags, that care costs more than everything else in reading it. Tested against quick-xml event by event.

use std::borrow::Cow;

use super::refusal::Fault;

mod encoded;

pub(super) use encoded::decoded;

/// What stands next in a document. Comments, processing instructions and the document type are passed over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token<'x> {
    /// `<name …>`, or `<name …/>`, which has no [`Token::End`].
    Start(Tag<'x>),
    /// `</name>`, without its prefix.
    End(&'x str),
    /// What stands between tags, as written: see [`unescaped`].
    Text(&'x str),
    /// What stands in `<![CDATA[…]]>`.
    Data(&'x str),
}

/// A start tag.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tag<'x> {
    /// Without its prefix.
    pub(super) name: &'x str,
    /// Everything behind the name.
    attributes: &'x str,
    /// Whether it ends itself.
    pub(super) is_empty: bool,
}

/// The document is cut short or is no XML.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Broken;

impl From<Broken> for Fault {
    fn from(_: Broken) -> Self {
        Fault::damaged(
            "cấu trúc tệp bị hỏng (XML không hợp lệ)",
            "the structure of the file is damaged (its XML is broken)",
        )
    }
}

/// The tokens of a document.
#[derive(Clone, Debug)]
pub(super) struct Tokens<'x> {
    text: &'x str,
    at: usize,
}

impl<'x> Tokens<'x> {
    pub(super) fn new(text: &'x str) -> Self {
        Self { text, at: 0 }
    }

    /// The next token; `None` at the end of the document.
    pub(super) fn next(&mut self) -> Result<Option<Token<'x>>, Broken> {
        let bytes = self.text.as_bytes();
        loop {
            let Some(&first) = bytes.get(self.at) else { return Ok(None) };
            if first != b'<' {
                let from = self.at;
                self.at = memchr::memchr(b'<', &bytes[from..]).map_or(bytes.len(), |length| from + length);
                return Ok(Some(Token::Text(&self.text[from..self.at])));
            }
            match bytes.get(self.at + 1) {
                Some(b'/') => return self.end().map(Some),
                Some(b'?') => self.pass("?>")?,
                Some(b'!') => {
                    let rest = &bytes[self.at..];
                    if rest.starts_with(b"<!--") {
                        self.at += 4;
                        self.pass("-->")?;
                    } else if rest.starts_with(b"<![CDATA[") {
                        let from = self.at + 9;
                        self.at = from;
                        self.pass("]]>")?;
                        return Ok(Some(Token::Data(&self.text[from..self.at - 3])));
                    } else {
                        self.pass_document_type()?;
                    }
                }
                Some(_) => return self.start().map(Some),
                None => return Err(Broken),
            }
        }
    }

    /// Goes on behind the end of this element, which has just begun.
    pub(super) fn skip(&mut self, tag: &Tag<'_>) -> Result<(), Broken> {
        let mut depth = u32::from(!tag.is_empty);
        while depth > 0 {
            match self.next()?.ok_or(Broken)? {
                Token::Start(inner) if inner.name == tag.name && !inner.is_empty => depth += 1,
                Token::End(name) if name == tag.name => depth -= 1,
                _ => {}
            }
        }
        Ok(())
    }

    /// What stands here between these two tags, as written, if there is no other tag in it. Goes on behind the second then.
    #[inline(always)]
    pub(super) fn between(&mut self, before: &str, after: &str) -> Option<&'x str> {
        let rest = self.text[self.at..].strip_prefix(before)?;
        let (text, behind) = rest.split_at(memchr::memchr(b'<', rest.as_bytes())?);
        let behind = behind.strip_prefix(after)?;
        self.at = self.text.len() - behind.len();
        Some(text)
    }

    /// The attributes with these names of one letter, as written, if a start tag of such a name stands here and is written as programs
    /// write them: no other attributes, one space before each and none within it but in its value. Says as well whether the tag ends
    /// itself, and goes on behind it.
    pub(super) fn plain_tag<const N: usize>(
        &mut self,
        name: u8,
        wanted: [u8; N],
    ) -> Option<([Option<&'x str>; N], bool)> {
        let rest = &self.text[self.at..];
        let bytes = rest.as_bytes();
        let begins = [b'<', name];
        if !bytes.starts_with(&begins) {
            return None;
        }
        let (mut found, mut at) = ([None; N], begins.len());
        let length = loop {
            match bytes[at..] {
                [b' ', name, b'=', b'"', ..] => {
                    let place = wanted.iter().position(|wanted| *wanted == name)?;
                    let from = at + " r=\"".len();
                    let end = from + position(&bytes[from..], b'"')?;
                    found[place] = Some(&rest[from..end]);
                    at = end + "\"".len();
                }
                [b'>', ..] => break ">".len(),
                [b'/', b'>', ..] => break "/>".len(),
                _ => return None,
            }
        };
        self.at += at + length;
        Some((found, length == "/>".len()))
    }

    /// The text in an element that has just begun, as people would read it: without the tags of those in it.
    pub(super) fn text_of(&mut self, element: &Tag<'_>) -> Result<Cow<'x, str>, Broken> {
        let mut whole = Cow::Borrowed("");
        if element.is_empty {
            return Ok(whole);
        }
        if let Some(text) = self.only_text(element.name) {
            return unescaped(text);
        }
        loop {
            let piece = match self.next()?.ok_or(Broken)? {
                Token::Text(text) => unescaped(text)?,
                Token::Data(text) => Cow::Borrowed(text),
                Token::End(name) if name == element.name => return Ok(whole),
                _ => continue,
            };
            whole = if whole.is_empty() { piece } else { Cow::Owned(whole.into_owned() + &piece) };
        }
    }

    /// What stands up to the end of the element of this name, as written, if no tag is in it. Goes on behind that then.
    fn only_text(&mut self, name: &str) -> Option<&'x str> {
        let rest = &self.text[self.at..];
        let (text, behind) = rest.split_at(memchr::memchr(b'<', rest.as_bytes())?);
        let behind = behind.strip_prefix("</")?.strip_prefix(name)?.strip_prefix('>')?;
        self.at = self.text.len() - behind.len();
        Some(text)
    }

    fn start(&mut self) -> Result<Token<'x>, Broken> {
        let bytes = self.text.as_bytes();
        let from = self.at + 1;
        let mut at = from;
        let mut local = from;
        // Names are short: a loop is faster than a search.
        loop {
            match *bytes.get(at).ok_or(Broken)? {
                b':' => local = at + 1,
                b'>' | b'/' | b' ' | b'\n' | b'\r' | b'\t' => break,
                _ => {}
            }
            at += 1;
        }
        let name = &self.text[local..at];
        let behind_name = at;
        loop {
            match *bytes.get(at).ok_or(Broken)? {
                b'>' => break,
                quote @ (b'"' | b'\'') => at += 1 + position(&bytes[at + 1..], quote).ok_or(Broken)?,
                _ => {}
            }
            at += 1;
        }
        self.at = at + 1;
        let is_empty = at > behind_name && bytes[at - 1] == b'/';
        let attributes = &self.text[behind_name..at - usize::from(is_empty)];
        Ok(Token::Start(Tag { name, attributes, is_empty }))
    }

    fn end(&mut self) -> Result<Token<'x>, Broken> {
        let bytes = self.text.as_bytes();
        let mut from = self.at + 2;
        let mut at = from;
        loop {
            match *bytes.get(at).ok_or(Broken)? {
                b'>' => break,
                b':' => from = at + 1,
                _ => {}
            }
            at += 1;
        }
        self.at = at + 1;
        Ok(Token::End(self.text[from..at].trim_ascii_end()))
    }

    /// Goes on behind the next place where this stands.
    fn pass(&mut self, end: &str) -> Result<(), Broken> {
        let length = memchr::memmem::find(&self.text.as_bytes()[self.at..], end.as_bytes()).ok_or(Broken)?;
        self.at += length + end.len();
        Ok(())
    }

    /// Goes on behind `<!DOCTYPE … [ … ]>`. What it declares is never used.
    fn pass_document_type(&mut self) -> Result<(), Broken> {
        let mut depth = 0usize;
        for (at, byte) in self.text.bytes().enumerate().skip(self.at) {
            match byte {
                b'<' => depth += 1,
                b'>' => depth -= 1,
                _ => continue,
            }
            if depth == 0 {
                self.at = at + 1;
                return Ok(());
            }
        }
        Err(Broken)
    }
}

impl<'x> Tag<'x> {
    /// The attributes as written: names with their prefixes, values with their entities. What is no attribute ends the list.
    pub(super) fn attributes(&self) -> Attributes<'x> {
        Attributes { rest: self.attributes }
    }

    /// The value of an attribute, as people would read it. Its prefix makes no difference, but a name without one goes first.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'x, str>> {
        // Most tags have no such attribute.
        if !self.attributes.contains(name) {
            return None;
        }
        let is_local = |written: &str| written.strip_suffix(name).is_some_and(|prefix| prefix.ends_with(':'));
        let mut found = None;
        for (written, value) in self.attributes() {
            if written == name {
                found = Some(value);
                break;
            }
            if found.is_none() && is_local(written) {
                found = Some(value);
            }
        }
        let value = found?;
        // A broken entity is left as it is written: nothing that is read from an attribute depends on one.
        Some(unescaped(value).unwrap_or(Cow::Borrowed(value)))
    }
}

/// The attributes of a tag.
#[derive(Clone, Debug)]
pub(super) struct Attributes<'x> {
    rest: &'x str,
}

impl<'x> Iterator for Attributes<'x> {
    type Item = (&'x str, &'x str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.trim_ascii_start();
        let (name, rest) = rest.split_at(position(rest.as_bytes(), b'=')?);
        let rest = rest[1..].trim_ascii_start();
        let mark = rest.bytes().next().filter(|mark| matches!(mark, b'"' | b'\''))?;
        let rest = &rest[1..];
        let (value, rest) = rest.split_at(position(rest.as_bytes(), mark)?);
        self.rest = &rest[1..];
        Some((name.trim_ascii_end(), value))
    }
}

/// Where a sign first stands. Names and values in a sheet have a handful of letters: a loop is faster than a search.
#[inline]
fn position(bytes: &[u8], sign: u8) -> Option<usize> {
    bytes.iter().position(|&byte| byte == sign)
}

/// A text with its entities and its ends of line as XML 1.0 has them (section 2.11). Errs on an entity that XML does not know:
/// none that a document declares is believed.
pub(super) fn unescaped(written: &str) -> Result<Cow<'_, str>, Broken> {
    // Most hold neither.
    let Some(at) = memchr::memchr2(b'&', b'\r', written.as_bytes()) else { return Ok(Cow::Borrowed(written)) };
    let text = match memchr::memchr(b'\r', &written.as_bytes()[at..]) {
        None => Cow::Borrowed(written),
        Some(_) => Cow::Owned(written.replace("\r\n", "\n").replace('\r', "\n")),
    };
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return Ok(text);
    }
    without_references(&text).map(Cow::Owned)
}

/// The text with what its references stand for. As quick-xml has it, but a text of Vietnamese letters that are all written as
/// numbers takes a third of the time.
fn without_references(text: &str) -> Result<String, Broken> {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    // Where there are some, they stand close together: a loop is faster than a search.
    while let Some(at) = position(rest.as_bytes(), b'&') {
        decoded.push_str(&rest[..at]);
        if let Some((letter, length)) = plainly_numbered(&rest.as_bytes()[at..]) {
            decoded.push(letter);
            rest = &rest[at + length..];
            continue;
        }
        // Their names have a handful of letters.
        let end = at + 1 + rest.as_bytes()[at + 1..].iter().position(|&byte| byte == b';').ok_or(Broken)?;
        let (name, behind) = (&rest[at + 1..end], &rest[end + 1..]);
        decoded.push(match name {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "apos" => '\'',
            "quot" => '"',
            _ => numbered(name.strip_prefix('#').ok_or(Broken)?).ok_or(Broken)?,
        });
        rest = behind;
    }
    decoded.push_str(rest);
    Ok(decoded)
}

/// The character of a decimal number of a few digits, as programs write letters beyond ASCII, and the length of `&#7919;`.
fn plainly_numbered(written: &[u8]) -> Option<(char, usize)> {
    let digits = written.strip_prefix(b"&#")?;
    let mut code = 0;
    for (at, &byte) in digits.iter().enumerate().take(6) {
        match byte {
            b'0'..=b'9' => code = code * 10 + u32::from(byte - b'0'),
            b';' if code > 0 => return Some((char::from_u32(code)?, at + 3)),
            _ => return None,
        }
    }
    None
}

/// The character of a number, which is decimal, or hexadecimal behind an `x`.
fn numbered(written: &str) -> Option<char> {
    let (digits, radix) = written.strip_prefix('x').map_or((written, 10), |digits| (digits, 16));
    let code = if digits.starts_with('+') { None } else { u32::from_str_radix(digits, radix).ok() };
    code.filter(|code| *code != 0).and_then(char::from_u32)
}

#[cfg(test)]
mod tests;
