//! A list of allowed values: which listed value a text means, and which it is nearest to. Every cell of a listed column is
//! looked up, so the spellings are folded once, when the form is loaded.

use std::collections::{BTreeMap, HashMap};

use super::Language;
use crate::finding::Severity;
use crate::text;

/// At or above this likeness, from 0 to 1, a listed value is suggested: one slip in a word of four letters.
const LIKENESS: f64 = 0.7;

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
    /// Words, without diacritics, that tell in a value outside the list which value is nearest: «50%» of something that is
    /// being built. The longer before the shorter.
    hints: Vec<(String, Meaning)>,
    /// Folded spellings, by what they mean. Only ever asked, never walked: its order would not be the same twice.
    folded: HashMap<String, Meaning>,
    /// The same without diacritics; `None` where two values share the letters.
    bare: HashMap<String, Option<Meaning>>,
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
            listing.spellings().map(|(spelling, meaning)| (text::fold(spelling), meaning)).collect();
        for (folded, meaning) in spellings {
            let bare = text::strip_marks(&folded);
            listing.folded.entry(folded).or_insert(meaning);
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

    /// The listed value that the text means, in its listed spelling: equal after folding to a value or a synonym, or equal
    /// without diacritics where only one value fits. What people put around a value does not count: a bullet or quotation
    /// marks, a full stop, a note in brackets behind it («Đã có (từ 2019)»), unless that note is itself a listed value.
    pub fn find(&self, text: &str) -> Option<&str> {
        let folded = text::fold(text);
        let meaning = self.meaning(&folded).or_else(|| {
            let core = without_ornaments(&folded);
            let bared = (core.len() < folded.len()).then(|| self.meaning(core)).flatten();
            bared.or_else(|| {
                let (value, note) = without_note(core)?;
                self.meaning(without_ornaments(note)).is_none().then(|| self.meaning(without_ornaments(value)))?
            })
        })?;
        self.value(meaning)
    }

    /// What a folded text means as it stands.
    fn meaning(&self, folded: &str) -> Option<Meaning> {
        match self.folded.get(folded) {
            Some(meaning) => Some(*meaning),
            None => *self.bare.get(&text::strip_marks(folded))?,
        }
    }

    /// The listed value that the text is nearest to, if it is near any: it begins with that value and goes on, a word of it
    /// hints at the value, or at least 0.7 of the letters are alike, whatever the diacritics. A discouraged value is never
    /// suggested.
    pub fn nearest(&self, text: &str) -> Option<&str> {
        let bare = text::bare(text);
        if let Some(meaning) = self.told(&bare) {
            return self.value(meaning);
        }
        let mut best: Option<(f64, Meaning)> = None;
        let language = Language::vietnamese();
        let negated = language.is_negated(&bare);
        for (spelling, meaning) in self.spellings().filter(|(_, meaning)| *meaning < self.values.len()) {
            let spelling = text::bare(spelling);
            // «Không chia sẻ» is not near «Chia sẻ», nor «5 năm/lần» near «1 năm/lần».
            if language.is_negated(&spelling) != negated || !has_numbers_of(&bare, &spelling) {
                continue;
            }
            let likeness = strsim::normalized_damerau_levenshtein(&bare, &spelling);
            if likeness >= LIKENESS && best.is_none_or(|(most, _)| likeness > most) {
                best = Some((likeness, meaning));
            }
        }
        self.value(best?.1)
    }

    /// The value that the words of a text tell, without diacritics: one that it begins with, if it names no other, or one that
    /// it hints at.
    fn told(&self, bare: &str) -> Option<Meaning> {
        // A spelling of one word, such as «không», begins too much.
        let spellings: Vec<(String, Meaning)> = self
            .spellings()
            .filter(|(spelling, meaning)| *meaning < self.values.len() && spelling.contains(' '))
            .map(|(spelling, meaning)| (text::bare(spelling), meaning))
            .collect();
        let begins = |is_meant: &dyn Fn(&str, Meaning) -> bool| {
            let begun = spellings.iter().filter(|(spelling, meaning)| is_meant(spelling, *meaning));
            begun.filter(|(spelling, _)| bare.starts_with(spelling.as_str())).max_by_key(|(spelling, _)| spelling.len())
        };
        let alone = |(spelling, meaning): &(String, Meaning)| {
            let rest = &bare[spelling.len()..];
            let another = spellings.iter().any(|(other, its)| its != meaning && has_word(rest, other));
            (!another && has_word(bare, spelling)).then_some(*meaning)
        };
        let listed = |spelling: &str, meaning: Meaning| text::bare(&self.values[meaning]) == spelling;
        let hinted = || self.hints.iter().find(|(hint, _)| has_word(bare, hint)).map(|(_, meaning)| *meaning);
        match begins(&listed) {
            Some(begun) => alone(begun),
            None => hinted().or_else(|| begins(&|_, _| true).and_then(alone)),
        }
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

/// Whether the numbers in a spelling, if it has any, are those in the text.
fn has_numbers_of(text: &str, spelling: &str) -> bool {
    fn numbers(text: &str) -> impl Iterator<Item = &str> {
        let runs = text.split(|character: char| !character.is_ascii_digit()).filter(|run| !run.is_empty());
        runs.map(|run| run.trim_start_matches('0'))
    }
    numbers(spelling).next().is_none() || numbers(spelling).eq(numbers(text))
}

/// Whether the words stand in the text, neither of their ends within a word or number.
fn has_word(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, found)| {
        let is_whole = |inside: Option<char>, beyond: Option<char>| {
            !(inside.is_some_and(char::is_alphanumeric) && beyond.is_some_and(char::is_alphanumeric))
        };
        is_whole(found.chars().next(), text[..at].chars().next_back())
            && is_whole(found.chars().next_back(), text[at + found.len()..].chars().next())
    })
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
    let end = |sign: char| sign.is_whitespace() || matches!(sign, '.' | ';' | ',' | ':' | '"' | '\'' | '*');
    folded.trim_start_matches(start).trim_end_matches(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing() -> Listing {
        let values = ["Hằng tháng", "Hằng năm", "Hàng hóa", "Hàng hoa"].map(str::to_owned).to_vec();
        let synonyms = BTreeMap::from([("Hằng năm".to_owned(), vec!["Năm".to_owned()])]);
        Listing::new(values, synonyms, None, vec!["Không rõ".to_owned()])
    }

    #[test]
    fn finds_by_fold_synonym_and_letters() {
        let listing = listing();
        assert_eq!(listing.find("HẰNG  NĂM "), Some("Hằng năm"));
        assert_eq!(listing.find("năm"), Some("Hằng năm"));
        assert_eq!(listing.find("hang thang"), Some("Hằng tháng"));
        assert_eq!(listing.find("Hàng hoá"), Some("Hàng hóa"));
        assert_eq!(listing.find("không rõ"), Some("Không rõ"));
        assert_eq!(listing.find("Hang hoa"), None, "two values share the letters");
        assert_eq!(listing.find("Hng năm"), None);
    }

    #[test]
    fn what_stands_around_a_value_does_not_count() {
        let listing = listing();
        assert_eq!(listing.find("- Hằng năm;"), Some("Hằng năm"));
        assert_eq!(listing.find("“Hằng tháng.”"), Some("Hằng tháng"));
        assert_eq!(listing.find("Hằng năm (từ 2019)"), Some("Hằng năm"));
        assert_eq!(listing.find("Hằng năm (hằng tháng)"), None, "the note is another value");
        assert_eq!(listing.find("Hằng năm, hằng tháng"), None);
        assert_eq!(listing.find("(hằng năm"), None);
        assert_eq!(listing.find("Hằng năm (quý (cũ))"), Some("Hằng năm"));
        assert_eq!(listing.find("Hằng năm (báo cáo), hằng tháng (số liệu)"), None, "two values");
    }

    #[test]
    fn suggests_what_is_near_and_allowed() {
        let listing = listing();
        assert_eq!(listing.nearest("Hng năm"), Some("Hằng năm"));
        assert_eq!(listing.nearest("không rõ ràng"), None);
        assert_eq!(listing.nearest("2 lần"), None);
        assert_eq!(listing.nearest("Hằng tháng, từ khi hệ thống vận hành"), Some("Hằng tháng"));
        assert_eq!(listing.nearest("Hằng tháng và hằng năm"), None, "it names two");
        assert_eq!(listing.nearest("Không hằng năm"), None, "the opposite");
        let hints = BTreeMap::from([("Hằng năm".to_owned(), vec!["12 tháng".to_owned(), "%".to_owned()])]);
        let listing = listing.with_hints(&hints);
        assert_eq!(listing.nearest("cứ 12 tháng báo cáo"), Some("Hằng năm"));
        assert_eq!(listing.nearest("112 tháng"), None);
        assert_eq!(listing.nearest("Đạt 50%"), Some("Hằng năm"));
    }
}
