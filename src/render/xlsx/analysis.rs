//! The sheet *Phân tích*: what the accepted rows answer, in tables that the campaign asks for. Every figure is a formula over the sheet
//! of the form, so that it follows what somebody corrects there; beside it charts where people would rather look than read.

use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartLegendPosition, ChartSolidFill, ChartType, Color, ConditionalFormat2ColorScale,
    Formula, Workbook, Worksheet,
};

use super::grid::{PAGE, PAGE_HEIGHT, fitted, lines, print_set_up};
use super::rows::{FormSheet, What};
use super::style::Styles;
use super::{Result, SheetNames};
use crate::cell::column_letters;
use crate::render::Results;
use crate::render::terms;
use crate::schema::tables::{Across, Axis, Drawn, Group};
use crate::schema::{Count, Kind};

mod counted;

use counted::{Counted, Key};

/// The widths of the first column and of the others, in characters.
const FIRST: f64 = 44.0;
const OTHERS: f64 = 10.5;
/// How many columns are set up; a wider table goes on in the usual width.
const COLUMNS: u16 = 18;
/// Of more rows nothing is counted by formulas: a workbook that takes minutes to open is of no use.
const MOST_ROWS: usize = 20_000;
/// A chart's least height in rows, and the column where it stands.
const CHART_ROWS: u32 = 9;
const CHART_COLUMN: u16 = 5;
/// How many columns it covers.
const CHART_COLUMNS: u16 = 11;
const LINE: f64 = 15.0;

/// Writes the sheet, if there is anything to be counted.
pub fn write(workbook: &mut Workbook, results: &Results<'_>, names: &SheetNames, forms: &[FormSheet<'_>]) -> Result {
    let tables = results.campaign.tables.iter();
    let tables: Vec<(&Count, &FormSheet<'_>)> =
        tables.filter_map(|table| Some((table, counted_on(forms, table)?))).collect();
    if tables.is_empty() {
        return Ok(());
    }
    let styles = Styles::new();
    let title = results.language.say("Phân tích các dòng được tính", "What the accepted rows answer");
    let sheet = workbook.add_worksheet();
    sheet.set_name(&names.analysis)?;
    sheet.set_screen_gridlines(false);
    sheet.set_column_width(0, FIRST)?;
    for column in 1..=COLUMNS {
        sheet.set_column_width(column, OTHERS)?;
    }
    sheet.write_string_with_format(0, 0, title, &styles.title)?;
    sheet.write_string_with_format(1, 0, super::as_of(results), &styles.subtitle)?;
    let mut row = 3;
    let mut parts = Vec::new();
    for ((table, form), counted) in tables.iter().zip(counted::all(results, forms, &tables)) {
        let writer = Writer { results, names, table, form, styles: &styles };
        let part = writer.write(sheet, &counted, row)?;
        row = part.last + 2;
        parts.push(part);
    }
    print_set_up(sheet, title);
    part_pages(sheet, &parts)?;
    sheet.set_freeze_panes(2, 1)?;
    Ok(())
}

/// What a table takes, with its chart.
struct Part {
    first: u32,
    last: u32,
    /// How much higher its rows are than usual ones, in points.
    taller: f64,
    columns: u16,
}

/// Parts the pages between the tables: none is torn that one page can hold, nor its heading or chart.
fn part_pages(sheet: &mut Worksheet, parts: &[Part]) -> Result {
    let columns = parts.iter().map(|part| part.columns).max().unwrap_or(1);
    let scale = (PAGE / (FIRST + OTHERS * f64::from(columns - 1))).clamp(0.1, 1.0);
    let page = PAGE_HEIGHT / scale;
    let (mut breaks, mut used) = (Vec::new(), 0.0);
    for (index, part) in parts.iter().enumerate() {
        let begins = if index == 0 { 0 } else { part.first };
        let next = parts.get(index + 1).map_or(part.last + 1, |next| next.first);
        let height = LINE * f64::from(part.last + 1 - begins) + part.taller;
        if used > 0.0 && used + height > page {
            breaks.push(begins);
            used = 0.0;
        }
        used = (used + height + LINE * f64::from(next - part.last - 1)) % page;
    }
    sheet.set_page_breaks(&breaks).map(drop)
}

/// The sheet with the rows that a table counts, if there are any.
fn counted_on<'s, 'a>(forms: &'s [FormSheet<'a>], table: &Count) -> Option<&'s FormSheet<'a>> {
    forms.iter().find(|sheet| sheet.merged.form.name == table.form && sheet.merged.count() > 0)
}

