// Makes a file of a format from the bytes that a fuzzer hands out. Packages and containers are made around them here: a
// mutated archive fails its checksums long before a reader sees a cell. An input that is a whole file already stays as it is.
//
// The file is included by the fuzz targets and by the test that replays their corpus.

use std::io::{Cursor, Write};
use std::sync::OnceLock;

use bieumau::intake::{Claims, Knowledge};
use bieumau::schema::load;
use bieumau::verdict::{Judge, Verdict};
use bieumau::workbook::{Loaded, handed, read_bytes};

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
    /// Parts of a package.
    Docx,
    /// A message or an archive, see [`parcel`].
    Parcel,
    /// A document of which only a look is taken.
    Pdf,
    /// A text file.
    Csv,
    /// A text file, taken in and checked as well.
    Intake,
}

impl Target {
    /// All targets, by the names of their folders.
    pub const EACH: [(&'static str, Self); 9] = [
        ("xlsx", Self::Xlsx),
        ("xlsb", Self::Xlsb),
        ("xls", Self::Xls),
        ("ods", Self::Ods),
        ("docx", Self::Docx),
        ("parcel", Self::Parcel),
        ("pdf", Self::Pdf),
        ("csv", Self::Csv),
        ("intake", Self::Intake),
    ];

    /// The bytes of the file that this input stands for.
    pub fn file(self, input: &[u8]) -> Vec<u8> {
        match self {
            Self::Csv | Self::Intake | Self::Pdf => input.to_vec(),
            Self::Parcel => parcel(input),
            _ if input.starts_with(b"PK") || input.starts_with(b"\xd0\xcf\x11\xe0") => input.to_vec(),
            Self::Xls => container(input),
            Self::Xlsx => package(input, XLSX),
            Self::Xlsb => package(input, XLSB),
            Self::Ods => package(input, ODS),
            Self::Docx => package(input, DOCX),
        }
    }

    /// Reads the file, or each file within it.
    pub fn load(self, input: &[u8]) -> Vec<Loaded> {
        let name = match self {
            Self::Xlsx => "a.xlsx",
            Self::Xlsb => "a.xlsb",
            Self::Xls => "a.xls",
            Self::Ods => "a.ods",
            Self::Docx => "a.docx",
            Self::Pdf => "a.pdf",
            Self::Csv | Self::Intake => "a.csv",
            Self::Parcel => {
                let mut all = Vec::new();
                handed::read_each("a", &self.file(input), None, |loaded| all.push(loaded));
                return all;
            }
        };
        vec![read_bytes(&name.into(), &self.file(input), false)]
    }

    /// Reads the file, or each file within it, takes it in and checks it.
    pub fn review(self, input: &[u8]) -> Vec<Verdict> {
        static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
        let knowledge = KNOWLEDGE.get_or_init(|| {
            let schemas = load::embedded().expect("the embedded schemas are sound");
            let roster = schemas.roster("2023").expect("the roster of 2023 is embedded");
            Knowledge::new(schemas.forms.clone(), &roster)
        });
        let review = |loaded| Judge::of_all(knowledge).review(loaded, &Claims::default());
        let reviewed: Vec<Verdict> = self.load(input).into_iter().map(review).collect();
        let all = reviewed.iter().flat_map(|verdict| &verdict.submissions);
        let all = all.flat_map(|judged| judged.submission.tables.iter().zip(&judged.rows));
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

const DOCX: Parts = &[
    ("[Content_Types].xml", "<Types/>"),
    (
        "_rels/.rels",
        r#"<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#,
    ),
    (
        "word/_rels/document.xml.rels",
        r#"<Relationships><Relationship Id="n" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/><Relationship Id="h" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/></Relationships>"#,
    ),
];

/// Before the name of a part.
const MARK: &[u8] = b"=== ";

/// The parts in the input: each begins with a line `=== name`, and the line end before that is not part of it.
fn parts(input: &[u8]) -> Vec<(String, Vec<u8>)> {
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
    parts
}

/// A package of the parts in the input.
fn package(input: &[u8], defaults: Parts) -> Vec<u8> {
    let mut parts = parts(input);
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

/// A message of Outlook with the parts in the input, if the first is named as one of its streams; else a zip archive with them. What has
/// no parts is a message or an archive as it stands, with its checksums mended.
fn parcel(input: &[u8]) -> Vec<u8> {
    if input.starts_with(b"=== __") {
        return ole(&parts(input));
    }
    if input.starts_with(MARK) {
        return package(input, &[]);
    }
    let mut file = input.to_vec();
    if file.starts_with(b"7z\xbc\xaf\x27\x1c") {
        mend_seven_zip(&mut file);
    } else {
        mend_tar(&mut file);
    }
    file
}

/// Sets the checksums of the two headers of a 7-Zip archive (7zFormat.txt, "SignatureHeader").
fn mend_seven_zip(file: &mut [u8]) {
    let sum = |bytes: &[u8]| {
        let mut sum = flate2::Crc::new();
        sum.update(bytes);
        sum.sum().to_le_bytes()
    };
    let number =
        |file: &[u8], at: usize| file[at..at + 8].iter().rev().fold(0, |sum, &byte| sum << 8 | usize::from(byte));
    if file.len() < 32 {
        return;
    }
    let from = number(file, 12).saturating_add(32);
    if let Some(directory) = file.get(from..from.saturating_add(number(file, 20))) {
        let sum = sum(directory);
        file[28..32].copy_from_slice(&sum);
    }
    let sum = sum(&file[12..32]);
    file[8..12].copy_from_slice(&sum);
}

/// Sets the checksum of every header of a tar archive (POSIX.1-1988).
fn mend_tar(file: &mut [u8]) {
    for header in file.chunks_exact_mut(512).filter(|block| block[257..262] == *b"ustar") {
        header[148..156].fill(b' ');
        let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
        header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    }
}

/// An OLE file with this workbook stream.
fn container(stream: &[u8]) -> Vec<u8> {
    ole(&[("Workbook".to_owned(), stream.to_vec())])
}

/// An OLE file with these streams, in the folders that their names tell.
fn ole(streams: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory takes it");
    for (name, content) in streams {
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        // Names that the format does not allow are left out ([MS-CFB], 2.6.1).
        let is_name = |part: &str| part.encode_utf16().count() < 32 && !part.contains(['\\', ':', '!', '\0']);
        if name.split('/').all(is_name)
            && file.create_storage_all(folder).is_ok()
            && let Ok(mut part) = file.create_stream(name)
        {
            part.write_all(content).expect("memory takes it");
        }
    }
    file.flush().expect("memory takes it");
    file.into_inner().into_inner()
}
