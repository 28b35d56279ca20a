//! Who issues a form's decision, when it is not the agency whose file it is: a district under the province's heading, a
//! department under its own symbol. «của …» behind the number says it best; then the symbol (QĐ-SYT is a department's); and where
//! both leave it open, as QĐ-UBND does, the heading.

use super::{Evidence, EvidenceSource};
use crate::bilingual;
use crate::cell::{Cell, Location};
use crate::finding::{Finding, Severity};
use crate::intake::names::{Body, Manner, Names, Weight};
use crate::intake::rules;
use crate::intake::{Decision, Line};
use crate::schema::document_words::DocumentWords;
use crate::schema::{Agency, Country, Standing};
use crate::text::{self, Bilingual};

/// A body that the file names.
#[derive(Clone, Debug)]
pub(super) struct Spoken {
    pub(super) source: EvidenceSource,
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
    names: &Names,
    evidence: &[Evidence],
    spoken: &'a [Spoken],
    issuers: &'a [Option<Issuer>],
) -> Option<&'a Spoken> {
    let strong = |piece: &&Evidence| piece.weight == Weight::Strong;
    let inside = |piece: &Evidence| piece.source <= EvidenceSource::Decision;
    if evidence.iter().any(|piece| piece.source <= EvidenceSource::Manifest) {
        return None;
    }
    if evidence.iter().filter(strong).any(inside) {
        // Of what others than the agency issued, [`foreign`] tells.
        let are_agencys = issuers.iter().all(|issuer| matches!(issuer, Some(Issuer::Agency(_))));
        return lower_committee(names, evidence, spoken).filter(|_| are_agencys);
    }
    let outside = evidence.iter().any(|piece| strong(&piece));
    let speaks_alone = |body: &Body| match body.standing {
        Standing::Department => false,
        // The name of the file or folder may be the heading that it stands below.
        Standing::Office => !outside,
        Standing::Locality | Standing::City | Standing::Branch | Standing::Body => true,
    };
    let heading =
        spoken.iter().find(|it| it.source == EvidenceSource::TitleBlock && it.body.leads && speaks_alone(&it.body));
    let issuer = issuers.iter().flatten().find_map(|issuer| match issuer {
        Issuer::Body(it) if it.body.standing != Standing::Department => Some(it),
        _ => None,
    });
    // «Nghệ An - Huyện Nam Đàn»: a province's name beside it tells where the district lies, and QĐ-UBND is its symbol too.
    let is_place = |it: &&Spoken| matches!(it.body.standing, Standing::Locality | Standing::City);
    // The name of the file is nearer than that of its folder.
    let in_file_name = evidence.iter().any(|piece| piece.source == EvidenceSource::FileName);
    let counts =
        |it: &&Spoken| it.source == EvidenceSource::FileName || it.source == EvidenceSource::Folder && !in_file_name;
    let in_path = spoken.iter().filter(counts).find(|it| it.body.leads && is_place(it));
    // Where nothing at all names an agency, whatever names a body.
    heading.or(issuer).or(in_path).or(if evidence.is_empty() { spoken.first() } else { None })
}

/// The committee of a district, a commune or a city in a province in whose letterhead the form stands, whatever decision it cites: no
/// title names the agency but in the line right above, where a letterhead has whoever is above its issuer. Several are parts that the
/// agency has gathered.
fn lower_committee<'a>(names: &Names, evidence: &[Evidence], spoken: &'a [Spoken]) -> Option<&'a Spoken> {
    let follows = |above: &Location, below: &Location| {
        let near = |(above, below): (Cell, Cell)| {
            above.column == below.column && (above.row..=above.row + 1).contains(&below.row)
        };
        above.sheet == below.sheet && above.cell.zip(below.cell).is_some_and(near)
    };
    let mut lower = spoken.iter().filter(|it| it.source == EvidenceSource::TitleBlock && it.is_lower_committee(names));
    let first = lower.next()?;
    let is_one =
        |it: &Spoken| text::fold(&it.words) == text::fold(&first.words) || follows(&first.location, &it.location);
    let mut titles =
        evidence.iter().filter(|it| it.source == EvidenceSource::TitleBlock && it.weight == Weight::Strong);
    (lower.all(is_one) && titles.all(|it| follows(&it.location, &first.location))).then_some(first)
}

