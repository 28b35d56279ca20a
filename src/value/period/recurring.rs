//! What recurs: «Hằng năm», «1 lần/năm», «trước 31/12 hằng năm».

use super::grammar::Cursor;
use super::point::{Part, Point};
use super::tokens::Token;
use super::words::Sense;

/// No recurring period is written in more.
const MOST_WORDS: usize = 8;

impl<'a> Cursor<'a> {
    /// What all that is left recurs as, with or without the day or part of the year that it is due on: that is not stored.
    pub(super) fn recurs(&self) -> Option<&'a str> {
        let tokens = self.tokens;
        self.recurring(tokens).or_else(|| {
            let cuts = (1..tokens.len()).rev();
            cuts.filter_map(|cut| {
                let (first, last) = tokens.split_at(cut);
                // Hardly anything recurs: the days are asked of what does.
                let (begins, ends) = (self.recurring(first), self.recurring(last));
                if begins.is_none() && ends.is_none() {
                    return None;
                }
                if self.is_due(first) { ends } else { begins.filter(|_| self.is_due(last)) }
            })
            .next()
        })
    }

    /// These tokens as a recurring period; commas between its words do not count. Figures alone are none.
    pub(super) fn recurring(&self, tokens: &[Token<'_>]) -> Option<&'a str> {
        if tokens.len() > 2 * MOST_WORDS || !tokens.iter().any(|token| matches!(token, Token::Word(..))) {
            return None;
        }
        let mut phrase = String::with_capacity(32);
        for token in tokens {
            match token {
                Token::Sign(',' | ';' | '-' | '/') => continue,
                _ if phrase.is_empty() => {}
                _ => phrase.push(' '),
            }
            match token {
                Token::Word(_, word) => phrase.push_str(word.text),
                Token::Number(number, _) => phrase.push_str(&number.to_string()),
                Token::Sign(_) => return None,
            }
        }
        self.words.recurring(&phrase)
    }

    /// Whether these tokens name a day or part of a year, and no year: «trước 31/12», «vào quý IV», «cuối».
    fn is_due(&self, tokens: &'a [Token<'a>]) -> bool {
        let mut cursor = Cursor { tokens, ..*self };
        if let [Token::Sign(',' | '-'), ..] = cursor.tokens {
            cursor.advance(1);
        }
        cursor.skip_leads();
        if cursor.eat(Sense::Before) {
            cursor.skip_leads();
        }
        if let [.., Token::Sign(',' | '-')] = cursor.tokens {
            cursor.tokens = &cursor.tokens[..cursor.tokens.len() - 1];
        }
        if cursor.is_done() {
            return !tokens.is_empty();
        }
        let point = cursor.point().filter(|point| point.year.is_none() && !matches!(point.part, Part::Bare(_)));
        // Every day that a year can have, the last of February too.
        point.is_some_and(|point| Point { year: Some(2024), ..point }.span(self.words).is_some()) && cursor.is_done()
    }

    /// «Thường xuyên từ năm 2023» has a beginning, «Hằng năm (2024-2026)» an end too, which says more than that it recurs.
    pub(super) fn skip_recurring(&mut self) {
        let most = self.tokens.len().min(MOST_WORDS);
        let recurs = |count: &usize| self.recurring(&self.tokens[..*count]).is_some();
        if let Some(count) = (1..most).rev().find(recurs) {
            self.advance(count);
            if let [Token::Sign(',' | ';' | '-'), ..] = self.tokens {
                self.advance(1);
            }
        }
    }
}
