//! Decides whose a file is. What people say goes first (`--agency`, a manifest); then what the file says: its title block,
//! the decision's «của …», the names of the file and its folder. Every piece is kept with its place, and where two
//! disagree nothing is guessed, for the wrong agency would falsify the figures of both.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::names::{How, Manner, Mention, Names, Weight};
use super::{Decision, Line};
use crate::bilingual;
use crate::cell::{Location, SheetName};
use crate::finding::{Finding, Severity};
use crate::schema::{Agency, Country, Standing};
use crate::text::{self, Bilingual};

mod claims;
pub mod cover;
mod issuer;
mod labels;
mod path;
pub mod late;
pub(crate) mod probable;
mod told;
pub mod unlisted;

use claims::claimed;
use issuer::{Issuer, Spoken};
use labels::readable_names;
use path::from_path;
use probable::only;
use told::{body_alone, conflict, unknown};

/// What people say about a file, whatever it says itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claims {
    /// The code given with `--agency`.
    pub agency: Option<String>,
    /// The code or name that a manifest gives for this path.
    pub manifest: Option<String>,
}

/// Whose a file is, and why.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The code of the agency; `None` if nothing tells, or if the evidence disagrees.
    pub agency: Option<String>,
    /// The code of the agency that it is probably from, where `agency` is `None`: the one that all signs lead to, a body of a
    /// province leading to that province. `None` if nothing tells, or if the signs disagree.
    pub probable: Option<String>,
    /// Whether its tables are headed by several parts of an agency, where `agency` is `None`.
    pub parts: bool,
    /// In the order of [`EvidenceSource`], within one in the order of the file.
    pub evidence: Vec<Evidence>,
    /// What there is to say about it.
    pub findings: Vec<Finding>,
}

/// A sign of whose the file is.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Where it was taken from.
    pub source: EvidenceSource,
    /// The code of the agency.
    pub agency: String,
    /// Whether it counts against other evidence.
    pub weight: Weight,
    /// The words as typed.
    pub words: String,
    /// The name of the agency that they name, if that has been merged into this one.
    pub former: Option<String>,
    /// In words: `B2`, «tên tệp».
    pub place: Bilingual,
    /// The file, or a cell in it.
    pub location: Location,
}

impl Identity {
    /// The sign that the file is from an agency which was merged into the one whose it is: the title block names it and not that one,
    /// or, where it names neither, the decision, or else what lies around.
    pub fn former(&self) -> Option<&Evidence> {
        let code = self.agency.as_ref()?;
        let names = |piece: &&Evidence| piece.agency == *code && piece.source != EvidenceSource::Symbol;
        let all: Vec<&Evidence> = self.evidence.iter().filter(names).collect();
        let source = all.iter().map(|piece| piece.source).min()?;
        let mut nearest = all.iter().filter(|piece| piece.source == source);
        let first = nearest.next().copied()?;
        (first.former.is_some() && nearest.all(|piece| piece.former.is_some())).then_some(first)
    }
}

/// Where evidence is taken from, in the order of its rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EvidenceSource {
    /// `--agency`.
    Option,
    /// A line of a manifest.
    Manifest,
    /// The lines above a table.
    TitleBlock,
    /// What stands beside a label of the sender.
    Cover,
    /// «của …» behind the number of the decision.
    Decision,
    /// The symbol in the decision's number, such as `BTTTT`.
    Symbol,
    /// The file's name.
    FileName,
    /// The name of the nearest folder that names an agency.
    Folder,
    /// The first lines of a document that holds no form.
    Text,
    /// Who signs below the table.
    Signature,
    /// The message that the file was attached to: who sent it, what it is about.
    Message,
    /// The title, author or company in the file's properties.
    Properties,
}

