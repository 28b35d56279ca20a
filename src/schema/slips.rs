//! What is said about a slip in a schema: line and column, and for an unknown word the nearest known one.

use std::fmt::Display;
use std::io::Read;

use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::text::Bilingual;
use crate::{bilingual, trouble};

/// Reads JSON into a type that refuses unknown keys. Errors tell line and column, and for an unknown key or word the
/// nearest known one.
pub(crate) fn from_json<T: DeserializeOwned>(json: &str) -> anyhow::Result<T> {
    serde_json::from_str(json).or_else(|error| slip(&error, |line, column| path_at(json, line, column)))
}

/// The same of JSON that is not held: where it is wrong is told by line and column alone.
pub(crate) fn from_json_reader<T: DeserializeOwned>(json: impl Read) -> anyhow::Result<T> {
    serde_json::from_reader(json).or_else(|error| slip(&error, |_, _| String::new()))
}

fn slip<T>(error: &serde_json::Error, path_at: impl Fn(usize, usize) -> String) -> anyhow::Result<T> {
    let (line, column) = (error.line(), error.column());
    let whole = error.to_string();
    let message = whole.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&whole);
    let told = match error.classify() {
        Category::Syntax => bilingual!("không đúng cú pháp JSON", "{message}"),
        Category::Eof => bilingual!("tệp bị cụt: nội dung JSON chưa hết", "{message}"),
        Category::Io | Category::Data => within(&path_at(line, column), reworded(message)),
    };
    trouble!("dòng {line}, cột {column}: {}", "line {line}, column {column}: {}", told)
}

/// What is said, and in which part of the file.
fn within(path: &str, told: Bilingual) -> Bilingual {
    match path {
        "" => told,
        path => bilingual!("{} (trong «{path}»)", "{} (in “{path}”)", told),
    }
}

/// The line and column of an offset of a text, both from 1.
fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..offset];
    let line = before.matches('\n').count() + 1;
    (line, before.rsplit('\n').next().unwrap_or_default().chars().count() + 1)
}

/// Where in a schema file something of this name is described: `line 35, column 7: `, in both languages; nothing if it is not found.
pub(crate) fn place_of_name(json: &str, name: &str) -> Bilingual {
    let quoted = serde_json::Value::from(name).to_string();
    let is_name = |at: usize| {
        let before = json[..at].trim_end();
        before.strip_suffix(':').is_some_and(|before| before.trim_end().ends_with("\"name\""))
    };
    let found = json.match_indices(&quoted).map(|(at, _)| at).find(|at| is_name(*at));
    found.map_or_else(Bilingual::default, |at| place(json, at))
}

/// Where in a schema file an expression stands, or the word in it that an error names in back quotes.
pub(crate) fn place_in_expression(json: &str, expression: &str, error: &str) -> Bilingual {
    let quoted = serde_json::Value::from(expression).to_string();
    let at_all = || json.find(&quoted).map_or_else(Bilingual::default, |at| place(json, at));
    place_of_word(json, expression, error).unwrap_or_else(at_all)
}

/// Where in an expression of a schema file the word stands that an error names in back quotes.
pub(crate) fn place_of_word(json: &str, expression: &str, error: &str) -> Option<Bilingual> {
    let quoted = serde_json::Value::from(expression).to_string();
    let at = json.find(&quoted)?;
    let word = error.split('`').nth(1).filter(|word| !word.is_empty() && *word != expression)?;
    let within = quoted.match_indices(word).map(|(at, _)| at).find(|at| is_whole(&quoted, *at, word))?;
    Some(place(json, at + within))
}

/// Where in a schema file the key stands that an error names first in back quotes.
pub(crate) fn place_of_key(json: &str, error: &str) -> Bilingual {
    let key = error.split('`').nth(1).unwrap_or_default().split('.').next().unwrap_or_default();
    let quoted = serde_json::Value::from(key).to_string();
    let is_key = |at: &usize| json[at + quoted.len()..].trim_start().starts_with(':');
    let found = json.match_indices(&quoted).map(|(at, _)| at).find(is_key);
    found.filter(|_| !key.is_empty()).map_or_else(Bilingual::default, |at| place(json, at))
}

/// Whether a word stands at this place by itself.
fn is_whole(text: &str, at: usize, word: &str) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
    !text[..at].ends_with(is_letter) && !text[at + word.len()..].starts_with(is_letter)
}

fn place(json: &str, at: usize) -> Bilingual {
    let (line, column) = line_and_column(json, at);
    bilingual!("dòng {line}, cột {column}: ", "line {line}, column {column}: ")
}

/// The keys in which the innermost object or list stands at a place of a JSON text, from the outside in: `fields › recipient`; of a list the
/// names of its items.
fn path_at(json: &str, line: usize, column: usize) -> String {
    let end: usize = json.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let end = (end + column.saturating_sub(1)).min(json.len());
    let end = (0..=end).rev().find(|at| json.is_char_boundary(*at)).unwrap_or(0);
    // What is open, each with the key before it and, once it is known, its name.
    let mut open: Vec<(String, Option<String>)> = Vec::new();
    let (mut key, mut text) = (String::new(), String::new());
    let mut letters = json[..end].chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                text.clear();
                while let Some(letter) = letters.next().filter(|letter| *letter != '"') {
                    text.push(letter);
                    if letter == '\\' {
                        text.extend(letters.next());
                    }
                }
                if let Some((_, name)) = open.last_mut().filter(|_| key == "name") {
                    name.get_or_insert_with(|| text.clone());
                }
            }
            ':' => key = std::mem::take(&mut text),
            '{' | '[' => open.push((std::mem::take(&mut key), None)),
            '}' | ']' => drop(open.pop()),
            ',' => key.clear(),
            _ => {}
        }
    }
    let shown = open.into_iter().flat_map(|(key, name)| [Some(key), name]).flatten().filter(|part| !part.is_empty());
    shown.skip(1).collect::<Vec<_>>().join(" › ")
}

