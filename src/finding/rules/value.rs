//! Rules about single values.

use super::super::Rule;
use super::super::Severity::{Error, Info, Warning};

/// In the order of their codes.
pub(super) static ALL: &[&Rule] = &[
    &MISSING_VALUE,
    &NOT_IN_LIST,
    &BAD_PERIOD,
    &BAD_URL,
    &WRONG_TYPE,
    &TOO_LONG,
    &FORMULA_ERROR,
    &NORMALISED,
    &DITTO,
    &CLOSED_FORMAT,
    &NOT_ALL_TOLD,
    &YEAR_IN_DATE_CELL,
    &WEB_MARKUP,
    &ADDRESS_BEHIND_TEXT,
    &AMBIGUOUS_NUMBER,
];

/// A cell that must be filled is blank.
pub static MISSING_VALUE: Rule = Rule::builtin(
    "V301",
    "missing-value",
    Error,
    ["Cột «{heading}» chưa điền.", "The column “{heading}” is not filled in."],
    ["{hint}", "{hint}"],
    [
        "Biểu mẫu yêu cầu điền cột này ở mọi dòng. Ô chỉ có dấu cách, dấu chấm hoặc gạch ngang được coi là trống.",
        "The form asks for this column in every row. A cell with nothing but spaces, dots or dashes counts as blank.",
    ],
);

/// A value that is not one of the listed ones.
pub static NOT_IN_LIST: Rule = Rule::builtin(
    "V302",
    "not-in-list",
    Error,
    [
        "Cột «{heading}»: «{value}» không thuộc danh sách cho phép{suggestion}.",
        "Column “{heading}”: “{value}” is not one of the listed values{suggestion}.",
    ],
    ["Chọn một trong các giá trị: {listed}", "Choose one of: {listed}"],
    [
        "Giá trị được so sau khi bỏ qua chữ hoa, dấu cách, cách đặt dấu thanh và cách viết tương đương đã biết. Giá trị gần đúng được gợi ý, không tự sửa.",
        "Values are compared regardless of case, spacing, tone placement and known synonyms. A near miss is suggested, never corrected in silence.",
    ],
);

/// A time that cannot be read, or not of the kind that the form asks for.
pub static BAD_PERIOD: Rule = Rule::builtin(
    "V303",
    "bad-period",
    Error,
    ["Cột «{heading}»: «{value}» {problem}.", "Column “{heading}”: “{value}” {problem}."],
    [
        "Ghi theo một trong các cách: 2025; 6/2025; Quý II/2025; 15/6/2025; 2025-2026",
        "Write it as one of: 2025; 6/2025; Quý II/2025; 15/6/2025; 2025-2026",
    ],
    [
        "Thời gian phải đọc được thành năm, tháng, quý, ngày hoặc khoảng. Có cột chỉ nhận thời gian cụ thể, không nhận «thường xuyên» hay «những năm tiếp theo».",
        "A time must be readable as a year, month, quarter, day or range. Some columns take only a definite time, neither “regularly” nor “and the years after”.",
    ],
);

/// Not an address that a browser can open.
pub static BAD_URL: Rule = Rule::builtin(
    "V304",
    "bad-url",
    Error,
    [
        "Cột «{heading}»: «{value}» không phải địa chỉ http hoặc https.",
        "Column “{heading}”: “{value}” is not an http or https address.",
    ],
    ["Ghi địa chỉ đầy đủ, bắt đầu bằng https://", "Write the whole address, beginning with https://"],
    [
        "Địa chỉ công bố phải mở được từ xa (NĐ 47/2020, Điều 17.1).",
        "Open data must be reachable online (NĐ 47/2020, Article 17.1).",
    ],
);

/// Not a number, a day or a yes or no, where the form asks for one.
pub static WRONG_TYPE: Rule = Rule::builtin(
    "V305",
    "wrong-type",
    Error,
    ["Cột «{heading}»: «{value}» không phải {expected}.", "Column “{heading}”: “{value}” is not {expected}."],
    ["Ghi lại cho đúng kiểu của cột", "Write it as the column asks"],
    [
        "Số viết kiểu Việt Nam (1.234,5) và kiểu Anh đều đọc được; chữ thì không.",
        "Numbers in the Vietnamese way (1.234,5) and the English way are both read; words are not.",
    ],
);

/// More characters than the form allows.
pub static TOO_LONG: Rule = Rule::builtin(
    "V306",
    "too-long",
    Error,
    [
        "Cột «{heading}» dài {length} ký tự, biểu mẫu cho phép {limit}.",
        "The column “{heading}” holds {length} characters, the form allows {limit}.",
    ],
    [
        "Rút gọn; chi tiết ghi ở cột khác hoặc văn bản kèm theo",
        "Shorten it; put details in another column or an enclosed document",
    ],
    ["Giới hạn là của biểu mẫu, tính theo ký tự.", "The limit is the form's, counted in characters."],
);

