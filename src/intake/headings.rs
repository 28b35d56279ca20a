//! Which field a heading means. People shorten headings, add words, drop diacritics and mistype, so a heading is compared
//! with every title and alias of a form, and all headings of a header are assigned to all fields at once: taken one by one,
//! a near heading would steal the field of an exact one.

use std::collections::HashMap;
use std::sync::Arc;

use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;
use strsim::{damerau_levenshtein, normalized_damerau_levenshtein};

use crate::schema::{Form, Kind};
use crate::text::{fold, strip_marks, words};

mod losses;

use losses::{damaged, fits_with_losses};

/// Below this a heading is not taken for a field. Checked against the headings of all inboxes and cases: the true ones that
/// are not exact score 0.74 and more, the nearest wrong ones 0.66.
pub const ACCEPTED: f64 = 0.72;

/// From here on a heading is as printed as makes no difference (case, spacing, diacritics left out, notes in brackets).
pub const AS_PRINTED: f64 = 0.97;

/// A longer heading is compared with the printed ones only for being the same: likeness is for slips and added words.
const MAX_COMPARED_BYTES: usize = 160;

/// So many words may follow a label; a longer heading is about something else.
const MORE_WORDS: usize = 3;

/// The headings of all forms, ready to be compared with. Built once a run.
#[derive(Debug)]
pub struct Headings {
    /// One for each form, in the order of the forms.
    pub forms: Vec<FormHeadings>,
    /// The forms and fields that a label, without diacritics, may mean: tells fast whether a cell is a heading at all.
    known: HashMap<String, Vec<(usize, usize)>>,
}

/// The headings of one form.
#[derive(Debug)]
pub struct FormHeadings {
    /// The form.
    pub form: Arc<Form>,
    fields: Vec<Vec<Label>>,
    /// By label without diacritics: the fields that it heads, each with the label as folded.
    printed: HashMap<String, Vec<(usize, String)>>,
    /// Headings that stand above others: none of them means a field by itself.
    groups: Vec<Key>,
    weights: HashMap<String, f64>,
    unknown_weight: f64,
}

/// A way to head a column.
#[derive(Debug)]
struct Label {
    key: Key,
    words: Vec<Word>,
    /// The sum of its words' weights.
    weight: f64,
}

/// A word of a label or a heading.
#[derive(Debug, Clone)]
struct Word {
    folded: String,
    bare: String,
    weight: f64,
    /// It stands in the group's heading only: alone it names the group, not the column.
    of_group: bool,
}

/// A heading as it is compared: folded, without notes in brackets and punctuation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Key {
    /// Words with one space between them.
    folded: String,
    /// The same without diacritics.
    bare: String,
    /// Letters that were lost are kept here as `?`; empty when none was.
    damaged: String,
    letters: [u8; 26],
}

impl Key {
    /// The key of a heading as typed.
    pub fn new(heading: &str) -> Self {
        let folded_text = fold(heading);
        let damaged = if heading.contains(['?', '\u{fffd}']) { damaged(heading) } else { String::new() };
        let without_notes = without_notes(&folded_text);
        let mut folded = join_words(&without_notes);
        if folded.is_empty() {
            folded = join_words(&folded_text);
        }
        let bare = strip_marks(&folded);
        let letters = letter_counts(&bare);
        Self { folded, bare, damaged, letters }
    }

    /// The key of a heading whose brackets say what is meant, as in «Lộ trình (bắt đầu)»; `None` if it has none.
    pub fn with_notes(heading: &str) -> Option<Self> {
        if !heading.contains(['(', '[']) {
            return None;
        }
        Some(Self::new(&heading.replace(['(', ')', '[', ']'], " ")))
    }

    /// Whether the heading says nothing.
    pub fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }
}

fn join_words(folded: &str) -> String {
    let mut joined = String::with_capacity(folded.len());
    for word in words(folded) {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined
}

/// Leaves out what stands in brackets: `(*)`, `(nếu có)`, `[bắt buộc]`.
fn without_notes(folded: &str) -> String {
    let mut kept = String::with_capacity(folded.len());
    let mut depth = 0_usize;
    for character in folded.chars() {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => {
                depth = depth.saturating_sub(1);
                kept.push(' ');
            }
            _ if depth == 0 => kept.push(character),
            _ => {}
        }
    }
    kept
}

