//! What the names of a file and its folders say. A folder's name goes on in those below it: «H41 Nghệ An/TX Thái Hòa.xlsx» is a town's.

use std::sync::Arc;

use super::issuer::Spoken;
use super::labels::parts;
use super::{Evidence, EvidenceSource, Said, said};
use crate::cell::Location;
use crate::finding::Finding;
use crate::intake::names::{Mention, Names, Weight};
use crate::intake::rules;
use crate::schema::{Agency, Standing};
use crate::text::{self, Bilingual};

/// What the names of the file and of the nearest folder that names an agency say, and the bodies in them.
pub(super) fn from_path(
    names: &Names,
    path: &Arc<str>,
    strangers: &mut Vec<(String, Bilingual)>,
) -> (Vec<Evidence>, Vec<Spoken>) {
    let (folders, file) = parts(path);
    let mut labels = vec![(file, EvidenceSource::FileName)];
    labels.extend(folders.iter().rev().map(|folder| (*folder, EvidenceSource::Folder)));
    let (mut evidence, mut spoken) = (Vec::new(), Vec::new());
    let mut silent = Vec::new();
    for (label, source) in labels {
        let before = (evidence.len(), spoken.len());
        for mention in names.resolve(label).mentions {
            match said(mention, source, source.place(), Location::file(path)) {
                Said::Agency(piece) => evidence.push(piece),
                Said::Body(body) => spoken.push(body),
                Said::Stranger(stranger) => strangers.push(stranger),
                Said::Nothing => {}
            }
        }
        if before == (evidence.len(), spoken.len()) {
            silent.push((label, source));
        }
        if source == EvidenceSource::Folder && evidence.len() > before.0 {
            break;
        }
    }
    let home = evidence.iter().find(|piece: &&Evidence| piece.source == EvidenceSource::Folder);
    if let Some(home) = home.and_then(|piece| names.agency(&piece.agency)).filter(|agency| agency.names.is_place()) {
        let inside = silent.into_iter().filter_map(|(label, source)| place_in(names, home, label, source, path));
        spoken.extend(inside);
    }
    (evidence, spoken)
}

/// The place in a province whose folder it lies in that a name begins with.
fn place_in(names: &Names, home: &Agency, label: &str, source: EvidenceSource, path: &Arc<str>) -> Option<Spoken> {
    let prefix = format!("{} - ", home.name);
    let is_place = |it: &Mention| {
        let standing = it.body.map(|body| body.standing);
        it.span.start == prefix.len() && matches!(standing, Some(Standing::Locality | Standing::City))
    };
    let mention = names.resolve(&format!("{prefix}{label}")).mentions.into_iter().find(is_place)?;
    match said(mention, source, source.place(), Location::file(path)) {
        Said::Body(body) => Some(body),
        _ => None,
    }
}

/// A finding if nothing on the form names the agency, and a name around it names a body that is no part of it: «Nghe An - Cong an».
pub(super) fn headed(
    names: &Names,
    agency: &Agency,
    path: &Arc<str>,
    (evidence, spoken): (&[Evidence], &[Spoken]),
) -> Option<Finding> {
    let is_told = |it: &Evidence| it.source <= EvidenceSource::Symbol && it.weight == Weight::Strong;
    if !agency.names.is_place() || evidence.iter().any(is_told) {
        return None;
    }
    let helps = &names.country().people.helps;
    let only_helps = |words: &str| {
        let words = text::bare(words);
        helps.iter().any(|help| words.ends_with(&format!(" {}", text::bare(help))))
    };
    let is_beyond = |it: &&Spoken| {
        matches!(it.body.standing, Standing::Body | Standing::Branch)
            && it.body.leads
            && it.source >= EvidenceSource::FileName
            && text::words(&it.words).count() > 1
            && !only_helps(&it.words)
    };
    let body = spoken.iter().find(is_beyond)?;
    let why = Bilingual::new("biểu không ghi cơ quan ban hành", "and the form itself does not say who issued it");
    let finding = Finding::new(&rules::HEADED_BY_BODY, Location::file(path))
        .with_words("where", body.source.place().capital())
        .with("body", &*body.words)
        .with_words("why", why)
        .with_words("agency", agency.called());
    Some(finding)
}
