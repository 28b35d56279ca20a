//! The numbers of lists: Word keeps none in the text, it counts (ECMA-376, part 1, 17.9). An ordinal column is often such a list, with
//! nothing in its cells at all.

use std::collections::BTreeMap;

use super::super::xml::{Broken, Tag, Token, Tokens};

/// Levels of a list.
const LEVELS: usize = 9;
/// Lists and styles that are remembered. A document that was copied together for years has some hundreds.
const KNOWN: usize = 20_000;
/// Styles that rest upon each other.
const STYLE_DEPTH: usize = 16;
/// A number that a list begins with at most, and bytes of what stands around it.
const GREATEST: u32 = 1_000_000;
const LONGEST_TEXT: usize = 64;

/// How a level of a list is numbered.
#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: Format,
    /// Such as `%1.`.
    text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Decimal,
    /// `01`.
    Padded,
    Letter {
        upper: bool,
    },
    Roman {
        upper: bool,
    },
    Bullet,
    None,
}

/// A list as paragraphs name it.
#[derive(Clone, Debug, Default)]
struct List {
    kind: String,
    /// Numbers that levels begin with in this list, once it begins.
    starts: BTreeMap<usize, u32>,
    has_begun: bool,
}

/// A style of paragraphs.
#[derive(Clone, Debug, Default)]
struct Style {
    list: Option<String>,
    level: Option<usize>,
    based_on: Option<String>,
}

/// All lists of a document and how far each has counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    kinds: BTreeMap<String, BTreeMap<usize, Level>>,
    lists: BTreeMap<String, List>,
    styles: BTreeMap<String, Style>,
    /// By the kind of list: lists of one kind count on.
    counts: BTreeMap<String, [Option<u32>; LEVELS]>,
}

/// Which list a paragraph is in, as far as it says so itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbered {
    pub(super) list: Option<String>,
    pub(super) level: Option<usize>,
    pub(super) style: Option<String>,
}

impl Numbered {
    /// Takes what an element within the properties of a paragraph says.
    pub(super) fn take(&mut self, tag: &Tag<'_>) {
        let value = || tag.attribute("val").map(|value| value.into_owned());
        match tag.name {
            "numId" => self.list = value(),
            "ilvl" => self.level = value().and_then(|level| level.parse().ok()),
            "pStyle" => self.style = value(),
            _ => {}
        }
    }
}

impl Lists {
    /// Reads the parts that describe lists and styles, as far as they are sound.
    pub(super) fn read(numbering: &str, styles: &str) -> Self {
        let mut lists = Self::default();
        // What could not be read has no numbers.
        let _ = lists.read_kinds(&mut Tokens::new(numbering));
        let _ = lists.read_styles(&mut Tokens::new(styles));
        lists
    }

