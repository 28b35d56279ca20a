// Makes a file of a format from the bytes that a fuzzer hands out. Packages and containers are made around them here: a
// mutated archive fails its checksums long before a reader sees a cell. An input that is a whole file already stays as it is.
//
// The file is included by the fuzz targets and by the test that replays their corpus.

use std::io::{Cursor, Write};
use std::sync::OnceLock;

use bieumau::intake::{Claims, Knowledge};
use bieumau::schema::load;
use bieumau::verdict::{Judge, Verdict};
use bieumau::workbook::{Loaded, read_bytes};

/// What is fuzzed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Parts of a package, see [`package`].
    Xlsx,
    /// The same with binary parts.
    Xlsb,
    /// The workbook stream of an OLE file.
    Xls,
    /// Parts of a package.
    Ods,
    /// A text file.
    Csv,
    /// A text file, taken in and checked as well.
    Intake,
}

impl Target {
    /// All targets, by the names of their folders.
    pub const EACH: [(&'static str, Self); 6] = [
        ("xlsx", Self::Xlsx),
        ("xlsb", Self::Xlsb),
        ("xls", Self::Xls),
        ("ods", Self::Ods),
        ("csv", Self::Csv),
        ("intake", Self::Intake),
    ];

    /// The bytes of the file that this input stands for.
    pub fn file(self, input: &[u8]) -> Vec<u8> {
        match self {
            Self::Csv | Self::Intake => input.to_vec(),
            _ if input.starts_with(b"PK") || input.starts_with(b"\xd0\xcf\x11\xe0") => input.to_vec(),
            Self::Xls => container(input),
            Self::Xlsx => package(input, XLSX),
            Self::Xlsb => package(input, XLSB),
            Self::Ods => package(input, ODS),
        }
    }

    /// Reads the file.
    pub fn load(self, input: &[u8]) -> Loaded {
        let name = match self {
            Self::Xlsx => "a.xlsx",
            Self::Xlsb => "a.xlsb",
            Self::Xls => "a.xls",
            Self::Ods => "a.ods",
            Self::Csv | Self::Intake => "a.csv",
        };
        read_bytes(&name.into(), &self.file(input), false)
    }

    /// Reads the file, takes it in and checks it.
    pub fn review(self, input: &[u8]) -> Verdict {
        static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
        let knowledge = KNOWLEDGE.get_or_init(|| {
            let schemas = load::embedded().expect("the embedded schemas are sound");
            let roster = schemas.roster("2023").expect("the roster of 2023 is embedded");
            Knowledge::new(schemas.forms.clone(), &roster)
        });
        let reviewed = Judge::of_all(knowledge).review(self.load(input), &Claims::default());
        let all = reviewed.submissions.iter().flat_map(|judged| judged.submission.tables.iter().zip(&judged.rows));
        for (table, kept) in all {
            let rows = table.rows;
            assert_eq!(rows.seen, rows.records + rows.blank + rows.heading + rows.other, "{table:?}");
            assert_eq!(rows.records, kept.len(), "{table:?}");
        }
        reviewed
    }
}

/// Parts that every package has unless the input names them.
type Parts = &'static [(&'static str, &'static str)];

const XLSX: Parts = &[
    ("[Content_Types].xml", "<Types/>"),
    (
        "_rels/.rels",
        r#"<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships><Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    ),
    ("xl/workbook.xml", r#"<workbook><sheets><sheet name="A" sheetId="1" r:id="s"/></sheets></workbook>"#),
];

const XLSB: Parts = &[
    ("[Content_Types].xml", "<Types/>"),
    (
        "_rels/.rels",
        r#"<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.bin"/></Relationships>"#,
    ),
    (
        "xl/_rels/workbook.bin.rels",
        r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.bin"/></Relationships>"#,
    ),
];

const ODS: Parts = &[
    ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
    ("META-INF/manifest.xml", "<manifest:manifest/>"),
];

/// A package of the parts in the input: each begins with a line `=== name`, and the line end before that is not part of it.
fn package(input: &[u8], defaults: Parts) -> Vec<u8> {
    const MARK: &[u8] = b"=== ";
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for line in input.split_inclusive(|&byte| byte == b'\n') {
        match (line.strip_prefix(MARK), parts.last_mut()) {
            (Some(name), _) => parts.push((String::from_utf8_lossy(name).trim_end().to_owned(), Vec::new())),
            (None, Some((_, content))) => content.extend_from_slice(line),
            (None, None) => {}
        }
    }
    for (_, content) in &mut parts {
        content.pop_if(|last| *last == b'\n');
    }
    for (name, content) in defaults {
        if !parts.iter().any(|(other, _)| other == name) {
            parts.push(((*name).to_owned(), content.as_bytes().to_vec()));
        }
    }
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        // A name that stands twice is refused by the writer, and has a test of its own.
        if writer.start_file(name, options).is_ok() {
            writer.write_all(&content).expect("memory takes it");
        }
    }
    writer.finish().expect("memory takes it").into_inner()
}

/// An OLE file with this workbook stream.
fn container(stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory takes it");
    file.create_stream("Workbook").and_then(|mut part| part.write_all(stream)).expect("memory takes it");
    file.flush().expect("memory takes it");
    file.into_inner().into_inner()
}
