//! The summary as one page for a browser: figures with the rule that makes them, a chart, what changed, and every agency with a
//! filter. One file without a single outside reference, so that it opens from an e-mail or a memory stick and tells nobody that
//! it was opened; the policy in its head lets nothing else in. Without scripts all is there but the filter.
//!
//! The chart is read without colour: every bar carries its number, the defective are hatched, the missing are pale.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Results, letter, words};
use crate::finding::Severity;
use crate::ledger::Status;
use crate::report::{FileResult, ObligationCell};
use crate::schema::Obligation;
use crate::text::Language;
use crate::workbook::mark::{AUTHOR, Mark, Output};

const STATUSES: [Status; 3] = [Status::Complied, Status::Defective, Status::Missing];
const CSS: &str = include_str!("summary_html/page.css");
const FILTER: &str = include_str!("summary_html/filter.js");
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The page.
pub fn page(results: &Results<'_>) -> String {
    let language = results.language;
    let title = results.campaign.title.get(language);
    let code = if language == Language::English { "en" } else { "vi" };
    let page = html! {
        (DOCTYPE)
        html lang=(code) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="referrer" content="no-referrer";
                meta name=(AUTHOR) content=(Mark::of(Output::Summary));
                title { (title) }
                style { (PreEscaped(CSS)) }
            }
            body {
                header {
                    h1 { (title) }
                    p.meta { (say(results, "Tính đến ngày", "As of")) " " (words::day(results.report.as_of, language)) " · " (results.campaign.basis) }
                }
                main {
                    @for warning in &results.report.warnings {
                        p.sentence { strong { (words::severity(Severity::Warning).get(language)) ": " } (warning.message) }
                    }
                    p.sentence { (letter::sentence(results.report, results.campaign, language)) }
                    (totals(results))
                    (chart(results))
                    (changes(results))
                    (agencies(results))
                    (files(results))
                }
                script { (PreEscaped(FILTER)) }
            }
        }
    };
    let mut page = page.into_string();
    page.push('\n');
    page
}

fn say<'a>(results: &Results<'_>, vi: &'a str, en: &'a str) -> &'a str {
    if results.language == Language::English { en } else { vi }
}

fn totals(results: &Results<'_>) -> Markup {
    let language = results.language;
    html! {
        h2 { (say(results, "Kết quả theo nhiệm vụ", "Totals by obligation")) }
        div.wide tabindex="0" { table {
            thead { tr {
                th scope="col" { (say(results, "Nhiệm vụ", "Obligation")) }
                th scope="col" { (say(results, "Cấp", "Level")) }
                @for status in STATUSES { th.number scope="col" { (words::status(status).get(language)) } }
                th.number scope="col" { (say(results, "Tổng số", "Total")) }
                th.number scope="col" { (words::RATE.get(language)) }
                th.number scope="col" { (words::ISSUED.get(language)) }
            } }
            @for obligation in &results.campaign.obligations {
                tbody {
                    @for (index, level) in results.report.scopes().enumerate() {
                        @if let Some(total) = results.report.total(&obligation.name, level) {
                            tr {
                                @if index == 0 {
                                    th scope="rowgroup" rowspan=(results.report.levels.len() + 1) {
                                        (obligation.title.get(language))
                                        div.rule { (words::COMPLIED_WHEN.get(language)) ": " (obligation.words.get(language)) }
                                    }
                                }
                                td.level { (level.title.get(language)) }
                                @for count in [total.complied, total.defective, total.missing, total.total] {
                                    td.number { (count) }
                                }
                                td.number { (words::percent(total.complied, total.total, language)) }
                                td.number { (total.issued) }
                            }
                        }
                    }
                }
            }
        } }
    }
}

/// In the drawing's own units.
const WIDTH: usize = 960;
const BAR: usize = 30;
const STEP: usize = 64;
const TOP: usize = 34;

