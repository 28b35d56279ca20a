//! Understands one cell as its field's kind: what it showed, what that means, and what is remarkable about it. Nothing is
//! judged here: whether a blank is allowed, or how bad a remark is, is for the checks.

use std::borrow::Cow;

use jiff::civil::{Date, DateTime};

use super::Remark;
use crate::cell::Content;
use crate::schema::{Field, Figures, Kind, Language, Listing, Range};
use crate::text;
use crate::value::{Period, Phrasing, Unit, Value};
use crate::workbook::{DateShown, Look, WHOLE_DIGITS, Worded};

mod address;
mod boxes;
mod list;
pub(crate) mod number;
mod unsaid;

use address::is_addresses;
pub use address::{addresses, is_internal};

/// What a sheet knows of a cell besides its content.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'s> {
    /// The address behind it.
    pub link: Option<&'s str>,
    /// What its style tells.
    pub look: Look,
    /// What the format of its number writes beside the digits.
    pub worded: Option<&'s Worded>,
}

/// Reads a cell as this field's kind.
///
/// Returns the text as the sheet showed it (never tidied; numbers without needless zeros, dates as dd/mm/yyyy), the value
/// (see [`Value::Text`] for what could not be understood), and what there is to remark.
pub fn read<'c>(
    language: &Language,
    field: &Field,
    content: Option<&'c Content>,
    beside: Beside<'_>,
) -> (Cow<'c, str>, Value, Option<Remark>) {
    let Some(content) = content else {
        return (Cow::Borrowed(""), Value::Empty, None);
    };
    if let Some(read) = read_shown_date(language, &field.kind, content, beside) {
        return read;
    }
    if let Some(typed) = code(field, content, beside) {
        let (value, remark) = read_text(language, &field.kind, &typed);
        // «Quý IV/2025» is one, and of «2025 đồng» the number is.
        if remark != Some(Remark::NotAPeriod) {
            return (Cow::Owned(typed), value, remark);
        }
    }
    if let Some((typed, number)) = percentage(field, content, beside) {
        let (value, remark) = read_number(language, &field.kind, number, &typed);
        return (Cow::Owned(typed), value, remark);
    }
    let typed = match content {
        Content::Date(date) => Cow::Owned(show_date(*date, language, &field.kind)),
        content => shown(content),
    };
    let (value, remark) = match content {
        Content::Text(text) if !field.missing.is_empty() && says(field, text.tidied()) => (Value::Empty, None),
        Content::Number(_) if is_missing(field, &typed) => (Value::Empty, None),
        Content::Error(_) => (Value::Empty, Some(Remark::Error)),
        // Saved as text, an error is its name.
        Content::Text(_) if is_error_name(&typed) => (Value::Empty, Some(Remark::Error)),
        Content::Uncalculated(_) => (Value::Empty, Some(Remark::Uncalculated)),
        Content::Date(date) => read_date(language, &field.kind, *date, &typed),
        Content::Number(number) => read_number(language, &field.kind, *number, &typed),
        Content::Flag(flag) if matches!(field.kind, Kind::Flag { .. }) => (Value::Flag(*flag), None),
        Content::Flag(_) => read_text(language, &field.kind, &typed),
        Content::Text(text) => match text.without_markup() {
            Some(decoded) => {
                let (value, remark) = read_text(language, &field.kind, &decoded);
                (value, remark.or(Some(Remark::WebMarkup)))
            }
            None if text.is_blank() => (Value::Empty, None),
            // What is left of a number of which digits are struck through nobody can say.
            None if beside.look.is_partly_struck && matches!(field.kind, Kind::Number { .. }) => {
                (Value::Text(text.tidied().to_owned()), Some(Remark::WrongType))
            }
            None => read_tidied(language, &field.kind, text, text.tidied().to_owned()),
        },
    };
    if let (Kind::Url, Some(Remark::NotAUrl), Some(address)) = (&field.kind, &remark, beside.link)
        && is_addresses(address)
    {
        return (typed, Value::Text(address.to_owned()), Some(Remark::AddressBehindText));
    }
    let remark = remark.or_else(|| number::lost_digits(&field.kind, content));
    let remark = remark.or_else(|| unsaid::says_nothing(language, field, &value).then_some(Remark::SaysNothing));
    (typed, value, remark)
}