/// Decides whose a file is. `path` is the path as shown, `lines` are those of the title blocks of all its tables (their
/// text is tidy), `decisions` those that issue its forms.
pub fn identify(names: &Names, path: &Arc<str>, lines: &[Line], decisions: &[Decision], claims: &Claims) -> Identity {
    let mut strangers = Vec::new();
    let (mut evidence, unknown_claim) = claimed(names, path, claims);
    let Inside { evidence: inside, mut spoken, issuers } = from_lines(names, path, lines, decisions, &mut strangers);
    evidence.extend(inside);
    evidence.extend(decisions.iter().filter_map(|decision| by_symbol(names, lines, decision)));
    let (of_path, spoken_in_path) = from_path(names, path, &mut strangers);
    evidence.extend(of_path);
    spoken.extend(spoken_in_path);
    // The branch of a bank in a province names its bank everywhere, and is not the bank. Under a title, what only the decision
    // says is about whose decision it is.
    let is_titled = evidence.iter().any(|piece| piece.source == EvidenceSource::TitleBlock);
    if spoken.iter().any(|it| is_branch(it) && !(is_titled && it.source == EvidenceSource::Decision)) {
        let is_province = |code: &str| names.agency(code).is_some_and(|agency| agency.names.is_place());
        evidence.retain(|piece| piece.source <= EvidenceSource::Manifest || is_province(&piece.agency));
    }

    let alone = issuer::alone(names, &evidence, &spoken, &issuers).filter(|_| unknown_claim.is_none());
    if let Some(body) = alone {
        let parts = are_parts(&spoken);
        let mut identity =
            Identity { agency: None, probable: body.agency.clone(), parts, evidence, findings: Vec::new() };
        identity.findings.push(body_alone(names, path, body));
        identity.probable =
            identity.probable.or_else(|| only(identity.evidence.iter().map(|piece| piece.agency.as_str())));
        return identity;
    }
    let mut identity = decide(names, path, lines, evidence, unknown_claim, &strangers);
    if identity.agency.is_none() {
        identity.probable = only(identity.evidence.iter().map(|piece| piece.agency.as_str()));
    }
    if let Some(agency) = identity.agency.as_deref().and_then(|code| names.agency(code)) {
        let foreign = issued_by_others(names, agency, (decisions, &issuers), lines, (&identity.evidence, &spoken));
        let in_path = path::headed(names, agency, path, (&identity.evidence, &spoken));
        identity.findings.extend(foreign.into_iter().chain(in_path));
    }
    identity
}

/// The agency whose symbol the number of a decision bears.
fn by_symbol(names: &Names, lines: &[Line], decision: &Decision) -> Option<Evidence> {
    let agency = issuer::symbols(&decision.number).first().and_then(|symbol| names.symbol(symbol))?;
    Some(Evidence {
        source: EvidenceSource::Symbol,
        agency: agency.code.clone(),
        weight: Weight::Weak,
        words: decision.number.clone(),
        former: None,
        place: cell_place(&decision.place, lines),
        location: decision.place.clone(),
    })
}

/// The documents that others than the agency issued.
fn issued_by_others(
    names: &Names,
    agency: &Agency,
    (decisions, issuers): (&[Decision], &[Option<Issuer>]),
    lines: &[Line],
    (evidence, spoken): (&[Evidence], &[Spoken]),
) -> Vec<Finding> {
    // «BỘ CÔNG AN» above «CÔNG AN TỈNH HÀ GIANG» is no title of the province's.
    let is_title = |it: &&Evidence| it.source == EvidenceSource::TitleBlock && it.agency == agency.code;
    let titles: Vec<&Location> = evidence.iter().filter(is_title).map(|piece| &piece.location).collect();
    let heading = spoken.iter().find(|it| {
        it.source == EvidenceSource::TitleBlock && it.body.leads && it.body.standing != Standing::Department
    });
    let foreign = decisions.iter().zip(issuers).flat_map(|(decision, issuer)| {
        let author = issuer::Author::of(names.country(), decision, lines);
        let (issuer, author) = (issuer.as_ref(), author.as_ref());
        let headed = || issuer::headed(names, agency, decision, (issuer, author), (spoken, &titles));
        issuer::foreign(names, agency, decision, issuer, author, heading).map_or_else(headed, |told| vec![told])
    });
    foreign.collect()
}

/// Whether these head parts of one list: departments, or several bodies.
fn are_parts(spoken: &[Spoken]) -> bool {
    let heads: Vec<&Spoken> =
        spoken.iter().filter(|it| it.source == EvidenceSource::TitleBlock && it.body.leads).collect();
    let is_other = |it: &&Spoken| text::fold(&it.words) != text::fold(&heads[0].words);
    !heads.is_empty() && (heads.iter().all(|it| it.body.standing == Standing::Department) || heads.iter().any(is_other))
}

