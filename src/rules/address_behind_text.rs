//! `address-behind-text`: an address that stands behind other words.

use super::Facts;
use crate::finding::{Group, Rule, Severity};
use crate::intake::{Entry, Remark};
use crate::schema::Field;

/// An address that stands behind other words.
pub static RULE: Rule = Rule::builtin(
    "V314",
    Group::Value,
    "address-behind-text",
    Severity::Info,
    [
        "Cột «{heading}»: lấy địa chỉ {stored} đặt sau chữ «{value}».",
        "Column “{heading}”: the address {stored} behind the words “{value}” was taken.",
    ],
    ["Nên ghi chính địa chỉ vào ô", "Better write the address itself into the cell"],
    [
        "Siêu liên kết sau chữ «Xem tại đây» mất khi bảng được in hoặc chuyển sang CSV; địa chỉ ghi rõ trong ô thì còn.",
        "A hyperlink behind “see here” is lost when the table is printed or saved as CSV; an address written in the cell is not.",
    ],
);

/// Which address was taken.
pub(super) fn facts(_: &Field, entry: &Entry) -> Option<Facts> {
    (entry.remark == Some(Remark::AddressBehindText)).then(|| Facts::default().with("stored", entry.value.stored()))
}
