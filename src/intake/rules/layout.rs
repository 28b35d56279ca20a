//! Rules about tables and their columns.

use crate::finding::Severity::{Error, Info, Warning};
use crate::finding::{Group, Rule};

/// In the order of their codes.
pub(super) static IN_LAYOUT: &[&Rule] = &[
    &NO_FORM_FOUND,
    &MISSING_COLUMN,
    &UNKNOWN_COLUMN,
    &RENAMED_COLUMN,
    &DUPLICATE_COLUMN,
    &EMPTY_TABLE,
    &COLUMN_WITHOUT_HEADING,
    &JOINT_COLUMN,
    &SHEET_NOT_READ,
    &NOTHING_TO_REPORT,
    &NONE_AND_ROWS,
    &OTHER_FORM,
    &OTHER_UNIT,
    &GROUP_NOT_TOLD,
    &SHEET_GOES_ON,
    &SHOWN_OTHERWISE,
];

/// No sheet holds a form that is known.
pub static NO_FORM_FOUND: Rule = Rule::builtin(
    "L201",
    Group::Layout,
    "no-form-found",
    Error,
    ["Không tìm thấy biểu mẫu nào trong tệp{nearest}.", "No form was found in the file{nearest}."],
    ["Dùng đúng biểu mẫu và giữ nguyên dòng tiêu đề cột", "Use the official form and keep its headings"],
    [
        "Bảng được tìm theo chữ của tiêu đề cột, ở bất kỳ dòng và cột nào. Tệp này không có dòng nào đủ tiêu đề của một biểu mẫu.",
        "The table is looked for by the words of its headings, in any row and column. No row of this file holds enough headings of a form.",
    ],
);

/// A column that must be filled is not there.
pub static MISSING_COLUMN: Rule = Rule::builtin(
    "L202",
    Group::Layout,
    "missing-column",
    Error,
    ["Thiếu cột «{heading}» của biểu mẫu.", "The form's column “{heading}” is missing."],
    ["Thêm cột «{heading}» và điền cho mọi dòng", "Add the column “{heading}” and fill it in every row"],
    [
        "Biểu mẫu có cột này nhưng không đọc được cột nào như vậy. Báo một lần cho cả bảng, không báo theo từng dòng. Khi tiêu đề nhóm (như «Lộ trình») có mà dưới đó không có cột nào của biểu mẫu (như chia theo năm) thì báo tại tiêu đề nhóm.",
        "The form has this column, and none could be read as it. It is told once for the table, not once a row. Where the heading of a group (“Lộ trình”) is there and none of the form's columns below it (as when it is divided by years), it is told at the group.",
    ],
);

/// A column that the form does not have.
pub static UNKNOWN_COLUMN: Rule = Rule::builtin(
    "L203",
    Group::Layout,
    "unknown-column",
    Warning,
    [
        "Cột «{heading}» không có trong biểu mẫu nên không được tổng hợp (số ô có nội dung: {count}).",
        "The column “{heading}” is not on the form and is not merged (filled cells: {count}).",
    ],
    [
        "Nếu là cột của biểu mẫu, sửa tiêu đề cho đúng; nếu không, có thể để nguyên",
        "If it is a column of the form, correct its heading; otherwise it may stay",
    ],
    [
        "Cột lạ không làm biểu bị trả lại, nhưng nội dung của nó không vào bảng tổng hợp.",
        "A column of one's own does not reject the form, but its content is not merged.",
    ],
);

/// A heading that is not as printed and was understood by likeness.
pub static RENAMED_COLUMN: Rule = Rule::builtin(
    "L204",
    Group::Layout,
    "renamed-column",
    Warning,
    [
        "Tiêu đề «{heading}» được hiểu là cột «{column}» (giống {score}%).",
        "The heading “{heading}” was taken for the column “{column}” ({score}% alike).",
    ],
    [
        "Nếu đúng, nên ghi lại là «{column}»; nếu không, sửa tiêu đề",
        "If that is right, better write “{column}”; if not, correct the heading",
    ],
    [
        "Tiêu đề gần giống vẫn được nhận và nói rõ đã hiểu thế nào; tiêu đề khác hẳn thì không.",
        "A heading that is nearly right is accepted, and how it was understood is said; one that is quite different is not.",
    ],
);