/// Whether the body is an office of a central agency, or of none, that names the province where it sits.
fn is_branch(spoken: &Spoken) -> bool {
    let independent = !matches!(spoken.body.standing, Standing::Department | Standing::Locality | Standing::City);
    independent && spoken.agency.is_some()
}

/// What a mention says about the sender.
enum Said {
    Agency(Evidence),
    Body(Spoken),
    Stranger((String, Bilingual)),
    Nothing,
}

fn said(mention: Mention, source: EvidenceSource, place: Bilingual, location: Location) -> Said {
    if let Some(body) = mention.body {
        return Said::Body(Spoken { source, body, agency: mention.agency, words: mention.words, place, location });
    }
    match counted(&mention) {
        Some(agency) => {
            let former = (mention.how == How::Predecessor).then_some(mention.name);
            let (weight, words) = (mention.weight, mention.words);
            Said::Agency(Evidence { source, agency, weight, words, former, place, location })
        }
        None => stranger(&mention).map_or(Said::Nothing, Said::Stranger),
    }
}

fn decide(
    names: &Names,
    path: &Arc<str>,
    lines: &[Line],
    evidence: Vec<Evidence>,
    unknown_claim: Option<String>,
    strangers: &[(String, Bilingual)],
) -> Identity {
    let mut findings = Vec::new();
    let agency = if let Some(said) = unknown_claim {
        findings.push(unknown(names, path, &[said], strangers));
        None
    } else if let Some(claim) = evidence.iter().find(|piece| piece.source <= EvidenceSource::Manifest) {
        // Whoever says it knows; but a title block that says otherwise is told.
        let against = evidence.iter().find(|piece| {
            piece.weight == Weight::Strong && piece.source <= EvidenceSource::Decision && piece.agency != claim.agency
        });
        findings.extend(against.map(|piece| conflict(names, path, claim, piece).as_bad_as(Severity::Warning)));
        Some(claim.agency.clone())
    } else {
        let strong: Vec<&Evidence> = evidence.iter().filter(|piece| piece.weight == Weight::Strong).collect();
        let pieces = if strong.is_empty() { evidence.iter().collect() } else { strong };
        match pieces.split_first() {
            None => {
                findings.push(unknown(names, path, &readable_names(names.country(), lines, path), strangers));
                None
            }
            Some((first, rest)) => match rest.iter().find(|piece| piece.agency != first.agency) {
                Some(second) if says_throughout(&pieces, &first.agency) => {
                    findings.push(conflict(names, path, first, second).as_bad_as(Severity::Warning));
                    Some(first.agency.clone())
                }
                Some(second) => {
                    findings.push(conflict(names, path, first, second));
                    None
                }
                None => Some(first.agency.clone()),
            },
        }
    };
    Identity { agency, probable: None, parts: false, evidence, findings }
}

/// Whether the title block, the decision and the file's name all name this agency, and only names around the form another one as well.
fn says_throughout(pieces: &[&Evidence], agency: &str) -> bool {
    let says = |source: EvidenceSource| pieces.iter().any(|it| it.source == source && it.agency == agency);
    let is_around = |it: &&Evidence| matches!(it.source, EvidenceSource::FileName | EvidenceSource::Folder);
    [EvidenceSource::TitleBlock, EvidenceSource::Decision, EvidenceSource::FileName].into_iter().all(says)
        && pieces.iter().filter(|it| it.agency != agency).all(is_around)
}

/// The code of the agency, if the mention counts.
fn counted(mention: &Mention) -> Option<String> {
    mention.agency.clone().filter(|_| mention.weight > Weight::None)
}

/// A name that is no agency's of this roster, with what is known about it.
fn stranger(mention: &Mention) -> Option<(String, Bilingual)> {
    let name = match mention.how {
        How::Successor => &mention.name,
        // It goes on as no agency's name does.
        How::Other if mention.agency.is_some() => &mention.words,
        _ => return None,
    };
    Some((name.replace('\n', " "), mention.note.clone().unwrap_or_default()))
}

/// What the title blocks say.
struct Inside {
    evidence: Vec<Evidence>,
    spoken: Vec<Spoken>,
    /// For each decision whom its «của …» names.
    issuers: Vec<Option<Issuer>>,
}

