//! What a name stands next to, and what follows from it. Title blocks name others than the sender: to whom the form goes,
//! on whose letter it answers, in which town it was signed. And a local branch of a bank is neither bank nor province.

use std::ops::Range;

use super::words::Word;
use super::{How, Manner, Mention, Weight};
use crate::schema::Level;
use crate::text::Bilingual;

/// A mention where it stands.
pub(super) struct Place<'a> {
    pub(super) words: &'a [Word],
    /// The words of the mention; never empty.
    pub(super) range: Range<usize>,
    pub(super) manner: Manner,
    /// The level of the mention that follows at once, if one does.
    pub(super) next: Option<Level>,
}

/// Why a mention weighs less.
pub(super) struct Verdict {
    pub(super) weight: Weight,
    pub(super) branch: bool,
    pub(super) note: Bilingual,
}

/// What an office begins with that sits in a province and is not the province's: wherever it stands in the clause.
const BRANCHES: &[&str] = &[
    "chi nhanh",
    "kho bac",
    "toa an",
    "vien kiem sat",
    "cong ty",
    "bo chi huy",
    "bo tu lenh",
    "cuc thue",
    "cuc thong ke",
    "cuc hai quan",
    "cuc quan ly thi truong",
    "cuc thi hanh an",
    "bao hiem xa hoi",
    "bhxh",
    "nhnn",
    "ngan hang",
    "buu dien",
    "vnpt",
    "viettel",
    "dien luc",
    "cong an tinh",
    "cong an thanh pho",
    "cong an tp",
    "lien doan lao dong",
];

/// The same, for words that mean it only at the beginning of a clause: «Môi trường» ends in «trường».
const BRANCHES_IN_FRONT: &[&str] =
    &["cuc", "tong cuc", "chi cuc", "truong", "dai hoc", "hoc vien", "benh vien", "cong an"];

/// Districts and communes bear the names of provinces elsewhere.
const LOCALITIES: &[&str] = &["huyện", "quận", "xã", "phường", "thị xã", "thị trấn"];

/// Words that end in «bộ» without being a ministry: «cán bộ y tế», «cục Đường bộ Nội vụ».
const BEFORE_BO: &[&str] = &["can", "toan", "noi", "dong", "tien", "so", "duong", "trung", "nam", "bac", "cuc", "dang"];

/// Whom the form goes to, or comes from only in part.
const OTHER_PARTIES: &[&str] = &["gui", "voi", "cho", "tu", "sang", "giap"];

/// In front of a ministry's name in a sentence: what follows is the author.
const OWNERS: &[&str] = &["cua", "thuoc", "truong", "tong", "doc", "nhiem"];

/// What can be cited; «theo» or «thực hiện» in front of it names its author, not the sender.
const CITED: &[&str] = &[
    "cong van",
    "quyet dinh",
    "nghi dinh",
    "nghi quyet",
    "van ban",
    "chi thi",
    "thong tu",
    "thong bao",
    "ke hoach so",
    "y kien",
    "chi dao",
    "huong dan",
    "de nghi",
    "yeu cau",
    "luat",
];

/// What the words around a mention take from it, if anything.
pub(super) fn judge(place: &Place<'_>, level: Option<Level>, mention: &Mention) -> Option<Verdict> {
    match level? {
        Level::Province => judge_province(place, mention),
        Level::Ministry => judge_ministry(place, mention),
    }
}

fn judge_province(place: &Place<'_>, mention: &Mention) -> Option<Verdict> {
    let before = place.before_in_clause();
    if has_phrase(&before, BRANCHES) || BRANCHES_IN_FRONT.iter().any(|phrase| starts_with(&before, phrase)) {
        let note =
            Bilingual::new("cơ quan đóng tại địa phương, không phải UBND", "an office in the province, not its own");
        return Some(Verdict { weight: Weight::None, branch: true, note });
    }
    if place.follows_locality() {
        let note = Bilingual::new("tên huyện, xã trùng tên", "a district or commune of that name");
        return Some(Verdict { weight: Weight::None, branch: false, note });
    }
    if let Some(verdict) = judge_party(place, &before, false) {
        return Some(verdict);
    }
    let first_in_unit = place.range.start == 0 || place.words[place.range.start - 1].unit != place.first().unit;
    let more_in_unit = place.words.get(place.range.end).filter(|next| next.unit == place.last().unit);
    let runs_on = place.first().unit != place.last().unit;
    let is_signing_place = place.manner == Manner::Title
        && (first_in_unit || runs_on)
        && more_in_unit.is_some_and(|next| next.bare == "ngay" || mention.how == How::ShortName);
    if is_signing_place {
        let note = Bilingual::new("nơi ký văn bản", "the place of signing");
        return Some(Verdict { weight: Weight::None, branch: false, note });
    }
    None
}

