//! What the written rows hold of what a form's schema says. Rows may break it where a run allows a rule to be broken, an apostrophe
//! may, and so may the files of several agencies or parts together what is asked of a submission: then the schema of the package does
//! not say it, and the description of the table tells why.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Map, Value as Json, json};

use super::columns::refers_to_agencies;
use super::neutral;
use crate::intake::read::addresses;
use crate::schema::{Field, Form, Kind};
use crate::summary::{MergedForm, MergedRow};
use crate::text::hashed::HashSet;
use crate::value::Value;

/// Which parts of its field's description this value, as it is written, contradicts.
pub(super) fn contradicted(field: &Field, value: &Value) -> Vec<&'static str> {
    let text = match value {
        Value::Empty if field.required => return vec!["required"],
        Value::Text(text) => text,
        _ => return Vec::new(),
    };
    let written = &*neutral(text);
    let other = match &field.kind {
        Kind::Number { .. } | Kind::Flag { .. } | Kind::Date { .. } | Kind::Period { unit: Some(_), .. } => "type",
        Kind::Url if addresses(written) == 0 => "format",
        Kind::Listed(listing) if listing.source.is_none() && !listing.values.iter().any(|it| it == written) => "enum",
        _ => "",
    };
    let length = |limit: Option<usize>| limit.map(|limit| (limit, text.chars().count()));
    let faults = [
        (!other.is_empty(), other),
        (field.pattern.as_ref().is_some_and(|pattern| !pattern.fits(written)), "pattern"),
        (length(field.min_length).is_some_and(|(least, length)| length < least), "minLength"),
        (length(field.max_length).is_some_and(|(most, length)| length > most), "maxLength"),
    ];
    faults.into_iter().filter(|(is_so, _)| *is_so).map(|(_, key)| key).collect()
}

/// Takes out of a schema what its rows contradict; says what that was.
pub(super) fn loosen(schema: &mut Json, broken: &BTreeSet<(usize, &'static str)>) -> Vec<String> {
    let mut told = Vec::new();
    for &(at, key) in broken {
        let Some(field) = schema["fields"][at].as_object_mut() else { continue };
        let name = field.get("name").and_then(Json::as_str).unwrap_or_default().to_owned();
        let found = match key {
            "type" => field.insert("type".to_owned(), json!("string")),
            "format" => field.shift_remove(key),
            _ => field.get_mut("constraints").and_then(Json::as_object_mut).and_then(|it| it.shift_remove(key)),
        };
        if let (true, Some(constraints)) = (key == "type", field.get_mut("constraints").and_then(Json::as_object_mut)) {
            // What is said of numbers and days cannot be said of texts.
            constraints.retain(|key, _| key == "required");
        }
        told.extend(found.map(|found| match key {
            "required" => format!("{name}: {key} (a row is blank)"),
            "enum" => format!("{name}: {key} (a row has another value)"),
            _ => format!("{name}: {key} {found} (a row has another value)"),
        }));
    }
    told
}

/// The keys of a form as keys of all agencies together, where its rows hold them: what tells the rows of a submission apart tells all
/// apart together with the agency. And what is left out, with why.
pub(super) fn keys(merged: &MergedForm<'_>, all: &[MergedForm<'_>], schema: &mut Json) -> Vec<String> {
    let (mut told, Some(schema)) = (Vec::new(), schema.as_object_mut()) else { return Vec::new() };
    let with_agency = |names: &Json| -> Vec<Json> {
        let names = names.as_array().map_or_else(|| std::slice::from_ref(names), Vec::as_slice);
        std::iter::once(json!("_agency")).chain(names.iter().cloned()).collect()
    };
    let mut holds = |key: &str, own: &Json, fault: Option<&str>| {
        told.extend(fault.map(|fault| format!("{key} {own} ({fault})")));
        fault.is_none()
    };
    let several = |schema: &mut Map<String, Json>, key| match schema.shift_remove(key) {
        Some(Json::Array(keys)) => keys,
        _ => Vec::new(),
    };
    let primary: Vec<Json> = schema.shift_remove("primaryKey").into_iter().collect();
    let unique = several(schema, "uniqueKeys");
    for (name, mut keys, is_primary) in [("primaryKey", primary, true), ("uniqueKeys", unique, false)] {
        keys.retain(|own| holds(name, own, repeated(merged, &with_agency(own)[1..], is_primary)));
        let mut keys: Vec<Vec<Json>> = keys.iter().map(with_agency).collect();
        match is_primary {
            true => schema.extend(keys.pop().map(|key| (name.to_owned(), json!(key)))),
            false => schema.extend((!keys.is_empty()).then(|| (name.to_owned(), json!(keys)))),
        }
    }
    let mut foreign = refers_to_agencies("_agency");
    for own in several(schema, "foreignKeys") {
        let to = &own["reference"];
        let (names, resource) = ([with_agency(&own["fields"]), with_agency(&to["fields"])], &to["resource"]);
        if holds("foreignKeys", &own, unmatched(merged, all, &names, resource)) {
            let [fields, to] = names;
            foreign.push(json!({ "fields": fields, "reference": { "resource": resource, "fields": to } }));
        }
    }
    schema.insert("foreignKeys".to_owned(), Json::Array(foreign));
    told
}

/// Why these fields do not tell the rows of each agency apart.
fn repeated(merged: &MergedForm<'_>, names: &[Json], all_filled: bool) -> Option<&'static str> {
    let Some(fields) = columns(&merged.form, names) else { return Some(NOT_WRITTEN) };
    let mut seen = HashSet::default();
    merged.rows().find_map(|row| match key(&row, &fields) {
        Some(key) => (!seen.insert(key)).then_some("two rows of one agency hold the same"),
        None => all_filled.then_some("a row leaves it blank, or its agency is not known"),
    })
}

/// Why the rows of this form do not all refer to rows of the same agency in the other: by which columns to which.
fn unmatched(
    merged: &MergedForm<'_>,
    all: &[MergedForm<'_>],
    names: &[Vec<Json>; 2],
    resource: &Json,
) -> Option<&'static str> {
    let Some(other) = all.iter().find(|other| *resource == *other.form.name) else {
        return Some("that form is not in this package");
    };
    let (own, to) = (columns(&merged.form, &names[0][1..]), columns(&other.form, &names[1][1..]));
    let Some((own, to)) = own.zip(to) else { return Some(NOT_WRITTEN) };
    let known: HashSet<u64> = other.rows().filter_map(|row| key(&row, &to)).collect();
    let is_known = |row: MergedRow<'_>| key(&row, &own).is_some_and(|key| known.contains(&key));
    (!merged.rows().all(is_known)).then_some("a row refers to none of its agency's accepted rows there")
}

const NOT_WRITTEN: &str = "one of its columns is not written";

/// The fields with these names; `None` if one is not written.
fn columns(form: &Form, names: &[Json]) -> Option<Vec<usize>> {
    let column = |name: &Json| form.field(name.as_str()?).filter(|at| form.fields[*at].is_kept());
    names.iter().map(column).collect()
}

/// A number for the agency of a row and what it holds in these fields, exactly; `None` if one of them is blank.
fn key(row: &MergedRow<'_>, fields: &[usize]) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    row.agency?.code.hash(&mut hasher);
    for field in fields {
        let value = &row.record.entries[*field].value;
        (!value.is_empty()).then(|| value.stored().hash(&mut hasher))?;
    }
    Some(hasher.finish())
}
