//! Offices that are not an agency of the roster though they bear its name, or stand below it: «UBND huyện Đồng Văn», «Công an
//! tỉnh Hà Giang», «Trường Đại học Hà Nội». What they begin with is data (`schemas/countries`); here is where that counts. The
//! words are ordinary ones («xã hội», «cơ quan», «môi trường»), so that a body is read only where one speaks or is spoken of: at
//! the beginning of a line, behind «của», behind «UBND», or right before a province's name.

use std::cell::Cell as Slot;
use std::ops::Range;

use super::said;
use super::vocabulary::{Phrase, Vocabulary};
use super::words::Word;
use super::{How, Manner, Mention};
use crate::schema::{Naming, Standing};

/// A body in the words of a text.
#[derive(Clone, Debug)]
pub(super) struct BodyMention {
    /// Its words, with the place where it is.
    pub(super) range: Range<usize>,
    /// Its kind, as an index in the country's list.
    pub(super) kind: usize,
    /// It stands at the beginning of a line, or behind «của».
    pub(super) leads: bool,
    /// It stands behind «của».
    pub(super) of: bool,
    /// The mentions that are part of its name.
    pub(super) absorbed: Vec<usize>,
    /// The agency that it lies in or below, as the index of a mention.
    pub(super) place: Option<usize>,
}

/// Names that were found, with the level of the agency, in the order of their words.
pub(super) type Named = [(Range<usize>, Mention, Option<Naming>)];

/// The name of a place in a province has no more words: «Bình Chánh», «Phan Rang - Tháp Chàm» is an exception.
const PLACE_WORDS: usize = 3;

/// The longest name of a place behind its province's, in words: «Phan Rang - Tháp Chàm».
const LONGEST_PLACE: usize = 4;

/// Words between «huyện» and the province that it lies in: «(huyện) Đồng Văn, tỉnh Hà Giang».
const ADDRESSED_WORDS: usize = 4;

/// A longer name is no name.
const MAX_WORDS: usize = 12;

/// The bodies in the words, in their order, none of which overlap.
pub(super) fn find(words: &[Word], named: &Named, manner: Manner, vocabulary: &Vocabulary) -> Vec<BodyMention> {
    let mut inside = vec![None; words.len()];
    for (at, (range, _, _)) in named.iter().enumerate() {
        inside[range.clone()].iter_mut().filter(|known| known.is_none()).for_each(|known| *known = Some(at));
    }
    let search = Search { words, named, inside, manner, vocabulary, received: Slot::default() };
    let mut bodies = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let body = search.body(at);
        at = body.as_ref().map_or(at + 1, |body: &BodyMention| body.range.end.max(at + 1));
        bodies.extend(body);
    }
    bodies
}

struct Search<'a> {
    words: &'a [Word],
    named: &'a Named,
    /// For each word the first of the names that it is part of: to look for it from every word again would cost the square.
    inside: Vec<Option<usize>>,
    manner: Manner,
    vocabulary: &'a Vocabulary,
    /// For the text that was asked about last, the word from which on whatever is named receives.
    received: Slot<Option<(usize, usize)>>,
}

/// The word of its kind that a body begins with.
struct Opening {
    kind: usize,
    range: Range<usize>,
    anywhere: bool,
    /// A mention that is the opening, such as «Bảo hiểm xã hội» or «thành phố Hải Dương».
    mention: Option<usize>,
}