/// A date of which its cell shows the month or the year alone, or with words around it: «Quý II/2024».
fn read_shown_date<'c>(
    language: &Language,
    kind: &Kind,
    content: &Content,
    beside: Beside<'_>,
) -> Option<(Cow<'c, str>, Value, Option<Remark>)> {
    let Content::Date(date) = *content else { return None };
    let is_period = matches!(kind, Kind::Period { .. });
    let typed = match beside.look.shown {
        DateShown::Year => format!("{:04}", date.year()),
        DateShown::Month => format!("{:02}/{:04}", date.month(), date.year()),
        DateShown::Day => show_date(date, language, kind),
    };
    let is_first = date.day() == 1 && (beside.look.shown == DateShown::Month || date.month() == 1);
    if matches!(kind, Kind::Date { .. }) && beside.look.shown != DateShown::Day && is_first {
        let (value, remark) = read_date(language, kind, date, &typed);
        return Some((Cow::Owned(typed), value, remark.or(Some(Remark::DayNotShown))));
    }
    let worded = beside.worded.and_then(|worded| worded.around_date(&typed));
    let (typed, (value, remark)) = match worded {
        Some(typed) if is_period || matches!(kind, Kind::Text | Kind::Listed(_) | Kind::List(_)) => {
            let read = read_text(language, kind, &typed);
            (typed, read)
        }
        _ if !is_period || beside.look.shown == DateShown::Day => return None,
        _ => match Period::of_year_in_date(date) {
            Some(year) if Period::from_date(date).is_none() => {
                (typed, (Value::Period(year), Some(Remark::YearInDateCell)))
            }
            _ => {
                let read = read_text(language, kind, &typed);
                (typed, read)
            }
        },
    };
    Some((Cow::Owned(typed), value, remark))
}

/// A number in a column of texts: it is what its cell shows, 02115 or 1.10, 85% or «Số 613/QĐ-UBND». Words around a number may make it
/// another period, too.
fn code(field: &Field, content: &Content, beside: Beside<'_>) -> Option<String> {
    let Content::Number(number) = content else { return None };
    let is_text = matches!(field.kind, Kind::Text | Kind::Listed(_) | Kind::List(_));
    let is_period = matches!(field.kind, Kind::Period { .. });
    let worded = beside.worded.filter(|worded| is_text && !worded.alters() || is_period && worded.has_words());
    let digits = beside.look.digits.filter(|_| is_text && worded.is_none());
    let typed = worded.map_or_else(|| digits?.of(*number), |worded| worded.of(*number));
    typed.filter(|typed| !is_missing(field, typed))
}

/// A number that shows as a percentage in a column of numbers, as shown, and what it comes to: 0.7 that shows as «70%» is 70 where the
/// column counts in percent, as it would be if it were typed so.
fn percentage(field: &Field, content: &Content, beside: Beside<'_>) -> Option<(String, f64)> {
    let (Content::Number(number), Kind::Number { figures, .. }) = (content, &field.kind) else { return None };
    let typed = beside.worded.filter(|worded| worded.is_percent())?.of(*number)?;
    // By its digits, so that 0.453 is 45.3.
    let hundredfold = || format!("{number}e2").parse().unwrap_or(number * 100.0);
    let number = if figures.in_percent { hundredfold() } else { *number };
    (!is_missing(field, &typed)).then_some((typed, number))
}

/// Whether the form says that this stands for nothing.
fn is_missing(field: &Field, typed: &str) -> bool {
    !field.missing.is_empty() && says(field, &text::tidy(typed))
}

/// Whether a tidy text is one of those that stand for nothing.
fn says(field: &Field, tidied: &str) -> bool {
    tidied.len() <= field.longest_missing && field.missing.iter().any(|missing| missing == tidied)
}

/// Whether the text is the name of one of Excel's errors.
fn is_error_name(typed: &str) -> bool {
    const NAMES: &str = "#DIV/0! #N/A #NAME? #NULL! #NUM! #REF! #VALUE! #SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! #BUSY! #UNKNOWN! #PYTHON! #GETTING_DATA";
    let typed = typed.trim();
    typed.starts_with('#') && NAMES.split(' ').any(|name| name == typed)
}

/// Reads a text as this field's kind; what stands in a text file, or is carried down from the cell above.
pub fn read_text(language: &Language, kind: &Kind, typed: &str) -> (Value, Option<Remark>) {
    let tidied = text::tidy(typed);
    if text::is_placeholder(&tidied) { (Value::Empty, None) } else { read_tidied(language, kind, typed, tidied) }
}

