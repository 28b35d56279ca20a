//! A sheet that lists things: title, as-of line, headings that stay in sight and repeat on paper, filter, widths by content.
//! A list longer than the Excel grid goes on in a further sheet, and a text longer than a cell holds is cut with a note:
//! nothing is lost in silence.

use super::Result;
use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, Format, IgnoreError, Table, TableColumn, TableStyle, Workbook,
    Worksheet,
};
use unicode_width::UnicodeWidthStr;

use super::list_cell::put;
pub use super::list_cell::{ListCell, Look, excel_day, fitted, lines, linked_count};
use super::style::Styles;
use crate::cell::GRID_ROWS;
use crate::text::Language;

/// From how many rows on a sheet goes through a temporary file: 20,000 rows of 14 columns take more memory otherwise than 200,000 that do.
const MANY_ROWS: usize = 5_000;
/// To how many rows a list is a table of Excel, if it is to be one.
const TABLE_ROWS: usize = 20_000;
/// The last row of a sheet, from 0.
pub const LAST_ROW: u32 = GRID_ROWS - 1;
/// How many characters stand side by side on A4 across when it is printed as small as can still be read (about 6 points).
const READABLE: f64 = 260.0;
/// How many do at full size, between the margins.
pub const PAGE: f64 = 146.0;
/// How high the room between the margins is, in points.
pub const PAGE_HEIGHT: f64 = 516.0;
/// The height of a line, in points, and the greatest that a row can have.
const LINE: f64 = 15.0;
const TALLEST: f64 = 409.0;
/// Bold letters need more room: so much of a width is left for them, less the button of a filter.
const BOLD: f64 = 0.85;
/// What a column's width has beside the text, in characters.
const MARGIN: f64 = 1.0;
/// How many rows are looked at for the widths of columns.
const MEASURED_ROWS: usize = 2_000;
/// A4, as `set_paper_size` numbers it.
const A4: u8 = 9;

/// A sheet that goes through a temporary file, where there are files.
#[cfg(feature = "cli")]
fn long_sheet(workbook: &mut Workbook) -> Result<&mut Worksheet> {
    workbook.add_worksheet_with_constant_memory()
}

#[cfg(not(feature = "cli"))]
fn long_sheet(workbook: &mut Workbook) -> Result<&mut Worksheet> {
    Ok(workbook.add_worksheet())
}

/// A column of a list.
pub struct ListColumn {
    pub heading: String,
    /// The heading above, shared with the neighbours that have the same.
    pub group: Option<String>,
    /// The greatest width, in characters; text beyond it is wrapped.
    pub widest: usize,
}

impl ListColumn {
    pub fn new(heading: &str, widest: usize) -> Self {
        Self { heading: heading.to_owned(), group: None, widest }
    }

    pub fn under(mut self, group: &str) -> Self {
        self.group = Some(group.to_owned());
        self
    }
}

/// Columns by their headings in Vietnamese and English, with their greatest widths.
pub fn columns(language: Language, all: &[(&str, &str, usize)]) -> Vec<ListColumn> {
    let heading = |vi, en| if language == Language::English { en } else { vi };
    all.iter().map(|(vi, en, widest)| ListColumn::new(heading(*vi, *en), *widest)).collect()
}

/// Colours cells by their words, so that it follows when someone corrects a status by hand. `area` is rows and columns, from the
/// first to the last.
pub fn colour(
    sheet: &mut Worksheet,
    (first_row, first_column, last_row, last_column): (u32, u16, u32, u16),
    looks: impl IntoIterator<Item = (String, Format)>,
) -> Result {
    for (words, look) in looks {
        let rule = ConditionalFormatCellRule::EqualTo(words);
        let format = ConditionalFormatCell::new().set_rule(rule).set_format(look);
        sheet.add_conditional_format(first_row, first_column, last_row, last_column, &format)?;
    }
    Ok(())
}

