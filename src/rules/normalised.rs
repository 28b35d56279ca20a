//! `normalised`: a value stored in its listed spelling.

use super::Facts;
use crate::finding::{Group, Rule, Severity};
use crate::intake::{Entry, Remark};
use crate::schema::Field;

/// A value stored in its listed spelling.
pub static RULE: Rule = Rule::builtin(
    "V308",
    Group::Value,
    "normalised",
    Severity::Info,
    ["Cột «{heading}»: «{value}» được ghi là «{stored}».", "Column “{heading}”: “{value}” is stored as “{stored}”."],
    ["Không phải làm gì", "Nothing needs to be done"],
    [
        "Cách viết khác của một giá trị trong danh sách được đưa về cách viết của danh sách. Ở cột thời gian, số La Mã đứng một mình trước năm («IV/2024») được hiểu là quý. Ở cột ngày có quy định cách viết, năm hai chữ số được hiểu là năm của thế kỷ này. Ở cột năm, một ngày hoặc tháng được lấy năm.",
        "Another spelling of a listed value is stored as listed. In a column of times a Roman number alone before a year (“IV/2024”) is taken for a quarter. In a column of days whose format is given a year of two digits is taken for one of this century. In a column of years a day or a month is cut to its year.",
    ],
);

/// What was stored for what was typed, where a reader can see the difference.
pub(super) fn facts(_: &Field, entry: &Entry) -> Option<Facts> {
    (entry.remark == Some(Remark::Normalised)).then(|| Facts::default().with("stored", entry.value.stored()))
}