/// Reads a text that says something, as typed and tidy.
fn read_tidied(language: &Language, kind: &Kind, typed: &str, tidied: String) -> (Value, Option<Remark>) {
    if let Some(read) = boxes::read(language, kind, &tidied) {
        return read;
    }
    match kind {
        Kind::Text | Kind::Ordinal => (Value::Text(tidied), None),
        Kind::Number { .. } if number::are_several(typed) => (Value::Text(tidied), Some(Remark::WrongType)),
        Kind::Number { whole, range, figures } => read_figures((*whole, range, figures), tidied),
        Kind::Flag { yes, no, .. } => {
            let folded = text::fold(&tidied);
            let says = |own: &[String], listed: bool| if own.is_empty() { listed } else { own.contains(&folded) };
            if says(yes, language.yes.holds(&folded)) {
                (Value::Flag(true), None)
            } else if says(no, language.no.holds(&folded)) {
                (Value::Flag(false), None)
            } else {
                (Value::Text(tidied), Some(Remark::WrongType))
            }
        }
        Kind::Date { format, range } => {
            let fits = |day: &Date| range.contains(day);
            let as_prescribed = || Some((day(&tidied, format.as_deref(), language).filter(fits)?, None));
            let short = || Some((of_short_year(&tidied, format.as_deref()).filter(fits)?, Some(Remark::Normalised)));
            match as_prescribed().or_else(short) {
                Some((day, remark)) => (Value::Date(day), remark.or_else(|| month_first(language, &tidied))),
                None => (Value::Text(tidied), Some(Remark::WrongType)),
            }
        }
        Kind::Period { unit: Some(unit), .. } => match Period::parse(without_footnote(&tidied), &language.periods) {
            Some(period) => of_unit(period, *unit, tidied),
            None => (Value::Text(tidied), Some(Remark::WrongType)),
        },
        Kind::Period { concrete, since, .. } => read_period(language, (*concrete, *since), tidied),
        Kind::Listed(listing) => read_listed(listing, tidied),
        Kind::List(listing) => list::read(listing, &tidied),
        Kind::Url if is_addresses(&tidied) => (Value::Text(without_stop(tidied)), None),
        Kind::Url => (Value::Text(tidied), Some(Remark::NotAUrl)),
    }
}

/// Reads a number of which the column says whether it is whole, what it may be and how it is written.
fn read_figures((whole, range, figures): (bool, &Range<f64>, &Figures), tidied: String) -> (Value, Option<Remark>) {
    let fits = |number: &f64| is_within(*number, whole, range);
    let (number, other) = number::parse(&tidied, figures);
    match (number.filter(fits), other.filter(fits)) {
        // Nobody writes «35.000» for 35 where only whole numbers stand, nor «35,000».
        (Some(number), Some(other)) if !whole || number.abs() < other.abs() => {
            let [number, other] = if whole { [other, number] } else { [number, other] };
            (Value::Number(number), Some(Remark::AmbiguousNumber(other, None)))
        }
        (Some(number), _) => {
            (Value::Number(number), (!figures.in_percent && tidied.contains('%')).then_some(Remark::Percent))
        }
        // Only the English way makes it a number of this column.
        (None, Some(other)) => (Value::Number(other), None),
        (None, None) => (Value::Text(tidied), Some(Remark::WrongType)),
    }
}

/// A period in a field that takes any, or only such as end on a day that is known; a mere beginning may be kept as that.
fn read_period(language: &Language, (concrete, since): (bool, bool), tidied: String) -> (Value, Option<Remark>) {
    match Period::named(without_footnote(&tidied), &language.periods) {
        Some((_, Phrasing::From(first))) if since => (Value::Period(first), Some(Remark::Normalised)),
        Some((period, _)) if concrete && !period.is_concrete() => (Value::Period(period), Some(Remark::NotConcrete)),
        // A Roman number alone is a quarter's, for nobody numbers months so; but «VI/2024» would be none, so it is told.
        Some((period, phrasing)) if phrasing == Phrasing::Gaps || begins_roman(&tidied) => {
            (Value::Period(period), Some(Remark::Normalised))
        }
        // Only a day has a text of this length that names no second one.
        Some((period, _)) if period.text.len() == DAY && !period.recurring => {
            (Value::Period(period), month_first(language, &tidied))
        }
        Some((period, _)) => (Value::Period(period), None),
        None => (Value::Text(tidied), Some(Remark::NotAPeriod)),
    }
}

/// The length of a day as it is stored.
const DAY: usize = "2023-06-15".len();

/// A period in a field that takes only years, or months: a day is cut to its year, and a range is none.
fn of_unit(period: Period, unit: Unit, typed: String) -> (Value, Option<Remark>) {
    match period.within(unit) {
        Some(whole) if whole == period => (Value::Period(period), None),
        Some(whole) => (Value::Period(whole), Some(Remark::Normalised)),
        None => (Value::Text(typed), Some(Remark::WrongType)),
    }
}

