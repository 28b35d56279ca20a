//! `year-in-date-cell`: a year typed into a cell that is formatted as a date.

use super::Facts;
use crate::finding::{Group, Rule, Severity};
use crate::intake::{Entry, Remark};
use crate::schema::Field;

/// A year typed into a cell that is formatted as a date.
pub static RULE: Rule = Rule::builtin(
    "V312",
    Group::Value,
    "year-in-date-cell",
    Severity::Warning,
    [
        "Cột «{heading}»: ô định dạng ngày hiển thị «{value}»; được hiểu là năm {stored}.",
        "Column “{heading}”: the cell is formatted as a date and shows “{value}”; it was taken for the year {stored}.",
    ],
    [
        "Chuyển định dạng ô sang văn bản (Text) rồi gõ lại năm",
        "Change the format of the cell to text and type the year again",
    ],
    [
        "Khi gõ năm 2024 vào ô định dạng ngày, Excel lưu ngày thứ 2024 kể từ đầu năm 1900 và hiển thị 16/07/1905. Không kế hoạch nào có thời gian năm 1905, nên số đã gõ được đọc là năm.",
        "When the year 2024 is typed into a cell formatted as a date, Excel keeps the 2024th day since 1900 and shows 16/07/1905. No plan is of 1905, so the number is read as the year that was typed.",
    ],
);

/// What year was read.
pub(super) fn facts(_: &Field, entry: &Entry) -> Option<Facts> {
    (entry.remark == Some(Remark::YearInDateCell)).then(|| Facts::default().with("stored", entry.value.stored()))
}
