//! What stands beside a label that asks for the sender, on a cover sheet or above the table: «Recipient name | City of Austin». It counts
//! as the title block does. Whom else a cover names, as the city of a contractor, is no sign of the sender: only the labels count that a
//! language lists, or that the form says are the sender's.

use std::sync::Arc;

use super::told::{conflict, somebody_else};
use super::{Claims, Evidence, EvidenceSource, Identity, place_on};
use crate::cell::{Cell, Location, SheetName, layout_of};
use crate::finding::Severity;
use crate::intake::names::{How, Mention, Names, Resolution, Weight};
use crate::intake::outside::{COLUMNS, LONGEST_LABEL, label_of};
use crate::intake::{Line, Submission};
use crate::schema::{Form, Naming, Outside};
use crate::text;

/// A longer text, in bytes, is no name.
const LONGEST_NAME: usize = 200;

/// How far a label is to be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Trust {
    /// What the form asks for there may be anybody: an agency's full name counts.
    Any,
    /// It is a label of the sender's.
    Sender,
    /// The form says so.
    Said,
}

/// Who stands beside a label of the sender.
#[derive(Clone, Debug)]
pub enum Labelled {
    /// An agency of the roster.
    Agency(Evidence),
    /// Somebody else, perhaps with an agency's name in its own: «City of Austin Independent School District».
    Other {
        /// As typed.
        words: String,
        /// Where it stands.
        location: Location,
        /// Whether it holds an agency's name.
        is_near: bool,
    },
}

impl Labelled {
    fn location(&self) -> &Location {
        match self {
            Self::Agency(evidence) => &evidence.location,
            Self::Other { location, .. } => location,
        }
    }
}

/// Who stands beside labels of the sender, in values that the forms declare and in these lines. Of labels that are trusted more or less
/// the most trusted count.
pub fn beside_labels(names: &Names, path: &Arc<str>, submissions: &[&Submission], lines: &[Line]) -> Vec<Labelled> {
    let declared = submissions.iter().flat_map(|submission| {
        let values = submission.form.values.iter().zip(&submission.values);
        values.filter_map(|(value, given)| {
            let trust = trust(&submission.form, value)?;
            let told = (given.sheet.as_ref(), given.entry.cell?, given.entry.typed());
            Some((trust, named(names, path, told, trust)?))
        })
    });
    let is_senders = |label: &str| submissions.iter().any(|it| it.form.language.senders.holds(label));
    let elsewhere = values(names, lines, &is_senders).into_iter().filter_map(|(line, text)| {
        Some((Trust::Sender, named(names, path, (line.sheet.as_ref(), line.cell, text), Trust::Sender)?))
    });
    let found: Vec<(Trust, Labelled)> = declared.chain(elsewhere).collect();
    let most = found.iter().map(|(trust, _)| *trust).max();
    let found = found.into_iter().filter(|(trust, _)| Some(*trust) == most).map(|(_, labelled)| labelled);
    // Several forms may declare the same value.
    let mut distinct: Vec<Labelled> = Vec::new();
    for labelled in found {
        if !distinct.iter().any(|known| known.location() == labelled.location()) {
            distinct.push(labelled);
        }
    }
    distinct
}

fn trust(form: &Form, value: &Outside) -> Option<Trust> {
    let mut labels = std::iter::once(&value.field.title).chain(&value.field.aliases);
    match value.sender {
        Some(true) => Some(Trust::Said),
        Some(false) => None,
        None if labels.any(|label| form.language.senders.holds(&label_of(label))) => Some(Trust::Sender),
        None => Some(Trust::Any),
    }
}

/// Whom a value names; `None` if it tells nothing.
fn named(
    names: &Names,
    path: &Arc<str>,
    (sheet, cell, text): (Option<&SheetName>, Cell, &str),
    trust: Trust,
) -> Option<Labelled> {
    let text = text::tidy(text);
    if text.is_empty() || text.len() > LONGEST_NAME {
        return None;
    }
    let location = Location::sheet(path, sheet, Some(cell));
    let code = match names.by_code(&text).filter(|_| trust > Trust::Any) {
        Some(agency) => agency.code.clone(),
        None => {
            let resolution = names.resolve(&text);
            if resolution.mentions.iter().any(|it| it.body.is_some()) {
                return None;
            }
            let told = match resolution.agencies(Weight::Strong)[..] {
                [code] => Some(code.to_owned()),
                _ => None,
            };
            let of_name = |it: &Mention| it.how == How::Name && it.words.len() == text.len();
            match told {
                Some(code) if trust == Trust::Any => {
                    return resolution.mentions.iter().all(of_name).then(|| agency(code, &text, location));
                }
                Some(code) if is_whole(names, &text, &resolution, &code) => code,
                None if trust < Trust::Said || !resolution.mentions.is_empty() => return None,
                told => return Some(Labelled::Other { words: text, location, is_near: told.is_some() }),
            }
        }
    };
    Some(agency(code, &text, location))
}