/// A finding if another than the agency issued the decision. What no list knows is only a warning for a ministry, whose units have
/// many symbols; a province's own documents end in its committee's.
pub(super) fn foreign(
    names: &Names,
    agency: &Agency,
    decision: &Decision,
    issuer: Option<&Issuer>,
    author: Option<&Author>,
    heading: Option<&Spoken>,
) -> Option<Finding> {
    let finding = |issuer: Bilingual| {
        Finding::new(&rules::FOREIGN_DECISION, decision.place.clone())
            .with("number", decision.number.clone())
            .with_words("agency", agency.called())
            .with_words("issuer", issuer)
    };
    if let Some(Issuer::Body(spoken)) = issuer {
        return Some(finding(spoken.issued()));
    }
    let symbols = symbols(&decision.number);
    let own = symbols.iter().any(|symbol| is_own(names, agency, symbol));
    let Some(first) = symbols.first().copied().filter(|_| !own) else {
        // Districts have the same symbol.
        let other =
            heading.filter(|it| matches!(it.body.standing, Standing::Locality | Standing::City) && issuer.is_none())?;
        let found = finding(other.issued());
        return Some(if other.body.of { found.as_bad_as(Severity::Warning) } else { found });
    };
    let says_itself = match author {
        Some(author) => author.is(names, agency),
        None => matches!(issuer, Some(Issuer::Agency(code)) if *code == agency.code),
    };
    let as_bad = |found: Finding| if says_itself { found.as_bad_as(Severity::Warning) } else { found };
    if let Some(owner) = names.symbol(first) {
        // «Bộ trưởng» alone may be either's.
        let found = finding(symbol_of(owner));
        let named = says_itself && author.is_none_or(|author| author.names(names, agency));
        return Some(if named { found.as_bad_as(Severity::Warning) } else { found });
    }
    let country = names.country();
    let is_others = country.is_committee_symbol(first) || country.body_of_symbol(first).is_some();
    match author.filter(|_| !says_itself) {
        Some(author) => Some(finding(author.issued())),
        None if is_others || agency.names.is_place() => Some(as_bad(finding(not_own(first)))),
        None if says_itself => None,
        None => match heading.filter(|it| it.body.standing != Standing::Department) {
            Some(other) => Some(finding(other.issued())),
            // A ministry's units have many symbols; that nothing says whose this is must be looked at.
            None => Some(finding(not_own(first)).as_bad_as(Severity::Warning)),
        },
    }
}

/// A finding for each sheet of the form that is headed by a body where its document is the agency's, or bears no symbol that tells whose
/// it is. `titles` are where title blocks name the agency as well.
pub(super) fn headed(
    names: &Names,
    agency: &Agency,
    decision: &Decision,
    (issuer, author): (Option<&Issuer>, Option<&Author>),
    (spoken, titles): (&[Spoken], &[&Location]),
) -> Vec<Finding> {
    let is_unsigned = symbols(&decision.number).is_empty() && issuer.is_none() && author.is_none();
    let is_agencys = author.map_or_else(
        || matches!(issuer, Some(Issuer::Agency(code)) if *code == agency.code),
        |author| author.is(names, agency),
    );
    // Departments gather what the agency issues.
    let is_apart = |it: &Spoken| !matches!(it.body.standing, Standing::Department | Standing::Office);
    let heads = spoken.iter().filter(|it| it.source == EvidenceSource::TitleBlock && it.body.leads);
    // A sheet of its own in the agency's file.
    let is_beside =
        |it: &Spoken| it.is_lower_committee(names) && titles.iter().all(|title| title.sheet != it.location.sheet);
    let is_told = |it: &&Spoken| is_unsigned || is_agencys && is_apart(it) && (titles.is_empty() || is_beside(it));
    let mut first: Vec<&Spoken> = Vec::new();
    for head in heads.filter(is_told) {
        if first.iter().all(|other| other.location.sheet != head.location.sheet) {
            first.push(head);
        }
    }
    let number = &decision.number;
    let why = || match is_unsigned {
        true => bilingual!(
            "còn số «{number}» không có ký hiệu nên không rõ do cơ quan nào ban hành",
            "and “{number}” bears no symbol that tells who issued it"
        ),
        false => bilingual!("còn {number} là văn bản của {}", "and {number} is a document of {}", agency.called()),
    };
    let told = first.into_iter().map(|head| {
        Finding::new(&rules::HEADED_BY_BODY, head.location.clone())
            .with_words("where", Bilingual::new("Phần đầu biểu", "The title block"))
            .with("body", head.words.replace('\n', " "))
            .with_words("why", why())
            .with_words("agency", agency.called())
    });
    told.collect()
}

/// Who stands behind «của» right behind the number and date of a decision, as typed: an agency, whoever signs for it, or a body.
#[derive(Clone, Debug)]
pub(super) struct Author {
    words: String,
    /// Where, in words.
    place: Bilingual,
}

