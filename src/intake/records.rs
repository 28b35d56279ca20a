//! The rows of data of a table, as many as there are. A record takes one to three kilobytes while it is looked at, and a
//! run holds those of all files until the last file has told which submission stands. So a long table keeps its records
//! packed, a block at a time, at about a twentieth of that; a form of the usual length is never packed at all.

use std::borrow::Cow;
use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use super::Record;

/// Records of a block. Large enough to pack well, small enough that a block held open costs half a megabyte.
const BLOCK: usize = 256;
/// Packs to a tenth, in a third of the time that the best takes.
const LEVEL: Compression = Compression::new(3);

/// Records in their order.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// Full blocks: [`postcard`] in zlib.
    packed: Vec<Box<[u8]>>,
    /// The last records, at most a block of them.
    open: Vec<Record>,
}

impl Records {
    /// Adds a record behind the others.
    pub fn push(&mut self, record: Record) {
        if self.open.len() == BLOCK {
            self.packed.push(pack(&self.open));
            self.open.clear();
        }
        self.open.push(record);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.packed.len() * BLOCK + self.open.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The last one.
    pub fn last(&self) -> Option<&Record> {
        self.open.last()
    }

    /// All of them, some hundreds at a time: of a long table only one block is in memory.
    pub fn blocks(&self) -> impl Iterator<Item = Cow<'_, [Record]>> {
        let open = Some(Cow::Borrowed(&*self.open)).filter(|open| !open.is_empty());
        self.packed.iter().map(|block| Cow::Owned(unpack(block))).chain(open)
    }

    /// All of them, one by one.
    pub fn iter(&self) -> impl Iterator<Item = Cow<'_, Record>> {
        let packed = self.packed.iter().flat_map(|block| unpack(block)).map(Cow::Owned);
        packed.chain(self.open.iter().map(Cow::Borrowed))
    }
}

impl FromIterator<Record> for Records {
    fn from_iter<I: IntoIterator<Item = Record>>(records: I) -> Self {
        let mut all = Self::default();
        for record in records {
            all.push(record);
        }
        all
    }
}

fn pack(records: &[Record]) -> Box<[u8]> {
    let plain = postcard::to_stdvec(records).expect("records hold nothing but numbers, texts and lists");
    let mut packer = ZlibEncoder::new(Vec::with_capacity(plain.len() / 3), LEVEL);
    let packed = packer.write_all(&plain).and_then(|()| packer.finish());
    packed.expect("memory takes whatever is written").into()
}

fn unpack(block: &[u8]) -> Vec<Record> {
    let mut plain = Vec::new();
    ZlibDecoder::new(block).read_to_end(&mut plain).expect("it was packed here");
    postcard::from_bytes(&plain).expect("it was packed here")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::{Entry, Remark};
    use super::*;
    use crate::cell::Cell;
    use crate::value::{Period, Value};

    fn record(row: u32) -> Record {
        let values = [
            (Value::Empty, Some(Remark::Error)),
            (Value::Text(format!("Cơ sở dữ liệu {row}")), Some(Remark::Ditto(Cell::new(row, 3)))),
            (Value::Number(f64::from(row) / 3.0), Some(Remark::Normalised)),
            (Value::Flag(row.is_multiple_of(2)), None),
            (Value::Date(date(2023, 6, 23)), None),
            (Period::parse("Quý II/2023").map_or(Value::Empty, Value::Period), None),
            (Value::List(vec!["CSV".into(), "JSON".into()]), Some(Remark::NotInList(vec![("CVS".into(), None)], 2))),
        ];
        let entry = |(value, remark)| Entry::new(Some(Cell::new(row, 1)), "x", value, remark);
        Record { row, section: Some("I. Đất đai".into()), entries: values.into_iter().map(entry).collect() }
    }

    #[test]
    fn are_the_same_packed_or_not() {
        for count in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 3 * BLOCK + 7] {
            let given: Vec<Record> = (0..count as u32).map(record).collect();
            let records: Records = given.iter().cloned().collect();
            assert_eq!((records.len(), records.is_empty()), (count, count == 0));
            assert_eq!(records.last(), given.last());
            assert_eq!(records.iter().map(Cow::into_owned).collect::<Vec<_>>(), given);
            let blocks: Vec<Record> = records.blocks().flat_map(Cow::into_owned).collect();
            assert_eq!(blocks, given);
        }
    }
}
