//! `web-markup`: marks of the web in a cell.

use super::Facts;
use crate::finding::{Group, Rule, Severity};
use crate::intake::{Entry, Remark};
use crate::schema::Field;

/// Marks of the web in a cell.
pub static RULE: Rule = Rule::builtin(
    "V313",
    Group::Value,
    "web-markup",
    Severity::Info,
    [
        "Cột «{heading}»: «{value}» chứa ký hiệu của trang web; được hiểu là «{stored}».",
        "Column “{heading}”: “{value}” holds marks of a web page; it was taken for “{stored}”.",
    ],
    ["Nên thay ký hiệu bằng chữ thường đọc", "Better replace the marks by what they stand for"],
    [
        "Bảng xuất từ hệ thống web có khi giữ nguyên mã như &amp;, &#432; hoặc thẻ xuống dòng. Các mã này được đổi thành ký tự mà chúng biểu thị.",
        "Tables exported from a web system sometimes keep codes such as &amp; or &#432;, or tags that end a line. They are read as the characters that they stand for.",
    ],
);

/// What was read for the marks.
pub(super) fn facts(_: &Field, entry: &Entry) -> Option<Facts> {
    (entry.remark == Some(Remark::WebMarkup)).then(|| Facts::default().with("stored", entry.value.stored()))
}
