//! A list of allowed values: which listed value a text means, and which it is nearest to. Every cell of a listed column is
//! looked up, so the spellings are folded once, when the form is loaded.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::Language;
use crate::bilingual;
use crate::finding::Severity;
use crate::text::hashed::{HashMap, HashSet};
use crate::text::{self, Bilingual};

/// At or above this likeness, from 0 to 1, a listed value is suggested: one slip in a word of four letters.
const LIKENESS: f64 = 0.7;

/// At or above this one, where the words are not as many: a space too few or too many, a word cut short.
const LIKENESS_OF_LETTERS: f64 = 0.8;

/// No word may be less like the one in its place: «cuối năm» is no slip for «mỗi năm».
const LIKENESS_OF_WORDS: f64 = 0.5;

/// A value of one word is looked for within a text if it has so many letters: `API`.
const LETTERS_WITHIN: usize = 3;

/// A note of so many words that denies something denies the value before it: «(chưa có)».
const DENIAL_WORDS: usize = 2;

/// In a longer list nothing is looked for but what is one slip away, and that only of codes that are no longer than this.
const MOST_COMPARED: usize = 2_000;
const LONGEST_CODE: usize = 40;

/// So many values of a list are told one by one, if they are no longer than this; else the first few.
const MOST_SHOWN: usize = 200;
const MOST_SHOWN_BYTES: usize = 8_000;
const FIRST_SHOWN: usize = 5;

/// A list of allowed values.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Listing {
    /// As they are stored.
    pub values: Vec<String>,
    /// Other spellings, by the listed (or discouraged) value that they mean.
    pub synonyms: BTreeMap<String, Vec<String>>,
    /// How bad a value outside the list is: an error, unless the form is lenient.
    pub otherwise: Option<Severity>,
    /// Values that are known but discouraged, such as closed file formats: a warning each.
    pub discouraged: Vec<String>,
    /// The words of the form's languages.
    pub language: Arc<Language>,
    /// The file that the values stand in, if they do not stand in the form.
    pub source: Option<String>,
    /// What people see for each value, where that is another word than what is stored.
    pub spoken: Vec<Bilingual>,
    /// What stands twice in a cell is two values.
    pub keeps_repeats: bool,
    /// Words, without diacritics, that tell in a value outside the list which value is nearest: «50%» of something that is
    /// being built. The longer before the shorter.
    hints: Vec<(String, Meaning)>,
    /// The spellings as listed, which most cells hold.
    as_listed: HashMap<String, Meaning>,
    /// Folded spellings, by what they mean. Only ever asked, never walked: its order would not be the same twice.
    folded: HashMap<String, Meaning>,
    /// The same without diacritics; `None` where two values share the letters.
    bare: HashMap<String, Option<Meaning>>,
    /// The first words of all spellings, without diacritics.
    beginnings: HashSet<String>,
    /// No spelling can be cut into more parts than this.
    parts: usize,
}

/// A place in `values`, or behind them in `discouraged`.
type Meaning = usize;

impl Listing {
    /// Prepares a list. Spellings that mean two values mean neither.
    pub fn new(
        values: Vec<String>,
        synonyms: BTreeMap<String, Vec<String>>,
        otherwise: Option<Severity>,
        discouraged: Vec<String>,
    ) -> Self {
        let mut listing = Self { values, synonyms, otherwise, discouraged, ..Self::default() };
        let spellings: Vec<(String, Meaning)> =
            listing.spellings().map(|(spelling, meaning)| (spelling.to_owned(), meaning)).collect();
        for (spelling, meaning) in spellings {
            let folded = close_up(&text::fold(&spelling)).into_owned();
            let bare = text::strip_marks(&folded);
            let signs = folded.chars().filter(|character| !text::is_word_letter(*character)).count();
            listing.parts = listing.parts.max(1 + signs);
            let first = text::words(&bare).next().unwrap_or_default();
            if !listing.beginnings.contains(first) {
                listing.beginnings.insert(first.to_owned());
            }
            let meant = *listing.folded.entry(folded).or_insert(meaning);
            listing.as_listed.insert(spelling, meant);
            listing
                .bare
                .entry(bare)
                .and_modify(|known| *known = known.filter(|known| *known == meaning))
                .or_insert(Some(meaning));
        }
        listing
    }

    /// The list with words that hint at a value, by the listed value.
    #[must_use]
    pub fn with_hints(mut self, hints: &BTreeMap<String, Vec<String>>) -> Self {
        let all = self.values.iter().enumerate().flat_map(|(meaning, value)| {
            hints.get(value).into_iter().flatten().map(move |hint| (text::bare(hint), meaning))
        });
        self.hints = all.collect();
        self.hints.sort_by_key(|(hint, _)| std::cmp::Reverse(hint.len()));
        self
    }

