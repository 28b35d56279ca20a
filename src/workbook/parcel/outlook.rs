//! Messages as Outlook saves them ([MS-OXMSG]): an OLE container with a stream for each property, and a folder for each file that is
//! attached. A message that is attached lies in a folder of the same kind.

use std::sync::Arc;

use encoding_rs::WINDOWS_1258;
use jiff::civil::{Date, date};

use super::super::names::WITHIN;
use super::super::ole::Container;
use super::super::refusal::Fault;
use super::super::{archive, limits, rules, sniff};
use super::mail::{Attached, Letter, Sender, is_picture, link, tabulated};
use super::too_deep;
use crate::text::{Bilingual, tidy};

/// Properties ([MS-OXPROPS]): the text, the text as a page, subject, sender's name and addresses, message headers.
const BODY: &str = "1000";
const PAGE: &str = "1013";
const SUBJECT: &str = "0037";
const SENDER: &str = "0C1A";
const ADDRESSES: [&str; 2] = ["5D01", "0C1F"];
/// Of an attached file: its long and short name, its bytes, its identifier within the text, its kind.
const NAMES: [&str; 2] = ["3707", "3704"];
const BYTES: &str = "37010102";
const MESSAGE: &str = "3701000D";
const CONTENT_ID: &str = "3712";
/// When it was handed in, and when it was delivered.
const TIMES: [u16; 2] = [0x0039, 0x0E06];
/// Attached files of one message.
const FILES: usize = 1_000;

/// Reads a message.
pub(super) fn letter(bytes: &[u8]) -> Result<Letter, Fault> {
    let mut container = Container::open(bytes).map_err(|error| Fault::broken(&error))?;
    let sender = sender(&mut container, "");
    let said = said(&mut container, "", sender);
    let mut attached = Vec::new();
    let holds_table = files(&mut container, "", "", 0, &mut attached)?
        || said.holds_table && attached.iter().all(|(name, _)| is_picture(name));
    Ok(Letter { attached: Attached(attached), holds_table, ..said })
}

/// What the text of the message in this folder says, with nothing attached to it.
fn said(container: &mut Container<'_>, folder: &str, sender: Sender) -> Letter {
    let text = whole(container, folder, BODY).unwrap_or_default();
    // The page is kept as bytes, or as a text.
    let bytes = container.stream(&format!("{folder}__substg1.0_{PAGE}0102")).ok().flatten();
    let page = bytes.or_else(|| whole(container, folder, PAGE).map(String::into_bytes)).unwrap_or_default();
    let holds_table = tabulated(&text) || sniff::holds_a_table(&page);
    Letter { sender, link: link(&text), attached: Attached::default(), holds_table }
}

fn sender(container: &mut Container<'_>, folder: &str) -> Sender {
    let mut first = |properties: &[&str]| {
        let found = properties.iter().find_map(|property| text(container, folder, property));
        found.unwrap_or_default()
    };
    let (name, subject, address) = (first(&[SENDER]), first(&[SUBJECT]), first(&ADDRESSES));
    let address = if address.contains('@') { address } else { String::new() };
    Sender { path: Arc::from(""), name, address, subject, date: day(container, folder) }
}

/// A property that is a text, as far as a name or a subject goes.
fn text(container: &mut Container<'_>, folder: &str, property: &str) -> Option<String> {
    whole(container, folder, property).map(|text| short(&text))
}

/// A property that is a text: in Unicode, or in the code page of the sender's machine.
fn whole(container: &mut Container<'_>, folder: &str, property: &str) -> Option<String> {
    let wide = container.stream(&format!("{folder}__substg1.0_{property}001F")).ok().flatten();
    if let Some(bytes) = wide {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        return Some(String::from_utf16_lossy(&units));
    }
    let narrow = container.stream(&format!("{folder}__substg1.0_{property}001E")).ok().flatten()?;
    Some(match String::from_utf8(narrow) {
        Ok(text) => text,
        Err(error) => WINDOWS_1258.decode_without_bom_handling(error.as_bytes()).0.into_owned(),
    })
}

fn short(text: &str) -> String {
    tidy(text.trim_end_matches('\0')).chars().take(500).collect()
}

