//! Bounds what asking an expression may cost. CEL ends always, but loops in loops over all records may take years; so every step
//! of every loop looks at a gauge, and so does every look at the list of records. Nor need a loop take many steps to fill the memory:
//! `a + a`, forty times one within the other, is a million megabytes; so what is put together is weighed. The counts are the same on
//! every machine.

use std::sync::atomic::{AtomicU64, Ordering};

use cel::common::ast::{CallExpr, ComprehensionExpr, EntryExpr, Expr, LiteralValue, operators};
use cel::common::traits::Adder;
use cel::common::types::{ANY_TYPE, CelBool, CelBytes, CelList, CelMap, CelString, Type};
use cel::common::value::{CowVal, Val};
use cel::context::VariableResolver;
use cel::{ExecutionError, IdedExpr};

use super::Unanswered;

/// The name under which an expression looks at the gauge. No expression can be written that names it, nor the next one.
const GAUGE: &str = "@fuel";
/// What a value is added to that is weighed.
pub(super) const SCALE: &str = "@scale";

/// What asking an expression may cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    pub(super) steps: u64,
    /// Of the texts and lists that it puts together.
    pub(super) bytes: u64,
}

/// The variables of an expression, as long as there is fuel.
pub(super) struct Fuelled<'a> {
    variables: &'a dyn VariableResolver,
    /// How many records there are: the list of them is built each time that it is named.
    records: u64,
    budget: Budget,
    steps: AtomicU64,
    bytes: AtomicU64,
}

impl<'a> Fuelled<'a> {
    pub(super) fn new(variables: &'a dyn VariableResolver, records: usize, budget: Budget) -> Self {
        let [steps, bytes] = [budget.steps, budget.bytes].map(AtomicU64::new);
        Self { variables, records: records as u64, budget, steps, bytes }
    }

    /// What was used up, if anything was.
    pub(super) fn used_up(&self) -> Option<Unanswered> {
        let is_empty = |left: &AtomicU64| left.load(Ordering::Relaxed) == 0;
        let of_steps = is_empty(&self.steps).then_some(Unanswered::Steps(self.budget.steps));
        of_steps.or_else(|| is_empty(&self.bytes).then_some(Unanswered::Bytes(self.budget.bytes)))
    }
}

fn burn(left: &AtomicU64, used: u64) {
    left.store(left.load(Ordering::Relaxed).saturating_sub(used), Ordering::Relaxed);
}

impl VariableResolver for Fuelled<'_> {
    fn resolve<'b>(&'b self, variable: &str) -> Option<CowVal<'b, 'b>> {
        match variable {
            GAUGE => burn(&self.steps, 1),
            SCALE => return Some(CowVal::owned(Scale(&self.bytes))),
            "records" => burn(&self.steps, self.records),
            _ => return self.variables.resolve(variable),
        }
        match variable {
            _ if self.used_up().is_some() => None,
            GAUGE => Some(CowVal::owned(CelBool::from(true))),
            _ => self.variables.resolve(variable),
        }
    }
}

/// A value that what is added to it leaves as it was, once it is weighed.
#[derive(Clone, Copy, Debug)]
struct Scale<'a>(&'a AtomicU64);

/// What a number takes, and a list for each of its items.
const SMALL: u64 = 16;

impl Scale<'_> {
    /// Errs once nothing is left.
    fn weigh(self, value: &dyn Val) -> Result<(), ExecutionError> {
        let own = if let Some(text) = value.downcast_ref::<CelString<'_>>() {
            text.inner().len() as u64
        } else if let Some(bytes) = value.downcast_ref::<CelBytes<'_>>() {
            bytes.inner().len() as u64
        } else {
            0
        };
        burn(self.0, SMALL + own);
        if self.0.load(Ordering::Relaxed) == 0 {
            return Err(ExecutionError::function_error("+", "too much"));
        }
        if let Some(list) = value.downcast_ref::<CelList<'_>>() {
            list.inner().iter().try_for_each(|item| self.weigh(&**item))?;
        } else if let Some(map) = value.downcast_ref::<CelMap<'_>>() {
            map.inner().values().try_for_each(|item| self.weigh(&**item))?;
        }
        Ok(())
    }
}

value_of_the_language!(Scale, ANY_TYPE, as_adder -> Adder);

