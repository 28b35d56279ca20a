//! The summary as a page for a browser, and as Markdown for the job summary of a pipeline or an e-mail: figures with the rule that makes
//! them, what changed, how every agency stands and why, and every file. Both are templates over the same facts.
//!
//! The page is one file without a single outside reference, so that it opens from an e-mail or a memory stick and tells nobody that
//! it was opened; the policy in its head lets nothing else in. Without scripts all is there but the filter.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::engine::{Markup, page};
use super::html::{FINDINGS, SheetFacts};
use super::words::{self, thousands};
use super::{Results, letter};
use crate::finding::Severity;
use crate::ledger::Status;
use crate::report::trend::{ChangeKind, Trend};
use crate::report::{self, AgencyRow, FileResult, FileRow, ObligationCell, TotalRow};
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
    page(Markup::Html, results.language, template, &Facts::new(results))
}

/// The same as Markdown: whom to remind of what, and which files to send back.
///
/// # Errors
/// When a template cannot be used.
pub fn markdown(results: &Results<'_>) -> anyhow::Result<String> {
    let template = (include_str!("templates/summary.md"), &[][..]);
    page(Markup::Markdown, results.language, template, &Facts::new(results))
}

/// What the templates can name.
#[derive(Serialize)]
struct Facts<'a> {
    language: &'static str,
    author: &'static str,
    mark: String,
    policy: &'static str,
    style: &'static str,
    script: &'static str,
    version: &'static str,
    campaign: CampaignFacts<'a>,
    as_of: String,
    warnings: Vec<&'a str>,
    sentence: String,
    unlisted: Option<String>,
    /// Over the chart.
    chart: String,
    statuses: [StatusFacts; 3],
    /// Over the figures of a total.
    heads: [String; 6],
    obligations: Vec<ObligationFacts<'a>>,
    trend: Option<TrendFacts<'a>>,
    levels: Vec<LevelFacts<'a>>,
    /// Files of no known agency of which there is something to say.
    unassigned: Vec<AgencyFile<'a>>,
    received: String,
    counts: String,
    files: Vec<FileFacts<'a>>,
    faulty: Vec<FileFacts<'a>>,
    more_faulty: usize,
}

#[derive(Serialize)]
struct CampaignFacts<'a> {
    title: &'a str,
    basis: &'a str,
}

/// A word, and what it is called where it decides.
#[derive(Serialize)]
struct Named<'a> {
    key: &'a str,
    word: &'a str,
}

#[derive(Serialize)]
struct StatusFacts {
    key: &'static str,
    word: String,
    /// So that it can be read without colours.
    sign: &'static str,
}

#[derive(Serialize)]
struct ObligationFacts<'a> {
    title: &'a str,
    /// When it counts as complied with, in words.
    rule: &'a str,
    totals: Vec<TotalFacts<'a>>,
    /// All agencies by status, those of which there are any.
    bar: Vec<BarFacts>,
    /// Who has sent something and has not complied.
    open: Vec<OpenFacts<'a>>,
    /// Who has sent nothing, level by level.
    silent: Vec<SilentFacts>,
}

#[derive(Serialize)]
struct TotalFacts<'a> {
    level: Named<'a>,
    figures: Vec<String>,
}

#[derive(Serialize)]
struct BarFacts {
    status: StatusFacts,
    count: usize,
}

#[derive(Serialize)]
struct OpenFacts<'a> {
    name: &'a str,
    level: String,
    word: String,
    why: String,
}

#[derive(Serialize)]
struct SilentFacts {
    level: String,
    count: usize,
    names: String,
}

#[derive(Serialize)]
struct TrendFacts<'a> {
    since: String,
    rows: Vec<TrendRow<'a>>,
}

#[derive(Serialize)]
struct TrendRow<'a> {
    title: &'a str,
    before: String,
    now: usize,
    difference: String,
    issued: Option<String>,
    changes: Vec<ChangeFacts>,
}

#[derive(Serialize)]
struct ChangeFacts {
    kind: String,
    names: String,
}

#[derive(Serialize)]
struct LevelFacts<'a> {
    level: Named<'a>,
    agencies: Vec<AgencyFacts<'a>>,
}