impl Author {
    /// The author of a decision, in its line or in the next one, which goes on with the sentence.
    pub(super) fn of(country: &Country, decision: &Decision, lines: &[Line]) -> Option<Self> {
        let documents = &country.language.documents;
        let cell = decision.place.cell?;
        let own = lines.iter().find(|line| line.cell == cell && line.sheet == decision.place.sheet)?;
        let digits = decision.number.split('/').next().unwrap_or_default();
        let rest = own.text.find(digits).map_or(&*own.text, |at| &own.text[at..]);
        let (line, words) = match behind_of(documents, rest) {
            Some(words) => (own, words),
            None => lines.iter().filter(|line| super::goes_on(country, line, decision)).find_map(|line| {
                let words = behind_of(documents, &line.text)?;
                Some((line, words))
            })?,
        };
        let location = Location::sheet(&decision.place.file, line.sheet.as_ref(), Some(line.cell));
        Some(Self { words: words.to_owned(), place: super::cell_place(&location, lines) })
    }

    /// Whether that is the agency: its name, «UBND tỉnh» or «Bộ», behind no more than the title of its head.
    fn is(&self, names: &Names, agency: &Agency) -> bool {
        let rest = names.without_speakers(&self.words);
        rest.is_empty() || names.is_level(&rest) || self.names(names, agency)
    }

    /// Whether it is named in so many words.
    fn names(&self, names: &Names, agency: &Agency) -> bool {
        let rest = names.without_speakers(&self.words);
        let resolution = names.resolve_units(&[&rest], Manner::Title);
        let first = resolution.mentions.iter().find(|mention| mention.span.start == 0);
        first.is_some_and(|it| it.body.is_none() && it.agency.as_deref() == Some(agency.code.as_str()))
    }

    fn issued(&self) -> Bilingual {
        issued_by(&self.words, &self.place)
    }
}

/// What stands behind «của», where that follows a date or number or begins the text: «ngày 1/6/2023 của UBND tỉnh)». Further on it
/// tells what the form is about.
fn behind_of<'t>(documents: &DocumentWords, text: &'t str) -> Option<&'t str> {
    let behind = text.char_indices().find_map(|(at, _)| {
        let rest = documents.of.iter().find_map(|of| after(&text[at..], of))?;
        let before = text[..at].trim_end();
        let follows = before.len() < at && {
            let before = before.strip_suffix(',').unwrap_or(before).trim_end();
            before
                .ends_with(|last: char| last.is_ascii_digit() || last.is_ascii_uppercase() || matches!(last, ')' | 'Đ'))
        };
        (rest.starts_with(char::is_whitespace) && (at == 0 || follows)).then(|| rest.trim_start())
    })?;
    let words = behind.split(['(', ')', ',', ';', '\n']).next().unwrap_or_default();
    let end = words
        .char_indices()
        .find(|(at, space)| space.is_whitespace() && ends_name(documents, &words[at + space.len_utf8()..]));
    let words = words[..end.map_or(words.len(), |(at, _)| at)].trim();
    (!words.is_empty()).then_some(words)
}

/// Whether a text goes on with what the document is about, or with another number or date.
fn ends_name(documents: &DocumentWords, text: &str) -> bool {
    let is_over = |rest: &str| rest.starts_with(|next: char| next == '/' || next.is_whitespace());
    let number = documents.number.iter().find_map(|number| after(text, number)).and_then(|rest| {
        let digits = rest.trim_start();
        let behind = digits.trim_start_matches(|digit: char| digit.is_ascii_digit());
        (digits.len() < rest.len() && behind.len() < digits.len()).then_some(behind)
    });
    documents.ends_author.iter().filter_map(|word| after(text, word)).chain(number).any(is_over)
}

/// What stands behind these letters without diacritics, whatever those typed have and their case.
fn after<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let mut rest = text.chars();
    let bare = |typed: char| text::bare_letter(typed).unwrap_or(typed);
    word.chars().all(|letter| rest.next().is_some_and(|typed| bare(typed) == letter)).then_some(rest.as_str())
}

/// The parts of a number's symbol behind its kind: `UBND`, `VX` of `1029/QĐ-UBND-VX`. A joint one has several issuers.
pub(super) fn symbols(number: &str) -> Vec<&str> {
    let symbol = number.rsplit_once('/').map_or("", |(_, symbol)| symbol);
    symbol.split(['-', '.']).skip(1).collect()
}