/// Words that change nothing about what a heading means.
const FILLERS: &[&str] = &[
    "của", "các", "những", "về", "và", "cho", "theo", "dự", "kiến", "được", "nếu", "có", "cụ", "thể", "chi", "tiết",
    "từng", "thực", "hiện", "cần",
];

impl Headings {
    /// Prepares the headings of these forms.
    pub fn new(forms: &[Arc<Form>]) -> Self {
        let forms: Vec<FormHeadings> = forms.iter().map(FormHeadings::new).collect();
        let mut known: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for (index, form) in forms.iter().enumerate() {
            for (field, labels) in form.fields.iter().enumerate() {
                for label in labels {
                    known.entry(label.key.bare.clone()).or_default().push((index, field));
                }
            }
        }
        Self { forms, known }
    }

    /// The forms (by index) and fields that the text is the heading of, as printed. Cheap, for passing over rows of data.
    pub fn known(&self, key: &Key) -> &[(usize, usize)] {
        self.known.get(&key.bare).map_or(&[], Vec::as_slice)
    }
}

impl FormHeadings {
    fn new(form: &Arc<Form>) -> Self {
        // Each label, and the number of its first words that are the group's.
        let texts: Vec<Vec<(Key, usize)>> = form
            .fields
            .iter()
            .map(|field| {
                let own = std::iter::once(&field.title).chain(&field.aliases);
                own.flat_map(|label| {
                    let grouped = field.group.as_ref().map(|group| {
                        (Key::new(&format!("{group} - {label}")), Key::new(group).folded.split(' ').count())
                    });
                    std::iter::once((Key::new(label), 0)).chain(grouped)
                })
                .collect()
            })
            .collect();
        // A word that stands in the headings of many fields («dữ liệu») says little about which one is meant.
        let mut counts: HashMap<String, usize> = HashMap::new();
        for keys in &texts {
            let mut own: Vec<&str> = keys.iter().flat_map(|(key, _)| key.folded.split(' ')).collect();
            own.sort_unstable();
            own.dedup();
            for word in own {
                *counts.entry(word.to_owned()).or_default() += 1;
            }
        }
        let groups = form.fields.iter().filter_map(|field| field.group.as_deref()).map(Key::new).collect();
        let fields = texts.len() as f64;
        let weights: HashMap<String, f64> = counts
            .into_iter()
            .map(|(word, count)| {
                let weight = if FILLERS.contains(&word.as_str()) { 0.3 } else { (1.0 + fields / count as f64).ln() };
                (word, weight)
            })
            .collect();
        let mut headings = Self {
            form: Arc::clone(form),
            fields: Vec::new(),
            printed: HashMap::new(),
            groups,
            weights,
            unknown_weight: (1.0 + fields).ln() * 0.6,
        };
        headings.fields = texts
            .into_iter()
            .map(|keys| {
                keys.into_iter()
                    .map(|(key, of_group)| {
                        let mut words = headings.words(&key);
                        words[..of_group].iter_mut().for_each(|word| word.of_group = true);
                        Label { weight: words.iter().map(|word| word.weight).sum(), words, key }
                    })
                    .collect()
            })
            .collect();
        for (field, labels) in headings.fields.iter().enumerate() {
            for Label { key, .. } in labels {
                headings.printed.entry(key.bare.clone()).or_default().push((field, key.folded.clone()));
            }
        }
        headings
    }

    fn weight(&self, word: &str) -> f64 {
        match self.weights.get(word) {
            Some(weight) => *weight,
            None if FILLERS.contains(&word) => 0.1,
            None => self.unknown_weight,
        }
    }

    fn words(&self, key: &Key) -> Vec<Word> {
        key.folded
            .split(' ')
            .zip(key.bare.split(' '))
            .map(|(folded, bare)| Word {
                folded: folded.to_owned(),
                bare: bare.to_owned(),
                weight: self.weight(folded),
                of_group: false,
            })
            .collect()
    }

    /// How well the best of these headings fits each field, from 0 to 1: the best over the field's title and aliases.
    fn scores(&self, keys: &[Key]) -> Vec<f64> {
        let mut scores = self.printed_scores(keys);
        // A heading as printed means what it says; only others are compared by likeness, which costs more.
        if scores.iter().any(|score| *score >= AS_PRINTED) {
            return scores;
        }
        let heads_others = |key: &Key| self.groups.iter().any(|group| group.bare == key.bare);
        for key in
            keys.iter().filter(|key| !key.is_empty() && key.folded.len() <= MAX_COMPARED_BYTES && !heads_others(key))
        {
            let words = self.words(key);
            for (labels, score) in self.fields.iter().zip(&mut scores) {
                let own = labels.iter().map(|label| self.likeness(key, &words, label)).fold(0.0, f64::max);
                *score = score.max(own);
            }
        }
        scores
    }

