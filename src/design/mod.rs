//! A form as a workbook that officials edit: as XLSForm does for surveys, one sheet holds the form's settings, one its columns, one
//! the lists to choose from and one the rules between columns. Each of these sheets is a form itself, described by a schema in
//! `schemas/workbook/`, so that it is read, judged and told about like any other: headings may be renamed or reordered, a slip is a
//! finding at its cell, with what to do. `schemas/workbook/keys.json` says which key of a form's schema each of their columns holds.
//!
//! Nothing is lost on the way: what has no column, or would be read as something else, stands as JSON in the column «Phần khác»,
//! as a merge patch (RFC 7396) of what the other columns say. So whatever keys the language of schemas has, [`export`] and [`import()`]
//! give the same schema.
//!
//! In the schemas of these sheets the first alias of a heading is its English name, and the first two synonyms of a value are its
//! Vietnamese and its English word; without the second the value itself is the English word.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Context;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use crate::schema::load::{self, Ground};
use crate::schema::{Field, Form, Kind, Roster};
use crate::text::{Bilingual, Language, capital};
use crate::value::Value;

pub(crate) mod canonical;
pub(crate) mod compose;
pub(crate) mod export;
mod faults;
mod import;
pub(crate) mod infer;
#[cfg(feature = "cli")]
pub(crate) mod near;
mod patch;
pub mod rules;
mod settings;

pub use export::export;
pub use faults::{Fault, Part, faults, has_place};
pub use import::{Imported, import};
pub use infer::{Found, Inferred, Label, Sureness, infer};

/// The sheets of a form workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SheetKind {
    /// What holds of the form as a whole; a setting a row.
    Settings,
    /// A row a column of the form.
    Columns,
    /// A row a value that may be chosen.
    Values,
    /// A row a value outside the table.
    Outside,
    /// A row a sum or count over the rows.
    Tallies,
    /// A row a rule between columns.
    Rules,
}

impl SheetKind {
    /// All of them, in their order in the workbook.
    pub const EACH: [Self; 6] =
        [Self::Settings, Self::Columns, Self::Values, Self::Outside, Self::Tallies, Self::Rules];

    /// The name of its schema.
    pub fn name(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Columns => "columns",
            Self::Values => "values",
            Self::Outside => "outside",
            Self::Tallies => "tallies",
            Self::Rules => "rules",
        }
    }
}

/// A form workbook, as it is to be written.
#[derive(Debug)]
pub struct Design {
    /// Its sheets, in their order.
    pub sheets: Vec<DesignSheet>,
    /// The form's title, for the sheets' headlines.
    pub title: String,
    /// The kinds of column, in the order of their words.
    kinds: Vec<String>,
}

impl Design {
    /// What a kind of column is called in the workbook.
    pub fn kind(&self, kind: &str) -> &str {
        let columns = self.sheets.iter().find(|sheet| sheet.kind == SheetKind::Columns);
        let listing = columns.and_then(|sheet| Some((sheet.form.fields.get(sheet.form.field("kind")?)?, &self.kinds)));
        let named = listing
            .and_then(|(field, kinds)| field.kind.listing()?.values.get(kinds.iter().position(|known| known == kind)?));
        named.map_or("", String::as_str)
    }
}

/// A sheet of it.
#[derive(Debug)]
pub struct DesignSheet {
    /// Which.
    pub kind: SheetKind,
    /// Its form, with headings and values in the language that is spoken.
    pub form: Form,
    /// The fields that most forms need; of the settings all.
    pub usual: Vec<String>,
    /// What stands in it, by the form's fields; of the settings there is one row.
    pub rows: Vec<Vec<String>>,
}

/// What a form workbook is read and written by.
#[derive(Debug)]
pub struct Sheets {
    forms: Vec<Arc<Form>>,
    keys: Keys,
    /// Nobody owes a form workbook.
    nobody: Roster,
    /// What forms are read by.
    ground: Ground,
}

/// Which key each column holds, by sheet.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    settings: BTreeMap<String, String>,
    columns: BTreeMap<String, String>,
    outside: BTreeMap<String, String>,
    tallies: BTreeMap<String, String>,
    rules: BTreeMap<String, String>,
    /// What each kind of column is in a schema; the first that fits is the one that is written.
    kinds: Map<String, Json>,
    /// The columns of each sheet that most forms need.
    usual: BTreeMap<String, Vec<String>>,
}

