//! From a form's schema to a form workbook.

use anyhow::Context;
use serde_json::Value as Json;

use super::compose::{ROWS, path};
use super::{Design, DesignSheet, Rows, SheetKind, Sheets, patch, word};
use crate::cell::Content;
use crate::intake::read::{Beside, means_above, read};
use crate::schema::{Field, Form, Kind};
use crate::text::{Bilingual, Language};
use crate::value::Value;

/// Yes and no, as they are written into a form workbook.
pub static YES: Bilingual = Bilingual::new("Có", "Yes");
/// See [`YES`].
pub static NO: Bilingual = Bilingual::new("Không", "No");

/// The texts of a row of a sheet, by its fields.
type Texts = Vec<String>;

/// The workbook of the form that this schema describes, which need not be sound.
///
/// # Errors
/// When it is no JSON object.
pub fn export(sheets: &Sheets, schema: &str, language: Language) -> anyhow::Result<Design> {
    let schema: Json = serde_json::from_str(schema)?;
    of_json(sheets, &schema, language)
}

/// The same of a schema that was read.
///
/// # Errors
/// When it is no JSON object.
pub fn of_json(sheets: &Sheets, schema: &Json, language: Language) -> anyhow::Result<Design> {
    let writer = Writer::new(sheets, language)?;
    let mut whole = schema.as_object().context("a schema is a JSON object")?.clone();
    let fields = of_objects(whole.shift_remove("fields"));
    let mut listed = |key: &str| match whole.get_mut("form").and_then(Json::as_object_mut) {
        // That there are none may be said; it is among the settings then.
        Some(form) if form.get(key).is_some_and(|items| items.as_array().is_some_and(|items| !items.is_empty())) => {
            of_objects(form.shift_remove(key))
        }
        _ => Vec::new(),
    };
    let (outside, tallies, rules) = (listed("values"), listed("tallies"), listed("rules"));
    let values: Vec<Texts> = fields.iter().chain(&outside).flat_map(|field| writer.values(field)).collect();
    let mut rows = Rows::default();
    values.iter().for_each(|texts| rows.push(SheetKind::Values, writer.read(SheetKind::Values, texts)));
    let written = |kind: SheetKind, items: &[Json]| -> Vec<Texts> {
        items.iter().map(|item| writer.with_rest(kind, writer.texts(kind, item), item, &rows)).collect()
    };
    let settings = written(SheetKind::Settings, &[Json::Object(whole)]);
    let title = ["vi", "en"].iter().find_map(|key| schema["form"]["title"][*key].as_str()).unwrap_or_default();
    let title = schema["form"]["title"][language.code()].as_str().unwrap_or(title).to_owned();
    let texts = [
        settings,
        written(SheetKind::Columns, &fields),
        values,
        written(SheetKind::Outside, &outside),
        written(SheetKind::Tallies, &tallies),
        written(SheetKind::Rules, &rules),
    ];
    let usual = |kind: SheetKind| sheets.keys.usual.get(kind.name()).cloned().unwrap_or_default();
    let spoken = writer.spoken.into_iter().zip(texts);
    let parts = spoken.map(|((kind, form), rows)| DesignSheet { kind, form, usual: usual(kind), rows }).collect();
    let columns = sheets.form(SheetKind::Columns);
    let kinds = columns.fields.iter().find(|field| field.name == "kind").and_then(|field| field.kind.listing());
    let kinds = kinds.map(|listing| listing.values.clone()).unwrap_or_default();
    Ok(Design { sheets: parts, title, kinds })
}

fn of_objects(list: Option<Json>) -> Vec<Json> {
    match list {
        Some(Json::Array(items)) => items,
        _ => Vec::new(),
    }
}

/// Writes rows in a language.
struct Writer<'s> {
    sheets: &'s Sheets,
    language: Language,
    /// The forms of the sheets with headings and values in it.
    spoken: Vec<(SheetKind, Form)>,
}

impl<'s> Writer<'s> {
    fn new(sheets: &'s Sheets, language: Language) -> anyhow::Result<Self> {
        let spoken = SheetKind::EACH.into_iter().map(|kind| Ok((kind, sheets.spoken(kind, language)?)));
        Ok(Self { sheets, language, spoken: spoken.collect::<anyhow::Result<_>>()? })
    }

