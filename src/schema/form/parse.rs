//! Reads a form's schema file and checks that it makes sense, so that nothing after it has to ask.

use crate::text::trouble::Because;
use crate::{bilingual, insist, trouble};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::file::{FieldFile, FormFile, NoneFile, Rows};
use super::keys::parse_keys;
use super::kinds::parse_kind;
use super::outside::{Outside, parse_values};
use super::rules::parse_rule;
use super::tally::{Tally, parse_tallies};
use super::{At, Field, Form, Kind, Lists, NothingToReport, Pattern};
use crate::schema::country::FormHead;
use crate::schema::slips::{did_you_mean, from_json, place_of_name};
use crate::schema::{Country, Languages};
use crate::text::hashed::{HashMap, HashSet};
use crate::text::{Bilingual, bare, fold, memo, strip_marks};

/// Tables of the results, beside which the rows of forms are written.
const TABLES: [&str; 5] = ["agencies", "files", "findings", "standings", "outside-values"];

/// Fields of a form, which are compared with one another. The widest form that was seen has 60 columns.
const FIELDS: usize = 500;

/// Reads a form. Errors name the field or rule, and for an unknown word the nearest known one.
pub(crate) fn parse(json: &str, languages: &Languages, country: &Country, lists: &Lists<'_>) -> anyhow::Result<Form> {
    let file: FormFile = from_json(json)?;
    check_outline(&file, json)?;
    let missing = file.missing.unwrap_or_default();
    let has_months_first = file.fields.iter().chain(&file.form.values).any(has_month_first);
    let mut fields = parse_fields(json, file.fields, &missing, lists)?;
    call_apart(&mut fields);
    let sequences = file.form.sequences;
    let keys = parse_keys(file.primary_key, file.unique_keys, file.foreign_keys, sequences, &mut fields)?;
    check_claims(&fields)?;
    check_headings(&fields)?;
    check_ordinals(&fields)?;
    let mut values = parse_values(file.form.values, &missing, lists)?;
    let tallies = parse_tallies(file.form.tallies, &fields, &values)?;
    check_names(&fields, &values, &tallies)?;
    let language = languages.of_form(file.form.languages.as_deref(), file.form.fiscal_year, &country.language)?;
    let language = if has_months_first { Arc::new(language.with_months_first()) } else { language };
    let is_foreign = |own: &Vec<String>| country.languages.first().is_some_and(|language| !own.contains(language));
    let letterhead = match file.form.languages.as_ref().is_some_and(is_foreign) {
        true => FormHead::default(),
        false => country.letterhead.clone(),
    };
    fields.iter_mut().for_each(|field| field.kind.speak(&language));
    values.iter_mut().for_each(|value| value.field.kind.speak(&language));
    let mut form = Form {
        name: file.name,
        short: file.form.short.unwrap_or_else(|| file.form.title.clone()),
        title: file.form.title,
        basis: file.form.basis,
        decision: file.form.decision.unwrap_or_default(),
        not_before: file.form.not_before,
        dated_by: file.form.dated_by.map(|name| dated_by(&name, &fields, &values)).transpose()?,
        groups: known_groups(file.form.groups, &fields)?,
        sender: file.form.sender.map(|name| sender(&name, &values)).transpose()?,
        none: nothing_to_report(file.form.none)?,
        language,
        letterhead,
        plain_rows: file.form.rows == Rows::Plain,
        tallies,
        keys,
        fields,
        values,
        rules: Vec::new(),
        names: memo::Memo::default(),
        source: json.to_owned(),
    };
    let mut seen = HashSet::default();
    for rule in file.form.rules {
        let name = rule.name.clone();
        insist!(seen.insert(name.clone()), "quy tắc `{name}` có hai lần", "rule `{name}` stands twice");
        let rule = parse_rule(rule, &form)
            .because(|| bilingual!("{}quy tắc `{name}`", "{}rule `{name}`", place_of_name(json, &name)))?;
        form.rules.push(rule);
    }
    Ok(form)
}

/// Whether the format of a field's days has the month before the day: then so have all days of the form, for nobody writes both orders.
fn has_month_first(field: &FieldFile) -> bool {
    let at = |parts: &[&str]| parts.iter().filter_map(|part| field.format.as_deref()?.find(part)).min();
    let (month, day, year) = (at(&["%m", "%-m", "%b"]), at(&["%d", "%-d", "%e"]), at(&["%Y", "%y"]));
    // `%Y-%m-%d` is everybody's.
    month < day && month < year && month.is_some()
}

