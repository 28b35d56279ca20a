//! The words by which a template says what it wants; data, in `schemas/workbook/words.json`.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Context;
use serde::Deserialize;

use crate::schema::{Language, load};
use crate::text::{fold, is_placeholder, joined_words};

/// What is known of such words.
#[derive(Debug)]
pub(super) struct Words {
    /// The words of the language in which forms are filled in.
    pub language: Arc<Language>,
    listed: Listed,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    required: Vec<String>,
    optional: Vec<String>,
    examples: Vec<String>,
    guidance: Vec<String>,
    no_titles: Vec<String>,
    /// What begins the name of an office, in a line above the title.
    offices: Vec<String>,
    /// What a number follows that the form has.
    numbered: Vec<String>,
    basis: Vec<String>,
    /// What begins the heading of codes, which are texts whatever digits they are of.
    codes: Vec<String>,
    /// By the kind of column.
    kinds: BTreeMap<String, Vec<String>>,
    /// By the format of days that they stand for.
    formats: BTreeMap<String, Vec<String>>,
}

impl Words {
    /// Those that ship with the program, beside those of this language.
    pub fn new(language: &Arc<Language>) -> anyhow::Result<Self> {
        let listed = serde_json::from_str(load::template_words()).context("reading schemas/workbook/words.json")?;
        Ok(Self { language: Arc::clone(language), listed })
    }

    /// Whether a text says how to fill in what stands above it: in brackets, or as an order.
    pub fn is_guidance(&self, text: &str) -> bool {
        let folded = fold(text);
        let inner = folded.trim_start_matches(['(', '[', '-', '*', ' ']);
        self.language.rows.is_guidance(&folded)
            || self.language.is_guidance(inner)
            || begins(&self.listed.guidance, inner)
    }

    /// Whether a text begins a row that shows how to fill in a row.
    pub fn is_example(&self, text: &str) -> bool {
        let folded = fold(text);
        self.language.rows.is_example(&folded) || begins(&self.listed.examples, folded.trim_start_matches(['(', '[']))
    }

    /// Whether a heading says that its column must be filled in.
    pub fn is_required(&self, heading: &str) -> bool {
        let folded = fold(heading);
        let holds = |words: &[String]| words.iter().any(|word| folded.contains(word.as_str()));
        heading.contains('*') || holds(&self.listed.required) && !holds(&self.listed.optional)
    }

    /// The heading without the marks of what must be filled in.
    pub fn without_marks(&self, heading: &str) -> String {
        let mut text = heading.replace("(*)", " ").replace('*', " ");
        for word in self.listed.required.iter().chain(&self.listed.optional) {
            for (open, close) in [('(', ')'), ('[', ']')] {
                let folded = fold(&text);
                let mark = format!("{open}{word}{close}");
                // Folding keeps the number of letters of what is composed.
                if folded.chars().count() == text.chars().count()
                    && let Some(at) = folded.find(&mark)
                {
                    let (from, count) = (folded[..at].chars().count(), mark.chars().count());
                    text = text.chars().take(from).chain(text.chars().skip(from + count)).collect();
                }
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches(':').trim_end().to_owned()
    }

    /// Whether a line above a table is surely not its title.
    pub fn is_no_title(&self, line: &str) -> bool {
        let folded = fold(line);
        let inner = folded.trim_start_matches(['(', '[']);
        let is_label = folded.rsplit_once(':').is_some_and(|(_, behind)| is_placeholder(behind));
        begins(&self.listed.no_titles, inner) || self.is_numbered(inner) || is_label
    }

    /// Whether a line above the title names an office: it is no first half of the title.
    pub fn is_office(&self, line: &str) -> bool {
        begins(&self.listed.offices, &fold(line))
    }

    /// A title without the number of the form before it: «BIỂU SỐ 05: DIỆN TÍCH, DÂN SỐ CHIA THEO HUYỆN».
    pub fn without_number<'t>(&self, line: &'t str) -> &'t str {
        let behind = line.split_once(':').filter(|(number, _)| self.is_numbered(&fold(number)));
        let title = behind.map(|(_, title)| title.trim()).filter(|title| title.split_whitespace().count() > 2);
        title.unwrap_or(line)
    }

