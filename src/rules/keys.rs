//! Rules about keys: rows that several fields together do not tell apart, and numbers that do not count up. Both are asked as the rows
//! are seen, and keep a few bytes a row.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::Sink;
use crate::bilingual;
use crate::cell::Location;
use crate::finding::{Finding, Group, Rule, Severity};
use crate::intake::{Record, Table};
use crate::schema::Form;
use crate::text::hashed::HashMap;
use crate::text::{Bilingual, fold};
use crate::value::Value;

/// Several fields together are those of another row.
pub static REPEATED_KEY: Rule = Rule::builtin(
    "R404",
    Group::Relation,
    "repeated-key",
    Severity::Error,
    ["{headings}: «{value}» trùng với ô {first}.", "{headings}: “{value}” repeats {first}."],
    ["Bỏ dòng trùng, hoặc sửa một trong các cột đó", "Delete the repeated row, or correct one of these columns"],
    [
        "Các cột này cùng nhau phân biệt các dòng (khóa primaryKey hoặc uniqueKeys của biểu mẫu): không hai dòng nào được giống nhau ở tất cả các cột đó.",
        "These columns together tell the rows apart (primaryKey or uniqueKeys of the form): no two rows may hold the same in all of them.",
    ],
);

/// A number does not follow the one before.
pub static OUT_OF_SEQUENCE: Rule = Rule::builtin(
    "R405",
    Group::Relation,
    "out-of-sequence",
    Severity::Error,
    ["Cột «{heading}»: ghi {value}, phải là {expected}.", "Column “{heading}”: is {value}, should be {expected}."],
    [
        "Đánh số lại cho liên tục, hoặc bổ sung dòng còn thiếu",
        "Number the rows without gaps, or add the one that is missing",
    ],
    [
        "Biểu mẫu quy định cột này đánh số liên tục (khóa sequences), có thể theo từng nhóm. Sau một chỗ sai, các số sau được đếm tiếp từ số đã ghi hoặc từ số lẽ ra phải ghi.",
        "The form says that this column counts up by one (its key sequences), perhaps in each group. After a wrong number the count may go on from what is written, or from what should be.",
    ],
);

/// So many different keys are remembered.
const REMEMBERED: usize = 4_000_000;

/// The keys of the rows that were seen.
pub(super) struct Seen<'f> {
    form: &'f Form,
    /// For each key of several fields, by a number for what they hold: where it first stood.
    first: Vec<HashMap<u64, Location>>,
    /// For each sequence, by a number for its group: the last value, and what it should have been.
    last: Vec<HashMap<u64, [Counted; 2]>>,
}

/// A text that ends in a number, such as `OH-007`.
#[derive(Clone, Debug, PartialEq)]
struct Counted {
    before: String,
    number: u64,
    width: usize,
}

impl<'f> Seen<'f> {
    pub(super) fn new(form: &'f Form) -> Self {
        let first = form.keys.unique.iter().map(|_| HashMap::default()).collect();
        let last = form.keys.sequences.iter().map(|_| HashMap::default()).collect();
        Self { form, first, last }
    }

    pub(super) fn see(&mut self, table: &Table, records: &[Record], sink: &mut Sink<'_>) {
        for record in records {
            let mut is_repeated = false;
            for at in 0..self.form.keys.unique.len() {
                is_repeated |= self.see_key(at, table, record, sink);
            }
            // A row that stands twice is told once.
            for at in (0..self.form.keys.sequences.len()).filter(|_| !is_repeated) {
                self.see_number(at, table, record, sink);
            }
        }
    }

