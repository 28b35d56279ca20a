//! Letters to the agencies that owe something, each from one template: what is missing, what was wrong, with decision numbers
//! and dates, who writes and until when an answer is asked for. The template is a document of Word or a text in Markdown that users can
//! replace (those that ship lie in `schemas/letters`), with [minijinja](https://docs.rs/minijinja) placeholders; a word that the template
//! has and we do not is refused, so that no letter goes out with a hole in it.

use std::borrow::Cow;

use anyhow::Context;
use jiff::ToSpan;
use jiff::civil::Date;
use minijinja::Environment;
use serde::Serialize;

use super::engine::{self, Markup};
use super::words;
use crate::ledger::{Code, Status};
use crate::report::Told;
use crate::report::earlier::{EarlierAgency, EarlierFinding, EarlierReport, EarlierStanding};
use crate::schema::{Agency, Campaign, Obligation, Roster};
use crate::text::{Language, lower_first};
use crate::workbook::mark::{Mark, Output};

mod docx;
pub(crate) mod mail;

pub use docx::{About, Docx};

/// How many faults a letter lists; the rest are counted.
const LISTED_FAULTS: usize = 40;

/// Instructions of the template that a letter may take; one that lists all that it can takes some five thousand.
const STEPS_OF_A_LETTER: u64 = 1_000_000;

/// What letters are made from.
#[derive(Clone, Debug)]
pub enum Template {
    /// Text in Markdown.
    Markdown(String),
    /// A document of Word.
    Word(Box<Docx>),
}

impl Template {
    /// The one that ships, as a text.
    pub fn markdown(language: Language) -> Self {
        Self::Markdown(
            language
                .say(
                    include_str!("../../schemas/letters/remind.vi.md"),
                    include_str!("../../schemas/letters/remind.en.md"),
                )
                .to_owned(),
        )
    }

    /// The one that ships, as a document of Word.
    pub fn word(language: Language) -> Self {
        Self::Word(Box::new(Docx::shipped(language)))
    }

    fn text(&self) -> &str {
        match self {
            Self::Markdown(text) => text,
            Self::Word(docx) => docx.body(),
        }
    }
}

/// A letter to an agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The agency's code.
    pub agency: String,
    /// Its name in the language of the letter.
    pub name: String,
    /// How it is addressed.
    pub address: String,
    /// Titles of what it owes, in the campaign's order.
    pub owed: Vec<String>,
    /// Why, each reason once.
    pub reasons: Vec<String>,
    /// The day by which an answer is asked for, as letters write it; empty if none is set.
    pub reply_by: String,
    /// The letter: Markdown, or the text of a document of Word.
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
    letter: LetterFacts<'a>,
    as_of: String,
    /// What has not been complied with, in the campaign's order; never empty.
    owed: Vec<Owed<'a>>,
    /// Titles of what has been complied with.
    done: Vec<&'a str>,
    /// Errors of the files that do not count.
    faults: Vec<Fault>,
    /// How many errors are not listed.
    more_faults: usize,
    /// The names of what is sent with the letter.
    attachments: Vec<String>,
}

#[derive(Serialize)]
struct AgencyFacts<'a> {
    code: &'a str,
    name: &'a str,
    /// «Ủy ban nhân dân tỉnh Hà Giang».
    address: String,
    level: &'a str,
}

#[derive(Serialize)]
struct CampaignFacts<'a> {
    name: &'a str,
    title: &'a str,
    basis: &'a str,
    deadline: Option<String>,
}

#[derive(Serialize)]
struct LetterFacts<'a> {
    /// The state and its motto.
    state: Vec<&'a str>,
    /// As in the head, and within a sentence.
    sender: &'a str,
    sender_name: &'a str,
    above: &'a str,
    number: &'a str,
    /// «Hà Nội, ngày … tháng 6 năm 2023».
    date: String,
    citation: Option<&'a str>,
    contact: Option<&'a str>,
    reply_by: String,
    signer_title: &'a [String],
    signer: &'a str,
    copies: &'a [String],
}

#[derive(Serialize)]
struct Owed<'a> {
    title: &'a str,
    /// The name of the form that it is about.
    #[serde(skip)]
    form: &'a str,
    /// When it counts as complied with, in words.
    rule: &'a str,
    /// What is asked for.
    ask: &'a str,
    /// `missing` or `defective`.
    status: Status,
    /// The name of the file, without the folder in which it lies at the ministry.
    file: Option<&'a str>,
    decision: Option<&'a str>,
    issued: Option<String>,
    errors: usize,
    /// The number of an earlier one of which the same is to be told, so that it is told once.
    same_as: Option<usize>,
    /// The number of an earlier one about the same file, of which other reasons are to be told.
    same_file: Option<usize>,
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

/// The engine with the template, which may be a user's.
fn environment(template: &Template, language: Language) -> anyhow::Result<Environment<'_>> {
    let markup = match template {
        Template::Markdown(_) => Markup::Markdown,
        Template::Word(_) => Markup::Word,
    };
    let mut environment = engine::environment(markup, language);
    environment.set_fuel(Some(STEPS_OF_A_LETTER));
    environment.add_template("template", template.text()).context("reading the template")?;
    Ok(environment)
}

