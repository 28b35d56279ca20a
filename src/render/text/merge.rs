//! What `merge` shows when it is done: totals, the sentence for the letter, the worst files, and how many files were read.

use std::cmp::Reverse;

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width};

use unicode_width::UnicodeWidthStr;

use super::{Colours, WIDTH, shortened, wrapped};
use crate::ledger::Status;
use crate::render::words::{self, thousands};
use crate::render::{Results, letter};
use crate::report::trend::ChangeKind;
use crate::report::{FileRow, Review};
use crate::text::Language;

/// How many files are named.
const WORST: usize = 10;

/// The overview of a run.
pub fn merge(results: &Results<'_>, colours: Colours) -> String {
    let language = results.language;
    let mut out = String::new();
    out.push_str(&colours.strong(&shortened(results.campaign.title.get(language), 2 * WIDTH)));
    out.push('\n');
    out.push_str(&totals(results).to_string());
    out.push_str("\n\n");
    out.push_str(&sentence(results));
    out.push('\n');
    if let Some(unlisted) = words::unlisted(results.report, language) {
        out.push_str(&wrapped(&unlisted, "", ""));
        out.push('\n');
    }
    out.push_str(&changes(results));
    if let Some(selection) = words::selection(&results.report.review, language) {
        out.push_str(&wrapped(&selection, "", ""));
        out.push('\n');
    }
    out.push_str(&worst(&results.report.review, language));
    out.push_str(&wrapped(&words::received(&results.report.review, language), "", ""));
    out
}

/// The sentence for the letter alone.
pub fn sentence(results: &Results<'_>) -> String {
    wrapped(&letter::sentence(results.report, results.campaign, results.language), "", "")
}

fn totals(results: &Results<'_>) -> Table {
    let language = results.language;
    let mut table = Table::new();
    // Never asks the terminal: the same results give the same bytes.
    table.load_style(UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(WIDTH as u16);
    let (obligation, level, total) = language.say(("Nhiệm vụ", "Cấp", "Tổng số"), ("Obligation", "Level", "Total"));
    let statuses = [Status::Complied, Status::Defective, Status::Missing].map(words::status);
    let mut header = vec![obligation.to_owned(), level.to_owned()];
    header.extend(statuses.iter().map(|status| status.get(language).to_owned()));
    header.extend([total, words::RATE.get(language)].map(str::to_owned));
    let tells_issued = words::tells_issued(results);
    header.extend(tells_issued.then(|| words::ISSUED.get(language).to_owned()));
    table.set_header(header);
    for owed in &results.campaign.obligations {
        let of_obligation = results.report.totals.iter().filter(|total| total.obligation == owed.name);
        for (index, row) in of_obligation.enumerate() {
            let title = if index == 0 { shortened(owed.title.get(language), WIDTH) } else { String::new() };
            let mut cells = vec![
                title,
                row.level.title.get(language).to_owned(),
                thousands(row.complied, language),
                thousands(row.defective, language),
                thousands(row.missing, language),
                thousands(row.total, language),
                words::percent(row.complied, row.total, language),
            ];
            cells.extend(tells_issued.then(|| words::issued(row, owed, language)));
            table.add_row(cells);
        }
    }
    let columns = table.column_count();
    let longest: Vec<usize> = (0..columns).map(|column| longest_word(&table, column)).collect();
    for (index, (column, longest)) in table.column_iter_mut().zip(longest).enumerate().skip(1) {
        // No word is torn; figures need no room on both sides.
        let padding = if index == 1 { (1, 1) } else { (0, 1) };
        let least = longest.min(WIDTH / 8) as u16 + padding.0 + padding.1;
        column.set_padding(padding).set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
        if index > 1 {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    if let Some(column) = table.column_mut(0) {
        column.set_constraint(ColumnConstraint::Boundaries { lower: Width::Fixed(14), upper: Width::Fixed(28) });
    }
    table
}

/// How wide the longest word in a column is.
fn longest_word(table: &Table, column: usize) -> usize {
    let cells = table.header().into_iter().chain(table.row_iter()).filter_map(|row| row.cell_iter().nth(column));
    cells
        .flat_map(|cell| cell.content().split_whitespace().map(UnicodeWidthStr::width).collect::<Vec<_>>())
        .max()
        .unwrap_or(0)
}

/// What changed since the earlier report, kind by kind, the agencies by their codes and names.
fn changes(results: &Results<'_>) -> String {
    let language = results.language;
    let Some(trend) = &results.report.trend else { return String::new() };
    let heading = language.say(
        format!("So với ngày {}:", words::day(trend.since, language)),
        format!("Since {}:", words::day(trend.since, language)),
    );
    let mut out = format!("{heading}\n");
    for obligation in &results.campaign.obligations {
        let total = trend.totals.iter().find(|it| it.obligation == obligation.name && it.level.is_all());
        let Some(total) = total else { continue };
        let title = shortened(obligation.title.get(language), 50);
        let (before, difference) = words::before(total);
        let issued = words::issued_change(total, obligation, language).map(|it| format!("; {it}")).unwrap_or_default();
        out.push_str(&format!("  {title}: {before} → {} ({difference}){issued}\n", total.now));
        for kind in ChangeKind::EACH {
            let of_kind = trend.changes.iter().filter(|it| it.obligation == obligation.name && it.kind == kind);
            let agencies: Vec<String> = of_kind.map(|it| format!("{} {}", it.agency, it.shown)).collect();
            if !agencies.is_empty() {
                let line = format!("{}: {}", words::change(kind).get(language), super::plain(&agencies.join(", ")));
                out.push_str(&wrapped(&line, "    ", "    "));
            }
        }
    }
    out.push('\n');
    out
}

fn worst(review: &Review, language: Language) -> String {
    let mut faulty: Vec<&FileRow> = review.files.iter().filter(|file| file.errors > 0).collect();
    if faulty.is_empty() {
        return String::new();
    }
    // Stable: files with as many errors stay in the order of their paths.
    faulty.sort_by_key(|file| Reverse(file.errors));
    let heading = language.say("Tệp nhiều lỗi nhất:", "Files with most errors:");
    let mut out = format!("{heading}\n");
    for file in faulty.iter().take(WORST) {
        let agency = file.agency.as_ref().map(|code| format!(" ({})", super::plain(code))).unwrap_or_default();
        let errors = thousands(file.errors, language);
        out.push_str(&format!("  {errors:>5}  {}{agency}\n", shortened(&file.path, 2 * WIDTH)));
    }
    let rest = faulty.len().saturating_sub(WORST);
    if rest > 0 {
        let more = language
            .say(format!("         … và {rest} tệp khác có lỗi"), format!("         … and {rest} more with errors"));
        out.push_str(&more);
        out.push('\n');
    }
    out.push('\n');
    out
}