/// What the title blocks say.
fn from_lines(
    names: &Names,
    path: &Arc<str>,
    lines: &[Line],
    decisions: &[Decision],
    strangers: &mut Vec<(String, Bilingual)>,
) -> Inside {
    let mut found = mentions(names, lines, decisions);
    found.sort_by_key(|(line, source, mention)| (*source, lines[*line].cell, mention.span.start));
    let mut issuers: Vec<Option<Issuer>> = vec![None; decisions.len()];
    let (mut evidence, mut spoken) = (Vec::new(), Vec::new());
    let on_several = lines.iter().any(|line| line.sheet != lines[0].sheet);
    for (at, source, mention) in found {
        let line = &lines[at];
        let location = Location::sheet(path, line.sheet.as_ref(), Some(line.cell));
        let start = mention.span.start;
        let of = mention.body.is_none_or(|body| body.of);
        let said = said(mention, source, place_on(&location, on_several), location);
        for (decision, issuer) in decisions.iter().zip(&mut issuers) {
            if of && issuer.is_none() && names_issuer(names.country(), line, start, decision) {
                *issuer = match &said {
                    Said::Agency(piece) if piece.weight == Weight::Strong => Some(Issuer::Agency(piece.agency.clone())),
                    Said::Body(body) => Some(Issuer::Body(body.clone())),
                    _ => None,
                };
            }
        }
        match said {
            Said::Agency(piece) => evidence.push(piece),
            Said::Body(body) => spoken.push(body),
            Said::Stranger(stranger) => strangers.push(stranger),
            Said::Nothing => {}
        }
    }
    Inside { evidence, spoken, issuers }
}

/// Whether what stands here in the line stands behind the number of the decision: in its cell, or in the next one that goes on
/// with its sentence.
fn names_issuer(country: &Country, line: &Line, start: usize, decision: &Decision) -> bool {
    if decision.place.cell == Some(line.cell) && decision.place.sheet == line.sheet {
        let digits = decision.number.split('/').next().unwrap_or_default();
        return line.text.find(digits).is_none_or(|number| number < start);
    }
    goes_on(country, line, decision)
}

/// Letters and marks that «ngày» or «của» take at most.
const BEGINNING: usize = 16;

/// Whether the line, next to that of the decision, goes on with its sentence.
fn goes_on(country: &Country, line: &Line, decision: &Decision) -> bool {
    let Some(cell) = decision.place.cell.filter(|_| decision.place.sheet == line.sheet) else { return false };
    let next = line.cell.row == cell.row && line.cell.column > cell.column || line.cell.row == cell.row + 1;
    // Asked of every name in a line: only its beginning is looked at.
    next && {
        let bare = text::bare(&line.text.chars().take(BEGINNING).collect::<String>());
        let documents = &country.language.documents;
        let begins = |begin: &str| bare.strip_prefix(begin).is_some_and(|rest| rest.starts_with(' '));
        documents.of.iter().chain(documents.day.iter()).any(begins)
    }
}

/// The mentions in the lines, with the line's index. A name may run over the cells of a column («ỦY BAN NHÂN DÂN» above «TỈNH
/// NAM ĐỊNH») or of a row, so both ways are read; along a row only names that run on count, the others having been found before.
fn mentions(names: &Names, lines: &[Line], decisions: &[Decision]) -> Vec<(usize, EvidenceSource, Mention)> {
    let mut sheets: Vec<Option<&SheetName>> = Vec::new();
    for line in lines {
        if !sheets.contains(&line.sheet.as_ref()) {
            sheets.push(line.sheet.as_ref());
        }
    }
    sheets.into_iter().flat_map(|sheet| mentions_on(names, lines, sheet, decisions)).collect()
}

