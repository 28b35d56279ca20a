//! What is drawn on a page (ISO 32000-1, 9.4): texts, put together to lines by where they stand, and pictures.

use std::collections::HashMap;
use std::rc::Rc;

use super::fonts::Font;
use super::objects::{Objects, Reader, Value};
use crate::text::tidy;

/// Letters of a page that are kept: more than stand on the fullest one.
const LETTERS: usize = 12_000;
/// What a page draws that is drawn by itself: a stamp, a page that was put upon another.
const FORMS: usize = 40;
/// Such things within each other.
const DEPTH: usize = 4;
/// Operands of one operator.
const OPERANDS: usize = 2_000;
/// How far a text stands behind the last one, in its size, when a blank is between them, and when it is in another column.
const BLANK: f64 = 0.18;
const COLUMN: f64 = 1.6;
/// How far above or below the last one it is on another line.
const LINE: f64 = 0.5;
/// How texts are shown that nobody sees: what was recognised in a scan lies behind it so.
const UNSEEN: f64 = 3.0;

/// What was seen of a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) shows_text: bool,
    pub(super) shows_pictures: bool,
    pub(super) lines: Vec<String>,
}

/// Looks at a page, which bears its resources.
pub(super) fn look<'b>(objects: &'b Objects<'b>, page: &Value<'b>) -> Page {
    let mut pen = Pen { objects, seen: Page::default(), letters: 0, forms: 0, line: String::new(), end: (0.0, 0.0) };
    let mut content = Vec::new();
    let streams = match page.resolved(b"Contents", objects) {
        Some(Value::Array(streams)) => streams,
        stream => stream.into_iter().collect(),
    };
    for stream in streams.iter().filter_map(|stream| objects.get(stream)) {
        content.extend(objects.content(&stream).unwrap_or_default());
        content.push(b'\n');
    }
    let resources = page.resolved(b"Resources", objects).unwrap_or(Value::Number(0.0));
    pen.draw(&content, &resources, 0);
    pen.end_line();
    pen.seen
}

struct Pen<'b> {
    objects: &'b Objects<'b>,
    seen: Page,
    letters: usize,
    forms: usize,
    /// The line that is being put together, and where it ends.
    line: String,
    end: (f64, f64),
}

/// How texts are shown.
#[derive(Clone, Default)]
struct Style {
    font: Option<Rc<Font>>,
    size: f64,
    leading: f64,
    mode: f64,
    /// The matrix of the text: `a`, `d` and where it stands, and where its line begins.
    scale: (f64, f64),
    at: (f64, f64),
    begin: (f64, f64),
}

impl<'b> Pen<'b> {
    fn draw(&mut self, content: &[u8], resources: &Value<'b>, depth: usize) {
        let mut fonts: HashMap<Vec<u8>, Rc<Font>> = HashMap::new();
        let mut style = Style { scale: (1.0, 1.0), ..Style::default() };
        let (mut reader, mut operands) = (Reader::new(content), Vec::new());
        while let Some(value) = reader.value(0)
            && self.letters < LETTERS
        {
            let Value::Word(operator) = value else {
                if operands.len() < OPERANDS {
                    operands.push(value);
                }
                continue;
            };
            match operator {
                b"Tf" => {
                    if let [Value::Name(name), size] = &operands[..] {
                        let font = fonts.entry(name.to_vec()).or_insert_with(|| self.font(resources, name));
                        (style.font, style.size) = (Some(Rc::clone(font)), size.number().unwrap_or(1.0));
                    }
                }
                b"Do" => {
                    if let [Value::Name(name)] = &operands[..] {
                        self.draw_named(resources, name, depth);
                    }
                }
                // The bytes of a picture stand in the content itself.
                b"ID" => {
                    self.seen.shows_pictures = true;
                    let behind = memchr::memmem::find(&content[reader.at..], b"EI");
                    reader.at = behind.map_or(content.len(), |behind| reader.at + behind + 2);
                }
                operator => self.text(operator, &operands, &mut style),
            }
            operands.clear();
        }
    }