/// The day on which it was sent, in the time zone of Vietnam: times are kept in UTC, and where a message was sent is not said.
fn day(container: &mut Container<'_>, folder: &str) -> Option<Date> {
    const TICKS_A_DAY: u64 = 864_000_000_000;
    const SEVEN_HOURS: u64 = TICKS_A_DAY / 24 * 7;
    let properties = container.stream(&format!("{folder}__properties_version1.0")).ok().flatten()?;
    let header = if folder.is_empty() { 32 } else { 24 };
    let entries = properties.get(header..)?;
    let time = |wanted: u16| {
        let entry =
            entries.chunks_exact(16).find(|entry| entry[..4] == [0x40, 0, wanted as u8, (wanted >> 8) as u8])?;
        let ticks = entry[8..16].iter().rev().fold(0u64, |number, &byte| number << 8 | u64::from(byte));
        let days = i64::try_from(ticks.checked_add(SEVEN_HOURS)? / TICKS_A_DAY).ok()?;
        let day = date(1601, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
        (1980..2200).contains(&day.year()).then_some(day)
    };
    TIMES.into_iter().find_map(time)
}

/// What an attached file is whose bytes are not there; nothing for a drawing in the text.
fn elsewhere(container: &Container<'_>, folder: &str) -> Option<Bilingual> {
    const LINK: Bilingual = Bilingual::new(
        "liên kết tới tệp lưu nơi khác (OneDrive, SharePoint, ổ mạng)",
        "a link to a file that lies elsewhere (OneDrive, SharePoint, a share)",
    );
    const OBJECT: Bilingual =
        Bilingual::new("tệp nhúng trong nội dung thư", "a file embedded in the text of the message");
    let object = format!("{folder}__substg1.0_{MESSAGE}/");
    if container.folders(&object).is_empty() && !container.has(&object) {
        return Some(LINK);
    }
    ["Package", "Workbook", "Book", "WordDocument"]
        .iter()
        .any(|of| container.has(&format!("{object}{of}")))
        .then_some(OBJECT)
}

/// What is attached to the message in this folder, and whether a message among it has a table and no file; `way` is what leads
/// there from the whole message.
fn files(
    container: &mut Container<'_>,
    folder: &str,
    way: &str,
    depth: usize,
    attached: &mut Vec<(String, Result<Vec<u8>, Fault>)>,
) -> Result<bool, Fault> {
    let mut holds_table = false;
    for child in container.folders(folder).into_iter().filter(|child| child.starts_with("__attach_version1.0_")) {
        if attached.len() >= FILES {
            let what = Bilingual::new("Số tệp đính kèm", "The number of attached files");
            return Err(Fault::too_large(what, format!("> {FILES}"), FILES));
        }
        let inner = format!("{folder}{child}/");
        let name = NAMES.iter().find_map(|name| text(container, &inner, name)).filter(|name| !name.is_empty());
        let message = format!("{inner}__substg1.0_{MESSAGE}/");
        if container.has(&format!("{message}__properties_version1.0")) {
            let subject = text(container, &message, SUBJECT).unwrap_or_default().replace('/', "-");
            let subject: String = subject.chars().take(100).collect();
            let name = if subject.is_empty() { "thu".to_owned() } else { subject };
            if depth + 1 >= limits::PARCEL_DEPTH {
                attached.push((format!("{way}{name}.msg"), Err(too_deep())));
                continue;
            }
            let before = attached.len();
            holds_table |= files(container, &message, &format!("{way}{name}.msg{WITHIN}"), depth + 1, attached)?;
            // The message within is listed as the one around it is.
            let sender = sender(container, &message);
            let letter = said(container, &message, sender);
            holds_table |= letter.holds_table && attached[before..].iter().all(|(name, _)| is_picture(name));
            attached.push((format!("{way}{name}.msg"), Err(letter.told(attached.len() - before))));
            continue;
        }
        let name = name.map_or_else(|| "?".to_owned(), |name| archive::member_path(name.as_bytes(), None));
        let in_text = text(container, &inner, CONTENT_ID).is_some_and(|id| !id.is_empty());
        if in_text && is_picture(&name) || name.eq_ignore_ascii_case("smime.p7s") {
            continue;
        }
        match container.stream(&format!("{inner}__substg1.0_{BYTES}")) {
            Ok(Some(bytes)) => attached.push((format!("{way}{name}"), Ok(bytes))),
            Ok(None) => attached.extend(
                elsewhere(container, &inner)
                    .map(|kind| (format!("{way}{name}"), Err(Fault::other(&rules::MESSAGE_NOT_OPENED, kind)))),
            ),
            Err(fault) => attached.push((format!("{way}{name}"), Err(fault))),
        }
    }
    Ok(holds_table)
}
