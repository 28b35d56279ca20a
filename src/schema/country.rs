//! What the offices of a country are called: which bodies are not an agency of a roster though they bear its name, who only
//! receives a form, and what is cited. It is data because the words change with every reform, and rosters with them.

use std::sync::Arc;

use anyhow::{Context, ensure};
use serde::Deserialize;

use super::slips::{did_you_mean, from_json};
use super::{AgencyKind, Language, Languages, Level};
use crate::text::lists::{BareWords, Beginnings};
use crate::text::{self, Bilingual};
use crate::trouble;

/// The words by which the offices of a country are told apart. All lists are compared without regard to letter case, and
/// with or without diacritics.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Country {
    #[serde(rename = "$schema")]
    _schema: Option<String>,
    /// The country's code, such as `vn`.
    pub name: String,
    /// Its name.
    pub title: Bilingual,
    /// The languages that are written there, as their files are called: the first is written.
    pub languages: Vec<String>,
    /// The words of these.
    #[serde(skip)]
    pub language: Arc<Language>,
    /// What a province's authority is called, which districts and communes have as well.
    #[serde(default)]
    pub committee: Committee,
    /// What follows a central agency's name when a branch of it is meant.
    #[serde(default)]
    pub places: Vec<String>,
    /// Titles of those who speak for an agency of a roster, behind which only its name follows.
    #[serde(default)]
    pub speakers: Vec<String>,
    /// Titles of those who sign for a body.
    #[serde(default)]
    pub heads: Vec<String>,
    /// Before the name of whom a signature is for.
    #[serde(default)]
    pub behalf: Vec<String>,
    /// The kinds of office that are no agency of a roster.
    #[serde(default)]
    pub bodies: Vec<BodyKind>,
    /// What no name of a place behind «huyện» or «TP» begins with, in the name of a file: «Huyen gui lai».
    #[serde(default)]
    pub no_places: Vec<String>,
    /// Words by which people's names in the name of a file are known.
    #[serde(default)]
    pub people: People,
    /// Words that take «bộ» into their own meaning.
    #[serde(default)]
    pub compounds: Vec<String>,
    /// Names that contain an agency's and are not it.
    #[serde(default)]
    pub namesakes: Vec<String>,
    /// Whom a form goes to.
    #[serde(default)]
    pub receivers: Receivers,
    /// Right before a ministry's name: it is the author.
    #[serde(default)]
    pub owners: Vec<String>,
    /// Documents that are cited.
    #[serde(default)]
    pub cited: Vec<String>,
    /// How the names of its agencies are written.
    #[serde(default)]
    pub names: AgencyNames,
    /// Openings of names that only one thing of the country can bear, whoever lists it: «Cơ sở dữ liệu quốc gia».
    #[serde(default)]
    pub only_ones: Beginnings,
    /// What says that a document has not been issued.
    #[serde(default)]
    pub drafts: BareWords,
    /// What all agencies of a roster are called together: «Cả nước».
    #[serde(default = "everyone")]
    pub whole: Bilingual,
    /// What agencies are counted by, in the order of reports.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// The kinds of agencies that rosters name.
    #[serde(default)]
    pub kinds: Vec<AgencyKind>,
    /// What stands above a form.
    #[serde(default)]
    pub letterhead: FormHead,
}

/// What stands above a form that an agency issues.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FormHead {
    /// The state's name and its motto, line by line; none where forms have none.
    pub state: Vec<String>,
    /// The line that names the document which issues the form, to be filled in: `{kind}`, `{initials}` of it, `{symbol}` and `{issuer}`.
    pub decision: String,
}

fn everyone() -> Bilingual {
    Bilingual::new("Tất cả", "All")
}

/// The authority of a province, a district or a commune.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Committee {
    /// What it is called.
    pub words: Vec<String>,
    /// The symbols of its documents; with `*` whatever begins so.
    pub symbols: Vec<String>,
}

/// How the names of agencies are written, in a title and in the name of a file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AgencyNames {
    /// What stands before a ministry's name, and before its letters: «Bộ».
    pub ministry: String,
    /// The letter of that in a ministry's symbol: the `B` of `BTTTT`.
    pub ministry_letter: char,
    /// What stands before a province's name.
    pub province: Vec<String>,
    /// What stands before a town's that bears a province's name.
    pub town: Vec<String>,
    /// What stands before a city's name that is a province.
    pub city: Vec<String>,
    /// The same, of which the full name of such a city is never written with.
    pub city_as_province: Vec<String>,
    /// What stands before the name of a province that is no more.
    pub former: Vec<String>,
    /// Of all these, what a name of the roster itself begins with.
    pub levels: Vec<String>,
    /// Alone they name a level and no agency: «tỉnh», «Bộ», «ngành».
    pub alone: BareWords,
    /// Single words that stand between «gửi» and a name.
    pub parts: BareWords,
    /// Single words that a province's name begins with in an address.
    pub in_address: BareWords,
    /// Joins two parts of a name, and may be written `&`.
    pub and: String,
    /// The ministries, whose departments bear the same names.
    pub ministries: Vec<String>,
    /// What right behind the name of a department makes it another body's: «quốc gia».
    pub goes_on: Vec<String>,
    /// How a line begins that is the name of an agency.
    pub beginnings: Vec<String>,
    /// The letters of identifiers such as `H22`.
    pub code_letters: BareWords,
    /// What announces one in a title block.
    pub code_words: BareWords,
    /// One of them, as an example.
    pub example_code: String,
}

