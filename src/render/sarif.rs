//! The findings as SARIF 2.1.0, for code scanning and its viewers. A spreadsheet has no lines, so sheet and cell are a logical
//! location, `PL1!C12`; the file is an artifact with its hash.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use anyhow::Context;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;
use serde_sarif::sarif::{
    Artifact, ArtifactLocation, Location, LogicalLocation, Message, MultiformatMessageString, PhysicalLocation,
    PropertyBag, ReportingConfiguration, ReportingDescriptor, Result as SarifResult, ResultLevel, Run, Sarif, Tool,
    ToolComponent,
};

use super::format::{Format, Writer};
use super::{Checked, place, words};
use crate::finding::{RuleRef, Severity};
use crate::report::{FindingRow, Review};
use crate::text::Language;
use crate::workbook::mark::{AUTHOR, Mark, Output};

/// Where the schema of SARIF is published.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What a path within a URI may hold as it is (RFC 3986, section 3.3), the slash between its parts included.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The format.
pub static FORMAT: Format =
    Format::plain("sarif", ["Cho công cụ quét mã", "for code scanning"], &["sarif", "json"], Writer::Stream(write));

fn write(checked: &Checked<'_>, mut writer: &mut dyn Write) -> anyhow::Result<()> {
    let review = checked.review;
    let known: BTreeSet<&str> = review.open().map(FindingRow::rule).collect();
    let told = |rule: &&RuleRef| known.contains(&*rule.name);
    let rules: Vec<&RuleRef> = checked.rules.iter().filter(told).collect();
    let driver = ToolComponent::builder()
        .name("bieumau")
        .semantic_version(env!("CARGO_PKG_VERSION"))
        .language(language(checked.language))
        .rules(rules.iter().map(|rule| descriptor(rule, checked.language)).collect::<Vec<_>>())
        .build();
    let results = review.open().map(|finding| result(finding, &rules, checked.language));
    let run = Run::builder()
        .tool(Tool::builder().driver(driver).build())
        .language(language(checked.language))
        .artifacts(artifacts(review))
        .results(results.collect::<Vec<_>>())
        .properties(run_properties(review))
        .build();
    let log = Sarif::builder().schema(SCHEMA).version(json!("2.1.0")).runs(vec![run]).build();
    serde_json::to_writer_pretty(&mut writer, &log).context("writing the SARIF log")?;
    writer.write_all(b"\n").context("writing the SARIF log")
}

fn language(language: Language) -> &'static str {
    language.say("vi", "en")
}

fn level(severity: Severity) -> ResultLevel {
    match severity {
        Severity::Error => ResultLevel::Error,
        Severity::Warning => ResultLevel::Warning,
        Severity::Info => ResultLevel::Note,
    }
}

fn descriptor(rule: &RuleRef, language: Language) -> ReportingDescriptor {
    let message = |text: &str| MultiformatMessageString::builder().text(text).build();
    let explanation = rule.explanation.get(language);
    ReportingDescriptor::builder()
        .id(&*rule.code)
        .name(&*rule.name)
        .short_description(message(whole(rule.message.get(language)).unwrap_or(first_sentence(explanation))))
        .full_description(message(explanation))
        .help(message(whole(rule.help.get(language)).unwrap_or(explanation)))
        .default_configuration(ReportingConfiguration::builder().level(json!(level(rule.severity))).build())
        .build()
}

/// A text without holes that only a finding fills.
fn whole(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.contains('{'))
}

fn first_sentence(text: &str) -> &str {
    text.split_once(". ").map_or(text, |(first, _)| &text[..=first.len()])
}

fn result(finding: &FindingRow, rules: &[&RuleRef], language: Language) -> SarifResult {
    let artifact = ArtifactLocation::builder().uri(uri(finding.file())).build();
    let physical = PhysicalLocation::builder().artifact_location(artifact).build();
    let place = place(finding);
    let location = if place.is_empty() {
        Location::builder().physical_location(physical).build()
    } else {
        let cell = finding.cell();
        let name = cell.as_deref().or(finding.sheet().map(|name| &**name)).unwrap_or_default();
        let kind = if cell.is_some() { "cell" } else { "sheet" };
        let logical = LogicalLocation::builder().name(name).fully_qualified_name(place).kind(kind).build();
        Location::builder().physical_location(physical).logical_locations(vec![logical]).build()
    };
    let help = words::after_colon(&finding.help());
    // The first sentence stands alone where space is short; what to do follows it.
    let text = format!("{} {}: {help}", finding.message(), words::TO_DO.get(language));
    let described = SarifResult::builder()
        .rule_id(finding.code())
        .level(level(finding.severity()))
        .message(Message::builder().text(text).build())
        .locations(vec![location])
        .properties(properties("value", json!(finding.value())));
    match rules.iter().position(|rule| *rule.name == *finding.rule()) {
        Some(index) => described.rule_index(index as i64).build(),
        None => described.build(),
    }
}

fn artifacts(review: &Review) -> Vec<Artifact> {
    let files = review.files.iter().map(|file| {
        let location = ArtifactLocation::builder().uri(uri(&file.path)).build();
        let hashes = BTreeMap::from([("sha-256".to_owned(), file.sha256.clone())]);
        match file.sha256.as_str() {
            "" => Artifact::builder().location(location).build(),
            _ => Artifact::builder().location(location).hashes(hashes).build(),
        }
    });
    files.collect()
}

/// The counts, and the mark of what the tool writes.
fn run_properties(review: &Review) -> PropertyBag {
    let mark = json!(Mark::of(Output::Findings).to_string());
    let named = [("counts".to_owned(), json!(review.counts)), (AUTHOR.to_owned(), mark)];
    PropertyBag::builder().additional_properties(BTreeMap::from(named)).build()
}

fn properties(name: &str, value: serde_json::Value) -> PropertyBag {
    PropertyBag::builder().additional_properties(BTreeMap::from([(name.to_owned(), value)])).build()
}

fn uri(path: &str) -> String {
    utf8_percent_encode(path, UNRESERVED).to_string()
}
