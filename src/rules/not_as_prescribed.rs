//! `not-as-prescribed`: a text that does not fit the form's pattern, or is too short.

use super::Facts;
use crate::bilingual;
use crate::finding::{Group, Rule, Severity};
use crate::intake::Entry;
use crate::schema::Field;
use crate::text::Bilingual;
use crate::value::Value;

/// A text that does not fit the form's pattern, or is too short.
pub static RULE: Rule = Rule::builtin(
    "V322",
    Group::Value,
    "not-as-prescribed",
    Severity::Error,
    ["Cột «{heading}»: «{value}» {fault}.", "Column “{heading}”: “{value}” {fault}."],
    ["{hint}", "{hint}"],
    [
        "Biểu mẫu quy định giá trị phải viết theo mẫu nào (khóa pattern) hoặc dài ít nhất bao nhiêu ký tự (khóa minLength), ví dụ mã gồm đúng chín chữ số.",
        "The form says what the value has to be like (its key pattern), or how long at least (minLength), such as a code of just nine digits.",
    ],
);

/// Every field of which the form prescribes more than its kind.
pub(super) fn concerns(field: &Field) -> bool {
    field.pattern.is_some() || field.min_length.is_some()
}

/// Of every text that is not as the form prescribes.
pub(super) fn facts(field: &Field, entry: &Entry) -> Option<Facts> {
    let fault = fault(field, &entry.value)?;
    let hint = field
        .help
        .clone()
        .unwrap_or(Bilingual::new("Ghi lại theo đúng quy định của biểu mẫu", "Write it as the form asks"));
    Some(Facts::default().with_words("fault", fault).with_words("hint", hint))
}

/// What is not as the form prescribes, as the rest of a sentence.
pub(super) fn fault(field: &Field, value: &Value) -> Option<Bilingual> {
    if !concerns(field) || value.is_empty() {
        return None;
    }
    let Value::Text(text) = value else { return None };
    if let Some(pattern) = field.pattern.as_ref().filter(|pattern| !pattern.fits(text)) {
        let source = &pattern.source;
        return Some(bilingual!("không theo mẫu {source}", "does not fit the pattern {source}"));
    }
    let least = field.min_length?;
    let length = text.chars().count();
    (length < least).then(|| {
        bilingual!(
            "có {length} ký tự, biểu mẫu yêu cầu ít nhất {least}",
            "has {length} characters, the form asks for {least} at least"
        )
    })
}
