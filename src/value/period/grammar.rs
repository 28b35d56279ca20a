//! The grammar of periods. Words are compared without diacritics, for «quy II nam 2023» is typed as often as not and no two
//! words of a period differ by their marks alone.

use super::numeric::shows_month_first;
use super::point::{Part, Point, YEARS};
use super::tokens::{Token, Word, tokens, without_time};
use super::words::{PeriodWords, Phrase, Roles, Sense, ordinal, quarter};
use super::{Period, Phrasing, Span, recurring};
use crate::text;

/// See [`Period::named`].
pub(super) fn parse(text: &str, words: &PeriodWords) -> Option<(Period, Phrasing)> {
    let bare = if text.is_ascii() { text.to_ascii_lowercase() } else { text::bare(text) };
    let plainly = |period: Period| (period, Phrasing::Plain);
    if let Some(period) = as_stored(bare.trim(), words) {
        return Some(plainly(period));
    }
    let mut tokens = tokens(without_time(&bare), words)?;
    write_out_last_year(&mut tokens);
    let tokens = without_outlook(&tokens, words);
    let mut cursor = Cursor::new(tokens, words);
    if let Some(stored) = cursor.recurs() {
        return Some(plainly(recurring(stored)));
    }
    cursor.skip_recurring();
    cursor.skip_leads();
    cursor.skip_duration();
    let mut relation = cursor.relation();
    let side = cursor.tokens;
    cursor.skip_leads();
    cursor.skip_duration();
    relation = relation.at(&side[..side.len() - cursor.tokens.len()])?;
    let first = cursor.point()?;
    let first = cursor.narrowed(first);
    cursor.skip_trails();
    if cursor.is_done() {
        let span = first.span(words)?;
        return match relation {
            Relation::At => Some(plainly(span.period())),
            Relation::From => Some((span.onward(), Phrasing::From(span.period()))),
            Relation::Before => span.before().map(plainly),
            Relation::Until => Some(plainly(span.until())),
            Relation::After => span.after().map(plainly),
        };
    }
    if !matches!(relation, Relation::At | Relation::From) {
        return None;
    }
    if cursor.is_onward() {
        let span = first.span(words)?;
        let phrasing = if relation == Relation::From { Phrasing::From(span.period()) } else { Phrasing::Plain };
        return Some((span.onward(), phrasing));
    }
    range(first, cursor)
}

/// A range as it is stored: `2023-06/2024-12`, `2025/..`, `../2024-06-30`.
fn as_stored(bare: &str, words: &PeriodWords) -> Option<Period> {
    let span = |part: &str| {
        let tokens = tokens(part, words)?;
        let mut cursor = Cursor::new(&tokens, words);
        cursor.point().filter(|_| cursor.is_done())?.span(words)
    };
    match (bare.strip_suffix("/.."), bare.strip_prefix("../")) {
        (Some(first), _) => Some(span(first)?.onward()),
        (None, Some(last)) => Some(span(last)?.until()),
        (None, None) => {
            let (first, last) = bare.split_once('/')?;
            let is_part = |part: &str| part.find('-') == Some(4) && !part.contains('/');
            (is_part(first) && is_part(last)).then(|| span(first)?.to(span(last)?))?
        }
    }
}