fn judge_ministry(place: &Place<'_>, mention: &Mention) -> Option<Verdict> {
    let before = place.before_in_clause();
    let follows = |phrase: &str| {
        let count = phrase.split(' ').count();
        let after: Vec<&str> =
            place.words[place.range.end..].iter().take(count).map(|word| word.bare.as_str()).collect();
        after.join(" ") == phrase
    };
    let next_in_clause = place
        .words
        .get(place.range.end)
        .is_some_and(|next| next.clause == place.last().clause && next.unit == place.last().unit);
    let is_ministry =
        place.first().bare.starts_with('b') && mention.name.starts_with('B') && place.first().bare != "bhxh";
    let local = next_in_clause
        && ["tinh", "thanh pho", "tp", "khu vuc", "huyen", "quan"].iter().any(|phrase| follows(phrase))
        || next_in_clause && place.next == Some(Level::Province) && !(is_ministry && place.first().bare == "bo");
    if follows("chi nhanh") || has_phrase(&before, &["chi nhanh"]) || local {
        let note = Bilingual::new("chi nhánh, cơ quan ở địa phương", "a local branch of it");
        return Some(Verdict { weight: Weight::None, branch: true, note });
    }
    if place.first().bare == "bo" && before.last().is_some_and(|word| BEFORE_BO.contains(word)) {
        let note = Bilingual::new("chữ «bộ» thuộc từ đứng trước", "the word “bộ” belongs to the one before it");
        return Some(Verdict { weight: Weight::None, branch: false, note });
    }
    if let Some(verdict) = judge_party(place, &before, true) {
        return Some(verdict);
    }
    let is_author = before.last().is_none_or(|word| OWNERS.contains(word));
    if place.manner == Manner::Title && !is_author {
        let note = Bilingual::new("nhắc đến trong câu", "mentioned in a sentence");
        return Some(Verdict { weight: Weight::Weak, branch: false, note });
    }
    None
}

/// Recipients, and authors of what is cited.
fn judge_party(place: &Place<'_>, before: &[&str], is_ministry: bool) -> Option<Verdict> {
    let other = || Verdict {
        weight: Weight::None,
        branch: false,
        note: Bilingual::new("nơi nhận hoặc văn bản viện dẫn", "a recipient, or a document that is cited"),
    };
    let level_word = |word: &&&str| !["tinh", "thanh", "pho", "tp", "ubnd", "bo"].contains(*word);
    if before.iter().rev().find(level_word).is_some_and(|word| OTHER_PARTIES.contains(word)) {
        return Some(other());
    }
    match place.manner {
        Manner::Title => place.is_cited(is_ministry).then(other),
        Manner::Label if !is_ministry => None,
        // `PL theo CV 5752 BTTTT`, `2389-BTTTT-CDSQG`: the letter that asks. `1029-QD-BTTTT` may be its own or another.
        Manner::Label => {
            let cited = has_phrase(before, &["cv", "cong van", "mau", "theo"]) && !has_phrase(before, &["kem theo"]);
            let last = before.last().copied().unwrap_or_default();
            let number = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
            if cited || number && place.range.len() == 1 && place.is_hyphenated() {
                Some(other())
            } else if matches!(last, "qd" | "kh" | "tb" | "bc" | "ttr") {
                let note = Bilingual::new("ký hiệu của một văn bản", "the symbol of a document");
                Some(Verdict { weight: Weight::Weak, branch: false, note })
            } else {
                None
            }
        }
    }
}

