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
