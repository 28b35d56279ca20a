//! What a number format makes of the number in a cell: a number, a date, a month, a length of time. The same codes stand in
//! xlsx and xlsb.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::serial;
use super::worded::Worded;
use crate::bilingual;
use crate::cell::Content;
use crate::text::Bilingual;

/// What a style tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Style {
    pub(super) shows: Shows,
    /// What the number's format writes beside its digits.
    pub(super) worded: Option<Arc<Worded>>,
    pub(super) is_struck: bool,
    pub(super) is_partly_struck: bool,
}

/// How much of a text is struck through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Strike {
    #[default]
    None,
    Part,
    All,
}

impl Strike {
    /// Of a text of which some is struck through, and some not.
    pub(super) fn of(struck: bool, plain: bool) -> Self {
        match (struck, plain) {
            (false, _) => Self::None,
            (true, true) => Self::Part,
            (true, false) => Self::All,
        }
    }
}

/// From which letter on (in units of UTF-16) a text has another font, and the number of that.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub(super) from: u16,
    pub(super) font: u16,
}

impl Strike {
    /// By the fonts of a text's runs; before the first of them it has that of its cell.
    pub(super) fn by_runs(text: &str, runs: &[Run], strikes: impl Fn(u16) -> bool) -> Self {
        if !runs.iter().any(|run| strikes(run.font)) {
            return Self::None;
        }
        let (mut struck, mut plain, mut at) = (false, false, 0);
        for letter in text.chars() {
            // A line through blanks is nothing that anybody sees.
            if !letter.is_whitespace() {
                let run = runs[..runs.partition_point(|run| usize::from(run.from) <= at)].last();
                *(if run.is_some_and(|run| strikes(run.font)) { &mut struck } else { &mut plain }) = true;
            }
            at += letter.len_utf16();
        }
        Self::of(struck, plain)
    }
}

impl Style {
    /// That of a cell whose text is struck through as far as its own letters say.
    pub(super) fn with(self, strike: Strike) -> Self {
        let is_struck = self.is_struck || strike == Strike::All;
        Self { is_struck, is_partly_struck: !is_struck && strike == Strike::Part, ..self }
    }
}

/// What a number format makes of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Shows {
    /// A number, or whatever is no date.
    #[default]
    Number,
    /// A number with digits that it does not need: `00000`, `0.00`.
    Digits(Digits),
    /// A date, a time of day, or both.
    Date,
    /// A month and its year, and no day: `mmm-yy`.
    Month,
    /// A year alone: `yyyy`.
    Year,
    /// A length of time: `[h]:mm`.
    Duration,
}

/// How many digits a number format writes at least, before the point and behind it: `00000` of a postal code, `0.00`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Digits {
    /// Before the point.
    pub before: u8,
    /// Behind it.
    pub behind: u8,
}

impl Digits {
    /// The number format that writes them.
    pub fn code(self) -> String {
        let behind = if self.behind > 0 { format!(".{}", "0".repeat(self.behind.into())) } else { String::new() };
        format!("{}{behind}", "0".repeat(self.before.max(1).into()))
    }

    /// The number with these digits: 2115 is `02115`. `None` if that is how it is written anyway, or it has more digits than are shown.
    pub fn of(self, number: f64) -> Option<String> {
        let behind = usize::from(self.behind);
        let width = usize::from(self.before) + if behind > 0 { behind + 1 } else { 0 };
        let written = format!("{:0width$.behind$}", number.abs());
        let is_all =
            number.abs() < WHOLE_DIGITS && written.parse().is_ok_and(|it: f64| (it - number.abs()).abs() < 1e-9);
        let signed = if number < 0.0 { format!("-{written}") } else { written };
        (is_all && signed != number.to_string()).then_some(signed)
    }
}

/// A whole number below this has no more digits than a spreadsheet keeps.
pub const WHOLE_DIGITS: f64 = 1e15;

/// What a number format tells.
#[derive(Clone, Debug, Default)]
pub(super) struct Format {
    pub(super) shows: Shows,
    pub(super) worded: Option<Arc<Worded>>,
}

impl Format {
    fn of(code: &str) -> Self {
        Self { shows: shows(code), worded: Worded::of_code(code).map(Arc::new) }
    }

