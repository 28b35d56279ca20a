//! Letters as Word documents, from a template that is one too: whatever it looks like, `{{ … }}` and `{% … %}` in its text are filled
//! in, so that the layout is the users' own. The template that ships is laid out after NĐ 30/2020/NĐ-CP, Phụ lục I.
//!
//! Word cuts a text into runs wherever it pleases, also within a placeholder, so what stands between its braces is put together
//! first. A paragraph that holds nothing but `{% … %}` is no paragraph of the letter.

use std::io::{Cursor, Read, Write};

use jiff::civil::Date;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::super::engine::word;
use crate::text::Language;
use crate::text::trouble::Because;
use crate::workbook::mark::{AUTHOR, Mark, Output};
use crate::{bilingual, trouble};

/// The part that holds the text.
const DOCUMENT: &str = "word/document.xml";
const CORE: &str = "docProps/core.xml";
const CUSTOM: &str = "docProps/custom.xml";
const TYPES: &str = "[Content_Types].xml";
const RELATIONS: &str = "_rels/.rels";
/// A template is smaller.
const LARGEST: u64 = 32 << 20;

/// A template, in parts.
#[derive(Clone, Debug)]
pub struct Docx {
    parts: Vec<(String, Vec<u8>)>,
    /// What stands before the text of a letter, the text with its placeholders, and what stands behind.
    before: String,
    body: String,
    after: String,
}

/// What a document says of itself.
#[derive(Clone, Debug)]
pub struct About<'a> {
    /// Who wrote it.
    pub author: &'a str,
    /// What it is.
    pub title: &'a str,
    /// On which day.
    pub day: Date,
}

impl Docx {
    /// The template that ships.
    pub fn shipped(language: Language) -> Self {
        let body = language.say(
            include_str!("../../../schemas/letters/remind.vi.xml"),
            include_str!("../../../schemas/letters/remind.en.xml"),
        );
        let part = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
        let parts = vec![
            part(TYPES, include_str!("../../../schemas/letters/parts/types.xml")),
            part(RELATIONS, include_str!("../../../schemas/letters/parts/relations.xml")),
            part("word/_rels/document.xml.rels", include_str!("../../../schemas/letters/parts/document-relations.xml")),
            part("word/styles.xml", include_str!("../../../schemas/letters/parts/styles.xml")),
            part("word/header1.xml", include_str!("../../../schemas/letters/parts/header.xml")),
        ];
        let frame = include_str!("../../../schemas/letters/parts/frame.xml");
        let (before, after) = frame.split_once("BODY").unwrap_or((frame, ""));
        Self { parts, before: before.to_owned(), body: body.to_owned(), after: after.to_owned() }
    }

    /// A template of the user's.
    ///
    /// # Errors
    /// When it is no document of Word.
    pub fn parse(bytes: &[u8]) -> anyhow::Result<Self> {
        let no_word = || bilingual!("không phải tài liệu Word (.docx)", "no document of Word (.docx)");
        let mut archive = ZipArchive::new(Cursor::new(bytes)).because(no_word)?;
        let (mut parts, mut document) = (Vec::new(), None);
        for index in 0..archive.len() {
            let file = archive.by_index(index).because(no_word)?;
            let name = file.name().because(no_word)?.into_owned();
            if file.is_dir() {
                continue;
            }
            let mut content = Vec::new();
            file.take(LARGEST).read_to_end(&mut content).because(no_word)?;
            match &*name {
                DOCUMENT => document = Some(String::from_utf8(content).because(no_word)?),
                CORE | CUSTOM => {}
                _ => parts.push((name, content)),
            }
        }
        let document = document.because(no_word)?;
        let Some((start, end)) = text_of(&document) else {
            trouble!("tài liệu Word không có nội dung", "the document of Word has no text");
        };
        let body = without_bare_tags(&joined(&document[start..end]));
        Ok(Self { parts, before: document[..start].to_owned(), body, after: document[end..].to_owned() })
    }

