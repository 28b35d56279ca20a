//! Which field a heading means. People shorten headings, add words, drop diacritics and mistype, so a heading is compared
//! with every title and alias of a form, and all headings of a header are assigned to all fields at once: taken one by one,
//! a near heading would steal the field of an exact one.

use std::sync::Arc;

use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;
use strsim::normalized_damerau_levenshtein;

use super::groups::Group;
use super::key::{Key, Met, Reading, may_have};
use super::labels::{
    Compared, Label, Weights, Word, general_words, has_another_short_word, labels_of, numbered_otherwise, open_labels,
    own_words, printed_likeness, same_but_for_a_slip, shared_weight, within,
};
use super::losses::fits_with_losses;
use super::notes::{Fit, OwnNotes};
use super::stacks::Stack;
use super::weights::{
    ACCEPTED, COMPARED_AND_KEPT, LIKE_AT_MOST, MAX_COMPARED_BYTES, MORE_WORDS, NOTHING_FOREIGN, SAME_LETTERS,
    SAYS_NO_MORE, WRITTEN_OUT,
};
use crate::schema::{Form, Kind, Language};
use crate::text::hashed::{HashMap, HashSet};
use crate::text::memo::Memo;
use crate::text::{letter, strip_marks, words};

/// The headings of all forms, ready to be compared with. Built once a run.
#[derive(Debug)]
pub struct Headings {
    /// One for each form, in the order of the forms.
    pub forms: Vec<FormHeadings>,
    /// The forms and fields that a label, without diacritics, may mean: tells fast whether a cell is a heading at all.
    known: HashMap<String, Vec<(usize, usize)>>,
    /// The first words of those labels, each with the labels that begin so, and those of short forms.
    beginnings: HashMap<String, Vec<String>>,
    /// The words of all languages in which the forms are filled in.
    pub language: Arc<Language>,
    /// How those of the files so far may be read.
    pub(super) met: Met,
}

/// The headings of one form.
#[derive(Debug)]
pub struct FormHeadings {
    /// The form.
    pub form: Arc<Form>,
    /// Headings that stand above others: none of them means a field by itself.
    pub groups: Vec<Group>,
    fields: Vec<Vec<Label>>,
    /// By label without diacritics: the fields that it heads.
    printed: HashMap<String, Vec<Printed>>,
    /// By field: what stands in the brackets of its headings.
    pub(super) notes: Vec<OwnNotes>,
    /// By field: the words of its labels and its group, without diacritics.
    own_words: Vec<HashSet<String>>,
    /// Words, without diacritics, that may stand beside any label, and those that may stand beside a time's.
    general: HashSet<String>,
    times: HashSet<String>,
    /// Words, without diacritics, that join others.
    fillers: HashSet<String>,
    weights: Weights,
    compared: Compared,
    /// Whether the headings that were met are values of one of the form's lists.
    pub(super) values: Memo<bool>,
}

/// A field that a label heads.
#[derive(Debug)]
struct Printed {
    field: usize,
    /// The label as folded.
    folded: String,
    /// Whether what the form has in brackets is among its words.
    is_open: bool,
}

/// How well a heading fits a field, and the rows of the header (as bits from its first) that say so.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Score {
    /// From 0 to 1.
    pub score: f64,
    /// How much the heading above it is the group that the form has there; of two equal ones the greater wins.
    pub in_group: f64,
    /// See [`Reading::rows`].
    pub rows: u8,
    /// Whether it says in brackets what the form's heading does not: one without wins.
    pub is_more: bool,
}

