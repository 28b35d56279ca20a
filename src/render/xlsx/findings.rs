//! The sheets *Lỗi* (errors, then warnings) and *Lưu ý* (notes): what is to be sent back to whom, one row for what a column of a sheet
//! has in common.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_xlsxwriter::Workbook;

use super::grid::{Grid, ListCell, ListColumn, colour, columns};
use super::links::{Links, MOST_LINKED};
use super::{Result, style};
use crate::finding::Severity;
use crate::render::places::listed;
use crate::render::words;
use crate::report::{Group, Review, by_file_from};
use crate::text::Language;

/// The row of the headings, from 0, see [`Grid::header_row`].
pub const HEADER: u32 = 3;
/// How many different sentences of one rule and column a note tells; the others are counted.
const SAYINGS: usize = 2;

/// The columns.
const FINDINGS: [(&str, &str, usize); 9] = [
    ("Mức độ", "Severity", 10),
    ("Mã", "Code", 6),
    ("Cơ quan", "Agency", 24),
    ("Tệp", "File", 34),
    ("Trang tính", "Sheet", 10),
    ("Ô", "Cell", 18),
    ("Số ô", "Cells", 5),
    ("Nội dung", "What is so", 66),
    ("Cách sửa", "What to do", 40),
];

/// The place of what is so among them, and its width where nothing is said of what to do.
const SO: usize = 7;
const SO_ALONE: usize = 116;

/// The rows of the sheet *Lỗi*: each saying by itself, errors first, of equally bad ones in the order of files; one after the other, for
/// the sentences of a large inbox do not stand in memory together.
pub fn errors(review: &Review) -> impl Iterator<Item = Group<'_>> {
    let worst_first = [Severity::Error, Severity::Warning];
    worst_first.into_iter().flat_map(move |severity| groups(review, severity)).flat_map(|Group { first, sayings }| {
        sayings.into_iter().map(move |saying| Group { first, sayings: vec![saying] })
    })
}

/// The rows of the sheet *Lưu ý*.
pub fn notes(review: &Review) -> impl Iterator<Item = Group<'_>> {
    groups(review, Severity::Info)
}

fn groups(review: &Review, severity: Severity) -> impl Iterator<Item = Group<'_>> {
    by_file_from(review, severity..=severity).flat_map(|file| file.sheets).flat_map(|sheet| sheet.groups)
}

/// What a row says: of several sentences the first ones, each with its cells.
fn told(group: &Group<'_>, language: Language) -> String {
    if let [saying] = &group.sayings[..] {
        return words::saying(saying, language).into_owned();
    }
    let layout = group.first.layout();
    let told = group.sayings.iter().take(SAYINGS);
    let mut told: Vec<String> = told
        .map(|saying| format!("{}: {}", listed(&saying.cells, layout, language), words::saying(saying, language)))
        .collect();
    let rest: usize = group.sayings.iter().skip(SAYINGS).map(|saying| saying.cells.len()).sum();
    if rest > 0 {
        let rest = words::counted(rest, "ô", "cell", language);
        told.push(language.say(format!("… và {rest} nữa."), format!("… and {rest} more.")));
    }
    told.join(" ")
}

/// A sheet of findings.
pub struct FindingList<'a> {
    /// Names by code.
    pub agencies: BTreeMap<&'a str, &'a str>,
    /// Of the sheet.
    pub name: &'a str,
    pub title: &'a str,
    pub subtitle: &'a str,
    pub language: Language,
    /// Whether it says what to do: not where there is nothing to mend.
    pub tells_help: bool,
    /// To other sheets, if there are any.
    pub links: Option<&'a Links<'a>>,
}

impl FindingList<'_> {
    fn columns(&self) -> Vec<ListColumn> {
        let mut columns = columns(self.language, &FINDINGS);
        if !self.tells_help {
            columns.truncate(SO + 1);
            columns[SO].widest = SO_ALONE;
        }
        columns
    }

    /// Adds the sheet of `count` rows.
    pub fn write<'e>(&self, workbook: &mut Workbook, count: usize, rows: impl Iterator<Item = Group<'e>>) -> Result {
        let language = self.language;
        let links = self.links.filter(|_| count <= MOST_LINKED);
        let grid = Grid {
            name: self.name,
            title: self.title,
            subtitle: self.subtitle,
            columns: self.columns(),
            language,
            ..Grid::default()
        };
        debug_assert_eq!(grid.header_row(), HEADER, "other sheets lead to these rows");
        let row = |group: Group<'_>| {
            let finding = group.first;
            let code = finding.agency.as_deref();
            let shown = |code: &str| self.agencies.get(code).map_or(code.to_owned(), |name| format!("{code} {name}"));
            let mut cells = vec![
                ListCell::Centred(Cow::Owned(words::severity(finding.severity()).get(language).to_owned())),
                ListCell::Centred(finding.code().to_owned().into()),
                ListCell::linked(
                    code.map(shown).unwrap_or_default(),
                    code.zip(links).and_then(|(code, links)| links.agency(code)),
                ),
                ListCell::linked(finding.file().to_string(), links.and_then(|links| links.file(finding.file()))),
                ListCell::Text(finding.sheet().map_or("", |name| name).to_owned().into()),
                ListCell::Centred(listed(&group.cells(), finding.layout(), language).into()),
                ListCell::Count(group.count()),
                ListCell::Text(told(&group, language).into()),
            ];
            if self.tells_help {
                cells.push(ListCell::Text(finding.help().into()));
            }
            cells
        };
        grid.write(workbook, count, rows.map(row), |sheet, last| {
            let looks = [Severity::Error, Severity::Warning, Severity::Info]
                .map(|severity| (words::severity(severity).get(language).to_owned(), style::severity(severity)));
            colour(sheet, (HEADER + 1, 0, last, 0), looks)
        })
    }
}
