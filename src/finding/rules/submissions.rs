//! Rules between submissions.

use super::super::Rule;
use super::super::Severity::Info;

/// In the order of their codes.
pub(super) static ALL: &[&Rule] = &[&SUPERSEDED];

/// The same agency sent the same form with a later decision.
pub static SUPERSEDED: Rule = Rule::builtin(
    "S601",
    "superseded",
    Info,
    [
        "Đã có bản mới hơn của cùng cơ quan: {other} ({number}, {date}){tie}; bản này không tính.",
        "The same agency sent a later one: {other} ({number}, {date}){tie}; this one does not count.",
    ],
    ["Không phải làm gì", "Nothing needs to be done"],
    [
        "Với cùng cơ quan và cùng biểu mẫu, bản có văn bản ban hành ngày muộn nhất được tính; cùng ngày thì theo thứ tự đường dẫn, và nói rõ.",
        "Of one agency's submissions on one form the one with the latest decision counts; on the same day the order of paths decides, and that is said.",
    ],
);
