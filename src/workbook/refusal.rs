//! Why a file is refused, in words. A [`Fault`] is made deep inside a reader, where neither the path nor the language is
//! known, and becomes a finding at the surface.

use std::sync::Arc;

use super::other::Resend;
use crate::bilingual;
use crate::cell::{Location, SheetName};
use crate::finding::{Argument, Finding, Rule};
use crate::text::Bilingual;
use crate::workbook::rules;

/// What keeps a whole file from being read.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    rule: &'static Rule,
    sheet: Option<SheetName>,
    arguments: Vec<(&'static str, Argument)>,
}

/// What to do about a file that a program can still repair.
const SAVE_AGAIN: Bilingual = Bilingual::new(
    "Mở tệp bằng Excel, kiểm tra nội dung, lưu lại dạng .xlsx rồi gửi lại",
    "Open the file in Excel, check what it holds, save it as .xlsx and send it again",
);

/// What to do about a file of which part is gone.
const SEND_AGAIN: Bilingual = Bilingual::new(
    "Gửi lại tệp gốc; nếu tệp gốc cũng không mở được, lấy bản lưu gần nhất",
    "Send the original again; if that does not open either, take the latest backup",
);

/// The rules about files that nobody meant to be spreadsheets.
const LEFT_ASIDE: [&Rule; 6] = [
    &rules::NOT_A_SPREADSHEET,
    &rules::MESSAGE_NOT_OPENED,
    &rules::SHORTCUT,
    &rules::OTHER_FILE,
    &rules::MESSAGE,
    &rules::MESSAGE_WITH_A_LINK,
];

/// Why a cell cannot be read that takes its text from the shared strings.
pub(super) const NO_SUCH_STRING: Bilingual =
    Bilingual::new("ô trỏ đến một chuỗi không có trong tệp", "the cell refers to a text that is not in the file");

/// Why a cell cannot be read that ends too early.
pub(super) const CUT_SHORT: Bilingual =
    Bilingual::new("nội dung ô bị cắt cụt trong tệp", "its content is cut short in the file");

/// Why a cell cannot be read that holds an error.
pub(super) fn no_such_error(code: u8) -> Bilingual {
    bilingual!("mã lỗi {code} không có trong Excel", "Excel has no error {code}")
}

