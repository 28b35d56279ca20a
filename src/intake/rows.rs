//! What a row below a header is. Decided by what the row holds, never by its ordinal alone: ordinals restart, are missing on
//! real rows and stand on empty ones, and people put sections, totals, notes and signatures between and below the data.

use crate::cell::{Area, Content};
use crate::schema::{Form, Kind};
use crate::text::{Bilingual, fold, is_placeholder, tidy};
use crate::workbook::Row;

use super::headings::Key;
use super::{Column, RowKind};

mod column_numbers;
mod ordinal;
pub mod why;
mod words;

use column_numbers::is_number_row;
pub use ordinal::{Ordinal, ordinal_of};
use words::{counts_something, is_example, is_guidance, is_note, is_signature, is_total};

/// The columns of a table, as far as they tell rows apart.
#[derive(Debug)]
pub struct Shape<'a> {
    columns: &'a [Column],
    ordinal: Option<u32>,
    /// The column of the first field that every record must fill: mostly the name.
    leading: Option<u32>,
    /// The columns of required fields.
    required: Vec<u32>,
    /// The columns of all fields but the ordinal.
    fields: Vec<u32>,
    /// Headings by column, for headers that are repeated.
    keys: Vec<(u32, Key)>,
}

impl<'a> Shape<'a> {
    /// The shape of a table with these columns.
    pub fn new(form: &Form, columns: &'a [Column]) -> Self {
        let with = |wanted: &dyn Fn(usize) -> bool| -> Vec<u32> {
            columns.iter().filter(|column| column.field.is_some_and(wanted)).map(|column| column.column).collect()
        };
        let is_ordinal = |field: usize| form.fields[field].kind == Kind::Ordinal;
        let required = with(&|field| form.fields[field].required && !is_ordinal(field));
        let leading = form
            .fields
            .iter()
            .position(|field| field.required && field.unique)
            .or_else(|| form.fields.iter().position(|field| field.required && field.kind != Kind::Ordinal))
            .and_then(|wanted| columns.iter().find(|column| column.field == Some(wanted)))
            .map(|column| column.column);
        let keys = columns
            .iter()
            .flat_map(|column| {
                let parts = column.heading.split(" - ").chain([column.heading.as_str()]);
                parts.map(|part| (column.column, Key::new(part))).collect::<Vec<_>>()
            })
            .collect();
        Self {
            columns,
            ordinal: with(&is_ordinal).first().copied(),
            leading,
            required,
            fields: with(&|field| !is_ordinal(field)),
            keys,
        }
    }
}

/// What the rows before this one tell about it.
#[derive(Debug, Default)]
pub struct Before {
    /// A signature or the like has come: what follows is no data unless it clearly is.
    pub signed: bool,
    /// The ordinal of the last record, if it is a whole number.
    pub ordinal: Option<u32>,
    /// How many rows without anything stand right above.
    pub gap: u32,
    /// A record has come.
    pub recorded: bool,
    /// A note has come, and no record after it: what follows goes on with it unless it clearly is data.
    pub noted: bool,
}

/// After so many blank rows a row must be clearly a record to be one.
const FAR_BELOW: u32 = 20;

