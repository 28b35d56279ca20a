//! Words of a schema that are missing in one of the languages that it has elsewhere, or in one that the tool speaks. They are told in
//! another language instead; here is where.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::text::Bilingual;

/// What words lack, by the language that is missing: the places, as keys from the outside in.
pub type Untranslated = BTreeMap<String, Vec<String>>;

/// The words of a schema file that are missing in a language. None of a file that is no JSON.
pub fn untranslated(json: &str) -> Untranslated {
    let mut found = Vec::new();
    if let Ok(file) = serde_json::from_str(json) {
        walk(&file, "", &mut found);
    }
    let mut missing = Untranslated::new();
    for (place, languages) in &found {
        let spoken = Bilingual::LANGUAGES.iter().copied();
        let elsewhere = found.iter().flat_map(|(_, languages)| languages.iter().map(String::as_str));
        for language in spoken.chain(elsewhere) {
            let places = missing.entry(language.to_owned()).or_default();
            if !languages.iter().any(|own| own == language) && !places.contains(place) {
                places.push(place.clone());
            }
        }
    }
    missing.retain(|_, places| !places.is_empty());
    missing
}

/// The objects whose keys are all languages: their place, and which languages.
fn walk(value: &Value, place: &str, found: &mut Vec<(String, Vec<String>)>) {
    let below = |key: &str| if place.is_empty() { key.to_owned() } else { format!("{place}.{key}") };
    match value {
        Value::Object(object)
            if !object.is_empty() && object.iter().all(|(key, it)| it.is_string() && is_language(key)) =>
        {
            found.push((place.to_owned(), object.keys().cloned().collect()));
        }
        Value::Object(object) => object.iter().for_each(|(key, value)| walk(value, &below(key), found)),
        Value::Array(list) => {
            for (at, value) in list.iter().enumerate() {
                let name =
                    value.get("name").and_then(Value::as_str).map_or_else(|| (at + 1).to_string(), str::to_owned);
                walk(value, &below(&name), found);
            }
        }
        _ => {}
    }
}

/// Whether a key is the code of a language, as ISO 639 has them.
pub(super) fn is_language(key: &str) -> bool {
    matches!(key.len(), 2 | 3) && key.bytes().all(|byte| byte.is_ascii_lowercase())
}