/// A list to be written.
#[derive(Default)]
pub struct Grid<'a> {
    pub name: &'a str,
    pub title: &'a str,
    /// As-of date and what else is to be said once.
    pub subtitle: &'a str,
    /// What is to be said of the columns that follow those that stay in sight; it stands above them.
    pub hint: &'a str,
    pub columns: Vec<ListColumn>,
    /// How many columns stay in sight when scrolling to the right.
    pub frozen: u16,
    pub language: Language,
    /// Where a sheet is full and the list goes on in the next; [`LAST_ROW`] if it is 0.
    pub last_row: u32,
    /// How many columns are printed, from the first on; all that can be seen if it is 0.
    pub printed: u16,
    /// How many columns at the end are hidden: what formulas look things up in.
    pub hidden: u16,
    /// How many rows are printed; all if it is 0.
    pub printed_rows: u32,
    /// The name of the table that the list is, for Excel; none where it is too long for one.
    pub table: Option<String>,
}

impl Grid<'_> {
    /// The row (from 0) of the headings.
    pub fn header_row(&self) -> u32 {
        if self.columns.iter().any(|column| column.group.is_some()) { 4 } else { 3 }
    }

    /// Writes the list; `rows` gives the cells of each of the `count` rows, `finish` adds what only this sheet has and is told the
    /// last row.
    pub fn write<'r>(
        &self,
        workbook: &mut Workbook,
        count: usize,
        mut rows: impl Iterator<Item = Vec<ListCell<'r>>>,
        finish: impl Fn(&mut Worksheet, u32) -> Result,
    ) -> Result {
        let styles = Styles::new();
        let first = self.header_row() + 1;
        let last_row = if self.last_row == 0 { LAST_ROW } else { self.last_row };
        let room = (last_row + 1 - first) as usize;
        // The widths of columns have to be known before a long sheet is begun.
        let measured: Vec<_> = rows.by_ref().take(MEASURED_ROWS).collect();
        let widths = self.widths(&measured);
        let mut rows = measured.into_iter().chain(rows);
        let sheets = count.div_ceil(room).max(1);
        // Excel fits the height of a row to its text when it opens a file; other programs do not. Heights are kept in memory, 400 bytes
        // each, so a long list is left to Excel.
        let most_heights = if self.table.is_some() { TABLE_ROWS } else { MANY_ROWS };
        for part in 0..sheets {
            let here = room.min(count - part * room);
            let sheet = if here > MANY_ROWS { long_sheet(workbook)? } else { workbook.add_worksheet() };
            let name = if part == 0 { self.name.to_owned() } else { further_name(self.name, part + 1) };
            sheet.set_name(name)?;
            // What is worked out to nothing is no nought.
            sheet.set_formula_result_default("");
            let last = first + here.max(1) as u32 - 1;
            let table = self.table.as_ref().filter(|_| sheets == 1 && here <= TABLE_ROWS);
            self.set_up(sheet, &styles, &widths, last, table)?;
            for (index, row) in rows.by_ref().take(here).enumerate() {
                let seen = if here <= most_heights { row.len() - usize::from(self.hidden) } else { 0 };
                let tallest =
                    row[..seen].iter().zip(&widths).map(|(content, width)| content.lines(width - MARGIN)).max();
                if let Some(lines @ 2..) = tallest {
                    sheet.set_row_height(first + index as u32, (LINE * lines as f64).min(TALLEST))?;
                }
                for (column, content) in row.into_iter().enumerate() {
                    put(sheet, first + index as u32, column as u16, &content, &styles, self.language)?;
                }
            }
            finish(sheet, last)?;
        }
        Ok(())
    }

    fn set_up(
        &self,
        sheet: &mut Worksheet,
        styles: &Styles,
        widths: &[f64],
        last: u32,
        table: Option<&String>,
    ) -> Result {
        let header = self.header_row();
        let all = self.columns.len() as u16;
        let last_seen = all - self.hidden - 1;
        for (column, width) in widths.iter().enumerate() {
            sheet.set_column_width(column as u16, *width)?;
        }
        sheet.write_string_with_format(0, 0, self.title, &styles.title)?;
        sheet.write_string_with_format(1, 0, self.subtitle, &styles.subtitle)?;
        if !self.hint.is_empty() {
            sheet.write_string_with_format(2, self.frozen, self.hint, &styles.subtitle)?;
        }
        if header == 4 {
            self.write_groups(sheet, styles, widths)?;
        }
        for (column, ListColumn { heading, .. }) in self.columns.iter().enumerate() {
            sheet.write_string_with_format(header, column as u16, heading, &styles.header)?;
        }
        sheet.set_row_height(header, LINE * self.header_lines(widths) as f64 + 3.0)?;
        match table {
            Some(name) => {
                let columns: Vec<TableColumn> = self.columns[..=usize::from(last_seen)]
                    .iter()
                    .map(|column| TableColumn::new().set_header(&column.heading).set_header_format(&styles.header))
                    .collect();
                let table = Table::new().set_name(name).set_columns(&columns).set_style(TableStyle::None);
                sheet.add_table(header, 0, last, last_seen, &table)?;
            }
            None => {
                sheet.autofilter(header, 0, last, last_seen)?;
            }
        }
        if self.hidden > 0 {
            sheet.set_column_range_hidden(last_seen + 1, all - 1)?;
        }
        // Years and numbers of documents are written as they are.
        sheet.ignore_error_range(header + 1, 0, last, last_seen, IgnoreError::NumberStoredAsText)?;
        sheet.set_freeze_panes(header + 1, self.frozen)?;
        self.set_up_pages(sheet, widths, (header, last, last_seen))
    }

    /// How it is printed: the headings on every page, at a size that can be read.
    fn set_up_pages(
        &self,
        sheet: &mut Worksheet,
        widths: &[f64],
        (header, last, last_seen): (u32, u32, u16),
    ) -> Result {
        sheet.set_repeat_rows(if header == 4 { 3 } else { header }, header)?;
        print_set_up(sheet, self.title);
        let printed = if self.printed == 0 { last_seen + 1 } else { self.printed };
        let last_printed = if self.printed_rows == 0 { last } else { header + self.printed_rows.max(1) };
        sheet.set_print_area(0, 0, last_printed.min(last), printed - 1)?;
        // A list too wide to be read on one page goes on to the right, with the columns that say what a row is.
        let widths = &widths[..usize::from(printed)];
        let kept: f64 = widths.iter().take(usize::from(self.frozen)).sum();
        let rest = widths.iter().sum::<f64>() - kept;
        let pages = (rest / (READABLE - kept).max(READABLE / 2.0)).ceil().max(1.0) as u16;
        if pages > 1 {
            sheet.set_page_order(true);
            if self.frozen > 0 {
                sheet.set_repeat_columns(0, self.frozen - 1)?;
            }
            match self.pages(widths, kept) {
                // What belongs together stays on one page.
                Some((breaks, widest)) => {
                    sheet.set_vertical_page_breaks(&breaks)?;
                    sheet.set_print_scale((100.0 * PAGE / widest).clamp(10.0, 100.0) as u16);
                }
                None => {
                    sheet.set_print_fit_to_pages(pages, 0);
                }
            }
        }
        Ok(())
    }

    /// Before which columns a page ends that is full, where columns stand in groups, and how wide the widest page is.
    fn pages(&self, widths: &[f64], kept: f64) -> Option<(Vec<u32>, f64)> {
        let frozen = usize::from(self.frozen);
        let columns: Vec<_> = self.columns[..widths.len()].iter().zip(widths).skip(frozen).collect();
        columns.iter().any(|(column, _)| column.group.is_some()).then_some(())?;
        let groups: Vec<(usize, f64)> = columns
            .chunk_by(|(one, _), (other, _)| one.group == other.group)
            .map(|group| (group.len(), group.iter().map(|(_, width)| *width).sum()))
            .collect();
        let widest = groups.iter().map(|(_, width)| kept + width).fold(READABLE, f64::max);
        let (mut breaks, mut at, mut used) = (Vec::new(), frozen, kept);
        for (count, width) in groups {
            if used > kept && used + width > widest {
                breaks.push(at as u32);
                used = kept;
            }
            (at, used) = (at + count, used + width);
        }
        Some((breaks, widest))
    }

    fn write_groups(&self, sheet: &mut Worksheet, styles: &Styles, widths: &[f64]) -> Result {
        let (mut column, mut tallest) = (0, 1);
        while column < self.columns.len() {
            let group = &self.columns[column].group;
            let same = self.columns[column..].iter().take_while(|next| next.group == *group).count();
            let (first, last) = (column as u16, (column + same - 1) as u16);
            if let Some(group) = group {
                tallest = tallest.max(lines(group, widths[column..column + same].iter().sum::<f64>() * BOLD));
            }
            match group {
                Some(group) if same > 1 => {
                    sheet.merge_range(3, first, 3, last, group, &styles.group)?;
                }
                Some(group) => {
                    sheet.write_string_with_format(3, first, group, &styles.group)?;
                }
                None => {
                    for column in first..=last {
                        sheet.write_blank(3, column, &styles.group)?;
                    }
                }
            }
            column += same;
        }
        sheet.set_row_height(3, LINE * tallest as f64 + 3.0)?;
        Ok(())
    }

    /// How many lines the tallest heading takes in its column.
    fn header_lines(&self, widths: &[f64]) -> usize {
        let lines =
            self.columns.iter().zip(widths).map(|(column, width)| lines(&column.heading, (*width - MARGIN) * BOLD));
        lines.max().unwrap_or(1)
    }

    fn widths(&self, rows: &[Vec<ListCell<'_>>]) -> Vec<f64> {
        let mut widths: Vec<usize> = self
            .columns
            .iter()
            // A heading may take three lines, but no word of it is broken.
            .map(|column| {
                let word = column.heading.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0);
                word.max(column.heading.width().div_ceil(3)) + 3
            })
            .collect();
        for row in rows {
            for ((width, content), column) in widths.iter_mut().zip(row).zip(&self.columns) {
                *width = (*width).max(content.width(self.language).min(column.widest) + 1);
            }
        }
        widths.into_iter().map(|width| width as f64 * 1.08 + 1.0).collect()
    }
}

