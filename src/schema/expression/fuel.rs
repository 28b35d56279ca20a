//! Bounds what asking an expression may cost. CEL ends always, but loops in loops over all records may take years; so every step
//! of every loop looks at a gauge, and so does every look at the list of records. The count is the same on every machine.

use std::sync::atomic::{AtomicU64, Ordering};

use cel::IdedExpr;
use cel::common::ast::{CallExpr, ComprehensionExpr, EntryExpr, Expr, LiteralValue, operators};
use cel::common::types::CelBool;
use cel::common::value::CowVal;
use cel::context::VariableResolver;

/// The name under which an expression looks at the gauge. No expression can be written that names it.
const GAUGE: &str = "@fuel";

/// The variables of an expression, as long as there is fuel.
pub(super) struct Fuelled<'a> {
    variables: &'a dyn VariableResolver,
    /// How many records there are: the list of them is built each time that it is named.
    records: u64,
    left: AtomicU64,
}

impl<'a> Fuelled<'a> {
    pub(super) fn new(variables: &'a dyn VariableResolver, records: usize, steps: u64) -> Self {
        Self { variables, records: records as u64, left: AtomicU64::new(steps) }
    }

    /// Whether it was used up.
    pub(super) fn is_empty(&self) -> bool {
        self.left.load(Ordering::Relaxed) == 0
    }

    fn burn(&self, steps: u64) {
        self.left.store(self.left.load(Ordering::Relaxed).saturating_sub(steps), Ordering::Relaxed);
    }
}

impl VariableResolver for Fuelled<'_> {
    fn resolve<'b>(&'b self, variable: &str) -> Option<CowVal<'b, 'b>> {
        match variable {
            GAUGE => self.burn(1),
            "records" => self.burn(self.records),
            _ => return self.variables.resolve(variable),
        }
        match variable {
            _ if self.is_empty() => None,
            GAUGE => Some(CowVal::owned(CelBool::from(true))),
            _ => self.variables.resolve(variable),
        }
    }
}

/// Has every step of every loop look at the gauge: an unknown name, which it is once it is empty, ends the loop.
pub(super) fn meter(expression: &mut IdedExpr) {
    match &mut expression.expr {
        Expr::Unspecified | Expr::Ident(_) | Expr::Literal(_) => {}
        Expr::Select(select) => meter(&mut select.operand),
        Expr::Call(call) => call.target.iter_mut().map(AsMut::as_mut).chain(&mut call.args).for_each(meter),
        Expr::List(list) => list.elements.iter_mut().for_each(meter),
        Expr::Map(map) => {
            for entry in &mut map.entries {
                if let EntryExpr::MapEntry(entry) = &mut entry.expr {
                    meter(&mut entry.key);
                    meter(&mut entry.value);
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
