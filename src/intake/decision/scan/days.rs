//! Days in a text, as people write them.

use std::ops::Range;

use super::{Scan, all, first};
use crate::schema::document_words::DocumentWords;

/// A day as written, part by part, the year with two digits or four.
pub(in crate::intake::decision) struct Day {
    pub(in crate::intake::decision) span: Range<usize>,
    pub(in crate::intake::decision) day: Range<usize>,
    pub(in crate::intake::decision) month: Range<usize>,
    pub(in crate::intake::decision) year: Range<usize>,
    /// The month's number, where it is written in words.
    pub(in crate::intake::decision) named: Option<i16>,
}

/// The first day: `15/5/2023`, `01.02.2023`, `5-6-2023`, `15 tháng 5 năm 2023`, `15 tháng Năm năm 2023`, `15/5/23`; and `2023-05-15`.
pub(in crate::intake::decision) fn day(words: &DocumentWords, text: &str) -> Option<Day> {
    let (span, (day, (month, named), year)) =
        first::<false, _>(text, 0, |scan| day_first(words, scan, is_year).or_else(|| year_first(scan)))?;
    Some(Day { span, day, month, year, named })
}

/// Digits of a year.
fn is_year(digits: usize) -> bool {
    matches!(digits, 2 | 4)
}

/// The first day with a year that is none: «15 tháng 05 năm 20223».
pub(in crate::intake::decision) fn misread(words: &DocumentWords, text: &str) -> Option<Range<usize>> {
    first::<false, _>(text, 0, |scan| day_first(words, scan, |digits| matches!(digits, 3 | 5..))).map(|(span, _)| span)
}

type Parts = (Range<usize>, (Range<usize>, Option<i16>), Range<usize>);

fn day_first(words: &DocumentWords, mut scan: Scan<'_>, is_year: impl Fn(usize) -> bool) -> Option<(usize, Parts)> {
    let is_between = |byte: u8| matches!(byte, b'/' | b'.' | b'-');
    let day = scan.digits(2);
    scan.spaces();
    let is_worded = scan.any(&words.month);
    if day.is_empty() || !(is_worded || scan.one(is_between)) {
        return None;
    }
    scan.spaces();
    let begins = scan.at;
    let named = if is_worded { named_month(words, &mut scan) } else { None };
    let month = if named.is_some() { begins..scan.at } else { scan.digits(2) };
    let is_apart = scan.spaces();
    let mut worded = scan;
    if worded.one(|byte| byte == b',') {
        worded.spaces();
    }
    if worded.any(&words.year) {
        scan = worded;
    } else if !scan.one(is_between) {
        // «20 tháng 4 2023».
        let mut year = scan;
        if !(is_worded && is_apart && year.exactly(4)) {
            return None;
        }
    }
    scan.spaces();
    let year = scan.digits(6);
    (!month.is_empty() && is_year(year.len()) && scan.is_edge()).then_some((scan.at, (day, (month, named), year)))
}

/// Passes the name of a month: «Giêng», «mười hai», the longest that stands there.
fn named_month(words: &DocumentWords, scan: &mut Scan<'_>) -> Option<i16> {
    let ends = |name: &str| {
        let mut scan = *scan;
        (scan.words(name) && scan.is_edge()).then_some(scan.at)
    };
    let names = (1..).zip(&words.months).flat_map(|(number, names)| names.iter().map(move |name| (name, number)));
    let (end, number) = names.filter_map(|(name, number)| Some((ends(name)?, number))).max()?;
    scan.at = end;
    Some(number)
}

fn year_first(mut scan: Scan<'_>) -> Option<(usize, Parts)> {
    let dash = |scan: &mut Scan<'_>| scan.one(|byte| byte == b'-');
    let (century, year) = (scan.at, scan.digits(4));
    let is_year = year.len() == 4 && matches!(&scan.text[century..century + 2], "19" | "20");
    let month = if is_year && dash(&mut scan) { scan.digits(2) } else { return None };
    let day = if month.len() == 2 && dash(&mut scan) { scan.digits(2) } else { return None };
    (day.len() == 2 && scan.is_edge()).then_some((scan.at, (day, (month, None), year)))
}

/// Whether the text begins with the word before a day, or with a day; a bracket or dash may stand before it.
pub(in crate::intake::decision) fn begins_with_day(words: &DocumentWords, text: &str) -> bool {
    (0..=text.len().min(2)).map(|at| Scan::new(text, at)).filter(Scan::is_edge).any(|scan| {
        let mut word = scan;
        word.any(&words.day) && word.is_edge()
            || day_first(words, scan, is_year).is_some()
            || year_first(scan).is_some()
    })
}

/// The text with the days in it that are eight digits and nothing else, `10022023`, as `10/02/2023`.
pub(in crate::intake::decision) fn with_days(text: &str) -> String {
    let day = |mut scan: Scan<'_>| {
        let start = scan.at;
        let is_day = scan.exactly(8) && scan.is_edge();
        (is_day && matches!(&text[start + 4..start + 6], "19" | "20")).then_some((scan.at, ()))
    };
    let mut spread = String::with_capacity(text.len());
    let mut done = 0;
    for (span, ()) in all::<false, _>(text, day) {
        let (start, end) = (span.start, span.end);
        let parts = [&text[done..start], &text[start..start + 2], "/", &text[start + 2..start + 4], "/"];
        parts.into_iter().for_each(|part| spread.push_str(part));
        spread.push_str(&text[start + 4..end]);
        done = end;
    }
    spread + &text[done..]
}
