//! The grammar of periods. Words are compared without diacritics, for «quy II nam 2023» is typed as often as not and no two
//! words of a period differ by their marks alone.

use super::point::{Part, Point, SHORT_YEARS, YEARS, day_point};
use super::tokens::{Token, tokens, without_time};
use super::words::{LEADS, ONWARD, ONWARD_CORE, OUTLOOKS, PHASES, RECURRING, TASKS, TRAILS, ordinal};
use super::{Period, recurring};
use crate::text;

/// See [`Period::parse`].
pub(super) fn parse(text: &str) -> Option<Period> {
    let bare = if text.is_ascii() { text.to_ascii_lowercase() } else { text::bare(text) };
    let mut tokens = tokens(without_time(&bare))?;
    write_out_last_year(&mut tokens);
    let tokens = without_outlook(&tokens);
    let mut cursor = Cursor { tokens };
    if let Some(stored) = cursor.recurring(tokens.len()) {
        return Some(recurring(stored));
    }
    cursor.skip_recurring();
    cursor.skip_leads();
    let relation = cursor.relation();
    cursor.skip_leads();
    let first = cursor.point()?;
    let first = cursor.narrowed(first);
    cursor.skip_trails();
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
    range(first, cursor)
}

/// A range, or a list that is stored as the range it covers.
fn range(first: Point, mut cursor: Cursor<'_>) -> Option<Period> {
    let mut points = vec![first];
    // «Quý 1, 2, 3/2024»: the last number is a quarter as the first is.
    let quarters = first.year.is_none() && matches!(first.part, Part::Quarter(_));
    while !cursor.is_done() {
        cursor.joint(points.last().is_some_and(|point| matches!(point.part, Part::Whole)))?;
        cursor.skip_leads();
        let is_number = matches!(cursor.tokens, [Token::Number(..), ..]);
        let mut point = cursor.point()?;
        if let Part::Month(number @ 1..=4) = point.part
            && quarters
            && is_number
        {
            point.part = Part::Quarter(number);
        }
        cursor.skip_trails();
        points.push(point);
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

/// «2023-25» ends in 2025: no month is the 25th.
fn write_out_last_year(tokens: &mut [Token<'_>]) {
    let (first, last) = match tokens {
        [before @ .., Token::Number(first, 4), Token::Sign('-' | '/'), last @ Token::Number(13.., 2)]
            if !matches!(before, [.., Token::Sign('/' | '-' | '.')]) =>
        {
            (*first, last)
        }
        _ => return,
    };
    if let Token::Number(short, _) = last {
        let year = first / 100 * 100 + *short;
        if YEARS.contains(&first) && year > first {
            *last = Token::Number(year, 4);
        }
    }
}

/// A plan's period without what it looks forward to: «2021-2025, định hướng 2030».
fn without_outlook<'t, 'a>(tokens: &'t [Token<'a>]) -> &'t [Token<'a>] {
    let is_outlook = |pair: &[Token<'_>]| OUTLOOKS.iter().any(|words| pair == words.map(Token::Word));
    let Some(at) = tokens.windows(2).position(is_outlook).filter(|at| *at > 0) else { return tokens };
    let (words, year) = match &tokens[at + 2..] {
        [words @ .., Token::Number(year, 4)] => (words, year),
        _ => return tokens,
    };
    let says_only_when = |token: &Token<'_>| matches!(token, Token::Word("den" | "toi" | "nam"));
    if !YEARS.contains(year) || !words.iter().all(says_only_when) {
        return tokens;
    }
    let kept = &tokens[..at];
    match kept {
        [kept @ .., Token::Sign(',' | ';' | '-')] => kept,
        _ => kept,
    }
}

/// How the time stands to the point that is named.
#[derive(Clone, Copy, PartialEq)]
enum Relation {
    At,
    From,
    Before,
    After,
}

pub(super) struct Cursor<'a> {
    pub(super) tokens: &'a [Token<'a>],
}

impl<'a> Cursor<'a> {
    fn is_done(&self) -> bool {
        self.tokens.is_empty()
    }

    pub(super) fn advance(&mut self, count: usize) {
        self.tokens = &self.tokens[count..];
    }

