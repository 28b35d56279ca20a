//! What speaks of the decision without being its line: the name of a sheet or file, and the word that it is only a draft.

use super::reading::Reading;
use super::{COMES_WITH, Candidate, Citation, Decision, Gap, Kinds, Searched, candidates, find, numbers, scan};
use crate::cell::{Cell, Location};
use crate::intake::Line;
use crate::schema::Form;
use crate::text;
use crate::text::lists::{BareWords, Pairs};

/// The document that the name of a sheet or file tells in full: «QĐ 1467-QĐ-UBND 10.2.2023», `613_QD-UBND_15052023`. `place` is
/// that sheet or file.
pub fn in_name(name: &str, kinds: &Kinds, place: Location) -> Option<Decision> {
    let text = text::tidy(&scan::with_days(&name.replace(['_', '+'], " ")));
    let line = Line { sheet: None, cell: Cell::new(0, 0), text };
    let found = find(&place.file, kinds, &[line]);
    found.decision().map(|decision| Decision { place, ..decision.clone() })
}

/// Whether a line without diacritics says that the form is a draft: «DỰ THẢO» at its beginning or that of its brackets, behind a dash at
/// its end, or «dự thảo Quyết định», but not «Chương trình kèm theo Quyết định». `drafts` are the words.
pub fn is_draft(drafts: &BareWords, form: &Form, bare: &str) -> bool {
    if !may_say(drafts, bare) {
        return false;
    }
    let words: Vec<&str> = text::words(bare).collect();
    let spoken = format!(" {} ", words.join(" "));
    drafts.iter().filter(|draft| spoken.contains(*draft)).any(|draft| {
        let opens = spoken.starts_with(&format!(" {draft} ")) && words.len() <= DRAFT_WORDS;
        let bracketed =
            bare.split('(').skip(1).any(|inner| inner.trim_start().starts_with(draft) && bare.contains(')'));
        let ends = || {
            let last = bare.rsplit_once(" - ").map(|(_, last)| last.trim_matches([' ', ')', '.']));
            last.is_some_and(|last| {
                text::words(last).count() <= LAST_DRAFT_WORDS
                    && last.strip_prefix(draft).is_some_and(|rest| !rest.starts_with(text::is_word_letter))
            })
        };
        let leads = form.language.documents.by.iter().any(|by| draft.ends_with(by));
        let of_document = |kind: &String| {
            let at = spoken.find(&format!(" {draft} {} ", text::bare(kind)));
            at.is_some_and(|at| at == 0 || !leads)
        };
        opens || bracketed || ends() || form.decision.iter().any(of_document)
    })
}

/// Whether all words of one of these stand in a text.
fn may_say(drafts: &BareWords, bare: &str) -> bool {
    let pairs = Pairs::of(bare);
    drafts.iter().any(|draft| pairs.hold_each(draft))
}

/// Whether the name of a file or sheet says that it is a draft: «PL1 (du thao)», `DuThao_DM`.
pub fn names_draft(drafts: &BareWords, name: &str) -> bool {
    let bare = text::bare(name);
    if !may_say(drafts, &bare) {
        return false;
    }
    let words: Vec<&str> =
        bare.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let spoken = format!(" {} ", words.join(" "));
    drafts
        .iter()
        .any(|draft| spoken.contains(&format!(" {draft} ")) || words.contains(&draft.replace(' ', "").as_str()))
}

/// A longer line only begins with the word.
pub(super) const DRAFT_WORDS: usize = 12;
/// Behind a dash at the end of a line: «… - DỰ THẢO LẦN 2».
const LAST_DRAFT_WORDS: usize = 5;

/// Whether a line tells where the template is from: «Mẫu số 02 (ban hành kèm theo Quyết định số ...../QĐ-BTTTT)».
pub fn is_of_template(kinds: &Kinds, line: &str) -> bool {
    begins(&text::bare(line), kinds.words().templates.iter().chain(kinds.words().template_beginnings.iter()))
}

/// Whether a line without diacritics begins with one of these names, in brackets or not.
pub(super) fn begins<'n>(line: &str, mut names: impl Iterator<Item = &'n str>) -> bool {
    let line = line.trim_start_matches(['(', ' ']);
    names.any(|name| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(' ')))
}

