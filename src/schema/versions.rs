//! The words that tell which of several files is the later one: «(sửa)», «bản cuối», «lần 2», «bổ sung». They are data, a part of
//! `schemas/languages/*.json`, for nobody can list in a program how people name a file that they send again.

use std::ops::Range;

use serde::Deserialize;

use crate::text::lists::{Pairs, Words};
use crate::text::{bare, fold, letter, strip_marks};

/// Words by what they say. In each `{n}` stands for a number, `{nth}` for one in words.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Versions {
    /// An earlier one: «cũ», «nháp».
    pub earlier: Patterns,
    /// A later one: «sửa», «cập nhật».
    pub corrected: Patterns,
    /// One of several in a row: «lần {n}», «v{n}»; later than one without such a word from 2 on.
    pub numbered: Patterns,
    /// The last one: «bản cuối», «final».
    pub last: Patterns,
    /// What programs add to a name that is taken: «({n})». It says little: a later one, or the same once more.
    pub copies: Patterns,
    /// What adds to another list: «bổ sung», «đợt {n}» from 2 on.
    pub supplement: Patterns,
    /// The same in a title, where it surely is about another list: «danh mục bổ sung».
    pub amending: Patterns,
    /// What takes another list's place as a whole, whatever else is said: «thay thế».
    pub replacing: Patterns,
    /// What may say that another one is the right one, and may be another word without its diacritics: «copy», «huy».
    pub doubtful: Patterns,
    /// What says that it is not to be sent, or not yet: «không gửi», «chưa ký».
    pub unsent: Patterns,
    /// The same at the end of a name, where elsewhere it may be another word without its diacritics, or a person's name: «huy».
    pub unsent_last: Patterns,
    /// One of the parts of an answer: «phần {n}».
    pub parts: Patterns,
    /// What turns round the word behind it: «chưa sửa», «trước khi sửa».
    pub turning: Patterns,
    /// Words that are others: «nông thôn mới».
    pub others: Patterns,
    /// What the numbers are called in order.
    pub ordinals: Vec<Words>,
    /// What stands before a day without a year.
    pub day: Words,
}

/// How late a name says that it is; a later one is greater. What its words leave open is equal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lateness {
    /// -1 for an earlier one, 1 for a later one, 2 for the last, 0 if nothing is said.
    class: i8,
    /// The number, where it has one from 2 on; else 0.
    number: u32,
    /// The day, where all that are compared name one.
    day: Option<NamedDay>,
}

impl Lateness {
    /// The same, where the day counts.
    pub fn on(self, day: NamedDay) -> Self {
        Self { day: Some(day), ..self }
    }
}

/// A day in a name. Without a year it is compared only with others without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NamedDay {
    year: u16,
    month: u8,
    day: u8,
}

impl NamedDay {
    /// The day with these digits, if there is such a day in this century.
    fn of(year: &str, month: &str, day: &str) -> Option<Self> {
        let found = Self { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
        let is_day = (1..=12).contains(&found.month) && (1..=31).contains(&found.day);
        (is_day && (found.year == 0 || (2000..2100).contains(&found.year))).then_some(found)
    }

    /// Whether it names its year.
    pub fn has_year(self) -> bool {
        self.year > 0
    }
}

/// Numbers above are years and the like.
const MAX_NUMBER: u32 = 99;

impl Versions {
    /// What a name says about how late it is. Weak words («(2)», «bổ sung») are left out: see [`Self::weakly`]. Of words that
    /// contradict each other the last one counts: «final cũ» is old, «bản cũ đã sửa» is corrected.
    pub fn lateness(&self, name: &str) -> Lateness {
        let tokens = self.without_others(tokens(name));
        let found = |patterns: &Patterns| self.places(patterns, &tokens);
        let (last, replacing) = (found(&self.last), found(&self.replacing));
        let numbered: Vec<Place> = found(&self.numbered).into_iter().filter(|place| place.number > 1).collect();
        let mut later = [&last, &replacing, &numbered].into_iter().flatten().cloned().collect::<Vec<Place>>();
        later.extend(found(&self.corrected));
        let is_turned = |place: &Place| {
            let leads = |turning: &Place| {
                let other =
                    later.iter().any(|it| it.words.start <= turning.words.start && it.words.end > turning.words.start);
                turning.words.end == place.words.start && !other
            };
            found(&self.turning).iter().any(leads)
        };
        let (turned, later): (Vec<Place>, Vec<Place>) = later.iter().cloned().partition(is_turned);
        let end = |places: &[Place]| places.iter().map(|place| place.words.end).max();
        let earlier = end(&[found(&self.earlier), turned].concat());
        let stays = |places: &[Place]| places.iter().any(|place| later.contains(place));
        if earlier > end(&later) && !stays(&replacing) {
            return Lateness { class: -1, ..Lateness::default() };
        }
        let number = numbered.iter().filter(|it| later.contains(it)).map(|it| it.number).max().unwrap_or_default();
        let class = if stays(&last) { 2 } else { i8::from(!later.is_empty()) };
        // «final sửa» comes after «final».
        let is_corrected = class == 2 && later.iter().any(|place| !last.contains(place));
        let number = number.max(u32::from(is_corrected));
        Lateness { class, number, day: None }
    }