    fn text(&mut self, operator: &[u8], operands: &[Value<'_>], style: &mut Style) {
        let number = |at: usize| operands.get(at).and_then(Value::number).unwrap_or_default();
        match operator {
            b"BT" => (style.scale, style.at, style.begin) = ((1.0, 1.0), (0.0, 0.0), (0.0, 0.0)),
            b"Tm" => {
                style.scale = (number(0), number(3));
                (style.at, style.begin) = ((number(4), number(5)), (number(4), number(5)));
            }
            b"Td" => style.move_by(number(0), number(1)),
            b"TD" => {
                style.leading = -number(1);
                style.move_by(number(0), number(1));
            }
            b"TL" => style.leading = number(0),
            b"T*" => style.move_by(0.0, -style.leading),
            b"Tr" => style.mode = number(0),
            b"Tj" => self.show(operands, style),
            b"TJ" => {
                if let [Value::Array(items)] = operands {
                    self.show(items, style);
                }
            }
            b"'" | b"\"" => {
                style.move_by(0.0, -style.leading);
                self.show(operands.last().map(std::slice::from_ref).unwrap_or_default(), style);
            }
            _ => {}
        }
    }

    /// Shows texts; numbers between them move what follows.
    fn show(&mut self, items: &[Value<'_>], style: &mut Style) {
        for item in items {
            match item {
                Value::Number(back) => style.at.0 -= back / 1_000.0 * style.size * style.scale.0,
                Value::Text(text) => self.put(text, style),
                _ => {}
            }
        }
    }

    fn put(&mut self, text: &[u8], style: &mut Style) {
        self.seen.shows_text |= style.mode != UNSEEN && !text.is_empty();
        let Some(font) = style.font.clone() else { return };
        let (wide, high) = ((style.size * style.scale.0).abs(), (style.size * style.scale.1).abs());
        let gap = style.at.0 - self.end.0;
        if (style.at.1 - self.end.1).abs() > LINE * high || gap > COLUMN * wide || gap < -COLUMN * wide {
            self.end_line();
        } else if gap > BLANK * wide {
            self.line.push(' ');
        }
        for (letter, width) in font.read(text) {
            style.at.0 += width / 1_000.0 * style.size * style.scale.0;
            self.letters += 1;
            self.line.push_str(&letter);
        }
        self.end = style.at;
    }

    fn end_line(&mut self) {
        let line = tidy(&std::mem::take(&mut self.line));
        if !line.is_empty() {
            self.seen.lines.push(line);
        }
    }

    /// The font of this name; one that nothing is said of has plain letters.
    fn font(&self, resources: &Value<'b>, name: &[u8]) -> Rc<Font> {
        let font = resources.resolved(b"Font", self.objects).and_then(|fonts| fonts.resolved(name, self.objects));
        Rc::new(Font::of(&font.unwrap_or(Value::Number(0.0)), self.objects))
    }

    /// Draws what has a name: a picture, or what draws itself.
    fn draw_named(&mut self, resources: &Value<'b>, name: &[u8], depth: usize) {
        let named = resources.resolved(b"XObject", self.objects).and_then(|all| all.resolved(name, self.objects));
        let Some(named) = named else { return };
        if named.is(b"Subtype", b"Image") {
            self.seen.shows_pictures = true;
        } else if named.is(b"Subtype", b"Form") && depth < DEPTH && self.forms < FORMS {
            self.forms += 1;
            let own = named.resolved(b"Resources", self.objects);
            let content = self.objects.content(&named).unwrap_or_default();
            self.draw(&content, own.as_ref().unwrap_or(resources), depth + 1);
        }
    }
}

impl Style {
    fn move_by(&mut self, x: f64, y: f64) {
        self.begin = (self.begin.0 + x * self.scale.0, self.begin.1 + y * self.scale.1);
        self.at = self.begin;
    }
}
