//! Levels and kinds of agencies: what totals are counted by, and how names are written. A country's file says them in its words; a roster
//! may name levels of its own, which are called as it writes them.

use serde::{Deserialize, Serialize, Serializer};

use crate::bilingual;
use crate::text::{Bilingual, capital};

/// What agencies are counted by.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// As reports write it, such as `ministry`.
    pub name: String,
    /// As a value of a column: «Cấp bộ».
    pub title: Bilingual,
    /// Beside an agency's name: «bộ».
    pub short: Bilingual,
    /// Behind a number of agencies: «cấp bộ».
    pub among: Bilingual,
    /// What issues its agencies' documents, where that has a name of its own.
    #[serde(default)]
    pub authority: Option<Authority>,
}

/// The authority of a place: its people's committee.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// Before the place's name.
    pub name: String,
    /// In the numbers of its documents.
    pub symbol: String,
}

impl Level {
    /// What stands for all levels in a report; no level is called so.
    pub const ALL: &'static str = "all";
    /// What senders count in that are on no roster; no level is called so.
    pub const UNLISTED: &'static str = "unlisted";

    /// One of a roster that its country does not know: `tribal-nation` is called «Tribal nation».
    pub fn unnamed(name: &str) -> Self {
        let words = name.replace(['-', '_'], " ");
        Self {
            name: name.to_owned(),
            title: Bilingual::same(&capital(&words)),
            short: Bilingual::same(&words),
            among: bilingual!("cấp {words}", "at {words} level"),
            authority: None,
        }
    }

    /// The whole roster.
    pub(super) fn whole(title: &Bilingual) -> Self {
        Self { title: title.clone(), ..Self::unnamed(Self::ALL) }
    }

    /// Senders that are on no roster.
    pub(super) fn unlisted() -> Self {
        Self {
            title: Bilingual::new("Ngoài danh sách", "Not on the roster"),
            short: Bilingual::new("ngoài danh sách", "not on the roster"),
            among: Bilingual::new("ngoài danh sách", "not on the roster"),
            ..Self::unnamed(Self::UNLISTED)
        }
    }

    /// Whether it is the whole roster.
    pub fn is_all(&self) -> bool {
        self.name == Self::ALL
    }
}

impl PartialEq for Level {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Level {}

impl Serialize for Level {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name)
    }
}

/// A kind of agency, as rosters write it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgencyKind {
    /// Such as `tinh`.
    pub name: String,
    /// The level that its agencies count in.
    pub level: String,
    /// How their names are written.
    #[serde(default)]
    pub names: Naming,
}

/// How the names of agencies are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Naming {
    /// As the roster has them.
    #[default]
    Plain,
    /// A ministry's: «Bộ TTTT» is `BTTTT`.
    Ministry,
    /// Another central agency's.
    Central,
    /// A province's: with the word of its level or without, and its authority before it.
    Province,
    /// A city's that is a province.
    City,
}

impl Naming {
    /// Whether it is a place, in which others have an office, and whose towns may bear its name.
    pub fn is_place(self) -> bool {
        matches!(self, Self::Province | Self::City)
    }
}
