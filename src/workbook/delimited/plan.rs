//! What is to be mended in a text file, found out before its records are put into a sheet. A file whose records all have the
//! width of its header is sound, and so is one whose writer leaves out cells that are blank to the end: nothing is mended in
//! them. A record counts as torn, or as cut by a comma of its own, only where the other records leave no doubt.

use std::collections::BTreeMap;

use csv::StringRecord;

use super::open_quote;
use super::records::Records;
use crate::cell::GRID_ROWS;

/// So many lines are mended; of more the file is something else than it seems.
const MENDED: usize = 1_000;

/// What is done about the record with a certain ordinal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Mend {
    /// This and the next ones, so many in all, are one record.
    Join(usize),
    /// Cells that begin with a space belong to the cell before.
    Glue,
    /// The end of a line was lost behind so many cells: two records stand in one line.
    Split(usize),
    /// It has too many cells, and it is not known which belong together.
    Long,
    /// This and the next ones look like one record, but other records are short as well.
    Torn,
    /// This delimiter makes a record of it.
    Foreign(u8),
}

/// The width of the table, and what is mended in it.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) width: usize,
    pub(super) mends: BTreeMap<usize, Mend>,
}

/// What a record tells about the file.
struct Line {
    length: usize,
    filled: usize,
    /// How many cells at its end are blank.
    blank_end: usize,
    /// Another delimiter, and into how many cells it would cut the record.
    otherwise: (u8, usize),
    /// How many cells begin with a space, behind a filled one; unknown if one of these stands in quotation marks.
    glued: Option<usize>,
    begins: Beginning,
    /// Where it might be two records: behind so many cells stands the ordinal that follows its own.
    again: Option<usize>,
    /// Its first and its last cell stand in quotation marks.
    quoted: [bool; 2],
    is_below_blank: bool,
}

/// What the first cell of a record is.
#[derive(Clone, Copy, PartialEq)]
enum Beginning {
    /// The number of a row, up to three digits, or a Roman one.
    Mark,
    /// A word without a capital: the inside of a sentence.
    Within,
    Words,
    Other,
}

/// What is to be mended: nothing where a quotation mark stays open, for then it is not known what a record is.
pub(super) fn plan(text: &str, delimiter: u8) -> Plan {
    let Some((lines, quotes_delimiters)) = survey(text, delimiter) else { return Plan::default() };
    let width = common_width(&lines);
    let mut plan = Plan { width, mends: BTreeMap::new() };
    let Some(begin) = lines.iter().position(|line| line.length == width).filter(|_| width >= 3) else { return plan };
    // A writer that keeps blank cells at the end of one record leaves them out nowhere.
    let pads = lines.iter().any(|line| line.length == width && line.blank_end > 0);
    let all_whole = mend_torn(&lines, begin, pads, &mut plan);
    // Who quoted one comma would have quoted them all.
    let may_glue = delimiter == b',' && !quotes_delimiters && all_whole;
    mend_long(&lines, pads, may_glue, &mut plan);
    let foreign = lines.iter().enumerate().filter(|(_, line)| line.otherwise.1 == width && line.length < width);
    plan.mends.extend(foreign.map(|(at, line)| (at, Mend::Foreign(line.otherwise.0))));
    if plan.mends.values().filter(|mend| matches!(mend, Mend::Join(_) | Mend::Glue)).count() > MENDED {
        for mend in plan.mends.values_mut() {
            *mend = if matches!(mend, Mend::Join(_) | Mend::Torn) { Mend::Torn } else { Mend::Long };
        }
    }
    plan
}

/// What each record tells, and whether a delimiter stands in quotation marks anywhere.
fn survey(text: &str, delimiter: u8) -> Option<(Vec<Line>, bool)> {
    let mut records = Records::new(text, delimiter, true);
    let (mut record, mut lines, mut quotes_delimiters) = (StringRecord::new(), Vec::new(), false);
    loop {
        // Reading text from memory has no errors.
        let Some(place) = records.next(&mut record).ok()? else { return Some((lines, quotes_delimiters)) };
        // Too long a record, or more rows than a sheet has: the file is refused when they are put there.
        if place.is_cut || lines.len() >= GRID_ROWS as usize {
            return None;
        }
        let written = &text[place.from..place.to];
        let quoted = if written.contains('"') {
            if open_quote(written, delimiter).is_some() {
                return None;
            }
            quoted_fields(written, delimiter)
        } else {
            Vec::new()
        };
        let is_quoted = |at: usize| quoted.get(at).copied().unwrap_or(false);
        quotes_delimiters |=
            record.iter().enumerate().any(|(at, cell)| is_quoted(at) && cell.contains(char::from(delimiter)));
        let otherwise = if record.len() == 1 { otherwise(written, delimiter) } else { (0, 0) };
        lines.push(Line { otherwise, ..line(&record, &is_quoted, place.blank > 0) });
    }
}

