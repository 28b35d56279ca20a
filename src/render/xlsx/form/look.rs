//! How a form looks: as official papers do, in Times New Roman, with thin lines; what is to be corrected stands out by
//! its colour, and a note says the same in words.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::finding::Severity;
use crate::schema::{Kind, Stands};

const FONT: &str = "Times New Roman";
const LINE: u32 = 0x7F7F7F;
/// The number format `@` of text, which every workbook has.
const TEXT: u8 = 49;

/// What has been said about a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tint {
    /// Nothing.
    #[default]
    Plain,
    /// It was corrected by the tool.
    Made,
    /// A person should look at it.
    Warning,
    /// It must be corrected.
    Error,
}

impl From<Severity> for Tint {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Info => Self::Plain,
        }
    }
}

impl Tint {
    /// The format with the colour of what has been said.
    pub fn over(self, format: &Format) -> Format {
        let fill = match self {
            Self::Plain => return format.clone(),
            Self::Made => 0xDCEFD5,
            Self::Warning => 0xFFEDB8,
            Self::Error => 0xF8CDC7,
        };
        format.clone().set_background_color(Color::RGB(fill))
    }
}

/// The formats of a form.
pub struct Look {
    pub state: Format,
    pub motto: Format,
    pub agency: Format,
    pub title: Format,
    pub decision: Format,
    /// Another line of the title block.
    pub middle: Format,
    pub header: Format,
    pub numbers: Format,
    /// A cell of the table that may be filled in.
    pub cell: Format,
    pub centred: Format,
    /// A cell for a period, as text: of «6/2024» Excel would make the first of June.
    pub period: Format,
    pub section: Format,
    /// A line above or below the table.
    pub line: Format,
    /// A column of the sheet outside the table, which may be filled in.
    pub open: Format,
    /// The same for periods.
    pub open_period: Format,
    pub grey: Format,
    pub bold: Format,
    pub link: Format,
}

impl Look {
    pub fn new() -> Self {
        let text = || Format::new().set_font_name(FONT).set_font_size(11);
        let centre = |format: Format| {
            format.set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter).set_text_wrap()
        };
        let lined = |format: Format| format.set_border(FormatBorder::Thin).set_border_color(Color::RGB(LINE));
        let cell = || lined(text()).set_align(FormatAlign::Top).set_text_wrap().set_unlocked();
        let open = || text().set_unlocked().set_align(FormatAlign::Top).set_text_wrap();
        Self {
            state: centre(text()).set_bold(),
            motto: centre(text()).set_bold().set_font_size(12),
            agency: centre(text()).set_bold().set_unlocked(),
            title: centre(text()).set_bold().set_font_size(14),
            decision: centre(text()).set_italic().set_font_size(12).set_unlocked(),
            middle: centre(text()).set_unlocked(),
            header: centre(lined(text())).set_bold().set_background_color(Color::RGB(0xE4EAF3)),
            numbers: centre(lined(text())).set_italic().set_font_size(9).set_font_color(Color::RGB(0x595959)),
            cell: cell(),
            centred: cell().set_align(FormatAlign::Center),
            period: cell().set_align(FormatAlign::Center).set_num_format_index(TEXT),
            section: cell().set_bold().set_background_color(Color::RGB(0xF2F2F2)),
            line: text().set_unlocked(),
            open: open(),
            open_period: open().set_num_format_index(TEXT),
            grey: text().set_italic().set_font_color(Color::RGB(0x595959)),
            bold: text().set_bold(),
            link: cell().set_font_color(Color::RGB(0x1F4E9E)).set_underline(rust_xlsxwriter::FormatUnderline::Single),
        }
    }

    /// How a value of this kind stands in the table: short ones in the middle.
    pub fn of(&self, kind: Option<&Kind>) -> &Format {
        match kind.map_or(Stands::Left, |kind| kind.treatment().stands) {
            Stands::MiddleAsText => &self.period,
            Stands::Left => &self.cell,
            Stands::Middle => &self.centred,
        }
    }
}