    /// Whether a folded text begins as the number of a form does: «biểu số 01», «mẫu số: II», and not «biểu số liệu».
    fn is_numbered(&self, folded: &str) -> bool {
        let behind = self.listed.numbered.iter().find_map(|words| folded.strip_prefix(words.as_str()));
        let word = behind.and_then(|behind| behind.split_whitespace().find(|word| *word != ":"));
        let word = word.map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()));
        behind.is_some_and(|behind| !behind.starts_with(char::is_alphanumeric))
            && word.is_none_or(|word| {
                word.contains(|letter: char| letter.is_ascii_digit())
                    || word.bytes().all(|letter| matches!(letter, b'i' | b'v' | b'x'))
            })
    }

    /// Whether what stands before a colon announces something else than what is to be filled in: a unit, a receiver, a note.
    pub fn is_no_title_of(&self, label: &str) -> bool {
        let folded = fold(label);
        let with_colon = format!("{folded}:");
        begins(&self.listed.no_titles, &folded)
            || self.is_numbered(&folded)
            || self.listed.no_titles.iter().any(|words| with_colon.starts_with(words.as_str()))
    }

    /// Whether a line says what prescribes the form.
    pub fn is_basis(&self, line: &str) -> bool {
        let folded = fold(line);
        self.listed.basis.iter().any(|word| folded.contains(word.as_str()))
            && folded.contains(|letter: char| letter.is_ascii_digit())
    }

    /// What a line of a basis says without the words that lead up to it: «Kèm theo Công văn số …».
    pub fn without_basis<'l>(&self, line: &'l str) -> &'l str {
        let mut rest = line;
        loop {
            let folded = fold(rest);
            let leads = |word: &&String| folded.strip_prefix(word.as_str()).is_some_and(|rest| rest.starts_with(' '));
            let Some(word) = self.listed.basis.iter().find(leads) else { return rest };
            let count = word.split(' ').count();
            rest = rest.splitn(count + 1, ' ').nth(count).unwrap_or_default();
        }
    }

    /// The format of days that a heading or hint asks for.
    pub fn format(&self, text: &str) -> Option<&str> {
        let folded = fold(text);
        let holds = |words: &[String]| words.iter().any(|word| folded.contains(word.as_str()));
        self.listed.formats.iter().find(|(_, words)| holds(words)).map(|(format, _)| format.as_str())
    }

    /// Whether a heading is one of codes.
    pub fn is_code(&self, heading: &str) -> bool {
        begins(&self.listed.codes, &fold(heading))
    }

    /// The kind of column that a heading speaks of; the words that are longest decide.
    pub fn kind(&self, heading: &str) -> Option<&str> {
        let heading = fold(heading);
        let (words, _) = joined_words(&heading);
        let padded = format!(" {words} ");
        let fits = |word: &str| match word.contains(|letter: char| !letter.is_alphanumeric() && letter != ' ') {
            true => heading.contains(word),
            false => {
                padded.starts_with(&format!(" {word} ")) || word.contains(' ') && padded.contains(&format!(" {word} "))
            }
        };
        let all = self.listed.kinds.iter().flat_map(|(kind, words)| words.iter().map(move |word| (kind, word)));
        let fitting = all.filter(|(kind, word)| match kind.as_str() {
            // Nothing else may stand there.
            "ordinal" => words == **word || heading == **word,
            _ => fits(word),
        });
        fitting.max_by_key(|(_, word)| word.chars().count()).map(|(kind, _)| kind.as_str())
    }
}

/// Whether a folded text begins with one of these, as whole words.
fn begins(words: &[String], folded: &str) -> bool {
    words.iter().any(|word| {
        folded
            .strip_prefix(word.as_str())
            .is_some_and(|rest| !rest.starts_with(|letter: char| letter.is_alphanumeric()))
    })
}