    /// Whether the key is that of an earlier row.
    fn see_key(&mut self, at: usize, table: &Table, record: &Record, sink: &mut Sink<'_>) -> bool {
        let fields = &self.form.keys.unique[at];
        let entries = || fields.iter().map(|field| &record.entries[*field]);
        // What must be filled and is not is told as such.
        let Some(cell) = entries().next_back().and_then(|entry| entry.cell) else { return false };
        if entries().any(|entry| entry.value.is_empty()) {
            return false;
        }
        let place = sink.at(table, cell);
        let known = &mut self.first[at];
        let number = number(record, fields);
        if let Some(first) = known.get(&number) {
            let titles = |quoted: fn(&str) -> String| {
                fields.iter().map(|field| quoted(&self.form.fields[*field].called)).collect::<Vec<_>>().join(", ")
            };
            let headings = Bilingual {
                vi: titles(|title| format!("«{title}»")).into(),
                en: titles(|title| format!("“{title}”")).into(),
            };
            let values: Vec<&str> = entries().map(|entry| entry.typed()).collect();
            let shown = shown(first, &place);
            let last = &self.form.fields[fields[fields.len() - 1]];
            let finding = Finding::new(&REPEATED_KEY, place).about(&last.name, values.join("; "));
            sink.push(finding.with_words("headings", headings).with_place("first", first.clone(), shown));
            return true;
        }
        if known.len() < REMEMBERED {
            known.insert(number, place);
        }
        false
    }

    fn see_number(&mut self, at: usize, table: &Table, record: &Record, sink: &mut Sink<'_>) {
        let sequence = &self.form.keys.sequences[at];
        let entry = &record.entries[sequence.of];
        let Some(cell) = entry.cell else { return };
        let field = &self.form.fields[sequence.of];
        let groups = &mut self.last[at];
        let group = number(record, &sequence.by);
        let next = groups.get(&group).map(|last| last.each_ref().map(Counted::next));
        let is_sound = super::not_as_prescribed::fault(field, &entry.value).is_none();
        let Some(counted) = counted(&entry.value).filter(|_| is_sound) else {
            // What is no number of the kind is told as such, and stands for the next one.
            if let Some([_, next]) = next {
                sink.expect(&sink.at(table, cell), &next.shown());
                groups.insert(group, [next.clone(), next]);
            }
            return;
        };
        let first = || Some(Counted { number: sequence.from?, ..counted.clone() });
        let expected = match next {
            // After a wrong number the others may go on from it, or as if it were right.
            Some(either) => either.iter().find(|it| it.is(&counted)).or(either.first()).cloned(),
            None => first(),
        };
        let should = expected.unwrap_or_else(|| counted.clone());
        if !should.is(&counted) {
            let finding = Finding::new(&OUT_OF_SEQUENCE, sink.at(table, cell)).about(&field.name, entry.typed());
            sink.push(finding.with("heading", &field.called).with("expected", should.shown()));
        }
        if groups.len() < REMEMBERED || groups.contains_key(&group) {
            groups.insert(group, [counted, should]);
        }
    }
}

impl Counted {
    fn next(&self) -> Self {
        Self { number: self.number.saturating_add(1), ..self.clone() }
    }

    fn is(&self, other: &Self) -> bool {
        self.number == other.number && self.before == other.before
    }

    fn shown(&self) -> String {
        format!("{}{:0width$}", self.before, self.number, width = self.width)
    }
}

fn counted(value: &Value) -> Option<Counted> {
    let text = value.stored();
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (before, number) = text.split_at(text.len() - digits);
    let width = if number.starts_with('0') { digits } else { 0 };
    Some(Counted { before: before.to_owned(), number: number.parse().ok()?, width })
}

/// A number that stands for what some fields hold.
pub(crate) fn number(record: &Record, fields: &[usize]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for field in fields {
        fold(&record.entries[*field].value.stored()).hash(&mut hasher);
    }
    hasher.finish()
}

/// A place as seen from another one.
fn shown(place: &Location, from: &Location) -> Bilingual {
    let shown = place.called().unwrap_or_default();
    match &place.sheet {
        Some(sheet) if place.sheet != from.sheet => {
            bilingual!("{sheet}!{}", "{sheet}!{}", shown)
        }
        _ => shown,
    }
}
