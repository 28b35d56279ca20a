//! The open-data plans as a catalogue in JSON-LD by [DCAT 3](https://www.w3.org/TR/vocab-dcat-3/), so that a portal can
//! harvest what 93 agencies promise: one `dcat:Dataset` for each accepted row, the agency as its publisher, and a
//! distribution for each format once there is an address.
//!
//! The JSON-LD carries its own context, so that nothing is fetched to read it. Identifiers are made of the agency's code and
//! the title, so that a data set keeps its identifier from week to week and whatever the file is called.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};

use super::Results;
use crate::schema::Agency;
use crate::schema::dcat::DcatMapping;
use crate::summary::{MergedForm, MergedRow};
use crate::text::fold;
use crate::value::{Period, Value};

/// Writes the catalogue, indented, with a line end at its end.
///
/// # Errors
/// When the writer fails.
pub fn write(results: &Results<'_>, mapping: &DcatMapping, mut writer: impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut writer, &catalogue(results, mapping))?;
    writer.write_all(b"\n")
}

fn catalogue(results: &Results<'_>, mapping: &DcatMapping) -> Json {
    let base = format!("{}{}", mapping.base, results.campaign.name);
    let merged = results.summary.forms.iter().find(|merged| merged.form.name == mapping.form);
    let mut agencies: BTreeMap<&str, &Agency> = BTreeMap::new();
    let mut datasets = Vec::new();
    let mut taken = BTreeSet::new();
    for (merged, row) in merged.iter().flat_map(|merged| merged.rows().map(move |row| (merged, row))) {
        if let Some(agency) = row.agency {
            agencies.insert(&agency.code, agency);
        }
        let mut id = format!("{base}:{}", digest(merged, &row, mapping));
        // Accepted titles differ within an agency; a row whose agency is not known may repeat another.
        while !taken.insert(id.clone()) {
            id.push_str("-2");
        }
        datasets.push(dataset(&id, &base, merged, &row, mapping));
    }
    let mut graph = vec![json!({
        "@id": base,
        "@type": "dcat:Catalog",
        "dct:title": { "@value": results.campaign.title.vi, "@language": "vi" },
        "dct:description": { "@value": format!("{} ({})", results.campaign.title.vi, results.campaign.basis), "@language": "vi" },
        "dct:language": { "@id": mapping.language },
        "dct:modified": { "@value": results.report.as_of.to_string(), "@type": "xsd:date" },
        "dcat:dataset": datasets.iter().map(|dataset| json!({ "@id": dataset["@id"] })).collect::<Vec<_>>(),
    })];
    graph.extend(agencies.values().map(|agency| {
        json!({
            "@id": agency_id(&base, agency),
            "@type": "foaf:Agent",
            "foaf:name": [
                { "@value": agency.name, "@language": "vi" },
                { "@value": agency.name_en, "@language": "en" },
            ],
            "dct:identifier": agency.code,
        })
    }));
    graph.extend(datasets);
    json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@graph": graph,
    })
}

fn agency_id(base: &str, agency: &Agency) -> String {
    let code: String = agency.code.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '-' }).collect();
    format!("{base}:agency:{code}")
}

/// Twelve hexadecimal digits of the agency's code and the title as people see it.
fn digest(merged: &MergedForm<'_>, row: &MergedRow<'_>, mapping: &DcatMapping) -> String {
    let title = field(merged, row, Some(&mapping.fields.title)).map(Value::stored).unwrap_or_default();
    let code = row.agency.map_or("", |agency| agency.code.as_str());
    let hash = Sha256::digest(format!("{code}\n{}", fold(&title)));
    hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

fn field<'r>(merged: &MergedForm<'_>, row: &'r MergedRow<'_>, name: Option<&String>) -> Option<&'r Value> {
    let index = merged.form.field(name?)?;
    Some(&row.record.entries[index].value).filter(|value| !value.is_empty())
}

