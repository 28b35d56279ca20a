//! Which agencies a text names. A loose search goes wrong in known ways: «An Khánh» becomes «Khánh», «Sở Y tế» the
//! ministry, the Mausoleum's board the city, and an empty name everything (facts 4.20). So only whole words count, the
//! longest name goes first, and what a name stands next to decides whether it speaks of the sender (see `context`).

use std::ops::Range;
use std::sync::Arc;

use crate::bilingual;
use crate::schema::{Agency, BodyKind, Country, Form, Naming, Standing};
use crate::text::memo::Memo;
use crate::text::{self, Bilingual};

mod bodies;
mod codes;
mod context;
mod index;
mod near;
mod said;
mod vocabulary;
mod words;

use codes::{Codes, joined};
use index::{Entry, NameShape};
use said::Said;
use vocabulary::Vocabulary;
use words::{Typed, Word};

/// So many words are known for a run: a title block has dozens, most of them those of all others.
const KNOWN_WORDS: usize = 8_192;
/// And so many lines.
const KNOWN_LINES: usize = 1_024;
/// Of a name that goes on so many more words are told.
const WORDS_BEHIND: usize = 8;

/// The names, abbreviations and codes of a roster, ready to be looked for.
#[derive(Debug)]
pub struct Names {
    agencies: Vec<Agency>,
    /// By the letters of the name, without diacritics and without anything between the words.
    entries: Vec<(String, Vec<Entry>)>,
    /// The longest of those keys, in bytes.
    longest: usize,
    codes: Codes,
    vocabulary: Vocabulary,
    /// The words that were met.
    words: Memo<Arc<Typed>>,
    /// The words of the lines that were met: title blocks are read along their rows and down their columns, and have lines in common.
    lines: Memo<Arc<[Word]>>,
    /// The code of the agency that asks for the forms.
    asks: Option<String>,
}

/// What kind of text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Lines of a title block: sentences, where a province needs its «tỉnh» and a ministry its «Bộ».
    Title,
    /// The name of a file or folder, or a few words that are there to name an agency: «Ha Giang_DM», `00.00.H22-613`.
    Label,
}

/// What a text names.
#[derive(Clone, Debug, Default)]
pub struct Resolution {
    /// In the order of the text, also those that do not count, with the reason.
    pub mentions: Vec<Mention>,
}

/// A place in a text where something is named.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The code of the agency; `None` for a name that belongs to no agency of this roster.
    pub agency: Option<String>,
    /// The roster's name or alias (or code) that was recognised.
    pub name: String,
    /// The words as typed.
    pub words: String,
    /// Which of the texts it begins in.
    pub unit: usize,
    /// Its bytes in that text, which is [`text::tidy`]; up to the text's end if it runs on into the next one.
    pub span: Range<usize>,
    /// What it was recognised by.
    pub how: How,
    /// How much it says about the sender.
    pub weight: Weight,
    /// Why it weighs less than it could.
    pub note: Option<Bilingual>,
    /// It is a body that is no agency of the roster; then `agency` is the one that it lies in or below.
    pub body: Option<Body>,
    /// It is the town of a province's name.
    town: bool,
}

/// What makes a mention one of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Body {
    /// Its kind, as an index in the country's list.
    pub kind: usize,
    /// What it is to an agency.
    pub standing: Standing,
    /// It stands at the beginning of a line, or behind «của»: it may be who speaks.
    pub leads: bool,
    /// It stands behind «của».
    pub of: bool,
}

/// What a name was recognised by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The identifier, such as `H22` or `00.00.H22`.
    Code,
    /// A name in full, with «Tỉnh», «Bộ» and so on.
    Name,
    /// A province's name alone.
    ShortName,
    /// Letters such as `BTTTT`.
    Abbreviation,
    /// The name of an agency that was merged into this one.
    Predecessor,
    /// The name of a later agency, which this roster does not have.
    Successor,
    /// A name that only contains an agency's, such as «Đường Hồ Chí Minh».
    Other,
    /// A body that is no agency of the roster, such as «Công an tỉnh Hà Giang».
    Body,
}

