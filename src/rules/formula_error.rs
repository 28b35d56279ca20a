//! `formula-error`: a formula that failed or was never calculated. It is not taken for a blank cell.

use super::Facts;
use crate::finding::{Group, Rule, Severity};
use crate::intake::{Entry, Remark};
use crate::schema::{Field, Kind};
use crate::text::Bilingual;

/// A formula that failed or was never calculated.
pub static RULE: Rule = Rule::builtin(
    "V307",
    Group::Value,
    "formula-error",
    Severity::Error,
    ["Cột «{heading}»: công thức {problem} («{value}»).", "Column “{heading}”: the formula {problem} (“{value}”)."],
    [
        "Mở tệp bằng Excel, tính lại, thay công thức bằng giá trị rồi lưu",
        "Open the file in Excel, recalculate, replace the formula by its value and save",
    ],
    [
        "Ô lỗi như #DIV/0! hoặc công thức chưa tính không có giá trị để tổng hợp; không được coi là ô trống.",
        "A cell with an error such as #DIV/0!, or a formula never calculated, has no value to merge; it is not taken for blank.",
    ],
);

/// Of every cell whose formula has no value. Ordinals are not kept, so theirs does not matter.
pub(super) fn facts(field: &Field, entry: &Entry) -> Option<Facts> {
    let problem = match entry.remark {
        Some(Remark::Error) => Bilingual::new("bị lỗi", "failed"),
        Some(Remark::Uncalculated) => Bilingual::new("chưa được tính", "was never calculated"),
        _ => return None,
    };
    (field.kind != Kind::Ordinal).then(|| Facts::default().with_words("problem", problem))
}
