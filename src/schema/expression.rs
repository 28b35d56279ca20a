//! Rules in CEL, the Common Expression Language: compiled when they are first asked, for compiling costs more than all else that is
//! done for a small form. The rules in a folder of schemas are tried out while it is loaded, so that a slip in one stops the run at
//! its start rather than at the first row that meets it; a test tries those that ship with the program.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, OnceLock};

use anyhow::bail;
use cel::common::ast::{ComprehensionExpr, EntryExpr, Expr, LiteralValue};
use cel::common::traits::Indexer;
use cel::common::types::{CelBool, CelDouble, CelList, CelNull, CelString, MAP_TYPE, Type};
use cel::common::value::{CowVal, Val};
use cel::context::VariableResolver;
use cel::parser::PrattParser;
use cel::{Context, Env, ExecutionError, IdedExpr};

use fuel::Fuelled;

use super::slips::did_you_mean;
use super::{Field, Kind};
use crate::trouble;
use crate::value::{Period, Value};

mod fuel;
mod trial;
mod unanswered;

pub use unanswered::Unanswered;

/// What a period shows to a rule: `end` is `null` for an open period, both ends for a recurring one.
const PERIOD_MEMBERS: [&str; 5] = ["text", "start", "end", "open", "recurring"];

/// Functions that a rule may call, besides operators and the macros `has`, `all`, `exists`, `exists_one`, `map`, `filter`.
const FUNCTIONS: [&str; 10] =
    ["size", "contains", "startsWith", "endsWith", "matches", "string", "int", "double", "bool", "type"];

static ENVIRONMENT: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

