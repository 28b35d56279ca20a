//! Each search against the regular expression that says the same, on texts made of the words and signs of title blocks.

use std::ops::Range;

use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};
use regex::Regex;

use super::*;

fn list(words: &[&str]) -> BareWords {
    words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>().into()
}

const PIECES: &str = "quyet dinh|quy?t ??nh|qd|q?|kh|ke hoach|so|s?|ngay|ng?y|thang|nam|n?m|theo|kem theo|ban hanh|can cu|tai|cong van|\
    ubnd|btttt|ttg|a|1029|613|5|15|2023|23|12|20|1.029|1234567|15/5/2023|15052023|2023-05-15|thang 5|nam 2023|/|-|,|.|:|~|_|......|...|?|&|(|)|\n| | | |";

/// A digit, letter or whole word may have been lost to a `?`.
fn lossy(words: &str) -> String {
    let mut pattern = String::new();
    for character in words.chars() {
        match character {
            ' ' => pattern.push_str(r"\s+"),
            'a' | 'd' | 'e' | 'i' | 'o' | 'u' | 'y' => pattern.push_str(&format!("[{character}?]")),
            other => pattern.push(other),
        }
    }
    pattern
}

fn compile(pattern: &str) -> Regex {
    let pattern = pattern.replace(r"\b", r"(?-u:\b)").replace(r"\d", "[0-9]").replace(r"\W", "[^0-9A-Za-z_]");
    Regex::new(&pattern).expect("the pattern is a constant")
}

fn any_of(phrases: &[&str]) -> String {
    phrases.iter().map(|phrase| lossy(phrase)).collect::<Vec<_>>().join("|")
}

/// What both say of a text.
struct Oracle {
    number: Regex,
    day: Regex,
    date_word: Regex,
    named: Regex,
    blank: Regex,
    plain: Regex,
    thousands: Regex,
    cites: Regex,
    comes_with: Regex,
    run: Regex,
}

impl Oracle {
    fn new() -> Self {
        let (month, year, so, ngay) = (lossy("thang"), lossy("nam"), lossy("so"), lossy("ngay"));
        let short = lossy("qd");
        let named = format!(r"\b(?:{}|{short})", lossy("quyet dinh"));
        Self {
            number: compile(
                r"(?x)
                (?P<digits>\b(?:\d{1,3}[.,]\d{3}|\d{1,6}[a-z]?)(?:\s*/\s*\d{4})?) \s*[/\s-]\s*
                (?P<symbol>(?:[a-z?]{1,8}\s?-\s?[a-z?&]{2,16}|(?:q[d?]|kh)[._/][a-z?&]{3,16})\d{0,2}(?:-[a-z?][a-z0-9?&]{0,14}){0,3}(?:\.[a-z?][a-z0-9?&]{0,3}\b)?)
                | (?P<turned>(?:q[d?]|kh)-[a-z]{2,16})-(?P<last>\d{1,6}\b)
                | (?P<only>\b(?:\d{1,3}[.,]\d{3}|\d{1,6}[a-z]?))\s*/\s*(?P<kind>q[d?]|kh)\b",
            ),
            day: compile(&format!(
                r"\b(?P<day>\d{{1,2}})\s*(?:{month}|[/.-])\s*(?P<month>\d{{1,2}})\s*(?:,?\s*{year}|[/.-])\s*(?P<year>\d{{4}}|\d\d)\b|\b(?P<wd>\d{{1,2}})\s*{month}\s*(?P<wm>\d{{1,2}})\s+(?P<wy>\d{{4}})\b|\b(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b"
            )),
            date_word: compile(&format!(r"\b{ngay}\b")),
            named: compile(&format!(r"{named}(?:\W|$)")),
            blank: compile(&format!(
                r"{named}[\s:]*(?:{so})?[\s:]*[._\s~-]*(?:/\s*(?:\d{{4}}\s*/\s*)?{short}\b|,?\s*{ngay}\b|[._~]{{2,}})|\b{so}[\s:]*[._\s~-]*/\s*(?:\d{{4}}\s*/\s*)?{short}\b"
            )),
            plain: compile(&format!(r"{named}[\s:.]*{so}[\s:.]*(?P<digits>\d{{1,6}})\s*,?\s*{ngay}\b")),
            thousands: compile(r"\bso[\s:]*(?P<front>[1-9]\d{0,2}) $"),
            cites: compile(&format!(r"\b(?:{})\b", any_of(&["can cu", "tai", "theo"]))),
            comes_with: compile(&format!(r"\b(?:{})\s+$", any_of(&["kem", "ban hanh"]))),
            run: compile(r"\b(\d\d)(\d\d)((?:19|20)\d\d)\b"),
        }
    }

