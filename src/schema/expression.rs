//! Rules in CEL, the Common Expression Language: compiled when they are first asked, for compiling costs more than all else that is
//! done for a small form. The rules in a folder of schemas are tried out while it is loaded, so that a slip in one stops the run at
//! its start rather than at the first row that meets it; a test tries those that ship with the program.

use crate::trouble;
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, OnceLock};

use cel::common::ast::{ComprehensionExpr, EntryExpr, Expr, LiteralValue};
use cel::context::VariableResolver;
use cel::parser::PrattParser;
use cel::{Context, Env, IdedExpr};

use fuel::{Budget, Fuelled};

use super::Kind;
use super::form::{Field, Outside, Tally};
use super::slips::did_you_mean;
use crate::text::Bilingual;
use crate::text::trouble::both;
use crate::value::Value;

/// Shows this to expressions as a value of a type, which does what one trait says.
macro_rules! value_of_the_language {
    ($value:ident, $of:ident, $as:ident -> $does:ident) => {
        impl Val for $value<'_> {
            fn get_type(&self) -> &Type {
                &$of
            }

            fn cel_type() -> &'static Type {
                &$of
            }

            fn $as<'b, 'v>(&'b self) -> Option<&'b (dyn $does + 'v)>
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
    };
}

mod fuel;
mod kinds;
mod sight;
mod trial;
mod unanswered;
mod views;

pub use sight::Sight;
pub use unanswered::Unanswered;
pub(super) use views::{AGENCY_MEMBERS, RecordView};
pub use views::{Row, Surroundings};

/// What a period shows to a rule: `end` is `null` for an open period, both ends for a recurring one.
const PERIOD_MEMBERS: [&str; 5] = ["text", "start", "end", "open", "recurring"];

/// Functions that a rule may call, besides operators and the macros `has`, `all`, `exists`, `exists_one`, `map`, `filter`.
const FUNCTIONS: [&str; 11] =
    ["size", "contains", "startsWith", "endsWith", "matches", "string", "int", "double", "bool", "type", "days"];

static ENVIRONMENT: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(kinds::environment()));

/// What an expression may name.
#[derive(Clone, Copy)]
pub(super) enum Vocabulary<'a> {
    /// The fields of one record, and what stands around it.
    Record(Nameable<'a>),
    /// The facts of one submission, see [`super::campaign::ObligationFacts`].
    Submission(Nameable<'a>),
}

/// What a form has that can be named.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nameable<'a> {
    /// Its columns.
    pub(super) fields: &'a [Field],
    /// Its values outside the table.
    pub(super) values: &'a [Outside],
    /// Its sums and counts.
    pub(super) tallies: &'a [Tally],
}

/// The facts that an obligation's rule can name.
const FACTS: [&str; 4] = ["accepted", "issued", "as_of", "records"];

/// What any rule can name beside the names of its form: who sent it. A field of that name goes before it.
const AGENCY: &str = "agency";
/// The place of a row among the records of its table, from 1. A field of that name goes before it.
const ROW: &str = "row";

/// An expression whose result is yes or no.
#[derive(Debug)]
pub(super) struct Condition {
    source: String,
    compiled: OnceLock<Result<Compiled, Bilingual>>,
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
    /// What it sees of them.
    pub(super) seen: Vec<Sight>,
    /// The values outside the table that it names (indexes, rising).
    pub(super) values: Vec<usize>,
    /// The tallies that it names (indexes, rising).
    pub(super) tallies: Vec<usize>,
    /// See [`super::campaign::Obligation::asks_of_each`].
    pub(super) asks_of_each: bool,
}

/// What one record may cost a rule. The longest honest list in a cell has some sixty parts, and all pairs of them are 3,600; a cell
/// holds a hundred kilobytes at most.
const OF_A_RECORD: Budget = Budget { steps: 20_000, bytes: 4 << 20 };
/// What a submission may cost an obligation's rule, beside [`STEPS_OF_EACH`]: all pairs of 1,000 records, and the names of 200,000.
const OF_A_SUBMISSION: Budget = Budget { steps: 1_000_000, bytes: 64 << 20 };
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
    pub(super) fn compiled(&self, scope: Vocabulary<'_>) -> Result<&Compiled, Bilingual> {
        let compile = || compile(&self.source, scope).map_err(|error| both(&*error));
        self.compiled.get_or_init(compile).as_ref().map_err(Bilingual::clone)
    }
}

