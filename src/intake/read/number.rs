//! Numbers as Vietnamese or English write them: `1.234.567`, `1.234,5`, `1,234.5`, `12 345`, `78,45%` (which is 0.7845, as a
//! spreadsheet keeps it; 78.45 where the column counts in percent). Of two signs the last is the decimal one. One sign alone is read in
//! the Vietnamese way: a comma is decimal, and a point before exactly three digits groups, unless a zero stands before it. «01.003» is
//! no number but a code.

use crate::cell::Content;
use crate::intake::Remark;
use crate::schema::{Figures, Kind};
use crate::workbook::WHOLE_DIGITS;

/// Reads a tidied text, with the signs that the form says if it says them.
///
/// Returns the number, and what it would be if its one sign stood for the other thing, where both can be: `1,234` is 1.234
/// or 1234, `6.125` is 6125 or 6.125.
pub(in crate::intake) fn parse(tidied: &str, figures: &Figures) -> (Option<f64>, Option<f64>) {
    let Figures { decimal, group, .. } = *figures;
    let (inner, in_brackets) = bare(tidied, figures);
    // «$ -» is how books write nothing; a dash alone is a blank.
    if matches!(inner, "-" | "–") && inner.len() < tidied.trim().len() && !in_brackets {
        return (Some(0.0), None);
    }
    let mut digits: String = inner.chars().filter(|character| !character.is_whitespace()).collect();
    let percent = digits.ends_with('%');
    if percent {
        digits.pop();
    }
    let negative = in_brackets || digits.starts_with(['-', '−', '–']);
    let unsigned = digits.trim_start_matches(['-', '−', '–', '+']);
    let is_number = unsigned.chars().all(|character| {
        character.is_ascii_digit()
            || matches!(character, '.' | ',')
            || Some(character) == group
            || Some(character) == decimal
    });
    if !is_number || !unsigned.starts_with(|first: char| first.is_ascii_digit()) {
        return (None, None);
    }
    if decimal != Some('.') && is_code(unsigned) {
        return (None, None);
    }
    let finish = |number: f64| if negative { -number } else { number };
    let hundredths = percent && !figures.in_percent;
    let read = |unsigned: &str, group, decimal| read(unsigned, (group, decimal), hundredths);
    if decimal.is_some() || group.is_some() {
        let decimal = decimal.unwrap_or(if group == Some('.') { ',' } else { '.' });
        let group = group.unwrap_or(if decimal == '.' { ',' } else { '.' });
        return (read(unsigned, group, Some(decimal)).map(finish), None);
    }
    let last = |sign: char| unsigned.rfind(sign);
    let (group, decimal) = match (last('.'), last(',')) {
        (Some(point), Some(comma)) if point > comma => (',', Some('.')),
        (Some(_), Some(_)) => ('.', Some(',')),
        (Some(_), None) if groups(unsigned, '.') && !unsigned.starts_with("0.") => ('.', None),
        (Some(_), None) => (',', Some('.')),
        (None, Some(_)) if unsigned.matches(',').count() > 1 => (',', None),
        (None, _) => ('.', Some(',')),
    };
    let other = ['.', ',']
        .into_iter()
        .find(|sign| unsigned.matches(*sign).count() == 1 && groups(unsigned, *sign) && !unsigned.starts_with('0'))
        .and_then(|sign| match decimal {
            Some(decimal) if decimal == sign => read(unsigned, sign, None),
            _ => read(unsigned, if sign == '.' { ',' } else { '.' }, Some(sign)),
        });
    (read(unsigned, group, decimal).map(finish), other.map(finish))
}

/// The decimal sign of a text that reads as a number in one way only: the point of «1,234.5» and «1,234,567».
pub(in crate::intake) fn decimal_sign(tidied: &str, figures: &Figures) -> Option<char> {
    let last = tidied.rfind(['.', ','])?;
    let is_within = tidied[last + 1..].starts_with(|sign: char| sign.is_ascii_digit());
    let ((Some(_), None), true) = (parse(tidied, figures), is_within && !are_several(tidied)) else { return None };
    let [sign, other] = if tidied[last..].starts_with('.') { ['.', ','] } else { [',', '.'] };
    let groups = !tidied.contains(other) && tidied.matches(sign).count() > 1;
    Some(if groups { other } else { sign })
}

