//! The mark that everything bears which the tool writes, so that an output that lies in next week's inbox is never taken for
//! what an agency has sent. A mark is one short word of its own, `bieumau-output:returned:3f2a…`: it stands in a property of a
//! workbook or a document, in an element or a comment of a page or a letter, in a member of a JSON file. However a program
//! keeps such things, the word stays in one piece, so that it is looked for as bytes, and only where properties stand: that a
//! cell quotes it means nothing.
//!
//! A CSV file has no place for it. The files of a data package are those that the `datapackage.json` beside them lists with their
//! hash; other tables of ours are known by their first line.
//!
//! Workbooks of earlier versions bear only an author, [`AUTHOR`]; of those a summary is known by its sheets.

use std::borrow::Cow;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::sync::LazyLock;

use memchr::memmem::{self, Finder};
use serde_json::Value;

use super::package::Package;
use super::xml::{self, Token, Tokens};
use super::{Sheet, Source, archive, encoding};
use crate::text::Bilingual;

/// The author in the properties of our workbooks, and the name of the property that holds the mark.
pub const AUTHOR: &str = "bieumau";
/// How a mark begins.
const BEGINNING: &str = "bieumau-output:";
/// The same in bytes, and in UTF-16, in which programs of old keep properties; made ready once to be looked for.
static BEGINNINGS: LazyLock<[Finder<'_>; 2]> = LazyLock::new(|| {
    let wide: Vec<u8> = BEGINNING.bytes().flat_map(|byte| [byte, 0]).collect();
    [Finder::new(BEGINNING), Finder::new(&wide).into_owned()]
});
/// How many hexadecimal digits of a digest are kept: 128 bits.
pub const DIGITS: usize = 32;
/// Properties are smaller; larger parts are not looked into.
pub(super) const PROPERTIES_BYTES: u64 = 64 << 10;
/// No mark has so many bytes.
pub(super) const LONGEST: usize = 256;
/// A `datapackage.json` of ours is smaller.
pub(super) const PACKAGE_BYTES: u64 = 1 << 20;
/// The file that describes a data package.
pub const PACKAGE: &str = "datapackage.json";

/// The first lines of the tables of ours that have no other mark, without a byte-order mark.
const FIRST_LINES: [&str; 5] = [
    // Of every form of a data package, whatever its columns.
    "_agency,_file,_sheet,_row,",
    // Of `--format csv`, in both languages, and whole: people add columns of their own.
    "Mức độ,Mã,Quy tắc,Tệp,Trang tính,Ô,Giá trị,Nội dung,Cách sửa\n",
    "Severity,Code,Rule,File,Sheet,Cell,Value,What is so,What to do\n",
    // Of a history and of the index of the letters.
    "as_of,campaign,obligation,complied,defective,missing,",
    "agency,name,owed,file",
];

/// A kind of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// The national summary: a workbook or a page.
    Summary,
    /// What was found in files.
    Findings,
    /// The report for programs.
    Report,
    /// A data package or a table of it.
    Data,
    /// The open-data plans as a catalogue.
    Catalogue,
    /// A table of ours that has no mark but its first line.
    Table,
    /// A letter to an agency.
    Letter,
    /// Why nothing can be given back.
    Explanation,
    /// A form given back to its sender.
    Returned,
    /// The blank form.
    Template,
    /// A form as it is made in Excel.
    Design,
}

impl Output {
    /// All of them.
    pub const EACH: [Self; 11] = [
        Self::Summary,
        Self::Findings,
        Self::Report,
        Self::Data,
        Self::Catalogue,
        Self::Table,
        Self::Letter,
        Self::Explanation,
        Self::Returned,
        Self::Template,
        Self::Design,
    ];

