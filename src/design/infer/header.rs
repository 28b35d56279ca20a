//! Where a table that nobody has described stands on its sheet: which rows head it, which heading stands above which column, which
//! rows below number the columns or say how to fill them in. Known forms are found by their words; here there is only the shape:
//! a row, or up to three, of short texts side by side, with data, blanks or numbers of columns below.

use std::collections::BTreeSet;

use super::words::Words;
use crate::cell::{Area, Cell, Content, SheetName};
use crate::intake::companion::is_companion;
use crate::intake::rows::is_number_row;
use crate::text::fold;
use crate::workbook::offers::Offer;
use crate::workbook::{Sheet, Visibility, Workbook};

/// A header is looked for in so many rows from the top.
const ROWS: u32 = 60;
/// The most rows of a header.
const MOST_ROWS: u32 = 3;
/// No heading has so many characters.
const LONGEST: usize = 300;
/// Sheets that are looked through, and merged regions of each.
const SHEETS: usize = 40;
const MERGES: usize = 4_000;

/// A header, and what stands around it.
#[derive(Debug)]
pub(super) struct Header {
    /// The index of the sheet.
    pub sheet: usize,
    /// Its first and last row.
    pub rows: (u32, u32),
    /// From left to right.
    pub columns: Vec<Heading>,
    /// The row of column numbers, if there is one.
    pub numbers: Option<u32>,
    /// The row that says how to fill the columns in, if there is one.
    pub guidance: Option<u32>,
    /// The first row of data.
    pub body: u32,
    score: f64,
}

/// A heading above a column.
#[derive(Clone, Debug)]
pub(super) struct Heading {
    pub cell: Cell,
    /// As printed, on one line, with its marks.
    pub text: String,
    /// What stands above it and its neighbours, from the top.
    pub groups: Vec<String>,
}

/// The header of the likeliest table, and the sheets on which others seem to stand. Only a sheet of this name, if one is given.
pub(super) fn find(
    workbook: &Workbook,
    offers: &[Offer],
    words: &Words,
    wanted: Option<&str>,
) -> (Option<Header>, Vec<String>) {
    let mut found: Vec<Header> = Vec::new();
    for (index, sheet) in workbook.sheets.iter().enumerate().take(SHEETS) {
        let is_wanted = wanted.is_none_or(|name| sheet.name.as_deref().is_some_and(|own| fold(own) == fold(name)));
        if is_wanted && !is_companion(sheet) {
            let own: Vec<&Offer> = offers
                .iter()
                .filter(|offer| Some(&offer.sheet) == sheet.name.as_ref().and_then(SheetName::shown))
                .collect();
            // The first sheets are more often the form.
            let best = Page::new(sheet, words).best(index, &own);
            found.extend(best.map(|best| Header { score: best.score - 0.3 * index as f64, ..best }));
        }
    }
    let best = (0..found.len()).reduce(|best, at| if found[at].score > found[best].score { at } else { best });
    let Some(best) = best.map(|at| found.swap_remove(at)) else { return (None, Vec::new()) };
    let least = best.score;
    let others = found.iter().filter(|header| header.columns.len() >= 4 && header.score * 2.0 >= least);
    let others = others.filter_map(|header| workbook.sheets[header.sheet].name.as_deref().map(str::to_owned));
    let others = others.collect();
    (Some(best), others)
}

/// A sheet that is looked through.
struct Page<'a> {
    sheet: &'a Sheet,
    words: &'a Words,
    merges: Vec<Area>,
}

/// What stands above a column in some rows.
struct Stack {
    column: u32,
    own: Vec<(u32, String)>,
    groups: Vec<(u32, String)>,
}

impl<'a> Page<'a> {
    fn new(sheet: &'a Sheet, words: &'a Words) -> Self {
        let merges =
            sheet.merges.iter().copied().filter(|area| area.first.row < ROWS + MOST_ROWS).take(MERGES).collect();
        Self { sheet, words, merges }
    }

    fn best(&self, index: usize, offers: &[&Offer]) -> Option<Header> {
        let tops = self.sheet.rows.iter().map(|row| row.number).take_while(|row| *row < ROWS);
        let mut best: Option<Header> = None;
        for top in tops {
            for size in 1..=MOST_ROWS {
                if let Some(header) = self.header(index, (top, top + size - 1), offers)
                    && best.as_ref().is_none_or(|best| header.score > best.score)
                {
                    best = Some(header);
                }
            }
        }
        best
    }

