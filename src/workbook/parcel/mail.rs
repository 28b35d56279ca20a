//! Messages as they are sent (RFC 5322), by the `mail-parser` crate: what is attached to them is read; pictures within the text and
//! signatures are not.

use std::sync::Arc;

use jiff::civil::Date;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::super::names::extension;
use super::super::refusal::Fault;
use super::super::{Aside, AsideKind, Workbook, archive, limits, rules, sniff};
use super::{Give, Room};
use crate::bilingual;
use crate::finding::Finding;
use crate::text::{self, Bilingual, tidy};

/// What a message says of where it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sender {
    /// The path of the message as shown.
    pub path: Arc<str>,
    /// The name of whoever sent it; may be empty.
    pub name: String,
    /// The address it was sent from; may be empty.
    pub address: String,
    /// What it says it is about.
    pub subject: String,
    /// The day on which it was sent, where it was sent.
    pub date: Option<Date>,
}

impl Sender {
    /// What may name an agency: the name and the address of whoever sent it, what it is about.
    pub fn sayings(&self) -> Vec<String> {
        let organisation = self.address.rsplit_once('@').map_or("", |(_, host)| host);
        let organisation = organisation.split('.').next().unwrap_or_default();
        let all = [self.name.as_str(), &self.subject, organisation].into_iter();
        all.filter(|saying| !saying.is_empty()).map(str::to_owned).collect()
    }

    /// The workbook that was attached to it, which keeps what it says.
    pub fn told_with(&self, mut workbook: Workbook) -> Workbook {
        for saying in self.sayings() {
            let first = workbook.sheets.first_mut().map(|sheet| &mut sheet.asides);
            first.into_iter().for_each(|asides| Aside::push(asides, AsideKind::Message, None, &saying));
        }
        workbook
    }
}

/// A message.
#[derive(Debug)]
pub(super) struct Letter {
    pub(super) sender: Sender,
    /// The first address of the web in its text.
    pub(super) link: Option<String>,
    pub(super) attached: Attached,
    /// What it says has a table, and nothing but pictures is attached.
    pub(super) holds_table: bool,
}

/// What is attached to a message: names, and bytes or what is wrong with them.
#[derive(Debug, Default)]
pub(super) struct Attached(pub(super) Vec<(String, Result<Vec<u8>, Fault>)>);

impl Attached {
    /// Gives everything that is attached.
    pub(super) fn each(&self, room: &Room, give: &mut Give<'_>) -> Result<(), Fault> {
        for (name, bytes) in &self.0 {
            room.take(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))?;
            give(name, bytes.clone(), None);
        }
        Ok(())
    }
}

impl Letter {
    /// What there is to say of the table in a message to which nothing is attached.
    pub(super) fn table(&self, path: &Arc<str>) -> Option<Finding> {
        const TABLE: Bilingual = Bilingual::new("bảng trong nội dung thư", "a table in the text of the message");
        const SEND: Bilingual = Bilingual::new(
            "Nếu đó là biểu, chép bảng sang Excel, lưu dạng .xlsx rồi gửi tệp đó",
            "If it is the form, copy the table to Excel, save it as .xlsx and send that file",
        );
        self.holds_table.then(|| rules::part_not_read(path, TABLE, SEND))
    }

