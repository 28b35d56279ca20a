//! `bad-url`: not an address that a browser can open; `internal-address`: not one that others can.

use super::Facts;
use crate::finding::{Group, Rule, Severity};
use crate::intake::read::is_internal;
use crate::intake::{Entry, Remark};
use crate::schema::Field;
use crate::text::tidy;

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

/// An address within a network of one's own.
pub static INTERNAL: Rule = Rule::builtin(
    "V327",
    Group::Value,
    "internal-address",
    Severity::Error,
    [
        "Cột «{heading}»: «{value}» là địa chỉ nội bộ hoặc địa chỉ mẫu, người ngoài không mở được.",
        "Column “{heading}”: “{value}” is an address within a network of one's own, or an example, that nobody outside can open.",
    ],
    [
        "Ghi địa chỉ mở được từ Internet; nếu dữ liệu chưa công bố, để trống ô này",
        "Write an address that can be opened from the Internet; if the data is not released yet, leave the cell blank",
    ],
    [
        "Địa chỉ công bố phải mở được từ xa (NĐ 47/2020, Điều 17.1). Các số 10.…, 172.16-31.…, 192.168.…, 127.…, tên localhost, .local, .lan, .internal và example.com không dẫn tới đâu trên Internet.",
        "Open data must be reachable online (NĐ 47/2020, Article 17.1). The numbers 10.…, 172.16-31.…, 192.168.…, 127.…, the names localhost, .local, .lan, .internal and example.com lead nowhere on the Internet.",
    ],
);

/// Of every address that is none.
pub(super) fn facts(_: &Field, entry: &Entry) -> Option<Facts> {
    no_address(entry, false)
}

/// Of every one that only its own network knows.
pub(super) fn internal(_: &Field, entry: &Entry) -> Option<Facts> {
    no_address(entry, true)
}

fn no_address(entry: &Entry, internal: bool) -> Option<Facts> {
    let is_so = entry.remark == Some(Remark::NotAUrl) && is_internal(&tidy(entry.typed())) == internal;
    is_so.then(Facts::default)
}
