//! Lists of words, made ready once to be compared with what people type. Which words stand in them is data
//! (`schemas/languages`, `schemas/countries`); here is how they are found in a text.

use serde::Deserialize;

use super::hashed::HashSet;
use super::{bare, bare_letter, begins_bare, behind_bare, fold, is_word_letter, strip_marks, words};

/// Texts as people see them as equal, see [`fold`]: marks are kept, for «công» is not «cộng».
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Words {
    all: HashSet<Box<str>>,
    /// How they begin, from the first letter or digit on.
    starts: Starts,
}

impl From<Vec<String>> for Words {
    fn from(words: Vec<String>) -> Self {
        let mut all = Self::default();
        words.iter().for_each(|words| all.insert(fold(words).into()));
        all
    }
}

impl Words {
    /// Whether a folded text is one of them.
    pub fn holds(&self, folded: &str) -> bool {
        self.all.contains(folded)
    }

    /// Whether a text that is not folded may be one of them, or begin with one, but for signs before and behind it: a cheap question.
    pub fn may_begin(&self, text: &str) -> bool {
        text.find(is_word_letter).is_none_or(|first| self.starts.may_begin(&text[first..]))
    }

    /// All of them, folded, in the order of their letters.
    pub fn sorted(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.all.iter().map(|words| &**words).collect();
        all.sort_unstable();
        all
    }

    /// Takes those of another list as well.
    pub fn extend(&mut self, other: &Self) {
        other.all.iter().for_each(|words| self.insert(words.clone()));
    }

    fn insert(&mut self, folded: Box<str>) {
        if let Some(first) = folded.find(char::is_alphanumeric) {
            self.starts.add(strip_marks(&folded[first..]));
        }
        self.all.insert(folded);
    }
}

/// One or several words each, as people see them as equal.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Phrases {
    /// The longest first.
    all: Vec<Vec<String>>,
    /// The letters that their first words begin with.
    letters: FirstLetters,
}

impl From<Vec<String>> for Phrases {
    fn from(all: Vec<String>) -> Self {
        let mut phrases = Self::default();
        phrases.push(all.iter().map(|phrase| words(&fold(phrase)).map(str::to_owned).collect()));
        phrases
    }
}

impl Phrases {
    /// How many of these folded words are the longest of the phrases that they begin with.
    pub fn begin(&self, words: &[&str]) -> Option<usize> {
        // Hardly any word begins one.
        let mut first = words.first()?.chars();
        if !self.letters.hold(first.next()?, first.next()) {
            return None;
        }
        let is_it = |phrase: &&Vec<String>| {
            words.len() >= phrase.len() && phrase.iter().zip(words).all(|(own, word)| own == word)
        };
        self.all.iter().find(is_it).map(Vec::len)
    }

    /// Whether a folded text begins with one of them.
    pub fn begin_text(&self, folded: &str) -> bool {
        let longest = self.all.first().map_or(0, Vec::len);
        self.begin(&words(folded).take(longest).collect::<Vec<_>>()).is_some()
    }

    /// Whether a folded text is one of them, whatever the diacritics.
    pub fn is_bare(&self, folded: &str) -> bool {
        let bare = strip_marks(folded);
        let said: Vec<&str> = words(&bare).collect();
        let is_it = |phrase: &Vec<String>| {
            phrase.len() == said.len() && phrase.iter().zip(&said).all(|(own, word)| strip_marks(own) == **word)
        };
        !said.is_empty() && self.all.iter().any(is_it)
    }

    /// Whether one of them stands anywhere in a folded text.
    pub fn are_in(&self, folded: &str) -> bool {
        self.any_in(folded, |_| true)
    }

    /// The same of one whose words are as they are wanted.
    pub fn any_in(&self, folded: &str, is_wanted: impl Fn(&[&str]) -> bool) -> bool {
        let words: Vec<&str> = words(folded).collect();
        (0..words.len()).any(|at| self.begin(&words[at..]).is_some_and(|count| is_wanted(&words[at..at + count])))
    }

    /// Takes those of another list as well.
    pub fn extend(&mut self, other: &Self) {
        self.push(other.all.iter().cloned());
    }

