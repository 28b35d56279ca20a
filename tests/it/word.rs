//! Word documents from their XML.

use std::io::{Cursor, Write as _};

/// A part of a document.
pub fn part(root: &str, content: &str) -> String {
    const NAMES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:{root} {NAMES}>{content}</w:{root}>")
}

/// A document of these parts.
pub fn pack(parts: &[(&str, &str)]) -> Vec<u8> {
    const TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = |of: &[(&str, &str)]| {
        let each = of.iter().enumerate().map(|(at, (kind, target))| {
            format!("<Relationship Id=\"rId{at}\" Type=\"{KIND}/{kind}\" Target=\"{target}\"/>")
        });
        format!("<Relationships>{}</Relationships>", each.collect::<String>())
    };
    let (of_package, of_document) = (
        relations(&[("officeDocument", "word/document.xml")]),
        relations(&[("numbering", "numbering.xml"), ("header", "header1.xml")]),
    );
    let fixed = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", &*of_package),
        ("word/_rels/document.xml.rels", &*of_document),
    ];
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in fixed.iter().chain(parts) {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("memory can be written");
        archive.write_all(content.as_bytes()).expect("memory can be written");
    }
    archive.finish().expect("memory can be written").into_inner()
}

/// A document with this body and this in its header, and nothing else.
pub fn of_body(body: &str, header: Option<&str>) -> Vec<u8> {
    let document = part("document", &format!("<w:body>{body}</w:body>"));
    let header = header.map(|header| part("hdr", header));
    let header = header.as_deref().map(|header| ("word/header1.xml", header));
    let parts: Vec<(&str, &str)> = [("word/document.xml", &*document)].into_iter().chain(header).collect();
    pack(&parts)
}
