//! The content of an ods file before it is read. Cells, rows and spaces may be repeated by a number, which the reader
//! writes out: one kilobyte can stand for 16 million cells. Here the numbers are added up first, and what the reader does
//! not tell (merged regions, what is hidden) is taken along.

use std::collections::BTreeMap;
use std::ops::Range;

use quick_xml::events::{BytesStart, Event};

use super::biff::{too_much_text, too_wide};
use super::grid::Frame;
use super::limits;
use super::package::attributes;
use super::refusal::Fault;
use crate::cell::{GRID_COLUMNS, GRID_ROWS};
use crate::text::Bilingual;

/// A table while its elements go by.
#[derive(Default)]
struct Table {
    name: Option<String>,
    frame: Frame,
    /// Rows and columns so far, repeated ones written out.
    rows: u64,
    columns: u64,
    /// The width of the row so far, and the column behind its last cell with content.
    width: u64,
    used: u64,
    /// How often the row is repeated, and the cell that is being gone through.
    repeated: u64,
    cell_repeated: u64,
    /// Bytes of text and formulas in the row so far, those of repeated cells written out.
    row_text: u64,
    /// Cells that the reader lists row by row, before it repeats rows.
    listed: u64,
    /// The first and behind the last row with content, and behind the last column.
    first_row: Option<u64>,
    last_row: u64,
    last_column: u64,
    /// Hidden rows, as first and behind the last; cut to the rows with content at the end.
    hidden: Vec<(u64, u64)>,
}

/// Bytes that a text takes in memory besides its own.
const TEXT_OVERHEAD: u64 = 24;

/// What all tables of a file stand for so far: the reader holds them in memory together.
#[derive(Default)]
struct Totals {
    /// Cells of the tables that are done.
    span: u64,
    /// Bytes of text and formulas, with all repeats.
    text: u64,
}

/// Frames by the names of sheets, and places in the content.
type Checked = (BTreeMap<String, Frame>, Vec<Range<usize>>);