impl Headings {
    /// Prepares the headings of these forms.
    pub fn new(forms: &[Arc<Form>]) -> Self {
        let forms: Vec<FormHeadings> = forms.iter().map(FormHeadings::new).collect();
        let mut known: HashMap<String, Vec<(usize, usize)>> = HashMap::default();
        for (index, form) in forms.iter().enumerate() {
            for (label, fields) in &form.printed {
                known.entry(label.clone()).or_default().extend(fields.iter().map(|it| (index, it.field)));
            }
        }
        let language = Language::of_all(forms.iter().map(|form| &form.form.language));
        let first = |words: &str| words.split(' ').next().unwrap_or_default().to_owned();
        let short = language.abbreviations.keys().map(|short| (first(short), Vec::new()));
        let mut beginnings: HashMap<String, Vec<String>> = short.collect();
        known.keys().for_each(|label| beginnings.entry(first(label)).or_default().push(label.clone()));
        Self { forms, known, beginnings, language, met: Met::default() }
    }

    /// Whether a text may be the heading of any, as printed: by its first letters. Cheap, for passing over rows of data.
    pub fn may_be_known(&self, text: &str) -> bool {
        let begun = first_word(text).map(|first| self.beginnings.get(&first).map_or(&[][..], Vec::as_slice));
        begun.is_none_or(|labels| labels.iter().any(|label| may_have(label, text)))
    }

    /// Whether a text may be the heading of any, as it stands or with its short forms written out: its first word begins one. Cheap; where
    /// the first word is not plain to see, it may.
    fn may_begin(&self, text: &str) -> bool {
        first_word(text).is_none_or(|first| self.beginnings.contains_key(&first))
    }

    /// The same of each part of a text that may be read by itself: behind a number, a sign, a bracket or a mark of the web.
    pub fn may_hold(&self, text: &str) -> bool {
        let is_numbered = text.starts_with(|first: char| first.is_ascii_digit() || first.is_whitespace());
        let is_sign =
            |sign| matches!(sign, ':' | ';' | '\n' | '(' | ')' | '[' | ']' | '{' | '}' | '-' | '–' | '—' | '/');
        is_numbered || text.contains(['&', '<', '#']) || text.split(is_sign).any(|part| self.may_begin(part))
    }

    /// The forms (by index) and fields that the text is the heading of, as printed.
    pub fn known(&self, key: &Key) -> &[(usize, usize)] {
        self.known.get(&key.bare).map_or(&[], Vec::as_slice)
    }
}

/// The first word of a text, without diacritics; `None` where it is not plain to see.
fn first_word(text: &str) -> Option<String> {
    let mut first = String::with_capacity(16);
    for letter in text.chars().map(letter) {
        match letter {
            _ if !letter.is_tidy || matches!(letter.folded, '(' | '[' | '{' | '&' | '<' | '#') => return None,
            _ if letter.is_of_word => first.push(letter.bare),
            _ if first.is_empty() => {}
            _ => break,
        }
    }
    Some(first)
}

impl FormHeadings {
    fn new(form: &Arc<Form>) -> Self {
        let texts = labels_of(form);
        let mut headings = Self {
            form: Arc::clone(form),
            fields: Vec::new(),
            printed: HashMap::default(),
            notes: OwnNotes::all(form),
            groups: Group::all(form),
            own_words: own_words(&texts),
            general: general_words(form),
            times: form.language.times.iter().map(|word| strip_marks(word)).collect(),
            fillers: form.language.fillers.iter().map(|word| strip_marks(word)).collect(),
            compared: Compared::default(),
            values: Memo::of_up_to(COMPARED_AND_KEPT),
            weights: Weights::new(&texts, &form.language),
        };
        headings.fields = texts
            .into_iter()
            .zip(&form.fields)
            .map(|(keys, field)| {
                let is_time = matches!(field.kind, Kind::Period { .. } | Kind::Date { .. });
                keys.into_iter()
                    .map(|(key, of_group)| {
                        let mut words = headings.weights.words(&key);
                        words[..of_group].iter_mut().for_each(|word| (word.of_group, word.tells) = (true, false));
                        if is_time {
                            words.iter_mut().for_each(|word| word.tells &= !headings.times.contains(&word.bare));
                        }
                        Label { weight: words.iter().map(|word| word.weight).sum(), words, key }
                    })
                    .collect()
            })
            .collect();
        for (field, labels) in headings.fields.iter().enumerate() {
            for Label { key, .. } in labels {
                let printed = Printed { field, folded: key.folded.clone(), is_open: false };
                headings.printed.entry(key.bare.clone()).or_default().push(printed);
            }
        }
        for (field, key) in open_labels(form) {
            let known = headings.printed.entry(key.bare).or_default();
            let is_beside = |it: &Printed| form.fields[it.field].group == form.fields[field].group;
            if !known.iter().any(is_beside) {
                known.push(Printed { field, folded: key.folded, is_open: true });
            }
        }
        headings
    }

