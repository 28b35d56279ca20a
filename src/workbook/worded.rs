//! What a number format writes beside or instead of the digits: the words of `"Quý IV/"0`, the sign of `0%`, the time of `hh:mm`. In a
//! column of texts that is what the sender wrote, and the number alone is not.

use super::Digits;
use crate::cell::Content;

/// How a number is written with more than digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worded {
    before: String,
    behind: String,
    figures: Figures,
    /// What is not above zero is written in another way.
    only_above: bool,
}

/// How the number itself is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Figures {
    Plain(Digits),
    /// With signs alone beside it, or so many times three digits less than it has.
    Altered(Digits, u8),
    /// In hundredths.
    Percent(Digits),
    /// A time of day, or a length of time, with seconds or without.
    Clock {
        seconds: bool,
    },
    /// A day, a month or a year.
    Date,
    /// Nothing is written, whatever the cell holds.
    Hidden,
}

/// A date with fewer letters beside it has a sign such as «日» there.
const LETTERS: usize = 2;
/// More digits nobody leaves out: a million millions of millions.
const LEFT_OUT: u8 = 6;
/// The longest words that are kept, in bytes: nobody writes a sentence into a format.
const LONGEST: usize = 200;

impl Worded {
    /// Of a format code; `None` if it writes digits alone, or what cannot be told here: a fraction.
    pub(super) fn of_code(code: &str) -> Option<Self> {
        if code.len() >= 3 && code.bytes().all(|sign| sign == b';') {
            let [before, behind] = [String::new(), String::new()];
            return Some(Self { before, behind, figures: Figures::Hidden, only_above: false });
        }
        let mut reading = Reading::default();
        let mut signs = code.chars().peekable();
        while let Some(sign) = signs.next() {
            match sign {
                ';' => {
                    reading.only_above = true;
                    break;
                }
                '"' => signs.by_ref().take_while(|sign| *sign != '"').for_each(|sign| reading.word(sign)),
                '\\' => signs.next().into_iter().for_each(|sign| reading.word(sign)),
                '_' | '*' => _ = signs.next(),
                '[' => reading.bracket(&signs.by_ref().take_while(|sign| *sign != ']').collect::<String>())?,
                _ => reading.sign(sign, signs.peek().copied())?,
            }
        }
        reading.finish()
    }

    /// Of the formats that every workbook has.
    pub(super) fn built_in(id: u32) -> Option<Self> {
        Self::of_code(match id {
            9 => "0%",
            10 => "0.00%",
            18 | 20 => "h:mm",
            19 | 21 => "h:mm:ss",
            46 => "[h]:mm:ss",
            _ => return None,
        })
    }

    /// Of words around a number, or a percentage, with so many digits.
    pub(super) fn around(before: &str, behind: &str, digits: Digits, is_percent: bool) -> Option<Self> {
        let figures = if is_percent { Figures::Percent(digits) } else { Figures::Plain(digits) };
        let says = is_percent || before.chars().chain(behind.chars()).any(char::is_alphabetic);
        let fits = before.len() <= LONGEST && behind.len() <= LONGEST;
        (says && fits).then(|| Self {
            before: before.to_owned(),
            behind: behind.to_owned(),
            figures,
            only_above: false,
        })
    }

    /// Of signs alone around a number, or of so many times three of its digits left out.
    pub(super) fn altered(before: &str, behind: &str, digits: Digits, left_out: u8) -> Option<Self> {
        let [before, behind] = [before, behind].map(|words| words.trim().to_owned());
        let alters = left_out > 0 || !before.is_empty() || !behind.is_empty();
        let fits = alters && before.len() <= LONGEST && behind.len() <= LONGEST;
        fits.then_some(Self { before, behind, figures: Figures::Altered(digits, left_out), only_above: false })
    }

    /// Of a percentage with no more digits than it needs.
    pub(super) fn percentage() -> Self {
        let figures = Figures::Percent(Digits { before: 1, behind: 0 });
        Self { before: String::new(), behind: "%".to_owned(), figures, only_above: false }
    }

    /// Of words around a date.
    pub(super) fn dated(before: &str, behind: &str) -> Option<Self> {
        let says = before.chars().chain(behind.chars()).filter(|sign| sign.is_alphabetic()).count() >= LETTERS;
        let fits = says && before.len() <= LONGEST && behind.len() <= LONGEST;
        let [before, behind] = [before, behind].map(str::to_owned);
        fits.then_some(Self { before, behind, figures: Figures::Date, only_above: false })
    }

