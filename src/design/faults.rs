//! Everything that is wrong with a form's schema. Reading one ends at its first fault, for nothing after that can be sure; so here it
//! is read again and again: with one column more each time, then with one tally or rule more, and what does not fit is told and left out.

use serde_json::{Value as Json, json};

use crate::schema::load::Ground;
use crate::schema::slips::{place_of_key, place_of_name, place_of_word};
use crate::text::trouble::said;
use crate::text::{Bilingual, Language};

/// A fault of a schema.
#[derive(Debug)]
pub struct Fault {
    /// What of the form it is in.
    pub part: Part,
    /// What is wrong.
    pub error: anyhow::Error,
}

/// A part of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What holds of it as a whole.
    Whole,
    /// The field with this index.
    Field(usize),
    /// The value outside the table with this index.
    Value(usize),
    /// The tally with this index.
    Tally(usize),
    /// The rule with this index.
    Rule(usize),
}

impl Fault {
    /// What is wrong, with each reason for it. The schema was put together anew to find it, so that a line and a column in it say
    /// nothing to whoever wrote it.
    pub fn said(&self, language: Language) -> String {
        let causes = self.error.chain().map(|cause| without_place(&said(cause, language)).to_owned());
        causes.collect::<Vec<_>>().join(": ")
    }

    /// Where it stands in the text of the schema: `line 35, column 7: `; nothing if it is not found.
    pub fn place(&self, text: &str, schema: &Json) -> Bilingual {
        let told = self.error.root_cause().to_string();
        let item = match self.part {
            Part::Whole => return place_of_key(text, &told),
            Part::Field(at) => &schema["fields"][at],
            Part::Value(at) => &schema["form"]["values"][at],
            Part::Tally(at) => &schema["form"]["tallies"][at],
            Part::Rule(at) => &schema["form"]["rules"][at],
        };
        let expressions = ["assert", "equals", "expected", "where"].into_iter().filter_map(|key| item[key].as_str());
        let within = expressions.map(|expression| place_of_word(text, expression, &told));
        within.flatten().next().unwrap_or_else(|| place_of_name(text, item["name"].as_str().unwrap_or_default()))
    }
}

/// Whether it begins with a line and a column.
pub fn has_place(words: &str) -> bool {
    without_place(words).len() < words.len()
}

/// The words behind «dòng 3, cột 9: ».
fn without_place(words: &str) -> &str {
    let begins = |start: &str| words.strip_prefix(start)?.split_once(": ").filter(|(place, _)| place.len() < 24);
    begins("dòng ").or_else(|| begins("line ")).map_or(words, |(_, rest)| rest)
}

/// All faults of the form that this schema describes; its rules are tried out.
pub fn faults(ground: &Ground, schema: &Json) -> Vec<Fault> {
    let sound = |schema: &Json| ground.sound_form(&super::canonical::text(schema)).map(drop);
    let Err(first) = sound(schema) else { return Vec::new() };
    let mut faults = Vec::new();
    let mut small = smallest(ground, schema);
    let mut left_out: Vec<&str> = Vec::new();
    let parts = ["/fields", "/form/values", "/form/tallies"].into_iter();
    for (list, part) in parts.zip([Part::Field as fn(usize) -> Part, Part::Value, Part::Tally]) {
        for (index, item) in schema.pointer(list).and_then(Json::as_array).into_iter().flatten().enumerate() {
            if names_one(item, &left_out) {
                continue;
            }
            let with_it = with(&small, list, item);
            match ground.form(&super::canonical::text(&with_it)) {
                Ok(_) => small = with_it,
                Err(error) => {
                    faults.push(Fault { part: part(index), error });
                    left_out.extend(item["name"].as_str());
                }
            }
        }
    }
    // Rules may name what the form defines besides its columns.
    let mut whole = schema.clone();
    whole["fields"] = small["fields"].clone();
    for list in ["values", "tallies", "rules"] {
        whole["form"][list] = small["form"].get(list).cloned().unwrap_or_else(|| json!([]));
    }
    let mut base = if ground.form(&super::canonical::text(&whole)).is_ok() { whole } else { small };
    for (index, rule) in schema.pointer("/form/rules").and_then(Json::as_array).into_iter().flatten().enumerate() {
        if names_one(rule, &left_out) {
            continue;
        }
        let with_it = with(&base, "/form/rules", rule);
        match sound(&with_it) {
            Ok(()) => base = with_it,
            Err(error) => faults.push(Fault { part: Part::Rule(index), error }),
        }
    }
    // What none of the parts alone has is of the whole.
    let of_whole = match faults.is_empty() {
        true => Some(first),
        false => ground.form(&super::canonical::text(&without_parts(schema, &base))).err(),
    };
    faults.splice(..0, of_whole.map(|error| Fault { part: Part::Whole, error }));
    faults
}

/// The form as a whole, with nothing that a fault elsewhere could make unsound: with the columns that are sound, and without keys, of
/// which a column may be missing.
fn without_parts(schema: &Json, sound: &Json) -> Json {
    let mut head = headed(schema);
    head["fields"] = match sound["fields"].as_array() {
        Some(fields) if !fields.is_empty() => sound["fields"].clone(),
        _ => json!([{ "name": "x", "title": "x" }]),
    };
    head
}

/// The schema without what depends on a field.
fn headed(schema: &Json) -> Json {
    let mut head = schema.clone();
    head["form"] = of_whole(&schema["form"]);
    if let Some(head) = head.as_object_mut() {
        for key in ["primaryKey", "uniqueKeys", "foreignKeys"] {
            head.remove(key);
        }
    }
    head
}

/// A sound form of that name, without fields and rules.
fn smallest(ground: &Ground, schema: &Json) -> Json {
    let mut head = headed(schema);
    head["fields"] = json!([{ "name": "x", "title": "x" }]);
    if !head.is_object() || ground.form(&super::canonical::text(&head)).is_err() {
        let title = json!({ "vi": "x", "en": "x" });
        head = json!({ "name": "x", "form": { "title": title, "basis": "x" } });
    }
    head["fields"] = json!([]);
    head
}

/// What of a form's own part depends on no field.
fn of_whole(form: &Json) -> Json {
    let own = ["title", "basis", "decision", "rows", "languages"]
        .iter()
        .filter_map(|key| Some(((*key).to_owned(), form.get(*key)?.clone())));
    Json::Object(own.collect())
}

/// The schema with one more item in a list.
fn with(schema: &Json, list: &str, item: &Json) -> Json {
    let mut schema = schema.clone();
    if let Some(own) = list.strip_prefix("/form/").filter(|_| schema.pointer(list).is_none()) {
        schema["form"][own] = json!([]);
    }
    if let Some(items) = schema.pointer_mut(list).and_then(Json::as_array_mut) {
        items.push(item.clone());
    }
    schema
}

/// The keys of tallies and rules that name fields.
const NAMING: [&str; 10] =
    ["at", "assert", "equals", "expected", "sum", "count", "distinct", "least", "greatest", "where"];

/// Whether a tally or rule speaks of one of these fields: then nothing is sure of it.
fn names_one(rule: &Json, fields: &[&str]) -> bool {
    let texts = NAMING.iter().filter_map(|key| rule[*key].as_str());
    let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let mut words = texts.flat_map(|text| text.split(move |letter| !is_of_name(letter)));
    words.any(|word| fields.contains(&word))
}
