//! Rules about files that cannot be read, or not wholly.

use std::sync::Arc;

use crate::cell::Location;
use crate::finding::Severity::{Error, Info, Warning};
use crate::finding::{Finding, Group, Rule};
use crate::text::Bilingual;

/// In the order of their codes.
pub(crate) static IN_WORKBOOK: &[&Rule] = &[
    &UNREADABLE_FILE,
    &PASSWORD_PROTECTED,
    &UNSUPPORTED_FORMAT,
    &TOO_LARGE,
    &BAD_CELL,
    &NOT_A_SPREADSHEET,
    &MESSAGE_NOT_OPENED,
    &SHORTCUT,
    &OTHER_FILE,
    &TRACKED_CHANGES,
    &OUTSIDE_LINK,
    &UNFINISHED_OUTPUT,
    &BROKEN_LINE,
    &DOCUMENT_WITHOUT_FORM,
    &MESSAGE,
    &PART_NOT_READ,
    &MESSAGE_WITH_A_LINK,
    &UNAVAILABLE_FILE,
];

/// The file is damaged, incomplete or empty.
pub static UNREADABLE_FILE: Rule = Rule::builtin(
    "F101",
    Group::File,
    "unreadable-file",
    Error,
    ["Không đọc được tệp: {reason}.", "The file cannot be read: {reason}."],
    ["{remedy}", "{remedy}"],
    [
        "Tệp bị hỏng, chưa tải hết hoặc rỗng nên không lấy được dữ liệu. Các tệp khác vẫn được xử lý.",
        "The file is damaged, incomplete or empty, so no data can be taken from it. All other files are still processed.",
    ],
);

/// The file is encrypted.
pub static PASSWORD_PROTECTED: Rule = Rule::builtin(
    "F102",
    Group::File,
    "password-protected",
    Error,
    ["Tệp được bảo vệ bằng mật khẩu.", "The file is protected with a password."],
    [
        "Bỏ mật khẩu (Excel: Tệp › Thông tin › Bảo vệ sổ làm việc; tệp nén: nén lại, không đặt mật khẩu) rồi gửi lại",
        "Remove the password (Excel: File › Info › Protect Workbook; an archive: pack it again without one) and send it again",
    ],
    ["Không thể mở tệp có mật khẩu để tổng hợp tự động.", "A file with a password cannot be opened to be merged."],
);

/// The file is something else than its name says, and no table can be read from it.
pub static UNSUPPORTED_FORMAT: Rule = Rule::builtin(
    "F103",
    Group::File,
    "unsupported-format",
    Error,
    ["Tệp là {format}, không phải bảng tính đọc được.", "The file is {format}, not a spreadsheet that can be read."],
    ["{remedy}", "{remedy}"],
    [
        "Định dạng được nhận theo nội dung, không theo phần mở rộng của tên tệp. Đọc được: xlsx, xlsm, xlsb, xls, ods, docx, csv, tsv, txt và các tệp đó trong tệp nén zip, 7z, tar, tar.gz hoặc đính kèm thư .eml, .msg, .mbox.",
        "The format is told by the content, not by the name. These are read: xlsx, xlsm, xlsb, xls, ods, docx, csv, tsv, txt, and such files within archives (zip, 7z, tar, tar.gz) and attached to messages (.eml, .msg, .mbox).",
    ],
);

/// The file, or something in it, is larger than any honest form.
pub static TOO_LARGE: Rule = Rule::builtin(
    "F104",
    Group::File,
    "too-large",
    Error,
    [
        "{what} vượt giới hạn: {size}, cho phép tối đa {limit}.",
        "{what} is over the limit: {size}, at most {limit} is allowed.",
    ],
    [
        "Xóa các dòng, cột, trang tính và hình ảnh không thuộc biểu mẫu rồi lưu lại; nếu mọi dòng đều thuộc biểu, chia thành nhiều tệp cùng ghi một quyết định",
        "Delete rows, columns, sheets and pictures that do not belong to the form, and save again; if all rows belong to it, split it into several files that name the same decision",
    ],
    [
        "Giới hạn giữ cho một tệp hỏng hoặc cố ý gây hại không làm dừng cả đợt tổng hợp.",
        "The limits keep a broken or hostile file from stopping the whole run.",
    ],
);

/// What is over a limit that the readers of tables have; both numbers are in the unit that `what` names.
pub fn too_large(place: Location, what: Bilingual, size: impl ToString, limit: impl ToString) -> Finding {
    Finding::new(&TOO_LARGE, place)
        .with_words("what", what)
        .with("size", size.to_string())
        .with("limit", limit.to_string())
}

