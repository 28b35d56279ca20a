//! A form's own rules: conditions between the columns of a record, or over the whole table and the values beside it.

use crate::text::trouble::{Because, Trouble};
use crate::{bilingual, insist, trouble};
use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use super::file::RuleFile;
use super::parse::check_name;
use super::tally::Tallied;
use super::{Form, Kind, worded};
use crate::finding::{Group, Rule, legible, placeholders};
use crate::schema::Agency;
use crate::schema::expression::{Compiled, Condition, Row, Sight, Surroundings, Unanswered, Vocabulary};
use crate::schema::slips::{did_you_mean, place_in_expression};
use crate::text::Bilingual;
use crate::text::hashed::HashMap;
use crate::value::Value;

/// Where a rule's expression stands.
const ASSERT: Bilingual = Bilingual::new("biểu thức `assert`", "expression `assert`");
const EQUALS: Bilingual = Bilingual::new("biểu thức `equals`", "expression `equals`");
const EXPECTED: Bilingual = Bilingual::new("biểu thức `expected`", "expression `expected`");

/// Placeholders of messages that name neither a field nor a value nor a tally.
const PLACEHOLDERS: [&str; 3] = ["value", "heading", "expected"];

/// Numbers that differ by so little are the same, unless the rule says how near is near enough.
pub(in crate::schema) const NEAR: f64 = 1e-6;

/// A form's own rule.
#[derive(Debug)]
pub struct FormRule {
    /// Its name, severity and words.
    pub rule: Arc<Rule>,
    /// Where it is told.
    pub at: At,
    test: Test,
    /// What should stand there, for the message.
    expected: Option<Condition>,
    /// What it answered so far.
    pub answers: Answers,
}

/// What a rule answered in a run, by all that it depends on, packed: rows and files repeat their periods and listed values.
#[derive(Debug, Default)]
pub struct Answers(Mutex<HashMap<Box<[u8]>, Answer>>);

type Answer = Result<Held, Unanswered>;

/// So many are kept; of rows that repeat less, few are met again.
const ANSWERS: usize = 16_384;

impl Answers {
    /// The answer to these values.
    pub fn get(&self, packed: &[u8]) -> Option<Answer> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(packed).cloned()
    }

    /// Keeps an answer.
    pub fn keep(&self, packed: Box<[u8]>, answer: Answer) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= ANSWERS {
            all.clear();
        }
        all.insert(packed, answer);
    }
}

/// What a rule is told at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// The index of the field whose cell is to be changed.
    Field(usize),
    /// The index of the value outside the table.
    Value(usize),
}

#[derive(Debug)]
enum Test {
    /// True when all is well.
    Assert(Condition),
    /// What stands there has to be this, give or take so much.
    Equals(Condition, f64),
}

/// Whether a rule holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Held {
    /// All is well.
    Yes,
    /// It does not hold; with what is expected, if the rule says it.
    No(Option<Value>),
    /// There is no answer, for something that it names is blank, and the expression does not allow for that.
    Blank,
}

