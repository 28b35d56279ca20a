//! Rows that are put by until the last file has told which of them count, and that are then handed to the writers one after
//! the other. A run may hold a million rows, each two kilobytes or more; so only those of short tables are held as they are, up to a bound,
//! and all others are put by in blocks, packed, in one temporary file that has no name (of a run that is killed nothing stays), or in memory
//! where there is no file system. To read a packed row takes some ten thousand instructions, each time.
//!
//! What cannot be kept or read back is the machine's fault and ends the run. Neither the reading of files nor the writers have
//! to care: the store remembers what failed, and whoever puts outputs in place asks [`Store::check`] before.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use crate::bilingual;
use crate::intake::{Entry, Record};
use crate::text::trouble::Because;

/// Bytes of rows that are held: of an ordinary inbox all, some five thousand.
const HELD: usize = 12 << 20;
/// Packs to an eighth; better packing takes longer than the disk does.
const LEVEL: Compression = Compression::fast();

/// Where rows are put by. Threads share it.
#[derive(Debug)]
pub struct Store {
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    place: Place,
    /// How many bytes there are.
    end: u64,
    /// How many bytes may still be held.
    room: usize,
    failure: Option<io::Error>,
}

#[derive(Debug)]
enum Place {
    Memory(Vec<u8>),
    /// A file that is made with the first block: most runs need none.
    Later,
    File(File),
}

#[derive(Clone, Debug)]
enum Block {
    Held(Arc<[Record]>),
    Packed { at: u64, bytes: u32 },
}

/// A row that was put by. Those of its block stay in memory as long as it lives.
#[derive(Clone, Debug)]
pub struct KeptRow {
    block: Arc<[Record]>,
    at: usize,
}

impl Deref for KeptRow {
    type Target = Record;

    fn deref(&self) -> &Record {
        &self.block[self.at]
    }
}

impl Store {
    /// A store in a temporary file, in the system's folder for such; in memory where there is no file system.
    pub fn new() -> Arc<Self> {
        Self::at(if cfg!(feature = "cli") { Place::Later } else { Place::Memory(Vec::new()) }, HELD)
    }

    /// A store in memory, for a file or two.
    pub fn in_memory() -> Arc<Self> {
        Self::at(Place::Memory(Vec::new()), HELD)
    }

    fn at(place: Place, room: usize) -> Arc<Self> {
        Arc::new(Self { inner: Mutex::new(Inner { place, end: 0, room, failure: None }) })
    }

    /// Whether all that was to be kept was kept, and all that was asked for came back.
    ///
    /// # Errors
    /// What failed first.
    pub fn check(&self) -> anyhow::Result<()> {
        match self.inner().failure.take() {
            Some(error) => Err(error).because(|| {
                bilingual!(
                    "ghi các dòng vào tệp tạm (thư mục do TMPDIR chỉ ra)",
                    "keeping rows in a temporary file (TMPDIR says where)"
                )
            }),
            None => Ok(()),
        }
    }

    fn put(&self, rows: &[Record], is_first: bool) -> io::Result<Block> {
        if is_first && self.inner().takes(rows.iter().map(bytes).sum()) {
            return Ok(Block::Held(rows.into()));
        }
        let packed = pack(rows);
        let at = self.inner().append(&packed)?;
        Ok(Block::Packed { at, bytes: packed.len() as u32 })
    }

    fn get(&self, block: &Block) -> io::Result<Arc<[Record]>> {
        match *block {
            Block::Held(ref rows) => Ok(Arc::clone(rows)),
            Block::Packed { at, bytes } => {
                let packed = self.inner().read(at, bytes)?;
                Ok(unpack(&packed)?.into())
            }
        }
    }