/// What can be said of the form before its fields are read.
fn check_outline(file: &FormFile, json: &str) -> anyhow::Result<()> {
    check_name(&file.name)?;
    let name = &file.name;
    insist!(
        !TABLES.contains(&name.as_str()),
        "`{name}` là tên một bảng của kết quả; hãy đặt tên khác cho biểu",
        "`{name}` is a table of the results; choose another name for the form"
    );
    let vi = &*file.form.title.vi;
    if let Some(title) = file.title.as_deref().filter(|title| *title != vi && !is_foreign_title(title, json)) {
        trouble!(
            "`title` («{title}») khác `title.vi` trong `form` («{vi}»)",
            "the schema's `title` (“{title}”) is not its form's `title.vi` (“{vi}”)"
        );
    }
    insist!(
        !file.fields.is_empty(),
        "`fields` trống: biểu mẫu có ít nhất một trường",
        "`fields` is empty: a form has at least one"
    );
    insist!(
        file.fields.len() <= FIELDS,
        "`fields` có hơn {FIELDS} trường; một biểu không có nhiều cột như vậy: hãy xem có đúng tệp không, hoặc chia biểu",
        "`fields` has more than {FIELDS}; no form has as many columns: see whether it is the right file, or part the form"
    );
    insist!(
        file.form.decision.as_ref().is_none_or(|kinds| !kinds.is_empty()),
        "`decision` trống: ghi loại văn bản ban hành biểu, hoặc bỏ khóa này nếu không có văn bản nào ban hành",
        "`decision` is empty: name a kind of document that may issue the form, or leave the key out if none does"
    );
    Ok(())
}

/// Whether the form, which has its title in other languages alone, has it so in one of those.
fn is_foreign_title(title: &str, json: &str) -> bool {
    let form = serde_json::from_str::<serde_json::Value>(json).unwrap_or_default();
    let titles = form["form"]["title"].as_object();
    titles.is_some_and(|titles| !titles.contains_key("vi") && titles.values().any(|it| it == title))
}

fn parse_fields(
    json: &str,
    files: Vec<FieldFile>,
    missing: &[String],
    lists: &Lists<'_>,
) -> anyhow::Result<Vec<Field>> {
    let mut fields: Vec<Field> = Vec::with_capacity(files.len());
    for field in files {
        let name = field.name.clone();
        insist!(
            !fields.iter().any(|known| known.name == name),
            "trường `{name}` có hai lần",
            "field `{name}` stands twice"
        );
        fields.push(
            parse_field(field, missing, lists)
                .because(|| bilingual!("{}trường `{name}`", "{}field `{name}`", place_of_name(json, &name)))?,
        );
    }
    Ok(fields)
}

/// Calls columns that have one heading by their groups as well.
fn call_apart(fields: &mut [Field]) {
    let mut headings: HashMap<String, usize> = HashMap::default();
    fields.iter().for_each(|field| *headings.entry(fold(&field.title)).or_default() += 1);
    for field in fields.iter_mut().filter(|field| headings[&fold(&field.title)] > 1) {
        field.called = field.printed_heading();
    }
}

/// The field, or the value outside the table, that says which of two answers is the later one.
fn dated_by(name: &str, fields: &[Field], values: &[Outside]) -> anyhow::Result<At> {
    let fields = fields.iter().enumerate().map(|(at, field)| (At::Field(at), field));
    let values = values.iter().enumerate().map(|(at, value)| (At::Value(at), &value.field));
    let dated: Vec<(At, &Field)> = fields
        .chain(values)
        .filter(|(_, field)| matches!(field.kind, Kind::Date { .. } | Kind::Period { .. }))
        .collect();
    match dated.iter().find(|(_, field)| field.name == name) {
        Some((at, _)) => Ok(*at),
        None => {
            let near = did_you_mean(name, dated.iter().map(|(_, field)| field.name.as_str()));
            trouble!(
                "`dated_by` không phải trường ngày hoặc thời gian: `{name}`{}",
                "`dated_by` names no field of days or periods: `{name}`{}",
                near
            )
        }
    }
}

/// Other headings of groups that there are.
fn known_groups(
    groups: BTreeMap<String, Vec<String>>,
    fields: &[Field],
) -> anyhow::Result<BTreeMap<String, Vec<String>>> {
    let known = || fields.iter().filter_map(|field| field.group.as_deref());
    if let Some(title) = groups.keys().find(|title| known().all(|group| group != title.as_str())) {
        let near = did_you_mean(title, known());
        trouble!(
            "`groups`: không trường nào có nhóm «{title}»{}",
            "`groups`: no field has the group “{title}”{}",
            near
        );
    }
    Ok(groups)
}

