//! What was found in a template, as the fields of a schema.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::{Found, Label, above};
use crate::finding::Severity;
use crate::text::bare;

/// The schema of what was found.
pub(super) fn schema(columns: &[Found], labels: &[Label], head: &above::Head) -> Json {
    let mut names = BTreeSet::new();
    let fields: Vec<Json> = columns.iter().map(|found| field(found, &mut names)).collect();
    let mut form = json!({ "title": { "vi": head.title, "en": head.title } });
    if !labels.is_empty() {
        form["values"] = labels.iter().map(|label| label.field(&mut names)).collect::<Vec<Json>>().into();
    }
    if !head.basis.is_empty() {
        form["basis"] = head.basis.clone().into();
    }
    json!({ "$schema": "../form.schema.json", "name": slug(&head.title, '-', 40), "title": head.title, "fields": fields, "form": form })
}

fn field(found: &Found, names: &mut BTreeSet<String>) -> Json {
    let mut field = of_kind(&found.title, &found.kind, names);
    let lenient = found.strict.filter(|severity| *severity < Severity::Error);
    let is_listed = !found.values.is_empty();
    for (at, value) in [
        ("/format", found.format.clone().map(Json::from)),
        ("/decimalChar", found.has_commas.then(|| ".".into())),
        ("/groupChar", found.has_commas.then(|| ",".into())),
        ("/constraints/required", found.required.then_some(Json::Bool(true))),
        ("/constraints/maxLength", found.max_length.map(Json::from)),
        ("/constraints/minimum", found.minimum.map(crate::design::compose::of_number)),
        ("/constraints/maximum", found.maximum.map(crate::design::compose::of_number)),
        ("/constraints/enum", (is_listed && lenient.is_none()).then(|| found.values.clone().into())),
        ("/form/values", (is_listed && lenient.is_some()).then(|| found.values.clone().into())),
        ("/form/otherwise", lenient.filter(|_| is_listed).and_then(|severity| serde_json::to_value(severity).ok())),
        ("/form/printed", found.has_levels.then_some(Json::Bool(true))),
        ("/form/group", found.group.clone().map(Json::from)),
        ("/form/help/vi", Some(found.help.as_str()).filter(|help| !help.is_empty()).map(Json::from)),
        ("/form/help/en", Some(found.help.as_str()).filter(|help| !help.is_empty()).map(Json::from)),
        ("/description", Some(found.description.as_str()).filter(|text| !text.is_empty()).map(Json::from)),
    ] {
        if let Some(value) = value {
            crate::design::compose::put(&mut field, &at[1..].replace('/', "."), value);
        }
    }
    field
}

/// A field of this kind, with a name that no other has.
pub(super) fn of_kind(title: &str, kind: &str, names: &mut BTreeSet<String>) -> Json {
    let stem = match slug(title, '_', 24) {
        empty if empty.is_empty() => "cot".to_owned(),
        digit if digit.starts_with(|first: char| first.is_ascii_digit()) => format!("cot_{digit}"),
        stem => stem,
    };
    let numbered = (1..).map(|number| if number == 1 { stem.clone() } else { format!("{stem}_{number}") });
    let name = numbered.into_iter().find(|name| !names.contains(name)).unwrap_or_default();
    names.insert(name.clone());
    let mut field = json!({ "name": name, "title": title });
    let (of, part) = match kind {
        "ordinal" | "period" | "url" => ("string", Some(kind)),
        "integer" => ("integer", None),
        "number" => ("number", None),
        "flag" => ("boolean", None),
        "date" => ("date", None),
        "year" => ("year", None),
        _ => ("string", None),
    };
    field["type"] = of.into();
    if let Some(part) = part {
        crate::design::compose::put(&mut field, "form.kind", part.into());
    }
    field
}

/// A name made of a text: letters a to z, digits, whole words as far as they fit.
fn slug(text: &str, sign: char, longest: usize) -> String {
    let plain: String =
        bare(text).chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { ' ' }).collect();
    let mut slug = String::new();
    for word in plain.split_whitespace() {
        if !slug.is_empty() && slug.len() + 1 + word.len() > longest {
            break;
        }
        if !slug.is_empty() {
            slug.push(sign);
        }
        slug.push_str(word);
    }
    slug.truncate(longest);
    slug
}
