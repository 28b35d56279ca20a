//! Rules between submissions.

use super::super::Rule;
use super::super::Severity::{Info, Warning};

/// In the order of their codes.
pub(super) static ALL: &[&Rule] = &[&SUPERSEDED, &SAME_DATABASE, &FEWER_ROWS];

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

/// Two agencies claim what can only be one database.
pub static SAME_DATABASE: Rule = Rule::builtin(
    "S602",
    "same-database",
    Warning,
    [
        "Cột «{heading}»: «{value}» cũng có trong biểu của {agency}: {other}.",
        "Column “{heading}”: “{value}” also stands in the form of {agency}: {other}.",
    ],
    [
        "Hai cơ quan thống nhất cơ quan chủ trì; cơ quan còn lại bỏ dòng này hoặc ghi tên phần dữ liệu của mình",
        "Let the two agencies agree which of them is responsible; the other deletes the row or names its own part",
    ],
    [
        "Tên chung như «Cơ sở dữ liệu đất đai» có ở mọi tỉnh nên không bị nêu. Chỉ nêu khi hai cơ quan ghi cùng một tên và có dấu hiệu là một cơ sở dữ liệu: tên mang phạm vi quốc gia («Cơ sở dữ liệu quốc gia về …»), tên ghi rõ một tỉnh, hoặc cột bắt buộc của một bên ghi chính tên cơ quan kia.",
        "Every province has a land database, so equal names alone are not told. They are told when something says that it is one database: a name of national scope (“Cơ sở dữ liệu quốc gia về …”), a name with a province in it, or a required column of one row that holds just the other agency's name.",
    ],
);

/// The answer that stands has fewer rows than the one before.
pub static FEWER_ROWS: Rule = Rule::builtin(
    "S603",
    "fewer-rows",
    Warning,
    [
        "Bản này có {rows} dòng dữ liệu, ít hơn bản trước ({before} dòng: {other}, {number}, {date}).",
        "This one has {rows} rows of data, fewer than the one before ({before} rows: {other}, {number}, {date}).",
    ],
    [
        "Kiểm tra xem có bỏ sót dòng nào không; nếu chủ ý rút bớt thì không phải làm gì",
        "Check that no row was forgotten; if rows were taken out on purpose, nothing needs to be done",
    ],
    [
        "Bản mới thay toàn bộ bản trước của cùng cơ quan, nên một bản chỉ gồm phần bổ sung làm mất các dòng cũ. So với bản ban hành ngay trước, hoặc với báo cáo trước (--previous).",
        "A newer answer replaces the agency's earlier one as a whole, so one that holds only additions loses the older rows. Compared with the one issued just before, or with an earlier report (--previous).",
    ],
);