/// Two headings fit one column of the form.
pub static DUPLICATE_COLUMN: Rule = Rule::builtin(
    "L205",
    Group::Layout,
    "duplicate-column",
    Error,
    [
        "Hai cột cùng là «{column}» ({first} và {second}); chỉ cột {first} được đọc.",
        "Two columns are “{column}” ({first} and {second}); only {first} is read.",
    ],
    ["Xóa hoặc đổi tên một trong hai cột", "Delete or rename one of the two"],
    ["Không thể biết cột nào mới là cột của biểu mẫu.", "There is no telling which of them is the form's column."],
);

/// The form has headings and no data.
pub static EMPTY_TABLE: Rule = Rule::builtin(
    "L206",
    Group::Layout,
    "empty-table",
    Error,
    ["Biểu không có dòng dữ liệu nào.", "The form has no row of data."],
    ["Điền ít nhất một dòng dưới dòng tiêu đề", "Fill in at least one row below the headings"],
    ["Biểu mẫu trống không được tính là đã ban hành.", "A blank form does not count as issued."],
);

/// A column of data that has no heading.
pub static COLUMN_WITHOUT_HEADING: Rule = Rule::builtin(
    "L207",
    Group::Layout,
    "column-without-heading",
    Warning,
    [
        "Cột {letters} không có tiêu đề nên không được tổng hợp (số ô có nội dung: {count}).",
        "Column {letters} has no heading and is not merged (filled cells: {count}).",
    ],
    [
        "Nếu là cột của biểu mẫu, ghi lại tiêu đề; nếu không, có thể để nguyên",
        "If it is a column of the form, put its heading back; otherwise it may stay",
    ],
    [
        "Cột được nhận ra nhờ tiêu đề. Nội dung ở cột không có tiêu đề không vào bảng tổng hợp, nên phải nói rõ; cột đánh số thứ tự để trống tiêu đề vẫn được nhận.",
        "Columns are known by their headings. What stands in a column without one is not merged, so it is told; a column of ordinals is known without.",
    ],
);

/// One column holds what the form has two for.
pub static JOINT_COLUMN: Rule = Rule::builtin(
    "L208",
    Group::Layout,
    "joint-column",
    Info,
    [
        "Cột «{heading}» được đọc thành hai cột «{first}» và «{second}» của biểu mẫu.",
        "The column “{heading}” was read as the form's two columns “{first}” and “{second}”.",
    ],
    ["Nên tách thành hai cột «{first}» và «{second}»", "Better make it two columns, “{first}” and “{second}”"],
    [
        "Khi cả hai mốc thời gian ghi chung một cột («2023-2025»), mốc đầu là bắt đầu, mốc cuối là hoàn thành; chỉ có một mốc thì đó là hoàn thành.",
        "Where both times stand in one column (“2023-2025”), the first is the start and the last the finish; one alone is the finish.",
    ],
);

/// A sheet that looks like a form and holds none that can be read.
pub static SHEET_NOT_READ: Rule = Rule::builtin(
    "L209",
    Group::Layout,
    "sheet-not-read",
    Warning,
    [
        "Trang tính «{sheet}» {how} biểu «{form}» nhưng {lack} nên không được đọc.",
        "The sheet “{sheet}” {how} the form “{form}”, {lack} and was not read.",
    ],
    [
        "Nếu là biểu mẫu, ghi lại đủ tiêu đề cột; nếu không, có thể để nguyên",
        "If it is the form, put its headings back; otherwise it may stay",
    ],
    [
        "Tệp có biểu khác đọc được, còn trang tính này có ít nhất ba tiêu đề cột của biểu mẫu và dữ liệu bên dưới. Dữ liệu đó không vào bảng tổng hợp. Là lỗi khi trang tính không có tiêu đề cột nào mà các dòng nối tiếp biểu ở trang khác mà không chắc chắn như ở L244.",
        "Another form of the file was read, and this sheet has three headings of the form at least and data below them. That data is not merged. It is an error if the sheet has no headings at all and its rows go on with the form on another sheet, less surely than for L244.",
    ],
);

