//! `bieumau merge`: what the ministry runs on an inbox, by hand or every week.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::giveback::{self, Manner};
use super::{colours, configuration, exit_code, fault, formats, inbox, output, print, rule_names};
use crate::checks;
use crate::cli::{Format, Merge};
use crate::finding::{Rule, rules};
use crate::ledger::{self, between};
use crate::render::text::Extent;
use crate::render::{Checked, Results, datapackage, dcat, summary_html, summary_markdown, text, xlsx};
use crate::report::earlier::EarlierReport;
use crate::report::{self, history, trend};
use crate::schema::load::{self, did_you_mean};
use crate::schema::{Campaign, Form};
use crate::summary;
use crate::text::Language;

/// The file that makes a folder a data package; only such a folder is replaced.
const PACKAGE: &str = "datapackage.json";

/// Reads the inbox, reconciles it with the roster and writes what was asked for. Outputs appear whole or not at all.
///
/// # Errors
/// When the schemas, a path or an earlier report cannot be read, or an output cannot be written.
pub fn run(arguments: &Merge) -> anyhow::Result<ExitCode> {
    let language = Language::from(arguments.input.lang);
    let as_of = match arguments.as_of {
        Some(day) => day,
        None => today()?,
    };
    let reports = arguments.report.iter().map(|path| Ok((path, formats::of_file(path)?)));
    let reports = reports.collect::<anyhow::Result<Vec<_>>>()?;
    let outputs = outputs(arguments);
    let mut inputs = arguments.input.paths.clone();
    inputs.extend(arguments.previous.clone());
    output::refuse_clashes(&outputs, &inputs)?;
    let earlier = arguments.previous.as_deref().map(read_earlier).transpose()?;
    let past = arguments.history.as_deref().map(read_history).transpose()?;

    let setting = inbox::Setting::load(&arguments.input, None)?;
    refuse_unknown_rules(&arguments.allow, &setting.forms)?;
    let mapping = match &arguments.dcat {
        Some(path) => Some((path, load::dcat(arguments.input.schemas.as_deref(), &setting.forms)?)),
        None => None,
    };
    let mut left_out = outputs.clone();
    left_out.extend(inputs.into_iter().skip(arguments.input.paths.len()));
    left_out.extend(arguments.input.paths.iter().map(|path| path.join(configuration::NAME)));
    let mut reviewed = inbox::review(&arguments.input, &setting, &left_out)?;
    checks::allow(&mut reviewed, &arguments.allow);
    ledger::set_aside_duplicates(&mut reviewed);
    let (roster, campaign) = (&*setting.roster, &*setting.campaign);
    let ledger = ledger::reconcile(&mut reviewed, roster, campaign, as_of, |obligation, parts| {
        inbox::met(obligation, parts, as_of)
    })?;
    let answers = earlier.as_ref().map(|earlier| earlier_answers(earlier, campaign)).unwrap_or_default();
    between::compare(&mut reviewed, roster, &answers);
    checks::allow_notes(&mut reviewed, &arguments.allow);
    let summary = summary::summarize(&reviewed, roster, &setting.forms);
    let mut report = report::reconciled(&reviewed, &ledger, roster, campaign, language);
    if let (Some(earlier), Some(path)) = (&earlier, &arguments.previous) {
        let compared = trend::trend(&report, earlier, campaign.deadline);
        report.trend = Some(compared.with_context(|| format!("comparing with {}", path.display()))?);
    }
    report.history = past.map(|rows| history::extended(rows, &report)).unwrap_or_default();
    let results = Results { report: &report, summary: &summary, campaign, language };

    let rules = rule_names::known(&setting.schemas);
    // The forms themselves are in the summary workbook.
    let checked = Checked { review: &report.review, tables: &[], rules: &rules, as_of, language };

    // Everything is written aside first, then put in place, so that a failure leaves the old files as they were.
    let mut pending = Vec::new();
    if let Some(path) = &arguments.output {
        pending.push(output::file(path, |file| xlsx::write(&results, file))?);
    }
    for (path, format) in reports {
        pending.push(match format {
            // What people read is the summary; programs get the findings.
            Format::Html => output::file(path, |file| Ok(file.write_all(summary_html::page(&results).as_bytes())?))?,
            Format::Markdown => {
                output::file(path, |file| Ok(file.write_all(summary_markdown::page(&results).as_bytes())?))?
            }
            _ => formats::to_file(path, format, &checked, &report, Extent::default())?,
        });
    }
    if let Some(path) = &arguments.data {
        pending.push(output::folder(path, PACKAGE, |create| datapackage::write(&results, create))?);
    }
    if let Some((path, mapping)) = &mapping {
        pending.push(output::file(path, |file| Ok(dcat::write(&results, mapping, BufWriter::new(file))?))?);
    }
    if let Some(path) = &arguments.history {
        let lines = history::csv(&report.history)?;
        pending.push(output::file(path, |file| Ok(file.write_all(&lines)?))?);
    }
    let told = match &arguments.give_back {
        Some(folder) => giveback::write(folder, Manner::Ministry, &arguments.input, &setting, &reviewed, &outputs)?,
        None => String::new(),
    };
    fault::before_outputs_are_in_place();
    for output in pending {
        output.put_in_place()?;
    }

    match arguments.format {
        Format::Text => {
            print(&text::merge(&results, colours()))?;
            print(&told)?;
        }
        format => formats::to_screen(format, &checked, &report, Extent::default())?,
    }
    Ok(exit_code(&report.review, arguments.fail_on.map(Into::into)))
}