/// A kind of office that is not an agency of a roster.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyKind {
    /// As in a sentence: «huyện», “a district”.
    pub title: Bilingual,
    /// What it is to an agency.
    pub standing: Standing,
    /// What its name begins with, at the beginning of a line or behind «của».
    pub words: Vec<String>,
    /// The same, wherever it stands before a province's name.
    #[serde(default)]
    pub anywhere: Vec<String>,
    /// What its name begins with right behind the committee's: «UBND TX …».
    #[serde(default)]
    pub abbreviations: Vec<String>,
    /// The same, and shorter ones, that count alone in the name of a file or folder behind the name of the province that it lies in:
    /// «Nghe An - TX Cua Lo», «TPHCM_Q7».
    #[serde(default)]
    pub in_province: Vec<String>,
    /// Words that only begin like it.
    #[serde(default)]
    pub not: Vec<String>,
    /// Words that only end like it.
    #[serde(default)]
    pub within: Vec<String>,
    /// The symbols of its documents; with `*` whatever begins so.
    #[serde(default)]
    pub symbols: Vec<String>,
}

/// What a body is to an agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// It has a committee and a name of its own.
    Locality,
    /// The same, unless the roster has it.
    City,
    /// A central agency's in a province.
    Branch,
    /// A part of the agency, whose name in it counts.
    Department,
    /// It may stand below its agency's heading, but does not speak alone.
    Office,
    /// It never speaks for an agency.
    Body,
}

/// Words by which people's names in the name of a file are known: provinces are given names too.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// Right before a given name: «Nguyễn Thái Bình» is not the province.
    pub surnames: Vec<String>,
    /// Between the two: «Nguyễn Thị Hà Giang».
    pub middles: Vec<String>,
    /// Behind the name of whoever helped with the form and is not its sender: «Bộ Công an góp ý».
    pub helps: Vec<String>,
}

/// Words that make a name a receiver's.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receivers {
    /// Right before a name.
    pub before: Vec<String>,
    /// Right before a ministry's name in the name of a file or folder.
    pub labels: Vec<String>,
    /// Alone in a cell.
    pub headings: Vec<String>,
    /// Anywhere in a line before a name.
    pub lines: Vec<String>,
}

impl Country {
    /// Reads a country file. Errors: what JSON or its keys have wrong, a language that is not known, and a body without a word or
    /// symbol.
    pub(super) fn parse(json: &str, languages: &Languages) -> anyhow::Result<Self> {
        let mut country: Self = from_json(json)?;
        country.language = languages.together(&country.languages)?;
        country.check_levels()?;
        for (at, body) in country.bodies.iter().enumerate() {
            let all = body.words.iter().chain(&body.anywhere).chain(&body.not).chain(&body.symbols);
            let first = all.clone().next().with_context(|| format!("body {} has no words", at + 1))?;
            ensure!(all.into_iter().all(|words| !text::bare(words).is_empty()), "body “{first}” has a blank word");
        }
        Ok(country)
    }

    /// That no level is called as the whole roster is, and each kind's is there.
    fn check_levels(&self) -> anyhow::Result<()> {
        if self.levels.iter().any(Level::is_all) {
            let name = Level::ALL;
            trouble!(
                "không cấp nào được gọi là `{name}`, vì đó là toàn danh sách",
                "no level may be called `{name}`, for that is the whole roster"
            );
        }
        for kind in &self.kinds {
            if self.levels.iter().all(|level| level.name != kind.level) {
                let (name, level) = (&kind.name, &kind.level);
                let near = did_you_mean(level, self.levels.iter().map(|level| &level.name));
                trouble!("loại `{name}`: không có cấp `{level}`{}", "kind `{name}`: unknown level `{level}`{}", near);
            }
        }
        Ok(())
    }

    /// The kind of body whose documents bear this symbol; the longest that fits.
    pub fn body_of_symbol(&self, symbol: &str) -> Option<usize> {
        let fits = self.bodies.iter().enumerate().flat_map(|(at, body)| body.symbols.iter().map(move |own| (at, own)));
        fits.filter(|(_, own)| is_symbol(own, symbol)).max_by_key(|(_, own)| own.chars().count()).map(|(at, _)| at)
    }

    /// Whether the symbol is one letter from that of a committee: `UBNĐ`, `UBNDT`, `UBDN`.
    pub fn is_mistyped_committee(&self, symbol: &str) -> bool {
        let symbol = letters(symbol);
        let whole = self.committee.symbols.iter().map(|own| letters(own)).filter(|own| own.len() > 3);
        whole.into_iter().any(|own| strsim::damerau_levenshtein(&own, &symbol) <= 1)
    }

    /// Whether the symbol is that of a committee, of whatever level.
    pub fn is_committee_symbol(&self, symbol: &str) -> bool {
        self.committee.symbols.iter().any(|own| is_symbol(own, symbol))
    }
}

/// Whether a symbol is the pattern's, or begins like it where the pattern ends in `*`.
fn is_symbol(pattern: &str, symbol: &str) -> bool {
    let symbol = letters(symbol);
    match pattern.strip_suffix('*') {
        Some(beginning) => symbol.starts_with(&letters(beginning)),
        None => symbol == letters(pattern),
    }
}

fn letters(text: &str) -> String {
    text::words(&text::bare(text)).collect()
}