/// How much a mention says about the sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Nothing: it names another party, or no agency.
    None,
    /// Enough if nothing stronger is there.
    Weak,
    /// Enough, and against another agency it is a conflict.
    Strong,
}

impl Names {
    /// The index of a roster's names in its country; built once a run.
    pub fn new(agencies: &[Agency], country: &Arc<Country>) -> Self {
        let entries: Vec<(String, Vec<Entry>)> = index::build(agencies, country).into_iter().collect();
        let longest = entries.iter().map(|(key, _)| key.len()).max().unwrap_or(0);
        let is_of_country = |code: &str| {
            let digits = code.bytes().rev().take_while(u8::is_ascii_digit).count();
            digits == 2 && country.names.code_letters.holds(&text::bare(&code[..code.len() - digits]))
        };
        let codes = Codes::new(agencies, is_of_country);
        let vocabulary = Vocabulary::new(country);
        let (words, lines) = (Memo::of_up_to(KNOWN_WORDS), Memo::of_up_to(KNOWN_LINES));
        Self { agencies: agencies.to_vec(), entries, longest, codes, vocabulary, words, lines, asks: None }
    }

    /// The same, where these forms are asked for: whoever asks receives them, and its name on a folder says little.
    pub fn asking_for(mut self, forms: &[Arc<Form>]) -> Self {
        let symbols = forms.iter().filter_map(|form| form.basis.split('/').nth(1)?.split(['-', ',', ' ']).next());
        let symbols: Vec<&str> = symbols.collect();
        self.asks = symbols.iter().find_map(|symbol| self.symbol(symbol)).map(|agency| agency.code.clone());
        self.vocabulary.asked_by(&symbols);
        self
    }

    /// The country's words.
    pub fn country(&self) -> &Country {
        &self.vocabulary.country
    }

    /// What a body is.
    pub fn body(&self, body: Body) -> &BodyKind {
        &self.vocabulary.country.bodies[body.kind]
    }

    /// What follows the committee's words and the titles of those who speak for an agency: «tỉnh Hà Giang» of «Chủ tịch UBND
    /// tỉnh Hà Giang», «Bộ Y tế» of «Bộ trưởng Bộ Y tế».
    pub fn without_speakers(&self, text: &str) -> String {
        let words = self.split(&[text]);
        let phrases = || self.vocabulary.committee.iter().chain(&self.vocabulary.speakers);
        let mut at = 0;
        while let Some(length) =
            phrases().filter(|phrase| phrase.begins(&words[at..])).map(vocabulary::Phrase::len).max()
        {
            at += length;
        }
        words.get(at).map_or_else(String::new, |word| text[word.span.start..].to_owned())
    }

    /// Whether a line begins as the signature of an agency or body does: «TM. ỦY BAN NHÂN DÂN», «CHỦ TỊCH UBND HUYỆN».
    pub fn is_signature(&self, line: &str) -> bool {
        let words = self.split(&[line]);
        let begins = |phrases: &[vocabulary::Phrase]| phrases.iter().any(|phrase| phrase.begins(&words));
        begins(&self.vocabulary.behalf) || begins(&self.vocabulary.heads) || begins(&self.vocabulary.speakers)
    }

    /// Whether this is the agency that asks for the forms: whoever copies its template has its name in the file's properties.
    pub fn asks(&self, code: &str) -> bool {
        self.asks.as_deref() == Some(code)
    }

    /// Whether the text is no more than the word of an agency's level: «tỉnh», «Thành phố», «Bộ».
    pub fn is_level(&self, text: &str) -> bool {
        self.country().names.alone.holds(text::bare(text).trim())
    }

    /// The agency with this code, in any letter case, also as `00.00.H22`.
    pub fn agency(&self, code: &str) -> Option<&Agency> {
        let at =
            self.codes.exact(code).or_else(|| self.codes.exact(code.trim().trim_start_matches(['0', '.', '-'])))?;
        self.agencies.get(at)
    }

