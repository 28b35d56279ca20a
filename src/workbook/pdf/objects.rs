//! The objects of a PDF (ISO 32000-1, 7.3 and 7.5.7): dictionaries, arrays, streams, wherever they stand in the file.

use std::cell::Cell as Slot;
use std::collections::HashMap;
use std::io::Read as _;

use flate2::read::ZlibDecoder;
use memchr::memmem;

/// Objects of a file that are known. A decision of 300 pages has some 5,000.
const OBJECTS: usize = 40_000;
/// Bytes that are read as objects or unpacked, of all a file together. The first pages of an annex take less than one megabyte.
const WORK: usize = 24 << 20;
/// Bytes of one object as it is written; widths of all letters of a font take some 30 KB.
const OBJECT_BYTES: usize = 256 << 10;
/// Bytes of one stream, unpacked.
const STREAM_BYTES: usize = 4 << 20;
/// Brackets within brackets.
const DEPTH: usize = 24;

/// An object, or what stands in a page's content.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'b> {
    /// `/Name`, without the stroke.
    Name(&'b [u8]),
    Number(f64),
    /// `12 0 R`.
    Reference(u32),
    /// `(text)` or `<7465>`.
    Text(Vec<u8>),
    Array(Vec<Value<'b>>),
    Dictionary(Vec<(&'b [u8], Value<'b>)>),
    /// A dictionary and the bytes behind its word `stream`, as far as the file goes.
    Stream(Vec<(&'b [u8], Value<'b>)>, &'b [u8]),
    /// An operator, or a word such as `true`.
    Word(&'b [u8]),
}

impl<'b> Value<'b> {
    /// What a dictionary holds under this name, as it stands there.
    pub(super) fn entry(&self, name: &[u8]) -> Option<&Value<'b>> {
        let (Self::Dictionary(entries) | Self::Stream(entries, _)) = self else { return None };
        entries.iter().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// The same; where it is a reference, what that leads to.
    pub(super) fn resolved(&self, name: &[u8], objects: &'b Objects<'b>) -> Option<Value<'b>> {
        objects.get(self.entry(name)?)
    }

    /// Puts an entry into a dictionary.
    pub(super) fn set(&mut self, name: &'b [u8], value: Value<'b>) {
        if let Self::Dictionary(entries) | Self::Stream(entries, _) = self {
            entries.retain(|(key, _)| *key != name);
            entries.push((name, value));
        }
    }

    /// Whether a dictionary has this name under that one.
    pub(super) fn is(&self, name: &[u8], value: &[u8]) -> bool {
        self.entry(name) == Some(&Value::Name(value))
    }

    /// The number, if it is one.
    pub(super) fn number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }
}

/// Where the objects of a file stand.
#[derive(Debug)]
pub(super) struct Objects<'b> {
    bytes: &'b [u8],
    /// The place behind `12 0 obj`, by the number.
    places: HashMap<u32, usize>,
    packed: Vec<Packed>,
    left: Slot<usize>,
}

/// A stream that holds objects, unpacked, and where each of them begins.
#[derive(Debug)]
struct Packed {
    content: Vec<u8>,
    places: Vec<(u32, usize)>,
}

impl<'b> Objects<'b> {
    /// Finds them.
    pub(super) fn of(bytes: &'b [u8]) -> Self {
        let mut objects = Self { bytes, places: HashMap::new(), packed: Vec::new(), left: Slot::new(WORK) };
        let mut holders = Vec::new();
        for at in memmem::find_iter(bytes, b" obj").take(OBJECTS) {
            let Some(number) = number_before(&bytes[..at]) else { continue };
            let begins = at + b" obj".len();
            // What was changed later stands behind.
            objects.places.insert(number, begins);
            if memmem::find(&bytes[begins..bytes.len().min(begins + 400)], b"/ObjStm").is_some() {
                holders.push(begins);
            }
        }
        for holder in holders {
            let unpacked = objects.holder(holder);
            objects.packed.extend(unpacked);
        }
        objects
    }

