//! What a name stands next to, and what follows from it. Title blocks name others than the sender: to whom the form goes,
//! on whose letter it answers, in which town it was signed.

use std::ops::Range;

use super::said::{self, Said, is_committee, starts_with};
use super::vocabulary::{Phrase, Vocabulary};
use super::words::Word;
use super::{How, Manner, Mention, Weight};
use crate::schema::Naming;
use crate::text::Bilingual;
use crate::text::lists::BareWords;

/// A mention where it stands.
pub(super) struct Place<'a> {
    pub(super) words: &'a [Word],
    /// The words of the mention; never empty.
    pub(super) range: Range<usize>,
    pub(super) manner: Manner,
    pub(super) vocabulary: &'a Vocabulary,
    /// It is the agency that asks for the forms.
    pub(super) asks: bool,
    /// Of the text that it begins in.
    pub(super) said: &'a Said,
}

/// Why a mention weighs less.
pub(super) struct Verdict {
    pub(super) weight: Weight,
    pub(super) note: Bilingual,
}

impl Verdict {
    fn none(vi: &'static str, en: &'static str) -> Self {
        Self { weight: Weight::None, note: Bilingual::new(vi, en) }
    }

    fn weak(vi: &'static str, en: &'static str) -> Self {
        Self { weight: Weight::Weak, note: Bilingual::new(vi, en) }
    }
}

/// What the words around a mention take from it, if anything.
pub(super) fn judge(place: &Place<'_>, naming: Option<Naming>, mention: &Mention) -> Option<Verdict> {
    if naming?.is_place() { judge_province(place, mention) } else { judge_ministry(place) }
}

fn judge_province(place: &Place<'_>, mention: &Mention) -> Option<Verdict> {
    let before = place.before_in_clause();
    if place.manner == Manner::Label && mention.how == How::ShortName && is_persons(&before, place.vocabulary) {
        return Some(Verdict::none("tên người", "a person's name"));
    }
    if let Some(verdict) = judge_party(place, &before, false) {
        return Some(verdict);
    }
    let first_in_unit = place.range.start == 0 || place.words[place.range.start - 1].unit != place.first().unit;
    let more_in_unit = place.words.get(place.range.end).filter(|next| next.unit == place.last().unit);
    let runs_on = place.first().unit != place.last().unit;
    let is_signing_place = place.manner == Manner::Title
        && (first_in_unit || runs_on)
        && more_in_unit.is_some_and(|next| place.vocabulary.is_day(next) || mention.how == How::ShortName);
    is_signing_place.then(|| Verdict::none("nơi ký văn bản", "the place of signing"))
}

fn judge_ministry(place: &Place<'_>) -> Option<Verdict> {
    let before = place.before_in_clause();
    let ends_with = |phrases: &[Phrase]| ends_with(&before, phrases);
    if place.first().bare == place.vocabulary.ministry && ends_with(&place.vocabulary.compounds) {
        return Some(Verdict::none("chữ «bộ» thuộc từ đứng trước", "the word “bộ” belongs to the one before it"));
    }
    if let Some(verdict) = judge_party(place, &before, true) {
        return Some(verdict);
    }
    // «BỘ THÔNG TIN VÀ TRUYỀN THÔNG» above «Mẫu biểu kèm theo CV 5752»: the template's own head, which was left in.
    if place.manner == Manner::Title && place.asks && place.heads_template() {
        return Some(Verdict::weak("tiêu đề của mẫu biểu", "the head of the template"));
    }
    let is_author = before.is_empty() || ends_with(&place.vocabulary.owners);
    let in_sentence = place.manner == Manner::Title && !is_author;
    in_sentence.then(|| Verdict::weak("nhắc đến trong câu", "mentioned in a sentence"))
}

/// Whether these words, before a given name, begin a person's: «Nguyễn», «Nguyễn Thị».
fn is_persons(before: &[&str], vocabulary: &Vocabulary) -> bool {
    let rest = match before.split_last() {
        Some((last, rest)) if ends_with(&[*last], &vocabulary.middles) => rest,
        _ => before,
    };
    ends_with(rest, &vocabulary.surnames)
}

/// Recipients, and authors of what is cited.
fn judge_party(place: &Place<'_>, before: &[&str], is_ministry: bool) -> Option<Verdict> {
    let other = || Verdict::none("nơi nhận hoặc văn bản viện dẫn", "a recipient, or a document that is cited");
    let vocabulary = place.vocabulary;
    let level_word = |word: &&&str| !vocabulary.country.names.parts.holds(word);
    if before.iter().rev().find(level_word).is_some_and(|word| ends_with(&[*word], &vocabulary.before_receivers)) {
        return Some(other());
    }
    if place.manner == Manner::Label && place.is_helper() {
        return Some(Verdict::weak("người soạn hoặc góp ý", "whoever drafted or commented"));
    }
    match place.manner {
        Manner::Title => place.is_cited(is_ministry).then(other),
        Manner::Label if !is_ministry => has_phrase(before, &vocabulary.receiver_lines).then(other),
        // `PL theo CV 5752 BTTTT`, `2389-BTTTT-CDSQG`: the letter that asks. `1029-QD-BTTTT` may be its own or another.
        Manner::Label => {
            let documents = vocabulary.documents();
            let cited = has_words(before, &documents.label_cites) && !has_words(before, &documents.label_own);
            // «Phu luc bao cao Bo Thong tin va Truyen thong» may be that ministry's own report, unless it is the one that asks.
            let reported = ends_with(before, &vocabulary.label_receivers);
            let last = before.last().copied().unwrap_or_default();
            let number = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
            if cited || reported && place.asks || number && place.range.len() == 1 && place.is_hyphenated() {
                Some(other())
            } else if documents.label_symbols.holds(last) {
                Some(Verdict::weak("ký hiệu của một văn bản", "the symbol of a document"))
            } else if reported || place.asks {
                Some(Verdict::weak("có thể là nơi nhận", "perhaps the recipient"))
            } else {
                None
            }
        }
    }
}