    fn word(&self) -> Option<&'a str> {
        match self.tokens.first() {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    pub(super) fn eat(&mut self, word: &str) -> bool {
        let found = self.word() == Some(word);
        if found {
            self.advance(1);
        }
        found
    }

    fn skip_leads(&mut self) {
        // «Không quá 31/12/2024», as «Chậm nhất …».
        if let [Token::Word("khong"), Token::Word("qua"), ..] = self.tokens {
            self.advance(2);
        }
        while let Some(word) = self.word().filter(|word| LEADS.contains(word)) {
            self.advance(1);
            let counts = match self.tokens {
                [Token::Number(_, 1), ..] => true,
                [Token::Word(roman), ..] => ordinal(roman).is_some(),
                _ => false,
            };
            if PHASES.contains(&word)
                && counts
                && matches!(self.tokens.get(1), Some(Token::Number(_, 4) | Token::Word("nam" | "tu")))
            {
                self.advance(1);
            }
        }
    }

    /// Passes over words behind a point that say nothing about which one it is, if they are all that is left or another
    /// point follows.
    fn skip_trails(&mut self) {
        let mut rest = self.tokens;
        let mut words = false;
        while let [token, after @ ..] = rest {
            match token {
                Token::Word("theo") if matches!(after, [Token::Word("ke"), ..]) => {}
                Token::Word(word) if TRAILS.contains(word) => words = true,
                Token::Sign('-' | ',' | ';' | '.') if !words => {}
                _ => break,
            }
            rest = after;
        }
        if words {
            self.tokens = rest;
        }
    }

    /// The part of a year that is named behind it: «2024 (quý II)».
    fn narrowed(&mut self, point: Point) -> Point {
        if !matches!(point, Point { year: Some(_), part: Part::Whole }) {
            return point;
        }
        let mut ahead = Cursor { tokens: self.tokens };
        if let [Token::Sign(','), ..] = ahead.tokens {
            ahead.advance(1);
        }
        let names_part = matches!(ahead.tokens, [Token::Word(_), ..] | [Token::Number(..), Token::Word("thang"), ..]);
        let part = ahead.point().filter(|_| names_part);
        ahead.skip_trails();
        match part {
            Some(Point { year: None, part: part @ (Part::Quarter(_) | Part::Month(_) | Part::Months(..)) })
                if ahead.is_done() =>
            {
                *self = ahead;
                Point { part, ..point }
            }
            _ => point,
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

    /// What stands between two points; a stroke only between years.
    fn joint(&mut self, behind_year: bool) -> Option<()> {
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
            Token::Sign('/') if behind_year && matches!(self.tokens, [_, Token::Number(_, 4), ..]) => {
                self.advance(1);
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
        if let Some(point) = self.half().or_else(|| self.named_month()) {
            return Some(point);
        }
        match self.tokens {
            [Token::Word("nam"), ..] => {
                self.advance(1);
                let [Token::Number(year, 4), ..] = self.tokens else { return None };
                self.advance(1);
                Some(Point { year: Some(*year), part: Part::Whole })
            }
            [Token::Word("thang" | "t" | "th" | "thg"), Token::Number(month, 1..=2), ..] => {
                self.advance(2);
                Some(Point { year: self.year(), part: Part::Month(*month as i8) })
            }
            [Token::Word("ngay"), Token::Number(day, 1..=2), Token::Word("thang"), Token::Number(month, 1..=2), ..] => {
                self.advance(4);
                Some(Point { year: self.year(), part: Part::Day(*day as i8, *month as i8) })
            }
            [
                Token::Number(day, 1..=2),
                Token::Word("thang"),
                Token::Number(month, 1..=2),
                Token::Word("nam") | Token::Sign('/' | '-'),
                Token::Number(_, 4),
                ..,
            ] => {
                self.advance(3);
                Some(Point { year: self.year(), part: Part::Day(*day as i8, *month as i8) })
            }
            [Token::Word("ngay"), Token::Number(_, 1..=2), ..] => {
                self.advance(1);
                self.numeric()
            }
            [Token::Word("quy" | "qui" | "q"), ..] => {
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
                let joined = ["quy", "qui", "q"].iter().find_map(|name| word.strip_prefix(name));
                let number = ordinal(joined.unwrap_or(word))?;
                self.advance(1);
                // A Roman number is a quarter's; nobody numbers months so.
                Some(Point { year: self.year(), part: Part::Quarter(number) })
            }
            [Token::Number(..), ..] => self.numeric(),
            _ => None,
        }
    }

    /// The year of a month or quarter just read: «/2023», «năm 2023», « 2023», «/23».
    pub(super) fn year(&mut self) -> Option<i16> {
        if let [Token::Sign('/'), Token::Number(year, 2), rest @ ..] = self.tokens
            && SHORT_YEARS.contains(year)
            && !matches!(rest, [Token::Sign('/' | '.' | '-'), Token::Number(..), ..])
        {
            self.advance(2);
            return Some(2000 + year);
        }
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
            // A range such as that of a school year.
            [Number(year, 4), Sign('/'), Number(last, 4), ..] if YEARS.contains(year) && year < last => {
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
            ] if sign == again => (day_point(*day, *month, *year), 5),
            [
                Number(day, 1..=2),
                Sign(sign @ ('/' | '-' | '.')),
                Number(month, 1..=2),
                Sign(again),
                Number(year, 2),
                rest @ ..,
            ] if sign == again
                && SHORT_YEARS.contains(year)
                // `24-06-25` may begin with its year.
                && !(*sign == '-' && SHORT_YEARS.contains(day))
                && !matches!(rest, [Sign('/' | '-' | '.'), Number(..), ..]) =>
            {
                (day_point(*day, *month, 2000 + year), 5)
            }
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