/// A range, or a list that is stored as the range it covers.
fn range(first: Point, mut cursor: Cursor<'_>) -> Option<(Period, Phrasing)> {
    let mut points = vec![first];
    // «Quý 1, 2, 3/2024»: the last number is a quarter as the first is.
    let quarters = first.year.is_none() && matches!(first.part, Part::Quarter(_));
    // Behind which point «đến» or «hết» stands: «tháng 6 đến hết năm 2024».
    let mut until = vec![false];
    // Between which two what lies is not named: «2024 và 2026». Phases make up the whole.
    let mut listed = vec![false];
    while !cursor.is_done() {
        let joint = cursor.tokens;
        cursor.joint(points.last().is_some_and(|point| matches!(point.part, Part::Whole)))?;
        cursor.skip_leads();
        let joint = &joint[..joint.len() - cursor.tokens.len()];
        let says = |role| joint.iter().any(|token| matches!(token, Token::Word(_, word) if word.has(role)));
        until.push(says(Roles::UNTIL));
        let lists = matches!(joint[0], Token::Sign(',' | ';' | '&' | '+') | Token::Word(Sense::And, _));
        listed.push(lists && !says(Roles::UNTIL) && !says(Roles::PHASE));
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
        spans.push(whole.span(cursor.words)?);
        later = Some(whole);
    }
    spans.reverse();
    let goes_on =
        |(pair, until): (&[Span], &bool)| pair[0].first() <= pair[1].first() || *until && pair[1].holds(pair[0]);
    if !spans.windows(2).zip(&until[1..]).all(goes_on) {
        return None;
    }
    let parts = |pair: &[Span]| pair[0].last().tomorrow().is_ok_and(|next| next < pair[1].first());
    let has_gaps = spans.windows(2).zip(&listed[1..]).any(|(pair, listed)| *listed && parts(pair));
    Some((spans[0].to(spans[spans.len() - 1])?, if has_gaps { Phrasing::Gaps } else { Phrasing::Plain }))
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
fn without_outlook<'t, 'a>(tokens: &'t [Token<'a>], words: &PeriodWords) -> &'t [Token<'a>] {
    let outlook = |at: usize| words.outlooks.iter().find(|outlook| begins(&tokens[at..], outlook));
    let Some((at, length)) = (1..tokens.len()).find_map(|at| Some((at, outlook(at)?.len()))) else { return tokens };
    let (words, year) = match &tokens[at + length..] {
        [words @ .., Token::Number(year, 4)] => (words, year),
        _ => return tokens,
    };
    let says_only_when = |token: &Token<'_>| matches!(token, Token::Word(Sense::To | Sense::Year, _));
    if !YEARS.contains(year) || !words.iter().all(says_only_when) {
        return tokens;
    }
    let kept = &tokens[..at];
    match kept {
        [kept @ .., Token::Sign(',' | ';' | '-') | Token::Word(Sense::And, _)] => kept,
        _ => kept,
    }
}