/// The form says that there is nothing to report, and that is an answer.
pub static NOTHING_TO_REPORT: Rule = Rule::builtin(
    "L230",
    Group::Layout,
    "nothing-to-report",
    Info,
    [
        "Biểu không có dòng dữ liệu và được nhận là không có gì để báo cáo{said}.",
        "The form has no row of data and is taken to say that there is nothing to report{said}.",
    ],
    ["Không phải làm gì nếu đúng như vậy", "Nothing needs to be done if that is so"],
    [
        "Biểu mẫu cho phép trả lời «không có» (khóa none): khi bảng không có dòng dữ liệu nào và có câu mà biểu mẫu quy định thì biểu trống là một câu trả lời, không phải biểu bỏ quên.",
        "The form allows “none” as an answer (its key none): where the table has no row of data and one of the form's phrases says so, an empty form is an answer and not one that was forgotten.",
    ],
);

/// The form says that there is nothing to report and has rows of data all the same.
pub static NONE_AND_ROWS: Rule = Rule::builtin(
    "L231",
    Group::Layout,
    "none-and-rows",
    Warning,
    [
        "Biểu ghi là không có gì để báo cáo nhưng có {count} dòng dữ liệu.",
        "The form says that there is nothing to report, and has {count} {count?row|rows} of data.",
    ],
    [
        "Bỏ câu đó nếu các dòng là đúng; bỏ các dòng nếu thật sự không có gì để báo cáo",
        "Delete the sentence if the rows are right; delete the rows if there is nothing to report",
    ],
    [
        "Hai điều này trái nhau nên phải có người xem lại. Các dòng vẫn được đọc.",
        "The two contradict each other, so somebody has to look. The rows are read all the same.",
    ],
);

/// A form that is not the one asked for with `--form`.
pub static OTHER_FORM: Rule = Rule::builtin(
    "L232",
    Group::Layout,
    "other-form",
    Error,
    [
        "Đây là biểu «{form}», không phải biểu «{asked}» được yêu cầu.",
        "This is the form “{form}”, not “{asked}”, which is asked for.",
    ],
    [
        "Gửi biểu «{asked}»; nếu muốn kiểm tra biểu này, bỏ --form",
        "Send the form “{asked}”; to check this one, leave --form out",
    ],
    [
        "Chỉ nêu khi chạy check --form TÊN. Trong tệp đã có biểu được yêu cầu thì biểu khác chỉ được nêu như một lưu ý.",
        "Told only with check --form NAME. In a file that holds the form asked for, another one is a note.",
    ],
);

/// A column's heading, or a line above the table, says another unit than the form's.
pub static OTHER_UNIT: Rule = Rule::builtin(
    "L241",
    Group::Layout,
    "other-unit",
    Error,
    [
        "{what} «{heading}» ghi đơn vị «{typed}», biểu mẫu ghi «{printed}»{columns}; số liệu không được tự đổi.",
        "{what} “{heading}” says the unit “{typed}”, the form says “{printed}”{columns}; nothing is converted.",
    ],
    ["Đổi số liệu ra «{printed}» và sửa lại đơn vị đã ghi", "Give the figures in “{printed}” and correct the unit"],
    [
        "Số liệu được cộng và so sánh theo đơn vị của biểu mẫu. Đơn vị được đọc ở tiêu đề cột: trong ngoặc, sau «ĐVT:», hoặc là những chữ đầu hay cuối. Tiêu đề không ghi thì đọc dòng «Đơn vị tính: …» phía trên bảng, chỉ cho các cột cùng loại (dòng ghi tiền không nói gì về cột tính bằng ha); tiêu đề ghi đúng đơn vị của biểu mẫu mà dòng ấy ghi khác thì là cảnh báo.",
        "Figures are added up and compared in the form's unit. A unit is read in the heading: in its brackets, behind “ĐVT:”, or as its first or last words. Where the heading says none, a line “Đơn vị tính: …” above the table is read, for columns of the same kind only (one about money says nothing of hectares); where the headings say the form's unit and that line another, it is a warning.",
    ],
);

