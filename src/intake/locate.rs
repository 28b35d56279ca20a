//! Finds where the forms' tables stand on a sheet. People insert title rows and columns, merge headers, split them over two
//! rows or flatten them into one, so it looks for the headings' words, never for fixed cells.

use std::rc::Rc;

use super::headings::{AS_PRINTED, FormHeadings, Headings, Key};
use super::rows::is_blank;
use crate::cell::{Area, Cell, Content};
use crate::workbook::{Row, Sheet};

/// A header found on a sheet.
#[derive(Debug, Clone)]
pub struct Header {
    /// The index of the form in [`Headings::forms`].
    pub form: usize,
    /// All rows of the header (from 0), over its columns.
    pub area: Area,
    /// From left to right; only columns that have a heading.
    pub columns: Vec<HeaderColumn>,
    /// Rows further down (first and last) where the same header stands again.
    pub repeats: Vec<(u32, u32)>,
    /// The sum of the headings' scores.
    score: f64,
}

/// A column of a header.
#[derive(Debug, Clone)]
pub struct HeaderColumn {
    /// From 0.
    pub column: u32,
    /// The cell of its lowest heading.
    pub cell: Cell,
    /// The headings above each other, joined by ` - `, as typed.
    pub heading: String,
    /// The field it was assigned to, and the score.
    pub field: Option<(usize, f64)>,
    /// The field that it would be as printed, had not another column been taken for that.
    pub duplicates: Option<usize>,
}

/// The rows of a header: a group row, a row below it, and one to spare.
const MAX_HEADER_ROWS: u32 = 3;
/// Columns that are looked at; a form has some fifteen, and a stray cell at XFD must not cost time.
const MAX_HEADER_COLUMNS: usize = 256;
/// A longer text is no heading: the longest seen on a genuine form had 120 characters.
const MAX_HEADING_BYTES: usize = 600;
/// How many of a row's texts are looked at to see whether it may be a header, until one is found: agencies put columns of their
/// own before those of the form.
const FIRST_TEXTS: usize = 12;
/// The same below a header, where most rows are data, and where likeness is asked, which costs more.
const FEW_TEXTS: usize = 4;
/// How many rows are compared by likeness on a sheet where no row holds a heading as printed.
const LIKENESS_ROWS: usize = 60;

/// How many cells of rows that may be headers are looked at on a sheet: to compare a row with the forms takes a thousand times as
/// long as to read it. A form printed on two hundred pages, with its header on each, has 3,000.
const LOOKED_AT: usize = 10_000;

/// The headers on a sheet, from top to bottom.
pub fn locate(sheet: &Sheet, headings: &Headings) -> Vec<Header> {
    let mut headers: Vec<Header> = Vec::new();
    let (mut below, mut looked_at) = (0, 0);
    for (at, row) in sheet.rows.iter().enumerate() {
        let texts = if headers.is_empty() { FIRST_TEXTS } else { FEW_TEXTS };
        if row.number < below || !may_be_header(row, headings, texts) {
            continue;
        }
        looked_at += row.cells.len().min(MAX_HEADER_COLUMNS);
        if looked_at > LOOKED_AT {
            break;
        }
        let Some(header) = best_header(sheet, headings, at, below, false) else { continue };
        below = header.area.last.row + 1;
        add(&mut headers, header);
    }
    headers
}

/// The headers on a sheet where hardly any heading is as printed: slower, so only asked when [`locate`] found nothing.
pub fn locate_by_likeness(sheet: &Sheet, headings: &Headings) -> Vec<Header> {
    let mut headers: Vec<Header> = Vec::new();
    let (mut below, mut looked_at) = (0, 0);
    for (at, row) in sheet.rows.iter().enumerate().take(LIKENESS_ROWS) {
        if row.number < below || !may_resemble_header(row, headings) {
            continue;
        }
        looked_at += row.cells.len().min(MAX_HEADER_COLUMNS);
        if looked_at > LOOKED_AT {
            break;
        }
        let Some(header) = best_header(sheet, headings, at, below, true) else { continue };
        below = header.area.last.row + 1;
        add(&mut headers, header);
    }
    headers
}