impl Place<'_> {
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

    /// Whether a number or letters are hyphenated to the mention, as in `5752-BTTTT`.
    fn is_hyphenated(&self) -> bool {
        let before = &self.words[self.range.start - 1];
        before.unit == self.first().unit && self.first().span.start - before.span.end <= 1
    }

    /// «huyện Hòa Bình». With diacritics «cơ quan» is no «quận»; without, the word before tells.
    fn follows_locality(&self) -> bool {
        let clause = self.first().clause;
        let begin = self.words.partition_point(|word| word.clause < clause);
        // The mention may have taken «thành phố» or «UBND» along; localities come before the name alone.
        let before = &self.words[begin..self.range.start];
        LOCALITIES.iter().any(|locality| {
            let count = locality.split(' ').count();
            let Some(at) = before.len().checked_sub(count) else { return false };
            let typed: Vec<&str> = before[at..].iter().map(|word| word.folded.as_str()).collect();
            let bare: Vec<&str> = before[at..].iter().map(|word| word.bare.as_str()).collect();
            let after_co = at > 0 && before[at - 1].bare == "co";
            typed.join(" ") == *locality
                || (typed == bare && bare.join(" ") == crate::text::bare(locality) && !after_co)
        })
    }

    /// Whether the text before the mention, in its unit or in one that only announces it («Kính gửi:»), says that what
    /// follows is a recipient or the author of something cited. «…, UBND tỉnh» begins a new statement.
    fn is_cited(&self, is_ministry: bool) -> bool {
        let unit = self.first().unit;
        let begin = self.words.partition_point(|word| word.unit < unit);
        let before: Vec<&Word> = self.words[begin..self.range.start].iter().collect();
        let previous = (unit > 0).then(|| {
            let begin = self.words.partition_point(|word| word.unit < unit - 1);
            let end = self.words.partition_point(|word| word.unit < unit);
            bare(&self.words[begin..end].iter().collect::<Vec<_>>())
        });
        let announced = previous
            .is_some_and(|previous| (previous.len() <= 3) && has_phrase(&previous, &["kinh gui", "noi nhan", "gui"]));
        if announced {
            return true;
        }
        let text = bare(&before);
        let own = before
            .windows(2)
            .rposition(|pair| pair[0].clause != pair[1].clause && is_peoples_committee(&pair[1].bare))
            .or_else(|| {
                let own = before.last().is_some_and(|last| last.clause != self.first().clause)
                    && is_peoples_committee(&self.first().bare);
                own.then_some(before.len())
            });
        if phrase_at(&text, &["kinh gui", "noi nhan", "don vi nhan", "co quan nhan", "nhan bao cao"]).is_some() {
            return true;
        }
        let cites = phrase_at(&text, &["can cu"]).or_else(|| {
            (0..text.len()).rev().find(|&at| {
                let rest = &text[at + 1..];
                match text[at] {
                    "theo" => at == 0 || text[at - 1] != "kem",
                    "hien" => at > 0 && text[at - 1] == "thuc" && CITED.iter().any(|cited| starts_with(rest, cited)),
                    // What a letter brings along is a template as often as the sender's own: a ministry's never counts.
                    "kem" => {
                        is_ministry
                            && rest.first() == Some(&"theo")
                            && CITED.iter().any(|cited| {
                                !["quyet dinh", "ke hoach so"].contains(cited) && starts_with(&rest[1..], cited)
                            })
                    }
                    _ => false,
                }
            })
        });
        cites.is_some_and(|at| own.is_none_or(|own| own <= at))
    }
}

fn is_peoples_committee(bare: &str) -> bool {
    bare == "ubnd"
}

fn bare<'a>(words: &[&'a Word]) -> Vec<&'a str> {
    words.iter().map(|word| word.bare.as_str()).collect()
}

fn starts_with(words: &[&str], phrase: &str) -> bool {
    let count = phrase.split(' ').count();
    words.len() >= count && words[..count].iter().copied().eq(phrase.split(' '))
}

fn phrase_at(words: &[&str], phrases: &[&str]) -> Option<usize> {
    (0..words.len()).rev().find(|&at| phrases.iter().any(|phrase| starts_with(&words[at..], phrase)))
}

fn has_phrase(words: &[&str], phrases: &[&str]) -> bool {
    phrase_at(words, phrases).is_some()
}