/// Writes one table.
struct Writer<'a, 'r> {
    results: &'a Results<'r>,
    names: &'a SheetNames,
    table: &'a Count,
    form: &'a FormSheet<'a>,
    styles: &'a Styles,
}

impl Writer<'_, '_> {
    /// Writes the table from this row on; returns what it takes.
    fn write(&self, sheet: &mut Worksheet, counted: &Counted, row: u32) -> Result<Part> {
        let language = self.results.language;
        sheet.write_string_with_format(row, 0, self.table.title.get(language), &self.styles.section)?;
        let header = row + 1;
        let mut part = match self.table.across {
            Across::Axis(axis) => self.counts(sheet, counted, axis, header)?,
            Across::Filled => self.filled(sheet, counted, header)?,
            Across::Claims => self.claims(sheet, counted, header)?,
        };
        part.first = row;
        match self.table.chart {
            Some(drawn) if !counted.rows.is_empty() && counted.columns.len() < usize::from(CHART_COLUMN) => {
                let rows = (header, header + counted.rows.len() as u32);
                let sum = |key: &Key| counted.columns.iter().map(|other| counted.of(key, other)).sum::<usize>();
                let most = counted.rows.iter().map(sum).max().unwrap_or_default();
                let height = CHART_ROWS.max(counted.rows.len() as u32 + 2);
                let mut chart = self.chart(drawn, rows, counted.columns.len() as u16, most);
                chart.set_height(20 * height);
                sheet.insert_chart_with_offset(row, CHART_COLUMN, &chart, 8, 2)?;
                part.last = part.last.max(row + height);
                part.columns = part.columns.max(CHART_COLUMN + CHART_COLUMNS);
            }
            _ => {}
        }
        Ok(part)
    }

    fn label(&self, key: &Key) -> String {
        match key {
            Key::Text(_, text) => text.clone(),
            Key::Year(year) => year.to_string(),
            Key::Group(group) => match self.table.groups.get(*group) {
                Some(group) => group.title.get(self.results.language).to_owned(),
                None => self.results.language.say("Đơn vị khác", "Others").to_owned(),
            },
            Key::Yearless => self.results.language.say("(không nêu năm cụ thể)", "(no definite year)").to_owned(),
            Key::Blank => self.results.language.say("(chưa ghi)", "(not filled)").to_owned(),
        }
    }

    fn put_label(&self, sheet: &mut Worksheet, row: u32, column: u16, key: &Key) -> Result {
        let format = if column == 0 { &self.styles.label } else { &self.styles.header };
        match key {
            Key::Year(year) => sheet.write_number_with_format(row, column, f64::from(*year), format)?,
            _ => {
                let text = self.label(key);
                sheet.write_string_with_format(row, column, fitted(&text, self.results.language), format)?
            }
        };
        Ok(())
    }

