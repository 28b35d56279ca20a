//! `bieumau merge`: what the ministry runs on an inbox, by hand or every week.

use std::io::{BufReader, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use jiff::civil::Date;

use super::output::{Held, OutputKind, Outputs, Wanted};
use super::{colours, exit_code, fault, formats, giveback, given, inbox, opened, print};
use crate::cli::{FailOn, Merge};
use crate::finding::RuleRef;
use crate::render::format::Format;
use crate::render::reminder::Template;
use crate::render::text::Extent;
use crate::render::{Checked, Document, Results, datapackage, dcat, html, text, xlsx};
use crate::report::earlier::EarlierReport;
use crate::report::history::{self, HistoryRow};
use crate::report::{Findings, Report};
use crate::run::letters::{self, Mailing};
use crate::run::returned::Manner;
use crate::run::{self, Past, Setting, rule_names};
use crate::schema::dcat::DcatMapping;
use crate::schema::load;
use crate::store::Store;
use crate::summary;
use crate::text::trouble::Because;
use crate::text::{Bilingual, Language};
use crate::verdict::{Keep, Verdict};
use crate::{bilingual, trouble};

/// What a data package is called in its folder's list.
const PACKAGE: &str = "data";
/// What a folder of letters is called in its list.
const LETTERS: &str = "letters";

/// Reads the inbox, reconciles it with the roster and writes what was asked for. Outputs appear whole or not at all, and
/// together.
///
/// # Errors
/// When the schemas, a path or an earlier report cannot be read, or an output cannot be written.
pub fn run(arguments: &Merge) -> anyhow::Result<ExitCode> {
    let (mut plan, mut outputs) = Plan::settle(arguments)?;
    let store = Store::new();
    let mut reviewed = plan.read(&outputs, &store)?;
    // Until the outputs are in place.
    let _held = plan.hold_history(&outputs)?;
    let report = plan.reconcile(&mut reviewed)?;
    let summary = summary::summarize(&reviewed, &plan.setting.roster, &plan.setting.forms);
    let results =
        Results { report: &report, summary: &summary, campaign: &plan.setting.campaign, language: plan.language };
    // The forms themselves are in the summary workbook.
    let checked = Checked {
        review: &report.review,
        tables: &[],
        rules: &plan.rules,
        schemas: &plan.setting.schemas,
        as_of: plan.as_of,
        language: plan.language,
        document: Document::Merge(&report),
        // A report holds all there is; only a screen is short.
        extent: Extent { groups: Some(usize::MAX), quiet: false },
    };
    plan.prepare(&mut outputs, &results, &checked)?;
    let told = plan.give_back(&mut outputs, &reviewed)?;
    plan.write_letters(&mut outputs, &report, &reviewed)?;
    store.check()?;
    fault::before_outputs_are_in_place();
    outputs.put_in_place()?;
    plan.tell(&results, &checked, &told)?;
    if let Some(page) = plan.page {
        opened(page)?;
    }
    Ok(exit_code(&report.review, arguments.fail_on.and_then(FailOn::severity)))
}

/// What was asked for, and all that is known before the inbox is read.
struct Plan<'a> {
    arguments: &'a Merge,
    language: Language,
    as_of: Date,
    reports: Vec<(&'a PathBuf, &'static Format)>,
    /// The one to be opened.
    page: Option<&'a PathBuf>,
    setting: Setting,
    mapping: Option<DcatMapping>,
    past: Past,
    rules: Vec<RuleRef>,
    allowed: Vec<RuleRef>,
}