    /// The agency whose code, name or alias this is as a whole.
    pub fn listed(&self, text: &str) -> Option<&Agency> {
        let folded = text::fold(text);
        let is_called = |agency: &&Agency| {
            [&agency.name, &agency.name_en].into_iter().chain(&agency.aliases).any(|name| text::fold(name) == folded)
        };
        self.agency(text).or_else(|| self.agencies.iter().find(is_called))
    }

    /// What a few words name: a file's name, or what someone asks about.
    pub fn resolve(&self, text: &str) -> Resolution {
        self.resolve_units(&[&text::tidy(text)], Manner::Label)
    }

    /// What several texts name that are read one after another, such as the cells of a title block: a name may begin in
    /// one and end in the next. The texts are [`text::tidy`].
    pub fn resolve_units(&self, units: &[&str], manner: Manner) -> Resolution {
        let words = self.split(units);
        let mut found = self.codes(&words, manner);
        found.extend(self.in_order(&words, manner));
        for (range, code) in self.own_codes(&words, units, manner) {
            // «Travis County» is a name where `TRAVIS` is a code; where both are the same words, it is one mention.
            let overlaps = |other: &Range<usize>| other.start < range.end && range.start < other.end;
            let is_more = |other: &Range<usize>, it: &Mention| other.len() > range.len() || it.weight > code.weight;
            if !found.iter().any(|(other, it)| overlaps(other) && it.how != How::Code && is_more(other, it)) {
                found.retain(|(other, it)| !overlaps(other) || it.how == How::Code);
                found.push((range, code));
            }
        }
        found.sort_by_key(|(range, _)| (range.start, range.end));
        let named: Vec<(Range<usize>, Mention, Option<Naming>)> = found
            .into_iter()
            .map(|(range, mention)| {
                let naming = self.naming(&mention);
                (range, mention, naming)
            })
            .collect();
        let bodies = bodies::find(&words, &named, manner, &self.vocabulary);
        let mut placed: Vec<(Range<usize>, Mention)> = Vec::with_capacity(named.len() + bodies.len());
        for body in &bodies {
            placed.push((body.range.clone(), self.body_mention(body, &named)));
        }
        let mut absorbed = vec![false; named.len()];
        let absorbing = bodies.iter().filter(|body| self.vocabulary.standing(body.kind) != Standing::Department);
        absorbing.flat_map(|body| &body.absorbed).for_each(|at| absorbed[*at] = true);
        let mut said: Option<Said> = None;
        for ((mut range, mut mention, naming), is_absorbed) in named.into_iter().zip(absorbed) {
            if is_absorbed {
                continue;
            }
            if mention.how != How::Code && mention.agency.is_some() {
                let asks = self.asks.is_some() && mention.agency == self.asks;
                let (unit, vocabulary) = (words[range.start].unit, &self.vocabulary);
                let of_unit = said.take().filter(|said| said.unit == unit);
                let said = said.insert(of_unit.unwrap_or_else(|| Said::of(&words, range.start, vocabulary)));
                let place = context::Place { words: &words, range: range.clone(), manner, vocabulary, asks, said };
                if naming == Some(Naming::Plain) && mention.how == How::Name && place.is_anothers() {
                    let own = self.agency(mention.agency.as_deref().unwrap_or_default()).map(Agency::called);
                    (mention.how, mention.weight) = (How::Other, Weight::None);
                    mention.note = own.map(|own| bilingual!("không phải {}", "not {}", own));
                    let rest = words[range.end..].iter().take(WORDS_BEHIND);
                    range.end += rest.take_while(|word| word.unit == unit).count();
                } else if let Some(verdict) = context::judge(&place, naming, &mention) {
                    mention.weight = mention.weight.min(verdict.weight);
                    mention.note = Some(verdict.note);
                }
            }
            placed.push((range, mention));
        }
        placed.sort_by_key(|(range, _)| (range.start, range.end));
        let mentions = placed.into_iter().map(|(range, mention)| quoted(mention, &words[range], units)).collect();
        Resolution { mentions }
    }