    /// How many rows are so and so, with sums.
    fn counts(&self, sheet: &mut Worksheet, counted: &Counted, axis: Axis, header: u32) -> Result<Part> {
        sheet.write_string_with_format(header, 0, self.axis_title(self.table.rows), &self.styles.header)?;
        let total_column = 1 + counted.columns.len() as u16;
        for (index, key) in counted.columns.iter().enumerate() {
            self.put_label(sheet, header, 1 + index as u16, key)?;
        }
        sheet.write_string_with_format(
            header,
            total_column,
            self.results.language.say("Tổng", "Total"),
            &self.styles.header,
        )?;
        let labels = counted.columns.iter().map(|key| self.label(key));
        let tallest = labels.map(|label| lines(&label, OTHERS * 0.85)).max().unwrap_or(1);
        sheet.set_row_height(header, LINE * tallest as f64 + 3.0)?;
        let part =
            |last| Part { first: header, last, taller: LINE * (tallest - 1) as f64 + 3.0, columns: total_column + 1 };
        let mut row = header;
        for key in &counted.rows {
            row += 1;
            self.put_label(sheet, row, 0, key)?;
            for (index, other) in counted.columns.iter().enumerate() {
                let column = 1 + index as u16;
                let of_row = self.condition(self.table.rows, key, &format!("$A{}", row + 1));
                let cell = format!("{}${}", column_letters(column.into()), header + 1);
                let of_column = self.condition(axis, other, &cell);
                let formula = format!("=SUMPRODUCT({of_row}*{of_column})");
                self.put(sheet, (row, column), formula, counted.of(key, other), total_column == column)?;
            }
            let sum: usize = counted.columns.iter().map(|other| counted.of(key, other)).sum();
            let formula = format!("=SUM(B{0}:{1}{0})", row + 1, column_letters(u32::from(total_column) - 1));
            self.put(sheet, (row, total_column), formula, sum, true)?;
        }
        // Of lists a row counts several times, so their sum would mislead.
        if self.is_list(self.table.rows) || counted.rows.is_empty() {
            return Ok(part(row));
        }
        row += 1;
        sheet.write_string_with_format(row, 0, self.results.language.say("Tổng", "Total"), &self.styles.band)?;
        for column in 1..=total_column {
            let of = |other: &Key| counted.rows.iter().map(|key| counted.of(key, other)).sum::<usize>();
            let sum = match counted.columns.get(usize::from(column) - 1) {
                Some(other) => of(other),
                None => counted.columns.iter().map(of).sum(),
            };
            let letters = column_letters(column.into());
            let formula = format!("=SUM({letters}{}:{letters}{row})", header + 2);
            self.put(sheet, (row, column), formula, sum, true)?;
        }
        Ok(part(row))
    }

    /// Which share of an agency's rows fills each field.
    fn filled(&self, sheet: &mut Worksheet, counted: &Counted, header: u32) -> Result<Part> {
        sheet.write_string_with_format(header, 0, self.axis_title(self.table.rows), &self.styles.header)?;
        sheet.write_string_with_format(header, 1, self.results.language.say("Số dòng", "Rows"), &self.styles.header)?;
        let fields: Vec<usize> = counted
            .columns
            .iter()
            .filter_map(|key| if let Key::Text(field, _) = key { Some(*field) } else { None })
            .collect();
        let mut tallest = 1;
        for (index, &field) in fields.iter().enumerate() {
            let title = &self.form.merged.form.fields[field].title;
            tallest = tallest.max(lines(title, OTHERS * 0.85));
            sheet.write_string_with_format(header, 2 + index as u16, title, &self.styles.header)?;
        }
        sheet.set_row_height(header, LINE * tallest as f64 + 3.0)?;
        let mut row = header;
        for key in &counted.rows {
            row += 1;
            self.put_label(sheet, row, 0, key)?;
            let own = self.condition(self.table.rows, key, &format!("$A{}", row + 1));
            let all = counted.of(key, &Key::Blank);
            self.put(sheet, (row, 1), format!("=SUMPRODUCT({own}*1)"), all, false)?;
            for (index, &field) in fields.iter().enumerate() {
                let range = self.range(What::Field(field));
                let formula = format!("=IF($B{0}=0,0,SUMPRODUCT({own}*({range}<>\"\"))/$B{0})", row + 1);
                let share = counted.of(key, &Key::Text(field, String::new())) as f64 / all.max(1) as f64;
                let formula = self.formula(formula, share.to_string());
                match formula {
                    Some(formula) => {
                        sheet.write_formula_with_format(row, 2 + index as u16, formula, &self.styles.share)?;
                    }
                    None => {
                        sheet.write_number_with_format(row, 2 + index as u16, share, &self.styles.share)?;
                    }
                }
            }
        }
        if row > header && !fields.is_empty() {
            let scale = ConditionalFormat2ColorScale::new().set_minimum_color(0xFFE3B3).set_maximum_color(0xFFFFFF);
            sheet.add_conditional_format(header + 1, 2, row, 1 + fields.len() as u16, &scale)?;
        }
        let taller = LINE * (tallest - 1) as f64 + 3.0;
        Ok(Part { first: header, last: row, taller, columns: 2 + fields.len() as u16 })
    }

