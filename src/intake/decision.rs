//! Finds the document that issues a form: «Kèm theo Quyết định số 1029/QĐ-UBND ngày 15/5/2023 của …». Title blocks cite
//! other documents too (the law, the letter that asks), and templates come back with `số ..../QĐ-UBND` unfilled, so every
//! number is first found with what stands before it, and then judged. The cells are read as one text, in reading order,
//! for people spread the sentence over several.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Decision, Line};
use crate::bilingual;
use crate::cell::{Location, called, layout_of};
use crate::finding::Finding;
use crate::intake::rules;
use crate::schema::document_words::DocumentWords;
use crate::schema::{Form, Language};
use crate::text::{self, Bilingual};

mod blanks;
mod force;
mod outside;
mod reading;
mod scan;

pub use force::{Side, lapses, may_lapse};
pub use outside::{also_issues, also_named, in_name, is_draft, is_of_template, is_only_named, names_draft, other};
use reading::Reading;
use scan::Wording;

/// What the lines say about the document that issues the form.
#[derive(Clone, Debug, PartialEq)]
pub enum Citation {
    /// It is named in full.
    Decision(Decision),
    /// It is named, but not in full: in this line, for this reason.
    Incomplete(Line, Gap),
    /// No line names one.
    None,
}

impl Citation {
    /// The document that is named in full.
    pub fn decision(&self) -> Option<&Decision> {
        if let Self::Decision(decision) = self { Some(decision) } else { None }
    }
}

/// What a line that names the document lacks.
#[derive(Clone, Debug, PartialEq)]
pub enum Gap {
    /// A template that nobody filled: `số ..../QĐ-UBND ngày ... tháng ... năm 2023`.
    Unfilled,
    /// It has a number and no date.
    NoDate,
    /// It has a date and no number.
    NoNumber,
    /// There is no such day; as typed.
    NoSuchDay(String),
    /// It is a draft, whatever number it bears.
    Draft,
    /// The form comes with a document that issues nothing; as typed.
    OtherDocument(String),
}

/// Lines that were searched for documents: once, however much is asked of them.
pub struct Searched<'a> {
    /// As given.
    pub lines: &'a [Line],
    kinds: &'a Kinds,
    reading: Reading<'a>,
    named: Vec<Candidate>,
}

impl<'a> Searched<'a> {
    /// Searches lines (the text of [`Line`] is tidy) for documents of these kinds.
    pub fn new(kinds: &'a Kinds, lines: &'a [Line]) -> Self {
        let reading = Reading::new(lines);
        Self { lines, kinds, named: candidates(&reading, kinds), reading }
    }

    /// The document that issues a form, in the lines of its title block. Where several could be, the one that the form comes with
    /// («kèm theo») goes before one that is only named, and then the first.
    pub fn document(&self, path: &Arc<str>) -> Citation {
        let mut signed = None;
        let mut best: Option<(u8, Citation)> = None;
        for candidate in &self.named {
            let found = candidate.found(path, &self.reading, self.kinds.words(), &mut signed);
            // What is only named by «theo» goes behind all that the form comes with, filled in or not.
            let is_full = matches!(found, Citation::Decision(_)) && !candidate.by_alone;
            let rank = candidate.rank + if is_full { 10 } else { 0 };
            if best.as_ref().is_none_or(|(best, _)| rank > *best) {
                best = Some((rank, found));
            }
        }
        best.map_or(Citation::None, |(_, found)| found)
    }
}

/// Finds the document that issues a form, see [`Searched::document`].
pub fn find(path: &Arc<str>, kinds: &Kinds, lines: &[Line]) -> Citation {
    Searched::new(kinds, lines).document(path)
}