fn dataset(id: &str, base: &str, merged: &MergedForm<'_>, row: &MergedRow<'_>, mapping: &DcatMapping) -> Json {
    let fields = &mapping.fields;
    let of = |name: &Option<String>| field(merged, row, name.as_ref());
    let words = |value: &Value| json!({ "@value": value.stored(), "@language": "vi" });
    let mut dataset = Map::new();
    let mut put = |key: &str, value: Json| dataset.insert(key.to_owned(), value);
    put("@id", json!(id));
    put("@type", json!("dcat:Dataset"));
    if let Some(title) = field(merged, row, Some(&fields.title)) {
        put("dct:title", words(title));
    }
    if let Some(description) = of(&fields.description) {
        put("dct:description", words(description));
    }
    put("dct:language", json!({ "@id": mapping.language }));
    if let Some(agency) = row.agency {
        put("dct:publisher", json!({ "@id": agency_id(base, agency) }));
    }
    if let Some(unit) = of(&fields.publisher) {
        put("dct:creator", json!({ "@type": "foaf:Agent", "foaf:name": words(unit) }));
    }
    if let Some(theme) = of(&fields.theme) {
        let addresses = mapping.themes.get(&*theme.stored()).into_iter().flatten();
        let addresses: Vec<Json> = addresses.map(|address| json!({ "@id": address })).collect();
        if !addresses.is_empty() {
            put("dcat:theme", json!(addresses));
        }
        put("dcat:keyword", words(theme));
    }
    if let Some(address) = of(&fields.frequency).and_then(|value| mapping.frequencies.get(&*value.stored())) {
        put("dct:accrualPeriodicity", json!({ "@id": address }));
    }
    if let Some(available) = of(&fields.available).and_then(available) {
        put("dct:available", available);
    }
    put("dct:provenance", json!({ "@type": "dct:ProvenanceStatement", "dct:description": provenance(row) }));
    let address = of(&fields.access_url).map(Value::stored).filter(|address| is_address(address));
    if let Some(address) = address {
        put("dcat:distribution", json!(distributions(id, &address, of(&fields.format), mapping)));
    }
    Json::Object(dataset)
}

/// Where the row came from: file, sheet and row.
fn provenance(row: &MergedRow<'_>) -> String {
    match row.sheet {
        Some(sheet) => format!("{} › {sheet} › {}", row.file, row.number),
        None => format!("{} › {}", row.file, row.number),
    }
}

/// As DCAT wants an address: without characters that no IRI may hold.
fn is_address(address: &str) -> bool {
    !address.chars().any(|letter| letter.is_whitespace() || letter.is_control() || "<>\"{}|\\^`".contains(letter))
}

fn distributions(id: &str, address: &str, formats: Option<&Value>, mapping: &DcatMapping) -> Vec<Json> {
    let formats: Vec<String> = match formats {
        Some(Value::List(items)) => items.clone(),
        Some(value) => vec![value.stored().into_owned()],
        None => Vec::new(),
    };
    let one = |number: usize, format: Option<&String>| {
        let mut distribution = json!({
            "@id": format!("{id}:{number}"),
            "@type": "dcat:Distribution",
            "dcat:accessURL": { "@id": address },
        });
        if let Some(format) = format.and_then(|format| mapping.formats.get(format)) {
            distribution["dct:format"] = json!({ "@id": format });
        }
        distribution
    };
    if formats.is_empty() {
        return vec![one(1, None)];
    }
    formats.iter().enumerate().map(|(index, format)| one(index + 1, Some(format))).collect()
}

/// When the data set becomes available: a year, a month or a day as written; of a longer stretch its last day.
fn available(value: &Value) -> Option<Json> {
    let Value::Period(Period { text, end, .. }) = value else { return None };
    let parts: Vec<&str> = text.split('-').collect();
    let digits = parts.iter().all(|part| part.chars().all(|letter| letter.is_ascii_digit()));
    let kind = match (digits, parts.len()) {
        (true, 1) => "xsd:gYear",
        (true, 2) => "xsd:gYearMonth",
        (true, 3) => "xsd:date",
        _ => return end.map(|end| json!({ "@value": end.to_string(), "@type": "xsd:date" })),
    };
    Some(json!({ "@value": text, "@type": kind }))
}
