//! What a PDF is like, as far as it matters to whoever has to send something else: a scan, which is pictures only, or a document with
//! text, which was exported from one that can be sent. What its first pages say may tell whose it is; nothing of it is read as a form,
//! for a table on paper has no cells.
//!
//! A look and no more: objects are found where they stand, whatever the file's own directory says, for that is often wrong, and every
//! step is counted ([`objects::Objects`]).

use memchr::memmem;

use super::other::Resend;
use crate::text::Bilingual;

mod fonts;
mod objects;
mod page;

use objects::{Objects, Value};
use page::Page;

/// How a PDF begins. Some programs put bytes before it.
const MAGIC: &[u8] = b"%PDF-";
/// Where the first bytes must be (ISO 32000-1, annex H.3).
const MAGIC_WITHIN: usize = 1_024;
/// Pages that are looked at: a covering letter, the decision behind it, the first page of an annex.
const PAGES: usize = 4;
/// Nodes of the tree of pages that are looked at to find these.
const NODES: usize = 200;

/// What was seen of a PDF.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    is_locked: bool,
    shows_text: bool,
    shows_pictures: bool,
    /// The lines of its first pages, in the order in which they are drawn.
    pub(super) lines: Vec<String>,
}

/// Whether the bytes are a PDF.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF") || memmem::find(&bytes[..bytes.len().min(MAGIC_WITHIN)], MAGIC).is_some()
}

impl Seen {
    /// What the document is called.
    pub(super) fn format(&self) -> Bilingual {
        match self {
            Self { is_locked: true, .. } => Bilingual::new("tài liệu PDF có khóa", "a locked PDF document"),
            Self { shows_text: true, .. } => Bilingual::new("tài liệu PDF có chữ", "a PDF document with text"),
            Self { shows_pictures: true, .. } => {
                Bilingual::new("bản quét PDF (chỉ có ảnh)", "a scanned PDF (pictures only)")
            }
            _ => Bilingual::new("tài liệu PDF", "a PDF document"),
        }
    }

    /// What to send in its place.
    pub(super) fn resend(&self) -> Resend {
        if self.shows_pictures && !self.shows_text { Resend::Printed } else { Resend::Original }
    }
}

/// Looks at a PDF.
pub(super) fn look(bytes: &[u8]) -> Seen {
    if is_locked(bytes) {
        return Seen { is_locked: true, ..Seen::default() };
    }
    let objects = Objects::of(bytes);
    let mut seen = Seen::default();
    for page in pages(&objects) {
        let Page { shows_text, shows_pictures, lines } = page::look(&objects, &page);
        seen.shows_text |= shows_text;
        seen.shows_pictures |= shows_pictures;
        seen.lines.extend(lines);
    }
    seen
}

/// Whether the trailer names what it is encrypted with, also where anybody may open it and not print it.
fn is_locked(bytes: &[u8]) -> bool {
    memmem::find_iter(bytes, b"/Encrypt").any(|at| {
        let behind = bytes[at + b"/Encrypt".len()..].trim_ascii_start();
        behind.first().is_some_and(u8::is_ascii_digit) || behind.starts_with(b"<<")
    })
}