    /// Of a time.
    pub(super) fn clock(seconds: bool) -> Self {
        Self { before: String::new(), behind: String::new(), figures: Figures::Clock { seconds }, only_above: false }
    }

    /// What is shown of a number that is no percentage and no time: what stands before it, the number, what stands behind it.
    pub fn shown(&self, number: f64) -> Option<(&str, f64, &str)> {
        let (digits, left_out) = match self.figures {
            Figures::Plain(digits) => (digits, 0),
            Figures::Altered(digits, left_out) => (digits, left_out),
            _ => return None,
        };
        let part =
            format!("{:.*}", usize::from(digits.behind), number / 1000_f64.powi(left_out.into())).parse().ok()?;
        let shown = if left_out > 0 { part } else { number };
        (!self.only_above || number > 0.0).then_some((&*self.before, shown, &*self.behind))
    }

    /// Whether signs alone stand beside its number, or digits are left out: no words that a text would have.
    pub fn alters(&self) -> bool {
        matches!(self.figures, Figures::Altered(..))
    }

    /// Whether it writes words around a number that is no percentage and no time.
    pub fn has_words(&self) -> bool {
        matches!(self.figures, Figures::Plain(_))
    }

    /// Whether it writes hundredths.
    pub fn is_percent(&self) -> bool {
        matches!(self.figures, Figures::Percent(_))
    }

    /// Whether it shows nothing of the cell.
    pub fn hides(&self) -> bool {
        self.figures == Figures::Hidden
    }

    /// Whether it says anything of such a content: of dates or of numbers alone, or that nothing of it is shown.
    pub(super) fn is_of(&self, content: &Content) -> bool {
        match self.figures {
            Figures::Hidden => true,
            Figures::Date => matches!(content, Content::Date(_)),
            _ => matches!(content, Content::Number(_)),
        }
    }

    /// What is written of a date, as this writes it; `None` if it writes numbers.
    pub fn around_date(&self, date: &str) -> Option<String> {
        (self.figures == Figures::Date).then(|| format!("{}{date}{}", self.before, self.behind))
    }

    /// The number format that writes so; of a date this part of it.
    pub fn code(&self, date: &str) -> String {
        match self.figures {
            Figures::Plain(digits) | Figures::Altered(digits, _) => {
                format!("{}{}{}", quoted(&self.before), digits.code(), quoted(&self.behind))
            }
            Figures::Date => format!("{}{date}{}", quoted(&self.before), quoted(&self.behind)),
            Figures::Percent(digits) => {
                let behind: Vec<String> = self.behind.split('%').map(quoted).collect();
                format!("{}{}{}", quoted(&self.before.replace('%', "")), digits.code(), behind.join("%"))
            }
            Figures::Hidden => ";;;".to_owned(),
            Figures::Clock { seconds } => (if seconds { "[hh]:mm:ss" } else { "[hh]:mm" }).to_owned(),
        }
    }

    /// The number as it is written; `None` if this does not write it.
    pub fn of(&self, number: f64) -> Option<String> {
        if self.only_above && number <= 0.0 || number.abs() >= super::WHOLE_DIGITS {
            return None;
        }
        let written = match self.figures {
            Figures::Plain(digits) => figures(digits, number),
            Figures::Percent(digits) => figures(digits, number * 100.0),
            Figures::Clock { seconds } => return time(number, seconds),
            Figures::Date | Figures::Hidden | Figures::Altered(..) => return None,
        };
        let sign = if number < 0.0 { "-" } else { "" };
        Some(format!("{sign}{}{written}{}", self.before, self.behind))
    }
}

/// Words as a number format has them.
fn quoted(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("\"{}\"", words.replace('"', "")) }
}

