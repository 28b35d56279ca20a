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
        "Giá trị của cột này phải có trong biểu kia của cùng lần gửi (khóa foreignKeys): cùng tệp, hoặc tệp khác của cùng cơ quan. Nếu chưa nhận được biểu kia thì nêu R410.",
        "What stands in this column has to stand in the other form of the same submission (foreignKeys): in the same file, or in another one of the same sender. Where the other form has not come, R410 says so.",
    ],
);

/// What a form refers to cannot be looked up: the other form has not come, or there are too many keys.
pub static KEY_NOT_LOOKED_UP: Rule = Rule::builtin(
    "R410",
    Group::Relation,
    "key-not-looked-up",
    Severity::Warning,
    [
        "Cột «{heading}»: chưa đối chiếu được với biểu «{form}», vì {why}.",
        "Column “{heading}” could not be looked up in the form “{form}”: {why}.",
    ],
    ["Gửi hoặc kiểm tra cùng với biểu kia", "Send it, or check it, together with the other form"],
    [
        "Giá trị của cột này phải có trong biểu kia của cùng cơ quan (khóa foreignKeys). Biểu kia không có, hoặc có quá nhiều giá trị khác nhau, nên không biết các giá trị có đúng hay không: nêu một lần, không phải lỗi.",
        "What stands in this column has to stand in the other form of the same sender (foreignKeys). That form is not here, or there are too many different values, so nobody can tell whether it does: told once, and no error.",
    ],
);

/// A form that the campaign asks for is not among the files of a sender.
pub static FORM_NOT_GIVEN: Rule = Rule::builtin(
    "S610",
    Group::Submissions,
    "form-not-given",
    Severity::Info,
    [
        "Đợt này còn yêu cầu biểu «{form}»; không có trong các tệp này.",
        "The campaign also asks for “{form}”; it is not in these files.",
    ],
    ["Bổ sung biểu này; nếu gửi riêng thì không phải làm gì", "Add it; if it is sent apart, nothing needs to be done"],
    [
        "Chỉ khi kiểm tra (check): các tệp của một cơ quan có từ hai biểu của đợt trở lên, hoặc có biểu liên quan đến biểu còn thiếu (foreignKeys, between). Khi tổng hợp, biểu còn thiếu được nêu ở bảng theo dõi.",
        "Told by check only, where the files of a sender hold two forms of the campaign or more, or one that is tied to the missing one (foreignKeys, between). When merging, the ledger tells what is missing.",
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