    /// A listed value, and the other spellings that mean it.
    pub fn spellings_of<'a>(&'a self, value: &'a str) -> impl Iterator<Item = &'a str> {
        let synonyms = self.synonyms.get(value).into_iter().flatten();
        std::iter::once(value).chain(synonyms.map(String::as_str))
    }

    /// The listed value that the text means, in its listed spelling: equal after folding to a value or a synonym, or equal
    /// without diacritics where only one value fits. What people put around a value does not count: a bullet or quotation
    /// marks, a full stop, spaces around its signs, a note in brackets behind it («Đã có (từ 2019)»), unless that note is itself
    /// a listed value, hints at another one, denies or asks.
    pub fn find(&self, text: &str) -> Option<&str> {
        let meant = self.as_listed.get(text).copied().or_else(|| self.meant(&text::fold(text)));
        self.value(meant?)
    }

    /// The same of a text that is folded.
    pub fn find_folded(&self, folded: &str) -> Option<&str> {
        self.value(self.meant(folded)?)
    }

    /// Whether a text that begins with this part may be one that [`Self::find`] finds. Cheap, for texts of thousands of parts.
    pub fn may_begin(&self, part: &str) -> bool {
        self.beginnings.contains(text::words(&text::bare(part)).next().unwrap_or_default())
    }

    /// How many parts a text may have at most to be found, wherever it is cut at signs and spaces.
    pub fn most_parts(&self) -> usize {
        self.parts
    }

    /// What a folded text means, whatever stands around it.
    fn meant(&self, folded: &str) -> Option<Meaning> {
        let first = text::strip_marks(text::words(folded).next().unwrap_or_default());
        if !self.beginnings.contains(&first) {
            return None;
        }
        self.meaning(folded).or_else(|| {
            let core = without_ornaments(folded);
            let bared = (core.len() < folded.len()).then(|| self.meaning(core)).flatten();
            bared.or_else(|| {
                let (value, note) = without_note(core)?;
                let meaning = self.meaning(without_ornaments(value))?;
                self.is_harmless(note, meaning).then_some(meaning)
            })
        })
    }

    /// Whether a text that [`Self::find`] finds bears a note in brackets that speaks against the value: «Đã có (chưa nghiệm thu)».
    pub fn is_in_doubt(&self, text: &str, value: &str) -> bool {
        if !text.contains('(') {
            return false;
        }
        let folded = text::fold(text);
        let core = without_ornaments(&folded);
        let note = without_note(core).filter(|_| self.meaning(core).is_none()).map(|(_, note)| note);
        let may_be = || !text::words(&text::bare(value)).any(|word| self.language.unfinished.holds(word));
        note.is_some_and(|note| self.language.shadows.are_in(note) && may_be())
    }

    /// What a folded text means as it stands.
    fn meaning(&self, folded: &str) -> Option<Meaning> {
        let closed = close_up(folded);
        match self.folded.get(&*closed) {
            Some(meaning) => Some(*meaning),
            None => *self.bare.get(&text::strip_marks(&closed))?,
        }
    }

    /// Whether a note in brackets takes back a part of the value before it, or doubts it: «(đề án)», «(khi có yêu cầu)».
    fn takes_back(&self, note: &str) -> bool {
        self.language.limiting.begin(note) || self.language.doubts.holds(note)
    }

    /// Whether a note in brackets leaves the value before it as it is: «(từ 2019)», but not «(chưa)», «(50%)» or «(?)».
    fn is_harmless(&self, note: &str, value: Meaning) -> bool {
        let bare = text::bare(note);
        let is_negated = |value: &str| self.language.is_negated(&text::bare(value));
        (!self.denies(&bare) || self.value(value).is_some_and(is_negated))
            && !self.takes_back(note)
            && !note.contains('?')
            && self.meaning(without_ornaments(note)).is_none()
            && self.hinted(&bare).iter().all(|(_, meaning)| *meaning == value)
    }