    /// The text with its placeholders, as XML.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// A document with these texts, each on a page of its own.
    ///
    /// # Errors
    /// When it cannot be packed.
    pub fn packed(&self, bodies: &[&str], about: &About<'_>) -> anyhow::Result<Vec<u8>> {
        let text = format!("{}{}{}", self.before, bodies.join(NEXT_PAGE), self.after);
        let packing = || bilingual!("đóng gói công văn", "packing the letter");
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let mut add = |name: &str, content: &[u8]| -> anyhow::Result<()> {
            archive.start_file(name, SimpleFileOptions::default()).because(packing)?;
            archive.write_all(content).because(packing)
        };
        for (name, content) in &self.parts {
            match &**name {
                TYPES => add(name, with_types(&String::from_utf8_lossy(content)).as_bytes())?,
                RELATIONS => add(name, with_relations(&String::from_utf8_lossy(content)).as_bytes())?,
                _ => add(name, content)?,
            }
        }
        add(DOCUMENT, text.as_bytes())?;
        add(CORE, core(about).as_bytes())?;
        add(CUSTOM, custom().as_bytes())?;
        Ok(archive.finish().because(packing)?.into_inner())
    }

    /// The template itself, to be changed: with a mark, so that it is nobody's form.
    ///
    /// # Errors
    /// When it cannot be packed.
    pub fn itself(&self, about: &About<'_>) -> anyhow::Result<Vec<u8>> {
        self.packed(&[&in_paragraphs(&self.body)], about)
    }
}

/// Between two letters of one document.
const NEXT_PAGE: &str = "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>";

/// Where the text of a document begins and ends: behind it stand the measures of the page.
fn text_of(document: &str) -> Option<(usize, usize)> {
    let body = document.find("<w:body")?;
    let start = body + document[body..].find('>')? + 1;
    let close = document.rfind("</w:body>")?;
    let end = document[..close].rfind("<w:sectPr").filter(|at| !document[*at..close].contains("</w:p>"));
    let end = end.unwrap_or(close);
    (start <= end).then_some((start, end))
}