/// The same of one sheet.
fn mentions_on(
    names: &Names,
    lines: &[Line],
    sheet: Option<&SheetName>,
    decisions: &[Decision],
) -> Vec<(usize, EvidenceSource, Mention)> {
    let own: Vec<usize> = (0..lines.len()).filter(|&at| lines[at].sheet.as_ref() == sheet).collect();
    let by_column = ordered(&own, |at| (lines[at].cell.column, lines[at].cell.row));
    let by_row = ordered(&own, |at| (lines[at].cell.row, lines[at].cell.column));
    let read = |order: &[usize]| {
        let units: Vec<&str> = order.iter().map(|&at| lines[at].text.as_str()).collect();
        names.resolve_units(&units, Manner::Title).mentions
    };
    let down = read(&by_column);
    // Most title blocks stand in one column.
    let along = if by_row == by_column { down.clone() } else { read(&by_row) };
    let mut found: Vec<(usize, Mention)> = down.into_iter().map(|it| (by_column[it.unit], it)).collect();
    // What begins at a place of a line: how many were found before it was set aside there.
    let mut begins: HashSet<(usize, usize)> = found.iter().map(|(line, it)| (*line, it.span.start)).collect();
    let mut set_aside: HashMap<(usize, usize), usize> = HashMap::new();
    for mention in along {
        let line = by_row[mention.unit];
        let place = (line, mention.span.start);
        if is_set_aside(&mention) {
            // Read along the row it is the other party: «Kính gửi:» stands to the left of it.
            begins.remove(&place);
            set_aside.insert(place, found.len());
            // Another body's name is told where nobody is known.
            found.extend((mention.how == How::Other).then_some((line, mention)));
        } else if mention.words.len() > mention.span.len() && begins.insert(place) {
            found.push((line, mention));
        }
    }
    let mut at = 0;
    found.retain(|(line, mention)| {
        at += 1;
        set_aside.get(&(*line, mention.span.start)).is_none_or(|before| *before < at)
    });
    let mut of_decision: HashMap<usize, bool> = HashMap::new();
    let mut source = |line: usize| {
        let is_decision =
            of_decision.entry(line).or_insert_with(|| is_decision_line(names.country(), &lines[line], decisions));
        if *is_decision { EvidenceSource::Decision } else { EvidenceSource::TitleBlock }
    };
    found.into_iter().map(|(line, mention)| (line, source(line), mention)).collect()
}

/// Whether the words around it say that it is not the sender.
fn is_set_aside(mention: &Mention) -> bool {
    match mention.body {
        Some(body) => !body.leads,
        None => mention.weight == Weight::None && mention.agency.is_some(),
    }
}

fn ordered<Key: Ord>(items: &[usize], key: impl Fn(usize) -> Key) -> Vec<usize> {
    let mut ordered = items.to_vec();
    ordered.sort_by_key(|&at| key(at));
    ordered
}

/// Whether the line holds the decision, or, where it is incomplete, would.
fn is_decision_line(country: &Country, line: &Line, decisions: &[Decision]) -> bool {
    let holds = |decision: &Decision| decision.place.cell == Some(line.cell) && decision.place.sheet == line.sheet;
    decisions.iter().any(holds) || {
        let bare = text::bare(&line.text);
        let comes_with =
            |phrase: &str| bare.match_indices(phrase).any(|(at, _)| bare[at + phrase.len()..].starts_with(' '));
        country.language.documents.label_own.iter().any(comes_with)
    }
}

/// `B2`, with its sheet where there are several.
fn cell_place(location: &Location, lines: &[Line]) -> Bilingual {
    place_on(location, lines.iter().any(|line| line.sheet != location.sheet))
}

fn place_on(location: &Location, on_several: bool) -> Bilingual {
    let cell = location.called().unwrap_or_default();
    match location.sheet.as_ref().and_then(SheetName::shown) {
        Some(sheet) if on_several => {
            bilingual!("{sheet} › {}", "{sheet} › {}", cell)
        }
        _ => cell,
    }
}

impl EvidenceSource {
    /// The place in words, for sources outside the cells.
    fn place(self) -> Bilingual {
        match self {
            Self::Option => Bilingual::new("--agency", "--agency"),
            Self::Manifest => Bilingual::new("danh sách tệp", "the manifest"),
            Self::TitleBlock => Bilingual::new("phần đầu biểu", "the title block"),
            Self::Cover => Bilingual::new("phần thông tin người gửi", "the sender's particulars"),
            Self::Decision | Self::Symbol => Bilingual::new("dòng quyết định", "the decision's line"),
            Self::FileName => Bilingual::new("tên tệp", "the file's name"),
            Self::Folder => Bilingual::new("tên thư mục", "the folder's name"),
            Self::Text => Bilingual::new("chữ trong tệp", "its text"),
            Self::Signature => Bilingual::new("chữ ký dưới biểu", "the signature below the table"),
            Self::Message => Bilingual::new("người gửi, tiêu đề thư", "the message's sender and subject"),
            Self::Properties => Bilingual::new("thuộc tính của tệp", "the file's properties"),
        }
    }
}