    /// The text of a cell as a heading; years may head columns too.
    fn text(&self, row: u32, column: u32) -> Option<String> {
        match self.sheet.content(Cell::new(row, column))? {
            Content::Text(text) if !text.is_blank() => Some(one_line(&text.decoded())),
            Content::Number(number) if is_year(*number) => Some(number.to_string()),
            _ => None,
        }
    }

    fn merge(&self, row: u32, column: u32) -> Option<&Area> {
        self.merges.iter().find(|area| area.contains(Cell::new(row, column)))
    }

    /// What stands in the rows above each column.
    fn stacks(&self, (top, leaf): (u32, u32)) -> Vec<Stack> {
        let mut columns: BTreeSet<u32> = BTreeSet::new();
        for row in (top..=leaf).filter_map(|row| self.sheet.row(row)) {
            columns.extend(row.cells.iter().map(|(column, _)| column));
        }
        for area in self.merges.iter().filter(|area| area.last.row >= top && area.first.row < leaf) {
            columns.extend((area.first.column..=area.last.column).take(256));
        }
        let mut stacks: Vec<Stack> = Vec::new();
        for column in columns {
            let mut stack = Stack { column, own: Vec::new(), groups: Vec::new() };
            for row in top..=leaf {
                self.put(&mut stack, row, (top, leaf));
            }
            if !stack.own.is_empty() {
                stacks.push(stack);
            }
        }
        stacks
    }

    fn put(&self, stack: &mut Stack, row: u32, (top, leaf): (u32, u32)) {
        let column = stack.column;
        if let Some(area) = self.merge(row, column) {
            // A merged region says what it says once, in its first row within the header.
            if row != area.first.row.max(top) {
                return;
            }
            let Some(text) = self.text(area.first.row, area.first.column) else { return };
            let is_wide = area.last.column > area.first.column;
            let has_below = area.last.row < leaf
                && (area.last.row + 1..=leaf).any(|below| {
                    (area.first.column..=area.last.column).any(|column| self.text(below, column).is_some())
                });
            match is_wide && has_below {
                true => stack.groups.push((row, text)),
                // A heading over several columns of the grid is one column.
                false if column == area.first.column => stack.own.push((row, text)),
                false => {}
            }
            return;
        }
        match self.text(row, column) {
            Some(text) if row < leaf && self.spreads(row, column) => stack.groups.push((row, text)),
            Some(text) => stack.own.push((row, text)),
            // Below a text that stands at the left of blanks, as a text file has groups.
            None if row < leaf && self.text(row + 1, column).is_some() && self.merge(row, column).is_none() => {
                let left = (column.saturating_sub(20)..column).rev();
                let mut between = left.take_while(|left| self.text(row + 1, *left).is_some());
                let over = between.find_map(|left| {
                    let text = self.text(row, left)?;
                    self.merge(row, left).is_none().then_some((left, text))
                });
                stack.groups.extend(over.filter(|(left, _)| self.spreads(row, *left)).map(|(_, text)| (row, text)));
            }
            None => {}
        }
    }

    /// Whether a text stands above several headings without being merged: blanks at its right, headings below all of them.
    fn spreads(&self, row: u32, column: u32) -> bool {
        let below = |column: u32| self.text(row + 1, column).is_some();
        let blank = |column: u32| self.text(row, column).is_none() && self.merge(row, column).is_none();
        below(column) && blank(column + 1) && below(column + 1)
    }