    /// The listed value that the text is nearest to, if it is near any: its words tell that value, or at least 0.7 of the letters
    /// are alike, whatever the diacritics, and no word is another one. A discouraged value is never suggested, nor what denies or
    /// says that something goes on where the text does not.
    pub fn nearest(&self, text: &str) -> Option<&str> {
        if self.values.len() > MOST_COMPARED {
            return self.one_slip_away(text);
        }
        let folded = text::fold(text);
        // «Đã có (đề án)» is not near «Đã có».
        let note = without_note(without_ornaments(&folded));
        if note.is_some_and(|(_, note)| self.takes_back(note)) {
            return None;
        }
        let bare = text::strip_marks(&folded);
        if let Some(told) = self.told(&bare) {
            return self.value(told?);
        }
        let language = &self.language;
        let mut best: Option<(f64, Meaning)> = None;
        for written_out in language.written_out(&bare) {
            for (spelling, meaning) in self.spellings().filter(|(_, meaning)| *meaning < self.values.len()) {
                let spelling = text::bare(spelling);
                // «Không chia sẻ» is not near «Chia sẻ», «Ngừng vận hành» not near «Đang vận hành», nor «5 năm/lần» near «1 năm/lần».
                let alike = language.states(&written_out).eq(language.states(&spelling))
                    && has_numbers_of(&written_out, &spelling);
                let likeness = if alike { likeness(&written_out, &spelling) } else { None };
                if let Some(likeness) = likeness.filter(|likeness| best.is_none_or(|(most, _)| *likeness > most)) {
                    best = Some((likeness, meaning));
                }
            }
        }
        self.value(best?.1)
    }

    /// The value of a long list that is one letter or digit away, one too many, one too few or two that have changed places: as
    /// many look-ups as that makes, however long the list is.
    fn one_slip_away(&self, text: &str) -> Option<&str> {
        let letters: Vec<char> = text::bare(text).chars().collect();
        if letters.len() > LONGEST_CODE {
            return None;
        }
        let meant = |letters: Vec<char>| self.bare.get(&letters.into_iter().collect::<String>()).copied().flatten();
        let with = |at: usize, gone: usize, new: &[char]| {
            let mut changed = letters.clone();
            changed.splice(at..at + gone, new.iter().copied());
            changed
        };
        let signs = || ('0'..='9').chain('a'..='z').chain(['-', '.', ' ', '/']);
        let missing = (0..=letters.len()).flat_map(|at| signs().map(move |sign| (at, 0, vec![sign])));
        let other = (0..letters.len()).flat_map(|at| signs().map(move |sign| (at, 1, vec![sign])));
        let more = (0..letters.len()).map(|at| (at, 1, Vec::new()));
        let turned = (1..letters.len()).map(|at| (at - 1, 2, vec![letters[at], letters[at - 1]]));
        let mut changes = missing.chain(more).chain(turned).chain(other);
        self.value(changes.find_map(|(at, gone, new)| meant(with(at, gone, &new)))?)
    }

    /// The value that the words of a text tell, without diacritics; `Some(None)` if they tell several, or one and its opposite.
    fn told(&self, bare: &str) -> Option<Option<Meaning>> {
        if self.names_several(bare) {
            return Some(None);
        }
        let hints = self.hinted(bare);
        if let Some((spelling, meaning)) = self.begun(bare, true) {
            // «Đã có kế hoạch» is no «Đã có».
            if let Some((_, meant)) =
                hints.iter().find(|(hint, _)| bare.starts_with(hint) && hint.starts_with(&spelling))
            {
                return Some(Some(*meant));
            }
            let rest = &bare[spelling.len()..];
            if self.denies(rest) {
                return Some(None);
            }
            let others = hints.iter().map(|(_, meaning)| *meaning).chain(self.within(rest));
            return one(std::iter::once(meaning).chain(others));
        }
        if !hints.is_empty() {
            return one(hints.iter().map(|(_, meaning)| *meaning));
        }
        if let Some((spelling, meaning)) = self.begun(bare, false) {
            return one(std::iter::once(meaning).chain(self.within(&bare[spelling.len()..])));
        }
        one(self.within(bare).into_iter())
    }

    /// The longest spelling that a text begins with, of a listed value itself or of a synonym. One word of a synonym, such as
    /// «không», begins too much.
    fn begun(&self, bare: &str, listed: bool) -> Option<(String, Meaning)> {
        let spellings = self.spellings().filter(|(spelling, meaning)| {
            let own = self.values.get(*meaning).is_some_and(|value| value == spelling);
            *meaning < self.values.len() && spelling.contains(' ') && own == listed
        });
        spellings
            .map(|(spelling, meaning)| (text::bare(spelling), meaning))
            .filter(|(spelling, _)| bare.starts_with(spelling.as_str()) && has_word(bare, spelling))
            .max_by_key(|(spelling, _)| spelling.len())
    }

