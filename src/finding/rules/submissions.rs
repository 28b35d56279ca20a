//! Rules between submissions.

use super::super::Rule;
use super::super::Severity::{Error, Info, Warning};

/// In the order of their codes.
pub(super) static ALL: &[&Rule] = &[
    &SUPERSEDED,
    &SAME_DATABASE,
    &FEWER_ROWS,
    &SAME_DECISION,
    &SHEETS_DIFFER,
    &COUNTED_TOGETHER,
    &REPEATED_ROW,
    &REJECTED_BESIDE_ACCEPTED,
    &COPIED_SHEET,
];

/// Another submission of the same agency counts in place of this one.
pub static SUPERSEDED: Rule = Rule::builtin(
    "S601",
    "superseded",
    Info,
    ["{why}: {other}{document}; bản này không tính.", "{why}: {other}{document}; this one does not count."],
    [
        "Không phải làm gì, trừ khi bản được tính không đúng là bản muốn gửi",
        "Nothing needs to be done, unless the one that counts is not the one that was meant",
    ],
    [
        "Với cùng cơ quan và cùng biểu mẫu, bản theo văn bản ban hành ngày muộn nhất được tính; các tệp của cùng một văn bản thì bản mà tên tệp ghi là bản sau («sửa», «bản cuối», «lần 2») hoặc bản có đủ mọi dòng của bản kia. Bản có lỗi mà cơ quan đã gửi lại đúng thì không bị nêu lỗi và trả lại nữa. Chỉ so các bản ban hành đến hết ngày tổng hợp.",
        "Of one agency's submissions on one form the one with the latest decision counts; of files of one decision the one whose name says that it is later («sửa», «bản cuối», «lần 2»), or that holds all rows of the other. What was faulty is not held against an agency that has sent it right since. Only what was issued on or before the as-of date is compared.",
    ],
);

/// Two agencies claim what can only be one database.
pub static SAME_DATABASE: Rule = Rule::builtin(
    "S602",
    "same-database",
    Warning,
    [
        "Cột «{heading}»: «{value}» cũng có trong biểu của {agency}: {other}.",
        "Column “{heading}”: “{value}” also stands in the form of {agency}: {other}.",
    ],
    [
        "Hai cơ quan thống nhất cơ quan chủ trì; cơ quan còn lại bỏ dòng này hoặc ghi tên phần dữ liệu của mình",
        "Let the two agencies agree which of them is responsible; the other deletes the row or names its own part",
    ],
    [
        "Tên chung như «Cơ sở dữ liệu đất đai» có ở mọi tỉnh nên không bị nêu. Chỉ nêu khi hai cơ quan ghi cùng một tên và có dấu hiệu là một cơ sở dữ liệu: tên mang phạm vi quốc gia («Cơ sở dữ liệu quốc gia về …»), tên ghi rõ một tỉnh, hoặc cột bắt buộc của một bên ghi chính tên cơ quan kia.",
        "Every province has a land database, so equal names alone are not told. They are told when something says that it is one database: a name of national scope (“Cơ sở dữ liệu quốc gia về …”), a name with a province in it, or a required column of one row that holds just the other agency's name.",
    ],
);

/// The answer that stands has fewer rows than the one before.
pub static FEWER_ROWS: Rule = Rule::builtin(
    "S603",
    "fewer-rows",
    Warning,
    [
        "Bản này có {rows} dòng dữ liệu, ít hơn bản trước ({before} dòng: {other}, {number}, {date}).",
        "This one has {rows} rows of data, fewer than the one before ({before} rows: {other}, {number}, {date}).",
    ],
    [
        "Kiểm tra xem có bỏ sót dòng nào không; nếu chủ ý rút bớt thì không phải làm gì",
        "Check that no row was forgotten; if rows were taken out on purpose, nothing needs to be done",
    ],
    [
        "Bản mới thay toàn bộ bản trước của cùng cơ quan, nên một bản chỉ gồm phần bổ sung làm mất các dòng cũ. So với bản ban hành ngay trước, hoặc với báo cáo trước (--previous).",
        "A newer answer replaces the agency's earlier one as a whole, so one that holds only additions loses the older rows. Compared with the one issued just before, or with an earlier report (--previous).",
    ],
);

/// Two files of one decision differ and nothing tells which is the later one.
pub static SAME_DECISION: Rule = Rule::builtin(
    "S604",
    "same-decision",
    Warning,
    [
        "Hai tệp của cùng văn bản {number} ({date}) khác nhau, không rõ tệp nào là bản sau: tính {place} ({rows} dòng) vì tệp đó {why}; tệp này ({own} dòng, {only} dòng chỉ có ở đây) không tính.",
        "Two files of document {number} ({date}) differ, and nothing tells which is the later one: {place} counts ({rows} rows), for {why}; this one ({own} rows, {only} of them only here) does not.",
    ],
    [
        "Hỏi lại cơ quan gửi tệp nào đúng, bỏ tệp kia; nếu cả hai đều đúng thì gộp thành một tệp",
        "Ask the sender which file is right and leave the other out; if both are, put them into one",
    ],
    [
        "Các tệp của cùng cơ quan, cùng biểu mẫu, cùng văn bản: nội dung khác hẳn nhau là các phần, được tính cả; tệp này có đủ mọi dòng của tệp kia, hoặc tên ghi «sửa», «bản cuối», «lần 2», «(2)», thì tính tệp đó. Còn lại thì không thể biết, nên tạm tính một tệp và nêu để người tổng hợp quyết định.",
        "Files of one agency, form and decision: those about different things are parts and all count; one that holds all rows of the other, or whose name says «sửa», «bản cuối», «lần 2», «(2)», counts in its place. Of others nobody can tell, so one is taken and a person is asked.",
    ],
);

