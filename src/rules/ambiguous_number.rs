//! `ambiguous-number`: a number that reads differently in the Vietnamese and the English way.

use super::Facts;
use crate::bilingual;
use crate::finding::{Group, Rule, Severity};
use crate::intake::{Entry, Remark};
use crate::schema::{Field, written};
use crate::text::Bilingual;
use crate::value::Value;

/// A number that reads differently in the Vietnamese and the English way.
pub static RULE: Rule = Rule::builtin(
    "V315",
    Group::Value,
    "ambiguous-number",
    Severity::Info,
    [
        "Cột «{heading}»: «{value}» được hiểu là {read}, không phải {other}.",
        "Column “{heading}”: “{value}” was taken for {read}, not {other}.",
    ],
    [
        "Nếu không đúng, nhập lại dưới dạng số, không phải văn bản",
        "If that is wrong, enter it as a number, not as text",
    ],
    [
        "Số ghi dạng văn bản được đọc theo cách viết Việt Nam: dấu phẩy là dấu thập phân, dấu chấm phân nhóm nghìn. Khi cách đọc kiểu Anh cho kết quả khác, chương trình nêu cả hai.",
        "A number kept as text is read in the Vietnamese way: the comma is decimal, the point parts thousands. Where the English way gives another number, both are told.",
    ],
);

/// How it was read, and how it was not.
pub(super) fn facts(_: &Field, entry: &Entry) -> Option<Facts> {
    let (Some(Remark::AmbiguousNumber(other)), Value::Number(number)) = (&entry.remark, &entry.value) else {
        return None;
    };
    Some(Facts::default().with_words("read", told(*number)).with_words("other", told(*other)))
}

/// A number with what tells how it is meant: with its signs alone both readings look like what was typed.
fn told(number: f64) -> Bilingual {
    let words = written(number);
    match number.fract() == 0.0 {
        true => bilingual!("{} (số nguyên)", "{} (a whole number)", words),
        false => bilingual!("{} (có phần thập phân)", "{} (with decimals)", words),
    }
}
