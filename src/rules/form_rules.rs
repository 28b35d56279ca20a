//! The form's own rules between columns, such as `finish-before-start`: CEL expressions in its schema. And `rule-not-asked`: one of
//! them has no answer for a record.

use std::collections::BTreeMap;

use super::Sink;
use super::keys::Seen;
use crate::bilingual;
use crate::cell::{Cell, Location};
use crate::finding::{Argument, Finding, Group, Rule, RuleRef, Severity, placeholders};
use crate::intake::outside::Given;
use crate::intake::{Entry, Record, Remark, Submission, Table};
use crate::schema::{
    Agency, At, Field, Form, FormRule, Held, Kind, Row, Sight, Surroundings, Tallied, Tallying, Unanswered, day_shown,
    grouped, has_a_gap,
};
use crate::text::Bilingual;
use crate::value::Value;

mod lacked;

pub use lacked::COLUMN_NEEDED;
use lacked::Lacked;

/// So many rows wait at most for what the tallies come to: of a rule for which more would, nothing is said of the others.
const WAITING: usize = 100_000;

/// Longer values, packed and in bytes, are hardly ever repeated.
const LONGEST_VALUES: usize = 256;

/// A form's rule could not be asked.
pub static RULE: Rule = Rule::builtin(
    "R403",
    Group::Relation,
    "rule-not-asked",
    Severity::Warning,
    [
        "Không xét được quy tắc «{rule}» của biểu mẫu {rows}: {reason}.",
        "The form's rule “{rule}” could not be asked {rows}: {reason}.",
    ],
    [
        "Kiểm tra giá trị ở {columns}; nếu đúng, đề nghị cơ quan ban hành biểu mẫu sửa điều kiện của quy tắc",
        "Check the values of {columns}; if they are right, ask those who keep the form to mend the rule's condition",
    ],
    [
        "Quy tắc riêng của biểu mẫu là một điều kiện giữa các cột. Có giá trị làm điều kiện không có kết quả, ví dụ chia cho 0 hoặc phải tính quá nhiều bước. Khi đó dòng không được coi là đúng, cũng không bị coi là sai. Mỗi nguyên nhân được nêu một lần, ở dòng đầu tiên, kèm số dòng.",
        "A form's own rule is a condition between columns. With some values a condition has no answer, for example because it divides by zero or takes too many steps. The row is then taken neither for right nor for wrong. Each cause is told once, at the first row, with the number of rows.",
    ],
);

/// A rule without an answer, for one reason.
pub(super) struct NotAsked {
    rule: RuleRef,
    why: Unanswered,
    /// How many records it is.
    count: usize,
    /// At the first of them.
    finding: Finding,
}

impl NotAsked {
    /// That it was so many records.
    pub(super) fn finding(self) -> Finding {
        let rows = match self.count {
            1 => Bilingual::new("ở dòng này", "of this row"),
            count => bilingual!("ở {count} dòng, đầu tiên là dòng này", "of {count} rows, of which this is the first"),
        };
        self.finding.with_words("rows", rows)
    }
}

/// Asks the form's own rules of the rows as they are seen; those that name a tally, or are about the submission as a whole, once the
/// last row was.
pub(super) struct Asking<'f> {
    form: &'f Form,
    /// The values outside the table.
    outside: Vec<Value>,
    /// What was typed there.
    typed: Vec<Box<str>>,
    /// Of which of these a fault is told.
    faulty: Vec<bool>,
    sender: Option<std::sync::Arc<Agency>>,
    tallying: Vec<Tallying<'f>>,
    /// How many records of each table were seen.
    seen: Vec<usize>,
    waiting: Vec<Waiting>,
    keys: Seen<'f>,
    /// What is lacked for want of a column.
    lacked: Vec<Lacked>,
    /// The rules for which too many rows wait, with the first row that does not.
    overflown: BTreeMap<usize, Location>,
}

/// A row that waits for what the tallies come to.
struct Waiting {
    /// The index of the rule.
    rule: usize,
    place: Location,
    /// The row's place in its table, from 1.
    row: usize,
    /// The index of the field that it is told at, and what was typed there.
    at: (usize, Box<str>),
    /// What the row holds in the fields that the rule names, and where it is told.
    values: Box<[(usize, Value)]>,
    /// What fills the rule's sentences.
    typed: Box<[(String, String)]>,
}

