//! The grammar of periods. Words are compared without diacritics, for «quy II nam 2023» is typed as often as not and no two
//! words of a period differ by their marks alone.

use jiff::civil::Date;

use super::{Period, Span, recurring};
use crate::text;

/// A tested range of years: the state's own, and as far as plans go.
const YEARS: std::ops::RangeInclusive<i16> = 1945..=2100;

/// No period is made of more; a text that is longer is prose.
const MOST_TOKENS: usize = 24;

/// Words that stand before a period and change nothing about which one it is.
const LEADS: [&str; 35] = [
    "giai", "doan", "thoi", "ky", "trong", "vao", "du", "kien", "hoan", "thanh", "ket", "thuc", "bat", "dau", "trien",
    "khai", "hien", "gian", "han", "cham", "muon", "nhat", "den", "toi", "het", "xong", "cuoi", "giua", "khoang",
    "ban", "hanh", "cong", "bo", "diem", "da",
];

/// The words of «và những năm tiếp theo», «trở đi», «đến nay» and their kin, in any order that people use.
const ONWARD: [&str; 19] = [
    "va", "nhung", "cac", "nam", "giai", "doan", "tiep", "theo", "sau", "do", "ke", "ve", "tro", "di", "nay", "den",
    "hien", "thoi", "ky",
];

/// One of these must be among them.
const ONWARD_CORE: [&str; 5] = ["theo", "sau", "ke", "di", "nay"];

/// Recurring periods: the words as typed, without diacritics, and how they are stored. «Hàng năm» and «hằng năm» are one
/// word; the dictionary form is stored.
const RECURRING: [(&str, &str); 20] = [
    ("thuong xuyen", "Thường xuyên"),
    ("lien tuc", "Thường xuyên"),
    ("thuong xuyen lien tuc", "Thường xuyên"),
    ("thuong xuyen hang nam", "Hằng năm"),
    ("thuong nien", "Hằng năm"),
    ("hang nam", "Hằng năm"),
    ("moi nam", "Hằng năm"),
    ("dinh ky hang nam", "Hằng năm"),
    ("hang quy", "Hằng quý"),
    ("moi quy", "Hằng quý"),
    ("dinh ky hang quy", "Hằng quý"),
    ("hang thang", "Hằng tháng"),
    ("moi thang", "Hằng tháng"),
    ("dinh ky hang thang", "Hằng tháng"),
    ("thuong xuyen hang thang", "Hằng tháng"),
    ("thuong xuyen hang quy", "Hằng quý"),
    ("hang tuan", "Hằng tuần"),
    ("moi tuan", "Hằng tuần"),
    ("hang ngay", "Hằng ngày"),
    ("moi ngay", "Hằng ngày"),
];

/// Words that may stand before a recurring period.
const TASKS: [&str; 3] = ["nhiem vu ", "thuc hien ", "cong viec "];

/// See [`Period::parse`].
pub(super) fn parse(text: &str) -> Option<Period> {
    let bare = if text.is_ascii() { text.to_ascii_lowercase() } else { text::bare(text) };
    let tokens = tokens(&bare)?;
    let mut cursor = Cursor { tokens: &tokens };
    if let Some(stored) = cursor.recurring(tokens.len()) {
        return Some(recurring(stored));
    }
    cursor.skip_recurring();
    cursor.skip_leads();
    let relation = cursor.relation();
    cursor.skip_leads();
    let first = cursor.point()?;
    if cursor.is_done() {
        let span = first.span()?;
        return match relation {
            Relation::At => Some(span.period()),
            Relation::From => Some(span.onward()),
            Relation::Before => span.before(),
            Relation::After => span.after(),
        };
    }
    if cursor.is_onward() {
        return (relation != Relation::After && relation != Relation::Before).then_some(first.span()?.onward());
    }
    if matches!(relation, Relation::Before | Relation::After) {
        return None;
    }
    // A range, or a list that is stored as the range it covers.
    let mut points = vec![first];
    while !cursor.is_done() {
        cursor.joint()?;
        cursor.skip_leads();
        points.push(cursor.point()?);
    }
    // What the earlier ones leave out, the later ones say: «Quý III, IV/2023».
    let mut spans = Vec::with_capacity(points.len());
    let mut later: Option<Point> = None;
    for point in points.iter().rev() {
        let whole = later.map_or(*point, |later| point.completed_by(later));
        spans.push(whole.span()?);
        later = Some(whole);
    }
    spans.reverse();
    if !spans.windows(2).all(|pair| pair[0].first() <= pair[1].first()) {
        return None;
    }
    spans[0].to(spans[spans.len() - 1])
}

