//! Reads a form's schema file and checks that it makes sense, so that nothing after it has to ask.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use anyhow::{Context, bail, ensure};
use serde::Deserialize;

use super::super::expression::{Condition, RecordView, Vocabulary};
use super::super::slips::{did_you_mean, from_json};
use super::super::{Country, Languages};
use super::{Field, Form, FormRule, Kind, Listing, NothingToReport};
use crate::finding::{Group, Rule, Severity, placeholders};
use crate::text::{Bilingual, fold};
use crate::trouble;
use crate::value::Value;

/// The code of a form's rule that gives none of its own.
const RULE_CODE: &str = "R400";
/// Where a rule's expression stands.
const ASSERT: &str = "expression `assert`";

/// Table Schema types that can be read, each with the kind of field that it makes.
const TYPES: [&str; 8] = ["string", "integer", "number", "boolean", "date", "year", "yearmonth", "list"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormFile {
    #[serde(rename = "$schema")]
    _schema: Option<String>,
    name: String,
    title: Option<String>,
    fields: Vec<FieldFile>,
    form: FormPart,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormPart {
    title: Bilingual,
    short: Option<Bilingual>,
    basis: String,
    decision: Option<Vec<String>>,
    dated_by: Option<String>,
    none: Option<NoneFile>,
    languages: Option<Vec<String>>,
    #[serde(rename = "fiscalYear")]
    fiscal_year: Option<i8>,
    #[serde(default)]
    rows: Rows,
    #[serde(default)]
    rules: Vec<RuleFile>,
}

/// Whether an empty form is an answer: it is, or it is where one of these phrases stands.
#[derive(Deserialize)]
#[serde(untagged)]
enum NoneFile {
    Allowed(bool),
    Words(Vec<String>),
}

/// How rows are told apart.
#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Rows {
    /// By what they hold: sections, totals, notes and the like are no data.
    #[default]
    Mixed,
    /// Every row with content is data.
    Plain,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldFile {
    name: String,
    title: String,
    description: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    format: Option<String>,
    delimiter: Option<String>,
    #[serde(rename = "decimalChar")]
    decimal: Option<char>,
    #[serde(rename = "groupChar")]
    group: Option<char>,
    #[serde(rename = "itemType")]
    item_type: Option<String>,
    #[serde(default)]
    constraints: Constraints,
    #[serde(default)]
    form: FieldPart,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Constraints {
    #[serde(default)]
    required: bool,
    #[serde(default)]
    unique: bool,
    max_length: Option<usize>,
    minimum: Option<f64>,
    maximum: Option<f64>,
    #[serde(rename = "enum")]
    listed: Option<Vec<String>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct FieldPart {
    kind: Option<KindName>,
    group: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    values: Option<Vec<String>>,
    #[serde(default)]
    synonyms: BTreeMap<String, Vec<String>>,
    /// See [`Listing::hints`].
    #[serde(default)]
    hints: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    discouraged: Vec<String>,
    otherwise: Option<Severity>,
    #[serde(default)]
    concrete: bool,
    description_en: Option<String>,
    help: Option<Bilingual>,
    printed: Option<bool>,
}

#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum KindName {
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    name: String,
    code: Option<String>,
    at: String,
    severity: Severity,
    assert: String,
    message: Bilingual,
    help: Option<Bilingual>,
    explanation: Option<Bilingual>,
}

/// Reads a form. Errors name the field or rule, and for an unknown word the nearest known one.
pub(crate) fn parse(json: &str, languages: &Languages, country: &Country) -> anyhow::Result<Form> {
    let file: FormFile = from_json(json)?;
    check_name(&file.name)?;
    if let Some(title) = file.title.filter(|title| *title != *file.form.title.vi) {
        bail!("the schema's `title` («{title}») is not its form's `title.vi` («{}»)", file.form.title.vi);
    }
    ensure!(!file.fields.is_empty(), "`fields` is empty: a form has at least one");
    ensure!(
        file.form.decision.as_ref().is_none_or(|kinds| !kinds.is_empty()),
        "`decision` is empty: name a kind of document that may issue the form, or leave the key out if none does"
    );
    let mut fields: Vec<Field> = Vec::with_capacity(file.fields.len());
    for field in file.fields {
        let name = field.name.clone();
        ensure!(!fields.iter().any(|known| known.name == name), "field `{name}` stands twice");
        fields.push(parse_field(field).with_context(|| format!("field `{name}`"))?);
    }
    check_headings(&fields)?;
    let language = languages.of_form(file.form.languages.as_deref(), file.form.fiscal_year, &country.language)?;
    fields.iter_mut().for_each(|field| field.kind.speak(&language));
    let mut form = Form {
        name: file.name,
        short: file.form.short.unwrap_or_else(|| file.form.title.clone()),
        title: file.form.title,
        basis: file.form.basis,
        decision: file.form.decision.unwrap_or_default(),
        dated_by: file.form.dated_by.map(|name| dated_by(&name, &fields)).transpose()?,
        none: nothing_to_report(file.form.none)?,
        language,
        plain_rows: file.form.rows == Rows::Plain,
        fields,
        rules: Vec::new(),
        source: json.to_owned(),
    };
    let mut seen = HashSet::new();
    for rule in file.form.rules {
        let name = rule.name.clone();
        ensure!(seen.insert(name.clone()), "rule `{name}` stands twice");
        let rule = parse_rule(rule, &form).with_context(|| format!("rule `{name}`"))?;
        form.rules.push(rule);
    }
    Ok(form)
}

/// The field that says which of two answers is the later one.
fn dated_by(name: &str, fields: &[Field]) -> anyhow::Result<usize> {
    let dated =
        || fields.iter().enumerate().filter(|(_, field)| matches!(field.kind, Kind::Date | Kind::Period { .. }));
    match dated().find(|(_, field)| field.name == name) {
        Some((at, _)) => Ok(at),
        None => {
            let near = did_you_mean(name, dated().map(|(_, field)| field.name.as_str()));
            trouble!(
                "`dated_by` không phải trường ngày hoặc thời gian: `{name}`{}",
                "`dated_by` names no field of days or periods: `{name}`{}",
                near
            )
        }
    }
}

fn nothing_to_report(file: Option<NoneFile>) -> anyhow::Result<Option<NothingToReport>> {
    let words = match file {
        None | Some(NoneFile::Allowed(false)) => return Ok(None),
        Some(NoneFile::Allowed(true)) => Vec::new(),
        Some(NoneFile::Words(words)) => {
            ensure!(!words.is_empty(), "`none` is empty: give the phrases that say it, or `true`");
            words.iter().map(|phrase| fold(phrase)).collect()
        }
    };
    ensure!(words.iter().all(|phrase: &String| !phrase.is_empty()), "`none`: a phrase is blank");
    Ok(Some(NothingToReport { words }))
}

/// Names of forms, rules and campaigns become names of files and words on the command line.
pub(crate) fn check_name(name: &str) -> anyhow::Result<()> {
    let is_plain = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-';
    ensure!(
        !name.is_empty() && name.chars().all(is_plain) && !name.starts_with('-'),
        "the name `{name}` may hold only small letters a to z, digits and `-`"
    );
    Ok(())
}

fn parse_field(file: FieldFile) -> anyhow::Result<Field> {
    let mut characters = file.name.chars();
    ensure!(
        characters.next().is_some_and(|first| first.is_ascii_alphabetic())
            && characters.all(|character| character.is_ascii_alphanumeric() || character == '_'),
        "the name must begin with a letter a to z and hold only letters, digits and `_`, for rules can name it"
    );
    ensure!(!file.title.trim().is_empty(), "`title` is empty: it is the heading as printed");
    let kind = parse_kind(&file)?;
    let description = match (file.description, file.form.description_en) {
        (Some(vi), Some(en)) => Some(Bilingual { vi: Cow::Owned(vi), en: Cow::Owned(en) }),
        (Some(text), None) => Some(Bilingual { vi: Cow::Owned(text.clone()), en: Cow::Owned(text) }),
        (None, None) => None,
        (None, Some(_)) => bail!("`description_en` without a `description`"),
    };
    Ok(Field {
        name: file.name,
        title: file.title,
        description,
        aliases: file.form.aliases,
        group: file.form.group,
        kind,
        required: file.constraints.required,
        unique: file.constraints.unique,
        max_length: file.constraints.max_length,
        help: file.form.help,
        printed: file.form.printed.unwrap_or(true),
    })
}

fn parse_kind(file: &FieldFile) -> anyhow::Result<Kind> {
    let (constraints, part) = (&file.constraints, &file.form);
    let kind_of_table = file.kind.as_deref().unwrap_or("string");
    if !TYPES.contains(&kind_of_table) {
        let near = did_you_mean(kind_of_table, TYPES);
        trouble!("không có kiểu `{kind_of_table}`{}", "unknown type `{kind_of_table}`{}", near);
    }
    let has_values = constraints.listed.is_some() || part.values.is_some();
    let implied = match (kind_of_table, file.format.as_deref()) {
        ("integer" | "number", _) => KindName::Number,
        ("boolean", _) => KindName::Flag,
        ("date", _) => KindName::Date,
        ("year" | "yearmonth", _) => KindName::Period,
        ("list", _) => KindName::List,
        (_, Some("uri")) => KindName::Url,
        _ if has_values => KindName::Listed,
        _ => KindName::Text,
    };
    let name = part.kind.unwrap_or(implied);
    // What is stored must be what the Table Schema promises to those who read the data after us.
    ensure!(
        name == implied || kind_of_table == "string" && !matches!(name, KindName::List | KindName::Number),
        "kind `{name:?}` does not go with type `{kind_of_table}`"
    );
    match file.format.as_deref() {
        None | Some("default") => {}
        Some("uri") if name == KindName::Url => {}
        Some(format) => bail!("format `{format}` is not understood for kind `{name:?}`"),
    }
    refuse_strangers(file, name, has_values)?;
    Ok(match name {
        KindName::Text => Kind::Text,
        KindName::Ordinal => Kind::Ordinal,
        KindName::Number => Kind::Number {
            whole: kind_of_table == "integer",
            minimum: constraints.minimum,
            maximum: constraints.maximum,
            decimal: file.decimal,
            group: file.group,
        },
        KindName::Flag => Kind::Flag,
        KindName::Date => Kind::Date,
        KindName::Period => Kind::Period { concrete: part.concrete },
        KindName::Url => Kind::Url,
        KindName::Listed => Kind::Listed(parse_listing(constraints, part, name)?),
        KindName::List => Kind::List(parse_listing(constraints, part, name)?),
    })
}

/// Refuses what is only for fields of other kinds.
fn refuse_strangers(file: &FieldFile, name: KindName, has_values: bool) -> anyhow::Result<()> {
    let (constraints, part) = (&file.constraints, &file.form);
    let is_list = matches!(name, KindName::Listed | KindName::List);
    ensure!(
        is_list || (!has_values && part.synonyms.is_empty() && part.hints.is_empty()),
        "values, synonyms and hints are only for listed fields"
    );
    ensure!(is_list || part.otherwise.is_none(), "`otherwise` is only for listed fields");
    ensure!(name == KindName::List || part.discouraged.is_empty(), "`discouraged` is only for fields of type `list`");
    ensure!(matches!(name, KindName::Period) || !part.concrete, "`concrete` is only for periods");
    ensure!(
        name == KindName::Number || constraints.minimum.is_none() && constraints.maximum.is_none(),
        "`minimum` and `maximum` are only for numbers"
    );
    ensure!(
        name == KindName::Number || file.decimal.is_none() && file.group.is_none(),
        "`decimalChar` and `groupChar` are only for numbers"
    );
    ensure!(
        file.decimal.is_none() || file.decimal != file.group,
        "`decimalChar` and `groupChar` are one and the same sign"
    );
    if name == KindName::List {
        ensure!(
            file.delimiter.as_deref() == Some("; "),
            "a list needs `\"delimiter\": \"; \"`, for that is how its values are stored"
        );
        ensure!(
            file.item_type.as_deref().is_none_or(|item| item == "string"),
            "the items of a list are of type `string`"
        );
    } else {
        ensure!(file.delimiter.is_none() && file.item_type.is_none(), "`delimiter` and `itemType` are only for lists");
    }
    Ok(())
}

fn parse_listing(constraints: &Constraints, part: &FieldPart, name: KindName) -> anyhow::Result<Listing> {
    let values = match (&constraints.listed, &part.values) {
        (Some(_), Some(_)) => bail!("`enum` and `values` are both given"),
        (Some(_), None) if name == KindName::List => {
            bail!("`enum` would hold for the whole list: give the allowed items in the form's `values`")
        }
        (Some(_), None) if part.otherwise.is_some_and(|otherwise| otherwise != Severity::Error) => {
            bail!("`enum` is strict: with `otherwise` give the values in the form's `values`")
        }
        (Some(values), None) | (None, Some(values)) => values,
        (None, None) => bail!("a listed field needs `enum`, or `values` in its `form`"),
    };
    ensure!(!values.is_empty(), "the list of values is empty");
    // Each spelling, however people type it, means one value.
    let mut meanings: HashMap<String, &str> = HashMap::new();
    for value in values.iter().chain(&part.discouraged) {
        if meanings.insert(fold(value), value).is_some() {
            bail!("value «{value}» stands twice");
        }
    }
    for (value, spellings) in &part.synonyms {
        if !values.contains(value) && !part.discouraged.contains(value) {
            let near = did_you_mean(value, values);
            trouble!(
                "`synonyms` của «{value}», không có trong danh sách{}",
                "synonyms for «{value}», which is not a listed value{}",
                near
            );
        }
        for spelling in spellings {
            match meanings.insert(fold(spelling), value) {
                Some(other) if other != value => bail!("synonym «{spelling}» means both «{other}» and «{value}»"),
                Some(_) => bail!("synonym «{spelling}» of «{value}» stands twice"),
                None => {}
            }
        }
    }
    if let Some(value) = part.hints.keys().find(|value| !values.contains(value)) {
        let near = did_you_mean(value, values);
        trouble!(
            "`hints` của «{value}», không có trong danh sách{}",
            "hints for «{value}», which is not a listed value{}",
            near
        );
    }
    let listing = Listing::new(values.clone(), part.synonyms.clone(), part.otherwise, part.discouraged.clone());
    Ok(listing.with_hints(&part.hints))
}

/// No two columns may be called the same, or there would be no telling which is meant.
fn check_headings(fields: &[Field]) -> anyhow::Result<()> {
    let mut owners: HashMap<(String, Option<&str>), &Field> = HashMap::new();
    for field in fields {
        for heading in std::iter::once(&field.title).chain(&field.aliases) {
            if let Some(other) = owners.insert((fold(heading), field.group.as_deref()), field) {
                let (one, two) = (&other.name, &field.name);
                ensure!(one != two, "field `{one}`: heading «{heading}» is given twice");
                bail!("heading «{heading}» belongs to two fields, `{one}` and `{two}`");
            }
        }
    }
    Ok(())
}

fn parse_rule(file: RuleFile, form: &Form) -> anyhow::Result<FormRule> {
    check_name(&file.name)?;
    let code = file.code.unwrap_or_else(|| RULE_CODE.to_owned());
    let fields = &form.fields;
    let names = || fields.iter().map(|field| field.name.as_str());
    let Some(at) = form.field(&file.at) else {
        let (at, near) = (&file.at, did_you_mean(&file.at, names()));
        trouble!("`at` không phải trường nào: `{at}`{}", "`at` names no field: `{at}`{}", near);
    };
    let condition = Condition::new(file.assert.clone());
    let help = match file.help {
        Some(help) => help,
        None => check_columns(&condition, fields)?,
    };
    let explanation = file.explanation.unwrap_or_else(|| Bilingual {
        vi: Cow::Owned(format!("Điều kiện của biểu mẫu: {}", file.assert)),
        en: Cow::Owned(format!("The form's condition: {}", file.assert)),
    });
    for template in [&file.message, &help].into_iter().flat_map(|words| [&words.vi, &words.en]) {
        for placeholder in placeholders(template) {
            if placeholder != "value" && placeholder != "heading" && form.field(placeholder).is_none() {
                let near = did_you_mean(placeholder, names());
                trouble!(
                    "`{{{placeholder}}}` không phải trường nào{}",
                    "placeholder `{{{placeholder}}}` names no field{}",
                    near
                );
            }
        }
    }
    Ok(FormRule {
        rule: Arc::new(Rule {
            code: Cow::Owned(code),
            group: Group::Relation,
            name: Cow::Owned(file.name),
            severity: file.severity,
            message: file.message,
            help,
            explanation,
        }),
        at,
        condition,
    })
}

/// What to do about a record that breaks a rule, where the form does not say it.
fn check_columns(condition: &Condition, fields: &[Field]) -> anyhow::Result<Bilingual> {
    let compiled = condition.compiled(Vocabulary::Record(fields)).map_err(anyhow::Error::msg).context(ASSERT)?;
    let columns = |quoted: fn(&str) -> String| -> String {
        let titles: Vec<String> = compiled.fields.iter().map(|field| quoted(&fields[*field].title)).collect();
        titles.join(", ")
    };
    Ok(Bilingual {
        vi: Cow::Owned(format!("Kiểm tra lại {}", columns(|title| format!("«{title}»")))),
        en: Cow::Owned(format!("Check {}", columns(|title| format!("“{title}”")))),
    })
}

/// Tries the rules of a form: what cannot be computed for a filled record, such as comparing a text with a number, never can.
pub(crate) fn try_out(form: &Form) -> anyhow::Result<()> {
    let samples: Vec<Value> = form.fields.iter().map(|field| field.kind.sample()).collect();
    for rule in &form.rules {
        let compiled =
            rule.condition.compiled(Vocabulary::Record(&form.fields)).map_err(anyhow::Error::msg).context(ASSERT);
        let values: Vec<&Value> = samples.iter().collect();
        let record = RecordView { fields: &form.fields, values: &values };
        let tried = compiled.and_then(|compiled| compiled.try_out(&record).map_err(anyhow::Error::msg));
        tried.with_context(|| format!("rule `{}`", rule.rule.name))?;
    }
    Ok(())
}
