//! The words of a language that decide something about what people send: `schemas/languages/*.json`. They are data because
//! clerks write in ways that no list in a program keeps up with.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::slips::from_json;
use super::versions::Versions;
use crate::text::{self, bare, bare_letter, begins_bare, fold, words};

/// Short words may stand for several; of all ways to write a text out, no more are tried.
const MOST_WAYS: usize = 16;

/// No listed value is as long, in bytes.
const LONGEST_VALUE: usize = 200;

/// Words of one language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Language {
    #[serde(rename = "$schema")]
    _schema: Option<String>,
    /// What short forms in headings stand for, without diacritics: words with one space between them.
    pub abbreviations: HashMap<String, Vec<String>>,
    /// Words that change nothing about what a heading means.
    pub fillers: Vec<String>,
    /// Words that may stand beside a field's own without making the column another one.
    pub neutral: Vec<String>,
    /// How an explanation behind a heading begins.
    pub guidance: Beginnings,
    /// How an explanation behind a heading begins that no sign is before.
    pub additions: Beginnings,
    /// How the heading of a section begins.
    pub sections: Vec<String>,
    /// Words that turn a value into its opposite.
    pub negations: BareWords,
    /// Words that say how far something has come: values that differ in one are not near each other.
    pub aspects: BareWords,
    /// Words that count what stands behind them.
    pub numbers: BareWords,
    /// Words that stand between the values of a list.
    pub joints: Vec<String>,
    /// What a column is headed that holds one part of a period.
    pub units: Units,
    /// Words that may stand beside those of a period's heading.
    pub times: Vec<String>,
    /// What stands in a column of ticks for yes.
    pub ticks: Vec<String>,
    /// What stands in a column of ticks for no.
    pub crosses: Vec<String>,
    /// Which of several files is the later one.
    pub versions: Versions,
}

/// The parts of a period, each with its words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each is what it is called")]
pub struct Units {
    pub day: Vec<String>,
    pub month: Vec<String>,
    pub quarter: Vec<String>,
    pub year: Vec<String>,
}

impl Language {
    /// Reads the words of a language.
    fn parse(json: &str) -> anyhow::Result<Self> {
        let mut language: Self = from_json(json)?;
        // Headings lose their diacritics; a short form has hardly any letters to tell it by, so they are all compared bare.
        language.abbreviations = language.abbreviations.into_iter().map(|(short, long)| (bare(&short), long)).collect();
        Ok(language)
    }

    /// The words of Vietnamese, which the program is built with.
    pub fn vietnamese() -> &'static Self {
        static VIETNAMESE: LazyLock<Language> = LazyLock::new(|| {
            Language::parse(include_str!("../../schemas/languages/vi.json")).expect("a test reads this file")
        });
        &VIETNAMESE
    }

    /// Whether a text begins as explanations of headings do.
    pub fn is_guidance(&self, text: &str) -> bool {
        self.guidance.begin(text)
    }

    /// Whether a text begins as explanations do that no sign is before: «của tỉnh …», «tính đến …».
    pub fn is_addition(&self, text: &str) -> bool {
        self.additions.begin(text)
    }

    /// Whether a text begins as headings of sections do: «Lĩnh vực …», «Các …».
    pub fn is_section(&self, text: &str) -> bool {
        let folded = fold(text);
        let begins = |words: &String| {
            folded.strip_prefix(words.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        self.sections.iter().any(begins)
    }

    /// Whether a text without diacritics denies something.
    pub fn is_negated(&self, bare: &str) -> bool {
        words(bare).any(|word| self.negations.holds(word))
    }

    /// The words of a text without diacritics that deny something or say how far it has come, in their order.
    pub fn states<'t>(&'t self, bare: &'t str) -> impl Iterator<Item = &'t str> {
        words(bare).filter(|word| self.negations.holds(word) || self.aspects.holds(word))
    }

    /// Whether a text without diacritics ends in what counts the words behind it: «mỗi hai», «5».
    pub fn ends_in_number(&self, bare: &str) -> bool {
        let last = words(bare).last();
        let counts = |word: &str| word.ends_with(|sign: char| sign.is_ascii_digit()) || self.numbers.holds(word);
        last.is_some_and(counts)
    }

    /// Whether the word, in small letters, stands between the values of a list.
    pub fn is_joint(&self, word: &str) -> bool {
        self.joints.iter().any(|joint| joint == word)
    }

    /// A text without diacritics, and the same with its short words written out: «dang xd» is «dang xay dung».
    pub fn written_out(&self, bare: &str) -> Vec<String> {
        let mut texts = vec![String::new()];
        for word in words(bare).take_while(|_| bare.len() <= LONGEST_VALUE) {
            let long = self.abbreviations.get(word).into_iter().flatten().map(|long| text::bare(long));
            let ways: Vec<String> = std::iter::once(word.to_owned()).chain(long).collect();
            let longer = texts.iter().flat_map(|text| ways.iter().map(move |way| format!("{text} {way}")));
            texts = longer.take(MOST_WAYS).collect();
        }
        let written_out = texts.into_iter().skip(1).map(|text| text.trim_start().to_owned());
        std::iter::once(bare.to_owned()).chain(written_out).collect()
    }
}

/// Words without their diacritics, in which form they are compared.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct BareWords(Vec<String>);

impl From<Vec<String>> for BareWords {
    fn from(words: Vec<String>) -> Self {
        Self(words.iter().map(|words| bare(words)).collect())
    }
}

impl BareWords {
    fn holds(&self, word: &str) -> bool {
        self.0.iter().any(|known| known == word)
    }
}

/// What a text may begin with.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct Beginnings(BareWords);

impl Beginnings {
    /// Whether the text begins with one of them, whatever its diacritics, and no word goes on there.
    fn begin(&self, text: &str) -> bool {
        let BareWords(beginnings) = &self.0;
        let text = text.trim_start();
        // One that surely begins it is enough; what is not sure is looked at again once the text is tidy.
        let mut doubted = false;
        let first = text.chars().next().and_then(bare_letter);
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
}
