//! Senders that are not on the roster, where a campaign is open to them: known by what they are called, listed apart, and never taken
//! for an agency of the roster.

use std::sync::Arc;

use super::labels::{parts, titles};
use super::told::similar;
use super::{Claims, Identity};
use crate::cell::Location;
use crate::finding::{Finding, Severity};
use crate::intake::Line;
use crate::intake::names::Names;
use crate::intake::outside::Given;
use crate::intake::rules;
use crate::schema::{Agency, Senders, Standing};
use crate::text::{Bilingual, Language, tidy};

/// A longer name, in characters, is none.
const LONGEST: usize = 120;

/// What tells who an unlisted sender is.
pub struct Signs<'a> {
    /// What people say.
    pub claims: &'a Claims,
    /// The value outside the table by which a form names its sender.
    pub named: Option<&'a Given>,
    /// The lines of the title blocks.
    pub lines: &'a [Line],
}

/// The identity of a file where others than the agencies of the roster may send, and who sent it.
pub fn admit(
    names: &Names,
    path: &Arc<str>,
    senders: Senders,
    signs: &Signs<'_>,
    identity: Identity,
) -> (Identity, Option<Arc<Agency>>) {
    let (identity, unlisted) = settled(names, path, senders, signs, identity);
    let listed = || identity.agency.as_deref().and_then(|code| names.agency(code)).map(|it| Arc::new(it.clone()));
    let sender = unlisted.or_else(listed);
    (identity, sender)
}

fn settled(
    names: &Names,
    path: &Arc<str>,
    senders: Senders,
    signs: &Signs<'_>,
    mut identity: Identity,
) -> (Identity, Option<Arc<Agency>>) {
    let is_unknown = |finding: &Finding| finding.rule.is(&rules::UNKNOWN_AGENCY);
    let named = signs.named.map(|given| tidy(given.entry.typed())).filter(|name| is_name(name));
    if senders == Senders::Listed {
        return (identity, None);
    }
    if let Some(name) = &named
        && is_only_within(&identity, signs.named)
        && names.listed(name).is_none()
    {
        // «City of Springfield, Ohio» is not Ohio.
        identity.agency = None;
        identity.findings.push(Finding::new(&rules::UNKNOWN_AGENCY, Location::file(path)));
    }
    if identity.agency.is_some() || !identity.findings.iter().any(is_unknown) {
        return (identity, None);
    }
    if let Some(agency) = named.as_deref().and_then(|name| names.listed(name)) {
        identity.findings.retain(|finding| !is_unknown(finding));
        (identity.agency, identity.probable) = (Some(agency.code.clone()), None);
        return (identity, None);
    }
    let told = identity.findings.iter().find(|finding| is_unknown(finding)).cloned();
    identity.findings.retain(|finding| !is_unknown(finding));
    let body = told.as_ref().and_then(|finding| finding.arguments.get("body"));
    let body = body.map(|body| body_of(names, body.get(Language::Vietnamese), identity.probable.as_deref()));
    let claimed = signs.claims.agency.clone().or_else(|| signs.claims.manifest.clone());
    let titled = || titles(names.country(), signs.lines).into_iter().find(|name| is_name(name));
    let known = claimed.or(named).or(body.flatten());
    let (name, by) = match (known, senders) {
        (None, Senders::Anyone) => return (identity, None),
        (Some(name), _) => (name, Bilingual::default()),
        (None, _) => match titled() {
            Some(name) => (name, Bilingual::default()),
            // The whole path, so that no two files are taken for those of one sender.
            None => (of_path(path), Bilingual::new(" (theo tên tệp)", " (by the name of the file)")),
        },
    };
    if senders == Senders::Open {
        let nearest = similar(names, &name);
        let severity = if nearest.en.is_empty() { Severity::Info } else { Severity::Warning };
        let place = told.map_or_else(|| Location::file(path), |finding| finding.location);
        let finding = Finding::new(&rules::UNLISTED_SENDER, place)
            .with("sender", &*name)
            .with_words("by", by)
            .with_words("nearest", nearest);
        identity.findings.push(finding.as_bad_as(severity));
    }
    (identity.agency, identity.probable) = (Some(name.clone()), None);
    (identity, Some(Arc::new(Agency::unlisted(&name))))
}

fn is_name(name: &str) -> bool {
    name.chars().any(char::is_alphabetic) && name.chars().count() <= LONGEST
}

/// Whether nothing but the value by which the form names its sender led to an agency.
fn is_only_within(identity: &Identity, named: Option<&Given>) -> bool {
    let Some(given) = named else { return false };
    let is_there = |place: &Location| place.cell == given.entry.cell && place.sheet == given.sheet;
    identity.agency.is_some() && identity.evidence.iter().all(|piece| is_there(&piece.location))
}

/// What a body is called: with the agency that it lies in or below; a department without one is nobody's.
fn body_of(names: &Names, words: &str, within: Option<&str>) -> Option<String> {
    let within = within.and_then(|code| names.agency(code));
    match within {
        Some(agency) if !words.to_lowercase().contains(&agency.name.to_lowercase()) => {
            Some(format!("{words} ({})", agency.name))
        }
        Some(_) => Some(words.to_owned()),
        None => {
            let mentions = names.resolve(words).mentions;
            let stands_alone = mentions
                .iter()
                .filter_map(|it| it.body)
                .all(|it| !matches!(it.standing, Standing::Department | Standing::Office));
            stands_alone.then(|| words.to_owned())
        }
    }
}

fn of_path(path: &str) -> String {
    let (folders, file) = parts(path);
    folders.into_iter().chain([file]).collect::<Vec<_>>().join("/")
}
