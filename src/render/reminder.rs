//! Letters to the agencies that owe something, each from one template: what is missing, what was wrong, with decision numbers
//! and dates. The template is a file that users can replace (`schemas/letters/remind.vi.md` is the one that ships), written in
//! Markdown with [minijinja](https://docs.rs/minijinja) placeholders; a word that the template has and we do not is refused, so
//! that no letter goes out with a hole in it.

use std::borrow::Cow;

use anyhow::Context;
use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;

use super::markdown::escaped;
use super::words;
use crate::finding::Severity;
use crate::ledger::{self, Code, Status};
use crate::report::Told;
use crate::report::earlier::{EarlierAgency, EarlierFinding, EarlierReport, EarlierStanding};
use crate::schema::{Campaign, Roster};
use crate::text::Language;
use crate::workbook::mark::{Mark, Output};

mod docx;

pub use docx::docx;

/// How many faults a letter lists; the rest are counted.
const LISTED_FAULTS: usize = 40;

/// Instructions of the template that a letter may take; one that lists all that it can takes some five thousand.
const STEPS_OF_A_LETTER: u64 = 1_000_000;

/// The template that ships, in this language.
pub fn template(language: Language) -> &'static str {
    match language {
        Language::Vietnamese => include_str!("../../schemas/letters/remind.vi.md"),
        Language::English => include_str!("../../schemas/letters/remind.en.md"),
    }
}

/// A letter to an agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The agency's code.
    pub agency: String,
    /// Its name in the language of the letter.
    pub name: String,
    /// Titles of what it owes, in the campaign's order.
    pub owed: Vec<String>,
    /// The letter, in Markdown.
    pub text: String,
}

/// The letter as a file of its own, with the mark of what the tool writes.
pub fn markdown(text: &str) -> String {
    format!("{text}\n<!-- {} -->\n", Mark::of(Output::Letter))
}

/// What a template can name.
#[derive(Serialize)]
struct Facts<'a> {
    agency: AgencyFacts<'a>,
    campaign: CampaignFacts<'a>,
    as_of: String,
    /// What has not been complied with, in the campaign's order; never empty.
    owed: Vec<Owed<'a>>,
    /// Titles of what has been complied with.
    done: Vec<&'a str>,
    /// Errors of the files that do not count.
    faults: Vec<Fault>,
    /// How many errors are not listed.
    more_faults: usize,
}

#[derive(Serialize)]
struct AgencyFacts<'a> {
    code: &'a str,
    name: &'a str,
    level: &'static str,
}

#[derive(Serialize)]
struct CampaignFacts<'a> {
    name: &'a str,
    title: &'a str,
    basis: &'a str,
    deadline: Option<String>,
}

#[derive(Serialize)]
struct Owed<'a> {
    title: &'a str,
    /// When it counts as complied with, in words.
    rule: &'a str,
    /// `missing` or `defective`.
    status: Status,
    file: Option<&'a str>,
    decision: Option<&'a str>,
    issued: Option<String>,
    errors: usize,
    /// Why it has not been complied with.
    reasons: Vec<Why>,
    /// Whether nothing came that could be it.
    nothing_received: bool,
}

/// A reason: what is so, and what can be done; empty where there is nothing.
#[derive(Serialize, PartialEq)]
struct Why {
    code: String,
    message: String,
    help: String,
}

#[derive(Serialize, PartialEq)]
struct Fault {
    /// File, sheet and cell.
    place: String,
    message: String,
    help: String,
}

