//! The ways to head a column that a form knows, as words that weigh more or less: a word that stands in the headings of many
//! fields says little about which one is meant.

use std::sync::{Arc, Mutex, PoisonError};

use super::key::{Key, without_number};
use super::weights::{
    A_FILLER, A_FOREIGN_FILLER, A_FOREIGN_WORD, AS_PRINTED, BEHIND_ITS_GROUP, COMPARED_AND_KEPT, LABEL_AND_MORE,
    MISTYPED, MORE_WORDS,
};
use crate::schema::{Field, Form, Language};
use crate::text::hashed::{HashMap, HashSet};
use crate::text::{bare, is_one_slip, strip_marks, words};

/// A way to head a column.
#[derive(Debug)]
pub(super) struct Label {
    pub(super) key: Key,
    pub(super) words: Vec<Word>,
    /// The sum of its words' weights.
    pub(super) weight: f64,
}

/// A word of a label or a heading.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) folded: String,
    pub(super) bare: String,
    pub(super) weight: f64,
    /// It stands in the group's heading only: alone it names the group, not the column.
    pub(super) of_group: bool,
    /// It says which column it is: words of the group and of time («Năm …») do not.
    pub(super) tells: bool,
}

/// For each field its labels, each with the number of its first words that are the group's.
pub(super) fn labels_of(form: &Form) -> Vec<Vec<(Key, usize)>> {
    let of_field = form.fields.iter().map(|field| {
        let own = std::iter::once(&field.title).chain(&field.aliases);
        let group = field.group.as_ref().map(|group| (group, Key::new(group).folded.split(' ').count()));
        own.map(|label| without_own_number(form, field, label))
            .flat_map(|label| {
                let grouped = group.map(|(group, words)| (Key::new(&format!("{group} - {label}")), words));
                std::iter::once((Key::new(label), 0)).chain(grouped)
            })
            .collect()
    });
    of_field.collect()
}

/// A label without the number of its column or question, «1. Số xã», unless that is what tells it from another.
fn without_own_number<'l>(form: &Form, field: &Field, label: &'l str) -> &'l str {
    let rest = without_number(label);
    if rest.len() == label.len() {
        return label;
    }
    let key = Key::new(rest).bare;
    let beside = form.fields.iter().filter(|other| other.name != field.name && other.group == field.group);
    let mut labels = beside.flat_map(|other| std::iter::once(&other.title).chain(&other.aliases));
    if labels.any(|other| Key::new(without_number(other)).bare == key) { label } else { rest }
}

/// Other ways to print a field's labels, each only as it is: with their number, and with the words of their brackets in the open,
/// «Kinh phí triệu đồng» for «Kinh phí (triệu đồng)». None that another field beside it has.
pub(super) fn open_labels(form: &Form) -> Vec<(usize, Key)> {
    let of_field = |(at, field): (usize, &Field)| -> Vec<(usize, Key)> {
        let own = std::iter::once(&field.title).chain(&field.aliases);
        let marked = own.filter(|label| label.contains(['(', '[']) || without_number(label).len() < label.len());
        let texts = marked.flat_map(|label| {
            let group = field.group.as_ref().map(|group| format!("{group} - {label}"));
            [label.clone(), without_number(label).to_owned()].into_iter().chain(group)
        });
        texts
            .flat_map(|text| [Some(Key::new(&text)).filter(|_| !text.contains(['(', '['])), Key::with_notes(&text)])
            .flatten()
            .map(|key| (at, key))
            .collect()
    };
    let all: Vec<(usize, Key)> = form.fields.iter().enumerate().flat_map(of_field).collect();
    let is_own = |(field, key): &&(usize, Key)| {
        let group = &form.fields[*field].group;
        all.iter().all(|(other, it)| other == field || it.bare != key.bare || form.fields[*other].group != *group)
    };
    all.iter().filter(is_own).cloned().collect()
}

/// The words that are in the form's title, or make no heading another one.
pub(super) fn general_words(form: &Form) -> HashSet<String> {
    let language = &form.language;
    let general = language.fillers.iter().chain(&language.neutral).map(|word| strip_marks(word));
    let title = bare(&form.title.vi);
    general.chain(words(&title).map(str::to_owned)).collect()
}

