//! The sheets *Thay đổi* (what changed since the report of an earlier run) and *Diễn biến* (the history of the campaign, with a
//! line for each obligation). Each is there only if the run was given what it tells of.

use std::borrow::Cow;

use rust_xlsxwriter::{Chart, ChartLegendPosition, ChartLine, ChartMarker, ChartMarkerType, ChartType, Workbook};

use super::grid::{Grid, ListCell, ListColumn, columns};
use super::{Result, SheetNames};
use crate::render::{Results, words};
use crate::report::history::HistoryRow;
use crate::report::trend::{Change, Trend};
use crate::text::Bilingual;

/// The columns of [`changes`].
const CHANGES: [(&str, &str, usize); 7] = [
    ("Nhiệm vụ", "Obligation", 40),
    ("Thay đổi", "Change", 22),
    ("Cấp", "Level", 14),
    ("Mã", "Code", 8),
    ("Tên cơ quan", "Agency", 40),
    ("Trước", "Before", 12),
    ("Nay", "Now", 12),
];

/// Every agency whose standing changed, one a row.
pub fn changes(workbook: &mut Workbook, results: &Results<'_>, trend: &Trend, names: &SheetNames) -> Result {
    let language = results.language;
    let subtitle = format!(
        "{} · {} {}",
        super::as_of(results),
        results.language.say("so với ngày", "since"),
        words::day(trend.since, language)
    );
    let grid = Grid {
        name: &names.changes,
        title: results.language.say("Thay đổi so với lần trước", "Changes since the earlier run"),
        subtitle: &subtitle,
        columns: columns(language, &CHANGES),
        language,
        ..Grid::default()
    };
    let owned = |text: &str| ListCell::Text(Cow::Owned(text.to_owned()));
    let row = |index: usize| {
        let change = &trend.changes[index];
        let obligation = results.campaign.obligations.iter().find(|it| it.name == change.obligation);
        vec![
            owned(obligation.map_or(&change.obligation, |it| it.title.get(language))),
            owned(words::change(change.kind).get(language)),
            owned(change.level.title.get(language)),
            ListCell::centred(&change.agency),
            ListCell::text(&change.shown),
            ListCell::Centred(Cow::Owned(before(trend, change).get(language).to_owned())),
            ListCell::Centred(Cow::Owned(now(results, change).get(language).to_owned())),
        ]
    };
    grid.write(workbook, trend.changes.len(), (0..trend.changes.len()).map(row), |_, _| Ok(()))
}

/// How it stood, and whether anything had come.
fn before(trend: &Trend, change: &Change) -> Bilingual {
    let stood = trend.stood.get(&(change.agency.clone(), change.obligation.clone()));
    stood.map_or_else(|| words::status(change.before), words::stood)
}

/// How it stands, and whether anything has come.
fn now(results: &Results<'_>, change: &Change) -> Bilingual {
    let agency = results.report.agencies.iter().find(|agency| agency.code == change.agency);
    let cell = agency.and_then(|agency| agency.obligations.iter().find(|(name, _)| *name == change.obligation));
    cell.map_or_else(|| words::status(change.now), |(_, cell)| words::standing(cell))
}

/// One row a day, one column an obligation, and the same as lines.
pub fn history(workbook: &mut Workbook, results: &Results<'_>, names: &SheetNames) -> Result {
    let language = results.language;
    let obligations = &results.campaign.obligations;
    let own: Vec<&HistoryRow> =
        results.report.history.iter().filter(|row| row.campaign == results.report.campaign).collect();
    let mut days: Vec<&str> = own.iter().map(|row| row.as_of.as_str()).collect();
    days.dedup();
    let mut days_and_counts = vec![ListColumn::new(results.language.say("Ngày", "Date"), 12)];
    days_and_counts.extend(obligations.iter().map(|obligation| ListColumn::new(obligation.title.get(language), 24)));
    let subtitle = format!(
        "{} · {}",
        super::as_of(results),
        results.language.say("số cơ quan đã hoàn thành", "agencies that comply")
    );
    let grid = Grid {
        name: &names.history,
        title: results.language.say("Diễn biến", "History"),
        subtitle: &subtitle,
        columns: days_and_counts,
        frozen: 1,
        language,
        ..Grid::default()
    };
    let row = |index: usize| {
        let mut row = vec![ListCell::day(days[index].parse().ok())];
        row.extend(obligations.iter().map(|obligation| {
            let of_day = own.iter().find(|row| row.as_of == days[index] && row.obligation == obligation.name);
            ListCell::count(of_day.map(|row| row.complied))
        }));
        row
    };
    let header = grid.header_row();
    grid.write(workbook, days.len(), (0..days.len()).map(row), |sheet, last| {
        let most = own.iter().map(|row| row.complied).max().unwrap_or_default();
        let chart = lines(results, names, (header, last), most);
        sheet.insert_chart(last + 2, 0, &chart)?;
        // The chart is printed with the list, however many columns that has.
        let beyond = WIDTH_OF_CHART.saturating_sub(LEAST_WIDTH * (obligations.len() as u32 + 1));
        let last_column = obligations.len() as u32 + beyond.div_ceil(USUAL_WIDTH);
        sheet.set_print_area(0, 0, last + 2 + ROWS_OF_CHART, last_column as u16)?;
        Ok(())
    })
}

/// How far the chart reaches: in rows as they are unless it is said, and in pixels. A column of the list is at least so wide, and one
/// behind it as wide as columns are.
const ROWS_OF_CHART: u32 = 20;
const WIDTH_OF_CHART: u32 = 900;
const LEAST_WIDTH: u32 = 80;
const USUAL_WIDTH: u32 = 64;
/// Up to this an axis of whole numbers has a step for each.
const EACH: usize = 10;

/// A line for each obligation, from the row behind the headings to the last; no figure is higher than `most`.
fn lines(results: &Results<'_>, names: &SheetNames, (header, last): (u32, u32), most: usize) -> Chart {
    let mut chart = Chart::new(ChartType::Line);
    // Told apart in black and white too: by the mark and by the kind of line.
    let looks = [
        (ChartMarkerType::Circle, 0x1F3864),
        (ChartMarkerType::Square, 0xB45F06),
        (ChartMarkerType::Triangle, 0x38761D),
        (ChartMarkerType::Diamond, 0x741B47),
    ];
    for index in 0..results.campaign.obligations.len() {
        let column = 1 + index as u16;
        let (mark, colour) = looks[index % looks.len()];
        chart
            .add_series()
            .set_name((names.history.as_str(), header, column))
            .set_categories((names.history.as_str(), header + 1, 0, last, 0))
            .set_values((names.history.as_str(), header + 1, column, last, column))
            .set_format(ChartLine::new().set_color(colour).set_width(2.0))
            .set_marker(ChartMarker::new().set_type(mark).set_size(7));
    }
    chart
        .title()
        .set_name(results.language.say("Số cơ quan đã hoàn thành theo thời gian", "Agencies that comply, over time"));
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.y_axis().set_min(0);
    if most <= EACH {
        chart.y_axis().set_max(most.max(1) as f64).set_major_unit(1.0);
    }
    // An axis of days has no length where there is one.
    chart.x_axis().set_num_format("d/m/yyyy").set_text_axis(last == header + 1);
    chart.set_width(WIDTH_OF_CHART).set_height(380);
    chart
}