    /// The objects packed in the stream at this place.
    fn holder(&self, at: usize) -> Option<Packed> {
        let holder = self.at(self.bytes.get(at..)?)?;
        let first = holder.entry(b"First")?.number()? as usize;
        let content = self.content(&holder)?;
        let mut numbers = Reader::new(content.get(..first)?);
        let mut next = || numbers.value(0).and_then(|value| value.number()).map(|number| number as usize);
        let mut places = Vec::new();
        while places.len() < OBJECTS
            && let (Some(number), Some(at)) = (next(), next())
        {
            places.push((number as u32, first.saturating_add(at)));
        }
        Some(Packed { content, places })
    }

    /// The first of all objects, which the trailer names.
    pub(super) fn root(&self) -> Option<Value<'_>> {
        let at = memmem::rfind(self.bytes, b"/Root")? + b"/Root".len();
        let value = Reader::new(&self.bytes[at..self.bytes.len().min(at + 40)]).value(0)?;
        self.get(&value)
    }

    /// What a value is, or what it refers to.
    pub(super) fn get<'o>(&'o self, value: &Value<'o>) -> Option<Value<'o>> {
        let Value::Reference(number) = value else { return Some(value.clone()) };
        if let Some(at) = self.places.get(number) {
            return self.at(self.bytes.get(*at..)?);
        }
        let packed = self.packed.iter().rev().find_map(|packed| {
            let (_, at) = packed.places.iter().find(|(known, _)| known == number)?;
            packed.content.get(*at..)
        });
        self.at(packed?)
    }

    /// The object that begins here.
    fn at<'o>(&self, bytes: &'o [u8]) -> Option<Value<'o>> {
        let mut reader = Reader::new(&bytes[..bytes.len().min(OBJECT_BYTES).min(self.left.get())]);
        let value = reader.value(0);
        self.left.set(self.left.get().saturating_sub(reader.at));
        match value? {
            Value::Dictionary(entries) => {
                let behind = bytes[reader.at..].trim_ascii_start();
                Some(match behind.strip_prefix(b"stream") {
                    Some(content) => {
                        let content = content.strip_prefix(b"\r").unwrap_or(content);
                        Value::Stream(entries, content.strip_prefix(b"\n").unwrap_or(content))
                    }
                    None => Value::Dictionary(entries),
                })
            }
            value => Some(value),
        }
    }

    /// What a stream holds, unpacked; of one that is damaged what comes before the damage. Nothing for pictures and what is packed in a
    /// way that texts are not.
    pub(super) fn content(&self, stream: &Value<'_>) -> Option<Vec<u8>> {
        let Value::Stream(_, bytes) = stream else { return None };
        let most = STREAM_BYTES.min(self.left.get());
        let filter = match stream.entry(b"Filter") {
            Some(Value::Array(filters)) if filters.len() == 1 => filters.first(),
            filter => filter,
        };
        let mut content = Vec::new();
        match filter {
            None => {
                let end = memmem::find(&bytes[..bytes.len().min(most)], b"endstream").unwrap_or(bytes.len().min(most));
                content.extend(&bytes[..end]);
            }
            Some(Value::Name(b"FlateDecode" | b"Fl")) => {
                let _ = ZlibDecoder::new(*bytes).take(most as u64).read_to_end(&mut content);
            }
            Some(_) => return None,
        }
        self.left.set(self.left.get().saturating_sub(content.len()));
        Some(content)
    }
}

/// The number of the object in `12 0`, which stands at the end.
fn number_before(bytes: &[u8]) -> Option<u32> {
    let digits = |bytes: &[u8]| bytes.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let head = &bytes[..bytes.len() - digits(bytes)];
    let head = head.trim_ascii_end();
    let number = &head[head.len() - digits(head).min(10)..];
    std::str::from_utf8(number).ok()?.parse().ok()
}

