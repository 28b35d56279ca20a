//! `merged-number`: one number in a cell merged over several rows of data.

use super::Facts;
use crate::finding::{Group, Rule, Severity};
use crate::intake::{Entry, Remark};
use crate::schema::Field;

/// One number in a cell merged over several rows of data.
pub static RULE: Rule = Rule::builtin(
    "V332",
    Group::Value,
    "merged-number",
    Severity::Warning,
    [
        "Cột «{heading}»: «{value}» ghi chung ở ô gộp {rows} dòng, được tính ở từng dòng.",
        "Column “{heading}”: “{value}” stands in a cell merged over {rows} rows and counts in each of them.",
    ],
    [
        "Bỏ gộp ô và ghi số của từng dòng; nếu chỉ có một số chung thì ghi ở một dòng",
        "Split the cell and give each row its number; if there is but one for all, write it in one row",
    ],
    [
        "Chữ ở ô gộp nhiều dòng (đơn vị chủ trì, lĩnh vực) là của cả các dòng đó. Số thì chưa chắc: 300 ghi chung cho ba nhiệm vụ là 300, không phải 900, nên tổng có thể bị tính nhiều lần.",
        "A text in a cell merged over rows (who is in charge, a field of work) is said of each of them. A number need not be: 300 for three tasks together is 300 and not 900, so a sum may count it several times.",
    ],
);

/// Over how many rows a number was carried down.
pub(super) fn facts(_: &Field, entry: &Entry) -> Option<Facts> {
    let Some(Remark::OfSeveralRows(rows)) = entry.remark else { return None };
    Some(Facts::default().with("rows", rows.to_string()))
}