/// A formula that failed or was never calculated.
pub static FORMULA_ERROR: Rule = Rule::builtin(
    "V307",
    "formula-error",
    Error,
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

/// A value stored in its listed spelling.
pub static NORMALISED: Rule = Rule::builtin(
    "V308",
    "normalised",
    Info,
    ["Cột «{heading}»: «{value}» được ghi là «{stored}».", "Column “{heading}”: “{value}” is stored as “{stored}”."],
    ["Không phải làm gì", "Nothing needs to be done"],
    [
        "Cách viết khác của một giá trị trong danh sách được đưa về cách viết của danh sách.",
        "Another spelling of a listed value is stored as listed.",
    ],
);

/// «-nt-»: taken from the row above.
pub static DITTO: Rule = Rule::builtin(
    "V309",
    "ditto",
    Warning,
    [
        "Cột «{heading}»: «{value}» được hiểu là «{stored}» theo ô {above}.",
        "Column “{heading}”: “{value}” was taken for “{stored}”, from {above}.",
    ],
    ["Nên ghi đầy đủ giá trị", "Better write the value out"],
    [
        "«-nt-», «nt» và dấu \" nghĩa là như dòng trên, trong cùng một mục. Khi sắp xếp hoặc lọc, nghĩa đó bị mất.",
        "“-nt-”, “nt” and a ditto mark mean the same as above, within a section. Sorting or filtering loses that meaning.",
    ],
);

/// A file format that is not open.
pub static CLOSED_FORMAT: Rule = Rule::builtin(
    "V310",
    "closed-format",
    Warning,
    ["Cột «{heading}»: «{value}» không phải định dạng mở.", "Column “{heading}”: “{value}” is not an open format."],
    [
        "Cung cấp thêm bằng định dạng mở như CSV, JSON hoặc XML",
        "Provide it in an open format too, such as CSV, JSON or XML",
    ],
    [
        "Dữ liệu mở phải ở định dạng mở, máy xử lý được (NĐ 47/2020, Điều 17.1).",
        "Open data must be in an open, machine-processable format (NĐ 47/2020, Article 17.1).",
    ],
);

/// More findings of one rule in one field than are told one by one.
pub static NOT_ALL_TOLD: Rule = Rule::builtin(
    "V311",
    "not-all-told",
    Info,
    [
        "Cột «{heading}»: {rule} gặp {count} lần, chỉ nêu {limit} lần đầu.",
        "Column “{heading}”: {rule} was met {count} times; only the first {limit} are told.",
    ],
    [
        "Sửa các ô đã nêu và các ô cùng loại trong cột rồi kiểm tra lại",
        "Mend the cells that are told and others like them in the column, and check again",
    ],
    [
        "Cùng một lỗi lặp lại hàng nghìn lần trong một cột thường do một nguyên nhân; nêu hết sẽ che các lỗi khác.",
        "A thousand times the same mistake in a column mostly has one cause; to tell them all would hide other mistakes.",
    ],
);

/// A year typed into a cell that is formatted as a date.
pub static YEAR_IN_DATE_CELL: Rule = Rule::builtin(
    "V312",
    "year-in-date-cell",
    Warning,
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

/// Marks of the web in a cell.
pub static WEB_MARKUP: Rule = Rule::builtin(
    "V313",
    "web-markup",
    Info,
    [
        "Cột «{heading}»: «{value}» chứa ký hiệu của trang web; được hiểu là «{stored}».",
        "Column “{heading}”: “{value}” holds marks of a web page; it was taken for “{stored}”.",
    ],
    ["Nên thay ký hiệu bằng chữ thường đọc", "Better replace the marks by what they stand for"],
    [
        "Bảng xuất từ hệ thống web có khi giữ nguyên mã như &amp;, &#432; hoặc thẻ xuống dòng. Các mã này được đổi thành ký tự mà chúng biểu thị.",
        "Tables exported from a web system sometimes keep codes such as &amp; or &#432;, or tags that end a line. They are read as the characters that they stand for.",
    ],
);

/// An address that stands behind other words.
pub static ADDRESS_BEHIND_TEXT: Rule = Rule::builtin(
    "V314",
    "address-behind-text",
    Info,
    [
        "Cột «{heading}»: lấy địa chỉ {stored} đặt sau chữ «{value}».",
        "Column “{heading}”: the address {stored} behind the words “{value}” was taken.",
    ],
    ["Nên ghi chính địa chỉ vào ô", "Better write the address itself into the cell"],
    [
        "Siêu liên kết sau chữ «Xem tại đây» mất khi bảng được in hoặc chuyển sang CSV; địa chỉ ghi rõ trong ô thì còn.",
        "A hyperlink behind “see here” is lost when the table is printed or saved as CSV; an address written in the cell is not.",
    ],
);

/// A number that reads differently in the Vietnamese and the English way.
pub static AMBIGUOUS_NUMBER: Rule = Rule::builtin(
    "V315",
    "ambiguous-number",
    Info,
    [
        "Cột «{heading}»: «{value}» được hiểu là {read}, không phải {other}.",
        "Column “{heading}”: “{value}” was taken for {read}, not {other}.",
    ],
    [
        "Nếu không đúng, nhập lại dưới dạng số, không phải văn bản",
        "If that is wrong, enter it as a number, not as text",
    ],
    [
        "Số ghi dạng văn bản được đọc theo cách viết Việt Nam: dấu phẩy là dấu thập phân, dấu chấm phân nhóm nghìn. Khi cách đọc kiểu Anh cho kết quả khác, chương trình nêu cả hai.",
        "A number kept as text is read in the Vietnamese way: the comma is decimal, the point parts thousands. Where the English way gives another number, both are told.",
    ],
);
