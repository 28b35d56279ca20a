//! What kinds of value the parts of an expression have, as far as that is known before it is asked. CEL itself compares whatever it is
//! given, and of two kinds says that they are not equal; and it adds no whole number to another. Here what can never hold is refused,
//! numbers are made of one kind, and days are counted.

use crate::trouble;
use cel::common::ast::{CallExpr, Expr, LiteralValue, operators};
use cel::common::types::{CelDouble, CelInt, CelString};
use cel::{Env, ExecutionError, IdedExpr};
use jiff::Span;
use jiff::civil::Date;

use super::{AGENCY, ROW, Vocabulary};
use crate::schema::slips::did_you_mean;
use crate::schema::{Kind, Listing};

/// Adds days to a day. No expression can be written that names it, nor the next one.
const LATER: &str = "@later";
/// The days between two days.
const BETWEEN: &str = "@between";

/// CEL's own functions, and those for days.
pub(super) fn environment() -> Env {
    let mut environment = Env::stdlib();
    let added = [
        cel::add_overload!(environment, fn later: (CelString, CelDouble) -> Result<CelString<'static>, ExecutionError>, name = LATER),
        cel::add_overload!(environment, fn between: (CelString, CelString) -> Result<CelDouble, ExecutionError>, name = BETWEEN),
        cel::add_overload!(environment, fn days_of_whole: (CelInt) -> CelDouble, name = "days"),
        cel::add_overload!(environment, fn days: (CelDouble) -> CelDouble, name = "days"),
    ];
    debug_assert!(added.iter().all(Result::is_ok), "no function of that name is there");
    environment
}

fn days_of_whole(days: &CelInt) -> CelDouble {
    CelDouble::from(*days.inner() as f64)
}

fn days(days: &CelDouble) -> CelDouble {
    *days
}

fn later(day: &CelString<'_>, days: &CelDouble) -> Result<CelString<'static>, ExecutionError> {
    let span: Option<Span> = Span::new().try_days(*days.inner() as i64).ok();
    let later = span.and_then(|span| parsed(day)?.checked_add(span).ok());
    later
        .map(|day| CelString::from(day.to_string()))
        .ok_or_else(|| ExecutionError::function_error("days", "no such day"))
}

fn between(one: &CelString<'_>, other: &CelString<'_>) -> Result<CelDouble, ExecutionError> {
    let days = parsed(one).zip(parsed(other)).and_then(|(one, other)| other.until(one).ok());
    let days = days.map(|span| CelDouble::from(f64::from(span.get_days())));
    days.ok_or_else(|| ExecutionError::function_error("days", "no such day"))
}

fn parsed(day: &CelString<'_>) -> Option<Date> {
    day.inner().parse().ok()
}

/// The kind of a part.
#[derive(Clone, Debug)]
enum Sort<'a> {
    /// It may be anything.
    Any,
    Null,
    Text,
    /// Text of this field.
    Listed(&'a str, &'a Listing),
    /// Text that is written in the expression.
    Written(String),
    Number,
    /// A whole number that CEL knows as such.
    Whole,
    Flag,
    Day,
    Period,
    List,
    /// A list whose items are this field's.
    ListOf(&'a str, &'a Listing),
    /// A record.
    Record,
    /// A tally by keys.
    Keyed,
}

impl Sort<'_> {
    /// What it is called; `None` if it may be anything.
    fn named(&self) -> Option<[&'static str; 2]> {
        Some(match self {
            Self::Any | Self::Null | Self::Record | Self::Keyed => return None,
            Self::Text | Self::Listed(..) | Self::Written(_) => ["chữ", "text"],
            Self::Number | Self::Whole => ["số", "a number"],
            Self::Flag => ["có/không", "yes or no"],
            Self::Day => ["ngày", "a day"],
            Self::Period => ["thời gian", "a period"],
            Self::List | Self::ListOf(..) => ["danh sách", "a list"],
        })
    }
}

/// Makes the numbers in an expression go together, counts days, and refuses what can never hold.
pub(super) fn settle(expression: &mut IdedExpr, vocabulary: Vocabulary<'_>) -> anyhow::Result<()> {
    Sorts { vocabulary, bound: Vec::new() }.of(expression).map(drop)
}