    /// How well the best reading of a heading fits each field: the best over the field's title and aliases. What stands above
    /// it decides where the form itself has a group there: «Bắt đầu» below «Kết nối, chia sẻ» is not the roadmap's.
    pub fn scores(&self, own: &[Reading], above: &[&[Reading]]) -> Vec<Score> {
        let mut related = vec![(1.0, 0.0); self.fields.len()];
        for group in self.groups.iter().rev() {
            let over = group.over(above);
            group.fields.iter().for_each(|field| related[*field] = over);
        }
        let mut scores = vec![Score::default(); self.fields.len()];
        let mut take = |field: usize, reading: &Reading, score: f64, fit: Fit| {
            let (most, in_group) = match &reading.group {
                Some(before) => self.in_group(field, &[&[Reading { key: before.clone(), ..reading.clone() }]]),
                None => related[field],
            };
            // Behind a heading of its own cell only the form's own group makes it a column.
            let most = if reading.group.is_some() && in_group == 0.0 { 0.0 } else { most };
            let is_another = self.names_another(field, reading) || self.is_made_another(field, reading);
            let most = if is_another { 0.0 } else { most.min(reading.most).min(fit.most) };
            let score = Score { score: score.min(most), in_group, rows: reading.rows, is_more: fit.is_more };
            if (score.score, score.in_group) > (scores[field].score, scores[field].in_group) {
                scores[field] = score;
            }
        };
        for reading in own {
            for Printed { field, folded, is_open } in self.printed.get(&reading.key.bare).into_iter().flatten() {
                let fit = if *is_open { Fit::SAME } else { self.notes[*field].fit(reading.note.as_deref()) };
                take(*field, reading, printed_likeness(&reading.key, folded), fit);
            }
        }
        // A heading as printed means what it says; only others are compared by likeness, which costs more.
        if scores.iter().all(|score| score.score < WRITTEN_OUT) {
            self.compare_by_likeness(own, &related, &mut scores);
        }
        scores
    }

    /// How well a heading that is none as printed fits each field by likeness.
    fn compare_by_likeness(&self, own: &[Reading], related: &[(f64, f64)], scores: &mut [Score]) {
        let mut take = |field: usize, reading: &Reading, score: f64| {
            let (most, in_group) = if reading.group.is_some() { (0.0, 0.0) } else { related[field] };
            let fit = self.notes[field].fit(reading.note.as_deref());
            let most = if self.is_made_another(field, reading) { 0.0 } else { most.min(reading.most).min(fit.most) };
            let score = Score { score: score.min(most), in_group, rows: reading.rows, is_more: fit.is_more };
            if score.score > scores[field].score {
                scores[field] = score;
            }
        };
        for reading in own.iter().filter(|reading| reading.by_likeness && reading.group.is_none()) {
            for (field, likeness) in self.compared.get(&reading.key, |key| self.likenesses(key)).iter().enumerate() {
                take(field, reading, *likeness);
            }
        }
    }

