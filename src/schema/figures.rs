//! How numbers are written: as a form says, else as its language does.

use serde::Deserialize;

/// Signs in and around a number that is kept as text. Without any it is read in the Vietnamese way, and the English way is told where
/// that gives another number.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Figures {
    /// Before the fraction.
    pub decimal: Option<char>,
    /// Between thousands.
    pub group: Option<char>,
    /// Signs and words of money, which may stand before or behind a number.
    pub money: Vec<String>,
    /// Any other words may stand around it as well (`bareNumber` is false).
    #[serde(skip)]
    pub in_words: bool,
    /// The column's heading says that it counts in percent, so «90%» is 90.
    #[serde(skip)]
    pub in_percent: bool,
}

impl Figures {
    /// Takes from a language what the form does not say.
    pub(super) fn speak(&mut self, language: &Self) {
        if self.decimal.is_none() && self.group.is_none() {
            (self.decimal, self.group) = (language.decimal, language.group);
        }
        self.money.clone_from(&language.money);
    }
}
