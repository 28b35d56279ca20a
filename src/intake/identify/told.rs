//! What is said where the sender is unknown or disputed.

use std::sync::Arc;

use super::issuer::Spoken;
use super::{Evidence, EvidenceSource};
use crate::bilingual;
use crate::cell::Location;
use crate::finding::Finding;
use crate::intake::names::Names;
use crate::intake::rules;
use crate::schema::{Agency, Country};
use crate::text::{self, Bilingual};

pub(super) fn conflict(names: &Names, path: &Arc<str>, first: &Evidence, second: &Evidence) -> Finding {
    let name = |evidence: &Evidence| {
        let code = || Bilingual { vi: evidence.agency.clone().into(), en: evidence.agency.clone().into() };
        names.agency(&evidence.agency).map_or_else(code, Agency::called)
    };
    let conflict = Finding::new(&rules::CONFLICTING_AGENCY, Location::file(path))
        .with_words("first", name(first))
        .with_words("second", name(second));
    [("first_place", first), ("second_place", second)].into_iter().fold(
        conflict,
        |conflict, (placeholder, evidence)| match evidence.location.cell {
            Some(_) => conflict.with_place(placeholder, evidence.location.clone(), evidence.place.clone()),
            None => conflict.with_words(placeholder, evidence.place.clone()),
        },
    )
}

pub(super) fn unknown(
    names: &Names,
    path: &Arc<str>,
    readable: &[String],
    strangers: &[(String, Bilingual)],
) -> Finding {
    let (said, send) = if let Some((name, note)) = strangers.first() {
        let unlisted = bilingual!(
            "; «{name}» không có trong danh sách cơ quan ({})",
            "; “{name}” is not in the roster ({})",
            note
        );
        (unlisted, AS_LISTED)
    } else {
        let near = readable.iter().map(|name| similar(names, name)).find(|near| !near.en.is_empty());
        (near.unwrap_or_default(), cure(names))
    };
    Finding::new(&rules::UNKNOWN_AGENCY, Location::file(path)).with_words("nearest", said).with_words("send", send)
}

/// Beside a label of the sender stands somebody who is not in the roster.
pub(super) fn somebody_else(names: &Names, words: &str, place: Location) -> Finding {
    let nearest = names.nearest(words);
    let words = words.replace('\n', " ");
    let [vi, en] = match nearest.is_empty() {
        true => [String::new(), String::new()],
        false => {
            let Bilingual { vi, en } = listed(&nearest);
            [format!("; tên gần giống: {vi}"), format!("; similar names: {en}")]
        }
    };
    let said = bilingual!("; «{words}» không có trong danh sách cơ quan{vi}", "; “{words}” is not in the roster{en}");
    Finding::new(&rules::UNKNOWN_AGENCY, place).with_words("nearest", said).with_words("send", AS_LISTED)
}

/// Where a name stands that the roster does not have.
const AS_LISTED: Bilingual = Bilingual::new(
    "Ghi đúng tên hoặc mã của cơ quan như trong danh sách, hoặc chạy với --agency MÃ nếu đã biết chắc",
    "Write the agency's name or code as the roster has it, or run with --agency CODE if you are certain",
);

/// How a sender makes itself known.
fn cure(names: &Names) -> Bilingual {
    match names.example_code() {
        Some(code) => bilingual!(
            "Ghi đúng tên cơ quan ở phần đầu biểu, hoặc đặt tên tệp bắt đầu bằng mã định danh như {code}",
            "Write the agency's name above the table, or begin the file's name with its identifier, such as {code}",
        ),
        None => Bilingual::new(
            "Ghi đúng tên cơ quan ở phần đầu biểu hoặc ở tên tệp",
            "Write the agency's name above the table or in the file's name",
        ),
    }
}

/// The names of the roster that are like this one, as the rest of a sentence.
pub(super) fn similar(names: &Names, name: &str) -> Bilingual {
    let nearest = names.nearest(&without_committee(names.country(), name));
    if nearest.is_empty() {
        return Bilingual::default();
    }
    let Bilingual { vi, en } = listed(&nearest);
    bilingual!("; tên gần giống trong danh sách: {vi}", "; similar names in the roster: {en}")
}

/// Names of agencies, one after the other.
fn listed(agencies: &[&Agency]) -> Bilingual {
    let all: Vec<Bilingual> = agencies.iter().map(|agency| agency.called()).collect();
    let joined = |names: Vec<&str>| names.join(", ");
    Bilingual {
        vi: joined(all.iter().map(|name| &*name.vi).collect()).into(),
        en: joined(all.iter().map(|name| &*name.en).collect()).into(),
    }
}

/// The file is from a body that is no agency: said at the cell that names it, with what is to be sent instead.
pub(super) fn body_alone(names: &Names, path: &Arc<str>, body: &Spoken) -> Finding {
    let place = if body.source <= EvidenceSource::Decision { body.location.clone() } else { Location::file(path) };
    Finding::new(&rules::UNKNOWN_AGENCY, place)
        .with("body", body.words.replace('\n', " "))
        .with_words("nearest", body.told(names))
        .with_words("send", body.cure(names))
}

/// «UBND TỈNH ÁNH DƯƠNG» is compared as «tỉnh ánh dương».
fn without_committee(country: &Country, name: &str) -> String {
    let folded = text::fold(name);
    let committees = country.committee.words.iter().map(|committee| text::fold(committee) + " ");
    committees
        .filter_map(|committee| folded.strip_prefix(committee.as_str()))
        .next()
        .map(str::to_owned)
        .unwrap_or(folded)
}