/// The finding that a form's issuing document is not named, with what [`find`] saw instead.
pub fn missing(form: &Form, found: &Citation, location: Location) -> Finding {
    let said = match found {
        Citation::Incomplete(line, gap) => {
            let cell = called(layout_of(line.sheet.as_ref()), line.cell);
            let (vi, en) = (cell.vi, cell.en);
            match gap {
                Gap::Unfilled => {
                    bilingual!("; dòng ở ô {vi} còn để trống", "; the line in {en} has not been filled in")
                }
                Gap::NoDate => bilingual!("; ô {vi} có số nhưng chưa có ngày", "; {en} has a number but no date"),
                Gap::NoNumber => bilingual!("; ô {vi} có ngày nhưng chưa có số", "; {en} has a date but no number"),
                Gap::Draft => bilingual!(
                    "; ô {vi} ghi là dự thảo, nên số và ngày ghi trong biểu, nếu có, chưa được tính",
                    "; {en} says that it is a draft, so that a number and a day in the form do not count yet"
                ),
                Gap::OtherDocument(other) => bilingual!(
                    "; ô {vi} ghi «{other}», không phải văn bản ban hành",
                    "; {en} names “{other}”, which issues nothing"
                ),
                Gap::NoSuchDay(day) => bilingual!(
                    "; ô {vi} ghi ngày «{day}», ngày hoặc năm này không hợp lý",
                    "; {en} says “{day}”, which is no possible day or year"
                ),
            }
        }
        Citation::Decision(_) | Citation::None => Bilingual::default(),
    };
    let location = match found {
        Citation::Incomplete(line, _) => Location::sheet(&location.file, line.sheet.as_ref(), Some(line.cell)),
        Citation::Decision(_) | Citation::None => location,
    };
    let kind = form.decision.first().map_or("", String::as_str);
    Finding::new(&rules::MISSING_DECISION, location)
        .with("kinds", form.decision.join(", "))
        .with("kind", kind)
        .with("initials", text::initials(&text::fold(kind)).to_uppercase())
        .with_words("unfilled", said)
}

/// The rank of a document that the form comes with: «kèm theo».
const COMES_WITH: u8 = 3;

/// A place that may name the document.
struct Candidate {
    /// As listed in the form.
    kind: String,
    /// As it is to be stored, if one is typed.
    number: Option<String>,
    /// Where kind, number or blanks stand in the reading.
    span: Range<usize>,
    /// Where a date may stand behind it: up to the next number.
    limit: Range<usize>,
    /// 0 for a template's own origin, 1 for a number alone, 2 for one with its kind, then [`COMES_WITH`].
    rank: u8,
    /// It is named by «theo» and nothing else, in brackets of its own.
    by_alone: bool,
    /// Nothing but the number says so: the date may be that of the signing place.
    heading: bool,
}

/// All places that may name the document, in reading order.
fn candidates(reading: &Reading<'_>, known: &Kinds) -> Vec<Candidate> {
    let (kinds, words) = (&known.kinds, known.words());
    let has_digits = reading.bare.bytes().any(|byte| byte.is_ascii_digit());
    let numbers = if has_digits { numbers(reading, kinds, words) } else { Vec::new() };
    let mut candidates = Vec::new();
    for (at, number) in numbers.iter().enumerate() {
        let floor = if at == 0 { 0 } else { numbers[at - 1].span.end };
        let ceiling = numbers.get(at + 1).map_or(reading.bare.len(), |next| next.span.start);
        let before = reading.before(words, number.span.start, floor);
        let abbreviation = number.abbreviation.as_deref();
        let judged = judge(kinds, words, before, abbreviation).map(|judged| (judged, false));
        let alone = || {
            let (kind, _) = judge(kinds, words, reading.behind_by(words, number.span.start)?, abbreviation)?;
            Some(((kind, 0), true))
        };
        let Some(((kind, rank), by_alone)) = judged.or_else(alone) else { continue };
        if number.issuer.as_deref().is_some_and(|issuer| words.superiors.holds(issuer)) {
            continue;
        }
        candidates.push(Candidate {
            kind: kinds[kind].name.clone(),
            number: Some(number.text.clone()),
            span: number.span.clone(),
            limit: floor..ceiling,
            rank,
            by_alone,
            heading: rank == 1,
        });
    }
    blanks::add(reading, known, &numbers, &mut candidates);
    candidates.sort_by_key(|candidate| candidate.span.start);
    candidates
}

/// The kinds of document that may issue a form, ready to be looked for. Built once a run.
#[derive(Debug)]
pub struct Kinds {
    kinds: Vec<DocumentKind>,
    language: Arc<Language>,
}

impl Kinds {
    /// Prepares the form's kinds.
    pub fn new(form: &Form) -> Self {
        let kinds = form.decision.iter().map(|name| DocumentKind::new(name, &form.language)).collect();
        Self { kinds, language: Arc::clone(&form.language) }
    }

    fn words(&self) -> &DocumentWords {
        &self.language.documents
    }
}

