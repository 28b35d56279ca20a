//! The summary as a page for a browser, and as Markdown for the job summary of a pipeline or an e-mail: figures with the rule that makes
//! them, what changed, how every agency stands and why, and every file. Both are templates over the same facts.
//!
//! The page is one file without a single outside reference, so that it opens from an e-mail or a memory stick and tells nobody that
//! it was opened; the policy in its head lets nothing else in. Without scripts all is there but the filter.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::{Value, context};

use super::engine::{Markup, page};
use super::html::{self, FINDINGS};
use super::words::{self, thousands};
use super::{Results, letter};
use crate::finding::Severity;
use crate::ledger::Status;
use crate::report::trend::{ChangeKind, Trend};
use crate::report::{self, AgencyRow, FileRow, ObligationCell, TotalRow};
use crate::schema::{Level, Obligation};
use crate::text::Language;
use crate::workbook::mark::{AUTHOR, Mark, Output};

const STATUSES: [Status; 3] = [Status::Complied, Status::Defective, Status::Missing];
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
/// How many files with errors Markdown lists; a job summary of GitHub holds no more than a megabyte.
const LISTED_FILES: usize = 50;
/// The same is said of at most so many cells of a file, then counted: the page is about agencies.
const SAYINGS: usize = 10;

/// The page.
///
/// # Errors
/// When a template cannot be used.
pub fn html(results: &Results<'_>) -> anyhow::Result<String> {
    let template = (include_str!("templates/summary.html"), &[FINDINGS][..]);
    page(Markup::Html, results.language, template, facts(results))
}

/// The same as Markdown: whom to remind of what, and which files to send back.
///
/// # Errors
/// When a template cannot be used.
pub fn markdown(results: &Results<'_>) -> anyhow::Result<String> {
    let template = (include_str!("templates/summary.md"), &[][..]);
    page(Markup::Markdown, results.language, template, facts(results))
}

/// What the templates can name.
fn facts(results: &Results<'_>) -> Value {
    let Results { report, campaign, language, .. } = *results;
    let review = &report.review;
    let mut of_agencies = of_agencies(results);
    // Senders that are on no roster stand behind all levels.
    let unlisted = report.unlisted.first().map(|agency| &agency.level);
    let levels = Value::from_iter(report.levels.iter().chain(unlisted).map(|it| level(it, results, &mut of_agencies)));
    let faulty = || review.files.iter().filter(|file| file.errors > 0);
    let total = if language == Language::English { "Total" } else { "Tổng số" };
    let heads = STATUSES.map(|status| words::status(status).get(language).to_owned()).into_iter();
    let issued = words::tells_issued(results).then_some(words::ISSUED);
    let last = [words::RATE].into_iter().chain(issued).map(|word| word.get(language).to_owned());
    let heads = heads.chain([total.to_owned()]).chain(last);
    context! {
        language => language.code(),
        author => AUTHOR,
        mark => Mark::of(Output::Summary).to_string(),
        policy => POLICY,
        style => include_str!("templates/summary.css"),
        script => include_str!("templates/summary.js"),
        version => env!("CARGO_PKG_VERSION"),
        campaign => context! { title => campaign.title.get(language), basis => &campaign.basis },
        as_of => words::day(report.as_of, language),
        warnings => Value::from_iter(report.warnings.iter().map(|warning| &warning.message)),
        sentence => letter::sentence(report, campaign, language),
        unlisted => words::unlisted(report, language),
        // Over the chart.
        chart => words::chart_title(results, ""),
        statuses => Value::from_iter(STATUSES.map(|it| status(it, language))),
        // Over the figures of a total.
        heads => Value::from_iter(heads),
        obligations => Value::from_iter((0..campaign.obligations.len()).map(|it| obligation(it, results))),
        trend => report.trend.as_ref().map(|it| trend(it, results)),
        levels,
        // Files of no known agency of which there is something to say.
        unassigned => Value::from_iter(of_agencies.into_values().flatten()),
        received => words::received(review, language),
        counts => words::counts(review, language),
        files => Value::from_iter(review.files.iter().map(|it| file(it, language))),
        faulty => Value::from_iter(faulty().take(LISTED_FILES).map(|it| file(it, language))),
        more_faulty => faulty().count().saturating_sub(LISTED_FILES),
    }
}

