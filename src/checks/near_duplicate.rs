//! `near-duplicate`: two names in one submission that differ only in words that say nothing («CSDL đất đai», «Cơ sở dữ liệu về
//! đất đai»). They are very likely one thing listed twice, which would be counted twice in the national summary.
//!
//! Only such differences count. «Trường tiểu học» and «trường trung học», «năm 2022» and «năm 2023» are near in letters and far
//! apart in meaning, so likeness of letters is not asked.

use std::collections::HashMap;

use super::{Name, Sink};
use crate::finding::rules::NEAR_DUPLICATE;
use crate::schema::{Form, Kind};
use crate::text::words;

/// What names of databases and data sets are called by, longest first; says nothing about which one.
const KINDS_OF_THING: [&[&str]; 5] =
    [&["cơ", "sở", "dữ", "liệu"], &["tập", "dữ", "liệu"], &["bộ", "dữ", "liệu"], &["dữ", "liệu"], &["csdl"]];
/// Words that join others.
const JOINING: [&str; 6] = ["về", "của", "các", "và", "những", "trên"];

/// Compares the names of a submission by the words that say something, in any order.
pub fn check(form: &Form, names: &[Name<'_>], sink: &mut Sink<'_>) {
    let mut first: HashMap<(usize, String), &Name<'_>> = HashMap::new();
    for name in names.iter().filter(|name| form.fields[name.field].kind == Kind::Text) {
        let telling = telling_words(&name.folded);
        if telling.is_empty() {
            continue;
        }
        let other = *first.entry((name.field, telling)).or_insert(name);
        // Equal names are `duplicate-value`.
        if other.folded == name.folded {
            continue;
        }
        name.tell(&NEAR_DUPLICATE, other, form, sink);
    }
}

/// The words of a folded name that tell it from others, sorted.
fn telling_words(name: &str) -> String {
    let all: Vec<&str> = words(name).collect();
    let mut telling = Vec::with_capacity(all.len());
    let mut rest = &all[..];
    while let Some((word, after)) = rest.split_first() {
        rest = match KINDS_OF_THING.iter().find(|kind| rest.starts_with(kind)) {
            Some(kind) => &rest[kind.len()..],
            None => {
                telling.extend(Some(*word).filter(|word| !JOINING.contains(word)));
                after
            }
        };
    }
    telling.sort_unstable();
    telling.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn only_words_that_say_nothing_are_passed_over() {
        let same = |one: &str, other: &str| telling_words(&fold(one)) == telling_words(&fold(other));
        assert!(same("CSDL đất đai", "Cơ sở dữ liệu về đất đai"));
        assert!(same("Danh sách di tích và lễ hội", "Danh sách lễ hội, di tích"));
        assert!(!same("CSDL trường tiểu học", "CSDL trường trung học"));
        assert!(!same("Giá đất năm 2022", "Giá đất năm 2023"));
        assert!(!same("Cán bộ", "Cần bổ"));
    }
}
