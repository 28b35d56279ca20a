//! What is claimed of a file from outside: on the command line, or in a list of what was sent.

use std::sync::Arc;

use super::{Claims, Evidence, EvidenceSource};
use crate::cell::Location;
use crate::intake::names::{Names, Weight};
use crate::schema::Agency;

/// What is claimed of the file from outside, and the first claim that names no agency.
pub(super) fn claimed(names: &Names, path: &Arc<str>, claims: &Claims) -> (Vec<Evidence>, Option<String>) {
    let (mut evidence, mut unknown) = (Vec::new(), None);
    let claimed = [(&claims.agency, EvidenceSource::Option), (&claims.manifest, EvidenceSource::Manifest)];
    for (said, source) in claimed.into_iter().filter_map(|(said, source)| Some((said.as_deref()?, source))) {
        match claim(names, said) {
            Some(agency) => evidence.push(Evidence {
                source,
                agency: agency.code.clone(),
                weight: Weight::Strong,
                words: said.to_owned(),
                former: None,
                place: source.place(),
                location: Location::file(path),
            }),
            None => unknown = unknown.or_else(|| Some(said.to_owned())),
        }
    }
    (evidence, unknown)
}

/// The agency that a claim means: a code, or a name that names just one.
pub(super) fn claim<'a>(names: &'a Names, said: &str) -> Option<&'a Agency> {
    names.agency(said).or_else(|| {
        let resolution = names.resolve(said);
        match resolution.agencies(Weight::Strong)[..] {
            [code] => names.agency(code),
            _ => None,
        }
    })
}