/// By what the answers of a rule are known.
struct KnownBy {
    /// What of a record; `None` if all that there is.
    seen: Option<Vec<Sight>>,
    /// What stands around the rows, packed.
    around: Vec<u8>,
}

impl KnownBy {
    /// What is seen of a record and what stands around it as a key, unless it is long.
    fn packed(&self, record: &Record) -> Option<Vec<u8>> {
        let seen = self.seen.as_deref()?;
        let mut around = Vec::with_capacity(self.around.len() + LONGEST_VALUES / 4);
        around.extend_from_slice(&self.around);
        let pack = |mut packed: Vec<u8>, seen: &Sight| {
            let value = &record.entries[seen.field()].value;
            // It says why there is no answer.
            packed.push(u8::from(has_a_gap(value)));
            seen.pack(value, packed)
        };
        let packed = seen.iter().try_fold(around, pack)?;
        (packed.len() - self.around.len() <= LONGEST_VALUES).then_some(packed)
    }
}

impl<'f> Asking<'f> {
    /// Before the first row of a submission of this form.
    pub(super) fn new(form: &'f Form, submission: &Submission) -> Self {
        Self {
            form,
            outside: submission.values.iter().map(|given| given.entry.value.clone()).collect(),
            typed: submission.values.iter().map(|given| given.entry.typed().into()).collect(),
            faulty: form
                .values
                .iter()
                .zip(&submission.values)
                .map(|(value, given)| {
                    is_unread(given.entry.remark.as_ref(), false) || is_faulty(&value.field, &given.entry)
                })
                .collect(),
            sender: submission.sender.clone(),
            tallying: Tallying::all(form),
            seen: vec![0; submission.tables.len()],
            waiting: Vec::new(),
            keys: Seen::new(form),
            lacked: Vec::new(),
            overflown: BTreeMap::new(),
        }
    }

    fn around<'a>(&'a self, tallies: &'a [Tallied]) -> Surroundings<'a> {
        Surroundings { values: &self.outside, tallies, sender: self.sender.as_deref() }
    }

    /// Asks the rules of some records. A rule is not asked when a field that it names has no column, or a fault of what stands there is
    /// told already.
    pub(super) fn see(&mut self, (at, table): (usize, &Table), records: &[Record], sink: &mut Sink<'_>) {
        let form = self.form;
        self.keys.see(table, records, sink);
        let before = self.seen[at];
        self.seen[at] += records.len();
        if !self.tallying.is_empty() {
            let mut tallying = std::mem::take(&mut self.tallying);
            for (order, record) in records.iter().enumerate() {
                let values: Vec<&Value> = record.entries.iter().map(|entry| &entry.value).collect();
                let around = self.around(&[]);
                let cell = |field: usize| record.entries[field].cell.map(|cell| (at, cell));
                let is_faulty = |field: usize| is_faulty(&form.fields[field], &record.entries[field]);
                tallying.iter_mut().for_each(|tally| tally.see(before + order + 1, &values, &around, cell, is_faulty));
            }
            self.tallying = tallying;
        }
        for (index, rule) in form.rules.iter().enumerate() {
            let At::Field(field) = rule.at else { continue };
            if rule.asks_once(form) || !self.can_be_asked(rule) {
                continue;
            }
            if !table.columns.iter().any(|column| column.field == Some(field)) {
                self.see_lacked((index, field), (table, before), records, sink);
            }
            let known_by = self.known_by(rule);
            for (order, record) in records.iter().enumerate().filter(|(_, record)| is_askable(form, rule, record)) {
                let Some(cell) = record.entries[field].cell else { continue };
                let row = before + order + 1;
                if !rule.tallies(form).is_empty() {
                    self.wait(index, (field, row), (sink.at(table, cell), record));
                } else if !self.ask((rule, &known_by), (field, row), ((table, cell), record), sink) {
                    break;
                }
            }
        }
    }

    /// By what the answers of a rule are known.
    fn known_by(&self, rule: &FormRule) -> KnownBy {
        let around = if rule.looks_around(self.form) { self.packed_around() } else { Vec::new() };
        KnownBy { seen: rule.depends_on(self.form), around }
    }

