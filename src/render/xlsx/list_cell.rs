//! What a cell of a list holds, how wide and tall that is, and how it is put there.

use std::borrow::Cow;

use super::Result;
use jiff::civil::Date;
use rust_xlsxwriter::{ExcelDateTime, Formula, Url, Worksheet};
use unicode_normalization::char::decompose_canonical;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::style::Styles;
use crate::render::terms;
use crate::render::words;
use crate::text::Language;

/// The most characters (UTF-16 units) that a cell holds, by Excel's specifications.
const CELL_LENGTH: usize = 32_767;
/// Bytes of a text that leads elsewhere: a formula is no longer than 8,192 characters.
const LONGEST_LINKED: usize = 6_000;

/// What a cell holds.
pub enum ListCell<'a> {
    Text(Cow<'a, str>),
    /// Short text that stands in the middle, such as codes.
    Centred(Cow<'a, str>),
    /// Text that leads to a cell of another sheet, as `'Tệp'!A5`: by a formula, for other programs than Excel do not wrap a link.
    Link(Cow<'a, str>, String),
    /// The same where no formula may stand.
    PlainLink(Cow<'a, str>, String),
    Count(usize),
    Day(Date),
    /// A number without a mark between thousands, such as a year.
    Number(f64),
    /// What is worked out in the workbook, with what it is now and how it looks.
    Formula(String, String, Look),
    Blank,
}

/// How the result of a formula looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Text,
    Centred,
    Count,
    Link,
    /// Text without a frame, where there is nothing yet.
    Bare,
}

/// A count that leads to a cell of another sheet; it stays a number.
pub fn linked_count(count: usize, target: Option<String>) -> ListCell<'static> {
    match target {
        Some(target) => ListCell::Formula(hyperlink(&target, &count.to_string()), count.to_string(), Look::Link),
        None => ListCell::Count(count),
    }
}

/// `HYPERLINK("#'Tệp'!A5",…)` with what is shown as an expression.
pub fn hyperlink(target: &str, shown: &str) -> String {
    format!("=HYPERLINK({},{shown})", terms::text(&format!("#{target}")))
}

impl<'a> ListCell<'a> {
    pub fn text(text: &'a str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(Cow::Borrowed(text)) }
    }

    /// A text that leads to another place of the workbook, if there is one to lead to.
    pub fn linked(text: impl Into<Cow<'a, str>>, target: Option<String>) -> Self {
        let text = text.into();
        match target {
            _ if text.is_empty() => Self::Blank,
            Some(target) => Self::Link(text, target),
            None => Self::Text(text),
        }
    }

    pub fn centred(text: &'a str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Centred(Cow::Borrowed(text)) }
    }

    pub fn day(date: Option<Date>) -> Self {
        date.map_or(Self::Blank, Self::Day)
    }

    pub fn count(count: Option<usize>) -> Self {
        count.map_or(Self::Blank, Self::Count)
    }

    /// In characters; of several lines the longest.
    pub fn width(&self, language: Language) -> usize {
        match self {
            Self::Text(text) | Self::Centred(text) | Self::Link(text, _) | Self::PlainLink(text, _) => {
                text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0)
            }
            Self::Count(count) => words::thousands(*count, language).len() + 1,
            Self::Day(_) => 10,
            Self::Formula(_, result, _) => result.lines().map(UnicodeWidthStr::width).max().unwrap_or(0),
            Self::Number(number) => number.to_string().len(),
            Self::Blank => 0,
        }
    }

    /// How many lines it takes in a column of this width.
    pub fn lines(&self, width: f64) -> usize {
        let text: &str = match self {
            Self::Text(text) | Self::Centred(text) | Self::Link(text, _) => text,
            Self::Formula(_, result, _) => result,
            _ => return 1,
        };
        let is_short = text.len() as f64 * WIDEST_LETTER <= width && !text.contains('\n');
        if is_short { 1 } else { lines(text, width) }
    }
}

pub fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    content: &ListCell<'_>,
    styles: &Styles,
    language: Language,
) -> Result {
    match content {
        ListCell::Text(text) => {
            sheet.write_string_with_format(row, column, fitted(text, language), &styles.text)?;
        }
        ListCell::Centred(text) => {
            sheet.write_string_with_format(row, column, fitted(text, language), &styles.centred)?;
        }
        ListCell::Link(text, target) if text.len() < LONGEST_LINKED => {
            let formula = Formula::new(hyperlink(target, &terms::text(text))).set_result(text.as_ref());
            sheet.write_formula_with_format(row, column, formula, &styles.link)?;
        }
        ListCell::Link(text, _) => {
            sheet.write_string_with_format(row, column, fitted(text, language), &styles.text)?;
        }
        ListCell::PlainLink(text, target) => {
            let url = Url::new(format!("internal:{target}")).set_text(fitted(text, language));
            sheet.write_url_with_format(row, column, url, &styles.link)?;
        }
        ListCell::Count(count) => {
            sheet.write_number_with_format(row, column, *count as f64, &styles.number)?;
        }
        ListCell::Number(number) => {
            sheet.write_number_with_format(row, column, *number, &styles.centred)?;
        }
        ListCell::Formula(formula, result, look) => {
            let format = match look {
                Look::Text => &styles.text,
                Look::Centred => &styles.centred,
                Look::Count => &styles.number,
                Look::Link => &styles.link,
                Look::Bare => &styles.bare,
            };
            let formula = Formula::new(formula.as_str()).set_result(fitted(result, language));
            sheet.write_formula_with_format(row, column, formula, format)?;
        }
        ListCell::Day(date) => match excel_day(*date) {
            Some(day) => {
                sheet.write_datetime_with_format(row, column, &day, &styles.day)?;
            }
            None => {
                sheet.write_string_with_format(row, column, date.to_string(), &styles.centred)?;
            }
        },
        ListCell::Blank => {
            sheet.write_blank(row, column, &styles.text)?;
        }
    }
    Ok(())
}