/// What the row is, and why.
///
/// `covered` are the columns whose cell in this row belongs to a cell merged from a row above; `wide` is a merged region of
/// several columns that begins in this row, if any; `next` is the next row that holds anything.
pub fn classify(
    shape: &Shape<'_>,
    row: &Row,
    covered: &[u32],
    wide: Option<&Area>,
    next: Option<&Row>,
    before: &Before,
) -> (RowKind, &'static Bilingual) {
    let filled: Vec<(u32, &Content)> = row
        .cells
        .iter()
        .filter(|(_, content)| !is_blank(content))
        .map(|(column, content)| (*column, content))
        .collect();
    if filled.is_empty() {
        return (RowKind::Blank, &why::NOTHING);
    }
    let in_fields = filled.iter().filter(|(column, _)| shape.fields.contains(column)).count();
    let beside =
        filled.iter().filter(|(column, _)| !shape.fields.contains(column) && Some(*column) != shape.ordinal).count();
    let ordinal = shape
        .ordinal
        .and_then(|column| filled.iter().find(|(number, _)| *number == column))
        .map(|(_, content)| *content);
    let mark = ordinal.map(ordinal_of);
    if in_fields == 0 && beside == 0 && !matches!(mark, Some(Ordinal::Words)) {
        return (RowKind::Blank, &why::ORDINAL_ALONE);
    }
    if is_number_row(&filled) {
        return (RowKind::ColumnNumbers, &why::COLUMN_NUMBERS);
    }
    if repeats_header(shape, &filled) {
        return (RowKind::RepeatedHeader, &why::HEADER_AGAIN);
    }
    let required_filled = shape
        .required
        .iter()
        .filter(|column| covered.contains(column) || filled.iter().any(|(number, _)| number == *column))
        .count();
    let strong =
        in_fields >= 1 && required_filled >= 2.min(shape.required.len()) && required_filled * 2 >= shape.required.len();
    if !before.recorded && explains_the_headings(shape, &filled) {
        return (RowKind::RepeatedHeader, &why::EXPLAINS_THE_HEADINGS);
    }
    let texts: Vec<String> = match strong {
        // A row that fills the form is looked at no further, unless its first words are those of a total.
        true => first_text(&filled).map(|(_, text)| fold(text)).into_iter().collect(),
        false => filled.iter().filter_map(|(_, content)| text_of(content)).map(fold).collect(),
    };
    if let Some((at, text)) = first_text(&filled)
        && is_total(&fold(text))
        && (!strong || filled.iter().enumerate().all(|(other, (_, content))| other == at || counts_something(content)))
    {
        return (RowKind::Total, &why::TOTAL);
    }
    if ordinal.and_then(text_of).is_some_and(|text| is_example(&fold(text))) {
        return (RowKind::Note, &why::EXAMPLE);
    }
    if strong {
        return (RowKind::Record, &why::FILLS_THE_FORM);
    }
    if texts.iter().any(|text| is_signature(text)) {
        return (RowKind::Signature, &why::SIGNATURE);
    }
    if before.signed {
        return (RowKind::Signature, &why::BELOW_SIGNATURE);
    }
    if texts.first().is_some_and(|text| is_note(text)) {
        return (RowKind::Note, &why::NOTE);
    }
    if before.noted && (in_fields <= 1 || mark.is_none() && is_numbered_line(&filled)) {
        return (RowKind::Note, &why::NOTE_GOES_ON);
    }
    let words_ahead = matches!(mark, Some(Ordinal::Words));
    if in_fields == 0 && !words_ahead {
        return (RowKind::Stray, &why::BESIDE);
    }
    if before.gap >= FAR_BELOW {
        return (RowKind::Stray, &why::FAR_BELOW);
    }
    if wide.is_some_and(|area| (area.last.column - area.first.column + 1) as usize * 2 >= shape.columns.len()) {
        return (RowKind::Section, &why::MERGED_ACROSS);
    }
    if words_ahead && in_fields == 0 {
        return (RowKind::Section, &why::LONE_TEXT);
    }
    // A section may say whose it is, how much it holds or when it is due; its rows follow.
    if let Some(mark) = &mark
        && heads_a_list(shape, mark, next)
    {
        return (RowKind::Section, &why::HEADS_A_LIST);
    }
    if in_fields == 1 {
        let (column, content) =
            filled.iter().find(|(column, _)| shape.fields.contains(column)).copied().unwrap_or(filled[0]);
        if text_of(content).is_none() {
            return (RowKind::Stray, &why::LONE_NUMBER);
        }
        if let Some(Ordinal::Number(number)) = mark
            && Some(column) == shape.leading
            && goes_on(shape, next, number, before)
        {
            return (RowKind::Record, &why::ORDINAL_GOES_ON);
        }
        return (RowKind::Section, &why::LONE_TEXT);
    }
    if required_filled == 0 && !matches!(mark, Some(Ordinal::Number(_) | Ordinal::Sub(_))) {
        return (RowKind::Stray, &why::NOTHING_REQUIRED);
    }
    (RowKind::Record, &why::SEVERAL_FILLED)
}

/// Whether the row heads those below it: it bears the mark of a section (`I`, `A`), or the row below it starts counting anew
/// (`1`, or `3.1` below `3`).
fn heads_a_list(shape: &Shape<'_>, mark: &Ordinal, next: Option<&Row>) -> bool {
    match (mark, next_ordinal(shape, next)) {
        (Ordinal::Mark, _) => true,
        (Ordinal::Number(_), Some(Ordinal::Number(below))) => below == 1,
        (Ordinal::Number(number), Some(Ordinal::Sub(above))) => above == *number,
        _ => false,
    }
}

