//! Points that begin with a number, and the years behind those that do not.

use super::grammar::Cursor;
use super::point::{Part, Point, SHORT_YEARS, YEARS, day_part};
use super::tokens::Token;
use super::words::{STORED_QUARTER, Sense};

/// Whether one of several days makes sense with its month first only, and none only the other way: «04/01/2023 - 06/30/2023».
pub(super) fn shows_month_first(tokens: &[Token<'_>]) -> bool {
    let mut shows = false;
    for five in tokens.windows(5) {
        if let [
            Token::Number(first, 1..=2),
            Token::Sign(sign),
            Token::Number(second, 1..=2),
            Token::Sign(again),
            Token::Number(..),
        ] = five
            && sign == again
        {
            if *first > 12 {
                return false;
            }
            shows |= *second > 12;
        }
    }
    shows
}

impl Cursor<'_> {
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
            [Token::Sign('/' | '-' | '.' | ','), Token::Word(Sense::Year, _), Token::Number(year, 4), ..] => (year, 3),
            [Token::Sign('/' | '-' | '.' | ','), Token::Number(year, 4), ..] => (year, 2),
            [Token::Word(Sense::Year, _), Token::Number(year, 4), ..] => (year, 2),
            [Token::Number(year, 4), ..] => (year, 1),
            _ => return None,
        };
        self.advance(length);
        Some(*year)
    }

    /// The same behind a month or quarter that a word names, where two digits can be nothing else: «tháng 6-24», «quý II năm 24».
    pub(super) fn year_behind_word(&mut self) -> Option<i16> {
        if let [Token::Word(Sense::Year, _) | Token::Sign('-'), Token::Number(year, 2), rest @ ..] = self.tokens
            && SHORT_YEARS.contains(year)
            && !matches!(rest, [Token::Sign('/' | '.' | '-'), Token::Number(..), ..])
        {
            self.advance(2);
            return Some(2000 + year);
        }
        self.year()
    }

    /// A point that begins with a number: a year, an ISO date, `6/2023`, `15/6/2023`, `15/6`, or a number alone.
    pub(super) fn numeric(&mut self) -> Option<Point> {
        let (point, length) = match self.tokens {
            [Token::Number(_, 4), ..] => self.year_first()?,
            // A year that a program wrote with its thousands apart: 2,023 or 2.023.
            [Token::Number(thousand @ 1..=2, 1), Token::Sign('.' | ','), Token::Number(rest, 3), ..] => {
                (Point::of(Some(*thousand * 1000 + *rest), Part::Whole), 3)
            }
            _ => self.number_first()?,
        };
        self.advance(length);
        Some(point)
    }

    /// A point that begins with a year, and of how many tokens it is.
    fn year_first(&self) -> Option<(Point, usize)> {
        use Token::{Number, Sign, Word};
        Some(match self.tokens {
            // ISO 8601, and 2023/06/15 after it.
            [
                Number(year, 4),
                Sign(sign @ ('-' | '/' | '.')),
                Number(month, 1..=2),
                Sign(again),
                Number(day, 1..=2),
                ..,
            ] if sign == again => (Point::of(Some(*year), Part::Day(*day as i8, *month as i8)), 5),
            // 2023 - 6/2024 is a range.
            [Number(year, 4), Sign('-'), Number(..), Sign('/' | '.' | '-'), Number(_, 4), ..] => {
                (Point::of(Some(*year), Part::Whole), 1)
            }
            // A range such as that of a school year.
            [Number(year, 4), Sign('/'), Number(last, 4), ..] if YEARS.contains(year) && year < last => {
                (Point::of(Some(*year), Part::Whole), 1)
            }
            // A year that a program wrote as a fraction: 2023.0.
            [Number(year, 4), Sign('.'), Number(0, 1)] => (Point::of(Some(*year), Part::Whole), 3),
            [Number(year, 4), Sign('-' | '/'), Number(month, 1..=2), ..] => {
                (Point::of(Some(*year), Part::Month(*month as i8)), 3)
            }
            [Number(year, 4), Sign('-'), Word(Sense::Quarter, word), Number(quarter, 1), rest @ ..]
                if word.text == STORED_QUARTER
                    && !matches!(rest, [Sign('/' | '.' | '-'), Number(_, 4), ..] | [Word(Sense::Year, _), ..]) =>
            {
                (Point::of(Some(*year), Part::Quarter(*quarter as i8)), 4)
            }
            [Number(year, 4), ..] => (Point::of(Some(*year), Part::Whole), 1),
            _ => return None,
        })
    }

    /// A day by its numbers, in the order in which they stand.
    fn day(&self, year: Option<i16>, first: i16, second: i16) -> Point {
        Point::of(year, day_part(first, second, self.is_month_first))
    }

    /// The same of one that begins with another number.
    fn number_first(&self) -> Option<(Point, usize)> {
        use Token::{Number, Sign, Word};
        Some(match self.tokens {
            [
                Number(day, 1..=2),
                Sign(sign @ ('/' | '-' | '.')),
                Number(month, 1..=2),
                Sign(again),
                Number(year, 4),
                ..,
            ] if sign == again => (self.day(Some(*year), *day, *month), 5),
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
                (self.day(Some(2000 + year), *day, *month), 5)
            }
            [Number(month, 1..=2), Sign('/' | '-' | '.'), Number(year, 4), ..] => {
                (Point::of(Some(*year), Part::Month(*month as i8)), 3)
            }
            // «30/6-2024»: no month is the 30th.
            [
                Number(day @ 13..=31, 2),
                Sign('/' | '-' | '.'),
                Number(month @ 1..=12, 1..=2),
                Sign('/' | '-' | '.'),
                Number(year, 4),
                ..,
            ] => (Point::of(Some(*year), Part::Day(*day as i8, *month as i8)), 5),
            // «2 năm 2023-2024» are two years.
            [
                Number(_, 1..=2),
                Word(Sense::Year, _),
                Number(_, 4),
                Sign(_) | Word(Sense::To | Sense::And, _),
                Number(_, 4),
                ..,
            ] => {
                return None;
            }
            [Number(month, 1..=2), Word(Sense::Year, _), Number(year, 4), ..] => {
                (Point::of(Some(*year), Part::Month(*month as i8)), 3)
            }
            [Number(day, 1..=2), Sign('/' | '.'), Number(month, 1..=2), ..] => (self.day(None, *day, *month), 3),
            [Number(number, 1..=2), ..] => (Point::of(None, Part::Bare(*number as i8)), 1),
            _ => return None,
        })
    }
}
