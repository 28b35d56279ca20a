//! The names under which an agency may be found, and when typed words are one of them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::vocabulary::Vocabulary;
use super::words::Word;
use super::{How, Manner, Weight};
use crate::bilingual;
use crate::schema::country::AgencyNames;
use crate::schema::{Agency, Country, Naming};
use crate::text::{self, Bilingual, letter};

/// A name of an agency.
#[derive(Debug)]
pub(super) struct Entry {
    /// The agency's index; `None` for a name that is no agency's of this roster.
    pub(super) agency: Option<usize>,
    /// As the roster has it.
    pub(super) name: String,
    /// Its letters, folded, without anything between the words, in each spelling that differs in diacritics only.
    letters: Vec<String>,
    pub(super) shape: NameShape,
    /// What there is to say about every mention of it.
    pub(super) note: Option<Bilingual>,
}

/// What a name is like, which decides what it weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameShape {
    /// With the word that tells the level: «Tỉnh», «TP.», «UBND», «Bộ».
    Full,
    /// «Thành phố Cà Mau»: the town in the province of the same name.
    Town,
    /// A province's name alone.
    Short,
    /// Capitals such as `BTTTT`, `HCM`, `CT`.
    Acronym,
    /// Of an agency that was merged into this one.
    Predecessor,
    /// Of a later agency.
    Successor,
    /// Of something else, which contains an agency's name.
    Decoy,
}

impl NameShape {
    pub(super) fn how(self) -> How {
        match self {
            Self::Full | Self::Town => How::Name,
            Self::Short => How::ShortName,
            Self::Acronym => How::Abbreviation,
            Self::Predecessor => How::Predecessor,
            Self::Successor => How::Successor,
            Self::Decoy => How::Other,
        }
    }
}

/// All names, by their letters without diacritics.
pub(super) fn build(agencies: &[Agency], country: &Country) -> BTreeMap<String, Vec<Entry>> {
    let mut index = BTreeMap::new();
    let levels = Levels::new(&country.names);
    for (at, agency) in agencies.iter().enumerate() {
        match agency.names {
            Naming::Province | Naming::City => add_province(&mut index, at, agency, &levels),
            Naming::Ministry | Naming::Central => add_ministry(&mut index, at, agency, &country.names),
            Naming::Plain => add_plain(&mut index, at, agency),
        }
        let is_symbol = !agency.code.bytes().any(|byte| byte.is_ascii_digit());
        if is_symbol {
            add(&mut index, Some(at), &agency.code, &agency.code, NameShape::Acronym, None);
        }
    }
    for namesake in &country.namesakes {
        add(&mut index, None, namesake, namesake, NameShape::Decoy, None);
    }
    for (at, agency) in agencies.iter().enumerate() {
        for former in agency.predecessors.iter().flat_map(|list| list.split([';', '+'])).map(without_remark) {
            let name = &agency.name;
            let note = bilingual!("nay thuộc {name}", "now part of {name}");
            let mut names = vec![former.to_owned()];
            if agency.names.is_place() {
                names.extend(country.names.former.iter().map(|level| format!("{level} {former}")));
            }
            // A name that still is one, or two words of which no sentence can be sure, is left out.
            for name in names {
                let is_its_own = |it: &Entry| it.shape == NameShape::Predecessor && it.agency == Some(at);
                let is_free = index.get(&key(&name)).is_none_or(|entries| entries.iter().all(is_its_own));
                if text::words(&name).count() >= 2 && is_free {
                    add(&mut index, Some(at), &name, &name, NameShape::Predecessor, Some(note.clone()));
                }
            }
        }
    }
    let mut origins: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for agency in agencies {
        if let Some(later) = agency.successor.as_deref().map(without_remark)
            && !index.contains_key(&key(later))
        {
            origins.entry(later).or_default().push(&agency.name);
        }
    }
    for (later, origins) in origins {
        let origins = origins.join(", ");
        let note = bilingual!("tên về sau, khi hợp nhất {origins}", "a later name, after the merger of {origins}");
        add(&mut index, None, later, later, NameShape::Successor, Some(note));
    }
    index
}

/// The letters of a name without diacritics and without anything between the words.
fn key(name: &str) -> String {
    let mut key = text::bare(name);
    key.retain(text::is_word_letter);
    key
}

/// `Hà Giang (02)` without its remark.
fn without_remark(name: &str) -> &str {
    name.split(" (").next().unwrap_or(name).trim().trim_end_matches(')')
}

/// Adds a name; an empty one would match everything and is left out. Of an agency's names with the same letters the first
/// one stands for all.
fn add(
    index: &mut BTreeMap<String, Vec<Entry>>,
    agency: Option<usize>,
    name: &str,
    spelling: &str,
    shape: NameShape,
    note: Option<Bilingual>,
) {
    add_letters(index, agency, name, Letters::of(spelling), shape, note);
}

