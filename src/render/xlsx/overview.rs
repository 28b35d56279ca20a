//! The sheet *Tổng hợp*: the sentence for the letter, the totals as live formulas, each beside the rule that makes it, a chart,
//! how many files were read, and what each status means, from which the sheet *Theo dõi* offers them.

use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartLegendPosition, ChartSolidFill, ChartType, Format, FormatAlign, Formula, Workbook,
    Worksheet,
};

use super::grid::{lines, print_set_up};
use super::lists::{Counted, form_counts};
use super::style::{self, Styles};
use super::{Result, SheetNames};
use crate::cell::column_letters;
use crate::finding::Severity;
use crate::ledger::Status;
use crate::render::{Results, letter, terms, words};
use crate::report::TotalRow;
use crate::schema::Obligation;
use crate::text::{Bilingual, Language};
use crate::verdict::FileOutcome;

const STATUSES: [Status; 3] = [Status::Complied, Status::Defective, Status::Missing];
/// Widths of the columns: obligation, three statuses, total, rate, those that have issued it, agencies lacking to the target, rule.
const WIDTHS: [f64; 9] = [38.0, 11.0, 11.0, 11.0, 11.0, 11.0, 13.0, 11.0, 62.0];
/// Where these columns stand: the first status, the total, the rate, those that have issued it, agencies lacking to the target.
const FIRST_STATUS: u16 = 1;
const TOTAL: u16 = FIRST_STATUS + STATUSES.len() as u16;
const RATE: u16 = TOTAL + 1;
const ISSUED: u16 = RATE + 1;
const LACKING: u16 = ISSUED + 1;
/// The row of the headings, from 0.
const HEADER: u32 = 5;
const LAST_COLUMN: u16 = WIDTHS.len() as u16 - 1;

/// Writes the sheet; returns the address of the list of statuses.
pub fn write(workbook: &mut Workbook, results: &Results<'_>, names: &SheetNames) -> Result<String> {
    let styles = Styles::new();
    let language = results.language;
    let title = results.campaign.title.get(language);
    let sheet = workbook.add_worksheet();
    sheet.set_name(&names.overview)?;
    for (column, width) in WIDTHS.iter().enumerate() {
        sheet.set_column_width(column as u16, *width)?;
    }
    if results.campaign.target.is_none() {
        sheet.set_column_hidden(LACKING)?;
    }
    let is_issued = results.report.totals.iter().any(|total| total.issued.is_some());
    if !is_issued {
        sheet.set_column_hidden(ISSUED)?;
    }
    sheet.set_screen_gridlines(false);
    sheet.write_string_with_format(0, 0, title, &styles.title)?;
    sheet.write_string_with_format(1, 0, format!("{}{}", super::as_of(results), aims(results)), &styles.subtitle)?;
    let hidden = [(LACKING, results.campaign.target.is_none()), (ISSUED, !is_issued)].into_iter();
    let hidden: f64 = hidden.filter(|(_, is_hidden)| *is_hidden).map(|(column, _)| WIDTHS[usize::from(column)]).sum();
    let whole_width = WIDTHS.iter().sum::<f64>() - hidden - 2.0;
    if !results.report.warnings.is_empty() {
        let label = words::severity(Severity::Warning);
        let told = results.report.warnings.iter().map(|it| format!("{}: {}", label.get(language), it.message));
        let told = told.collect::<Vec<_>>().join(". ");
        sheet.merge_range(2, 0, 2, LAST_COLUMN, &told, &styles.paragraph)?;
        sheet.set_row_height(2, 15.5 * lines(&told, whole_width) as f64 + 4.0)?;
    }
    let sentence = letter::sentence(results.report, results.campaign, language);
    sheet.merge_range(3, 0, 3, LAST_COLUMN, &sentence, &styles.paragraph)?;
    // It counts on the table below; a formula longer than Excel takes stays the text it is.
    let said = letter::said(results.report, results.campaign, language).formula(&|figure| address(results, figure));
    if said.len() < LONGEST_FORMULA {
        let formula = Formula::new(format!("={said}")).set_result(sentence.as_str());
        sheet.write_formula_with_format(3, 0, formula, &styles.paragraph)?;
    }
    // Excel does not fit the height of merged cells.
    sheet.set_row_height(3, 15.5 * lines(&sentence, whole_width) as f64 + 4.0)?;

    strays(sheet, results)?;
    let after_totals = totals(sheet, results, &styles)?;
    let after_chart = chart(sheet, results, names, after_totals + 1)?;
    let after_files = files(sheet, results, names, after_chart + 1, &styles)?;
    let statuses = statuses(sheet, results, names, after_files + 1, &styles)?;

    sheet.set_freeze_panes(HEADER + 1, 1)?;
    sheet.set_repeat_rows(HEADER, HEADER)?;
    print_set_up(sheet, title);
    sheet.set_print_fit_to_pages(1, 1);
    Ok(statuses)
}

