//! The open-data plans as a catalogue in JSON-LD by [DCAT 3](https://www.w3.org/TR/vocab-dcat-3/), so that a portal can
//! harvest what 93 agencies promise: one `dcat:Dataset` for each accepted row, the agency as its publisher, and a
//! distribution for each format once there is an address.
//!
//! The JSON-LD carries its own context, so that nothing is fetched to read it. Identifiers are made of the agency's code and
//! the title, so that a data set keeps its identifier from week to week and whatever the file is called.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};

use super::Results;
use crate::schema::Agency;
use crate::schema::dcat::DcatMapping;
use crate::summary::{MergedForm, MergedRow};
use crate::text::fold;
use crate::value::{Period, Value};
use crate::workbook::mark::{AUTHOR, Mark, Output};

/// Writes the catalogue, indented, with a line end at its end. The data sets are written one by one; what is kept of each is
/// its identifier.
///
/// # Errors
/// When the writer fails.
pub fn write(results: &Results<'_>, mapping: &DcatMapping, mut writer: impl Write) -> io::Result<()> {
    let catalogue = Catalogue::new(results, mapping);
    serde_json::to_writer_pretty(&mut writer, &catalogue)?;
    writer.write_all(b"\n")
}

/// The whole of the catalogue.
struct Catalogue<'r> {
    results: &'r Results<'r>,
    mapping: &'r DcatMapping,
    base: String,
    /// The form whose rows are data sets, if it was in the run.
    merged: Option<&'r MergedForm<'r>>,
    agencies: BTreeMap<&'r str, &'r Agency>,
    /// In the order of the rows.
    ids: Vec<DatasetId>,
}

/// What is particular to a data set's identifier.
struct DatasetId {
    /// [`digest`].
    digest: [u8; 6],
    /// How many rows above have the same digest: accepted titles differ within an agency, but a row whose agency is not known may
    /// repeat another.
    before: u32,
}

impl<'r> Catalogue<'r> {
    fn new(results: &'r Results<'r>, mapping: &'r DcatMapping) -> Self {
        let base = format!("{}{}", mapping.base, results.campaign.name);
        let merged = results.summary.forms.iter().find(|merged| merged.form.name == mapping.form);
        let mut agencies: BTreeMap<&str, &Agency> = BTreeMap::new();
        let mut seen: HashMap<[u8; 6], u32> = HashMap::new();
        let mut ids = Vec::new();
        for (merged, row) in rows(merged) {
            if let Some(agency) = row.agency {
                agencies.insert(&agency.code, agency);
            }
            let digest = digest(merged, &row, mapping);
            let times = seen.entry(digest).or_default();
            ids.push(DatasetId { digest, before: *times });
            *times += 1;
        }
        Self { results, mapping, base, merged, agencies, ids }
    }

    fn id(&self, id: &DatasetId) -> String {
        let digits = crate::text::hex(&id.digest);
        match id.before {
            0 => format!("{}:{digits}", self.base),
            before => format!("{}:{digits}-{}", self.base, before + 1),
        }
    }

    fn ids(&self) -> impl Iterator<Item = String> {
        self.ids.iter().map(|id| self.id(id))
    }
}

/// The rows that are data sets, each with its form.
fn rows<'r>(merged: Option<&'r MergedForm<'r>>) -> impl Iterator<Item = (&'r MergedForm<'r>, MergedRow<'r>)> {
    merged.into_iter().flat_map(|merged| merged.rows().map(move |row| (merged, row)))
}

impl Serialize for Catalogue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let context = json!({
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        });
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("@context", &context)?;
        // The context does not know the name, so that to readers of JSON-LD it says nothing.
        map.serialize_entry(AUTHOR, &Mark::of(Output::Catalogue).to_string())?;
        map.serialize_entry("@graph", &Graph(self))?;
        map.end()
    }
}

/// The catalogue's nodes: itself, the agencies, the data sets.
struct Graph<'c>(&'c Catalogue<'c>);

impl Serialize for Graph<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let catalogue = self.0;
        let base = &catalogue.base;
        let mut nodes = serializer.serialize_seq(None)?;
        nodes.serialize_element(&Head(catalogue))?;
        for agency in catalogue.agencies.values() {
            nodes.serialize_element(&json!({
                "@id": agency_id(base, agency),
                "@type": "foaf:Agent",
                "foaf:name": [
                    { "@value": agency.name, "@language": "vi" },
                    { "@value": agency.name_en, "@language": "en" },
                ],
                "dct:identifier": agency.code,
            }))?;
        }
        for ((merged, row), id) in rows(catalogue.merged).zip(catalogue.ids()) {
            nodes.serialize_element(&dataset(&id, base, merged, &row, catalogue.mapping))?;
        }
        nodes.end()
    }
}

/// The node of the catalogue itself, with references to all data sets.
struct Head<'c>(&'c Catalogue<'c>);

impl Serialize for Head<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Catalogue { results, mapping, base, .. } = self.0;
        let title = &results.campaign.title.vi;
        let description = format!("{title} ({})", results.campaign.basis);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("@id", base)?;
        map.serialize_entry("@type", "dcat:Catalog")?;
        map.serialize_entry("dct:title", &json!({ "@value": title, "@language": "vi" }))?;
        map.serialize_entry("dct:description", &json!({ "@value": description, "@language": "vi" }))?;
        map.serialize_entry("dct:language", &json!({ "@id": mapping.language }))?;
        let modified = json!({ "@value": results.report.as_of.to_string(), "@type": "xsd:date" });
        map.serialize_entry("dct:modified", &modified)?;
        map.serialize_entry("dcat:dataset", &References(self.0))?;
        map.end()
    }
}

/// `[{ "@id": … }, …]`.
struct References<'c>(&'c Catalogue<'c>);

impl Serialize for References<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.ids().map(|id| json!({ "@id": id })))
    }
}

fn agency_id(base: &str, agency: &Agency) -> String {
    let code: String = agency.code.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '-' }).collect();
    format!("{base}:agency:{code}")
}

/// The first six bytes of the hash of the agency's code and the title as people see it.
fn digest(merged: &MergedForm<'_>, row: &MergedRow<'_>, mapping: &DcatMapping) -> [u8; 6] {
    let title = field(merged, row, Some(&mapping.fields.title)).map(Value::stored).unwrap_or_default();
    let code = row.agency.map_or("", |agency| agency.code.as_str());
    let hash = Sha256::digest(format!("{code}\n{}", fold(&title)));
    std::array::from_fn(|at| hash[at])
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