/// The digits of a number without its sign: those that are shown, or more where it has more.
fn figures(digits: Digits, number: f64) -> String {
    let behind = usize::from(digits.behind);
    let width = usize::from(digits.before) + if behind > 0 { behind + 1 } else { 0 };
    let shown = format!("{:0width$.behind$}", number.abs());
    let is_all = shown.parse().is_ok_and(|it: f64| (it - number.abs()).abs() < 1e-9);
    if is_all {
        shown
    } else {
        (format!("{:.10}", number.abs())).trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

/// Days as hours and minutes.
fn time(days: f64, seconds: bool) -> Option<String> {
    const DAY: f64 = 86_400.0;
    let all = (days * DAY).round();
    if !(0.0..1e9).contains(&all) || (days * DAY - all).abs() > 1e-3 {
        return None;
    }
    let all = all as u64;
    let (hours, minutes, rest) = (all / 3_600, all / 60 % 60, all % 60);
    Some(if seconds || rest > 0 {
        format!("{hours:02}:{minutes:02}:{rest:02}")
    } else {
        format!("{hours:02}:{minutes:02}")
    })
}

/// A code while it is read.
#[derive(Default)]
struct Reading {
    before: String,
    behind: String,
    digits: Digits,
    /// So many times three of them are not shown.
    left_out: u8,
    has_figures: bool,
    /// Something stands behind the digits, so no more of them may come.
    is_past: bool,
    is_behind_point: bool,
    is_percent: bool,
    hours: bool,
    minutes: bool,
    seconds: bool,
    only_above: bool,
    is_date: bool,
}

impl Reading {
    fn word(&mut self, sign: char) {
        self.is_past |= self.has_figures;
        if self.has_figures { self.behind.push(sign) } else { self.before.push(sign) }
    }

    fn bracket(&mut self, within: &str) -> Option<()> {
        let unit = within.to_ascii_lowercase();
        if let Some(money) = within.strip_prefix('$') {
            money.split('-').next().unwrap_or_default().chars().for_each(|sign| self.word(sign));
        } else if unit.contains(['<', '>', '=']) {
            return None;
        } else if !unit.is_empty() && unit.bytes().all(|letter| letter == b'h') {
            self.hours = true;
        }
        Some(())
    }

    /// A sign that is neither quoted nor escaped, and the next one.
    fn sign(&mut self, sign: char, next: Option<char>) -> Option<()> {
        match sign {
            '0' | '#' | '?' if self.is_past || self.hours => return (self.hours && sign == '0').then_some(()),
            '0' | '#' | '?' => {
                self.has_figures = true;
                let count = if self.is_behind_point { &mut self.digits.behind } else { &mut self.digits.before };
                *count = count.saturating_add(u8::from(sign == '0'));
            }
            '.' if self.has_figures && !self.is_past => self.is_behind_point = true,
            // Behind the last digit it leaves out three of them.
            ',' if self.has_figures && !self.is_past => {
                self.left_out += u8::from(!matches!(next, Some('0' | '#' | '?')) && self.left_out < LEFT_OUT);
            }
            '%' => {
                self.is_percent = true;
                self.word('%');
            }
            'h' | 'H' => self.hours = true,
            'd' | 'D' | 'y' | 'Y' | 'm' | 'M' if !self.hours => {
                self.is_date |= !matches!(sign, 'm' | 'M');
                (self.minutes, self.has_figures) = (true, true);
                // What stands between the parts of a date is its own.
                self.behind.clear();
            }
            'm' | 'M' => self.minutes = true,
            's' | 'S' => self.seconds = true,
            'a' | 'A' | 'p' | 'P' if self.hours => {}
            '/' if self.has_figures && matches!(next, Some('0'..='9' | '#' | '?')) => return None,
            '@' | 'a'..='z' | 'A'..='Z' => return None,
            _ => self.word(sign),
        }
        Some(())
    }

    fn finish(self) -> Option<Worded> {
        let is_number = self.has_figures && !self.hours && !self.minutes && !self.seconds;
        if self.is_date {
            return Worded::dated(&self.before, &self.behind).filter(|_| !self.hours && !self.seconds);
        }
        let altered = || {
            let altered = Worded::altered(&self.before, &self.behind, self.digits, self.left_out);
            altered.filter(|_| !self.is_percent)
        };
        let worded = match (is_number, self.hours) {
            (true, _) if self.left_out > 0 => altered()?,
            (true, _) => Worded::around(&self.before, &self.behind, self.digits, self.is_percent).or_else(altered)?,
            (false, true) => Worded::clock(self.seconds),
            (false, false) => return None,
        };
        Some(Worded { only_above: self.only_above, ..worded })
    }
}
