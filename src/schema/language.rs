//! The words of a language that decide something about what people send: `schemas/languages/*.json`. They are data because
//! clerks write in ways that no list in a program keeps up with.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::Figures;
use super::document_words::DocumentWords;
use super::measures::Measures;
use super::row_words::RowWords;
use super::slips::from_json;
use super::versions::Versions;
use crate::text::hashed::HashMap;
use crate::text::lists::{BareBeginnings, BareWords, Beginnings, Phrases, Words};
use crate::text::{self, bare, fold, words};
use crate::value::PeriodWords;

/// Short words may stand for several; of all ways to write a text out, no more are tried.
const MOST_WAYS: usize = 16;

/// No listed value is as long, in bytes.
const LONGEST_VALUE: usize = 200;

/// Words of one language, or of several that are written side by side.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Language {
    #[serde(rename = "$schema")]
    _schema: Option<String>,
    /// What short forms in headings stand for, without diacritics: words with one space between them.
    pub abbreviations: HashMap<String, Vec<String>>,
    /// Words that change nothing about what a heading means.
    pub fillers: Vec<String>,
    /// Words that may stand beside a field's own without making the column another one.
    pub neutral: Vec<String>,
    /// Words that make a column another one, unless the form's own heading has them: «lần cuối» is not «lần đầu».
    pub contrary: Phrases,
    /// How an explanation behind a heading begins.
    pub guidance: BareBeginnings,
    /// How an explanation behind a heading begins that no sign is before.
    pub additions: BareBeginnings,
    /// How the heading of a section begins.
    pub sections: Vec<String>,
    /// Words that turn a value into its opposite.
    pub negations: BareWords,
    /// How a note behind a value begins that takes some of it back: «(một phần)», «(trừ khi có yêu cầu)».
    pub limiting: Beginnings,
    /// Notes behind a value that, alone, say that it is not so yet, or no more: «(đề án)», «(trên giấy)».
    pub doubts: Words,
    /// What a note behind a value may say that speaks against it: «(chưa nghiệm thu)», «(hỏng)».
    pub shadows: Phrases,
    /// Words of values against which such a note does not speak: «Đang xây dựng (chưa nghiệm thu)».
    pub unfinished: BareWords,
    /// Words that say how far something has come: values that differ in one are not near each other.
    pub aspects: BareWords,
    /// What names of things are called by: it tells none from another.
    pub things: Phrases,
    /// What the name or title of a sheet says that holds no data to be sent: «Ví dụ», «Hướng dẫn», «Nháp».
    pub asides: Phrases,
    /// What the title of a list says that names what is wanted from others.
    pub wanted: Phrases,
    /// With what such a title begins, whatever follows.
    pub needs: Phrases,
    /// What the title of a list says that was only compared, or is for reference.
    pub compared: Phrases,
    /// Words in names that tell none from another.
    pub joining: Words,
    /// Words that count what stands behind them.
    pub numbers: BareWords,
    /// Words that stand between the values of a list.
    pub joints: Vec<String>,
    /// What a column is headed that holds one part of a period.
    pub units: Units,
    /// Units of figures.
    pub measures: Measures,
    /// Words that may stand beside those of a period's heading.
    pub times: Vec<String>,
    /// What stands in a column of ticks for yes.
    pub ticks: Words,
    /// What stands in a column of ticks for no.
    pub crosses: Words,
    /// What stands for yes in a column of answers.
    pub yes: Words,
    /// What stands for no there.
    pub no: Words,
    /// How numbers are written: of languages side by side, the first one's way.
    pub figures: Figures,
    /// A word for yes and one for no, as messages say them.
    pub answers: Option<[String; 2]>,
    /// What means "as above", but for the signs that do.
    pub ditto: Words,
    /// What means "as in the row of this ordinal", before the ordinal: «như STT 1».
    pub ditto_of: Words,
    /// What puts an answer off, or says that there is none yet: «Đang cập nhật», «Chưa xác định».
    pub unsaid: Words,
    /// What tells rows that are no data.
    pub rows: RowWords,
    /// How documents are named.
    pub documents: DocumentWords,
    /// How periods are written.
    pub periods: PeriodWords,
    /// Which of several files is the later one.
    pub versions: Versions,
    /// The labels beside which a sender's name or code stands on a cover sheet: «Tên cơ quan», “Recipient name”.
    pub senders: BareWords,
    /// What the columns of a list are headed that says whose each file is.
    pub manifest: ManifestWords,
}

/// The columns of a list of files and agencies.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "each is what it is called")]
pub struct ManifestWords {
    pub file: BareWords,
    pub agency: BareWords,
}

/// The parts of a period, each with its words.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "each is what it is called")]
pub struct Units {
    pub day: BareWords,
    pub month: BareWords,
    pub quarter: BareWords,
    pub year: BareWords,
}