struct Sorts<'a> {
    vocabulary: Vocabulary<'a>,
    /// The variables of loops.
    bound: Vec<(String, Sort<'a>)>,
}

impl<'a> Sorts<'a> {
    fn of(&mut self, expression: &mut IdedExpr) -> anyhow::Result<Sort<'a>> {
        Ok(match &mut expression.expr {
            Expr::Ident(name) => self.variable(name),
            Expr::Literal(literal) => match literal {
                LiteralValue::Boolean(_) => Sort::Flag,
                LiteralValue::Double(_) => Sort::Number,
                LiteralValue::Int(_) | LiteralValue::UInt(_) => Sort::Whole,
                LiteralValue::Null => Sort::Null,
                LiteralValue::String(text) => Sort::Written(text.inner().to_owned()),
                LiteralValue::Bytes(_) => Sort::Any,
            },
            Expr::Select(select) => {
                let operand = self.of(&mut select.operand)?;
                let is_agency = matches!(&select.operand.expr, Expr::Ident(name) if name == AGENCY);
                match operand {
                    _ if select.test => Sort::Flag,
                    Sort::Record => self.field(&select.field),
                    Sort::Period if matches!(select.field.as_str(), "start" | "end") => Sort::Day,
                    Sort::Period if select.field == "text" => Sort::Text,
                    Sort::Period => Sort::Flag,
                    _ if is_agency => Sort::Text,
                    _ => Sort::Any,
                }
            }
            Expr::Call(_) => return self.call(expression),
            Expr::List(list) => {
                for element in &mut list.elements {
                    self.of(element)?;
                }
                Sort::List
            }
            Expr::Comprehension(comprehension) => {
                let range = self.of(&mut comprehension.iter_range)?;
                let item = match range {
                    Sort::ListOf(field, listing) => Sort::Listed(field, listing),
                    _ if matches!(&comprehension.iter_range.expr, Expr::Ident(name) if name == "records") => {
                        Sort::Record
                    }
                    _ => Sort::Any,
                };
                let start = self.of(&mut comprehension.accu_init)?;
                let before = self.bound.len();
                // What a loop gathers may change its kind but for yes and no.
                let gathered = if matches!(start, Sort::Flag) { Sort::Flag } else { Sort::Any };
                self.bound.push((comprehension.accu_var.clone(), gathered.clone()));
                self.bound.push((comprehension.iter_var.clone(), item));
                self.bound.extend(comprehension.iter_var2.iter().map(|name| (name.clone(), Sort::Any)));
                for part in [&mut comprehension.loop_cond, &mut comprehension.loop_step, &mut comprehension.result] {
                    self.of(part)?;
                }
                self.bound.truncate(before);
                gathered
            }
            Expr::Unspecified | Expr::Map(_) | Expr::Struct(_) => Sort::Any,
        })
    }

    fn variable(&self, name: &str) -> Sort<'a> {
        if let Some((_, sort)) = self.bound.iter().rev().find(|(bound, _)| bound == name) {
            return sort.clone();
        }
        let (Vocabulary::Record(known) | Vocabulary::Submission(known)) = self.vocabulary;
        let is_of_records = matches!(self.vocabulary, Vocabulary::Record(_));
        let of_record = known.fields.iter().filter(|_| is_of_records).find(|field| field.name == name);
        let value = || known.values.iter().map(|value| &value.field).find(|field| field.name == name);
        if let Some(field) = of_record.or_else(value) {
            return sort_of(&field.name, &field.kind);
        }
        if let Some(tally) = known.tallies.iter().find(|tally| tally.name == name) {
            return if tally.by.is_empty() { Sort::Number } else { Sort::Keyed };
        }
        match name {
            ROW if is_of_records => Sort::Number,
            "issued" | "as_of" => Sort::Day,
            "accepted" => Sort::Flag,
            _ => Sort::Any,
        }
    }

    fn field(&self, name: &str) -> Sort<'a> {
        let (Vocabulary::Record(known) | Vocabulary::Submission(known)) = self.vocabulary;
        let field = known.fields.iter().find(|field| field.name == name);
        field.map_or(Sort::Any, |field| sort_of(&field.name, &field.kind))
    }

    fn call(&mut self, expression: &mut IdedExpr) -> anyhow::Result<Sort<'a>> {
        let Expr::Call(call) = &mut expression.expr else { return Ok(Sort::Any) };
        if let Some(target) = &mut call.target {
            self.of(target)?;
        }
        let sorts = call.args.iter_mut().map(|part| self.of(part)).collect::<anyhow::Result<Vec<Sort<'a>>>>()?;
        Ok(match (call.func_name.as_str(), sorts.as_slice()) {
            (operators::EQUALS | operators::NOT_EQUALS, [one, other]) => {
                compared(one, other)?;
                Sort::Flag
            }
            (
                operators::LESS | operators::LESS_EQUALS | operators::GREATER | operators::GREATER_EQUALS,
                [one, other],
            ) => {
                ordered(one, other)?;
                Sort::Flag
            }
            (operators::IN, [item, list]) => {
                looked_for(item, list, call.args.get(1))?;
                Sort::Flag
            }
            (
                operators::ADD | operators::SUBSTRACT | operators::MULTIPLY | operators::DIVIDE | operators::MODULO,
                [one, other],
            ) => {
                let (one, other) = (one.clone(), other.clone());
                return Ok(computed(call, [one, other]));
            }
            (operators::NEGATE, [sort]) => sort.clone(),
            (operators::CONDITIONAL, [_, one, other]) => match (one, other) {
                (Sort::Null, sort) | (sort, Sort::Null) => sort.clone(),
                // `x == null ? 0 : x` is one kind of number, whichever it comes to.
                (Sort::Whole, Sort::Number) | (Sort::Number, Sort::Whole) => {
                    let whole = if matches!(one, Sort::Whole) { 1 } else { 2 };
                    as_double(&mut call.args[whole]);
                    Sort::Number
                }
                (one, other) if std::mem::discriminant(one) == std::mem::discriminant(other) => one.clone(),
                _ => Sort::Any,
            },
            (operators::INDEX, [Sort::Keyed, _]) => Sort::Number,
            (operators::INDEX, [Sort::ListOf(field, listing), _]) => Sort::Listed(field, listing),
            ("size" | "int", _) => Sort::Whole,
            ("double" | "days", _) => Sort::Number,
            ("string", _) => Sort::Text,
            (
                "bool"
                | "contains"
                | "startsWith"
                | "endsWith"
                | "matches"
                | operators::LOGICAL_AND
                | operators::LOGICAL_OR
                | operators::LOGICAL_NOT,
                _,
            ) => Sort::Flag,
            _ => Sort::Any,
        })
    }
}

