//! A run without a file system: what `check` and `merge` do between the bytes that come in and the outputs that go out. The
//! program puts files, threads and a clock around it; the page in a browser puts a script around it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use anyhow::Context;
use jiff::civil::Date;

use crate::finding::Severity;
use crate::intake::names::Names;
use crate::intake::{self, Knowledge};
use crate::ledger;
use crate::schema::{Agency, Campaign, Form, Roster, Schemas, Senders};
use crate::text::trouble::Trouble;
use crate::text::{self, Bilingual, bare};
use crate::verdict::{self, FileOutcome, Verdict};
use crate::workbook::WITHIN;
use crate::workbook::rules::{OTHER_FILE, SEND_A_WORKBOOK};
use crate::{bilingual, trouble};

pub mod letters;
mod reconciled;
pub mod returned;
pub mod rule_names;

pub use reconciled::{Past, reconcile};

/// What the files are judged by.
#[derive(Debug)]
pub struct Setting {
    /// All that was loaded, for what is not the campaign's alone.
    pub schemas: Schemas,
    /// The campaign.
    pub campaign: Arc<Campaign>,
    /// Who owes forms.
    pub roster: Arc<Roster>,
    /// The campaign's forms, in its order.
    pub forms: Vec<Arc<Form>>,
    /// Whose files are, as far as the operator says so.
    pub claims: ClaimedAgencies,
    knowledge: OnceLock<Knowledge>,
}

/// Whose files are, as the operator says: the manifest by path, `--agency` for all others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimedAgencies {
    /// The code, or a name, for every file that the manifest does not name.
    pub all: Option<String>,
    /// Codes, or names, by path as shown.
    pub by_path: BTreeMap<String, String>,
}

impl Setting {
    /// Picks the campaign, its roster and its forms: those with these names, or the only ones.
    ///
    /// # Errors
    /// When a name is not among the schemas, the message lists those that are; or a claimed code is not in the roster.
    pub fn new(schemas: Schemas, names: &Named<'_>, claims: ClaimedAgencies) -> anyhow::Result<Self> {
        let (campaign, roster) = campaign_and_roster(&schemas, names)?;
        let forms = schemas.forms_of(&campaign)?;
        let claims = if campaign.senders == Senders::Listed { claims.by_code(&roster)? } else { claims };
        Ok(Self { schemas, campaign, roster, forms, claims, knowledge: OnceLock::new() })
    }

    /// The agency with this code.
    pub fn agency(&self, code: &str) -> Option<&Agency> {
        self.roster.agencies.iter().find(|agency| agency.code == code)
    }

    /// Of a form alone, whoever sends it.
    pub fn of_form(schemas: Schemas, claims: ClaimedAgencies) -> anyhow::Result<Self> {
        let campaign = Arc::clone(schemas.campaign(None)?);
        let (roster, forms) = (Arc::new(Roster::nobody(&schemas.country)), schemas.forms.clone());
        Ok(Self { schemas, campaign, roster, forms, claims, knowledge: OnceLock::new() })
    }

    /// The campaign's form with this name.
    ///
    /// # Errors
    /// There is none; the message names the nearest.
    pub fn form(&self, name: &str) -> anyhow::Result<Arc<Form>> {
        if let Some(form) = self.forms.iter().find(|form| form.name == name) {
            return Ok(Arc::clone(form));
        }
        let names = || self.forms.iter().map(|form| form.name.as_str());
        let all = names().collect::<Vec<_>>().join(", ");
        match text::nearest(name, names()) {
            Some(near) => trouble!(
                "đợt này không có biểu mẫu «{name}»; có phải là {near}?",
                "the campaign asks for no form “{name}”; did you mean {near}?"
            ),
            None => trouble!(
                "đợt này không có biểu mẫu «{name}»; đang có: {all}",
                "the campaign asks for no form “{name}”; it asks for: {all}"
            ),
        }
    }

    /// What intake needs to know, prepared when it is first asked for.
    pub fn knowledge(&self) -> &Knowledge {
        self.knowledge.get_or_init(|| Knowledge::new(self.forms.clone(), &self.roster).from(self.campaign.senders))
    }
}

/// Ends the reading, in whatever order the files came: they stand in the order of their paths, and what holds between forms is told.
pub fn all_read(reviewed: &mut [Verdict], setting: &Setting) {
    reviewed.sort_by(|one, other| one.path.cmp(&other.path));
    verdict::between(reviewed, &setting.campaign, &setting.forms);
}

/// What `check` tells of files that were read, beyond each by itself. `asked` is the only form that is meant, if there is one; `is_named`
/// says of a path that the file was named by itself.
pub fn checked(
    reviewed: &mut [Verdict],
    setting: &Setting,
    as_of: Date,
    asked: Option<&Form>,
    is_named: impl Fn(&str) -> bool,
) {
    ledger::set_lapsed_aside(reviewed, as_of);
    ledger::put_off_later(reviewed, as_of);
    verdict::tell_untouched(reviewed);
    match asked {
        None => verdict::tell_not_given(reviewed, &setting.campaign, &setting.forms),
        Some(form) => verdict::refuse_others(reviewed, form),
    }
    refuse_named(reviewed, is_named);
}

