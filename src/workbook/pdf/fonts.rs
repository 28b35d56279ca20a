//! What the letters of a font are called and how wide they are: codes in a PDF mean glyphs, and only the font says of which letters
//! (ISO 32000-1, 9.7 and 9.10.3).

use encoding_rs::WINDOWS_1252;

use super::objects::{Objects, Reader, Value};

/// Entries of a font's list of letters, and of its list of widths. A font with all letters of Vietnamese has some 400.
const ENTRIES: usize = 70_000;
/// The width of a letter that the font says nothing of, in thousandths of its size.
const WIDTH: f64 = 550.0;

/// A font of a page.
#[derive(Debug, Default)]
pub(super) struct Font {
    /// Its codes have two bytes.
    is_wide: bool,
    /// From, to, and what the first of them means, in rising order.
    letters: Vec<(u32, u32, String)>,
    /// From, to, thousandths of the size.
    widths: Vec<(u32, u32, f64)>,
    other_width: f64,
}

impl Font {
    pub(super) fn of<'b>(font: &Value<'b>, objects: &'b Objects<'b>) -> Self {
        let is_wide = font.is(b"Subtype", b"Type0");
        let map = font.resolved(b"ToUnicode", objects).and_then(|map| objects.content(&map));
        let mut letters = map.map(|map| letters(&map)).unwrap_or_default();
        letters.sort_by_key(|(from, ..)| *from);
        let mut made = Self { is_wide, letters, widths: Vec::new(), other_width: WIDTH };
        match font.resolved(b"DescendantFonts", objects) {
            Some(Value::Array(fonts)) => {
                if let Some(font) = fonts.first().and_then(|font| objects.get(font)) {
                    made.wide_widths(&font, objects);
                }
            }
            _ => made.narrow_widths(font, objects),
        }
        made
    }

    /// The widths of a font with one byte a code.
    fn narrow_widths<'b>(&mut self, font: &Value<'b>, objects: &'b Objects<'b>) {
        let first = font.resolved(b"FirstChar", objects).and_then(|value| value.number()).unwrap_or_default() as u32;
        if let Some(Value::Array(widths)) = font.resolved(b"Widths", objects) {
            let widths = (first..).zip(&widths).take(256);
            self.widths = widths.filter_map(|(code, width)| Some((code, code, width.number()?))).collect();
        }
    }

    /// The widths of a font with two bytes a code: `12 [500 600]` or `20 30 500`.
    fn wide_widths<'b>(&mut self, font: &Value<'b>, objects: &'b Objects<'b>) {
        let other = font.resolved(b"DW", objects).and_then(|value| value.number());
        self.other_width = other.unwrap_or(1_000.0);
        let Some(Value::Array(widths)) = font.resolved(b"W", objects) else { return };
        let mut items = widths.iter().take(ENTRIES);
        while let (Some(Value::Number(first)), Some(second)) = (items.next(), items.next()) {
            let first = *first as u32;
            match second {
                Value::Array(each) => {
                    let each = (first..).zip(each);
                    self.widths.extend(each.filter_map(|(code, width)| Some((code, code, width.number()?))));
                }
                Value::Number(last) => {
                    let width = items.next().and_then(Value::number).unwrap_or(self.other_width);
                    self.widths.push((first, *last as u32, width));
                }
                _ => return,
            }
        }
        self.widths.sort_by_key(|(from, ..)| *from);
    }

    /// What these codes mean, each with its width in thousandths of the size. Letters that nobody can know are left out.
    pub(super) fn read<'t>(&'t self, text: &'t [u8]) -> impl Iterator<Item = (String, f64)> + 't {
        let bytes = if self.is_wide { 2 } else { 1 };
        text.chunks_exact(bytes).map(|code| {
            let code = code.iter().fold(0u32, |code, byte| code << 8 | u32::from(*byte));
            (self.letter(code), find(&self.widths, code).map_or(self.other_width, |(_, _, width)| *width))
        })
    }

    fn letter(&self, code: u32) -> String {
        if let Some((from, _, first)) = find(&self.letters, code) {
            let mut letters: Vec<char> = first.chars().collect();
            let moved = letters.pop().and_then(|last| char::from_u32(last as u32 + (code - from)));
            letters.extend(moved);
            return letters.into_iter().collect();
        }
        match u8::try_from(code).ok().filter(|_| !self.is_wide) {
            Some(byte) => WINDOWS_1252.decode_without_bom_handling(&[byte]).0.into_owned(),
            None => String::new(),
        }
    }
}

/// The entry that a code falls into.
fn find<T>(ranges: &[(u32, u32, T)], code: u32) -> Option<&(u32, u32, T)> {
    let at = ranges.partition_point(|(from, ..)| *from <= code).checked_sub(1)?;
    ranges.get(at).filter(|(_, to, _)| code <= *to)
}

/// `beginbfchar <code> <letters> …` and `beginbfrange <from> <to> <letters of the first>` or `[<letters> <letters> …]`.
fn letters(map: &[u8]) -> Vec<(u32, u32, String)> {
    let code = |value: &Value<'_>| match value {
        Value::Text(bytes) if bytes.len() <= 4 => {
            Some(bytes.iter().fold(0u32, |code, byte| code << 8 | u32::from(*byte)))
        }
        _ => None,
    };
    let mut reader = Reader::new(map);
    let (mut found, mut operands) = (Vec::new(), Vec::new());
    while let Some(value) = reader.value(0)
        && found.len() < ENTRIES
    {
        match value {
            Value::Word(b"endbfchar") => {
                let pairs = operands.chunks_exact(2);
                found.extend(pairs.filter_map(|pair| Some((code(&pair[0])?, code(&pair[0])?, text(&pair[1])?))));
                operands.clear();
            }
            Value::Word(b"endbfrange") => {
                for range in operands.chunks_exact(3) {
                    let (Some(from), Some(to)) = (code(&range[0]), code(&range[1])) else { continue };
                    match &range[2] {
                        Value::Array(each) => {
                            let each = (from..=to).zip(each);
                            found.extend(each.filter_map(|(code, letters)| Some((code, code, text(letters)?))));
                        }
                        first => found.extend(text(first).map(|first| (from, to, first))),
                    }
                }
                operands.clear();
            }
            Value::Word(_) => operands.clear(),
            value if operands.len() < ENTRIES => operands.push(value),
            _ => {}
        }
    }
    found
}

/// Letters in UTF-16.
fn text(value: &Value<'_>) -> Option<String> {
    let Value::Text(bytes) = value else { return None };
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    Some(String::from_utf16_lossy(&units))
}