/// What an expression may name.
#[derive(Clone, Copy)]
pub(super) enum Vocabulary<'a> {
    /// The fields of one record.
    Record(&'a [Field]),
    /// The facts of one submission, see [`super::campaign::ObligationFacts`].
    Submission(&'a [Field]),
}

/// The facts that an obligation's rule can name.
const FACTS: [&str; 4] = ["accepted", "issued", "as_of", "records"];

/// An expression whose result is yes or no.
#[derive(Debug)]
pub(super) struct Condition {
    source: String,
    compiled: OnceLock<Result<Compiled, String>>,
}

/// An expression that can be asked.
#[derive(Debug)]
pub(super) struct Compiled {
    /// Metered, see [`fuel`].
    expression: IdedExpr,
    /// The names of variables that it holds, of records and others.
    variables: BTreeSet<String>,
    /// The fields that it names (indexes, rising).
    pub(super) fields: Vec<usize>,
    /// See [`super::campaign::Obligation::asks_of_each`].
    pub(super) asks_of_each: bool,
}

/// What one record may cost a rule. The longest honest list in a cell has some sixty parts, and all pairs of them are 3,600.
const STEPS_OF_A_RECORD: u64 = 20_000;
/// What a submission may cost an obligation's rule, beside [`STEPS_OF_EACH`]: all pairs of 1,000 records.
const STEPS_OF_A_SUBMISSION: u64 = 1_000_000;
/// And for each of its records.
const STEPS_OF_EACH: u64 = 100;

impl Condition {
    pub(super) fn new(source: String) -> Self {
        Self { source, compiled: OnceLock::new() }
    }

    pub(super) fn source(&self) -> &str {
        &self.source
    }

    /// The expression, which is always asked in the same scope. Errors: a syntax error with its line and column, or an unknown
    /// name with the nearest known one.
    pub(super) fn compiled(&self, scope: Vocabulary<'_>) -> Result<&Compiled, String> {
        let compile = || compile(&self.source, scope).map_err(|error| error.to_string());
        self.compiled.get_or_init(compile).as_ref().map_err(String::clone)
    }
}

impl Compiled {
    /// Whether a variable stands in it.
    pub(super) fn names(&self, variable: &str) -> bool {
        self.variables.contains(variable)
    }

    /// The answer for one record. Errors: there is none, or it is neither yes nor no.
    pub(super) fn holds_of(&self, record: &RecordView<'_>) -> Result<bool, Unanswered> {
        self.run(record, 0, STEPS_OF_A_RECORD)
    }

    /// The answer for a submission with so many records.
    pub(super) fn holds(&self, facts: &dyn VariableResolver, records: usize) -> Result<bool, Unanswered> {
        self.run(facts, records, STEPS_OF_A_SUBMISSION + STEPS_OF_EACH * records as u64)
    }

    /// Tries every part of it on values that leave nothing blank. Errors: a part that has no answer whatever the values are, or
    /// more steps than it may take.
    pub(super) fn try_out(&self, variables: &dyn VariableResolver) -> Result<(), String> {
        let fuelled = Fuelled::new(variables, 1, STEPS_OF_A_SUBMISSION);
        let mut context = Context::with_env(Arc::clone(&ENVIRONMENT));
        context.set_variable_resolver(&fuelled);
        let tried = trial::parts(&self.expression, &context);
        if fuelled.is_empty() {
            return Err(Unanswered::Steps(STEPS_OF_A_SUBMISSION).to_string());
        }
        tried?;
        match self.run(variables, 1, STEPS_OF_A_SUBMISSION) {
            Err(error) if error.is_of_types() => Err(error.to_string()),
            _ => Ok(()),
        }
    }

    fn run(&self, variables: &dyn VariableResolver, records: usize, steps: u64) -> Result<bool, Unanswered> {
        let fuelled = Fuelled::new(variables, records, steps);
        let mut context = Context::with_env(Arc::clone(&ENVIRONMENT));
        context.set_variable_resolver(&fuelled);
        let answer = cel::Value::resolve(&self.expression, &context);
        match answer {
            _ if fuelled.is_empty() => Err(Unanswered::Steps(steps)),
            Ok(cel::Value::Bool(answer)) => Ok(answer),
            Ok(other) => Err(Unanswered::Types(format!("gives {} instead of true or false", other.type_of()))),
            Err(error) => Err(error.into()),
        }
    }
}

/// Compiles an expression and checks every name in it.
fn compile(source: &str, scope: Vocabulary<'_>) -> anyhow::Result<Compiled> {
    let mut expression = match PrattParser::new().parse(source) {
        Ok(expression) => expression,
        Err(errors) => match errors.errors.first() {
            Some(error) => bail!("line {}, column {}: {} in `{source}`", error.pos.0, error.pos.1, error.msg.trim()),
            None => bail!("cannot be understood: `{source}`"),
        },
    };
    let mut names = Identifiers { scope, bound: Vec::new(), fields: BTreeSet::new(), uses: 0, each: 0 };
    names.check(&expression)?;
    let asks_of_each = names.uses == names.each && names.each <= 1;
    let fields = names.fields.into_iter().collect();
    let variables = expression.references().variables().into_iter().map(str::to_owned).collect();
    fuel::meter(&mut expression);
    Ok(Compiled { expression, variables, fields, asks_of_each })
}

struct Identifiers<'a, 'p> {
    scope: Vocabulary<'a>,
    /// Variables of comprehensions, with whether each is a record.
    bound: Vec<(&'p str, bool)>,
    fields: BTreeSet<usize>,
    /// How often `records` is named.
    uses: usize,
    /// How often it is what `all` or `exists` goes over, outside of any other such.
    each: usize,
}

impl<'p> Identifiers<'_, 'p> {
    fn check(&mut self, expression: &'p IdedExpr) -> anyhow::Result<()> {
        match &expression.expr {
            Expr::Unspecified | Expr::Literal(_) => {}
            Expr::Ident(name) => {
                self.variable(name)?;
            }
            Expr::Select(select) => {
                self.check(&select.operand)?;
                self.member(&select.operand.expr, &select.field)?;
            }
            Expr::Call(call) => {
                let name = call.func_name.as_str();
                if name.starts_with(|first: char| first.is_alphabetic()) && !FUNCTIONS.contains(&name) {
                    trouble!("không có hàm `{name}`{}", "unknown function `{name}`{}", did_you_mean(name, FUNCTIONS));
                }
                for part in call.target.iter().map(AsRef::as_ref).chain(&call.args) {
                    self.check(part)?;
                }
            }
            Expr::Comprehension(comprehension) => self.comprehension(comprehension)?,
            Expr::List(list) => {
                for element in &list.elements {
                    self.check(element)?;
                }
            }
            Expr::Map(map) => {
                for entry in &map.entries {
                    if let EntryExpr::MapEntry(entry) = &entry.expr {
                        self.check(&entry.key)?;
                        self.check(&entry.value)?;
                    }
                }
            }
            Expr::Struct(structure) => bail!("unknown type `{}`", structure.type_name),
        }
        Ok(())
    }

    fn comprehension(&mut self, comprehension: &'p ComprehensionExpr) -> anyhow::Result<()> {
        self.check(&comprehension.iter_range)?;
        self.check(&comprehension.accu_init)?;
        let is_record = matches!(&comprehension.iter_range.expr, Expr::Ident(name) if name == "records");
        let before = self.bound.len();
        let is_a_question = matches!(comprehension.accu_init.expr, Expr::Literal(LiteralValue::Boolean(_)));
        self.each += usize::from(is_record && is_a_question && before == 0);
        self.bound.push((&comprehension.accu_var, false));
        self.bound.push((&comprehension.iter_var, is_record));
        self.bound.extend(comprehension.iter_var2.as_deref().map(|name| (name, false)));
        for part in [&comprehension.loop_cond, &comprehension.loop_step, &comprehension.result] {
            self.check(part)?;
        }
        self.bound.truncate(before);
        Ok(())
    }

    fn is_bound(&self, name: &str) -> Option<bool> {
        self.bound.iter().rev().find(|(bound, _)| *bound == name).map(|(_, is_record)| *is_record)
    }

    fn variable(&mut self, name: &str) -> anyhow::Result<()> {
        if self.is_bound(name).is_some() {
            return Ok(());
        }
        match self.scope {
            Vocabulary::Record(fields) => self.field(fields, name),
            Vocabulary::Submission(_) if FACTS.contains(&name) => {
                self.uses += usize::from(name == "records");
                Ok(())
            }
            Vocabulary::Submission(_) => {
                trouble!("không có tên `{name}`{}", "unknown name `{name}`{}", did_you_mean(name, FACTS))
            }
        }
    }

    fn field(&mut self, fields: &[Field], name: &str) -> anyhow::Result<()> {
        let Some(at) = fields.iter().position(|field| field.name == name) else {
            let near = did_you_mean(name, fields.iter().map(|field| field.name.as_str()));
            trouble!("không có trường `{name}`{}", "unknown field `{name}`{}", near);
        };
        self.fields.insert(at);
        Ok(())
    }

    /// `record.finish` must be a field, and `finish.end` a member of a period.
    fn member(&mut self, operand: &Expr, member: &str) -> anyhow::Result<()> {
        let (Vocabulary::Record(fields) | Vocabulary::Submission(fields)) = self.scope;
        let named = match operand {
            Expr::Ident(name) if self.is_bound(name) == Some(true) => return self.field(fields, member),
            Expr::Ident(name) if self.is_bound(name).is_none() && matches!(self.scope, Vocabulary::Record(_)) => name,
            Expr::Select(select) => match &select.operand.expr {
                Expr::Ident(name) if self.is_bound(name) == Some(true) => &select.field,
                _ => return Ok(()),
            },
            _ => return Ok(()),
        };
        let field = fields.iter().find(|field| field.name == *named);
        match field.map(|field| &field.kind) {
            Some(Kind::Period { .. }) if PERIOD_MEMBERS.contains(&member) => Ok(()),
            Some(Kind::Period { .. }) => {
                trouble!(
                    "thời gian không có `{member}`{}",
                    "a period has no `{member}`{}",
                    did_you_mean(member, PERIOD_MEMBERS)
                )
            }
            _ => bail!("field `{named}` is no period and has no `{member}`"),
        }
    }
}

/// A record as a rule sees it: the values by the names of their fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct RecordView<'a> {
    pub(super) fields: &'a [Field],
    /// In the order of the fields.
    pub(super) values: &'a [&'a Value],
}

