//! Who issues a form's decision, when it is not the agency whose file it is: a district under the province's heading, a
//! department under its own symbol. «của …» behind the number says it best; then the symbol (QĐ-SYT is a department's); and where
//! both leave it open, as QĐ-UBND does, the heading.

use std::borrow::Cow;

use crate::cell::Location;
use crate::finding::{Finding, Severity, rules};
use crate::intake::Decision;
use crate::intake::names::{Body, Names};
use crate::schema::{Agency, Level, Standing};
use crate::text::{self, Bilingual};

/// A body that the file names.
#[derive(Clone, Debug)]
pub(super) struct Spoken {
    pub(super) source: super::Source,
    pub(super) body: Body,
    /// The code of the agency that it lies in or below.
    pub(super) agency: Option<String>,
    /// As typed.
    pub(super) words: String,
    /// Where, in words.
    pub(super) place: Bilingual,
    pub(super) location: Location,
}

/// Whom «của …» behind the number of a decision names.
#[derive(Clone, Debug)]
pub(super) enum Issuer {
    /// The code of an agency.
    Agency(String),
    Body(Spoken),
}

/// The body that the file is from instead of an agency, if the title block and the decision name no agency.
pub(super) fn alone<'a>(
    evidence: &[super::Evidence],
    spoken: &'a [Spoken],
    issuers: &'a [Option<Issuer>],
) -> Option<&'a Spoken> {
    use super::Source;
    let strong = |piece: &&super::Evidence| piece.weight == super::Weight::Strong;
    let inside = |piece: &super::Evidence| piece.source <= Source::Decision;
    if evidence.iter().any(|piece| piece.source <= Source::Manifest) || evidence.iter().filter(strong).any(inside) {
        return None;
    }
    let outside = evidence.iter().any(|piece| strong(&piece));
    let speaks_alone = |body: &Body| match body.standing {
        Standing::Department => false,
        // The name of the file or folder may be the heading that it stands below.
        Standing::Office => !outside,
        Standing::Locality | Standing::City | Standing::Branch | Standing::Body => true,
    };
    let heading = spoken.iter().find(|it| it.source == Source::TitleBlock && it.body.leads && speaks_alone(&it.body));
    let issuer = issuers.iter().flatten().find_map(|issuer| match issuer {
        Issuer::Body(it) if it.body.standing != Standing::Department => Some(it),
        _ => None,
    });
    // Where nothing at all names an agency, whatever names a body.
    heading.or(issuer).or(if evidence.is_empty() { spoken.first() } else { None })
}

/// A finding if another than the agency issued the decision. What no list knows says nothing.
pub(super) fn foreign(
    names: &Names,
    agency: &Agency,
    decision: &Decision,
    issuer: Option<&Issuer>,
    heading: Option<&Spoken>,
) -> Option<Finding> {
    let finding = |issuer: Bilingual| {
        Finding::new(&rules::FOREIGN_DECISION, decision.place.clone())
            .with("number", decision.number.clone())
            .with("agency", agency.name.clone())
            .with_words("issuer", issuer)
    };
    if let Some(Issuer::Body(spoken)) = issuer {
        return Some(finding(spoken.issued()));
    }
    let symbols = symbols(&decision.number);
    let says_itself = matches!(issuer, Some(Issuer::Agency(code)) if *code == agency.code);
    let own = symbols.iter().any(|symbol| is_own(names, agency, symbol));
    let Some(first) = symbols.first().copied().filter(|_| !own) else {
        // Districts have the same symbol.
        let other =
            heading.filter(|it| matches!(it.body.standing, Standing::Locality | Standing::City) && issuer.is_none())?;
        let found = finding(other.issued());
        return Some(if other.body.of { found.as_bad_as(Severity::Warning) } else { found });
    };
    if let Some(owner) = names.symbol(first) {
        return Some(finding(symbol_of(&owner.name, &owner.name)).as_bad_as(Severity::Warning));
    }
    if names.country().is_committee_symbol(first) {
        return Some(finding(Bilingual::default()).as_bad_as(Severity::Warning));
    }
    match names.country().body_of_symbol(first) {
        Some(kind) => {
            let title = &names.country().bodies[kind].title;
            let found = finding(symbol_of(&title.vi, &title.en));
            Some(if says_itself { found.as_bad_as(Severity::Warning) } else { found })
        }
        None if says_itself => None,
        None => {
            let other = heading.filter(|it| it.body.standing != Standing::Department)?;
            Some(finding(other.issued()))
        }
    }
}

/// The parts of a number's symbol behind its kind: `UBND`, `VX` of `1029/QĐ-UBND-VX`. A joint one has several issuers.
pub(super) fn symbols(number: &str) -> Vec<&str> {
    let symbol = number.rsplit_once('/').map_or("", |(_, symbol)| symbol);
    symbol.split('-').skip(1).collect()
}

/// Whether the symbol is the agency's: a province's committee's; a ministry's by its abbreviation, or letters of its name.
fn is_own(names: &Names, agency: &Agency, symbol: &str) -> bool {
    if agency.kind.level() == Level::Province {
        return names.country().is_committee_symbol(symbol);
    }
    if let Some(owner) = names.symbol(symbol) {
        return owner.code == agency.code;
    }
    let letters: String = text::words(&text::bare(symbol)).collect();
    let initials: String = text::words(&text::bare(&agency.name)).filter_map(|word| word.chars().next()).collect();
    letters.len() >= 3 && initials.contains(&letters)
}

fn symbol_of(vi: &str, en: &str) -> Bilingual {
    Bilingual {
        vi: Cow::Owned(format!("; ký hiệu này là của {vi}")),
        en: Cow::Owned(format!("; that symbol belongs to {en}")),
    }
}

impl Spoken {
    fn issued(&self) -> Bilingual {
        let words = self.words.replace('\n', " ");
        Bilingual {
            vi: Cow::Owned(format!("; do «{words}» ({}) ban hành", self.place.vi)),
            en: Cow::Owned(format!("; it was issued by “{words}” ({})", self.place.en)),
        }
    }

    /// What the body is, and that no list of agencies has it.
    pub(super) fn told(&self, names: &Names) -> Bilingual {
        let words = self.words.replace('\n', " ");
        let kind = &names.body(self.body).title;
        let agency = self.agency.as_deref().and_then(|code| names.agency(code));
        let (of_vi, of_en) = match agency {
            Some(agency) => (format!(" ({})", agency.name), format!(" ({})", agency.name)),
            None => Default::default(),
        };
        Bilingual {
            vi: Cow::Owned(format!(
                "; «{words}» ({}) là {}{of_vi}, không phải cơ quan trong danh sách",
                self.place.vi, kind.vi
            )),
            en: Cow::Owned(format!(
                "; “{words}” ({}) is {}{of_en}, not an agency of the roster",
                self.place.en, kind.en
            )),
        }
    }

    /// What is to be sent instead.
    pub(super) fn cure(&self, names: &Names) -> Bilingual {
        let agency = self.agency.as_deref().and_then(|code| names.agency(code));
        let (vi, en) = agency.map_or(("cơ quan chủ quản", "the agency above it"), |it| (&it.name, &it.name));
        Bilingual {
            vi: Cow::Owned(format!(
                "Gửi biểu do {vi} ban hành, ghi rõ văn bản ban hành của {vi}; biểu của đơn vị thì gửi {vi} để tổng hợp"
            )),
            en: Cow::Owned(format!(
                "Send the form that {en} has issued, with the document by which it did; a list of its own goes to {en}, to be merged there"
            )),
        }
    }
}
