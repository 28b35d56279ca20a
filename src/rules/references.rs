//! Rules between the forms of one submission: what one form refers to is not in the other. The words are here; it is found once all
//! forms were read.

use crate::finding::{Group, Rule, Severity};

/// A form refers to a row that the other does not have.
pub static UNMATCHED_KEY: Rule = Rule::builtin(
    "R406",
    Group::Relation,
    "unmatched-key",
    Severity::Error,
    [
        "Cột «{heading}»: «{value}» không có trong biểu «{form}» ({other}).",
        "Column “{heading}”: “{value}” is not in the form “{form}” ({other}).",
    ],
    [
        "Sửa cho khớp với biểu kia, hoặc bổ sung dòng còn thiếu ở biểu đó",
        "Correct it, or add the missing row to the other form",
    ],
    [
        "Giá trị của cột này phải có trong biểu kia của cùng lần gửi (khóa foreignKeys): cùng tệp, hoặc tệp khác của cùng cơ quan. Nếu chưa nhận được biểu kia thì không xét.",
        "What stands in this column has to stand in the other form of the same submission (foreignKeys): in the same file, or in another one of the same sender. Where the other form has not come, nothing is asked.",
    ],
);

/// A row is missing that another form refers to.
pub static MISSING_ROW: Rule = Rule::builtin(
    "R407",
    Group::Relation,
    "missing-row",
    Severity::Warning,
    [
        "Không có dòng «{value}» mà biểu «{form}» nêu ở {other}.",
        "There is no row “{value}”, which the form “{form}” names in {other}.",
    ],
    ["Bổ sung dòng này, hoặc sửa ở biểu kia", "Add the row, or correct the other form"],
    [
        "Nêu ở cả hai biểu, vì không biết biểu nào sai: biểu kia có giá trị mà biểu này không có.",
        "Told at both forms, for nobody knows which one is wrong: the other names what this one does not have.",
    ],
);
