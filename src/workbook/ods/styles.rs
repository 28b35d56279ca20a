//! The styles: which sheets are hidden, which cells are struck through, and which date formats show no day.

use std::collections::BTreeMap;

use super::super::number_format::{Shows, Style};
use super::super::refusal::Fault;
use super::super::xml::{Tag, Token, Tokens};
use super::super::{Digits, Visibility};
use super::wanted;

/// What the styles with these names tell.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// Date formats that show no day, and those of numbers that show more digits than they need.
    formats: BTreeMap<String, Shows>,
    cells: BTreeMap<String, Style>,
    hidden_tables: BTreeMap<String, bool>,
}

/// What a format of numbers shows, unless it parts the thousands of amounts.
fn digits(number: &Tag<'_>) -> Shows {
    let count = |name: &str| number.attribute(name).and_then(|count| count.parse().ok()).unwrap_or(0);
    let digits = Digits { before: count("min-integer-digits"), behind: count("decimal-places") };
    let is_grouped = number.attribute("grouping").is_some_and(|it| it == "true");
    if is_grouped || digits.before < 2 && digits.behind == 0 { Shows::Number } else { Shows::Digits(digits) }
}

impl Styles {
    /// Reads the styles that all of the document shares, as far as their part is sound: what cells hold does not depend on them.
    pub(super) fn read_common(&mut self, part: &str) {
        let mut tokens = Tokens::new(part);
        while let Ok(Some(token)) = tokens.next() {
            if let Token::Start(tag) = token
                && tag.name == "styles"
                && !tag.is_empty
                && self.read(&mut tokens, &tag).is_err()
            {
                return;
            }
        }
    }

    /// Reads the element that has just begun.
    pub(super) fn read(&mut self, tokens: &mut Tokens<'_>, element: &Tag<'_>) -> Result<(), Fault> {
        let (mut style, mut own) = (String::new(), Style::default());
        let mut date: Option<(String, Shows)> = None;
        let mut number: Option<(String, Shows)> = None;
        loop {
            match wanted(tokens)? {
                Token::Start(tag) => match tag.name {
                    "date-style" => date = tag.attribute("name").map(|name| (name.into_owned(), Shows::Number)),
                    "number-style" => number = tag.attribute("name").map(|name| (name.into_owned(), Shows::Number)),
                    "number" => {
                        if let Some((_, shows)) = &mut number {
                            *shows = digits(&tag);
                        }
                    }
                    "day" | "hours" | "day-of-week" | "week-of-year" => {
                        if let Some((_, shows)) = &mut date {
                            *shows = Shows::Date;
                        }
                    }
                    "month" => {
                        if let Some((_, shows)) = date.as_mut().filter(|(_, shows)| *shows != Shows::Date) {
                            *shows = Shows::Month;
                        }
                    }
                    "year" => {
                        if let Some((_, shows)) = date.as_mut().filter(|(_, shows)| *shows == Shows::Number) {
                            *shows = Shows::Year;
                        }
                    }
                    "style" => {
                        style = tag.attribute("name").unwrap_or_default().into_owned();
                        own = self.inherited(&tag);
                        if tag.is_empty {
                            self.keep(&style, own);
                        }
                    }
                    "table-properties" => {
                        let is_hidden = tag.attribute("display").is_some_and(|display| display == "false");
                        self.hidden_tables.insert(style.clone(), is_hidden);
                    }
                    "text-properties" => {
                        own.is_struck |= tag.attribute("text-line-through-style").is_some_and(|it| it != "none")
                            || tag.attribute("text-line-through-type").is_some_and(|it| it != "none");
                    }
                    _ => {}
                },
                Token::End("date-style") => {
                    self.formats.extend(date.take().filter(|(_, shows)| *shows != Shows::Date));
                }
                Token::End("number-style") => {
                    self.formats.extend(number.take().filter(|(_, shows)| *shows != Shows::Number));
                }
                Token::End("style") => self.keep(&style, own),
                Token::End(name) if name == element.name => return Ok(()),
                _ => {}
            }
        }
    }

    /// What a style has by the format that it names and by its parent. Both stand before it.
    fn inherited(&self, style: &Tag<'_>) -> Style {
        let named = |name: &str| style.attribute(name);
        let parent = named("parent-style-name").and_then(|name| self.cells.get(&*name)).copied().unwrap_or_default();
        match named("data-style-name") {
            Some(format) => Style { shows: self.formats.get(&*format).copied().unwrap_or_default(), ..parent },
            None => parent,
        }
    }

    fn keep(&mut self, name: &str, style: Style) {
        if style != Style::default() {
            self.cells.insert(name.to_owned(), style);
        }
    }

    /// The style of cells with this name; the plain one if nothing is known of it.
    pub(super) fn cell(&self, name: Option<&&str>) -> Style {
        name.and_then(|name| self.cells.get(*name)).copied().unwrap_or_default()
    }

    /// Whether a table is shown.
    pub(super) fn visibility(&self, table: &Tag<'_>) -> Visibility {
        let style = table.attribute("style-name").unwrap_or_default();
        match self.hidden_tables.get(&*style) {
            Some(true) => Visibility::Hidden,
            _ => Visibility::Visible,
        }
    }
}