    /// How like a heading is to each field; none where it cannot be one by likeness.
    fn likenesses(&self, key: &Key) -> Vec<f64> {
        if key.folded.len() > MAX_COMPARED_BYTES
            || self.groups.iter().any(|group| group.key.bare == key.bare)
            || self.names_two(key)
        {
            return Vec::new();
        }
        let words = self.weights.words(key);
        let mut weights: Vec<f64> = words.iter().map(|word| word.weight).collect();
        weights.sort_unstable_by(f64::total_cmp);
        // What so many of its words weigh at least.
        let lightest = |count: usize| weights[..count].iter().sum::<f64>();
        let may_be_contrary = self.form.language.contrary.are_in(&key.folded);
        let of_field = |(field, labels): (usize, &Vec<Label>)| {
            let is_slip = |label: &Label| {
                label.words.len() == words.len()
                    && normalized_damerau_levenshtein(&key.bare, &label.key.bare) >= NOTHING_FOREIGN
            };
            if may_be_contrary && self.is_contrary(field, key) {
                return 0.0;
            }
            let foreign = key.damaged.is_empty() && self.is_of_another(field, &words);
            if foreign && !labels.iter().any(is_slip) {
                return 0.0;
            }
            labels.iter().map(|label| self.likeness(key, &words, label, lightest)).fold(0.0, f64::max)
        };
        self.fields.iter().enumerate().map(of_field).collect()
    }

    /// How much a heading below these may score for a field at most, and how much they are the group that the form has there.
    pub(super) fn in_group(&self, field: usize, above: &[&[Reading]]) -> (f64, f64) {
        match self.groups.iter().find(|group| group.fields.contains(&field)) {
            Some(group) => group.over(above),
            None => (1.0, 0.0),
        }
    }

    /// Whether the heading holds a label of the field and, beside it, what is foreign to it: «Mục đích chia sẻ» is not the
    /// purpose, «Phạm vi đầu tư» not the scope.
    fn is_of_another(&self, field: usize, heading: &[Word]) -> bool {
        let holds =
            |label: &Label| label.words.iter().all(|printed| heading.iter().any(|typed| typed.bare == printed.bare));
        let own = &self.own_words[field];
        let is_time = matches!(self.form.fields[field].kind, Kind::Period { .. } | Kind::Date { .. });
        let is_own = |word: &str| {
            let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
            is_number
                || own.contains(word)
                || self.general.contains(word)
                || is_time && self.times.contains(word)
                || own.iter().any(|other| same_but_for_a_slip(word, other))
        };
        self.fields[field].iter().any(|label| {
            label.words.len() < heading.len() && holds(label) && heading.iter().any(|word| !is_own(&word.bare))
        })
    }

    /// Whether the heading has words that the field's headings do not have and that make it another one. Without diacritics they
    /// may be other words.
    fn is_contrary(&self, field: usize, key: &Key) -> bool {
        let is_own = |word: &&str| self.own_words[field].contains(&strip_marks(word));
        self.form.language.contrary.any_in(&key.folded, |words| !words.iter().all(is_own))
    }

    /// Whether the heading is that of one field and, behind it, that of another: «Mục đích, đối tượng sử dụng» is neither.
    fn names_two(&self, key: &Key) -> bool {
        let printed = |label: &str| self.printed.get(label).into_iter().flatten().map(|it| it.field);
        key.bare.match_indices(' ').any(|(at, _)| {
            let (first, rest) = (&key.bare[..at], &key.bare[at + 1..]);
            // «Mục đích và đối tượng sử dụng»
            let joined = rest.split_once(' ').filter(|(word, _)| self.fillers.contains(*word));
            let rest = joined.map_or(rest, |(_, rest)| rest);
            let is_foreign = |field: usize| {
                rest.split(' ').any(|word| !self.general.contains(word) && !self.own_words[field].contains(word))
            };
            printed(first).any(|field| printed(rest).any(|other| other != field) && is_foreign(field))
        })
    }

