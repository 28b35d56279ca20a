//! The findings as a person wants to be told of them: by file and sheet, the worst first, and what is to be mended in the same
//! way in many cells told once, with the cells.

use std::cmp::Reverse;
use std::ops::RangeInclusive;
use std::sync::Arc;

use super::most::are_most;
use super::{FileRow, FindingRow, Review};
use crate::cell::Cell;
use crate::finding::Severity;
use crate::text::hashed::HashMap;

/// A file with its findings.
#[derive(Debug)]
pub struct OfFile<'a> {
    /// The file.
    pub file: &'a FileRow,
    /// First what concerns the whole file, then sheet by sheet as they stand in it. Empty when there is nothing to say.
    pub sheets: Vec<OfSheet<'a>>,
}

/// The findings of a sheet.
#[derive(Debug)]
pub struct OfSheet<'a> {
    /// `None` for what concerns the whole file, and for text files.
    pub sheet: Option<&'a Arc<str>>,
    /// The worst first, then in the order of their first cells.
    pub groups: Vec<Group<'a>>,
}

/// Findings of one rule that one and the same thing is to be done about.
#[derive(Debug)]
pub struct Group<'a> {
    /// The first of them: rule, severity, field and help are those of all.
    pub first: &'a FindingRow,
    /// What is said, each with its cells; never empty.
    pub sayings: Vec<Saying>,
}

/// One sentence and the cells that it holds for.
#[derive(Debug)]
pub struct Saying {
    /// The sentence.
    pub message: String,
    /// In the order of the sheet; empty when it is about the whole file or sheet.
    pub cells: Vec<Cell>,
    /// How many records the sheet's tables have, where most of them have it in this column.
    pub most_of: Option<usize>,
}

impl Group<'_> {
    /// How many findings these are.
    pub fn count(&self) -> usize {
        self.sayings.iter().map(|saying| saying.cells.len().max(1)).sum()
    }

    /// All cells, saying by saying.
    pub fn cells(&self) -> Vec<Cell> {
        self.sayings.iter().flat_map(|saying| saying.cells.iter().copied()).collect()
    }
}

/// The listed findings of every file that are not settled, in the order of the files; one file after the other, for all sentences of
/// a large inbox together take more memory than its findings.
pub fn by_file(review: &Review) -> impl Iterator<Item = OfFile<'_>> {
    by_file_from(review, Severity::Info..=Severity::Error)
}

/// The same of those that are so bad.
pub fn by_file_from(review: &Review, severities: RangeInclusive<Severity>) -> impl Iterator<Item = OfFile<'_>> {
    // They are listed in the order of the files.
    let mut rest = &review.findings[..];
    review.files.iter().map(move |file| {
        let (own, others) = rest.split_at(rest.iter().take_while(|finding| *finding.file() == file.path).count());
        rest = others;
        let is_asked = |finding: &&FindingRow| !finding.settled && severities.contains(&finding.severity());
        let own: Vec<&FindingRow> = own.iter().filter(is_asked).collect();
        let sheets = own.chunk_by(|one, other| one.sheet() == other.sheet()).map(|findings| {
            let sheet = findings.first().and_then(|finding| finding.sheet());
            of_sheet(findings, file.records(sheet.map(|name| &**name)))
        });
        let sheets = sheets.collect();
        OfFile { file, sheets }
    })
}

fn of_sheet<'a>(findings: &[&'a FindingRow], records: usize) -> OfSheet<'a> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    // Groups by what they have in common; sayings of a group by their sentences.
    let (mut known, mut said) = (HashMap::default(), HashMap::default());
    for &finding in findings {
        let message = finding.message();
        let Some(cell) = finding.place() else {
            let saying = Saying { message, cells: Vec::new(), most_of: None };
            groups.push(Group { first: finding, sayings: vec![saying] });
            continue;
        };
        let key = (finding.code(), finding.rule(), finding.severity(), finding.field(), finding.help());
        let at = *known.entry(key).or_insert_with(|| {
            groups.push(Group { first: finding, sayings: Vec::new() });
            groups.len() - 1
        });
        let sayings = &mut groups[at].sayings;
        let same = *said.entry((at, message.clone())).or_insert_with(|| {
            sayings.push(Saying { message, cells: Vec::new(), most_of: None });
            sayings.len() - 1
        });
        sayings[same].cells.push(cell);
    }
    for saying in groups.iter_mut().flat_map(|group| &mut group.sayings) {
        let in_one_column = saying.cells.windows(2).all(|pair| pair[0].column == pair[1].column);
        saying.most_of = Some(records).filter(|records| in_one_column && are_most(saying.cells.len(), *records));
    }
    // Stable: of equally bad ones the order of their first cells stays.
    groups.sort_by_key(|group| Reverse(group.first.severity()));
    OfSheet { sheet: findings.first().and_then(|finding| finding.sheet()), groups }
}
