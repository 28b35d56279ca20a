//! A letter as a Word document. The template is Markdown whatever the format, so that there is one template to change; what
//! letters need of Markdown is kept: paragraphs, headings, lists, bold and italics.

use std::io::Cursor;

use anyhow::Context;
use docx_rs::{AlignmentType, Docx, LineSpacing, PageMargin, Paragraph, Run, RunFonts};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::workbook::mark::{AUTHOR, Mark, Output};

/// Points are counted in halves: 13 points, as official letters are set (NĐ 30/2020, Phụ lục I).
const SIZE: usize = 26;
/// Headings are a point larger.
const HEADING_SIZE: usize = 28;
/// Twentieths of a point: margins of 2 cm, on the left 3 cm (NĐ 30/2020, Phụ lục I).
const MARGIN: i32 = 1134;
const LEFT_MARGIN: i32 = 1701;

/// The letter as the bytes of a `.docx` file.
///
/// # Errors
/// When the document cannot be packed.
pub fn docx(markdown: &str) -> anyhow::Result<Vec<u8>> {
    let mut document = Docx::new()
        .custom_property(AUTHOR, Mark::of(Output::Letter).to_string())
        .page_size(11_906, 16_838)
        .page_margin(PageMargin::new().top(MARGIN).bottom(MARGIN).right(MARGIN).left(LEFT_MARGIN))
        .default_fonts(fonts())
        .default_size(SIZE);
    let mut writer = Writer::default();
    for event in Parser::new(markdown) {
        if let Some(paragraph) = writer.take(event) {
            document = document.add_paragraph(paragraph);
        }
    }
    let mut bytes = Cursor::new(Vec::new());
    document.build().pack(&mut bytes).context("packing the letter")?;
    Ok(bytes.into_inner())
}

fn fonts() -> RunFonts {
    RunFonts::new().ascii("Times New Roman").hi_ansi("Times New Roman").cs("Times New Roman")
}

/// The paragraph in the making.
#[derive(Default)]
struct Writer {
    runs: Vec<Run>,
    bold: usize,
    italic: usize,
    is_heading: bool,
    /// For each list that is open, the number of its next item; `None` for bullets.
    lists: Vec<Option<u64>>,
}

impl Writer {
    /// Takes an event and gives the paragraph that it ends, if it ends one.
    fn take(&mut self, event: Event<'_>) -> Option<Paragraph> {
        match event {
            Event::Start(Tag::Strong) => self.bold += 1,
            Event::End(TagEnd::Strong) => self.bold = self.bold.saturating_sub(1),
            Event::Start(Tag::Emphasis) => self.italic += 1,
            Event::End(TagEnd::Emphasis) => self.italic = self.italic.saturating_sub(1),
            Event::Start(Tag::Heading { .. }) => self.is_heading = true,
            Event::Start(Tag::List(first)) => {
                // What stands before a list within an item is a paragraph of its own.
                let before = self.paragraph();
                self.lists.push(first);
                return before;
            }
            Event::End(TagEnd::List(_)) => {
                self.lists.pop();
            }
            Event::Start(Tag::Item) => {
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.runs.push(Run::new().add_text(mark));
            }
            Event::Text(text) | Event::Code(text) => self.text(&text),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.runs.push(Run::new().add_break(docx_rs::BreakType::TextWrapping)),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => return self.paragraph(),
            _ => {}
        }
        None
    }

    fn text(&mut self, text: &str) {
        let mut run = Run::new().add_text(text).fonts(fonts());
        if self.bold > 0 || self.is_heading {
            run = run.bold();
        }
        if self.italic > 0 {
            run = run.italic();
        }
        if self.is_heading {
            run = run.size(HEADING_SIZE);
        }
        self.runs.push(run);
    }

    fn paragraph(&mut self) -> Option<Paragraph> {
        let is_heading = std::mem::take(&mut self.is_heading);
        if self.runs.is_empty() {
            return None;
        }
        let mut paragraph = Paragraph::new().line_spacing(LineSpacing::new().after(120));
        if is_heading {
            paragraph = paragraph.align(AlignmentType::Center);
        }
        Some(std::mem::take(&mut self.runs).into_iter().fold(paragraph, Paragraph::add_run))
    }
}