    /// Whether what stands in brackets makes the heading another one: «Tên cơ sở dữ liệu (tiếng Anh)», «Hoàn thành (%)».
    fn is_made_another(&self, field: usize, reading: &Reading) -> bool {
        let Some(note) = &reading.note else { return false };
        let is_own = |word: &str| self.own_words[field].contains(&strip_marks(word));
        let is_share = || !matches!(self.form.fields[field].kind, Kind::Text | Kind::Number { .. });
        note.texts.iter().any(|text| match text.as_str() {
            "%" => is_share(),
            note => self.form.language.contrary.is_bare(note) && !words(note).all(is_own),
        })
    }

    /// Whether what was cut off behind the field's heading is another column's, or may be: «Mục đích, phạm vi», «Đơn vị chủ
    /// trì, phối hợp», «Thời gian bắt đầu, kết thúc».
    fn names_another(&self, field: usize, reading: &Reading) -> bool {
        let Some(rest) = &reading.cut_off else { return false };
        let is_its = |label: &Label| {
            let (rest, label) = (&rest.bare, &label.key.bare);
            // «đến 31/5/2023» is not «Đến».
            rest == label
                || label.contains(' ') && rest.starts_with(label.as_str())
                || label.strip_suffix(rest.as_str()).is_some_and(|it| it.ends_with(' '))
        };
        matches!(self.form.fields[field].kind, Kind::Period { .. } | Kind::Date { .. })
            || self.fields.iter().enumerate().any(|(other, labels)| other != field && labels.iter().any(is_its))
    }

    fn likeness(&self, key: &Key, words: &[Word], label: &Label, lightest: impl Fn(usize) -> f64) -> f64 {
        if key.bare == label.key.bare {
            return printed_likeness(key, &label.key.folded);
        }
        if !key.damaged.is_empty() {
            return if fits_with_losses(&key.damaged, &label.key.folded) { WRITTEN_OUT } else { 0.0 };
        }
        let (typed, printed) =
            if key.folded == key.bare { (&key.bare, &label.key.bare) } else { (&key.folded, &label.key.folded) };
        let lengths = [typed, printed].map(|text| text.chars().count());
        let (longer, shorter) = (lengths[0].max(lengths[1]), lengths[0].min(lengths[1]));
        let are_as_long = (longer - shorter) * 5 <= longer;
        // What has many more words than the label, as a sentence below a heading has, is compared in vain.
        let more = words.len().saturating_sub(label.words.len());
        let is_lost = || label.weight / (label.weight + lightest(more) / 2.0) < ACCEPTED;
        if more > MORE_WORDS && !label.words[0].of_group && !are_as_long && is_lost()
            || numbered_otherwise(words, &label.words)
        {
            return 0.0;
        }
        let by_words = shared_weight(words, label);
        // A group's heading alone has most letters of «group - heading», and says nothing about the column.
        if by_words == 0.0 && label.words.iter().any(|word| word.of_group) {
            return 0.0;
        }
        // A typing error costs a letter or two, never a third of the word.
        let counts = key.letters.iter().zip(&label.key.letters);
        // Every slip changes the counts of two letters at most.
        let least = counts.map(|(one, other)| usize::from(one.abs_diff(*other))).sum::<usize>().div_ceil(2);
        let may_be_slips = shorter >= 5 && are_as_long && least * 5 <= longer;
        let by_letters = if may_be_slips && !has_another_short_word(words, &label.words) {
            let likeness = normalized_damerau_levenshtein(typed, printed);
            if likeness >= SAME_LETTERS { likeness } else { 0.0 }
        } else {
            0.0
        };
        by_words.max(by_letters).max(within(words, &label.words)).min(LIKE_AT_MOST)
    }

