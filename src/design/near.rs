//! Headings of a form that people will mix up: were a column left out of what is sent, another column's heading would be taken for
//! its own, by the very rules by which headings are read.

use std::sync::Arc;

use serde_json::Value as Json;

use crate::intake::header::headings::Headings;
use crate::intake::header::key::{Met, Readings};
use crate::intake::header::weights::ACCEPTED;
use crate::schema::Form;
use crate::schema::load::Ground;
use crate::text::{bare, words};

/// Two headings that are near each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// The index of the field with the one.
    pub field: usize,
    /// As printed, or an alias.
    pub heading: String,
    /// The index of the field that it might be taken for.
    pub other: usize,
    /// How near, from 0 to 1.
    pub score: f64,
}

/// The pairs of headings of a form that are so near, the nearest of each two fields.
pub fn near(ground: &Ground, form: &Form) -> Vec<Near> {
    let mut found: Vec<Near> = Vec::new();
    let met = Met::default();
    for (index, field) in form.fields.iter().enumerate() {
        let Some(without) = without(ground, form, index) else { continue };
        let headings = Headings::new(&[Arc::new(without)]);
        let readings = Readings::new(&form.language, &met);
        let group = field.group.as_ref().map(|group| readings.of(group, 1));
        let above: Vec<&[_]> = group.iter().map(|readings| &**readings).collect();
        for heading in std::iter::once(&field.title).chain(&field.aliases) {
            let scores = headings.forms[0].scores(&readings.of(heading, 1), &above);
            for (other, score) in scores.iter().enumerate().filter(|(_, score)| score.score >= ACCEPTED) {
                let other = if other >= index { other + 1 } else { other };
                // «TT» might stand for «tình trạng», but nobody sees the one and thinks of the other.
                let of_other = &form.fields[other];
                if !std::iter::once(&of_other.title).chain(&of_other.aliases).any(|it| looks_like(heading, it)) {
                    continue;
                }
                let near = Near { field: index, heading: heading.clone(), other, score: score.score };
                let same = |known: &&mut Near| {
                    (known.field, known.other) == (index, other) || (known.other, known.field) == (index, other)
                };
                match found.iter_mut().find(same) {
                    Some(known) if known.score >= near.score => {}
                    Some(known) => *known = near,
                    None => found.push(near),
                }
            }
        }
    }
    found
}

/// Whether two headings look alike as they are written: they share a word, or most letters.
fn looks_like(one: &str, other: &str) -> bool {
    let (one, other) = (bare(one), bare(other));
    let shares = words(&one).any(|word| words(&other).any(|it| it == word));
    shares || strsim::normalized_damerau_levenshtein(&one, &other) >= 0.7
}

/// The form without a field, and without rules, which may name it.
fn without(ground: &Ground, form: &Form, index: usize) -> Option<Form> {
    let mut schema: Json = serde_json::from_str(&form.source).ok()?;
    let fields = schema["fields"].as_array_mut()?;
    fields.remove(index);
    let small = serde_json::json!({
        "name": "x", "fields": fields,
        "form": { "title": { "vi": "x", "en": "x" }, "basis": "x" },
    });
    ground.form(&small.to_string()).ok()
}
