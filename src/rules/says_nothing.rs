//! `says-nothing`: words that put the answer off, or the form's own, in a column that must be filled.

use super::Facts;
use crate::bilingual;
use crate::finding::{Group, Rule, Severity};
use crate::intake::{Entry, Remark};
use crate::schema::Field;

/// Words that are no answer, in a column that must be filled.
pub static RULE: Rule = Rule::builtin(
    "V329",
    Group::Value,
    "says-nothing",
    Severity::Warning,
    [
        "Cột «{heading}»: «{value}» chưa phải là nội dung mà biểu mẫu yêu cầu.",
        "Column “{heading}”: “{value}” is not yet what the form asks for.",
    ],
    ["{hint}", "{hint}"],
    [
        "Cột bắt buộc nhưng ô chỉ hẹn trả lời sau («Đang cập nhật», «Chưa xác định», «Bổ sung sau»), chỉ dẫn đi nơi khác («Xem phụ lục»), còn nguyên chỗ phải điền («[điền tên]»), hoặc chép lại lời hướng dẫn của biểu mẫu. Nội dung vẫn được tổng hợp như đã ghi. Ở cột không bắt buộc thì không hỏi.",
        "The column must be filled, and the cell only puts the answer off (“Đang cập nhật”, “Chưa xác định”), points elsewhere (“Xem phụ lục”), still holds the place to fill in (“[điền tên]”), or repeats what the form says is to be written. It is merged as it stands. Of columns that may be blank this is not asked.",
    ],
);

/// Of what is no answer.
pub(super) fn facts(field: &Field, entry: &Entry) -> Option<Facts> {
    let hint = || {
        let called = &field.called;
        field.help.clone().unwrap_or_else(|| {
            bilingual!("Ghi nội dung của cột «{called}» cho dòng này", "Write what the column “{called}” asks for")
        })
    };
    (entry.remark == Some(Remark::SaysNothing)).then(|| Facts::default().with_words("hint", hint()))
}