#[derive(Serialize)]
struct AgencyFacts<'a> {
    code: &'a str,
    name: &'a str,
    /// The keys of its statuses, for the filter.
    statuses: String,
    standings: Vec<StandingFacts>,
    /// The same with what makes it so, each thing once.
    told: Vec<ToldFacts<'a>>,
    files: Vec<AgencyFile<'a>>,
}

#[derive(Serialize)]
struct StandingFacts {
    status: StatusFacts,
    word: String,
}

#[derive(Serialize)]
struct ToldFacts<'a> {
    status: StatusFacts,
    word: String,
    /// Of the obligations that it holds for.
    titles: String,
    /// The decision and its day.
    document: Option<String>,
    file: Option<&'a str>,
    reasons: Vec<ReasonFacts<'a>>,
}

#[derive(Serialize)]
struct ReasonFacts<'a> {
    message: &'a str,
    help: Option<String>,
}

/// A file with what is to be mended in it.
#[derive(Serialize)]
struct AgencyFile<'a> {
    path: &'a str,
    sheets: Vec<SheetFacts<'a>>,
}

#[derive(Serialize)]
struct FileFacts<'a> {
    path: &'a str,
    result: String,
    agency: &'a str,
    errors: usize,
}

fn status(status: Status, language: Language) -> StatusFacts {
    let (key, sign) = match status {
        Status::Complied => ("complied", "●"),
        Status::Defective => ("defective", "◐"),
        Status::Missing => ("missing", "○"),
    };
    StatusFacts { key, word: words::status(status).get(language).to_owned(), sign }
}

fn named(level: &Level, language: Language) -> Named<'_> {
    Named { key: &level.name, word: level.title.get(language) }
}

impl<'a> Facts<'a> {
    fn new(results: &Results<'a>) -> Self {
        let Results { report, campaign, language, .. } = *results;
        let mut of_agencies = of_agencies(results);
        // Senders that are on no roster stand behind all levels.
        let unlisted = report.unlisted.first().map(|agency| &agency.level);
        let levels = report.levels.iter().chain(unlisted);
        let levels = levels.map(|level| LevelFacts::new(level, results, &mut of_agencies)).collect();
        let review = &report.review;
        let faulty = || review.files.iter().filter(|file| file.errors > 0);
        let heads = STATUSES.map(|status| words::status(status).get(language).to_owned());
        let [complied, defective, missing] = heads;
        let total = if language == Language::English { "Total" } else { "Tổng số" };
        let [rate, issued] = [words::RATE, words::ISSUED].map(|word| word.get(language).to_owned());
        Self {
            language: language.code(),
            author: AUTHOR,
            mark: Mark::of(Output::Summary).to_string(),
            policy: POLICY,
            style: include_str!("templates/summary.css"),
            script: include_str!("templates/summary.js"),
            version: env!("CARGO_PKG_VERSION"),
            campaign: CampaignFacts { title: campaign.title.get(language), basis: &campaign.basis },
            as_of: words::day(report.as_of, language),
            warnings: report.warnings.iter().map(|warning| warning.message.as_str()).collect(),
            sentence: letter::sentence(report, campaign, language),
            unlisted: words::unlisted(report, language),
            chart: words::chart_title(results, ""),
            statuses: STATUSES.map(|it| status(it, language)),
            heads: [complied, defective, missing, total.to_owned(), rate, issued],
            obligations: campaign.obligations.iter().map(|it| ObligationFacts::new(it, results)).collect(),
            trend: report.trend.as_ref().map(|trend| TrendFacts::new(trend, results)),
            levels,
            unassigned: of_agencies.into_values().flatten().collect(),
            received: received(results),
            counts: counts(results),
            files: review.files.iter().map(|file| FileFacts::new(file, language)).collect(),
            faulty: faulty().take(LISTED_FILES).map(|file| FileFacts::new(file, language)).collect(),
            more_faulty: faulty().count().saturating_sub(LISTED_FILES),
        }
    }
}

