//! What a cell's style tells about its value: whether a number is a date, a month or a length of time, and whether the cell is
//! struck through. A style is one byte, for a workbook may have hundreds of thousands.

use std::collections::BTreeMap;

use super::super::refusal::Fault;
use super::super::xml::{Tag, Token, Tokens};
use super::is_true;

/// The styles of cells, by their number.
#[derive(Debug, Default)]
pub(super) struct Styles {
    cells: Vec<Style>,
}

/// What a style tells.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Style {
    pub(super) shows: Shows,
    pub(super) is_struck: bool,
}

/// What a number format makes of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in super::super) enum Shows {
    /// A number, or whatever is no date.
    #[default]
    Number,
    /// A date, a time of day, or both.
    Date,
    /// A month and its year, and no day: `mmm-yy`.
    Month,
    /// A length of time: `[h]:mm`.
    Duration,
}

impl Styles {
    pub(super) fn read(part: &str) -> Result<Self, Fault> {
        let mut styles = Self::default();
        let mut formats: BTreeMap<u32, Shows> = BTreeMap::new();
        let mut fonts: Vec<bool> = Vec::new();
        let mut within = "";
        let mut tokens = Tokens::new(part);
        while let Some(token) = tokens.next()? {
            let tag = match token {
                Token::Start(tag) => tag,
                Token::End("numFmts" | "fonts" | "cellXfs") => {
                    within = "";
                    continue;
                }
                _ => continue,
            };
            match (within, tag.name) {
                (_, "numFmts" | "fonts" | "cellXfs") => within = if tag.is_empty { "" } else { tag.name },
                // Styles of tables and of conditions have formats of their own, which no cell refers to.
                (_, "dxfs" | "cellStyleXfs") => tokens.skip(&tag)?,
                ("numFmts", "numFmt") => {
                    if let (Some(id), Some(code)) = (number(&tag, "numFmtId"), tag.attribute("formatCode")) {
                        formats.insert(id, shows(&code));
                    }
                }
                ("fonts", "font") => fonts.push(false),
                ("fonts", "strike") => {
                    if let Some(font) = fonts.last_mut() {
                        *font = tag.attribute("val").is_none_or(|value| is_true(&value));
                    }
                }
                ("cellXfs", "xf") => {
                    let id = number(&tag, "numFmtId").unwrap_or(0);
                    let font = number(&tag, "fontId").and_then(|font| fonts.get(font as usize));
                    let shows = formats.get(&id).copied().unwrap_or_else(|| built_in(id));
                    styles.cells.push(Style { shows, is_struck: font.copied().unwrap_or(false) });
                }
                _ => {}
            }
        }
        Ok(styles)
    }

    /// The style of this number; the plain one if there is none.
    pub(super) fn get(&self, number: usize) -> Style {
        self.cells.get(number).copied().unwrap_or_default()
    }
}

fn number(tag: &Tag<'_>, name: &str) -> Option<u32> {
    tag.attribute(name)?.trim().parse().ok()
}

/// What the formats show that every workbook has (ECMA-376, 18.8.30, with those of East Asian versions).
pub(in super::super) fn built_in(id: u32) -> Shows {
    match id {
        17 => Shows::Month,
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => Shows::Date,
        46 => Shows::Duration,
        _ => Shows::Number,
    }
}

/// What a format code shows: its first section tells, without what is quoted, escaped, filled or skipped.
pub(in super::super) fn shows(code: &str) -> Shows {
    let (mut letters, mut in_brackets) = (String::new(), String::new());
    let mut characters = code.chars();
    let (mut quoted, mut bracket) = (false, false);
    while let Some(letter) = characters.next() {
        match letter {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '_' | '\\' | '*' => _ = characters.next(),
            ';' if !bracket => break,
            '[' => (bracket, in_brackets) = (true, String::new()),
            ']' => {
                bracket = false;
                let unit = in_brackets.to_ascii_lowercase();
                if ['h', 'm', 's'].iter().any(|it| unit.starts_with(*it) && unit.trim_matches(*it).is_empty()) {
                    return Shows::Duration;
                }
            }
            _ if bracket => in_brackets.push(letter),
            _ => letters.push(letter.to_ascii_lowercase()),
        }
    }
    if letters.trim() == "general" {
        return Shows::Number;
    }
    let has = |wanted: &[char]| letters.contains(wanted);
    if has(&['d', 'h', 's']) || letters.contains("a/p") || letters.contains("am/pm") {
        return Shows::Date;
    }
    match (has(&['m']), has(&['y'])) {
        (true, true) => Shows::Month,
        (false, false) => Shows::Number,
        _ => Shows::Date,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_dates_from_numbers() {
        for (code, expected) in [
            ("dd/mm/yyyy", Shows::Date),
            ("H:MM:SS;@", Shows::Date),
            ("m\"M\"d\"D\";@", Shows::Date),
            ("[$-404]e\"\\xfc\"m\"\\xfc\"d\"\\xfc\"", Shows::Date),
            ("*-yyyy-mm-dd", Shows::Date),
            ("yyyy", Shows::Date),
            ("mmm-yy", Shows::Month),
            ("mm/yyyy", Shows::Month),
            ("\"Tháng\" m\\/yyyy", Shows::Month),
            ("[$-42A]mmmm\\-yy;@", Shows::Month),
            ("[h]:mm:ss", Shows::Duration),
            ("[>=100][Magenta][s].00", Shows::Duration),
            ("[mm]", Shows::Duration),
            ("#,##0\\ [$\\u20bd-46D]", Shows::Number),
            ("\"Y: \"0.00\"m\";\"Y: \"-0.00\"m\";@", Shows::Number),
            ("0_ ;[Red]\\-0\\ ", Shows::Number),
            ("\\Y000000", Shows::Number),
            ("#,##0*y", Shows::Number),
            ("[>=100][Magenta]General", Shows::Number),
            ("General", Shows::Number),
            ("@", Shows::Number),
            ("", Shows::Number),
        ] {
            assert_eq!(shows(code), expected, "{code}");
        }
    }

    #[test]
    fn reads_what_styles_cells_have() {
        let part = concat!(
            r#"<styleSheet><numFmts count="1"><numFmt numFmtId="164" formatCode="mm/yyyy"/></numFmts>"#,
            r#"<fonts><font><sz val="11"/></font><font><strike/></font><font><strike val="0"/></font></fonts>"#,
            r#"<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>"#,
            r#"<cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="164" fontId="1"/><xf numFmtId="14" fontId="2"/></cellXfs></styleSheet>"#,
        );
        let styles = Styles::read(part).expect("it is sound");
        let all: Vec<_> = (0..4).map(|number| (styles.get(number).shows, styles.get(number).is_struck)).collect();
        let expected = [(Shows::Number, false), (Shows::Month, true), (Shows::Date, false), (Shows::Number, false)];
        assert_eq!(all, expected);
    }
}