impl Language {
    /// The words of a folded name that tell it from others.
    pub fn telling_words<'n>(&self, folded: &'n str) -> impl Iterator<Item = &'n str> {
        let all: Vec<&str> = words(folded).collect();
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                let word = *all.get(at)?;
                match self.things.begin(&all[at..]) {
                    Some(length) => at += length.max(1),
                    None => {
                        at += 1;
                        if !self.joining.holds(word) {
                            return Some(word);
                        }
                    }
                }
            }
        })
    }

    /// Reads the words of a language.
    pub(super) fn parse(json: &str) -> anyhow::Result<Self> {
        let mut language: Self = from_json(json)?;
        // Headings lose their diacritics; a short form has hardly any letters to tell it by, so they are all compared bare.
        let written: BTreeMap<_, _> = std::mem::take(&mut language.abbreviations).into_iter().collect();
        for (short, long) in written {
            let known = language.abbreviations.entry(bare(&short)).or_default();
            long.iter().for_each(|long| push_new(known, long));
        }
        language.measures.refuse_two_units()?;
        Ok(language)
    }

    /// Takes the words of another language as well: what both have says what the first says.
    pub(super) fn extend(&mut self, other: &Self) {
        for (short, long) in &other.abbreviations {
            let known = self.abbreviations.entry(short.clone()).or_default();
            long.iter().for_each(|long| push_new(known, long));
        }
        let lists = [
            (&mut self.fillers, &other.fillers),
            (&mut self.neutral, &other.neutral),
            (&mut self.sections, &other.sections),
            (&mut self.joints, &other.joints),
            (&mut self.times, &other.times),
        ];
        for (own, others) in lists {
            others.iter().for_each(|word| push_new(own, word));
        }
        self.guidance.extend(&other.guidance);
        self.additions.extend(&other.additions);
        self.negations.extend(&other.negations);
        self.limiting.extend(&other.limiting);
        self.doubts.extend(&other.doubts);
        self.shadows.extend(&other.shadows);
        self.unfinished.extend(&other.unfinished);
        self.aspects.extend(&other.aspects);
        self.numbers.extend(&other.numbers);
        self.things.extend(&other.things);
        self.contrary.extend(&other.contrary);
        self.asides.extend(&other.asides);
        self.wanted.extend(&other.wanted);
        self.needs.extend(&other.needs);
        self.compared.extend(&other.compared);
        self.joining.extend(&other.joining);
        self.units.day.extend(&other.units.day);
        self.units.month.extend(&other.units.month);
        self.units.quarter.extend(&other.units.quarter);
        self.units.year.extend(&other.units.year);
        self.measures.extend(&other.measures);
        self.ticks.extend(&other.ticks);
        self.crosses.extend(&other.crosses);
        self.yes.extend(&other.yes);
        self.no.extend(&other.no);
        self.ditto.extend(&other.ditto);
        self.ditto_of.extend(&other.ditto_of);
        self.unsaid.extend(&other.unsaid);
        self.rows.extend(&other.rows);
        self.documents.extend(&other.documents);
        self.periods.extend(&other.periods);
        self.versions.extend(&other.versions);
        self.senders.extend(&other.senders);
        self.manifest.file.extend(&other.manifest.file);
        self.manifest.agency.extend(&other.manifest.agency);
    }

    /// The words of all these; of none, no words.
    pub fn of_all<'l>(all: impl IntoIterator<Item = &'l Arc<Self>>) -> Arc<Self> {
        let mut distinct: Vec<&Arc<Self>> = Vec::new();
        for language in all {
            if !distinct.iter().any(|known| Arc::ptr_eq(known, language)) {
                distinct.push(language);
            }
        }
        if let [only] = distinct[..] {
            return Arc::clone(only);
        }
        let mut together = Self::default();
        distinct.into_iter().for_each(|language| together.extend(language));
        Arc::new(together)
    }

    /// The same words where fiscal years begin in this month, 1 to 12.
    pub(super) fn with_fiscal_year(&self, month: i8) -> Self {
        let mut language = self.clone();
        language.periods.fiscal_year = month;
        language
    }

    /// The same words where days in numbers begin with their month.
    pub(super) fn with_months_first(&self) -> Self {
        let mut language = self.clone();
        language.periods.is_month_first = true;
        language
    }

    /// The words of the languages of the country that ships with the program, for tests.
    #[cfg(test)]
    pub(crate) fn shipped() -> Arc<Self> {
        static SHIPPED: std::sync::LazyLock<Arc<Language>> =
            std::sync::LazyLock::new(|| Arc::clone(&super::embedded().expect("they are embedded").country.language));
        Arc::clone(&SHIPPED)
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

fn push_new(words: &mut Vec<String>, word: &str) {
    if !words.iter().any(|known| known == word) {
        words.push(word.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ways of writing that come to the same: nothing depends on which of them is met first.
    #[test]
    fn words_that_come_to_the_same_stand_side_by_side() {
        let language =
            || Language::parse(r#"{"abbreviations": {"ĐVC": ["mot"], "đvc": ["hai"], "dvc": ["ba"]}}"#).expect("sound");
        let meant = || language().abbreviations["dvc"].clone();
        assert_eq!((0..20).map(|_| meant()).collect::<std::collections::BTreeSet<_>>().len(), 1);
        assert_eq!(meant().len(), 3);
        let units = r#"{"measures": {"units": {"đồng": ["đ"], "độ": ["Đ"]}}}"#;
        assert!(Language::parse(units).is_err_and(|error| error.to_string().contains("both unit")));
    }
}
