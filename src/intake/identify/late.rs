//! Signs of the sender that count only where the form itself names none: who signs below the table, what the file's properties say.
//! Files are used again and again, and whoever made one need not be who sends it, so these never stand against the title block.

use std::sync::Arc;

use super::issuer::{Spoken, symbols};
use super::told::body_alone;
use super::{Evidence, EvidenceSource, Identity, Said, cell_place, said};
use crate::cell::Location;
use crate::finding::{Finding, Severity};
use crate::intake::names::{Manner, Names, Weight};
use crate::intake::rules;
use crate::intake::{Decision, Line};
use crate::schema::{Agency, Standing};
use crate::text::Bilingual;

/// A signature's lines: «TM. ỦY BAN NHÂN DÂN» above «TỈNH HÀ GIANG» above «CHỦ TỊCH».
const SIGNATURE_ROWS: u32 = 3;

/// Lines of a file that begin as a signature does: each is compared with all that stand below the tables. A workbook with a list on
/// each of its forty sheets has 120.
const MAX_SIGNATURES: usize = 400;

/// What speaks late.
#[derive(Clone, Debug, Default)]
pub struct Late {
    /// The lines below the tables.
    pub below: Vec<Line>,
    /// What the file's properties say.
    pub properties: Vec<String>,
    /// What the message says that it was attached to: who sent it, what it is about.
    pub message: Vec<String>,
    /// Whether the committee of some place has issued all its forms: not a department, whoever sends them.
    pub is_committees: bool,
}

/// Whether the committee of some place has issued all of these, of which there are some.
pub fn are_committees(names: &Names, decisions: &[Decision]) -> bool {
    let is = |decision: &Decision| {
        symbols(&decision.number).iter().any(|symbol| names.country().is_committee_symbol(symbol))
    };
    !decisions.is_empty() && decisions.iter().all(is)
}

/// The identity of a file by these signs, if the form's own told nothing. That a district signs is worth more than the name of the
/// province's folder that its file lies in.
pub fn reconsider(names: &Names, path: &Arc<str>, identity: Identity, late: &Late) -> Identity {
    let is_told_inside = identity.evidence.iter().any(|piece| piece.source <= EvidenceSource::Symbol)
        || identity.findings.iter().any(|finding| finding.location.cell.is_some());
    let signed = signatures(names, path, &late.below);
    if is_told_inside {
        return told_by_another(names, path, identity, signed);
    }
    let is_apart = |it: &&Spoken| !matches!(it.body.standing, Standing::Department | Standing::Office);
    let body = signed.iter().find_map(|said| match said {
        Said::Body(body) => Some(body).filter(is_apart).filter(|it| it.body.leads),
        _ => None,
    });
    if let Some(body) = body {
        let probable = body.agency.clone().or(identity.probable).or(identity.agency);
        let findings = vec![body_alone(names, path, body)];
        return Identity { probable, findings, agency: None, ..identity };
    }
    if !identity.evidence.is_empty() || identity.agency.is_some() {
        return identity;
    }
    let evidence: Vec<Evidence> = signed.into_iter().filter_map(strong).collect();
    let message = || of_sayings(names, path, &late.message, EvidenceSource::Message);
    let evidence = if evidence.is_empty() { message() } else { evidence };
    let evidence = if evidence.is_empty() { of_department(names, path, late) } else { evidence };
    let properties = || of_sayings(names, path, &late.properties, EvidenceSource::Properties);
    let evidence = if evidence.is_empty() { properties() } else { evidence };
    let Some(piece) = evidence.first().filter(|first| evidence.iter().all(|piece| piece.agency == first.agency)) else {
        let probable = identity.probable.clone().or_else(|| super::probable::of_message(names, path, &late.message));
        return Identity { probable, ..identity };
    };
    let finding = Finding::new(&rules::UNNAMED_SENDER, piece.location.clone())
        .with_words("agency", names.agency(&piece.agency).map_or_else(Bilingual::default, Agency::called))
        .with("code", piece.agency.clone())
        .with_words("place", piece.source.place())
        .with("value", piece.words.replace('\n', " "));
    Identity { agency: Some(piece.agency.clone()), probable: None, parts: false, findings: vec![finding], evidence }
}