impl Fault {
    fn new(rule: &'static Rule, words: [(&'static str, Bilingual); 2]) -> Self {
        let arguments = words.map(|(placeholder, words)| (placeholder, Argument::words(words)));
        Self { rule, sheet: None, arguments: arguments.into() }
    }

    /// The structure is wrong, but a program that repairs files may still open it.
    pub(super) fn damaged(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(&rules::UNREADABLE_FILE, [("reason", words(vi, en)), ("remedy", SAVE_AGAIN)])
    }

    /// Part of the bytes is missing, or there are none.
    pub(super) fn incomplete(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self::new(&rules::UNREADABLE_FILE, [("reason", words(vi, en)), ("remedy", SEND_AGAIN)])
    }

    /// What was sent cannot be read; `remedy` is what the sender can do.
    pub(super) fn unreadable(reason: Bilingual, remedy: Bilingual) -> Self {
        Self::new(&rules::UNREADABLE_FILE, [("reason", reason), ("remedy", remedy)])
    }

    /// The machine cannot hand over the bytes; `remedy` is what the operator can do.
    pub(super) fn unavailable(reason: Bilingual, remedy: Bilingual) -> Self {
        Self::new(&rules::UNAVAILABLE_FILE, [("reason", reason), ("remedy", remedy)])
    }

    /// A library says what is wrong, in its own words, which are English.
    pub(super) fn broken(error: &dyn std::fmt::Display) -> Self {
        Self::damaged("cấu trúc tệp bị hỏng", format!("the structure of the file is damaged ({error})"))
    }

    /// A folder of a run that was killed.
    #[cfg(feature = "cli")]
    pub(super) fn unfinished() -> Self {
        Self { rule: &rules::UNFINISHED_OUTPUT, sheet: None, arguments: Vec::new() }
    }

    /// A link to what was not sent.
    #[cfg(feature = "cli")]
    pub(super) fn leads_outside() -> Self {
        Self { rule: &rules::OUTSIDE_LINK, sheet: None, arguments: Vec::new() }
    }

    /// The file is encrypted.
    pub(super) fn protected() -> Self {
        Self { rule: &rules::PASSWORD_PROTECTED, sheet: None, arguments: Vec::new() }
    }

    /// The file is of a format that is not read.
    pub(super) fn unsupported(format: Bilingual, remedy: Bilingual) -> Self {
        Self::new(&rules::UNSUPPORTED_FORMAT, [("format", format), ("remedy", remedy)])
    }

    /// No spreadsheet, and not meant to be one; what it is.
    pub(super) fn other(rule: &'static Rule, format: Bilingual) -> Self {
        let mut arguments = vec![("format", Argument::words(format))];
        if std::ptr::eq(rule, &rules::OTHER_FILE) {
            arguments.push(("todo", Argument::words(rules::NOTHING_TO_DO)));
        }
        Self { rule, sheet: None, arguments }
    }

    /// A document that may hold the form, and how that can be sent so that it can be read.
    pub(super) fn document(format: Bilingual, resend: Resend) -> Self {
        Self::new(&rules::NOT_A_SPREADSHEET, [("format", format), ("remedy", resend.remedy())])
    }

    /// What a message says of itself.
    pub(super) fn letter(rule: &'static Rule, words: [(&'static str, Bilingual); 4]) -> Self {
        let arguments = words.map(|(placeholder, words)| (placeholder, Argument::words(words)));
        Self { rule, sheet: None, arguments: arguments.into() }
    }

    /// Whether the file is left aside rather than refused.
    pub(super) fn is_left_aside(&self) -> bool {
        LEFT_ASIDE.iter().any(|rule| std::ptr::eq(*rule, self.rule))
    }

    /// Something passes a limit; both numbers are in the unit that `what` names.
    pub(super) fn too_large(what: Bilingual, size: impl ToString, limit: impl ToString) -> Self {
        let arguments = vec![
            ("what", Argument::words(what)),
            ("size", Argument::text(size.to_string())),
            ("limit", Argument::text(limit.to_string())),
        ];
        Self { rule: &rules::TOO_LARGE, sheet: None, arguments }
    }

    /// A size in bytes passes a limit in bytes; told in megabytes, the size rounded up.
    pub(super) fn too_many_bytes(what: Bilingual, size: u64, limit: u64) -> Self {
        Self::too_large(what, format!("{} MB", size.div_ceil(1 << 20)), format!("{} MB", limit >> 20))
    }

    /// The workbook lists a sheet that is not there.
    pub(super) fn missing_sheet(name: &Arc<str>) -> Self {
        let fault = Self::damaged(
            format!("thiếu phần dữ liệu của trang tính «{name}»"),
            format!("the part of the sheet “{name}” is missing"),
        );
        fault.on_sheet(name)
    }

    /// Places in reports are told by the sheet's name.
    pub(super) fn two_sheets_of_one_name(name: &str) -> Self {
        Self::damaged(format!("có hai trang tính cùng tên «{name}»"), format!("two sheets have the name “{name}”"))
    }

    /// There is nothing to be read.
    pub(super) fn no_sheets() -> Self {
        Self::damaged("tệp không có trang tính nào", "the file has no sheets")
    }

    /// The same fault, known to be on this sheet.
    pub(super) fn on_sheet(mut self, sheet: &Arc<str>) -> Self {
        self.sheet = Some(Arc::clone(sheet).into());
        self
    }

    /// The finding that tells it.
    pub(super) fn finding(self, path: &Arc<str>) -> Finding {
        let mut finding = Finding::new(self.rule, Location::sheet(path, self.sheet.as_ref(), None));
        finding.arguments.extend(self.arguments.into_iter().map(|(name, argument)| (name.into(), argument)));
        finding
    }
}

/// Words made at run time.
pub(super) fn words(vi: impl Into<String>, en: impl Into<String>) -> Bilingual {
    Bilingual { vi: vi.into().into(), en: en.into().into() }
}
