//! Tells what a file is by its first bytes and, for containers, by what lies within. The name is never asked: agencies
//! send pages saved from a web browser as `.xls`, and workbooks as `.xls` that are `.xlsx`.

use super::encoding;
use super::limits;
use super::ole::Container;
use super::other::Resend;
use super::package::{Package, claims_too_many_parts};
use super::pdf;
use super::refusal::Fault;
use crate::text::Bilingual;

/// What the bytes are.
pub(super) enum Sniffed<'bytes> {
    /// Nothing, or a byte-order mark alone.
    Empty,
    /// Office Open XML with sheets in XML.
    Xlsx(Package<'bytes>),
    /// Office Open XML with binary sheets.
    Xlsb(Package<'bytes>),
    /// OpenDocument spreadsheet.
    Ods(Package<'bytes>),
    /// Excel 5 to 2003.
    Xls,
    /// Office Open XML with a text document.
    Docx(Package<'bytes>),
    /// Text that may be a table.
    Text,
    /// A zip archive that is no document.
    Archive,
    /// An archive of another kind.
    ForeignArchive(Bilingual),
    /// Encrypted with a password.
    Protected,
    /// A message saved as a file that has the name of a spreadsheet.
    Message(Bilingual),
    /// Something that people read and that may hold a form, and how the form can be sent so that it can be read.
    Document(Bilingual, Resend),
    /// A PDF, and what was seen of it.
    Pdf(pdf::Seen),
    /// A document of Apple's Numbers, Pages or Keynote, which look alike.
    Apple(Bilingual),
    /// A link to something elsewhere, saved as a file.
    Shortcut(Bilingual),
    /// Something known that is no spreadsheet, or one that is not read.
    Other(Bilingual),
    /// A container that is broken, or bytes that are nothing known.
    Broken(Fault),
}

impl Sniffed<'_> {
    /// Whether people read it and no table is read from it.
    pub(super) fn is_document(&self) -> bool {
        matches!(
            self,
            Self::Message(_) | Self::Document(..) | Self::Pdf(_) | Self::Apple(_) | Self::Shortcut(_) | Self::Other(_)
        )
    }

    /// What it says first, as far as that was seen on the way.
    pub(super) fn lines(&mut self) -> Vec<String> {
        if let Self::Pdf(seen) = self { std::mem::take(&mut seen.lines) } else { Vec::new() }
    }
}

/// Documents and scans that are told by how they begin.
const DOCUMENTS: &[(&[u8], Bilingual, Resend)] = &[
    (b"{\\rtf", Bilingual::new("tài liệu RTF", "an RTF document"), Resend::FromWord),
    (b"\x89PNG\r\n", Bilingual::new("ảnh PNG", "a PNG picture"), Resend::Printed),
    (b"\xff\xd8\xff", Bilingual::new("ảnh JPEG", "a JPEG picture"), Resend::Printed),
    (b"II*\0", Bilingual::new("ảnh TIFF", "a TIFF picture"), Resend::Printed),
    (b"MM\0*", Bilingual::new("ảnh TIFF", "a TIFF picture"), Resend::Printed),
];

/// Pictures and films that are told by the name of their kind behind the length of their first part (ISO 14496-12).
const BRANDS: &[&[u8]] = &[b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif"];

/// Other formats that are told by how they begin.
const MAGIC: &[(&[u8], Bilingual)] = &[
    (b"GIF8", Bilingual::new("ảnh GIF", "a GIF picture")),
    (b"MZ", Bilingual::new("chương trình Windows", "a Windows program")),
    (b"\x7fELF", Bilingual::new("chương trình Linux", "a Linux program")),
    (b"SQLite format 3\0", Bilingual::new("cơ sở dữ liệu SQLite", "an SQLite database")),
    (b"\x00\x05\x16\x07", Bilingual::new("tệp phụ của macOS", "a macOS resource file")),
    // A bare BIFF stream, its first record a BOF of Excel 2, 3 or 4.
    (b"\x09\x00\x04\x00", Bilingual::new("bảng tính Excel 2", "an Excel 2 worksheet")),
    (b"\x09\x02\x06\x00", Bilingual::new("bảng tính Excel 3", "an Excel 3 worksheet")),
    (b"\x09\x04\x06\x00", Bilingual::new("bảng tính Excel 4", "an Excel 4 worksheet")),
];

const ARCHIVES: &[(&[u8], Bilingual)] = &[
    (b"Rar!\x1a\x07", Bilingual::new("tệp nén RAR", "a RAR archive")),
    (b"7z\xbc\xaf\x27\x1c", Bilingual::new("tệp nén 7-Zip", "a 7-Zip archive")),
    (b"\x1f\x8b", Bilingual::new("tệp nén gzip", "a gzip archive")),
    (b"BZh", Bilingual::new("tệp nén bzip2", "a bzip2 archive")),
    (b"\xfd7zXZ\0", Bilingual::new("tệp nén xz", "an xz archive")),
    (b"MSCF", Bilingual::new("tệp nén CAB", "a CAB archive")),
];

const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// How far from the end a zip archive's directory may begin: a comment has up to 65,535 bytes.
pub(super) const DIRECTORY_REACH: usize = 66_000;

/// What these bytes are.
pub(super) fn sniff(bytes: &[u8]) -> Sniffed<'_> {
    if encoding::without_mark(bytes).is_empty() {
        return Sniffed::Empty;
    }
    if bytes.starts_with(OLE) {
        return sniff_ole(bytes);
    }
    let end = &bytes[bytes.len().saturating_sub(DIRECTORY_REACH)..];
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        if claims_too_many_parts(end) {
            let what = Bilingual::new("Số thành phần trong tệp", "The number of parts in the file");
            let limit = limits::DIRECTORY_ENTRIES;
            return Sniffed::Broken(Fault::too_large(what, format!("> {limit}"), limit));
        }
        return match Package::open(bytes) {
            Some(package) => sniff_package(package),
            None => Sniffed::Broken(Fault::incomplete(
                "tệp bị cắt cụt hoặc hỏng (không có mục lục ở cuối tệp)",
                "the file is cut short or damaged (the directory at its end is missing)",
            )),
        };
    }
    if let Some((_, format)) = ARCHIVES.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Sniffed::ForeignArchive(format.clone());
    }
    // POSIX.1-1988: the mark of a tar archive stands in its first header.
    if bytes.get(257..262) == Some(b"ustar".as_slice()) {
        return Sniffed::ForeignArchive(Bilingual::new("tệp nén tar", "a tar archive"));
    }
    if let Some(document) = document(bytes) {
        return document;
    }
    if let Some((_, format)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Sniffed::Other(format.clone());
    }
    // Mail gateways put bytes before a package; like every zip program, look for the directory at the end.
    if memchr::memmem::find(end, b"PK\x05\x06").is_some()
        && !claims_too_many_parts(end)
        && let Some(package) = Package::open(bytes)
    {
        return sniff_package(package);
    }
    if let Some(kind) = message_or_link(bytes) {
        return kind;
    }
    if let Some(format) = markup(bytes) {
        return if holds_a_table(bytes) { Sniffed::Document(format, Resend::FromPage) } else { Sniffed::Other(format) };
    }
    if encoding::is_binary(bytes) {
        return Sniffed::Broken(Fault::incomplete(
            "nội dung không phải bảng tính hay văn bản",
            "its content is neither a spreadsheet nor text",
        ));
    }
    Sniffed::Text
}

