//! `bieumau explain`: what the rules check and why, with examples.

use std::process::ExitCode;

use super::{colours, print, print_json};
use crate::cli::{Explain, ExplainFormat};
use crate::design;
use crate::finding::{Rule, RuleRef};
use crate::render::explain;
use crate::run::rule_names;

/// Explains one rule, or lists all.
///
/// # Errors
/// When the schemas cannot be read, no rule has this name, or the result cannot be written.
pub fn run(arguments: &Explain) -> anyhow::Result<ExitCode> {
    let language = arguments.common.language();
    let mut known = rule_names::known(&super::schemas(arguments.common.schemas.as_deref())?);
    known.extend(design::rules::ALL.iter().map(|rule| RuleRef::from(*rule)));
    let chosen: Vec<RuleRef> = match &arguments.rule {
        Some(typed) => vec![rule_names::named(typed, &known)?.clone()],
        None => known,
    };
    let rules = || chosen.iter().map(|rule| -> &Rule { rule });
    match (arguments.format, chosen.as_slice()) {
        (ExplainFormat::Text, [rule]) => print(&explain::one(rule, language, colours()))?,
        (ExplainFormat::Text, _) => print(&explain::list(rules(), language, colours()))?,
        (ExplainFormat::Markdown, _) => print(&explain::page(rules(), language))?,
        (ExplainFormat::Json, _) => {
            let rules: Vec<explain::Explained<'_>> =
                rules().map(|rule| explain::Explained::new(rule, language)).collect();
            print_json(&rules)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
