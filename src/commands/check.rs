//! `bieumau check`: what an agency runs before it sends a form.

use std::collections::BTreeSet;
use std::mem;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use super::giveback;
use super::inbox::FormAsked;
use super::output::{OutputKind, Outputs, Wanted};
use super::selection::Selection;
use super::{FOUND, exit_code, formats, inbox, opened, print, watch};
use crate::cli::Check;
use crate::intake::Submission;
use crate::render::format::Format;
use crate::render::text::{self, Extent};
use crate::render::{Checked, Document, words};
use crate::report::{self, CheckReport};
use crate::run::returned::Manner;
use crate::run::{self, Setting, rule_names};
use crate::schema::Form;
use crate::store::Store;
use crate::text::Language;
use crate::verdict::{FileOutcome, Keep, Verdict};
use crate::workbook::Source;

/// Checks the files and tells what was found, once or whenever they are saved.
///
/// # Errors
/// When the schemas or a path cannot be read, or the result cannot be written.
pub fn run(arguments: &Check) -> anyhow::Result<ExitCode> {
    if arguments.watch {
        watch::run(&arguments.input.paths, arguments.input.common.language(), || once(arguments))
    } else {
        once(arguments)
    }
}

fn once(arguments: &Check) -> anyhow::Result<ExitCode> {
    let language = arguments.input.common.language();
    let format = format(arguments)?;
    let mut outputs = settle(arguments, format, language)?;
    let (setting, asked) = setting(arguments)?;
    let rules = rule_names::known(&setting.schemas);
    let selection = Selection::new(arguments, &rules)?;
    let left_out = outputs.paths();
    // Rows are looked at again only where they are shown.
    let keep = if arguments.trace || format.shows_tables { Keep::All } else { Keep::Nothing };
    let store = Store::new();
    let mut reviewed = inbox::review(&arguments.input, &setting, &left_out, None, (keep, &store))?;
    let as_of = as_of(arguments, format, &reviewed)?;
    let named = named(arguments, &left_out, &reviewed)?;
    run::checked(&mut reviewed, &setting, as_of, asked.as_deref(), |path| named.contains(path));
    let selected = selection.apply(&mut reviewed);
    let told = match &arguments.give_back {
        Some(folder) => {
            let manner = Manner::Sender;
            giveback::prepare(&mut outputs, folder, manner, &arguments.input, &setting, &reviewed, &left_out)?
        }
        None => String::new(),
    };
    let mut review = report::review_and_let_go(&mut reviewed, language);
    review.selection = selected;
    let code = match review.files_with(FileOutcome::Read) {
        0 => ExitCode::from(FOUND),
        _ => exit_code(&review, arguments.fail_on.severity()),
    };
    let most = arguments.max_findings.map(NonZeroUsize::get);
    // The terminal tells like findings together, so there it is those groups that are counted.
    let extent = Extent { groups: most, quiet: arguments.quiet };
    most.filter(|_| format.screen.is_none()).into_iter().for_each(|most| review.cap(most));
    let tables = if format.shows_tables { report::printed(&reviewed, &review, language) } else { Vec::new() };
    let report = CheckReport { version: report::VERSION, review };
    let (document, schemas) = (Document::Check(&report), &setting.schemas);
    let checked =
        Checked { review: &report.review, tables: &tables, rules: &rules, schemas, as_of, language, document, extent };
    if let Some(path) = &arguments.output {
        outputs.file(path, |file| formats::to_file(file, format, &checked))?;
    }
    let trace = arguments.trace.then(|| text::trace(&reviewed, language));
    store.check()?;
    outputs.put_in_place()?;
    print(&trace.unwrap_or_default())?;
    match &arguments.output {
        None => formats::to_screen(format, &checked)?,
        Some(path) => tell_where(path, &checked, arguments.open)?,
    }
    // What programs read on standard output is not to be followed by a sentence.
    if format.screen.is_some() {
        print(&told)?;
    }
    leave(arguments, (setting, reviewed));
    Ok(code)
}