/// That what is looked for in a list may stand there; `written` is the list as it stands in the expression.
fn looked_for(item: &Sort<'_>, list: &Sort<'_>, written: Option<&IdedExpr>) -> anyhow::Result<()> {
    if let (Sort::Written(text), Sort::ListOf(field, listing)) = (item, list) {
        is_listed(text, field, listing)?;
    }
    if let (Sort::Listed(field, listing), Some(IdedExpr { expr: Expr::List(written), .. })) = (item, written) {
        for element in &written.elements {
            if let Expr::Literal(LiteralValue::String(text)) = &element.expr {
                is_listed(text.inner(), field, listing)?;
            }
        }
    }
    Ok(())
}

fn sort_of<'a>(name: &'a str, kind: &'a Kind) -> Sort<'a> {
    match kind {
        Kind::Text | Kind::Ordinal | Kind::Url => Sort::Text,
        Kind::Number { .. } => Sort::Number,
        Kind::Flag { .. } => Sort::Flag,
        Kind::Date { .. } => Sort::Day,
        Kind::Period { .. } => Sort::Period,
        Kind::Listed(listing) => Sort::Listed(name, listing),
        Kind::List(listing) => Sort::ListOf(name, listing),
    }
}

/// Makes both sides of a computation numbers of one kind, and counts days.
fn computed<'a>(call: &mut CallExpr, sorts: [Sort<'a>; 2]) -> Sort<'a> {
    let is_day = |sort: &Sort<'_>| match sort {
        Sort::Day => true,
        Sort::Written(text) => text.parse::<Date>().is_ok(),
        _ => false,
    };
    let name = call.func_name.as_str();
    let [one, other] = &sorts;
    let number = |sort: &Sort<'_>| matches!(sort, Sort::Number | Sort::Whole);
    if is_day(one) && number(other) && matches!(name, operators::ADD | operators::SUBSTRACT) {
        if matches!(other, Sort::Whole) {
            as_double(&mut call.args[1]);
        }
        if name == operators::SUBSTRACT {
            let id = call.args[1].id;
            let args = vec![std::mem::take(&mut call.args[1])];
            let negated = CallExpr { func_name: operators::NEGATE.to_owned(), target: None, args };
            call.args[1] = IdedExpr { id, expr: Expr::Call(negated) };
        }
        call.func_name = LATER.to_owned();
        return Sort::Day;
    }
    if is_day(one) && is_day(other) && name == operators::SUBSTRACT {
        call.func_name = BETWEEN.to_owned();
        return Sort::Number;
    }
    match (&sorts[0], &sorts[1], name) {
        (Sort::Number | Sort::Whole, Sort::Number | Sort::Whole, operators::MODULO) => {
            for (part, sort) in call.args.iter_mut().zip(&sorts) {
                if matches!(sort, Sort::Number) {
                    wrapped(part, "int");
                }
            }
            Sort::Whole
        }
        (Sort::Number, Sort::Whole, _) => {
            as_double(&mut call.args[1]);
            Sort::Number
        }
        (Sort::Whole, Sort::Number, _) => {
            as_double(&mut call.args[0]);
            Sort::Number
        }
        (Sort::Number, Sort::Number, _) => Sort::Number,
        (Sort::Whole, Sort::Whole, _) => Sort::Whole,
        (one, other, operators::ADD) if one.named() == other.named() && one.named() == Sort::Text.named() => Sort::Text,
        _ => Sort::Any,
    }
}