fn outputs(arguments: &Merge) -> Vec<PathBuf> {
    let single = [&arguments.output, &arguments.data, &arguments.dcat, &arguments.history, &arguments.give_back];
    single.into_iter().flatten().chain(&arguments.report).cloned().collect()
}

/// The day of the run. Pipelines that want the same bytes tomorrow set `SOURCE_DATE_EPOCH`
/// (reproducible-builds.org/specs/source-date-epoch), in seconds.
fn today() -> anyhow::Result<Date> {
    let Some(epoch) = std::env::var_os("SOURCE_DATE_EPOCH") else { return Ok(jiff::ZonedDateTime::now().date()) };
    let text = epoch.to_string_lossy();
    let seconds: i64 = text.trim().parse().map_err(|_| {
        anyhow!("SOURCE_DATE_EPOCH là «{text}», không phải số giây / is “{text}”, not a number of seconds")
    })?;
    let moment = Timestamp::from_second(seconds).context("reading SOURCE_DATE_EPOCH")?;
    Ok(TimeZone::UTC.to_datetime(moment).date())
}

fn read_earlier(path: &Path) -> anyhow::Result<EarlierReport> {
    let reading = || format!("reading --previous {}", path.display());
    EarlierReport::parse(&fs::read_to_string(path).with_context(reading)?).with_context(reading)
}

/// The history so far; a file that is not there yet is begun.
fn read_history(path: &Path) -> anyhow::Result<Vec<history::HistoryRow>> {
    let reading = || format!("reading --history {}", path.display());
    match fs::read_to_string(path) {
        Ok(text) => history::parse(&text).with_context(reading),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error).with_context(reading),
    }
}

/// What each agency had sent for each form by the earlier report. Two obligations about one form look at one answer.
fn earlier_answers(earlier: &EarlierReport, campaign: &Campaign) -> between::EarlierAnswers {
    let mut answers = between::EarlierAnswers::new();
    for agency in &earlier.agencies {
        for obligation in &campaign.obligations {
            let Some(standing) = agency.obligations.get(&obligation.name) else { continue };
            if let (Some(rows), Some(file)) = (standing.rows, &standing.file) {
                let answer = between::EarlierAnswer { rows, file: file.clone(), decision: standing.decision.clone() };
                answers.insert((agency.code.clone(), obligation.form.clone()), answer);
            }
        }
    }
    answers
}

/// A name that no rule has is a slip; a rule about files that cannot be merged cannot be allowed.
fn refuse_unknown_rules(allowed: &[String], forms: &[std::sync::Arc<Form>]) -> anyhow::Result<()> {
    let mut known: Vec<&Rule> = rules::all().collect();
    known.extend(forms.iter().flat_map(|form| &form.rules).map(|rule| &*rule.rule));
    for name in allowed {
        match known.iter().find(|rule| rule.name == **name) {
            None => bail!(
                "--allow: không có quy tắc «{name}» / there is no such rule{}",
                did_you_mean(name, known.iter().map(|rule| &*rule.name))
            ),
            Some(rule) if rule.code.starts_with(['F', 'I', 'L']) => bail!(
                "--allow: không thể bỏ qua {name}: tệp như vậy không tổng hợp được / {name} cannot be allowed: such a file cannot be merged"
            ),
            Some(_) => {}
        }
    }
    Ok(())
}
