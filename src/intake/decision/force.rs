//! Whether a form says itself that the document by which it was issued is no longer in force. Title blocks and notes speak of other
//! documents that are not: of what rests on them, of what this one replaces. So it is asked what such words are about.

use std::ops::Range;

use jiff::civil::Date;

use super::outside::{DRAFT_WORDS, is_own_line};
use super::{Decision, Kinds, date_of, scan};
use crate::intake::Line;
use crate::schema::Form;
use crate::schema::document_words::DocumentWords;
use crate::text;
use crate::text::lists::{BareWords, Pairs};

/// Where lines stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Above a table or beside it, where titles are.
    Above,
    /// Below it, where notes speak of single rows as well.
    Below,
}

/// Whether a line without diacritics has words that may say so: most have none.
pub fn may_lapse(kinds: &Kinds, bare: &str) -> bool {
    let pairs = Pairs::of(bare);
    kinds.words().lapsed.iter().any(|phrase| pairs.hold(phrase))
}

/// Whether a line says that the form's document is no longer in force, and from which day on if it tells one: «HẾT HIỆU LỰC» alone,
/// in brackets or behind the title; «Quyết định này đã bị bãi bỏ»; or right behind the document's own number, «…, được thay thế bởi
/// Quyết định số 700/QĐ-UBND ngày 20/6/2023». One that replaces another says the contrary.
pub fn lapses(kinds: &Kinds, form: &Form, (line, side): (&Line, Side), own: Option<&Decision>) -> Option<Option<Date>> {
    let (folded, words) = (text::fold(&line.text), kinds.words());
    let text = text::strip_marks(&folded);
    let (folded, numbers) = (text::words(&folded).collect(), scan::numbers(words, &text));
    let said = Said { kinds, words, form, text: &text, folded, side, line, own, numbers };
    let end = scan::places(&text, &words.lapsed).into_iter().find(|phrase| said.is_of_itself(phrase))?.end;
    Some(scan::day(words, &text[end..]).and_then(|day| date_of(&text[end..], day)))
}

/// What stands around such words in a line.
struct Said<'a> {
    kinds: &'a Kinds,
    words: &'a DocumentWords,
    form: &'a Form,
    /// Without diacritics.
    text: &'a str,
    /// Its words with them.
    folded: Vec<&'a str>,
    side: Side,
    line: &'a Line,
    own: Option<&'a Decision>,
    numbers: Vec<scan::Symbolised>,
}

/// Where a part of a sentence begins.
const BREAKS: [&str; 7] = ["(", "[", ";", ":", ",", ". ", " - "];

impl Said<'_> {
    /// Whether these words are about the form's own document as a whole.
    fn is_of_itself(&self, phrase: &Range<usize>) -> bool {
        let (before, behind) = (&self.text[..phrase.start], self.text[phrase.end..].trim_start());
        // «… được thay thế bởi cơ sở dữ liệu quốc gia» is about a row.
        let is_of_a_thing = || self.kinds.language.things.begin(&self.folded[self.words_to(phrase.end)..]).is_some();
        let goes_on = |words: &BareWords| scan::begins(behind, words);
        if goes_on(&self.words.partly) || goes_on(&self.words.not_yet) || is_of_a_thing() {
            return false;
        }
        let (mark, from) = BREAKS
            .iter()
            .filter_map(|mark| Some((*mark, before.rfind(mark)? + mark.len())))
            .max_by_key(|(_, from)| *from)
            .unwrap_or_default();
        let subject = before[from..].trim_matches([' ', '"', '*']);
        let number = self.numbers.iter().rev().find(|number| number.span.end <= phrase.start);
        let title = &self.form.title;
        let is_itself =
            self.words.itself.holds(subject) || self.side == Side::Above && self.words.itself_above.holds(subject);
        // «Danh mục cơ sở dữ liệu dùng chung của tỉnh Hà Giang»
        let is_owned = |rest: &str| {
            self.side == Side::Above && number.is_none() && scan::begins(rest, &self.words.of) && rest.starts_with(' ')
        };
        let is_titled = |title: &str| {
            subject.strip_prefix(&*text::bare(title)).is_some_and(|rest| rest.is_empty() || is_owned(rest))
        };
        if is_itself || is_titled(&title.vi) || is_titled(&title.en) {
            return true;
        }
        match number {
            Some(number) if !self.is_own(number) => false,
            Some(number) => self.follows_on(number, subject, number.span.end..phrase.start),
            None => {
                subject.is_empty()
                    && self.is_alone(mark, before[..from].trim_end_matches([' ', '(', '[', ':', '-']), behind)
            }
        }
    }

    /// How many words stand before a place.
    fn words_to(&self, at: usize) -> usize {
        text::words(&self.text[..at]).count()
    }

    fn is_own(&self, number: &scan::Symbolised) -> bool {
        let digits = self.text[number.digits.clone()].replace(['.', ','], "");
        self.own.is_some_and(|own| own.number.split('/').next() == Some(&digits))
    }

    /// Whether what stands behind the own number is still about that document.
    fn follows_on(&self, number: &scan::Symbolised, subject: &str, between: Range<usize>) -> bool {
        let things = &self.folded[self.words_to(between.start)..self.words_to(between.end)];
        let between = &self.text[between];
        let is_named = |text: &str| {
            let kinds = self.kinds.kinds.iter().flat_map(|kind| [kind.bare.as_str(), kind.abbreviation.as_str()]);
            kinds.chain(self.words.documents.iter()).chain(self.words.number.iter()).any(|name| text.starts_with(name))
        };
        let begins = self.text[..number.span.start].rfind(['(', '[', ';', ':', ',']).map_or(0, |at| at + 1);
        let is_about = self.own.is_some_and(|own| is_own_line(own, self.line))
            || begins == number.span.start
            || is_named(self.text[begins..number.span.start].trim_start_matches([' ', ')', '"']));
        let is_other = scan::last_of(between, &self.words.cites).is_some();
        let is_plain = || {
            let names_another = scan::last_of(between, &self.words.documents).is_some();
            let names_things = (0..things.len()).any(|at| self.kinds.language.things.begin(&things[at..]).is_some());
            let ends = between.contains(';') || between.contains(". ");
            !(names_another || names_things || ends || scan::ends_with(between, &self.words.not_yet))
        };
        is_about && !is_other && (subject.is_empty() || is_plain())
    }

    /// Whether words that no number stands before are a title's or a note's about the list: at its beginning, in brackets behind a title,
    /// behind a label.
    fn is_alone(&self, mark: &str, title: &str, behind: &str) -> bool {
        let rest = self.numbers.iter().find(|number| number.span.start >= self.text.len() - behind.len());
        let rest = rest.map_or(behind, |number| &self.text[self.text.len() - behind.len()..number.span.start]);
        if text::words(rest).count() > DRAFT_WORDS {
            return false;
        }
        match mark {
            _ if title.is_empty() => true,
            ":" => self.words.lapse_labels.holds(title),
            "(" | "[" | " - " => self.side == Side::Above && self.is_title(title),
            _ => false,
        }
    }

    /// Whether a text may be the title of a list, and does not name another document.
    fn is_title(&self, text: &str) -> bool {
        let kinds = &self.kinds.kinds;
        let is_kind = |name: &str| kinds.iter().any(|kind| kind.bare == name);
        let mut documents = self.words.documents.iter().filter(|name| !is_kind(name));
        scan::last_of(text, &self.words.cites).is_none() && !documents.any(|name| text.starts_with(name))
    }
}