    /// What the words that stand in a text hint at: the longer before the shorter, none twice.
    fn hinted(&self, bare: &str) -> Vec<(&str, Meaning)> {
        let mut found: Vec<(&str, Meaning)> = Vec::new();
        for (hint, meaning) in &self.hints {
            if has_word(bare, hint) && !found.iter().any(|(longer, _)| longer.contains(hint.as_str())) {
                found.push((hint, *meaning));
            }
        }
        found
    }

    /// The values that stand within a text, as words that nothing before them denies.
    fn within(&self, bare: &str) -> Vec<Meaning> {
        let language = &self.language;
        let negated = language.is_negated(bare);
        let spellings = self.spellings().filter(|(spelling, meaning)| {
            let alone =
                self.values.get(*meaning).is_some_and(|value| value == spelling && value.len() >= LETTERS_WITHIN);
            *meaning < self.values.len() && (spelling.contains(' ') || alone)
        });
        spellings
            .map(|(spelling, meaning)| (text::bare(spelling), meaning))
            .filter(|(spelling, _)| {
                let counted = |at: usize| language.ends_in_number(&bare[..at]);
                let begins = word_at(bare, spelling).filter(|at| !counted(*at));
                begins.is_some() && language.is_negated(spelling) == negated
            })
            .map(|(_, meaning)| meaning)
            .collect()
    }

    /// Whether the parts of a text between commas and the like are several values: «Tải về/API», «Tháng, quý, năm».
    fn names_several(&self, bare: &str) -> bool {
        let mut depth = 0_i32;
        let parts = bare.split(|character| {
            depth += i32::from(character == '(') - i32::from(character == ')');
            depth == 0 && matches!(character, ',' | ';' | '/' | '&' | '+' | '\n')
        });
        let language = &self.language;
        let joints: Vec<String> = language.joints.iter().map(|joint| format!(" {} ", text::bare(joint))).collect();
        let parts = parts.map(|part| joints.iter().fold(part.to_owned(), |part, joint| part.replace(joint, "\n")));
        let meant = |part: String| part.split('\n').filter_map(|part| self.meant(part.trim())).collect::<Vec<_>>();
        let mut meanings = parts.flat_map(meant);
        meanings.next().is_some_and(|first| meanings.any(|other| other != first))
    }

    /// The values, as far as people read on: all of a short list, of a long one the first and how many there are.
    pub fn shown(&self) -> Bilingual {
        let length: usize = self.values.iter().take(MOST_SHOWN + 1).map(String::len).sum();
        if self.values.len() <= MOST_SHOWN && length <= MOST_SHOWN_BYTES {
            if !self.spoken.is_empty() {
                let joined = |language: text::Language| {
                    self.spoken.iter().map(|words| words.get(language)).collect::<Vec<_>>().join("; ")
                };
                return Bilingual {
                    vi: joined(text::Language::Vietnamese).into(),
                    en: joined(text::Language::English).into(),
                };
            }
            let all = self.values.join("; ");
            return Bilingual { vi: all.clone().into(), en: all.into() };
        }
        let first = self.values[..FIRST_SHOWN.min(self.values.len())].join("; ");
        let [vi, en] = super::grouped(self.values.len() as f64);
        let of = self.source.as_ref().map(|file| format!(", {file}")).unwrap_or_default();
        bilingual!("{first}; … (cả danh sách có {vi} giá trị{of})", "{first}; … ({en} values in all{of})")
    }

    /// What people see for a value.
    pub fn called(&self, value: &str) -> Bilingual {
        let at = self.values.iter().position(|listed| listed == value);
        let same = || Bilingual { vi: value.to_owned().into(), en: value.to_owned().into() };
        at.and_then(|at| self.spoken.get(at).cloned()).unwrap_or_else(same)
    }

    /// Whether it is a value in its listed spelling.
    pub fn has(&self, value: &str) -> bool {
        self.meaning(&text::fold(value)).and_then(|meaning| self.value(meaning)) == Some(value)
    }

    /// Whether a text behind a value, without diacritics, only denies it: «(chưa)», «không có».
    fn denies(&self, bare: &str) -> bool {
        self.language.is_negated(bare) && text::words(bare).count() <= DENIAL_WORDS
    }

    /// Whether this listed spelling is known but discouraged.
    pub fn is_discouraged(&self, value: &str) -> bool {
        self.discouraged.iter().any(|discouraged| discouraged == value)
    }

    fn value(&self, meaning: Meaning) -> Option<&str> {
        self.values.get(meaning).or_else(|| self.discouraged.get(meaning - self.values.len())).map(String::as_str)
    }