/// The delimiter that cuts a record of one cell into the most cells, of those that do not stand in sentences, and how many these are.
/// A record has more than signs in it.
fn otherwise(written: &str, delimiter: u8) -> (u8, usize) {
    let others =
        [b';', b'\t', b'|'].into_iter().filter(|other| *other != delimiter && written.as_bytes().contains(other));
    let filled =
        |other: u8| written.split(char::from(other)).filter(|cell| cell.chars().any(char::is_alphanumeric)).count();
    let cut = others.map(|other| (other, quoted_fields(written, other).len()));
    let cut = cut.filter(|(other, count)| *count > 3 && filled(*other) * 2 >= *count);
    cut.max_by_key(|(_, count)| *count).unwrap_or((0, 0))
}

fn line(record: &StringRecord, is_quoted: &dyn Fn(usize) -> bool, is_below_blank: bool) -> Line {
    let is_blank = |cell: &str| cell.trim().is_empty();
    let glued = || {
        (1..record.len())
            .filter(|&at| record[at].starts_with(' ') && !is_blank(&record[at]) && !is_blank(&record[at - 1]))
    };
    Line {
        length: record.len(),
        filled: record.iter().filter(|cell| !is_blank(cell)).count(),
        blank_end: record.iter().rev().take_while(|cell| cell.is_empty()).count(),
        otherwise: (0, 0),
        glued: (!glued().any(|at| is_quoted(at - 1) || is_quoted(at))).then(|| glued().count()),
        begins: beginning(record.get(0).unwrap_or_default()),
        again: again(record),
        quoted: [is_quoted(0), is_quoted(record.len().saturating_sub(1))],
        is_below_blank,
    }
}

/// Behind which cell of a record, in its middle, the ordinal stands that follows the one with which it begins. Of a line whose end was
/// lost behind a blank cell, the ordinal stands in that cell.
fn again(record: &StringRecord) -> Option<usize> {
    let number = |at: usize| record.get(at).and_then(|cell| cell.trim().parse::<u32>().ok());
    let next = number(0).filter(|_| record.len() > 6)?.checked_add(1)?;
    let middle = record.len() / 2;
    (number(middle) == Some(next)).then_some(middle)
}

/// Which fields of a record stand in quotation marks, all of which are closed.
fn quoted_fields(written: &str, delimiter: u8) -> Vec<bool> {
    let (mut quoted, mut is_within, mut at_start) = (Vec::new(), false, true);
    for byte in written.bytes() {
        if at_start {
            quoted.push(byte == b'"');
            (is_within, at_start) = (byte == b'"', false);
            if byte == delimiter {
                at_start = true;
            }
        } else if byte == b'"' && quoted.last() == Some(&true) {
            is_within = !is_within;
        } else if byte == delimiter && !is_within {
            at_start = true;
        }
    }
    quoted
}

fn beginning(cell: &str) -> Beginning {
    let cell = cell.trim();
    let bare = cell.trim_matches(['.', ')', '(']);
    let is_number = (1..=3).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_digit());
    let is_roman = !bare.is_empty() && bare.bytes().all(|byte| b"IVXivx".contains(&byte));
    let letters = cell.chars().take_while(|character| character.is_alphabetic());
    if is_number || is_roman {
        Beginning::Mark
    } else if letters.clone().count() > 1 && letters.clone().all(char::is_lowercase) {
        Beginning::Within
    } else if cell.chars().filter(|character| character.is_alphabetic()).count() > 1 {
        Beginning::Words
    } else {
        Beginning::Other
    }
}

/// The width that makes up most of the cells, if at least a third of the records have it; else none.
fn common_width(lines: &[Line]) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for line in lines {
        *counts.entry(line.length).or_default() += 1;
    }
    let most = counts.iter().max_by_key(|(width, count)| (**width - 1) * **count);
    most.filter(|(_, count)| **count * 3 >= lines.len()).map_or(0, |(width, _)| *width)
}

