//! A rule's condition in words, for those who fill in the form: names of fields as their headings, tallies as what they take. Only of
//! conditions that are a comparison of such things; others are told by their message.

use super::tally::What;
use super::{At, Form, Tally};
use crate::bilingual;
use crate::text::Bilingual;

/// The signs of the language of conditions, in Vietnamese and English; the longer ones first.
const SIGNS: [(&str, [&str; 2]); 14] = [
    ("&&", ["và", "and"]),
    ("||", ["hoặc", "or"]),
    ("<=", ["≤", "≤"]),
    (">=", ["≥", "≥"]),
    ("==", ["=", "="]),
    ("!=", ["≠", "≠"]),
    ("<", ["<", "<"]),
    (">", [">", ">"]),
    ("+", ["+", "+"]),
    ("-", ["-", "-"]),
    ("*", ["×", "×"]),
    ("/", [":", "÷"]),
    ("(", ["(", "("]),
    (")", [")", ")"]),
];
/// Words that stand for themselves.
const BLANK: [&str; 2] = ["trống", "blank"];

/// The condition in words; `None` if it is more than a comparison.
pub(super) fn condition(form: &Form, source: &str) -> Option<Bilingual> {
    let mut said = [String::new(), String::new()];
    let mut rest = source.trim_start();
    while let Some(first) = rest.chars().next() {
        let (words, taken) = if let Some((sign, words)) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)) {
            (words.map(str::to_owned), sign.len())
        } else if first.is_ascii_digit() {
            let end = rest.find(|sign: char| !sign.is_ascii_digit() && sign != '.').unwrap_or(rest.len());
            ([rest[..end].replace('.', ","), rest[..end].to_owned()], end)
        } else if first == '\'' || first == '"' {
            let end = rest[1..].find(first)? + 2;
            let text = &rest[1..end - 1];
            ([format!("«{text}»"), format!("“{text}”")], end)
        } else if first.is_ascii_alphabetic() || first == '_' {
            let end = rest.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_').unwrap_or(rest.len());
            // What has members or is called is more than its name.
            if rest[end..].trim_start().starts_with(['.', '(', '[']) {
                return None;
            }
            (named(form, &rest[..end])?, end)
        } else {
            return None;
        };
        for (said, words) in said.iter_mut().zip(&words) {
            let is_close = said.is_empty() || said.ends_with('(') || words == ")";
            said.push_str(if is_close { "" } else { " " });
            said.push_str(words);
        }
        rest = rest[taken..].trim_start();
    }
    let [vi, en] = said;
    (!vi.is_empty()).then(|| Bilingual { vi: vi.into(), en: en.into() })
}

/// What a value has to be, as a sentence without its full stop.
pub(super) fn equality(form: &Form, at: At, source: &str) -> Option<Bilingual> {
    let field = match at {
        At::Field(field) => &form.fields[field],
        At::Value(value) => &form.values[value].field,
    };
    let Bilingual { vi, en } = condition(form, source)?;
    let title = &field.title;
    Some(bilingual!("«{title}» phải bằng {vi}", "“{title}” has to be {en}"))
}

fn named(form: &Form, name: &str) -> Option<[String; 2]> {
    if name == "null" {
        return Some(BLANK.map(str::to_owned));
    }
    let of_field = form.field(name).map(|field| &form.fields[field].called);
    let title = of_field.or_else(|| form.value(name).map(|value| &form.values[value].field.called));
    match title {
        Some(title) => Some([format!("«{title}»"), format!("“{title}”")]),
        None => form.tallies.iter().find(|tally| tally.name == name).and_then(|tally| taken(form, tally)),
    }
}

/// What a tally over all rows takes.
fn taken(form: &Form, tally: &Tally) -> Option<[String; 2]> {
    if !tally.by.is_empty() || tally.is_of_some() {
        return None;
    }
    let title = tally.of.map(|field| &form.fields[field].called);
    let [vi, en] = match (tally.what, &title) {
        (What::Sum, _) => ["tổng cột", "the sum of"],
        (What::Count, None) => return Some(["số dòng".to_owned(), "the number of rows".to_owned()]),
        (What::Count, _) => ["số dòng có ghi cột", "the number of rows with"],
        (What::Distinct, _) => ["số giá trị khác nhau của cột", "the number of different values of"],
        (What::Least, _) => ["số nhỏ nhất của cột", "the least of"],
        (What::Greatest, _) => ["số lớn nhất của cột", "the greatest of"],
    };
    title.map(|title| [format!("{vi} «{title}»"), format!("{en} “{title}”")])
}