/// Whether the row is a line of a list and nothing else: its number or letter in one cell, its words in the next.
fn is_numbered_line(filled: &[(u32, &Content)]) -> bool {
    let [(_, mark), (_, words)] = filled else { return false };
    !matches!(ordinal_of(mark), Ordinal::Words) && ordinal_of(words) == Ordinal::Words
}

/// Whether a row that holds a number and a name alone is one more record in the count.
fn goes_on(shape: &Shape<'_>, next: Option<&Row>, number: u32, before: &Before) -> bool {
    if before.ordinal.is_some_and(|last| number == last + 1) {
        return true;
    }
    // Here the count begins; a row below that counts otherwise belongs to another one.
    let fits_below = match next_ordinal(shape, next) {
        Some(Ordinal::Number(below)) => below == number + 1,
        _ => true,
    };
    (before.ordinal.is_none() || number == 1) && fits_below
}

fn next_ordinal(shape: &Shape<'_>, next: Option<&Row>) -> Option<Ordinal> {
    shape.ordinal.and_then(|column| next?.content(column)).map(ordinal_of)
}

/// Whether the cells tell how to fill the columns («(bắt buộc)», «Ghi rõ …»), or divide them by years, as templates do in a
/// row of their own below the headings.
fn explains_the_headings(shape: &Shape<'_>, filled: &[(u32, &Content)]) -> bool {
    let cells: Vec<&Content> =
        filled.iter().filter(|(column, _)| Some(*column) != shape.ordinal).map(|(_, content)| *content).collect();
    let explains = |content: &&Content| text_of(content).is_some_and(|text| is_guidance(&fold(text)));
    let year = |content: &&Content| match content {
        Content::Number(number) => number.fract() == 0.0 && (2000.0..=2100.0).contains(number),
        Content::Text(text) => {
            let bare = fold(text);
            let digits = bare.strip_prefix("năm").unwrap_or(&bare).trim();
            digits.len() == 4 && digits.starts_with("20") && digits.bytes().all(|digit| digit.is_ascii_digit())
        }
        _ => false,
    };
    cells.len() >= 3 && cells.iter().all(explains) || cells.len() >= 2 && cells.iter().all(year)
}

/// Whether the cell says nothing: spaces, dots, dashes.
pub fn is_blank(content: &Content) -> bool {
    match content {
        Content::Text(text) => match text.as_bytes().first() {
            None => true,
            // Most cells begin with a letter: nothing more to ask.
            Some(first) if first.is_ascii_alphanumeric() => false,
            Some(_) => is_placeholder(&tidy(text)),
        },
        _ => false,
    }
}

fn text_of(content: &Content) -> Option<&str> {
    match content {
        Content::Text(text) => Some(text),
        _ => None,
    }
}

/// The first words and their place in the row: «Tổng cộng» may stand behind an ordinal, or behind `x` and counts.
fn first_text<'a>(filled: &[(u32, &'a Content)]) -> Option<(usize, &'a str)> {
    let words = filled.iter().map(|(_, content)| text_of(content).filter(|_| ordinal_of(content) == Ordinal::Words));
    words.enumerate().find_map(|(at, text)| Some((at, text?)))
}

/// Whether at least three cells (or all, if there are two) say what their column's heading says.
fn repeats_header(shape: &Shape<'_>, filled: &[(u32, &Content)]) -> bool {
    // Headings are short; a row whose first text is long is none.
    let same = |column: u32, content: &Content| {
        let Some(text) = text_of(content).filter(|text| text.len() <= 300) else { return false };
        let first = text.trim_start().chars().next().map(|first| first.to_lowercase().next());
        let mut keys = shape.keys.iter().filter(|(number, _)| *number == column).peekable();
        // The first letter rules most cells of data out before anything is folded.
        if keys.peek().is_none() || first.is_none() {
            return false;
        }
        let key = Key::new(text);
        keys.any(|(_, heading)| !key.is_empty() && *heading == key)
    };
    let mut repeated = 0;
    for (at, (column, content)) in filled.iter().enumerate() {
        repeated += usize::from(same(*column, content));
        // Three misses and no hit: data.
        if at >= 2 && repeated == 0 {
            return false;
        }
    }
    repeated >= 3 && repeated * 2 >= filled.len() || repeated == filled.len() && repeated == 2
}