    /// Whether a name may say that another one is the right one.
    pub fn is_doubtful(&self, name: &str) -> bool {
        let tokens = self.without_others(tokens(name));
        self.lateness(name).class == 0 && !self.places(&self.doubtful, &tokens).is_empty()
    }

    /// The number of the part that a name says that the file is.
    pub fn part(&self, name: &str) -> Option<u32> {
        self.highest(&self.parts, &tokens(name)).filter(|number| *number > 0)
    }

    /// Whether a name says that the file is not to be sent.
    pub fn is_unsent(&self, name: &str) -> bool {
        let bare = bare(name);
        if ![&self.unsent, &self.unsent_last].into_iter().any(|patterns| patterns.may_stand_in(&bare)) {
            return false;
        }
        let tokens = self.without_others(tokens(name));
        let last = name.split(|sign: char| !sign.is_alphanumeric()).rfind(|word| !word.is_empty()).unwrap_or_default();
        let mut letters = last.chars();
        // «PL1 - Huy» was made by somebody.
        let is_persons = letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase);
        let is_last = |place: &Place| place.words.end == tokens.len() && !is_persons;
        !self.places(&self.unsent, &tokens).is_empty() || self.places(&self.unsent_last, &tokens).iter().any(is_last)
    }

    /// The words of a name without those that are others.
    fn without_others(&self, mut tokens: Vec<String>) -> Vec<String> {
        for place in self.places(&self.others, &tokens) {
            tokens[place.words].iter_mut().for_each(String::clear);
        }
        tokens
    }

    /// Where one of the patterns stands in a name.
    fn places(&self, patterns: &Patterns, tokens: &[String]) -> Vec<Place> {
        let of = |pattern: &Pattern| {
            let length = pattern.len().max(1);
            let parts = tokens.windows(length).enumerate();
            let found = parts.filter_map(|(at, part)| {
                Some(Place { words: at..at + length, number: number(pattern, part, &self.ordinals)? })
            });
            found.collect::<Vec<_>>()
        };
        patterns.0.iter().flat_map(of).collect()
    }

    fn highest(&self, patterns: &Patterns, tokens: &[String]) -> Option<u32> {
        self.places(patterns, tokens).iter().map(|place| place.number).max()
    }

    /// The day that a name tells: «20230601», «1.6.2023», «ngày 01.6»; of several the last.
    pub fn day(&self, name: &str) -> Option<NamedDay> {
        let tokens = tokens(name);
        let is_year = |token: &str| token.len() == 4 && token.starts_with(|first: char| first.is_ascii_digit());
        let of_three = |part: &[String]| match part {
            [year, month, day] if is_year(year) => NamedDay::of(year, month, day),
            [day, month, year] if is_year(year) => NamedDay::of(year, month, day),
            [word, day, month] if self.day.holds(word) => NamedDay::of("0", month, day),
            _ => None,
        };
        let run = |digits: &String| {
            let digits = (digits.len() == 8 && digits.is_ascii()).then_some(digits.as_str())?;
            NamedDay::of(&digits[..4], &digits[4..6], &digits[6..])
                .or_else(|| NamedDay::of(&digits[4..], &digits[2..4], &digits[..2]))
        };
        tokens.windows(3).filter_map(of_three).next_back().or_else(|| tokens.iter().filter_map(run).next_back())
    }

    /// What the weak words of a name say, which count only where the rows do not tell otherwise: 0 for nothing.
    pub fn weakly(&self, name: &str) -> u32 {
        let tokens = tokens(name);
        let copy = self.highest(&self.copies, &tokens).unwrap_or_default();
        copy + u32::from(self.says_supplement(&tokens)) * (MAX_NUMBER + 1)
    }

    /// Whether a text, here without diacritics and as typed, says that its list adds to another one.
    pub fn is_supplement(&self, bare: &str, text: &str) -> bool {
        // Hardly any line does, and to take one apart costs more than all else that is asked of it.
        if !self.supplement.may_stand_in(bare) {
            return false;
        }
        let tokens = tokens(text);
        self.says_supplement(&tokens) && !self.replaces(text)
    }

    /// Whether a title, here without diacritics and as typed, surely does.
    pub fn amends(&self, bare: &str, text: &str) -> bool {
        self.amending.may_stand_in(bare)
            && !self.places(&self.amending, &tokens(text)).is_empty()
            && !self.replaces(text)
    }

    /// Whether a text says that something stands in the place of another.
    pub fn replaces(&self, text: &str) -> bool {
        !self.places(&self.replacing, &self.without_others(tokens(text))).is_empty()
    }

