//! `wrong-type`: not a number, a day, a year or a yes or no, where the form asks for one.

use super::Facts;
use crate::finding::{Group, Rule, Severity};
use crate::intake::{Entry, Remark};
use crate::schema::Field;

/// Not a number, a day, a year or a yes or no, where the form asks for one.
pub static RULE: Rule = Rule::builtin(
    "V305",
    Group::Value,
    "wrong-type",
    Severity::Error,
    ["Cột «{heading}»: «{value}» không phải {expected}.", "Column “{heading}”: “{value}” is not {expected}."],
    ["Ghi lại cho đúng kiểu của cột", "Write it as the column asks"],
    [
        "Số viết kiểu Việt Nam (1.234,5) và kiểu Anh đều đọc được; chữ và mã như «01.003» thì không. Cột năm chỉ nhận năm, cột tháng chỉ nhận tháng và năm.",
        "Numbers in the Vietnamese way (1.234,5) and the English way are both read; words and codes such as “01.003” are not. A column of years takes a year, one of months a month and year.",
    ],
);

/// Of every value that is not of its column's kind.
pub(super) fn facts(field: &Field, entry: &Entry) -> Option<Facts> {
    (entry.remark == Some(Remark::WrongType))
        .then(|| Facts::default().with_words("expected", field.kind.treatment().expected))
}