    fn likeness(&self, key: &Key, words: &[Word], label: &Label) -> f64 {
        if key.bare == label.key.bare {
            return printed_likeness(key, &label.key.folded);
        }
        if !key.damaged.is_empty() {
            return if fits_with_losses(&key.damaged, &label.key.folded) { 0.95 } else { 0.0 };
        }
        let by_words = self.shared_weight(words, label);
        // A group's heading alone has most letters of «group - heading», and says nothing about the column.
        if by_words == 0.0 && label.words.iter().any(|word| word.of_group) {
            return 0.0;
        }
        let (typed, printed) =
            if key.folded == key.bare { (&key.bare, &label.key.bare) } else { (&key.folded, &label.key.folded) };
        let longer = typed.chars().count().max(printed.chars().count());
        let shorter = typed.chars().count().min(printed.chars().count());
        // A typing error costs a letter or two, never a third of the word.
        let counts = key.letters.iter().zip(&label.key.letters);
        // Every slip changes the counts of two letters at most.
        let least = counts.map(|(one, other)| usize::from(one.abs_diff(*other))).sum::<usize>().div_ceil(2);
        let by_letters = if shorter >= 5 && (longer - shorter) * 5 <= longer && least * 5 <= longer {
            let likeness = normalized_damerau_levenshtein(typed, printed);
            if likeness >= 0.8 { likeness } else { 0.0 }
        } else {
            0.0
        };
        by_words.max(by_letters).max(within(words, &label.words)).min(0.96)
    }

    /// Twice the weight of the words that both have, over the weight of all words of both (Dice's coefficient, weighted).
    fn shared_weight(&self, heading: &[Word], label: &Label) -> f64 {
        let mut left: Vec<&Word> = label.words.iter().collect();
        let (mut own, mut shared) = (0.0, 0.0);
        let mut names_the_column = false;
        for word in heading {
            let found = left.iter().position(|other| other.folded == word.folded).map(|at| (at, 1.0)).or_else(|| {
                left.iter().position(|other| same_but_for_a_slip(&word.bare, &other.bare)).map(|at| (at, 0.85))
            });
            match found {
                // A mistyped word weighs what the word meant weighs.
                Some((at, sure)) => {
                    let meant = left.swap_remove(at);
                    names_the_column |= !meant.of_group;
                    own += meant.weight;
                    shared += 2.0 * sure * meant.weight;
                }
                None => own += word.weight,
            }
        }
        if own + label.weight == 0.0 || !names_the_column { 0.0 } else { (shared / (own + label.weight)).min(1.0) }
    }

    /// For each field: 1 or nearly so if one of the keys is a label of it as printed, else 0.
    pub fn printed_scores(&self, keys: &[Key]) -> Vec<f64> {
        let mut scores = vec![0.0_f64; self.fields.len()];
        for key in keys.iter().filter(|key| !key.is_empty()) {
            for (field, folded) in self.printed.get(&key.bare).into_iter().flatten() {
                let score = printed_likeness(key, folded);
                scores[*field] = scores[*field].max(score);
            }
        }
        scores
    }

    /// Assigns columns to fields so that the sum of their scores is greatest, exact headings before near ones. Returns for
    /// each column the field and the score, if any field fits.
    pub fn assign(&self, columns: &[Vec<Key>]) -> Vec<Option<(usize, f64)>> {
        let fields = self.fields.len();
        let scores: Vec<Vec<f64>> = columns.iter().map(|keys| self.scores(keys)).collect();
        let mut assigned = vec![None; columns.len()];
        if columns.is_empty() || fields == 0 {
            return assigned;
        }
        // The fourth power keeps two near headings from outweighing one exact one.
        let weight = |column: usize, field: usize| {
            let score = scores[column][field];
            if score >= ACCEPTED { (score.powi(4) * 1e6) as i64 } else { 0 }
        };
        let transposed = columns.len() > fields;
        let (rows, width) = if transposed { (fields, columns.len()) } else { (columns.len(), fields) };
        let matrix = Matrix::from_fn(
            rows,
            width,
            |(row, column)| if transposed { weight(column, row) } else { weight(row, column) },
        );
        let (_, chosen) = kuhn_munkres(&matrix);
        for (row, other) in chosen.into_iter().enumerate() {
            let (column, field) = if transposed { (other, row) } else { (row, other) };
            if scores[column][field] >= ACCEPTED {
                assigned[column] = Some((field, scores[column][field]));
            }
        }
        assigned
    }