impl Adder for Scale<'_> {
    fn add<'b, 'v>(&'b self, value: &(dyn Val + 'v)) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        self.weigh(value)?;
        Ok(CowVal::Owned(value.clone_as_boxed()))
    }
}

/// Has every step of every loop look at the gauge: an unknown name, which it is once it is empty, ends the loop. What is put into a list
/// or is a sum is weighed: in no other way can a value grow.
pub(super) fn meter(expression: &mut IdedExpr) {
    match &mut expression.expr {
        Expr::Unspecified | Expr::Ident(_) | Expr::Literal(_) => {}
        Expr::Select(select) => meter(&mut select.operand),
        Expr::Call(call) => {
            call.target.iter_mut().map(AsMut::as_mut).chain(&mut call.args).for_each(meter);
            if is_sum(call) {
                weigh(expression);
            }
        }
        Expr::List(list) => list.elements.iter_mut().for_each(meter_and_weigh),
        Expr::Map(map) => {
            for entry in &mut map.entries {
                if let EntryExpr::MapEntry(entry) = &mut entry.expr {
                    meter_and_weigh(&mut entry.key);
                    meter_and_weigh(&mut entry.value);
                }
            }
        }
        // Refused when names are checked.
        Expr::Struct(_) => {}
        Expr::Comprehension(comprehension) => {
            let ComprehensionExpr { iter_range, accu_init, loop_cond, loop_step, result, .. } = &mut **comprehension;
            [iter_range, accu_init, loop_cond, loop_step, result].into_iter().for_each(meter);
            look(comprehension);
        }
    }
}

/// Whether it adds what may be texts or lists. Of a list that is written out the items are weighed; `map` and `filter` gather by that.
fn is_sum(call: &CallExpr) -> bool {
    let is_small = |part: &IdedExpr| {
        matches!(part.expr, Expr::List(_) | Expr::Literal(LiteralValue::Int(_) | LiteralValue::Double(_)))
    };
    call.func_name == operators::ADD && call.target.is_none() && !call.args.iter().any(is_small)
}

fn meter_and_weigh(expression: &mut IdedExpr) {
    meter(expression);
    let is_weighed = matches!(&expression.expr, Expr::Call(call) if call.args.first().is_some_and(is_scale));
    if !is_weighed && !matches!(expression.expr, Expr::Literal(_)) {
        weigh(expression);
    }
}

/// Whether it is the name of the scale.
pub(super) fn is_scale(expression: &IdedExpr) -> bool {
    matches!(&expression.expr, Expr::Ident(name) if name == SCALE)
}

/// `x` as `@scale + x`.
fn weigh(expression: &mut IdedExpr) {
    let id = expression.id;
    let scale = IdedExpr { id, expr: Expr::Ident(SCALE.to_owned()) };
    let args = vec![scale, std::mem::take(expression)];
    let call = CallExpr { func_name: operators::ADD.to_owned(), target: None, args };
    *expression = IdedExpr { id, expr: Expr::Call(call) };
}

/// `all` and `exists` forgive an error in a step, but not in the condition to go on. `map` and `filter` are quick only with the very
/// condition and step that they have, so there the guard looks, or the item.
fn look(comprehension: &mut ComprehensionExpr) {
    if !matches!(comprehension.loop_cond.expr, Expr::Literal(_)) {
        return guard(&mut comprehension.loop_cond);
    }
    if let Expr::Call(step) = &mut comprehension.loop_step.expr {
        match (step.func_name.as_str(), step.args.as_mut_slice()) {
            (operators::CONDITIONAL, [condition, ..]) => return guard(condition),
            (operators::ADD, [_, IdedExpr { expr: Expr::List(list), .. }]) => {
                if let Some(item) = list.elements.first_mut() {
                    return guard(item);
                }
            }
            _ => {}
        }
    }
    guard(&mut comprehension.loop_cond);
}

/// `x` as `@fuel ? x : false`.
fn guard(expression: &mut IdedExpr) {
    let id = expression.id;
    let gauge = IdedExpr { id, expr: Expr::Ident(GAUGE.to_owned()) };
    let otherwise = IdedExpr { id, expr: Expr::Literal(LiteralValue::Boolean(CelBool::from(false))) };
    let args = vec![gauge, std::mem::take(expression), otherwise];
    let call = CallExpr { func_name: operators::CONDITIONAL.to_owned(), target: None, args };
    *expression = IdedExpr { id, expr: Expr::Call(call) };
}