    /// As the mark says it.
    fn word(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Findings => "findings",
            Self::Report => "report",
            Self::Data => "data",
            Self::Catalogue => "catalogue",
            Self::Table => "table",
            Self::Letter => "letter",
            Self::Explanation => "explanation",
            Self::Returned => "returned",
            Self::Template => "template",
            Self::Design => "design",
        }
    }

    /// What it is, for people.
    pub fn name(self) -> Bilingual {
        match self {
            Self::Summary => Bilingual::new("bản tổng hợp", "a summary"),
            Self::Findings => Bilingual::new("kết quả kiểm tra", "a list of findings"),
            Self::Report => Bilingual::new("báo cáo cho máy đọc", "a report for programs"),
            Self::Data => Bilingual::new("dữ liệu tổng hợp", "merged data"),
            Self::Catalogue => Bilingual::new("danh mục dữ liệu mở DCAT", "a DCAT catalogue"),
            Self::Table => Bilingual::new("bảng kê", "a list"),
            Self::Letter => Bilingual::new("công văn đôn đốc", "a reminder"),
            Self::Explanation => Bilingual::new("thông báo về tệp trả lại", "a note about a file sent back"),
            Self::Returned => Bilingual::new("biểu trả lại để sửa", "a form sent back to be corrected"),
            Self::Template => Bilingual::new("biểu mẫu trống", "a blank form"),
            Self::Design => Bilingual::new("sổ soạn biểu mẫu", "a workbook in which a form is made"),
        }
    }

    /// Whether it is made to be filled in and sent.
    pub fn is_form(self) -> bool {
        matches!(self, Self::Returned | Self::Template)
    }
}

/// What the tool says of a file that it has written itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What it is.
    pub output: Output,
    /// Of a form, the digest of the values that it was written with, in lower-case hexadecimal.
    pub values: Option<String>,
}

impl Mark {
    /// The mark of an output that is no form.
    pub fn of(output: Output) -> Self {
        Self { output, values: None }
    }

    /// The first mark in these bytes that is whole, if there is any.
    pub fn find(bytes: &[u8]) -> Option<Self> {
        let [narrow, wide] = &*BEGINNINGS;
        let narrow = narrow.find_iter(bytes).map(|at| (at, 1));
        let marks = narrow.chain(wide.find_iter(bytes).map(|at| (at, 2))).filter_map(|(at, step)| {
            let letters = bytes[at..].iter().copied().step_by(step).take(LONGEST);
            let is_of_a_mark = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b':';
            Self::read(&letters.skip(BEGINNING.len()).take_while(is_of_a_mark).collect::<Vec<u8>>())
        });
        // Files of old are in pieces; the text of a cell may be cut where a piece ends.
        let mut broken = None;
        for mark in marks {
            if mark.values.is_some() || !mark.output.is_form() {
                return Some(mark);
            }
            broken.get_or_insert(mark);
        }
        broken
    }

    /// What stands behind the beginning.
    fn read(rest: &[u8]) -> Option<Self> {
        let mut parts = std::str::from_utf8(rest).ok()?.split(':');
        let word = parts.next()?;
        let output = Output::EACH.into_iter().find(|output| output.word() == word)?;
        let is_digest = |part: &&str| part.len() == DIGITS && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        Some(Self { output, values: parts.next().filter(is_digest).map(str::to_owned) })
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{BEGINNING}{}", self.output.word())?;
        self.values.as_ref().map_or(Ok(()), |values| write!(f, ":{values}"))
    }
}

/// What the properties of a workbook say.
#[derive(Clone, Debug, Default)]
pub(super) struct Properties {
    pub(super) mark: Option<Mark>,
    /// Whether its author is the tool.
    is_ours: bool,
    /// Its title, author and company, as far as they say anything.
    pub(super) sayings: Vec<String>,
}

impl Properties {
    /// Those of a package: Office Open XML keeps them in two parts, OpenDocument in one.
    pub(super) fn of(package: &mut Package<'_>) -> Self {
        let mut properties = Self::default();
        for part in ["docprops/custom.xml", "docprops/core.xml", "docprops/app.xml", "meta.xml"] {
            let Some(bytes) = package.small_part(part, PROPERTIES_BYTES) else { continue };
            properties.mark = properties.mark.or_else(|| Mark::find(&bytes));
            let is_creator =
                |at: usize| [&b"dc:creator>"[..], b"meta:initial-creator>"].iter().any(|it| bytes[..at].ends_with(it));
            let is_all = |at: &usize| bytes[at + AUTHOR.len()..].starts_with(b"<");
            properties.is_ours |= memmem::find_iter(&bytes, AUTHOR).filter(is_all).any(is_creator);
            if let Ok(part) = xml::decoded(bytes) {
                properties.hear(&part);
            }
        }
        properties
    }