impl FormRule {
    /// Whether the rule holds for a row; for the submission as a whole where it [asks once](Self::asks_once). Errors: it has no
    /// answer although nothing is blank, or for another reason.
    ///
    /// The caller does not ask when a field in [`FormRule::uses`] has no column or could not be read.
    pub fn holds(&self, form: &Form, row: &Row<'_>) -> Result<Held, Unanswered> {
        if self.tallies(form).iter().any(|tally| row.around.tallies.get(*tally) == Some(&Tallied::TooMany)) {
            return Err(Unanswered::Keys);
        }
        let tallies = || self.tallies(form).iter().filter_map(|tally| row.around.tallies.get(*tally));
        if tallies().any(|tally| *tally == Tallied::Unknown) {
            return Ok(Held::Blank);
        }
        let has_gap = |compiled: &Compiled| {
            compiled.fields.iter().any(|field| row.values.get(*field).is_none_or(|value| has_a_gap(value)))
                || compiled.values.iter().any(|value| row.around.values.get(*value).is_none_or(has_a_gap))
        };
        let blank = |compiled: &Compiled, why: Unanswered| {
            let is_open = why.is_of_blanks() && has_gap(compiled) || tallies().any(Tallied::has_gaps);
            if is_open { Ok(Held::Blank) } else { Err(why) }
        };
        // That nobody knows who sent it is told at the file.
        if row.around.sender.is_none() && self.main(form).is_some_and(|compiled| compiled.names("agency")) {
            return Ok(Held::Blank);
        }
        match &self.test {
            Test::Assert(condition) => {
                let compiled = self.compiled(condition, form)?;
                match compiled.holds_of(row) {
                    Ok(true) => Ok(Held::Yes),
                    Ok(false) => Ok(Held::No(self.expected(form, row))),
                    Err(why) => blank(compiled, why),
                }
            }
            Test::Equals(condition, within) => {
                let compiled = self.compiled(condition, form)?;
                let is = match self.at {
                    At::Field(field) => row.values.get(field).copied(),
                    At::Value(value) => row.around.values.get(value),
                };
                match (is, compiled.value_of(row)) {
                    (None | Some(Value::Empty), _) | (_, Ok(Value::Empty)) => Ok(Held::Blank),
                    (Some(is), Ok(should)) if is_same(is, &should, *within) => Ok(Held::Yes),
                    (_, Ok(should)) => Ok(Held::No(Some(should))),
                    (_, Err(why)) => blank(compiled, why),
                }
            }
        }
    }

    /// The expression that has to hold, as the form has it; `None` where the rule says what a value has to be.
    pub fn assertion(&self) -> Option<&str> {
        match &self.test {
            Test::Assert(condition) => Some(condition.source()),
            Test::Equals(..) => None,
        }
    }

    /// What it says of a row in which everything is filled, or nothing, as of what stands around it.
    pub fn tried(&self, form: &Form, is_filled: bool) -> Result<Held, Unanswered> {
        let sample = |kind: &Kind| if is_filled { kind.sample() } else { Value::Empty };
        let samples: Vec<Value> = form.fields.iter().map(|field| sample(&field.kind)).collect();
        let outside: Vec<Value> = form.values.iter().map(|value| sample(&value.field.kind)).collect();
        let tallies: Vec<Tallied> = form.tallies.iter().map(super::Tally::sample).collect();
        let values: Vec<&Value> = samples.iter().collect();
        let sender = Agency::sample();
        let around = Surroundings { values: &outside, tallies: &tallies, sender: Some(&sender) };
        self.holds(form, &Row { known: form.nameable(), values: &values, around, place: 1 })
    }

    fn expected(&self, form: &Form, row: &Row<'_>) -> Option<Value> {
        let compiled = self.compiled(self.expected.as_ref()?, form).ok()?;
        compiled.value_of(row).ok()
    }

    /// The indexes of the fields that the rule names. If one of them could not be read, or has no column, the rule is not
    /// asked.
    pub fn uses(&self, form: &Form) -> &[usize] {
        self.main(form).map_or(&[], |compiled| &compiled.fields)
    }

    /// The indexes of the values outside the table that it names.
    pub fn uses_values(&self, form: &Form) -> &[usize] {
        self.main(form).map_or(&[], |compiled| &compiled.values)
    }

    /// The indexes of the tallies that it names: then it can be asked once all rows were seen.
    pub fn tallies(&self, form: &Form) -> &[usize] {
        self.main(form).map_or(&[], |compiled| &compiled.tallies)
    }

    /// Whether it is about the submission as a whole: it is told at a value outside the table, or names nothing of a row.
    pub fn asks_once(&self, form: &Form) -> bool {
        let names_a_row = |compiled: &Compiled| !compiled.fields.is_empty() || compiled.names("row");
        match (self.at, &self.test) {
            (At::Value(_), _) => true,
            (At::Field(_), Test::Equals(..)) => false,
            (At::Field(_), Test::Assert(_)) => !self.main(form).is_some_and(names_a_row),
        }
    }