    /// Every spelling with what it means, in the order of the list.
    fn spellings(&self) -> impl Iterator<Item = (&str, Meaning)> {
        self.values.iter().chain(&self.discouraged).enumerate().flat_map(|(meaning, value)| {
            let synonyms = self.synonyms.get(value).into_iter().flatten();
            std::iter::once(value).chain(synonyms).map(move |spelling| (spelling.as_str(), meaning))
        })
    }
}

/// Whether the numbers in a spelling are those in the text: «2 năm/lần» is no slip for «Năm/lần».
fn has_numbers_of(text: &str, spelling: &str) -> bool {
    fn numbers(text: &str) -> impl Iterator<Item = &str> {
        let runs = text.split(|character: char| !character.is_ascii_digit()).filter(|run| !run.is_empty());
        runs.map(|run| run.trim_start_matches('0'))
    }
    numbers(spelling).eq(numbers(text))
}

/// The one meaning among these; `Some(None)` if there are several.
fn one(mut meanings: impl Iterator<Item = Meaning>) -> Option<Option<Meaning>> {
    let first = meanings.next()?;
    Some(meanings.all(|other| other == first).then_some(first))
}

/// How alike two texts are, from 0 to 1, if one may be a slip for the other.
fn likeness(text: &str, spelling: &str) -> Option<f64> {
    let (words, others) = (text.split_whitespace(), spelling.split_whitespace());
    if words.clone().count() == others.clone().count() {
        let is_slip = |(word, other): (&str, &str)| {
            // «x.dựng» is cut short.
            let cut = word.len() < other.len() && other.starts_with(word.split('.').next().unwrap_or(word));
            cut || strsim::normalized_damerau_levenshtein(word, other) > LIKENESS_OF_WORDS
        };
        let likeness = strsim::normalized_damerau_levenshtein(text, spelling);
        return (likeness >= LIKENESS && words.zip(others).all(is_slip)).then_some(likeness);
    }
    let letters = |words: std::str::SplitWhitespace<'_>| words.collect::<String>();
    let likeness = strsim::normalized_damerau_levenshtein(&letters(words), &letters(others));
    (likeness >= LIKENESS_OF_LETTERS).then_some(likeness)
}

/// The text without the spaces around its signs: «1 tháng / lần».
fn close_up(folded: &str) -> Cow<'_, str> {
    let is_sign = |character: char| matches!(character, '-' | '/' | ',' | ';' | '&' | '+');
    if !folded.contains(is_sign) {
        return Cow::Borrowed(folded);
    }
    let mut closed = String::with_capacity(folded.len());
    for character in folded.chars() {
        if is_sign(character) {
            closed.truncate(closed.trim_end().len());
        } else if character.is_whitespace() && closed.ends_with(is_sign) {
            continue;
        }
        closed.push(character);
    }
    Cow::Owned(closed)
}

/// Whether the words stand in the text, neither of their ends within a word or number.
fn has_word(text: &str, words: &str) -> bool {
    word_at(text, words).is_some()
}

/// Where they first do.
fn word_at(text: &str, words: &str) -> Option<usize> {
    let mut places = text.match_indices(words).filter(|&(at, found)| {
        let is_whole = |inside: Option<char>, beyond: Option<char>| {
            !(inside.is_some_and(char::is_alphanumeric) && beyond.is_some_and(char::is_alphanumeric))
        };
        is_whole(found.chars().next(), text[..at].chars().next_back())
            && is_whole(found.chars().next_back(), text[at + found.len()..].chars().next())
    });
    Some(places.next()?.0)
}

/// A text that ends with a note in brackets, as what stands before them and what stands between them. The opening bracket is
/// that of the last closing one: «A (x), B (y)» begins with «A (x), B».
fn without_note(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_suffix(')')?;
    let mut depth = 0_usize;
    for (at, character) in inner.char_indices().rev() {
        match character {
            ')' => depth += 1,
            '(' if depth == 0 => return Some((&inner[..at], &inner[at + 1..])),
            '(' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The text without bullets in front of it, quotation marks around it and stops behind it.
fn without_ornaments(folded: &str) -> &str {
    let start = |sign: char| sign.is_whitespace() || matches!(sign, '-' | '+' | '•' | '*' | '"' | '\'' | '·');
    let end = |sign: char| {
        sign.is_whitespace() || matches!(sign, '.' | ';' | ',' | ':' | '"' | '\'' | '*') || text::is_raised(sign)
    };
    folded.trim_start_matches(start).trim_end_matches(end)
}