    fn built_in(id: u32) -> Self {
        Self { shows: built_in(id), worded: Worded::built_in(id).map(Arc::new) }
    }
}

/// The formats of a workbook, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Formats(BTreeMap<u32, Format>);

impl Formats {
    /// Takes one of its own.
    pub(super) fn add(&mut self, id: u32, code: &str) {
        let mut format = Format::of(code);
        // Whose money these write is the setting of the machine that opens the file.
        format.worded = format.worded.filter(|it| !matches!(id, 5..=8 | 37..=44) || !it.alters());
        self.0.insert(id, format);
    }

    /// The style of cells with this format.
    pub(super) fn style(&mut self, id: u32, is_struck: bool) -> Style {
        let Format { shows, worded } = self.0.entry(id).or_insert_with(|| Format::built_in(id)).clone();
        Style { shows, worded, is_struck, is_partly_struck: false }
    }
}

/// What the formats show that every workbook has (ECMA-376, 18.8.30, with those of East Asian versions).
fn built_in(id: u32) -> Shows {
    match id {
        17 => Shows::Month,
        2 => Shows::Digits(Digits { before: 1, behind: 2 }),
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => Shows::Date,
        46 => Shows::Duration,
        _ => Shows::Number,
    }
}

/// What a format code shows: its first section tells, without what is quoted, escaped, filled or skipped.
fn shows(code: &str) -> Shows {
    if let Some(digits) = digits(code.split(';').next().unwrap_or_default()) {
        return Shows::Digits(digits);
    }
    let (mut letters, mut in_brackets) = (String::new(), String::new());
    let mut characters = code.chars();
    let (mut quoted, mut bracket) = (false, false);
    while let Some(letter) = characters.next() {
        match letter {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '_' | '\\' | '*' => _ = characters.next(),
            ';' if !bracket => break,
            '[' => (bracket, in_brackets) = (true, String::new()),
            ']' => {
                bracket = false;
                let unit = in_brackets.to_ascii_lowercase();
                if ['h', 'm', 's'].iter().any(|it| unit.starts_with(*it) && unit.trim_matches(*it).is_empty()) {
                    return Shows::Duration;
                }
            }
            _ if bracket => in_brackets.push(letter),
            _ => letters.push(letter.to_ascii_lowercase()),
        }
    }
    if letters.trim() == "general" {
        return Shows::Number;
    }
    let has = |wanted: &[char]| letters.contains(wanted);
    if has(&['d', 'h', 's']) || letters.contains("a/p") || letters.contains("am/pm") {
        return Shows::Date;
    }
    match (has(&['m']), has(&['y'])) {
        (true, true) => Shows::Month,
        (true, false) => Shows::Date,
        (false, true) => Shows::Year,
        (false, false) => Shows::Number,
    }
}

/// Of a format that is nothing but digits. Thousands that are parted say that it is an amount, and no code.
fn digits(code: &str) -> Option<Digits> {
    let (before, behind) = code.split_once('.').unwrap_or((code, ""));
    let zeros = |part: &str| u8::try_from(part.bytes().filter(|digit| *digit == b'0').count()).ok();
    let is_plain = |part: &str| part.bytes().all(|digit| matches!(digit, b'0' | b'#'));
    let digits = Digits { before: zeros(before)?, behind: zeros(behind)? };
    (is_plain(before) && is_plain(behind) && (digits.before > 1 || digits.behind > 0)).then_some(digits)
}

/// A number as its format shows it. A time of day or a length of time names no day, so it stays a number; and so does one below
/// zero, for Excel shows only signs of a cell too narrow: the numbers of columns stand so in columns of dates, where «(11)» was
/// typed.
pub(super) fn number_content(number: f64, shows: Shows, is_1904: bool) -> Result<Content, Bilingual> {
    if !number.is_finite() {
        return Err(bilingual!("«{number}» không phải là số", "“{number}” is no number"));
    }
    let names_no_day = shows == Shows::Duration || number < 0.0 || !is_1904 && (0.0..1.0).contains(&number);
    if matches!(shows, Shows::Number | Shows::Digits(_)) || names_no_day {
        return Ok(Content::Number(number));
    }
    let moment = serial::date_time(number, is_1904);
    moment.map(Content::Date).ok_or_else(|| serial::not_a_date(&format_args!("{number:?}")))
}
