//! `bieumau check`: what an agency runs before it sends a form.

use std::num::NonZeroUsize;
use std::process::ExitCode;

use super::giveback::{self, Manner};
use super::selection::Selection;
use super::{exit_code, formats, inbox, output, print, rule_names, watch};
use crate::cli::{Check, Format};
use crate::render::Checked;
use crate::render::text::Extent;
use crate::report::{self, CheckReport};
use crate::text::Language;

/// Checks the files and tells what was found, once or whenever they are saved.
///
/// # Errors
/// When the schemas or a path cannot be read, or the result cannot be written.
pub fn run(arguments: &Check) -> anyhow::Result<ExitCode> {
    if arguments.watch {
        watch::run(&arguments.input.paths, arguments.input.lang.into(), || once(arguments))
    } else {
        once(arguments)
    }
}

fn once(arguments: &Check) -> anyhow::Result<ExitCode> {
    let language = Language::from(arguments.input.lang);
    let format = match (arguments.format, &arguments.output) {
        (Some(format), _) => format,
        (None, Some(path)) => formats::of_file(path)?,
        (None, None) => Format::Text,
    };
    let outputs: Vec<_> = arguments.output.iter().cloned().collect();
    output::refuse_clashes(&outputs, &arguments.input.paths)?;
    let as_of = jiff::ZonedDateTime::now().date();
    let setting = inbox::Setting::load(&arguments.input, arguments.agency.as_deref())?;
    let rules = rule_names::known(&setting.schemas);
    let selection = Selection::new(arguments, &rules)?;
    let mut left_out = outputs.clone();
    left_out.extend(giveback::to_be_left_out(arguments.give_back.as_deref(), &arguments.input.paths));
    let mut reviewed = inbox::review(&arguments.input, &setting, &left_out)?;
    let selected = selection.apply(&mut reviewed);
    let told = match &arguments.give_back {
        Some(folder) => giveback::write(folder, Manner::Sender, &arguments.input, &setting, &reviewed, &left_out)?,
        None => String::new(),
    };
    let mut review = report::review(&reviewed, language);
    review.selection = selected;
    let code = exit_code(&review, Some(arguments.fail_on.into()));
    let most = arguments.max_findings.map(NonZeroUsize::get);
    // The terminal tells like findings together, so there it is those groups that are counted.
    let extent = Extent { groups: most, quiet: arguments.quiet };
    if let Some(most) = most.filter(|_| format != Format::Text) {
        review.cap(most);
    }
    let tables = match format {
        Format::Html => report::printed(&reviewed, &review, language),
        _ => Vec::new(),
    };
    let report = CheckReport { version: report::VERSION, review };
    let checked = Checked { review: &report.review, tables: &tables, rules: &rules, as_of, language };
    if arguments.trace {
        print(&crate::render::text::trace(&reviewed, language))?;
    }
    match &arguments.output {
        Some(path) => formats::to_file(path, format, &checked, &report, extent)?.put_in_place()?,
        None => formats::to_screen(format, &checked, &report, extent)?,
    }
    // What programs read on standard output is not to be followed by a sentence.
    if format == Format::Text {
        print(&told)?;
    }
    Ok(code)
}