    fn read_kinds(&mut self, tokens: &mut Tokens<'_>) -> Result<(), Broken> {
        let (mut kind, mut list, mut level) = (String::new(), String::new(), 0usize);
        let mut in_list = false;
        while let Some(token) = tokens.next()? {
            let Token::Start(tag) = token else { continue };
            let value = || tag.attribute("val").unwrap_or_default().into_owned();
            let id = |name: &str| tag.attribute(name).unwrap_or_default().into_owned();
            match tag.name {
                _ if self.kinds.len() + self.lists.len() > KNOWN => return Ok(()),
                "abstractNum" => {
                    kind = id("abstractNumId");
                    in_list = false;
                    self.kinds.entry(kind.clone()).or_default();
                }
                "num" => {
                    list = id("numId");
                    in_list = true;
                    self.lists.entry(list.clone()).or_default();
                }
                "abstractNumId" if in_list => self.lists.entry(list.clone()).or_default().kind = value(),
                "lvlOverride" | "lvl" => level = id("ilvl").parse().unwrap_or(0),
                "startOverride" if in_list => {
                    let start = value().parse().unwrap_or(1).min(GREATEST);
                    self.lists.entry(list.clone()).or_default().starts.insert(level.min(LEVELS - 1), start);
                }
                "start" | "numFmt" | "lvlText" if !in_list && level < LEVELS => {
                    let level = self.kinds.entry(kind.clone()).or_default().entry(level).or_insert(Level {
                        start: 1,
                        format: Format::Decimal,
                        text: String::new(),
                    });
                    match tag.name {
                        "start" => level.start = value().parse().unwrap_or(1).min(GREATEST),
                        "numFmt" => level.format = Format::of(&value()),
                        _ => level.text = value().chars().take(LONGEST_TEXT).collect(),
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn read_styles(&mut self, tokens: &mut Tokens<'_>) -> Result<(), Broken> {
        let mut id = String::new();
        while let Some(token) = tokens.next()? {
            let Token::Start(tag) = token else { continue };
            if tag.name == "style" {
                id = tag.attribute("styleId").unwrap_or_default().into_owned();
            }
            let is_of_interest = matches!(tag.name, "basedOn" | "numId" | "ilvl");
            if !is_of_interest || id.is_empty() || self.styles.len() > KNOWN {
                continue;
            }
            let value = tag.attribute("val").unwrap_or_default().into_owned();
            let style = self.styles.entry(id.clone()).or_default();
            match tag.name {
                "basedOn" => style.based_on = Some(value),
                "numId" => style.list = Some(value),
                _ => style.level = value.parse().ok(),
            }
        }
        Ok(())
    }

    /// Counts a paragraph and gives what stands before it; nothing if it is in no list.
    pub(super) fn number(&mut self, numbered: &Numbered) -> Option<String> {
        let (list, level) = self.of(numbered)?;
        let list = self.lists.get_mut(&list)?;
        let levels = self.kinds.get(&list.kind)?;
        let level = level.min(LEVELS - 1);
        let start = |at: usize| levels.get(&at).map_or(1, |level| level.start);
        let counts = self.counts.entry(list.kind.clone()).or_default();
        if !std::mem::replace(&mut list.has_begun, true) {
            for (at, start) in &list.starts {
                counts[*at] = Some(start.saturating_sub(1));
            }
        }
        counts[level] = Some(counts[level].map_or(start(level), |count| count.saturating_add(1)));
        counts[level + 1..].fill(None);
        let described = levels.get(&level)?;
        if described.format == Format::Bullet {
            return Some("-".to_owned());
        }
        let mut label = String::new();
        let mut text = described.text.chars().peekable();
        while let Some(letter) = text.next() {
            match text.peek().and_then(|next| next.to_digit(10)).filter(|digit| letter == '%' && *digit > 0) {
                Some(digit) => {
                    text.next();
                    let at = digit as usize - 1;
                    let format = levels.get(&at).map_or(Format::Decimal, |level| level.format);
                    label.push_str(&format.written(counts[at].unwrap_or_else(|| start(at))));
                }
                None => label.push(letter),
            }
        }
        Some(label).filter(|label| !label.trim().is_empty())
    }

    /// The list and level that a paragraph is in, by itself or by its style.
    fn of(&self, numbered: &Numbered) -> Option<(String, usize)> {
        let (mut list, mut level) = (numbered.list.clone(), numbered.level);
        let mut style = numbered.style.as_deref();
        for _ in 0..STYLE_DEPTH {
            let Some(found) = style.and_then(|style| self.styles.get(style)) else { break };
            list = list.or_else(|| found.list.clone());
            level = level.or(found.level);
            style = found.based_on.as_deref();
        }
        // Number 0 takes a paragraph out of the list of its style.
        let list = list.filter(|list| list != "0")?;
        Some((list, level.unwrap_or(0)))
    }
}

impl Format {
    fn of(name: &str) -> Self {
        match name {
            "decimalZero" => Self::Padded,
            "lowerLetter" => Self::Letter { upper: false },
            "upperLetter" => Self::Letter { upper: true },
            "lowerRoman" => Self::Roman { upper: false },
            "upperRoman" => Self::Roman { upper: true },
            "bullet" => Self::Bullet,
            "none" => Self::None,
            _ => Self::Decimal,
        }
    }

    fn written(self, number: u32) -> String {
        let cased = |text: String, upper: bool| if upper { text } else { text.to_lowercase() };
        match self {
            Self::Decimal => number.to_string(),
            Self::Padded => format!("{number:02}"),
            Self::Letter { upper } => cased(letters(number), upper),
            Self::Roman { upper } => cased(roman(number), upper),
            Self::Bullet | Self::None => String::new(),
        }
    }
}

/// A, B … Z, AA, BB …: Word repeats the letter.
fn letters(number: u32) -> String {
    let Some(number) = number.checked_sub(1) else { return String::new() };
    let letter = char::from(b'A' + (number % 26) as u8);
    String::from(letter).repeat((number / 26 + 1).min(20) as usize)
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number >= 4_000 {
        return number.to_string();
    }
    let (mut rest, mut text) = (number, String::new());
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_count_as_word_counts_them() {
        let numbering = r#"<w:numbering><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/>
            <w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
            </w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="7"/>
            <w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num></w:numbering>"#;
        let styles = r#"<w:styles><w:style w:styleId="A"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
            <w:style w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>"#;
        let mut lists = Lists::read(numbering, styles);
        let mut number = |list: Option<&str>, level: usize, style: Option<&str>| {
            let own = |text: Option<&str>| text.map(str::to_owned);
            lists.number(&Numbered { list: own(list), level: Some(level), style: own(style) })
        };
        let labels = [
            number(Some("3"), 0, None),
            number(Some("3"), 1, None),
            number(Some("3"), 1, None),
            number(None, 0, Some("B")),
            number(Some("3"), 1, None),
            number(Some("4"), 0, None),
            number(Some("0"), 0, Some("B")),
        ];
        let labels = labels.map(Option::unwrap_or_default);
        assert_eq!(labels, ["I.", "I.1", "I.2", "II.", "II.1", "IV.", ""]);
        assert_eq!((letters(28), roman(1_994)), ("BB".to_owned(), "MCMXCIV".to_owned()));
    }
}
