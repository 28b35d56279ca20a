//! A campaign: one request for reports, with what each agency owes.

use jiff::civil::Date;

use crate::text::Bilingual;

/// One request for reports.
#[derive(Debug)]
pub struct Campaign {
    /// Such as `2389`.
    pub name: String,
    /// In words.
    pub title: Bilingual,
    /// The letter that asks.
    pub basis: String,
    /// The roster's name.
    pub roster: String,
    /// The names of the forms that it asks for, in the order of reports.
    pub forms: Vec<String>,
    /// By when.
    pub deadline: Option<Date>,
    /// The share of agencies that is aimed at, in percent (0 to 100).
    pub target: Option<f64>,
    /// What each agency owes, in the order of reports.
    pub obligations: Vec<Obligation>,
}

/// One thing owed.
#[derive(Debug)]
pub struct Obligation {
    /// Such as `catalogue`.
    pub name: String,
    /// In words.
    pub title: Bilingual,
    /// The name of the form it is about.
    pub form: String,
    /// The CEL expression that says when it is met; see [`crate::ledger`] for what it can name.
    pub program: cel::Program,
    /// The same rule in words, printed under every number that it makes.
    pub words: Bilingual,
    /// What the agencies that comply have done, for the letter: «ban hành danh mục cơ sở dữ liệu dùng chung».
    pub deed: Bilingual,
}