    /// Names that several agencies have.
    fn claims(&self, sheet: &mut Worksheet, counted: &Counted, header: u32) -> Result<Part> {
        let headings = [
            self.axis_title(self.table.rows),
            self.results.language.say("Số cơ quan", "Agencies").to_owned(),
            self.results.language.say("Số dòng", "Rows").to_owned(),
            self.results.language.say("Các cơ quan", "Which").to_owned(),
        ];
        let wide = (3, COLUMNS - 2);
        for (column, heading) in headings.iter().enumerate().take(3) {
            sheet.write_string_with_format(header, column as u16, heading, &self.styles.header)?;
        }
        sheet.merge_range(header, wide.0, header, wide.1, &headings[3], &self.styles.header)?;
        let (mut row, mut taller) = (header, 0.0);
        for key in &counted.rows {
            row += 1;
            self.put_label(sheet, row, 0, key)?;
            let own = self.condition(self.table.rows, key, &format!("$A{}", row + 1));
            let agencies = &counted.claims[key];
            let codes: Vec<&str> = agencies.iter().map(|&place| counted.codes[place].as_str()).collect();
            let codes = codes.join(", ");
            sheet.write_number_with_format(row, 1, agencies.len() as f64, &self.styles.number)?;
            self.put(sheet, (row, 2), format!("=SUMPRODUCT({own}*1)"), counted.of(key, &Key::Blank), false)?;
            sheet.merge_range(row, wide.0, row, wide.1, &codes, &self.styles.text)?;
            let room = OTHERS * f64::from(wide.1 - wide.0 + 1);
            let tallest = lines(&codes, room - 2.0).max(lines(&self.label(key), FIRST - 2.0));
            sheet.set_row_height(row, LINE * tallest as f64)?;
            taller += LINE * (tallest - 1) as f64;
        }
        let part = |last| Part { first: header, last, taller, columns: wide.1 + 1 };
        let told = match (counted.rows.is_empty(), counted.unlisted) {
            (true, _) => self
                .results
                .language
                .say("Không có tên nào do hai cơ quan trở lên cùng kê.", "No name is claimed by two agencies.")
                .to_owned(),
            (_, 0) => return Ok(part(row)),
            (_, more) => self.results.language.say(format!("… và {more} tên khác."), format!("… and {more} more.")),
        };
        sheet.write_string_with_format(row + 1, 0, told, &self.styles.subtitle)?;
        Ok(part(row + 1))
    }

    fn axis_title(&self, axis: Axis) -> String {
        match axis {
            Axis::Agency => self.results.language.say("Cơ quan", "Agency").to_owned(),
            Axis::Level => self.results.language.say("Cấp", "Level").to_owned(),
            Axis::Field(field) | Axis::Year(field) => self.form.merged.form.fields[field].title.clone(),
        }
    }

    fn is_list(&self, axis: Axis) -> bool {
        matches!(axis, Axis::Field(field) if matches!(self.form.merged.form.fields[field].kind, Kind::List(_)))
    }

    /// The cells of a column on the form's sheet.
    fn range(&self, what: What) -> String {
        let column = self.form.place(what).unwrap_or_default();
        let above = self.form.header() + 1;
        let last = above + self.form.merged.count().max(1) as u32;
        terms::sheet(self.form.name) + &terms::column(column, (above + 1, last))
    }