/// The names of what is sent with the letter to the agency with a code.
pub type Attachments<'a> = dyn Fn(&str) -> Vec<String> + 'a;

/// The letters, in the roster's order: one for each agency of the report that has not complied with everything, but none to the sender
/// itself. `attachments` names what is sent with the letter to the agency with this code; `state` stands at the top where the campaign
/// has nothing there.
///
/// # Errors
/// When the template cannot be used; the message names its line and what it does not know.
pub fn letters(
    report: &EarlierReport,
    campaign: &Campaign,
    roster: &Roster,
    (template, attachments, state): (&Template, &Attachments<'_>, &[String]),
    language: Language,
) -> anyhow::Result<Vec<Letter>> {
    let environment = environment(template, language)?;
    let compiled = environment.get_template("template").context("reading the template")?;
    let mut letters = Vec::new();
    let sender = campaign.letter.sender.agency.as_deref();
    for agency in report.agencies.iter().filter(|agency| Some(&*agency.code) != sender) {
        let named = roster.agencies.iter().find(|known| known.code == agency.code);
        let name = match (language, named) {
            (Language::English, Some(known)) if !known.name_en.is_empty() => &known.name_en,
            _ => &agency.name,
        };
        let mut facts = facts(report, campaign, (agency, name, named), attachments(&agency.code), language);
        if facts.letter.state.is_empty() {
            facts.letter.state = state.iter().map(String::as_str).collect();
        }
        if facts.owed.is_empty() {
            continue;
        }
        let text = compiled
            .render(minijinja::value::Serde(&facts))
            .with_context(|| format!("writing the letter to {}", agency.code))?;
        letters.push(letter(agency, name, &facts, campaign, format!("{}\n", text.trim_end())));
    }
    Ok(letters)
}

fn letter(agency: &EarlierAgency, name: &str, facts: &Facts<'_>, campaign: &Campaign, text: String) -> Letter {
    let mut reasons: Vec<String> = Vec::new();
    let standings = campaign.obligations.iter().filter_map(|owed| agency.obligations.get(&owed.name));
    for standing in standings.filter(|standing| !is_unknown(standing)) {
        for reason in &standing.reasons {
            if !reasons.contains(&reason.message) {
                reasons.push(reason.message.clone());
            }
        }
    }
    Letter {
        agency: agency.code.clone(),
        name: name.to_owned(),
        address: facts.agency.address.clone(),
        owed: facts.owed.iter().map(|owed| owed.title.to_owned()).collect(),
        reasons,
        reply_by: facts.letter.reply_by.clone(),
        text,
    }
}

/// The forms of the campaign for which nothing has come from an agency.
pub fn lacking(agency: &EarlierAgency, campaign: &Campaign) -> Vec<String> {
    let lacks = |form: &&String| {
        let of_form: Vec<_> = campaign.obligations.iter().filter(|owed| owed.form == **form).collect();
        let came = |owed: &Obligation| !agency.obligations.get(&owed.name).is_some_and(nothing_came);
        !of_form.is_empty() && !of_form.into_iter().any(came)
    };
    campaign.forms.iter().filter(lacks).cloned().collect()
}

/// Whether it could not be asked: then nothing is owed that the agency could do.
fn is_unknown(standing: &EarlierStanding) -> bool {
    !standing.reasons.is_empty() && standing.reasons.iter().all(|reason| reason.code == Code::NotAsked.name())
}

/// Whether nothing came that could be it.
fn nothing_came(standing: &EarlierStanding) -> bool {
    standing.status == Status::Missing
        && standing.reasons.iter().all(|reason| reason.code == Code::NothingReceived.name())
}

/// «Ủy ban nhân dân tỉnh Hà Giang», as the campaign says.
fn address(campaign: &Campaign, named: Option<&Agency>, name: &str, language: Language) -> String {
    let pattern = named.and_then(|agency| campaign.letter.address.get(&agency.level.name));
    match pattern {
        Some(pattern) => pattern.get(language).replace("{name}", name).replace("{lower}", &lower_first(name)),
        None => name.to_owned(),
    }
}

fn letter_facts<'a>(campaign: &'a Campaign, as_of: Date, language: Language) -> LetterFacts<'a> {
    let letter = &campaign.letter;
    let day = letter.date.unwrap_or(as_of);
    // The registry fills in the day of a letter that has none.
    let number = if letter.date.is_some() { day.strftime("%d").to_string() } else { "\u{a0}".repeat(6) };
    let written = match language {
        // «đối với những số thể hiện ngày nhỏ hơn 10 và tháng 1, 2 phải ghi thêm số 0 phía trước»: NĐ 30/2020, Phụ lục I, II.4.
        Language::Vietnamese if day.month() < 3 => format!("ngày {number} {}", day.strftime("tháng %m năm %Y")),
        Language::Vietnamese => format!("ngày {number} tháng {} năm {}", day.month(), day.year()),
        Language::English => format!("{number} {}", day.strftime("%B %Y")),
    };
    let date = if letter.place.is_empty() { written } else { format!("{}, {written}", letter.place) };
    let reply_by = letter.reply_days.and_then(|days| day.checked_add(i64::from(days).days()).ok());
    LetterFacts {
        state: letter.state.iter().map(|line| line.get(language)).collect(),
        sender: &letter.sender.name,
        sender_name: letter.sender.called(language),
        above: &letter.sender.above,
        number: &letter.number,
        date,
        citation: letter.citation.as_ref().map(|citation| citation.get(language)),
        contact: letter.contact.as_ref().map(|contact| contact.get(language)),
        reply_by: reply_by.map(|day| words::day(day, language)).unwrap_or_default(),
        signer_title: &letter.signer.title,
        signer: &letter.signer.name,
        copies: &letter.copies,
    }
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