    fn push(&mut self, more: impl Iterator<Item = Vec<String>>) {
        for phrase in more {
            let Some(first) = phrase.first() else { continue };
            self.letters.add(first);
            self.all.push(phrase);
        }
        self.all.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    }
}

/// Words without their diacritics.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct BareWords(Vec<String>);

impl From<Vec<String>> for BareWords {
    fn from(words: Vec<String>) -> Self {
        Self(words.iter().map(|words| bare(words)).collect())
    }
}

impl BareWords {
    /// Whether a word without diacritics is one of them.
    pub fn holds(&self, word: &str) -> bool {
        self.0.iter().any(|known| known == word)
    }

    /// In the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Takes those of another list as well.
    pub fn extend(&mut self, other: &Self) {
        for word in &other.0 {
            if !self.holds(word) {
                self.0.push(word.clone());
            }
        }
    }
}

/// Which letters stand side by side in a text: of many words that it is searched for hardly any has all of its own there.
pub struct Pairs<'t> {
    text: &'t str,
    /// By the first letter the second, as bits; a letter is told by the last five of its bits.
    seen: [u32; 32],
}

impl<'t> Pairs<'t> {
    /// Those of a text.
    pub fn of(text: &'t str) -> Self {
        let mut seen = [0; 32];
        text.as_bytes().windows(2).for_each(|pair| seen[usize::from(pair[0] & 31)] |= 1 << (pair[1] & 31));
        Self { text, seen }
    }

    /// Whether these words stand in the text.
    pub fn hold(&self, words: &str) -> bool {
        words.as_bytes().windows(2).all(|pair| self.are_seen(pair)) && self.text.contains(words)
    }

    /// Whether each of these words does, whatever is between them.
    pub fn hold_each(&self, words: &str) -> bool {
        words.as_bytes().windows(2).all(|pair| pair.contains(&b' ') || self.are_seen(pair))
            && words.split(' ').all(|word| self.text.contains(word))
    }

    fn are_seen(&self, pair: &[u8]) -> bool {
        self.seen[usize::from(pair[0] & 31)] & 1 << (pair[1] & 31) != 0
    }
}

/// What a folded text may begin with, letter by letter: one that must be a word of its own ends in a space («chốt »), one that a sign
/// follows in that sign («tổng:»).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Beginnings {
    all: Vec<Box<str>>,
    /// The same without diacritics.
    starts: Starts,
    /// The first bytes, as bits: hardly any text begins with one of them.
    first: [u64; 4],
}

impl From<Vec<String>> for Beginnings {
    fn from(words: Vec<String>) -> Self {
        let mut beginnings = Self::default();
        for words in words {
            // What is folded loses the space at its end, which says that the word ends.
            let space = if words.ends_with(' ') { " " } else { "" };
            beginnings.push(&(fold(&words) + space));
        }
        beginnings
    }
}

impl Beginnings {
    fn push(&mut self, folded: &str) {
        let Some(first) = folded.bytes().next().filter(|_| !self.all.iter().any(|known| **known == *folded)) else {
            return;
        };
        self.first[usize::from(first >> 6)] |= 1 << (first & 63);
        self.starts.add(strip_marks(folded));
        self.all.push(folded.into());
    }

    /// Whether the folded text begins with one of them.
    pub fn begin(&self, folded: &str) -> bool {
        self.may_begin(folded) && self.all.iter().any(|start| folded.starts_with(&**start))
    }

    /// Whether a text that is not folded may begin with one of them: a cheap question, mostly answered by its first letter. A tone may
    /// move from one letter to the other, so marks make no difference.
    pub fn may_begin_text(&self, text: &str) -> bool {
        self.starts.may_begin(text)
    }

    /// What stands behind those that the folded text begins with.
    pub fn behind<'t>(&self, folded: &'t str) -> impl Iterator<Item = &'t str> {
        let all: &[Box<str>] = if self.may_begin(folded) { &self.all } else { &[] };
        all.iter().filter_map(move |start| folded.strip_prefix(&**start))
    }

    fn may_begin(&self, folded: &str) -> bool {
        let mut letters = folded.chars().map(bare_letter);
        folded.bytes().next().is_some_and(|first| self.first[usize::from(first >> 6)] & 1 << (first & 63) != 0)
            && letters.next().flatten().is_none_or(|first| self.starts.letters.hold(first, letters.next().flatten()))
    }

    /// Takes those of another list as well.
    pub fn extend(&mut self, other: &Self) {
        other.all.iter().for_each(|start| self.push(start));
    }
}