/// «Đã nhận 85 tệp: 75 đã đọc, 4 không đọc được.»
fn received(results: &Results<'_>) -> String {
    let language = results.language;
    let review = &results.report.review;
    let parts = FileResult::EACH.into_iter().map(|result| (result, review.files_with(result)));
    let parts = parts.filter(|(_, count)| *count > 0).map(|(result, count)| {
        format!("{} {}", thousands(count, language), words::file_result(result).get(language).to_lowercase())
    });
    let files = words::counted(review.files.len(), "tệp", "file", language);
    let word = if language == Language::English { "Received" } else { "Đã nhận" };
    format!("{word} {files}: {}.", parts.collect::<Vec<_>>().join(", "))
}

fn counts(results: &Results<'_>) -> String {
    words::counts(&results.report.review, results.language)
}

/// What is to be mended in the files of each agency, by its code; that of files of no known one under none.
fn of_agencies<'a>(results: &Results<'a>) -> BTreeMap<Option<&'a str>, Vec<AgencyFile<'a>>> {
    let agencies = || results.report.agencies.iter().chain(&results.report.unlisted);
    let known = |code: &&str| agencies().any(|agency| agency.code == **code);
    let mut by_agency: BTreeMap<Option<&str>, Vec<AgencyFile<'a>>> = BTreeMap::new();
    for of_file in report::by_file(&results.report.review) {
        let file: &'a FileRow = of_file.file;
        let sheets = of_file.sheets.iter().map(|it| SheetFacts::new(it, Severity::Warning, SAYINGS, results.language));
        let sheets: Vec<_> = sheets.filter(|sheet| !sheet.is_empty()).collect();
        if !sheets.is_empty() {
            let agency = file.agency.as_deref().or(file.probable_agency.as_deref()).filter(known);
            by_agency.entry(agency).or_default().push(AgencyFile { path: &file.path, sheets });
        }
    }
    by_agency
}

impl<'a> ObligationFacts<'a> {
    fn new(obligation: &'a Obligation, results: &Results<'a>) -> Self {
        let Results { report, campaign, language, .. } = *results;
        let total = |level: &Level| report.total(&obligation.name, level);
        let all = total(&report.whole).map_or([0; 3], |total| [total.complied, total.defective, total.missing]);
        let bar = STATUSES.into_iter().zip(all).filter(|(_, count)| *count > 0);
        let index = campaign.obligations.iter().position(|it| it.name == obligation.name).unwrap_or_default();
        let cell = |agency: &'a AgencyRow| &agency.obligations[index].1;
        let open = report.agencies.iter().filter(|agency| cell(agency).status != Status::Complied);
        // What came has a place.
        let (silent, open): (Vec<_>, Vec<_>) =
            open.partition(|agency| cell(agency).reasons.iter().all(|reason| reason.places.is_empty()));
        let silent = report.levels.iter().filter_map(|level| {
            let of_level = silent.iter().filter(|agency| agency.level == *level);
            let names: Vec<&str> = of_level.map(|agency| agency.shown.as_str()).collect();
            let level = level.title.get(language).to_owned();
            (!names.is_empty()).then(|| SilentFacts { level, count: names.len(), names: names.join(", ") })
        });
        Self {
            title: obligation.title.get(language),
            rule: obligation.words.get(language),
            totals: report
                .scopes()
                .filter_map(|level| Some(total_facts(total(level)?, obligation, level, language)))
                .collect(),
            bar: bar.map(|(it, count)| BarFacts { status: status(it, language), count }).collect(),
            open: open
                .into_iter()
                .map(|agency| OpenFacts {
                    name: &agency.shown,
                    level: agency.level.title.get(language).to_owned(),
                    word: words::standing(cell(agency)).get(language).to_owned(),
                    why: cell(agency).why(),
                })
                .collect(),
            silent: silent.collect(),
        }
    }
}

fn total_facts<'a>(total: &TotalRow, obligation: &Obligation, level: &'a Level, language: Language) -> TotalFacts<'a> {
    let count = |count: usize| thousands(count, language);
    let counted = [total.complied, total.defective, total.missing, total.total].map(count);
    let rate = words::percent(total.complied, total.total, language);
    let figures = counted.into_iter().chain([rate, words::issued(total, obligation, language)]).collect();
    TotalFacts { level: named(level, language), figures }
}

