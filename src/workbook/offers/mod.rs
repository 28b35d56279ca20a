//! What a workbook lets people fill in: drop-down lists, numbers within bounds, days, lengths, and the hints beside them (data
//! validation). Only whoever makes a form of a template asks for it; the readers of submissions pass it over.

use std::sync::Arc;

use super::sniff::{self, Sniffed};
use crate::cell::{Area, Cell};
use crate::finding::Severity;
use crate::text::tidy;

mod ods;
mod xls;
mod xlsx;

/// What cells of a sheet offer.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The sheet's name.
    pub sheet: Arc<str>,
    /// The cells.
    pub areas: Vec<Area>,
    /// What may be filled in.
    pub offered: Offered,
    /// How bad anything else is; `None` if nothing is said about it.
    pub refuses: Option<Severity>,
    /// The hint that is shown when a cell is chosen.
    pub hint: String,
}

/// What may be filled in.
#[derive(Clone, Debug, PartialEq)]
pub enum Offered {
    /// Anything; there is only a hint.
    Anything,
    /// One of these.
    Values(Vec<String>),
    /// What stands in these cells of a sheet, this one if none is named.
    Cells(Option<String>, Area),
    /// One of a list that cannot be told from the file, by its formula.
    Unknown(String),
    /// A number, whole or not, within bounds.
    Number {
        /// Only whole numbers.
        whole: bool,
        /// The least.
        minimum: Option<f64>,
        /// The greatest.
        maximum: Option<f64>,
    },
    /// A day.
    Day,
    /// A text of so many characters at most.
    Length(Option<usize>),
}

/// So many are kept of a file, and so many values of each.
const MOST: usize = 2_000;
const MOST_VALUES: usize = 2_000;

/// The offers of the workbook in these bytes; none of one that has none or whose format cannot say it.
pub fn offers(bytes: &[u8]) -> Vec<Offer> {
    let mut offers = match sniff::sniff(bytes) {
        Sniffed::Xlsx(package) => xlsx::offers(package),
        Sniffed::Ods(package) => ods::offers(package),
        Sniffed::Xls => xls::offers(bytes),
        _ => Vec::new(),
    };
    offers.truncate(MOST);
    offers
}

/// What a condition between two numbers leaves, by the names that Excel gives to such conditions.
fn bounds(operator: &str, one: Option<f64>, other: Option<f64>) -> (Option<f64>, Option<f64>) {
    match operator {
        "between" => (one, other),
        "equal" => (one, one),
        // Of numbers above or below one that is left out, the next whole one is not known.
        "greaterThan" | "greaterThanOrEqual" => (one, None),
        "lessThan" | "lessThanOrEqual" => (None, one),
        _ => (None, None),
    }
}

/// What the formula of a list stands for, as Excel writes it: `"a,b"`, `Sheet!$A$1:$A$9`, or a name that stands for one.
fn list(formula: &str, names: &dyn Fn(&str) -> Option<String>) -> Offered {
    let formula = formula.trim().trim_start_matches('=');
    if let Some(values) = formula.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return values_of(&values.replace("\"\"", "\""), ',');
    }
    match cells(formula) {
        Some((sheet, area)) => Offered::Cells(sheet, area),
        None => match names(formula).as_deref().and_then(cells) {
            Some((sheet, area)) => Offered::Cells(sheet, area),
            None => Offered::Unknown(formula.chars().take(200).collect()),
        },
    }
}

fn values_of(written: &str, separator: char) -> Offered {
    let values = written.split(separator).map(tidy).filter(|value| !value.is_empty());
    Offered::Values(values.take(MOST_VALUES).collect())
}

/// A range as Excel writes it, with the sheet that it names.
fn cells(written: &str) -> Option<(Option<String>, Area)> {
    let (sheet, range) = match written.rsplit_once('!') {
        Some((sheet, range)) => {
            let sheet = sheet.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).unwrap_or(sheet);
            (Some(sheet.replace("''", "'")), range)
        }
        None => (None, written),
    };
    let range = range.replace('$', "");
    let (first, last) = range.split_once(':').unwrap_or((&range, &range));
    Some((sheet, Area::new(Cell::parse(first)?, Cell::parse(last)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_as_they_are_written() {
        let none = |_: &str| None;
        assert_eq!(list("\"Có,Không\"", &none), Offered::Values(vec!["Có".to_owned(), "Không".to_owned()]));
        let area = Area::new(Cell::new(0, 0), Cell::new(2, 0));
        assert_eq!(list("='Danh mục'!$A$1:$A$3", &none), Offered::Cells(Some("Danh mục".to_owned()), area));
        let named = |name: &str| (name == "ds").then(|| "B!$A$1:$A$3".to_owned());
        assert_eq!(list("ds", &named), Offered::Cells(Some("B".to_owned()), area));
        assert_eq!(list("INDIRECT(A1)", &named), Offered::Unknown("INDIRECT(A1)".to_owned()));
    }
}