/// A4 across, as wide as the paper, page numbers at the foot.
pub fn print_set_up(sheet: &mut Worksheet, title: &str) {
    // An ampersand begins a code in a footer.
    let title = title.replace('&', "&&");
    sheet
        .set_paper_size(A4)
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3)
        .set_footer(format!("&L&8{}&R&8&P/&N", super::cut(&title, 180)));
}

/// `Lỗi (2)`, within the length of a sheet name.
fn further_name(name: &str, number: usize) -> String {
    let ending = format!(" – {number}");
    let room = super::NAME_LENGTH - ending.encode_utf16().count();
    format!("{}{ending}", super::cut(name, room))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_longer_than_a_sheet_goes_on_in_the_next() {
        use calamine::Reader;
        let mut workbook = Workbook::new();
        // Room for ten rows below the headings in row 4.
        let grid = Grid {
            name: "Lỗi",
            title: "t",
            subtitle: "s",
            columns: vec![ListColumn::new("Số", 8)],
            language: Language::Vietnamese,
            last_row: 13,
            ..Grid::default()
        };
        let rows = (0..25).map(|index| vec![ListCell::Count(index)]);
        grid.write(&mut workbook, 25, rows, |_, _| Ok(())).expect("it can be written");
        let bytes = workbook.save_to_buffer().expect("it can be packed");
        let mut read = calamine::Xlsx::new(std::io::Cursor::new(bytes)).expect("it can be read");
        assert_eq!(read.sheet_names(), ["Lỗi", "Lỗi – 2", "Lỗi – 3"]);
        let mut all = Vec::new();
        for name in read.sheet_names() {
            let range = read.worksheet_range(&name).expect("it is there");
            all.extend(range.rows().skip(4).map(|row| row[0].to_string()));
        }
        assert_eq!(all, (0..25).map(|index| index.to_string()).collect::<Vec<_>>());
    }
}