/// Reads one value after another.
#[derive(Debug)]
pub(super) struct Reader<'b> {
    bytes: &'b [u8],
    pub(super) at: usize,
}

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next value; nothing at the end, or where brackets are too deep. `depth` is how many stand open.
    pub(super) fn value(&mut self, depth: usize) -> Option<Value<'b>> {
        self.blanks();
        let first = *self.bytes.get(self.at)?;
        match first {
            b'/' => {
                self.at += 1;
                Some(Value::Name(self.regular()))
            }
            b'(' => Some(Value::Text(self.literal())),
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => {
                self.at += 2;
                self.dictionary(depth + 1)
            }
            b'<' => Some(Value::Text(self.hexadecimal())),
            b'[' => {
                self.at += 1;
                self.array(depth + 1)
            }
            b'>' | b']' | b')' | b'{' | b'}' => {
                self.at += 1;
                Some(Value::Word(&self.bytes[self.at - 1..self.at]))
            }
            _ => {
                let word = self.regular();
                let number = std::str::from_utf8(word).ok().and_then(|word| word.parse::<f64>().ok());
                Some(match number.filter(|number| number.is_finite()) {
                    Some(number) => self.reference(number).unwrap_or(Value::Number(number)),
                    None => Value::Word(word),
                })
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<Value<'b>> {
        if depth >= DEPTH {
            return None;
        }
        let mut items = Vec::new();
        loop {
            match self.value(depth)? {
                Value::Word(b"]") => return Some(Value::Array(items)),
                item => items.push(item),
            }
        }
    }

    fn dictionary(&mut self, depth: usize) -> Option<Value<'b>> {
        if depth >= DEPTH {
            return None;
        }
        let mut entries = Vec::new();
        loop {
            match self.value(depth)? {
                Value::Name(key) => entries.push((key, self.value(depth)?)),
                Value::Word(b">") => {
                    self.at += usize::from(self.bytes.get(self.at) == Some(&b'>'));
                    return Some(Value::Dictionary(entries));
                }
                // What has no name is of no use.
                _ => {}
            }
        }
    }

    /// `0 R` behind a number makes it a reference.
    fn reference(&mut self, number: f64) -> Option<Value<'b>> {
        let rest = &self.bytes[self.at..self.bytes.len().min(self.at + 12)];
        let rest = rest.trim_ascii_start();
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let behind = rest.get(digits..)?.trim_ascii_start();
        let is_one = digits > 0 && behind.first() == Some(&b'R') && behind.get(1).is_none_or(|byte| !is_regular(*byte));
        if !is_one || number < 0.0 || number.fract() != 0.0 {
            return None;
        }
        let window = self.bytes.len().min(self.at + 12);
        self.at = window - behind.len() + 1;
        Some(Value::Reference(number as u32))
    }

    fn blanks(&mut self) {
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'%' => {
                    let line = self.bytes[self.at..].iter().take_while(|byte| !matches!(byte, b'\r' | b'\n')).count();
                    self.at += line;
                }
                b'\0' => self.at += 1,
                byte if byte.is_ascii_whitespace() => self.at += 1,
                _ => return,
            }
        }
    }

    fn regular(&mut self) -> &'b [u8] {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().take_while(|byte| is_regular(**byte)).count();
        self.at += length;
        &rest[..length]
    }

    fn literal(&mut self) -> Vec<u8> {
        let (mut text, mut open) = (Vec::new(), 0usize);
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => open -= 1,
                b'\\' => {
                    text.extend(self.escaped());
                    continue;
                }
                _ => {}
            }
            if open == 0 {
                break;
            }
            if open > 1 || byte != b'(' {
                text.push(byte);
            }
        }
        text
    }

    /// What stands behind a `\` in a text.
    fn escaped(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        match byte {
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b't' => Some(b'\t'),
            b'\r' | b'\n' => None,
            b'0'..=b'7' => {
                let more = self.bytes[self.at..].iter().take(2).take_while(|byte| matches!(byte, b'0'..=b'7'));
                let (count, number) = more.fold((0, u32::from(byte - b'0')), |(count, number), digit| {
                    (count + 1, number * 8 + u32::from(digit - b'0'))
                });
                self.at += count;
                Some(number as u8)
            }
            byte => Some(byte),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        self.at += 1;
        let rest = &self.bytes[self.at..];
        let length = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        self.at += (length + 1).min(rest.len());
        let digits = rest[..length].iter().filter_map(|byte| (*byte as char).to_digit(16));
        let mut digits: Vec<u8> = digits.map(|digit| digit as u8).collect();
        if digits.len() % 2 == 1 {
            digits.push(0);
        }
        digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
    }
}

fn is_regular(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && byte != 0 && !b"()<>[]{}/%".contains(&byte)
}