impl<'a> Plan<'a> {
    /// Settles where the outputs go, then reads everything but the inbox.
    fn settle(arguments: &'a Merge) -> anyhow::Result<(Self, Outputs)> {
        let language = arguments.input.common.language();
        formats::refuse_unprintable(arguments.format, "--report")?;
        let as_of = super::as_of(&arguments.input)?;
        let reports = arguments.report.iter().map(|path| Ok((path, formats::of_file(path)?)));
        let reports = reports.collect::<anyhow::Result<Vec<_>>>()?;
        let read = arguments.input.read().chain(&arguments.previous).chain(&arguments.config);
        let mut pages = reports.iter().filter(|(_, format)| format.name == html::FORMAT.name).map(|(path, _)| *path);
        let page = pages.next().filter(|_| arguments.open);
        if arguments.open && page.is_none() {
            trouble!(
                "--open cần một báo cáo HTML: thêm --report bao-cao.html",
                "--open needs an HTML report: add --report report.html"
            );
        }
        let outputs = Outputs::settle(wanted(arguments), &read.cloned().collect::<Vec<_>>(), language)?;
        let earlier = arguments.previous.as_deref().map(read_earlier).transpose()?;
        let history = arguments.history.as_deref().map(read_history).transpose()?;
        let setting = inbox::setting(&arguments.input, None, None)?;
        let rules = rule_names::known(&setting.schemas);
        let allowed = rule_names::allowed(&arguments.allow, &rules)?;
        let mapping = match &arguments.dcat {
            Some(_) => Some(load::dcat(arguments.input.common.schemas.as_deref(), &setting.forms)?),
            None => None,
        };
        Ok((
            Self {
                arguments,
                language,
                as_of,
                reports,
                page,
                setting,
                mapping,
                past: Past { earlier, history },
                rules,
                allowed,
            },
            outputs,
        ))
    }

    fn left_out(&self, outputs: &Outputs) -> Vec<PathBuf> {
        outputs
            .paths()
            .into_iter()
            .chain(self.arguments.previous.clone())
            .chain(self.arguments.config.clone())
            .collect()
    }

    fn read(&self, outputs: &Outputs, store: &Arc<Store>) -> anyhow::Result<Vec<Verdict>> {
        let Merge { input, allow, allow_empty, .. } = self.arguments;
        // What is allowed is known of no file before all of it is read.
        let keep = if allow.is_empty() { Keep::WhatMayCount } else { Keep::All };
        let left_out = self.left_out(outputs);
        let reviewed = inbox::review(input, &self.setting, &left_out, Some(self.as_of), (keep, store))?;
        if !allow_empty {
            inbox::refuse_empty(&reviewed, &input.paths)?;
        }
        Ok(reviewed)
    }

    /// Reads the history again, to which another run may have added its lines meanwhile, and keeps others from doing so as long
    /// as what is given back lives.
    fn hold_history(&mut self, outputs: &Outputs) -> anyhow::Result<Option<Held>> {
        let Some(path) = &self.arguments.history else { return Ok(None) };
        let held = outputs.hold(path)?;
        self.past.history = Some(read_history(path)?);
        Ok(held)
    }

    fn reconcile(&self, reviewed: &mut [Verdict]) -> anyhow::Result<Report> {
        let stays = self.arguments.give_back.is_some() || self.arguments.letters.is_some();
        let then = if stays { Findings::Stay } else { Findings::Go };
        let (setting, allowed) = (&self.setting, &self.allowed);
        run::reconcile(reviewed, setting, self.as_of, allowed, &self.past, (self.language, then))
    }

    fn prepare(&self, outputs: &mut Outputs, results: &Results<'_>, checked: &Checked<'_>) -> anyhow::Result<()> {
        let arguments = self.arguments;
        if let Some(path) = &arguments.output {
            outputs.file(path, |file| xlsx::write(results, file))?;
        }
        for (path, format) in &self.reports {
            outputs.file(path, |file| match format.summary {
                Some(page) => Ok(file.write_all(page(results)?.as_bytes())?),
                None => formats::to_file(file, format, checked),
            })?;
        }
        if let Some(path) = &arguments.data {
            outputs.folder(path, |create| datapackage::write(results, create))?;
        }
        if let (Some(path), Some(mapping)) = (&arguments.dcat, &self.mapping) {
            outputs.file(path, |file| Ok(dcat::write(results, mapping, BufWriter::new(file))?))?;
        }
        if let Some(path) = &arguments.history {
            let lines = history::csv(&results.report.history)?;
            outputs.file(path, |file| Ok(file.write_all(&lines)?))?;
        }
        Ok(())
    }

    fn give_back(&self, outputs: &mut Outputs, reviewed: &[Verdict]) -> anyhow::Result<String> {
        let Some(folder) = &self.arguments.give_back else { return Ok(String::new()) };
        let left_out = self.left_out(outputs);
        giveback::prepare(outputs, folder, Manner::Ministry, &self.arguments.input, &self.setting, reviewed, &left_out)
    }