/// What a status is called where it decides and where it is read, and a sign so that it can be read without colours.
fn status(status: Status, language: Language) -> Value {
    let sign = match status {
        Status::Complied => "●",
        Status::Defective => "◐",
        Status::Missing => "○",
    };
    context! { key => key(status), word => words::status(status).get(language), sign }
}

fn key(status: Status) -> &'static str {
    match status {
        Status::Complied => "complied",
        Status::Defective => "defective",
        Status::Missing => "missing",
    }
}

/// A level: what it is called where it decides, and where it is read.
fn named(level: &Level, language: Language) -> Value {
    context! { key => &level.name, word => level.title.get(language) }
}

/// What is to be mended in the files of each agency, by its code; that of files of no known one under none.
fn of_agencies<'a>(results: &Results<'a>) -> BTreeMap<Option<&'a str>, Vec<Value>> {
    let agencies = || results.report.agencies.iter().chain(&results.report.unlisted);
    let known = |code: &&str| agencies().any(|agency| agency.code == **code);
    let mut by_agency: BTreeMap<Option<&str>, Vec<Value>> = BTreeMap::new();
    for of_file in report::by_file(&results.report.review) {
        let file: &'a FileRow = of_file.file;
        let sheet = |it| html::sheet(it, Severity::Warning, SAYINGS, results.language);
        let sheets: Vec<Value> = of_file.sheets.iter().filter_map(sheet).collect();
        if !sheets.is_empty() {
            let agency = file.agency.as_deref().or(file.probable_agency.as_deref()).filter(known);
            by_agency.entry(agency).or_default().push(context! { path => &file.path, sheets });
        }
    }
    by_agency
}

/// An obligation by its place in the campaign.
fn obligation<'a>(index: usize, results: &Results<'a>) -> Value {
    let Results { report, campaign, language, .. } = *results;
    let obligation = &campaign.obligations[index];
    let total = |level: &Level| report.total(&obligation.name, level);
    let all = total(&report.whole).map_or([0; 3], |total| [total.complied, total.defective, total.missing]);
    let bar = STATUSES.into_iter().zip(all).filter(|(_, count)| *count > 0);
    let cell = |agency: &'a AgencyRow| &agency.obligations[index].1;
    let open = report.agencies.iter().filter(|agency| cell(agency).status != Status::Complied);
    // What came has a place.
    let (silent, open): (Vec<&AgencyRow>, Vec<_>) =
        open.partition(|agency| cell(agency).reasons.iter().all(|reason| reason.places.is_empty()));
    let silent = report.levels.iter().filter_map(|level| {
        let of_level = silent.iter().filter(|agency| agency.level == *level);
        let names: Vec<&str> = of_level.map(|agency| agency.shown.as_str()).collect();
        let level = level.title.get(language);
        (!names.is_empty()).then(|| context! { level, count => names.len(), names => names.join(", ") })
    });
    let open = open.iter().map(|agency| {
        context! {
            name => &agency.shown,
            level => agency.level.title.get(language),
            word => words::standing(cell(agency)).get(language),
            why => cell(agency).why(),
        }
    });
    let totals = report.scopes().filter_map(|level| Some(figures(total(level)?, obligation, level, results)));
    context! {
        title => obligation.title.get(language),
        // When it counts as complied with, in words.
        rule => obligation.words.get(language),
        totals => Value::from_iter(totals),
        // All agencies by status, those of which there are any.
        bar => Value::from_iter(bar.map(|(it, count)| context! { status => status(it, language), count })),
        // Who has sent something and has not complied.
        open => Value::from_iter(open),
        // Who has sent nothing, level by level.
        silent => Value::from_iter(silent),
    }
}