/// The text with every placeholder in one piece: what Word has put between its letters is left out.
fn joined(xml: &str) -> String {
    let mut out = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match placeholder(rest) {
            Some((text, length)) => {
                out.push_str(&text);
                rest = &rest[length..];
            }
            None => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

/// The placeholder that the text begins with, as plain letters, and how long it is in the text.
fn placeholder(xml: &str) -> Option<(String, usize)> {
    let mut text = String::new();
    let mut at = 0;
    while at < xml.len() {
        let rest = &xml[at..];
        if rest.starts_with('<') {
            at += rest.find('>')? + 1;
            continue;
        }
        let letter = rest.chars().next()?;
        text.push(letter);
        at += letter.len_utf8();
        match text.len() {
            1 => {}
            2 if !matches!(&*text, "{{" | "{%") => return None,
            _ if text.ends_with("}}") && text.starts_with("{{") || text.ends_with("%}") && text.starts_with("{%") => {
                return Some((plain(&text), at));
            }
            _ => {}
        }
    }
    None
}

/// What a placeholder says: entities are letters, and the quotation marks that Word curls are straight.
fn plain(text: &str) -> String {
    let pairs = [
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
        ("“", "\""),
        ("”", "\""),
        ("‘", "'"),
        ("’", "'"),
    ];
    pairs.into_iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Paragraphs that hold nothing but `{% … %}` are those alone: a loop over one repeats no blank lines.
fn without_bare_tags(xml: &str) -> String {
    let mut out = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(at) = rest.find("<w:p>").into_iter().chain(rest.find("<w:p ")).min() {
        let Some(length) = rest[at..].find("</w:p>").map(|end| end + "</w:p>".len()) else { break };
        let paragraph = &rest[at..at + length];
        out.push_str(&rest[..at]);
        let text = letters_of(paragraph);
        out.push_str(if is_of_tags(&text) { text.trim() } else { paragraph });
        rest = &rest[at + length..];
    }
    out + rest
}

/// The text of a piece of XML.
fn letters_of(xml: &str) -> String {
    let mut text = String::new();
    let mut rest = xml;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        rest = after.split_once('>').map_or("", |(_, behind)| behind);
    }
    text + rest
}

fn is_of_tags(text: &str) -> bool {
    let mut rest = text.trim();
    if rest.is_empty() {
        return false;
    }
    while let Some(after) = rest.strip_prefix("{%").and_then(|tag| tag.split_once("%}")) {
        rest = after.1.trim_start();
    }
    rest.is_empty()
}

/// Tags that stand between paragraphs in paragraphs of their own, as Word needs them.
fn in_paragraphs(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    for line in body.lines() {
        let (mut rest, mut tags) = (line, String::new());
        while let Some(after) = rest.strip_prefix("{%").and_then(|tag| tag.split_once("%}")) {
            tags.push_str(&rest[..rest.len() - after.1.len()]);
            rest = after.1;
        }
        let behind = rest.rfind("</w:p>").map_or(rest.len(), |at| at + "</w:p>".len());
        let (content, last) = rest.split_at(behind);
        out.push_str(&paragraph_of(&tags));
        out.push_str(content);
        out.push_str(&if last.starts_with("{%") { paragraph_of(last) } else { last.to_owned() });
        out.push('\n');
    }
    out
}

/// These tags as a paragraph; nothing if there are none.
fn paragraph_of(tags: &str) -> String {
    if tags.is_empty() {
        return String::new();
    }
    let escaped = tags.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{escaped}</w:t></w:r></w:p>")
}

/// The list of parts with ours.
fn with_types(types: &str) -> String {
    let ours = [
        (CORE, "application/vnd.openxmlformats-package.core-properties+xml"),
        (CUSTOM, "application/vnd.openxmlformats-officedocument.custom-properties+xml"),
    ];
    let missing = ours.into_iter().filter(|(part, _)| !types.contains(part));
    let added: String =
        missing.map(|(part, kind)| format!("<Override PartName=\"/{part}\" ContentType=\"{kind}\"/>")).collect();
    types.replace("</Types>", &format!("{added}</Types>"))
}

/// The relations of the package with ours.
fn with_relations(relations: &str) -> String {
    let ours = [
        ("bieumauCore", CORE, "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"),
        (
            "bieumauCustom",
            CUSTOM,
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties",
        ),
    ];
    let missing = ours.into_iter().filter(|(_, part, _)| !relations.contains(part));
    let added: String = missing
        .map(|(id, part, kind)| format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{part}\"/>"))
        .collect();
    relations.replace("</Relationships>", &format!("{added}</Relationships>"))
}

/// Who wrote it and when: on the day of the report, at its beginning.
fn core(about: &About<'_>) -> String {
    let (author, title, day) = (word(about.author), word(about.title), about.day);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>\
         <cp:lastModifiedBy>{author}</cp:lastModifiedBy><dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z\
         </dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:modified></cp:coreProperties>"
    )
}

/// The mark of what the tool writes.
fn custom() -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Properties \
         xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\" \
         xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes\"><property \
         fmtid=\"{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}\" pid=\"2\" name=\"{AUTHOR}\"><vt:lpwstr>{}</vt:lpwstr></property>\
         </Properties>",
        Mark::of(Output::Letter)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_that_word_has_cut_are_put_together() {
        let cut = "<w:t>Gửi {</w:t></w:r><w:r><w:t>{ agency.</w:t></w:r><w:r><w:t>name|default(“x”) }} {a}</w:t>";
        assert_eq!(joined(cut), "<w:t>Gửi {{ agency.name|default(\"x\") }} {a}</w:t>");
    }

    #[test]
    fn the_template_that_ships_is_the_same_as_a_document() {
        let shipped = Docx::shipped(Language::Vietnamese);
        let about = About { author: "a", title: "t", day: jiff::civil::date(2023, 6, 23) };
        let read = Docx::parse(&shipped.itself(&about).expect("it can be packed")).expect("it is one");
        let bare = |body: &str| body.split_whitespace().collect::<String>();
        assert_eq!(bare(read.body()), bare(shipped.body()));
    }

    #[test]
    fn paragraphs_of_tags_alone_are_tags() {
        let xml = "<w:p><w:r><w:t>{% for a in b %}</w:t></w:r></w:p><w:p w:x=\"1\"><w:t>{{ a }}</w:t></w:p><w:p/>";
        assert_eq!(without_bare_tags(xml), "{% for a in b %}<w:p w:x=\"1\"><w:t>{{ a }}</w:t></w:p><w:p/>");
    }
}
