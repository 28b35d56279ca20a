//! A country's words, ready to be compared with those of a text.

use std::sync::Arc;

use super::words::Word;
use crate::schema::document_words::DocumentWords;
use crate::schema::{Country, Standing};
use crate::text;
use crate::text::hashed::{HashMap, HashSet};
use crate::text::lists::BareWords;

/// One or several words, as typed with or without their diacritics.
#[derive(Clone, Debug)]
pub(super) struct Phrase(Vec<(String, String)>);

impl Phrase {
    fn new(words: &str) -> Self {
        let folded = text::fold(words);
        Self(text::words(&folded).map(|word| (word.to_owned(), text::strip_marks(word))).collect())
    }

    /// How many words it has.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the words begin with it.
    pub(super) fn begins(&self, words: &[Word]) -> bool {
        words.len() >= self.len()
            && self.0.iter().zip(words).all(|((folded, bare), word)| word.folded == *folded || word.folded == *bare)
    }

    /// Whether the words are just this.
    pub(super) fn is(&self, words: &[Word]) -> bool {
        words.len() == self.len() && self.begins(words)
    }

    /// Whether these words without diacritics begin with it.
    pub(super) fn begins_bare(&self, words: &[&str]) -> bool {
        words.len() >= self.len() && self.0.iter().zip(words).all(|((_, bare), word)| word == bare)
    }
}

/// The words of a country.
#[derive(Debug)]
pub(super) struct Vocabulary {
    pub(super) country: Arc<Country>,
    pub(super) committee: Vec<Phrase>,
    pub(super) speakers: Vec<Phrase>,
    pub(super) heads: Vec<Phrase>,
    pub(super) behalf: Vec<Phrase>,
    pub(super) places: Vec<Phrase>,
    pub(super) compounds: Vec<Phrase>,
    pub(super) owners: Vec<Phrase>,
    pub(super) cited: Vec<Phrase>,
    pub(super) before_receivers: Vec<Phrase>,
    pub(super) label_receivers: Vec<Phrase>,
    pub(super) receiver_headings: Vec<Phrase>,
    pub(super) receiver_lines: Vec<Phrase>,
    pub(super) surnames: Vec<Phrase>,
    pub(super) middles: Vec<Phrase>,
    pub(super) helps: Vec<Phrase>,
    no_places: Vec<Phrase>,
    bodies: Vec<Body>,
    /// The kinds of body by the first word of what their names begin with, with its diacritics and without.
    openings: HashMap<String, Vec<usize>>,
    /// The same of their abbreviations.
    abbreviated: HashMap<String, Vec<usize>>,
    /// The words without diacritics by which a text says who receives or is cited: its first, or in the case of what carries out
    /// another document its last.
    pub(super) set_aside: HashSet<String>,
    ends: Vec<Phrase>,
    /// Where a word that ends names is part of one.
    pub(super) in_names: Vec<Phrase>,
    /// What a ministry's name begins with, without diacritics.
    pub(super) ministry: String,
    /// The ministries other than the one that asks its departments; none where nothing tells which one that is.
    pub(super) others: Vec<Phrase>,
    pub(super) goes_on: Vec<Phrase>,
}

/// A kind of body.
#[derive(Debug)]
struct Body {
    words: Vec<Phrase>,
    anywhere: Vec<Phrase>,
    abbreviations: Vec<Phrase>,
    in_province: Vec<Phrase>,
    not: Vec<Phrase>,
    within: Vec<Phrase>,
}

impl Vocabulary {
    pub(super) fn new(country: &Arc<Country>) -> Self {
        let receivers = &country.receivers;
        let bodies = country.bodies.iter().map(|body| Body {
            words: phrases(&body.words),
            anywhere: phrases(&body.anywhere),
            abbreviations: phrases(&body.abbreviations),
            in_province: phrases(&body.in_province),
            not: phrases(&body.not),
            within: phrases(&body.within),
        });
        let bodies: Vec<Body> = bodies.collect();
        let documents = &country.language.documents;
        let receiver_lines = phrases(&receivers.lines);
        let first = |phrase: &Phrase| Some(phrase.0.first()?.1.clone());
        let whole = [&documents.by, &documents.enclosed].into_iter().flat_map(BareWords::iter);
        let rests_on = documents.rests_on.iter().filter_map(|phrase| phrase.split(' ').next());
        let carries_out = documents.carries_out.iter().filter_map(|phrase| phrase.split(' ').next_back());
        let set_aside = whole.chain(rests_on).chain(carries_out).map(str::to_owned);
        Self {
            set_aside: set_aside.chain(receiver_lines.iter().filter_map(first)).collect(),
            receiver_lines,
            committee: phrases(&country.committee.words),
            speakers: phrases(&country.speakers),
            heads: phrases(&country.heads),
            behalf: phrases(&country.behalf),
            places: phrases(&country.places),
            compounds: phrases(&country.compounds),
            owners: phrases(&country.owners),
            cited: phrases(&country.cited),
            before_receivers: phrases(&receivers.before),
            label_receivers: phrases(&receivers.labels),
            receiver_headings: phrases(&receivers.headings),
            surnames: phrases(&country.people.surnames),
            middles: phrases(&country.people.middles),
            helps: phrases(&country.people.helps),
            no_places: phrases(&country.no_places),
            openings: by_first_word(bodies.iter().map(|body| body.words.iter().chain(&body.anywhere))),
            abbreviated: by_first_word(bodies.iter().map(|body| body.abbreviations.iter().chain(&body.in_province))),
            bodies,
            ends: phrases(&country.language.documents.ends_name),
            in_names: phrases(&country.language.documents.in_names),
            ministry: text::bare(&country.names.ministry),
            others: Vec::new(),
            goes_on: phrases(&country.names.goes_on),
            country: Arc::clone(country),
        }
    }

