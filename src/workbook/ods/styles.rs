//! The styles: which sheets are hidden, which cells are struck through, and which date formats show no day.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::number_format::{Format, Shows, Style};
use super::super::refusal::Fault;
use super::super::worded::Worded;
use super::super::xml::{Tag, Token, Tokens};
use super::super::{Digits, Visibility};
use super::table::{Said, paragraph};
use super::wanted;

/// What the styles with these names tell.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// Date formats that show no day, and those of numbers that show more digits than they need.
    formats: BTreeMap<String, Format>,
    cells: BTreeMap<String, Style>,
    hidden_tables: BTreeMap<String, bool>,
}

/// A format of numbers, dates or times while it is read.
#[derive(Default)]
struct Written {
    name: String,
    shows: Shows,
    /// The words before and behind the number.
    words: [String; 2],
    digits: Option<Digits>,
    /// So many times three of them are not shown.
    left_out: u8,
    is_percent: bool,
    /// Of a time: whether it shows seconds.
    clock: Option<bool>,
    is_date: bool,
}

impl Written {
    fn begin(tag: &Tag<'_>) -> Option<Self> {
        let clock = (tag.name == "time-style").then_some(false);
        let is_percent = tag.name == "percentage-style";
        let is_date = tag.name == "date-style";
        Some(Self { name: tag.attribute("name")?.into_owned(), is_percent, clock, is_date, ..Self::default() })
    }

    /// A part of a date.
    fn part(&mut self, shows: Shows) {
        if self.is_date {
            let is_less = matches!((self.shows, shows), (Shows::Date, _) | (Shows::Month, Shows::Year));
            self.shows = if is_less { self.shows } else { shows };
            // What stands between the parts is its own.
            self.words[1].clear();
            self.digits = Some(Digits::default());
        }
    }

    /// Its digits: what it shows, unless it parts the thousands of amounts.
    fn number(&mut self, number: &Tag<'_>) {
        let count = |name: &str| number.attribute(name).and_then(|count| count.parse().ok()).unwrap_or(0);
        let digits = Digits { before: count("min-integer-digits"), behind: count("decimal-places") };
        let is_grouped = number.attribute("grouping").is_some_and(|it| it == "true");
        let is_plain = is_grouped || self.is_percent || digits.before < 2 && digits.behind == 0;
        self.shows = if is_plain { Shows::Number } else { Shows::Digits(digits) };
        self.digits = Some(digits);
        self.left_out = match number.attribute("display-factor").as_deref() {
            Some("1000") if !self.is_percent => 1,
            Some("1000000") if !self.is_percent => 2,
            _ => 0,
        };
    }

    /// Words beside them.
    fn text(&mut self, tokens: &mut Tokens<'_>, text: &Tag<'_>) -> Result<(), Fault> {
        let mut said = Said::default();
        paragraph(tokens, text, &Styles::default(), &mut said)?;
        self.words[usize::from(self.digits.is_some())].push_str(&said.text);
        Ok(())
    }

    /// Its name and what it tells, if anything.
    fn finish(self) -> Option<(String, Format)> {
        let [before, behind] = &self.words;
        let worded = match (self.clock, self.digits) {
            _ if self.is_date => Worded::dated(before, behind),
            (Some(seconds), _) => Some(Worded::clock(seconds)),
            (None, Some(digits)) if self.left_out > 0 => Worded::altered(before, behind, digits, self.left_out),
            (None, Some(digits)) => Worded::around(before, behind, digits, self.is_percent),
            (None, None) => None,
        };
        let tells = worded.is_some() || !matches!(self.shows, Shows::Number | Shows::Date);
        tells.then(|| (self.name, Format { shows: self.shows, worded: worded.map(Arc::new) }))
    }
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
        let mut number: Option<Written> = None;
        loop {
            match wanted(tokens)? {
                Token::Start(tag) => match tag.name {
                    "date-style" | "number-style" | "percentage-style" | "time-style" => number = Written::begin(&tag),
                    "number" => number.iter_mut().for_each(|number| number.number(&tag)),
                    "seconds" => number.iter_mut().for_each(|number| number.clock = number.clock.map(|_| true)),
                    "text" if !tag.is_empty => {
                        number.iter_mut().try_for_each(|number| number.text(tokens, &tag))?;
                    }
                    "day" | "hours" | "day-of-week" | "week-of-year" => {
                        number.iter_mut().for_each(|number| number.part(Shows::Date));
                    }
                    "month" => number.iter_mut().for_each(|number| number.part(Shows::Month)),
                    "year" => number.iter_mut().for_each(|number| number.part(Shows::Year)),
                    "style" => {
                        style = tag.attribute("name").unwrap_or_default().into_owned();
                        own = self.inherited(&tag);
                        if tag.is_empty {
                            self.keep(&style, own.clone());
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
                Token::End("date-style" | "number-style" | "percentage-style" | "time-style") => {
                    self.formats.extend(number.take().and_then(Written::finish));
                }
                Token::End("style") => self.keep(&style, own.clone()),
                Token::End(name) if name == element.name => return Ok(()),
                _ => {}
            }
        }
    }

    /// What a style has by the format that it names and by its parent. Both stand before it.
    fn inherited(&self, style: &Tag<'_>) -> Style {
        let named = |name: &str| style.attribute(name);
        let parent = named("parent-style-name").and_then(|name| self.cells.get(&*name)).cloned().unwrap_or_default();
        match named("data-style-name") {
            Some(format) => {
                let Format { shows, worded } = self.formats.get(&*format).cloned().unwrap_or_default();
                Style { shows, worded, ..parent }
            }
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
        name.and_then(|name| self.cells.get(*name)).cloned().unwrap_or_default()
    }

    /// Whether the style that a paragraph or a part of one names strikes its text through.
    pub(super) fn strikes(&self, element: &Tag<'_>) -> bool {
        element.attribute("style-name").and_then(|name| self.cells.get(&*name)).is_some_and(|style| style.is_struck)
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
