//! Workbooks and documents that are embedded in others, as Word, Excel and LibreOffice do with what is inserted as an object. They are not
//! read: which of two tables is meant, one on the sheet and one behind a picture of it, is for a person to say. So they are told.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::names::{extension, file_name, pretends_to_be_a_spreadsheet};
use super::ole::Container;
use super::package::Package;
use super::rules;
use super::xml::{Token, Tokens};
use crate::bilingual;
use crate::finding::Finding;
use crate::text::Bilingual;

/// Objects that are looked at.
const OBJECTS: usize = 200;
/// Bytes of an object that is looked into; what is larger is taken for a document.
const OBJECT_BYTES: u64 = 8 << 20;
/// Names that are told.
const TOLD: usize = 3;

/// The names of the workbooks and documents that are embedded in a package.
pub(super) fn of(package: &mut Package<'_>) -> Vec<String> {
    let objects = objects(package);
    let mut embedded = Vec::new();
    for path in objects.into_iter().take(OBJECTS) {
        let name = file_name(&path);
        let is_one = match extension(name).as_deref() {
            Some("docx" | "docm" | "odt" | "rtf") => true,
            _ if pretends_to_be_a_spreadsheet(name) => true,
            _ => package.small_part(&path, OBJECT_BYTES).is_none_or(|bytes| holds_document(&bytes)),
        };
        if is_one {
            embedded.push(name.to_owned());
        }
    }
    embedded.extend(of_open_document(package));
    embedded
}

/// The paths of objects, without the workbooks behind charts, which repeat what these show.
fn objects(package: &mut Package<'_>) -> Vec<String> {
    let is_object = |name: &&str| name.rsplit_once('/').is_some_and(|(folder, _)| folder.ends_with("/embeddings"));
    let mut objects: Vec<String> = package.names().filter(is_object).map(str::to_owned).collect();
    if objects.is_empty() {
        return objects;
    }
    let charts = package.names().filter_map(|name| {
        let (folder, name) = name.rsplit_once("/_rels/")?;
        Some(format!("{folder}/{}", name.strip_suffix(".rels").filter(|_| folder.ends_with("/charts"))?))
    });
    let charts: Vec<String> = charts.collect();
    let mut behind = BTreeSet::new();
    for chart in charts {
        let relations = package.relations_of(&chart).unwrap_or_default();
        behind.extend(relations.values().map(|relation| relation.target.to_ascii_lowercase()));
    }
    objects.retain(|object| !behind.contains(object));
    objects
}

/// Whether an OLE object is a workbook or a document, or holds one as a package.
fn holds_document(bytes: &[u8]) -> bool {
    let Ok(container) = Container::open(bytes) else { return false };
    DOCUMENTS.iter().any(|stream| container.has(stream))
}

const DOCUMENTS: [&str; 4] = ["Workbook", "Book", "WordDocument", "Package"];

/// Those that the list of an OpenDocument package calls spreadsheets or texts.
fn of_open_document(package: &mut Package<'_>) -> Vec<String> {
    let mut embedded = Vec::new();
    if !package.has_part_ending("/content.xml") {
        return embedded;
    }
    let manifest = package.small_text("META-INF/manifest.xml").unwrap_or_default();
    let mut tokens = Tokens::new(&manifest);
    while let Ok(Some(token)) = tokens.next() {
        let Token::Start(tag) = token else { continue };
        let kind = tag.attribute("media-type").unwrap_or_default();
        let is_one = ["opendocument.spreadsheet", "opendocument.text"].iter().any(|it| kind.ends_with(it));
        let path = tag.attribute("full-path").unwrap_or_default();
        let name = path.trim_matches('/');
        if is_one && !name.is_empty() && embedded.len() < OBJECTS {
            embedded.push(name.to_owned());
        }
    }
    embedded
}

/// The same of an xls file, which keeps them in folders beside the workbook ([MS-XLS], 2.1.7.3).
pub(super) fn of_xls(bytes: &[u8]) -> Vec<String> {
    let Ok(container) = Container::open(bytes) else { return Vec::new() };
    let objects = container.folders("").into_iter().filter(|name| name.starts_with("MBD"));
    let holds = |name: &String| DOCUMENTS.iter().any(|stream| container.has(&format!("{name}/{stream}")));
    objects.take(OBJECTS).filter(holds).collect()
}

/// What there is to say of them.
pub(super) fn told(path: &Arc<str>, embedded: &[String]) -> Option<Finding> {
    let names: Vec<&str> = embedded.iter().take(TOLD).map(String::as_str).collect();
    let more = if embedded.len() > TOLD { ", …" } else { "" };
    let names = format!("{}{more}", names.join(", "));
    let what = match embedded.len() {
        0 => return None,
        1 => bilingual!("một bảng tính hoặc văn bản nhúng («{names}»)", "an embedded workbook or document (“{names}”)"),
        count => bilingual!(
            "{count} bảng tính hoặc văn bản nhúng («{names}»)",
            "{count} embedded workbooks or documents (“{names}”)"
        ),
    };
    Some(rules::part_not_read(path, what, OPEN_AND_SAVE))
}

const OPEN_AND_SAVE: Bilingual = Bilingual::new(
    "Nếu biểu nằm trong đó, mở đối tượng nhúng, lưu thành tệp .xlsx riêng rồi gửi tệp đó",
    "If the form is in it, open the embedded object, save it as an .xlsx file of its own and send that",
);