    /// What there is to say of the message itself, with so many files attached.
    pub(super) fn told(&self, files: usize) -> Fault {
        let Sender { name, address, subject, date, .. } = &self.sender;
        let plain = |text: String| Bilingual { vi: text.clone().into(), en: text.into() };
        let sender = match (name.is_empty(), address.is_empty()) {
            (true, true) => String::new(),
            (true, false) => address.clone(),
            (false, true) => name.clone(),
            (false, false) => format!("{name} <{address}>"),
        };
        let sender = match sender.is_empty() {
            true => Bilingual::new("không rõ người gửi", "from an unknown sender"),
            false => bilingual!("của {sender}", "from {sender}"),
        };
        let unknown = || Bilingual::new("không rõ ngày", "undated");
        let day = date.map_or_else(unknown, |date| {
            let Bilingual { vi, en } = text::day(date);
            Bilingual { vi: format!("ngày {vi}").into(), en }
        });
        if let (0, Some(link)) = (files, &self.link) {
            let words =
                [("sender", sender), ("day", day), ("subject", plain(subject.clone())), ("link", plain(link.clone()))];
            return Fault::letter(&rules::MESSAGE_WITH_A_LINK, words);
        }
        let files = match files {
            0 => Bilingual::new("không có tệp đính kèm nào", "nothing is attached"),
            1 => Bilingual::new("1 tệp đính kèm được liệt kê riêng", "one file is attached, which is listed by itself"),
            _ => bilingual!(
                "{files} tệp đính kèm được liệt kê riêng",
                "{files} files are attached, which are listed by themselves"
            ),
        };
        Fault::letter(
            &rules::MESSAGE,
            [("sender", sender), ("day", day), ("subject", plain(subject.clone())), ("files", files)],
        )
    }
}

/// Parts of a message that are believed in. Those of the cases have up to 4; one with the scans of a whole decision would have 60.
const PARTS: usize = 20_000;
/// Messages in a message. Those of the cases have none; one sent on with all that came before it would have a dozen. The crate opens each within the last, and has no more
/// than the stack for it.
const MESSAGES: usize = 1_000;
/// Lines with a colon, each of which may be a header: the crate keeps every one. Those of the cases have up to 15.
const HEADERS: usize = 400_000;
/// Bytes of a name or a subject that are kept.
const LONGEST: usize = 500;

/// Reads a message.
pub(super) fn letter(bytes: &[u8]) -> Result<Letter, Fault> {
    let bytes = bytes.trim_ascii_start();
    guard(bytes)?;
    let Some(message) = MessageParser::default().parse(bytes) else {
        return Err(Fault::damaged("thư bị hỏng", "the message is damaged"));
    };
    let holds_table = message.parts.iter().any(|part| match &part.body {
        PartType::Html(page) => sniff::holds_a_table(page.as_bytes()),
        PartType::Text(text) => tabulated(text),
        _ => false,
    });
    let parts = message.parts.iter().enumerate();
    let mut attached: Vec<_> = parts.filter_map(|(at, part)| attached(part, at, bytes)).collect();
    let texts = message.text_bodies().filter_map(|part| part.text_contents());
    let coded = texts.flat_map(uuencoded).map(|name| (archive::member_path(name.as_bytes(), None), UUENCODED));
    attached.extend(coded.map(|(name, kind)| (name, Err(Fault::other(&rules::MESSAGE_NOT_OPENED, kind)))));
    let holds_table = holds_table && attached.iter().all(|(name, _)| is_picture(name));
    let link = message.body_text(0).and_then(|text| link(&text));
    Ok(Letter { sender: sender(&message), link, attached: Attached(attached), holds_table })
}

/// Whether a file is a picture, by its name.
pub(super) fn is_picture(name: &str) -> bool {
    const ENDINGS: [&str; 7] = ["png", "jpg", "jpeg", "gif", "bmp", "emf", "wmz"];
    extension(name).is_some_and(|extension| ENDINGS.contains(&&*extension))
}

/// Whether a text holds the lines of a table, with tabs between the cells.
pub(super) fn tabulated(text: &str) -> bool {
    text.lines().filter(|line| line.matches('\t').count() + 1 >= sniff::COLUMNS).nth(sniff::ROWS - 1).is_some()
}

/// The first address of the web in a text, as far as it goes.
pub(super) fn link(text: &str) -> Option<String> {
    let at = ["https://", "http://"].iter().filter_map(|scheme| text.find(scheme)).min()?;
    let is_within = |letter: &char| !letter.is_whitespace() && !matches!(letter, '<' | '>' | '"' | ')' | ']');
    let link: String = text[at..].chars().take_while(is_within).take(LONGEST / 5).collect();
    (link.len() > "https://".len()).then_some(link)
}

