//! Tries the parts of an expression one by one. An expression as a whole may hide what is wrong in it: of `a || b` the second is
//! not asked if the first holds, and a loop over an empty list asks nothing.

use cel::common::ast::{ComprehensionExpr, EntryExpr, Expr};
use cel::common::value::CowVal;
use cel::{Context, IdedExpr, Value};

use super::{Unanswered, fuel};
use crate::text::Bilingual;

/// Asks every part, the innermost first. The context holds values that leave nothing blank; a variable of a loop is the first
/// item. Errors: a part that has no answer for them because of the kinds of its values, or for any because it names none.
pub(super) fn parts(expression: &IdedExpr, context: &Context<'_, '_>) -> Result<(), Bilingual> {
    let all = |all: &mut dyn Iterator<Item = &IdedExpr>| -> Result<(), Bilingual> {
        for part in all {
            parts(part, context)?;
        }
        Ok(())
    };
    match &expression.expr {
        Expr::Unspecified | Expr::Ident(_) | Expr::Literal(_) | Expr::Struct(_) => return Ok(()),
        Expr::Select(select) => all(&mut std::iter::once(&*select.operand))?,
        Expr::Call(call) => all(&mut call.target.iter().map(AsRef::as_ref).chain(&call.args))?,
        Expr::List(list) => all(&mut list.elements.iter())?,
        Expr::Map(map) => {
            for entry in &map.entries {
                if let EntryExpr::MapEntry(entry) = &entry.expr {
                    all(&mut [&entry.key, &entry.value].into_iter())?;
                }
            }
        }
        Expr::Comprehension(comprehension) => within(comprehension, context)?,
    }
    match Value::resolve_val(expression, context).map_err(Unanswered::from) {
        Err(error) if error.is_of_types() || is_the_same_for_all(expression) => Err(error.explained()),
        _ => Ok(()),
    }
}

/// Asks the parts of a loop for the first item.
fn within(comprehension: &ComprehensionExpr, context: &Context<'_, '_>) -> Result<(), Bilingual> {
    let ComprehensionExpr { iter_range, iter_var, accu_var, accu_init, loop_cond, loop_step, result, .. } =
        comprehension;
    parts(iter_range, context)?;
    parts(accu_init, context)?;
    // What has no answer here was not refused: it depends on the values.
    let (Ok(range), Ok(start)) = (Value::resolve_val(iter_range, context), Value::resolve_val(accu_init, context))
    else {
        return Ok(());
    };
    let Some(first) = range.as_iterable().and_then(|items| items.iter().next().map(|item| item.clone_as_boxed()))
    else {
        return Ok(());
    };
    let mut inner = context.new_inner_scope();
    inner.add_variable_as_val(iter_var, first);
    inner.add_variable_as_val(accu_var, CowVal::into_owned(start));
    [loop_cond, loop_step, result].into_iter().try_for_each(|part| parts(part, &inner))
}

/// Whether nothing but what is written in the expression goes into it; of `matches`, into its pattern.
fn is_the_same_for_all(expression: &IdedExpr) -> bool {
    match &expression.expr {
        Expr::Literal(_) => true,
        Expr::Ident(_) => fuel::is_scale(expression),
        Expr::Call(call) if call.func_name == "matches" => call.args.last().is_some_and(is_the_same_for_all),
        Expr::Call(call) => call.target.iter().map(AsRef::as_ref).chain(&call.args).all(is_the_same_for_all),
        Expr::List(list) => list.elements.iter().all(is_the_same_for_all),
        _ => false,
    }
}