    fn agrees(&self, text: &str) {
        let language = crate::schema::Language::shipped();
        let words = &language.documents;
        let wording = Wording { full: "quyet dinh", abbreviation: "qd", words };
        let found = numbers(words, text).into_iter().map(|number| (number.span, number.digits, number.symbol));
        let expected = self.number.captures_iter(text).filter_map(|captures| {
            let part = |names: [&str; 3]| names.iter().find_map(|name| captures.name(name)).map(|part| part.range());
            Some((captures.get(0)?.range(), part(["digits", "last", "only"])?, part(["symbol", "turned", "kind"])?))
        });
        assert_eq!(found.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "numbers of {text:?}");
        let found = day(words, text).map(|day| [day.span, day.day, day.month, day.year]);
        let expected = self.day.captures(text).map(|captures| {
            let part =
                |names: [&str; 3]| names.iter().find_map(|name| captures.name(name)).map_or(0..0, |it| it.range());
            let (day, month, year) = (part(["day", "wd", "d"]), part(["month", "wm", "m"]), part(["year", "wy", "y"]));
            [captures.get(0).map_or(0..0, |it| it.range()), day, month, year]
        });
        assert_eq!(found, expected, "day of {text:?}");
        assert_eq!(word(text, &words.day), self.date_word.find(text).map(|it| it.start()), "date word of {text:?}");
        assert_eq!(wording.last(text), self.named.find_iter(text).last().map(|it| it.start()), "last name of {text:?}");
        let expected: Vec<Range<usize>> = self.blank.find_iter(text).map(|it| it.range()).collect();
        assert_eq!(wording.blanks(text), expected, "blanks of {text:?}");
        let plain = self.plain.captures_iter(text).filter_map(|it| Some(it.name("digits")?.range()));
        assert_eq!(wording.plain(text), plain.collect::<Vec<_>>(), "plain numbers of {text:?}");
        let front = self.thousands.captures(text).and_then(|it| Some(it.name("front")?.start()));
        assert_eq!(thousands(words, text), front, "thousands of {text:?}");
        let cited = self.cites.find_iter(text).last().map(|it| it.range());
        assert_eq!(last_of(text, &list(&["can cu", "tai", "theo"])), cited, "last citation of {text:?}");
        assert_eq!(ends_with(text, &list(&["kem", "ban hanh"])), self.comes_with.is_match(text), "end of {text:?}");
        assert_eq!(with_days(text), self.run.replace_all(text, "$1/$2/$3"), "days of {text:?}");
    }
}

#[test]
fn each_search_finds_what_its_expression_does() {
    let oracle = Oracle::new();
    let piece = || prop::sample::select(PIECES.split('|').collect::<Vec<_>>());
    let config =
        ProptestConfig { cases: 3_000, rng_seed: RngSeed::Fixed(0), failure_persistence: None, ..Default::default() };
    let mut runner = TestRunner::new(config);
    let texts = prop::collection::vec(piece(), 1..14).prop_map(|pieces| pieces.concat());
    let outcome = runner.run(&texts, |text| {
        oracle.agrees(&text);
        Ok(())
    });
    outcome.expect("all agree");
}
