//! What the letters of a campaign bear beside its subject: who writes, to whom how, by whom it is signed, and until when an answer is
//! asked for. The layout is NĐ 30/2020/NĐ-CP, Phụ lục I; the words are the ministry's.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::text::{Bilingual, Language};

/// The head and the foot of letters.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Letterhead {
    /// What stands at the top on the right: the state, below it its motto; without it what the country's file has.
    pub state: Vec<Bilingual>,
    /// Who writes.
    pub sender: Sender,
    /// The number, with room for what the registry fills in: «Số:        /BTTTT-CĐSQG».
    pub number: String,
    /// Before the day: «Hà Nội».
    pub place: String,
    /// The day of the letters; without it that of the report, of which the day itself is left for the registry.
    pub date: Option<Date>,
    /// The document that asked, as letters cite it.
    pub citation: Option<Bilingual>,
    /// An answer is asked for within so many days of the letter.
    pub reply_days: Option<u16>,
    /// Whom to ask.
    pub contact: Option<Bilingual>,
    /// Who signs: the lines above the signature, and the name.
    pub signer: Signer,
    /// «Nơi nhận».
    pub copies: Vec<String>,
    /// How agencies are addressed, by their level: `{name}` and, with a small letter, `{lower}` stand for theirs.
    pub address: BTreeMap<String, Bilingual>,
}

/// Who writes letters.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sender {
    /// Its code in the roster: it gets no letter of its own.
    pub agency: Option<String>,
    /// As the head of the letter has it, in capitals.
    pub name: String,
    /// The body above it, if any, in capitals.
    pub above: String,
    /// Within a sentence.
    pub title: Option<Bilingual>,
    /// From where letters are mailed.
    pub email: String,
}

impl Sender {
    /// What it is called within a sentence; as in the head where nothing else is said.
    pub fn called(&self, language: Language) -> &str {
        let title = self.title.as_ref().map(|title| title.get(language));
        title.filter(|title| !title.is_empty()).unwrap_or(&self.name)
    }
}

/// Who signs.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Signer {
    /// Such as «TL. BỘ TRƯỞNG», line by line.
    pub title: Vec<String>,
    /// In full; blank if it is filled in by hand.
    pub name: String,
}