/// Plans how records that a line break tore apart are joined, and says whether no other record is short. A record is torn
/// if the pieces make exactly the width, and either blank cells are kept at the ends of records or the next piece begins
/// within a sentence; none is if any other record is short.
fn mend_torn(lines: &[Line], begin: usize, pads: bool, plan: &mut Plan) -> bool {
    let width = plan.width;
    let whole = || lines[begin..].iter().filter(|line| line.length == width);
    let is_numbered = whole().filter(|line| line.begins == Beginning::Mark).count() * 2 >= whole().count();
    let (mut groups, mut all_whole, mut at) = (Vec::new(), true, begin);
    while at < lines.len() {
        let is_row = is_numbered && lines[at].begins == Beginning::Mark;
        if !(2..width).contains(&lines[at].length) {
            let rest = if is_row { rest_of_last_cell(&lines[at..], width) } else { 0 };
            if rest > 0 {
                plan.mends.insert(at, Mend::Join(rest + 1));
            }
            at += rest + 1;
            continue;
        }
        let count = pieces(&lines[at..], width);
        let next = || lines.iter().take(at + count).skip(at + 1);
        let is_within = next().all(|line| line.begins == Beginning::Within);
        let is_odd = pads
            && next().all(|line| match line.begins {
                Beginning::Mark => false,
                Beginning::Within | Beginning::Words => true,
                Beginning::Other => is_numbered,
            });
        if count > 0 && (is_within || is_odd) && (!is_numbered || lines[at].begins == Beginning::Mark) {
            groups.push((at, count, is_within));
            at += count;
        } else {
            let goes_on = |next: &Line| next.begins == Beginning::Within && next.length < width && !next.is_below_blank;
            if is_row && lines.get(at + 1).is_some_and(goes_on) {
                plan.mends.insert(at, Mend::Torn);
            }
            all_whole = false;
            at += 1;
        }
    }
    for (at, count, is_within) in groups {
        if all_whole {
            plan.mends.insert(at, Mend::Join(count));
        } else if is_within && is_numbered {
            plan.mends.insert(at, Mend::Torn);
        }
    }
    all_whole
}

/// How many lines below a whole record go on within its last cell, which is filled: they begin within a sentence.
fn rest_of_last_cell(lines: &[Line], width: usize) -> usize {
    let goes_on =
        |line: &&Line| line.length == 1 && line.begins == Beginning::Within && !line.quoted[0] && !line.is_below_blank;
    let is_open = lines[0].length == width && lines[0].blank_end == 0 && !lines[0].quoted[1];
    if is_open { lines[1..].iter().take_while(goes_on).count() } else { 0 }
}

/// How many lines from the first on make exactly one record when each goes on within the last cell of the one before; 0 if
/// none do.
fn pieces(lines: &[Line], width: usize) -> usize {
    let mut length = lines[0].length;
    for (at, line) in lines.iter().enumerate().skip(1) {
        let is_quoted = lines[at - 1].quoted[1] || line.quoted[0];
        if line.is_below_blank || is_quoted || line.length >= width || length + line.length - 1 > width {
            break;
        }
        length += line.length - 1;
        if length == width {
            return at + 1;
        }
    }
    0
}

/// Plans how records with too many cells are put together: those that commas with a space cut, if these are just as many as
/// there are cells too many. The header must fit, or blank cells be kept at the ends of records, and nothing be merely longer.
/// Other numbered ones are told.
fn mend_long(lines: &[Line], pads: bool, may_glue: bool, plan: &mut Plan) {
    let width = plan.width;
    let long = || lines.iter().enumerate().filter(|(_, line)| line.length > width);
    let is_glued = |line: &Line| line.glued == Some(line.length - width);
    let is_blank = |line: &Line| line.blank_end >= line.length - width;
    let unknown = long().filter(|(_, line)| !is_glued(line)).count();
    let header = lines.iter().find(|line| line.length >= width && line.filled * 3 >= line.length * 2);
    let header_fits = header.is_some_and(|header| header.length == width);
    if !(pads || header_fits) || unknown * 2 > lines.len() {
        return;
    }
    let may_glue = may_glue && !long().any(|(_, line)| is_blank(line)) && (unknown == 0 || (pads && header_fits));
    for (at, line) in long() {
        // Of twice the width, or of one less: then the ordinal stands in the last cell of the first one, which was blank.
        if line.again.is_some() && (line.length == 2 * width || line.length + 1 == 2 * width) {
            plan.mends.insert(at, Mend::Split(line.length - width));
        } else if may_glue && is_glued(line) {
            plan.mends.insert(at, Mend::Glue);
        } else if line.begins == Beginning::Mark && !is_blank(line) {
            plan.mends.insert(at, Mend::Long);
        }
    }
}