    /// What a rule says of a record, which is the row of this number: asked only if it is not known.
    fn answer(
        &self,
        (rule, known_by): (&FormRule, &KnownBy),
        (record, row): (&Record, usize),
    ) -> Result<Held, Unanswered> {
        let packed = known_by.packed(record);
        packed.as_ref().and_then(|packed| rule.answers.get(packed)).unwrap_or_else(|| {
            let values: Vec<&Value> = record.entries.iter().map(|entry| &entry.value).collect();
            let held = rule.holds(self.form, &Row::new(self.form, &values, self.around(&[]), row));
            packed.into_iter().for_each(|packed| rule.answers.keep(packed.into(), held.clone()));
            held
        })
    }

    /// What stands around the rows, as a part of a key.
    fn packed_around(&self) -> Vec<u8> {
        let sender = self.sender.as_ref().map(|it| (&it.code, &it.name, &it.kind, &it.level.name));
        postcard::to_stdvec(&(sender, &self.outside)).expect("values hold nothing but numbers, texts and lists")
    }

    /// Whether no fault of a value outside the table that it names is told.
    fn can_be_asked(&self, rule: &FormRule) -> bool {
        rule.uses_values(self.form).iter().all(|value| !self.faulty[*value])
    }

    /// Asks a rule of a record. `false` if it takes too long: what does for one record is not tried on a million.
    fn ask(
        &self,
        (rule, known_by): (&FormRule, &KnownBy),
        (field, row): (usize, usize),
        ((table, cell), record): ((&Table, Cell), &Record),
        sink: &mut Sink<'_>,
    ) -> bool {
        let form = self.form;
        let own = RuleRef::Form(rule.rule.clone());
        let is_endless = |other: &NotAsked| other.rule == own && matches!(other.why, Unanswered::Steps(_));
        if sink.not_asked.iter().any(is_endless) {
            return false;
        }
        let held = self.answer((rule, known_by), (record, row));
        if !matches!(held, Ok(Held::Yes)) {
            let typed = |name: &str| form.field(name).map(|at| record.entries[at].typed().to_owned());
            let at = (&form.fields[field], record.entries[field].typed(), &record.entries[field].value);
            self.tell(rule, held, (sink.at(table, cell), at), &typed, &[], sink);
        }
        true
    }

    fn wait(&mut self, index: usize, (field, row): (usize, usize), (place, record): (Location, &Record)) {
        if self.waiting.len() >= WAITING {
            self.overflown.entry(index).or_insert(place);
            return;
        }
        let (form, rule) = (self.form, &self.form.rules[index]);
        let entries = rule.uses(form).iter().copied().chain([field]);
        let named = form.fields.iter().zip(&record.entries).filter(|(field, _)| is_named(&rule.rule, &field.name));
        self.waiting.push(Waiting {
            rule: index,
            place,
            row,
            at: (field, record.entries[field].typed().into()),
            values: entries.map(|field| (field, record.entries[field].value.clone())).collect(),
            typed: named.map(|(field, entry)| (field.name.clone(), entry.typed().to_owned())).collect(),
        });
    }

    /// Asks what could not be asked before the last row was seen, and returns what the tallies come to.
    pub(super) fn finish(mut self, submission: &Submission, sink: &mut Sink<'_>) -> Vec<Tallied> {
        let form = self.form;
        self.tell_lacked(sink);
        let tallies: Vec<Tallied> = std::mem::take(&mut self.tallying).into_iter().map(Tallying::finish).collect();
        let empty = Value::Empty;
        for waiting in std::mem::take(&mut self.waiting) {
            let rule = &form.rules[waiting.rule];
            let mut values = vec![&empty; form.fields.len()];
            waiting.values.iter().for_each(|(field, value)| values[*field] = value);
            let held = rule.holds(form, &Row::new(form, &values, self.around(&tallies), waiting.row));
            let typed = |name: &str| waiting.typed.iter().find(|(it, _)| it == name).map(|(_, typed)| typed.clone());
            let (field, at) = waiting.at;
            let at = (&form.fields[field], &*at, values[field]);
            self.tell(rule, held, (waiting.place, at), &typed, &tallies, sink);
        }
        for (index, place) in std::mem::take(&mut self.overflown) {
            let rule = &form.rules[index];
            let At::Field(field) = rule.at else { continue };
            let at = (&form.fields[field], "", &empty);
            self.tell(rule, Err(Unanswered::Keys), (place, at), &|_| None, &tallies, sink);
        }
        for rule in form.rules.iter().filter(|rule| rule.asks_once(form) && self.can_be_asked(rule)) {
            self.ask_once(rule, submission, &tallies, sink);
        }
        // Where every row breaks a rule about a value outside the table, that is wrong and not the rows.
        let rows: usize = submission.tables.iter().map(|table| table.rows.records).sum();
        for rule in form.rules.iter().filter(|rule| !rule.asks_once(form) && !rule.uses_values(form).is_empty()) {
            sink.tell_first(&RuleRef::Form(rule.rule.clone()), rows);
        }
        tallies
    }