/// That the month of a day stands first, where the form's language has it second.
fn month_first(language: &Language, tidied: &str) -> Option<Remark> {
    let turned = !language.periods.is_month_first && numbers_of_day(tidied).is_some_and(|[_, second]| second > 12);
    turned.then_some(Remark::MonthFirst)
}

/// The first two numbers of a day in figures, as typed before its year: [5, 13] of «5/13/1985».
pub fn numbers_of_day(typed: &str) -> Option<[u8; 2]> {
    let mut numbers = typed.split_whitespace().next()?.split(['/', '-', '.']);
    let mut number = || numbers.next().filter(|digits| digits.len() <= 2)?.parse::<u8>().ok();
    let day = [number()?, number()?];
    numbers.next().filter(|year| matches!(year.len(), 2 | 4) && year.bytes().all(|it| it.is_ascii_digit()))?;
    Some(day)
}

/// A period without the mark that leads to a note below the table: «2024*», «2024¹».
fn without_footnote(tidied: &str) -> &str {
    tidied.trim_end_matches(|sign| sign == '*' || text::is_raised(sign)).trim_end()
}

/// Whether a text is a Roman number and a year, without the word that says of what it is the number.
fn begins_roman(text: &str) -> bool {
    let number = text.split(['/', '-', '.', ' ']).next().unwrap_or_default();
    !number.is_empty() && number.len() < text.len() && number.bytes().all(|letter| matches!(letter, b'I' | b'V' | b'X'))
}

/// Whether this text means "as above" in a column of this kind: never where it is a value of its own.
pub fn means_above(language: &Language, kind: &Kind, text: &str) -> bool {
    is_ditto(language, text)
        && match kind {
            Kind::Ordinal => false,
            Kind::Listed(listing) | Kind::List(listing) => listing.find(text).is_none(),
            _ => true,
        }
}

/// No text that means "as above" is longer, in bytes.
const LONGEST_DITTO: usize = 32;

/// Whether the text means "as above": «-nt-», «nt», a ditto mark, «như trên».
pub fn is_ditto(language: &Language, text: &str) -> bool {
    // Prose is never a ditto, and most cells hold prose.
    if text.len() > LONGEST_DITTO || !language.ditto.may_begin(text) {
        return false;
    }
    let core = text.trim_matches(|sign: char| !sign.is_alphanumeric());
    if !core.is_empty() {
        return language.ditto.holds(&text::fold(core));
    }
    let folded = text::fold(text);
    let marks = folded
        .trim_matches(|sign: char| sign.is_whitespace() || matches!(sign, '-' | '.' | '(' | ')' | '_' | '…' | ','));
    matches!(marks, "\"" | "\"\"" | "''" | "″" | "〃" | "\" \"" | "//")
}

/// The ordinal of the row that a text in a column of this kind refers to: 1 of «như STT 1».
pub fn row_meant(language: &Language, kind: &Kind, text: &str) -> Option<u32> {
    if text.len() > LONGEST_DITTO
        || matches!(kind, Kind::Ordinal)
        || !text.bytes().any(|byte| byte.is_ascii_digit())
        || !language.ditto_of.may_begin(text)
    {
        return None;
    }
    let folded = text::fold(text);
    let core = folded.trim_matches(|sign: char| !sign.is_alphanumeric());
    let words = core.trim_end_matches(|digit: char| digit.is_ascii_digit());
    let number = core[words.len()..].parse().ok()?;
    let words = words.trim_end_matches(|sign: char| !sign.is_alphanumeric());
    language.ditto_of.holds(words).then_some(number)
}

/// A cell as the sheet shows it, near enough: Excel shows at most fifteen digits, and the number's format is not known.
pub fn shown(content: &Content) -> Cow<'_, str> {
    match content {
        Content::Text(text) | Content::Error(text) | Content::Uncalculated(text) => Cow::Borrowed(text),
        Content::Number(number) => Cow::Owned(show_number(*number)),
        Content::Flag(true) => Cow::Borrowed("TRUE"),
        Content::Flag(false) => Cow::Borrowed("FALSE"),
        Content::Date(date) => Cow::Owned(show_moment(*date, "%d/%m/%Y")),
    }
}

const MINUS_ZERO: u64 = (-0.0_f64).to_bits();

fn show_number(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < WHOLE_DIGITS && number.to_bits() != MINUS_ZERO {
        return (number as i64).to_string();
    }
    // 0.1 + 0.2 is shown as 0.3: fifteen significant digits are what a spreadsheet keeps.
    let kept = format!("{number:.14e}").parse().unwrap_or(number);
    kept.to_string()
}

