//! `value-in-doubt`: a listed value with a note in brackets that speaks against it.

use super::Facts;
use crate::finding::{Group, Rule, Severity};
use crate::intake::{Entry, Remark};
use crate::schema::Field;

/// A listed value with a note in brackets that speaks against it.
pub static RULE: Rule = Rule::builtin(
    "V328",
    Group::Value,
    "value-in-doubt",
    Severity::Warning,
    [
        "Cột «{heading}»: «{value}» được ghi là «{stored}», nhưng phần trong ngoặc nói khác.",
        "Column “{heading}”: “{value}” is stored as “{stored}”, but what stands in brackets says otherwise.",
    ],
    [
        "Chọn đúng giá trị của danh sách; phần giải thích ghi ở cột «Ghi chú»",
        "Choose the value of the list that is right, and explain in the column of notes",
    ],
    [
        "Bảng tổng hợp chỉ giữ giá trị của danh sách. Lời ghi trong ngoặc như «(chưa nghiệm thu)», «(hỏng)», «(thử nghiệm)», «(đến 2024)» có thể làm giá trị không còn đúng, nên được nêu để xem lại. «(từ 2019)» thì không; ở giá trị chưa xong như «Đang xây dựng», «Chưa có» cũng không.",
        "Only the value of the list is kept. A note such as «(chưa nghiệm thu)», «(hỏng)» or «(đến 2024)» may mean that it is not so, and is told. «(từ 2019)» is not, nor is any note behind what is unfinished anyhow, «Đang xây dựng» or «Chưa có».",
    ],
);

/// What was stored for what was typed.
pub(super) fn facts(_: &Field, entry: &Entry) -> Option<Facts> {
    (entry.remark == Some(Remark::InDoubt)).then(|| Facts::default().with("stored", entry.value.stored()))
}