/// By Excel's specifications a formula has at most 8,192 characters.
const LONGEST_FORMULA: usize = 8_000;

/// The cells of the table of totals that a figure of the sentence is made of.
fn address(results: &Results<'_>, figure: letter::Figure) -> String {
    let block = figure.level as u32 + 1;
    let count = results.campaign.obligations.len() as u32;
    let row = HEADER + 3 + block * (count + 1) + figure.obligation as u32;
    let cell = |column: u16| format!("{}{row}", column_letters(column.into()));
    match figure.counted {
        letter::Counted::Complied => cell(FIRST_STATUS),
        letter::Counted::Defective => cell(FIRST_STATUS + 1),
        letter::Counted::Faulty => format!("MAX(0,{}-{})", cell(ISSUED), cell(FIRST_STATUS)),
    }
}

/// The deadline and the target, if the campaign has them.
fn aims(results: &Results<'_>) -> String {
    let language = results.language;
    let mut aims = String::new();
    if let Some(deadline) = results.campaign.deadline {
        aims.push_str(&format!(" · {} {}", results.language.say("hạn", "due"), words::day(deadline, language)));
    }
    if let Some(target) = results.campaign.target {
        let target = match language {
            Language::Vietnamese => target.to_string().replace('.', ","),
            Language::English => target.to_string(),
        };
        aims.push_str(&format!(" · {} {target}%", results.language.say("mục tiêu", "target")));
    }
    aims
}

/// Writes the table of totals, the whole first, for it is what is asked for; returns the row after it.
fn totals(sheet: &mut Worksheet, results: &Results<'_>, styles: &Styles) -> Result<u32> {
    let language = results.language;
    let mut headings = vec![results.language.say("Nhiệm vụ", "Obligation").to_owned()];
    headings.extend(STATUSES.iter().map(|status| words::status(*status).get(language).to_owned()));
    headings.push(results.language.say("Tổng số", "Total").to_owned());
    headings.push(words::RATE.get(language).to_owned());
    headings.push(words::ISSUED.get(language).to_owned());
    headings.push(results.language.say("Còn thiếu", "To target").to_owned());
    headings.push(words::COMPLIED_WHEN.get(language).to_owned());
    for (column, heading) in headings.iter().enumerate() {
        sheet.write_string_with_format(HEADER, column as u16, heading, &styles.header)?;
    }
    let tallest = headings.iter().zip(WIDTHS).map(|(heading, width)| lines(heading, width * 0.85)).max().unwrap_or(1);
    sheet.set_row_height(HEADER, 15.5 * tallest as f64 + 3.0)?;
    let mut row = HEADER + 1;
    for level in results.report.scopes() {
        sheet.merge_range(row, 0, row, LAST_COLUMN, level.title.get(language), &styles.band)?;
        row += 1;
        for obligation in &results.campaign.obligations {
            let Some(total) = results.report.total(&obligation.name, level) else { continue };
            let (title, rule) = (obligation.title.get(language), obligation.words.get(language));
            sheet.write_string_with_format(row, 0, title, &styles.text)?;
            counts(sheet, results, (row, total), obligation, styles)?;
            // An indent counts only of what stands at a side.
            let aside = styles.text.clone().set_align(FormatAlign::Left).set_indent(1);
            sheet.write_string_with_format(row, LAST_COLUMN, rule, &aside)?;
            let tallest = lines(rule, WIDTHS[WIDTHS.len() - 1] - 3.0).max(lines(title, WIDTHS[0] - 2.0));
            sheet.set_row_height(row, 15.5 * tallest as f64 + 1.0)?;
            row += 1;
        }
    }
    Ok(row)
}

