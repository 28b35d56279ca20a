//! The first lines of documents from which no table is read: who sends them stands there. What is broken says nothing.

use super::ole::Container;
use super::package::Package;
use super::xml::{Token, Tokens, unescaped};
use super::{binary, encoding};

/// Bytes of a page or document that are looked at.
const LOOKED_AT: usize = 1 << 18;
/// So many lines are kept.
const LINES: usize = 40;

/// What these bytes say first.
pub(super) fn lines(bytes: &[u8]) -> Vec<String> {
    let text = match bytes {
        bytes if bytes.starts_with(b"PK") => of_open_document(bytes).unwrap_or_default(),
        bytes if bytes.starts_with(b"\xd0\xcf\x11\xe0") => of_word(bytes).unwrap_or_default(),
        bytes if bytes.starts_with(b"{\\rtf") => of_rtf(&bytes[..bytes.len().min(LOOKED_AT)]),
        bytes if encoding::is_binary(bytes) => String::new(),
        bytes => {
            let head = encoding::decode(&bytes[..bytes.len().min(LOOKED_AT)]).into_owned();
            if head.trim_start().starts_with('<') { of_markup(&head) } else { head }
        }
    };
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).take(LINES).collect()
}

/// The text between the tags of a page; what ends a paragraph or a cell ends a line.
fn of_markup(page: &str) -> String {
    const WITHIN_A_LINE: [&str; 10] = ["b", "i", "u", "span", "font", "strong", "em", "a", "s", "o:p"];
    const SILENT: [&str; 4] = ["style", "script", "title", "head"];
    let page = page.find("<office:body").map_or(page, |body| &page[body..]);
    let (mut text, mut rest, mut silent) = (String::new(), page, None::<String>);
    while let Some((before, behind)) = rest.split_once('<') {
        if silent.is_none() {
            text.push_str(
                &unescaped(before).map_or_else(|_| before.to_owned(), |it| it.into_owned()).replace(['\n', '\r'], " "),
            );
        }
        let Some((tag, behind)) = behind.split_once('>') else { break };
        rest = behind;
        let name =
            tag.trim_start_matches('/').split([' ', '/', '\n', '\r', '\t']).next().unwrap_or_default().to_lowercase();
        let local = name.rsplit(':').next().unwrap_or_default();
        match &silent {
            Some(of) if tag.starts_with('/') && *of == name => silent = None,
            Some(_) => {}
            None if SILENT.contains(&&*name) && !tag.ends_with('/') && !tag.starts_with('/') => silent = Some(name),
            None if WITHIN_A_LINE.contains(&local) => {}
            None => text.push('\n'),
        }
    }
    text
}

/// The paragraphs of an OpenDocument text.
fn of_open_document(bytes: &[u8]) -> Option<String> {
    let mut package = Package::open(bytes)?;
    let content = package.small_text("content.xml")?;
    let (mut tokens, mut text) = (Tokens::new(&content), String::new());
    while let Ok(Some(token)) = tokens.next() {
        match token {
            Token::Text(written) => text.push_str(&unescaped(written).ok()?),
            Token::Data(written) => text.push_str(written),
            Token::Start(tag) if matches!(tag.name, "tab" | "s") => text.push(' '),
            Token::Start(tag) if tag.name == "line-break" => text.push('\n'),
            Token::End("p" | "h") => text.push('\n'),
            Token::Start(_) | Token::End(_) => {}
        }
        if text.len() > LOOKED_AT {
            break;
        }
    }
    Some(text)
}

/// The text of a Word 97-2003 document: it begins where the head of its stream says (MS-DOC, `fcMin`), with one byte a letter or two.
fn of_word(bytes: &[u8]) -> Option<String> {
    let mut container = Container::open(bytes).ok()?;
    let stream = container.stream("WordDocument").ok()??;
    let from = binary::u32_at(stream.get(..0x1c)?, 0x18) as usize;
    let text = stream.get(from..)?;
    let text = &text[..text.len().min(8_192)];
    let is_wide = text.iter().skip(1).step_by(2).filter(|byte| **byte < 0x20).count() * 4 > text.len();
    let text = if is_wide { binary::wide(text) } else { encoding::decode(text).into_owned() };
    // Cells end with 7, lines with 11, paragraphs with 13.
    Some(text.replace(['\u{7}', '\u{b}', '\r'], "\n").replace('\0', ""))
}

/// The text of an RTF document, without its groups of fonts, styles and pictures.
fn of_rtf(bytes: &[u8]) -> String {
    const SILENT: [&str; 8] =
        ["fonttbl", "colortbl", "stylesheet", "info", "pict", "themedata", "generator", "listtable"];
    const ENDS: [&str; 5] = ["par", "line", "cell", "row", "tab"];
    let written = String::from_utf8_lossy(bytes);
    let (mut text, mut rest) = (String::new(), &*written);
    let (mut depth, mut silent, mut left_out) = (0usize, None::<usize>, 0usize);
    while let Some(sign) = rest.chars().next() {
        rest = &rest[sign.len_utf8()..];
        match sign {
            '{' => depth += 1,
            '}' => {
                silent = silent.filter(|of| *of < depth);
                depth = depth.saturating_sub(1);
            }
            '\\' if rest.starts_with('\'') => {
                let byte = rest.get(1..3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
                rest = rest.get(3..).unwrap_or_default();
                if left_out > 0 {
                    left_out -= 1;
                } else if silent.is_none() {
                    text.extend(byte.map(|byte| encoding_rs::WINDOWS_1258.decode(&[byte]).0.into_owned()));
                }
            }
            '\\' if rest.starts_with('*') => silent = silent.or(Some(depth)),
            '\\' => {
                let name = rest.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(rest.len());
                let (name, behind) = rest.split_at(name);
                let digits = behind.find(|sign: char| !(sign.is_ascii_digit() || sign == '-')).unwrap_or(behind.len());
                let (number, behind) = behind.split_at(digits);
                rest = behind.strip_prefix(' ').unwrap_or(behind);
                if SILENT.contains(&name) {
                    silent = silent.or(Some(depth));
                } else if silent.is_none() && ENDS.contains(&name) {
                    text.push('\n');
                } else if name == "u" && silent.is_none() {
                    let code = number.parse::<i32>().ok().map(|it| if it < 0 { it + 0x1_0000 } else { it });
                    text.extend(code.and_then(|code| char::from_u32(code.unsigned_abs())));
                    left_out = 1;
                }
                if name.is_empty() {
                    rest = rest.get(1..).unwrap_or_default();
                }
            }
            '\n' | '\r' => {}
            _ if left_out > 0 => left_out -= 1,
            _ if silent.is_none() => text.push(sign),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_lines_of_pages_and_documents_are_seen() {
        let page = "<html><head><title>Bieu</title></head><body><p>UBND <b>TỈNH</b>\nHÀ GIANG</p><table><tr><td>A &amp; B</td><td>C</td></tr>";
        assert_eq!(lines(page.as_bytes()), ["UBND TỈNH HÀ GIANG", "A & B", "C"]);
        let rtf =
            br"{\rtf1\ansi{\fonttbl{\f0 Times;}}{\*\generator x;}UBND T\u7880?NH H\u192?\par \b H\'c0 GIANG\b0\par}";
        assert_eq!(lines(rtf), ["UBND T\u{1ec8}NH H\u{c0}", "HÀ GIANG"]);
        assert!(lines(b"\xd0\xcf\x11\xe0broken").is_empty() && lines(b"PK\x03\x04").is_empty());
        assert!(lines(br"{\rtf1\'").is_empty() && lines(b"{\\rtf1\\").is_empty());
    }
}
