//! Rules about sheets: hidden ones, copies of others, and text that is damaged.

use crate::finding::Severity::{Error, Info, Warning};
use crate::finding::{Group, Rule};

/// In the order of their codes.
pub(super) static IN_SHEETS: &[&Rule] = &[
    &LOST_CHARACTERS,
    &LEGACY_ENCODING,
    &HIDDEN_SHEET,
    &SUPERSEDED,
    &SHEETS_DIFFER,
    &COPIED_SHEET,
    &COLUMNS_APART,
    &SHEET_LEFT_ASIDE,
    &BLANK_SHEET,
    &OTHER_PERIOD,
];

/// Letters were replaced by question marks when the file was exported: the text is gone.
pub static LOST_CHARACTERS: Rule = Rule::builtin(
    "F105",
    Group::File,
    "lost-characters",
    Error,
    [
        "Chữ tiếng Việt đã bị mất khi xuất tệp: {count} ô có «?» hoặc ký tự thay thế, ví dụ «{value}».",
        "Vietnamese letters were lost when the file was exported: {count} {count?cell holds|cells hold} “?” or replacement characters, for example “{value}”.",
    ],
    [
        "Mở tệp gốc và lưu lại dạng .xlsx hoặc «CSV UTF-8 (phân cách bằng dấu phẩy)»",
        "Open the original and save it as .xlsx or as “CSV UTF-8 (Comma delimited)”",
    ],
    [
        "Khi lưu «CSV (MS-DOS)» hoặc bảng mã không phải Unicode, Excel thay chữ có dấu bằng «?»; không thể khôi phục từ tệp này.",
        "Saved as “CSV (MS-DOS)” or in another encoding than Unicode, Excel puts “?” in place of accented letters; they cannot be restored from this file.",
    ],
);

/// The text is in TCVN3 or VNI, not Unicode; or it is UTF-8 that was read as something else.
pub static LEGACY_ENCODING: Rule = Rule::builtin(
    "F106",
    Group::File,
    "legacy-encoding",
    Error,
    [
        "Văn bản dùng bảng mã {encoding}, không phải Unicode: «{value}»{meaning}.",
        "The text is encoded in {encoding}, not Unicode: “{value}”{meaning}.",
    ],
    ["{remedy}", "{remedy}"],
    [
        "Cơ quan nhà nước dùng Unicode theo TCVN 6909:2001. Bảng mã được nhận theo nội dung; kết quả giải mã chỉ để đối chiếu, không được đưa vào tổng hợp.",
        "State agencies use Unicode as TCVN 6909:2001 demands. The encoding is told by the content; the decoded text is shown as evidence and is not merged.",
    ],
);

/// A form stands on a hidden sheet.
pub static HIDDEN_SHEET: Rule = Rule::builtin(
    "F109",
    Group::File,
    "hidden-sheet",
    Info,
    ["Có biểu mẫu trên trang tính đang ẩn «{sheet}»; {done}.", "A form stands on the hidden sheet “{sheet}”; {done}."],
    [
        "Hiện trang tính nếu đó là biểu cần gửi, xóa nếu không",
        "Show the sheet if it is what is to be sent, delete it if not",
    ],
    [
        "Trang tính ẩn chỉ được đọc khi không trang đang hiện nào có biểu đó: người ta hay để bản cũ ở trang ẩn. Là cảnh báo khi hơn một nửa số dòng của trang ẩn không có ở trang đang hiện.",
        "A hidden sheet is read only if no visible one holds that form: people keep old versions on hidden sheets. It is a warning if more than half of its rows stand on no visible sheet.",
    ],
);

