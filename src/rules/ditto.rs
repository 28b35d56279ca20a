//! `ditto`: «-nt-», taken from the row above, or «như STT 1», taken from that row.

use super::Facts;
use crate::finding::{Group, Rule, Severity};
use crate::intake::{Entry, Remark};
use crate::schema::Field;

/// «-nt-»: taken from the row above; «như STT 1»: from the row with that ordinal.
pub static RULE: Rule = Rule::builtin(
    "V309",
    Group::Value,
    "ditto",
    Severity::Warning,
    [
        "Cột «{heading}»: «{value}» được hiểu là «{stored}» theo ô {above}.",
        "Column “{heading}”: “{value}” was taken for “{stored}”, from {above}.",
    ],
    ["Nên ghi đầy đủ giá trị", "Better write the value out"],
    [
        "«-nt-», «nt» và dấu \" nghĩa là như dòng trên, trong cùng một mục; «như STT 1» nghĩa là như dòng có số thứ tự đó. Khi sắp xếp hoặc lọc, nghĩa đó bị mất.",
        "“-nt-”, “nt” and a ditto mark mean the same as above, within a section; “như STT 1” means the same as in the row of that ordinal. Sorting or filtering loses that meaning.",
    ],
);

/// What each «-nt-» was taken for. One with nothing above it is a blank cell, which is another rule's.
pub(super) fn facts(_: &Field, entry: &Entry) -> Option<Facts> {
    let Some(Remark::Ditto(above)) = entry.remark else { return None };
    Some(Facts::default().with("stored", entry.value.stored()).with_cell("above", above))
}