/// The names of what is attached within the text, as programs did before MIME: `begin`, the mode in octal digits, the name, lines
/// that each begin with their length, `end` (POSIX uuencode).
fn uuencoded(text: &str) -> impl Iterator<Item = &str> {
    let mut lines = text.lines();
    std::iter::from_fn(move || {
        loop {
            let begin = lines.next()?.strip_prefix("begin ").and_then(|rest| rest.split_once(' '));
            let Some((mode, name)) = begin.filter(|(mode, _)| matches!(mode.len(), 3 | 4)) else { continue };
            let first = lines.clone().next().unwrap_or_default();
            let bytes = first.bytes().next().map_or(0, |length| usize::from(length.wrapping_sub(b' ') & 63));
            let is_whole = bytes > 0 && (first.len() - 1) * 3 >= bytes * 4;
            if is_whole && mode.bytes().all(|digit| matches!(digit, b'0'..=b'7')) {
                lines.find(|line| line.trim_end() == "end")?;
                return Some(name.trim());
            }
        }
    })
}

/// The crate takes some hundred bytes for each part and header, however short it is.
fn guard(bytes: &[u8]) -> Result<(), Fault> {
    let parts = memchr::memmem::find_iter(bytes, b"\n--").count();
    if parts > PARTS {
        let what = Bilingual::new("Số phần của thư", "The number of parts of the message");
        return Err(Fault::too_large(what, parts, PARTS));
    }
    // «message/rfc822», «message/global», in whatever letter case.
    let ends_in = |at: usize, word: &[u8]| {
        at.checked_sub(word.len()).is_some_and(|from| bytes[from..at].eq_ignore_ascii_case(word))
    };
    let messages = memchr::memchr_iter(b'/', bytes).filter(|at| ends_in(*at, b"message")).nth(MESSAGES);
    if messages.is_some() {
        let what = Bilingual::new("Số thư trong thư", "The number of messages in the message");
        return Err(Fault::too_large(what, format!("> {MESSAGES}"), MESSAGES));
    }
    let mut lines = bytes.split(|byte| *byte == b'\n');
    if lines.by_ref().filter(|line| memchr::memchr(b':', line).is_some()).nth(HEADERS).is_some() {
        let what = Bilingual::new("Số dòng đầu thư", "The number of header lines of the message");
        return Err(Fault::too_large(what, format!("> {HEADERS}"), HEADERS));
    }
    Ok(())
}

fn sender(message: &Message<'_>) -> Sender {
    let from = message.from().and_then(|from| from.first());
    let text = |text: Option<&str>| tidy(text.unwrap_or_default()).chars().take(LONGEST).collect::<String>();
    Sender {
        path: Arc::from(""),
        name: text(from.and_then(|from| from.name())),
        address: text(from.and_then(|from| from.address())),
        subject: text(message.subject()),
        date: message.date().and_then(|date| {
            let (year, month, day) = (i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, date.day);
            Date::new(year, month, i8::try_from(day).ok()?).ok()
        }),
    }
}

