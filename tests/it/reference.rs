//! The guide's schema reference is made of the JSON Schemas in `schemas/`: `UPDATE_EXPECTED=1 cargo test --test it reference` writes it.
//! What the schemas say in English is told in Vietnamese as `guide/vi/schemas.json` has it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::guide::anchor;
use crate::run::json_file;

/// In the order in which people meet them.
const SCHEMAS: &[&str] = &["bieumau", "form", "campaign", "language", "country", "dcat", "report"];

/// The words around what the schemas say.
struct Words {
    language: &'static str,
    head: &'static str,
    columns: &'static str,
    of: &'static str,
    one_of: &'static str,
    list: &'static str,
    object: &'static str,
    any: &'static str,
    from: &'static str,
    to: &'static str,
    kinds: &'static [(&'static str, &'static str)],
}

const VIETNAMESE: Words = Words {
    language: "vi",
    head: "# Tra cứu tệp mô tả\n\n*[English](../en/schemas.md)*\n\nTrang này được tạo từ các JSON Schema trong `schemas/`, là những gì công cụ và trình soạn thảo đối chiếu. Khóa có dấu \\* là bắt buộc. Khóa lạ bị từ chối, kèm dòng và tên gần nhất. Danh sách cơ quan là tệp CSV `rosters/TÊN.csv`.\n",
    columns: "| khóa | giá trị | ý nghĩa |\n|---|---|---|\n",
    of: "của",
    one_of: "một trong",
    list: "danh sách",
    object: "nhóm khóa",
    any: "tùy ý",
    from: "từ",
    to: "đến",
    kinds: &[
        ("string", "văn bản"),
        ("integer", "số nguyên"),
        ("number", "số"),
        ("boolean", "`true` hoặc `false`"),
        ("null", "`null`"),
    ],
};

const ENGLISH: Words = Words {
    language: "en",
    head: "# Schema reference\n\n*[Tiếng Việt](../vi/schemas.md)*\n\nThis page is made of the JSON Schemas in `schemas/`, against which the tool and editors hold your files. Keys with \\* are required. An unknown key is refused with its line and the nearest known name. A roster is a CSV file `rosters/NAME.csv`.\n",
    columns: "| key | value | meaning |\n|---|---|---|\n",
    of: "of",
    one_of: "one of",
    list: "list",
    object: "keys",
    any: "anything",
    from: "from",
    to: "to",
    kinds: &[
        ("string", "text"),
        ("integer", "whole number"),
        ("number", "number"),
        ("boolean", "`true` or `false`"),
        ("null", "`null`"),
    ],
};

struct Page<'a> {
    words: &'a Words,
    known: BTreeMap<String, String>,
    /// The schema's title, which stands in the headings of its parts.
    title: String,
    schema: &'a Value,
    text: String,
    /// Objects that are told below the one that holds them.
    below: Vec<(String, &'a Value)>,
}

impl<'a> Page<'a> {
    fn told(&self, value: &Value) -> String {
        let said = value["description"].as_str().unwrap_or_default();
        let said = self.known.get(said).map_or(said, String::as_str);
        said.replace('|', "\\|").replace('<', "&lt;").replace('{', "&#123;")
    }

    fn heading(&self, name: &str) -> String {
        format!("{}: {name}", self.title)
    }

    fn link(&self, name: &str) -> String {
        format!("[{name}](#{})", anchor(&self.heading(name)))
    }

    /// What may stand there.
    fn kind(&mut self, path: &str, value: &'a Value) -> String {
        if let Some(reference) = value["$ref"].as_str() {
            let name = reference.rsplit('/').next().unwrap_or_default();
            let target = &self.schema["$defs"][name];
            return if is_object(target) { self.link(name) } else { self.kind(path, target) };
        }
        if let Some(constant) = value.get("const") {
            return format!("`{constant}`");
        }
        if let Some(values) = value["enum"].as_array() {
            let values: Vec<String> = values.iter().map(|value| format!("`{}`", shown(value))).collect();
            return format!("{} {}", self.words.one_of, values.join(", "));
        }
        for key in ["anyOf", "oneOf"] {
            if let Some(choices) = value[key].as_array() {
                let choices: Vec<String> = choices.iter().map(|choice| self.kind(path, choice)).collect();
                return choices.join("; ");
            }
        }
        let types: Vec<&str> = match &value["type"] {
            Value::String(one) => vec![one],
            Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
            _ if value.get("properties").is_some() => vec!["object"],
            _ => return self.words.any.to_owned(),
        };
        let mut kinds: Vec<String> = Vec::new();
        for name in types {
            kinds.push(match name {
                "array" => {
                    let of =
                        if value.get("items").is_some() { self.kind(path, &value["items"]) } else { String::new() };
                    format!("{} {} {of}", self.words.list, self.words.of).trim_end().to_owned()
                }
                "object" if is_object(value) => {
                    self.below.push((path.to_owned(), value));
                    self.link(path)
                }
                "object" => self.words.object.to_owned(),
                name => {
                    let known = self.words.kinds.iter().find(|(kind, _)| *kind == name);
                    known.map_or(name, |(_, said)| said).to_owned()
                }
            });
        }
        for (key, word) in [("minimum", self.words.from), ("maximum", self.words.to)] {
            if let Some(bound) = value[key].as_number() {
                kinds.push(format!("{word} {bound}"));
            }
        }
        kinds.join(", ")
    }