/// Another submission of the same agency counts in place of this one.
pub static SUPERSEDED: Rule = Rule::builtin(
    "S601",
    Group::Submissions,
    "superseded",
    Info,
    ["{why}: {other}{document}; bản này không tính.", "{why}: {other}{document}; this one does not count."],
    [
        "Không phải làm gì, trừ khi bản được tính không đúng là bản muốn gửi",
        "Nothing needs to be done, unless the one that counts is not the one that was meant",
    ],
    [
        "Với cùng cơ quan và cùng biểu mẫu, bản theo văn bản ban hành ngày muộn nhất được tính; các tệp của cùng một văn bản thì bản mà tên tệp ghi là bản sau («sửa», «bản cuối», «lần 2») hoặc bản có đủ mọi dòng của bản kia. Bản có lỗi mà cơ quan đã gửi lại đúng thì không bị nêu lỗi và trả lại nữa. Bản mới hơn không có dòng nào của bản này, bản ghi là dự thảo hay là dữ liệu cần của nơi khác, hai bản chỉ khác cách ghi tên, bản không có dòng nào bên cạnh bản có: là cảnh báo. Chỉ so các bản ban hành đến hết ngày tổng hợp.",
        "Of one agency's submissions on one form the one with the latest decision counts; of files of one decision the one whose name says that it is later (“sửa”, “bản cuối”, “lần 2”), or that holds all rows of the other. What was faulty is not held against an agency that has sent it right since. Where the later one holds no row of this one, where this one is called a draft or lists what is wanted from others, where the two only give other names, or where this one has no row and the other has, it is a warning. Only what was issued on or before the as-of date is compared.",
    ],
);

/// Two sheets hold the same things with different content.
pub static SHEETS_DIFFER: Rule = Rule::builtin(
    "S605",
    Group::Submissions,
    "sheets-differ",
    Error,
    [
        "{sheet} và {other} có chung {count} dòng nhưng không giống hệt nhau.",
        "{sheet} and {other} have {count} {count?row|rows} in common but are not the same.",
    ],
    [
        "Giữ bản đúng, xóa bản kia rồi gửi lại; nếu hai bên nói về những thứ khác nhau, ghi tên để phân biệt được",
        "Keep the one that is right, delete the other and send the file again; if they are about different things, write names that can be told apart",
    ],
    [
        "Một trang tính được chép ra rồi sửa (sửa nội dung, thêm hoặc bớt dòng) thì không thể biết trang nào là bản đúng; tính cả hai thì nhiều dòng bị đếm hai lần. Khi hơn một nửa số dòng của trang ngắn hơn có ở cả hai trang thì nêu một lần cho cả trang.",
        "When a sheet was copied and then changed (in what rows say, or by rows more or less) nobody can tell which is right, and counting both would count many rows twice. When more than half of the shorter one's rows stand on both it is told once for the sheet.",
    ],
);

/// A sheet repeats the rows of another.
pub static COPIED_SHEET: Rule = Rule::builtin(
    "S609",
    Group::Submissions,
    "copied-sheet",
    Warning,
    [
        "{sheet} chỉ chép lại {count} dòng đã có ở {other}; không tính lần nữa.",
        "{sheet} only repeats {count} {count?row|rows} of {other}, not counted again.",
    ],
    ["Xóa trang chép rồi gửi lại, hoặc để nguyên", "Delete the copy and send the file again, or leave it as it is"],
    [
        "Trang «PL1 (2)» thường do chép trang tính mà ra. Mọi dòng ghi giống hệt trang kia thì chỉ tính một lần và nêu một lần, không nêu từng dòng là trùng.",
        "A sheet “PL1 (2)” is usually made by copying. When all its rows say the same as the other's they count once and are told once, not row by row as repeated.",
    ],
);

/// A sheet says of itself that it is no part of what is sent.
pub static SHEET_LEFT_ASIDE: Rule = Rule::builtin(
    "L235",
    Group::Layout,
    "sheet-left-aside",
    Warning,
    [
        "Trang tính «{sheet}» có biểu này ({count} dòng) nhưng ghi là «{value}»; không được tính.",
        "Sheet “{sheet}” holds this form ({count} {count?row|rows}) but says “{value}”; it does not count.",
    ],
    [
        "Không phải làm gì nếu đúng; nếu là dữ liệu cần gửi, đổi tên trang tính và tên biểu",
        "Nothing if that is right; if its rows are to be sent, rename the sheet and its title",
    ],
    [
        "Trang «Ví dụ», «Hướng dẫn», «Nháp», «Không dùng» đi kèm biểu thường là dòng mẫu hoặc bản cũ. Khi có trang khác cùng biểu thì chỉ trang kia được tính. Khi không có trang nào khác thì vẫn được đọc.",
        "A sheet “Ví dụ”, “Hướng dẫn”, “Nháp” or “Không dùng” beside a form usually holds examples or an old version. Where another sheet holds the same form only that one counts; where none does, it is read all the same.",
    ],
);