/// Where a key belongs that is not known where it stands: which place of a form's schema has it.
fn belongs(key: &str, expected: &[&str]) -> Option<Bilingual> {
    let schema: serde_json::Value = serde_json::from_str(super::load::form_schema()).ok()?;
    let has = |pointer: &str, key: &str| schema.pointer(pointer).is_some_and(|keys| keys.get(key).is_some());
    let (of_schema, of_field) = (expected.contains(&"uniqueKeys"), expected.contains(&"trueValues"));
    let (of_form, of_field_form) = (expected.contains(&"tallies"), expected.contains(&"synonyms"));
    const FORM: &str = "/properties/form/properties";
    const FIELD: &str = "/$defs/field/properties";
    const CONSTRAINTS: &str = "/$defs/field/properties/constraints/properties";
    const FIELD_FORM: &str = "/$defs/field/properties/form/properties";
    if of_schema && has(FORM, key) || of_field && has(FIELD_FORM, key) {
        return Some(bilingual!("; khóa này đặt trong `form`", "; it belongs under `form`"));
    }
    if (of_field || of_field_form) && has(CONSTRAINTS, key) {
        return Some(bilingual!(
            "; khóa này đặt trong `constraints` của trường",
            "; it belongs under the field's `constraints`"
        ));
    }
    if of_form && has("/properties", key) || of_field_form && has(FIELD, key) {
        return Some(bilingual!("; khóa này đặt ngoài `form`", "; it belongs outside of `form`"));
    }
    None
}

/// serde's words for an unknown key (`field`) or word (`variant`) list all that are known; the nearest is what one wants.
pub(crate) fn reworded(message: &str) -> Bilingual {
    for (words, vi, en) in [("unknown field `", "khóa", "key"), ("unknown variant `", "từ", "word")] {
        if let Some((unknown, expected)) = message.strip_prefix(words).and_then(|rest| rest.split_once("`, expected "))
        {
            let known: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
            let hint = belongs(unknown, &known).unwrap_or_else(|| did_you_mean(unknown, known));
            return bilingual!("không có {vi} `{unknown}`{}", "unknown {en} `{unknown}`{}", hint);
        }
    }
    if let Some(key) = message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
        return bilingual!("thiếu khóa «{key}»", "the key “{key}” is missing");
    }
    let of_kind = message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "));
    if let Some((found, expected)) = of_kind {
        let [found_vi, expected_vi] = [found, expected].map(in_vietnamese);
        return bilingual!("ghi {found_vi}, cần {expected_vi}", "{found} stands there, {expected} is needed");
    }
    let of_value = message.strip_prefix("invalid value: ").and_then(|rest| rest.split_once(", expected "));
    if let Some((found, expected)) = of_value {
        let [found_vi, expected_vi] = [found, expected].map(in_vietnamese);
        return bilingual!("ghi {found_vi}, cần {expected_vi}", "{found} stands there, {expected} is needed");
    }
    if message.starts_with("words in no language") {
        return bilingual!("chưa có chữ trong ngôn ngữ nào: ghi `vi`, `en` hoặc cả hai", "{message}");
    }
    bilingual!("không hiểu được: {message}", "{message}")
}

/// serde's names of what stands in JSON.
fn in_vietnamese(kind: &str) -> String {
    let names = [
        ("a string", "chuỗi"),
        ("string", "chuỗi"),
        ("a boolean", "true hoặc false"),
        ("boolean", "giá trị"),
        ("integer", "số nguyên"),
        ("floating point", "số"),
        ("a sequence", "danh sách"),
        ("sequence", "danh sách"),
        ("a map", "nhóm khóa"),
        ("map", "nhóm khóa"),
        ("null", "null"),
        ("usize", "số nguyên không âm"),
        ("u64", "số nguyên không âm"),
        ("f64", "số"),
        ("i8", "số nguyên"),
        ("path string", "đường dẫn trong dấu ngoặc kép"),
        ("struct ", "nhóm khóa "),
    ];
    let found =
        names.iter().find(|(en, _)| kind == *en || kind.strip_prefix(en).is_some_and(|rest| rest.starts_with(' ')));
    found.map_or_else(|| kind.to_owned(), |(en, vi)| format!("{vi}{}", &kind[en.len()..]))
}

/// What follows an unknown word in an error: the nearest known one, or all of them when none is near.
pub(crate) fn did_you_mean<T: AsRef<str> + Display>(unknown: &str, known: impl IntoIterator<Item = T>) -> Bilingual {
    let known: Vec<T> = known.into_iter().collect();
    match crate::text::nearest(unknown, known.iter().map(AsRef::as_ref)) {
        Some(word) => bilingual!("; có phải là `{word}`?", "; did you mean `{word}`?"),
        None if known.is_empty() => Bilingual::default(),
        None => {
            let all = known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
            bilingual!("; đang có {all}", "; known are {all}")
        }
    }
}