/// A kind of document that may issue the form.
#[derive(Debug)]
struct DocumentKind {
    name: String,
    /// In full, without diacritics.
    bare: String,
    /// `qd` for «Quyết định».
    abbreviation: String,
    /// The same as it is printed: `QĐ`.
    printed: String,
    language: Arc<Language>,
}

impl DocumentKind {
    fn new(name: &str, language: &Arc<Language>) -> Self {
        let (bare, folded) = (text::bare(name), text::fold(name));
        let (abbreviation, printed) = (text::initials(&bare), text::initials(&folded).to_uppercase());
        Self { name: name.to_owned(), bare, abbreviation, printed, language: Arc::clone(language) }
    }

    fn wording(&self) -> Wording<'_> {
        Wording { full: &self.bare, abbreviation: &self.abbreviation, words: &self.language.documents }
    }
}

/// A number as typed, and what its symbol tells.
struct Number {
    /// As it is stored: `1029/QĐ-UBND`.
    text: String,
    span: Range<usize>,
    /// The symbol's first part, bare: `qd`.
    abbreviation: Option<String>,
    /// The symbol's second part, bare: `ubnd`; digits cut off.
    issuer: Option<String>,
}

fn numbers(reading: &Reading<'_>, kinds: &[DocumentKind], words: &DocumentWords) -> Vec<Number> {
    let mut numbers: Vec<Number> = Vec::new();
    for scan::Symbolised { span: whole, digits, symbol } in scan::numbers(words, &reading.bare) {
        // `…/2023/QĐ-UBND`: that is the year, and the number before it was not filled in.
        if reading.bare[..whole.start].trim_end().ends_with('/') {
            continue;
        }
        // «số 1029/QĐ - ngày 15/5/2023»: the dash belongs to the sentence.
        let mut end = symbol.end;
        let mut parts: Vec<&str> = reading.bare[symbol.clone()].split(['-', '.', '/', '_']).map(str::trim).collect();
        if parts.len() > 1 && scan::begins_sentence(words, parts[1]) {
            end = symbol.start + parts[0].len();
            parts.truncate(1);
        }
        // «… số 1029/QĐ-UBND.Về việc …»: a unit has capitals.
        if let Some(dot) = reading.bare[symbol.start..end].rfind('.').filter(|_| parts.len() > 2)
            && reading.original(symbol.start + dot..end).contains(char::is_lowercase)
        {
            end = symbol.start + dot;
            parts.pop();
        }
        // `15-5 - ubnd` and other accidents: without a slash the symbol must begin with a kind that issues the form.
        let slash = reading.bare[whole.clone()].contains('/');
        let first = parts[0].replace('?', "d");
        let kind = kinds.iter().find(|kind| kind.abbreviation == first);
        let known = kind.is_some();
        if !slash && !known {
            continue;
        }
        let digits = with_thousands(words, &reading.bare, digits);
        let symbol_text = reading.original(symbol.start..end);
        numbers.push(Number {
            text: store(reading.original(digits.clone()), symbol_text, kind),
            span: whole.start.min(digits.start)..end.max(digits.end),
            abbreviation: (known || parts.len() > 1).then_some(first),
            issuer: parts
                .get(1)
                .map(|part| part.trim_end_matches(|character: char| character.is_ascii_digit()).to_owned()),
        });
    }
    // «Quyết định số 1029 ngày 15/5/2023», without a symbol.
    for kind in kinds {
        numbers.sort_by_key(|number| number.span.start);
        let (reach, found) = (reach(&numbers), numbers.len());
        for digits in kind.wording().plain(&reading.bare) {
            let before = numbers[..found].partition_point(|number| number.span.start <= digits.start);
            if before.checked_sub(1).is_none_or(|last| reach[last] < digits.end) {
                numbers.push(Number {
                    text: reading.bare[digits.clone()].to_owned(),
                    span: digits,
                    abbreviation: Some(kind.abbreviation.clone()),
                    issuer: None,
                });
            }
        }
    }
    numbers.sort_by_key(|number| number.span.start);
    numbers
}

/// For each number, which are in the order in which they begin, how far it and those before it reach.
fn reach(numbers: &[Number]) -> Vec<usize> {
    let furthest = |furthest: &mut usize, number: &Number| {
        *furthest = number.span.end.max(*furthest);
        Some(*furthest)
    };
    numbers.iter().scan(0, furthest).collect()
}