/// The identity with a warning if only another agency has signed below the tables of one that the title block or the decision names.
fn told_by_another(names: &Names, path: &Arc<str>, mut identity: Identity, signed: Vec<Said>) -> Identity {
    let signed: Vec<Evidence> = signed.into_iter().filter_map(strong).collect();
    let own = identity.evidence.iter().find(|it| {
        it.source > EvidenceSource::Manifest
            && it.weight == Weight::Strong
            && identity.agency.as_ref() == Some(&it.agency)
    });
    if let (Some(own), Some(first)) = (own, signed.first())
        && signed.iter().all(|it| it.agency != own.agency)
    {
        let told = super::told::conflict(names, path, own, first).as_bad_as(Severity::Warning);
        identity.findings.push(told);
    }
    identity
}

/// The province whose department has sent the message, where the province's committee has issued the form: departments gather what the
/// province sends, and nothing of their own is in it.
fn of_department(names: &Names, path: &Arc<str>, late: &Late) -> Vec<Evidence> {
    let source = EvidenceSource::Message;
    let mentions = late.message.iter().flat_map(|text| names.resolve(text).mentions);
    let said = mentions.map(|mention| said(mention, source, source.place(), Location::file(path)));
    // A room of the department is named without its agency.
    let of_agency = |said| if let Said::Body(body) = said { Some(body).filter(|it| it.agency.is_some()) } else { None };
    let spoken: Vec<Spoken> = said.filter_map(of_agency).collect();
    let are_departments = spoken.iter().all(|it| it.body.standing == Standing::Department);
    let agency = super::probable::of_message(names, path, &late.message);
    let agency = agency.filter(|code| names.agency(code).is_some_and(|agency| agency.names.is_place()));
    match (agency, spoken.into_iter().next()) {
        (Some(agency), Some(Spoken { words, place, location, .. })) if late.is_committees && are_departments => {
            vec![Evidence { source, agency, weight: Weight::Weak, words, former: None, place, location }]
        }
        _ => Vec::new(),
    }
}

fn strong(said: Said) -> Option<Evidence> {
    match said {
        Said::Agency(piece) if piece.weight == Weight::Strong => Some(Evidence { weight: Weight::Weak, ..piece }),
        _ => None,
    }
}

/// What the signatures say, in their order. Those who receive the form stand beside them.
fn signatures(names: &Names, path: &Arc<str>, below: &[Line]) -> Vec<Said> {
    let mut found = Vec::new();
    for first in below.iter().filter(|line| names.is_signature(&line.text)).take(MAX_SIGNATURES) {
        let goes_on = |line: &&Line| {
            let rows = first.cell.row..first.cell.row + SIGNATURE_ROWS;
            line.sheet == first.sheet && line.cell.column == first.cell.column && rows.contains(&line.cell.row)
        };
        let lines: Vec<&Line> = below.iter().filter(goes_on).collect();
        let units: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        for mention in names.resolve_units(&units, Manner::Title).mentions {
            let line = lines[mention.unit];
            let location = Location::sheet(path, line.sheet.as_ref(), Some(line.cell));
            let place = cell_place(&location, below);
            found.push(said(mention, EvidenceSource::Signature, place, location));
        }
    }
    found
}

/// The agencies that the properties, or the message, name in full. Beside a body of it an agency is not named: the machine is that
/// body's.
fn of_sayings(names: &Names, path: &Arc<str>, sayings: &[String], source: EvidenceSource) -> Vec<Evidence> {
    let found = sayings.iter().flat_map(|text| {
        let mentions = names.resolve_units(&[text], Manner::Title).mentions.into_iter();
        let place = source.place();
        let told = mentions.map(|mention| said(mention, source, place.clone(), Location::file(path)));
        let told: Vec<Said> = told.collect();
        let names_body = told.iter().any(|said| matches!(said, Said::Body(_)));
        told.into_iter().filter(move |_| !names_body).filter_map(strong)
    });
    found.filter(|piece| !names.asks(&piece.agency)).collect()
}