    /// Whether one of these headings is near enough to be one of the form's, whatever the others are.
    pub fn resembles(&self, keys: &[Key]) -> bool {
        keys.iter().any(|key| self.scores(std::slice::from_ref(key)).iter().any(|score| *score >= ACCEPTED))
    }

    /// How much of the form these assigned fields make out: a table needs half of the required fields, and three fields
    /// in all (or all, if the form has fewer).
    pub fn suffices(&self, assigned: impl Iterator<Item = usize>) -> bool {
        let (mut found, mut required_found) = (0, 0);
        for field in assigned {
            let field = &self.form.fields[field];
            if field.kind != Kind::Ordinal {
                found += 1;
                required_found += usize::from(field.required);
            }
        }
        let telling = self.form.fields.iter().filter(|field| field.kind != Kind::Ordinal).count();
        let required = self.form.fields.iter().filter(|field| field.required && field.kind != Kind::Ordinal).count();
        found >= telling.min(3) && required_found * 2 >= required
    }
}

/// How near a heading is that is the same as a label without diacritics: 1 with them, 0.99 if only the heading lacks them, a
/// little less if they differ.
fn printed_likeness(key: &Key, label: &str) -> f64 {
    if key.folded == label {
        1.0
    } else if key.folded == key.bare {
        0.99
    } else {
        AS_PRINTED
    }
}

/// The score of a heading that holds the whole label: in front of some words more («Mục đích sử dụng»), or behind a part of
/// its group's heading («Lộ trình - Bắt đầu» for «Lộ trình xây dựng, triển khai - Bắt đầu»); else 0.
fn within(heading: &[Word], label: &[Word]) -> f64 {
    let same = |typed: &[Word], printed: &[Word]| {
        typed.len() == printed.len() && typed.iter().zip(printed).all(|(typed, printed)| typed.bare == printed.bare)
    };
    let of_group = label.iter().take_while(|word| word.of_group).count();
    let (group, own) = label.split_at(of_group);
    if of_group == 0 {
        let more = heading.len().saturating_sub(own.len());
        let begins = (1..=MORE_WORDS).contains(&more) && own.len() >= 2 && same(&heading[..own.len()], own);
        return if begins { 0.75 } else { 0.0 };
    }
    let Some(before) = heading.len().checked_sub(own.len()).filter(|before| *before > 0) else { return 0.0 };
    let (short, rest) = heading.split_at(before);
    let of_the_group = short.iter().all(|word| group.iter().any(|printed| printed.bare == word.bare));
    if of_the_group && same(rest, own) { 0.95 } else { 0.0 }
}

/// Whether two words are one, but for diacritics or one slip of the finger (a letter too many, too few, another, or two in the
/// wrong order) in a word of four letters or more.
fn same_but_for_a_slip(bare: &str, other: &str) -> bool {
    if bare == other {
        return true;
    }
    if bare.len() < 4 || other.len() < 4 || bare.len().abs_diff(other.len()) > 1 {
        return false;
    }
    // One slip leaves the first letter or the last as it is, which rules most pairs out.
    let (ends, others) = (bare.as_bytes(), other.as_bytes());
    (ends.first() == others.first() || ends.last() == others.last()) && damerau_levenshtein(bare, other) == 1
}

/// How often each letter stands in a text without diacritics: texts that differ much in this differ in more than slips.
fn letter_counts(bare: &str) -> [u8; 26] {
    let mut counts = [0_u8; 26];
    for byte in bare.bytes().filter(u8::is_ascii_lowercase) {
        let count = &mut counts[usize::from(byte - b'a')];
        *count = count.saturating_add(1);
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_and_punctuation_do_not_count() {
        assert_eq!(Key::new("Hình thức  chia sẻ (*)").folded, Key::new("HÌNH THỨC CHIA SẺ:").folded);
        assert_eq!(Key::new("Ghi\nchú").folded, "ghi chú");
        assert_eq!(Key::new("(1)").folded, "1");
    }
}