/// How many headings of which form (by index) the best row holds, for a sheet where no table was found.
pub fn nearest(sheet: &Sheet, headings: &Headings) -> Option<(usize, usize)> {
    sheet.rows.iter().take(LIKENESS_ROWS).fold(None, |best, row| {
        let keys =
            row.cells.iter().filter_map(|(_, content)| heading_text(content)).take(MAX_HEADER_COLUMNS).map(Key::new);
        let mut counts = vec![0; headings.forms.len()];
        for key in keys {
            let mut forms: Vec<usize> = headings.known(&key).iter().map(|(form, _)| *form).collect();
            forms.dedup();
            for form in forms {
                counts[form] += 1;
            }
        }
        let (form, count) = counts.into_iter().enumerate().max_by_key(|(form, count)| (*count, usize::MAX - form))?;
        if count >= 2 && best.is_none_or(|(_, most)| count > most) { Some((form, count)) } else { best }
    })
}

fn add(headers: &mut Vec<Header>, header: Header) {
    let mapping = |header: &Header| -> Vec<(u32, usize)> {
        header.columns.iter().filter_map(|column| Some((column.column, column.field?.0))).collect()
    };
    match headers.last_mut() {
        // The same header again, as on every printed page: one table goes on.
        Some(last) if last.form == header.form && mapping(last) == mapping(&header) => {
            last.repeats.push((header.area.first.row, header.area.last.row));
        }
        _ => headers.push(header),
    }
}

/// Whether one of the row's first texts, so many of them, is a heading as printed.
fn may_be_header(row: &Row, headings: &Headings, count: usize) -> bool {
    if begins_with_number(row) {
        return false;
    }
    let texts = row.cells.iter().filter_map(|(_, content)| heading_text(content));
    texts.take(count).any(|text| {
        let key = Key::new(text);
        !key.is_empty() && !headings.known(&key).is_empty()
    })
}

/// Whether the row's first filled cell is a number, or a text that begins with one: most rows of data do, and no heading.
fn begins_with_number(row: &Row) -> bool {
    match row.cells.iter().map(|(_, content)| content).find(|content| !is_blank(content)) {
        Some(Content::Text(text)) => {
            text.trim_start_matches(['(', '-', ' ']).starts_with(|first: char| first.is_ascii_digit())
        }
        Some(_) => true,
        None => false,
    }
}

/// Whether the row holds three texts or more and one of the first is near enough to a heading.
fn may_resemble_header(row: &Row, headings: &Headings) -> bool {
    let texts: Vec<&str> = row.cells.iter().filter_map(|(_, content)| heading_text(content)).collect();
    let keys: Vec<Key> = texts.iter().take(FEW_TEXTS).map(|text| Key::new(text)).collect();
    texts.len() >= 3 && headings.forms.iter().any(|form| form.resembles(&keys))
}

fn heading_text(content: &Content) -> Option<&str> {
    match content {
        Content::Text(text) if text.len() <= MAX_HEADING_BYTES && !text.trim().is_empty() => Some(text),
        _ => None,
    }
}

/// Rows that may be a form's header together, and how much the headings that are as printed speak for them.
struct Window {
    top: u32,
    height: u32,
    form: usize,
    worth: f64,
    stacks: Rc<Vec<Stack>>,
}