/// Lets go of what was read and prepared. Where the process ends with it, it is left to the system: to take it apart costs a thirtieth of
/// what a small form does.
fn leave<Prepared>(arguments: &Check, prepared: Prepared) {
    if !arguments.watch {
        mem::forget(prepared);
    }
}

/// The day for which the files are checked. Asking for today reads the time zones of the machine, which takes a tenth of what a small
/// form does: where it makes no difference any day is as good.
fn as_of(arguments: &Check, format: &Format, reviewed: &[Verdict]) -> anyhow::Result<Date> {
    let submissions = reviewed.iter().flat_map(|file| &file.submissions).map(|it| &it.submission);
    let days = |it: &Submission| [it.decision.as_ref().map(|it| it.date), it.lapse.as_ref().and_then(|it| it.since)];
    let mut days = submissions.flat_map(days).flatten();
    // Nowhere is it earlier by more than a day.
    let surely_past = TimeZone::UTC.to_datetime(Timestamp::now()).date().saturating_sub(Span::new().days(2));
    let is_said = arguments.input.as_of.is_some() || std::env::var_os("SOURCE_DATE_EPOCH").is_some();
    if format.is_dated || is_said || days.any(|day| day > surely_past) {
        super::as_of(&arguments.input)
    } else {
        Ok(surely_past)
    }
}

/// The format that is asked for, else that of the file's ending, else the terminal's.
fn format(arguments: &Check) -> anyhow::Result<&'static Format> {
    match (arguments.format, &arguments.output) {
        (Some(format), Some(_)) => Ok(format),
        (Some(format), None) => formats::refuse_unprintable(format, "-o").map(|()| format),
        (None, Some(path)) => formats::of_file(path),
        (None, None) => Ok(&text::FORMAT),
    }
}

/// What the files are judged by, and the form that is asked for by its name.
fn setting(arguments: &Check) -> anyhow::Result<(Setting, Option<Arc<Form>>)> {
    let form = arguments.form.as_deref().map(FormAsked::of);
    let setting = inbox::setting(&arguments.input, arguments.agency.as_deref(), form.as_ref())?;
    let asked = match &form {
        Some(FormAsked::Name(name)) => Some(setting.form(name).context("--form")?),
        _ => None,
    };
    Ok((setting, asked))
}

/// Tells the verdict and where the result is, and opens it if that is wanted. Into a device or a pipe goes the result alone.
fn tell_where(path: &Path, checked: &Checked<'_>, open: bool) -> anyhow::Result<()> {
    if !path.is_file() {
        return Ok(());
    }
    let verdict = words::verdict(checked.review, checked.language).1;
    let shown = path.display().to_string();
    let shown = text::plain(&shown);
    print(
        &checked.language.say(format!("{verdict} Kết quả: {shown}\n"), format!("{verdict} The result is in {shown}\n")),
    )?;
    if open { opened(path) } else { Ok(()) }
}

fn settle(arguments: &Check, format: &Format, language: Language) -> anyhow::Result<Outputs> {
    let result = |path: &PathBuf| Wanted { path: path.clone(), shape: OutputKind::File(format.endings) };
    let returned = |path: &PathBuf| Wanted { path: path.clone(), shape: OutputKind::Folder(giveback::FOLDER) };
    let wanted = arguments.output.iter().map(result).chain(arguments.give_back.iter().map(returned));
    let inputs = arguments.input.read().chain(&arguments.config).cloned().collect::<Vec<_>>();
    Outputs::settle(wanted.collect(), &inputs, language)
}

/// The files that are named on the command line, as shown. They are looked for where something was set aside, for nobody else asks.
fn named(arguments: &Check, left_out: &[PathBuf], reviewed: &[Verdict]) -> anyhow::Result<BTreeSet<Arc<str>>> {
    if !reviewed.iter().any(|file| file.outcome == FileOutcome::Skipped && !file.findings.is_empty()) {
        return Ok(BTreeSet::new());
    }
    let sources = inbox::sources(&arguments.input, left_out)?.sources;
    let is_named = |source: &Source| source.member.is_none() && arguments.input.paths.contains(&source.file);
    Ok(sources.into_iter().filter(is_named).map(|source| source.path).collect())
}