/// Whether the symbol is the agency's: a province's committee's; a ministry's by its abbreviation, or letters of its name.
fn is_own(names: &Names, agency: &Agency, symbol: &str) -> bool {
    if agency.names.is_place() {
        return names.country().is_committee_symbol(symbol) || names.country().is_mistyped_committee(symbol);
    }
    if let Some(owner) = names.symbol(symbol) {
        return owner.code == agency.code;
    }
    let letters: String = text::words(&text::bare(symbol)).collect();
    let and = text::bare(&names.country().names.and);
    // «Xã hội và Thể thao» may give its «và» a letter; most leave it out.
    let initials = |name: &str, with_and: bool| -> String {
        text::words(name).filter(|word| with_and || *word != and).filter_map(|word| word.chars().next()).collect()
    };
    // What was issued before it was merged into this one bears the symbol of that time.
    let mut called = std::iter::once(&agency.name).chain(&agency.predecessors).map(|name| text::bare(name));
    let tells = |name: String| initials(&name, true).contains(&letters) || initials(&name, false).contains(&letters);
    letters.len() >= 3 && called.any(tells)
}

fn symbol_of(owner: &Agency) -> Bilingual {
    bilingual!("; ký hiệu này là của {}", "; that symbol belongs to {}", owner.called())
}

fn issued_by(words: &str, place: &Bilingual) -> Bilingual {
    bilingual!("; do «{words}» ({}) ban hành", "; it was issued by “{words}” ({})", *place)
}

/// The symbol is named, and no more: which office bears it is only a guess.
fn not_own(symbol: &str) -> Bilingual {
    bilingual!("; ký hiệu «{symbol}» không phải của cơ quan này", "; the symbol “{symbol}” is not this agency's")
}

impl Spoken {
    /// Whether these are the words of a letterhead: «UBND HUYỆN ĐỒNG VĂN», not «của UBND huyện», «Huyện Đồng Văn».
    fn is_lower_committee(&self, names: &Names) -> bool {
        self.body.leads
            && !self.body.of
            && matches!(self.body.standing, Standing::Locality | Standing::City)
            && names.without_speakers(&self.words).len() < self.words.len()
    }

    fn issued(&self) -> Bilingual {
        issued_by(&self.words.replace('\n', " "), &self.place)
    }

    /// The agency that it lies in or below. What is no part of the agency whose name it bears (the police, a school, a branch of a
    /// central agency) has another above it, which nothing tells.
    fn above<'n>(&self, names: &'n Names) -> Option<&'n Agency> {
        let agency = self.agency.as_deref().and_then(|code| names.agency(code));
        agency.filter(|_| !matches!(self.body.standing, Standing::Body | Standing::Branch))
    }

    /// What the body is, and that no list of agencies has it.
    pub(super) fn told(&self, names: &Names) -> Bilingual {
        let words = self.words.replace('\n', " ");
        let Bilingual { vi, en } = &names.body(self.body).title;
        let of = self.above(names).map(|agency| bilingual!(" ({})", " ({})", agency.called())).unwrap_or_default();
        let (of_vi, of_en) = (of.vi, of.en);
        bilingual!(
            "; «{words}» ({}) là {vi}{of_vi}, không phải cơ quan trong danh sách",
            "; “{words}” ({}) is {en}{of_en}, not an agency of the roster",
            self.place
        )
    }

    /// What is to be sent instead.
    pub(super) fn cure(&self, names: &Names) -> Bilingual {
        let unknown = Bilingual::new("cơ quan chủ quản", "the agency above it");
        bilingual!(
            "Gửi biểu do {0} ban hành, ghi rõ văn bản ban hành của {0}; biểu của đơn vị thì gửi {0} để tổng hợp",
            "Send the form that {0} has issued, with the document by which it did; a list of its own goes to {0}, to be merged there",
            self.above(names).map_or(unknown, Agency::called)
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;
    use regex::Regex;

    use super::behind_of;

    const PIECES: &str =
        "của|CỦA|Cua|UBND|tỉnh|Hà Giang|về|việc|v/v|ban hành|Ngày|số|Số|12|QĐ|Đ|3|)|(|,|.|;|\n|/| | | | ";

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, rng_seed: RngSeed::Fixed(0), failure_persistence: None, ..Default::default() })]
        #[test]
        fn finds_what_the_expressions_do(pieces in prop::collection::vec(prop::sample::select(PIECES.split('|').collect::<Vec<_>>()), 1..14)) {
            let of = Regex::new(r"(?:^|[0-9)A-ZĐ]\s*,?\s+)(?i:c[ủu]a)\s+([^(),;.\n]*[^(),;\n]*)").expect("a constant");
            let ends = Regex::new(r"(?i)\s(?:về|v/v|ban hành|ngày|số\s+[0-9]+)(?:\s|/)").expect("a constant");
            let text = pieces.concat();
            let expected = of.captures(&text).and_then(|captures| captures.get(1)).map(|words| words.as_str());
            let expected = expected.map(|words| words[..ends.find(words).map_or(words.len(), |it| it.start())].trim());
            let language = crate::schema::Language::shipped();
            prop_assert_eq!(behind_of(&language.documents, &text), expected.filter(|words| !words.is_empty()));
        }
    }
}
