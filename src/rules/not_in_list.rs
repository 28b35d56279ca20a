//! `not-in-list`: a value that the form does not list.

use super::Facts;
use crate::bilingual;
use crate::finding::{Group, Rule, Severity};
use crate::intake::{Entry, Remark};
use crate::schema::Field;
use crate::text::Bilingual;

/// A value that is not one of the listed ones.
pub static RULE: Rule = Rule::builtin(
    "V302",
    Group::Value,
    "not-in-list",
    Severity::Error,
    [
        "Cột «{heading}»: «{value}» không thuộc danh sách cho phép{suggestion}.",
        "Column “{heading}”: “{value}” is not one of the listed values{suggestion}.",
    ],
    ["Chọn một trong các giá trị: {listed}", "Choose one of: {listed}"],
    [
        "Giá trị được so sau khi bỏ qua chữ hoa, dấu cách, cách đặt dấu thanh và cách viết tương đương đã biết. Giá trị gần đúng được gợi ý, không tự sửa.",
        "Values are compared regardless of case, spacing, tone placement and known synonyms. A near miss is suggested, never corrected in silence.",
    ],
);

/// None: that a value is not listed is remarked.
pub(super) fn concerns(_: &Field) -> bool {
    false
}

/// Of every value that is not listed, with the listed one that it is nearest to. How bad it is, the form says.
pub(super) fn facts(field: &Field, entry: &Entry) -> Vec<Facts> {
    let Some(Remark::NotInList(parts, more)) = &entry.remark else { return Vec::new() };
    let Some(listing) = field.kind.listing() else { return Vec::new() };
    let told = parts.iter().enumerate().map(|(at, (part, nearest))| {
        let is_last = at + 1 == parts.len();
        let mut facts = Facts::of(&**part).with_words("listed", listing.shown()).with_words(
            "suggestion",
            suggestion(nearest.as_deref().map(|near| listing.called(near)), if is_last { *more } else { 0 }),
        );
        facts.severity = listing.otherwise;
        facts
    });
    told.collect()
}

/// The nearest listed value, and how many further parts of the cell are not listed either.
fn suggestion(nearest: Option<Bilingual>, more: usize) -> Bilingual {
    let mut words =
        nearest.map_or_else(Bilingual::default, |near| bilingual!("; gần nhất là «{}»", "; the nearest is “{}”", near));
    if more > 0 {
        words.vi = format!("{}; ô này còn {more} phần khác cũng vậy", words.vi).into();
        words.en = format!("{}; so are {more} further parts of the cell", words.en).into();
    }
    words
}