    /// The words of several texts.
    fn split(&self, units: &[&str]) -> Vec<Word> {
        let typed = |typed: &str| {
            let word = Typed::new(typed);
            let at = self.entries.partition_point(|(name, _)| *name < word.bare);
            let begins = |(name, _): &&(String, _)| !word.bare.is_empty() && name.starts_with(&word.bare);
            let first_name = self.entries.get(at).filter(begins).map(|_| at);
            let may_begin_body = self.vocabulary.may_begin_body(&word.folded);
            let may_set_aside = self.vocabulary.set_aside.contains(&word.bare);
            Arc::new(Typed { first_name, may_begin_body, may_set_aside, ..word })
        };
        let split = |text: &str| words::split(text, |word| self.words.of(word, || typed(word)));
        words::together(units, |text| self.lines.of(text, || split(text)))
    }

    fn body_mention(&self, body: &bodies::BodyMention, named: &bodies::Named) -> Mention {
        let standing = self.vocabulary.standing(body.kind);
        let kind = &self.vocabulary.country.bodies[body.kind];
        let place = body.place.and_then(|at| named[at].1.agency.as_deref());
        let mut mention = Mention::new(place, &kind.title.vi, How::Body, Weight::None);
        mention.body = Some(Body { kind: body.kind, standing, leads: body.leads, of: body.of });
        mention.note = Some(kind.title.clone());
        mention
    }

    /// The agencies with the names that look most like the text, best first, at most three.
    pub fn nearest(&self, text: &str) -> Vec<&Agency> {
        near::nearest(self, text)
    }

    /// The agency, other than a place, whose documents bear this symbol, such as `BTTTT`, if just one does.
    pub fn symbol(&self, symbol: &str) -> Option<&Agency> {
        let key: String = text::words(&text::bare(symbol)).collect();
        let at = self.entries.binary_search_by(|(other, _)| other.cmp(&key)).ok()?;
        let mut owners = self.entries[at].1.iter().filter(|entry| entry.shape == NameShape::Acronym);
        let owner = &self.agencies[owners.next()?.agency?];
        (owners.next().is_none() && !owner.names.is_place()).then_some(owner)
    }

    fn naming(&self, mention: &Mention) -> Option<Naming> {
        self.agency(mention.agency.as_deref()?).map(|agency| agency.names)
    }

    /// `H22`, alone or at the end of `000.00.00.H22`. In a title block only the latter counts, or one after «mã», for a
    /// table may be called H10 there.
    fn codes(&self, words: &[Word], manner: Manner) -> Vec<(Range<usize>, Mention)> {
        let names = &self.country().names;
        let mut found = Vec::new();
        for at in 0..words.len().saturating_sub(1) {
            let (letter, digits) = (&words[at], &words[at + 1]);
            let is_code = digits.bare.len() == 2
                && digits.bare.bytes().all(|byte| byte.is_ascii_digit())
                && names.code_letters.holds(&letter.bare)
                && joined(words, at, at + 1)
                && !joined(words, at + 1, at + 2)
                && !(at > 0 && joined(words, at - 1, at));
            if !is_code {
                continue;
            }
            let mut first = at;
            while first > 0
                && at - first < 3
                && words[first - 1].clause == letter.clause
                && matches!(words[first - 1].bare.as_str(), "00" | "000")
            {
                first -= 1;
            }
            let announced = first < at
                || words[..at]
                    .iter()
                    .rev()
                    .take(4)
                    .any(|word| word.unit == letter.unit && names.code_words.holds(&word.bare));
            if manner == Manner::Title && !announced {
                continue;
            }
            if let Some(agency) = self.agency(&format!("{}{}", letter.bare, digits.bare)) {
                let mention = Mention::new(Some(&agency.code), &agency.code, How::Code, Weight::Strong);
                found.push((first..at + 2, mention));
            }
        }
        found
    }

