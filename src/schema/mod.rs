//! Forms, rosters and campaigns: what is known about who owes what on which form. All of it is data, embedded in the
//! program and replaceable as a whole with a folder of the same shape.

pub mod campaign;
pub mod country;
pub mod dcat;
pub mod document_words;
mod expression;
mod figures;
pub mod form;
mod known;
mod kind;
pub mod language;
pub mod letterhead;
mod level;
mod listing;
pub mod languages;
mod range;
pub mod load;
pub mod measures;
pub mod roster;
pub mod row_words;
pub mod tables;
pub(crate) mod slips;
#[cfg(feature = "cli")]
pub mod untranslated;
pub mod versions;

pub use campaign::{Between, Campaign, Number, Obligation, ObligationFacts, Senders, Term};
pub use country::{BodyKind, Country, Standing};
pub use expression::{Row, Sight, Surroundings, Unanswered};
pub use figures::Figures;
pub use form::{
    At, Field, ForeignKey, Form, FormRule, Held, Keys, Listing, NothingToReport, Outside, Tallied, Tally, Tallying,
    has_a_gap,
};
pub use kind::{Kind, Offer, Stands, Treatment};
pub use known::Schemas;
pub use language::{Language, ManifestWords};
pub use languages::Languages;
pub use level::{AgencyKind, Authority, Level, Naming};
pub use load::{embedded, from_folder};
pub use range::Range;
pub(crate) use range::{day_shown, grouped, written};
pub use roster::{Agency, Roster};
pub use tables::Count;
