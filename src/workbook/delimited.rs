//! Reads text files with the csv crate, and is the only file that knows it. Agencies export with commas, semicolons or
//! tabs, and the same one now this way, now that; so the delimiter is told by what makes rows of equal length. A row's
//! number is the ordinal of its record, blank lines counted, as a spreadsheet program numbers them.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord};

use super::grid::{FileBuilder, Frame};
use super::refusal::Fault;
use super::{Sheet, Visibility, encoding, limits};
use crate::cell::{Cell, GRID_COLUMNS, GRID_ROWS};
use crate::text::Bilingual;

mod plan;
mod records;
mod repair;

use records::Records;

/// Bytes that the delimiter is told by.
const SAMPLE: usize = 128 << 10;
/// In the order of preference where all do equally well.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Reads the one, nameless sheet of a text file.
pub(super) fn read(bytes: Cow<'_, [u8]>, file: &mut FileBuilder) -> Result<Sheet, Fault> {
    if bytes.len() as u64 > limits::DELIMITED_BYTES {
        let what = Bilingual::new("Tệp văn bản", "The text file");
        return Err(Fault::too_many_bytes(what, bytes.len() as u64, limits::DELIMITED_BYTES));
    }
    let text = lines(bytes);
    let unwrapped = repair::unwrapped(&text);
    let is_wrapped = unwrapped.is_some();
    let text = unwrapped.map_or(text, Cow::Owned);
    let (delimiter, text) = match declared_delimiter(&text) {
        Some((delimiter, rest)) => (delimiter, rest),
        None => (likely_delimiter(&text).0, &*text),
    };
    let separators = |line: &str| line.bytes().filter(|&byte| byte == delimiter).count();
    // Only of lines that are long enough.
    if text.lines().any(|line| line.len() > limits::LINE_SEPARATORS && separators(line) > limits::LINE_SEPARATORS) {
        let what = Bilingual::new("Số cột", "The number of columns");
        return Err(Fault::too_large(what, format!("> {}", limits::LINE_SEPARATORS), GRID_COLUMNS));
    }
    let mut sheet = file.sheet(None);
    if is_wrapped {
        sheet.broken_line(None, repair::WRAPPED);
    }
    let mut lines = repair::Lines::new(sheet, delimiter, plan::plan(text, delimiter));
    read_records(text, delimiter, &mut lines)?;
    lines.finish().finish(Visibility::Visible, Frame::default())
}

/// Whether the text is a table rather than prose: one delimiter cuts at least half of its lines into equally many parts.
/// A comma, which prose has too, must make three.
pub(super) fn is_table(bytes: &[u8]) -> bool {
    let text = lines(Cow::Borrowed(&bytes[..bytes.len().min(SAMPLE)]));
    if declared_delimiter(&text).is_some() {
        return true;
    }
    let (delimiter, width, records, of) = likely_delimiter(&text);
    width >= if delimiter == b',' { 3 } else { 2 } && records >= 2 && records * 2 >= of
}

/// The decoded text with one kind of line end. Old Macs end lines with a carriage return alone. What is held and is UTF-8 is not copied:
/// a text file may be the largest of all.
fn lines(bytes: Cow<'_, [u8]>) -> Cow<'_, str> {
    let text = match bytes {
        Cow::Borrowed(bytes) => encoding::decode(bytes),
        Cow::Owned(bytes) => Cow::Owned(match String::from_utf8(bytes) {
            Ok(mut text) => {
                if text.starts_with('\u{feff}') {
                    text.remove(0);
                }
                text
            }
            Err(error) => encoding::decode(&error.into_bytes()).into_owned(),
        }),
    };
    let text = if text.contains(is_damage) { Cow::Owned(with_marks(&text)) } else { text };
    if text.contains('\r') { Cow::Owned(with_line_feeds(text.into_owned())) } else { text }
}

/// Whether the character is one that no program writes into a text.
fn is_damage(letter: char) -> bool {
    letter < '\t'
}

/// The text with U+FFFD, for a later module to see, where such characters stand within a word: a letter or a space is lost there. Elsewhere
/// they are what some programs fill columns up with.
fn with_marks(text: &str) -> String {
    let mut parts = text.split(is_damage).filter(|part| !part.is_empty());
    let mut marked = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if marked.ends_with(char::is_alphanumeric) && part.starts_with(char::is_alphanumeric) {
            marked.push('\u{fffd}');
        }
        marked.push_str(part);
    }
    marked
}

/// The text with a line feed at the end of each line.
fn with_line_feeds(text: String) -> String {
    let mut bytes = text.into_bytes();
    let (mut kept, mut before) = (0, 0);
    for at in 0..bytes.len() {
        let byte = bytes[at];
        if byte != b'\n' || before != b'\r' {
            bytes[kept] = if byte == b'\r' { b'\n' } else { byte };
            kept += 1;
        }
        before = byte;
    }
    bytes.truncate(kept);
    String::from_utf8(bytes).expect("ends of lines alone were changed, which are ASCII")
}