/// The digits with the thousands that stand before them: «số 1 613/QĐ-UBND».
fn with_thousands(words: &DocumentWords, bare: &str, digits: Range<usize>) -> Range<usize> {
    let is_group = digits.len() == 3 && bare[digits.clone()].bytes().all(|byte| byte.is_ascii_digit());
    let front = is_group.then(|| scan::thousands(words, &bare[..digits.start])).flatten();
    front.unwrap_or(digits.start)..digits.end
}

/// Number and symbol as they are stored: capitals, no spaces, a dash behind the kind, and «QĐ» with its stroke.
fn store(digits: &str, symbol: &str, kind: Option<&DocumentKind>) -> String {
    let clean = |text: &str| text.chars().filter(|character| !character.is_whitespace()).collect::<String>();
    let symbol: String = clean(symbol)
        .chars()
        .map(|character| match character {
            '–' | '—' | '−' | '‐' | '‑' => '-',
            'ð' | 'Ð' => 'Đ',
            other => other,
        })
        .collect();
    let symbol = symbol.replacen(['-', '.', '/', '_'], "-", 1);
    // `QĐ-TTg` has a small letter by rule; what is typed small throughout is mended.
    let symbol = if symbol.chars().any(char::is_uppercase) { symbol } else { symbol.to_uppercase() };
    let symbol = match (kind, symbol.split_once('-')) {
        (Some(kind), Some((_, issuer))) if !kind.printed.is_ascii() => format!("{}-{issuer}", kind.printed),
        (Some(kind), None) if !kind.printed.is_ascii() => kind.printed.clone(),
        _ => symbol,
    };
    // «1.613/QĐ-UBND» is number 1613.
    format!("{}/{symbol}", clean(digits).replace(['.', ','], ""))
}

/// Which kind of the form's list the number is of, by the words before it or its symbol, and how sure that is; `None` if
/// it is another kind of document, or one that is only cited.
fn judge(
    kinds: &[DocumentKind],
    words: &DocumentWords,
    before: &str,
    abbreviation: Option<&str>,
) -> Option<(usize, u8)> {
    let named = kinds.iter().enumerate().filter_map(|(index, kind)| Some((kind.wording().last(before)?, index))).max();
    let other = scan::last_of(before, &words.documents).map(|found| found.start);
    let by_symbol = abbreviation.and_then(|short| kinds.iter().position(|kind| kind.abbreviation == short));
    let (kind, mut rank) = match (named, other) {
        (Some((start, index)), other) if other.is_none_or(|other| other <= start) => (by_symbol.unwrap_or(index), 2),
        // «Công văn số …/QĐ-UBND» is a contradiction; the word counts. In a title, «kế hoạch» is no document's name.
        (_, Some(_)) if by_symbol.is_none() => return None,
        _ => (by_symbol?, 1),
    };
    // A symbol of another kind of document shows that the word before it belongs to the sentence.
    if by_symbol.is_none() && abbreviation.is_some_and(|short| words.other_symbols.holds(short)) {
        return None;
    }
    if let Some(cites) = scan::last_of(before, &words.cites) {
        let is_by = words.by.holds(&before[cites.clone()]);
        let comes_with = is_by && scan::ends_with(&before[..cites.start], &words.comes_with);
        // «(Sửa đổi, bổ sung Danh mục ban hành kèm theo …)»: the number is that of what is changed.
        let sentence = before[..cites.start].rsplit(['\n', '(']).next().unwrap_or_default();
        if !comes_with || scan::begins(sentence, &words.cites) {
            return None;
        }
        rank = COMES_WITH;
        // «Mẫu số 01 (ban hành kèm theo …)» tells where the template comes from.
        let line = before[..cites.start].rsplit('\n').next().unwrap_or_default();
        let names = |name: &str| line.match_indices(name).any(|(at, _)| line[at + name.len()..].starts_with(' '));
        if outside::begins(line, words.templates.iter()) || words.template_names.iter().any(names) {
            rank = 0;
        }
    }
    Some((kind, rank))
}