/// Whether the tokens begin with these words.
pub(super) fn begins(tokens: &[Token<'_>], phrase: &Phrase) -> bool {
    !phrase.is_empty() && tokens.len() >= phrase.len() && tokens.iter().zip(phrase).all(|(token, part)| token.is(part))
}

/// Whether the token counts phases: «giai đoạn 1», «GĐ II».
fn counts(token: &Token<'_>) -> bool {
    match token {
        Token::Number(_, digits) => *digits == 1,
        Token::Word(_, word) => ordinal(word.text, word.meaning).is_some(),
        Token::Sign(_) => false,
    }
}

/// How the time stands to the point that is named.
#[derive(Clone, Copy, PartialEq)]
enum Relation {
    At,
    From,
    Before,
    /// Up to its end.
    Until,
    After,
}

impl Relation {
    /// The same, if these words stand between it and the point: «trước cuối năm 2024» is not before that year, and nobody can
    /// store what is before its middle.
    fn at(self, words: &[Token<'_>]) -> Option<Self> {
        let says =
            |some: &[Sense]| words.iter().any(|token| matches!(token, Token::Word(sense, _) if some.contains(sense)));
        match self {
            Self::Before if says(&[Sense::Middle]) => None,
            Self::Before if says(&[Sense::Last, Sense::Ends]) => Some(Self::Until),
            Self::After if says(&[Sense::Middle, Sense::First]) => None,
            _ => Some(self),
        }
    }
}

#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub(super) tokens: &'a [Token<'a>],
    pub(super) words: &'a PeriodWords,
    /// Whether the month of a day in numbers stands first.
    pub(super) is_month_first: bool,
}

impl<'a> Cursor<'a> {
    fn new(tokens: &'a [Token<'a>], words: &'a PeriodWords) -> Self {
        Self { tokens, words, is_month_first: words.is_month_first || shows_month_first(tokens) }
    }

    pub(super) fn is_done(&self) -> bool {
        self.tokens.is_empty()
    }

    pub(super) fn advance(&mut self, count: usize) {
        self.tokens = &self.tokens[count..];
    }

    fn word(&self) -> Option<(Sense, Word<'a>)> {
        match self.tokens.first() {
            Some(Token::Word(sense, word)) => Some((*sense, *word)),
            _ => None,
        }
    }

    /// How many of the tokens are one of these phrases.
    fn phrase(tokens: &[Token<'_>], phrases: &[Phrase]) -> Option<usize> {
        phrases.iter().find(|phrase| begins(tokens, phrase)).map(Vec::len)
    }

    pub(super) fn eat(&mut self, sense: Sense) -> bool {
        let found = self.word().is_some_and(|(found, _)| found == sense);
        if found {
            self.advance(1);
        }
        found
    }

    pub(super) fn skip_leads(&mut self) {
        // «Không quá 31/12/2024», «Không muộn hơn …», as «Chậm nhất …».
        let emphatic = &self.words.emphatic;
        let is_one = |token: &Token<'_>, list: &[Box<str>]| list.iter().any(|word| token.is(word));
        if let [first, second, ..] = self.tokens
            && is_one(first, &emphatic.words)
            && is_one(second, &emphatic.before)
        {
            self.advance(1);
        }
        loop {
            if let Some(length) = Self::phrase(self.tokens, &self.words.lead_phrases) {
                self.advance(length);
                continue;
            }
            let Some((_, word)) = self.word().filter(|(_, word)| word.has(Roles::LEAD)) else { return };
            self.advance(1);
            if word.has(Roles::PHASE)
                && self.tokens.first().is_some_and(counts)
                && matches!(self.tokens.get(1), Some(Token::Number(..) | Token::Word(..)))
            {
                self.advance(1);
            }
            // «GĐ.2023-2024»
            if let [Token::Sign('.'), Token::Number(_, 4), ..] = self.tokens {
                self.advance(1);
            }
        }
    }

    /// Passes over how long something takes, where its years follow: «trong 2 năm 2023-2024».
    fn skip_duration(&mut self) {
        let (length, unit, rest) = match self.tokens {
            [Token::Number(length, 1..=2), Token::Word(unit @ (Sense::Year | Sense::Month), _), rest @ ..] => {
                (*length, *unit, rest)
            }
            _ => return,
        };
        let mut ahead = Cursor { tokens: rest, ..*self };
        if let [Token::Sign(',' | ';' | '-'), ..] = ahead.tokens {
            ahead.advance(1);
        }
        ahead.skip_leads();
        ahead.eat(Sense::From);
        ahead.eat(Sense::Year);
        let years = match ahead.tokens {
            [
                Token::Number(first, 4),
                Token::Sign('-' | '/' | ',' | '~') | Token::Word(Sense::To | Sense::And, _),
                Token::Number(last, 4),
            ] => last - first + 1,
            _ => return,
        };
        if length == if unit == Sense::Year { years } else { years * 12 } {
            self.tokens = ahead.tokens;
        }
    }

    /// Passes over words behind a point that say nothing about which one it is, if they are all that is left or another
    /// point follows.
    fn skip_trails(&mut self) {
        let mut rest = self.tokens;
        let mut words = false;
        while let [token, after @ ..] = rest {
            if let Some(length) = Self::phrase(rest, &self.words.trail_phrases) {
                words = true;
                rest = &rest[length..];
                continue;
            }
            match token {
                // «2023-2024 (giai đoạn 1)», but «2023; giai đoạn 2: 2024»
                Token::Word(_, word)
                    if word.has(Roles::PHASE)
                        && after.first().is_some_and(counts)
                        && matches!(after.get(1), None | Some(Token::Sign(_))) =>
                {
                    words = true;
                    rest = &after[1..];
                    continue;
                }
                Token::Word(_, word)
                    if word.has(Roles::BEFORE_PHASE)
                        && matches!(after, [Token::Word(_, next), ..] if next.has(Roles::PHASE)) => {}
                Token::Word(_, word) if word.has(Roles::TRAIL) => words = true,
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
        if !matches!(point, Point { year: Some(_), part: Part::Whole, .. }) {
            return point;
        }
        let mut ahead = *self;
        if let [Token::Sign(',' | '-' | '/'), ..] = ahead.tokens {
            ahead.advance(1);
        }
        let names_part =
            matches!(ahead.tokens, [Token::Word(..), ..] | [Token::Number(..), Token::Word(Sense::Month, _), ..]);
        let part = ahead.point().filter(|_| names_part);
        ahead.skip_trails();
        match part {
            Some(Point { year: None, part: part @ (Part::Quarter(_) | Part::Month(_) | Part::Months(..)), .. })
                if ahead.is_done() =>
            {
                *self = ahead;
                Point { part, ..point }
            }
            _ => point,
        }
    }

    fn relation(&mut self) -> Relation {
        use Sense::{After, Before, By, First, From, Last, Month, Now, To};
        match self.tokens {
            [Token::Word(From, _), Token::Word(Now, _), Token::Word(To, _), ..] => self.advance_to(3, Relation::Until),
            [Token::Word(From, _), ..] => self.advance_to(1, Relation::From),
            [Token::Word(Before, _), ..] => self.advance_to(1, Relation::Before),
            [Token::Word(By, _), ..] => self.advance_to(1, Relation::Until),
            // «Sáu tháng đầu năm 2024»
            [Token::Word(After, _), Token::Word(Month, _), Token::Word(First | Last, _), ..] => Relation::At,
            [Token::Word(After, _), ..] => self.advance_to(1, Relation::After),
            _ => Relation::At,
        }
    }

    fn advance_to(&mut self, count: usize, relation: Relation) -> Relation {
        self.advance(count);
        relation
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
                Token::Word(_, word) => {
                    core |= word.has(Roles::ONWARD_CORE);
                    word.has(Roles::ONWARD)
                }
                _ => false,
            })
            && core
            || self.recurring(self.tokens).is_some()
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
                self.eat(Sense::And);
                Some(())
            }
            Token::Sign('/') if behind_year && matches!(self.tokens, [_, Token::Number(_, 4), ..]) => {
                self.advance(1);
                Some(())
            }
            Token::Word(Sense::To | Sense::And | Sense::Into, _) => {
                self.advance(1);
                Some(())
            }
            _ => None,
        }
    }

    pub(super) fn point(&mut self) -> Option<Point> {
        use Sense::{Day, Fiscal, Month, Quarter, ShortMonth, ShownMonth, Year};
        if let Some(point) = self.part_of_a_year().or_else(|| self.half()).or_else(|| self.named_month()) {
            return Some(point);
        }
        match self.tokens {
            [Token::Word(Fiscal, _), ..] => self.fiscal_year().map(|year| Point { fiscal: true, ..Point::year(year) }),
            [Token::Word(Year, _), ..] => {
                self.advance(1);
                let [Token::Number(year, 4), ..] = self.tokens else { return None };
                self.advance(1);
                Some(Point::year(*year))
            }
            [Token::Word(Month | ShortMonth | ShownMonth, _), Token::Number(month, 1..=2), ..] => {
                self.advance(2);
                Some(Point::of(self.year_behind_word(), Part::Month(*month as i8)))
            }
            // «T.6/2024»
            [Token::Word(ShortMonth | ShownMonth, _), Token::Sign('.'), Token::Number(month, 1..=2), ..] => {
                self.advance(3);
                Some(Point::of(self.year_behind_word(), Part::Month(*month as i8)))
            }
            [
                Token::Word(Day, _),
                Token::Number(day, 1..=2),
                Token::Word(Month, _),
                Token::Number(month, 1..=2),
                ..,
            ] => {
                self.advance(4);
                Some(Point::of(self.year(), Part::Day(*day as i8, *month as i8)))
            }
            [
                Token::Number(day, 1..=2),
                Token::Word(Month, _),
                Token::Number(month, 1..=2),
                Token::Word(Year, _) | Token::Sign('/' | '-'),
                Token::Number(_, 4),
                ..,
            ] => {
                self.advance(3);
                Some(Point::of(self.year(), Part::Day(*day as i8, *month as i8)))
            }
            [Token::Word(Day, _), Token::Number(_, 1..=2), ..] => {
                self.advance(1);
                self.numeric()
            }
            [Token::Word(Quarter, _), ..] => self.named_quarter(),
            [Token::Word(_, word), ..] => self.joined_quarter(*word),
            [Token::Number(..), ..] => self.numeric(),
            _ => None,
        }
    }

    /// «Quý II/2023», «Q.II/2023», «quý thứ 2 năm 2023»
    fn named_quarter(&mut self) -> Option<Point> {
        self.advance(1);
        if let [Token::Sign('.'), ..] | [Token::Word(Sense::Which, _), ..] = self.tokens {
            self.advance(1);
        }
        let quarter = match self.tokens.first()? {
            Token::Number(number, 1..=2) => *number as i8,
            Token::Word(_, word) => quarter(word.text, word.meaning)?,
            _ => return None,
        };
        self.advance(1);
        Some(self.quarter_of_a_year(quarter))
    }

    /// «QuýII/2023», «II/2023»: a Roman number is a quarter's; nobody numbers months so.
    fn joined_quarter(&mut self, word: Word<'_>) -> Option<Point> {
        let joined = self.words.quarters.iter().find_map(|name| word.text.strip_prefix(&**name));
        let number = match joined {
            Some(joined) => quarter(joined, self.words.meaning(joined))?,
            None => ordinal(word.text, word.meaning)?,
        };
        self.advance(1);
        Some(Point::of(self.year(), Part::Quarter(number)))
    }
}