impl<'a> TrendFacts<'a> {
    fn new(trend: &'a Trend, results: &Results<'a>) -> Self {
        let language = results.language;
        let rows = results.campaign.obligations.iter().filter_map(|obligation| {
            let is_own = |name: &str| name == obligation.name;
            let total = trend.totals.iter().find(|it| is_own(&it.obligation) && it.level.is_all())?;
            let changes = ChangeKind::EACH.into_iter().filter_map(|kind| {
                let changed = trend.changes.iter().filter(|it| is_own(&it.obligation) && it.kind == kind);
                let names: Vec<&str> = changed.map(|it| it.shown.as_str()).collect();
                let kind = words::change(kind).get(language).to_owned();
                (!names.is_empty()).then(|| ChangeFacts { kind, names: names.join(", ") })
            });
            let (before, difference) = words::before(total);
            Some(TrendRow {
                title: obligation.title.get(language),
                before,
                now: total.now,
                difference,
                issued: words::issued_change(total, obligation, language),
                changes: changes.collect(),
            })
        });
        Self { since: words::day(trend.since, language), rows: rows.collect() }
    }
}

impl<'a> LevelFacts<'a> {
    fn new(
        level: &'a Arc<Level>,
        results: &Results<'a>,
        files: &mut BTreeMap<Option<&'a str>, Vec<AgencyFile<'a>>>,
    ) -> Self {
        let language = results.language;
        let report = results.report;
        let agencies = report.agencies.iter().chain(&report.unlisted).filter(|agency| agency.level == *level);
        let agencies = agencies.map(|agency| {
            let standings = agency.obligations.iter().map(|(_, cell)| StandingFacts {
                status: status(cell.status, language),
                word: words::standing(cell).get(language).to_owned(),
            });
            let standings: Vec<_> = standings.collect();
            AgencyFacts {
                code: &agency.code,
                name: &agency.shown,
                statuses: standings.iter().map(|it| it.status.key).collect::<Vec<_>>().join(" "),
                standings,
                told: told(agency, results),
                files: files.remove(&Some(agency.code.as_str())).unwrap_or_default(),
            }
        });
        Self { level: named(level, language), agencies: agencies.collect() }
    }
}

/// How an agency stands to all obligations and why; what is the same of several is told once.
fn told<'a>(agency: &'a AgencyRow, results: &Results<'a>) -> Vec<ToldFacts<'a>> {
    let mut cells: Vec<(&ObligationCell, Vec<&str>)> = Vec::new();
    for (obligation, (_, cell)) in results.campaign.obligations.iter().zip(&agency.obligations) {
        let title = obligation.title.get(results.language);
        match cells.iter_mut().find(|(known, _)| *known == cell) {
            Some((_, titles)) => titles.push(title),
            None => cells.push((cell, vec![title])),
        }
    }
    cells.into_iter().map(|(cell, titles)| ToldFacts::new(cell, titles.join("; "), results.language)).collect()
}

impl<'a> ToldFacts<'a> {
    fn new(cell: &'a ObligationCell, titles: String, language: Language) -> Self {
        let document = cell.decision.as_ref().map(|decision| match cell.issued {
            Some(issued) => format!("{decision}, {}", words::day(issued, language)),
            None => decision.clone(),
        });
        let reasons = cell.reasons.iter().map(|reason| ReasonFacts {
            message: &reason.message,
            help: (!reason.help.is_empty()).then(|| words::after_colon(&reason.help)),
        });
        Self {
            status: status(cell.status, language),
            word: words::standing(cell).get(language).to_owned(),
            titles,
            document,
            file: cell.file.as_deref(),
            reasons: reasons.collect(),
        }
    }
}

impl<'a> FileFacts<'a> {
    fn new(file: &'a FileRow, language: Language) -> Self {
        Self {
            path: &file.path,
            result: words::file_result(file.outcome).get(language).to_owned(),
            agency: file.agency.as_deref().or(file.probable_agency.as_deref()).unwrap_or_default(),
            errors: file.errors,
        }
    }
}
