//! What an expression sees of the fields that it names: of `finish == null` no more than whether something is filled in, of
//! `finish.end` that day alone. Rows that are the same in what is seen have the same answer.

use cel::IdedExpr;
use cel::common::ast::{EntryExpr, Expr, LiteralValue, operators};

use crate::value::{Period, Value};

/// What is seen of a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Sight {
    /// Its index.
    pub(in crate::schema) field: usize,
    /// This member of it, or all.
    pub(in crate::schema) member: Option<String>,
    /// No more than whether that is null.
    pub(in crate::schema) only_whether: bool,
}

impl Sight {
    /// All of a field.
    pub(in crate::schema) fn all_of(field: usize) -> Self {
        Self { field, member: None, only_whether: false }
    }

    /// The index of the field.
    pub fn field(&self) -> usize {
        self.field
    }

    /// Adds what is seen of a value to a key.
    pub fn pack(&self, value: &Value, mut packed: Vec<u8>) -> Option<Vec<u8>> {
        let day = match (value, self.member.as_deref()) {
            (Value::Period(Period { start, .. }), Some("start")) => start,
            (Value::Period(Period { end, .. }), Some("end")) => end,
            (_, None) if self.only_whether => {
                packed.push(u8::from(value.is_empty()));
                return Some(packed);
            }
            (value, _) => {
                packed.push(ALL);
                return postcard::to_extend(value, packed).ok();
            }
        };
        match day {
            None => packed.push(NO_DAY),
            Some(_) if self.only_whether => packed.push(A_DAY),
            Some(day) => {
                packed.push(A_DAY);
                packed.extend(day.year().to_le_bytes());
                packed.extend([day.month(), day.day()].map(i8::cast_unsigned));
            }
        }
        Some(packed)
    }
}

/// What stands in a key behind these: the whole value, nothing, a day.
const ALL: u8 = 2;
const NO_DAY: u8 = 3;
const A_DAY: u8 = 4;

/// What an expression sees; `field` gives the index of a name, if it is a field's.
pub(super) fn of(expression: &IdedExpr, field: &dyn Fn(&str) -> Option<usize>) -> Vec<Sight> {
    let mut seen = Vec::new();
    look(expression, field, &mut seen);
    seen
}

fn look(expression: &IdedExpr, field: &dyn Fn(&str) -> Option<usize>, seen: &mut Vec<Sight>) {
    if let Some(one) = named(expression, field) {
        return add(one, seen);
    }
    let mut each = |part: &IdedExpr| look(part, field, seen);
    match &expression.expr {
        Expr::Unspecified | Expr::Literal(_) | Expr::Ident(_) | Expr::Struct(_) => {}
        Expr::Select(select) => each(&select.operand),
        Expr::Call(call) => {
            if let (operators::EQUALS | operators::NOT_EQUALS, [one, other]) = (&*call.func_name, &call.args[..])
                && let Some(one) = compared_with_null(one, other).and_then(|compared| named(compared, field))
            {
                return add(Sight { only_whether: true, ..one }, seen);
            }
            call.target.iter().map(AsRef::as_ref).chain(&call.args).for_each(each);
        }
        Expr::List(list) => list.elements.iter().for_each(each),
        Expr::Map(map) => {
            for entry in &map.entries {
                if let EntryExpr::MapEntry(entry) = &entry.expr {
                    each(&entry.key);
                    each(&entry.value);
                }
            }
        }
        Expr::Comprehension(it) => {
            [&it.iter_range, &it.accu_init, &it.loop_cond, &it.loop_step, &it.result].into_iter().for_each(each);
        }
    }
}

fn add(one: Sight, seen: &mut Vec<Sight>) {
    if !seen.contains(&one) {
        seen.push(one);
    }
}

/// `finish`, `finish.end`.
fn named(expression: &IdedExpr, field: &dyn Fn(&str) -> Option<usize>) -> Option<Sight> {
    match &expression.expr {
        Expr::Ident(name) => Some(Sight::all_of(field(name)?)),
        Expr::Select(select) => match &select.operand.expr {
            Expr::Ident(name) => Some(Sight { member: Some(select.field.clone()), ..Sight::all_of(field(name)?) }),
            _ => None,
        },
        _ => None,
    }
}

fn compared_with_null<'e>(one: &'e IdedExpr, other: &'e IdedExpr) -> Option<&'e IdedExpr> {
    let is_null = |it: &IdedExpr| matches!(it.expr, Expr::Literal(LiteralValue::Null));
    match (is_null(one), is_null(other)) {
        (false, true) => Some(one),
        (true, false) => Some(other),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use cel::parser::PrattParser;

    use super::*;

    #[test]
    fn no_more_is_seen_than_is_asked() {
        let seen = |source: &str| {
            let expression = PrattParser::new().parse(source).expect("it is an expression");
            let all = of(&expression, &|name| ["status", "start", "finish"].iter().position(|field| *field == name));
            let told = |it: &Sight| format!("{}.{:?} {}", it.field, it.member, it.only_whether);
            all.iter().map(told).collect::<Vec<_>>().join("; ")
        };
        assert_eq!(seen("status == null || finish != null"), "0.None true; 2.None true");
        assert_eq!(seen("null == finish.end || status == 'a'"), "2.Some(\"end\") true; 0.None false");
        assert_eq!(
            seen("finish.end >= start.start || status in ['a']"),
            "2.Some(\"end\") false; 1.Some(\"start\") false; 0.None false"
        );
        assert_eq!(seen("[start].exists(it, it == status)"), "1.None false; 0.None false");
    }
}