    /// Assigns columns to fields so that the sum of their scores is greatest, exact headings before near ones. Returns for
    /// each column the field and the score, if any field fits.
    pub fn assign(&self, scores: &[Vec<Score>]) -> Vec<Option<(usize, Score)>> {
        let (columns, fields) = (scores.len(), self.fields.len());
        let mut assigned = vec![None; columns];
        if columns == 0 || fields == 0 {
            return assigned;
        }
        // Mostly no column fits two fields, and no two the same one: nothing is to be weighed.
        let all = (0..columns).flat_map(|column| (0..fields).map(move |field| (column, field)));
        let fits: Vec<(usize, usize)> =
            all.filter(|(column, field)| scores[*column][*field].score >= ACCEPTED).collect();
        let is_alone =
            |it: &(usize, usize)| fits.iter().filter(|other| other.0 == it.0 || other.1 == it.1).count() == 1;
        if fits.iter().all(is_alone) {
            fits.into_iter().for_each(|(column, field)| assigned[column] = Some((field, scores[column][field])));
            return assigned;
        }
        // The fourth power keeps two near headings from outweighing one exact one; of equal ones the one in the form's group
        // wins, then the one that says no more than the form does, then the first.
        let weight = |column: usize, field: usize| {
            let Score { score, in_group, is_more, .. } = scores[column][field];
            if score < ACCEPTED {
                return 0;
            }
            (score.powi(4) * 1e9) as i64
                + (in_group * 1e6) as i64
                + SAYS_NO_MORE * i64::from(!is_more)
                + (columns - column) as i64
        };
        let transposed = columns > fields;
        let (rows, width) = if transposed { (fields, columns) } else { (columns, fields) };
        let matrix = Matrix::from_fn(
            rows,
            width,
            |(row, column)| if transposed { weight(column, row) } else { weight(row, column) },
        );
        let (_, chosen) = kuhn_munkres(&matrix);
        for (row, other) in chosen.into_iter().enumerate() {
            let (column, field) = if transposed { (other, row) } else { (row, other) };
            if scores[column][field].score >= ACCEPTED {
                assigned[column] = Some((field, scores[column][field]));
            }
        }
        assigned
    }

    /// How well each column fits each field.
    pub fn all_scores(&self, stacks: &[Stack]) -> Vec<Vec<Score>> {
        stacks.iter().map(|stack| self.scores(&stack.own, &stack.above())).collect()
    }

    /// The fields that a heading names as printed.
    pub fn printed_fields(&self, readings: &[Reading]) -> Vec<usize> {
        let printed = readings.iter().filter(|reading| reading.group.is_none() && reading.cut_off.is_none());
        let printed_as = |reading: &Reading| self.printed.get(&reading.key.bare).into_iter().flatten();
        let is_it = |it: &&Printed, reading: &Reading| {
            !self.is_made_another(it.field, reading)
                && (it.is_open || self.notes[it.field].fit(reading.note.as_deref()).most > 0.0)
        };
        printed.flat_map(|reading| printed_as(reading).filter(|it| is_it(it, reading)).map(|it| it.field)).collect()
    }

    /// A field of another group that a column's own headings are the heading of as much as of this one; what stands above must tell.
    pub fn of_another_group(&self, field: usize, own: &[Reading]) -> Option<usize> {
        let group = &self.form.fields[field].group;
        let whole = own.iter().filter(|reading| reading.group.is_none());
        let printed = whole.filter_map(|reading| self.printed.get(&reading.key.bare));
        let mut rivals = printed
            .filter(|all| all.iter().any(|it| it.field == field))
            .map(|all| all.iter().map(|it| it.field).find(|it| *it != field && self.form.fields[*it].group != *group));
        let first = rivals.next()??;
        rivals.all(|rival| rival.is_some()).then_some(first)
    }

    /// The field that a heading names best, if any.
    pub fn named(&self, readings: &[Reading]) -> Option<usize> {
        let scores = self.scores(readings, &[]);
        let best = (0..scores.len()).max_by(|one, other| scores[*one].score.total_cmp(&scores[*other].score))?;
        (scores[best].score >= ACCEPTED).then_some(best)
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