    fn header(&self, sheet: usize, rows: (u32, u32), offers: &[&Offer]) -> Option<Header> {
        let stacks = self.stacks(rows);
        let (top, leaf) = rows;
        let all = || stacks.iter().flat_map(|stack| stack.own.iter().chain(&stack.groups));
        if stacks.is_empty() || all().any(|(_, text)| text.chars().count() > LONGEST) {
            return None;
        }
        // Merged cells that begin above are cut, and so are those that go on below.
        let is_cut = |area: &&Area| {
            let crosses = |row: u32| area.first.row < row && row <= area.last.row;
            (crosses(top) || crosses(leaf + 1))
                && stacks.iter().any(|stack| (area.first.column..=area.last.column).contains(&stack.column))
        };
        if self.merges.iter().any(|area| is_cut(&area))
            || self.is_of_numbers(leaf)
            || self.is_guidance(leaf)
            || self.is_of_numbers(top)
            || self.is_under_a_title(rows, &stacks)
        {
            return None;
        }
        let columns: Vec<Heading> = stacks.iter().map(Heading::of).collect();
        let (numbers, guidance, body) = self.below(leaf);
        let has_offers = offers.iter().flat_map(|offer| &offer.areas).any(|area| {
            (leaf + 1..=body + 1).contains(&area.first.row)
                && columns.iter().any(|heading| (area.first.column..=area.last.column).contains(&heading.cell.column))
        });
        let is_enough = columns.len() >= 2 || has_offers || numbers.is_some();
        let ordinal =
            columns.iter().any(|heading| self.words.kind(&heading.text).is_some_and(|kind| kind == "ordinal"));
        let doubled = stacks.iter().map(|stack| stack.own.len() - 1).sum::<usize>();
        let rows_of_header = (top..=leaf).filter_map(|row| self.sheet.row(row));
        let foreign = rows_of_header.flat_map(|row| &row.cells).filter(|(_, content)| !may_head(content)).count();
        let groups: BTreeSet<&String> = stacks.iter().flat_map(|stack| &stack.groups).map(|(_, text)| text).collect();
        let lone = stacks.len() < 3 && top > 0;
        let of = |so: bool, worth: f64| if so { worth } else { 0.0 };
        let score = columns.len() as f64
            + of(numbers.is_some(), 5.0)
            + of(has_offers, 4.0)
            + of(ordinal, 3.0)
            + of(!groups.is_empty(), 2.0)
            + of(guidance.is_some(), 1.0)
            - 2.0 * doubled as f64
            - 3.0 * foreign as f64
            - f64::from(leaf - top)
            - 0.05 * f64::from(top)
            - of(lone, 1.0)
            - of(self.sheet.visibility != Visibility::Visible, 10.0);
        is_enough.then_some(Header { sheet, rows, columns, numbers, guidance, body, score })
    }

    /// Whether a row of several is one text over all of them: a title.
    fn is_under_a_title(&self, (top, leaf): (u32, u32), stacks: &[Stack]) -> bool {
        let is_title = |row: u32| {
            let filled = self.row(row).filter(|(_, content)| text_of(content).is_some()).count();
            let below = stacks.iter().filter(|stack| stack.groups.iter().any(|(at, _)| *at == row)).count();
            filled == 1 && below * 10 >= stacks.len() * 9
        };
        stacks.len() > 1 && (top..leaf).any(is_title)
    }

    /// The rows below the header that are no data: that of numbers, that of guidance, and the first one after them.
    fn below(&self, leaf: u32) -> (Option<u32>, Option<u32>, u32) {
        let (mut numbers, mut guidance, mut row) = (None, None, leaf + 1);
        loop {
            if numbers.is_none() && self.is_of_numbers(row) {
                numbers = Some(row);
            } else if guidance.is_none() && self.is_guidance(row) {
                guidance = Some(row);
            } else {
                return (numbers, guidance, row);
            }
            row += 1;
        }
    }

    fn is_of_numbers(&self, row: u32) -> bool {
        let filled: Vec<(u32, &Content)> = self.row(row).collect();
        is_number_row(&self.words.language.rows, &filled)
    }

    /// The cells of a row, with their columns.
    fn row(&self, row: u32) -> impl Iterator<Item = (u32, &Content)> {
        self.sheet.row(row).into_iter().flat_map(|row| &row.cells)
    }

    /// Whether most texts of a row say how to fill in what stands above.
    fn is_guidance(&self, row: u32) -> bool {
        let texts: Vec<&str> = self.row(row).filter_map(|(_, content)| text_of(content)).collect();
        texts.len() >= 2 && texts.iter().filter(|text| self.words.is_guidance(text)).count() * 5 >= texts.len() * 3
    }
}

impl Heading {
    fn of(stack: &Stack) -> Self {
        let lowest = stack.own.last().map_or(0, |(row, _)| *row);
        let text = stack.own.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" ");
        let groups = stack.groups.iter().map(|(_, text)| text.clone()).collect();
        Self { cell: Cell::new(lowest, stack.column), text, groups }
    }
}

/// Whether a cell may be one of a header: a text or a year.
fn may_head(content: &Content) -> bool {
    match content {
        Content::Text(_) => true,
        Content::Number(number) => is_year(*number),
        _ => false,
    }
}

fn is_year(number: f64) -> bool {
    (1990.0..2100.0).contains(&number) && number.fract() == 0.0
}

/// The text of a cell that holds one and says something.
pub(super) fn text_of(content: &Content) -> Option<&str> {
    match content {
        Content::Text(text) if !text.is_blank() => Some(text.as_str()),
        _ => None,
    }
}

/// The text on one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
