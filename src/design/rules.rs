//! What is told of a form workbook besides what is told of any form.

use crate::finding::{Group, Rule, Severity};

/// All of them.
pub static ALL: &[&Rule] = &[&MISSING_SHEET, &NO_SUCH_COLUMN, &NO_VALUES, &NO_JSON, &UNSOUND];

/// The workbook lacks a sheet that no form can do without.
pub static MISSING_SHEET: Rule = Rule::builtin(
    "M701",
    Group::Design,
    "missing-sheet",
    Severity::Error,
    ["Sổ không có trang «{sheet}».", "The workbook has no sheet “{sheet}”."],
    [
        "Lấy sổ mới bằng lệnh bieumau forms export, rồi chép các trang đã soạn sang",
        "Get a new workbook with bieumau forms export and copy your sheets into it",
    ],
    [
        "Biểu mẫu soạn bằng Excel cần trang «Biểu» và trang «Cột»; trang «Danh sách» và «Quy tắc» có thể bỏ. Trang được nhận ra bằng tên các cột, không bằng tên trang.",
        "A form made in Excel needs the sheets of settings and of columns; those of lists and rules may be left out. A sheet is known by its headings, not by its name.",
    ],
);

/// A list is for a column that there is not.
pub static NO_SUCH_COLUMN: Rule = Rule::builtin(
    "M702",
    Group::Design,
    "no-such-column",
    Severity::Error,
    [
        "«{value}» không phải mã của cột nào ở trang «Cột»{nearest}",
        "“{value}” is the name of no column on the sheet of columns{nearest}",
    ],
    ["Ghi đúng mã cột như ở trang «Cột»", "Write the column's name as on the sheet of columns"],
    [
        "Mỗi dòng của trang «Danh sách» nói giá trị đó thuộc cột nào, bằng mã cột; ghi sai mã thì giá trị không thuộc về đâu.",
        "Each row of the sheet of lists says by its name which column the value is for; under a wrong name it belongs nowhere.",
    ],
);

/// A column to choose from a list has none.
pub static NO_VALUES: Rule = Rule::builtin(
    "M703",
    Group::Design,
    "no-values",
    Severity::Error,
    [
        "Cột «{heading}» chọn trong danh sách, nhưng trang «Danh sách» không có giá trị nào của cột này.",
        "The column “{heading}” is to be chosen from a list, and the sheet of lists has no value for it.",
    ],
    [
        "Ghi các giá trị vào trang «Danh sách», mỗi giá trị một dòng, hoặc đổi loại dữ liệu của cột",
        "Write the values on the sheet of lists, one a row, or change the column's kind",
    ],
    [
        "Một cột «Một giá trị trong danh sách» hoặc «Nhiều giá trị trong danh sách» phải có danh sách, nếu không thì không giá trị nào được nhận.",
        "A column whose values are to be chosen needs a list, or no value would be accepted.",
    ],
);

/// What stands for other keys is no JSON object.
pub static NO_JSON: Rule = Rule::builtin(
    "M704",
    Group::Design,
    "no-json",
    Severity::Error,
    ["Ô «Phần khác» không phải một đối tượng JSON: {reason}.", "The other keys are no JSON object: {reason}."],
    ["Sửa lại JSON, hoặc xóa ô này nếu không cần", "Mend the JSON, or clear the cell if it is not needed"],
    [
        "Ô «Phần khác» giữ những khóa của biểu mẫu không có cột riêng, viết như trong tệp JSON của biểu mẫu.",
        "The column of other keys holds what of a schema has no column of its own, as the schema's file would write it.",
    ],
);

/// The form that the workbook describes does not make sense.
pub static UNSOUND: Rule = Rule::builtin(
    "M705",
    Group::Design,
    "unsound-form",
    Severity::Error,
    ["Biểu mẫu chưa dùng được: {reason}.", "The form cannot be used: {reason}."],
    ["Sửa theo nội dung đã nêu rồi nhập lại", "Mend it and import the workbook again"],
    [
        "Sau khi đọc sổ, công cụ dựng biểu mẫu và thử dùng: tên cột không được trùng nhau, giá trị và cách ghi không được mơ hồ, quy tắc phải tính được.",
        "Once the workbook is read the form is made and tried out: no two columns may be called the same, no spelling may mean two values, every rule must have an answer.",
    ],
);
