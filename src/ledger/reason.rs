//! A reason: what it is called, and how it is said in both languages.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::bilingual;
use crate::cell::Location;
use crate::finding::{Finding, Rule, Severity};
use crate::rules;
use crate::text::{Bilingual, Language, fold, words};
use crate::verdict::Verdict;

/// Places of one reason that are listed; all are counted.
const LISTED_PLACES: usize = 10;
/// Places that are named within the words.
const NAMED_PLACES: usize = 6;
/// Reasons of one code that are told one by one; what is more is told in one.
const TOLD_OF_A_CODE: usize = 5;

/// Why a standing is not [`crate::ledger::Status::Complied`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Which kind of reason.
    pub code: Code,
    /// What is so; stands alone.
    pub message: Bilingual,
    /// What the agency can do; empty where there is nothing.
    pub help: Bilingual,
    /// What shows it, in the order of files, at most ten.
    pub places: Vec<Location>,
    /// How many such places there are.
    pub count: usize,
}

/// Kinds of reasons, in the order in which they are told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// The form has errors.
    Rejected,
    /// The form says that it is a draft.
    Draft,
    /// The form says that its document is no longer in force.
    OutOfForce,
    /// The document that issues the form is not named.
    NoDecision,
    /// Records without a value that the obligation asks for; holds the names of the fields.
    Lacking(Vec<String>),
    /// The obligation's rule does not hold, and no single value is to blame.
    RuleNotMet,
    /// The obligation's rule has no answer: nothing the sender has to mend.
    NotAsked,
    /// An earlier answer met the obligation; the one that counts now does not.
    Superseded,
    /// Issued after the as-of date.
    DatedLater,
    /// Another body's, such as a district's or a department's.
    OtherBody,
    /// The evidence speaks for two agencies.
    ConflictingSender,
    /// Nothing on the form says whose it is.
    UnknownSender,
    /// The same bytes as another sender's file.
    Duplicate,
    /// The file cannot be read.
    Unreadable,
    /// The machine did not open the file: nothing the sender has to mend.
    Unavailable,
    /// The file can be read and is not on the form.
    NotOnTheForm,
    /// What this program wrote came back as it was.
    OwnOutput,
    /// A document, a message, a link: no spreadsheet.
    NotASpreadsheet,
    /// Nothing came.
    NothingReceived,
}

impl Code {
    /// As reports write it. One about values is named for the fields: `no-finish`.
    pub fn name(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Rejected => "rejected",
            Self::Draft => "draft",
            Self::OutOfForce => "out-of-force",
            Self::NoDecision => "no-decision",
            Self::Lacking(fields) => return Cow::Owned(format!("no-{}", fields.join("-or-").replace('_', "-"))),
            Self::RuleNotMet => "rule-not-met",
            Self::NotAsked => "not-asked",
            Self::Superseded => "superseded",
            Self::DatedLater => "dated-later",
            Self::OtherBody => "other-body",
            Self::ConflictingSender => "conflicting-sender",
            Self::UnknownSender => "unknown-sender",
            Self::Duplicate => "duplicate",
            Self::Unreadable => "unreadable",
            Self::Unavailable => "unavailable",
            Self::NotOnTheForm => "not-on-the-form",
            Self::OwnOutput => "own-output",
            Self::NotASpreadsheet => "not-a-spreadsheet",
            Self::NothingReceived => "nothing-received",
        })
    }

    /// Which reason an error is. That a body is not on the roster is known of it; of another sender nothing is.
    pub(super) fn of(finding: &Finding) -> Self {
        if finding.rule.is(&rules::UNKNOWN_AGENCY) && finding.arguments.get("body").is_some() {
            return Self::OtherBody;
        }
        const CODES: &[(&Rule, Code)] = &[
            (&rules::MISSING_DECISION, Code::NoDecision),
            (&rules::DRAFT, Code::Draft),
            (&rules::OUT_OF_FORCE, Code::OutOfForce),
            (&rules::FOREIGN_DECISION, Code::OtherBody),
            (&rules::CONFLICTING_AGENCY, Code::ConflictingSender),
            (&rules::UNKNOWN_AGENCY, Code::UnknownSender),
        ];
        CODES.iter().find(|(known, _)| finding.rule.is(known)).map_or(Self::Rejected, |(_, code)| code.clone())
    }
}

impl Reason {
    /// A reason with one place.
    pub(super) fn one(code: Code, message: Bilingual, help: Bilingual, place: Location) -> Self {
        Self { code, message, help, places: vec![place], count: 1 }
    }

    /// A reason with these places, of which the first are kept.
    pub(super) fn at(code: Code, message: Bilingual, help: Bilingual, mut places: Vec<Location>) -> Self {
        let count = places.len();
        places.truncate(LISTED_PLACES);
        Self { code, message, help, places, count }
    }
}

/// Words put together in each language.
pub(super) fn both(say: impl Fn(Language) -> String) -> Bilingual {
    Bilingual { vi: say(Language::Vietnamese).into(), en: say(Language::English).into() }
}