/// The rows of a form workbook, as understood, by sheet; of the settings there is one.
#[derive(Debug, Default)]
struct Rows(BTreeMap<SheetKind, Vec<Vec<Value>>>);

impl Rows {
    /// The rows of a sheet.
    fn of(&self, kind: SheetKind) -> &[Vec<Value>] {
        self.0.get(&kind).map_or(&[], Vec::as_slice)
    }

    fn push(&mut self, kind: SheetKind, row: Vec<Value>) {
        self.0.entry(kind).or_default().push(row);
    }
}

impl Sheets {
    /// The ones that ship with the program, for forms that are read by this ground.
    ///
    /// # Errors
    /// None with a program that is whole.
    pub fn new(ground: Ground) -> anyhow::Result<Self> {
        let (mut forms, keys) = load::of_workbook(&ground)?;
        forms.iter_mut().flat_map(|form| &mut form.fields).for_each(speak);
        let keys = serde_json::from_str(keys).context("reading schemas/workbook/keys.json")?;
        let nobody = Roster::empty(&ground.country);
        Ok(Self { forms: forms.into_iter().map(Arc::new).collect(), keys, nobody, ground })
    }

    /// The form of a sheet.
    fn form(&self, kind: SheetKind) -> &Arc<Form> {
        let found = self.forms.iter().find(|form| form.name == kind.name());
        found.expect("a test asks for the form of every sheet")
    }

    /// What a field of a sheet holds in a row.
    fn field<'r>(&self, kind: SheetKind, name: &str, row: &'r [Value]) -> &'r Value {
        const NOTHING: &Value = &Value::Empty;
        self.form(kind).field(name).and_then(|at| row.get(at)).unwrap_or(NOTHING)
    }

    /// The form of a sheet with headings, values and explanations in a language.
    fn spoken(&self, kind: SheetKind, language: Language) -> anyhow::Result<Form> {
        let mut schema: Json = serde_json::from_str(&self.form(kind).source)?;
        let word = |key: &str, words: &Json| match language {
            Language::Vietnamese => words[0].as_str().map(str::to_owned),
            Language::English => words[1].as_str().map_or_else(|| Some(capital(key)), |word| Some(word.to_owned())),
        };
        for field in schema["fields"].as_array_mut().into_iter().flatten() {
            let synonyms = field["form"]["synonyms"].take();
            if let Some(part) = field["form"].as_object_mut() {
                part.remove("synonyms");
            }
            for list in ["/constraints/enum", "/form/values"] {
                for value in field.pointer_mut(list).and_then(Json::as_array_mut).into_iter().flatten() {
                    if let Some(spoken) = value.as_str().and_then(|key| word(key, &synonyms[key])) {
                        *value = Json::String(spoken);
                    }
                }
            }
            if let (Language::English, Some(heading)) = (language, field["form"]["aliases"][0].as_str()) {
                field["title"] = Json::String(heading.to_owned());
                field["form"]["aliases"] = Json::Array(Vec::new());
            }
        }
        self.ground.form(&schema.to_string())
    }
}

/// Has the messages about a list name its values as people see them.
fn speak(field: &mut Field) {
    let (Kind::Listed(listing) | Kind::List(listing)) = &mut field.kind else { return };
    let word = |value: &String| {
        let words = listing.synonyms.get(value);
        let vi = words.and_then(|words| words.first()).unwrap_or(value).clone();
        let en = words.and_then(|words| words.get(1)).cloned().unwrap_or_else(|| capital(value));
        Bilingual { vi: vi.into(), en: en.into() }
    };
    listing.spoken = listing.values.iter().map(word).collect();
}

/// The word that stands for a listed value of a sheet's field in a language, see [`Sheets::spoken`].
fn word<'f>(known: &Field, spoken: &'f Field, value: &str) -> Option<&'f str> {
    let at = known.kind.listing()?.values.iter().position(|listed| listed == value)?;
    spoken.kind.listing()?.values.get(at).map(String::as_str)
}