/// One cell of the file is damaged; the rest of the sheet is read.
pub static BAD_CELL: Rule = Rule::builtin(
    "F108",
    Group::File,
    "bad-cell",
    Error,
    ["Không đọc được ô này: {reason}.", "This cell cannot be read: {reason}."],
    ["Mở tệp bằng Excel, nhập lại ô này rồi lưu", "Open the file in Excel, type this cell again and save"],
    [
        "Một ô hỏng không làm mất cả trang tính: các ô khác vẫn được đọc.",
        "One damaged cell does not cost the sheet: all others are read.",
    ],
);

/// A document that people read: it may be a covering letter, and it may hold the form.
pub static NOT_A_SPREADSHEET: Rule = Rule::builtin(
    "F112",
    Group::File,
    "not-a-spreadsheet",
    Info,
    [
        "Tệp{whose} là {format}, không phải bảng tính, nên không được đọc.",
        "The file{whose} is {format}, no spreadsheet, so it is not read.",
    ],
    [
        "Nếu biểu nằm trong tệp này, {remedy}; công văn, quyết định kèm theo thì không cần gửi lại",
        "If the form is in this file, {remedy}; a covering letter or decision need not be sent again",
    ],
    [
        "Công văn và bản quét của quyết định đi kèm bảng tính là bình thường: chỉ lưu ý. Khi cùng người gửi không có bảng tính nào đọc được thì cảnh báo, vì biểu có thể nằm trong tệp này. Tệp như vậy nêu đích danh trên dòng lệnh của check là lỗi.",
        "A covering letter or a scanned decision beside the spreadsheet is usual, and only noted. It is a warning when no spreadsheet of the same sender could be read, for then the form may be in it. Such a file named on the command line of check is an error.",
    ],
);

/// A message saved as a file, with attachments that are not seen.
pub static MESSAGE_NOT_OPENED: Rule = Rule::builtin(
    "F113",
    Group::File,
    "message-not-opened",
    Warning,
    [
        "Tệp{whose} là {format}; các tệp bên trong không được đọc.",
        "The file{whose} is {format}; what it holds is not read.",
    ],
    [
        "Lưu tệp đính kèm của thư thành tệp riêng (.xlsx) và gửi tệp đó",
        "Save what is attached as a file of its own (.xlsx) and send that",
    ],
    [
        "Biểu có thể nằm trong tệp đính kèm. Khi cùng người gửi đã có biểu đọc được thì chỉ lưu ý.",
        "The form may be attached to it. It is only noted when a form of the same sender could be read.",
    ],
);

/// A shortcut that a desktop or a browser has saved.
pub static SHORTCUT: Rule = Rule::builtin(
    "F114",
    Group::File,
    "shortcut",
    Warning,
    ["Đây là {format}; những gì ở đó không được đọc.", "This is {format}; what lies there is not read."],
    ["Gửi chính tệp cần đọc thay cho lối tắt", "Send the file itself in place of the shortcut"],
    [
        "Lối tắt chỉ có nghĩa trên máy tạo ra nó; một hộp thư chỉ gồm những gì nằm trong nó.",
        "A shortcut means something only on the machine that made it; an inbox is what lies in it.",
    ],
);

/// A file that holds no form, whatever it is.
pub static OTHER_FILE: Rule = Rule::builtin(
    "F115",
    Group::File,
    "other-file",
    Info,
    ["Đây là {format}, không phải bảng tính; bỏ qua.", "This is {format}, no spreadsheet; it is left aside."],
    ["{todo}", "{todo}"],
    [
        "Mọi tệp trong thư mục đều được liệt kê, kể cả tệp không thể là biểu. Tệp như vậy nêu đích danh trên dòng lệnh của check là lỗi.",
        "Every file in the folder is listed, also one that can be no form. Such a file named on the command line of check is an error.",
    ],
);

/// What to do about [`OTHER_FILE`] in a folder; and where the file was named as the form.
pub const NOTHING_TO_DO: Bilingual = Bilingual::new(
    "Không cần làm gì nếu đây không phải biểu cần gửi",
    "Nothing need be done unless it was meant to be a form",
);
/// See [`NOTHING_TO_DO`].
pub const SEND_A_WORKBOOK: Bilingual = Bilingual::new(
    "Gửi tệp Excel (.xlsx) có biểu đã điền; tệp này không phải tệp đó",
    "Send the Excel workbook (.xlsx) with the form; this file is not it",
);

