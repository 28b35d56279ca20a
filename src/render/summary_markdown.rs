//! The summary as Markdown: for the job summary of a pipeline, an e-mail or a page. Figures first, then what changed, whom to
//! remind, and which files to send back.

use std::fmt::Write as _;

use super::unmarked::escaped;
use super::words::{self, thousands};
use super::{Results, letter};
use crate::finding::Severity;
use crate::ledger::Status;
use crate::report::trend::ChangeKind;
use crate::report::{AgencyRow, FileResult};
use crate::text::Language;
use crate::workbook::mark::{Mark, Output};

/// How many files with errors are listed; a job summary of GitHub holds no more than a megabyte.
const LISTED_FILES: usize = 50;

/// The page.
pub fn page(results: &Results<'_>) -> String {
    let language = results.language;
    let say = |vi: &'static str, en: &'static str| if language == Language::English { en } else { vi };
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(out, "# {}\n", escaped(results.campaign.title.get(language)));
    for warning in &results.report.warnings {
        let label = words::severity(Severity::Warning);
        let _ = writeln!(out, "**{}:** {}\n", label.get(language), escaped(&warning.message));
    }
    let _ = writeln!(out, "{}\n", escaped(&letter::sentence(results.report, results.campaign, language)));
    totals(&mut out, results);
    changes(&mut out, results);
    let _ = writeln!(out, "## {}\n", say("Cơ quan chưa hoàn thành", "Agencies that have not complied"));
    for (index, obligation) in results.campaign.obligations.iter().enumerate() {
        let _ = writeln!(out, "### {}\n", escaped(obligation.title.get(language)));
        outstanding(&mut out, results, index);
        out.push('\n');
    }
    files(&mut out, results);
    let _ = writeln!(out, "\n<!-- {} -->", Mark::of(Output::Summary));
    out
}

/// Who has not complied with an obligation: those of whom nothing came by name, all others with their reasons.
fn outstanding(out: &mut String, results: &Results<'_>, index: usize) {
    let language = results.language;
    let open = |agency: &&AgencyRow| agency.obligations[index].1.status != Status::Complied;
    let open: Vec<&AgencyRow> = results.report.agencies.iter().filter(open).collect();
    let (nothing, something): (Vec<_>, Vec<_>) = open.into_iter().partition(|agency| {
        // What came has a place.
        agency.obligations[index].1.reasons.iter().all(|reason| reason.places.is_empty())
    });
    if !something.is_empty() {
        let header = match language {
            Language::Vietnamese => "| Cơ quan | Cấp | Tình trạng | Lý do |",
            Language::English => "| Agency | Level | Status | Why |",
        };
        let _ = writeln!(out, "{header}\n|---|---|---|---|");
        for agency in something {
            let cell = &agency.obligations[index].1;
            let (level, status) = (&agency.level.title, words::standing(cell));
            let (level, status) = (level.get(language), status.get(language));
            let _ = writeln!(out, "| {} | {level} | {status} | {} |", escaped(&agency.shown), escaped(&cell.why()));
        }
        out.push('\n');
    }
    for level in &results.report.levels {
        let of_level = nothing.iter().filter(|agency| agency.level == *level);
        let names: Vec<&str> = of_level.map(|agency| agency.shown.as_str()).collect();
        if !names.is_empty() {
            let said = if language == Language::English { "not received" } else { "chưa nhận được" };
            let (level, count, names) = (level.title.get(language), names.len(), escaped(&names.join(", ")));
            let _ = writeln!(out, "- **{level}, {said} ({count}):** {names}");
        }
    }
}