/// The document of another kind with which the form comes, such as the letter that proposes it («Kèm theo Tờ trình số …»).
pub fn other(Searched { kinds, reading, .. }: &Searched<'_>) -> Citation {
    let words = kinds.words();
    let mut floor = 0;
    for number in numbers(reading, &kinds.kinds, words) {
        let before = reading.before(words, number.span.start, std::mem::replace(&mut floor, number.span.end));
        let Some(named) = scan::last_of(before, &words.documents) else { continue };
        let lead = before[..named.start].trim_end();
        let comes_with = words
            .by
            .iter()
            .any(|by| lead.strip_suffix(by).is_some_and(|lead| scan::ends_with(lead, &words.comes_with)));
        if comes_with {
            let begins = number.span.start - before.len() + named.start;
            let typed = reading.original(begins..number.span.end).replace('\n', " ");
            return Citation::Incomplete(reading.line(number.span.start).clone(), Gap::OtherDocument(typed));
        }
    }
    Citation::None
}

/// The number of another document that the sentence names beside the form's own, as if the form came with both: «Kèm theo Quyết định số
/// 1/QĐ-UBND … và Quyết định số 2/QĐ-UBND …».
pub fn also_named(Searched { kinds, lines, .. }: &Searched<'_>, own: &Decision) -> Option<String> {
    let at = lines.iter().position(|line| is_own_line(own, line))?;
    // The sentence may go on in the next line.
    let near = &lines[at..lines.len().min(at + 2)];
    let reading = Reading::new(near);
    // Most lines name one.
    let names_two = |name: &str| reading.bare.matches(name).nth(1).is_some();
    if !kinds.kinds.iter().any(|kind| names_two(&kind.bare) || names_two(&kind.abbreviation)) {
        return None;
    }
    let named = candidates(&reading, kinds);
    let first = named.iter().position(|it| it.number.as_ref() == Some(&own.number))?;
    let next = named[first + 1..].iter().find(|it| it.number.as_ref().is_some_and(|number| *number != own.number))?;
    let between = reading.bare.get(named[first].span.end..next.span.start)?;
    is_joined(kinds, between).then(|| next.number.clone())?
}

/// The number of another document of the kind with which a line near that of the own one says that the form comes: «(Kèm theo Quyết
/// định số 700/QĐ-UBND …)». Further on in a sentence it is that of a list that is changed, or of a regulation.
pub fn also_issues(Searched { kinds, reading, named, .. }: &Searched<'_>, own: &Decision) -> Option<String> {
    let digits = |number: &str| number.split('/').next().map(str::to_owned);
    let is_another = |it: &&Candidate| {
        let (line, words) = (reading.index(it.span.start), kinds.words());
        let before = &reading.bare[reading.span(line).start..it.span.start];
        it.kind == own.kind
            && it.rank == COMES_WITH
            && reading.line(it.span.start).sheet == own.place.sheet
            && it.number.as_deref().is_some_and(|number| digits(number) != digits(&own.number))
            && scan::begins(before.rsplit('(').next().unwrap_or_default(), &words.comes_with)
    };
    named.iter().find(is_another)?.number.clone()
}

/// Whether a line among these names the document, and none says that the form comes with it.
pub fn is_only_named(Searched { reading, named, .. }: &Searched<'_>, own: &Decision) -> bool {
    let mut own = named.iter().filter(|it| is_own_line(own, reading.line(it.span.start))).peekable();
    own.peek().is_some() && own.all(|it| it.rank < COMES_WITH)
}

/// Whether nothing but what a document is called stands behind the last «và», comma or semicolon of the words between two numbers.
fn is_joined(kinds: &Kinds, between: &str) -> bool {
    let words = kinds.words();
    let called = |mut rest: &str| {
        let names = kinds.kinds.iter().flat_map(|kind| [kind.bare.as_str(), kind.abbreviation.as_str()]);
        let names: Vec<&str> = names.chain(words.number.iter()).collect();
        while let Some(behind) = names.iter().find_map(|name| rest.trim_start().strip_prefix(name)) {
            rest = behind;
        }
        rest.trim_matches([':', ' ', '\n']).is_empty()
    };
    let mark = between.rfind([',', ';']).map(|at| at + 1);
    let word = scan::last_of(between, &words.also).map(|found| found.end);
    mark.max(word).is_some_and(|from| called(&between[from..]))
}

/// Whether a line is the one that names the document.
pub(super) fn is_own_line(own: &Decision, line: &Line) -> bool {
    own.place.cell == Some(line.cell) && own.place.sheet == line.sheet
}
