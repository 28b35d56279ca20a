//! Files that are no spreadsheet, or none that can be read: what they are, and what to do if they were meant to be one.

use super::names::{extension, pretends_to_be_a_spreadsheet};
use super::refusal::Fault;
use super::rules;
use super::sniff::Sniffed;
use crate::finding::Rule;
use crate::text::Bilingual;

/// Why a file of this kind gives no sheets. One whose name says that it is a spreadsheet is refused; another is told and left
/// aside. Nothing for the kinds that are read.
pub(super) fn refusal(kind: Sniffed<'_>, name: &str, is_member: bool) -> Option<Fault> {
    let (fault, rule, format) = match kind {
        Sniffed::Archive if is_member => {
            let format =
                Bilingual::new("tệp nén ZIP nằm trong một tệp nén khác", "a ZIP archive within another archive");
            return Some(Fault::unsupported(format, UNPACK));
        }
        Sniffed::Archive => {
            return Some(Fault::unsupported(Bilingual::new("tệp nén ZIP", "a ZIP archive"), UNPACK));
        }
        Sniffed::ForeignArchive(format) => return Some(Fault::unsupported(format, UNPACK)),
        Sniffed::Empty => {
            let format = Bilingual::new("tệp rỗng", "an empty file");
            (Fault::incomplete("tệp rỗng", "it is empty"), &rules::OTHER_FILE, format)
        }
        Sniffed::Protected => {
            let format = Bilingual::new("tài liệu có mật khẩu", "a document with a password");
            (Fault::protected(), &rules::NOT_A_SPREADSHEET, format)
        }
        Sniffed::Broken(fault) if extension(name).as_deref() == Some("zip") => return Some(fault),
        Sniffed::Broken(fault) => {
            // Of a letter that is cut short nobody can say what it held.
            let format = Bilingual::new("tệp không rõ loại hoặc bị hỏng", "a file of no known kind, or a damaged one");
            (fault, &rules::OTHER_FILE, format)
        }
        kind => {
            let (format, remedy, rule) = document(kind)?;
            (Fault::unsupported(format.clone(), remedy), rule, format)
        }
    };
    Some(if pretends_to_be_a_spreadsheet(name) { fault } else { Fault::other(rule, format) })
}

/// What a document is that is no spreadsheet, what to do if it was meant to be one, and by which rule it is told if it was not.
fn document(kind: Sniffed<'_>) -> Option<(Bilingual, Bilingual, &'static Rule)> {
    Some(match kind {
        Sniffed::Message(format) => (format, SAVE_ATTACHED, &rules::MESSAGE_NOT_OPENED),
        Sniffed::Document(format) => (format, SAVE_AS_XLSX, &rules::NOT_A_SPREADSHEET),
        Sniffed::Numbers(format) => (format, EXPORT_AS_XLSX, &rules::NOT_A_SPREADSHEET),
        Sniffed::Shortcut(format) => (format, SAVE_AS_XLSX, &rules::SHORTCUT),
        Sniffed::Other(format) => (format, SAVE_AS_XLSX, &rules::OTHER_FILE),
        _ => return None,
    })
}

const EXPORT_AS_XLSX: Bilingual = Bilingual::new(
    "Mở bằng Numbers, chọn Tệp › Xuất sang › Excel rồi gửi tệp .xlsx",
    "Open it in Numbers, choose File › Export To › Excel and send the .xlsx file",
);

const SAVE_ATTACHED: Bilingual = Bilingual::new(
    "Mở thư, lưu tệp đính kèm rồi gửi tệp .xlsx",
    "Open the message, save what is attached and send the .xlsx file",
);

const SAVE_AS_XLSX: Bilingual = Bilingual::new(
    "Mở bằng Excel và lưu lại dạng .xlsx rồi gửi lại",
    "Open it in Excel, save it as .xlsx and send it again",
);

const UNPACK: Bilingual =
    Bilingual::new("Giải nén rồi gửi từng tệp bảng tính", "Unpack it and send the spreadsheets one by one");