    fn fail(&self, error: io::Error) {
        self.inner().failure.get_or_insert(error);
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        // A panic elsewhere leaves whole blocks.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Rows that were put by, in their order.
#[derive(Clone, Debug)]
pub struct Kept {
    store: Arc<Store>,
    blocks: Vec<Block>,
    rows: usize,
}

impl Kept {
    /// None yet.
    pub fn new(store: &Arc<Store>) -> Self {
        Self { store: Arc::clone(store), blocks: Vec::new(), rows: 0 }
    }

    /// Puts rows by, behind the others. Some hundreds at a time pack well and cost little to hold.
    pub fn push(&mut self, rows: &[Record]) {
        if rows.is_empty() {
            return;
        }
        // A long table is packed: it would leave no room for others.
        match self.store.put(rows, self.blocks.is_empty()) {
            Ok(block) => {
                self.blocks.push(block);
                self.rows += rows.len();
            }
            Err(error) => self.store.fail(error),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// All of them, one after the other; one block is in memory at a time.
    pub fn iter(&self) -> impl Iterator<Item = KeptRow> + use<'_> {
        let blocks =
            self.blocks.iter().map_while(|block| self.store.get(block).map_err(|error| self.store.fail(error)).ok());
        blocks.flat_map(|block| (0..block.len()).map(move |at| KeptRow { block: Arc::clone(&block), at }))
    }
}

impl Inner {
    /// Whether there is room to hold so many bytes, which they then take.
    fn takes(&mut self, bytes: usize) -> bool {
        let left = self.room.checked_sub(bytes);
        self.room = left.unwrap_or(self.room);
        left.is_some()
    }

    /// Adds bytes at the end; returns where they begin.
    fn append(&mut self, packed: &[u8]) -> io::Result<u64> {
        if matches!(self.place, Place::Later) {
            self.place = Place::File(temporary_file()?);
        }
        let at = self.end;
        match &mut self.place {
            Place::Memory(bytes) => bytes.extend_from_slice(packed),
            Place::File(file) => {
                file.seek(SeekFrom::Start(at))?;
                file.write_all(packed)?;
            }
            Place::Later => {}
        }
        self.end += packed.len() as u64;
        Ok(at)
    }

    fn read(&mut self, at: u64, bytes: u32) -> io::Result<Vec<u8>> {
        let mut packed = vec![0; bytes as usize];
        match &mut self.place {
            Place::Memory(all) => packed.copy_from_slice(&all[at as usize..][..bytes as usize]),
            Place::File(file) => {
                file.seek(SeekFrom::Start(at))?;
                file.read_exact(&mut packed)?;
            }
            Place::Later => {}
        }
        Ok(packed)
    }
}

#[cfg(feature = "cli")]
fn temporary_file() -> io::Result<File> {
    tempfile::tempfile()
}

#[cfg(not(feature = "cli"))]
fn temporary_file() -> io::Result<File> {
    Err(io::ErrorKind::Unsupported.into())
}

/// What a row takes in memory.
fn bytes(record: &Record) -> usize {
    let entry = |entry: &Entry| size_of::<Entry>() + entry.text_bytes();
    size_of::<Record>() + record.entries.iter().map(entry).sum::<usize>()
}

fn pack(rows: &[Record]) -> Vec<u8> {
    let plain = postcard::to_stdvec(rows).expect("records hold nothing but numbers, texts and lists");
    let mut packer = ZlibEncoder::new(Vec::with_capacity(plain.len() / 4), LEVEL);
    packer.write_all(&plain).and_then(|()| packer.finish()).expect("memory takes whatever is written")
}

fn unpack(packed: &[u8]) -> io::Result<Vec<Record>> {
    let mut plain = Vec::new();
    ZlibDecoder::new(packed).read_to_end(&mut plain)?;
    postcard::from_bytes(&plain).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::cell::Cell;
    use crate::intake::{Entry, Remark};
    use crate::value::{Period, Value};

    fn record(row: u32) -> Record {
        let values = [
            (Value::Empty, Some(Remark::Error)),
            (Value::Text(format!("Cơ sở dữ liệu {row}")), Some(Remark::Ditto(Cell::new(row, 3)))),
            (Value::Number(f64::from(row) / 3.0), Some(Remark::Normalised)),
            (Value::Flag(row.is_multiple_of(2)), None),
            (Value::Date(date(2023, 6, 23)), None),
            (Period::of_year(2023).map_or(Value::Empty, Value::Period), None),
            (Value::List(vec!["CSV".into(), "JSON".into()]), Some(Remark::NotInList(vec![("CVS".into(), None)], 2))),
        ];
        let entry = |(value, remark)| Entry::new(Some(Cell::new(row, 1)), "x", value, remark);
        Record { row, section: Some("I. Đất đai".into()), entries: values.into_iter().map(entry).collect() }
    }

    #[test]
    fn gives_back_what_was_put_by() {
        for store in [Store::new(), Store::at(Place::Memory(Vec::new()), 0), Store::at(Place::Later, 40_000)] {
            let mut kept = [Kept::new(&store), Kept::new(&store), Kept::new(&store)];
            for start in 0..6 {
                let rows: Vec<Record> = (start * 10..start * 10 + 10).map(record).collect();
                kept[start as usize % 2].push(&rows);
            }
            let numbers = |kept: &Kept| kept.iter().map(|record| record.row).collect::<Vec<_>>();
            assert_eq!(numbers(&kept[0]), (0..10).chain(20..30).chain(40..50).collect::<Vec<u32>>());
            assert_eq!(numbers(&kept[1]), (10..20).chain(30..40).chain(50..60).collect::<Vec<u32>>());
            assert_eq!((kept[0].len(), kept[2].len(), kept[2].is_empty()), (30, 0, true));
            assert_eq!(kept[1].iter().next().as_deref(), Some(&record(10)));
            store.check().expect("nothing failed");
        }
    }

    #[test]
    fn remembers_what_failed() {
        let store = Store::at(Place::Later, 0);
        let mut kept = Kept::new(&store);
        kept.push(&[record(1)]);
        kept.blocks[0] = Block::Packed { at: 1 << 40, bytes: 1 };
        assert_eq!(kept.iter().count(), 0);
        assert!(store.check().is_err());
    }
}