/// The best header that has this row, at its top or next to it. Which rows belong to it is told by the headings as printed;
/// only then, which costs more, the other headings are compared by likeness.
fn best_header(sheet: &Sheet, headings: &Headings, at: usize, below: u32, by_likeness: bool) -> Option<Header> {
    let row = sheet.rows[at].number;
    let mut windows: Vec<Window> = Vec::new();
    // A row of groups above has its texts over the columns; a single text at the left is a title.
    let heads_columns = |number: u32| {
        let texts = |row: &Row| row.cells.iter().filter(|(_, content)| heading_text(content).is_some()).count();
        sheet
            .row(number)
            .is_some_and(|above| texts(above) >= 2 || above.cells.first().is_some_and(|(column, _)| *column > 0))
    };
    let above = row.checked_sub(1).filter(|above| *above >= below && heads_columns(*above));
    for top in [Some(row), above].into_iter().flatten() {
        let mut stacks = Rc::new(Vec::new());
        for height in 1..=MAX_HEADER_ROWS {
            if top + height - 1 < row {
                continue;
            }
            // Numbers end a header: they are ordinals of data, or number the columns.
            if height > 1 && sheet.row(top + height - 1).is_some_and(begins_with_number) {
                break;
            }
            let higher = stack_columns(sheet, top, height);
            if higher == *stacks {
                continue;
            }
            stacks = Rc::new(higher);
            for form in 0..headings.forms.len() {
                let printed = fields_as_printed(headings, form, &stacks);
                if printed >= 2 || by_likeness {
                    // A further row must bring a heading of its own.
                    let worth = printed as f64 - 0.4 * f64::from(height - 1) - if top < row { 0.4 } else { 0.0 };
                    windows.push(Window { top, height, form, worth, stacks: Rc::clone(&stacks) });
                }
            }
        }
    }
    windows.sort_by(|one, other| other.worth.total_cmp(&one.worth));
    let mut best: Option<(f64, Header)> = None;
    for window in windows {
        // What is a whole heading behind cannot win by likeness, unless likeness is all there is.
        if let Some((most, _)) = &best
            && !by_likeness
            && window.worth + 1.0 < *most
        {
            break;
        }
        let Window { top, height, form, .. } = window;
        let Some(header) = header_of(sheet, form, &headings.forms[form], top, height, &window.stacks) else { continue };
        let worth = header.score - 0.4 * f64::from(height - 1) - if top < row { 0.4 } else { 0.0 };
        if best.as_ref().is_none_or(|(most, _)| worth > *most) {
            best = Some((worth, header));
        }
    }
    best.map(|(_, header)| header)
}

/// How many of the form's fields are headed as printed.
fn fields_as_printed(headings: &Headings, form: usize, stacks: &[Stack]) -> usize {
    let known = stacks.iter().flat_map(|stack| &stack.keys).flat_map(|key| headings.known(key));
    let mut fields: Vec<usize> = known.filter(|(known, _)| *known == form).map(|(_, field)| *field).collect();
    fields.sort_unstable();
    fields.dedup();
    fields.len()
}

/// The headings above each other in one column.
#[derive(Debug, PartialEq)]
struct Stack {
    column: u32,
    cell: Cell,
    heading: String,
    keys: Vec<Key>,
}

fn header_of(
    sheet: &Sheet,
    form: usize,
    headings: &FormHeadings,
    top: u32,
    height: u32,
    stacks: &[Stack],
) -> Option<Header> {
    let keys: Vec<Vec<Key>> = stacks.iter().map(|stack| stack.keys.clone()).collect();
    let assigned = headings.assign(&keys);
    if !headings.suffices(assigned.iter().flatten().map(|(field, _)| *field)) {
        return None;
    }
    let taken: Vec<usize> = assigned.iter().flatten().map(|(field, _)| *field).collect();
    let columns: Vec<HeaderColumn> = stacks
        .iter()
        .zip(&assigned)
        .map(|(stack, field)| HeaderColumn {
            column: stack.column,
            cell: stack.cell,
            heading: stack.heading.clone(),
            field: *field,
            duplicates: match field {
                Some(_) => None,
                None => {
                    let scores = headings.printed_scores(&stack.keys);
                    taken.iter().copied().find(|field| scores[*field] >= AS_PRINTED)
                }
            },
        })
        .collect();
    let (first, last) = (columns.first()?.column, columns.last()?.column);
    let bottom = header_bottom(sheet, top, top + height - 1, &columns);
    let score = assigned.iter().flatten().map(|(_, score)| score.powi(4)).sum();
    let area = Area::new(Cell::new(top, first), Cell::new(bottom, last));
    Some(Header { form, area, columns, repeats: Vec::new(), score })
}