    /// Keeps what a part says about who made the file. A broken part says nothing more.
    fn hear(&mut self, part: &str) {
        let mut tokens = Tokens::new(part);
        let mut within = false;
        while let Ok(Some(token)) = tokens.next() {
            match token {
                Token::Start(tag) => {
                    let names = ["title", "creator", "initial-creator", "Company", "Manager"];
                    within = !tag.is_empty && names.contains(&tag.name);
                }
                Token::Text(text) if within => {
                    self.sayings
                        .extend(xml::unescaped(text).ok().filter(|text| !text.trim().is_empty()).map(Cow::into_owned));
                }
                Token::End(_) => within = false,
                Token::Text(_) | Token::Data(_) => {}
            }
        }
    }

    /// Those of a file of Excel 5 to 2003, whose properties are a stream of their own, in pieces all over the file.
    pub(super) fn of_xls(bytes: &[u8]) -> Self {
        Self { mark: Mark::find(bytes), ..Self::default() }
    }

    /// The mark; of a workbook of an earlier version, what its sheets say.
    pub(super) fn mark(&self, sheets: &[Sheet]) -> Option<Mark> {
        const SUMMARY: [[&str; 3]; 2] = [["Tổng hợp", "Theo dõi", "Tệp"], ["Overview", "Tracking", "Files"]];
        const FINDINGS: [&str; 2] = ["Lỗi", "Findings"];
        if self.mark.is_some() || !self.is_ours {
            return self.mark.clone();
        }
        let has = |name: &&str| sheets.iter().any(|sheet| sheet.name.as_deref() == Some(name));
        if SUMMARY.iter().any(|names| names.iter().all(has)) {
            return Some(Mark::of(Output::Summary));
        }
        (sheets.len() == 1 && FINDINGS.iter().any(has)).then(|| Mark::of(Output::Findings))
    }
}

/// The mark of a table in text, known by its first line.
pub(super) fn of_table(bytes: &[u8]) -> Option<Mark> {
    let begins = |line: &str| {
        let rest = encoding::without_mark(bytes).strip_prefix(line.trim_end().as_bytes());
        rest.is_some_and(|rest| !line.ends_with('\n') || rest.starts_with(b"\n") || rest.starts_with(b"\r\n"))
    };
    let first = FIRST_LINES.iter().position(|line| begins(line))?;
    Some(Mark::of(if first == 0 { Output::Data } else { Output::Table }))
}

/// The mark of a Word document.
pub(super) fn of_document(bytes: &[u8]) -> Option<Mark> {
    Properties::of(&mut Package::open(bytes)?).mark
}

/// The mark of a file that the data package in its folder lists, unchanged.
pub(super) fn of_package_file(source: &Source, name: &str, sha256: &str) -> Option<Mark> {
    let description = match source.member {
        Some(index) => archive::read_beside(&source.file, index, PACKAGE, PACKAGE_BYTES)?,
        None => read_small(&source.file.with_file_name(PACKAGE))?,
    };
    of_listed(&description, name, sha256)
}

/// The mark of a file that this description of a data package lists, unchanged.
pub(super) fn of_listed(description: &[u8], name: &str, sha256: &str) -> Option<Mark> {
    let mark = Mark::find(description).filter(|mark| mark.output == Output::Data)?;
    let description: Value = serde_json::from_slice(description).ok()?;
    let hash = format!("sha256:{sha256}");
    let mut resources = description["resources"].as_array()?.iter();
    resources.any(|resource| resource["path"] == *name && resource["hash"] == *hash).then_some(mark)
}

fn read_small(path: &std::path::Path) -> Option<Vec<u8>> {
    if !std::fs::metadata(path).ok().is_some_and(|file| file.is_file() && file.len() <= PACKAGE_BYTES) {
        return None;
    }
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(PACKAGE_BYTES).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}