impl Candidate {
    fn found(
        &self,
        path: &Arc<str>,
        reading: &Reading<'_>,
        words: &DocumentWords,
        signed: &mut Option<Signed>,
    ) -> Citation {
        let line = reading.line(self.span.start);
        match (&self.number, self.date(reading, words, signed)) {
            (Some(number), Some(Ok(date))) => Citation::Decision(Decision {
                kind: self.kind.clone(),
                number: number.clone(),
                date,
                place: Location::sheet(path, line.sheet.as_ref(), Some(line.cell)),
            }),
            (_, Some(Err(day))) => Citation::Incomplete(line.clone(), Gap::NoSuchDay(day)),
            (Some(_), None) => Citation::Incomplete(line.clone(), Gap::NoDate),
            (None, Some(Ok(_))) => Citation::Incomplete(line.clone(), Gap::NoNumber),
            (None, None) => Citation::Incomplete(line.clone(), Gap::Unfilled),
        }
    }

    /// The date that belongs to the number: behind it in its cell or in the next ones, before it in its cell, or, for a
    /// number that stands alone in the heading, that of the signing place («Hà Giang, ngày 5 tháng 6 năm 2023»).
    /// `Some(Err)` holds a day that does not exist, as typed.
    fn date(&self, reading: &Reading<'_>, words: &DocumentWords, signed: &mut Option<Signed>) -> Option<Day> {
        let line = reading.index(self.span.start);
        let cell = reading.span(line);
        let rest = self.span.end..self.limit.end;
        if let Some(day) = day_in(words, reading, self.span.end..cell.end.min(rest.end).max(self.span.end)) {
            return Some(day);
        }
        // The next cells, as long as they go on with the sentence: at once with «ngày», or with the date.
        let last = reading.index(self.span.end.saturating_sub(1).max(self.span.start));
        for next in last + 1..(last + 4).min(reading.len()) {
            let span = reading.span(next);
            if span.start >= rest.end || !reading.same_sheet(line, next) {
                break;
            }
            let text = &reading.bare[span.clone()];
            if scan::begins_with_day(words, text) {
                if let Some(day) = day_in(words, reading, span.start..span.end.min(rest.end)) {
                    return Some(day);
                }
            } else if !text.trim().is_empty() && !text.contains('/') {
                break;
            }
        }
        let before = cell.start.max(self.limit.start)..self.span.start;
        if scan::word(&reading.bare[before.clone()], &words.day).is_some()
            && let Some(day) = day_in(words, reading, before)
        {
            return Some(day);
        }
        if !self.heading {
            return None;
        }
        let signed = signed.get_or_insert_with(|| signed_days(words, reading));
        let day = signed.iter().find(|(other, _)| *other != line && reading.same_sheet(line, *other));
        day.map(|(_, day)| day.clone())
    }
}

/// A date, or a day that does not exist, as typed.
type Day = Result<Date, String>;
/// Lines with the day on which something was signed at a place.
type Signed = Vec<(usize, Day)>;

/// The lines that tell where and when something was signed: «Hà Giang, ngày 5 tháng 6 năm 2023».
fn signed_days(words: &DocumentWords, reading: &Reading<'_>) -> Signed {
    let signed = |line: usize| {
        let span = reading.span(line);
        let text = &reading.bare[span.clone()];
        let place = scan::word(text, &words.day)?;
        let names_a_place = text[..place].trim_end().ends_with([',', '~']) && place < 40;
        if names_a_place { Some((line, day_in(words, reading, span)?)) } else { None }
    };
    (0..reading.len()).filter_map(signed).collect()
}

/// The first day in this part of the reading.
fn day_in(words: &DocumentWords, reading: &Reading<'_>, range: Range<usize>) -> Option<Day> {
    let text = &reading.bare[range.clone()];
    let original =
        |span: Range<usize>| reading.original(range.start + span.start..range.start + span.end).replace('\n', " ");
    let Some(found) = scan::day(words, text) else { return scan::misread(words, text).map(|span| Err(original(span))) };
    let span = found.span.clone();
    Some(date_of(text, found).ok_or_else(|| original(span)))
}

/// The day that stands at these places of a text, if there is such a day.
fn date_of(text: &str, found: scan::Day) -> Option<Date> {
    let part = |part: Range<usize>| text[part].parse::<i16>().ok();
    let (day, month, year) = (part(found.day)?, found.named.or_else(|| part(found.month))?, part(found.year)?);
    let year = if year < 100 { year + 2000 } else { year };
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (1990..2100).contains(&date.year()).then_some(date)
}
