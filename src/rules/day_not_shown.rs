//! `day-not-shown`: a month or a year in a column of days.

use super::Facts;
use crate::finding::{Group, Rule, Severity};
use crate::intake::{Entry, Remark};
use crate::schema::Field;

/// A month or a year in a column of days.
pub static RULE: Rule = Rule::builtin(
    "V331",
    Group::Value,
    "day-not-shown",
    Severity::Warning,
    [
        "Cột «{heading}»: ô chỉ hiển thị «{value}»; được hiểu là ngày {stored}.",
        "Column “{heading}”: the cell shows “{value}” alone; it was taken for the day {stored}.",
    ],
    ["Ghi đủ ngày, tháng, năm", "Write day, month and year"],
    [
        "Khi gõ 03/2021, Excel lưu ngày 01/3/2021 và chỉ hiển thị tháng. Không ai biết ngày mùng một có đúng hay không, nên được nêu.",
        "When 03/2021 is typed, Excel keeps 1 March 2021 and shows the month. Nobody knows whether the first is right, so it is told.",
    ],
);

/// Which day was read.
pub(super) fn facts(_: &Field, entry: &Entry) -> Option<Facts> {
    (entry.remark == Some(Remark::DayNotShown)).then(|| Facts::default().with("stored", entry.value.stored()))
}
