//! Files that are no spreadsheet, or none that can be read: what they are, and what to do if they were meant to be one.

use super::names::{
    extension, half_loaded, pretends_to_be_a_document, pretends_to_be_a_spreadsheet, pretends_to_hold_tables,
};
use super::refusal::Fault;
use super::rules;
use super::sniff::Sniffed;
use crate::bilingual;
use crate::finding::Rule;
use crate::text::{Bilingual, capital};

/// Why a file of this kind gives no sheets. One whose name says that it is a spreadsheet is refused; another is told and left
/// aside. Nothing for the kinds that are read.
pub(super) fn refusal(kind: Sniffed<'_>, name: &str, is_member: bool) -> Option<Fault> {
    if let Some(whole) = half_loaded(name).filter(|_| matches!(kind, Sniffed::Empty | Sniffed::Broken(_))) {
        let is_wanted = extension(whole).is_none_or(|it| it == "zip") || pretends_to_hold_tables(whole);
        return Some(if is_wanted { half() } else { damaged(whole, &kind) });
    }
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
        kind @ Sniffed::Empty => return Some(damaged(name, &kind)),
        Sniffed::Protected => {
            let format = Bilingual::new("tài liệu có mật khẩu", "a document with a password");
            return Some(aside(name, Fault::protected(), format, Resend::Workbook));
        }
        Sniffed::Broken(fault) if extension(name).as_deref() == Some("zip") => return Some(fault),
        Sniffed::Pdf(seen) => {
            let (format, resend) = (seen.format(), seen.resend());
            return Some(aside(name, Fault::unsupported(format.clone(), again(resend)), format, resend));
        }
        // What Word saves as a page of the web under the name of a document.
        Sniffed::Document(format, Resend::FromPage) | Sniffed::Other(format)
            if extension(name).is_some_and(|it| ["doc", "docx", "rtf"].contains(&&*it)) =>
        {
            return Some(Fault::document(format, Resend::FromWord));
        }
        Sniffed::Document(format, resend) => {
            return Some(aside(name, Fault::unsupported(format.clone(), again(resend)), format, resend));
        }
        Sniffed::Apple(format) => {
            let is_text = extension(name).as_deref() == Some("pages");
            let resend = if is_text { Resend::FromPages } else { Resend::FromNumbers };
            return Some(aside(name, Fault::unsupported(format.clone(), again(resend)), format, resend));
        }
        Sniffed::Broken(fault) if pretends_to_be_a_spreadsheet(name) => return Some(fault),
        kind @ Sniffed::Broken(_) => return Some(damaged(name, &kind)),
        kind => {
            let (format, remedy, rule) = document(kind)?;
            (Fault::unsupported(format.clone(), remedy), rule, format)
        }
    };
    Some(if pretends_to_be_a_spreadsheet(name) { fault } else { Fault::other(rule, format) })
}

/// A file that is empty or damaged, of which only its name tells what it was to be.
fn damaged(name: &str, kind: &Sniffed<'_>) -> Fault {
    let is_empty = matches!(kind, Sniffed::Empty);
    if is_empty && pretends_to_be_a_spreadsheet(name) {
        return Fault::incomplete("tệp rỗng", "it is empty");
    }
    if pretends_to_be_a_document(name) {
        let ending = extension(name).unwrap_or_default();
        let format = match is_empty {
            true => bilingual!("tệp .{ending} rỗng", "an empty .{ending} file"),
            false => bilingual!("tệp .{ending} bị hỏng hoặc cắt cụt", "a .{ending} file that is damaged or cut short"),
        };
        return Fault::document(format, Resend::Workbook);
    }
    let format = match is_empty {
        true => Bilingual::new("tệp rỗng", "an empty file"),
        false => Bilingual::new("tệp không rõ loại hoặc bị hỏng", "a file of no known kind, or a damaged one"),
    };
    Fault::other(&rules::OTHER_FILE, format)
}

/// A file that was still being loaded down.
pub(super) fn half() -> Fault {
    let reason = Bilingual::new("tệp tải về chưa xong", "it was not loaded down to its end");
    let remedy = Bilingual::new(
        "Tải lại tệp cho xong rồi đặt vào thay tệp này; nếu nơi gửi tải lên dở dang, đề nghị gửi lại",
        "Load it down again to its end and put it in the place of this one; if the sender's upload broke off, ask for it again",
    );
    Fault::unreadable(reason, remedy)
}

/// What a document is that is no spreadsheet, what to do if it was meant to be one, and by which rule it is told if it was not.
fn document(kind: Sniffed<'_>) -> Option<(Bilingual, Bilingual, &'static Rule)> {
    Some(match kind {
        Sniffed::Message(format) => (format, SAVE_ATTACHED, &rules::MESSAGE_NOT_OPENED),
        Sniffed::Shortcut(format) => (format, SAVE_AS_XLSX, &rules::SHORTCUT),
        Sniffed::Other(format) => (format, SAVE_AS_XLSX, &rules::OTHER_FILE),
        _ => return None,
    })
}

/// How the form in a document can be sent so that it can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Resend {
    /// Saved by Word in its present format.
    FromWord,
    /// Opened by Excel and saved in its present format.
    FromPage,
    /// Exported by Apple's programs.
    FromPages,
    FromNumbers,
    /// What the document was exported from.
    Original,
    /// What was printed before it was scanned or photographed.
    Printed,
    /// As a workbook.
    Workbook,
}

impl Resend {
    /// What to do, in the middle of a sentence.
    pub(super) fn remedy(self) -> Bilingual {
        match self {
            Self::FromWord => Bilingual::new(
                "mở bằng Word, lưu lại dạng .docx (hoặc chép bảng sang Excel, lưu dạng .xlsx) rồi gửi tệp đó",
                "open it in Word, save it as .docx (or copy the table to Excel and save it as .xlsx) and send that file",
            ),
            Self::FromPage => Bilingual::new(
                "mở bằng Excel, lưu lại dạng .xlsx rồi gửi tệp đó",
                "open it in Excel, save it as .xlsx and send that file",
            ),
            Self::FromPages => Bilingual::new(
                "mở bằng Pages, chọn Tệp › Xuất sang › Word rồi gửi tệp .docx",
                "open it in Pages, choose File › Export To › Word and send the .docx file",
            ),
            Self::FromNumbers => Bilingual::new(
                "mở bằng Numbers, chọn Tệp › Xuất sang › Excel rồi gửi tệp .xlsx",
                "open it in Numbers, choose File › Export To › Excel and send the .xlsx file",
            ),
            Self::Original => Bilingual::new(
                "gửi tệp Excel (.xlsx) hoặc Word (.docx) đã xuất ra tệp này",
                "send the Excel (.xlsx) or Word (.docx) file that it was exported from",
            ),
            Self::Printed => Bilingual::new(
                "gửi tệp Excel (.xlsx) hoặc Word (.docx) đã dùng để in",
                "send the Excel (.xlsx) or Word (.docx) file that was printed",
            ),
            Self::Workbook => {
                Bilingual::new("gửi thêm tệp Excel (.xlsx) của biểu", "send its Excel workbook (.xlsx) as well")
            }
        }
    }
}

/// The same as a sentence.
fn again(resend: Resend) -> Bilingual {
    let Bilingual { vi, en } = resend.remedy();
    Bilingual { vi: capital(&vi).into(), en: capital(&en).into() }
}

/// A document that may hold the form; under the name of a spreadsheet it is a fault.
fn aside(name: &str, fault: Fault, format: Bilingual, resend: Resend) -> Fault {
    if pretends_to_be_a_spreadsheet(name) { fault } else { Fault::document(format, resend) }
}

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