/// By field: the words of its labels and its group, without diacritics.
pub(super) fn own_words(labels: &[Vec<(Key, usize)>]) -> Vec<HashSet<String>> {
    let of_labels = labels.iter().map(|labels| {
        let mut own: HashSet<String> = HashSet::default();
        for word in labels.iter().flat_map(|(key, _)| key.bare.split(' ')) {
            if !own.contains(word) {
                own.insert(word.to_owned());
            }
        }
        own
    });
    of_labels.collect()
}

/// What headings were last compared with the form's: a header is tried with one row, with two and with three, and the headings of a
/// printed page stand on the next one again. To compare one costs a thousand times what looking here does.
#[derive(Debug, Default)]
pub(super) struct Compared(Mutex<HashMap<Pair, Arc<[f64]>>>);

/// Two texts that were compared.
type Pair = (String, String);

impl Compared {
    pub(super) fn get(&self, key: &Key, compare: impl FnOnce(&Key) -> Vec<f64>) -> Arc<[f64]> {
        let known = |key| self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned();
        let name = (key.folded.clone(), key.damaged.clone());
        known(&name).unwrap_or_else(|| {
            let found: Arc<[f64]> = compare(key).into();
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if all.len() >= COMPARED_AND_KEPT {
                all.clear();
            }
            all.insert(name, Arc::clone(&found));
            found
        })
    }
}

/// What the words of a form's headings weigh.
#[derive(Debug)]
pub(super) struct Weights {
    known: HashMap<String, f64>,
    language: Arc<Language>,
    unknown: f64,
}

impl Weights {
    /// The weights of the words in these labels.
    pub(super) fn new(labels: &[Vec<(Key, usize)>], language: &Arc<Language>) -> Self {
        // In the labels of how many fields each word stands, and the last of them.
        let mut counts: HashMap<&str, (usize, usize)> = HashMap::default();
        for (field, keys) in labels.iter().enumerate() {
            for word in keys.iter().flat_map(|(key, _)| key.folded.split(' ')) {
                let (count, last) = counts.entry(word).or_insert((0, usize::MAX));
                *count += usize::from(*last != field);
                *last = field;
            }
        }
        let fields = labels.len() as f64;
        let weigh = |(word, (count, _)): (&str, (usize, usize))| {
            let weight = if is_filler(language, word) { A_FILLER } else { (1.0 + fields / count as f64).ln() };
            (word.to_owned(), weight)
        };
        Self {
            known: counts.into_iter().map(weigh).collect(),
            unknown: (1.0 + fields).ln() * A_FOREIGN_WORD,
            language: Arc::clone(language),
        }
    }

    fn of(&self, word: &str) -> f64 {
        match self.known.get(word) {
            Some(weight) => *weight,
            None if is_filler(&self.language, word) => A_FOREIGN_FILLER,
            None => self.unknown,
        }
    }

    /// The words of a heading.
    pub(super) fn words(&self, key: &Key) -> Vec<Word> {
        let pairs = key.folded.split(' ').zip(key.bare.split(' '));
        let words = pairs.map(|(folded, bare)| Word {
            folded: folded.to_owned(),
            bare: bare.to_owned(),
            weight: self.of(folded),
            of_group: false,
            tells: true,
        });
        words.collect()
    }
}

fn is_filler(language: &Language, word: &str) -> bool {
    language.fillers.iter().any(|filler| filler == word)
}

/// How near a heading is that is the same as a label without diacritics: 1 with them, 0.99 if only the heading lacks them, a
/// little less if they differ.
pub(super) fn printed_likeness(key: &Key, label: &str) -> f64 {
    if key.folded == label {
        1.0
    } else if key.folded == key.bare {
        0.99
    } else {
        AS_PRINTED
    }
}

/// Twice the weight of the words that both have, over the weight of all words of both (Dice's coefficient, weighted).
pub(super) fn shared_weight(heading: &[Word], label: &Label) -> f64 {
    let mut left: Vec<&Word> = label.words.iter().collect();
    let (mut own, mut shared) = (0.0, 0.0);
    let mut names_the_column = false;
    for word in heading {
        let found = left.iter().position(|other| other.folded == word.folded).map(|at| (at, 1.0)).or_else(|| {
            left.iter().position(|other| same_but_for_a_slip(&word.bare, &other.bare)).map(|at| (at, MISTYPED))
        });
        match found {
            // A mistyped word weighs what the word meant weighs.
            Some((at, sure)) => {
                let meant = left.swap_remove(at);
                names_the_column |= meant.tells;
                own += meant.weight;
                shared += 2.0 * sure * meant.weight;
            }
            None => own += word.weight,
        }
    }
    if own + label.weight == 0.0 || !names_the_column { 0.0 } else { (shared / (own + label.weight)).min(1.0) }
}

