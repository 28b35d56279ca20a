//! How cells look: few colours, thin lines, and the same look for the same thing on every sheet.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::finding::Severity;
use crate::ledger::Status;
use crate::render::words;
use crate::text::{Bilingual, Language};

/// The colour of headings.
pub const INK: u32 = 0x1F3864;
const LINE: u32 = 0xBFBFBF;
const MUTED: u32 = 0x595959;

/// The formats of the workbook.
pub struct Styles {
    pub title: Format,
    pub subtitle: Format,
    pub group: Format,
    pub header: Format,
    pub text: Format,
    pub link: Format,
    pub centred: Format,
    pub number: Format,
    pub day: Format,
    pub percent: Format,
    pub band: Format,
    pub paragraph: Format,
    /// Text without a frame, and the heading of a part of a sheet.
    pub bare: Format,
    pub section: Format,
    /// Labels and figures of tables of counts: a nought is a dash, so that the eye finds what is there.
    pub label: Format,
    pub tally: Format,
    pub sum: Format,
    pub share: Format,
}

impl Styles {
    pub fn new() -> Self {
        let cell = || {
            Format::new().set_border(FormatBorder::Thin).set_border_color(Color::RGB(LINE)).set_align(FormatAlign::Top)
        };
        let heading = || {
            cell()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_font_color(Color::RGB(INK))
        };
        Self {
            title: Format::new().set_bold().set_font_size(14).set_font_color(Color::RGB(INK)),
            subtitle: Format::new().set_italic().set_font_color(Color::RGB(MUTED)),
            group: heading().set_background_color(Color::RGB(0xC9D6E8)),
            header: heading().set_background_color(Color::RGB(0xDFE7F2)),
            text: cell().set_text_wrap(),
            link: cell().set_text_wrap().set_font_color(Color::RGB(0x1155CC)).set_underline(FormatUnderline::Single),
            centred: cell().set_text_wrap().set_align(FormatAlign::Center),
            number: cell().set_num_format("#,##0").set_align(FormatAlign::Right).set_indent(1),
            day: cell().set_num_format("d/m/yyyy").set_align(FormatAlign::Center),
            percent: cell().set_num_format("0.0%").set_align(FormatAlign::Right).set_indent(1),
            band: cell().set_bold().set_background_color(Color::RGB(0xF2F2F2)),
            bare: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            section: Format::new().set_bold().set_font_size(12).set_font_color(Color::RGB(INK)),
            label: cell().set_text_wrap().set_align(FormatAlign::Left),
            tally: cell().set_num_format("#,##0;-#,##0;–").set_align(FormatAlign::Right).set_indent(1),
            sum: cell()
                .set_bold()
                .set_num_format("#,##0;-#,##0;–")
                .set_align(FormatAlign::Right)
                .set_indent(1)
                .set_background_color(Color::RGB(0xF2F2F2)),
            share: cell().set_num_format("0%").set_align(FormatAlign::Right).set_indent(1),
            paragraph: Format::new().set_text_wrap().set_align(FormatAlign::Top).set_align(FormatAlign::Left),
        }
    }
}

/// Fill and ink of a status.
pub fn status(status: Status) -> Format {
    let (fill, ink) = match status {
        Status::Complied => (0xE3F1DD, 0x2E5E1F),
        Status::Defective => (0xFFF1CC, 0x7A5B00),
        Status::Missing => (0xF9E1DE, 0x8E2A1E),
    };
    Format::new().set_background_color(Color::RGB(fill)).set_font_color(Color::RGB(ink))
}

/// The words of every standing, each with its look.
pub fn standings(language: Language) -> [(String, Format); 4] {
    let of = |words: Bilingual, standing| (words.get(language).to_owned(), status(standing));
    let [complied, defective, missing] =
        [Status::Complied, Status::Defective, Status::Missing].map(|standing| of(words::status(standing), standing));
    [complied, defective, missing, of(words::NOT_SENT, Status::Missing)]
}

/// Fill of a status in the chart.
pub fn status_bar(status: Status) -> Color {
    Color::RGB(match status {
        Status::Complied => 0x6AA84F,
        Status::Defective => 0xE8B84A,
        Status::Missing => 0xD0D3D8,
    })
}

/// Ink of a severity.
pub fn severity(severity: Severity) -> Format {
    let ink = match severity {
        Severity::Error => 0x8E2A1E,
        Severity::Warning => 0x7A5B00,
        Severity::Info => MUTED,
    };
    Format::new().set_font_color(Color::RGB(ink)).set_bold()
}