    /// Learns which ministry asks, by the symbols of the letters that do.
    pub(super) fn asked_by(&mut self, symbols: &[&str]) {
        let (ministries, and) = (&self.country.names.ministries, text::bare(&self.country.names.and));
        let initials = |name: &str| -> String {
            text::words(&text::bare(name)).filter(|word| *word != and).filter_map(|word| word.chars().next()).collect()
        };
        let asks = |name: &&String| symbols.iter().any(|symbol| text::bare(symbol) == initials(name));
        if ministries.iter().any(|name| asks(&name)) {
            self.others = ministries.iter().filter(|name| !asks(name)).map(|name| Phrase::new(name)).collect();
        }
    }

    /// Whether the name of a body, or its abbreviation, may begin with this folded word.
    pub(super) fn may_begin_body(&self, folded: &str) -> bool {
        self.openings.contains_key(folded) || self.abbreviated.contains_key(folded)
    }

    /// The kind of body whose name the words begin, how many of them say so, and whether that counts anywhere: the longest.
    pub(super) fn body_at(&self, words: &[Word]) -> Option<(usize, usize, bool)> {
        let of_kind = |&kind: &usize| {
            let body = &self.bodies[kind];
            if body.not.iter().any(|phrase| phrase.begins(words)) {
                return None;
            }
            let longest = |phrases: &[Phrase]| {
                phrases.iter().filter(|phrase| phrase.begins(words)).map(Phrase::len).max().unwrap_or(0)
            };
            let (front, anywhere) = (longest(&body.words), longest(&body.anywhere));
            let count = front.max(anywhere);
            (count > 0).then_some((kind, count, anywhere == count))
        };
        self.openings.get(&words.first()?.folded)?.iter().filter_map(of_kind).max_by_key(|(_, count, _)| *count)
    }

    /// The kind of body whose abbreviation the words begin, and how many of them it has.
    pub(super) fn abbreviated_at(&self, words: &[Word]) -> Option<(usize, usize)> {
        let of_kind = |&kind: &usize| {
            let body = &self.bodies[kind];
            let fits = body.abbreviations.iter().chain(&body.in_province).filter(|phrase| phrase.begins(words));
            Some((kind, fits.map(Phrase::len).max()?))
        };
        self.abbreviated.get(&words.first()?.folded)?.iter().find_map(of_kind)
    }

    /// Whether these words are an abbreviation of this kind of body that counts alone behind a province's name.
    pub(super) fn is_in_province(&self, kind: usize, words: &[Word]) -> bool {
        self.bodies[kind].in_province.iter().any(|phrase| phrase.is(words))
    }

    /// Whether the words begin with what no name of a place does, or with the word of another kind of place.
    pub(super) fn is_no_place(&self, words: &[Word]) -> bool {
        let is_kind = || {
            let kind = self.body_at(words).map(|(kind, _, _)| self.standing(kind));
            matches!(kind, Some(Standing::Locality | Standing::City))
        };
        self.no_places.iter().any(|phrase| phrase.begins(words)) || is_kind() || self.abbreviated_at(words).is_some()
    }

    /// Whether the words end in one that only ends like this kind of body: «cơ quan», «môi trường».
    pub(super) fn is_within(&self, kind: usize, words: &[Word]) -> bool {
        let last = |phrase: &Phrase| words.len().checked_sub(phrase.len()).map(|at| &words[at..]);
        self.bodies[kind].within.iter().any(|phrase| last(phrase).is_some_and(|last| phrase.is(last)))
    }

    /// Whether the one word by which a body of this kind is known has diacritics.
    pub(super) fn has_marks(&self, kind: usize, bare: &str) -> bool {
        let body = &self.bodies[kind];
        let all = body.words.iter().chain(&body.anywhere);
        all.filter(|phrase| phrase.len() == 1).any(|phrase| phrase.0[0].1 == bare && phrase.0[0].0 != bare)
    }

    /// The words by which documents are named.
    pub(super) fn documents(&self) -> &DocumentWords {
        &self.country.language.documents
    }

    /// Whether a word stands before a day: «ngày».
    pub(super) fn is_day(&self, word: &Word) -> bool {
        self.documents().day.holds(&word.bare)
    }

    pub(super) fn standing(&self, kind: usize) -> Standing {
        self.country.bodies[kind].standing
    }

    /// The first kind of body with this standing.
    pub(super) fn kind(&self, standing: Standing) -> Option<usize> {
        self.country.bodies.iter().position(|body| body.standing == standing)
    }

    /// Whether a name ends before these words.
    pub(super) fn ends_name(&self, words: &[Word]) -> bool {
        self.ends.iter().any(|phrase| phrase.begins(words) && words[0].folded == phrase.0[0].0)
    }
}

/// The kinds whose phrases, which are given in the order of the kinds, begin with this word.
fn by_first_word<'p>(kinds: impl Iterator<Item = impl Iterator<Item = &'p Phrase>>) -> HashMap<String, Vec<usize>> {
    let mut by_first: HashMap<String, Vec<usize>> = HashMap::default();
    for (kind, phrases) in kinds.enumerate() {
        for (folded, bare) in phrases.filter_map(|phrase| phrase.0.first()) {
            for word in [folded, bare] {
                by_first.entry(word.clone()).or_default().push(kind);
            }
        }
    }
    by_first.values_mut().for_each(Vec::dedup);
    by_first
}

fn phrases(list: &[String]) -> Vec<Phrase> {
    list.iter().map(|words| Phrase::new(words)).collect()
}
