//! Points that are named by words: a half of a year, a month.

use super::grammar::{Cursor, begins};
use super::point::{Part, Point, full_year};
use super::tokens::Token;
use super::words::{Sense, roman_month};

impl Cursor<'_> {
    /// «6 tháng đầu năm 2023», «nửa cuối năm 2024».
    pub(super) fn half(&mut self) -> Option<Point> {
        use Sense::{First, Half, Last, Month, ShortMonth};
        let (months, side, length) = match self.tokens {
            [
                Token::Number(months @ (3 | 6 | 9), _),
                Token::Word(Month | ShortMonth, _),
                Token::Word(side @ (First | Last), _),
                ..,
            ] => (*months as i8, *side, 3),
            [months, Token::Word(Month, _), Token::Word(side @ (First | Last), _), ..] => {
                let (months, length) = self.numbered_month(std::slice::from_ref(months))?;
                if length != 1 || !matches!(months, 3 | 6 | 9) {
                    return None;
                }
                (months, *side, 3)
            }
            [Token::Word(Half, _), Token::Word(side @ (First | Last), _), ..] => (6, *side, 2),
            _ => return None,
        };
        self.advance(length);
        let part = if side == First { Part::Months(1, months) } else { Part::Months(13 - months, 12) };
        Some(self.of_the_year(part))
    }

    /// `H1 2023`, `first half of 2023`.
    pub(super) fn part_of_a_year(&mut self) -> Option<Point> {
        let part = self.words.parts.iter().find(|(phrase, _)| begins(self.tokens, phrase));
        let (phrase, (first, last)) = part?;
        self.advance(phrase.len());
        let part =
            if last - first == 2 && last % 3 == 0 { Part::Quarter(last / 3) } else { Part::Months(*first, *last) };
        Some(self.of_the_year(part))
    }

    fn of_the_year(&mut self, part: Part) -> Point {
        self.eat(Sense::Of);
        if let Some(year) = self.fiscal_year() {
            return Point { year: Some(year), part, fiscal: true };
        }
        let year = self.year();
        if year.is_none() {
            self.eat(Sense::Year);
        }
        Point::of(year, part)
    }

    /// The quarter just read, with its year or fiscal year: `Q3 FY2023`.
    pub(super) fn quarter_of_a_year(&mut self, quarter: i8) -> Point {
        let part = Part::Quarter(quarter);
        let mut ahead = *self;
        ahead.eat(Sense::Of);
        ahead.eat_sign();
        if let Some(year) = ahead.fiscal_year() {
            *self = ahead;
            return Point { year: Some(year), part, fiscal: true };
        }
        if let [Token::Word(Sense::Of, _), Token::Number(_, 4), ..] = self.tokens {
            self.advance(1);
        }
        Point::of(self.year_behind_word(), part)
    }

    /// `FY 2023`, `FY23`, `FY 2023-24`: named for the year in which it ends.
    pub(super) fn fiscal_year(&mut self) -> Option<i16> {
        let [Token::Word(Sense::Fiscal, _), rest @ ..] = self.tokens else { return None };
        let mut ahead = Cursor { tokens: rest, ..*self };
        ahead.eat(Sense::Year);
        ahead.eat_sign();
        let (first, length) = match ahead.tokens {
            [Token::Number(year, digits @ (2 | 4)), ..] => (full_year(*year, *digits)?, 1),
            _ => return None,
        };
        ahead.advance(length);
        let last = match ahead.tokens {
            [Token::Sign('-' | '/'), Token::Number(last, 4), ..]
                if *last == first + 1 && self.words.fiscal_year != 1 =>
            {
                ahead.advance(2);
                *last
            }
            _ => first,
        };
        *self = ahead;
        Some(last)
    }

    /// A month by its number in words or a Roman one, and how many words that takes: «tháng mười hai», «tháng VI».
    fn numbered_month(&self, tokens: &[Token<'_>]) -> Option<(i8, usize)> {
        let [Token::Word(sense, word), rest @ ..] = tokens else { return None };
        // «Tháng năm 2024» may have forgotten its number.
        if *sense == Sense::Year && !matches!(rest, [Token::Word(Sense::Year, _), ..]) {
            return None;
        }
        let spoken = self.words.numbered_months.iter().find(|(phrase, _)| begins(tokens, phrase));
        match spoken {
            Some((phrase, month)) => Some((*month, phrase.len())),
            None => roman_month(word.text).map(|month| (month, 1)),
        }
    }

    /// A month by its name: `30-Jun-24`, `Jun-24`, `June 30, 2024`, «tháng sáu năm 2024», `30-Thg6-24`.
    pub(super) fn named_month(&mut self) -> Option<Point> {
        let mut ahead = *self;
        let mut day = None;
        if let [Token::Number(number, 1..=2), ..] = ahead.tokens {
            day = Some(*number as i8);
            ahead.advance(1);
            ahead.eat_sign();
        }
        let month = match ahead.tokens {
            [Token::Word(Sense::ShownMonth, _), Token::Number(month, 1..=2), ..] => {
                ahead.advance(2);
                *month as i8
            }
            [Token::Word(Sense::Month, _), rest @ ..] => {
                let (month, length) = self.numbered_month(rest)?;
                ahead.advance(1 + length);
                let year = ahead.year_behind_word();
                *self = ahead;
                return match day {
                    None => Some(Point::of(year, Part::Month(month))),
                    // «15 Tháng Sáu 2024»
                    Some(day) => year.map(|year| Point::of(Some(year), Part::Day(day, month))),
                };
            }
            [Token::Word(_, word), ..] if word.meaning.month > 0 => {
                ahead.advance(1);
                word.meaning.month
            }
            _ => return None,
        };
        // June 30, 2024
        if let [Token::Number(number, 1..=2), Token::Sign(','), Token::Number(_, 4), ..] = ahead.tokens
            && day.is_none()
        {
            day = Some(*number as i8);
            ahead.advance(1);
        }
        let part = day.map_or(Part::Month(month), |day| Part::Day(day, month));
        let mut behind = ahead;
        behind.eat_sign();
        let year = match behind.tokens {
            [Token::Number(year, digits), ..] => full_year(*year, *digits),
            _ => None,
        };
        match year {
            Some(_) => {
                behind.advance(1);
                *self = behind;
            }
            // Of `January - June 2023` the later month has the year.
            None => *self = ahead,
        }
        Some(Point::of(year, part))
    }

    fn eat_sign(&mut self) {
        if let [Token::Sign('-' | '/' | '.' | ','), ..] = self.tokens {
            self.advance(1);
        }
    }
}
