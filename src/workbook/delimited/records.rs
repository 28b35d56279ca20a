//! The records of a text, one after another, with the place of each. Behind a quotation mark that stays open a record has no end:
//! the reader is not given more of the text than the longest record may take.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use csv::StringRecord;

use super::super::limits;
use super::builder;

/// Reads the records of a text.
pub(super) struct Records<'t> {
    text: &'t str,
    reader: csv::Reader<Given<'t>>,
    /// Up to where the text is given to the reader.
    end: Rc<Cell<usize>>,
}

/// Where a record stands in the text.
pub(super) struct Written {
    /// How many blank lines stand before it.
    pub(super) blank: usize,
    /// Where it begins, and ends.
    pub(super) from: usize,
    pub(super) to: usize,
    /// It is longer than any record may be; what was read is its beginning.
    pub(super) is_cut: bool,
}

impl<'t> Records<'t> {
    pub(super) fn new(text: &'t str, delimiter: u8, quoting: bool) -> Self {
        let end = Rc::new(Cell::new(0));
        let given = Given { text: text.as_bytes(), at: 0, end: Rc::clone(&end) };
        Self { text, reader: builder(delimiter, quoting).from_reader(given), end }
    }

    /// Reads the next record; `None` behind the last.
    pub(super) fn next(&mut self, record: &mut StringRecord) -> Result<Option<Written>, csv::Error> {
        let from = self.reader.position().byte() as usize;
        // The reader passes over blank lines, which are rows all the same.
        let blank = self.text.as_bytes()[from..].iter().take_while(|&&byte| byte == b'\n').count();
        let mut end = self.text.len().min(from + blank + limits::LINE_BYTES);
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        self.end.set(end);
        if !self.reader.read_record(record)? {
            return Ok(None);
        }
        let to = self.reader.position().byte() as usize;
        Ok(Some(Written { blank, from: from + blank, to, is_cut: to == end && end < self.text.len() }))
    }
}

/// The text as far as it is given.
struct Given<'t> {
    text: &'t [u8],
    at: usize,
    end: Rc<Cell<usize>>,
}

impl Read for Given<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(self.end.get().saturating_sub(self.at));
        buffer[..length].copy_from_slice(&self.text[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}