/// What people read and no table is read from, told by how it begins.
fn document(bytes: &[u8]) -> Option<Sniffed<'_>> {
    if pdf::is_pdf(bytes) {
        return Some(Sniffed::Pdf(pdf::look(bytes)));
    }
    if let Some((_, format, resend)) = DOCUMENTS.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return Some(Sniffed::Document(format.clone(), *resend));
    }
    photograph(bytes).map(|format| Sniffed::Document(format, Resend::Printed))
}

/// Pictures as telephones take them.
fn photograph(bytes: &[u8]) -> Option<Bilingual> {
    let brand = bytes.get(8..12).filter(|_| bytes.get(4..8) == Some(b"ftyp"));
    if brand.is_some_and(|brand| BRANDS.contains(&brand)) {
        return Some(Bilingual::new("ảnh HEIC", "a HEIC picture"));
    }
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    if is_webp {
        return Some(Bilingual::new("ảnh WebP", "a WebP picture"));
    }
    let length = bytes.get(2..6).map(|length| u32::from_le_bytes([length[0], length[1], length[2], length[3]]));
    let is_bitmap = bytes.starts_with(b"BM") && length == u32::try_from(bytes.len()).ok();
    is_bitmap.then(|| Bilingual::new("ảnh BMP", "a BMP picture"))
}