impl<'a> RecordView<'a> {
    fn get(&self, name: &str) -> Option<CowVal<'a, 'a>> {
        let at = self.fields.iter().position(|field| field.name == name)?;
        Some(shown(self.values.get(at)?))
    }
}

impl VariableResolver for RecordView<'_> {
    fn resolve<'b>(&'b self, variable: &str) -> Option<CowVal<'b, 'b>> {
        self.get(variable)
    }
}

impl Val for RecordView<'_> {
    fn get_type(&self) -> &Type {
        &MAP_TYPE
    }

    fn cel_type() -> &'static Type {
        &MAP_TYPE
    }

    fn as_indexer<'b, 'v>(&'b self) -> Option<&'b (dyn Indexer + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v>
    where
        Self: 'v,
    {
        Box::new(*self)
    }
}

impl Indexer for RecordView<'_> {
    fn get<'b, 'v>(&'b self, index: &dyn Val) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let name = member_name(index)?;
        match RecordView::get(self, name) {
            Some(value) => Ok(CowVal::Owned(value.into_owned())),
            None => Err(ExecutionError::no_such_key(name)),
        }
    }

    fn steal<'v>(self: Box<Self>, index: &dyn Val) -> Result<Box<dyn Val + 'v>, ExecutionError>
    where
        Self: 'v,
    {
        Indexer::get(self.as_ref(), index).map(CowVal::into_owned)
    }
}

