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
        "Số ghi dạng văn bản được đọc theo cách viết Việt Nam: dấu phẩy là dấu thập phân, dấu chấm phân nhóm nghìn. Khi cách đọc kiểu Anh cho kết quả khác, chương trình nêu cả hai. Có số cùng cột chỉ đọc được theo kiểu Anh, như «1,234.5», thì là cảnh báo; nếu không số nào của cột chỉ đọc được theo kiểu Việt Nam thì «2,000» được đọc là 2000. Ở cột số nguyên, «2,000» là 2000.",
        "A number kept as text is read in the Vietnamese way: the comma is decimal, the point parts thousands. Where the English way gives another number, both are told. Where another number of the column can only be read in the English way, as “1,234.5”, that is a warning, and if none can only be read in the Vietnamese way, “2,000” is taken for 2000. In a column of whole numbers it is 2000 anyhow.",
    ],
);

/// How it was read, and how it was not.
pub(super) fn facts(_: &Field, entry: &Entry) -> Option<Facts> {
    let (Some(Remark::AmbiguousNumber(other, proof)), Value::Number(number)) = (&entry.remark, &entry.value) else {
        return None;
    };
    let other = match proof {
        Some(it) => bilingual!(
            "{}; «{it}» cùng cột viết theo kiểu Anh",
            "{}; “{it}” in the same column is written in the English way",
            told(*other)
        ),
        None => told(*other),
    };
    let mut facts = Facts::default().with_words("read", told(*number)).with_words("other", other);
    facts.severity = proof.is_some().then_some(Severity::Warning);
    Some(facts)
}

/// A number with what tells how it is meant: with its signs alone both readings look like what was typed.
fn told(number: f64) -> Bilingual {
    let words = written(number);
    match number.fract() == 0.0 {
        true => bilingual!("{} (số nguyên)", "{} (a whole number)", words),
        false => bilingual!("{} (có phần thập phân)", "{} (with decimals)", words),
    }
}