/// Adds up what the repeats stand for, and gives the frames of the sheets by their names, and the places of what stands between
/// the cells of a row: spaces and comments, which the reader takes for damage (SheetJS indents its files).
pub(super) fn check(content: &[u8]) -> Result<Checked, Fault> {
    let text = std::str::from_utf8(content).map_err(|error| Fault::broken(&error))?;
    let mut reader = quick_xml::Reader::from_str(text);
    // End tags must match, for calamine 0.38 waits for the end of a table for ever if the document ends before (found by
    // fuzzing).
    reader.config_mut().expand_empty_elements = true;
    let mut depth = 0usize;
    let mut frames = BTreeMap::new();
    let mut totals = Totals::default();
    let mut table: Option<Table> = None;
    let mut spaces = 0u64;
    let mut gaps = Vec::new();
    // How deep the elements of a row's cells stand.
    let mut cells = None;
    loop {
        let start = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|error| Fault::broken(&error))?;
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof if depth > 0 => {
                return Err(Fault::incomplete("phần dữ liệu bị cắt cụt", "its content is cut short"));
            }
            _ => {}
        }
        match event {
            Event::Start(element) => match (element.name().as_ref(), &mut table) {
                // No spreadsheet program writes one, and the reader takes its rows for those of the outer table.
                ("table:table", Some(_)) => {
                    return Err(Fault::damaged(
                        "có bảng lồng trong một bảng khác",
                        "a table stands within another table",
                    ));
                }
                ("table:table", None) => {
                    let name = attributes(&element).find(|(name, _)| name == "table:name").map(|(_, name)| name);
                    table = Some(Table { name, ..Table::default() });
                }
                ("table:table-column", Some(table)) => table.column(&element)?,
                ("table:table-row", Some(table)) => {
                    cells = Some(depth);
                    table.begin_row(&element);
                }
                ("table:table-cell" | "table:covered-table-cell", Some(table)) => table.cell(&element)?,
                ("text:s", table) => {
                    let count = attributes(&element).find(|(name, _)| name == "text:c");
                    let count = count.and_then(|(_, count)| count.parse().ok()).unwrap_or(1u64).min(1 << 40);
                    spaces += count;
                    if spaces > limits::TEXT_BYTES as u64 {
                        let what = Bilingual::new("Số dấu cách được lặp lại", "The number of repeated spaces");
                        return Err(Fault::too_large(what, spaces, limits::TEXT_BYTES));
                    }
                    if let Some(table) = table {
                        table.text(count);
                    }
                }
                _ => {}
            },
            Event::Text(_) | Event::Comment(_) if cells == Some(depth) => {
                gaps.push(start..reader.buffer_position() as usize);
            }
            Event::Text(text) => {
                if let Some(table) = &mut table {
                    table.text(text.len() as u64);
                }
            }
            Event::End(element) => match element.name().as_ref() {
                "table:table-row" => {
                    cells = None;
                    if let Some(table) = &mut table {
                        table.end_row(&mut totals)?;
                    }
                }
                "table:table" => {
                    if let Some(table) = table.take() {
                        totals.span += table.span();
                        // What has no name is no sheet.
                        if let (Some(name), frame) = table.finish() {
                            frames.insert(name, frame);
                        }
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok((frames, gaps)),
            _ => {}
        }
    }
}

/// The content without these places, which rise.
pub(super) fn without(content: Vec<u8>, places: &[Range<usize>]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(content.len());
    let mut from = 0;
    for place in places {
        kept.extend(&content[from..place.start]);
        from = place.end;
    }
    kept.extend(&content[from..]);
    kept
}

impl Table {
    fn column(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        let found: BTreeMap<String, String> = attributes(element).collect();
        let repeated = number(&found, "table:number-columns-repeated")?;
        if is_hidden(&found) {
            let last = (self.columns + repeated - 1).min(u64::from(GRID_COLUMNS));
            self.frame.hide_columns(grid(self.columns), grid(last));
        }
        self.columns = self.columns.saturating_add(repeated);
        Ok(())
    }

    fn begin_row(&mut self, element: &BytesStart<'_>) {
        let found: BTreeMap<String, String> = attributes(element).collect();
        // What is no number is told by the reader.
        self.repeated = number(&found, "table:number-rows-repeated").unwrap_or(1);
        (self.width, self.used, self.row_text) = (0, 0, 0);
        if is_hidden(&found) && self.hidden.len() < limits::CELLS {
            self.hidden.push((self.rows, self.rows.saturating_add(self.repeated)));
        }
    }

    fn cell(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        let found: BTreeMap<String, String> = attributes(element).collect();
        let repeated = number(&found, "table:number-columns-repeated")?.min(u64::from(GRID_COLUMNS));
        let (across, down) =
            (number(&found, "table:number-columns-spanned")?, number(&found, "table:number-rows-spanned")?);
        if across > 1 || down > 1 {
            let first = (grid(self.rows), grid(self.width));
            let last = (grid(self.rows.saturating_add(down) - 1), grid(self.width.saturating_add(across) - 1));
            self.frame.merge(first, last)?;
        }
        self.width = (self.width + repeated).min(u64::from(GRID_COLUMNS));
        let has_content = found.keys().any(|name| {
            matches!(name.as_str(), "office:value-type" | "calcext:value-type" | "table:formula")
                || name.starts_with("office:") && name.ends_with("value")
        });
        if has_content {
            self.used = self.width;
        }
        self.cell_repeated = repeated;
        // Attributes hold formulas, and texts that are not shown as they are; and every copy of a text has its own place.
        let own = if found.values().any(|kind| kind == "string") { TEXT_OVERHEAD } else { 0 };
        self.text(own + found.values().map(|value| value.len() as u64).sum::<u64>());
        Ok(())
    }

    /// So many bytes of text in the cell.
    fn text(&mut self, bytes: u64) {
        self.row_text = self.row_text.saturating_add(bytes.saturating_mul(self.cell_repeated));
    }

    /// The cells that the table takes in memory so far.
    fn span(&self) -> u64 {
        let rows = self.first_row.map_or(0, |first| self.last_row - first);
        rows.saturating_mul(self.last_column).max(self.listed)
    }

    fn end_row(&mut self, totals: &mut Totals) -> Result<(), Fault> {
        let repeated = self.repeated.min(u64::from(GRID_ROWS).saturating_sub(self.rows));
        if self.used > 0 && repeated > 0 {
            self.listed = self.listed.saturating_add(self.used);
            self.first_row.get_or_insert(self.rows);
            self.last_row = self.rows + repeated;
            self.last_column = self.last_column.max(self.used);
            let span = totals.span + self.span();
            if span > limits::SPAN {
                return Err(too_wide(span));
            }
            totals.text = totals.text.saturating_add(self.row_text.saturating_mul(repeated));
            if totals.text > limits::COPIED_BYTES {
                return Err(too_much_text(totals.text));
            }
        }
        self.rows = self.rows.saturating_add(repeated);
        Ok(())
    }

    fn finish(mut self) -> (Option<String>, Frame) {
        for (first, last) in self.hidden {
            self.frame.hidden_rows.extend((first..last.min(self.last_row)).map(grid));
        }
        (self.name, self.frame)
    }
}

/// A count in an attribute, 1 if it is missing. Errs on what is no positive number.
fn number(attributes: &BTreeMap<String, String>, name: &str) -> Result<u64, Fault> {
    let Some(written) = attributes.get(name) else { return Ok(1) };
    written.parse::<u64>().ok().filter(|number| *number > 0).ok_or_else(|| {
        Fault::damaged(format!("số lần lặp «{written}» không hợp lệ"), format!("the repeat “{written}” is no number"))
    })
}

fn is_hidden(attributes: &BTreeMap<String, String>) -> bool {
    attributes.get("table:visibility").is_some_and(|visibility| matches!(visibility.as_str(), "collapse" | "filter"))
}

/// What lies outside the grid stays outside it.
fn grid(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(rows: &str) -> String {
        format!("<office:document-content><table:table table:name=\"A\">{rows}</table:table></office:document-content>")
    }

    #[test]
    fn refuses_what_repeats_too_many_cells() {
        let cell = r#"<table:table-cell office:value-type="float" office:value="1"/>"#;
        let rows = format!(r#"<table:table-row table:number-rows-repeated="1048576">{cell}{cell}</table:table-row>"#);
        assert!(check(content(&rows).as_bytes()).is_err());
        let empty = r#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;
        let honest = format!("<table:table-row>{cell}</table:table-row>{empty}");
        assert!(check(content(&honest).as_bytes()).is_ok());
        // Each table is within the limit, all together are not.
        let one = format!(r#"<table:table-row table:number-rows-repeated="600000">{cell}</table:table-row>"#);
        assert!(check(content(&one).as_bytes()).is_ok());
        assert!(check([content(&one), content(&one)].concat().as_bytes()).is_err());
        let long = format!(
            r#"<table:table-row table:number-rows-repeated="9000"><table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell></table:table-row>"#,
            "x".repeat(5_000)
        );
        assert!(check(content(&long).as_bytes()).is_err());
        assert!(check(content(&content("")).as_bytes()).is_err(), "a table within a table");
        assert!(check(b"<table:table><table:table-row/>").is_err(), "the end is missing");
        let spaces = r#"<text:p><text:s text:c="4000000000"/></text:p>"#;
        assert!(check(content(spaces).as_bytes()).is_err());
    }

    #[test]
    fn finds_what_stands_between_cells() {
        let cell = "<table:table-cell><text:p> a </text:p> </table:table-cell>";
        let indented = content(&format!("\n <table:table-row>\n  {cell}<!-- b -->\n </table:table-row>\n"));
        let (_, gaps) = check(indented.as_bytes()).expect("one row is not too many");
        let closed = without(indented.into_bytes(), &gaps);
        let wanted = content(&format!("\n <table:table-row>{cell}</table:table-row>\n"));
        assert_eq!(String::from_utf8_lossy(&closed), wanted);
    }

    #[test]
    fn finds_merges_and_what_is_hidden() {
        let rows = concat!(
            r#"<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>"#,
            r#"<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="4"/></table:table-row>"#,
            r#"<table:table-row table:visibility="collapse"><table:table-cell/>"#,
            r#"<table:table-cell table:number-columns-spanned="3" table:number-rows-spanned="2" office:value-type="string"/></table:table-row>"#,
        );
        let (frames, gaps) = check(content(rows).as_bytes()).expect("four rows are not too many");
        assert!(gaps.is_empty());
        assert_eq!(frames["A"].merges[0].to_string(), "B4:D5");
        assert_eq!(frames["A"].hidden_rows, [3]);
        assert_eq!(frames["A"].hidden_columns, [2]);
    }
}