    /// The names in the words, none of which overlap: the first one takes its words from those that begin in it, of several that
    /// begin at one word the longest. «Ha Nam dinh ky» is Hà Nam.
    fn in_order(&self, words: &[Word], manner: Manner) -> Vec<(Range<usize>, Mention)> {
        // The number of letters, the words, and the entries that fit.
        let mut candidates = Vec::new();
        let mut letters = String::new();
        for start in 0..words.len() {
            let Some(mut at) = words[start].first_name else { continue };
            letters.clear();
            for end in start + 1..=words.len() {
                letters.push_str(&words[end - 1].bare);
                if letters.len() > self.longest {
                    break;
                }
                // The names that begin with these letters stand next to each other; without one, more words are in vain.
                if self.entries.get(at).is_some_and(|(name, _)| *name < letters) {
                    at += self.entries[at..].partition_point(|(name, _)| *name < letters);
                }
                let Some((name, entries)) = self.entries.get(at) else { break };
                if *name != letters {
                    if name.starts_with(&letters) { continue } else { break }
                }
                let fits: Vec<(&Entry, index::Fit)> = entries
                    .iter()
                    .filter_map(|entry| Some((entry, index::fit(&self.vocabulary, entry, words, start..end, manner)?)))
                    .collect();
                if !fits.is_empty() {
                    candidates.push((letters.len(), start..end, fits));
                }
            }
        }
        candidates.sort_by_key(|(length, range, _)| (range.start, std::cmp::Reverse(*length)));
        let mut taken = vec![false; words.len()];
        let mut found = Vec::new();
        for (_, range, fits) in candidates {
            if taken[range.clone()].iter().any(|taken| *taken) {
                continue;
            }
            taken[range.clone()].fill(true);
            let (entry, fit) = &fits[0];
            let code = entry.agency.map(|agency| self.agencies[agency].code.as_str());
            let mut mention = Mention::new(code, &entry.name, entry.shape.how(), fit.weight);
            mention.note = entry.note.clone().or_else(|| fit.note.clone());
            mention.town = entry.shape == NameShape::Town;
            if fits.iter().any(|(other, _)| other.agency != entry.agency) {
                mention.agency = None;
                mention.weight = Weight::None;
                mention.note = Some(Bilingual::new("nhiều cơ quan cùng có tên này", "several agencies bear this name"));
            }
            found.push((range, mention));
        }
        found
    }
}

impl Resolution {
    /// The codes of the agencies that the text speaks for: those named strongly, or if there are none, those named weakly.
    /// One code is certain; several are not.
    pub fn strongest(&self) -> Vec<&str> {
        let strong = self.agencies(Weight::Strong);
        if strong.is_empty() { self.agencies(Weight::Weak) } else { strong }
    }

    /// The codes of the agencies that are named with at least this weight, in the order of the text, each once.
    pub fn agencies(&self, least: Weight) -> Vec<&str> {
        let mut codes = Vec::new();
        for mention in self.mentions.iter().filter(|mention| mention.weight >= least) {
            if let Some(code) = mention.agency.as_deref()
                && !codes.contains(&code)
            {
                codes.push(code);
            }
        }
        codes
    }
}

impl Mention {
    fn new(agency: Option<&str>, name: &str, how: How, weight: Weight) -> Self {
        Self {
            agency: agency.map(str::to_owned),
            name: name.to_owned(),
            words: String::new(),
            unit: 0,
            span: 0..0,
            how,
            weight,
            note: None,
            body: None,
            town: false,
        }
    }
}

/// The mention with its words as typed; `words` are those of it.
fn quoted(mut mention: Mention, words: &[Word], units: &[&str]) -> Mention {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return mention };
    mention.unit = first.unit;
    let unit = units[first.unit];
    if first.unit == last.unit {
        mention.span = first.span.start..last.span.end;
        mention.words = unit[mention.span.clone()].to_owned();
    } else {
        mention.span = first.span.start..unit.len();
        let between = units[first.unit + 1..last.unit].iter().copied();
        let parts = std::iter::once(&unit[mention.span.clone()]).chain(between);
        mention.words = parts.chain([&units[last.unit][..last.span.end]]).collect::<Vec<_>>().join(" ");
    }
    mention
}