impl Place<'_> {
    fn is_committee(&self, word: &Word) -> bool {
        is_committee(word, self.vocabulary)
    }

    fn first(&self) -> &Word {
        &self.words[self.range.start]
    }

    fn last(&self) -> &Word {
        &self.words[self.range.end - 1]
    }

    /// The words before the mention in its clause, without diacritics.
    fn before_in_clause(&self) -> Vec<&str> {
        let clause = self.first().clause;
        let begin = self.words.partition_point(|word| word.clause < clause);
        self.words[begin..self.range.start].iter().map(|word| word.bare.as_str()).collect()
    }

    /// Whether what follows says that this one only helped: «Bộ Công an góp ý».
    fn is_helper(&self) -> bool {
        let rest = &self.words[self.range.end..];
        rest.first().is_some_and(|next| next.clause == self.last().clause)
            && self.vocabulary.helps.iter().any(|phrase| phrase.begins(rest))
    }

    /// Whether a department's name is another body's here: it goes on («Văn phòng Bộ Công an», «Vụ Pháp chế, Bộ Tư pháp»), or stands below
    /// a ministry that is not the one that asks; or brackets say that it guides.
    pub(super) fn is_anothers(&self) -> bool {
        let Vocabulary { others, goes_on, ministry, .. } = self.vocabulary;
        let (first, last) = (self.first(), self.last());
        let is_any = |phrases: &[Phrase], from: usize| {
            let behind = self.words[from..].iter().take_while(|word| word.unit == last.unit).count();
            phrases.iter().any(|phrase| phrase.begins(&self.words[from..from + behind]))
        };
        let end = self.range.end;
        let is_next = self.words.get(end).is_some_and(|next| next.clause == last.clause);
        let line_of = |unit: usize| {
            let at = |unit: usize| self.words.partition_point(|word| word.unit < unit);
            &self.words[at(unit)..at(unit + 1)]
        };
        let is_within = self.range.start > 0 && self.words[self.range.start - 1].unit == first.unit;
        let above = || first.unit.checked_sub(1).map_or(&[][..], line_of);
        is_next && is_any(goes_on, end)
            || is_any(others, end)
            || last.bare == *ministry && is_any(others, end - 1)
            || self.manner == Manner::Title
                && (is_within && self.is_helper() || others.iter().any(|other| other.is(above())))
    }

    /// Whether the next line says that this is the head of a template.
    fn heads_template(&self) -> bool {
        let rest = &self.words[self.range.end..];
        rest.first().is_some_and(|next| next.unit == self.last().unit + 1)
            && said::begins_template(rest, self.vocabulary)
    }

    /// Whether a number or letters are hyphenated to the mention, as in `5752-BTTTT`.
    fn is_hyphenated(&self) -> bool {
        let before = &self.words[self.range.start - 1];
        before.unit == self.first().unit && self.first().span.start - before.span.end <= 1
    }

    /// Whether the text before the mention, in its unit or in one that only announces it («Kính gửi:»), says that what
    /// follows is a recipient or the author of something cited. «…, UBND tỉnh» begins a new statement.
    fn is_cited(&self, is_ministry: bool) -> bool {
        let said = self.said;
        let behind = self.range.start - said.begin;
        let is_own = self.is_committee(self.first())
            && behind > 0
            && self.words[self.range.start - 1].clause != self.first().clause;
        said.is_announced
            // «Mẫu số 01 - Bộ Thông tin và Truyền thông ban hành …»: the template's author.
            || is_ministry && said.template.is_some_and(|end| end <= behind)
            || said.received.is_some_and(|end| end <= behind)
            || said.cites(behind, is_ministry).is_some_and(|at| {
                let own = said.own.iter().rev().find(|own| **own + 2 <= behind).copied();
                own.or(is_own.then_some(behind)).is_none_or(|own| own <= at)
            })
    }
}

fn words_at(words: &[&str], phrases: &BareWords) -> Option<usize> {
    (0..words.len()).rev().find(|&at| phrases.iter().any(|phrase| starts_with(&words[at..], phrase)))
}

fn has_words(words: &[&str], phrases: &BareWords) -> bool {
    words_at(words, phrases).is_some()
}

fn has_phrase(words: &[&str], phrases: &[Phrase]) -> bool {
    (0..words.len()).any(|at| phrases.iter().any(|phrase| phrase.begins_bare(&words[at..])))
}

fn ends_with(words: &[&str], phrases: &[Phrase]) -> bool {
    let rest = |phrase: &Phrase| words.len().checked_sub(phrase.len()).map(|at| &words[at..]);
    phrases.iter().any(|phrase| rest(phrase).is_some_and(|rest| phrase.begins_bare(rest)))
}
