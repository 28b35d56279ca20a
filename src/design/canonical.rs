//! A schema as text, always in the same way: keys in the order of `schemas/form.schema.json`, values and synonyms in the order of
//! their list, lines of 120 characters. The schemas that ship with the program are written so.

use serde_json::{Map, Value as Json};

use crate::schema::load;

/// Characters in a line, as far as a value can be parted.
const WIDTH: usize = 120;

/// The text of a form's schema.
pub fn text(schema: &Json) -> String {
    // Of a program that is whole it can be read; a test reads it.
    let rules: Json = serde_json::from_str(load::form_schema()).unwrap_or_default();
    let mut out = String::new();
    write(&ordered(schema, &[&rules], &rules), 0, 0, &mut out);
    out.push('\n');
    out
}

/// The value with its keys in order. `rules` are the parts of the JSON Schema `whole` that hold for it.
fn ordered(value: &Json, rules: &[&Json], whole: &Json) -> Json {
    let rules = resolved(rules, whole);
    match value {
        Json::Array(items) => {
            let of_items: Vec<&Json> = rules.iter().filter_map(|rule| rule.get("items")).collect();
            Json::Array(items.iter().map(|item| ordered(item, &of_items, whole)).collect())
        }
        Json::Object(object) => {
            let known = rules.iter().filter_map(|rule| rule.get("properties")?.as_object()).flat_map(Map::keys);
            let unknown = object.keys();
            let mut sorted = Map::new();
            for key in known.chain(unknown) {
                let Some(value) = object.get(key).filter(|_| !sorted.contains_key(key)) else { continue };
                let within = |rule: &&'_ Json| -> Option<Json> {
                    let own = rule.get("properties").and_then(|known| known.get(key));
                    own.or_else(|| rule.get("additionalProperties")).cloned()
                };
                let below: Vec<Json> = rules.iter().filter_map(within).collect();
                sorted.insert(key.clone(), ordered(value, &below.iter().collect::<Vec<_>>(), whole));
            }
            by_list(&mut sorted);
            Json::Object(sorted)
        }
        _ => value.clone(),
    }
}

/// These parts of a JSON Schema with what they refer to and the choices that they offer.
fn resolved<'s>(rules: &[&'s Json], whole: &'s Json) -> Vec<&'s Json> {
    let mut all: Vec<&Json> = rules.to_vec();
    let mut at = 0;
    while at < all.len() {
        let rule = all[at];
        let reference = rule.get("$ref").and_then(Json::as_str).and_then(|to| whole.pointer(to.strip_prefix('#')?));
        let choices = ["anyOf", "oneOf", "allOf"].iter().filter_map(|key| rule.get(*key)?.as_array()).flatten();
        let more: Vec<&Json> = reference.into_iter().chain(choices).collect();
        for rule in more {
            if !all.iter().any(|known| std::ptr::eq(*known, rule)) {
                all.push(rule);
            }
        }
        at += 1;
    }
    all
}

/// Of a field: synonyms and hints in the order of the values that they mean.
fn by_list(field: &mut Map<String, Json>) {
    let strict = field.get("constraints").and_then(|constraints| constraints.get("enum")).cloned();
    let Some(Json::Object(part)) = field.get_mut("form") else { return };
    let lists = [strict, part.get("values").cloned(), part.get("discouraged").cloned()];
    let listed: Vec<Json> = lists.into_iter().flatten().filter_map(|list| list.as_array().cloned()).flatten().collect();
    for key in ["synonyms", "hints"] {
        let Some(Json::Object(words)) = part.get_mut(key) else { continue };
        let mut all: Vec<(String, Json)> = std::mem::take(words).into_iter().collect();
        all.sort_by_key(|(value, _)| listed.iter().position(|it| it == value).unwrap_or(usize::MAX));
        words.extend(all);
    }
}

/// Writes a value behind so many characters of its line; those after it are at most one.
fn write(value: &Json, depth: usize, used: usize, out: &mut String) {
    let line = one_line(value);
    let parts = match value {
        Json::Array(items) if !items.is_empty() => items.len(),
        Json::Object(object) if !object.is_empty() => object.len(),
        _ => 0,
    };
    // The whole schema is never on one line, and a comma may follow.
    if parts == 0 || depth > 0 && used + line.chars().count() < WIDTH {
        out.push_str(&line);
        return;
    }
    let indent = "  ".repeat(depth + 1);
    let mut part = |open: &str, key: Option<&str>, value: &Json| {
        let start = format!("{open}\n{indent}{}", key.map(|key| format!("{}: ", string(key))).unwrap_or_default());
        out.push_str(&start);
        write(value, depth + 1, start.chars().count() - open.len() - 1, out);
    };
    match value {
        Json::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                part(if at == 0 { "[" } else { "," }, None, item);
            }
        }
        Json::Object(object) => {
            for (at, (key, value)) in object.iter().enumerate() {
                part(if at == 0 { "{" } else { "," }, Some(key), value);
            }
        }
        _ => {}
    }
    let close = if value.is_array() { ']' } else { '}' };
    out.push_str(&format!("\n{}{close}", "  ".repeat(depth)));
}

fn one_line(value: &Json) -> String {
    match value {
        Json::Array(items) => format!("[{}]", items.iter().map(one_line).collect::<Vec<_>>().join(", ")),
        Json::Object(object) if object.is_empty() => "{}".to_owned(),
        Json::Object(object) => {
            let parts: Vec<String> =
                object.iter().map(|(key, value)| format!("{}: {}", string(key), one_line(value))).collect();
            format!("{{ {} }}", parts.join(", "))
        }
        other => other.to_string(),
    }
}

fn string(text: &str) -> String {
    Json::String(text.to_owned()).to_string()
}