/// Cells show another number, or another unit, than what they hold and is taken.
pub static SHOWN_OTHERWISE: Rule = Rule::builtin(
    "L245",
    Group::Layout,
    "shown-otherwise",
    Warning,
    [
        "Cột «{heading}»: ô hiển thị «{shown}» do định dạng, số được lấy là {taken} (số ô như vậy: {count}).",
        "Column “{heading}”: by its format the cell shows “{shown}”; {taken} was taken (such cells: {count}).",
    ],
    [
        "Ghi số theo đơn vị của biểu và để ô hiển thị đúng số đó; nếu số được lấy đã đúng thì không phải làm gì",
        "Give the figure in the form's unit and let the cell show just that; if what was taken is right, nothing",
    ],
    [
        "Định dạng chỉ đổi cách hiển thị: «#,##0.0,,» hiện 1.234.500.000 thành 1.234,5, «0 \"tỷ đồng\"» hiện 5 thành «5 tỷ đồng» dù cột tính bằng triệu đồng, «\"-\"0» hiện 500 thành -500. Số được lấy là số ô giữ. Báo một lần cho mỗi cột.",
        "A format only changes what is shown: “#,##0.0,,” shows 1,234,500,000 as 1,234.5, “0 \"tỷ đồng\"” shows 5 as “5 tỷ đồng” though the column counts in million đồng, “\"-\"0” shows 500 as -500. What the cell holds is taken. Told once a column.",
    ],
);

/// Several groups of the form have such a column, and no heading above says which one this is.
pub static GROUP_NOT_TOLD: Rule = Rule::builtin(
    "L242",
    Group::Layout,
    "group-not-told",
    Error,
    [
        "Cột «{heading}» có thể là «{column}» hoặc «{other}»; không có tiêu đề nhóm nào phía trên cho biết. Đã hiểu là «{column}».",
        "The column “{heading}” may be “{column}” or “{other}”; no heading of a group above it tells. It was taken for “{column}”.",
    ],
    [
        "Ghi tiêu đề nhóm ở ngay trên cột đầu của nhóm, nên gộp ô qua các cột của nhóm",
        "Put the group's heading above the first of its columns, best merged over all of them",
    ],
    [
        "Khi không cột nào có tiêu đề nhóm, các cột được hiểu theo thứ tự của biểu mẫu, kèm cảnh báo. Khi cột khác có tiêu đề nhóm mà cột này không thì là lỗi: tiêu đề nhóm có thể đã đặt lệch cột.",
        "Where no column has a group above it, they are taken in the form's order, with a warning. Where others have one and this has not, it is an error: a group's heading may have been put over the wrong column.",
    ],
);

/// A sheet without headings that was read by those of the sheet before.
pub static SHEET_GOES_ON: Rule = Rule::builtin(
    "L244",
    Group::Layout,
    "sheet-goes-on",
    Warning,
    [
        "Trang tính «{sheet}» không có tiêu đề cột; {range} ({count} dòng dữ liệu) được đọc là phần tiếp của biểu trên trang tính «{before}», mỗi cột hiểu như cột ở cùng vị trí trên trang đó.",
        "The sheet “{sheet}” has no headings; {range} ({count} {count?row|rows} of data) was read as the rest of the form on sheet “{before}”, each column as the one in its place there.",
    ],
    [
        "Nên chép các dòng vào cuối trang tính «{before}» hoặc ghi lại tiêu đề cột trên trang này",
        "Better move the rows to the end of sheet “{before}”, or repeat the headings on this one",
    ],
    [
        "Chỉ đọc như vậy khi chắc chắn: trang tính đứng ngay sau trang có biểu, bắt đầu bằng dòng mang số thứ tự kế tiếp, các cột đúng vị trí và không có ô nào nằm ngoài cột của biểu. Nếu không, các dòng không được đọc và đó là lỗi (L209).",
        "They are read so only where that is sure: the sheet stands right behind the form's, begins with a row that has the next ordinal, the columns are in their places and no cell stands outside the form's. Otherwise the rows are not read, which is an error (L209).",
    ],
);