/// Writes the figures of one obligation at one level, as formulas with their results.
fn counts(
    sheet: &mut Worksheet,
    results: &Results<'_>,
    (row, total): (u32, &TotalRow),
    obligation: &Obligation,
    styles: &Styles,
) -> Result {
    let mut formula = |column: u16, formula: String, result: String, format: &Format| {
        let formula = Formula::new(formula).set_result(result);
        sheet.write_formula_with_format(row, column, formula, format).map(drop)
    };
    let of_level = match total.level.is_all() {
        true => String::new(),
        false => {
            let level = total.level.title.get(results.language);
            format!("{},{},", super::level_name(results), terms::text(level))
        }
    };
    let letter = |column: u16| column_letters(column.into());
    for (status, (column, count)) in
        STATUSES.into_iter().zip((FIRST_STATUS..).zip([total.complied, total.defective, total.missing]))
    {
        let range = super::status_name(results, &obligation.name);
        let mut counted = format!("=COUNTIFS({of_level}{range},{}${})", letter(column), HEADER + 1);
        if status == Status::Missing {
            let nothing = words::NOT_SENT;
            let nothing = nothing.get(results.language);
            counted.push_str(&format!("+COUNTIFS({of_level}{range},\"{nothing}\")"));
        }
        formula(column, counted, count.to_string(), &styles.number)?;
    }
    let at = row + 1;
    let (complied, all) = (format!("{}{at}", letter(FIRST_STATUS)), format!("{}{at}", letter(TOTAL)));
    let agencies = match total.level.is_all() {
        true => format!("=COUNTA({})", super::level_name(results)),
        false => format!("=COUNTIFS({})", of_level.trim_end_matches(',')),
    };
    formula(TOTAL, agencies, total.total.to_string(), &styles.number)?;
    let rate = if total.total == 0 { 0.0 } else { total.complied as f64 / total.total as f64 };
    formula(RATE, format!("=IF({all}=0,0,{complied}/{all})"), rate.to_string(), &styles.percent)?;
    let told = total.issued.filter(|_| obligation.is_done_by_issuing());
    if let Some(count) = told {
        formula(ISSUED, issued(results, obligation, &of_level), count.to_string(), &styles.number)?;
    }
    if let Some(target) = results.campaign.target {
        let lacking = lacking(total.complied, total.total, target);
        let wanted = format!("=MAX(0,ROUNDUP({target}*{all}/100,0)-{complied})");
        formula(LACKING, wanted, lacking.to_string(), &styles.number)?;
    }
    if told.is_none() {
        let none = words::issued(total, obligation, results.language);
        sheet.write_string_with_format(row, ISSUED, none, &styles.number)?;
    }
    Ok(())
}

/// How many have issued it: those with the day of the document, as long as nobody says that nothing came of them, and those of which
/// somebody says that they have complied.
fn issued(results: &Results<'_>, obligation: &Obligation, of_level: &str) -> String {
    let days = super::issued_name(results, &obligation.name);
    let statuses = super::status_name(results, &obligation.name);
    let word = |status: Bilingual| terms::text(status.get(results.language));
    let dated = format!("=COUNTIFS({of_level}{days},\">0\",{statuses},\"<>\"&{})", word(words::NOT_SENT));
    if !obligation.asks_for_the_day() {
        return dated;
    }
    let complied = word(words::status(Status::Complied));
    format!("{dated}+COUNTIFS({of_level}{days},\"=\",{statuses},{complied})")
}

/// How many more agencies have to comply for the target, in percent of all, to be reached.
fn lacking(complied: usize, total: usize, target: f64) -> usize {
    // Rounded first, so that 70 % of 10 are 7 and not 8.
    let wanted = (target * total as f64 / 100.0 * 1e9).round() / 1e9;
    (wanted.ceil() as usize).saturating_sub(complied)
}

/// Draws the whole country's figures; returns the row after the chart.
fn chart(sheet: &mut Worksheet, results: &Results<'_>, names: &SheetNames, row: u32) -> Result<u32> {
    let count = results.campaign.obligations.len() as u32;
    if count == 0 {
        return Ok(row);
    }
    let (first, last) = (HEADER + 2, HEADER + 1 + count);
    let mut chart = Chart::new(ChartType::BarStacked);
    for (offset, status) in STATUSES.into_iter().enumerate() {
        let column = FIRST_STATUS + offset as u16;
        let mut label = ChartDataLabel::new();
        label.show_value();
        chart
            .add_series()
            .set_name((names.overview.as_str(), HEADER, column))
            .set_categories((names.overview.as_str(), first, 0, last, 0))
            .set_values((names.overview.as_str(), first, column, last, column))
            .set_format(ChartSolidFill::new().set_color(style::status_bar(status)))
            .set_data_label(&label)
            .set_gap(60);
    }
    chart.title().set_name(&*words::chart_title(results, " (số cơ quan)"));
    chart.legend().set_position(ChartLegendPosition::Bottom);
    // Bars are drawn from below: turned over they stand in the order of the table. For BarStacked x is the axis of values.
    chart.y_axis().set_reverse();
    chart.x_axis().set_major_gridlines(false).set_hidden(true).set_min(0).set_max(results.report.agencies.len() as f64);
    let rows = 5 + 2 * count;
    chart.set_width(1050).set_height(20 * rows);
    sheet.insert_chart(row, 0, &chart)?;
    Ok(row + rows)
}