/// The value outside the table that names the sender.
fn sender(name: &str, values: &[Outside]) -> anyhow::Result<usize> {
    let named = || values.iter().enumerate().filter(|(_, value)| value.field.kind == Kind::Text);
    match named().find(|(_, value)| value.field.name == name) {
        Some((at, _)) => Ok(at),
        None => {
            let near = did_you_mean(name, named().map(|(_, value)| value.field.name.as_str()));
            trouble!(
                "`sender` không phải giá trị chữ ngoài bảng: `{name}`{}",
                "`sender` names no text outside the table: `{name}`{}",
                near
            )
        }
    }
}

/// No two things may be called the same, or there would be no telling which a rule means.
fn check_names(fields: &[Field], values: &[Outside], tallies: &[Tally]) -> anyhow::Result<()> {
    let mut seen: HashSet<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let others = values.iter().map(|value| &value.field.name).chain(tallies.iter().map(|tally| &tally.name));
    for name in others {
        if !seen.insert(name) {
            trouble!(
                "`{name}` là tên của hai thứ: trường, giá trị ngoài bảng và phép tính phải khác tên nhau",
                "`{name}` names two things: fields, values outside the table and tallies have different names"
            );
        }
    }
    Ok(())
}

fn nothing_to_report(file: Option<NoneFile>) -> anyhow::Result<Option<NothingToReport>> {
    let words = match file {
        None | Some(NoneFile::Allowed(false)) => return Ok(None),
        Some(NoneFile::Allowed(true)) => Vec::new(),
        Some(NoneFile::Words(words)) => {
            insist!(
                !words.is_empty(),
                "`none` trống: ghi các câu nói không có gì để báo cáo, hoặc `true`",
                "`none` is empty: give the phrases that say it, or `true`"
            );
            words.iter().map(|phrase| fold(phrase)).collect()
        }
    };
    insist!(
        words.iter().all(|phrase: &String| !phrase.is_empty()),
        "`none` có một câu để trống",
        "`none`: a phrase is blank"
    );
    Ok(Some(NothingToReport { words }))
}

/// Names of forms, rules and campaigns become names of files and words on the command line.
pub(crate) fn check_name(name: &str) -> anyhow::Result<()> {
    let is_plain = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-';
    insist!(
        !name.is_empty() && name.chars().all(is_plain) && !name.starts_with('-'),
        "tên `{name}` chỉ được gồm chữ thường a đến z, chữ số và `-`",
        "the name `{name}` may hold only small letters a to z, digits and `-`"
    );
    Ok(())
}

/// Names of fields, values and tallies become words in rules and heads of columns.
pub(super) fn check_field_name(name: &str) -> anyhow::Result<()> {
    let mut characters = name.chars();
    insist!(
        characters.next().is_some_and(|first| first.is_ascii_alphabetic())
            && characters.all(|character| character.is_ascii_alphanumeric() || character == '_'),
        "tên phải bắt đầu bằng chữ cái a đến z và chỉ gồm chữ cái, chữ số, `_`, vì quy tắc gọi tên đó",
        "the name must begin with a letter a to z and hold only letters, digits and `_`, for rules can name it"
    );
    insist!(
        !RESERVED.contains(&name),
        "`{name}` đã có nghĩa khác trong quy tắc và lời nhắn; hãy đặt tên khác",
        "`{name}` means something else in rules and their messages; choose another name"
    );
    Ok(())
}

/// What agencies claim has to be told apart within a form as well.
fn check_claims(fields: &[Field]) -> anyhow::Result<()> {
    if let Some(field) = fields.iter().find(|field| field.claims && !field.unique) {
        let name = &field.name;
        trouble!(
            "trường `{name}`: `claims` chỉ dùng cho trường `unique` hoặc khóa một trường",
            "field `{name}`: `claims` is only for a field that is `unique` or a key by itself"
        );
    }
    Ok(())
}

