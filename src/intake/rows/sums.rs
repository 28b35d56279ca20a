//! Rows that add up others: a section with its subtotal, «Toàn tỉnh» below the districts. Their words need not say so; the numbers prove
//! it, and the ordinals, for such a row bears a section's mark or none, while those that it adds up are counted.

use super::{Columns, Merges, Ordinal, is_blank, ordinal_of, why};
use crate::cell::Content;
use crate::intake::read::number;
use crate::intake::{RowKind, RowTrace};
use crate::schema::Kind;
use crate::text::fold;
use crate::workbook::Row;

/// A row that adds up others, or is called as if it did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sum {
    /// From 0.
    pub row: u32,
    /// The column with the number.
    pub column: u32,
    /// What proves it; `None` where only its words speak for it.
    pub proof: Option<Proof>,
    /// It is read as a record all the same.
    pub counts: bool,
}

/// A number that is the sum of those in other rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proof {
    /// The number.
    pub number: f64,
    /// How many rows it is the sum of, of which the first and the last.
    pub rows: usize,
    /// The first of them, from 0.
    pub first: u32,
    /// The last of them.
    pub last: u32,
    /// In how many columns it is so.
    columns: usize,
}

/// How high a row stands by its ordinal, the highest first; one without an ordinal may add up any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Bare,
    Capital,
    Roman,
    Number,
    Below(u8),
    Letter,
}

/// Cells that may be looked at in search of sums, for each row of the table.
const LOOKS: usize = 200;
/// And rows that may be asked how high they stand.
const STEPS: usize = 1_000;
/// A sum of few and small numbers may come about by chance.
const SMALL: f64 = 10.0;

/// Finds the rows that add up others. Those that hold no more than a section or a total does are records no longer.
pub(super) fn settle(
    shape: &Columns<'_>,
    trace: &mut [RowTrace],
    rows: &[&Row],
    merges: &Merges<'_>,
    words: impl Fn(&Row) -> String,
) -> Vec<Sum> {
    let Some(ordinal) = shape.ordinal.filter(|_| !shape.plain && !shape.numbers.is_empty()) else { return Vec::new() };
    let levels = levels(trace, rows, ordinal);
    let mut of_records = trace.iter().zip(&levels).filter(|(row, _)| row.kind == RowKind::Record);
    let first = of_records.next().map(|(_, level)| *level);
    if of_records.all(|(_, level)| Some(*level) == first) {
        return Vec::new();
    }
    let is_counted = |at: &usize| trace[*at].kind == RowKind::Record && levels[*at] != Level::Bare;
    let counted = (0..rows.len()).filter(is_counted).collect();
    let (looks, steps) = (LOOKS * rows.len(), STEPS * rows.len());
    let mut search = Search { shape, trace, rows, levels, counted, looks, steps };
    let found = search.all();
    let levels = search.levels;
    let is_strong = |level: Level| found.iter().any(|(at, proof)| levels[*at] == level && proof.rows > 1);
    let of = |at: usize| Looked { shape, row: rows[at], covered: merges.covered(rows[at].number) };
    let mut sums: Vec<(usize, Sum)> = Vec::new();
    for (at, proof) in &found {
        let (looked, level) = (of(*at), levels[*at]);
        let is_called = looked.is_called_as_a_sum();
        let is_section = matches!(level, Level::Capital | Level::Roman);
        let is_told = || is_called || is_section && (looked.lacks_required() || proof.columns > 1 || is_strong(level));
        if proof.rows == 1 && !is_told() {
            continue;
        }
        let is_sure = level != Level::Bare
            || is_called
            || looked.lacks_required()
            || proof.columns > 1
            || proof.rows > 2
            || proof.number.abs() >= SMALL;
        let counts = level > Level::Roman || !is_sure || !looked.is_bare() || bears_a_code(shape, looked.row);
        let column = proof_column(&looked, proof);
        sums.push((*at, Sum { row: rows[*at].number, column, proof: Some(*proof), counts }));
    }
    let counted = levels.iter().zip(trace.iter()).filter(|(_, row)| row.kind == RowKind::Record);
    let bare = counted.clone().filter(|(level, _)| **level == Level::Bare).count();
    if bare * 2 < counted.count() {
        for at in (0..trace.len()).filter(|&at| trace[at].kind == RowKind::Record && levels[at] == Level::Bare) {
            let looked = of(at);
            let is_new = sums.iter().all(|(other, _)| *other != at);
            if let Some(column) = looked.number().filter(|_| is_new && looked.is_bare() && looked.is_called_as_a_sum())
            {
                sums.push((at, Sum { row: rows[at].number, column, proof: None, counts: true }));
            }
        }
    }
    sums.sort_unstable_by_key(|(at, _)| *at);
    for (at, _) in sums.iter().filter(|(_, sum)| !sum.counts) {
        let kind = if levels[*at] == Level::Bare { RowKind::Total } else { RowKind::Section };
        (trace[*at].kind, trace[*at].why, trace[*at].words) = (kind, &why::ADDS_UP, words(rows[*at]).into());
    }
    sums.into_iter().map(|(_, sum)| sum).collect()
}