/// A form that nobody filled in lies beside one that is.
pub static BLANK_SHEET: Rule = Rule::builtin(
    "L236",
    Group::Layout,
    "blank-sheet",
    Info,
    [
        "Biểu «{form}» trên trang tính «{sheet}» để trống; coi như không gửi biểu này.",
        "The form “{form}” on sheet “{sheet}” is blank; it is taken as not sent.",
    ],
    [
        "Không phải làm gì nếu không gửi biểu này; nếu có, điền biểu và ghi văn bản ban hành",
        "Nothing if this form is not to be sent; if it is, fill it in and name the decision",
    ],
    [
        "Sổ mẫu thường có nhiều biểu, mỗi biểu một trang. Trang chưa điền dòng nào và chưa ghi văn bản ban hành, đi kèm biểu khác đã điền, không bị coi là biểu sai.",
        "A template often holds several forms, a sheet each. One with no rows and no decision, beside another form that is filled in, is not held to be faulty.",
    ],
);

/// Two tables hold different columns of the same rows.
pub static COLUMNS_APART: Rule = Rule::builtin(
    "L237",
    Group::Layout,
    "columns-apart",
    Error,
    [
        "{sheet} và {other} có chung {count} dòng, mỗi bên chỉ có một phần các cột của biểu.",
        "{sheet} and {other} have {count} {count?row|rows} in common, and each holds only some of the form's columns.",
    ],
    [
        "Ghép hai phần thành một bảng: mỗi dòng có đủ các cột; không xóa phần nào",
        "Put the two parts together into one table, each row with all columns; delete neither",
    ],
    [
        "Bảng rộng khi in thường bị chia làm hai: các cột đầu ở một bảng hoặc trang tính, số thứ tự, tên và các cột còn lại ở bảng hoặc trang tính khác. Các cột của một dòng phải nằm trên cùng một dòng. Chỉ nêu khi hai bảng không có cột nào chung ngoài số thứ tự và tên, và mỗi bảng có cột bắt buộc mà bảng kia không có.",
        "A wide table is often cut in two for printing: the first columns in one table or sheet, ordinal, name and the other columns in another. All columns of a row must stand in one row. It is told only where the two have no column in common but ordinal and name, and each has one that must be filled and that the other lacks.",
    ],
);

/// A table is of another period than the first one of the form.
pub static OTHER_PERIOD: Rule = Rule::builtin(
    "L246",
    Group::Layout,
    "other-period",
    Warning,
    [
        "Bảng này ({count} dòng) là của «{value}», còn {other} là của «{first}»; số liệu của hai kỳ bị cộng vào nhau.",
        "This table ({count} {count?row|rows}) is of “{value}”, and {other} of “{first}”; figures of two periods are added up.",
    ],
    ["Mỗi kỳ gửi một tệp riêng", "Send each period in a file of its own"],
    [
        "Ở biểu không có cột phân biệt các dòng, hoặc tính theo ngày của kỳ (`dated_by`), cùng một việc ghi ở hai kỳ là hai dòng, và mọi tổng, mọi số đếm đều tính hai lần. Kỳ được tìm ở cuối các dòng trên bảng, rồi ở tên trang tính; chỉ nêu khi ít nhất một nửa số dòng của bảng ngắn hơn có ở cả hai. Là lỗi khi biểu hỏi kỳ báo cáo ngoài bảng, vì một biểu như vậy chỉ của một kỳ.",
        "Where no column tells the rows of a form apart, or it counts by the day of its period (`dated_by`), what is listed in two periods is two rows, and sums and counts take it twice. The period is looked for at the end of the lines above a table, then in the name of its sheet; it is told only where at least half of the rows of the shorter table stand in both. It is an error where the form asks for its period outside the table, for then it is of one only.",
    ],
);
