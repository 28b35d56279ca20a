//! What a form asks of the values of a field, in words, for those who fill it in.

use crate::schema::{Field, Kind};
use crate::text::{Bilingual, Language, capital};

/// What stands above the values outside the table, and above the rules between columns.
pub const OUTSIDE: Bilingual = Bilingual::new("Giá trị ngoài bảng", "Values outside the table");
/// See [`OUTSIDE`].
pub const RULES: Bilingual = Bilingual::new("Quy tắc giữa các cột", "Rules between columns");

/// What may be filled in, with the bounds of numbers and days.
pub fn kind(field: &Field, language: Language) -> String {
    let is_bounded = match &field.kind {
        Kind::Number { range, .. } => !range.is_open(),
        Kind::Date { range, .. } => !range.is_open(),
        _ => false,
    };
    let treatment = field.kind.treatment();
    match (is_bounded, language) {
        (false, _) => treatment.named.get(language).to_owned(),
        (true, Language::Vietnamese) => capital(&treatment.expected.vi),
        // «a number of at least 0»
        (true, Language::English) => {
            let expected = &treatment.expected.en;
            capital(expected.strip_prefix("a ").unwrap_or(expected))
        }
    }
}

/// One phrase for each thing that is asked besides: that values differ, how long texts are, what they are like.
pub fn phrases(field: &Field, language: Language) -> Vec<String> {
    let say = |vi: String, en: String| language.say(vi, en);
    let mut all = Vec::new();
    if field.unique {
        all.push(say("không trùng giữa các dòng".to_owned(), "different in every row".to_owned()));
    }
    match (field.min_length, field.max_length) {
        (Some(least), Some(most)) if least == most => {
            all.push(say(format!("đúng {least} ký tự"), format!("just {least} characters")));
        }
        (Some(least), Some(most)) => {
            all.push(say(format!("từ {least} đến {most} ký tự"), format!("{least} to {most} characters")));
        }
        (Some(least), None) => all.push(say(format!("ít nhất {least} ký tự"), format!("at least {least} characters"))),
        (None, Some(most)) => all.push(say(format!("tối đa {most} ký tự"), format!("at most {most} characters"))),
        (None, None) => {}
    }
    if let Some(pattern) = &field.pattern {
        all.push(say(format!("theo mẫu {}", pattern.source), format!("fitting the pattern {}", pattern.source)));
    }
    all
}