    /// All its expressions.
    fn all<'r>(&'r self, form: &Form) -> impl Iterator<Item = &'r Compiled> {
        let expected = self.expected.as_ref().map(|expected| self.compiled(expected, form).ok());
        [self.main(form), expected.flatten()].into_iter().flatten()
    }

    /// Whether its answer depends on what stands around the rows of a submission.
    pub fn looks_around(&self, form: &Form) -> bool {
        self.all(form).any(|it| !it.values.is_empty() || !it.tallies.is_empty() || it.names("agency"))
    }

    /// What of a row its answer depends on, besides what is the same for all rows of a submission; `None` if it depends on the row's
    /// place as well.
    pub fn depends_on(&self, form: &Form) -> Option<Vec<Sight>> {
        let all = || self.all(form);
        if all().any(|compiled| compiled.names("row")) {
            return None;
        }
        let mut seen: Vec<Sight> = all().flat_map(|compiled| compiled.seen.iter().cloned()).collect();
        if let (At::Field(field), Test::Equals(..)) = (self.at, &self.test) {
            seen.push(Sight::all_of(field));
        }
        Some(seen)
    }

    fn main(&self, form: &Form) -> Option<&Compiled> {
        let (Test::Assert(condition) | Test::Equals(condition, _)) = &self.test;
        condition.compiled(Vocabulary::Record(form.nameable())).ok()
    }

    fn compiled<'c>(&self, condition: &'c Condition, form: &Form) -> Result<&'c Compiled, Unanswered> {
        condition
            .compiled(Vocabulary::Record(form.nameable()))
            .map_err(|words| Unanswered::Types(words.en.into_owned()))
    }
}

/// Whether a rule sees `null` in a value.
pub fn has_a_gap(value: &Value) -> bool {
    match value {
        Value::Empty => true,
        Value::Period(period) => period.start.is_none() || period.end.is_none(),
        _ => false,
    }
}

fn is_same(is: &Value, should: &Value, within: f64) -> bool {
    match (is, should) {
        (Value::Number(is), Value::Number(should)) => (is - should).abs() <= within,
        (Value::Flag(is), Value::Flag(should)) => is == should,
        _ => is.stored() == should.stored(),
    }
}

pub(super) fn parse_rule(file: RuleFile, form: &Form) -> anyhow::Result<FormRule> {
    check_name(&file.name)?;
    let at = place(&file.at, form)?;
    let (test, source) = match (file.assert, file.equals) {
        (Some(assert), None) => {
            insist!(file.within.is_none(), "`within` chỉ đi với `equals`", "`within` goes with `equals`");
            (Test::Assert(Condition::new(assert.clone())), assert)
        }
        (None, Some(equals)) => {
            insist!(
                file.expected.is_none(),
                "`expected` chỉ đi với `assert`: `equals` đã nói điều đó",
                "`expected` goes with `assert`: `equals` says it already"
            );
            let within = file.within.unwrap_or(NEAR);
            insist!(within >= 0.0, "`within` nhỏ hơn 0", "`within` is less than 0");
            (Test::Equals(Condition::new(equals.clone()), within), equals)
        }
        _ => trouble!("cần đúng một trong hai khóa `assert`, `equals`", "one of `assert` and `equals` is needed"),
    };
    let message = match (file.message, &test) {
        (Some(message), _) => message,
        (None, Test::Equals(..)) => Bilingual::new(
            "«{heading}»: ghi {value}, phải là {expected}.",
            "“{heading}”: is {value}, should be {expected}.",
        ),
        (None, Test::Assert(_)) => trouble!("thiếu khóa `message`", "missing field `message`"),
    };
    let (nameless, expected) = (Arc::new(Rule::nameless()), file.expected.map(Condition::new));
    let rule = FormRule { rule: nameless, at, test, expected, answers: Answers::default() };
    let help = match file.help {
        Some(help) => help,
        None => check_columns(&rule, form)?,
    };
    let explanation = file.explanation.unwrap_or_else(|| in_words(&rule, form, &source, &message));
    check_placeholders(&[&message, &help], form)?;
    let rule_of_form = Rule {
        code: Cow::Owned(rule_code(file.code, &form.name, &file.name)?),
        group: Group::Relation,
        name: Cow::Owned(file.name),
        severity: file.severity,
        message,
        help,
        explanation,
    };
    Ok(FormRule { rule: Arc::new(rule_of_form), ..rule })
}

