//! `digits-lost`: a code that a spreadsheet took for a number, of which digits are gone.

use super::Facts;
use crate::finding::{Group, Rule, Severity};
use crate::intake::{Entry, Remark};
use crate::schema::Field;

/// A code that a spreadsheet took for a number, of which digits are gone.
pub static RULE: Rule = Rule::builtin(
    "V335",
    Group::Value,
    "digits-lost",
    Severity::Warning,
    [
        "Cột «{heading}»: «{value}» là mã đã bị bảng tính đổi thành số và mất chữ số.",
        "Column “{heading}”: “{value}” is a code that the spreadsheet made a number of, and digits are gone.",
    ],
    [
        "Định dạng cột là Text (Văn bản) rồi nhập lại mã từ bản gốc",
        "Format the column as text, then type the code again from its source",
    ],
    [
        "Ở cột chữ, ô là số có hơn 15 chữ số (bảng tính chỉ giữ 15 chữ số, các chữ số sau thành 0) hoặc là chữ như «1,05E+11» (số đã lưu theo dạng rút gọn) không còn là mã đã nhập.",
        "In a column of text a number of more than 15 digits (a spreadsheet keeps 15, the others become 0), or a text such as “1,05E+11” (a number saved in its short form), is no longer the code that was typed.",
    ],
);

/// Of every text that has lost some.
pub(super) fn facts(_: &Field, entry: &Entry) -> Option<Facts> {
    (entry.remark == Some(Remark::DigitsLost)).then(Facts::default)
}