/// A date as days are written in the field, else in the form.
fn show_date(date: DateTime, language: &Language, kind: &Kind) -> String {
    match kind {
        Kind::Date { format: Some(format), .. } => show_moment(date, format),
        _ if language.periods.is_month_first => show_moment(date, "%m/%d/%Y"),
        _ => show_moment(date, "%d/%m/%Y"),
    }
}

fn show_moment(date: DateTime, format: &str) -> String {
    let day = date.date().strftime(format);
    if date.time() == jiff::civil::Time::midnight() {
        return day.to_string();
    }
    format!("{day} {:02}:{:02}", date.hour(), date.minute())
}

fn read_date(language: &Language, kind: &Kind, date: DateTime, typed: &str) -> (Value, Option<Remark>) {
    match kind {
        Kind::Period { unit, .. } => match (Period::from_date(date), Period::of_year_in_date(date)) {
            (Some(day), _) => match unit {
                Some(unit) => of_unit(day, *unit, typed.to_owned()),
                None => (Value::Period(day), None),
            },
            (None, Some(year)) => (Value::Period(year), Some(Remark::YearInDateCell)),
            (None, None) => (Value::Text(typed.to_owned()), Some(Remark::NotAPeriod)),
        },
        Kind::Date { range, .. } if range.contains(&date.date()) => (Value::Date(date.date()), None),
        Kind::Date { .. } => (Value::Text(typed.to_owned()), Some(Remark::WrongType)),
        Kind::Number { .. } => (Value::Text(typed.to_owned()), Some(Remark::WrongType)),
        _ => read_text(language, kind, typed),
    }
}

fn read_number(language: &Language, kind: &Kind, number: f64, typed: &str) -> (Value, Option<Remark>) {
    match kind {
        Kind::Number { whole, range, .. } if is_within(number, *whole, range) => (Value::Number(number), None),
        Kind::Number { .. } => (Value::Text(typed.to_owned()), Some(Remark::WrongType)),
        _ => read_text(language, kind, typed),
    }
}

fn is_within(number: f64, whole: bool, range: &Range<f64>) -> bool {
    number.is_finite() && (!whole || number.fract() == 0.0) && range.contains(&number)
}

/// A day as this format has it, or as people write days.
fn day(tidied: &str, format: Option<&str>, language: &Language) -> Option<Date> {
    match format {
        // `2023-06-15` is no other day in any format, nor is `June 15, 2023`.
        Some(format) => {
            Date::strptime(format, tidied).ok().filter(has_whole_year).or_else(|| tidied.parse().ok()).or_else(|| {
                let names_its_month = tidied.contains(char::is_alphabetic);
                named_day(tidied, language).filter(|_| names_its_month)
            })
        }
        None => named_day(tidied, language),
    }
}

/// `7/8/21` is of no year 21.
fn has_whole_year(day: &Date) -> bool {
    day.year() >= 1000
}

/// A day as people write one in the form's languages.
fn named_day(tidied: &str, language: &Language) -> Option<Date> {
    match Period::parse(tidied, &language.periods) {
        Some(Period { start: Some(start), end: Some(end), .. }) if start == end => Some(start),
        _ => None,
    }
}

/// A day in its format, but with a year of two digits, as spreadsheets show it: a year of this century.
fn of_short_year(tidied: &str, format: Option<&str>) -> Option<Date> {
    let short = format?.replace("%Y", "%y");
    Date::strptime(short, tidied).ok().filter(|day| (2000..2100).contains(&day.year()))
}

fn read_listed(listing: &Listing, tidied: String) -> (Value, Option<Remark>) {
    match listing.find(&tidied) {
        Some(value) => {
            let is_in_doubt = listing.is_in_doubt(&tidied, value);
            let remark = if is_in_doubt { Remark::InDoubt } else { Remark::Normalised };
            let remark = (value != tidied).then_some(remark);
            (Value::Text(value.to_owned()), remark)
        }
        None => {
            let nearest = listing.nearest(&tidied).map(str::to_owned);
            let remark = Remark::NotInList(vec![(tidied.clone(), nearest)], 0);
            (Value::Text(tidied), Some(remark))
        }
    }
}

/// The text without the mark that ends a sentence or a list, which is no part of the address before it.
fn without_stop(mut tidied: String) -> String {
    tidied.truncate(tidied.trim_end_matches(['.', ',', ';']).len());
    tidied
}