impl Compiled {
    /// Whether a variable stands in it.
    pub(super) fn names(&self, variable: &str) -> bool {
        self.variables.contains(variable)
    }

    /// The answer for one record. Errors: there is none, or it is neither yes nor no.
    pub(super) fn holds_of(&self, row: &Row<'_>) -> Result<bool, Unanswered> {
        self.run(row, 0, OF_A_RECORD)
    }

    /// What it comes to for one record. Errors: nothing that a cell could hold.
    pub(super) fn value_of(&self, row: &Row<'_>) -> Result<Value, Unanswered> {
        match self.resolve(row, 0, OF_A_RECORD)? {
            cel::Value::Null => Ok(Value::Empty),
            cel::Value::Float(number) => Ok(Value::Number(number)),
            cel::Value::Int(number) => Ok(Value::Number(number as f64)),
            cel::Value::Bool(flag) => Ok(Value::Flag(flag)),
            cel::Value::String(text) => Ok(Value::Text(text.to_string())),
            other => Err(Unanswered::Types(format!("gives {} instead of a value", other.type_of()))),
        }
    }

    /// The answer for a submission with so many records.
    pub(super) fn holds(&self, facts: &dyn VariableResolver, records: usize) -> Result<bool, Unanswered> {
        let steps = OF_A_SUBMISSION.steps + STEPS_OF_EACH * records as u64;
        self.run(facts, records, Budget { steps, ..OF_A_SUBMISSION })
    }

    /// Tries every part of it on values that leave nothing blank. Errors: a part that has no answer whatever the values are, or
    /// more steps or bytes than it may take.
    pub(super) fn try_out(&self, variables: &dyn VariableResolver) -> Result<(), Bilingual> {
        let fuelled = Fuelled::new(variables, 1, OF_A_SUBMISSION);
        let mut context = Context::with_env(Arc::clone(&ENVIRONMENT));
        context.set_variable_resolver(&fuelled);
        let tried = trial::parts(&self.expression, &context);
        if let Some(used_up) = fuelled.used_up() {
            return Err(used_up.explained());
        }
        tried?;
        match self.run(variables, 1, OF_A_SUBMISSION) {
            Err(error) if error.is_of_types() => Err(error.explained()),
            _ => Ok(()),
        }
    }

    fn run(&self, variables: &dyn VariableResolver, records: usize, budget: Budget) -> Result<bool, Unanswered> {
        match self.resolve(variables, records, budget)? {
            cel::Value::Bool(answer) => Ok(answer),
            other => Err(Unanswered::Types(format!("gives {} instead of true or false", other.type_of()))),
        }
    }

    fn resolve(
        &self,
        variables: &dyn VariableResolver,
        records: usize,
        budget: Budget,
    ) -> Result<cel::Value, Unanswered> {
        let fuelled = Fuelled::new(variables, records, budget);
        let mut context = Context::with_env(Arc::clone(&ENVIRONMENT));
        context.set_variable_resolver(&fuelled);
        let answer = cel::Value::resolve(&self.expression, &context);
        match (fuelled.used_up(), answer) {
            (Some(used_up), _) => Err(used_up),
            (None, Ok(answer)) => Ok(answer),
            (None, Err(error)) => Err(error.into()),
        }
    }
}

/// Compiles an expression and checks every name in it.
fn compile(source: &str, scope: Vocabulary<'_>) -> anyhow::Result<Compiled> {
    let mut expression = match PrattParser::new().parse(source) {
        Ok(expression) => expression,
        Err(errors) => match errors.errors.first() {
            Some(error) => {
                let ((line, column), message) = (error.pos, error.msg.trim());
                trouble!(
                    "không đúng cú pháp ở dòng {line}, cột {column} của `{source}`: {message}",
                    "line {line}, column {column}: {message} in `{source}`"
                )
            }
            None => trouble!("không hiểu được `{source}`", "cannot be understood: `{source}`"),
        },
    };
    let mut names = Identifiers::new(scope);
    names.check(&expression)?;
    let asks_of_each = names.uses == names.each && names.each <= 1 && names.tallies.is_empty();
    let [fields, values, tallies] = [names.fields, names.values, names.tallies].map(|it| it.into_iter().collect());
    let variables = expression.references().variables().into_iter().map(str::to_owned).collect();
    let (Vocabulary::Record(known) | Vocabulary::Submission(known)) = scope;
    let field = |name: &str| known.fields.iter().position(|field| field.name == name);
    let seen = sight::of(&expression, &field);
    kinds::settle(&mut expression, scope)?;
    fuel::meter(&mut expression);
    Ok(Compiled { expression, variables, fields, seen, values, tallies, asks_of_each })
}