/// Makes what was set aside as no spreadsheet an error where the file was named: who names a file means it to be a form, so that it is
/// none is an error. In a folder it may be a covering letter.
fn refuse_named(reviewed: &mut [Verdict], is_named: impl Fn(&str) -> bool) {
    // A message is no form; what is attached to it may be.
    let read: Vec<Arc<str>> = reviewed
        .iter()
        .filter(|file| file.outcome != FileOutcome::Skipped)
        .filter_map(|file| file.path.rsplit_once(WITHIN).map(|(parcel, _)| Arc::from(parcel)))
        .collect();
    let is_opened = |path: &str| read.iter().any(|parcel| parcel.starts_with(path));
    let is_refused =
        |file: &&mut Verdict| file.outcome == FileOutcome::Skipped && is_named(&file.path) && !is_opened(&file.path);
    for file in reviewed.iter_mut().filter(is_refused) {
        for finding in &mut file.findings {
            finding.severity = Severity::Error;
            if finding.rule.is(&OTHER_FILE) {
                *finding = finding.clone().with_words("todo", SEND_A_WORKBOOK);
            }
        }
    }
}

/// A file's name without what file systems refuse: a dash stands for each such character.
fn legal(name: &str) -> String {
    name.chars()
        .map(|letter| if letter.is_control() || "<>:\"/\\|?*".contains(letter) { '-' } else { letter })
        .collect()
}

/// What the operator names of the schemas.
#[derive(Clone, Copy, Debug, Default)]
pub struct Named<'a> {
    /// A campaign.
    pub campaign: Option<&'a str>,
    /// A roster other than the campaign's.
    pub roster: Option<&'a str>,
}

/// The campaign and its roster.
///
/// # Errors
/// When a name is not among the schemas; the message lists those that are.
pub fn campaign_and_roster(schemas: &Schemas, names: &Named<'_>) -> anyhow::Result<(Arc<Campaign>, Arc<Roster>)> {
    let campaign = schemas.campaign(names.campaign).context("--campaign")?;
    let roster = schemas.roster(names.roster.unwrap_or(&campaign.roster)).context("--roster")?;
    Ok((Arc::clone(campaign), roster))
}

impl ClaimedAgencies {
    /// What is claimed for the file with this path as shown.
    pub fn of(&self, path: &str) -> intake::Claims {
        intake::Claims { agency: self.all.clone(), manifest: self.by_path.get(path).cloned() }
    }

    /// A path of the manifest that was not read is a slip as well: its file would go without what is said of it.
    pub fn check_paths(&self, shown: &BTreeSet<&str>) -> anyhow::Result<()> {
        // What an archive or a message holds is known once it is opened.
        let is_within = |path: &str| {
            shown.iter().any(|parcel| path.strip_prefix(parcel).is_some_and(|rest| rest.starts_with(WITHIN)))
        };
        let is_unknown = |path: &&String| !shown.contains(path.as_str()) && !is_within(path);
        let Some(path) = self.by_path.keys().find(is_unknown) else { return Ok(()) };
        let likeness = |shown: &str| likeness(path, shown);
        let nearest = shown.iter().max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
        let hint = nearest.map(|nearest| nearest_is(nearest)).unwrap_or_default();
        trouble!(
            "--manifest: không có tệp «{path}» trong số tệp được đọc{}",
            "--manifest: no file “{path}” is read{}",
            hint
        )
    }

    /// The same with a code for every name. What names no agency, or several, is the operator's slip, not a submitter's fault.
    fn by_code(mut self, roster: &Roster) -> anyhow::Result<Self> {
        let is_code = |typed: &String| roster.agencies.iter().any(|agency| agency.code == *typed);
        if self.all.iter().chain(self.by_path.values()).all(is_code) {
            return Ok(self);
        }
        let names = Names::new(&roster.agencies, &roster.country);
        let code = |typed: &str, option: &str| {
            if let Some(agency) = names.agency(typed) {
                return Ok(agency.code.clone());
            }
            match names.resolve(typed).strongest()[..] {
                [code] => Ok(code.to_owned()),
                _ => Err(unknown_agency(typed, &names, roster, option)),
            }
        };
        if let Some(typed) = &mut self.all {
            *typed = code(typed, "--agency")?;
        }
        for (path, typed) in &mut self.by_path {
            *typed = code(typed, &format!("--manifest, {path}"))?;
        }
        Ok(self)
    }
}

/// How like a typed text is to a known one, from 0 to 1, whatever the case and diacritics.
fn likeness(typed: &str, known: &str) -> f64 {
    strsim::jaro_winkler(&bare(typed), &bare(known))
}

fn nearest_is(name: &str) -> Bilingual {
    bilingual!("; gần nhất: {name}", "; the nearest is: {name}")
}

fn unknown_agency(typed: &str, names: &Names, roster: &Roster, option: &str) -> anyhow::Error {
    let like = |agency: &Agency| likeness(typed, &agency.code);
    let near = names.nearest(typed);
    // What is typed as a code is likely to be a slip of one.
    let by_code = || roster.agencies.iter().max_by(|one, other| like(one).total_cmp(&like(other)));
    let near = if near.is_empty() { by_code().into_iter().collect() } else { near };
    let near: Vec<String> = near.iter().map(|agency| format!("{} ({})", agency.code, agency.name)).collect();
    let (hint, roster) = (nearest_is(&near.join(", ")), &roster.name);
    Trouble::error(bilingual!(
        "{option}: «{typed}» không phải mã hoặc tên của một cơ quan trong danh sách {roster}{}",
        "{option}: “{typed}” is no code or name of one agency of the roster {roster}{}",
        hint
    ))
}