fn sniff_package(mut package: Package<'_>) -> Sniffed<'_> {
    // By far most packages are this; to look further costs a part to unpack.
    if package.has("xl/workbook.xml") {
        return Sniffed::Xlsx(package);
    }
    let workbook = match package.workbook_path() {
        Ok(path) => path.map(|path| path.to_ascii_lowercase()),
        Err(fault) => return Sniffed::Broken(fault),
    };
    // A document that is encrypted as a whole (OpenDocument 1.3, part 2, 3.4.1).
    if package.has("encrypted-package") {
        return Sniffed::Protected;
    }
    if package.has("content.xml") {
        let mut says = |part: &str, words: &[u8]| {
            let part = package.part(part).ok().flatten();
            part.map(|part| memchr::memmem::find(&part, words).is_some())
        };
        let mime = b"application/vnd.oasis.opendocument.spreadsheet";
        // Repacked by hand, the entry is easily lost; the manifest says the same, and so does the content.
        let is_spreadsheet = says("mimetype", mime)
            .or_else(|| says("META-INF/manifest.xml", mime))
            .or_else(|| says("content.xml", b"<office:spreadsheet"));
        if is_spreadsheet == Some(true) {
            return Sniffed::Ods(package);
        }
        let format =
            Bilingual::new("văn bản hoặc bản trình chiếu OpenDocument", "an OpenDocument text or presentation");
        return Sniffed::Document(format, Resend::FromWord);
    }
    if workbook.as_deref().is_some_and(|path| path.ends_with(".bin")) || package.has("xl/workbook.bin") {
        return Sniffed::Xlsb(package);
    }
    if package.has_folder("word/") {
        return Sniffed::Docx(package);
    }
    if package.has_folder("ppt/") {
        let format = Bilingual::new("bản trình chiếu PowerPoint", "a PowerPoint presentation");
        return Sniffed::Document(format, Resend::Workbook);
    }
    if package.has_folder("xl/") || package.has("[content_types].xml") || workbook.is_some() {
        return Sniffed::Xlsx(package);
    }
    if package.has_part_ending(".iwa") || package.has("index.apxl") || package.has("index.zip") {
        let format = Bilingual::new(
            "tài liệu Apple (Numbers, Pages hoặc Keynote)",
            "an Apple document (Numbers, Pages or Keynote)",
        );
        return Sniffed::Apple(format);
    }
    Sniffed::Archive
}

fn sniff_ole(bytes: &[u8]) -> Sniffed<'_> {
    let ole = match Container::open(bytes) {
        Ok(ole) => ole,
        Err(error) => {
            return Sniffed::Broken(Fault::incomplete(
                "tệp bị cắt cụt hoặc hỏng",
                format!("the file is cut short or damaged ({error})"),
            ));
        }
    };
    if ole.has("EncryptedPackage") {
        Sniffed::Protected
    } else if ole.has("Workbook") || ole.has("Book") {
        Sniffed::Xls
    } else if ole.has("WordDocument") {
        let format = Bilingual::new("tài liệu Word 97-2003", "a Word 97-2003 document");
        Sniffed::Document(format, Resend::FromWord)
    } else if ole.has("PowerPoint Document") {
        let format = Bilingual::new("bản trình chiếu PowerPoint 97-2003", "a PowerPoint 97-2003 presentation");
        Sniffed::Document(format, Resend::Workbook)
    } else if is_outlook_message(&ole) {
        Sniffed::Message(Bilingual::new("thư Outlook", "an Outlook message"))
    } else {
        Sniffed::Broken(Fault::incomplete("trong tệp không có phần bảng tính", "there is no workbook within the file"))
    }
}

/// How a message was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MessageKind {
    /// As it was sent (RFC 5322).
    Mail,
    /// By Outlook.
    Outlook,
}

/// Whether the bytes are a message, and of which kind.
pub(super) fn message(bytes: &[u8]) -> Option<MessageKind> {
    if bytes.starts_with(OLE) {
        let container = Container::open(bytes).ok()?;
        return is_outlook_message(&container).then_some(MessageKind::Outlook);
    }
    let is_text = !encoding::is_binary(&bytes[..bytes.len().min(4_096)]);
    let kind = message_or_link(bytes).filter(|_| is_text)?;
    matches!(kind, Sniffed::Message(_)).then_some(MessageKind::Mail)
}

fn is_outlook_message(container: &Container<'_>) -> bool {
    container.has("__properties_version1.0") && !container.has("Workbook") && !container.has("WordDocument")
}

/// So many bytes are looked at for the headers of a message: of what gateways and virus scanners put above them, some have 30 KB.
const HEADERS: usize = 1 << 18;

/// Whether the first line is a name, a colon and what it says.
fn begins_with_a_header(bytes: &[u8]) -> bool {
    let first = bytes.trim_ascii_start();
    let colon = first.iter().take(70).position(|byte| *byte == b':');
    let is_name = |name: &[u8]| name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
    colon.is_some_and(|colon| colon > 0 && is_name(&first[..colon]))
}

/// A link in the form that Windows or macOS keeps it.
fn desktop_link(bytes: &[u8]) -> Option<Bilingual> {
    if bytes.starts_with(b"L\0\0\0\x01\x14\x02\0") {
        return Some(Bilingual::new("lối tắt của Windows", "a shortcut of Windows"));
    }
    let is_list = bytes.starts_with(b"bplist00") && memchr::memmem::find(bytes, b"SURL").is_some();
    (is_list && bytes.len() < 8_192).then_some(ELSEWHERE)
}

