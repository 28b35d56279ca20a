//! What is said about a slip in a schema: line and column, and for an unknown word the nearest known one.

use std::fmt::Display;

use anyhow::anyhow;
use serde::de::DeserializeOwned;

/// Reads JSON into a type that refuses unknown keys. Errors tell line and column, and for an unknown key or word the
/// nearest known one.
pub(super) fn from_json<T: DeserializeOwned>(json: &str) -> anyhow::Result<T> {
    serde_json::from_str(json).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let whole = error.to_string();
        let message = whole.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&whole);
        anyhow!("line {line}, column {column}: {}", reworded(message))
    })
}

/// serde's words for an unknown key (`field`) or word (`variant`) list all that are known; the nearest is what one wants.
pub(crate) fn reworded(message: &str) -> String {
    for (words, kind) in [("unknown field `", "key"), ("unknown variant `", "word")] {
        if let Some((unknown, expected)) = message.strip_prefix(words).and_then(|rest| rest.split_once("`, expected "))
        {
            let known = expected.split('`').skip(1).step_by(2);
            return format!("unknown {kind} `{unknown}`{}", did_you_mean(unknown, known));
        }
    }
    message.to_owned()
}

/// What follows an unknown word in an error: the nearest known one, or all of them when none is near.
pub(crate) fn did_you_mean<T: AsRef<str> + Display>(unknown: &str, known: impl IntoIterator<Item = T>) -> String {
    let known: Vec<T> = known.into_iter().collect();
    match crate::text::nearest(unknown, known.iter().map(AsRef::as_ref)) {
        Some(word) => format!("; did you mean `{word}`?"),
        None if known.is_empty() => String::new(),
        None => {
            let all: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
            format!("; known are {}", all.join(", "))
        }
    }
}