    /// What the columns of a sheet say of this part of a schema, as far as they can.
    fn texts(&self, kind: SheetKind, object: &Json) -> Texts {
        let known = self.sheets.form(kind);
        let field = |field: &Field| {
            let value = match (self.sheets.key(kind, &field.name), field.name.as_str()) {
                // What else has a format has a kind of its own.
                (Some(_), "date_format") if at(object, "type").is_none_or(|of| of != "date") => None,
                (Some(key), _) => at(object, path(key)).cloned(),
                (None, "kind") => Some(Json::String(self.kind(object))),
                (None, "function") => function(known, object).map(|(name, _)| Json::from(name)),
                (None, "of") => function(known, object).map(|(_, of)| of.clone()).filter(|of| of != ROWS),
                (None, _) => None,
            };
            value.map(|value| self.text(kind, &field.name, &value)).unwrap_or_default()
        };
        known.fields.iter().map(field).collect()
    }

    /// A value as it is written into a column of a sheet.
    fn text(&self, kind: SheetKind, name: &str, value: &Json) -> String {
        let known = self.sheets.form(kind);
        let Some(field) = known.fields.iter().find(|field| field.name == name) else { return String::new() };
        let suits = match (&field.kind, value) {
            (Kind::Number { .. }, _) => value.is_number(),
            (Kind::Flag { .. }, _) => value.is_boolean(),
            (Kind::Date { .. }, Json::String(day)) => day.parse::<jiff::civil::Date>().is_ok(),
            (Kind::Date { .. }, _) => false,
            _ => !value.is_boolean(),
        };
        match value {
            // Another column has the same key for values of this kind, or it stands with the rest.
            _ if !suits => String::new(),
            Json::Bool(true) => YES.get(self.language).to_owned(),
            Json::Bool(false) => NO.get(self.language).to_owned(),
            Json::Number(number) => number.to_string(),
            Json::Array(items) => items.iter().filter_map(Json::as_str).collect::<Vec<_>>().join("\n"),
            Json::String(text) => {
                let spoken = self.spoken.iter().find(|(of, _)| *of == kind).map(|(_, form)| form);
                let spoken = spoken.and_then(|form| form.fields.iter().find(|spoken| spoken.name == name));
                spoken.and_then(|spoken| word(field, spoken, text)).unwrap_or(text).to_owned()
            }
            Json::Object(_) | Json::Null => String::new(),
        }
    }

    /// The kind of column that a field is nearest to.
    fn kind(&self, field: &Json) -> String {
        let has_list = self.list(field).next().is_some() || at(field, "form.values.file").is_some();
        let likeness = |fragment: &Json| {
            let keys = ["type", "format", "delimiter", "itemType", "form.kind"];
            keys.iter().filter(|key| at(fragment, key) == at(field, key)).count()
        };
        let fits = |name: &str| !matches!((name, has_list), ("text", true) | ("listed", false));
        let kinds = self.sheets.keys.kinds.iter().filter(|(name, _)| fits(name));
        // Of several that are as near the first.
        let nearest = kinds.rev().max_by_key(|(_, fragment)| likeness(fragment));
        nearest.map(|(name, _)| name.clone()).unwrap_or_default()
    }