    /// Takes the words of another language as well.
    pub(super) fn extend(&mut self, other: &Self) {
        let lists = [
            (&mut self.earlier, &other.earlier),
            (&mut self.corrected, &other.corrected),
            (&mut self.numbered, &other.numbered),
            (&mut self.last, &other.last),
            (&mut self.copies, &other.copies),
            (&mut self.supplement, &other.supplement),
            (&mut self.amending, &other.amending),
            (&mut self.replacing, &other.replacing),
            (&mut self.doubtful, &other.doubtful),
            (&mut self.parts, &other.parts),
            (&mut self.unsent, &other.unsent),
            (&mut self.unsent_last, &other.unsent_last),
            (&mut self.turning, &other.turning),
            (&mut self.others, &other.others),
        ];
        for (at, others) in other.ordinals.iter().enumerate() {
            match self.ordinals.get_mut(at) {
                Some(own) => own.extend(others),
                None => self.ordinals.push(others.clone()),
            }
        }
        self.day.extend(&other.day);
        for (own, others) in lists {
            own.0.extend(others.0.iter().filter(|pattern| !own.0.contains(pattern)).cloned().collect::<Vec<_>>());
        }
    }

    fn says_supplement(&self, tokens: &[String]) -> bool {
        let is_plain = |pattern: &Pattern| pattern.iter().all(|part| matches!(part, Part::Word(..)));
        let number = |part: &[String], pattern: &Pattern| number(pattern, part, &self.ordinals);
        let says = |pattern: &Pattern| {
            let mut numbers = tokens.windows(pattern.len().max(1)).filter_map(|part| number(part, pattern));
            numbers.any(|number| number > 1 || is_plain(pattern))
        };
        self.supplement.0.iter().any(says)
    }
}

/// Where a pattern stands in a name, and the number that it has there.
#[derive(Clone, Debug, PartialEq)]
struct Place {
    words: Range<usize>,
    number: u32,
}

/// Stands for a number in the words.
const NUMBER: &str = "{n}";
/// Stands for a number that is written in words.
const ORDINAL: &str = "{nth}";

/// Words by which a name tells something, each as the parts that it is made of.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Patterns(Vec<Pattern>);

/// The parts of one of them.
type Pattern = Vec<Part>;

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    /// Any number up to [`MAX_NUMBER`].
    Number,
    /// A number in words.
    Ordinal,
    /// A word, with its diacritics and without: names of files often lose them.
    Word(String, String),
}

impl Patterns {
    /// Whether the words of a pattern, but for its numbers, may stand in a text without diacritics.
    fn may_stand_in(&self, bare: &str) -> bool {
        let pairs = Pairs::of(bare);
        let stands = |part: &Part| match part {
            Part::Number | Part::Ordinal => true,
            Part::Word(word, _) => pairs.hold(word),
        };
        self.0.iter().any(|pattern| pattern.iter().all(stands))
    }
}

impl From<Vec<String>> for Patterns {
    fn from(all: Vec<String>) -> Self {
        let part = |token: String| match token.as_str() {
            NUMBER => Part::Number,
            ORDINAL => Part::Ordinal,
            _ => Part::Word(strip_marks(&token), token),
        };
        Self(all.iter().map(|words| tokens(words).into_iter().map(part).collect()).collect())
    }
}

/// The number in a part of a name that is worded like the pattern; 0 if the pattern asks for none.
fn number(pattern: &Pattern, part: &[String], ordinals: &[Words]) -> Option<u32> {
    let mut found = 0;
    for (pattern, word) in pattern.iter().zip(part) {
        match pattern {
            Part::Number => found = word.parse().ok().filter(|number| *number <= MAX_NUMBER)?,
            Part::Ordinal => found = ordinal(word, ordinals)?,
            Part::Word(bare, typed) if word == bare || word == typed => {}
            Part::Word(..) => return None,
        }
    }
    Some(found)
}

/// The number that a word is, from 1.
fn ordinal(word: &str, ordinals: &[Words]) -> Option<u32> {
    let is_it = |words: &Words| words.holds(word) || words.sorted().iter().any(|it| strip_marks(it) == word);
    (1..).zip(ordinals).find(|(_, words)| is_it(words)).map(|(number, _)| number)
}

/// Words, numbers and brackets, each by itself: `final2 (3)` is `final`, `2`, `(`, `3`, `)`.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut folded = fold(text);
    if folded.contains('{') {
        folded = folded.replace(NUMBER, " \u{0} ").replace(ORDINAL, " \u{1} ");
    }
    let mut before = Sign::Other;
    for character in folded.chars() {
        let sign = Sign::of(character);
        match character {
            '\u{0}' => tokens.push(NUMBER.to_owned()),
            '\u{1}' => tokens.push(ORDINAL.to_owned()),
            '(' | ')' => tokens.push(character.to_string()),
            _ if sign == Sign::Other => {}
            _ => match tokens.last_mut() {
                Some(word) if before == sign => word.push(character),
                _ => tokens.push(character.to_string()),
            },
        }
        before = sign;
    }
    tokens
}

/// What a character of a name is.
#[derive(Clone, Copy, PartialEq)]
enum Sign {
    Letter,
    Digit,
    Other,
}

impl Sign {
    fn of(character: char) -> Self {
        let known = letter(character);
        match character {
            '0'..='9' => Self::Digit,
            // Some numbers are letters as well: «ⅷ».
            _ if known.is_of_word && (!known.is_numeric || character.is_alphabetic()) => Self::Letter,
            _ => Self::Other,
        }
    }
}