    fn ask_once(&self, rule: &FormRule, submission: &Submission, tallies: &[Tallied], sink: &mut Sink<'_>) {
        let form = self.form;
        let Some(table) = submission.tables.first() else { return };
        let empty = Value::Empty;
        let (place, at) = match rule.at {
            At::Value(value) => {
                let Given { sheet, entry, .. } = &submission.values[value];
                if self.faulty[value] {
                    return;
                }
                let place = match entry.cell {
                    Some(cell) => sink.on(sheet.as_ref(), cell),
                    None => sink.at(table, table.header.first),
                };
                (place, (&form.values[value].field, entry.typed(), &entry.value))
            }
            At::Field(field) => {
                let column = table.columns.iter().find(|column| column.field == Some(field));
                let cell = column.map_or(table.header.first, |column| column.cell);
                (sink.at(table, cell), (&form.fields[field], "", &empty))
            }
        };
        let held = rule.holds(form, &Row::new(form, &[], self.around(tallies), 0));
        self.tell(rule, held, (place, at), &|_| None, tallies, sink);
    }

    /// Tells that a rule does not hold, or why it has no answer.
    fn tell(
        &self,
        rule: &FormRule,
        held: Result<Held, Unanswered>,
        (place, (field, typed, value)): (Location, (&Field, &str, &Value)),
        named: &dyn Fn(&str) -> Option<String>,
        tallies: &[Tallied],
        sink: &mut Sink<'_>,
    ) {
        match held {
            Ok(Held::Yes | Held::Blank) => {}
            Ok(Held::No(expected)) => {
                sink.push(self.broken(rule, expected, (place, (field, typed, value)), named, tallies));
            }
            Err(why) => self.not_asked(rule, why, (place, field, typed), sink),
        }
    }

    /// The finding that a rule does not hold.
    fn broken(
        &self,
        rule: &FormRule,
        expected: Option<Value>,
        (place, (field, typed, value)): (Location, (&Field, &str, &Value)),
        named: &dyn Fn(&str) -> Option<String>,
        tallies: &[Tallied],
    ) -> Finding {
        let own = RuleRef::Form(rule.rule.clone());
        let mut finding = Finding::new(own, place).about(&field.name, typed).with("heading", &field.called);
        if expected.is_some() {
            finding.arguments.insert("value".into(), words(value, typed));
        }
        for placeholder in names(&rule.rule) {
            let argument = match placeholder {
                "value" | "heading" => continue,
                "expected" => expected.as_ref().map(|expected| should(expected, field)),
                name => named(name).map(Argument::text).or_else(|| self.outside(name, tallies)),
            };
            let argument = argument.unwrap_or_else(|| Argument::text("…"));
            finding.arguments.insert(placeholder.to_owned().into(), argument);
        }
        finding
    }

    /// What a name of a value outside the table, or of a tally, says.
    fn outside(&self, name: &str, tallies: &[Tallied]) -> Option<Argument> {
        let form = self.form;
        if let Some(at) = form.value(name) {
            return Some(Argument::text(&*self.typed[at]));
        }
        match tallies.get(form.tallies.iter().position(|tally| tally.name == name)?)? {
            Tallied::One(number) => Some(words(&Value::Number(*number), "")),
            Tallied::ByKey(_) | Tallied::TooMany | Tallied::Unknown => None,
        }
    }

