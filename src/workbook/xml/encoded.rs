//! In which encoding an XML document is.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::Broken;

/// The bytes of a part as text: UTF-8, or UTF-16 as its byte-order mark or the zeros of its first letters say, or the encoding that it
/// names (XML 1.0, section 4.3.3 and appendix F).
pub(in crate::workbook) fn decoded(part: Vec<u8>) -> Result<String, Broken> {
    let (encoding, mark) = match Encoding::for_bom(&part) {
        Some(marked) => marked,
        None if part.starts_with(b"<\0") => (UTF_16LE, 0),
        None if part.starts_with(b"\0<") => (UTF_16BE, 0),
        None => match String::from_utf8(part) {
            Ok(text) => return Ok(text),
            Err(error) => {
                let part = error.into_bytes();
                let encoding = named(&part).filter(|encoding| *encoding != UTF_8).ok_or(Broken)?;
                return with(encoding, &part);
            }
        },
    };
    with(encoding, &part[mark..])
}

fn with(encoding: &'static Encoding, text: &[u8]) -> Result<String, Broken> {
    encoding.decode_without_bom_handling_and_without_replacement(text).map(Cow::into_owned).ok_or(Broken)
}

/// The encoding in `<?xml … encoding="…"?>`, whose letters are those of ASCII.
fn named(part: &[u8]) -> Option<&'static Encoding> {
    let declaration = part.strip_prefix(b"<?xml")?;
    let declaration = &declaration[..memchr::memmem::find(declaration, b"?>")?];
    let rest = &declaration[memchr::memmem::find(declaration, b"encoding")?..];
    let quoted = rest.split(|&byte| byte == b'"' || byte == b'\'').nth(1)?;
    Encoding::for_label(quoted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_told_by_a_mark_by_zeros_or_by_name() {
        assert_eq!(decoded(b"\xff\xfea\0".to_vec()).as_deref(), Ok("a"));
        assert_eq!(decoded(b"\xef\xbb\xbfa".to_vec()).as_deref(), Ok("a"));
        assert_eq!(decoded(b"<\0a\0".to_vec()).as_deref(), Ok("<a"));
        assert_eq!(decoded(b"\0<\0a".to_vec()).as_deref(), Ok("<a"));
        let named = b"<?xml version='1.0' encoding='windows-1252'?><a>\xe9";
        assert_eq!(decoded(named.to_vec()).as_deref(), Ok("<?xml version='1.0' encoding='windows-1252'?><a>é"));
        assert_eq!(decoded(b"<?xml encoding='utf-8'?><a>\xe9".to_vec()), Err(Broken));
        assert_eq!(decoded(b"\xff".to_vec()), Err(Broken));
    }
}