/// The letters of a text, without anything between the words.
#[derive(Default)]
struct Letters {
    folded: String,
    /// Without diacritics.
    bare: String,
}

impl Letters {
    fn of(text: &str) -> Self {
        let mut folded = text::fold(text);
        folded.retain(text::is_word_letter);
        let bare = text::strip_marks(&folded);
        Self { folded, bare }
    }

    /// Those of two texts, one behind the other.
    fn followed_by(&self, other: &Self) -> Self {
        Self { folded: [&*self.folded, &other.folded].concat(), bare: [&*self.bare, &other.bare].concat() }
    }
}

/// The same of a spelling of which the letters are known.
fn add_letters(
    index: &mut BTreeMap<String, Vec<Entry>>,
    agency: Option<usize>,
    name: &str,
    Letters { folded, bare }: Letters,
    shape: NameShape,
    note: Option<Bilingual>,
) {
    if bare.is_empty() {
        return;
    }
    let entries = index.entry(bare).or_default();
    match entries.iter_mut().find(|entry| entry.agency == agency) {
        Some(entry) => entry.letters.push(folded),
        None => entries.push(Entry { agency, name: name.to_owned(), letters: vec![folded], shape, note }),
    }
}

/// What stands before a province's name.
struct Levels {
    province: Vec<Letters>,
    town: Vec<Letters>,
    city: Vec<Letters>,
    city_as_province: Vec<Letters>,
    /// The letters of what a name of the roster begins with, without diacritics.
    own: Vec<String>,
}

impl Levels {
    fn new(names: &AgencyNames) -> Self {
        let of = |words: &[String]| words.iter().map(|words| Letters::of(words)).collect();
        Self {
            province: of(&names.province),
            town: of(&names.town),
            city: of(&names.city),
            city_as_province: of(&names.city_as_province),
            own: names.levels.iter().map(|level| key(level)).collect(),
        }
    }
}

/// «Tỉnh Hà Giang», «UBND Hà Giang», «Hà Giang» and the same with each alias.
fn add_province(index: &mut BTreeMap<String, Vec<Entry>>, at: usize, agency: &Agency, levels: &Levels) {
    for name in std::iter::once(&agency.name).chain(&agency.aliases) {
        let core = levels.own.iter().find_map(|level| without_level(name, level)).unwrap_or(name);
        let is_acronym = is_acronym(core);
        let short = if is_acronym { NameShape::Acronym } else { NameShape::Short };
        let core = Letters::of(core);
        let mut add =
            |level: &Letters, shape| add_letters(index, Some(at), name, level.followed_by(&core), shape, None);
        // «Tỉnh CT» is nobody's way to write, and `tinhct` may be anything.
        if agency.names == Naming::City {
            let as_province = if is_acronym { &[][..] } else { &levels.city_as_province };
            levels.city.iter().chain(as_province).for_each(|level| add(level, NameShape::Full));
        } else if core.bare.len() > 2 {
            levels.province.iter().for_each(|level| add(level, NameShape::Full));
            levels.town.iter().for_each(|level| add(level, NameShape::Town));
        }
        add(&Letters::default(), short);
    }
}

/// A name as the roster has it; a single word is only enough where it is there to name an agency.
fn add_plain(index: &mut BTreeMap<String, Vec<Entry>>, at: usize, agency: &Agency) {
    for name in std::iter::once(&agency.name).chain(&agency.aliases) {
        let shape = match text::words(name).count() {
            _ if is_acronym(name) => NameShape::Acronym,
            ..=1 => NameShape::Short,
            _ => NameShape::Full,
        };
        add(index, Some(at), name, name, shape, None);
    }
}

/// The rest of a name behind the word of its level, which may stand as `TP.HCM`, `T.P Hồ Chí Minh` or `TPHCM`.
fn without_level<'a>(name: &'a str, level: &str) -> Option<&'a str> {
    let mut letters = String::new();
    for (at, character) in name.char_indices() {
        if letters == level {
            let rest = name[at..].trim_start_matches([' ', '.']);
            return (!rest.is_empty()).then_some(rest);
        }
        let known = letter(character);
        if known.is_of_word {
            letters.push(known.bare);
        }
        if !level.starts_with(&letters) {
            return None;
        }
    }
    None
}