/// Two sheets hold the same things with different content.
pub static SHEETS_DIFFER: Rule = Rule::builtin(
    "S605",
    "sheets-differ",
    Error,
    [
        "Trang tính «{sheet}» và «{other}» liệt kê cùng {count} dòng nhưng ghi khác nhau.",
        "Sheets “{sheet}” and “{other}” list the same {count} rows but say different things.",
    ],
    [
        "Giữ trang đúng, xóa trang kia rồi gửi lại",
        "Keep the sheet that is right, delete the other and send the file again",
    ],
    [
        "Một trang tính được chép ra rồi sửa thì không thể biết trang nào là bản đúng; tính cả hai thì mỗi dòng bị đếm hai lần. Nêu một lần cho cả trang.",
        "When a sheet was copied and then changed nobody can tell which is right, and counting both would count each row twice. It is told once for the sheet.",
    ],
);

/// Two submissions count as one answer.
pub static COUNTED_TOGETHER: Rule = Rule::builtin(
    "S606",
    "counted-together",
    Info,
    ["Được tính cùng {other} ({number}, {date}): {why}.", "Counted together with {other} ({number}, {date}): {why}."],
    [
        "Không phải làm gì, trừ khi tệp này thay thế tệp kia; khi đó gửi lại danh mục đầy đủ",
        "Nothing needs to be done, unless this file was meant to replace the other; then send the full list again",
    ],
    [
        "Một văn bản có thể có phụ lục ở nhiều tệp (sở, ngành một tệp; cấp huyện một tệp): các tệp có nội dung khác nhau được tính cả. Văn bản sau ghi «bổ sung» mà chỉ có một số dòng mới, ít hơn danh mục trước, thì được tính thêm, không thay thế.",
        "One decision may have its annex in several files (departments in one, districts in another): files about different things all count. A later decision that says «bổ sung» and holds only some new rows, fewer than the list before, adds to it and does not replace it.",
    ],
);

/// A row stands in two parts that count together.
pub static REPEATED_ROW: Rule = Rule::builtin(
    "S607",
    "repeated-row",
    Warning,
    [
        "Cột «{heading}»: «{value}» đã có ở {other}, được tính cùng tệp này.",
        "Column “{heading}”: “{value}” already stands in {other}, which counts together with this file.",
    ],
    ["Bỏ một trong hai dòng để không bị tính hai lần", "Delete one of the two rows, so that it is not counted twice"],
    [
        "Các phần của một văn bản và văn bản bổ sung được tính cùng nhau; dòng nào có ở hai nơi thì bị đếm hai lần.",
        "Parts of one decision, and supplements, count together; a row that stands in two of them is counted twice.",
    ],
);

/// A rejected submission beside an accepted one that it does not take the place of.
pub static REJECTED_BESIDE_ACCEPTED: Rule = Rule::builtin(
    "S608",
    "rejected-beside-accepted",
    Warning,
    [
        "Bản này có lỗi nên không tính; {counted} {other} ({number}, {date}).",
        "This one has errors and does not count; {counted} {other} ({number}, {date}).",
    ],
    [
        "Sửa các lỗi rồi gửi lại bản này nếu nó thay thế hoặc bổ sung bản đang được tính",
        "Correct the errors and send this one again if it is to replace or to complete the one that counts",
    ],
    [
        "Bản mới hơn mà có lỗi thì không thay được bản trước không có lỗi: cơ quan vẫn được tính theo bản trước, còn bản mới được trả lại. Nếu bản có lỗi là một phần khác của cùng văn bản thì danh mục chưa đủ, nên cơ quan chưa đạt cho đến khi phần đó được sửa.",
        "A newer one with errors cannot take the place of an earlier one without: the agency is counted by the earlier one, and the newer is sent back. Where the one with errors is another part of the same document, the list is not whole, and the agency has not complied until that part is mended.",
    ],
);

/// A sheet repeats the rows of another.
pub static COPIED_SHEET: Rule = Rule::builtin(
    "S609",
    "copied-sheet",
    Warning,
    [
        "Trang tính «{sheet}» chỉ chép lại {count} dòng đã có ở «{other}»; không tính lần nữa.",
        "Sheet “{sheet}” only repeats {count} rows of “{other}”; they are not counted again.",
    ],
    ["Xóa trang chép rồi gửi lại, hoặc để nguyên", "Delete the copy and send the file again, or leave it as it is"],
    [
        "Trang «PL1 (2)» thường do chép trang tính mà ra. Mọi dòng ghi giống hệt trang kia thì chỉ tính một lần và nêu một lần, không nêu từng dòng là trùng.",
        "A sheet “PL1 (2)” is usually made by copying. When all its rows say the same as the other's they count once and are told once, not row by row as repeated.",
    ],
);