/// A text document in which changes are tracked that nobody has accepted or rejected yet.
pub static TRACKED_CHANGES: Rule = Rule::builtin(
    "F118",
    Group::File,
    "tracked-changes",
    Warning,
    [
        "Văn bản còn dấu sửa đổi chưa chấp nhận: {deleted} chỗ xóa không được đọc, {inserted} chỗ thêm được đọc.",
        "The document still shows tracked changes: {deleted} {deleted?deletion was|deletions were} left out, {inserted} {inserted?insertion was|insertions were} read.",
    ],
    [
        "Vào Xem lại › Chấp nhận › Chấp nhận tất cả thay đổi (hoặc từ chối), lưu lại rồi gửi bản cuối",
        "Choose Review › Accept › Accept All Changes (or reject them), save, and send the final version",
    ],
    [
        "Khi Word theo dõi thay đổi, phần đã xóa vẫn nằm trong tệp. Chương trình đọc như thể mọi thay đổi đã được chấp nhận; bản được ký ban hành có thể khác.",
        "While Word tracks changes, what was deleted stays in the file. It is read as if all changes had been accepted; what was signed may be different.",
    ],
);

/// A text document that was read and holds no form.
pub static DOCUMENT_WITHOUT_FORM: Rule = Rule::builtin(
    "F122",
    Group::File,
    "document-without-form",
    Info,
    [
        "Đây là {format}{whose} không có bảng nào là biểu; bỏ qua.",
        "This is {format}{whose} without a table that is a form; it is left aside.",
    ],
    [
        "Công văn, quyết định thì không cần làm gì; nếu biểu nằm trong tệp này, dùng đúng tiêu đề cột của biểu mẫu hoặc gửi tệp Excel (.xlsx)",
        "Nothing need be done about a letter or decision; if the form is in this file, use the headings of the official form, or send an Excel workbook (.xlsx)",
    ],
    [
        "Bảng trong tệp Word được đọc như trang tính. Công văn, quyết định gửi kèm biểu không chứa biểu: chỉ lưu ý. Khi cùng người gửi không có biểu nào đọc được thì cảnh báo. Tệp như vậy nêu đích danh trên dòng lệnh của check là lỗi.",
        "Tables in a Word document are read like sheets. A letter or decision that comes with the form holds none, which is only noted. It is a warning when no form of the same sender could be read. Such a file named on the command line of check is an error.",
    ],
);

/// A message that was opened: what is attached is read, the message itself is only listed.
pub static MESSAGE: Rule = Rule::builtin(
    "F123",
    Group::File,
    "message",
    Info,
    ["Thư {sender}, {day}, «{subject}»: {files}.", "Message {sender}, {day}, “{subject}”: {files}."],
    [
        "Không cần làm gì; tệp đính kèm, nếu có, được liệt kê ngay sau thư",
        "Nothing need be done; what is attached, if anything, is listed behind the message",
    ],
    [
        "Thư lưu dạng .eml hoặc .msg được mở, tệp đính kèm được đọc như tệp thường; ảnh trong thư và chữ ký bị bỏ qua. Nội dung thư không phải biểu. Người gửi và tiêu đề thư chỉ dùng khi biểu không nêu cơ quan; ngày của thư chỉ dùng khi văn bản và tên tệp không cho biết bản nào là bản sau.",
        "A message saved as .eml or .msg is opened, and what is attached to it is read like any other file; pictures in its text and signatures are left out. Its own text is no form. Who sent it and what it says it is about count only where the form names no agency, and its day only where neither the decisions nor the names of the files tell which of two lists is the later one.",
    ],
);

/// What lies within a file and may hold rows, and is not read.
pub static PART_NOT_READ: Rule = Rule::builtin(
    "F124",
    Group::File,
    "part-not-read",
    Warning,
    ["Trong tệp có {what}; phần đó không được đọc.", "The file holds {what}; that part is not read."],
    ["{remedy}", "{remedy}"],
    [
        "Chương trình đọc các trang tính và phần thân của văn bản. Bảng tính hoặc văn bản nhúng vào tệp, phần chèn từ tệp khác, ảnh lớn hoặc hộp chữ có các dòng của bảng trên trang tính, bảng trong đầu trang, chân trang, cước chú hay trong nội dung thư không được đọc; nếu chúng chứa các dòng của biểu thì các dòng đó không được tính, nên phải nói ra.",
        "Sheets and the text of documents are read. A workbook or document embedded in the file, text inserted from another file, a large picture or a text box of rows on a sheet, a table in the header, footer or notes of a page or in the text of a message is not; rows of the form within it do not count, so that is said.",
    ],
);

/// Says that a part of a file is not read, and what to do if it was meant to be.
pub(super) fn part_not_read(path: &Arc<str>, what: Bilingual, remedy: Bilingual) -> Finding {
    not_read_at(Location::file(path), what, remedy)
}

/// The same of a part that lies at a place.
pub fn not_read_at(place: Location, what: Bilingual, remedy: Bilingual) -> Finding {
    Finding::new(&PART_NOT_READ, place).with_words("what", what).with_words("remedy", remedy)
}