/// A field; `missing` is what counts as blank in all fields of the form, unless it says otherwise itself.
pub(super) fn parse_field(file: FieldFile, missing: &[String], lists: &Lists<'_>) -> anyhow::Result<Field> {
    check_field_name(&file.name)?;
    if file.form.sheet.is_some() || file.form.cell.is_some() || file.form.sender.is_some() {
        trouble!(
            "`sheet`, `cell` và `sender` chỉ dùng cho giá trị ngoài bảng",
            "`sheet`, `cell` and `sender` are only for values outside the table"
        );
    }
    insist!(
        !file.title.trim().is_empty(),
        "`title` trống: đó là tiêu đề như in trên biểu",
        "`title` is empty: it is the heading as printed"
    );
    let kind = parse_kind(&file, lists)?;
    let constraints = &file.constraints;
    insist!(
        constraints.max_length != Some(0),
        "`maxLength` là 0: không điền được gì",
        "`maxLength` is 0: nothing could be filled in"
    );
    if let (Some(least), Some(most)) = (constraints.min_length, constraints.max_length) {
        insist!(
            least <= most,
            "`minLength` ({least}) lớn hơn `maxLength` ({most})",
            "`minLength` ({least}) is over `maxLength` ({most})"
        );
    }
    let pattern = constraints.pattern.as_deref().map(pattern).transpose()?;
    let description = match (file.description, file.form.description_en) {
        (Some(vi), Some(en)) => Some(Bilingual { vi: Cow::Owned(vi), en: Cow::Owned(en) }),
        (Some(text), None) => Some(Bilingual { vi: Cow::Owned(text.clone()), en: Cow::Owned(text) }),
        (None, None) => None,
        (None, Some(_)) => {
            trouble!("có `description_en` mà thiếu `description`", "`description_en` without a `description`")
        }
    };
    let missing = file.missing.unwrap_or_else(|| missing.to_vec());
    Ok(Field {
        name: file.name,
        called: file.title.clone(),
        title: file.title,
        description,
        aliases: file.form.aliases,
        group: file.form.group,
        printed: file.form.printed.unwrap_or(kind != Kind::Ordinal),
        kind,
        required: file.constraints.required,
        unique: file.constraints.unique,
        claims: file.form.claims,
        begins: file.form.begins,
        min_length: file.constraints.min_length,
        max_length: file.constraints.max_length,
        pattern,
        longest_missing: missing.iter().map(String::len).max().unwrap_or_default(),
        missing,
        help: file.form.help,
    })
}

/// A pattern is for the whole text, and in the words of XML Schema, which are those of regular expressions everywhere for what forms
/// need.
fn pattern(source: &str) -> anyhow::Result<Pattern> {
    match regex::RegexBuilder::new(&format!("^(?:{source})$")).size_limit(1 << 20).build() {
        Ok(whole) => Ok(Pattern { source: source.to_owned(), whole }),
        Err(error) => trouble!("`pattern` không đọc được: {error}", "`pattern` cannot be understood: {error}"),
    }
}

/// A row has one running number.
fn check_ordinals(fields: &[Field]) -> anyhow::Result<()> {
    let mut ordinals = fields.iter().filter(|field| field.kind == Kind::Ordinal).map(|field| &field.name);
    if let (Some(one), Some(two)) = (ordinals.next(), ordinals.next()) {
        trouble!("có hai cột số thứ tự, `{one}` và `{two}`", "there are two running numbers, `{one}` and `{two}`");
    }
    Ok(())
}

/// Words that mean something else in rules, or in their sentences.
const RESERVED: [&str; 8] = ["true", "false", "null", "in", "value", "heading", "expected", "records"];

/// No two columns may be called the same, or there would be no telling which is meant.
fn check_headings(fields: &[Field]) -> anyhow::Result<()> {
    // Each heading with its field and as it is folded, by its letters without diacritics.
    let mut known: HashMap<String, Vec<(&Field, &str, String)>> = HashMap::default();
    for field in fields {
        for heading in std::iter::once(&field.title).chain(&field.aliases) {
            let folded = fold(heading);
            let alike = known.entry(strip_marks(&folded)).or_default();
            if let Some((other, ..)) = alike.iter().find(|(it, _, same)| *same == folded && it.group == field.group) {
                let (one, two) = (&other.name, &field.name);
                insist!(
                    one != two,
                    "trường `{one}`: tiêu đề «{heading}» có hai lần",
                    "field `{one}`: heading “{heading}” is given twice"
                );
                trouble!(
                    "tiêu đề «{heading}» thuộc hai trường, `{one}` và `{two}`",
                    "heading “{heading}” belongs to two fields, `{one}` and `{two}`"
                );
            }
            let is_below = |other: &Field| other.group.as_deref().map(bare) == field.group.as_deref().map(bare);
            if let Some((other, same, _)) = alike.iter().rev().find(|(it, ..)| it.name != field.name && is_below(it)) {
                let (one, two) = (&other.name, &field.name);
                trouble!(
                    "tiêu đề «{same}» và «{heading}» chỉ khác nhau ở dấu: người điền sẽ nhầm trường `{one}` với `{two}`",
                    "headings “{same}” and “{heading}” differ in diacritics only: people will mix up the fields `{one}` and `{two}`"
                );
            }
            alike.push((field, heading, folded));
        }
    }
    Ok(())
}