/// What a rule asks, where the form does not say it: in words where it is a comparison, else by what is told where it is not kept.
fn in_words(rule: &FormRule, form: &Form, source: &str, message: &Bilingual) -> Bilingual {
    let asked = match rule.test {
        Test::Assert(_) => worded::condition(form, source),
        Test::Equals(..) => worded::equality(form, rule.at, source),
    };
    asked.unwrap_or_else(|| Bilingual {
        vi: format!("Khi không đúng quy tắc này thì báo: {}", legible(&message.vi)).into(),
        en: format!("Where it is not kept this is told: {}", legible(&message.en)).into(),
    })
}

/// The field or value that a rule is told at.
fn place(name: &str, form: &Form) -> anyhow::Result<At> {
    let of_field = || form.field(name).map(At::Field);
    match of_field().or_else(|| form.value(name).map(At::Value)) {
        Some(at) => Ok(at),
        None => {
            let near = did_you_mean(name, names(form));
            trouble!("`at` không phải trường nào: `{name}`{}", "`at` names no field: `{name}`{}", near);
        }
    }
}

fn names(form: &Form) -> impl Iterator<Item = &str> {
    let values = form.values.iter().map(|value| value.field.name.as_str());
    form.fields.iter().map(|field| field.name.as_str()).chain(values)
}

/// The code of a rule: the one that is given, one to three capitals and three to five digits as those of the tool are; else one made of
/// its name and that of its form or campaign, so that it stays whatever rules stand beside it.
pub(in crate::schema) fn rule_code(given: Option<String>, of: &str, name: &str) -> anyhow::Result<String> {
    let Some(code) = given else {
        let of_both = format!("{of}/{name}");
        let hash = of_both
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        return Ok(format!("R{}", 10_000 + hash % 90_000));
    };
    let letters = code.chars().take_while(char::is_ascii_uppercase).count();
    let digits = &code[letters..];
    let is_code = (1..=3).contains(&letters)
        && (3..=5).contains(&digits.len())
        && digits.bytes().all(|digit| digit.is_ascii_digit());
    if !is_code {
        trouble!(
            "`code` là `{code}`, không phải mã như R411: một đến ba chữ hoa, ba đến năm chữ số",
            "`code` is `{code}`, not such as R411: one to three capitals, three to five digits"
        );
    }
    Ok(code)
}

/// That every placeholder of a template ends.
pub(in crate::schema) fn check_closed(template: &str) -> anyhow::Result<()> {
    if let Some(after) = template.split('{').skip(1).find(|after| !after.contains('}')) {
        trouble!("`{{{after}` không có dấu `}}` đóng lại", "`{{{after}` is not closed by `}}`");
    }
    Ok(())
}

fn check_placeholders(words: &[&Bilingual], form: &Form) -> anyhow::Result<()> {
    for template in words.iter().flat_map(|words| [&words.vi, &words.en]) {
        check_closed(template)?;
        for placeholder in placeholders(template) {
            let is_tally = form.tallies.iter().any(|tally| tally.name == placeholder);
            if !PLACEHOLDERS.contains(&placeholder) && !is_tally && !names(form).any(|name| name == placeholder) {
                let tallies = form.tallies.iter().map(|tally| tally.name.as_str());
                let near = did_you_mean(placeholder, names(form).chain(tallies));
                trouble!(
                    "`{{{placeholder}}}` không phải trường nào{}",
                    "placeholder `{{{placeholder}}}` names no field{}",
                    near
                );
            }
        }
    }
    Ok(())
}

/// The error with the place of the expression in the form's file before it.
fn told_at<T>(error: anyhow::Error, condition: &Condition, form: &Form, what: Bilingual) -> anyhow::Result<T> {
    let place = place_in_expression(&form.source, condition.source(), &error.to_string());
    Err(error).because(|| bilingual!("{}{}", "{}{}", place, what))
}

