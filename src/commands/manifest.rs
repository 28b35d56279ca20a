//! `--manifest`: whose each file is, where the files do not tell. A spreadsheet of any kind that is read, with a row a file: its path as
//! shown in reports, and the code or a name of an agency.

use std::path::Path;

use crate::finding::{Finding, Severity};
use crate::intake::read::shown;
use crate::run::ClaimedAgencies;
use crate::schema::ManifestWords;
use crate::text::trouble::{Because, Trouble};
use crate::text::{Bilingual, Language, bare, tidy};
use crate::workbook::{self, Row, Sheet, Source};
use crate::{bilingual, trouble};

/// Reads a manifest. A row near the top says which column is which.
///
/// # Errors
/// When it cannot be read, lacks a column, names a file without an agency, or one for two.
pub fn read(path: &Path, words: &ManifestWords) -> anyhow::Result<ClaimedAgencies> {
    let place = path.display();
    let reading = || bilingual!("không đọc được --manifest {place}", "--manifest {place} cannot be read");
    std::fs::metadata(path).because(reading)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let source = Source { path: name.as_ref().into(), file: path.to_owned(), member: None, unpacked: None };
    let loaded = workbook::read(&source);
    let Ok(book) = loaded.workbook else {
        let otherwise = || bilingual!("phải là tệp CSV hoặc Excel", "it must be a CSV file or an Excel workbook");
        let why = loaded.findings.first().map_or_else(otherwise, said);
        return Err(Trouble::error(why)).because(reading);
    };
    // What of it cannot be read may say whose a file is.
    if let Some(fault) = loaded.findings.iter().find(|finding| finding.severity == Severity::Error) {
        return Err(Trouble::error(said(fault))).because(reading);
    }
    let tables = book.sheets.iter().filter_map(|sheet| columns(sheet, words).map(|columns| (sheet, columns)));
    let tables: Vec<_> = tables.collect();
    if tables.is_empty() {
        return Err(no_columns(words)).because(reading);
    }
    let mut claims = ClaimedAgencies::default();
    for (sheet, (heading, file, agency)) in tables {
        for row in sheet.rows.iter().filter(|row| row.number > heading) {
            claim(&mut claims, row, file, agency).because(reading)?;
        }
    }
    Ok(claims)
}

fn said(finding: &Finding) -> Bilingual {
    let [vi, en] = [Language::Vietnamese, Language::English].map(|language| finding.message(language).into());
    Bilingual { vi, en }
}

/// How many rows at most stand above the list: a title, a day.
const ROWS_ABOVE: usize = 10;

/// The row of the headings, and the columns of files and agencies, if it is a list of these.
fn columns(sheet: &Sheet, words: &ManifestWords) -> Option<(u32, u32, u32)> {
    let called = |row: &Row, is_it: &dyn Fn(&str) -> bool| {
        let mut cells = row.cells.iter();
        cells.find(|(_, content)| is_it(&bare(&tidy(&shown(content))))).map(|(column, _)| column)
    };
    sheet.rows.iter().take(ROWS_ABOVE).find_map(|row| {
        let file = called(row, &|heading| words.file.holds(heading))?;
        Some((row.number, file, called(row, &|heading| words.agency.holds(heading))?))
    })
}

fn no_columns(words: &ManifestWords) -> anyhow::Error {
    let first = |words: &crate::text::lists::BareWords| words.iter().next().unwrap_or_default().to_owned();
    let (file, agency) = (first(&words.file), first(&words.agency));
    Trouble::error(bilingual!(
        "phải có dòng tiêu đề với cột tệp (như path, Tệp) và cột cơ quan (như agency, Cơ quan)",
        "there must be a row of headings with a column of files and one of agencies, such as {file},{agency}"
    ))
}

fn claim(claims: &mut ClaimedAgencies, row: &Row, file: u32, agency: u32) -> anyhow::Result<()> {
    let text = |column: u32| row.content(column).map(|content| tidy(&shown(content))).unwrap_or_default();
    let (file, agency, line) = (text(file).replace('\\', "/"), text(agency), row.number + 1);
    match (file.is_empty(), agency.is_empty()) {
        (true, true) => return Ok(()),
        (true, false) => trouble!("dòng {line} không ghi tệp nào", "line {line} names no file"),
        (false, true) => {
            trouble!("dòng {line} không ghi cơ quan của «{file}»", "line {line} names no agency for {file}")
        }
        (false, false) => {}
    }
    let file = file.strip_prefix("./").unwrap_or(&file).to_owned();
    let said_before = claims.by_path.insert(file.clone(), agency.clone());
    if said_before.is_some_and(|said| said != agency) {
        trouble!("{file} được ghi cho hai cơ quan", "{file} is claimed for two agencies");
    }
    Ok(())
}
