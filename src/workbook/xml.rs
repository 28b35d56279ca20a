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
    pub(super) fn between(&mut self, before: &str, after: &str) -> Option<&'x str> {
        let rest = self.text[self.at..].strip_prefix(before)?;
        let (text, behind) = rest.split_at(memchr::memchr(b'<', rest.as_bytes())?);
        let behind = behind.strip_prefix(after)?;
        self.at = self.text.len() - behind.len();
        Some(text)
    }

    /// The attributes with these names, as written, if a start tag of this name stands here that is written as programs write them: one
    /// space before each attribute and none within it but in its value. Says as well whether the tag ends itself, and goes on behind it.
    pub(super) fn plain_tag<const N: usize>(
        &mut self,
        name: &str,
        wanted: [&str; N],
    ) -> Option<([Option<&'x str>; N], bool)> {
        let rest = self.text[self.at..].strip_prefix('<')?.strip_prefix(name)?;
        let bytes = rest.as_bytes();
        let (mut found, mut at) = ([None; N], 0);
        let is_empty = loop {
            match bytes.get(at)? {
                b' ' => {}
                b'>' => break false,
                b'/' if bytes.get(at + 1) == Some(&b'>') => break true,
                _ => return None,
            }
            let from = at + 1;
            let end = from + bytes[from..].iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b':')?;
            let value = rest[end..].strip_prefix("=\"")?;
            let length = position(value.as_bytes(), b'"')?;
            if let Some(at) = wanted.iter().position(|wanted| *wanted == &rest[from..end]) {
                found[at] = Some(&value[..length]);
            }
            at = end + "=\"".len() + length + "\"".len();
        };
        self.at = self.text.len() - rest.len() + at + if is_empty { "/>".len() } else { ">".len() };
        Some((found, is_empty))
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
mod tests {
    use quick_xml::events::Event;

    use super::*;

    /// What both tokenisers say of a document, in one form.
    fn own(text: &str) -> Result<Vec<String>, Broken> {
        let mut tokens = Tokens::new(text);
        let mut told = Vec::new();
        while let Some(token) = tokens.next()? {
            told.push(match token {
                Token::Start(tag) => {
                    let attributes: Vec<String> =
                        tag.attributes().map(|(name, value)| format!(" {name}={value}")).collect();
                    format!("<{}{}{}", tag.name, attributes.concat(), if tag.is_empty { "/" } else { "" })
                }
                Token::End(name) => format!("</{name}"),
                Token::Text(text) => text.to_owned(),
                Token::Data(text) => format!("[{text}"),
            });
        }
        Ok(told)
    }

    fn quick(text: &str) -> Result<Vec<String>, Broken> {
        let mut reader = quick_xml::Reader::from_str(text);
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        let mut told: Vec<String> = Vec::new();
        let mut in_text = false;
        let tag = |element: &quick_xml::events::BytesStart<'_>, end: &str| {
            let mut attributes = element.attributes();
            attributes.with_checks(false);
            let attributes: Vec<String> =
                attributes.flatten().map(|it| format!(" {}={}", it.key.as_ref(), &*it.value)).collect();
            format!("<{}{}{end}", element.local_name().as_ref(), attributes.concat())
        };
        loop {
            let event = reader.read_event().map_err(|_| Broken)?;
            // Entities come as events of their own.
            let piece = match &event {
                Event::Text(text) => Some(text.to_string()),
                Event::GeneralRef(entity) => Some(format!("&{};", &**entity)),
                _ => None,
            };
            if let Some(piece) = piece {
                match told.last_mut().filter(|_| in_text) {
                    Some(last) => last.push_str(&piece),
                    None => told.push(piece),
                }
                in_text = true;
                continue;
            }
            in_text = false;
            match event {
                Event::Start(element) => told.push(tag(&element, "")),
                Event::Empty(element) => told.push(tag(&element, "/")),
                Event::End(element) => told.push(format!("</{}", element.local_name().as_ref())),
                Event::CData(data) => told.push(format!("[{}", &*data)),
                Event::Eof => return Ok(told),
                _ => {}
            }
        }
    }

    #[test]
    fn agrees_with_quick_xml_on_every_part_of_every_fixture() {
        let mut compared = 0;
        let files = walkdir::WalkDir::new("fixtures").into_iter().filter_map(Result::ok);
        for file in files.filter(|file| file.file_type().is_file()) {
            let bytes = std::fs::read(file.path()).expect("it was listed");
            let Ok(mut archive) = zip::ZipArchive::new(std::io::Cursor::new(&bytes)) else { continue };
            for at in 0..archive.len() {
                let Ok(mut part) = archive.by_index(at) else { continue };
                let name = part.name().map(|name| name.into_owned()).unwrap_or_default();
                let mut text = String::new();
                if !(name.ends_with(".xml") || name.ends_with(".rels"))
                    || std::io::Read::read_to_string(&mut part, &mut text).is_err()
                {
                    continue;
                }
                assert!(own(&text) == quick(&text), "{} {name}", file.path().display());
                compared += 1;
            }
        }
        assert!(compared > 500, "{compared} parts");
    }

    #[test]
    fn agrees_with_quick_xml_on_odd_documents() {
        for text in [
            r#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><x:a b='1>2' c = "d"><!-- < --><e/>&amp;f<![CDATA[<g>]]></x:a >"#,
            "<a\n\tb=\"1\"\n/>",
            "a<b>c</d>e",
            "<a b='\"' c=\"'\">",
            "",
        ] {
            assert_eq!(own(text), quick(text), "{text}");
        }
        for cut in ["<a", "<a b=\"", "<!-- a", "<![CDATA[ a", "<a b='>"] {
            assert_eq!(own(cut), Err(Broken), "{cut}");
        }
    }

    #[test]
    fn tags_as_programs_write_them_are_read_as_all_are() {
        let plain = [
            r#"<c r="A1" s="2" t="inlineStr"><is>"#,
            r#"<c/>"#,
            r#"<c>"#,
            r#"<c r=""/>"#,
            r#"<c x:r="B1" s="a>b" r="&lt;" r="C1">"#,
        ];
        let others = [
            r#"<c r='A1'>"#,
            r#"<c  r="A1">"#,
            r#"<c r ="A1">"#,
            r#"<c r= "A1">"#,
            r#"<c r="A1" />"#,
            r#"<cols r="A1">"#,
            r#"<x:c r="A1">"#,
            r#"</c>"#,
            r#"<c r="A1"#,
            r#"<c r"#,
            r#"<c/"#,
            "",
        ];
        for text in plain {
            let (mut tokens, mut own) = (Tokens::new(text), Tokens::new(text));
            let Ok(Some(Token::Start(tag))) = tokens.next() else { panic!("{text}") };
            let last =
                |wanted: &str| tag.attributes().filter(|(name, _)| *name == wanted).last().map(|(_, value)| value);
            assert_eq!(own.plain_tag("c", ["r", "s"]), Some(([last("r"), last("s")], tag.is_empty)), "{text}");
            assert_eq!(own.at, tokens.at, "{text}");
        }
        for text in others {
            let mut tokens = Tokens::new(text);
            assert_eq!((tokens.plain_tag("c", ["r", "s"]), tokens.at), (None, 0), "{text}");
        }
    }

    #[test]
    fn reads_references_as_xml_does() {
        assert_eq!(unescaped("a &amp;&#225;&#xE1; b\r\nc\rd").as_deref(), Ok("a &áá b\nc\nd"));
        assert_eq!(unescaped("&lol;"), Err(Broken));
        let written = [
            "",
            "&",
            "&;",
            "a;b",
            "&amp",
            "&amp;amp;",
            "&#7910;Y &lt;&gt;&apos;&quot;;",
            "&#x1EA4;",
            "&#X41;",
            "&#0;",
            "&#+65;",
            "&#x;",
            "&#xD800;",
            "&#1114112;",
            "&a&amp;",
            "&#-5;",
            "&#65",
            "&#9;&#x0;",
            "ữ&#7919;ữ",
        ];
        for written in written {
            let quick = quick_xml::escape::unescape(written).ok();
            assert_eq!(without_references(written).ok().as_deref(), quick.as_deref(), "{written}");
        }
    }
}
