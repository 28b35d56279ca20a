//! `bad-url`: not an address that a browser can open.

use super::Facts;
use crate::finding::{Group, Rule, Severity};
use crate::intake::{Entry, Remark};
use crate::schema::Field;

/// Not an address that a browser can open.
pub static RULE: Rule = Rule::builtin(
    "V304",
    Group::Value,
    "bad-url",
    Severity::Error,
    [
        "Cột «{heading}»: «{value}» không phải địa chỉ http hoặc https.",
        "Column “{heading}”: “{value}” is not an http or https address.",
    ],
    ["Ghi địa chỉ đầy đủ, bắt đầu bằng https://", "Write the whole address, beginning with https://"],
    [
        "Địa chỉ công bố phải mở được từ xa (NĐ 47/2020, Điều 17.1).",
        "Open data must be reachable online (NĐ 47/2020, Article 17.1).",
    ],
);

/// Of every address that is none.
pub(super) fn facts(_: &Field, entry: &Entry) -> Option<Facts> {
    (entry.remark == Some(Remark::NotAUrl)).then(Facts::default)
}
