//! `ditto-of-nothing`: «-nt-» or «như STT 9», and no value where that leads.

use super::Facts;
use crate::finding::{Group, Rule, Severity};
use crate::intake::{Entry, Remark};
use crate::schema::Field;

/// «-nt-» or «như STT 9», and no value where that leads.
pub static RULE: Rule = Rule::builtin(
    "V323",
    Group::Value,
    "ditto-of-nothing",
    Severity::Warning,
    [
        "Cột «{heading}»: «{value}» không dẫn tới ô nào có giá trị; ô này được coi là trống.",
        "Column “{heading}”: “{value}” leads to no cell with a value; the cell counts as blank.",
    ],
    ["Ghi đầy đủ giá trị", "Write the value out"],
    [
        "«-nt-», «nt» lấy giá trị của dòng trên trong cùng một mục; «như STT 1» lấy giá trị của dòng có số thứ tự đó trong bảng. Khi dòng đó không có, để trống hoặc lại dẫn tới dòng khác, không có gì để lấy. Cột bắt buộc thì báo là chưa điền.",
        "“-nt-” and “nt” take the value of the row above, within a section; “như STT 1” takes that of the row with this ordinal in the table. Where that row does not exist, is blank or refers to another one, there is nothing to take. A column that must be filled is told as not filled in.",
    ],
);

/// What led to nothing, in a column that may be blank.
pub(super) fn facts(field: &Field, entry: &Entry) -> Option<Facts> {
    (entry.remark == Some(Remark::DittoOfNothing) && !field.required).then(Facts::default)
}