/// A value as a rule sees it.
pub(super) fn shown(value: &Value) -> CowVal<'_, '_> {
    match value {
        Value::Empty => CowVal::owned(CelNull),
        Value::Text(text) => CowVal::owned(CelString::from(text.as_str())),
        Value::Number(number) => CowVal::owned(CelDouble::from(*number)),
        Value::Flag(flag) => CowVal::owned(CelBool::from(*flag)),
        Value::Date(date) => CowVal::owned(CelString::from(date.to_string())),
        Value::Period(period) => CowVal::owned(PeriodView(period)),
        Value::List(items) => {
            let items: Vec<Box<dyn Val + '_>> =
                items.iter().map(|item| Box::new(CelString::from(item.as_str())) as Box<dyn Val + '_>).collect();
            CowVal::owned(CelList::from(items))
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct PeriodView<'a>(&'a Period);

impl Val for PeriodView<'_> {
    fn get_type(&self) -> &Type {
        &MAP_TYPE
    }

    fn cel_type() -> &'static Type {
        &MAP_TYPE
    }

    fn as_indexer<'b, 'v>(&'b self) -> Option<&'b (dyn Indexer + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v>
    where
        Self: 'v,
    {
        Box::new(*self)
    }
}

impl Indexer for PeriodView<'_> {
    fn get<'b, 'v>(&'b self, index: &dyn Val) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let period: &Period = self.0;
        let day = |day: Option<jiff::civil::Date>| match day {
            Some(day) => CowVal::owned(CelString::from(day.to_string())),
            None => CowVal::owned(CelNull),
        };
        match member_name(index)? {
            "text" => Ok(CowVal::owned(CelString::from(period.text.clone()))),
            "start" => Ok(day(period.start)),
            "end" => Ok(day(period.end)),
            "open" => Ok(CowVal::owned(CelBool::from(period.open))),
            "recurring" => Ok(CowVal::owned(CelBool::from(period.recurring))),
            other => Err(ExecutionError::no_such_key(other)),
        }
    }

    fn steal<'v>(self: Box<Self>, index: &dyn Val) -> Result<Box<dyn Val + 'v>, ExecutionError>
    where
        Self: 'v,
    {
        Indexer::get(self.as_ref(), index).map(CowVal::into_owned)
    }
}

fn member_name(index: &dyn Val) -> Result<&str, ExecutionError> {
    match index.downcast_ref::<CelString<'_>>() {
        Some(name) => Ok(name.inner()),
        None => {
            Err(ExecutionError::UnexpectedType { got: index.get_type().name().to_owned(), want: "string".to_owned() })
        }
    }
}