/// The names of a ministry: with «và» or `&`, and `Bộ TTTT` for `BTTTT`.
fn add_ministry(index: &mut BTreeMap<String, Vec<Entry>>, at: usize, agency: &Agency, names: &AgencyNames) {
    for name in std::iter::once(&agency.name).chain(&agency.aliases) {
        let shape = if is_acronym(name) { NameShape::Acronym } else { NameShape::Full };
        add(index, Some(at), name, name, shape, None);
        let and = format!(" {} ", names.and);
        if name.contains(&and) {
            add(index, Some(at), name, &name.replace(&and, " & "), shape, None);
        }
        if name.contains('&') {
            add(index, Some(at), name, &name.replace('&', &and), shape, None);
        }
        if shape == NameShape::Acronym
            && agency.names == Naming::Ministry
            && let Some(rest) = name.strip_prefix(names.ministry_letter)
            && rest.len() >= 2
        {
            add(index, Some(at), name, &format!("{} {rest}", names.ministry), NameShape::Full, None);
        }
    }
}

/// One word of capitals, or several letters between dots and dashes.
fn is_acronym(name: &str) -> bool {
    !name.chars().any(char::is_lowercase) && !name.chars().all(|character| character.is_ascii_digit())
}

/// How well typed words are a name.
#[derive(Clone, Debug)]
pub(super) struct Fit {
    pub(super) weight: Weight,
    pub(super) note: Option<Bilingual>,
}

/// Whether the typed words, whose letters are the entry's but for diacritics, are that name here, and what it weighs.
pub(super) fn fit(
    vocabulary: &Vocabulary,
    entry: &Entry,
    words: &[Word],
    range: Range<usize>,
    manner: Manner,
) -> Option<Fit> {
    let typed = &words[range.clone()];
    let marks = compare_marks(typed, &entry.letters);
    let runs_on = typed[0].unit != typed[typed.len() - 1].unit;
    let length = entry.letters[0].chars().count();
    let weight = match entry.shape {
        NameShape::Decoy => Weight::None,
        NameShape::Successor => Weight::None,
        NameShape::Full => {
            // «bố cá» and `bo ca` are not «Bộ CA».
            let short = length <= 5
                && typed[0].bare.starts_with(&vocabulary.ministry)
                && is_acronym(
                    entry.name.strip_prefix(&vocabulary.country.names.ministry).unwrap_or(&entry.name).trim_start(),
                );
            // Nor is «Bộ NN» the beginning of «Bộ NN&MT».
            let last = &typed[typed.len() - 1];
            if short && (marks == Marks::Other || !last.upper || last.goes_on) {
                return None;
            }
            Weight::Strong
        }
        NameShape::Town => Weight::Weak,
        NameShape::Short if runs_on || marks == Marks::Other => return None,
        NameShape::Short if manner == Manner::Label => Weight::Strong,
        NameShape::Short => Weight::Weak,
        NameShape::Predecessor if runs_on || marks == Marks::Other => return None,
        NameShape::Predecessor => Weight::Weak,
        NameShape::Acronym => {
            let upper = typed.iter().all(|word| word.upper);
            match (manner, length) {
                _ if runs_on || marks == Marks::Other => return None,
                // `CT` is Cần Thơ in front of a file's name, and a directive or anything else elsewhere.
                (Manner::Label, ..=2) if upper && stands_alone(words, &range) && range.start == 0 => Weight::Weak,
                (Manner::Label, 3) if upper && stands_alone(words, &range) => Weight::Weak,
                (_, ..=3) => return None,
                (Manner::Label, _) => Weight::Strong,
                (Manner::Title, _) if upper => Weight::Strong,
                (Manner::Title, _) => return None,
            }
        }
    };
    let note = match entry.shape {
        NameShape::Town => Some(Bilingual::new(
            "thành phố cùng tên, thuộc tỉnh này",
            "the town of that name, which lies in this province",
        )),
        _ if marks == Marks::Other => Some(Bilingual::new("dấu ghi khác", "with other diacritics")),
        _ => None,
    };
    Some(Fit { weight, note })
}

/// Whether the words are a whole clause, or at the beginning of a name of which a hyphen cuts them off.
fn stands_alone(words: &[Word], range: &Range<usize>) -> bool {
    let before = range.start == 0 || words[range.start - 1].clause != words[range.start].clause;
    let after = words.get(range.end).is_none_or(|next| next.clause != words[range.end - 1].clause);
    before && after
}

/// How the diacritics of typed words compare with a name's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marks {
    /// The same, or some are left out.
    SameOrFewer,
    /// Others.
    Other,
}

fn compare_marks(typed: &[Word], spellings: &[String]) -> Marks {
    let typed: String = typed.iter().map(|word| word.folded.as_str()).collect();
    let fewer = |letters: &String| {
        typed.chars().count() == letters.chars().count()
            && typed.chars().zip(letters.chars()).all(|(typed, letter)| {
                typed == letter || text::strip_marks(letter.encode_utf8(&mut [0; 4])).starts_with(typed)
            })
    };
    if spellings.iter().any(fewer) { Marks::SameOrFewer } else { Marks::Other }
}