/// The delimiter that a first line such as `sep=;` declares, and the text behind that line, which Excel does not show.
fn declared_delimiter(text: &str) -> Option<(u8, &str)> {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim_matches('"');
    let declared = line.get(..4).filter(|name| name.eq_ignore_ascii_case("sep=")).map(|_| &line.as_bytes()[4..])?;
    match declared {
        [delimiter] if delimiter.is_ascii() => Some((*delimiter, rest)),
        _ => None,
    }
}

/// The delimiter that makes the most of the text into rows of one length; with it that length, the number of such rows
/// and the number of all.
fn likely_delimiter(text: &str) -> (u8, usize, usize, usize) {
    let sample = &text.as_bytes()[..text.len().min(SAMPLE)];
    let mut best = (b',', 1, 0, 0);
    for delimiter in DELIMITERS {
        let mut reader = builder(delimiter, true).from_reader(sample);
        let mut record = csv::ByteRecord::new();
        let mut widths: Vec<usize> = Vec::new();
        // Reading from memory, of any bytes, in flexible mode, has no errors; if it had, the sample would end there.
        while reader.read_byte_record(&mut record).unwrap_or(false) {
            widths.push(record.len());
        }
        let of = widths.len();
        widths.sort_unstable();
        for same in widths.chunk_by(|one, other| one == other) {
            let (width, records) = (same[0], same.len());
            if (width - 1) * records > (best.1 - 1) * best.2 {
                best = (delimiter, width, records, of);
            }
        }
    }
    best
}

fn builder(delimiter: u8, quoting: bool) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(delimiter).quoting(quoting);
    builder
}

fn too_long() -> Fault {
    let what = Bilingual::new("Một dòng của tệp văn bản", "A line of the text file");
    Fault::too_many_bytes(what, limits::LINE_BYTES as u64 + 1, limits::LINE_BYTES as u64)
}

fn read_records(text: &str, delimiter: u8, lines: &mut repair::Lines<'_>) -> Result<(), Fault> {
    let (mut rest, mut row, mut open_quotes) = (text, 0u32, 0usize);
    // Begins anew behind each line whose quotation mark was never closed.
    'again: loop {
        let quoting = open_quotes < limits::OPEN_QUOTES;
        let mut records = Records::new(rest, delimiter, quoting);
        let mut record = StringRecord::new();
        loop {
            let Some(written) = records.next(&mut record).map_err(|error| Fault::broken(&error))? else {
                return Ok(());
            };
            row = row.saturating_add(u32::try_from(written.blank).unwrap_or(u32::MAX));
            if row >= GRID_ROWS {
                let what = Bilingual::new("Số dòng", "The number of rows");
                return Err(Fault::too_large(what, format!("> {GRID_ROWS}"), GRID_ROWS));
            }
            if quoting && let Some(column) = open_quote(&rest[written.from..written.to], delimiter) {
                let (line, behind) = rest[written.from..].split_once('\n').unwrap_or((&rest[written.from..], ""));
                let reason = Bilingual::new(
                    "dấu nháy kép mở ô này không được đóng; dòng được đọc như không có dấu nháy",
                    "the quotation mark that opens it is never closed; the line is read as if it had none",
                );
                lines.bad_cell(Cell::new(row, column), reason)?;
                let mut alone = Records::new(line, delimiter, false);
                match alone.next(&mut record).map_err(|error| Fault::broken(&error))? {
                    Some(whole) if whole.is_cut => return Err(too_long()),
                    Some(_) => lines.put(&mut row, &record)?,
                    None => {}
                }
                (rest, row, open_quotes) = (behind, row + 1, open_quotes + 1);
                continue 'again;
            }
            if written.is_cut {
                return Err(too_long());
            }
            lines.put(&mut row, &record)?;
            row += 1;
        }
    }
}

/// The column of the field whose quotation mark is not closed where it should be: at the end of the record, not at all, or
/// only by the mark of another field some lines further down. Such a field has swallowed the lines below it.
fn open_quote(written: &str, delimiter: u8) -> Option<u32> {
    let bytes = written.as_bytes();
    if !bytes.contains(&b'"') {
        return None;
    }
    let (mut at, mut column) = (0, 0);
    while at < bytes.len() {
        if bytes[at] == b'"' {
            let start = at;
            at += 1;
            loop {
                let Some(length) = memchr::memchr(b'"', &bytes[at..]) else { return Some(column) };
                at += length + 1;
                if bytes.get(at) != Some(&b'"') {
                    break;
                }
                at += 1;
            }
            let is_closed = bytes.get(at).is_none_or(|&next| next == delimiter || next == b'\n');
            let swallows_lines = bytes[start..at].contains(&b'\n');
            if swallows_lines && !is_closed || at - start > limits::RECORD_BYTES {
                return Some(column);
            }
        }
        at += bytes[at..].iter().position(|&byte| byte == delimiter).map_or(bytes.len(), |length| length + 1);
        column += 1;
    }
    None
}