/// Tells, as long as it is so, that a status was made something that is none: no figure below counts it.
fn strays(sheet: &mut Worksheet, results: &Results<'_>) -> Result {
    let (levels, known) = (super::level_name(results), super::statuses_name(results));
    let strays = results.campaign.obligations.iter().map(|obligation| {
        let column = super::status_name(results, &obligation.name);
        format!("SUMPRODUCT(({levels}<>\"\")*ISNA(MATCH({column},{known},0)))")
    });
    let strays = strays.collect::<Vec<_>>().join("+");
    if strays.is_empty() {
        return Ok(());
    }
    let told = results.language.say(
        " ô tình trạng ở trang Theo dõi (tô đỏ ở đó) không ghi tình trạng nào trong danh sách, nên không có trong ba số dưới đây",
        " cells of statuses on the sheet Tracking (red there) hold no status of the list, and none of the three figures below counts them",
    );
    let formula = Formula::new(format!("=IF({strays}=0,\"\",({strays})&{})", terms::text(told))).set_result("");
    let loud = style::severity(Severity::Error).set_align(FormatAlign::Left);
    if strays.len() * 2 < LONGEST_FORMULA {
        // A formula whose result is blank gets nought otherwise.
        sheet.set_formula_result_default("");
        sheet.write_formula_with_format(HEADER - 1, 0, formula, &loud)?;
    }
    Ok(())
}

/// What each status means. The sheet *Theo dõi* offers the statuses from here, for in a list of its own a comma would part them.
fn statuses(
    sheet: &mut Worksheet,
    results: &Results<'_>,
    names: &SheetNames,
    mut row: u32,
    styles: &Styles,
) -> Result<String> {
    sheet.merge_range(
        row,
        0,
        row,
        LAST_COLUMN,
        results.language.say("Tình trạng ở trang Theo dõi", "Statuses on the sheet Tracking"),
        &styles.band,
    )?;
    let first = row + 1;
    for (status, meaning) in words::STATUSES {
        row += 1;
        sheet.write_string_with_format(row, 0, status.get(results.language), &styles.text)?;
        sheet.merge_range(row, 1, row, LAST_COLUMN, meaning.get(results.language), &styles.text)?;
    }
    Ok(terms::sheet(&names.overview) + &terms::column(0, (first + 1, row + 1)))
}

/// What became of the files, counted on the sheet *Tệp*; returns the row after them.
fn files(
    sheet: &mut Worksheet,
    results: &Results<'_>,
    names: &SheetNames,
    mut row: u32,
    styles: &Styles,
) -> Result<u32> {
    let review = &results.report.review;
    let files = terms::sheet(&names.files);
    let outcomes = Counted::Outcome.range(review.files.len());
    sheet.write_string_with_format(row, 0, results.language.say("Tệp đã nhận", "Files received"), &styles.band)?;
    let last = row + 1 + FileOutcome::EACH.len() as u32;
    let all = Formula::new(format!("=SUM(B{}:B{last})", row + 2)).set_result(review.files.len().to_string());
    let strong = Format::new().set_bold().set_align(FormatAlign::Right);
    sheet.write_formula_with_format(row, 1, all, &styles.band.merge(&strong))?;
    for result in FileOutcome::EACH {
        row += 1;
        sheet.write_string_with_format(row, 0, words::file_outcome(result).get(results.language), &styles.text)?;
        let formula = Formula::new(format!("=COUNTIF({files}{outcomes},A{})", row + 1))
            .set_result(review.files_with(result).to_string());
        sheet.write_formula_with_format(row, 1, formula, &styles.number)?;
    }
    let (all, rejected) =
        review.files.iter().map(form_counts).fold((0, 0), |sum, file| (sum.0 + file.0, sum.1 + file.1));
    let labels = [
        results.language.say("Biểu trong các tệp", "Forms in them"),
        results.language.say("trong đó bị trả lại", "of these rejected"),
    ];
    let counted = [Counted::Forms, Counted::Rejected].map(|column| column.range(review.files.len()));
    for ((label, count), range) in labels.into_iter().zip([all, rejected]).zip(counted) {
        row += 1;
        sheet.write_string_with_format(row, 0, label, &styles.text)?;
        let formula = Formula::new(format!("=SUM({files}{range})")).set_result(count.to_string());
        sheet.write_formula_with_format(row, 1, formula, &styles.number)?;
    }
    Ok(row + 1)
}