fn figures(total: &TotalRow, obligation: &Obligation, level: &Level, results: &Results<'_>) -> Value {
    let language = results.language;
    let counts = [total.complied, total.defective, total.missing, total.total];
    let counted = counts.map(|count| thousands(count, language)).into_iter();
    let rate = words::percent(total.complied, total.total, language);
    let issued = words::tells_issued(results).then(|| words::issued(total, obligation, language));
    let figures = counted.chain([rate]).chain(issued);
    context! { level => named(level, language), figures => Value::from_iter(figures) }
}

fn trend(trend: &Trend, results: &Results<'_>) -> Value {
    let language = results.language;
    let rows = results.campaign.obligations.iter().filter_map(|obligation| {
        let is_own = |name: &str| name == obligation.name;
        let total = trend.totals.iter().find(|it| is_own(&it.obligation) && it.level.is_all())?;
        let changes = ChangeKind::EACH.into_iter().filter_map(|kind| {
            let changed = trend.changes.iter().filter(|it| is_own(&it.obligation) && it.kind == kind);
            let names: Vec<&str> = changed.map(|it| it.shown.as_str()).collect();
            let kind = words::change(kind);
            (!names.is_empty()).then(|| context! { kind => kind.get(language), names => names.join(", ") })
        });
        let (before, difference) = words::before(total);
        Some(context! {
            title => obligation.title.get(language),
            before,
            now => total.now,
            difference,
            issued => words::issued_change(total, obligation, language),
            changes => Value::from_iter(changes),
        })
    });
    context! { since => words::day(trend.since, language), rows => Value::from_iter(rows) }
}

fn level<'a>(level: &Arc<Level>, results: &Results<'a>, files: &mut BTreeMap<Option<&'a str>, Vec<Value>>) -> Value {
    let Results { report, language, .. } = *results;
    let agencies = report.agencies.iter().chain(&report.unlisted).filter(|agency| agency.level == *level);
    let agencies = agencies.map(|agency| {
        let cells = || agency.obligations.iter().map(|(_, cell)| cell);
        let standing =
            |cell: &ObligationCell| context! { status => status(cell.status, language), word => words::standing(cell).get(language) };
        context! {
            code => &agency.code,
            name => &agency.shown,
            // For the filter.
            statuses => cells().map(|cell| key(cell.status)).collect::<Vec<_>>().join(" "),
            standings => Value::from_iter(cells().map(standing)),
            told => Value::from_iter(told(agency, results)),
            files => files.remove(&Some(agency.code.as_str())).unwrap_or_default(),
        }
    });
    context! { level => named(level, language), agencies => Value::from_iter(agencies) }
}

/// How an agency stands to all obligations and why; what is the same of several is told once.
fn told<'a>(agency: &'a AgencyRow, results: &'a Results<'_>) -> impl Iterator<Item = Value> + 'a {
    let mut cells: Vec<(&ObligationCell, Vec<&str>)> = Vec::new();
    for (obligation, (_, cell)) in results.campaign.obligations.iter().zip(&agency.obligations) {
        let title = obligation.title.get(results.language);
        match cells.iter_mut().find(|(known, _)| *known == cell) {
            Some((_, titles)) => titles.push(title),
            None => cells.push((cell, vec![title])),
        }
    }
    cells.into_iter().map(|(cell, titles)| standing(cell, &titles.join("; "), results.language))
}

fn standing(cell: &ObligationCell, titles: &str, language: Language) -> Value {
    let document = cell.decision.as_ref().map(|decision| match cell.issued {
        Some(issued) => format!("{decision}, {}", words::day(issued, language)),
        None => decision.clone(),
    });
    let reasons = cell.reasons.iter().map(|reason| {
        let help = (!reason.help.is_empty()).then(|| words::after_colon(&reason.help));
        context! { message => &reason.message, help }
    });
    context! {
        status => status(cell.status, language),
        word => words::standing(cell).get(language),
        titles,
        document,
        file => cell.file.as_deref(),
        reasons => Value::from_iter(reasons),
    }
}

fn file(file: &FileRow, language: Language) -> Value {
    context! {
        path => &file.path,
        result => words::file_outcome(file.outcome).get(language),
        agency => file.agency.as_deref().or(file.probable_agency.as_deref()).unwrap_or_default(),
        errors => file.errors,
    }
}