    /// Of each row whether it is so; `cell` holds the label.
    fn condition(&self, axis: Axis, key: &Key, cell: &str) -> String {
        let what = match axis {
            Axis::Agency => What::Agency,
            Axis::Level => What::Level,
            Axis::Year(field) => What::Year(field),
            Axis::Field(field) => What::Field(field),
        };
        let range = self.range(what);
        match key {
            Key::Blank => match axis {
                Axis::Year(field) => format!("({}=\"\")", self.range(What::Field(field))),
                _ => format!("({range}=\"\")"),
            },
            Key::Yearless => {
                let filled = match axis {
                    Axis::Year(field) => self.range(What::Field(field)),
                    _ => range.clone(),
                };
                format!("(({range}=\"\")*({filled}<>\"\"))")
            }
            Key::Text(..) if self.is_list(axis) => {
                format!("ISNUMBER(SEARCH(\"; \"&{cell}&\";\",\"; \"&{range}&\";\"))")
            }
            Key::Text(..) | Key::Year(_) => format!("({range}={cell})"),
            Key::Group(group) => {
                let begins = |group: &Group| {
                    let begin = |begin: &String| {
                        let length = begin.encode_utf16().count();
                        format!("(LEFT({range},{length})={})", terms::text(begin))
                    };
                    group.begins.iter().map(begin).collect::<Vec<_>>().join("+")
                };
                match self.table.groups.get(*group) {
                    Some(group) => format!("(({})>0)", begins(group)),
                    None => {
                        let all = self.table.groups.iter().map(begins).collect::<Vec<_>>().join("+");
                        format!("(({all})=0)*({range}<>\"\")")
                    }
                }
            }
        }
    }

    /// The formula with its result; `None` where there are too many rows for one.
    fn formula(&self, formula: String, result: String) -> Option<Formula> {
        (self.form.merged.count() <= MOST_ROWS).then(|| Formula::new(formula).set_result(result))
    }

    fn put(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        formula: String,
        count: usize,
        is_sum: bool,
    ) -> Result {
        let format = if is_sum { &self.styles.sum } else { &self.styles.tally };
        match self.formula(formula, count.to_string()) {
            Some(formula) => sheet.write_formula_with_format(row, column, formula, format)?,
            None => sheet.write_number_with_format(row, column, count as f64, format)?,
        };
        Ok(())
    }

    /// `most` is the greatest sum of a row.
    fn chart(&self, drawn: Drawn, (header, last): (u32, u32), columns: u16, most: usize) -> Chart {
        let first = header + 1;
        let mut chart = Chart::new(match drawn {
            Drawn::Bar => ChartType::BarStacked,
            Drawn::Column => ChartType::ColumnStacked,
        });
        let sheet = self.names.analysis.as_str();
        // A number needs room: on a bar for its width, in a column for its height. What has less is in the table beside.
        let least = most as f64 * if drawn == Drawn::Bar { 0.015 } else { 0.08 };
        for column in 1..=columns {
            let mut label = ChartDataLabel::new();
            label.show_value().set_num_format(format!("[<{}]\"\";#,##0", least.ceil().max(1.0)));
            let colour = SERIES[usize::from(column - 1) % SERIES.len()];
            chart
                .add_series()
                .set_name((sheet, header, column))
                .set_categories((sheet, first, 0, last, 0))
                .set_values((sheet, first, column, last, column))
                .set_format(ChartSolidFill::new().set_color(Color::RGB(colour)))
                .set_data_label(&label)
                .set_gap(50);
        }
        chart.title().set_hidden();
        chart.legend().set_position(ChartLegendPosition::Bottom);
        if drawn == Drawn::Bar {
            // Bars are drawn from below: turned over they stand in the order of the table.
            chart.y_axis().set_reverse();
            chart.x_axis().set_major_gridlines(false).set_hidden(true).set_min(0);
        } else {
            chart.y_axis().set_major_gridlines(false).set_hidden(true).set_min(0);
        }
        chart.set_width(820);
        chart
    }
}

/// Light enough for black numbers, and unlike in black and white.
const SERIES: [u32; 4] = [0x8FAADC, 0xF4B183, 0xA9D18E, 0xD9D9D9];