    fn not_asked(&self, rule: &FormRule, why: Unanswered, at: (Location, &Field, &str), sink: &mut Sink<'_>) {
        let (form, own) = (self.form, RuleRef::Form(rule.rule.clone()));
        if let Some(other) = sink.not_asked.iter_mut().find(|other| other.rule == own && other.why == why) {
            other.count += 1;
            return;
        }
        let (place, field, typed) = at;
        let columns = |quoted: fn(&str) -> String| -> Vec<String> {
            let fields = rule.uses(form).iter().map(|field| &form.fields[*field]);
            let values = rule.uses_values(form).iter().map(|value| &form.values[*value].field);
            let mut titles: Vec<&str> = fields.chain(values).map(|field| field.called.as_str()).collect();
            // What names nothing is looked at where it is told.
            if titles.is_empty() {
                titles.push(&field.called);
            }
            titles.into_iter().map(quoted).collect()
        };
        let columns = Bilingual {
            vi: columns(|title| format!("«{title}»")).join(", ").into(),
            en: columns(|title| format!("“{title}”")).join(", ").into(),
        };
        let finding = Finding::new(RuleRef::from(&RULE), place)
            .about(&field.name, typed)
            .with("rule", &*rule.rule.name)
            .with_words("reason", why.words())
            .with_words("columns", columns);
        sink.not_asked.push(NotAsked { rule: own, why, count: 1, finding });
    }
}

/// A value as an auditor writes it: `1,250` in English, `1.250` in Vietnamese; what is no number as typed, or as stored.
fn words(value: &Value, typed: &str) -> Argument {
    match value {
        Value::Number(number) => {
            let [vi, en] = grouped(*number);
            Argument::words(Bilingual { vi: vi.into(), en: en.into() })
        }
        Value::Flag(flag) => {
            Argument::words(if *flag { Bilingual::new("có", "yes") } else { Bilingual::new("không", "no") })
        }
        Value::Empty => Argument::text(typed),
        _ if typed.is_empty() || typed == "…" => Argument::text(value.stored()),
        _ => Argument::text(typed),
    }
}

/// What should stand in a field, as one writes it there.
fn should(expected: &Value, field: &Field) -> Argument {
    let day = match expected {
        Value::Text(text) => text.parse().ok(),
        Value::Date(day) => Some(*day),
        _ => None,
    };
    match (day, &field.kind) {
        (Some(day), Kind::Date { format, .. }) => {
            let [vi, en] = day_shown(&day, format.as_deref());
            Argument::words(Bilingual { vi: vi.into(), en: en.into() })
        }
        _ => words(expected, "…"),
    }
}

/// The placeholders of a rule's sentences.
fn names(rule: &Rule) -> impl Iterator<Item = &str> {
    let Rule { message, help, .. } = rule;
    [&message.vi, &message.en, &help.vi, &help.en].into_iter().flat_map(|template| placeholders(template))
}

/// Whether the rule's sentences name this field.
fn is_named(rule: &Rule, field: &str) -> bool {
    names(rule).any(|placeholder| placeholder == field)
}

fn is_askable(form: &Form, rule: &FormRule, record: &Record) -> bool {
    // What has to be something else is looked at as well as what it is reckoned from.
    let own = match rule.at {
        At::Field(field) if rule.assertion().is_none() => Some(field),
        _ => None,
    };
    rule.uses(form).iter().copied().chain(own).all(|field| {
        let entry = &record.entries[field];
        entry.cell.is_some() && !is_faulty(&form.fields[field], entry)
    })
}

/// Whether what stands there is missing, could not be understood or is not as the form prescribes, each of which is told.
fn is_faulty(field: &Field, entry: &Entry) -> bool {
    is_unread(entry.remark.as_ref(), field.kind.is_lenient())
        || field.required && entry.value.is_empty()
        || super::not_as_prescribed::fault(field, &entry.value).is_some()
}

/// Whether a value could not be understood. One outside a list that the form does not insist on is as good as any.
fn is_unread(remark: Option<&Remark>, is_lenient: bool) -> bool {
    remark.is_some_and(|remark| remark.is_unread() || !is_lenient && matches!(remark, Remark::NotInList(..)))
}