/// The day as Excel counts it; `None` before 1900.
pub fn excel_day(date: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(date.year()).ok()?;
    ExcelDateTime::from_ymd(year, date.month() as u8, date.day() as u8).ok()
}

/// The text as far as a cell holds it, with a note where it was cut.
pub fn fitted(text: &str, language: Language) -> Cow<'_, str> {
    let length = text.encode_utf16().count();
    if length <= CELL_LENGTH {
        return Cow::Borrowed(text);
    }
    let total = words::thousands(length, language);
    let note = language.say(
        format!(" [đã cắt, toàn văn dài {total} ký tự: xem tệp gốc]"),
        format!(" [cut; {total} characters in all: see the file itself]"),
    );
    let room = CELL_LENGTH - note.encode_utf16().count();
    Cow::Owned(format!("{}{note}", super::cut(text, room)))
}

/// How many lines a text takes in a column of this width (in digits, as Excel counts widths), words kept whole as far as they fit.
pub fn lines(text: &str, width: f64) -> usize {
    text.split('\n').map(|line| lines_of_one(line, width)).sum()
}

fn lines_of_one(text: &str, width: f64) -> usize {
    let space = breadth(" ");
    let (mut lines, mut used) = (1, 0.0);
    for word in text.split(' ') {
        let length = breadth(word);
        if used > 0.0 && used + space + length > width {
            lines += 1;
            used = length;
        } else {
            used += length + if used > 0.0 { space } else { 0.0 };
        }
        // A path or an address may be longer than a line.
        while used > width && width >= 1.0 {
            lines += 1;
            used -= width;
        }
    }
    lines
}

/// No letter is wider, in digits.
const WIDEST_LETTER: f64 = 1.7;

/// How wide a text is, in digits: of Calibri, and of the wider DejaVu Sans that stands in for it, the one in which it is wider.
fn breadth(text: &str) -> f64 {
    let letter = |letter: char| match base(letter) {
        ' ' | '.' | ',' | ':' | ';' | '\'' | '!' | '|' | 'i' | 'j' | 'l' | 'I' => 0.52,
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '-' | 'J' => 0.7,
        'c' | 's' | 'z' | '/' => 0.88,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' | '—' | '→' => WIDEST_LETTER,
        'A'..='Z' | 'Đ' => 1.22,
        'ơ' => 1.1,
        other if other.is_ascii() => 1.0,
        other => 1.05 * other.width().unwrap_or_default() as f64,
    };
    text.chars().map(letter).sum()
}

/// The letter without its marks, which take no room; a horn does.
fn base(letter: char) -> char {
    if letter.is_ascii() {
        return letter;
    }
    let (mut first, mut is_horned) = (None, false);
    decompose_canonical(letter, |part| {
        first = first.or(Some(part));
        is_horned |= part == '\u{31b}';
    });
    match first {
        Some('u' | 'o') if is_horned => 'ơ',
        first => first.unwrap_or(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_longer_than_a_cell_is_cut_with_a_note() {
        let long = "ă".repeat(40_000);
        let fitted = fitted(&long, Language::Vietnamese);
        assert!(fitted.encode_utf16().count() <= CELL_LENGTH);
        assert!(
            fitted.ends_with("… [đã cắt, toàn văn dài 40.000 ký tự: xem tệp gốc]"),
            "{}",
            &fitted[fitted.len() - 80..]
        );
    }

    #[test]
    fn lines_keep_words_whole() {
        assert_eq!(lines("một hai ba", 20.0), 1);
        assert_eq!(lines("một hai ba", 7.0), 2);
        assert_eq!(lines("một hai ba", 3.5), 3);
        assert_eq!(lines("một\nhai ba", 20.0), 2);
        assert_eq!(lines("xxxxxxxxxx", 4.0), 3);
        // Letters are narrower than digits on the whole; a line that fits takes no second.
        assert_eq!(lines("Bộ Nông nghiệp và Phát triển nông thôn", 35.0), 1);
        assert_eq!(lines("DANH SÁCH LỄ HỘI TRUYỀN THỐNG TỈNH HẢI DƯƠNG", 44.0), 2);
    }
}
