//! A form's schema file as it is written: keys of Table Schema (Data Package v2), and under `form` what that does not know. Nothing is
//! judged here but that each key is one of these.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::finding::Severity;
use crate::text::Bilingual;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormFile {
    #[serde(rename = "$schema")]
    pub(super) _schema: Option<String>,
    pub(super) name: String,
    pub(super) title: Option<String>,
    #[serde(rename = "description")]
    pub(super) _description: Option<String>,
    pub(super) fields: Vec<FieldFile>,
    #[serde(rename = "missingValues")]
    pub(super) missing: Option<Vec<String>>,
    #[serde(rename = "primaryKey")]
    pub(super) primary_key: Option<OneOrSeveral>,
    #[serde(rename = "uniqueKeys", default)]
    pub(super) unique_keys: Vec<OneOrSeveral>,
    #[serde(rename = "foreignKeys", default)]
    pub(super) foreign_keys: Vec<ForeignKeyFile>,
    pub(super) form: FormPart,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormPart {
    pub(super) title: Bilingual,
    pub(super) short: Option<Bilingual>,
    pub(super) basis: String,
    pub(super) decision: Option<Vec<String>>,
    pub(super) not_before: Option<jiff::civil::Date>,
    pub(super) dated_by: Option<String>,
    pub(super) sender: Option<String>,
    #[serde(default)]
    pub(super) groups: BTreeMap<String, Vec<String>>,
    pub(super) none: Option<NoneFile>,
    pub(super) languages: Option<Vec<String>>,
    #[serde(rename = "fiscalYear")]
    pub(super) fiscal_year: Option<i8>,
    #[serde(default)]
    pub(super) rows: Rows,
    #[serde(default)]
    pub(super) values: Vec<FieldFile>,
    #[serde(default)]
    pub(super) tallies: Vec<TallyFile>,
    #[serde(default)]
    pub(super) sequences: Vec<SequenceFile>,
    #[serde(default)]
    pub(super) rules: Vec<RuleFile>,
}

/// A sum, count or the like over the rows.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TallyFile {
    pub(super) name: String,
    pub(super) sum: Option<String>,
    pub(super) count: Option<String>,
    pub(super) distinct: Option<String>,
    pub(super) least: Option<String>,
    pub(super) greatest: Option<String>,
    pub(super) by: Option<OneOrSeveral>,
    #[serde(rename = "where")]
    pub(super) condition: Option<String>,
}

/// A field whose numbers count up.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SequenceFile {
    pub(super) of: String,
    pub(super) by: Option<OneOrSeveral>,
    pub(super) from: Option<u64>,
}

/// A number, or a text such as a day.
#[derive(Deserialize, Clone, Debug)]
#[serde(untagged)]
pub(super) enum Bound {
    Number(f64),
    Text(String),
}

/// The values of a list, or where they stand.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum ValuesFile {
    Here(Vec<String>),
    Elsewhere(ListFile),
}

/// A column of a CSV file in the schemas' folder `lists`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListFile {
    pub(super) file: String,
    pub(super) column: String,
}

/// That what stands in some fields stands in those of another form as well.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ForeignKeyFile {
    pub(super) fields: OneOrSeveral,
    pub(super) reference: ReferenceFile,
}

/// Where it stands.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReferenceFile {
    pub(super) resource: Option<String>,
    pub(super) fields: OneOrSeveral,
}

/// A name, or a list of names.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrSeveral {
    One(String),
    Several(Vec<String>),
}

impl OneOrSeveral {
    pub(super) fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(name) => vec![name],
            Self::Several(names) => names,
        }
    }
}

/// Whether an empty form is an answer: it is, or it is where one of these phrases stands.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum NoneFile {
    Allowed(bool),
    Words(Vec<String>),
}

/// How rows are told apart.
#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Rows {
    /// By what they hold: sections, totals, notes and the like are no data.
    #[default]
    Mixed,
    /// Every row with content is data.
    Plain,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldFile {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) description: Option<String>,
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    pub(super) format: Option<String>,
    pub(super) delimiter: Option<String>,
    #[serde(rename = "decimalChar")]
    pub(super) decimal: Option<char>,
    #[serde(rename = "groupChar")]
    pub(super) group: Option<char>,
    #[serde(rename = "bareNumber")]
    pub(super) bare_number: Option<bool>,
    /// For people.
    #[serde(rename = "example")]
    pub(super) _example: Option<serde_json::Value>,
    #[serde(rename = "rdfType")]
    pub(super) _rdf_type: Option<String>,
    #[serde(rename = "trueValues")]
    pub(super) true_values: Option<Vec<String>>,
    #[serde(rename = "falseValues")]
    pub(super) false_values: Option<Vec<String>>,
    #[serde(rename = "missingValues")]
    pub(super) missing: Option<Vec<String>>,
    #[serde(rename = "itemType")]
    pub(super) item_type: Option<String>,
    #[serde(default)]
    pub(super) constraints: Constraints,
    #[serde(default)]
    pub(super) form: FieldPart,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Constraints {
    #[serde(default)]
    pub(super) required: bool,
    #[serde(default)]
    pub(super) unique: bool,
    pub(super) min_length: Option<usize>,
    pub(super) max_length: Option<usize>,
    pub(super) pattern: Option<String>,
    pub(super) minimum: Option<Bound>,
    pub(super) maximum: Option<Bound>,
    pub(super) exclusive_minimum: Option<Bound>,
    pub(super) exclusive_maximum: Option<Bound>,
    #[serde(rename = "enum")]
    pub(super) listed: Option<Vec<Bound>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldPart {
    pub(super) kind: Option<KindName>,
    pub(super) group: Option<String>,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    pub(super) values: Option<ValuesFile>,
    /// Lists only: what stands twice is kept twice.
    #[serde(default)]
    pub(super) repeats: bool,
    #[serde(default)]
    pub(super) synonyms: BTreeMap<String, Vec<String>>,
    /// See [`Listing::hints`].
    #[serde(default)]
    pub(super) hints: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) discouraged: Vec<String>,
    pub(super) otherwise: Option<Severity>,
    #[serde(default)]
    pub(super) concrete: bool,
    #[serde(default)]
    pub(super) since: bool,
    /// See [`super::Field::claims`].
    #[serde(default)]
    pub(super) claims: bool,
    /// See [`super::Field::begins`].
    #[serde(default)]
    pub(super) begins: bool,
    /// Values outside the table only: the sheets on which it is looked for, and the cell.
    pub(super) sheet: Option<OneOrSeveral>,
    pub(super) cell: Option<String>,
    /// Values outside the table only: whether it names the sender.
    pub(super) sender: Option<bool>,
    pub(super) description_en: Option<String>,
    pub(super) help: Option<Bilingual>,
    pub(super) printed: Option<bool>,
}

#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum KindName {
    Text,
    Ordinal,
    Number,
    Flag,
    Date,
    Period,
    Listed,
    List,
    Url,
}

impl KindName {
    /// As schemas have it.
    pub(super) fn shown(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleFile {
    pub(super) name: String,
    pub(super) code: Option<String>,
    pub(super) at: String,
    pub(super) severity: Severity,
    pub(super) assert: Option<String>,
    pub(super) equals: Option<String>,
    pub(super) within: Option<f64>,
    pub(super) expected: Option<String>,
    pub(super) message: Option<Bilingual>,
    pub(super) help: Option<Bilingual>,
    pub(super) explanation: Option<Bilingual>,
}