impl Search<'_> {
    fn body(&self, at: usize) -> Option<BodyMention> {
        let opening = self.opening(at)?;
        let standing = self.vocabulary.standing(opening.kind);
        // «UBND huyện», «Chủ tịch UBND huyện», «TM. UBND huyện».
        let committee = self.ending(&self.vocabulary.committee, at);
        let start = committee.unwrap_or(at);
        let mut front = start;
        while let Some(before) =
            self.ending(&self.vocabulary.heads, front).or_else(|| self.ending(&self.vocabulary.committee, front))
        {
            front = before;
        }
        let of = front > 0
            && self.vocabulary.documents().of.holds(&self.words[front - 1].bare)
            && (self.words[front - 1].unit == self.words[front].unit || self.words[front].opens);
        let received = self.is_received(front);
        let of = of && !received;
        let leads = of || !received && (self.words[front].opens || self.is_on_behalf(front));
        let end = opening.range.end;
        let adjacent = self.names_province(end) && self.same_clause(end - 1, end);
        let locality = matches!(standing, Standing::Locality | Standing::City);
        let lies_in = if locality { self.lies_in(&opening) } else { None };
        let behind = if locality { self.behind_province(start, end) } else { None };
        let addressed = adjacent || lies_in.is_some() || self.has_address(end) || behind.is_some();
        let spoken_of = match standing {
            Standing::City if opening.mention.is_none() => {
                committee.is_some() || of || lies_in.is_some() || behind.is_some()
            }
            Standing::City => true,
            // «Nghệ An - huyện, thị xã» in the name of a file names none.
            Standing::Locality if self.manner == Manner::Label && !self.is_named_place(end) => {
                committee.is_some() || adjacent || lies_in.is_some()
            }
            Standing::Locality => leads || committee.is_some() || addressed,
            _ => leads || opening.anywhere,
        };
        if !spoken_of || self.is_ambiguous(&opening) && !(committee.is_some() || locality && addressed) {
            return None;
        }
        let (end, absorbed) = match lies_in {
            Some(at) => (self.named[at].0.end, vec![at]),
            None => self.extent(&opening),
        };
        // «UBND thành phố» says nothing without the city's name.
        if standing == Standing::City && end == opening.range.end && opening.mention.is_none() {
            return None;
        }
        let province = |at: &usize| self.named[*at].2.is_some_and(Naming::is_place);
        // «huyện Quảng Ninh» lies in another province than that of its name; a town mostly is that province's.
        let is_own_name = |at: &usize| {
            let (range, mention, _) = &self.named[*at];
            standing == Standing::Locality && mention.how == How::ShortName && range.start == opening.range.end
        };
        let mut places = absorbed.iter().copied().filter(|at| !is_own_name(at));
        let place = places.clone().find(province).or(places.next()).or(behind);
        let leads = leads || standing == Standing::City && committee.is_some();
        Some(BodyMention { range: start..end, kind: opening.kind, leads, of, absorbed, place })
    }

    /// What a body's name may begin with here.
    fn opening(&self, at: usize) -> Option<Opening> {
        let words = Some(&self.words[at..]).filter(|words| words[0].may_begin_body);
        let spoken = words
            .and_then(|words| self.vocabulary.body_at(words))
            .filter(|(kind, count, _)| !self.vocabulary.is_within(*kind, &self.words[..at + count]))
            .or_else(|| {
                // «UBND TX Đông Triều», «H. Bình Chánh, TP. Hồ Chí Minh»: alone the letters mean nothing.
                let (kind, count) = self.vocabulary.abbreviated_at(words?)?;
                let behind_committee = self.ending(&self.vocabulary.committee, at).is_some();
                let end = at + count;
                let short = |word: &Word| word.dotted || word.bare.len() > 1;
                let is_letters =
                    self.words[at..end].iter().all(short) && self.words.get(end).is_some_and(|next| !is_number(next));
                let alone = self.words[at].opens && is_letters;
                let addressed = || self.has_address(end) || self.province_within(end).is_some();
                let behind = || {
                    (is_letters || count > 1)
                        && self.vocabulary.is_in_province(kind, &self.words[at..end])
                        && self.behind_province(at, end).is_some()
                };
                (behind_committee || alone && addressed() || behind()).then_some((kind, count, false))
            });
        let Some(mention) = self.inside[at] else {
            let (kind, count, anywhere) = spoken?;
            // «công an tỉnh», but «tỉnh Hà Giang» is a name of its own.
            let name = self.named_from(at + 1).next().map(|name| self.named[name].0.start);
            let end = name.map_or(at + count, |name| name.min(at + count));
            return Some(Opening { kind, range: at..end, anywhere, mention: None });
        };
        let (range, named, naming) = &self.named[mention];
        if range.start != at {
            return None;
        }
        let whole = |kind: usize| Opening { kind, range: range.clone(), anywhere: true, mention: Some(mention) };
        match naming {
            // A central agency's name that goes on with a place is its branch there, and so is what says that it is one.
            Some(naming) if !naming.is_place() && self.goes_on_locally(range) => match self.branch_behind(range.end) {
                Some((kind, end)) => Some(Opening { range: at..end, ..whole(kind) }),
                None => spoken.map(|(kind, _, _)| kind).or(self.vocabulary.kind(Standing::Branch)).map(whole),
            },
            Some(naming) if naming.is_place() && named.town && !self.is_signing_place(range) => {
                self.vocabulary.kind(Standing::City).map(whole)
            }
            // «Đại học Quốc gia Hà Nội» is a name of its own that the roster does not have.
            None if named.how == How::Other => {
                spoken.map(|(kind, count, anywhere)| Opening { kind, range: at..at + count, anywhere, mention: None })
            }
            _ => None,
        }
    }

    /// «Bảo hiểm xã hội tỉnh Hà Giang», «Ngân hàng Nhà nước chi nhánh Nghệ An». A ministry's name is followed by others.
    fn goes_on_locally(&self, range: &Range<usize>) -> bool {
        let rest = &self.words[range.end..];
        let together = !rest.is_empty() && self.same_clause(range.end - 1, range.end);
        let first = &self.words[range.start].bare;
        let province = *first != self.vocabulary.ministry && self.names_province(range.end);
        self.branch_behind(range.end).is_some()
            || together && (province || self.vocabulary.places.iter().any(|place| place.begins(rest)))
    }

    /// The kind of body that branches are, and where the word for one ends that stands behind a name: «chi nhánh», in its line or the next.
    fn branch_behind(&self, end: usize) -> Option<(usize, usize)> {
        let is_near = self.words.get(end)?.opens || self.same_clause(end - 1, end);
        let (kind, count, _) = self.vocabulary.body_at(&self.words[end..]).filter(|_| is_near)?;
        (self.vocabulary.standing(kind) == Standing::Branch).then_some((kind, end + count))
    }

    /// «TP. Hải Dương, ngày 5 tháng 6 năm 2023».
    fn is_signing_place(&self, range: &Range<usize>) -> bool {
        self.manner == Manner::Title && self.words.get(range.end).is_some_and(|next| self.vocabulary.is_day(next))
    }

    /// Where one of the phrases begins that ends right before a word.
    fn ending(&self, phrases: &[Phrase], end: usize) -> Option<usize> {
        let starts = phrases.iter().filter_map(|phrase| Some((end.checked_sub(phrase.len())?, phrase)));
        starts.filter(|(start, it)| *start < end && it.is(&self.words[*start..end])).map(|(start, _)| start).min()
    }

    /// «Kính gửi: Sở Thông tin và Truyền thông», in a cell or in two.
    fn is_received(&self, at: usize) -> bool {
        let unit = self.words[at].unit;
        let known = self.received.get().filter(|(of, _)| *of == unit);
        let (_, from) = known.unwrap_or_else(|| (unit, self.received_from(at)));
        self.received.set(Some((unit, from)));
        from <= at
    }

    /// The word of this one's text from which on whatever is named receives.
    fn received_from(&self, at: usize) -> usize {
        let unit = self.words[at].unit;
        let begin_of = |unit: usize| self.words.partition_point(|word| word.unit < unit);
        let (begin, end) = (begin_of(unit), begin_of(unit + 1));
        let end_of = |phrases: &[Phrase], words: &[Word]| {
            let at = |at: usize| {
                phrases.iter().filter(move |phrase| phrase.begins(&words[at..])).map(move |it| at + it.len())
            };
            (0..words.len()).filter(|at| words[*at].may_set_aside).flat_map(at).min()
        };
        let previous = &self.words[begin_of(unit.saturating_sub(1))..begin];
        if said::announces(previous, &self.vocabulary.receiver_headings) {
            return begin;
        }
        end_of(&self.vocabulary.receiver_lines, &self.words[begin..end]).map_or(usize::MAX, |end| begin + end)
    }

    /// «TM. UBND huyện», in signatures.
    fn is_on_behalf(&self, at: usize) -> bool {
        self.ending(&self.vocabulary.behalf, at).is_some()
    }

    /// One syllable without its diacritics, in the name of a file: «quan ly», «xa hoi», «phuong an» are no bodies.
    fn is_ambiguous(&self, opening: &Opening) -> bool {
        let first = &self.words[opening.range.start];
        self.manner == Manner::Label
            && opening.mention.is_none()
            && opening.range.len() == 1
            && first.folded == first.bare
            && self.vocabulary.has_marks(opening.kind, &first.bare)
    }

    fn same_clause(&self, one: usize, other: usize) -> bool {
        let (one, other) = (&self.words[one], &self.words[other]);
        one.clause == other.clause && one.unit == other.unit
    }

    /// The province that a file's or folder's name names behind a place in it, whatever stands between: «huyen_Binh_Chanh_TPHCM»,
    /// «TP Ha Long Quang Ninh».
    fn lies_in(&self, opening: &Opening) -> Option<usize> {
        let begins = opening.mention.is_none() && self.words[opening.range.start].opens;
        begins.then(|| self.province_within(opening.range.end))?
    }

    /// The province that is named in a label behind one to three words from here.
    fn province_within(&self, from: usize) -> Option<usize> {
        if self.manner != Manner::Label {
            return None;
        }
        let mut near = self.named_from(from + 1).take_while(|at| self.named[*at].0.start <= from + PLACE_WORDS);
        near.find(|at| {
            let (range, mention, naming) = &self.named[*at];
            naming.is_some_and(Naming::is_place)
                && mention.how != How::Code
                && self.words[from..range.end].iter().all(|word| word.unit == self.words[from].unit)
        })
    }

    /// The province that a label names before a place in it: «Nghe An - huyen Nam Dan», «Nghe An - TX Cua Lo», «TPHCM_Q7».
    fn behind_province(&self, start: usize, end: usize) -> Option<usize> {
        if self.manner != Manner::Label || start == 0 || !self.words[start].opens || !self.is_named_place(end) {
            return None;
        }
        let unit = self.words[start].unit;
        let before = self.named[..self.named_from(start).start].iter().enumerate().rev();
        let mut before = before.take_while(|(_, (range, _, _))| self.words[range.start].unit == unit);
        let is_place = |mention: &Mention, naming: &Option<Naming>| {
            mention.how != How::Code && naming.is_some_and(Naming::is_place)
        };
        before.find(|(_, (_, mention, naming))| is_place(mention, naming)).map(|(at, _)| at)
    }

    /// Whether what follows «huyện», «TP» or «Q 7» is a place's name, or its number: not «Huyen gui lai», «TP, TX», «huyen 2023».
    fn is_named_place(&self, end: usize) -> bool {
        let rest = &self.words[end..];
        let clause = rest.iter().take_while(|word| word.clause == self.words[end - 1].clause).count();
        let clause = &rest[..clause];
        if is_number(&self.words[end - 1]) {
            return true;
        }
        match clause {
            [first, behind @ ..] if is_number(first) => first.bare.len() <= 2 && !behind.first().is_some_and(is_number),
            _ => {
                let ends = |at: &usize| is_number(&clause[*at]) || self.vocabulary.is_no_place(&clause[*at..]);
                let count = (0..clause.len()).find(ends).unwrap_or(clause.len());
                (1..=LONGEST_PLACE).contains(&count)
            }
        }
    }

    /// The names that begin at this word or behind it.
    fn named_from(&self, word: usize) -> Range<usize> {
        self.named.partition_point(|(range, _, _)| range.start < word)..self.named.len()
    }

    /// The names that begin at this word.
    fn named_at(&self, word: usize) -> impl Iterator<Item = usize> + '_ {
        self.named_from(word).take_while(move |at| self.named[*at].0.start == word)
    }

    /// Whether one of them is a province's.
    fn names_province(&self, word: usize) -> bool {
        self.named_at(word).any(|at| self.named[at].2.is_some_and(Naming::is_place))
    }

    /// Whether an address follows: «(huyện) Đồng Văn, tỉnh Hà Giang».
    fn has_address(&self, from: usize) -> bool {
        let mut near = from..self.words.len().min(from + ADDRESSED_WORDS + 1);
        let end = near.find(|&at| !self.same_clause(from - 1, at)).unwrap_or(near.end);
        end > from && end - from <= ADDRESSED_WORDS && self.address(end).is_some()
    }

    /// The province that a place's name ends with: «, tỉnh Hà Giang», or «TỈNH HÀ GIANG» alone in the next line.
    fn address(&self, at: usize) -> Option<usize> {
        let last = self.words.get(at.checked_sub(1)?)?;
        let next = self.words.get(at)?;
        let mut names = self.named_at(at);
        let mention = names.find(|name| {
            let (_, mention, naming) = &self.named[*name];
            mention.how == How::Name && naming.is_some_and(Naming::is_place)
        })?;
        let names_level = self.vocabulary.country.names.in_address.holds(&next.bare);
        let near = next.unit == last.unit || next.unit == last.unit + 1 && next.opens;
        (names_level && near).then_some(mention)
    }

    /// Where the body's name ends, and the mentions that are part of it.
    fn extent(&self, opening: &Opening) -> (usize, Vec<usize>) {
        let mut absorbed: Vec<usize> = opening.mention.into_iter().collect();
        let mut end = opening.range.end;
        let mut from = end;
        loop {
            // To the end of its clause, but not beyond the place that it names.
            while end < self.words.len() && end - from < MAX_WORDS && self.same_clause(end - 1, end) {
                if let Some(at) = self.named_at(end).next() {
                    absorbed.push(at);
                    end = self.named[at].0.end;
                    break;
                }
                let is_within = || self.ending(&self.vocabulary.in_names, end + 1).is_some();
                if self.vocabulary.ends_name(&self.words[end..]) && !is_within() {
                    return (end, absorbed);
                }
                end += 1;
            }
            if let Some(mention) = self.address(end).filter(|at| !absorbed.contains(at)) {
                absorbed.push(mention);
                return (self.named[mention].0.end, absorbed);
            }
            // «xã Tân Sơn, huyện Cao Lĩnh».
            let further = self.words.get(end).filter(|next| next.unit == self.words[end - 1].unit);
            let locality = further.and_then(|_| self.vocabulary.body_at(&self.words[end..]));
            match locality {
                Some((kind, count, _)) if self.vocabulary.standing(kind) == Standing::Locality => {
                    end += count;
                    from = end;
                }
                _ => return (end, absorbed),
            }
        }
    }
}

fn is_number(word: &Word) -> bool {
    word.bare.starts_with(|sign: char| sign.is_ascii_digit())
}