const ELSEWHERE: Bilingual = Bilingual::new("lối tắt dẫn đến nơi khác", "a shortcut to somewhere else");

/// A message with its headers (RFC 5322) or a link that a desktop or a browser has saved.
fn message_or_link(bytes: &[u8]) -> Option<Sniffed<'_>> {
    if let Some(format) = desktop_link(bytes) {
        return Some(Sniffed::Shortcut(format));
    }
    let head = encoding::head(bytes, if begins_with_a_header(bytes) { HEADERS } else { 16_384 }).to_lowercase();
    let first = head.trim_start().lines().next().unwrap_or_default();
    if ["[internetshortcut]", "[desktop entry]"].contains(&first.trim()) {
        return Some(Sniffed::Shortcut(ELSEWHERE));
    }
    // What Google Drive leaves in the place of a sheet, and Safari in that of a page.
    let is_pointer = head.contains("\"doc_id\"") || head.contains("\"url\"") && head.contains("//docs.google.com/");
    if head.trim_start().starts_with('{') && is_pointer && bytes.len() < 8_192 {
        let format = Bilingual::new("lối tắt đến tệp trên Google Drive", "a shortcut to a file on Google Drive");
        return Some(Sniffed::Shortcut(format));
    }
    if head.contains("<plist") && head.contains("<key>url</key>") {
        return Some(Sniffed::Shortcut(ELSEWHERE));
    }
    let headers = || head.trim_start().lines().take_while(|line| !line.trim().is_empty());
    let names: Vec<&str> = headers().filter_map(|line| line.split_once(':')).map(|(name, _)| name).collect();
    let has = |name: &&str| names.contains(name);
    // A page that a browser has saved has a sender and a subject too, but nobody it was sent to. A draft lacks its sender, a message
    // to undisclosed receivers these.
    let is_sent = ["to", "cc", "bcc", "received", "message-id"].iter().any(has) && has(&"from");
    let is_draft = ["from", "to", "subject"].iter().any(has) && has(&"mime-version");
    // It says that something is attached, or is nothing else itself.
    let is_file = || {
        headers().any(|line| {
            let kind = line.strip_prefix("content-type:").map(str::trim_start);
            kind.is_some_and(|kind| kind.starts_with("multipart/mixed") || kind.starts_with("application/"))
        })
    };
    let is_message = (is_sent || has(&"x-unsent") || is_draft && is_file()) && !has(&"snapshot-content-location");
    is_message.then(|| Sniffed::Message(Bilingual::new("thư điện tử", "an e-mail message")))
}

/// The table in a page or a message that is told has at least so many columns and rows; letters and signatures are laid out in
/// smaller ones.
pub(super) const COLUMNS: usize = 4;
/// See [`COLUMNS`].
pub(super) const ROWS: usize = 3;

/// Whether a page of the web has a table with so many columns and rows, as those that spreadsheet programs and portals export.
pub(super) fn holds_a_table(page: &[u8]) -> bool {
    const LOOKED_AT: usize = 1 << 20;
    let page = page[..page.len().min(LOOKED_AT)].to_ascii_lowercase();
    let count = |tag: &str| memchr::memmem::find_iter(&page, tag).count();
    let rows = count("<tr");
    rows >= ROWS && count("<td") + count("<th") >= rows * COLUMNS
}

/// The name of a markup language that spreadsheet programs export under the extension of their own.
fn markup(bytes: &[u8]) -> Option<Bilingual> {
    let head = encoding::head(bytes, 4_096).to_lowercase();
    let head = head.trim_start();
    let html = Bilingual::new("trang web HTML", "an HTML page");
    if head.starts_with("mime-version:") || head.contains("\ncontent-type: multipart/related") {
        return Some(Bilingual::new("trang web MHTML", "an MHTML page"));
    }
    if !head.starts_with('<') {
        return None;
    }
    Some(
        if head.contains("urn:schemas-microsoft-com:office:spreadsheet")
            || head.contains("excel.sheet") && head.starts_with("<?xml")
        {
            Bilingual::new("bảng tính XML 2003", "an XML Spreadsheet 2003")
        } else if head.contains("opendocument") {
            Bilingual::new("tài liệu OpenDocument dạng XML phẳng", "a flat OpenDocument file")
        } else if head.contains("<html")
            || head.contains("<table")
            || head.contains("<!doctype html")
            || head.contains("<meta")
        {
            html
        } else if head.starts_with("<?xml") {
            Bilingual::new("tài liệu XML", "an XML document")
        } else {
            return None;
        },
    )
}
