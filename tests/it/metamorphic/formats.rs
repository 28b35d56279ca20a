//! The same form in other file formats: as a workbook that we write, as text in every encoding and with every separator, and
//! as xls and ods through LibreOffice where it is installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use bieumau::cell::Content;
use bieumau::intake::Claims;
use bieumau::intake::read::shown;
use bieumau::verdict::Judge;
use bieumau::workbook::{self, DateShown, Sheet, Visibility};
use rayon::prelude::*;

use super::origins::{KNOWLEDGE, Origin};
use super::{word, words};
use crate::parcels::Wrapping;

/// A file format.
pub struct Format {
    pub name: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    Workbook,
    /// Encoding and separator.
    Text(Encoding, char),
    /// What LibreOffice makes of the workbook.
    Converted(&'static str),
    /// A document as people make it in Word.
    Word,
    /// The document that LibreOffice makes of a page of the web with the form.
    WordOfPage,
    /// The workbook in something else.
    Wrapped(Wrapping),
    /// The document in something else.
    WrappedWord(Wrapping),
}

#[derive(Clone, Copy)]
enum Encoding {
    Utf8,
    Utf8WithMark,
    Utf16Little,
    Utf16Big,
    Windows1258,
}

macro_rules! formats {
    ($($name:literal: $kind:expr;)*) => {
        pub const ALL: &[Format] = &[$(Format { name: $name, kind: $kind }),*];
    };
}

formats! {
    "xlsx": Kind::Workbook;
    "csv UTF-8 ,": Kind::Text(Encoding::Utf8, ',');
    "csv UTF-8 ;": Kind::Text(Encoding::Utf8, ';');
    "csv UTF-8 tab": Kind::Text(Encoding::Utf8, '\t');
    "csv UTF-8 with mark ,": Kind::Text(Encoding::Utf8WithMark, ',');
    "csv UTF-8 with mark ;": Kind::Text(Encoding::Utf8WithMark, ';');
    "csv UTF-8 with mark tab": Kind::Text(Encoding::Utf8WithMark, '\t');
    "csv UTF-16LE ,": Kind::Text(Encoding::Utf16Little, ',');
    "csv UTF-16LE ;": Kind::Text(Encoding::Utf16Little, ';');
    "csv UTF-16LE tab": Kind::Text(Encoding::Utf16Little, '\t');
    "csv UTF-16BE ,": Kind::Text(Encoding::Utf16Big, ',');
    "csv UTF-16BE ;": Kind::Text(Encoding::Utf16Big, ';');
    "csv UTF-16BE tab": Kind::Text(Encoding::Utf16Big, '\t');
    "csv windows-1258 ,": Kind::Text(Encoding::Windows1258, ',');
    "csv windows-1258 ;": Kind::Text(Encoding::Windows1258, ';');
    "csv windows-1258 tab": Kind::Text(Encoding::Windows1258, '\t');
    "docx": Kind::Word;
    "xlsx in zip in zip": Kind::Wrapped(Wrapping::ZipInZip);
    "xlsx in 7z": Kind::Wrapped(Wrapping::SevenZip);
    "xlsx in tar.gz": Kind::Wrapped(Wrapping::TarGz);
    "xlsx in eml": Kind::Wrapped(Wrapping::Mail);
    "xlsx in msg": Kind::Wrapped(Wrapping::Outlook);
    "docx in zip in zip": Kind::WrappedWord(Wrapping::ZipInZip);
    "docx in 7z": Kind::WrappedWord(Wrapping::SevenZip);
    "docx in tar.gz": Kind::WrappedWord(Wrapping::TarGz);
    "docx in eml": Kind::WrappedWord(Wrapping::Mail);
    "docx in msg": Kind::WrappedWord(Wrapping::Outlook);
    "docx by LibreOffice": Kind::WordOfPage;
    "xls": Kind::Converted("xls");
    "ods": Kind::Converted("ods");
}

/// How many of these files LibreOffice converts, for it takes half a second for each, and how many documents are packed; all where the
/// number of cases is given (`.ci/more properties`).
const CONVERTED: usize = 16;
const PACKED: usize = 24;

/// Every so many of all files that a sample of this size is.
fn step(files: usize, sample: usize) -> usize {
    if std::env::var_os("PROPTEST_CASES").is_some() { 1 } else { files.div_ceil(sample).max(1) }
}

/// Writes every origin in this format and reads it again: how many were compared, and how the others differ.
pub fn compare(format: &Format, origins: &[Origin]) -> (usize, Vec<String>) {
    let target = tempfile::tempdir().expect("a temporary folder");
    let written: Vec<(usize, PathBuf)> = match format.kind {
        Kind::Workbook => write_all(origins, target.path(), "xlsx", write_workbook),
        Kind::Wrapped(wrapping) => write_all(origins, target.path(), wrapping.extension(), |origin, path| {
            let inner = path.with_extension("xlsx");
            write_workbook(origin, &inner)
                && fs::read(&inner).is_ok_and(|bytes| fs::write(path, wrapping.around("PL1.xlsx", &bytes)).is_ok())
        }),
        Kind::Word => write_all(origins, target.path(), "docx", |origin, path| {
            let document = word::document(origin);
            document.is_some_and(|document| fs::write(path, document).is_ok())
        }),
        Kind::WrappedWord(wrapping) => {
            let few = step(origins.len(), PACKED);
            let wrapped = write_all(origins, target.path(), wrapping.extension(), |origin, path| {
                let document = word::document(origin);
                document.is_some_and(|document| fs::write(path, wrapping.around("PL1.docx", &document)).is_ok())
            });
            wrapped.into_iter().step_by(few).collect()
        }
        Kind::WordOfPage => {
            let pages = write_all(origins, target.path(), "html", |origin, path| {
                word::page(origin).is_some_and(|page| fs::write(path, page).is_ok())
            });
            let few: Vec<(usize, PathBuf)> = pages.into_iter().step_by(step(origins.len(), CONVERTED)).collect();
            let filters = ["--infilter=HTML (StarWriter)"];
            if !convert(&few, &filters, "docx:MS Word 2007 XML", target.path()) {
                println!(
                    "{}: not compared, for LibreOffice (soffice, with Calc and Writer) is not installed",
                    format.name
                );
                return (0, Vec::new());
            }
            few.into_iter().map(|(at, path)| (at, path.with_extension("docx"))).collect()
        }
        Kind::Text(encoding, separator) => {
            write_all(origins, target.path(), "csv", |origin, path| write_text(origin, path, encoding, separator))
        }
        Kind::Converted(extension) => {
            let all = write_all(origins, target.path(), "xlsx", write_workbook);
            let few: Vec<(usize, PathBuf)> = all.into_iter().step_by(step(origins.len(), CONVERTED)).collect();
            if !convert(&few, &[], extension, target.path()) {
                println!(
                    "{}: not compared, for LibreOffice (soffice, with Calc and Writer) is not installed",
                    format.name
                );
                return (0, Vec::new());
            }
            few.into_iter().map(|(at, path)| (at, path.with_extension(extension))).collect()
        }
    };
    let differences = written
        .par_iter()
        .filter_map(|(at, path)| {
            let collected = workbook::collect(std::slice::from_ref(path), &[], false).expect("the file is there");
            let mut all = Vec::new();
            workbook::read_all(collected.sources.first().expect("one file was given"), |loaded| all.push(loaded));
            let loaded = all.into_iter().find(|loaded| loaded.workbook.is_ok());
            let Some(loaded) = loaded else {
                return Some(format!("{} of {}: not read", format.name, origins[*at].path));
            };
            let loaded = workbook::Loaded { path: origins[*at].workbook.path.clone(), ..loaded };
            let reviewed = Judge::of_all(&KNOWLEDGE).review(loaded, &Claims::default());
            let told = origins[*at].compare(&reviewed);
            told.err().map(|difference| format!("{} of {}: {difference}", format.name, origins[*at].path))
        })
        .collect();
    (written.len(), differences)
}

/// Whether values alone say what the file says: what is written here has no addresses behind texts and no formats of its own, and
/// a year that Excel took for a day of 1905 is no year in a text.
fn is_told_by_values(origin: &Origin) -> bool {
    origin.workbook.sheets.iter().all(|sheet| {
        let mut contents = sheet.rows.iter().flat_map(|row| &row.cells).map(|(_, content)| content);
        sheet.links.is_empty()
            && sheet.looks.iter().all(|(_, look)| look.shown == DateShown::Day)
            && !contents.any(|content| matches!(content, Content::Date(moment) if moment.year() < 1945))
    })
}

fn write_all(
    origins: &[Origin],
    target: &Path,
    extension: &str,
    write: impl Fn(&Origin, &Path) -> bool,
) -> Vec<(usize, PathBuf)> {
    let mut written = Vec::new();
    for (at, origin) in origins.iter().enumerate().filter(|(_, origin)| is_told_by_values(origin)) {
        let path = target.join(format!("{at}.{extension}"));
        if write(origin, &path) {
            written.push((at, path));
        }
    }
    written
}

fn write_workbook(origin: &Origin, path: &Path) -> bool {
    let book = &origin.workbook;
    let mut written = rust_xlsxwriter::Workbook::new();
    let plain = rust_xlsxwriter::Format::new();
    let day = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    for sheet in &book.sheets {
        let worksheet = written.add_worksheet();
        let name = sheet.name.as_deref().filter(|name| !name.is_empty());
        worksheet.set_name(name.unwrap_or("PL1")).expect("the name is legal");
        worksheet.set_hidden(sheet.visibility != Visibility::Visible);
        for area in &sheet.merges {
            let (top, left) = (area.first.row, area.first.column as u16);
            let merged = worksheet.merge_range(top, left, area.last.row, area.last.column as u16, "", &plain);
            merged.expect("regions do not overlap");
        }
        for row in &sheet.rows {
            for (column, content) in &row.cells {
                let column = column as u16;
                let cell = match content {
                    Content::Text(text) => worksheet.write_string(row.number, column, text.as_str()),
                    Content::Number(number) => worksheet.write_number(row.number, column, *number),
                    Content::Flag(flag) => worksheet.write_boolean(row.number, column, *flag),
                    Content::Date(date) => {
                        let parsed = rust_xlsxwriter::ExcelDateTime::parse_from_str(&date.date().to_string());
                        worksheet.write_datetime_with_format(row.number, column, parsed.expect("a day"), &day)
                    }
                    Content::Error(_) | Content::Uncalculated(_) => return false,
                };
                cell.expect("the cell can be written");
            }
        }
    }
    written.save(path).expect("the workbook can be written");
    true
}

/// One shown sheet, nothing merged below the header: a text file can say no more.
fn write_text(origin: &Origin, path: &Path, encoding: Encoding, separator: char) -> bool {
    let (book, tables) = (&origin.workbook, &origin.tables);
    let [sheet] = &book.sheets[..] else { return false };
    let from = tables.iter().map(|placed| placed.table.header.last.row + 1).min().unwrap_or_default();
    if sheet.merges.iter().any(|area| area.last.row > area.first.row && area.first.row >= from) {
        return false;
    }
    let text = delimited(sheet, separator);
    let Some(bytes) = encode(&text, encoding) else { return false };
    fs::write(path, bytes).expect("the file can be written");
    true
}

fn delimited(sheet: &Sheet, separator: char) -> String {
    let mut writer = csv::WriterBuilder::new().delimiter(separator as u8).flexible(true).from_writer(Vec::new());
    let mut next = 0;
    for row in &sheet.rows {
        while next < row.number {
            writer.write_record([""]).expect("memory can be written");
            next += 1;
        }
        let last = row.cells.iter().next_back().map_or(0, |(column, _)| column);
        let cells = (0..=last).map(|column| row.content(column).map(shown).unwrap_or_default());
        writer.write_record(cells.map(|cell| cell.into_owned())).expect("memory can be written");
        next += 1;
    }
    String::from_utf8(writer.into_inner().expect("memory can be flushed")).expect("what was text is text")
}

fn encode(text: &str, encoding: Encoding) -> Option<Vec<u8>> {
    Some(match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf8WithMark => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        Encoding::Utf16Little => {
            "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
        }
        Encoding::Utf16Big => "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
        Encoding::Windows1258 => {
            let half = words::half_composed(text);
            let (bytes, _, lost) = encoding_rs::WINDOWS_1258.encode(&half);
            if lost {
                return None;
            }
            bytes.into_owned()
        }
    })
}

/// Whether LibreOffice is there and has converted all files.
fn convert(files: &[(usize, PathBuf)], filters: &[&str], extension: &str, target: &Path) -> bool {
    let profile = format!("-env:UserInstallation=file://{}", target.join("profile").display());
    let mut command = Command::new("soffice");
    command.arg(profile).arg("--headless").args(filters).args(["--convert-to", extension, "--outdir"]).arg(target);
    command.args(files.iter().map(|(_, path)| path));
    match command.output() {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            // Without Writer it makes no document, and calls that a success.
            let ending = extension.split(':').next().unwrap_or(extension);
            let is_made = files.iter().any(|(_, path)| path.with_extension(ending).exists());
            assert!(is_made || std::env::var_os("CI").is_none(), "CI installs LibreOffice with Writer");
            is_made
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
        Err(error) => panic!("soffice: {error}"),
    }
}