/// What to do about a record that breaks a rule, where the form does not say it.
fn check_columns(rule: &FormRule, form: &Form) -> anyhow::Result<Bilingual> {
    let (Test::Assert(condition) | Test::Equals(condition, _)) = &rule.test;
    let context = if matches!(rule.test, Test::Assert(_)) { ASSERT } else { EQUALS };
    let vocabulary = Vocabulary::Record(form.nameable());
    let compiled = condition.compiled(vocabulary).map_err(Trouble::error);
    let compiled = compiled.or_else(|error| told_at(error, condition, form, context.clone()))?;
    let own = match rule.at {
        At::Field(field) => &form.fields[field],
        At::Value(value) => &form.values[value].field,
    };
    let fields = compiled.fields.iter().map(|field| &form.fields[*field]);
    let values = compiled.values.iter().map(|value| &form.values[*value].field);
    let mut titles: Vec<&str> = fields.chain(values).map(|field| field.called.as_str()).collect();
    // What it is told at is to be looked at in any case.
    if titles.is_empty() || context == EQUALS && !titles.contains(&&*own.called) {
        titles.insert(0, &own.called);
    }
    let columns = |quoted: fn(&str) -> String| titles.iter().map(|title| quoted(title)).collect::<Vec<_>>().join(", ");
    Ok(Bilingual {
        vi: Cow::Owned(format!("Kiểm tra lại {}", columns(|title| format!("«{title}»")))),
        en: Cow::Owned(format!("Check {}", columns(|title| format!("“{title}”")))),
    })
}

/// Tries the rules of a form: what cannot be computed for a filled record, such as comparing a text with a number, never can.
pub(crate) fn try_out(form: &Form) -> anyhow::Result<()> {
    let samples: Vec<Value> = form.fields.iter().map(|field| field.kind.sample()).collect();
    let outside: Vec<Value> = form.values.iter().map(|value| value.field.kind.sample()).collect();
    let tallies: Vec<Tallied> = form.tallies.iter().map(super::Tally::sample).collect();
    let values: Vec<&Value> = samples.iter().collect();
    let sender = Agency::sample();
    let around = Surroundings { values: &outside, tallies: &tallies, sender: Some(&sender) };
    let row = Row { known: form.nameable(), values: &values, around, place: 1 };
    for rule in &form.rules {
        let tried = (|| {
            let vocabulary = Vocabulary::Record(form.nameable());
            let compiled = |condition: &'_ Condition, context: Bilingual| -> anyhow::Result<()> {
                let compiled = condition.compiled(vocabulary).map_err(Trouble::error).map(drop);
                compiled.or_else(|error| told_at(error, condition, form, context))
            };
            match &rule.test {
                Test::Assert(condition) => {
                    compiled(condition, ASSERT)?;
                    let tried = condition.compiled(vocabulary).and_then(|compiled| compiled.try_out(&row));
                    tried.map_err(Trouble::error).or_else(|error| told_at(error, condition, form, ASSERT))?;
                }
                Test::Equals(condition, _) => {
                    compiled(condition, EQUALS)?;
                    check_equals(rule, condition, form, &row)?;
                }
            }
            rule.expected.as_ref().map_or(Ok(()), |expected| compiled(expected, EXPECTED))
        })();
        let name = &rule.rule.name;
        tried.because(|| bilingual!("quy tắc `{name}`", "rule `{name}`"))?;
    }
    Ok(())
}

/// That what should stand there is of the kind of what stands there.
fn check_equals(rule: &FormRule, condition: &Condition, form: &Form, row: &Row<'_>) -> anyhow::Result<()> {
    let compiled = condition.compiled(Vocabulary::Record(form.nameable())).map_err(Trouble::error)?;
    let kind = match rule.at {
        At::Field(field) => &form.fields[field].kind,
        At::Value(value) => &form.values[value].field.kind,
    };
    match (compiled.value_of(row), kind) {
        (Ok(Value::Number(_)), Kind::Number { .. })
        | (Ok(Value::Flag(_)), Kind::Flag { .. })
        | (Ok(Value::Empty), _) => Ok(()),
        (Ok(Value::Number(_) | Value::Flag(_)), _) | (Ok(_), Kind::Number { .. } | Kind::Flag { .. }) => {
            let name = match rule.at {
                At::Field(field) => &form.fields[field].name,
                At::Value(value) => &form.values[value].field.name,
            };
            trouble!("`equals` khác kiểu với `{name}`", "`equals` is of another kind than `{name}`")
        }
        (Err(error), _) if error.is_of_types() => Err(Trouble::error(error.explained())),
        _ => Ok(()),
    }
}