    /// The keys of an object, then the objects within it.
    fn object(&mut self, path: &str, value: &'a Value) {
        let keys = || value["properties"].as_object().into_iter().flatten().filter(|(key, _)| *key != "$schema");
        let required: Vec<&str> =
            value["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        if keys().next().is_some() {
            self.text.push_str(self.words.columns);
        }
        for (key, value) in keys() {
            let mark = if required.contains(&key.as_str()) { " \\*" } else { "" };
            let below = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            let kind = self.kind(&below, value);
            let told = self.told(value);
            let _ = writeln!(self.text, "| `{key}`{mark} | {kind} | {told} |");
        }
        self.text.push('\n');
        for (path, value) in std::mem::take(&mut self.below) {
            self.part(&path, value);
        }
    }

    fn part(&mut self, name: &str, value: &'a Value) {
        let _ = writeln!(self.text, "### {}\n", self.heading(name));
        let told = self.told(value);
        if !told.is_empty() {
            let _ = writeln!(self.text, "{told}\n");
        }
        self.object(name, value);
    }
}

/// Whether it has keys to tell.
fn is_object(value: &Value) -> bool {
    value["properties"].as_object().is_some_and(|keys| !keys.is_empty())
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn page(words: &Words) -> String {
    let mut text = words.head.to_owned();
    let known = Path::new("guide").join(words.language).join("schemas.json");
    let known: BTreeMap<String, String> = if known.is_file() {
        serde_json::from_value(json_file(&known)).expect("words by words")
    } else {
        BTreeMap::new()
    };
    for name in SCHEMAS {
        let schema = json_file(&Path::new("schemas").join(format!("{name}.schema.json")));
        let title = shown(&schema["title"]);
        let mut page = Page {
            words,
            known: known.clone(),
            title: title.clone(),
            schema: &schema,
            text: String::new(),
            below: Vec::new(),
        };
        let told = page.told(&schema);
        let _ = writeln!(page.text, "\n## {title}\n\n{told}\n");
        page.object("", &schema);
        for (name, part) in schema["$defs"].as_object().into_iter().flatten().filter(|(_, part)| is_object(part)) {
            page.part(name, part);
        }
        text.push_str(page.text.trim_end());
        text.push('\n');
    }
    text
}

#[test]
fn the_reference_of_the_guide_is_what_the_schemas_say() {
    let listed = fs::read_dir("schemas").expect("the folder of schemas").filter_map(Result::ok);
    let listed = listed.filter(|entry| entry.file_name().to_string_lossy().ends_with(".schema.json"));
    assert_eq!(listed.count(), SCHEMAS.len(), "every schema stands in the reference");
    for words in [&VIETNAMESE, &ENGLISH] {
        let (path, wanted) = (Path::new("guide").join(words.language).join("schemas.md"), page(words));
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&path, &wanted).expect("the page can be written");
        }
        let found = fs::read_to_string(&path).unwrap_or_default();
        assert!(found == wanted, "{} is not current: UPDATE_EXPECTED=1 cargo test --test it reference", path.display());
    }
}

/// What a schema says of its keys, at any depth.
fn descriptions(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(keys) => {
            found.extend(keys.get("description").and_then(Value::as_str).map(str::to_owned));
            keys.values().for_each(|below| descriptions(below, found));
        }
        Value::Array(items) => items.iter().for_each(|below| descriptions(below, found)),
        _ => {}
    }
}

#[test]
fn what_the_schemas_say_is_said_in_vietnamese_too() {
    let mut said = BTreeSet::new();
    for name in SCHEMAS {
        descriptions(&json_file(&Path::new("schemas").join(format!("{name}.schema.json"))), &mut said);
    }
    let path = Path::new("guide/vi/schemas.json");
    let known: BTreeMap<String, String> = serde_json::from_value(json_file(path)).expect("words by words");
    let known: BTreeSet<String> = known.into_keys().collect();
    let missing: Vec<&String> = said.difference(&known).collect();
    assert!(missing.is_empty(), "{} lacks {missing:#?}", path.display());
    let stale: Vec<&String> = known.difference(&said).collect();
    assert!(stale.is_empty(), "{} has what no schema says: {stale:#?}", path.display());
}