/// How the time stands to the point that is named.
#[derive(Clone, Copy, PartialEq)]
enum Relation {
    At,
    From,
    Before,
    After,
}

/// A point as far as it was written.
#[derive(Clone, Copy)]
struct Point {
    year: Option<i16>,
    part: Part,
}

#[derive(Clone, Copy)]
enum Part {
    Whole,
    Quarter(i8),
    Month(i8),
    /// Day and month.
    Day(i8, i8),
    /// A number alone, which takes its unit from its neighbour.
    Bare(i8),
    /// The first or last months of a year, first and last month.
    Months(i8, i8),
}

impl Point {
    fn completed_by(self, later: Self) -> Self {
        let year = self.year.or(later.year);
        let part = match (self.part, later.part) {
            (Part::Bare(number), Part::Quarter(_)) => Part::Quarter(number),
            (Part::Bare(number), Part::Month(_)) => Part::Month(number),
            (Part::Bare(number), Part::Day(_, month)) => Part::Day(number, month),
            (part, _) => part,
        };
        Self { year, part }
    }

    fn span(self) -> Option<Span> {
        let year = self.year.filter(|year| YEARS.contains(year))?;
        match self.part {
            Part::Whole => Some(Span::Year(year)),
            Part::Quarter(quarter) => (1..=4).contains(&quarter).then_some(Span::Quarter(year, quarter)),
            Part::Month(month) => (1..=12).contains(&month).then_some(Span::Month(year, month)),
            Part::Day(day, month) => Date::new(year, month, day).ok().map(Span::Day),
            Part::Bare(_) => None,
            Part::Months(first, last) => (1..=12).contains(&first).then_some(Span::Months(year, first, last)),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token<'a> {
    /// Value and number of digits.
    Number(i16, usize),
    Word(&'a str),
    /// One of `/ - . , ; ~ & +`.
    Sign(char),
}

/// Runs of letters, runs of digits, signs. Brackets and quotation marks around a period say nothing. `None` for what no
/// period holds.
fn tokens(bare: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::with_capacity(8);
    let mut rest = bare;
    while let Some(character) = rest.chars().next() {
        let is_of_run: fn(char) -> bool = if character.is_ascii_digit() {
            |character| character.is_ascii_digit()
        } else if character.is_alphabetic() {
            char::is_alphabetic
        } else {
            rest = &rest[character.len_utf8()..];
            match character {
                '÷' | '→' => tokens.push(Token::Sign('~')),
                '/' | '-' | '.' | ',' | ';' | '~' | '&' | '+' => tokens.push(Token::Sign(character)),
                '(' | ')' | '"' | '\'' | ':' => {}
                _ if character.is_whitespace() => {}
                _ => return None,
            }
            continue;
        };
        let length = rest.find(|character| !is_of_run(character)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(length);
        rest = after;
        tokens.push(if character.is_ascii_digit() {
            Token::Number(run.parse().ok()?, run.len())
        } else {
            Token::Word(run)
        });
        if tokens.len() > MOST_TOKENS {
            return None;
        }
    }
    // A full stop after a sentence.
    while let Some(Token::Sign('.' | ',' | ';')) = tokens.last() {
        tokens.pop();
    }
    Some(tokens)
}

struct Cursor<'a> {
    tokens: &'a [Token<'a>],
}

impl<'a> Cursor<'a> {
    fn is_done(&self) -> bool {
        self.tokens.is_empty()
    }

    fn advance(&mut self, count: usize) {
        self.tokens = &self.tokens[count..];
    }

    fn word(&self) -> Option<&'a str> {
        match self.tokens.first() {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.word() == Some(word);
        if found {
            self.advance(1);
        }
        found
    }

    fn skip_leads(&mut self) {
        while self.word().is_some_and(|word| LEADS.contains(&word)) {
            self.advance(1);
        }
    }

    fn relation(&mut self) -> Relation {
        match self.word() {
            Some("tu") => self.advance_to(Relation::From),
            Some("truoc") => self.advance_to(Relation::Before),
            Some("sau") => self.advance_to(Relation::After),
            _ => Relation::At,
        }
    }

    fn advance_to(&mut self, relation: Relation) -> Relation {
        self.advance(1);
        relation
    }

    /// The first `count` tokens as a recurring period; commas between its words do not count.
    fn recurring(&self, count: usize) -> Option<&'static str> {
        let mut phrase = String::with_capacity(32);
        for token in &self.tokens[..count] {
            match token {
                Token::Word(word) => {
                    if !phrase.is_empty() {
                        phrase.push(' ');
                    }
                    phrase.push_str(word);
                }
                Token::Sign(',' | ';' | '-') => {}
                _ => return None,
            }
        }
        let phrase = TASKS.iter().find_map(|task| phrase.strip_prefix(task)).unwrap_or(&phrase);
        RECURRING.iter().find(|(words, _)| *words == phrase).map(|(_, stored)| *stored)
    }

    /// «Thường xuyên từ năm 2023» has a beginning, which says more than that it recurs.
    fn skip_recurring(&mut self) {
        let from = self.tokens.iter().position(|token| *token == Token::Word("tu"));
        if let Some(from) = from.filter(|from| *from > 0)
            && self.recurring(from).is_some()
        {
            self.advance(from);
        }
    }

    /// Whether what is left means "and so on": «và những năm tiếp theo», «trở đi», «- nay».
    fn is_onward(&self) -> bool {
        let mut rest = self.tokens;
        while let [Token::Sign(',' | '-' | '~'), after @ ..] = rest {
            rest = after;
        }
        let mut core = false;
        !rest.is_empty()
            && rest.iter().all(|token| match token {
                Token::Word(word) => {
                    core |= ONWARD_CORE.contains(word);
                    ONWARD.contains(word)
                }
                _ => false,
            })
            && core
            || self.recurring(self.tokens.len()).is_some()
    }

    /// What stands between two points.
    fn joint(&mut self) -> Option<()> {
        match self.tokens.first()? {
            Token::Sign('-' | '~' | ',' | ';' | '&' | '+') => {
                self.advance(1);
                while let Some(Token::Sign('-')) = self.tokens.first() {
                    self.advance(1);
                }
                // «2023, và 2024»
                self.eat("va");
                Some(())
            }
            Token::Word("den" | "toi" | "va" | "sang") => {
                self.advance(1);
                Some(())
            }
            _ => None,
        }
    }

    fn point(&mut self) -> Option<Point> {
        match self.tokens {
            [
                Token::Number(months @ (3 | 6 | 9), _),
                Token::Word("thang"),
                Token::Word(side @ ("dau" | "cuoi")),
                ..,
            ] => {
                self.advance(3);
                self.eat("cua");
                let year = self.year()?;
                let months = if *side == "dau" { (1, *months as i8) } else { (13 - *months as i8, 12) };
                Some(Point { year: Some(year), part: Part::Months(months.0, months.1) })
            }
            [Token::Word("nam"), ..] => {
                self.advance(1);
                let [Token::Number(year, 4), ..] = self.tokens else { return None };
                self.advance(1);
                Some(Point { year: Some(*year), part: Part::Whole })
            }
            [Token::Word("thang" | "t" | "th"), Token::Number(month, 1..=2), ..] => {
                self.advance(2);
                Some(Point { year: self.year(), part: Part::Month(*month as i8) })
            }
            [Token::Word("ngay"), Token::Number(day, 1..=2), Token::Word("thang"), Token::Number(month, 1..=2), ..] => {
                self.advance(4);
                Some(Point { year: self.year(), part: Part::Day(*day as i8, *month as i8) })
            }
            [Token::Word("ngay"), Token::Number(_, 1..=2), ..] => {
                self.advance(1);
                self.numeric()
            }
            [Token::Word("quy" | "q"), ..] => {
                self.advance(1);
                // «Q.II/2023»
                if let [Token::Sign('.'), ..] = self.tokens {
                    self.advance(1);
                }
                let quarter = match self.tokens.first()? {
                    Token::Number(number, 1..=2) => *number as i8,
                    Token::Word(word) => ordinal(word)?,
                    _ => return None,
                };
                self.advance(1);
                Some(Point { year: self.year(), part: Part::Quarter(quarter) })
            }
            [Token::Word(word), ..] => {
                let joined = word.strip_prefix("quy").or_else(|| word.strip_prefix('q'));
                let number = ordinal(joined.unwrap_or(word))?;
                self.advance(1);
                // A Roman number is a quarter's; nobody numbers months so.
                Some(Point { year: self.year(), part: Part::Quarter(number) })
            }
            [Token::Number(..), ..] => self.numeric(),
            _ => None,
        }
    }

    /// The year of a month or quarter just read: «/2023», «năm 2023», « 2023».
    fn year(&mut self) -> Option<i16> {
        let (year, length) = match self.tokens {
            [Token::Sign('/' | '-' | '.' | ','), Token::Word("nam"), Token::Number(year, 4), ..] => (year, 3),
            [Token::Sign('/' | '-' | '.' | ','), Token::Number(year, 4), ..] => (year, 2),
            [Token::Word("nam"), Token::Number(year, 4), ..] => (year, 2),
            [Token::Number(year, 4), ..] => (year, 1),
            _ => return None,
        };
        self.advance(length);
        Some(*year)
    }

    /// A point that begins with a number: a year, an ISO date, `6/2023`, `15/6/2023`, `15/6`, or a number alone.
    fn numeric(&mut self) -> Option<Point> {
        use Token::{Number, Sign, Word};
        let (point, length) = match self.tokens {
            // ISO 8601, and 2023/06/15 after it.
            [
                Number(year, 4),
                Sign(sign @ ('-' | '/' | '.')),
                Number(month, 1..=2),
                Sign(again),
                Number(day, 1..=2),
                ..,
            ] if sign == again => (Point { year: Some(*year), part: Part::Day(*day as i8, *month as i8) }, 5),
            // 2023 - 6/2024 is a range.
            [Number(year, 4), Sign('-'), Number(..), Sign('/' | '.' | '-'), Number(_, 4), ..] => {
                (Point { year: Some(*year), part: Part::Whole }, 1)
            }
            // A year that a program wrote with its thousands apart: 2,023 or 2.023.
            [Number(thousand @ 1..=2, 1), Sign('.' | ','), Number(rest, 3), ..] => {
                (Point { year: Some(*thousand * 1000 + *rest), part: Part::Whole }, 3)
            }
            // A year that a program wrote as a fraction: 2023.0.
            [Number(year, 4), Sign('.'), Number(0, 1)] => (Point { year: Some(*year), part: Part::Whole }, 3),
            [Number(year, 4), Sign('-' | '/'), Number(month, 1..=2), ..] => {
                (Point { year: Some(*year), part: Part::Month(*month as i8) }, 3)
            }
            [Number(year, 4), Sign('-'), Word("q"), Number(quarter, 1), rest @ ..]
                if !matches!(rest, [Sign('/' | '.' | '-'), Number(_, 4), ..] | [Word("nam"), ..]) =>
            {
                (Point { year: Some(*year), part: Part::Quarter(*quarter as i8) }, 4)
            }
            [Number(year, 4), ..] => (Point { year: Some(*year), part: Part::Whole }, 1),
            [
                Number(day, 1..=2),
                Sign(sign @ ('/' | '-' | '.')),
                Number(month, 1..=2),
                Sign(again),
                Number(year, 4),
                ..,
            ] if sign == again => (Point { year: Some(*year), part: Part::Day(*day as i8, *month as i8) }, 5),
            [Number(month, 1..=2), Sign('/' | '-' | '.'), Number(year, 4), ..] => {
                (Point { year: Some(*year), part: Part::Month(*month as i8) }, 3)
            }
            [Number(month, 1..=2), Word("nam"), Number(year, 4), ..] => {
                (Point { year: Some(*year), part: Part::Month(*month as i8) }, 3)
            }
            [Number(day, 1..=2), Sign('/' | '.'), Number(month, 1..=2), ..] => {
                (Point { year: None, part: Part::Day(*day as i8, *month as i8) }, 3)
            }
            [Number(number, 1..=2), ..] => (Point { year: None, part: Part::Bare(*number as i8) }, 1),
            _ => return None,
        };
        self.advance(length);
        Some(point)
    }
}

/// The number of a quarter in Roman numerals or words.
fn ordinal(word: &str) -> Option<i8> {
    match word {
        "i" | "mot" | "nhat" => Some(1),
        "ii" | "hai" => Some(2),
        "iii" | "ba" => Some(3),
        "iv" | "iiii" | "tu" | "bon" => Some(4),
        _ => None,
    }
}
