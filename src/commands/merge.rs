//! `bieumau merge`: what the ministry runs on an inbox, by hand or every week.

use std::path::PathBuf;
use std::process::ExitCode;

use super::giveback::{self, Manner};
use super::{colours, exit_code, fault, formats, inbox, output, print, rule_names};
use crate::cli::{Format, Merge};
use crate::ledger;
use crate::render::text::Extent;
use crate::render::{Checked, Results, datapackage, text, xlsx};
use crate::report;
use crate::summary;
use crate::text::Language;

/// Reads the inbox, reconciles it with the roster and writes what was asked for. Outputs appear whole or not at all.
///
/// # Errors
/// When the schemas or a path cannot be read, or an output cannot be written.
pub fn run(arguments: &Merge) -> anyhow::Result<ExitCode> {
    let language = Language::from(arguments.input.lang);
    let as_of = arguments.as_of.unwrap_or_else(|| jiff::ZonedDateTime::now().date());
    let outputs: Vec<PathBuf> = [&arguments.output, &arguments.report, &arguments.data, &arguments.give_back]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    output::refuse_clashes(&outputs, &arguments.input.paths)?;

    let setting = inbox::Setting::load(&arguments.input, None)?;
    let mut reviewed = inbox::review(&arguments.input, &setting, &outputs)?;
    ledger::set_aside_duplicates(&mut reviewed);
    let (roster, campaign) = (&*setting.roster, &*setting.campaign);
    let ledger = ledger::reconcile(&mut reviewed, roster, campaign, as_of, |obligation, submission| {
        inbox::met(obligation, submission, as_of)
    })?;
    let summary = summary::summarize(&reviewed, roster, &setting.forms);
    let report = report::reconciled(&reviewed, &ledger, roster, campaign, language);
    let results = Results { report: &report, summary: &summary, campaign, language };

    let rules = rule_names::known(&super::schemas(arguments.input.schemas.as_deref())?);
    // The forms themselves are in the summary workbook.
    let checked = Checked { review: &report.review, tables: &[], rules: &rules, as_of, language };

    // Everything is written aside first, then put in place, so that a failure leaves the old files as they were.
    let mut pending = Vec::new();
    if let Some(path) = &arguments.output {
        pending.push(output::file(path, |file| xlsx::write(&results, file))?);
    }
    if let Some(path) = &arguments.report {
        let format = formats::of_file(path)?;
        pending.push(formats::to_file(path, format, &checked, &report, Extent::default())?);
    }
    if let Some(path) = &arguments.data {
        pending.push(output::folder(path, |create| datapackage::write(&results, create))?);
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
