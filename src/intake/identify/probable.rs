//! Whose a file probably is that holds no form or could not be read. Nothing is counted by it: it is there so that whoever merges knows
//! whom to ask, and that an agency which sent a scan is not told that nothing came.

use std::sync::Arc;

use super::claims::claim;
use super::{Evidence, EvidenceSource, Said, from_path, said};
use crate::bilingual;
use crate::cell::Location;
use crate::intake::Claims;
use crate::intake::names::{Manner, Names, Weight};
use crate::text::Bilingual;

/// Lines of a document that are looked at: the block above the title and the first paragraph behind it.
const LINES: usize = 30;
/// Characters of each: a paragraph names many.
const CHARACTERS: usize = 300;

/// What a file says of its sender that holds no form.
#[derive(Clone, Copy, Debug, Default)]
pub struct Heard<'t> {
    /// What the message says that it came with: who sent it, what it is about.
    pub message: &'t [String],
    /// Its first lines.
    pub text: &'t [String],
}

/// Whose a file probably is.
#[derive(Clone, Debug, PartialEq)]
pub struct Probable {
    /// The code of the agency.
    pub agency: String,
    /// What tells it.
    pub source: EvidenceSource,
}

impl Probable {
    /// « (có thể của Tỉnh Hà Giang, theo tên tệp)», to be put behind what the file is called.
    pub fn told(&self, names: &Names) -> Bilingual {
        let Some(agency) = names.agency(&self.agency) else { return Bilingual::default() };
        let (vi, place) = (&agency.name, self.source.place());
        let en = if agency.name_en.is_empty() { vi } else { &agency.name_en };
        bilingual!(" (có thể của {vi}, theo {})", " (probably from {en}, by {})", place)
    }
}

/// As people say, else as its name and folder tell, else by its own first lines, else by the message. Nothing where the signs of one
/// kind disagree.
pub fn probable(names: &Names, path: &Arc<str>, claims: &Claims, heard: Heard<'_>) -> Option<Probable> {
    let made = |source: EvidenceSource| move |agency: String| Probable { agency, source };
    let claimed = [(&claims.agency, EvidenceSource::Option), (&claims.manifest, EvidenceSource::Manifest)];
    if let Some((said, source)) = claimed.into_iter().find_map(|(said, source)| Some((said.as_deref()?, source))) {
        return claim(names, said).map(|agency| agency.code.clone()).map(made(source));
    }
    let (evidence, spoken) = from_path(names, path, &mut Vec::new());
    let strong = |piece: &&Evidence| piece.weight == Weight::Strong;
    let source = evidence.first().map_or(EvidenceSource::FileName, |piece| piece.source);
    let codes = |pieces: &[&Evidence]| only(pieces.iter().map(|piece| piece.agency.as_str())).map(made(source));
    let strongest: Vec<&Evidence> = evidence.iter().filter(strong).collect();
    if !strongest.is_empty() {
        return codes(&strongest);
    }
    let by_body = || {
        let first = spoken.iter().find(|it| it.agency.is_some())?;
        only(spoken.iter().filter_map(|it| it.agency.as_deref())).map(made(first.source))
    };
    let by_path = codes(&evidence.iter().collect::<Vec<_>>()).or_else(by_body);
    if by_path.is_some() || !evidence.is_empty() || !spoken.is_empty() {
        return by_path;
    }
    let by_text = of_text(names, path, heard.text).map(made(EvidenceSource::Text));
    by_text.or_else(|| of_message(names, path, heard.message).map(made(EvidenceSource::Message)))
}

/// The code of the agency that the first lines name before any other: its own name stands above whom it writes to.
fn of_text(names: &Names, path: &Arc<str>, lines: &[String]) -> Option<String> {
    let cut: Vec<String> = lines.iter().take(LINES).map(|line| line.chars().take(CHARACTERS).collect()).collect();
    let units: Vec<&str> = cut.iter().map(String::as_str).collect();
    let mentions = names.resolve_units(&units, Manner::Title).mentions.into_iter();
    let mut told = mentions.map(|mention| told(path, mention, EvidenceSource::Text));
    told.find_map(|code| code).filter(|code| !names.asks(code))
}

/// The code of the agency that a message is probably from: the one that all it says leads to, a body of a province leading to that
/// province. Who receives it is no sign.
pub(super) fn of_message(names: &Names, path: &Arc<str>, message: &[String]) -> Option<String> {
    let mentions = message.iter().flat_map(|text| names.resolve(text).mentions);
    let told = mentions.filter_map(|mention| told(path, mention, EvidenceSource::Message));
    let codes: Vec<String> = told.filter(|code| !names.asks(code)).collect();
    only(codes.iter().map(String::as_str))
}

/// The agency that a mention leads to.
fn told(path: &Arc<str>, mention: super::Mention, source: EvidenceSource) -> Option<String> {
    match said(mention, source, source.place(), Location::file(path)) {
        Said::Agency(piece) => Some(piece.agency),
        Said::Body(body) => body.agency,
        Said::Stranger(_) | Said::Nothing => None,
    }
}

/// The one code among these, if they are all the same.
pub(super) fn only<'a>(mut codes: impl Iterator<Item = &'a str>) -> Option<String> {
    let first = codes.next()?;
    codes.all(|code| code == first).then(|| first.to_owned())
}