/// The last row of the header: merged cells may reach below the rows that were read, and a row of sub-headings that the
/// form does not know stands only under columns that have no field.
fn header_bottom(sheet: &Sheet, top: u32, read: u32, columns: &[HeaderColumn]) -> u32 {
    let mut bottom = read;
    for merge in &sheet.merges {
        let starts_here = (top..=read).contains(&merge.first.row);
        let heads = columns.iter().any(|column| column.field.is_some() && column.cell == merge.first);
        if starts_here && heads {
            bottom = bottom.max(merge.last.row.min(top + MAX_HEADER_ROWS));
        }
    }
    if let Some(next) = sheet.row(bottom + 1) {
        let with_field = |number: u32| columns.iter().any(|column| column.column == number && column.field.is_some());
        let texts: Vec<u32> = next
            .cells
            .iter()
            .filter(|(_, content)| heading_text(content).is_some())
            .map(|(column, _)| *column)
            .collect();
        let filled =
            next.cells.iter().filter(|(_, content)| !matches!(content, Content::Text(text) if text.trim().is_empty()));
        let grouped = |number: &u32| {
            columns.iter().any(|column| column.column == *number)
                || columns.iter().any(|column| column.column + 1 == *number && column.field.is_none())
        };
        if texts.len() >= 2
            && filled.count() == texts.len()
            && texts.iter().all(|number| !with_field(*number) && grouped(number))
        {
            bottom += 1;
        }
    }
    bottom
}

/// For every column that has a text in these rows: the headings above each other. A text that is merged over several
/// columns, or that has blank cells to its right and headings of their own below them, heads them all.
fn stack_columns(sheet: &Sheet, top: u32, height: u32) -> Vec<Stack> {
    let rows: Vec<Option<&Row>> = (top..top + height).map(|number| sheet.row(number)).collect();
    let merges: Vec<&Area> = sheet
        .merges
        .iter()
        .filter(|merge| {
            merge.first.row < top + height && merge.last.row >= top && merge.last.column > merge.first.column
        })
        .collect();
    let text_at = |row: u32, column: u32| -> Option<&str> {
        rows[(row - top) as usize].and_then(|row| row.content(column)).and_then(heading_text)
    };
    let mut numbers: Vec<u32> = rows
        .iter()
        .flatten()
        .flat_map(|row| {
            row.cells.iter().filter(|(_, content)| heading_text(content).is_some()).map(|(column, _)| *column)
        })
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.truncate(MAX_HEADER_COLUMNS);
    let group_over = |row: u32, column: u32| -> Option<&str> {
        if let Some(merge) = merges.iter().find(|merge| merge.contains(Cell::new(row, column))) {
            return if merge.first.row == row { text_at(row, merge.first.column) } else { None };
        }
        // Without merges (a text file): blank here, a heading below, and the nearest heading to the left has one below too.
        if row + 1 >= top + height || text_at(row + 1, column).is_none() {
            return None;
        }
        let left = (0..column).rev().take(12).find(|left| text_at(row, *left).is_some())?;
        (left..column).all(|between| text_at(row + 1, between).is_some()).then(|| text_at(row, left)).flatten()
    };
    let mut stacks = Vec::with_capacity(numbers.len());
    for column in numbers {
        let mut texts: Vec<&str> = Vec::new();
        let mut cell = None;
        let mut own = Vec::new();
        for row in top..top + height {
            if let Some(text) = text_at(row, column) {
                texts.push(text);
                own.push(text);
                cell = Some(Cell::new(row, column));
            } else if let Some(group) = group_over(row, column) {
                texts.push(group);
            }
        }
        let (Some(cell), Some(leaf)) = (cell, own.last()) else { continue };
        let mut keys = vec![Key::new(leaf)];
        keys.extend(Key::with_notes(leaf));
        if texts.len() > 1 {
            keys.push(Key::new(&texts.join(" ")));
            if own.len() > 1 {
                keys.push(Key::new(own[0]));
                keys.push(Key::new(&own.join(" ")));
            }
        }
        keys.retain(|key| !key.is_empty());
        let heading = texts.join(" - ");
        stacks.push(Stack { column, cell, heading, keys });
    }
    stacks
}