/// How high each row stands. A single letter that is also a Roman number is a letter where the one before it was the letter before.
fn levels(trace: &[RowTrace], rows: &[&Row], ordinal: u32) -> Vec<Level> {
    let mut letter = 0;
    let level = |(row, traced): (&&Row, &RowTrace)| {
        let Some(content) = row.content(ordinal).filter(|it| !is_blank(it)) else { return Level::Bare };
        match (ordinal_of(content), content) {
            (Ordinal::Number(_), _) => Level::Number,
            (Ordinal::Sub(_, depth), _) => Level::Below(depth),
            // «1.1» that a program made a day.
            (_, Content::Date(_)) => Level::Below(1),
            (Ordinal::Letter, _) => Level::Letter,
            (Ordinal::Mark, Content::Text(text)) => {
                let mark = text.tidied().trim_matches(|sign: char| !sign.is_alphanumeric());
                match mark.as_bytes() {
                    [only @ b'A'..=b'Z'] if *only == letter + 1 || !b"IVXLC".contains(only) => {
                        if traced.kind == RowKind::Record || traced.kind == RowKind::Section {
                            letter = *only;
                        }
                        Level::Capital
                    }
                    [] => Level::Bare,
                    marks if marks.contains(&b'.') => Level::Number,
                    _ if mark.chars().all(char::is_lowercase) => Level::Letter,
                    _ => Level::Roman,
                }
            }
            _ => Level::Bare,
        }
    };
    rows.iter().zip(trace).map(level).collect()
}

/// The column of the number that is proven: the first one in which the row has it.
fn proof_column(looked: &Looked<'_>, proof: &Proof) -> u32 {
    let numbers = looked.shape.numbers.iter();
    let mut columns = numbers.filter(|(column, _)| number_at(looked.shape, looked.row, *column) == Some(proof.number));
    columns.next().map_or(0, |(column, _)| *column)
}

/// The number that a row holds in one of the columns of numbers.
fn number_at(shape: &Columns<'_>, row: &Row, column: u32) -> Option<f64> {
    match row.content(column)? {
        Content::Number(number) => Some(*number),
        Content::Text(text) => {
            let (_, figures) = shape.numbers.iter().find(|(other, _)| *other == column)?;
            number::parse(text.tidied(), figures).0
        }
        _ => None,
    }
}

/// The text that leads a row, with its column.
fn leading<'r>(shape: &Columns<'_>, row: &'r Row) -> Option<(u32, &'r str)> {
    Some((shape.leading?, row.content(shape.leading?).and_then(super::shape::text_of)?))
}

/// Whether it bears a code as each of the form's records does.
fn bears_a_code(shape: &Columns<'_>, row: &Row) -> bool {
    shape.code.zip(leading(shape, row)).is_some_and(|(code, (_, text))| code.fits(text.trim()))
}

/// A row that may be a sum.
struct Looked<'a> {
    shape: &'a Columns<'a>,
    row: &'a Row,
    covered: Vec<u32>,
}

impl Looked<'_> {
    fn is_filled(&self, column: u32) -> bool {
        self.row.content(column).is_some_and(|content| !is_blank(content))
    }

    /// A column that must be filled is blank.
    fn lacks_required(&self) -> bool {
        self.shape.required.iter().any(|column| !self.is_filled(*column) && !self.covered.contains(column))
    }

    /// One text beside its numbers, as a section or a total has.
    fn is_bare(&self) -> bool {
        let is_number = |column: &&u32| self.shape.numbers.iter().any(|(number, _)| number == *column);
        self.shape.fields.iter().filter(|column| !is_number(column) && self.is_filled(**column)).count() <= 1
    }

    /// Its first text is what rows are called that sum up others.
    fn is_called_as_a_sum(&self) -> bool {
        let mut texts = self.row.cells.iter().filter_map(|(_, content)| super::shape::text_of(content));
        let likely = &self.shape.language.rows.totals.likely;
        texts.find(|text| text.contains(char::is_alphabetic)).is_some_and(|text| {
            let folded = fold(text);
            likely.begin(folded.trim_start_matches(|sign: char| !sign.is_alphanumeric()))
        })
    }

    /// The first column with a number.
    fn number(&self) -> Option<u32> {
        let mut numbers = self.shape.numbers.iter().map(|(column, _)| *column);
        numbers.find(|column| number_at(self.shape, self.row, *column).is_some())
    }
}

/// The search for sums in a table.
struct Search<'a> {
    shape: &'a Columns<'a>,
    trace: &'a [RowTrace],
    rows: &'a [&'a Row],
    levels: Vec<Level>,
    /// The records with an ordinal, which a sum may be of.
    counted: Vec<usize>,
    /// How many cells may still be looked at.
    looks: usize,
    /// How many rows may still be asked.
    steps: usize,
}