fn chart(results: &Results<'_>) -> Markup {
    let language = results.language;
    let obligations = &results.campaign.obligations;
    let height = TOP + STEP * obligations.len();
    html! {
        h2 { (words::chart_title(results, "")) }
        figure {
            svg viewBox=(format!("0 0 {WIDTH} {height}")) role="img" aria-labelledby="chart-title" {
                title id="chart-title" { (say(results, "Số cơ quan theo tình trạng, từng nhiệm vụ", "Agencies by status, for each obligation")) }
                defs { pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    line.hatch x1="0" y1="0" x2="0" y2="7" {}
                } }
                @for (index, status) in STATUSES.into_iter().enumerate() {
                    (bar(index * 240, 2, 22, 14, status, None))
                    text x=(index * 240 + 30) y="14" { (words::status(status).get(language)) }
                }
                @for (index, obligation) in obligations.iter().enumerate() { (bars(results, obligation, TOP + index * STEP)) }
            }
            figcaption { (say(results, "Số trên thanh là số cơ quan.", "The numbers on the bars count agencies.")) }
        }
    }
}

fn bars(results: &Results<'_>, obligation: &Obligation, top: usize) -> Markup {
    let Some(total) = results.report.total(&obligation.name, &results.report.whole).filter(|total| total.total > 0)
    else {
        return html! {};
    };
    let counts = [total.complied, total.defective, total.missing];
    let at = |count: usize| count * WIDTH / total.total;
    html! {
        text x="0" y=(top + 16) { (obligation.title.get(results.language)) }
        @for (index, status) in STATUSES.into_iter().enumerate() {
            @let before: usize = counts[..index].iter().sum();
            @let (from, to) = (at(before), at(before + counts[index]));
            @if to > from { (bar(from, top + 22, to - from, BAR, status, Some(counts[index]))) }
        }
    }
}

fn bar(x: usize, y: usize, width: usize, height: usize, status: Status, count: Option<usize>) -> Markup {
    let class = class(status);
    html! {
        rect class=(class) x=(x) y=(y) width=(width) height=(height) {}
        @if status == Status::Defective { rect x=(x) y=(y) width=(width) height=(height) fill="url(#hatch)" {} }
        rect.outline x=(x) y=(y) width=(width) height=(height) {}
        @if let Some(count) = count {
            // Hatching behind a number makes it hard to read.
            @if status == Status::Defective && width >= 26 {
                rect class=(class) x=(x + width / 2 - 11) y=(y + 5) width="22" height=(height - 10) rx="3" {}
            }
            text class=(format!("on-{class}")) x=(x + width / 2) y=(y + height / 2 + 5) text-anchor="middle" { (count) }
        }
    }
}

fn class(status: Status) -> &'static str {
    match status {
        Status::Complied => "complied",
        Status::Defective => "defective",
        Status::Missing => "missing",
    }
}

fn changes(results: &Results<'_>) -> Markup {
    let language = results.language;
    let Some(trend) = &results.report.trend else { return html! {} };
    html! {
        h2 { (say(results, "Thay đổi so với ngày", "Changes since")) " " (words::day(trend.since, language)) }
        div.wide tabindex="0" { table {
            thead { tr {
                th scope="col" { (say(results, "Nhiệm vụ", "Obligation")) }
                th.number scope="col" { (say(results, "Trước", "Before")) }
                th.number scope="col" { (say(results, "Nay", "Now")) }
                th.number scope="col" { "±" }
                th scope="col" { (say(results, "Cơ quan", "Agencies")) }
            } }
            tbody { @for obligation in &results.campaign.obligations {
                @if let Some(total) = trend.totals.iter().find(|it| it.obligation == obligation.name && it.level.is_all()) {
                    tr {
                        th scope="row" { (obligation.title.get(language)) }
                        td.number { (total.before) }
                        td.number { (total.now) }
                        td.number { (words::difference(total.difference())) }
                        td { div { (words::issued_change(total, language).trim_start_matches("; ")) } @for kind in crate::report::trend::ChangeKind::EACH {
                            @let names: Vec<&str> = trend.changes.iter()
                                .filter(|it| it.obligation == obligation.name && it.kind == kind).map(|it| it.shown.as_str()).collect();
                            @if !names.is_empty() { div { strong { (words::change(kind).get(language)) ": " } (names.join(", ")) } }
                        } }
                    }
                }
            } }
        } }
    }
}

