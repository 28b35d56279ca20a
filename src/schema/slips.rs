//! What is said about a slip in a schema: line and column, and for an unknown word the nearest known one.

use std::fmt::Display;

use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::text::Bilingual;
use crate::{bilingual, trouble};

/// Reads JSON into a type that refuses unknown keys. Errors tell line and column, and for an unknown key or word the
/// nearest known one.
pub(crate) fn from_json<T: DeserializeOwned>(json: &str) -> anyhow::Result<T> {
    match serde_json::from_str(json) {
        Ok(read) => Ok(read),
        Err(error) => {
            let (line, column) = (error.line(), error.column());
            let whole = error.to_string();
            let message = whole.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&whole);
            let told = match error.classify() {
                Category::Syntax => bilingual!("không đúng cú pháp JSON", "{message}"),
                Category::Eof => bilingual!("tệp bị cụt: nội dung JSON chưa hết", "{message}"),
                Category::Io | Category::Data => reworded(message),
            };
            trouble!("dòng {line}, cột {column}: {}", "line {line}, column {column}: {}", told)
        }
    }
}

/// serde's words for an unknown key (`field`) or word (`variant`) list all that are known; the nearest is what one wants.
pub(crate) fn reworded(message: &str) -> Bilingual {
    for (words, vi, en) in [("unknown field `", "khóa", "key"), ("unknown variant `", "từ", "word")] {
        if let Some((unknown, expected)) = message.strip_prefix(words).and_then(|rest| rest.split_once("`, expected "))
        {
            let known = expected.split('`').skip(1).step_by(2);
            return bilingual!(
                "không có {vi} `{unknown}`{}",
                "unknown {en} `{unknown}`{}",
                did_you_mean(unknown, known)
            );
        }
    }
    match message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
        Some(key) => bilingual!("thiếu khóa `{key}`", "missing field `{key}`"),
        None => bilingual!("{message}", "{message}"),
    }
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