/// Whether more than one number stands here: «500⏎600», «500  600», «12 345 67». Between digits only one space parts thousands, before
/// three of them and behind no more.
pub(super) fn are_several(typed: &str) -> bool {
    let is_digit = |sign: char| sign.is_ascii_digit();
    let mut rest = typed.trim();
    while let Some(at) = rest.find(char::is_whitespace) {
        let (before, behind) = rest.split_at(at);
        let next = behind.trim_start();
        let gap = &behind[..behind.len() - next.len()];
        let (head, past) = (before.trim_end_matches(is_digit), next.trim_start_matches(is_digit));
        let [last, first] = [before.len() - head.len(), next.len() - past.len()];
        let is_within = before.ends_with(|sign| is_digit(sign) || matches!(sign, '.' | ',')) && first > 0;
        let is_space = |sign: char| !sign.is_control() && !matches!(sign, '\u{2028}' | '\u{2029}');
        let fits = match head.ends_with(['.', ',']) {
            true => matches!(last, 0 | 3),
            false => last <= 3,
        };
        if is_within && (first != 3 || !fits || gap.chars().count() != 1 || !gap.chars().all(is_space)) {
            return true;
        }
        rest = next;
    }
    false
}

/// The number without what may stand around it, and whether it stands in brackets, which is how books write what is less than nothing.
/// Where no signs are given nothing may.
fn bare<'t>(tidied: &'t str, figures: &Figures) -> (&'t str, bool) {
    if figures.decimal.is_none() && figures.group.is_none() && !figures.in_words {
        return (tidied, false);
    }
    let mut text = tidied;
    if figures.in_words {
        text = text.trim_matches(|sign: char| !sign.is_ascii_digit() && !"-−–+%()".contains(sign));
    }
    let minus = ['-', '−', '–'];
    let below = text.strip_prefix(minus).map(str::trim_start);
    // «-$5»: what stands between the sign and the number.
    let is_below = below.is_some_and(|rest| figures.money.iter().any(|sign| rest.starts_with(sign.as_str())));
    text = below.filter(|_| is_below).unwrap_or(text);
    let in_brackets = |text: &'t str| text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let inner = in_brackets(text);
    let without = without_money(inner.unwrap_or(text).trim(), &figures.money);
    match (inner, in_brackets(without)) {
        (None, Some(within)) => (within, true),
        (inner, _) => (without, inner.is_some() || is_below),
    }
}

fn without_money<'t>(text: &'t str, money: &[String]) -> &'t str {
    let mut longest_first: Vec<&str> = money.iter().map(String::as_str).collect();
    longest_first.sort_by_key(|sign| std::cmp::Reverse(sign.len()));
    let before = longest_first.iter().find_map(|sign| text.strip_prefix(sign));
    let behind = || longest_first.iter().find_map(|sign| text.strip_suffix(sign));
    before.or_else(behind).unwrap_or(text).trim()
}

/// Whether digits with a point are a code, of a grade or a procedure: «01.003». No number begins so.
pub(crate) fn is_code(digits: &str) -> bool {
    let mut signs = digits.bytes();
    signs.next() == Some(b'0') && signs.next().is_some_and(|sign| sign.is_ascii_digit()) && digits.contains('.')
}

/// That a spreadsheet took the code in a cell of texts for a number and cut it: to fifteen digits, or to the short form in which it shows such.
pub(super) fn lost_digits(kind: &Kind, content: &Content) -> Option<Remark> {
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    let has_lost = match content {
        _ if !matches!(kind, Kind::Text) => false,
        Content::Number(number) => number.abs() >= WHOLE_DIGITS,
        // Hardly any text begins as one does.
        Content::Text(text) if text.tidied().starts_with(|first: char| first.is_ascii_digit()) => {
            text.tidied().split_once("E+").is_some_and(|(number, power)| {
                let (whole, fraction) = number.split_once(['.', ',']).unwrap_or((number, "0"));
                whole.len() == 1 && power.len() > 1 && [whole, fraction, power].into_iter().all(are_digits)
            })
        }
        _ => false,
    };
    has_lost.then_some(Remark::DigitsLost)
}

/// The digits with these signs, if they stand where they may; as hundredths, by their text, so that 45,3% is 0.453.
fn read(unsigned: &str, (group, decimal): (char, Option<char>), hundredths: bool) -> Option<f64> {
    let (whole, fraction) = decimal.and_then(|sign| unsigned.rsplit_once(sign)).unwrap_or((unsigned, ""));
    if !fraction.chars().all(|character| character.is_ascii_digit())
        || whole.contains(group) && !groups(whole, group)
        || whole.chars().any(|character| !character.is_ascii_digit() && character != group)
    {
        return None;
    }
    let shift = if hundredths { "e-2" } else { "" };
    format!("{}.{fraction}0{shift}", whole.replace(group, "")).parse().ok()
}

/// Whether the sign parts the digits into threes, as in `1.234.567`.
fn groups(digits: &str, sign: char) -> bool {
    let mut parts = digits.split(sign);
    parts.next().is_some_and(|first| (1..=3).contains(&first.len())) && parts.all(|part| part.len() == 3)
}