fn agencies(results: &Results<'_>) -> Markup {
    let language = results.language;
    html! {
        h2 { (say(results, "Từng cơ quan", "Agency by agency")) }
        div.filter hidden {
            label { (say(results, "Tìm", "Search")) input id="words" type="search" autocomplete="off"; }
            label { (say(results, "Cấp", "Level")) select id="level" {
                option value="" { (say(results, "Tất cả", "All")) }
                @for level in &results.report.levels { option value=(level.name) { (level.title.get(language)) } }
            } }
            label { (say(results, "Tình trạng", "Status")) select id="status" {
                option value="" { (say(results, "Tất cả", "All")) }
                @for status in STATUSES { option value=(class(status)) { (words::status(status).get(language)) } }
            } }
            span.meta id="shown" role="status" {}
        }
        div.wide tabindex="0" { table id="agencies" {
            thead { tr {
                th scope="col" { (say(results, "Mã", "Code")) }
                th scope="col" { (say(results, "Cơ quan", "Agency")) }
                th scope="col" { (say(results, "Cấp", "Level")) }
                @for obligation in &results.campaign.obligations { th scope="col" { (obligation.title.get(language)) } }
            } }
            tbody { @for agency in &results.report.agencies {
                @let statuses: Vec<&str> = agency.obligations.iter().map(|(_, cell)| class(cell.status)).collect();
                tr data-level=(agency.level.name) data-status=(statuses.join(" ")) {
                    td { (agency.code) }
                    th scope="row" { (agency.shown) }
                    td { (agency.level.title.get(language)) }
                    @for (_, cell) in &agency.obligations { (standing(cell, language)) }
                }
            } }
        } }
    }
}

fn standing(cell: &ObligationCell, language: Language) -> Markup {
    let mark = match cell.status {
        Status::Complied => "●",
        Status::Defective => "◐",
        Status::Missing => "○",
    };
    html! { td {
        span.status { (mark) " " (words::standing(cell).get(language)) }
        @if let Some(decision) = &cell.decision {
            div.files { (decision) @if let Some(issued) = cell.issued { ", " (crate::ledger::day(issued).get(language)) } }
        }
        @if !cell.reasons.is_empty() {
            ul.why { @for reason in &cell.reasons { li { (reason.message) } } }
        }
    } }
}

fn files(results: &Results<'_>) -> Markup {
    let language = results.language;
    let review = &results.report.review;
    let faulty: Vec<_> = review.files.iter().filter(|file| file.errors > 0).collect();
    html! {
        h2 { (say(results, "Các tệp đã nhận", "Files received")) }
        p { (review.files.len()) ": "
            @for (index, result) in FileResult::EACH.into_iter().filter(|result| review.files_with(*result) > 0).enumerate() {
                @if index > 0 { ", " }
                (review.files_with(result)) " " (words::file_result(result).get(language).to_lowercase())
            }
            "."
        }
        @if !faulty.is_empty() {
            div.wide tabindex="0" { table {
                thead { tr {
                    th scope="col" { (say(results, "Tệp có lỗi", "File with errors")) }
                    th scope="col" { (say(results, "Cơ quan", "Agency")) }
                    th.number scope="col" { (say(results, "Số lỗi", "Errors")) }
                } }
                tbody { @for file in faulty { tr {
                    td { (file.path) } td { (file.agency.as_deref().unwrap_or_default()) } td.number { (file.errors) }
                } } }
            } }
        }
    }
}