/// The name of a file without the folders that it lies in: an agency knows it by that.
fn bare_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The errors in the files of a standing.
fn faults<'t>(
    told: &'t [Told<'_, EarlierFinding>],
    standing: &'t EarlierStanding,
    language: Language,
) -> impl Iterator<Item = Fault> + 't {
    let of_these = |told: &&Told<'_, EarlierFinding>| is_of(standing, &told.first.file);
    told.iter().filter(of_these).map(move |Told { first: finding, most }| {
        let parts = [Some(bare_name(&finding.file)), finding.sheet.as_deref(), finding.cell.as_deref()];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        let message = match most {
            Some((cells, records)) => words::of_most(&finding.message, (cells, None), *records, true, language),
            None => finding.message.to_string(),
        };
        Fault { place: parts.join(" › "), message, help: finding.help.to_string() }
    })
}

/// What there is to say of one.
fn of_standing<'a>(obligation: &'a Obligation, standing: &'a EarlierStanding, language: Language) -> Owed<'a> {
    Owed {
        title: obligation.title.get(language),
        form: &obligation.form,
        rule: obligation.words.get(language),
        ask: obligation.ask.get(language),
        status: standing.status,
        file: standing.file.as_deref().map(bare_name),
        same_as: None,
        same_file: None,
        decision: standing.decision.as_deref(),
        issued: standing.issued.map(|date| crate::text::day(date).get(language).to_owned()),
        errors: standing.errors.unwrap_or_default(),
        reasons: reasons(standing),
        nothing_received: nothing_came(standing),
    }
}

/// Marks what is told already, of an earlier one.
fn tell_once(owed: &mut [Owed<'_>]) {
    for index in 1..owed.len() {
        let (before, here) = owed.split_at(index);
        let same = |other: &Owed<'_>| {
            (other.form, other.status, other.file, other.decision, other.errors)
                == (here[0].form, here[0].status, here[0].file, here[0].decision, here[0].errors)
                && other.reasons == here[0].reasons
        };
        let same_as = before.iter().position(|other| !here[0].nothing_received && same(other));
        let of_file = |other: &Owed<'_>| {
            other.file.is_some()
                && (other.form, other.file, other.decision) == (here[0].form, here[0].file, here[0].decision)
        };
        let same_file = before.iter().position(of_file);
        (owed[index].same_as, owed[index].same_file) = (same_as.map(|at| at + 1), same_file.map(|at| at + 1));
    }
}

fn facts<'a>(
    report: &'a EarlierReport,
    campaign: &'a Campaign,
    (agency, name, named): (&'a EarlierAgency, &'a str, Option<&'a Agency>),
    attachments: Vec<String>,
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
        if is_unknown(standing) {
            continue;
        }
        // Two obligations may be about one file.
        for fault in self::faults(&told, standing, language) {
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        }
        owed.push(of_standing(obligation, standing, language));
    }
    tell_once(&mut owed);
    let more_faults = faults.len().saturating_sub(LISTED_FAULTS);
    faults.truncate(LISTED_FAULTS);
    // What is listed below with its cell is not told here as well.
    let is_listed = |why: &Why| {
        let behind = faults.iter().filter_map(|fault| why.message.strip_prefix(fault.message.trim_end_matches('.')));
        behind.into_iter().any(|cell| cell.is_empty() || cell.starts_with(" (") && cell.ends_with(')'))
    };
    owed.iter_mut().for_each(|owed: &mut Owed<'_>| owed.reasons.retain(|why| !is_listed(why)));
    Facts {
        agency: AgencyFacts {
            code: &agency.code,
            name,
            address: address(campaign, named, name, language),
            level: &agency.level,
        },
        campaign: CampaignFacts {
            name: &campaign.name,
            title: campaign.title.get(language),
            basis: &campaign.basis,
            deadline: campaign.deadline.map(|deadline| words::day(deadline, language)),
        },
        letter: letter_facts(campaign, report.as_of, language),
        as_of: words::day(report.as_of, language),
        owed,
        done,
        faults,
        more_faults,
        attachments,
    }
}