    /// Writes the letters with what goes with them.
    fn write_letters(&self, outputs: &mut Outputs, report: &Report, reviewed: &[Verdict]) -> anyhow::Result<()> {
        let Some(folder) = &self.arguments.letters else { return Ok(()) };
        let left_out = self.left_out(outputs);
        let (mut returned, mut aside) = (Vec::new(), giveback::Aside::new()?);
        giveback::each(Manner::Ministry, &self.arguments.input, &self.setting, reviewed, &left_out, &mut |file| {
            returned.push(aside.put_by(file)?);
            Ok(())
        })?;
        let report = read_back(report).because(|| bilingual!("chuẩn bị công văn", "preparing the letters"))?;
        let Setting { campaign, roster, forms, .. } = &self.setting;
        let enclosed = letters::enclosed(&report, campaign, forms, returned, self.language)?;
        let template = &Template::word(self.language);
        let mailing = Mailing {
            report: &report,
            campaign,
            roster,
            template,
            forms,
            enclosed: &enclosed,
            language: self.language,
        };
        outputs.folder(folder, |create| letters::write(&mailing, create).map(drop))
    }

    fn tell(&self, results: &Results<'_>, checked: &Checked<'_>, told: &str) -> anyhow::Result<()> {
        match self.arguments.format {
            format if format.screen.is_some() => {
                let quiet = self.arguments.quiet;
                print(&if quiet { text::sentence(results) } else { text::merge(results, colours()) })?;
                print(told)?;
                print(&written(self.arguments, self.language))?;
            }
            format => formats::to_screen(format, checked)?,
        }
        for warning in &results.report.warnings {
            let label = self.language.say("cảnh báo", "warning");
            super::notice(&format!("{label}: {}", warning.message));
        }
        Ok(())
    }
}

/// Says what was written; forms that go back tell of themselves.
fn written(arguments: &Merge, language: Language) -> String {
    let is_told = |path: &PathBuf| arguments.give_back.as_ref() == Some(path);
    let paths: Vec<String> = wanted(arguments)
        .into_iter()
        .filter(|wanted| !is_told(&wanted.path))
        .map(|wanted| wanted.path.display().to_string())
        .collect();
    match (paths.is_empty(), language) {
        (true, _) => String::new(),
        (_, Language::Vietnamese) => text::wrapped(&format!("Đã ghi: {}", paths.join(", ")), "", ""),
        (_, Language::English) => text::wrapped(&format!("Written: {}", paths.join(", ")), "", ""),
    }
}

/// Everything that the run is to write.
fn wanted(arguments: &Merge) -> Vec<Wanted> {
    let file = |path: &Option<PathBuf>, endings| path.clone().map(|path| (path, OutputKind::File(endings)));
    let folder = |path: &Option<PathBuf>, kind| path.clone().map(|path| (path, OutputKind::Folder(kind)));
    let history = arguments.history.clone().map(|path| (path, OutputKind::Continued(&["csv"])));
    let single = [
        file(&arguments.output, &["xlsx"]),
        folder(&arguments.data, PACKAGE),
        file(&arguments.dcat, &["jsonld", "json"]),
        history,
        folder(&arguments.give_back, giveback::FOLDER),
        folder(&arguments.letters, LETTERS),
    ];
    // Their endings are known: they tell the format.
    let reports = arguments.report.iter().map(|path| (path.clone(), OutputKind::File(&[])));
    single.into_iter().flatten().chain(reports).map(|(path, shape)| Wanted { path, shape }).collect()
}

fn reading(option: &str, path: &Path) -> Bilingual {
    let path = path.display();
    bilingual!("không đọc được {option} {path}", "{option} {path} cannot be read")
}

fn read_earlier(path: &Path) -> anyhow::Result<EarlierReport> {
    let reading = || reading("--previous", path);
    given::read(path, given::REPORT, |file| EarlierReport::read(file)).because(reading)
}

/// The report as `remind` would read it. As a text it may have hundreds of megabytes, so it goes through a file.
fn read_back(report: &Report) -> anyhow::Result<EarlierReport> {
    let mut file = tempfile::tempfile()?;
    let mut written = BufWriter::new(&mut file);
    serde_json::to_writer(&mut written, report)?;
    written.flush()?;
    drop(written);
    file.rewind()?;
    EarlierReport::read(BufReader::new(file))
}

/// The history so far; a file that is not there yet is begun.
fn read_history(path: &Path) -> anyhow::Result<Vec<HistoryRow>> {
    let reading = || reading("--history", path);
    if !path.try_exists().because(reading)? {
        return Ok(Vec::new());
    }
    history::parse(&given::text(path, given::MIDDLING).because(reading)?).because(reading)
}
