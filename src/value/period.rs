//! Periods, as officials write deadlines, and how they are stored (EDTF, ISO 8601-2).

use jiff::civil::Date;

/// A stretch of time that someone named.
#[derive(Clone, Debug, PartialEq)]
pub struct Period {
    /// As stored: `2023`, `2023-06`, `2023-Q2`, `2023-06-15`, `2023/2025`, `2025/..`, or the listed words for a recurring
    /// one, such as `Hằng năm`.
    pub text: String,
    /// Its first day; `None` for a recurring one.
    pub start: Option<Date>,
    /// Its last day; `None` for an open or recurring one.
    pub end: Option<Date>,
    /// It has a beginning and no end: «2025 và những năm tiếp theo».
    pub open: bool,
    /// It has neither: «Thường xuyên», «Hằng năm».
    pub recurring: bool,
}