/// The cells of these places, with the sheet where there are several: «K9, K11 và 3 ô khác». Empty if none has a cell.
/// `count` is how many there are in all.
pub(super) fn named(places: &[Location], count: usize, language: Language) -> String {
    let sheets: BTreeSet<_> = places.iter().map(|place| (&place.file, &place.sheet)).collect();
    let name = |place: &Location| {
        let cell = place.called()?.get(language).to_owned();
        match &place.sheet {
            Some(sheet) if sheets.len() > 1 => Some(format!("{sheet}!{cell}")),
            _ => Some(cell),
        }
    };
    let mut cells: Vec<String> = places.iter().filter_map(name).collect();
    if cells.is_empty() {
        return String::new();
    }
    // One more takes no more room than to say that there is one.
    if cells.len() > NAMED_PLACES + 1 || count > places.len() {
        cells.truncate(NAMED_PLACES);
    }
    let rest = count.saturating_sub(cells.len());
    let more = match (rest, language) {
        (0, _) => String::new(),
        (_, Language::Vietnamese) => format!(" và {rest} ô khác"),
        (_, Language::English) => format!(" and {rest} more"),
    };
    format!("{}{more}", cells.join(", "))
}

/// All errors of one rule: the words of the first, and where the others are.
pub(super) fn of_errors(findings: &[&Finding]) -> Reason {
    let first = findings[0];
    let places: Vec<Location> = findings.iter().map(|finding| finding.location.clone()).collect();
    let message = both(|language| {
        let said = first.message(language);
        let said = said.trim_end_matches('.');
        let is_same = findings.iter().all(|finding| finding.message(language).trim_end_matches('.') == said);
        let (told, rest) = if is_same { (&places[..], &[][..]) } else { places.split_at(1) };
        let own = named(told, told.len(), language);
        // Many sentences name their cell themselves.
        let is_said = own.is_empty() || words(&fold(said)).any(|word| *word == *own.to_lowercase());
        let own = if is_said { String::new() } else { format!(" ({own})") };
        if rest.is_empty() {
            return format!("{said}{own}.");
        }
        let others = named(rest, rest.len(), language);
        let others = if others.is_empty() { others } else { format!(": {others}") };
        match language {
            Language::Vietnamese => format!("{said}{own}; còn {} lỗi cùng loại{others}.", rest.len()),
            Language::English if rest.len() == 1 => format!("{said}{own}; 1 more of the kind{others}."),
            Language::English => format!("{said}{own}; {} more of the kind{others}.", rest.len()),
        }
    });
    Reason::at(Code::of(first), message, help(first), places)
}

/// A file that came and does not count, with the worst that there is to say of it.
pub(super) fn received(code: Code, file: &Verdict) -> Reason {
    let worst = [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .find_map(|severity| file.findings.iter().find(|finding| finding.severity == severity));
    match worst {
        Some(finding) => of_received(code, file, finding),
        None => {
            let path = &file.path;
            let message =
                bilingual!("Đã nhận «{path}», nhưng không dùng được.", "Received “{path}”, which cannot be used.");
            Reason::one(code, message, Bilingual::default(), Location::file(&file.path))
        }
    }
}

/// A file that came and does not count, for this finding.
pub(super) fn of_received(code: Code, file: &Verdict, finding: &Finding) -> Reason {
    let (path, said) = (&file.path, both(|language| finding.message(language)));
    let message = bilingual!("Đã nhận «{path}». {}", "Received “{path}”. {}", said);
    Reason::one(code, message, help(finding), finding.location.clone())
}

pub(super) fn help(finding: &Finding) -> Bilingual {
    both(|language| finding.help(language))
}

/// The reasons, with those of one code that are too many told in one.
pub(super) fn folded(reasons: Vec<Reason>) -> Vec<Reason> {
    let mut folded: Vec<Reason> = Vec::new();
    for group in reasons.chunk_by(|one, other| one.code == other.code) {
        let told = if group.len() > TOLD_OF_A_CODE { TOLD_OF_A_CODE - 1 } else { group.len() };
        folded.extend_from_slice(&group[..told]);
        if let Some(first) = group.get(told) {
            let rest = &group[told..];
            let count: usize = rest.iter().map(|reason| reason.count).sum();
            let mut places: Vec<Location> = rest.iter().flat_map(|reason| reason.places.clone()).collect();
            places.truncate(LISTED_PLACES);
            let files: BTreeSet<_> = places.iter().map(|place| &place.file).collect();
            let is_files = files.len() > 1;
            let message = both(|language| match (language, is_files) {
                (Language::Vietnamese, true) => format!("Và {} tệp khác tương tự.", rest.len()),
                (Language::Vietnamese, false) => format!("Và {count} lỗi thuộc {} loại khác.", rest.len()),
                (Language::English, true) => format!("And {} more files like these.", rest.len()),
                (Language::English, false) => format!("And {count} errors of {} other kinds.", rest.len()),
            });
            folded.push(Reason { code: first.code.clone(), message, help: Bilingual::default(), places, count });
        }
    }
    folded
}
