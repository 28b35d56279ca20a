//! `near-duplicate`: two names in one submission that differ only in words that say nothing («CSDL đất đai», «Cơ sở dữ liệu về
//! đất đai»). They are very likely one thing listed twice, which would be counted twice in the national summary.
//!
//! Only such differences count. «Trường tiểu học» and «trường trung học», «năm 2022» and «năm 2023» are near in letters and far
//! apart in meaning, so likeness of letters is not asked.

use std::borrow::Cow;

use crate::finding::{Group, Rule, Severity};
use crate::schema::{Field, Form, Kind};

/// Two names that differ only in words that say nothing.
pub static RULE: Rule = Rule::builtin(
    "R402",
    Group::Relation,
    "near-duplicate",
    Severity::Warning,
    [
        "Cột «{heading}»: «{value}» gần như trùng với ô {first}.",
        "Column “{heading}”: “{value}” is nearly the same as {first}.",
    ],
    [
        "Nếu là một, bỏ một dòng; nếu khác nhau, ghi tên để phân biệt được",
        "If they are one, delete one row; if not, write names that can be told apart",
    ],
    [
        "Hai tên chỉ khác nhau ở những từ không có nghĩa phân biệt («cơ sở dữ liệu», «CSDL», «về», «của», «các») hoặc ở thứ tự từ thường là một, và sẽ bị tính hai lần khi tổng hợp. Ví dụ: «CSDL đất đai» và «Cơ sở dữ liệu về đất đai».",
        "Two names that differ only in words that tell nothing apart, or in the order of words, are mostly one thing, which the summary would count twice. Example: “CSDL đất đai” and “Cơ sở dữ liệu về đất đai”.",
    ],
);

/// By the words that say something, in any order.
pub(super) fn compared_by<'n>(form: &Form, field: &Field, folded: &'n str) -> Option<Cow<'n, str>> {
    let mut telling: Vec<&str> = match field.kind {
        Kind::Text => form.language.telling_words(folded).collect(),
        _ => Vec::new(),
    };
    telling.sort_unstable();
    (!telling.is_empty()).then(|| Cow::Owned(telling.join(" ")))
}