impl Search<'_> {
    /// Every row with the proof that it is a sum.
    fn all(&mut self) -> Vec<(usize, Proof)> {
        let mut found = Vec::new();
        // Where the rows begin that a total below them adds up.
        let mut since = 0;
        for at in 0..self.rows.len() {
            let level = self.levels[at];
            if self.is_record(at) && !self.is_prescribed(at) && !self.stands_in_the_count(at) {
                let above = || (level == Level::Bare).then_some([since..at, 0..at]);
                let below = at + 1..self.end_of_section(at);
                let proof =
                    above().into_iter().flatten().chain(std::iter::once(below)).find_map(|span| self.proof(at, span));
                found.extend(proof.map(|proof| (at, proof)));
            }
            let is_proven = found.last().is_some_and(|(last, proof)| *last == at && proof.rows > 1);
            let begins = match self.trace[at].kind {
                RowKind::Record => matches!(level, Level::Capital | Level::Roman) || level == Level::Bare && is_proven,
                RowKind::Section | RowKind::Total => true,
                _ => false,
            };
            if begins {
                since = at + 1;
            }
        }
        found
    }

    fn is_record(&self, at: usize) -> bool {
        self.trace[at].kind == RowKind::Record
    }

    /// Its name is one of those that the form lists, or a code of the form's, which no ordinal puts above others.
    fn is_prescribed(&self, at: usize) -> bool {
        let Some((leading, text)) = leading(self.shape, self.rows[at]) else { return false };
        self.levels[at] == Level::Bare && bears_a_code(self.shape, self.rows[at])
            || matches!(self.shape.kind_of(leading), Some(Kind::Listed(listing)) if listing.find(text).is_some())
    }

    /// It has no ordinal, and the ordinals around it leave out just one.
    fn stands_in_the_count(&self, at: usize) -> bool {
        let number = |at: usize| match self.rows[at].content(self.shape.ordinal?).map(ordinal_of) {
            Some(Ordinal::Number(number)) if self.is_record(at) => Some(number),
            _ => None,
        };
        let beside = |at: Option<usize>| at.filter(|at| *at < self.rows.len()).and_then(number);
        self.levels[at] == Level::Bare
            && beside(at.checked_sub(1)).is_some_and(|above| beside(Some(at + 1)) == Some(above + 2))
    }

    /// Where the section ends that a row heads: at the next one that stands as high.
    fn end_of_section(&self, at: usize) -> usize {
        let level = self.levels[at];
        let ends = |other: &usize| {
            let stands = self.is_record(*other) || self.trace[*other].kind == RowKind::Section;
            stands && self.levels[*other] <= level && (self.levels[*other] != Level::Bare || level == Level::Bare)
        };
        (at + 1..self.rows.len()).find(ends).unwrap_or(self.rows.len())
    }

    /// That a row adds up those of the highest level among others: in each column in which it has a number, but for averages.
    fn proof(&mut self, at: usize, span: std::ops::Range<usize>) -> Option<Proof> {
        let from = |end: usize| self.counted.partition_point(|other| *other < end);
        let within = &self.counted[from(span.start)..from(span.end)];
        self.steps = self.steps.checked_sub(within.len())?;
        let highest = within.first().map(|first| self.levels[*first]).filter(|highest| *highest > self.levels[at])?;
        let added: Vec<usize> = within.iter().copied().filter(|other| self.levels[*other] == highest).collect();
        let looks = added.len() * self.shape.numbers.len();
        self.looks = self.looks.checked_sub(looks)?;
        let (mut proof, mut others) = (None::<Proof>, 0);
        for (column, _) in self.shape.numbers.iter().filter(|(_, figures)| !figures.in_percent) {
            let Some(number) = number_at(self.shape, self.rows[at], *column) else { continue };
            let numbers = added.iter().filter_map(|other| number_at(self.shape, self.rows[*other], *column));
            let numbers: Vec<f64> = numbers.filter(|number| *number != 0.0).collect();
            let sum: f64 = numbers.iter().sum();
            let is_between = || numbers.iter().any(|it| *it <= number) && numbers.iter().any(|it| *it >= number);
            if (sum - number).abs() > 1e-6 * number.abs().max(1.0) {
                is_between().then_some(())?;
                others += 1;
            } else if !numbers.is_empty() {
                let (rows, first, last) =
                    (added.len(), self.rows[added[0]].number, self.rows[added[added.len() - 1]].number);
                let columns = proof.map_or(0, |proof| proof.columns) + 1;
                let number = proof.map_or(number, |proof| proof.number);
                proof = Some(Proof { number, rows, first, last, columns });
            }
        }
        proof.filter(|proof| proof.columns > others)
    }
}