/// The name and the bytes of a part that is attached; nothing for the text of the message and what belongs to it.
fn attached(part: &MessagePart<'_>, at: usize, whole: &[u8]) -> Option<(String, Result<Vec<u8>, Fault>)> {
    let kind = part.content_type();
    let (kind, subkind) = kind.map_or(("", ""), |kind| (kind.ctype(), kind.subtype().unwrap_or_default()));
    let (kind, subkind) = (kind.to_ascii_lowercase(), subkind.to_ascii_lowercase());
    let name = part.attachment_name().map(|name| archive::member_path(name.as_bytes(), None));
    let is_inline = part.content_disposition().is_some_and(|it| it.is_inline()) || part.content_id().is_some();
    let belongs_to_text = kind == "image" && is_inline
        || kind == "text" && matches!(&*subkind, "calendar" | "vcard" | "x-vcard" | "directory")
        || subkind.ends_with("pkcs7-signature")
        || subkind == "pgp-signature";
    if belongs_to_text {
        return None;
    }
    let named = |otherwise: String| name.clone().unwrap_or(otherwise);
    let is_named = |wanted: &str| name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(wanted));
    if subkind.contains("ms-tnef") || is_named("winmail.dat") {
        return Some((named("winmail.dat".to_owned()), Err(Fault::other(&rules::MESSAGE_NOT_OPENED, TNEF))));
    }
    if part.content_transfer_encoding().is_some_and(|encoding| encoding.to_ascii_lowercase().contains("uue")) {
        let name = named("uuencode".to_owned());
        return Some((name, Err(Fault::other(&rules::MESSAGE_NOT_OPENED, UUENCODED))));
    }
    if subkind.ends_with("pkcs7-mime") {
        return Some((named("smime.p7m".to_owned()), Err(Fault::other(&rules::MESSAGE_NOT_OPENED, SEALED))));
    }
    let bytes = match &part.body {
        PartType::Multipart(_) => return None,
        PartType::Message(message) => {
            let subject = tidy(message.subject().unwrap_or_default()).replace('/', "-");
            let subject: String = subject.chars().take(LONGEST / 5).collect();
            let name = named(if subject.is_empty() { format!("thu {at}.eml") } else { format!("{subject}.eml") });
            return Some((name, Ok(message.raw_message().to_vec())));
        }
        // What is not as it says comes as the text that was sent.
        PartType::Text(_) | PartType::Html(_) => {
            if name.is_none() && is_to_be_read(part, &kind, &subkind) {
                return None;
            }
            match as_sent(part, whole) {
                Some(bytes) => bytes,
                None => return Some((named(format!("tep {at}")), Err(Fault::unreadable(TORN, SEND_AGAIN)))),
            }
        }
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => bytes.to_vec(),
    };
    if bytes.len() as u64 > limits::FILE_BYTES {
        let what = Bilingual::new("Tệp", "The file");
        return Some((
            named(format!("tep {at}")),
            Err(Fault::too_many_bytes(what, bytes.len() as u64, limits::FILE_BYTES)),
        ));
    }
    Some((named(format!("tep {at}")), Ok(bytes)))
}

/// Whether a text without a name is what the message says, and no file: a page, or a text of no known kind that is not called attached.
fn is_to_be_read(part: &MessagePart<'_>, kind: &str, subkind: &str) -> bool {
    let is_prose = matches!((kind, subkind), ("" | "text", "" | "plain" | "html" | "enriched" | "richtext"));
    is_prose && !part.content_disposition().is_some_and(|it| it.is_attachment())
}

/// The bytes of an attached text before anybody took them for letters: what they are is for the reader to tell. Nothing if they are
/// encoded, and not whole in the way that the part says.
fn as_sent(part: &MessagePart<'_>, whole: &[u8]) -> Option<Vec<u8>> {
    let range = part.offset_body as usize..part.offset_end as usize;
    let raw = whole.get(range).unwrap_or_default();
    let said = part.content_transfer_encoding().unwrap_or_default().trim();
    match part.encoding {
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::Base64 => base64_decode(raw),
        // The crate takes a part for one that is not encoded if it cannot be decoded, or if the message ends before it does.
        Encoding::None if ["base64", "quoted-printable"].iter().any(|kind| said.eq_ignore_ascii_case(kind)) => None,
        Encoding::None => Some(raw.to_vec()),
    }
}

const TORN: Bilingual = Bilingual::new(
    "tệp đính kèm bị cắt cụt hoặc hỏng trong thư",
    "the attachment is cut short or damaged in the message",
);

const SEND_AGAIN: Bilingual =
    Bilingual::new("Đính kèm lại tệp gốc và gửi lại thư", "Attach the original once more and send the message again");

const TNEF: Bilingual = Bilingual::new(
    "winmail.dat, trong đó Outlook gói các tệp đính kèm theo cách riêng",
    "winmail.dat, in which Outlook wraps what is attached in a way of its own",
);

const UUENCODED: Bilingual = Bilingual::new(
    "tệp đính kèm mã hóa kiểu uuencode trong nội dung thư",
    "an attachment uuencoded in the text of the message",
);

const SEALED: Bilingual =
    Bilingual::new("thư đã mã hóa hoặc đóng gói chữ ký số (S/MIME)", "an encrypted or sealed message (S/MIME)");
