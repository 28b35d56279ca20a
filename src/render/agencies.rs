//! Who is on a roster, and which agency a text names, for programs.

use serde::Serialize;

use crate::intake::names::{Names, Weight};
use crate::schema::{Agency, Roster};

/// An agency of the roster.
#[derive(Debug, Serialize)]
pub struct Listed<'a> {
    code: &'a str,
    name: &'a str,
    name_en: &'a str,
    level: &'a str,
    aliases: &'a [String],
}

impl<'a> Listed<'a> {
    fn new(agency: &'a Agency) -> Self {
        Self {
            code: &agency.code,
            name: &agency.name,
            name_en: &agency.name_en,
            level: &agency.level.name,
            aliases: &agency.aliases,
        }
    }
}

/// The roster, in its order.
pub fn listed(roster: &Roster) -> Vec<Listed<'_>> {
    roster.agencies.iter().map(Listed::new).collect()
}

/// What a text names.
#[derive(Debug, Serialize)]
pub struct Resolved<'a> {
    text: &'a str,
    /// The code, where it is certain.
    agency: Option<String>,
    /// Codes of all that it may be; none where it names none.
    agencies: Vec<String>,
    /// Where it names none: those with names that look like it.
    nearest: Vec<Listed<'a>>,
    mentions: Vec<Told>,
}

#[derive(Debug, Serialize)]
struct Told {
    words: String,
    agency: Option<String>,
    counts: bool,
}

impl<'a> Resolved<'a> {
    /// What it names.
    pub fn new(text: &'a str, names: &'a Names) -> Self {
        let resolution = names.resolve(text);
        let agencies: Vec<String> = resolution.strongest().into_iter().map(str::to_owned).collect();
        let nearest = if agencies.is_empty() { names.nearest(text) } else { Vec::new() };
        let told = |mention: &crate::intake::names::Mention| Told {
            words: mention.words.clone(),
            agency: mention.agency.clone(),
            counts: mention.weight != Weight::None,
        };
        Self {
            text,
            agency: if let [only] = &agencies[..] { Some(only.clone()) } else { None },
            nearest: nearest.into_iter().map(Listed::new).collect(),
            mentions: resolution.mentions.iter().map(told).collect(),
            agencies,
        }
    }
}