fn agency(code: String, words: &str, location: Location) -> Labelled {
    let place = place_on(&location, true);
    let (source, weight) = (EvidenceSource::Cover, Weight::Strong);
    Labelled::Agency(Evidence { source, agency: code, weight, words: words.to_owned(), former: None, place, location })
}

/// Whether a text is no more than names of the agency, where the country says nothing of how names are put together: «City of
/// Columbus, Georgia» is another one.
fn is_whole(names: &Names, text: &str, resolution: &Resolution, code: &str) -> bool {
    let plain = names.by_code(code).is_some_and(|agency| agency.names == Naming::Plain);
    let mut rest = text.to_owned();
    for mention in resolution.mentions.iter().rev().filter(|it| it.agency.as_deref() == Some(code)) {
        rest.replace_range(mention.span.clone(), " ");
    }
    let fillers = &names.country().language.fillers;
    !plain || text::words(&text::bare(&rest)).all(|word| fillers.iter().any(|filler| filler == word))
}

/// What stands beside the labels of the sender in these lines: behind it in its cell, to the right of it, else below it.
fn values<'l>(names: &Names, lines: &'l [Line], is_senders: &dyn Fn(&str) -> bool) -> Vec<(&'l Line, &'l str)> {
    let is_label = |text: &str| text.len() <= LONGEST_LABEL && is_senders(&label_of(text));
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if line.text.len() > LONGEST_LABEL {
            continue;
        }
        if let Some((label, rest)) = line.text.split_once(':')
            && !rest.trim().is_empty()
        {
            found.extend(is_senders(&label_of(label)).then_some((line, rest)));
            continue;
        }
        if !is_label(&line.text) {
            continue;
        }
        let of_sheet = || lines[at + 1..].iter().take_while(|next| next.sheet == line.sheet);
        let right = of_sheet().take_while(|next| next.cell.row == line.cell.row).next();
        let under = |rows: u32| {
            let cell = Cell::new(line.cell.row + rows, line.cell.column);
            of_sheet().take_while(|next| next.cell <= cell).find(|next| next.cell == cell)
        };
        // What goes on below is a list of several; in a text document the title follows without a blank row.
        let is_name =
            |text: &str| names.resolve(text).mentions.iter().any(|it| it.agency.is_some() || it.body.is_some());
        let goes_on = |next: &Line| layout_of(line.sheet.as_ref()).is_none() || is_name(&next.text);
        let value = match right {
            Some(right) => Some(right).filter(|it| it.cell.column <= line.cell.column + COLUMNS),
            None => under(1).filter(|_| !under(2).is_some_and(goes_on)),
        };
        found.extend(value.filter(|value| !is_label(&value.text)).map(|value| (value, value.text.as_str())));
    }
    found
}

/// The identity of a file with what stands beside labels of the sender: against another agency it is a conflict, and where nothing else
/// tells it decides.
pub fn with_labels(
    names: &Names,
    path: &Arc<str>,
    mut identity: Identity,
    claims: &Claims,
    labelled: Vec<Labelled>,
) -> Identity {
    let is_claimed = claims.agency.is_some() || claims.manifest.is_some();
    let is_of_body = identity.agency.is_none() && identity.findings.iter().any(|it| it.location.cell.is_some());
    let strong = identity.evidence.iter().find(|piece| piece.weight == Weight::Strong);
    if identity.parts || is_of_body || identity.agency.is_none() && (is_claimed || strong.is_some()) {
        return identity;
    }
    let (mut cover, mut other) = (Vec::new(), None);
    for it in labelled {
        match it {
            Labelled::Agency(evidence) => cover.push(evidence),
            Labelled::Other { words, location, is_near } if is_near || strong.is_none() => {
                other = other.or(Some((words, location)));
            }
            Labelled::Other { .. } => {}
        }
    }
    let Some(first) = cover.first() else {
        if let Some((words, location)) = other.filter(|_| !is_claimed) {
            (identity.agency, identity.findings) = (None, vec![somebody_else(names, &words, location)]);
        }
        return identity;
    };
    match (&identity.agency, strong) {
        (Some(agency), Some(own)) => {
            if cover.iter().all(|piece| piece.agency != *agency) {
                let conflict = conflict(names, path, own, first);
                if own.source <= EvidenceSource::Manifest {
                    identity.findings.push(conflict.as_bad_as(Severity::Warning));
                } else {
                    (identity.agency, identity.findings) = (None, vec![conflict]);
                }
            }
        }
        _ => match cover.iter().find(|piece| piece.agency != first.agency) {
            Some(second) => (identity.agency, identity.findings) = (None, vec![conflict(names, path, first, second)]),
            None => (identity.agency, identity.findings) = (Some(first.agency.clone()), Vec::new()),
        },
    }
    if identity.agency.is_some() {
        identity.probable = None;
    }
    identity.evidence.extend(cover);
    identity.evidence.sort_by_key(|piece| piece.source);
    identity
}