/// The letters, in the roster's order: one for each agency of the report that has not complied with everything.
///
/// # Errors
/// When the template cannot be used; the message names its line and what it does not know.
pub fn letters(
    report: &EarlierReport,
    campaign: &Campaign,
    roster: &Roster,
    template: &str,
    language: Language,
) -> anyhow::Result<Vec<Letter>> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(STEPS_OF_A_LETTER));
    // Whatever a placeholder stands for is text, in a template of the user's as well; `|safe` lets Markdown through.
    environment.set_formatter(|out, state, value| match value.as_str().filter(|_| !value.is_safe()) {
        Some(text) => Ok(out.write_str(&escaped(text))?),
        None => minijinja::escape_formatter(out, state, value),
    });
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.add_filter("lower_first", |text: String| {
        let mut letters = text.chars();
        letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
    });
    environment.add_template("template", template).context("reading the template")?;
    let compiled = environment.get_template("template").context("reading the template")?;
    let mut letters = Vec::new();
    for agency in &report.agencies {
        let named = roster.agencies.iter().find(|known| known.code == agency.code);
        let name = match (language, named) {
            (Language::English, Some(known)) if !known.name_en.is_empty() => &known.name_en,
            _ => &agency.name,
        };
        let facts = facts(report, campaign, agency, name, language);
        if facts.owed.is_empty() {
            continue;
        }
        let text = compiled
            .render(minijinja::value::Serde(&facts))
            .with_context(|| format!("writing the letter to {}", agency.code))?;
        letters.push(Letter {
            agency: agency.code.clone(),
            name: name.clone(),
            owed: facts.owed.iter().map(|owed| owed.title.to_owned()).collect(),
            text: format!("{}\n", text.trim_end()),
        });
    }
    Ok(letters)
}

/// Whether the file is one of those that make an agency stand so.
fn is_of(standing: &EarlierStanding, file: &str) -> bool {
    standing.file.as_deref() == Some(file) || standing.files.iter().any(|part| part == file)
}

/// The reasons that are not listed below as faults, cell by cell.
fn reasons(standing: &EarlierStanding) -> Vec<Why> {
    let unstopped = |text: &str| text.trim_end_matches('.').to_owned();
    let listed = [Code::Rejected.name(), Code::NothingReceived.name()];
    let told = standing.reasons.iter().filter(|reason| !listed.contains(&Cow::Borrowed(&reason.code)));
    told.map(|reason| Why {
        code: reason.code.clone(),
        message: unstopped(&reason.message),
        help: unstopped(&reason.help),
    })
    .collect()
}

/// The errors in the files of a standing.
fn faults<'t>(
    told: &'t [Told<'_, EarlierFinding>],
    standing: &'t EarlierStanding,
    language: Language,
) -> impl Iterator<Item = Fault> + 't {
    let of_these =
        |told: &&Told<'_, EarlierFinding>| told.first.severity == Severity::Error && is_of(standing, &told.first.file);
    told.iter().filter(of_these).map(move |Told { first: finding, most }| {
        let parts = [Some(&finding.file), finding.sheet.as_ref(), finding.cell.as_ref()];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        let message = match most {
            Some((cells, records)) => words::of_most(&finding.message, (cells, None), *records, true, language),
            None => finding.message.clone(),
        };
        Fault { place: parts.join(" › "), message, help: finding.help.clone() }
    })
}

fn facts<'a>(
    report: &'a EarlierReport,
    campaign: &'a Campaign,
    agency: &'a EarlierAgency,
    name: &'a str,
    language: Language,
) -> Facts<'a> {
    let (mut owed, mut done, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    let told = report.told();
    for obligation in &campaign.obligations {
        let Some(standing) = agency.obligations.get(&obligation.name) else { continue };
        let title = obligation.title.get(language);
        if standing.status == Status::Complied {
            done.push(title);
            continue;
        }
        // Two obligations may be about one file.
        for fault in self::faults(&told, standing, language) {
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        }
        owed.push(Owed {
            title,
            rule: obligation.words.get(language),
            status: standing.status,
            file: standing.file.as_deref(),
            decision: standing.decision.as_deref(),
            issued: standing.issued.map(|date| ledger::day(date).get(language).to_owned()),
            errors: standing.errors.unwrap_or_default(),
            reasons: reasons(standing),
            nothing_received: standing.status == Status::Missing
                && standing.reasons.iter().all(|reason| reason.code == Code::NothingReceived.name()),
        });
    }
    let more_faults = faults.len().saturating_sub(LISTED_FAULTS);
    faults.truncate(LISTED_FAULTS);
    Facts {
        agency: AgencyFacts {
            code: &agency.code,
            name,
            level: if agency.level == ledger::Scope::Ministry { "ministry" } else { "province" },
        },
        campaign: CampaignFacts {
            name: &campaign.name,
            title: campaign.title.get(language),
            basis: &campaign.basis,
            deadline: campaign.deadline.map(|deadline| words::day(deadline, language)),
        },
        as_of: words::day(report.as_of, language),
        owed,
        done,
        faults,
        more_faults,
    }
}
