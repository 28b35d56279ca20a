//! `near-duplicate`: two names in one submission that differ only in words that say nothing («CSDL đất đai», «Cơ sở dữ liệu về
//! đất đai»). They are very likely one thing listed twice, which would be counted twice in the national summary.
//!
//! Only such differences count. «Trường tiểu học» and «trường trung học», «năm 2022» and «năm 2023» are near in letters and far
//! apart in meaning, so likeness of letters is not asked.

use std::collections::HashMap;

use super::Sink;
use crate::cell::Cell;
use crate::finding::Finding;
use crate::finding::rules::NEAR_DUPLICATE;
use crate::intake::Table;
use crate::schema::{Form, Kind};
use crate::text::{fold, words};

/// What names of databases and data sets are called by, longest first; says nothing about which one.
const KINDS_OF_THING: [&str; 5] = ["cơ sở dữ liệu", "tập dữ liệu", "bộ dữ liệu", "dữ liệu", "csdl"];
/// Words that join others.
const JOINING: [&str; 6] = ["về", "của", "các", "và", "những", "trên"];

/// Compares the texts of unique fields over all tables of a submission by the words that say something, in any order.
pub fn check(form: &Form, tables: &[Table], sink: &mut Sink<'_>) {
    let unique = form.fields.iter().enumerate().filter(|(_, field)| field.unique && field.kind == Kind::Text);
    for (index, field) in unique {
        let mut first: HashMap<Vec<String>, (&Table, Cell, String)> = HashMap::new();
        for table in tables {
            for entry in table.records.iter().map(|record| &record.entries[index]) {
                let Some(cell) = entry.cell.filter(|_| !entry.value.is_empty()) else { continue };
                let name = fold(&entry.value.stored());
                let telling = telling_words(&name);
                if telling.is_empty() {
                    continue;
                }
                match first.get(&telling) {
                    // Equal names are `duplicate-value`.
                    Some((.., other)) if *other == name => {}
                    Some((other, at, _)) => {
                        let earlier = match &other.sheet {
                            Some(sheet) if other.sheet != table.sheet => format!("{sheet}!{at}"),
                            _ => at.to_string(),
                        };
                        let finding = Finding::new(&NEAR_DUPLICATE, sink.at(table, cell))
                            .about(&field.name, &entry.typed)
                            .with("heading", &field.title)
                            .with("first", earlier);
                        sink.push(finding);
                    }
                    None => {
                        first.insert(telling, (table, cell, name));
                    }
                }
            }
        }
    }
}

/// The words of a folded name that tell it from others, sorted.
fn telling_words(name: &str) -> Vec<String> {
    let mut plain = format!(" {} ", words(name).collect::<Vec<_>>().join(" "));
    for kind in KINDS_OF_THING {
        plain = plain.replace(&format!(" {kind} "), " ");
    }
    let mut telling: Vec<String> =
        plain.split_whitespace().filter(|word| !JOINING.contains(word)).map(str::to_owned).collect();
    telling.sort();
    telling
}

#[cfg(test)]
mod tests {
    use super::*;

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
