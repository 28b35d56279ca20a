//! What a run of letters is, and the paragraph that runs add up to.

use super::super::xml::Tag;

/// The text of a paragraph, or of a cell.
#[derive(Clone, Debug, Default)]
pub(super) struct Paragraph {
    /// As people see it, with its number; lines end in `\n`, tabs are tabs.
    pub(super) text: String,
    /// The first address behind it.
    pub(super) link: Option<String>,
    /// Bytes of text that are struck through, and that are not.
    pub(super) struck: usize,
    pub(super) plain: usize,
    /// Its end was deleted: what follows goes on with it.
    pub(super) runs_on: bool,
    /// What it says in hidden letters, which are not part of the text.
    pub(super) hidden: String,
}

impl Paragraph {
    /// Whether all that it says is struck through.
    pub(super) fn is_struck(&self) -> bool {
        self.struck > 0 && self.plain == 0
    }

    /// Whether some of what it says is struck through and some is not.
    pub(super) fn is_partly_struck(&self) -> bool {
        self.struck > 0 && self.plain > 0
    }

    /// Adds what follows in the same cell.
    pub(super) fn add(&mut self, next: Self) {
        if !self.text.is_empty() && !self.runs_on {
            self.text.push('\n');
        }
        self.text.push_str(&next.text);
        self.link = self.link.take().or(next.link);
        self.hidden.push_str(&next.hidden);
        (self.struck, self.plain, self.runs_on) = (self.struck + next.struck, self.plain + next.plain, next.runs_on);
    }
}

/// How the letters of a run look.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Run {
    pub(super) is_struck: bool,
    pub(super) is_hidden: bool,
}

impl Run {
    pub(super) fn take(&mut self, tag: &Tag<'_>) {
        match tag.name {
            "strike" | "dstrike" => self.is_struck |= is_on(tag),
            "vanish" => self.is_hidden = is_on(tag),
            _ => {}
        }
    }
}

/// Whether a property that is there is on.
pub(super) fn is_on(tag: &Tag<'_>) -> bool {
    !matches!(tag.attribute("val").as_deref(), Some("0" | "false" | "off" | "none"))
}

pub(super) fn is_restart(tag: &Tag<'_>) -> bool {
    tag.attribute("val").as_deref() == Some("restart")
}

pub(super) fn number(tag: &Tag<'_>) -> u32 {
    tag.attribute("val").and_then(|value| value.trim().parse().ok()).unwrap_or(0)
}

/// The address in the instruction of a field, `HYPERLINK "https://…"`.
pub(super) fn address(instruction: &str) -> Option<String> {
    let rest = instruction.trim_start().strip_prefix("HYPERLINK")?;
    let target = rest.split('"').nth(1)?;
    Some(target.to_owned()).filter(|target| !target.is_empty())
}

/// What a symbol of the fonts for signs stands for: a tick, a box; of other signs nobody needs to know.
pub(super) fn symbol(tag: &Tag<'_>) -> &'static str {
    let code = tag.attribute("char").and_then(|code| u32::from_str_radix(&code, 16).ok()).unwrap_or(0) & 0xff;
    let font = tag.attribute("font").unwrap_or_default();
    match (&*font, code) {
        ("Wingdings", 0xfb..=0xfc) | ("Wingdings 2", 0x4f..=0x51) => "x",
        ("Wingdings", 0xfd..=0xfe | 0x78) | ("Wingdings 2", 0x52..=0x54) => "☒",
        ("Wingdings", 0x6f | 0xa8) | ("Wingdings 2", 0xa3) => "☐",
        ("Symbol", 0xb7) => "-",
        _ => "",
    }
}