fn totals(out: &mut String, results: &Results<'_>) {
    let language = results.language;
    let header = match language {
        Language::Vietnamese => {
            "| Nhiệm vụ | Cấp | Đã hoàn thành | Đã gửi, chưa đạt yêu cầu | Chưa có bản tính được | Tổng số | Tỷ lệ hoàn thành | Đã ban hành |"
        }
        Language::English => "| Obligation | Level | Complied | Defective | Missing | Total | Rate | Issued |",
    };
    let _ = writeln!(out, "{header}\n|---|---|--:|--:|--:|--:|--:|--:|");
    for obligation in &results.campaign.obligations {
        for level in results.report.scopes() {
            let Some(total) = results.report.total(&obligation.name, level) else { continue };
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} | {} | {} | {} | {} |",
                escaped(obligation.title.get(language)),
                level.title.get(language),
                total.complied,
                total.defective,
                total.missing,
                total.total,
                words::percent(total.complied, total.total, language),
                total.issued
            );
        }
    }
    out.push('\n');
    let counted = match language {
        Language::Vietnamese => "được tính là hoàn thành khi",
        Language::English => "counted as complied when",
    };
    for obligation in &results.campaign.obligations {
        let (title, rule) = (obligation.title.get(language), obligation.words.get(language));
        let _ = writeln!(out, "- *{}*: {counted}: {}", escaped(title), escaped(rule));
    }
    out.push('\n');
}

fn changes(out: &mut String, results: &Results<'_>) {
    let language = results.language;
    let Some(trend) = &results.report.trend else { return };
    let heading = if language == Language::English { "Changes since" } else { "Thay đổi so với ngày" };
    let _ = writeln!(out, "## {heading} {}\n", words::day(trend.since, language));
    for obligation in &results.campaign.obligations {
        let total = trend.totals.iter().find(|it| it.obligation == obligation.name && it.level.is_all());
        let Some(total) = total else { continue };
        let (title, difference) = (obligation.title.get(language), words::difference(total.difference()));
        let issued = words::issued_change(total, language);
        let _ = writeln!(out, "- **{}**: {} → {} ({difference}){issued}", escaped(title), total.before, total.now);
        for kind in ChangeKind::EACH {
            let changed = trend.changes.iter().filter(|it| it.obligation == obligation.name && it.kind == kind);
            let agencies: Vec<&str> = changed.map(|it| it.shown.as_str()).collect();
            if !agencies.is_empty() {
                let _ = writeln!(out, "  - {}: {}", words::change(kind).get(language), escaped(&agencies.join(", ")));
            }
        }
    }
    out.push('\n');
}

fn files(out: &mut String, results: &Results<'_>) {
    let language = results.language;
    let review = &results.report.review;
    let _ = writeln!(out, "## {}\n", if language == Language::English { "Files" } else { "Tệp" });
    let parts = FileResult::EACH.into_iter().map(|result| (result, review.files_with(result)));
    let parts: Vec<String> = parts
        .filter(|(_, count)| *count > 0)
        .map(|(result, count)| format!("{} {}", words::file_result(result).get(language).to_lowercase(), count))
        .collect();
    let severities = [Severity::Error, Severity::Warning, Severity::Info];
    let found = severities.map(|severity| {
        format!("{} {}", words::severity(severity).get(language), thousands(review.count(severity), language))
    });
    let _ = writeln!(
        out,
        "{}: {} ({}). {}.\n",
        if language == Language::English { "Received" } else { "Đã nhận" },
        review.files.len(),
        parts.join(", "),
        found.join(", ")
    );
    let faulty: Vec<_> = review.files.iter().filter(|file| file.errors > 0).collect();
    if faulty.is_empty() {
        return;
    }
    let header = match language {
        Language::Vietnamese => "| Tệp có lỗi | Cơ quan | Số lỗi |",
        Language::English => "| File with errors | Agency | Errors |",
    };
    let _ = writeln!(out, "{header}\n|---|---|--:|");
    for file in faulty.iter().take(LISTED_FILES) {
        let agency = file.agency.as_deref().unwrap_or_default();
        let _ = writeln!(out, "| {} | {} | {} |", escaped(&file.path), escaped(agency), file.errors);
    }
    if faulty.len() > LISTED_FILES {
        let rest = faulty.len() - LISTED_FILES;
        let words = if language == Language::English { "more" } else { "tệp khác" };
        let _ = writeln!(out, "\n… {rest} {words}");
    }
}