/// A whole number as one that may have a fraction.
fn as_double(part: &mut IdedExpr) {
    match &part.expr {
        Expr::Literal(LiteralValue::Int(whole)) => {
            part.expr = Expr::Literal(LiteralValue::Double(CelDouble::from(*whole.inner() as f64)));
        }
        _ => wrapped(part, "double"),
    }
}

fn wrapped(part: &mut IdedExpr, function: &str) {
    let id = part.id;
    let args = vec![std::mem::take(part)];
    *part = IdedExpr { id, expr: Expr::Call(CallExpr { func_name: function.to_owned(), target: None, args }) };
}

/// Refuses `==` between what can never be equal.
fn compared(one: &Sort<'_>, other: &Sort<'_>) -> anyhow::Result<()> {
    match (one, other) {
        (Sort::Listed(field, listing), Sort::Written(text)) | (Sort::Written(text), Sort::Listed(field, listing)) => {
            is_listed(text, field, listing)
        }
        _ => ordered(one, other),
    }
}

/// Refuses comparing what is of two kinds.
fn ordered(one: &Sort<'_>, other: &Sort<'_>) -> anyhow::Result<()> {
    if let (Sort::Day, Sort::Written(text)) | (Sort::Written(text), Sort::Day) = (one, other) {
        if text.parse::<Date>().is_err() {
            trouble!(
                "so một ngày với `{text}`, không phải ngày như 2023-06-15",
                "compares a day with `{text}`, which is no day such as 2023-06-15"
            );
        }
        return Ok(());
    }
    if let (Some([vi, en]), Some([other_vi, other_en])) = (one.named(), other.named())
        && en != other_en
    {
        trouble!(
            "so {vi} với {other_vi}: không bao giờ bằng nhau",
            "compares {en} with {other_en}: they are never equal"
        );
    }
    Ok(())
}

/// Refuses a value that a field can never have.
fn is_listed(text: &str, field: &str, listing: &Listing) -> anyhow::Result<()> {
    let is_lenient = listing.otherwise.is_some_and(|severity| severity < crate::finding::Severity::Error);
    if is_lenient || listing.has(text) {
        return Ok(());
    }
    if listing.values.len() > LONG_LIST {
        trouble!("`{text}` không phải giá trị của trường `{field}`", "`{text}` is no value of field `{field}`");
    }
    let near = did_you_mean(text, listing.values.iter().chain(&listing.discouraged));
    trouble!("`{text}` không phải giá trị của trường `{field}`{}", "`{text}` is no value of field `{field}`{}", near)
}

/// The nearest value is looked for in no longer list.
const LONG_LIST: usize = 2_000;