/// Whether two headings differ in what numbers them: «Năm 2024» is not «Năm 2021», «Loại D» not «Loại C», however alike the rest is. A
/// number that only the heading has, «Hiện trạng 2023», may stand there.
pub(super) fn numbered_otherwise(heading: &[Word], label: &[Word]) -> bool {
    let numbers = |words: &[Word]| {
        let is_number = |word: &&Word| word.bare.bytes().any(|byte| byte.is_ascii_digit());
        let mut all: Vec<String> =
            words.iter().filter(is_number).map(|word| word.bare.trim_start_matches('0').to_owned()).collect();
        all.sort_unstable();
        all
    };
    let printed = numbers(label);
    if !printed.is_empty() && printed != numbers(heading) {
        return true;
    }
    let lettered = |words: &[Word], others: &[Word]| {
        words.iter().any(|word| is_letter_or_roman(&word.folded) && others.iter().all(|other| other.bare != word.bare))
    };
    lettered(label, heading) && lettered(heading, label)
}

fn is_letter_or_roman(folded: &str) -> bool {
    let mut letters = folded.bytes();
    folded.len() == 1 && letters.all(|letter| letter.is_ascii_alphabetic())
        || folded.len() > 1 && folded.bytes().all(|letter| matches!(letter, b'i' | b'v' | b'x'))
}

/// Whether two headings of as many words differ in a short one by more than a slip: «Trong đó: nam» is not «Trong đó: nữ».
pub(super) fn has_another_short_word(heading: &[Word], label: &[Word]) -> bool {
    let other = |(typed, printed): (&Word, &Word)| {
        typed.bare.len() < 4
            && printed.bare.len() < 4
            && typed.bare != printed.bare
            // «chì» for «trì» is one of ear.
            && typed.bare.bytes().last() != printed.bare.bytes().last()
            && !is_one_slip(&typed.bare, &printed.bare)
    };
    heading.len() == label.len() && heading.iter().zip(label).any(other)
}

/// The score of a heading that holds the whole label: in front of some words more («Mục đích sử dụng»), or behind a part of
/// its group's heading («Lộ trình - Bắt đầu» for «Lộ trình xây dựng, triển khai - Bắt đầu»); else 0.
pub(super) fn within(heading: &[Word], label: &[Word]) -> f64 {
    let same = |typed: &[Word], printed: &[Word]| {
        typed.len() == printed.len() && typed.iter().zip(printed).all(|(typed, printed)| typed.bare == printed.bare)
    };
    let of_group = label.iter().take_while(|word| word.of_group).count();
    let (group, own) = label.split_at(of_group);
    if of_group == 0 {
        let more = heading.len().saturating_sub(own.len());
        let begins = (1..=MORE_WORDS).contains(&more) && own.len() >= 2 && same(&heading[..own.len()], own);
        return if begins { LABEL_AND_MORE } else { 0.0 };
    }
    let Some(before) = heading.len().checked_sub(own.len()).filter(|before| *before > 0) else { return 0.0 };
    let (short, rest) = heading.split_at(before);
    let of_the_group = short.iter().all(|word| group.iter().any(|printed| printed.bare == word.bare));
    if of_the_group && same(rest, own) { BEHIND_ITS_GROUP } else { 0.0 }
}

/// Whether two words are one, but for diacritics or one slip of the finger (a letter too many, too few, another, or two in the
/// wrong order) in a word of four letters or more.
pub(super) fn same_but_for_a_slip(bare: &str, other: &str) -> bool {
    if bare == other {
        return true;
    }
    if bare.len() < 4 || other.len() < 4 || bare.len().abs_diff(other.len()) > 1 {
        return false;
    }
    // One slip leaves the first letter or the last as it is, which rules most pairs out.
    let (ends, others) = (bare.as_bytes(), other.as_bytes());
    (ends.first() == others.first() || ends.last() == others.last()) && is_one_slip(bare, other)
}