struct Identifiers<'a, 'p> {
    scope: Vocabulary<'a>,
    /// Variables of comprehensions, with whether each is a record.
    bound: Vec<(&'p str, bool)>,
    fields: BTreeSet<usize>,
    values: BTreeSet<usize>,
    tallies: BTreeSet<usize>,
    /// How often `records` is named.
    uses: usize,
    /// How often it is what `all` or `exists` goes over, outside of any other such.
    each: usize,
}

impl<'a> Identifiers<'a, '_> {
    fn new(scope: Vocabulary<'a>) -> Self {
        let none = BTreeSet::new;
        Self { scope, bound: Vec::new(), fields: none(), values: none(), tallies: none(), uses: 0, each: 0 }
    }
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
            Expr::Struct(structure) => {
                let name = &structure.type_name;
                trouble!("không có kiểu `{name}`", "unknown type `{name}`")
            }
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
        let (Vocabulary::Record(known) | Vocabulary::Submission(known)) = self.scope;
        let is_of_records = matches!(self.scope, Vocabulary::Record(_));
        if is_of_records && let Some(at) = known.fields.iter().position(|field| field.name == name) {
            self.fields.insert(at);
        } else if let Some(at) = known.values.iter().position(|value| value.field.name == name) {
            self.values.insert(at);
        } else if let Some(at) = known.tallies.iter().position(|tally| tally.name == name) {
            self.tallies.insert(at);
        } else if !is_of_records && FACTS.contains(&name) {
            self.uses += usize::from(name == "records");
        } else if name != AGENCY && !(is_of_records && name == ROW) {
            let fields = known.fields.iter().filter(|_| is_of_records).map(|field| field.name.as_str());
            let values = known.values.iter().map(|value| value.field.name.as_str());
            let tallies = known.tallies.iter().map(|tally| tally.name.as_str());
            let facts = FACTS.into_iter().filter(|_| !is_of_records);
            let near = did_you_mean(name, fields.chain(values).chain(tallies).chain(facts));
            match is_of_records {
                true => trouble!("không có trường `{name}`{}", "unknown field `{name}`{}", near),
                false => trouble!("không có tên `{name}`{}", "unknown name `{name}`{}", near),
            }
        }
        Ok(())
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
        let (Vocabulary::Record(known) | Vocabulary::Submission(known)) = self.scope;
        let fields = known.fields;
        let is_of_records = matches!(self.scope, Vocabulary::Record(_));
        let named = match operand {
            Expr::Ident(name) if self.is_bound(name) == Some(true) => return self.field(fields, member),
            Expr::Ident(name) if self.is_bound(name).is_none() => name,
            Expr::Select(select) => match &select.operand.expr {
                Expr::Ident(name) if self.is_bound(name) == Some(true) => &select.field,
                _ => return Ok(()),
            },
            _ => return Ok(()),
        };
        let is_record = matches!(operand, Expr::Select(_)) || is_of_records;
        let field = fields.iter().filter(|_| is_record).find(|field| field.name == *named);
        let value = || known.values.iter().map(|value| &value.field).find(|field| field.name == *named);
        match field.or_else(value).map(|field| &field.kind) {
            Some(Kind::Period { .. }) if PERIOD_MEMBERS.contains(&member) => Ok(()),
            Some(Kind::Period { .. }) => {
                trouble!(
                    "thời gian không có `{member}`{}",
                    "a period has no `{member}`{}",
                    did_you_mean(member, PERIOD_MEMBERS)
                )
            }
            None if named == AGENCY && AGENCY_MEMBERS.contains(&member) => Ok(()),
            None if named == AGENCY => {
                trouble!(
                    "cơ quan không có `{member}`{}",
                    "an agency has no `{member}`{}",
                    did_you_mean(member, AGENCY_MEMBERS)
                )
            }
            _ => trouble!(
                "trường `{named}` không phải thời gian, không có `{member}`",
                "field `{named}` is no period and has no `{member}`"
            ),
        }
    }
}
