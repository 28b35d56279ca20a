//! Rows that number the columns, as printed forms do below the header. Excel makes -1 of a typed `(1)`, and some forms say
//! how a column is computed: `11=10+9`.

use crate::cell::Content;
use crate::schema::row_words::RowWords;
use crate::text::fold;

/// `(1) (2) (3)`, `1 2 3`, `-1 -2 -3` (as Excel makes of `(1)`), `A B 1 2`, `I II III`, `Cột 1 Cột 2`, `11=10+9`, `=A7+1`
/// never calculated: at least three cells, all of this
/// kind, the numbers rising, or in another order with their columns.
pub fn is_number_row(words: &RowWords, filled: &[(u32, &Content)]) -> bool {
    if filled.len() < 3 {
        return false;
    }
    let mut numbers: Vec<u32> = Vec::with_capacity(filled.len());
    let mut formulas = 0;
    for (_, content) in filled {
        match column_number(words, content) {
            Some(ColumnNumber::Number(number)) => numbers.push(number),
            Some(ColumnNumber::Formula) => formulas += 1,
            Some(ColumnNumber::Letter) => {}
            None => return false,
        }
    }
    let rise = |low: u32, high: u32| low < high && high <= low + 8;
    let rising =
        numbers.first().is_none_or(|first| *first <= 8) && numbers.windows(2).all(|pair| rise(pair[0], pair[1]));
    // Numbers that begin further on, or run far beyond the cells that hold them, count something else.
    let fit = numbers.iter().min().is_none_or(|lowest| *lowest <= 2)
        && numbers.iter().max().is_none_or(|highest| *highest as usize <= 3 * filled.len());
    (numbers.len() >= 2 || filled.len() >= 4) && (rising && fit || are_moved(numbers, formulas))
}

/// Whether the cells number all columns of a table, one after the other from 1: nothing else does, wherever it stands.
pub fn counts_all_columns(words: &RowWords, filled: &[(u32, &Content)], columns: usize) -> bool {
    let is = |at: usize, content: &Content| matches!(column_number(words, content), Some(ColumnNumber::Number(number)) if number as usize == at + 1);
    filled.len() >= 5 && filled.len() >= columns && filled.iter().enumerate().all(|(at, (_, content))| is(at, content))
}

/// Whether the cells number the columns of a table that has too few to tell by their numbers alone: `(1)` below the only one.
pub fn numbers_few_columns(filled: &[(u32, &Content)], columns: usize) -> bool {
    let is = |at: usize, content: &Content| matches!(content, Content::Text(text) if text.tidied() == format!("({})", at + 1));
    columns < 3 && filled.len() == columns && filled.iter().enumerate().all(|(at, (_, content))| is(at, content))
}

/// Whether each cell holds the number of its column in brackets, from `(1)` on, as the tool's own blank forms have it: also where a form
/// says that every row is data.
pub(super) fn numbers_in_brackets(filled: &[(u32, &Content)]) -> bool {
    let is = |at: usize, content: &Content| matches!(content, Content::Text(text) if text.tidied() == format!("({})", at + 1));
    !filled.is_empty() && filled.iter().enumerate().all(|(at, (_, content))| is(at, content))
}

/// The numbers of columns that were put in another order: each once, hardly one left out but those that formulas stand for.
fn are_moved(mut numbers: Vec<u32>, formulas: usize) -> bool {
    let written = numbers.len();
    let count = written + formulas;
    numbers.sort_unstable();
    numbers.dedup();
    count >= 5 && numbers.len() == written && numbers.last().is_some_and(|last| *last as usize <= count + 3)
}

enum ColumnNumber {
    Number(u32),
    Letter,
    /// Counts on from the cell before, or so it seems.
    Formula,
}

fn column_number(words: &RowWords, content: &Content) -> Option<ColumnNumber> {
    let text = match content {
        Content::Number(number) if number.fract() == 0.0 && number.abs() < 1000.0 => {
            return Some(ColumnNumber::Number(number.abs() as u32));
        }
        Content::Text(text) if text.len() <= 40 => text.tidied().to_owned(),
        Content::Uncalculated(_) => return Some(ColumnNumber::Formula),
        _ => return None,
    };
    let core: String =
        text.chars().filter(|character| !matches!(character, '(' | ')' | '[' | ']' | ' ' | '.' | '\n')).collect();
    if core.chars().count() == 1 && core.chars().all(|character| character.is_ascii_alphabetic()) {
        return Some(ColumnNumber::Letter);
    }
    let behind = || words.columns.behind(&fold(&core)).next().map(str::to_uppercase);
    let behind = core.starts_with(char::is_alphabetic).then(behind).flatten();
    let core = behind.as_deref().unwrap_or(&core);
    if let Some(number) = roman(core) {
        return Some(ColumnNumber::Number(number));
    }
    // `11=10+9` counts as column 11; the rest is how it is computed.
    let (number, formula) = core.split_once('=').unwrap_or((core, ""));
    if !formula.chars().all(|character| character.is_ascii_alphanumeric() || "+-*/:x×".contains(character)) {
        return None;
    }
    number.trim_start_matches('-').parse().ok().filter(|number| *number < 1000).map(ColumnNumber::Number)
}

/// A Roman number of at least two letters, as far as columns are counted.
fn roman(core: &str) -> Option<u32> {
    const ROMAN: [&str; 24] = [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
        "XVIII", "XIX", "XX", "XXI", "XXII", "XXIII", "XXIV",
    ];
    ROMAN.iter().position(|roman| *roman == core).map(|at| at as u32 + 1)
}