/// The first pages, each with the resources that it has from those above it.
fn pages<'b>(objects: &'b Objects<'b>) -> Vec<Value<'b>> {
    let mut found = Vec::new();
    let Some(root) = objects.root() else { return found };
    let mut open = vec![(root.resolved(b"Pages", objects), None::<Value<'b>>)];
    let mut left = NODES;
    while let Some((node, inherited)) = open.pop() {
        if left == 0 || found.len() == PAGES {
            break;
        }
        left -= 1;
        let Some(mut node) = node else { continue };
        let resources = node.resolved(b"Resources", objects).or(inherited);
        match node.resolved(b"Kids", objects) {
            Some(Value::Array(kids)) => {
                open.extend(kids.iter().take(NODES).rev().map(|kid| (objects.get(kid), resources.clone())));
            }
            _ => {
                if let Some(resources) = resources {
                    node.set(b"Resources", resources);
                }
                found.push(node);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn deflated(content: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(content).expect("memory can be written");
        encoder.finish().expect("memory can be written")
    }

    fn stream(number: u32, dictionary: &str, content: &[u8]) -> Vec<u8> {
        let head = format!("{number} 0 obj\n<</Filter/FlateDecode{dictionary}>>\nstream\r\n");
        [head.as_bytes(), &deflated(content), b"\nendstream\nendobj\n"].concat()
    }

    /// A document of one page, with this content and these other objects.
    fn document(content: &[u8], resources: &str, more: &[Vec<u8>]) -> Vec<u8> {
        let head = format!(
            "%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Kids[3 0 R]/Count 1/Resources<<{resources}>>>>endobj\n\
             3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R>>endobj\n"
        );
        let parts = [head.into_bytes(), stream(4, "", content), more.concat(), b"trailer<</Root 1 0 R>>".to_vec()];
        parts.concat()
    }

    fn said(bytes: &[u8]) -> String {
        look(bytes).format().en.into_owned()
    }

    const TEXT: &[u8] = b"BT /F1 12 Tf 72 720 Td (UBND TINH HA GIANG) Tj 0 -20 Td [(So)-500(lieu)] TJ ET";

    #[test]
    fn a_scan_is_told_from_a_document_with_text() {
        let picture = stream(5, "/Subtype/Image", b"picture");
        assert_eq!(said(&document(TEXT, "", &[])), "a PDF document with text");
        let scan = b"q 595 0 0 842 0 0 cm /Im0 Do Q";
        assert_eq!(
            said(&document(scan, "/XObject<</Im0 5 0 R>>", std::slice::from_ref(&picture))),
            "a scanned PDF (pictures only)"
        );
        // Its words were recognised and lie behind the picture: it is a scan all the same, and says whose it is.
        let recognised = [&scan[..], b" BT 3 Tr /F1 12 Tf (UBND TINH HA GIANG) Tj ET"].concat();
        let seen = look(&document(&recognised, "/XObject<</Im0 5 0 R>>", &[picture]));
        assert_eq!((&*seen.format().en, &*seen.lines[0]), ("a scanned PDF (pictures only)", "UBND TINH HA GIANG"));
        assert_eq!(said(&document(b"0 0 m 1 1 l S", "", &[])), "a PDF document");
        assert_eq!(said(b"%PDF-1.4 cut"), "a PDF document");
        let locked = [document(TEXT, "", &[]), b"trailer<</Encrypt 9 0 R>>".to_vec()].concat();
        assert_eq!(said(&locked), "a locked PDF document");
    }

    #[test]
    fn letters_are_what_the_font_says_they_are() {
        let font = b"6 0 obj<</Type/Font/Subtype/Type0/ToUnicode 7 0 R/DescendantFonts[8 0 R]>>endobj\n\
                     8 0 obj<</W[1[500 500 500]]/DW 1000>>endobj\n";
        let map =
            stream(7, "", b"1 beginbfchar <0001> <1EE6> endbfchar 1 beginbfrange <0002> <0003> <0042> endbfrange");
        // «ỦB», «C» at the same height far to the right, and «B» a line below.
        let content =
            b"BT /F1 10 Tf 1 0 0 1 50 700 Tm <00010002> Tj 1 0 0 1 300 700 Tm <0003> Tj 1 0 0 1 50 680 Tm <0002> Tj ET";
        let seen = look(&document(content, "/Font<</F1 6 0 R>>", &[font.to_vec(), map]));
        assert_eq!(seen.lines, ["ỦB", "C", "B"]);
    }

    #[test]
    fn what_is_packed_in_one_stream_is_found() {
        let packed =
            b"1 0 2 32 3 70 <</Type/Catalog/Pages 2 0 R>>    <</Kids[3 0 R]/Count 1>>              <</Contents 4 0 R>>";
        let first = memmem::find(packed, b"<<").expect("there is one");
        let packed = stream(9, &format!("/Type/ObjStm/N 3/First {first}"), packed);
        let all = [b"%PDF-1.7\n".to_vec(), packed, stream(4, "", TEXT), b"trailer<</Root 1 0 R>>".to_vec()].concat();
        assert_eq!(look(&all).lines, ["UBND TINH HA GIANG", "So lieu"]);
    }

    #[test]
    fn a_hostile_one_is_given_up() {
        // A bomb, a tree of pages that leads to itself, a form that draws itself, an array without an end.
        assert_eq!(said(&document(&vec![b' '; 40 << 20], "", &[])), "a PDF document");
        let circle =
            b"%PDF-1.4\n1 0 obj<</Pages 2 0 R>>endobj 2 0 obj<</Kids[2 0 R 2 0 R 2 0 R]>>endobj trailer<</Root 1 0 R>>";
        assert_eq!(said(circle), "a PDF document");
        let form = stream(5, "/Subtype/Form/Resources<</XObject<</X 5 0 R>>>>", b"/X Do /X Do /X Do /X Do");
        assert_eq!(said(&document(b"/X Do", "/XObject<</X 5 0 R>>", &[form])), "a PDF document");
        let deep = [b"%PDF-1.4 1 0 obj".to_vec(), b"[".repeat(1 << 20), b"trailer<</Root 1 0 R>>".to_vec()].concat();
        assert_eq!(said(&deep), "a PDF document");
        let many = [b"%PDF-1.4 ".to_vec(), b"1 0 obj ".repeat(200_000), b"trailer<</Root 1 0 R>>".to_vec()].concat();
        assert_eq!(said(&many), "a PDF document");
    }
}