/// A message to which nothing is attached, and which names an address where something may lie.
pub static MESSAGE_WITH_A_LINK: Rule = Rule::builtin(
    "F129",
    Group::File,
    "message-with-a-link",
    Warning,
    [
        "Thư {sender}, {day}, «{subject}»: không có tệp đính kèm, trong thư có đường dẫn ({link}).",
        "Message {sender}, {day}, “{subject}”: nothing is attached; it names an address ({link}).",
    ],
    [
        "Mở thư; nếu biểu nằm ở đường dẫn đó thì tải về và lưu vào thư mục nhận, hoặc đề nghị nơi gửi đính kèm tệp",
        "Open the message; if the form lies at that address, save it into the inbox, or ask the sender to attach it",
    ],
    [
        "Công cụ không mở đường dẫn nào. Thư chỉ có đường dẫn (Google Drive, OneDrive …) thì chưa có gì được đọc. Khi cùng nơi gửi đã có biểu đọc được thì chỉ là lưu ý.",
        "The tool opens no address. Of a message with only an address (Google Drive, OneDrive …) nothing was read. Where a form of the same sender was read it is only noted.",
    ],
);

/// A link leads to what is not in the inbox.
pub static OUTSIDE_LINK: Rule = Rule::builtin(
    "F120",
    Group::File,
    "outside-link",
    Warning,
    ["Liên kết dẫn ra ngoài thư mục nhận nên không đọc.", "The link leads out of the inbox and was not followed."],
    [
        "Thay liên kết bằng chính tệp cần gửi; nếu liên kết do người tổng hợp tạo, chạy lại với --follow-links",
        "Put the file itself in place of the link; if whoever merges made it, run again with --follow-links",
    ],
    [
        "Thư mục nhận chứa những gì được gửi đến. Một liên kết dẫn ra ngoài có thể trỏ đến tệp không ai gửi, nên chỉ được đọc khi người tổng hợp yêu cầu. Liên kết đến tệp trong chính thư mục nhận chỉ được lưu ý.",
        "An inbox holds what was sent. A link that leads out of it may lead to what nobody sent, so it is read only if whoever merges asks for it. A link to a file in the inbox itself is only noted.",
    ],
);

/// A folder under the name of an output that was never put in its place.
pub static UNFINISHED_OUTPUT: Rule = Rule::builtin(
    "F121",
    Group::File,
    "unfinished-output",
    Warning,
    [
        "Thư mục mang tên tạm của kết quả ghi dở (.bieumau-…) nên không đọc.",
        "The folder has the temporary name of an unfinished output (.bieumau-…) and was not read.",
    ],
    [
        "Xóa thư mục nếu do lần chạy dở để lại; nếu chứa biểu được gửi, đổi tên thư mục rồi chạy lại",
        "Delete it if an interrupted run left it; if it holds what was sent, rename it and run again",
    ],
    [
        "Kết quả được ghi dưới tên tạm rồi mới đổi tên; một lần chạy bị dừng có thể để lại thư mục như vậy. Những gì trong đó không được tính là biểu đã gửi.",
        "Outputs are written under a temporary name first; a run that was stopped may leave such a folder. What it holds is not taken for a submission.",
    ],
);

/// A line of a text file that lacks its quotation marks.
pub static BROKEN_LINE: Rule = Rule::builtin(
    "F119",
    Group::File,
    "broken-line",
    Warning,
    ["Dòng của tệp văn bản bị hỏng: {how}.", "A line of the text file is broken: {how}."],
    [
        "Kiểm tra lại các dòng này; nên xuất lại tệp với dấu nháy kép quanh ô, hoặc gửi tệp Excel",
        "Look at these lines; better export the file with quotation marks around its cells, or send an Excel file",
    ],
    [
        "Trong tệp CSV, ô có dấu phân cách hoặc dấu xuống dòng phải nằm trong dấu nháy kép. Khi thiếu, bản ghi bị tách hoặc lệch cột; chương trình chỉ ghép khi ghép đúng số cột của bảng.",
        "In a CSV file a cell with a separator or a line break must stand in quotation marks. Where they are missing, records fall apart or shift; they are put together only where that gives exactly the columns of the table.",
    ],
);

/// The machine did not hand the file over; the sender cannot mend that.
pub static UNAVAILABLE_FILE: Rule = Rule::builtin(
    "F128",
    Group::File,
    "unavailable-file",
    Error,
    ["Máy chưa mở được tệp: {reason}.", "This machine could not open the file: {reason}."],
    ["{remedy}", "{remedy}"],
    [
        "Lỗi ở máy chạy chương trình, không phải ở tệp đã gửi: tệp đang bị chương trình khác giữ, không có quyền đọc, ổ đĩa hoặc mạng báo lỗi. Cơ quan gửi không cần gửi lại; cơ quan tổng hợp khắc phục rồi chạy lại.",
        "The fault lies with the machine that runs the program and not with what was sent: another program holds the file, permission to read it is denied, the disk or the network fails. The sender need not send it again; whoever merges mends it and runs again.",
    ],
);