    /// The values of a field's list, and whether each is discouraged.
    fn list<'f>(&self, field: &'f Json) -> impl Iterator<Item = (String, bool)> + use<'f> {
        let places = [("constraints.enum", false), ("form.values", false), ("form.discouraged", true)];
        places.into_iter().flat_map(move |(key, discouraged)| {
            let values = at(field, key).and_then(Json::as_array).into_iter().flatten();
            values.filter_map(move |value| match value {
                // A cell of several lines holds several values; one with a line break is told with the rest.
                Json::String(text) if text.contains('\n') => None,
                Json::String(text) => Some((text.clone(), discouraged)),
                Json::Number(number) => Some((number.to_string(), discouraged)),
                _ => None,
            })
        })
    }

    /// The rows of a field's list.
    fn values(&self, field: &Json) -> Vec<Texts> {
        let Some(column) = field["name"].as_str() else { return Vec::new() };
        let row = |(value, discouraged): (String, bool)| {
            let words = |key: &str| field["form"][key][&value].clone();
            let of = |name: &str, value: &Json| self.text(SheetKind::Values, name, value);
            let of_field = |field: &Field| match field.name.as_str() {
                "column" => of("column", &Json::from(column)),
                "listed" => of("listed", &Json::from(value.clone())),
                "discouraged" if discouraged => of("discouraged", &Json::Bool(true)),
                key @ ("synonyms" | "hints") => of(key, &words(key)),
                _ => String::new(),
            };
            self.sheets.form(SheetKind::Values).fields.iter().map(of_field).collect()
        };
        // What would be read as something else, such as «nt», stands with the rest.
        let form = self.sheets.form(SheetKind::Values);
        let of_value = form.fields.iter().find(|field| field.name == "listed");
        let is_kept = |value: &str| {
            of_value.is_some_and(|field| matches!(understood(form, field, value), Value::Text(read) if read == value))
        };
        self.list(field).filter(|(value, _)| is_kept(value)).map(row).collect()
    }

    /// The row, with whatever the other columns do not say in the one for the rest.
    fn with_rest(&self, kind: SheetKind, mut texts: Texts, object: &Json, rows: &Rows) -> Texts {
        let row = self.read(kind, &texts);
        let said = match kind {
            SheetKind::Settings => self.sheets.settings(&row),
            SheetKind::Columns | SheetKind::Outside => self.sheets.column(kind, &row, rows),
            SheetKind::Tallies => self.sheets.tally(&row),
            SheetKind::Rules | SheetKind::Values => self.sheets.rule(&row),
        };
        let rest = patch::between(&said, object);
        if let (Some(rest), Some(at)) = (rest, self.sheets.form(kind).field("other")) {
            texts[at] = ascii(&rest.to_string());
        }
        texts
    }

    /// The row as it will be read.
    fn read(&self, kind: SheetKind, texts: &Texts) -> Vec<Value> {
        let form = self.sheets.form(kind);
        form.fields.iter().zip(texts).map(|(field, text)| understood(form, field, text)).collect()
    }
}

/// What a text is read as in a column of a sheet.
fn understood(form: &Form, field: &Field, text: &str) -> Value {
    if text.is_empty() || means_above(&form.language, &field.kind, &crate::text::tidy(text)) {
        return Value::Empty;
    }
    let content = match number(field, text) {
        Some(number) => Content::Number(number),
        None => Content::Text(text.into()),
    };
    read(&form.language, field, Some(&content), Beside::default()).1
}

/// The number that a text of a column of numbers is; written as such, nobody has to know how it is written.
pub fn number(field: &Field, text: &str) -> Option<f64> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
    number.filter(|_| matches!(field.kind, Kind::Number { .. }))
}

/// JSON in which no sign is one that a reader of forms would tidy.
fn ascii(json: &str) -> String {
    let is_plain = |letter: char| letter == ' ' || letter.is_alphanumeric() || letter.is_ascii_graphic();
    let mut out = String::with_capacity(json.len());
    let mut before = ' ';
    for letter in json.chars() {
        match letter {
            _ if is_plain(letter) && !(letter == ' ' && before == ' ') && !matches!(letter, '&' | '<') => {
                out.push(letter)
            }
            _ => letter.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}"))),
        }
        before = letter;
    }
    out
}

/// What a tally counts, by its word on the sheet of tallies, and over what.
fn function<'j>(sheet: &Form, tally: &'j Json) -> Option<(String, &'j Json)> {
    let listing = sheet.fields.iter().find(|field| field.name == "function")?.kind.listing()?;
    listing.values.iter().find_map(|name| Some((name.clone(), tally.get(name)?)))
}

/// What stands under a key of names parted by dots.
fn at<'j>(object: &'j Json, key: &str) -> Option<&'j Json> {
    key.split('.').try_fold(object, |place, name| place.get(name))
}
