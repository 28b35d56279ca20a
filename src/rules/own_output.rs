//! `own-output`: the tool has written a file itself. What is no form is passed over by every command. A form of ours is a submission
//! once somebody has worked on it: until then `merge` sets it aside, for an agency does not comply by a list that no one there
//! has seen, and `check` says so.

use std::sync::Arc;

use crate::cell::Location;
use crate::finding::{Finding, Group, Rule, Severity};
use crate::text::Bilingual;
use crate::workbook::mark::Output;

/// The tool has written the file itself.
pub static RULE: Rule = Rule::builtin(
    "F110",
    Group::File,
    "own-output",
    Severity::Info,
    [
        "Tệp do bieumau lập ({what}){state}, không tính là biểu đã gửi.",
        "bieumau has written this file ({what}){state}; it does not count as a submission.",
    ],
    ["{remedy}", "{remedy}"],
    [
        "Mỗi tệp bieumau lập đều mang dấu riêng. Bản tổng hợp, danh sách lỗi, gói dữ liệu, công văn để trong thư mục nhận được bỏ qua. Biểu trả lại hoặc biểu mẫu chỉ là biểu đã gửi khi có giá trị được điền, được sửa, hoặc khi ô «Đã rà soát» ở trang đầu đã ghi; lệnh check luôn đọc các biểu này.",
        "Every file that bieumau writes bears a mark. A summary, a list of findings, a data package or a letter in the inbox is passed over. A form sent back or a blank form is a submission only once a value in it was filled in or changed, or the cell “Đã rà soát” on its first sheet is filled; check always reads these.",
    ],
);

/// Of a file that is an output and no form.
pub fn no_form(path: &Arc<str>, output: Output) -> Finding {
    let remedy = Bilingual::new(
        "Không phải làm gì; có thể chuyển tệp ra khỏi thư mục nhận",
        "Nothing needs to be done; the file may be moved out of the inbox",
    );
    finding(path, output, Bilingual::default(), remedy)
}

/// Of a form of ours that nobody has worked on.
pub fn untouched(path: &Arc<str>, output: Output) -> Finding {
    let (state, remedy) = match output {
        Output::Returned => (
            Bilingual::new(", chưa có giá trị nào được sửa", " and no value in it was changed"),
            Bilingual::new(
                "Sửa các ô được tô màu; nếu đã xem lại mà không có gì phải sửa, ghi «x» vào ô «Đã rà soát» ở trang đầu; lưu lại rồi gửi",
                "Correct the coloured cells; if it was looked through and nothing is to be changed, write “x” in the cell “Đã rà soát” (“Looked through”) on the first sheet; save it and send it",
            ),
        ),
        _ => (
            Bilingual::new(", chưa được điền", " and nothing was filled in"),
            Bilingual::new("Điền biểu, lưu lại rồi gửi", "Fill the form in, save it and send it"),
        ),
    };
    finding(path, output, state, remedy).as_bad_as(Severity::Warning)
}

fn finding(path: &Arc<str>, output: Output, state: Bilingual, remedy: Bilingual) -> Finding {
    Finding::new(&RULE, Location::file(path))
        .with_words("what", output.name())
        .with_words("state", state)
        .with_words("remedy", remedy)
}