/// How texts may begin, without diacritics.
#[derive(Clone, Debug, Default, PartialEq)]
struct Starts {
    /// Each with its first two letters, as far as it has them; in the order of the first.
    all: Vec<([Option<char>; 2], Box<str>)>,
    letters: FirstLetters,
}

impl Starts {
    fn add(&mut self, bare: String) {
        let mut letters = bare.chars();
        let first = [letters.next(), letters.next()];
        if first[0].is_some() && !self.all.iter().any(|(_, known)| **known == *bare) {
            self.letters.add(&bare);
            let at = self.all.partition_point(|([one, _], _)| *one <= first[0]);
            self.all.insert(at, (first, bare.into()));
        }
    }

    /// Whether a text that is not folded may begin with one of them.
    fn may_begin(&self, text: &str) -> bool {
        let mut letters = text.chars();
        // Of what is not tidy, or has spaces here, it is said once it is folded.
        let Some(first) = letters.next() else { return false };
        let Some(first) = bare_letter(first).filter(|first| *first != ' ') else { return true };
        if !self.letters.hold(first, None) {
            return false;
        }
        let second = letters.next().and_then(bare_letter);
        if !self.letters.hold(first, second) {
            return false;
        }
        let from = self.all.partition_point(|([one, _], _)| *one < Some(first));
        self.all[from..].iter().take_while(|([one, _], _)| *one == Some(first)).any(|([_, two], start)| {
            (*two == second || second.is_none() || two.is_none()) && behind_bare(text, start) != Some(None)
        })
    }
}

/// The first two letters that words begin with, a row of bits for each first one. Letters may share rows and bits: no more is said
/// than what no word begins with, and hardly any text begins with one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct FirstLetters([u32; 32]);

impl FirstLetters {
    fn add(&mut self, word: &str) {
        let mut letters = word.chars();
        let Some(first) = letters.next() else { return };
        self.0[Self::place(first)] |= letters.next().map_or(u32::MAX, |second| 1 << Self::place(second));
    }

    /// Whether a word may begin with these; the second may not be known.
    fn hold(&self, first: char, second: Option<char>) -> bool {
        self.0[Self::place(first)] & second.map_or(u32::MAX, |second| 1 << Self::place(second)) != 0
    }

    fn place(letter: char) -> usize {
        letter as usize & 31
    }
}

/// What a text may begin with as words, whatever its diacritics.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct BareBeginnings {
    all: BareWords,
    first: FirstLetters,
}

impl From<Vec<String>> for BareBeginnings {
    fn from(words: Vec<String>) -> Self {
        let mut beginnings = Self::default();
        beginnings.extend(&Self { all: words.into(), first: FirstLetters::default() });
        beginnings
    }
}

impl BareBeginnings {
    /// Whether the text begins with one of them, whatever its diacritics, and no word goes on there.
    pub fn begin(&self, text: &str) -> bool {
        let BareWords(beginnings) = &self.all;
        let text = text.trim_start();
        // One that surely begins it is enough; what is not sure is looked at again once the text is tidy.
        let mut doubted = false;
        let mut letters = text.chars();
        let first = letters.next().and_then(bare_letter);
        if first.is_some_and(|first| !self.first.hold(first, letters.next().and_then(bare_letter))) {
            return false;
        }
        for words in beginnings.iter().filter(|words| first.is_none_or(|first| words.starts_with(first))) {
            match begins_bare(text, words) {
                Some(true) => return true,
                Some(false) => {}
                None => doubted = true,
            }
        }
        doubted && {
            let bare = bare(text);
            let is_begun = |words: &String| {
                bare.strip_prefix(words.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            };
            beginnings.iter().any(is_begun)
        }
    }

    /// Takes those of another list as well.
    pub fn extend(&mut self, other: &Self) {
        self.all.extend(&other.all);
        self.all.iter().for_each(|words| self.first.add(words));
    }
}
