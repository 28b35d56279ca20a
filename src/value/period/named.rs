//! Points that are named by words: a half of a year, a month.

use super::grammar::Cursor;
use super::point::{Part, Point, full_year};
use super::tokens::Token;
use super::words::{english_month, spoken_month};

impl Cursor<'_> {
    /// «6 tháng đầu năm 2023», «nửa cuối năm 2024».
    pub(super) fn half(&mut self) -> Option<Point> {
        let (months, side, length) = match self.tokens {
            [
                Token::Number(months @ (3 | 6 | 9), _),
                Token::Word("thang" | "t"),
                Token::Word(side @ ("dau" | "cuoi")),
                ..,
            ] => (*months as i8, *side, 3),
            [
                Token::Word(months @ ("ba" | "sau" | "chin")),
                Token::Word("thang"),
                Token::Word(side @ ("dau" | "cuoi")),
                ..,
            ] => (spoken_month(months, None)?.0, *side, 3),
            [Token::Word("nua"), Token::Word(side @ ("dau" | "cuoi")), ..] => (6, *side, 2),
            _ => return None,
        };
        self.advance(length);
        self.eat("cua");
        let year = self.year();
        if year.is_none() {
            self.eat("nam");
        }
        let part = if side == "dau" { Part::Months(1, months) } else { Part::Months(13 - months, 12) };
        Some(Point { year, part })
    }

    /// A month by its name: `30-Jun-24`, `Jun-24`, `June 30, 2024`, «tháng sáu năm 2024», `30-Thg6-24`.
    pub(super) fn named_month(&mut self) -> Option<Point> {
        let mut ahead = Cursor { tokens: self.tokens };
        let mut day = None;
        if let [Token::Number(number, 1..=2), ..] = ahead.tokens {
            day = Some(*number as i8);
            ahead.advance(1);
            ahead.eat_sign();
        }
        let month = match ahead.tokens {
            [Token::Word("thg"), Token::Number(month, 1..=2), ..] => {
                ahead.advance(2);
                *month as i8
            }
            [Token::Word("thang"), Token::Word(first), rest @ ..] => {
                let second = match rest {
                    [Token::Word(second), ..] => Some(*second),
                    _ => None,
                };
                let (month, length) = spoken_month(first, second)?;
                ahead.advance(1 + length);
                let year = ahead.year_behind_word();
                *self = ahead;
                return match day {
                    None => Some(Point { year, part: Part::Month(month) }),
                    // «15 Tháng Sáu 2024»
                    Some(day) => year.map(|year| Point { year: Some(year), part: Part::Day(day, month) }),
                };
            }
            [Token::Word(word), ..] => {
                let month = english_month(word)?;
                ahead.advance(1);
                month
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
        ahead.eat_sign();
        let [Token::Number(year, digits), ..] = ahead.tokens else { return None };
        let year = full_year(*year, *digits)?;
        ahead.advance(1);
        *self = ahead;
        let part = day.map_or(Part::Month(month), |day| Part::Day(day, month));
        Some(Point { year: Some(year), part })
    }

    fn eat_sign(&mut self) {
        if let [Token::Sign('-' | '/' | '.' | ','), ..] = self.tokens {
            self.advance(1);
        }
    }
}
